"""``remit paper``: what went out, when, and whether a file is what went out."""

from __future__ import annotations

import hashlib

import pytest
from tests.ledger_cli.desk import Desk, kept
from tests.ledger_cli.july import COMING, JULY, adopt, july, made

from ledger.facts import offices, programme
from ledger.facts.fact import Noted
from ledger.facts.programme import PaperPublished

LIST = ("paper", "list", "2024-07-15", "icp")
IN_TIME, LATE = ("--on", "2024-07-04"), ("--on", "2024-07-08")
REQUEST = ("--request", "r-" + "d" * 16)
CLEAR = """\
  - {kind: notice, rule: NOT-3, clause: "9.4", basis: default, says: published 5 clear days before,
     what: publication, days: 5, unit: clear}
"""


def with_item(desk: Desk) -> Desk:
    made(desk, "agenda", "add", "icp", "Terms", "--meeting", JULY, "--number", "5", "--on", "2024-06-03")
    return desk


@pytest.fixture
@kept
def coming(desk: Desk) -> Desk:
    return with_item(july(desk))


def publish(desk: Desk, *more: str, text: str = "terms") -> list[str]:
    file = desk.write("terms.pdf", text)
    return ["paper", "publish", "2024-07-15", file, "icp", "--title", "Terms of reference", *more]


def times(desk: Desk) -> list[str]:
    return [one["in time"] for one in desk(*LIST, "--json").json]


def test_a_paper_goes_out_with_its_digest(coming: Desk) -> None:  # LSC-9.2
    said = coming.record(*publish(coming, "--item", "5", *IN_TIME, *REQUEST))
    assert said.code == 0
    body = coming.last_of(PaperPublished)
    digest = f"sha256:{hashlib.sha256(b'terms').hexdigest()}"
    assert (body.version, body.digest) == (1, digest)
    assert coming(*LIST).rows == [
        ["5", "Terms of reference", "1", "2024-07-04", "in time", "", digest, "", "", body.paper]
    ]
    size = coming.size
    assert coming.record(*publish(coming, "--item", "5", *IN_TIME, *REQUEST)).out == said.out
    assert coming.size == size


def test_a_late_paper_is_refused_and_recorded_with_a_reason(coming: Desk) -> None:  # LSC-9.2
    late = coming.record(*publish(coming, *LATE))
    assert late.code == 3
    assert late.err == (
        "refused: NOT-2 (ToR 2024 9.2): expected agenda and papers at least 7 working days before, got "
        "agenda and papers on 2024-07-08 for 2024-07-15, latest day 2024-07-04\n"
    )
    assert coming.record(*publish(coming, *LATE, "--departure", "the figures came late")).code == 0
    assert coming.last.findings == (Noted("NOT-2", "ToR 2024 9.2", "not met"),)
    assert coming(*LIST).rows[0][4:] == [
        *("2 working days late", "", coming.last_of(PaperPublished).digest, ""),
        *("the figures came late", coming.last_of(PaperPublished).paper),
    ]


def test_how_late_a_paper_is_is_said_for_each_kind_of_day(desk: Desk) -> None:  # LSC-9.4
    with_item(july(desk, COMING, CLEAR))
    assert desk.record(*publish(desk, "--on", "2024-07-10", "--departure", "late")).code == 0
    assert desk.record(*publish(desk, "--on", "2024-07-05", "--departure", "late")).code == 0
    assert desk.record(*publish(desk, "--on", "2024-07-16", "--departure", "late")).code == 0
    assert times(desk) == [
        "4 working days late, 1 clear day late",
        "1 working day late",
        "8 working days late, 7 clear days late",
    ]


def test_lateness_after_an_urgent_call_is_shown_and_not_refused(coming: Desk) -> None:  # LSC-9.2
    chair = offices.Elected("icp", "chair", coming.jo, "2024", "2024-01-01", None)
    coming.meets(chair, on="2024-01-01")
    coming.meets(programme.Called(JULY, "icp", urgent=True, by=coming.jo), on="2024-07-05")
    assert coming.record(*publish(coming, *LATE)).code == 0
    assert times(coming) == ["2 working days late, after an urgent call"]


def test_without_a_calendar_it_is_not_known_whether_a_paper_is_in_time(desk: Desk) -> None:  # LSC-9.2
    adopt(desk, COMING)
    scheduled = programme.Scheduled(JULY, "icp", "2024-07-15", None, None)
    desk.meets(scheduled, on="2024-06-03")
    assert desk.record(*publish(desk, *IN_TIME)).code == 0
    assert desk.last.findings == (Noted("NOT-2", "ToR 2024 9.2", "not known"),)
    assert times(desk) == ["not known"]


def test_where_the_terms_ask_for_no_days_nothing_is_late(desk: Desk) -> None:
    scheduled = programme.Scheduled(JULY, "icp", "2024-07-15", None, None)
    desk.meets(scheduled, on="2024-06-03")
    assert desk.record(*publish(desk, "--on", "2024-07-14")).code == 0
    assert times(desk) == [None]


def test_a_supplement_is_a_later_version_of_its_paper(coming: Desk) -> None:  # LSC-9.2
    paper = made(coming, *publish(coming, *IN_TIME))
    assert coming.record(*publish(coming, "--paper", paper, *IN_TIME, text="more")).code == 0
    assert (coming.last_of(PaperPublished).paper, coming.last_of(PaperPublished).version) == (paper, 2)


def test_an_item_that_is_not_on_the_agenda_has_no_paper(coming: Desk) -> None:
    said = coming.record(*publish(coming, "--item", "6", *IN_TIME))
    assert (said.code, said.err) == (
        4,
        "malformed: expected the number or id of an item on the agenda (5), got '6'\n",
    )
    by_id = coming.last_of(programme.ItemPlanned).item
    assert coming.record(*publish(coming, "--item", by_id, *IN_TIME)).code == 0


def test_a_withheld_paper_needs_a_ground_and_a_summary(coming: Desk) -> None:  # LSC-9.4
    said = coming.record(*publish(coming, "--exempt", *IN_TIME))
    assert said.code == 3
    assert said.err.splitlines()[0] == (
        "refused: AGD-3 (Remit default): expected both a ground and a public summary of what is exempt, "
        "got neither"
    )


def test_a_file_is_what_went_out_or_it_is_not(coming: Desk) -> None:
    paper = made(coming, *publish(coming, *IN_TIME))
    check = ("paper", "check", "terms.pdf", "2024-07-15", "icp")
    same = coming(*check)
    assert (same.code, same.out) == (0, f"yes: paper {paper}, version 1, went out 2024-07-04\n")
    coming.record(*publish(coming, "--paper", paper, *IN_TIME, text="more"))
    assert coming(*check).out == f"yes: paper {paper}, version 2, went out 2024-07-04\n"
    coming.write("terms.pdf", "terms")
    old = coming(*check)
    since = "; a later version or supplement went out 2024-07-04"
    assert (old.code, old.out) == (1, f"no: paper {paper}, version 1, went out 2024-07-04{since}\n")
    coming.write("terms.pdf", "other")
    digest = hashlib.sha256(b"other").hexdigest()
    other = coming(*check)
    assert (other.code, other.out) == (
        1,
        f"no: nothing that went out for {JULY} has the digest sha256:{digest}\n",
    )


def test_the_pack_of_the_agenda_is_checked_too(coming: Desk) -> None:
    pack = coming.write("pack.pdf", "pack")
    assert coming.record("agenda", "publish", JULY, "--pack", pack, *IN_TIME).code == 0
    said = coming("paper", "check", pack, JULY)
    assert (said.code, said.out) == (0, "yes: the pack of the agenda, version 1, went out 2024-07-04\n")


def test_a_file_that_is_not_there_is_malformed(coming: Desk) -> None:
    said = coming("paper", "check", "none.pdf", JULY)
    assert (said.code, said.err) == (
        4,
        "malformed: none.pdf: expected a file that can be read, got: No such file or directory\n",
    )
