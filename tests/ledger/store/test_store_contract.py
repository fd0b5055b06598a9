"""What every store promises, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ledger.store.making import NOON, batch, behind, fact, nothing_after, require_sound, root_of

from ledger.entry import Charged
from ledger.errors import Conflict, Malformed, Oversized, Refused, StorageError, Tampered
from ledger.merkle import inclusion_nodes, inclusion_proof, node_id, verify_inclusion
from ledger.store import Batch, Head, Opening, Receipt, Store

Reopen = Callable[[], Store]

FIRST = (
    b'{"charged":[],"envelope":{"payload":"e30="},'
    b'"links":{"body:icp":0,"key:k":0},"recorded":"2026-11-22T12:00:00.000000Z"}'
)
SECOND = (
    b'{"charged":[{"count":1,"tag":"use:x","total":5000}],"envelope":{"payload":"e30="},'
    b'"links":{"body:icp":1,"key:k":0,"use:x":0},"recorded":"2026-11-22T12:00:00.000000Z"}'
)
BOTH = (
    fact("body:icp", relies=("key:k",)),
    fact("use:x", relies=("body:icp", "key:k"), charges=(("use:x", 5_000),)),
)


def numbers(store: Store, *tags: str, upto: int, after: int = 0) -> list[int]:
    return [entry.number for entry in store.read(tags, upto=upto, after=after)]


# --- appending


def test_a_new_ledger_is_the_empty_tree(store: Store) -> None:
    assert store.head() == Head(0, hashlib.sha256(b"").digest())
    assert list(store.scan()) == []


def test_facts_are_appended_as_the_bytes_of_their_entries(store: Store) -> None:
    receipt = store.append(batch("r-1", *BOTH))
    leaf = hashlib.sha256(b"\x00" + SECOND).digest()
    assert receipt == Receipt("r-1", 1, 2, leaf, 2, root_of([FIRST, SECOND]))
    assert [entry.data for entry in store.scan()] == [FIRST, SECOND]
    assert store.head() == Head(2, receipt.root)
    require_sound(store)


def test_what_was_appended_is_there_for_the_next_process(store: Store, reopened: Reopen) -> None:
    receipt = store.append(batch("r-1", *BOTH))
    again = reopened()
    assert again.head() == Head(2, receipt.root)
    assert again.append(batch("r-2", fact("body:icp"))).first == 3
    require_sound(again)


def test_a_link_names_the_last_earlier_entry_that_carries_the_tag_and_none_that_relies_on_it(
    store: Store,
) -> None:
    store.append(batch("r-1", fact("a:1"), fact("b:1", relies=("a:1",)), fact("a:1", "b:1")))
    store.append(batch("r-2", fact("c:1", relies=("a:1", "b:1", "d:1"))))
    assert [entry.links for entry in store.scan()] == [
        {"a:1": 0},
        {"b:1": 0, "a:1": 1},
        {"a:1": 1, "b:1": 2},
        {"c:1": 0, "a:1": 3, "b:1": 3, "d:1": 0},
    ]


def test_a_total_counts_on_from_the_last_charge_of_its_tag(store: Store) -> None:
    spent = fact("use:x", charges=(("use:x", 300),))
    store.append(batch("r-1", spent, fact("use:x", "use:y", charges=(("use:x", 40), ("use:y", 7)))))
    store.append(batch("r-2", fact("a:1")))
    store.append(batch("r-3", fact("use:x", charges=(("use:x", -2),))))
    assert [entry.charged for entry in store.scan()] == [
        (Charged("use:x", 1, 300),),
        (Charged("use:x", 2, 340), Charged("use:y", 1, 7)),
        (),
        (Charged("use:x", 3, 338),),
    ]


def test_a_total_that_the_last_entry_does_not_hold_is_never_guessed(store: Store) -> None:
    store.append(batch("r-1", fact("use:x", charges=(("use:x", 300),))))
    store.append(batch("r-2", fact("use:x")))
    with pytest.raises(Tampered, match="entry 2: expected a total of use:x, which it carries, got none"):
        store.append(batch("r-3", fact("use:x", charges=(("use:x", 1),))))
    assert store.head().size == 2


@pytest.mark.parametrize("step", [1, -1])
def test_a_total_stays_within_what_json_keeps_exactly(store: Store, step: int) -> None:  # E2
    store.append(batch("r-1", fact("use:x", charges=(("use:x", step * (2**53 - 1)),))))
    with pytest.raises(
        Oversized, match=r"total of use:x: expected at most 9007199254740991 either way, got "
    ):
        store.append(batch("r-2", fact("use:x", charges=(("use:x", step),))))
    assert store.head().size == 1


@pytest.mark.parametrize(
    ("charges", "message"),
    [
        ((("use:y", 1),), "expected a charge of a tag that its fact carries, got use:y"),
        ((("use:x", 1), ("use:x", 2)), "expected charges in ascending order of distinct tags, got"),
        ((("use:x", 1), ("use:a", 2)), "expected charges in ascending order of distinct tags, got"),
    ],
)
def test_a_charge_belongs_to_one_carried_tag(
    store: Store, charges: tuple[tuple[str, int], ...], message: str
) -> None:
    with pytest.raises(Malformed, match=message):
        store.append(batch("r-1", fact("use:a", "use:x", charges=charges)))
    assert store.head().size == 0


def test_nothing_to_append_is_refused(store: Store) -> None:
    with pytest.raises(Malformed, match="request r-1: expected at least 1 fact, got none"):
        store.append(batch("r-1"))


def test_an_entry_has_at_most_60_000_bytes(store: Store) -> None:
    frame = len(FIRST.replace(b',"key:k":0', b"")) - len(b"e30=")
    largest = fact("body:icp", envelope=b'{"payload":"%b"}' % (b"x" * (60_000 - frame)))
    larger = fact("body:icp", envelope=b'{"payload":"%b"}' % (b"x" * (60_001 - frame)))
    with pytest.raises(Oversized, match="entry 2: expected at most 60000 bytes, got 60001"):
        store.append(batch("r-1", largest, larger))
    assert store.head().size == 0
    store.append(batch("r-1", largest))
    assert [len(entry.data) for entry in store.scan()] == [60_000]


def test_a_batch_of_a_thousand_facts_is_appended_whole(store: Store) -> None:
    receipt = store.append(batch("r-1", *(fact(f"a:{at % 7}", relies=("b:1",)) for at in range(1_000))))
    assert (receipt.first, receipt.count, receipt.size) == (1, 1_000, 1_000)
    require_sound(store)


# --- the condition


def test_a_condition_fails_where_a_tag_was_carried_after_what_was_read(store: Store) -> None:  # D4
    store.append(batch("r-1", fact("a:1"), fact("b:1")))
    with pytest.raises(Conflict, match="b:1: expected nothing after entry 1, got entry 2"):
        store.append(batch("r-2", fact("c:1"), condition=nothing_after(1, "a:1", "b:1")))
    assert store.head().size == 2
    assert store.request("r-2") is None
    store.append(batch("r-2", fact("c:1"), condition=nothing_after(2, "a:1", "b:1")))
    require_sound(store)


def test_who_only_relies_on_a_tag_does_not_stand_in_the_way(store: Store) -> None:
    store.append(batch("r-1", fact("a:1")))
    store.append(batch("r-2", fact("b:1", relies=("a:1",))))
    assert store.append(batch("r-3", fact("c:1"), condition=nothing_after(1, "a:1"))).size == 3


def test_a_condition_may_have_more_tags_than_a_statement_may_have_parameters(store: Store) -> None:
    tags = [f"a:{number}" for number in range(70_000)]
    store.append(batch("r-1", fact("a:69999")))
    with pytest.raises(Conflict, match="a:69999: expected nothing after entry 0, got entry 1"):
        store.append(batch("r-2", fact("b:1"), condition=nothing_after(0, *tags)))
    assert store.append(batch("r-2", fact("b:1"), condition=nothing_after(1, *tags))).size == 2


def test_a_conflict_leaves_no_lock_behind(where: str, store: Store) -> None:
    store.append(batch("r-1", fact("a:1")))
    with pytest.raises(Conflict):
        store.append(batch("r-2", fact("a:1"), condition=nothing_after(0, "a:1")))
    with Store.open(where) as other:
        assert other.append(batch("r-3", fact("a:1"))).size == 2


def test_what_was_read_from_a_longer_log_than_this_one_is_not_judged_here(store: Store) -> None:  # H2
    with pytest.raises(StorageError, match="expected a log of at least 7 entries, as was read, got 0"):
        store.append(batch("r-1", fact("a:1"), condition=nothing_after(7, "a:1")))


# --- the request


def test_a_repeated_request_gives_its_first_receipt_and_appends_nothing(
    store: Store, reopened: Reopen
) -> None:  # S7
    once = batch("r-1", *BOTH, condition=nothing_after(0, "body:icp"))
    first = store.append(once)
    for number in range(2, 9):
        store.append(batch(f"r-{number}", fact("body:icp")))
    assert store.append(once) == first
    again = reopened()
    assert again.append(once) == first
    assert again.head().size == 9


def test_a_request_id_stands_for_one_content(store: Store) -> None:
    store.append(batch("r-1", *BOTH))
    with pytest.raises(
        Refused, match="request r-1: expected the content first recorded under this id, got another"
    ):
        store.append(batch("r-1", fact("a:1", envelope=b'{"payload":"e31="}')))
    assert store.head().size == 2


def test_the_receipt_of_a_request_can_be_asked_for(store: Store) -> None:
    store.append(batch("r-1", *BOTH))
    receipt = store.append(batch("r-2", fact("a:1")))
    store.append(batch("r-3", fact("a:1")))
    assert store.request("r-2") == receipt
    assert store.request("r-4") is None


# --- the clock


def test_the_clock_of_the_log_never_goes_back(store: Store) -> None:  # T3
    store.append(batch("r-1", fact("a:1")))
    with pytest.raises(
        StorageError,
        match=r"clock: expected 2026-11-22T12:00:00.000000Z or later, .* got 2026-11-22T11:59:59.999999Z",
    ):
        store.append(batch("r-2", fact("a:1"), recorded="2026-11-22T11:59:59.999999Z"))
    assert store.append(batch("r-2", fact("a:1"), recorded=NOON)).size == 2


def test_who_judged_before_others_wrote_takes_their_time_over(store: Store) -> None:  # T3
    later = "2026-11-22T12:00:00.000009Z"
    store.append(batch("r-1", fact("a:1"), recorded=later))
    judged = batch("r-2", fact("b:1"), condition=nothing_after(0, "b:1"), recorded=NOON)
    assert store.append(judged).size == 2
    assert [entry.recorded for entry in store.scan()] == [later, later]


@pytest.mark.parametrize(
    ("judged", "recorded"),
    [
        ("2026-11-22T23:59:59.999999Z", "2026-11-23T00:00:00.000000Z"),
        ("2026-06-22T22:59:59.999999Z", "2026-06-22T23:00:00.000000Z"),  # midnight in London in summer
    ],
)
def test_a_judgement_of_the_day_before_is_made_again(store: Store, judged: str, recorded: str) -> None:  # T6
    store.append(batch("r-1", fact("a:1"), recorded=recorded))
    late = batch("r-2", fact("b:1"), condition=nothing_after(0, "b:1"), recorded=judged)
    with pytest.raises(
        Conflict, match=f"expected the day of entry 1, {recorded}, got a judgement of {judged}"
    ):
        store.append(late)
    assert store.head().size == 1


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026-11-22T12:00:00Z",
        "2026-02-30T12:00:00.000000Z",
        "2026-11-22T12:00:00.000000+00:00",
        "",
    ],
)
def test_a_time_of_another_form_is_refused(store: Store, text: str) -> None:
    with pytest.raises(Malformed, match="request r-1: expected a time such as"):
        store.append(batch("r-1", fact("a:1"), recorded=text))


# --- reading


@pytest.fixture
def long(store: Store) -> Store:
    """A log of 2,500 entries: every second carries even:1, every third third:1."""
    pending = (
        fact("all:1", *(["even:1"] if n % 2 == 0 else []), *(["third:1"] if n % 3 == 0 else []))
        for n in range(1, 2_501)
    )
    store.append(batch("r-1", *pending))
    return store


def test_entries_that_carry_any_of_the_tags_come_once_and_in_order(long: Store) -> None:
    expected = [n for n in range(1, 2_501) if n % 2 == 0 or n % 3 == 0]
    assert numbers(long, "third:1", "even:1", "none:1", upto=2_500) == expected
    assert numbers(long, "third:1", "even:1", upto=2_400, after=1_200) == [
        n for n in expected if 1_200 < n <= 2_400
    ]
    assert numbers(long, "none:1", upto=2_500) == []
    assert numbers(long, upto=2_500) == []


def test_reading_goes_on_where_a_page_of_numbers_ends(long: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.store.core._NUMBERS_PAGE", 500)
    assert numbers(long, "all:1", "even:1", upto=2_500) == list(range(1, 2_501))


def test_entries_of_any_of_the_types_come_once_and_in_order(long: Store) -> None:
    long.append(batch("r-2", fact("a:1", kind="other.done/1"), fact("a:1"), fact("a:1", kind="third.done/1")))
    kinds = ("other.done/1", "third.done/1")
    assert [entry.number for entry in long.of_types(kinds, upto=2_503)] == [2_501, 2_503]
    assert [entry.number for entry in long.of_types(kinds, upto=2_502)] == [2_501]
    assert [entry.number for entry in long.of_types(kinds, upto=2_503, after=2_501)] == [2_503]
    assert [entry.number for entry in long.of_types(["thing.done/1"], upto=2_502)] == [
        *range(1, 2_501),
        2_502,
    ]
    assert list(long.of_types(["none.done/1"], upto=2_503)) == []


def test_facts_are_found_by_what_their_openings_say(store: Store) -> None:
    texts = (("1", "body.name", "Ann"), ("2", "body.name", "Bob"), ("3", "body.title", "Ann"))
    openings = tuple(Opening(f"r-1/{number}", path, b"s" * 16, text) for number, path, text in texts)
    store.append(batch("r-1", *(fact("a:1") for _ in texts), openings=openings))
    assert store.saying("body.name", ("Ann", "Bea")) == ("r-1/1",)
    assert store.saying("body.name", ("ann",)) == ()


def test_the_last_entry_that_carries_a_tag_is_found(long: Store) -> None:
    assert long.last(("third:1", "none:1"), upto=2_000) == {"third:1": 1_998}
    assert long.last(("third:1",), upto=2) == {}


def test_a_scan_gives_every_entry_from_one_number_to_another(long: Store) -> None:
    assert [entry.number for entry in long.scan()] == list(range(1, 2_501))
    assert [entry.number for entry in long.scan(999, 2_001)] == list(range(999, 2_002))
    assert [entry.number for entry in long.scan(2_499, 9_999)] == [2_499, 2_500]
    assert list(long.scan(2_501)) == []


def test_a_scan_ends_at_the_head_of_its_beginning(long: Store) -> None:
    scanning = long.scan(2_000)
    assert next(scanning).number == 2_000
    long.append(batch("r-2", fact("all:1")))
    assert [entry.number for entry in scanning][-1] == 2_500


def test_an_open_reader_does_not_hold_up_a_writer(where: str, long: Store) -> None:
    reading, scanning = long.read(["all:1"], upto=2_500), long.scan()
    next(reading)
    next(scanning)
    with Store.open(where) as other:
        assert other.append(batch("r-2", fact("all:1"))).size == 2_501
    assert [entry.number for entry in reading] == list(range(2, 2_501))


def test_the_stored_nodes_prove_any_entry(store: Store) -> None:
    store.append(batch("r-1", *(fact(f"a:{number}") for number in range(13))))
    head = store.head()
    for entry in store.scan():
        index = entry.number - 1
        found = store.nodes(inclusion_nodes(index, head.size))
        proof = inclusion_proof(index, head.size, found.__getitem__)
        verify_inclusion(index, head.size, entry.hash, proof, head.root)


def test_a_node_that_is_not_there_is_named(store: Store) -> None:
    store.append(batch("r-1", *BOTH))
    assert store.nodes([]) == {}
    with pytest.raises(Tampered, match="expected the node of level 1 and index 1, got none"):
        store.nodes([node_id(0, 0), node_id(1, 1)])


def test_openings_are_kept_by_fact_and_field(store: Store) -> None:
    chair = Opening("r-1/1", "body.title", b"s" * 16, "Chair’s action: “urgent” ✓")
    reason = Opening("r-1/1", "departure", b"t" * 16, "late\nnotice")
    other = Opening("r-1/2", "body.title", b"u" * 16, "")
    store.append(batch("r-1", *BOTH, openings=(chair, reason, other)))
    assert store.openings(["r-1/1", "r-9/1"]) == {
        ("r-1/1", "body.title"): chair,
        ("r-1/1", "departure"): reason,
    }
    assert store.openings([]) == {}


def test_text_is_never_read_as_a_statement(store: Store) -> None:  # W1
    tag = "a:1'); DROP TABLE ledger_tag; --"
    store.append(batch("r'--", fact(tag, '%s"{}'), condition=nothing_after(0, tag)))
    assert numbers(store, tag, upto=1) == [1]
    assert store.request("r'--") is not None


def test_a_value_that_no_column_can_hold_is_refused(store: Store) -> None:  # E3
    with pytest.raises((Malformed, StorageError), match="expected"):
        store.request("\ud800")
    with pytest.raises((Malformed, StorageError), match="expected"):
        store.last(("a:1",), upto=2**70)


# --- many at once


def test_threads_may_share_a_store(store: Store) -> None:
    def append(name: str) -> None:
        for number in range(10):
            store.append(batch(f"{name}-{number}", fact("a:1", f"{name}:1")))

    threads = [threading.Thread(target=append, args=(name,)) for name in ("b", "c", "d", "e")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.head().size == 40
    require_sound(store)


def test_a_closed_store_is_of_no_use(store: Store) -> None:
    store.close()
    with pytest.raises(StorageError, match="expected an open ledger, got one that was closed"):
        store.head()
    store.close()


# --- what is found when opening


def test_a_ledger_is_made_only_where_nothing_is(where: str, store: Store) -> None:
    assert store.head().size == 0
    with pytest.raises(StorageError, match="expected (no file, got one|an empty database, got )"):
        Store.create(where)


def test_a_place_without_a_ledger_is_refused(where: str) -> None:
    with pytest.raises(
        StorageError, match="expected the (file|tables) of a ledger, got (none|an empty database)"
    ):
        Store.open(where)
    if not where.startswith("postgresql://"):
        assert not Path(where).exists()


def test_somebody_elses_tables_are_no_ledger(where: str, store: Store) -> None:
    store.close()
    behind(where, "DROP TABLE ledger_meta", "CREATE TABLE minutes (id INTEGER)")
    with pytest.raises(StorageError, match="expected the tables of a ledger, got "):
        Store.open(where)


@pytest.mark.parametrize(
    "change", ["UPDATE ledger_meta SET value = '2'", "INSERT INTO ledger_meta VALUES ('x', '1')"]
)
def test_a_later_version_of_the_tables_is_left_alone(where: str, store: Store, change: str) -> None:  # S9
    store.close()
    behind(where, change)
    with pytest.raises(StorageError, match="expected schema version 1, got "):
        Store.open(where)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE INDEX ledger_entry_kind ON ledger_entry (type)",
        "DROP TABLE ledger_opening",
        "ALTER TABLE ledger_tag ADD COLUMN weight INTEGER",
        "ALTER TABLE ledger_node RENAME TO ledger_nodes",
        "ALTER TABLE ledger_entry RENAME TO real; CREATE VIEW ledger_entry AS SELECT * FROM real LIMIT 3",
    ],
)
def test_tables_that_are_not_exactly_these_are_refused(where: str, store: Store, change: str) -> None:  # S5
    store.append(batch("r-1", *BOTH))
    store.close()
    behind(where, *change.split("; "))
    with pytest.raises(Tampered, match="expected the tables of this version as it makes them, got another "):
        Store.open(where)


# --- rows that contradict one another


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE ledger_head SET size = 1", "head: frontier of 1 entries"),
        ("UPDATE ledger_head SET root = frontier", "head: expected root "),
        ("DELETE FROM ledger_head", "expected the row of the head, got none"),
        ("DELETE FROM ledger_entry WHERE number = 3", "expected entry 3, got none"),
    ],
)
def test_nothing_is_appended_to_a_damaged_log(
    where: str, store: Store, change: str, message: str
) -> None:  # H11
    store.append(batch("r-1", *BOTH, fact("a:1")))
    behind(where, change)
    with pytest.raises(Tampered, match=message):
        store.append(batch("r-2", fact("a:1")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("DELETE FROM ledger_entry WHERE number = 2", "entry 2: expected a total of use:x"),
        ("UPDATE ledger_entry SET charged = links WHERE number = 2", "entry 2: expected its charges, got: "),
    ],
)
def test_a_damaged_total_is_never_guessed(where: str, store: Store, change: str, message: str) -> None:
    store.append(batch("r-1", *BOTH, fact("a:1", relies=("use:x",))))
    behind(where, change)
    with pytest.raises(Tampered, match=message):
        store.append(batch("r-2", fact("use:x", charges=(("use:x", 1),))))


def test_an_entry_that_is_gone_is_missed(where: str, store: Store) -> None:  # H1
    store.append(batch("r-1", *(fact("a:1") for _ in range(5))))
    behind(where, "DELETE FROM ledger_entry WHERE number = 3")
    with pytest.raises(Tampered, match="expected entry 3, got entry 4"):
        list(store.scan())
    with pytest.raises(Tampered, match="expected entry 3, got entry 4"):
        numbers(store, "a:1", upto=5)
    behind(where, "DELETE FROM ledger_entry WHERE number = 5")
    with pytest.raises(Tampered, match="expected 2 entries up to 5, got 1"):
        list(store.scan(4))


def test_a_head_that_is_gone_is_missed(where: str, store: Store) -> None:
    behind(where, "DELETE FROM ledger_head")
    with pytest.raises(Tampered, match="expected the row of the head, got none"):
        store.head()


def test_links_that_cannot_be_read_are_told(where: str, store: Store) -> None:
    store.append(batch("r-1", *BOTH))
    behind(where, "UPDATE ledger_entry SET links = charged")
    with pytest.raises(Tampered, match="entry 1: expected its links, got: "):
        list(store.scan())


def test_a_batch_that_fails_half_way_leaves_nothing(store: Store) -> None:
    chair = Opening("r-1/1", "body.title", b"s" * 16, "Chair")
    twice: Batch = batch("r-1", *BOTH, openings=(chair, chair))
    with pytest.raises(StorageError, match="open the ledger anew and try request r-1 again"):
        store.append(twice)
    with pytest.raises(StorageError, match="expected an open ledger, got one that failed: "):
        store.head()


def test_after_a_failure_a_store_that_is_opened_anew_goes_on(store: Store, reopened: Reopen) -> None:  # S7
    chair = Opening("r-1/1", "body.title", b"s" * 16, "Chair")
    with pytest.raises(StorageError):
        store.append(batch("r-1", *BOTH, openings=(chair, chair)))
    again = reopened()
    assert again.head().size == 0
    assert again.append(batch("r-1", *BOTH, openings=(chair,))).size == 2
    require_sound(again)
