"""A body that decides under a delegation: its decision says that it does, the act says how much."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import (
    CHAIR,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    attended,
    constituted,
    item,
    opened,
    partnership,
    pounds,
    scope,
)
from tests.ledger.test_outcomes import AFTER, OTHER, QUORATE, TERMS, changed, part, worth, worths

from ledger.errors import Refused
from ledger.facts import delegations, functions, outcomes, terms
from ledger.facts.decisions import Part, Resolved
from ledger.facts.delegations import Granted, Limit, Ratified, Used
from ledger.facts.keydecisions import CalledIn, CallInEnded, Published
from ledger.findings import Verdict
from ledger.judge import decide
from ledger.standing import Standing, standings

ROOT, ACT = named("g", "root"), named("a", "act")
GIVER, BODY = "body:icb", f"body:{ICP}"
LIMITED = delegations.Scope(("roads",), (Limit(pounds(500), "one act"),))


def decided(*parts: Part, holds: delegations.Scope = LIMITED, before: tuple[Step, ...] = ()) -> Given:
    """Give a board that gave the partnership authority for roads, and what the partnership decided."""
    grant = on("2024-01-01", Granted(ROOT, GIVER, (BODY,), "scheme 4.1", holds))
    start = partnership().and_(
        on("2023-05-02", terms.Adopted(TERMS, "2023-05-02")), constituted("icb"), grant
    )
    body = Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), parts or (under(),))
    return start.and_(before, opened(), attended(*QUORATE), item(), on(MET, body))


def under(number: str = "1", **more: Any) -> Part:
    return part(number=number, matter=more.pop("matter", "roads"), under=more.pop("under", ROOT), **more)


def act(amount: int | None = 400, *, code: str = "act", day: str = MET, **more: Any) -> tuple[Step, ...]:
    money = None if amount is None else pounds(amount)
    said = {"part": "1", "resolution": RESOLUTION, "function": "roads", **more}
    return on(day, Used(named("a", code), (ROOT,), GIVER, (), amount=money, **said))


def kept(said: Outcome) -> Given:
    """Give the ledger after an act that was recorded as a departure, with what was found against it."""
    step = said.step.departing()
    noted = decide(step.act(), said.findings)
    *rest, last = said.before.with_(step).facts
    return Given((*rest, replace(last, fact=replace(last.fact, findings=noted))))


# --- the act ---------------------------------------------------------------------------------------


def test_what_a_body_does_it_does_by_a_part_that_decides_it_under_the_delegation() -> None:  # PBP-3
    decided().when(act()).happens()
    assert decided().when(act(part="2")).verdict("DEL-32") is Verdict.NOT_MET
    assert decided().when(act(part=None, text=sealed("text"))).verdict("DEL-32") is Verdict.NOT_MET
    assert decided(under(kind="note")).when(act()).verdict("DEL-32") is Verdict.NOT_MET
    elsewhere = decided(part(matter="roads"))
    assert elsewhere.when(act()).verdict("DEL-32") is Verdict.NOT_MET, "under no delegation"
    assert decided().when(act(resolution=OTHER)).verdict("DEL-32") is Verdict.NOT_MET


def test_the_part_is_on_the_function_or_on_what_it_is_part_of() -> None:
    listed = on(
        "2024-01-01",
        functions.Listed(
            "icb",
            (
                functions.Function("roads", "Roads"),
                functions.Function("roads.small", "Small roads", "roads"),
                functions.Function("strategy", "Strategy"),
            ),
        ),
    )
    known = decided(before=listed)
    known.when(act(function="roads.small")).happens()
    narrow = decided(under(matter="roads.small"), before=listed)
    assert narrow.when(act()).verdict("DEL-32") is Verdict.NOT_MET, "the part decides less"
    both = decided(under(matter="strategy"), holds=scope("roads", "strategy"), before=listed)
    assert both.when(act()).verdict("DEL-32") is Verdict.NOT_MET
    open_ = decided(under(matter=None), before=listed)
    assert open_.when(act()).verdict("DEL-32") is Verdict.NOT_KNOWN, "the part says no matter"
    assert decided(under(matter="streets")).when(act()).verdict("DEL-32") is Verdict.NOT_KNOWN


def test_a_part_has_one_act_and_words() -> None:
    done = decided().when(act()).happens()
    assert done.when(act(code="again")).verdict("DEL-33") is Verdict.NOT_MET
    decided(under(), under("2")).when(act()).happens().when(act(code="again", part="2")).happens()
    bare = on(MET, Used(ACT, (ROOT,), GIVER, (CHAIR,), "roads", pounds(1)))
    assert decided().when(bare).verdict("DEL-33") is Verdict.NOT_MET
    with pytest.raises(Refused, match="DEL-33"):
        kept(decided().when(bare))


# --- what the decision is worth for it ---------------------------------------------------------------


def test_a_decision_under_a_delegation_is_not_known_until_its_act_is_judged() -> None:  # PBP-3
    alone = decided()
    assert worth(alone).worth == "not known"
    assert worth(alone).beside == (f"no act under {ROOT} is recorded: its limits are not judged",)
    assert worth(alone.when(act()).happens()).worth == "valid"
    assert worth(decided(under(kind="support"))).worth == "commits to nothing"


def test_a_decision_beyond_the_limit_appears_outside_authority() -> None:  # D1, D13
    over = decided().when(act(501))
    assert over.verdict("DEL-10") is Verdict.NOT_MET
    told = worth(kept(over))
    assert told.worth == "appears outside authority"
    assert "not met (DEL-10, scheme 4.1)" in told.beside
    own = kept(over).and_(on(AFTER, Resolved(OTHER, MEETING, ITEM, "consensus", (), (part(),))))
    taken = own.and_(changed("ratified", by=OTHER))
    assert worth(taken).worth == "appears outside authority", "who decided cannot widen what it was given"


def test_the_giver_may_take_the_act_over_and_only_for_the_part_that_did_it() -> None:  # D14
    first = kept(decided(under(), under("2")).when(act(501)))
    beyond = kept(first.when(act(502, code="more", part="2")))
    taken = beyond.and_(on(AFTER, Ratified(ACT, GIVER, OTHER)))
    assert [one.worth for one in worths(taken)] == [f"ratified by {GIVER}", "appears outside authority"]
    assert [one.worth for one in worths(taken, "2024-04-19")] == ["appears outside authority"] * 2
    said = [ground.said for ground in worths(taken)[0].grounds]
    assert said[1:] == [f"act {ACT} under {ROOT} for GBP 501.00", f"act {ACT} ratified by {GIVER} ({OTHER})"]


def test_what_is_open_or_against_the_act_is_shown_with_the_decision() -> None:
    kinds = delegations.Scope(("roads",), (Limit(pounds(500), "one act", spend="capital"),))
    assert worth(kept(decided(holds=kinds).when(act()))).worth == "not known"
    asking = delegations.Amended(ROOT, GIVER, LIMITED, delegations.Manner(consulting=(GIVER,)))
    unasked = worth(kept(decided(before=on("2024-01-02", asking)).when(act())))
    assert (unasked.worth, unasked.beside) == (
        "valid, with a departure shown",
        ("not met (DEL-26, scheme 4.1)",),
    )


# --- what became of the act and of its ratification --------------------------------------------------


def told_of(ledger: Given, day: str = "2025-01-01") -> Standing:
    """Give what the first part is worth with what is told of its act, as the command line reads it."""
    state = ledger.state()
    at = next(one for one in ledger.facts if isinstance(one.fact.body, Resolved))
    about = state.outcomes.about
    every = {one.number: one for name in (RESOLUTION, ACT) for one in about.get(name, ())}
    told = [every[number] for number in sorted(every)]
    return standings(at, state.motions.resolved[RESOLUTION], told, TERMS, day)[0]


def test_a_decision_is_contested_while_its_act_is_called_in_or_referred_back() -> None:  # LSC-9.2
    def about(code: str) -> tuple[tuple[Step, ...], ...]:
        called = on("2024-04-02", CalledIn(code, "icb", (CHAIR,), sealed("why")))
        return (on("2024-03-27", Published(code, "icb")), called)

    before = decided(under(), under("2")).when(act()).happens().when(act(code="more", part="2")).happens()
    assert told_of(before.and_(*about(ACT)), "2024-04-01").worth == "valid"
    open_ = before.and_(*about(ACT))
    assert told_of(open_).worth == "contested"
    assert told_of(open_).beside == ("not to be implemented while its act is called in",)
    another = on("2024-04-02", CalledIn(named("a", "more"), "icb", (CHAIR,), sealed("why")))
    assert told_of(before.and_(another)).worth == "valid", "the act of another part"
    back = open_.and_(on("2024-04-10", CallInEnded(ACT, "icb", "referred back", sealed("why"))))
    assert told_of(back).beside == ("not to be implemented while its act is referred back",)
    freed = open_.and_(on("2024-04-10", CallInEnded(ACT, "icb", "released", sealed("why"))))
    assert told_of(freed).worth == "valid"
    # What its giver takes over is the act: the decision that was referred back waits for its own body.
    own = (
        *about(RESOLUTION),
        on("2024-04-10", CallInEnded(RESOLUTION, "icb", "referred back", sealed("why"))),
    )
    taken = before.and_(*own, on("2024-04-20", Ratified(ACT, GIVER, OTHER)))
    assert told_of(taken).worth == "contested"


def test_what_was_ratified_by_a_decision_that_was_undone_says_so() -> None:  # D14
    later_ = on(AFTER, Resolved(OTHER, MEETING, ITEM, "consensus", (), (part(),)))
    beyond = kept(decided().when(act(501))).and_(later_, on(AFTER, Ratified(ACT, GIVER, OTHER)))
    assert worth(beyond).worth == f"ratified by {GIVER}"
    undone = beyond.and_(on("2024-05-01", outcomes.Changed(OTHER, ICP, "rescinded", sealed("why"))))
    assert worth(undone).worth == f"ratified by {GIVER} in {OTHER} (rescinded)"
