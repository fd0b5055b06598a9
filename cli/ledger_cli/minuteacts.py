"""What a body does under a delegation by a part of its decision, as a minute file says it."""

from __future__ import annotations

from msgspec.structs import replace

from ledger.facts import delegations as facts
from ledger.facts.decisions import Resolved
from ledger.facts.words import Money
from ledger.resolutions import exercises_power
from ledger_cli.minutedesk import Desk, Placed, sealed
from ledger_cli.minutefile import Act, Part
from ledger_cli.minutepeople import Path_
from ledger_cli.parameters import money


def act(
    desk: Desk, part: Part, resolved: Resolved, where: str, path: Path_, departure: str | None = None
) -> tuple[Placed, ...]:
    """Propose the act of a part that decides under a delegation; others have none."""
    made = next(one for one in resolved.parts if one.number == part.number)
    if part.under is None or not exercises_power(made):
        if part.act is not None:
            desk.faults.add((*path, "act"), "expected a decision under a delegation with it, got none")
        return ()
    if part.matter is None:
        desk.faults.add((*path, "under"), "expected a matter with it, the function that is decided: got none")
        return ()
    if part.under not in desk.known.chains:
        expected = f"expected a delegation that the ledger knows, got {part.under}"
        desk.faults.add((*path, "under"), expected)
        return ()
    chain, by = desk.known.chains[part.under]
    bare = facts.Used(
        desk.new_id("a"), chain, by, (), part.matter, None, None, resolved.resolution, part.number
    )
    told = _told(desk, bare, part.act or Act(), (*path, "act"))
    return (desk.propose(told, path, where, departure=departure),)


def _told(desk: Desk, bare: facts.Used, said: Act, path: Path_) -> facts.Used:
    """Give a bare fact of an act with what is said of it."""
    approvals = []
    for index, one in enumerate(said.approved):
        person = _person(desk, one.person, (*path, "approved", index, "person"))
        approvals.append(facts.Approval(one.party, person, one.decision))
    return replace(
        bare,
        amount=None if said.amount is None else amount_of(desk, said.amount, (*path, "amount")),
        spend=said.spend,
        tax=said.tax,
        matter=said.part_of,
        project=said.project,
        supplier=said.supplier,
        payee=_person(desk, said.payee, (*path, "payee")),
        approvals=tuple(approvals),
        consulted=said.consulted,
        met=said.met,
        reasons=sealed(said.reasons),
        alternatives=sealed(said.alternatives),
        interests=sealed(said.interests),
    )


def amount_of(desk: Desk, text: str, path: Path_) -> Money | None:
    """Read ``GBP 2500.00``; None: a fault, told where it stands."""
    try:
        return money(text)
    except ValueError as error:
        desk.faults.add(path, str(error))
        return None


def _person(desk: Desk, name: str | None, path: Path_) -> str | None:
    return None if name is None else desk.people.anybody(name, path, desk.faults)
