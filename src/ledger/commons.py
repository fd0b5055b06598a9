"""Questions put in common to several bodies, and what each of them answered (PBP-4).

A body agrees by a part of a decision of its own, which names the question; it says in a fact of its own that
it does not agree.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import common as facts
from ledger.facts.decisions import Part, Resolved

DECIDING = ("decision", "in principle")
"""The kinds of parts by which a body exercises a power, or agrees to a question put in common."""


class Question(msgspec.Struct, frozen=True):
    """A question put in common, in its place."""

    number: int
    day: str
    put: facts.Put

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies to which it was put, in their order."""
        return tuple(one.body for one in self.put.sittings)

    @property
    def binds(self) -> bool:
        """Whether what one body decides holds only if all agree."""
        return self.put.holds == "only if all agree"

    def of(self, body: str) -> facts.Committee | None:
        """Give at which meeting and item it was put to a body."""
        return next((one for one in self.put.sittings if one.body == body), None)

    def at(self, item: str) -> facts.Committee | None:
        """Give the body, and its meeting, to which it was put at an item."""
        return next((one for one in self.put.sittings if one.item == item), None)

    def decided_by(self, part: Part) -> bool:
        """Say whether a part could decide the question: on its matter, where it has one."""
        return part.kind in DECIDING and self.put.matter in {None, part.matter}


class Said(msgspec.Struct, frozen=True):
    """What a body answered, in its place: by which resolution it agreed; None: it did not agree."""

    number: int
    day: str
    item: str
    resolution: str | None = None

    @property
    def agreed(self) -> bool:
        """Whether the body agreed."""
        return self.resolution is not None


class Commons(msgspec.Struct, frozen=True):
    """The questions put in common that the facts read tell of, by id, and the answers in their order."""

    questions: Mapping[str, Question] = msgspec.field(default_factory=dict)
    answers: Mapping[str, tuple[Said, ...]] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body | Resolved) -> Commons:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Put):
            return replace(self, questions={**self.questions, body.common: Question(at.number, at.day, body)})
        if isinstance(body, facts.Declined):
            return self._with(body.common, Said(at.number, at.day, body.item))
        agreed = self
        for common in questions_of(body):
            agreed = agreed._with(common, Said(at.number, at.day, body.item, body.resolution))
        return agreed

    def answered(self, common: str, day: str | None = None) -> Mapping[str, Said]:
        """Give what each body had answered to a question by a day (None: so far); its first answer counts."""
        question = self.questions.get(common)
        given: dict[str, Said] = {}
        for said in self.answers.get(common, ()):
            one = question.at(said.item) if question is not None else None
            if one is not None and (day is None or said.day <= day):
                given.setdefault(one.body, said)
        return given

    def tags(self, resolved: Resolved | None) -> frozenset[str]:
        """Give the tags of the questions that a resolution answers, and of what became of the others."""
        asked = () if resolved is None else questions_of(resolved)
        said = (one for common in asked for one in self.answers.get(common, ()))
        subjects = {f"subject:{one.resolution}" for one in said if one.resolution is not None}
        return frozenset({f"common:{one}" for one in asked} | subjects)

    def partners(self, resolved: Resolved) -> tuple[str, ...] | None:
        """Give the decisions without which a resolution does not hold; None: some are not taken."""
        found: list[str] = []
        for common in questions_of(resolved):
            question, given = self.questions.get(common), self.answered(common)
            if question is not None and not question.binds:
                continue
            if question is None or not all(body in given and given[body].agreed for body in question.bodies):
                return None
            found += [said.resolution for said in given.values() if said.resolution is not None]
        return tuple(found)

    def _with(self, common: str, said: Said) -> Commons:
        return replace(self, answers={**self.answers, common: (*self.answers.get(common, ()), said)})


def questions_of(resolved: Resolved) -> tuple[str, ...]:
    """Give the ids of the questions put in common to which a resolution agrees."""
    return tuple(dict.fromkeys(part.common for part in resolved.parts if part.common is not None))
