"""``remit terms``: terms of reference, from a file to the version in force.

Implements LSC-V: draft, adopted, in force and superseded are kept apart, and the day decides which binds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ledger.facts import terms as facts
from ledger.findings import DEFAULT
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, answer, emit, emit_json, emit_record, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.acts import Recorded
    from ledger_cli.session import Session

NOT_KNOWN = 8

_file = click.argument("file", type=click.Path(path_type=Path))
_VERSIONS = ("version", "state", "title", "approved", "in force from", "entry")
_RULES = ("rule", "kind", "clause", "basis", "says", "checked", "reading", "other readings")
_WORDS = ("rule", "clause", "basis", "says", "reading", "others")


@click.group()
def command() -> None:
    """Terms of reference: check, draft, adopt, show."""


@command.command()
@_file
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--store", envvar="REMIT_STORE", show_envvar=True, help="A ledger that knows the members.")
@click.option("--on", type=DAY, help="With the members of which day.  [default: today]")
def check(file: Path, as_json: bool, store: str | None, on: str | None) -> None:
    """Check a file of terms: what makes it unusable, and what a reader should know.

    With a ledger it looks ahead too: what the body's members of the day cannot reach, even all of them
    together, without whom nothing can be decided, and which seats nobody is in.

    \b
    Example:
      remit terms check terms-2024.yaml
    """
    from ledger import terms
    from ledger_cli.termsfile import load_terms
    from ledger_cli.yamlnodes import read

    found = load_terms(file)
    document = read(file)
    remarks = [(document.find(_path_of(remark, found)).place, remark) for remark in terms.remarks(found)]
    counts = {"seats": len(found.seats), "offices": len(found.offices), "rules": len(found.rules)}
    ahead = _ahead(found, store, on or today()) if store is not None else []
    if as_json:
        lines = [{"line": place.line, "column": place.column, "remark": remark} for place, remark in remarks]
        emit_json(
            {
                "file": str(file),
                "body": found.body,
                "version": found.version,
                **counts,
                "remarks": lines,
                "ahead": ahead,
            }
        )
        return
    for place, remark in sorted(remarks):
        answer(f"{file}:{place.line}:{place.column}: {remark}")
    for line in ahead:
        answer(f"{file}: {line}")
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    answer(f"{file}: version {found.version} of {found.body} can be adopted: {told}")


def _ahead(terms: facts.Terms, store: str, day: str) -> list[str]:
    """Say what cannot work under terms with the members of a day, if there is a ledger that knows them."""
    if "://" not in store and not Path(store).exists():
        return []
    from ledger import prospects
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session
    from ledger_cli.settings import Settings

    with Session(Settings(store, keep=Path())) as session:
        roll = Past(session).state(f"roll:{terms.body}").roll
        remarks = [
            f"{one.rule}: {one.says}" if one.rule else one.says for one in prospects.ahead(terms, roll, day)
        ]
        return [session.spell(remark) for remark in remarks]


def _path_of(remark: str, terms: facts.Terms) -> tuple[str | int, ...]:
    """Find what a remark speaks of: a rule, a founder, or the seats."""
    first, _, rest = remark.partition(" ")
    if first == "founder":
        return ("founders", terms.founders.index(rest.split(" ", 1)[0]))
    return next(
        (("rules", index) for index, rule in enumerate(terms.rules) if rule.rule == first), ("seats",)
    )


@command.command()
@_file
@click.option("--on", type=DAY, help="The day on which it was put forward.  [default: today]")
@recording
def draft(session: Session, file: Path, on: str | None) -> None:
    """Record a version that was put forward. It binds nobody.

    \b
    Example:
      remit terms draft terms-2024.yaml --on 2024-07-15
    """
    from ledger_cli.termsfile import load_terms

    body = facts.Drafted(load_terms(file))
    submit(session, on, body)


@command.command()
@_file
@click.option("--in-force", type=DAY, required=True, help="The first day on which it binds.")
@click.option("--body", metavar="CODE", help="For another body than the file names, in the same words.")
@click.option("--by", metavar="DECISION", help="The decision that adopted it.")
@click.option("--approved-by", multiple=True, metavar="CODE", help="An organisation that approved it.")
@click.option("--on", type=DAY, help="The day of adoption.  [default: today]")
@recording
def adopt(
    session: Session,
    file: Path,
    in_force: str,
    body: str | None,
    by: str | None,
    approved_by: tuple[str, ...],
    on: str | None,
) -> None:
    """Record that a version is adopted, and in force from a day until another is.

    \b
    Example:
      remit terms adopt terms-2023.yaml --in-force 2023-09-01
    """
    from ledger_cli.termsfile import load_terms

    terms = load_terms(file)
    whose = msgspec.structs.replace(terms, body=body or terms.body)
    adopted = facts.Adopted(whose, in_force, by, approved_by)
    submit(session, on, adopted)


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List the versions of a body's terms: draft, adopted, in force or superseded on a day.

    \b
    Example:
      remit terms list lsc-icp --on 2024-03-25
    """
    from ledger_cli import suspicions
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    versions, suspects = past.facts(f"terms:{body}"), suspicions.known(past)
    told = list(_versions(versions, past.terms(body, day), day))
    table = Table(_VERSIONS, [row for _, row in told], f"Terms of {body} on {day}")
    doubts = [suspects.among([at]) for at, _ in told]
    emit(suspicions.beside(table, doubts), as_json=session.settings.as_json)


def _versions(
    versions: list[Recorded], bound: facts.Terms | None, day: str
) -> Iterator[tuple[Recorded, tuple[Cell, ...]]]:
    adopted = {
        at.fact.body.terms.version
        for at in versions
        if isinstance(at.fact.body, facts.Adopted) and at.day <= day
    }
    for at in versions:
        body = at.fact.body
        if isinstance(body, facts.Adopted):
            if bound is not None and body.terms.version == bound.version:
                state = "in force"
            else:
                state = "adopted" if body.in_force > day else "superseded"
            if at.day > day and body.in_force > day:
                continue
            terms = body.terms
            yield at, (terms.version, state, terms.title, terms.approved, body.in_force, at.number)
        elif isinstance(body, facts.Drafted) and at.day <= day and body.terms.version not in adopted:
            terms = body.terms
            yield at, (terms.version, "draft", terms.title, terms.approved, None, at.number)


@command.command()
@click.argument("body")
@click.option("--version", metavar="CODE", help="Which version.  [default: the one in force on the day]")
@on_day
@known_then
@answering
def show(session: Session, body: str, version: str | None, on: str | None, known_at: str | None) -> int:
    """Show a version with every rule: its clause, whether stated, read or a default, and other readings.

    \b
    Example:
      remit terms show lsc-icp --version 2024-draft
    """
    from ledger.suspects import told
    from ledger_cli import suspicions
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    past.body(body)
    bound = past.terms(body, day)
    said = [
        (at, at.fact.body.terms)
        for at in past.facts(f"terms:{body}")
        if isinstance(at.fact.body, facts.Drafted | facts.Adopted)
    ]
    if version is not None:
        known = {terms.version: terms for _, terms in said}
        bound = known.get(version) or unknown(f"a version of the terms of {body}", version, known)
    if bound is None:
        say(f"not known: no terms of {body} are known to be in force on {day}")
        return NOT_KNOWN
    of = [at for at, terms in said if terms.version == bound.version]
    contested = told(suspicions.known(past).among(of))
    _show(bound, day, contested, as_json=session.settings.as_json)
    return 0


def _show(terms: facts.Terms, day: str, contested: tuple[str, ...], *, as_json: bool) -> None:
    from ledger_cli.duedates import review

    record: dict[str, object] = {
        "body": terms.body,
        "version": terms.version,
        "title": terms.title,
        "cited": terms.cited,
        "approved": terms.approved,
        "review": terms.review and review(terms.review, day),
        "founders": ", ".join(terms.founders) or None,
        "seats": len(terms.seats),
        "offices": ", ".join("/".join((one.title, *one.also)) for one in terms.offices) or None,
    }
    doubts = [f"{one.clause}: {one.says}" for one in terms.doubts]
    if as_json:
        rules = [dict(zip(_RULES, _rule(rule), strict=True)) for rule in terms.rules]
        emit_json({**record, "rules": rules, "doubts": doubts, "contested": contested})
        return
    emit_record(record, as_json=False)
    answer("")
    emit(Table(_RULES, [_rule(rule) for rule in terms.rules], "Rules"), as_json=False)
    for doubt in doubts:
        answer(f"in doubt, {doubt}")
    for line in contested:
        answer(line)


def _rule(rule: facts.Rule) -> tuple[Cell, ...]:
    kind = str(type(rule).__struct_config__.tag)
    clause = None if rule.basis == "default" else rule.clause
    reading = getattr(rule, "reading", None)
    others = "; ".join(getattr(other, "reading", other) for other in getattr(rule, "others", ()))
    if isinstance(rule, facts.TextRule):
        kind = "in words, not checked"
    basis = DEFAULT if rule.basis == "default" else rule.basis
    return (rule.rule, kind, clause, basis, rule.says, _checked(rule), reading, others or None)


def _checked(rule: facts.Rule) -> str | None:
    """Write out what is checked of a rule, as the file of the terms has it: beside the words, its data."""
    data = {name: msgspec.to_builtins(getattr(rule, name)) for name in rule.__struct_fields__}
    held = {name: value for name, value in data.items() if name not in _WORDS}
    return _flow(held)[1:-1] or None


def _flow(value: object) -> str:
    """Write data in one line of YAML, without what is empty."""
    if isinstance(value, dict):
        kept = {name: one for name, one in value.items() if one or one == 0}
        given = (f"{name}: {_flow(one)}" for name, one in kept.items() if one is not False)
        return f"{{{', '.join(given)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@command.command("try")
@_file
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, help="The last day.  [default: today]")
@answering
def try_(session: Session, file: Path, first: str, last: str | None) -> None:
    """Judge recorded meetings by the terms of a FILE, and list every outcome that would have been otherwise.

    A vote that the file gives to nobody is left out. Quorum, ways, majorities and powers are judged; what was
    resolved stays judged by the terms that bound it.

    \b
    Example:
      remit terms try terms-2024.yaml --from 2024-01-01 --to 2024-12-31
    """
    from ledger_cli import trying
    from ledger_cli.lookups import Past
    from ledger_cli.termsfile import load_terms

    proposed, past = load_terms(file), Past(session)
    past.body(proposed.body)
    columns = ("date", "item", "decision", "as it is", "under the file", "because")
    rows, tried = trying.outcomes(past, proposed, first, last or today())
    spelled = [(*row[:-1], session.spell(str(row[-1]))) for row in rows]
    emit(Table(columns, spelled, f"{file}: outcomes that differ"), as_json=session.settings.as_json)
    say(f"{len(rows)} of {tried} resolutions would have had another outcome")
