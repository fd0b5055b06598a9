"""``remit demo``: a real public meeting, from the first key to the proof, and then what must not pass.

The story is told in commands that anybody can type; each is run as it is printed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr
from importlib.resources import as_file, files
from pathlib import Path

import click

from ledger.errors import RemitError
from ledger_cli.output import answer, say

WORD = "demo"


class Unexpected(RemitError):
    """A step of the demonstration ended in another way than it must."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
def command(folder: Path | None) -> None:
    """Record a real public meeting into a fresh ledger, read it back, and prove one act offline.

    The meeting is that of 25 March 2024 of the Lancashire and South Cumbria Integrated Care Partnership, from
    its published minutes. What public papers do not show, a vote refused and a delegation used, is shown with
    an invented partnership. FOLDER is made, and stays; without it a new temporary folder is.

    \b
    Example:
      remit demo my-first-ledger
    """
    place = Path(tempfile.mkdtemp(prefix="remit-demo-")) if folder is None else folder
    if folder is not None:
        place.mkdir(parents=True)
    with as_file(files("ledger_cli") / "demo") as papers:
        shutil.copytree(papers, place, dirs_exist_ok=True)
    with _inside(place), redirect_stderr(sys.stdout):
        _begin()
        _meeting()
        _read_back()
        _example()
        _prove()
        _tamper()
    say(f"everything is in {place}: the ledger is icp.ledger, the passphrase of its keys is “{WORD}”")


@contextmanager
def _inside(place: Path) -> Iterator[None]:
    """Work in the folder of the demonstration, with its settings in the environment."""
    before, was = Path.cwd(), dict(os.environ)
    os.chdir(place)
    for name in ("REMIT_LOG_PASSPHRASE", "REMIT_KEEP"):
        os.environ.pop(name, None)
    os.environ.update(REMIT_PASSPHRASE=WORD, REMIT_STORE="icp.ledger", REMIT_KEY="officer.key")
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(was)


def _tell(text: str) -> None:
    answer(f"\n# {text}")


def _run(command: str, *, code: int = 0) -> None:
    """Print a command, run it, and make sure that it ends with the exit code that it must."""
    from ledger_cli.main import run

    answer(f"$ remit {command}")
    got = run(shlex.split(command))
    sys.stdout.flush()
    if got != code:
        raise Unexpected(f"expected exit code {code} from remit {command}, got {got}")


def _begin() -> None:
    _tell("A ledger, its first officer, and the terms of reference in force since 17 April 2023")
    _run("init --origin example.org/icp --officer 'Ann Clerk'")
    _run("body set-up lsc-icp/setup.yaml --yes")
    _run("terms adopt lsc-icp/terms-2023.yaml --in-force 2023-04-17 --on 2023-04-17 --yes")
    _run("terms draft lsc-icp/terms-revision.yaml --on 2024-07-15 --yes")
    _run("terms list lsc-icp --on 2024-07-15")


def _meeting() -> None:
    _tell("The whole meeting of 25 March 2024, from one file: minutes 27 to 36")
    _run("record lsc-icp/meeting-2024-03-25.yaml --yes")
    _tell("Who was there, and was it quorate? Clause by clause, at the item that its Chair introduced")
    _run("register lsc-icp --on 2024-03-25")
    _run("meeting quorum 2024-03-25 lsc-icp --item 31", code=8)
    _tell("The same item under the revision that was then in draft; nothing is recorded")
    _run("meeting quorum 2024-03-25 lsc-icp --item 31 --terms lsc-icp/terms-revision.yaml", code=8)


def _read_back() -> None:
    _tell("What was resolved")
    _run("decisions lsc-icp")
    _tell("Every fact in its order, the last five")
    _run(f"timeline lsc-icp --first {_size() - 4}")


def _size() -> int:
    from ledger.store import Store

    with Store.open("icp.ledger") as store:
        return store.head().size


def _example() -> None:
    _tell("An invented partnership, for what public papers do not show")
    _run("body set-up example/setup.yaml --yes")
    _run("terms adopt example/terms.yaml --in-force 2024-04-01 --on 2024-04-01 --yes")
    _tell("A vote by somebody who is not entitled is refused, with its clause; nothing is recorded")
    _run("record example/refused.yaml --yes", code=3)
    _run("record example/meeting.yaml --yes")
    _run("decisions example-board")


def _prove() -> None:
    _tell("What the board resolved: a grant, passed on once, and an act under the two links")
    grants = "--function small-grants"
    _run(
        f"delegation grant --by example-board --to 'Bob Trust' {grants} --each 'GBP 5000.00' --onward 1 "
        "--power 'minute 1 of 2 September 2024' --on 2024-09-03 --yes"
    )
    root = _delegations()[0]
    _run(f"delegation pass {root} --to 'Ann Mayor' {grants} --each 'GBP 2500.00' --on 2024-09-04 --yes")
    link = _delegations()[1]
    _run("authority check small-grants 2000 --by 'Ann Mayor'")
    _run("authority check small-grants 3000 --by 'Ann Mayor'", code=1)
    _run(f"delegation act {link} {grants} --amount 'GBP 2000.00' --text 'a roof for the scout hut' --yes")
    act = _size()
    _run(f"delegation revoke {root} --reason 'the scheme is closed' --yes")
    _run(f"delegation act {link} {grants} --amount 'GBP 100.00' --text paint --yes", code=3)
    _tell("One file, checked with no database: all that is given is the log's name and key")
    _run(f"bundle make {act} -o act.bundle")
    _run(f"bundle check act.bundle --log {_log_key()}")


def _delegations() -> list[str]:
    """Give the ids of the delegations, in order, as ``remit delegation list`` would."""
    from ledger.facts.delegations import Granted, PassedOn
    from ledger.replay import recorded
    from ledger.store import Store

    with Store.open("icp.ledger") as store:
        made = [recorded(entry).fact.body for entry in store.scan()]
    return [body.delegation for body in made if isinstance(body, Granted | PassedOn)]


def _log_key() -> str:
    from ledger_cli.session import Session
    from ledger_cli.settings import Settings

    with Session(Settings("icp.ledger")) as session:
        return session.log.encode()


def _tamper() -> None:
    _tell("The whole log replayed")
    _run("log verify")
    _tell("Now somebody with the database changes one byte of entry 40")
    with closing(sqlite3.connect("icp.ledger")) as database, database:
        row = database.execute("SELECT envelope FROM ledger_entry WHERE number = 40").fetchone()
        changed = bytearray(row[0])
        changed[len(changed) // 2] ^= 1
        database.execute("UPDATE ledger_entry SET envelope = ? WHERE number = 40", (bytes(changed),))
    _run("log verify", code=7)
