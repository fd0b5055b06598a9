"""``remit mandate``: what members may agree at the table."""

from __future__ import annotations

from tests.ledger_cli.desk import Desk

from ledger.facts.members import Mandated
from ledger.facts.words import Money

GIVE = ("mandate", "give", "icp", "Jo Bloggs", "east", "--function", "grants", "--on", "2024-01-15")
LIMIT = ("--each", "GBP 250000.00")


def check(desk: Desk, *more: str, function: str = "grants", on: str = "2024-03-25") -> tuple[int, str]:
    said = desk("mandate", "check", "icp", "Jo Bloggs", function, "--on", on, *more)
    return said.code, said.out.rstrip("\n")


def test_a_member_gets_a_mandate(desk: Desk) -> None:  # LSC-S6, PLA-7a
    said = desk.record(*GIVE, "--function", "staff", *LIMIT, "--until", "2025-01-01", "--words", "As minuted")
    assert said.code == 0
    body = desk.last_of(Mandated)
    assert (body.person, body.organisation, body.functions) == (desk.jo, "east", ("grants", "staff"))
    assert (body.each, body.until) == (Money(250_000_00, "GBP"), "2025-01-01")
    assert body.words is not None


def test_a_mandate_from_another_organisation_is_refused_with_the_seats_clause(desk: Desk) -> None:  # LSC-S6
    said = desk.record("mandate", "give", "icp", "Jo Bloggs", "west", "--function", "grants")
    assert said.code == 3
    assert said.err == (
        "refused: MAN-2 (ToR 2023 5.1): expected the organisation that the member represents, "
        "got west, where east is represented\n"
    )


def test_a_mandate_repeats(desk: Desk) -> None:
    words = (*GIVE, "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    size = desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


def test_a_mandate_of_nothing_is_usage(desk: Desk) -> None:
    said = desk.record("mandate", "give", "icp", "Jo Bloggs", "east")
    assert (said.code, "expected what may be agreed: --function CODE" in said.err) == (2, True)


def test_the_answer_is_one_line_with_the_mandate_it_rests_on(desk: Desk) -> None:  # LSC-S6, HIW-8
    desk.record(*GIVE, *LIMIT)
    fact = desk.last.id
    asked = f"Jo Bloggs ({desk.jo}) for grants"
    rests = f"east gave it on 2024-01-15, up to GBP 250,000.00 at a time ({fact})"
    assert check(desk, "--amount", "GBP 250000.00") == (
        0,
        f"yes: {asked} of GBP 250,000.00 at icp on 2024-03-25: within the mandate; {rests}",
    )
    assert check(desk, "--amount", "GBP 250000.01") == (
        1,
        f"no: {asked} of GBP 250,000.01 at icp on 2024-03-25: over the limit; {rests}",
    )
    assert check(desk) == (
        8,
        f"not known: {asked} at icp on 2024-03-25: the mandate has a limit, and no amount is said; {rests}",
    )


def test_without_a_mandate_on_record_it_is_not_known(desk: Desk) -> None:  # LSC-S6, HIW-8
    desk.record(*GIVE)
    assert check(desk, function="staff") == (
        8,
        f"not known: Jo Bloggs ({desk.jo}) for staff at icp on 2024-03-25: no mandate on record",
    )
    assert check(desk, on="2024-01-14")[0] == 8
    said = desk("mandate", "check", "icp", "Lou May", "grants", "--on", "2024-03-25")
    expected = f"no: Lou May ({desk.lou}) for grants at icp on 2024-03-25: no member of icp on 2024-03-25\n"
    assert (said.code, said.out) == (1, expected)


def test_what_was_known_then_is_not_what_is_known_now(desk: Desk) -> None:
    size = desk.size
    desk.record(*GIVE)
    assert check(desk)[0] == 0
    assert check(desk)[1].endswith("without a limit " + f"({desk.last.id})")
    assert check(desk, "--known-at", str(size))[0] == 8


def test_a_mandate_ends_and_does_not_end_twice(desk: Desk) -> None:  # LSC-S6
    desk.record(*GIVE)
    fact = desk.last.id
    end = ("mandate", "end", "icp", "Jo Bloggs", "east", "--on", "2024-03-25")
    assert desk.record(*end).code == 0
    assert check(desk, on="2024-03-24")[0] == 0
    code, line = check(desk)
    assert code == 1
    assert line == (
        f"no: Jo Bloggs ({desk.jo}) for grants at icp on 2024-03-25: the mandate ended 2024-03-25; "
        f"east gave it on 2024-01-15, without a limit ({fact})"
    )
    again = desk.record(*end)
    assert again.code == 3
    assert again.err == (
        "refused: MAN-3 (Remit default): expected a mandate that holds on 2024-03-25, "
        f"got Jo Bloggs ({desk.jo}) for east\n"
    )


def test_the_answer_in_json(desk: Desk) -> None:
    desk.record(*GIVE, *LIMIT)
    fact = desk.last.id
    said = desk("mandate", "check", "icp", "Jo Bloggs", "grants", "--on", "2024-03-25", "--json")
    assert said.code == 8
    assert (said.json["answer"], said.json["person"], said.json["amount"]) == ("not known", desk.jo, None)
    assert said.json["mandates"] == [
        {
            "person": desk.jo,
            "name": "Jo Bloggs",
            "organisation": "east",
            "functions": "grants",
            "one agreement": "GBP 250,000.00",
            "since": "2024-01-15",
            "until": None,
            "fact": fact,
        }
    ]


def test_the_list_shows_every_member_with_or_without_a_mandate(desk: Desk) -> None:  # LSC-S6, HIW-8
    desk.record(*GIVE, "--until", "2024-06-01")
    fact = desk.last.id
    jo = [desk.jo, "Jo Bloggs"]
    kim = [desk.kim, "Kim Lee", "", "not known", "", "", "", ""]
    listed = desk("mandate", "list", "icp", "--on", "2024-03-25")
    assert listed.rows == [[*jo, "east", "grants", "no limit", "2024-01-15", "2024-06-01", fact], kim]
    before, after = (desk("mandate", "list", "icp", "--on", day).rows for day in ("2024-01-14", "2024-06-01"))
    assert before == [[*jo, "", "not known", "", "", "", ""], kim]
    assert after == [[*jo, "", "none any more", "", "", "", ""], kim]


def test_the_list_leaves_out_who_is_no_longer_a_member(desk: Desk) -> None:
    desk.record(*GIVE)
    desk.record("member", "end", "icp", "Jo Bloggs", "--reason", "moved", "--on", "2024-03-01")
    assert [row[0] for row in desk("mandate", "list", "icp", "--on", "2024-03-01").rows] == [desk.kim]
    assert [row[0] for row in desk("mandate", "list", "icp", "--on", "2024-02-29").rows] == [
        desk.jo,
        desk.kim,
    ]
