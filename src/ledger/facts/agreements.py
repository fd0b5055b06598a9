"""Facts about agreements: parties, signatures, dates, who joined, what else had to change (HIW-1, PBP-7)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.deciding import StageRule
from ledger.facts.words import (
    AgreementId,
    Clause,
    Code,
    Digest,
    Due,
    Partner,
    PartNumber,
    PersonId,
    Sealed,
    Title,
)

Level = Literal["own key", "scanned signature", "recorded by the clerk"]
Ending = Literal["replaced", "expired", "terminated"]
Kind = Literal["terms of reference", "constitution", "scheme of delegation", "other"]
Few = Annotated[int, msgspec.Meta(ge=1, le=32)]
Parties = Annotated[tuple[Partner, ...], msgspec.Meta(max_length=64)]


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A date that an agreement states, as printed, and the clause where it stands."""

    due: Due
    clause: Clause | None = None


class PartyTo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A party to an agreement, the offices that may sign for it, and how many of them must.

    ``role`` is its role and responsibility in one line; ``clause`` says who signs; None: a default.
    """

    party: Partner
    offices: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=8)]
    least: Few
    role: Title | None = None
    clause: Clause | None = None


class Required(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the agreement needs a body or an organisation to change elsewhere, under a number of its own."""

    number: PartNumber
    of: Partner
    what: Kind
    says: Title
    clause: Clause | None = None
    due: Due | None = None


Changes = Annotated[tuple[Required, ...], msgspec.Meta(max_length=16)]
Stages = Annotated[tuple[StageRule, ...], msgspec.Meta(max_length=8)]


class Made(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.made/2"):
    """On ``on`` the text of an agreement was settled between its parties, to be signed.

    ``body`` is what it constitutes or is about. ``least`` of the parties must have signed before it takes
    effect, by the clause ``signing``; None: all of them, or a default. ``joining`` is where it lets others
    join; ``replaces`` the agreement whose place it takes. ``stages`` are those through which a dispute under
    it goes; none: it is silent on that.
    """

    agreement: AgreementId
    body: Code | None
    title: Title
    cited: Title
    kind: Code | None
    parties: Annotated[tuple[PartyTo, ...], msgspec.Meta(min_length=1, max_length=32)]
    least: Few | None = None
    signing: Clause | None = None
    effective: Dated | None = None
    refresh: Dated | None = None
    expires: Dated | None = None
    joining: Clause | None = None
    replaces: AgreementId | None = None
    requires: Changes = ()
    stages: Stages = ()


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.signed/1"):
    """On ``on`` the person signed for a party, in an office of it; of a scanned signature by its digest."""

    agreement: AgreementId
    body: Code | None
    party: Partner
    person: PersonId
    office: Code
    level: Level
    digest: Digest | None = None


class Acceded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.acceded/1"):
    """From ``on`` another is a party too, bound once it has signed."""

    agreement: AgreementId
    body: Code | None
    joins: PartyTo


class Affiliated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.affiliated/1"):
    """From ``on`` somebody is affiliated, without being a party; it does not sign."""

    agreement: AgreementId
    body: Code | None
    party: Partner
    role: Title | None = None


class Varied(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.varied/2"):
    """From ``on`` the agreement says something else, as these parties agreed; a date that is None stays.

    ``stages`` take the place of those that it had; None: they stay.
    """

    agreement: AgreementId
    body: Code | None
    title: Title
    text: Sealed
    agreed: Parties
    refresh: Dated | None = None
    expires: Dated | None = None
    requires: Changes = ()
    stages: Stages | None = None


class Refreshed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.refreshed/1"):
    """On ``on`` the agreement was refreshed, as these parties agreed; ``refresh`` is when it is due next."""

    agreement: AgreementId
    body: Code | None
    text: Sealed
    agreed: Parties
    refresh: Dated | None = None
    digest: Digest | None = None


class Renewed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.renewed/1"):
    """On ``on`` the agreement was renewed until another day, as these parties agreed."""

    agreement: AgreementId
    body: Code | None
    text: Sealed
    agreed: Parties
    expires: Dated


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.ended/1"):
    """From ``on`` the agreement is in force no more; ``by`` is the one that replaced it."""

    agreement: AgreementId
    body: Code | None
    how: Ending
    by: AgreementId | None = None
    clause: Clause | None = None
    reason: Sealed | None = None


class ChangeMade(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="agreement.change-made/1"):
    """By ``on`` a change that the agreement needs was made: by terms that the ledger has, or a document."""

    agreement: AgreementId
    body: Code | None
    number: PartNumber
    version: Code | None
    document: Title | None
    digest: Digest | None = None


Agreeing = Varied | Refreshed | Renewed
Later = Signed | Acceded | Affiliated | Agreeing | Ended | ChangeMade
Body = Made | Later
