"""Read models in the database that holds the log, on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import threading

import pytest
from tests.examples import EXAMPLES, FOUNDED, wire_name
from tests.ledger_projections.making import ListedLog, Said, entry_of, fact_id

from ledger.errors import StorageError
from ledger.store import Batch, Opening, Pending, Store
from ledger.tags import tags_of
from ledger_projections.database import scratch
from ledger_projections.views import Views


def append(store: Store, *said: Said) -> None:
    """Append each fact as a request of its own, as the listed log numbers them."""
    for one in said:
        number = store.head().size + 1
        pending = Pending(entry_of(number, one).envelope, wire_name(one.body), tags_of(one.body, one.on))
        words = Opening(fact_id(number), "body.name", b"s" * 16, f"the words of {number}")
        digest = hashlib.sha256(pending.envelope).digest()
        store.append(Batch((pending,), fact_id(number), digest, None, (words,), one.recorded))


def test_read_models_follow_a_stored_log_and_say_the_same_as_those_of_a_listed_one(where: str) -> None:
    said = [Said(body) for body in EXAMPLES]
    with Store.create(where) as store, Views.open(where) as views, scratch() as other:
        append(store, *said[:20])
        assert views.follow(store) == 20
        append(store, *said[20:])
        assert views.follow(store) == len(said)
        listed = Views(other)
        listed.follow(ListedLog(*said))
        assert views.digests() == listed.digests()
        assert views.digests(known_at=13) == listed.digests(known_at=13)
        assert views.require_undrifted(store) == listed.digests()
        for body in (None, "icp"):
            assert list(views.timeline(body)) == list(listed.timeline(body))
            assert list(views.decisions(body)) == list(listed.decisions(body))
        for day in (None, "2026-11-20"):
            assert views.register("icp", day) == listed.register("icp", day)


def test_the_log_opens_again_beside_its_read_models(where: str) -> None:
    with Store.create(where) as store, Views.open(where) as views:
        append(store, *map(Said, EXAMPLES))
        views.follow(store)
    with Store.open(where) as store, Views.open(where) as views:
        assert views.follow(store) == store.head().size == len(EXAMPLES)
        assert views.rebuild(store) == len(EXAMPLES)


def test_words_are_found_in_the_openings_where_the_read_model_says(where: str) -> None:
    with Store.create(where) as store, Views.open(where) as views:
        append(store, Said(FOUNDED))
        views.follow(store)
        (place,) = views.names([FOUNDED.officer]).values()
        assert store.openings({place.fact})[place.fact, place.path].text == "the words of 1"


def test_no_words_come_into_a_read_model(where: str) -> None:  # P2
    with Store.create(where) as store, Views.open(where) as views:
        append(store, *map(Said, EXAMPLES))
        views.follow(store)
        answers = [*views.timeline(), *views.decisions(), views.register("icp")]
        assert "the words of" not in repr(answers)


def test_followers_in_several_threads_write_each_fact_once(where: str) -> None:
    with Store.create(where) as store:
        append(store, *map(Said, EXAMPLES))
        failed: list[BaseException] = []

        def run() -> None:
            try:
                with Views.open(where) as views:
                    views.follow(store)
            except BaseException as error:  # noqa: BLE001 - told by the test
                failed.append(error)

        threads = [threading.Thread(target=run) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        with Views.open(where) as views:
            assert [one.number for one in views.timeline()] == list(range(1, len(EXAMPLES) + 1))
            assert views.require_undrifted(store) == views.digests()


def test_facts_can_be_recorded_while_a_read_model_is_asked(where: str) -> None:
    with Store.create(where) as store, Views.open(where) as views:
        append(store, *map(Said, EXAMPLES))
        views.follow(store)
        lines = views.timeline()
        next(lines)
        append(store, Said(EXAMPLES[0]))
        assert views.follow(store) == len(EXAMPLES) + 1
        assert sum(1 for _ in lines) == len(EXAMPLES) - 1


def test_opening_read_models_that_are_up_to_date_waits_for_nobody(where: str) -> None:
    with Store.create(where) as store, Views.open(where) as views:
        append(store, *map(Said, EXAMPLES))
        views.follow(store)
        with views._database.writing(), Views.open(where) as others:
            assert others.position == len(EXAMPLES)


def test_read_models_closed_give_their_connections_back(where: str) -> None:
    Store.create(where).close()
    views = Views.open(where)
    views.close()
    assert views._database.backend.engine.pool.status().startswith("Pool size: 5  Connections in pool: 0")


def test_without_psycopg_the_extra_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ledger.store.postgres", None)
    monkeypatch.delattr("ledger.store.postgres", raising=False)
    with pytest.raises(StorageError, match="expected the extra remit\\[postgres\\]"):
        Views.open("postgresql://localhost/none")
