"""``remit due``: everything that has a date, until it is settled; and as a calendar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from tests.ledger_cli.desk import MINUTES, TERMS, Desk, kept
from tests.ledger_cli.scheduled import RULES, ruled, scheduled

from ledger.facts import agreements, concerns, consultations, disputes, duties, members, targets
from ledger.facts.decisions import FollowUpNoted, Part, Resolved
from ledger.facts.delegations import Granted, Used
from ledger.facts.deputies import Nominated
from ledger.facts.funds import Allocated
from ledger.facts.keydecisions import Announced
from ledger.facts.meetings import Attended, ItemOpened, Opened
from ledger.facts.programme import ItemPlanned, QuestionPut, Scheduled, VisitRequested
from ledger.facts.words import Due, Words

ON, NEXT = ("--on", "2026-11-01"), ("--on", "2026-11-02")
SECRET = "Rooftop"
"""A word of every text that is sealed below."""

NEXT_MEETING = "next_meeting: {date: 2024-06-24}\n"
FOLLOWED = MINUTES.replace(
    "    title: Grants\n", "    title: Grants\n    follow_ups: [{text: Rooftop report, due: June 2026}]\n"
)


MORE = """\
  - {kind: minutes, rule: MIN-1, clause: "9.3", basis: stated, says: to the founders, organisations: [east]}
  - {kind: key decisions, rule: PLN-1, clause: "16", basis: stated, says: announced 28 clear days before,
     matters: [budget], notice: 28, call_in: 5, scrutiny: icp}
  - {kind: deputy, rule: DEP-1, clause: "6.5", basis: stated, says: approved by the Chair, who: {},
     named_by: either, approved_by: [chair]}
  - {kind: appointment, rule: APP-1, clause: "5.3", basis: stated, says: approved by east,
     who: {seats: [trust]}, approvals: [{organisations: [east]}]}
  - {kind: stage, rule: DIS-1, clause: "8", basis: stated, says: in good faith, stage: talks, title: Talks,
     order: 1, by_parties: true, days: 30}
matters:
  - {matter: budget, title: Budget, clause: "16.1"}
"""


@pytest.fixture
@kept
def office(desk: Desk) -> Desk:
    """Give a body with rules and a calendar, Jo as its chair, and a meeting in January 2027."""
    ruled(desk)
    text = TERMS.replace('version: "2023"', 'version: "2025"\nreview: March 2026') + RULES + MORE
    since = ("--in-force", "2025-01-01", "--on", "2025-01-01")
    adopted = desk.record("terms", "adopt", desk.write("terms-2025.yaml", text), *since)
    assert adopted.code == 0, adopted.err
    term = ("--term", "2026", "--begins", "2026-01-01", "--ends", "2027-02-01", "--on", "2026-01-01")
    assert desk.record("office", "elect", "icp", "chair", "Jo Bloggs", *term).code == 0
    scheduled(desk, "--time", "10 am", "--place", SECRET)
    return desk


def due(desk: Desk, *words: str) -> dict[str, dict[str, str]]:
    """Give what is due by its kind; of several alike the last."""
    said = desk("due", "icp", *(words or ON), "--json")
    assert said.code == 0, said.err
    return {row["kind"]: row for row in said.json}


# --- the list ------------------------------------------------------------------------------------


def test_every_line_says_what_whose_which_day_which_clause_and_what_settles_it(
    office: Desk,
) -> None:  # LSC-9.2
    meeting = office.last_of(Scheduled).meeting
    rows = {row[2]: row for row in office("due", "icp", *ON).rows}
    assert rows["notice for the meeting of 2027-01-05"] == [
        "due",
        "2026-12-30",
        "notice for the meeting of 2027-01-05",
        "body:icp",
        "icp",
        "ToR 2023 9.2",
        f"remit meeting call {meeting}",
    ]
    assert rows["meeting, 10 am"][1:] == [
        "2027-01-05",
        "meeting, 10 am",
        "body:icp",
        "icp",
        "Remit default",
        f"remit meeting open {meeting}",
    ]


def test_the_overdue_come_first_then_by_day_then_what_has_no_day(office: Desk) -> None:
    office.record("question", "put", "icp", "--asker", "Pat", "--text", SECRET, *ON)
    rows = office("due", "icp", "--on", "2026-12-28").rows
    assert [row[0] for row in rows] == sorted(
        (row[0] for row in rows), key=("overdue", "due", "undated").index
    )
    dated = [row[1] for row in rows if row[0] == "due"]
    assert dated == sorted(dated)
    assert {row[0] for row in rows} == {"overdue", "due", "undated"}


def test_on_its_last_day_a_paper_is_due_and_the_day_after_overdue(office: Desk) -> None:  # LSC-9.2
    then = due(office, "--on", "2026-12-22")["agenda and papers"]["state"]
    after = due(office, "--on", "2026-12-23")["agenda and papers"]["state"]
    assert (then, after) == ("due", "overdue")


def test_within_takes_in_the_last_day_and_not_the_one_after(office: Desk) -> None:
    assert "notice" in due(office, *ON, "--within", "59d")
    assert "notice" not in due(office, *ON, "--within", "58d")
    assert "notice" in due(office, *ON, "--within", "9w")


def test_a_time_that_is_none_is_told_as_it_should_be_written(desk: Desk) -> None:
    said = desk("due", "--within", "a month")
    assert (said.code, "expected a time like 30d or 4w, got 'a month'" in said.err) == (2, True)


def test_a_body_that_nobody_knows_is_told_so(desk: Desk) -> None:
    said = desk("due", "icq")
    assert (said.code, "expected a body that the ledger knows, got 'icq'" in said.err) == (4, True)


def test_what_was_settled_later_was_still_due_before(office: Desk) -> None:
    meeting = office.last_of(Scheduled).meeting
    assert office.record("meeting", "call", meeting, *NEXT).code == 0
    assert "notice" in due(office, *ON)
    assert "notice" not in due(office, *NEXT)


def test_what_the_ledger_learned_later_was_not_settled_as_known_then(office: Desk) -> None:
    meeting, before = office.last_of(Scheduled).meeting, office.size
    office.record("meeting", "call", meeting, *ON)
    assert "notice" not in due(office, *ON)
    assert "notice" in due(office, *ON, "--known-at", str(before))


def test_a_date_is_due_as_it_stands_corrected(office: Desk) -> None:
    number = office.size
    said = office.record("correct", str(number), "--set", "date=2027-01-12", "--reason", "misread")
    assert said.code == 0, said.err
    assert due(office, *ON)["meeting"]["due"] == "2027-01-12"


def test_a_moved_meeting_wants_a_new_notice_by_a_new_day(office: Desk) -> None:  # LSC-9.1
    meeting = office.last_of(Scheduled).meeting
    office.record("meeting", "call", meeting, *ON)
    moved = ("meeting", "move", meeting, "--to", "2027-02-09", "--reason", SECRET, *NEXT)
    assert office.record(*moved).code == 0
    row = due(office, "--on", "2026-11-03")["notice"]
    assert (row["id"], row["due"]) == (f"{meeting}.NOT-1", "2027-02-03")


def test_a_day_that_no_calendar_covers_has_no_day_and_says_why(office: Desk) -> None:
    scheduled(office, date="2029-06-01")
    rows = office("due", "icp", *ON).rows
    found = [row[:2] for row in rows if row[2] == "agenda and papers for the meeting of 2029-06-01"]
    assert found == [["undated", "not known: no adopted calendar covers 2029-05-31"]]


# --- settled: each is due before and not after ---------------------------------------------------


def made(desk: Desk, *words: str) -> None:
    said = desk.record(*words)
    assert said.code == 0, said.err


def granted(desk: Desk, *words: str) -> str:
    power = ("--power", "s.101 Local Government Act 1972", "--on", "2026-10-01")
    made(
        desk, "delegation", "grant", "--by", "icp", "--to", "Kim Lee", "--function", "grants", *words, *power
    )
    return desk.last_of(Granted).delegation


def resolved(desk: Desk, part: Part, day: str) -> str:
    """Record a meeting of a day that resolved something; give the resolution."""
    meeting, item, resolution = (f"{letter}-{day[-1] * 16}" for letter in "mid")
    desk.meets(
        Opened(meeting, "icp", "meeting", None, Words.of("Town hall")),
        Attended(meeting, (desk.jo, desk.kim), (), ()),
        ItemOpened(meeting, item, "1", Words.of("Grants"), None),
        Resolved(resolution, meeting, item, "not recorded", (), (part,)),
        on=day,
    )
    return resolution


def a_notice(desk: Desk) -> tuple[str, ...]:
    return ("meeting", "call", desk.last_of(Scheduled).meeting)


def an_agenda(desk: Desk) -> tuple[str, ...]:
    meeting = desk.last_of(Scheduled).meeting
    made(desk, "agenda", "add", "icp", SECRET, "--meeting", meeting, "--number", "1", *ON)
    return ("agenda", "publish", desk.last_of(Scheduled).meeting)


def a_meeting(desk: Desk) -> tuple[str, ...]:
    return ("meeting", "cancel", desk.last_of(Scheduled).meeting, "--reason", SECRET)


def a_target(desk: Desk) -> tuple[str, ...]:
    target = f"tg-{'a' * 16}"
    by_then = Due("by December 2026", None, "2026-12-31")
    desk.meets(targets.Set(target, "icp", Words.of(SECRET), by_then, "organisation:east"), on="2026-10-01")
    return ("target", "close", target)


def a_duty(desk: Desk) -> tuple[str, ...]:
    duty = f"dt-{'a' * 16}"
    parties = ("organisation:east",)
    desk.meets(duties.Set(duty, "icp", parties, Words.of(SECRET), "month", "2026-11"), on="2026-10-01")
    return ("duty", "perform", duty, "2026-11", "east")


def a_stage(desk: Desk) -> tuple[str, ...]:
    made(
        desk,
        "dispute",
        "raise",
        "icp",
        "--by",
        "east",
        "--against",
        "west",
        "--text",
        SECRET,
        *ON,
    )
    dispute = desk.last_of(disputes.Raised).dispute
    made(desk, "dispute", "stage", dispute, "talks", "--by", "east", *ON)
    return ("dispute", "step", dispute, "failed", "--by", "east", "--text", SECRET)


def a_concern(desk: Desk) -> tuple[str, ...]:
    concern, east = f"cn-{'a' * 16}", ("organisation:east",)
    words, soon = Words.of(SECRET), Due("by December 2026", None, "2026-12-31")
    desk.meets(concerns.Raised(concern, "icp", "west", east, words, words, soon), on="2026-10-01")
    return ("concern", "answer", concern, "--changes", "--text", SECRET)


def a_change(desk: Desk) -> tuple[str, ...]:
    agreement, east = f"ag-{'a' * 16}", agreements.PartyTo("organisation:east", ("leader",), 1)
    change = agreements.Required("1", "body:icp", "terms of reference", "Names its partners", "3")
    of = agreements.Made(agreement, "icp", "Agreement", "Agreement", None, (east,), requires=(change,))
    desk.meets(of, on="2026-10-01")
    return ("agreement", "change-made", agreement, "1", "--document", "New terms")


def a_signature(desk: Desk) -> tuple[str, ...]:
    agreement = desk.last_of(agreements.Made).agreement
    made(desk, "person", "affiliate", "Lou May", "east", "leader", "--began", "2026-01-01")
    what = "Agreement: signature for organisation:east, as leader"
    (row,) = (row for row in desk("due", "icp", *ON).rows if row[2] == what)
    assert row[6] == f"remit agreement sign {agreement} organisation:east PERSON --office leader"
    return ("agreement", "sign", agreement, "organisation:east", "Lou May", "--office", "leader")


def a_follow_up(desk: Desk) -> tuple[str, ...]:
    made(desk, "record", desk.write("march.yaml", FOLLOWED))
    followup = desk.last_of(FollowUpNoted).followup
    made(desk, "followup", "assign", followup, "icp", "organisation:east", "--on", "2026-10-01")
    assert due(desk, *ON)["follow-up"]["owner"] == "organisation:east"
    return ("followup", "close", desk.last_of(FollowUpNoted).followup, "icp")


def a_question(desk: Desk) -> tuple[str, ...]:
    made(desk, "question", "put", "icp", "--asker", SECRET, "--text", SECRET, *ON)
    return ("question", "answer", desk.last_of(QuestionPut).question, "--how", "in writing", "--text", "Yes")


def a_visit(desk: Desk) -> tuple[str, ...]:
    made(desk, "visit", "request", "icp", "trust", "--reason", SECRET, *ON)
    visit = desk.last_of(VisitRequested).visit
    return ("visit", "answer", visit, "--by", "Jo Bloggs", "--answer", "welcome", "--reason", "glad")


def a_term_of_office(_: Desk) -> tuple[str, ...]:
    term = ("--term", "2027", "--begins", "2027-02-01", "--ends", "2028-02-01")
    return ("office", "elect", "icp", "chair", "Kim Lee", *term)


def a_term_of_a_member(desk: Desk) -> tuple[str, ...]:
    term = ("--seat", "trust", "--began", "2026-06-01", "--until", "2026-10-15")
    made(desk, "member", "appoint", "icp", "Lou May", *term, "--on", "2026-06-01")
    return ("member", "appoint", "icp", "Lou May", "--seat", "trust", "--began", "2026-11-02")


def a_nomination(desk: Desk) -> tuple[str, ...]:
    made(desk, "member", "nominate", "icp", "Lou May", "--seat", "trust", *ON)
    nomination = desk.last_of(members.Nominated).nomination
    made(desk, "member", "approve", nomination, "east", *ON)
    began = ("--began", "2026-11-02", "--seat", "trust")
    return ("member", "appoint", "icp", "Lou May", "--nomination", nomination, *began)


def an_approval(desk: Desk) -> tuple[str, ...]:
    made(desk, "member", "nominate", "icp", "Lou May", "--seat", "trust", *ON)
    return ("member", "approve", desk.last_of(members.Nominated).nomination, "east")


def an_approval_of_a_deputy(desk: Desk) -> tuple[str, ...]:
    made(desk, "person", "register", "Mo Dean")
    made(desk, "deputy", "name", "icp", "Kim Lee", "Mo Dean", "--standing", "--on", "2026-06-01")
    return ("deputy", "approve", desk.last_of(Nominated).deputy, "Jo Bloggs")


def a_deputy(desk: Desk) -> tuple[str, ...]:
    period = ("--from", "2026-06-01", "--until", "2027-01-01", "--on", "2026-06-01")
    made(desk, "deputy", "name", "icp", "Jo Bloggs", "Lou May", *period)
    return ("deputy", "end", desk.last_of(Nominated).deputy, "--reason", SECRET)


def minutes_to_present(desk: Desk) -> tuple[str, ...]:
    made(
        desk,
        "record",
        desk.write("march.yaml", MINUTES.replace("2024-03-25", "2026-03-25").replace(NEXT_MEETING, "")),
    )
    return ("minutes", "present", desk.last_of(Opened).meeting, "east", "--to", "Cabinet")


def an_absence(desk: Desk) -> tuple[str, ...]:
    made(desk, "office", "away", "icp", "chair", "Jo Bloggs", "--until", "2026-11-20", *ON)
    return ("office", "back", "icp", "chair", "Jo Bloggs")


def a_review_of_a_role(desk: Desk) -> tuple[str, ...]:
    review = ("--interim", "--review", "December 2026")
    made(desk, "body", "take-role", "icp", "place-board", "Place board", *review, "--on", "2026-01-01")
    return ("body", "end-role", "icp", "place-board")


def the_end_of_a_delegation(desk: Desk) -> tuple[str, ...]:
    return ("delegation", "revoke", granted(desk, "--until", "2027-01-01"), "--reason", SECRET)


def a_review_of_a_delegation(desk: Desk) -> tuple[str, ...]:
    return ("delegation", "amend", granted(desk, "--review", "2026-10-15"), "--without", "review")


def an_acceptance(desk: Desk) -> tuple[str, ...]:
    return ("delegation", "accept", granted(desk, "--acceptance"), "Kim Lee")


def a_report(desk: Desk) -> tuple[str, ...]:
    code = granted(desk, "--report", "body:icp=10", "--each", "GBP 50.00")
    act = ("--function", "grants", "--amount", "GBP 10.00", "--text", SECRET)
    made(desk, "delegation", "act", code, *act, "--on", "2026-10-05")
    return ("delegation", "report", code, desk.last_of(Used).act, "--to", "body:icp")


def an_urgent_decision(desk: Desk) -> tuple[str, ...]:
    decided = ("--text", SECRET, "--by", "Jo Bloggs", "--reason", SECRET, "--on", "2026-10-20")
    made(desk, "decision", "urgent", "icp", *decided)
    return ("decision", "rescind", desk.last_of(Resolved).resolution, "--reason", SECRET)


def a_condition(desk: Desk) -> tuple[str, ...]:
    part = Part("1", "decision", Words.of(SECRET), Words.of(SECRET), due="2026-12-31")
    return ("decision", "settle", resolved(desk, part, "2026-04-22"), "--part", "1", "--met", "--how", SECRET)


def a_publication(desk: Desk) -> tuple[str, ...]:
    announced = ("--matter", "budget", "--text", SECRET, "--on", "2026-02-01")
    made(desk, "key-decision", "announce", "icp", *announced)
    key = desk.last_of(Announced).key
    part = Part("1", "decision", Words.of(SECRET), matter="budget", key=key)
    return ("decision", "publish", resolved(desk, part, "2026-04-24"))


def an_answer(desk: Desk) -> tuple[str, ...]:
    part = Part("1", "recommendation", Words.of(SECRET), to=("east",))
    return ("decision", "answer", resolved(desk, part, "2026-04-23"), "east", "accepted", "--part", "1")


def an_item_of_the_plan(desk: Desk) -> tuple[str, ...]:
    made(desk, "agenda", "add", "icp", SECRET, "--due", "January 2027", *ON)
    return ("agenda", "place", desk.last_of(ItemPlanned).item, desk.last_of(Scheduled).meeting)


def replies_in_writing(desk: Desk) -> tuple[str, ...]:
    opened = ("--text", SECRET, "--until", "2026-11-10", "--by", "Jo Bloggs", *ON)
    made(desk, "written", "open", "icp", *opened)
    return ("meeting", "close", desk.last_of(Opened).meeting)


def a_key_decision(desk: Desk) -> tuple[str, ...]:
    made(desk, "key-decision", "announce", "icp", "--matter", "budget", "--text", SECRET, *ON)
    return ("key-decision", "withdraw", desk.last_of(Announced).key, "--reason", SECRET)


def a_consultation(desk: Desk) -> tuple[str, ...]:
    asked = ("--text", SECRET, "--until", "2026-11-20", "--under", "icp", "--ask", "west")
    made(desk, "consultation", "open", "east", *asked, *ON)
    return ("consultation", "end", desk.last_of(consultations.Opened).consultation, "--outcome", SECRET)


def an_answer_to_a_consultation(desk: Desk) -> tuple[str, ...]:
    a_consultation(desk)
    code = desk.last_of(consultations.Opened).consultation
    return ("consultation", "answer", code, "west", "--text", SECRET)


def a_fund(desk: Desk) -> tuple[str, ...]:
    opened = ("--by", "icp", "--host", "east", "--under", "s.75 agreement", "--begins", "2026-04-01")
    made(desk, "fund", "open", "pot", "The pot", *opened, "--ends", "2027-04-01", "--on", "2026-04-01")
    return ("fund", "vary", "pot", "--under", "Deed", "--without", "ends")


def an_allocation_to_lapse(desk: Desk) -> tuple[str, ...]:
    opened = ("--by", "icp", "--host", "east", "--under", "s.75 agreement", "--begins", "2026-04-01")
    made(desk, "fund", "open", "pot", "The pot", *opened, "--ends", "2026-10-01", "--on", "2026-04-01")
    made(desk, "fund", "agree", "pot", "east", "GBP 10.00", "--source", "Grant", "--on", "2026-04-01")
    made(desk, "fund", "allocate", "pot", "GBP 5.00", "--to", "icp", "--on", "2026-05-01")
    return ("fund", "lapse", desk.last_of(Allocated).allocation)


APART: tuple[tuple[tuple[str, Callable[[Desk], tuple[str, ...]]], ...], ...] = (
    (
        ("agenda and papers", an_agenda),
        ("notice", a_notice),
        ("question", a_question),
        ("request to attend", a_visit),
        ("term of a member", a_term_of_a_member),
        ("term of office", a_term_of_office),
        ("absence", an_absence),
        ("review of a role", a_review_of_a_role),
        ("delegation", the_end_of_a_delegation),
        ("review of a delegation", a_review_of_a_delegation),
        ("acceptance", an_acceptance),
        ("report of an act", a_report),
        ("urgent decision to be reported", an_urgent_decision),
        ("condition", a_condition),
        ("publication of a decision", a_publication),
        ("target", a_target),
        ("duty", a_duty),
        ("dispute stage", a_stage),
        ("answer to a concern", a_concern),
        ("change that an agreement needs", a_change),
        ("signature of an agreement", a_signature),
    ),
    (
        ("follow-up", a_follow_up),
        ("approval of a nomination", an_approval),
        ("approval of a deputy", an_approval_of_a_deputy),
        ("deputy", a_deputy),
        ("item of the forward plan", an_item_of_the_plan),
        ("replies in writing", replies_in_writing),
        ("key decision", a_key_decision),
        ("answer to a consultation", an_answer_to_a_consultation),
        ("fund", a_fund),
        ("answer", an_answer),
    ),
    (
        ("meeting", a_meeting),
        ("appointment", a_nomination),
        ("consultation", a_consultation),
        ("allocation to lapse", an_allocation_to_lapse),
        ("minutes to present", minutes_to_present),
    ),
)
"""What can be begun on one ledger together, in this order."""


@pytest.mark.parametrize("begun", APART)
def test_what_is_awaited_is_due_until_it_is_settled_and_no_calendar_has_its_words(
    office: Desk, begun: tuple[tuple[str, Callable[[Desk], tuple[str, ...]]], ...]
) -> None:
    settles = [begin(office) for _, begin in begun]
    kinds = {kind for kind, _ in begun}
    assert kinds - due(office, *ON).keys() == set()
    assert office("due", "--ics", "due.ics", *ON).code == 0
    calendar = Path("due.ics").read_bytes().replace(b"\r\n ", b"")
    assert [name for name in (SECRET, "Jo Bl", "Kim L", "Lou M") if name.encode() in calendar] == []
    for words in settles:
        day = () if words[0] == "meeting" and words[1] == "close" else NEXT
        made(office, *words, *day)
    assert kinds & due(office, *NEXT).keys() == set()


# --- the calendar --------------------------------------------------------------------------------


def events(desk: Desk, *words: str) -> dict[str, str]:
    """Give the day of every entry of a calendar by its UID."""
    said = desk("due", "--ics", "due.ics", *words)
    assert said.code == 0, said.err
    calendar = Calendar.from_ical(Path("due.ics").read_bytes())
    found = list(calendar.walk("VEVENT"))
    days = {str(event["uid"]): event.decoded("dtstart").isoformat() for event in found}
    assert len(days) == len(found)
    return days


def test_what_moves_keeps_its_place_in_a_calendar_and_doubles_nothing(office: Desk) -> None:
    meeting, before = office.last_of(Scheduled).meeting, events(office, *ON)
    office.record("meeting", "move", meeting, "--to", "2027-02-09", "--reason", SECRET, *NEXT)
    after = events(office, *NEXT)
    (uid,) = (one for one in after if one.startswith(f"meeting.{meeting}@l-"))
    assert after.keys() == before.keys()
    assert (before[uid], after[uid]) == ("2027-01-05", "2027-02-09")


def test_a_calendar_is_the_same_to_the_byte_for_the_same_ledger(office: Desk) -> None:
    events(office, *ON)
    first = Path("due.ics").read_bytes()
    events(office, *ON)
    assert Path("due.ics").read_bytes() == first
    assert first.startswith(b"BEGIN:VCALENDAR\r\n")
    assert max(map(len, first.split(b"\r\n"))) <= 75


def test_what_has_no_day_is_left_out_of_a_calendar_and_that_is_said(office: Desk) -> None:
    office.record("question", "put", "icp", "--asker", "Pat", "--text", SECRET, *ON)
    said = office("due", "icp", "--ics", "due.ics", *ON)
    assert "1 without a day left out; see them: remit due icp" in said.err
    assert "question" not in Path("due.ics").read_text(encoding="utf-8")


def test_a_calendar_needs_the_extra_and_says_so(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    said = office("due", "--ics", "due.ics", *ON)
    assert (said.code, "expected the extra `office` for calendars" in said.err) == (2, True)
    assert not Path("due.ics").exists()
