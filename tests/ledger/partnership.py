"""A partnership after the Lancashire and South Cumbria terms (7.2, 8.1, 10.1 to 10.3), with ten seats."""

from __future__ import annotations

from typing import Literal

from tests.examples import scope_of
from tests.ledger.given import Given, Step, given, named, on, sealed

from ledger.facts import (
    bodies,
    decisions,
    delegations,
    interests,
    meetings,
    members,
    offices,
    organisations,
    terms,
    voting,
)
from ledger.facts.filters import Filter
from ledger.facts.words import Money

Kind = Literal["meeting", "development session", "workshop"]

ICP = "icp"
MET = "2024-03-25"
"""The day of the meeting, in the winter half of the year: one London day is one UTC day."""

CHAIR, BOB, CATH, DAN, EVE, FAY, GUS, HAL, IVY, JIM = (
    named("p", name) for name in ("chair", "bob", "cath", "dan", "eve", "fay", "gus", "hal", "ivy", "jim")
)
GUEST, STRANGER = named("p", "guest"), named("p", "stranger")
MEETING, ITEM, NEXT_ITEM = named("m", "march"), named("i", "first"), named("i", "second")
MOTION, RESOLUTION = named("v", "motion"), named("d", "resolution")

COUNCILS = ("blackburn", "blackpool", "lancashire")
SEATS = {
    "lead-one": (CHAIR, "local-government", "blackburn", "councillor"),
    "lead-two": (BOB, "local-government", "blackpool", "councillor"),
    "lead-three": (CATH, "local-government", "lancashire", "councillor"),
    "board-one": (DAN, "nhs", "icb", "non-executive"),
    "board-two": (EVE, "nhs", "icb", "chief-executive"),
    "integration": (FAY, "nhs", "icb", "director"),
    "vcfse-one": (GUS, "vcfse", "alliance", "representative"),
    "vcfse-two": (HAL, "vcfse", "alliance", "representative"),
    "university": (IVY, "education", "college", "dean"),
    "observer": (JIM, "education", "school", "observer"),
}
ALL = tuple(person for person, *_ in SEATS.values())

NOT_VOTING = ("observer",)
QUORUM = (
    terms.QuorumRule(
        "QUO-1", "8.1", "reading", "at least 30 % of partners", terms.Share(Filter(), 30, "seats")
    ),
    terms.QuorumRule(
        "QUO-2",
        "8.1",
        "stated",
        "the Chair or the Deputy Chair",
        terms.Count(Filter(offices=("chair", "deputy-chair")), 1),
    ),
    terms.QuorumRule(
        "QUO-3",
        "8.1",
        "reading",
        "at least 3 founder members",
        terms.Count(Filter(founder=True), 3, of="organisations"),
    ),
    terms.QuorumRule(
        "QUO-4",
        "8.1",
        "reading",
        "a council, the board, a director and two others, distinct persons",
        terms.Distinct(
            (
                terms.Need(Filter(sectors=("local-government",))),
                terms.Need(Filter(positions=("non-executive", "chief-executive"))),
                terms.Need(Filter(positions=("director",))),
                terms.Need(Filter(sectors=("vcfse",))),
                terms.Need(Filter()),
            )
        ),
    ),
)
WAYS = terms.WayRule(
    rule="WAY-1",
    clause="10.1",
    basis="stated",
    says="consensus, else a vote",
    ways=("consensus", "unanimous", "vote"),
)
VOTING = terms.VotingRule("VOT-1", "10.2", "stated", "a voting member in attendance", Filter())
MAJORITY = terms.MajorityRule(
    rule="MAJ-1",
    clause="10.3",
    basis="stated",
    says="a simple majority of votes",
    test=voting.VoteShare("votes cast", more_than="1/2"),
    casting=("chair",),
)
RULES: tuple[terms.Rule, ...] = (*QUORUM, WAYS, VOTING, MAJORITY)


def terms_with(*rules: terms.Rule, version: str = "2023") -> terms.Terms:
    """Give the partnership's terms with these rules."""
    return terms.Terms(
        body=ICP,
        version=version,
        title="Terms of reference of the partnership",
        cited="ToR",
        founders=(*COUNCILS, "icb"),
        seats=tuple(
            terms.Seat(code, sector, (home,), position, code, "7.2", voting=code not in NOT_VOTING)
            for code, (_, sector, home, position) in SEATS.items()
        ),
        offices=(
            terms.Office("chair", "Chair", "7.8"),
            terms.Office("deputy-chair", "Deputy Chair", "7.9", ("Vice-Chair",)),
        ),
        rules=rules,
    )


def registered(*people: str) -> tuple[Step, ...]:
    return on("2023-01-01", *(organisations.PersonRegistered(one, sealed(one)) for one in people))


def constituted(
    code: str = ICP, day: str = "2023-01-02", founders: tuple[str, ...] = (), parents: tuple[str, ...] = ()
) -> tuple[Step, ...]:
    return on(day, bodies.Constituted(code, code, "s.116ZA of the Act", founders, parents))


def appointed(person: str, seat: str | None, began: str | None = "2023-05-01") -> tuple[Step, ...]:
    return on(began or MET, members.Appointed(ICP, person, seat, "appointed", began))


def elected(person: str, office: str = "chair", begins: str | None = "2023-05-01") -> tuple[Step, ...]:
    return on(begins or MET, offices.Elected(ICP, office, person, "2023/24", begins, None))


def partnership(*rules: terms.Rule) -> Given:
    """Give a body with its terms in force, every seat filled, and its Chair."""
    adopted = terms.Adopted(terms_with(*(rules or RULES)), "2023-04-17")
    return given(
        registered(*ALL, GUEST, STRANGER),
        constituted(),
        on("2023-04-17", adopted),
        *(appointed(person, seat) for seat, (person, *_) in SEATS.items()),
        elected(CHAIR),
    )


def opened(kind: Kind = "meeting", day: str = MET) -> tuple[Step, ...]:
    return on(day, meetings.Opened(MEETING, ICP, kind, "10 am", sealed("town hall")))


def attended(*present: str, attending: tuple[str, ...] = (), day: str = MET) -> tuple[Step, ...]:
    others = tuple(meetings.Attendee(person, None) for person in attending)
    return on(day, meetings.Attended(MEETING, present, others, ()))


def item(
    code: str = ITEM, number: str = "1", absent: tuple[str, ...] = (), day: str = MET
) -> tuple[Step, ...]:
    return on(day, meetings.ItemOpened(MEETING, code, number, sealed("title"), None, absent))


def withdraws(person: str, about: str | None = ITEM) -> tuple[Step, ...]:
    return on(MET, interests.Declared(MEETING, about, person, sealed("nature"), "withdraws"))


def put(motion: str = MOTION, text: str = "text", *, day: str = MET) -> tuple[Step, ...]:
    body = decisions.MotionPut(
        motion, MEETING, ITEM, sealed(text), moved=True, proposer=None, seconded=False, seconder=None
    )
    return on(day, body)


def votes(
    choice: decisions.Choice, *people: str, text: str = "text", casting: bool = False
) -> tuple[Step, ...]:
    cast = (decisions.VoteCast(MOTION, MEETING, one, choice, sealed(text), casting) for one in people)
    return on(MET, *cast)


def resolves(way: decisions.Way, *motions: str, about: str = ITEM) -> tuple[Step, ...]:
    part = decisions.Part("1", "decision", sealed("part"))
    return on(MET, decisions.Resolved(RESOLUTION, MEETING, about, way, motions, (part,)))


def pounds(amount: int) -> Money:
    """Give whole pounds."""
    return Money(amount * 100, "GBP")


def scope(
    *functions: str,
    each: Money | None = None,
    total: Money | None = None,
    until: str | None = None,
    onward: int = 0,
) -> delegations.Scope:
    """Give a scope; of ``grants`` where no function is named."""
    return scope_of(functions or ("grants",), each, total, until, onward)
