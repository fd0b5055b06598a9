"""``remit record FILE``: a whole meeting from a minute file, all of it or none of it.

Implements LSC-M1 to LSC-M5 on the command line. The request id is made of ledger, file and key, so the
same file recorded twice is one request and gives the first receipt.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ledger.errors import Refused, RemitError, StorageError
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import recording
from ledger_cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger_cli.lookups import Past
    from ledger_cli.minutedesk import Placed
    from ledger_cli.minutefile import MinuteFile, Minutes
    from ledger_cli.minutepeople import Known
    from ledger_cli.session import Session


_FILE = """\
remit meeting template writes a file to fill in. What else FILE may say:

\b
  virtual: [NAME]               # members, or substitutes, who attended from elsewhere
  excluded:                     # the public, before exempt items
    - {items: ["9"], ground: "9.4", interest: why it weighs more}
  interests:                    # effect: noted, speaks or withdraws
    - {person: NAME, nature: TEXT, item: "9", effect: withdraws}
  items:
    - number: "9"
      title: TEXT
      arrived: [NAME]           # and left, absent, withdrew, returned
      narrative: TEXT           # and chair: TEXT, words of the Chair
      minutes: {of: 2024-03-25}      # minutes agreed; amendment: TEXT
      resolved:                      # way: consensus, unanimous or vote
        way: vote
        motions:
          - text: TEXT
            moved: NAME
            votes: {for: [NAME], against: [NAME], abstained: [NAME]}
        parts:
          - {number: i, kind: decision, text: TEXT}
      follow_ups:
        - {text: TEXT, due: July 2024}
  next_meeting: {date: 2024-07-15, time: 10 am, place: Town hall}
"""


@click.command(epilog=_FILE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--stage", is_flag=True, help="It is half done: keep it as a draft, sign nothing.")
@recording
def command(session: Session, file: Path, stage: bool) -> None:
    """Record a whole meeting from a minute file (YAML, or .xlsx): all of it, or none of it.

    What is refused or interrupted stays as an unsigned draft in the folder of the ledger. A file that was
    recorded before gives its first receipt again. With --stage the file may be half done: it is kept as a
    draft, with what is still missing, and nothing is signed.

    \b
    Example:
      remit record minutes-2024-03-25.yaml --stage
      remit record minutes-2024-03-25.yaml --dry-run
      remit record minutes-2024-03-25.yaml
    """
    from ledger_cli.lookups import Past
    from ledger_cli.minutechecks import remarks
    from ledger_cli.minutes import expand

    if stage:
        _stage(session, file)
        return
    loaded = _load(file)
    data = file.read_bytes()
    request = session.settings.request or ids.request_of(
        session.id.encode(), data, session.keys.officer().public
    )
    first = session.store.request(request)
    if first is not None and session.settings.request is None:
        say(f"{file} was recorded before, under request {request}")
        session.show_receipt(first, signed=session.sign_head() is not None)
        return
    past = Past(session, None if first is None else first.first - 1)
    known = _known(session, past, loaded.value)
    placed = expand(loaded, known, ids.Maker(request))
    for line in remarks(past, loaded.value, known, placed):
        say(f"please check: {line}")
    if session.settings.departure is not None:
        reason = Words.of(session.settings.departure)
        placed = tuple(replace(one, proposal=replace(one.proposal, departure=reason)) for one in placed)
    _submit(session, loaded, data, placed, request)


def _stage(session: Session, file: Path) -> None:
    """Keep a half-done file as an unsigned draft, and say what it lacks and what speaks against it so far."""
    from ledger.errors import Malformed
    from ledger_cli.lookups import Past
    from ledger_cli.minutechecks import remarks
    from ledger_cli.minutes import expand

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Malformed(f"{file}: expected a file that can be read, got: {error.strerror}") from None
    draft = _keep(session, file.name, data)
    missing = ""
    try:
        loaded = _load(file)
        request = ids.new_request()
        past = Past(session)
        known = _known(session, past, loaded.value)
        placed = expand(loaded, known, ids.Maker(request))
        for line in remarks(past, loaded.value, known, placed):
            say(f"please check: {line}")
        if session.settings.key is not None:
            missing = _placed(session, loaded, placed, request)
    except Malformed as error:
        missing = str(error)
    for line in missing.splitlines():
        say(f"still to do: {line}")
    say(f"an unsigned draft is kept: {draft}" + ("" if missing else "; nothing is missing: record it"))


def _load(file: Path) -> MinuteFile:
    """Read a minute file, in YAML or as a spreadsheet."""
    from ledger_cli.minutefile import Minutes, load_minutes
    from ledger_cli.yamlfile import Loaded, fit

    if file.suffix != ".xlsx":
        return load_minutes(file)
    from ledger_cli import sheets

    document = sheets.read(file)
    return Loaded(fit(document, Minutes), document)


def _known(session: Session, past: Past, minutes: Minutes) -> Known:
    """Say what the ledger knows, as far as a minute file needs it."""
    from ledger.facts.organisations import Registered
    from ledger_cli.minutepeople import Known, names_in

    body, day = minutes.body, minutes.date
    meetings: dict[str, tuple[str, ...]] = {}
    for at, opened in past.sittings(body):
        meetings[at.day] = (*meetings.get(at.day, ()), opened.meeting)
    held = {meeting for same in meetings.values() for meeting in same}
    dated = past.state(f"programme:{body}").programme.meetings
    coming = {one.date: code for code, one in dated.items() if one.cancelled is None and code not in held}
    return Known(
        people=past.people(names_in(minutes)),
        organisations=frozenset(one.organisation for _, one in past.every(Registered)),
        members=frozenset((one.person, one.seat) for one in past.state(f"roll:{body}").roll.on(body, day)),
        meetings=meetings,
        coming=coming,
        planned=_planned(past, coming.get(day)),
        chains=_chains(session, past, minutes),
    )


def _chains(session: Session, past: Past, minutes: Minutes) -> dict[str, tuple[tuple[str, ...], str]]:
    """Give the chain of each delegation that a file names, from the root, and who gives it on the day."""
    from ledger_cli import chains
    from ledger_cli.using import chain_of

    resolved = (one for item in minutes.items for one in item.resolutions)
    named = {part.under for one in resolved for part in one.parts if part.under is not None}
    found = {}
    for delegation in named:
        if any(past.facts(f"delegation:{delegation}")):
            links = chains.read(session.store, (delegation,)).links(delegation)
            found[delegation] = (chain_of(links), links[0].giver(minutes.date))
    return found


def _planned(past: Past, meeting: str | None) -> dict[str, str]:
    """Give the items on the agenda of a meeting by number: minuted, they keep their ids."""
    if meeting is None:
        return {}
    agendas = past.state(f"agenda:{meeting}").agendas
    codes = agendas.agenda(meeting)
    items = past.state(*(f"item:{code}" for code in codes)).agendas.items
    return {number: code for code in codes if (number := items[code].number) is not None}


def _submit(
    session: Session,
    file: MinuteFile,
    data: bytes,
    placed: Sequence[Placed],
    request: str,
) -> None:
    """Record, with a draft on disk for as long as it is not recorded; a staged one goes with it."""
    suffix = Path(file.document.name).suffix
    staged = session.settings.folder / "drafts" / Path(file.document.name).name
    draft = None if session.settings.dry_run else _keep(session, f"{request}{suffix}", data)
    try:
        session.submit([one.proposal for one in placed], request)
    except Refused as error:
        _tell(draft)
        told = "" if session.store.request(request) else _placed(session, file, placed, request)
        raise Refused(told or str(error), error.kind) from error
    except click.UsageError:
        _drop(draft)
        raise
    except (RemitError, click.Abort, KeyboardInterrupt):
        _tell(draft)
        raise
    _drop(draft)
    _drop(staged if draft else None)


def _keep(session: Session, name: str, data: bytes) -> Path:
    from ledger import durable

    folder = session.settings.folder / "drafts"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"expected a folder for drafts at {folder}, got: {error.strerror}") from error
    draft = folder / name
    durable.replace(draft, data)
    return draft


def _tell(draft: Path | None) -> None:
    if draft is not None:
        say(f"nothing was recorded; an unsigned draft is kept: {draft}")


def _drop(draft: Path | None) -> None:
    if draft is not None:
        draft.unlink(missing_ok=True)


def _placed(session: Session, file: MinuteFile, placed: Sequence[Placed], request: str) -> str:
    """Say what speaks against the meeting, each finding with its place in the file and with names."""
    from ledger import ed25519
    from ledger.request import Request
    from ledger_cli import names

    key = ed25519.key_id(session.keys.officer().public)
    asked = Request(request, tuple(one.proposal for one in placed), bytes(32))
    judgement = session.ledger.judge(asked, session.id, session.ledger.person_of(key), (key,))
    refused = "".join(str(one.refusal) for one in judgement.judged if one.refusal is not None)
    known = names.of_persons(session.store, names.persons_in(refused)) | names.in_openings(judgement)
    lines = []
    for one, stated in zip(judgement.judged, placed, strict=True):
        if one.refusal is not None:
            place = file.document.find(stated.path).place
            lines += [
                f"{place.said(file.document.name)}: {names.spell(line, known)}"
                for line in str(one.refusal).splitlines()
            ]
    return "\n".join(dict.fromkeys(lines))
