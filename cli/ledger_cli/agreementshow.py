"""Agreements as the command line reads and shows them: who signed, from when to when, what is outstanding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from ledger.awaiting import is_past
from ledger.facts.agreements import (
    Acceded,
    Affiliated,
    Agreeing,
    ChangeMade,
    Dated,
    Ended,
    Made,
    Signed,
    Varied,
)
from ledger.findings import DEFAULT, Finding, Verdict
from ledger.inforce import (
    Agreement,
    PartySigned,
    begun,
    bound,
    in_force,
    is_over,
    is_signed,
    outstanding,
    refreshed,
    signed_by,
    signers,
    status,
)
from ledger.state import peopled, placing
from ledger.tags import wire_name
from ledger_cli import ids, names
from ledger_cli.output import Cell, Table
from ledger_cli.parties import partners, title_in

if TYPE_CHECKING:
    import msgspec

    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

WORDS = {Verdict.MET: "yes", Verdict.NOT_MET: "no", Verdict.NOT_KNOWN: "not known"}
LISTED = ("agreement", "title", "body", "status", "since", "signed", "refresh", "expires", "outstanding")
PARTIES = ("party", "title", "role", "signs", "by", "signed", "missing", "clause")
HISTORY = ("day", "what", "about", "agreed", "text")
STAGES = ("stage", "title", "order", "convened by", "limit", "effect held", "clause", "says")
CHANGES = ("number", "of", "what", "says", "due", "clause", "made")


def read(past: Past, codes: Iterable[str]) -> State:
    """Read agreements, and everything that tells who holds the offices that sign for them."""
    return past.grown(_more, *(f"agreement:{code}" for code in codes))


def _more(state: State) -> Iterator[str]:
    yield from (f"agreement:{code}" for code in state.agreements.known)
    for one in state.agreements.known.values():
        named = [*(each.party for each in one.parties), *(body.party for _, body in one.said(Affiliated))]
        yield from placing(state).tags(named)
        yield from signers(one, placing(state))


def about(past: Past, body: str | None) -> list[str]:
    """Give the ids of the agreements about a body (None: of all), in the order of recording.

    Raises:
        Malformed: a body that the ledger does not know.
    """
    if body is not None:
        past.body(body)
    return [made.agreement for _, made in past.every(Made) if body in {None, made.body}]


def find(past: Past, code: str) -> tuple[Agreement, State]:
    """Give an agreement by its id, with what is known of those who sign.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    state = read(past, (code,)) if ids.is_id("ag", code) else None
    if state is None or code not in state.agreements.known:
        known = [body.agreement for _, body in past.every(Made)]
        unknown("an agreement that the ledger knows", code[:80], known)
    return state.agreements.known[code], state


def record(one: Agreement, state: State, on: str) -> dict[str, object]:
    """Give an agreement as it stands on a day, field by field."""
    now, made = one.by(on), one.made
    return {
        "agreement": made.agreement,
        "title": made.title,
        "kind": made.kind,
        "body": made.body,
        "made": one.day,
        "status": status(one, on, peopled(state)),
        "in force since": begun(one, on, peopled(state)),
        "effective": _printed(one, made.effective),
        "refresh": _refresh(one, on),
        "refreshed": "; ".join(_refreshes(one, on)) or None,
        "expires": _printed(one, now.expires),
        "ended": None if now.ended is None else f"{now.ended[0]}, {now.ended[1].how}",
        "replaced by": None if now.ended is None else now.ended[1].by,
        "replaces": made.replaces,
        "open to others": one.cite(made.joining),
        "affiliated": ", ".join(body.party for _, body in now.said(Affiliated)) or None,
    }


def _printed(one: Agreement, stated: Dated | None) -> str | None:
    """Give a date as printed, with its clause, what is wrong with it, and that it is read as no day."""
    if stated is None:
        return None
    due = stated.due
    told = [one.cite(stated.clause), f"in doubt: {due.doubt}" if due.doubt else None]
    told += ["read as no day"] if due.first is None and due.last is None else []
    more = "; ".join(each for each in told if each is not None)
    return f"{due.printed} ({more})" if more else due.printed


def _refresh(one: Agreement, on: str) -> str | None:
    due = one.by(on).refresh
    overdue = due is not None and is_past(due.due, on) and is_over(one, on) is None
    return f"{_printed(one, due)}, overdue" if overdue else _printed(one, due)


def _refreshes(one: Agreement, on: str) -> Iterator[str]:
    words = {True: "late: due {}", False: "in time: due {}", None: "no day was due"}
    for day, due, late in refreshed(one, on):
        yield f"{day}, {words[late].format(due.due.printed if due is not None else '')}"


def tables(one: Agreement, state: State, past: Past, on: str) -> tuple[Table, ...]:
    """Give the tables of an agreement: parties, changes elsewhere, stages of a dispute, history."""
    return (
        Table(PARTIES, parties(one, state, past, on), "parties"),
        Table(CHANGES, changes(one, on), "changes elsewhere"),
        Table(STAGES, stages(one, on), "stages of a dispute"),
        Table(HISTORY, history(one, past, on), "history"),
    )


def parties(one: Agreement, state: State, past: Past, on: str) -> list[tuple[Cell, ...]]:
    """Give a row for every party: who signed for it, in which office, how, and who is missing."""
    every = [signed_by(one, party, on, peopled(state)) for party in one.by(on).parties]
    told = past.names({each.signed.person for party in every for each in party.signatures})
    return [_party(one, party, state, told, on) for party in every]


def _party(
    one: Agreement, party: PartySigned, state: State, told: Mapping[str, str], on: str
) -> tuple[Cell, ...]:
    to = party.party
    by = "; ".join(
        f"{each.signed.office}: {told[each.signed.person]}, {each.day}, {each.signed.level}"
        f"{'' if each.holds is Verdict.MET else ', office ' + _DOUBT[each.holds]}"
        for each in party.signatures
    )
    missing = "; ".join(party.missing) if party.verdict is not Verdict.MET else None
    signs = f"{to.least} of {', '.join(to.offices)}"
    where = one.stated(to.clause)
    spelled = names.spell(missing, told) if missing else None
    return (
        to.party,
        _title(to.party, one.made.agreement, state, on),
        to.role,
        signs,
        by or None,
        WORDS[party.verdict],
        spelled,
        where,
    )


_DOUBT = {Verdict.NOT_MET: "not held", Verdict.NOT_KNOWN: "not known"}


def _title(party: str, of: str, state: State, on: str) -> str | None:
    """Give the title of a party; of one that has ended, who has its place, or that it lapsed."""
    kind, _, code = party.partition(":")
    nouns = state.bodies if kind == "body" else state.directory
    title = title_in(state, party)
    ended = nouns.ended.get(code)
    if ended is None or ended[0] > on:
        return title
    held = [each.partition(":")[2] for each in placing(state).holders(party, of, on)]
    now = f"in its place {', '.join(held)}" if held else "its place lapsed"
    return f"{title} (ended {ended[0]}; {now})"


def changes(one: Agreement, on: str) -> list[tuple[Cell, ...]]:
    """Give a row for every change that it needs, and by what it was made."""
    now, rows = one.by(on), list[tuple[Cell, ...]]()
    for _, each in now.requires:
        found = now.change(each.number)
        if found is None:
            late = each.due is not None and is_past(each.due, on)
            made = "outstanding, overdue" if late else "outstanding"
        else:
            day, how = found
            made = f"{day}, by {how.document or f'terms {how.version}'}"
        due = each.due.printed if each.due is not None else None
        rows.append((each.number, each.of, each.what, each.says, due, one.cite(each.clause), made))
    return rows


def stages(one: Agreement, on: str) -> list[tuple[Cell, ...]]:
    """Give a row for every stage that a dispute under it goes through, by its text on a day."""
    rows: list[tuple[Cell, ...]] = []
    for each in one.by(on).stages:
        by = ", ".join(each.convened_by) or ("a party" if each.by_parties else None)
        limit = None if each.days is None else f"{each.days} {each.unit} days"
        held = "may be" if each.holds else "no"
        where = None if each.basis == "default" else one.cite(each.clause)
        rows.append((each.stage, each.title, each.order, by, limit, held, where or DEFAULT, each.says))
    return rows


def history(one: Agreement, past: Past, on: str) -> list[tuple[Cell, ...]]:
    """Give a row for all that was said of it after it was signed, in the order of days."""
    told, rows = past.facts(f"agreement:{one.made.agreement}"), list[tuple[Cell, ...]]()
    words = past.words(told)
    for at in sorted(told, key=lambda at: at.day):
        body: msgspec.Struct = at.fact.body
        if isinstance(body, Made | Signed | ChangeMade) or (at.day, body) not in one.by(on).later:
            continue
        what = wire_name(type(body)).partition(".")[2].partition("/")[0]
        about = text = agreed = None
        match body:
            case Varied():
                about = body.title
            case Ended():
                about, text = body.how, words.read(at.fact.id, "body.reason", body.reason)
            case Acceded():
                about = body.joins.party
            case Affiliated():
                about = body.party
        if isinstance(body, Agreeing):
            agreed, text = ", ".join(body.agreed), words.read(at.fact.id, "body.text", body.text)
        rows.append((at.day, what, about, agreed, text))
    return rows


def listed(one: Agreement, state: State, on: str) -> tuple[Cell, ...]:
    """Give the row of an agreement in a list."""
    now, made, known = one.by(on), one.made, peopled(state)
    signed = is_signed(one, on, known).got.partition(",")[0]
    expires = _printed(one, now.expires)
    about = (made.agreement, made.title, made.body, status(one, on, known), begun(one, on, known), signed)
    return (*about, _refresh(one, on), expires, len(outstanding(one, on)))


def answers(one: Agreement, state: State, on: str) -> tuple[Finding, ...]:
    """Say whether it is in force, each part with its clause or as a default of Remit."""
    return in_force(one, on, peopled(state))


def part(found: Finding) -> dict[str, object]:
    """Give one part of the answer whether it is in force, for a program."""
    words = {"rule": found.rule, "clause": found.clause, "in force": WORDS[found.verdict]}
    return {**words, "expected": found.expected, "got": found.got}


def sentence(found: Finding) -> str:
    """Give one part of the answer whether it is in force, with the clause or as a default of Remit."""
    where = found.clause or DEFAULT
    return f"{WORDS[found.verdict]}: {found.rule} ({where}): {found.expected}: {found.got}"


def agreeing(
    session: Session, one: Agreement, agreed: tuple[str, ...], day: str, *, everybody: bool
) -> tuple[str, ...]:
    """Give those that agreed, as facts name them.

    Raises:
        UsageError: neither who agreed nor that everybody did, or both.
        Malformed: not a code.
    """
    if everybody is bool(agreed):
        raise click.UsageError("expected who agreed: --agreed PARTY, or --all-agreed")
    if not everybody:
        return partners(agreed)
    from ledger_cli.lookups import Past

    _, state = find(Past(session), one.made.agreement)
    return bound(one, day, peopled(state))
