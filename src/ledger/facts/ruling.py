"""Rules of terms on members, offices, deputies and meetings."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.filters import Codes, Filter, Least
from ledger.facts.ruled import Answer, Approvals, Months, Percent, Ruled, Span, Unit
from ledger.facts.words import Clause, Code, Printed, Title


class AppointmentRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="appointment"):
    """A nomination for these seats takes effect when every one of the approvals is in."""

    who: Filter
    approvals: Approvals


class EligibilityRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="eligibility"):
    """Who holds one of these seats comes from one of its organisations, in one of the positions, if any."""

    who: Filter
    positions: Codes | None = None


class TermRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="term"):
    """A membership in these seats lasts at most so many months, at most so often in a row.

    With ``carries_over`` it holds until somebody else is appointed.
    """

    who: Filter
    months: Months | None = None
    terms: Least | None = None
    carries_over: bool = False


class LossRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="loss"):
    """Who holds one of these seats loses it on the day on which the position is lost that it rests on."""

    who: Filter


class CooptionRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="co-option"):
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


class OfficeRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="office"):
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


class OfficeDeputyRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="office deputies"):
    """Whoever is in one of the offices ``by`` may sign for an office while its holder is away.

    ``vacant``: while nobody holds it, too.
    """

    office: Code
    by: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=4)]
    vacant: bool = False


class PresidingRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="presiding"):
    """The holders of these offices preside, the first who is there; without them, as stated."""

    offices: Codes
    otherwise: Literal["chosen by those present", "not said"]


class QuoracyRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="quoracy"):
    """Whoever presides, in one of these offices, confirms the quorum at the start, conflicts managed."""

    offices: Codes
    adjourns: bool = False


class DeputyRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="deputy"):
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
    days: Span = 0


class VirtualRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="virtual"):
    """Whether members who attend from elsewhere count for the quorum and vote.

    ``agreed``: where that was agreed before; ``not known``: a statute may forbid it.
    """

    counts: Literal["yes", "no", "agreed", "not known"]
    votes: Literal["yes", "no", "agreed", "not known"]


class NoticeRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="notice"):
    """Notice, or agenda and papers, or their publication, so many days before the meeting.

    Clear days count neither the day of the notice nor that of the meeting; working days are those of
    the calendar that the body adopted. ``urgent_by`` are the offices that may shorten it.
    """

    what: Literal["notice", "agenda and papers", "publication"]
    days: Span
    unit: Unit
    urgent_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()


class FrequencyRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="frequency"):
    """At least so many meetings in a year."""

    least: Least


class AttendanceRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="attendance"):
    """A member below this share of the meetings over so many months back is put before the reviewers."""

    percent: Percent
    months: Months
    reviewed_by: Codes


class InterestRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="interests"):
    """Interests are declared at every meeting; what follows is ruled by whose regime.

    ``withdrawn_count``: does a member who withdrew count for the quorum of the item (None: not said).
    """

    regime: Literal["member's own", "the body's"] = "member's own"
    withdrawn_count: bool | None = False


class PublicRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="public"):
    """Meetings of these kinds are held in public; items may be withheld on these grounds."""

    kinds: Annotated[
        tuple[Literal["meeting", "development session", "workshop"], ...], msgspec.Meta(max_length=3)
    ]
    grounds: Annotated[tuple[Clause, ...], msgspec.Meta(max_length=16)] = ()


class MinutesRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="minutes"):
    """The record of each meeting is presented at a board or committee of each of the organisations."""

    organisations: Codes


class RetentionRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="retention"):
    """The names of members and office-holders are kept so many months after they last served."""

    months: Months
    what: Literal["names"] = "names"


class GroupsRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="groups"):
    """Bodies of these kinds, reporting to this one, exist only once it has resolved so."""

    kinds: Codes


class StandingItemsRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="standing items"):
    """These items stand on every agenda, in this order, before or after the others."""

    first: Annotated[tuple[Title, ...], msgspec.Meta(max_length=16)] = ()
    last: Annotated[tuple[Title, ...], msgspec.Meta(max_length=16)] = ()
