"""A question put in common: what each committee did about it, and for whom the outcome stands (PBP-4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ledger import rooms
from ledger.acts import Recorded
from ledger.agreeing import agreed
from ledger.commons import Commons, Question, Said
from ledger.facts.common import Committee
from ledger.findings import Verdict, all_of
from ledger.powers import holds
from ledger_cli import deciding, ids
from ledger_cli.lookups import Past, unknown
from ledger_cli.papers.sentences import listed

if TYPE_CHECKING:
    from ledger.ballots import Ballot

COLUMNS = ("body", "organisations", "quorate", "votes", "decision", "answer", "worth")
YES, NO, NOT_KNOWN = 0, 1, 8
_QUORATE = {Verdict.MET: "yes", Verdict.NOT_MET: "no", Verdict.NOT_KNOWN: "not known"}
_OPEN = ("conditional", "in principle", "not known", "contested", "not taken yet")
"""What a decision may be worth while nobody can say yet whether it holds."""


class Row(msgspec.Struct, frozen=True):
    """What one of the committees did: under ``quorate`` and ``votes``, at the item at which it answered."""

    body: str
    organisations: tuple[str, ...]
    quorate: str | None
    votes: str | None
    decision: str | None
    answer: str
    worth: str | None


def find(past: Past, common: str) -> tuple[Recorded, Commons]:
    """Give the fact that put a question in common, and the answers to it, by its id.

    Raises:
        Malformed: there is none.
    """
    facts = past.facts(f"common:{common}") if ids.is_id("k", common) else []
    if not facts:
        unknown("a question put in common that the ledger knows", common[:80], ())
    return facts[0], past.state(f"common:{common}").outcomes.commons


def read(past: Past, common: str, day: str) -> tuple[Recorded, Question, tuple[Row, ...]]:
    """Say what each committee had done about a question by a day, and what that is worth."""
    at, commons = find(past, common)
    question, answers = commons.questions[common], commons.answered(common, day)
    rows = []
    for one in question.put.sittings:
        said = answers.get(one.body)
        own = deciding.read(past, said.resolution, day) if said is not None and said.resolution else None
        rows.append(_row(past, common, one, said, own))
    return at, question, tuple(rows)


def _row(past: Past, common: str, one: Committee, said: Said | None, own: deciding.Decision | None) -> Row:
    founders = past.body(one.body).founders
    if said is None:
        return Row(one.body, founders, None, None, None, "none yet", None)
    answer = "agreed" if said.agreed else "not agreed"
    quorate, votes = _quorate(past, one.meeting, one.item), _votes(past, one.item, own)
    worth = None if own is None else agreed(own.worth, own.resolved, common)
    return Row(one.body, founders, quorate, votes, said.resolution, answer, worth)


def _quorate(past: Past, meeting: str, item: str) -> str:
    sitting = past.state(f"meeting:{meeting}").sittings.known[meeting]
    state = past.state(*(f"{kind}:{sitting.body}" for kind in ("roll", "deputies", "terms")))
    terms = state.terms.in_force(sitting.body, sitting.day_of(item))
    if terms is None:
        return _QUORATE[Verdict.NOT_KNOWN]
    found = rooms.quorum(sitting, item, terms, state.roll, state.deputies)
    return _QUORATE[all_of(one.verdict for one in found)]


def _votes(past: Past, item: str, own: deciding.Decision | None) -> str | None:
    """Say in which way it was resolved and how the votes fell; without a resolution, on what was put then."""
    if own is None:
        put = past.state(f"motions:{item}").motions.ballots
        motions = [motion for motion, ballot in put.items() if ballot.item == item]
    else:
        motions = list(own.resolved.motions)
    ballots = past.state(
        *(f"{kind}:{one}" for one in motions for kind in ("motion", "votes"))
    ).motions.ballots
    fell = [_fell(ballots[one]) for one in motions if not ballots[one].withdrawn]
    return "; ".join([*([] if own is None else [own.resolved.way]), *fell]) or None


def _fell(ballot: Ballot) -> str:
    numbers = {choice: ballot.count(choice) for choice in ("for", "against")}
    return ", ".join(f"{'not known' if n is None else n} {choice}" for choice, n in numbers.items())


def summary(question: Question, rows: tuple[Row, ...]) -> tuple[str, int]:
    """Say in one sentence for whom the outcome stands, with the exit code that says so."""
    fallen = question.put.holds == "only if all agree" and any(one.answer == "not agreed" for one in rows)
    state = {one.body: _state(one, fallen=fallen) for one in rows}
    of = {code: [one for one in rows if state[one.body] == code] for code in (YES, NO, NOT_KNOWN)}
    told = [f"it holds for {listed(map(_named, of[YES])) or 'nobody'}"]
    if of[NO]:
        told.append(f"it does not hold for {listed(map(_named, of[NO]))}")
    if of[NOT_KNOWN]:
        told.append(f"it is not known yet for {listed(map(_named, of[NOT_KNOWN]))}")
    code = NOT_KNOWN if of[NOT_KNOWN] else YES if of[YES] else NO
    return f"Put to hold {question.put.holds}: {'; '.join(told)}.", code


def _state(row: Row, *, fallen: bool) -> int:
    if row.worth is None:
        return NO if row.answer == "not agreed" or fallen else NOT_KNOWN
    if holds(row.worth):
        return YES
    return NOT_KNOWN if row.worth in _OPEN else NO


def _named(row: Row) -> str:
    """Name the organisations of a committee, with the committee and what it did where that does not hold."""
    why = row.worth or ("no answer yet" if row.answer == "none yet" else row.answer)
    beside = [] if row.worth is not None and holds(row.worth) else [why]
    if not row.organisations:
        return f"{row.body} ({beside[0]})" if beside else row.body
    return f"{listed(row.organisations)} ({': '.join([row.body, *beside])})"
