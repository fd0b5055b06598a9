"""Acts under a delegation as they are typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click
import msgspec

from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.words import Money, Words
from ledger_cli.delegating import gathered, party
from ledger_cli.parameters import AMOUNT

if TYPE_CHECKING:
    from ledger.links import Link
    from ledger_cli.session import Session

F = TypeVar("F", bound=Callable[..., Any])

_RESOLUTION = re.compile(r"d-[a-z2-7]{16}")
_ABOUT = (
    click.option("--spend", type=click.Choice(get_args(facts.Spend)), help="Of which kind."),
    click.option("--tax", type=click.Choice(get_args(facts.Tax)), help="Is the amount with or without tax?"),
    click.option("--part-of", metavar="CODE", help="The matter that it is part of: acts on one add up."),
    click.option("--project", metavar="CODE", help="For which project."),
    click.option("--supplier", metavar="CODE", help="With which supplier."),
)
_DOING = (
    click.option(
        "--person", "persons", multiple=True, metavar="PERSON", help="Who acted.  [default: its holder]"
    ),
    click.option("--resolution", metavar="ID", help="The decision, where a body acted."),
    click.option("--function", required=True, metavar="CODE", help="What was done: grants."),
    click.option("--amount", type=AMOUNT, help="For how much: 'GBP 2000.00'."),
    click.option("--text", required=True, help="What was done; the words can be erased later."),
    *_ABOUT,
    click.option("--payee", metavar="PERSON", help="Whom it pays, where that is a person."),
    click.option(
        "--approved-by",
        "approvals",
        multiple=True,
        metavar="PARTY=WHO",
        help="Who approved: 'office:icp/chair=Jo Bloggs', 'body:icp=d-mnbqk3jz5x2c4d7e'.",
    ),
    click.option("--consulted", multiple=True, metavar="PARTY", help="Who was asked."),
    click.option("--met", multiple=True, metavar="CODE", help="A condition that was met."),
    click.option("--reasons", help="Why; sealed."),
    click.option("--alternatives", help="What else was looked at; sealed."),
    click.option("--interests", help="What interests were declared; sealed."),
    click.option("--announced", metavar="ENTRY", help="What announced it on the giver's forward plan."),
)


class About(msgspec.Struct, frozen=True):
    """What more is said of something that is, or would be, done."""

    spend: facts.Spend | None = None
    tax: facts.Tax | None = None
    part_of: str | None = None
    project: str | None = None
    supplier: str | None = None


class Doing(msgspec.Struct, frozen=True):
    """What is said of an act under a delegation."""

    persons: tuple[str, ...]
    resolution: str | None
    function: str
    amount: Money | None
    text: str
    spend: facts.Spend | None
    tax: facts.Tax | None
    part_of: str | None
    project: str | None
    supplier: str | None
    payee: str | None
    approvals: tuple[str, ...]
    consulted: tuple[str, ...]
    met: tuple[str, ...]
    reasons: str | None
    alternatives: str | None
    interests: str | None
    announced: str | None

    def used(self, session: Session, name: str, links: Sequence[Link]) -> facts.Used:
        """Make the fact of the act; without a name, who alone holds the delegation acted.

        Raises:
            UsageError: nobody is said to have acted, where it is not one person who holds it.
            Malformed: somebody whom the ledger does not know.
        """
        from ledger_cli import people

        last = links[-1]
        who = tuple(people.find(session.store, one) for one in self.persons)
        if not who and self.resolution is None:
            if len(last.to) != 1 or not last.to[0].startswith("p-"):
                expected = "expected who acted: --person or --resolution"
                raise click.UsageError(f"{expected}; {last.delegation} is held by {', '.join(last.to)}")
            who = last.to
        return facts.Used(
            act=name,
            chain=tuple(link.delegation for link in links),
            by=links[0].by,
            persons=who,
            function=self.function,
            amount=self.amount,
            text=Words.of(self.text),
            resolution=self.resolution,
            spend=self.spend,
            tax=self.tax,
            matter=self.part_of,
            project=self.project,
            supplier=self.supplier,
            payee=people.find(session.store, self.payee) if self.payee else None,
            approvals=tuple(approval_of(session, one) for one in self.approvals),
            consulted=tuple(party(session, one) for one in self.consulted),
            met=self.met,
            reasons=_sealed(self.reasons),
            alternatives=_sealed(self.alternatives),
            interests=_sealed(self.interests),
            key=self.announced,
        )


def _sealed(text: str | None) -> Words | None:
    return None if text is None else Words.of(text)


def about(function: F) -> F:
    """Give a question the options that say more of what would be done, gathered as ``more``."""
    return gathered(function, _ABOUT, "more", About)


def done(function: F) -> F:
    """Give a command the options of an act, gathered as ``what``."""
    return gathered(function, _DOING, "what", Doing)


def approval_of(session: Session, text: str) -> facts.Approval:
    """Read who approved: ``office:icp/chair=Jo Bloggs``, ``body:icp=d-…``, or a person alone.

    Raises:
        Malformed: a party that the ledger does not know, or nobody named for it.
    """
    from ledger_cli import people

    named, equals, who = text.rpartition("=")
    given = party(session, named if equals else text)
    if not equals:
        if not given.startswith("p-"):
            raise Malformed(f"expected who approved for it, like {text[:60]}=Jo Bloggs, got nobody")
        return facts.Approval(given, given)
    if _RESOLUTION.fullmatch(who):
        return facts.Approval(given, None, who)
    return facts.Approval(given, people.find(session.store, who))
