"""Urgent decisions again and again: a further one waits until the body was told of those before it (D16)."""

from __future__ import annotations

import msgspec
import pytest
from tests.ledger import test_between as between
from tests.ledger.given import Given, Outcome, Step, given, named, on, sealed
from tests.ledger.partnership import (
    CHAIR,
    EVE,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    RULES,
    constituted,
    item,
    terms_with,
)

from ledger.facts import meetings, outcomes, terms
from ledger.facts.decisions import Part, Resolved
from ledger.findings import Verdict

DUE, OVER = "2024-04-24", "2024-04-25"
"""Thirty days from 25 March, the day of the first, are over after 24 April."""

RATIFIED = between.URGENT
REPORTED = msgspec.structs.replace(RATIFIED, then="report", says="by the Chair, reported within thirty days")
SECOND, LATER, OTHER = named("d", "second"), named("d", "later"), named("d", "other")
AGAIN, MET_AGAIN = named("m", "again"), named("m", "hall")
AGAIN_ITEM = named("i", "again")


def taken(rule: terms.UrgentRule, *more: terms.Rule) -> Given:
    """Give a partnership in which the Chair took one urgent decision."""
    return between.body(rule, *more).and_(between.holding(), between.urgent(CHAIR), between.decided())


def sitting(day: str, meeting: str = AGAIN, at: str = AGAIN_ITEM) -> tuple[Step, ...]:
    lists = meetings.Attended(meeting, (CHAIR,), (meetings.Attendee(EVE, None),), ())
    open_ = meetings.Opened(meeting, ICP, "urgent decision", None, sealed("x"), reason=sealed("it leaks"))
    return on(day, open_, lists, meetings.ItemOpened(meeting, at, "1", sealed("t"), None))


def second(
    day: str, urgent: str | None = ICP, code: str = SECOND, matter: str | None = None
) -> tuple[Step, ...]:
    part = Part("1", "decision", sealed("mend it again"), matter=matter)
    return on(day, Resolved(code, AGAIN, AGAIN_ITEM, "by office-holders", (), (part,), urgent))


def again(before: Given, day: str) -> Outcome:
    """Have the Chair take a second urgent decision on a day."""
    return before.and_(sitting(day)).when(second(day))


def told(day: str) -> tuple[Step, ...]:
    hall = meetings.Opened(MET_AGAIN, ICP, "meeting", None, sealed("hall"))
    return on(day, hall, outcomes.Reported(RESOLUTION, ICP, MET_AGAIN, None))


def changed(
    day: str, change: outcomes.Change, by: str | None = LATER, part: str | None = None
) -> tuple[Step, ...]:
    return on(day, outcomes.Changed(RESOLUTION, ICP, change, sealed("so"), part, by))


def open_(outcome: Outcome) -> bool:
    """Say whether the way is open for a further urgent decision."""
    return outcome.verdict("DEC-44") is Verdict.MET


@pytest.mark.parametrize(("rule", "done"), [(RATIFIED, "ratified"), (REPORTED, "reported")])
def test_no_further_urgent_decision_while_the_body_is_to_be_told_of_one(
    rule: terms.UrgentRule, done: str
) -> None:  # D16
    before = taken(rule)
    again(before, DUE).happens()
    again(before, OVER).refused_by(
        f"DEC-44 (ToR 12): expected {RESOLUTION} to be {done} by 2024-04-24, "
        f"got not {done}, overdue since 2024-04-25"
    )
    departing = second(OVER)[0].departing()
    before.and_(sitting(OVER)).when(departing).happens("DEC-44 not met")


def test_a_report_opens_the_way_again_in_time_or_late() -> None:  # D16
    assert open_(again(taken(REPORTED).and_(told(DUE)), OVER))
    assert open_(again(taken(REPORTED).and_(told("2024-05-01")), "2024-05-01"))
    # On the day before the meeting nobody had been told yet, whatever was recorded since.
    assert not open_(again(taken(REPORTED).and_(told("2024-05-02")), "2024-05-01"))
    # Of what is to be ratified it is not enough that the body heard of it.
    assert not open_(again(taken(RATIFIED).and_(told(DUE)), OVER))


@pytest.mark.parametrize("change", ["ratified", "superseded", "rescinded"])
@pytest.mark.parametrize("rule", [RATIFIED, REPORTED])
def test_what_the_body_decided_of_it_opens_the_way(rule: terms.UrgentRule, change: outcomes.Change) -> None:
    # D16: after the days that lapsed it too, or the body could never let its officers act again.
    assert open_(again(taken(rule).and_(changed("2024-05-01", change)), "2024-05-01"))
    assert not open_(again(taken(rule).and_(changed("2024-05-02", change)), "2024-05-01"))


@pytest.mark.parametrize(
    ("change", "by"), [("contested", LATER), ("rescinded", None), ("set aside", None), ("contested", None)]
)
def test_what_tells_the_body_nothing_does_not(change: outcomes.Change, by: str | None) -> None:  # D16
    assert not open_(again(taken(RATIFIED).and_(changed(DUE, change, by)), OVER))


def test_nor_does_what_office_holders_decide_in_its_place() -> None:  # D16
    replaced = taken(REPORTED).and_(sitting(DUE), second(DUE), changed(DUE, "superseded", SECOND))
    third = named("m", "third"), named("i", "third")
    part = Part("1", "decision", sealed("and again"))
    act = on(OVER, Resolved(OTHER, *third, "by office-holders", (), (part,), ICP))
    assert not open_(replaced.and_(sitting(OVER, *third)).when(act))


def test_every_part_that_is_overdue_is_named_by_its_own_rule() -> None:  # D16
    grants = msgspec.structs.replace(REPORTED, rule="URG-2", clause="13", matters=("grants",), days=10)
    parts = (Part("1", "decision", sealed("one")), Part("2", "decision", sealed("two"), matter="grants"))
    both = on(MET, Resolved(RESOLUTION, MEETING, ITEM, "by office-holders", (), parts, ICP))
    before = between.body(RATIFIED, grants).and_(between.holding(), between.urgent(CHAIR), both)

    def late(given_: Given, day: str) -> list[tuple[str | None, str]]:
        judged = again(given_, day).findings
        found = (one for one in judged if one.rule == "DEC-44" and one.verdict is not Verdict.MET)
        return [(one.clause, one.expected) for one in found]

    first = ("ToR 12", f"part 1 of {RESOLUTION} to be ratified by 2024-04-24")
    other = ("ToR 13", f"part 2 of {RESOLUTION} to be reported by 2024-04-04")
    assert late(before, "2024-04-04") == []
    assert late(before, "2024-04-05") == [other]
    assert late(before, OVER) == [first, other]
    assert late(before.and_(changed(DUE, "ratified", part="1")), OVER) == [other]
    assert late(before.and_(told(DUE)), OVER) == [first]


def test_without_days_and_without_a_rule_nothing_is_overdue() -> None:
    ever = msgspec.structs.replace(REPORTED, days=None)
    assert open_(again(taken(ever), "2030-01-01"))
    # What the terms gave nobody to decide, they give no days to report.
    none = between.body().and_(between.urgent(CHAIR), between.decided())
    assert open_(again(none, "2030-01-01"))


def test_the_terms_of_the_day_bind_what_was_taken_under_them() -> None:  # D16, D14
    easier = msgspec.structs.replace(REPORTED, days=300)
    new = terms_with(*(one for one in RULES if type(one) is not terms.UrgentRule), easier, version="2025")
    for in_force in ("2024-04-26", "2024-03-01"):
        # Said to hold from before the decision, they still were not there when it was taken.
        before = taken(REPORTED).and_(on("2024-04-26", terms.Adopted(new, in_force)))
        assert not open_(again(before, "2024-04-26"))


def test_what_another_body_was_not_told_of_is_its_own_affair() -> None:
    part = Part("1", "decision", sealed("mend it"))
    theirs = on(MET, Resolved(OTHER, named("m", "x"), ITEM, "by office-holders", (), (part,), "elsewhere"))
    assert open_(again(between.body(REPORTED).and_(between.holding(), theirs), OVER))


def test_an_urgent_decision_names_its_body_and_no_other_decision_does() -> None:  # D16
    before = between.body(RATIFIED).and_(between.holding(), sitting(MET))
    before.when(second(MET)).happens()
    before.when(second(MET, None)).refused_by(
        f"DEC-43 (Remit default): expected a decision urgent for {ICP}, got none"
    )
    assert before.when(second(MET, "elsewhere")).verdict("DEC-43") is Verdict.NOT_MET
    met = on(MET, between.opened("meeting"), meetings.Attended(MEETING, between.VOTERS, (), ()))
    at_a_meeting = between.body(RATIFIED).and_(met, item())
    part = (Part("1", "decision", sealed("so")),)
    agreed = Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), part)
    assert at_a_meeting.when(on(MET, agreed)).verdict("DEC-43") is Verdict.MET
    wrong = at_a_meeting.when(on(MET, msgspec.structs.replace(agreed, urgent=ICP)))
    assert (wrong.verdict("DEC-43"), wrong.finding("DEC-43").got) == (Verdict.NOT_MET, ICP)
    nowhere = given(constituted()).when(second(MET))
    assert [one for one in nowhere.findings if one.rule == "DEC-43"] == []
