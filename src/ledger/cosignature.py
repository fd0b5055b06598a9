"""Cosignatures: a witness signs that it saw this checkpoint, and when.

Implements C2SP tlog-cosignature, ``cosignature/v1``, with Ed25519 (signature type 04) only; the exact bytes
are in ``docs/formats/checkpoint-and-proof.md``. A cosignature says that at that time this was the largest
tree that the witness had seen of the log, grown from every tree that it had seen before. A witness that has
replayed the log says so with a key of its own, whose name ends in ``/replayed``.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable

import msgspec

from ledger import ed25519
from ledger.checkpoint import (
    NOTE_BYTES_MAX,
    SignatureLine,
    SignedCheckpoint,
    decode_key,
    decode_text,
    encode_key,
    hint_of,
    read_note,
    require_key,
)
from ledger.errors import BadSignature, Malformed

REPLAYED = "/replayed"
"""The end of the name of a key that signs only what its holder has replayed from the first entry."""

TIME_MAX = 2**63 - 1

_COSIGNATURE = b"\x04"
_TIME_BYTES = 8


class CosignerKey(msgspec.Struct, frozen=True):
    """A witness to trust: its name and its Ed25519 key of 32 bytes.

    It is a type of its own, so that the key of a log never stands for a witness, nor the other way round.

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
        return hint_of(self.name, _COSIGNATURE, self.public)

    @property
    def replays(self) -> bool:
        """Whether the key signs only what its holder has replayed."""
        return self.name.endswith(REPLAYED)

    def encode(self) -> str:
        """Give the one line that is handed to those who verify: name, hint and key, joined by plus signs."""
        return encode_key(self.name, _COSIGNATURE, self.public)

    @classmethod
    def parse(cls, text: str) -> CosignerKey:
        """Read the line that :meth:`encode` gives, and no other spelling of it.

        Raises:
            Malformed: another form, or a hint that is not the one of name and key.
            Oversized: the name is too long.
            BadSignature: the key is not one of a witness, or not a safe one.
        """
        return cls(*decode_key(text, _COSIGNATURE, "witness key", "Ed25519 of a witness"))


def cosign(signed: SignedCheckpoint, time: int, sign: Callable[[bytes], bytes], key: CosignerKey) -> str:
    """Cosign a checkpoint, and give the signature line, line feed included.

    Args:
        signed: the checkpoint; its log's signature has been verified.
        time: seconds since 1970, UTC.
        sign: signs with the key of the witness.
        key: the public half, under its name.

    Raises:
        Malformed: the time is not one that can be written.
        BadSignature: what was signed is not this key's, so it does not leave the house.
    """
    if not 0 <= time <= TIME_MAX:
        raise Malformed(f"cosignature: expected a time from 0 to 2**63 - 1, got {time}")
    message = _message(read_note(signed.note).text, time)
    signature = sign(message)
    ed25519.verify(key.public, signature, message)
    data = key.hint + time.to_bytes(_TIME_BYTES, "big") + signature
    return f"— {key.name} {base64.b64encode(data).decode()}\n"


def times(signed: SignedCheckpoint, keys: Iterable[CosignerKey]) -> dict[CosignerKey, int]:
    """Say which of the keys cosigned a checkpoint, and when they did so last.

    Lines of other keys are skipped; every line of these keys has to hold.

    Raises:
        BadSignature: a line that one of these keys is named by is not its cosignature of this checkpoint.
    """
    text, lines = read_note(signed.note)
    found: dict[CosignerKey, int] = {}
    for key in keys:
        for line in lines:
            if (line.name, line.hint) == (key.name, key.hint):
                found[key] = max(found.get(key, 0), _verify(line, text, key))
    return found


def add(signed: SignedCheckpoint, lines: str, keys: Iterable[CosignerKey]) -> SignedCheckpoint:
    """Put the cosignatures of these keys among other lines into a note, the newest of each key.

    Lines of other keys are left out; the signature of the log stays first.

    Args:
        signed: a checkpoint whose log's signature has been verified.
        lines: signature lines, such as a witness answers.
        keys: whose cosignatures to keep.

    Raises:
        Malformed: the lines are no signature lines.
        Oversized: too many, or too large.
        BadSignature: a line that one of these keys is named by is not its cosignature of this checkpoint.
    """
    text, own = read_note(signed.note)
    added = decode_text(f"{signed.note}{lines}", NOTE_BYTES_MAX, "signed note")
    newest: dict[tuple[str, bytes], tuple[int, SignatureLine]] = {}
    more = read_note(added)
    if more.text != text:
        raise Malformed("cosignatures: expected signature lines, got an empty line among them")
    for key in keys:
        by = (key.name, key.hint)
        for line in more.signatures:
            if (line.name, line.hint) == by:
                at = _verify(line, text, key)
                newest[by] = max(newest.get(by, (at, line)), (at, line))
    origin = signed.checkpoint.origin
    kept = [line for line in own if line.name == origin and (line.name, line.hint) not in newest]
    kept += [line for _, line in newest.values()]
    return SignedCheckpoint(signed.checkpoint, f"{text}\n{''.join(map(_written, kept))}")


def _verify(line: SignatureLine, text: str, key: CosignerKey) -> int:
    data = line.signature
    if len(data) != _TIME_BYTES + ed25519.SIGNATURE_BYTES:
        raise BadSignature(
            f"cosignature of {key.name}: expected a time and a signature of {ed25519.SIGNATURE_BYTES} bytes, "
            f"got {len(data)} bytes"
        )
    time = int.from_bytes(data[:_TIME_BYTES], "big")
    if time > TIME_MAX:
        raise BadSignature(f"cosignature of {key.name}: expected a time up to 2**63 - 1, got {time}")
    try:
        ed25519.verify(key.public, data[_TIME_BYTES:], _message(text, time))
    except BadSignature as error:
        raise BadSignature(f"cosignature of {key.name}: {error}") from None
    return time


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _written(line: SignatureLine) -> str:
    return f"— {line.name} {base64.b64encode(line.hint + line.signature).decode()}\n"
