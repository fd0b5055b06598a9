"""By whose authority something was done, as the record has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ledger.facts.delegations import Ratified, Used
from ledger.facts.fact import Noted
from ledger.scopes import show
from ledger.suspects import told
from ledger_cli import chains, covering, deciding, disputing, ids, keyacts, suspicions
from ledger_cli.lookups import unknown
from ledger_cli.output import Table
from ledger_cli.settings import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.acts import Recorded
    from ledger.facts.decisions import Resolved
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session


class Told(msgspec.Struct, frozen=True):
    """What is said: the chains, line by line, for programs, and the exit code."""

    tables: tuple[Table, ...]
    lines: tuple[str, ...]
    record: dict[str, object]
    code: int


def explained(session: Session, past: Past, name: str) -> Told:
    """Explain an act under a delegation, or a decision, by its id.

    Raises:
        Malformed: the ledger knows neither.
    """
    if name.startswith("a-"):
        at, body = act_of(past, name)
        later = [one for one in past.facts(f"act:{name}") if isinstance(one.fact.body, Ratified)]
        return _act(session, past, at, body, later, keyacts.of_act(past, body, today()))
    at, resolved = deciding.find(past, name)
    return _decision(session, past, at, resolved)


def act_of(past: Past, name: str) -> tuple[Recorded, Used]:
    """Give an act under a delegation, and the fact of it, by its id.

    Raises:
        Malformed: there is none.
    """
    tagged = past.facts(f"act:{name}") if ids.is_id("a", name) else []
    found = [(at, body) for at in tagged if isinstance(body := at.fact.body, Used)]
    return found[0] if found else unknown("an act that the ledger knows", name[:80], ())


def _act(
    session: Session,
    past: Past,
    at: Recorded,
    body: Used,
    later: list[Recorded],
    keyed: keyacts.KeyAct | None,
) -> Told:
    known = chains.read(session.store, (body.chain[-1],), day=at.day)
    links = known.links(body.chain[-1])
    drawn = chains.table(links, known, at.day, chains.called(session.store, links))
    who = ", ".join(body.persons) or body.resolution or "nobody named"
    amount = f", {show(body.amount)}" if body.amount else ""
    did = f"{who} acted for {body.by} on {at.day}: {body.function}{amount} (entry {at.number})"
    beside = _beside(at.fact.findings, departed=at.fact.departure is not None)
    beside += tuple(
        f"ratified on {one.day} (entry {one.number}), which is no authority before" for one in later
    )
    parties = links[-1].holders(at.day)
    deputised = (covering.signed(known.state, one, who_, at.day) for one in parties for who_ in body.persons)
    beside += tuple(one for one in deputised if one is not None)
    contested = suspicions.of_act(past, at, f"act:{body.act}")
    held = disputing.held(past, body.act, today())
    beside += (*told(contested), *held)
    chain = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows]
    said = _said(past, at, body)
    record: dict[str, object] = {"act": body.act, "on": at.day, "entry": at.number, "chain": chain}
    record |= {"who": body.persons or body.resolution, "for": body.by, "function": body.function}
    record |= {"amount": show(body.amount) if body.amount else None, **said, "beside": list(beside)}
    record["key decision"] = keyed.record() if keyed else None
    lines = (
        did,
        *(f"{name}: {text}" for name, text in said.items() if text),
        *beside,
        *(keyed.lines() if keyed else ()),
    )
    ratified = max((one.number for one in later if one.number not in contested), default=0)
    doubted = bool(held) or any(number > ratified for number in contested)
    return Told((drawn,), lines, record, _code(at.fact.findings, doubted=doubted))


def _said(past: Past, at: Recorded, body: Used) -> dict[str, str | None]:
    """Give what was said of an act beside who did what: words, with whom, who approved, why it departed."""
    words = past.words([at])
    approved = (f"{one.party} by {one.person or one.resolution}" for one in body.approvals)
    return {
        "text": words.read(at.fact.id, "body.text", body.text),
        "supplier": body.supplier,
        "approved": ", ".join(approved) or None,
        "asked": ", ".join(body.consulted) or None,
        "conditions met": ", ".join(body.met) or None,
        "departure": words.read(at.fact.id, "departure", at.fact.departure),
    }


def _decision(session: Session, past: Past, at: Recorded, resolved: Resolved) -> Told:
    found = deciding.read(past, resolved.resolution, at.day)
    under = deciding.under(past, found)
    lines, tables, record = [], [], []
    for part in resolved.parts:
        one = under.get(part.number)
        if one is None:
            lines.append(f"part {part.number}: under no delegation, on {part.matter or 'a matter not said'}")
        else:
            known = chains.read(session.store, (one.delegation,), day=at.day)
            if one.links:
                tables.append(chains.table(one.links, known, at.day, chains.called(session.store, one.links)))
            lines.append(deciding.instrument(one))
        record.append({"part": part.number, "under": deciding.spelled(session, one)})
    beside = _beside(at.fact.findings, departed=at.fact.departure is not None)
    contested = suspicions.of_act(past, at)
    beside += told(contested)
    about = {"decision": resolved.resolution, "on": at.day, "entry": at.number, "parts": record}
    code = _code(at.fact.findings, doubted=bool(contested))
    return Told(tuple(tables), (*lines, *beside), {**about, "beside": list(beside)}, code)


def _beside(findings: Iterable[Noted], *, departed: bool) -> tuple[str, ...]:
    said = [f"{one.verdict}: {one.rule}{f' ({one.clause})' if one.clause else ''}" for one in findings]
    return (*said, *(["recorded as a departure"] if departed else []))


def _code(findings: Iterable[Noted], *, doubted: bool) -> int:
    verdicts = {one.verdict for one in findings}
    return 1 if "not met" in verdicts else 8 if verdicts or doubted else 0
