"""The card of limits of an office, a person or a body, to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.scopes import show, spelled
from ledger_cli import asking, authorities, chains
from ledger_cli.papers import sentences
from ledger_cli.papers.tree import Line, Paper, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.functions import Catalogue
    from ledger.links import Link
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session


def card(session: Session, past: Past, whose: str, day: str, *, public: bool) -> Paper:
    """Say what somebody may do on a day, up to how much, and what it takes.

    Raises:
        Malformed: nobody, or several, whom the text means.
    """
    whom = asking.whom(past, session, whose, day)
    who, parties = whom.who, whom.parties
    known = chains.read(session.store, (), parties, day)
    catalogue = known.state.functions
    held = known.held(parties, day)
    sections = tuple(_section(session, link, known, day, catalogue, whom) for link in held)
    nothing = Section("Nothing", (Line("text", f"Nothing is delegated to {session.spell(who)}."),))
    particulars = (("Of", session.spell(who)), ("On", sentences.day(day)))
    return Paper("Card of limits", session.spell(whose), public, particulars, sections or (nothing,))


def _section(
    session: Session, link: Link, known: chains.Known, day: str, catalogue: Catalogue, whom: asking.Whom
) -> Section:
    scope = link.scope(day)
    titles = [_titled(code, catalogue) for code in scope.functions]
    covers = (f"As deputy of {whom.covers[one]}." for one in link.holders(day) if one in whom.covers)
    lines = [Line("text", line) for line in (*covers, *_lines(session, link, known, day))]
    return Section(sentences.listed(titles), tuple(lines))


def _titled(code: str, catalogue: Catalogue) -> str:
    named = catalogue.known.get(code)
    return code if named is None else f"{named.function.title} ({code})"


def _lines(session: Session, link: Link, known: chains.Known, day: str) -> Iterator[str]:
    scope = link.scope(day)
    root = known.links(link.delegation)[0]
    if root.kind == "advisory":
        yield "Advisory: nothing is decided under it."
    if root.kind == "reserved":
        yield f"Reserved: {root.giver(day).removeprefix('body:')} keeps it, and nobody else may do it."
    yield from (f"At most {spelled(limit)}." for limit in scope.limits)
    if not scope.limits and root.kind not in {"advisory", "reserved"}:
        yield "Without a limit of its own."
    if scope.above is not None:
        yield f"Acts above {show(scope.above)} alone."
    if scope.excluded:
        yield f"Not: {sentences.listed(scope.excluded)}."
    needed = authorities.needed(known.links(link.delegation), day)
    yield from (f"It takes {session.spell(one)}." for one in needed)
    times = "once" if scope.onward == 1 else f"{scope.onward} times"
    onward = f"may be passed on {times}" if scope.onward else "may not be passed on"
    until = f" until {sentences.day(scope.until)}" if scope.until else ""
    clauses = chains.cited(link)
    clause = f", {clauses}" if clauses else ""
    giver = link.giver(day).removeprefix("body:")
    yield f"From {giver}{clause}, since {sentences.day(link.since)}{until}; it {onward} ({link.delegation})."
