"""``remit seat``: who holds a seat, and when that is not known."""

from __future__ import annotations

from tests.ledger_cli.desk import TERMS, Desk


def holders(desk: Desk, *options: str) -> dict[str, tuple[str | None, str | None, str | None]]:
    rows = desk("seat", "list", "icp", "--json", *options).json
    return {row["seat"]: (row["holder"], row["person"], row["since"]) for row in rows}


def test_every_seat_shows_its_holder_or_that_it_is_vacant(desk: Desk) -> None:
    assert holders(desk, "--on", "2024-01-01") == {
        "east": ("Jo Bloggs", desk.jo, "2023-05-01"),
        "west": ("Kim Lee", desk.kim, "2023-05-01"),
        "trust": ("vacant", None, None),
    }


def test_a_member_without_a_stated_seat_leaves_a_vacancy_unknown(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2024-01-01")
    found = holders(desk, "--on", "2024-02-01")
    assert found["trust"] == ("not known: 1 member without a stated seat", None, None)
    rows = desk("seat", "list", "icp", "--on", "2024-02-01").rows
    assert rows[-1] == ["", "seat not stated", "", "", "Lou May", desk.lou, "by 2024-01-01", ""]


def test_before_the_first_day_known_a_holder_is_not_known(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--seat", "trust", "--on", "2024-01-01")
    assert holders(desk, "--on", "2024-01-01")["trust"] == ("Lou May", desk.lou, "by 2024-01-01")
    got = f"not known: Lou May ({desk.lou}) by 2024-01-01"
    assert holders(desk, "--on", "2023-12-31")["trust"] == (got, None, None)


def test_a_stated_seat_of_the_same_person_counts_over_an_unstated_one(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2023-12-01")
    desk.record("member", "appoint", "icp", "Lou May", "--seat", "trust", "--on", "2024-01-01")
    desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-01-01")
    assert holders(desk, "--on", "2024-01-01")["west"] == ("vacant", None, None)


def test_the_past_is_shown_as_it_was_known(desk: Desk) -> None:
    known = desk.size
    desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-01-01")
    assert holders(desk, "--on", "2024-02-01")["west"][0] == "vacant"
    assert holders(desk, "--on", "2024-02-01", "--known-at", str(known))["west"][0] == "Kim Lee"


def test_without_terms_in_force_the_seats_are_not_known(desk: Desk) -> None:
    said = desk("seat", "list", "icp", "--on", "2022-12-31")
    assert (said.code, said.out) == (8, "")
    assert said.err == "not known: no terms of icp are known to be in force on 2022-12-31\n"
    assert desk("seat", "show", "icp", "east", "--on", "2022-12-31").code == 8


def test_a_seat_shows_everybody_who_held_it(desk: Desk) -> None:
    desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-01-01")
    said = desk("seat", "show", "icp", "west", "--on", "2024-02-01", "--json")
    assert said.json["clause"] == "ToR 2023 5.1"
    assert said.json["founder"] == "yes"
    assert said.json["holders"] == [f"Kim Lee ({desk.kim}), 2023-05-01 until 2024-01-01"]
    assert "holders            none known" in desk("seat", "show", "icp", "trust").out


def test_a_seat_that_the_terms_do_not_have_names_the_nearest(desk: Desk) -> None:
    said = desk("seat", "show", "icp", "wets", "--on", "2024-02-01")
    assert (said.code, said.err) == (
        4,
        "malformed: expected a seat of 2023, got 'wets' (did you mean west?)\n",
    )


def vacancies(desk: Desk, day: str, *options: str) -> list[list[str]]:
    return [row[:1] + row[3:6] for row in desk("seat", "vacancies", "icp", "--on", day, *options).rows]


def test_a_vacant_seat_says_since_when(desk: Desk) -> None:  # LSC-7.2
    assert vacancies(desk, "2024-01-01") == [["trust", "vacant", "2023-01-01", "365"]]
    known = str(desk.size)
    desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-01-01")
    two = [["west", "vacant", "2024-01-01", "31"], ["trust", "vacant", "2023-01-01", "396"]]
    assert vacancies(desk, "2024-02-01") == two
    assert vacancies(desk, "2024-02-01", "--known-at", known) == two[1:]


def test_a_vacancy_is_not_known_beside_a_member_without_a_stated_seat(desk: Desk) -> None:  # LSC-7.2
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2024-01-01")
    told = "not known: 1 member without a stated seat"
    assert vacancies(desk, "2024-02-01") == [["trust", told, "", ""]]


def test_without_terms_in_force_vacancies_are_not_known(desk: Desk) -> None:
    said = desk("seat", "vacancies", "icp", "--on", "2022-12-31")
    assert (said.code, said.out) == (8, "")


def test_one_person_in_two_seats_stands_in_both(desk: Desk) -> None:  # LSC-7.2
    words = ("member", "appoint", "icp", "Jo Bloggs", "--seat", "trust", "--began", "2024-01-01")
    assert desk.record(*words).code == 0
    found = holders(desk, "--on", "2024-02-01")
    assert [found[seat][1] for seat in ("east", "trust")] == [desk.jo, desk.jo]
    numbers = desk("member", "numbers", "icp", "--from", "2024-02-01", "--to", "2024-02-01").rows
    assert numbers == [["2024-02-01", "2", "0"]]


def test_a_member_whose_seat_later_terms_do_not_have_stands_apart(desk: Desk) -> None:
    text = TERMS.replace("seat: west", "seat: north").replace('version: "2023"', 'version: "2024"')
    adopt = (
        "terms",
        "adopt",
        desk.write("later.yaml", text),
        "--in-force",
        "2024-01-01",
        "--on",
        "2024-01-01",
    )
    assert desk.record(*adopt).code == 0
    row = desk("seat", "list", "icp", "--on", "2024-02-01").rows[-1]
    assert row == ["west", "no seat of these terms", "", "", "Kim Lee", desk.kim, "2023-05-01", ""]
