"""``remit delegation``: give authority, pass it on, amend, suspend, revoke it, act under it, show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click
from msgspec.structs import replace

from ledger.facts import delegations as facts
from ledger.facts.fact import Acted
from ledger.facts.words import Words
from ledger_cli import ids, using
from ledger_cli.afteracts import acts, ratify, report
from ledger_cli.delegating import (
    Exercised,
    Part,
    Wide,
    dated,
    exercised,
    lifted,
    remark,
    scoped,
)
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json, say
from ledger_cli.parties import giver, party
from ledger_cli.proposing import NOBODY, submit
from ledger_cli.questions import on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.links import Link
    from ledger_cli.session import Session

_to = click.option(
    "--to",
    required=True,
    multiple=True,
    metavar="PARTY",
    help="A person, office:BODY/OFFICE, body:CODE or organisation:CODE; more than one: see --acting.",
)
_resolution = click.option("--resolution", metavar="ID", help="The decision by which it is done.")


@click.group()
def command() -> None:
    """Give authority, pass it on, amend, suspend, revoke it, act under it."""


@command.command()
@click.option("--by", required=True, metavar="PARTY", help="Who gives it: a body, or organisation:CODE.")
@_to
@click.option("--power", required=True, help="The enabling power: under which section or clause.")
@click.option("--enabling", metavar="CODE", help="That power as it was stated: what it reaches is checked.")
@click.option("--kind", type=click.Choice(get_args(facts.Kind)), default="delegated", show_default=True,
              help="What it lets them do.")  # fmt: skip
@click.option("--instead", is_flag=True, help="The giver does not keep the power beside them.")
@click.option("--source", type=click.Choice(get_args(facts.Source)), default="resolution", show_default=True,
              help="What it rests on.")  # fmt: skip
@_resolution
@scoped
@exercised
@dated
@recording
def grant(
    session: Session,
    by: str,
    to: tuple[str, ...],
    power: str,
    enabling: str | None,
    kind: facts.Kind,
    instead: bool,
    source: facts.Source,
    resolution: str | None,
    wide: Wide,
    how: Exercised,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Give authority. A limit that is not named is no limit.

    \b
    Example:
      remit delegation grant --by icp --to "Ann Clerk" --function grants \\
        --each 'GBP 2500.00' --total 'GBP 20000.00' --onward 1 --power "s.75 NHS Act 2006"
    """
    if not wide.functions:
        raise click.UsageError("expected what may be done: --function CODE")
    request = request_id(session.settings)
    body = facts.Granted(
        ids.Maker(request)("g"),
        giver(by),
        tuple(party(session, one) for one in to),
        power,
        wide.scope(),
        how.manner(session),
        kind,
        "instead" if instead else "beside",
        source,
        resolution,
        enabling,
    )
    remark(session, body, on or today())
    submit(session, on, body, clauses=clauses, request=request, made={"delegation": body.delegation})


@command.command("pass")
@click.argument("parent")
@_to
@click.option("--person", metavar="PERSON", help="Who passes it on, where an office holds it.")
@_resolution
@scoped
@exercised
@dated
@recording
def pass_(
    session: Session,
    parent: str,
    to: tuple[str, ...],
    person: str | None,
    resolution: str | None,
    wide: Wide,
    how: Exercised,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Let somebody else act under the delegation PARENT, as its holder does; no wider and no longer.

    What is not named stays as it is in PARENT, but it may not be passed on again unless you say so.

    \b
    Example:
      remit delegation pass g-mnbqk3jz5x2c4d7e --to "Ben Officer" --each 'GBP 500.00'
    """
    from ledger_cli import chains, people

    above, day = chains.read(session.store, (parent,)).links(parent)[-1], on or today()
    request = request_id(session.settings)
    base, by = replace(above.scope(day), onward=0), above.giver(day)
    whom = tuple(party(session, one) for one in to)
    name = ids.Maker(request)("g")
    body = facts.PassedOn(name, parent, by, whom, wide.scope(base), how.manner(session), resolution)
    alone = above.to[0] if len(above.to) == 1 and above.to[0].startswith("p-") else None
    who = people.find(session.store, person) if person else alone
    acted = Acted(person=who) if who else NOBODY
    submit(session, on, body, acted=acted, clauses=clauses, request=request, made={"delegation": name})


@command.command()
@click.argument("delegation")
@click.option("--without", multiple=True, type=click.Choice(get_args(Part)),
              help="What it says no longer, beside what is named anew.")  # fmt: skip
@_resolution
@scoped
@exercised
@dated
@recording
def amend(
    session: Session,
    delegation: str,
    without: tuple[Part, ...],
    resolution: str | None,
    wide: Wide,
    how: Exercised,
    on: str | None,
    clauses: tuple[str, ...],
) -> None:
    """Amend a delegation; what is not named stays as it is. What was passed on is not widened with it.

    \b
    Example:
      remit delegation amend g-mnbqk3jz5x2c4d7e --without limit --each 'GBP 1000.00'
    """
    link = _link(session, delegation)
    day = on or today()
    now = link.version(day)
    scope, exercised_ = lifted(without, now)
    manner = how.manner(session, exercised_)
    changed = None if manner == now.manner else manner
    body = facts.Amended(delegation, link.giver(day), wide.scope(scope), changed, resolution)
    _affected(session, delegation, on)
    submit(session, on, body, clauses=clauses)


@command.command()
@click.argument("delegation")
@click.option("--reason", required=True, help="Why; the words can be erased later.")
@dated
@recording
def revoke(session: Session, delegation: str, reason: str, on: str | None, clauses: tuple[str, ...]) -> None:
    """Revoke a delegation, and with it every link below.

    \b
    Example:
      remit delegation revoke g-mnbqk3jz5x2c4d7e --reason "The post has ended."
    """
    body = facts.Revoked(delegation, _giver(session, delegation, on), Words.of(reason))
    _affected(session, delegation, on)
    submit(session, on, body, clauses=clauses)


@command.command()
@click.argument("delegation")
@click.option("--reason", required=True, help="Why; the words can be erased later.")
@dated
@recording
def suspend(session: Session, delegation: str, reason: str, on: str | None, clauses: tuple[str, ...]) -> None:
    """Suspend a delegation, and with it every link below, until it is resumed.

    \b
    Example:
      remit delegation suspend g-mnbqk3jz5x2c4d7e --reason "While the accounts are looked into."
    """
    body = facts.Suspended(delegation, _giver(session, delegation, on), Words.of(reason))
    _affected(session, delegation, on)
    submit(session, on, body, clauses=clauses)


@command.command()
@click.argument("delegation")
@dated
@recording
def resume(session: Session, delegation: str, on: str | None, clauses: tuple[str, ...]) -> None:
    """Resume a delegation that was suspended.

    \b
    Example:
      remit delegation resume g-mnbqk3jz5x2c4d7e
    """
    body = facts.Resumed(delegation, _giver(session, delegation, on))
    submit(session, on, body, clauses=clauses)


@command.command()
@click.argument("delegation")
@click.argument("who", metavar="PARTY")
@click.option("--accepted/--not-accepted", default=True, help="Did they accept it?")
@dated
@recording
def accept(
    session: Session, delegation: str, who: str, accepted: bool, on: str | None, clauses: tuple[str, ...]
) -> None:
    """Record that one of those to whom it was given accepted a delegation, or did not.

    \b
    Example:
      remit delegation accept g-mnbqk3jz5x2c4d7e "Ann Clerk"
    """
    body = facts.Accepted(delegation, _giver(session, delegation, on), party(session, who), accepted)
    submit(session, on, body, clauses=clauses)


@command.command()
@click.argument("power")
@click.option("--cited", required=True, help="The section or clause.")
@click.option("--giver", "givers", required=True, multiple=True, metavar="KIND", help="Whose: council.")
@click.option("--reaches", required=True, multiple=True, type=click.Choice(get_args(facts.PartyKind)),
              help="To whom it lets them delegate.")  # fmt: skip
@click.option(
    "--organisation-kind", "kinds", multiple=True, metavar="KIND", help="To organisations of which kind."
)
@on_day
@recording
def power(
    session: Session,
    power: str,
    cited: str,
    givers: tuple[str, ...],
    reaches: tuple[facts.PartyKind, ...],
    kinds: tuple[str, ...],
    on: str | None,
) -> None:
    """State what an enabling POWER reaches, so that a grant under it can be checked.

    \b
    Example:
      remit delegation power s-101 --cited "s.101 Local Government Act 1972" --giver council \\
        --reaches body --reaches office --reaches organisation --organisation-kind council
    """
    body = facts.PowerStated(power, cited, givers, reaches, kinds)
    submit(session, on, body)


@command.command()
@click.argument("delegation")
@using.done
@dated
@recording
def act(
    session: Session, delegation: str, what: using.Doing, on: str | None, clauses: tuple[str, ...]
) -> None:
    """Record an act under a delegation; the amount is charged to every link of its chain.

    \b
    Example:
      remit delegation act g-mnbqk3jz5x2c4d7e --function grants --amount 'GBP 2000.00' \\
        --text "Grant to the food bank"
    """
    from ledger_cli import chains

    request = request_id(session.settings)
    name = ids.Maker(request)("a")
    links = chains.read(session.store, (delegation,)).links(delegation)
    body = what.used(session, name, links, on or today())
    acted = Acted(person=body.persons[0]) if len(body.persons) == 1 else NOBODY
    submit(session, on, body, acted=acted, clauses=clauses, request=request, made={"act": name})


@command.command()
@click.argument("delegation")
@on_day
@answering
def show(session: Session, delegation: str, on: str | None) -> None:
    """Show a delegation with its chain upwards, the scope in effect, and what is left of its limits.

    Of every key decision under it: announced, published, from when it may be implemented.

    \b
    Example:
      remit delegation show g-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import chains, keyacts, suspicions
    from ledger_cli.lookups import Past

    known, past = chains.read(session.store, (delegation,)), Past(session)
    links = known.links(delegation)
    day, doubts = on or today(), suspicions.of_links(past, links)
    keyed = dict(keyacts.under(past, delegation, day))
    shown = chains.called(session.store, links)
    drawn = chains.table(links, known, day, shown)
    further = [line for link in links for line in chains.exercised(link, day, shown)]
    late = list(chains.untold(links, known, day, shown))
    if session.settings.as_json:
        rows = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows]
        record = {"delegation": delegation, "on": day, "chain": rows, "how": further, "overdue": late}
        key = [{"act": act_, **one.record()} for act_, one in keyed.items()]
        last = {"onward": links[-1].scope(day).onward, "key decisions": key, "contested": doubts}
        emit_json({**record, **last})
        return
    emit(drawn, as_json=False)
    for line in (*further, *late, *(f"{act_}: {one.short()}" for act_, one in keyed.items()), *doubts):
        answer(line)
    onward = links[-1].scope(day).onward
    times = {0: "no more", 1: "once more"}.get(onward, f"{onward} times more")
    answer(f"on {day}, {delegation} may be passed on {times}")


@command.command("list")
@on_day
@answering
def list_(session: Session, on: str | None) -> None:
    """List every delegation with its scope on a day.

    \b
    Example:
      remit delegation list
    """
    from ledger_cli import chains, suspicions
    from ledger_cli.lookups import Past

    past = Past(session)
    given = [one.delegation for _, one in past.every(facts.Granted)]
    given += [one.delegation for _, one in past.every(facts.PassedOn)]
    known = chains.read(session.store, given)
    day = on or today()
    links = known.state.chain.links.values()
    shown = chains.called(session.store, links)
    rows = [chains.row(link, known, day, shown) for link in links]
    doubts = suspicions.of_each(past, [chains.tags(known.links(link.delegation)) for link in links])
    emit(suspicions.beside(Table(chains.LISTED, rows), doubts), as_json=session.settings.as_json)


def _link(session: Session, delegation: str) -> Link:
    from ledger_cli import chains

    return chains.read(session.store, (delegation,)).links(delegation)[-1]


def _giver(session: Session, delegation: str, on: str | None) -> str:
    """Give who gives a delegation on a day: the first giver, or the body that succeeded it."""
    return _link(session, delegation).giver(on or today())


def _affected(session: Session, delegation: str, on: str | None) -> None:
    """Say which links hang below a delegation, before it is changed."""
    from ledger_cli import chains

    for line in chains.affected(session, delegation, on or today()):
        say(line)


command.add_command(acts)
command.add_command(report)
command.add_command(ratify)
