"""What a suspect key signed is shown as contested; nothing is removed, and acceptance stays (K1)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests import examples
from tests.examples import FOUNDED, SEAL
from tests.ledger.given import Given
from tests.ledger.partnership import RESOLUTION
from tests.ledger.test_outcomes import changed, resolved, worths

from ledger.acts import Recorded
from ledger.facts.decisions import Resolved
from ledger.facts.keys import Compromised
from ledger.standing import Standing, doubted
from ledger.suspects import Suspects, Theft, contested, told, within

KEY, OTHER = "ed25519-" + "a" * 32, "ed25519-" + "b" * 32
DAY = "2025-01-01"


def signed(number: int, *keys: str) -> Recorded:
    return replace(examples.recorded_of(number, FOUNDED), signers=keys)


def suspects(*told: tuple[str, int]) -> Suspects:
    return Suspects.of(Compromised(key, since, SEAL) for key, since in told)


@pytest.mark.parametrize(("number", "since"), [(8, None), (9, 9), (10, 9)])
def test_what_the_key_signed_from_the_number_on_is_contested(number: int, since: int | None) -> None:  # K1
    assert suspects((KEY, 9)).of_fact(signed(number, KEY)) == since


def test_what_another_key_signed_is_not_and_one_of_two_is_enough() -> None:  # K1
    found = suspects((KEY, 9)).among([signed(9, OTHER), signed(10, OTHER, KEY)])
    assert found == {10: 9}


def test_of_two_that_tell_of_one_key_the_earliest_entry_counts() -> None:  # K1
    for both in (((KEY, 9), (KEY, 7)), ((KEY, 7), (KEY, 9))):
        assert suspects(*both).of_fact(signed(8, KEY)) == 7


def test_what_is_contested_is_told_by_the_entry_from_which_a_key_is_suspect() -> None:  # K1
    assert contested(9) == "contested (key suspect from entry 9)"
    assert told({12: 9, 10: 9, 8: 7}) == (
        "contested (key suspect from entry 7): entry 8",
        "contested (key suspect from entry 9): entries 10, 12",
    )
    (many,) = told(dict.fromkeys(range(1, 13), 1))
    assert many.endswith("entries 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more")
    assert told({}) == ()


def test_a_bundle_that_tells_of_a_key_contests_what_it_signed_and_no_more() -> None:  # K1
    stolen = replace(examples.recorded_of(9, Compromised(KEY, 4, SEAL)), signers=(OTHER,))
    facts = {3: signed(3, KEY), 4: signed(4, KEY), 5: signed(5, KEY), 9: stolen}
    found = within(facts.values(), ())
    assert found.among(facts[number] for number in (3, 4, 9)) == {4: 4}


@pytest.mark.parametrize(("since", "contested"), [(5, {4: 4, 5: 4}), (3, {3: 3, 4: 3, 5: 3})])
def test_what_came_later_counts_beside_it_and_the_earliest_entry_holds(  # K1
    since: int, contested: dict[int, int]
) -> None:
    stolen = replace(examples.recorded_of(9, Compromised(KEY, 4, SEAL)), signers=(OTHER,))
    facts = {3: signed(3, KEY), 4: signed(4, KEY), 5: signed(5, KEY)}
    found = within((*facts.values(), stolen), (Theft(12, DAY, KEY, since, (OTHER,), ()),))
    assert found.among(facts.values()) == contested
    for both in ((suspects((KEY, 4)), suspects((KEY, since))), (suspects((KEY, since)), suspects((KEY, 4)))):
        assert both[0].and_(both[1]).among(facts.values()) == contested


# --- what a decision is worth ------------------------------------------------------------------------


def worth(given: Given, *numbers: int) -> tuple[Standing, ...]:
    state = given.state()
    about = state.outcomes.about.get(RESOLUTION, ())
    body = state.motions.resolved[RESOLUTION]
    return doubted(worths(given, DAY), body, about, DAY, dict.fromkeys(numbers, 1))


def number_of(given: Given) -> int:
    return next(at.number for at in given.facts if isinstance(at.fact.body, Resolved))


def test_a_decision_that_rests_on_a_suspect_key_is_not_known_and_shown_contested() -> None:  # K1
    given = resolved()
    number = number_of(given)
    (one,) = worth(given, number)
    assert (one.worth, one.beside) == (
        "not known",
        (f"contested (key suspect from entry 1): entry {number}",),
    )
    (clear,) = worth(given)
    assert (clear.worth, clear.beside) == ("valid", ())


def test_what_a_fact_beyond_doubt_says_after_it_holds_and_the_contest_stays_shown() -> None:  # K1
    given = resolved().and_(changed("set aside", authority="High Court"))
    (one,) = worth(given, number_of(given))
    assert (one.worth, len(one.beside)) == ("set aside by High Court", 1)
    (doubtful,) = worth(given, number_of(given), given.facts[-1].number)
    assert doubtful.worth == "not known"


def test_a_contest_of_what_was_told_after_a_court_set_it_aside_is_not_settled_by_it() -> None:  # K1
    given = resolved().and_(changed("set aside", authority="High Court"), changed("contested"))
    (one,) = worth(given, given.facts[-1].number)
    assert one.worth == "not known"
