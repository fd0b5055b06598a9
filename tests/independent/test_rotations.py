"""Program, second verifier and page go on from log key to log key by the same bundles, no others (H8)."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.checker.node import ask
from tests.independent import verifier
from tests.town import ADA, BENS, CAI, KEY, OFFICER, ORIGIN, Town, used
from tests.town import LOG as FIRST

from ledger import bundle as bundles
from ledger import bundling, heads, logkeys
from ledger.bundle import Bundle
from ledger.checkpoint import VerifierKey, open_note
from ledger.ed25519 import PrivateKey, key_id
from ledger.errors import RemitError
from ledger.facts.keys import Compromised, Enrolled, LogKeyEnded
from ledger.facts.words import Words
from ledger.gather import log_keys
from ledger.suspects import told

SECOND, THIRD, STRANGER = (PrivateKey.from_seed(bytes([seed]) * 32) for seed in (2, 3, 4))
ACT = 8


def line_of(key: PrivateKey) -> VerifierKey:
    return VerifierKey(ORIGIN, key.public)


def text_of(key: PrivateKey) -> str:
    return base64.b64encode(key.public).decode()


def made(town: Town, *signers: PrivateKey, act: int = ACT) -> bytes:
    logs = log_keys(town.store)
    note = heads.sign_head(town.store, town.head_file, logs.signing[0], *signers, former=logs.all)
    return bundling.make(town.store, act, open_note(note, *logs.all).checkpoint, note, words=False)


@pytest.fixture(scope="module")
def overlap_and_after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, bytes]]:
    """Give a bundle of the overlap of the first two keys, and one signed by the third alone."""
    town = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    town.do(used(1))
    town.do(logkeys.rotation(ORIGIN, FIRST, SECOND))
    overlap = made(town, FIRST, SECOND)
    town.do(LogKeyEnded(text_of(FIRST)))
    town.do(logkeys.rotation(ORIGIN, SECOND, THIRD))
    town.do(LogKeyEnded(text_of(SECOND)))
    yield overlap, made(town, THIRD)
    town.close()


def without(bundle: Bundle) -> Bundle:
    return replace(bundle, rotations=())


def without_the_first(bundle: Bundle) -> Bundle:
    return replace(bundle, rotations=bundle.rotations[1:])


def without_the_last(bundle: Bundle) -> Bundle:
    return replace(bundle, rotations=bundle.rotations[:-1])


def swapped(bundle: Bundle) -> Bundle:
    return replace(bundle, rotations=bundle.rotations[::-1])


def another_fact(bundle: Bundle) -> Bundle:
    return replace(bundle, rotations=(bundle.entries[0], *bundle.rotations))


def another_proof(bundle: Bundle) -> Bundle:
    first, *more = bundle.rotations
    return replace(bundle, rotations=(replace(first, proof=("A" * 43 + "=", *first.proof[1:])), *more))


def too_many(bundle: Bundle) -> Bundle:
    return replace(bundle, rotations=bundle.rotations[:1] * 65)


def answers(data: bytes, key: VerifierKey, folder: Path) -> tuple[str, str, str]:
    """Give the kind of the program's answer, of the verifier's, and of the page's."""
    try:
        bundles.check(data, key)
        ours = "accepted"
    except RemitError as error:
        ours = error.kind
    theirs = verifier.verify(data, key.name, key.public)
    (page,) = ask([{"data": base64.b64encode(data).decode(), "trusted": {"line": key.encode()}}], folder)
    return ours, "accepted" if theirs.accepted else str(theirs.kind), page["kind"]


@pytest.mark.parametrize("key", [FIRST, SECOND, THIRD])
def test_all_three_follow_announcements_from_any_key_of_the_log(
    overlap_and_after: tuple[bytes, bytes], key: PrivateKey, tmp_path: Path
) -> None:
    assert answers(overlap_and_after[1], line_of(key), tmp_path) == ("accepted",) * 3


@pytest.mark.parametrize(("key", "kind"), [(FIRST, "accepted"), (SECOND, "accepted"), (THIRD, "SIG")])
def test_either_key_opens_a_checkpoint_of_the_overlap(
    overlap_and_after: tuple[bytes, bytes], key: PrivateKey, kind: str, tmp_path: Path
) -> None:
    assert answers(overlap_and_after[0], line_of(key), tmp_path) == (kind,) * 3


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (without, "SIG"),
        (without_the_first, "SIG"),
        (without_the_last, "SIG"),
        (swapped, "FORM"),
        (another_fact, "FORM"),
        (another_proof, "TAMPERED"),
        (too_many, "LIMIT"),
    ],
)
def test_all_three_refuse_what_is_no_way_from_key_to_key(  # H8
    overlap_and_after: tuple[bytes, bytes], change: Callable[[Bundle], Bundle], kind: str, tmp_path: Path
) -> None:
    data = bundles.encode(change(bundles.read(overlap_and_after[1])))
    assert answers(data, KEY, tmp_path) == (kind,) * 3


def test_no_announcement_leads_to_a_strangers_key(  # H8
    overlap_and_after: tuple[bytes, bytes], tmp_path: Path
) -> None:
    assert answers(overlap_and_after[1], line_of(STRANGER), tmp_path) == ("SIG",) * 3


def test_all_three_show_what_a_stolen_key_signed_as_contested(tmp_path: Path) -> None:  # K1 H15
    town = Town(tmp_path).found().settle_in()
    town.do(Enrolled(text_of(STRANGER), ADA, ("enrol",)), signers=(OFFICER, STRANGER))
    town.do(Enrolled(text_of(BENS), CAI, ("own",)), signers=(STRANGER, BENS))
    enrolled = town.store.head().size
    town.do(used(1), signers=(BENS,))
    before = made(town, FIRST, act=enrolled + 1)
    town.do(Compromised(key_id(STRANGER.public), enrolled, Words.of("Stolen")))
    again = made(town, FIRST, act=enrolled + 1)
    town.do(used(2), signers=(BENS,))
    after = made(town, FIRST, act=enrolled + 3)
    town.close()
    suspect = {enrolled: enrolled}
    for data, answer, contested, thefts in (
        (before, "yes", {}, 0),
        (again, "not known", suspect, 1),
        (after, "not known", suspect, 0),
    ):
        checked = bundles.check(data, KEY)
        (page,) = ask(
            [{"data": base64.b64encode(data).decode(), "trusted": {"line": KEY.encode()}}], tmp_path
        )
        said = verifier.verify(data, ORIGIN, FIRST.public)
        assert (checked.answer, page["recorded"], len(checked.later.thefts)) == (answer, answer, thefts)
        assert (checked.contested, said.contested) == (contested, contested)
        assert page["told"] == [*told(contested), *(one.sentence() for one in checked.later.thefts)]
