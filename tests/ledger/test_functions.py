from __future__ import annotations

import pytest
from tests.ledger.given import Given, Step, given, on
from tests.ledger.partnership import ICP, constituted

from ledger.facts import bodies
from ledger.facts import functions as facts
from ledger.facts.functions import Function
from ledger.findings import Verdict
from ledger.functions import Catalogue, Match, alike, words_of

DAY = "2024-01-15"
LATER = "2024-06-01"

TREE = (
    Function("contracts", "Contracts", also=("agreements", "service-level agreements")),
    Function("contracts.award", "Award a contract", "contracts", ("let", "place")),
    Function("contracts.vary", "Vary a contract", "contracts", ("amend", "change")),
    Function("contracts.vary.price", "Change the price", "contracts.vary"),
    Function("beds", "Community beds", also=("intermediate care",)),
    Function("beds.open", "Open beds in winter", "beds", ("surge capacity",)),
    Function("grants", "Grants to the voluntary sector", also=("VCFSE", "charities")),
)


def lists(*functions: Function, day: str = DAY, by: str = ICP) -> tuple[Step, ...]:
    return on(day, facts.Listed(by, functions))


def ends(function: str, day: str = LATER, by: str = ICP) -> tuple[Step, ...]:
    return on(day, facts.Ended(by, function))


def before(*steps: tuple[Step, ...]) -> Given:
    return given(constituted(), *steps)


def catalogue(*steps: tuple[Step, ...]) -> Catalogue:
    return before(lists(*TREE), *steps).state().functions


def found(text: str, limit: int = 5) -> list[str]:
    return [one.function.function for one in catalogue().find(text, limit)]


# --- what covers what ----------------------------------------------------------------------------


def test_a_function_is_covered_by_itself_and_by_all_that_it_is_part_of() -> None:  # PBP-2
    known = catalogue()
    assert known.above("contracts.vary.price") == ("contracts.vary.price", "contracts.vary", "contracts")
    assert known.covers(("beds", "contracts"), "contracts.vary.price")
    assert known.covers(("contracts.vary",), "contracts.vary")
    assert not known.covers(("contracts.vary",), "contracts")
    assert not known.covers(("contracts.vary",), "contracts.award")
    assert not known.covers((), "contracts")


def test_what_is_below_a_function_is_all_of_its_parts_at_any_depth() -> None:  # PBP-2
    known = catalogue()
    assert known.below("contracts") == ("contracts.award", "contracts.vary", "contracts.vary.price")
    assert known.below("grants") == ()


def test_a_code_alone_says_nothing_of_its_place() -> None:  # PLA-7f
    # Free codes of delegations that are older than the catalogue keep meaning what they meant.
    known = catalogue()
    assert known.above("contracts.lease") == ("contracts.lease",)
    assert known.covers(("contracts.lease",), "contracts.lease")
    assert not known.covers(("contracts",), "contracts.lease")


def test_the_tree_has_each_function_right_before_its_parts() -> None:
    # By code alone, "b-2" would stand between "b" and "b.1".
    flat = before(lists(Function("b", "B"), Function("b-2", "B2"), Function("b.1", "B1", "b")))
    assert flat.state().functions.tree() == ("b", "b.1", "b-2")


def test_a_circle_that_no_rule_let_in_ends_somewhere() -> None:
    known = before(lists(Function("a", "A", "b"), Function("b", "B", "a"))).state().functions
    assert (known.above("a"), known.above("b")) == (("a", "b"), ("b", "a"))
    assert known.below("a") == ("b",)
    assert known.tree() == ("b", "a")
    assert known.find("A", limit=1)[0].function.function == "a"


# --- listing -------------------------------------------------------------------------------------


def test_functions_are_listed_under_those_before_them_in_the_list_or_in_an_earlier_one() -> None:  # PBP-2
    known = before().when(lists(*TREE)).happens()
    lease = Function("contracts.vary.lease", "Vary a lease", "contracts.vary")
    after = known.when(lists(lease, day=LATER)).happens().state().functions
    assert after.known["contracts.vary.lease"].function == lease
    assert after.above("contracts.vary.lease")[1:] == ("contracts.vary", "contracts")


def test_a_list_names_each_function_once() -> None:
    twice = lists(Function("beds", "Beds"), Function("beds", "Community beds"), Function("grants", "Grants"))
    before().when(twice).refused_by("FUN-1 (Remit default): expected every function once, got beds")


MISPLACED = (
    "FUN-2 (Remit default): expected functions under others that are listed on 2024-01-15, or before them, "
    "and are no part of them, got "
)


def test_a_function_under_something_that_is_not_there_is_refused() -> None:
    before().when(lists(TREE[1], TREE[0])).refused_by(f"{MISPLACED}contracts.award under contracts")
    before().when(lists(Function("beds", "Beds", "beds"))).refused_by(f"{MISPLACED}beds under beds")


def test_a_function_under_one_that_is_there_on_a_later_day_only_is_refused() -> None:  # T1
    later = before(lists(TREE[0], day=LATER))
    (early,) = on(DAY, facts.Listed(ICP, (TREE[1],)), recorded=LATER)
    later.when(early).refused_by(f"{MISPLACED}contracts.award under contracts")
    later.when(lists(TREE[1], day=LATER)).happens()


def test_a_function_under_one_that_ends_is_refused_before_its_end_too() -> None:
    ended = before(lists(TREE[0]), ends("contracts"))
    ended.when(lists(TREE[1])).refused_by(f"{MISPLACED}contracts.award under contracts")
    again = ended.when(lists(TREE[0], TREE[1], day=LATER)).happens()
    assert again.state().functions.listed("contracts")


def test_what_would_close_a_circle_is_refused() -> None:
    # Only a history that no rule judged has a function under one that is not there yet.
    odd = before(lists(Function("a", "A", "b")))
    odd.when(lists(Function("b", "B", "a"))).refused_by(f"{MISPLACED}b under a")
    odd.when(lists(Function("b", "B"))).happens()
    through = lists(Function("c", "C", "a"), Function("b", "B", "c"))
    odd.when(through).refused_by(f"{MISPLACED}c under a, b under c")


MOVED = "FUN-3 (Remit default): expected functions in the place that they have always had, got "


def test_a_function_that_is_listed_again_has_other_words_in_the_same_place() -> None:  # PLA-7f
    known = before(lists(*TREE))
    other = Function("contracts.vary", "Change a contract", "contracts", ("vary",))
    after = known.when(lists(other, day=LATER)).happens().state().functions
    assert after.known["contracts.vary"].function == other
    assert after.on(DAY).known["contracts.vary"].function.title == "Vary a contract"
    assert after.below("contracts.vary") == ("contracts.vary.price",)


def test_a_function_never_moves_so_that_no_authority_widens() -> None:  # PLA-7f, PBP-2
    known = before(lists(*TREE))
    known.when(lists(Function("contracts.vary", "Vary a contract", "grants"))).refused_by(
        f"{MOVED}contracts.vary under grants, before under contracts"
    )
    known.when(lists(Function("grants", "Grants", "contracts"))).refused_by(
        f"{MOVED}grants under contracts, before at the top"
    )
    known.when(lists(Function("contracts.vary", "Vary a contract"))[0].departing()).refused_by(
        f"{MOVED}contracts.vary at the top, before under contracts"
    )


def test_a_function_that_ended_keeps_its_place_when_it_comes_back() -> None:  # PLA-7f
    ended = before(lists(*TREE), ends("beds.open"))
    ended.when(lists(Function("beds.open", "Open beds"), day=LATER)).refused_by(
        f"{MOVED}beds.open at the top, before under beds"
    )
    assert ended.when(lists(TREE[5], day=LATER)).happens().state().functions.listed("beds.open")


def test_the_body_whose_act_it_is_exists() -> None:
    sentence = (
        "BOD-2 (Remit default): expected a body that exists on {}, got board, which the ledger does not know"
    )
    before().when(lists(*TREE, by="board")).refused_by(sentence.format(DAY))
    assert before(lists(*TREE)).when(ends("grants", by="board")).verdict("BOD-2") is Verdict.NOT_MET


def test_no_body_changes_what_another_one_listed() -> None:  # D3
    sentence = "FUN-6 (Remit default): expected functions of forum, or of a body that it succeeded, got {}"
    known = before(constituted("forum"), lists(*TREE))
    below = lists(Function("contracts.sell", "Sell the hospital", "contracts"), day=LATER, by="forum")
    known.when(below).refused_by(sentence.format(f"contracts of {ICP}"), kind="AUTHORITY")
    worded = lists(Function("beds", "Hospital beds"), day=LATER, by="forum")
    known.when(worded).refused_by(sentence.format(f"beds of {ICP}"), kind="AUTHORITY")
    known.when(ends("grants", by="forum")).refused_by(sentence.format(f"grants of {ICP}"), kind="AUTHORITY")
    known.when(lists(Function("estates", "Estates"), day=LATER, by="forum")).happens()
    own = known.and_(lists(Function("beds", "Beds"), day=LATER)).state().functions
    assert own.known["beds"].by == ICP


def test_the_functions_of_a_body_that_ended_are_those_of_its_successor() -> None:
    end = on("2024-03-01", bodies.Ended(ICP, "Order 2024", ("forum", "council")))
    then = on("2024-04-01", bodies.Ended("council", "Order 2025", ("forum",)))
    known = before(constituted("forum"), constituted("council"), lists(*TREE), end, then)
    known.when(ends("grants", by="forum")).happens()
    early = ends("grants", day="2024-02-28", by="forum")
    assert known.when(early).verdict("FUN-6") is Verdict.NOT_MET


# --- ending --------------------------------------------------------------------------------------


def test_a_function_that_ended_is_offered_no_more_and_can_still_be_read() -> None:  # PBP-2
    known = before(lists(*TREE)).when(ends("contracts.vary.price")).happens().state().functions
    assert known.listed("contracts.vary")
    assert not known.listed("contracts.vary.price")
    assert not known.listed("nobody.knows")
    assert known.known["contracts.vary.price"].ended == LATER
    assert known.known["contracts.vary.price"].function.title == "Change the price"
    assert known.covers(("contracts",), "contracts.vary.price")
    assert "contracts.vary.price" not in [one.function.function for one in known.find("price")]
    assert known.on("2024-05-31").listed("contracts.vary.price")


def test_only_a_function_that_is_listed_ends() -> None:
    sentence = "FUN-4 (Remit default): expected a function that is listed on 2024-06-01, got "
    known = before(lists(*TREE))
    known.when(ends("leases")).refused_by(f"{sentence}leases, which the catalogue does not know")
    known.and_(ends("grants")).when(ends("grants")).refused_by(f"{sentence}grants, which ended 2024-06-01")
    (sooner,) = on("2024-03-01", facts.Ended(ICP, "grants"), recorded=LATER)
    known.and_(ends("grants")).when(sooner).refused_by(
        f"{sentence.replace(LATER, '2024-03-01')}grants, which ended 2024-06-01"
    )
    early = sentence.replace(LATER, "2024-01-14")
    known.when(ends("grants", day="2024-01-14")).refused_by(f"{early}grants")
    known.when(ends("grants", day=DAY)).happens()


def test_a_function_ends_after_all_that_is_listed_under_it() -> None:
    sentence = "FUN-5 (Remit default): expected a function with nothing listed under it on {}, got beds.open"
    known = before(lists(*TREE))
    known.when(ends("beds")).refused_by(sentence.format(LATER))
    after = known.and_(ends("beds.open"))
    after.when(ends("beds")).happens()
    after.when(ends("beds", day="2024-05-31")).refused_by(sentence.format("2024-05-31"))
    arranged = before(lists(TREE[4]), lists(TREE[5], day=LATER))
    arranged.when(ends("beds", day="2024-03-01")).refused_by(sentence.format("2024-03-01"))


def test_what_is_said_to_end_without_ever_being_listed_changes_nothing() -> None:
    assert before(ends("leases")).state().functions.known == {}


# --- finding -------------------------------------------------------------------------------------


def test_a_function_is_found_by_what_a_clerk_would_type_the_best_first() -> None:  # PBP-2
    best, second, *_ = catalogue().find("Vary the community-beds contract")
    assert best == Match(TREE[4], 8, ("vary", "contract"))
    # Both words stand in the title: 4 each.
    assert second == Match(TREE[2], 8, ("community", "beds"))


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("award", 4),  # its title
        ("PLACING", 3),  # like one of the other words for it
        ("plan", 0),  # three letters in common with one of them
        ("awards", 3),  # like a word of its title
        ("let", 4),  # other words for it
        ("contracts", 3),  # like its title, which counts more than the title above it as it stands
        ("the award of a contract", 8),  # little words are left out
        ("agreements", 0),  # the other words of what is above it do not count
        ("beds", 0),
    ],
)
def test_a_word_counts_by_where_it_stands_and_how_alike_it_is(text: str, score: int) -> None:  # PBP-2
    scores = {one.function.function: one.score for one in catalogue().find(text, 20)}
    assert scores.get("contracts.award", 0) == score


def test_a_word_of_what_is_above_counts_less() -> None:
    scores = {one.function.function: one.score for one in catalogue().find("contract", 20)}
    assert scores == {
        "contracts.award": 4,
        "contracts.vary": 4,
        "contracts": 3,
        "contracts.vary.price": 2,
    }
    assert {one.function.function: one.score for one in catalogue().find("contracting", 20)} == {
        "contracts.award": 3,
        "contracts.vary": 3,
        "contracts": 3,
        "contracts.vary.price": 1,
    }


def test_no_more_are_found_than_are_asked_for_and_equals_stand_by_code() -> None:
    assert found("contract", 2) == ["contracts.award", "contracts.vary"]
    assert found("contract", 3) == ["contracts.award", "contracts.vary", "contracts"]


def test_what_is_in_no_function_is_not_found() -> None:
    assert found("planning permission") == []
    assert found("") == []
    assert found("—") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Chair’s Café, (2026)", ("chairs", "cafe", "2026")),
        ("Élan vital à Orléans", ("elan", "vital", "orleans")),
        ("partner's", ("partners",)),
        ("Gwasanaethau Tŷ", ("gwasanaethau", "ty")),
        ("to be", ("to", "be")),
        ("under_lined", ("under", "lined")),
    ],
)
def test_words_are_compared_without_accents_signs_and_little_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("contract", "contracts", True),
        ("contracting", "contract", True),
        ("beds", "beds", True),
        ("bed", "beds", False),  # three letters in common
        ("care", "carer", True),
        ("careful", "care", True),
        ("carefully", "care", False),  # five letters more
        ("varying", "vary", True),
        ("commission", "community", False),  # comm, and more than three others
    ],
)
def test_words_are_alike_that_differ_in_a_short_ending(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    assert alike(one, other) is expected
    assert alike(other, one) is expected
