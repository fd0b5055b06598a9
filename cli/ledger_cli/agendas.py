"""What stands on an agenda and on the forward plan, in words; and what of it the public may read.

Implements LSC-9.4: of what is withheld the public reads the summary, the class and the ground, and nothing
else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from ledger import sealed
from ledger.agendas import date_then, timeliness
from ledger.facts.terms import NoticeRule
from ledger.findings import Verdict, all_of
from ledger.terms import rules_of
from ledger_cli import names

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.agendas import Published
    from ledger.facts.programme import Access, AgendaPublished, ItemPlanned, PaperPublished
    from ledger.facts.words import Sealed
    from ledger.state import State
    from ledger_cli.lookups import Past

_UNITS = {
    "calendar": "day",
    "clear": "clear day",
    "working": "working day",
    "clear working": "clear working day",
}


class Texts(msgspec.Struct, frozen=True):
    """Sealed words by commitment, so that a title is found in whichever fact said it last."""

    said: Mapping[str, str]

    @classmethod
    def of(cls, past: Past, facts: Iterable[Recorded]) -> Texts:
        """Read the words of facts, as far as they are still there."""
        found = list(facts)
        words = past.words(found)
        return cls(
            {
                commitment: text
                for at in found
                if at.fact.id in words.facts
                for path, commitment in sealed.commitments(at.fact)
                if (text := words.get(at.fact.id, path)) is not None
            }
        )

    def read(self, one: Sealed | None) -> str | None:
        """Give the words as they are shown; None for a field that holds none."""
        return None if one is None else self.said.get(one.commitment, names.MISSING)


class Line(msgspec.Struct, frozen=True):
    """An item as it stands, with its words."""

    code: str
    number: str | None
    title: str
    planned: ItemPlanned
    withheld: str | None
    summary: str | None
    left: str | None

    @property
    def public(self) -> str | None:
        """What the public may read of it."""
        return self.title if self.withheld is None else self.summary


class Agenda(msgspec.Struct, frozen=True):
    """What the ledger knows about the agenda of a meeting.

    Attributes:
        lines: the items by id: on the agenda now, in one of its versions, or with a paper.
        order: the ids of those on the agenda now, by number.
    """

    meeting: str
    body: str
    state: State
    lines: Mapping[str, Line]
    order: tuple[str, ...]
    texts: Texts

    @property
    def versions(self) -> tuple[tuple[str, AgendaPublished], ...]:
        """Every version that went out, with its day."""
        return self.state.agendas.agendas.get(self.meeting, ())

    @property
    def papers(self) -> tuple[tuple[str, PaperPublished], ...]:
        """Every version of every paper that went out, with its day."""
        return self.state.agendas.papers.get(self.meeting, ())


def read(past: Past, meeting: str, body: str) -> Agenda:
    """Read the agenda of a meeting and its papers."""
    tags = [f"agenda:{meeting}", f"papers:{meeting}", f"meeting:{meeting}"]
    tags += [f"{noun}:{body}" for noun in ("plan", "calendar", "terms", "roll")]
    agendas = past.state(*tags).agendas
    order = agendas.agenda(meeting)
    listed = [code for _, version in agendas.agendas.get(meeting, ()) for code in version.items]
    about = [paper.item for _, paper in agendas.papers.get(meeting, ()) if paper.item is not None]
    codes = dict.fromkeys((*order, *listed, *about))
    items = [f"item:{code}" for code in codes]
    state = past.state(*tags, *items)
    texts = Texts.of(past, past.facts(*items, f"papers:{meeting}"))
    return Agenda(meeting, body, state, _lines(state, meeting, codes, texts), order, texts)


def plan(past: Past, body: str) -> list[Line]:
    """Give the items on the forward plan of a body, in the order in which they came."""
    state = past.state(f"plan:{body}")
    codes = state.agendas.agenda(None)
    texts = Texts.of(past, past.facts(*(f"item:{code}" for code in codes)))
    return list(_lines(state, None, codes, texts).values())


def _lines(state: State, meeting: str | None, codes: Iterable[str], texts: Texts) -> dict[str, Line]:
    found = {}
    items = state.agendas.items
    for code in codes:
        one = items[code]
        left = f"moved to {one.meeting or 'the forward plan'}" if one.meeting != meeting else None
        found[code] = Line(
            code,
            one.number,
            texts.read(one.item.title) or "",
            one.item,
            why(one.item.access, one.item.ground),
            texts.read(one.item.summary),
            "withdrawn" if one.withdrawn else left,
        )
    return found


def why(access: Access, ground: str | None) -> str | None:
    """Say why something is withheld; None: it is not."""
    return None if access == "public" else f"{access}: {ground}"


def withheld(paper: PaperPublished, agenda: Agenda) -> tuple[str | None, str | None]:
    """Give why a paper is withheld and what the public reads instead; an item is withheld with its papers."""
    reason = why(paper.access, paper.ground)
    line = agenda.lines.get(paper.item or "")
    if reason is None and line is not None:
        return line.withheld, line.summary
    return reason, agenda.texts.read(paper.summary)


def lateness(state: State, day: str, published: Published) -> str | None:
    """Say whether what was published on a day was in time; None where the terms ask for no days."""
    terms = state.terms.in_force(published.body, day)
    findings = timeliness(day, published, state.programme, state.sittings, state.roll, terms)
    if not findings:
        return None
    verdict = all_of(finding.verdict for finding in findings)
    judged = {finding.rule for finding in findings}
    date = date_then(published.meeting, day, state.programme, state.sittings) or day
    days = state.programme.days(published.body, day)
    late: dict[str, int] = {}
    for rule in rules_of(terms, NoticeRule):
        given = days.between(day, date, rule.unit) if rule.rule in judged else None
        if given is not None and given < rule.days:
            late[rule.unit] = max(late.get(rule.unit, 0), rule.days - given)
    if not late:
        return "in time" if verdict is Verdict.MET else "not known"
    told = ", ".join(f"{n} {_UNITS[unit]}{'' if n == 1 else 's'} late" for unit, n in late.items())
    return f"{told}, after an urgent call" if verdict is Verdict.MET else told
