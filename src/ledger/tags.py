"""By what a fact is found: its tags and charges, a pure function of type and body, written once.

Only facts that change a thing carry its tag; uses carry ``use:…`` and votes ``votes:…``, so that the
walk from a delegation or a motion back to its beginning stays short.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from ledger import ed25519, partnertags
from ledger.facts import (
    Body,
    attesting,
    bodies,
    common,
    contesting,
    corrections,
    decisions,
    delegations,
    deputies,
    erasing,
    followups,
    founding,
    functions,
    funds,
    interests,
    keydecisions,
    keys,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    outcomes,
    programme,
    terms,
)
from ledger.facts.fact import Charge
from ledger.facts.words import key_bytes

FOUNDING = "founding"
"""Carried by entry 1 only; every walk of a key ends there."""

FUNCTIONS = "functions"
"""Carried by all that is said of the catalogue: there is one."""

PERIODS: tuple[delegations.Over, ...] = ("month", "quarter", "calendar year", "financial year")
"""The periods for which limits are counted: each has a running total of its own, read with one step."""

TOTALS = ("use:",)
"""Tags whose last entry alone is read: it carries the running total."""


def wire_name(body: type[msgspec.Struct]) -> str:
    """Give the wire name of a type of body: ``"delegation.granted/1"``."""
    return str(body.__struct_config__.tag)


def tags_of(body: Body, day: str) -> tuple[str, ...]:
    """Give the tags that a fact with this body, on a day, carries, in ascending order."""
    charged = use_tags(body, day) if isinstance(body, delegations.Used) else ()
    return tuple(sorted({*_tags(body), *charged}))


def charges_of(body: Body, day: str) -> tuple[Charge, ...]:
    """Give what a fact with this body, on a day, adds to running totals, by tag."""
    if isinstance(body, delegations.Used) and body.amount is not None:
        return tuple(Charge(tag, body.amount.minor) for tag in sorted(set(use_tags(body, day))))
    return ()


def key_tag(public: str) -> str:
    """Give the tag of a public key in base64."""
    return f"key:{ed25519.key_id(key_bytes(public))}"


def use_tags(body: delegations.Used, day: str) -> tuple[str, ...]:
    """Give the tags that an act under a delegation is charged to: of every link in all, and in each period.

    In all and in the financial year there is one for its kind too, capital or revenue; then of its matter,
    project and supplier. There is one for each currency: amounts in different currencies never add up.
    Without an amount there is none.
    """
    if body.amount is None:
        return ()
    currency, year = body.amount.currency, window_of("financial year", day)
    windows = ["", *(window_of(one, day) for one in PERIODS)]
    windows += [body.spend, f"{year}.{body.spend}"] if body.spend else []
    named = (("matter", body.matter), ("project", body.project), ("supplier", body.supplier))
    windows += [f"{kind}.{code}" for kind, code in named if code is not None]
    return tuple(use_tag(delegation, window, currency) for delegation in body.chain for window in windows)


def use_tag(delegation: str, window: str, currency: str) -> str:
    """Give the tag of a running total of one link: ``use:g-…/year.2024:gbp``; in all ``use:g-…:gbp``."""
    return f"use:{delegation}{f'/{window}' if window else ''}:{currency.lower()}"


def window_of(over: delegations.Over, day: str) -> str:
    """Give the window in which a limit counts an act of a day: ``month.2026-11``, ``quarter.2026-4``.

    Years go by the one in which they begin: ``year.2025`` is the financial year from 1 April 2025. All acts
    are one window, without a name.
    """
    year, month = day[:4], day[5:7]
    match over:
        case "month":
            return f"month.{year}-{month}"
        case "quarter":
            return f"quarter.{year}-{(int(month) + 2) // 3}"
        case "calendar year":
            return f"calendar.{year}"
        case "financial year":
            return f"year.{year if month >= '04' else int(year) - 1}"
        case "one act" | "all acts":
            return ""
        case _:
            assert_never(over)


def _tags(body: Body) -> tuple[str, ...]:  # noqa: PLR0911, PLR0912 - one case a noun
    match body:
        case founding.Founded():
            people = (f"person:{body.officer}", key_tag(body.officer_key), key_tag(body.recovery_key))
            return (FOUNDING, *people)
        case keys.Enrolled():
            return (key_tag(body.key),)
        case keys.LogKeyRotated() | keys.LogKeyEnded():
            # What the ledger rests on has changed, and whoever enrols a key reads what that is.
            return (FOUNDING,)
        case keys.Rotated():
            return (f"key:{body.old}", key_tag(body.key))
        case keys.Revoked() | keys.Compromised():
            return (f"key:{body.key}",)
        case terms.Drafted() | terms.Adopted():
            return (f"terms:{body.terms.body}",)
        case corrections.Corrected():
            after = _tags(body.body) if body.body is not None else ()
            return (*_tags(body.was), *after)
        case erasing.Erased():
            return (f"erased:{body.of}",)
        case contesting.Contested() | contesting.Withdrawn():
            return (f"contested:{body.contests}", body.found)
    if isinstance(body, organisations.Body | bodies.Body):
        return _of_parties(body)
    if isinstance(body, members.Body | offices.Body | deputies.Body):
        return _of_people(body)
    if isinstance(body, programme.Body):
        return _of_the_programme(body)
    if isinstance(body, meetings.Body | interests.Body | minutes.Body):
        return _of_meetings(body)
    if isinstance(body, attesting.Body):
        return (f"attested:{body.by}",)
    if isinstance(body, outcomes.Body | common.Body | keydecisions.Body):
        return _of_outcomes(body)
    if isinstance(body, partnertags.Body):
        return partnertags.of(body)
    if isinstance(body, delegations.Body | funds.Body):
        return _of_authority(body)
    return _of_decisions(body)


def _of_authority(body: delegations.Body | funds.Body) -> tuple[str, ...]:
    return _of_funds(body) if isinstance(body, funds.Body) else _of_delegations(body)


def _of_parties(body: organisations.Body | bodies.Body) -> tuple[str, ...]:
    match body:
        case organisations.Registered():
            return (f"organisation:{body.organisation}",)
        case organisations.Ended():
            return tuple(f"organisation:{code}" for code in (body.organisation, *body.successors))
        case organisations.PersonRegistered():
            return (f"person:{body.person}",)
        case organisations.Affiliated() | organisations.Unaffiliated():
            return (f"affiliations:{body.person}",)
        case bodies.Constituted() | bodies.RoleTaken() | bodies.RoleEnded():
            return (f"body:{body.body}",)
        case bodies.Ended():
            return _of_an_ended_body(body)
        case _:
            assert_never(body)


def _of_an_ended_body(body: bodies.Ended) -> tuple[str, ...]:
    """Whatever passes on is another's from now on; whose it is is found by that body as well."""
    parties = tuple(f"body:{code}" for code in (body.body, *body.successors))
    delegations_ = tuple(f"delegation:{one}" for one in body.passing if one.startswith("g-"))
    allocations = tuple(f"allocation:{one}" for one in body.passing if one.startswith("w-"))
    kept = tuple(f"fund:{code}" for code in body.funds)
    heirs = body.successors[:1]
    theirs = tuple(f"allocations:{code}" for code in heirs if allocations)
    theirs += tuple(f"funds:{code}" for code in heirs if kept)
    return (*parties, *delegations_, *allocations, *kept, *theirs)


def _of_people(body: members.Body | offices.Body | deputies.Body) -> tuple[str, ...]:
    if isinstance(body, members.Nomination):
        return (f"nomination:{body.nomination}",)
    if isinstance(body, members.Mandate):
        return (f"mandates:{body.body}",)
    if isinstance(body, members.AttendanceReviewed):
        return (f"reviews:{body.body}",)
    if isinstance(body, deputies.Nominated):
        return (f"deputies:{body.body}", f"deputy:{body.deputy}")
    if isinstance(body, deputies.Body):
        return (f"deputies:{body.body}",)
    return (f"roll:{body.body}",)


def _of_the_programme(body: programme.Body) -> tuple[str, ...]:  # noqa: PLR0911 - one case a type
    match body:
        case programme.CalendarAdopted():
            return (f"calendar:{body.body}",)
        case programme.Scheduled() | programme.Moved() | programme.Cancelled() | programme.Called():
            return (f"programme:{body.body}", f"meeting:{body.meeting}")
        case programme.ItemPlanned() | programme.ItemWithdrawn():
            where = f"agenda:{body.meeting}" if body.meeting else f"plan:{body.body}"
            return (f"item:{body.item}", where)
        case programme.ItemPlaced():
            return (f"item:{body.item}", f"agenda:{body.meeting}", f"plan:{body.body}")
        case programme.AgendaPublished():
            return (f"agenda:{body.meeting}",)
        case programme.PaperPublished():
            return (f"papers:{body.meeting}",)
        case programme.VisitRequested() | programme.VisitAnswered():
            return (f"visit:{body.visit}",)
        case programme.QuestionPut() | programme.QuestionAnswered():
            return (f"question:{body.question}",)
        case _:
            assert_never(body)


def _of_meetings(body: meetings.Body | interests.Body | minutes.Body) -> tuple[str, ...]:  # noqa: PLR0911 - one case a type
    match body:
        case interests.RegimeAdopted():
            return (f"regime:{body.organisation}",)
        case interests.Registered() | interests.Ended() | interests.Dispensed():
            return (f"interests:{body.person}",)
        case minutes.Narrated():
            return (f"narrative:{body.meeting}",)
        case minutes.Issued() | minutes.Presented():
            return (f"minutes:{body.meeting}",)
        case minutes.Agreed():
            return (f"minutes:{body.of or body.meeting}",)
        case minutes.Signed():
            return (f"minutes:{body.of}",)
        case _:
            return (f"meeting:{body.meeting}",)


def _of_outcomes(  # noqa: PLR0911 - one case a type
    body: outcomes.Body | common.Body | keydecisions.Body,
) -> tuple[str, ...]:
    match body:
        case keydecisions.Announced() | keydecisions.Withdrawn() | keydecisions.Excepted():
            return (f"announced:{body.key}",)
        case keydecisions.Published() | keydecisions.CalledIn() | keydecisions.CallInEnded():
            return (f"subject:{body.decision}",)
        case outcomes.Claimed():
            return (f"claim:{body.claim}",)
        case outcomes.Traced():
            return (f"claim:{body.claim}", f"subject:{body.resolution}")
        case common.Put():
            return (f"common:{body.common}", *(f"commons:{one.item}" for one in body.sittings))
        case common.Declined():
            return (f"common:{body.common}",)
        case outcomes.Considered():
            return (f"subject:{body.resolution}", f"subject:{body.by}")
        case outcomes.Reported():
            return (f"subject:{body.resolution}", f"urgent:{body.body}")
        case outcomes.Changed() if body.by is not None:
            # What the body decided of it since may be all that it was still to be told of an urgent decision.
            return (f"subject:{body.resolution}", f"urgent:{body.body}")
        case _:
            return (f"subject:{body.resolution}",)


def _of_funds(body: funds.Body) -> tuple[str, ...]:  # noqa: PLR0911 - one case a type
    match body:
        case funds.FundOpened():
            return (f"fund:{body.fund}", f"funds:{body.by}")
        case funds.FundVaried() | funds.ContributionAgreed() | funds.ContributionPaid():
            return (f"fund:{body.fund}",)
        case funds.Allocated():
            return (*_of_a_level(body), f"allocations:{body.to}")
        case funds.AllocationChanged():
            return _of_a_level(body)
        case funds.AllocationLapsed():
            return (*_of_a_level(body), f"allocations:{body.by}")
        case funds.Committed() | funds.Released():
            # It does not change the act that it rests on, so it does not carry ``act:``; what all commitments
            # by one act come to changes, so two that race for what is left of it carry and read this one.
            rests = (f"commitments:{body.act}",) if body.act else ()
            return (f"allocation:{body.allocation}", f"commitment:{body.commitment}", *rests)
        case funds.Paid():
            return (f"allocation:{body.allocation}", f"commitment:{body.commitment}")
        case _:
            assert_never(body)


def _of_a_level(body: funds.OfLevel) -> tuple[str, str]:
    above = f"allocation:{body.parent}" if body.parent else f"fund:{body.fund}"
    return (f"allocation:{body.allocation}", above)


def _of_decisions(  # noqa: PLR0911 - one case a type
    body: decisions.Body | followups.Body | functions.Body,
) -> tuple[str, ...]:
    match body:
        case decisions.MotionPut():
            return (f"motion:{body.motion}", f"motions:{body.item}")
        case (
            decisions.MotionAmended()
            | decisions.MotionWithdrawn()
            | decisions.LotDrawn()
            | decisions.VoteTallied()
            | decisions.BallotCounted()
        ):
            return (f"motion:{body.motion}",)
        case decisions.ConsensusFound() | decisions.ConsensusDisputed():
            return (f"consensus:{body.item}",)
        case decisions.VoteCast() | decisions.BallotCast():
            return (f"vote:{body.motion}/{body.person}", f"votes:{body.motion}")
        case decisions.Resolved():
            motions = (f"motion:{motion}" for motion in body.motions)
            asked = (f"common:{part.common}" for part in body.parts if part.common is not None)
            urgent = (f"urgent:{body.urgent}",) if body.urgent is not None else ()
            return (f"decision:{body.resolution}", *motions, *asked, *urgent)
        case decisions.FollowUpNoted() | followups.Assigned() | followups.Slipped() | followups.Closed():
            return (f"followup:{body.followup}",)
        case functions.Listed() | functions.Ended():
            return (FUNCTIONS,)
        case _:
            assert_never(body)


def _over(scope: delegations.Scope) -> tuple[str, ...]:
    """Give by what a delegation is found for a function: who could decide it?"""
    return tuple(f"over:{function}" for function in scope.functions)


def _of_delegations(body: delegations.Body) -> tuple[str, ...]:
    match body:
        case delegations.Granted() | delegations.PassedOn():
            kept = isinstance(body, delegations.Granted) and body.kind == "reserved"
            reserved = (f"reserved:{body.by}",) if kept else ()
            held = tuple(f"holder:{party}" for party in body.to)
            return (f"delegation:{body.delegation}", *held, *reserved, *_over(body.scope))
        case delegations.Used():
            decided = (f"subject:{body.resolution}",) if body.resolution else ()
            return (f"act:{body.act}", f"acts:{body.chain[-1]}", *decided)
        case delegations.Ratified():
            return (f"act:{body.act}",)
        case delegations.Reported():
            return (f"acts:{body.delegation}",)
        case delegations.PowerStated():
            return (f"power:{body.power}",)
        case _:
            over = _over(body.scope) if isinstance(body, delegations.Amended) else ()
            return (f"delegation:{body.delegation}", *over)
