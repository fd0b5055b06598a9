"""``remit agenda``: suggested by the facts, published in time, and withheld where it must be."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests.ledger_cli.desk import MINUTES, Desk, Said, kept
from tests.ledger_cli.july import CLOSED, COMING, JULY, adopt, july, made

from ledger.facts import decisions, meetings, minutes, programme
from ledger.facts.corrections import Corrected
from ledger.facts.fact import Noted
from ledger.facts.programme import ItemPlaced, ItemPlanned
from ledger.facts.words import Words

MARCH = "m-" + "m" * 16
FIRST, SECOND = "f-" + "a" * 16, "f-" + "b" * 16
WHEN = ("--on", "2024-06-03")
BUILD = ("agenda", "build", "2024-07-15", "icp")
SHOW = ("agenda", "show", "2024-07-15", "icp")
STANDING = """\
  - kind: standing items
    rule: STA-1
    clause: "12.2"
    basis: stated
    says: what stands on every agenda
    first: [Welcome, Declarations of interest]
    last: [Date of next meeting]
"""
REQUEST = ("--request", "r-" + "d" * 16)


@pytest.fixture
@kept
def coming(desk: Desk) -> Desk:
    return july(desk)


def march(desk: Desk) -> None:
    """Hold a meeting in March that leaves two things to do."""
    item = "i-" + "m" * 16
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", None, Words.of("Town hall")),
        meetings.ItemOpened(MARCH, item, "1", Words.of("Grants"), None),
        decisions.FollowUpNoted(FIRST, MARCH, item, Words.of("Report on grants"), "July"),
        decisions.FollowUpNoted(SECOND, MARCH, item, Words.of("New terms"), None),
    )


def add(desk: Desk, title: str, *more: str) -> str:
    return made(desk, "agenda", "add", "icp", title, *WHEN, *more)


def suggested(said: Said) -> list[tuple[str, str, str, str]]:
    """Give number, title, origin and source of every row."""
    return [(row[0], row[1], row[2], row[3]) for row in said.rows]


# --- build ---------------------------------------------------------------------------------------


def test_declarations_of_interest_stand_at_the_beginning(desk: Desk) -> None:  # LSC-12
    july(desk, COMING)
    assert suggested(desk(*BUILD)) == [("1", "Declarations of interest", "standing", "Remit default")]


def test_the_standing_items_of_the_terms_come_first_and_last(desk: Desk) -> None:  # LSC-12
    july(desk, COMING, STANDING)
    add(desk, "Survey")
    assert suggested(desk(*BUILD)) == [
        ("1", "Welcome", "standing", "ToR 2024 12.2"),
        ("2", "Declarations of interest", "standing", "ToR 2024 12.2"),
        ("3", "Survey", "forward plan", ""),
        ("4", "Date of next meeting", "standing", "ToR 2024 12.2"),
    ]


def test_what_came_up_before_comes_up_again(coming: Desk) -> None:  # LSC-M5
    march(coming)
    assert suggested(coming(*BUILD)) == [
        ("1", "Declarations of interest", "standing", "Remit default"),
        ("2", "Minutes of the meeting on 25 March 2024", "minutes", MARCH),
        ("3", "Matters arising", "matters arising", "Remit default"),
        ("3.1", "Report on grants", "matters arising", "meeting of 2024-03-25"),
        ("3.2", "New terms", "matters arising", "meeting of 2024-03-25"),
    ]


def test_minutes_that_were_given_out_come_up_until_they_are_agreed(coming: Desk) -> None:  # LSC-M5
    march(coming)
    coming.meets(minutes.Issued(MARCH, "draft", 1, "sha256:" + "a" * 64), on="2024-04-02")
    assert coming(*BUILD).rows[1][1] == "Minutes of the meeting on 25 March 2024"


def test_minutes_that_were_agreed_do_not_come_up(coming: Desk) -> None:  # LSC-M5
    march(coming)
    item, may = "i-" + "n" * 16, "m-" + "n" * 16
    coming.meets(
        meetings.Opened(may, "icp", "meeting", None, Words.of("Town hall")),
        meetings.ItemOpened(may, item, "1", Words.of("Minutes"), None),
        minutes.Agreed(may, item, MARCH, None),
        on="2024-05-20",
    )
    titles = [row[1] for row in coming(*BUILD).rows]
    assert [title for title in titles if title.startswith("Minutes")] == [
        "Minutes of the meeting on 20 May 2024"
    ]


def test_the_forward_plan_is_suggested_as_it_is_due(coming: Desk) -> None:  # SYS-3
    item = add(coming, "Survey", "--due", "Summer 2024?")
    add(coming, "Winter plan")
    said = coming(*BUILD, "--leave", coming.last_of(ItemPlanned).item, "--json").json
    assert said[1:] == [
        {
            "number": "2",
            "title": "Survey",
            "origin": "forward plan",
            "from": None,
            "due": "Summer 2024?",
            "item": item,
            "state": "suggested",
        }
    ]


def test_what_is_suggested_is_recorded_in_one_request_and_once(coming: Desk) -> None:
    march(coming)
    item = add(coming, "Survey")
    first = coming.record(*BUILD, "--record", *WHEN, *REQUEST, "--json")
    assert first.json["entries"].split(" to ")[1] == str(coming.size)
    assert coming.last.body == ItemPlaced(item, "icp", JULY, "4")
    assert coming.last_of(ItemPlanned).followup == SECOND
    shown = [row[:2] for row in coming(*BUILD).rows]
    assert shown == [
        ["1", "Declarations of interest"],
        ["2", "Minutes of the meeting on 25 March 2024"],
        ["3", "Matters arising"],
        ["3.1", "Report on grants"],
        ["3.2", "New terms"],
        ["4", "Survey"],
    ]
    assert {row[6] for row in coming(*BUILD).rows} == {"on the agenda"}
    size = coming.size
    assert coming.record(*BUILD, "--record", *WHEN, *REQUEST, "--json").json == first.json
    again = coming.record(*BUILD, "--record", *WHEN)
    assert (again.code, coming.size) == (0, size)
    assert again.err == "nothing to record: everything that is suggested is on the agenda\n"


def test_what_comes_up_later_is_numbered_after_what_is_there(coming: Desk) -> None:
    march(coming)
    assert coming.record(*BUILD, "--record", "--leave", SECOND, *WHEN).code == 0
    add(coming, "Survey")
    new = [row[:2] for row in coming(*BUILD).rows if row[6] == "suggested"]
    assert new == [["3.2", "New terms"], ["4", "Survey"]]


def test_what_arises_under_a_heading_that_cannot_be_divided_has_no_number(coming: Desk) -> None:
    march(coming)
    add(coming, "Matters arising", "--meeting", JULY, "--number", "7a")
    new = {row[1]: row[0] for row in coming(*BUILD).rows}
    assert (new["Matters arising"], new["Report on grants"]) == ("7a", "")
    assert coming.record(*BUILD, "--record", *WHEN).code == 0


def test_without_terms_the_rest_is_suggested(desk: Desk) -> None:
    desk.record("body", "constitute", "group", "The group", "--instrument", "s.2", "--on", "2023-01-01")
    meeting = "m-" + "g" * 16
    desk.meets(programme.Scheduled(meeting, "group", "2024-07-15", None, None), on="2024-06-03")
    add_ = made(desk, "agenda", "add", "group", "Survey", *WHEN)
    said = desk("agenda", "build", meeting)
    assert [row[5] for row in said.rows] == [add_]
    assert said.err == "not known: no terms of group are known to be in force on 2024-07-15\n"


# --- add, place, withdraw ------------------------------------------------------------------------


def test_an_item_goes_from_the_plan_to_an_agenda_to_another_and_off_it(coming: Desk) -> None:  # LSC-M5
    item = add(coming, "Survey", "--due", "in the autumn")
    assert coming("agenda", "plan", "icp").rows == [["Survey", "in the autumn", "", "", item]]
    assert coming.record("agenda", "place", item, "2024-07-15", "--number", "5", *WHEN).code == 0
    assert coming("agenda", "plan", "icp").rows == []
    assert [one["number"] for one in coming(*SHOW, "--json").json["items"]] == ["5"]
    assert coming.record("agenda", "place", item, CLOSED, *WHEN).code == 0
    assert coming(*SHOW, "--json").json["items"] == []
    assert coming.record("agenda", "withdraw", item, "--reason", "not ready", *WHEN).code == 0
    assert coming("agenda", "show", CLOSED, "--json").json["items"] == []
    again = coming.record("agenda", "withdraw", item, "--reason", "not ready", *WHEN)
    assert again.code == 3
    assert again.err.startswith("refused: AGD-2 (Remit default): expected an item of icp on the agenda of")


def test_an_item_says_what_it_concerns_and_follows_up(coming: Desk) -> None:  # LSC-M5
    march(coming)
    add(coming, "Survey", "--follow-up", FIRST, "--about", "east", "--about", "survey")
    body = coming.last_of(ItemPlanned)
    assert (body.origin, body.followup, body.about) == ("forward plan", FIRST, ("east", "survey"))
    assert [row[1] for row in coming(*BUILD).rows][3:] == ["New terms", "Survey"]


def test_an_item_repeats(coming: Desk) -> None:
    words = ("agenda", "add", "icp", "Survey", *REQUEST, *WHEN, "--json")
    first, size = coming.record(*words), coming.size
    assert (coming.record(*words).json, coming.size) == (first.json, size)


def test_an_unknown_item_is_malformed(coming: Desk) -> None:
    said = coming.record("agenda", "place", "i-" + "z" * 16, JULY)
    assert (said.code, said.err) == (
        4,
        f"malformed: expected the id of an item that the ledger knows, got '{'i-' + 'z' * 16}'\n",
    )


def test_a_ground_that_the_terms_do_not_have_is_refused_with_its_clause(coming: Desk) -> None:  # LSC-9.4
    words = ("--exempt", "--ground", "para 3", "--summary", "A contract")
    said = coming.record("agenda", "add", "icp", "Contract", *words, *WHEN)
    assert said.code == 3
    assert said.err == (
        "refused: PUB-1 (ToR 2024 9.4): expected in public, except where information is confidential or "
        "sensitive, got para 3\n"
    )


# --- publish and show ----------------------------------------------------------------------------


def test_an_agenda_goes_out_in_time_and_in_versions(coming: Desk) -> None:  # LSC-9.2
    pack = coming.write("pack.pdf", "pack")
    add(coming, "Survey", "--meeting", "2024-07-15", "--number", "10")
    add(coming, "Welcome", "--meeting", "2024-07-15", "--number", "9")
    publish = ("agenda", "publish", "2024-07-15", "icp")
    first = coming.record(*publish, "--pack", pack, "--on", "2024-07-04", *REQUEST)
    assert first.code == 0
    digest = f"sha256:{hashlib.sha256(b'pack').hexdigest()}"
    assert coming.last_of(programme.AgendaPublished).digest == digest
    assert coming.record(*publish, "--pack", pack, "--on", "2024-07-04", *REQUEST).out == first.out
    late = coming.record(*publish, "--on", "2024-07-08")
    assert late.code == 3
    assert late.err == (
        "refused: NOT-2 (ToR 2024 9.2): expected agenda and papers at least 7 working days before, got "
        "agenda and papers on 2024-07-08 for 2024-07-15, latest day 2024-07-04\n"
    )
    assert coming.record(*publish, "--on", "2024-07-08", "--departure", "an error").code == 0
    assert coming.last.findings == (Noted("NOT-2", "ToR 2024 9.2", "not met"),)
    shown = coming(*SHOW, "--json").json
    assert shown["version 1"] == f"went out 2024-07-04, in time, {digest}"
    assert shown["version 2"] == "went out 2024-07-08, 2 working days late"
    assert [one["title"] for one in shown["items"]] == ["Welcome", "Survey"]
    assert coming(*SHOW, "--known-at", str(coming.size - 1), "--json").json.keys() >= {"version 1"}


def test_an_agenda_without_items_does_not_go_out(coming: Desk) -> None:
    said = coming.record("agenda", "publish", JULY)
    assert (said.code, "expected items on the agenda, got none" in said.err) == (2, True)


def test_the_public_reads_the_agenda_as_it_went_out(coming: Desk) -> None:  # LSC-9.4
    survey = add(coming, "Survey", "--meeting", JULY, "--number", "1")
    moved = add(coming, "Winter plan", "--meeting", JULY, "--number", "2")
    no = coming(*SHOW, "--public")
    assert (no.code, no.out, no.err) == (1, "", f"no: no agenda of {JULY} went out yet\n")
    coming.record("agenda", "publish", JULY, "--on", "2024-07-04")
    coming.record("agenda", "withdraw", survey, "--reason", "not ready", "--on", "2024-07-05")
    coming.record("agenda", "place", moved, CLOSED, "--number", "8", "--on", "2024-07-05")
    add(coming, "Not out yet", "--meeting", JULY, "--number", "3")
    assert [list(one.values()) for one in coming(*SHOW, "--public", "--json").json["items"]] == [
        ["1", "Survey", None, "withdrawn"],
        ["8", "Winter plan", None, f"moved to {CLOSED}"],
    ]


SECRETS = ("Canary & Co, five million", "Magpie Ltd")


def withhold(desk: Desk, secret: str) -> str:
    """Record an agenda and papers of which most is withheld, and give everything that the public may see."""
    exempt = ("--exempt", "--ground", "9.4", "--summary", "A contract")
    item = ("agenda", "add", "icp", f"Award to {secret}", "--meeting", JULY, "--number", "2", *exempt)
    made(desk, *item, "--due", "by July", "--request", "r-" + "e" * 16, *WHEN)
    open_ = ("agenda", "add", "icp", "Survey", "--meeting", JULY, "--number", "1")
    made(desk, *open_, "--request", "r-" + "f" * 16, *WHEN)
    file = desk.write("paper.pdf", f"paper about {secret}")
    out = ("--on", "2024-07-04", "--request")
    assert desk.record("agenda", "publish", JULY, "--pack", file, *out, "r-" + "g" * 16).code == 0
    paper = ("paper", "publish", JULY, file)
    exempt = ("--confidential", "--ground", "in confidence", "--summary", "Advice")
    for number, access, letter in (("1", exempt, "h"), ("2", (), "i"), ("2", exempt, "j")):
        words = ("--item", number, "--title", f"{secret} {letter}", *access)
        assert desk.record(*paper, *words, *out, f"r-{letter * 16}").code == 0
    told = []
    for words in (SHOW, ("paper", "list", JULY)):
        for form in ((), ("--json",)):
            said = desk(*words, "--public", *form)
            assert said.code == 0
            told.append(said.out + said.err)
    return "\n".join(told)


def test_of_what_is_withheld_no_byte_is_public(  # LSC-9.4
    coming: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path.cwd().parent / "other"
    shutil.copytree(Path.cwd(), other)
    public = withhold(coming, SECRETS[0])
    assert [
        word for word in ("Canary", "five million", "Award", "by July", "sha256:") if word in public
    ] == []
    monkeypatch.chdir(other)
    assert withhold(coming, SECRETS[1]).encode() == public.encode()
    assert "Magpie" in coming(*SHOW).out


def test_that_something_is_withheld_and_why_is_public(coming: Desk) -> None:  # LSC-9.4
    withhold(coming, SECRETS[0])
    said = coming(*SHOW, "--public", "--json").json
    assert said["items"] == [
        {"number": "1", "title": "Survey", "withheld": None, "state": None},
        {"number": "2", "title": "A contract", "withheld": "exempt: 9.4", "state": None},
    ]
    papers = coming("paper", "list", JULY, "--public", "--json").json
    seen = [(one["item"], one["title"], one["withheld"], one["digest"]) for one in papers]
    assert seen == [
        ("1", "Advice", "confidential: in confidence", None),
        ("2", "A contract", "exempt: 9.4", None),
        ("2", "Advice", "confidential: in confidence", None),
    ]
    officer = json.dumps(coming("paper", "list", JULY, "--json").json)
    assert officer.count("Canary") == 3


def test_an_item_that_became_exempt_by_a_correction_is_withheld(coming: Desk) -> None:  # LSC-9.4
    add(coming, f"Award to {SECRETS[0]}", "--meeting", JULY, "--number", "2")
    was, fact = coming.last_of(ItemPlanned), coming.last.id
    coming.record("agenda", "publish", JULY, "--on", "2024-07-04")
    instead = ItemPlanned(
        was.item,
        "icp",
        JULY,
        Words.of("Award"),
        "other",
        "2",
        access="exempt",
        ground="9.4",
        summary=Words.of("A contract"),
    )
    coming.meets(Corrected(fact, was, instead, Words.of("not for the public")), on="2024-07-05")
    public = coming(*SHOW, "--public")
    assert ("Award" in public.out, "A contract" in public.out) == (False, True)
    assert [row["title"] for row in coming(*SHOW, "--json").json["items"]] == ["Award"]


def test_a_meeting_that_was_only_held_has_an_agenda_too(desk: Desk) -> None:
    adopt(desk, COMING)
    assert desk.record("record", desk.write("minutes.yaml", MINUTES)).code == 0
    add(desk, "Grants", "--meeting", "2024-03-25", "--number", "1", "--on", "2024-03-11")
    said = desk("agenda", "show", "2024-03-25", "icp", "--json").json
    assert (said["date"], [one["title"] for one in said["items"]]) == ("2024-03-25", ["Grants"])
