"""A committee clerk's year on one ledger: the program run day by day, by a clock that the clerk sets.

A module of scenarios makes one ledger, with the membership of its partnership; every chapter goes on with a
copy of it, so that no chapter depends on another.
"""

from __future__ import annotations

import io
import json
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import ledger_cli
from ledger import keyfiles
from ledger_cli import session, settings
from ledger_cli.commands import init
from ledger_cli.main import run

DEMO = Path(ledger_cli.__file__).parent / "demo"
REFUSED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What one run answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - what a program would read
        """The answer as a value."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """The answer as rows, without the heading."""
        return [line.split("\t") for line in self.out.splitlines()[1:]]


class Clerk:
    """Runs the program in the working directory, on the day that was last begun.

    What the clerk types is split as a shell would split it.
    """

    def __init__(self, day: str, hour: int) -> None:
        self._day = day
        self._hour = hour
        self._ticks = 0

    def now(self) -> str:
        """Give an instant of the day, a microsecond after the last."""
        self._ticks += 1
        return f"{self._day}T{self._hour:02}:00:00.{self._ticks:06}Z"

    def on(self, day: str) -> None:
        """Begin a day. Days only go forward: the ledger's clock never goes back."""
        self._day = day

    def __call__(self, line: str) -> Said:
        """Run a command."""
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            code = run(shlex.split(line))
        return Said(code, out.getvalue(), err.getvalue())

    def does(self, *lines: str) -> Said:
        """Record what must go through; give what the last command answered."""
        said = Said(0, "", "")
        for line in lines:
            said = self(f"{line} --yes")
            if said.code:
                raise AssertionError(f"{self._day}: {line}: exit {said.code}\n{said.err}")
        return said

    def made(self, line: str) -> str:
        """Record what must go through, and give the id that it made."""
        return str(next(iter(self.does(f"{line} --json").json.values())))

    def refused(self, line: str) -> str:
        """Try to record what must be refused; give what is said."""
        said = self(f"{line} --yes")
        if said.code != REFUSED:
            raise AssertionError(f"{self._day}: {line}: expected a refusal, got exit {said.code}\n{said.err}")
        return said.err

    def registers(self, *names: str) -> None:
        """Register persons."""
        self.does(*(f"person register '{name}'" for name in names))


@contextmanager
def desk(folder: Path, day: str, hour: int) -> Iterator[Clerk]:
    """Sit down at the ledger in a folder on a day, and stay until that hour is over."""
    clerk = Clerk(day, hour)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
        for module in (settings, session, init):
            patch.setattr(module, "now", clerk.now)
        for name in ("REMIT_STORE", "REMIT_KEEP", "REMIT_NEW_PASSPHRASE", "REMIT_LOG_PASSPHRASE"):
            patch.delenv(name, raising=False)
        patch.setenv("REMIT_PASSPHRASE", "a passphrase")
        patch.setenv("REMIT_KEY", "officer.key")
        yield clerk


@contextmanager
def founded(partnership: str, folder: Path, day: str) -> Iterator[Clerk]:
    """Found the ledger of a partnership on a day, beside its papers, and set up its bodies."""
    shutil.copytree(DEMO / partnership, folder, dirs_exist_ok=True)
    with desk(folder, day, 10) as clerk:
        said = clerk(f"init --origin example.org/{partnership} --officer 'Ann Clerk'")
        if said.code:
            raise AssertionError(said.err)
        clerk.does("body set-up setup.yaml")
        yield clerk


@contextmanager
def copied(folder: Path, to: Path, day: str, hour: int = 11) -> Iterator[Clerk]:
    """Go on with a copy of a ledger, later than the copied one came to."""
    shutil.copytree(folder, to)
    with desk(to, day, hour) as clerk:
        yield clerk


def write(name: str, text: str) -> None:
    """Write a file into the working directory."""
    Path(name).write_text(text, encoding="utf-8")
