"""Which tags the judgement of an act reads: one boundary a noun (DCB: dynamic consistency boundary).

A forgotten tag would break promises without a sound; tests compare every judgement on all facts with the
same on those alone that its boundary asks for.
"""

from __future__ import annotations

from msgspec.structs import replace

from ledger import (
    accounting,
    adopting,
    agendas,
    appointing,
    attesting,
    bodies,
    callins,
    common,
    conflicts,
    contesting,
    coopting,
    corrections,
    decisions,
    delegations,
    deputising,
    erasing,
    functions,
    funds,
    groups,
    interests,
    keydecisions,
    keys,
    mandates,
    meetings,
    minutes,
    nominations,
    offices,
    organisations,
    outcomes,
    programme,
    reconsidering,
    requests,
    resolutions,
    reviews,
    succession,
    tags,
    terms,
    urgency,
    uses,
)
from ledger.acts import Act
from ledger.facts import attesting as attesting_facts
from ledger.facts import bodies as bodies_facts
from ledger.facts import common as common_facts
from ledger.facts import contesting as contesting_facts
from ledger.facts import corrections as corrections_facts
from ledger.facts import decisions as decisions_facts
from ledger.facts import delegations as delegations_facts
from ledger.facts import deputies as deputies_facts
from ledger.facts import erasing as erasing_facts
from ledger.facts import founding
from ledger.facts import functions as functions_facts
from ledger.facts import funds as funds_facts
from ledger.facts import interests as interests_facts
from ledger.facts import keydecisions as keydecisions_facts
from ledger.facts import keys as keys_facts
from ledger.facts import members as members_facts
from ledger.facts import minutes as minutes_facts
from ledger.facts import offices as offices_facts
from ledger.facts import organisations as organisations_facts
from ledger.facts import outcomes as outcomes_facts
from ledger.facts import programme as programme_facts
from ledger.facts import terms as terms_facts
from ledger.state import State, acting, around, placing, record, taken

ROUNDS_MAX = 32
"""Most times that a boundary may grow before it is a limit error."""


def boundary(act: Act, state: State) -> frozenset[str]:
    """Say which tags the judgement of an act reads; ask again after reading, until it stops growing."""
    return keys.boundary(act) | _boundary(act, state)


def _boundary(act: Act, state: State) -> frozenset[str]:  # noqa: PLR0911, PLR0912 - one case a noun
    body = act.body
    if isinstance(body, founding.Body):
        return frozenset({tags.FOUNDING})
    if isinstance(body, keys_facts.Body):
        return frozenset()
    if isinstance(body, succession.Ended):
        return succession.boundary(body, state.funds, placing(state))
    if isinstance(body, organisations_facts.Registration):
        return organisations.boundary(body)
    if isinstance(body, bodies_facts.Constitution):
        agreed = groups.boundary(body, state.motions) if isinstance(body, bodies_facts.Constituted) else set()
        return bodies.boundary(body) | agreed
    if isinstance(body, terms_facts.Body):
        return _boundary_of_terms(body, state)
    if isinstance(body, members_facts.Roll | members_facts.Nomination):
        return _boundary_of_members(act, body, state)
    if isinstance(body, members_facts.Mandate):
        return mandates.boundary(body)
    if isinstance(body, members_facts.AttendanceReviewed):
        return reviews.boundary(body)
    if isinstance(body, offices_facts.Body):
        return offices.boundary(body, state.motions)
    if isinstance(body, deputies_facts.Body):
        return deputising.boundary(body, state.deputies)
    if isinstance(body, programme.ProgrammeFact):
        return programme.boundary(body)
    if isinstance(body, programme_facts.Body):
        return requests.boundary(body) if isinstance(body, requests.Asked) else agendas.boundary(body)
    if isinstance(body, interests_facts.RegimeAdopted | interests_facts.Standing):
        return interests.boundary(body)
    if isinstance(body, minutes_facts.Body):
        return minutes.boundary(body, state.sittings.known.get(body.meeting))
    if isinstance(body, decisions_facts.Body):
        return _boundary_of_decisions(act, body, state)
    if isinstance(body, outcomes_facts.Body):
        return _boundary_of_outcomes(body, state)
    if isinstance(body, common_facts.Body):
        return common.boundary(body)
    if isinstance(body, keydecisions_facts.Body):
        return _boundary_of_key_decisions(act, body, state)
    if isinstance(body, accounting.Body):
        return accounting.boundary(act, body, state)
    if isinstance(body, delegations_facts.Body | functions_facts.Body | funds_facts.Body):
        return _boundary_of_authority(act, body, state)
    if isinstance(body, attesting_facts.Body):
        return attesting.boundary(body, record(state))
    if isinstance(body, corrections_facts.Body):
        said = () if body.body is None else (replace(act, body=body.body),)
        return corrections.boundary(body).union(*(_boundary(one, state) for one in said))
    if isinstance(body, contesting_facts.Body):
        return contesting.boundary(body, state.told)
    if isinstance(body, erasing_facts.Body):
        return erasing.boundary(act, body, state.told, state.sittings, around(state))
    return _boundary_at_a_meeting(act, body, state)


def _boundary_of_authority(
    act: Act, body: delegations_facts.Body | functions_facts.Body | funds_facts.Body, state: State
) -> frozenset[str]:
    if isinstance(body, functions_facts.Body):
        return functions.boundary(act, body, state.functions, state.bodies)
    if isinstance(body, funds_facts.Body):
        waits = callins.boundary_of_money(body, taken(state))
        return waits | funds.boundary(body, state.funds, state.chain, acting(state))
    if isinstance(body, delegations_facts.Used):
        keyed = keydecisions.boundary_of_used(act, body, state.terms, state.functions)
        return keyed | uses.boundary(act, body, state.chain, acting(state))
    return delegations.boundary(act, body, state.chain, acting(state))


def _boundary_of_outcomes(body: outcomes_facts.Body, state: State) -> frozenset[str]:
    own = outcomes.boundary(body, state.motions, state.outcomes.commons, state.directory)
    if not isinstance(body, outcomes_facts.Changed):
        return own
    return own | reconsidering.boundary(body, state.motions)


def _boundary_of_terms(body: terms_facts.Body, state: State) -> frozenset[str]:
    own = terms.boundary(body)
    if not isinstance(body, terms_facts.Adopted):
        return own
    return own | adopting.boundary(body, state.motions, state.outcomes.commons)


def _boundary_at_a_meeting(act: Act, body: meetings.MeetingFact, state: State) -> frozenset[str]:
    sitting = state.sittings.known.get(body.meeting)
    read = meetings.boundary(body, sitting, state.programme.meetings.get(body.meeting))
    if not isinstance(body, interests_facts.Declared):
        return read
    in_force = state.terms.in_force(sitting.body, act.day) if sitting else None
    return read | conflicts.boundary(body, sitting, state.roll, in_force, state.register)


def _boundary_of_decisions(act: Act, body: decisions_facts.Body, state: State) -> frozenset[str]:
    sitting = state.sittings.known.get(body.meeting)
    if isinstance(body, decisions_facts.Resolved):
        read = resolutions.boundary(body, sitting, state.chain, state.motions)
        read |= common.boundary_of_resolved(body, state.outcomes.commons) | urgency.boundary(sitting)
        if sitting is not None:
            in_force = state.terms.in_force(sitting.body, sitting.bound(act.day))
            read |= keydecisions.boundary_of_resolved(body, sitting.body, in_force)
    else:
        read = decisions.boundary(body, sitting, state.motions)
    return read | _boundary_of_interests(act, body, state)


def _boundary_of_key_decisions(act: Act, body: keydecisions_facts.Body, state: State) -> frozenset[str]:
    if isinstance(body, keydecisions_facts.OfPlan):
        return keydecisions.boundary(body, state.plan, state.terms.in_force(body.body, act.day))
    return callins.boundary(body, taken(state))


def _boundary_of_interests(act: Act, body: decisions_facts.Body, state: State) -> frozenset[str]:
    """Give what the interests of those who vote are read by, as far as they declared any."""
    sitting = state.sittings.known.get(body.meeting)
    if sitting is None:
        return frozenset()
    ballots = state.motions.ballots
    voters: list[tuple[str, str]] = []
    if isinstance(body, decisions_facts.Cast) and body.motion in ballots:
        voters = [(ballots[body.motion].item, body.person)]
    elif isinstance(body, decisions_facts.Resolved):
        put = [ballots[motion] for motion in body.motions if motion in ballots]
        voters = [(ballot.item, person) for ballot in put for person in conflicts.voters(ballot)]
    in_force = state.terms.in_force(sitting.body, sitting.bound(act.day))
    return frozenset[str]().union(
        *(
            conflicts.boundary_of_vote(sitting, item, person, state.roll, in_force, state.register)
            for item, person in voters
        )
    )


def _boundary_of_members(
    act: Act, body: members_facts.Roll | members_facts.Nomination, state: State
) -> frozenset[str]:
    in_force = state.terms.in_force(body.body, act.day)
    if isinstance(body, members_facts.Nomination):
        return nominations.boundary(body, act.day, state.nominations, state.directory, in_force)
    if isinstance(body, members_facts.CoOpted):
        return coopting.boundary(body, state.motions.resolved)
    return appointing.boundary(body, act.day, state.roll, state.directory, in_force)
