"""The audit: what a replay finds in a log that somebody has changed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from tests.examples import recorded_of
from tests.town import (
    BENS,
    CAI,
    GRANT,
    LEDGER_ID,
    OFFICER,
    OTHER_ID,
    PASSED,
    Town,
    name,
    revoked,
    used,
    without_finding,
)

from ledger import canonical, envelope
from ledger.audit import Audit, check_tags
from ledger.ed25519 import PrivateKey, key_id
from ledger.entry import Charged, Entry
from ledger.errors import BadSignature, Malformed, ProofFailed, RemitError, StorageError, Tampered
from ledger.facts.fact import TAGS_MAX, Charge, Fact
from ledger.facts.keys import Enrolled, Rotated
from ledger.facts.keys import Revoked as KeyRevoked
from ledger.facts.organisations import Registered
from ledger.facts.words import Words, key_text
from ledger.replay import recorded
from ledger.store import Pending, Store

TOTAL = f"use:{GRANT}:gbp"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a ledger that no test adds to."""
    made = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    made.do(used(1), used(2, 50))
    yield made
    made.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Town]:
    """Give a ledger of the test's own, with seven entries and no act."""
    made = Town(tmp_path).found().settle_in()
    yield made
    made.close()


def replayed(entries: Iterable[Entry]) -> Audit:
    audit = Audit()
    for entry in entries:
        audit.take(entry)
    return audit


def log_of(town: Town) -> list[Entry]:
    return list(town.store.scan())


def refused_with(kind: type[RemitError], message: str, entries: Iterable[Entry]) -> None:
    """Check that a replay stops with this class and exactly this message."""
    with pytest.raises(RemitError) as caught:
        replayed(entries)
    assert (kind, message) == (type(caught.value), str(caught.value))


def with_fact(entry: Entry, signers: tuple[PrivateKey, ...] = (OFFICER,), **changes: object) -> Entry:
    """Give an entry whose fact was changed and signed again."""
    fact = msgspec.structs.replace(recorded(entry).fact, **changes)
    data = envelope.sign(canonical.encode(fact), signers)
    return msgspec.structs.replace(entry, envelope=data)


def test_an_honest_log_replays_to_its_head(town: Town) -> None:
    audit = replayed(log_of(town))
    head = town.store.head()
    assert (audit.size, audit.root(), audit.ledger) == (head.size, head.root, LEDGER_ID)
    assert audit.signatures == 1 + head.size


def test_the_root_can_be_asked_for_on_the_way_and_pages_do_not_matter(town: Town) -> None:
    audit = Audit()
    for entry in log_of(town):
        audit.take(entry)
        audit.root()
    assert audit.root() == town.store.head().root


def test_more_than_a_page_of_entries_has_the_same_root(own: Town) -> None:
    own.do(*(Registered(f"council-{number}", "Council", "council") for number in range(1_000)))
    assert replayed(log_of(own)).root() == own.store.head().root


def test_history_that_the_rules_forbid_still_replays(own: Town) -> None:
    own.do(revoked())
    own.forge(used(1), change=without_finding)
    assert replayed(log_of(own)).root() == own.store.head().root


def test_keys_come_and_go_and_each_signature_is_judged_at_its_number(own: Town) -> None:  # K2
    new = PrivateKey.from_seed(b"r" * 32)
    own.do(Enrolled(key_text(BENS.public), CAI, ("own",)), signers=(OFFICER, BENS))
    own.do(used(1), signers=(BENS,))
    own.do(Rotated(key_id(BENS.public), key_text(new.public), CAI, ("own",)), signers=(BENS, new))
    own.do(used(2), signers=(new,))
    own.do(KeyRevoked(key_id(new.public), Words.of("Gone")))
    assert replayed(log_of(own)).root() == own.store.head().root


def test_a_dropped_entry_is_found(town: Town) -> None:  # H1
    log = log_of(town)
    refused_with(Tampered, "expected entry 4, got entry 5", log[:3] + log[4:])


def test_a_dropped_entry_is_found_where_the_rest_was_renumbered(town: Town) -> None:  # H1
    log = log_of(town)
    moved = msgspec.structs.replace(log[4], number=4)
    refused_with(Tampered, f"entry 4: expected fact 1 of request {name('r', 4)}, got 2", [*log[:3], moved])


def test_entries_in_another_order_are_found(town: Town) -> None:  # H1
    log = log_of(town)
    swapped = [
        *log[:1],
        msgspec.structs.replace(
            log[2], number=2, links={tag: min(at, 1) for tag, at in log[2].links.items()}
        ),
        msgspec.structs.replace(log[1], number=3),
    ]
    with pytest.raises(Tampered, match=r"^entry 2: expected organisation:council to link to 0, got 1$"):
        replayed(swapped)


def test_an_entry_that_was_signed_again_by_a_stranger_is_found(town: Town) -> None:  # H1
    log = log_of(town)
    stranger = PrivateKey.from_seed(b"x" * 32)
    log[2] = with_fact(log[2], (stranger,))
    refused_with(BadSignature, f"entry 3: expected a key of the register, got {key_id(stranger.public)}", log)


def test_an_entry_that_was_signed_again_by_the_officer_changes_the_root(town: Town) -> None:  # H1
    log = log_of(town)
    log[2] = with_fact(log[2], on="2026-11-19")
    assert replayed(log).root() != town.store.head().root


def test_a_signature_for_other_bytes_is_found(town: Town) -> None:  # H1
    log = log_of(town)
    given = msgspec.json.decode(log[2].envelope)
    given["signatures"] = msgspec.json.decode(log[3].envelope)["signatures"]
    log[2] = msgspec.structs.replace(log[2], envelope=canonical.encode(given))
    with pytest.raises(BadSignature, match=r"^entry 3: "):
        replayed(log)


def test_a_signature_by_a_key_that_had_ended_is_found(own: Town) -> None:  # T4
    own.do(Enrolled(key_text(BENS.public), CAI, ("own",)), signers=(OFFICER, BENS))
    own.do(KeyRevoked(key_id(BENS.public), Words.of("Lost")))
    own.forge(used(1), signers=(BENS,), change=without_finding)
    refused_with(
        BadSignature, f"entry 10: expected a key of the register, got {key_id(BENS.public)}", log_of(own)
    )


def test_a_fact_of_another_ledger_is_found(town: Town) -> None:  # H6
    log = log_of(town)
    log[2] = with_fact(log[2], ledger=OTHER_ID)
    refused_with(BadSignature, f"entry 3: expected a fact of ledger {LEDGER_ID}, got one of {OTHER_ID}", log)


def test_a_log_that_begins_with_anything_but_the_founding_is_found(town: Town) -> None:
    first = msgspec.structs.replace(log_of(town)[1], number=1, links={})
    refused_with(
        Tampered,
        f"entry 1: expected the founding as entry 1 and only there, got {name('r', 2)}/1",
        [first],
    )


def test_a_second_founding_is_found(own: Town) -> None:  # K7
    _, founded = own.ledger.founding()
    own.forge(founded, signers=(OFFICER,), change=without_finding)
    refused_with(
        Tampered,
        f"entry 8: expected the founding as entry 1 and only there, got {name('r', 7)}/1",
        log_of(own),
    )


def test_a_time_that_goes_back_is_found(town: Town) -> None:  # T3
    log = log_of(town)
    log[2] = msgspec.structs.replace(log[2], recorded="2026-11-01T10:00:00.000000Z")
    refused_with(
        Tampered,
        f"entry 3: expected a time from {log[1].recorded} on, got 2026-11-01T10:00:00.000000Z",
        log,
    )


def test_a_fact_out_of_its_place_in_the_request_is_found(own: Town) -> None:
    own.forge(used(1), change=lambda fact: msgspec.structs.replace(fact, id=f"{name('r', 99)}/2"))
    refused_with(Tampered, f"entry 8: expected fact 1 of request {name('r', 99)}, got 2", log_of(own))


def test_a_request_that_comes_back_later_is_found(own: Town) -> None:  # S7
    first, *_ = log_of(own)
    again = recorded(first).fact.id
    own.forge(used(1), change=lambda fact: msgspec.structs.replace(fact, id=again))
    request, _ = again.split("/")
    refused_with(Tampered, f"entry 8: expected a request that is new, got {request} again", log_of(own))


@pytest.mark.parametrize("link", [0, 5])
def test_a_false_link_is_found(town: Town, link: int) -> None:  # H15
    log = log_of(town)
    tag = f"delegation:{GRANT}"
    log[6] = msgspec.structs.replace(log[6], links={**log[6].links, tag: link})
    refused_with(Tampered, f"entry 7: expected {tag} to link to 6, got {link}", log)


def test_a_link_that_is_left_out_or_made_up_is_found(town: Town) -> None:  # H15
    log = log_of(town)
    kept = {tag: at for tag, at in log[6].links.items() if tag != f"delegation:{GRANT}"}
    log[6] = msgspec.structs.replace(log[6], links=kept)
    refused_with(Tampered, f"entry 7: expected delegation:{GRANT} to link to 6, got None", log)
    log[6] = msgspec.structs.replace(log_of(town)[6], links={**log_of(town)[6].links, "roll:icp": 0})
    refused_with(Tampered, "entry 7: expected roll:icp to link to None, got 0", log)


def test_a_revocation_that_the_log_hides_from_later_links_is_found(own: Town) -> None:  # H15
    def hidden(pending: Pending) -> Pending:
        return replace(pending, tags=(), relies=tuple({*pending.tags, *pending.relies}))

    own.forge(revoked(), index=hidden)
    own.forge(used(1))
    refused_with(Tampered, f"entry 9: expected delegation:{GRANT} to link to 8, got 6", log_of(own))


def totals(after: str) -> str:
    """Spell the totals of both links after an act."""
    windows = ("/calendar.2026", "/month.2026-11", "/quarter.2026-4", "/year.2026", "")
    return ", ".join(f"use:{link}{window}:gbp {after}" for link in (GRANT, PASSED) for window in windows)


def test_a_false_total_is_found(town: Town) -> None:  # D5
    log = log_of(town)
    log[8] = msgspec.structs.replace(
        log[8], charged=(Charged(TOTAL, 1, 50_00), Charged(f"use:{PASSED}:gbp", 2, 150_00))
    )
    refused_with(
        Tampered,
        f"entry 9: expected totals {totals('2/15000')}, got {TOTAL} 1/5000, use:{PASSED}:gbp 2/15000",
        log,
    )


def test_totals_that_are_left_out_are_found(town: Town) -> None:  # D5
    log = log_of(town)
    log[7] = msgspec.structs.replace(log[7], charged=())
    refused_with(
        Tampered,
        f"entry 8: expected totals {totals('1/10000')}, got none",
        log,
    )


def test_an_entry_that_no_log_writes_is_found(town: Town) -> None:  # E6
    log = log_of(town)
    log[2] = msgspec.structs.replace(log[2], links={"body:icp": 0, "organisation:council": 2}, charged=())
    charge = Charged(TOTAL, 1, 1)
    log[2] = msgspec.structs.replace(log[2], links={**log[2].links, TOTAL: 0}, charged=[charge])
    refused_with(Malformed, "entry 3: expected its one canonical form, got another", log)


def test_an_entry_in_another_form_is_found(town: Town) -> None:  # E6
    log = log_of(town)
    log[2] = msgspec.structs.replace(log[2], envelope=log[2].envelope.replace(b",", b", ", 1))
    with pytest.raises(Malformed, match=r"^entry 3: expected canonical JSON"):
        replayed(log)
    links = dict(sorted(log_of(town)[2].links.items(), reverse=True))
    log[2] = msgspec.structs.replace(log_of(town)[2], links=links, number=3)
    assert replayed(log).root() == town.store.head().root


def fact(**changes: object) -> Fact:
    return msgspec.structs.replace(recorded_of(2, used(1)).fact, **changes)


def test_tags_are_what_the_body_asks_for() -> None:
    right = fact()
    check_tags(right, "here")
    for tags in (right.tags[1:], (*right.tags, "zebra:1"), right.tags[::-1]):
        with pytest.raises(Tampered, match=r"^here: expected tags act:a-a{15}b, acts:"):
            check_tags(fact(tags=tags), "here")


def test_charges_are_what_the_body_asks_for() -> None:
    charges = (Charge(TOTAL, 1),)
    with pytest.raises(Tampered, match=r"^here: expected the charges of its body, got 1 others$"):
        check_tags(fact(charges=charges), "here")


@pytest.mark.parametrize(
    "relies",
    [("b:1", "a:1"), ("a:1", "a:1"), tuple(f"tag:{number:03d}" for number in range(TAGS_MAX))],
)
def test_relies_are_distinct_in_order_and_few(relies: tuple[str, ...]) -> None:
    with pytest.raises(Tampered, match=r"^here: expected at most 64 distinct tags in order, got others$"):
        check_tags(fact(relies=relies), "here")


def damage(data: bytes, seeded: random.Random, place: int) -> bytes:
    other = bytearray(data)
    other[place] ^= 1 << seeded.randrange(8)
    return bytes(other)


def unnoticed(store: Store, root: bytes) -> str | None:
    """Say what a replay makes of a damaged database: None where it noticed."""
    try:
        audit = replayed(store.scan())
    except (Malformed, ProofFailed):
        return None
    except StorageError as error:
        return None if "UTF-8" in str(error) else str(error)
    return None if audit.root() != root else "nothing"


COLUMNS = {"envelope": 9, "links": 3, "charged": 3, "recorded": 1}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_byte_anywhere_in_a_stored_entry_is_found(tmp_path: Path, column: str) -> None:  # H1 H11
    made = Town(tmp_path).found().settle_in()
    made.do(used(1))
    root = made.store.head().root
    seeded = random.Random(1)
    missed = []
    with sqlite3.connect(made.where, isolation_level=None) as database:
        (value,) = database.execute(f"SELECT {column} FROM ledger_entry WHERE number = 8").fetchone()
        data = value.encode() if isinstance(value, str) else value
        for place in range(0, len(data), COLUMNS[column]):
            other = damage(data, seeded, place)
            if column == "recorded":
                database.execute(
                    f"UPDATE ledger_entry SET {column} = CAST(? AS TEXT) WHERE number = 8", (other,)
                )
            else:
                database.execute(f"UPDATE ledger_entry SET {column} = ? WHERE number = 8", (other,))
            if unnoticed(made.store, root):
                missed.append(place)
    database.close()
    made.close()
    assert missed == []


def test_the_undamaged_database_is_found_sound(town: Town) -> None:  # the control of the test above
    assert unnoticed(town.store, town.store.head().root) == "nothing"
