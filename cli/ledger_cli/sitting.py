"""``remit meeting open`` to ``close``: what a clerk writes down while a meeting sits.

Implements LSC-M1 (the lists), LSC-8.1 (presence by item), LSC-8.3 (the quorum confirmed), LSC-8.5 (adjourned)
and LSC-9.4 (the public excluded).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from ledger.facts import meetings as facts
from ledger.facts.programme import MeetingKind
from ledger.facts.words import Sealed, Words
from ledger_cli.ids import Maker
from ledger_cli.options import recording
from ledger_cli.parameters import DAY
from ledger_cli.proposing import NOBODY, propose, submit
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger.facts.fact import Acted
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

Change = Literal["arrived", "left", "withdrew", "returned"]
_CODE = re.compile(r"(?!\d{4}-\d\d-\d\d\Z|m-[a-z2-7]{16}\Z)[a-z0-9]+(?:[-.][a-z0-9]+)*")


class Desk:
    """One meeting on the clerk's desk: found as the ledger stood before the request."""

    def __init__(self, session: Session, meeting: str, body: str | None, on: str | None) -> None:
        from ledger_cli import comings

        self.session = session
        self.request = request_id(session.settings)
        self.past: Past = comings.before(session, self.request)
        self.found = comings.find(self.past, meeting, body)
        self.meeting = self.found.meeting
        self.sitting = self.past.state(f"meeting:{self.meeting}").sittings.known.get(self.meeting)
        self.on = on or (self.sitting.days[-1] if self.sitting else today())

    def person(self, text: str) -> str:
        """Give the id of a person who is named by id or by name."""
        from ledger_cli import people

        return people.find(self.session.store, text)

    def persons(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Give the ids of persons."""
        return tuple(self.person(text) for text in texts)

    def item(self, number: str | None) -> str | None:
        """Give the id of an item that is named by its number."""
        from ledger_cli.lookups import item_of

        return None if number is None else item_of(self.sitting, number)

    def record(self, body: Body, acted: Acted = NOBODY, **made: str) -> None:
        """Have a fact recorded."""
        self.session.submit([propose(self.session.settings, body, self.on, acted)], self.request, made=made)


def _at(function: Callable[..., None]) -> Callable[..., Any]:
    """Make a command about one meeting, named by id or by date and BODY; it gets the desk first."""

    @functools.wraps(function)
    def run(session: Session, meeting: str, body: str | None, on: str | None, **given: Any) -> None:
        function(Desk(session, meeting, body, on), **given)

    made: Any = run
    wrapped: Callable[..., Any] = recording(made)
    wrapped = click.option("--on", type=DAY, help="The day.  [default: the day of the sitting]")(wrapped)
    for name, required in (("body", False), ("meeting", True)):
        wrapped = click.argument(name, required=required)(wrapped)
    return wrapped


def _text(text: str | None) -> Sealed | None:
    return None if text is None else Words.of(text)


@click.command("open")
@click.argument("meeting", metavar="MEETING|BODY")
@click.argument("body", required=False)
@click.option("--place", required=True, help="Where; kept sealed.")
@click.option("--time", help="The time as it is printed.")
@click.option("--kind", type=click.Choice(get_args(MeetingKind)), help="Of a meeting without a date.")
@click.option("--on", type=DAY, help="The day.  [default: the date given out, else today]")
@recording
def open_(
    session: Session,
    meeting: str,
    body: str | None,
    place: str,
    time: str | None,
    kind: MeetingKind | None,
    on: str | None,
) -> None:
    """Open a meeting that was given a date, or one of BODY that was not.

    \b
    Example:
      remit meeting open 2027-01-05 lsc-icp --place "Town hall" --time "10 am"
    """
    if body is None and _CODE.fullmatch(meeting):
        request = request_id(session.settings)
        new = Maker(request)("m")
        fact = facts.Opened(new, meeting, kind or "meeting", time, Words.of(place))
        submit(session, on, fact, request=request, made={"meeting": new})
        return
    desk = Desk(session, meeting, body, on)
    coming = desk.found.coming
    if coming is not None:
        desk.on = on or coming.date
        kind, time = kind or coming.scheduled.kind, time or coming.scheduled.time
    desk.record(facts.Opened(desk.meeting, desk.found.body, kind or "meeting", time, Words.of(place)))


@click.command()
@_at
@click.option("--present", multiple=True, metavar="NAME", help="A member.")
@click.option("--virtual", multiple=True, metavar="NAME", help="A member, or a substitute, from elsewhere.")
@click.option("--substitute", multiple=True, metavar='"NAME for MEMBER"', help="Somebody for a member.")
@click.option("--attending", multiple=True, metavar='NAME|"NAME from CODE"', help="Who is no member.")
@click.option("--apologies", multiple=True, metavar="NAME", help="A member who sent apologies.")
@click.option("--absent", multiple=True, metavar="NAME", help="A member who sent none.")
def attend(desk: Desk, **names: tuple[str, ...]) -> None:
    """Record who is there: members, substitutes, others in attendance; apologies, absent.

    \b
    Example:
      remit meeting attend 2027-01-05 lsc-icp --present "Jo Bloggs" --substitute "Kim Lee for Lou May"
    """
    substitutes = tuple(substitute(desk, one) for one in names["substitute"])
    attending = []
    for text in names["attending"]:
        name, _, code = text.partition(" from ")
        attending.append(facts.Attendee(desk.person(name), code or None))
    virtual = desk.persons(names["virtual"])
    placed = {one.person for one in substitutes}
    present = (*desk.persons(names["present"]), *(one for one in virtual if one not in placed))
    desk.record(
        facts.Attended(
            desk.meeting,
            tuple(dict.fromkeys(present)),
            tuple(attending),
            desk.persons(names["apologies"]),
            substitutes,
            desk.persons(names["absent"]),
            virtual,
        )
    )


def substitute(desk: Desk, text: str) -> facts.Substitute:
    """Read "NAME for MEMBER"."""
    name, for_, member = text.partition(" for ")
    if not for_:
        raise click.UsageError(f'expected "NAME for MEMBER", got {text!r}')
    return facts.Substitute(desk.person(name), desk.person(member))


_during = click.option("--during", metavar="NUMBER", help="During this item.  [default: between items]")


@click.command()
@click.argument("person")
@_at
@click.option("--for", "member", metavar="MEMBER", help="In the place of a member.")
@click.option("--virtual", is_flag=True, help="From elsewhere.")
@_during
def arrive(desk: Desk, person: str, member: str | None, during: str | None, *, virtual: bool) -> None:
    """Record that PERSON arrived; during an item, it counts for that item.

    \b
    Example:
      remit meeting arrive "Jo Bloggs" 2027-01-05 lsc-icp --during 3
    """
    whom = desk.person(member) if member else None
    fact = facts.PresenceChanged(
        desk.meeting, desk.person(person), "arrived", desk.item(during), virtual, whom
    )
    desk.record(fact)


def _changes(name: str, change: Change, told: str) -> click.Command:
    """Make the command for another change of presence."""

    def run(desk: Desk, person: str, during: str | None) -> None:
        desk.record(facts.PresenceChanged(desk.meeting, desk.person(person), change, desk.item(during)))

    run.__doc__ = f"""{told}

    \b
    Example:
      remit meeting {name} "Jo Bloggs" 2027-01-05 lsc-icp --during 3
    """
    return click.command(name)(click.argument("person")(_at(_during(run))))


leave = _changes("leave", "left", "Record that PERSON left; during an item, it counts until the item's end.")
withdraw = _changes("withdraw", "withdrew", "Record that PERSON withdrew, for an interest, until returning.")
return_ = _changes("return", "returned", "Record that PERSON, who had withdrawn, came back.")


@click.command()
@click.argument("number")
@click.argument("title")
@_at
@click.option("--note", help="What was said; kept sealed.")
@click.option("--absent", multiple=True, metavar="NAME", help="Who is absent for it.")
@click.option("--office", multiple=True, metavar="CODE", help="An unnamed office-holder who is there.")
@click.option("--access", type=click.Choice(get_args(facts.Access)), default="public", show_default=True)
@click.option("--ground", metavar="CLAUSE", help="On which it is withheld.")
@click.option("--summary", help="What the public may read of it, where it is withheld.")
def item(
    desk: Desk,
    number: str,
    title: str,
    note: str | None,
    absent: tuple[str, ...],
    office: tuple[str, ...],
    access: facts.Access,
    ground: str | None,
    summary: str | None,
) -> None:
    """Open an item, by its number and title.

    \b
    Example:
      remit meeting item 3 "Grants" 2027-01-05 lsc-icp
    """
    new, words = Maker(desk.request)("i"), (Words.of(title), _text(note))
    seal = _text(summary)
    fact = facts.ItemOpened(
        desk.meeting, new, number, *words, desk.persons(absent), office, access, ground, seal
    )
    desk.record(fact, item=new)


@click.command()
@click.argument("person")
@_at
@click.option("--office", metavar="CODE", help="In which office.")
@click.option("--acting", is_flag=True, help="Acting in that office.")
def preside(desk: Desk, person: str, office: str | None, *, acting: bool) -> None:
    """Record that PERSON presides from here on: in an office, acting in it, or chosen by those present.

    \b
    Example:
      remit meeting preside "Jo Bloggs" 2027-01-05 lsc-icp --office chair
    """
    how: Literal["office", "acting", "chosen"] = "chosen"
    if office is not None:
        how = "acting" if acting else "office"
    desk.record(facts.Presided(desk.meeting, desk.person(person), office, how))


@click.command("confirm-quorum")
@click.argument("person")
@_at
@click.option("--inquorate", is_flag=True, help="That there is no quorum.")
@click.option("--item", "number", metavar="NUMBER", help="At an item.  [default: at the start]")
def confirm_quorum(desk: Desk, person: str, number: str | None, *, inquorate: bool) -> None:
    """Record that PERSON, who presides, says that there is a quorum, conflicts managed.

    \b
    Example:
      remit meeting confirm-quorum "Jo Bloggs" 2027-01-05 lsc-icp
    """
    fact = facts.QuorumConfirmed(desk.meeting, desk.person(person), not inquorate, desk.item(number))
    desk.record(fact)


@click.command()
@_at
@click.option("--reason", required=True, help="Why; kept sealed.")
@click.option("--inquorate", is_flag=True, help="For want of a quorum.")
@click.option("--until", type=DAY, help="Until which day, where one was given.")
@click.option("--by", metavar="PERSON", help="Who adjourned it.")
def adjourn(desk: Desk, reason: str, until: str | None, by: str | None, *, inquorate: bool) -> None:
    """Adjourn a meeting.

    \b
    Example:
      remit meeting adjourn 2027-01-05 lsc-icp --inquorate --by "Jo Bloggs" --reason "too few"
    """
    from ledger.facts.fact import Acted

    why: Literal["inquorate", "other"] = "inquorate" if inquorate else "other"
    acted = Acted(person=desk.person(by)) if by else NOBODY
    desk.record(facts.Adjourned(desk.meeting, why, Words.of(reason), until), acted)


@click.command()
@_at
def resume(desk: Desk) -> None:
    """Go on with an adjourned meeting, on the same day or (--on) a later one.

    \b
    Example:
      remit meeting resume 2027-01-05 lsc-icp --on 2027-01-12
    """
    desk.record(facts.Resumed(desk.meeting))


@click.command("exclude-public")
@_at
@click.option("--item", "numbers", multiple=True, required=True, metavar="NUMBER", help="For which items.")
@click.option("--ground", required=True, metavar="CLAUSE", help="On which they are exempt.")
@click.option("--interest", required=True, help="The view taken of the public interest; kept sealed.")
def exclude_public(desk: Desk, numbers: tuple[str, ...], ground: str, interest: str) -> None:
    """Record that the public is excluded while items are taken.

    \b
    Example:
      remit meeting exclude-public 2027-01-05 lsc-icp --item 7 --ground "para 3" --interest "prices"
    """
    desk.record(facts.PublicExcluded(desk.meeting, numbers, ground, Words.of(interest)))


@click.command("agree-virtual")
@_at
@click.option("--by", metavar="PERSON", help="Who agreed it, where that is said.")
def agree_virtual(desk: Desk, by: str | None) -> None:
    """Record, before a meeting begins, that members may attend it from elsewhere.

    \b
    Example:
      remit meeting agree-virtual 2027-01-05 lsc-icp --by "Jo Bloggs"
    """
    desk.record(facts.VirtualAgreed(desk.meeting, desk.person(by) if by else None))


@click.command()
@_at
def close(desk: Desk) -> None:
    """Close a meeting: nothing more is recorded as done at it.

    \b
    Example:
      remit meeting close 2027-01-05 lsc-icp
    """
    desk.record(facts.Closed(desk.meeting))


VERBS: tuple[click.Command, ...] = (
    open_,
    attend,
    arrive,
    leave,
    withdraw,
    return_,
    item,
    preside,
    confirm_quorum,
    adjourn,
    resume,
    exclude_public,
    agree_virtual,
    close,
)
