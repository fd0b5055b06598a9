"""What may be said of disputes: who may raise one, through which stages it goes, with what outcome.

Implements PLA-8 and PLA-4.4. The stages are those of the agreement under which it was raised, else of the
terms, by the text of that day. Where it is silent a Remit default answers: stages come in the order in which
they are named, nobody who is a party convenes one, and no effect is held. A time limit that is past is shown
and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from ledger import convening, inforce, terms
from ledger.acts import Act
from ledger.aftermath import is_act, stands
from ledger.awaiting import NO_DAY, Awaited
from ledger.commons import DECIDING
from ledger.convening import Beside, bound, examine_hold
from ledger.disputed import Dispute, comes_next, is_late, limit, next_stage
from ledger.facts import disputes as facts
from ledger.facts.outcomes import Change, Changed
from ledger.facts.terms import Terms
from ledger.facts.words import Due
from ledger.findings import Finding, Verdict, any_of, judge
from ledger.holders import Acting
from ledger.holders import boundary as boundary_of_acting
from ledger.inforce import Agreement, People
from ledger.outcomes import require_part
from ledger.partners import is_partner, is_within
from ledger.stages import agreement_of, course

CARRIED_OUT: Mapping[str, Change] = {"amended": "superseded", "rescinded": "rescinded"}
"""The outcomes that a resolution carries out, and how it changes the decision."""


def boundary(act: Act, body: facts.Body, beside: Beside) -> frozenset[str]:
    """Say which tags the judgement reads: the dispute, its stages, its parties, the decision, who acts."""
    known, one = beside.acting, beside.disputes.known.get(body.dispute)
    tags = {f"dispute:{body.dispute}", f"body:{body.body}", f"terms:{body.body}"}
    raised = body if isinstance(body, facts.Raised) else one.raised if one is not None else None
    if raised is not None and raised.agreement is not None:
        tags |= _tags_of_agreement(raised.agreement, body, beside)
    parties = {*_named(body), *(one.ever if one is not None else ())}
    tags |= known.places.tags(parties)
    for party in parties:
        tags |= _tags_of_party(party, known)
    if isinstance(body, facts.StageOpened | facts.StepTaken | facts.Lapsed | facts.Settled):
        tags.add(f"calendar:{body.body}")
    if isinstance(body, facts.Joined) and one is not None and one.stage is not None:
        tags |= _tags_of(one.stage.opened.by, body.body, one, act.day, known)
    if isinstance(body, facts.StageOpened | facts.StepTaken):
        tags |= _tags_of(body.by, body.body, one, act.day, known)
        named = {
            code
            for rule in (beside.rules(one) if one is not None else ())
            for code in (*rule.convened_by, *rule.moved_by)
        }
        tags |= boundary_of_acting([f"office:{body.body}/{code}" for code in sorted(named)], None, known)
    if isinstance(body, facts.Raised | facts.Settled) or (isinstance(body, facts.StageOpened) and body.holds):
        tags |= _tags_of_subject(body.decision, beside)
    if isinstance(body, facts.Settled) and body.by is not None:
        tags |= boundary_of_acting((), body.by, known)
    return frozenset(tags)


def _tags_of_agreement(agreement: str, body: facts.Body, beside: Beside) -> frozenset[str]:
    """Say which tags tell how an agreement reads, and of who is to be its party whether it is in force."""
    one = beside.agreements.known.get(agreement)
    joins = isinstance(body, facts.Raised | facts.Joined)
    signed = inforce.signers(one, beside.acting.places) if one is not None and joins else frozenset()
    return frozenset({f"agreement:{agreement}", *signed})


def _named(body: facts.Body) -> tuple[str, ...]:
    match body:
        case facts.Raised():
            return (*body.by, *body.against)
        case facts.Joined() | facts.StatementMade() | facts.Withdrawn():
            return (body.party,)
        case _:
            return ()


def _tags_of_party(party: str, known: Acting) -> frozenset[str]:
    """Say which tags tell what a party is, what it took the place of, and to which groups it belongs."""
    kind, _, code = party.partition(":")
    if kind != "organisation":
        return frozenset({party})
    own = known.directory.organisations.get(code)
    groups = own.part_of if own is not None else ()
    every = {before for each in (code, *groups) for before in known.directory.forebears(each)}
    return frozenset(f"organisation:{each}" for each in every)


def _tags_of(by: str, body: str, one: Dispute | None, day: str, known: Acting) -> frozenset[str]:
    """Say which tags tell who somebody is who convenes a stage, and from where a person comes."""
    if by.startswith("office:"):
        return frozenset()
    kind, _, code = by.rpartition(":")
    if kind == "body":
        return frozenset({by})
    homes = (code,) if kind else convening.homes_of(by, one, day, known) if one is not None else ()
    tags = {f"organisation:{heir}" for home in homes for heir in known.directory.heirs(home, day)}
    return frozenset(tags if kind else tags | {f"person:{by}", f"affiliations:{by}", f"roll:{body}"})


def _tags_of_subject(decision: str | None, beside: Beside) -> frozenset[str]:
    """Say which tags tell what is disputed: an act, and by what it was done, or what became of a decision."""
    if decision is not None and is_act(decision):
        done = beside.chain.acts.get(decision)
        by = boundary_of_acting((), done.body.resolution, beside.acting) if done is not None else frozenset()
        return by | {f"act:{decision}"}
    return boundary_of_acting((), decision, beside.acting)


def examine(act: Act, body: facts.Body, beside: Beside) -> tuple[Finding, ...]:
    """Judge what is said of a dispute: of one that is open, by somebody who may, in its turn."""
    exists = beside.acting.bodies.require(body.body, act.day)
    if isinstance(body, facts.Raised):
        return (exists, *_examine_raised(act, body, beside))
    one = beside.disputes.known.get(body.dispute)
    begun = one is not None and one.day <= act.day and _same(body, one.raised)
    expected = f"a dispute under {body.body} that was raised by {act.day}, about the same decision"
    known = judge("DSP-4", begun, expected, body.dispute, absolute=True)
    if one is None:
        return (exists, known)
    over = one.over
    got = f"{body.dispute}, over since {over[0]}" if over is not None else body.dispute
    open_ = judge("DSP-5", over is None, "a dispute that is open", got, absolute=True)
    match body:
        case facts.Joined():
            found = _examine_joined(act, body, one, beside)
        case facts.StageOpened():
            found = convening.examine_stage(act, body, one, beside)
        case facts.StepTaken():
            found = convening.examine_step(act, body, one, beside)
        case facts.StatementMade():
            there = one.by(act.day).everybody(act.day, beside.acting.places)
            found = iter((_is_in(body.party, there, "a party to the dispute"),))
        case facts.Withdrawn():
            found = _examine_withdrawn(act, body, one, beside)
        case facts.Lapsed():
            found = _examine_lapse(act, one, beside)
        case facts.Settled():
            found = _examine_outcome(act, body, one, beside)
        case _:
            assert_never(body)
    return (exists, known, open_, *found)


def _same(body: facts.Body, raised: facts.Raised) -> bool:
    """Say whether something is said of a dispute under the same body, and about the same decision."""
    own = body.body == raised.body
    if isinstance(body, facts.OfCourse):
        own = own and (body.decision, body.part) == (raised.decision, raised.part)
    return own


def _is_in(party: str, parties: tuple[str, ...], expected: str) -> Finding:
    """Judge DSP-14: who says something is in the dispute, and on the side that it takes."""
    return judge("DSP-14", party in parties, expected, f"{party}, of {', '.join(parties) or 'nobody'}")


def _examine_withdrawn(act: Act, body: facts.Withdrawn, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-14: who withdraws pursues it, for itself or in the place that is named.

    DSP-21: the last who does ends it in the order of days.
    """
    still, places = one.parties("by"), beside.acting.places
    pursuing = [party for party in one.by(act.day).parties("by") if party in still]
    place = body.place or body.party
    own = place in pursuing and body.party in places.holders(place, body.dispute, act.day)
    got = f"{body.party}, of {', '.join(places.now(pursuing, body.dispute, act.day)) or 'nobody'}"
    yield judge("DSP-14", own, "a party that pursues the dispute", got)
    if one.with_(act.day, body).over is not None:
        yield convening.in_order(act, one)


# --- raised, joined ------------------------------------------------------------------------------


def _examine_raised(act: Act, body: facts.Raised, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-1: the id is new; DSP-2: nobody is on both sides; DSP-3: all have standing."""
    fresh = body.dispute not in beside.disputes.known
    yield judge("DSP-1", fresh, "an id that is new", body.dispute, absolute=True)
    named = (*body.by, *body.against)
    got = ", ".join(named)
    yield judge("DSP-2", len(set(named)) == len(named), "parties, each once", got, absolute=True)
    terms_ = beside.acting.rulebooks.in_force(body.body, act.day)
    if body.agreement is not None:
        yield from _examine_agreement(act, body, beside)
    elif terms_ is None:
        yield terms.missing(body.body, act.day)
    for party in named:
        yield from _examine_standing(party, act.day, body, terms_, beside)
    through = course(body, act.day, beside.acting.rulebooks, beside.agreements)
    if through is not None:
        yield from examine_hold(body, through.rules[0] if through.rules else None, through, beside)
    if body.decision is not None:
        yield from _examine_decision(act, body.decision, body.part, beside)


def _examine_agreement(act: Act, body: facts.Raised, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-24: the agreement that it is raised under is about its body; DSP-25: and in force."""
    one = agreement_of(body, act.day, beside.agreements)
    about = one is not None and one.made.body in {None, body.body}
    expected = f"an agreement about {body.body}, or about no body, made by {act.day}"
    yield judge("DSP-24", about, expected, body.agreement or "", absolute=True)
    if one is None:
        return
    found = inforce.in_force(one, act.day, _people(beside))
    wrong = sorted(
        (each for each in found if each.verdict is not Verdict.MET),
        key=lambda each: each.verdict is not Verdict.NOT_MET,
    )
    expected = f"{body.agreement} to be in force on {act.day}"
    if wrong:
        first = wrong[0]
        yield Finding("DSP-25", first.clause, first.verdict, expected, f"{first.expected}: {first.got}")
    else:
        yield Finding("DSP-25", None, Verdict.MET, expected, "one that is")


def _people(beside: Beside) -> People:
    return People(beside.acting.directory, beside.acting.roll, beside.acting.bodies)


def _examine_standing(
    party: str, day: str, raised: facts.Raised, terms_: Terms | None, beside: Beside
) -> Iterator[Finding]:
    """Judge DSP-3 by the agreement that a dispute is raised under, else by the terms, where there are any."""
    if raised.agreement is not None:
        one = agreement_of(raised, day, beside.agreements)
        if one is not None:
            yield _is_party(party, day, raised.body, one, beside)
    elif terms_ is not None:
        yield _has_standing(party, day, terms_, beside.acting)


def _is_party(party: str, day: str, body: str, one: Agreement, beside: Beside) -> Finding:
    """Judge DSP-3 of a dispute under an agreement: who is in it has signed that, or is the body itself."""
    held, people = one.of(party, day, beside.acting.places), _people(beside)
    signed = any_of(inforce.signed_by(one, each, day, people).verdict for each in held)
    own = party == f"body:{body}"
    expected = f"a party that signed {one.made.agreement} by {day}, or the body itself"
    return Finding("DSP-3", None, Verdict.MET if own else signed, expected, party)


def _has_standing(party: str, day: str, terms_: Terms, known: Acting) -> Finding:
    """Judge DSP-3: who is in a dispute is a partner under the terms, or the body whose decision it is."""
    kind, _, code = party.partition(":")
    expected = f"a partner under the terms of {terms_.body} on {day}"
    if kind == "body":
        return judge("DSP-3", code == terms_.body, f"{expected}, or the body itself", party)
    has = is_partner(code, terms_, known.directory, day) or is_within(code, terms_, known.directory, day)
    left = known.directory.left_on(terms_.body, code, day)
    got = f"{party}, which left {left}" if left is not None else party
    return judge("DSP-3", has, expected, got)


def _examine_decision(act: Act, decision: str, part: str | None, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-19: what is disputed was decided or done by then; OUT-6: in a part that it has."""
    if is_act(decision):
        done = beside.chain.acts.get(decision)
        by_then = done is not None and done.day <= act.day
        yield judge("DSP-19", by_then, f"an act done by {act.day}", decision, absolute=True)
        yield require_part(part, decision, ())
        return
    known = beside.acting.motions
    resolved = known.resolved.get(decision)
    taken = resolved is not None and known.taken[decision] <= act.day
    yield judge("DSP-19", taken, f"a decision taken by {act.day}", decision, absolute=True)
    if resolved is not None:
        yield require_part(part, decision, [one.number for one in resolved.parts])


def _examine_joined(act: Act, body: facts.Joined, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-13: who joins is not in the dispute, and never was; DSP-3: and has standing."""
    new = body.party not in one.ever_by(act.day, beside.acting.places)
    yield judge("DSP-13", new, "a partner that is not in the dispute", body.party, absolute=True)
    terms_ = bound(one, beside.acting)
    if terms_ is None and one.raised.agreement is None:
        yield terms.missing(one.raised.body, one.day)
    yield from _examine_standing(body.party, act.day, one.raised, terms_, beside)
    yield from convening.examine_joined(act, body, one, beside)


# --- how it ends ---------------------------------------------------------------------------------


def _examine_lapse(act: Act, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-16: a dispute lapses once the time of its stage is over, where it has a limit."""
    yield convening.in_order(act, one)
    if beside.course(one) is None:
        yield terms.missing(one.raised.body, one.day)
    stage = one.stages[-1] if one.stages else None
    if stage is None:
        return
    rules = beside.rules(one)
    due = limit(stage, rules, beside.programme.days(one.raised.body, act.day))
    if due is not None:
        late = is_late(due, act.day)
        yield judge("DSP-16", late, f"{stage.opened.stage} to be out of time", f"until {spelled(due)}")


def spelled(due: Due) -> str:
    """Give a time limit as it is printed, with the day that this is read as."""
    return due.printed if due.last is None else f"{due.printed}, last day {due.last}"


def _examine_outcome(act: Act, body: facts.Settled, one: Dispute, beside: Beside) -> Iterator[Finding]:
    """Judge DSP-17: an outcome that it can have; DSP-18: what carries it out; DSP-20: how it was reached."""
    about = "conduct" if one.raised.decision is None else "decision"
    fits = {
        "conduct": ("resolved", "disagreement recorded"),
        "decision": ("confirmed", "amended", "rescinded", "disagreement recorded"),
    }[about]
    expected = f"an outcome of a dispute about {about}: {', '.join(fits)}"
    yield judge("DSP-17", body.outcome in fits, expected, body.outcome, absolute=True)
    yield from _examine_resolution(act, body, beside.acting)
    yield convening.in_order(act, one)
    if beside.course(one) is None:
        yield terms.missing(one.raised.body, one.day)
    rules = beside.rules(one)
    if not rules:
        return
    last = one.stages[-1] if one.stages else None
    state = f"{last.opened.stage} {last.ended or 'open'}" if last is not None else "no stage opened"
    if body.outcome == "disagreement recorded":
        days = beside.programme.days(one.raised.body, act.day)
        done = last is not None and next_stage(one, rules) is None
        failed = Verdict.of(last is not None and last.ended == "failed")
        late = Verdict.NOT_MET if last is None else Verdict.of(is_late(limit(last, rules, days), act.day))
        verdict = any_of((failed, late)) if done else Verdict.NOT_MET
        yield Finding("DSP-20", None, verdict, f"every stage tried, {rules[-1].stage} failed", state)
    else:
        agreed = last is not None and last.ended == "agreed"
        yield judge("DSP-20", agreed, "an outcome agreed in a stage", state)


def _examine_resolution(act: Act, body: facts.Settled, known: Acting) -> Iterator[Finding]:
    """Judge DSP-18: what changes the decision stands, and is recorded to have done so where it must."""
    change = CARRIED_OUT.get(body.outcome)
    if change is None and body.by is None:
        return
    resolved = known.motions.resolved.get(body.by or "")
    taken = resolved is not None and known.motions.taken[resolved.resolution] <= act.day
    holds = taken and resolved is not None and stands(resolved, known.outcomes, act.day)
    expected = f"a resolution taken by {act.day} that stands"
    if change is not None and not is_act(body.decision or ""):
        holds = holds and _carried_out(act, body, change, known)
        expected = f"the resolution by which the decision is {change}, recorded before"
    elif change is not None:
        parts = resolved.parts if resolved is not None else ()
        holds = holds and any(part.kind in DECIDING for part in parts)
        expected = f"a resolution taken by {act.day} that stands, and not only notes something"
    yield judge("DSP-18", holds, expected, body.by or "none", absolute=True)


def _carried_out(act: Act, body: facts.Settled, change: Change, known: Acting) -> bool:
    """Say whether a resolution changed what is disputed: the part, or all of it; to amend, one part of it."""
    told = known.outcomes.about.get(body.decision or "", ())
    parts = {
        each.body.part
        for each in told
        if isinstance(each.body, Changed)
        and (each.body.change, each.body.by) == (change, body.by)
        and each.day <= act.day
    }
    whole = {None} if body.outcome == "rescinded" and body.part is None else parts
    return bool(parts & ({None, body.part} if body.part is not None else whole))


def awaited(beside: Beside, on: str) -> Iterator[Awaited]:
    """Give every dispute that is not over on a day: until when its stage lasts, or what comes next."""
    for code, known in beside.disputes.known.items():
        one, body = known.by(on), known.raised.body
        if known.day > on or one.over is not None:
            continue
        course, rules, stage = beside.course(one), beside.rules(one), one.stage
        if stage is not None:
            due = limit(stage, rules, beside.programme.days(body, on)) or NO_DAY
            id_ = f"{code}/{stage.opened.stage}"
            owner = beside.acting.places.owner(stage.opened.by, code, on)
            clause = course.cite_limit(stage) if course is not None else None
            yield Awaited("dispute stage", id_, body, due, owner, stage.day, clause)
        elif course is not None and (following := comes_next(one, rules)) is not None:
            id_, clause = f"{code}/{following.stage}", course.cite(following)
            yield Awaited("next stage of a dispute", id_, body, NO_DAY, None, one.since, clause)
        else:
            yield Awaited("dispute to be settled", code, body, NO_DAY, None, one.since)
