"""Key decisions of officers: what is done under a body's delegation is announced, published and called in."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    constituted,
    pounds,
)
from tests.ledger.partnership import registered as persons
from tests.ledger.test_callins import ANN, BEA, CLEO, FIRST, LAST, NOT_KEY, PUBLISHED
from tests.ledger.test_keydecisions import (
    BANK_HOLIDAYS,
    IN_TIME,
    KEY,
    LATE,
    OTHER,
    RULE,
    SHORT,
    WATCH,
    announced,
    cabinet,
    excepted,
    meets,
    told,
)

from ledger.callins import Implementation, by_then, implementation_of_act
from ledger.facts import functions, funds, keydecisions, members, organisations
from ledger.facts.decisions import Part, Resolved
from ledger.facts.delegations import Granted, Manner, PassedOn, Ratified, Scope, Used
from ledger.facts.keydecisions import Outcome
from ledger.findings import Verdict
from ledger.keydecisions import rule_of_function
from ledger.standing import said_of
from ledger.state import taken
from ledger.timing import Earliest, earliest, on_plan

GIVEN_ON = "2024-01-02"
ROOT, LINK, BY_TOWN, DONE, TOWN = (
    named("g", "root"),
    named("g", "link"),
    named("g", "town"),
    named("a", "done"),
    "organisation:icb",
)
HOMES = "strategy.homes"
TREE = functions.Listed(
    ICP,
    (
        functions.Function("strategy", "Strategy"),
        functions.Function(HOMES, "Homes", "strategy"),
        functions.Function("roads", "Roads"),
    ),
)


def council(*steps: tuple[Step, ...], calendar: bool = True, catalogue: bool = True, **more: Any) -> Given:
    """Give a body with key decisions, that lets Bob decide on strategy, and one that scrutinises it."""
    sits = (members.Appointed(WATCH, one, None, "appointed", "2023-05-01") for one in (ANN, BEA, CLEO))
    wide = Scope(("strategy", "roads"), onward=1)
    return cabinet(RULE, **more).and_(
        persons(ANN, BEA, CLEO),
        on("2023-05-01", *sits),
        on(GIVEN_ON, BANK_HOLIDAYS) if calendar else (),
        on(GIVEN_ON, TREE) if catalogue else (),
        on(GIVEN_ON, Granted(ROOT, f"body:{ICP}", (BOB,), "scheme 4.1", wide)),
        *steps,
    )


def acts(key: str | None = KEY, function: str = "strategy", day: str = MET, **more: Any) -> tuple[Step, ...]:
    body = Used(DONE, (ROOT,), f"body:{ICP}", (BOB,), function, pounds(180), sealed("text"), key=key)
    return on(day, replace(body, **more))


def lets(giver: str, delegation: str = LINK, to: str = BOB) -> tuple[Step, ...]:
    """Let somebody decide on strategy for another giver, or by another delegation."""
    return on(GIVEN_ON, Granted(delegation, giver, (to,), "scheme 4.2", Scope(("strategy",))))


def by_bare() -> tuple[tuple[Step, ...], ...]:
    """Give a body without terms that gave authority."""
    return constituted("bare"), lets("body:bare")


def refusal(got: str) -> str:
    return f"KDE-1 (ToR 16.2): expected {RULE.says}, got the act, {got}"


# --- announced in time ---------------------------------------------------------------------------


def test_an_officers_key_decision_is_announced_28_clear_days_before() -> None:  # LSC-9.2
    council(announced(IN_TIME)).when(acts()).happens()
    council(announced(LATE)).when(acts()).refused_by(refusal(told(LATE)))
    (step,) = acts()
    council(announced(LATE)).when(step.departing()).happens("KDE-1 not met")


def test_what_was_not_announced_or_announces_something_else_is_no_announcement() -> None:
    before = council(announced(), announced(key=OTHER, matter="roads"))
    before.when(acts(None)).refused_by(refusal("which was not announced"))
    before.when(acts(OTHER)).refused_by(refusal(f"{OTHER}, on roads"))
    nobody = named("e", "nobody")
    before.when(acts(nobody)).refused_by(refusal(f"{nobody}, which nobody announced"))
    another = council(announced(of=WATCH))
    another.when(acts()).refused_by(refusal(f"{KEY}, of {WATCH}"))


def test_an_exception_shortens_the_notice_of_an_act_too() -> None:
    council(announced(SHORT), excepted("general exception", SHORT)).when(acts()).happens()


def test_a_function_is_key_where_one_above_it_in_the_catalogue_is() -> None:  # PBP-2
    council(announced()).when(acts(function=HOMES)).happens()
    council().when(acts(None, HOMES)).refused_by(refusal("which was not announced"))
    council().when(acts(None, "roads")).happens()
    # Without a catalogue a function is key by its own name alone.
    bare = council(catalogue=False)
    assert bare.when(acts(None)).verdict("KDE-1") is Verdict.NOT_MET
    found = bare.when(acts(None, HOMES))
    assert "KDE-1" not in {one.rule for one in found.findings}


def test_the_nearest_function_above_says_which_rule_governs() -> None:
    state = council().state()
    terms = state.terms.in_force(ICP, MET)
    assert rule_of_function(terms, HOMES, state.functions) == RULE
    assert rule_of_function(terms, "roads", state.functions) is None
    assert rule_of_function(None, HOMES, state.functions) is None


def test_an_act_that_names_an_announcement_names_one_on_its_function() -> None:
    before = council(announced(matter="roads"))
    before.when(acts(KEY, "roads")).happens()
    strategy = council(announced())
    strategy.when(acts(KEY, "roads")).refused_by(
        f"KDE-1 (Remit default): expected an announcement by {ICP} of what the act is about, "
        f"got {KEY}, on strategy"
    )


def test_days_that_no_calendar_covers_are_not_known_of_an_act() -> None:
    before = council(announced("2024-02-14"), calendar=False, unit="working")
    assert before.when(acts()).verdict("KDE-1") is Verdict.NOT_KNOWN
    council(announced("2024-02-14"), unit="working").when(acts()).happens()


def test_whoever_acts_along_the_chain_acts_for_the_body_at_its_root() -> None:
    passed = on(GIVEN_ON, PassedOn(LINK, ROOT, f"body:{ICP}", (CATH, CHAIR), Scope(("strategy",)), Manner(2)))
    together: dict[str, Any] = {"chain": (ROOT, LINK), "persons": (CATH, CHAIR)}
    before = council(passed)
    before.when(acts(None, **together)).refused_by(refusal("which was not announced"))
    before.and_(announced()).when(acts(**together)).happens()


def test_a_committee_that_acts_for_the_body_is_bound_by_its_forward_plan() -> None:
    given_ = lets(f"body:{ICP}", to=f"body:{WATCH}")
    by_decision: dict[str, Any] = {"chain": (LINK,), "persons": (), "resolution": RESOLUTION}
    before = council(given_)
    assert before.when(acts(None, **by_decision)).verdict("KDE-1") is Verdict.NOT_MET
    assert before.and_(announced()).when(acts(**by_decision)).verdict("KDE-1") is Verdict.MET


def test_where_an_organisation_gave_it_nothing_is_key() -> None:
    town = on("2020-01-01", organisations.Registered("icb", "ICB", "nhs-body"))
    given_ = lets(TOWN, BY_TOWN)
    before = council(town, given_, announced())
    by_town: dict[str, Any] = {"chain": (BY_TOWN,), "by": TOWN}
    before.when(acts(None, **by_town)).happens()
    before.when(acts(KEY, **by_town)).refused_by(
        f"KDE-1 (Remit default): expected an announcement by {TOWN} of what the act is about, "
        f"got {KEY}, of {ICP}"
    )


def test_where_no_terms_are_in_force_nothing_is_key() -> None:
    bare = council(*by_bare())
    bare.when(acts(None, chain=(LINK,), by="body:bare")).happens()


# --- published and called in ---------------------------------------------------------------------


def done(*steps: tuple[Step, ...], key: str | None = KEY, function: str = "strategy", **more: Any) -> Given:
    """Give a key decision that Bob took on the day of the meeting."""
    return council(*steps, announced(), acts(key, function), **more)


def published(day: str = PUBLISHED, code: str = DONE, of: str = ICP) -> tuple[Step, ...]:
    return on(day, keydecisions.Published(code, of))


def called(day: str = LAST, *by: str, part: str | None = None) -> tuple[Step, ...]:
    return on(day, keydecisions.CalledIn(DONE, ICP, by or (ANN, BEA, CLEO), sealed("why"), part))


def ended(outcome: Outcome, day: str = "2024-04-10") -> tuple[Step, ...]:
    return on(day, keydecisions.CallInEnded(DONE, ICP, outcome, sealed("why")))


def ratified(day: str = "2024-05-20", by: str = RESOLUTION) -> tuple[Step, ...]:
    return on(day, Ratified(DONE, f"body:{ICP}", by))


def wait(given: Given, day: str = "2025-01-01") -> Implementation:
    state = given.state()
    subject = taken(state).subject(DONE, ICP)
    assert subject is not None
    known = by_then(state.outcomes.about.get(DONE, ()), day)
    return implementation_of_act(subject, known, state.programme.days(ICP, day))


def test_an_act_is_published_once_by_the_body_for_which_it_was_done() -> None:
    before = done()
    after = before.when(published()).happens()
    after.when(published("2024-03-28")).refused_by(
        f"KDE-6 (Remit default): expected a decision not published yet, got {DONE}"
    )
    before.when(published("2024-03-24")).refused_by(
        f"OUT-3 (Remit default): expected an act for {ICP} by 2024-03-24, got {DONE}"
    )
    before.when(published(of=WATCH)).refused_by(
        f"OUT-3 (Remit default): expected an act for {WATCH} by {PUBLISHED}, got {DONE}"
    )
    nobody = named("a", "nobody")
    before.when(published(code=nobody)).refused_by(
        f"OUT-3 (Remit default): expected a decision of {ICP} taken by {PUBLISHED}, got {nobody}"
    )


def test_an_act_waits_until_it_can_be_called_in_no_more() -> None:
    assert wait(done()) == Implementation(doubt="not published yet")
    after = done(published())
    assert wait(after) == Implementation(FIRST)
    assert wait(after, "2024-03-26") == Implementation(doubt="not published yet")
    assert wait(done(published(), key=None, function="roads")) == Implementation()
    assert wait(done(published(), call_in=None)) == Implementation()
    assert wait(done(published(), function=HOMES)) == Implementation(FIRST)
    silent = wait(done(published(), calendar=False))
    assert (silent.silent, silent.allows(FIRST)) == (True, Verdict.NOT_KNOWN)


def test_an_act_is_called_in_within_its_days_by_enough_members() -> None:
    before = done(published())
    before.when(called(FIRST)).refused_by(
        "KDE-9 (ToR 16.2): expected a call-in within 5 clear working days of publication, "
        f"got {FIRST}, published {PUBLISHED}, to be implemented from {FIRST}"
    )
    before.when(called(LAST, ANN, BEA)).refused_by(
        f"KDE-10 (ToR 16.2): expected at least 3 members of {WATCH}, got 2"
    )
    open_ = before.when(called(LAST)).happens()
    open_.when(called(LAST)).refused_by(
        f"KDE-11 (Remit default): expected a decision that was not called in before, got {DONE}"
    )
    done().when(called()).refused_by(
        f"KDE-7 (Remit default): expected a decision published by {LAST}, got {DONE}"
    )


def test_only_what_the_terms_let_be_and_no_part_of_an_act_is_called_in() -> None:
    done(published(), key=None, function="roads").when(called()).refused_by(
        f"KDE-8 (Remit default): expected a decision that the terms let be called in, got {DONE}"
    )
    assert done(published()).when(called(part="1")).finding("OUT-6").got == "1"
    bare = council(
        *by_bare(),
        acts(None, chain=(LINK,), by="body:bare"),
        published(of="bare"),
    )
    call = on(LAST, keydecisions.CalledIn(DONE, "bare", (ANN,), sealed("why")))
    assert bare.when(call).verdict("TER-1") is Verdict.NOT_KNOWN


def test_what_is_called_in_waits_until_it_is_released() -> None:
    open_ = done(published(), called())
    assert wait(open_) == Implementation(doubt="not to be implemented while it is called in")
    released = open_.when(ended("released")).happens()
    assert wait(released) == Implementation("2024-04-10")
    released.when(ended("released")).refused_by(
        f"KDE-12 (Remit default): expected a decision that is called in, got {DONE}"
    )
    # What is ratified afterwards, for whatever reason, does not wait again.
    assert wait(released.and_(ratified())) == Implementation("2024-04-10")


def test_what_is_referred_back_waits_for_its_giver_to_ratify_it() -> None:
    decided = Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (Part("1", "decision", sealed("p")),))
    open_ = done(published(), called(), on(MET, decided))
    assert wait(open_.and_(ratified("2024-04-06"))).doubt is not None
    back = open_.and_(ended("referred back"))
    assert wait(back) == Implementation(doubt="not to be implemented while it is referred back")
    assert wait(back.and_(ratified())) == Implementation("2024-05-20")
    said = [said_of(one.body) for one in back.and_(ratified()).state().outcomes.about[DONE]]
    called_in = f"called in by {ANN}, {BEA}, {CLEO}"
    assert said == [
        "published",
        called_in,
        "referred back",
        f"act {DONE} ratified by body:{ICP} ({RESOLUTION})",
    ]


def test_an_act_is_ratified_again_only_once_it_was_referred_back() -> None:
    expected = "DEL-31 (Remit default): expected an act that is not ratified yet, or was referred back since"
    before = done(ratified("2024-03-26"), published(), called())
    again = before.when(ratified())
    assert again.findings[-2].sentence() == f"{expected}, got {DONE}"
    assert again.findings[-2].verdict is Verdict.NOT_MET
    back = before.and_(ended("referred back")).when(ratified())
    assert back.findings[-2].verdict is Verdict.MET
    twice = before.and_(ended("referred back"), ratified("2024-05-19")).when(ratified())
    assert twice.findings[-2].verdict is Verdict.NOT_MET


# --- what rests on it ----------------------------------------------------------------------------

POOL, PLACE, BEDS = "pool", named("w", "place"), named("x", "beds")


def pooled(*steps: tuple[Step, ...], **more: Any) -> Given:
    """Give a fund with money for the body, beside a key decision on what to do with it."""
    opened = funds.FundOpened(POOL, ICP, "Pool", "pooled", "icb", None, "s.75", "GBP", GIVEN_ON)
    money = funds.ContributionAgreed(POOL, ICP, "icb", pounds(1000), "Grant")
    level = funds.Allocated(PLACE, ICP, POOL, None, ICP, pounds(1000))
    town = on("2020-01-01", organisations.Registered("icb", "ICB", "nhs-body"))
    return done(town, on(GIVEN_ON, opened, money, level), *steps, **more)


def commits(day: str, act: str | None = DONE) -> tuple[Step, ...]:
    return on(day, funds.Committed(BEDS, ICP, PLACE, pounds(180), sealed("beds"), act))


def test_money_is_committed_by_an_act_once_that_may_be_implemented() -> None:  # PLD-1
    expected = "KDE-13 (ToR 16.2): expected"
    before = pooled(published())
    before.when(commits(FIRST)).happens()
    before.when(commits(LAST)).refused_by(
        f"{expected} {DONE} to be implemented by {LAST}, got not to be implemented before {FIRST}"
    )
    before.when(commits(LAST, None)).happens()
    before.and_(called()).when(commits("2024-04-08")).refused_by(
        f"{expected} {DONE} to be implemented by 2024-04-08, got not to be implemented while it is called in"
    )
    pooled().when(commits(FIRST)).refused_by(
        f"{expected} {DONE} to be implemented by {FIRST}, got not published yet"
    )
    assert pooled(published(), calendar=False).when(commits(FIRST)).verdict("KDE-13") is Verdict.NOT_KNOWN


def test_money_committed_by_an_act_that_is_not_key_waits_for_nothing() -> None:
    pooled(key=None, function="roads").when(commits(MET)).happens()
    given_ = lets(TOWN, BY_TOWN)
    by_town = acts(None, chain=(BY_TOWN,), by=TOWN, act=named("a", "town"))
    found = pooled(given_, by_town).when(commits(MET, named("a", "town")))
    assert "KDE-13" not in {one.rule for one in found.findings}
    unknown = pooled().when(commits(MET, named("a", "nobody")))
    assert "KDE-13" not in {one.rule for one in unknown.findings}


def test_money_is_committed_by_a_decision_once_that_may_be_implemented() -> None:  # LSC-9.2, PLD-1
    key = Part("1", "decision", sealed("p"), matter="strategy", key=KEY)
    taken_ = Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (key, NOT_KEY))
    before = meets(pooled()).and_(on(MET, taken_))
    commit = funds.Committed(BEDS, ICP, PLACE, pounds(180), sealed("beds"), None, RESOLUTION)
    expected = f"KDE-13 (ToR 16.2): expected part 1 of {RESOLUTION} to be implemented by"
    before.when(on(FIRST, commit)).refused_by(f"{expected} {FIRST}, got not published yet")
    known = before.and_(published(code=RESOLUTION))
    known.when(on(FIRST, commit)).happens()
    known.when(on(LAST, commit)).refused_by(f"{expected} {LAST}, got not to be implemented before {FIRST}")
    free = meets(pooled()).and_(on(MET, replace(taken_, parts=(NOT_KEY,))))
    free.when(on(MET, commit)).happens()
    nobody = free.when(on(MET, replace(commit, resolution=named("d", "nobody"))))
    assert "KDE-13" not in {one.rule for one in nobody.findings}


# --- the earliest day ----------------------------------------------------------------------------


def first(given: Given, day: str, key: str | None = KEY, delegation: str = ROOT) -> Earliest:
    state = given.state()
    rule = rule_of_function(state.terms.in_force(ICP, day), "strategy", state.functions)
    entry = state.plan.entries.get(key or "")
    links = state.chain.up_from(delegation)
    return earliest(links, day, rule, entry, state.programme.days(ICP, day))


def days_of(one: Earliest) -> tuple[str | None, str | None]:
    return one.decided.day, one.effective.day


def test_the_earliest_day_is_that_of_the_notice_and_then_of_the_call_in() -> None:
    before = council(announced())
    # After Monday 25 March: 26, 27 and 28 March, 2 and 3 April are five clear working days.
    assert days_of(first(before, "2024-03-01")) == (MET, "2024-04-04")
    assert days_of(first(before, "2024-03-27")) == (PUBLISHED, FIRST)
    assert first(before, "2024-03-01").rule == RULE
    # Without an announcement notice is counted from the day that is asked about.
    assert days_of(first(before, IN_TIME, None)) == (MET, "2024-04-04")
    assert days_of(first(before, LATE, None))[0] == "2024-03-26"
    assert days_of(first(council(announced(), call_in=None), "2024-03-01")) == (MET, MET)


def test_a_link_that_begins_later_is_waited_for() -> None:
    later = on("2024-03-27", PassedOn(LINK, ROOT, f"body:{ICP}", (CATH,), Scope(("strategy",))))
    before = council(announced(), later)
    assert days_of(first(before, "2024-03-01", delegation=LINK)) == (PUBLISHED, FIRST)


def test_without_a_calendar_the_earliest_day_is_not_known() -> None:
    before = council(announced(), calendar=False)
    one = first(before, "2024-03-01")
    assert (days_of(one), one.effective.gap) == ((MET, None), MET)
    working = first(council(announced(), calendar=False, unit="working"), "2024-03-01")
    assert (days_of(working), working.decided.gap) == ((None, None), IN_TIME)


def test_what_is_not_key_may_be_done_and_takes_effect_at_once() -> None:
    state = council().state()
    one = earliest(state.chain.up_from(ROOT), MET, None, None, state.programme.days(ICP, MET))
    assert (days_of(one), one.rule) == ((MET, MET), None)


@pytest.mark.parametrize(
    ("day", "body", "matter"),
    [("2024-02-24", ICP, "strategy"), (MET, WATCH, "strategy"), (MET, ICP, "roads")],
)
def test_on_the_plan_is_what_the_body_announced_on_the_matter(day: str, body: str, matter: str) -> None:
    plan = council(announced()).state().plan
    assert on_plan(plan, body, (matter,), day) == ()
    assert [one.announced.key for one in on_plan(plan, ICP, (HOMES, "strategy"), MET)] == [KEY]
