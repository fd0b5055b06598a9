"""What a decision is worth on a day, and the chain of facts that says so.

Remit never says *void*: that is for others to find. What was not met or not known when it was recorded stays
beside the standing for ever; a good-faith clause cures what it names and nothing else (LSC-10.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.aftermath import About, Known, contested, disputed, waits
from ledger.between import OFFICE_HOLDERS
from ledger.calendars import Days
from ledger.callins import Implementation, implementation
from ledger.disputed import said as said_of_dispute
from ledger.facts import delegations, keydecisions
from ledger.facts import outcomes as facts
from ledger.facts.decisions import Part, Resolved
from ledger.facts.terms import GoodFaithRule, Terms, UrgentRule
from ledger.findings import DEFAULT
from ledger.majorities import rule_of
from ledger.powers import by_act, by_power, held_up, lasts, not_of_acts, noted, of_part
from ledger.scopes import show
from ledger.suspects import Contested
from ledger.suspects import told as contested_told
from ledger.terms import cited, rules_of

GONE = ("not taken yet", "rescinded", "superseded")
"""What is not implemented on the day, or not any more."""

SETTLING = ("ratified", "rescinded", "superseded", "set aside")
"""What settles the worth of a decision by itself, whatever it rested on before."""

NO_CALENDAR = Days()
NOBODY: Mapping[str, str] = {}

NON_COMMITTAL = ("support", "welcome", "note")
"""The kinds of parts that commit to nothing."""


class Ground(msgspec.Struct, frozen=True):
    """Why a decision has its standing: what was said, on which day, by which entry."""

    said: str
    day: str
    number: int


class Standing(msgspec.Struct, frozen=True):
    """What one part of a decision is worth: in a word, with its grounds and what stands beside it for ever.

    Attributes:
        part: the part.
        worth: in a word or a few: ``valid``, ``conditional``, ``rescinded``.
        grounds: the facts that it rests on, in the order of recording; the resolution first.
        beside: what was not met or not known when it was recorded, with rule and clause.
        awaited: the organisations, or bodies that a question is put to in common, whose answer is awaited.
        not_before: the first day on which it may be implemented, when it can be called in no more. None: it
            never could be, or ``beside`` says why that day is not known.
    """

    part: str
    worth: str
    grounds: tuple[Ground, ...]
    beside: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    not_before: str | None = None


def standings(
    at: Recorded,
    body: Resolved,
    told: Sequence[Known],
    terms: Terms | None,
    day: str,
    days: Days = NO_CALENDAR,
    others: Mapping[str, str] = NOBODY,
) -> tuple[Standing, ...]:
    """Say what every part of a resolution is worth on a day.

    Args:
        at: the fact that it was resolved.
        body: its body.
        told: what became of it, as far as that is known, in the order of recording.
        terms: those by which it was judged.
        day: the day that is asked about.
        days: the days that the body works on, by which the time to call a decision in is counted.
        others: what the later decisions are worth on the day that ratified it, took its place or decided on
            it, by id; one that is not there is taken to stand.
    """
    by_then = sorted((one for one in told if one.day <= day), key=lambda one: (one.day, one.number))
    return tuple(_standing(at, part, by_then, terms, day, days, others) for part in body.parts)


class Afterwards(msgspec.Struct, frozen=True):
    """What an urgent decision is worth until the body was asked, and what is still to be done or was not."""

    worth: str | None = None
    doubt: str | None = None


def afterwards(at: Recorded, part: Part, told: Sequence[Known], terms: Terms | None, day: str) -> Afterwards:
    """Say what an urgent decision of office-holders still needs: to be ratified by the body, or reported."""
    resolved = at.fact.body
    urgent = isinstance(resolved, Resolved) and resolved.way == OFFICE_HOLDERS
    rule = rule_of(UrgentRule, terms, part.matter) if urgent else None
    if rule is None:
        return Afterwards()
    due = None if rule.days is None else date.fromisoformat(at.day) + timedelta(days=rule.days)
    by, late = (f" by {due}", day > due.isoformat()) if due is not None else ("", False)
    in_time = (one for one in told if due is None or one.day <= due.isoformat())
    if rule.then == "ratification" and not any(_ratifies(one.body) for one in in_time):
        return Afterwards(f"lapsed: not ratified{by}" if late else "conditional", f"to be ratified{by}")
    reported = next((one.day for one in told if isinstance(one.body, facts.Reported)), None)
    if rule.then == "ratification" or (reported is not None and (due is None or reported <= due.isoformat())):
        return Afterwards()
    told_late = f"reported on {reported}, not{by}" if reported is not None else None
    return Afterwards(None, told_late or f"{'not reported' if late else 'to be reported'}{by}")


def _standing(
    at: Recorded,
    part: Part,
    told: Sequence[Known],
    terms: Terms | None,
    day: str,
    days: Days,
    others: Mapping[str, str],
) -> Standing:
    mine = of_part(told, part)
    answers = _answers(mine, part)
    own = f"{part.kind} on {part.matter}" if part.matter else part.kind
    since = (Ground(said_of(one.body), one.day, one.number) for one in mine)
    awaited = tuple(code for code in part.to if answers.get(code) in {None, "deferred"})
    worth = _worth(at, part, mine, terms, day, others)
    gone = worth in GONE or worth.startswith("set aside")
    wait = Implementation() if gone else implementation(part, not_of_acts(mine), terms, days)
    held = held_up(mine)
    doubts = (
        wait.doubt,
        f"not to be implemented while its act is {held}" if held and not gone else None,
        None if gone else afterwards(at, part, mine, terms, day).doubt,
        *by_act(part, mine)[1],
    )
    return Standing(
        part.number,
        worth,
        (Ground(own, at.day, at.number), *since),
        (*_beside(at), *(doubt for doubt in doubts if doubt is not None)),
        awaited if part.kind == "recommendation" else (),
        wait.not_before,
    )


def doubted(
    own: Sequence[Standing], body: Resolved, told: Sequence[Known], day: str, suspect: Contested
) -> tuple[Standing, ...]:
    """Show what is contested because of a key beside the parts that rest on it (K1).

    Args:
        own: what the parts are worth on the day without that.
        body: the resolution.
        told: what became of it.
        day: the day that is asked about.
        suspect: what is contested of all that the resolution rests on, and of what was told of it.
    """
    by_then = [one for one in told if one.day <= day]
    return tuple(_doubted(one, part, by_then, suspect) for one, part in zip(own, body.parts, strict=True))


def _doubted(one: Standing, part: Part, told: Sequence[Known], suspect: Contested) -> Standing:
    """Say that the worth of a part is not known where it rests on something contested.

    What a fact beyond doubt says after all of it still holds: that it was ratified, or that it is gone.
    """
    mine = of_part(told, part)
    elsewhere = {known.number for known in told} - {known.number for known in mine}
    found = {number: since for number, since in suspect.items() if number not in elsewhere}
    sure = (known for known in mine if known.number not in suspect)
    settled = max((known.number for known in sure if _settles(known.body)), default=0)
    worth = "not known" if any(number > settled for number in found) else one.worth
    return replace(one, worth=worth, beside=(*one.beside, *contested_told(found)))


def _settles(body: About) -> bool:
    return isinstance(body, facts.Changed) and body.change in SETTLING


def _worth(
    at: Recorded,
    part: Part,
    mine: tuple[Known, ...],
    terms: Terms | None,
    day: str,
    others: Mapping[str, str],
) -> str:
    """Say in a word or a few what a part is worth: the first that holds.

    A ratification takes the place of power and of what was found against the decision before it, and of
    nothing else; a cured defect is shown beside what would be valid, and changes nothing else.
    """
    if day < at.day:
        return "not taken yet"
    ratified = next((one for one in reversed(mine) if _ratifies(one.body)), None)
    later = [one for one in mine if ratified is None or one.number > ratified.number]
    defect, cured = _by_defect(later, terms)
    worth = (
        _changed(mine, others)
        or ("contested" if waits(not_of_acts(mine), part.number) or held_up(mine) else None)
        or (None if ratified and part.under is None else by_power(at, part, terms, mine, others))
        or defect
        or afterwards(at, part, mine, terms, day).worth
        or _by_kind(mine, part, _answers(mine, part), day, others)
        or (_said_by(ratified.body, others) if ratified else _by_findings(at))
    )
    return f"valid, with a defect shown ({cured})" if worth == "valid" and cured else worth


def _ratifies(body: About) -> bool:
    """Say whether the body itself ratified it; that a giver took an act over is for ``powers``."""
    return isinstance(body, facts.Changed) and body.change == "ratified"


def _beside(at: Recorded) -> Iterator[str]:
    yield from (noted(one) for one in at.fact.findings)
    if at.fact.departure is not None:
        yield "recorded as a departure"


def worth_of_all(own: Sequence[Standing], resolved: Resolved) -> str:
    """Say in one what the parts of a resolution are worth that do something."""
    parts = zip(own, resolved.parts, strict=True)
    worths = [one.worth for one, part in parts if part.kind not in NON_COMMITTAL] or ["commits to nothing"]
    lost = [worth for worth in worths if not lasts(worth)]
    return worths[0] if not lost else lost[0] if len(lost) == len(worths) else f"in part {lost[0]}"


def _said_by(body: About, others: Mapping[str, str]) -> str:
    """Say how a later decision changed it, and what that one is worth where it does not last itself."""
    change = body.change if isinstance(body, facts.Changed) else ""
    by = body.by if isinstance(body, facts.Changed) else None
    worth = others.get(by or "")
    return change if worth is None or lasts(worth) else f"{change} by {by} ({worth})"


def _changed(told: tuple[Known, ...], others: Mapping[str, str]) -> str | None:
    """Say what the last change made of it; what a court set aside stays so."""
    changes = [one.body for one in told if isinstance(one.body, facts.Changed)]
    aside = next((one for one in changes if one.change == "set aside"), None)
    if aside is not None:
        return f"set aside by {aside.authority}"
    if contested(told) or disputed(told):
        return "contested"
    made = {one.change: _said_by(one, others) for one in changes}
    return next((made[change] for change in ("rescinded", "superseded") if change in made), None)


def _by_defect(told: Sequence[Known], terms: Terms | None) -> tuple[str | None, str]:
    """Say what defects found afterwards make of it, and which clause on good faith cures them, if all are.

    A view counts for what was found before it; one person's view that it was not in good faith is enough.
    """
    rule = next(iter(rules_of(terms, GoodFaithRule)), None)
    cures = rule.cures if rule is not None else ()
    found = {one.body.defect: one.number for one in told if isinstance(one.body, facts.DefectFound)}
    if "power" in found:
        return "appears outside authority", ""
    views = [(one.number, one.body) for one in told if isinstance(one.body, facts.GoodFaithViewed)]
    for defect, since in found.items():
        by = {view.person: view.good_faith for at, view in views if view.defect == defect and at > since}
        if defect not in cures or not by or not all(by.values()):
            return "with a defect that nothing cures", ""
    if found and rule is not None and terms is not None:
        return None, f"cured by {cited(terms, rule) or DEFAULT}"
    return None, ""


def _by_kind(
    told: Sequence[Known], part: Part, answers: dict[str, str], day: str, others: Mapping[str, str]
) -> str | None:
    if part.kind in NON_COMMITTAL:
        return "commits to nothing"
    if part.kind == "recommendation":
        return _recommended(told, part, answers, others)
    settled = next(((one.day, one.body) for one in told if isinstance(one.body, facts.Settled)), None)
    if settled is not None:
        return _settled(*settled, part.due)
    if part.condition is None and part.kind != "in principle":
        return None
    if part.due is not None and day > part.due:
        return f"lapsed: its condition was not met by {part.due}"
    return "conditional" if part.condition is not None else "in principle"


def _settled(day: str, body: facts.Settled, due: str | None) -> str | None:
    if body.met and due is not None and day > due:
        return f"lapsed: its condition was met on {day}, not by {due}"
    return None if body.met else "lapsed: its condition was not met"


def _recommended(
    told: Sequence[Known], part: Part, answers: dict[str, str], others: Mapping[str, str]
) -> str:
    if not part.to:
        decided = [one.body for one in told if isinstance(one.body, facts.Considered)]
        if not decided:
            return "recommendation to nobody named"
        last, worth = decided[-1], others.get(decided[-1].by)
        said = f"recommendation {last.answer} by {last.board}"
        return said if worth is None or lasts(worth) else f"{said} in {last.by} ({worth})"
    if any(answers.get(code) in {None, "deferred"} for code in part.to):
        return "recommendation awaiting answers"
    declined = [code for code in part.to if answers[code] == "declined"]
    if not declined:
        return "recommendation accepted"
    all_ = len(declined) == len(part.to)
    return f"recommendation {'declined' if all_ else 'accepted, declined'} by {', '.join(declined)}"


def _answers(told: Sequence[Known], part: Part) -> dict[str, str]:
    """Give the last answer of every organisation."""
    given = (one.body for one in told if isinstance(one.body, facts.Answered))
    return {one.place or one.organisation: one.answer for one in given if one.part == part.number}


def _by_findings(at: Recorded) -> str:
    verdicts = {one.verdict for one in at.fact.findings}
    if "not known" in verdicts:
        return "not known"
    return "valid, with a departure shown" if verdicts else "valid"


def said_of(body: About) -> str:  # noqa: PLR0911, PLR0912 - one case a type
    """Say in a few words what became of a decision, or of an act under a delegation."""
    match body:
        case facts.Answered():
            return (
                f"{body.answer} by {body.organisation}{f', in place of {body.place}' if body.place else ''}"
            )
        case facts.Considered():
            return f"{body.answer} by {body.board} ({body.by})"
        case facts.Settled():
            return "condition met" if body.met else "condition not met"
        case facts.Changed():
            by = f" by {body.by or body.authority}" if body.by or body.authority else ""
            return f"{body.change}{by}"
        case facts.Reported():
            return f"reported at {body.meeting}"
        case facts.DefectFound():
            return f"defect found: {body.defect}"
        case facts.GoodFaithViewed():
            view = "in good faith" if body.good_faith else "not in good faith"
            return f"{view} despite the defect ({body.defect}), in the view of {body.person}"
        case keydecisions.Published():
            return "published"
        case keydecisions.CalledIn():
            return f"called in by {', '.join(body.by)}"
        case keydecisions.CallInEnded():
            return body.outcome
        case delegations.Used():
            amount = f" for {show(body.amount)}" if body.amount else ""
            return f"act {body.act} under {body.chain[-1]}{amount}"
        case delegations.Ratified():
            return f"act {body.act} ratified by {body.by} ({body.resolution})"
        case _:
            return said_of_dispute(body)
