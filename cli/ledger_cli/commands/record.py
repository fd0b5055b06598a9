"""``remit record FILE``: a whole meeting from a minute file, all of it or none of it.

Implements LSC-M1 to LSC-M5 on the command line. The request id is made of ledger, file and key, so the
same file recorded twice is one request and gives the first receipt.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.errors import Refused, RemitError, StorageError
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import recording
from ledger_cli.output import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.acts import Proposal
    from ledger_cli.lookups import Past
    from ledger_cli.minutefile import MinuteFile
    from ledger_cli.minutepeople import Known
    from ledger_cli.session import Session


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@recording
def command(session: Session, file: Path) -> None:
    """Record a whole meeting from a minute file (YAML): all of it, or none of it.

    What is refused or interrupted stays as an unsigned draft in the folder of the ledger. A file that was
    recorded before gives its first receipt again.

    \b
    Example:
      remit record minutes-2024-03-25.yaml --dry-run
      remit record minutes-2024-03-25.yaml
    """
    from ledger_cli.lookups import Past
    from ledger_cli.minutefile import load_minutes
    from ledger_cli.minutes import expand

    loaded = load_minutes(file)
    data = file.read_bytes()
    request = session.settings.request or ids.request_of(session.id.encode(), data, session.officer().public)
    first = session.store.request(request)
    if first is not None and session.settings.request is None:
        say(f"{file} was recorded before, under request {request}")
        session.show_receipt(first, signed=session.sign_head() is not None)
        return
    past = Past(session, None if first is None else first.first - 1)
    known = _known(past, loaded.value.body, loaded.value.date)
    proposals = expand(loaded, known, ids.Maker(request))
    if session.settings.departure is not None:
        reason = Words.of(session.settings.departure)
        proposals = tuple(replace(proposal, departure=reason) for proposal in proposals)
    _submit(session, loaded, data, proposals, request, _by_person(known))


def _known(past: Past, body: str, day: str) -> Known:
    """Say what the ledger knows, as far as a minute file needs it."""
    from ledger.facts.organisations import Registered
    from ledger_cli.minutepeople import Known

    meetings: dict[str, tuple[str, ...]] = {}
    for at, opened in past.sittings(body):
        meetings[at.day] = (*meetings.get(at.day, ()), opened.meeting)
    return Known(
        people=past.people(),
        organisations=frozenset(one.organisation for _, one in past.every(Registered)),
        members=frozenset((one.person, one.seat) for one in past.state(f"roll:{body}").roll.on(body, day)),
        meetings=meetings,
    )


def _by_person(known: Known) -> dict[str, str]:
    return {person: name for name, persons in known.people.items() for person in persons}


def _submit(
    session: Session,
    file: MinuteFile,
    data: bytes,
    proposals: Sequence[Proposal],
    request: str,
    known: Mapping[str, str],
) -> None:
    """Record, with a draft on disk for as long as it is not recorded."""
    draft = None if session.settings.dry_run else _keep(session, request, data)
    try:
        session.submit(proposals, request)
    except Refused as error:
        _tell(draft)
        placed = "" if session.store.request(request) else _placed(session, file, proposals, request, known)
        raise Refused(placed or str(error), error.kind) from error
    except click.UsageError:
        _drop(draft)
        raise
    except (RemitError, click.Abort, KeyboardInterrupt):
        _tell(draft)
        raise
    _drop(draft)


def _keep(session: Session, request: str, data: bytes) -> Path:
    from ledger import durable

    folder = session.settings.folder / "drafts"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"expected a folder for drafts at {folder}, got: {error.strerror}") from error
    draft = folder / f"{request}.yaml"
    durable.replace(draft, data)
    return draft


def _tell(draft: Path | None) -> None:
    if draft is not None:
        say(f"nothing was recorded; an unsigned draft is kept: {draft}")


def _drop(draft: Path | None) -> None:
    if draft is not None:
        draft.unlink(missing_ok=True)


def _placed(
    session: Session, file: MinuteFile, proposals: Sequence[Proposal], request: str, known: Mapping[str, str]
) -> str:
    """Say what speaks against the meeting, each finding with its place in the file and with names."""
    from ledger import ed25519
    from ledger.request import Request
    from ledger_cli import names
    from ledger_cli.minuteplaces import places

    key = ed25519.key_id(session.officer().public)
    asked = Request(request, tuple(proposals), bytes(32))
    judgement = session.ledger.judge(asked, session.id, session.ledger.person_of(key), (key,))
    told = {**known, **names.in_openings(judgement)}
    lines = []
    for one, path in zip(judgement.judged, places(file.value, proposals, known), strict=True):
        if one.refusal is not None:
            place = file.document.find(path).place
            lines += [
                f"{file.document.name}:{place.line}:{place.column}: {names.spell(line, told)}"
                for line in str(one.refusal).splitlines()
            ]
    return "\n".join(dict.fromkeys(lines))
