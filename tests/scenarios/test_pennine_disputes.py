"""Disputes in Pennine Lancashire, settled at each stage; a partner of Haringey and Islington leaves.

The persons and what they quarrel about are invented; the stages and the clauses are the agreements'.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write
from tests.scenarios.test_haringey_islington_year import FIRST
from tests.scenarios.test_pennine_agreement_year import JUNE, MEMBERS, MINUTES

AGREEMENT = "Partnership Agreement 2021-22"
CHAIR = "Dan Dale"
"""He comes from East Lancashire CCG, which is in no dispute here but one."""

DEFAULT = "Remit default"


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bring the partners together; in June the forum agrees to a group for estates."""
    folder = tmp_path_factory.mktemp("pennine") / "desk"
    with founded("pennine-agreement", folder, "2021-04-01") as clerk:
        clerk.does("terms adopt terms.yaml --in-force 2021-04-01")
        clerk.registers(*MEMBERS)
        for name, (seat, home) in MEMBERS.items():
            clerk.does(
                f"person affiliate '{name}' {home} director",
                f"member appoint leaders-forum '{name}' --seat {seat} --kind appointed --began 2021-04-01",
            )
        clerk.does(f"office elect leaders-forum chair '{CHAIR}' --term 2021-22 --begins 2021-04-01")
        clerk.on(JUNE)
        write("june.yaml", MINUTES.replace("presiding: {person: Ann Ash", f"presiding: {{person: {CHAIR}"))
        clerk.does("record june.yaml")
    return folder


@pytest.fixture
def clerk(spring: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(spring, tmp_path / "desk", "2021-06-14") as clerk:
        yield clerk


def decided(clerk: Clerk) -> str:
    (row,) = [one for one in clerk("decisions leaders-forum").rows if one[0] == JUNE]
    return row[8]


def raised(clerk: Clerk) -> str:
    words = f"--decision {decided(clerk)} --text 'Estates are ours' --on 2021-06-14"
    return clerk.made(f"dispute raise leaders-forum --by elht --against blackburn-with-darwen {words}")


def in_arrangements(clerk: Clerk) -> str:
    code = raised(clerk)
    clerk.does(f"dispute stage {code} good-faith --by elht")
    clerk.on("2021-06-28")
    clerk.does(
        f"dispute step {code} met --by blackburn-with-darwen",
        f"dispute step {code} failed --by elht --text 'No common ground'",
        f"dispute stage {code} arrangements --by body:quality-group --due 'by the end of July 2021'",
    )
    return code


def in_process(clerk: Clerk) -> str:
    code = in_arrangements(clerk)
    clerk.on("2021-07-19")
    clerk.does(
        f"dispute step {code} failed --by body:quality-group",
        f"dispute stage {code} process --by '{CHAIR}'",
    )
    return code


def test_a_dispute_is_resolved_in_good_faith_between_the_partners(clerk: Clerk) -> None:  # PLA-8
    code = raised(clerk)
    clerk.does(f"dispute stage {code} good-faith --by elht")
    clerk.on("2021-06-21")
    clerk.does(
        f"dispute step {code} offered --by elht",
        f"dispute step {code} met --by blackburn-with-darwen",
        f"dispute step {code} agreed --by blackburn-with-darwen --text 'ELHT joins the group'",
    )
    # One side alone does not agree.
    assert "DSP-20" in clerk.refused(f"dispute settle {code} confirmed --text 'The group stays'")
    clerk.does(
        f"dispute step {code} agreed --by elht",
        f"dispute settle {code} confirmed --text 'The group stays'",
    )
    shown = clerk(f"dispute show {code}").out
    assert "settled 2021-06-21: confirmed" in shown
    assert f"stage good-faith: DIS-1 ({AGREEMENT} 8)" in shown
    assert f"their order: {DEFAULT}" in shown
    assert clerk(f"decision show {decided(clerk)}").rows[0][2] == "valid"


def test_a_dispute_is_resolved_by_arrangements_of_the_place(clerk: Clerk) -> None:  # PLA-8
    code = in_arrangements(clerk)
    # A time limit that is past is shown, and refuses nothing.
    clerk.on("2021-08-02")
    assert "last day 2021-07-31: past" in clerk(f"dispute show {code}").out
    clerk.does(f"dispute step {code} agreed --by body:quality-group")
    said = clerk.refused(f"dispute settle {code} rescinded --text 'No group'")
    assert f"DSP-18 ({DEFAULT}): expected the resolution by which the decision is rescinded" in said
    august = MINUTES.replace(JUNE, "2021-08-02").replace("A group for estates is agreed", "No such group")
    write("august.yaml", august.replace("person: Ann Ash", f"person: {CHAIR}"))
    clerk.does("record august.yaml")
    (row,) = [one for one in clerk("decisions leaders-forum").rows if one[0] == "2021-08-02"]
    clerk.does(f"dispute settle {code} rescinded --resolution {row[8]} --text 'No group'")
    assert clerk(f"decision show {decided(clerk)}").rows[0][2] == "rescinded"
    assert clerk("dispute list leaders-forum").rows[0][5] == "settled 2021-08-02: rescinded"


def test_a_dispute_is_settled_in_the_process_that_the_chair_convenes(clerk: Clerk) -> None:  # PLA-8
    code = in_arrangements(clerk)
    clerk.on("2021-07-19")
    clerk.does(f"dispute step {code} failed --by body:quality-group")
    # A party convenes nothing that the Chair has to; nor does a member who is not the Chair.
    party = clerk.refused(f"dispute stage {code} process --by elht")
    assert f"DSP-8 ({AGREEMENT} 8): expected process to be convened by the holder of chair, got" in party
    assert f"DSP-9 ({DEFAULT}): expected process to be convened by somebody who is no party" in party
    assert "DSP-8" in clerk.refused(f"dispute stage {code} process --by 'Gus Gale'")
    # Whether the decision has effect meanwhile the agreement does not say: the partners agreed that it waits.
    hold = f"dispute stage {code} process --by '{CHAIR}' --holds"
    assert f"DSP-11 ({DEFAULT})" in clerk.refused(hold)
    clerk.does(f"{hold} --departure 'both sides agreed to wait'")
    assert clerk(f"decision show {decided(clerk)}").rows[0][2] == "contested"
    clerk.does(f"dispute statement {code} elht --text 'A confidential word' --confidential")
    assert "A confidential word" not in clerk(f"dispute show {code}").out
    clerk.does("attest dispute " + f"{code} process")
    assert "DSP-15" in clerk.refused(f"dispute step {code} failed --by elht")
    clerk.on("2021-08-16")
    clerk.does(
        f"dispute step {code} failed --by '{CHAIR}'",
        f"dispute settle {code} 'disagreement recorded' --text 'They differ'",
    )
    assert clerk(f"decision show {decided(clerk)}").rows[0][2] == "valid"
    shown = clerk(f"decision show {decided(clerk)} --on 2021-08-15")
    assert shown.rows[0][2] == "contested"


def test_what_nobody_may_do_in_a_dispute_is_refused(clerk: Clerk) -> None:  # PLA-8
    alone = f"--decision {decided(clerk)} --text x --on 2021-06-14"
    # Pendle is one of the districts that are a partner together; Blackburn's Healthwatch speaks for another.
    both = "--by bwd-healthwatch --by pendle"
    stranger = clerk.refused(f"dispute raise leaders-forum {both} --against elht {alone}")
    assert stranger.count(f"DSP-3 ({DEFAULT})") == 1
    assert "got organisation:bwd-healthwatch" in stranger
    code = raised(clerk)
    clerk.does(f"dispute stage {code} good-faith --by elht")
    skipped = clerk.refused(f"dispute stage {code} process --by '{CHAIR}'")
    assert f"DSP-7 ({DEFAULT}): expected arrangements, the next stage, got process" in skipped
    shut = clerk.refused(f"dispute step {code} met --by elht --stage arrangements")
    assert f"DSP-12 ({DEFAULT}): expected a step in the stage that is open" in shut
    early = clerk.refused(f"dispute settle {code} confirmed --text x")
    assert f"DSP-20 ({DEFAULT}): expected an outcome agreed in a stage, got good-faith open" in early


def test_the_chair_who_comes_from_a_party_does_not_convene(clerk: Clerk) -> None:  # PLA-8
    words = f"--decision {decided(clerk)} --text x"
    code = clerk.made(f"dispute raise leaders-forum --by east-lancashire-ccg --against elht {words}")
    clerk.does(
        f"dispute stage {code} good-faith --by elht",
        f"dispute step {code} failed --by elht",
        f"dispute stage {code} arrangements --by body:quality-group",
        f"dispute step {code} failed --by elht",
    )
    said = clerk.refused(f"dispute stage {code} process --by '{CHAIR}'")
    assert "who comes from organisation:east-lancashire-ccg" in said
    clerk.does(
        f"office end leaders-forum chair '{CHAIR}' --reason 'stands back'",
        "office elect leaders-forum chair 'Gus Gale' --term 2021-22 --begins 2021-06-14",
        f"dispute stage {code} process --by 'Gus Gale'",
    )


@pytest.fixture(scope="module")
def summer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wellbeing") / "desk"
    with founded("haringey-islington", folder, "2017-06-01") as clerk:
        clerk.does("terms adopt terms.yaml --in-force 2017-06-01")
        clerk.on("2017-07-04")
        write("july.yaml", FIRST)
        clerk.does("record july.yaml")
    return folder


def test_a_partner_is_asked_to_leave_in_extremis_and_leaves(summer: Path, tmp_path: Path) -> None:  # HIW-6
    with copied(summer, tmp_path / "desk", "2017-10-02") as clerk:
        put = "concern raise wellbeing-board uclh --by haringey --by islington --text 'Clinics were moved'"
        concern = clerk.made(f"{put} --evidence 'Counts of September' --due 'by 31 October 2017'")
        asked = f"partner ask-to-leave wellbeing-board uclh --concern {concern} --text 'No change'"
        assert f"CNC-8 ({DEFAULT})" in clerk.refused(asked)
        go_on = f"concern escalate {concern} 'asking to leave' --text 'Nothing changed'"
        assert f"CNC-7 ({DEFAULT})" in clerk.refused(go_on)
        plan = (
            "consultation open whittington --under wellbeing-board --everybody --text 'One clinic, not two'"
        )
        clerk.does(f"{plan} --until 2018-01-31")
        clerk.on("2017-11-01")
        clerk.does(f"concern answer {concern} --no-change --text 'It is ours to decide'", go_on)
        told = clerk.does(f"{asked} --due 'by the end of December 2017'").err
        assert "seat: uclh-chief of wellbeing-board: vacant, and filled for nobody" in told
        held = {row[0]: row[2] for row in clerk("partner show wellbeing-board uclh").rows if len(row) == 3}
        assert (held["member"], held["consultation"]) == ("ends", "its answer is not awaited")
        clerk.on("2017-12-20")
        clerk.does("partner leave wellbeing-board uclh --text 'By its board' --on 2017-12-20")
        assert "uclh-chief" in {row[0] for row in clerk("seat vacancies wellbeing-board").rows}
        shown = clerk("partner show wellbeing-board uclh").out
        assert "left            2017-12-20" in shown
        clerk.registers("Lou Lee")
        clerk.does("person affiliate 'Lou Lee' uclh chief-executive")
        fill = "member appoint wellbeing-board 'Lou Lee' --seat uclh-chief --kind appointed"
        assert f"CNC-11 ({DEFAULT}): expected a seat of an organisation that is a partner" in clerk.refused(
            fill
        )
        # It is an organisation all the same, and is asked no more.
        code = clerk.made(f"{plan} --until 2018-02-28")
        asked_now = clerk(f"consultation show {code} --json").json["asked"]
        assert "organisation:uclh" not in {one["party"] for one in asked_now}


REJOINED = """\
title: Agreement to go on together
cited: Second agreement
body: wellbeing-board
joining: signatories
parties:
  - {party: 'organisation:uclh', signs: [chief-executive]}
  - {party: 'organisation:whittington', signs: [chief-executive]}
"""


def test_a_partner_that_left_rejoins_and_what_it_has_then_is_shown_before(
    summer: Path, tmp_path: Path
) -> None:  # PLA-4.4, HIW-5
    with copied(summer, tmp_path / "desk", "2017-10-02") as clerk:
        shares = (
            "duty set wellbeing-board --party uclh --party whittington --first 2017-10 --text 'Share data'"
        )
        duty = clerk.made(shares)
        clerk.on("2017-12-20")
        told = clerk.does("partner leave wellbeing-board uclh --text 'By its board'").err
        assert f"recurring duty: Share data ({duty}): ends for it; what was owed before stays owed" in told
        clerk.on("2018-03-05")
        write("rejoined.yaml", REJOINED)
        agreement = clerk.made("agreement make rejoined.yaml")
        rejoin = "partner rejoin wellbeing-board uclh --text 'We were wrong'"
        assert f"CNC-13 ({DEFAULT})" in clerk.refused(rejoin)
        again = clerk.refused(f"{rejoin.replace('uclh', 'whittington')} --agreement {agreement}")
        assert f"CNC-12 ({DEFAULT}): expected an organisation that left wellbeing-board" in again
        assert "CNC-13 (Second agreement signatories)" in clerk.refused(f"{rejoin} --agreement {agreement}")
        clerk.registers("Lou Lee", "Max Moss")
        for who, of in (("Lou Lee", "uclh"), ("Max Moss", "whittington")):
            clerk.does(
                f"person affiliate '{who}' {of} chief-executive --began 2018-03-05",
                f"agreement sign {agreement} {of} '{who}' --office chief-executive",
            )
        then = clerk.does(f"{rejoin} --agreement {agreement}").err
        for line in (
            "seat: uclh-chief of wellbeing-board: may be filled for it again",
            "members, offices, mandates: in wellbeing-board: none come back; each is appointed anew",
            "share: in the funds of wellbeing-board: none, until a fund is varied",
            f"recurring duty: {duty}: is its own again",
            f"({agreement}): it stays a party",
        ):
            assert line in then
        clerk.does("member appoint wellbeing-board 'Lou Lee' --seat uclh-chief --kind appointed")
        answers = clerk(f"duty show {duty} --party uclh --json").json["answers"]
        assert [(one["period"], one["state"]) for one in answers] == [
            ("2017-10", "missed"),
            ("2017-11", "missed"),
            ("2018-03", "not yet due"),
        ]
        days = ("2017-12-19", "2018-03-04", "2018-03-05")
        shown = [clerk(f"partner show wellbeing-board uclh --on {day} --json").json["left"] for day in days]
        assert shown == ["no", "2017-12-20", "no"]


def test_a_partner_joins_a_duty_and_another_leaves_it(summer: Path, tmp_path: Path) -> None:  # HIW-5
    with copied(summer, tmp_path / "desk", "2017-10-02") as clerk:
        duty = clerk.made(
            "duty set wellbeing-board --party uclh --first 2017-08 --text 'Share data' --on 2017-08-31"
        )
        change = f"duty change {duty} --reason 'It acceded' --clause 4"
        assert f"DTY-7 ({DEFAULT}): expected who is no party" in clerk.refused(f"{change} --leave uclh")
        clerk.does(f"{change} --join whittington --leave uclh")
        shown = clerk(f"duty show {duty} --json").json
        assert [(one["party"], one["period"]) for one in shown["answers"]] == [
            ("organisation:uclh", "2017-08"),
            ("organisation:uclh", "2017-09"),
            ("organisation:whittington", "2017-10"),
        ]
        changed = "2017-10-02: organisation:whittington joined, organisation:uclh left (4)"
        assert (shown["parties"], shown["changed"]) == ("organisation:whittington", changed)
        assert [row[2:5] for row in clerk("duty list wellbeing-board").rows] == [
            ["organisation:uclh", "0", "0"],
            ["organisation:whittington", "0", "0"],
        ]
