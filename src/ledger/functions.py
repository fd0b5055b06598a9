"""The catalogue of functions: what they are called, which is part of which, how one is found by plain words.

Implements PBP-2 (every function has its name in one place); PLA-7f names by it what no delegation reaches. A
function covers everything below it, so none ever moves: authority given for another would widen without a
sound.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Act, Recorded
from ledger.bodies import Bodies
from ledger.facts import functions as facts
from ledger.findings import Finding, judge
from ledger.tags import FUNCTIONS

OWN, OWN_ALIKE, ABOVE, ABOVE_ALIKE = 4, 3, 2, 1
"""What a word that is looked for counts: in the words of the function, or in the titles above it."""

BEGINNING_MIN = 4
ENDING_MAX = 3
"""Two words are alike that begin with the same four letters or more, and end in three others at most."""

_LITTLE = (
    "a an and are as at be by can do for from in into is it its may of on or our that the their this to we "
    "what which who with"
)
LITTLE = frozenset(_LITTLE.split())
"""Words that say nothing about a matter."""

_APOSTROPHES = {ord("'"): None, 0x2019: None}
_WORD = re.compile(r"[^\W_]+")


class Entry(msgspec.Struct, frozen=True):
    """A function as the catalogue has it: who listed it first, and from which day it is there no more."""

    function: facts.Function
    by: str
    ended: str | None = None


class Match(msgspec.Struct, frozen=True):
    """A function that was found: what the words found in it count together, and those that found nothing."""

    function: facts.Function
    score: int
    missing: tuple[str, ...]


class Catalogue(msgspec.Struct, frozen=True):
    """Every function that was listed, by code; ``told`` is what was said of them, with its day."""

    known: Mapping[str, Entry] = msgspec.field(default_factory=dict)
    told: tuple[tuple[str, facts.Body], ...] = ()

    def evolve(self, at: Recorded, body: facts.Body) -> Catalogue:
        """Fold one fact in. Never refuses: it already happened."""
        return self.after(at.day, body)

    def after(self, day: str, body: facts.Body) -> Catalogue:
        """Give the catalogue once this has been said of a day."""
        told = (*self.told, (day, body))
        match body:
            case facts.Listed():
                listed = {one.function: self._listed(one, body.by) for one in body.functions}
                return Catalogue({**self.known, **listed}, told)
            case facts.Ended():
                was = self.known.get(body.function)
                ended = {} if was is None else {body.function: replace(was, ended=day)}
                return Catalogue({**self.known, **ended}, told)
            case _:
                assert_never(body)

    def _listed(self, function: facts.Function, by: str) -> Entry:
        was = self.known.get(function.function)
        return Entry(function, by if was is None else was.by)

    def on(self, day: str) -> Catalogue:
        """Give the catalogue as it stood on a day."""
        if all(said <= day for said, _ in self.told):
            return self
        catalogue = Catalogue()
        for said, body in self.told:
            catalogue = catalogue.after(said, body) if said <= day else catalogue
        return catalogue

    def listed(self, code: str) -> bool:
        """Say whether the catalogue offers the function; one that ended is known, but offered no more."""
        return code in self.known and self.known[code].ended is None

    def names(self, code: str) -> bool:
        """Say whether authority may be given over this: where there is a catalogue, what it offers."""
        return not self.known or self.listed(code)

    def above(self, code: str) -> tuple[str, ...]:
        """Give the function and whatever it is part of, up to the root; an unknown code is alone."""
        way: list[str] = []
        step: str | None = code
        while step is not None and step not in way:
            way.append(step)
            step = self.known[step].function.under if step in self.known else None
        return tuple(way)

    def titles_above(self, code: str) -> tuple[str, ...]:
        """Give the titles of what the function is part of, the nearest first."""
        return tuple(self.known[one].function.title for one in self.above(code)[1:] if one in self.known)

    def below(self, code: str) -> tuple[str, ...]:
        """Give the codes of all that is part of the function, at any depth, ended ones too."""
        return tuple(sorted(one for one in self.known if code in self.above(one)[1:]))

    def covers(self, functions: Collection[str], code: str) -> bool:
        """Say whether one of the functions is this one, or has it as a part."""
        return any(one in functions for one in self.above(code))

    def tree(self) -> tuple[str, ...]:
        """Give every code, each function right before its parts."""
        return tuple(sorted(self.known, key=lambda code: self.above(code)[::-1]))

    def find(self, text: str, limit: int = 5) -> tuple[Match, ...]:
        """Give the functions on offer that a text in plain words speaks of: the best first, ties by code."""
        wanted = tuple(dict.fromkeys(words_of(text)))
        matches = (self._match(code, wanted) for code in sorted(self.known) if self.listed(code))
        found = [match for match in matches if match.score]
        return tuple(sorted(found, key=lambda match: -match.score)[:limit])

    def _match(self, code: str, wanted: tuple[str, ...]) -> Match:
        function = self.known[code].function
        own = _words(function.title, *function.also)
        over = _words(*self.titles_above(code))
        scores = {word: _score(word, own, over) for word in wanted}
        missing = tuple(word for word in wanted if not scores[word])
        return Match(function, sum(scores.values()), missing)


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text as they are compared: small letters, no accents, no little words.

    Where a text has little words only, they count.
    """
    letters = (one for one in unicodedata.normalize("NFKD", text) if unicodedata.category(one) != "Mn")
    words = _WORD.findall("".join(letters).casefold().translate(_APOSTROPHES))
    return tuple(word for word in words if word not in LITTLE) or tuple(words)


def alike(one: str, other: str) -> bool:
    """Say whether two words differ in their endings only: ``contract`` and ``contracts``."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= BEGINNING_MIN and max(len(one), len(other)) - shared <= ENDING_MAX


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in words_of(text))


def _score(word: str, own: Collection[str], over: Collection[str]) -> int:
    """Count a word where it counts most."""
    if word in own:
        return OWN
    if any(alike(word, one) for one in own):
        return OWN_ALIKE
    if word in over:
        return ABOVE
    return ABOVE_ALIKE if any(alike(word, one) for one in over) else 0


def boundary(act: Act, body: facts.Body, catalogue: Catalogue, bodies: Bodies) -> frozenset[str]:
    """Say which tags the judgement reads: whoever listed what it touches, and what took their place."""
    owners = {catalogue.known[one].by for one in _touched(body) if one in catalogue.known}
    heirs = {heir for owner in owners for heir in bodies.heirs(owner, act.day)}
    return frozenset({FUNCTIONS, f"body:{body.by}", *(f"body:{one}" for one in heirs)})


def _touched(body: facts.Body) -> Iterator[str]:
    """Give the functions that are listed, listed under or ended."""
    match body:
        case facts.Listed():
            yield from (one.function for one in body.functions)
            yield from (one.under for one in body.functions if one.under is not None)
        case facts.Ended():
            yield body.function
        case _:
            assert_never(body)


def examine(act: Act, body: facts.Body, catalogue: Catalogue, bodies: Bodies) -> tuple[Finding, ...]:
    """Judge what is said of the catalogue: FUN-1 to FUN-3 of a list, FUN-4 and FUN-5 of an end; FUN-6."""
    own = (bodies.require(body.by, act.day), _examine_own(act, body, catalogue, bodies))
    match body:
        case facts.Listed():
            return (*own, *_examine_listed(act.day, body, catalogue))
        case facts.Ended():
            return (*own, *_examine_ended(act.day, body, catalogue))
        case _:
            assert_never(body)


def _examine_own(act: Act, body: facts.Body, catalogue: Catalogue, bodies: Bodies) -> Finding:
    """Judge FUN-6: nobody changes what another body listed, or adds to it: authority would widen by it."""
    foreign = {
        f"{one} of {catalogue.known[one].by}"
        for one in _touched(body)
        if one in catalogue.known and body.by not in bodies.heirs(catalogue.known[one].by, act.day)
    }
    expected = f"functions of {body.by}, or of a body that it succeeded"
    got = ", ".join(sorted(foreign)) or "its own"
    return judge("FUN-6", not foreign, expected, got, kind="AUTHORITY", absolute=True)


def _examine_listed(day: str, body: facts.Listed, catalogue: Catalogue) -> Iterator[Finding]:
    """Judge FUN-1: each once; FUN-2: part of one that is there; FUN-3: where it always was."""
    times = Counter(one.function for one in body.functions)
    twice = [code for code, count in times.items() if count > 1]
    yield _none("FUN-1", twice, "every function once", "each once")
    expected = f"functions under others that are listed on {day}, or before them, and are no part of them"
    yield _none("FUN-2", _misplaced(day, body, catalogue), expected, "each in its place")
    moved = (
        f"{one.function} {_place(one)}, before {_place(catalogue.known[one.function].function)}"
        for one in body.functions
        if one.function in catalogue.known and catalogue.known[one.function].function.under != one.under
    )
    yield _none("FUN-3", moved, "functions in the place that they have always had", "each where it was")


def _misplaced(day: str, body: facts.Listed, catalogue: Catalogue) -> Iterator[str]:
    """Give the functions under something that is not there, or that is part of them."""
    then, after = catalogue.on(day), catalogue.after(day, body)
    earlier: set[str] = set()
    for one in body.functions:
        if one.under is not None:
            # Not only on the day: what was to end later already must get no new part either.
            there = one.under in earlier or (catalogue.listed(one.under) and then.listed(one.under))
            if not there or one.function in after.above(one.under):
                yield f"{one.function} {_place(one)}"
        earlier.add(one.function)


def _place(function: facts.Function) -> str:
    return "at the top" if function.under is None else f"under {function.under}"


def _examine_ended(day: str, body: facts.Ended, catalogue: Catalogue) -> Iterator[Finding]:
    """Judge FUN-4: the function is there; FUN-5: and nothing that is there is under it."""
    then, entry = catalogue.on(day), catalogue.known.get(body.function)
    if entry is None:
        got = f"{body.function}, which the catalogue does not know"
    elif entry.ended is not None:
        got = f"{body.function}, which ended {entry.ended}"
    else:
        got = body.function
    there = catalogue.listed(body.function) and then.listed(body.function)
    yield judge("FUN-4", there, f"a function that is listed on {day}", got, absolute=True)
    parts = (
        code
        for code, one in catalogue.known.items()
        if one.function.under == body.function and (catalogue.listed(code) or then.listed(code))
    )
    yield _none("FUN-5", parts, f"a function with nothing listed under it on {day}", "nothing under it")


def _none(rule: str, wrong: Iterable[str], expected: str, got: str) -> Finding:
    """Make the finding of a rule that nothing may break; no departure would make sense of what does."""
    found = ", ".join(wrong)
    return judge(rule, not found, expected, found or got, absolute=True)
