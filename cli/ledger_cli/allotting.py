"""Money of a fund as it is passed down, given back, committed, released and drawn, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.facts import Body
from ledger.facts import funds as facts
from ledger.facts.words import Money, Words
from ledger_cli import ids
from ledger_cli.options import recording
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.proposing import submit
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.session import Session

when = click.option("--on", type=DAY, help="From which day, or on which.  [default: today]")
_brought = click.option("--brought", metavar="MEETING", help="The id of the meeting it was brought to first.")


def counted(function: Any) -> Any:  # noqa: ANN401 - an option takes and gives what click makes of a command
    """Let an amount come about as so many heads at so much each."""
    each = click.option("--each", type=AMOUNT, help="What each head has: the amount is their product.")
    heads = click.option("--population", type=click.IntRange(1), help="The number of heads, with --each.")
    return heads(each(function))


def _bring(session: Session, on: str | None, body: Body, kind: str, what: str) -> None:
    """Record a fact that brings something new into the world, with an id of this kind."""
    request = request_id(session.settings)
    made = ids.Maker(request)(kind)
    submit(session, on, _with(body, what, made), request=request, made={what: made})


def _with(body: Body, name: str, value: str) -> Body:
    from msgspec.structs import replace

    named: Body = replace(body, **{name: value})
    return named


@click.command()
@click.argument("fund")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--to", required=True, metavar="BODY", help="The body that may spend it or pass it on.")
@click.option("--from", "parent", metavar="ALLOCATION", help="What it is taken from.  [default: the fund]")
@click.option("--by", metavar="BODY", help="Who gives it.  [default: the body that holds it]")
@click.option("--assured-by", metavar="BODY", help="The body that assures it.  [default: as above it]")
@counted
@when
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
    funding.opened(past, fund)
    day = on or today()
    holder = funding.holder(past, parent, day) if parent else funding.keeper(past, fund, day)
    money, per_head = funding.stated(amount, population, each)
    fact = facts.Allocated("", by or holder, fund, parent, to, money, assured_by, per_head)
    _bring(session, on, fact, "w", "allocation")


@click.command()
@click.argument("allocation")
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--by", metavar="BODY", help="Who changes it.  [default: who holds the level above]")
@counted
@click.option("--nothing", is_flag=True, help="Nothing is allocated any more.")
@when
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

    past, day = Past(session), on or today()
    made = funding.allocation(past, allocation).made
    money, per_head = funding.changed(amount, population, each, nothing=nothing)
    if made.parent is not None:
        giver = funding.holder(past, made.parent, day)
    else:
        pooled = funding.opened(past, made.fund).opened.kind == "pooled"
        giver = funding.keeper(past, made.fund, day) if pooled else made.by
    fact = facts.AllocationChanged(allocation, by or giver, made.fund, made.parent, money, per_head)
    submit(session, on, fact)


@click.command()
@click.argument("allocation")
@click.option("--by", metavar="BODY", help="Who gives it back.  [default: the body that holds it]")
@when
@recording
def lapse(session: Session, allocation: str, by: str | None, on: str | None) -> None:
    """Give back what is left of ALLOCATION to the level above; what was committed and passed down stays.

    \b
    Example:
      remit fund lapse w-mnbqk3jz5x2c4d7e --on 2024-10-01
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past, day = Past(session), on or today()
    made = funding.allocation(past, allocation).made
    fact = funding.lapse(past.state(f"allocation:{allocation}").funds, made, day)
    submit(session, on, _with(fact, "by", by or funding.holder(past, allocation, day)))


@click.command()
@click.argument("allocation")
@click.argument("amount", type=AMOUNT)
@click.option("--text", required=True, help="What for; kept sealed.")
@click.option("--act", metavar="ID", help="The act under a delegation by which it is committed.")
@click.option("--decision", metavar="ID", help="The resolution by which it is committed.")
@click.option("--function", metavar="CODE", help="What for, by its code in the catalogue of functions.")
@_brought
@when
@recording
def commit(
    session: Session,
    allocation: str,
    amount: Money,
    text: str,
    act: str | None,
    decision: str | None,
    function: str | None,
    brought: str | None,
    on: str | None,
) -> None:
    """Commit AMOUNT of ALLOCATION; more than is left is refused, and if it happened kept as a departure.

    \b
    Example:
      remit fund commit w-mnbqk3jz5x2c4d7e "GBP 260000.00" --text "Twelve beds" \\
        --function social-care.beds --brought m-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past = Past(session)
    funding.allocation(past, allocation)
    by = funding.holder(past, allocation, on or today())
    words = Words.of(text)
    fact = facts.Committed("", by, allocation, amount, words, act, decision, brought, function)
    _bring(session, on, fact, "x", "commitment")


@click.command()
@click.argument("commitment")
@click.argument("amount", type=AMOUNT)
@_brought
@when
@recording
def release(session: Session, commitment: str, amount: Money, brought: str | None, on: str | None) -> None:
    """Record that AMOUNT of COMMITMENT is not needed any more.

    \b
    Example:
      remit fund release x-mnbqk3jz5x2c4d7e "GBP 10000.00"
    """
    made, by = _committed(session, commitment, on)
    submit(session, on, facts.Released(commitment, by, made.allocation, amount, brought, made.act))


@click.command()
@click.argument("commitment")
@click.argument("amount", type=AMOUNT)
@when
@recording
def pay(session: Session, commitment: str, amount: Money, on: str | None) -> None:
    """Record that AMOUNT was drawn on COMMITMENT; what goes beyond it is kept as an overspend.

    \b
    Example:
      remit fund pay x-mnbqk3jz5x2c4d7e "GBP 25000.00" --on 2024-09-30
    """
    made, by = _committed(session, commitment, on)
    submit(session, on, facts.Paid(commitment, by, made.allocation, amount))


def _committed(session: Session, commitment: str, on: str | None) -> tuple[facts.Committed, str]:
    from ledger_cli import funding
    from ledger_cli.lookups import Past

    past = Past(session)
    made = funding.commitment(past, commitment)
    return made, funding.holder(past, made.allocation, on or today())


VERBS = (allocate, change, lapse, commit, release, pay)
