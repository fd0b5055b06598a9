"""Facts about signing keys: whose they are, what they may do, and when that ended."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import KeyId, Number, PersonId, PublicKey, Right, Sealed, Signature

Rights = Annotated[tuple[Right, ...], msgspec.Meta(min_length=1, max_length=32)]


class Enrolled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="key.enrolled/1"):
    """From this number on the key speaks for the person, within the rights stated.

    Signed by a key that may enrol and by the new key itself (proof of possession).
    """

    key: PublicKey
    person: PersonId
    rights: Rights


class Rotated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="key.rotated/1"):
    """The new key takes the place of the old one, with the same person and rights. Signed by both."""

    old: KeyId
    key: PublicKey
    person: PersonId
    rights: Rights


class Revoked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="key.revoked/1"):
    """From this number on the key signs nothing more; what it signed before stands."""

    key: KeyId
    reason: Sealed


class Compromised(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="key.compromised/1"):
    """The key is revoked, and what it signed from ``suspect`` on is shown as contested."""

    key: KeyId
    suspect: Number
    reason: Sealed


class LogKeyRotated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="log-key.rotated/1"):
    """From this number on heads of the log are signed by both keys, until the old one ends.

    Both signed the announcement (``docs/formats/fact.md`` gives its bytes), so who trusts the old key can go
    on to the new one. The fact itself is signed by a key that may enrol.
    """

    old: PublicKey
    new: PublicKey
    by_old: Signature
    by_new: Signature


class LogKeyEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="log-key.ended/1"):
    """From this number on the old key signs no head any more."""

    key: PublicKey


OfLog = LogKeyRotated | LogKeyEnded
OfPerson = Enrolled | Rotated | Revoked | Compromised
Body = OfPerson | OfLog
