from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.dcb.tests import DCBRecorderTestCase
from eventsourcing.persistence import IntegrityError, ProgrammingError
from tests.ledger.store.making import NOON, batch, fact, require_sound

from ledger.store import Store
from ledger.store.recorder import Recorder


@pytest.fixture
def recorder(store: Store) -> Recorder:
    return Recorder(store, clock=lambda: NOON, request=lambda: uuid.uuid4().hex, poll_seconds=0.05)


def test_the_librarys_own_test_of_appending_and_reading_passes(recorder: Recorder, store: Store) -> None:
    DCBRecorderTestCase()._test_append_read(recorder)
    require_sound(store)


def test_the_librarys_own_test_of_subscribing_passes(recorder: Recorder) -> None:
    DCBRecorderTestCase()._test_append_subscribe(recorder)


def test_an_event_comes_back_with_the_tags_that_it_carries_and_not_with_those_it_relies_on(
    recorder: Recorder, store: Store
) -> None:
    store.append(
        batch("r-1", fact("b:1", "a:1", relies=("key:1",), envelope=b"not JSON", kind="seat.filled/1"))
    )
    (found,) = recorder.read()
    assert found.position == 1
    assert found.event == DCBEvent(type="seat.filled/1", data=b"not JSON", tags=["a:1", "b:1"])


def test_events_on_several_pages_come_in_order_and_once(recorder: Recorder) -> None:
    recorder.append([DCBEvent(type="t", data=b"%d" % number, tags=["a:1"]) for number in range(1, 2_502)])
    everything = DCBQuery(items=[DCBQueryItem(tags=["a:1"]), DCBQueryItem(types=["t"])])
    assert [each.event.data for each in recorder.read(everything)] == [b"%d" % n for n in range(1, 2_502)]
    with recorder.subscribe(after=1_000) as subscription:
        assert [each.position for each in itertools.islice(subscription, 1_501)] == list(range(1_001, 2_502))


def test_an_event_that_comes_after_a_reading_began_is_left_to_the_next(recorder: Recorder) -> None:
    recorder.append([DCBEvent(type="t", data=b"1")])
    response = recorder.read()
    recorder.append([DCBEvent(type="t", data=b"2")])
    assert [each.event.data for each in response] == [b"1"]
    assert response.head == 1


def test_no_event_and_a_condition_that_does_not_hold_are_refused_in_the_librarys_words(
    recorder: Recorder,
) -> None:
    with pytest.raises(ProgrammingError, match="expected at least 1 event, got none"):
        recorder.append([])
    recorder.append([DCBEvent(type="t", data=b"1")])
    with pytest.raises(IntegrityError, match="expected nothing that matches the condition, got entry 1"):
        recorder.append([DCBEvent(type="t", data=b"2")], DCBAppendCondition())


def test_a_stopped_subscription_ends(recorder: Recorder) -> None:
    with recorder.subscribe() as subscription:
        subscription.stop()
        stopped: Iterator[object] = iter(subscription)
        assert list(stopped) == []
