"""``remit meeting open`` to ``close``: a clerk minutes a meeting while it sits."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts import interests, meetings
from ledger.facts.words import Words

DAY = "2024-03-25"
HERE = (DAY, "icp")
MORE = """\
  - {kind: deputy, rule: DEP-1, clause: "5.4", basis: stated, says: a deputy, who: {},
     named_by: either, counts: "yes"}
  - {kind: quoracy, rule: QCY-1, clause: "7.2", basis: stated, says: the Chair confirms,
     offices: [chair], adjourns: true}
  - {kind: virtual, rule: VIR-1, clause: "7.3", basis: stated, says: where agreed,
     counts: agreed, votes: agreed}
  - {kind: public, rule: PUB-1, clause: "9.2", basis: stated, says: in public, kinds: [meeting]}
"""


@pytest.fixture
@kept
def clerk(desk: Desk) -> Desk:
    """Adopt terms with rules on deputies, quoracy, attendance and the public; elect Jo as chair."""
    text = TERMS.replace('version: "2023"', 'version: "2024"').replace("rules:\n", f"rules:\n{MORE}")
    words = ("--in-force", "2024-01-01", "--on", "2024-01-01")
    done(desk, "terms", "adopt", desk.write("more.yaml", text), *words)
    elected = ("--term", "2024", "--begins", "2024-01-01", "--on", "2024-01-01")
    done(desk, "office", "elect", "icp", "chair", "Jo Bloggs", *elected)
    return desk


def done(desk: Desk, *words: str) -> None:
    said = desk.record(*words)
    assert said.code == 0, said.err


def opened(desk: Desk) -> Desk:
    done(desk, "meeting", "open", "icp", "--place", "Town hall", "--on", DAY)
    return desk


def test_a_whole_meeting_is_minuted_as_it_goes(clerk: Desk) -> None:  # LSC-8.1, LSC-8.3, LSC-M1
    opened(clerk)
    names = ("--present", "Jo Bloggs", "--present", "Kim Lee", "--attending", "Lou May from trust")
    done(clerk, "meeting", "attend", *HERE, *names)
    done(clerk, "meeting", "preside", "Jo Bloggs", *HERE, "--office", "chair")
    done(clerk, "meeting", "confirm-quorum", "Jo Bloggs", *HERE)
    done(clerk, "meeting", "item", "1", "Welcome", *HERE, "--note", "The Chair opened the meeting.")
    done(clerk, "meeting", "withdraw", "Kim Lee", *HERE, "--during", "1")
    done(clerk, "meeting", "return", "Kim Lee", *HERE)
    done(clerk, "meeting", "leave", "Kim Lee", *HERE)
    done(clerk, "meeting", "arrive", "Kim Lee", *HERE, "--during", "1")
    done(clerk, "meeting", "close", *HERE)
    said = clerk("meeting", "show", *HERE, "--json").json
    assert [(one["list"], one["name"], one["organisation"]) for one in said["people"]] == [
        ("present", "Jo Bloggs", None),
        ("present", "Kim Lee", None),
        ("in attendance", "Lou May", "trust"),
    ]
    jo, kim = f"Jo Bloggs ({clerk.jo})", f"Kim Lee ({clerk.kim})"
    assert said["course"] == [
        f"before the first item: {jo} presided, as chair",
        f"before the first item: {jo} said that the meeting was quorate",
        f"during item 1: {kim} withdrew",
        f"after item 1: {kim} returned",
        f"after item 1: {kim} left",
        f"during item 1: {kim} arrived",
    ]
    refused = clerk.record("meeting", "item", "2", "Late", *HERE)
    assert (refused.code, "recorded as closed" in refused.err) == (3, True)


def test_substitutes_and_who_attends_from_elsewhere_are_said_so(
    clerk: Desk,
) -> None:  # LSC-7.7, LSC-8.2, LSC-M1
    opened(clerk)
    names = ("--present", "Jo Bloggs", "--substitute", "Lou May for Kim Lee", "--virtual", "Lou May")
    said = clerk.record("meeting", "attend", *HERE, *names, "--departure", "nobody was named")
    assert said.code == 0
    rows = clerk("meeting", "show", *HERE, "--json").json["people"]
    assert [one["list"] for one in rows] == ["present", f"virtual as substitute for Kim Lee ({clerk.kim})"]
    body = clerk.last.body
    assert isinstance(body, meetings.Attended)
    assert (body.present, body.virtual) == ((clerk.jo,), (clerk.lou,))


def test_a_member_from_elsewhere_apologies_and_absence_are_lists(clerk: Desk) -> None:  # LSC-M1
    opened(clerk)
    done(
        clerk,
        "meeting",
        "attend",
        *HERE,
        "--virtual",
        "Jo Bloggs",
        "--apologies",
        "Kim Lee",
        "--absent",
        "Ann Clerk",
    )
    rows = clerk("meeting", "show", *HERE, "--json").json["people"]
    assert [one["list"] for one in rows] == ["virtual", "apologies", "absent"]


def test_a_substitute_is_named_with_the_member(clerk: Desk) -> None:
    said = opened(clerk).record("meeting", "attend", *HERE, "--substitute", "Lou May")
    assert (said.code, "expected \"NAME for MEMBER\", got 'Lou May'" in said.err) == (2, True)


def test_a_substitute_arrives_later_from_elsewhere(clerk: Desk) -> None:  # LSC-7.7
    opened(clerk)
    done(clerk, "meeting", "attend", *HERE, "--present", "Jo Bloggs")
    words = ("meeting", "arrive", "Lou May", *HERE, "--for", "Kim Lee", "--virtual")
    assert clerk.record(*words).code == 0
    assert clerk.last.body == meetings.PresenceChanged(
        clerk.last_of(meetings.Opened).meeting, clerk.lou, "arrived", None, virtual=True, member=clerk.kim
    )
    course = clerk("meeting", "show", *HERE, "--json").json["course"]
    told = f"Lou May ({clerk.lou}) arrived as substitute for Kim Lee ({clerk.kim}) (virtual)"
    assert course == [f"before the first item: {told}"]


def test_a_meeting_that_was_given_a_date_is_opened_on_it(clerk: Desk) -> None:  # LSC-9.1, LSC-8.2
    done(clerk, "meeting", "schedule", "icp", DAY, "--time", "10 am", "--on", "2024-02-01")
    done(clerk, "meeting", "agree-virtual", *HERE, "--by", "Jo Bloggs", "--on", "2024-03-01")
    done(clerk, "meeting", "open", *HERE, "--place", "Town hall")
    body = clerk.last.body
    assert isinstance(body, meetings.Opened)
    assert (body.time, body.kind, clerk.last.on) == ("10 am", "meeting", DAY)
    late = clerk.record("meeting", "agree-virtual", *HERE)
    assert (late.code, "MTG-22" in late.err) == (3, True)
    again = clerk.record("meeting", "open", *HERE, "--place", "Town hall")
    assert (again.code, "MTG-1 " in again.err) == (3, True)


def test_an_inquorate_meeting_is_adjourned_and_resumes_on_another_day(clerk: Desk) -> None:  # LSC-8.5
    opened(clerk)
    done(clerk, "meeting", "attend", *HERE, "--present", "Jo Bloggs")
    done(clerk, "meeting", "confirm-quorum", "Jo Bloggs", *HERE, "--inquorate")
    words = ("--inquorate", "--by", "Jo Bloggs", "--reason", "too few", "--until", "2024-04-02")
    done(clerk, "meeting", "adjourn", *HERE, *words)
    refused = clerk.record("meeting", "item", "1", "Grants", *HERE)
    assert (refused.code, "recorded as adjourned" in refused.err) == (3, True)
    done(clerk, "meeting", "resume", *HERE, "--on", "2024-04-02")
    done(clerk, "meeting", "arrive", "Kim Lee", *HERE)
    assert clerk.last.on == "2024-04-02"
    done(clerk, "meeting", "item", "1", "Grants", *HERE, "--absent", "Kim Lee")
    done(clerk, "meeting", "adjourn", *HERE, "--reason", "tea")
    course = clerk("meeting", "show", *HERE, "--json").json["course"]
    assert course[0].endswith("said that the meeting was not quorate")
    assert course[1:3] == [
        "before the first item: adjourned until 2024-04-02, for want of a quorum",
        "before the first item: resumed on 2024-04-02",
    ]
    assert course[-1] == "at or after item 1: adjourned"


def test_what_is_withheld_never_appears_in_public_and_that_it_is_does(clerk: Desk) -> None:  # LSC-9.4
    opened(clerk)
    done(clerk, "meeting", "attend", *HERE, "--present", "Jo Bloggs", "--present", "Kim Lee")
    words = ("--access", "exempt", "--ground", "para 3", "--summary", "A contract")
    item = ("meeting", "item", "7", "Secret bid of Acme", *HERE, *words, "--note", "Acme asks for millions")
    refused = clerk.record(*item)
    assert (refused.code, "MTG-20 " in refused.err) == (3, True)
    public = ("--item", "7", "--ground", "para 3", "--interest", "prices of Acme")
    done(clerk, "meeting", "exclude-public", *HERE, *public)
    done(clerk, *item)
    done(clerk, "meeting", "item", "8", "Any other business", *HERE)
    shown = clerk("meeting", "show", *HERE, "--public")
    assert "Acme" not in shown.out
    rows = clerk("meeting", "show", *HERE, "--public", "--json").json["items"]
    assert [(one["item"], one["title"], one["note"], one["withheld"]) for one in rows] == [
        ("7", "A contract", None, "exempt: para 3"),
        ("8", "Any other business", None, None),
    ]
    assert "Secret bid of Acme" in clerk("meeting", "show", *HERE).out
    assert "the public excluded from item 7: para 3" in shown.out


def test_what_was_declared_about_an_item_that_is_withheld_is_not_shown_in_public(
    clerk: Desk,
) -> None:  # LSC-9.4
    opened(clerk)
    done(clerk, "meeting", "attend", *HERE, "--present", "Jo Bloggs", "--present", "Kim Lee")
    words = ("--access", "confidential", "--ground", "para 1", "--summary", "Staff")
    done(clerk, "meeting", "item", "7", "Pay of Max", *HERE, *words)
    opening = clerk.last_of(meetings.ItemOpened)
    nature = Words.of("cousin of Max")
    clerk.meets(interests.Declared(opening.meeting, opening.item, clerk.kim, nature, "withdraws"))
    assert "cousin of Max" in clerk("meeting", "show", *HERE).out
    public = clerk("meeting", "show", *HERE, "--public").out
    assert f"interest of Kim Lee ({clerk.kim}) in item 7, withdraws\n" in public
    assert "Max" not in public


def test_the_person_who_presides_may_be_chosen_or_act(clerk: Desk) -> None:  # LSC-8.3
    opened(clerk)
    done(clerk, "meeting", "attend", *HERE, "--present", "Jo Bloggs", "--present", "Kim Lee")
    done(clerk, "meeting", "preside", "Kim Lee", *HERE)
    body = clerk.last.body
    assert isinstance(body, meetings.Presided)
    assert (body.how, body.office) == ("chosen", None)
    acting = clerk.record(
        "meeting", "preside", "Kim Lee", *HERE, "--office", "chair", "--acting", "--dry-run"
    )
    assert "MTG-13" in acting.err


def test_an_item_that_was_not_taken_is_malformed(clerk: Desk) -> None:
    said = opened(clerk).record("meeting", "leave", "Jo Bloggs", *HERE, "--during", "9")
    meeting = clerk.last_of(meetings.Opened).meeting
    assert (said.code, said.err) == (4, f"malformed: expected the number of an item of {meeting}, got '9'\n")


def test_what_is_recorded_repeats(clerk: Desk) -> None:
    opened(clerk)
    words = ("meeting", "attend", *HERE, "--present", "Jo Bloggs", "--request", "r-" + "d" * 16, "--json")
    first = clerk.record(*words)
    assert (first.code, clerk.record(*words).json) == (0, first.json)
