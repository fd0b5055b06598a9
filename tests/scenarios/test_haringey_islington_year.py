"""The first year of the Haringey and Islington partnership, from June 2017, and the end of its agreement.

The persons are invented; organisations, groups and dates are the agreement's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write

AGREEMENT = "Wellbeing Partnership Agreement"
MEMBERS = {
    "Ann Ash": "haringey-chair",
    "Bal Birch": "haringey-chief",
    "Cat Cole": "islington-chair",
    "Dan Dale": "islington-chief",
    "Eli Elm": "haringey-ccg-chair",
    "Fay Fern": "haringey-ccg-chief",
    "Gus Gale": "islington-ccg-chair",
    "Hal Hope": "islington-ccg-chief",
    "Ivy Iles": "uclh-chief",
    "Jan Jay": "whittington-chair",
    "Kim Kay": "whittington-chief",
}
JULY = "2017-07-03"
PEOPLE = "\n".join(f"  - {{name: {name}, member: true, seat: {seat}}}" for name, seat in MEMBERS.items())
SUPPORTED = """\
    resolved: {way: consensus, parts: [{kind: support, text: Plans are aligned.}]}
"""
FIRST = f"""\
body: wellbeing-board
date: {JULY}
place: Wood Green
people:
{PEOPLE}
present: [{", ".join(MEMBERS)}]
presiding: {{person: Ann Ash, how: chosen}}
quorate: true
interests: none
items:
  - number: 1
    title: One plan
{SUPPORTED}"""


@pytest.fixture(scope="module")
def summer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sign on 1 June 2017; the minutes of the first meeting, recorded a day later, say who sits where."""
    folder = tmp_path_factory.mktemp("wellbeing") / "desk"
    with founded("haringey-islington", folder, "2017-06-01") as clerk:
        clerk.does("terms adopt terms.yaml --in-force 2017-06-01")
        clerk.on("2017-07-04")
        write("july.yaml", FIRST)
        clerk.does("record july.yaml")
    return folder


@pytest.fixture
def clerk(summer: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(summer, tmp_path / "desk", "2017-07-05") as clerk:
        yield clerk


def test_it_seeks_no_delegated_power_and_decides_nothing_for_its_partners(clerk: Clerk) -> None:  # HIW-2
    clerk.on("2017-09-04")
    september = FIRST.replace(JULY, "2017-09-04").replace("people:\n" + PEOPLE + "\n", "")
    write("september.yaml", september.replace("kind: support", "kind: decision"))
    told = clerk.refused("record september.yaml")
    assert "SCO-1 (Wellbeing Partnership Agreement scope): expected no delegated power" in told
    write("september.yaml", september)
    clerk.does("record september.yaml")
    (row,) = [one for one in clerk("decisions wellbeing-board").rows if one[0] == "2017-09-04"]
    assert clerk(f"decision show {row[8]}").rows[0][2] == "commits to nothing"


def test_each_body_has_its_remit_and_says_to_whom_it_reports(clerk: Clerk) -> None:  # HIW-7
    rows = clerk("body list").rows
    assert len(rows) == 12
    assert all(row[6] for row in rows)
    reports = {row[0]: row[5] for row in rows}
    assert {code for code, to in reports.items() if to == "wellbeing-board"} == {
        "delivery-board",
        "community-committee",
        "finance-group",
    }
    assert [row[5] for row in rows if row[4] == "workstream"] == ["delivery-board"] * 7
    said = clerk.refused("body constitute housing Housing --instrument agreement --parent housing-board")
    assert said.startswith("refused: BOD-2 (Remit default)")


def test_who_sits_where_is_known_from_the_minutes_and_the_rest_is_vacant(clerk: Clerk) -> None:  # LSC-7.2
    held = {row[0]: row[4] for row in clerk("seat list wellbeing-board").rows}
    assert len(held) == 20
    assert {seat for seat, name in held.items() if name == "vacant"} == set(held) - set(MEMBERS.values())
    vacant = {row[0]: row[4:6] for row in clerk("seat vacancies wellbeing-board").rows}
    assert vacant["uclh-chair"] == ["2017-06-01", "34"]


def test_a_member_comes_from_the_partner_whose_seat_it_takes(clerk: Clerk) -> None:  # PLA-3
    clerk.registers("Lou Lee")
    appoint = "member appoint wellbeing-board 'Lou Lee' --seat north-middlesex-chief --kind appointed"
    said = clerk.refused(appoint)
    assert said.startswith(f"refused: ELG-1 ({AGREEMENT} commitment 8)")
    assert "no position on record" in said
    clerk.does("person affiliate 'Lou Lee' uclh director")
    assert "got director at uclh" in clerk.refused(appoint)
    clerk.does("person affiliate 'Lou Lee' north-middlesex chief-executive", appoint)
    assert "north-middlesex-chief" not in {row[0] for row in clerk("seat vacancies wellbeing-board").rows}


def test_the_power_of_the_board_is_what_its_members_may_commit(clerk: Clerk) -> None:  # HIW-8, LSC-S6
    matter = "wellbeing-board 'Hal Hope' align-budget --amount 'GBP 250000.00'"
    assert clerk(f"mandate check {matter}").code == 8
    said = clerk.refused("mandate give wellbeing-board 'Hal Hope' uclh --function align-budget")
    assert said.startswith(f"refused: MAN-2 ({AGREEMENT} signatories)")
    clerk.does("mandate give wellbeing-board 'Hal Hope' islington-ccg --function align-budget")
    assert clerk(f"mandate check {matter}").code == 0


def test_where_the_agreement_is_silent_a_default_of_remit_answers(clerk: Clerk) -> None:  # LSC-8.5, LSC-8.2
    clerk.on("2017-09-04")
    meeting = "2017-09-04 wellbeing-board"
    clerk.registers("Lou Lee")
    here = list(MEMBERS)[:10]
    clerk.does(
        "meeting schedule wellbeing-board 2017-09-04",
        f"meeting open {meeting} --place Islington",
        f"meeting attend {meeting} --absent 'Kim Kay' " + " ".join(f"--present '{name}'" for name in here),
        f"meeting preside 'Ann Ash' {meeting}",
    )
    said = clerk.refused(f"meeting confirm-quorum 'Ann Ash' {meeting}")
    assert said.startswith("refused: QUO-1 (Remit default): expected a majority of all seats, got 10 of 20")
    clerk.does(f"meeting adjourn {meeting} --inquorate --reason 'too few' --by 'Ann Ash'")
    co_opt = "member co-opt wellbeing-board 'Lou Lee' --ground expertise --reason x --meeting 2017-09-04"
    assert clerk.refused(co_opt).startswith("refused: ROL-6 (Remit default)")
    clerk.does(
        f"meeting resume {meeting}",
        f"meeting arrive 'Kim Kay' {meeting} --virtual",
        f"meeting item 1 Budgets {meeting}",
    )
    # Whether who attends from elsewhere counts, nobody says: not known.
    told = clerk(f"meeting quorum {meeting} --item 1")
    assert (told.code, told.out.splitlines()[-1]) == (8, "not known")
    assert clerk.refused(f"meeting confirm-quorum 'Ann Ash' {meeting}").startswith("refused: QUO-1")


def test_nobody_but_whoever_presides_confirms_a_quorum(clerk: Clerk) -> None:  # LSC-8.3
    clerk.on("2017-09-04")
    meeting = "2017-09-04 wellbeing-board"
    clerk.does(
        "meeting schedule wellbeing-board 2017-09-04",
        f"meeting open {meeting} --place Islington",
        f"meeting attend {meeting} " + " ".join(f"--present '{name}'" for name in MEMBERS),
        f"meeting preside 'Ann Ash' {meeting}",
    )
    said = clerk.refused(f"meeting confirm-quorum 'Bal Birch' {meeting}")
    assert said.startswith("refused: MTG-14 (Remit default)")
    clerk.does(f"meeting confirm-quorum 'Ann Ash' {meeting}")


def test_the_percentage_that_is_missing_in_print_stays_missing(clerk: Clerk) -> None:  # SYS-3
    shown = clerk("terms show wellbeing-board").out
    assert "in doubt, the need for change: A percentage is missing in print (%%)." in shown
    assert "review    31st March 2018\n" in shown


def test_the_agreement_expires_and_a_review_missed_ended_nothing_before(clerk: Clerk) -> None:  # SYS-1, LSC-V
    clerk.on("2018-06-01")
    assert [row[1] for row in clerk("terms list wellbeing-board").rows] == ["in force"]
    assert "review    31st March 2018, overdue\n" in clerk("terms show wellbeing-board").out
    clerk.on("2020-04-01")
    told = clerk.does(f"body end wellbeing-board --order '{AGREEMENT}, timeframe'").err
    assert told.count("in haringey-chair: lapses") == 1
    assert f"minutes not agreed yet: meeting of {JULY}: lapses" in told
    assert clerk("member numbers wellbeing-board --from 2020-04-01").rows == [["2020-04-01", "0", "0"]]
    assert "BOD-2 (Remit default)" in clerk.refused("meeting schedule wellbeing-board 2020-05-04")


def test_a_year_of_meetings_runs_from_date_to_signature(clerk: Clerk) -> None:  # LSC-9.1, LSC-M2
    clerk.does(
        "programme adopt wellbeing-board --name 2017/18 --date 2017-09-04 --date 2017-12-04",
        "meeting move 2017-12-04 wellbeing-board --to 2017-12-11 --reason 'a council meets'",
        "agenda add wellbeing-board 'Minutes' --meeting 2017-09-04 --number 1",
        "agenda publish 2017-09-04 wellbeing-board",
        "meeting call 2017-09-04 wellbeing-board",
    )
    moved = [row[:3] for row in clerk("programme show wellbeing-board --from 2017-12-01").rows]
    assert moved[0] == ["2017-12-11", "to come", "2017-12-04"]
    clerk.on("2017-09-04")
    september = FIRST.replace(JULY, "2017-09-04").replace(SUPPORTED, f"    minutes: {{of: {JULY}}}\n")
    write("september.yaml", september)
    clerk.does("record september.yaml", f"minutes sign 2017-09-04 --of {JULY} --body wellbeing-board")
    assert "signed     on 2017-09-04 by Ann Ash" in clerk(f"minutes status {JULY} wellbeing-board").out
    # Every member was at both; of this body no terms say when an attendance is reviewed.
    table = clerk("attendance table wellbeing-board --from 2017-06-01").rows
    assert {row[8] for row in table} == {"100 % (2 of 2)"}
    assert "has no rule about attendance" in clerk("attendance review-due wellbeing-board").err
    said = clerk.refused("meeting move 2017-09-04 wellbeing-board --to 2017-09-05 --reason late")
    assert said.startswith("refused: PRG-3 (Remit default)")


def test_boards_had_time_to_share_and_discuss_what_was_planned_or_had_not(clerk: Clerk) -> None:  # HIW-9
    plan = "consultation open whittington --under wellbeing-board --everybody --text 'One clinic, not two'"
    codes = [clerk.made(f"{plan} --until 2017-09-29"), clerk.made(f"{plan} --until 2017-09-29")]
    clerk.on("2017-10-02")
    for code, decided in zip(codes, ("2017-10-02", "2017-09-29"), strict=True):
        clerk.does(f"consultation end {code} --outcome 'It moves' --decided {decided}")
    (met, missed) = (clerk(f"consultation show {code} --json") for code in codes)
    assert (met.code, missed.code) == (0, 1)
    (duty,) = missed.json["duties"]
    assert duty["clause"] == f"{AGREEMENT} commitment 8"
    asked = "9 of 9 asked; asked 2017-07-05, time until 2017-09-29, decided 2017-09-29"
    assert (duty["duty"], duty["got"]) == ("missed", asked)
    assert duty["reading"].startswith("Every other partner is asked before the decision, and has time until")
    assert (met.json["days allowed"], missed.json["days allowed"]) == (87, 86)
    # It is a duty: nothing is refused, and the board is told.
    assert clerk("consultation list wellbeing-board").code == 1
