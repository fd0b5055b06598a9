"""Where a body stands on a day, on one screen: a line a figure, each with the command that shows more.

Implements LSC-7.2 (vacancies), LSC-7.8 (offices), LSC-8.1 (the quorum to come), LSC-9.1 (the next meeting).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger import checks, membership, rooms
from ledger.aftermath import contested
from ledger.awaiting import falls, stands, when
from ledger.facts import outcomes
from ledger.facts.funds import FundOpened
from ledger.facts.minutes import Agreed
from ledger.facts.terms import QuorumRule
from ledger.findings import Verdict
from ledger.sittings import Sitting
from ledger.terms import rules_of
from ledger_cli import covering, disputing, quorum, succeeding
from ledger_cli.duedates import review
from ledger_cli.dues import collected, delegations
from ledger_cli.dues.ground import Ground, Row, after

if TYPE_CHECKING:
    from ledger.facts.terms import Office, Terms
    from ledger_cli.lookups import Past

SOON = 30
"""How many days ahead a status looks."""

OFFICES, NAMED = 3, 3
"""Most offices that have a line of their own, and most things that a line names."""


class Line(msgspec.Struct, frozen=True):
    """One figure: what it is of, how it stands in words, the command that shows more, and as plain data."""

    about: str
    said: str
    more: str
    figures: Mapping[str, object] = msgspec.field(default_factory=dict)


class Screen:
    """Everything that the lines are made of, read once."""

    def __init__(self, past: Past, code: str, day: str) -> None:
        self.past, self.code, self.day = past, code, day
        self.ground = Ground(past, day, code)
        self.state = self.ground.state
        self.terms: Terms | None = self.ground.terms(code)
        self.rows: list[Row] = collected(self.ground)
        roll = self.state.roll
        people = {one.person for one in roll.memberships} | {one.person for one in roll.tenures}
        self.names: Mapping[str, str] = past.names(people)

    def called(self, persons: Iterable[str]) -> list[str]:
        """Give the names of persons."""
        return [self.names.get(one, one) for one in persons]

    def due(self, *kinds: str) -> list[Row]:
        """Give what is due of some kinds."""
        return [row for row in self.rows if row.awaited.kind in kinds]


def lines(screen: Screen) -> Iterator[Line]:
    """Give every line of the screen."""
    for section in SECTIONS:
        yield from section(screen)


def some(things: Sequence[str]) -> str:
    """Name the first few of several things, and how many more there are."""
    rest = len(things) - NAMED
    return ", ".join(things[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' * (count != 1)}"


def _terms(screen: Screen) -> Iterator[Line]:
    more = f"remit terms list {screen.code} --on {screen.day}"
    terms = screen.terms
    if terms is None:
        yield Line("terms", "not known: none are known to be in force", more, {"version": None})
        return
    due = f"; review {review(terms.review, screen.day)}" if terms.review else ""
    figures = {"version": terms.version, "review": terms.review}
    yield Line("terms", f"{terms.version} in force{due}", more, figures)


def _members(screen: Screen) -> Iterator[Line]:
    roll, code, day = screen.state.roll, screen.code, screen.day
    answers = {one.person: roll.is_member(code, one.person, day) for one in roll.memberships}
    sure = sum(one is True for one in answers.values())
    unsure = sum(one is None for one in answers.values())
    doubt = f", {unsure} more not known" if unsure else ""
    figures: dict[str, object] = {"members": sure, "not known": unsure}
    told = f"{_many(sure, 'member')}{doubt}"
    if screen.terms is not None:
        found = list(membership.vacancies(roll, screen.state.terms, code, day))
        empty = [one.seat.seat for one in found if one.since]
        perhaps = [one.seat.seat for one in found if not one.since]
        figures |= {"seats": len(screen.terms.seats), "vacant": empty, "perhaps vacant": perhaps}
        told += f"; {len(empty)} of {len(screen.terms.seats)} seats vacant"
        told += f": {some(empty)}" if empty else ""
        told += f"; of {len(perhaps)} it is not known" if perhaps else ""
    yield Line("members", told, f"remit seat vacancies {code} --on {day}", figures)
    ends = screen.due("term of a member", "term of office", "seat to take up", "deputy")
    soon = [row for row in ends if falls(row.awaited.due, after(day, SOON)) and when(row.awaited.due)]
    told = f"{len(soon)} end within {SOON} days or are over" if soon else f"none ends within {SOON} days"
    persons = list(dict.fromkeys(row.awaited.owner or "" for row in soon))
    told += f": {some(screen.called(persons))}" if persons else ""
    figures = {"ending": [row.awaited.id for row in soon]}
    yield Line("terms of people", told, f"remit due {code} --on {day} --within {SOON}d", figures)


def _ended(screen: Screen) -> Iterator[Line]:
    """Name the partners under the terms that ended, with who has their places."""
    seats = screen.terms.seats if screen.terms is not None else ()
    founders = screen.terms.founders if screen.terms is not None else ()
    codes = dict.fromkeys((*founders, *(code for seat in seats for code in seat.organisations)))
    known = succeeding.places(screen.past, (f"organisation:{code}" for code in codes))
    gone = {
        code: known.directory.ended[code][0] for code in codes if not known.directory.exists(code, screen.day)
    }
    if gone:
        heirs = {code: known.holders(f"organisation:{code}", "", screen.day) for code in gone}
        named = {code: [one.partition(":")[2] for one in held] for code, held in heirs.items()}
        told = [f"{code} ({since}; {', '.join(named[code]) or 'lapsed'})" for code, since in gone.items()]
        more = f"remit due {screen.code} --on {screen.day}"
        yield Line("ended partners", some(told), more, {"ended": gone, "in their place": named})


def _offices(screen: Screen) -> Iterator[Line]:
    every = screen.terms.offices if screen.terms is not None else ()
    more = f"remit office show {screen.code} --on {screen.day}"
    for office in every[:OFFICES]:
        yield _office(screen, office, more)
    rest = [office.office for office in every[OFFICES:]]
    if rest:
        roll = screen.state.roll
        vacant = [one for one in rest if roll.holder(screen.code, one, screen.day) is None]
        told = f"{len(rest)} more, {len(vacant)} without a known holder"
        yield Line("other offices", told, more, {"offices": rest, "without a known holder": vacant})


def _office(screen: Screen, office: Office, more: str) -> Line:
    roll, code, day = screen.state.roll, screen.code, screen.day
    holder, acting = roll.holder(code, office.office, day), roll.acting(code, office.office, day)
    perhaps = [
        one.person
        for one in roll.tenures
        if (one.body, one.office, one.begins, one.acting) == (code, office.office, None, None)
        and (one.ends is None or day < one.ends)
    ]
    mine = (code, office.office, holder)
    terms = [one.ends for one in roll.tenures if (one.body, one.office, one.person) == mine]
    ends = terms[-1] if terms else None
    if holder is not None:
        told = screen.names.get(holder, holder) + (f", until {ends}" if ends else "")
    elif perhaps:
        told = f"not known: perhaps {some(screen.called(perhaps))}"
    else:
        told = "vacant"
    away = covering.away(roll, code, office.office, day)
    told += f"; away {away}" if away else ""
    told += f"; {screen.names.get(acting, acting)} acts" if acting else ""
    figures = {"holder": holder, "ends": ends, "acting": acting, "away": away}
    return Line(office.office, told, more, figures)


def _deputies(screen: Screen) -> Iterator[Line]:
    known = screen.state.deputies.known.values()
    stood = [one.stood(screen.day) for one in known if one.day <= screen.day < one.until]
    here = [one for one in stood if one is not None and one.named.meeting not in screen.ground.held]
    approved = sum(one.approved is not None for one in here)
    waiting = len(screen.due("approval of a deputy"))
    told = f"{len(here)} named, {approved} approved" + (f", {waiting} to be approved" if waiting else "")
    figures = {"named": len(here), "approved": approved, "to be approved": waiting}
    yield Line("deputies", told, f"remit deputy list {screen.code} --on {screen.day}", figures)


def _next(screen: Screen) -> Iterator[Line]:
    code, day = screen.code, screen.day
    found = screen.ground.next_meeting(code)
    programme = f"remit programme show {code} --on {day}"
    if found is None:
        yield Line("next meeting", "none has a date", programme, {"meeting": None})
        return
    date, meeting = found
    coming = screen.state.programme.meetings[meeting]
    told = date + (f", {coming.time}" if coming.time else "")
    figures: dict[str, object] = {"meeting": meeting, "date": date}
    yield Line("next meeting", told, programme, figures)
    yield _before(screen, date, meeting)
    yield _quorum(screen, date, meeting)


def _before(screen: Screen, date: str, meeting: str) -> Line:
    """Say what has gone out before the next meeting, and what is left with its latest day."""
    coming = screen.state.programme.meetings[meeting]
    given = [on for on, _ in coming.called if on <= screen.day and coming.date_on(on) == date]
    rows = screen.due("notice", "agenda and papers", "publication")
    left = [row for row in rows if row.awaited.id.startswith(f"{meeting}.")]
    said = [f"notice given {given[-1]}"] if given else []
    said += [_by(row, screen.day) for row in left]
    figures = {
        "notice": given[-1] if given else None,
        "left": {row.awaited.kind: row.awaited.due.printed for row in left},
    }
    more = f"remit calendar latest {screen.code} {date}"
    return Line("notice, papers", "; ".join(said) or "nothing is asked for, or all went out", more, figures)


def _by(row: Row, day: str) -> str:
    late = ", overdue" if stands(row.awaited.due, day) == "overdue" else ""
    return f"{row.awaited.kind} by {row.awaited.due.printed}{late}"


def _quorum(screen: Screen, date: str, meeting: str) -> Line:
    """Judge the quorum as if every member in post came but those who are known to be away."""
    code, roll, terms = screen.code, screen.state.roll, screen.ground.terms(screen.code, date)
    away = {one.person for one in roll.absences if one.body == code and one.holds(date)}
    likely = dict.fromkeys(one.person for one in roll.on(code, date) if one.person not in away)
    more = f"remit meeting quorum {meeting} --expected NAME"
    if terms is None or not rules_of(terms, QuorumRule):
        return Line(
            "quorum", "not known: no terms known to be in force have one", more, {"answer": "not known"}
        )
    kind = screen.state.programme.meetings[meeting].scheduled.kind
    sitting = replace(Sitting(meeting, code, date, kind, (date,)), attended=True, present=tuple(likely))
    judged = quorum.judge(sitting, terms, roll, screen.state.deputies)
    answer = quorum.said(judged)
    against = [one for each in judged for one in each.findings if one.verdict is not Verdict.MET]
    alone = _hangs_on(sitting, terms, screen) if not against else []
    told = f"{answer}, if all {len(likely)} members in post come"
    told = f"at risk: {answer}, even if all {len(likely)} members in post come" if against else told
    told += f", without {some(screen.called(sorted(away)))}" if away else ""
    told += f"; {against[0].rule}: {against[0].got}" if against else ""
    told += f"; lost without {some(screen.called(alone))}" if alone else ""
    figures = {"answer": answer, "members": len(likely), "away": sorted(away), "lost without": alone}
    figures["not met"] = [one.rule for one in against]
    return Line("quorum", told, more, figures)


def _hangs_on(sitting: Sitting, terms: Terms, screen: Screen) -> list[str]:
    """Give the members each of whom alone could keep the meeting from being quorate."""
    room = rooms.room(sitting, None, terms, screen.state.roll, screen.state.deputies)
    found = []
    for person in room.seats:
        seats = {one: held for one, held in room.seats.items() if one != person}
        less = replace(room, seats=seats)
        if any(checks.find(rule, less).verdict is not Verdict.MET for rule in rules_of(terms, QuorumRule)):
            found.append(person)
    return found


def _last(screen: Screen) -> Iterator[Line]:
    met = [(one.day, code) for code, one in screen.ground.held.items() if one.opened.kind == "meeting"]
    if not met:
        yield Line("last meeting", "none is recorded", f"remit meeting list {screen.code}", {"meeting": None})
        return
    day, meeting = max(met)
    agreed = {body.of for _, body in screen.ground.by_then(Agreed)}
    waiting = len(screen.due("minutes to agree"))
    told = f"{day}, minutes {'agreed' if meeting in agreed else 'not agreed yet'}"
    told += f"; those of {waiting} meetings to be agreed" if waiting > 1 else ""
    figures = {"meeting": meeting, "date": day, "minutes to agree": waiting}
    yield Line("last meeting", told, f"remit minutes status {meeting}", figures)


def _delegations(screen: Screen) -> Iterator[Line]:
    found = list(delegations.in_force(screen.ground))
    party = f"body:{screen.code}"
    gave = sum(link.giver(screen.day) == party for link, _ in found)
    counts = Counter(state for _, state in found)
    ends = [row for row in screen.due("delegation") if falls(row.awaited.due, after(screen.day, SOON))]
    told = f"{counts['in force']} in force" + (f", {gave} given by it" if found else "")
    told += "".join(f"; {counts[state]} {state}" for state in ("suspended", "not accepted") if counts[state])
    told += f"; {len(ends)} end within {SOON} days" if ends else ""
    figures = {**counts, "given": gave, "ending": [row.awaited.id for row in ends]}
    yield Line("delegations", told, f"remit delegation list --on {screen.day}", figures)


def _decisions(screen: Screen) -> Iterator[Line]:
    kinds = ("condition", "answer", "call-in", "call-in period", "referred back", "publication of a decision")
    urgent = ("urgent decision to be reported", "urgent decision to be ratified", "key decision")
    counts = Counter(row.awaited.kind for row in screen.due(*kinds, *urgent))
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing is awaited after any"
    more = f"remit due {screen.code} --on {screen.day}"
    yield Line("decisions", told, more, {"awaited": dict(counts)})


def _disputes(screen: Screen) -> Iterator[Line]:
    """Count the disputes that are not over, and the decisions that are contested."""
    past, day = screen.past, screen.day
    raised = past.state(f"disputes:{screen.code}").disputes.known
    known = tuple(disputing.read(past, raised).disputes.known.items()) if raised else ()
    going = [code for code, one in known if one.day <= day and one.by(day).over is None]
    holding = {one.raised.decision for _, one in known if one.day <= day and one.by(day).holds}
    changes = [one for _, one in screen.ground.by_then(outcomes.Changed) if one.body == screen.code]
    named = sorted({one.resolution for one in changes if one.change == "contested"})
    about = screen.ground.read("subject", named).outcomes.about if named else {}
    said = (
        code
        for code in named
        if contested(tuple(one for one in about.get(code, ()) if one.day <= screen.day))
    )
    open_ = sorted({*said, *(code for code in holding if code is not None)})
    told = f"{_many(len(going), 'dispute')} not over"
    told += f"; contested: {some(open_)}" if open_ else "; no decision is contested"
    more = f"remit decision show {open_[0]}" if open_ else f"remit dispute list {screen.code} --on {day}"
    yield Line("disputes", told, more, {"open": going, "contested": open_})


def _funds(screen: Screen) -> Iterator[Line]:
    codes = [one.fund for _, one in screen.ground.by_then(FundOpened)]
    funds = screen.ground.read("fund", codes).funds if codes else None
    kept = [code for code in codes if funds is not None and funds.keeper(code, screen.day) == screen.code]
    if kept:
        told = f"keeps {len(kept)}: {some(kept)}"
        yield Line("funds", told, f"remit fund list {screen.code} --on {screen.day}", {"kept": kept})


def _risks(screen: Screen) -> Iterator[Line]:
    raised = screen.past.state(f"risks:{screen.code}").risks.known
    known = screen.ground.read("risk", raised).risks.known.values() if raised else ()
    open_ = [one for one in known if one.day <= screen.day and one.stage(screen.day) != "closed"]
    if open_:
        late = [
            row for row in screen.due("review of a risk") if stands(row.awaited.due, screen.day) == "overdue"
        ]
        owned = sum(one.bearing(screen.day).owner is not None for one in open_)
        told = (
            f"{len(open_)} open, {len(open_) - owned} without an owner, {_many(len(late), 'review')} overdue"
        )
        figures = {"open": len(open_), "owned": owned, "reviews overdue": [row.awaited.id for row in late]}
        yield Line("risks", told, f"remit risk list {screen.code} --open --on {screen.day}", figures)


def _leads(screen: Screen) -> Iterator[Line]:
    gaps = [row.awaited.id for row in screen.due("lead")]
    if gaps:
        told = f"{_many(len(gaps), 'designation')} that nobody has"
        yield Line("leads", told, f"remit lead show {screen.code} --on {screen.day}", {"gaps": gaps})


def _due(screen: Screen) -> Iterator[Line]:
    day, code = screen.day, screen.code
    done, targets = screen.due("follow-up"), screen.due("target")
    late = [row for row in screen.rows if stands(row.awaited.due, day) == "overdue"]
    told = f"{_many(len(done), 'follow-up')} and {_many(len(targets), 'target')}, "
    told += f"{sum(row in late for row in (*done, *targets))} overdue"
    figures = {"open": len(done), "targets": len(targets)}
    yield Line("to be done", told, f"remit followup chase {code} --on {day}", figures)
    counts = Counter(row.awaited.kind for row in late)
    told = (
        f"{len(late)}: {some([f'{kind} ({count})' for kind, count in counts.most_common()])}"
        if late
        else "nothing"
    )
    more = f"remit due {code} --on {day} --within 0d"
    yield Line("overdue", told, more, {"overdue": len(late), "of kinds": dict(counts)})
    soon = [row for row in screen.rows if falls(row.awaited.due, after(day, SOON)) and row not in late]
    dated = [row for row in soon if when(row.awaited.due) is not None]
    told = f"{len(dated)} within {SOON} days"
    told += f", first: {dated[0].awaited.kind}, {dated[0].awaited.due.printed}" if dated else ""
    told += f"; {len(soon) - len(dated)} without a day"
    figures = {"within": len(dated), "undated": len(soon) - len(dated)}
    yield Line("due", told, f"remit due {code} --on {day} --within {SOON}d", figures)


SECTIONS: tuple[Callable[[Screen], Iterator[Line]], ...] = (
    _terms,
    _members,
    _ended,
    _offices,
    _deputies,
    _next,
    _last,
    _delegations,
    _decisions,
    _disputes,
    _funds,
    _risks,
    _leads,
    _due,
)
"""The screen from top to bottom. A noun that a body has on its screen adds its section here."""
