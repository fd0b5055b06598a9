"""Laws of the catalogue: what is above and what is below agree, nothing moves, a title finds its function."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from tests.laws import tried
from tests.ledger.given import Given, given, on
from tests.ledger.partnership import ICP, constituted

from ledger.errors import Refused
from ledger.facts import functions as facts
from ledger.facts.functions import Function
from ledger.functions import OWN, Catalogue, words_of
from ledger.judge import decide

CODES = ("a", "b", "c", "d", "e", "f")
DAYS = ("2024-01-15", "2024-02-15", "2024-03-15")
WORDS = ("contracts", "contract", "vary", "the", "café", "beds", "grants", "of", "commissioning", "x")

titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
functions = st.builds(
    Function,
    function=st.sampled_from(CODES),
    title=titles,
    under=st.sampled_from((None, *CODES)),
    also=st.lists(titles, max_size=1).map(tuple),
)
said = st.one_of(
    st.builds(
        facts.Listed, by=st.just(ICP), functions=st.lists(functions, min_size=1, max_size=6).map(tuple)
    ),
    st.builds(facts.Ended, by=st.just(ICP), function=st.sampled_from(CODES)),
)
histories = st.lists(st.tuples(st.sampled_from(DAYS), said), max_size=8)


def folded(history: list[tuple[str, facts.Body]]) -> Catalogue:
    """Fold anything that could be said, whether a rule would allow it or not."""
    catalogue = Catalogue()
    for day, body in history:
        catalogue = catalogue.after(day, body)
    return catalogue


@for_any(histories)
@settings(deadline=None)
def test_what_is_above_and_what_is_below_agree_in_any_history(
    history: list[tuple[str, facts.Body]],
) -> None:  # PBP-2
    known = folded(history)
    for code in CODES:
        way = known.above(code)
        assert way[0] == code
        assert len(set(way)) == len(way)
        assert known.below(code) == tuple(one for one in sorted(known.known) if code in known.above(one)[1:])
        for other in CODES:
            assert known.covers((other,), code) is (other == code or code in known.below(other))
    assert sorted(known.tree()) == sorted(known.known)


@for_any(histories)
@settings(deadline=None)
def test_every_function_on_offer_is_found_by_its_own_title_before_any_that_says_less(
    history: list[tuple[str, facts.Body]],
) -> None:  # PBP-2
    known = folded(history)
    for code, entry in known.known.items():
        title = entry.function.title
        matches = known.find(title, limit=len(CODES))
        found = {match.function.function: match for match in matches}
        assert (code in found) is known.listed(code)
        if code in found:
            assert found[code].score == OWN * len(set(words_of(title))) == matches[0].score
            assert found[code].missing == ()
        assert [match.score for match in matches] == sorted((one.score for one in matches), reverse=True)


@for_any(histories)
@settings(deadline=None, max_examples=tried(50))
def test_what_the_rules_let_in_is_a_forest_in_which_nothing_ever_moves(
    history: list[tuple[str, facts.Body]],
) -> None:  # PLA-7f
    ledger: Given = given(constituted())
    places: dict[str, str | None] = {}
    for day, body in history:
        step = on(day, body, recorded=DAYS[-1])
        outcome = ledger.when(step)
        with suppress(Refused):
            decide(step[0].act(), outcome.findings)
            ledger = ledger.with_(*step)
        known = ledger.state().functions
        for code, entry in known.known.items():
            assert places.setdefault(code, entry.function.under) == entry.function.under
            top = known.known[known.above(code)[-1]].function
            assert top.under is None
            assert not known.listed(code) or all(known.listed(one) for one in known.above(code))
