"""``remit fund``: pooled funds and aligned budgets, and their money at every level (PLD-1, PLD-2, PBP-9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import click

from ledger.facts import funds as facts
from ledger.facts.words import Money
from ledger_cli.allotting import VERBS, counted, when
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, emit_json, emit_record
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_SHARE = re.compile(r"(?P<organisation>[a-z0-9.-]+)=(?P<parts>[1-9][0-9]{0,5})")


@click.group()
def command() -> None:
    """Pooled funds and aligned budgets: what went in, what is left at every level."""


for _verb in VERBS:
    command.add_command(_verb)


def _fenced(function: Any) -> Any:  # noqa: ANN401 - as above
    """Let a fund be ring-fenced: by a clause, for functions."""
    clause = click.option("--ring-fenced", metavar="CLAUSE", help="The clause that says what it is for.")
    what = click.option(
        "--function", "functions", multiple=True, metavar="CODE", help="What it may be used for alone."
    )
    return clause(what(function))


@command.command("open")
@click.argument("code")
@click.argument("title")
@click.option("--by", required=True, metavar="BODY", help="The body that governs it, or it is aligned to.")
@click.option("--kind", type=click.Choice(["pooled", "aligned"]), default="pooled", show_default=True)
@click.option("--host", required=True, metavar="CODE", help="The organisation that holds it, or owns it.")
@click.option("--manager", metavar="PERSON", help="The pool manager, by exact name or id.")
@click.option("--under", required=True, metavar="CLAUSE", help="The agreement or power.")
@click.option("--currency", default="GBP", show_default=True)
@click.option("--begins", type=DAY, required=True, help="The first day on which it may be used.")
@click.option("--ends", type=DAY, help="The first day after it.")
@click.option(
    "--share", "shares", multiple=True, metavar="CODE=PARTS", help="Who bears so many parts of risk."
)
@click.option("--assured-by", metavar="BODY", help="The body that assures it.")
@_fenced
@when
@recording
def open_(
    session: Session,
    code: str,
    title: str,
    by: str,
    kind: Literal["pooled", "aligned"],
    host: str,
    manager: str | None,
    under: str,
    currency: str,
    begins: str,
    ends: str | None,
    shares: tuple[str, ...],
    assured_by: str | None,
    ring_fenced: str | None,
    functions: tuple[str, ...],
    on: str | None,
) -> None:
    """Open a pooled fund, or align a budget of an organisation, which stays its own.

    \b
    Example:
      remit fund open bcf "Better Care Fund" --by place-board --host blackburn --under "s.75 agreement 4" \\
        --begins 2024-04-01 --ends 2025-04-01 --share blackburn=60 --share icb=40 --assured-by delivery-board
    """
    from ledger_cli import people

    person = people.find(session.store, manager) if manager is not None else None
    risk = tuple(_share(one) for one in shares)
    fence = _fence(ring_fenced, functions)
    fact = facts.FundOpened(
        code, by, title, kind, host, person, under, currency, begins, ends, risk, assured_by, fence
    )
    submit(session, on, fact)


def _fence(clause: str | None, functions: tuple[str, ...]) -> facts.RingFence | None:
    if clause is None and functions:
        raise click.UsageError("expected --ring-fenced with --function, the clause that says so, got none")
    return None if clause is None else facts.RingFence(clause, functions)


def _share(text: str) -> facts.RiskShare:
    found = _SHARE.fullmatch(text)
    if found is None:
        raise click.UsageError(f"expected a risk share like blackburn=60, got {text!r}")
    return facts.RiskShare(found["organisation"], int(found["parts"]))


def _changes(was: facts.Terms, said: dict[str, Any], without: tuple[str, ...]) -> dict[str, Any]:
    """Give what a variation says of a fund: what is new, nothing where it has none, else what it was."""
    names = {"assured-by": "assured_by", "ring-fence": "ring_fenced"}
    gone = {names.get(one, one) for one in without}
    if both := sorted(name for name in gone if said[name]):
        raise click.UsageError(f"expected {', '.join(both)} to be changed or left out, got both")
    kept = {name: getattr(was, name) for name in said if name not in gone}
    return kept | {name: value for name, value in said.items() if value}


@command.command()
@click.argument("fund")
@click.option("--under", required=True, metavar="CLAUSE", help="The deed or clause by which it is varied.")
@click.option("--title", help="Its title from then on.")
@click.option("--host", metavar="CODE", help="The organisation that succeeded its host.")
@click.option("--manager", metavar="PERSON", help="The pool manager, by exact name or id.")
@click.option("--ends", type=DAY, help="The first day after it.")
@click.option(
    "--share",
    "shares",
    multiple=True,
    metavar="CODE=PARTS",
    help="All risk shares anew.",
)
@click.option("--assured-by", metavar="BODY", help="The body that assures it.")
@_fenced
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(["ends", "manager", "shares", "assured-by", "ring-fence"]),
    help="What it has no longer.",
)
@when
@recording
def vary(
    session: Session,
    fund: str,
    under: str,
    title: str | None,
    host: str | None,
    manager: str | None,
    ends: str | None,
    shares: tuple[str, ...],
    assured_by: str | None,
    ring_fenced: str | None,
    functions: tuple[str, ...],
    without: tuple[str, ...],
    on: str | None,
) -> None:
    """Vary FUND from a day on; what is not said stays as it is, and before that day nothing changes.

    \b
    Example:
      remit fund vary bcf --under "Deed of variation 1" --ends 2026-04-01 --share blackburn=50 --share icb=50
    """
    from ledger_cli import funding, people
    from ledger_cli.lookups import Past

    past, day = Past(session), on or today()
    was = funding.opened(past, fund).terms(day)
    said = {
        "ends": ends,
        "manager": people.find(session.store, manager) if manager is not None else None,
        "shares": tuple(_share(one) for one in shares),
        "assured_by": assured_by,
        "ring_fenced": _fence(ring_fenced, functions),
    }
    changes = _changes(was, said, without)
    by = funding.keeper(past, fund, day)
    submit(session, on, facts.FundVaried(fund, by, under, title or was.title, host or was.host, **changes))


@command.command()
@click.argument("fund")
@click.argument("organisation")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--source", required=True, help="Where the money comes from, as the agreement names it.")
@counted
@click.option("--nothing", is_flag=True, help="It gives nothing from this source any more.")
@when
@recording
def agree(
    session: Session,
    fund: str,
    organisation: str,
    amount: Money | None,
    source: str,
    population: int | None,
    each: Money | None,
    nothing: bool,
    on: str | None,
) -> None:
    """Record what ORGANISATION gives to FUND in all from a source; what it gave from it before is replaced.

    \b
    Example:
      remit fund agree bcf icb "GBP 1200000.00" --source "Minimum contribution" --on 2024-04-01
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past = Past(session)
    funding.opened(past, fund)
    by = funding.keeper(past, fund, on or today())
    money, per_head = funding.changed(amount, population, each, nothing=nothing)
    submit(session, on, facts.ContributionAgreed(fund, by, organisation, money, source, per_head))


@command.command("pay-in")
@click.argument("fund")
@click.argument("organisation")
@click.argument("amount", type=AMOUNT)
@when
@recording
def pay_in(session: Session, fund: str, organisation: str, amount: Money, on: str | None) -> None:
    """Record that ORGANISATION paid AMOUNT into FUND.

    \b
    Example:
      remit fund pay-in bcf icb "GBP 300000.00" --on 2024-07-01
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past = Past(session)
    funding.opened(past, fund)
    by = funding.keeper(past, fund, on or today())
    submit(session, on, facts.ContributionPaid(fund, by, organisation, amount))


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List the pooled funds of BODY and the budgets aligned to it: whose they are, who decides, what for.

    \b
    Example:
      remit fund list place-board --on 2024-07-01
    """
    from ledger_cli import funding, suspicions
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    kept = funding.of_body(past, body, day)
    doubts = suspicions.of_each(past, [{f"fund:{one.opened.fund}"} for one in kept])
    columns = ("fund", "title", "kind", "host", "who decides", "for", "begins", "ends", "agreed")
    rows = [
        (
            one.opened.fund,
            terms.title,
            one.opened.kind,
            terms.host,
            f"{body}, together" if one.opened.kind == "pooled" else f"{terms.host} alone, its own",
            funding.purpose(terms),
            one.opened.begins,
            terms.ends,
            funding.agreed(one, day),
        )
        for one in kept
        for terms in (one.terms(day),)
    ]
    table = Table(columns, rows, f"{body}: funds on {day}")
    emit(suspicions.beside(table, doubts), as_json=session.settings.as_json)


@command.command()
@click.argument("fund")
@click.option("--commitments", is_flag=True, help="Every commitment too.")
@on_day
@known_then
@answering
def show(session: Session, fund: str, commitments: bool, on: str | None, known_at: str | None) -> None:
    """Say what went into FUND and what is allocated, passed down, committed, drawn and left at every level.

    What is over is shown with who bears which share of it. Budgets aligned to the same body stand beside it.

    \b
    Example:
      remit fund show bcf --on 2024-07-01
    """
    from ledger.suspects import told as contested_told
    from ledger_cli import funding, suspicions
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    report = funding.read(past, fund, on or today())
    tables = {
        "sources": funding.sources(report),
        "levels": funding.levels(report),
        "risk": funding.risk(report),
        **({"commitments": funding.commitments(report, past)} if commitments else {}),
        "brought": funding.brought(report),
        "beside": funding.beside(past, report),
    }
    told = funding.record(report, past)
    contested = contested_told(suspicions.of_tags(past, funding.tags(report)))
    if session.settings.as_json:
        parts = {name: _objects(one) for name, one in tables.items()}
        emit_json({**told, **parts, "levels": funding.as_objects(report), "contested": contested})
        return
    emit_record(told, as_json=False)
    for one in tables.values():
        if one.rows:
            emit(one, as_json=False)
    suspicions.show(contested)


def _objects(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
