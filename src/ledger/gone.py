"""Which words of its facts a bundle has, and which are gone by the erasures that it carries.

What an erasure has to fit is checked here; ``ledger.later`` reads it, with what else came later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ledger import sealed
from ledger.acts import Recorded
from ledger.errors import BadSignature, Incomplete, Tampered
from ledger.facts.erasing import Erased
from ledger.sealed import Opening


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


def held(at: Recorded, body: Erased, named: Mapping[str, Recorded]) -> list[str]:
    """Give the commitments that an erasure names, of an earlier fact that is there, by the facts' ids.

    Raises:
        Incomplete: the fact whose words it erased is not there.
        Tampered: it names a later fact, or what is not sealed.
        BadSignature: it is of another ledger.
    """
    where, of = f"entry {at.number}", named.get(body.of)
    if of is None:
        raise Incomplete(f"{where}: expected the fact {body.of}, got a bundle without it")
    if of.number >= at.number:
        raise Tampered(f"{where}: expected to erase words of an earlier fact, got those of entry {of.number}")
    if at.fact.ledger != of.fact.ledger:
        raise BadSignature(f"{where}: expected a fact of {of.fact.ledger}, got one of {at.fact.ledger}")
    commitments = dict(sealed.commitments(of.fact))
    loose = [path for path in body.paths if path not in commitments]
    if loose:
        raise Tampered(f"{where}: expected sealed fields of {body.of}, got {', '.join(loose)}")
    return [commitments[path] for path in body.paths]


def opened_words(
    act: Recorded, openings: Iterable[Opening], facts: Mapping[int, Recorded], gone: Mapping[str, Gone]
) -> dict[str, str]:
    """Check the openings in a bundle against the commitments; give the words of the act by path.

    Raises:
        Tampered: one is of nothing in the file, does not fit, or is of words that an erasure says are gone.
    """
    committed = {
        (at.fact.id, path): commitment
        for at in facts.values()
        for path, commitment in sealed.commitments(at.fact)
    }
    words = {}
    for one in openings:
        commitment = committed.get((one.fact, one.path))
        if commitment is None:
            raise Tampered(f"bundle: expected openings of its own facts, got one of {one.fact} {one.path}")
        if commitment in gone:
            raise Tampered(f"{one.fact} {one.path}: expected no words, {gone[commitment].sentence()}")
        sealed.verify_opening(act.fact.ledger, one, commitment)
        if one.fact == act.fact.id:
            words[one.path] = one.text
    return words
