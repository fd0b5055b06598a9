"""All of it where it is small: every bit of a bundle, every swap between two, every place in a tree.

The default suite takes a sample; `pytest -m long` takes everything. What came of that is in `docs/proof.md`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.independent import note, verifier
from tests.independent.form import No
from tests.independent.ledgers import spelt
from tests.town import KEY, LOG, ORIGIN, OTHER_ID, Town, used

from ledger import merkle
from ledger.bundle import check
from ledger.errors import RemitError, Tampered

Damage: TypeAlias = Callable[[bytes, int], Iterator[bytes]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give a small bundle: of the founding, with its words."""
    town = Town(tmp_path_factory.mktemp("town")).found()
    town.settle_in()
    data = town.bundle(1, words=True)
    town.close()
    return data


def believed(damaged: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Give what either of both accepts, and how many were tried."""
    found, count = [], 0
    for data in damaged:
        count += 1
        try:
            check(data, KEY)
        except RemitError:
            if not verifier.verify(data, ORIGIN, LOG.public).accepted:
                continue
        found.append(data)
    return found, count


def flipped(data: bytes, step: int) -> Iterator[bytes]:
    for place in range(0, 8 * len(data), step):
        other = bytearray(data)
        other[place // 8] ^= 1 << place % 8
        yield bytes(other)


def replaced(data: bytes, step: int) -> Iterator[bytes]:
    for place in range(0, 256 * len(data), step):
        at, value = divmod(place, 256)
        if data[at] != value:
            yield data[:at] + bytes((value,)) + data[at + 1 :]


def cut(data: bytes, step: int) -> Iterator[bytes]:
    return (data[:end] for end in range(0, len(data), step))


def without_a_byte(data: bytes, step: int) -> Iterator[bytes]:
    return (data[:at] + data[at + 1 :] for at in range(0, len(data), step))


@pytest.mark.parametrize(
    ("damage", "step"), [(flipped, 101), (replaced, 2_503), (cut, 11), (without_a_byte, 11)]
)
def test_a_sample_of_all_small_damages_is_refused(damage: Damage, step: int, good: bytes) -> None:  # H7 E6
    found, count = believed(damage(good, step))
    assert (found, count > 100) == ([], True)


@pytest.mark.long
@pytest.mark.parametrize("damage", [flipped, replaced, cut, without_a_byte])
def test_every_small_damage_is_refused(
    damage: Damage, good: bytes, capsys: pytest.CaptureFixture[str]
) -> None:  # H7 E6
    found, count = believed(damage(good, 1))
    assert found == []
    say(capsys, f"{damage.__name__}: {count} of a bundle of {len(good)} bytes, all refused")


def say(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{line}\n")


# --- swaps ------------------------------------------------------------------------------------------


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401
    """Give the path of every value in JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield (*path, name)
        yield from places(one, (*path, name))


def at(value: Any, path: tuple[Any, ...]) -> Any:  # noqa: ANN401
    for name in path:
        value = value[name]
    return value


def swaps(mine: bytes, theirs: bytes) -> Iterator[bytes]:
    """Put every value of one bundle in the place of that of the other."""
    given, other = json.loads(mine), json.loads(theirs)
    for path in sorted(set(places(given)) & set(places(other)), key=str):
        if at(given, path) != at(other, path):
            changed = json.loads(mine)
            at(changed, path[:-1])[path[-1]] = at(other, path)
            yield spelt(changed)


def test_every_value_that_is_swapped_between_two_good_bundles_is_refused(  # H7
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one = Town(tmp_path).found().settle_in()
    two = Town(tmp_path_factory.mktemp("other"), ledger_id=OTHER_ID, day="2026-11-23").found().settle_in()
    for town, pounds in ((one, 100), (two, 150)):
        town.do(used(1, pounds))
        town.do(used(2, pounds))
    pair = [town.bundle(9, words=True) for town in (one, two)]
    one.close()
    two.close()
    for mine, theirs in (pair, reversed(pair)):
        assert verifier.verify(mine, ORIGIN, LOG.public).accepted
        found, count = believed(swaps(mine, theirs))
        assert (found, count > 100) == ([], True)


# --- trees ------------------------------------------------------------------------------------------

SIZES_MAX = 256
DATA = [b"%d" % number for number in range(SIZES_MAX + 1)]
HASHES = [merkle.leaf_hash(one) for one in DATA]
NODES = dict(merkle.Frontier().extend(HASHES)[1])
ROOTS = [merkle.Frontier().extend(HASHES[:size])[0].root() for size in range(SIZES_MAX + 2)]
SOME = (*range(1, 41), 63, 64, 65, 127, 128, 129, 256)


def wrong_places(sizes: Iterable[int], others: Iterable[int]) -> tuple[int, int]:
    """Try every proof of these trees at every wrong index of its tree, and in every other tree.

    Returns:
        How many were tried, and how many of them passed.
    """
    tried = passed = 0
    others = tuple(others)
    for size in sizes:
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, NODES.__getitem__)
            note.require_included(DATA[index], index + 1, list(proof), size, ROOTS[size])
            merkle.verify_inclusion(index, size, HASHES[index], proof, ROOTS[size])
            wrong = [(one, size) for one in range(size + 1) if one != index]
            wrong += [(index, one) for one in others if one != size]
            for place, tree in wrong:
                tried += 1
                try:
                    merkle.verify_inclusion(place, tree, HASHES[index], proof, ROOTS[tree])
                except Tampered:
                    continue
                passed += 1
    return tried, passed


def wrong_growths(sizes: Iterable[int], others: Iterable[int]) -> tuple[int, int]:
    """Try every proof of growth between these trees with every other first and every other second tree."""
    tried = passed = 0
    sizes, others = tuple(sizes), tuple(others)
    for second in sizes:
        for first in range(1, second):
            proof = merkle.consistency_proof(first, second, NODES.__getitem__)
            note.require_consistent(first, second, (ROOTS[first], ROOTS[second]), list(proof))
            merkle.verify_consistency(first, second, ROOTS[first], ROOTS[second], proof)
            wrong = [(one, second) for one in others if one != first]
            wrong += [(first, one) for one in others if one != second]
            for old, new in wrong:
                tried += 1
                try:
                    merkle.verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)
                except Tampered:
                    continue
                passed += 1
    return tried, passed


def test_no_proof_passes_at_a_wrong_place_of_small_trees() -> None:  # H14
    tried, passed = wrong_places(SOME, SOME)
    assert (passed, tried > 50_000) == (0, True)


def test_no_proof_of_growth_passes_between_other_small_trees() -> None:  # H1 H14
    tried, passed = wrong_growths(SOME, SOME)
    assert (passed, tried > 30_000) == (0, True)


@pytest.mark.long
def test_no_proof_passes_at_a_wrong_place_of_any_tree_up_to_256(
    capsys: pytest.CaptureFixture[str],
) -> None:  # H14
    every = range(1, SIZES_MAX + 1)
    tried, passed = wrong_places(every, every)
    assert passed == 0
    say(capsys, f"{tried} wrong places in trees up to {SIZES_MAX}, all refused")


@pytest.mark.long
def test_no_proof_of_growth_passes_between_any_other_trees_up_to_256(
    capsys: pytest.CaptureFixture[str],
) -> None:  # H1 H14
    every = range(1, SIZES_MAX + 1)
    tried, passed = wrong_growths(every, every)
    assert passed == 0
    say(capsys, f"{tried} wrong growths between trees up to {SIZES_MAX}, all refused")


def test_both_agree_on_a_root_that_is_claimed_for_another_size() -> None:  # H14
    """Where the way up is the same, a size does not show in it: so it is taken from the signed head alone."""
    for size in SOME:
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, NODES.__getitem__)
            for claimed in SOME:
                ours = theirs = True
                try:
                    note.require_included(DATA[index], index + 1, list(proof), claimed, ROOTS[size])
                except No:
                    ours = False
                try:
                    merkle.verify_inclusion(index, claimed, HASHES[index], proof, ROOTS[size])
                except Tampered:
                    theirs = False
                assert ours == theirs, (index, size, claimed)
