"""``remit scheme``: the matrix, its formats, differences, the graph of a chain."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.ledger_cli.desk import Desk, founded

from ledger import keyfiles
from ledger.facts import delegations as facts
from ledger.facts.bodies import Constituted, Ended
from ledger.facts.functions import Function, Listed
from ledger.facts.words import Money, Words
from ledger.schemes import Scheme
from ledger_cli import schemes
from ledger_cli.lookups import Past
from ledger_cli.papers.tree import Grid
from ledger_cli.session import Session
from ledger_cli.settings import Settings

pytest.importorskip("xlsxwriter")
calamine = pytest.importorskip("python_calamine")
docx = pytest.importorskip("docx")

EAST, WEST, BOARD, CHAIR = "organisation:east", "organisation:west", "body:board", "office:icp/chair"
ONE, TWO, THREE, FOUR, FIVE = (f"g-{letter * 16}" for letter in "abcde")
TREE = (
    Function("beds", "Community | beds"),
    Function("beds.close", "Close beds", "beds"),
    Function("beds.open", "=Open beds", "beds"),
    Function("grants", "Grants"),
)
EARLY, DAY = "2024-03-31", "2024-04-01"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Make one ledger with two partners, two bodies, and a scheme from 1 April 2024."""
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMIT_PASSPHRASE", "correct horse")
        patch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
        people = founded(folder)
        patch.chdir(folder)
        patch.setenv("REMIT_KEY", "officer.key")
        scheme(Desk(None, **people))  # type: ignore[arg-type]
    return folder, people


def scheme(desk: Desk) -> None:
    """Let the east give the beds to the partnership, which passes them on to Jo; the west gives the same."""
    desk.meets(Constituted("board", "The board", "s.1", ("east", "west")), on="2023-01-01")
    desk.meets(Constituted("old", "The old board", "s.1"), on="2023-01-01")
    desk.meets(Listed("icp", TREE), on="2024-01-15")
    limit = (facts.Limit(Money(2_500_00, "GBP"), "one act"),)
    beds = facts.Scope(("beds",), limit, "2025-04-01", 1, ("beds.close",))
    desk.meets(
        facts.Granted(ONE, EAST, (BOARD,), "s.75", beds, source="agreement"),
        facts.Granted(TWO, WEST, (CHAIR,), "s.75", facts.Scope(("beds.open",)), keeps="instead"),
        facts.Granted(THREE, EAST, (EAST,), "s.2", facts.Scope(("beds.close",)), kind="reserved"),
        facts.Granted(FOUR, "body:old", (desk.kim,), "s.3", facts.Scope(("grants",))),
        on=DAY,
    )
    desk.meets(facts.Suspended(TWO, WEST, Words.of("why")), on="2024-06-01")
    desk.meets(Ended("old", "order 1"), on="2024-05-01")


@pytest.fixture
def at(
    town: tuple[Path, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    folder, people = town
    shutil.copytree(folder, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("REMIT_PASSPHRASE", "correct horse")
    monkeypatch.setenv("REMIT_KEY", "officer.key")
    monkeypatch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
    return Desk(capsys, **people)


def shown(desk: Desk, *words: str) -> Any:  # noqa: ANN401 - what a program would read
    said = desk("scheme", "show", "--json", *words)
    assert said.code == 0, said.err
    return said.json


def table(desk: Desk, *words: str) -> list[dict[str, str]]:
    said = desk("scheme", "show", "--format", "csv", *words)
    assert said.code == 0, said.err
    return list(csv.DictReader(io.StringIO(said.out)))


# --- show ----------------------------------------------------------------------------------------


def test_every_function_and_every_partner_is_in_the_matrix(at: Desk) -> None:  # PBP-2, PBP-9
    rows = {one["function"]: one for one in table(at, "--on", DAY)}
    assert list(rows) == ["beds", "beds.close", "beds.open", "grants"]
    assert list(rows["beds"])[2:-1] == [EAST, WEST, BOARD, "body:old", CHAIR, "Kim Lee"]
    limit, term = "GBP 2,500.00 each", "until 2025-04-01"
    assert rows["beds"][BOARD] == f"D {ONE} {limit}, without beds.close, {term}"
    assert (rows["beds"][EAST], rows["beds"]["gaps and overlaps"]) == (f"K {ONE}", "")
    assert (rows["beds.close"][EAST], rows["beds.close"][BOARD]) == (f"R {THREE}", "")
    assert (rows["beds.open"][WEST], rows["beds.open"][CHAIR]) == (f"G {TWO}", f"D {TWO}")
    assert rows["beds.open"]["gaps and overlaps"] == f"overlap: {BOARD} and {CHAIR} (instead)"
    assert (rows["grants"]["Kim Lee"], rows["grants"]["body:old"]) == (f"D {FOUR}", f"K {FOUR}")


def test_the_same_question_gets_another_answer_once_the_instrument_takes_effect(at: Desk) -> None:  # PLA-7c
    before, after, later = (shown(at, "--on", day) for day in (EARLY, DAY, "2024-06-01"))
    assert before["gaps"] == ["beds", "beds.close", "beds.open", "grants"]
    assert (after["gaps"], after["overlaps"]) == ([], ["beds.open"])
    assert (later["gaps"], later["overlaps"]) == (["grants"], [])
    cells = {one["delegation"]: one for row in later["rows"] for one in row["cells"]}
    assert (cells[TWO]["state"], cells[TWO]["decides"]) == ("suspended", False)
    assert FOUR not in cells
    ended = shown(at, "--on", "2024-06-01", "--ended")["rows"][3]["cells"][0]
    assert (ended["state"], ended["told"]) == ("lapsed", "body:old exists no more")
    (west,) = [row[CHAIR] for row in table(at, "--on", "2024-06-01") if row["function"] == "beds.open"]
    assert west == f"(D {TWO} suspended from 2024-06-01)"


def test_what_the_ledger_did_not_know_then_is_not_in_the_scheme_then(at: Desk) -> None:  # T3
    size = next(number for number in range(at.size, 0, -1) if not _links(number - 1))
    assert shown(at, "--on", DAY, "--known-at", str(size - 1))["gaps"] != []


def _links(number: int) -> object:
    with Session(Settings("remit.ledger")) as session:
        return schemes.read(Past(session, number)).state.chain.links


def test_a_body_is_shown_with_what_it_gives_and_holds(at: Desk) -> None:  # PBP-2
    found = shown(at, "--on", DAY, "--body", "icp")
    assert [one["party"] for one in found["parties"]] == ["body:icp", WEST, CHAIR]
    assert (found["gaps"], len(found["rows"])) == ([], 4)
    assert at("scheme", "show", "--body", "nobody").code == 4


def test_the_matrix_is_given_out_as_markdown_html_word_and_a_spreadsheet(at: Desk) -> None:  # PBP-2, W5
    said = at("scheme", "show", "--on", DAY)
    assert said.code == 0, said.err
    assert "| beds | Community \\| beds | K1 |  | D1 GBP 2,500.00 each, without" in said.out
    assert (
        f"| 1 | {ONE} | {EAST} | {BOARD} | delegated | beside | s.75 | {DAY} | 2025-04-01 | yes |" in said.out
    )
    html = at("scheme", "show", "--on", DAY, "--format", "html").out
    assert '<th scope="col">body:board</th>' in html
    assert "<td>D1 GBP 2,500.00 each, without beds.close, until 2025-04-01</td>" in html
    for kind in ("docx", "xlsx", "csv"):
        given = at("scheme", "show", "--on", DAY, "--format", kind, "--out", f"scheme.{kind}")
        assert given.code == 0, given.err
    matrix, listed = docx.Document("scheme.docx").tables[1:]
    assert (matrix.rows[1].cells[0].text, matrix.rows[0].cells[2].text) == ("beds", EAST)
    assert listed.rows[1].cells[1].text == ONE
    book = calamine.CalamineWorkbook.from_path("scheme.xlsx")
    assert book.sheet_names == ["Functions", "Delegations"]
    assert book.get_sheet_by_name("Functions").to_python()[3][:2] == ["beds.open", "· =Open beds"]
    assert "'=Open beds" in Path("scheme.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_file_that_cannot_go_to_the_screen_is_asked_for(at: Desk, kind: str) -> None:
    said = at("scheme", "show", "--format", kind)
    assert (said.code, "expected --out FILE" in said.err) == (2, True)


def test_a_chain_is_drawn_above_and_below_a_delegation_with_names_quoted(at: Desk) -> None:  # W5
    at.record("person", "register", 'Eve "]; <script>')
    passed = facts.Scope(("beds.open",), (facts.Limit(Money(500_00, "GBP"), "one act"),), "2025-04-01")
    with Session(Settings("remit.ledger")) as session:
        (eve,) = Past(session).everybody()['Eve "]; <script>']
    at.meets(facts.Granted(FIVE, EAST, (eve,), "s.75", passed), on=DAY)
    said = at("scheme", "show", "--chain", FIVE, "--on", DAY)
    parts = ("Eve #34;#93;; #60;script#62;", FIVE, "beds.open", "GBP 500.00 for one act", "until 2025-04-01")
    label = "<br/>".join(parts)
    assert said.out.splitlines() == [
        "graph TD",
        '  giver["organisation:east"]',
        f'  d0["{label}"]',
        "  giver --> d0",
    ]
    assert at("scheme", "show", "--chain", ONE, "--on", EARLY).out.splitlines()[-1] == "  giver -.-> d0"
    assert at("scheme", "show", "--chain", "g-" + "z" * 16).code == 4


# --- diff ----------------------------------------------------------------------------------------


def test_what_changed_between_two_days_is_told_by_function_and_party(at: Desk) -> None:  # PLA-7c
    said = at("scheme", "diff", "--from", DAY, "--to", "2024-06-01")
    assert said.rows == [
        ["ended", "beds.open", CHAIR, TWO, "", "no limit", "suspended from 2024-06-01"],
        ["ended", "grants", f"Kim Lee ({at.kim})", FOUR, "", "no limit", "body:old exists no more"],
        ["gap now: grants"],
        ["overlap no longer: beds.open"],
    ]
    found = at("scheme", "diff", "--from", EARLY, "--to", DAY, "--json").json
    assert {(one["what"], one["delegation"]) for one in found["changes"]} == {
        ("added", one) for one in (ONE, TWO, THREE, FOUR)
    }
    assert found["turned"] == ["gap no longer: beds, beds.close, beds.open, grants", "overlap now: beds.open"]


def test_two_people_of_one_name_are_told_apart_by_their_ids(at: Desk) -> None:
    del at
    people = {"p-" + "a" * 16: "Jo", "p-" + "b" * 16: "Jo"}
    drawn = schemes.Drawn(Scheme(DAY, tuple(people), ()), tuple(people), people, 1, frozenset())
    assert [drawn.label(one) for one in people] == [f"Jo ({one})" for one in people]
    assert schemes.as_csv(Grid(("a",), (("-1",),))) == "a\n'-1\n"
