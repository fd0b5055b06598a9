"""The abolition of a commissioning group in Pennine Lancashire in July 2022, and what passes to the board.

The persons, the promises and the quarrel are invented; the partners and the clauses are the agreement's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, founded, write
from tests.scenarios.test_pennine_agreement_year import ACT, JUNE, MEMBERS, MINUTES

DEFAULT = "Remit default"
GROUP, OTHER, BOARD = "bwd-ccg", "east-lancashire-ccg", "lsc-icb"
ENDED = "2022-07-01"
OWNER = f"organisation:{GROUP}"
ASKED = MINUTES.replace(
    "kind: decision, text: A group for estates is agreed., matter: support-groups",
    f"kind: recommendation, text: Share the estate., to: [{GROUP}, elht]",
)
AGREEMENT = f"""\
title: Data sharing agreement
cited: Data agreement
body: leaders-forum
signing: '9'
parties:
  - {{party: 'organisation:{GROUP}', signs: [director], clause: '2'}}
  - {{party: 'organisation:{OTHER}', signs: [director], clause: '2'}}
  - {{party: 'organisation:elht', signs: [director], clause: '2'}}
"""
GOVERNING = """\
body: bwd-governing-body
version: "2021"
title: Constitution
cited: Constitution
founders: [bwd-ccg]
seats:
  - {seat: lay, sector: nhs, organisations: [bwd-ccg], position: lay-member, title: Lay member, clause: "1"}
offices: []
rules:
  - kind: quorum
    rule: QUO-1
    clause: "2"
    basis: stated
    says: somebody is there
    check: {check: count, who: {}, least: 1}
"""
LAST = """\
body: bwd-governing-body
date: 2022-06-20
place: Blackburn
present: [Ivy Iles]
interests: none
items:
  - {number: 1, title: Handover, note: The handover was reported.}
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What the group has a place in, by id."""

    agreement: str
    duty: str
    plan: str
    beds: str
    dispute: str
    recommendation: str
    delegation: str


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Held]:
    """Let the group promise, sign, quarrel, be asked and meet, until it is about to be abolished."""
    folder = tmp_path_factory.mktemp("abolition") / "desk"
    with founded("pennine-agreement", folder, "2021-04-01") as clerk:
        clerk.does("terms adopt terms.yaml --in-force 2021-04-01")
        clerk.registers(*MEMBERS, "Ivy Iles", "Jan Jay")
        for name, (seat, home) in MEMBERS.items():
            clerk.does(
                f"person affiliate '{name}' {home} director --began 2021-04-01",
                f"member appoint leaders-forum '{name}' --seat {seat} --kind appointed --began 2021-04-01",
            )
        clerk.does("office elect leaders-forum chair 'Ann Ash' --term 2021-22 --begins 2021-04-01")
        clerk.on(JUNE)
        write("june.yaml", ASKED)
        write("agreement.yaml", AGREEMENT)
        clerk.does("record june.yaml")
        agreement = clerk.made("agreement make agreement.yaml")
        clerk.does(
            f"agreement sign {agreement} {GROUP} 'Bal Birch' --office director",
            f"agreement sign {agreement} elht 'Eli Elm' --office director",
        )
        held = Held(
            agreement,
            clerk.made(f"duty set leaders-forum --party {GROUP} --party elht --first 2022-05 --text 'Share'"),
            clerk.made(
                f"target set leaders-forum --text 'One plan' --due 'by September 2022' --owner {OWNER}"
            ),
            clerk.made(f"target set leaders-forum --text 'Fewer beds' --owner {OWNER}"),
            clerk.made(f"dispute raise leaders-forum --by {GROUP} --against elht --text 'Late figures'"),
            clerk("decisions leaders-forum").rows[0][8],
            governed(clerk),
        )
    return folder, held


def governed(clerk: Clerk) -> str:
    """Let the governing body give a delegation, and meet a last time; its minutes are not agreed."""
    clerk.does(
        f"organisation register {BOARD} 'Lancashire and South Cumbria ICB' --kind nhs-body",
        "body constitute bwd-governing-body 'Governing body' --instrument Constitution",
        f"body constitute {BOARD}-board 'Board of the ICB' --instrument '{ACT}'",
    )
    write("governing.yaml", GOVERNING)
    clerk.does(
        f"terms adopt governing.yaml --in-force {JUNE}",
        f"member appoint bwd-governing-body 'Ivy Iles' --seat lay --kind appointed --began {JUNE}",
    )
    given = clerk.made(
        "delegation grant --by bwd-governing-body --to 'Jan Jay' --function beds --power 'Constitution 1'"
    )
    clerk.on("2022-06-20")
    write("last.yaml", LAST)
    clerk.does("record last.yaml")
    return given


@pytest.fixture
def abolished(spring: tuple[Path, Held], tmp_path: Path) -> Iterator[tuple[Clerk, Held, str]]:
    """Abolish the group; give what was said of it before it was signed."""
    folder, held = spring
    with copied(folder, tmp_path / "desk", ENDED) as clerk:
        end = f"organisation end {GROUP} --order '{ACT}' --successor {BOARD}"
        # The order has no word for this target: it passes to nobody.
        told = clerk.does(f"{end} --lapse {held.beds}").err
        yield clerk, held, told


def test_what_passes_and_what_lapses_is_shown_before_it_is_signed(
    abolished: tuple[Clerk, Held, str],
) -> None:  # SYS-1
    _, held, told = abolished
    passes = f"passes to {BOARD}"
    for line in (
        f"seat: {GROUP} of leaders-forum: {passes}",
        f"agreement: Data sharing agreement ({held.agreement}): {passes}",
        f"duty: Share ({held.duty}): {passes}",
        f"target: One plan ({held.plan}): {passes}",
        f"target: Fewer beds ({held.beds}): lapses",
        f"dispute: {held.dispute}: {passes}",
        f"answer owed to part 1: {held.recommendation}: {passes}",
    ):
        assert f"  {line}\n" in told


def test_an_order_passes_nothing_to_whom_it_does_not_name(spring: tuple[Path, Held], tmp_path: Path) -> None:
    # SYS-1
    folder, held = spring
    with copied(folder, tmp_path / "desk", ENDED) as clerk:
        end = f"organisation end {GROUP} --order '{ACT}'"
        said = clerk.refused(f"{end} --successor {BOARD} --pass {held.duty}=elht")
        assert (
            f"SUC-6 ({DEFAULT}): expected each thing once, for successors that the order names: {BOARD}"
            in said
        )
        nobody = clerk.refused(f"{end} --pass {held.duty}={BOARD}")
        assert f"for successors that the order names: none, got {held.duty} for {BOARD}" in nobody
        stranger = clerk(f"{end} --successor {BOARD} --lapse dt-{'z' * 16} --yes")
        assert (stranger.code, f"expected what {GROUP} has a place in" in stranger.err) == (2, True)
        # Without any successor all of it lapses; nobody pursues the dispute any more.
        told = clerk.does(end).err
        assert "passes to" not in told
        assert clerk("dispute list leaders-forum").rows[0][5] == f"withdrawn {ENDED}"
        assert f"lapsed: organisation:{GROUP} ended {ENDED}" in clerk("target list leaders-forum").out


def test_the_board_signs_for_its_places_and_an_officer_of_the_group_does_not(
    abolished: tuple[Clerk, Held, str],
) -> None:  # SYS-1, HIW-1
    clerk, held, _ = abolished
    clerk.does(
        f"organisation end {OTHER} --order '{ACT}' --successor {BOARD}",
        f"person affiliate 'Jan Jay' {BOARD} director --began {ENDED}",
    )
    sign = f"agreement sign {held.agreement}"
    late = clerk.refused(f"{sign} {OTHER} 'Dan Dale' --office director")
    assert f"AGR-5 ({DEFAULT}): expected a party, got organisation:{OTHER}, of organisation:{BOARD}" in late
    stranger = clerk.refused(f"{sign} lancashire 'Gus Gale' --office director")
    assert f"AGR-5 ({DEFAULT}): expected a party, got organisation:lancashire" in stranger
    assert clerk(f"agreement show {held.agreement}").code == 1
    clerk.does(f"{sign} {BOARD} 'Jan Jay' --office director")
    shown = clerk(f"agreement show {held.agreement} --json")
    first, second, _ = shown.json["parties"]
    place = f"(ended {ENDED}; in its place {BOARD})"
    assert (shown.code, shown.json["status"]) == (0, "in force")
    assert (first["title"].endswith(place), second["title"].endswith(place)) == (True, True)
    # What the group signed stays signed by who signed; the board signed for the place of the other.
    assert first["by"].startswith(f"director: Bal Birch, {JUNE}")
    assert second["by"] == f"director: Jan Jay, {ENDED}, recorded by the clerk"
    renew = f"agreement refresh {held.agreement} --text 'Looked at' --agreed"
    missing = clerk.refused(f"{renew} elht")
    assert (
        f"AGR-13 ({DEFAULT}): expected all of its parties to agree, got without organisation:{BOARD}"
        in missing
    )
    clerk.does(f"{renew} elht --agreed {BOARD}")


def test_duties_and_targets_are_the_board_s_from_that_day(abolished: tuple[Clerk, Held, str]) -> None:
    # SYS-1, HIW-5
    clerk, held, _ = abolished
    clerk.on("2022-08-02")
    for party in (GROUP, "lancashire"):
        assert f"DTY-4 ({DEFAULT})" in clerk.refused(f"duty perform {held.duty} 2022-07 {party}")
    clerk.does(f"duty perform {held.duty} 2022-07 {BOARD}")
    rows = [row[:2] + row[3:4] for row in duty_of(clerk, held.duty)]
    assert [row for row in rows if row[0] != "organisation:elht"] == [
        [f"organisation:{GROUP}", "2022-05", "missed"],
        [f"organisation:{GROUP}", "2022-06", "missed"],
        [f"organisation:{BOARD}", "2022-07", "late"],
        [f"organisation:{BOARD}", "2022-08", "not yet due"],
    ]
    owners = {row[0]: row[5] for row in clerk("target list leaders-forum").rows}
    assert owners == {
        held.plan: f"organisation:{BOARD}, in place of organisation:{GROUP}",
        held.beds: f"lapsed: organisation:{GROUP} ended {ENDED}",
    }
    before = {row[0]: row[5] for row in clerk("target list leaders-forum --on 2022-06-30").rows}
    assert set(before.values()) == {f"organisation:{GROUP}"}
    due = clerk("due leaders-forum").out
    assert f"organisation:{BOARD}" in due
    assert f"organisation:{GROUP}" not in due
    status = clerk("status leaders-forum").out
    assert f"{GROUP} ({ENDED}; {BOARD})" in status
    own = clerk.refused(f"target own {held.beds} organisation:{GROUP}")
    assert f"SUC-7 ({DEFAULT}): expected an organisation that exists on 2022-08-02" in own


def duty_of(clerk: Clerk, duty: str) -> list[list[str]]:
    answers = clerk(f"duty show {duty} --json").json["answers"]
    return [[one["party"], one["period"], one["due"], one["state"]] for one in answers]


def test_the_board_answers_and_withdraws_in_the_place_of_the_group(
    abolished: tuple[Clerk, Held, str],
) -> None:  # SYS-1, PLA-7b, PLA-8
    clerk, held, _ = abolished
    clerk.on("2022-08-02")
    answer = f"decision answer {held.recommendation} {{}} accepted"
    assert f"OUT-4 ({DEFAULT}): expected who has the place of {GROUP}" in clerk.refused(answer.format(GROUP))
    assert f"OUT-4 ({DEFAULT})" in clerk.refused(answer.format("lancashire"))
    clerk.does(answer.format(BOARD))
    assert clerk(f"decision show {held.recommendation}").rows[0][3] == "elht"
    shown = clerk(f"dispute show {held.dispute}").out
    assert f"organisation:{BOARD}, in place of organisation:{GROUP}" in shown
    assert f"DSP-14 ({DEFAULT})" in clerk.refused(f"dispute withdraw {held.dispute} {GROUP}")
    clerk.does(f"dispute withdraw {held.dispute} {BOARD}")
    assert clerk("dispute list leaders-forum").rows[0][5] == "withdrawn 2022-08-02"


def test_what_the_governing_body_gave_and_minutes_that_are_not_agreed_pass_on(
    abolished: tuple[Clerk, Held, str],
) -> None:  # SYS-1
    clerk, held, _ = abolished
    end = f"body end bwd-governing-body --order '{ACT}' --pass {held.delegation}"
    assert f"SUC-4 ({DEFAULT})" in clerk.refused(end)
    told = clerk.does(f"{end} --successor {BOARD}-board").err
    assert f"minutes not agreed yet: meeting of 2022-06-20: passes to {BOARD}-board" in told
    assert f"delegation: {held.delegation}, given to Jan Jay" in told
    assert f"): passes to {BOARD}-board" in told
