"""``remit interest``: regimes, the register, dispensations, declarations, and conflicts before a meeting."""

from __future__ import annotations

import pytest
from tests.ledger_cli.desk import MOTION, Desk, Said, kept

from ledger.facts.decisions import AS_PUT, VoteCast
from ledger.facts.fact import Acted, Noted
from ledger.facts.interests import Declared, Dispensed, Ended, InterestKind, RegimeAdopted, Registered
from ledger.facts.members import Appointed
from ledger.facts.programme import ItemPlanned, Scheduled
from ledger.facts.words import Words

CODE = """\
title: Code of conduct
kinds:
  - {kind: pecuniary, title: Pecuniary, clause: s.31(4) of the Act, speaks: false, votes: false, stays: false}
  - {kind: personal, title: Personal, clause: Code 4, speaks: true, votes: true}
dispensation: s.33 of the Act
"""
POLICY = """\
title: Conflicts policy
kinds:
  - {kind: pecuniary, title: Financial, clause: Policy 7, speaks: , votes: }
"""
MEETING, JUNE, ITEM, NEXT = "m-" + "a" * 16, "m-" + "b" * 16, "i-" + "b" * 16, "i-" + "c" * 16
SHOP, REQUEST = "t-" + "a" * 16, "r-" + "d" * 16
SINCE = ("--on", "2023-06-01")


@pytest.fixture
@kept
def bound(desk: Desk) -> Desk:
    """Adopt the regimes of east, which bars, and of west, where whoever presides decides."""
    adopts(desk, "east", CODE)
    adopts(desk, "west", POLICY)
    return desk


def adopts(desk: Desk, organisation: str, text: str) -> Said:
    file = desk.write(f"{organisation}.yaml", text)
    return desk.record("interest", "regime", "adopt", organisation, file, "--on", "2023-01-01")


def registers(desk: Desk, person: str, *more: str, kind: str = "pecuniary") -> str:
    """Register an interest about the market and give its id."""
    words = ("--nature", "owns a shop", "--about", "market", *SINCE, "--json")
    said = desk.record("interest", "register", person, kind, *words, *more)
    assert said.code == 0, said.err
    return str(said.json["interest"])


def plans(desk: Desk, *items: tuple[str, str | None, tuple[str, ...]]) -> None:
    """Give a meeting of June 2024 its date and these items: id, number, what it concerns."""
    title = Words.of("Stalls")
    desk.meets(
        Scheduled(JUNE, "icp", "2024-06-24", None, None),
        *(ItemPlanned(id_, "icp", JUNE, title, "other", number, about=about) for id_, number, about in items),
        on="2024-05-01",
    )


def against(desk: Desk, *more: str) -> Said:
    return desk("interest", "against", "2024-06-24", "icp", "--json", *more)


# --- regimes -------------------------------------------------------------------------------------


def test_a_regime_is_adopted_from_a_file_and_shown_with_its_clauses(desk: Desk) -> None:  # LSC-12
    assert adopts(desk, "east", CODE).code == 0
    kinds = (
        InterestKind("pecuniary", "Pecuniary", "s.31(4) of the Act", speaks=False, votes=False, stays=False),
        InterestKind("personal", "Personal", "Code 4", speaks=True, votes=True),
    )
    assert desk.last.body == RegimeAdopted("east", "Code of conduct", kinds, "s.33 of the Act")
    said = desk("interest", "regime", "show", "east", "--json")
    assert said.json["dispensation"] == "s.33 of the Act"
    assert [(one["kind"], one["speaks"], one["votes"], one["stays"]) for one in said.json["kinds"]] == [
        ("pecuniary", "no", "no", "no"),
        ("personal", "yes", "yes", "not said"),
    ]
    shown = desk("interest", "regime", "show", "east").out
    assert "pecuniary\tPecuniary\ts.31(4) of the Act\tno\tno\tno" in shown


def test_where_a_file_leaves_it_empty_whoever_presides_decides(bound: Desk) -> None:  # LSC-12
    (kind,) = bound("interest", "regime", "show", "west", "--json").json["kinds"]
    assert (kind["speaks"], kind["votes"]) == ("whoever presides decides",) * 2


def test_a_regime_that_is_not_on_record_is_not_known(bound: Desk) -> None:
    said = bound("interest", "regime", "show", "east", "--on", "2022-12-31")
    assert (said.code, said.out) == (8, "")
    assert said.err == "not known: no regime of east is on record for 2022-12-31\n"
    assert bound("interest", "regime", "show", "east", "--known-at", "3").code == 8


def test_a_regime_with_a_kind_twice_is_refused(desk: Desk) -> None:
    twice = CODE.replace("kind: personal", "kind: pecuniary")
    said = adopts(desk, "east", twice)
    assert (said.code, said.err) == (
        3,
        "refused: DCL-1 (Remit default): expected each kind of interest once, got pecuniary twice\n",
    )


def test_a_faulty_file_of_a_regime_is_told_line_by_line(desk: Desk) -> None:
    said = adopts(desk, "east", CODE.replace("votes: true", "votes: perhaps"))
    assert said.code == 4
    assert "east.yaml:4:" in said.err


# --- the standing register -----------------------------------------------------------------------


def test_an_interest_is_registered_under_an_id_of_its_own_and_repeats(bound: Desk) -> None:  # LSC-12
    words = ("--regime", "east", "--request", REQUEST)
    first = registers(bound, "Jo Bloggs", *words)
    body = bound.last_of(Registered)
    assert (body.interest, body.person, body.regime, body.about) == (first, bound.jo, "east", ("market",))
    size = bound.size
    assert (registers(bound, "Jo Bloggs", *words), bound.size) == (first, size)


def test_a_kind_that_the_regime_has_not_is_refused(bound: Desk) -> None:  # LSC-12
    words = ("Jo Bloggs", "loyalty", "--nature", "a friend", "--regime", "east", *SINCE)
    said = bound.record("interest", "register", *words)
    assert said.err == (
        "refused: DCL-7 (Remit default): expected a kind of interest under the regime of east on 2023-06-01, "
        "got loyalty, of pecuniary, personal\n"
    )


def test_the_register_of_a_person_shows_what_holds_on_the_day(bound: Desk) -> None:  # LSC-12
    shop = registers(bound, "Jo Bloggs", "--regime", "east")
    loose = registers(bound, "Jo Bloggs", kind="loyalty")
    bound.record("interest", "dispense", "Jo Bloggs", *DISPENSED, "--until", "2024-03-01", "--speaks")
    on_day = ("interest", "list", "Jo Bloggs", "--json", "--on")
    (first, second) = bound(*on_day, "2024-02-01").json
    assert first == {
        "name": "Jo Bloggs",
        "person": bound.jo,
        "interest": shop,
        "regime": "east",
        "kind": "pecuniary",
        "clause": "s.31(4) of the Act",
        "about": "market",
        "nature": "owns a shop",
        "since": "2023-06-01",
        "until": None,
        "dispensed": "may speak under s.33 of the Act (east) until 2024-03-01",
    }
    assert (second["interest"], second["regime"], second["clause"]) == (loose, None, None)
    assert [one["dispensed"] for one in bound(*on_day, "2024-03-01").json] == [None, None]
    assert bound(*on_day, "2023-05-31").json == []


def test_the_register_of_a_body_is_that_of_its_members_on_the_day(bound: Desk) -> None:  # LSC-12
    for name in ("Jo Bloggs", "Kim Lee", "Lou May"):
        registers(bound, name)
    before = bound.size
    bound.record("member", "end", "icp", "Kim Lee", "--reason", "moved", "--on", "2024-01-01")
    of_body = ("interest", "list", "--body", "icp", "--json", "--on")
    assert [one["name"] for one in bound(*of_body, "2023-12-31").json] == ["Jo Bloggs", "Kim Lee"]
    assert [one["name"] for one in bound(*of_body, "2024-01-01").json] == ["Jo Bloggs"]
    then = bound(*of_body, "2024-01-01", "--known-at", str(before)).json
    assert [one["name"] for one in then] == ["Jo Bloggs", "Kim Lee"]


@pytest.mark.parametrize("words", [(), ("Jo Bloggs", "--body", "icp")])
def test_the_register_is_of_a_person_or_of_a_body(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk("interest", "list", *words)
    assert (said.code, "expected PERSON or --body, one of the two" in said.err) == (2, True)


def test_an_interest_ends_once(bound: Desk) -> None:
    shop = registers(bound, "Jo Bloggs")
    words = ("interest", "end", "Jo Bloggs", shop, "--on", "2024-01-01")
    first = bound.record(*words, "--request", REQUEST, "--json")
    assert bound.last.body == Ended(shop, bound.jo)
    assert bound.record(*words, "--request", REQUEST, "--json").json == first.json
    again = bound.record(*words)
    assert (again.code, again.err) == (
        3,
        f"refused: DCL-2 (Remit default): expected an interest that has not ended, got {shop}\n",
    )


# --- dispensations -------------------------------------------------------------------------------

DISPENSED = ("--by", "east", "--clause", "s.33 of the Act", "--on", "2024-01-10")


def test_a_dispensation_is_recorded_for_one_interest(bound: Desk) -> None:  # LSC-12
    shop = registers(bound, "Jo Bloggs", "--regime", "east")
    words = ("Jo Bloggs", *DISPENSED, "--interest", shop, "--speaks", "--votes", "--until", "2024-07-01")
    assert bound.record("interest", "dispense", *words).code == 0
    expected = Dispensed(
        bound.jo, "east", "s.33 of the Act", speaks=True, votes=True, interest=shop, until="2024-07-01"
    )
    assert bound.last.body == expected


def test_a_dispensation_shows_at_the_interest_that_it_is_for(bound: Desk) -> None:  # LSC-12
    shop, _ = (registers(bound, "Jo Bloggs", "--regime", "east") for _ in range(2))
    bound.record("interest", "dispense", "Jo Bloggs", *DISPENSED, "--interest", shop, "--speaks", "--votes")
    said = bound("interest", "list", "Jo Bloggs", "--on", "2024-02-01", "--json")
    assert [one["dispensed"] for one in said.json] == [
        "may speak and may vote under s.33 of the Act (east)",
        None,
    ]


def test_a_dispensation_shows_at_an_interest_that_no_regime_asks_for(bound: Desk) -> None:  # LSC-12
    registers(bound, "Jo Bloggs", kind="loyalty")
    bound.record("interest", "dispense", "Jo Bloggs", *DISPENSED, "--votes")
    (one,) = bound("interest", "list", "Jo Bloggs", "--on", "2024-02-01", "--json").json
    assert one["dispensed"] == "may vote under s.33 of the Act (east)"


def test_a_dispensation_under_another_clause_is_refused_with_the_right_one(bound: Desk) -> None:  # LSC-12
    said = bound.record("interest", "dispense", "Jo Bloggs", "--by", "east", "--clause", "s.28", "--votes")
    assert (said.code, said.err) == (
        3,
        "refused: DCL-3 (s.33 of the Act): expected a dispensation under the regime of east, got s.28\n",
    )


def test_a_dispensation_allows_something(bound: Desk) -> None:
    said = bound.record("interest", "dispense", "Jo Bloggs", *DISPENSED)
    assert (said.code, "expected --speaks, --votes or both, got neither" in said.err) == (2, True)


# --- declared at a meeting -----------------------------------------------------------------------


def declares(desk: Desk, person: str, *more: str, effect: str = "noted") -> Said:
    words = ("--body", "icp", "--nature", "owns a shop", "--effect", effect, *more)
    return desk.record("interest", "declare", "2024-03-25", person, *words)


@pytest.fixture
def meeting(bound: Desk, request: pytest.FixtureRequest) -> Desk:
    """Open the meeting of March 2024 at item 1, with a motion."""
    request.getfixturevalue("sitting")
    return bound


def test_an_interest_is_declared_in_an_item_on_the_day_of_the_meeting(meeting: Desk) -> None:  # LSC-12
    words = ("--item", "1", "--kind", "pecuniary", "--request", REQUEST)
    assert declares(meeting, "Jo Bloggs", *words, effect="withdraws").code == 0
    fact, body = meeting.last, meeting.last_of(Declared)
    assert (fact.on, fact.acted) == ("2024-03-25", Acted(meeting.jo))
    assert (body.meeting, body.item, body.person) == (MEETING, "i-" + "a" * 16, meeting.jo)
    assert (body.effect, body.kind, body.regime, body.motions) == ("withdraws", "pecuniary", None, ())
    size = meeting.size
    assert declares(meeting, "Jo Bloggs", *words, effect="withdraws").code == 0
    assert meeting.size == size


def test_less_than_the_regime_asks_is_refused_with_its_clause(meeting: Desk) -> None:  # LSC-12, D10
    said = declares(meeting, "Jo Bloggs", "--item", "1", "--kind", "pecuniary")
    assert said.code == 3
    assert said.err == (
        "refused: DCL-4 (s.31(4) of the Act): expected the member to withdraw "
        "(pecuniary under the regime of east), got noted\n"
    )


def test_the_same_kind_is_left_to_whoever_presides_under_another_regime(meeting: Desk) -> None:  # LSC-12
    assert declares(meeting, "Kim Lee", "--kind", "pecuniary").code == 0
    assert meeting.last_of(Declared).item is None
    assert meeting.last.findings == ()


def test_what_may_follow_is_not_known_without_a_kind_and_is_shown_so(meeting: Desk) -> None:  # LSC-12
    assert declares(meeting, "Jo Bloggs").code == 0
    assert meeting.last.findings == (Noted("DCL-4", None, "not known"),)


def test_a_registered_interest_brings_its_kind_along(meeting: Desk) -> None:  # LSC-12
    shop = registers(meeting, "Jo Bloggs", "--regime", "east")
    said = declares(meeting, "Jo Bloggs", "--interest", shop)
    assert "DCL-4 (s.31(4) of the Act)" in said.err
    assert declares(meeting, "Jo Bloggs", "--interest", SHOP, effect="withdraws").code == 3


def test_a_late_declaration_shows_the_count_with_and_without_the_vote(meeting: Desk) -> None:  # D10
    meeting.meets(*(VoteCast(MOTION, MEETING, one, "for", AS_PUT) for one in (meeting.jo, meeting.kim)))
    words = ("--item", "1", "--voted", MOTION)
    said = declares(meeting, "Jo Bloggs", *words, effect="withdraws")
    assert said.code == 3
    assert said.err == (
        "refused: DCL-6 (Remit default): expected an interest that is declared before the vote, "
        f"got a vote for on {MOTION} by Jo Bloggs ({meeting.jo}): "
        "2 for and 0 against with it, 1 for and 0 against without it\n"
    )
    late = declares(meeting, "Jo Bloggs", *words, "--departure", "it came up late", effect="withdraws")
    assert (late.code, meeting.last.findings) == (0, (Noted("DCL-6", None, "not met"),))


def test_an_item_is_one_of_the_meeting(meeting: Desk) -> None:
    said = declares(meeting, "Jo Bloggs", "--item", "7")
    assert (said.code, said.err) == (
        4,
        f"malformed: expected the number of an item of {MEETING}, got '7'\n",
    )


# --- against an agenda ---------------------------------------------------------------------------


def test_every_conflict_is_listed_before_the_meeting_with_what_the_regime_bars(bound: Desk) -> None:  # LSC-12
    shop = registers(bound, "Jo Bloggs", "--regime", "east")
    stall = registers(bound, "Kim Lee")
    plans(bound, (ITEM, "4", ("market", "roads")), (NEXT, "5", ()))
    said = against(bound)
    assert said.code == 1
    assert (
        said.err == "not looked at: item 5, Stalls: it does not say what it concerns (agenda add --about)\n"
    )
    jo, kim = said.json
    assert jo == {
        "item": "4",
        "title": "Stalls",
        "name": "Jo Bloggs",
        "person": bound.jo,
        "member": "yes",
        "interest": shop,
        "kind": "pecuniary",
        "about": "market",
        "speaks": "no",
        "votes": "no",
        "stays": "no",
        "clause": "s.31(4) of the Act",
        "why": "pecuniary under the regime of east",
    }
    assert (kim["name"], kim["interest"], kim["clause"]) == ("Kim Lee", stall, "Policy 7")
    assert (kim["speaks"], kim["votes"], kim["stays"]) == (*("whoever presides decides",) * 2, "not said")


def test_a_dispensation_shows_in_the_list_of_conflicts(bound: Desk) -> None:  # LSC-12
    registers(bound, "Jo Bloggs", "--regime", "east")
    plans(bound, (ITEM, "4", ("market",)))
    bound.record("interest", "dispense", "Jo Bloggs", *DISPENSED, "--speaks")
    (jo,) = against(bound).json
    assert (jo["speaks"], jo["votes"], jo["clause"]) == ("yes", "no", "s.31(4) of the Act")
    assert jo["why"] == "pecuniary under the regime of east, dispensed under s.33 of the Act"


def test_without_a_regime_on_record_what_a_conflict_bars_is_not_known(desk: Desk) -> None:  # LSC-12
    registers(desk, "Jo Bloggs")
    plans(desk, (ITEM, None, ("market",)))
    said = against(desk)
    assert said.code == 1
    (jo,) = said.json
    assert [jo[name] for name in ("speaks", "votes", "stays", "clause")] == [*("not known",) * 3, None]
    assert jo["why"] == "no regime of east is on record for 2024-06-24"


def test_somebody_who_may_be_a_member_is_listed_as_that(bound: Desk) -> None:  # LSC-12
    registers(bound, "Lou May", "--regime", "east")
    bound.meets(Appointed("icp", bound.lou, None, "not known", None), on="2024-09-01")
    plans(bound, (ITEM, "4", ("market",)))
    (lou,) = against(bound).json
    assert (lou["name"], lou["member"], lou["votes"]) == ("Lou May", "not known", "no")


def test_no_conflict_is_a_clear_answer(bound: Desk) -> None:  # LSC-12
    registers(bound, "Jo Bloggs", "--regime", "east")
    plans(bound, (ITEM, "4", ("roads",)))
    said = against(bound)
    assert (said.code, said.json, said.err) == (0, [], "")


def test_where_no_item_says_what_it_concerns_it_is_not_known(bound: Desk) -> None:  # LSC-12
    registers(bound, "Jo Bloggs", "--regime", "east")
    plans(bound, (ITEM, None, ()))
    said = against(bound)
    assert (said.code, said.json) == (8, [])
    assert said.err == (
        f"not looked at: Stalls ({ITEM}): it does not say what it concerns (agenda add --about)\n"
        "not known: no item of the agenda says what it concerns\n"
    )


def test_where_no_member_is_known_it_is_not_known(bound: Desk) -> None:  # LSC-12
    for name in ("Jo Bloggs", "Kim Lee"):
        bound.record("member", "end", "icp", name, "--reason", "moved", "--on", "2024-01-01")
    plans(bound, (ITEM, "4", ("market",)))
    said = against(bound)
    assert (said.code, said.err) == (8, "not known: no member of icp is known on 2024-06-24\n")


def test_an_agenda_is_held_against_the_register_as_it_was_known(bound: Desk) -> None:  # LSC-12
    plans(bound, (ITEM, "4", ("market",)))
    known = bound.size
    registers(bound, "Jo Bloggs", "--regime", "east")
    assert [against(bound).code, against(bound, "--known-at", str(known)).code] == [1, 0]


def test_of_a_meeting_that_was_held_its_own_day_counts(meeting: Desk) -> None:  # LSC-12
    registers(meeting, "Jo Bloggs", "--regime", "east")
    title = Words.of("Stalls")
    meeting.meets(ItemPlanned(NEXT, "icp", MEETING, title, "other", "4", about=("market",)), on="2024-03-01")
    said = meeting("interest", "against", MEETING, "--json")
    assert (said.code, [one["name"] for one in said.json]) == (1, ["Jo Bloggs"])
