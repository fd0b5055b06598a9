"""What witnesses cosigned is kept beside the head file, by size, and asked on from where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.town import KEY, Town, used
from tests.witnessed import DAY, EAST, EAST_KEY, NOW, WEST, WEST_KEY, Log

from ledger import cosigned, merkle, witnessing
from ledger.checkpoint import Checkpoint, open_note
from ledger.cosignature import cosign, times
from ledger.cosigned import NOTES_MAX, Cosigned
from ledger.errors import BadSignature, StorageError
from ledger.policy import parse

LOG = Log(leaves=80)
BOTH = (EAST_KEY, WEST_KEY)
NAMED = f"witness east {EAST_KEY.encode()}\nwitness west {WEST_KEY.encode()}\n"
POLICY = parse(f"{NAMED}group both all east west\nquorum both\n")


@pytest.fixture
def kept(tmp_path: Path) -> Cosigned:
    return Cosigned(tmp_path / "head.cosigned", LOG.key)


def east(size: int, at: int = NOW) -> str:
    return cosign(LOG.signed(size), at, EAST.sign, EAST_KEY)


def west(size: int, at: int = NOW) -> str:
    return cosign(LOG.signed(size), at, WEST.sign, WEST_KEY)


def test_nothing_is_kept_at_first(kept: Cosigned) -> None:
    assert (kept.of_size(3), list(kept.notes()), kept.last(BOTH), kept.best(POLICY, NOW)) == (
        None,
        [],
        0,
        None,
    )


def test_cosignatures_come_together_one_by_one(kept: Cosigned) -> None:
    kept.keep(LOG.signed(3), east(3), BOTH)
    signed = kept.keep(LOG.signed(3), west(3, NOW + 1), BOTH)
    assert times(signed, BOTH) == {EAST_KEY: NOW, WEST_KEY: NOW + 1}
    assert kept.of_size(3) == signed


def test_a_witness_is_asked_on_from_the_largest_tree_that_it_cosigned(kept: Cosigned) -> None:
    kept.keep(LOG.signed(3), east(3) + west(3), BOTH)
    kept.keep(LOG.signed(9), east(9), BOTH)
    assert (kept.last([EAST_KEY]), kept.last([WEST_KEY]), kept.last(BOTH), kept.last([])) == (9, 3, 9, 0)


def test_the_best_is_the_largest_that_satisfies_the_policy(kept: Cosigned) -> None:
    kept.keep(LOG.signed(3), east(3) + west(3), BOTH)
    kept.keep(LOG.signed(5), east(5) + west(5), BOTH)
    kept.keep(LOG.signed(9), east(9), BOTH)
    best = kept.best(POLICY, NOW)
    assert best is not None
    assert best.checkpoint.size == 5
    strict = parse(f"witness east {EAST_KEY.encode()}\nquorum east\nage 1\n")
    late = kept.best(strict, NOW + 2 * DAY)
    assert late is not None
    assert late.checkpoint.size == 9


def test_what_is_no_cosignature_is_not_kept(kept: Cosigned) -> None:  # H14
    with pytest.raises(BadSignature):
        kept.keep(LOG.signed(3), east(5), BOTH)
    assert kept.of_size(3) is None


def test_another_tree_of_the_same_size_is_not_kept(kept: Cosigned) -> None:  # H12
    kept.keep(LOG.signed(7), east(7), BOTH)
    with pytest.raises(StorageError, match="expected the checkpoint of 7 entries, got another"):
        kept.keep(Log(turn=5).signed(7), "", BOTH)


def test_old_notes_go_and_the_largest_stay(kept: Cosigned) -> None:
    for size in range(1, NOTES_MAX + 3):
        kept.keep(LOG.signed(size), east(size), BOTH)
    assert [one.checkpoint.size for one in kept.notes()] == list(range(NOTES_MAX + 2, 2, -1))


def test_a_note_that_somebody_changed_is_noticed(kept: Cosigned) -> None:  # H11
    kept.keep(LOG.signed(3), east(3), BOTH)
    (place,) = kept.folder.glob("0*")
    place.write_bytes(place.read_bytes().replace(b"\n3\n", b"\n4\n"))
    with pytest.raises(BadSignature):
        kept.of_size(3)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path).found().settle_in()
    for number in range(1, 6):
        made.do(used(number))
    yield made
    made.close()


def test_a_request_from_every_size_is_what_a_witness_cosigns(town: Town) -> None:
    signed = open_note(town.sign(), KEY)
    roots = {}
    for size in range(1, signed.checkpoint.size + 1):
        leaves = [entry.hash for entry in town.store.scan(1, size)]
        roots[size] = merkle.Frontier().extend(leaves)[0].root()
    for old in range(signed.checkpoint.size + 1):
        text = cosigned.request(town.store, signed, old)
        request = witnessing.parse(text, {KEY.name: KEY})
        witnessing.require_growth(request, Checkpoint(KEY.name, old, roots[old]) if old else None)
        assert request.signed == signed
