"""Risks: whose they are, in which shares as stated, how large, when reviewed, accepted, shared and closed."""

from __future__ import annotations

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
    MEETING,
    MET,
    RESOLUTION,
    attended,
    constituted,
    item,
    opened,
    partnership,
    pounds,
    resolves,
)

from ledger.awaiting import Awaited
from ledger.facts import decisions, meetings, organisations, outcomes
from ledger.facts import risks as facts
from ledger.facts.risks import Bearer, Bearing, Score
from ledger.facts.words import Due, Money
from ledger.findings import Verdict
from ledger.places import Places
from ledger.risks import Risk, Summed, awaited, borne, percent, product, summed

R = named("rk", "beds")
RAISED, LATER = "2024-01-10", "2024-06-24"
BLACKBURN, BLACKPOOL, ICB = (f"organisation:{code}" for code in ("blackburn", "blackpool", "icb"))
JUNE = Due("by June 2024", None, "2024-06-30")
SHARES = Bearing(Bearer(BLACKBURN, 5_000), (Bearer(BLACKPOOL, 3_000), Bearer(ICB)))


def known() -> Given:
    codes = ("blackburn", "blackpool", "icb")
    steps = (organisations.Registered(code, code, "council") for code in codes)
    return partnership().and_(on("2023-01-05", *steps), constituted("board"))


def raises(
    bearing: Bearing = SHARES, review: Due | None = JUNE, day: str = RAISED, body: str = ICP
) -> tuple[Step, ...]:
    return on(day, facts.Raised(R, body, sealed("too few beds"), bearing, review))


def assigns(bearing: Bearing, day: str = "2024-02-01") -> tuple[Step, ...]:
    return on(day, facts.Assigned(R, ICP, bearing))


def scores(mitigation: facts.Mitigation, score: Score, day: str = "2024-02-01") -> tuple[Step, ...]:
    return on(day, facts.Scored(R, ICP, mitigation, score))


def reviews(review: Due | None, day: str = LATER, meeting: str | None = None) -> tuple[Step, ...]:
    return on(day, facts.Reviewed(R, ICP, sealed("no better"), review, meeting))


def accepts(by: str | None = None, person: str | None = None, day: str = LATER) -> tuple[Step, ...]:
    return on(day, facts.Accepted(R, ICP, sealed("we live with it"), by, person))


def shares(
    *parts: Bearer, by: str = RESOLUTION, whole: Money | None = None, day: str = LATER
) -> tuple[Step, ...]:
    return on(day, facts.Shared(R, ICP, "loss", parts or (Bearer(BLACKBURN, 6_000),), by, whole))


def closes(day: str = LATER, by: str | None = None, body: str = ICP) -> tuple[Step, ...]:
    return on(day, facts.Closed(R, body, sealed("beds were found"), by))


def decided() -> Given:
    there = attended(CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
    return known().and_(raises(), opened(), there, item(), resolves("consensus"))


def risk(before: Given) -> Risk:
    return before.state().risks.known[R]


# --- whose it is, and in which shares ------------------------------------------------------------


def test_owner_and_contributors_are_as_stated_until_they_change() -> None:  # PBP-6
    before = known().when(raises()).happens()
    now = Bearing(Bearer(BLACKPOOL), (Bearer(BLACKBURN),))
    one = risk(before.when(assigns(now)).happens())
    assert (one.bearing("2024-01-31"), one.bearing("2024-02-01")) == (SHARES, now)
    assert borne(SHARES) == (Bearer(BLACKBURN, 5_000), Bearer(BLACKPOOL, 3_000), Bearer(ICB))
    nobody = risk(known().when(raises(Bearing())).happens())
    assert (nobody.bearing(RAISED).owner, borne(nobody.bearing(RAISED))) == (None, ())


def test_what_is_told_later_of_an_earlier_day_counts_from_that_day() -> None:
    first, then = Bearing(Bearer(ICB)), Bearing(Bearer(BLACKPOOL))
    one = risk(known().and_(raises(), assigns(then, "2024-03-01"), assigns(first, "2024-02-01")))
    assert (one.bearing("2024-02-15"), one.bearing("2024-03-01")) == (first, then)


@pytest.mark.parametrize(
    ("bearers", "expected"),
    [
        (borne(SHARES), Summed(8_000, 2_000, (ICB,))),
        ((Bearer(BLACKBURN, 6_000), Bearer(ICB, 4_000)), Summed(10_000, 0, ())),
        ((Bearer(BLACKBURN, None, "a third"), Bearer(ICB, 9_000)), Summed(9_000, 1_000, (BLACKBURN,))),
        ((Bearer(BLACKBURN, 6_000), Bearer(ICB, 4_001)), Summed(10_001, -1, ())),
    ],
)
def test_shares_are_summed_as_stated_and_none_is_made_up(
    bearers: tuple[Bearer, ...], expected: Summed
) -> None:  # PBP-6, SYS-3
    assert summed(bearers) == expected


@pytest.mark.parametrize(
    ("hundredths", "printed"), [(10_000, "100 %"), (1_250, "12.5 %"), (3_333, "33.33 %"), (-5, "-0.05 %")]
)
def test_a_share_is_printed_in_percent(hundredths: int, printed: str) -> None:
    assert percent(hundredths) == printed


def test_shares_are_at_most_the_whole_or_a_departure_says_that_they_are_printed_so() -> None:  # PBP-6, SYS-3
    whole = Bearing(Bearer(BLACKBURN, 6_000), (Bearer(ICB, 4_000),))
    known().when(raises(whole)).happens()
    over = Bearing(Bearer(BLACKBURN, 6_000), (Bearer(ICB, 4_001),))
    sentence = "RSK-4 (Remit default): expected shares of at most 100 % together, got 100.01 %"
    known().when(raises(over)).refused_by(sentence)
    known().and_(raises()).when(assigns(over)).refused_by(sentence)
    known().when(raises(over)[0].departing()).happens("RSK-4 not met")
    decided().when(shares(*borne(over))).refused_by(sentence)


def test_nobody_bears_two_parts() -> None:  # PBP-6
    twice = Bearing(Bearer(BLACKBURN, 5_000), (Bearer(BLACKBURN, 1_000),))
    sentence = "RSK-3 (Remit default): expected whoever bears a part named once, got "
    known().when(raises(twice)).refused_by(f"{sentence}{BLACKBURN}, {BLACKBURN}")
    assert known().and_(raises()).when(assigns(twice)).verdict("RSK-3") is Verdict.NOT_MET
    assert decided().when(shares(*borne(twice))).verdict("RSK-3") is Verdict.NOT_MET
    assert known().when(raises()).verdict("RSK-3") is Verdict.MET


@pytest.mark.parametrize(("party", "rule"), [("organisation:nobody", "ORG-2"), ("body:nobody", "BOD-2")])
def test_who_bears_a_part_is_known(party: str, rule: str) -> None:  # PBP-6
    for outcome in (
        known().when(raises(Bearing(Bearer(party)))),
        known().and_(raises()).when(assigns(Bearing(None, (Bearer(party),)))),
        decided().when(shares(Bearer(party))),
    ):
        assert Verdict.NOT_MET in [one.verdict for one in outcome.findings if one.rule == rule]
    known().when(raises(Bearing(Bearer("body:board")))).happens()


# --- how large it is -----------------------------------------------------------------------------


def test_it_is_scored_before_it_is_mitigated_and_after() -> None:  # PBP-6
    before = known().and_(raises()).when(scores("before", Score(4, 5))).happens()
    one = risk(before.and_(scores("after", Score(2, 5)), scores("after", Score(1, 5), "2024-03-01")))
    assert (one.score("before", "2024-01-31"), one.score("before", LATER)) == (None, Score(4, 5))
    assert (one.score("after", "2024-02-29"), one.score("after", LATER)) == (Score(2, 5), Score(1, 5))


@pytest.mark.parametrize(
    ("score", "expected", "got"),
    [
        (Score(1, 5), 5, None),
        (Score(4, 5, "20, red"), 20, None),
        (Score(printed="red"), None, None),
        (Score(4), None, "likelihood 4"),
        (Score(None, 5), None, "impact 5"),
        (Score(4, None, "red"), None, "likelihood 4, printed red"),
        (Score(), None, "nothing"),
    ],
)
def test_a_score_is_likelihood_and_impact_or_as_printed(
    score: Score, expected: int | None, got: str | None
) -> None:  # SYS-3
    assert product(score) == expected
    outcome = known().and_(raises()).when(scores("before", score))
    if got is None:
        outcome.happens()
    else:
        outcome.refused_by(
            f"RSK-5 (Remit default): expected likelihood and impact, or the score as printed, got {got}"
        )


# --- what is recorded ----------------------------------------------------------------------------


def test_a_risk_is_raised_once_and_what_is_said_of_it_comes_after() -> None:  # PBP-6
    before = known().and_(raises())
    before.when(raises()).refused_by(f"RSK-1 (Remit default): expected an id that is new, got {R}")
    sentence = "RSK-2 (Remit default): expected a risk of {} raised by {} that is open, got {}"
    raised = f"{R}, raised for icp on {RAISED}"
    before.when(closes("2024-01-09")).refused_by(sentence.format(ICP, "2024-01-09", raised))
    before.when(closes(RAISED)).happens()
    before.when(closes(body="board")).refused_by(sentence.format("board", LATER, raised))
    known().when(closes()).refused_by(sentence.format(ICP, LATER, f"{R}, which the ledger does not know"))
    closed = before.when(closes()).happens()
    for again in (closes("2024-07-01"), reviews(None, "2024-02-01"), accepts(person=BOB)):
        assert closed.when(again).finding("RSK-2").got == f"{R}, closed on {LATER}"
    stages = [risk(closed).stage(day) for day in (RAISED, "2024-06-23", LATER)]
    assert stages == ["open", "open", "closed"]


def test_nothing_is_said_of_a_risk_before_its_day() -> None:  # T2
    for step in (closes(), reviews(None), accepts(person=BOB), scores("before", Score(1, 1), LATER)):
        (early,) = on(LATER, step[0].body, recorded="2024-06-23")
        assert known().and_(raises()).when(early).verdict("TIM-1") is Verdict.NOT_MET
        assert known().and_(raises()).when(step).verdict("TIM-1") is Verdict.MET


def test_what_is_said_of_an_unknown_risk_changes_nothing() -> None:
    assert known().and_(closes()).state().risks == known().state().risks


def test_it_is_reviewed_at_a_meeting_of_the_body() -> None:  # PBP-6
    other = named("m", "board")
    elsewhere = on(LATER, meetings.Opened(other, "board", "meeting", None, sealed("hall")))
    before = known().and_(raises(), opened(), elsewhere)
    before.when(reviews(None, meeting=MEETING)).happens()
    wrong = f"RSK-7 (Remit default): expected a meeting of icp, got {other}"
    before.when(reviews(None, meeting=other)).refused_by(wrong)


def test_the_first_day_of_a_review_is_not_after_the_last() -> None:
    wrong = Due("July to June 2024", "2024-07-01", "2024-06-30")
    assert known().when(raises(review=wrong)).verdict("RSK-6") is Verdict.NOT_MET
    assert known().and_(raises()).when(reviews(wrong)).verdict("RSK-6") is Verdict.NOT_MET
    known().when(raises(review=Due("1 July 2024", "2024-07-01", "2024-07-01"))).happens()


def test_it_is_accepted_by_a_decision_or_by_a_person_and_stays_a_risk() -> None:  # PBP-6
    one = risk(decided().when(accepts(RESOLUTION)).happens())
    assert [one.stage(day) for day in ("2024-06-23", LATER)] == ["open", "accepted"]
    assert risk(decided().when(accepts(person=BOB)).happens()).stage(LATER) == "accepted"
    sentence = "RSK-8 (Remit default): expected a decision or a person, got "
    decided().when(accepts()).refused_by(f"{sentence}nobody")
    decided().when(accepts(RESOLUTION, BOB)).refused_by(f"{sentence}{RESOLUTION}, {BOB}")
    stranger = decided().when(accepts(person=named("p", "nobody")))
    assert stranger.verdict("PER-2") is Verdict.NOT_MET


def test_a_share_is_enacted_by_a_decision_that_stands() -> None:  # PLD-7
    before = decided()
    one = risk(before.when(shares(Bearer(BLACKBURN, 6_000, None, pounds(60)))).happens())
    ((day, enacted),) = one.told(facts.Shared, LATER)
    assert (day, enacted.resolution, one.told(facts.Shared, "2024-06-23")) == (LATER, RESOLUTION, ())
    sentence = f"RSK-9 (Remit default): expected a decision of icp taken by {LATER}, which stands, got "
    other = named("d", "other")
    before.when(shares(by=other)).refused_by(f"{sentence}{other}")
    before.when(shares(by=other)[0].departing()).happens("RSK-9 not met")
    assert before.when(shares(day=MET)).verdict("RSK-9") is Verdict.MET
    assert before.when(shares(day="2024-03-24")).verdict("RSK-9") is Verdict.NOT_MET
    undone = on("2024-04-01", outcomes.Changed(RESOLUTION, ICP, "rescinded", sealed("wrong")))
    for step in (shares(), accepts(RESOLUTION), closes(by=RESOLUTION)):
        before.when(step).happens()
        before.and_(undone).when(step).refused_by(f"{sentence}{RESOLUTION}")
    assert "RSK-9" not in [one.rule for one in before.when(closes()).findings]


def test_what_is_only_recommended_enacts_no_share() -> None:  # PLD-7
    there = attended(CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
    part = decisions.Part("1", "recommendation", sealed("each bears a half"), to=("blackburn",))
    resolved = decisions.Resolved(RESOLUTION, MEETING, named("i", "first"), "consensus", (), (part,))
    before = known().and_(raises(), opened(), there, item(), on(MET, resolved))
    assert before.when(shares()).verdict("RSK-9") is Verdict.NOT_MET


def test_parts_in_money_are_at_most_the_whole_where_it_is_stated() -> None:  # PLD-7
    before, half = decided(), Bearer(BLACKBURN, 5_000, None, pounds(50))
    before.when(shares(half, Bearer(ICB, 5_000, None, pounds(50)), whole=pounds(100))).happens()
    before.when(shares(half, Bearer(ICB, 5_000, None, pounds(40)), whole=pounds(100))).happens()
    sentence = "RSK-10 (Remit default): expected parts of at most GBP 100.00 together, got GBP 50.00, "
    over = Bearer(ICB, 5_000, None, Money(5_001, "GBP"))
    before.when(shares(half, over, whole=pounds(100))).refused_by(f"{sentence}GBP 50.01")
    euros = Bearer(ICB, 5_000, None, Money(1, "EUR"))
    before.when(shares(half, euros, whole=pounds(100))).refused_by(f"{sentence}EUR 0.01")
    for step in (shares(half, over), shares(Bearer(ICB, 5_000), whole=pounds(100))):
        assert "RSK-10" not in [one.rule for one in before.when(step).findings]


# --- what is awaited -----------------------------------------------------------------------------


def test_its_next_review_is_awaited_as_printed_until_it_is_closed() -> None:  # PBP-6, SYS-3
    autumn = Due("autumn")
    before = known().when(raises()).happens().when(reviews(autumn, "2024-05-01")).happens()
    state = before.and_(closes()).state().risks
    assert list(awaited(state, Places(), "2024-01-09")) == []
    assert list(awaited(state, Places(), RAISED)) == [
        Awaited("review of a risk", R, ICP, JUNE, BLACKBURN, RAISED)
    ]
    assert list(awaited(state, Places(), "2024-06-23")) == [
        Awaited("review of a risk", R, ICP, autumn, BLACKBURN, "2024-05-01")
    ]
    assert list(awaited(state, Places(), LATER)) == []
    assert list(awaited(before.and_(reviews(None)).state().risks, Places(), LATER)) == []
    unowned = known().and_(raises(Bearing())).state().risks
    assert [one.owner for one in awaited(unowned, Places(), RAISED)] == [None]
