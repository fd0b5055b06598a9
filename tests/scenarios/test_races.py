"""Two processes race an act against the end of the authority that it rests on.

Each round has an authority of its own. Whatever the order, no act may stand at a number after the end of
its authority; the control, in which the log appends on no condition, must show that it can happen.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from msgspec.structs import replace
from sqlalchemy import Select
from tests.examples import scope_of
from tests.ledger.store import conftest as places
from tests.town import BEN, CAI, DAY, OFFICER, Town, name

from ledger.acts import Proposal
from ledger.ed25519 import PrivateKey, key_id
from ledger.errors import Conflict, Refused, RemitError
from ledger.facts import Body, bodies, decisions, funds, keys, meetings, members
from ledger.facts import delegations as facts
from ledger.facts.fact import Acted
from ledger.facts.organisations import Registered
from ledger.facts.words import Money, Words, key_text
from ledger.outbox import Outbox
from ledger.request import Request
from ledger.service import Ledger
from ledger.store import Batch, Condition, Receipt, Store
from ledger_cli.settings import now

server = places.server

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("REMIT_RACE_ROUNDS", "150"))
SHORT = 20
CONTROL = 25
DELAY_SECONDS_MAX = 0.004
OPEN = scope_of(("grants",), Money(2_500_00, "GBP"), None, None, 1)
CLOSED = scope_of(("grants",), Money(2_500_00, "GBP"), None, None, 0)


def key_of(index: int) -> PrivateKey:
    return PrivateKey.from_seed(index.to_bytes(32, "big"))


def code(index: int) -> str:
    return f"body-{index}"


@dataclass(frozen=True)
class Kind:
    """One kind of end: how an authority begins, what is done under it, and how it ends."""

    begin: Callable[[int], tuple[Proposal, ...]]
    act: Callable[[int], tuple[Body, PrivateKey]]
    end: Callable[[int], Body]
    together: int = 25
    actor: str | None = None


def begin_delegation(index: int) -> tuple[Proposal, ...]:
    return (Proposal(facts.Granted(name("g", index), "body:icp", (CAI,), "s.75", OPEN), DAY),)


def begin_chain(index: int) -> tuple[Proposal, ...]:
    return (
        Proposal(facts.Granted(name("g", index), "body:icp", (BEN,), "s.75", OPEN), DAY),
        Proposal(passed_on(index), DAY, Acted(BEN)),
    )


def begin_key(index: int) -> tuple[Proposal, ...]:
    return (Proposal(keys.Enrolled(key_text(key_of(index).public), CAI, ("record:*",)), DAY),)


def begin_membership(index: int) -> tuple[Proposal, ...]:
    meeting, item = name("m", index), name("i", index)
    motion = decisions.MotionPut(
        name("v", index),
        meeting,
        item,
        Words.of("To agree"),
        moved=False,
        proposer=None,
        seconded=False,
        seconder=None,
    )
    began = (
        bodies.Constituted(code(index), "Group", "s.75"),
        members.Appointed(code(index), CAI, None, "appointed", None),
        meetings.Opened(meeting, code(index), "meeting", None, Words.of("The hall")),
        meetings.Attended(meeting, (CAI,), (), ()),
        meetings.ItemOpened(meeting, item, "1", Words.of("Grants"), None),
        motion,
    )
    return tuple(Proposal(body, DAY) for body in began)


def use(index: int, *chain: str) -> facts.Used:
    amount = Money(100_00, "GBP")
    return facts.Used(name("a", index), chain, "body:icp", (CAI,), "grants", amount, Words.of("Matter"))


def vote(index: int) -> decisions.VoteCast:
    return decisions.VoteCast(name("v", index), name("m", index), CAI, "for", decisions.AS_PUT)


def narrowed(index: int) -> facts.Amended:
    return facts.Amended(name("g", index), "body:icp", scope_of(("grants",), Money(1, "GBP"), None, None, 1))


def passed_on(index: int) -> facts.PassedOn:
    return facts.PassedOn(name("g", 100_000 + index), name("g", index), "body:icp", (CAI,), CLOSED)


KINDS = {
    "a delegation revoked": Kind(
        begin_delegation,
        lambda index: (use(index, name("g", index)), OFFICER),
        lambda index: facts.Revoked(name("g", index), "body:icp", Words.of("Ended")),
    ),
    "a parent narrowed": Kind(
        begin_chain,
        lambda index: (use(index, name("g", index), name("g", 100_000 + index)), OFFICER),
        narrowed,
    ),
    "a parent narrowed as it is passed on": Kind(
        lambda index: (Proposal(facts.Granted(name("g", index), "body:icp", (BEN,), "s.75", OPEN), DAY),),
        lambda index: (passed_on(index), OFFICER),
        narrowed,
        actor=BEN,
    ),
    "a key revoked": Kind(
        begin_key,
        lambda index: (Registered(f"council-{index}", "Council", "council"), key_of(index)),
        lambda index: keys.Revoked(key_id(key_of(index).public), Words.of("Lost")),
        together=1,  # a new key signs its own enrolment
    ),
    "a membership ended": Kind(
        begin_membership,
        lambda index: (vote(index), OFFICER),
        lambda index: members.Ended(code(index), CAI, None, Words.of("Resigned")),
    ),
}


LAST_POUND = "the last pound of an allocation"


def begin_allocation(index: int) -> tuple[Proposal, ...]:
    fund, pound = f"fund-{index}", Money(1_00, "GBP")
    began = (
        funds.FundOpened(fund, "icp", "Pool", "pooled", "council", None, "s.75", "GBP", DAY),
        funds.ContributionAgreed(fund, "icp", "council", pound, "Grant"),
        funds.Allocated(name("w", index), "icp", fund, None, "icp", pound),
    )
    return tuple(Proposal(body, DAY) for body in began)


def committed(index: int, other: int = 0) -> funds.Committed:
    commitment = name("x", index + other)
    return funds.Committed(commitment, "icp", name("w", index), Money(1_00, "GBP"), Words.of("A chair"))


OTHER = 2 * 10**6
LAST_OF_LIMIT = "two acts that exceed a limit together"
HUNDRED = scope_of(("grants",), None, Money(150_00, "GBP"), None, 0)


def begin_limit(index: int) -> tuple[Proposal, ...]:
    granted = facts.Granted(name("g", 3 * OTHER + index), "body:icp", (CAI,), "s.75", HUNDRED)
    return (Proposal(granted, DAY),)


def used_up(index: int, other: int = 0) -> facts.Used:
    return use(other + index, name("g", 3 * OTHER + index))


LAST_OF_ACT = "what an act was for, of two allocations"


def begin_act(index: int) -> tuple[Proposal, ...]:
    fund, pounds = f"shared-{index}", Money(200_00, "GBP")
    began: tuple[Body, ...] = (
        facts.Granted(name("g", OTHER + index), "body:icp", (CAI,), "s.75", OPEN),
        use(OTHER + index, name("g", OTHER + index)),
        funds.FundOpened(fund, "icp", "Pool", "pooled", "council", None, "s.75", "GBP", DAY),
        funds.ContributionAgreed(fund, "icp", "council", pounds, "Grant"),
        *(
            funds.Allocated(name("w", first + index), "icp", fund, None, "icp", Money(100_00, "GBP"))
            for first in (OTHER, 2 * OTHER)
        ),
    )
    return tuple(Proposal(body, DAY) for body in began)


def committed_by_act(index: int, first: int) -> funds.Committed:
    money, text = Money(100_00, "GBP"), Words.of("A chair")
    allocation, act = name("w", first + index), name("a", OTHER + index)
    return funds.Committed(name("x", first + index), "icp", allocation, money, text, act)


EVERY = KINDS | {
    LAST_OF_ACT: Kind(
        begin_act,
        lambda index: (committed_by_act(index, OTHER), OFFICER),
        lambda index: committed_by_act(index, 2 * OTHER),
        together=5,
    ),
    LAST_OF_LIMIT: Kind(
        begin_limit,
        lambda index: (used_up(index, 3 * OTHER), OFFICER),
        lambda index: used_up(index, 4 * OTHER),
    ),
    LAST_POUND: Kind(
        begin_allocation, lambda index: (committed(index), OFFICER), lambda index: committed(index, 10**6)
    ),
}
"""Ends, and one act that ends what another of its kind rests on."""


class Heedless(Store):
    """A store that appends on no condition."""

    def append(self, batch: Batch, *, unless: Select[int] | None = None) -> Receipt:
        after = batch.condition.after if batch.condition else 0
        return super().append(replace(batch, condition=Condition(frozenset(), after)), unless=unless)


def race(pipe: Connection, where: str, folder: str, part: str) -> None:
    """Be one of the two processes: act, or end, in every round that is called out."""
    outbox = Outbox(Path(folder))
    ledgers = {
        True: Ledger(Store.open(where), outbox, now),
        False: Ledger(Heedless.open(where), outbox, now),
    }
    pipe.send("ready")
    while (called := pipe.recv()) is not None:
        kind, index, guarded, delay = called
        body, signer = EVERY[kind].act(index) if part == "act" else (EVERY[kind].end(index), OFFICER)
        acted = Acted(person=EVERY[kind].actor if part == "act" else None)
        request = Request(
            name("r", index * 2 + (part == "act") + 10**9), (Proposal(body, DAY, acted),), b"s" * 32
        )
        time.sleep(delay)
        try:
            pipe.send(ledgers[guarded].record(request, (signer,)).size)
        except (Refused, Conflict) as error:
            pipe.send(error.kind)
        except RemitError as error:
            pipe.send(str(error))
    for ledger in ledgers.values():
        ledger.store.close()


class Arena:
    """A ledger and two processes that stay for all the races on it."""

    def __init__(self, folder: Path, where: str) -> None:
        self.town = Town(folder, where)
        self.town.ledger = Ledger(self.town.store, self.town.outbox, now)
        self.town.found().settle_in()
        self._indexes = count(1)
        self._seeded = random.Random(4)
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for part in ("act", "end"):
            ours, theirs = context.Pipe()
            arguments = (theirs, self.town.where, str(folder / part), part)
            process = context.Process(target=race, args=arguments, daemon=True)
            process.start()
            self._processes.append(process)
            self._pipes.append(ours)
        for pipe in self._pipes:
            assert pipe.recv() == "ready"

    def run(self, kind: str, rounds: int, *, guarded: bool = True) -> list[tuple[int | str, int | str]]:
        """Race so many rounds; give the number or the refusal of act and end in each."""
        indexes = [next(self._indexes) for _ in range(rounds)]
        self._begin(EVERY[kind], indexes)
        answers = []
        for index in indexes:
            for pipe in self._pipes:
                pipe.send((kind, index, guarded, self._seeded.random() * DELAY_SECONDS_MAX))
            act, end = (pipe.recv() for pipe in self._pipes)
            answers.append((act, end))
        return answers

    def _begin(self, kind: Kind, indexes: Sequence[int]) -> None:
        for first in range(0, len(indexes), kind.together):
            some = indexes[first : first + kind.together]
            proposals = tuple(proposal for index in some for proposal in kind.begin(index))
            signers = (OFFICER, key_of(some[0])) if kind.together == 1 else (OFFICER,)
            request = replace(self.town.request(), proposals=proposals)
            self.town.ledger.record(request, signers)

    def close(self) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(30)
        self.town.close()


def violations(answers: Sequence[tuple[int | str, int | str]]) -> int:
    """Count the acts that stand at a number after the end."""
    return sum(isinstance(act, int) and isinstance(end, int) and act > end for act, end in answers)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def arena(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    folder = tmp_path_factory.mktemp("races")
    where = ""
    if request.param == "postgresql":
        address = request.getfixturevalue("server")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA races")
        where = f"{address}&options={quote('-csearch_path=races')}"
    made = Arena(folder, where)
    yield made
    made.close()


def require_order(answers: Sequence[tuple[int | str, int | str]]) -> None:
    assert violations(answers) == 0
    assert all(isinstance(end, int) for _, end in answers)
    assert {act for act, _ in answers if isinstance(act, str)} <= {"AUTHORITY", "SIG", "CONFLICT"}


@pytest.mark.parametrize("kind", KINDS)
def test_no_act_stands_after_the_end_of_its_authority(arena: Arena, kind: str) -> None:  # D4
    require_order(arena.run(kind, SHORT))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_in_many_rounds_no_act_stands_after_the_end_of_its_authority(arena: Arena, kind: str) -> None:  # D4
    answers = arena.run(kind, ROUNDS)
    require_order(answers)
    assert {isinstance(act, int) for act, _ in answers} == {True, False}


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_condition_acts_stand_after_the_end(arena: Arena, kind: str) -> None:  # D4: the control
    for _ in range(6):
        if violations(arena.run(kind, CONTROL, guarded=False)):
            return
    pytest.fail("expected a violation where the log appends on no condition, got none")


@pytest.mark.parametrize("kind", [LAST_POUND, LAST_OF_ACT, LAST_OF_LIMIT])
def test_the_last_pound_is_committed_once(arena: Arena, kind: str) -> None:  # PLD-1, D4, D5
    require_one(arena.run(kind, SHORT))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [LAST_POUND, LAST_OF_ACT, LAST_OF_LIMIT])
def test_in_many_rounds_the_last_pound_is_committed_once(arena: Arena, kind: str) -> None:  # PLD-1, D4, D5
    require_one(arena.run(kind, ROUNDS))


def require_one(answers: Sequence[tuple[int | str, int | str]]) -> None:
    assert [sum(isinstance(one, int) for one in both) for both in answers] == [1] * len(answers)
    assert {one for both in answers for one in both if isinstance(one, str)} <= {"AUTHORITY", "CONFLICT"}


@pytest.mark.parametrize("kind", [LAST_POUND, LAST_OF_LIMIT])
def test_without_the_condition_it_is_committed_twice(
    arena: Arena, kind: str
) -> None:  # PLD-1, D4: the control
    for _ in range(6):
        if any(
            isinstance(act, int) and isinstance(end, int)
            for act, end in arena.run(kind, CONTROL, guarded=False)
        ):
            return
    pytest.fail("expected a pound committed twice where the log appends on no condition, got none")
