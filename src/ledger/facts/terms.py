"""Terms of reference as data: seats, offices, rules; and the facts that put them in force.

A rule says whether it is *stated* by its clause, a *reading* of it (with the other readings kept
beside it) or a *default* of Remit. Rules are typed data over the small registry of checks below;
there is no expression language. What cannot be expressed is a ``text`` rule: shown as not checked.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.filters import Codes, Filter, Least
from ledger.facts.outcomes import Curable
from ledger.facts.voting import VoteTest
from ledger.facts.words import Clause, Code, Day, Partner, Printed, ResolutionId, RuleId, Title

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


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every rule says of itself: its id, its clause, on what basis, and what it says.

    ``reading`` is the interpretation chosen; ``others`` are the readings kept beside it, in words.
    """

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    reading: Title | None = None
    others: Annotated[tuple[Title, ...], msgspec.Meta(max_length=8)] = ()


class MajorityRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="majority"):
    """What a vote on these matters (None: on every other) has to reach, and what becomes of equal votes.

    ``casting`` are the offices with a second, casting vote, ``barred`` the matters on which they have none.
    ``tie``: without a casting vote equal votes fail, or the lot decides between for and against.
    """

    test: VoteTest
    matters: Codes | None = None
    casting: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    barred: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    tie: Literal["fails", "lot"] = "fails"


class WayRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="ways"):
    """The ways in which the body may decide on these matters (None: on every other), in the order tried.

    ``found_by`` are the offices, one of whose holders finds that there is consensus.
    """

    ways: Annotated[
        tuple[Literal["consensus", "unanimous", "consent", "vote"], ...],
        msgspec.Meta(min_length=1, max_length=4),
    ]
    matters: Codes | None = None
    found_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()


class PowerRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="power"):
    """What the body may decide itself: these matters, and what was delegated to it; else it recommends."""

    own: Annotated[tuple[Code, ...], msgspec.Meta(max_length=64)] = ()


class GoodFaithRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="good faith"):
    """A decision taken in good faith stands although one of these defects is discovered afterwards."""

    cures: Annotated[tuple[Curable, ...], msgspec.Meta(min_length=1, max_length=3)]


class ChangeRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="change of terms"):
    """New terms take a decision on this matter, these approvals, and so many days until they are in force."""

    matter: Code | None = None
    approvals: Annotated[tuple[Approval, ...], msgspec.Meta(max_length=16)] = ()
    days: Annotated[int, msgspec.Meta(ge=0, le=3_650)] = 0


class Approval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At least ``least`` (None: all) of the organisations approve."""

    organisations: Codes
    least: Least | None = None


Approvals = Annotated[tuple[Approval, ...], msgspec.Meta(min_length=1, max_length=16)]
Months = Annotated[int, msgspec.Meta(ge=1, le=1_200)]
Answer = Literal["yes", "no", "not known"]
Percent = Annotated[int, msgspec.Meta(ge=1, le=100)]


class AppointmentRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="appointment"):
    """A nomination for these seats takes effect when every one of the approvals is in."""

    who: Filter
    approvals: Approvals


class EligibilityRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="eligibility"):
    """Who holds one of these seats comes from one of its organisations, in one of the positions, if any."""

    who: Filter
    positions: Codes | None = None


class TermRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="term"):
    """A membership in these seats lasts at most so many months, at most so often in a row.

    With ``carries_over`` it holds until somebody else is appointed.
    """

    who: Filter
    months: Months | None = None
    terms: Least | None = None
    carries_over: bool = False


class LossRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="loss"):
    """Who holds one of these seats loses it on the day on which the position is lost that it rests on."""

    who: Filter


class CooptionRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="co-option"):
    """The body may co-opt on these grounds, at most so many; with a vote or not (None: not said).

    ``suitable`` are the offices, one of whose holders finds each co-opted member suitable while the
    meeting is adjourned.
    """

    grounds: Codes
    most: Least | None = None
    voting: bool | None = None
    quorum: bool | None = None
    adjourned: bool = False
    suitable: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()


class OfficeRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="office"):
    """How an office is filled: by whom, out of which members, for how long, in which turn.

    ``selectors`` have all to take part in a joint selection; ``rotation`` names seats in their turn;
    ``holds_until`` is the day before which the first of them holds it; ``with_office`` rotates in step.
    """

    office: Code
    way: Literal["election", "joint selection", "rotation"]
    who: Filter
    selectors: Approvals | None = None
    months: Months | None = None
    rotation: Codes | None = None
    holds_until: Printed | None = None
    with_office: Code | None = None


class PresidingRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="presiding"):
    """The holders of these offices preside, the first who is there; without them, as stated."""

    offices: Codes
    otherwise: Literal["chosen by those present", "not said"]


class QuoracyRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="quoracy"):
    """Whoever presides, in one of these offices, confirms the quorum at the start, conflicts managed."""

    offices: Codes
    adjourns: bool = False


class DeputyRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="deputy"):
    """Who may have a deputy, named and approved by whom, and what a deputy may do.

    What the terms do not say is None, and a Remit default answers; where only a guess could answer, the
    terms are entered as ``not known``.

    ``named_by``: the member, the organisation of the seat, or either. ``approved_by`` are offices and
    ``approved_by_organisations`` organisations, one of which approves; none: no approval is asked for.
    ``days`` is how many calendar days before the meeting the deputy has to be named.
    """

    who: Filter
    named_by: Literal["member", "organisation", "either"]
    approved_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    approved_by_organisations: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    informed: bool = False
    briefed: bool = False
    speaks: Answer | None = None
    votes: Answer | None = None
    counts: Answer | None = None
    presides: Answer | None = None
    days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 0


class VirtualRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="virtual"):
    """Whether members who attend from elsewhere count for the quorum and vote.

    ``agreed``: where that was agreed before; ``not known``: a statute may forbid it.
    """

    counts: Literal["yes", "no", "agreed", "not known"]
    votes: Literal["yes", "no", "agreed", "not known"]


class NoticeRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="notice"):
    """Notice, or agenda and papers, or their publication, so many days before the meeting.

    Clear days count neither the day of the notice nor that of the meeting; working days are those of
    the calendar that the body adopted. ``urgent_by`` are the offices that may shorten it.
    """

    what: Literal["notice", "agenda and papers", "publication"]
    days: Annotated[int, msgspec.Meta(ge=0, le=365)]
    unit: Literal["calendar", "clear", "working", "clear working"]
    urgent_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()


class FrequencyRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="frequency"):
    """At least so many meetings in a year."""

    least: Least


class AttendanceRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="attendance"):
    """A member below this share of the meetings over so many months back is put before the reviewers."""

    percent: Percent
    months: Months
    reviewed_by: Codes


class InterestRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="interests"):
    """Interests are declared at every meeting; what follows is ruled by whose regime.

    ``withdrawn_count``: does a member who withdrew count for the quorum of the item (None: not said).
    """

    regime: Literal["member's own", "the body's"] = "member's own"
    withdrawn_count: bool | None = False


class PublicRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="public"):
    """Meetings of these kinds are held in public; items may be withheld on these grounds."""

    kinds: Annotated[
        tuple[Literal["meeting", "development session", "workshop"], ...], msgspec.Meta(max_length=3)
    ]
    grounds: Annotated[tuple[Clause, ...], msgspec.Meta(max_length=16)] = ()


class MinutesRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="minutes"):
    """The record of each meeting is presented at a board or committee of each of the organisations."""

    organisations: Codes


class BalanceRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="balance"):
    """The membership as a whole keeps a balance: shown, and warned about when lost."""

    check: Check


class GroupsRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="groups"):
    """Bodies of these kinds, reporting to this one, exist only once it has resolved so."""

    kinds: Codes


class StandingItemsRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="standing items"):
    """These items stand on every agenda, in this order, before or after the others."""

    first: Annotated[tuple[Title, ...], msgspec.Meta(max_length=16)] = ()
    last: Annotated[tuple[Title, ...], msgspec.Meta(max_length=16)] = ()


class ConsultationRule(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="consultation"):
    """Who plans a change on these matters (None: any) first asks these parties (None: every other founder).

    They have at least so many days from being asked to the decision. Where a source gives no number, 0: they
    were asked before the decision, and had time until a day that was stated. With ``impact`` the impact on
    the others is considered too. It is a duty, shown as met or missed; it refuses nothing.
    """

    matters: Codes | None = None
    parties: Annotated[tuple[Partner, ...], msgspec.Meta(min_length=1, max_length=32)] | None = None
    days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 0
    unit: Literal["calendar", "clear", "working", "clear working"] = "calendar"
    impact: bool = False


class TextRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="text"):
    """A rule that is kept in words and shown as not checked."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title


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
    | WayRule
    | PowerRule
    | GoodFaithRule
    | ChangeRule
    | MembershipRule
    | OfficeRule
    | DeputyRule
    | MeetingRule
    | BalanceRule
    | GroupsRule
    | ConsultationRule
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


class Drafted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="terms.drafted/3"):
    """A version of the terms was put forward; it binds nobody."""

    terms: Terms


class Adopted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="terms.adopted/3"):
    """The version is adopted, and in force from the day stated until another is.

    ``resolution`` is the decision that adopted it, ``approved_by`` are the organisations that approved it.
    """

    terms: Terms
    in_force: Day
    resolution: ResolutionId | None = None
    approved_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()


Body = Drafted | Adopted
