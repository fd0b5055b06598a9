"""What came later than an act and bears on its bundle: words erased, keys that others had, contests.

It stands where no walk leads. So it is believed as it stands in the log, and as far as the file has the
keys that signed it; the rules judge such an entry in a bundle of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ledger import envelope, keys
from ledger.acts import Recorded
from ledger.entry import Entry
from ledger.errors import BadSignature, Forked, Incomplete, Malformed, Tampered
from ledger.facts import contesting as facts_contesting
from ledger.facts.erasing import Erased
from ledger.facts.keys import Compromised
from ledger.gone import Gone, held
from ledger.suspects import Suspects, Theft, within
from ledger.walks import require_claims

OfFact = facts_contesting.Contested | facts_contesting.Withdrawn
"""What a member says with the own key of a fact: that it is not what happened, or no longer that (D15)."""


class Objection(msgspec.Struct, frozen=True):
    """A contest of a fact in the file, or its withdrawal, as it was recorded later.

    Attributes:
        fitting: the keys that signed it whose public key stands in the file: so many were verified.
    """

    at: Recorded
    fitting: tuple[str, ...]


class Later(msgspec.Struct, frozen=True):
    """What the later entries of a bundle tell.

    Attributes:
        gone: what was erased of words in its facts, by commitment: a vote has that of its motion and a
            correction that of what it leaves as it was, so the words of each of them are gone together.
        thefts: what was said of keys that signed its facts.
        suspects: the keys that are suspect by that, or by a fact that the bundle has from before its act.
        objections: what members contested of its facts, or withdrew, in the order of entries.
    """

    gone: Mapping[str, Gone] = msgspec.field(default_factory=dict)
    thefts: tuple[Theft, ...] = ()
    suspects: Suspects = Suspects()
    objections: tuple[Objection, ...] = ()

    def and_(self, other: Later) -> Later:
        """Take what another bundle of the log tells as well."""
        thefts = {one.number: one for one in (*self.thefts, *other.thefts)}
        ordered = tuple(thefts[number] for number in sorted(thefts))
        said = {one.at.number: one for one in (*self.objections, *other.objections)}
        objections = tuple(said[number] for number in sorted(said))
        return Later({**self.gone, **other.gone}, ordered, self.suspects.and_(other.suspects), objections)


def later_of(told: Iterable[tuple[Entry, Recorded]], act: int, facts: Mapping[int, Recorded]) -> Later:
    """Read the later entries of a bundle, as far as it can tell of them.

    Raises:
        Malformed: another fact among them.
        Incomplete: the fact whose words one erased, or that one contests, is not there, nor any that the key
            signed.
        Tampered: one has other tags than its body asks for, stands before what it bears on, or names what is
            not sealed.
        BadSignature: one is of another ledger, or has a signature that is not by its key.
    """
    named = {at.fact.id: at for at in facts.values()}
    publics = {key: public for at in facts.values() for key, public in keys.publics_of(at.fact.body).items()}
    gone: dict[str, Gone] = {}
    thefts: list[Theft] = []
    objections: list[Objection] = []
    for entry, at in told:
        body = at.fact.body
        if not isinstance(body, Erased | Compromised | OfFact):
            raise Malformed(
                f"entry {at.number}: expected an erasure, a compromised key or a contest among what came "
                "later, got another fact"
            )
        require_claims(entry, at)
        if isinstance(body, Erased):
            commitments = held(at, body, named)
            one = Gone(at.number, at.day, body.ground, at.signers, _fitting(entry, publics))
            gone |= dict.fromkeys(commitments, one)
        elif isinstance(body, OfFact):
            _require_of_fact(at, body, named)
            objections.append(Objection(at, _fitting(entry, publics)))
        else:
            _require_of_signer(at, body, facts[act], facts)
            fitting = _fitting(entry, publics)
            thefts.append(Theft(at.number, at.day, body.key, body.suspect, at.signers, fitting))
    return Later(gone, tuple(thefts), within(facts.values(), thefts), tuple(objections))


def _require_of_fact(at: Recorded, body: OfFact, named: Mapping[str, Recorded]) -> None:
    """Require of what is contested that it is an earlier fact of the file, of the same ledger."""
    where, of = f"entry {at.number}", named.get(body.contests)
    if of is None:
        raise Incomplete(f"{where}: expected the fact {body.contests}, got a bundle without it")
    if of.number >= at.number:
        raise Tampered(f"{where}: expected to contest an earlier fact, got entry {of.number}")
    if at.fact.ledger != of.fact.ledger:
        raise BadSignature(f"{where}: expected a fact of {of.fact.ledger}, got one of {at.fact.ledger}")


def _require_of_signer(at: Recorded, body: Compromised, act: Recorded, facts: Mapping[int, Recorded]) -> None:
    """Require of what is said of a key that it came after the act, and that the key signed a fact here."""
    where = f"entry {at.number}"
    if not any(body.key in one.signers for one in facts.values()):
        raise Incomplete(f"{where}: expected a fact signed by {body.key}, got a bundle without one")
    if at.number <= act.number:
        raise Tampered(f"{where}: expected an entry after the act, entry {act.number}, got one before it")
    if at.fact.ledger != act.fact.ledger:
        raise BadSignature(f"{where}: expected a fact of {act.fact.ledger}, got one of {at.fact.ledger}")


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
