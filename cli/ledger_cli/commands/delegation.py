"""``remit delegation``: give authority, pass it on, narrow it, revoke it, act under it, show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from ledger.acts import Proposal
from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.fact import Acted
from ledger.facts.words import Money, Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.proposing import NOBODY, propose
from ledger_cli.questions import on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger_cli.session import Session

F = TypeVar("F", bound=Callable[..., Any])

_SCOPE = (
    click.option("--function", "functions", multiple=True, metavar="CODE", help="What may be done: grants."),
    click.option("--each", type=AMOUNT, help="The limit of one act: 'GBP 2500.00'."),
    click.option("--total", type=AMOUNT, help="The limit of all acts together."),
    click.option("--until", type=DAY, help="The first day on which it no longer holds."),
    click.option("--onward", type=click.IntRange(0, 16), help="How often it may be passed on."),
)
_DAYS = (
    on_day,
    click.option("--clause", "clauses", multiple=True, help="The clause that it rests on."),
)


def _options(*options: Callable[[F], F]) -> Callable[[F], F]:
    def put(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return put


@click.group()
def command() -> None:
    """Give authority, pass it on, narrow it, revoke it, act under it."""


@command.command()
@click.option("--by", required=True, metavar="BODY", help="The body that gives it.")
@click.option("--to", required=True, metavar="PARTY", help="A person, body:CODE or organisation:CODE.")
@click.option("--power", required=True, help="The enabling power: under which section or clause.")
@_options(*_SCOPE, *_DAYS)
@recording
def grant(
    session: Session,
    by: str,
    to: str,
    power: str,
    functions: tuple[str, ...],
    each: Money | None,
    total: Money | None,
    until: str | None,
    onward: int | None,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Give authority to a person, a body or an organisation. A limit that is not named is no limit.

    \b
    Example:
      remit delegation grant --by icp --to "Ann Clerk" --function grants \\
        --each 'GBP 2500.00' --total 'GBP 20000.00' --onward 1 --power "s.75 NHS Act 2006"
    """
    from ledger_cli import chains

    if not functions:
        raise click.UsageError("expected what may be done: --function CODE")
    request = request_id(session.settings)
    scope = chains.scope_of(None, functions, each, total, until, onward)
    body = facts.Granted(ids.Maker(request)("g"), by, _party(session, to), power, scope)
    proposal = _propose(session, body, on, clauses)
    session.submit([proposal], request, made={"delegation": body.delegation})


@command.command("pass")
@click.argument("parent")
@click.option("--to", required=True, metavar="PARTY", help="A person, body:CODE or organisation:CODE.")
@_options(*_SCOPE, *_DAYS)
@recording
def pass_(
    session: Session,
    parent: str,
    to: str,
    functions: tuple[str, ...],
    each: Money | None,
    total: Money | None,
    until: str | None,
    onward: int | None,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Let somebody else act under the delegation PARENT, as its holder does; no wider and no longer.

    What is not named stays as it is in PARENT, but it may not be passed on again unless you say so.

    \b
    Example:
      remit delegation pass g-mnbqk3jz5x2c4d7e --to "Ben Officer" --each 'GBP 500.00'
    """
    from ledger_cli import chains

    above = chains.read(session.store, (parent,)).links(parent)[-1]
    request = request_id(session.settings)
    scope = chains.scope_of(above.scope(on or today()), functions, each, total, until, onward or 0)
    body = facts.PassedOn(ids.Maker(request)("g"), parent, above.by, _party(session, to), scope)
    acted = Acted(person=above.to) if above.to.startswith("p-") else Acted()
    proposal = _propose(session, body, on, clauses, acted)
    session.submit([proposal], request, made={"delegation": body.delegation})


@command.command()
@click.argument("delegation")
@_options(*_SCOPE, *_DAYS)
@recording
def narrow(
    session: Session,
    delegation: str,
    functions: tuple[str, ...],
    each: Money | None,
    total: Money | None,
    until: str | None,
    onward: int | None,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Narrow a delegation; what is not named stays as it is.

    \b
    Example:
      remit delegation narrow g-mnbqk3jz5x2c4d7e --each 'GBP 1000.00'
    """
    from ledger_cli import chains

    link = chains.read(session.store, (delegation,)).links(delegation)[-1]
    scope = chains.scope_of(link.scope(on or today()), functions, each, total, until, onward)
    body = facts.Narrowed(delegation, link.by, scope)
    session.submit([_propose(session, body, on, clauses)], request_id(session.settings))


@command.command()
@click.argument("delegation")
@click.option("--reason", required=True, help="Why; the words can be erased later.")
@_options(*_DAYS)
@recording
def revoke(session: Session, delegation: str, reason: str, on: str | None, clauses: tuple[str, ...]) -> None:
    """Revoke a delegation, and with it every link below.

    \b
    Example:
      remit delegation revoke g-mnbqk3jz5x2c4d7e --reason "The post has ended."
    """
    from ledger_cli import chains

    link = chains.read(session.store, (delegation,)).links(delegation)[-1]
    body = facts.Revoked(delegation, link.by, Words.of(reason))
    session.submit([_propose(session, body, on, clauses)], request_id(session.settings))


@command.command()
@click.argument("delegation")
@click.option("--person", metavar="PERSON", help="Who acted.  [default: who holds the delegation]")
@click.option("--function", required=True, metavar="CODE", help="What was done: grants.")
@click.option("--amount", type=AMOUNT, help="For how much: 'GBP 2000.00'.")
@click.option("--matter", required=True, help="In what matter; the words can be erased later.")
@_options(*_DAYS)
@recording
def act(
    session: Session,
    delegation: str,
    person: str | None,
    function: str,
    amount: Money | None,
    matter: str,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Record an act under a delegation; the amount is charged to every link of its chain.

    \b
    Example:
      remit delegation act g-mnbqk3jz5x2c4d7e --function grants --amount 'GBP 2000.00' \\
        --matter "Grant to the food bank"
    """
    from ledger_cli import chains, people

    links = chains.read(session.store, (delegation,)).links(delegation)
    who = people.find(session.store, person) if person else links[-1].to
    if not who.startswith("p-"):
        raise click.UsageError(f"expected who acted: --person; {delegation} is held by {who}")
    request = request_id(session.settings)
    chain = tuple(link.delegation for link in links)
    name = ids.Maker(request)("a")
    body = facts.Used(name, chain, links[0].by, who, function, amount, Words.of(matter))
    proposal = _propose(session, body, on, clauses, Acted(person=who))
    session.submit([proposal], request, made={"act": name})


@command.command()
@click.argument("delegation")
@on_day
@answering
def show(session: Session, delegation: str, on: str | None) -> None:
    """Show a delegation with its chain upwards, the scope in effect, and what is left of its limits.

    \b
    Example:
      remit delegation show g-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import chains, names

    known = chains.read(session.store, (delegation,))
    links = known.links(delegation)
    called = names.of_persons(session.store, [link.to for link in links if link.to.startswith("p-")])
    shown = {person: f"{name} ({person})" for person, name in called.items()}
    day = on or today()
    drawn = chains.table(links, known, day, shown)
    if session.settings.as_json:
        rows = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows]
        emit_json({"delegation": delegation, "on": day, "chain": rows, "onward": links[-1].scope(day).onward})
        return
    emit(drawn, as_json=False)
    answer(f"on {day}, {delegation} may be passed on {links[-1].scope(day).onward} times more")


@command.command("list")
@on_day
@answering
def list_(session: Session, on: str | None) -> None:
    """List every delegation with its scope on a day.

    \b
    Example:
      remit delegation list
    """
    from ledger.replay import recorded
    from ledger.scopes import show as money
    from ledger_cli import chains, names

    found = (recorded(entry).fact.body for entry in session.store.scan())
    known = chains.read(
        session.store, [one.delegation for one in found if isinstance(one, facts.Granted | facts.PassedOn)]
    )
    day = on or today()
    links = known.state.chain.links.values()
    called = names.of_persons(session.store, [link.to for link in links if link.to.startswith("p-")])
    rows = []
    for link in links:
        scope = link.scope(day)
        ended = f"revoked from {link.ended}" if link.ended else scope.until
        name = f"{called[link.to]} ({link.to})" if link.to in called else link.to
        who = (link.delegation, link.by, link.parent, name)
        what = (link.since, ended, ", ".join(scope.functions))
        rows.append((*who, *what, money(scope.each), money(scope.total), known.left(link, day)))
    columns = ("delegation", "by", "under", "to", "since", "until", "functions", "one act", "in all", "left")
    emit(Table(columns, rows), as_json=session.settings.as_json)


def _party(session: Session, text: str) -> str:
    from ledger_cli import people

    if text.startswith(("body:", "organisation:")):
        if not any(session.store.read((text,), upto=session.store.head().size)):
            raise Malformed(f"expected a body or organisation that the ledger knows, got {text[:80]!a}")
        return text
    return people.find(session.store, text)


def _propose(
    session: Session, body: Body, on: str | None, clauses: tuple[str, ...], acted: Acted = NOBODY
) -> Proposal:
    return replace(propose(session.settings, body, on or today(), acted), clauses=clauses)
