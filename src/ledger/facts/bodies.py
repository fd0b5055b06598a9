"""Facts about bodies: boards, committees, forums, groups (W3C ORG: OrganizationalUnit)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Clause, Code, Title

Codes = Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)]


class Constituted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="body.constituted/1"):
    """From ``on`` the body exists, by the instrument, established by its founders.

    ``instrument`` is the enactment or agreement that constitutes it; ``parents`` are the bodies that
    it reports to.
    """

    body: Code
    title: Title
    instrument: Clause
    founders: Codes = ()
    parents: Codes = ()
