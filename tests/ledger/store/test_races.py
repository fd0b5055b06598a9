"""Two processes race an authority against its end; nothing may be done under it once it has ended."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from typing import IO

import pytest
from tests.ledger.store.making import require_sound, worker

from ledger.store import Store

ROUNDS = range(60)


def line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def start(processes: ExitStack, *arguments: object) -> subprocess.Popen[str]:
    process = processes.enter_context(worker(*arguments))
    processes.callback(process.kill)
    assert line(process.stdout) == "ready"
    return process


def race(where: str, guarded: str, rounds: range) -> list[set[str]]:
    """Let both act in every round at the same moment; give their answers."""
    with ExitStack() as processes:
        racers = [start(processes, "race", where, name, guarded) for name in ("use", "end")]
        answers = []
        for number in rounds:
            for racer in racers:
                assert racer.stdin is not None
                racer.stdin.write(f"{number}\n")
                racer.stdin.flush()
            answers.append({line(racer.stdout) for racer in racers})
        return answers


def violations(store: Store) -> int:
    """Count uses that come after the end of their authority."""
    ended: set[str] = set()
    count = 0
    for entry in store.scan():
        (authority,) = (tag for tag in entry.links if tag.startswith("authority:"))
        used = any(tag.startswith("used:") for tag in entry.links)
        count += used and authority in ended
        ended |= set() if used else {authority}
    return count


def test_nothing_is_done_under_an_authority_that_has_ended(where: str, store: Store) -> None:  # D4
    answers = race(where, "guarded", ROUNDS)
    assert violations(store) == 0
    assert all("appended" in each for each in answers)
    assert any("conflict" in each for each in answers)
    require_sound(store)


def test_without_the_condition_the_race_is_lost(where: str, store: Store) -> None:  # D4: the control
    for first in range(0, 600, 60):
        race(where, "unguarded", range(first, first + 60))
        if violations(store):
            break
    assert violations(store) > 0
    require_sound(store)


@pytest.mark.slow
def test_sixty_four_writers_lose_nothing_and_double_nothing(where: str, store: Store) -> None:  # S7
    with ExitStack() as processes:
        writers = [start(processes, "burst", where, f"w{number}", 5) for number in range(64)]
        for writer in writers:
            writer.communicate("go\n", timeout=300)
        assert [writer.returncode for writer in writers] == [0] * 64
    assert store.head().size == 64 * 5
    assert all(store.request(f"w{writer}-{number}") for writer in range(64) for number in range(5))
    require_sound(store)
