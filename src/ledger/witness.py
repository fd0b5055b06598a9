"""A witness: a folder with two keys, the logs that it watches, and the last checkpoint it saw of each.

1. Hold what is kept of the log against every other process and thread.
2. Check the request against it, and keep the new checkpoint, on disk.
3. Only then cosign.

What is kept is a head file, which only grows. A folder that is restored from an older copy has forgotten what
it cosigned: it must be given up for a new one, with new keys.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from ledger import canonical, cosignature, durable, keyfiles, merkle, witnessing
from ledger.checkpoint import SignedCheckpoint, VerifierKey, open_note, read_note
from ledger.cosignature import REPLAYED, CosignerKey
from ledger.ed25519 import PrivateKey, Signer
from ledger.errors import (
    BadSignature,
    Conflict,
    Forked,
    Incomplete,
    Malformed,
    ProofFailed,
    Refused,
    RemitError,
    StorageError,
    Tampered,
)
from ledger.headfile import HeadFile, HeldHeadFile

_LINE_BYTES_MAX: Final = 1_024
_KEYS: Final = {"": "witness.key", REPLAYED: "replay.key"}


class Answer(msgspec.Struct, frozen=True):
    """What a witness says to a request: a status of C2SP tlog-witness, and what goes with it.

    Attributes:
        status: 200, or what was wrong.
        signed: the checkpoint, where it is 200.
        lines: the cosignatures, where it is 200.
        size: the size last cosigned, where it is 409.
        error: what was wrong, in words.
    """

    status: int
    signed: SignedCheckpoint | None = None
    lines: str = ""
    size: int = 0
    error: RemitError | None = None


class Grown(msgspec.Struct, frozen=True):
    """The root that the second tree had at the size of the first, and the proof that it grew from there."""

    root: str
    proof: tuple[str, ...]


class Fork(msgspec.Struct, frozen=True):
    """The file of a fork: two checkpoints that contradict each other, both with the signature of the log."""

    format: str
    first: str
    second: str
    grown: Grown | None = None
    differs: None = None


class Replayed(msgspec.Struct, frozen=True):
    """What the replay of a copy found.

    Attributes:
        roots: the roots at the sizes that were asked for, as far as the copy goes.
        proof: the consistency proof from the smaller of them to the larger; empty where there is one only.
    """

    roots: Mapping[int, bytes]
    proof: tuple[bytes, ...] = ()


class Watched(msgspec.Struct, frozen=True):
    """A log that the witness watches, and what is kept of it."""

    key: VerifierKey
    folder: Path

    @property
    def seen(self) -> HeadFile:
        """The last checkpoint that was cosigned, with the signature of the log."""
        return HeadFile(self.folder / "seen")

    @property
    def replayed(self) -> HeadFile:
        """The last checkpoint whose log was replayed, with the cosignature that says so."""
        return HeadFile(self.folder / "replayed")

    def last(self, note: str | None) -> SignedCheckpoint | None:
        """Open what a head file of this log holds.

        Raises:
            StorageError: it is not signed by the log.
        """
        if note is None:
            return None
        try:
            return open_note(note, self.key)
        except (Malformed, BadSignature) as error:
            raise StorageError(
                f"{self.folder}: expected a checkpoint of {self.key.name}, got: {error}"
            ) from None

    def keep_fork(self, first: str, second: str, grown: Grown | None = None) -> Path:
        """Keep two notes that the log signed and that cannot both be true; the same two once.

        Args:
            first: the checkpoint of the smaller tree.
            second: the other.
            grown: how the second tree grew, where the sizes differ: without it, nothing is contradicted.
        """
        fork = Fork("remit-fork/1", _text(first.encode()), _text(second.encode()), grown)
        return self.keep_evidence(canonical.encode(fork))

    def keep_evidence(self, data: bytes) -> Path:
        """Keep the file of a fork; the same one once."""
        place = self.folder / f"fork-{hashlib.sha256(data).hexdigest()[:16]}.evidence"
        if not place.exists():
            durable.replace(place, data)
        return place


class Witness:
    """An open witness, with its first key in memory."""

    def __init__(self, folder: Path, signer: Signer, clock: Callable[[], int]) -> None:
        self.folder = folder
        self.key, self.replay_key = keys_of(folder)
        self._signer = signer
        self._clock = clock

    def answer(self, data: bytes) -> Answer:
        """Answer a request, whatever is in it.

        Raises:
            StorageError: the folder cannot be read or written; nothing was cosigned.
        """
        logs = watched(self.folder)
        try:
            request = witnessing.parse(data, {name: log.key for name, log in logs.items()})
        except RemitError as error:
            return Answer(witnessing.status_of(error), error=error)
        log = logs[request.signed.checkpoint.origin]
        with log.seen.locked() as held:
            old = held.read()
            kept = log.last(old)
            try:
                witnessing.require_growth(request, kept.checkpoint if kept else None)
                _keep(held, old, request.signed)
            except (Malformed, Conflict, ProofFailed) as error:
                if isinstance(error, Forked) and kept:
                    log.keep_fork(kept.note, request.signed.note)
                size = kept.checkpoint.size if kept else 0
                return Answer(witnessing.status_of(error), size=size, error=error)
        lines = self._cosign(request.signed) + _replayed_before(log, request.signed)
        return Answer(200, request.signed, lines)

    def attest(self, signed: SignedCheckpoint, replayed: Replayed, replayer: Signer) -> str:
        """Cosign, with both keys, a checkpoint whose log was replayed; the same rules hold as for a request.

        Args:
            signed: the checkpoint; the signature of its log has been verified.
            replayed: what the replay found at the sizes of this checkpoint and of the one kept.
            replayer: the second key.

        Raises:
            Incomplete: less was replayed than the log signed.
            Tampered: what was replayed is not what the log signed.
            Forked: the log signed another tree before; both notes are kept.
            Conflict: a larger tree has been cosigned, now or in the meantime.
            StorageError: the folder cannot be read or written; nothing was cosigned.
        """
        log = watched(self.folder)[signed.checkpoint.origin]
        with log.seen.locked() as held:
            old = held.read()
            kept = log.last(old)
            _require_replayed(signed, replayed.roots)
            if kept is not None:
                _require_same(log, kept, signed, replayed)
            _keep(held, old, signed)
            line = cosignature.cosign(signed, self._clock(), replayer.sign, self.replay_key)
            with log.replayed.locked() as said:
                said.advance(said.read(), _lean(signed) + line)
        return self._cosign(signed) + line

    def _cosign(self, signed: SignedCheckpoint) -> str:
        return cosignature.cosign(signed, self._clock(), self._signer.sign, self.key)


def create(folder: Path, name: str, word: bytes) -> tuple[CosignerKey, CosignerKey]:
    """Make a witness: a new folder with two new keys behind one passphrase; give their public halves.

    Raises:
        Malformed, Oversized: the name is not one for a key.
        StorageError: something is there already, or storage fails.
    """
    made = {end: PrivateKey.generate() for end in _KEYS}
    first, second = (CosignerKey(name + end, key.public) for end, key in made.items())
    if first.replays:
        raise Malformed(f"expected a name that does not end in {REPLAYED}, got {name}")
    try:
        (folder / "logs").mkdir(mode=0o700, parents=True)
        folder.chmod(0o700)
    except OSError as error:
        raise StorageError(f"expected to make the folder {folder}, got: {error.strerror}") from error
    for end, file in _KEYS.items():
        keyfiles.write_private(folder / file, made[end], word, comment=f"remit witness {name}{end}")
    durable.write_new(folder / "name", f"{name}\n".encode(), mode=0o644)
    return first, second


def keys_of(folder: Path) -> tuple[CosignerKey, CosignerKey]:
    """Give the public halves of a witness: the key that has seen, and the key that has replayed.

    Raises:
        StorageError: there is no witness.
    """
    data = durable.read(folder / "name", _LINE_BYTES_MAX)
    if data is None:
        raise StorageError(f"expected a witness in {folder}, got none; make one: remit witness init {folder}")
    name = data.decode(errors="replace").removesuffix("\n")
    first, second = (
        CosignerKey(name + end, keyfiles.read_public(folder / file)) for end, file in _KEYS.items()
    )
    return first, second


def read_key(folder: Path, word: bytes, *, replays: bool = False) -> PrivateKey:
    """Open one of the two keys of a witness.

    Raises:
        StorageError: there is none, or others may open the file.
        Malformed, Refused: the passphrase is wrong, or the file is damaged.
    """
    return keyfiles.read_private(folder / _KEYS[REPLAYED if replays else ""], word)


def trust(folder: Path, key: VerifierKey) -> bool:
    """Watch a log from now on; False where it is watched already.

    Raises:
        Refused: the origin is watched under another key, the key under another origin, or the key is one of
            the witness's own (kind ``SIG``).
        StorageError: there is no witness, or storage fails.
    """
    own = keys_of(folder)
    if key.public in {one.public for one in own}:
        raise Refused("expected the key of a log, got a key of this witness", "SIG")
    for known in watched(folder).values():
        if known.key == key:
            return False
        if known.key.name == key.name or known.key.public == key.public:
            raise Refused(
                f"expected the log {known.key.encode()}, as trusted before, got {key.encode()}", "SIG"
            )
    place = folder / "logs" / hashlib.sha256(key.name.encode()).hexdigest()[:32]
    try:
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StorageError(f"expected to make the folder {place}, got: {error.strerror}") from error
    durable.write_new(place / "log", f"{key.encode()}\n".encode())
    return True


def watched(folder: Path) -> dict[str, Watched]:
    """Give the logs that a witness watches, by origin.

    Raises:
        StorageError: a file is not one that :func:`trust` wrote.
    """
    found = {}
    for place in sorted((folder / "logs").glob("*/log")):
        data = durable.read(place, _LINE_BYTES_MAX) or b""
        try:
            key = VerifierKey.parse(data.decode(errors="replace").removesuffix("\n"))
        except (Malformed, BadSignature) as error:
            raise StorageError(f"{place}: {error}") from error
        found[key.name] = Watched(key, place.parent)
    return found


def _lean(signed: SignedCheckpoint) -> str:
    """Give the note with the signature of its log and without those of others."""
    return cosignature.add(signed, "", ()).note


def _keep(held: HeldHeadFile, old: str | None, signed: SignedCheckpoint) -> None:
    note = _lean(signed)
    if note != old:
        held.advance(old, note)


def _require_replayed(signed: SignedCheckpoint, roots: Mapping[int, bytes]) -> None:
    size, root = signed.checkpoint.size, signed.checkpoint.root
    if size not in roots:
        raise Incomplete(f"expected a copy of {size} entries, the size of the checkpoint, got a shorter one")
    if roots[size] != root:
        raise Tampered(
            f"expected a copy whose root at {size} entries is {root.hex()}, got {roots[size].hex()}"
        )


def _require_same(log: Watched, kept: SignedCheckpoint, signed: SignedCheckpoint, replayed: Replayed) -> None:
    roots = replayed.roots
    size, root = kept.checkpoint.size, kept.checkpoint.root
    if size > signed.checkpoint.size or size not in roots:
        raise Conflict(
            f"expected a checkpoint of {size} entries or more, got one of {signed.checkpoint.size}"
        )
    if roots[size] != root:
        grown = None
        if size < signed.checkpoint.size:
            merkle.verify_consistency(
                size, signed.checkpoint.size, roots[size], signed.checkpoint.root, replayed.proof
            )
            grown = Grown(_text(roots[size]), tuple(map(_text, replayed.proof)))
        log.keep_fork(kept.note, signed.note, grown)
        raise Forked(
            f"expected the tree of {size} entries with root {root.hex()}, as cosigned before, "
            f"got root {roots[size].hex()}"
        )


def _replayed_before(log: Watched, signed: SignedCheckpoint) -> str:
    """Give the line of the second key where this very checkpoint was replayed before."""
    note = log.replayed.read()
    if note is None or read_note(note).text != read_note(signed.note).text:
        return ""
    return note.splitlines(keepends=True)[-1]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
