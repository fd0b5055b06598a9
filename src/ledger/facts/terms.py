"""Terms of reference as data: seats, offices, rules; and the facts that put them in force.

Rules are typed data: those on decisions are in ``deciding``, those on members and meetings in ``ruling``,
checks on who is there in ``checks``, and what rules share in ``ruled``. Here they all have one name.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.checks import (
    AllOf,
    AnyOf,
    BalanceRule,
    Check,
    Count,
    Distinct,
    Need,
    QuorumRule,
    Reading,
    Share,
    SomeOf,
    TextRule,
    VotingRule,
)
from ledger.facts.deciding import (
    ChangeRule,
    ChoiceRule,
    CommonRule,
    ConsultationRule,
    GoodFaithRule,
    InvestmentRule,
    KeyRule,
    MajorityRule,
    PowerRule,
    ReconsiderationRule,
    StageRule,
    UrgentRule,
    WayRule,
    WrittenRule,
)
from ledger.facts.ruled import Answer, Approval, Approvals, Basis, Months, Percent, Span, Unit
from ledger.facts.ruling import (
    AppointmentRule,
    AttendanceRule,
    CooptionRule,
    DeputyRule,
    EligibilityRule,
    FrequencyRule,
    GroupsRule,
    InterestRule,
    LossRule,
    MinutesRule,
    NoticeRule,
    OfficeDeputyRule,
    OfficeRule,
    PresidingRule,
    PublicRule,
    QuoracyRule,
    RetentionRule,
    StandingItemsRule,
    TermRule,
    VirtualRule,
)
from ledger.facts.words import Clause, Code, Day, Printed, ResolutionId, Title

__all__ = [
    "Adopted",
    "AllOf",
    "Answer",
    "AnyOf",
    "AppointmentRule",
    "Approval",
    "Approvals",
    "AttendanceRule",
    "BalanceRule",
    "Basis",
    "Body",
    "ChangeRule",
    "Check",
    "ChoiceRule",
    "CommonRule",
    "ConsultationRule",
    "CooptionRule",
    "Count",
    "DeputyRule",
    "Distinct",
    "Doubt",
    "Drafted",
    "EligibilityRule",
    "FilteredRule",
    "FrequencyRule",
    "GoodFaithRule",
    "GroupsRule",
    "InterestRule",
    "InvestmentRule",
    "KeyRule",
    "LossRule",
    "MajorityRule",
    "Matter",
    "MeetingRule",
    "MembershipRule",
    "MinutesRule",
    "Months",
    "Need",
    "NoticeRule",
    "Office",
    "OfficeDeputyRule",
    "OfficeRule",
    "Percent",
    "PowerRule",
    "PresidingRule",
    "PublicRule",
    "QuoracyRule",
    "QuorumRule",
    "Reading",
    "ReconsiderationRule",
    "RegularAttendee",
    "RetentionRule",
    "Rule",
    "Seat",
    "Share",
    "SomeOf",
    "Span",
    "StageRule",
    "StandingItemsRule",
    "TermRule",
    "Terms",
    "TextRule",
    "Unit",
    "UrgentRule",
    "VirtualRule",
    "VotingRule",
    "WayRule",
    "WrittenRule",
]


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A post on the body. ``organisations`` are those that its holder may come from, as printed.

    Several organisations mean that the holder comes from one of them, and which is not said; none
    means that the organisation is not said. ``exists`` is ``not known`` where the source leaves open
    whether the seat was there.
    """

    seat: Code
    sector: Code
    organisations: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)]
    position: Code
    title: Title
    clause: Clause
    voting: bool = True
    quorum: bool = True
    exists: Literal["known", "not known"] = "known"


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An office of the body: ``chair``. ``also`` are other printed names: Vice-Chair."""

    office: Code
    title: Title
    clause: Clause
    also: Annotated[tuple[Title, ...], msgspec.Meta(max_length=4)] = ()


MembershipRule = AppointmentRule | EligibilityRule | TermRule | LossRule | CooptionRule | AttendanceRule


MeetingRule = (
    PresidingRule
    | QuoracyRule
    | VirtualRule
    | NoticeRule
    | FrequencyRule
    | InterestRule
    | PublicRule
    | MinutesRule
    | StandingItemsRule
)


FilteredRule = VotingRule | AppointmentRule | EligibilityRule | TermRule | LossRule | OfficeRule | DeputyRule
"""Rules that say of themselves whom they are about."""


Rule = (
    QuorumRule
    | VotingRule
    | MajorityRule
    | ChoiceRule
    | WayRule
    | WrittenRule
    | UrgentRule
    | ReconsiderationRule
    | PowerRule
    | GoodFaithRule
    | ChangeRule
    | CommonRule
    | KeyRule
    | MembershipRule
    | OfficeRule
    | OfficeDeputyRule
    | DeputyRule
    | MeetingRule
    | BalanceRule
    | GroupsRule
    | RetentionRule
    | ConsultationRule
    | InvestmentRule
    | StageRule
    | TextRule
)


class Matter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of matters that the terms name: with a rule of its own, or the body's own to decide."""

    matter: Code
    title: Title
    clause: Clause


class RegularAttendee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who attends regularly and is no full member, as the terms list them; without a vote."""

    place: Code
    organisation: Code | None
    position: Code
    title: Title
    clause: Clause


class Doubt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the source prints wrongly, incompletely or not at all, and what is made of it."""

    clause: Clause
    says: Title


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a body's terms, whole."""

    body: Code
    version: Code
    title: Title
    cited: Title
    founders: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)]
    seats: Annotated[tuple[Seat, ...], msgspec.Meta(min_length=1, max_length=200)]
    offices: Annotated[tuple[Office, ...], msgspec.Meta(max_length=16)]
    rules: Annotated[tuple[Rule, ...], msgspec.Meta(min_length=1, max_length=200)]
    approved: Day | None = None
    review: Printed | None = None
    doubts: Annotated[tuple[Doubt, ...], msgspec.Meta(max_length=64)] = ()
    attendees: Annotated[tuple[RegularAttendee, ...], msgspec.Meta(max_length=64)] = ()
    matters: Annotated[tuple[Matter, ...], msgspec.Meta(max_length=64)] = ()


class Drafted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="terms.drafted/4"):
    """A version of the terms was put forward; it binds nobody."""

    terms: Terms


class Adopted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="terms.adopted/4"):
    """The version is adopted, and in force from the day stated until another is.

    ``resolution`` is the decision that adopted it, ``approved_by`` are the organisations that approved it.
    """

    terms: Terms
    in_force: Day
    resolution: ResolutionId | None = None
    approved_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()


Body = Drafted | Adopted
