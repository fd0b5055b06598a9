"""Parties as they are named on the command line, and as they are shown.

A party is a body, an organisation, an office of a body, or a person; a partner is one of the first two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ledger.errors import Malformed
from ledger_cli.settings import today

if TYPE_CHECKING:
    from ledger.places import Places
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_CODE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_PARTNER = re.compile(r"(?:(?:body|organisation):)?[a-z0-9]+(?:[-.][a-z0-9]+)*")
_PARTIES = "an office, body or organisation as office:BODY/OFFICE, body:CODE, organisation:CODE"


def partner(text: str) -> str:
    """Give a partner as facts name it: a bare code is that of an organisation.

    Raises:
        Malformed: not a code.
    """
    if not _PARTNER.fullmatch(text):
        raise Malformed(f"expected an organisation by its code, or body:CODE, got {text[:80]!a}")
    return text if ":" in text else f"organisation:{text}"


def partners(texts: Iterable[str]) -> tuple[str, ...]:
    """Give partners as facts name them, each once.

    Raises:
        Malformed: not a code.
    """
    return tuple(dict.fromkeys(map(partner, texts)))


def organisation(past: Past, text: str) -> str:
    """Give an organisation by its code, bare or as organisation:CODE.

    Raises:
        Malformed: nobody knows it.
    """
    from ledger.facts.organisations import Registered
    from ledger_cli.lookups import unknown

    code = text.removeprefix("organisation:")
    if not _CODE.fullmatch(code) or code not in past.state(f"organisation:{code}").directory.organisations:
        known = [one.organisation for _, one in past.every(Registered)]
        unknown("an organisation that the ledger knows", code[:80], known)
    return code


def partner_or_person(session: Session, text: str) -> str:
    """Give a partner by its code, or a person by id or name.

    Raises:
        Malformed: neither.
    """
    from ledger_cli import people
    from ledger_cli.lookups import Past

    if ":" in text:
        return partner(text)
    if _CODE.fullmatch(text) and text in Past(session).state(f"organisation:{text}").directory.organisations:
        return partner(text)
    return people.find(session.store, text)


def party(session: Session, text: str) -> str:
    """Give a party: ``body:CODE``, ``organisation:CODE``, ``office:BODY/OFFICE``, or a person by name or id.

    Raises:
        Malformed: one that the ledger does not know.
    """
    from ledger_cli import people

    kind, _, code = text.partition(":")
    if kind not in {"body", "organisation", "office"}:
        try:
            return people.find(session.store, text)
        except Malformed as error:
            raise Malformed(f"{error}; or {_PARTIES}{_meant(session, text)}") from None
    tag = f"body:{code.partition('/')[0]}" if kind == "office" else text
    if not any(session.store.read((tag,), upto=session.store.head().size)):
        raise Malformed(
            f"expected a body, an office of one or an organisation that the ledger knows, got {text[:80]!a}"
        )
    return text


def _meant(session: Session, text: str) -> str:
    """Give the office, body or organisation whose title or code is like a text, as it is written."""
    from ledger.facts.bodies import Constituted
    from ledger.facts.organisations import Registered
    from ledger_cli.lookups import Past

    past, meant = Past(session), dict[str, str]()
    for _, one in past.every(Registered):
        meant |= dict.fromkeys((one.organisation, one.title), f"organisation:{one.organisation}")
    for _, body in past.every(Constituted):
        meant |= dict.fromkeys((body.body, body.title), f"body:{body.body}")
        terms = past.terms(body.body, today())
        for office in terms.offices if terms is not None else ():
            meant |= dict.fromkeys((office.title, *office.also), f"office:{body.body}/{office.office}")
    close = get_close_matches(text, meant, 1)
    return f" (did you mean {meant[close[0]]}?)" if close else ""


def giver(text: str) -> str:
    """Give who gives authority: a body by its code, or ``organisation:CODE``."""
    return text if text.startswith(("body:", "organisation:")) else f"body:{text}"


def known_giver(session: Session, text: str) -> str:
    """Give a giver that the ledger knows.

    Raises:
        Malformed: it knows no such body or organisation.
    """
    from ledger.facts.bodies import Constituted
    from ledger.facts.organisations import Registered
    from ledger_cli.lookups import unknown

    named = giver(text)
    if not any(session.store.read((named,), upto=session.store.head().size)):
        known = [one.body for _, one in session.facts_of(Constituted)]
        known += [f"organisation:{one.organisation}" for _, one in session.facts_of(Registered)]
        unknown("a body, or organisation:CODE, that the ledger knows", text[:80], known)
    return named


def title_in(state: State, party: str) -> str | None:
    """Give the title of a partner, as far as a state knows it."""
    kind, _, code = party.partition(":")
    known = state.bodies.known.get(code) if kind == "body" else state.directory.organisations.get(code)
    return known.title if known is not None else None


def title(past: Past, party: str | None, day: str) -> str | None:
    """Name a party by its title, an office with its holder, a person by name."""
    if party is None:
        return None
    kind, _, code = party.partition(":")
    match kind:
        case "organisation" | "body":
            return title_in(past.state(party), party) or party
        case "office":
            return label(past, party, day).replace(party, _office(past, code, day), 1)
        case _:
            return past.names([party])[party]


def titles(past: Past, party: str | None, known: Places, of: str, day: str) -> str | None:
    """Name whoever has the place of a party in one thing on a day; None: nobody has."""
    held = known.holders(party, of, day) if party is not None else ()
    return ", ".join(title(past, one, day) or one for one in held) or None


def label(past: Past, party: str, day: str) -> str:
    """Name a party; with an office who is in it on the day and whether they are away, as far as is known."""
    from ledger_cli import covering

    kind, _, code = party.rpartition(":")
    if kind != "office":
        return party
    body, _, office = code.partition("/")
    roll = past.state(f"roll:{body}").roll
    holder = roll.holder(body, office, day) or roll.acting(body, office, day)
    who = "nobody known" if holder is None else past.names([holder])[holder]
    away = covering.away(roll, body, office, day)
    return f"{party} ({who}{f', away {away}' if away else ''})"


def _office(past: Past, code: str, day: str) -> str:
    """Name an office of a body, both by their titles as far as these are known."""
    body, _, office = code.partition("/")
    known, terms = past.state(f"body:{body}").bodies.known.get(body), past.terms(body, day)
    titles = {one.office: one.title for one in terms.offices} if terms is not None else {}
    return f"{titles.get(office, office)} of {known.title if known is not None else body}"
