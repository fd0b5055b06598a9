"""What keys signed that somebody else may have had: contested from an entry on, and never removed (K1).

Acceptance does not change: a key signs rightly until a fact ends it. What changes is what is said since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec

from ledger.acts import Recorded
from ledger.facts.keys import Compromised

SHOWN_MAX = 10

Contested = Mapping[int, int]
"""Entries that are contested, by number, each with the entry from which a key that signed it is suspect."""

NOTHING: Contested = {}


class Theft(msgspec.Struct, frozen=True):
    """The entry that says that somebody else may have had a key (K1).

    Attributes:
        number: of the entry.
        day: on which it was said.
        key: the key, by id.
        suspect: the entry from which on it is suspect.
        signers: the keys that signed it, by id.
        fitting: those of them whose public key stands in the file, so that the signature was verified.
    """

    number: int
    day: str
    key: str
    suspect: int
    signers: tuple[str, ...]
    fitting: tuple[str, ...]

    def sentence(self) -> str:
        """Say it in one line, with what was not looked into."""
        fits = f"{len(self.fitting)} of {len(self.signers)} signatures verified"
        return (
            f"entry {self.number} says on {self.day} that somebody else may have had {self.key} "
            f"from entry {self.suspect} on ({fits}, not judged)"
        )


class Suspects(msgspec.Struct, frozen=True):
    """From which entry on each key is suspect, as far as the facts that were read tell."""

    since: Mapping[str, int] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, told: Iterable[Compromised | Theft]) -> Suspects:
        """Take what was told of keys; of several entries the earliest counts."""
        since: dict[str, int] = {}
        for one in told:
            since[one.key] = min(one.suspect, since.get(one.key, one.suspect))
        return cls(since)

    def and_(self, other: Suspects) -> Suspects:
        """Take what others tell as well; of several entries the earliest counts."""
        since = {**other.since}
        for key, number in self.since.items():
            since[key] = min(number, since.get(key, number))
        return Suspects(since)

    def of_fact(self, at: Recorded) -> int | None:
        """Give the entry from which a key that signed a fact is suspect; None where it signed it before."""
        since = (self.since[key] for key in at.signers if key in self.since)
        return min((one for one in since if one <= at.number), default=None)

    def among(self, facts: Iterable[Recorded]) -> dict[int, int]:
        """Give those of some facts that are contested."""
        found = {at.number: self.of_fact(at) for at in facts}
        return {number: since for number, since in sorted(found.items()) if since is not None}


class Doubts(msgspec.Struct, frozen=True):
    """What was read for a judgement, and from which entry on each key that signed it is suspect."""

    facts: tuple[Recorded, ...] = ()
    suspects: Suspects = Suspects()

    def boundary(self, tags: AbstractSet[str]) -> frozenset[str]:
        """Say which tags tell whether what carries one of some tags is contested: those of its keys."""
        return frozenset(f"key:{signer}" for at in self._of(tags) for signer in at.signers)

    def among(self, tags: AbstractSet[str]) -> dict[int, int]:
        """Give what is contested of all that carries one of some tags."""
        return self.suspects.among(self._of(tags)) if self.suspects.since else {}

    def _of(self, tags: AbstractSet[str]) -> Iterator[Recorded]:
        return (at for at in self.facts if not tags.isdisjoint(at.fact.tags))


def within(facts: Iterable[Recorded], thefts: Iterable[Theft]) -> Suspects:
    """Give the keys that are suspect by what the facts of a bundle tell, and what came later than its act.

    What tells of a key is believed as it stands in the log: judging it would take its own walks as well.
    """
    bodies = (at.fact.body for at in facts)
    return Suspects.of((*(body for body in bodies if isinstance(body, Compromised)), *thefts))


def contested(since: int) -> str:
    """Say that something is contested."""
    return f"contested (key suspect from entry {since})"


def told(found: Contested) -> tuple[str, ...]:
    """Say which entries are contested: a line for each entry from which a key is suspect."""
    return tuple(f"{contested(since)}: {_entries(found, since)}" for since in sorted(set(found.values())))


def _entries(found: Contested, since: int) -> str:
    numbers = sorted(number for number, one in found.items() if one == since)
    more = f" and {len(numbers) - SHOWN_MAX} more" if len(numbers) > SHOWN_MAX else ""
    named = ", ".join(str(number) for number in numbers[:SHOWN_MAX])
    return f"{'entry' if len(numbers) == 1 else 'entries'} {named}{more}"
