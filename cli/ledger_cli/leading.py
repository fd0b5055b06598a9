"""Leads as the command line reads and shows them, and what authority beside it a lead was given by others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from ledger.errors import Malformed
from ledger.facts import leads as facts
from ledger.links import Link
from ledger.scopes import permits, spelled
from ledger_cli import asking, chains, ids, succeeding
from ledger_cli.chains import Known, cited

if TYPE_CHECKING:
    from ledger.leads import Lead
    from ledger.places import Places
    from ledger_cli.lookups import Past
    from ledger_cli.output import Cell
    from ledger_cli.session import Session

_DECIDES_NOTHING = {"advisory", "reserved"}


def designation_of(text: str) -> facts.Designation:
    """Read a designation: ``sponsor=Chief officer sponsor``.

    Raises:
        Malformed: no code and title.
    """
    code, _, title = text.partition("=")
    if not code or not title:
        raise Malformed(f"expected a designation as CODE=TITLE, got {text[:80]!a}")
    return facts.Designation(code, title)


def listed(past: Past, body: str, day: str) -> list[Lead]:
    """Give what is sought of leads under a body on a day, in the order of recording."""
    return [one for one in _leads(past, f"leads:{body}") if one.is_sought(day)]


def find(past: Past, text: str) -> Lead:
    """Give leads by their id, or by body and workstream: of several the last that were sought.

    Raises:
        Malformed: there are none.
    """
    from ledger_cli.lookups import unknown

    body, _, workstream = text.partition("/")
    if ids.is_id("ld", text):
        found = _leads(past, f"lead:{text}")
    else:
        past.body(body)
        found = [one for one in _leads(past, f"leads:{body}") if one.sought.workstream == workstream]
    if not found:
        unknown("a lead that the ledger knows, by id or BODY/WORKSTREAM", text[:80], ())
    return found[-1]


def _leads(past: Past, tag: str) -> list[Lead]:
    sought = [at.fact.body.lead for at in past.facts(tag) if isinstance(at.fact.body, facts.Sought)]
    known = past.state(*(f"lead:{code}" for code in sought)).leads.known if sought else {}
    return [known[code] for code in sought if code in known]


def rows(past: Past, every: Iterable[Lead], day: str) -> list[tuple[Cell, ...]]:
    """Give a row for every designation: who has it on a day, or that nobody has, and since when."""
    found: list[tuple[Cell, ...]] = []
    every = tuple(every)
    codes = {held.designated.organisation for one in every for held in one.held}
    known = succeeding.places(past, {f"organisation:{code}" for code in codes})
    for one in every:
        its = (one.sought.lead, one.sought.workstream, one.sought.title)
        said = one.sought.clause
        for wanted in one.sought.designations:
            there = one.who(wanted.designation, day)
            names = past.names([held.designated.person for held in there])
            found += [
                (
                    *its,
                    wanted.title,
                    names[held.designated.person],
                    _organisation(known, held.designated.organisation, day),
                    held.since,
                    said,
                )
                for held in there
            ]
            if not there:
                since = one.left(wanted.designation, day) or one.day
                found.append((*its, wanted.title, "nobody", None, since, said))
    return found


def _organisation(known: Places, code: str, day: str) -> str:
    return succeeding.ended(known, f"organisation:{code}", day).removeprefix("organisation:")


class Parallel(msgspec.Struct, frozen=True):
    """What somebody who leads was given by each of those to whom the lead answers, on a day (HIW-10).

    Attributes:
        title: the designation.
        name: who has it.
        given: the delegations to that person or an office of theirs, by who gave the first of the chain.
        places: which of those who may give have ended.
        known: what is known of those delegations.
        day: the day that is asked about.
    """

    title: str
    name: str
    given: Mapping[str, tuple[Link, ...]]
    places: Places
    known: Known
    day: str

    @property
    def givers(self) -> int:
        """How many of them gave anything."""
        return sum(map(bool, self.given.values()))

    def by_all(self) -> tuple[str, ...]:
        """Give the functions that every one of them gave; limits may differ. Of nobody nothing is asked."""
        catalogue = self.known.state.functions.on(self.day)
        scopes = [[link.scope(self.day) for link in links] for links in self.given.values()]
        every = dict.fromkeys(code for of in scopes for scope in of for code in scope.functions)
        return tuple(
            code for code in every if all(any(permits(one, code, catalogue) for one in of) for of in scopes)
        )

    def rows(self) -> list[tuple[Cell, ...]]:
        """Give a row for each delegation by one of them, and for each who gave none."""
        found: list[tuple[Cell, ...]] = []
        for to, links in self.given.items():
            party = succeeding.ended(self.places, to, self.day)
            for link in links:
                scope = link.scope(self.day)
                limits = "; ".join(map(spelled, scope.limits)) or None
                functions = ", ".join(scope.functions)
                found.append((party, link.delegation, functions, limits, scope.until, cited(link) or None))
            if not links:
                found.append((party, "none on record", None, None, None, None))
        return found

    def record(self, columns: Sequence[str]) -> dict[str, object]:
        """Give it for a program."""
        given = [dict(zip(columns, row, strict=True)) for row in self.rows()]
        told = {"designation": self.title, "person": self.name, "given": given}
        return {**told, "givers": self.givers, "by all": self.by_all()}


def parallels(session: Session, past: Past, lead: Lead, day: str) -> list[Parallel]:
    """Give what each who leads was given on a day, by each of those to whom the lead answers."""
    there = (one for wanted in lead.sought.designations for one in lead.who(wanted.designation, day))
    titles = {one.designation: one.title for one in lead.sought.designations}
    places = succeeding.places(past, lead.sought.accountable)
    found = []
    for held in there:
        person = held.designated.person
        given, known = _given(session, past, person, lead.sought.accountable, day)
        title = titles[held.designated.designation]
        found.append(Parallel(title, past.names([person])[person], given, places, known, day))
    return found


def _given(
    session: Session, past: Past, person: str, to: Sequence[str], day: str
) -> tuple[dict[str, tuple[Link, ...]], Known]:
    """Read what a person holds, also by an office, and keep by giver what is there to be decided under.

    An office that the person only may hold is left out: nobody is told of authority that is not known; nor is
    what an organisation gave that has ended.
    """
    may = asking.offices_of(past, person, day)
    held = [one for one in may if past.state(f"roll:{one[0]}").roll.in_office(*one, person, day)]
    parties = (person, *(f"office:{body}/{office}" for body, office in held))
    known = chains.read(session.store, (), parties, day)
    given: dict[str, tuple[Link, ...]] = dict.fromkeys(to, ())
    there = set(succeeding.places(past, to).now(to, "", day))
    for link in known.held(parties, day):
        root = known.links(link.delegation)[0]
        giver = root.giver(day)
        if giver in given and giver in there and root.kind not in _DECIDES_NOTHING:
            given[giver] = (*given[giver], link)
    return given, known
