"""What became of a decision, and what it is worth for it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUS,
    HAL,
    ICP,
    ITEM,
    MAJORITY,
    MEETING,
    MET,
    QUORUM,
    RESOLUTION,
    STRANGER,
    VOTING,
    WAYS,
    attended,
    constituted,
    item,
    opened,
    partnership,
    terms_with,
)

from ledger.acts import Recorded
from ledger.aftermath import considers, later
from ledger.facts import meetings, organisations, outcomes, terms
from ledger.facts.decisions import Kind, Part, Resolved
from ledger.facts.fact import Noted
from ledger.findings import Verdict
from ledger.standing import Standing, standings, worth_of_all

QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
OTHER, CLAIM = named("d", "other"), named("c", "claim")
AFTER = "2024-04-20"
CURES = terms.GoodFaithRule(
    rule="FAI-1",
    clause="10.5",
    basis="stated",
    says="in good faith",
    cures=("vacancy", "appointment of a member"),
)
POWER = terms.PowerRule(rule="SCO-1", clause="4.3", basis="stated", says="its own matters", own=("strategy",))
MATTERS = tuple(terms.Matter(code, code, "4.3") for code in ("strategy", "roads"))
TERMS = msgspec.structs.replace(
    terms_with(*QUORUM, VOTING, WAYS, MAJORITY, CURES, POWER, version="2024"), matters=MATTERS
)


def part(kind: Kind = "decision", number: str = "1", **more: Any) -> Part:
    return Part(number, kind, sealed("part"), matter=more.pop("matter", "strategy"), **more)


def resolved(*parts: Part, code: str = RESOLUTION, present: tuple[str, ...] = QUORATE) -> Given:
    """Give the partnership after a meeting that resolved by consensus."""
    known = on("2023-01-05", *(organisations.Registered(code, code, "council") for code in ("east", "west")))
    start = partnership().and_(on("2023-05-02", terms.Adopted(TERMS, "2023-05-02")), known)
    body = Resolved(code, MEETING, ITEM, "consensus", (), parts or (part(),))
    return start.and_(opened(), attended(*present), item(), on(MET, body))


def answered(
    organisation: str, answer: outcomes.Answer, number: str = "1", day: str = AFTER
) -> tuple[Step, ...]:
    return on(day, outcomes.Answered(RESOLUTION, ICP, number, organisation, answer))


def settled(*, met: bool, day: str = AFTER) -> tuple[Step, ...]:
    return on(day, outcomes.Settled(RESOLUTION, ICP, "1", met, sealed("how")))


def changed(
    change: outcomes.Change, day: str = AFTER, code: str = RESOLUTION, **more: Any
) -> tuple[Step, ...]:
    return on(day, outcomes.Changed(code, ICP, change, sealed("why"), **more))


def defect(kind: outcomes.Defect, day: str = AFTER) -> tuple[Step, ...]:
    return on(day, outcomes.DefectFound(RESOLUTION, ICP, kind, sealed("what")))


def viewed(kind: outcomes.Defect, *, good: bool = True) -> tuple[Step, ...]:
    return on(AFTER, outcomes.GoodFaithViewed(RESOLUTION, ICP, kind, BOB, good, sealed("view")))


def worth(given: Given, day: str = "2025-01-01", code: str = RESOLUTION) -> Standing:
    (one,) = [one for one in worths(given, day, code) if one.part == "1"]
    return one


def worths(given: Given, day: str = "2025-01-01", code: str = RESOLUTION) -> tuple[Standing, ...]:
    state = given.state()
    (at,) = (
        one for one in given.facts if isinstance(one.fact.body, Resolved) and one.fact.body.resolution == code
    )
    told, resolved = state.outcomes.about.get(code, ()), state.motions.resolved
    known = (by for by in later(told, day) if by in resolved)
    others = {by: worth_of_all(worths(given, day, by), resolved[by]) for by in known}
    in_force = state.terms.in_force(ICP, MET, at.number)
    return standings(at, resolved[code], told, in_force, day, others=others)


def noting(given: Given, rule: str, verdict: str) -> Given:
    """Give the same facts, with a finding noted on the resolution."""

    def noted(at: Recorded) -> Recorded:
        if not isinstance(at.fact.body, Resolved):
            return at
        found = (*at.fact.findings, Noted(rule, "ToR", "not met" if verdict == "not met" else "not known"))
        return msgspec.structs.replace(at, fact=msgspec.structs.replace(at.fact, findings=found))

    return Given(tuple(map(noted, given.facts)))


# --- what it is worth ----------------------------------------------------------------------------


def test_a_decision_with_nothing_against_it_is_valid() -> None:  # LSC-10.5
    found = worth(resolved())
    assert (found.worth, found.beside, [one.said for one in found.grounds]) == (
        "valid",
        (),
        ["decision on strategy"],
    )


def test_before_its_day_a_decision_is_not_taken_yet() -> None:
    assert [worth(resolved(), day).worth for day in ("2024-03-24", MET)] == ["not taken yet", "valid"]


def test_what_was_not_known_or_not_met_stays_beside_it_for_ever() -> None:  # LSC-10.5, D14
    unknown = worth(noting(resolved(), "QUO-1", "not known"))
    assert (unknown.worth, unknown.beside) == ("not known", ("not known (QUO-1, ToR)",))
    against = worth(noting(resolved(), "QUO-1", "not met"))
    assert (against.worth, against.beside) == (
        "valid, with a departure shown",
        ("not met (QUO-1, ToR)",),
    )


def test_a_departure_on_what_is_not_known_is_not_known() -> None:  # D14
    unknown = noting(resolved(), "QUO-1", "not known")
    last = unknown.facts[-1]
    departed = msgspec.structs.replace(last, fact=msgspec.structs.replace(last.fact, departure=sealed("why")))
    found = worth(Given((*unknown.facts[:-1], departed)))
    assert (found.worth, found.beside) == ("not known", ("not known (QUO-1, ToR)", "recorded as a departure"))


@pytest.mark.parametrize("kind", ["support", "welcome", "note"])
def test_support_commits_to_nothing(kind: Kind) -> None:  # LSC-M3
    assert worth(resolved(part(kind))).worth == "commits to nothing"


def test_a_decision_without_the_power_appears_outside_authority_until_it_is_ratified() -> None:  # LSC-3.1
    before = noting(resolved(part(matter="roads")), "SCO-1", "not met")
    assert worth(before).worth == "appears outside authority"
    later = Resolved(OTHER, MEETING, ITEM, "consensus", (), (part(),))
    ratified = before.and_(on(MET, later)).when(changed("ratified", by=OTHER)).happens()
    assert worth(ratified).worth == "ratified"
    assert worth(ratified, "2024-04-19").worth == "appears outside authority"
    delegated = noting(resolved(part(matter="roads", under=named("g", "gone"))), "DEL-2", "not met")
    assert worth(delegated).worth == "appears outside authority"
    assert (
        worth(noting(resolved(part("support", matter="roads")), "SCO-1", "not met")).worth
        == "commits to nothing"
    )


@pytest.mark.parametrize(
    ("undone", "why"),
    [
        (changed("rescinded", day="2024-06-01", code=OTHER), "rescinded"),
        (changed("contested", day="2024-06-01", code=OTHER), "contested"),
        (
            changed("set aside", day="2024-06-01", code=OTHER, authority="High Court"),
            "set aside by High Court",
        ),
    ],
)
@pytest.mark.parametrize("change", ["ratified", "superseded", "rescinded"])
def test_what_a_decision_did_is_worth_what_the_decision_is(
    change: outcomes.Change, undone: tuple[Step, ...], why: str
) -> None:  # LSC-3.1, LSC-10.5
    done = and_later(resolved(part()), part()).and_(changed(change, by=OTHER))
    assert worth(done.and_(undone), "2024-05-31").worth == change
    assert worth(done.and_(undone)).worth == f"{change} by {OTHER} ({why})"


def test_a_decision_in_several_parts_lasts_where_all_of_them_do() -> None:  # LSC-M3
    after = and_later(resolved(part()), part(), part("note", "2"), part("in principle", "3"))
    done = after.and_(changed("ratified", by=OTHER))
    assert worth(done).worth == "ratified"
    partly = done.and_(changed("rescinded", day="2024-06-01", code=OTHER, part="3"))
    assert worth(partly).worth == f"ratified by {OTHER} (in part rescinded)"
    notes = and_later(resolved(part()), part("note"))
    assert worth_of_all(worths(notes, code=OTHER), notes.state().motions.resolved[OTHER]) == (
        "commits to nothing"
    )


def test_a_condition_is_met_or_lapses() -> None:  # LSC-M3
    before = resolved(part("in principle", condition=sealed("funds"), due="2024-06-01"))
    assert [worth(before, day).worth for day in ("2024-06-01", "2024-06-02")] == [
        "conditional",
        "lapsed: its condition was not met by 2024-06-01",
    ]
    assert worth(before.when(settled(met=True)).happens()).worth == "valid"
    failed = before.when(settled(met=False)).happens()
    assert worth(failed).worth == "lapsed: its condition was not met"
    failed.when(settled(met=True)).refused_by(
        "OUT-5 (Remit default): expected a condition of part 1 to settle, got one settled before"
    )
    resolved().when(settled(met=True)).refused_by(
        "OUT-5 (Remit default): expected a condition of part 1 to settle, got none"
    )
    assert worth(resolved(part("in principle"))).worth == "in principle"


def test_a_recommendation_is_tracked_until_all_have_answered() -> None:  # PLA-7b, LSC-3.1
    before = resolved(part("recommendation", to=("east", "west")))
    assert (worth(before).worth, worth(before).awaited) == (
        "recommendation awaiting answers",
        ("east", "west"),
    )
    one = before.when(answered("east", "accepted")).happens()
    assert worth(one).awaited == ("west",)
    deferred = one.when(answered("west", "deferred")).happens()
    assert (worth(deferred).worth, worth(deferred).awaited) == ("recommendation awaiting answers", ("west",))
    assert worth(deferred.and_(answered("west", "accepted"))).worth == "recommendation accepted"
    split = deferred.and_(answered("west", "declined"))
    assert worth(split).worth == "recommendation accepted, declined by west"
    assert worth(split.and_(answered("east", "declined"))).worth == "recommendation declined by east, west"
    assert worth(resolved(part("recommendation"))).worth == "recommendation to nobody named"


def test_only_who_was_asked_answers() -> None:  # PLA-7b
    before = resolved(part("recommendation", to=("east",)), part("support", "2"))
    before.when(answered("west", "accepted")).refused_by(
        "OUT-4 (Remit default): expected part 1 to have gone to west, got one that went to east"
    )
    before.when(answered("east", "accepted", "2")).refused_by(
        "OUT-4 (Remit default): expected part 2 to have gone to east, got one that went to nobody"
    )
    before.when(answered("east", "accepted", "3")).refused_by(
        "OUT-4 (Remit default): expected part 3 to have gone to east, got no such part"
    )


# --- changes -------------------------------------------------------------------------------------


def test_a_later_decision_takes_its_place() -> None:
    later = Resolved(OTHER, MEETING, ITEM, "consensus", (), (part(),))
    before = resolved().and_(on(MET, later))
    for change in ("superseded", "rescinded"):
        after = before.when(changed(change, by=OTHER)).happens()
        assert (worth(after).worth, worth(after, "2024-04-19").worth) == (change, "valid")
        assert worth(after).grounds[-1].said == f"{change} by {OTHER}"
    assert worth(before.when(changed("rescinded")).happens()).worth == "rescinded"
    expected = (
        "OUT-7 (Remit default): expected a later decision of icp by which it is superseded, and which stands"
    )
    before.when(changed("superseded")).refused_by(f"{expected}, got none")
    before.when(changed("superseded", by=RESOLUTION)).refused_by(f"{expected}, got {RESOLUTION}")
    before.when(changed("superseded", by=named("d", "nobody"))).refused_by(
        f"{expected}, got {named('d', 'nobody')}"
    )


def test_a_decision_with_something_against_it_ratifies_only_as_a_departure() -> None:
    later = Resolved(OTHER, MEETING, ITEM, "consensus", (), (part(),))
    before = resolved().and_(on(MET, later))
    doubted = noting(before, "QUO-1", "not met")
    doubted.when(changed("ratified", by=OTHER)).refused_by(
        f"OUT-12 (Remit default): expected one with nothing against it, got {OTHER}"
    )
    assert noting(before, "QUO-1", "not known").when(changed("ratified", by=OTHER)).verdict("OUT-12") is (
        Verdict.NOT_KNOWN
    )


def test_a_contest_holds_until_it_ends_and_what_a_court_sets_aside_stays_so() -> None:
    contested = resolved().when(changed("contested")).happens()
    assert worth(contested).worth == "contested"
    ended = contested.when(changed("contest ended")).happens()
    assert worth(ended).worth == "valid"
    ended.when(changed("contest ended")).refused_by(
        f"OUT-11 (Remit default): expected a decision that is contested, got {RESOLUTION}"
    )
    resolved().when(changed("contest ended")).refused_by(
        f"OUT-11 (Remit default): expected a decision that is contested, got {RESOLUTION}"
    )
    aside = contested.when(changed("set aside", authority="High Court")).happens()
    assert worth(aside).worth == "set aside by High Court"
    contested.when(changed("set aside")).refused_by(
        "OUT-10 (Remit default): expected the court or body that set it aside, got nobody"
    )


def test_a_part_is_changed_by_itself() -> None:
    before = resolved(part(), part(number="2"))
    after = before.when(changed("contested", part="2")).happens()
    assert [one.worth for one in worths(after)] == ["valid", "contested"]
    before.when(changed("contested", part="3")).refused_by(
        f"OUT-6 (Remit default): expected a part of {RESOLUTION}, got 3"
    )


# --- what another body decided on it --------------------------------------------------------------

BOARD = "board"
THERE = named("m", "board")


def considered(answer: outcomes.Answer = "accepted", day: str = AFTER, **more: Any) -> tuple[Step, ...]:
    body = outcomes.Considered(RESOLUTION, ICP, "1", BOARD, OTHER, answer)
    return on(day, msgspec.structs.replace(body, **more))


def decided_on(*, day: str = AFTER, meeting: str = THERE, code: str = OTHER) -> tuple[Step, ...]:
    """Give a decision that the board took on a day, on what was recommended to it and what it shares."""
    place = named("i", "board")
    parts = (Part("1", "decision", sealed("invest")), Part("2", "decision", sealed("share the risk")))
    return on(
        day,
        meetings.Opened(meeting, BOARD, "meeting", None, sealed("hall")),
        meetings.ItemOpened(meeting, place, "1", sealed("investment"), None),
        Resolved(code, meeting, place, "consensus", (), parts),
    )


def reviewed() -> Given:
    """Give a group's recommendation to a board, which is no organisation."""
    return resolved(part("recommendation"), part("decision", "2")).and_(constituted(BOARD))


def test_what_a_board_decided_on_a_recommendation_stands_by_its_decision() -> None:  # PLD-7
    before = reviewed().and_(decided_on())
    assert worth(before).worth == "recommendation to nobody named"
    deferred = before.when(considered("deferred")).happens()
    assert worth(deferred).worth == "recommendation deferred by board"
    after = deferred.when(considered(day="2024-05-20")).happens()
    found = worth(after)
    assert (found.worth, found.grounds[-1].said) == (
        "recommendation accepted by board",
        f"accepted by board ({OTHER})",
    )
    assert worth(after, "2024-05-19").worth == "recommendation deferred by board"
    known = after.state().outcomes
    assert [one.answer for one in considers(OTHER, known, "2024-05-19")] == ["deferred"]
    assert [one.answer for one in considers(OTHER, known, "2024-05-20")] == ["deferred", "accepted"]
    assert considers(RESOLUTION, known, "2025-01-01") == ()


def test_an_organisation_that_was_asked_answers_for_itself_whatever_a_board_decided() -> (
    None
):  # PLD-7, PLA-7b
    before = resolved(part("recommendation", to=("east",))).and_(
        constituted(BOARD), decided_on(), considered()
    )
    assert worth(before).worth == "recommendation awaiting answers"
    assert worth(before).grounds[-1].said == f"accepted by board ({OTHER})"


def test_a_board_decides_on_a_recommendation_alone() -> None:  # PLD-7
    before = reviewed().and_(decided_on())
    for number, got in (("2", "decision"), ("9", "no such part")):
        before.when(considered(part=number)).refused_by(
            f"OUT-13 (Remit default): expected part {number} to be a recommendation, got {got}"
        )


def test_a_recommendation_is_decided_on_later_by_another_body_whose_decision_stands() -> None:  # PLD-7
    sentence = "OUT-14 (Remit default): expected a later decision of {}, another body, which stands, got {}"
    before = reviewed()
    before.when(considered()).refused_by(sentence.format(BOARD, OTHER))
    early = before.and_(decided_on(day="2024-03-24"))
    early.when(considered()).refused_by(sentence.format(BOARD, OTHER))
    before.and_(decided_on(day=MET)).when(considered()).happens()
    late = before.and_(decided_on(day="2024-04-21"))
    late.when(considered()).refused_by(sentence.format(BOARD, OTHER))
    taken = before.and_(decided_on())
    taken.when(considered(board="forum")).refused_by(sentence.format("forum", OTHER))
    later = on(AFTER, Resolved(named("d", "own"), MEETING, ITEM, "consensus", (), (part(),)))
    own = considered(board=ICP, by=named("d", "own"))
    taken.and_(later).when(own).refused_by(sentence.format(ICP, named("d", "own")))
    undone = on(AFTER, outcomes.Changed(OTHER, BOARD, "rescinded", sealed("why")))
    taken.and_(undone).when(considered()).refused_by(sentence.format(BOARD, OTHER))


# --- defects found afterwards --------------------------------------------------------------------


def test_good_faith_cures_what_its_clause_names_and_nothing_else() -> None:  # LSC-10.5
    vacancy = resolved().when(defect("vacancy")).happens()
    assert worth(vacancy).worth == "with a defect that nothing cures"
    cured = vacancy.when(viewed("vacancy")).happens()
    assert worth(cured).worth == "valid, with a defect shown (cured by ToR 10.5)"
    assert [one.said for one in worth(cured).grounds[1:]] == [
        "defect found: vacancy",
        f"in good faith despite the defect (vacancy), in the view of {BOB}",
    ]
    denied = vacancy.and_(viewed("vacancy", good=False))
    assert worth(denied).worth == "with a defect that nothing cures"
    assert worth(denied).grounds[-1].said.startswith("not in good faith")
    for other in ("calling of the meeting", "quorum", "other"):
        open_ = resolved().and_(defect(other), viewed(other))
        assert worth(open_).worth == "with a defect that nothing cures"
    assert worth(resolved().and_(defect("power"), viewed("power"))).worth == "appears outside authority"


def test_without_a_clause_good_faith_cures_nothing() -> None:  # LSC-10.5
    cured = resolved().and_(defect("vacancy"), viewed("vacancy"))
    (at,) = (one for one in cured.facts if isinstance(one.fact.body, Resolved))
    told = cured.state().outcomes.about[RESOLUTION]
    (bare,) = standings(at, cured.state().motions.resolved[RESOLUTION], told, None, "2025-01-01")
    assert bare.worth == "with a defect that nothing cures"
    default = msgspec.structs.replace(TERMS, rules=(*QUORUM, msgspec.structs.replace(CURES, basis="default")))
    (shown,) = standings(at, cured.state().motions.resolved[RESOLUTION], told, default, "2025-01-01")
    assert shown.worth == "valid, with a defect shown (cured by Remit default)"


def test_a_defect_is_found_afterwards_and_a_view_is_of_one_that_was_found() -> None:  # LSC-10.5
    resolved().when(defect("vacancy", MET)).refused_by(
        f"OUT-8 (Remit default): expected a defect found after {MET}, got {MET}"
    )
    resolved().when(viewed("vacancy")).refused_by(
        "OUT-9 (Remit default): expected a view of a defect that was found by then, got vacancy"
    )


# --- of which decision ---------------------------------------------------------------------------


def test_only_a_decision_that_the_body_had_taken_has_a_standing() -> None:
    before = resolved().and_(constituted("other"))
    expected = "OUT-3 (Remit default): expected a decision of"
    before.when(changed("contested", day="2024-03-24")).refused_by(
        f"{expected} icp taken by 2024-03-24, got {RESOLUTION}"
    )
    other = outcomes.Changed(RESOLUTION, "other", "contested", sealed("why"))
    before.when(on(AFTER, other)).refused_by(f"{expected} other taken by {AFTER}, got {RESOLUTION}")
    unknown = outcomes.Changed(OTHER, ICP, "contested", sealed("why"))
    before.when(on(AFTER, unknown)).refused_by(f"{expected} icp taken by {AFTER}, got {OTHER}")


# --- claims --------------------------------------------------------------------------------------


def claimed(by: str | None = BOB) -> tuple[Step, ...]:
    return on(AFTER, outcomes.Claimed(CLAIM, ICP, sealed("a workshop"), "March 2024", by))


def test_what_people_say_and_no_record_shows_is_a_claim_until_it_is_traced() -> None:  # SYS-2
    before = resolved().when(claimed()).happens()
    assert (CLAIM in before.state().outcomes.claims, before.state().outcomes.traced) == (True, {})
    before.when(claimed()).refused_by(f"OUT-1 (Remit default): expected an id that is new, got {CLAIM}")
    trace = on("2024-07-01", outcomes.Traced(CLAIM, ICP, RESOLUTION))
    traced = before.when(trace).happens()
    assert traced.state().outcomes.traced == {CLAIM: ("2024-07-01", RESOLUTION)}
    refused = f"OUT-2 (Remit default): expected a claim that was not traced yet, got {CLAIM}"
    traced.when(trace).refused_by(refused)
    resolved().when(trace).refused_by(refused)


def test_who_claims_is_known_or_not_named() -> None:  # SYS-2
    resolved().when(claimed(None)).happens()
    judged = resolved().when(claimed(named("p", "nobody")))
    assert Verdict.NOT_MET in {one.verdict for one in judged.findings}
    resolved().when(claimed(STRANGER)).happens()


# --- ways around a standing ----------------------------------------------------------------------


def and_later(given: Given, *parts: Part, code: str = OTHER) -> Given:
    return given.and_(on(MET, Resolved(code, MEETING, ITEM, "consensus", (), parts or (part(),))))


def test_only_a_later_decision_of_the_body_that_stands_ratifies() -> None:  # LSC-3.1
    before = noting(resolved(part(matter="roads")), "SCO-1", "not met")
    refused = (
        "OUT-7 (Remit default): expected a later decision of icp by which it is ratified, and which stands"
    )
    before.when(changed("ratified")).refused_by(f"{refused}, got none")
    and_later(before, part("note")).when(changed("ratified", by=OTHER)).refused_by(f"{refused}, got {OTHER}")
    reverse = outcomes.Changed(OTHER, ICP, "ratified", sealed("why"), by=RESOLUTION)
    and_later(before).when(on(AFTER, reverse)).refused_by(
        f"{refused}, got {RESOLUTION}",
        f"OUT-12 (Remit default): expected one with nothing against it, got {RESOLUTION}",
    )
    undone = on(AFTER, outcomes.Changed(OTHER, ICP, "rescinded", sealed("why")))
    and_later(before).and_(undone).when(changed("ratified", by=OTHER)).refused_by(f"{refused}, got {OTHER}")
    disputed = on(AFTER, outcomes.Changed(OTHER, ICP, "contested", sealed("why")))
    and_later(before).and_(disputed).when(changed("ratified", by=OTHER)).refused_by(f"{refused}, got {OTHER}")


def test_a_ratification_hides_no_condition_no_answer_and_no_later_defect() -> None:
    lapsing = and_later(resolved(part("in principle", condition=sealed("c"), due="2024-06-01")))
    assert worth(lapsing.and_(changed("ratified", by=OTHER))).worth.startswith("lapsed")
    asked = and_later(resolved(part("recommendation", to=("east",))))
    assert worth(asked.and_(changed("ratified", by=OTHER))).worth == "recommendation awaiting answers"
    ratified = and_later(resolved()).and_(changed("ratified", by=OTHER))
    assert worth(ratified.and_(defect("power", "2024-07-01"))).worth == "appears outside authority"
    before = and_later(resolved()).and_(defect("quorum"), changed("ratified", "2024-05-01", by=OTHER))
    assert worth(before).worth == "ratified"


def test_a_cured_defect_cures_nothing_else() -> None:  # LSC-10.5
    cured = (defect("vacancy"), viewed("vacancy"))
    assert worth(noting(resolved(), "QUO-1", "not known").and_(*cured)).worth == "not known"
    assert worth(noting(resolved(), "QUO-1", "not met").and_(*cured)).worth == "valid, with a departure shown"
    assert worth(resolved(part("note")).and_(*cured)).worth == "commits to nothing"
    lapsed = resolved(part("in principle", condition=sealed("c"), due="2024-06-01")).and_(*cured)
    assert worth(lapsed).worth.startswith("lapsed")


def test_a_view_is_of_what_was_found_before_it_and_one_that_denies_is_enough() -> None:  # LSC-10.5
    again = resolved().and_(defect("vacancy"), viewed("vacancy"), defect("vacancy", "2024-06-01"))
    assert worth(again).worth == "with a defect that nothing cures"
    view = outcomes.GoodFaithViewed(RESOLUTION, ICP, "vacancy", CHAIR, good_faith=False, text=sealed("v"))
    denied = on("2024-05-01", view)
    assert worth(resolved().and_(defect("vacancy"), denied, viewed("vacancy"))).worth == (
        "with a defect that nothing cures"
    )
    later = resolved().and_(defect("vacancy", "2024-05-01"))
    assert later.when(viewed("vacancy")).verdict("OUT-9") is Verdict.NOT_MET


def test_a_condition_met_too_late_has_lapsed() -> None:  # LSC-M3
    before = resolved(part("in principle", condition=sealed("c"), due="2024-06-01"))
    late = before.and_(settled(met=True, day="2024-09-01"))
    assert worth(late).worth == "lapsed: its condition was met on 2024-09-01, not by 2024-06-01"


def test_days_and_not_the_order_of_recording_say_what_was_last() -> None:  # T1
    before = resolved(part("recommendation", to=("east",)))
    told = before.and_(
        answered("east", "declined", day="2024-06-01"), answered("east", "accepted", day="2024-05-01")
    )
    assert worth(told).worth == "recommendation declined by east"
    contested = resolved().and_(changed("contested", "2024-05-10"))
    assert contested.when(changed("contest ended", "2024-05-01")).verdict("OUT-11") is Verdict.NOT_MET
    assert worth(contested.and_(changed("contest ended", "2024-05-01"))).worth == "contested"


def test_a_contest_of_parts_ends_by_part_or_whole() -> None:
    both = resolved(part(), part(number="2")).and_(
        changed("contested", part="1"), changed("contested", part="2")
    )
    one = both.when(changed("contest ended", part="2")).happens()
    assert [each.worth for each in worths(one)] == ["contested", "valid"]
    assert [each.worth for each in worths(one.when(changed("contest ended")).happens())] == ["valid", "valid"]


def test_a_part_with_a_good_delegation_is_not_tainted_by_its_sibling() -> None:  # LSC-3.1
    grant = named("g", "good")
    parts = (part(matter="roads"), part(number="2", matter="roads", under=grant))
    told = worths(noting(resolved(*parts), "SCO-1", "not met"))
    assert [one.worth for one in told] == ["appears outside authority", "not known"]
