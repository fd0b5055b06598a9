"""Rules of terms on how a body decides: by what ways and votes, with which power, when not at once."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.common import Holds
from ledger.facts.filters import Codes, Least
from ledger.facts.outcomes import Curable
from ledger.facts.ruled import Approval, Months, Ruled, Span, Unit
from ledger.facts.voting import Cap, Fraction, Method, OptionQuorum, VoteTest
from ledger.facts.words import Code, Money, Partner, Title


class MajorityRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="majority"):
    """What a vote on these matters (None: on every other) has to reach, and what becomes of equal votes.

    ``casting`` are the offices with a second, casting vote, ``barred`` the matters on which they have none.
    ``tie``: without a casting vote equal votes fail, or the lot decides between for and against.
    """

    test: VoteTest
    matters: Codes | None = None
    casting: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    barred: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    tie: Literal["fails", "lot"] = "fails"


class ChoiceRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="choice"):
    """How one or more of several options are chosen on these matters (None: on every other).

    ``default`` is the option that stands on every paper (none of these): an option is chosen only if it beats
    it, where papers are ranked by ``ratio`` to one. ``more_than``: of the papers that are not blank.
    ``marks``: the most options that a paper may mark (None: as many as there are places, where every mark is
    a vote of its own). ``scale``: the highest score. ``casting``, ``tie``: what breaks a tie.
    """

    method: Method
    matters: Codes | None = None
    default: Code | None = None
    ratio: Fraction | None = None
    quorum: OptionQuorum | None = None
    more_than: Fraction | None = None
    marks: Least | None = None
    scale: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 5
    caps: Annotated[tuple[Cap, ...], msgspec.Meta(max_length=16)] = ()
    casting: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    tie: Literal["fails", "lot"] = "fails"


class WayRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="ways"):
    """The ways in which the body may decide on these matters (None: on every other), in the order tried.

    ``found_by`` are the offices, one of whose holders finds that there is consensus.
    """

    ways: Annotated[
        tuple[Literal["consensus", "unanimous", "consent", "lazy consensus", "vote"], ...],
        msgspec.Meta(min_length=1, max_length=5),
    ]
    matters: Codes | None = None
    found_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()


class WrittenRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="written procedure"):
    """Between meetings the body may decide these matters (None: every other) in writing.

    ``days``: how long members have to reply at least, from the day after it was opened. ``opened_by`` are the
    offices, one of whose holders opens it. ``silence``: whether who does not reply consents, or counts for
    nothing, so that the quorum is of those who replied. ``objections``: so many who are against it take it
    to a meeting.
    """

    days: Annotated[int, msgspec.Meta(ge=0, le=365)]
    unit: Literal["calendar", "working"] = "calendar"
    silence: Literal["consents", "counts for nothing"] = "counts for nothing"
    matters: Codes | None = None
    opened_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    objections: Least | None = None


class UrgentRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="urgent decision"):
    """Between meetings holders of these offices may decide these matters (None: every other), if urgent.

    ``least``: how many of the offices act together. ``consulting``: offices whose holders are asked before.
    ``then``: the body is told, or has to ratify it, within ``days`` (None: it is not said by when).
    """

    offices: Codes
    then: Literal["report", "ratification"]
    least: Least = 1
    matters: Codes | None = None
    consulting: Annotated[tuple[Code, ...], msgspec.Meta(max_length=8)] = ()
    days: Annotated[int, msgspec.Meta(ge=0, le=3_650)] | None = None


class ReconsiderationRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="reconsideration"):
    """What was decided on these matters (None: on every other) is not put again for so many months.

    ``asked_by``: unless so many members ask for it (None: not even then).
    """

    months: Months
    matters: Codes | None = None
    asked_by: Least | None = None


class PowerRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="power"):
    """What the body may decide itself: these matters, and what was delegated to it; else it recommends."""

    own: Annotated[tuple[Code, ...], msgspec.Meta(max_length=64)] = ()


class GoodFaithRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="good faith"):
    """A decision taken in good faith stands although one of these defects is discovered afterwards."""

    cures: Annotated[tuple[Curable, ...], msgspec.Meta(min_length=1, max_length=3)]


class ChangeRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="change of terms"):
    """New terms take a decision on this matter, these approvals, and so many days until they are in force.

    ``motions``: those still open then stay under the terms that they were put under, or lapse.
    """

    matter: Code | None = None
    approvals: Annotated[tuple[Approval, ...], msgspec.Meta(max_length=16)] = ()
    days: Annotated[int, msgspec.Meta(ge=0, le=3_650)] = 0
    motions: Literal["stay", "lapse"] = "stay"


class CommonRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="in common"):
    """The body may sit with these bodies, and the outcome stands as ``holds`` says.

    On these matters (None: on every other); each of the bodies decides for itself.
    """

    bodies: Codes
    holds: Holds
    matters: Codes | None = None


class KeyRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="key decisions"):
    """Decisions on these matters are announced so long before, and may be called in for so long afterwards.

    ``exception`` is the shorter notice of a general exception; ``urgent_by`` are the offices whose holder is
    told of it, and agrees to special urgency: of the body ``scrutiny``, else of the body itself. For
    ``call_in`` days from publication at least ``least`` members of ``scrutiny`` may call a decision in. None:
    there is none of that. Clear days count neither the day before them nor the day after them.
    """

    matters: Codes
    notice: Span
    unit: Unit = "clear"
    exception: Span | None = None
    urgent_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    call_in: Span | None = None
    call_in_unit: Unit = "clear working"
    scrutiny: Code | None = None
    least: Least = 1


class ConsultationRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="consultation"):
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


class InvestmentRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="investment"):
    """What anybody commits or releases over this amount, of funds kept by the body, is brought to it first.

    It is a duty, shown as met or missed: it limits nobody's authority and refuses nothing.
    """

    over: Money


class StageRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="stage"):
    """A stage of a dispute: who convenes it, how long it lasts, who says that it has failed.

    Attributes:
        order: its place among the stages; None in all of them: it is not said, and they stand in their order.
        convened_by: the offices, one of whose holders convenes it. None: whoever is no party, or with
            ``by_parties`` a party itself.
        barred: whether a party may convene it; None: it is not said, and no party may.
        moved_by: the offices, one of whose holders says that it has failed; none: a party or the convener.
        days: how long it lasts from the day on which it is opened; None: it is not said.
        holds: whether the effect of a decision may be held in it.
    """

    stage: Code
    title: Title
    order: Least | None = None
    convened_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    by_parties: bool = False
    barred: Literal["parties", "nobody"] | None = None
    moved_by: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    days: Annotated[int, msgspec.Meta(ge=1, le=365)] | None = None
    unit: Unit = "calendar"
    holds: bool = False
