"""The year 2021-22 of Pennine Lancashire under its development proposition: interim roles and a balance.

The persons and what they do are invented; the document has no date, and 1 April 2021 is a reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write

PROPOSITION = "development proposition 2021-22"
MEMBERS = {
    "Ann Ash": "blackburn-with-darwen",
    "Bal Birch": "bwd-ccg",
    "Dan Dale": "east-lancashire-ccg",
    "Eli Elm": "elht",
    "Gus Gale": "lancashire",
    "Ivy Iles": "pennine-pcns",
}
DESIGNATIONS = (
    "--designation 'sponsor=Sponsor at chief officer level'",
    "--designation 'professional-lead=Clinical or professional lead'",
    "--designation 'executive-lead=Executive lead'",
)
TRIAD = {"Kay Key": "sponsor", "Lin Lea": "professional-lead", "Max May": "executive-lead"}
WORKSTREAM = "urgent-and-emergency-care"


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set the board up for the time being, with six of its ten members."""
    folder = tmp_path_factory.mktemp("proposition") / "desk"
    with founded("pennine-proposition", folder, "2021-04-01") as clerk:
        clerk.does(
            "terms adopt terms.yaml --in-force 2021-04-01",
            "terms adopt terms-workstream.yaml --in-force 2021-04-01",
            "body take-role leaders-forum place-board 'Place board' --interim --review 'quarter 3'",
            "body take-role chairs-and-chief-officers leadership-team 'Leadership' --review 2021-12-31",
        )
        clerk.registers(*MEMBERS, *TRIAD, "Ned Orr")
        for name, seat in MEMBERS.items():
            kind = "interim --until 2021-10-01" if seat == "elht" else "appointed"
            clerk.does(
                f"member appoint leaders-forum '{name}' --seat {seat} --began 2021-04-01 --kind {kind}"
            )
    return folder


@pytest.fixture
def clerk(spring: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(spring, tmp_path / "desk", "2021-04-06") as clerk:
        yield clerk


def test_a_role_for_an_interim_time_outlives_its_review_and_ends_by_a_fact(clerk: Clerk) -> None:  # PLD-4
    role = "Place board (place-board) since 2021-04-01, interim, review quarter 3"
    assert role in clerk("body show leaders-forum").out
    assert role in clerk("body show leaders-forum --on 2022-03-01").out
    team = "Leadership (leadership-team) since 2021-04-01, review 2021-12-31"
    for day, overdue in (("2021-12-31", False), ("2022-01-01", True)):
        shown = clerk(f"body show chairs-and-chief-officers --on {day}").out
        assert (team in shown, f"{team}, overdue" in shown) == (True, overdue)
    clerk.on("2022-04-01")
    clerk.does("body end-role leaders-forum place-board")
    assert "Place board" not in clerk("body show leaders-forum").out
    said = clerk.refused("body end-role leaders-forum place-board")
    assert said.startswith("refused: BOD-3 (Remit default)")


def test_an_interim_member_stays_interim_and_goes_with_its_term(clerk: Clerk) -> None:  # PLD-6
    def kinds(day: str) -> list[str]:
        rows = clerk(f"register leaders-forum --on {day} --json").json["members"]
        return [one["kind"] for one in rows if one["name"] == "Eli Elm"]

    assert (kinds("2021-04-06"), kinds("2021-09-30"), kinds("2021-10-01")) == (["interim"], ["interim"], [])
    clerk.on("2021-10-04")
    vacant = {row[0]: row[4:6] for row in clerk("seat vacancies leaders-forum").rows}
    assert vacant["elht"] == ["2021-10-01", "3"]
    said = clerk.refused("member end leaders-forum 'Eli Elm' --seat elht --reason over")
    assert said.startswith("refused: ROL-4 (Remit default)")


def test_who_leads_for_the_time_being_acts_and_never_holds_the_office(clerk: Clerk) -> None:  # PLD-6
    stranger = clerk.refused("office act-up leaders-forum place-leader 'Ned Orr' --because vacancy")
    assert stranger.startswith("refused: OFF-6 (Remit default)")
    clerk.does("office act-up leaders-forum place-leader 'Gus Gale' --because vacancy")
    rows = {row[0]: row for row in clerk("office show leaders-forum --on 2022-03-01").rows}
    assert rows["place-leader"][2].startswith("vacant")
    assert rows["place-leader"][8].startswith("Gus Gale")


def test_a_balance_that_is_lost_is_warned_about(clerk: Clerk) -> None:  # PLD-3
    kept = clerk("member balance leaders-forum")
    assert kept.code == 0
    told = clerk.does("member end leaders-forum 'Dan Dale' --reason retired --ground resigned").err
    assert f"warning: balance lost on 2021-04-06: BAL-1 ({PROPOSITION} appendix)" in told
    lost = clerk("member balance leaders-forum")
    assert (lost.code, f"{PROPOSITION} appendix" in lost.out) == (1, True)


def test_a_triad_is_incomplete_until_all_three_lead(clerk: Clerk) -> None:  # PLD-5
    for name, seat in TRIAD.items():
        assert clerk(f"member balance {WORKSTREAM}").code == 1
        clerk.does(f"member appoint {WORKSTREAM} '{name}' --seat {seat} --kind interim")
    assert clerk(f"member balance {WORKSTREAM}").code == 0
    clerk.on("2021-06-01")
    told = clerk.does(f"member end {WORKSTREAM} 'Lin Lea' --reason 'new post' --ground resigned").err
    assert f"warning: balance lost on 2021-06-01: LEA-1 ({PROPOSITION} leadership)" in told
    clerk.on("2021-06-15")
    (vacant,) = clerk(f"seat vacancies {WORKSTREAM}").rows
    assert (vacant[0], vacant[3:6]) == ("professional-lead", ["vacant", "2021-06-01", "14"])
    said = clerk.refused(f"member appoint {WORKSTREAM} 'Ned Orr' --seat sponsor")
    assert said.startswith(f"refused: ROL-3 ({PROPOSITION} leadership)")


def test_the_same_leadership_is_adopted_for_another_workstream(clerk: Clerk) -> None:  # PLD-5
    assert clerk("member balance intermediate-care").code == 8
    clerk.does("terms adopt terms-workstream.yaml --in-force 2021-04-01 --body intermediate-care")
    assert clerk("member balance intermediate-care").code == 1
    assert len(clerk("seat vacancies intermediate-care").rows) == 3


def test_each_workstream_has_its_leads_designated_and_shows_who_is_missing(
    clerk: Clerk,
) -> None:  # PLD-5, PLD-8
    period = "--clause leadership --due 'over the next two months' --on 2021-04-01"
    for code, title in (("care-system", "Care system"), ("mental-health", "Mental health")):
        clerk.does(f"lead seek leaders-forum {code} '{title}' {' '.join(DESIGNATIONS)} {period}")
    for name, designation in (("Kay Key", "sponsor"), ("Lin Lea", "professional-lead")):
        clerk.does(f"lead designate leaders-forum/care-system {designation} '{name}' --organisation elht")
    # People lead beside what they owe to their organisations, and may lead more than one workstream.
    for name, designation in zip(TRIAD, TRIAD.values(), strict=True):
        clerk.does(f"lead designate leaders-forum/mental-health {designation} '{name}' --organisation lscft")
    shown = clerk("lead show leaders-forum")
    gaps = [row[1:5] for row in shown.rows if row[4] == "nobody"]
    assert (shown.code, len(shown.rows), gaps) == (
        1,
        6,
        [["care-system", "Care system", "Executive lead", "nobody"]],
    )
    (due,) = [row for row in clerk("due leaders-forum").rows if "to be designated" in " ".join(row)]
    assert "over the next two months" in due
    clerk.does("lead designate leaders-forum/care-system executive-lead 'Max May' --organisation elht")
    assert clerk("lead show leaders-forum").code == 0
    taken = clerk.refused("lead designate leaders-forum/care-system sponsor 'Ned Orr' --organisation elht")
    assert taken.startswith("refused: LED-5 (Remit default)")
    clerk.on("2021-06-01")
    clerk.does("lead end leaders-forum/mental-health professional-lead 'Lin Lea' --reason 'a new post'")
    assert [clerk(f"lead show leaders-forum --on {day}").code for day in ("2021-05-31", "2021-06-01")] == [
        0,
        1,
    ]


def test_the_board_meets_without_its_member_whose_interim_term_is_over(clerk: Clerk) -> None:  # PLD-6
    clerk.does(
        "meeting schedule leaders-forum 2021-10-07",
        "meeting call 2021-10-07 leaders-forum",
    )
    autumn = "2021-10-07 leaders-forum"
    clerk.on("2021-10-07")
    clerk.does(f"meeting open {autumn} --place Blackburn")
    attend = f"meeting attend {autumn} " + " ".join(f"--present '{name}'" for name in MEMBERS)
    assert "MTG-8 (Remit default)" in clerk.refused(attend)
    without = attend.replace(" --present 'Eli Elm'", " --attending 'Eli Elm from elht'")
    clerk.does(without, f"meeting preside 'Ann Ash' {autumn}")
    # Six of ten would be a majority: with the interim member gone, five are left.
    said = clerk.refused(f"meeting confirm-quorum 'Ann Ash' {autumn}")
    assert said.startswith("refused: QUO-1 (Remit default): expected a majority of all seats, got 5 of 10")
    clerk.does(
        f"meeting adjourn {autumn} --inquorate --reason 'too few' --by 'Ann Ash' --until 2021-10-14",
        "member appoint leaders-forum 'Ned Orr' --seat elht --kind appointed",
    )
    clerk.on("2021-10-14")
    clerk.does(
        f"meeting resume {autumn} --on 2021-10-14",
        f"meeting arrive 'Ned Orr' {autumn}",
        f"meeting confirm-quorum 'Ann Ash' {autumn}",
        f"meeting item 1 'Priorities of quarter 3' {autumn}",
        f"meeting close {autumn}",
    )
    assert clerk(f"meeting quorum {autumn} --item 1").code == 0


def test_what_has_no_date_and_no_anchor_is_kept_as_printed(clerk: Clerk) -> None:  # SYS-3
    shown = clerk("terms show leaders-forum").out
    assert "review    quarter 3" in shown
    assert 'in doubt, appendix: The document has no date of its own; "the next two months"' in shown


def test_an_investment_case_is_reviewed_and_the_board_enacts_the_risk_share(clerk: Clerk) -> None:  # PLD-7
    group = "place-delivery-collaborative"
    clerk.does(f"terms adopt terms-workstream.yaml --in-force 2021-04-01 --body {group}")
    for name, seat in TRIAD.items():
        clerk.does(f"member appoint {group} '{name}' --seat {seat} --kind interim")
    minutes = "body: {}\ndate: {}\nplace: Nelson\npresent: [{}]\nitems:\n  - number: 1\n    title: Beds\n"
    resolved = "    resolved: {{way: consensus, parts: [{}]}}\n"
    case = resolved.format("{kind: recommendation, text: Invest in ten beds}")
    parts = "{kind: decision, text: Ten beds}, {number: '2', kind: decision, text: Each bears a half}"
    for body, day, present, what in (
        (group, "2021-05-10", TRIAD, case),
        ("leaders-forum", "2021-06-03", MEMBERS, resolved.format(parts)),
    ):
        clerk.on(day)
        write(f"{body}.yaml", minutes.format(body, day, ", ".join(present)) + what)
        clerk.does(f"record {body}.yaml")
    (review,), board = clerk(f"decisions {group}").rows, clerk("decisions leaders-forum").rows
    assert [row[5] for row in board] == ["Ten beds", "Each bears a half"]
    assert clerk(f"decision show {review[8]}").rows[0][2] == "recommendation to nobody named"
    clerk.does(f"decision consider {review[8]} accepted --by {board[0][8]}")
    assert clerk(f"decision show {review[8]}").rows[0][2] == "recommendation accepted by leaders-forum"
    shown = clerk(f"decision show {board[0][8]}")
    assert [row[:3] for row in shown.rows[:2]] == [["1", "decision", "valid"], ["2", "decision", "valid"]]
    assert f"on the recommendation {review[8]}, part 1, of {group}: accepted" in shown.out
    told = clerk(f"decision show {board[0][8]} --json").json
    (link,) = told[1]["recommendations"]
    assert (link["decision"], link["body"], link["answer"]) == (review[8], group, "accepted")
    parts = "--part elht=50% --part bwd-ccg=50% --whole £40000"
    raised = "risk raise leaders-forum --text 'Beds stay empty' --owner elht --contributor bwd-ccg"
    risk = clerk.made(f"{raised} --on 2021-05-10")
    recommended = clerk.refused(f"risk share {risk} --decision {review[8]} {parts}")
    assert recommended.startswith("refused: RSK-9 (Remit default)")
    clerk.does(f"risk share {risk} --decision {board[0][8]} {parts}")
    told = clerk(f"risk show {risk} --json").json
    assert told["shares"] == "not stated", "what the decision shares is not made the shares of the risk"
    assert [
        (one["party"], one["share"], one["amount"], one["by the decision"]) for one in told["enacted"]
    ] == [(f"organisation:{code}", "50 %", None, f"{board[0][8]} (valid)") for code in ("elht", "bwd-ccg")]
    again = clerk.refused(f"decision consider {board[0][8]} accepted --by {review[8]}")
    assert "OUT-13 (Remit default): expected part 1 to be a recommendation, got decision" in again
