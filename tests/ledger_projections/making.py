"""What the tests of the read models share: a log that is a list, and entries with signatures of nobody."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from tests.examples import EXAMPLES, OFFICER, fact_of, ids_of

from ledger import canonical
from ledger.entry import Entry
from ledger.envelope import PAYLOAD_TYPE, Envelope, Signature
from ledger.facts import Body
from ledger.facts.fact import Fact
from ledger.merkle import EMPTY_ROOT
from ledger.store import Head

NOBODYS = base64.b64encode(b"\x05" * 64).decode()


@dataclass(frozen=True)
class Said:
    """A body with what a test wants to say about its fact."""

    body: Body
    on: str = "2026-11-20"
    recorded: str = "2026-11-22T10:00:00.000000Z"
    signers: tuple[str, ...] = ids_of(OFFICER)
    changes: dict[str, Any] = field(default_factory=dict)


def fact_id(number: int) -> str:
    """Give the id of the only fact of a request."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    return "r-" + "".join(letters[number // 32**place % 32] for place in range(15, -1, -1)) + "/1"


def said_fact(number: int, said: Said) -> Fact:
    return fact_of(said.body, id=fact_id(number), on=said.on, **said.changes)


def envelope_of(fact: Fact, signers: tuple[str, ...]) -> bytes:
    payload = base64.b64encode(canonical.encode(fact)).decode()
    signatures = tuple(Signature(key, NOBODYS) for key in signers)
    return canonical.encode(Envelope(payload, PAYLOAD_TYPE, signatures))


def entry_of(number: int, said: Said) -> Entry:
    return Entry(number, envelope_of(said_fact(number, said), said.signers), said.recorded, {})


class ListedLog:
    """A log in memory, with the two methods that read models follow it by."""

    def __init__(self, *said: Said | Body) -> None:
        self.entries: list[Entry] = []
        self.scans: list[tuple[int, int | None]] = []
        self.add(*said)

    def add(self, *said: Said | Body) -> None:
        for one in said:
            each = one if isinstance(one, Said) else Said(one)
            self.entries.append(entry_of(len(self.entries) + 1, each))

    def head(self) -> Head:
        return Head(len(self.entries), EMPTY_ROOT)

    def scan(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        self.scans.append((first, last))
        yield from self.entries[first - 1 : last]

    def first(self, size: int) -> ListedLog:
        """Give the log as it was at a size."""
        earlier = ListedLog()
        earlier.entries = self.entries[:size]
        return earlier

    def with_other(self, number: int, said: Said) -> ListedLog:
        """Give a log in which one entry is another."""
        other = self.first(len(self.entries))
        other.entries[number - 1] = entry_of(number, said)
        return other


def unknown_type(number: int) -> Entry:
    """Give an entry whose fact has a type of a later version of Remit."""
    payload = msgspec.json.decode(canonical.encode(said_fact(number, Said(EXAMPLES[0]))))
    payload["body"]["type"] = "member.promoted/1"
    text = base64.b64encode(canonical.encode(payload)).decode()
    envelope = Envelope(text, PAYLOAD_TYPE, (Signature(ids_of(OFFICER)[0], NOBODYS),))
    return Entry(number, canonical.encode(envelope), "2026-11-22T10:00:00.000000Z", {})
