"""The year 2021-22 of the Pennine Lancashire Partnership Leaders' Forum under its agreement, and its end.

The persons and what they do are invented; the partners, the groups and the clauses are the agreement's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write

AGREEMENT = "Partnership Agreement 2021-22"
# Who sits in which seat, and from which organisation: one of a group, or the one through which it speaks.
MEMBERS = {
    "Ann Ash": ("blackburn-with-darwen", "blackburn-with-darwen"),
    "Bal Birch": ("bwd-ccg", "bwd-ccg"),
    "Cat Cole": ("pennine-districts", "pendle"),
    "Dan Dale": ("east-lancashire-ccg", "east-lancashire-ccg"),
    "Eli Elm": ("elht", "elht"),
    "Fay Fern": ("healthwatch-together", "bwd-healthwatch"),
    "Gus Gale": ("lancashire", "lancashire"),
    "Hal Hope": ("lscft", "lscft"),
}
JUNE = "2021-06-10"
MINUTES = f"""\
body: leaders-forum
date: {JUNE}
place: Accrington
present: [Ann Ash, Bal Birch, Cat Cole, Dan Dale, Eli Elm, Fay Fern]
apologies: [Gus Gale, Hal Hope]
presiding: {{person: Ann Ash, office: chair}}
quorate: true
interests: none
items:
  - number: 1
    title: Estates
    resolved:
      way: consensus
      parts: [{{kind: decision, text: A group for estates is agreed., matter: support-groups}}]
"""
CONSTITUTE = (
    "body constitute estates-group 'Estates group' --instrument 'resolution of the forum' "
    "--parent leaders-forum --kind support-group"
)
ACT = "Health and Care Act 2022"


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bring the partners together on 1 April 2021: eight of the ten seats are filled, and the chair."""
    folder = tmp_path_factory.mktemp("pennine") / "desk"
    with founded("pennine-agreement", folder, "2021-04-01") as clerk:
        clerk.does("terms adopt terms.yaml --in-force 2021-04-01")
        clerk.registers(*MEMBERS, "Ivy Iles", "Jan Jay")
        for name, (seat, home) in MEMBERS.items():
            clerk.does(
                f"person affiliate '{name}' {home} director",
                f"member appoint leaders-forum '{name}' --seat {seat} --kind appointed --began 2021-04-01",
            )
        clerk.does("office elect leaders-forum chair 'Ann Ash' --term 2021-22 --begins 2021-04-01")
    return folder


@pytest.fixture
def clerk(spring: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(spring, tmp_path / "desk", "2021-04-06") as clerk:
        yield clerk


@pytest.fixture
def agreed(clerk: Clerk) -> Clerk:
    """Record the meeting of June, at which the forum agrees to a group."""
    clerk.on(JUNE)
    write("june.yaml", MINUTES)
    clerk.does("record june.yaml")
    return clerk


def test_one_of_a_group_sits_for_the_group_and_one_speaks_through_another(clerk: Clerk) -> None:  # PLA-3
    held = {row[0]: row[4] for row in clerk("seat list leaders-forum").rows}
    assert (held["pennine-districts"], held["healthwatch-together"]) == ("Cat Cole", "Fay Fern")
    clerk.does(
        "member end leaders-forum 'Cat Cole' --reason 'lost her seat' --ground resigned --on 2021-05-07",
        "person affiliate 'Ivy Iles' elht director",
        "person affiliate 'Jan Jay' burnley councillor",
    )
    clerk.on("2021-05-10")
    said = clerk.refused("member appoint leaders-forum 'Ivy Iles' --seat pennine-districts")
    assert said.startswith(f"refused: ELG-1 ({AGREEMENT} 7)")
    assert "got director at elht" in said
    clerk.does("member appoint leaders-forum 'Jan Jay' --seat pennine-districts --began 2021-05-10")
    shown = clerk("seat show leaders-forum pennine-districts").out
    assert "Cat Cole" in shown
    assert "until 2021-05-07" in shown
    assert "Jan Jay" in shown


def test_a_seat_that_nobody_took_is_vacant_from_the_first_day(clerk: Clerk) -> None:  # LSC-7.2
    clerk.on("2021-05-01")
    vacant = [(row[0], row[3], row[4], row[5]) for row in clerk("seat vacancies leaders-forum").rows]
    assert vacant == [
        ("pennine-pcns", "vacant", "2021-04-01", "30"),
        ("pennine-vcfse", "vacant", "2021-04-01", "30"),
    ]


def test_the_forum_is_the_place_board_and_a_member_speaks_for_its_own(clerk: Clerk) -> None:  # PLA-7a
    role = "body take-role leaders-forum place-board 'Place-based partnership board'"
    clerk.does(role)
    assert (
        "Place-based partnership board (place-board) since 2021-04-06" in clerk("body show leaders-forum").out
    )
    assert clerk.refused(role).startswith("refused: BOD-3 (Remit default)")
    clerk.does("mandate give leaders-forum 'Gus Gale' lancashire --function speak")
    said = clerk.refused("mandate give leaders-forum 'Gus Gale' elht --function speak")
    assert said.startswith(f"refused: MAN-2 ({AGREEMENT} 3, 7)")


def test_eleven_themed_groups_report_to_the_forum(clerk: Clerk) -> None:  # PLA-7d
    groups = [row for row in clerk("body list").rows if row[4] == "themed-group"]
    assert (len(groups), {row[5] for row in groups}) == (11, {"leaders-forum"})


def test_a_formal_group_exists_only_after_the_forum_agreed(agreed: Clerk) -> None:  # PLA-7d
    said = agreed.refused(CONSTITUTE)
    assert said.startswith(f"refused: GRP-1 ({AGREEMENT} 7)")
    (row,) = agreed("decisions leaders-forum").rows
    agreed.does(f"{CONSTITUTE} --resolution {row[8]}")
    assert "leaders-forum" in agreed("body show estates-group").out


def test_the_forum_recommends_and_every_answer_is_tracked(agreed: Clerk) -> None:  # PLA-7b, LSC-3.1
    """What needs money or staff is the statutory organisations' to decide, whatever the minutes call it."""
    agreed.on("2021-07-08")
    part = "kind: decision, text: A group for estates is agreed., matter: support-groups"
    july = MINUTES.replace(JUNE, "2021-07-08")
    write("july.yaml", july.replace(part, "kind: decision, text: Two wards are moved."))
    told = agreed.refused("record july.yaml")
    assert "SCO-1 (Partnership Agreement 2021-22 7): expected until formal delegation is agreed" in told
    write("july.yaml", july.replace(part, "kind: recommendation, text: Move them., to: [elht, lancashire]"))
    agreed.does("record july.yaml")
    (row,) = [one for one in agreed("decisions leaders-forum").rows if one[3] == "recommendation"]
    decision = row[8]
    assert agreed(f"decision show {decision}").rows[0][2:4] == [
        "recommendation awaiting answers",
        "elht, lancashire",
    ]
    assert "expected part 1 to have gone to lscft" in agreed.refused(
        f"decision answer {decision} lscft accepted"
    )
    agreed.on("2021-08-02")
    agreed.does(
        f"decision answer {decision} elht accepted --text 'by its board'",
        f"decision answer {decision} lancashire deferred",
    )
    assert agreed(f"decision show {decision}").rows[0][3] == "lancashire"
    said = agreed(f"decision sentence {decision}").out
    assert "recommended this on 8 July 2021" in said
    assert "answers are awaited from lancashire, and nothing is decided." in said
    agreed.on("2021-09-06")
    agreed.does(f"decision answer {decision} lancashire declined")
    assert agreed(f"decision show {decision}").rows[0][2] == "recommendation accepted, declined by lancashire"
    assert agreed(f"decision show {decision} --on 2021-08-31").rows[0][3] == "lancashire"


def test_the_quorum_that_nobody_wrote_down_is_a_default_of_remit(agreed: Clerk) -> None:
    (opening,) = agreed(f"meeting quorum {JUNE} leaders-forum --json").json["judged"]
    (rule,) = opening["rules"]
    assert (rule["rule"], rule["clause"], rule["answer"]) == ("QUO-1", None, "met")
    agreed.on("2021-07-08")
    fewer = MINUTES.replace(JUNE, "2021-07-08").replace(", Fay Fern", "").replace("Bal Birch, ", "")
    write("july.yaml", fewer)
    said = agreed.refused("record july.yaml")
    assert "QUO-1 (Remit default): expected a majority of all seats, got 4 of 10 seats" in said


def test_a_meeting_of_the_forum_from_its_notice_to_its_record(clerk: Clerk) -> None:  # LSC-7.7, LSC-12
    september = "2021-09-09 leaders-forum"
    clerk.does(
        "meeting schedule leaders-forum 2021-09-09 --private",
        "agenda add leaders-forum 'Hospital plans' --meeting 2021-09-09 --number 1 --about elht",
        f"agenda publish {september}",
        f"meeting call {september}",
    )
    deputy = clerk.made("deputy name leaders-forum 'Gus Gale' 'Jan Jay' --meeting 2021-09-09")
    # The agreement says nothing of deputies: who counts for the quorum is not known, and nobody approves.
    who = clerk("deputy who lancashire leaders-forum --meeting 2021-09-09")
    assert (who.code, "DPY-9 (Remit default)" in who.out) == (8, True)
    twice = clerk.refused(f"deputy decline {deputy} 'Gus Gale' --reason no")
    assert "DPY-7 (Remit default)" in twice
    clerk.does("interest register 'Eli Elm' employment --nature 'runs the hospital' --about elht")
    conflicts = clerk(f"interest against {september}")
    assert (conflicts.code, "Eli Elm" in conflicts.out) == (1, True)
    clerk.on("2021-09-09")
    here = ("Ann Ash", "Bal Birch", "Cat Cole", "Dan Dale", "Eli Elm", "Fay Fern", "Hal Hope")
    clerk.does(f"meeting open {september} --place Burnley")
    attend = f"meeting attend {september} " + " ".join(f"--present '{name}'" for name in here)
    said = clerk.refused(f"{attend} --substitute 'Jan Jay for Gus Gale'")
    assert said.startswith("refused: DPY-9 (Remit default)")
    clerk.does(
        f"{attend} --apologies 'Gus Gale' --attending 'Jan Jay from lancashire'",
        f"meeting preside 'Ann Ash' {september} --office chair",
        f"meeting item 1 'Hospital plans' {september}",
        "interest declare 2021-09-09 'Eli Elm' --body leaders-forum --item 1 --nature 'runs it' "
        "--effect withdraws",
        f"meeting confirm-quorum 'Ann Ash' {september}",
    )
    (judged,) = clerk(f"meeting quorum {september} --item 1 --json").json["judged"]
    assert judged["rules"][0]["got"].startswith("6 of 10 seats")
    clerk.does(f"meeting close {september}")
    write("draft.md", clerk(f"minutes write {september}").out)
    clerk.does("minutes issue 2021-09-09 draft.md --stage draft --body leaders-forum")
    clerk.does("minutes present 2021-09-09 elht --to Board --body leaders-forum")
    assert [row[2:] for row in clerk(f"minutes presented {september}").rows] == [
        ["elht", "2021-09-09", "Board"]
    ]
    late = clerk.refused(f"meeting item 2 Late {september}")
    assert late.startswith("refused: MTG-2 (Remit default)")


def test_a_partner_knocks_at_a_door_that_is_not_open_to_the_public(clerk: Clerk) -> None:  # PLA-7e
    clerk.does("meeting schedule quality-group 2021-05-20 --private")
    ask = "visit request quality-group {} --meeting 2021-05-20 --reason 'to hear about falls'"
    assert clerk.refused(ask.format("blackpool")).startswith("refused: ORG-2 (Remit default)")
    visit = clerk.made(ask.format("lancashire"))
    answer = f"visit answer {visit} --by 'Eli Elm' --answer welcome --reason 'we talked it over'"
    clerk.does(answer)
    (row,) = clerk("visit list quality-group").rows
    assert (row[2], row[6], row[8]) == ("lancashire", "welcome", "Eli Elm")
    assert clerk.refused(answer).startswith("refused: AGD-6 (Remit default)")


def test_the_plural_in_print_stands_with_its_doubt(clerk: Clerk) -> None:  # SYS-3
    titles = {row[0]: row[1] for row in clerk("organisation list").rows}
    assert titles["east-lancashire-ccg"] == "East Lancashire Clinical Commissioning Groups"
    shown = clerk("terms show leaders-forum").out
    assert "in doubt, 3: East Lancashire Clinical Commissioning Groups is printed in the plural" in shown


def test_two_commissioning_groups_become_one_board(agreed: Clerk) -> None:  # SYS-1
    agreed.does("mandate give leaders-forum 'Bal Birch' bwd-ccg --function speak")
    agreed.on("2022-07-01")
    end = f"organisation end {{}} --order '{ACT}' --successor lsc-icb"
    assert "refused: ORG-2 (Remit default)" in agreed.refused(end.format("bwd-ccg"))
    agreed.does("organisation register lsc-icb 'Lancashire and South Cumbria ICB' --kind nhs-body")
    told = agreed.does(end.format("bwd-ccg")).err
    assert "seat: bwd-ccg of leaders-forum: passes to lsc-icb" in told
    assert "in bwd-ccg of leaders-forum: stays; passes to lsc-icb" in told
    assert "mandate: Bal Birch" in told
    agreed.does(end.format("east-lancashire-ccg"))
    assert agreed("mandate check leaders-forum 'Bal Birch' speak").code == 1
    assert "refused: SUC-2 (Remit default)" in agreed.refused(end.format("bwd-ccg"))
    # The board fills the seat of the group that it succeeds, and from that day on only.
    agreed.does(
        "member end leaders-forum 'Dan Dale' --reason retired --ground resigned",
        "person affiliate 'Ivy Iles' lsc-icb director --began 2022-07-01",
        "member appoint leaders-forum 'Ivy Iles' --seat east-lancashire-ccg --began 2022-07-01",
    )


def test_the_forum_ends_and_its_unsigned_minutes_pass_on(agreed: Clerk) -> None:  # SYS-1
    agreed.on("2022-07-01")
    agreed.does(
        "meeting schedule leaders-forum 2022-09-08",
        "body constitute place-board 'Board of the place' --instrument 'order of the partners'",
    )
    end = f"body end leaders-forum --order '{ACT}' --successor place-board"
    told = agreed.does(end).err
    assert f"minutes not agreed yet: meeting of {JUNE}: passes to place-board" in told
    assert "meeting: 2022-09-08: cancelled" in told
    assert "as chair: lapses" in told
    assert "succeeded by place-board" in agreed("body show leaders-forum").out
    assert agreed("member numbers leaders-forum --from 2022-06-30").rows == [
        ["2022-06-30", "8", "0"],
        ["2022-07-01", "0", "0"],
    ]
    late = agreed.refused("member appoint leaders-forum 'Jan Jay' --seat pennine-vcfse")
    assert "BOD-2 (Remit default)" in late


def test_a_trust_that_decides_alone_shows_that_it_involved_the_other_partners(
    clerk: Clerk,
) -> None:  # PLA-4.3
    plan = "consultation open elht --under leaders-forum --text 'A ward closes' --until 2021-05-31"
    whole = clerk.made(f"{plan} --everybody --impact 'More care at home, in every district'")
    # The Trust asked two of nine, and did not say what it means for them.
    hasty = clerk.made(f"{plan} --ask lancashire --ask bwd-healthwatch")
    assert clerk(f"consultation show {whole}").code == 8
    clerk.on("2021-05-20")
    clerk.does(f"consultation answer {whole} lancashire --text 'Carers need longer notice'")
    clerk.on("2021-06-03")
    clerk.does(
        *(
            f"consultation end {code} --outcome 'It closes in autumn' --decided 2021-06-01"
            for code in (whole, hasty)
        )
    )
    met, missed = clerk(f"consultation show {whole}"), clerk(f"consultation show {hasty}")
    assert (met.code, missed.code) == (0, 1)
    assert f"met: INV-1 ({AGREEMENT} 4.3): " in met.out
    assert "9 of 9 asked; the impact on the others considered; " in met.out
    assert f"missed: INV-1 ({AGREEMENT} 4.3): " in missed.out
    # Who asks Blackburn with Darwen Healthwatch asks Healthwatch Together, which it represents.
    assert "2 of 9 asked, not " in missed.out
    assert "; no impact on the others stated; " in missed.out
    listed = clerk("consultation list leaders-forum")
    assert (listed.code, [row[6:] for row in listed.rows]) == (
        1,
        [["1 of 9", "met (INV-1)"], ["0 of 2", "missed (INV-1)"]],
    )
