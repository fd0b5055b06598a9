"""Laws of witnessing: whatever is asked, in whatever order, a witness signs one history only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.witnessed import EAST_KEY, HOLDERS, Log, seen

from ledger.checkpoint import Checkpoint
from ledger.cosignature import CosignerKey, add, times
from ledger.errors import RemitError
from ledger.policy import parse as parse_policy
from ledger.witnessing import encode, parse, require_growth, status_of

HISTORIES = tuple(Log(leaves=24, turn=turn) for turn in (10**9, 3, 9, 17))
LOGS = {HISTORIES[0].key.name: HISTORIES[0].key}

requests = st.tuples(
    st.sampled_from(HISTORIES), st.integers(0, 24), st.integers(1, 24), st.sampled_from(HISTORIES)
)


def extends(new: tuple[Log, int], old: tuple[Log, int]) -> bool:
    """Say whether a tree has all of another, by its leaves and by no proof."""
    (log, size), (before, was) = new, old
    return size >= was and log._hashes[:was] == before._hashes[:was]


@given(st.lists(requests, max_size=30))
@settings(deadline=None)
def test_what_one_witness_cosigned_is_one_history(asked: list[tuple[Log, int, int, Log]]) -> None:  # H3, H13
    kept: Checkpoint | None = None
    cosigned: list[tuple[Log, int]] = []
    statuses: set[int] = set()
    for log, old, size, prover in asked:
        proof = prover.proof(old, size) if 0 < old <= size else ()
        try:
            request = parse(encode(old, proof, log.signed(size).note), LOGS)
            require_growth(request, kept)
        except RemitError as error:
            statuses.add(status_of(error))
            continue
        kept = request.signed.checkpoint
        cosigned.append((log, size))
    assert statuses <= {400, 409, 422}
    for at, tree in enumerate(cosigned):
        assert all(extends(tree, before) for before in cosigned[:at])


@given(
    st.integers(1, 24),
    st.lists(st.tuples(st.sampled_from(list(HOLDERS)), st.integers(0, 2**40)), max_size=12),
)
@settings(deadline=None)
def test_a_note_keeps_the_newest_cosignature_of_each_witness(
    size: int, given_: list[tuple[CosignerKey, int]]
) -> None:
    signed = HISTORIES[0].signed(size)
    note = signed
    for key, at in given_:
        lines = seen(signed, key, at=at).note.removeprefix(signed.note)
        note = add(note, lines, list(HOLDERS))
    expected: dict[CosignerKey, int] = {}
    for key, at in given_:
        expected[key] = max(expected.get(key, 0), at)
    assert times(note, list(HOLDERS)) == expected
    assert note.note.count("\n— ") == 1 + len(expected)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_junk_is_refused_and_never_a_surprise(junk: str | bytes) -> None:  # W7
    with pytest.raises(RemitError):
        parse(junk, LOGS)
    with pytest.raises(RemitError):
        CosignerKey.parse(junk.decode("latin-1") if isinstance(junk, bytes) else junk)
    try:
        parse_policy(junk)
    except RemitError:
        return
    raise AssertionError(junk)


WORDS = [
    "log",
    "witness",
    "group",
    "quorum",
    "age",
    "any",
    "all",
    "none",
    "1",
    "7",
    "a",
    "b",
    "#",
    "\n",
    "\t",
]


@given(st.lists(st.sampled_from([*WORDS, EAST_KEY.encode(), HISTORIES[0].key.encode()]), max_size=40))
def test_words_of_policies_in_any_order_are_read_or_refused(words: list[str]) -> None:  # W7
    try:
        policy = parse_policy(" ".join(words))
    except RemitError:
        return
    assert policy.met({one.name for one in policy.witnesses}) or policy.quorum


@given(st.sets(st.sampled_from(["a", "b", "c", "d"])), st.integers(1, 4))
def test_more_witnesses_never_make_less_of_a_quorum(names: set[str], least: int) -> None:
    keys = zip("abcd", HOLDERS, strict=True)
    lines = "".join(f"witness {name} {key.encode()}\n" for name, key in keys)
    policy = parse_policy(f"{lines}group g {least} a b c d\nquorum g\n")
    assert policy.met(names) == (len(names) >= least)
