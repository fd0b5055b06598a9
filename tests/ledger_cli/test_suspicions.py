"""A stolen key: what rests on it is shown as contested; nothing goes, and acceptance stays (K1)."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledger_cli.authority import act, grant, passed
from tests.ledger_cli.desk import TERMS, Desk

from ledger import ed25519, keyfiles
from ledger.facts import decisions, meetings, minutes, programme
from ledger.facts.members import Appointed
from ledger.facts.words import Words

D = "d-" + "a" * 16
WHY = ("--reason", "laptop stolen")


@pytest.fixture
def stolen(desk: Desk) -> tuple[Desk, str, int]:
    """Give a ledger whose officer's key is suspect from the grant on; a second officer says so."""
    desk.record(
        "key", "enrol", "Jo Bloggs", "--key-file", "jo.key", "--right", "enrol", "--right", "record:*"
    )
    since = desk.size + 1
    done = act(desk, passed(desk, grant(desk)), "GBP 400.00", "--json")
    desk.meets(Appointed("icp", desk.lou, None, "appointed", None), on="2024-01-10")
    meeting, item = "m-" + "a" * 16, "i-" + "a" * 16
    desk.meets(
        meetings.Opened(meeting, "icp", "meeting", None, Words.of("Town hall")),
        meetings.Attended(meeting, (desk.jo, desk.kim), (), ()),
        meetings.ItemOpened(meeting, item, "1", Words.of("Grants"), None),
        decisions.Resolved(
            D, meeting, item, "not recorded", (), (decisions.Part("1", "decision", Words.of("Pay")),)
        ),
    )
    key = ed25519.key_id(keyfiles.read_public(Path("officer.key")))
    said = desk.record("key", "compromised", key, "--from", str(since), *WHY, "--key", "jo.key")
    assert said.code == 0, said.err
    return desk, str(done.json["act"]), since


def test_every_answer_shows_what_is_contested_and_keeps_it(stolen: tuple[Desk, str, int]) -> None:  # K1
    desk, done, since = stolen
    says = f"contested (key suspect from entry {since})"
    shown = desk("decision", "show", D)
    assert (shown.code, shown.rows[0][2], says in shown.rows[0][4]) == (8, "not known", True)
    assert says in desk("decision", "sentence", D).out
    assert says in desk("decisions", "icp").rows[0][7]
    explained = desk("authority", "explain", done)
    assert (explained.code, says in explained.out) == (8, True)
    assert desk("authority", "explain", D).code == 8
    asked = desk("authority", "check", "grants", "400", "--by", "Kim Lee", "--on", "2024-03-01")
    assert (asked.code, says in asked.out) == (0, True)  # the judge would still allow it
    members = desk("register", "icp", "--on", "2024-03-25")
    (lou,) = [row for row in members.rows if row[2:3] == [desk.lou]]
    assert lou[8] == f"not known, {says}"
    (jo,) = [row for row in members.rows if row[2:3] == [desk.jo]]
    assert jo[8] == "member"
    numbers = desk("register", "icp", "--numbers", "--on", "2024-03-25").rows
    assert [row[5] for row in numbers] == ["", says]
    timeline = desk("timeline", "--first", str(since)).rows
    assert [says in row[9] for row in timeline] == [True] * 8 + [False]
    verified = desk("log", "verify")
    assert (verified.code, f", 8 entries {says}" in verified.out) == (0, True)


def test_before_it_was_known_nothing_was_contested(stolen: tuple[Desk, str, int]) -> None:  # K1
    desk, done, _ = stolen
    known = ("--known-at", str(desk.size - 1))
    assert "contested" not in desk("authority", "explain", done, *known).out
    assert "contested" not in desk("decision", "show", D, *known).out


def test_a_bundle_shows_what_was_told_of_a_key_before_its_act_and_after_it(
    stolen: tuple[Desk, str, int],
) -> None:  # K1 H15
    desk, done, since = stolen
    made = desk("bundle", "make", done, "-o", "old", "--json").json
    log = made["check"].rpartition(" ")[2]
    said = desk("bundle", "check", "old", "--log", log)
    assert (made["answer"], said.code) == ("not known", 8)
    assert f"contested (key suspect from entry {since}): entries" in said.out
    assert f"entry {desk.size} says on " in said.out
    assert "that nobody else had a key that signed" in said.out.partition("this does not prove:")[2]
    delegation = desk("delegation", "list", "--json").json[-1]["delegation"]
    again = act(desk, delegation, "GBP 1.00", "--key", "jo.key", "--json")
    assert again.code == 0, again.err  # acceptance does not change
    desk("bundle", "make", again.json["act"], "-o", "new")
    after = desk("bundle", "check", "new", "--log", log)
    assert (after.code, f"contested (key suspect from entry {since}): entries" in after.out) == (8, True)
    assert "answer: not known" in after.out


def test_a_bundle_made_before_the_theft_was_told_takes_it_over_from_a_newer_one(desk: Desk) -> None:  # K1 H15
    desk.record("key", "enrol", "Jo Bloggs", "--key-file", "jo.key", "--right", "enrol")
    since = desk.size + 1
    assert act(desk, passed(desk, grant(desk))).code == 0
    number, key = str(desk.size), ed25519.key_id(keyfiles.read_public(Path("officer.key")))
    log = desk("bundle", "make", number, "-o", "old", "--json").json["check"].rpartition(" ")[2]
    told = desk.record("key", "compromised", key, "--from", str(since), *WHY, "--key", "jo.key")
    assert told.code == 0, told.err
    desk("bundle", "make", number, "-o", "new")
    desk("bundle", "make", str(desk.size), "-o", "told")
    before = desk("bundle", "check", "old", "--log", log)
    assert (before.code, "contested (" in before.out) == (0, False)
    for newer in ("new", "told"):
        taken = desk("bundle", "check", "old", "--log", log, "--later", newer)
        assert (taken.code, f"contested (key suspect from entry {since}): entries" in taken.out) == (8, True)
        assert "answer: not known" in taken.out
    found = desk("bundle", "check", "old", "--log", log, "--later", "new", "--json").json
    (line,) = found["told later of keys"]
    assert line.startswith(f"entry {desk.size} says on ")
    assert line.endswith(f"had {key} from entry {since} on (0 of 1 signatures verified, not judged)")


# --- lists -------------------------------------------------------------------------------------------

FIRST, SECOND = "b" * 16, "a" * 16
DAYS = {FIRST: "2024-04-25", SECOND: "2024-03-25"}


def said_of(desk: Desk, code: str) -> str:
    """Record one of everything that is listed, and give the delegation."""
    day, meeting, item, motion = DAYS[code], f"m-{code}", f"i-{code}", f"v-{code}"
    opened = ("fund", "open", code, f"Fund {code}", "--by", "icp", "--host", "east", "--under", "s.75")
    version = TERMS.replace('version: "2023"', f'version: "{code}"')
    for words in (
        (*opened, "--begins", "2024-04-01"),
        ("terms", "draft", desk.write("draft.yaml", version)),
        ("agenda", "add", "icp", f"Plan {code}"),
    ):
        said = desk.record(*words, "--on", "2024-03-01")
        assert said.code == 0, said.err
    text, grants = Words.of("Town hall"), Words.of("Grants")
    desk.meets(
        programme.Scheduled(meeting, "icp", day, None, None),
        programme.ItemPlanned(f"i-{code[1:]}c", "icp", meeting, grants, "other", "1"),
        on="2024-03-01",
    )
    desk.meets(
        meetings.Opened(meeting, "icp", "meeting", None, text),
        meetings.Attended(meeting, (desk.jo, desk.kim), (), ()),
        meetings.ItemOpened(meeting, item, "1", grants, None),
        decisions.MotionPut(
            motion, meeting, item, grants, moved=False, proposer=None, seconded=False, seconder=None
        ),
        minutes.Presented(meeting, "east", "Cabinet"),
        on=day,
    )
    assert desk.record("vote", "cast", motion, "for", "--person", "Jo Bloggs").code == 0
    return grant(desk)


@pytest.fixture
def listed(desk: Desk) -> tuple[Desk, dict[str, str], str]:
    """Give two of everything that is listed; of the second, all is contested."""
    desk.record(
        "key", "enrol", "Jo Bloggs", "--key-file", "jo.key", "--right", "enrol", "--right", "record:*"
    )
    first, since = said_of(desk, FIRST), desk.size + 1
    second = said_of(desk, SECOND)
    key = ed25519.key_id(keyfiles.read_public(Path("officer.key")))
    assert desk.record("key", "compromised", key, "--from", str(since), *WHY, "--key", "jo.key").code == 0
    return desk, {FIRST: first, SECOND: second}, f"contested (key suspect from entry {since})"


def test_every_list_marks_the_rows_that_rest_on_something_contested(
    listed: tuple[Desk, dict[str, str], str],
) -> None:  # K1
    desk, delegations, says = listed
    for words, code in (
        (("delegation", "list"), {one: delegations[one] for one in DAYS}),
        (("terms", "list", "icp", "--on", "2024-12-31"), {one: one for one in DAYS}),
        (("fund", "list", "icp", "--on", "2024-12-31"), {one: one for one in DAYS}),
        (("agenda", "plan", "icp"), {one: f"Plan {one}" for one in DAYS}),
        (("minutes", "presented", "icp"), {one: f"m-{one}" for one in DAYS}),
    ):
        rows = [row for row in desk(*words).rows if set(code.values()) & set(row)]
        marked = {one: says in row[-1] for one in DAYS for row in rows if code[one] in row}
        assert marked == {FIRST: False, SECOND: True}, words
        before = desk(*words, *(() if words[0] == "delegation" else ("--known-at", str(desk.size - 1))))
        assert words[0] == "delegation" or "contested" not in before.out


def test_every_answer_about_one_thing_says_what_of_it_is_contested(
    listed: tuple[Desk, dict[str, str], str],
) -> None:  # K1
    desk, delegations, says = listed
    for words in (
        ("delegation", "show", "*"),
        ("terms", "show", "icp", "--version", "code"),
        ("fund", "show", "code", "--on", "2024-12-31"),
        ("agenda", "show", "m-code", "icp"),
        ("motion", "show", "v-code"),
        ("minutes", "status", "m-code"),
    ):
        told = {}
        for code in DAYS:
            said = [delegations[code] if word == "*" else word.replace("code", code) for word in words]
            told[code] = desk(*said), desk(*said, "--json").json.get("contested")
        assert (says in told[FIRST][0].out, told[FIRST][1] or []) == (False, []), words
        assert says in told[SECOND][0].out, words
        assert [line.startswith(f"{says}: ent") for line in told[SECOND][1]] == [True], words
    votes = {one: desk("motion", "show", f"v-{one}", "--json").json["votes"] for one in DAYS}
    assert [says in row.get("contested", "") for one in DAYS for row in votes[one]] == [False, True]
    item = desk("agenda", "show", f"m-{SECOND}", "icp", "--json").json["items"][0]
    assert says in item["contested"]


def test_papers_say_what_is_contested_of_what_they_show(
    listed: tuple[Desk, dict[str, str], str],
) -> None:  # K1
    desk, delegations, says = listed
    capital = f"{says[:1].upper()}{says[1:]}"
    assert capital in desk("minutes", "write", f"m-{SECOND}").out
    assert capital not in desk("minutes", "write", f"m-{FIRST}").out
    scheme = desk("scheme", "show", "--on", "2024-03-01", "--json").json
    number = scheme["contested"][0].rpartition(" ")[2]
    assert scheme["contested"] == [f"{says}: entry {number}"]
    assert f"{says}: entry {number}" in desk("scheme", "show", "--on", "2024-03-01", "--format", "csv").out
    assert delegations[SECOND] in {cell["delegation"] for row in scheme["rows"] for cell in row["cells"]}
    known = ("--known-at", str(desk.size - 1))
    assert "contested (" not in desk("scheme", "show", "--on", "2024-03-01", *known).out


# --- the recovery key --------------------------------------------------------------------------------


def test_an_officer_whose_key_is_lost_is_enrolled_anew_with_the_recovery_key(desk: Desk) -> None:
    lost = ed25519.key_id(keyfiles.read_public(Path("officer.key")))
    Path("officer.key").unlink()
    rights = ("--right", "enrol", "--right", "own", "--right", "record:*")
    words = ("key", "enrol", "Ann Clerk", "--key-file", "new.key", *rights, "--key", "recovery.key")
    assert desk.record(*words).code == 0
    new = ("--key", "new.key")
    assert desk.record("key", "revoke", lost, "--reason", "lost", *new).code == 0
    assert desk.record("person", "register", "Max Power", *new).code == 0
    refused = desk.record("person", "register", "Ivy Low", "--key", "recovery.key")
    assert (refused.code, "a key with the right record:*" in refused.err) == (3, True)
