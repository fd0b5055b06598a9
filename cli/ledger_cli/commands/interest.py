"""``remit interest``: regimes, the standing register, dispensations, declarations, conflicts to come.

Implements LSC-12: an interest bars what the regime of the organisation says that its holder represents.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import click
import msgspec

from ledger.facts import interests as facts
from ledger.facts.fact import Acted
from ledger.facts.words import Clause, Title, Words
from ledger_cli import periods
from ledger_cli.ids import Maker
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json, emit_record, say
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger_cli.periods import Period
    from ledger_cli.session import Session

CONFLICTS, NOT_KNOWN = 1, 8
_KINDS = ("kind", "title", "clause", "speaks", "votes", "stays")


class Regime(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a regime. ``speaks`` and ``votes`` left empty: whoever presides decides."""

    title: Title
    kinds: Annotated[tuple[facts.InterestKind, ...], msgspec.Meta(min_length=1, max_length=16)]
    dispensation: Clause | None = None


@click.group()
def command() -> None:
    """Interests: what binds whom, what is registered, what was declared, what conflicts to come."""


@command.group()
def regime() -> None:
    """The regimes under which those who represent an organisation declare interests."""


@regime.command()
@click.argument("organisation")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def adopt(session: Session, organisation: str, file: Path, on: str | None) -> None:
    """Record the regime of an organisation: a YAML file with title, kinds of interest, dispensation.

    A kind has kind, title, clause, speaks, votes and stays: true, false, or empty where whoever
    presides decides; dispensation is the clause under which a bar is lifted.

    \b
    Example:
      remit interest regime adopt blackpool-council code-of-conduct.yaml --on 2023-05-01
    """
    from ledger_cli.yamlfile import load

    said = load(file, Regime).value
    body = facts.RegimeAdopted(organisation, said.title, said.kinds, said.dispensation)
    submit(session, on, body)


@regime.command()
@click.argument("organisation")
@on_day
@known_then
@answering
def show(session: Session, organisation: str, on: str | None, known_at: str | None) -> int:
    """Show the regime of an organisation on a day: what each kind of interest bars, by which clause.

    \b
    Example:
      remit interest regime show blackpool-council --on 2024-03-25
    """
    from ledger_cli.interestregister import says
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    found = past.state(f"regime:{organisation}").register.regime(organisation, day)
    if found is None:
        say(f"not known: no regime of {organisation} is on record for {day}")
        return NOT_KNOWN
    rows = [
        (one.kind, one.title, one.clause, says(one.speaks), says(one.votes), says(one.stays, "not said"))
        for one in found.kinds
    ]
    head = {"organisation": organisation, "title": found.title, "dispensation": found.dispensation}
    if session.settings.as_json:
        emit_json({**head, "kinds": [dict(zip(_KINDS, row, strict=True)) for row in rows]})
        return 0
    emit_record(head, as_json=False)
    answer("")
    emit(Table(_KINDS, rows, "Kinds of interest"), as_json=False)
    return 0


@command.command()
@click.argument("person")
@click.argument("kind")
@click.option("--nature", required=True, help="What it is; kept sealed.")
@click.option(
    "--about",
    metavar="CODE",
    multiple=True,
    help="An organisation or matter that it concerns; again for another.",
)
@click.option("--regime", metavar="ORGANISATION", help="Whose regime asks for it.  [default: none does]")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def register(
    session: Session,
    person: str,
    kind: str,
    nature: str,
    about: tuple[str, ...],
    regime: str | None,
    on: str | None,
) -> None:
    """Enter an interest of PERSON (an id or a name) in the standing register; its id is printed.

    \b
    Example:
      remit interest register "Jo Bloggs" pecuniary --nature "owns a shop" --about market --regime blackpool
    """
    from ledger_cli import people

    request = request_id(session.settings)
    interest, who = Maker(request)("t"), people.find(session.store, person)
    body = facts.Registered(interest, who, regime, kind, Words.of(nature), about)
    submit(session, on, body, request=request, made={"interest": interest})


@command.command()
@click.argument("person")
@click.argument("interest")
@click.option("--on", type=DAY, help="The first day on which it no longer exists.  [default: today]")
@recording
def end(session: Session, person: str, interest: str, on: str | None) -> None:
    """Record that PERSON (an id or a name) no longer has a registered interest.

    \b
    Example:
      remit interest end "Jo Bloggs" t-mnbqk3jz5x2c4d7e --on 2024-09-01
    """
    from ledger_cli import people

    body = facts.Ended(interest, people.find(session.store, person))
    submit(session, on, body)


@command.command()
@click.argument("person")
@click.option("--by", metavar="ORGANISATION", required=True, help="Whose regime it is.")
@click.option("--clause", required=True, help="The clause that provides for dispensations.")
@click.option("--interest", help="For which registered interest.  [default: every one]")
@click.option("--speaks", is_flag=True, help="May speak.")
@click.option("--votes", is_flag=True, help="May vote.")
@click.option("--until", type=DAY, help="The first day on which it no longer holds.")
@click.option("--on", type=DAY, help="From which day.  [default: today]")
@recording
def dispense(
    session: Session,
    person: str,
    by: str,
    clause: str,
    interest: str | None,
    speaks: bool,
    votes: bool,
    until: str | None,
    on: str | None,
) -> None:
    """Record a dispensation: PERSON (an id or a name) may speak, or vote, in spite of an interest.

    \b
    Example:
      remit interest dispense "Jo Bloggs" --by blackpool --clause "s.33 Localism Act 2011" --speaks
    """
    from ledger_cli import people

    if not (speaks or votes):
        raise click.UsageError("expected --speaks, --votes or both, got neither")
    who = people.find(session.store, person)
    body = facts.Dispensed(who, by, clause, speaks, votes, interest, until)
    submit(session, on, body)


@command.command()
@click.argument("meeting")
@click.argument("person")
@click.option("--body", "code", metavar="CODE", help="The body, where the meeting is named by its date.")
@click.option("--item", metavar="NUMBER", help="The item.  [default: the whole business]")
@click.option("--nature", required=True, help="What it is; kept sealed.")
@click.option("--effect", type=click.Choice(get_args(facts.Effect)), required=True, help="What followed.")
@click.option("--regime", metavar="ORGANISATION", help="Under whose regime.  [default: the member's own]")
@click.option("--kind", metavar="CODE", help="Its kind there.  [default: as registered]")
@click.option("--interest", help="The entry of the standing register.")
@click.option("--voted", metavar="MOTION", multiple=True, help="A motion already voted on: declared late.")
@recording
def declare(
    session: Session,
    meeting: str,
    person: str,
    code: str | None,
    item: str | None,
    nature: str,
    effect: facts.Effect,
    regime: str | None,
    kind: str | None,
    interest: str | None,
    voted: tuple[str, ...],
) -> None:
    """Record that PERSON declared an interest at a MEETING (an id, or a date with --body), and what followed.

    \b
    Example:
      remit interest declare 2024-03-25 "Jo Bloggs" --body lsc-icp --item 4 --nature "owns a shop" \\
        --kind pecuniary --effect withdraws
    """
    from ledger_cli import comings, people
    from ledger_cli.lookups import item_of

    request, who = request_id(session.settings), people.find(session.store, person)
    past = comings.before(session, request)
    found = past.meeting(meeting, code)
    sitting = past.state(f"meeting:{found}").sittings.known[found]
    about = None if item is None else item_of(sitting, item)
    body = facts.Declared(found, about, who, Words.of(nature), effect, regime, kind, interest, voted)
    submit(session, sitting.days[-1], body, acted=Acted(person=who), request=request)


@command.command("list")
@click.argument("person", required=False)
@click.option("--body", metavar="CODE", help="Of every member of this body on the day.")
@on_day
@known_then
@answering
def list_(
    session: Session, person: str | None, body: str | None, on: str | None, known_at: str | None
) -> None:
    """List the registered interests of PERSON (an id or a name), or of the members of a body, on a day.

    \b
    Example:
      remit interest list --body lsc-icp --on 2024-03-25
    """
    from ledger_cli import interestregister, people
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    if person is not None and body is None:
        who = [people.find(session.store, person)]
    elif body is not None and person is None:
        who = interestregister.members(past, body, day)
    else:
        raise click.UsageError("expected PERSON or --body, one of the two")
    rows = interestregister.entries(past, who, day)
    title = f"Registered interests on {day}"
    emit(Table(interestregister.ENTRIES, rows, title), as_json=session.settings.as_json)


@command.command()
@click.argument("meeting")
@click.argument("body", required=False)
@known_then
@answering
def against(session: Session, meeting: str, body: str | None, known_at: str | None) -> int:
    """Hold the registered interests of the members against the agenda of a MEETING (an id, or date and BODY).

    Exit code 0: no conflict; 1: conflicts; 8: not known, for want of members or of an item that says
    what it concerns.

    \b
    Example:
      remit interest against 2024-07-15 lsc-icp
    """
    from ledger_cli import agendas, comings, interestregister
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = comings.find(past, meeting, body)
    agenda = agendas.read(past, found.meeting, found.body)
    sitting = agenda.state.sittings.known.get(found.meeting)
    day = sitting.day if sitting else found.coming.date if found.coming else today()
    rows = interestregister.rows(past, agenda, interestregister.conflicts(past, agenda, day))
    title = f"Interests of members of {found.body} at the meeting of {day}"
    emit(Table(interestregister.CONFLICTS, rows, title), as_json=session.settings.as_json)
    for line in interestregister.silent(agenda):
        say(line)
    if rows:
        return CONFLICTS
    missing = interestregister.missing(past, agenda, day)
    if missing is not None:
        say(f"not known: {missing}")
    return NOT_KNOWN if missing else 0


@command.command()
@click.argument("body")
@periods.period
@known_then
@answering
def votes(session: Session, body: str, over: Period, known_at: str | None) -> int:
    """Hold interests against votes: who voted, or was there, at an item in which the person had an interest.

    Of the meetings of BODY in a period: an interest that was declared, or that was registered before the
    meeting or after it. What was found about it when it was recorded stands beside. Exit code 0: nobody did
    what an interest bars; 1: somebody did; 8: not known.

    \b
    Example:
      remit interest votes lsc-icp --from 2023-04-01 --to 2024-03-31
    """
    from ledger_cli import interestvotes
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    found = interestvotes.read(past, body, over)
    names = past.names(interestvotes.people(found.met))
    rows = [one.row(names) for one in found.met]
    title = f"{body}: interests against votes, {over.first} to {over.last}"
    emit(Table(interestvotes.COLUMNS, rows, title), as_json=session.settings.as_json)
    if found.silent:
        silent = f"{found.silent} of {found.items} items do not say what they concern"
        say(f"not held against the register: {silent}")
    return interestvotes.code_of(found)
