"""The small words that facts are made of: ids, codes, days, money, sealed text.

Every text field of a fact is one of these. Free text is always ``Sealed``: the signed fact holds a
commitment, an erasable table holds the words.
"""

from __future__ import annotations

import base64
from typing import Annotated

import msgspec

INTEGER_MAX = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8785, section 3.2.2.3)."""

Code = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]+(?:[-.][a-z0-9]+)*\Z", max_length=64)]
"""The public id of an organisation, body, seat, office, rule set or matter: ``lsc-icp``."""

PersonId = Annotated[str, msgspec.Meta(pattern=r"\Ap-[a-z2-7]{16}\Z")]
MeetingId = Annotated[str, msgspec.Meta(pattern=r"\Am-[a-z2-7]{16}\Z")]
ItemId = Annotated[str, msgspec.Meta(pattern=r"\Ai-[a-z2-7]{16}\Z")]
MotionId = Annotated[str, msgspec.Meta(pattern=r"\Av-[a-z2-7]{16}\Z")]
ResolutionId = Annotated[str, msgspec.Meta(pattern=r"\Ad-[a-z2-7]{16}\Z")]
FollowUpId = Annotated[str, msgspec.Meta(pattern=r"\Af-[a-z2-7]{16}\Z")]
DelegationId = Annotated[str, msgspec.Meta(pattern=r"\Ag-[a-z2-7]{16}\Z")]
PartNumber = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]{1,8}\Z")]
"""The number of a part of a resolution; where there is none, the resolution as a whole is meant."""

ClaimId = Annotated[str, msgspec.Meta(pattern=r"\Ac-[a-z2-7]{16}\Z")]
CommonId = Annotated[str, msgspec.Meta(pattern=r"\Ak-[a-z2-7]{16}\Z")]
ActId = Annotated[str, msgspec.Meta(pattern=r"\Aa-[a-z2-7]{16}\Z")]
NominationId = Annotated[str, msgspec.Meta(pattern=r"\An-[a-z2-7]{16}\Z")]
DeputyId = Annotated[str, msgspec.Meta(pattern=r"\As-[a-z2-7]{16}\Z")]
InterestId = Annotated[str, msgspec.Meta(pattern=r"\At-[a-z2-7]{16}\Z")]
PaperId = Annotated[str, msgspec.Meta(pattern=r"\Ab-[a-z2-7]{16}\Z")]
QuestionId = Annotated[str, msgspec.Meta(pattern=r"\Aq-[a-z2-7]{16}\Z")]
VisitId = Annotated[str, msgspec.Meta(pattern=r"\Ao-[a-z2-7]{16}\Z")]
AnnouncementId = Annotated[str, msgspec.Meta(pattern=r"\Ae-[a-z2-7]{16}\Z")]
ConsultationId = Annotated[str, msgspec.Meta(pattern=r"\Au-[a-z2-7]{16}\Z")]
AllocationId = Annotated[str, msgspec.Meta(pattern=r"\Aw-[a-z2-7]{16}\Z")]
CommitmentId = Annotated[str, msgspec.Meta(pattern=r"\Ax-[a-z2-7]{16}\Z")]
AgreementId = Annotated[str, msgspec.Meta(pattern=r"\Aag-[a-z2-7]{16}\Z")]
DisputeId = Annotated[str, msgspec.Meta(pattern=r"\Adp-[a-z2-7]{16}\Z")]
ConcernId = Annotated[str, msgspec.Meta(pattern=r"\Acn-[a-z2-7]{16}\Z")]
TargetId = Annotated[str, msgspec.Meta(pattern=r"\Atg-[a-z2-7]{16}\Z")]
DutyId = Annotated[str, msgspec.Meta(pattern=r"\Adt-[a-z2-7]{16}\Z")]
RiskId = Annotated[str, msgspec.Meta(pattern=r"\Ark-[a-z2-7]{16}\Z")]
LeadId = Annotated[str, msgspec.Meta(pattern=r"\Ald-[a-z2-7]{16}\Z")]
DecisionId = Annotated[str, msgspec.Meta(pattern=r"\A[ad]-[a-z2-7]{16}\Z")]
"""A resolution or an act under a delegation: what was decided, by whomever."""
PassingId = Annotated[str, msgspec.Meta(pattern=r"\A[gw]-[a-z2-7]{16}\Z")]
"""What passes from a body to its successor: a delegation or an allocation of money."""
PlaceId = Annotated[str, msgspec.Meta(pattern=r"\A(?:ag|cn|d|dp|dt|f|rk|tg)-[a-z2-7]{16}\Z")]
"""What a party has a place in: agreement, concern, resolution, dispute, duty, follow-up, risk or target."""

LedgerId = Annotated[str, msgspec.Meta(pattern=r"\Al-[a-z2-7]{26}\Z")]
RequestId = Annotated[str, msgspec.Meta(pattern=r"\Ar-[a-z2-7]{16}\Z")]
FactId = Annotated[str, msgspec.Meta(pattern=r"\Ar-[a-z2-7]{16}/[1-9][0-9]{0,3}\Z")]
"""The request and the fact's number in it; there is no other id of a fact."""

Party = Annotated[
    str,
    msgspec.Meta(
        pattern=r"\A(?:p-[a-z2-7]{16}|(?:body|organisation):[a-z0-9]+(?:[-.][a-z0-9]+)*"
        r"|office:[a-z0-9]+(?:[-.][a-z0-9]+)*/[a-z0-9]+(?:[-.][a-z0-9]+)*)\Z",
        max_length=100,
    ),
]
"""Who receives authority: a person, ``body:lsc-icp``, ``office:lsc-icp/chair`` or ``organisation:icb``."""

Partner = Annotated[
    str, msgspec.Meta(pattern=r"\A(?:body|organisation):[a-z0-9]+(?:[-.][a-z0-9]+)*\Z", max_length=77)
]
"""A body or an organisation, where no person can be meant."""

Tag = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]+(?::[a-z0-9./-]+){0,2}\Z", max_length=128)]
"""What a fact is found by: ``delegation:g-…``. ASCII."""

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
"""The public title of an organisation, body, seat, office or instrument; never a private person's name."""

Clause = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
"""Where it says so: ``"8.1"``, ``"s.116ZA Local Government and Public Involvement in Health Act 2007"``."""

SealedPath = Annotated[
    str, msgspec.Meta(pattern=r"\A(?:departure|body(?:\.(?:[a-z_]{1,32}|[0-9]{1,4})){1,8})\Z", max_length=128)
]
"""Where a sealed field stands in a fact: ``body.parts.0.text``."""

Printed = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
"""A date, period or figure exactly as its source prints it: ``"2024/25"``."""

_YEAR = "[12][0-9]{3}"
_LEAP_YEAR = "(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|(?:1[26]|2[048])00)"
_LONG, _SHORT, _FEBRUARY = (
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    "02-(?:0[1-9]|1[0-9]|2[0-8])",
)
_DATE = f"(?:{_YEAR}-(?:{_LONG}|{_SHORT}|{_FEBRUARY})|{_LEAP_YEAR}-02-29)"
_TIME = "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{6}Z"

Day = Annotated[str, msgspec.Meta(pattern=rf"\A{_DATE}\Z")]
"""A day that the calendar has, in England and Wales, ISO 8601."""

Month = Annotated[str, msgspec.Meta(pattern=rf"\A{_YEAR}-(?:0[1-9]|1[0-2])\Z")]
"""A month: ``2017-06``."""

Instant = Annotated[str, msgspec.Meta(pattern=rf"\A{_DATE}{_TIME}\Z")]
"""An instant in UTC to the microsecond, ISO 8601."""

When = Annotated[str, msgspec.Meta(pattern=rf"\A{_DATE}(?:{_TIME})?\Z")]
"""A day or an instant."""

PublicKey = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=\Z")]
"""The 32 bytes of an Ed25519 public key in standard base64, spare bits zero: one text for one key."""

Signature = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9+/]{85}[AQgw]==\Z")]
"""The 64 bytes of an Ed25519 signature in standard base64, spare bits zero."""

KeyId = Annotated[str, msgspec.Meta(pattern=r"\Aed25519-[0-9a-f]{32}\Z")]
Digest = Annotated[str, msgspec.Meta(pattern=r"\Asha256:[0-9a-f]{64}\Z")]
Digests = Annotated[tuple[Digest, ...], msgspec.Meta(max_length=16)]
"""Files that are kept elsewhere and show that something was done, by what they contain."""

Integer = Annotated[int, msgspec.Meta(ge=-INTEGER_MAX, le=INTEGER_MAX)]
Amount = Annotated[int, msgspec.Meta(ge=1, le=INTEGER_MAX)]
Number = Annotated[int, msgspec.Meta(ge=1, le=INTEGER_MAX)]
"""An entry's number: the size of the tree that includes it."""

RuleId = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{3}-[1-9][0-9]{0,2}\Z")]
"""The id of a rule: ``DEL-5`` of Remit, ``QUO-1`` of a body's terms."""

Right = Annotated[str, msgspec.Meta(pattern=r"\A(?:own|enrol|record:(?:\*|[a-z0-9]+(?:[-.][a-z0-9]+)*))\Z")]
"""What a key may do: ``own`` acts of its person, ``record:<body>`` (``*``: every body), ``enrol`` keys."""


class Due(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When something is due, exactly as its source prints it, and the days that this is read as (SYS-3).

    ``first`` is the first day that is meant, of a window or of what runs from then on; ``last`` is the last
    on which it is in time; None: none is meant, or it is not known. ``doubt`` says what is wrong in print.
    """

    printed: Printed
    first: Day | None = None
    last: Day | None = None
    doubt: Printed | None = None


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A commitment to a text that is kept elsewhere and can be erased.

    ``commitment`` is hexadecimal HMAC-SHA-256; ``docs/formats/fact.md`` gives the exact bytes.
    """

    commitment: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Words(Sealed, frozen=True, forbid_unknown_fields=True):
    """A text on its way to being sealed; its canonical bytes are never a fact."""

    text: str

    @classmethod
    def of(cls, text: str) -> Words:
        """Wrap a text whose commitment is computed when the fact gets its id."""
        return cls(commitment="0" * 64, text=text)


class Money(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An amount in integer minor units of an ISO 4217 currency: ``Money(250_000_00, "GBP")``."""

    minor: Amount
    currency: Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{3}\Z")]


def key_bytes(public: str) -> bytes:
    """Give the 32 bytes of a ``PublicKey``."""
    return base64.b64decode(public)


def key_text(public: bytes) -> str:
    """Give the ``PublicKey`` of 32 bytes."""
    return base64.b64encode(public).decode()
