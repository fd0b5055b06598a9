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
from ledger.errors import Incomplete, Malformed, StorageError
from ledger.later import require_one_log
from ledger.policy import require_log
from ledger_cli import checkedtext, policies
from ledger_cli.options import signing_heads
from ledger_cli.output import emit_json, emit_record, say

if TYPE_CHECKING:
    from ledger.checkpoint import SignedCheckpoint
    from ledger.policy import Judgement, Policy
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
@click.option(
    "--witnessed",
    is_flag=True,
    help="Prove against the last head that a witness cosigned, though the log has grown since.",
)
@signing_heads
def make(session: Session, act: str, words: bool, output: Path | None, witnessed: bool) -> None:
    """Make the bundle of ACT: the number of its entry, or the id of an act, decision or delegation.

    It holds the cosignatures of witnesses where they have cosigned the present head (remit log witness).

    \b
    Example:
      remit bundle make 17 --words -o grant.bundle
    """
    from ledger import bundling

    number = _number(session, act)
    signed, seen = _head(session, witnessed=witnessed)
    head = signed.checkpoint
    data = bundling.make(session.store, number, head, signed.note, words=words)
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
        "cosigned": "by witnesses" if seen else "by nobody: remit log witness asks for cosignatures",
        "check": f"remit bundle check {place} --log {session.log.encode()}",
    }
    emit_record(record, as_json=session.settings.as_json)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--origin", help="The name of the log, as you were given it: example.org/icp.")
@click.option("--log-key", metavar="BASE64", help="The public key of the log, as you were given it.")
@click.option("--log", metavar="LINE", help="Both in one line: name+hash+key.")
@click.option(
    "--later",
    type=click.Path(path_type=Path),
    metavar="NEWER",
    help="A newer bundle: what it says of erased words and stolen keys holds here too.",
)
@click.option("--explain", is_flag=True, help="Show the arithmetic of every step, down to each hash.")
@policies.policy_option
@policies.at_option
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def check(
    file: Path,
    origin: str | None,
    log_key: str | None,
    log: str | None,
    later: Path | None,
    explain: bool,
    policy: Path | None,
    at: int | None,
    as_json: bool,
) -> int:
    """Check a bundle offline, and judge its act again: yes, no or not known (exit 0, 1 or 8).

    Origin and key of the log come from somewhere else than the file: from you, or from your policy where that
    lists one log. From there on the log is followed by the announcements of its keys. What does not hold
    ends in exit 7, and what is no bundle in exit 4.

    A bundle made before words were erased, or a key was said to be stolen, holds all the same. With --later,
    a bundle of the same act, or of that later entry, that was made since, the words are shown as erased, and
    what the key signed as contested (not known).

    \b
    Example:
      remit bundle check grant.bundle --policy board.policy
    """
    trusted = policies.read(policy) if policy is not None else None
    key = _given(origin, log_key, log, trusted)
    data = policies.read_bytes(file, bundles.BYTES_MAX)
    checked = bundles.check(data, key)
    if later is not None:
        checked = _with_later(data, checked, policies.read_bytes(later, bundles.BYTES_MAX), key)
    if trusted is not None:
        require_log(trusted, checked.logs, checked.signed.note)
    seen = policies.judge(checked.signed, trusted, at) if trusted is not None else None
    steps, words = _explained(data, checked, key, seen) if explain else ({}, [])
    if as_json:
        emit_json(checkedtext.record(checked, seen, steps))
    else:
        checkedtext.tell(checked, seen, steps, words)
    return EXIT_CODES[checked.answer]


@command.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="check-bundle.html",
    show_default=True,
    help="Where the page goes.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def page(output: Path, as_json: bool) -> None:
    """Write the page that checks a bundle in a browser, offline, to hand to a board.

    It takes every step of the check but judging by the rules. One version of Remit writes the same bytes:
    a board can compare their SHA-256 with one that somebody else gave it.

    \b
    Example:
      remit bundle page -o check.html
    """
    from hashlib import sha256

    from ledger_cli import checker

    data = checker.page()
    try:
        output.write_bytes(data)
    except OSError as error:
        raise StorageError(f"expected to write the page to {output}, got: {error.strerror}") from error
    record = {"file": str(output), "bytes": len(data), "sha256": sha256(data).hexdigest()}
    emit_record(record, as_json=as_json)


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


def _head(session: Session, *, witnessed: bool) -> tuple[SignedCheckpoint, bool]:
    """Give the head to prove against, and whether witnesses have cosigned it.

    Raises:
        StorageError: there is no signed head.
        Incomplete: one that is cosigned was asked for, and there is none.
    """
    from ledger.cosigned import Cosigned

    cosigned = Cosigned(session.settings.cosigned, session.log, session.logs.all)
    if witnessed:
        for signed in cosigned.notes():
            return signed, True
        raise Incomplete("expected a cosigned head, got none; ask for cosignatures: remit log witness")
    head = session.signed_head()
    seen = cosigned.of_size(head.checkpoint.size)
    return (seen, True) if seen is not None and seen.checkpoint == head.checkpoint else (head, False)


def _given(origin: str | None, log_key: str | None, log: str | None, trusted: Policy | None) -> VerifierKey:
    if log is None and origin is None and log_key is None and trusted is not None and len(trusted.logs) == 1:
        return trusted.logs[0]
    if log is not None and origin is None and log_key is None:
        return VerifierKey.parse(log)
    if log is not None or origin is None or log_key is None:
        raise click.UsageError("expected the log to trust: --origin and --log-key, or --log LINE")
    try:
        public = base64.b64decode(log_key, validate=True)
    except (binascii.Error, ValueError):
        raise click.UsageError(f"--log-key: expected standard base64, got {log_key[:80]!a}") from None
    return VerifierKey(origin, public)


def _with_later(data: bytes, checked: Checked, newer: bytes, key: VerifierKey) -> Checked:
    """Take over what a second bundle, which has to hold as well, tells of words and of keys.

    Raises:
        Forked: the two show the log differently.
    """
    since = bundles.check(newer, key)
    require_one_log(bundles.read(data).leaves, bundles.read(newer).leaves)
    return bundles.with_later(checked, since)


def _explained(
    data: bytes, checked: Checked, key: VerifierKey, seen: Judgement | None
) -> tuple[checkedtext.Explained, list[str]]:
    from ledger_cli import explained

    return explained.steps(data, checked, key, seen), explained.words(data, checked)


def _say_erased(session: Session, checked: Checked) -> None:
    """Tell whoever asked for words which of them were erased."""
    from ledger_cli import erasures

    fact = checked.act.fact.id
    for (_, path), mark in sorted(erasures.marks(session.store, [fact]).items()):
        say(f"without {path.removeprefix('body.')}: {mark}")
