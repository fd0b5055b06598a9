"""A governance officer's desk: a small ledger with its key files, and the program run on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import msgspec
import pytest

from ledger.acts import Proposal
from ledger.facts import Body
from ledger.facts.fact import Fact
from ledger.replay import recorded
from ledger_cli import ids
from ledger_cli.main import run
from ledger_cli.session import Session
from ledger_cli.settings import Settings

B = TypeVar("B", bound=msgspec.Struct)
P = ParamSpec("P")

TERMS = """\
body: icp
version: "2023"
title: Terms of reference of the partnership
cited: ToR 2023
founders: [east, west]
seats:
  - {seat: east, sector: council, organisations: [east], position: leader, title: Leader, clause: "5.1"}
  - {seat: west, sector: council, organisations: [west], position: leader, title: Leader, clause: "5.1"}
  - {seat: trust, sector: nhs, organisations: [trust], position: director, title: Director, clause: "5.2"}
offices:
  - {office: chair, title: Chair, clause: "6.1"}
rules:
  - kind: quorum
    rule: QUO-1
    clause: "7.1"
    basis: stated
    says: at least 2 members from councils
    check: {check: count, who: {sectors: [council]}, least: 2}
  - {kind: voting, rule: VOT-1, clause: "8.1", basis: stated, says: a vote by a member present, who: {}}
  - kind: majority
    rule: MAJ-1
    clause: "8.2"
    basis: stated
    says: most votes cast
    test: {test: share, base: votes cast, more_than: 1/2}
    casting: [chair]
  - {kind: choice, rule: CHO-1, clause: "8.3", basis: stated, says: most votes, method: plurality, tie: lot}
  - kind: written procedure
    rule: WRI-1
    clause: "8.4"
    basis: stated
    says: in writing, with five days to reply
    days: 5
  - kind: urgent decision
    rule: URG-1
    clause: "8.5"
    basis: stated
    says: by the Chair, who tells the next meeting within thirty days
    offices: [chair]
    then: report
    days: 30
  - {kind: text, rule: TXT-1, clause: "9.1", basis: stated, says: Members behave well.}
"""

MOTION = "v-" + "a" * 16

MINUTES = """\
body: icp
date: 2024-03-25
place: Town hall
present: [Jo Bloggs, Kim Lee]
attending: [Lou May]
interests: none
items:
  - number: "1"
    title: Welcome
    note: The Chair opened the meeting.
  - number: "2"
    title: Grants
    absent: [Kim Lee]
    motions:
      - text: That grants be made
        moved: Jo Bloggs
        votes: {for: [Jo Bloggs]}
next_meeting: {date: 2024-06-24}
"""


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


@dataclass(frozen=True, slots=True)
class Desk:
    """Runs the program in a folder. ``officer`` and the others are ids of persons."""

    capsys: pytest.CaptureFixture[str]
    officer: str
    jo: str
    kim: str
    lou: str

    def __call__(self, *arguments: str) -> Said:
        """Run a command."""
        self.capsys.readouterr()
        code = run(list(arguments))
        out, err = self.capsys.readouterr()
        return Said(code, out, err)

    def record(self, *arguments: str) -> Said:
        """Run a command that records, without being asked."""
        return self(*arguments, "--yes")

    @property
    def size(self) -> int:
        """How many entries the ledger has."""
        with Session(Settings("remit.ledger")) as session:
            return session.store.head().size

    @property
    def last(self) -> Fact:
        """The last fact."""
        with Session(Settings("remit.ledger")) as session:
            (entry,) = session.store.scan(self.size)
            return recorded(entry).fact

    def last_of(self, type_: type[B]) -> B:
        """Give the last body of a type."""
        with Session(Settings("remit.ledger")) as session:
            return [body for _, body in session.facts_of(type_)][-1]

    def write(self, name: str, text: str) -> str:
        """Write a file and give its name."""
        Path(name).write_text(text, encoding="utf-8")
        return name

    def meets(self, *bodies: Body, on: str = "2024-03-25") -> None:
        """Record facts that no single command states."""
        settings = Settings("remit.ledger", key=Path("officer.key"), yes=True)
        with Session(settings) as session:
            session.submit([Proposal(body, on) for body in bodies], ids.new_request())


def kept(make: Callable[P, Desk]) -> Callable[P, Desk]:
    """Set a desk up once in one way; a later one that begins alike is given a copy of what came of it."""
    folders: dict[object, Path] = {}

    @wraps(make)
    def again(*given: P.args, **named: P.kwargs) -> Desk:
        (desk,) = (one for one in (*given, *named.values()) if isinstance(one, Desk))
        with Session(Settings("remit.ledger")) as session:
            way = (*(one for one in given if one is not desk), session.store.head())
        if way in folders:
            shutil.copytree(folders[way], ".", dirs_exist_ok=True)
            return desk
        make(*given, **named)
        here = Path.cwd()
        folders[way] = Path(shutil.copytree(here, here.with_name(f"kept {make.__name__}")))
        return desk

    return again


def founded(folder: Path) -> dict[str, str]:
    """Make a ledger in a folder, with a body, its terms and three persons of whom two are members."""
    terms = folder / "terms.yaml"
    terms.write_text(TERMS, encoding="utf-8")
    place = ["--store", str(folder / "remit.ledger")]
    own = [*place, "--key", str(folder / "officer.key"), "--yes"]
    files = ["--key-file", str(folder / "officer.key"), "--recovery-file", str(folder / "recovery.key")]
    done(["init", "--origin", "example.org/icp", "--officer", "Ann Clerk", *files, *place])
    for code in ("east", "west", "trust"):
        done(["organisation", "register", code, f"{code.title()} organisation", "--kind", "council", *own])
    since = ["--on", "2023-01-01"]
    done(["body", "constitute", "icp", "The partnership", "--instrument", "s.1 of the Act", *since, *own])
    done(["terms", "adopt", str(terms), "--in-force", "2023-01-01", *since, *own])
    people = {}
    for number, (short, name) in enumerate((("jo", "Jo Bloggs"), ("kim", "Kim Lee"), ("lou", "Lou May"))):
        request = f"r-{'abc'[number] * 16}"
        done(["person", "register", name, "--request", request, *own])
        people[short] = ids.Maker(request)("p")
    for person, seat in (("Jo Bloggs", "east"), ("Kim Lee", "west")):
        done(["member", "appoint", "icp", person, "--seat", seat, "--began", "2023-05-01", *own])
    with Session(Settings(str(folder / "remit.ledger"))) as session:
        people["officer"] = session.founded.officer
    return people


def done(arguments: Sequence[str]) -> None:
    """Run a command that must succeed."""
    code = run(list(arguments))
    if code:
        raise AssertionError(f"{' '.join(arguments)}: exit {code}")
