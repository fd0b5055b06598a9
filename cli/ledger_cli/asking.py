"""Questions of authority: what is asked, of whom, and under which delegations it might be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger import uses
from ledger.acts import Act
from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts import offices as offices_facts
from ledger.facts.words import Money, Sealed
from ledger.findings import Finding, Verdict, all_of
from ledger.links import Chain, Done
from ledger.lookalikes import Alike, alike
from ledger.scopes import permits, when
from ledger.state import acting
from ledger_cli import chains, choosing, covering
from ledger_cli.using import About

if TYPE_CHECKING:
    from ledger.functions import Catalogue
    from ledger.links import Link
    from ledger_cli.chains import Known
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

POUNDS = re.compile(r"£?[0-9][0-9,]*(?:\.[0-9]{2})?")
NEEDED = {"DEL-25", "DEL-26", "DEL-27", "DEL-28"}
"""What is done before an act, or with it: no reason to say no, but to say what else it takes."""

_LIMITS = {"DEL-10", "DEL-11"}


class Whom(msgspec.Struct, frozen=True):
    """Whom a text means.

    Attributes:
        who: as what they are shown.
        parties: all as whom they may act, offices for whose holder they sign included.
        person: who that is, where it is known.
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


class Candidate(msgspec.Struct, frozen=True):
    """One delegation under which it might be done, and what every rule says; what else it takes."""

    party: str
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]
    needed: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """May it be done under this one?"""
        return all_of(one.verdict for one in self.findings)

    @property
    def name(self) -> str:
        """The id of the delegation."""
        return self.links[-1].delegation


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
    from ledger_cli.delegating import party

    named = _office_of(past, session, text, day) or _body_of(past, session, text)
    named = named or _person_of(past, session, text, day) or party(session, text)
    kind, _, code = named.rpartition(":")
    if not kind:
        held = tuple(f"office:{body}/{office}" for body, office in offices_of(past, named, day))
        return _covering(past, Whom(named, (named, *held), named), day)
    if kind == "office":
        body, _, office = code.partition("/")
        holder = past.state(f"roll:{body}").roll.holder(body, office, day)
        return _covering(past, Whom(named, (named,), holder), day)
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


def windows(asked: Asked) -> tuple[str, ...]:
    """Give which running totals of a link it is held against, beside those in all and of the year."""
    more = asked.more
    named = (("matter", more.part_of), ("project", more.project), ("supplier", more.supplier))
    return tuple(f"{kind}.{code}" for kind, code in named if code)


def judge(asked: Asked, links: tuple[Link, ...], known: Known) -> Candidate:
    """Judge the act as if it were done and recorded on the day, by those to whom it was given."""
    last, state = links[-1], known.state
    held = [party for party in asked.parties if party in last.holders(asked.day)]
    sure = any(party in asked.whom.parties for party in held)
    body = facts.Used(
        act=f"a-{'a' * 16}",
        chain=tuple(link.delegation for link in links),
        by=links[0].giver(asked.day),
        persons=() if asked.whom.person is None else (asked.whom.person,),
        function=asked.function,
        amount=asked.amount,
        text=Sealed("0" * 64),
        spend=asked.more.spend,
        tax=asked.more.tax,
        matter=asked.more.part_of,
        project=asked.more.project,
        supplier=asked.more.supplier,
    )
    # Of somebody else's authority it is asked who records it: nobody acts for himself here.
    act = Act(body, asked.day, asked.day, "", ())
    catalogue = state.functions.on(asked.day)
    found = uses.examine(act, body, state.chain, acting(state), catalogue, state.register, state.totals)
    judged = [_without_amount(one, asked) for one in found if one.rule not in {*NEEDED, "DEL-8"}]
    holds = Verdict.of(True if sure else None if held else False)
    got = f"{asked.who} for {asked.whom.covers[held[0]]}" if held and not sure else asked.who
    judged.append(Finding("DEL-8", None, holds, f"the holder of {last.delegation}", got, kind="AUTHORITY"))
    return Candidate(
        held[0] if held else asked.who, links, tuple(judged), tuple(dict.fromkeys(needed(links, asked.day)))
    )


def _without_amount(finding: Finding, asked: Asked) -> Finding:
    if asked.amount is not None or finding.rule not in _LIMITS or finding.verdict is Verdict.MET:
        return finding
    return replace(finding, verdict=Verdict.NOT_KNOWN)


def needed(links: Iterable[Link], day: str) -> Iterator[str]:
    """Say what else an act takes: who acts too, approves, is asked; conditions; what is recorded."""
    for link in links:
        for bound in link.bounds(day, day):
            yield from _takes(link, bound.manner)
    together = max(bound.manner.acting for bound in link.bounds(day, day))
    if together > 1:
        yield f"{together} of {', '.join(link.holders(day))} to act together ({link.delegation})"


def _takes(link: Link, manner: facts.Manner) -> Iterator[str]:
    yield from (f"the approval of {party} ({link.delegation})" for party in manner.approval)
    yield from (f"to ask {party} first ({link.delegation})" for party in manner.consulting)
    yield from (f"that {one.says} ({link.delegation})" for one in manner.conditions)
    for one in manner.duties:
        told = "a report" if one.what == "report" else "a notice"
        yield f"{told} to {one.to} {when(one)} ({link.delegation})"
    if manner.records:
        yield f"to record {', '.join(manner.records)} ({manner.regime or link.delegation})"


def candidates(asked: Asked, known: Known, under: str | None = None) -> list[Candidate]:
    """Give every delegation under which it might be done, that which comes nearest first."""
    links = known.state.chain.links.values()
    held = [one for one in links if set(one.holders(asked.day)) & set(asked.parties)]
    # What was given for something else says nothing about this, unless nothing was given for it.
    catalogue = known.state.functions.on(asked.day)
    about = [one for one in held if permits(one.scope(asked.day), asked.function, catalogue)] or held
    found = [
        judge(asked, known.links(one), known)
        for one in ([under] if under else [one.delegation for one in about])
    ]
    order = (Verdict.MET, Verdict.NOT_KNOWN, Verdict.NOT_MET)
    return sorted(
        found,
        key=lambda one: (
            order.index(one.verdict),
            sum(each.verdict is not Verdict.MET for each in one.findings),
            len(one.needed),
        ),
    )


def for_holder(asked: Asked, links: tuple[Link, ...], known: Known) -> Candidate | None:
    """Give how one of those who hold the last of these links could do it; None: none of them could."""
    for party in links[-1].holders(asked.day):
        person = party if party.startswith("p-") else None
        one = judge(replace(asked, whom=Whom(party, (party,), person)), links, known)
        if one.verdict is Verdict.MET:
            return one
    return None


def everybody(past: Past, session: Session, asked: Asked) -> list[Candidate]:
    """Give every delegation of the function that is live on the day, judged for each of those who hold it."""
    catalogue = past.state("functions").functions.on(asked.day)
    over = catalogue.above(asked.function)
    known = chains.read(session.store, (), (), asked.day, windows(asked), session.seen, over)
    found = []
    for link in known.state.chain.links.values():
        if permits(link.scope(asked.day), asked.function, catalogue):
            for party in link.holders(asked.day):
                whom_ = Whom(party, (party,), party if party[:2] == "p-" else None)
                found.append(judge(replace(asked, whom=whom_), known.links(link.delegation), known))
    return [one for one in found if one.verdict is not Verdict.NOT_MET]


def label(past: Past, party: str, day: str, called: Mapping[str, str]) -> str:
    """Name a party; with an office who is in it on the day and whether they are away, as far as is known."""
    kind, _, code = party.rpartition(":")
    if kind != "office":
        return called.get(party, party)
    body, _, office = code.partition("/")
    roll = past.state(f"roll:{body}").roll
    holder = roll.holder(body, office, day)
    who = "nobody known" if holder is None else past.names([holder])[holder]
    away = covering.away(roll, body, office, day)
    return f"{party} ({who}{f', away {away}' if away else ''})"


def deputies(past: Past, party: str, day: str) -> Iterator[str]:
    """Name who signs on a day for a party that is an office, because its holder is away."""
    kind, _, code = party.rpartition(":")
    if kind == "office":
        body, _, office = code.partition("/")
        reason = covering.why(past.state(f"roll:{body}").roll, body, office, day)
        yield from (f"{one}, for {party}, {reason}" for one in covering.signing(past, body, office, day))


def splits(past: Past, session: Session, days: tuple[str, str], within: int) -> tuple[Alike, ...]:
    """Give the acts of some days that look like one act cut into slices."""
    first, last = days
    done = [Done(at.number, at.day, body) for at, body in past.every(facts.Used) if first <= at.day <= last]
    used = sorted({one.body.chain[-1] for one in done})
    known = chains.read(session.store, used, day=last).state.chain if used else Chain()
    return alike(done, known, within)
