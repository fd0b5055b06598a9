"""Committees in common: one question, an answer of each body, and for whom the outcome stands (PBP-4)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import Kind as Sort
from tests.ledger.partnership import constituted, registered

from ledger import worths as worths_of
from ledger.facts import common, meetings, members, outcomes, terms, voting
from ledger.facts.common import Holds
from ledger.facts.decisions import Kind, Part, Resolved
from ledger.facts.fact import Noted
from ledger.facts.filters import Filter
from ledger.findings import Verdict
from ledger.standing import Standing
from ledger.state import deciding

DAY, LATER = "2024-03-25", "2024-04-20"
QUESTION, OTHER_QUESTION = named("k", "pool"), named("k", "other")
BODIES = ("north", "south", "west")
MEETINGS = {code: named("m", code) for code in BODIES}
ITEMS = {code: named("i", code) for code in BODIES}
DECISIONS = {code: named("d", code) for code in BODIES}
ANN, BEA, CAL = (named("p", name) for name in ("ann", "bea", "cal"))
PEOPLE = {"north": ANN, "south": BEA, "west": CAL}
ALL: Holds = "only if all agree"
THOSE: Holds = "for those that agree"


def rule(*bodies: str, holds: Holds = ALL, **more: Any) -> terms.CommonRule:
    """Give what terms say about sitting in common; under another id where it is on matters of its own."""
    about = "CIC-2" if more.get("matters") else "CIC-1"
    return terms.CommonRule(
        rule=about,
        clause="4.2",
        basis="stated",
        says="committees in common",
        bodies=bodies,
        holds=holds,
        **more,
    )


def book(code: str, *rules: terms.Rule, version: str = "2023") -> terms.Terms:
    """Give the terms of one committee of one seat."""
    return terms.Terms(
        body=code,
        version=version,
        title=f"Terms of {code}",
        cited=f"{code} ToR",
        founders=(),
        seats=(terms.Seat("one", "council", (), "councillor", "Councillor", "2.1"),),
        offices=(),
        rules=(
            terms.QuorumRule("QUO-1", "3.1", "stated", "one member", terms.Count(Filter(), 1)),
            terms.VotingRule("VOT-1", "3.2", "stated", "a vote each", Filter()),
            terms.MajorityRule(
                rule="MAJ-1",
                clause="3.3",
                basis="stated",
                says="most votes",
                test=voting.VoteShare("votes cast", more_than="1/2"),
            ),
            *rules,
        ),
        matters=tuple(terms.Matter(one, one, "1.1") for one in ("budget", "roads")),
    )


def sitting(code: str, *rules: terms.Rule, day: str = DAY, kind: Sort = "meeting") -> tuple[Step, ...]:
    """Give a committee with its terms and member, and its open meeting with one item."""
    code_, person = MEETINGS[code], PEOPLE[code]
    return (
        *constituted(code),
        *on("2023-05-01", terms.Adopted(book(code, *rules), "2023-05-01")),
        *on("2023-05-02", members.Appointed(code, person, "one", "appointed", "2023-05-02")),
        *on(day, meetings.Opened(code_, code, kind, None, sealed("hall"))),
        *on(day, meetings.Attended(code_, (person,), (), ())),
        *on(day, meetings.ItemOpened(code_, ITEMS[code], "1", sealed("Pool"), None)),
    )


def together(holds: Holds = ALL, **more: Any) -> Given:
    """Give two committees whose terms let each sit with the other."""
    return given(
        registered(*PEOPLE.values()),
        sitting("north", rule("south", holds=holds, **more)),
        sitting("south", rule("north", holds=holds, **more)),
    )


def put(
    *codes: str, holds: Holds = ALL, matter: str | None = None, day: str = DAY, common_: str = QUESTION
) -> tuple[Step, ...]:
    sat = codes or ("north", "south")
    committees = tuple(common.Committee(code, MEETINGS[code], ITEMS[code]) for code in sat)
    return on(day, common.Put(common_, sealed("Pool the budgets"), matter, committees, holds))


def resolves(code: str, *parts: Part, day: str = DAY, decision: str | None = None) -> tuple[Step, ...]:
    """Give a decision of a committee, at the item at which it is asked."""
    taken = decision or DECISIONS[code]
    return on(day, Resolved(taken, MEETINGS[code], ITEMS[code], "unanimous", (), parts or (part(),)))


def part(kind: Kind = "decision", number: str = "1", **more: Any) -> Part:
    return Part(number, kind, sealed("part"), **more)


def agrees(code: str, *parts: Part, day: str = DAY) -> tuple[Step, ...]:
    """Give a decision of a committee by which it agrees to the question."""
    return resolves(code, *(parts or (part(common=QUESTION),)), day=day)


def declines(code: str, day: str = DAY, **more: Any) -> tuple[Step, ...]:
    where = {"meeting": MEETINGS[code], "item": ITEMS[code]} | more
    return on(day, common.Declined(QUESTION, code, **where))


def changed(code: str, change: outcomes.Change, **more: Any) -> tuple[Step, ...]:
    return on(LATER, outcomes.Changed(DECISIONS[code], code, change, sealed("why"), **more))


def worths(history: Given, code: str = "north", day: str = "2025-01-01") -> tuple[Standing, ...]:
    """Say what the parts of a committee's decision are worth, with what the others answered.

    What the boundary asks for is enough to say it.
    """
    facts, state = Given(), Given().state()
    while (read := _reading(history, worths_of.boundary(DECISIONS[code], day, deciding(state)))) != facts:
        facts, state = read, read.state()
    found = worths_of.worth(DECISIONS[code], day, deciding(state))
    assert found == worths_of.worth(DECISIONS[code], day, deciding(history.state()))
    return found


def _reading(history: Given, tags: frozenset[str]) -> Given:
    return Given(tuple(one for one in history.facts if tags.intersection(one.fact.tags)))


def worth(history: Given, code: str = "north", day: str = "2025-01-01") -> str:
    return worths(history, code, day)[0].worth


def noting(history: Given, code: str, rule_: str, verdict: Literal["not met", "not known"]) -> Given:
    """Give the same facts, with a finding noted on the resolution of a committee."""
    facts = []
    for at in history.facts:
        mine = isinstance(at.fact.body, Resolved) and at.fact.body.resolution == DECISIONS[code]
        found = (*at.fact.findings, *((Noted(rule_, "3.1", verdict),) if mine else ()))
        facts.append(msgspec.structs.replace(at, fact=msgspec.structs.replace(at.fact, findings=found)))
    return Given(tuple(facts))


# --- the question --------------------------------------------------------------------------------


def test_a_question_is_put_in_common_as_the_terms_of_each_body_let_it() -> None:  # PBP-4
    asked = together().when(put()).happens().state().outcomes.commons.questions[QUESTION]
    south = common.Committee("south", MEETINGS["south"], ITEMS["south"])
    assert (asked.bodies, asked.of("south"), asked.of("west")) == (("north", "south"), south, None)
    assert (asked.at(ITEMS["south"]), asked.at(ITEMS["west"])) == (south, None)


def test_an_id_is_put_once_and_a_body_is_named_once() -> None:
    together().and_(put()).when(put()).refused_by(
        f"COM-1 (Remit default): expected an id that is new, got {QUESTION}"
    )
    doubled = together().when(put("north", "south", "south"))
    doubled.refused_by("COM-2 (Remit default): expected bodies named once each, got south twice")


def test_the_meetings_are_open_of_their_bodies_on_one_day_and_take_decisions() -> None:  # PBP-4
    wrong = common.Put(
        QUESTION,
        sealed("text"),
        None,
        (
            common.Committee("north", MEETINGS["south"], ITEMS["south"]),
            common.Committee("south", named("m", "nowhere"), ITEMS["south"]),
        ),
        ALL,
    )
    together().when(on(DAY, wrong)).refused_by(
        f"COM-3 (Remit default): expected a meeting of north, got {MEETINGS['south']}, a meeting of south",
        f"MTG-2 (Remit default): expected an open record of a meeting on {DAY}, "
        f"got {named('m', 'nowhere')}, which the ledger does not know",
    )
    other_day = given(
        registered(*PEOPLE.values()),
        sitting("north", rule("south")),
        sitting("south", rule("north"), day="2024-03-26"),
    )
    other_day.when(put()).refused_by(
        f"MTG-2 (Remit default): expected an open record of a meeting on {DAY}, got a meeting on 2024-03-26"
    )
    closed = together().and_(on(DAY, meetings.Closed(MEETINGS["south"])))
    assert Verdict.NOT_MET in {one.verdict for one in closed.when(put()).findings if one.rule == "MTG-2"}
    workshop = given(
        registered(*PEOPLE.values()),
        sitting("north", rule("south")),
        sitting("south", rule("north"), kind="workshop"),
    )
    workshop.when(put()).refused_by(
        "DEC-1 (Remit default): expected a meeting that takes decisions, got a workshop"
    )


def test_the_terms_of_every_body_name_all_the_others() -> None:  # PBP-4
    three = given(
        registered(*PEOPLE.values()),
        sitting("north", rule("south", "west")),
        sitting("south", rule("north", "west")),
        sitting("west", rule("north")),
    )
    three.when(put("north", "south")).happens()
    three.when(put(*BODIES)).refused_by(
        "CIC-1 (west ToR 4.2): expected committees in common, got south, which it does not name"
    )


def test_the_terms_of_every_body_say_the_same_about_for_whom_it_stands() -> None:  # PBP-4
    differ = given(
        registered(*PEOPLE.values()),
        sitting("north", rule("south", holds=ALL)),
        sitting("south", rule("north", holds=THOSE)),
    )
    differ.when(put(holds=ALL)).refused_by(
        f"CIC-1 (south ToR 4.2): expected committees in common, got a question to hold {ALL}"
    )
    differ.when(put(holds=THOSE)).refused_by(
        f"CIC-1 (north ToR 4.2): expected committees in common, got a question to hold {THOSE}"
    )


def test_terms_that_say_nothing_of_it_leave_it_not_known() -> None:
    silent = given(registered(*PEOPLE.values()), sitting("north", rule("south")), sitting("south"))
    silent.when(put()).refused_by(
        "COM-4 (Remit default): expected terms of south that say with whom it sits in common, "
        "got none on matters in general"
    )
    bare = tuple(step for step in sitting("south") if not isinstance(step.body, terms.Adopted))
    without = given(registered(*PEOPLE.values()), sitting("north", rule("south")), bare)
    without.when(put()).refused_by(
        f"TER-1 (Remit default): expected terms of south in force on {DAY}, got none that the ledger knows"
    )


def test_a_rule_about_some_matters_holds_for_those_alone() -> None:
    budgets = together(matters=("budget",))
    budgets.when(put(matter="budget")).happens()
    expected = (
        "COM-4 (Remit default): expected terms of {} that say with whom it sits in common, got none on {}"
    )
    budgets.when(put(matter="roads")).refused_by(*(expected.format(one, "roads") for one in BODIES[:2]))
    budgets.when(put()).refused_by(*(expected.format(one, "matters in general") for one in BODIES[:2]))
    budgets.when(put(matter="grants")).refused_by(
        *(
            sentence
            for one in BODIES[:2]
            for sentence in (
                "DEC-16 (Remit default): expected a matter that the terms in force name, got grants",
                expected.format(one, "grants"),
            )
        )
    )


def test_a_matter_of_its_own_goes_before_the_general_rule_and_a_wider_circle_is_found() -> None:
    history = given(
        registered(*PEOPLE.values()),
        sitting(
            "north", rule("west"), rule("south", holds=ALL), rule("south", holds=THOSE, matters=("budget",))
        ),
        sitting("south", rule("north", holds=ALL), rule("north", holds=THOSE, matters=("budget",))),
    )
    history.when(put(holds=ALL)).happens()
    history.when(put(holds=ALL, matter="roads")).happens()
    history.when(put(holds=THOSE, matter="budget")).happens()
    found = [one for one in history.when(put(holds=ALL, matter="budget")).findings if one.rule == "CIC-2"]
    assert [one.verdict for one in found] == [Verdict.NOT_MET, Verdict.NOT_MET]


def test_a_rule_about_a_matter_that_the_terms_do_not_name_is_a_problem() -> None:
    adopted = terms.Adopted(book("north", rule("south", matters=("grants",)), version="2024"), "2024-04-01")
    together().when(on(DAY, adopted)).refused_by(
        "TER-3 (Remit default): expected rules whose names all mean something, "
        "got CIC-2: no matter of the terms is grants"
    )


# --- the answers ---------------------------------------------------------------------------------


def test_a_body_agrees_by_a_decision_of_its_own_or_declines() -> None:  # PBP-4
    agreed_ = together().and_(put()).when(agrees("north")).happens().when(declines("south")).happens()
    given_ = agreed_.state().outcomes.commons.answered(QUESTION)
    assert {body: one.resolution for body, one in given_.items()} == {
        "north": DECISIONS["north"],
        "south": None,
    }


def test_a_question_is_put_at_an_item_of_each_meeting() -> None:  # PBP-4
    wrong = common.Put(
        QUESTION,
        sealed("text"),
        None,
        tuple(common.Committee(code, MEETINGS[code], ITEMS["north"]) for code in BODIES[:2]),
        ALL,
    )
    together().when(on(DAY, wrong)).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {ITEMS['north']}"
    )


def test_who_answers_was_asked_at_this_item_by_then() -> None:  # PBP-4
    expected = f"COM-5 (Remit default): expected a question that was put to the body at this item by {DAY}"
    asked = together().and_(put())
    asked.when(declines("south", item=ITEMS["north"])).refused_by(f"{expected}, got {QUESTION}")
    asked.when(on(DAY, common.Declined(QUESTION, "north", MEETINGS["south"], ITEMS["south"]))).refused_by(
        f"{expected}, got {QUESTION}"
    )
    asked.when(declines("west")).refused_by(
        f"MTG-2 (Remit default): expected an open record of a meeting on {DAY}, "
        f"got {MEETINGS['west']}, which the ledger does not know",
        f"{expected}, got {QUESTION}",
    )
    together().when(agrees("north")).refused_by(f"{expected}, got {QUESTION}")
    elsewhere = on(DAY, meetings.ItemOpened(MEETINGS["north"], named("i", "next"), "2", sealed("x"), None))
    body = Resolved(
        DECISIONS["north"], MEETINGS["north"], named("i", "next"), "unanimous", (), (part(common=QUESTION),)
    )
    asked.and_(elsewhere).when(on(DAY, body)).refused_by(f"{expected}, got {QUESTION}")


def test_nothing_is_answered_before_the_question_is_put() -> None:  # T1, PBP-4
    two_days = together().and_(
        on(DAY, meetings.Adjourned(MEETINGS["south"], "other", sealed("late"))),
        on("2024-03-26", meetings.Resumed(MEETINGS["south"])),
        put(day="2024-03-26"),
    )
    assert two_days.when(declines("south")).verdict("COM-5") is Verdict.NOT_MET
    assert two_days.when(agrees("south")).verdict("COM-5") is Verdict.NOT_MET
    assert two_days.when(declines("south", "2024-03-26")).verdict("COM-5") is Verdict.MET


def test_nothing_is_answered_after_the_meeting_was_closed() -> None:
    closed = together().and_(put(), on(DAY, meetings.Closed(MEETINGS["south"])))
    assert closed.when(declines("south")).verdict("MTG-2") is Verdict.NOT_MET


def test_a_body_answers_once() -> None:  # PBP-4
    expected = "COM-6 (Remit default): expected one answer of each body, got another one to"
    said = together().and_(put(), declines("north"))
    said.when(agrees("north")).refused_by(f"{expected} {QUESTION}")
    said.when(declines("north")).refused_by(f"{expected} {QUESTION}")
    agreed_ = together().and_(put(), agrees("north"))
    agreed_.when(declines("north")).refused_by(f"{expected} {QUESTION}")
    both = (part(common=QUESTION), part(number="2", common=QUESTION))
    together().and_(put()).when(agrees("north", *both)).refused_by(
        f"COM-6 (Remit default): expected one part by which it agrees, got several to {QUESTION}"
    )


AGREED = "COM-7 (Remit default): expected a part that decides, on the matter of the question, got part"


@pytest.mark.parametrize("kind", ["decision", "in principle"])
def test_a_body_agrees_by_what_decides(kind: Kind) -> None:  # PBP-4
    together().and_(put()).when(agrees("north", part("note"), part(kind, "2", common=QUESTION))).happens()


@pytest.mark.parametrize("kind", ["support", "welcome", "note", "recommendation", "election"])
def test_what_decides_nothing_agrees_to_nothing(kind: Kind) -> None:  # PBP-4
    asked = together().and_(put())
    asked.when(agrees("north", part(kind, "2", common=QUESTION))).refused_by(f"{AGREED} 2")


def test_a_body_agrees_on_the_matter_of_the_question() -> None:  # PBP-4
    asked = together().and_(put(matter="budget"))
    asked.when(agrees("north", part(matter="roads", common=QUESTION))).refused_by(f"{AGREED} 1")
    asked.when(agrees("north", part(common=QUESTION))).refused_by(f"{AGREED} 1")
    asked.when(agrees("north", part(matter="budget", common=QUESTION))).happens()


def test_what_is_decided_at_the_item_says_whether_it_agrees() -> None:  # PBP-4
    expected = f"COM-8 (Remit default): expected to say whether the body agrees to {QUESTION} by it, "
    asked = together().and_(put())
    asked.when(resolves("north", part(), part("note", "2"), part("in principle", "3"))).refused_by(
        f"{expected}as it is put in common at the item, got part 1, 3"
    )
    asked.when(resolves("north", part("note"))).happens()
    asked.and_(declines("north")).when(resolves("north")).happens()
    asked.and_(agrees("north")).when(resolves("north", decision=named("d", "more"))).happens()
    together().and_(put(matter="budget")).when(resolves("north", part(matter="roads"))).happens()


def test_of_two_answers_in_the_record_the_first_counts() -> None:
    twice = together().and_(put(), declines("north"), agrees("north"))
    assert twice.state().outcomes.commons.answered(QUESTION)["north"].agreed is False


def test_what_was_decided_before_the_question_was_put_is_not_asked_about() -> None:  # T1, PBP-4
    asked = together().and_(
        on(DAY, meetings.Adjourned(MEETINGS["north"], "other", sealed("late"))),
        on("2024-03-26", meetings.Resumed(MEETINGS["north"])),
        put(day="2024-03-26"),
    )

    def wants(day: str) -> set[Verdict]:
        (step,) = resolves("north")
        before = asked.when(on(day, step.body, recorded="2024-03-26"))
        return {one.verdict for one in before.findings if one.rule == "COM-8"}

    assert wants(DAY) == set()
    assert wants("2024-03-26") == {Verdict.NOT_MET}


# --- for whom it stands --------------------------------------------------------------------------


def test_for_those_that_agree_it_is_worth_what_it_is_by_itself() -> None:  # PBP-4
    history = together(holds=THOSE).and_(put(holds=THOSE), agrees("north"))
    assert worth(history) == "valid"
    (shown,) = worths(history.and_(declines("south")))
    assert (shown.worth, shown.awaited) == ("valid", ())
    assert [one.said for one in shown.grounds] == [
        "decision",
        f"put in common, to hold {THOSE}",
        "agreed by north",
        "not agreed by south",
    ]


def test_only_if_all_agree_it_waits_lapses_or_stands() -> None:  # PBP-4
    waiting = together().and_(put(), agrees("north"))
    (shown,) = worths(waiting)
    assert (shown.worth, shown.awaited) == ("conditional", ("south",))
    (lapsed,) = worths(waiting.and_(declines("south")))
    assert (lapsed.worth, lapsed.awaited) == ("lapsed: not agreed by south", ())
    both = waiting.and_(agrees("south"))
    assert [worth(both, code) for code in ("north", "south")] == ["valid", "valid"]


def test_an_answer_counts_from_its_day_on() -> None:  # T1
    history = together().and_(
        put(),
        agrees("north"),
        on(DAY, meetings.Adjourned(MEETINGS["south"], "other", sealed("late"))),
        on("2024-03-26", meetings.Resumed(MEETINGS["south"])),
        declines("south", "2024-03-26"),
    )
    told = [worth(history, day=day) for day in ("2024-03-24", DAY, "2024-03-26")]
    assert told == ["not taken yet", "conditional", "lapsed: not agreed by south"]


def test_what_is_worth_less_by_itself_stays_so() -> None:  # PBP-4
    waiting = together().and_(put(), agrees("north"))
    assert worth(waiting.and_(changed("north", "rescinded"))) == "rescinded"
    assert worth(waiting.and_(changed("north", "rescinded"), declines("south"))) == "rescinded"
    unknown = noting(waiting, "north", "QUO-1", "not known")
    assert worth(unknown) == "not known"
    assert worth(unknown.and_(declines("south"))) == "lapsed: not agreed by south"
    departed = noting(waiting, "north", "QUO-1", "not met")
    assert worth(departed) == "conditional"
    assert worth(departed.and_(agrees("south"))) == "valid, with a departure shown"
    principle = together().and_(put(), agrees("north", part("in principle", common=QUESTION)))
    assert worth(principle) == "in principle"
    assert worth(principle.and_(declines("south"))) == "lapsed: not agreed by south"


def test_only_the_part_that_agrees_waits_for_the_others() -> None:  # PBP-4, LSC-M3
    parts = (part(matter="budget", common=QUESTION), part(number="2", matter="roads"), part("note", "3"))
    history = together().and_(put(matter="budget"), agrees("north", *parts))
    assert [one.worth for one in worths(history)] == ["conditional", "valid", "commits to nothing"]
    assert [len(one.grounds) for one in worths(history)] == [3, 1, 1]


def test_what_became_of_the_decision_of_another_body_is_shown_and_not_guessed() -> None:  # PBP-4
    both = together().and_(put(), agrees("north"), agrees("south"))
    changes: tuple[tuple[outcomes.Change, dict[str, str], str], ...] = (
        ("rescinded", {}, "rescinded"),
        ("contested", {}, "contested"),
        ("set aside", {"authority": "High Court"}, "set aside by High Court"),
    )
    for change, more, called in changes:
        (shown,) = worths(both.and_(changed("south", change, **more)))
        assert shown.worth == "not known"
        assert f"agreed by south, whose decision is {called}" in {one.said for one in shown.grounds}
        assert worth(both.and_(changed("south", change, **more)), day="2024-04-19") == "valid"
    needs_funds = part(condition=sealed("funds"), common=QUESTION)
    conditional = together().and_(put(), agrees("north"), agrees("south", needs_funds))
    assert worth(conditional) == "conditional"
    principle = together().and_(
        put(), agrees("north"), agrees("south", part("in principle", common=QUESTION))
    )
    assert worth(principle) == "valid"


# --- what rests on it ----------------------------------------------------------------------------


def test_nothing_rests_on_a_decision_before_the_others_agreed() -> None:  # PBP-4
    first = named("d", "first")
    earlier = on(DAY, Resolved(first, MEETINGS["north"], ITEMS["north"], "unanimous", (), (part(),)))
    waiting = together().and_(earlier, put(), agrees("north"))
    superseded = on(
        LATER, outcomes.Changed(first, "north", "superseded", sealed("why"), by=DECISIONS["north"])
    )
    waiting.when(superseded).refused_by(
        "OUT-7 (Remit default): expected a later decision of north by which it is superseded, and which "
        f"stands, got {DECISIONS['north']}"
    )
    assert waiting.and_(declines("south")).when(superseded).verdict("OUT-7") is Verdict.NOT_MET
    waiting.and_(agrees("south")).when(superseded).happens()
    those = together(holds=THOSE).and_(earlier, put(holds=THOSE), agrees("north"))
    those.when(superseded).happens()


def test_no_terms_rest_on_a_decision_before_the_others_agreed() -> None:  # PBP-4
    change = terms.ChangeRule(
        rule="CHA-1", clause="9.1", basis="stated", says="a decision of the body", matter="budget"
    )
    start = given(
        registered(*PEOPLE.values()),
        sitting("north", rule("south"), change),
        sitting("south", rule("north")),
        put(),
        agrees("north", part(matter="budget", common=QUESTION)),
    )
    new = book("north", rule("south"), change, version="2024")
    adopted = on(LATER, terms.Adopted(new, LATER, DECISIONS["north"]))
    start.when(adopted).refused_by(
        f"CHA-1 (north ToR 9.1): expected a decision of the body, got {DECISIONS['north']}, "
        "undone, contested, or waiting for others to agree"
    )
    start.and_(agrees("south")).when(adopted).happens()


def test_nothing_rests_on_a_decision_once_that_of_another_body_is_undone() -> None:  # PBP-4
    first = named("d", "first")
    agreed_ = together().and_(resolves("north", decision=first), put(), agrees("north"), agrees("south"))
    superseded = on(
        LATER, outcomes.Changed(first, "north", "superseded", sealed("why"), by=DECISIONS["north"])
    )
    agreed_.when(superseded).happens()
    for change in ("rescinded", "contested"):
        undone = agreed_.and_(changed("south", change))
        assert undone.when(superseded).verdict("OUT-7") is Verdict.NOT_MET


# --- what a later decision did, once it is undone itself ------------------------------------------


def test_an_answer_to_a_recommendation_is_worth_what_the_decision_is_that_gave_it() -> None:  # PLD-7
    considered = outcomes.Considered(
        DECISIONS["north"], "north", "1", "south", DECISIONS["south"], "accepted"
    )
    history = together().and_(
        resolves("north", part("recommendation")), resolves("south"), on(DAY, considered)
    )
    (shown,) = worths(history, "north", "2025-01-01")
    assert shown.worth == "recommendation accepted by south"
    (shown,) = worths(history.and_(changed("south", "rescinded")), "north", "2025-01-01")
    assert shown.worth == f"recommendation accepted by south in {DECISIONS['south']} (rescinded)"
    (before,) = worths(history.and_(changed("south", "rescinded")), "north", "2024-04-19")
    assert before.worth == "recommendation accepted by south"
