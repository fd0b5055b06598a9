"""Comparing: sets somebody's copy of a log against the ledger, and makes the evidence of a fork.

Two views of one log agree as far as both reach, or they do not. Where they do not, and both are signed by the
log key, the log has forked, and ``ledger.evidence`` can show it to anybody. Where one of them is not signed,
nobody can show who changed it: its content contradicts what the log signed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from ledger import evidence, merkle
from ledger.checkpoint import SignedCheckpoint, VerifierKey
from ledger.errors import Forked, Tampered
from ledger.evidence import Differs, Evidence, Grown, Leaf, text_of
from ledger.merkle import NodeId

Answer = Literal["same", "behind", "ahead", "not known"]


class View(msgspec.Struct, frozen=True):
    """One view of a log; what it gives of its tree has been verified against its root.

    Attributes:
        name: what to call it in a message.
        size: how many entries it has.
        root: the root over them.
        signed: the last head in it that the log key has signed, of at most that size.
        node: gives a complete node of its tree; None where there is nothing but the signed head.
        entry: gives the bytes of an entry; None where entries are not at hand.
    """

    name: str
    size: int
    root: bytes
    signed: SignedCheckpoint | None
    node: Callable[[NodeId], bytes] | None = None
    entry: Callable[[int], bytes] | None = None


class Agreement(msgspec.Struct, frozen=True):
    """How a copy stands to the ledger: the same; behind or ahead by so many entries, one history.

    ``not known``: it is ahead, and a checkpoint alone does not show whether it goes on from the ledger.
    """

    answer: Answer
    by: int


def compare(ours: View, copy: View, key: VerifierKey, *more: VerifierKey) -> Agreement:
    """Set a copy against the ledger.

    Args:
        ours: the ledger, with the nodes of its tree.
        copy: what somebody else has.
        key: origin and key of the log.
        more: other keys of the same log.

    Raises:
        Forked: the log key has signed both histories; with the evidence.
        Tampered: they contradict each other, but not in what was signed.
    """
    shared = min(ours.size, copy.size)
    roots = [root_at(view, shared) for view in (ours, copy)]
    if None in roots:
        return Agreement("not known", copy.size - ours.size)
    if roots[0] == roots[1]:
        return _agreement(ours.size, copy.size)
    found = _evidence(ours, copy)
    if found is None:
        raise Tampered(
            f"{copy.name}: expected the entries that {ours.name} has up to {shared}, got others, and no two "
            f"signed checkpoints show who changed them: {_signed(ours)}; {_signed(copy)}"
        )
    data = evidence.encode(found)
    shown = evidence.check(data, key, *more)
    number = f" from entry {shown.number} on" if shown.number is not None else ""
    raise Forked(
        f"{copy.name}: expected the history of {ours.name}, got another one{number} that the log signed too: "
        f"at {shown.first.size} entries one has root {shown.first.root.hex()}, the other {shown.had.hex()}",
        data,
    )


def _agreement(ours: int, copy: int) -> Agreement:
    if ours == copy:
        return Agreement("same", 0)
    return Agreement("behind", ours - copy) if copy < ours else Agreement("ahead", copy - ours)


def root_at(view: View, size: int) -> bytes | None:
    """Give the root of a view at a size up to its own; None where it cannot be told."""
    if size == view.size:
        return view.root
    return None if view.node is None else merkle.root_at(size, view.node)


def _signed(view: View) -> str:
    if view.signed is None:
        return f"{view.name} has none"
    return f"that of {view.name} is of {view.signed.checkpoint.size} entries"


def _evidence(ours: View, copy: View) -> Evidence | None:
    """Make the evidence that the signed heads of two views contradict each other; None where they do not."""
    heads = [(view, view.signed) for view in (ours, copy) if view.signed is not None]
    if len(heads) < 2:  # noqa: PLR2004 - both
        return None
    (lower, first), (upper, second) = sorted(heads, key=lambda one: one[1].checkpoint.size)
    size, grown_to = first.checkpoint.size, second.checkpoint.size
    had = second.checkpoint.root if size == grown_to else root_at(upper, size)
    if had is None or had == first.checkpoint.root:
        return None
    grown = None
    if size < grown_to and upper.node is not None:
        proof = merkle.consistency_proof(size, grown_to, upper.node)
        grown = Grown(text_of(had), tuple(map(text_of, proof)))
    return Evidence(
        "remit-fork/1",
        text_of(first.note.encode()),
        text_of(second.note.encode()),
        grown,
        _differs(lower, upper, size, grown_to),
    )


def _differs(lower: View, upper: View, size: int, grown_to: int) -> Differs | None:
    if lower.node is None or upper.node is None:
        return None
    number = _first_difference(size, lower.node, upper.node)
    return Differs(number, _leaf(lower, lower.node, number, size), _leaf(upper, upper.node, number, grown_to))


def _first_difference(size: int, one: Callable[[NodeId], bytes], other: Callable[[NodeId], bytes]) -> int:
    """Find the first entry that differs between two trees of different roots, going down where they part."""
    at = next(node for node in merkle.frontier_nodes(size) if one(node) != other(node))
    level, index = divmod(at, merkle.SIZE_LIMIT)
    while level:
        level, index = level - 1, index * 2
        left = merkle.node_id(level, index)
        if one(left) == other(left):
            index += 1
    return index + 1


def _leaf(view: View, node: Callable[[NodeId], bytes], number: int, size: int) -> Leaf:
    index = number - 1
    entry = None if view.entry is None else text_of(view.entry(number))
    proof = merkle.inclusion_proof(index, size, node)
    return Leaf(text_of(node(merkle.node_id(0, index))), entry, tuple(map(text_of, proof)))
