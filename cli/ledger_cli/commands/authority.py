"""``remit authority``: who may do this, up to how much, and by whose authority?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ledger.findings import Finding, Verdict, any_of
from ledger_cli import giving, parties, using
from ledger_cli.options import answering
from ledger_cli.output import Table, answer, emit, emit_json, say
from ledger_cli.parameters import DAY
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.asking import Asked
    from ledger_cli.authorities import Candidate
    from ledger_cli.chains import Known
    from ledger_cli.keyacts import When
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_ANSWERS = {Verdict.MET: ("yes", 0), Verdict.NOT_MET: ("no", 1), Verdict.NOT_KNOWN: ("not known", 8)}
_OTHERS = 3
"""How many who could do it are named where the answer is no."""


@click.group()
def command() -> None:
    """Who may do this, up to how much, and by whose authority?"""


@command.command()
@click.argument("matter")
@click.argument("amount", required=False)
@click.option("--by", required=True, metavar="WHO", help="A name, the title of an office, a body.")
@click.option("--under", metavar="DELEGATION", help="Under this delegation only.")
@click.option("--announced", metavar="ENTRY", help="The entry of the forward plan that it is.")
@using.about
@on_day
@answering
def check(
    session: Session,
    matter: str,
    amount: str | None,
    by: str,
    under: str | None,
    announced: str | None,
    more: using.About,
    on: str | None,
) -> int:
    """Say whether somebody may do something, under which chain, what is left of each limit, and from when.

    MATTER is a function by its code, or what would be done in plain words; AMOUNT is in pounds where no
    currency is named. Answers yes, no or not known (exit 0, 1 or 8) as things stand on the day; nothing is
    recorded. Of a key decision: from when it may be decided, and may take effect.

    \b
    Example:
      remit authority check "vary the community beds contract" 180000 --by "Director of Place"
    """
    from ledger_cli import authorities, chains, keyacts, suspicions
    from ledger_cli.lookups import Past

    past = Past(session)
    asked = _asked(session, past, (matter, amount, by, on or today()), more)
    catalogue = past.state("functions").functions.on(asked.day)
    given, holders, over = ((under,), (), None) if under else ((), asked.parties, catalogue)
    known = authorities.read(session, asked, given, holders, over)
    found = authorities.candidates(asked, known, under)
    word, code = _ANSWERS[any_of(one.verdict for one in found)]
    links = [link for one in found for link in one.links]
    shown, doubts = chains.called(session.store, links), suspicions.of_links(past, links)
    may = (one for one in found if one.verdict is not Verdict.NOT_MET)
    when = {one.name: keyacts.when(past, one.links, asked.function, asked.day, announced) for one in may}
    if session.settings.as_json:
        emit_json({"answer": word, **_record(session, asked, found, known, shown, when), "contested": doubts})
    else:
        _print(session, asked, found, known, shown, when)
        suspicions.show(doubts)
    return code


def _print(
    session: Session,
    asked: Asked,
    found: list[Candidate],
    known: Known,
    shown: Mapping[str, str],
    when: Mapping[str, When],
) -> None:
    from ledger_cli import chains

    verdict = any_of(one.verdict for one in found)
    best = found[0] if found else None
    under = (
        (f", {best.own}" if best.own else f" under {best.name}")
        if best and best.verdict is Verdict.MET
        else ""
    )
    nothing = ", to whom no delegation is recorded" if best is None else ""
    answer(session.spell(f"{_ANSWERS[verdict][0]}: {_question(asked)}{nothing}{under}"))
    for one in found:
        emit(chains.table(one.links, known, asked.day, shown), as_json=False)
        for line in _lines(one, asked):
            answer(session.spell(line))
        for line in when[one.name].lines() if one.name in when else ():
            answer(line)
        if one.verdict is Verdict.MET:
            return
    for line in _instead(session, asked, found, known):
        answer(session.spell(f"needed: {line}"))


def _asked(session: Session, past: Past, said: tuple[str, str | None, str, str], more: using.About) -> Asked:
    from ledger_cli import asking

    matter, amount, by, day = said
    using.require_supplier(session, more.supplier)
    function = asking.function_of(session, past.state("functions").functions.on(day), matter)
    whom = asking.whom(past, session, by, day)
    return asking.Asked(whom, function, asking.amount_of(amount), day, more)


def _question(asked: Asked) -> str:
    from ledger.scopes import show

    of = f" of {show(asked.amount)}" if asked.amount else ""
    return f"{asked.who} for {asked.function}{of} on {asked.day}"


def _lines(one: Candidate, asked: Asked) -> list[str]:
    """Say what every rule says against it, and what else it takes."""
    from ledger_cli import preview

    lines = [*preview.lines_of(one.findings)]
    if one.verdict is Verdict.MET:
        lines += [f"it takes {each}" for each in one.needed]
    if one.verdict is not Verdict.NOT_MET and one.party in asked.whom.covers:
        lines.append(f"note: {asked.who} deputises for {asked.whom.covers[one.party]}")
    begins = max(link.since for link in one.links)
    lines += [f"note: not before {begins}"] if begins > asked.day else []
    return lines + _revoked(one, asked)


def _revoked(one: Candidate, asked: Asked) -> list[str]:
    """Say of links that held on a past day but are revoked by now that nothing can be recorded under them."""
    return [
        f"note: {link.delegation} is revoked from {link.ended}: an act recorded from then on is refused"
        for link in one.links
        if link.ended is not None and asked.day < link.ended
    ]


def _instead(session: Session, asked: Asked, found: list[Candidate], known: Known) -> list[str]:
    """Say what would be needed instead: the amount, a report that is overdue, else who could do it."""
    from ledger_cli import authorities

    if authorities.unsized(asked, found):
        return ["the amount"]
    reports = [line for one in found for line in authorities.reports(one, asked.day, known)]
    if reports:
        return list(dict.fromkeys(reports))
    catalogue = known.state.functions.on(asked.day)
    could = [one for one in authorities.everybody(session, asked, catalogue) if one.verdict is Verdict.MET]
    by = [f"a decision by {one.party} under {one.name}" for one in could if one.own is None]
    itself = [one.party for one in could if one.own is not None]
    wider = "" if by else ", or a wider delegation by it"
    lines = dict.fromkeys((*by, *(f"a decision by {giver} itself{wider}" for giver in itself)))
    return list(lines)[:_OTHERS] or [f"a delegation of {asked.function} to {asked.who}"]


def _record(
    session: Session,
    asked: Asked,
    found: list[Candidate],
    known: Known,
    shown: Mapping[str, str],
    when: Mapping[str, When],
) -> dict[str, object]:
    from ledger.scopes import show
    from ledger_cli import chains

    told = []
    for one in found:
        drawn = chains.table(one.links, known, asked.day, shown)
        told.append(
            {
                "delegation": one.name,
                "answer": _ANSWERS[one.verdict][0],
                "own": one.own,
                "chain": [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows],
                "findings": [_finding(session, each) for each in one.findings],
                "takes": [session.spell(each) for each in one.needed],
                "notes": _revoked(one, asked),
                "earliest": when[one.name].record() if one.name in when else None,
            }
        )
    met = any(one.verdict is Verdict.MET for one in found)
    amount = show(asked.amount) if asked.amount else None
    question = {"by": asked.who, "function": asked.function, "amount": amount, "on": asked.day}
    return {
        **question,
        "under": told,
        "needed": [] if met else [session.spell(one) for one in _instead(session, asked, found, known)],
    }


def _finding(session: Session, finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "answer": finding.verdict.value,
        "expected": finding.expected,
        "got": session.spell(finding.got),
    }


@command.command()
@click.argument("matter")
@click.argument("amount", required=False)
@using.about
@on_day
@answering
def who(
    session: Session,
    matter: str,
    amount: str | None,
    more: using.About,
    on: str | None,
) -> int:
    """List everybody who could do something of that size on the day, and what it takes.

    Exit code 0: somebody may; 1: nobody may; 8: that is not known of any.

    \b
    Example:
      remit authority who "vary the community beds contract" 180000
    """
    from ledger_cli import asking, authorities
    from ledger_cli.lookups import Past

    using.require_supplier(session, more.supplier)
    past, day = Past(session), on or today()
    catalogue = past.state("functions").functions.on(day)
    function = asking.function_of(session, catalogue, matter)
    asked = asking.Asked(asking.Whom("anybody", (), None), function, asking.amount_of(amount), day, more)
    found = authorities.everybody(session, asked, catalogue)
    rows = [_row(session, past, one, day) for one in found]
    columns = ("who", "may", "under", "from", "clauses", "it takes", "contested")
    emit(Table(columns, rows, _question(asked)), as_json=session.settings.as_json)
    if not found:
        say(f"nobody may: {_question(asked)}")
    elif authorities.unsized(asked, found):
        say("not known without the amount: a limit or a band asks for it")
    if any(one.verdict is Verdict.MET for one in found):
        return 0
    return 8 if found else 1


def _row(session: Session, past: Past, one: Candidate, day: str) -> tuple[str | None, ...]:
    """Give one of those who could, how, and what it takes, and what of it is contested."""
    from ledger_cli import chains, suspicions

    return (
        session.spell(parties.label(past, one.party, day)),
        _ANSWERS[one.verdict][0],
        one.name,
        one.links[0].giver(day),
        "; ".join(filter(None, map(chains.cited, one.links))),
        session.spell("; ".join(one.needed)) or (one.own and "its own decision: it keeps the power"),
        "; ".join(suspicions.of_links(past, one.links)) or None,
    )


@command.command()
@click.argument("act")
@known_then
@answering
def explain(session: Session, act: str, known_at: str | None) -> int:
    """Say by whose authority a decision was taken, or an ACT under a delegation was done.

    Exit code 0: nothing was found against it; 1: something was; 8: something is not known.

    \b
    Example:
      remit authority explain a-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import explaining
    from ledger_cli.lookups import Past

    told = explaining.explained(session, Past(session, known_at), act)
    if session.settings.as_json:
        emit_json(told.record)
    else:
        for table in told.tables:
            emit(table, as_json=False)
        for line in told.lines:
            answer(session.spell(line))
    return told.code


@command.command()
@click.argument("whose", metavar="WHO")
@on_day
@giving.paper
@answering
def card(
    session: Session,
    whose: str,
    on: str | None,
    kind: str,
    out: Path | None,
    template: Path | None,
    public: bool,
) -> None:
    """Write the card of limits of an office, a person or a body: what it may do, up to how much, and how.

    \b
    Example:
      remit authority card "Place Director" --format docx --out card.docx
    """
    from ledger_cli import cards
    from ledger_cli.lookups import Past

    giving.require(kind, out, template)
    written = cards.card(session, Past(session), whose, on or today(), public=public)
    giving.give(session.settings, written, kind, out, template)


@command.command()
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, help="The last day.  [default: today]")
@click.option("--within", type=click.IntRange(0, 366), default=30, show_default=True, help="How many days.")
@answering
def splits(session: Session, first: str, last: str | None, within: int) -> int:
    """List acts that look like one act cut into slices: each within the limit, together beyond it.

    Exit code 0: there are none; 1: there are some, for somebody to look at.

    \b
    Example:
      remit authority splits --from 2026-04-01 --to 2026-06-30
    """
    from ledger.scopes import show, spelled
    from ledger_cli import authorities
    from ledger_cli.lookups import Past

    if first > (last or today()):
        raise click.UsageError(f"expected --to on or after --from {first}, got {last or today()}")
    found = authorities.splits(Past(session), session, (first, last or today()), within)
    rows = [
        (
            one.delegation,
            one.function,
            session.spell(one.whom),
            ", ".join(each.day for each in one.acts),
            ", ".join(each.body.act for each in one.acts),
            show(one.together),
            spelled(one.limit),
        )
        for one in found
    ]
    columns = ("delegation", "function", "with or by", "days", "acts", "together", "limit")
    emit(Table(columns, rows, f"{first} to {last or today()}"), as_json=session.settings.as_json)
    return 1 if rows else 0
