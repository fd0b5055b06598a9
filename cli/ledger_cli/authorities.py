"""Who may do what is asked about: under which delegation, or by a giver that keeps its power beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ledger import uses
from ledger.acts import Act
from ledger.facts import delegations as facts
from ledger.facts.terms import PowerRule
from ledger.facts.words import Sealed
from ledger.findings import Finding, Verdict, all_of
from ledger.holders import acts_for
from ledger.links import Chain, Done
from ledger.lookalikes import Alike, alike
from ledger.resolutions import own_matters
from ledger.scopes import permits, when
from ledger.state import acting
from ledger.terms import cited, rules_of
from ledger_cli import chains, covering
from ledger_cli.asking import Whom

if TYPE_CHECKING:
    from ledger.functions import Catalogue
    from ledger.links import Link
    from ledger_cli.asking import Asked
    from ledger_cli.chains import Known
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

NEEDED = {"DEL-25", "DEL-26", "DEL-27", "DEL-28"}
"""What is done before an act, or with it: no reason to say no, but to say what else it takes."""

_LIMITS = {"DEL-10", "DEL-11"}
_ORDER = (Verdict.MET, Verdict.NOT_KNOWN, Verdict.NOT_MET)


class Candidate(msgspec.Struct, frozen=True):
    """One delegation under which it might be done, and what every rule says; what else it takes.

    ``own``: why a giver may do it by a decision of its own; None: it is done under the delegation.
    """

    party: str
    links: tuple[Link, ...]
    findings: tuple[Finding, ...]
    needed: tuple[str, ...] = ()
    own: str | None = None

    @property
    def verdict(self) -> Verdict:
        """May it be done under this one?"""
        return all_of(one.verdict for one in self.findings)

    @property
    def name(self) -> str:
        """The id of the delegation."""
        return self.links[-1].delegation


def read(
    session: Session,
    asked: Asked,
    given: Iterable[str] = (),
    holders: Iterable[str] = (),
    catalogue: Catalogue | None = None,
) -> Known:
    """Read what a question is about; with a ``catalogue`` all that was given for the function."""
    over = catalogue.above(asked.function) if catalogue is not None else ()
    persons = filter(None, (asked.whom.person,))
    known = chains.read(session.store, given, holders, asked.day, windows(asked), session.seen, over, persons)
    givers = (link.giver(asked.day) for link in known.state.chain.links.values())
    tags = {f"terms:{giver.removeprefix('body:')}" for giver in givers if giver.startswith("body:")}
    tags |= {f"organisation:{asked.more.supplier}"} if asked.more.supplier else set()
    known.reading.extend(tags)
    return chains.Known(known.reading, known.reading.state())


def windows(asked: Asked) -> tuple[str, ...]:
    """Give which running totals of a link it is held against, beside those in all and of the year."""
    more = asked.more
    named = (("matter", more.part_of), ("project", more.project), ("supplier", more.supplier))
    return tuple(f"{kind}.{code}" for kind, code in named if code)


def judge(asked: Asked, links: tuple[Link, ...], known: Known) -> Candidate:
    """Judge the act as if it were done and recorded on the day, by those to whom it was given.

    Where several are in the office that is asked about, by the one of them who comes nearest.
    """
    holders = links[-1].holders(asked.day)
    parties = tuple(party for party in asked.parties if party in holders) or (None,)
    persons = _persons(asked.whom, asked.day, known) or (None,)
    tried = [_judged(asked, links, known, party, one) for party in parties for one in persons]
    return min(tried, key=_nearest)


def _nearest(one: Candidate) -> tuple[int, int, int]:
    against = sum(each.verdict is not Verdict.MET for each in one.findings)
    return (_ORDER.index(one.verdict), against, len(one.needed))


def _persons(whom: Whom, day: str, known: Known) -> tuple[str, ...]:
    """Give who would act: the person who is asked about, or those who are in the office, or may be."""
    return (whom.person,) if whom.person is not None else _in_office(whom.who, day, known)


def _in_office(party: str, day: str, known: Known) -> tuple[str, ...]:
    kind, _, code = party.rpartition(":")
    body, _, office = code.partition("/")
    roll = known.state.roll
    there = (one.person for one in roll.tenures if (one.body, one.office) == (body, office))
    may = (one for one in there if roll.in_office(body, office, one, day) is not False)
    return tuple(dict.fromkeys(may)) if kind == "office" else ()


def _judged(
    asked: Asked, links: tuple[Link, ...], known: Known, party: str | None, person: str | None
) -> Candidate:
    last, state = links[-1], known.state
    body = facts.Used(
        act=f"a-{'a' * 16}",
        chain=tuple(link.delegation for link in links),
        by=links[0].giver(asked.day),
        persons=() if person is None else (person,),
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
    holds, got = _holds(asked, party, person, known)
    judged.append(Finding("DEL-8", None, holds, f"the holder of {last.delegation}", got, kind="AUTHORITY"))
    judged += _own_approval(links, asked.day, person, known)
    return Candidate(party or asked.who, links, tuple(judged), tuple(dict.fromkeys(needed(links, asked.day))))


def _holds(asked: Asked, party: str | None, person: str | None, known: Known) -> tuple[Verdict, str]:
    """Say whether somebody acts for a party on the day, and in what words."""
    day, who = asked.day, asked.who
    if party is None:
        return Verdict.NOT_MET, who
    kind, _, code = party.rpartition(":")
    if kind == "body":
        return known.state.bodies.require(code, day).verdict, who
    if kind == "organisation":
        return Verdict.NOT_KNOWN, f"{party}: who acts for an organisation is on no record here"
    if person is None:
        return Verdict.NOT_MET, f"{who}, which nobody holds on {day}"
    return _acts(asked, party, person, known)


def _acts(asked: Asked, party: str, person: str, known: Known) -> tuple[Verdict, str]:
    """Say whether a person acts for a party, and where that is not known why."""
    of = (person,), asked.day, acting(known.state)
    verdict = acts_for(party, person, None, asked.day, acting(known.state))
    undated = uses.undated(tuple(dict.fromkeys((party, asked.who))), *of)
    if verdict is Verdict.NOT_KNOWN and undated:
        return verdict, f"{person}, {undated}"
    doubt = f" for {asked.whom.covers.get(party, party)}" if verdict is Verdict.NOT_KNOWN else ""
    return verdict, f"{asked.who}{doubt}"


def _own_approval(links: tuple[Link, ...], day: str, person: str | None, known: Known) -> Iterator[Finding]:
    """Judge DEL-25 where nobody could approve it but who acts, who may not."""
    for link in links:
        for party in link.version(day).manner.approval:
            office = party.startswith("office:")
            alone = _in_office(party, day, known) if office else (party,)
            if person is not None and alone == (person,) and not list(_signers(known, party, day)):
                expected = f"approval by {party}, by somebody else than who acts"
                yield Finding("DEL-25", link.clause, Verdict.NOT_MET, expected, person, kind="AUTHORITY")


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
    yield from (f"that {one.says}: --met {one.condition} ({link.delegation})" for one in manner.conditions)
    for one in manner.duties:
        told = "a report" if one.what == "report" else "a notice"
        yield f"{told} to {one.to} {when(one)} ({link.delegation})"
    if manner.records:
        yield f"to record {', '.join(manner.records)} ({manner.regime or link.delegation})"


def candidates(asked: Asked, known: Known, under: str | None = None) -> list[Candidate]:
    """Give every delegation under which it might be done, that which comes nearest first.

    Of a body or an organisation that gave it, with what it may decide itself.
    """
    links = known.state.chain.links.values()
    held = [one for one in links if set(one.holders(asked.day)) & set(asked.parties)]
    # What was given for something else says nothing about this, unless nothing was given for it.
    catalogue = known.state.functions.on(asked.day)
    about = [one for one in held if permits(one.scope(asked.day), asked.function, catalogue)] or held
    found = [
        judge(asked, known.links(one), known)
        for one in ([under] if under else [one.delegation for one in about])
    ]
    found += () if under else givers(asked, known, asked.whom.parties)
    return sorted(found, key=_nearest)


def givers(asked: Asked, known: Known, parties: Iterable[str] | None = None) -> Iterator[Candidate]:
    """Give what each of some givers (None: of all) may do by a decision of its own, beside what it gave."""
    catalogue = known.state.functions.on(asked.day)
    given: dict[str, list[Link]] = {}
    for link in known.state.chain.links.values():
        named = link.giver(asked.day)
        about = link.granted is not None and permits(link.scope(asked.day), asked.function, catalogue)
        if about and link.kind != "reserved" and link.since <= asked.day:
            given.setdefault(named, []).append(link)
    for named, links in given.items():
        if parties is None or named in parties:
            yield _own(asked, known, named, links)


def _own(asked: Asked, known: Known, named: str, links: list[Link]) -> Candidate:
    """Say whether a giver kept what it gave, and what its terms say of a decision of its own."""
    day, code = asked.day, named.removeprefix("body:")
    findings = [known.state.bodies.require(code, day)] if named != code else []
    terms = known.state.terms.in_force(code, day) if named != code else None
    own = {one for one in known.state.functions.on(day).above(asked.function) if one in own_matters(terms)}
    for rule in rules_of(terms, PowerRule):
        if terms is not None and not own:
            got = f"a decision on {asked.function}, under no delegation"
            clause = cited(terms, rule)
            findings.append(Finding(rule.rule, clause, Verdict.NOT_MET, rule.says, got, kind="AUTHORITY"))
    gone = [(link, _reaches(link, asked)) for link in links if _instead(link, day)]
    for link, reached in gone:
        if reached is not Verdict.NOT_MET:
            verdict = Verdict.NOT_MET if reached is Verdict.MET else Verdict.NOT_KNOWN
            expected, got = "a giver that keeps the power beside", f"{link.delegation}, given instead"
            findings.append(Finding("DEL-8", link.clause, verdict, expected, got, kind="AUTHORITY"))
    link = next((one for one in links if one.holds(day)), links[0])
    kept = "it keeps the power it gave" if link.holds(day) else "what it gave is over"
    return Candidate(
        named, (link,), tuple(findings), own=f"by a decision of its own: {kept} ({link.delegation})"
    )


def _instead(link: Link, day: str) -> bool:
    return link.granted is not None and link.granted.keeps == "instead" and link.holds(day)


def _reaches(link: Link, asked: Asked) -> Verdict:
    """Say whether an act of that size is within what was given: beyond it the power is the giver's."""
    scope, amount = link.scope(asked.day), asked.amount
    most = [one.amount for one in scope.limits if one.over == "one act" and one.of == "everything"]
    least = [scope.above] if scope.above is not None else []
    if amount is None:
        return Verdict.NOT_KNOWN if most or least else Verdict.MET
    alike_ = all(one.currency == amount.currency for one in (*most, *least))
    within = all(amount.minor <= one.minor for one in most) and all(amount.minor > one.minor for one in least)
    return Verdict.of(alike_ and within)


def everybody(session: Session, asked: Asked, catalogue: Catalogue) -> list[Candidate]:
    """Give whoever could do it, or might: under every delegation of the function, then the givers."""
    known = read(session, asked, catalogue=catalogue)
    found = []
    for link in known.state.chain.links.values():
        if permits(link.scope(asked.day), asked.function, catalogue):
            for party in link.holders(asked.day):
                found.append(judge(replace(asked, whom=_alone(party)), known.links(link.delegation), known))
                found += _deputies(asked, known, link, party)
    found += givers(asked, known)
    return [one for one in found if one.verdict is not Verdict.NOT_MET]


def _alone(party: str) -> Whom:
    return Whom(party, (party,), party if party.startswith("p-") else None)


def _deputies(asked: Asked, known: Known, link: Link, party: str) -> Iterator[Candidate]:
    """Judge each of those who sign on the day for a party that is an office, because its holder is away."""
    for person, by, why in _signers(known, party, asked.day):
        signs = Whom(person, (party,), person, covers={party: why})
        one = judge(replace(asked, whom=signs), known.links(link.delegation), known)
        yield replace(one, party=f"{person}, {by}, for {why}")


def _signers(known: Known, party: str, day: str) -> Iterator[tuple[str, str, str]]:
    """Give who signs for an office on a day, as what, and why."""
    kind, _, code = party.rpartition(":")
    if kind == "office":
        body, _, office = code.partition("/")
        roll, terms = known.state.roll, known.state.terms.in_force(body, day)
        why = f"{party}, {covering.why(roll, body, office, day)}"
        yield from ((person, by, why) for person, by in covering.signers(roll, terms, body, office, day))


def unsized(asked: Asked, found: Iterable[Candidate]) -> bool:
    """Say whether an answer is not known only because the amount was not said."""
    return asked.amount is None and any(
        one.verdict is Verdict.NOT_KNOWN
        and all(each.rule in _LIMITS or each.verdict is Verdict.MET for each in one.findings)
        for one in found
    )


def reports(one: Candidate, day: str, known: Known) -> Iterator[str]:
    """Say which reports have to be made first, where nothing else speaks against it."""
    against = {each.rule for each in one.findings if each.verdict is not Verdict.MET}
    for link in one.links if against == {"DEL-29"} else ():
        for duty in link.version(day).manner.duties:
            late = uses.overdue(duty, one.name, known.state.chain, day) if duty.what == "report" else {}
            yield from (
                f"a report of {act} to {duty.to}, due {due} ({link.delegation})" for act, due in late.items()
            )


def splits(past: Past, session: Session, days: tuple[str, str], within: int) -> tuple[Alike, ...]:
    """Give the acts of some days that look like one act cut into slices."""
    first, last = days
    done = [Done(at.number, at.day, body) for at, body in past.every(facts.Used) if first <= at.day <= last]
    used = sorted({one.body.chain[-1] for one in done})
    known = chains.read(session.store, used, day=last).state.chain if used else Chain()
    return alike(done, known, within)
