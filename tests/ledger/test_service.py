"""The service: one request is one act, whatever dies on the way and whoever writes first."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import Select
from tests.ledger.store.making import behind
from tests.town import (
    ADA,
    BEN,
    BENS,
    CAI,
    DAY,
    LEDGER_ID,
    LOG,
    NARROW,
    OFFICER,
    ORIGIN,
    PASSED,
    RECOVERY,
    TODAY,
    Town,
    name,
    revoked,
    used,
)

from ledger import service
from ledger.acts import Proposal
from ledger.ed25519 import PrivateKey, key_id
from ledger.errors import Conflict, Oversized, Refused, StorageError, Tampered
from ledger.facts import Body, decisions, meetings, members
from ledger.facts.delegations import Amended
from ledger.facts.founding import Founded
from ledger.facts.keys import Enrolled, Rotated
from ledger.facts.organisations import Registered
from ledger.facts.words import Words, key_text
from ledger.keys import FOUNDER_RIGHTS
from ledger.outbox import Outbox
from ledger.request import Judgement, Request
from ledger.service import Ledger
from ledger.store import Batch, Receipt, Store


class Killed(Exception):
    """Stands for the end of a process."""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path).found().settle_in()
    yield made
    made.close()


class Dying(Store):
    """A store whose process dies just before or just after it has appended."""

    when = "before"

    def append(self, batch: Batch, *, unless: Select[int] | None = None) -> Receipt:
        if self.when == "after":
            super().append(batch, unless=unless)
        raise Killed


def dying(town: Town, when: str) -> Ledger:
    store = Dying(town.store._backend)
    store.when = when
    return Ledger(store, town.outbox, town.clock)


def pending(town: Town) -> list[str]:
    return [request for request, _, _ in town.outbox.pending()]


def test_a_request_gets_a_receipt_that_says_where_it_stands(town: Town) -> None:
    receipt = town.do(used(1), used(2))
    entries = list(town.store.scan(8, 9))
    assert (receipt.first, receipt.count, receipt.size) == (8, 2, 9)
    assert (receipt.leaf, receipt.root) == (entries[-1].hash, town.store.head().root)
    assert pending(town) == []


def test_the_same_request_twice_gives_the_first_receipt(town: Town) -> None:  # S7 D8
    request = town.request(used(1))
    first = town.ledger.record(request, (OFFICER,))
    town.do(used(2))
    assert town.ledger.record(request, (OFFICER,)) == first
    assert town.store.head().size == 9


def test_the_same_request_id_for_other_facts_is_refused(town: Town) -> None:  # S7
    request = town.request(used(1))
    town.ledger.record(request, (OFFICER,))
    other = town.request(used(1, 200), id_=request.id)
    message = f"^{request.id}: expected the facts recorded under this request, got others$"
    with pytest.raises(Refused, match=message):
        town.ledger.record(other, (OFFICER,))
    assert town.store.head().size == 8


def test_the_same_request_on_another_day_is_refused(town: Town) -> None:
    request = town.request(used(1))
    town.ledger.record(request, (OFFICER,))
    with pytest.raises(Refused):
        town.ledger.record(town.request(used(1), on="2026-11-21", id_=request.id), (OFFICER,))


def test_a_vote_on_the_text_as_it_was_put_may_be_repeated(town: Town) -> None:  # D8 D12
    meeting, item, motion = name("m", 1), name("i", 1), name("v", 1)
    town.do(members.Appointed("icp", CAI, None, "appointed", None))
    town.do(
        meetings.Opened(meeting, "icp", "meeting", None, Words.of("The hall")),
        meetings.Attended(meeting, (CAI,), (), ()),
        meetings.ItemOpened(meeting, item, "1", Words.of("Grants"), None),
        decisions.MotionPut(
            motion,
            meeting,
            item,
            Words.of("To agree"),
            moved=False,
            proposer=None,
            seconded=False,
            seconder=None,
        ),
    )
    request = town.request(decisions.VoteCast(motion, meeting, CAI, "for", decisions.AS_PUT))
    first = town.ledger.record(request, (OFFICER,))
    assert town.ledger.record(request, (OFFICER,)) == first


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_between_signing_and_receipt_ends_in_one_act(town: Town, when: str) -> None:  # S1 S7
    request = town.request(used(1))
    with pytest.raises(Killed):
        dying(town, when).record(request, (OFFICER,))
    assert pending(town) == [request.id]
    (settled,) = town.ledger.settle()
    assert settled.receipt is not None
    assert (settled.request, settled.receipt.first, settled.reason) == (request.id, 8, "")
    assert pending(town) == []
    assert town.ledger.record(request, (OFFICER,)) == settled.receipt
    assert town.store.head().size == 8
    assert town.ledger.settle() == ()


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_officer_who_tries_again_after_a_crash_gets_one_act(town: Town, when: str) -> None:  # S7
    request = town.request(used(1))
    with pytest.raises(Killed):
        dying(town, when).record(request, (OFFICER,))
    receipt = town.ledger.record(request, (OFFICER,))
    assert all(settled.receipt == receipt for settled in town.ledger.settle())
    assert (receipt.first, town.store.head().size, pending(town)) == (8, 8, [])


def die_on_append(folder: str, where: str, when: str) -> None:
    """Record a request and die for good on the way."""

    class Gone(Store):
        def append(self, batch: Batch, *, unless: Select[int] | None = None) -> Receipt:
            if when == "after":
                super().append(batch, unless=unless)
            os._exit(9)

    ledger = Ledger(Gone.open(where), Outbox(Path(folder) / "outbox"), lambda: f"{TODAY}T10:00:00.500000Z")
    ledger.record(Request(name("r", 500), (Proposal(used(1), DAY),), b"s" * 32), (OFFICER,))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_that_is_killed_between_signing_and_receipt_leaves_one_act(  # S1 S7
    town: Town, when: str
) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=die_on_append, args=(str(town.folder), town.where, when)
    )
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert pending(town) == [name("r", 500)]
    (settled,) = town.ledger.settle()
    assert settled.receipt is not None
    assert (settled.receipt.first, town.store.head().size) == (8, 8)


def test_what_is_not_allowed_any_more_is_set_aside_and_told(town: Town) -> None:
    request = town.request(used(1))
    with pytest.raises(Killed):
        dying(town, "before").record(request, (OFFICER,))
    town.do(revoked())
    (settled,) = town.ledger.settle()
    assert settled.receipt is None
    assert settled.reason.startswith("DEL-2 (s.75 NHS Act 2006): expected a link that holds on ")
    assert (pending(town), town.store.head().size) == ([], 8)
    assert (town.folder / "outbox" / f"refused-{request.id}.json").exists()


def test_a_judgement_that_has_changed_since_it_was_signed_is_set_aside(town: Town) -> None:
    over = town.request(used(1, 900))
    (proposal,) = over.proposals
    over = replace(over, proposals=(replace(proposal, departure=Words.of("Urgent")),))
    with pytest.raises(Killed):
        dying(town, "before").record(over, (OFFICER,))
    town.do(Amended(PASSED, "body:icp", msgspec.structs.replace(NARROW, until=DAY)))
    (settled,) = town.ledger.settle()
    assert settled.receipt is None
    assert settled.reason == f"{over.id}: expected the judgement that was signed, got another; record it anew"


class Overtaken(Ledger):
    """A ledger on which somebody else always writes between judgement and append."""

    def __init__(self, town: Town, *others: Body) -> None:
        super().__init__(town.store, town.outbox, town.clock)
        self._town = town
        self._others = list(others)
        self.asked = 0

    def judge(self, request: Request, ledger: str, recorder: str, signers: Sequence[str]) -> Judgement:
        judgement = super().judge(request, ledger, recorder, signers)
        self.asked += 1
        if self._others:
            self._town.do(self._others.pop(0))
        return judgement


def test_a_conflict_is_judged_anew_and_recorded_on_what_is_there_now(town: Town) -> None:  # D4
    shown: list[Judgement] = []
    ledger = Overtaken(town, used(7, 50))
    receipt = ledger.record(town.request(used(1)), (OFFICER,), shown.append)
    assert (receipt.first, ledger.asked, len(shown)) == (9, 2, 1)
    (entry,) = town.store.scan(9, 9)
    assert {(one.count, one.total) for one in entry.charged} == {(2, 150_00)}


def test_a_conflict_that_ends_the_authority_is_a_refusal(town: Town) -> None:  # D4
    ledger = Overtaken(town, revoked())
    with pytest.raises(Refused, match=r"^DEL-2 .*, revoked from 2026-11-20$") as caught:
        ledger.record(town.request(used(1)), (OFFICER,))
    assert caught.value.kind == "AUTHORITY"
    assert (town.store.head().size, pending(town)) == (8, [])


def test_whoever_is_always_overtaken_is_told_to_try_again(town: Town) -> None:
    ledger = Overtaken(town, *(used(number, 10) for number in range(20, 30)))
    message = r"^expected to write within 5 tries, got others writing first; try again$"
    with pytest.raises(Conflict, match=message):
        ledger.record(town.request(used(1)), (OFFICER,))
    assert (ledger.asked, pending(town)) == (service.TRIES, [])


def test_what_has_nothing_to_do_with_the_judgement_is_no_conflict(town: Town) -> None:
    ledger = Overtaken(town, Registered("third", "Third", "council"))
    ledger.record(town.request(used(1)), (OFFICER,))
    assert ledger.asked == 1


def test_whoever_writes_first_may_have_a_later_clock(town: Town) -> None:  # T3
    ledger = Overtaken(town, Registered("third", "Third", "council"))
    receipt = ledger.record(town.request(used(1)), (OFFICER,))
    third, act = town.store.scan(8, 9)
    assert (receipt.size, act.recorded) == (9, third.recorded)


def test_the_clock_is_read_after_the_head(town: Town) -> None:  # T3
    def clock() -> str:
        instant = town.clock()
        if town.store.head().size == 7:
            town.do(Registered("third", "Third", "council"))
        return instant

    ledger = Ledger(town.store, town.outbox, clock)
    assert ledger.record(town.request(used(1)), (OFFICER,)).size == 9


def test_a_day_that_ends_between_judgement_and_append_is_judged_anew(town: Town) -> None:  # T6
    ledger = Overtaken(town, Registered("third", "Third", "council"))
    town.day = "2026-11-23"
    ledger._clock = iter([f"{TODAY}T23:59:59.000000Z", "2026-11-23T12:00:00.000000Z"]).__next__
    ledger.record(town.request(used(1)), (OFFICER,))
    (act,) = town.store.scan(9, 9)
    assert (ledger.asked, act.recorded) == (2, "2026-11-23T12:00:00.000000Z")


def test_a_clock_that_goes_back_stops_the_ledger(town: Town) -> None:  # T3
    town.day = "2026-11-21"
    message = r"^clock: expected 2026-11-22T10:00:00.\d{6}Z or later, as entry 7 says, got 2026-11-21T"
    with pytest.raises(StorageError, match=message):
        town.do(used(1))


def test_a_refusal_tells_everything_that_speaks_against_the_request(town: Town) -> None:
    with pytest.raises(Refused) as caught:
        town.do(used(1, 900), used(2, 100, function="loans"))
    rules = [line.split(" ", 1)[0] for line in str(caught.value).splitlines()]
    assert set(rules) == {"DEL-9", "DEL-10"}
    assert (caught.value.kind, town.store.head().size) == ("AUTHORITY", 7)


def test_all_of_a_request_is_recorded_or_none(town: Town) -> None:
    with pytest.raises(Refused, match="DEL-11"):
        town.do(used(1, 500), used(2, 400), used(3, 200))
    assert town.store.head().size == 7
    town.do(used(1, 500), used(2, 400))
    assert town.store.head().size == 9


def test_who_is_shown_the_judgement_can_stop_it_before_anything_is_signed(town: Town) -> None:  # K8
    def stop(judgement: Judgement) -> None:
        assert judgement.judged[0].fact.body.__class__.__name__ == "Used"
        raise Killed

    with pytest.raises(Killed):
        town.ledger.record(town.request(used(1)), (OFFICER,), stop)
    assert (town.store.head().size, pending(town)) == (7, [])


def test_a_key_of_nobody_records_nothing(town: Town) -> None:  # K6
    stranger = PrivateKey.from_seed(b"x" * 32)
    message = rf"^KEY-1 .*got {key_id(stranger.public)}$"
    with pytest.raises(Refused, match=message) as caught:
        town.do(used(1), signers=(stranger,))
    assert caught.value.kind == "SIG"


def test_a_ledger_is_founded_once(town: Town) -> None:
    body = Founded(
        ORIGIN, key_text(LOG.public), ADA, Words.of("Ada"), key_text(BENS.public), key_text(RECOVERY.public)
    )
    with pytest.raises(Refused, match=r"^FND-1 .*, got one founded$"):
        town.ledger.found(town.request(body), LEDGER_ID, (BENS, RECOVERY))


def test_a_database_without_a_founding_is_no_ledger(tmp_path: Path) -> None:
    bare = Town(tmp_path)
    with pytest.raises(StorageError, match=r"^expected a founded ledger, got one without its first entry$"):
        bare.ledger.founding()
    bare.close()


@pytest.mark.parametrize("count", [0, 2_001])
def test_a_request_has_a_number_of_facts(town: Town, count: int) -> None:
    request = town.request(*(Registered(f"c-{number}", "Council", "council") for number in range(count)))
    with pytest.raises(Oversized, match=rf"^request: expected 1 to 2000 facts, got {count}$"):
        town.ledger.record(request, (OFFICER,))


def test_a_store_that_keeps_other_bytes_is_not_believed(  # H11
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = town.store.scan

    def scan(first: int = 1, last: int | None = None) -> Iterator[object]:
        for entry in real(first, last):
            other = msgspec.structs.replace(entry, envelope=entry.envelope + b" ")
            yield other if first == 8 else entry

    monkeypatch.setattr(town.store, "scan", scan)
    message = r"^entry 8: expected the bytes that were signed, got others$"
    with pytest.raises(StorageError, match=message):
        town.do(used(1))


class Lying(Store):
    """A store that acknowledges what it did not append, with the receipt of something else if it has one."""

    shown: Receipt

    def append(self, batch: Batch, *, unless: Select[int] | None = None) -> Receipt:
        del batch, unless
        return self.shown


def lying(town: Town, receipt: Receipt) -> Ledger:
    store = Lying(town.store._backend)
    store.shown = receipt
    return Ledger(store, town.outbox, town.clock)


@pytest.mark.parametrize("count", [1, 2])
def test_two_officers_do_not_get_the_same_receipt(town: Town, count: int) -> None:  # H9
    receipt = town.do(*(used(number) for number in range(1, count + 1)))
    message = rf"^r-{'z' * 16}: expected a receipt of its own, got that of {receipt.request}/1, entry 8$"
    with pytest.raises(Tampered, match=message):
        lying(town, receipt).record(town.request(used(9), id_="r-" + "z" * 16), (OFFICER,))
    assert pending(town) == ["r-" + "z" * 16]


def test_a_request_that_is_shown_with_anothers_receipt_is_tampered(town: Town) -> None:  # H9
    first = town.do(used(1))
    request = town.request(used(2))
    with pytest.raises(Killed):
        dying(town, "before").record(request, (OFFICER,))
    columns = f"'{request.id}', digest, first, count FROM ledger_request WHERE id = '{first.request}'"
    behind(town.where, f"INSERT INTO ledger_request SELECT {columns}")
    message = rf"^{request.id}: expected a receipt of its own, got that of another act$"
    with pytest.raises(Tampered, match=message):
        town.ledger.record(request, (OFFICER,))
    with pytest.raises(Tampered, match=message):
        town.ledger.settle()
    assert pending(town) == [request.id]


def test_what_one_officer_recorded_is_no_receipt_for_another(town: Town) -> None:  # H9
    town.do(Enrolled(key_text(BENS.public), BEN, ("enrol", "record:icp")), signers=(OFFICER, BENS))
    request = town.request(used(1))
    first = town.ledger.record(request, (OFFICER,))
    with pytest.raises(
        Refused, match=rf"^{request.id}: expected a request of your own, got one that {ADA} "
    ) as no:
        town.ledger.record(request, (BENS,))
    assert no.value.kind == "RULE"
    assert town.ledger.record(request, (OFFICER,)) == first


def test_who_has_another_key_by_now_may_repeat_a_request(town: Town) -> None:  # H9 S7
    request = town.request(used(1))
    first = town.ledger.record(request, (OFFICER,))
    town.do(
        Rotated(key_id(OFFICER.public), key_text(BENS.public), ADA, FOUNDER_RIGHTS),
        signers=(OFFICER, BENS),
    )
    assert town.ledger.record(request, (BENS,)) == first


def test_what_was_acknowledged_and_never_committed_is_noticed(town: Town) -> None:  # H10
    receipt = Receipt("r-" + "z" * 16, 8, 1, b"l" * 32, 8, b"r" * 32)
    message = rf"^{receipt.request}: expected 1 facts from entry 8 on, as acknowledged, got 0$"
    with pytest.raises(StorageError, match=message):
        lying(town, receipt).record(town.request(used(1), id_=receipt.request), (OFFICER,))
    assert (pending(town), town.store.head().size) == ([receipt.request], 7)


def test_no_receipt_is_given_before_the_entry_can_be_read_by_others(  # H10
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    append, scan = town.store.append, town.store.scan

    def appended(batch: Batch) -> Receipt:
        receipt = append(batch)
        with Store.open(town.where) as other:
            order.append(f"committed {other.head().size}")
        return receipt

    def scanned(first: int = 1, last: int | None = None) -> Iterator[object]:
        order.append(f"read {first}")
        return scan(first, last)

    monkeypatch.setattr(town.store, "append", appended)
    monkeypatch.setattr(town.store, "scan", scanned)
    town.do(used(1))
    assert order[-2:] == ["committed 8", "read 8"]
