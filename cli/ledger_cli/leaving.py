"""What a partner holds under a body, and what becomes of it when the partner leaves (HIW-6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.facts import agreements, consultations, delegations, deputies, duties, members, offices
from ledger.facts.bodies import Constituted
from ledger.facts.decisions import Resolved
from ledger.facts.outcomes import Answered
from ledger.facts.words import Words
from ledger.inforce import is_over
from ledger.partners import is_named
from ledger.scopes import show as show_money
from ledger_cli import endings, following, funding, leading, promising, risking, succeeding
from ledger_cli.endings import Consequence

if TYPE_CHECKING:
    from ledger.state import State
    from ledger_cli.lookups import Past

REASON = "Its organisation left the partnership."
STAYS = "stays; whoever gave it may revoke it"
OWNS = "which it owns"


def kept(past: Past, code: str, day: str) -> tuple[Consequence, ...]:
    """Give what stays of an organisation that ends until it is changed: risks it contributes to, leads."""
    found: list[Consequence] = []
    for _, one in past.every(Constituted):
        found += (each for each in _risks(past, one.body, code, day) if not each.which.endswith(OWNS))
        found += _leads(past, one.body, code, day)
    return tuple(found)


def of_partner(past: Past, body: str, code: str, day: str) -> tuple[Consequence, ...]:
    """Give what becomes of all that a partner has under a body: seats, instruments, shares, duties."""
    tags = (f"organisation:{code}", *(f"{noun}:{body}" for noun in (*endings.NOUNS, "partners")))
    state = past.grown(lambda known: _organisations(known, body, day), *tags)
    return (
        *seats(state, body, code, day),
        *_mandates(state, body, code, day),
        *_delegations(past, body, code, day),
        *shares(past, body, code, day),
        *_duties(past, body, code, day),
        *agreements_of(past, body, code, day),
        *_consultations(past, body, code, day),
        *_answers(past, body, code, day),
        *_disputes(past, body, code, day),
        *_risks(past, body, code, day),
        *_leads(past, body, code, day),
        *_promises(past, body, code, day),
    )


def by_terms(state: State, body: str, code: str, day: str) -> str:
    """Say whether an organisation is a partner by the terms in force on a day, whether it left or not."""
    terms = state.terms.in_force(body, day)
    if terms is None:
        return f"not known: no terms of {body} are known to be in force"
    return "a partner" if is_named(code, terms, state.directory) else "no partner"


def _organisations(state: State, body: str, day: str) -> Iterator[str]:
    """Say which tags tell whose the seats and the memberships are by now."""
    terms = state.terms.in_force(body, day)
    named = [code for seat in (terms.seats if terms else ()) for code in seat.organisations]
    named += [one.organisation for one in state.roll.memberships if one.organisation is not None]
    for code in named:
        yield from (f"organisation:{one}" for one in state.directory.heirs(code, day))


def seats(state: State, body: str, code: str, day: str) -> Iterator[Consequence]:
    """Give what becomes of the seats that are for a partner, or what it took the place of, and its members.

    Whoever sits for somebody else as well stays, with the offices that are held.
    """
    terms, directory = state.terms.in_force(body, day), state.directory

    def partners_of(home: str) -> set[str]:
        """Give whose a place is by now; of who left already, whose it was."""
        return {*directory.partners(body, home, day), *({code} & directory.heirs(home, day))}

    homes = {
        seat.seat: {one for home in seat.organisations for one in partners_of(home)}
        for seat in (terms.seats if terms else ())
    }
    for seat, partners in homes.items():
        if code in partners:
            others = ", ".join(sorted(partners - {code}))
            becomes = f"stays, for {others}" if others else "vacant, and filled for nobody"
            yield Consequence("seat", f"{seat} of {body}", becomes)
    its = {seat for seat, partners in homes.items() if partners == {code}}
    there = [one for one in state.roll.memberships if one.body == body and one.holds(day) is not False]
    gone = [
        one
        for one in there
        if (one.organisation is None and one.seat in its)
        or (one.organisation is not None and partners_of(one.organisation) == {code})
    ]
    for one in gone:
        ended = members.Ended(body, one.person, one.seat, Words.of(REASON), "not stated")
        which = f"{one.person} in {one.seat or 'no stated seat'} of {body}"
        yield Consequence("member", which, "ends", ended)
    staying = {one.person for one in there if one not in gone}
    yield from _offices(state, body, {one.person for one in gone} - staying, day)


def _offices(state: State, body: str, people: set[str], day: str) -> Iterator[Consequence]:
    for tenure in state.roll.tenures:
        live = tenure.ends is None or day < tenure.ends
        if tenure.body == body and tenure.person in people and live:
            acting = tenure.acting is not None
            fact = (
                offices.ActingEnded(body, tenure.office, tenure.person)
                if acting
                else offices.OfficeEnded(body, tenure.office, tenure.person, Words.of(REASON))
            )
            what = "acting" if acting else "office"
            yield Consequence(what, f"{tenure.person} as {tenure.office}", "ends", fact)
    for name, deputy in state.deputies.known.items():
        if deputy.named.body == body and deputy.ended is None and deputy.named.member in people:
            which = f"{deputy.named.person} for {deputy.named.member}"
            yield Consequence("deputy", which, "ends", deputies.Ended(name, body, Words.of(REASON)))


def _mandates(state: State, body: str, code: str, day: str) -> Iterator[Consequence]:
    people = {
        one.given.person
        for one in state.mandates.given
        if (one.given.body, one.given.organisation) == (body, code) and one.holds(day)
    }
    for person in sorted(people):
        fact = members.MandateEnded(body, person, code)
        yield Consequence("mandate", f"{person} in {body}", "ends", fact)


def _delegations(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    own, its = f"organisation:{code}", (f"body:{body}", f"office:{body}/")
    every: list[delegations.Granted | delegations.PassedOn] = [
        *(one for _, one in past.every(delegations.Granted)),
        *(one for _, one in past.every(delegations.PassedOn)),
    ]
    for one in every:
        given = one.by == own and any(party.startswith(its) for party in one.to)
        held = own in one.to and one.by.startswith(its)
        if not given and not held:
            continue
        link = past.state(f"delegation:{one.delegation}").chain.links[one.delegation]
        if link.ended is None or day < link.ended:
            other = f"given to {', '.join(one.to)}" if given else f"held for {one.by}"
            yield Consequence("delegation", f"{one.delegation}, {other}", STAYS)


def _duties(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    """Give the recurring duties that it has, its own and in the place of what ended; the others go on."""
    own = f"organisation:{code}"
    for one, text in promising.duties(past, body, day):
        known, named, parties = succeeding.places(past, one.ever), one.set.duty, one.parties(day)
        its = tuple(party for party in parties if known.holders(party, named, day) == (own,))
        if not its or (one.ended is not None and one.ended <= day):
            continue
        which = f"{text} ({named})"
        alone = len(its) == len(parties)
        fact = (
            duties.Ended(named, body, Words.of(REASON))
            if alone
            else duties.PartiesChanged(named, body, (), its, Words.of(REASON))
        )
        whose = "ends: it was nobody else's" if alone else "ends for it"
        yield Consequence("recurring duty", which, f"{whose}; what was owed before stays owed", fact)


def agreements_of(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    """Give the agreements about a body to which it is a party: leaving the body does not end that."""
    made = [one.agreement for _, one in past.every(agreements.Made) if one.body == body]
    known = past.state(*(f"agreement:{one}" for one in made)).agreements.known if made else {}
    for name, one in known.items():
        now = one.by(day)
        places = succeeding.places(past, (each.party for each in now.parties))
        bound = f"organisation:{code}" in now.parties_on(day, places)
        if one.day <= day and bound and is_over(one, day) is None:
            stays = "it stays a party, until the agreement is varied, ends or is replaced"
            yield Consequence("agreement", f"{one.made.title} ({name})", stays)


def shares(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    """Give its shares in the funds of a body, and what it agreed to contribute."""
    until = "stays until the fund is varied"
    for fund in funding.of_body(past, body, day):
        terms = fund.terms(day)
        whole = sum(one.parts for one in terms.shares)
        for share in terms.shares:
            if share.organisation == code:
                yield Consequence("share", f"{share.parts} of {whole} of {terms.fund}", until)
        for source in fund.sources(day):
            if source.organisation == code:
                which = f"{show_money(source.amount)} to {terms.fund}"
                yield Consequence("contribution agreed", which, "stays as agreed")


def _consultations(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    opened = [one for _, one in past.every(consultations.Opened) if one.under == body]
    known = past.state(*(f"consultation:{one.consultation}" for one in opened)).consultations.known
    for name, one in known.items():
        then = one.by(day)
        if one.day > day or then.ended is not None:
            continue
        if one.opened.organisation == code:
            yield Consequence("consultation", f"{name}, which it opened", "stays open until it is ended")
        elif f"organisation:{code}" in one.opened.parties:
            yield Consequence("consultation", f"{name}, in which it was asked", "its answer is not awaited")
    yield Consequence("duty to consult it", f"under {body}", "ends")


def _answers(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    sitting = {opened.meeting: at.day for at, opened in past.sittings(body)}
    for at, one in past.every(Resolved):
        asked = [(part.number, who) for part in one.parts if part.kind == "recommendation" for who in part.to]
        own, named = f"organisation:{code}", one.resolution
        owed = [pair for pair in asked if own in _held(past, f"organisation:{pair[1]}", named, day)]
        if one.meeting not in sitting or at.day > day or not owed:
            continue
        told = past.state(f"subject:{named}").outcomes.about.get(named, ())
        answers = [each.body for each in told if isinstance(each.body, Answered) and each.day <= day]
        said = {(each.part, each.place or each.organisation) for each in answers}
        for part, who in owed:
            if (part, who) not in said:
                yield Consequence("answer owed", f"{named}, part {part}", "is still awaited")


def _promises(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    """Give the targets and follow-ups that are its own to do."""
    party, stays = f"organisation:{code}", "stays its own, until somebody else is named"
    for target, text in promising.targets(past, body, day):
        named = target.set.target
        if party in _held(past, target.owner(day), named, day) and target.closed(day) is None:
            yield Consequence("target", f"{text} ({named})", stays)
    for one, text in following.of_body(past, body):
        then, named = one.by(day), one.noted.followup
        if one.day <= day and party in _held(past, then.owner, named, day) and then.closed is None:
            yield Consequence("follow-up", f"{text} ({named})", stays)


def _held(past: Past, first: str | None, of: str, day: str) -> tuple[str, ...]:
    """Give who has the place that somebody had first."""
    return () if first is None else succeeding.places(past, (first,)).holders(first, of, day)


def _disputes(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    party = f"organisation:{code}"
    raised = past.state(f"disputes:{body}").disputes.known
    known = past.state(*(f"dispute:{one}" for one in raised)).disputes.known if raised else {}
    for name, one in known.items():
        then = one.by(day)
        there = then.everybody(day, succeeding.places(past, one.ever))
        if one.day <= day and then.over is None and party in there:
            yield Consequence("dispute", name, "goes on, with it as a party")
    put = past.state(f"concerns:{body}").concerns.known
    concerns = past.state(*(f"concern:{one}" for one in put)).concerns.known if put else {}
    for name, concern in concerns.items():
        about = concern.about(day, succeeding.places(past, (f"organisation:{concern.raised.about}",)))
        if concern.day <= day and party in about and concern.by(day).closed is None:
            yield Consequence("concern", name, "may be closed")


def _risks(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    party = f"organisation:{code}"
    for one, _ in risking.listed(past, body, day):
        bearing, named = one.bearing(day), one.raised.risk
        owns = bearing.owner is not None and party in _held(past, bearing.owner.party, named, day)
        helps = any(party in _held(past, each.party, named, day) for each in bearing.contributors)
        if one.stage(day) != "closed" and (owns or helps):
            which = OWNS if owns else "to which it contributes"
            yield Consequence("risk", f"{named}, {which}", "stays so until it is assigned anew")


def _leads(past: Past, body: str, code: str, day: str) -> Iterator[Consequence]:
    for lead in leading.listed(past, body, day):
        for wanted in lead.sought.designations:
            for held in lead.who(wanted.designation, day):
                if held.designated.organisation == code:
                    which = f"{held.designated.person} as {wanted.title} of {lead.sought.title}"
                    yield Consequence("lead", which, "stays until it is ended")
