"""Sealed text: the signed fact holds a commitment, an erasable table holds salt and text.

The commitment is HMAC-SHA-256 under a fresh 128-bit salt over the domain ``remit-sealed/1``, the
ledger id, the fact id, the path of the field and the text, each with its length before it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from typing import TypeVar, cast

import msgspec

from ledger.canonical import check_text
from ledger.errors import Oversized, Tampered
from ledger.facts.words import Sealed, Words

DOMAIN = "remit-sealed/1"
SALT_BYTES = 16
TEXT_BYTES_MAX = 100_000

_PLAIN = frozenset({str, int, bool, type(None)})

S = TypeVar("S", bound=msgspec.Struct)
V = TypeVar("V")


class Opening(msgspec.Struct, frozen=True):
    """What opens one sealed field: ``path`` is like ``body.parts.0.text``."""

    fact: str
    path: str
    salt: bytes
    text: str


def commitment(ledger: str, opening: Opening) -> str:
    """Give the hexadecimal commitment that the fact must hold for this opening."""
    parts = (DOMAIN, ledger, opening.fact, opening.path, opening.text)
    framed = b"".join(len(data).to_bytes(4, "big") + data for data in (part.encode() for part in parts))
    return hmac.new(opening.salt, framed, hashlib.sha256).hexdigest()


def seal(fact: S, ledger: str, fact_id: str, seed: bytes) -> tuple[S, tuple[Opening, ...]]:
    """Replace every ``Words`` in a struct by its commitment.

    Args:
        fact: the struct whose fields are sealed, at any depth.
        ledger: the ledger id.
        fact_id: the id that the fact will have.
        seed: 32 random bytes of the request; each field's salt is derived from them, so that a second
            try of the same request gives the same bytes.

    Returns:
        the sealed struct and the openings, in the order of their paths.

    Raises:
        Malformed: a text with characters that deceive a reader.
        Oversized: a text over 100,000 bytes.
    """
    sealer = _Sealer(ledger, fact_id, seed)
    sealed = sealer.walk(fact, "")
    return sealed, tuple(sealer.openings)


class _Sealer:
    def __init__(self, ledger: str, fact: str, seed: bytes) -> None:
        self._ledger = ledger
        self._fact = fact
        self._seed = seed
        self.openings: list[Opening] = []

    def walk(self, value: V, path: str) -> V:
        if isinstance(value, Words):
            return cast("V", self._seal(value.text, path))
        if isinstance(value, tuple):
            return cast("V", tuple(self.walk(item, f"{path}.{index}") for index, item in enumerate(value)))
        if isinstance(value, msgspec.Struct) and not isinstance(value, Sealed):
            prefix = f"{path}." if path else ""
            names = value.__struct_fields__
            changed = {name: self.walk(getattr(value, name), f"{prefix}{name}") for name in names}
            return cast("V", type(value)(**changed))
        return value

    def _seal(self, text: str, path: str) -> Sealed:
        check_text(text, path, lines=True)
        if len(text.encode()) > TEXT_BYTES_MAX:
            raise Oversized(f"{path}: expected at most {TEXT_BYTES_MAX} bytes of text, got more")
        salt = hmac.new(self._seed, f"{self._fact} {path}".encode(), hashlib.sha256).digest()[:SALT_BYTES]
        opening = Opening(self._fact, path, salt, text)
        self.openings.append(opening)
        return Sealed(commitment(self._ledger, opening))


def commitments(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Give path and commitment of every sealed field of a struct, at any depth."""
    if isinstance(value, Sealed):
        yield path, value.commitment
        return
    inner: Iterable[tuple[object, object]] = ()
    if isinstance(value, tuple):
        inner = enumerate(value)
    elif isinstance(value, msgspec.Struct):
        inner = ((name, getattr(value, name)) for name in value.__struct_fields__)
    for name, item in inner:
        if type(item) not in _PLAIN:  # most fields, of thousands of facts
            yield from commitments(item, f"{path}.{name}" if path else str(name))


def verify_opening(ledger: str, opening: Opening, expected: str) -> None:
    """Check that an opening is the one that the fact commits to.

    Raises:
        Tampered: salt or text is another.
    """
    got = commitment(ledger, opening)
    if len(opening.salt) != SALT_BYTES or not hmac.compare_digest(got, expected):
        raise Tampered(f"{opening.fact} {opening.path}: expected the text that was sealed, got another")
