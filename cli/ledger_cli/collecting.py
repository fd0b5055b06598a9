"""Collecting cosignatures of the last signed head, over the network or by files that are carried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ledger import cosignature, cosigned, policy
from ledger.checkpoint import NOTE_BYTES_MAX, SignedCheckpoint, open_note, read_note
from ledger.cosignature import CosignerKey
from ledger.cosigned import Cosigned
from ledger.errors import BadSignature, Forked, Malformed, RemitError, StorageError
from ledger_cli import policies, witnessclient
from ledger_cli.output import emit_record, say
from ledger_cli.settings import seconds

if TYPE_CHECKING:
    from ledger.policy import Judgement, Policy
    from ledger_cli.session import Session


class Answers(msgspec.Struct):
    """What witnesses answered just now.

    Attributes:
        keys: those that have cosigned, each asked where it answers.
        alarm: what the last witness said that saw more of this log, or another one.
    """

    keys: set[CosignerKey] = msgspec.field(default_factory=set)
    alarm: RemitError | None = None


def addresses(trusted: Policy, given: tuple[str, ...]) -> dict[str, str]:
    """Give where each witness answers: as the command line says, else as the policy does.

    Raises:
        click.UsageError: not NAME=URL, or a witness that the policy does not name.
        Malformed: an address that must not be asked.
    """
    found = {one.name: one.url for one in trusted.witnesses if one.url}
    for text in given:
        name, gap, url = text.partition("=")
        if not gap or name not in {one.name for one in trusted.witnesses}:
            raise click.UsageError(
                f"--url: expected NAME=URL with a witness of the policy, got {text[:80]!a}"
            )
        found[name] = url
    return {name: witnessclient.require_url(url) for name, url in found.items()}


def collect(session: Session, trusted: Policy, urls: Mapping[str, str]) -> None:
    """Ask every witness with an address to cosign the present head, keep what they answer, and judge it.

    Raises:
        Unwitnessed: too few of them did.
        StorageError: a witness has seen more of this log than there is: an older copy was restored.
        Forked: a witness has seen another history.
    """
    head = session.signed_head()
    answers = ask(session, head, trusted, urls)
    signed = _kept(session).of_size(head.checkpoint.size) or head
    found = policy.judge(signed, trusted, seconds())
    show(session, signed, found)
    if answers.alarm is not None:
        raise answers.alarm
    found.require()


def ask(
    session: Session,
    head: SignedCheckpoint,
    trusted: Policy,
    urls: Mapping[str, str],
    seconds_max: float = witnessclient.SECONDS_MAX,
) -> Answers:
    """Ask every witness with an address to cosign a head, keep what they answer, and say who did.

    Raises:
        Tampered: the ledger is not what that head says.
    """
    kept, size = _kept(session), head.checkpoint.size
    lean = cosignature.add(head, "", ())
    answers = Answers()
    for url in dict.fromkeys(urls.values()):
        there = [one.key for one in trusted.witnesses if urls.get(one.name) == url]
        old = min(kept.last(there), size)
        try:
            lines = witnessclient.ask(
                url,
                head.checkpoint,
                old,
                lambda old: cosigned.request(session.store, head, old),
                seconds_max,
            )
            kept.keep(head, lines, trusted.keys)
            answers.keys |= cosignature.times(cosignature.add(lean, lines, there), there).keys()
        except (witnessclient.NoAnswer, BadSignature, Malformed) as error:
            say(f"no cosignature from {url}: {error}")
        except (StorageError, Forked) as error:
            answers.alarm = error  # the others are asked all the same: one witness must not silence them
            say(f"no cosignature from {url}: {error}")
    return answers


def export(session: Session, trusted: Policy | None, place: Path, to: str | None, old: int | None) -> None:
    """Write the request for a witness that is reached by a file.

    Raises:
        click.UsageError: a name that the policy does not know.
        Malformed: an old size above that of the head.
        StorageError: the file cannot be written.
    """
    signed = session.signed_head()
    if old is None:
        kept = _kept(session)
        keys = [one.key for one in (trusted.witnesses if trusted else ()) if one.name == to]
        if to is not None and not keys:
            raise click.UsageError(f"--to: expected a witness of the policy, got {to[:80]!a}")
        old = kept.last(keys)
    if old > signed.checkpoint.size:
        raise Malformed(f"--old: expected a size up to {signed.checkpoint.size}, got {old}")
    write(place, cosigned.request(session.store, signed, old))
    record = {
        "file": str(place),
        "size": signed.checkpoint.size,
        "from": old,
        "next": f"remit witness cosign FOLDER {place}",
    }
    emit_record(record, as_json=session.settings.as_json)


def take(session: Session, trusted: Policy, place: Path) -> None:
    """Keep the cosignatures of a note that came back by a file.

    Raises:
        BadSignature: a signature in it does not hold, or it has no cosignature by a witness of the policy.
        Forked: it is signed by this log, and the log is another one.
    """
    signed = open_note(policies.read_bytes(place, NOTE_BYTES_MAX), *session.logs.all)
    _require_ours(session, signed)
    if not policy.judge(signed, trusted, seconds()).seen:
        raise BadSignature(f"{place}: expected a cosignature by a witness of the policy, got none")
    lines = signed.note.removeprefix(f"{read_note(signed.note).text}\n")
    kept = _kept(session).keep(signed, lines, trusted.keys)
    show(session, kept, policy.judge(kept, trusted, seconds()))


def write(place: Path, text: str) -> None:
    """Write a file that goes to somebody else.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        place.write_bytes(text.encode())
    except OSError as error:
        raise StorageError(f"expected to write {place}, got: {error.strerror}") from error


def _require_ours(session: Session, signed: SignedCheckpoint) -> None:
    from ledger import merkle

    size, root = signed.checkpoint.size, signed.checkpoint.root
    head = session.store.head()
    if size > head.size:
        raise StorageError(
            f"expected a head of up to {head.size} entries, got {size}: an older copy was restored"
        )
    ids = merkle.frontier_nodes(size)
    nodes = session.store.nodes(ids)
    own = merkle.Frontier(size, tuple(nodes[node] for node in ids)).root()
    if own != root:
        raise Forked(f"expected the tree of {size} entries with root {own.hex()}, got root {root.hex()}")


def _kept(session: Session) -> Cosigned:
    return Cosigned(session.settings.cosigned, session.log, session.logs.all)


def show(session: Session, signed: SignedCheckpoint, found: Judgement) -> None:
    """Print who has cosigned a checkpoint, and whether that is enough."""
    record = {
        "size": signed.checkpoint.size,
        "seen by": policies.record(found) if session.settings.as_json else policies.told(found),
        "not seen by": ", ".join(found.missing) or "none",
        "quorum": f"{found.quorum}: {'met' if found.met and not found.stale else 'not met'}",
        "kept in": str(session.settings.cosigned),
    }
    emit_record(record, as_json=session.settings.as_json)
    if found.missing and not found.met:
        say("a witness without an address is asked by a file: remit log witness --export FILE --to NAME")
