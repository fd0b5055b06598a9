"""Questions of authority: what is asked, and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger.errors import Malformed
from ledger.facts import offices as offices_facts
from ledger.facts.words import Money
from ledger.findings import Verdict
from ledger_cli import choosing, covering
from ledger_cli.using import About

if TYPE_CHECKING:
    from ledger.functions import Catalogue
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

POUNDS = re.compile(r"£?[0-9][0-9,]*(?:\.[0-9]{2})?")


class Whom(msgspec.Struct, frozen=True):
    """Whom a text means.

    Attributes:
        who: as what they are shown.
        parties: all as whom they may act, offices for whose holder they sign included.
        person: the person who is meant, where one is; None: an office, a body, an organisation.
        perhaps: offices for whose holder they sign if that one is away, which is not known.
        covers: those for which they deputise, with why.
    """

    who: str
    parties: tuple[str, ...]
    person: str | None
    perhaps: tuple[str, ...] = ()
    covers: Mapping[str, str] = msgspec.field(default_factory=dict)


class Asked(msgspec.Struct, frozen=True):
    """What would be done, by whom, when."""

    whom: Whom
    function: str
    amount: Money | None
    day: str
    more: About = About()

    @property
    def who(self) -> str:
        """As what they are shown."""
        return self.whom.who

    @property
    def parties(self) -> tuple[str, ...]:
        """All as whom they may act, or might."""
        return (*self.whom.parties, *self.whom.perhaps)


def amount_of(text: str | None) -> Money | None:
    """Read an amount: pounds alone (``180000``), or with a currency (``EUR 10.00``).

    Raises:
        Malformed: another text.
    """
    from ledger_cli.parameters import AMOUNT

    if text is None:
        return None
    if POUNDS.fullmatch(text):
        whole, _, pence = text.removeprefix("£").replace(",", "").partition(".")
        return Money(int(whole) * 100 + int(pence or 0), "GBP") if int(whole + (pence or "0")) else None
    made: Money = AMOUNT.convert(text, None, None)
    return made


def function_of(session: Session, catalogue: Catalogue, text: str) -> str:
    """Give the code of a function that is named by it, or in plain words; of several, ask at a terminal.

    Raises:
        Malformed: none is found, or several equally well and nobody to ask; with those that come nearest.
    """
    if catalogue.known.get(text) is not None or not catalogue.known:
        return text
    found = catalogue.find(text)
    best = [one for one in found if one.score == found[0].score]
    if len(best) == 1:
        return best[0].function.function
    meant = {one.function.function: f"{one.function.function} ({one.function.title})" for one in found}
    chosen = choosing.choose(text, meant, as_json=session.settings.as_json)
    if chosen is not None:
        return chosen
    near = "; ".join(meant.values())
    raise Malformed(
        f"expected a function, by its code or in plain words, got {text!r}"
        f"{f', which may mean: {near}' if near else ', which finds none: see remit function list'}"
    )


def whom(past: Past, session: Session, text: str, day: str) -> Whom:
    """Give whom a text means; of several, ask at a terminal.

    Raises:
        Malformed: nobody, or several and nobody to ask.
    """
    from ledger_cli.parties import party

    named = _office_of(past, session, text, day) or _body_of(past, session, text)
    named = named or _person_of(past, session, text, day) or party(session, text)
    kind = named.rpartition(":")[0]
    if not kind:
        held = tuple(f"office:{body}/{office}" for body, office in offices_of(past, named, day))
        return _covering(past, Whom(named, (named, *held), named), day)
    if kind == "office":
        return _covering(past, Whom(named, (named,), None), day)
    return Whom(named, (named,), None)


def _covering(past: Past, one: Whom, day: str) -> Whom:
    """Add the offices for which somebody deputises."""
    found = [each for each in covering.covered(past, one.who, day) if each.party not in one.parties]
    sure = (each.party for each in found if each.verdict is Verdict.MET)
    perhaps = tuple(each.party for each in found if each.verdict is Verdict.NOT_KNOWN)
    covers = {each.party: each.told for each in found}
    return replace(one, parties=(*one.parties, *sure), perhaps=perhaps, covers=covers)


def _office_of(past: Past, session: Session, text: str, day: str) -> str | None:
    """Give the office that bears a title, in the terms of a body on a day."""
    from ledger.facts.bodies import Constituted

    bodies = {body.body: past.terms(body.body, day) for _, body in past.every(Constituted)}
    found = [
        f"office:{body}/{one.office}"
        for body, terms in bodies.items()
        for one in (terms.offices if terms is not None else ())
        if text.casefold() in {one.title.casefold(), *(also.casefold() for also in one.also)}
    ]
    chosen = choosing.choose(text, {one: one for one in sorted(found)}, as_json=session.settings.as_json)
    if len(found) > 1 and chosen is None:
        several = f"{len(found)}: {', '.join(sorted(found))}"
        raise Malformed(f"expected one office, got {text!r}, which is {several}")
    return chosen or (found[0] if found else None)


def _body_of(past: Past, session: Session, text: str) -> str | None:
    from ledger.facts.bodies import Constituted

    codes = {f"body:{one.body}" for _, one in past.every(Constituted) if text in {one.body, one.title}}
    if len(codes) == 1:
        return codes.pop()
    return choosing.choose(text, {one: one for one in sorted(codes)}, as_json=session.settings.as_json)


def _person_of(past: Past, session: Session, text: str, day: str) -> str | None:
    """Give the one of several persons of a name who was chosen; shown with their offices."""
    same = past.named((text,))[text]
    meant = {
        one: ", ".join(
            (f"{text} ({one})", *(f"office:{'/'.join(held)}" for held in offices_of(past, one, day)))
        )
        for one in (same if len(same) > 1 else ())
    }
    return choosing.choose(text, meant, as_json=session.settings.as_json)


def offices_of(past: Past, person: str, day: str) -> Iterator[tuple[str, str]]:
    """Give the offices that a person holds, or acts in, on a day, or may hold."""
    elected = [(one.body, one.office, one.person) for _, one in past.every(offices_facts.Elected)]
    acting_up = [(one.body, one.office, one.person) for _, one in past.every(offices_facts.ActingUp)]
    for body, office in sorted({one[:2] for one in (*elected, *acting_up) if one[2] == person}):
        if past.state(f"roll:{body}").roll.in_office(body, office, person, day) is not False:
            yield body, office
