"""Forks: evidence is kept where one is found, read where somebody hands it over, and said in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger import checkpoint, durable, evidence
from ledger import entry as entries
from ledger.checkpoint import VerifierKey
from ledger.errors import Forked, Malformed, StorageError
from ledger.evidence import Shown
from ledger.replay import recorded
from ledger.tags import wire_name


@contextmanager
def keeping_evidence(*keys: VerifierKey) -> Iterator[None]:
    """Write down the evidence of a fork that is found meanwhile, in the present folder.

    Raises:
        Forked: a fork was found; the message says where its evidence is.
    """
    try:
        yield
    except Forked as error:
        try:
            place = _keep(error.evidence, evidence.check(error.evidence, *keys).first.size)
            told = f"the evidence is in {place}, to be checked with remit log evidence {place} --log LINE"
        except StorageError as failed:
            told = f"its evidence could not be kept: {failed}"
        raise Forked(f"{error}; {told}", error.evidence) from error


def words_of(shown: Shown) -> Iterator[str]:
    """Say in plain words what evidence shows, and what it does not."""
    first, second = shown.first, shown.second
    yield f"the key of {first.origin} has signed two histories that contradict each other"
    yield f"one checkpoint says: {first.size} entries, root {first.root.hex()}"
    yield f"the other one says: {second.size} entries, root {second.root.hex()}"
    if second.size > first.size:
        yield f"and its tree grew from one of {first.size} entries with root {shown.had.hex()}"
    if shown.number is not None:
        for which, entry in zip(("one", "the other"), shown.entries, strict=True):
            yield f"entry {shown.number} is in {which}: {_told(entry, shown.number)}"
    yield "so whoever holds the key has shown one history to some and another to others"
    yield "this does not show which of them is true, nor who used the key"


def record_of(shown: Shown) -> dict[str, object]:
    """Give the same for programs."""
    heads = (shown.first, shown.second)
    return {
        "answer": "forked",
        "origin": shown.first.origin,
        "checkpoints": [{"size": head.size, "root": head.root.hex()} for head in heads],
        "root of the second at the size of the first": shown.had.hex(),
        "entry": shown.number,
        "entries": [entry and _told(entry, shown.number or 0) for entry in shown.entries],
    }


def read(place: Path, bytes_max: int = checkpoint.NOTE_BYTES_MAX) -> bytes:
    """Read a file, one byte past the limit at most.

    Raises:
        Malformed: not a file that can be read.
    """
    try:
        with place.open("rb") as stream:
            return stream.read(bytes_max + 1)
    except OSError as error:
        raise Malformed(f"{place}: expected a file that can be read, got: {error.strerror}") from None


def _keep(data: bytes, size: int) -> Path:
    """Write evidence to a file of its own; evidence of another fork at the same size stays as it is."""
    number = 1
    while True:
        place = Path(f"fork-{size}.evidence" if number == 1 else f"fork-{size}-{number}.evidence")
        found = durable.read(place, evidence.BYTES_MAX)
        if found is None:
            durable.write_new(place, data, 0o644)
        if found in {None, data}:
            return place
        number += 1


def _told(data: bytes | None, number: int) -> str:
    """Describe an entry; what a log signed need not be one that Remit would write."""
    if data is None:
        return "an entry that was not at hand"
    try:
        at = recorded(entries.parse(data, number))
    except Malformed:
        return f"{len(data)} bytes that are no entry of Remit"
    return f"{wire_name(type(at.fact.body))}  fact {at.fact.id}  on {at.fact.on}  recorded {at.recorded}"
