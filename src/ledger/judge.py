"""One judge for every act: which tags it reads, what every rule says, and what may be recorded.

The same functions serve the service that records, the auditor who replays and the stranger who checks
a bundle: ``boundary`` says what must be read, ``examine`` gives every finding, ``decide`` refuses or
says what the fact must show for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    foundation,
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
    terms,
    urgency,
    uses,
)
from ledger.acts import Act
from ledger.errors import Refused
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
from ledger.facts import meetings as meetings_facts
from ledger.facts import members as members_facts
from ledger.facts import minutes as minutes_facts
from ledger.facts import offices as offices_facts
from ledger.facts import organisations as organisations_facts
from ledger.facts import outcomes as outcomes_facts
from ledger.facts import programme as programme_facts
from ledger.facts import terms as terms_facts
from ledger.facts.fact import Noted
from ledger.findings import Finding, Verdict
from ledger.findings import judge as found
from ledger.state import State, acting, around, held, record, taken

Happening = (
    meetings.MeetingFact
    | decisions_facts.Body
    | common_facts.Body
    | minutes_facts.Body
    | delegations_facts.Used
    | agendas.Published
    | members_facts.AttendanceReviewed
    | keydecisions_facts.Body
    | accounting.Happening
    | contesting_facts.Body
    | funds_facts.Happening
)
"""What cannot be recorded before its day: it takes place, while an appointment or a grant is arranged."""


def examine(act: Act, state: State, before: State | None = None) -> tuple[Finding, ...]:
    """Give every finding of every rule about an act: first the signers, then the act itself.

    Args:
        act: what is proposed.
        state: what was read.
        before: the same without the fact that a correction corrects: what it says instead is judged on it.
    """
    body = keys.body_of(act.body, _body_of_meeting(corrections_facts.meeting_of(act.body), state))
    signers = keys.examine_signers(act, state.keys, body)
    return (*signers, *_examine_day(act), *_examine(act, state, before))


def _body_of_meeting(meeting: str | None, state: State) -> str | None:
    """Give the body of a meeting that was opened, or was given a date."""
    coming = state.programme.meetings.get(meeting or "")
    return state.sittings.body_of(meeting) or (coming.scheduled.body if coming else None)


def _examine_day(act: Act) -> tuple[Finding, ...]:
    """Judge TIM-1: nothing that takes place is recorded before its day."""
    if not isinstance(act.body, Happening):
        return ()
    return (found("TIM-1", act.day <= act.recorded, f"a day up to {act.recorded}", act.day, absolute=True),)


def _examine(  # noqa: PLR0911, PLR0912 - one case a noun
    act: Act, state: State, before: State | None = None
) -> tuple[Finding, ...]:
    body = act.body
    if isinstance(body, founding.Body):
        return foundation.examine(act, body, state.keys)
    if isinstance(body, keys_facts.Body):
        people = (body.person,) if isinstance(body, keys_facts.Enrolled) else ()
        known = map(state.directory.require_person, people)
        return (*known, *keys.examine(act, body, state.keys))
    if isinstance(body, organisations_facts.Body | bodies_facts.Body):
        return _examine_parties(act, body, state)
    if isinstance(body, terms_facts.Body):
        found = terms.examine(act, body, state.terms, state.bodies)
        if isinstance(body, terms_facts.Adopted):
            by = (state.terms, state.motions, state.outcomes, state.sittings)
            found += tuple(adopting.examine(act, body, *by))
        return found
    if isinstance(body, members_facts.Body | offices_facts.Body | deputies_facts.Body):
        return _examine_people(act, body, state)
    if isinstance(body, outcomes_facts.Body | common_facts.Body | keydecisions_facts.Body):
        return _examine_outcome(act, body, state)
    if isinstance(body, accounting.Body):
        return accounting.examine(act, body, state)
    if isinstance(body, delegations_facts.Body | functions_facts.Body | funds_facts.Body):
        return _examine_authority(act, body, state)
    if isinstance(body, attesting_facts.Body):
        return tuple(attesting.examine(act, body, record(state)))
    if isinstance(body, corrections_facts.Body):
        return _examine_correction(act, body, state, before)
    if isinstance(body, contesting_facts.Body):
        return tuple(contesting.examine(act, body, state.told, state.keys))
    if isinstance(body, erasing_facts.Body):
        folds = (state.told, state.erasures, state.keys, state.sittings)
        return tuple(erasing.examine(act, body, *folds, around(state)))
    return _examine_meeting(act, body, state)


def _examine_authority(
    act: Act, body: delegations_facts.Body | functions_facts.Body | funds_facts.Body, state: State
) -> tuple[Finding, ...]:
    catalogue = state.functions.on(act.day)
    if isinstance(body, functions_facts.Body):
        return functions.examine(act, body, state.functions, state.bodies)
    if isinstance(body, funds_facts.Body):
        beside = funds.Beside(acting(state), state.chain, catalogue)
        waits = callins.examine_money(act, body, state.outcomes, taken(state), state.programme)
        return (*funds.examine(act, body, state.funds, beside), *waits)
    if isinstance(body, delegations_facts.Used):
        by = (catalogue, state.register, state.totals)
        done = uses.examine(act, body, state.chain, acting(state), *by)
        plans = (state.plan, state.programme, state.terms, state.functions)
        return (*done, *keydecisions.examine_used(act, body, *plans))
    return delegations.examine(act, body, state.chain, acting(state), catalogue)


def _examine_outcome(
    act: Act, body: outcomes_facts.Body | common_facts.Body | keydecisions_facts.Body, state: State
) -> tuple[Finding, ...]:
    if isinstance(body, common_facts.Body):
        return common.examine(act, body, state.sittings, state.terms, state.outcomes.commons)
    if isinstance(body, keydecisions_facts.Body):
        return tuple(_examine_key_decision(act, body, state))
    folds = (state.outcomes, state.motions, state.sittings)
    findings = outcomes.examine(act, body, *folds, state.bodies, state.directory)
    if not isinstance(body, outcomes_facts.Changed):
        return findings
    return (*findings, *reconsidering.examine_change(act.day, body, state.motions, state.terms))


def _examine_correction(
    act: Act, body: corrections_facts.Corrected, state: State, before: State | None
) -> tuple[Finding, ...]:
    """Judge a correction, and what the fact says instead as if it were said now of everything else."""
    folds = (state.said, state.sittings, state.roll, state.directory, state.deputies)
    findings = corrections.examine(act, body, *folds)
    sound = all(one.verdict is Verdict.MET for one in findings)
    if body.body is None or before is None or not sound:
        return findings
    instead = replace(act, body=body.body)
    said = (*_examine_day(instead), *_examine(instead, before))
    return (*findings, *(one for one in said if one.rule not in corrections.NOT_AGAIN))


def _examine_key_decision(act: Act, body: keydecisions_facts.Body, state: State) -> Iterator[Finding]:
    if isinstance(body, keydecisions_facts.OfPlan):
        in_force = state.terms.in_force(body.body, act.day)
        folds = (state.plan, state.bodies, state.directory, state.roll)
        return keydecisions.examine(act, body, *folds, in_force, state.functions.on(act.day))
    return callins.examine(act, body, state.outcomes, taken(state), around(state))


def _examine_parties(
    act: Act, body: organisations_facts.Body | bodies_facts.Body, state: State
) -> tuple[Finding, ...]:
    if isinstance(body, organisations_facts.Ended):
        return succession.examine_organisation(act, body, state.directory)
    if isinstance(body, organisations_facts.Registration):
        return organisations.examine(act, body, state.directory)
    if isinstance(body, bodies_facts.Ended):
        held = (state.roll, state.programme, state.chain, state.funds)
        return succession.examine_body(act, body, state.bodies, *held)
    findings = bodies.examine(act, body, state.bodies, state.directory)
    if not isinstance(body, bodies_facts.Constituted):
        return findings
    return (*findings, *groups.examine(act, body, state.terms, state.motions, state.sittings))


def _examine_people(
    act: Act, body: members_facts.Body | offices_facts.Body | deputies_facts.Body, state: State
) -> tuple[Finding, ...]:
    in_force = state.terms.in_force(body.body, act.day)
    bodies_, directory, roll = state.bodies, state.directory, state.roll
    if isinstance(body, members_facts.Roll | members_facts.Nomination):
        return _examine_members(act, body, state, in_force)
    if isinstance(body, members_facts.Mandate):
        return mandates.examine(act, body, state.mandates, roll, bodies_, directory, in_force)
    if isinstance(body, members_facts.AttendanceReviewed):
        return reviews.examine(act, body, roll, bodies_, directory, in_force)
    if isinstance(body, offices_facts.Body):
        return offices.examine(act, body, roll, bodies_, directory, in_force, state.motions)
    dates = held(state)
    return deputising.examine(act, body, state.deputies, bodies_, directory, roll, in_force, dates)


def _examine_members(
    act: Act,
    body: members_facts.Roll | members_facts.Nomination,
    state: State,
    in_force: terms_facts.Terms | None,
) -> tuple[Finding, ...]:
    bodies_, directory, roll = state.bodies, state.directory, state.roll
    if isinstance(body, members_facts.Nomination):
        return nominations.examine(act, body, state.nominations, bodies_, directory, in_force)
    if isinstance(body, members_facts.CoOpted):
        passed = state.motions.resolved
        return coopting.examine(act, body, roll, bodies_, directory, state.sittings, in_force, passed)
    return appointing.examine(act, body, roll, state.nominations, bodies_, directory, in_force)


def _examine_meeting(  # noqa: PLR0911 - one case a noun
    act: Act,
    body: programme_facts.Body
    | meetings_facts.Body
    | interests_facts.Body
    | minutes_facts.Body
    | decisions_facts.Body,
    state: State,
) -> tuple[Finding, ...]:
    if isinstance(body, programme.ProgrammeFact):
        return _examine_programme(act, body, state)
    if isinstance(body, programme_facts.Body):
        return _examine_agendas(act, body, state)
    if isinstance(body, interests_facts.RegimeAdopted | interests_facts.Standing):
        return interests.examine(act, body, state.register, state.directory)
    if isinstance(body, minutes_facts.Body):
        sitting = state.sittings.known.get(body.meeting)
        then = state.terms.in_force(sitting.body, sitting.day) if sitting else None
        return minutes.examine(act, body, state.sittings, state.minutes, state.directory, then)
    beside = around(state)
    if isinstance(body, decisions_facts.Body):
        sitting = state.sittings.known.get(body.meeting)
        in_force = beside.in_force(sitting, act.day) if sitting else None
        if isinstance(body, decisions_facts.Resolved):
            findings = (
                *resolutions.examine(act, body, sitting, state.motions, beside, state.chain, state.functions),
                *_examine_announced(act, body, state, in_force),
                *urgency.examine(act, body, sitting, state.motions, state.outcomes, state.terms),
                *common.examine_resolved(act, body, state.outcomes.commons),
            )
        else:
            findings = decisions.examine(act, body, sitting, state.motions, beside)
        return (*findings, *_examine_voters(body, state, in_force))
    findings = meetings.examine(act, body, state.sittings, beside)
    if isinstance(body, interests_facts.Declared):
        return (*findings, *_examine_declaration(act, body, state))
    return findings


def _examine_announced(
    act: Act, body: decisions_facts.Resolved, state: State, terms_: terms_facts.Terms | None
) -> Iterator[Finding]:
    """Judge that what a body decides on key matters was announced; without terms nothing is known of it."""
    code = state.sittings.body_of(body.meeting)
    if code is None or terms_ is None:
        return iter(())
    days = state.programme.days(code, act.day)
    return keydecisions.examine_resolved(act, body, code, state.plan, days, terms_)


def _examine_voters(
    body: decisions_facts.Body, state: State, terms_: terms_facts.Terms | None
) -> tuple[Finding, ...]:
    """Judge that no interest bars a vote: when it is cast, and again when the motion is resolved."""
    sitting, ballots = state.sittings.known.get(body.meeting), state.motions.ballots
    if sitting is None:
        return ()
    if isinstance(body, decisions_facts.Cast) and body.motion in ballots:
        item = ballots[body.motion].item
        barred = conflicts.may_vote(sitting, item, body.person, state.roll, terms_, state.register)
        return () if barred is None else (barred,)
    if isinstance(body, decisions_facts.Resolved):
        return tuple(
            finding
            for motion in body.motions
            if motion in ballots
            for finding in conflicts.examine_count(
                sitting, motion, ballots[motion], state.roll, terms_, state.register
            )
        )
    return ()


def _examine_declaration(act: Act, body: interests_facts.Declared, state: State) -> tuple[Finding, ...]:
    sitting = state.sittings.known.get(body.meeting)
    in_force = state.terms.in_force(sitting.body, act.day) if sitting else None
    ballots = state.motions.ballots
    return conflicts.examine(act, body, sitting, state.roll, in_force, state.register, ballots)


def _examine_programme(act: Act, body: programme.ProgrammeFact, state: State) -> tuple[Finding, ...]:
    in_force = state.terms.in_force(body.body, act.day)
    findings = programme.examine(act, body, state.programme, state.bodies, in_force)
    if not isinstance(body, programme_facts.Called):
        return findings
    coming, roll, directory = state.programme, state.roll, state.directory
    return (*findings, *programme.examine_notice(act, body, coming, roll, directory, in_force))


def _examine_agendas(act: Act, body: agendas.AgendaFact, state: State) -> tuple[Finding, ...]:
    folds = (state.agendas, state.programme, state.sittings, state.bodies)
    if isinstance(body, requests.Asked):
        return requests.examine(act, body, *folds, state.directory)
    in_force = state.terms.in_force(body.body, act.day)
    findings = agendas.examine(act, body, *folds, in_force)
    if not isinstance(body, agendas.Published):
        return findings
    late = agendas.timeliness(act.day, body, state.programme, state.sittings, state.roll, in_force)
    return (*findings, *late)


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
