"""Facts about what the record answers: a question that a board asks, attested at a place in the order."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.words import ActId, Code, Day, DelegationId, DisputeId, PersonId, ResolutionId, Title


class OfDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="about", tag="decision"):
    """What was a decision worth on a day?"""

    decision: ResolutionId
    day: Day


class OfMembership(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="about", tag="membership"
):
    """Was a person a member of a body on a day?"""

    body: Code
    person: PersonId
    day: Day


class OfDelegation(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="about", tag="delegation"
):
    """Did a delegation hold on a day, with every link above it?"""

    delegation: DelegationId
    day: Day


class OfAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="about", tag="act"):
    """Was an act within the authority under which it was done, or taken over by a day?"""

    act: ActId
    day: Day


class OfDispute(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="about", tag="dispute"):
    """Was a dispute in this stage on a day?"""

    dispute: DisputeId
    stage: Code
    day: Day


Question = OfDecision | OfMembership | OfDelegation | OfAct | OfDispute
Answer = Literal["yes", "yes, as a departure", "no", "not known"]
"""A decision that holds though a departure or a defect is shown is no plain yes."""


class Attested(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="standing.attested/1"):
    """The body attests what the record up to this fact answers to a question; ``said`` is why, by line.

    Whoever judges again computes the answer from the facts before this one.
    """

    by: Code
    question: Question
    answer: Answer
    said: Annotated[tuple[Title, ...], msgspec.Meta(min_length=1, max_length=64)]


Body = Attested
