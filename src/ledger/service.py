"""Handle proposals: gather, judge, sign, append; all of a request or none of it.

1. Seal every text, so that the fact's bytes are fixed.
2. Fix the head and read the boundary of every act, again until it stops growing.
3. Judge each act on what was read and on the acts before it in the same request.
4. Sign, and put what is signed into the outbox.
5. Append on the condition that nothing which the judgement looked at has come since.
6. Read back what was stored, and give the receipt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import msgspec

from ledger import canonical, ed25519, envelope, tags
from ledger.acts import Act, Recorded, london_day
from ledger.boundaries import ROUNDS_MAX
from ledger.entry import Entry
from ledger.errors import Conflict, Malformed, Oversized, ProofFailed, Refused, StorageError, Tampered
from ledger.facts import erasing, founding
from ledger.facts.fact import Fact
from ledger.gather import Reading
from ledger.outbox import Outbox
from ledger.replay import recorded as read_recorded
from ledger.request import Bench, Judgement, Request, committed, corrected, erased, says, seal
from ledger.sealed import Opening
from ledger.store import Batch, Condition, Head, Pending, Receipt, Store

TRIES = 5
"""How often a request is judged anew when somebody else writes first."""


class Settled(msgspec.Struct, frozen=True):
    """What became of a request that lay in the outbox: its receipt, or why it was set aside."""

    request: str
    receipt: Receipt | None
    reason: str = ""


class Ledger:
    """A ledger that is open for recording."""

    def __init__(self, store: Store, outbox: Outbox, clock: Callable[[], str]) -> None:
        """Wire a ledger.

        Args:
            store: where entries are kept.
            outbox: where signed requests wait for their receipts.
            clock: gives the present instant in UTC, to the microsecond.
        """
        self.store = store
        self._outbox = outbox
        self._clock = clock
        self._founding: tuple[str, founding.Founded] | None = None
        self._persons: dict[str, str] = {}

    def founding(self) -> tuple[str, founding.Founded]:
        """Give the ledger id and entry 1.

        Raises:
            StorageError: the ledger has no entries, or entry 1 is of another kind.
        """
        if self._founding is not None:
            return self._founding
        for entry in self.store.scan(1, 1):
            fact = read_recorded(entry).fact
            if isinstance(fact.body, founding.Founded):
                self._founding = fact.ledger, fact.body
                return self._founding
        raise StorageError("expected a founded ledger, got one without its first entry")

    def person_of(self, key: str) -> str:
        """Give the person whose live key this is.

        A key never changes hands, so the answer is kept; KEY-1 judges each time whether the key lives.

        Raises:
            Refused: the key is not enrolled, or ended (SIG).
        """
        if key in self._persons:
            return self._persons[key]
        reading = Reading(self.store, self.store.head())
        reading.extend({f"key:{key}"})
        holder = reading.state().keys.live(key)
        if holder is None:
            raise Refused(
                f"KEY-1 (Remit default): expected a key that is enrolled and not revoked, got {key}", "SIG"
            )
        self._persons[key] = holder.person
        return holder.person

    def judge(self, request: Request, ledger: str, recorder: str, signers: Sequence[str]) -> Judgement:
        """Judge a request at the present head; nothing is signed and nothing is recorded.

        Args:
            request: what is proposed.
            ledger: the ledger id.
            recorder: id of the person who records.
            signers: ids of the keys that will sign.

        Raises:
            Malformed, Oversized: a text or a value that no fact can hold.
            Conflict: what must be read does not settle.
        """
        head, instant = self._present()
        acts, openings = seal(request, ledger, recorder, tuple(signers), london_day(instant))
        return self._judge(request.id, ledger, acts, openings, head, instant)

    def record(
        self,
        request: Request,
        signers: Sequence[ed25519.Signer],
        approve: Callable[[Judgement], None] = lambda _: None,
    ) -> Receipt:
        """Judge, sign and append a request.

        Args:
            request: what is proposed.
            signers: the keys that sign every fact of it; the first one's person is the recorder.
            approve: is shown the judgement before anything is signed, and raises to stop.

        Returns:
            The receipt: numbers, leaf hash, size and root.

        Raises:
            Refused: rules speak against it; nothing is recorded.
            Malformed, Oversized: a text or a value that no fact can hold.
            Conflict: somebody else kept writing first.
            StorageError: storage failed; the request stays in the outbox.
            Tampered: the receipt that came back is that of another act.
        """
        ledger, _ = self.founding()
        receipt = self._repeated(request, ledger, signers)
        if receipt is None:
            recorder = self.person_of(ed25519.key_id(signers[0].public))
            receipt = self._record(request, ledger, recorder, signers, approve)
        if any(isinstance(one.body, erasing.Erased) for one in request.proposals):
            self.store.scrub()
        return receipt

    def found(self, request: Request, ledger: str, signers: Sequence[ed25519.Signer]) -> Receipt:
        """Record the first fact of a ledger.

        Raises:
            Refused: it is founded already, or the keys are not three different ones.
        """
        body = request.proposals[0].body
        recorder = body.officer if isinstance(body, founding.Founded) else ""
        return self._record(request, ledger, recorder, signers, lambda _: None)

    def settle(self) -> tuple[Settled, ...]:
        """Send what a process that died has left in the outbox.

        A request that was recorded ends in its first receipt; another is judged again as it was signed,
        and set aside where the rules do not allow it any more.
        """
        settled = []
        with self._outbox.held():
            for request, envelopes, openings in tuple(self._outbox.pending()):
                try:
                    receipt = self.store.request(request)
                    if receipt is None:
                        receipt = self._send_again(request, envelopes, openings)
                    self._facts_of(receipt, request)
                except Refused as error:
                    self._outbox.set_aside(request)
                    settled.append(Settled(request, None, str(error)))
                else:
                    if _erases(envelopes):
                        self.store.scrub()
                    self._outbox.remove(request)
                    settled.append(Settled(request, receipt))
        return tuple(settled)

    def _record(
        self,
        request: Request,
        ledger: str,
        recorder: str,
        signers: Sequence[ed25519.Signer],
        approve: Callable[[Judgement], None],
    ) -> Receipt:
        keys = tuple(sorted(ed25519.key_id(signer.public) for signer in signers))
        signed: tuple[bytes, ...] = ()
        facts: tuple[Fact, ...] = ()
        for _ in range(TRIES):
            judgement = self.judge(request, ledger, recorder, keys)
            judgement.require()
            again = tuple(one.fact for one in judgement.judged)
            if again != facts:
                facts = again
                approve(judgement)
                signed = _sign(facts, signers)
            with self._outbox.held():
                self._outbox.put(request.id, signed, judgement.openings)
                try:
                    receipt = self._append(judgement, signed)
                except Conflict:
                    self._outbox.remove(request.id)
                    continue
                except Refused:
                    self._outbox.remove(request.id)
                    raise
                self._outbox.remove(request.id)
                return receipt
        raise Conflict(f"expected to write within {TRIES} tries, got others writing first; try again")

    def _repeated(self, request: Request, ledger: str, signers: Sequence[ed25519.Signer]) -> Receipt | None:
        """Give the first receipt of a request that was recorded before.

        Raises:
            Refused: the id stands for other facts already, or for what somebody else recorded.
        """
        first = self.store.request(request.id)
        if first is None:
            return None
        acts, _ = seal(request, ledger, "", (), "")
        found = self._facts_of(first, request.id)
        if len(found) != len(acts) or not all(
            says(one.fact, act) for one, act in zip(found, acts, strict=True)
        ):
            raise Refused(f"{request.id}: expected the facts recorded under this request, got others")
        own, by = ed25519.key_id(signers[0].public), found[0].fact.recorder
        if own not in found[0].signers and self.person_of(own) != by:
            raise Refused(f"{request.id}: expected a request of your own, got one that {by} recorded")
        return first

    def _facts_of(self, receipt: Receipt, request: str) -> list[Recorded]:
        """Read the facts that a receipt stands for: every fact says under which request it was recorded.

        Raises:
            Tampered: they are those of another request.
        """
        found = [read_recorded(entry) for entry in self.store.scan(receipt.first, receipt.size)]
        expected = [f"{request}/{number}" for number in range(1, receipt.count + 1)]
        if [one.fact.id for one in found] != expected:
            raise Tampered(f"{request}: expected a receipt of its own, got that of another act")
        return found

    def _append(self, judgement: Judgement, signed: tuple[bytes, ...]) -> Receipt:
        pending = tuple(
            Pending(
                data,
                tags.wire_name(type(one.fact.body)),
                one.fact.tags,
                one.fact.relies,
                tuple((charge.tag, charge.amount) for charge in one.fact.charges),
            )
            for data, one in zip(signed, judgement.judged, strict=True)
        )
        batch = Batch(
            pending=pending,
            request=judgement.request,
            digest=digest(signed),
            condition=Condition(judgement.relies, judgement.head),
            openings=judgement.openings,
            recorded=judgement.recorded,
            erase=erased(judgement),
        )
        receipt = self.store.append(batch)
        self._read_back(receipt, judgement.request, signed)
        return receipt

    def _read_back(self, receipt: Receipt, request: str, signed: tuple[bytes, ...]) -> None:
        """Believe a receipt only where the ledger holds, at its numbers, what was signed."""
        stored = tuple(self.store.scan(receipt.first, receipt.size))
        for entry, data in zip(stored, signed, strict=False):
            if entry.envelope != data or (entry.number == receipt.size and entry.hash != receipt.leaf):
                raise _unlike(entry, request)
        if len(stored) != len(signed):
            told = f"{len(signed)} facts from entry {receipt.first} on"
            raise StorageError(f"{request}: expected {told}, as acknowledged, got {len(stored)}")

    def _send_again(
        self, request: str, envelopes: tuple[bytes, ...], openings: tuple[Opening, ...]
    ) -> Receipt:
        head, instant = self._present()
        opened = [envelope.open_envelope(data) for data in envelopes]
        facts = [envelope.read_fact(payload) for payload, _ in opened]
        acts = tuple(
            Act.of(Recorded(0, instant, fact, tuple(one.keyid for one in signatures)))
            for fact, (_, signatures) in zip(facts, opened, strict=True)
        )
        judgement = self._judge(request, facts[0].ledger, acts, openings, head, instant)
        judgement.require()
        if [one.fact for one in judgement.judged] != facts:
            raise Refused(f"{request}: expected the judgement that was signed, got another; record it anew")
        return self._append(judgement, envelopes)

    def _present(self) -> tuple[Head, str]:
        """Read the head, and then the clock: what the head holds was recorded before this instant."""
        head = self.store.head()
        return head, self._clock()

    def _judge(
        self,
        request: str,
        ledger: str,
        acts: tuple[Act, ...],
        openings: tuple[Opening, ...],
        head: Head,
        instant: str,
    ) -> Judgement:
        reading = Reading(self.store, head)
        bench = Bench(request, ledger, instant, head.size)
        for _ in range(ROUNDS_MAX):
            state = reading.state()
            needed = bench.boundaries(acts, state)
            if needed <= reading.tags:
                corrects = corrected(acts)
                judged = bench.judge(acts, state, reading.state(without=corrects) if corrects else None)
                return Judgement(request, judged, committed(openings, judged), head.size, instant)
            reading.extend(needed)
        raise Oversized(
            f"request: expected a boundary that settles in {ROUNDS_MAX} rounds, got a longer chain"
        )


def digest(signed: Sequence[bytes]) -> bytes:
    """Give the digest of a request: SHA-256 over the SHA-256 of each signed payload, in order."""
    payloads = (envelope.open_envelope(data)[0] for data in signed)
    return hashlib.sha256(b"".join(hashlib.sha256(payload).digest() for payload in payloads)).digest()


def _unlike(entry: Entry, request: str) -> ProofFailed | StorageError:
    """Say what an entry is that does not hold what was signed for it: damaged, or another act."""
    try:
        found = read_recorded(entry).fact.id
    except Malformed:
        found = ""
    if found and found.partition("/")[0] != request:
        return Tampered(
            f"{request}: expected a receipt of its own, got that of {found}, entry {entry.number}"
        )
    return StorageError(f"entry {entry.number}: expected the bytes that were signed, got others")


def _erases(signed: Sequence[bytes]) -> bool:
    facts = (envelope.read_fact(envelope.open_envelope(data)[0]) for data in signed)
    return any(isinstance(fact.body, erasing.Erased) for fact in facts)


def _sign(facts: Sequence[Fact], signers: Sequence[ed25519.Signer]) -> tuple[bytes, ...]:
    signed = []
    for fact in facts:
        payload = canonical.encode(fact)
        envelope.read_fact(payload)
        signed.append(envelope.sign(payload, signers))
    return tuple(signed)
