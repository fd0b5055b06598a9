"""Between meetings: written procedures with a window, lazy consensus, urgent decisions, what follows."""

from __future__ import annotations

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    ALL,
    BOB,
    CATH,
    CHAIR,
    DAN,
    EVE,
    FAY,
    GUEST,
    GUS,
    HAL,
    ICP,
    ITEM,
    IVY,
    JIM,
    MEETING,
    MET,
    MOTION,
    NEXT_ITEM,
    RESOLUTION,
    RULES,
    constituted,
    item,
    partnership,
    terms_with,
)

from ledger.facts import decisions, meetings, members, offices, outcomes, programme, terms
from ledger.facts.decisions import ConsensusDisputed, MotionPut, Part, Resolved, VoteCast, Way
from ledger.facts.fact import Noted
from ledger.findings import Verdict
from ledger.standing import Standing, standings

UNTIL = "2024-04-02"
"""Eight days after the opening; Good Friday and Easter Monday lie between: four working days."""

AFTER = "2024-04-03"
WRITTEN = terms.WrittenRule(
    rule="WRI-1",
    clause="11",
    basis="stated",
    says="in writing, opened by the Chair, with five days to reply, unless two object",
    days=5,
    opened_by=("chair",),
    objections=2,
)
URGENT = terms.UrgentRule(
    rule="URG-1",
    clause="12",
    basis="stated",
    says="by the Chair, having asked the Deputy Chair, to be ratified within thirty days",
    offices=("chair",),
    consulting=("deputy-chair",),
    then="ratification",
    days=30,
)
LAZY = terms.WayRule(
    rule="WAY-1",
    clause="10.1",
    basis="stated",
    says="consensus, lazy or not, else a vote",
    ways=("consensus", "lazy consensus", "vote"),
)
VOTERS = tuple(person for person in ALL if person != JIM)
MATTERS = (terms.Matter("grants", "Grants", "11"),)


def body(*rules: terms.Rule) -> Given:
    """Give the partnership with these rules beside its own, one of a kind and matter."""
    kept = [rule for rule in RULES if type(rule) not in {type(one) for one in rules}]
    version = msgspec.structs.replace(terms_with(*kept, *rules, version="2024"), matters=MATTERS)
    return partnership().and_(on("2023-05-02", terms.Adopted(version, "2023-05-02")))


def opened(kind: meetings.SittingKind, **more: object) -> meetings.Opened:
    return meetings.Opened(MEETING, ICP, kind, None, sealed("in writing"), **more)  # type: ignore[arg-type]


def motion(matter: str | None = None) -> MotionPut:
    return MotionPut(
        MOTION, MEETING, ITEM, sealed("text"), moved=False, proposer=None, seconded=False, seconder=None,
        matter=matter,
    )  # fmt: skip


def asked(
    *people: str, until: str = UNTIL, by: str | None = CHAIR, matter: str | None = None
) -> tuple[Step, ...]:
    """Open a written procedure and write to these people."""
    attended = meetings.Attended(MEETING, people or VOTERS, (), ())
    return (
        *on(MET, opened("written procedure", until=until), person=by),
        *on(MET, attended),
        *item(),
        *on(MET, motion(matter)),
    )


def replies(choice: decisions.Choice, *people: str, day: str = MET) -> tuple[Step, ...]:
    cast = (VoteCast(MOTION, MEETING, one, choice, sealed("text")) for one in people)
    return tuple(step for one in cast for step in on(day, one, person=one.person))


def resolves(way: Way = "vote", day: str = AFTER, motions: tuple[str, ...] = (MOTION,)) -> tuple[Step, ...]:
    part = Part("1", "decision", sealed("so"))
    return on(day, Resolved(RESOLUTION, MEETING, ITEM, way, motions, (part,)))


# --- the written procedure -----------------------------------------------------------------------


def test_a_decision_in_writing_counts_those_who_replied() -> None:
    # The quorum of 8.1 is met by these seven; six of seven are for it.
    there = (CHAIR, BOB, CATH, DAN, FAY, GUS)
    before = body(WRITTEN).and_(asked(), replies("for", *there), replies("against", HAL, day=UNTIL))
    found = before.when(resolves())
    assert found.finding("MAJ-1").got == "6 for and 1 against: 6 of 7 votes cast, needed more than 1/2, 3.5"
    found.happens()
    few = body(WRITTEN).and_(asked(), replies("for", CHAIR, BOB, GUS))
    assert few.when(resolves()).verdict("QUO-3") is Verdict.NOT_MET


def test_a_reply_counts_on_the_last_day_and_not_on_the_next() -> None:
    before = body(WRITTEN).and_(asked())
    before.when(replies("for", BOB, day=UNTIL)).happens()
    late = before.when(replies("for", BOB, day=AFTER))
    late.refused_by("DEC-34 (Remit default): expected a reply by 2024-04-02, the last day, got 2024-04-03")
    disputed = on(AFTER, ConsensusDisputed(MEETING, ITEM, BOB))
    assert before.when(disputed).verdict("DEC-34") is Verdict.NOT_MET
    early = replies("for", BOB, day="2024-03-24")
    assert before.when(early).verdict("MTG-2") is Verdict.NOT_MET


def test_nothing_is_resolved_before_the_last_day_unless_everybody_replied() -> None:
    before = body(WRITTEN).and_(asked(), replies("for", *VOTERS[:-1]))
    assert before.when(resolves(day=UNTIL)).finding("DEC-37").got == "2024-04-02, 1 without a reply"
    before.and_(replies("for", VOTERS[-1])).when(resolves(day=UNTIL)).happens()


@pytest.mark.parametrize(
    ("until", "unit", "verdict"),
    [("2024-03-30", "calendar", Verdict.MET), ("2024-03-29", "calendar", Verdict.NOT_MET),
     ("2024-04-03", "working", Verdict.MET), ("2024-04-02", "working", Verdict.NOT_MET)],
)  # fmt: skip
def test_members_have_days_to_reply(until: str, unit: str, verdict: Verdict) -> None:
    # Five working days from 26 March: 26, 27, 28 March, 2, 3 April.
    easter = programme.CalendarAdopted(
        ICP, "2024", "2024-01-01", "2024-12-31", ("2024-03-29", "2024-04-01"), "gov.uk"
    )
    rule = msgspec.structs.replace(WRITTEN, unit=unit)
    before = body(rule).and_(on("2024-01-02", easter), asked(until=until)[:-1])
    assert before.when(on(MET, motion())).verdict("WRI-1") is verdict


def test_working_days_without_a_calendar_are_not_known() -> None:
    rule = msgspec.structs.replace(WRITTEN, unit="working")
    found = body(rule).and_(asked()[:-1]).when(on(MET, motion())).finding("WRI-1")
    assert found.verdict is Verdict.NOT_KNOWN
    assert found.got.endswith("2024-04-02: a number of days that no calendar gives to reply, needed 5")


@pytest.mark.parametrize(("by", "verdict"), [(BOB, Verdict.NOT_MET), (None, Verdict.NOT_KNOWN)])
def test_who_opens_it_holds_the_office(by: str | None, verdict: Verdict) -> None:
    assert body(WRITTEN).and_(asked(by=by)[:-1]).when(on(MET, motion())).verdict("WRI-1") is verdict
    anybody = msgspec.structs.replace(WRITTEN, opened_by=())
    assert body(anybody).and_(asked(by=by)[:-1]).when(on(MET, motion())).verdict("WRI-1") is Verdict.MET


def test_every_member_with_a_vote_is_written_to() -> None:
    some = body(WRITTEN).and_(asked(*VOTERS[:-1])[:-1])
    assert some.when(on(MET, motion())).finding("DEC-36").got == f"nobody asked {IVY}"
    doubtful = on("2024-01-01", members.Appointed(ICP, GUEST, None, "appointed", None))
    unsure = body(WRITTEN).and_(doubtful, asked()[:-1]).when(on(MET, motion()))
    assert unsure.verdict("DEC-36") is Verdict.NOT_KNOWN


def test_terms_that_say_nothing_of_writing_leave_it_open() -> None:
    before = body().and_(asked()[:-1])
    found = before.when(on(MET, motion())).finding("DEC-35")
    assert (found.verdict, found.expected) == (
        Verdict.NOT_KNOWN,
        "terms that say that it may be decided in writing",
    )
    other = msgspec.structs.replace(WRITTEN, matters=("grants",))
    assert body(other).and_(asked()[:-1]).when(on(MET, motion())).verdict("DEC-35") is Verdict.NOT_KNOWN
    body(other).and_(asked()[:-1]).when(on(MET, motion("grants"))).happens()
    nowhere = given(constituted()).and_(asked(until=UNTIL)[:-1]).when(on(MET, motion()))
    assert nowhere.verdict("DEC-35") is Verdict.NOT_KNOWN


@pytest.mark.parametrize(("against", "verdict"), [((HAL,), Verdict.MET), ((HAL, IVY), Verdict.NOT_MET)])
def test_so_many_objections_take_it_to_a_meeting(against: tuple[str, ...], verdict: Verdict) -> None:
    before = body(WRITTEN).and_(
        asked(), replies("for", CHAIR, BOB, CATH, DAN, FAY, GUS), replies("against", *against)
    )
    found = [one for one in before.when(resolves()).findings if one.rule == "WRI-1"]
    assert found[-1].verdict is verdict
    assert verdict is Verdict.MET or found[-1].got == "2 against: it goes to a meeting"


# --- lazy consensus ------------------------------------------------------------------------------

SILENT = msgspec.structs.replace(WRITTEN, silence="consents", objections=None)


def test_silence_consents_where_the_terms_say_so_and_one_objection_ends_it() -> None:
    before = body(SILENT, LAZY).and_(asked())
    before.when(resolves("lazy consensus")).happens()
    assert before.when(resolves("lazy consensus", day=UNTIL)).verdict("DEC-37") is Verdict.NOT_MET
    objected = before.and_(replies("against", HAL)).when(resolves("lazy consensus"))
    assert objected.finding("DEC-12").got == "1 against"
    disputed = before.and_(on(MET, ConsensusDisputed(MEETING, ITEM, HAL)))
    assert disputed.when(resolves("lazy consensus")).verdict("WAY-1") is Verdict.NOT_MET
    strict = body(WRITTEN, LAZY).and_(asked()).when(resolves("lazy consensus"))
    assert [one.got for one in strict.findings if one.verdict is Verdict.NOT_MET] == [
        "silence taken as consent"
    ]
    unknown = body(LAZY).and_(asked()).when(resolves("lazy consensus"))
    assert unknown.verdict("DEC-35") is Verdict.NOT_KNOWN


def test_nobody_is_silent_at_a_meeting() -> None:
    met = on(MET, opened("meeting"), meetings.Attended(MEETING, VOTERS, (), ()))
    before = body(SILENT, LAZY).and_(met, item(), on(MET, motion()))
    found = before.when(resolves("lazy consensus", day=MET)).finding("DEC-33")
    assert found.got == "lazy consensus, at a meeting"


# --- opening -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sitting", "got"),
    [
        (opened("written procedure"), "none"),
        (opened("written procedure", until="2024-03-24"), "2024-03-24"),
        (opened("meeting", until=UNTIL), UNTIL),
        (opened("urgent decision"), "no reason"),
        (opened("urgent decision", until=UNTIL, reason=sealed("rain")), UNTIL),
    ],
)
def test_what_a_sitting_without_a_room_needs(sitting: meetings.Opened, got: str) -> None:
    found = body().when(on(MET, sitting)).finding("MTG-23")
    assert (found.verdict, found.got) == (Verdict.NOT_MET, got)


# --- terms that change meanwhile ------------------------------------------------------------------


@pytest.mark.parametrize(("motions", "verdict"), [("stay", Verdict.MET), ("lapse", Verdict.NOT_MET)])
def test_what_is_open_when_terms_change_stays_or_lapses(motions: str, verdict: Verdict) -> None:
    change = terms.ChangeRule(rule="CHA-1", clause="14", basis="stated", says="so", motions=motions)  # type: ignore[arg-type]
    without = terms_with(*RULES, version="2025")
    before = body(WRITTEN, change).and_(
        asked(), replies("for", *VOTERS[:5]), on("2024-03-28", terms.Adopted(without, "2024-03-28"))
    )
    reply = before.when(replies("for", GUS, day=UNTIL))
    assert reply.finding("CHA-1").got == "a motion put under 2024, and 2025 in force on 2024-04-02"
    assert reply.verdict("CHA-1") is verdict
    ended = before.and_(replies("for", GUS)).when(resolves())
    assert ended.verdict("CHA-1") is verdict
    # It is judged by the terms that it was put under: those of 2025 do not know what is decided in writing.
    assert ended.findings[-1].rule != "DEC-35"
    early = body(WRITTEN, change).and_(asked()).when(replies("for", BOB))
    assert [one for one in early.findings if one.rule == "CHA-1"] == []


# --- urgent decisions ----------------------------------------------------------------------------


def urgent(*by: str, consulted: tuple[str, ...] = (EVE,)) -> tuple[Step, ...]:
    lists = meetings.Attended(MEETING, by, tuple(meetings.Attendee(one, None) for one in consulted), ())
    return (
        *on(MET, opened("urgent decision", reason=sealed("the roof leaks")), lists),
        *item(),
    )


def decided(matter: str | None = None) -> tuple[Step, ...]:
    part = Part("1", "decision", sealed("mend it"), matter=matter)
    return on(MET, Resolved(RESOLUTION, MEETING, ITEM, "by office-holders", (), (part,), ICP))


def holding() -> tuple[Step, ...]:
    return on("2023-05-01", offices.Elected(ICP, "deputy-chair", EVE, "2023/24", "2023-05-01", None))


def test_an_urgent_decision_is_taken_by_those_whom_the_terms_name() -> None:
    before = body(URGENT).and_(holding())
    before.and_(urgent(CHAIR)).when(decided()).happens()
    wrong = before.and_(urgent(BOB)).when(decided())
    assert (wrong.verdict("URG-1"), wrong.finding("URG-1").kind) == (Verdict.NOT_MET, "AUTHORITY")
    alone = before.and_(urgent(CHAIR, consulted=())).when(decided())
    assert (alone.verdict("URG-1"), alone.finding("URG-1").got) == (
        Verdict.NOT_MET,
        f"decided by {CHAIR}, nobody consulted; needed 1 of chair, having asked deputy-chair",
    )
    both = msgspec.structs.replace(URGENT, offices=("chair", "deputy-chair"), least=2, consulting=())
    start = body(both).and_(holding())
    start.and_(urgent(CHAIR, EVE, consulted=())).when(decided()).happens()
    assert start.and_(urgent(CHAIR)).when(decided()).verdict("URG-1") is Verdict.NOT_MET


def test_no_office_holder_decides_what_the_terms_leave_to_nobody() -> None:
    found = body().and_(urgent(CHAIR)).when(decided()).finding("DEC-38")
    assert (found.verdict, found.kind, found.got) == (Verdict.NOT_MET, "AUTHORITY", CHAIR)
    meeting = on(MET, opened("meeting"), meetings.Attended(MEETING, VOTERS, (), ()))
    before = body(URGENT).and_(meeting, item())
    assert before.when(decided()).verdict("DEC-33") is Verdict.NOT_MET
    voted = resolves("vote", MET, ())
    assert body(URGENT).and_(urgent(CHAIR)).when(voted).verdict("DEC-33") is Verdict.NOT_MET


def worth(before: Given, day: str, rule: terms.UrgentRule = URGENT) -> Standing:
    (at,) = [one for one in before.facts if isinstance(one.fact.body, Resolved)][:1]
    assert isinstance(at.fact.body, Resolved)
    told = before.state().outcomes.about.get(RESOLUTION, ())
    (one,) = standings(at, at.fact.body, told, terms_with(*RULES, rule), day)
    return one


LATER, NEXT = named("d", "later"), named("m", "next")


def test_an_urgent_decision_waits_to_be_ratified_and_lapses() -> None:  # D16
    before = body(URGENT).and_(holding(), urgent(CHAIR), decided())
    # Thirty days from 25 March are over after 24 April.
    assert (worth(before, "2024-04-24").worth, worth(before, "2024-04-24").beside) == (
        "conditional",
        ("to be ratified by 2024-04-24",),
    )
    assert worth(before, "2024-04-25").worth == "lapsed: not ratified by 2024-04-24"
    ratified = outcomes.Changed(RESOLUTION, ICP, "ratified", sealed("so"), by=LATER)
    assert worth(before.and_(on("2024-04-20", ratified)), "2024-04-25").worth == "ratified"
    ever = msgspec.structs.replace(URGENT, days=None)
    assert worth(before, "2030-01-01", ever).worth == "conditional"


def test_an_urgent_decision_is_reported_to_the_body() -> None:  # D16
    report = msgspec.structs.replace(URGENT, then="report")
    before = body(report).and_(holding(), urgent(CHAIR), decided())
    assert (worth(before, MET, report).worth, worth(before, MET, report).beside) == (
        "valid",
        ("to be reported by 2024-04-24",),
    )
    assert worth(before, "2024-04-25", report).beside == ("not reported by 2024-04-24",)
    told = outcomes.Reported(RESOLUTION, ICP, NEXT, None)

    def met(day: str) -> Given:
        sitting = meetings.Opened(NEXT, ICP, "meeting", None, sealed("hall"))
        return before.and_(on(day, sitting))

    in_time = met("2024-04-24").when(on("2024-04-24", told)).happens()
    assert worth(in_time, "2024-05-01", report).beside == ()
    assert worth(in_time, "2024-05-01", report).grounds[-1].said == f"reported at {NEXT}"
    late = met("2024-04-25").when(on("2024-04-25", told)).happens()
    assert worth(late, "2024-05-01", report).beside == ("reported on 2024-04-25, not by 2024-04-24",)
    ever = msgspec.structs.replace(report, days=None)
    assert worth(in_time, "2024-05-01", ever).beside == ()
    itself = outcomes.Reported(RESOLUTION, ICP, MEETING, ITEM)
    assert before.when(on(MET, itself)).verdict("OUT-15") is Verdict.NOT_MET
    nowhere = outcomes.Reported(RESOLUTION, ICP, NEXT, NEXT_ITEM)
    assert met("2024-04-24").when(on("2024-04-24", nowhere)).verdict("OUT-15") is Verdict.NOT_MET


def test_what_nobody_had_the_authority_to_decide_appears_outside_it() -> None:
    departing = decided()[0].departing()
    before = body(URGENT).and_(holding(), urgent(BOB))
    at = before.when(departing).happens("URG-1 not met").facts[-1]
    fact = msgspec.structs.replace(at.fact, findings=(Noted("URG-1", "ToR 12", "not met"),))
    at = msgspec.structs.replace(at, fact=fact)
    assert isinstance(at.fact.body, Resolved)
    (one,) = standings(at, at.fact.body, (), terms_with(*RULES, URGENT), MET)
    assert one.worth == "appears outside authority"
