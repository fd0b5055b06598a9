"""Papers with options as the command line writes them, and what a vote on a motion comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ledger.acts import Act
from ledger.between import heard
from ledger.counting import Voters, carried, chosen, unrecorded, voters
from ledger.errors import Malformed
from ledger.facts import decisions as facts
from ledger.facts.terms import ChoiceRule, MajorityRule
from ledger.facts.words import Words
from ledger.findings import DEFAULT, Verdict
from ledger.majorities import rule_of
from ledger.meetings import Beside
from ledger.resolutions import AGREED
from ledger.terms import cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.acts import Recorded
    from ledger.ballots import Ballot
    from ledger.facts.terms import Terms
    from ledger_cli.lookups import Past
    from ledger_cli.lookups import Words as Opened

OWN_KEY, BY_THE_CLERK = "own key", "recorded by the clerk"


class Came(msgspec.Struct, frozen=True):
    """What a vote came to by one rule: the verdict (of a choice: is it settled), and the arithmetic."""

    rule: str
    clause: str | None
    verdict: Verdict
    result: str
    got: str


class Polled(msgspec.Struct, frozen=True):
    """A motion as it stands: what was put, each vote with its fact, and what it comes to."""

    at: Recorded
    put: facts.MotionPut
    ballot: Ballot
    body: str
    number: str
    votes: tuple[tuple[str, str, Recorded], ...]
    silent: int | None
    came: Came | None
    decisions: tuple[facts.Resolved, ...] = ()


EXITS = {Verdict.MET: 0, Verdict.NOT_MET: 1, Verdict.NOT_KNOWN: 8}


def record(found: Polled, words: Opened) -> dict[str, object]:
    """Give a motion and what the votes on it come to, a line each."""
    put, ballot, fact = found.put, found.ballot, found.at.fact.id
    told: dict[str, object] = {
        "motion": put.motion,
        "meeting": f"{put.meeting}, {found.body}, {found.at.day}, item {found.number}",
        "text": words.read(fact, "body.text", put.text),
        "matter": put.matter,
        "state": "withdrawn" if ballot.withdrawn else "resolved" if ballot.resolved else "open",
    }
    for index, one in enumerate(put.options):
        group = f" ({one.group})" if one.group else ""
        told[f"option {one.option}{group}"] = words.read(fact, f"body.options.{index}.text", one.text)
    if put.options:
        told["places"] = put.places
    if put.reconsiders is not None:
        told["puts again"] = put.reconsiders
    if ballot.told:
        told["announced"] = _announced(ballot)
    if ballot.ties:
        told["ties broken for"] = ", ".join(ballot.ties)
    for decision in found.decisions:
        told["decision"] = f"{decision.resolution}, by {decision.way}".replace("by not", "in a way not")
    if found.silent:
        told["not recorded"] = f"{found.silent} of those present with a vote"
    agreed = [one.way for one in found.decisions if one.way in AGREED]
    if agreed and not found.votes and not ballot.told:
        return {**told, "result": f"agreed by {agreed[0]}, without a vote"}
    if found.came is None:
        return {**told, "result": "not known: no rule of the terms says"}
    by = f"{found.came.rule} ({found.came.clause or DEFAULT})"
    return {**told, "result": found.came.result, "by": by, "sum": found.came.got}


def _announced(ballot: Ballot) -> str:
    """Say what was announced; a number that was not is said to be not recorded."""
    if ballot.tally is not None:
        given = (f"{'not recorded' if n is None else n} {choice}" for choice, n in ballot.announced.items())
        return f"{', '.join(given)}, by {ballot.tally.how}".replace("by not recorded", "how not recorded")
    told = ballot.counted
    totals = (f"{one.option} {one.number}" for one in told.totals) if told else ()
    papers = f"{sum(one.papers for one in told.papers)} papers" if told else ""
    return ", ".join(totals) or papers


def level(at: Recorded) -> str:
    """Say by whom an act was recorded: with the own key of whoever acted, or by the clerk."""
    return OWN_KEY if at.fact.acted.person == at.fact.recorder else BY_THE_CLERK


def options_of(texts: Iterable[str]) -> tuple[facts.Option, ...]:
    """Read options like ``jo=Jo Bloggs``, or with what a cap counts them under, ``jo/icb=Jo Bloggs``.

    Raises:
        Malformed: another text.
    """
    found = []
    for text in texts:
        name, equals, words = text.partition("=")
        code, slash, group = name.partition("/")
        if not (code and equals and words) or (slash and not group):
            raise Malformed(f"expected an option like jo=Jo Bloggs or jo/icb=Jo Bloggs, got {text!r}")
        found.append(facts.Option(code, Words.of(words), None, group or None))
    return tuple(found)


def numbers_of(texts: Iterable[str], *, bare: bool) -> dict[str, int]:
    """Read numbers like ``jo=12`` by option; with ``bare`` an option alone is marked with a cross.

    Raises:
        Malformed: another text.
    """
    found: dict[str, int] = {}
    for text in texts:
        code, equals, number = text.partition("=")
        if code in found or not (number.isdecimal() if equals else bare):
            like = "jo, jo=1 or jo=5" if bare else "jo=12"
            raise Malformed(f"expected every option once, like {like}, got {text!r}")
        found[code] = int(number) if equals else 1
    return found


def polled(past: Past, motion: str) -> Polled:
    """Say what the votes on a motion come to, as far as they are recorded.

    Raises:
        Malformed: there is no such motion.
    """
    from ledger_cli import deciding

    put, _ = deciding.motion(past, motion)
    about = past.facts(f"motion:{motion}", f"votes:{motion}")
    first = next(at for at in about if isinstance(at.fact.body, facts.MotionPut))
    body = past.state(f"meeting:{put.meeting}").sittings.body_of(put.meeting) or ""
    kinds = ("terms", "roll", "deputies")
    read = (
        f"motion:{motion}",
        f"votes:{motion}",
        f"meeting:{put.meeting}",
        *(f"{one}:{body}" for one in kinds),
    )
    state = past.state(*read)
    ballot = state.motions.ballots[motion]
    since = max((at.number for at in about if isinstance(at.fact.body, facts.MotionAmended)), default=0)
    votes = tuple(vote for at in about if at.number > since for vote in _votes(at))
    item = state.sittings.known[put.meeting].items.get(put.item)
    in_force = state.terms.in_force(body, first.day)
    number = item.number if item else put.item
    resolved = tuple(at.fact.body for at in about if isinstance(at.fact.body, facts.Resolved))
    if in_force is None:
        return Polled(first, put, ballot, body, number, votes, None, None, resolved)
    beside = Beside(state.bodies, state.directory, state.roll, state.deputies, state.programme, state.terms)
    there = heard(state.sittings.known[put.meeting], "vote", [ballot])
    who = voters(Act.of(about[-1]), ballot, there, beside, in_force)
    silent, came = unrecorded(ballot, who, in_force), _came(ballot, who, in_force)
    return Polled(first, put, ballot, body, number, votes, silent, came, resolved)


def _votes(at: Recorded) -> Iterator[tuple[str, str, Recorded]]:
    body = at.fact.body
    if isinstance(body, facts.VoteCast):
        choice: str = body.choice
    elif isinstance(body, facts.BallotCast):
        choice = ", ".join(f"{one.option}={one.number}" for one in body.marks) or "blank"
    else:
        return
    yield body.person, f"casting vote: {choice}" if body.casting else choice, at


def _came(ballot: Ballot, who: Voters, in_force: Terms) -> Came | None:
    """Judge the votes by the rule of the motion's matter; None where the terms have none."""
    if ballot.options:
        choice = rule_of(ChoiceRule, in_force, ballot.matter)
        if choice is None:
            return None
        found = chosen(ballot, choice, who, in_force)
        settled = None if found.open else bool(found.options) and not found.tied
        result = f"chosen: {', '.join(found.options) or 'nothing'}"
        open_ = f"; open: {found.open}" if found.open else ""
        return Came(choice.rule, cited(in_force, choice), Verdict.of(settled), result, found.got + open_)
    rule = rule_of(MajorityRule, in_force, ballot.matter)
    if rule is None:
        return None
    carried_ = carried(ballot, rule, who, in_force, casting=ballot.matter not in rule.barred)
    said = {Verdict.MET: "carried", Verdict.NOT_MET: "not carried", Verdict.NOT_KNOWN: "not known"}
    return Came(rule.rule, cited(in_force, rule), carried_.verdict, said[carried_.verdict], carried_.got)
