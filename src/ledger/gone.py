"""Which words of its facts a bundle has, and which are gone by the erasures that it carries.

Most erasures stand after the act, where no walk leads. So they are believed as they stand in the log, and
as far as the file has the keys that signed them; the rules judge an erasure in a bundle of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ledger import envelope, keys, sealed
from ledger.acts import Recorded
from ledger.entry import Entry
from ledger.errors import BadSignature, Forked, Incomplete, Malformed, Tampered
from ledger.facts.erasing import Erased
from ledger.replay import recorded
from ledger.sealed import Opening
from ledger.walks import require_claims


class Gone(msgspec.Struct, frozen=True):
    """The entry by which words were erased.

    Attributes:
        number: of the entry.
        day: on which the words went.
        ground: the law that was given.
        signers: the keys that signed it, by id.
        fitting: those of them whose public key stands in the file, so that the signature was verified.
    """

    number: int
    day: str
    ground: str
    signers: tuple[str, ...]
    fitting: tuple[str, ...]

    def sentence(self) -> str:
        """Say it in one line, with what was not looked into."""
        fits = f"{len(self.fitting)} of {len(self.signers)} signatures verified"
        return f"erased by entry {self.number} on {self.day}, ground {self.ground} ({fits}, not judged)"


def erasures_of(told: Iterable[Entry], facts: Mapping[int, Recorded]) -> dict[str, Gone]:
    """Give what was erased of words in the facts of a bundle, by commitment.

    By commitment, because a vote has that of its motion and a correction that of what it leaves as it was:
    the words of each of them are the same, and are gone with them.

    Raises:
        Malformed: another fact than an erasure among them.
        Incomplete: the fact whose words one erased is not there.
        Tampered: one has other tags than its body asks for, or names what is not sealed in an earlier fact.
        BadSignature: one is of another ledger, or has a signature that is not by its key.
    """
    named = {at.fact.id: at for at in facts.values()}
    publics = {key: public for at in facts.values() for key, public in keys.publics_of(at.fact.body).items()}
    gone: dict[str, Gone] = {}
    for entry in told:
        at = recorded(entry)
        if not isinstance(at.fact.body, Erased):
            raise Malformed(f"entry {at.number}: expected an erasure, got another fact among the erasures")
        require_claims(entry, at)
        held = _held(at, at.fact.body, named)
        one = Gone(at.number, at.day, at.fact.body.ground, at.signers, _fitting(entry, publics))
        gone |= dict.fromkeys(held, one)
    return gone


def _held(at: Recorded, body: Erased, named: Mapping[str, Recorded]) -> list[str]:
    """Give the commitments that an erasure names, of an earlier fact that is there."""
    where, of = f"entry {at.number}", named.get(body.of)
    if of is None:
        raise Incomplete(f"{where}: expected the fact {body.of}, got a bundle without it")
    if of.number >= at.number:
        raise Tampered(f"{where}: expected to erase words of an earlier fact, got those of entry {of.number}")
    if at.fact.ledger != of.fact.ledger:
        raise BadSignature(f"{where}: expected a fact of {of.fact.ledger}, got one of {at.fact.ledger}")
    held = dict(sealed.commitments(of.fact))
    loose = [path for path in body.paths if path not in held]
    if loose:
        raise Tampered(f"{where}: expected sealed fields of {body.of}, got {', '.join(loose)}")
    return [held[path] for path in body.paths]


def opened_words(
    act: Recorded, openings: Iterable[Opening], facts: Mapping[int, Recorded], gone: Mapping[str, Gone]
) -> dict[str, str]:
    """Check the openings in a bundle against the commitments; give the words of the act by path.

    Raises:
        Tampered: one is of nothing in the file, does not fit, or is of words that an erasure says are gone.
    """
    held = {
        (at.fact.id, path): commitment
        for at in facts.values()
        for path, commitment in sealed.commitments(at.fact)
    }
    words = {}
    for one in openings:
        commitment = held.get((one.fact, one.path))
        if commitment is None:
            raise Tampered(f"bundle: expected openings of its own facts, got one of {one.fact} {one.path}")
        if commitment in gone:
            raise Tampered(f"{one.fact} {one.path}: expected no words, {gone[commitment].sentence()}")
        sealed.verify_opening(act.fact.ledger, one, commitment)
        if one.fact == act.fact.id:
            words[one.path] = one.text
    return words


def require_one_log(one: Mapping[int, bytes], other: Mapping[int, bytes]) -> None:
    """Require of the entries in two bundles, by number, that no two of one number differ.

    Raises:
        Forked: they do, though both were signed by the log.
    """
    for number in sorted(set(one) & set(other)):
        if one[number] != other[number]:
            raise Forked(f"bundles: expected one entry {number} of the log, got two that differ")


def _fitting(entry: Entry, publics: Mapping[str, bytes]) -> tuple[str, ...]:
    """Verify the signatures by keys that are at hand, and give those keys; an id is the hash of its key."""
    payload, signatures = envelope.open_envelope(entry.envelope)
    known = tuple(one for one in signatures if one.keyid in publics)
    if known:
        try:
            envelope.verify(payload, known, publics)
        except BadSignature as error:
            raise BadSignature(f"entry {entry.number}: {error}") from None
    return tuple(one.keyid for one in known)
