"""``remit authority``: who may do this, up to how much, and by whose authority?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace

from ledger.acts import Act
from ledger.delegations import examine
from ledger.facts.delegations import Used
from ledger.facts.words import Money, Sealed
from ledger.findings import Finding, Verdict, all_of, any_of
from ledger.links import Link
from ledger_cli.options import answering
from ledger_cli.output import answer, emit, emit_json
from ledger_cli.parameters import AMOUNT
from ledger_cli.questions import on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger_cli.chains import Known
    from ledger_cli.session import Session

_ANSWERS = {Verdict.MET: ("yes", 0), Verdict.NOT_MET: ("no", 1), Verdict.NOT_KNOWN: ("not known", 8)}
_LIMITS = {"DEL-10", "DEL-11"}
"""The rules that an amount is measured by: without one, what they say is not known."""


class _Asked(msgspec.Struct, frozen=True):
    person: str
    function: str
    amount: Money | None
    day: str


class _Candidate(msgspec.Struct, frozen=True):
    """One delegation under which the person might act, and what every rule says."""

    links: tuple[Link, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict

    @property
    def name(self) -> str:
        return self.links[-1].delegation


@click.group()
def command() -> None:
    """Who may do this, up to how much, and by whose authority?"""


@command.command()
@click.option("--person", required=True, metavar="PERSON", help="Who would act: an id, or the exact name.")
@click.option("--function", required=True, metavar="CODE", help="What would be done: grants.")
@click.option("--amount", type=AMOUNT, help="For how much: 'GBP 2000.00'.")
@on_day
@click.option("--under", metavar="DELEGATION", help="Under this delegation only.")
@answering
def check(
    session: Session, person: str, function: str, amount: Money | None, on: str | None, under: str | None
) -> int:
    """Say whether a person may act, under which chain, and what is left of each limit.

    Answers yes, no or not known (exit 0, 1 or 8) as things stand on the day; nothing is recorded.

    \b
    Example:
      remit authority check --person "Ann Clerk" --function grants --amount 'GBP 2000.00'
    """
    from ledger_cli import chains, names, people

    asked = _Asked(people.find(session.store, person), function, amount, on or today())
    known = chains.read(session.store, (under,) if under else (), None if under else asked.person)
    links = known.state.chain.links.values()
    held = [under] if under else [link.delegation for link in links if link.to == asked.person]
    candidates = [_judge(asked, asked.person, known.links(one), known) for one in held]
    verdict = any_of(one.verdict for one in candidates)
    parties = {link.to for one in candidates for link in one.links} | {asked.person}
    called = names.of_persons(session.store, [party for party in parties if party.startswith("p-")])
    shown = {one: f"{name} ({one})" for one, name in called.items()}
    word, code = _ANSWERS[verdict]
    if session.settings.as_json:
        emit_json({"answer": word, **_asked_record(asked), **_record(asked, candidates, known, shown)})
    else:
        answer(f"{word}: {_question(asked, shown)}{_under(candidates, verdict)}")
        _print(asked, candidates, known, shown)
    return code


def _judge(asked: _Asked, person: str, links: tuple[Link, ...], known: Known) -> _Candidate:
    """Judge the act as if it were done and recorded on the day."""
    body = Used(
        act=f"a-{'a' * 16}",
        chain=tuple(link.delegation for link in links),
        by=links[0].by,
        person=person,
        function=asked.function,
        amount=asked.amount,
        matter=Sealed("0" * 64),
    )
    act = Act(body, asked.day, asked.day, person, ())
    state = known.state
    found = examine(act, body, state.chain, state.bodies, state.directory, state.totals)
    findings = tuple(_without_amount(one, asked) for one in found)
    return _Candidate(links, findings, all_of(one.verdict for one in findings))


def _without_amount(finding: Finding, asked: _Asked) -> Finding:
    if asked.amount is not None or finding.rule not in _LIMITS or finding.verdict is Verdict.MET:
        return finding
    return replace(finding, verdict=Verdict.NOT_KNOWN)


def _best(candidates: list[_Candidate]) -> list[_Candidate]:
    """Give the candidate that comes nearest first."""
    order = (Verdict.MET, Verdict.NOT_KNOWN, Verdict.NOT_MET)

    def distance(one: _Candidate) -> tuple[int, int]:
        return order.index(one.verdict), sum(each.verdict is not Verdict.MET for each in one.findings)

    return sorted(candidates, key=distance)


def _question(asked: _Asked, shown: Mapping[str, str]) -> str:
    of = f" of {_money(asked.amount)}" if asked.amount else ""
    return f"{shown.get(asked.person, asked.person)} for {asked.function}{of} on {asked.day}"


def _money(amount: Money | None) -> str | None:
    from ledger.scopes import show

    return show(amount) if amount else None


def _under(candidates: list[_Candidate], verdict: Verdict) -> str:
    if not candidates:
        return ", to whom no delegation is recorded"
    return f" under {_best(candidates)[0].name}" if verdict is Verdict.MET else ""


def _print(asked: _Asked, candidates: list[_Candidate], known: Known, shown: Mapping[str, str]) -> None:
    from ledger_cli import chains, names, preview

    for one in _best(candidates):
        emit(chains.table(one.links, known, asked.day, shown), as_json=False)
        plain = {person: name.removesuffix(f" ({person})") for person, name in shown.items()}
        for line in preview.lines_of(one.findings):
            answer(names.spell(line, plain))
        for line in _later(asked, one):
            answer(line)
        if one.verdict is Verdict.MET:
            return
    for line in _needed(asked, candidates, known, shown):
        answer(f"needed: {line}")


def _later(asked: _Asked, candidate: _Candidate) -> list[str]:
    """Say of links that held on a past day but are revoked by now that nothing can be recorded under them."""
    return [
        f"note: {link.delegation} is revoked from {link.ended}: an act recorded from then on is refused"
        for link in candidate.links
        if link.ended is not None and asked.day < link.ended
    ]


def _needed(asked: _Asked, candidates: list[_Candidate], known: Known, shown: Mapping[str, str]) -> list[str]:
    """Say what would be needed instead: who further up could do it, down to the body itself."""
    if any(one.verdict is Verdict.NOT_KNOWN for one in candidates):
        return ["the amount: --amount"]
    lines = []
    for one in _best(candidates):
        for depth in range(len(one.links) - 1, 0, -1):
            above, last = one.links[:depth], one.links[depth - 1]
            if _judge(asked, last.to, above, known).verdict is Verdict.MET:
                lines.append(f"a decision by {shown.get(last.to, last.to)} under {last.delegation}")
                break
        else:
            lines.append(f"a decision by body:{one.links[0].by} itself, or a wider delegation by it")
    return list(dict.fromkeys(lines)) or [
        f"a delegation of {asked.function} to {shown.get(asked.person, asked.person)}"
    ]


def _asked_record(asked: _Asked) -> dict[str, object]:
    amount = _money(asked.amount)
    return {"person": asked.person, "function": asked.function, "amount": amount, "on": asked.day}


def _record(
    asked: _Asked, candidates: list[_Candidate], known: Known, shown: Mapping[str, str]
) -> dict[str, object]:
    from ledger_cli import chains

    told = []
    for one in _best(candidates):
        drawn = chains.table(one.links, known, asked.day, shown)
        told.append(
            {
                "delegation": one.name,
                "answer": _ANSWERS[one.verdict][0],
                "chain": [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows],
                "findings": [_finding(each) for each in one.findings],
                "notes": _later(asked, one),
            }
        )
    met = any(one.verdict is Verdict.MET for one in candidates)
    return {"under": told, "needed": [] if met else _needed(asked, candidates, known, shown)}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "answer": finding.verdict.value,
        "expected": finding.expected,
        "got": finding.got,
    }
