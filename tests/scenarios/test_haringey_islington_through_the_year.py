"""The first year of Haringey and Islington in one ledger: signed, kept, missed, a concern, refreshed.

The agreement, its targets and dates are the documents'; what became of them is invented.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.clerk import Clerk, copied, write
from tests.scenarios.test_haringey_islington_agreement import MADE, signing, signs_last
from tests.scenarios.test_haringey_islington_targets import STRATEGY, TARGETS
from tests.scenarios.test_haringey_islington_year import FIRST

__all__ = ["signing"]  # a fixture of the module that made it
REVIEW = 3
"""The place of the review of services among the 25 targets, from 0."""


@pytest.fixture
def clerk(signing: Path, tmp_path: Path) -> Iterator[Clerk]:
    with copied(signing, tmp_path / "desk", "2017-06-07") as clerk:
        yield clerk


def test_the_year_goes_from_the_last_signature_to_the_refresh(
    clerk: Clerk,
) -> None:  # HIW-1, HIW-3, HIW-5, HIW-6
    signs_last(clerk)
    shutil.copy(TARGETS, "targets.yaml")
    clerk.does("terms adopt terms.yaml --in-force 2017-06-01", "target import targets.yaml")
    clerk.on("2017-07-04")
    write("july.yaml", FIRST)
    clerk.does("record july.yaml")
    kept, missed = (
        clerk("target list wellbeing-board --json").json[at]["target"] for at in (STRATEGY, REVIEW)
    )

    clerk.on("2017-09-28")
    share = "duty set wellbeing-board --party uclh --party whittington --first 2017-09 --text 'Share data'"
    duty = clerk.made(f"{share} --agreement {MADE}")
    clerk.does(f"duty perform {duty} 2017-09 uclh", f"target close {kept} --text 'agreed by both boards'")

    clerk.on("2017-10-16")
    put = "concern raise wellbeing-board uclh --by haringey --by islington --text 'Clinics were moved'"
    concern = clerk.made(f"{put} --evidence 'Counts of September' --due 'by 31 October 2017'")
    clerk.on("2017-10-30")
    clerk.does(
        f"concern answer {concern} --changes --text 'They come back'",
        f"concern close {concern} --text 'They came back'",
    )
    clerk.on("2018-03-28")
    refreshed = f"agreement refresh {MADE} --text 'Closer' --all-agreed --next 'by 31 March 2019'"
    clerk.does(refreshed)

    clerk.on("2018-06-01")
    told = clerk(f"agreement show {MADE} --json").json
    assert (told["status"], told["in force since"]) == ("in force", "2017-06-12")
    assert told["refreshed"] == "2018-03-28, in time: due by 31st March 2018"
    listed = {one["target"]: one["state"] for one in clerk("target list wellbeing-board --json").json}
    assert (listed[kept], listed[missed]) == ("done", "overdue")
    periods = clerk(f"duty show {duty} --on 2017-11-15 --json").json["answers"]
    assert [(one["party"], one["period"], one["state"]) for one in periods] == [
        ("organisation:uclh", "2017-09", "met"),
        ("organisation:uclh", "2017-10", "missed"),
        ("organisation:uclh", "2017-11", "not yet due"),
        ("organisation:whittington", "2017-09", "missed"),
        ("organisation:whittington", "2017-10", "missed"),
        ("organisation:whittington", "2017-11", "not yet due"),
    ]
    due = clerk("due wellbeing-board --within 30d").out
    assert "target to be met: A review of commissioned services and budgets" in due
    assert "refresh" not in due.replace("The agreement refreshed", "")  # that is a target of its own
    assert "concern" not in due
    assert "One health and wellbeing strategy" not in due
