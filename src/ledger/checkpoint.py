"""Checkpoints: the size and root of a log at one moment, signed by the key of the log.

Implements C2SP signed-note and tlog-checkpoint with Ed25519 (signature type 01) only; the exact bytes are in
``docs/formats/checkpoint-and-proof.md``. Whom to trust is a :class:`VerifierKey`, given out of band: it names
the log and holds its key, and a note that is not of that log, by that key, is refused.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

import msgspec

from ledger import ed25519
from ledger.canonical import decode_base64
from ledger.errors import BadSignature, Malformed, Oversized
from ledger.merkle import HASH_BYTES, SIZE_LIMIT

NAME_CHARACTERS_MAX = 255

NOTE_BYTES_MAX = 131_072
"""Room for sixteen signatures of 5,000 bytes, which the specification asks every reader to bear."""

SIGNATURES_MAX = 64

HINT_BYTES = 4

_ED25519 = b"\x01"
_DIGITS_MAX = len(str(SIZE_LIMIT))
_NAME = re.compile(r"[!-*,-~]+")
_DECIMAL = re.compile(r"0|[1-9][0-9]*")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE = re.compile(r"— ([^\s+]+) (\S+)")


class Checkpoint(msgspec.Struct, frozen=True):
    """The tree of the log ``origin`` has ``size`` entries, 1 or more, and this root.

    Raises:
        Malformed: the origin is not a name, there is no entry, or the root is not of 32 bytes.
        Oversized: the size is 2**56 or more, or the origin is too long.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        _require_name(self.origin, "checkpoint origin")
        if self.size < 1:
            raise Malformed(f"checkpoint: expected a tree of 1 entry or more, got {self.size}")
        if self.size >= SIZE_LIMIT:
            raise Oversized(f"checkpoint: expected a tree of less than 2**56 entries, got {self.size}")
        if len(self.root) != HASH_BYTES:
            raise Malformed(f"checkpoint: expected a root of {HASH_BYTES} bytes, got {len(self.root)}")

    def text(self) -> str:
        """Give the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


class VerifierKey(msgspec.Struct, frozen=True):
    """A log to trust: its name, which is the origin of its checkpoints, and its Ed25519 key of 32 bytes.

    Raises:
        Malformed: the name is empty, or not of visible ASCII characters without the plus sign.
        Oversized: the name is too long.
        BadSignature: the key is no Ed25519 key, or one under which a signature would fit any message.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        require_key(self.name, self.public)

    @property
    def hint(self) -> bytes:
        """The four bytes by which a signature line names the key, together with its name."""
        return hint_of(self.name, _ED25519, self.public)

    def encode(self) -> str:
        """Give the one line that is handed to those who verify: name, hint and key, joined by plus signs."""
        return encode_key(self.name, _ED25519, self.public)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read the line that :meth:`encode` gives, and no other spelling of it.

        Raises:
            Malformed: another form, or a hint that is not the one of name and key.
            Oversized: the name is too long.
            BadSignature: the key is not one of Ed25519, or not a safe one.
        """
        return cls(*decode_key(text, _ED25519, "verifier key", "Ed25519"))


class SignedCheckpoint(msgspec.Struct, frozen=True):
    """A checkpoint whose signature has been verified, with the whole note that carries it."""

    checkpoint: Checkpoint
    note: str


class SignatureLine(NamedTuple):
    """A line of a note, whoever wrote it: nothing in it has been verified."""

    name: str
    hint: bytes
    signature: bytes


class Note(NamedTuple):
    """A note in its two parts: the text that is signed, and the lines that claim to sign it."""

    text: str
    signatures: tuple[SignatureLine, ...]


def sign(checkpoint: Checkpoint, sign: Callable[[bytes], bytes], key: VerifierKey) -> str:
    """Sign a checkpoint with the key of its log, and give the whole note.

    The signature is verified before it is given out, so that neither a wrong key nor a fault of memory leaves
    the house.

    Raises:
        BadSignature: the checkpoint is of another log than the key, or what was signed is not this key's.
    """
    _require_origin(checkpoint, key)
    text = checkpoint.text()
    signature = sign(text.encode())
    ed25519.verify(key.public, signature, text.encode())
    return f"{text}\n— {key.name} {base64.b64encode(key.hint + signature).decode()}\n"


def sign_too(note: str, sign: Callable[[bytes], bytes], key: VerifierKey) -> str:
    """Add the line of a second key of the same log to a note that its first key signed.

    Raises:
        BadSignature: the note is of another log, or what was signed is not this key's.
    """
    text, _ = read_note(note)
    _require_origin(_read(text), key)
    signature = sign(text.encode())
    ed25519.verify(key.public, signature, text.encode())
    return f"{note}— {key.name} {base64.b64encode(key.hint + signature).decode()}\n"


def open_note(note: str | bytes, key: VerifierKey, *later: VerifierKey) -> SignedCheckpoint:
    """Verify a signed note and read the checkpoint in it.

    Lines of other keys are skipped, those of witnesses among them; every line of this key has to hold.
    Where a log has had several keys, ``later`` are the others that may have signed: one has to.
    Extension lines are covered by the signature and otherwise ignored.

    Raises:
        Malformed: not a signed note, or its text is not a checkpoint of one entry or more.
        Oversized: more than 128 KiB, more than 64 signatures, or a tree of 2**56 entries or more.
        BadSignature: not signed by this key, or signed by it for another log.
    """
    content = decode_text(note, NOTE_BYTES_MAX, "signed note")
    text, signatures = read_note(content)
    keys = {(one.name, one.hint): one for one in (key, *later)}
    known = [(line, keys[line.name, line.hint]) for line in signatures if (line.name, line.hint) in keys]
    if not known:
        raise BadSignature(
            f"signed note: expected a signature of {key.encode()}, got {len(signatures)} of other keys"
        )
    for line, of in known:
        ed25519.verify(of.public, line.signature, text.encode())
    checkpoint = _read(text)
    _require_origin(checkpoint, key)
    return SignedCheckpoint(checkpoint, content)


def claimed(note: str | bytes) -> Checkpoint:
    """Read the checkpoint in a note that nobody has verified yet: a claim, until ``open_note`` opens it.

    Raises:
        Malformed, Oversized: not a note, not a checkpoint, or over a limit.
    """
    return _read(read_note(note).text)


def read_note(note: str | bytes) -> Note:
    """Part a note at its last empty line into the text that is signed and the signature lines.

    Raises:
        Malformed: not a signed note.
        Oversized: more than 128 KiB, or more than 64 signatures.
    """
    content = decode_text(note, NOTE_BYTES_MAX, "signed note")
    if _CONTROL.search(content):
        raise Malformed("signed note: expected no control character but the line feed, got one")
    head, gap, tail = content.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise Malformed("signed note: expected text, an empty line and signature lines, got another form")
    lines = tail[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise Oversized(f"signed note: expected at most {SIGNATURES_MAX} signatures, got {len(lines)}")
    return Note(head + "\n", tuple(_read_signature(line) for line in lines))


def require_key(name: str, public: bytes) -> None:
    """Check what every key of a note is made of.

    Raises:
        Malformed: the name is empty, or not of visible ASCII characters without the plus sign.
        Oversized: the name is too long.
        BadSignature: the key is no Ed25519 key, or one under which a signature would fit any message.
    """
    _require_name(name, "key name")
    ed25519.admit(public)


def hint_of(name: str, kind: bytes, public: bytes) -> bytes:
    """Give the four bytes that stand for a key of some type, under its name."""
    return sha256(name.encode() + b"\n" + kind + public).digest()[:HINT_BYTES]


def encode_key(name: str, kind: bytes, public: bytes) -> str:
    """Give the line of a key: name, hint and key, joined by plus signs."""
    return f"{name}+{hint_of(name, kind, public).hex()}+{base64.b64encode(kind + public).decode()}"


def decode_key(text: str, kind: bytes, what: str, named: str) -> tuple[str, bytes]:
    """Read the line of a key that must be of one type: its name and its 32 bytes.

    Raises:
        Malformed: another form, or a hint that is not the one of name and key.
        Oversized: the name is too long.
        BadSignature: the key is of another type, or not a safe one.
    """
    match text.split("+", 2):
        case [name, hint, encoded]:
            data = decode_base64(encoded, what)
        case _:
            raise Malformed(f"{what}: expected name+hint+key, got {text[:80]!a}")
    if data[:1] != kind:
        raise BadSignature(f"{what}: expected type {kind.hex()} ({named}), got {data[:1].hex() or 'none'}")
    public = data[1:]
    require_key(name, public)
    expected = hint_of(name, kind, public).hex()
    if expected != hint:
        raise Malformed(f"{what}: expected hint {expected}, got {hint[:80]!a}")
    return name, public


def decode_text(data: str | bytes, bytes_max: int, what: str) -> str:
    """Take text, or the UTF-8 bytes of one, up to a size.

    Raises:
        Malformed: not UTF-8, or text that has no UTF-8 form.
        Oversized: larger.
    """
    encoded = data if isinstance(data, bytes) else data.encode(errors="surrogatepass")
    if len(encoded) > bytes_max:
        raise Oversized(f"{what}: expected at most {bytes_max} bytes, got {len(encoded)}")
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        raise Malformed(f"{what}: expected UTF-8 text, got other bytes") from None


def decode_decimal(text: str, what: str) -> int:
    """Read a decimal number, in the one form that it has.

    Raises:
        Malformed: a sign, a leading zero, or anything but the digits 0 to 9.
        Oversized: more digits than the size of a tree can have.
    """
    if not _DECIMAL.fullmatch(text):
        raise Malformed(f"{what}: expected a decimal number without leading zeroes, got {text[:80]!a}")
    if len(text) > _DIGITS_MAX:
        raise Oversized(f"{what}: expected at most {_DIGITS_MAX} digits, got {len(text)}")
    return int(text)


def _require_name(name: str, what: str) -> None:
    if len(name) > NAME_CHARACTERS_MAX:
        raise Oversized(f"{what}: expected at most {NAME_CHARACTERS_MAX} characters, got {len(name)}")
    if not _NAME.fullmatch(name):
        raise Malformed(f"{what}: expected visible ASCII characters without space or plus, got {name[:80]!a}")


def _require_origin(checkpoint: Checkpoint, key: VerifierKey) -> None:
    if checkpoint.origin != key.name:
        raise BadSignature(f"checkpoint: expected origin {key.name}, got {checkpoint.origin}")


def _read_signature(line: str) -> SignatureLine:
    match = _SIGNATURE.fullmatch(line)
    if not match:
        raise Malformed(f"signed note: expected a signature line, got {line[:80]!a}")
    data = decode_base64(match[2], "signature line")
    if len(data) <= HINT_BYTES:
        raise Malformed(f"signature line: expected a hint and a signature, got {len(data)} bytes")
    return SignatureLine(match[1], data[:HINT_BYTES], data[HINT_BYTES:])


def _read(text: str) -> Checkpoint:
    match text[:-1].split("\n"):
        case [origin, size, root, *extensions] if all(extensions):
            return Checkpoint(
                origin, decode_decimal(size, "checkpoint size"), decode_base64(root, "checkpoint root")
            )
        case _:
            raise Malformed("checkpoint: expected three lines or more, none empty, got another form")
