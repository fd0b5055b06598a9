"""What a bundle proves, in sentences that a member of a board reads.

They are made of the facts in the file, as they stand corrected, and of what the rules say of them, judged
again: each names its clause and the entries that it stands in. Nothing here judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from ledger.corrections import amended
from ledger.facts import (
    attesting,
    bodies,
    decisions,
    delegations,
    deputies,
    interests,
    meetings,
    members,
    programme,
)
from ledger.facts import terms as terms_facts
from ledger.findings import Finding, Verdict
from ledger.keys import publics_of
from ledger.policy import instant
from ledger.scopes import printed
from ledger.sealed import commitments
from ledger.tags import wire_name
from ledger_cli import vouched

if TYPE_CHECKING:
    from ledger.acts import Recorded
    from ledger.bundle import Checked
    from ledger.policy import Judgement

RULED = {
    "quorum": ("it was quorate", "it was not quorate", "whether it was quorate is not known"),
    "majority": ("the majority was reached", "the majority was not reached", "the majority is not known"),
    "choice": ("the choice is made", "the choice is not made", "whether the choice is made is not known"),
    "voting": ("whoever voted had a vote", "a vote was not theirs to give", "who had a vote is not known"),
    "notice": ("notice was given in time", "notice was not given in time", "the notice is not known"),
    "interests": ("interests were managed", "interests were not managed", "this is not known of interests"),
    "power": (
        "the body had the power",
        "the body had not the power",
        "whether it had the power is not known",
    ),
}
"""What a rule of the terms settles, by its kind, for each of the three verdicts; of other kinds its name."""

EXPECTED: dict[tuple[type, ...], str] = {
    (programme.Called,): "that notice of the meeting was given",
    (meetings.Attended,): "who was at the meeting",
    (interests.Declared, interests.NoneDeclared): "that interests were asked for at the meeting",
}
"""What is asked of any meeting, by the facts that say it."""


class Told(msgspec.Struct, frozen=True):
    """The facts of a bundle as they stand corrected, and what the rules say of each."""

    checked: Checked
    facts: tuple[Recorded, ...]

    def text(self, at: Recorded, path: str) -> str:
        """Give the words of a sealed field, as far as the file has them and nobody erased them."""
        own = at.number == self.checked.act.number
        gone = own and dict(commitments(at.fact)).get(path) in self.checked.later.gone
        text = self.checked.words.get(path) if own and not gone else None
        return f"“{text}”" if text is not None else "its words sealed"

    def findings(self, at: Recorded) -> tuple[Finding, ...]:
        """Give what every rule says about a fact; of one that a correction brought, nothing."""
        return self.checked.judgements.get(at.number, ())

    def rule(self, finding: Finding, body: str, day: str) -> tuple[str, int] | None:
        """Give the kind of a rule of the terms in force, and the entry of those terms; None: of no terms."""
        bound = [
            (at.fact.body.in_force, at.number, at.fact.body.terms)
            for at in self.facts
            if isinstance(at.fact.body, terms_facts.Adopted)
            and (at.fact.body.terms.body, True) == (body, at.fact.body.in_force <= day)
        ]
        if not bound:
            return None
        _, number, in_force = max(bound, key=lambda one: one[:2])
        kinds = {rule.rule: str(rule.__struct_config__.tag) for rule in in_force.rules}
        return (kinds[finding.rule], number) if finding.rule in kinds else None


def sentences(checked: Checked, seen: Judgement | None) -> tuple[str, ...]:
    """Say what is proved, the most important first; by whom it was witnessed last."""
    told = Told(checked, tuple(amended((*checked.rests_on, checked.act))))
    return (
        *_of_act(told),
        *vouched.contested(told.facts, checked.later.objections),
        *_against(checked),
        *_in_the_log(checked),
        *_witnessed(seen),
    )


def gaps(checked: Checked) -> tuple[str, ...]:
    """Say what a reader may expect to be proved of this act, and is not by this file."""
    body = checked.act.fact.body
    open_ = [one for one in checked.findings if one.verdict is Verdict.NOT_KNOWN]
    found = [f"what a rule could not settle: {one.sentence()}" for one in open_]
    if not isinstance(body, decisions.Resolved | decisions.VoteCast | decisions.BallotCast):
        return tuple(found)
    about = (at for at in checked.rests_on if getattr(at.fact.body, "meeting", None) == body.meeting)
    types = {type(at.fact.body) for at in about}
    for expected, said in EXPECTED.items():
        if types.isdisjoint(expected):
            found.append(f"{said}: no fact in this file says so")
    return tuple(found)


def _of_act(told: Told) -> Iterator[str]:
    at = told.checked.act
    match at.fact.body:
        case decisions.Resolved() as body:
            yield from _decision(told, at, body)
        case decisions.VoteCast() | decisions.BallotCast() as body:
            yield from _vote(told, at, body)
        case delegations.Used() as body:
            yield from _used(told, at, body)
        case attesting.Attested() as body:
            yield from _attested(told, at, body)
        case _:
            said: msgspec.Struct = at.fact.body
            yield f"on {at.day} this was stated: {wire_name(type(said))} (entry {at.number})"
            yield from _ruled(told, at, told.findings(at), getattr(said, "body", ""))


# --- a decision, and a vote -----------------------------------------------------------------------


def _decision(told: Told, at: Recorded, body: decisions.Resolved) -> Iterator[str]:
    whose = _whose(told, body.meeting)
    yield (
        f"{whose or 'a body'} decided this, {body.resolution}, on {at.day}, by {body.way} (entry {at.number})"
    )
    for number, part in enumerate(body.parts):
        under = f", under {part.under}" if part.under else ""
        text = told.text(at, f"body.parts.{number}.text")
        yield f"part {part.number} is of the kind {part.kind}{under}: {text}"
    yield from _constituted(told, whose)
    yield from _meeting(told, body.meeting)
    yield from _votes(told, body)
    yield from _ruled(told, at, told.findings(at), whose)
    for part in body.parts:
        if part.under:
            yield from _link(told, part.under)


def _vote(told: Told, at: Recorded, body: decisions.VoteCast | decisions.BallotCast) -> Iterator[str]:
    whose = _whose(told, body.meeting)
    choice = body.choice if isinstance(body, decisions.VoteCast) else "on a paper with options"
    casting = ", as a casting vote" if body.casting else ""
    place = _in_place_of(told, body.meeting).get(body.person)
    stands = f" in the place of {place[0]} (entry {place[1]})" if place else ""
    yield f"{body.person}{stands} voted {choice} on {body.motion}{casting}, on {at.day} (entry {at.number})"
    if place:
        yield from _approved(told, body.person, place[0])
    yield f"the vote of {body.person} was {vouched.level(told.facts, at, body.person)}"
    yield from _constituted(told, whose)
    yield from _meeting(told, body.meeting)
    yield from _ruled(told, at, told.findings(at), whose)


def _whose(told: Told, meeting: str) -> str:
    opened = (at.fact.body for at in told.facts)
    return next(
        (one.body for one in opened if isinstance(one, meetings.Opened) and one.meeting == meeting), ""
    )


def _constituted(told: Told, body: str) -> Iterator[str]:
    for at in told.facts:
        if isinstance(at.fact.body, bodies.Constituted) and at.fact.body.body == body:
            one = at.fact.body
            founders = f", established by {', '.join(one.founders)}" if one.founders else ""
            yield f"{body} is {one.title}, under {one.instrument}{founders} (entry {at.number})"


def _meeting(told: Told, meeting: str) -> Iterator[str]:
    about = [at for at in told.facts if getattr(at.fact.body, "meeting", None) == meeting]
    for at in about:
        match at.fact.body:
            case programme.Called() as one:
                urgent = f", as urgent by {one.by}" if one.urgent else ""
                yield f"notice of it was given on {at.day}{urgent} (entry {at.number})"
            case meetings.Opened() as one:
                yield f"it was taken at a {one.kind} of {one.body} on {at.day} (entry {at.number})"
                yield from _ruled(told, at, told.findings(at), one.body)
            case meetings.Attended() as one:
                counted = f"{len(one.present)} members were present"
                stood = [f"{sub.person} for {sub.member}" for sub in one.substitutes]
                deputies_ = f", and deputies: {', '.join(stood)}" if stood else ""
                yield f"{counted}{deputies_} (entry {at.number})"
                for sub in one.substitutes:
                    yield from _approved(told, sub.person, sub.member)
            case interests.NoneDeclared():
                yield f"interests were asked for, and none was declared (entry {at.number})"
            case interests.Declared() as one:
                yield f"{one.person} declared an interest, and {one.effect} (entry {at.number})"
            case meetings.PresenceChanged() as one if one.change in {"withdrew", "returned"}:
                yield f"{one.person} {one.change} (entry {at.number})"
            case _:
                pass


def _in_place_of(told: Told, meeting: str) -> dict[str, tuple[str, int]]:
    lists = ((at.number, at.fact.body) for at in told.facts)
    return {
        one.person: (one.member, number)
        for number, body in lists
        if isinstance(body, meetings.Attended) and body.meeting == meeting
        for one in body.substitutes
    }


def _approved(told: Told, person: str, member: str) -> Iterator[str]:
    """Say who named a deputy and who approved, as far as the file has it."""
    for at in told.facts:
        named = at.fact.body
        if not isinstance(named, deputies.Nominated) or (named.person, named.member) != (person, member):
            continue
        by = [
            f"approved by {one.fact.body.person or one.fact.body.organisation} (entry {one.number})"
            for one in told.facts
            if isinstance(one.fact.body, deputies.Approved) and one.fact.body.deputy == named.deputy
        ]
        answered = ", ".join(by) or "with no approval in the file"
        yield f"{person} was named as the deputy of {member} on {at.day} (entry {at.number}), {answered}"


def _votes(told: Told, body: decisions.Resolved) -> Iterator[str]:
    cast = [
        (at.fact.body.choice, f"{at.fact.body.person} (entry {at.number})")
        for at in told.facts
        if isinstance(at.fact.body, decisions.VoteCast) and at.fact.body.motion in body.motions
    ]
    for choice in dict.fromkeys(one for one, _ in cast):
        yield f"voted {choice}: {', '.join(who for one, who in cast if one == choice)}"
    yield from vouched.votes(told.facts, body.motions)


# --- an act under a delegation --------------------------------------------------------------------


def _used(told: Told, at: Recorded, body: delegations.Used) -> Iterator[str]:
    root = _granted(told, body.chain[0])
    who = ", ".join(body.persons) or body.by
    what = (
        f"{body.function}, {printed(body.amount.minor, body.amount.currency)}"
        if body.amount
        else body.function
    )
    yield (
        f"{who} did this, {body.act}, for {root.by if root else body.by} on {at.day}: {what}"
        f", {told.text(at, 'body.text')} (entry {at.number})"
    )
    for link in body.chain:
        yield from _link(told, link)
    for one in body.approvals:
        yield f"it was approved before by {one.person or one.resolution}"
    for finding in told.findings(at):
        if finding.rule in {"DEL-10", "DEL-11"}:
            within = {Verdict.MET: "within", Verdict.NOT_MET: "beyond"}.get(
                finding.verdict, "not known to be in"
            )
            yield f"{within} the limit: {finding.expected}; it came to {finding.got} ({_cited(finding)})"
    yield from _ruled(told, at, told.findings(at), body.by.removeprefix("body:"))


def _granted(told: Told, delegation: str) -> delegations.Granted | None:
    grants = (at.fact.body for at in told.facts)
    return next(
        (g for g in grants if isinstance(g, delegations.Granted) and g.delegation == delegation), None
    )


def _link(told: Told, delegation: str) -> Iterator[str]:
    """Say by whom, to whom and under which clause a delegation was given, and what changed it since."""
    for at in told.facts:
        match at.fact.body:
            case delegations.Granted() as one if one.delegation == delegation:
                to = ", ".join(map(str, one.to))
                given = f"{one.by} gave it to {to} on {at.day}, under {one.power}"
                yield f"{delegation}: {given} (entry {at.number})"
            case delegations.PassedOn() as one if one.delegation == delegation:
                to, of = ", ".join(map(str, one.to)), one.parent
                yield f"{delegation}: passed on under {of} to {to} on {at.day} (entry {at.number})"
            case _ if getattr(at.fact.body, "delegation", None) == delegation:
                changed = wire_name(type(at.fact.body)).partition("/")[0].removeprefix("delegation.")
                yield f"{delegation}: {changed} on {at.day} (entry {at.number})"
            case _:
                pass


# --- an attestation -------------------------------------------------------------------------------


def _attested(told: Told, at: Recorded, body: attesting.Attested) -> Iterator[str]:
    asked = body.question
    subject = " in ".join(getattr(asked, field) for field in reversed(asked.__struct_fields__[:-1]))
    about = str(asked.__struct_config__.tag)
    yield (
        f"{body.by} attested of the {about} {subject}, as it stood on {asked.day}: {body.answer} "
        f"(entry {at.number})"
    )
    yield from (f"because {said}" for said in body.said)
    yield f"this was computed again from the {len(told.checked.rests_on)} facts that it rests on, none later"
    match asked:
        case attesting.OfDelegation():
            yield from _link(told, asked.delegation)
        case attesting.OfMembership():
            for one in told.facts:
                of = one.fact.body
                if isinstance(of, members.Roll) and (of.body, of.person) == (asked.body, asked.person):
                    yield f"{wire_name(type(of))} of {asked.person} on {one.day} (entry {one.number})"
        case attesting.OfDecision() | attesting.OfAct():
            yield from _subject(told, asked)


def _subject(told: Told, asked: attesting.OfDecision | attesting.OfAct) -> Iterator[str]:
    """Say what is proved of the decision or the act that was asked about, and what was recorded since."""
    subject = asked.decision if isinstance(asked, attesting.OfDecision) else asked.act
    for one in told.facts:
        match one.fact.body:
            case decisions.Resolved() as body if body.resolution == subject:
                yield from _decision(told, one, body)
            case delegations.Used() as body if body.act == subject:
                yield from _used(told, one, body)
            case _ if {f"subject:{subject}", f"act:{subject}"} & set(one.fact.tags):
                kind = wire_name(type(one.fact.body))
                yield f"of it was recorded: {kind} on {one.day} (entry {one.number})"
            case _:
                pass


# --- what the rules say, and where it stands ------------------------------------------------------


def _ruled(told: Told, at: Recorded, findings: Iterable[Finding], body: str) -> Iterator[str]:
    """Say what the rules of a body's own terms settle about a fact, each with its clause and entry."""
    for finding in findings:
        rule = told.rule(finding, body, at.day)
        if rule is None:
            continue
        kind, number = rule
        way = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_KNOWN).index(finding.verdict)
        said = RULED[kind][way] if kind in RULED else f"the rule on {kind} is {finding.verdict.value}"
        by = f", by {', '.join(finding.by)}" if finding.by else ""
        read = f"; read so: {finding.reading}" if finding.reading else ""
        yield f"{said}: {finding.expected}; found {finding.got}{by} ({_cited(finding)}, entry {number}{read})"


def _cited(finding: Finding) -> str:
    return f"{finding.rule}, {finding.clause}" if finding.clause else f"{finding.rule}, a rule of Remit"


def _against(checked: Checked) -> Iterator[str]:
    """Say what speaks against the act, or is not known of it; nothing of this is left to be inferred."""
    for finding in checked.findings:
        if finding.verdict is not Verdict.MET:
            says = "speaks against it" if finding.verdict is Verdict.NOT_MET else "is not settled"
            yield f"a rule {says}: {finding.sentence()}"
    if all(finding.verdict is Verdict.MET for finding in checked.findings):
        what = "attesting it" if isinstance(checked.act.fact.body, attesting.Attested) else "it"
        yield f"none of the {len(checked.findings)} rules that were judged again speaks against {what}"


def _in_the_log(checked: Checked) -> Iterator[str]:
    at, head = checked.act, checked.signed.checkpoint
    for signer in at.signers:
        enrolled = [one.number for one in (*checked.rests_on, at) if signer in publics_of(one.fact.body)]
        since = f", enrolled in entry {enrolled[-1]} and" if enrolled else ""
        yield f"it was signed by the key {signer}{since} live then"
    yield (
        f"it stands as entry {at.number} of the log {head.origin}, which took it at {at.recorded} and has "
        f"signed {head.size} entries; nothing in it was changed since"
    )


def _witnessed(seen: Judgement | None) -> Iterator[str]:
    if seen is None:
        yield "witnessed by nobody that you named: no policy was given"
    elif not seen.seen:
        yield "witnessed by nobody: your policy asks for no witness"
    else:
        for one in seen.seen:
            how = "replayed and witnessed" if one.key.replays else "witnessed"
            counts = "" if one.counts == "yes" else f", which does not count: {one.counts}"
            yield f"{how} by {one.name} at {instant(one.time)}{counts}"
