"""A small ledger with keys of its own, honest or not: what the tests of core and command line share.

Ada is the officer; Ben holds a grant of the body ``icp`` and has passed part of it on to Cai.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import msgspec
from tests.examples import scope_of

from ledger import bundling, canonical, envelope, heads
from ledger.acts import Proposal
from ledger.checkpoint import Checkpoint, VerifierKey, open_note
from ledger.ed25519 import PrivateKey, key_id
from ledger.facts import Body
from ledger.facts import delegations as facts
from ledger.facts.bodies import Constituted
from ledger.facts.fact import Acted, Fact
from ledger.facts.founding import Founded
from ledger.facts.organisations import PersonRegistered, Registered
from ledger.facts.words import Money, Words, key_text
from ledger.headfile import HeadFile
from ledger.outbox import Outbox
from ledger.request import Request
from ledger.service import Ledger, digest
from ledger.store import Batch, Pending, Receipt, Store
from ledger.tags import wire_name

LEDGER_ID = "l-" + "t" * 26
OTHER_ID = "l-" + "u" * 26
ORIGIN = "example.org/town"
DAY = "2026-11-20"
LATER = "2026-11-21"
TODAY = "2026-11-22"
ADA, BEN, CAI = ("p-" + letter * 16 for letter in "abc")
GRANT, PASSED = "g-" + "a" * 16, "g-" + "b" * 16
OFFICER, RECOVERY, LOG, BENS = (PrivateKey.from_seed(bytes([number]) * 32) for number in range(11, 15))
KEY = VerifierKey(ORIGIN, LOG.public)
PEOPLE = {ADA: "Ada Officer", BEN: "Ben Holder", CAI: "Cai Deputy"}
WIDE = scope_of(("grants",), Money(2_500_00, "GBP"), Money(20_000_00, "GBP"), "2027-04-01", 1)
NARROW = scope_of(("grants",), Money(500_00, "GBP"), Money(1_000_00, "GBP"), "2027-04-01", 0)


def name(kind: str, number: int) -> str:
    """Give the id of a kind with this number."""
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    return f"{kind}-" + "".join(letters[number // 32**place % 32] for place in range(15, -1, -1))


def used(
    number: int = 1,
    pounds: int = 100,
    chain: tuple[str, ...] = (GRANT, PASSED),
    person: str = CAI,
    function: str = "grants",
) -> facts.Used:
    """Give an act under the chain."""
    matter = Words.of(f"Matter {number}")
    return facts.Used(
        name("a", number), chain, "body:icp", (person,), function, Money(pounds * 100, "GBP"), matter
    )


def revoked(delegation: str = GRANT) -> facts.Revoked:
    """Give the end of a delegation."""
    return facts.Revoked(delegation, "body:icp", Words.of("The post has ended"))


def same(fact: Fact) -> Fact:
    """Leave a fact as it is."""
    return fact


def honest(pending: Pending) -> Pending:
    """Leave an entry as an honest log indexes it."""
    return pending


@dataclass
class Town:
    """A ledger in a folder."""

    folder: Path
    where: str = ""
    ledger_id: str = LEDGER_ID
    origin: str = ORIGIN
    numbers: count[int] = field(default_factory=lambda: count(1))
    day: str = TODAY
    ticks: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.where = self.where or str(self.folder / "town.ledger")
        self.store = Store.create(self.where)
        self.outbox = Outbox(self.folder / "outbox")
        self.ledger = Ledger(self.store, self.outbox, self.clock)
        self.head_file = HeadFile(self.folder / "head")
        self.key = VerifierKey(self.origin, LOG.public)

    def clock(self) -> str:
        """Give a time that never stands still."""
        return f"{self.day}T10:00:00.{next(self.ticks):06d}Z"

    def request(self, *bodies: Body, on: str = DAY, acted: Acted | None = None, id_: str = "") -> Request:
        """Ask to have bodies recorded."""
        proposals = tuple(Proposal(body, on, acted or Acted()) for body in bodies)
        return Request(id_ or name("r", next(self.numbers)), proposals, b"s" * 32)

    def found(self) -> Town:
        """Record entry 1, and sign the first head."""
        keys = (key_text(LOG.public), ADA, Words.of(PEOPLE[ADA]))
        body = Founded(self.origin, *keys, key_text(OFFICER.public), key_text(RECOVERY.public))
        self.ledger.found(self.request(body), self.ledger_id, (OFFICER, RECOVERY))
        self.sign()
        return self

    def settle_in(self) -> Town:
        """Record a council, the body, Ben and Cai, and the chain of two links."""
        self.do(Registered("council", "Council", "council"))
        self.do(Constituted("icp", "Partnership", "s.75", ("council",)))
        self.do(PersonRegistered(BEN, Words.of(PEOPLE[BEN])), PersonRegistered(CAI, Words.of(PEOPLE[CAI])))
        self.do(facts.Granted(GRANT, "body:icp", (BEN,), "s.75 NHS Act 2006", WIDE))
        self.do(facts.PassedOn(PASSED, GRANT, "body:icp", (CAI,), NARROW), acted=Acted(person=BEN))
        return self

    def do(
        self,
        *bodies: Body,
        on: str = DAY,
        acted: Acted | None = None,
        signers: Sequence[PrivateKey] = (OFFICER,),
    ) -> Receipt:
        """Record bodies as the rules allow."""
        return self.ledger.record(self.request(*bodies, on=on, acted=acted), signers)

    def forge(
        self,
        body: Body,
        *,
        change: Callable[[Fact], Fact] = same,
        index: Callable[[Pending], Pending] = honest,
        on: str = DAY,
        recorded: str = "",
        signers: Sequence[PrivateKey] = (OFFICER,),
    ) -> int:
        """Append what the rules forbid, as a dishonest log can, and give its number.

        Args:
            body: what it states.
            change: alters the fact before it is signed.
            index: alters what the log makes of it: by which tags later entries link to it.
            on: its day.
            recorded: when the log says that it took it.
            signers: who signs.
        """
        request = self.request(body, on=on)
        keys = tuple(sorted(key_id(signer.public) for signer in signers))
        judgement = self.ledger.judge(request, self.ledger_id, ADA, keys)
        fact = change(judgement.judged[0].fact)
        data = envelope.sign(canonical.encode(fact), signers)
        charges = tuple((charge.tag, charge.amount) for charge in fact.charges)
        pending = index(Pending(data, wire_name(type(body)), fact.tags, fact.relies, charges))
        when = recorded or judgement.recorded
        batch = Batch((pending,), request.id, digest([data]), None, judgement.openings, when)
        return self.store.append(batch).size

    def sign(self) -> str:
        """Sign the head."""
        return heads.sign_head(self.store, self.head_file, self.key, LOG)

    def bundle(self, number: int, *, words: bool = False) -> bytes:
        """Make the bundle of an entry against the present head."""
        note = self.sign()
        return bundling.make(self.store, number, self.checkpoint(note), note, words=words)

    def checkpoint(self, note: str) -> Checkpoint:
        """Read a signed note."""
        return open_note(note, self.key).checkpoint

    def close(self) -> None:
        """Give the database back."""
        self.store.close()


def without_finding(fact: Fact) -> Fact:
    """Let a fact say that nothing speaks against it."""
    return msgspec.structs.replace(fact, findings=(), departure=None)
