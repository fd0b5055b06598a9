"""``remit attest``: record what the ledger answers to a question, for a board that wants to prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.errors import Malformed
from ledger.facts import attesting as facts
from ledger_cli.options import recording
from ledger_cli.output import say
from ledger_cli.parameters import DAY
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.session import Session

_when = click.option("--on", type=DAY, help="How it stood on this day.  [default: today]")
_by = click.option("--by", metavar="BODY", help="The body that attests it.  [default: the one it is of]")


@click.group()
def command() -> None:
    """Attest what the record answers to a board, so that a bundle can prove it."""


@command.command()
@click.argument("decision")
@_when
@_by
@recording
def decision(session: Session, decision: str, on: str | None, by: str | None) -> None:
    """Attest what DECISION is worth, part by part, as far as the ledger knows now.

    \b
    Example:
      remit attest decision d-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    past = Past(session)
    body = by or deciding.body_of(past, decision)
    _attest(session, facts.OfDecision(decision, on or today()), body)


@command.command()
@click.argument("body")
@click.argument("person")
@_when
@_by
@recording
def membership(session: Session, body: str, person: str, on: str | None, by: str | None) -> None:
    """Attest whether PERSON was a member of BODY.

    \b
    Example:
      remit attest membership lsc-icp "Jo Bloggs" --on 2024-03-25
    """
    from ledger_cli import people

    who = people.find(session.store, person)
    _attest(session, facts.OfMembership(body, who, on or today()), by or body)


@command.command()
@click.argument("delegation")
@_when
@_by
@recording
def delegation(session: Session, delegation: str, on: str | None, by: str | None) -> None:
    """Attest whether DELEGATION held, with every link above it.

    \b
    Example:
      remit attest delegation g-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import chains

    day = on or today()
    giver = chains.read(session.store, (delegation,)).links(delegation)[0].giver(day)
    _attest(session, facts.OfDelegation(delegation, day), by or _body(giver))


@command.command()
@click.argument("act")
@_when
@_by
@recording
def act(session: Session, act: str, on: str | None, by: str | None) -> None:
    """Attest whether ACT was within the authority under which it was done, or was taken over since.

    \b
    Example:
      remit attest act a-mnbqk3jz5x2c4d7e
    """
    from ledger_cli import explaining
    from ledger_cli.lookups import Past

    _, done = explaining.act_of(Past(session), act)
    _attest(session, facts.OfAct(act, on or today()), by or _body(done.by))


@command.command()
@click.argument("dispute")
@click.argument("stage")
@_when
@_by
@recording
def dispute(session: Session, dispute: str, stage: str, on: str | None, by: str | None) -> None:
    """Attest whether DISPUTE was in STAGE, with every stage up to then.

    \b
    Example:
      remit attest dispute dp-mnbqk3jz5x2c4d7e process --on 2021-09-30
    """
    from ledger_cli import disputing
    from ledger_cli.lookups import Past

    known, _ = disputing.find(Past(session), dispute)
    _attest(session, facts.OfDispute(dispute, stage, on or today()), by or known.raised.body)


def _body(giver: str) -> str:
    """Give the body that attests for a giver.

    Raises:
        UsageError: the giver is an organisation.
    """
    kind, _, code = giver.partition(":")
    if kind != "body":
        raise click.UsageError(f"expected --by BODY, as {giver} is no body: got none")
    return code


def _attest(session: Session, question: facts.Question, by: str) -> None:
    """Compute the answer and record it."""
    from ledger_cli import answering
    from ledger_cli.proposing import submit

    found = answering.answered(session, question, by)
    if found is None:
        raise Malformed("expected something that the ledger knows, got what it does not")
    body = facts.Attested(by, question, found.answer, found.said)
    say(f"{body.answer}: {'; '.join(session.spell(line) for line in body.said)}")
    receipt = submit(session, None, body)
    if receipt is not None:
        say(f"to prove it: remit bundle make {receipt.size}")
