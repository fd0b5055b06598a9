"""A small recorded year, from 1 April 2024 to 31 March 2025, whose figures are counted by hand.

- 31 March 2024, the day before: a decision without a quorum, as a departure. It does not count.
- 1 April (FIRST): Jo and Kim vote on grants. Kim leaves for an exempt item and for one more, so both are
  decided without a quorum, as departures. Agreed on 1 July. A vacancy is found in August: a defect.
- 1 May: the chair decides on the roof urgently; reported on 1 July, which is late.
- 1 July (SECOND): on hospices, Jo declares an interest that bars nothing; Kim's, which bars a vote, comes on
  the register in September. Three follow-ups: overdue, done, and due later. A draft is given out, and not
  agreed.
- 1 October (THIRD): Lou is a member, and nobody knows in which seat, so a quorum is not known.
- 1 November: the chair decides on the boiler urgently; nobody is told.
- 14 January is cancelled; of 3 March nobody knows whether it was held.
"""

from __future__ import annotations

from pathlib import Path

from tests.ledger_cli.desk import done

from ledger.acts import Proposal
from ledger.facts import Body, decisions, followups, interests, meetings, minutes, outcomes, programme
from ledger.facts.words import Sealed, Words
from ledger_cli import ids
from ledger_cli.session import Session
from ledger_cli.settings import Settings

OVER = ("--from", "2024-04-01", "--to", "2025-03-31")
BEFORE, FIRST, SECOND, THIRD, OFF, LOST = (f"m-{letter * 16}" for letter in "abcdef")
GRANTS, SECRET, FORMULA, HOSPICES, CAMPAIGN, OLD = (f"i-{letter * 16}" for letter in "abcdef")
D1, D2, D3, D4, D5, D0 = (f"d-{letter * 16}" for letter in "abcdef")
V1, V2 = (f"v-{letter * 16}" for letter in "ab")
F1, F2, F3 = (f"f-{letter * 16}" for letter in "abc")
CANARY = "CANARY"
"""Stands in every text about the exempt item."""

DDE = "=cmd|' /C calc'!A0"
"""What a spreadsheet would run, were it taken for a formula."""


def said(text: str) -> Sealed:
    return Words.of(text)


def submit(on: str, *bodies: Body, departure: str | None = None) -> None:
    """Record facts of a day."""
    reason = None if departure is None else said(departure)
    settings = Settings("remit.ledger", key=Path("officer.key"), yes=True)
    with Session(settings) as session:
        session.submit(
            [Proposal(body, on, departure=reason) for body in bodies], ids.new_request(), show=False
        )


def resolved(code: str, meeting: str, item: str, text: str, *motions: str) -> decisions.Resolved:
    way: decisions.Way = "vote" if motions else "consensus"
    return decisions.Resolved(
        code, meeting, item, way, motions, (decisions.Part("1", "decision", said(text)),)
    )


def put(motion: str, meeting: str, item: str, *people: str) -> tuple[Body, ...]:
    """Put a motion, and vote for it."""
    moved = decisions.MotionPut(
        motion,
        meeting,
        item,
        said("That it be done"),
        moved=False,
        proposer=None,
        seconded=False,
        seconder=None,
    )
    return (moved, *(decisions.VoteCast(motion, meeting, who, "for", decisions.AS_PUT) for who in people))


def met(meeting: str, *present: str) -> tuple[Body, ...]:
    opened = meetings.Opened(meeting, "icp", "meeting", None, said("Town hall"))
    return (opened, meetings.Attended(meeting, present, (), ()))


def taken(meeting: str, item: str, number: str, title: str, *absent: str) -> meetings.ItemOpened:
    return meetings.ItemOpened(meeting, item, number, said(title), None, absent=absent)


def record(jo: str, kim: str, lou: str) -> None:
    """Record the year into the ledger of the working directory."""
    own = ("--key", "officer.key", "--yes")
    for code, kind, may in (("east", "personal", True), ("west", "pecuniary", False)):
        one = interests.InterestKind(kind, kind.title(), "Code 7", speaks=may, votes=may, stays=True)
        submit("2023-01-02", interests.RegimeAdopted(code, "Code of conduct", (one,)))
    elected = ("--term", "2023/26", "--begins", "2023-06-01", "--way", "election", "--on", "2023-06-01")
    done(["office", "elect", "icp", "chair", "Jo Bloggs", *elected, "--departure", "not minuted", *own])
    submit("2024-03-31", *met(BEFORE, jo, kim), taken(BEFORE, OLD, "1", "Old business", kim))
    submit("2024-03-31", resolved(D0, BEFORE, OLD, "Old"), departure="the year before")
    submit(
        "2024-04-01",
        *met(FIRST, jo, kim),
        taken(FIRST, GRANTS, "1", "Grants"),
        *put(V1, FIRST, GRANTS, jo, kim),
    )
    submit("2024-04-01", resolved(D1, FIRST, GRANTS, "Grants are made", V1), interests.NoneDeclared(FIRST))
    exempt = meetings.ItemOpened(
        FIRST, SECRET, "2", said(f"{CANARY} title"), None, absent=(kim,),
        access="exempt", ground="paragraph 3", summary=said("A contract"),
    )  # fmt: skip
    submit("2024-04-01", exempt)
    submit("2024-04-01", resolved(D2, FIRST, SECRET, f"{CANARY} text"), departure=f"{CANARY} reason")
    submit("2024-04-01", taken(FIRST, FORMULA, "3", "Fees", kim))
    submit("2024-04-01", resolved(D3, FIRST, FORMULA, "Fees stay"), departure=DDE)
    urgent = ("decision", "urgent", "icp", "--by", "Jo Bloggs", "--reason", "rain")
    roof = ("--text", "Mend the roof", "--on", "2024-05-01", "--request", "r-" + "u" * 16)
    done([*urgent, *roof, *own])
    planned = programme.ItemPlanned(HOSPICES, "icp", SECOND, said("Hospices"), "other", "1", about=("trust",))
    dates = ((SECOND, "2024-07-01"), (OFF, "2025-01-14"), (LOST, "2025-03-03"))
    submit("2024-05-02", *(programme.Scheduled(one, "icp", date, None, None) for one, date in dates), planned)
    _second(jo, kim)
    make = ids.Maker("r-" + "u" * 16)
    _, _, roof_decided = make("m"), make("i"), make("d")
    done(["decision", "report", roof_decided, SECOND, *own])
    submit("2024-08-01", outcomes.DefectFound(D1, "icp", "vacancy", said("a seat was empty")))
    registered = interests.Registered("t-" + "a" * 16, kim, "west", "pecuniary", said("a shop"), ("trust",))
    submit("2024-09-01", registered, followups.Closed(F2, "icp", "done"))
    done(["member", "appoint", "icp", "Lou May", "--on", "2024-09-15", *own])
    submit("2024-10-01", *met(THIRD, jo, lou), taken(THIRD, CAMPAIGN, "1", "A campaign"))
    submit("2024-10-01", resolved(D4, THIRD, CAMPAIGN, "A campaign begins"))
    done([*urgent, "--text", "Mend the boiler", "--on", "2024-11-01", *own])
    submit("2024-12-01", programme.Cancelled(OFF, "icp", said("no business")))


def _second(jo: str, kim: str) -> None:
    """Hold the meeting of July."""
    submit("2024-07-01", *met(SECOND, jo, kim), taken(SECOND, HOSPICES, "1", "Hospices"))
    declared = interests.Declared(SECOND, HOSPICES, jo, said("a cousin"), "noted", "east", "personal")
    submit("2024-07-01", declared, *put(V2, SECOND, HOSPICES, jo, kim))
    dues = ((F1, "1 September 2024"), (F2, "1 September 2024"), (F3, "May 2025"))
    noted = (decisions.FollowUpNoted(one, SECOND, HOSPICES, said(f"Do {one}"), due) for one, due in dues)
    submit("2024-07-01", resolved(D5, SECOND, HOSPICES, "Fund them", V2), *noted)
    submit("2024-07-01", minutes.Agreed(SECOND, HOSPICES, FIRST, None))
    submit("2024-07-10", minutes.Issued(SECOND, "draft", 1, "sha256:" + "0" * 64))
