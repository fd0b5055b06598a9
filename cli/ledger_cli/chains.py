"""Chains of delegation as the command line reads and shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger import uses
from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.words import Money
from ledger.gather import Reading, Seen
from ledger.links import DEPTH_MAX, Chain, Link
from ledger.scopes import owed, show, spelled
from ledger.state import State
from ledger.tags import use_tag, window_of
from ledger_cli import ids
from ledger_cli.output import Table
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.store import Store
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session


COLUMNS = ("delegation", "from", "to", "clause", "since", "until", "functions", "limits", "left")
LISTED = ("delegation", "by", "under", "kind", "to", "since", "until", "functions", "limits", "left")


class Known(msgspec.Struct, frozen=True):
    """What the ledger knows at one head of some delegations and of every link above them."""

    reading: Reading
    state: State

    def links(self, delegation: str) -> tuple[Link, ...]:
        """Give the chain from the root grant down to a delegation.

        Raises:
            Malformed: the ledger knows no such delegation.
        """
        found = self.state.chain.up_from(delegation)
        if not found:
            raise Malformed(f"expected a delegation that the ledger knows, got {delegation[:80]!a}")
        return found

    def held(self, parties: Collection[str], day: str) -> list[Link]:
        """Give what one of these parties holds on a day, as far as every link above it holds too."""
        return [
            link
            for link in self.state.chain.links.values()
            if set(link.holders(day)) & set(parties)
            and all(one.holds(day) for one in self.links(link.delegation))
        ]

    def left(self, link: Link, day: str) -> str:
        """Say what is left of each limit of all acts, or of a period, on a day."""
        return "; ".join(self._left(link, limit, day) for limit in link.scope(day).limits if _counts(limit))

    def _left(self, link: Link, limit: facts.Limit, day: str) -> str:
        key = ".".join(filter(None, (window_of(limit.over, day), limit.spend)))
        spent = self.state.totals.get(use_tag(link.delegation, key, limit.amount.currency), 0)
        rest = limit.amount.minor - spent
        left = show(Money(rest, limit.amount.currency)) if rest > 0 else f"{limit.amount.currency} 0.00"
        return f"{left} of {spelled(limit)}"


def _counts(limit: facts.Limit) -> bool:
    return limit.over != "one act" and limit.of == "everything"


def read(
    store: Store,
    delegations_: Iterable[str] = (),
    holders: Iterable[str] = (),
    day: str | None = None,
    windows: Iterable[str] = (),
    seen: Seen | None = None,
    over: Iterable[str] = (),
    acting: Iterable[str] = (),
) -> Known:
    """Read delegations, all that parties hold, every link above them, who they name, and what was spent.

    ``over``: with all that was given for one of these functions. Of persons ``acting``, in whatever office,
    their interests are read too.
    """
    asked = sorted(set(delegations_))
    for delegation in asked:
        if not ids.is_id("g", delegation):
            raise Malformed(f"expected a delegation by its id, g-mnbqk3jz5x2c4d7e, got {delegation[:80]!a}")
    reading = Reading(store, store.head(), seen)
    tags = {f"delegation:{one}" for one in asked} | {f"holder:{one}" for one in holders}
    tags |= {f"over:{one}" for one in over} | {f"interests:{person}" for person in acting}
    while not tags <= reading.tags:
        reading.extend(tags)
        amended = (body.delegation for body in reading.bodies() if isinstance(body, facts.Amended))
        tags |= _grown(reading.state()) | {f"delegation:{one}" for one in amended}
    _totals(reading, reading.state().chain, day or today(), windows)
    return Known(reading, reading.state())


def _grown(state: State) -> set[str]:
    """Name what the links that are known make worth reading."""
    chain = state.chain
    tags = {f"delegation:{one}" for one in chain.parents(tuple(chain.links))} | {"functions"}
    tags |= {f"interests:{one.person}" for one in state.roll.tenures}
    for link in chain.links.values():
        givers = {link.by, *(f"body:{after}" for _, _, after in link.passed)}
        tags |= {tag for one in givers for tag in uses.boundary_of_reserved(one, state.bodies)}
        tags |= {f"interests:{party}" for party in link.to if party.startswith("p-")}
        tags |= {link.by, *(tag for one in (link.by, *link.to) for tag in _of_party(one))}
        for version in link.versions:
            beside = (*version.manner.approval, *version.manner.consulting)
            tags |= {tag for one in beside for tag in _of_party(one)}
        above = chain.up_from(link.delegation)
        if any(version.manner.duties for one in above for version in one.versions):
            tags.add(f"acts:{link.delegation}")
    return tags


def _of_party(party: str) -> tuple[str, ...]:
    kind, _, code = party.rpartition(":")
    body = code.partition("/")[0]
    if kind == "office":
        return (f"body:{body}", f"roll:{body}", f"terms:{body}")
    return (party,) if kind else (f"person:{party}",)


def _totals(reading: Reading, chain: Chain, day: str, windows: Iterable[str]) -> None:
    """Read what was charged to the links that are known: in all, in each period, and as is named."""
    reading.extend(
        use_tag(link.delegation, window, limit.amount.currency)
        for link in chain.links.values()
        for version in link.versions
        for limit in version.scope.limits
        for window in ("", ".".join(filter(None, (window_of(limit.over, day), limit.spend))), *windows)
    )


def tags(links: Iterable[Link]) -> frozenset[str]:
    """Give the tags of all that was said of some delegations."""
    return frozenset(f"delegation:{link.delegation}" for link in links)


def affected(session: Session, delegation: str, day: str) -> Iterator[str]:
    """Say which links hang below a delegation: a change of it binds them at once."""
    from ledger_cli.lookups import Past

    for link in below(Past(session), session.store, delegation):
        whom = ", ".join(link.holders(day))
        yield session.spell(f"affects {link.delegation}, passed on to {whom} from {link.since}")


def below(past: Past, store: Store, delegation: str) -> tuple[Link, ...]:
    """Give every link that hangs below a delegation and is not revoked, as it stands."""
    parents = {one.delegation: one.parent for _, one in past.every(facts.PassedOn)}
    under = [one for one in parents if delegation in _above(one, parents)]
    known = read(store, under).state.chain.links if under else {}
    return tuple(known[one] for one in under if known[one].ended is None)


def _above(delegation: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    way: list[str] = []
    while delegation in parents and len(way) <= DEPTH_MAX:
        delegation = parents[delegation]
        way.append(delegation)
    return tuple(way)


def called(store: Store, links: Iterable[Link]) -> dict[str, str]:
    """Give the names of the persons whom links name, with their ids."""
    from ledger_cli import names

    people = [one for link in links for one in link.to if one.startswith("p-")]
    return {one: f"{name} ({one})" for one, name in names.of_persons(store, people).items()}


def exercised(link: Link, day: str, called_: Mapping[str, str]) -> Iterator[str]:
    """Say how a link is exercised, a line each."""
    manner, scope = link.version(day).manner, link.scope(day)

    def named(parties: Iterable[str]) -> str:
        return ", ".join(called_.get(one, one) for one in parties)

    said = [
        f"{manner.acting} of {len(link.to)} act together" if len(link.to) > 1 else "",
        f"with the approval of {named(manner.approval)}" if manner.approval else "",
        f"after asking {named(manner.consulting)}" if manner.consulting else "",
        *(f"where {one.says} ({one.condition})" for one in manner.conditions),
        *(owed(replace(one, to=named((one.to,)))) for one in manner.duties),
        f"with {', '.join(manner.records)} recorded ({manner.regime or 'no regime cited'})"
        if manner.records
        else "",
        f"without {', '.join(scope.excluded)}" if scope.excluded else "",
        f"acts above {show(scope.above)} alone" if scope.above else "",
        f"not accepted yet by {named(link.missing(day))}" if link.missing(day) else "",
        f"suspended from {link.paused(day)}" if link.paused(day) else "",
        _review(manner.review, day) if manner.review else "",
        f"{link.kind}" if link.kind in {"advisory", "reserved", "authorised"} else "",
        "instead of the giver" if link.granted is not None and link.granted.keeps == "instead" else "",
    ]
    yield from (f"{link.delegation}: {one}" for one in said if one)


def untold(links: Sequence[Link], known: Known, day: str, called_: Mapping[str, str]) -> Iterator[str]:
    """Say of which acts under the last of the links somebody should have been told by a day, and was not."""
    for link in links:
        for duty in link.version(day).manner.duties:
            late = uses.overdue(duty, links[-1].delegation, known.state.chain, day)
            said, whom = "reported" if duty.what == "report" else "notified", called_.get(duty.to, duty.to)
            yield from (f"{act}: not {said} to {whom}, due {due}" for act, due in late.items())


def _review(review: str, day: str) -> str:
    return f"review due {review}{', overdue' if review < day else ''}"


def row(link: Link, known: Known, day: str, called_: Mapping[str, str]) -> tuple[str | None, ...]:
    """Give one delegation in a list."""
    scope = link.scope(day)
    limits = "; ".join(map(spelled, scope.limits)) or "no limit"
    whom = ", ".join(called_.get(one, one) for one in link.to)
    who = (link.delegation, link.by, link.parent, link.kind, whom)
    until = _until(known.links(link.delegation), day)
    return (*who, link.since, until, ", ".join(scope.functions), limits, known.left(link, day))


def table(links: Sequence[Link], known: Known, day: str, called_: Mapping[str, str]) -> Table:
    """Draw a chain from its root down, with the scope in effect on a day and what is left."""
    rows = []
    giver = links[0].by
    for depth, link in enumerate(links, 1):
        scope, whom = link.scope(day), ", ".join(called_.get(one, one) for one in link.to)
        limits = "; ".join(map(spelled, scope.limits)) or "no limit"
        until = _until(links[:depth], day)
        what = (link.since, until, ", ".join(scope.functions), limits, known.left(link, day))
        rows.append((link.delegation, giver, whom, cited(link), *what))
        giver = whom
    return Table(COLUMNS, rows)


def cited(link: Link) -> str | None:
    """Say what a link rests on: the enabling power of a root, and every clause that was cited."""
    return "; ".join(dict.fromkeys(filter(None, (link.power, *link.clauses)))) or None


def _until(links: Sequence[Link], day: str) -> str | None:
    """Say until when the last of some links holds; what is revoked above binds below."""
    *above, link = links
    if link.ended is not None:
        return f"revoked from {link.ended}"
    ended = min(
        (one for one in above if one.ended is not None), key=lambda one: one.ended or "", default=None
    )
    if ended is not None:
        return f"revoked above ({ended.delegation}) from {ended.ended}"
    return link.scope(day).until
