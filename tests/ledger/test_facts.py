from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from typing import get_args

import msgspec
import pytest
from msgspec import inspect
from tests import examples

from ledger import canonical, envelope
from ledger import state as state_module
from ledger.errors import Malformed
from ledger.facts import Body, terms, words
from ledger.facts.fact import Fact
from ledger.facts.words import Sealed, Words

# The only text of a fact that is neither an id, a code nor sealed: what stands in public documents.
OLD = {"QuorumRule", "VotingRule", "TextRule"}
RULES = tuple(one.__name__ for one in get_args(terms.Rule))
TITLES = {
    "Attested.said",
    "Registered.title",
    "Constituted.title",
    "Constituted.remit",
    "RoleTaken.title",
    "Condition.says",
    "Seat.title",
    "Office.title",
    "Matter.title",
    "Changed.authority",
    "Office.also",
    "RegularAttendee.title",
    "Terms.title",
    "Terms.cited",
    "Reading.reading",
    "QuorumRule.reading",
    "Doubt.says",
    "Evidence.title",
    "FundOpened.title",
    "FundVaried.title",
    "ContributionAgreed.source",
    "CalendarAdopted.title",
    "InterestKind.title",
    "Function.title",
    "Function.also",
    "RegimeAdopted.title",
    "Presented.to",
    "Made.title",
    "Made.cited",
    "PartyTo.role",
    "Affiliated.role",
    "Required.says",
    "Varied.title",
    "ChangeMade.document",
    "StandingItemsRule.first",
    "StandingItemsRule.last",
    "StageRule.title",
    "Set.heading",
    "Designation.title",
    "Sought.title",
    *(f"{rule}.says" for rule in RULES),
    *(f"{rule}.{name}" for rule in RULES if rule not in OLD for name in ("reading", "others")),
}
CLAUSES = {
    "PartiesChanged.clause",
    "Constituted.instrument",
    "Ended.order",
    "Granted.power",
    "Manner.regime",
    "PowerStated.cited",
    "FundOpened.under",
    "FundVaried.under",
    "RingFence.clause",
    "Seat.clause",
    "Office.clause",
    "Matter.clause",
    "RegularAttendee.clause",
    "Doubt.clause",
    "Noted.clause",
    "Evidence.place",
    "Fact.clauses",
    "CalendarAdopted.source",
    "ItemPlanned.ground",
    "PaperPublished.ground",
    "ItemOpened.ground",
    "PublicExcluded.ground",
    "PublicRule.grounds",
    "InterestKind.clause",
    "RegimeAdopted.dispensation",
    "Dispensed.clause",
    "Erased.ground",
    "Made.signing",
    "Made.joining",
    "Dated.clause",
    "PartyTo.clause",
    "Required.clause",
    "Ended.clause",
    "Set.agreement",
    "Set.clause",
    "Sought.clause",
    *(f"{rule}.clause" for rule in RULES),
}
PRINTED = {
    "Opened.time",
    "Scheduled.time",
    "Scheduled.programme",
    "Moved.time",
    "ItemPlanned.due",
    "RoleTaken.review",
    "Elected.term",
    "OfficeRule.holds_until",
    "Terms.review",
    "FollowUpNoted.due",
    "Claimed.taken",
    "Announced.expected",
    "Slipped.due",
    "Set.number",
    "Set.printed",
    "Bearer.printed",
    "Score.printed",
    "Due.printed",
    "Due.doubt",
}

UNREAD = {
    "standing.attested/1": "it changes nothing: it says what the facts before it give",
    "record.contested/1": "it changes nothing: it stands beside what it contests",
    "record.contest-withdrawn/1": "as the contest: it stands beside what that contests",
}
"""Types that no fold reads, each with the reason."""

BODIES = get_args(Body)


def parts_of(kind: inspect.Type) -> Iterator[inspect.Type]:
    """Give a type and all that it is made of, up to the next struct."""
    yield kind
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from parts_of(one)
    elif isinstance(kind, inspect.VarTupleType):
        yield from parts_of(kind.item_type)


def structs_of(kind: inspect.Type, known: dict[type, inspect.StructType]) -> dict[type, inspect.StructType]:
    """Give every struct that a type is made of, at any depth."""
    for part in parts_of(kind):
        if isinstance(part, inspect.StructType) and part.cls not in known:
            known[part.cls] = part
            for field in part.fields:
                structs_of(field.type, known)
    return known


STRUCTS = structs_of(inspect.type_info(Fact), {})
FIELDS = [
    (f"{struct.cls.__name__}.{field.name}", part)
    for struct in STRUCTS.values()
    for field in struct.fields
    for part in parts_of(field.type)
]


def accepts(kind: object, value: object) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def test_every_body_and_what_it_is_made_of_is_looked_at_here() -> None:
    assert set(BODIES) <= set(STRUCTS)
    assert {"Fact", "Scope", "Money", "Sealed", "Part", "Attendee", "Distinct", "AllOf", "Filter"} <= {
        struct.__name__ for struct in STRUCTS
    }


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__qualname__)
def test_every_struct_is_frozen_forbids_unknown_fields_and_says_what_is_true(struct: type) -> None:  # E7
    assert issubclass(struct, msgspec.Struct)
    config = struct.__struct_config__
    assert config.frozen
    assert config.forbid_unknown_fields
    assert not config.omit_defaults
    assert not config.array_like
    assert struct.__doc__


def test_no_field_is_a_float_bytes_a_mapping_or_of_any_type() -> None:  # E1
    allowed = (
        inspect.StrType,
        inspect.IntType,
        inspect.BoolType,
        inspect.NoneType,
        inspect.LiteralType,
        inspect.StructType,
        inspect.UnionType,
        inspect.VarTupleType,
    )
    assert [name for name, part in FIELDS if not isinstance(part, allowed)] == []


def test_plain_text_is_an_id_or_a_code_and_all_other_text_is_public_or_sealed() -> None:  # P1, P2
    texts = [(name, part) for name, part in FIELDS if isinstance(part, inspect.StrType)]
    free = {(name, text.min_length, text.max_length) for name, text in texts if text.pattern is None}
    assert free == ({(name, 1, 300) for name in TITLES} | {(name, 1, 120) for name in CLAUSES | PRINTED})


def test_every_pattern_covers_the_whole_text_and_ascii_only() -> None:  # E5
    texts = [part for _, part in FIELDS if isinstance(part, inspect.StrType) and part.pattern]
    for text in texts:
        pattern = str(text.pattern)
        assert (pattern[:2], pattern[-2:]) == (r"\A", r"\Z")
        assert pattern.isascii()
        for stretched in ("\n", "\u200b", "\u0430", "e\u0301"):
            assert not re.search(pattern, stretched)


def test_every_integer_and_every_list_has_a_bound() -> None:  # E2, E4
    integers = [(name, part) for name, part in FIELDS if isinstance(part, inspect.IntType)]
    assert [name for name, part in integers if part.ge is None or part.le is None] == []
    assert all(int(part.ge or 0) > -(2**53) and int(part.le or 0) < 2**53 for _, part in integers)
    lists = [(name, part) for name, part in FIELDS if isinstance(part, inspect.VarTupleType)]
    assert [name for name, part in lists if part.max_length is None] == []
    assert max(part.max_length or 0 for _, part in lists) <= 200


def test_nothing_of_several_texts_is_left_to_one_pattern() -> None:
    # Of a union of two kinds of text the library would apply one pattern only.
    for struct in STRUCTS.values():
        for field in struct.fields:
            if isinstance(field.type, inspect.UnionType):
                texts = [one for one in field.type.types if isinstance(one, inspect.StrType)]
                assert len(texts) <= 1, f"{struct.cls.__name__}.{field.name}"


def test_names_of_fields_are_ascii_so_that_their_order_is_the_same_in_every_language() -> None:  # E6
    for struct in STRUCTS.values():
        names = [field.encode_name for field in struct.fields]
        assert all(name.isascii() and name.islower() for name in names)


def test_wire_names_are_noun_participle_version_and_no_two_are_the_same() -> None:  # E7
    names = [type_.__struct_config__.tag for type_ in BODIES]
    assert len(set(names)) == len(names)
    assert [
        name
        for name in names
        if not re.fullmatch(r"[a-z]+(?:-[a-z]+)?\.[a-z]+(?:-[a-z]+)*/[1-9][0-9]*", name)
    ] == []
    assert {type_.__struct_config__.tag_field for type_ in BODIES} == {"type"}


def test_no_wire_name_is_the_path_of_a_class() -> None:  # W9
    for type_ in BODIES:
        noun = type_.__struct_config__.tag.split("/")[0]
        assert noun not in sys.modules
        assert type_.__module__ not in type_.__struct_config__.tag


def test_every_type_is_read_by_a_fold_or_is_listed_with_a_reason() -> None:
    readers = state_module.readers()
    assert sorted(UNREAD) == sorted(type_.__struct_config__.tag for type_ in BODIES if type_ not in readers)
    assert all(UNREAD.values())
    assert set(readers) <= set(BODIES)


def test_a_fold_takes_every_type_that_it_is_said_to_read() -> None:
    state = state_module.State()
    for number, body in enumerate(examples.EXAMPLES, 1):
        state = state.evolve(examples.recorded_of(number, body, examples.OFFICER))
    assert state != state_module.State()


@pytest.mark.parametrize("body", examples.EXAMPLES, ids=examples.wire_name)
def test_a_fact_is_read_as_it_was_written(body: Body) -> None:
    fact = examples.fact_of(body)
    assert envelope.read_fact(canonical.encode(fact)) == fact


@pytest.mark.parametrize("body", examples.EXAMPLES, ids=examples.wire_name)
def test_a_fact_that_lacks_a_field_or_has_another_one_is_refused(body: Body) -> None:  # E7
    fact = msgspec.to_builtins(examples.fact_of(body))
    for name in fact["body"]:
        less = fact | {"body": {key: value for key, value in fact["body"].items() if key != name}}
        with pytest.raises(Malformed):
            envelope.read_fact(canonical.encode(less))
    with pytest.raises(Malformed):
        envelope.read_fact(canonical.encode(fact | {"body": fact["body"] | {"zz": None}}))
    for name in fact:
        with pytest.raises(Malformed):
            envelope.read_fact(canonical.encode({key: value for key, value in fact.items() if key != name}))


def test_the_calendar_decides_what_a_day_is() -> None:  # E1, T6
    for year in (1000, 1582, 1900, 1999, 2000, 2024, 2026, 2100, 2400, 2999):
        for month in range(14):
            for day in range(33):
                text = f"{year}-{month:02}-{day:02}"
                try:
                    expected = date(year, month, day).isoformat() == text
                except ValueError:
                    expected = False
                assert accepts(words.Day, text) is expected, text
                assert accepts(words.Instant, f"{text}T23:59:59.999999Z") is expected, text
                assert accepts(words.When, text) is expected, text


@pytest.mark.parametrize(
    "text",
    ["2026", "2026-11", "26-11-20", "2026-11-20 ", "2026-11-20T10:00", "20261120", "0999-01-01", "2026-1-1"],
)
def test_another_spelling_of_a_day_is_refused(text: str) -> None:  # E1
    assert not accepts(words.Day, text)
    assert not accepts(words.When, text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20",
        "2026-11-20T24:00:00.000000Z",
        "2026-11-20T10:60:00.000000Z",
        "2026-11-20T10:00:60.000000Z",
        "2026-11-20T10:00:00Z",
        "2026-11-20T10:00:00.000000",
        "2026-11-20T10:00:00.000000+00:00",
        "2026-11-20t10:00:00.000000z",
    ],
)
def test_another_spelling_of_an_instant_is_refused(text: str) -> None:  # T6
    assert not accepts(words.Instant, text)
    assert text == "2026-11-20" or not accepts(words.When, text)


def test_a_key_has_one_text() -> None:  # K4, K7
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for key in (examples.OFFICER, examples.LOG):
        text = words.key_text(key.public)
        assert words.key_bytes(text) == key.public
        texts = [text[:42] + last + "=" for last in alphabet]
        same = [one for one in texts if words.key_bytes(one) == key.public]
        assert len(same) == 4
        assert [one for one in same if accepts(words.PublicKey, one)] == [text]
    ends = {words.key_text(bytes(31) + bytes([number]))[42] for number in range(256)}
    assert all(accepts(words.PublicKey, "A" * 42 + end + "=") for end in ends)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (words.Code, ["icp", "lsc-icp", "a.b-c1"], ["", "ICP", "a--b", "-a", "a_b", "é", "a" * 65, "a\n"]),
        (words.PersonId, [examples.ADA], ["p-" + "a" * 15, "p-" + "1" * 16, "m-" + "a" * 16, "Ada"]),
        (words.FactId, ["r-" + "a" * 16 + "/9999"], ["r-" + "a" * 16 + "/0", "r-" + "a" * 16, "/1"]),
        (words.Party, [examples.BEN, "body:icp", "organisation:x"], ["icp", "body:", "post:chair"]),
        (
            words.Partner,
            ["body:icp", "organisation:x"],
            [examples.BEN, "icp", "body:", "body:a..b", "body:-"],
        ),
        (words.Tag, ["founding", "body:icp", "use:g:gbp"], ["", "Body:x", "a:b:c:d", "a:", "a:é", "a" * 129]),
        (words.RuleId, ["QUO-1", "DEL-999"], ["QUO-0", "QU-1", "quo-1", "QUO-1000"]),
        (words.Right, ["own", "enrol", "record:*", "record:icp"], ["record:", "record", "*", "record:ICP"]),
        (words.KeyId, [examples.ids_of(examples.NEW)[0]], ["ed25519-" + "A" * 32, "rsa-" + "a" * 32]),
        (words.Digest, ["sha256:" + "0" * 64], ["0" * 64, "md5:" + "0" * 32]),
    ],
)
def test_a_word_is_of_its_form(kind: object, good: list[str], bad: list[str]) -> None:  # E5
    assert [text for text in good if not accepts(kind, text)] == []
    assert [text for text in bad if accepts(kind, text)] == []


def test_words_carry_no_commitment_and_look_like_what_they_will_be() -> None:
    spoken = Words.of("The hall flooded.")
    assert (spoken.text, spoken.commitment) == ("The hall flooded.", "0" * 64)
    assert isinstance(spoken, Sealed)
    assert Words not in STRUCTS
