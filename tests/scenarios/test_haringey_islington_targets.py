"""The targets of Haringey and Islington in the year from June 2017, and the monthly sharing of data.

The targets, their headings and dates are the agreement's; what became of them is invented.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, Said, copied, founded, write
from tests.scenarios.test_haringey_islington_year import FIRST, JULY

TARGETS = Path(__file__).parent / "haringey-islington-targets.yaml"
PARTNERS = (
    *("haringey", "islington", "haringey-ccg", "islington-ccg", "haringey-gps", "islington-gps"),
    *("camden-and-islington", "north-middlesex", "uclh", "whittington"),
)
STRATEGY, WORKFORCE, LEAD, JOINT, BUDGETS, REFRESH = 2, 7, 9, 15, 19, 24
"""Places of some targets among the 25, from 0."""


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sign on 1 June 2017, and record what was promised."""
    folder = tmp_path_factory.mktemp("targets") / "desk"
    with founded("haringey-islington", folder, "2017-06-01") as clerk:
        shutil.copy(TARGETS, "targets.yaml")
        clerk.does("terms adopt terms.yaml --in-force 2017-06-01", "target import targets.yaml")
    return folder


@pytest.fixture
def clerk(agreed: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(agreed, tmp_path / "desk", "2017-06-02") as clerk:
        yield clerk


def told(clerk: Clerk, day: str) -> Said:
    return clerk(f"target list wellbeing-board --on {day} --json")


def states(clerk: Clerk, day: str) -> list[str]:
    return [one["state"] for one in told(clerk, day).json]


def ids(clerk: Clerk) -> list[str]:
    return [one["target"] for one in told(clerk, "2017-06-01").json]


def test_six_commitments_have_25_targets_with_dates_as_printed(clerk: Clerk) -> None:  # HIW-3, SYS-3
    listed = told(clerk, "2017-06-01").json
    by_heading = Counter(one["heading"].split(":")[0] for one in listed)
    assert (len(listed), sorted(by_heading.values())) == (25, [4, 4, 4, 4, 4, 5])
    due = [one["due"] for one in listed]
    assert due.count(None) == 1
    assert len([one for one in due if one and one.startswith("from ")]) == 4
    assert len([one for one in due if one and one.startswith("between ")]) == 1
    assert [one for one in due if one and "in doubt" in one] == [
        "from April 2017 (in doubt: before the agreement began)",
        "by April 2017 (in doubt: before the agreement began)",
        "for April 2018 (in doubt: elsewhere printed as by 31st March 2018)",
    ]
    assert {one["owner"] for one in listed} == {None}


def test_on_each_day_some_are_to_come_and_some_are_overdue(clerk: Clerk) -> None:  # HIW-3
    # On the first day: what runs from June and from April is due, one fell due before, one has no date.
    assert Counter(states(clerk, "2017-06-01")) == {"to come": 21, "due": 2, "overdue": 1, "undated": 1}
    # On 30 June the five of that day and month are due; a day later they are overdue, and July has begun one.
    assert Counter(states(clerk, "2017-06-30")) == {"to come": 16, "due": 7, "overdue": 1, "undated": 1}
    assert Counter(states(clerk, "2017-07-01")) == {"to come": 15, "due": 3, "overdue": 6, "undated": 1}
    # By June 2018 all that has a last day is overdue but the four that run, and the undated.
    assert Counter(states(clerk, "2018-06-01")) == {"due": 4, "overdue": 20, "undated": 1}
    assert told(clerk, "2018-06-01").code == 1


def test_a_target_is_owned_done_in_time_done_late_or_dropped(clerk: Clerk) -> None:  # HIW-3, PLA-4.4
    codes = ids(clerk)
    clerk.on("2017-06-30")
    clerk.does(
        f"target own {codes[STRATEGY]} body:community-committee",
        f"target own {codes[LEAD]} organisation:whittington",
        f"target close {codes[LEAD]} --text 'a lead for diabetes'",
    )
    clerk.on("2017-07-04")
    write("july.yaml", FIRST)
    clerk.does("record july.yaml")
    decision = clerk("decisions wellbeing-board --json").json[0]["decision"]
    assert "TGT-6" in clerk.refused(f"target close {codes[WORKFORCE]} --dropped")
    clerk.does(f"target close {codes[WORKFORCE]} --dropped --decision {decision}")
    clerk.does(f"target report {codes[STRATEGY]} --text 'a draft' --on {JULY}")
    clerk.on("2018-01-15")
    clerk.does(f"target close {codes[STRATEGY]}", f"target close {codes[JOINT]}")
    clerk.does(f"target move {codes[REFRESH]} --due 'by September 2018' --reason 'a merger'")
    listed = told(clerk, "2018-06-01").json
    assert [listed[place]["state"] for place in (LEAD, STRATEGY, WORKFORCE, JOINT, REFRESH)] == [
        *("done", "done late", "dropped"),
        "done",  # it runs from July 2017, and no last day is printed
        "to come",
    ]
    assert [listed[place]["owner"] for place in (STRATEGY, LEAD)] == [
        "body:community-committee",
        "organisation:whittington",
    ]
    # As it stood before, nothing of this had happened.
    then = told(clerk, "2017-06-29").json
    assert (then[LEAD]["state"], then[LEAD]["owner"], then[REFRESH]["due"][:14]) == (
        *("to come", None),
        "for April 2018",
    )


def test_what_fell_due_before_the_agreement_began_is_late_and_its_doubt_stays_beside(
    clerk: Clerk,
) -> None:  # HIW-3, SYS-3
    code = ids(clerk)[BUDGETS]
    clerk.does(f"target close {code} --on 2017-06-02")
    shown = clerk(f"target show {code} --on 2017-06-02 --json").json
    assert (shown["state"], shown["by"]) == ("done late", "2017-04-30")
    assert shown["due"] == "by April 2017 (in doubt: before the agreement began)"


def test_what_is_to_be_done_goes_to_each_owner(clerk: Clerk) -> None:  # PLA-4.4
    codes = ids(clerk)
    clerk.does(*(f"target own {codes[place]} organisation:haringey" for place in (BUDGETS, LEAD)))
    mails = clerk("followup chase wellbeing-board --on 2017-07-01 --eml drafts --json").json
    assert [(one["owner"], one["to be done"]) for one in mails] == [("organisation:haringey", 2)]
    assert b"System budgets for some services" in Path(mails[0]["file"]).read_bytes()


def test_each_partner_shares_its_data_every_month_late_or_not_at_all(clerk: Clerk) -> None:  # HIW-5, HIW-9
    asked = " ".join(f"--party {one}" for one in PARTNERS)
    share = f"duty set wellbeing-board {asked} --first 2017-06 --text 'Budgets and activity are shared'"
    duty = clerk.made(f"{share} --due 'regular monthly' --heading 'Commitment 7: One financial plan'")
    months = [f"2017-{month:02}" for month in range(6, 13)] + [f"2018-{month:02}" for month in range(1, 6)]
    good = " ".join(one for one in PARTNERS if one not in {"uclh", "whittington"})
    for month in months:
        clerk.on(f"{month}-28")
        clerk.does(f"duty perform {duty} {month} {good}")
        if month in {"2017-09", "2018-01"}:
            # Whittington shares for June and July in September, and once in time.
            for one in ("2017-06", "2017-07") if month == "2017-09" else ("2018-01",):
                clerk.does(f"duty perform {duty} {one} whittington")
    assert clerk(f"duty show {duty} --on 2018-05-31 --party haringey").code == 0
    listed = clerk("duty list wellbeing-board --on 2018-06-01 --json")
    counted = {
        one["party"].partition(":")[2]: (one["met"], one["late"], one["missed"], one["not yet due"])
        for one in listed.json
    }
    # Twelve months are over, and June 2018 has begun.
    assert counted == {
        **dict.fromkeys(PARTNERS, (12, 0, 0, 1)),
        "uclh": (0, 0, 12, 1),
        "whittington": (1, 2, 9, 1),
    }
    assert listed.code == 1
    # On 1 September what Whittington shared late was still missed.
    then = clerk(f"duty show {duty} --on 2017-09-01 --party whittington --json").json["answers"]
    assert [one["state"] for one in then] == ["missed", "missed", "missed", "not yet due"]
    # It refuses nothing, and the duty to allow time stands beside it.
    plan = "consultation open whittington --under wellbeing-board --everybody --text 'One clinic'"
    code = clerk.made(f"{plan} --until 2018-06-15")
    clerk.on("2018-06-14")
    clerk.does(f"consultation end {code} --outcome 'It moves' --decided 2018-06-14")
    last = clerk("duty list wellbeing-board --on 2018-06-14 --json").json[-1]
    assert (last["duty"], last["party"], last["missed"]) == (code, "organisation:whittington", 1)


def test_periods_without_an_anchor_are_kept_as_printed_and_nothing_is_made_of_them(
    tmp_path: Path,
) -> None:  # PLD-8, SYS-3
    write_targets = """\
body: place-delivery-collaborative
agreement: development proposition 2021-22
targets:
  - {text: Clear leadership, due: over the next two months}
  - {text: The steps that come next, due: over the next 3-6 months}
  - {text: A legal framework, due: prior to end of March 2022, last: 2022-03-31}
"""
    with founded("pennine-proposition", tmp_path / "desk", "2021-04-01") as clerk:
        write("targets.yaml", write_targets)
        clerk.does("target import targets.yaml")
        listed = clerk("target list place-delivery-collaborative --on 2022-04-01 --json")
        assert [(one["due"], one["state"]) for one in listed.json] == [
            ("over the next two months", "not known"),
            ("over the next 3-6 months", "not known"),
            ("prior to end of March 2022", "overdue"),
        ]
        assert clerk("target list place-delivery-collaborative --on 2022-03-31").code == 8


def test_one_lead_across_ten_organisations_decides_only_under_what_each_of_them_gives(
    clerk: Clerk,
) -> None:  # HIW-10, HIW-2
    clerk.registers("Kim Kay")
    to = " ".join(f"--accountable-to {code}" for code in PARTNERS)
    seek = "lead seek wellbeing-board diabetes Diabetes --designation 'lead=Single management lead'"
    clerk.does(f"{seek} {to} --clause 'commitment 5' --due 'by 30 June 2017'")
    day = "--on 2017-07-01"
    assert [row[4] for row in clerk(f"lead show wellbeing-board {day}").rows] == ["nobody"]
    assert "overdue" in clerk("due wellbeing-board --on 2017-07-01").out
    clerk.does("lead designate wellbeing-board/diabetes lead 'Kim Kay' --organisation whittington")
    asked = f"authority check diabetes --by 'Kim Kay' {day}"
    assert clerk(asked).code == 1, "the autonomy that the agreement speaks of is nobody's to give by it"
    alone = clerk(f"lead authority wellbeing-board/diabetes {day}")
    assert (alone.code, alone.out.count("none on record")) == (1, len(PARTNERS))
    *most, last = PARTNERS
    grant = "delegation grant --to 'Kim Kay' --function diabetes --power 'own scheme' --by organisation:"
    clerk.does(*(f"{grant}{code}" for code in most))
    nine = clerk(f"lead authority wellbeing-board/diabetes {day}")
    assert (nine.code, "given by 9 of 10; by every one of them: nothing" in nine.out) == (1, True)
    assert [line.split("\t")[0] for line in nine.out.splitlines() if "none on record" in line] == [
        f"organisation:{last}"
    ]
    clerk.does(f"{grant}{last}")
    every = clerk(f"lead authority wellbeing-board/diabetes {day}")
    assert (every.code, "given by 10 of 10; by every one of them: diabetes" in every.out) == (0, True)
    # What an organisation gave ends with it.
    clerk.does(f"organisation end {last} --order 'An order' {day}")
    gone = clerk(f"lead authority wellbeing-board/diabetes {day}")
    assert (gone.code, "given by 9 of 10; by every one of them: nothing" in gone.out) == (1, True)
