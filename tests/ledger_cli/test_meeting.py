"""``remit meeting``: who was there, and whether that was a quorum."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import MINUTES, TERMS, Desk, kept

QUORUM = ("meeting", "quorum", "2024-03-25", "icp")


@pytest.fixture
@kept
def met(desk: Desk) -> Desk:
    assert desk.record("record", desk.write("minutes.yaml", MINUTES)).code == 0
    return desk


def meeting(desk: Desk) -> str:
    return str(desk("meeting", "list", "icp", "--json").json[0]["meeting"])


def test_meetings_and_coming_dates_are_listed_by_day(met: Desk) -> None:
    rows = met("meeting", "list", "icp").rows
    assert rows[0][:2] == ["2024-03-25", "meeting"]
    assert rows[0][3:] == ["2", "1", "0", "2", "yes"]
    assert rows[1][:2] == ["2024-06-24", "scheduled"]
    assert rows[1][2].startswith("m-")
    assert rows[1][3:] == [""] * 5


def test_a_meeting_shows_its_three_lists_and_its_items(met: Desk) -> None:  # LSC-M1
    said = met("meeting", "show", "2024-03-25", "icp", "--json").json
    assert said["place"] == "Town hall"
    assert [(one["list"], one["name"], one["person"]) for one in said["people"]] == [
        ("present", "Jo Bloggs", met.jo),
        ("present", "Kim Lee", met.kim),
        ("in attendance", "Lou May", met.lou),
    ]
    assert said["interests"] == ["no interest was declared"]
    assert [(one["item"], one["title"], one["absent"]) for one in said["items"]] == [
        ("1", "Welcome", None),
        ("2", "Grants", f"Kim Lee ({met.kim})"),
    ]
    assert met("meeting", "show", meeting(met)).out == met("meeting", "show", "2024-03-25", "icp").out


def test_the_interests_are_shown_with_what_followed(desk: Desk) -> None:  # LSC-12
    text, _, _ = MINUTES.partition("    motions:")
    declared = """\
interests:
  - {person: Jo Bloggs, nature: Owns a shop, item: "2", effect: withdraws}
  - {person: Kim Lee, nature: Sits there}
"""
    text = text.replace("interests: none\n", declared)
    assert desk.record("record", desk.write("minutes.yaml", text)).code == 0
    out = desk("meeting", "show", "2024-03-25", "icp").out
    assert f"interest of Kim Lee ({desk.kim}) in the meeting's business, noted: Sits there" in out
    assert f"interest of Jo Bloggs ({desk.jo}) in item 2, withdraws: Owns a shop" in out


def test_the_quorum_is_judged_at_every_item(met: Desk) -> None:  # LSC-8.1
    said = met(*QUORUM)
    assert said.code == 1
    expected = "at least 2 members from councils"
    by = f"Jo Bloggs ({met.jo})"
    assert said.out.splitlines()[1:] == [
        f"opening, 1\tQUO-1\tToR 2023 7.1\tmet\t{expected}\t2\t\t{by}, Kim Lee ({met.kim})",
        f"2\tQUO-1\tToR 2023 7.1\tnot met\t{expected}\t1\t\t{by}",
        "opening, item 1: met",
        "item 2: not met",
        f"item 2: quorate with Kim Lee ({met.kim}) as well",
        "not quorate",
    ]


def test_one_item_answers_for_itself(met: Desk) -> None:
    said = met(*QUORUM, "--item", "1", "--json")
    assert said.code == 0
    assert said.json["answer"] == "quorate"
    assert [one["items"] for one in said.json["judged"]] == [["1"]]
    by = said.json["judged"][0]["rules"][0]["satisfied by"]
    assert by == [{"person": met.jo, "name": "Jo Bloggs"}, {"person": met.kim, "name": "Kim Lee"}]


def test_an_item_that_was_not_taken_is_malformed(met: Desk) -> None:
    said = met(*QUORUM, "--item", "3")
    assert (said.code, said.err) == (
        4,
        f"malformed: expected the number of an item of {meeting(met)}, got '3'\n",
    )


def test_other_terms_judge_without_recording(met: Desk) -> None:
    size = met.size
    file = met.write("other.yaml", TERMS.replace("least: 2}", "least: 1}").replace("ToR 2023", "Draft"))
    said = met(*QUORUM, "--terms", file)
    assert (said.code, met.size) == (0, size)
    assert said.out.splitlines()[1].startswith("opening, 1\tQUO-1\tDraft 7.1\tmet")
    foreign = met.write("other.yaml", TERMS.replace("body: icp", "body: board"))
    said = met(*QUORUM, "--terms", foreign)
    assert (said.code, said.err) == (4, "malformed: other.yaml: expected terms of icp, got terms of board\n")


def test_a_reading_stands_beside_the_one_chosen(met: Desk) -> None:
    reading = (
        "reading: Leaders count.\n    others:\n      - reading: Anybody counts.\n"
        "        check: {check: count, who: {}, least: 1}\n    check:"
    )
    text = TERMS.replace("basis: stated\n    says", "basis: reading\n    says", 1).replace(
        "check:", reading, 1
    )
    said = met(*QUORUM, "--item", "2", "--terms", met.write("other.yaml", text))
    assert said.code == 1
    assert [row[3:7] for row in said.rows[:2]] == [
        ["not met", "at least 2 members from councils", "1", "Leaders count."],
        ["met", "at least 2 members from councils", "1", "or else: Anybody counts."],
    ]
    other = met(*QUORUM, "--item", "2", "--terms", "other.yaml", "--json").json
    assert other["judged"][0]["rules"][0]["other readings"] == [
        {"reading": "Anybody counts.", "answer": "met", "got": "1"}
    ]


def test_where_the_seats_are_not_known_the_quorum_is_not(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2024-01-01")
    text = MINUTES.replace("[Jo Bloggs, Kim Lee]", "[Jo Bloggs, Lou May]").replace(
        "attending: [Lou May]\n", ""
    )
    text = text.replace("    absent: [Kim Lee]\n", "")
    assert desk.record("record", desk.write("minutes.yaml", text)).code == 0
    said = desk(*QUORUM)
    assert said.code == 8
    assert said.out.splitlines()[-3:] == [
        "opening, items 1, 2: not known",
        f"opening, items 1, 2: quorate with Kim Lee ({desk.kim}) as well",
        "not known",
    ]
    assert said.rows[0][5] == "1 for sure and 2 at most"


def test_office_holders_whom_the_minutes_do_not_name_are_said_so(met: Desk) -> None:
    text = MINUTES.replace("date: 2024-03-25", "date: 2024-04-25").replace(
        "    note: The Chair opened the meeting.\n", "    offices: [chair]\n"
    )
    assert met.record("record", met.write("april.yaml", text)).code == 0
    terms = TERMS.replace("{sectors: [council]}, least: 2}", "{offices: [chair]}, least: 1}")
    said = met("meeting", "quorum", "2024-04-25", "icp", "--terms", met.write("other.yaml", terms))
    assert said.rows[1][7] == "the holder of chair, not named"
    shown = met("meeting", "quorum", "2024-04-25", "icp", "--terms", "other.yaml", "--json").json
    assert shown["judged"][1]["rules"][0]["satisfied by"] == [{"office": "chair"}]


def test_before_any_terms_the_quorum_is_not_known(desk: Desk) -> None:
    words = ("body", "constitute", "board", "B", "--instrument", "4", "--on", "2022-01-01")
    assert desk.record(*words).code == 0
    text, _, _ = MINUTES.partition("    motions:")
    text = text.replace("body: icp", "body: board").replace("2024-03-25", "2022-12-31")
    file = desk.write("early.yaml", text)
    assert desk.record("record", file, "--departure", "no list of members is kept").code == 0
    said = desk("meeting", "quorum", "2022-12-31", "board")
    assert said.code == 8
    assert said.err == "not known: no terms of board are known to be in force on 2022-12-31\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("2024-03-26", "icp"),
            (
                "expected the date of one meeting of icp, got 2024-03-26, the date of none "
                "(did you mean 2024-03-25?)"
            ),
        ),
        (("2024-03-25",), "expected the body that met on 2024-03-25, got none: MEETING BODY"),
        (("monday", "icp"), "expected the id of a meeting or a date like 2024-03-25, got 'monday'"),
        (("m-" + "a" * 16,), "expected a meeting that the ledger knows, got 'm-aaaaaaaaaaaaaaaa'"),
    ],
)
def test_a_meeting_that_cannot_be_found_is_malformed(met: Desk, words: tuple[str, ...], message: str) -> None:
    said = met("meeting", "show", *words)
    assert (said.code, said.err) == (4, f"malformed: {message}\n")


def test_two_meetings_on_a_day_are_told_apart_by_id(met: Desk) -> None:
    text = MINUTES.replace("place: Town hall", "place: Library\nanother: true")
    assert met.record("record", met.write("second.yaml", text)).code == 0
    said = met("meeting", "show", "2024-03-25", "icp")
    assert said.code == 4
    assert "expected the date of one meeting of icp, got 2024-03-25, the date of 2: m-" in said.err


def test_a_later_meeting_is_not_taken_for_an_earlier_one(met: Desk) -> None:
    later = met.write("later.yaml", MINUTES.replace("date: 2024-03-25", "date: 2024-04-25"))
    assert met.record("record", later).code == 0
    for day in ("2024-03-25", "2024-04-25"):
        assert met("meeting", "show", day, "icp", "--json").json["date"] == day


def test_one_rule_that_is_not_met_is_enough_for_no_quorum(met: Desk) -> None:
    more = """\
  - kind: quorum
    rule: QUO-2
    clause: "7.2"
    basis: stated
    says: at least 3 members
    check: {check: count, who: {}, least: 3}
"""
    file = met.write("other.yaml", TERMS.replace("rules:\n", f"rules:\n{more}"))
    said = met(*QUORUM, "--item", "1", "--terms", file, "--json")
    assert (said.code, said.json["judged"][0]["answer"]) == (1, "not met")
    assert [rule["answer"] for rule in said.json["judged"][0]["rules"]] == ["not met", "met"]


def test_a_coming_meeting_is_listed_by_the_date_that_it_has_now(desk: Desk) -> None:  # LSC-9.1
    for day in ("2027-01-05", "2027-02-02"):
        assert desk.record("meeting", "schedule", "icp", day).code == 0
    moved = ("meeting", "move", "2027-01-05", "icp", "--to", "2027-01-12", "--reason", "x")
    assert desk.record(*moved).code == 0
    assert desk.record("meeting", "cancel", "2027-02-02", "icp", "--reason", "x").code == 0
    rows = [row[:2] for row in desk("meeting", "list", "icp").rows]
    assert rows == [["2027-01-12", "scheduled"], ["2027-02-02", "cancelled"]]
