"""Laws of agreements: one is in force exactly when its rule for signing is met, by another road (HIW-1).

The oracle knows no counts that lie between two numbers: it goes through every world that the record leaves
open, in which each office that is not known is held or is not, and tries every choice of signatures.
"""

from __future__ import annotations

from itertools import combinations, product

import msgspec
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from tests.laws import tried
from tests.ledger.given import given, named, on, sealed

from ledger.facts import agreements as facts
from ledger.facts import organisations
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.inforce import begun, in_force, status
from ledger.state import peopled

AG = named("ag", "first")
CODES, OFFICES = ("east", "west", "north"), ("chair", "chief", "leader")
PEOPLE = tuple(named("p", name) for name in ("ann", "bea", "cal"))
DAYS = ("2020-02-01", "2020-02-28", "2020-02-29", "2020-03-01", "2020-04-01")
FIRST, LAST = "2020-01-01", "2020-12-31"
LEVEL: facts.Level = "recorded by the clerk"


class Position(msgspec.Struct, frozen=True):
    """Who is what where: since a day that is known or, without ``began``, at least since then."""

    person: str
    code: str
    office: str
    since: str
    began: bool
    ended: str | None


class Story(msgspec.Struct, frozen=True):
    """All that may bear on whether an agreement is in force."""

    made: facts.Made
    positions: tuple[Position, ...]
    gone: tuple[str, str] | None
    signed: tuple[tuple[str, facts.Signed], ...]
    ended: str | None


def _due(printed: str) -> Due:
    return Due(printed, printed, printed) if printed in DAYS else Due(printed)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Give an agreement of up to three parties, with who signed when, and who was what."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True))
    parties = []
    for code in codes:
        offices = draw(st.lists(st.sampled_from(OFFICES), min_size=1, max_size=2, unique=True))
        least = draw(st.integers(1, len(offices)))
        parties.append(facts.PartyTo(f"organisation:{code}", tuple(offices), least))
    day = st.sampled_from(DAYS)
    printed = st.sampled_from((*DAYS, *DAYS, "soon"))
    due = st.none() | printed.map(lambda one: facts.Dated(_due(one)))
    made = facts.Made(
        AG,
        None,
        "Agreement",
        "Agreement",
        None,
        tuple(parties),
        least=draw(st.none() | st.integers(1, len(parties))),
        effective=draw(due),
        expires=draw(due),
    )
    places = [(party.party[13:], office) for party in parties for office in party.offices]
    held = st.builds(
        lambda person, place, since, began, ended: Position(person, place[0], place[1], since, began, ended),
        st.sampled_from(PEOPLE),
        st.sampled_from(places),
        st.sampled_from((FIRST, FIRST, *DAYS)),
        st.booleans(),
        st.none() | st.none() | day,
    ).filter(lambda one: one.ended is None or one.since < one.ended)
    positions = draw(
        st.lists(held, min_size=1, max_size=8, unique_by=lambda one: (one.person, one.code, one.office)),
    )
    signature = st.builds(
        lambda on_, place, person: (
            on_,
            facts.Signed(AG, None, f"organisation:{place[0]}", person, place[1], LEVEL),
        ),
        day,
        st.sampled_from(places),
        st.sampled_from(PEOPLE),
    )
    # Most of those who sign hold the office, or it would hardly ever be in force.
    by_holders = [
        (
            on_,
            facts.Signed(
                AG, None, f"organisation:{one.code}", one.person, one.office, "recorded by the clerk"
            ),
        )
        for one in positions
        for on_ in draw(st.lists(day, min_size=1, max_size=1))
    ]
    signed = (*by_holders, *draw(st.lists(signature, max_size=3)))
    gone = draw(st.none() | st.none() | st.tuples(st.sampled_from(codes), day))
    return Story(made, tuple(positions), gone, signed, draw(st.none() | st.none() | day))


def held_by(story: Story, body: facts.Signed, day: str) -> bool | None:
    """Say whether who signed held the office on the day; None: the record does not say."""
    code = body.party.removeprefix("organisation:")
    if story.gone is not None and story.gone[0] == code and story.gone[1] <= day:
        return False
    for one in story.positions:
        if (one.person, one.code, one.office) == (body.person, code, body.office):
            if one.ended is not None and one.ended <= day:
                return False
            return True if one.since <= day else False if one.began else None
    return None


def has_signed(party: facts.PartyTo, counting: list[facts.Signed]) -> bool:
    """Try every choice of as many signatures as must be, in different offices and of different persons."""
    its = [one for one in counting if one.party == party.party and one.office in party.offices]
    return any(
        len({one.office for one in some}) == len({one.person for one in some}) == party.least
        for some in combinations(its, party.least)
    )


def worlds(story: Story, day: str) -> set[bool]:
    """Say in which of the worlds that the record leaves open as many parties have signed as must."""
    by_then = [(body, held_by(story, body, since)) for since, body in story.signed if since <= day]
    sure = [body for body, held in by_then if held]
    open_ = [body for body, held in by_then if held is None]
    parties = story.made.parties
    found = set()
    for chosen in product((False, True), repeat=len(open_)):
        counting = [*sure, *(body for body, held in zip(open_, chosen, strict=True) if held)]
        done = sum(has_signed(party, counting) for party in parties)
        found.add(done >= (story.made.least or len(parties)))
    return found


def answer(story: Story, day: str) -> Verdict:
    """Say whether it is in force on a day, by the oracle."""
    made = story.made
    signed = worlds(story, day)
    begins = {True} if made.effective is None else _on(made.effective.due.first, day, after=True)
    lasts = {True} if made.expires is None else _on(made.expires.due.last, day, after=False)
    open_ = {story.ended is None or day < story.ended}
    every = (signed, begins, lasts, open_)
    if any(one == {False} for one in every):
        return Verdict.NOT_MET
    return Verdict.MET if all(one == {True} for one in every) else Verdict.NOT_KNOWN


def _on(printed: str | None, day: str, *, after: bool) -> set[bool]:
    if printed is None:
        return {True, False}
    return {printed <= day if after else day <= printed}


@for_any(stories())
@settings(deadline=None, max_examples=tried(100))
def test_an_agreement_is_in_force_exactly_when_its_rule_for_signing_is_met(story: Story) -> None:  # HIW-1
    people = (organisations.PersonRegistered(one, sealed("name")) for one in PEOPLE)
    codes = (organisations.Registered(code, code, "council") for code in CODES)
    steps = [*on(FIRST, *people, *codes), *on("2020-01-15", story.made)]
    for one in story.positions:
        position = (one.person, one.code, one.office)
        steps += on(one.since, organisations.Affiliated(*position, one.since if one.began else None))
        steps += on(one.ended, organisations.Unaffiliated(*position)) if one.ended is not None else ()
    if story.gone is not None:
        steps += on(story.gone[1], organisations.Ended(story.gone[0], "an order", ()))
    steps += [step for since, body in story.signed for step in on(since, body)]
    steps += on(story.ended, facts.Ended(AG, None, "terminated")) if story.ended is not None else ()
    state = given(steps).state()
    agreement, known = state.agreements.known[AG], peopled(state)
    expected = {day: answer(story, day) for day in (FIRST, *DAYS, LAST)}
    for day, verdict in expected.items():
        found = [one.verdict for one in in_force(agreement, day, known)]
        told = (
            Verdict.NOT_MET
            if Verdict.NOT_MET in found
            else Verdict.NOT_KNOWN
            if Verdict.NOT_KNOWN in found
            else Verdict.MET
        )
        assert (day, told) == (day, verdict)
        assert (status(agreement, day, known) == "in force") is (verdict is Verdict.MET)
    since = begun(agreement, LAST, known)
    assert since is None or expected[since] is not Verdict.NOT_MET
    if Verdict.MET in expected.values():
        assert since == min(day for day, verdict in expected.items() if verdict is Verdict.MET)
