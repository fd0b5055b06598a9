"""``remit bundle``: one file that proves one act to somebody who trusts nobody."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger import bundle as bundles
from ledger.bundle import Checked
from ledger.checkpoint import VerifierKey
from ledger.errors import Malformed, StorageError
from ledger.sealed import commitments
from ledger.tags import wire_name
from ledger_cli.options import answering
from ledger_cli.output import answer, emit_json, emit_record, say

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.session import Session

EXIT_CODES = {"yes": 0, "yes, as a departure": 1, "no": 1, "not known": 8}
"""An act that a rule speaks against is never a plain yes."""

_KINDS = {"a": "act", "d": "decision", "g": "delegation"}


@click.group()
def command() -> None:
    """One file that proves one act to somebody who trusts nobody."""


@command.command()
@click.argument("act")
@click.option("--words", is_flag=True, help="Put the act's own sealed words in as well.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the file goes.  [default: entry-NUMBER.bundle]",
)
@answering
def make(session: Session, act: str, words: bool, output: Path | None) -> None:
    """Make the bundle of ACT: the number of its entry, or the id of an act, decision or delegation.

    \b
    Example:
      remit bundle make 17 --words -o grant.bundle
    """
    from ledger import bundling
    from ledger.checkpoint import open_note

    number = _number(session, act)
    note = session.sign_head() or session.settings.head_file.read()
    if note is None:
        place = session.settings.head_file.path
        raise StorageError(f"expected a signed head in {place}, got none; sign one: remit log checkpoint")
    head = open_note(note, session.log).checkpoint
    data = bundling.make(session.store, number, head, note, words=words)
    checked = bundles.check(data, session.log)
    if words:
        _say_erased(session, checked)
    place = output or Path(f"entry-{number}.bundle")
    try:
        place.write_bytes(data)
    except OSError as error:
        raise StorageError(f"expected to write the bundle to {place}, got: {error.strerror}") from error
    record = {
        "file": str(place),
        "act": number,
        "size": head.size,
        "bytes": len(data),
        "answer": checked.answer,
        "check": f"remit bundle check {place} --log {session.log.encode()}",
    }
    emit_record(record, as_json=session.settings.as_json)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--origin", help="The name of the log, as you were given it: example.org/icp.")
@click.option("--log-key", metavar="BASE64", help="The public key of the log, as you were given it.")
@click.option("--log", metavar="LINE", help="Both in one line: name+hash+key.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def check(file: Path, origin: str | None, log_key: str | None, log: str | None, as_json: bool) -> int:
    """Check a bundle offline, and judge its act again: yes, no or not known (exit 0, 1 or 8).

    Origin and key of the log come from somewhere else than the file. What does not hold ends in exit 7,
    and what is no bundle in exit 4.

    \b
    Example:
      remit bundle check grant.bundle --origin example.org/icp --log-key MCow…=
    """
    key = _key(origin, log_key, log)
    checked = bundles.check(_read(file), key)
    if as_json:
        emit_json(_record(checked))
    else:
        _print(checked)
    return EXIT_CODES[checked.answer]


def _number(session: Session, text: str) -> int:
    """Give the number of the entry that is meant.

    Raises:
        Malformed: neither a number nor the id of something that the ledger knows.
    """
    if re.fullmatch(r"[1-9][0-9]{0,15}", text):
        return int(text)
    found = re.fullmatch(r"([adg])-[a-z2-7]{16}", text)
    if found:
        upto = session.store.head().size
        for entry in session.store.read((f"{_KINDS[found[1]]}:{text}",), upto=upto):
            return entry.number
    raise Malformed(
        "expected the number of an entry, or the id of an act, decision or delegation that the ledger knows, "
        f"got {text[:80]!a}"
    )


def _key(origin: str | None, log_key: str | None, log: str | None) -> VerifierKey:
    if log is not None and origin is None and log_key is None:
        return VerifierKey.parse(log)
    if log is not None or origin is None or log_key is None:
        raise click.UsageError("expected the log to trust: --origin and --log-key, or --log LINE")
    try:
        public = base64.b64decode(log_key, validate=True)
    except (binascii.Error, ValueError):
        raise click.UsageError(f"--log-key: expected standard base64, got {log_key[:80]!a}") from None
    return VerifierKey(origin, public)


def _read(file: Path) -> bytes:
    """Read a file, one byte past the limit at most.

    Raises:
        Malformed: not a file that can be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(bundles.BYTES_MAX + 1)
    except OSError as error:
        raise Malformed(f"{file}: expected a file that can be read, got: {error.strerror}") from None


def _print(checked: Checked) -> None:
    for step in checked.steps:
        answer(f"{step.number}  {step.title}: {step.detail}")
    answer("")
    answer(f"the act: {_line(checked.act)}")
    for path, words in sorted(checked.words.items()):
        answer(f"  {path.removeprefix('body.')}: {words}")
    for path in _closed(checked):
        answer(f"  {path.removeprefix('body.')}: not opened")
    for finding in checked.findings:
        answer(f"  {finding.verdict.value}: {finding.sentence()}")
    answer("it rests on:")
    for at in checked.rests_on:
        answer(f"  {_line(at)}")
    answer("this does not prove:")
    for line in bundles.NOT_PROVED:
        answer(f"  {line}")
    answer("")
    answer(f"answer: {checked.answer}")
    if checked.answer == "yes, as a departure":
        answer("a rule speaks against the act, and it is recorded so")


def _say_erased(session: Session, checked: Checked) -> None:
    """Tell whoever asked for words which of them were erased."""
    from ledger_cli import erasures

    fact = checked.act.fact.id
    for (_, path), mark in sorted(erasures.marks(session.store, [fact]).items()):
        say(f"without {path.removeprefix('body.')}: {mark}")


def _closed(checked: Checked) -> list[str]:
    """Give the sealed fields of the act whose words the bundle does not have: withheld, or erased."""
    return sorted(path for path, _ in commitments(checked.act.fact) if path not in checked.words)


def _line(at: Recorded) -> str:
    body = at.fact.body
    named = (getattr(body, field, None) for field in ("act", "delegation", "resolution", "person", "body"))
    name = next((f"  {one}" for one in named if one), "")
    kind = wire_name(type(body))
    return f"entry {at.number}  {kind}{name}  on {at.fact.on}  recorded {at.recorded}"


def _record(checked: Checked) -> dict[str, object]:
    return {
        "answer": checked.answer,
        "steps": [
            {"number": step.number, "title": step.title, "detail": step.detail} for step in checked.steps
        ],
        "act": _line(checked.act),
        "words": dict(checked.words),
        "not opened": _closed(checked),
        "findings": [
            {
                "rule": one.rule,
                "clause": one.clause,
                "answer": one.verdict.value,
                "expected": one.expected,
                "got": one.got,
            }
            for one in checked.findings
        ],
        "rests on": [_line(at) for at in checked.rests_on],
        "does not prove": list(bundles.NOT_PROVED),
        "size": checked.size,
    }
