"""What is to be taken: items of the forward plan, agendas, papers; on time, and open to the public or not.

Implements LSC-9.2 and LSC-9.4 (agenda and papers so many days ahead, except what is withheld, on a
ground), LSC-M5 (items that come up at a later meeting). Requests and questions are in ``requests``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.facts import programme as facts
from ledger.facts.terms import NoticeRule, PublicRule, Terms
from ledger.findings import Finding, Verdict, judge
from ledger.meetings import Sittings
from ledger.members import Roll
from ledger.programme import Programme, deemed_urgent, in_time
from ledger.terms import by_rule, rules_of

AgendaFact = facts.Agenda | facts.Visit | facts.Question
Published = facts.AgendaPublished | facts.PaperPublished

_NUMBER = re.compile(r"([0-9]+)(?:\.([0-9]+))?([a-z]?)")


class Place(msgspec.Struct, frozen=True):
    """Where an item stands: on the agenda of a meeting (None: on the forward plan), by which number."""

    meeting: str | None
    number: str | None
    withdrawn: bool = False


class Planned(msgspec.Struct, frozen=True):
    """An item that is to be taken, and for which meeting (None: it is on the forward plan)."""

    item: facts.ItemPlanned
    meeting: str | None
    number: str | None
    withdrawn: bool = False


class Agendas(msgspec.Struct, frozen=True):
    """What is to be taken, as far as the facts read tell.

    Attributes:
        planned: items by id.
        places: where each item stands, by id; also of items whose planning was not read.
        agendas: by meeting, each version with its day.
        papers: by meeting, each version with its day.
        visits: requests to attend by id, with the answer, if any.
        questions: by id, with the answer, if any.
    """

    planned: Mapping[str, facts.ItemPlanned] = msgspec.field(default_factory=dict)
    places: Mapping[str, Place] = msgspec.field(default_factory=dict)
    agendas: Mapping[str, tuple[tuple[str, facts.AgendaPublished], ...]] = msgspec.field(default_factory=dict)
    papers: Mapping[str, tuple[tuple[str, facts.PaperPublished], ...]] = msgspec.field(default_factory=dict)
    visits: Mapping[str, tuple[facts.VisitRequested, facts.VisitAnswered | None]] = msgspec.field(
        default_factory=dict
    )
    questions: Mapping[str, tuple[facts.QuestionPut, facts.QuestionAnswered | None]] = msgspec.field(
        default_factory=dict
    )

    def evolve(self, at: Recorded, body: AgendaFact) -> Agendas:  # noqa: PLR0911 - one case a type
        """Fold one fact in. Never refuses: it already happened."""
        match body:
            case facts.AgendaPublished():
                agendas = (*self.agendas.get(body.meeting, ()), (at.day, body))
                return replace(self, agendas={**self.agendas, body.meeting: agendas})
            case facts.PaperPublished():
                papers = (*self.papers.get(body.meeting, ()), (at.day, body))
                return replace(self, papers={**self.papers, body.meeting: papers})
            case facts.ItemPlanned():
                places = {**self.places, body.item: Place(body.meeting, body.number)}
                return replace(self, planned={**self.planned, body.item: body}, places=places)
            case facts.ItemPlaced():
                places = {**self.places, body.item: Place(body.meeting, body.number)}
                return replace(self, places=places)
            case facts.ItemWithdrawn():
                place = self.places.get(body.item, Place(body.meeting, None))
                return replace(self, places={**self.places, body.item: replace(place, withdrawn=True)})
            case facts.VisitRequested():
                return replace(self, visits={**self.visits, body.visit: (body, None)})
            case facts.VisitAnswered():
                asked = self.visits.get(body.visit)
                answered = {} if asked is None else {body.visit: (asked[0], body)}
                return replace(self, visits={**self.visits, **answered})
            case facts.QuestionPut():
                return replace(self, questions={**self.questions, body.question: (body, None)})
            case facts.QuestionAnswered():
                put = self.questions.get(body.question)
                told = {} if put is None else {body.question: (put[0], body)}
                return replace(self, questions={**self.questions, **told})
            case _:
                assert_never(body)

    @property
    def items(self) -> Mapping[str, Planned]:
        """Give the items by id, each with where it stands."""
        placed = ((item, self.places[code]) for code, item in self.planned.items())
        return {one.item: Planned(one, at.meeting, at.number, at.withdrawn) for one, at in placed}

    def agenda(self, meeting: str | None) -> tuple[str, ...]:
        """Give the items on the agenda of a meeting (None: on the forward plan), by number."""
        there = [code for code, at in self.places.items() if at.meeting == meeting and not at.withdrawn]
        return tuple(sorted(there, key=lambda code: order(self.places[code].number)))


def order(number: str | None) -> tuple[float, int, str]:
    """Give what numbers of items are sorted by: 4, 4.2, 7, 7a, 10, and last those without a number."""
    found = _NUMBER.fullmatch(number or "")
    return (int(found[1]), int(found[2] or 0), found[3]) if found else (float("inf"), 0, "")


def boundary(body: facts.Agenda) -> frozenset[str]:
    """Say which tags the judgement reads.

    The forward plan tells of every item that was placed on another agenda than its first.
    """
    tags = {f"body:{body.body}", f"terms:{body.body}"}
    if body.meeting:
        tags |= {f"meeting:{body.meeting}", f"agenda:{body.meeting}", f"plan:{body.body}"}
    match body:
        case facts.ItemPlanned() | facts.ItemPlaced() | facts.ItemWithdrawn():
            tags |= {f"item:{body.item}"}
        case facts.AgendaPublished():
            tags |= {f"calendar:{body.body}", f"roll:{body.body}"}
        case facts.PaperPublished():
            tags |= {f"papers:{body.meeting}", f"calendar:{body.body}", f"roll:{body.body}"}
        case _:
            assert_never(body)
    return frozenset(tags)


def examine(
    act: Act,
    body: facts.Agenda,
    agendas: Agendas,
    programme: Programme,
    sittings: Sittings,
    bodies: Bodies,
    terms: Terms | None,
) -> tuple[Finding, ...]:
    """Judge what is planned or published."""
    common = [bodies.require(body.body, act.day)]
    if body.meeting is not None:
        common.append(require_meeting(body.meeting, body.body, programme, sittings))
    match body:
        case facts.ItemPlanned():
            placing = _examine_placing(act, body, agendas, programme, sittings)
            return (*common, _require_new(body, agendas), *_examine_access(body, terms), *placing)
        case facts.ItemPlaced():
            placing = _examine_placing(act, body, agendas, programme, sittings)
            return (*common, _require_item(body, agendas), *placing)
        case facts.ItemWithdrawn():
            return (*common, _require_item(body, agendas))
        case facts.AgendaPublished():
            kept = _require_kept(act.day, body.meeting, programme)
            return (*common, kept, *_examine_agenda(body, agendas))
        case facts.PaperPublished():
            kept = _require_kept(act.day, body.meeting, programme)
            return (*common, kept, _examine_paper(body, agendas), *_examine_access(body, terms))
        case _:
            assert_never(body)


def require_meeting(meeting: str, body: str, programme: Programme, sittings: Sittings) -> Finding:
    """Judge AGD-8: the meeting, to come or held, is one of the body."""
    coming = programme.meetings.get(meeting)
    holds = coming.scheduled.body if coming else sittings.body_of(meeting)
    got = f"{meeting}, which the ledger does not know" if holds is None else f"{meeting}, of {holds}"
    return judge("AGD-8", holds == body, f"a meeting of {body}", got, absolute=True)


def _require_kept(day: str, meeting: str, programme: Programme) -> Finding:
    """Judge AGD-13: what goes out is for a meeting that was not cancelled by then."""
    coming = programme.meetings.get(meeting)
    cancelled = coming.cancelled if coming is not None else None
    kept = cancelled is None or day < cancelled
    got = f"{meeting}, {f'cancelled on {cancelled}' if cancelled else 'not cancelled'}"
    return judge("AGD-13", kept, "a meeting that was not cancelled", got, absolute=True)


def date_then(meeting: str, day: str, programme: Programme, sittings: Sittings) -> str | None:
    """Give the date that a meeting had on a day; of one that never got a date, the day when it was held."""
    if meeting in programme.meetings:
        return programme.meetings[meeting].date_on(day)
    return sittings.known[meeting].day if meeting in sittings.known else None


def timeliness(
    day: str, body: Published, programme: Programme, sittings: Sittings, roll: Roll, terms: Terms | None
) -> tuple[Finding, ...]:
    """Judge what was published on a day under the rules about agenda and papers, and their publication.

    Implements LSC-9.2 and LSC-9.4. What is withheld is not published, but issued. Where somebody whom the
    terms let shorten the notice called the meeting urgently, lateness is met.
    """
    date = date_then(body.meeting, day, programme, sittings)
    if terms is None or date is None:
        return ()
    withheld = isinstance(body, facts.PaperPublished) and body.access != "public"
    asked = {"agenda and papers"} if withheld else {"agenda and papers", "publication"}
    called = programme.meetings[body.meeting].called if body.meeting in programme.meetings else ()
    urgent = [on for on, call in called if on <= day and deemed_urgent(on, call, roll, terms)]
    days, findings = programme.days(body.body, day), []
    for rule in rules_of(terms, NoticeRule):
        if rule.what in asked:
            finding = in_time(rule, terms, day, date, days)
            if urgent and finding.verdict is not Verdict.MET:
                got = f"{finding.got}; the meeting was called urgently on {urgent[-1]}"
                finding = replace(finding, verdict=Verdict.MET, got=got)
            findings.append(finding)
    return tuple(findings)


def _require_new(body: facts.ItemPlanned, agendas: Agendas) -> Finding:
    fresh = body.item not in agendas.planned
    return judge("AGD-1", fresh, "an id that no item has yet", body.item, absolute=True)


def _require_item(body: facts.ItemPlaced | facts.ItemWithdrawn, agendas: Agendas) -> Finding:
    """Judge AGD-2: the item is one of the body, not withdrawn; it is taken off where it stands."""
    one = agendas.items.get(body.item)
    if one is None:
        got = f"{body.item}, which the ledger does not know"
    elif one.withdrawn:
        got = f"{body.item}, which was withdrawn"
    else:
        got = f"one of {one.item.body} on {_where(one.meeting)}"
    placed = isinstance(body, facts.ItemPlaced)
    answer = one is not None and one.item.body == body.body and not one.withdrawn
    answer = answer and (placed or agendas.places[body.item].meeting == body.meeting)
    there = "" if placed else f" on {_where(body.meeting)}"
    return judge("AGD-2", answer, f"an item of {body.body}{there}, not withdrawn", got, absolute=True)


def _where(meeting: str | None) -> str:
    return "the forward plan" if meeting is None else f"the agenda of {meeting}"


def _examine_placing(
    act: Act,
    body: facts.ItemPlanned | facts.ItemPlaced,
    agendas: Agendas,
    programme: Programme,
    sittings: Sittings,
) -> tuple[Finding, ...]:
    """Judge AGD-9, the meeting is still to come on the day, and AGD-10, the number is free."""
    if body.meeting is None:
        return ()
    coming, sitting = programme.meetings.get(body.meeting), sittings.known.get(body.meeting)
    got = "a meeting to come"
    if coming is not None and coming.cancelled is not None and coming.cancelled <= act.day:
        got = f"one cancelled on {coming.cancelled}"
    elif sitting is not None and sitting.day <= act.day:
        got = f"one opened on {sitting.day}"
    others = [code for code in agendas.agenda(body.meeting) if code != body.item]
    taken = body.number is not None and body.number in [agendas.places[code].number for code in others]
    number = "no number" if body.number is None else body.number
    return (
        judge("AGD-9", got == "a meeting to come", f"a meeting to come on {act.day}", got, absolute=True),
        judge("AGD-10", not taken, "a number that no other item of the agenda has", number),
    )


def _examine_access(
    body: facts.ItemPlanned | facts.PaperPublished, terms: Terms | None
) -> tuple[Finding, ...]:
    """Judge AGD-3, what is withheld says why and what it is about; and the grounds of the terms (LSC-9.4)."""
    said = {"ground": body.ground, "summary": body.summary}
    has = [name for name, value in said.items() if value is not None]
    public = body.access == "public"
    expected = f"{'neither' if public else 'both'} a ground {'nor' if public else 'and'} a public summary"
    answer = has == ([] if public else list(said))
    got = f"{' and '.join(has) or 'neither'}"
    grounds = [
        by_rule(terms, rule, Verdict.of(body.ground in rule.grounds), str(body.ground))
        for rule in rules_of(terms, PublicRule)
        if terms is not None and rule.grounds and body.access == "exempt"
    ]
    return (judge("AGD-3", answer, f"{expected} of what is {body.access}", got, absolute=True), *grounds)


def _examine_agenda(body: facts.AgendaPublished, agendas: Agendas) -> tuple[Finding, ...]:
    """Judge AGD-4, the next version, of items on the agenda; and AGD-11, they stand in their order."""
    version = max((one.version for _, one in agendas.agendas.get(body.meeting, ())), default=0) + 1
    there = agendas.agenda(body.meeting)
    strays = [code for code in body.items if code not in there]
    twice = sorted({code for code in body.items if body.items.count(code) > 1})
    faults = [f"version {body.version}"] if body.version != version else []
    faults += [f"{code}, which is not on it" for code in strays]
    faults += [f"{code} twice" for code in twice]
    listed = [agendas.places[code].number for code in body.items if code in there]
    expected = f"version {version}, of items on the agenda of {body.meeting}, each once"
    return (
        judge("AGD-4", not faults, expected, "; ".join(faults) or f"version {version}", absolute=True),
        judge(
            "AGD-11",
            listed == sorted(listed, key=order),
            "items in the order of their numbers",
            ", ".join(number or "no number" for number in listed),
        ),
    )


def _examine_paper(body: facts.PaperPublished, agendas: Agendas) -> Finding:
    """Judge AGD-5: the next version of the paper, for an item on the agenda of the meeting."""
    earlier = [one for _, one in agendas.papers.get(body.meeting, ()) if one.paper == body.paper]
    version = max((one.version for one in earlier), default=0) + 1
    there = body.item is None or body.item in agendas.agenda(body.meeting)
    faults = [f"version {body.version}"] if body.version != version else []
    faults += [] if there else [f"{body.item}, which is not on it"]
    expected = f"version {version}, for an item on the agenda of {body.meeting}"
    return judge("AGD-5", not faults, expected, "; ".join(faults) or f"version {version}", absolute=True)
