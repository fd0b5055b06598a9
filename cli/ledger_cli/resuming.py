"""Before a ledger signs again: the witnesses are asked, who remember what a restored copy has forgotten.

C2SP tlog-witness knows one question, to cosign a head; who saw more answers with its size. So they are asked
about the last head that this machine knows, which is signed already: nothing new is signed before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ledger import heads
from ledger.checkpoint import SignedCheckpoint, open_note
from ledger.cosignature import REPLAYED
from ledger.errors import StorageError, Unwitnessed
from ledger.policy import require_log
from ledger_cli import collecting, policies, rotating, witnessclient
from ledger_cli.output import emit_record

if TYPE_CHECKING:
    from ledger.policy import Policy
    from ledger_cli.session import Session

SECONDS_MAX = 5.0
"""How long a witness may keep an act waiting."""


def require_last(session: Session, trust: str | None = None) -> None:
    """Ask the witnesses of the policy beside the ledger; one that cannot be reached holds nothing up.

    Args:
        session: the ledger.
        trust: a signed checkpoint in the place of the head file, where that is gone.

    Raises:
        StorageError: a witness has seen more than was signed here: an older copy was restored.
        Forked: a witness has seen another history.
        BadSignature: the policy lists other logs.
    """
    signed = _newest(session, session.settings.head_file.read(), trust)
    if signed is None:
        return
    trusted = policies.read(session.settings.policy)
    require_log(trusted, session.logs.all)
    _ask(session, signed, trusted, collecting.addresses(trusted, ()), SECONDS_MAX)


def resume(session: Session, trusted: Policy, urls: Mapping[str, str], trust: str | None) -> None:
    """Ask the witnesses about the last head that is known here, and sign the present one if none saw more.

    So many have to answer that they meet the quorum: whatever satisfied the policy once was seen by one of
    them. Without a head file the head of the backup is asked about, or the one given.

    Args:
        session: the ledger.
        trusted: the policy.
        urls: where its witnesses answer.
        trust: a signed checkpoint that is newer than the one in the backup.

    Raises:
        StorageError: nothing to ask about, or a witness has seen more than there is.
        Forked: a witness has seen another history.
        Unwitnessed: too few witnesses answered.
    """
    place = session.settings.head_file
    signed = _newest(session, place.read(), trust, place.known())
    if signed is None:
        raise StorageError(
            f"expected the head file {place.path}, or a signed head in the backup, got neither; name a "
            "checkpoint: --trust FILE"
        )
    signers = rotating.signers(session)
    answers = _ask(session, signed, trusted, urls, witnessclient.SECONDS_MAX)
    _require_quorum(trusted, answers)
    new = heads.sign_head(
        session.store, place, session.log, *signers, trust=signed.note, former=session.logs.all
    )
    record = {
        "asked about": signed.checkpoint.size,
        "answered": ", ".join(sorted(key.name for key in answers.keys)),
        "signed": open_note(new, *session.logs.all).checkpoint.size,
        "next": "remit log witness --policy FILE",
    }
    emit_record(record, as_json=session.settings.as_json)


def _newest(session: Session, *notes: str | None) -> SignedCheckpoint | None:
    found = [open_note(note, *session.logs.all) for note in notes if note is not None]
    return max(found, key=lambda one: one.checkpoint.size, default=None)


def _ask(
    session: Session,
    signed: SignedCheckpoint,
    trusted: Policy,
    urls: Mapping[str, str],
    seconds_max: float,
) -> collecting.Answers:
    heads.require_contains(session.store, signed.checkpoint)
    answers = collecting.ask(session, signed, trusted, urls, seconds_max)
    alarm = answers.alarm
    if isinstance(alarm, witnessclient.Ahead) and alarm.seen <= session.store.head().size:
        raise StorageError(
            f"expected a signed head of at least {alarm.seen} entries to go on from, as a witness saw, "
            f"got one of {signed.checkpoint.size}; get it from the witness, and name it: --trust FILE"
        )
    if alarm is not None:
        raise alarm
    return answers


def _require_quorum(trusted: Policy, answers: collecting.Answers) -> None:
    """Require answers of as many witnesses as the policy asks for; either key of a witness is its answer."""
    names = {key.name.removesuffix(REPLAYED) for key in answers.keys}
    there = {one.name for one in trusted.witnesses if one.key.name.removesuffix(REPLAYED) in names}
    if not there or not trusted.met(there):
        raise Unwitnessed(
            f"expected answers of witnesses that meet the quorum {trusted.quorum}, got "
            f"{', '.join(sorted(names)) or 'none'}"
        )
