"""Comparing a copy with the ledger: the same, behind, ahead, or another history, with the evidence of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.histories import KEY, History, history

from ledger import evidence
from ledger.comparing import Agreement, compare
from ledger.errors import BadSignature, Forked, Tampered
from ledger.evidence import Shown

HERE = history(20)
THERE = history(20, other_from=8)


def shown(error: Forked) -> Shown:
    return evidence.check(error.evidence, KEY)


def forked(one: History, size: int, other: History, copied: int, *, tree: bool = True) -> Forked:
    """Compare two histories that contradict each other."""
    with pytest.raises(Forked) as caught:
        compare(one.view("the ledger", size), other.view("the copy", copied, tree=tree), KEY)
    return caught.value


@pytest.mark.parametrize(
    ("size", "copied", "tree", "answer"),
    [
        (20, 20, True, Agreement("same", 0)),
        (20, 20, False, Agreement("same", 0)),
        (20, 13, True, Agreement("behind", 7)),
        (20, 13, False, Agreement("behind", 7)),
        (20, 1, False, Agreement("behind", 19)),
        (13, 20, True, Agreement("ahead", 7)),
        (13, 20, False, Agreement("not known", 7)),
        (1, 20, True, Agreement("ahead", 19)),
    ],
)
def test_one_history_is_the_same_behind_or_ahead(
    *, size: int, copied: int, tree: bool, answer: Agreement
) -> None:
    assert compare(HERE.view("a", size), HERE.view("b", copied, tree=tree), KEY) == answer


def test_histories_that_part_later_agree_as_far_as_both_reach() -> None:
    assert compare(HERE.view("a", 20), THERE.view("b", 7), KEY) == Agreement("behind", 13)
    assert compare(HERE.view("a", 7), THERE.view("b", 20), KEY) == Agreement("ahead", 13)


def test_two_signed_heads_of_one_size_are_a_fork() -> None:  # H3
    error = forked(HERE, 20, THERE, 20)
    found = shown(error)
    assert str(error) == (
        "the copy: expected the history of the ledger, got another one from entry 8 on that the log signed "
        "too: "
        f"at 20 entries one has root {HERE.root(20).hex()}, the other {THERE.root(20).hex()}"
    )
    assert (found.first.root, found.second.root) == (HERE.root(20), THERE.root(20))
    assert (found.number, found.entries) == (8, (b"entry 8", b"other 8"))


@pytest.mark.parametrize(("size", "copied"), [(20, 9), (20, 8), (9, 20), (8, 20)])
def test_a_copy_of_another_size_and_history_is_a_fork(size: int, copied: int) -> None:  # H1 H2
    found = shown(forked(HERE, size, THERE, copied))
    lower, upper = (HERE, THERE) if size < copied else (THERE, HERE)
    assert (found.first.size, found.second.size) == (min(size, copied), max(size, copied))
    assert (found.first.root, found.had) == (lower.root(found.first.size), upper.root(found.first.size))
    assert found.number == 8
    assert found.entries == (lower.entry(8), upper.entry(8))


@pytest.mark.parametrize("copied", [8, 15, 20])
def test_a_checkpoint_alone_is_enough_for_the_evidence_of_a_fork(copied: int) -> None:  # H1
    error = forked(HERE, 20, THERE, copied, tree=False)
    found = shown(error)
    assert "got another one that the log signed too" in str(error)
    assert (found.number, found.entries) == (None, (None, None))
    assert (found.first.root, found.had) == (
        (THERE.root(copied), HERE.root(copied)) if copied < 20 else (HERE.root(20), THERE.root(20))
    )


def test_entries_that_are_not_at_hand_are_left_out_of_the_evidence() -> None:
    with pytest.raises(Forked) as caught:
        compare(HERE.view("a", 20), THERE.view("b", 20, entries=False), KEY)
    assert (shown(caught.value).number, shown(caught.value).entries) == (8, (b"entry 8", None))


@pytest.mark.parametrize(
    ("ours", "copy", "said"),
    [
        (HERE.view("a", 20, None), THERE.view("b", 20), "a has none; that of b is of 20 entries"),
        (HERE.view("a", 20), THERE.view("b", 20, None), "that of a is of 20 entries; b has none"),
        (HERE.view("a", 20, None), THERE.view("b", 20, None), "a has none; b has none"),
        (HERE.view("a", 20, 7), THERE.view("b", 20), "that of a is of 7 entries; that of b is of 20 entries"),
        (HERE.view("a", 20), THERE.view("b", 20, 7), "that of a is of 20 entries; that of b is of 7 entries"),
        (
            HERE.view("a", 20, 5),
            THERE.view("b", 20, 5),
            "that of a is of 5 entries; that of b is of 5 entries",
        ),
        (
            HERE.view("a", 20, 7),
            THERE.view("b", 9, tree=False),
            "that of a is of 7 entries; that of b is of 9 entries",
        ),
    ],
)
def test_what_was_changed_after_it_was_signed_is_tampered_and_no_fork(  # H1
    ours: object, copy: object, said: str
) -> None:
    with pytest.raises(Tampered) as caught:
        compare(ours, copy, KEY)  # type: ignore[arg-type]
    assert caught.value.kind == "TAMPERED"
    assert str(caught.value).endswith(f"no two signed checkpoints show who changed them: {said}")


def test_a_signed_head_within_a_longer_view_is_what_counts() -> None:
    with pytest.raises(Forked) as caught:
        compare(HERE.view("a", 20, 10), THERE.view("b", 20, 12), KEY)
    found = shown(caught.value)
    assert (found.first.size, found.second.size, found.number) == (10, 12, 8)


def test_the_evidence_is_that_of_this_log_or_none_is_given() -> None:  # H8
    with pytest.raises(BadSignature):
        compare(HERE.view("a", 20), THERE.view("b", 20), type(KEY)("example.org/other", KEY.public))


@given(st.integers(1, 70), st.integers(1, 70), st.data())
@settings(deadline=None, max_examples=60)
def test_the_first_entry_that_differs_is_found_wherever_it_is(  # H3
    size: int, copied: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, min(size, copied)))
    found = shown(forked(history(size), size, history(copied, other_from=at), copied))
    assert found.number == at


@given(st.integers(1, 70), st.data())
@settings(deadline=None, max_examples=30)
def test_one_entry_that_differs_among_many_is_found(size: int, data: st.DataObject) -> None:  # H1
    at = data.draw(st.integers(1, size))
    good = history(size)
    bad = History((*good.entries[: at - 1], b"forged", *good.entries[at:]))
    assert shown(forked(good, size, bad, size)).number == at
