"""A scheme of delegation out to a spreadsheet and back: what the import shows before it is one request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ledger.acts import Proposal
from ledger.facts import delegations as facts
from ledger.facts.fact import Acted
from ledger.links import Link
from ledger_cli import ids, names, people, schemes
from ledger_cli.giving import read as read_file
from ledger_cli.lookups import Past
from ledger_cli.output import clean, emit_json, say
from ledger_cli.parties import giver, party
from ledger_cli.proposing import propose
from ledger_cli.schemecells import Reader, texts_of, values_of
from ledger_cli.schemeplan import Given, Planner, Step, as_of, below, cell_of, gave, live
from ledger_cli.schemes import Read
from ledger_cli.schemesheet import Table
from ledger_cli.session import Session

_MADE = (("new", "delegations"), ("amended", "amended"), ("revoked", "revoked"))


def export(session: Session, by: str | None, day: str) -> tuple[Mapping[str, str], ...]:
    """Give a row for every delegation that a party (None: anybody) gave and that holds on a day."""
    read = schemes.read(Past(session))
    chain = read.state.chain
    links = [one for one in live(read, day) if gave(one, by and giver(by), chain, day)]
    spell = _spelling(session, links, day)
    upto = as_of(read.past.upto, day)
    return tuple(
        {**texts_of(values_of(one, day), spell), "delegation": one.delegation, "as of": upto} for one in links
    )


def _spelling(session: Session, links: Iterable[Link], day: str) -> Callable[[str], str]:
    """Write parties as they are read: a person by her name where nobody else has it, else by id."""
    said = " ".join(repr((link.holders(day), link.version(day).manner)) for link in links)
    called = names.of_persons(session.store, names.persons_in(said))
    alone = {
        person: name
        for person, name in called.items()
        if name == clean(name).strip() and not {";", ":", "="} & set(name)
    }
    known = names.called(session.store, set(alone.values())) if alone else {}
    once = {person: name for person, name in alone.items() if known[name] == (person,)}
    return lambda one: once.get(one, one)


def record(session: Session, file: Path, day: str, defaults: Mapping[str, str | None]) -> None:
    """Record what a spreadsheet changes, all of it or none, once what it comes to was shown.

    Args:
        session: the open ledger.
        file: the spreadsheet.
        day: from when it counts.
        defaults: what stands for an empty cell, by heading: by, power, source, resolution.

    Raises:
        Malformed: cells are wrong; one line a cell.
        Refused: rules speak against rows; each with its cell.
    """
    parts = (*(f"{column} {text or ''}" for column, text in sorted(defaults.items())), day)
    request = session.settings.request or ids.request_of(
        b"scheme", *(one.encode() for one in parts), read_file(file)
    )
    # The same file again is compared with the ledger as it was, so that it is the same request.
    done = session.store.request(request)
    read = schemes.read(Past(session, None if done is None else done.first - 1))
    table = Table(file)
    changes, same = _planned(session, table, read, request, Given(day, defaults))
    if done is not None:
        say(f"recorded already: request {request}")
    else:
        for line in session.spell("\n".join(_shown(read, changes, same, day))).splitlines():
            say(line)
    made = {name: ", ".join(one.delegation for one in changes if one.what == what) for what, name in _MADE}
    if changes:
        proposals = [step.proposal for step in changes if step.proposal is not None]
        session.submit(
            proposals,
            request,
            made={name: text for name, text in made.items() if text},
            place=lambda index, rule: table.said(changes[index].line, cell_of(rule)),
        )
    else:
        say("nothing to record: the ledger says the same")
        if session.settings.as_json:
            emit_json(made)


def _planned(
    session: Session, table: Table, read: Read, request: str, given: Given
) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Give what the rows of a sheet change, and what they leave alone."""
    state, day = read.state, given.day
    known, person = partial(party, session), partial(people.find, session.store)
    reader = Reader(state.functions.on(day), state.chain.links, known, person)
    spell = _spelling(session, state.chain.links.values(), day)

    def proposed(body: facts.Body, acted: Acted) -> Proposal:
        return propose(session.settings, body, day, acted)

    new_id = partial(ids.Maker(request), "g")
    steps = Planner(table, read, reader, spell, given, proposed, new_id).steps()
    return (
        tuple(step for step in steps if step.proposal is not None),
        tuple(step for step in steps if step.proposal is None),
    )


def _shown(read: Read, changes: Sequence[Step], same: Sequence[Step], day: str) -> Iterator[str]:
    """Say what a sheet comes to, with the links below that it reaches, and what it leaves alone."""
    chain = read.state.chain
    under = below(chain)
    for step in changes:
        yield f"{step.what}: {step.delegation} (row {step.line}): {step.says}"
        for link in under.get(step.delegation, ()):
            whom = ", ".join(link.holders(day))
            yield f"  affects {link.delegation}, passed on to {whom} from {link.since}"
    if same:
        yield f"unchanged: {', '.join(step.delegation for step in same)}"
    named = {step.delegation for step in (*changes, *same)}
    givers = {chain.links[one].giver(day) for one in named if one in chain.links}
    absent = [one for one in live(read, day) if one.delegation not in named and one.giver(day) in givers]
    if absent:
        yield f"not in the file, and left as they are: {', '.join(one.delegation for one in absent)}"
