from __future__ import annotations

from typing import Any

import pytest
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import BOB, DAN, constituted, pounds

from ledger.facts import bodies as bodies_facts
from ledger.facts import functions as functions_facts
from ledger.facts.delegations import (
    ALONE,
    Accepted,
    Amended,
    Condition,
    Duty,
    Granted,
    Limit,
    Manner,
    PassedOn,
    Resumed,
    Revoked,
    Scope,
    Suspended,
)
from ledger.facts.functions import Function
from ledger.facts.words import Money
from ledger.functions import Catalogue
from ledger.links import Chain, Link
from ledger.reaches import Cell
from ledger.schemes import Change, Row, Scheme, scheme

ICB, COUNCIL = "organisation:icb", "organisation:council"
BOARD, FORUM, OFFICE = "body:icp", "body:forum", "office:icp/chair"
ONE, TWO, THREE, FOUR = (named("g", name) for name in ("one", "two", "three", "four"))
EARLY, FROM, DAY, LATER = "2024-03-31", "2024-04-01", "2024-06-01", "2024-09-01"
TREE = (
    Function("beds", "Community beds"),
    Function("beds.close", "Close beds", "beds"),
    Function("beds.open", "Open beds", "beds"),
    Function("grants", "Grants"),
)


def gives(
    delegation: str = ONE,
    *to: str,
    by: str = ICB,
    functions: tuple[str, ...] = ("beds",),
    day: str = FROM,
    manner: Manner = ALONE,
    **more: Any,
) -> tuple[Step, ...]:
    """Give; words of the scope and words of the grant are told apart by their names."""
    wide = {name: more.pop(name) for name in tuple(more) if name in Scope.__struct_fields__}
    scope = Scope(functions, **wide)
    return on(day, Granted(delegation, by, to or (BOARD,), "s.75", scope, manner, **more))


def passes(delegation: str, parent: str, to: str = BOB, scope: Scope | None = None) -> tuple[Step, ...]:
    return on(FROM, PassedOn(delegation, parent, ICB, (to,), scope or Scope(("beds",))))


def known(*steps: tuple[Step, ...]) -> Given:
    listed = on("2024-01-15", functions_facts.Listed("icp", TREE))
    return given(constituted(), listed, *steps)


def drawn(*steps: tuple[Step, ...], day: str = DAY, asked: tuple[str, ...] = ()) -> Scheme:
    state = known(*steps).state()
    return scheme(day, state.chain, state.functions, asked)


def row(of: Scheme, function: str) -> Row:
    (found,) = [one for one in of.rows if one.function == function]
    return found


def cell(of: Scheme, function: str = "beds.open", delegation: str = ONE) -> Cell:
    (found,) = [one for one in row(of, function).cells if one.delegation == delegation]
    return found


def limit(amount: int, over: str = "one act", **more: str) -> Limit:
    return Limit(pounds(amount), over, **more)  # type: ignore[arg-type]


# --- the matrix ----------------------------------------------------------------------------------


def test_every_function_has_a_row_in_the_order_of_the_tree_and_every_party_a_column() -> None:  # PBP-2
    found = drawn(gives(ONE, FORUM, OFFICE, BOB), asked=(COUNCIL,))
    assert [(one.function, one.title, one.depth) for one in found.rows] == [
        ("beds", "Community beds", 0),
        ("beds.close", "Close beds", 1),
        ("beds.open", "Open beds", 1),
        ("grants", "Grants", 0),
    ]
    assert found.parties == (COUNCIL, ICB, FORUM, OFFICE, BOB)
    assert row(found, "beds").of(COUNCIL) == ()


def test_a_delegation_of_the_whole_covers_its_parts_and_nothing_beside_or_above() -> None:  # PBP-2
    found = drawn(gives(), gives(TWO, FORUM, functions=("beds.open",)))
    assert {(one.function, each.party) for one in found.rows for each in one.cells} == {
        ("beds", BOARD),
        ("beds.close", BOARD),
        ("beds.open", BOARD),
        ("beds.open", FORUM),
    }


def test_what_is_excluded_is_not_covered_and_is_said_at_the_whole() -> None:  # PLA-7f
    found = drawn(gives(excluded=("beds.close",)))
    assert row(found, "beds.close").gap
    assert cell(found, "beds").words == ("no limit", "without beds.close")
    assert cell(found, "beds.open").words == ("no limit",)


def test_a_cell_says_by_whom_how_far_until_when_and_on_what_it_rests() -> None:  # PBP-2
    limits = (limit(2500), limit(9000, "all acts"))
    found = cell(drawn(gives(limits=limits, until=LATER, above=pounds(50), onward=1)))
    assert (found.party, found.delegation, found.giver, found.kind) == (BOARD, ONE, ICB, "delegated")
    assert (found.clause, found.since, found.until, found.onward) == ("s.75", FROM, LATER, 1)
    assert (found.state, found.told, found.keeps) == ("live", "", "beside")
    words = ("above GBP 50.00", "GBP 2,500.00 for one act", "GBP 9,000.00 for all acts", f"until {LATER}")
    assert found.words == words


def test_how_it_is_exercised_adds_up_along_the_chain() -> None:  # PBP-2
    above = Manner(approval=(OFFICE,), duties=(Duty(BOARD, 30),), records=("reasons",))
    manner = Manner(2, conditions=(Condition("funded", "the money is there"),), consulting=(FORUM,))
    given_ = gives(ONE, BOARD, onward=1, manner=above)
    passed = on(FROM, PassedOn(TWO, ONE, ICB, (BOB, DAN), Scope(("beds",)), manner))
    assert cell(drawn(given_), delegation=ONE).asks == (
        f"approval of {OFFICE}",
        f"reported to {BOARD} within 30 days",
        "with reasons recorded",
    )
    (bob, _) = row(drawn(given_, passed), "beds").cells[1:]
    assert bob.asks == (
        "2 of 2 together",
        f"after asking {FORUM}",
        "where the money is there",
        f"approval of {OFFICE}",
        f"reported to {BOARD} within 30 days",
        "with reasons recorded",
    )


def test_a_function_that_the_catalogue_does_not_list_has_a_row_while_something_is_given_for_it() -> None:
    found = drawn(gives(functions=("leases",), until=DAY))
    assert (row(found, "leases").title, row(found, "leases").gap) == (None, True)
    assert [one.function for one in found.standing().rows] == [one.function for one in TREE]


def test_without_a_catalogue_what_is_given_are_the_rows() -> None:  # PBP-2
    chain = known(gives(functions=("grants", "beds"))).state().chain
    assert [one.function for one in scheme(DAY, chain, Catalogue()).rows] == ["beds", "grants"]


def test_a_delegation_whose_root_is_not_known_is_left_out() -> None:
    chain = known(passes(TWO, ONE)).state().chain
    assert [one.cells for one in scheme(DAY, chain, Catalogue()).rows] == []


def test_a_catalogue_in_a_circle_that_no_rule_let_in_is_drawn_all_the_same() -> None:
    circle = functions_facts.Listed("icp", (Function("a", "A", "b"), Function("b", "B", "a")))
    catalogue = Catalogue().after(FROM, circle)
    assert [one.gap for one in scheme(DAY, Chain(), catalogue).rows] == [True, True]


# --- whether it holds ----------------------------------------------------------------------------


def test_the_same_question_before_and_after_an_instrument_takes_effect() -> None:  # PLA-7c
    before, after = drawn(gives(), day=EARLY), drawn(gives(), day=FROM)
    assert (cell(before).state, cell(before).told) == ("not begun", f"from {FROM}")
    assert (before.gaps, after.gaps) == (("beds", "beds.close", "beds.open", "grants"), ("grants",))


def stops(body: object) -> tuple[Step, ...]:
    return on(DAY, body)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "before", "after", "told"),
    [
        ((gives(), stops(Revoked(ONE, ICB, sealed("why")))), "live", "revoked", f"revoked from {DAY}"),
        ((gives(until=DAY),), "live", "over", f"over from {DAY}"),
        ((gives(), stops(Suspended(ONE, ICB, sealed("why")))), "live", "suspended", f"suspended from {DAY}"),
        (
            (gives(manner=Manner(acceptance=True)), stops(Accepted(ONE, ICB, BOARD, accepted=True))),
            "not accepted",
            "live",
            "",
        ),
        (
            (gives(), on(FROM, Suspended(ONE, ICB, sealed("why"))), stops(Resumed(ONE, ICB))),
            "suspended",
            "live",
            "",
        ),
    ],
)
def test_a_delegation_holds_to_the_day_before_its_end_and_from_the_day_of_its_beginning(
    steps: tuple[tuple[Step, ...], ...], before: str, after: str, told: str
) -> None:  # PLA-7c
    assert cell(drawn(*steps, day="2024-05-31")).state == before
    found = cell(drawn(*steps, day=DAY))
    assert (found.state, found.told) == (after, told)
    assert row(drawn(*steps), "beds").gap is (after != "live")


def test_a_link_holds_only_while_every_link_above_it_does() -> None:  # PBP-2
    steps = (gives(onward=1), passes(TWO, ONE), on(DAY, Suspended(ONE, ICB, sealed("why"))))
    assert cell(drawn(*steps, day=FROM), delegation=TWO).decides
    found = cell(drawn(*steps), delegation=TWO)
    assert (found.state, found.told) == ("suspended", f"suspended from {DAY}, with {ONE} above it")


def test_a_link_reaches_only_as_far_as_every_link_above_it() -> None:  # PBP-2
    wide = Scope(("beds",), (limit(500), limit(800, "all acts")), above=pounds(10))
    narrow = Scope(("beds.open",), (limit(300),), LATER, 1, above=pounds(20))
    steps = (gives(onward=1), passes(TWO, ONE, scope=wide), on(DAY, Amended(ONE, ICB, narrow)))
    found = drawn(*steps)
    assert [one.function for one in found.rows for each in one.cells if each.party == BOB] == ["beds.open"]
    assert cell(found, delegation=TWO).limits == (limit(300), limit(800, "all acts"))
    assert (cell(found, delegation=TWO).until, cell(found, delegation=TWO).above) == (LATER, (pounds(20),))


def test_the_tightest_limit_is_that_of_the_link_itself_where_it_is_lower() -> None:  # PBP-2
    low = Scope(("beds",), (limit(100),), above=pounds(30))
    steps = (gives(limits=(limit(300),), onward=1, above=pounds(20)), passes(TWO, ONE, scope=low))
    found = cell(drawn(*steps), delegation=TWO)
    assert (found.limits, found.above) == ((limit(100),), (pounds(30),))


def test_limits_of_different_kinds_stand_beside_each_other() -> None:  # PBP-2
    both = (limit(300), limit(300, spend="capital"), Limit(Money(100, "EUR"), "one act"))
    assert cell(drawn(gives(limits=both))).limits == both


def test_of_two_amendments_the_later_recorded_does_not_undo_the_later_in_effect() -> None:  # T1
    narrow, wide = Scope(("beds.open",)), Scope(("beds", "grants"))
    steps = (gives(), on("2024-05-01", Amended(ONE, ICB, narrow)), on("2024-04-15", Amended(ONE, ICB, wide)))
    found = drawn(*steps)
    assert [one.function for one in found.rows if one.cells] == ["beds.open"]


def test_a_body_that_succeeded_another_stands_in_its_place() -> None:
    ended = bodies_facts.Ended("icp", "order 7", ("board",), (ONE,))
    found = drawn(gives(ONE, BOB, by=BOARD), on(DAY, ended))
    assert cell(found).giver == "body:board"


def test_what_a_body_that_is_no_more_gave_or_held_has_lapsed_with_all_below() -> None:
    def states(*steps: tuple[Step, ...], gone: str) -> list[tuple[str, str]]:
        state = known(*steps).state()
        found = row(scheme(DAY, state.chain, state.functions, gone=(gone,)), "beds")
        return [(each.state, each.told) for each in found.cells]

    lapsed = "lapsed", f"{BOARD} exists no more"
    assert states(gives(ONE, BOB, by=BOARD), gone=BOARD) == [lapsed]
    assert states(gives(ONE, OFFICE), gone=BOARD) == [("lapsed", f"{OFFICE} exists no more")]
    below = states(gives(onward=1), passes(TWO, ONE), gone=BOARD)
    assert below == [lapsed, ("lapsed", f"{BOARD} exists no more, with {ONE} above it")]
    assert states(gives(ONE, BOARD, FORUM), gone=BOARD) == [lapsed, ("live", "")]
    assert states(gives(ONE, BOARD, FORUM, manner=Manner(2)), gone=BOARD) == [lapsed, lapsed]
    assert states(gives(), gone=FORUM) == [("live", "")]


# --- reserved ------------------------------------------------------------------------------------


def keeps(delegation: str = TWO, by: str = ICB, **more: Any) -> tuple[Step, ...]:
    return gives(delegation, by, by=by, kind="reserved", **more)


def test_what_is_reserved_is_no_gap_and_is_its_givers() -> None:  # PBP-9
    found = drawn(keeps(functions=("beds.close",)))
    assert [(each.party, each.kind, each.decides) for each in row(found, "beds.close").cells] == [
        (ICB, "reserved", True)
    ]
    assert found.gaps == ("beds", "beds.open", "grants")


def test_what_a_giver_reserves_its_delegates_may_not_decide_but_those_of_others_may() -> None:  # PBP-9
    steps = (gives(), gives(THREE, FORUM, by=COUNCIL), keeps(functions=("beds.close",)))
    found = drawn(*steps)
    assert cell(found, "beds.close").told == f"reserved by {ICB} in {TWO}"
    assert [each.party for each in row(found, "beds.close").cells if each.decides] == [FORUM, ICB]
    assert cell(found, "beds.open").decides


def test_what_was_never_live_is_not_said_to_be_reserved() -> None:
    found = drawn(gives(until=DAY), keeps())
    assert cell(found).state == "over"


def test_partners_that_each_keep_their_own_do_not_overlap() -> None:  # HIW-2
    found = drawn(keeps(ONE), keeps(TWO, COUNCIL))
    assert (found.overlaps, found.gaps) == ((), ("grants",))
    assert {each.party for each in row(found, "beds").cells if each.decides} == {ICB, COUNCIL}


# --- gaps ----------------------------------------------------------------------------------------


def test_advice_decides_nothing() -> None:  # PBP-2, HIW-2
    found = drawn(gives(kind="advisory"))
    assert (cell(found).state, cell(found).decides, row(found, "beds").gap) == ("live", False, True)
    assert not row(drawn(gives(kind="authorised")), "beds").gap


def test_a_whole_of_which_every_part_is_decided_is_no_gap_but_said_to_be_decided_in_parts() -> None:  # PBP-2
    close, open_ = gives(functions=("beds.close",)), gives(TWO, FORUM, functions=("beds.open",))
    half, both = drawn(close), drawn(close, open_)
    assert (row(half, "beds").gap, row(half, "beds").parts, half.gaps) == (
        True,
        False,
        ("beds", "beds.open", "grants"),
    )
    assert (row(both, "beds").gap, row(both, "beds").parts, both.gaps) == (False, True, ("grants",))
    assert not row(drawn(gives()), "beds").parts


# --- overlaps ------------------------------------------------------------------------------------


def overlaps(*steps: tuple[Step, ...]) -> list[tuple[str, str, str]]:
    found = row(drawn(*steps), "beds.open").overlaps
    return [(one.one.party, one.other.party, one.why) for one in found]


def test_a_giver_that_keeps_its_power_beside_several_delegates_makes_no_overlap() -> None:  # PBP-2
    assert overlaps(gives(), gives(TWO, FORUM)) == []


def test_two_who_may_decide_overlap_where_one_decides_instead_of_the_giver() -> None:  # PBP-2
    assert overlaps(gives(keeps="instead"), gives(TWO, FORUM)) == [(BOARD, FORUM, "instead")]
    assert overlaps(gives(), gives(TWO, FORUM, keeps="instead")) == [(BOARD, FORUM, "instead")]


def test_two_who_may_decide_by_authority_of_two_givers_overlap() -> None:  # PBP-2
    assert overlaps(gives(), gives(TWO, FORUM, by=COUNCIL)) == [(BOARD, FORUM, "two givers")]
    assert drawn(gives(), gives(TWO, FORUM, by=COUNCIL)).overlaps == ("beds", "beds.close", "beds.open")


def test_one_party_that_holds_it_twice_and_a_link_under_another_make_no_overlap() -> None:  # PBP-2
    assert overlaps(gives(), gives(TWO, by=COUNCIL)) == []
    assert overlaps(gives(onward=1, keeps="instead"), passes(TWO, ONE)) == []
    assert overlaps(gives(ONE, BOARD, FORUM, keeps="instead")) == []


def test_what_does_not_hold_overlaps_with_nothing() -> None:  # PBP-2
    assert overlaps(gives(until=DAY), gives(TWO, FORUM, by=COUNCIL)) == []
    assert overlaps(gives(kind="advisory"), gives(TWO, FORUM, by=COUNCIL)) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"limits": (limit(2500),)}, {"above": pounds(2500)}, False),
        ({"limits": (limit(2501),)}, {"above": pounds(2500)}, True),
        ({"limits": (limit(2500, "financial year"),)}, {"above": pounds(2500)}, False),
        ({"limits": (limit(2500, spend="capital"),)}, {"above": pounds(2500)}, True),
        ({"limits": (limit(2500),)}, {"limits": (limit(9000),)}, True),
        ({"above": pounds(100)}, {"above": pounds(2500)}, True),
        ({"limits": (limit(2500),)}, {"limits": (Limit(Money(9, "EUR"), "one act"),)}, False),
        ({"limits": (limit(2500),)}, {"above": Money(1, "EUR")}, False),
    ],
)
def test_bands_that_no_act_is_within_both_of_separate(
    one: dict[str, Any],
    other: dict[str, Any],
    expected: bool,  # noqa: FBT001 - a case
) -> None:  # PBP-2
    found = overlaps(gives(keeps="instead", **one), gives(TWO, FORUM, by=COUNCIL, **other))
    assert bool(found) is expected


def test_who_gave_what_is_said_at_the_giver() -> None:  # PBP-2
    found = drawn(gives(), gives(TWO, FORUM, kind="advisory"), keeps(THREE, functions=("grants",)))
    assert [each.delegation for each in row(found, "beds").gave(ICB)] == [ONE]
    assert row(found, "beds").gave(BOARD) == ()
    assert row(found, "grants").gave(ICB) == ()


# --- between two days ----------------------------------------------------------------------------


def test_what_was_revoked_or_is_over_can_be_left_out() -> None:
    found = drawn(gives(until=DAY), gives(TWO, FORUM, day=LATER)).standing()
    assert [each.state for each in row(found, "beds").cells] == ["not begun"]
    assert found.parties == (ICB, FORUM)


def differences(*steps: tuple[Step, ...], before: str = EARLY, after: str = DAY) -> list[Change]:
    return [
        one for one in drawn(*steps, day=before).diff(drawn(*steps, day=after)) if one.function == "beds.open"
    ]


def test_a_delegation_that_begins_is_added_and_one_that_ends_is_ended_with_the_reason() -> None:  # PLA-7c
    assert differences(gives()) == [Change("beds.open", BOARD, ONE, "added", None, None, "no limit")]
    revoked = (gives(), on(DAY, Revoked(ONE, ICB, sealed("why"))))
    assert differences(*revoked, before=FROM) == [
        Change("beds.open", BOARD, ONE, "ended", None, "no limit", f"revoked from {DAY}")
    ]
    assert differences(gives(), before=FROM) == []
    assert differences(gives(until=FROM)) == []


def test_an_amendment_is_told_dimension_by_dimension() -> None:  # PLA-7c
    now = Scope(("beds",), (limit(300),), LATER, 1, ("beds.open.winter",), pounds(20))
    steps = (gives(), on(DAY, Amended(ONE, ICB, now, Manner(approval=(OFFICE,)))))
    assert [(one.dimension, one.before, one.after) for one in differences(*steps, before=FROM)] == [
        ("above", "nothing", "GBP 20.00"),
        ("limits", "no limit", "GBP 300.00 for one act"),
        ("until", "revoked", LATER),
        ("manner", "alone", f"approval of {OFFICE}"),
        ("onward", "0", "1"),
    ]
    listed = on(
        "2024-01-16", functions_facts.Listed("icp", (Function("beds.open.winter", "W", "beds.open"),))
    )
    assert ("excluded", "nothing", "beds.open.winter") in [
        (one.dimension, one.before, one.after) for one in differences(listed, *steps, before=FROM)
    ]


def test_a_function_that_is_covered_no_more_is_ended() -> None:  # PLA-7f
    without = Scope(("beds",), excluded=("beds.open",))
    steps = (gives(), on(DAY, Amended(ONE, ICB, without)))
    assert differences(*steps, before=FROM) == [
        Change("beds.open", BOARD, ONE, "ended", None, "no limit", "covers it no more")
    ]


def test_a_succession_of_the_giver_is_told() -> None:
    ended = bodies_facts.Ended("icp", "order 7", ("board",), (ONE,))
    steps = (gives(ONE, BOB, by=BOARD), on(DAY, ended))
    assert [(one.dimension, one.after) for one in differences(*steps, before=FROM)] == [
        ("giver", "body:board")
    ]


def test_a_link_at_the_root_of_which_no_grant_is_known_leaves_the_giver_its_power() -> None:
    link = Link(ONE, None, ICB, (BOARD,), FROM, known(gives()).state().chain.links[ONE].versions)
    found = cell(scheme(DAY, Chain({ONE: link}), Catalogue()), "beds")
    assert (found.keeps, found.kind) == ("beside", "passed on")
