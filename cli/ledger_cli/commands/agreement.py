"""``remit agreement``: who signed, when it is in force, what has to change for it (HIW-1, PBP-7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from ledger.facts import agreements as facts
from ledger.facts.words import Words
from ledger.findings import Verdict, all_of
from ledger_cli import giving, ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.parties import partner
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.inforce import Agreement
    from ledger_cli.session import Session

_EXITS = {Verdict.MET: 0, Verdict.NOT_MET: 1, Verdict.NOT_KNOWN: 8}
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")
_clause = click.option("--clause", help="Where the agreement says so.")
_text = click.option("--text", required=True, help="What was agreed, in short; kept sealed.")
_agreed = click.option("--agreed", multiple=True, metavar="PARTY", help="Who agreed: CODE, or body:CODE.")
_all = click.option("--all-agreed", is_flag=True, help="All agreed whom it binds by then.")
_role = click.option("--role", help="Its role and responsibility, in one line.")
_digest = click.option("--digest", type=click.Path(path_type=Path), help="The file; its digest is recorded.")


@click.group()
def command() -> None:
    """Agreements between partners: who signed, what is in force, what is due."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@_when
@recording
def make(session: Session, file: Path, on: str | None) -> None:
    """Record an agreement as a FILE has it: parties, who signs for each, dates as printed.

    \b
    Example:
      remit agreement make agreement.yaml --on 2017-05-02
    """
    from ledger_cli.agreementfile import load_agreement

    request = request_id(session.settings)
    made = load_agreement(file, ids.Maker(request)("ag"))
    submit(session, on, made, request=request, made={"agreement": made.agreement})


@command.command()
@click.argument("agreement")
@click.argument("party")
@click.argument("person")
@click.option("--office", required=True, metavar="CODE", help="The office in which it is signed.")
@click.option(
    "--scan", type=click.Path(path_type=Path), help="The scanned signature; its digest is recorded."
)
@click.option("--own-key", is_flag=True, help="The person signs this with a key of one's own.")
@_when
@recording
def sign(
    session: Session,
    agreement: str,
    party: str,
    person: str,
    office: str,
    scan: Path | None,
    own_key: bool,
    on: str | None,
) -> None:
    """Record that PERSON (an id or a name) signed for PARTY (the code of an organisation, or body:CODE).

    \b
    Example:
      remit agreement sign ag-mnbqk3jz5x2c4d7e uclh "Jo Bloggs" --office chair --scan page.pdf
    """
    from ledger_cli import people

    if own_key and scan is not None:
        raise click.UsageError("expected --own-key or --scan, got both")
    level: facts.Level = "own key" if own_key else "scanned signature" if scan else "recorded by the clerk"
    body, code = _known(session, agreement).made.body, partner(party)
    who = people.find(session.store, person)
    submit(session, on, facts.Signed(agreement, body, code, who, office, level, _digested(scan)))


@command.command()
@click.argument("agreement")
@click.argument("party")
@click.option(
    "--office", "offices", multiple=True, required=True, metavar="CODE", help="One that signs for it."
)
@click.option("--least", type=click.IntRange(1, 8), help="How many of them must.  [default: all]")
@_role
@_clause
@_when
@recording
def accede(
    session: Session,
    agreement: str,
    party: str,
    offices: tuple[str, ...],
    least: int | None,
    role: str | None,
    clause: str | None,
    on: str | None,
) -> None:
    """Record that PARTY (the code of an organisation, or body:CODE) becomes a party too; it signs for itself.

    \b
    Example:
      remit agreement accede ag-mnbqk3jz5x2c4d7e royal-free --office chair --office chief-executive
    """
    body, code = _known(session, agreement).made.body, partner(party)
    joins = facts.PartyTo(code, offices, least or len(offices), role, clause)
    submit(session, on, facts.Acceded(agreement, body, joins))


@command.command()
@click.argument("agreement")
@click.argument("party")
@_role
@_when
@recording
def affiliate(session: Session, agreement: str, party: str, role: str | None, on: str | None) -> None:
    """Record that PARTY (the code of an organisation, or body:CODE) is affiliated; it does not sign.

    \b
    Example:
      remit agreement affiliate ag-mnbqk3jz5x2c4d7e healthwatch --role "Speaks for residents"
    """
    body, code = _known(session, agreement).made.body, partner(party)
    submit(session, on, facts.Affiliated(agreement, body, code, role))


@command.command()
@click.argument("agreement")
@click.argument("title")
@_text
@_agreed
@_all
@click.option("--refresh", help="When it is to be refreshed instead, as printed.")
@click.option("--expires", help="When it expires instead, as printed.")
@click.option("--requires", type=click.Path(path_type=Path), help="A file of what else has to change for it.")
@click.option("--stages", type=click.Path(path_type=Path), help="A file of the stages of a dispute instead.")
@_clause
@_when
@recording
def vary(
    session: Session,
    agreement: str,
    title: str,
    text: str,
    agreed: tuple[str, ...],
    all_agreed: bool,
    refresh: str | None,
    expires: str | None,
    requires: Path | None,
    stages: Path | None,
    clause: str | None,
    on: str | None,
) -> None:
    """Record that an agreement was varied by a deed with this TITLE; a date that is not given stays.

    \b
    Example:
      remit agreement vary ag-mnbqk3jz5x2c4d7e "Deed of variation 1" --text "One more group" --all-agreed
    """
    from ledger_cli import agreementshow as shown
    from ledger_cli.agreementfile import dated, load_changes, load_stages

    one, day = _known(session, agreement), on or today()
    by = shown.agreeing(session, one, agreed, day, everybody=all_agreed)
    dates, more = (dated(refresh, clause), dated(expires, clause)), load_changes(requires) if requires else ()
    put = None if stages is None else load_stages(stages)
    deed = facts.Varied(agreement, one.made.body, title, Words.of(text), by, *dates, more, put)
    submit(session, day, deed)


@command.command()
@click.argument("agreement")
@_text
@_agreed
@_all
@click.option("--next", "following", help="When it is to be refreshed next, as printed.")
@_digest
@_clause
@_when
@recording
def refresh(
    session: Session,
    agreement: str,
    text: str,
    agreed: tuple[str, ...],
    all_agreed: bool,
    following: str | None,
    digest: Path | None,
    clause: str | None,
    on: str | None,
) -> None:
    """Record that an agreement was refreshed; where that was late, it is shown so.

    \b
    Example:
      remit agreement refresh ag-mnbqk3jz5x2c4d7e --text "More is shared" --all-agreed --on 2018-05-08
    """
    from ledger_cli import agreementshow as shown
    from ledger_cli.agreementfile import dated

    one, day = _known(session, agreement), on or today()
    by = shown.agreeing(session, one, agreed, day, everybody=all_agreed)
    due, file = dated(following, clause), _digested(digest)
    submit(session, day, facts.Refreshed(agreement, one.made.body, Words.of(text), by, due, file))


@command.command()
@click.argument("agreement")
@_text
@click.option("--expires", required=True, help="When it expires now, as printed.")
@_agreed
@_all
@_clause
@_when
@recording
def renew(
    session: Session,
    agreement: str,
    text: str,
    expires: str,
    agreed: tuple[str, ...],
    all_agreed: bool,
    clause: str | None,
    on: str | None,
) -> None:
    """Record that an agreement was renewed, before it expired, until a later day.

    \b
    Example:
      remit agreement renew ag-mnbqk3jz5x2c4d7e --expires "31 March 2021" --text "One more year" --all-agreed
    """
    from ledger_cli import agreementshow as shown
    from ledger_cli.duedates import due_of

    one, day = _known(session, agreement), on or today()
    by, due = (
        shown.agreeing(session, one, agreed, day, everybody=all_agreed),
        facts.Dated(due_of(expires), clause),
    )
    submit(session, day, facts.Renewed(agreement, one.made.body, Words.of(text), by, due))


@command.command()
@click.argument("agreement")
@click.option("--how", type=click.Choice(get_args(facts.Ending)), required=True, help="How it ended.")
@click.option("--by", metavar="AGREEMENT", help="The agreement that replaces it.")
@click.option("--reason", help="Why; kept sealed.")
@_clause
@_when
@recording
def end(
    session: Session,
    agreement: str,
    how: facts.Ending,
    by: str | None,
    reason: str | None,
    clause: str | None,
    on: str | None,
) -> None:
    """Record that an agreement is in force no more; one that expires on a known day does so by itself.

    \b
    Example:
      remit agreement end ag-mnbqk3jz5x2c4d7e --how replaced --by ag-qnbqk3jz5x2c4d7e --on 2019-04-01
    """
    body, why = _known(session, agreement).made.body, Words.of(reason) if reason is not None else None
    if by is not None:
        _known(session, by)
    submit(session, on, facts.Ended(agreement, body, how, by, clause, why))


@command.command("change-made")
@click.argument("agreement")
@click.argument("number")
@click.option("--terms", "version", metavar="VERSION", help="The version of the body's terms that has it.")
@click.option(
    "--document", metavar="TITLE", help="The document that has it, where the ledger has no such terms."
)
@_digest
@_when
@recording
def change_made(
    session: Session,
    agreement: str,
    number: str,
    version: str | None,
    document: str | None,
    digest: Path | None,
    on: str | None,
) -> None:
    """Record that the change which an agreement needs under this NUMBER was made.

    \b
    Example:
      remit agreement change-made ag-mnbqk3jz5x2c4d7e 1 --terms 2018
    """
    if (version is None) is (document is None):
        raise click.UsageError("expected by what it was made: --terms VERSION or --document TITLE")
    body = _known(session, agreement).made.body
    submit(session, on, facts.ChangeMade(agreement, body, number, version, document, _digested(digest)))


@command.command()
@click.argument("agreement")
@on_day
@known_then
@answering
def show(session: Session, agreement: str, on: str | None, known_at: str | None) -> int:
    """Say whether an agreement is in force on a day, who signed and who has not, and what is outstanding.

    Exit code 0: in force; 1: not; 8: not known.

    \b
    Example:
      remit agreement show ag-mnbqk3jz5x2c4d7e --on 2017-06-01
    """
    from ledger_cli import agreementshow as shown
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    one, state = shown.find(past, agreement)
    if one.day > day:
        unknown(f"an agreement that was made by {day}", f"{agreement}, made {one.day}", ())
    found, told = shown.answers(one, state, day), shown.record(one, state, day)
    tables = shown.tables(one, state, past, day)
    if session.settings.as_json:
        rows = {one.title: [dict(zip(one.columns, row, strict=True)) for row in one.rows] for one in tables}
        emit_json({**told, **rows, "parts": [shown.part(each) for each in found]})
    else:
        emit_record(told, as_json=False)
        for each in tables:
            if each.rows:
                emit(each, as_json=False)
        for part in found:
            answer(session.spell(shown.sentence(part)))
    return _EXITS[all_of(each.verdict for each in found)]


@command.command("list")
@click.option("--body", metavar="CODE", help="Those alone that constitute this body, or are about it.")
@on_day
@known_then
@answering
def list_(session: Session, body: str | None, on: str | None, known_at: str | None) -> None:
    """List the agreements that were made by a day, and how each stands.

    \b
    Example:
      remit agreement list --on 2018-04-01
    """
    from ledger_cli import agreementshow as shown
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    codes = shown.about(past, body)
    state = shown.read(past, codes)
    known = (state.agreements.known[code] for code in codes if code in state.agreements.known)
    rows = [shown.listed(one, state, day) for one in known if one.day <= day]
    emit(Table(shown.LISTED, rows, f"Agreements on {day}"), as_json=session.settings.as_json)


def _known(session: Session, agreement: str) -> Agreement:
    from ledger_cli import agreementshow as shown
    from ledger_cli.lookups import Past

    return shown.find(Past(session), agreement)[0]


def _digested(file: Path | None) -> str | None:
    return None if file is None else giving.digest(file)
