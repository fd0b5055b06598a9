"""Funds as the command line reads and shows them: sources, levels, risk, and what is aligned beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from ledger.commitments import duties
from ledger.errors import Malformed
from ledger.facts import funds as facts
from ledger.facts.words import INTEGER_MAX, Money
from ledger.findings import Finding, Verdict
from ledger.levels import Fund, Funds, Level, Position, apportion
from ledger.scopes import printed
from ledger_cli import ids
from ledger_cli.output import Table

if TYPE_CHECKING:
    from ledger.state import State
    from ledger_cli.lookups import Past

_CODE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
NOT_AGREED = "not known: no risk shares are agreed"


class Row(msgspec.Struct, frozen=True):
    """One level of a fund on a day; the fund itself is the first."""

    depth: int
    level: str
    parent: str | None
    body: str
    per_head: str | None
    at: Position
    assured_by: str | None
    lapsed: str | None = None


class Report(msgspec.Struct, frozen=True):
    """All that is known of a fund on a day."""

    fund: Fund
    day: str
    rows: tuple[Row, ...]
    whole: Position
    state: State

    @property
    def terms(self) -> facts.Terms:
        """What the fund is on the day; what is over is shared by the risk shares of that day."""
        return self.fund.terms(self.day)

    @property
    def currency(self) -> str:
        """The currency of the fund."""
        return self.fund.opened.currency

    def printed(self, minor: int) -> str:
        """Print an amount of the fund."""
        return printed(minor, self.currency)


def read(past: Past, fund: str, day: str) -> Report:
    """Read a fund with every level of it as it stood on a day.

    Raises:
        Malformed: no fund has the code, or none had it by the day.
    """
    known = opened(past, fund)
    if known.day > day:
        raise Malformed(f"expected a fund opened by {day}, got {fund}, opened {known.day}")
    passed = past.state(f"fund:{fund}").funds.passed.get(f"fund:{fund}", ())
    keepers = {known.opened.by, *(after for *_, after in passed)}
    terms = (f"terms:{one}" for one in keepers)
    state = past.grown(_levels, f"fund:{fund}", *terms)
    rows, whole = tuple(_rows(state, fund, day)), state.funds.whole(fund, day)
    return Report(state.funds.known[fund], day, rows, whole, state)


def tags(report: Report) -> frozenset[str]:
    """Give the tags of all that was said of a fund and of its levels, commitments and payments among it."""
    return frozenset({f"fund:{report.fund.opened.fund}"} | _levels(report.state))


def _levels(state: State) -> set[str]:
    return {f"allocation:{code}" for code, *_ in state.funds.levels}


def opened(past: Past, fund: str) -> Fund:
    """Give a fund by its code.

    Raises:
        Malformed: none has it.
    """
    from ledger_cli.lookups import unknown

    found = past.state(f"fund:{fund}").funds.known.get(fund) if _CODE.fullmatch(fund) else None
    if found is None:
        known = [body.fund for _, body in past.every(facts.FundOpened)]
        unknown("a fund that the ledger knows", fund[:80], known)
    return found


def allocation(past: Past, code: str) -> Level:
    """Give an allocation by its id.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    named = ids.is_id("w", code)
    found = past.state(f"allocation:{code}").funds.level(code) if named else None
    if found is None:
        unknown("an allocation that the ledger knows", code[:80], ())
    return found


def keeper(past: Past, fund: str, day: str) -> str:
    """Give the body that keeps a fund, which the ledger knows, on a day."""
    return str(past.state(f"fund:{fund}").funds.keeper(fund, day))


def holder(past: Past, code: str, day: str) -> str:
    """Give the body that holds an allocation on a day; of a lapsed one nobody may have, who held it.

    Raises:
        Malformed: there is no such allocation.
    """
    made = allocation(past, code).made

    def above(state: State) -> set[str]:
        return {f"allocation:{one}" for one in state.funds.above_lapsed(code)}

    state = past.grown(above, f"fund:{made.fund}", f"allocation:{code}")
    return state.funds.holder(code, day) or made.to


def lapse(funds: Funds, made: facts.Allocated, day: str) -> facts.AllocationLapsed:
    """Give the fact that an allocation lapses on a day: what was used of it stays."""
    level = funds.levels[made.allocation, made.fund, made.parent]
    kept = funds.kept(level, day)
    amount = Money(kept, made.amount.currency) if kept else None
    return facts.AllocationLapsed(made.allocation, made.to, made.fund, made.parent, amount)


def commitment(past: Past, code: str) -> facts.Committed:
    """Give a commitment by its id.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    named = ids.is_id("x", code)
    known = past.state(f"commitment:{code}").funds.commitments if named else {}
    if not known:
        unknown("a commitment that the ledger knows", code[:80], ())
    return next(iter(known.values())).made


def of_body(past: Past, body: str, day: str) -> list[Fund]:
    """Give the funds that a body keeps on a day, pooled ones first."""
    told = past.state(f"funds:{body}").funds
    passed = {one for one in told.passed if one.startswith("fund:")}
    tags = {f"fund:{code}" for code in told.known} | passed
    funds = past.state(*sorted(tags)).funds if tags else told
    kept = [one for code, one in funds.known.items() if one.day <= day and funds.keeper(code, day) == body]
    return sorted(kept, key=lambda one: one.opened.kind == "aligned")


def stated(
    amount: Money | None, population: int | None, each: Money | None
) -> tuple[Money, facts.PerHead | None]:
    """Give an amount as a fact holds it: as it is stated, or so many heads times what each has.

    Raises:
        UsageError: neither, or half of the latter.
    """
    per_head = None
    if population is not None and each is not None:
        minor = population * each.minor
        if minor > INTEGER_MAX:
            raise click.UsageError(f"expected at most {printed(INTEGER_MAX, each.currency)} in all")
        per_head = facts.PerHead(population, each.minor)
        amount = amount or Money(minor, each.currency)
    if (population is None) is not (each is None) or amount is None:
        raise click.UsageError("expected AMOUNT, or --population with --each")
    return amount, per_head


def changed(
    amount: Money | None, population: int | None, each: Money | None, *, nothing: bool
) -> tuple[Money | None, facts.PerHead | None]:
    """Give an amount that takes the place of another; None where it is nothing any more.

    Raises:
        UsageError: an amount that is nothing, or none at all.
    """
    if not nothing:
        return stated(amount, population, each)
    if (amount, population, each) != (None, None, None):
        raise click.UsageError("expected AMOUNT, or --population with --each, or --nothing")
    return None, None


def _rows(state: State, fund: str, day: str) -> Iterator[Row]:
    funds, known = state.funds, state.funds.known[fund].opened
    terms = funds.known[fund].terms(day)
    assured: dict[str | None, str | None] = {None: terms.assured_by}
    at = funds.position(fund, None, day)
    own = str(funds.keeper(fund, day)) if known.kind == "pooled" else f"{terms.host}, its own"
    yield Row(0, fund, None, own, None, at, terms.assured_by)
    for depth, level in funds.tree(fund):
        made = level.made
        assured[made.allocation] = made.assured_by or assured[made.parent]
        if level.day > day:
            continue
        last = level.last(day)
        head = last.per_head if last is not None else None
        each = f"{head.population} at {printed(head.minor, known.currency)}" if head is not None else None
        at = funds.position(fund, made.allocation, day)
        lapsed = level.lapsed(day)
        # Who holds what has lapsed is whoever holds the level above: shown is who gave it back.
        body = level.lapses[0][1].by if lapsed else str(funds.holder(made.allocation, day))
        by = assured[made.allocation]
        yield Row(depth, made.allocation, made.parent or fund, body, each, at, by, lapsed)


def record(report: Report, past: Past) -> dict[str, object]:
    """Give what is said of the fund itself."""
    opened_, terms = report.fund.opened, report.terms
    manager = terms.manager
    return {
        "fund": opened_.fund,
        "title": terms.title,
        "kind": opened_.kind,
        "body": report.state.funds.keeper(opened_.fund, report.day),
        "host": terms.host if opened_.kind == "pooled" else f"{terms.host}, its own",
        "manager": past.names((manager,)).get(manager) if manager is not None else None,
        "under": terms.under,
        "for": purpose(terms),
        "begins": opened_.begins,
        "ends": terms.ends,
        "on": report.day,
    }


def purpose(terms: facts.Terms) -> str | None:
    """Say what a fund may be used for alone: the clause, and the functions that it names."""
    fence = terms.ring_fenced
    return None if fence is None else ": ".join(filter(None, (fence.clause, ", ".join(fence.functions))))


def sources(report: Report) -> Table:
    """Draw who gives what: agreed from each source, paid, and the part of the risk."""
    paid = report.fund.paid_in(report.day)
    standing = report.fund.sources(report.day)
    parts = {one.organisation: one.parts for one in report.terms.shares}
    rows = []
    for code in dict.fromkeys((*(one.organisation for one in standing), *paid, *parts)):
        own = [one for one in standing if one.organisation == code]
        agreed = sum(one.amount.minor for one in own if one.amount is not None)
        told = "; ".join(_source(one) for one in own)
        risk = f"{parts[code]} of {sum(parts.values())}" if code in parts else None
        rows.append((code, told, report.printed(agreed), report.printed(paid.get(code, 0)), risk))
    return Table(("organisation", "sources", "agreed", "paid in", "risk share"), rows, "Sources")


def _source(one: facts.ContributionAgreed) -> str:
    told = "withdrawn" if one.amount is None else printed(one.amount.minor, one.amount.currency)
    if one.per_head is not None and one.amount is not None:
        told += f", {one.per_head.population} at {printed(one.per_head.minor, one.amount.currency)}"
    return f"{one.source} {told}"


def levels(report: Report) -> Table:
    """Draw the tree of levels with the money of each; the last line is the fund as a whole."""
    columns = (
        *("level", "body", "per head", "allocated", "passed down", "committed", "drawn"),
        *("drawn beyond", "left", "assured by"),
    )
    rows = [
        (one.level, "  " * one.depth + _shown(one), one.per_head, *_amounts(report, one.at), one.assured_by)
        for one in report.rows
    ]
    rows.append(("in all", "", None, *_amounts(report, report.whole), None))
    return Table(columns, rows, f"Levels on {report.day}")


def _shown(row: Row) -> str:
    return f"{row.body}, lapsed {row.lapsed}" if row.lapsed else row.body


def as_objects(report: Report) -> list[dict[str, object]]:
    """Give the same for programs: each level with what it takes from, how deep it is, and its body bare."""
    drawn = levels(report)
    found: list[dict[str, object]] = [dict(zip(drawn.columns, row, strict=True)) for row in drawn.rows]
    for one, told in zip(report.rows, found, strict=False):
        told |= {"body": one.body, "from": one.parent, "depth": one.depth, "lapsed": one.lapsed}
    return found


def _amounts(report: Report, at: Position) -> tuple[str, ...]:
    found = (at.allocated, at.passed, at.committed, at.drawn, at.beyond, at.left)
    return tuple(report.printed(minor) for minor in found)


def risk(report: Report) -> Table:
    """Draw who bears what of what is over, level by level and in all; after its end, who has what is left."""
    ends = report.terms.ends
    found = [(f"over at {one.level}", one.at.over) for one in report.rows]
    found.append(("over in all", report.whole.over))
    if ends is not None and ends <= report.day:
        unspent = report.whole.allocated - report.whole.drawn
        found.append(("not drawn in all", max(0, unspent)))
    rows = [row for what, minor in found if minor for row in _shared(report, what, minor)]
    return Table(("what", "amount", "organisation", "share"), rows, "Risk")


def _shared(report: Report, what: str, minor: int) -> Iterator[tuple[str, str, str, str]]:
    terms, amount = report.terms, report.printed(minor)
    aligned = report.fund.opened.kind == "aligned"
    shares = terms.shares or ((facts.RiskShare(terms.host, 1),) if aligned else ())
    if not shares:
        yield what, amount, "", NOT_AGREED
        return
    for one, share in zip(shares, apportion(minor, [one.parts for one in shares]), strict=True):
        yield what, amount, one.organisation, report.printed(share)


def commitments(report: Report, past: Past) -> Table:
    """Draw every commitment that was made by the day, with what it rests on."""
    columns = (
        *("commitment", "level", "day", "committed", "drawn", "drawn beyond", "rests on", "brought to"),
        *("function", "text"),
    )
    told = past.facts(*(f"allocation:{one.level}" for one in report.rows[1:]))
    words = past.words(told)
    ids = {at.fact.body.commitment: at.fact.id for at in told if isinstance(at.fact.body, facts.Committed)}
    rows = [
        (
            one.made.commitment,
            one.made.allocation,
            one.day,
            report.printed(one.committed(report.day)),
            report.printed(one.drawn(report.day)),
            report.printed(one.beyond(report.day)),
            one.made.resolution or one.made.act,
            one.made.brought,
            one.made.function,
            words.read(ids[one.made.commitment], "body.text", one.made.text),
        )
        for one in report.state.funds.commitments.values()
        if one.day <= report.day
    ]
    return Table(columns, rows, "Commitments")


def brought(report: Report) -> Table:
    """Draw what is significant, and whether it was brought to the body first by the terms of its day."""
    words = {Verdict.MET: "met", Verdict.NOT_MET: "missed", Verdict.NOT_KNOWN: "not known"}
    found: list[Finding] = []
    for one in report.state.funds.commitments.values():
        keeper_ = str(report.state.funds.keeper(report.fund.opened.fund, one.day))
        bound = report.state.terms.in_force(keeper_, one.day)
        found += duties(one, bound, report.day) if bound is not None else ()
    rows = [(words[one.verdict], one.rule, one.clause, one.expected, one.got) for one in found]
    return Table(("duty", "rule", "clause", "expected", "got"), rows, "What is significant")


def beside(past: Past, report: Report) -> Table:
    """Draw the budgets that are aligned to the same body, each its owner's own."""
    own = report.fund.opened.fund
    rows = [
        (one.opened.fund, terms.title, f"{terms.host}, its own", agreed(one, report.day))
        for one in of_body(past, str(report.state.funds.keeper(own, report.day)), report.day)
        for terms in (one.terms(report.day),)
        if one.opened.kind == "aligned" and one.opened.fund != own
    ]
    return Table(("fund", "title", "whose", "agreed"), rows, "Aligned beside it, not pooled")


def agreed(one: Fund, day: str) -> str:
    """Print what is agreed to go into a fund, or to be aligned, on a day."""
    sums = sum(body.amount.minor for body in one.sources(day) if body.amount is not None)
    return printed(sums, one.opened.currency)
