"""Laws of canonical bytes: one form for one fact, and no bytes that make reading them fail otherwise."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from typing import Any, get_args

import msgspec
import pytest
import rfc8785
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec import inspect
from tests import examples
from tests.laws import tried

from ledger import canonical, envelope
from ledger.acts import london_day
from ledger.errors import Malformed
from ledger.facts import Body
from ledger.facts.fact import Fact
from ledger.facts.terms import Check
from ledger.facts.voting import VoteTest
from ledger.tags import charges_of, tags_of

# Letters, marks of punctuation, signs and digits of several scripts; nothing that is not seen.
LETTERS = st.characters(categories=("Lu", "Ll", "Lt", "Nd", "Pd", "Po", "Pi", "Pf", "Sc", "Sm", "So"))
INTEGERS = st.integers(-(2**53 - 1), 2**53 - 1)

# Whatever RFC 8785 can hold of what a fact can hold: ASCII names, no fractions.
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=4)
    ),
    max_leaves=12,
)


def free_text(least: int, most: int) -> st.SearchStrategy[str]:
    composed = st.text(LETTERS | st.just(" "), min_size=least, max_size=min(most, 40)).map(
        lambda text: unicodedata.normalize("NFC", text)
    )
    return composed.filter(lambda text: least <= len(text) <= most)


def texts(kind: inspect.StrType) -> st.SearchStrategy[str]:
    if kind.pattern is None:
        return free_text(kind.min_length or 0, kind.max_length or 0)
    most = kind.max_length or 10_000
    return st.from_regex(kind.pattern, fullmatch=True).filter(lambda text: len(text) <= most)


@cache
def structs(struct: type) -> st.SearchStrategy[Any]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return st.builds(struct, **{field.name: values(field.type) for field in info.fields})


def composed(kinds: tuple[type[msgspec.Struct], ...], parts: str) -> st.SearchStrategy[Any]:
    """Give checks or tests, of which each may be composed of others: its ``parts``."""
    simple = [one for one in kinds if parts not in one.__struct_fields__]

    def compose(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        fields = {parts: st.lists(inner, min_size=1, max_size=3).map(tuple), "least": st.integers(1, 3)}
        return st.one_of(
            [
                st.builds(one, **{name: fields[name] for name in one.__struct_fields__})
                for one in kinds
                if one not in simple
            ]
        )

    return st.recursive(st.one_of([structs(one) for one in simple]), compose, max_leaves=4)


def values(kind: inspect.Type) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one case a kind of type
    """Give the values of a type of the facts."""
    match kind:
        case inspect.StrType():
            return texts(kind)
        case inspect.IntType():
            return st.integers(kind.ge, kind.le)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.LiteralType():
            return st.sampled_from(kind.values)
        case inspect.VarTupleType():
            most = min(kind.max_length or 0, (kind.min_length or 0) + 2)
            return st.lists(values(kind.item_type), min_size=kind.min_length or 0, max_size=most).map(tuple)
        case inspect.UnionType():
            structs_in = {one.cls for one in kind.types if isinstance(one, inspect.StructType)}
            for kinds, parts in ((CHECKS, "checks"), (TESTS, "tests")):
                if structs_in == set(kinds):
                    return composed(kinds, parts)
            return st.one_of([values(one) for one in kind.types])
        case inspect.StructType():
            return structs(kind.cls)
        case _:
            pytest.fail(f"no strategy for {kind}")


CHECKS, TESTS = get_args(Check), get_args(VoteTest)
FACTS = structs(Fact)

quick = settings(deadline=None)
laws = settings(
    quick, max_examples=tried(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@laws
@given(FACTS)
def test_a_fact_is_encoded_as_the_reference_implementation_encodes_it(fact: Fact) -> None:  # E6
    assert rfc8785.dumps(msgspec.to_builtins(fact)) == canonical.encode(fact)


@laws
@given(FACTS)
def test_what_is_written_is_read_again_and_written_the_same(fact: Fact) -> None:  # E6
    data = canonical.encode(fact)
    assume(len(data) <= canonical.BYTES_MAX)
    read = envelope.read_fact(data)
    assert read == fact
    assert canonical.encode(read) == data


@quick
@given(VALUES)
def test_any_value_with_ascii_names_is_encoded_as_the_reference_implementation_encodes_it(
    value: object,
) -> None:  # E6
    assert rfc8785.dumps(value) == canonical.encode(value)  # type: ignore[arg-type]


@quick
@given(VALUES)
def test_json_as_others_write_it_is_read_only_in_the_one_form(value: object) -> None:  # E6, E1
    decoder = msgspec.json.Decoder()
    for data in (json.dumps(value).encode(), json.dumps(value, indent=1).encode()):
        try:
            read = canonical.parse(data, decoder, "value")
        except Malformed:
            continue
        assert data == rfc8785.dumps(value)  # type: ignore[arg-type]
        assert read == value


@laws
@given(st.sampled_from(examples.EXAMPLES), st.data())
def test_damaged_bytes_are_refused_or_are_another_fact(body: Body, data: st.DataObject) -> None:  # E6, E7
    good = canonical.encode(examples.fact_of(body))
    first = data.draw(st.integers(0, len(good) - 1))
    last = data.draw(st.integers(first, min(first + 3, len(good))))
    bad = good[:first] + data.draw(st.binary(max_size=3)) + good[last:]
    assume(bad != good)
    try:
        read = envelope.read_fact(bad)
    except Malformed:
        return
    assert read != envelope.read_fact(good)
    assert canonical.encode(read) == bad


@quick
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_junk_is_refused_as_malformed(data: bytes) -> None:  # E3
    with pytest.raises(Malformed):
        envelope.read_fact(data)
    with pytest.raises(Malformed):
        envelope.open_envelope(data)


@quick
@given(st.text())
def test_text_that_is_accepted_is_one_that_can_be_read_back_from_json(text: str) -> None:  # E5
    try:
        canonical.check_text(text, "text")
    except Malformed:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(character) for character in text}
    data = canonical.encode([text])
    assert canonical.parse(data, msgspec.json.Decoder(), "text") == [text]


@laws
@given(FACTS)
def test_tags_and_charges_of_any_body_are_within_the_bounds_of_a_fact(fact: Fact) -> None:
    tagged = msgspec.structs.replace(
        fact, tags=tags_of(fact.body, london_day(fact.on)), charges=charges_of(fact.body, london_day(fact.on))
    )
    data = canonical.encode(tagged)
    assume(len(data) <= canonical.BYTES_MAX)
    assert envelope.read_fact(data) == tagged
    assert list(tagged.tags) == sorted(set(tagged.tags))
