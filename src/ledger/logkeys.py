"""The keys of the log, one after the other: who trusts one can go on to the next, and to no other (H8).

The old key announces the new one, which proves that it is held: both sign one statement, and its first line
has spaces, so that no checkpoint of any log reads like it (K5).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import assert_never

import msgspec

from ledger import ed25519
from ledger.checkpoint import VerifierKey
from ledger.errors import BadSignature, Malformed
from ledger.facts import Body, founding
from ledger.facts import keys as facts
from ledger.facts.words import key_bytes
from ledger.findings import Finding, judge

_STATEMENT = "remit log key rotation/1"


class LogKeys(msgspec.Struct, frozen=True):
    """Origin and keys of the log, the first one first; with an ``overlap`` the last two sign heads."""

    origin: str = ""
    keys: tuple[str, ...] = ()
    overlap: bool = False

    def evolve(self, body: founding.Founded | facts.OfLog) -> LogKeys:
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case founding.Founded():
                return LogKeys(body.origin, (body.log_key,))
            case facts.LogKeyRotated():
                return LogKeys(self.origin, (*self.keys, body.new), overlap=True)
            case facts.LogKeyEnded():
                return LogKeys(self.origin, self.keys)
            case _:
                assert_never(body)

    @property
    def all(self) -> tuple[VerifierKey, ...]:
        """Every key that ever signed heads, the first one first."""
        return tuple(VerifierKey(self.origin, key_bytes(key)) for key in self.keys)

    @property
    def signing(self) -> tuple[VerifierKey, ...]:
        """The keys that sign heads now: during an overlap the old one, then the new one."""
        return self.all[-2:] if self.overlap else self.all[-1:]


def statement(origin: str, old: str, new: str) -> bytes:
    """Give what both keys sign: the key ``new`` signs heads of the log after ``old``."""
    return f"{_STATEMENT}\n{origin}\n{old}\n{new}\n".encode()


def rotation(origin: str, old: ed25519.Signer, new: ed25519.Signer) -> facts.LogKeyRotated:
    """Let the old key announce the new one."""
    keys = [base64.b64encode(one.public).decode() for one in (old, new)]
    said = statement(origin, *keys)
    by_old, by_new = (base64.b64encode(one.sign(said)).decode() for one in (old, new))
    return facts.LogKeyRotated(keys[0], keys[1], by_old, by_new)


def require_announced(body: facts.LogKeyRotated, origin: str) -> None:
    """Check both signatures over the statement.

    Raises:
        BadSignature: one of them does not hold, or a key is not sound.
    """
    said = statement(origin, body.old, body.new)
    for key, signature in ((body.old, body.by_old), (body.new, body.by_new)):
        ed25519.verify(key_bytes(key), base64.b64decode(signature), said)


def follow(first: VerifierKey, rotations: Iterable[facts.LogKeyRotated]) -> tuple[VerifierKey, ...]:
    """Follow announcements from a key on: each has to be by the key before it.

    Raises:
        BadSignature: an announcement is by another key, or does not hold.
    """
    way = [first]
    for body in rotations:
        if key_bytes(body.old) != way[-1].public:
            raise BadSignature(f"log key: expected an announcement by {way[-1].encode()}, got one by another")
        require_announced(body, first.name)
        way.append(VerifierKey(first.name, key_bytes(body.new)))
    return tuple(way)


def of_log(said: Iterable[Body]) -> LogKeys:
    """Give the keys of a log from all that it says of itself, in order; each was announced by the one before.

    Args:
        said: the founding first, then what is said of the log's keys; other facts are passed over.

    Raises:
        BadSignature: a key was not announced.
    """
    found, rotations = LogKeys(), list[facts.LogKeyRotated]()
    for body in said:
        if isinstance(body, founding.Founded | facts.OfLog):
            found = found.evolve(body)
        if isinstance(body, facts.LogKeyRotated):
            rotations.append(body)
    follow(found.all[0], rotations)
    return found


def way_of(key: VerifierKey, said: Sequence[Body]) -> tuple[VerifierKey, ...]:
    """Give the keys of a log, the first one first, by all its rotations; the trusted one has to be there.

    Raises:
        Malformed: there is another fact among the rotations.
        BadSignature: an announcement does not hold, or leads past the trusted key.
    """
    rotations = [body for body in said if isinstance(body, facts.LogKeyRotated)]
    if len(rotations) != len(said):
        raise Malformed("bundle: expected rotations of the log key, got another fact among them")
    if not rotations:
        return (key,)
    way = follow(VerifierKey(key.name, key_bytes(rotations[0].old)), rotations)
    if key not in way:
        known = ", ".join(one.encode() for one in way)
        raise BadSignature(f"bundle: expected the log {key.encode()} among its keys, got {known}")
    return way


def examine(body: facts.OfLog, log: LogKeys, *, taken: bool) -> tuple[Finding, ...]:
    """Judge what is said of the log's keys: KEY-6 to KEY-8.

    Args:
        body: what is said.
        log: the keys of the log so far.
        taken: the new key signs facts already.
    """
    if isinstance(body, facts.LogKeyEnded):
        open_ = log.overlap and log.keys[-2:-1] == (body.key,)
        expected = "the older of two log keys that sign heads together"
        return (judge("KEY-8", open_, expected, body.key, absolute=True),)
    fault = ""
    try:
        require_announced(body, log.origin)
    except BadSignature as error:
        fault = str(error)
    both = "the old and the new log key to sign the announcement"
    last = not log.overlap and log.keys[-1:] == (body.old,)
    fresh = not taken and body.new not in log.keys
    return (
        judge("KEY-6", fresh, "a key that is nobody's yet and was never the log's", body.new, absolute=True),
        judge("KEY-7", not fault, both, fault or "both", kind="SIG", absolute=True),
        judge("KEY-8", last, "the one log key that signs heads now, as the old one", body.old, absolute=True),
    )
