"""Acts under a delegation as they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click
import msgspec
from msgspec.structs import replace

from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.words import Money, Words
from ledger_cli import ids
from ledger_cli.delegating import gathered
from ledger_cli.parameters import AMOUNT
from ledger_cli.parties import party

if TYPE_CHECKING:
    from ledger.facts.decisions import Part
    from ledger.links import Link
    from ledger_cli.session import Session

F = TypeVar("F", bound=Callable[..., Any])

_ABOUT = (
    click.option("--spend", type=click.Choice(get_args(facts.Spend)), help="Of which kind."),
    click.option("--tax", type=click.Choice(get_args(facts.Tax)), help="Is the amount with or without tax?"),
    click.option("--part-of", metavar="CODE", help="The matter that it is part of: acts on one add up."),
    click.option("--project", metavar="CODE", help="For which project."),
    click.option("--supplier", metavar="CODE", help="With which supplier."),
)
_ACT = (
    click.option("--amount", type=AMOUNT, help="For how much: 'GBP 2000.00'."),
    *_ABOUT,
    click.option("--payee", metavar="PERSON", help="Whom it pays, where that is a person."),
    click.option(
        "--approved-by",
        "approvals",
        multiple=True,
        metavar="PARTY=WHO",
        help="Who approved: 'office:icp/chair=Jo Bloggs', 'body:icp=d-mnbqk3jz5x2c4d7e'.",
    ),
    click.option("--met", multiple=True, metavar="CODE", help="A condition that was met."),
    click.option("--reasons", help="Why; sealed."),
    click.option("--alternatives", help="What else was looked at; sealed."),
    click.option("--interests", help="What interests were declared; sealed."),
)
_CONSULTED = click.option("--consulted", multiple=True, metavar="PARTY", help="Who was asked.")
_GIVERS = click.option(
    "--giver-announced", "announced", metavar="ENTRY", help="What announced it on the giver's forward plan."
)
_DOING = (
    click.option(
        "--person", "persons", multiple=True, metavar="PERSON", help="Who acted.  [default: its holder]"
    ),
    click.option("--resolution", metavar="ID", help="The decision, where a body acted."),
    click.option("--part", metavar="NUMBER", help="The part of it.  [default: 1]"),
    click.option("--function", required=True, metavar="CODE", help="What was done: grants."),
    click.option("--text", help="What was done, if no decision says it; the words can be erased later."),
    _CONSULTED,
    *_ACT,
    click.option("--announced", metavar="ENTRY", help="What announced it on the giver's forward plan."),
)


class About(msgspec.Struct, frozen=True):
    """What more is said of something that is, or would be, done."""

    spend: facts.Spend | None = None
    tax: facts.Tax | None = None
    part_of: str | None = None
    project: str | None = None
    supplier: str | None = None


class Act(msgspec.Struct, frozen=True):
    """What is said of an act under a delegation, beside who did what."""

    amount: Money | None = None
    spend: facts.Spend | None = None
    tax: facts.Tax | None = None
    part_of: str | None = None
    project: str | None = None
    supplier: str | None = None
    payee: str | None = None
    approvals: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    reasons: str | None = None
    alternatives: str | None = None
    interests: str | None = None
    announced: str | None = None

    def told(self, session: Session, bare: facts.Used) -> facts.Used:
        """Give a bare fact of the act with what is said of it.

        Raises:
            Malformed: somebody whom the ledger does not know.
        """
        from ledger_cli import people

        return replace(
            bare,
            amount=self.amount,
            spend=self.spend,
            tax=self.tax,
            matter=self.part_of,
            project=self.project,
            supplier=require_supplier(session, self.supplier),
            payee=people.find(session.store, self.payee) if self.payee else None,
            approvals=tuple(approval_of(session, one) for one in self.approvals),
            consulted=tuple(party(session, one) for one in self.consulted),
            met=self.met,
            reasons=_sealed(self.reasons),
            alternatives=_sealed(self.alternatives),
            interests=_sealed(self.interests),
            key=self.announced,
        )

    def of_part(
        self, session: Session, new_id: Callable[[str], str], resolution: str, part: Part, day: str
    ) -> tuple[facts.Used, ...]:
        """Make the fact of what a body does by a part of its decision; none if under no delegation.

        Raises:
            UsageError: something is said of an act that there is none of, or of one on no matter.
            Malformed: a delegation, or somebody, whom the ledger does not know.
        """
        from ledger.resolutions import exercises_power
        from ledger_cli import chains

        if part.under is None or not exercises_power(part):
            if self != Act():
                raise click.UsageError("expected a decision --under a delegation with what it does: got none")
            return ()
        if part.matter is None:
            raise click.UsageError("expected --matter with --under: the function that is decided")
        links = chains.read(session.store, (part.under,)).links(part.under)
        chain, by = chain_of(links), links[0].giver(day)
        bare = facts.Used(new_id("a"), chain, by, (), part.matter, None, None, resolution, part.number)
        return (self.told(session, bare),)


class Doing(Act, frozen=True):
    """What is said of an act under a delegation that is recorded by itself."""

    persons: tuple[str, ...] = ()
    resolution: str | None = None
    part: str | None = None
    function: str = ""
    text: str | None = None

    def used(self, session: Session, name: str, links: Sequence[Link], day: str) -> facts.Used:
        """Make the fact of the act; without a name, who alone holds the delegation acted.

        Raises:
            UsageError: nobody is said to have acted, where it is not one person who holds it.
            Malformed: somebody whom the ledger does not know.
        """
        from ledger_cli import people

        last = links[-1]
        who = tuple(people.find(session.store, one) for one in self.persons)
        if self.resolution is None and self.text is None:
            raise click.UsageError("expected --text: what was done")
        if not who and self.resolution is None:
            if len(last.to) != 1 or not last.to[0].startswith("p-"):
                expected = "expected who acted: --person or --resolution"
                raise click.UsageError(f"{expected}; {last.delegation} is held by {', '.join(last.to)}")
            who = last.to
        part = self.part or (None if self.resolution is None else "1")
        by, text = links[0].giver(day), _sealed(self.text)
        bare = facts.Used(name, chain_of(links), by, who, self.function, None, text, self.resolution, part)
        return self.told(session, bare)


def require_supplier(session: Session, code: str | None) -> str | None:
    """Give a supplier that is a registered organisation: an interest in it, and what it got, go by its code.

    Raises:
        Malformed: the ledger knows no such organisation.
    """
    from ledger.facts.organisations import Registered
    from ledger_cli.lookups import unknown

    if code is not None and not any(
        session.store.read((f"organisation:{code}",), upto=session.store.head().size)
    ):
        known = [one.organisation for _, one in session.facts_of(Registered)]
        unknown(
            "a supplier that is a registered organisation (remit organisation register)", code[:80], known
        )
    return code


def chain_of(links: Sequence[Link]) -> tuple[str, ...]:
    """Give the ids of the links of a chain, from its root."""
    return tuple(link.delegation for link in links)


def _sealed(text: str | None) -> Words | None:
    return None if text is None else Words.of(text)


def about(function: F) -> F:
    """Give a question the options that say more of what would be done, gathered as ``more``."""
    return gathered(function, _ABOUT, "more", About)


def done(function: F) -> F:
    """Give a command the options of an act, gathered as ``what``."""
    return gathered(function, _DOING, "what", Doing)


def named(acts: Sequence[facts.Used]) -> dict[str, str]:
    """Give what the answer names of an act that was recorded with a decision."""
    return {"act": acts[0].act} if acts else {}


def acting(function: F) -> F:
    """Give the record of a body's decision the options of what is done by it, gathered as ``what``."""
    return gathered(function, (*_ACT, _CONSULTED, _GIVERS), "what", Act)


def acting_urgently(function: F) -> F:
    """Give the same to what office-holders decide, whose own option says who was asked."""
    return gathered(function, (*_ACT, _GIVERS), "what", Act)


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
    if ids.is_id("d", who):
        return facts.Approval(given, None, who)
    return facts.Approval(given, people.find(session.store, who))
