"""Laws of ballots with several options, against oracles that compute by another road.

Ranked papers: the strongest paths between every two options (Schulze), where no two defeats are equally
strong. Crosses and scores: every set of options is tried for whether somebody left out should be in it.
"""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.laws import tried
from tests.ledger.given import sealed

from ledger.choices import Count, choose
from ledger.facts.decisions import Option
from ledger.facts.terms import ChoiceRule
from ledger.facts.voting import Cap, Method

NAMES = tuple("abcde")
GROUPS = ("icb", "council", None)


def rule(method: Method, cap: int | None = None) -> ChoiceRule:
    caps = () if cap is None else (Cap(cap),)
    return ChoiceRule(rule="CHO-1", clause="9", basis="stated", says="s", method=method, caps=caps)


RANKED = NAMES[:4]
papers = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(RANKED), st.integers(1, 4), max_size=4), st.integers(1, 99)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=tried(150), suppress_health_check=[HealthCheck.filter_too_much])
@given(papers)
def test_ranked_papers_choose_whom_the_strongest_paths_choose(
    cast: list[tuple[dict[str, int], int]],
) -> None:
    def before(one: str, other: str) -> int:
        last = 9
        return sum(many for marks, many in cast if marks.get(one, last) < marks.get(other, last))

    votes = {pair: before(*pair) for pair in permutations(RANKED, 2)}
    defeats = {(a, b): (votes[a, b], -votes[b, a]) for a, b in votes if votes[a, b] > votes[b, a]}
    assume(len(set(defeats.values())) == len(defeats) and any(marks for marks, _ in cast))
    nothing = (-1, 0)
    path = {pair: defeats.get(pair, nothing) for pair in votes}
    for middle in RANKED:
        for a, b in permutations([one for one in RANKED if one != middle], 2):
            path[a, b] = max(path[a, b], min(path[a, middle], path[middle, b]))
    best = tuple(a for a in RANKED if all(path[a, b] >= path[b, a] for b in RANKED if b != a))
    found = choose(
        rule("ranked pairwise"), Count(tuple(Option(n, sealed(n)) for n in RANKED), tuple(cast)), 1, (0, 0)
    )
    assert (found.options or found.tied) == best
    assert bool(found.options) == (len(best) == 1)


@settings(max_examples=tried(150))
@given(
    st.dictionaries(st.sampled_from(RANKED), st.integers(0, 6), min_size=1),
    st.lists(st.sampled_from(GROUPS), min_size=5, max_size=5),
    st.integers(1, 4),
    st.none() | st.integers(1, 2),
)
def test_no_set_of_options_is_better_than_the_one_chosen(
    numbers: dict[str, int], groups: list[str | None], places: int, cap: int | None
) -> None:
    of = dict(zip(NAMES, groups, strict=True))
    options = tuple(Option(one, sealed(one), group=of[one]) for one in numbers)

    def allowed(some: tuple[str, ...]) -> bool:
        named = [of[one] for one in some if of[one] is not None]
        return (
            0 not in map(numbers.get, some)
            and len(some) <= places
            and all(cap is None or named.count(one) <= cap for one in named)
        )

    found = choose(rule("approval", cap), Count(options, totals=numbers), places, (0, 0))
    assert allowed(found.options)
    if found.tied:
        assert len({numbers[one] for one in found.tied}) == 1
        return
    sets = [
        some
        for size in range(len(numbers) + 1)
        for some in combinations(sorted(numbers), size)
        if allowed(some)
    ]
    best = max(sorted((numbers[one] + 1 for one in some), reverse=True) for some in sets)
    assert sorted((numbers[one] + 1 for one in found.options), reverse=True) == best
