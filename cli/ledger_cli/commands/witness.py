"""``remit witness``: keep the last checkpoint of somebody else's ledger, and cosign what extends it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.checkpoint import VerifierKey
from ledger.errors import BadSignature, Incomplete, Malformed
from ledger_cli.output import answer, emit_json, emit_record, say
from ledger_cli.policies import read_bytes
from ledger_cli.settings import new_passphrase, passphrase, seconds

if TYPE_CHECKING:
    from ledger.watching import Announced
    from ledger.witness import Witness

_folder = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
_request = click.argument("request_", metavar="REQUEST", type=click.Path(path_type=Path, dir_okay=False))
_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the cosigned checkpoint goes.  [default: REQUEST.cosigned]",
)
_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")


@click.group()
def command() -> None:
    """Be a witness to the ledger of somebody else: cosign its heads, and notice when its history changes."""


@command.command()
@_folder
@click.option(
    "--name", required=True, help="The name of the witness, without a scheme: east.example/witness."
)
@_json
def init(folder: Path, name: str, as_json: bool) -> None:
    """Make a witness in a new FOLDER: two keys behind one passphrase, and what it will remember.

    The first key says *I have seen this*; the second, *I have replayed this*. Hand out both lines, by
    another way than the ledger's own; boards put them into their policies. Never restore FOLDER from a
    backup: a witness that has forgotten what it saw could be made to sign two histories.

    \b
    Example:
      remit witness init east-witness --name east.example/witness
    """
    from ledger import witness

    seen, replayed = witness.create(folder, name, new_passphrase())
    emit_record(
        {"folder": str(folder), "seen": seen.encode(), "replayed": replayed.encode()}, as_json=as_json
    )


@command.command()
@_folder
@click.argument("log")
@_json
def trust(folder: Path, log: str, as_json: bool) -> None:
    """Watch a LOG from now on; its line (name+hash+key) came from the partnership by another way.

    \b
    Example:
      remit witness trust east-witness example.org/icp+1f76e09f+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea
    """
    from ledger import witness

    key = VerifierKey.parse(log)
    new = witness.trust(folder, key)
    emit_record({"log": key.encode(), "watched": "from now on" if new else "already"}, as_json=as_json)


@command.command()
@_folder
@_json
def show(folder: Path, as_json: bool) -> None:
    """Show the keys of the witness, and what it saw last of each log.

    \b
    Example:
      remit witness show east-witness
    """
    from ledger import witness
    from ledger.watching import watched

    seen, replayed = witness.keys_of(folder)
    logs = {}
    for log in watched(folder).values():
        last = log.last(log.seen.read())
        told = f"{last.checkpoint.size} entries seen" if last is not None else "nothing seen yet"
        forks = "".join(f"; FORKED: {place}" for place in sorted(log.folder.glob("fork-*.evidence")))
        logs[log.key.encode()] = told + forks
    record = {"seen": seen.encode(), "replayed": replayed.encode()}
    if as_json:
        emit_json({**record, "logs": logs})
    else:
        emit_record({**record, **logs}, as_json=False)


@command.command()
@_folder
@click.argument("log")
def checkpoint(folder: Path, log: str) -> None:
    """Print the last checkpoint that the witness saw of LOG: for the partnership, after it lost its ledger.

    \b
    Example:
      remit witness checkpoint east-witness example.org/icp+1f76e09f+AddamAGCsQq… > icp.checkpoint
    """
    from ledger.watching import watched

    key = VerifierKey.parse(log)
    log_ = watched(folder).get(key.name)
    last = log_.last(log_.seen.read()) if log_ is not None and log_.key == key else None
    if last is None:
        raise Incomplete(f"expected a checkpoint of {key.name} that this witness saw, got none")
    answer(last.note.removesuffix("\n"))


@command.command()
@_folder
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8_088, show_default=True)
def serve(folder: Path, host: str, port: int) -> None:
    """Answer requests for cosignatures, POST /add-checkpoint, until stopped (C2SP tlog-witness).

    Put it behind a web server that speaks https. Each request leaves one line on standard error.

    \b
    Example:
      remit witness serve east-witness --port 8088
    """
    from ledger_cli.witnessserver import Server

    with Server((host, port), _open(folder), say) as server:
        say(f"listening on {host} port {server.server_address[1]}")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")


@command.command()
@_folder
@_request
@click.option(
    "--announced",
    metavar="BUNDLE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The log has a new key: a bundle made at the same head, which has its announcement by the old.",
)
@_output
@_json
def cosign(folder: Path, request_: Path, announced: Path | None, output: Path | None, as_json: bool) -> None:
    """Cosign the checkpoint of a REQUEST that came in a file (remit log witness --export).

    With --announced, the new key of the log is trusted from then on, and the old one no more.

    \b
    Example:
      remit witness cosign east-witness for-east.request
    """
    from ledger.witnessing import BODY_BYTES_MAX

    told = None if announced is None else _announced(folder, announced)
    said = _open(folder).answer(read_bytes(request_, BODY_BYTES_MAX), told)
    if said.signed is None:
        raise said.error or Malformed(f"{request_}: expected a request, got none")
    _hand_back(said.signed.note, said.lines, request_, output, as_json=as_json)


@command.command()
@_folder
@_request
@click.option(
    "--store",
    required=True,
    help="The copy: a ledger's file, postgresql://user@host/database, or a published folder with entries.",
)
@_output
@_json
def replay(folder: Path, request_: Path, store: str, output: Path | None, as_json: bool) -> None:
    """Replay a whole copy of the ledger, and cosign the checkpoint of a REQUEST with both keys.

    Every entry is read: its form, its place, its links and totals, its signatures. The second key says so.
    What is published with its entries (remit log publish --entries) is enough: no database is needed.
    A new key of the log that the old one announced is trusted from then on, where the copy is a ledger.

    \b
    Example:
      remit witness replay east-witness for-east.request --store public/log
    """
    from ledger import witness
    from ledger.watching import watched
    from ledger.witnessing import BODY_BYTES_MAX
    from ledger_cli import replaying

    found = replaying.replay(store, watched(folder), read_bytes(request_, BODY_BYTES_MAX))
    place = folder / "replay.key"
    replayer = witness.read_key(folder, passphrase(place), replays=True)
    lines = _open(folder).attest(found.asked, found.replayed, replayer, found.announced)
    _hand_back(found.asked.note, lines, request_, output, as_json=as_json)


def _announced(folder: Path, place: Path) -> Announced:
    """Read the announcements in a bundle of a log that is watched, and verify them.

    Raises:
        Malformed, Oversized: it is no bundle.
        BadSignature: of no log that is watched, or an announcement does not hold.
        Tampered, Incomplete: anything else in it does not hold.
    """
    from ledger import bundle
    from ledger.watching import Announced, watched

    data = read_bytes(place, bundle.BYTES_MAX)
    wrong = BadSignature("expected a log that this witness was told to trust, got a witness of none")
    for log in watched(folder).values():
        try:
            checked = bundle.check(data, log.key)
            return Announced(checked.logs, checked.signed.checkpoint)
        except BadSignature as error:
            wrong = error
    raise wrong


def _open(folder: Path) -> Witness:
    from ledger import witness

    key = witness.read_key(folder, passphrase(folder / "witness.key"))
    return witness.Witness(folder, key, seconds)


def _hand_back(note: str, lines: str, request_: Path, output: Path | None, *, as_json: bool) -> None:
    from ledger_cli.collecting import write

    place = output or request_.with_name(f"{request_.name}.cosigned")
    write(place, note + lines)
    record = {"file": str(place), "next": f"remit log witness --policy FILE --import {place}"}
    emit_record(record, as_json=as_json)
