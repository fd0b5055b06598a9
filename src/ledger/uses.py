"""The use of authority: an act is judged along the whole chain under which it is done.

Who acted, whether every link held, the function, the limits, who approved and was asked, the conditions,
reports that are overdue, what has to be recorded, and whether somebody acted in a matter of her own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from ledger import holders
from ledger.acts import Act
from ledger.bodies import Bodies
from ledger.delegations import acting_together, latest, link_live, to_decide, unknown, whole
from ledger.facts import delegations as facts
from ledger.facts.decisions import Part
from ledger.facts.words import Money, PersonId
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.functions import Catalogue
from ledger.holders import Acting, acts_for, require_party, together
from ledger.interests import Register
from ledger.links import Chain, Link
from ledger.resolutions import exercises_power
from ledger.scopes import owed, permits, show, spelled
from ledger.tags import use_tag, use_tags, window_of


def boundary(act: Act, body: facts.Used, chain: Chain, known: Acting) -> frozenset[str]:
    """Say which tags the judgement reads: of every link, whoever acts for it, and what was spent."""
    kept = {one for one, link in chain.links.items() if link.kind == "reserved"}
    named = {*body.chain, *chain.parents(body.chain), *kept}
    links = [chain.links[one] for one in named if one in chain.links]
    parties = {party for link in links for party in (link.giver(act.day), *link.holders(act.day))}
    parties |= {body.by, *body.persons, *(one.party for one in body.approvals)}
    tags = {f"delegation:{one}" for one in named} | {*use_tags(body, act.day), f"act:{body.act}", "functions"}
    tags |= boundary_of_reserved(body.by, known.bodies)
    if any(version.manner.duties for link in links for version in link.versions):
        tags.add(f"acts:{body.chain[-1]}")
    tags |= {f"interests:{person}" for person in _signing(body)}
    tags |= {f"organisation:{body.supplier}"} if body.supplier is not None else set()
    found = frozenset(tags) | holders.boundary(parties, body.resolution, known)
    for one in body.approvals:
        found |= holders.boundary((one.party,), one.resolution, known)
    return found


def boundary_of_reserved(giver: str, bodies: Bodies) -> frozenset[str]:
    """Say which tags tell what a giver keeps for itself: it may have passed to it from another body."""
    kind, _, code = giver.partition(":")
    if kind != "body":
        return frozenset({f"reserved:{giver}"})
    before = bodies.forebears(code)
    return frozenset(f"{of}body:{one}" for one in before for of in ("", "reserved:"))


def examine(
    act: Act,
    body: facts.Used,
    chain: Chain,
    known: Acting,
    catalogue: Catalogue,
    register: Register,
    totals: Mapping[str, int],
) -> tuple[Finding, ...]:
    """Judge an act under a delegation.

    Args:
        act: what is proposed.
        body: its body.
        chain: the links that were read, the acts under the last of them, and what was told.
        known: the persons, offices and bodies that were read.
        catalogue: the tree of functions.
        register: the interests of those who act.
        totals: what has been charged so far, in minor units, by ``use:`` tag.
    """
    links = chain.up_from(body.chain[-1])
    if not whole(links):
        return (unknown(body.chain[-1]),)
    new = judge("DEL-12", body.act not in chain.acts, "an id that no act has yet", body.act, absolute=True)
    along = _examine_chain(act, body, links, known, catalogue, totals)
    reserved = _examine_reserved(act, body, links[0], chain, catalogue)
    reports = _examine_reports(act, body, links, chain)
    own = _examine_own(act, body, register)
    supplier = _examine_supplier(body, known)
    return (*require_party(body.by, act.day, known), new, *along, *reserved, *reports, *own, *supplier)


def _examine_chain(
    act: Act,
    body: facts.Used,
    links: tuple[Link, ...],
    known: Acting,
    catalogue: Catalogue,
    totals: Mapping[str, int],
) -> Iterator[Finding]:
    """Judge an act by every link of its chain, from the root down."""
    day = act.day
    same = tuple(link.delegation for link in links) == body.chain and links[0].giver(day) == body.by
    expected, got = "the chain from its root, whole", f"{' > '.join(body.chain)} for {body.by}"
    yield judge("DEL-7", same, expected, got, kind="AUTHORITY", absolute=True)
    yield _examine_actors(act, body, links[-1], known)
    yield from _examine_part(body, known, catalogue)
    for link in links:
        yield link_live(link, act, known, absolute=False)
        for bound in link.bounds(day, latest(act)):
            yield from _examine_scope(act, body, link, bound.scope, catalogue, totals)
            yield from _examine_manner(act, body, link, bound.manner, known)


def _examine_actors(act: Act, body: facts.Used, link: Link, known: Acting) -> Finding:
    """Judge DEL-8: those act to whom it is given, as many of them as have to act together."""
    parties, least = link.holders(act.day), acting_together(link, act)
    verdict = together(parties, least, body.persons, body.resolution, act.day, known)
    who = ", ".join((*body.persons, *([body.resolution] if body.resolution else []))) or "nobody named"
    if verdict is Verdict.NOT_KNOWN:
        offices = holders.awaiting(parties, body.persons, act.day, known)
        who += f", for {', '.join(offices)}, whose holder is not known to be away" if offices else ""
        dateless = undated(parties, body.persons, act.day, known)
        who += f", {dateless}" if dateless else ""
    of = "" if len(parties) == 1 else f", {least} of {', '.join(parties)}"
    expected = f"the holder of {link.delegation}{of}"
    return Finding("DEL-8", None, verdict, expected, who, kind="AUTHORITY")


def undated(parties: Sequence[str], persons: Sequence[PersonId], day: str, known: Acting) -> str:
    """Say of which offices it is not known that one of the persons holds them, and why; else nothing."""
    found = []
    for party in parties:
        kind, _, code = party.rpartition(":")
        body, _, office = code.partition("/")
        if kind == "office" and None in [known.roll.in_office(body, office, one, day) for one in persons]:
            found.append(party)
    return f"whose election as {', '.join(found)} says no first day" if found else ""


def _examine_part(body: facts.Used, known: Acting, catalogue: Catalogue) -> Iterator[Finding]:
    """Judge DEL-32: a body acts by a part of its decision that says so; DEL-33: a part is one act."""
    resolved = known.motions.resolved.get(body.resolution or "")
    part = next((one for one in resolved.parts if one.number == body.part), None) if resolved else None
    told = known.outcomes.about.get(body.resolution or "", ())
    acts = (one.body for one in told if isinstance(one.body, facts.Used))
    again = ", ".join(one.act for one in acts if one.part == body.part)
    worded = body.text is not None or part is not None
    expected = "words of its own, or of a part that is no other act's"
    yield judge("DEL-33", worded and not again, expected, wrong=again or "none", absolute=True)
    if body.resolution is not None:
        expected = f"a part of {body.resolution} that decides {body.function} under {body.chain[-1]}"
        got = f"part {body.part}, on {part.matter or 'a matter that is not said'}" if part else "no such part"
        yield judge("DEL-32", _decides(part, body, catalogue), expected, got, kind="AUTHORITY")


def _decides(part: Part | None, body: facts.Used, catalogue: Catalogue) -> bool | None:
    """Say whether a part decides what is done; None: it says no matter, or one by another name."""
    if part is None or part.under != body.chain[-1] or not exercises_power(part):
        return False
    if part.matter is not None and catalogue.covers((part.matter,), body.function):
        return True
    return False if part.matter in catalogue.known else None


def _examine_reserved(
    act: Act, body: facts.Used, root: Link, chain: Chain, catalogue: Catalogue
) -> Iterator[Finding]:
    """Judge what the giver keeps for itself, and what decides nothing."""
    yield to_decide(root)
    if root.kind == "reserved":
        return
    for kept in chain.reserved(body.by, act.day):
        free = not permits(kept.scope(act.day), body.function, catalogue)
        expected = f"a function that {body.by} has not reserved"
        yield judge("DEL-24", free, expected, body.function, clause=kept.clause, kind="AUTHORITY")


def _examine_scope(
    act: Act,
    body: facts.Used,
    link: Link,
    scope: facts.Scope,
    catalogue: Catalogue,
    totals: Mapping[str, int],
) -> Iterator[Finding]:
    excluded = f", without {', '.join(scope.excluded)}" if scope.excluded else ""
    expected = f"a function of {link.delegation}: {', '.join(scope.functions)}{excluded}"
    within = permits(scope, body.function, catalogue)
    yield judge("DEL-9", within, expected, body.function, kind="AUTHORITY", clause=link.clause)
    if scope.above is not None:
        over = (
            body.amount is not None
            and body.amount.currency == scope.above.currency
            and body.amount.minor > scope.above.minor
        )
        expected = f"more than {show(scope.above)} under {link.delegation}"
        got = "no amount" if body.amount is None else show(body.amount)
        yield judge("DEL-10", over, expected, got, kind="AUTHORITY", clause=link.clause)
    for limit in scope.limits:
        verdict, got = within_limit(limit, body, link.delegation, act.day, totals)
        rule = "DEL-10" if limit.over == "one act" else "DEL-11"
        expected = f"at most {spelled(limit)} under {link.delegation}"
        yield Finding(rule, link.clause, verdict, expected, got, kind="AUTHORITY")


def within_limit(
    limit: facts.Limit, body: facts.Used, delegation: str, day: str, totals: Mapping[str, int]
) -> tuple[Verdict, str]:
    """Say whether an act stays within a limit, with what was charged before, and in what words."""
    amount = body.amount
    if amount is None:
        return Verdict.NOT_MET, "no amount"
    if amount.currency != limit.amount.currency:
        return Verdict.NOT_MET, show(amount)
    if limit.spend is not None and body.spend is None:
        return Verdict.NOT_KNOWN, f"{show(amount)}, capital or revenue not said"
    if limit.spend is not None and body.spend != limit.spend:
        return Verdict.MET, f"{show(amount)}, {body.spend}"
    if limit.of != "everything" and _key(limit, body) is None:
        return Verdict.NOT_KNOWN, f"{show(amount)}, of a {limit.of} that is not said"
    tag = _tag(limit, body, delegation, day)
    spent = 0 if tag is None else totals.get(tag, 0)
    within = spent + amount.minor <= limit.amount.minor
    before = show(Money(spent, amount.currency)) if spent else "nothing"
    alone = limit.over == "one act" and not spent
    got = show(amount) if alone else f"{show(amount)} on top of {before} before"
    return _taxed(limit, body, within=within), f"{got}{f', {body.tax} tax' if body.tax else ''}"


def _taxed(limit: facts.Limit, body: facts.Used, *, within: bool) -> Verdict:
    """Say whether it is within, where the amounts may be with and without tax: with it they are more."""
    if limit.tax in {None, body.tax}:
        return Verdict.of(within)
    if limit.tax == "without":
        return Verdict.MET if within else Verdict.NOT_KNOWN
    return Verdict.NOT_KNOWN if within else Verdict.NOT_MET


def _key(limit: facts.Limit, body: facts.Used) -> str | None:
    """Give the matter, project or supplier that a limit counts by."""
    return {"matter": body.matter, "project": body.project, "supplier": body.supplier}.get(limit.of)


def _tag(limit: facts.Limit, body: facts.Used, delegation: str, day: str) -> str | None:
    """Give the running total that a limit is held against; of one act that of its matter, where named."""
    currency, key = limit.amount.currency, _key(limit, body)
    if limit.of != "everything":
        return use_tag(delegation, f"{limit.of}.{key}", currency)
    if limit.over == "one act":
        return None if body.matter is None else use_tag(delegation, f"matter.{body.matter}", currency)
    return use_tag(delegation, ".".join(filter(None, (window_of(limit.over, day), limit.spend))), currency)


def _examine_manner(
    act: Act, body: facts.Used, link: Link, manner: facts.Manner, known: Acting
) -> Iterator[Finding]:
    """Judge how it was done: approved by, after asking, on conditions, with what is recorded."""
    for party in manner.approval:
        given = [one for one in body.approvals if one.party == party]
        expected = f"approval by {party}, by somebody else than who acts"
        others = ", ".join(one.party for one in body.approvals if one.party != party)
        none = f"none for it, but one for {others}" if others else "none"
        got = ", ".join(one.person or one.resolution or "nobody named" for one in given) or none
        approved = any_of(_approved(one, act, body, known) for one in given)
        yield Finding("DEL-25", link.clause, approved, expected, got, kind="AUTHORITY")
    if manner.consulting:
        silent = [party for party in manner.consulting if party not in body.consulted]
        expected = f"to have asked {', '.join(manner.consulting)}"
        got = f"{', '.join(silent)} not asked" if silent else "all of them asked"
        yield judge("DEL-26", not silent, expected, got, clause=link.clause)
    if manner.conditions:
        open_ = [
            f"{one.says} ({one.condition})" for one in manner.conditions if one.condition not in body.met
        ]
        expected = f"the conditions of {link.delegation} to be met"
        got = f"not said to be: {'; '.join(open_)}" if open_ else ", ".join(body.met)
        yield judge("DEL-27", not open_, expected, got, clause=link.clause, kind="AUTHORITY")
    if manner.records:
        kept = {"reasons": body.reasons, "alternatives": body.alternatives, "interests": body.interests}
        missing = [one for one in manner.records if kept[one] is None]
        got = f"no {', '.join(missing)}" if missing else ", ".join(manner.records)
        yield judge("DEL-28", not missing, "what has to be recorded", got, clause=manner.regime)


def _approved(one: facts.Approval, act: Act, body: facts.Used, known: Acting) -> Verdict:
    """Say whether somebody approved: no person for what she does herself, no body for what it decided."""
    resolved = known.motions.resolved.get(body.resolution or "")
    acts = None if resolved is None else known.sittings.body_of(resolved.meeting)
    if one.party == f"body:{acts}" or (one.person is not None and one.person in body.persons):
        return Verdict.NOT_MET
    return acts_for(one.party, one.person, one.resolution, act.day, known)


def _examine_reports(act: Act, body: facts.Used, links: tuple[Link, ...], chain: Chain) -> Iterator[Finding]:
    """Judge DEL-29: what was done before under this delegation was reported in time."""
    for link in links:
        bounds = link.bounds(act.day, latest(act))
        for duty in dict.fromkeys(duty for bound in bounds for duty in bound.manner.duties):
            if duty.what == "report":
                late = overdue(duty, body.chain[-1], chain, act.day)
                expected, told = f"every act to be {owed(duty)}", f"{', '.join(late)} not reported"
                yield judge("DEL-29", not late, expected, wrong=told, clause=link.clause)


def overdue(duty: facts.Duty, delegation: str, chain: Chain, day: str) -> Mapping[str, str]:
    """Give the acts under a delegation of which somebody should have been told by a day, and by when."""
    return {act: due for act, due in untold(duty, delegation, chain, day).items() if due < day}


def untold(duty: facts.Duty, delegation: str, chain: Chain, day: str) -> Mapping[str, str]:
    """Give the acts under a delegation, done by a day, of which somebody is still to be told, and by when."""
    found = {}
    for act, done in chain.acts.items():
        told = any(one[:2] == (duty.what, duty.to) and one[2] <= day for one in chain.told.get(act, ()))
        if done.body.chain[-1] == delegation and done.day <= day and not told:
            found[act] = (date.fromisoformat(done.day) + timedelta(days=duty.within)).isoformat()
    return found


def _signing(body: facts.Used) -> tuple[str, ...]:
    """Give who acts, and who approves it."""
    approving = (one.person for one in body.approvals if one.person is not None)
    return tuple(dict.fromkeys((*body.persons, *approving)))


def _examine_supplier(body: facts.Used, known: Acting) -> Iterator[Finding]:
    """Judge DEL-34: a supplier is an organisation by its code; interests and totals go by that."""
    if body.supplier is not None:
        registered = body.supplier in known.directory.organisations
        yield judge("DEL-34", registered, "a supplier that is a registered organisation", body.supplier)


def _examine_own(act: Act, body: facts.Used, register: Register) -> Iterator[Finding]:
    """Judge DEL-30: nobody acts or approves for her own benefit, nor where she has a registered interest."""
    if body.payee is not None:
        expected = "a payment to somebody else than who acts or approves"
        yield judge("DEL-30", body.payee not in _signing(body), expected, f"one to {body.payee}")
    about = {one for one in (body.supplier, body.function, body.project, body.matter) if one is not None}
    for person in _signing(body):
        held = [one for one in register.entries.get(person, ()) if one.holds(act.day)]
        shared = sorted({code for one in held for code in one.registered.about} & about)
        expected = "who acts or approves to have no interest in it"
        got = f"{person}, in {', '.join(shared)}" if shared else f"{person}, with none on the register"
        yield judge("DEL-30", not shared, expected, got)
