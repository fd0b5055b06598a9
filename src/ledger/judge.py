"""One judge for every act: which tags it reads, what every rule says, and what may be recorded.

The same functions serve the service that records, the auditor who replays and the stranger who checks
a bundle: ``boundary`` says what must be read, ``examine`` gives every finding, ``decide`` refuses or
says what the fact must show for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, get_args, get_type_hints

from ledger import bodies, decisions, delegations, keys, meetings, members, organisations, tags, terms
from ledger.acts import Act, Recorded
from ledger.errors import Refused
from ledger.facts import bodies as bodies_facts
from ledger.facts import decisions as decisions_facts
from ledger.facts import delegations as delegations_facts
from ledger.facts import founding
from ledger.facts import keys as keys_facts
from ledger.facts import meetings as meetings_facts
from ledger.facts import members as members_facts
from ledger.facts import organisations as organisations_facts
from ledger.facts import terms as terms_facts
from ledger.facts.fact import Noted
from ledger.facts.words import key_bytes
from ledger.findings import Finding, Verdict
from ledger.findings import judge as found

Happening = meetings_facts.Opened | meetings.AtMeeting | decisions.DecisionFact | delegations_facts.Used
"""What cannot be recorded before its day: it takes place, while an appointment or a grant is arranged."""

ROUNDS_MAX = 32
"""Most times that a boundary may grow before it is a limit error."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a judgement looks at: one fold a noun, and running totals by ``use:`` tag."""

    keys: keys.Keys = keys.Keys()
    directory: organisations.Directory = organisations.Directory()
    bodies: bodies.Bodies = bodies.Bodies()
    terms: terms.Rulebooks = terms.Rulebooks()
    roll: members.Roll = members.Roll()
    sittings: meetings.Sittings = meetings.Sittings()
    motions: decisions.Motions = decisions.Motions()
    chain: delegations.Chain = delegations.Chain()
    totals: Mapping[str, int] = field(default_factory=dict)

    def evolve(self, at: Recorded) -> State:
        """Fold one fact into every fold that understands its type."""
        body = at.fact.body
        changed: dict[str, Any] = {
            name: getattr(self, name).evolve(at, body) for name in readers().get(type(body), ())
        }
        return replace(self, **changed) if changed else self

    def charged(self, charges: Mapping[str, int]) -> State:
        """Take running totals over as they stand after an entry."""
        return replace(self, totals={**self.totals, **charges})


@cache
def readers() -> Mapping[type, tuple[str, ...]]:
    """Give, for every type of body, the folds that understand it: derived from what they accept."""
    found_: dict[type, tuple[str, ...]] = {}
    for name, fold in get_type_hints(State).items():
        evolve = getattr(fold, "evolve", None)
        if evolve is None:
            continue
        accepted = get_type_hints(evolve)["body"]
        for type_ in get_args(accepted) or (accepted,):
            found_[type_] = (*found_.get(type_, ()), name)
    return found_


def boundary(act: Act, state: State) -> frozenset[str]:
    """Say which tags the judgement of an act reads; ask again after reading, until it stops growing."""
    return keys.boundary(act) | _boundary(act, state)


def _boundary(act: Act, state: State) -> frozenset[str]:  # noqa: PLR0911 - one case a noun
    body = act.body
    match body:
        case founding.Founded():
            return frozenset({tags.FOUNDING})
        case keys_facts.Enrolled() | keys_facts.Rotated() | keys_facts.Revoked() | keys_facts.Compromised():
            return frozenset()
        case organisations_facts.Registered() | organisations_facts.PersonRegistered():
            return organisations.boundary(body)
        case bodies_facts.Constituted():
            return bodies.boundary(body)
        case terms_facts.Drafted() | terms_facts.Adopted():
            return terms.boundary(body)
        case (
            members_facts.Appointed()
            | members_facts.Ended()
            | members_facts.Elected()
            | members_facts.OfficeEnded()
        ):
            return members.boundary(body)
        case meetings_facts.Opened() | meetings_facts.Scheduled():
            return meetings.boundary(body, None, state.roll)
        case (
            meetings_facts.Attended()
            | meetings_facts.ItemOpened()
            | meetings_facts.InterestDeclared()
            | meetings_facts.NoInterestDeclared()
            | meetings_facts.MinutesAgreed()
            | meetings_facts.Closed()
        ):
            return meetings.boundary(body, state.sittings.known.get(body.meeting), state.roll)
        case (
            decisions_facts.MotionPut()
            | decisions_facts.VoteCast()
            | decisions_facts.VoteTallied()
            | decisions_facts.Resolved()
            | decisions_facts.FollowUpNoted()
        ):
            return decisions.boundary(body, state.sittings.known.get(body.meeting))
        case _:
            return delegations.boundary(body, state.chain)


def examine(act: Act, state: State) -> tuple[Finding, ...]:
    """Give every finding of every rule about an act: first the signers, then the act itself."""
    meeting = getattr(act.body, "meeting", None)
    body = keys.body_of(act.body, state.sittings.body_of(meeting))
    return (*keys.examine_signers(act, state.keys, body), *_examine_day(act), *_examine(act, state))


def _examine_day(act: Act) -> tuple[Finding, ...]:
    """Judge TIM-1: nothing that takes place is recorded before its day."""
    if not isinstance(act.body, Happening):
        return ()
    return (
        found("TIM-1", act.day <= act.recorded, f"a day up to {act.recorded}", act.day, absolute=True),
    )


def _examine(act: Act, state: State) -> tuple[Finding, ...]:  # noqa: PLR0911 - one case a noun
    body = act.body
    match body:
        case founding.Founded():
            return _examine_founding(act, body, state)
        case keys_facts.Enrolled() | keys_facts.Rotated() | keys_facts.Revoked() | keys_facts.Compromised():
            person = (
                (state.directory.require_person(body.person),)
                if isinstance(body, keys_facts.Enrolled)
                else ()
            )
            return (*person, *keys.examine(act, body, state.keys))
        case organisations_facts.Registered() | organisations_facts.PersonRegistered():
            return organisations.examine(act, body, state.directory)
        case bodies_facts.Constituted():
            return bodies.examine(act, body, state.bodies, state.directory)
        case terms_facts.Drafted() | terms_facts.Adopted():
            return terms.examine(act, body, state.terms, state.bodies)
        case (
            members_facts.Appointed()
            | members_facts.Ended()
            | members_facts.Elected()
            | members_facts.OfficeEnded()
        ):
            in_force = state.terms.in_force(body.body, act.day)
            return members.examine(act, body, state.roll, state.bodies, state.directory, in_force)
        case (
            decisions_facts.MotionPut()
            | decisions_facts.VoteCast()
            | decisions_facts.VoteTallied()
            | decisions_facts.Resolved()
            | decisions_facts.FollowUpNoted()
        ):
            of = state.sittings.body_of(body.meeting)
            in_force = state.terms.in_force(of or "", act.day)
            return decisions.examine(act, body, state.sittings, state.motions, state.roll, in_force)
        case (
            delegations_facts.Granted()
            | delegations_facts.PassedOn()
            | delegations_facts.Narrowed()
            | delegations_facts.Revoked()
            | delegations_facts.Used()
        ):
            return delegations.examine(
                act, body, state.chain, state.bodies, state.directory, state.totals
            )
        case _:
            return meetings.examine(act, body, state.sittings, state.bodies, state.directory, state.roll)


def _examine_founding(act: Act, body: founding.Founded, state: State) -> tuple[Finding, ...]:
    brought = set(keys.publics_of(body))
    three = {body.officer_key, body.recovery_key, body.log_key}
    return (
        found("FND-1", state.keys.founded is None, "a ledger without entries", "one founded", absolute=True),
        found(
            "FND-2",
            len(three) == len((body.officer_key, body.recovery_key, body.log_key)),
            "three different keys: the officer's, the recovery key, the log's",
            "one key twice",
            absolute=True,
        ),
        found(
            "FND-3",
            brought == set(act.signers),
            "signatures by the officer's key and the recovery key",
            f"{len(act.signers)} signatures",
            kind="SIG",
            absolute=True,
        ),
        found(
            "FND-4",
            all(keys.weakness(key_bytes(key)) is None for key in three),
            "three sound Ed25519 keys",
            "a key under which one signature fits every message",
            kind="SIG",
            absolute=True,
        ),
    )


def decide(act: Act, findings: tuple[Finding, ...]) -> tuple[Noted, ...]:
    """Refuse an act that rules speak against, or say what its fact must show for ever.

    A rule that is *not met* refuses, unless the act is recorded as a departure and the rule allows
    one. *Not known* refuses an act of today, and is kept with an act of the past.

    Raises:
        Refused: with every finding that speaks against the act, one a line.
    """
    against = [finding for finding in findings if _refuses(finding, act)]
    if against:
        kind = next((one.kind for one in against if one.kind != "RULE"), "RULE")
        raise Refused("\n".join(finding.sentence() for finding in against), kind)
    return tuple(finding.noted() for finding in findings if finding.verdict is not Verdict.MET)


def _refuses(finding: Finding, act: Act) -> bool:
    if finding.verdict is Verdict.MET:
        return False
    if finding.absolute:
        return True
    if finding.verdict is Verdict.NOT_KNOWN and act.day < act.recorded:
        return False
    return act.departure is None
