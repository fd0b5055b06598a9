"""Decisions as the command line names them, what they are worth, and the sentences that say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ledger.facts.decisions import MotionPut, Part, Resolved
from ledger.standing import Standing, decided, in_common, standings
from ledger_cli.papers import sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.acts import Recorded
    from ledger.commons import Question, Said
    from ledger_cli.lookups import Past

_RESOLUTION, _MOTION = (re.compile(rf"{letter}-[a-z2-7]{{16}}") for letter in "dv")
DONE = {
    "decision": "decided this",
    "in principle": "agreed this in principle",
    "support": "supported this",
    "welcome": "welcomed this",
    "note": "noted this",
    "recommendation": "recommended this",
    "election": "elected as stated",
}
"""What a body did, by the kind of the part."""


class Decision(msgspec.Struct, frozen=True):
    """A resolution with the body that took it, the number of its item, and what its parts are worth.

    ``answers`` are the ids of the questions put in common to which the body agreed by it.
    """

    at: Recorded
    resolved: Resolved
    body: str
    item: str
    worth: tuple[Standing, ...]
    answers: tuple[str, ...] = ()


def find(past: Past, resolution: str) -> tuple[Recorded, Resolved]:
    """Give a resolution and the fact that passed it, by id.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    tagged = past.facts(f"decision:{resolution}") if _RESOLUTION.fullmatch(resolution) else []
    found = [(at, body) for at in tagged if isinstance(body := at.fact.body, Resolved)]
    if not found:
        unknown("a resolution that the ledger knows", resolution[:80], ())
    return found[0]


def motion(past: Past, code: str) -> tuple[MotionPut, str]:
    """Give a motion as it was put, and the day of it.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    facts = past.facts(f"motion:{code}") if _MOTION.fullmatch(code) else []
    puts = [(body, at.day) for at in facts if isinstance(body := at.fact.body, MotionPut)]
    if not puts:
        unknown("a motion that the ledger knows", code[:80], ())
    return puts[0]


def body_of(past: Past, resolution: str) -> str:
    """Give the code of the body that passed a resolution."""
    _, resolved = find(past, resolution)
    return past.state(f"meeting:{resolved.meeting}").sittings.body_of(resolved.meeting) or ""


def read(past: Past, resolution: str, day: str) -> Decision:
    """Say what a resolution is worth on a day, with what others answered to a question put in common."""
    found = alone(past, resolution, day)
    for common in found.answers:
        commons = past.state(f"common:{common}").outcomes.commons
        question, answers = commons.questions[common], commons.answered(common, day)
        if found.body in answers:
            known = {
                one: alone(past, code, day) for one, code in agreed(answers).items() if one != found.body
            }
            worth = in_common(found.worth, found.resolved, question, answers, lasting(question, known))
            found = msgspec.structs.replace(found, worth=worth)
    return found


def agreed(answers: Mapping[str, Said]) -> dict[str, str]:
    """Give the resolution by which each body agreed that did."""
    return {body: one.answer.resolution for body, one in answers.items() if one.answer.resolution}


def lasting(question: Question, known: Mapping[str, Decision]) -> dict[str, str]:
    """Say what the decision of each body on a question is worth by itself."""
    return {body: decided(one.worth, one.resolved, question) for body, one in known.items()}


def alone(past: Past, resolution: str, day: str) -> Decision:
    """Say what a resolution is worth on a day, judged by the terms that bound it when it was recorded."""
    at, resolved = find(past, resolution)
    body = body_of(past, resolution)
    tags = (f"{noun}:{body}" for noun in ("terms", "calendar"))
    state = past.state(f"meeting:{resolved.meeting}", f"subject:{resolution}", *tags)
    sitting = state.sittings.known[resolved.meeting]
    items, terms = sitting.items, state.terms.in_force(body, sitting.bound(at.day), at.number)
    told = state.outcomes.about.get(resolution, ())
    item = items[resolved.item].number if resolved.item in items else resolved.item
    worth = standings(at, resolved, told, terms, day, state.programme.days(body, day))
    answers = state.outcomes.commons.answering(resolution)
    return Decision(at, resolved, body, item, worth, answers)


def sentence(found: Decision, part: Part, worth: Standing, title: str) -> str:
    """Say in one sentence what a part is worth: to be pasted under the recommendation of a paper."""
    day = sentences.day(found.at.day)
    said = f"{title} {DONE[part.kind]} on {day} (item {found.item}, decision {found.resolved.resolution}"
    said += f", part {part.number})" if len(found.resolved.parts) > 1 else ")"
    beside = f" Beside it stands: {'; '.join(worth.beside)}." if worth.beside else ""
    wait = ""
    if worth.not_before is not None:
        wait = f" It is not to be implemented before {sentences.day(worth.not_before)}."
    beside = f"{wait}{beside}"
    if worth.worth == "valid":
        return f"{said}.{beside}"
    if worth.worth == "recommendation awaiting answers":
        awaited = sentences.listed(worth.awaited)
        return f"{said}; answers are awaited from {awaited}, and nothing is decided.{beside}"
    if worth.worth == "conditional":
        return f"{said}, {_subject(part, worth)}.{beside}"
    if worth.worth == "appears outside authority":
        why = "the body had no power to decide it on the record, so it stands as a recommendation"
        return f"{said}; {why}.{beside}"
    if worth.worth == "not known":
        return f"{said}; whether it is valid is not known on the record: {'; '.join(worth.beside)}.{wait}"
    since = [one.day for one in worth.grounds if one.said.startswith(_begun(worth.worth))]
    when = f", since {sentences.day(since[-1])}" if since else ""
    return f"{said}: {worth.worth}{when}.{beside}"


def _subject(part: Part, worth: Standing) -> str:
    """Say what a part is still subject to: its own condition, or that others agree."""
    if part.condition is None and worth.awaited:
        return f"to hold only if {sentences.listed(worth.awaited)} agree too"
    due = f" by {sentences.day(part.due)}" if part.due else ""
    return f"subject to a condition that is still to be met{due}"


def _begun(worth: str) -> tuple[str, ...]:
    """Give how the grounds begin from which a decision has its worth."""
    called_in = ("called in by", "referred back") if worth == "contested" else ()
    return (worth.split(" by ", maxsplit=1)[0], *called_in)
