"""Facts about authority: given, passed on, amended, suspended, ended, used (PROV: actedOnBehalfOf)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import (
    ActId,
    AnnouncementId,
    Clause,
    Code,
    Day,
    DelegationId,
    MeetingId,
    Money,
    Partner,
    PartNumber,
    Party,
    PersonId,
    ResolutionId,
    Sealed,
    Title,
)

Functions = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=32)]
Codes = Annotated[tuple[Code, ...], msgspec.Meta(max_length=32)]
Parties = Annotated[tuple[Party, ...], msgspec.Meta(max_length=8)]
PartyKind = Literal["person", "office", "body", "organisation"]
Spend = Literal["capital", "revenue"]
Tax = Literal["with", "without"]
Kind = Literal["delegated", "authorised", "advisory", "reserved"]
Source = Literal["statute", "constitution", "resolution", "agreement"]
Record = Literal["reasons", "alternatives", "interests"]
Days = Annotated[int, msgspec.Meta(ge=0, le=3650)]


Over = Literal["one act", "month", "quarter", "calendar year", "financial year", "all acts"]


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At most ``amount`` over one act, all acts of a period, or all acts together.

    A quarter is one of the calendar, a financial year begins on 1 April. ``of``: counted over everything, or
    over each matter, project or supplier by itself. ``spend`` limits that kind alone; ``tax`` says whether
    the amount is meant with tax (None: it is not said).
    """

    amount: Money
    over: Over
    of: Literal["everything", "matter", "project", "supplier"] = "everything"
    spend: Spend | None = None
    tax: Tax | None = None


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How wide a delegation reaches.

    ``functions`` take in all that is under them in the catalogue, but what is ``excluded``. ``above``: acts
    of more than that alone (a band). ``until`` is the first day on which it no longer holds; None: until
    revoked. ``onward`` is how many further links may follow: 0 forbids passing on; ``onward_to`` are the
    kinds of parties that they may go to (none: any).
    """

    functions: Functions
    limits: Annotated[tuple[Limit, ...], msgspec.Meta(max_length=8)] = ()
    until: Day | None = None
    onward: Annotated[int, msgspec.Meta(ge=0, le=8)] = 0
    excluded: Codes = ()
    above: Money | None = None
    onward_to: Annotated[tuple[PartyKind, ...], msgspec.Meta(max_length=4)] = ()


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that has to be so before each act; who acts states that it was."""

    condition: Code
    says: Title


Told = Literal["report", "notify"]


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of each act somebody gets a report, or is notified, within so many days; 0: on the day.

    While a report is overdue, nothing more is done; that somebody has not been notified is shown.
    """

    to: Party
    within: Days
    what: Told = "report"


class Manner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a delegation is exercised.

    ``acting``: how many of those to whom it is given act together: 1 each alone. ``approval`` are those who
    each approve before an act, ``consulting`` those who are asked. ``records`` is what has to be recorded of
    each act, by the ``regime`` cited. With ``acceptance`` it holds once it is accepted. A ``review`` that is
    overdue is shown and ends nothing.
    """

    acting: Annotated[int, msgspec.Meta(ge=1, le=8)] = 1
    approval: Parties = ()
    consulting: Parties = ()
    conditions: Annotated[tuple[Condition, ...], msgspec.Meta(max_length=8)] = ()
    duties: Annotated[tuple[Duty, ...], msgspec.Meta(max_length=4)] = ()
    records: Annotated[tuple[Record, ...], msgspec.Meta(max_length=3)] = ()
    regime: Clause | None = None
    acceptance: bool = False
    review: Day | None = None


ALONE = Manner()
To = Annotated[tuple[Party, ...], msgspec.Meta(min_length=1, max_length=8)]


class Granted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.granted/3"):
    """From ``on``, ``to`` may act for ``by`` within the scope, under the enabling power.

    ``kind``: *delegated* to decide; *authorised* to act in the giver's name; *advisory*, which decides
    nothing; or *reserved*, which the giver keeps for itself and nobody else may do. ``keeps``: whether the
    giver may decide *beside* the delegate, or the delegate decides *instead*. ``source`` is what it rests
    on, ``resolution`` the one that made it; ``enabling`` the power, of those stated, that lets ``by``
    delegate.
    """

    delegation: DelegationId
    by: Partner
    to: To
    power: Clause
    scope: Scope
    manner: Manner = ALONE
    kind: Kind = "delegated"
    keeps: Literal["beside", "instead"] = "beside"
    source: Source = "resolution"
    resolution: ResolutionId | None = None
    enabling: Code | None = None


class PassedOn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.passed-on/3"):
    """From ``on``, a holder of ``parent`` lets ``to`` act within a scope no wider than its own.

    A body passes on by its ``resolution``.
    """

    delegation: DelegationId
    parent: DelegationId
    by: Partner
    to: To
    scope: Scope
    manner: Manner = ALONE
    resolution: ResolutionId | None = None


class Amended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.amended/2"):
    """From ``on`` the delegation has the new scope; ``manner`` None: it is exercised as before.

    A link stays within the one above it.
    """

    delegation: DelegationId
    by: Partner
    scope: Scope
    manner: Manner | None = None
    resolution: ResolutionId | None = None


class Revoked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.revoked/2"):
    """From ``on`` the delegation, and every link below it, no longer holds."""

    delegation: DelegationId
    by: Partner
    reason: Sealed


class Suspended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.suspended/1"):
    """From ``on`` nothing is done under the delegation, or under a link below it, until it is resumed."""

    delegation: DelegationId
    by: Partner
    reason: Sealed


class Resumed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.resumed/1"):
    """From ``on`` the delegation holds again."""

    delegation: DelegationId
    by: Partner


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.accepted/1"):
    """One of those to whom it was given accepted the delegation, or did not."""

    delegation: DelegationId
    by: Partner
    party: Party
    accepted: bool


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody approved an act before: a person, for herself or for her office; a body by its resolution."""

    party: Party
    person: PersonId | None = None
    resolution: ResolutionId | None = None


class Used(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.used/3"):
    """The persons acted under the delegation, or a body by part of its resolution, for the giver at the root.

    ``chain`` runs from the root grant down to the delegation used; the amount is charged to each. The words
    of a ``part`` may stand for a text. Acts on one ``matter`` (by its code) add up as one. ``payee`` is whom
    a payment is made to, where that is a person; ``met`` are the conditions that were met; ``key`` is what
    announced it on the forward plan of the giver.
    """

    act: ActId
    chain: Annotated[tuple[DelegationId, ...], msgspec.Meta(min_length=1, max_length=8)]
    by: Partner
    persons: Annotated[tuple[PersonId, ...], msgspec.Meta(max_length=8)]
    function: Code
    amount: Money | None
    text: Sealed | None = None
    resolution: ResolutionId | None = None
    part: PartNumber | None = None
    spend: Spend | None = None
    tax: Tax | None = None
    matter: Code | None = None
    project: Code | None = None
    supplier: Code | None = None
    payee: PersonId | None = None
    approvals: Annotated[tuple[Approval, ...], msgspec.Meta(max_length=8)] = ()
    consulted: Parties = ()
    met: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    reasons: Sealed | None = None
    alternatives: Sealed | None = None
    interests: Sealed | None = None
    key: AnnouncementId | None = None


class Reported(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.reported/2"):
    """Somebody got a report of acts, or was notified of them; at a meeting where that is a body."""

    delegation: DelegationId
    by: Partner
    acts: Annotated[tuple[ActId, ...], msgspec.Meta(min_length=1, max_length=32)]
    to: Party
    meeting: MeetingId | None = None
    what: Told = "report"


class Ratified(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.ratified/1"):
    """The giver took an act over afterwards, by its resolution. It is no authority before."""

    act: ActId
    by: Partner
    resolution: ResolutionId


class PowerStated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="power.stated/1"):
    """An enabling power lets organisations of the kinds named delegate to parties of the kinds named.

    ``givers`` and ``organisations`` are kinds of organisations; the latter are those that it reaches as
    delegates.
    """

    power: Code
    cited: Clause
    givers: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=16)]
    reaches: Annotated[tuple[PartyKind, ...], msgspec.Meta(min_length=1, max_length=4)]
    organisations: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()


Given = Granted | PassedOn
OfLink = Amended | Revoked | Suspended | Resumed | Accepted
Change = OfLink | Reported
OfGiver = Given | Change | Used | Ratified
Body = OfGiver | PowerStated
