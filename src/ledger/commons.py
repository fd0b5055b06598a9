"""Questions put in common to several bodies, and what each of them answered (PBP-4)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import common as facts
from ledger.facts.decisions import Part

DECIDING = ("decision", "in principle")
"""The kinds of parts by which a body agrees to a question put in common."""


class Question(msgspec.Struct, frozen=True):
    """A question put in common, in its place."""

    number: int
    day: str
    put: facts.Put

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies to which it was put, in their order."""
        return tuple(one.body for one in self.put.sittings)

    def meeting_of(self, body: str) -> str | None:
        """Give the meeting of a body at which it was put to that body."""
        return next((one.meeting for one in self.put.sittings if one.body == body), None)

    def decided_by(self, part: Part) -> bool:
        """Say whether a part of a resolution decides the question: on its matter, where it has one."""
        return part.kind in DECIDING and self.put.matter in {None, part.matter}


class Said(msgspec.Struct, frozen=True):
    """What a body answered, in its place."""

    number: int
    day: str
    answer: facts.Answered


class Commons(msgspec.Struct, frozen=True):
    """The questions put in common that the facts read tell of, by id, and the answers in their order."""

    questions: Mapping[str, Question] = msgspec.field(default_factory=dict)
    answers: Mapping[str, tuple[Said, ...]] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Commons:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Put):
            return replace(self, questions={**self.questions, body.common: Question(at.number, at.day, body)})
        said = (*self.answers.get(body.common, ()), Said(at.number, at.day, body))
        return replace(self, answers={**self.answers, body.common: said})

    def answered(self, common: str, day: str | None = None) -> Mapping[str, Said]:
        """Give what each body had answered to a question by a day (None: so far)."""
        said = self.answers.get(common, ())
        return {one.answer.body: one for one in said if day is None or one.day <= day}

    def answering(self, resolution: str) -> tuple[str, ...]:
        """Give the ids of the questions to which a body agreed by a resolution."""
        return tuple(
            common
            for common, said in self.answers.items()
            if any(one.answer.resolution == resolution for one in said)
        )

    def tags(self, resolution: str) -> frozenset[str]:
        """Give the tags of the questions to which a body agreed by a resolution."""
        return frozenset(f"common:{common}" for common in self.answering(resolution))

    def stands(self, resolution: str) -> bool:
        """Say whether everybody agreed to the questions that a resolution answers, where all have to."""
        return all(self._settled(common) for common in self.answering(resolution))

    def _settled(self, common: str) -> bool:
        question = self.questions.get(common)
        if question is None or question.put.holds != "only if all agree":
            return True
        given = self.answered(common)
        return all(body in given and given[body].answer.agreed for body in question.bodies)
