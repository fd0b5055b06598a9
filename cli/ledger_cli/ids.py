"""Ids that a command makes: opaque, and the same again when the same request is made again."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

_CHARACTERS = 16
_OPAQUE = re.compile(r"[a-z2-7]{16}")


def new_request() -> str:
    """Give a fresh request id: 80 random bits."""
    return f"r-{_text(secrets.token_bytes(10))}"


def request_of(*parts: bytes) -> str:
    """Give the request id that stands for these bytes: the same file recorded twice is one request."""
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return f"r-{_text(hashlib.sha256(b'remit-request/1' + framed).digest())}"


def new_ledger() -> str:
    """Give a fresh ledger id: 130 random bits."""
    return f"l-{base64.b32encode(secrets.token_bytes(20)).decode().lower()[:26]}"


def is_id(kind: str, text: str) -> bool:
    """Say whether a text is written as an id of a kind: ``p`` of a person, ``dp`` of a dispute."""
    before, _, rest = text.partition("-")
    return before == kind and _OPAQUE.fullmatch(rest) is not None


class Maker:
    """Makes the ids of what one request brings into the world."""

    def __init__(self, request: str) -> None:
        self._request = request
        self._count = 0

    def __call__(self, kind: str) -> str:
        """Give the next id: ``p`` for a person, ``m`` a meeting, ``i`` an item, ``g`` a delegation."""
        self._count += 1
        seed = f"remit-id/1 {self._request} {self._count} {kind}".encode()
        return f"{kind}-{_text(hashlib.sha256(seed).digest())}"


def _text(data: bytes) -> str:
    return base64.b32encode(data).decode().lower()[:_CHARACTERS]
