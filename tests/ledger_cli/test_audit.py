"""What an auditor asks of a year: findings, a sample, interests against votes, minutes, the report.

The year is that of ``yearend.py``, whose docstring is what the figures here are counted from.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from msgspec.structs import replace
from tests.ledger_cli import yearend as year
from tests.ledger_cli.conftest import PASSPHRASE
from tests.ledger_cli.desk import Desk

from ledger import keyfiles
from ledger.facts import (
    decisions,
    duties,
    followups,
    interests,
    meetings,
    minutes,
    organisations,
    outcomes,
    targets,
)
from ledger.facts.words import Due, Words
from ledger_cli import samplequestions, sampling, sheets, spreadsheets, sweeping
from ledger_cli.papers.tree import Grid

OVER = year.OVER
RANK = "afb6c146dbfd32a766f062a09b4765660c88e8fefde2b6ef77e81cd873337ff5"
SEED = ("--size", "3", "--seed", "Audit 2025")
FIGURES = {
    "meetings held": 3,
    "meetings cancelled": 1,
    "meetings to come": 0,
    "meetings not recorded as held": 1,
    "quorate": 1,
    "not quorate": 1,
    "not known": 1,
    "decisions": 7,
    "departures": 2,
    "not met, without a departure": 0,
    "not known when recorded": 1,
    "defects found afterwards": 1,
    "urgent actions": 2,
    "overdue": 4,
}


@pytest.fixture(scope="module")
def recorded(pattern: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record the year once."""
    folder = tmp_path_factory.mktemp("year") / "desk"
    shutil.copytree(pattern[0], folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
        patch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
        year.record(*(pattern[1][name] for name in ("jo", "kim", "lou")))
    return folder


@pytest.fixture
def held(recorded: Path, desk: Desk) -> Desk:
    """Give a desk with a copy of the year."""
    shutil.copytree(recorded, Path(), dirs_exist_ok=True)
    return desk


def figures(desk: Desk) -> dict[str, int]:
    said = desk("report", "year", "icp", *OVER, "--json")
    assert (said.code, said.err) == (0, "")
    found: dict[str, int] = said.json["figures"]
    return found


def table(file: str, sheet: str) -> list[dict[str, str]]:
    head, *rows = sheets.load(Path(file))[sheet]
    return [dict(zip(map(str, head), map(str, row), strict=True)) for row in rows]


# --- findings ------------------------------------------------------------------------------------


def test_every_departure_defect_and_not_known_stands_under_its_clause(held: Desk) -> None:  # PLA-7b
    said = held("findings", "icp", *OVER, "--json")
    assert said.code == 0
    assert said.json["counts"] == {"departure": 2, "not met": 0, "not known": 1, "defect": 1}
    quorum, defect = said.json["groups"]
    assert (quorum["clause"], quorum["rule"]) == ("ToR 2023 7.1", "QUO-1")
    assert (quorum["departure"], quorum["not known"], quorum["defect"]) == (2, 1, 0)
    told = [(one["kind"], one["answer"], one["day"], one["about"]) for one in quorum["entries"]]
    assert told == [
        ("departure", "not met", "2024-04-01", year.D2),
        ("departure", "not met", "2024-04-01", year.D3),
        ("not known", "not known", "2024-10-01", year.D4),
    ]
    assert {one["recorded by"] for one in quorum["entries"]} == {"Ann Clerk"}
    assert {one["what"] for one in quorum["entries"]} == {"resolution passed"}
    talk = "2 departures, 0 not met, 1 not known, 1 defect\n"
    assert held("findings", "icp", *OVER).err.endswith(talk)
    assert (defect["clause"], defect["rule"]) == (None, "defect: vacancy")
    assert [(one["about"], one["why"]) for one in defect["entries"]] == [(year.D1, "a seat was empty")]


def test_the_period_holds_its_first_and_its_last_day_and_no_other(held: Desk) -> None:
    def departures(first: str, last: str) -> int:
        found = held("findings", "icp", "--from", first, "--to", last, "--json").json
        return int(found["counts"]["departure"])

    assert departures("2024-04-01", "2024-04-01") == 2
    assert departures("2024-03-31", "2024-04-01") == 3
    assert departures("2024-03-31", "2024-03-31") == 1
    assert departures("2024-04-02", "2025-03-31") == 0
    wrong = held("findings", "icp", "--from", "2025-01-01", "--to", "2024-12-31")
    assert (wrong.code, "expected --to on or after --from (2025-01-01), got 2024-12-31" in wrong.err) == (
        2,
        True,
    )


def test_a_reason_is_given_where_it_is_open_and_the_item_is_public(held: Desk) -> None:  # LSC-9.4
    def reasons(*options: str) -> list[str]:
        quorum = held("findings", "icp", *OVER, "--json", *options).json["groups"][0]
        return [str(one["why"]) for one in quorum["entries"]]

    assert reasons() == ["withheld from the public", year.DDE, "None"]
    assert reasons("--full") == [f"{year.CANARY} reason", year.DDE, "None"]


def test_findings_as_they_were_known_then(held: Desk) -> None:
    entry = held("findings", "icp", *OVER, "--json").json["groups"][1]["entries"][0]["entry"]
    then = held("findings", "icp", *OVER, "--json", "--known-at", str(entry - 1)).json
    assert then["counts"] == {"departure": 2, "not met": 0, "not known": 0, "defect": 0}


def test_a_body_that_nobody_knows_is_malformed(desk: Desk) -> None:
    for command in (("findings",), ("interest", "votes"), ("programme", "gaps"), ("report", "year")):
        said = desk(*command, "icb", *OVER)
        assert (said.code, "expected a body that the ledger knows, got 'icb'" in said.err) == (4, True)


def test_nothing_in_a_spreadsheet_is_run(held: Desk) -> None:  # W5
    assert held("findings", "icp", *OVER, "--xlsx", "f.xlsx").code == 0
    assert [row["why"] for row in table("f.xlsx", "Findings")][1] == year.DDE
    formulas = ("=1+1", "+1", "-1", "@SUM(A1)")
    data = spreadsheets.write({"S": Grid(("=2+2",), tuple((one,) for one in formulas))})
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        core = packed.read("docProps/core.xml")
    assert core.count(b"1980-01-01T00:00:00Z") == 2, (
        "the same tables give the same bytes, whenever they are made"
    )
    Path("s.xlsx").write_bytes(data)
    assert [row[0] for row in sheets.load(Path("s.xlsx"))["S"]] == ["=2+2", *formulas]
    for file in ("f.xlsx", "s.xlsx"):
        with zipfile.ZipFile(file) as packed:
            cells = packed.read("xl/worksheets/sheet1.xml") + packed.read("xl/styles.xml")
        assert b"<f>" not in cells
    assert b'quotePrefix="1"' in cells


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    whole = "x" * spreadsheets.CELL_MAX
    assert spreadsheets.cut(whole) == whole
    cut = spreadsheets.cut(f"{whole}y")
    assert (len(cut), cut.endswith("(cut: the ledger has all of it)")) == (spreadsheets.CELL_MAX, True)


# --- a sample ------------------------------------------------------------------------------------


def drawn(desk: Desk, *options: str) -> list[str]:
    said = desk("sample", "icp", *OVER, *options, "-o", "s.xlsx")
    assert said.code == 0, said.err
    return [row["decision"] for row in table("s.xlsx", "Decisions")]


def test_another_program_draws_the_same_sample_from_the_rule(held: Desk) -> None:
    first = drawn(held, *SEED)
    decided = {row[8]: row[0] for row in held("decisions", "icp").rows}
    population = [code for code, day in decided.items() if "2024-04-01" <= day <= "2025-03-31"]
    assert len(population) == 7
    digests = {}
    for code in population:
        hashed = hashlib.new("sha256")
        for piece in (b"Audit 2025", b"\x0a", code.encode("ascii")):
            hashed.update(piece)
        digests[int.from_bytes(hashed.digest(), "big")] = code
    assert first == [digests[number] for number in sorted(digests)[:3]]
    assert drawn(held, *SEED) == first
    assert set(drawn(held, "--size", "7", "--seed", "Audit 2025")) == set(population)


def test_the_rank_is_the_published_one() -> None:
    # printf '%s\n%s' 'Audit 2025' d-aaaaaaaaaaaaaaaa | sha256sum
    assert sampling.rank("Audit 2025", year.D1) == RANK


def test_a_longer_sample_begins_with_the_shorter_one_and_a_short_period_gives_all(held: Desk) -> None:
    assert drawn(held, "--size", "5", "--seed", "x")[:2] == drawn(held, "--size", "2", "--seed", "x")
    said = held("sample", "icp", *OVER, "--size", "8", "--seed", "x", "-o", "s.xlsx")
    assert "the period has 7 decisions, fewer than 8" in said.err
    assert "\ndecisions in the period  7\n" in said.out
    how = {row["what"]: row["value"] for row in table("s.xlsx", "How it was drawn")}
    assert (how["seed"], how["drawn"], how["decisions in the period"]) == ("x", "7", "7")
    assert how["known at entry"] == str(held.size)


@pytest.mark.parametrize("seed", ["", " ", "a\u202eb", "a\nb", "x" * 1_001, "\udce9"])
def test_a_seed_that_cannot_stand_on_paper_is_refused(desk: Desk, seed: str) -> None:
    said = desk("sample", "icp", *OVER, "--size", "1", "--seed", seed, "-o", "s.xlsx")
    assert (said.code, "expected a seed of 1 to 1000 characters that can all be seen" in said.err) == (
        4,
        True,
    )


def test_each_decision_is_asked_about_seven_subjects_from_its_facts(held: Desk) -> None:
    drawn(held, "--size", "7", "--seed", "x")
    asked: dict[str, dict[str, str]] = {}
    for row in table("s.xlsx", "Questions"):
        asked.setdefault(row["decision"], {})[row["subject"]] = row["the record says"]
    assert {tuple(one) for one in asked.values()} == {samplequestions.SUBJECTS}
    assert asked[year.D1]["quorum"].startswith("quorate at item 1: met (QUO-1, ToR 2023 7.1)")
    assert asked[year.D2]["quorum"].startswith("not quorate at item 2: not met (QUO-1, ToR 2023 7.1)")
    assert asked[year.D4]["quorum"].startswith("not known at item 1")
    assert asked[year.D1]["interests"] == "asked for, and none declared"
    assert "Kim Lee voted for, interest registered after, from 2024-09-01" in asked[year.D5]["interests"]
    assert asked[year.D4]["interests"] == "nothing is recorded"
    assert asked[year.D1]["rule"] == f"on a vote; {year.V1}: 2 for, 0 against, 0 abstain"
    assert asked[year.D3]["rule"] == "by consensus; not met (QUO-1, ToR 2023 7.1)"
    assert asked[year.D1]["minutes"] == "agreed 2024-07-01; not recorded as signed"
    assert asked[year.D5]["minutes"] == "draft given out on 2024-07-10, not agreed"
    assert asked[year.D4]["minutes"] == "none"
    assert asked[year.D1]["notice"] == "no notice is recorded"
    assert asked[year.D1]["limit"] == "no act under a delegation, and no amount, is recorded with it"
    urgent = [one for one in asked.values() if one["notice"].startswith("an urgent decision")]
    assert {one["minutes"] for one in urgent} == {
        "reported on 2024-07-01",
        "not recorded as reported to a meeting",
    }


# --- interests against votes, minutes -----------------------------------------------------------


def test_who_voted_with_an_interest_is_listed_whether_it_came_before_or_after(held: Desk) -> None:  # LSC-12
    said = held("interest", "votes", "icp", *OVER, "--json")
    assert said.code == 1
    told = [
        [one[key] for key in ("day", "item", "name", "did", "known", "answer", "clause")] for one in said.json
    ]
    assert sorted(told) == [
        ["2024-07-01", "1", "Jo Bloggs", "voted for", "declared", "met", "Code 7"],
        ["2024-07-01", "1", "Kim Lee", "voted for", "registered after, from 2024-09-01", "not met", "Code 7"],
    ]
    assert "not held against the register: 6 of 7 items do not say what they concern" in said.err
    assert "a shop" not in said.out


def test_of_who_was_only_there_it_is_asked_whether_the_regime_lets_the_member_stay(
    held: Desk,
) -> None:  # LSC-12
    one = interests.Declared(
        year.FIRST, year.FORMULA, held.jo, Words.of("a cousin"), "speaks", "east", "personal"
    )
    year.submit("2024-04-01", one)
    said = held("interest", "votes", "icp", "--from", "2024-04-01", "--to", "2024-04-01", "--json")
    told = [(row["item"], row["name"], row["did"], row["stays"], row["answer"]) for row in said.json]
    assert (said.code, told) == (0, [("3", "Jo Bloggs", "present", "yes", "met")])


def test_what_no_regime_knows_is_not_known_with_the_findings_beside(held: Desk) -> None:  # LSC-12
    vote = "v-" + "z" * 16
    one = interests.Declared(year.FIRST, year.FORMULA, held.jo, Words.of("a farm"), "noted", "east", "other")
    year.submit("2024-04-01", one, *year.put(vote, year.FIRST, year.FORMULA, held.jo))
    said = held("interest", "votes", "icp", "--from", "2024-04-01", "--to", "2024-04-01", "--json")
    (row,) = said.json
    assert (said.code, row["answer"], row["did"]) == (8, "not known", "voted for")
    assert "not known (DCL-4, Remit default)" in row["findings"]
    assert "not known (DCL-8, Remit default)" in row["findings"]


def test_a_deputy_is_listed_with_the_interests_of_the_member_who_is_replaced(held: Desk) -> None:  # LSC-12
    meeting, item, deputy = "m-" + "z" * 16, "i-" + "z" * 16, "p-" + "z" * 16
    opened = meetings.Opened(meeting, "icp", "meeting", None, Words.of("Town hall"))
    there = meetings.Attended(meeting, (held.jo,), (), (), (meetings.Substitute(deputy, held.kim),))
    facts = (organisations.PersonRegistered(deputy, Words.of("Dee")), opened, there)
    put, *cast = year.put("v-" + "z" * 16, meeting, item, deputy)
    assert isinstance(put, decisions.MotionPut)
    put = replace(put, matter="trust")
    taken = year.taken(meeting, item, "1", "Shops")
    year.submit("2024-12-10", *facts, taken, put, *cast, departure="as minuted")
    said = held("interest", "votes", "icp", "--from", "2024-12-10", "--to", "2024-12-10", "--json")
    (row,) = said.json
    assert (said.code, row["name"], row["did"], row["answer"]) == (1, "Dee", "voted for", "not met")
    known = f"of {held.kim}, who is replaced: registered before, from 2024-09-01"
    assert row["known"].startswith(known)


def test_without_votes_in_the_period_nobody_is_listed(held: Desk) -> None:
    said = held("interest", "votes", "icp", "--from", "2025-01-01", "--to", "2025-03-31")
    assert (said.code, said.rows) == (0, [])


def test_meetings_without_agreed_minutes_are_listed(held: Desk) -> None:  # LSC-9.2
    said = held("programme", "gaps", "icp", *OVER, "--on", "2025-03-31")
    assert (said.code, [row[:4] for row in said.rows]) == (
        1,
        [
            ["2024-07-01", "meeting", "held", "draft given out on 2024-07-10, not agreed"],
            ["2024-10-01", "meeting", "held", "none; the body has not met since"],
            ["2025-03-03", "meeting", "not recorded as held", "none: it is not known whether it was held"],
        ],
    )
    done = held("programme", "gaps", "icp", "--from", "2024-04-01", "--to", "2024-04-01")
    assert (done.code, done.rows) == (0, [])
    before = held(
        "programme", "gaps", "icp", "--from", "2024-04-01", "--to", "2024-04-01", "--on", "2024-06-30"
    )
    assert [row[3] for row in before.rows] == ["none; the body has not met since"]


# --- the report ---------------------------------------------------------------------------------


def test_the_figures_of_the_year_are_those_counted_by_hand(held: Desk) -> None:
    assert figures(held) == FIGURES


def test_one_departure_more_changes_exactly_one_figure(held: Desk) -> None:
    again = minutes.Agreed(year.SECOND, year.HOSPICES, year.FIRST, None)
    year.submit("2024-07-01", again, departure="agreed twice")
    assert figures(held) == {**FIGURES, "departures": 3}


def test_a_target_whose_last_day_is_past_at_the_end_of_the_year_is_overdue(held: Desk) -> None:  # HIW-3
    for code, day in (("a", "2025-03-31"), ("b", "2025-03-30")):
        due = Due(day, None, day)
        year.submit("2024-07-01", targets.Set(f"tg-{code * 16}", "icp", Words.of("One plan"), due))
    assert figures(held) == {**FIGURES, "overdue": FIGURES["overdue"] + 1}


def test_the_report_goes_out_in_word_and_html_without_what_is_withheld(held: Desk) -> None:  # LSC-9.4
    said = held("report", "year", "icp", *OVER, "--docx", "y.docx", "--html", "y.html")
    assert (said.code, said.err) == (0, "")
    assert list(sweeping.found(Path(), [f"{year.CANARY} reason", f"{year.CANARY} text"], deep=False)) == [
        Path("remit.ledger")
    ]
    with zipfile.ZipFile("y.docx") as packed:
        made = {one.date_time[:3] for one in packed.infolist()}
    assert made == {(1980, 1, 1)}, "the same report has the same bytes and digest, whenever it is written"
    document = docx.Document("y.docx")
    cells = [tuple(cell.text for cell in row.cells) for one in document.tables for row in one.rows]
    html = Path("y.html").read_text(encoding="utf-8")
    for name, number in FIGURES.items():
        assert (name, str(number)) in cells
        assert f"<td>{name}</td><td>{number}</td>" in html
    overdue = [
        row
        for row in cells
        if row[0] in {"minutes", "urgent decision", "follow-up", "meeting"} and len(row) == 5
    ]
    assert [(row[0], row[1], row[2]) for row in overdue] == [
        ("minutes", "2024-07-01", ""),
        ("urgent decision", "2024-11-01", ""),
        ("follow-up", "2024-07-01", "1 September 2024"),
        ("meeting", "2024-05-02", "2025-03-03"),
    ]
    full = held("report", "year", "icp", *OVER, "--full")
    assert (full.code, f"{year.CANARY} reason" in full.out) == (0, True)


def test_targets_duties_and_actions_are_overdue_as_what_is_due_shows_them(
    held: Desk,
) -> None:  # PLA-4.4, HIW-3
    late, in_time = (Due(day, None, day) for day in ("2025-03-30", "2025-03-31"))
    year.submit(
        "2024-12-01",
        targets.Set("tg-" + "a" * 16, "icp", Words.of("Do it"), late),
        targets.Set("tg-" + "b" * 16, "icp", Words.of("Do it"), in_time),
        # Of October to December it was due by 30 January, of January to March it is by 30 April.
        duties.Set(
            "dt-" + "a" * 16, "icp", ("organisation:east",), Words.of("Share"), "quarter", "2024-10", 30
        ),
        followups.Assigned(year.F1, "icp", "organisation:east"),
    )
    report = held("report", "year", "icp", *OVER, "--html", "y.html", "--json")
    assert report.json["figures"] == {**FIGURES, "overdue": 6}
    due = held("due", "icp", "--on", "2025-03-31", "--json").json
    overdue = [one for one in due if one["state"] == "overdue" and "urgent" not in one["kind"]]
    named = {"tg-" + "a" * 16, "dt-" + "a" * 16 + "/organisation:east/2024-10", year.F1}
    assert named <= {one["id"] for one in overdue}
    (action,) = [one for one in overdue if one["id"] == year.F1]
    assert action["owner"] == "organisation:east"
    html = Path("y.html").read_text(encoding="utf-8")
    assert all(f"<td>{one['id']}</td>" in html for one in overdue)
    assert "tg-" + "b" * 16 not in html


def test_a_template_needs_a_word_document(held: Desk) -> None:
    said = held("report", "year", "icp", *OVER, "--template", "t.docx")
    assert (said.code, "expected --docx with --template, got none" in said.err) == (2, True)


def test_what_came_of_a_withheld_item_is_withheld_with_it(held: Desk) -> None:  # LSC-9.4
    secret = Words.of(f"{year.CANARY} more")
    noted = decisions.FollowUpNoted("f-" + "z" * 16, year.FIRST, year.SECRET, secret, "May 2024")
    year.submit("2024-04-01", noted)
    year.submit("2024-08-02", outcomes.DefectFound(year.D2, "icp", "quorum", secret))
    meeting, item = "m-" + "z" * 16, "i-" + "z" * 16
    private = meetings.ItemOpened(
        meeting, item, "1", secret, None, access="exempt", ground="paragraph 3", summary=Words.of("Staff")
    )
    year.submit("2024-12-10", *year.met(meeting, held.jo, held.kim), private)
    # It names no item, and was said while the withheld one was taken.
    said = meetings.QuorumConfirmed(meeting, held.kim, quorate=True)
    year.submit("2024-12-10", said, departure=f"{year.CANARY} meanwhile")
    for command in (("findings", "icp"), ("report", "year", "icp")):
        public, full = held(*command, *OVER), held(*command, *OVER, "--full")
        assert (public.code, year.CANARY in public.out) == (0, False)
        assert f"{year.CANARY} meanwhile" in full.out
    assert f"{year.CANARY} more" in full.out
    assert "withheld from the public: A contract" in public.out


@pytest.mark.parametrize("name", ["findings", "sample"])
def test_words_about_a_withheld_item_are_in_no_byte_of_a_spreadsheet(held: Desk, name: str) -> None:  # P2
    files = {"findings": ("--xlsx",), "sample": ("--size", "9", "--seed", "x", "-o")}
    Path("out").mkdir()
    for options, expected in (((), []), (("--full",), [Path("out/x.xlsx")])):
        assert held(name, "icp", *OVER, *files[name], "out/x.xlsx", *options).code == 0
        assert list(sweeping.found(Path("out"), [year.CANARY], deep=True)) == expected
