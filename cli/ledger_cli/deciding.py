"""Decisions as the command line names them, what they are worth, and the sentences that say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ledger import worths
from ledger.aftermath import considers
from ledger.commons import questions_of
from ledger.facts.decisions import MotionPut, Part, Resolved
from ledger.facts.outcomes import Considered
from ledger.instruments import Instrument, instruments
from ledger.presence import Beside
from ledger.standing import Standing, doubted
from ledger.state import deciding as known_of
from ledger_cli import suspicions
from ledger_cli.papers import sentences
from ledger_cli.settings import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.acts import Recorded
    from ledger.sittings import There
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

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
    ``considered`` are the recommendations of other bodies that it decided on.
    """

    at: Recorded
    resolved: Resolved
    body: str
    item: str
    worth: tuple[Standing, ...]
    answers: tuple[str, ...] = ()
    considered: tuple[Considered, ...] = ()


def find(past: Past, resolution: str) -> tuple[Recorded, Resolved]:
    """Give a resolution and the fact that passed it, by id.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    tagged = past.facts(f"decision:{resolution}") if _RESOLUTION.fullmatch(resolution) else []
    found = [(at, body) for at in tagged if isinstance(body := at.fact.body, Resolved)]
    if not found:
        act = " (of an act under a delegation: remit authority explain)" if resolution[:2] == "a-" else ""
        unknown(f"a resolution that the ledger knows{act}", resolution[:80], ())
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


def voting_day(past: Past, code: str) -> str:
    """Give the day of a vote on a motion: that on which it was put; in writing, today.

    Raises:
        Malformed: there is no such motion.
    """
    put, day = motion(past, code)
    sitting = past.state(f"meeting:{put.meeting}").sittings.known[put.meeting]
    return day if sitting.until is None else today()


def body_of(past: Past, resolution: str) -> str:
    """Give the code of the body that passed a resolution."""
    _, resolved = find(past, resolution)
    return past.state(f"meeting:{resolved.meeting}").sittings.body_of(resolved.meeting) or ""


def read(past: Past, resolution: str, day: str) -> Decision:
    """Say what a resolution is worth on a day, by the terms that bound it when it was recorded."""
    at, resolved = find(past, resolution)
    state = past.grown(lambda state: worths.boundary(resolution, day, known_of(state)))
    sitting = state.sittings.known[resolved.meeting]
    item = sitting.items[resolved.item].number if resolved.item in sitting.items else resolved.item
    known = known_of(state)
    suspect = suspicions.of_act(past, at, *worths.after(resolution, known))
    worth = worths.worth(resolution, day, known)
    worth = doubted(worth, resolved, worths.told_of(resolution, known), day, suspect)
    considered = considers(resolution, state.outcomes, day)
    return Decision(at, resolved, sitting.body, item, worth, questions_of(resolved), considered)


def texts(past: Past, found: Decision) -> dict[str, str]:
    """Give what each part says, by its number, with its condition and what it chooses."""
    words, said = past.words([found.at]), {}
    for index, part in enumerate(found.resolved.parts):
        at = f"body.parts.{index}"
        text = words.read(found.at.fact.id, f"{at}.text", part.text) or ""
        condition = words.read(found.at.fact.id, f"{at}.condition", part.condition)
        text += f"; subject to: {condition}{f' by {part.due}' if part.due else ''}" if condition else ""
        said[part.number] = text + (f"; chosen: {sentences.listed(part.chosen)}" if part.chosen else "")
    return said


def under(past: Past, found: Decision) -> dict[str, Instrument]:
    """Give the instrument under which each part was taken, by part; a part under none has none (PBP-3)."""
    resolved = found.resolved
    named = {part.under for part in resolved.parts if part.under is not None}
    if not named:
        return {}
    tags = {f"meeting:{resolved.meeting}", *(f"delegation:{one}" for one in named)}
    tags |= {f"{noun}:{found.body}" for noun in ("roll", "terms", "deputies")}
    state = past.grown(_more, *tags)
    folds = (state.bodies, state.directory, state.roll, state.deputies, state.programme, state.terms)
    sitting = state.sittings.known[resolved.meeting]
    return {one.part: one for one in instruments(resolved, sitting, state.chain, Beside(*folds))}


def _more(state: State) -> Iterator[str]:
    """Name what the known links make worth reading: those above, who gave them, whose body that is."""
    yield from (f"delegation:{one}" for one in state.chain.parents(tuple(state.chain.links)))
    for link in state.chain.links.values():
        yield from (link.by, *(f"body:{after}" for _, _, after in link.passed))
    for body in state.bodies.known.values():
        yield from (f"organisation:{code}" for code in body.founders)
    for _, ended in state.directory.ended.values():
        yield from (f"organisation:{code}" for code in ended.successors)


def sentence(found: Decision, part: Part, worth: Standing, title: str) -> str:
    """Say in one sentence what a part is worth: to be pasted under the recommendation of a paper."""
    day = sentences.day(found.at.day)
    by = f"Office-holders of {title}" if found.resolved.way == "by office-holders" else title
    resolution = found.resolved.resolution
    said = f"{by} {DONE[part.kind]} on {day} (item {found.item}, decision {resolution}"
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
        who = "those who took it" if found.resolved.way == "by office-holders" else "the body"
        why = f"{who} had no power to decide it on the record, so it stands as a recommendation"
        return f"{said}; {why}.{beside}"
    if worth.worth == "not known":
        doubts = "; ".join(worth.beside or tuple(one.said for one in worth.grounds[1:]))
        return f"{said}; whether it is valid is not known on the record: {doubts}.{wait}"
    since = [one.day for one in worth.grounds if one.said.startswith(_begun(worth.worth))]
    when = f", since {sentences.day(since[-1])}" if since else ""
    return f"{said}: {worth.worth}{when}.{beside}"


def _subject(part: Part, worth: Standing) -> str:
    """Say what a part is still subject to: its own condition, or that others agree."""
    if any(one.startswith("to be ratified") for one in worth.beside):
        return "subject to the body ratifying it"
    if part.condition is None and worth.awaited:
        return f"to hold only if {sentences.listed(worth.awaited)} agree too"
    due = f" by {sentences.day(part.due)}" if part.due else ""
    return f"subject to a condition that is still to be met{due}"


def _begun(worth: str) -> tuple[str, ...]:
    """Give how the grounds begin from which a decision has its worth."""
    called_in = ("called in by", "referred back") if worth == "contested" else ()
    return (worth.split(" by ", maxsplit=1)[0], *called_in)


def instrument(one: Instrument) -> str:
    """Say in a line under which instrument a part was taken, who gave it, and who was there for the giver."""
    if one.giver is None:
        return f"part {one.part}  under {one.delegation}: by whom it was given is not known"
    links = " > ".join(f"{link.delegation} ({link.clause or 'no clause'})" for link in one.links)
    whose = f" of {', '.join(one.organisations)}" if one.organisations else ""
    there = f"there for it: {_people(one.there) or 'nobody'}"
    unsure = f"; not known of {_people(one.unsure)}" if one.unsure else ""
    return (
        f"part {one.part}  under {links}, given by {one.giver.removeprefix('body:')}{whose}; {there}{unsure}"
    )


def spelled(session: Session, one: Instrument | None) -> dict[str, object] | None:
    """Spell an instrument for programs; ``there`` are those who were there for the body that gave it."""
    if one is None:
        return None
    links = [
        {"delegation": link.delegation, "to": link.to, "since": link.since, "clause": link.clause}
        for link in one.links
    ]
    there, unsure = (
        [
            {"person": each.person, "name": session.spell(each.person), "member": each.member}
            for each in people
        ]
        for people in (one.there, one.unsure)
    )
    given = {"delegation": one.delegation, "giver": one.giver, "organisations": list(one.organisations)}
    return {**given, "links": links, "there": there, "not known": unsure}


def _people(people: tuple[There, ...]) -> str:
    return ", ".join(
        one.person if one.person == one.member else f"{one.person} for {one.member}" for one in people
    )


def considered(one: Considered) -> dict[str, str]:
    """Give the recommendation of another body that a decision was on, and the answer."""
    return {"decision": one.resolution, "part": one.part, "body": one.body, "answer": one.answer}
