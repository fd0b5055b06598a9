"""What an erasure takes in, and what is swept once it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec

from ledger.erasing import openings_of
from ledger.errors import Malformed
from ledger.facts import founding, members, offices, organisations
from ledger.facts.corrections import Corrected, first_said, meeting_of
from ledger.facts.erasing import Erased
from ledger.facts.fact import Fact
from ledger.facts.words import Words
from ledger.keys import body_of
from ledger.state import State
from ledger.tags import TOTALS
from ledger_cli import sealedwords, sweeping
from ledger_cli.erasures import Mark
from ledger_cli.lookups import Past, fact_named
from ledger_cli.session import Session

SERVICE = members.Appointed | members.CoOpted | offices.Elected | offices.ActingUp


class Plan(msgspec.Struct, frozen=True):
    """What goes: of each fact its paths, with the words that are still there."""

    upto: int
    body: str
    fields: tuple[tuple[Fact, tuple[str, ...]], ...]
    words: tuple[str, ...]
    lines: tuple[str, ...]


def plan(session: Session, request: str, text: str, fields: tuple[str, ...], body: str | None) -> Plan:
    """Say which words of which facts go: of the one that is named, and of its corrections.

    Raises:
        Malformed: no such fact or field, or nobody whose act it was.
    """
    first = session.store.request(request)
    past = Past(session, None if first is None else first.first - 1)
    said = fact_named(session.store, text, past.upto).fact
    opened = openings_of(said)
    wanted = sorted({one if one in opened else f"body.{one}" for one in fields})
    unknown = [one for one in wanted if one not in opened]
    if unknown or not wanted:
        kept = ", ".join(path.removeprefix("body.") for path in opened) or "it opens none"
        got = ", ".join(unknown) or "none"
        raise Malformed(f"expected fields of {said.id} with words of their own ({kept}), got {got}")
    found = ((said, tuple(wanted)), *_corrections(past, said, wanted))
    spoken = sealedwords.of(session.store, [fact for fact, _ in found])
    places = [(fact.id, path) for fact, paths in found for path in paths]
    there = {place: spoken[place] for place in places if not isinstance(spoken.get(place, Mark()), Mark)}
    lines = tuple(f"goes: {place[0]} {place[1]}: {there.get(place, 'gone already')}" for place in places)
    return Plan(past.upto, body or _whose(past, said), found, tuple(there.values()), lines)


def bodies(
    session: Session, plan_: Plan, ground: str, person: str | None, reason: str | None
) -> list[Erased]:
    """Give what is to be stated, a fact for each fact whose words go."""
    past = Past(session, plan_.upto)
    served = _served(past, person or _registered(plan_.fields[0][0]))
    why = None if reason is None else Words.of(reason)
    return [
        Erased(fact.id, _rarest(session, fact, plan_.upto), paths, plan_.body, ground, person, served, why)
        for fact, paths in plan_.fields
    ]


def sweep(session: Session, plan_: Plan) -> Iterator[str]:
    """Remove what the program itself left beside the ledger with the words in it; tell what else has them."""
    for name in sweeping.OURS:
        for path in sweeping.found(session.settings.folder / name, plan_.words, deep=True):
            path.unlink(missing_ok=True)
            yield f"removed with it: {path}"
    for path in sorted({*_beside(session, plan_)}):
        yield f"still holds the words, and is yours to destroy: {path}"
    for words in plan_.words:
        for fact, field in session.store.containing(words) if len(words) > sweeping.SHORT else ():
            where = f"{fact} {field.removeprefix('body.')}"
            yield f"the same words stand in {where}: erase them too, if they have to go"
    yield "out of reach: exports, bundles and backups kept elsewhere, and the write-ahead log of a server"


def _beside(session: Session, plan_: Plan) -> Iterator[Path]:
    folders = {Path.cwd(), session.settings.folder.resolve()}
    if "://" not in session.settings.store:
        folders.add(Path(session.settings.store).resolve().parent)
    for folder in folders:
        yield from sweeping.found(folder, plan_.words, deep=folder == session.settings.folder.resolve())


def _corrections(past: Past, said: Fact, wanted: list[str]) -> Iterator[tuple[Fact, tuple[str, ...]]]:
    for at in past.facts(*said.tags):
        body = at.fact.body
        if isinstance(body, Corrected) and body.corrects == said.id:
            opened = openings_of(at.fact)
            same = [f"body.{path}" for path in wanted if f"body.{path}" in opened]
            if same:
                yield at.fact, tuple(same)


def _whose(past: Past, said: Fact) -> str:
    meeting = meeting_of(said.body)
    state = past.state(f"meeting:{meeting}") if meeting else State()
    coming = state.programme.meetings.get(meeting or "")
    held_by = state.sittings.body_of(meeting) or (coming.scheduled.body if coming else None)
    found = body_of(said.body, held_by)
    if found is None or found.startswith("organisation:"):
        raise Malformed(f"expected --body, whose act this is: {said.id} is of no body in particular")
    return found


def _registered(said: Fact) -> str | None:
    match first_said(said.body):
        case founding.Founded(officer=person) | organisations.PersonRegistered(person=person):
            return person
        case _:
            return None


def _served(past: Past, person: str | None) -> tuple[str, ...]:
    """Give the bodies on whose roll a person is or was, as every fact of appointments and elections says."""
    if person is None:
        return ()
    every = (body for _, body in past.every(*get_args(SERVICE)))
    codes = {body.body for body in every if isinstance(body, SERVICE) and body.person == person}
    for _, correction in past.every(Corrected):
        for body in (correction.was, correction.body):
            if isinstance(body, SERVICE) and body.person == person:
                codes.add(body.body)
    return tuple(sorted(codes))


def _rarest(session: Session, said: Fact, upto: int) -> str:
    """Give the tag of a fact that the fewest others carry: it is what the judgement reads."""
    tags = [tag for tag in said.tags if not tag.startswith(TOTALS)]
    return min(tags, key=lambda tag: (sum(1 for _ in session.store.read([tag], upto=upto)), tag))
