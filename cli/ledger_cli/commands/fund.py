"""``remit fund``: pooled funds and aligned budgets, and their money at every level (PLD-1, PLD-2, PBP-9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import click

from ledger.facts import Body
from ledger.facts import funds as facts
from ledger.facts.words import Money, Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, emit, emit_json, emit_record
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.proposing import propose
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_SHARE = re.compile(r"(?P<organisation>[a-z0-9.-]+)=(?P<parts>[1-9][0-9]{0,5})")
_when = click.option("--on", type=DAY, help="From which day, or on which.  [default: today]")
_brought = click.option("--brought", metavar="MEETING", help="The id of the meeting it was brought to first.")


@click.group()
def command() -> None:
    """Pooled funds and aligned budgets: what went in, what is left at every level."""


def _counted(function: Any) -> Any:  # noqa: ANN401 - an option takes and gives what click makes of a command
    """Let an amount come about as so many heads at so much each."""
    each = click.option("--each", type=AMOUNT, help="What each head has: the amount is their product.")
    heads = click.option("--population", type=click.IntRange(1), help="The number of heads, with --each.")
    return heads(each(function))


def _fenced(function: Any) -> Any:  # noqa: ANN401 - as above
    """Let a fund be ring-fenced: by a clause, for functions."""
    clause = click.option(
        "--ring-fenced", metavar="CLAUSE", help="The clause that says what it is for."
    )
    what = click.option(
        "--function", "functions", multiple=True, metavar="CODE", help="What it may be used for alone."
    )
    return clause(what(function))


def _submit(session: Session, body: Body, on: str | None, kind: str = "", what: str = "") -> None:
    """Record a fact; where it brings something new into the world, it has an id of this kind."""
    request = request_id(session.settings)
    made = {}
    if kind:
        made[what] = ids.Maker(request)(kind)
        body = _with(body, what, made[what])
    session.submit([propose(session.settings, body, on or today())], request, made=made or None)


def _with(body: Body, name: str, value: str) -> Body:
    from msgspec.structs import replace

    named: Body = replace(body, **{name: value})
    return named


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
@_when
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
    _submit(session, fact, on)


def _fence(clause: str | None, functions: tuple[str, ...]) -> facts.RingFence | None:
    if clause is None and functions:
        raise click.UsageError("expected --ring-fenced with --function, the clause that says so, got none")
    return None if clause is None else facts.RingFence(clause, functions)


def _share(text: str) -> facts.RiskShare:
    found = _SHARE.fullmatch(text)
    if found is None:
        raise click.UsageError(f"expected a risk share like blackburn=60, got {text!r}")
    return facts.RiskShare(found["organisation"], int(found["parts"]))


@command.command()
@click.argument("fund")
@click.argument("organisation")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--source", required=True, help="Where the money comes from, as the agreement names it.")
@_counted
@click.option("--nothing", is_flag=True, help="It gives nothing from this source any more.")
@_when
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

    by = funding.opened(Past(session), fund).opened.by
    money, per_head = funding.changed(amount, population, each, nothing=nothing)
    _submit(session, facts.ContributionAgreed(fund, by, organisation, money, source, per_head), on)


@command.command("pay-in")
@click.argument("fund")
@click.argument("organisation")
@click.argument("amount", type=AMOUNT)
@_when
@recording
def pay_in(session: Session, fund: str, organisation: str, amount: Money, on: str | None) -> None:
    """Record that ORGANISATION paid AMOUNT into FUND.

    \b
    Example:
      remit fund pay-in bcf icb "GBP 300000.00" --on 2024-07-01
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    by = funding.opened(Past(session), fund).opened.by
    _submit(session, facts.ContributionPaid(fund, by, organisation, amount), on)


@command.command()
@click.argument("fund")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--to", required=True, metavar="BODY", help="The body that may spend it or pass it on.")
@click.option("--from", "parent", metavar="ALLOCATION", help="What it is taken from.  [default: the fund]")
@click.option("--by", metavar="BODY", help="Who gives it.  [default: the body that holds it]")
@click.option("--assured-by", metavar="BODY", help="The body that assures it.  [default: as above it]")
@_counted
@_when
@recording
def allocate(
    session: Session,
    fund: str,
    amount: Money | None,
    to: str,
    parent: str | None,
    by: str | None,
    assured_by: str | None,
    population: int | None,
    each: Money | None,
    on: str | None,
) -> None:
    """Pass money of FUND down to a body; of an aligned budget its owner does that itself, so say --by whom.

    \b
    Example:
      remit fund allocate bcf --to district-board --from w-mnbqk3jz5x2c4d7e --population 51000 \\
        --each "GBP 4.20"
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past = Past(session)
    opened = funding.opened(past, fund).opened
    holder = opened.by if parent is None else funding.allocation(past, parent).made.to
    money, per_head = funding.stated(amount, population, each)
    fact = facts.Allocated("", by or holder, fund, parent, to, money, assured_by, per_head)
    _submit(session, fact, on, "w", "allocation")


@command.command()
@click.argument("allocation")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--by", metavar="BODY", help="Who changes it.  [default: who made it]")
@_counted
@click.option("--nothing", is_flag=True, help="Nothing is allocated any more.")
@_when
@recording
def change(
    session: Session,
    allocation: str,
    amount: Money | None,
    by: str | None,
    population: int | None,
    each: Money | None,
    nothing: bool,
    on: str | None,
) -> None:
    """Make ALLOCATION one of another amount in all; never of less than was committed and passed down of it.

    \b
    Example:
      remit fund change w-mnbqk3jz5x2c4d7e "GBP 650000.00" --on 2024-10-01
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    made = funding.allocation(Past(session), allocation).made
    money, per_head = funding.changed(amount, population, each, nothing=nothing)
    fact = facts.AllocationChanged(allocation, by or made.by, made.fund, made.parent, money, per_head)
    _submit(session, fact, on)


@command.command()
@click.argument("allocation")
@click.argument("amount", type=AMOUNT)
@click.option("--text", required=True, help="What for; kept sealed.")
@click.option("--act", metavar="ID", help="The act under a delegation by which it is committed.")
@click.option("--decision", metavar="ID", help="The resolution by which it is committed.")
@_brought
@_when
@recording
def commit(
    session: Session,
    allocation: str,
    amount: Money,
    text: str,
    act: str | None,
    decision: str | None,
    brought: str | None,
    on: str | None,
) -> None:
    """Commit AMOUNT of ALLOCATION; more than is left is refused, and if it happened kept as a departure.

    \b
    Example:
      remit fund commit w-mnbqk3jz5x2c4d7e "GBP 260000.00" --text "Twelve beds" --brought m-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    by = funding.allocation(Past(session), allocation).made.to
    words = Words.of(text)
    fact = facts.Committed("", by, allocation, amount, words, act, decision, brought)
    _submit(session, fact, on, "x", "commitment")


@command.command()
@click.argument("commitment")
@click.argument("amount", type=AMOUNT)
@_brought
@_when
@recording
def release(session: Session, commitment: str, amount: Money, brought: str | None, on: str | None) -> None:
    """Record that AMOUNT of COMMITMENT is not needed any more.

    \b
    Example:
      remit fund release x-mnbqk3jz5x2c4d7e "GBP 10000.00"
    """
    made, by = _holder(session, commitment)
    _submit(session, facts.Released(commitment, by, made.allocation, amount, brought), on)


@command.command()
@click.argument("commitment")
@click.argument("amount", type=AMOUNT)
@_when
@recording
def pay(session: Session, commitment: str, amount: Money, on: str | None) -> None:
    """Record that AMOUNT was drawn on COMMITMENT; what goes beyond it is kept as an overspend.

    \b
    Example:
      remit fund pay x-mnbqk3jz5x2c4d7e "GBP 25000.00" --on 2024-09-30
    """
    made, by = _holder(session, commitment)
    _submit(session, facts.Paid(commitment, by, made.allocation, amount), on)


def _holder(session: Session, commitment: str) -> tuple[facts.Committed, str]:
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past = Past(session)
    made = funding.commitment(past, commitment)
    return made, funding.allocation(past, made.allocation).made.to


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
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    columns = ("fund", "title", "kind", "host", "who decides", "for", "begins", "ends", "agreed")
    rows = [
        (
            one.opened.fund,
            one.opened.title,
            one.opened.kind,
            one.opened.host,
            f"{body}, together" if one.opened.kind == "pooled" else f"{one.opened.host} alone, its own",
            funding.purpose(one.terms(day)),
            one.opened.begins,
            one.opened.ends,
            funding.agreed(one, day),
        )
        for one in funding.of_body(past, body, day)
    ]
    emit(Table(columns, rows, f"{body}: funds on {day}"), as_json=session.settings.as_json)


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
    from ledger_cli import funding
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
    if session.settings.as_json:
        parts = {name: _objects(one) for name, one in tables.items()}
        emit_json({**told, **parts, "levels": funding.as_objects(report)})
        return
    emit_record(told, as_json=False)
    for one in tables.values():
        if one.rows:
            emit(one, as_json=False)


def _objects(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
