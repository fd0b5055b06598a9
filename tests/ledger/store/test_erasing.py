"""Openings are destroyed with the facts that say so, and their bytes leave the files of the database."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from tests.ledger.store.making import batch, fact, nothing_after

from ledger.errors import Conflict, StorageError
from ledger.sealed import Opening
from ledger.store import Batch, Store

CANARY = "Zq7canary"
PLACE = ("r-1/1", "body.text")


def kept(count: int = 400) -> Batch:
    """Make a batch with so many openings that their pages are split, one of them with a canary."""
    openings = [
        Opening(f"r-1/{1 + n}", "body.text", b"s" * 16, f"words {n} " * (n % 40)) for n in range(count)
    ]
    openings[0] = Opening(*PLACE, b"s" * 16, CANARY * 9)
    return batch("r-1", *(fact("a:1") for _ in openings), openings=tuple(openings))


def erasing(request: str = "r-2", after: int | None = None) -> Batch:
    condition = None if after is None else nothing_after(after, "a:1")
    return replace(batch(request, fact("a:1"), condition=condition), erase=(PLACE,))


def bytes_of(where: str, store: Store) -> bytes:
    """Give the bytes of the database's files, as far as they hold what this ledger's tables hold."""
    if "://" not in where:
        return b"".join(path.read_bytes() for path in Path(where).parent.glob(f"{Path(where).name}*"))
    del store
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute(
            "SELECT current_setting('data_directory'), pg_relation_filepath('ledger_opening')"
        ).fetchone()
        toast = connection.execute(
            "SELECT pg_relation_filepath(reltoastrelid) FROM pg_class WHERE oid = 'ledger_opening'::regclass"
        ).fetchone()
    assert found is not None
    assert toast is not None
    folder = Path(found[0])
    return b"".join((folder / name).read_bytes() for name in (found[1], toast[0]))


def test_words_are_destroyed_with_the_fact_that_says_so(where: str, store: Store) -> None:  # P2
    store.append(kept())
    assert CANARY.encode() in bytes_of(where, store)
    assert store.containing(CANARY.upper()) == (PLACE,)
    store.append(erasing())
    assert store.openings(["r-1/1"]) == {}
    assert len(store.openings([f"r-1/{number}" for number in range(2, 401)])) == 399
    store.scrub()
    assert CANARY.encode() not in bytes_of(where, store)
    assert [entry.number for entry in store.scan(400)] == [400, 401]


def test_where_the_fact_is_not_appended_the_words_stay(store: Store) -> None:  # P3
    store.append(kept(2))
    with pytest.raises(Conflict):
        store.append(erasing(after=1))
    assert store.openings(["r-1/1"])[PLACE].text == CANARY * 9


def test_words_that_came_back_with_a_copy_go_again(where: str, store: Store) -> None:  # P2
    store.append(kept(3))
    store.erase([PLACE, ("r-1/2", "body.text")])
    assert list(store.openings(["r-1/1", "r-1/2", "r-1/3"])) == [("r-1/3", "body.text")]
    assert CANARY.encode() not in bytes_of(where, store)


def test_signs_of_patterns_are_looked_for_as_they_are(store: Store) -> None:
    texts = ("100% sure", "100 per cent", "a_b", "axb", "hey!")
    openings = tuple(Opening(f"r-1/{n}", "body.text", b"s" * 16, text) for n, text in enumerate(texts, 1))
    store.append(batch("r-1", *(fact("a:1") for _ in texts), openings=openings))
    for looked, number in (("0% s", 1), ("a_b", 3), ("hey!", 5)):
        assert store.containing(looked) == ((f"r-1/{number}", "body.text"),)


def test_wiping_says_so_where_somebody_else_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.create(tmp_path / "ledger.db") as store:
        busy = replace(store._backend, scrub=("SELECT 1",))
        monkeypatch.setattr(store, "_backend", busy)
        with pytest.raises(StorageError, match="their bytes may be left: try again"):
            store.scrub()
