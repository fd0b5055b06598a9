"""One example of every fact, and the smallest wrapping that a test needs around one."""

from __future__ import annotations

import base64
from typing import Any, Literal

import msgspec

from ledger import logkeys
from ledger.acts import Act, Recorded
from ledger.ed25519 import PrivateKey, key_id
from ledger.facts import (
    Body,
    agreements,
    attesting,
    bodies,
    common,
    concerns,
    consultations,
    contesting,
    corrections,
    decisions,
    delegations,
    deputies,
    disputes,
    duties,
    erasing,
    followups,
    founding,
    functions,
    funds,
    interests,
    keydecisions,
    keys,
    leads,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    outcomes,
    programme,
    risks,
    targets,
    terms,
)
from ledger.facts.fact import Acted, Fact
from ledger.facts.filters import Filter
from ledger.facts.words import Due, Money, Sealed
from ledger.tags import charges_of, tags_of

LEDGER = "l-" + "a" * 26
OTHER_LEDGER = "l-" + "b" * 26
REQUEST = "r-" + "a" * 16
DAY = "2026-11-20"
TAKEN = "2026-11-22T10:00:00.000000Z"

ADA, BEN, CAI = ("p-" + letter * 16 for letter in "abc")
MEETING, EARLIER, LATER = ("m-" + letter * 16 for letter in "abc")
ITEM, OTHER_ITEM = ("i-" + letter * 16 for letter in "ab")
MOTION = "v-" + "a" * 16
RESOLUTION = "d-" + "a" * 16
CLAIM = "c-" + "a" * 16
COMMON = "k-" + "a" * 16
ANNOUNCED = "e-" + "a" * 16
FOLLOW_UP = "f-" + "a" * 16
ROOT, LINK = ("g-" + letter * 16 for letter in "ab")
ACT = "a-" + "a" * 16
NOMINATION = "n-" + "a" * 16
DEPUTY = "s-" + "a" * 16
INTEREST = "t-" + "a" * 16
PAPER = "b-" + "a" * 16
QUESTION = "q-" + "a" * 16
VISIT = "o-" + "a" * 16
CONSULTATION = "u-" + "a" * 16
AGREEMENT, OLD_AGREEMENT = ("ag-" + letter * 16 for letter in "ab")
DISPUTE, CONCERN = "dp-" + "a" * 16, "cn-" + "a" * 16
ALLOCATION, PART = ("w-" + letter * 16 for letter in "ab")
COMMITMENT = "x-" + "a" * 16
TARGET = "tg-" + "a" * 16
DUTY = "dt-" + "a" * 16
RISK, LEAD = "rk-" + "a" * 16, "ld-" + "a" * 16
DIGEST = "sha256:" + "a" * 64

OFFICER, RECOVERY, LOG, NEW, OTHER = (PrivateKey.from_seed(bytes([number]) * 32) for number in range(1, 6))

SEAL = Sealed("5" * 64)
EAST, WEST = ("organisation:east-council",), ("organisation:west-council",)
POUNDS = Money(250_000_00, "GBP")
DUE = Due("June to July 2026", "2026-06-01", "2026-07-31", "which June is meant")


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


QUORUM = terms.QuorumRule("QUO-1", "8.1", "stated", "at least 1 member", terms.Count(Filter(), 1))


def scope_of(
    functions: tuple[str, ...], each: Money | None, total: Money | None, until: str | None, onward: int
) -> delegations.Scope:
    """Give a scope with a limit for one act and one for all acts, where they are given."""
    windows: tuple[tuple[Literal["one act", "all acts"], Money | None], ...] = (
        ("one act", each),
        ("all acts", total),
    )
    limits = tuple(delegations.Limit(amount, over) for over, amount in windows if amount is not None)
    return delegations.Scope(functions, limits, until, onward)


SCOPE = scope_of(("grants",), POUNDS, None, "2027-04-01", 1)

FOUNDED = founding.Founded("example.org/icp", text_of(LOG), ADA, SEAL, text_of(OFFICER), text_of(RECOVERY))
ENROLLED = keys.Enrolled(text_of(NEW), BEN, ("own", "record:icp"))
LOG_ROTATED = logkeys.rotation("example.org/icp", LOG, OTHER)
ROTATED = keys.Rotated(ids_of(OFFICER)[0], text_of(NEW), ADA, ("enrol", "own", "record:*"))

TALKS = terms.StageRule(
    rule="STG-1",
    clause="8",
    basis="stated",
    says="They talk in good faith",
    stage="talks",
    title="Good faith",
    by_parties=True,
    days=28,
)
CHANGED = agreements.Required(
    "1", "body:place-board", "terms of reference", "The board reports to the partnership", "5", Due("autumn")
)

EXAMPLES: tuple[Body, ...] = (
    FOUNDED,
    ENROLLED,
    ROTATED,
    keys.Revoked(ids_of(OFFICER)[0], SEAL),
    keys.Compromised(ids_of(OFFICER)[0], 7, SEAL),
    LOG_ROTATED,
    keys.LogKeyEnded(text_of(LOG)),
    organisations.Registered("east-council", "East Council", "council", ("councils",), "north-council"),
    organisations.PersonRegistered(BEN, SEAL),
    organisations.Affiliated(BEN, "east-council", "councillor", DAY),
    organisations.Unaffiliated(BEN, "east-council", "councillor"),
    organisations.Ended(
        "east-council",
        "SI 2022/331",
        ("west-council",),
        (organisations.Passing(DUTY, ("west-council",)), organisations.Passing(TARGET)),
    ),
    bodies.Constituted("icp", "Integrated Care Partnership", "s.116ZA of the Act", ("east-council",)),
    bodies.RoleTaken("icp", "place-board", "Place board", interim=True, review="quarter 3"),
    bodies.RoleEnded("icp", "place-board"),
    bodies.Ended("icp", "SI 2022/331", ("place-board",), (ROOT, ALLOCATION), ("pool",)),
    terms.Drafted(terms_of()),
    terms.Adopted(terms_of(), DAY),
    members.Appointed("icp", BEN, "chair", "appointed", None),
    members.Nominated(NOMINATION, "icp", BEN, "chair", "east-council"),
    members.Approved(NOMINATION, "icp", "east-council"),
    members.Declined(NOMINATION, "icp", "west-council", SEAL),
    members.TakenUp("icp", BEN, "chair"),
    members.CoOpted("icp", CAI, "expertise", SEAL, voting=False, quorum=True, meeting=MEETING),
    members.Ended("icp", BEN, None, SEAL, "resigned"),
    members.AttendeeNamed("icp", CAI, "director-of-finance", "east-council"),
    members.AttendeeEnded("icp", CAI),
    members.Mandated("icp", BEN, "east-council", ("grants",), POUNDS, "2027-04-01", SEAL),
    members.MandateEnded("icp", BEN, "east-council"),
    members.AttendanceReviewed("icp", CAI, "2026-01-01", "2026-12-31", BEN, "spoken to", SEAL),
    offices.Elected("icp", "chair", BEN, "2026/27", None, None),
    offices.OfficeEnded("icp", "chair", BEN, SEAL),
    offices.ActingUp("icp", "chair", BEN, "absence", "2027-01-15"),
    offices.ActingEnded("icp", "chair", BEN),
    offices.Away("icp", "chair", BEN, "2027-01-15"),
    offices.Returned("icp", "chair", BEN),
    deputies.Nominated(DEPUTY, "icp", BEN, "chair", CAI, meeting=MEETING),
    deputies.Approved(DEPUTY, "icp", BEN),
    deputies.Declined(DEPUTY, "icp", BEN, SEAL),
    deputies.Prepared(DEPUTY, "icp", "briefed"),
    deputies.Ended(DEPUTY, "icp", SEAL),
    programme.CalendarAdopted("icp", "England and Wales", "2026-01-01", "2027-12-31", ("2026-12-25",), "Act"),
    programme.Scheduled(LATER, "icp", "2027-01-15", None, None, programme="2027"),
    programme.Moved(LATER, "icp", "2027-01-22", None, None, SEAL),
    programme.Called(LATER, "icp", urgent=True, by=ADA, reason=SEAL),
    programme.Cancelled(LATER, "icp", SEAL),
    programme.ItemPlanned(ITEM, "icp", None, SEAL, "forward plan", due="spring"),
    programme.ItemPlaced(ITEM, "icp", MEETING, "4"),
    programme.ItemWithdrawn(ITEM, "icp", MEETING, SEAL),
    programme.AgendaPublished(MEETING, "icp", 1, (ITEM,), DIGEST),
    programme.PaperPublished(PAPER, MEETING, "icp", ITEM, 1, SEAL, DIGEST, "exempt", "para 3", SEAL),
    programme.VisitRequested(VISIT, "icp", MEETING, "east-council", CAI, SEAL),
    programme.VisitAnswered(VISIT, "icp", ADA, "welcome", SEAL),
    programme.QuestionPut(QUESTION, "icp", MEETING, SEAL, SEAL),
    programme.QuestionAnswered(QUESTION, "icp", "in writing", SEAL, MEETING),
    meetings.Opened(MEETING, "icp", "meeting", "10 am", SEAL),
    meetings.VirtualAgreed(MEETING, ADA),
    meetings.Attended(
        MEETING,
        (ADA,),
        (meetings.Attendee(CAI, "east-council"),),
        (BEN,),
        (meetings.Substitute(CAI, BEN),),
        virtual=(ADA,),
    ),
    meetings.Presided(MEETING, ADA, "chair", "office"),
    meetings.QuorumConfirmed(MEETING, BEN, quorate=True),
    meetings.PublicExcluded(MEETING, ("4.2",), "para 3 of Schedule 12A", SEAL),
    meetings.ItemOpened(MEETING, ITEM, "4.2", SEAL, SEAL, (ADA,), ("chair",), "exempt", "para 3", SEAL),
    meetings.PresenceChanged(MEETING, BEN, "arrived", ITEM),
    meetings.Adjourned(MEETING, "inquorate", SEAL, "2026-11-27"),
    meetings.Resumed(MEETING),
    interests.RegimeAdopted(
        "east-council",
        "Code of conduct",
        (interests.InterestKind("pecuniary", "Pecuniary", "s.31", speaks=False, votes=False, stays=False),),
        "s.33",
    ),
    interests.Registered(INTEREST, BEN, "east-council", "pecuniary", SEAL, ("west-council",)),
    interests.Dispensed(BEN, "east-council", "s.33", speaks=True, votes=False, interest=INTEREST),
    interests.Ended(INTEREST, BEN),
    interests.Declared(MEETING, ITEM, BEN, SEAL, "withdraws"),
    interests.NoneDeclared(MEETING),
    minutes.Agreed(MEETING, ITEM, EARLIER, SEAL, (REQUEST + "/1",)),
    minutes.Narrated(MEETING, ITEM, "clerk", SEAL),
    minutes.Issued(MEETING, "draft", 1, DIGEST),
    minutes.Signed(MEETING, EARLIER, ADA),
    minutes.Presented(MEETING, "east-council", "Cabinet"),
    meetings.Closed(MEETING),
    decisions.MotionPut(MOTION, MEETING, ITEM, SEAL, moved=True, proposer=ADA, seconded=True, seconder=BEN),
    decisions.MotionAmended(MOTION, MEETING, SEAL, BEN),
    decisions.ConsensusFound(MEETING, ITEM, ADA, found=False),
    decisions.ConsensusDisputed(MEETING, ITEM, BEN),
    decisions.VoteCast(MOTION, MEETING, BEN, "for", SEAL),
    decisions.LotDrawn(MOTION, MEETING, "for", SEAL, ADA),
    decisions.VoteTallied(MOTION, MEETING, 7, 2, None),
    decisions.BallotCast(MOTION, MEETING, BEN, (decisions.Mark("for", 2),), SEAL),
    decisions.BallotCounted(MOTION, MEETING, (decisions.Papers((decisions.Mark("for"),), 9),), cast=9),
    decisions.Resolved(
        RESOLUTION,
        MEETING,
        ITEM,
        "vote",
        (MOTION,),
        (decisions.Part("1", "decision", SEAL, SEAL, common=COMMON),),
        urgent="icp",
    ),
    decisions.MotionWithdrawn(MOTION, MEETING),
    decisions.FollowUpNoted(FOLLOW_UP, MEETING, ITEM, SEAL, "next meeting"),
    outcomes.Answered(RESOLUTION, "icp", "1", "east-council", "accepted", SEAL),
    outcomes.Considered(RESOLUTION, "icp", "1", "place-board", "d-" + "b" * 16, "accepted"),
    outcomes.Settled(RESOLUTION, "icp", "1", met=True, text=SEAL),
    outcomes.Changed(RESOLUTION, "icp", "superseded", SEAL, "1", "d-" + "b" * 16),
    outcomes.Reported(RESOLUTION, "icp", MEETING, ITEM),
    outcomes.DefectFound(RESOLUTION, "icp", "vacancy", SEAL),
    outcomes.GoodFaithViewed(RESOLUTION, "icp", "vacancy", ADA, good_faith=True, text=SEAL),
    outcomes.Claimed(CLAIM, "icp", SEAL, "March 2024", BEN),
    outcomes.Traced(CLAIM, "icp", RESOLUTION),
    common.Put(
        COMMON,
        SEAL,
        "grants",
        (common.Committee("icp", MEETING, ITEM), common.Committee("place-board", EARLIER, OTHER_ITEM)),
        "only if all agree",
    ),
    common.Declined(COMMON, "icp", MEETING, ITEM),
    keydecisions.Announced(ANNOUNCED, "icp", "grants", SEAL, "June 2027"),
    keydecisions.Excepted(ANNOUNCED, "icp", "special urgency", BEN, SEAL),
    keydecisions.Withdrawn(ANNOUNCED, "icp", SEAL),
    keydecisions.Published(RESOLUTION, "icp"),
    keydecisions.CalledIn(RESOLUTION, "icp", (BEN, CAI), SEAL, "1"),
    keydecisions.CallInEnded(RESOLUTION, "icp", "released", SEAL),
    followups.Assigned(FOLLOW_UP, "icp", "organisation:east-council"),
    followups.Slipped(FOLLOW_UP, "icp", "September", SEAL),
    followups.Closed(FOLLOW_UP, "icp", "done", SEAL, MEETING, (DIGEST,)),
    targets.Set(
        TARGET,
        "icp",
        SEAL,
        DUE,
        "organisation:east-council",
        "Agreement 2026",
        "Commitment 3: one plan",
        "3.1",
    ),
    targets.Owned(TARGET, "icp", "body:place-board"),
    targets.Reported(TARGET, "icp", SEAL, (DIGEST,), MEETING),
    targets.Moved(TARGET, "icp", DUE, SEAL),
    targets.Closed(TARGET, "icp", "dropped", SEAL, (DIGEST,), RESOLUTION),
    duties.Set(
        DUTY,
        "icp",
        ("organisation:east-council", "body:place-board"),
        SEAL,
        "month",
        "2026-06",
        10,
        "monthly",
        "Agreement 2026",
        "Commitment 7: one financial plan",
        "7",
    ),
    duties.Performed(DUTY, "icp", "organisation:east-council", "2026-06", (DIGEST,)),
    duties.PartiesChanged(DUTY, "icp", ("body:place-board",), ("organisation:east-council",), SEAL, "7"),
    duties.Ended(DUTY, "icp", SEAL),
    consultations.Opened(
        CONSULTATION, "east-council", "icp", SEAL, SEAL, "roads", ("organisation:west-council",), "2026-12-20"
    ),
    consultations.Answered(CONSULTATION, "icp", "organisation:west-council", SEAL),
    consultations.Ended(CONSULTATION, "icp", SEAL, DAY, RESOLUTION),
    agreements.Made(
        AGREEMENT,
        "icp",
        "Partnership agreement",
        "Agreement",
        "memorandum",
        (
            agreements.PartyTo("organisation:east-council", ("leader", "chief"), 2, "Host", "2"),
            agreements.PartyTo("body:place-board", ("chair",), 1),
        ),
        2,
        "3",
        agreements.Dated(Due("20 November 2026", "2026-11-20"), "1"),
        agreements.Dated(Due("by March 2027", None, "2027-03-31", "no year"), "9"),
        agreements.Dated(Due("31 March 2029", None, "2029-03-31"), "9"),
        "4",
        OLD_AGREEMENT,
        (CHANGED,),
        (TALKS,),
    ),
    agreements.Signed(
        AGREEMENT, "icp", "organisation:east-council", BEN, "leader", "scanned signature", DIGEST
    ),
    agreements.Acceded(AGREEMENT, "icp", agreements.PartyTo("organisation:west-council", ("leader",), 1)),
    agreements.Affiliated(AGREEMENT, "icp", "organisation:north-council", "Observer"),
    agreements.Varied(
        AGREEMENT, "icp", "Deed 1", SEAL, ("body:place-board",), requires=(CHANGED,), stages=()
    ),
    agreements.Refreshed(AGREEMENT, "icp", SEAL, ("body:place-board",), None, DIGEST),
    agreements.Renewed(
        AGREEMENT, "icp", SEAL, ("body:place-board",), agreements.Dated(Due("March 2030", None, "2030-03-31"))
    ),
    agreements.ChangeMade(AGREEMENT, "icp", "1", "2027", None),
    agreements.Ended(AGREEMENT, "icp", "replaced", "ag-" + "c" * 16, "9", SEAL),
    disputes.Raised(DISPUTE, "icp", EAST, WEST, RESOLUTION, "1", holds=True, text=SEAL, agreement=AGREEMENT),
    disputes.Joined(DISPUTE, "icp", RESOLUTION, "1", "organisation:north-council", "against"),
    disputes.StageOpened(
        DISPUTE,
        "icp",
        RESOLUTION,
        "1",
        "talks",
        BEN,
        holds=True,
        due=Due("by January 2027", None, "2027-01-31"),
    ),
    disputes.StepTaken(DISPUTE, "icp", "talks", "offered", BEN, SEAL, "organisation:east-council"),
    disputes.StatementMade(DISPUTE, "icp", EAST[0], confidential=True, text=SEAL),
    disputes.Withdrawn(DISPUTE, "icp", RESOLUTION, "1", EAST[0], SEAL),
    disputes.Lapsed(DISPUTE, "icp", RESOLUTION, "1", SEAL),
    disputes.Settled(DISPUTE, "icp", RESOLUTION, "1", "rescinded", "d-" + "b" * 16, SEAL),
    concerns.Raised(CONCERN, "icp", "west-council", EAST, SEAL, SEAL, Due("spring 2027")),
    concerns.Answered(CONCERN, "icp", changes=True, text=SEAL),
    concerns.Closed(CONCERN, "icp", SEAL),
    concerns.Escalated(CONCERN, "icp", "dispute", DISPUTE, SEAL),
    concerns.AskedToLeave("west-council", "icp", CONCERN, RESOLUTION, SEAL, Due("by March 2027")),
    concerns.Left("west-council", "icp", asked=True, text=SEAL),
    risks.Raised(
        RISK,
        "icp",
        SEAL,
        risks.Bearing(
            risks.Bearer("organisation:east-council", 6_000),
            (risks.Bearer("body:place-board", None, "a third", POUNDS),),
        ),
        DUE,
    ),
    risks.Assigned(RISK, "icp", risks.Bearing(risks.Bearer("organisation:west-council"))),
    risks.Scored(RISK, "icp", "before", risks.Score(4, 5, "20, red")),
    risks.Reviewed(RISK, "icp", SEAL, DUE, MEETING),
    risks.Accepted(RISK, "icp", SEAL, None, BEN),
    risks.Shared(
        RISK,
        "icp",
        "loss",
        (risks.Bearer("organisation:east-council", 5_000, None, POUNDS),),
        RESOLUTION,
        POUNDS,
        SEAL,
    ),
    risks.Closed(RISK, "icp", SEAL, RESOLUTION),
    leads.Sought(
        LEAD,
        "icp",
        "urgent-care",
        "Urgent and emergency care",
        (leads.Designation("sponsor", "Chief officer sponsor"), leads.Designation("executive", "Lead")),
        ("organisation:east-council", "body:place-board"),
        "Leadership",
        DUE,
    ),
    leads.Designated(LEAD, "icp", "sponsor", BEN, "west-council"),
    leads.Ended(LEAD, "icp", "sponsor", BEN, SEAL),
    leads.Withdrawn(LEAD, "icp", SEAL),
    concerns.Rejoined("west-council", "icp", RESOLUTION, AGREEMENT, SEAL),
    functions.Listed(
        "icp",
        (
            functions.Function("grants", "Grants"),
            functions.Function("grants.small", "Small grants", "grants", ("awards",)),
        ),
    ),
    functions.Ended("icp", "grants.small"),
    delegations.Granted(ROOT, "body:icp", ("body:place-board",), "Clause 9", SCOPE),
    delegations.PassedOn(LINK, ROOT, "body:icp", (BEN,), SCOPE),
    delegations.Amended(LINK, "body:icp", SCOPE),
    delegations.Accepted(LINK, "body:icp", BEN, accepted=True),
    delegations.Suspended(LINK, "body:icp", SEAL),
    delegations.Resumed(LINK, "body:icp"),
    delegations.PowerStated("s-101", "s.101 Local Government Act 1972", ("council",), ("body", "office")),
    delegations.Revoked(LINK, "body:icp", SEAL),
    corrections.Corrected(
        REQUEST + "/1",
        offices.ActingUp("icp", "chair", BEN, "absence"),
        offices.ActingUp("icp", "chair", BEN, "vacancy"),
        SEAL,
    ),
    contesting.Contested(REQUEST + "/1", f"meeting:{MEETING}", BEN, SEAL),
    contesting.Withdrawn(REQUEST + "/1", f"meeting:{MEETING}", BEN, SEAL),
    erasing.Erased(
        REQUEST + "/1",
        "roll:icp",
        ("body.name", "departure"),
        "icp",
        "UK GDPR Art. 17(1)(d)",
        BEN,
        ("icp",),
        SEAL,
    ),
    delegations.Reported(LINK, "body:icp", (ACT,), "body:place-board", MEETING),
    funds.FundOpened(
        "pool",
        "icp",
        "Better Care Fund",
        "pooled",
        "east-council",
        BEN,
        "s.75 of the Act",
        "GBP",
        "2026-04-01",
        "2027-04-01",
        (funds.RiskShare("east-council", 3), funds.RiskShare("west-council", 2)),
        "place-board",
        funds.RingFence("4.2", ("grants",)),
    ),
    funds.FundVaried(
        "pool",
        "icp",
        "Deed of variation 1",
        "Better Care Fund",
        "east-council",
        BEN,
        "2028-04-01",
        (funds.RiskShare("east-council", 1), funds.RiskShare("west-council", 1)),
        "place-board",
        funds.RingFence("4.3", ("grants",)),
    ),
    funds.ContributionAgreed("pool", "icp", "east-council", POUNDS, "Grant", funds.PerHead(50_000, 500)),
    funds.ContributionPaid("pool", "icp", "east-council", POUNDS),
    funds.Allocated(ALLOCATION, "icp", "pool", None, "place-board", POUNDS, "place"),
    funds.AllocationChanged(PART, "icp", "pool", ALLOCATION, POUNDS, funds.PerHead(50_000, 500)),
    funds.AllocationLapsed(PART, "icp", "pool", ALLOCATION, POUNDS),
    funds.Committed(COMMITMENT, "icp", ALLOCATION, POUNDS, SEAL, ACT, RESOLUTION, MEETING, "grants"),
    funds.Paid(COMMITMENT, "icp", ALLOCATION, POUNDS),
    funds.Released(COMMITMENT, "icp", ALLOCATION, POUNDS, act=ACT),
    attesting.Attested("icp", attesting.OfDecision(RESOLUTION, DAY), "yes", ("part 1: valid",)),
    delegations.Ratified(ACT, "body:icp", RESOLUTION),
    delegations.Used(
        ACT,
        (ROOT, LINK),
        "body:icp",
        (BEN,),
        "grants",
        POUNDS,
        SEAL,
        spend="capital",
        matter="beds",
        project="ward",
        supplier="firm",
        key=ANNOUNCED,
    ),
)


def wire_name(body: msgspec.Struct) -> str:
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
        tags=tags_of(body, DAY),
        relies=(),
        charges=charges_of(body, DAY),
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
