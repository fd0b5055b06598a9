"""The first fact of every ledger."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import PersonId, PublicKey, Sealed

Origin = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9](?:[a-z0-9./-]{0,126}[a-z0-9])?\Z")]
"""The name of the log as its checkpoints print it, without a scheme: ``example.org/icp``."""


class Founded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="ledger.founded/1"):
    """The ledger exists: its origin, the key of its log, its first officer and its recovery key.

    Signed by the officer's key and by the recovery key. The officer may do own acts, record for
    every body and enrol keys; the recovery key may only enrol.
    """

    origin: Origin
    log_key: PublicKey
    officer: PersonId
    name: Sealed
    officer_key: PublicKey
    recovery_key: PublicKey


Body = Founded
