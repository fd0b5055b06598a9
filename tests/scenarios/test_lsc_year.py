"""A year of the Lancashire and South Cumbria partnership, told in chapters: from June 2025 to March 2026.

The terms are the revision of July 2024. Their adoption on 16 September 2024, the persons and what they do are
invented; the pack ends before.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write

REVISION = "terms of reference (revision of July 2024)"
SEATS = {
    "Amira Holt": "council-blackburn-with-darwen",
    "Ben Carr": "council-lancashire",
    "Cora Dean": "council-blackpool",
    "Dev Ellis": "icb-chief-executive",
    "Eve Ford": "icb-non-executive",
    "Finn Gray": "place-director-1",
    "Hugh Iles": "vcfse-1",
    "Isla Judd": "vcfse-2",
    "Jack Kerr": "healthwatch",
    "Kath Lunn": "hospices",
}
UPPER_TIER = (
    "blackburn-with-darwen",
    "blackpool",
    "lancashire",
    "north-yorkshire",
    "westmorland-and-furness",
    "cumberland",
)
SEPTEMBER, DECEMBER, MARCH, MAY = "2025-09-15", "2025-12-15", "2026-03-09", "2026-05-11"
AUTUMN = f"{SEPTEMBER} lsc-icp"
EVERYBODY = (
    "--present 'Amira Holt' --present 'Cora Dean' --present 'Dev Ellis' --virtual 'Eve Ford' "
    "--present 'Finn Gray' --present 'Hugh Iles' --present 'Jack Kerr' --present 'Kath Lunn' "
    "--substitute 'Ned Orme for Ben Carr' --apologies 'Isla Judd' --attending 'Olga Pike from lsc-icb'"
)
DECEMBER_MINUTES = f"""\
body: lsc-icp
date: {DECEMBER}
place: County Hall
present: [Amira Holt, Ben Carr, Cora Dean, Dev Ellis, Eve Ford, Finn Gray, Hugh Iles, Jack Kerr]
attending: [Olga Pike]
apologies: [Kath Lunn]
absent: [Isla Judd]
presiding: {{person: Amira Holt, office: chair}}
quorate: true
interests: none
items:
  - {{number: 1, title: Declarations of interest}}
  - number: 2
    title: Minutes
    minutes: {{of: {SEPTEMBER}, amendment: A report on frailty had been asked for.}}
    follow_ups: [{{text: A report on frailty, due: the next meeting}}]
    resolved:
      way: consensus
      parts: [{{kind: decision, text: The minutes are a correct record as amended., matter: proceedings}}]
"""
WORKSHOP = """\
body: lsc-icp
date: 2026-02-02
kind: workshop
place: County Hall
present: [Amira Holt, Ben Carr]
attending: [Olga Pike]
items:
  - number: 1
    title: Community services
    follow_ups: [{text: Collect what places do already}]
"""
DECIDES = """\
    resolved: {parts: [{kind: decision, text: The programme is approved., matter: proceedings}]}
"""
REGIME = """\
title: Policy of the hospices on interests
kinds:
  - {kind: financial, title: Financial, clause: Policy 3, speaks: false, votes: false, stays: false}
"""


@pytest.fixture(scope="module")
def summer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Take over the partnership in June: terms, members and offices, and the dates of the year."""
    folder = tmp_path_factory.mktemp("lsc") / "desk"
    with founded("lsc-icp", folder, "2025-06-02") as clerk:
        clerk.does(
            "terms adopt terms-2023.yaml --in-force 2023-04-17 --on 2023-04-17",
            "terms draft terms-revision.yaml --on 2024-07-15",
            "terms adopt terms-revision.yaml --in-force 2024-09-16 --on 2024-09-16",
            "calendar adopt lsc-icp --years 2025-2027 --on 2025-01-02",
        )
        clerk.registers(*SEATS, "Mona Nash", "Ned Orme", "Olga Pike", "Pete Quin")
        clerk.does(
            *(
                f"member appoint lsc-icp '{name}' --seat {seat} --kind appointed --began 2024-09-16"
                for name, seat in SEATS.items()
            ),
            "office elect lsc-icp chair 'Amira Holt' --term 'until May 2026' --begins 2024-09-16 "
            "--ends 2026-06-01 --way 'joint selection' --selector lsc-icb --selector blackburn-with-darwen",
            "office elect lsc-icp deputy-chair 'Hugh Iles' --term 'until May 2026' --begins 2024-09-16 "
            "--ends 2026-06-01 --way rotation",
            "member attendee-add lsc-icp 'Olga Pike' --place director-of-population-health "
            "--organisation lsc-icb",
            f"programme adopt lsc-icp --name 2025/26 --date {SEPTEMBER} --date 2025-12-08 --date {MARCH} "
            f"--date {MAY}",
            f"agenda add lsc-icp 'Declarations of interest' --meeting {SEPTEMBER} --number 1",
            f"agenda add lsc-icp 'Hospices' --meeting {SEPTEMBER} --number 2 --about hospices-together",
        )
    return folder


@pytest.fixture(scope="module")
def autumn(summer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold the meeting of September, with a deputy and somebody who attends virtually."""
    folder = tmp_path_factory.mktemp("autumn") / "desk"
    with copied(summer, folder, "2025-09-01") as clerk:
        deputy = clerk.made(f"deputy name lsc-icp 'Ben Carr' 'Ned Orme' --meeting {SEPTEMBER}")
        clerk.does(
            f"deputy prepared {deputy} --informed --briefed",
            f"deputy approve {deputy} 'Amira Holt'",
            f"meeting agree-virtual {AUTUMN} --by 'Amira Holt'",
            f"meeting call {AUTUMN}",
            f"agenda publish {AUTUMN}",
        )
        clerk.on(SEPTEMBER)
        clerk.does(
            f"meeting open {AUTUMN} --place 'County Hall'",
            f"meeting attend {AUTUMN} {EVERYBODY}",
            f"meeting preside 'Amira Holt' {AUTUMN} --office chair",
            f"meeting item 1 'Declarations of interest' {AUTUMN}",
        )
    return folder


@pytest.fixture
def clerk(summer: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(summer, tmp_path / "desk", "2025-06-03") as clerk:
        yield clerk


@pytest.fixture
def sitting(autumn: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(autumn, tmp_path / "desk", SEPTEMBER, hour=12) as clerk:
        yield clerk


@pytest.fixture
def winter(sitting: Clerk) -> Clerk:
    """Close the meeting of September; hold that of December, moved by a week."""
    sitting.does(
        f"meeting close {AUTUMN}",
        f"meeting move 2025-12-08 lsc-icp --to {DECEMBER} --reason 'the Chair is away'",
    )
    sitting.on(DECEMBER)
    write("december.yaml", DECEMBER_MINUTES)
    sitting.does("record december.yaml")
    return sitting


# --- June: the terms and the membership ----------------------------------------------------------


def test_the_body_is_constituted_once_by_its_seven_founders(clerk: Clerk) -> None:  # LSC-1.1
    shown = clerk("body show lsc-icp").out
    assert "s.116ZA Local Government and Public Involvement in Health Act 2007" in shown
    founders = next(line for line in shown.splitlines() if line.startswith("founders"))
    assert len(founders.split(", ")) == 7
    said = clerk.refused("body constitute lsc-icp 'Another' --instrument 's.1 of an Act'")
    assert said.startswith("refused: BOD-1 (Remit default)")


def test_each_day_has_its_terms_and_an_overdue_review_ends_none(clerk: Clerk) -> None:  # LSC-V
    then = [row[:2] for row in clerk("terms list lsc-icp --on 2024-07-15").rows]
    now = [row[:2] for row in clerk("terms list lsc-icp").rows]
    assert then == [["2023", "in force"], ["2024-revision", "draft"]]
    assert now == [["2023", "superseded"], ["2024-revision", "in force"]]
    assert "review    May 2024, overdue" in clerk("terms show lsc-icp").out
    said = clerk.refused("terms adopt terms-revision.yaml --in-force 2025-09-01")
    assert said.startswith("refused: TER-2 (Remit default)")


def test_what_is_printed_wrongly_is_shown_with_its_doubt(clerk: Clerk) -> None:  # SYS-3
    shown = clerk("terms show lsc-icp").out
    assert "in doubt, 7.8: The year in which the term" in shown
    assert "in doubt, 1.1, 7.2: North Yorkshire and Cumberland" in shown
    turn = clerk("office next lsc-icp chair")
    assert (turn.code, "until    May 2026" in turn.out) == (0, True)
    said = clerk("office next lsc-icp chair --on 2026-05-15")
    assert (said.code, said.err.startswith("not known: whose turn")) == (8, True)


def test_a_seat_stands_vacant_from_a_day_until_somebody_holds_it(clerk: Clerk) -> None:  # LSC-7.2
    assert len(clerk("seat list lsc-icp").rows) == 26
    vacant = {row[0]: row for row in clerk("seat vacancies lsc-icp --on 2025-06-03").rows}
    assert len(vacant) == 16
    assert vacant["public-health"][3:7] == ["vacant", "2024-09-16", "260", "7.2"]
    said = clerk.refused("member appoint lsc-icp 'Mona Nash' --seat healthwatch --on 2025-06-02")
    assert f"ROL-3 ({REVISION} 7.2): expected a vacant seat, got healthwatch held by Jack Kerr" in said


def test_a_regular_attendee_is_no_member(clerk: Clerk) -> None:  # LSC-7.3
    listed = clerk("member attendees lsc-icp").rows
    assert [row[3] for row in listed if row[2]] == ["Olga Pike"]
    assert len(listed) == 4
    assert "Olga Pike" not in [row[4] for row in clerk("seat list lsc-icp").rows]
    said = clerk.refused("member attendee-add lsc-icp 'Jack Kerr'")
    assert said.startswith("refused: ROL-7 (Remit default)")


def test_a_nomination_takes_effect_when_the_last_approval_is_in(clerk: Clerk) -> None:  # LSC-7.4
    one = clerk.made("member nominate lsc-icp 'Mona Nash' --seat public-health --by blackpool")
    clerk.does(*(f"member approve {one} {code}" for code in ("lsc-icb", *UPPER_TIER[:-1])))
    appoint = f"member appoint lsc-icp 'Mona Nash' --seat public-health --kind appointed --nomination {one}"
    said = clerk.refused(appoint)
    assert said.startswith(f"refused: MEM-1 ({REVISION} 7.4): expected ")
    assert "awaited from cumberland" in said
    stranger = clerk.refused(f"member approve {one} healthwatch")
    assert stranger.startswith("refused: NOM-3 (Remit default)")
    clerk.does(f"member approve {one} cumberland", appoint)
    assert [row[6] for row in clerk("member nominations lsc-icp").rows] == ["appointed"]
    vacant = {row[0] for row in clerk("seat vacancies lsc-icp").rows}
    assert "public-health" not in vacant


def test_the_number_of_members_is_visible_over_time(clerk: Clerk) -> None:  # LSC-7.10
    clerk.does("member end lsc-icp 'Kath Lunn' --reason 'moved away' --ground resigned --on 2025-06-30")
    rows = clerk("member numbers lsc-icp --from 2024-09-01 --to 2025-12-31").rows
    assert rows == [["2024-09-01", "0", "0"], ["2024-09-16", "10", "0"], ["2025-06-30", "9", "0"]]
    again = clerk.refused("member end lsc-icp 'Kath Lunn' --seat hospices --reason x --on 2025-07-01")
    assert again.startswith("refused: ROL-4 (Remit default)")


def test_the_chair_goes_round_and_the_board_has_its_say(clerk: Clerk) -> None:  # LSC-7.8
    turn = clerk("office next lsc-icp chair").out
    assert "turn of  council-blackburn-with-darwen, Amira Holt" in turn
    assert "next     council-westmorland-and-furness, no holder known" in turn
    clerk.on("2026-06-01")
    elect = "office elect lsc-icp chair 'Cora Dean' --term 2026/28 --begins 2026-06-01 --ends 2028-06-01"
    said = clerk.refused(f"{elect} --way 'joint selection' --selector blackpool")
    assert f"CHR-2 ({REVISION} 7.8)" in said
    assert "got without lsc-icb" in said
    assert "in the turn of council-westmorland-and-furness until May 2028" in said


def test_the_deputy_chair_is_from_the_voluntary_sector(clerk: Clerk) -> None:  # LSC-7.9
    clerk.on("2026-06-01")
    elect = "--term 2026/28 --begins 2026-06-01 --ends 2028-06-01 --way rotation"
    said = clerk.refused(f"office elect lsc-icp deputy-chair 'Jack Kerr' {elect}")
    assert said.startswith(f"refused: CHR-3 ({REVISION} 7.9)")
    clerk.does(f"office elect lsc-icp deputy-chair 'Isla Judd' {elect}")
    assert [row[2] for row in clerk("office show lsc-icp").rows] == [
        "vacant since 2026-06-01, 0 days",
        "Isla Judd",
    ]


def test_what_a_member_may_agree_at_the_table_is_on_record(clerk: Clerk) -> None:  # LSC-S6
    matter = "lsc-icp 'Ben Carr' pool-funds --amount 'GBP 40000.00'"
    assert clerk(f"mandate check {matter}").code == 8
    said = clerk.refused("mandate give lsc-icp 'Ben Carr' blackpool --function pool-funds")
    assert said.startswith(f"refused: MAN-2 ({REVISION} 7.2)")
    clerk.does("mandate give lsc-icp 'Ben Carr' lancashire --function pool-funds --each 'GBP 50000.00'")
    assert clerk(f"mandate check {matter}").code == 0
    assert clerk("mandate check lsc-icp 'Ben Carr' pool-funds --amount 'GBP 60000.00'").code == 1


# --- September: a meeting, from its date to its record -------------------------------------------


def test_the_year_has_four_dates_and_a_move_is_kept(clerk: Clerk) -> None:  # LSC-9.1
    clerk.does(f"meeting move 2025-12-08 lsc-icp --to {DECEMBER} --reason 'the Chair is away'")
    shown = clerk("programme show lsc-icp --json")
    assert [[one["date"], one["state"], one["moved from"]] for one in shown.json["meetings"]] == [
        [SEPTEMBER, "to come", None],
        [DECEMBER, "to come", "2025-12-08"],
        [MARCH, "to come", None],
        [MAY, "to come", None],
    ]
    assert f"not yet: CAL-1 ({REVISION} 9.1)" in clerk("programme show lsc-icp").out
    clerk.does(f"meeting cancel {MAY} lsc-icp --reason 'no business'")
    said = clerk.refused(f"meeting move {MAY} lsc-icp --to 2026-05-18 --reason 'after all'")
    assert said.startswith("refused: PRG-3 (Remit default)")


def test_agenda_and_papers_are_due_seven_working_days_before(clerk: Clerk) -> None:  # LSC-9.2
    latest = {row[0]: row[5] for row in clerk(f"calendar latest lsc-icp {SEPTEMBER}").rows}
    assert latest == {"CAL-2": "2025-09-04", "CAL-3": SEPTEMBER, "PUB-3": "2025-09-04"}
    write("paper.txt", "On hospices.")
    paper = f"paper publish {SEPTEMBER} paper.txt lsc-icp --item 2 --title Hospices"
    clerk.on("2025-09-04")
    clerk.does(f"agenda publish {AUTUMN}", f"meeting call {AUTUMN}")
    clerk.on("2025-09-05")
    said = clerk.refused(paper)
    assert f"refused: CAL-2 ({REVISION} 9.2)" in said
    assert "latest day 2025-09-04" in said
    clerk.does(f"meeting call {AUTUMN} --urgent --by 'Amira Holt' --reason 'the fund closes'", paper)


def test_what_is_withheld_shows_that_it_is_and_why_and_nothing_more(clerk: Clerk) -> None:  # LSC-9.4
    withheld = "--exempt --ground 'ToR 9.4' --summary 'A pilot'"
    said = clerk.refused(f"agenda add lsc-icp Secret --meeting {SEPTEMBER} --number 4 --exempt")
    assert said.startswith("refused: AGD-3 (Remit default)")
    clerk.does(f"agenda add lsc-icp 'Prices of the bidders' --meeting {SEPTEMBER} --number 3 {withheld}")
    clerk.on("2025-09-01")
    clerk.does(f"agenda publish {AUTUMN}")
    public = clerk(f"agenda show {AUTUMN} --public").out
    assert ("A pilot" in public, "ToR 9.4" in public, "Prices" in public) == (True, True, False)


def test_a_deputy_counts_once_the_chair_has_approved(clerk: Clerk) -> None:  # LSC-7.7
    deputy = clerk.made(f"deputy name lsc-icp 'Ben Carr' 'Ned Orme' --meeting {SEPTEMBER}")
    clerk.does(f"deputy prepared {deputy} --informed --briefed")
    who = f"deputy who council-lancashire lsc-icp --meeting {SEPTEMBER}"
    assert (clerk(who).code, "counts no" in clerk(who).out) == (1, True)
    said = clerk.refused(f"deputy approve {deputy} 'Hugh Iles'")
    assert said.startswith(f"refused: DEP-1 ({REVISION} 7.7, 8.4)")
    clerk.does(f"deputy approve {deputy} 'Amira Holt'")
    told = clerk(who)
    assert (told.code, "votes yes; counts yes; presides no" in told.out) == (0, True)


def test_virtual_attendance_counts_where_it_was_agreed_beforehand(sitting: Clerk) -> None:  # LSC-8.2
    (opening,) = sitting(f"meeting quorum {AUTUMN} --json").json["judged"]
    share = opening["rules"][0]
    assert (share["rule"], share["answer"]) == ("QUO-1", "met")
    counted = {one["name"] for one in share["satisfied by"]}
    assert counted == {*SEATS, "Ned Orme"} - {"Ben Carr", "Isla Judd"}
    said = sitting.refused(f"meeting agree-virtual {AUTUMN}")
    assert "MTG-22 (Remit default)" in said


def test_those_present_in_attendance_and_away_are_three_lists(sitting: Clerk) -> None:  # LSC-M1
    people = sitting(f"meeting show {AUTUMN} --json").json["people"]
    lists = {one["name"]: one["list"] for one in people}
    assert [lists[name] for name in ("Amira Holt", "Eve Ford", "Olga Pike", "Isla Judd")] == [
        "present",
        "virtual",
        "in attendance",
        "apologies",
    ]
    said = sitting.refused(f"meeting attend {AUTUMN} --present 'Olga Pike'")
    assert "MTG-3 (Remit default)" in said


def test_a_declared_interest_binds_by_the_members_own_policy(sitting: Clerk) -> None:  # LSC-12
    write("policy.yaml", REGIME)
    sitting.does("interest regime adopt hospices-together policy.yaml --on 2025-01-01")
    sitting.does(f"meeting item 2 Hospices {AUTUMN}")
    declare = f"interest declare {SEPTEMBER} 'Kath Lunn' --body lsc-icp --item 2 --kind financial"
    said = sitting.refused(f"{declare} --nature 'runs a hospice' --effect speaks")
    assert said.startswith("refused: DCL-4 (Policy 3): expected the member to withdraw")
    sitting.does(f"{declare} --nature 'runs a hospice' --effect withdraws")
    minutes = sitting(f"minutes write {AUTUMN}").out
    assert "Kath Lunn, in item 2 (financial): runs a hospice; withdrew" in minutes


def test_the_chair_confirms_the_quorum_once_conflicts_are_managed(sitting: Clerk) -> None:  # LSC-8.3
    said = sitting.refused(f"meeting confirm-quorum 'Kath Lunn' {AUTUMN}")
    assert said.startswith(f"refused: QUO-9 ({REVISION} 8.3, 8.5)")
    sitting.does(
        f"interest declare {SEPTEMBER} 'Kath Lunn' --body lsc-icp --nature hospices --effect withdraws"
    )
    (now,) = sitting(f"meeting quorum {AUTUMN} --json").json["judged"]
    assert now["rules"][0]["got"] == "8 of 26 seats; 30 % of 26 asks for 8"
    sitting.does(f"meeting confirm-quorum 'Amira Holt' {AUTUMN}")
    assert "Amira Holt confirmed that the meeting was quorate." in sitting(f"minutes write {AUTUMN}").out


def test_every_line_of_the_quorum_clause_is_answered(sitting: Clerk) -> None:  # LSC-8.1
    (opening,) = sitting(f"meeting quorum {AUTUMN} --json").json["judged"]
    answers = {one["rule"]: one["answer"] for one in opening["rules"]}
    assert answers == dict.fromkeys([f"QUO-{number}" for number in range(1, 8)], "met")
    assert {one["clause"] for one in opening["rules"]} == {f"{REVISION} 8.1"}
    sitting.does(f"meeting leave 'Finn Gray' {AUTUMN}")
    said = sitting.refused(f"meeting confirm-quorum 'Amira Holt' {AUTUMN}")
    assert f"QUO-6 ({REVISION} 8.1): expected at least 1 Director of Health and Care Integration" in said


# --- December and February: minutes, follow-ups, a workshop --------------------------------------


def test_minutes_are_agreed_with_an_amendment_and_signed_by_who_presided(winter: Clerk) -> None:  # LSC-M2
    status = winter(f"minutes status {AUTUMN}").out
    assert f"agreed     on {DECEMBER}" in status
    assert "subject to an amendment" in status
    sign = f"minutes sign {DECEMBER} --of {SEPTEMBER} --body lsc-icp"
    said = winter.refused(f"{sign} --person 'Hugh Iles'")
    assert said.startswith("refused: MIN-6 (Remit default)")
    winter.does(sign)
    assert f"signed     on {DECEMBER} by Amira Holt" in winter(f"minutes status {AUTUMN}").out


def test_the_record_goes_to_a_board_of_every_founder(winter: Clerk) -> None:  # LSC-9.3
    present = f"minutes present {SEPTEMBER} blackpool --to Executive --body lsc-icp"
    winter.does(present)
    told = winter(f"minutes presented {AUTUMN}")
    assert told.code == 1
    assert [row[2] for row in told.rows if row[3]] == ["blackpool"]
    assert {row[2] for row in told.rows if not row[3]} == {"lsc-icb", *UPPER_TIER} - {"blackpool"}
    assert winter.refused(present).startswith("refused: MIN-3 (Remit default)")
    stranger = winter.refused(f"minutes present {SEPTEMBER} healthwatch --to Board --body lsc-icp")
    assert stranger.startswith(f"refused: PUB-1 ({REVISION} 9.3)")


def test_a_follow_up_comes_back_on_the_next_agenda(winter: Clerk) -> None:  # LSC-M5
    rows = winter(f"agenda build {MARCH} lsc-icp").rows
    assert ["A report on frailty", "matters arising", f"meeting of {DECEMBER}", "the next meeting"] in [
        row[1:5] for row in rows
    ]
    said = winter.refused(f"agenda add lsc-icp Late --meeting {DECEMBER} --number 9")
    assert said.startswith("refused: AGD-9 (Remit default)")


def test_what_is_due_is_seen_before_it_is_late_and_gone_once_it_is_settled(
    winter: Clerk,
) -> None:  # LSC-V, LSC-7.8, LSC-9.1 to LSC-9.3, LSC-M2, LSC-M5
    winter.on("2026-02-20")
    rows = winter("due lsc-icp --within 30d --json").json
    told = [(row["state"], row["due"], row["kind"]) for row in rows]
    assert told == [
        ("overdue", "May 2024", "review of terms"),
        ("due", "2026-02-26", "agenda and papers"),
        ("due", "2026-02-26", "publication"),
        ("due", MARCH, "meeting"),
        ("due", MARCH, "minutes to agree"),
        ("due", MARCH, "minutes to sign"),
        ("due", MARCH, "notice"),
        ("undated", "no day is stated", "attendance review"),
        ("undated", "the next meeting", "follow-up"),
        ("undated", "no day is stated", "minutes to present"),
        ("undated", "no day is stated", "minutes to present"),
    ]
    clauses = {row["kind"]: row["clause"] for row in rows}
    assert clauses["agenda and papers"] == f"{REVISION} 9.2"
    assert clauses["minutes to present"] == f"{REVISION} 9.3"
    later = {(row["kind"], row["due"]) for row in winter("due lsc-icp --json").json}
    assert {("term of office", "2026-05-31"), ("meetings of a year", "2026-12-31")} <= later
    spring = next(row["id"] for row in rows if row["kind"] == "meeting")
    winter.does(
        f"meeting call {spring}", f"agenda build {MARCH} lsc-icp --record", f"agenda publish {spring}"
    )
    left = {row["kind"] for row in winter("due lsc-icp --within 30d --json").json}
    assert left & {"notice", "agenda and papers", "publication"} == set()


def test_the_partnership_stands_on_one_screen(winter: Clerk) -> None:  # LSC-7.2, LSC-8.1, LSC-9.1
    winter.on("2026-02-20")
    shown = winter("status lsc-icp").out.splitlines()
    assert (len(shown) <= 40, max(map(len, shown)) <= 100) == (True, True)
    told = {line["about"]: line for line in winter("status lsc-icp --json").json["status"]}
    assert told["members"]["said"].startswith("10 members; 16 of 26 seats vacant: ")
    assert told["chair"]["said"] == "Amira Holt, until 2026-06-01"
    # One Director of Health and Care Integration has to be there, and two Partners beside them and the Chair
    # (8.1); one seat alone of the Directors is held.
    assert told["quorum"]["said"] == "quorate, if all 10 members in post come; lost without Finn Gray"
    winter.does("member end lsc-icp 'Finn Gray' --reason 'moved away' --ground resigned")
    told = {line["about"]: line for line in winter("status lsc-icp --json").json["status"]}
    assert (told["quorum"]["answer"], told["quorum"]["not met"]) == ("not quorate", ["QUO-6", "QUO-7"])


def test_a_workshop_has_participants_and_actions_and_decides_nothing(winter: Clerk) -> None:  # LSC-M6
    winter.on("2026-02-02")
    write("decides.yaml", WORKSHOP + DECIDES)
    said = winter.refused("record decides.yaml")
    assert "DEC-1 (Remit default)" in said
    write("workshop.yaml", WORKSHOP)
    winter.does("record workshop.yaml")
    assert [row[0] for row in winter("decisions lsc-icp").rows] == [DECEMBER]


# --- March: too few ------------------------------------------------------------------------------


@pytest.fixture
def few(winter: Clerk) -> Clerk:
    """Open the meeting of March with seven members."""
    winter.on(MARCH)
    here = ("Amira Holt", "Ben Carr", "Cora Dean", "Dev Ellis", "Finn Gray", "Hugh Iles", "Jack Kerr")
    winter.does(
        f"meeting open {MARCH} lsc-icp --place 'County Hall'",
        f"meeting attend {MARCH} lsc-icp --apologies 'Eve Ford' --absent 'Isla Judd' "
        + " ".join(f"--present '{name}'" for name in here),
        f"meeting preside 'Amira Holt' {MARCH} lsc-icp --office chair",
    )
    return winter


def test_an_inquorate_meeting_co_opts_in_an_adjournment_and_goes_on(few: Clerk) -> None:  # LSC-8.5, LSC-7.6
    spring = f"{MARCH} lsc-icp"
    said = few.refused(f"meeting confirm-quorum 'Amira Holt' {spring}")
    assert "got 7 of 26 seats; 30 % of 26 asks for 8" in said
    few.does(
        f"meeting confirm-quorum 'Amira Holt' {spring} --inquorate",
        f"meeting adjourn {spring} --inquorate --reason 'too few' --by 'Amira Holt'",
    )
    co_opt = f"member co-opt lsc-icp '{{}}' --ground {{}} --reason x --meeting {MARCH} --by '{{}}'"
    for ground, by, told in (
        ("friendship", "Amira Holt", "on the ground friendship"),
        ("expertise", "Hugh Iles", "found suitable by Hugh Iles"),
    ):
        said = few.refused(co_opt.format("Pete Quin", ground, by))
        assert said.startswith(f"refused: MEM-3 ({REVISION} 7.6)")
        assert told in said
    without = few.refused(f"{co_opt.format('Pete Quin', 'expertise', 'Amira Holt')} --no-quorum")
    assert "without a place in the quorum" in without
    few.does(co_opt.format("Pete Quin", "expertise", "Amira Holt"), f"meeting resume {spring}")
    few.does(f"meeting arrive 'Pete Quin' {spring}")
    # Whoever is co-opted is one more Partner: of 27, thirty per cent are nine.
    said = few.refused(f"meeting confirm-quorum 'Amira Holt' {spring}")
    assert "got 8 of 27 seats; 30 % of 27 asks for 9" in said
    few.does(
        f"meeting adjourn {spring} --inquorate --reason 'still too few' --by 'Amira Holt'",
        co_opt.format("Mona Nash", "representation", "Amira Holt"),
        f"meeting resume {spring}",
        f"meeting arrive 'Mona Nash' {spring}",
        f"meeting confirm-quorum 'Amira Holt' {spring}",
    )
    course = few(f"minutes write {spring}").out
    assert "adjourned" in course
    assert "Amira Holt confirmed that the meeting was quorate." in course


def test_somebody_made_a_member_in_the_room_does_not_make_up_the_numbers(few: Clerk) -> None:  # LSC-8.5
    co_opt = f"member co-opt lsc-icp 'Pete Quin' --ground expertise --reason x --meeting {MARCH}"
    few.does(co_opt)
    said = few.refused(f"meeting arrive 'Pete Quin' {MARCH} lsc-icp")
    assert said.startswith("refused: MTG-11 (Remit default)")


def test_attendance_below_half_is_reviewed_by_the_chair(few: Clerk) -> None:  # LSC-7.5
    few.does(f"meeting close {MARCH} lsc-icp")
    due = few("attendance review-due lsc-icp")
    assert due.code == 1
    shares = {row[1]: row[3:5] for row in due.rows if row[4] != "not below"}
    assert shares == {"Isla Judd": ["0 % (0 of 3)", "due"], "Kath Lunn": ["33 % (1 of 3)", "due"]}
    review = "attendance review lsc-icp 'Isla Judd' --outcome excused --reason ill"
    said = few.refused(f"{review} --by 'Hugh Iles'")
    assert said.startswith(f"refused: MEM-2 ({REVISION} 7.5)")
    few.does(f"{review} --by 'Amira Holt'")
    after = {row[1]: row[4] for row in few("attendance review-due lsc-icp").rows}
    assert (after["Isla Judd"], after["Kath Lunn"]) == ("reviewed", "due")


def test_of_what_is_remembered_and_no_record_shows_no_resolution_is_found(tmp_path: Path) -> None:  # SYS-2
    # The papers of July 2024 say that a workshop on community services was agreed in March 2024.
    with founded("lsc-icp", tmp_path / "desk", "2024-07-15") as clerk:
        clerk.does("terms adopt terms-2023.yaml --in-force 2023-04-17 --on 2023-04-17")
        assert clerk("decisions lsc-icp").rows == []
        clerk.does("record meeting-2024-03-25.yaml")
        told = clerk("decisions lsc-icp --meeting 2024-03-25").rows
        assert len(told) == 10
        assert [row for row in told if "ommunity " in row[5] and "orkshop" in row[5]] == []
        nothing = clerk("decisions lsc-icp --meeting 2024-03-26")
        assert (nothing.code, "the date of none" in nothing.err) == (4, True)


def test_the_auditor_finds_in_the_year_what_the_chapters_recorded(few: Clerk) -> None:  # LSC-9.2, LSC-12
    few.does(f"meeting close {MARCH} lsc-icp")
    year = "lsc-icp --from 2025-04-01 --to 2026-03-31"
    named = ("meetings held", "quorate", "not quorate", "decisions", "departures", "urgent actions")
    figures = few(f"report year {year} --json").json["figures"]
    # September and December were quorate, March was not; only December decided, on its minutes.
    assert [figures[name] for name in named] == [3, 2, 1, 1, 0, 0]
    gaps = {row[0]: row[3] for row in few(f"programme gaps {year} --on 2026-03-31").rows}
    assert gaps == {DECEMBER: "none", MARCH: "none; the body has not met since"}
    drawn = few(f"sample {year} --size 5 --seed 'Audit 2026' -o sample.xlsx --json").json
    assert (drawn["drawn"], drawn["decisions_in_the_period"]) == ("1", "1")
    assert few(f"interest votes {year}").rows == []
    write("paper.txt", "On hospices.")
    paper = f"paper publish {SEPTEMBER} paper.txt lsc-icp --item 2 --title Hospices --on 2025-09-05"
    few.does(f"{paper} --departure 'the printer failed'")
    late = few(f"findings {year} --json").json
    told = {(one["clause"], one["departure"], one["entries"][0]["why"]) for one in late["groups"]}
    assert (f"{REVISION} 9.2", 1, "the printer failed") in told
    assert few(f"report year {year} --json").json["figures"] == {**figures, "departures": 1}
