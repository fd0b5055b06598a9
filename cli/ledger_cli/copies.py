"""Somebody's copy of a log: a published folder, a signed checkpoint, or another ledger's database."""

from __future__ import annotations

from pathlib import Path

from ledger import comparing, publishing
from ledger.checkpoint import SignedCheckpoint, VerifierKey, open_note
from ledger.comparing import Agreement, View
from ledger.errors import Tampered
from ledger.headfile import HeadFile
from ledger.publishing import Published
from ledger.store import Store
from ledger_cli import forks, verification

_SQLITE = b"SQLite format 3\0"


def compare(ours: View, where: str, head: str | None, key: VerifierKey, *more: VerifierKey) -> Agreement:
    """Set a copy against the ledger.

    Args:
        ours: the ledger.
        where: the copy: a folder, a file, or an address of PostgreSQL.
        head: the signed head of a copied database, where it is not the one beside its file.
        key: origin and key of the log.
        more: other keys that the log had.

    Raises:
        Forked: the log key has signed both histories; with the evidence.
        Malformed: it is no copy of a log, in none of the three forms.
        BadSignature: it is a copy of another log.
        Tampered: it contradicts its own signed head; or it contradicts the ledger where nothing was signed.
        Incomplete: a file of it is absent.
        StorageError: it cannot be read.
    """
    place = Path(where)
    if "://" in where:
        with Store.open(where) as store:
            return comparing.compare(ours, _view(store, head, key), key, *more)
    if place.is_dir():
        return Published(place).compare(ours, key, *more)
    data = forks.read(place)
    if not data.startswith(_SQLITE):
        signed = open_note(data, key, *more)
        size, root = signed.checkpoint.size, signed.checkpoint.root
        return comparing.compare(ours, View(where, size, root, signed), key, *more)
    beside = HeadFile(Path(f"{where}.keep/head")).read() if head is None else head
    with Store.open(place) as store:
        return comparing.compare(ours, _view(store, beside, key), key, *more)


def ledger(store: Store, signed: SignedCheckpoint | None) -> View:
    """Give the view of the ledger itself.

    Raises:
        Tampered: it does not contain its own signed head.
    """
    head = store.head()
    view = publishing.view_of(store, "this ledger", head.size, head.root, signed)
    _require_signed(view)
    return view


def sentence(found: Agreement, ours: View) -> str:
    """Say how a copy stands to the ledger."""
    ledger, copy = f"entry {ours.size}", f"entry {ours.size - found.by}"
    if found.answer in {"ahead", "not known"}:
        copy = f"entry {ours.size + found.by}"
    match found.answer:
        case "same":
            return f"same: {ours.size} entries, root {ours.root.hex()}"
        case "behind":
            return f"behind by {found.by}: the copy ends with {copy}, and the ledger goes on to {ledger}"
        case "ahead":
            return f"ahead by {found.by}: the ledger ends with {ledger}, and the copy goes on to {copy}"
        case "not known":
            return (
                f"not known: the copy ends with {copy} and the ledger with {ledger}, and a checkpoint alone "
                "does not show whether one goes on from the other; needed are the tiles, or the entries"
            )


def _view(store: Store, note: str | None, key: VerifierKey) -> View:
    """Verify the tree of another ledger against its entries, and against its signed head."""
    logs = verification.log_of(store)
    verification.require_log(logs, key)
    head = store.head()
    verification.require_tree(store, head)
    signed = open_note(note, *logs.all) if note is not None else None
    view = publishing.view_of(store, store.name, head.size, head.root, signed)
    _require_signed(view)
    return view


def _require_signed(view: View) -> None:
    """Check that a view contains the tree of its signed head.

    Raises:
        Tampered: it is shorter, or another.
    """
    if view.signed is None:
        return
    size, root = view.signed.checkpoint.size, view.signed.checkpoint.root
    got = comparing.root_at(view, size) if size <= view.size else None
    if got != root:
        found = f"root {got.hex()}" if got is not None else f"{view.size} entries"
        raise Tampered(
            f"{view.name}: expected {size} entries with root {root.hex()}, as the log signed, got {found}"
        )
