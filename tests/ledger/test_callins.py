"""Publication, call-in and its end, and what they make of the standing of a decision."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import BOB, ICP, ITEM, MEETING, MET, RESOLUTION, registered
from tests.ledger.test_keydecisions import (
    BANK_HOLIDAYS,
    KEY,
    RULE,
    WATCH,
    announced,
    cabinet,
    meets,
)

from ledger.acts import Recorded
from ledger.aftermath import stands
from ledger.facts import keydecisions, members, outcomes, terms
from ledger.facts.decisions import Part, Resolved
from ledger.findings import Verdict
from ledger.standing import Standing, standings

ANN, BEA, CLEO, DORA = (named("p", name) for name in ("ann", "bea", "cleo", "dora"))
OTHER = named("d", "other")
PUBLISHED = "2024-03-27"
LAST, FIRST = "2024-04-05", "2024-04-06"
"""Five clear working days after Wednesday 27 March 2024, over Good Friday and Easter Monday: 28 March and
2, 3, 4 and 5 April. The decision is called in by the last of them, and implemented from the day after it.
"""

DECIDED = Part("1", "decision", sealed("part"), matter="strategy", key=KEY)
NOT_KEY = Part("2", "decision", sealed("part"), matter="roads")


def decided(*parts: Part, calendar: bool = True, **more: Any) -> Given:
    """Give a decision on a key matter, and three members of the body that scrutinises."""
    sits = (members.Appointed(WATCH, one, None, "appointed", "2023-05-01") for one in (ANN, BEA, CLEO))
    start = cabinet(RULE, **more).and_(
        registered(ANN, BEA, CLEO, DORA),
        on("2023-05-01", *sits),
        on("2024-01-02", BANK_HOLIDAYS) if calendar else (),
        announced(),
    )
    body = Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), parts or (DECIDED,))
    return meets(start).and_(on(MET, body))


def published(day: str = PUBLISHED, code: str = RESOLUTION) -> tuple[Step, ...]:
    return on(day, keydecisions.Published(code, ICP))


def called(day: str = "2024-04-02", *by: str, part: str | None = None) -> tuple[Step, ...]:
    return on(day, keydecisions.CalledIn(RESOLUTION, ICP, by or (ANN, BEA, CLEO), sealed("why"), part))


def ended(outcome: keydecisions.Outcome, day: str = "2024-04-10") -> tuple[Step, ...]:
    return on(day, keydecisions.CallInEnded(RESOLUTION, ICP, outcome, sealed("why")))


def changed(
    change: outcomes.Change, day: str = "2024-05-20", part: str | None = None, by: str | None = None
) -> tuple[Step, ...]:
    return on(day, outcomes.Changed(RESOLUTION, ICP, change, sealed("why"), part, by))


def worth(given: Given, day: str = "2025-01-01", part: str = "1") -> Standing:
    state = given.state()
    at: Recorded = next(one for one in given.facts if isinstance(one.fact.body, Resolved))
    told, days = state.outcomes.about.get(RESOLUTION, ()), state.programme.days(ICP, day)
    found = standings(at, state.motions.resolved[RESOLUTION], told, state.terms.in_force(ICP, MET), day, days)
    return next(one for one in found if one.part == part)


def holds_good(given: Given) -> bool:
    state = given.state()
    return stands(state.motions.resolved[RESOLUTION], state.outcomes, "2025-01-01")


def said(given: Given, day: str = "2025-01-01", part: str = "1") -> tuple[str, str | None, tuple[str, ...]]:
    one = worth(given, day, part)
    return one.worth, one.not_before, one.beside


# --- publication ---------------------------------------------------------------------------------


def test_a_decision_is_published_once_after_it_was_taken() -> None:
    before = decided()
    expected = "OUT-3 (Remit default): expected a decision of icp taken by"
    before.when(published("2024-03-24")).refused_by(f"{expected} 2024-03-24, got {RESOLUTION}")
    before.when(published(code=OTHER)).refused_by(f"{expected} {PUBLISHED}, got {OTHER}")
    after = before.when(published()).happens()
    after.when(published("2024-03-28")).refused_by(
        f"KDE-6 (Remit default): expected a decision not published yet, got {RESOLUTION}"
    )


def test_a_decision_waits_until_it_can_be_called_in_no_more() -> None:
    before = decided(DECIDED, NOT_KEY, Part("3", "recommendation", sealed("part"), matter="strategy"))
    assert said(before) == ("valid", None, ("not published yet",))
    after = before.when(published()).happens()
    assert said(after) == ("valid", FIRST, ())
    assert worth(after).grounds[-1].said == "published"
    assert said(after, "2024-03-26") == ("valid", None, ("not published yet",))
    assert said(after, "2024-03-24") == ("not taken yet", None, ())
    assert said(after, part="2") == ("valid", None, ())
    assert worth(after, part="3").not_before is None
    assert said(decided(call_in=None).and_(published())) == ("valid", None, ())


def test_where_no_calendar_covers_the_count_the_day_is_not_known() -> None:
    after = decided(calendar=False).and_(published())
    doubt = f"not to be implemented before a day that is not known: no adopted calendar covers {PUBLISHED}"
    assert said(after) == ("valid", None, (doubt,))
    assert after.when(called()).verdict("KDE-9") is Verdict.NOT_KNOWN
    calendar_days = decided(calendar=False, call_in_unit="calendar").and_(published())
    assert worth(calendar_days).not_before == "2024-04-01"


def test_what_is_not_to_be_implemented_any_more_has_no_first_day() -> None:
    after = decided().and_(published())
    for change in ("rescinded", "superseded"):
        assert said(after.and_(changed(change))) == (change, None, ())
    aside = outcomes.Changed(RESOLUTION, ICP, "set aside", sealed("why"), authority="High Court")
    assert said(after.and_(on("2024-05-20", aside)))[:2] == ("set aside by High Court", None)


# --- call-in -------------------------------------------------------------------------------------


def test_a_decision_is_called_in_within_its_days_from_publication() -> None:
    before = decided().and_(published())
    before.when(called(PUBLISHED)).happens()
    before.when(called(LAST)).happens()
    before.when(called(FIRST)).refused_by(
        "KDE-9 (ToR 16.2): expected a call-in within 5 clear working days of publication, "
        f"got {FIRST}, published {PUBLISHED}, to be implemented from {FIRST}"
    )


def test_before_it_is_published_nothing_is_called_in() -> None:
    expected = "KDE-7 (Remit default): expected a decision published by"
    decided().when(called()).refused_by(f"{expected} 2024-04-02, got {RESOLUTION}")
    decided().and_(published()).when(called("2024-03-26")).refused_by(
        f"{expected} 2024-03-26, got {RESOLUTION}"
    )
    gone = on("2024-04-02", keydecisions.CalledIn(OTHER, ICP, (ANN,), sealed("why")))
    decided().when(gone).refused_by(
        f"OUT-3 (Remit default): expected a decision of icp taken by 2024-04-02, got {OTHER}"
    )


def test_as_many_members_of_the_scrutinising_body_call_in_as_the_terms_ask_for() -> None:
    before = decided().and_(published())
    expected = "KDE-10 (ToR 16.2): expected at least 3 members of overview, got 2"
    before.when(called("2024-04-02", ANN, BEA)).refused_by(expected)
    before.when(called("2024-04-02", ANN, BEA, BEA)).refused_by(expected)
    before.when(called("2024-04-02", ANN, BEA, DORA)).refused_by(expected)
    before.when(called("2024-04-02", ANN, BEA, BOB)).refused_by(expected)  # of the body, not of overview
    gone = before.and_(on("2024-04-02", members.Ended(WATCH, CLEO, None, sealed("why"))))
    gone.when(called()).refused_by(expected)
    assert gone.when(called("2024-03-28")).verdict("KDE-10") is Verdict.MET
    undated = on("2024-05-01", members.Appointed(WATCH, DORA, None, "appointed", None))
    found = before.and_(undated).when(called("2024-04-02", ANN, BEA, DORA)).finding("KDE-10")
    assert (found.verdict, found.got, found.by) == (Verdict.NOT_KNOWN, "2 to 3", (ANN, BEA))


def test_only_what_the_terms_let_be_is_called_in() -> None:
    before = decided(DECIDED, NOT_KEY).and_(published())
    before.when(called(part="2")).refused_by(
        f"KDE-8 (Remit default): expected a decision that the terms let be called in, got {RESOLUTION}"
    )
    before.when(called(part="3")).refused_by(
        f"OUT-6 (Remit default): expected a part of {RESOLUTION}, got 3",
        f"KDE-8 (Remit default): expected a decision that the terms let be called in, got {RESOLUTION}",
    )
    before.when(called(part="1")).happens()
    without = decided(call_in=None).and_(published())
    assert without.when(called()).verdict("KDE-8") is Verdict.NOT_MET


@pytest.mark.parametrize(("first", "second"), [(None, None), ("1", "1"), (None, "1"), ("1", None)])
def test_a_decision_is_called_in_once(first: str | None, second: str | None) -> None:
    other = msgspec.structs.replace(DECIDED, number="2")
    before = decided(DECIDED, other).and_(published(), called("2024-04-02", part=first))
    before.when(called("2024-04-03", part=second)).refused_by(
        f"KDE-11 (Remit default): expected a decision that was not called in before, got {RESOLUTION}"
    )
    if first == "1":
        before.when(called("2024-04-03", part="2")).happens()


def test_without_terms_on_its_day_it_is_not_known_whether_it_is_called_in() -> None:
    before = decided()
    early = Given(tuple(one for one in before.facts if not isinstance(one.fact.body, terms.Adopted)))
    found = early.and_(published()).when(called())
    assert found.verdict("TER-1") is Verdict.NOT_KNOWN


# --- what becomes of it --------------------------------------------------------------------------


def test_what_is_called_in_is_contested_until_it_is_released() -> None:
    before = decided().and_(published())
    open_ = before.when(called()).happens()
    waiting = "not to be implemented while it is called in"
    assert said(open_) == ("contested", None, (waiting,))
    assert worth(open_).grounds[-1].said == f"called in by {ANN}, {BEA}, {CLEO}"
    assert said(open_, "2024-04-01") == ("valid", FIRST, ())
    assert not holds_good(open_)
    released = open_.when(ended("released")).happens()
    assert said(released) == ("valid", "2024-04-10", ())
    assert said(released, "2024-04-09") == ("contested", None, (waiting,))
    assert worth(released).grounds[-1].said == "released"
    assert holds_good(released)
    # A release within the days of the call-in does not shorten them.
    assert worth(open_.and_(ended("released", "2024-04-03"))).not_before == FIRST


def test_what_is_referred_back_waits_for_a_later_decision() -> None:
    later = Resolved(OTHER, MEETING, ITEM, "consensus", (), (DECIDED,))
    before = decided().and_(published(), called(), on(MET, later))
    back = before.when(ended("referred back")).happens()
    waiting = "not to be implemented while it is referred back"
    assert said(back) == ("contested", None, (waiting,))
    assert worth(back).grounds[-1].said == "referred back"
    assert not holds_good(back)
    confirmed = back.when(changed("ratified", by=OTHER)).happens()
    assert said(confirmed) == ("ratified", "2024-05-20", ())
    assert said(confirmed, "2024-05-19") == ("contested", None, (waiting,))
    assert holds_good(confirmed)
    assert said(back.and_(changed("superseded", by=OTHER))) == ("superseded", None, ())
    assert said(back.and_(changed("rescinded"))) == ("rescinded", None, ())


def test_a_ratification_does_not_end_a_call_in_that_is_open() -> None:
    before = decided().and_(published(), called(), changed("ratified", "2024-04-03", by=OTHER))
    assert said(before)[0] == "contested"


def test_a_part_is_called_in_by_itself() -> None:
    other = msgspec.structs.replace(DECIDED, number="2")
    before = decided(DECIDED, other).and_(published(), called(part="2"))
    assert (said(before)[0], said(before, part="2")[0]) == ("valid", "contested")
    assert worth(before).not_before == FIRST
    both = before.when(called("2024-04-03", part="1")).happens()
    assert (said(both)[0], holds_good(both)) == ("contested", False)
    released = before.when(ended("released")).happens()
    assert (worth(released).not_before, worth(released, part="2").not_before) == (FIRST, "2024-04-10")


def test_only_a_call_in_that_is_open_ends() -> None:
    refusal = f"KDE-12 (Remit default): expected a decision that is called in, got {RESOLUTION}"
    before = decided().and_(published())
    before.when(ended("released")).refused_by(refusal)
    open_ = before.and_(called())
    open_.when(ended("released", "2024-04-01")).refused_by(refusal)
    for outcome in ("released", "referred back"):
        open_.and_(ended(outcome)).when(ended("released")).refused_by(refusal)
    assert open_.and_(ended("released"), ended("referred back")).state().outcomes.about[RESOLUTION]
    assert said(open_.and_(ended("released"), ended("referred back", "2024-04-11")))[0] == "valid"
