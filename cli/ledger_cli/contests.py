"""What members contest with their own keys, as the command line reads and shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from ledger.contesting import Contest, contested, people
from ledger.errors import Malformed
from ledger.facts import decisions
from ledger.facts.contesting import Contested, Withdrawn

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

Contests = Mapping[str, tuple[Contest, ...]]
"""Who contests a fact, and by which entry, by the id of the fact."""


def known(past: Past) -> Contests:
    """Give all that is contested."""
    return contested(at for at, _ in past.every(Contested, Withdrawn))


def said(found: Contests, fact: str, only: str | None = None) -> list[str]:
    """Say that a fact is contested, a text for each who does; of one person only where one is given."""
    return [
        one.said("the member" if only else one.person)
        for one in found.get(fact, ())
        if only in {None, one.person}
    ]


def beside(level: str, found: Contests, fact: str, person: str) -> str:
    """Put beside the level of a fact that the person whose it is contests it."""
    return "; ".join((level, *said(found, fact, person)))


def lines(found: Contests, facts: Iterable[Recorded]) -> list[str]:
    """Say which of some facts are contested, a line each."""
    return [f"entry {at.number}: {one}" for at in facts for one in said(found, at.fact.id)]


def named(session: Session, fact: str | None, motion: str | None, person: str) -> Recorded:
    """Give what a person contests: a fact by its id or number, or the last vote of theirs on a motion.

    Raises:
        UsageError: both, or neither.
        Malformed: there is no such fact, or it records nothing of that person.
    """
    from ledger_cli import deciding
    from ledger_cli.lookups import Past, fact_named

    past = Past(session)
    if (fact is None) == (motion is None):
        raise click.UsageError("expected FACT, or --vote MOTION, and not both")
    if fact is not None:
        every = [fact_named(session.store, fact, past.upto)]
    else:
        deciding.motion(past, motion or "")
        every = [one for one in past.facts(f"votes:{motion}") if isinstance(one.fact.body, decisions.Cast)]
    found = [one for one in every if person in people(one.fact.body)]
    if not found:
        what = fact or f"no vote of yours on {motion}"
        raise Malformed(
            f"expected a fact that records a vote, a presence or an interest of yours, got {what}"
        )
    return found[-1]
