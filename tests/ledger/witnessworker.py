"""Another process for the race of a witness: ``python witnessworker.py FOLDER guarded|unguarded``.

For each line read, a request in a file, it asks the witness and tells the status.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.witnessed import EAST

from ledger import durable
from ledger.headfile import HeadFile, HeldHeadFile
from ledger.witness import Witness


def tell(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Careless(HeldHeadFile, frozen=True):
    """A head file that is neither held nor compared: what the race must bring down."""

    def advance(self, old: str | None, new: str) -> None:
        del old
        durable.replace(self.path, new.encode())


@contextmanager
def unheld(head: HeadFile, seconds_max: float = 0.0) -> Iterator[HeldHeadFile]:
    del seconds_max
    yield Careless(head.path)


def work(folder: str, guarded: str) -> None:
    judging = random.Random(folder + guarded)
    read = HeldHeadFile.read

    def slowly(held: HeldHeadFile) -> str | None:
        note = read(held)
        time.sleep(judging.uniform(0, 0.003))
        return note

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HeldHeadFile, "read", slowly)
        if guarded == "unguarded":
            patch.setattr(HeadFile, "locked", unheld)
        witness = Witness(Path(folder), EAST, lambda: 1)
        tell("ready")
        for line in sys.stdin:
            tell(witness.answer(Path(line.strip()).read_bytes()).status)


if __name__ == "__main__":
    work(*sys.argv[1:])
