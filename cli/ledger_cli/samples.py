"""A sample of decisions as a spreadsheet: what was drawn and how, and the questions to ask of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ledger.facts.delegations import Used
from ledger_cli import deciding, interestvotes, looking, samplequestions, sampling
from ledger_cli.papers.tree import Grid

if TYPE_CHECKING:
    from ledger_cli.lookups import Past
    from ledger_cli.periods import Period
    from ledger_cli.samplequestions import Case, Question
    from ledger_cli.session import Session
    from ledger_cli.withholding import Hidden

DECISIONS = ("place", "decision", "rank", "day", "item", "way", "what was decided", "worth", "entry")
QUESTIONS = ("place", "decision", "subject", "the record says", "question", "entries", "answer", "seen")
HOW = "the lowest SHA-256 over the seed in UTF-8, a line feed, and the id of the decision"


class Drawn(msgspec.Struct, frozen=True):
    """A decision of the sample: its place, its rank, and the questions about it."""

    place: int
    rank: str
    case: Case
    text: str
    questions: tuple[Question, ...]


class Sample(msgspec.Struct, frozen=True):
    """What was drawn of how many decisions; ``about`` is what it takes to draw it again."""

    about: tuple[tuple[str, str], ...]
    drawn: tuple[Drawn, ...]
    population: int


def draw(
    session: Session, past: Past, body: str, over: Period, size: int, seed: str, hidden: Hidden
) -> Sample:
    """Draw a sample of the decisions that a body took in a period.

    Raises:
        Malformed: a seed that would not stand on paper as it was used.
    """
    sampling.require_seed(seed)
    with looking.views(session) as views:
        every = views.decisions(body, on=over.last, known_at=past.upto)
        population = {one.resolution for one in every if over.holds(one.day)}
    picked = sampling.draw(seed, population, size)
    met = interestvotes.read(past, body, over).met if picked else ()
    acts = [(at, act) for at, act in past.every(Used) if act.resolution in population]
    drawn = []
    for place, (rank, decision) in enumerate(picked, 1):
        case = samplequestions.case(past, decision, met, acts, over.last)
        shut = hidden.hides(case.found.at)
        texts = deciding.texts(past, case.found)
        text = "\n".join(f"{number}  {said}" for number, said in texts.items())
        text = hidden.instead(case.found.resolved.item) if shut else text
        drawn.append(Drawn(place, rank, case, text, samplequestions.ask(case)))
    about = (
        ("body", body),
        ("from", over.first),
        ("to", over.last),
        ("seed", seed),
        ("asked for", str(size)),
        ("drawn", str(len(drawn))),
        ("decisions in the period", str(len(population))),
        ("known at entry", str(past.upto)),
        ("root", past.root),
        ("log", session.log.name),
        ("drawn by", HOW),
    )
    return Sample(about, tuple(drawn), len(population))


def grids(sample: Sample) -> dict[str, Grid]:
    """Give three sheets: the decisions, the questions with room for the answers, and how it was drawn."""
    decisions = [
        (
            *(str(one.place), one.case.found.resolved.resolution, one.rank, one.case.found.at.day),
            *(one.case.found.item, one.case.found.resolved.way, one.text, _worth(one)),
            str(one.case.found.at.number),
        )
        for one in sample.drawn
    ]
    questions = [
        (
            *(str(one.place), one.case.found.resolved.resolution, each.subject, each.record, each.question),
            *(", ".join(map(str, each.entries)), "", ""),
        )
        for one in sample.drawn
        for each in one.questions
    ]
    return {
        "Decisions": Grid(DECISIONS, tuple(decisions)),
        "Questions": Grid(QUESTIONS, tuple(questions)),
        "How it was drawn": Grid(("what", "value"), sample.about),
    }


def _worth(one: Drawn) -> str:
    return "; ".join(f"{each.part}: {each.worth}" for each in one.case.found.worth)
