"""The state of a judgement: one fold a noun, and which types of facts each of them understands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from ledger import (
    aftermath,
    agendas,
    ballots,
    bodies,
    callins,
    concerns,
    consultations,
    convening,
    corrections,
    deputies,
    disputed,
    duties,
    erasing,
    followups,
    functions,
    inforce,
    interests,
    keydecisions,
    keys,
    leads,
    levels,
    links,
    mandates,
    meetings,
    members,
    minutes,
    nominations,
    organisations,
    programme,
    reviews,
    risks,
    targets,
    terms,
)
from ledger.acts import Recorded
from ledger.attesting import Record
from ledger.holders import Acting
from ledger.places import Places
from ledger.suspects import Doubts, Suspects
from ledger.worths import Deciding


class State(msgspec.Struct, frozen=True):
    """Everything that a judgement looks at: one fold a noun, and running totals by ``use:`` tag."""

    keys: keys.Keys = keys.Keys()
    directory: organisations.Directory = organisations.Directory()
    bodies: bodies.Bodies = bodies.Bodies()
    terms: terms.Rulebooks = terms.Rulebooks()
    roll: members.Roll = members.Roll()
    nominations: nominations.Nominations = nominations.Nominations()
    mandates: mandates.Mandates = mandates.Mandates()
    reviews: reviews.Reviews = reviews.Reviews()
    deputies: deputies.Deputies = deputies.Deputies()
    programme: programme.Programme = programme.Programme()
    agendas: agendas.Agendas = agendas.Agendas()
    register: interests.Register = interests.Register()
    sittings: meetings.Sittings = meetings.Sittings()
    minutes: minutes.Records = minutes.Records()
    outcomes: aftermath.Outcomes = aftermath.Outcomes()
    motions: ballots.Motions = ballots.Motions()
    functions: functions.Catalogue = functions.Catalogue()
    plan: keydecisions.Plan = keydecisions.Plan()
    followups: followups.FollowUps = followups.FollowUps()
    targets: targets.Targets = targets.Targets()
    duties: duties.Duties = duties.Duties()
    consultations: consultations.Consultations = consultations.Consultations()
    agreements: inforce.Agreements = inforce.Agreements()
    disputes: disputed.Disputes = disputed.Disputes()
    concerns: concerns.Concerns = concerns.Concerns()
    risks: risks.Risks = risks.Risks()
    leads: leads.Leads = leads.Leads()
    funds: levels.Funds = levels.Funds()
    said: corrections.Said = corrections.Said()
    erasures: erasing.Erasures = erasing.Erasures()
    told: erasing.Told = erasing.Told()
    chain: links.Chain = links.Chain()
    totals: Mapping[str, int] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded) -> State:
        """Fold one fact into every fold that understands its type; what may be erased, whatever its type."""
        body = at.fact.body
        changed: dict[str, Any] = {
            name: getattr(self, name).evolve(at, body) for name in readers().get(type(body), ())
        }
        return replace(self, told=self.told.with_(at), **changed)

    def charged(self, charges: Mapping[str, int]) -> State:
        """Take running totals over as they stand after an entry."""
        return replace(self, totals={**self.totals, **charges})


def acting(state: State) -> Acting:
    """Give what is known of those who act."""
    return Acting(
        state.bodies,
        state.directory,
        state.roll,
        state.terms,
        state.motions,
        state.sittings,
        state.outcomes,
    )


def taken(state: State) -> callins.Taken:
    """Give what is known of what was decided, by resolutions and by acts under delegations."""
    return callins.Taken(state.motions, state.sittings, state.terms, state.chain, state.functions)


def deciding(state: State) -> Deciding:
    """Give what is known of decisions."""
    return Deciding(state.motions, state.sittings, state.outcomes, state.terms, state.programme)


def record(state: State) -> Record:
    """Give what is known of all that a question may be about."""
    since = {key: one.suspect for key, one in state.keys.holders.items() if one.suspect}
    doubts = Doubts(state.told.every, Suspects(since))
    return Record(deciding(state), state.roll, state.chain, state.bodies, state.disputes, doubts)


def disputing(state: State) -> convening.Beside:
    """Give what disputes are judged beside."""
    return convening.Beside(state.disputes, acting(state), state.programme, state.agreements, state.chain)


def concerned(state: State) -> concerns.Beside:
    """Give what concerns are judged beside."""
    return concerns.Beside(state.concerns, state.disputes, acting(state), state.agreements)


def placing(state: State) -> Places:
    """Give what is known of who has the place of what has ended."""
    return Places(state.directory, state.bodies)


def peopled(state: State) -> inforce.People:
    """Give what is known of who holds which office, and of who has the place of what has ended."""
    return inforce.People(state.directory, state.roll, state.bodies)


def held(state: State) -> Mapping[str, deputies.Held]:
    """Give whose the meetings read are, and when each is or was held."""
    planned, known = state.programme.meetings.items(), state.sittings.known.items()
    dates = {code: deputies.Held(code, one.scheduled.body, one.date) for code, one in planned}
    return {**dates, **{code: deputies.Held(code, one.body, one.day) for code, one in known}}


def around(state: State) -> meetings.Beside:
    """Give what meetings are judged beside."""
    return meetings.Beside(
        state.bodies, state.directory, state.roll, state.deputies, state.programme, state.terms
    )


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
