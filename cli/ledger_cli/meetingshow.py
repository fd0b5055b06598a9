"""A meeting as it is shown: who was there in the words of attendance, its course, its items.

Implements LSC-M1 (the lists) and LSC-9.4: to the public, of what is withheld only that it is, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from ledger.facts import interests
from ledger.facts import meetings as facts

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.sittings import Sitting
    from ledger_cli.lookups import Past, Words
    from ledger_cli.output import Cell

PEOPLE = ("list", "name", "person", "organisation")
ITEMS = ("item", "title", "note", "absent", "offices shown to be there", "withheld")


class Shown(msgspec.Struct, frozen=True):
    """Everything that is shown of a meeting."""

    head: dict[str, object]
    people: list[tuple[Cell, ...]]
    interests: list[str]
    course: list[str]
    items: list[tuple[Cell, ...]]

    def as_json(self) -> dict[str, object]:
        """Give the same as plain data."""
        people = [dict(zip(PEOPLE, row, strict=True)) for row in self.people]
        items = [dict(zip(ITEMS, row, strict=True)) for row in self.items]
        lines = {"interests": self.interests, "course": self.course}
        return {**self.head, "people": people, **lines, "items": items}


class _Reader(msgspec.Struct, frozen=True):
    at_meeting: list[Recorded]
    words: Words
    known: Mapping[str, str]
    items: Mapping[str, facts.ItemOpened]
    public: bool

    def name(self, person: str) -> str:
        return f"{self.known.get(person)} ({person})"

    def withheld(self, item: str | None) -> bool:
        known = self.items.get(item or "")
        return self.public and known is not None and known.access != "public"


def read(past: Past, meeting: str, *, public: bool) -> Shown:
    """Read a meeting by its id; to the public, of what is withheld, only its summary and why is shown."""
    at_meeting = past.facts(f"meeting:{meeting}")
    words = past.words(at_meeting)
    items = {body.item: body for at in at_meeting if isinstance(body := at.fact.body, facts.ItemOpened)}
    sitting = past.state(f"meeting:{meeting}").sittings.known[meeting]
    reader = _Reader(at_meeting, words, past.names(_named(at_meeting, sitting)), items, public)
    return Shown(
        _head(reader),
        list(_people(reader)),
        list(_interests(reader)),
        list(_course(reader)),
        list(_items(reader)),
    )


def _named(at_meeting: list[Recorded], sitting: Sitting) -> set[str]:
    """Give everybody whom the record of a meeting names."""
    people = {*sitting.listed, *sitting.apologies, *sitting.absent, *sitting.deputising.values()}
    for at in at_meeting:
        body = at.fact.body
        if isinstance(body, facts.Presided | facts.QuorumConfirmed | interests.Declared):
            people.add(body.person)
        elif isinstance(body, facts.ItemOpened):
            people |= set(body.absent)
    return people


def _head(reader: _Reader) -> dict[str, object]:
    for at in reader.at_meeting:
        body = at.fact.body
        if isinstance(body, facts.Opened):
            return {
                "meeting": body.meeting,
                "body": body.body,
                "date": at.day,
                "kind": body.kind,
                "time": body.time,
                "place": reader.words.read(at.fact.id, "body.place", body.place),
                "recorded": f"entries {at.number} to {reader.at_meeting[-1].number}",
            }
    return {}


def _people(reader: _Reader) -> Iterator[tuple[Cell, ...]]:
    for at in reader.at_meeting:
        if isinstance(body := at.fact.body, facts.Attended):
            how = {person: "virtual" if person in body.virtual else "present" for person in body.present}
            how |= {
                one.person: f"{'virtual' if one.person in body.virtual else 'present'} as substitute for "
                f"{reader.name(one.member)}"
                for one in body.substitutes
            }
            rows: list[tuple[str, str, str | None]] = [(where, one, None) for one, where in how.items()]
            rows += [("in attendance", one.person, one.organisation) for one in body.attending]
            rows += [("apologies", person, None) for person in body.apologies]
            rows += [("absent", person, None) for person in body.absent]
            yield from ((where, reader.known.get(one), one, code) for where, one, code in rows)


def _items(reader: _Reader) -> Iterator[tuple[Cell, ...]]:
    for at in reader.at_meeting:
        if isinstance(body := at.fact.body, facts.ItemOpened):
            why = None if body.access == "public" else f"{body.access}: {body.ground}"
            if reader.withheld(body.item):
                summary = reader.words.read(at.fact.id, "body.summary", body.summary)
                yield (body.number, summary, None, None, None, why)
                continue
            yield (
                body.number,
                reader.words.read(at.fact.id, "body.title", body.title),
                reader.words.read(at.fact.id, "body.note", body.note),
                ", ".join(map(reader.name, body.absent)) or None,
                ", ".join(body.offices) or None,
                why,
            )


def _interests(reader: _Reader) -> Iterator[str]:
    for at in reader.at_meeting:
        body = at.fact.body
        if isinstance(body, interests.NoneDeclared):
            yield "no interest was declared"
        elif isinstance(body, interests.Declared):
            known = reader.items.get(body.item or "")
            where = f"item {known.number}" if known else "the meeting's business"
            nature = reader.words.read(at.fact.id, "body.nature", body.nature)
            told = "" if reader.withheld(body.item) else f": {nature}"
            yield f"interest of {reader.name(body.person)} in {where}, {body.effect}{told}"


def _course(reader: _Reader) -> Iterator[str]:
    """Give what happened in the room, in its order: who came and went, presided, said that it was quorate."""
    item = None
    for at in reader.at_meeting:
        body = at.fact.body
        if isinstance(body, facts.ItemOpened):
            item = body
        elif isinstance(body, facts.PresenceChanged):
            yield _change(reader, body, item)
        elif (line := _step(reader, at)) is not None:
            after = "before the first item" if item is None else f"at or after item {item.number}"
            yield f"{after}: {line}"


def _change(reader: _Reader, body: facts.PresenceChanged, item: facts.ItemOpened | None) -> str:
    during = reader.items.get(body.during or "")
    when = "before the first item" if item is None else f"after item {item.number}"
    when = f"during item {during.number}" if during else when
    for_ = f" as substitute for {reader.name(body.member)}" if body.member else ""
    return f"{when}: {reader.name(body.person)} {body.change}{for_}{' (virtual)' if body.virtual else ''}"


def _step(reader: _Reader, at: Recorded) -> str | None:
    match body := at.fact.body:
        case facts.Presided():
            how = {"office": f"as {body.office}", "acting": f"acting as {body.office}", "chosen": "chosen"}
            return f"{reader.name(body.person)} presided, {how[body.how]}"
        case facts.QuorumConfirmed():
            quorate = "quorate" if body.quorate else "not quorate"
            return f"{reader.name(body.person)} said that the meeting was {quorate}"
        case facts.Adjourned():
            until = f" until {body.until}" if body.until else ""
            return f"adjourned{until}{', for want of a quorum' if body.why == 'inquorate' else ''}"
        case facts.Resumed():
            return f"resumed on {at.day}"
        case facts.PublicExcluded():
            several = "s" * (len(body.numbers) > 1)
            return f"the public excluded from item{several} {', '.join(body.numbers)}: {body.ground}"
        case _:
            return None
