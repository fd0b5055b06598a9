"""Terms of reference as data: seats, offices, rules; and the facts that put them in force.

A rule says whether it is *stated* by its clause, a *reading* of it (with the other readings kept
beside it) or a *default* of Remit. Rules are typed data over the small registry of checks below;
there is no expression language. What cannot be expressed is a ``text`` rule: shown as not checked.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import Clause, Code, Day, Printed, RuleId, Title

Codes = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=64)]
Least = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
Basis = Literal["stated", "reading", "default"]


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


class Filter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which members are meant: every condition that is given must hold. None given: every member."""

    seats: Codes | None = None
    sectors: Codes | None = None
    organisations: Codes | None = None
    positions: Codes | None = None
    offices: Codes | None = None
    founder: bool | None = None


class Count(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="count"):
    """At least ``least`` distinct persons (or organisations) among those present fit the filter."""

    who: Filter
    least: Least
    of: Literal["persons", "organisations"] = "persons"


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="share"):
    """Those present who fit the filter are at least ``percent`` of the base."""

    who: Filter
    percent: Annotated[int, msgspec.Meta(ge=1, le=100)]
    base: Literal["seats", "filled seats"]


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a distinct check."""

    who: Filter
    least: Least = 1


class Distinct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="distinct"):
    """Every need is met, and no person is counted under two of them."""

    needs: Annotated[tuple[Need, ...], msgspec.Meta(min_length=1, max_length=16)]


class AllOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="all of"):
    """Every one of the checks is met."""

    checks: Annotated[tuple[Check, ...], msgspec.Meta(min_length=1, max_length=16)]


class AnyOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="any of"):
    """At least one of the checks is met."""

    checks: Annotated[tuple[Check, ...], msgspec.Meta(min_length=1, max_length=16)]


class SomeOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="some of"):
    """At least ``least`` of the checks are met."""

    least: Least
    checks: Annotated[tuple[Check, ...], msgspec.Meta(min_length=1, max_length=16)]


Check = Count | Share | Distinct | AllOf | AnyOf | SomeOf


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another way to read the clause, judged and shown beside the one chosen."""

    reading: Title
    check: Check


class QuorumRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="quorum"):
    """What must hold, at an item, for the body to decide."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    check: Check
    reading: Title | None = None
    others: Annotated[tuple[Reading, ...], msgspec.Meta(max_length=8)] = ()


class VotingRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="voting"):
    """Who has a vote: members in attendance who fit the filter, one vote each."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    who: Filter


class MajorityRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="majority"):
    """A vote passes with more than ``over`` hundredths of the base; a tie fails or goes to an office."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    base: Literal["votes cast", "present"]
    over: Annotated[int, msgspec.Meta(ge=1, le=99)] = 50
    casting: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()


class WayRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="ways"):
    """The ways in which the body may come to a decision, in the order in which they are tried."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    ways: Annotated[
        tuple[Literal["consensus", "unanimous", "vote"], ...], msgspec.Meta(min_length=1, max_length=3)
    ]


class TextRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="text"):
    """A rule that is kept in words and shown as not checked."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title


Rule = QuorumRule | VotingRule | MajorityRule | WayRule | TextRule


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


class Drafted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="terms.drafted/1"):
    """A version of the terms was put forward; it binds nobody."""

    terms: Terms


class Adopted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="terms.adopted/1"):
    """The version is adopted, and in force from the day stated until another is."""

    terms: Terms
    in_force: Day
