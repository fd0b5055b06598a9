"""Five places under one system: their boards in 2021, and the day on which five became four.

The persons are invented. By what order and on which day five became four, the sources do not say: the pack of
July 2024 names four places; 1 July 2022 is a reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write

PAPER = "place-based partnerships"
PLACES = ("central-lancashire", "fylde-coast", "morecambe-bay", "pennine-lancashire", "west-lancashire")
BOARD, CLINICAL = "pennine-lancashire-board", "pennine-lancashire-clinical"
MEMBERS = {
    "Ann Ash": "chair",
    "Bal Birch": "integration-lead",
    "Cat Cole": "clinical",
    "Dan Dale": "elected",
    "Eli Elm": "lay",
}
PATHWAY = f"""\
body: {CLINICAL}
date: 2021-03-02
place: Nelson
present: [Cat Cole, Kim Kay]
items:
  - number: 1
    title: Falls
    resolved:
      way: consensus
      parts: [{{kind: recommendation, text: One pathway for falls is recommended.}}]
"""
MEETING = f"""\
body: {BOARD}
date: {{day}}
place: Burnley
present: [Ann Ash, Bal Birch, Cat Cole, Dan Dale]
absent: [Eli Elm]
presiding: {{{{person: Ann Ash, office: chair}}}}
quorate: true
interests: none
items:
  - number: 1
    title: Minutes
    follow_ups: [{{{{text: A map of pathways}}}}]
"""
FOUR = {
    "blackburn-with-darwen-board": ("pennine-lancashire",),
    "blackpool-board": ("fylde-coast",),
    "lancashire-board": ("central-lancashire", "west-lancashire"),
    "south-cumbria-board": ("morecambe-bay",),
}


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Adopt the same terms for five boards, and fill the one of Pennine Lancashire."""
    folder = tmp_path_factory.mktemp("places") / "desk"
    with founded("lsc-places", folder, "2020-12-01") as clerk:
        clerk.does(
            *(f"terms adopt terms.yaml --in-force 2020-12-01 --body {place}-board" for place in PLACES),
            "terms adopt terms-clinical.yaml --in-force 2020-12-01",
            "organisation register elht 'East Lancashire Hospitals NHS Trust' --kind nhs-body",
        )
        clerk.registers(*MEMBERS, "Kim Kay", "Lou Lee")
        clerk.does(
            *(f"member appoint {BOARD} '{name}' --seat {seat}" for name, seat in MEMBERS.items()),
            f"member appoint {CLINICAL} 'Cat Cole' --seat health",
            f"member appoint {CLINICAL} 'Kim Kay' --seat social-care",
            f"office elect {BOARD} chair 'Ann Ash' --term 2021 --begins 2020-12-01",
        )
    return folder


@pytest.fixture
def clerk(winter: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(winter, tmp_path / "desk", "2021-03-02") as clerk:
        yield clerk


def test_five_places_have_each_a_board_under_one_system(clerk: Clerk) -> None:  # PBP-1
    boards = [row for row in clerk("body list").rows if row[4] == "board"]
    assert [row[0] for row in boards] == [f"{place}-board" for place in PLACES]
    assert {row[5] for row in boards} == {"system-board"}
    for place in PLACES:
        assert [row[1] for row in clerk(f"terms list {place}-board").rows] == ["in force"]
    said = clerk.refused(f"terms adopt terms.yaml --in-force 2021-04-01 --body {BOARD}")
    assert said.startswith("refused: TER-2 (Remit default)")
    lost = clerk.refused("body constitute sixth 'A sixth' --instrument paper --parent nowhere")
    assert lost.startswith("refused: BOD-2 (Remit default)")


def test_chair_and_integration_lead_act_for_no_organisation_of_theirs(clerk: Clerk) -> None:  # PBP-10
    clerk.does(
        "person affiliate 'Ann Ash' elht non-executive",
        "person affiliate 'Bal Birch' elht chief-operating-officer",
    )
    held = clerk("person positions 'Bal Birch'").rows
    assert [row[:2] for row in held] == [["elht", "chief-operating-officer"]]
    assert clerk(f"seat show {BOARD} integration-lead --json").json["organisations"] == "not said"
    said = clerk.refused(f"mandate give {BOARD} 'Bal Birch' elht --function agree-budget")
    assert said.startswith(f"refused: MAN-2 ({PAPER} 4)")
    assert "where no organisation is represented" in said
    assert clerk(f"mandate check {BOARD} 'Bal Birch' agree-budget").code == 8


def test_oversight_and_leadership_of_every_kind_are_kept_in_balance(clerk: Clerk) -> None:  # PBP-8
    assert clerk(f"member balance {BOARD}").code == 0
    told = clerk.does(f"member end {BOARD} 'Eli Elm' --reason 'moved away' --ground resigned").err
    assert f"warning: balance lost on 2021-03-02: BAL-1 ({PAPER} 4)" in told
    assert clerk(f"member balance {BOARD}").code == 1
    assert clerk("member balance fylde-coast-board").code == 1


def test_a_board_meets_in_its_year_and_agrees_what_it_said(clerk: Clerk) -> None:  # LSC-M2, LSC-M5
    clerk.does(f"programme adopt {BOARD} --name 2021 --date 2021-04-06 --date 2021-07-06")
    for day, agreed in (("2021-04-06", ""), ("2021-07-06", "    minutes: {of: 2021-04-06}\n")):
        clerk.on(day)
        write(f"{day}.yaml", MEETING.format(day=day) + agreed)
        clerk.does(f"record {day}.yaml")
    clerk.does(f"minutes sign 2021-07-06 --of 2021-04-06 --body {BOARD}")
    assert "signed     on 2021-07-06 by Ann Ash" in clerk(f"minutes status 2021-04-06 {BOARD}").out
    assert [row[:2] for row in clerk(f"programme show {BOARD}").rows[:2]] == [
        ["2021-04-06", "held"],
        ["2021-07-06", "held"],
    ]
    again = clerk.refused(f"minutes sign 2021-04-06 --of 2021-07-06 --body {BOARD}")
    assert "MIN-2 (Remit default)" in again


def test_what_a_statutory_body_delegates_is_discharged_by_its_members_at_the_board(
    clerk: Clerk,
) -> None:  # PBP-3
    matters = "\nmatters:\n  - {matter: beds, title: Beds in the community, clause: 4}\n"
    text = Path("terms.yaml").read_text(encoding="utf-8").replace('version: "2020"', 'version: "2021"')
    write("revised.yaml", text + matters)
    clerk.does(
        f"terms adopt revised.yaml --in-force 2021-03-02 --body {BOARD}",
        "organisation register lancashire 'Lancashire County Council' --kind council",
        "body constitute cabinet 'The Cabinet' --instrument 'Local Government Act 2000' --founder lancashire",
        f"member end {BOARD} 'Dan Dale' --reason 'new post' --ground resigned",
        f"member appoint {BOARD} 'Lou Lee' --seat elected --organisation lancashire --on 2021-03-03",
    )
    grant = clerk.made(
        f"delegation grant --by cabinet --to body:{BOARD} --function beds --power 's.75 NHS Act 2006'"
    )
    clerk.on("2021-04-06")
    minutes = MEETING.format(day="2021-04-06").replace("Dan Dale", "Lou Lee").split("    follow_ups")[0]
    beds = f"{{kind: decision, text: Ten beds, matter: beds, under: {grant}}}"
    parts = f"[{beds}, {{number: '2', kind: note, text: News}}]"
    write("april.yaml", f"{minutes}    resolved: {{way: consensus, parts: {parts}}}\n")
    clerk.does("record april.yaml")
    decision = clerk(f"decisions {BOARD}").rows[0][8]
    shown = clerk(f"decision show {decision}")
    assert shown.code == 0
    line = next(line for line in shown.out.splitlines() if line.startswith("part 1  "))
    assert line.startswith(
        f"part 1  under {grant} (s.75 NHS Act 2006), given by cabinet of lancashire; there"
    )
    ours, others = line.split("there for it: ")[1], ("Ann Ash", "Bal Birch", "Cat Cole")
    assert ours.startswith("Lou Lee (p-")
    assert not [name for name in others if name in ours]
    one, two = clerk(f"decision show {decision} --json").json
    assert (one["under"]["delegation"], one["under"]["giver"]) == (grant, "body:cabinet")
    assert [link["clause"] for link in one["under"]["links"]] == ["s.75 NHS Act 2006"]
    assert [person["name"].split(" (")[0] for person in one["under"]["there"]] == ["Lou Lee"]
    assert two["under"] is None


def test_the_clinical_body_recommends_on_a_pathway(clerk: Clerk) -> None:  # PBP-5
    write("stranger.yaml", PATHWAY.replace("Kim Kay", "Lou Lee"))
    assert "MTG-8 (Remit default)" in clerk.refused("record stranger.yaml")
    write("alone.yaml", PATHWAY.replace(", Kim Kay", ""))
    alone = clerk.refused("record alone.yaml")
    assert "QUO-1 (Remit default): expected a majority of all seats, got 1 of 3 seats" in alone
    write("pathway.yaml", PATHWAY)
    clerk.does("record pathway.yaml")
    (row,) = clerk(f"decisions {CLINICAL}").rows
    assert row[1:6] == ["1", "1", "recommendation", "consensus", "One pathway for falls is recommended."]
    assert "reports to" in clerk(f"body show {CLINICAL}").out


def test_five_places_become_four(clerk: Clerk) -> None:  # SYS-1
    clerk.on("2022-07-01")
    clerk.does(
        *(
            f"body constitute {board} '{board}' --instrument order --parent system-board --kind board"
            for board in FOUR
        )
    )
    for board, places in FOUR.items():
        for place in places:
            told = clerk.does(f"body end {place}-board --order reorganisation --successor {board}").err
            assert told.startswith("what passes on and what lapses:")
    alive = [row[0] for row in clerk("body list").rows if row[4] == "board" and not row[3]]
    assert alive == list(FOUR)
    ended = clerk(f"body show {BOARD}").out
    assert "2022-07-01, reorganisation, succeeded by blackburn-with-darwen-board" in ended
    assert clerk(f"member numbers {BOARD} --from 2022-07-01").rows == [["2022-07-01", "0", "0"]]
    again = clerk.refused(f"body end {BOARD} --order reorganisation --successor lancashire-board")
    assert "refused: BOD-2 (Remit default)" in again


def test_how_many_members_a_board_has_is_in_doubt(clerk: Clerk) -> None:  # SYS-3
    assert "in doubt, 4: Which organisations fill the seats is not said" in clerk(f"terms show {BOARD}").out
