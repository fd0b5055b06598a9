"""What the record answers to a question, attested: judged again on all that bears on it."""

from __future__ import annotations

import msgspec
import pytest
from tests.examples import BEN, NEW, ids_of, text_of
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    STRANGER,
    constituted,
    partnership,
    pounds,
)
from tests.ledger.test_body_acts import GIVER, LIMITED, ROOT, act, decided, kept, under
from tests.ledger.test_outcomes import AFTER, OTHER, changed, part, resolved

from ledger.acts import Act
from ledger.attesting import answer
from ledger.facts import delegations, keys, members
from ledger.facts.attesting import Answer, Attested, OfAct, OfDecision, OfDelegation, OfMembership, Question
from ledger.facts.corrections import first_said
from ledger.facts.decisions import Resolved
from ledger.facts.meetings import Closed, Opened
from ledger.findings import Verdict
from ledger.state import record

ACT, LATER = named("a", "act"), "2025-01-01"


def attests(question: Question, told: Answer, *lines: str, day: str = LATER) -> tuple[Step, ...]:
    return on(day, Attested(ICP, question, told, lines or ("nothing",)))


def asked(given: Given, question: Question, day: str = LATER) -> tuple[Answer, tuple[str, ...]]:
    """Give what the record answers, as somebody who attests it on a day would compute it."""
    (step,) = attests(question, "yes", day=day)
    found = answer(question, record(given.state()), Act.of(step.at(1_000)))
    assert found is not None
    return found.answer, found.said


def attested(given: Given, question: Question, day: str = LATER) -> Outcome:
    told, lines = asked(given, question, day)
    return given.when(attests(question, told, *lines, day=day))


def _asking() -> delegations.Amended:
    return delegations.Amended(ROOT, GIVER, LIMITED, delegations.Manner(consulting=(GIVER,)))


# --- decisions -------------------------------------------------------------------------------------


def test_what_a_decision_is_worth_is_attested_part_by_part() -> None:
    given = resolved(part(), part(number="2", kind="note"))
    question = OfDecision(RESOLUTION, LATER)
    assert asked(given, question) == ("yes", ("part 1: valid", "part 2: commits to nothing"))
    attested(given, question).happens()
    given.when(attests(question, "yes", "part 1: valid")).refused_by(
        "STD-2 (Remit default): expected the answer that the facts give: yes, part 1: valid; "
        "part 2: commits to nothing, got yes, part 1: valid"
    )
    doubtful = kept(decided(before=on("2024-01-02", _asking())).when(act()))
    departed = ("yes, as a departure", ("part 1: valid, with a departure shown",))
    assert asked(doubtful, question) == departed
    only_noted = resolved(part(kind="note"))
    assert asked(only_noted, question)[0] == "no"


def test_what_came_later_changes_what_is_attested_from_its_day_on() -> None:  # H15
    given = resolved().and_(changed("rescinded", AFTER))
    assert asked(given, OfDecision(RESOLUTION, LATER)) == ("no", ("part 1: rescinded",))
    assert asked(given, OfDecision(RESOLUTION, MET))[0] == "yes"
    attested(given, OfDecision(RESOLUTION, LATER)).happens()
    stale = resolved().when(attests(OfDecision(RESOLUTION, LATER), "yes", "part 1: valid")).happens()
    assert (
        stale.and_(changed("rescinded", AFTER))
        .when(attests(OfDecision(RESOLUTION, LATER), "yes", "part 1: valid"))
        .verdict("STD-2")
        is Verdict.NOT_MET
    )


def test_a_decision_is_worth_what_the_later_decision_is_that_took_its_place() -> None:
    later = resolved().and_(
        on(AFTER, Resolved(OTHER, MEETING, ITEM, "consensus", (), (part(),))),
        changed("superseded", AFTER, by=OTHER),
    )
    told = asked(later, OfDecision(RESOLUTION, LATER))
    assert told == ("no", ("part 1: superseded",))
    undone = later.and_(changed("rescinded", "2024-06-01", code=OTHER))
    assert asked(undone, OfDecision(RESOLUTION, LATER))[1] == (f"part 1: superseded by {OTHER} (rescinded)",)
    attested(undone, OfDecision(RESOLUTION, LATER)).happens()


def test_what_took_its_place_and_is_not_on_record_is_not_known() -> None:
    replaced = changed("superseded", AFTER, by=OTHER)
    elsewhere = Resolved(OTHER, named("m", "nowhere"), ITEM, "consensus", (), (part(),))
    for before in (resolved().and_(replaced), resolved().and_(on(AFTER, elsewhere), replaced)):
        told = asked(before, OfDecision(RESOLUTION, LATER))
        assert told[1] == (f"part 1: superseded by {OTHER} (not known)",)


def test_a_decision_under_a_delegation_is_attested_with_its_act() -> None:  # PBP-3
    question = OfDecision(RESOLUTION, LATER)
    assert asked(decided(), question)[0] == "not known"
    assert asked(decided().when(act()).happens(), question) == ("yes", ("part 1: valid",))
    beyond = kept(decided().when(act(501)))
    assert asked(beyond, question) == ("no", ("part 1: appears outside authority",))
    attested(beyond, question).happens()


# --- members, delegations, acts --------------------------------------------------------------------


def test_a_membership_is_attested_on_its_day() -> None:
    given = partnership()
    told, lines = asked(given, OfMembership(ICP, BOB, MET))
    assert (told, len(lines)) == ("yes", 1)
    attested(given, OfMembership(ICP, BOB, MET)).happens()
    assert asked(given, OfMembership(ICP, BOB, "2019-01-01"))[0] in {"no", "not known"}
    nobody = asked(given, OfMembership(ICP, STRANGER, MET))
    assert nobody == ("no", (f"no membership of {ICP} is recorded",))
    ended = given.and_(on("2024-01-01", members.Ended(ICP, BOB, "lead-two", sealed("left"))))
    assert asked(ended, OfMembership(ICP, BOB, MET))[0] == "no"


def test_a_delegation_is_attested_with_every_link_above_it() -> None:
    given = decided()
    assert asked(given, OfDelegation(ROOT, LATER)) == (
        "yes",
        (f"{ROOT} from 2024-01-01, holds: roads, GBP 500.00 for one act",),
    )
    attested(given, OfDelegation(ROOT, LATER)).happens()
    revoked = given.and_(on(AFTER, delegations.Revoked(ROOT, GIVER, sealed("why"))))
    told, (line,) = asked(revoked, OfDelegation(ROOT, LATER))
    assert (told, line.startswith(f"{ROOT} from 2024-01-01, revoked from {AFTER}")) == ("no", True)


def test_an_act_is_attested_as_within_or_beyond_and_as_taken_over() -> None:  # D14
    within = decided().when(act()).happens()
    assert asked(within, OfAct(ACT, LATER)) == ("yes", (f"roads of GBP 400.00 on {MET}: within authority",))
    beyond = kept(decided().when(act(501)))
    assert asked(beyond, OfAct(ACT, LATER))[0] == "no"
    taken = beyond.and_(on(AFTER, delegations.Ratified(ACT, GIVER, OTHER)))
    told, lines = asked(taken, OfAct(ACT, LATER))
    assert (told, lines[1]) == ("yes", f"ratified on {AFTER} by {OTHER}, which is no authority before")
    assert asked(taken, OfAct(ACT, MET))[0] == "no"
    attested(taken, OfAct(ACT, LATER)).happens()
    bare = decided(under(), holds=delegations.Scope(("roads",))).when(act(None)).happens()
    assert asked(bare, OfAct(ACT, LATER))[1] == (f"roads on {MET}: within authority",)


# --- keys that somebody else may have had --------------------------------------------------------------


def stolen(before: Given, *types: type[msgspec.Struct], person: str | None = None) -> tuple[Given, int]:
    """Let a key that was compromised have signed the first fact of these types; give its number too."""
    held = on("2023-01-01", keys.Enrolled(text_of(NEW), BEN, ("record:*",)))
    number, first = next(
        (at.number, at)
        for at in before.facts
        if isinstance(at.fact.body, types)
        and person in {None, getattr(first_said(at.fact.body), "person", None)}
    )
    signed = tuple(
        msgspec.structs.replace(at, signers=ids_of(NEW)) if at is first else at for at in before.facts
    )
    (thief,) = ids_of(NEW)
    return Given(signed).and_(held, on(AFTER, keys.Compromised(thief, number, sealed("stolen")))), number


def shown(number: int) -> str:
    return f"contested (key suspect from entry {number}): entry {number}"


def test_a_decision_that_a_suspect_key_signed_is_not_attested_as_a_plain_yes() -> None:  # K1
    given, number = stolen(resolved(), Resolved)
    question = OfDecision(RESOLUTION, LATER)
    assert asked(given, question) == ("not known", ("part 1: not known", shown(number)))
    attested(given, question).happens()
    assert given.when(attests(question, "yes", "part 1: valid")).verdict("STD-2") is Verdict.NOT_MET
    settled = given.and_(changed("rescinded", AFTER))
    assert asked(settled, question) == ("no", ("part 1: rescinded", shown(number)))


def test_what_a_suspect_key_signed_of_a_meeting_bears_on_decisions_after_it_alone() -> None:  # K1
    before, number = stolen(resolved(), Opened)
    assert asked(before, OfDecision(RESOLUTION, LATER))[1][-1] == shown(number)
    after = resolved().and_(on(MET, Closed(MEETING)))
    assert asked(stolen(after, Closed)[0], OfDecision(RESOLUTION, LATER))[0] == "yes"


def test_a_membership_is_contested_by_what_tells_of_the_member_or_the_body_alone() -> None:  # K1
    question = OfMembership(ICP, BOB, MET)
    given, number = stolen(partnership(), members.Appointed, person=BOB)
    told, lines = asked(given, question)
    assert (told, lines[-1]) == ("not known", shown(number))
    attested(given, question).happens()
    others = next(
        at.fact.body.person
        for at in partnership().facts
        if isinstance(at.fact.body, members.Appointed) and at.fact.body.person != BOB
    )
    assert asked(stolen(partnership(), members.Appointed, person=others)[0], question)[0] == "yes"


def test_a_delegation_that_a_suspect_key_gave_is_not_known() -> None:  # K1
    given, number = stolen(decided(), delegations.Granted)
    told, lines = asked(given, OfDelegation(ROOT, LATER))
    assert (told, lines[-1]) == ("not known", shown(number))
    attested(given, OfDelegation(ROOT, LATER)).happens()
    assert (
        answer(
            OfDelegation(named("g", "none"), LATER),
            record(given.state()),
            attests(OfDelegation(ROOT, LATER), "yes")[0].act(),
        )
        is None
    )


def test_an_act_that_a_suspect_key_signed_is_not_known_until_its_giver_ratifies_it() -> None:  # K1
    given, number = stolen(decided().when(act()).happens(), delegations.Used)
    question = OfAct(ACT, LATER)
    told, lines = asked(given, question)
    assert (told, lines[-1]) == ("not known", shown(number))
    attested(given, question).happens()
    taken = given.and_(on(AFTER, delegations.Ratified(ACT, GIVER, OTHER)))
    told, lines = asked(taken, question)
    assert (told, lines[-1]) == ("yes", shown(number))
    doubtful = given.with_(
        *(
            msgspec.structs.replace(one, signers=ids_of(NEW))
            for one in on(AFTER, delegations.Ratified(ACT, GIVER, OTHER))
        )
    )
    assert asked(doubtful, question)[0] == "not known"


# --- what cannot be attested -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        OfDecision(OTHER, LATER),
        OfMembership("nobody", BOB, LATER),
        OfDelegation(named("g", "none"), LATER),
        OfAct(named("a", "none"), LATER),
    ],
    ids=lambda one: type(one).__name__,
)
def test_nothing_is_attested_of_what_the_ledger_does_not_know(question: Question) -> None:
    given = partnership()
    assert given.when(attests(question, "no")).verdict("STD-1") is Verdict.NOT_MET


def test_no_day_to_come_is_attested_and_only_by_a_body_that_exists() -> None:
    given = decided()
    early = given.when(attests(OfDelegation(ROOT, LATER), "yes", day="2024-12-31"))
    assert early.verdict("STD-1") is Verdict.NOT_MET
    (step,) = on(LATER, Attested("nobody", OfDelegation(ROOT, LATER), "yes", ("x",)))
    assert given.when(step).verdict("BOD-2") is Verdict.NOT_MET


def test_the_limits_are_those_of_the_day() -> None:
    wider = delegations.Scope(("roads",), (delegations.Limit(pounds(900), "one act"),))
    given = decided().and_(on(AFTER, delegations.Amended(ROOT, GIVER, wider)), constituted("x"))
    assert "GBP 900.00" in asked(given, OfDelegation(ROOT, LATER))[1][0]
    assert "GBP 500.00" in asked(given, OfDelegation(ROOT, MET))[1][0]
    assert LIMITED.limits[0].amount == pounds(500)
