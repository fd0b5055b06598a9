"""``remit target`` and ``remit duty``: set, own, report, move, close, list; perform, end, show."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.ledger_cli.desk import Desk, Said

from ledger.facts import duties, targets
from ledger.facts.words import Due

FILE = """\
body: icp
agreement: Partnership agreement
targets:
  - {heading: "Commitment 3: One plan", number: "3.1", text: One strategy, due: by June 2024}
  - {text: Shared budgets, due: by April 2023, doubt: before the agreement began, owner: "organisation:east"}
  - {text: A joint measure, due: in the spring, first: 2024-03-01, last: 2024-05-31}
  - {text: A list of steps, due: three to six months}
  - {text: One needs assessment}
"""


def rows(said: Said, *columns: str) -> list[tuple[str, ...]]:
    """Give some columns of an answer."""
    names = said.out.splitlines()[0].split("\t")
    return [tuple(row[names.index(column)] for column in columns) for row in said.rows]


def test_the_targets_of_a_document_are_recorded_as_they_are_printed(desk: Desk) -> None:  # HIW-3, SYS-3
    file = desk.write("targets.yaml", FILE)
    first = desk.record("target", "import", file, "--on", "2024-01-01", "--json")
    assert (first.code, len(first.json["targets"].split(", "))) == (0, 5)
    # A date that is read as no day is never overdue, so that is said when it is signed (SYS-3).
    assert "not read as a day: “three to six months” is kept as printed" in first.err
    assert "by June 2024" not in first.err
    size = desk.size
    assert desk.record("target", "import", file, "--on", "2024-01-01").code == 0
    assert desk.size == size, "the same file again is the same request"
    listed = desk("target", "list", "icp", "--on", "2024-04-01")
    assert rows(listed, "due", "owner", "state") == [
        ("by June 2024", "", "to come"),
        ("by April 2023 (in doubt: before the agreement began)", "organisation:east", "overdue"),
        ("in the spring", "", "due"),
        ("three to six months", "", "not known"),
        ("", "", "undated"),
    ]
    assert rows(listed, "heading", "number", "what")[0] == ("Commitment 3: One plan", "3.1", "One strategy")
    assert listed.code == 1
    assert desk("target", "list", "icp", "--on", "2023-12-31").rows == []


def test_a_file_that_is_wrong_says_where_and_records_nothing(desk: Desk) -> None:  # W1
    size = desk.size
    wrong = desk.record("target", "import", desk.write("a.yaml", FILE.replace("owner:", "owns:")))
    assert (wrong.code, "a.yaml:5:" in wrong.err, desk.size) == (4, True, size)
    stranger = FILE.replace("organisation:east", "organisation:north")
    refused = desk.record("target", "import", desk.write("b.yaml", stranger))
    assert (refused.code, desk.size) == (3, size)
    assert "b.yaml:5:5: ORG-2" in refused.err


def test_a_target_is_owned_reported_moved_and_done_late(desk: Desk) -> None:  # HIW-3, PLA-4.4
    since = ("--on", "2024-01-01")
    text = ("--text", "One strategy", "--due", "by May 2024", "--heading", "Commitment 3")
    assert desk.record("target", "set", "icp", *text, *since).code == 0
    set_ = desk.last_of(targets.Set)
    assert (set_.due, set_.owner) == (Due("by May 2024", None, "2024-05-31"), None)
    code = set_.target
    assert desk.record("target", "own", code, "Jo Bloggs", "--on", "2024-02-01").code == 0
    assert desk.last_of(targets.Owned).owner == desk.jo
    file = desk.write("draft.txt", "a draft")
    report = ("target", "report", code, "--text", "A draft", "--evidence", file, "--on", "2024-03-01")
    assert desk.record(*report).code == 0
    digest = f"sha256:{hashlib.sha256(b'a draft').hexdigest()}"
    assert desk.last_of(targets.Reported).evidence == (digest,)
    move = ("target", "move", code, "--due", "by June 2024", "--reason", "elections", "--on", "2024-04-01")
    assert desk.record(*move).code == 0
    listed = desk("target", "list", "icp", "--on", "2024-07-01")
    assert rows(listed, "due", "owner", "state", "moved", "reports") == [
        ("by June 2024", f"Jo Bloggs ({desk.jo})", "overdue", "1", "1")
    ]
    assert desk.record("target", "close", code, "--on", "2024-07-02").code == 0
    assert rows(desk("target", "list", "icp"), "state") == [("done late",)]
    assert desk("target", "list", "icp", "--open").rows == []
    shown = desk("target", "show", code, "--json").json
    assert (shown["first due"], shown["due"], shown["owner is"]) == (
        "by May 2024",
        "by June 2024",
        "Jo Bloggs",
    )
    assert [(one["day"], one["what"], one["text"]) for one in shown["changes"]] == [
        ("2024-02-01", "owner", None),
        ("2024-03-01", "progress", "A draft"),
        ("2024-04-01", "moved", "elections"),
        ("2024-07-02", "done", None),
    ]
    again = desk.record("target", "close", code, "--on", "2024-07-03")
    assert (again.code, f"{code}, done on 2024-07-02" in again.err) == (3, True)


def test_a_target_is_dropped_by_a_decision_only(desk: Desk) -> None:  # HIW-3
    assert desk.record("target", "set", "icp", "--text", "One team", "--on", "2024-01-01").code == 0
    code = desk.last_of(targets.Set).target
    refused = desk.record("target", "close", code, "--dropped", "--on", "2024-07-02")
    assert (refused.code, "TGT-6" in refused.err) == (3, True)
    all_the_same = ("--departure", "the minutes are lost", "--on", "2024-07-02")
    assert desk.record("target", "close", code, "--dropped", *all_the_same).code == 0
    assert rows(desk("target", "list", "icp"), "state") == [("dropped",)]


def test_what_does_not_go_together_or_is_not_known_is_told(desk: Desk) -> None:
    assert desk.record("target", "set", "icp", "--text", "x", "--last", "2024-05-31").code == 2
    for code in ("tg-" + "a" * 16, "nothing", "dt-" + "a" * 16):
        said = desk("target", "show", code)
        assert (said.code, "expected a target that the ledger knows" in said.err) == (4, True)
    assert "expected a duty that the ledger knows" in desk("duty", "show", "tg-" + "a" * 16).err
    assert desk.record("target", "own", "tg-" + "a" * 16).code == 2


def test_each_partys_part_is_met_late_or_missed_by_month(desk: Desk) -> None:  # HIW-5
    share = ("--text", "Share data", "--party", "east", "--party", "west", "--first", "2024-01")
    said = desk.record("duty", "set", "icp", *share, "--heading", "Commitment 7", "--on", "2024-01-01")
    assert said.code == 0
    code = desk.last_of(duties.Set).duty
    file = desk.write("january.csv", "1,2")
    for period, day in (("2024-01", "2024-01-31"), ("2024-02", "2024-03-04")):
        done = ("duty", "perform", code, period, "east", "--on", day, "--evidence", file)
        assert desk.record(*done).code == 0
    assert len(desk.last_of(duties.Performed).evidence) == 1
    shown = desk("duty", "show", code, "--on", "2024-03-10", "--json")
    assert (shown.code, shown.json["in time"]) == (1, "by the end of each month (Remit default)")
    east, west = (
        [one["state"] for one in shown.json["answers"] if one["party"] == f"organisation:{party}"]
        for party in ("east", "west")
    )
    assert (east, west) == (["met", "late", "not yet due"], ["missed", "missed", "not yet due"])
    only = desk("duty", "show", code, "--on", "2024-01-31", "--party", "east")
    assert (only.code, only.out.splitlines()[-1]) == (
        0,
        "organisation:east\t2024-01\t2024-01-31\tmet\t2024-01-31",
    )
    listed = desk("duty", "list", "icp", "--on", "2024-03-10")
    assert rows(listed, "party", "met", "late", "missed", "not yet due", "said by") == [
        ("organisation:east", "1", "1", "0", "1", "Commitment 7"),
        ("organisation:west", "0", "0", "2", "1", "Commitment 7"),
    ]
    again = desk.record("duty", "perform", code, "2024-01", "east", "west", "--on", "2024-03-05")
    assert (again.code, "DTY-5" in again.err) == (3, True)
    assert desk.record("duty", "end", code, "--reason", "one budget", "--on", "2024-03-01").code == 0
    assert desk("duty", "show", code, "--json").json["ended"] == "2024-03-01"
    assert len(desk("duty", "show", code, "--json").json["answers"]) == 4


def test_a_duty_says_how_many_days_there_are_and_a_month_is_a_month(desk: Desk) -> None:
    share = ("duty", "set", "icp", "--text", "Share data", "--party", "east")
    assert desk.record(*share, "--first", "2024-1").code == 2
    assert desk.record(*share, "--first", "2024-01", "--days", "10", "--every", "quarter").code == 0
    code = desk.last_of(duties.Set).duty
    shown = desk("duty", "show", code, "--on", "2024-04-10", "--json").json
    assert shown["in time"] == "within 10 days after the end of each quarter"
    assert [one["due"] for one in shown["answers"]] == ["2024-04-10", "2024-07-10"]


def test_duties_to_consult_stand_beside(desk: Desk) -> None:  # PLA-4.3, HIW-9
    terms = Path("terms.yaml").read_text(encoding="utf-8").replace('version: "2023"', 'version: "2024"')
    rule = 'rule: INV-1, clause: "4.3", basis: stated, says: others are involved, days: 5'
    terms += f"  - {{kind: consultation, {rule}}}\n"
    adopted = ("terms", "adopt", desk.write("new.yaml", terms), "--in-force", "2024-01-01")
    assert desk.record(*adopted, "--on", "2024-01-01").code == 0
    opened = ("consultation", "open", "east", "--text", "x", "--under", "icp", "--everybody")
    asked = desk.record(*opened, "--on", "2024-02-01", "--json")
    code = asked.json["consultation"]
    end = ("consultation", "end", code, "--outcome", "x", "--decided", "2024-02-05", "--on", "2024-02-05")
    assert desk.record(*end).code == 0
    listed = desk("duty", "list", "icp", "--on", "2024-03-01")
    assert (listed.code, listed.rows) == (
        1,
        [[code, "others are involved", "organisation:east", "0", "0", "1", "0", "ToR 2023 4.3"]],
    )
