"""A policy: which logs and witnesses a reader trusts, how many must have seen a checkpoint, and how lately.

Implements the text of C2SP tlog-policy (``log``, ``witness``, ``group``, ``quorum``), with one line of its
own, ``age``; the exact form is in ``docs/formats/checkpoint-and-proof.md``. A board can read it, and writes
it itself: a policy that comes from whoever runs the log proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Sized
from datetime import UTC, datetime
from typing import Literal

import msgspec

from ledger.checkpoint import SignedCheckpoint, VerifierKey, decode_decimal, decode_text, open_note
from ledger.cosignature import CosignerKey, times
from ledger.errors import BadSignature, Malformed, Oversized, Stale, Unwitnessed

BYTES_MAX = 65_536
LINES_OF_A_KIND_MAX = 64
AGE_DAYS_MAX = 36_500
DAY_SECONDS = 86_400

AHEAD_SECONDS_MAX = DAY_SECONDS
"""How far the clock of a witness may be ahead of the reader's before its cosignature counts for nothing."""

NONE = "none"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GAP = re.compile(r"[ \t]+")


class Witness(msgspec.Struct, frozen=True):
    """A witness under the name that the policy gives it, and where it answers, if that is said."""

    name: str
    key: CosignerKey
    url: str = ""


class Group(msgspec.Struct, frozen=True):
    """At least ``least`` of the members, which are witnesses or groups."""

    name: str
    least: int
    members: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True):
    """Whom to trust, and what is enough. ``age`` is in days; None where the policy says nothing of it."""

    logs: tuple[VerifierKey, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str
    age: int | None = None

    @property
    def replayed(self) -> bool:
        """Whether the quorum cannot be met without somebody who has replayed the log."""
        return not self.met({one.name for one in self.witnesses if not one.key.replays})

    @property
    def keys(self) -> tuple[CosignerKey, ...]:
        """The keys of all witnesses."""
        return tuple(one.key for one in self.witnesses)

    def met(self, names: set[str]) -> bool:
        """Say whether these witnesses, by the names of the policy, are enough."""
        holds = {NONE} | names
        for group in self.groups:  # each names only what stands before it
            if sum(member in holds for member in group.members) >= group.least:
                holds.add(group.name)
        return self.quorum in holds


class Seen(msgspec.Struct, frozen=True):
    """One cosignature: whose, when (seconds since 1970, UTC), and whether it counts."""

    name: str
    key: CosignerKey
    time: int
    counts: Literal["yes", "older than the policy allows", "in the future"]


class Judgement(msgspec.Struct, frozen=True):
    """What a policy says of a checkpoint.

    Attributes:
        seen: every cosignature by a witness of the policy, in the order of the policy.
        missing: the names of the other witnesses.
        quorum: the name of what has to be met.
        met: enough witnesses have seen the checkpoint, however long ago.
        stale: enough have, but not enough of them lately.
        replayed: a quorum that is met includes somebody who has replayed the log.
    """

    seen: tuple[Seen, ...]
    missing: tuple[str, ...]
    quorum: str
    age: int | None
    met: bool
    stale: bool
    replayed: bool

    @property
    def witnessed(self) -> bool:
        """Whether witnesses were asked for, and enough of them have seen the checkpoint lately enough."""
        return self.met and not self.stale and self.quorum != NONE

    def require(self) -> None:
        """Refuse a checkpoint that does not satisfy the policy.

        Raises:
            Unwitnessed: too few witnesses of the policy have seen it.
            Stale: enough have seen it, but not lately enough.
        """
        got = ", ".join(f"{one.name} at {instant(one.time)}" for one in self.seen) or "none"
        if not self.met:
            raise Unwitnessed(f"expected cosignatures that meet the quorum {self.quorum}, got {got}")
        if self.stale:
            raise Stale(
                f"expected cosignatures of the last {self.age} days that meet the quorum {self.quorum}, "
                f"got {got}"
            )


def parse(data: str | bytes) -> Policy:
    """Read the text of a policy.

    Raises:
        Malformed, Oversized: another form, with the line; or over a limit.
        BadSignature: a key is of the wrong type, or not a safe one.
    """
    content = decode_text(data, BYTES_MAX, "policy")
    reading = _Reading()
    for number, line in enumerate(content.split("\n"), 1):
        where = f"policy line {number}"
        if found := _CONTROL.search(line):
            raise Malformed(f"{where}: expected no control character but tab and line feed, got {found[0]!a}")
        words = _GAP.split(line.strip(" \t"))
        if words[0] and not words[0].startswith("#"):
            try:
                reading.take(words)
            except (Malformed, BadSignature) as error:
                raise type(error)(f"{where}: {error}") from None
    return reading.finish()


def require_log(policy: Policy, way: Sequence[VerifierKey], note: str | None = None) -> None:
    """Refuse a log of which the policy lists no key; one that lists none takes any (H8).

    Args:
        policy: the policy.
        way: the keys of the log, the first one first; each has announced the next, which was verified.
        note: a signed checkpoint of it: a key that is listed has to have signed it, or one after that key.

    Raises:
        BadSignature: the policy lists other logs, or only keys before the first that it lists signed.
    """
    if not policy.logs:
        return
    first = next((at for at, key in enumerate(way) if key in policy.logs), None)
    if first is None:
        listed, got = (", ".join(one.encode() for one in keys) for keys in (policy.logs, way))
        raise BadSignature(f"policy: expected one of the logs {listed}, got {got}")
    if note is not None:
        open_note(note, *way[first:])


def judge(signed: SignedCheckpoint, policy: Policy, now: int) -> Judgement:
    """Say who of the policy has seen a checkpoint, when, and whether that is enough.

    Args:
        signed: the checkpoint with its note; its log's signature has been verified.
        policy: the policy.
        now: the reader's own time, seconds since 1970, UTC.

    Raises:
        BadSignature: a line that a witness of the policy is named by is not its cosignature.
    """
    at = times(signed, policy.keys)
    seen = tuple(
        Seen(one.name, one.key, at[one.key], _counts(at[one.key], policy.age, now))
        for one in policy.witnesses
        if one.key in at
    )
    met = policy.met({one.name for one in seen if one.counts != "in the future"})
    fresh = policy.met({one.name for one in seen if one.counts == "yes"})
    missing = tuple(one.name for one in policy.witnesses if one.key not in at)
    return Judgement(
        seen, missing, policy.quorum, policy.age, met, met and not fresh, fresh and policy.replayed
    )


def instant(time: int) -> str:
    """Write seconds since 1970 as an instant in UTC; beyond the year 9999 as they are."""
    try:
        return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return f"second {time}"


def _counts(
    time: int, age: int | None, now: int
) -> Literal["yes", "older than the policy allows", "in the future"]:
    if time > now + AHEAD_SECONDS_MAX:
        return "in the future"
    if age is not None and time < now - age * DAY_SECONDS:
        return "older than the policy allows"
    return "yes"


class _Reading:
    """What the lines read so far have defined."""

    def __init__(self) -> None:
        self._logs: dict[bytes, VerifierKey] = {}
        self._witnesses: dict[str, Witness] = {}
        self._groups: dict[str, Group] = {}
        self._members: set[str] = set()
        self._quorum = ""
        self._age: int | None = None

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", key] | ["log", key, _]:
                self._log(VerifierKey.parse(key))
            case ["witness", name, key]:
                self._witness(Witness(name, CosignerKey.parse(key)))
            case ["witness", name, key, url]:
                self._witness(Witness(name, CosignerKey.parse(key), url))
            case ["group", name, least, *members] if members:
                self._group(name, least, tuple(members))
            case ["quorum", name] if not self._quorum:
                if name != NONE:
                    self._require_known(name)
                self._quorum = name
            case ["age", days] if self._age is None:
                self._age = _days(days)
            case _:
                raise Malformed(
                    "expected log KEY, witness NAME KEY, group NAME K MEMBER…, quorum NAME or age DAYS, "
                    f"the last two once each, got {' '.join(words)[:80]!a}"
                )

    def finish(self) -> Policy:
        if not self._quorum:
            raise Malformed("policy: expected a quorum line, got none")
        if self._age is not None and self._quorum == NONE:
            raise Malformed("policy: expected witnesses in the quorum beside an age, got quorum none")
        both = {one.key.public for one in self._witnesses.values()} & set(self._logs)
        if both:
            raise Malformed("policy: expected keys of logs and keys of witnesses, got one key for both")
        return Policy(
            tuple(self._logs.values()),
            tuple(self._witnesses.values()),
            tuple(self._groups.values()),
            self._quorum,
            self._age,
        )

    def _log(self, key: VerifierKey) -> None:
        if key.public in self._logs:
            raise Malformed("expected each key once, got the same log again")
        _require_room(self._logs)
        self._logs[key.public] = key

    def _witness(self, witness: Witness) -> None:
        self._require_new(witness.name)
        if any(witness.key.public == one.key.public for one in self._witnesses.values()):
            raise Malformed("expected each key once, got the same witness again")
        _require_room(self._witnesses)
        self._witnesses[witness.name] = witness

    def _group(self, name: str, least: str, members: tuple[str, ...]) -> None:
        self._require_new(name)
        for member in members:
            self._require_known(member)
            if member in self._members:
                raise Malformed(f"expected each name in one group once, got {member!a} again")
            self._members.add(member)
        _require_room(self._groups)
        self._groups[name] = Group(name, _least(least, len(members)), members)

    def _require_new(self, name: str) -> None:
        if name == NONE or name in self._witnesses or name in self._groups:
            raise Malformed(f"expected a new name, got {name[:80]!a} again")

    def _require_known(self, name: str) -> None:
        if name not in self._witnesses and name not in self._groups:
            raise Malformed(f"expected a witness or group of a line before, got {name[:80]!a}")


def _require_room(held: Sized) -> None:
    if len(held) == LINES_OF_A_KIND_MAX:
        raise Oversized(f"expected at most {LINES_OF_A_KIND_MAX} logs, witnesses or groups, got more")


def _least(text: str, count: int) -> int:
    number = {"any": 1, "all": count}.get(text) or decode_decimal(text, "threshold of a group")
    if not 1 <= number <= count:
        raise Malformed(f"expected a threshold from 1 to {count}, the number of members, got {number}")
    return number


def _days(text: str) -> int:
    days = decode_decimal(text, "age")
    if not 1 <= days <= AGE_DAYS_MAX:
        raise Malformed(f"expected an age from 1 to {AGE_DAYS_MAX} days, got {days}")
    return days
