"""``remit office``: terms of office as printed, joint selection, acting, turns."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts.offices import ActingEnded, ActingUp, Elected

ELECTION = ("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024/25", "--begins", "2024-04-01")


def test_an_election_keeps_its_term_as_printed(desk: Desk) -> None:  # LSC-M4
    said = desk.record(*ELECTION, "--on", "2024-03-25")
    assert said.code == 0
    assert desk.last.on == "2024-03-25"
    assert desk.last.body == Elected("icp", "chair", desk.jo, "2024/25", "2024-04-01", None)


def test_an_office_that_is_held_is_refused_with_its_clause(desk: Desk) -> None:
    desk.record(*ELECTION, "--on", "2024-03-25")
    said = desk.record(
        "office", "elect", "icp", "chair", "Kim Lee", "--term", "2024", "--begins", "2024-05-01"
    )
    assert said.code == 3
    assert said.err == (
        "refused: OFF-2 (ToR 2023 6.1): expected chair to be vacant then, "
        f"got held by Jo Bloggs ({desk.jo})\n"
    )


def test_a_tenure_ends_once(desk: Desk) -> None:
    desk.record(*ELECTION, "--on", "2024-03-25")
    end = ("office", "end", "icp", "chair", "Jo Bloggs", "--reason", "resigned", "--request", "r-" + "d" * 16)
    first = desk.record(*end, "--json")
    assert first.code == 0
    assert desk.record(*end, "--json").json == first.json


def test_nobody_ends_a_tenure_that_was_none(desk: Desk) -> None:
    said = desk.record("office", "end", "icp", "chair", "Kim Lee", "--reason", "resigned")
    assert said.code == 3
    assert said.err == (
        f"refused: OFF-3 (Remit default): expected the holder of chair, got Kim Lee ({desk.kim})\n"
    )


ROTATION = """\
  - kind: office
    rule: CHR-1
    clause: "7.8"
    basis: reading
    says: chosen jointly by east and the trust, in turn
    office: chair
    way: joint selection
    who: {}
    selectors: [{organisations: [east, trust]}]
    months: 24
    rotation: [east, west, trust]
    holds_until: May 2026
  - kind: office
    rule: CHR-2
    clause: "7.9"
    basis: default
    says: from the trust, in step with the Chair
    office: deputy-chair
    way: election
    who: {sectors: [nhs]}
    with_office: chair
"""
SHOWN = ("office", "title", "holder", "person", "way", "term", "begins", "ends", "acting", "away")


@pytest.fixture
@kept
def ruled(desk: Desk) -> Desk:
    """Adopt terms in which the chair goes round every two years, and a Deputy Chair in step with it."""
    deputy = '  - {office: deputy-chair, title: Deputy Chair, clause: "6.2"}\nrules:\n'
    text = TERMS.replace('"2023"', '"2024"').replace("ToR 2023", "ToR 2024").replace("rules:\n", deputy)
    terms = desk.write("rotation.yaml", text + ROTATION)
    assert desk.record("terms", "adopt", terms, "--in-force", "2024-01-01", "--on", "2024-01-01").code == 0
    return desk


def chosen(desk: Desk, *options: str, person: str = "Jo Bloggs") -> tuple[int, str]:
    """Choose a Chair for May 2024 to May 2026, jointly."""
    days = ("--begins", "2024-05-01", "--ends", "2026-05-01", "--on", "2024-04-01")
    way = ("--way", "joint selection", "--selector", "east")
    said = desk.record(
        "office", "elect", "icp", "chair", person, "--term", "until May 2026", *days, *way, *options
    )
    return said.code, said.err


def shown(desk: Desk, day: str, *options: str) -> dict[str, dict[str, str | None]]:
    rows = desk("office", "show", "icp", "--on", day, "--json", *options).json
    assert all(tuple(row) == SHOWN for row in rows)
    return {row["office"]: row for row in rows}


def test_a_joint_selection_names_who_took_part(ruled: Desk) -> None:  # LSC-7.8
    assert chosen(ruled, "--selector", "trust")[0] == 0
    assert ruled.last.body == Elected(
        *("icp", "chair", ruled.jo, "until May 2026", "2024-05-01", "2026-05-01"),
        *("joint selection", ("east", "trust")),
    )
    assert ruled.last.findings == ()


def test_a_selection_without_one_of_the_organisations_is_refused(ruled: Desk) -> None:  # LSC-7.8
    assert chosen(ruled) == (
        3,
        (
            "refused: CHR-1 (ToR 2024 7.8): expected chosen jointly by east and the trust, in turn, "
            "got without trust\n"
        ),
    )


def test_out_of_turn_is_refused_with_whose_turn_it_is(ruled: Desk) -> None:  # LSC-7.8
    assert chosen(ruled, "--selector", "trust", person="Kim Lee") == (
        3,
        (
            "refused: CHR-1 (ToR 2024 7.8): expected chosen jointly by east and the trust, in turn, "
            f"got Kim Lee ({ruled.kim}) on 2024-05-01, in the turn of east until May 2026\n"
        ),
    )


def test_an_election_names_its_resolution(ruled: Desk) -> None:  # LSC-M4
    code, err = chosen(ruled, "--selector", "trust", "--resolution", "d-" + "a" * 16)
    assert (code, err) == (
        3,
        f"refused: OFF-9 (Remit default): expected a resolution that the ledger knows, got d-{'a' * 16}\n",
    )


def test_whose_turn_is_next_and_when(ruled: Desk) -> None:  # LSC-7.8
    said = ruled("office", "next", "icp", "chair", "--on", "2024-03-25", "--json")
    assert (said.code, said.json) == (
        0,
        {
            "office": "chair",
            "turn of": f"east, Jo Bloggs ({ruled.jo})",
            "until": "May 2026",
            "next": f"west, Kim Lee ({ruled.kim})",
            "rule": "CHR-1 (ToR 2024 7.8)",
            "says": "chosen jointly by east and the trust, in turn",
        },
    )
    later = ruled("office", "next", "icp", "chair", "--on", "2026-06-01", "--json").json
    assert (later["turn of"], later["until"]) == (f"west, Kim Lee ({ruled.kim})", "May 2028")
    assert later["next"] == "trust, no holder known"


def test_of_an_office_in_step_it_is_known_when_and_not_who(ruled: Desk) -> None:  # LSC-7.9
    said = ruled("office", "next", "icp", "deputy-chair", "--on", "2024-03-25", "--json")
    assert (said.code, said.json["until"], said.json["rule"]) == (8, "May 2026", "CHR-2 (Remit default)")
    assert said.json["next"] == "not known: the terms list no seats in turn"


def test_whose_turn_it_is_may_not_be_known(ruled: Desk) -> None:  # SYS-3
    may = ruled("office", "next", "icp", "chair", "--on", "2026-05-15")
    assert (may.code, may.out) == (8, "")
    assert may.err == "not known: whose turn the office of chair is on 2026-05-15, by CHR-1 (ToR 2024 7.8)\n"
    before = ruled("office", "next", "icp", "chair", "--on", "2023-12-31")
    assert (
        before.err == "not known: whose turn the office of chair is on 2023-12-31: 2023 has no rule on it\n"
    )
    none = ruled("office", "next", "icp", "chair", "--on", "2022-12-31")
    assert (none.code, none.err) == (
        8,
        "not known: no terms of icp are known to be in force on 2022-12-31\n",
    )
    other = ruled("office", "next", "icp", "chari", "--on", "2024-03-25")
    assert (other.code, other.err) == (
        4,
        "malformed: expected an office of 2024, got 'chari' (did you mean chair?)\n",
    )


def test_every_office_shows_its_holder_or_since_when_it_is_vacant(ruled: Desk) -> None:  # LSC-7.8, LSC-M4
    chosen(ruled, "--selector", "trust")
    known = ruled.size
    ruled.record("office", "end", "icp", "chair", "Jo Bloggs", "--reason", "moved", "--on", "2025-01-01")
    assert list(shown(ruled, "2024-12-31")["chair"].values()) == [
        *("chair", "Chair", "Jo Bloggs", ruled.jo, "joint selection", "until May 2026"),
        *("2024-05-01", "2025-01-01", None, None),
    ]
    assert shown(ruled, "2025-01-31")["chair"]["holder"] == "vacant since 2025-01-01, 30 days"
    assert shown(ruled, "2025-01-31")["deputy-chair"]["holder"] == "vacant, since when is not known"
    then = shown(ruled, "2025-01-31", "--known-at", str(known))["chair"]
    assert (then["holder"], then["ends"]) == ("Jo Bloggs", "2026-05-01")
    said = ruled("office", "show", "icp", "--on", "2022-12-31")
    assert (said.code, said.out) == (8, "")


def test_a_term_that_is_printed_without_days_leaves_the_holder_unknown(desk: Desk) -> None:  # LSC-M4, SYS-3
    desk.record("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024/25", "--on", "2024-03-25")
    row = shown(desk, "2024-06-01")["chair"]
    assert (row["holder"], row["term"], row["way"]) == (
        "not known: perhaps Jo Bloggs",
        "2024/25",
        "not recorded",
    )


def test_who_acts_is_shown_beside_the_holder_and_does_not_become_one(ruled: Desk) -> None:  # PLD-6
    chosen(ruled, "--selector", "trust")
    words = ("office", "act-up", "icp", "chair", "Kim Lee", "--because", "absence")
    assert ruled.record(*words, "--until", "2024-09-01", "--on", "2024-06-01").code == 0
    assert ruled.last.body == ActingUp("icp", "chair", ruled.kim, "absence", "2024-09-01")
    row = shown(ruled, "2024-08-31")["chair"]
    assert (row["holder"], row["acting"]) == ("Jo Bloggs", f"Kim Lee ({ruled.kim}), absence")
    assert shown(ruled, "2024-09-01")["chair"]["acting"] is None
    empty = (
        "office",
        "act-up",
        "icp",
        "deputy-chair",
        "Kim Lee",
        "--because",
        "vacancy",
        "--on",
        "2024-06-01",
    )
    assert ruled.record(*empty).code == 0
    assert shown(ruled, "2034-06-01")["deputy-chair"]["holder"] == "vacant, since when is not known"


def test_nobody_acts_in_a_vacancy_that_is_none(ruled: Desk) -> None:  # PLD-6
    chosen(ruled, "--selector", "trust")
    words = ("office", "act-up", "icp", "chair", "Kim Lee", "--because", "vacancy", "--on", "2024-06-01")
    said = ruled.record(*words)
    assert (said.code, said.err) == (
        3,
        (f"refused: OFF-4 (ToR 2024 6.1): expected chair to be vacant, got held by Jo Bloggs ({ruled.jo})\n"),
    )
    happened = ruled.record(*words, "--departure", "the Chair did not come")
    assert happened.code == 0


def test_acting_ends_once(ruled: Desk) -> None:  # PLD-6
    words = ("office", "act-up", "icp", "chair", "Kim Lee", "--because", "vacancy", "--on", "2024-06-01")
    ruled.record(*words)
    end = ("office", "act-end", "icp", "chair", "Kim Lee", "--on", "2024-07-01")
    first = ruled.record(*end, "--request", "r-" + "d" * 16, "--json")
    assert ruled.last.body == ActingEnded("icp", "chair", ruled.kim)
    assert ruled.record(*end, "--request", "r-" + "d" * 16, "--json").json == first.json
    assert ruled.record(*end).err == (
        "refused: OFF-5 (Remit default): expected somebody who acts as chair on 2024-07-01, "
        f"got Kim Lee ({ruled.kim})\n"
    )
