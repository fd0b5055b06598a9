"""Another process for the tests of the store: ``python worker.py WORK ADDRESS ...``."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable

from tests.ledger.store.making import batch, fact, nothing_after, work_of

from ledger.errors import Conflict, RemitError
from ledger.store import Store


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def write(where: str, name: str) -> None:
    """Append request after request for ever; name each once it is acknowledged."""
    with Store.open(where) as store:
        tell("ready")
        count = 0
        while True:
            count += 1
            store.append(work_of(f"{name}-{count}"))
            tell(f"{name}-{count}")


def race(where: str, name: str, guarded: str) -> None:
    """For every round read in, use an authority unless it has ended, or end it."""
    with Store.open(where) as store:
        tell("ready")
        judging = random.Random(name)
        for line in sys.stdin:
            authority = f"authority:{line.strip()}"
            tag = authority if name == "end" else f"used:{line.strip()}"
            head = store.head().size
            if store.last((authority,), upto=head):
                tell("refused")
                continue
            time.sleep(judging.uniform(0, 0.003))
            condition = nothing_after(head, authority) if guarded == "guarded" else None
            done = fact(tag, relies=(authority,))
            try:
                store.append(batch(f"{name}-{head}-{line.strip()}", done, condition=condition))
                tell("appended")
            except Conflict:
                tell("conflict")


def burst(where: str, name: str, count: str) -> None:
    """Append some requests as soon as told to."""
    with Store.open(where) as store:
        tell("ready")
        sys.stdin.readline()
        for number in range(int(count)):
            store.append(batch(f"{name}-{number}", fact("all:1", f"{name}:1")))


def fork(where: str) -> None:
    """Open the ledger, fork, and use it in the child."""
    with Store.open(where) as store:
        child = os.fork()
        if child == 0:
            try:
                store.append(batch("r-child", fact("a:1")))
                tell("appended")
            except RemitError as error:
                tell(error.kind, error)
            store.close()
            os._exit(0)
        os.waitpid(child, 0)
        tell("parent", store.append(batch("r-parent", fact("a:1"))).size)


WORK: dict[str, Callable[..., None]] = {"write": write, "race": race, "burst": burst, "fork": fork}

if __name__ == "__main__":
    WORK[sys.argv[1]](*sys.argv[2:])
