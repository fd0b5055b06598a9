"""One example of every fact, and the smallest wrapping that a test needs around one."""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from ledger.acts import Act, Recorded
from ledger.ed25519 import PrivateKey, key_id
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
from ledger.facts.fact import Acted, Fact
from ledger.facts.words import Money, Sealed
from ledger.tags import charges_of, tags_of

LEDGER = "l-" + "a" * 26
OTHER_LEDGER = "l-" + "b" * 26
REQUEST = "r-" + "a" * 16
DAY = "2026-11-20"
TAKEN = "2026-11-22T10:00:00.000000Z"

ADA, BEN, CAI = ("p-" + letter * 16 for letter in "abc")
MEETING, EARLIER = ("m-" + letter * 16 for letter in "ab")
ITEM = "i-" + "a" * 16
MOTION = "v-" + "a" * 16
RESOLUTION = "d-" + "a" * 16
FOLLOW_UP = "f-" + "a" * 16
ROOT, LINK = ("g-" + letter * 16 for letter in "ab")
ACT = "a-" + "a" * 16

OFFICER, RECOVERY, LOG, NEW, OTHER = (PrivateKey.from_seed(bytes([number]) * 32) for number in range(1, 6))

SEAL = Sealed("5" * 64)
POUNDS = Money(250_000_00, "GBP")


def text_of(key: PrivateKey) -> str:
    """Give the base64 of a public key."""
    return base64.b64encode(key.public).decode()


def ids_of(*signers: PrivateKey) -> tuple[str, ...]:
    """Give the ids of keys, as an act names its signers."""
    return tuple(key_id(signer.public) for signer in signers)


def seat(code: str = "chair", **changes: Any) -> terms.Seat:
    """Give a seat that one council fills."""
    given = terms.Seat(code, "council", ("east-council",), "councillor", "Leader", "5.1")
    return msgspec.structs.replace(given, **changes)


def terms_of(*seats: terms.Seat, **changes: Any) -> terms.Terms:
    """Give terms with one quorum rule: somebody is there."""
    given = terms.Terms(
        body="icp",
        version="2026",
        title="Terms of reference of the partnership",
        cited="ToR",
        founders=("east-council",),
        seats=seats or (seat(),),
        offices=(terms.Office("chair", "Chair", "6.1"),),
        rules=(QUORUM,),
    )
    return msgspec.structs.replace(given, **changes)


QUORUM = terms.QuorumRule("QUO-1", "8.1", "stated", "at least 1 member", terms.Count(terms.Filter(), 1))
SCOPE = delegations.Scope(("grants",), POUNDS, None, "2027-04-01", 1)

FOUNDED = founding.Founded("example.org/icp", text_of(LOG), ADA, SEAL, text_of(OFFICER), text_of(RECOVERY))
ENROLLED = keys.Enrolled(text_of(NEW), BEN, ("own", "record:icp"))
ROTATED = keys.Rotated(ids_of(OFFICER)[0], text_of(NEW), ADA, ("enrol", "own", "record:*"))

EXAMPLES: tuple[Body, ...] = (
    FOUNDED,
    ENROLLED,
    ROTATED,
    keys.Revoked(ids_of(OFFICER)[0], SEAL),
    keys.Compromised(ids_of(OFFICER)[0], 7, SEAL),
    organisations.Registered("east-council", "East Council", "council", ("councils",), "north-council"),
    organisations.PersonRegistered(BEN, SEAL),
    bodies.Constituted("icp", "Integrated Care Partnership", "s.116ZA of the Act", ("east-council",)),
    terms.Drafted(terms_of()),
    terms.Adopted(terms_of(), DAY),
    members.Appointed("icp", BEN, "chair", "appointed", None),
    members.Ended("icp", BEN, None, SEAL),
    members.Elected("icp", "chair", BEN, "2026/27", None, None),
    members.OfficeEnded("icp", "chair", BEN, SEAL),
    meetings.Opened(MEETING, "icp", "meeting", "10 am", SEAL),
    meetings.Attended(MEETING, (ADA, BEN), (meetings.Attendee(CAI, "east-council"),), ()),
    meetings.ItemOpened(MEETING, ITEM, "4.2", SEAL, SEAL, (ADA,), ("chair",)),
    meetings.InterestDeclared(MEETING, ITEM, BEN, SEAL, "withdraws"),
    meetings.NoInterestDeclared(MEETING),
    meetings.MinutesAgreed(MEETING, ITEM, EARLIER, SEAL, (REQUEST + "/1",)),
    meetings.Scheduled("icp", "2027-01-15", None, None),
    meetings.Closed(MEETING),
    decisions.MotionPut(MOTION, MEETING, ITEM, SEAL, moved=True, proposer=ADA, seconded=True, seconder=BEN),
    decisions.VoteCast(MOTION, MEETING, BEN, "for", SEAL),
    decisions.VoteTallied(MOTION, MEETING, 7, 2, None),
    decisions.Resolved(
        RESOLUTION, MEETING, ITEM, "vote", (MOTION,), (decisions.Part("1", "decision", SEAL, SEAL),)
    ),
    decisions.FollowUpNoted(FOLLOW_UP, MEETING, ITEM, SEAL, "next meeting"),
    delegations.Granted(ROOT, "icp", "body:place-board", "Clause 9", SCOPE),
    delegations.PassedOn(LINK, ROOT, "icp", BEN, SCOPE),
    delegations.Narrowed(LINK, "icp", SCOPE),
    delegations.Revoked(LINK, "icp", SEAL),
    delegations.Used(ACT, (ROOT, LINK), "icp", BEN, "grants", POUNDS, SEAL),
)


def wire_name(body: Body) -> str:
    """Give the type of a body as the fact spells it."""
    return str(body.__struct_config__.tag)


def fact_of(body: Body, **changes: Any) -> Fact:
    """Wrap a body in a fact that carries its tags and charges."""
    given = Fact(
        ledger=LEDGER,
        id=REQUEST + "/1",
        on=DAY,
        acted=Acted(),
        recorder=ADA,
        clauses=(),
        tags=tags_of(body),
        relies=(),
        charges=charges_of(body),
        evidence=(),
        findings=(),
        departure=None,
        body=body,
    )
    return msgspec.structs.replace(given, **changes)


def recorded_of(number: int, body: Body, *signers: PrivateKey) -> Recorded:
    """Put a body in its place in the log."""
    return Recorded(number, TAKEN, fact_of(body), ids_of(*signers))


def act_of(body: Body, *signers: PrivateKey, recorder: str = ADA, on: str = DAY, **rest: Any) -> Act:
    """Propose a body under the signatures given."""
    return Act(body, on, "2026-11-22", recorder, ids_of(*signers), **rest)
