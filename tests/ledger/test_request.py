"""A request: its limits, and what a repeated one says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from tests.town import DAY, Town, name

from ledger.acts import Act, Proposal
from ledger.errors import Oversized
from ledger.facts import decisions, meetings, members, organisations
from ledger.facts.words import Sealed, Words
from ledger.replay import recorded
from ledger.request import FACTS_MAX, Request, says, seal

MEETING = name("m", 1)
PEOPLE = [name("p", number) for number in range(1_000, 4_000)]


def people(count: int) -> list[organisations.PersonRegistered]:
    return [organisations.PersonRegistered(person, Words.of("Name")) for person in PEOPLE[:count]]


def attended(present: int, others: int) -> meetings.Attended:
    here, beside = tuple(PEOPLE[:present]), PEOPLE[present : present + others]
    return meetings.Attended(MEETING, here, tuple(meetings.Attendee(one, None) for one in beside), ())


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path).found().settle_in()
    yield town
    town.close()


@pytest.fixture
def council(own: Town) -> Town:
    """Seat 84 members, as many as the largest county councils have, and open a meeting."""
    own.do(*people(170))
    own.do(*(members.Appointed("icp", person, None, "appointed", None) for person in PEOPLE[:84]))
    own.do(meetings.Opened(MEETING, "icp", "meeting", None, Words.of("County Hall")))
    return own


def test_a_whole_council_may_be_present(council: Town) -> None:  # LSC-M1
    council.do(attended(84, 40))


def test_more_strangers_than_a_fact_has_tags_for_are_a_limit(council: Town) -> None:
    with pytest.raises(Oversized, match=r"/1: expected at most 64 tags, got \d+"):
        council.do(attended(84, 80))


@pytest.mark.parametrize("count", [0, FACTS_MAX + 1])
def test_a_request_has_one_fact_at_least_and_not_too_many(count: int) -> None:
    request = Request(name("r", 1), tuple(Proposal(body, DAY) for body in people(count)), bytes(32))
    with pytest.raises(Oversized, match=f"request: expected 1 to {FACTS_MAX} facts, got {count}"):
        seal(request, "l-" + "a" * 26, name("p", 1), (), DAY)


def test_a_vote_as_put_says_the_text_that_it_was_bound_to(own: Town) -> None:  # D12
    text = Sealed("a" * 64)
    vote = decisions.VoteCast(name("v", 1), MEETING, name("p", 1), "for", text)
    first = recorded(next(own.store.scan(1, 1)))
    fact = msgspec.structs.replace(first.fact, body=vote)
    act = Act.of(replace(first, fact=fact))
    assert says(fact, act)
    assert says(fact, replace(act, body=msgspec.structs.replace(vote, text=decisions.AS_PUT)))
    assert not says(fact, replace(act, body=msgspec.structs.replace(vote, text=Sealed("b" * 64))))
    assert not says(fact, replace(act, on="2020-01-01"))
