"""Consultations: who was asked before a change, who answered, and whether the duty to ask was met.

Implements PLA-4.3 (who decides alone considers the impact on the others and involves them) and HIW-9 (time is
allowed when changes are planned). The duty is shown as met or missed, with its clause; it refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger import terms
from ledger.acts import Act, Recorded, london_day
from ledger.awaiting import NO_DAY, Awaited, by
from ledger.bodies import Bodies
from ledger.calendars import Days
from ledger.facts import consultations as facts
from ledger.facts.decisions import Resolved
from ledger.facts.terms import ConsultationRule, Terms
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.organisations import Directory
from ledger.sittings import Sittings


class Consultation(msgspec.Struct, frozen=True):
    """One consultation as it stands.

    Attributes:
        day: the day on which the parties were asked.
        recorded: the day on which the ledger took that, and ``number`` its entry.
        answered: the answers in the order of recording, each with its day.
        ended: the end with its day; None: it is open.
    """

    opened: facts.Opened
    day: str
    recorded: str
    number: int
    answered: tuple[tuple[str, facts.Answered], ...] = ()
    ended: tuple[str, facts.Ended] | None = None

    @property
    def stop(self) -> str | None:
        """The first day that was not left to the parties: of the decision, or after the end; None: open."""
        return None if self.ended is None else self.ended[1].decided or _after(self.ended[0])

    @property
    def over(self) -> str | None:
        """The day on which their time was over, by the day stated or by ``stop``; None: neither is known."""
        until = self.opened.until
        ends = (None if until is None else _after(until), self.stop)
        return min((one for one in ends if one is not None), default=None)

    def by(self, day: str) -> Consultation:
        """Give it as it stood on a day."""
        answered = tuple(one for one in self.answered if one[0] <= day)
        ended = self.ended if self.ended is not None and self.ended[0] <= day else None
        return replace(self, answered=answered, ended=ended)


class Consultations(msgspec.Struct, frozen=True):
    """The consultations that the facts read tell of, by id."""

    known: Mapping[str, Consultation] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body) -> Consultations:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, facts.Opened):
            return self._with(Consultation(body, at.day, london_day(at.recorded), at.number))
        one = self.known.get(body.consultation)
        if one is None:
            return self
        match body:
            case facts.Answered():
                return self._with(replace(one, answered=(*one.answered, (at.day, body))))
            case facts.Ended():
                return self._with(replace(one, ended=(at.day, body)))
            case _:
                assert_never(body)

    def _with(self, one: Consultation) -> Consultations:
        return Consultations({**self.known, one.opened.consultation: one})


def awaited(consultations: Consultations, on: str) -> Iterator[Awaited]:
    """Give what is awaited on a day of consultations: answers while there is time for them, and the end."""
    for code, known in consultations.known.items():
        one = known.by(on)
        if one.day > on or one.ended is not None:
            continue
        due = NO_DAY if one.opened.until is None else by(one.opened.until)
        answered = {body.party for _, body in one.answered}
        if one.opened.until is None or on <= one.opened.until:
            for party in one.opened.parties:
                if party not in answered:
                    kind, id_ = "answer to a consultation", f"{code}/{party}"
                    yield Awaited(kind, id_, one.opened.under, due, party, one.day)
        owner = f"organisation:{one.opened.organisation}"
        yield Awaited("consultation", code, one.opened.under, due, owner, one.day)


def boundary(body: facts.Body, resolved: Mapping[str, Resolved]) -> frozenset[str]:
    """Say which tags the judgement reads; of a known decision, its meeting too."""
    tags = {f"consultation:{body.consultation}"}
    match body:
        case facts.Opened():
            tags |= {f"organisation:{body.organisation}", *body.parties}
            tags |= {f"body:{body.under}"} if body.under is not None else set()
        case facts.Answered():
            pass
        case facts.Ended():
            tags |= {f"decision:{body.resolution}"} if body.resolution is not None else set()
            taken = resolved.get(body.resolution or "")
            tags |= {f"meeting:{taken.meeting}"} if taken is not None else set()
        case _:
            assert_never(body)
    return frozenset(tags)


def examine(
    act: Act,
    body: facts.Body,
    consultations: Consultations,
    bodies: Bodies,
    directory: Directory,
    resolved: Mapping[str, Resolved],
    sittings: Sittings,
) -> tuple[Finding, ...]:
    """Judge what is stated about a consultation; whether a duty is met by it, ``duty`` says."""
    one = consultations.known.get(body.consultation)
    if isinstance(body, facts.Opened):
        fresh = judge("CON-1", one is None, "an id that is new", body.consultation, absolute=True)
        return (fresh, *_examine_opening(act, body, bodies, directory))
    begun = one is not None and one.day <= act.day and one.opened.under == body.under
    expected = f"a consultation under {body.under or 'no body'} that was opened by {act.day}"
    known = judge("CON-4", begun, expected, body.consultation, absolute=True)
    if one is None:
        return (known,)
    if isinstance(body, facts.Answered):
        asked = body.party in one.opened.parties and (one.ended is None or act.day < one.ended[0])
        got = f"{body.party}, of {', '.join(one.opened.parties)}"
        got += f", ended {one.ended[0]}" if one.ended is not None else ""
        return (known, judge("CON-5", asked, "a party that was asked, before the end", got))
    got = f"{body.consultation}, ended {one.ended[0]}" if one.ended is not None else "one that is open"
    once = judge("CON-6", one.ended is None, "a consultation that is open", got, absolute=True)
    return (known, once, *_examine_decision(act, body, resolved, sittings))


def _examine_opening(
    act: Act, body: facts.Opened, bodies: Bodies, directory: Directory
) -> tuple[Finding, ...]:
    """Judge CON-2: others are asked, each once; CON-3: until a day that is not over; all of them known."""
    others = len(set(body.parties)) == len(body.parties)
    others = others and f"organisation:{body.organisation}" not in body.parties
    got = ", ".join(body.parties)
    until = body.until or act.day
    split = [party.split(":") for party in body.parties]
    return (
        judge("CON-2", others, f"others than {body.organisation}, each once", got, absolute=True),
        judge("CON-3", act.day <= until, f"time until {act.day} or later", until, absolute=True),
        directory.require_organisation(body.organisation),
        *((bodies.require(body.under, act.day),) if body.under is not None else ()),
        *(
            bodies.require(code, act.day) if kind == "body" else directory.require_organisation(code)
            for kind, code in split
        ),
    )


def _examine_decision(
    act: Act, body: facts.Ended, resolved: Mapping[str, Resolved], sittings: Sittings
) -> tuple[Finding, ...]:
    """Judge CON-7: what was decided was decided by then; CON-8: by the resolution that is named."""
    decided = body.decided or act.day
    by_then = judge("CON-7", decided <= act.day, f"a decision taken by {act.day}", decided, absolute=True)
    if body.resolution is None:
        return (by_then,)
    taken = resolved.get(body.resolution)
    sitting = sittings.known.get(taken.meeting) if taken is not None else None
    day = sitting.day_of(taken.item) if taken is not None and sitting is not None else None
    expected = f"a resolution taken on {body.decided or 'a day that is stated'}"
    got = f"{body.resolution}, {f'taken on {day}' if day else 'which the ledger does not know'}"
    same = day is not None and day == body.decided
    return (by_then, judge("CON-8", same, expected, got, absolute=True))


def duty(
    one: Consultation, terms_: Terms | None, directory: Directory, days: Days, on: str
) -> tuple[Finding, ...]:
    """Say whether the duties to ask were met, as it stands on a day; none where no duty is named.

    Args:
        one: the consultation.
        terms_: the terms, in force when it was opened, of the body that it names.
        directory: the organisations, with what took the place of which.
        days: the days that the body works on.
        on: the day that is asked about.
    """
    under = one.opened.under
    if under is None:
        return ()
    if terms_ is None:
        return (terms.missing(under, one.day),)
    return tuple(
        _judge(rule, bears, one.by(on), terms_, directory, days)
        for rule, bears in rules_about(terms_, one.opened.matter)
    )


def rules_about(terms_: Terms, matter: str | None) -> tuple[tuple[ConsultationRule, Verdict], ...]:
    """Give the rules on consultation that are about a matter (met), or may be (not known)."""
    found = ((rule, _bears(rule, matter, terms_)) for rule in terms.rules_of(terms_, ConsultationRule))
    return tuple(one for one in found if one[1] is not Verdict.NOT_MET)


def to_ask(
    rule: ConsultationRule, terms_: Terms, organisation: str, directory: Directory, day: str
) -> tuple[str, ...]:
    """Give whom an organisation has to ask on a day: of what has ended, whatever took its place.

    Who left the partnership is asked no more (HIW-6).
    """
    named = rule.parties or tuple(f"organisation:{code}" for code in terms_.founders)
    found: list[str] = []
    for party in named:
        kind, _, code = party.partition(":")
        heirs = sorted(directory.partners(terms_.body, code, day))
        found += [party] if kind == "body" else [f"organisation:{one}" for one in heirs]
    own = f"organisation:{organisation}"
    return tuple(one for one in dict.fromkeys(found) if own not in _reached(one, directory))


def _reached(party: str, directory: Directory) -> tuple[str, ...]:
    """Give the parties, to ask one of which is to ask this one: itself, and who represents it."""
    known = directory.organisations.get(party.removeprefix("organisation:"))
    return (party, f"organisation:{known.through}") if known is not None and known.through else (party,)


def _bears(rule: ConsultationRule, matter: str | None, terms_: Terms) -> Verdict:
    """Say whether a rule is about a matter; of one that the terms do not name it is not known."""
    if rule.matters is None or matter in rule.matters:
        return Verdict.MET
    named = {one.matter for one in terms_.matters}
    return Verdict.NOT_MET if matter in named else Verdict.NOT_KNOWN


def _judge(
    rule: ConsultationRule,
    bears: Verdict,
    one: Consultation,
    terms_: Terms,
    directory: Directory,
    days: Days,
) -> Finding:
    told = [_asked(rule, one, terms_, directory), _in_time(rule, one, days)]
    if rule.impact:
        stated = one.opened.impact is not None
        said = "the impact on the others considered" if stated else "no impact on the others stated"
        told.insert(1, (Verdict.of(stated), said))
    verdict = all_of(answer for answer, _ in told)
    if bears is Verdict.NOT_KNOWN and verdict is Verdict.NOT_MET:
        verdict = Verdict.NOT_KNOWN
        told.append((bears, "whether the rule is about it is not known"))
    got = "; ".join(said for _, said in told)
    clause = terms.cited(terms_, rule)
    return Finding(rule.rule, clause, verdict, rule.says, got, reading=rule.reading)


def _asked(
    rule: ConsultationRule, one: Consultation, terms_: Terms, directory: Directory
) -> tuple[Verdict, str]:
    """Say whether everybody who is to be asked was."""
    wanted = to_ask(rule, terms_, one.opened.organisation, directory, one.day)
    left = [party for party in wanted if not set(_reached(party, directory)) & set(one.opened.parties)]
    got = f"{len(wanted) - len(left)} of {len(wanted)} asked"
    return Verdict.of(not left), f"{got}, not {', '.join(left)}" if left else got


def _in_time(rule: ConsultationRule, one: Consultation, days: Days) -> tuple[Verdict, str]:
    """Say whether there was time: the days that the rule gives, else until the day that was stated.

    The day of the decision does not count. What was not decided when it ended was not decided too early.
    """
    until = one.opened.until
    enough, counted = _allowed(rule, one, days)
    if one.ended is None:
        enough, state = None if enough else enough, "still open"
    elif one.ended[1].decided is None:
        enough, state = enough or None, f"ended {one.ended[0]} without a decision"
    else:
        state = f"decided {one.ended[1].decided}"
    late = f" (recorded {one.recorded})" if one.recorded > one.day else ""
    given = f"time until {until}" if until else "no day stated"
    return Verdict.of(enough), f"asked {one.day}{late}, {given}, {state}{counted}"


def _allowed(rule: ConsultationRule, one: Consultation, days: Days) -> tuple[bool | None, str]:
    """Say whether the time was enough, as far as it is known, and how many days it was where days count."""
    if rule.days:
        counted = None if one.over is None else days.between(one.day, one.over, rule.unit)
        enough = None if counted is None else counted >= rule.days
        return enough, f": {'not known' if counted is None else counted} of {rule.days} {rule.unit} days"
    if one.stop is None:
        return None, ""
    if one.opened.until is None:
        return False if one.stop <= one.day else None, ""
    return one.stop > one.opened.until, ""


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
