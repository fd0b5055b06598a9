"""``remit member``: a membership begins and ends."""

from __future__ import annotations

from tests.ledger_cli.desk import Desk, Said
from tests.ledger_cli.membership import adopted

from ledger.facts.fact import Noted
from ledger.facts.meetings import Opened
from ledger.facts.members import Appointed, CoOpted, Nominated, TakenUp
from ledger.facts.words import Words
from ledger_cli.settings import today

REQUEST = "r-" + "d" * 16


def test_a_member_is_appointed_to_a_vacant_seat(desk: Desk) -> None:
    said = desk.record("member", "appoint", "icp", desk.lou, "--seat", "trust", "--kind", "ex officio")
    assert said.code == 0
    assert desk.last.body == Appointed("icp", desk.lou, "trust", "ex officio", None)


def test_a_seat_that_is_held_is_refused_with_its_clause_and_holder(desk: Desk) -> None:
    said = desk.record("member", "appoint", "icp", "Lou May", "--seat", "west", "--on", "2024-01-01")
    assert said.code == 3
    assert said.err == (
        f"refused: ROL-3 (ToR 2023 5.1): expected a vacant seat, got west held by Kim Lee ({desk.kim})\n"
    )


def test_a_refusal_can_be_recorded_as_a_departure(desk: Desk) -> None:
    words = ("member", "appoint", "icp", "Lou May", "--seat", "west", "--on", "2024-01-01")
    said = desk.record(*words, "--departure", "they met so")
    assert said.code == 0
    assert desk.last.findings == (Noted("ROL-3", "ToR 2023 5.1", "not met"),)
    assert desk.last.departure is not None


def test_an_appointment_repeats(desk: Desk) -> None:
    words = ("member", "appoint", "icp", "Lou May", "--seat", "trust", "--request", REQUEST, "--json")
    first = desk.record(*words)
    size = desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


def test_the_end_finds_the_one_seat_and_repeats(desk: Desk) -> None:
    words = ("member", "end", "icp", "Kim Lee", "--reason", "moved", "--request", REQUEST, "--json")
    first = desk.record(*words)
    assert first.code == 0
    assert desk.record(*words).json == first.json
    again = desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved")
    assert again.err == "refused: ROL-4 (Remit default): expected a member in that seat, got no seat stated\n"


def test_of_several_seats_the_end_must_name_one(desk: Desk) -> None:
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2023-12-01")
    desk.record("member", "appoint", "icp", "Lou May", "--seat", "trust", "--on", "2024-01-01")
    said = desk.record("member", "end", "icp", "Lou May", "--reason", "moved")
    assert said.code == 2
    assert "expected --seat or --no-seat, got neither, of 2 seats: none stated, trust" in said.err
    assert desk.record("member", "end", "icp", "Lou May", "--reason", "moved", "--no-seat").code == 0
    both = desk.record("member", "end", "icp", "Lou May", "--reason", "x", "--no-seat", "--seat", "trust")
    assert (both.code, "expected --seat or --no-seat, got both" in both.err) == (2, True)
    assert desk.record("member", "end", "icp", "Lou May", "--reason", "moved").code == 0


def test_a_name_of_two_persons_asks_for_the_id(desk: Desk) -> None:
    desk.record("person", "register", "Lou May")
    said = desk.record("member", "appoint", "icp", "Lou May")
    assert said.code == 4
    assert said.err.startswith(
        "malformed: expected one person whom the ledger knows by id or exact name, got 2 of them: p-"
    )
    assert desk.lou in said.err


def test_a_name_of_nobody_is_malformed(desk: Desk) -> None:
    said = desk.record("member", "appoint", "icp", "Nobody")
    assert (said.code, said.err) == (
        4,
        "malformed: expected one person whom the ledger knows by id or exact name, got 'Nobody'\n",
    )


# --- nominated, approved, appointed --------------------------------------------------------------


def nominated(desk: Desk) -> str:
    """Nominate Lou for the seat of the trust and give the id."""
    words = ("nominate", "icp", "Lou May", "--seat", "trust", "--by", "trust", "--on", "2024-02-01", "--json")
    said = adopted(desk).record("member", *words)
    assert said.code == 0
    return str(said.json["nomination"])


def awaited(desk: Desk, *options: str) -> list[tuple[str, str | None, str | None, str | None]]:
    rows = desk("member", "nominations", "icp", "--json", *options).json
    return [(row["answer"], row["approved"], row["declined"], row["awaited"]) for row in rows]


def appoint(desk: Desk, *options: str) -> Said:
    words = ("appoint", "icp", "Lou May", "--seat", "trust", "--kind", "appointed", "--began", "2024-03-01")
    return desk.record("member", *words, *options)


def test_a_nomination_takes_effect_when_the_approvals_are_in(desk: Desk) -> None:  # LSC-7.4
    nomination = nominated(desk)
    assert desk.last.body == Nominated(nomination, "icp", desk.lou, "trust", "trust")
    assert awaited(desk) == [("awaited", None, None, "east, west")]
    assert desk.record("member", "approve", nomination, "east", "--on", "2024-02-10").code == 0
    missing = appoint(desk, "--nomination", nomination)
    assert missing.code == 3
    assert missing.err.splitlines()[-1] == (
        "refused: APP-1 (ToR 2024 5.4): expected approval by both councils, "
        "got approved by east; awaited from west"
    )
    assert desk.record("member", "approve", nomination, "west", "--on", "2024-02-20").code == 0
    assert awaited(desk) == [("approved", "east, west", None, None)]
    assert awaited(desk, "--on", "2024-02-15") == [("awaited", "east", None, "west")]
    assert awaited(desk, "--on", "2024-01-31") == []
    assert appoint(desk, "--nomination", nomination).code == 0
    assert awaited(desk) == [("appointed", "east, west", None, None)]


def test_a_nomination_that_was_declined_takes_no_effect(desk: Desk) -> None:  # LSC-7.4
    nomination = nominated(desk)
    words = ("member", "decline", nomination, "west", "--reason", "no", "--on", "2024-02-20")
    assert desk.record(*words).code == 0
    assert awaited(desk) == [("declined", None, "west", "east")]
    again = desk.record(*words)
    assert again.err.endswith(
        "NOM-5 (Remit default): expected an organisation that has not answered yet, got west\n"
    )
    assert appoint(desk, "--nomination", nomination).code == 3


def test_an_appointment_of_today_names_what_is_missing(desk: Desk) -> None:  # LSC-7.4
    adopted(desk)
    said = desk.record("member", "appoint", "icp", "Lou May", "--seat", "trust", "--began", today())
    assert said.code == 3
    assert said.err.splitlines()[-1] == (
        "refused: APP-1 (ToR 2024 5.4): expected approval by both councils, "
        "got no nomination on record; approval is asked of east, west"
    )
    assert appoint(desk).code == 0
    assert desk.last.findings == (Noted("APP-1", "ToR 2024 5.4", "not known"),)


def test_a_nomination_where_nobody_is_asked_says_so(desk: Desk) -> None:
    adopted(desk).record("member", "nominate", "icp", "Lou May", "--seat", "east")
    assert awaited(desk) == [("no approval asked for", None, None, None)]


def test_without_terms_it_is_not_known_what_a_nomination_awaits(desk: Desk) -> None:  # LSC-7.4
    desk.record("body", "constitute", "other", "Another", "--instrument", "s.1", "--on", "2023-01-01")
    words = ("member", "nominate", "other", "Lou May", "--seat", "east", "--on", "2024-02-01")
    assert desk.record(*words).code == 0
    assert [row[6] for row in desk("member", "nominations", "other").rows] == ["not known"]


def test_a_nomination_repeats(desk: Desk) -> None:
    words = (
        "member",
        "nominate",
        "icp",
        "Lou May",
        "--seat",
        "trust",
        "--request",
        "r-" + "d" * 16,
        "--json",
    )
    first = desk.record(*words)
    size = desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


def test_an_answer_to_no_nomination_is_malformed(desk: Desk) -> None:
    for verb in (("approve",), ("decline", "--reason", "no")):
        said = desk.record("member", verb[0], "n-" + "a" * 16, "east", *verb[1:])
        assert (said.code, said.err) == (
            4,
            "malformed: expected a nomination that the ledger knows, got 'n-aaaaaaaaaaaaaaaa'\n",
        )


def test_an_appointment_says_all_that_it_states(desk: Desk) -> None:
    said = desk.record(
        *("member", "appoint", "icp", "Lou May", "--seat", "trust", "--kind", "interim", "--carries-over"),
        *("--began", "2024-01-01", "--until", "2024-07-01", "--organisation", "trust"),
    )
    assert said.code == 0
    assert desk.last.body == Appointed(
        "icp",
        desk.lou,
        "trust",
        "interim",
        "2024-01-01",
        "2024-07-01",
        carries_over=True,
        organisation="trust",
    )


# --- taken up ------------------------------------------------------------------------------------


def test_a_seat_is_taken_up(desk: Desk) -> None:  # LSC-7.2
    waits = ("member", "appoint", "icp", "Lou May", "--seat", "trust", "--began", "2024-01-01", "--takes-up")
    assert desk.record(*waits).code == 0
    rows = {row["seat"]: row["holder"] for row in desk("seat", "list", "icp", "--json").json}
    assert rows["trust"] == f"vacant; Lou May ({desk.lou}) has not taken it up"
    words = (
        "member",
        "take-up",
        "icp",
        "Lou May",
        "--on",
        "2024-02-01",
        "--request",
        "r-" + "d" * 16,
        "--json",
    )
    first = desk.record(*words)
    assert (first.code, desk.last.body) == (0, TakenUp("icp", desk.lou, "trust"))
    size = desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


def test_without_an_appointment_nothing_is_taken_up(desk: Desk) -> None:
    said = desk.record("member", "take-up", "icp", "Lou May")
    assert (said.code, "expected --seat, got none" in said.err) == (2, True)
    refused = desk.record("member", "take-up", "icp", "Lou May", "--seat", "trust")
    assert refused.err == (
        "refused: ROL-5 (Remit default): expected an appointment that awaits taking up, got trust\n"
    )


# --- co-opted ------------------------------------------------------------------------------------

CO_OPT = (
    "member",
    "co-opt",
    "icp",
    "Lou May",
    "--ground",
    "expertise",
    "--reason",
    "knows",
    "--sector",
    "care",
)


def test_the_body_co_opts(desk: Desk) -> None:  # LSC-7.6
    desk.meets(Opened("m-" + "a" * 16, "icp", "meeting", None, Words.of("Town hall")))
    words = (*CO_OPT, "--meeting", "2024-03-25", "--on", "2024-03-25", "--request", REQUEST, "--json")
    first = adopted(desk).record(*words)
    assert first.code == 0
    assert desk.last_of(CoOpted).meeting == "m-" + "a" * 16
    size = desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)
    rows = desk("seat", "list", "icp", "--on", "2024-04-01").rows
    assert rows[-1] == ["", "co-opted", "care", "no", "Lou May", desk.lou, "2024-03-25", ""]
    assert desk("seat", "vacancies", "icp", "--on", "2024-04-01").rows[0][3] == "vacant"


def test_a_co_option_on_another_ground_is_refused_with_its_clause(desk: Desk) -> None:  # LSC-7.6
    adopted(desk)
    said = desk.record(*CO_OPT, "--ground", "friendship", "--resolution", "d-" + "a" * 16)
    assert said.code == 3
    assert said.err.splitlines()[-1] == (
        "refused: COO-1 (ToR 2024 5.7): expected co-option on a ground of the terms, "
        "got on the ground friendship"
    )


def test_terms_that_do_not_say_so_let_nobody_be_co_opted(desk: Desk) -> None:  # LSC-7.6
    said = desk.record(*CO_OPT, "--resolution", "d-" + "a" * 16, "--by", "Jo Bloggs")
    assert said.err == (
        "refused: ROL-6 (Remit default): expected terms that let the body co-opt, "
        "got terms that do not say so\n"
    )


# --- regular attendees ---------------------------------------------------------------------------


def test_regular_attendees_are_listed_apart(desk: Desk) -> None:  # LSC-7.3
    adopted(desk)
    free = ["finance", "Director of Finance", "", "", "trust", "", "5.3"]
    assert desk("member", "attendees", "icp").rows == [free]
    words = ("member", "attendee-add", "icp", "Lou May", "--on", "2024-02-01", "--place", "finance")
    assert desk.record(*words, "--organisation", "trust").code == 0
    row = ["finance", "Director of Finance", desk.lou, "Lou May", "trust", "2024-02-01", "5.3"]
    assert desk("member", "attendees", "icp").rows == [row]
    assert desk("member", "attendees", "icp", "--on", "2023-12-31").rows == []
    assert desk.record("member", "attendee-end", "icp", "Lou May", "--on", "2024-03-01").code == 0
    assert desk("member", "attendees", "icp").rows == [free]
    assert desk.record("member", "attendee-add", "icp", "Lou May").code == 0
    assert desk("member", "attendees", "icp").rows[0] == ["", "", desk.lou, "Lou May", "", today(), ""]


def test_a_member_is_no_regular_attendee(desk: Desk) -> None:  # LSC-7.3
    said = desk.record("member", "attendee-add", "icp", "Jo Bloggs", "--on", "2024-02-01")
    assert said.err == (
        "refused: ROL-7 (Remit default): expected somebody who is not a member on 2024-02-01, "
        f"got Jo Bloggs ({desk.jo})\n"
    )


# --- numbers, balance ----------------------------------------------------------------------------


def test_the_number_of_members_over_time(desk: Desk) -> None:  # LSC-7.10
    desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-01-01")
    desk.record("member", "appoint", "icp", "Lou May", "--seat", "trust", "--on", "2024-03-01")
    assert desk("member", "numbers", "icp", "--to", "2024-12-31").rows == [
        ["2023-01-01", "0", "1"],
        ["2023-05-01", "2", "1"],
        ["2024-01-01", "1", "1"],
        ["2024-03-01", "2", "0"],
    ]
    some = desk("member", "numbers", "icp", "--from", "2023-06-01", "--to", "2023-07-01")
    assert some.rows == [["2023-06-01", "2", "1"]]
    wrong = desk("member", "numbers", "icp", "--from", "2024-01-02", "--to", "2024-01-01")
    assert (wrong.code, "expected --from a day up to 2024-01-01, got 2024-01-02" in wrong.err) == (2, True)


def test_a_balance_is_shown_and_warned_about_when_lost(desk: Desk) -> None:  # PLD-3, PBP-8
    adopted(desk)
    kept = desk("member", "balance", "icp", "--on", "2024-02-01")
    assert (kept.code, kept.rows) == (0, [["BAL-1", "ToR 2024 5.8", "met", "two council leaders", "2"]])
    said = desk.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-02-01")
    assert said.code == 0
    assert (
        "warning: balance lost on 2024-02-01: BAL-1 (ToR 2024 5.8): expected two council leaders, got 1\n"
        in said.err
    )
    lost = desk("member", "balance", "icp", "--on", "2024-02-01")
    assert (lost.code, lost.rows[0][2]) == (1, "not met")
    again = desk.record("member", "end", "icp", "Jo Bloggs", "--reason", "moved", "--on", "2024-03-01")
    assert (again.code, "warning" in again.err) == (0, False)


def test_a_balance_is_not_known_without_terms_and_met_where_none_is_asked_for(desk: Desk) -> None:  # PLD-3
    assert desk("member", "balance", "icp", "--on", "2022-12-31").code == 8
    said = desk("member", "balance", "icp")
    assert (said.code, said.rows, said.err) == (0, [], "the terms of icp ask for no balance\n")
    adopted(desk).record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-02-01")
    desk.record("member", "appoint", "icp", "Lou May", "--on", "2024-02-01")
    assert desk("member", "balance", "icp", "--on", "2024-02-01").code == 8


def test_a_dry_run_warns_of_nothing(desk: Desk) -> None:
    adopted(desk)
    words = ("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-02-01", "--dry-run")
    said = desk(*words)
    assert (said.code, "warning" in said.err) == (0, False)


def test_several_organisations_approve_in_one_request_and_the_nomination_says_the_seat(
    desk: Desk,
) -> None:  # LSC-7.4
    nomination = nominated(desk)
    size = desk.size
    said = desk.record("member", "approve", nomination, "east", "west", "--on", "2024-02-10")
    assert (said.code, desk.size) == (0, size + 2)
    assert awaited(desk) == [("approved", "east, west", None, None)]
    words = ("appoint", "icp", "Lou May", "--nomination", nomination, "--began", "2024-03-01")
    assert desk.record("member", *words).code == 0
    assert desk.last_of(Appointed).seat == "trust"
