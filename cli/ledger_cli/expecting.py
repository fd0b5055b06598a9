"""The sitting that a quorum is asked about: one that is recorded, or one as it is expected to be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ledger.errors import Malformed
from ledger.sittings import Sitting

if TYPE_CHECKING:
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

BYTES_MAX = 100_000


def sitting_of(
    session: Session, past: Past, named: tuple[str, str | None], expected: tuple[str, ...], file: Path | None
) -> Sitting:
    """Give a sitting as it is recorded, or (where anybody is expected) as it would begin with those there.

    Args:
        session: the open ledger.
        past: the ledger as it stood.
        named: the meeting by its id, or by its date and body.
        expected: members by id or name, or ``NAME for MEMBER``.
        file: more of them, one a line; empty lines and those that begin with ``#`` say nothing.

    Raises:
        Malformed: no such meeting or person, or a file that is no text.
        click.UsageError: the meeting has not begun, and nobody is expected.
    """
    from ledger_cli import comings

    found = comings.find(past, *named)
    sittings = past.state(f"meeting:{found.meeting}").sittings
    recorded = sittings.known.get(found.meeting)
    names = (*expected, *(_lines(file) if file else ()))
    if not names:
        if recorded is None:
            raise click.UsageError(
                f"expected --expected or --expected-file: {found.meeting} has not begun, and got neither"
            )
        return recorded
    if found.coming is not None:
        day, kind = found.coming.date, found.coming.scheduled.kind
        agreed = found.meeting in sittings.agreed or (recorded is not None and recorded.agreed)
        return _with(session, Sitting(found.meeting, found.body, day, kind, (day,), agreed), names)
    one = sittings.known[found.meeting]
    return _with(session, Sitting(one.meeting, one.body, one.day, one.kind, (one.day,), one.agreed), names)


def _with(session: Session, sitting: Sitting, names: tuple[str, ...]) -> Sitting:
    from ledger_cli import people

    present, substitutes = [], {}
    for text in names:
        name, for_, member = text.partition(" for ")
        person = people.find(session.store, name)
        if for_:
            substitutes[person] = people.find(session.store, member)
        else:
            present.append(person)
    return replace(sitting, attended=True, present=tuple(dict.fromkeys(present)), substitutes=substitutes)


def _lines(file: Path) -> tuple[str, ...]:
    data = file.read_bytes()
    if len(data) > BYTES_MAX:
        raise Malformed(f"{file}: expected at most {BYTES_MAX} bytes, got {len(data)}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{file}: expected UTF-8, got byte {error.start}") from error
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
