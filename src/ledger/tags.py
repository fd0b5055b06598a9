"""By what a fact is found: its tags and charges, a pure function of type and body, written once.

Only facts that change a thing carry its tag; uses carry ``use:…`` and votes ``votes:…``, so that the
walk from a delegation or a motion back to its beginning stays short.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from ledger import ed25519
from ledger.facts import (
    Body,
    bodies,
    decisions,
    delegations,
    founding,
    keys,
    meetings,
    members,
    organisations,
    terms,
)
from ledger.facts.fact import Charge
from ledger.facts.words import key_bytes

FOUNDING = "founding"
"""Carried by entry 1 only; every walk of a key ends there."""

TOTALS = ("use:",)
"""Tags whose last entry alone is read: it carries the running total."""


def wire_name(body: type[msgspec.Struct]) -> str:
    """Give the wire name of a type of body: ``"delegation.granted/1"``."""
    return str(body.__struct_config__.tag)


def tags_of(body: Body) -> tuple[str, ...]:
    """Give the tags that a fact with this body carries, in ascending order."""
    return tuple(sorted(set(_tags(body))))


def charges_of(body: Body) -> tuple[Charge, ...]:
    """Give what a fact with this body adds to running totals, by tag."""
    if isinstance(body, delegations.Used) and body.amount is not None:
        return tuple(Charge(tag, body.amount.minor) for tag in sorted(set(use_tags(body))))
    return ()


def key_tag(public: str) -> str:
    """Give the tag of a public key in base64."""
    return f"key:{ed25519.key_id(key_bytes(public))}"


def use_tags(body: delegations.Used) -> tuple[str, ...]:
    """Give the tags that an act under a delegation is found by and charged to, one a link.

    There is one for each currency: amounts in different currencies never add up.
    """
    suffix = f":{body.amount.currency.lower()}" if body.amount else ""
    return tuple(f"use:{delegation}{suffix}" for delegation in body.chain)


def _tags(body: Body) -> tuple[str, ...]:  # noqa: PLR0911, PLR0912 - one case a type, closed by assert_never
    match body:
        case founding.Founded():
            people = (f"person:{body.officer}", key_tag(body.officer_key), key_tag(body.recovery_key))
            return (FOUNDING, *people)
        case keys.Enrolled():
            return (key_tag(body.key),)
        case keys.Rotated():
            return (f"key:{body.old}", key_tag(body.key))
        case keys.Revoked() | keys.Compromised():
            return (f"key:{body.key}",)
        case organisations.Registered():
            return (f"organisation:{body.organisation}",)
        case organisations.PersonRegistered():
            return (f"person:{body.person}",)
        case bodies.Constituted():
            return (f"body:{body.body}",)
        case terms.Drafted() | terms.Adopted():
            return (f"terms:{body.terms.body}",)
        case members.Appointed() | members.Ended() | members.Elected() | members.OfficeEnded():
            return (f"roll:{body.body}",)
        case meetings.Scheduled():
            return (f"programme:{body.body}",)
        case (
            meetings.Opened()
            | meetings.Attended()
            | meetings.ItemOpened()
            | meetings.InterestDeclared()
            | meetings.NoInterestDeclared()
            | meetings.Closed()
        ):
            return (f"meeting:{body.meeting}",)
        case meetings.MinutesAgreed():
            return (f"minutes:{body.of or body.meeting}",)
        case decisions.MotionPut() | decisions.VoteTallied():
            return (f"motion:{body.motion}",)
        case decisions.VoteCast():
            return (f"vote:{body.motion}/{body.person}", f"votes:{body.motion}")
        case decisions.Resolved():
            return (f"decision:{body.resolution}", *(f"motion:{motion}" for motion in body.motions))
        case decisions.FollowUpNoted():
            return (f"followup:{body.followup}",)
        case delegations.Granted() | delegations.PassedOn():
            return (f"delegation:{body.delegation}", f"holder:{body.to}")
        case delegations.Narrowed() | delegations.Revoked():
            return (f"delegation:{body.delegation}",)
        case delegations.Used():
            return (f"act:{body.act}", *use_tags(body))
        case _:
            assert_never(body)
