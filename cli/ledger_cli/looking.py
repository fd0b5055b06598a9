"""Looking things up: read models brought up to the log, and the words that they say where to find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger.facts.fact import Noted
from ledger_cli import sealedwords
from ledger_cli.names import MISSING
from ledger_projections.projection import Wording
from ledger_projections.views import Views

if TYPE_CHECKING:
    from ledger.store import Store
    from ledger_cli.session import Session

_SUBJECTS = {"QUO": "quorum"}


@contextmanager
def views(session: Session) -> Iterator[Views]:
    """Open the read models of a ledger, brought up to its log."""
    with Views.open(session.settings.store) as opened:
        opened.follow(session.store)
        yield opened


def words(store: Store, places: Iterable[Wording | None]) -> dict[Wording, str]:
    """Give the words at these places; those that are gone read so."""
    wanted = {place for place in places if place is not None}
    found = sealedwords.read(store, {place.fact for place in wanted})
    return {place: found.get((place.fact, place.path), MISSING) for place in wanted}


def doubts(
    findings: Iterable[Noted], days_late: int | None, departure: Wording | None, found: Mapping[Wording, str]
) -> list[str]:
    """Say what is shown with a fact for ever: what spoke against it, what was not known, how late it came."""
    told = []
    for one in findings:
        subject = _SUBJECTS.get(one.rule[:3], "")
        cited = f"{one.rule}, {one.clause}" if one.clause else one.rule
        told.append(f"{subject} {one.verdict} ({cited})".strip())
    if days_late:
        told.append(f"recorded {days_late} day{'' if days_late == 1 else 's'} late")
    if departure is not None:
        told.append(f"a departure: {found[departure]}")
    return told
