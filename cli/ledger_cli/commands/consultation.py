"""``remit consultation``: who was asked before a change, who answered, and was the duty to ask met?

Implements PLA-4.3 and HIW-9: a duty, shown as met or missed; it refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from ledger.facts.consultations import Answered, Ended, Opened
from ledger.facts.words import Words
from ledger.findings import DEFAULT, Finding, Verdict, all_of
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, answer, emit, emit_json, emit_record, say
from ledger_cli.parameters import DAY
from ledger_cli.parties import partner, partners, title_in
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.consultations import Consultation
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_EXITS = {Verdict.MET: 0, Verdict.NOT_MET: 1, Verdict.NOT_KNOWN: 8}
_WORDS = {Verdict.MET: "met", Verdict.NOT_MET: "missed", Verdict.NOT_KNOWN: "not known"}
_COLUMNS = ("consultation", "organisation", "matter", "asked", "until", "decided", "answers", "duty")
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")


@click.group()
def command() -> None:
    """Who was asked before a change, and was the duty to ask met?"""


@command.command("open")
@click.argument("organisation")
@click.option("--text", required=True, help="The change that it plans; kept sealed.")
@click.option("--under", metavar="BODY", help="The body whose terms name the duty to ask.")
@click.option("--ask", "asked", multiple=True, metavar="CODE", help="An organisation; or body:CODE.")
@click.option("--everybody", is_flag=True, help="Everybody whom the terms of --under say to ask.")
@click.option("--impact", help="The impact on the others, as it was considered; kept sealed.")
@click.option("--matter", metavar="CODE", help="The class of matters, of those that the terms name.")
@click.option("--until", type=DAY, help="The last day for an answer.")
@_when
@recording
def open_(
    session: Session,
    organisation: str,
    text: str,
    under: str | None,
    asked: tuple[str, ...],
    everybody: bool,
    impact: str | None,
    matter: str | None,
    until: str | None,
    on: str | None,
) -> None:
    """Record that ORGANISATION asks others about a change that it plans.

    \b
    Example:
      remit consultation open elht --under leaders-forum --everybody --text "One ward closes" \\
        --impact "More care at home" --until 2021-06-30
    """
    from ledger_cli import consulting
    from ledger_cli.lookups import Past

    if everybody is bool(asked) or (everybody and under is None):
        raise click.UsageError("expected whom to ask: --ask CODE, or --everybody with --under BODY")
    day = on or today()
    if everybody and under is not None:
        named = consulting.everybody(Past(session), under, organisation, matter, day)
    else:
        named = partners(asked)
    request = request_id(session.settings)
    made = ids.Maker(request)("u")
    considered = None if impact is None else Words.of(impact)
    fact = Opened(made, organisation, under, Words.of(text), considered, matter, named, until)
    submit(session, day, fact, request=request, made={"consultation": made})


@command.command("answer")
@click.argument("consultation")
@click.argument("party")
@click.option("--text", required=True, help="What it answered; kept sealed.")
@_when
@recording
def answer_(session: Session, consultation: str, party: str, text: str, on: str | None) -> None:
    """Record what PARTY (the code of an organisation, or body:CODE) answered.

    \b
    Example:
      remit consultation answer u-mnbqk3jz5x2c4d7e lancashire --text "No objection" --on 2021-06-10
    """
    from ledger_cli import consulting
    from ledger_cli.lookups import Past

    one, _ = consulting.find(Past(session), consultation)
    named = partner(party)
    submit(session, on, Answered(consultation, one.opened.under, named, Words.of(text)))


@command.command()
@click.argument("consultation")
@click.option("--outcome", required=True, help="What came of it; kept sealed.")
@click.option("--decided", type=DAY, help="The day on which the change was decided, if it was.")
@click.option("--decision", metavar="ID", help="The resolution, where a body decided it.")
@_when
@recording
def end(
    session: Session,
    consultation: str,
    outcome: str,
    decided: str | None,
    decision: str | None,
    on: str | None,
) -> None:
    """Record that a consultation is over, what came of it, and when the change was decided.

    \b
    Example:
      remit consultation end u-mnbqk3jz5x2c4d7e --outcome "The ward closes in autumn" --decided 2021-07-08
    """
    from ledger_cli import consulting
    from ledger_cli.lookups import Past

    one, _ = consulting.find(Past(session), consultation)
    submit(session, on, Ended(consultation, one.opened.under, Words.of(outcome), decided, decision))


@command.command()
@click.argument("consultation")
@on_day
@known_then
@answering
def show(session: Session, consultation: str, on: str | None, known_at: str | None) -> int:
    """Say who was asked, who answered when, how much time they had, and whether the duty was met.

    Exit code 0: met; 1: missed; 8: not known, as while it is open.

    \b
    Example:
      remit consultation show u-mnbqk3jz5x2c4d7e --on 2021-07-08
    """
    from ledger_cli import consulting
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    one, state = consulting.find(past, consultation)
    if one.day > day:
        unknown(f"a consultation that was opened by {day}", f"{consultation}, opened {one.day}", ())
    found = consulting.duties(one, state, day)
    told = _record(past, one.by(day))
    rows = _asked(past, one.by(day), state)
    if session.settings.as_json:
        columns = ("party", "title", "answered", "text")
        asked = [dict(zip(columns, row, strict=True)) for row in rows]
        emit_json({**told, "asked": asked, "duties": list(map(_duty, found))})
        return _exit(found)
    emit_record(told, as_json=False)
    emit(Table(("party", "title", "answered", "text"), rows, "Asked"), as_json=False)
    for each in found:
        read_as = f" (read as: {each.reading})" if each.reading else ""
        where = each.clause or DEFAULT
        answer(f"{_WORDS[each.verdict]}: {each.rule} ({where}): {each.expected}: {each.got}{read_as}")
    return _exit(found, consultation)


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> int:
    """List the consultations under the terms of BODY, and whether the duty was met by each.

    Exit code 0: met by all; 1: missed by one; 8: not known of one.

    \b
    Example:
      remit consultation list leaders-forum
    """
    from ledger_cli import consulting
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    opened = past.state(f"consultations:{body}").consultations.known
    state = consulting.read(past, *(f"consultation:{code}" for code in opened)) if opened else None
    known = state.consultations.known.values() if state is not None else ()
    rows: list[tuple[Cell, ...]] = []
    every: list[Finding] = []
    for one in (each for each in known if each.day <= day):
        found = consulting.duties(one, state, day) if state is not None else ()
        rows.append(_row(one.by(day), found))
        every += found
    emit(Table(_COLUMNS, rows, f"{body}: consultations by {day}"), as_json=session.settings.as_json)
    return _exit(every)


def _record(past: Past, one: Consultation) -> dict[str, object]:
    from ledger_cli import consulting

    opened, facts = one.opened, past.facts(f"consultation:{one.opened.consultation}")
    words = past.words(facts)
    ids_ = {type(at.fact.body): at.fact.id for at in facts}
    ended = one.ended[1] if one.ended is not None else None
    return {
        "consultation": opened.consultation,
        "organisation": opened.organisation,
        "under": opened.under,
        "matter": opened.matter,
        "text": words.read(ids_[Opened], "body.text", opened.text),
        "impact": words.read(ids_[Opened], "body.impact", opened.impact),
        "asked on": one.day,
        "recorded": f"entry {one.number}, {one.recorded}",
        "until": opened.until,
        "ended": None if one.ended is None else one.ended[0],
        "outcome": None if ended is None else words.read(ids_[Ended], "body.outcome", ended.outcome),
        "decided": None if ended is None else ended.decided,
        "decision": None if ended is None else ended.resolution,
        "days allowed": consulting.allowed(one),
    }


def _asked(past: Past, one: Consultation, state: State) -> list[tuple[Cell, ...]]:
    """Give a row for every answer, and one for everybody who was asked and has not answered."""
    said = past.facts(f"consultation:{one.opened.consultation}")
    words = past.words(said)
    told: dict[str, list[tuple[Cell, Cell]]] = {party: [] for party in one.opened.parties}
    for at in said:
        body = at.fact.body
        if isinstance(body, Answered) and (at.day, body) in one.answered:
            text = words.read(at.fact.id, "body.text", body.text)
            told.setdefault(body.party, []).append((at.day, text))
    return [
        (party, title_in(state, party), *answered)
        for party, answers in told.items()
        for answered in (answers or [(None, None)])
    ]


def _row(one: Consultation, found: Iterable[Finding]) -> tuple[Cell, ...]:
    opened, ended = one.opened, one.ended[1] if one.ended is not None else None
    answered = {body.party for _, body in one.answered} & set(opened.parties)
    told = "; ".join(f"{_WORDS[each.verdict]} ({each.rule})" for each in found)
    about = (opened.consultation, opened.organisation, opened.matter, one.day, opened.until)
    decided = ended.decided if ended is not None else None
    return (*about, decided, f"{len(answered)} of {len(opened.parties)}", told or "none is named")


def _duty(found: Finding) -> dict[str, object]:
    return {
        "duty": _WORDS[found.verdict],
        "rule": found.rule,
        "clause": found.clause,
        "expected": found.expected,
        "got": found.got,
        "reading": found.reading,
    }


def _exit(found: Iterable[Finding], consultation: str | None = None) -> int:
    verdicts = [one.verdict for one in found]
    if consultation is not None and not verdicts:
        say(f"no terms name a duty that {consultation} would meet")
    return _EXITS[all_of(verdicts)]
