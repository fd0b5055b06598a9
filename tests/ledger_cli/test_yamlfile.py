from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws import tried

from ledger.errors import Malformed, Oversized
from ledger.facts.terms import Check, QuorumRule
from ledger.facts.words import Code, Day, Title
from ledger_cli.yamlfile import LINES, fit, load
from ledger_cli.yamlnodes import BYTES_MAX, DEPTH_MAX, FAULTS_SHOWN, LINE_MAX, Document, parse

Long = Annotated[str, msgspec.Meta(max_length=20, extra=LINES)]


class Seat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seat: Code
    title: Title
    voting: bool = True


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for"}):
    title: Title | None = None
    met: Day | None = None
    seats: Annotated[tuple[Seat, ...], msgspec.Meta(min_length=1, max_length=3)] | None = None
    least: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    basis: Literal["stated", "reading"] = "stated"
    note: Long | None = None
    moved: Title | bool = False
    for_: tuple[Title, ...] | int | None = None


def body(text: str) -> Body:
    return fit(parse(text.encode(), "f.yaml"), Body)


def fault(text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Malformed) as caught:
        fit(parse(data, "f.yaml"), Body)
    return str(caught.value)


def test_a_file_becomes_the_struct_that_is_expected() -> None:
    text = "title: Forum\nmet: 2024-03-25\nseats:\n- {seat: a, title: A, voting: false}\nleast: 3\n"
    expected = Body("Forum", "2024-03-25", (Seat("a", "A", voting=False),), 3)
    assert body(text) == expected


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "NO", "y", "8.10", "1e3", "0x1F", "007", "1_000", ".inf"]
)
def test_a_word_that_other_readers_convert_stays_text(word: str) -> None:  # W4
    assert body(f"title: {word}").title == word


@pytest.mark.parametrize("word", ["true", "12", "2024-03-25", "2024-03-25 10:00:00"])
def test_where_text_is_expected_every_scalar_is_text(word: str) -> None:  # W4
    assert body(f"title: {word}").title == word


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_nothing_is_nothing_where_a_field_may_be_left_out(word: str) -> None:
    assert body(f"title: {word}").title is None


def test_a_word_in_quotes_is_never_nothing() -> None:
    assert body("title: 'null'").title == "null"


def test_a_field_may_take_a_name_or_a_yes() -> None:
    told = [body(f"moved: {word}").moved for word in ("true", "True", "'true'")]
    assert told == [True, "True", "true"]


def test_line_ends_of_another_system_change_nothing() -> None:
    text = "title: Forum\nnote: |\n  a\n  b\nleast: 3\n"
    assert body(text.replace("\n", "\r\n")) == body(text)


def test_a_field_may_take_names_or_a_number() -> None:
    assert (body("for: 3").for_, body("for: [A, B]").for_) == (3, ("A", "B"))


def test_a_block_loses_its_last_line_feed_and_keeps_the_others() -> None:
    assert (body("note: |\n  a\n  b\n").note, body("note: >-\n  a\n  b\n").note) == ("a\nb", "a b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("met: 2026", "f.yaml:1:6: met: expected a date like 2024-03-25, got 2026"),
        ("met: 31/02/2024", "f.yaml:1:6: met: expected a date like 2024-03-25, got 31/02/2024"),
        (
            "met: 2024-02-30",
            "f.yaml:1:6: met: expected a date like 2024-03-25, got 2024-02-30, which no calendar has",
        ),
        ("met: 2023-02-29", "which no calendar has"),
        ("met: 0000-01-01", "which no calendar has"),
        ("met: 2024-03-25T10:00:00Z", "expected a date like 2024-03-25, got 2024-03-25T10:00:00Z"),
        ("least: x", "f.yaml:1:8: least: expected a whole number, got x"),
        ("least: 8.1", "expected a whole number, got 8.1"),
        ("least: '3'", "expected a whole number, got the text 3"),
        ("least:", "f.yaml:1:7: least: expected a whole number, got nothing"),
        ("least: 0", "expected at least 1, got 0"),
        ("least: 101", "expected at most 100, got 101"),
        ("least: 99999999999999999999", "expected a whole number, got 99999999999999999999"),
        ("basis: states", "expected one of reading, stated, got states (did you mean stated?)"),
        ("seats: a", "f.yaml:1:8: seats: expected a list, with a hyphen before each entry, got a"),
        ("seats: {}", "before each entry, got no fields"),
        ("seats: []", "expected at least 1 in the list, got 0"),
        ("seats: [a, b, c, d]", "expected at most 3 in the list, got 4"),
        ("seats: [a]", "f.yaml:1:9: seats, entry 1: expected the fields seat, title, voting, got a"),
        (
            "seats:\n- [a]",
            "f.yaml:2:3: seats, entry 1: expected the fields seat, title, voting, got a list of 1",
        ),
        ("seats:\n- {seat: a}", "f.yaml:2:3: seats, entry 1: expected the field title, got none"),
        ("seats:\n- {}", "seats, entry 1: expected the fields seat, title, got none"),
        (
            "seats:\n- {seat: A b, title: x}",
            "f.yaml:2:10: seats, entry 1, seat: expected a code of small letters, digits and hyphens",
        ),
        ("seats:\n- {seat: a, title: x, voting: no}", "voting: expected true or false, got no"),
        ("seats:\n- {seat: a, title: null}", "title: expected text, got nothing"),
        ("seats:\n- {seat: a, title: ' '}", "title: expected text, got an empty text"),
        ("title: |\n  a\n  b\n", "f.yaml:1:8: title: expected one line, got several"),
        ("note: aaaaaaaaaaaaaaaaaaaaa", "expected at most 20 characters, got 21"),
        ("titel: x", "f.yaml:1:1: expected one of the fields title, met, seats"),
        ("titel: x", "got titel (did you mean title?)"),
        ("'': x", "got an empty name"),
        ("- a", "f.yaml:1:1: expected the fields title"),
        (
            "",
            "f.yaml:1:1: expected the fields title, met, seats, least, basis, note, moved, for, got nothing",
        ),
        ("# nothing here", "got nothing"),
        ("title: {a: b}", "expected text, got the fields a"),
    ],
)
def test_a_fault_is_told_with_its_place_in_an_officers_words(text: str, expected: str) -> None:
    assert expected in fault(text)


def test_faults_are_told_together_in_the_order_of_the_file() -> None:
    told = fault("least: x\nmet: 2026\nseats:\n- {seat: a, titel: b}\nbasis: z\n").splitlines()
    assert [line.split(": ")[0] for line in told] == [
        "f.yaml:1:8", "f.yaml:2:6", "f.yaml:4:3", "f.yaml:4:13", "f.yaml:5:8"
    ]  # fmt: skip


def test_no_more_faults_are_told_than_a_person_reads() -> None:
    told = fault("".join(f"x{number}: 1\n" for number in range(FAULTS_SHOWN + 5))).splitlines()
    assert (len(told), told[-1]) == (FAULTS_SHOWN + 1, "f.yaml: and 5 more")


def test_a_message_names_no_dollar_path_and_no_class() -> None:
    told = fault("seats:\n- {seat: 1.5, title: []}\nleast: []\nfor: {}\n")
    assert not re.search(r"\$|`|Struct|<class|NoneType|\bstr\b|\bint\b", told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: !!str x", "f.yaml:1:8: expected no tag, got one (!)"),
        ("title: !!python/object/apply:os.system [id]", "expected no tag"),
        ("title: ! x", "expected no tag"),
        ("!!map {title: x}", "expected no tag"),
        ("title: &a x", "f.yaml:1:8: expected no anchor, got one (&)"),
        ("title: *a", "f.yaml:1:8: expected no alias, got one (*): write the value out"),
        ("<<: {title: x}", "f.yaml:1:1: expected no merge key (<<): write the values out"),
        ("title: x\ntitle: y", "f.yaml:2:1: expected title once, got it again: first in line 1"),
        ("title: x\n'title': y", "f.yaml:2:1: expected title once"),
        ("? [a]\n: b", "f.yaml:1:3: expected a word for the name of a field, got a list or section"),
        ("title: x\n---\ntitle: y", "f.yaml:2:1: expected one document, got a second"),
        ("%YAML 1.1\n---\ntitle: no", "f.yaml:2:1: expected no directive, got one that begins with %"),
        ("%TAG ! tag:x,2000:\n---\ntitle: x", "expected no directive"),
        ("title: a: b", "f.yaml:1:9: expected a text with a colon and a space to stand in quotes"),
        ("title: x\n\tmet: y", "f.yaml:2:1: expected spaces, got a tab"),
        ("title: 'x", "expected the closing quote, got the end of the file"),
        (
            "title: @x",
            "f.yaml:1:8: expected a text that begins with @, `, % or another sign to stand in quotes",
        ),
        ("- a\nb: c", "f.yaml:2:1: expected entries of one list or section to begin in the same column"),
        ("title: [a", "expected YAML, got: "),
        ('title: "\\UFFFFFFFF"', "f.yaml:1:1: expected YAML, got: "),
        (
            "title: x\n\x00",
            "f.yaml:2:1: expected text without control, direction or zero-width characters, got U+0000",
        ),
        ("title: a\x1b[31m", "f.yaml:1:9: expected text without control"),
        ("# \u202e comment", "f.yaml:1:3: expected text without control"),
        ("title: a\u2028met: b", "f.yaml:1:9: expected text without control"),
        ("title: a\rmet: b", "f.yaml:1:9: expected text without control"),
        ("title: caf\u0065\u0301", "f.yaml:1:12: expected text in Unicode normal form C"),
        ('title: "a\\u202eb"', "f.yaml:1:8: expected text without control, direction"),
        ('title: "\\ud800"', "f.yaml:1:8: expected text without control, direction"),
        ('title: "\\0"', "got U+0000"),
    ],
)
def test_what_another_reader_may_take_for_something_else_is_refused(
    text: str, expected: str
) -> None:  # W4, E5
    assert expected in fault(text)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b"\xef\xbb\xbftitle: x",
            "f.yaml:1:1: expected UTF-8 without a byte order mark, got UTF-8 with a byte",
        ),
        ("title: x".encode("utf-16"), "f.yaml:1:1: expected UTF-8 without a byte order mark, got UTF-16"),
        ("title: x".encode("utf-16-be"), "got U+0000"),
        (b"title: x\nmet: caf\xe9", "f.yaml:2:9: expected UTF-8, got byte e9"),
        (b"title: \xed\xa0\x80", "f.yaml:1:8: expected UTF-8, got byte ed"),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused(data: bytes, expected: str) -> None:  # E3
    assert expected in fault(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 20_000, "f.yaml:1:1: expected at most 32 levels, got more"),
        ("[\n" * 50_000, "f.yaml:33:1: expected at most 32 levels, got more"),
        ("{a: " * 5_000, "expected at most 32 levels, got more"),
        ("- " * 10_000, "f.yaml:1:65: expected at most 32 levels, got more"),
        ("? " * 10_000, "expected at most 32 levels, got more"),
        ("[" * 100_000, "f.yaml:1:1: expected at most 32 levels, got more"),
        ("[a," * 100_000, f"f.yaml:1:1: expected at most {LINE_MAX} characters a line, got 300000"),
        ("a: " + "!" * 1_000_000, f"expected at most {LINE_MAX} characters a line"),
        ("title: " + "e\u0301" + "\u0301" * 9_000, "expected at most 30 combining marks in a row"),
        ("#" * (BYTES_MAX + 1), f"f.yaml: expected at most {BYTES_MAX} bytes, got more"),
    ],
)
def test_what_would_take_long_or_deep_is_a_limit(text: str, expected: str) -> None:  # E4, W4
    with pytest.raises(Oversized) as caught:
        parse(text.encode(), "f.yaml")

    assert expected in str(caught.value)


def test_more_values_than_a_file_may_have_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:  # W4
    monkeypatch.setattr("ledger_cli.yamlnodes.NODES_MAX", 50)
    with pytest.raises(Oversized, match="f.yaml:50:3: expected at most 50 values, got more"):
        parse(b"- a\n" * 60, "f.yaml")


def test_the_deepest_file_that_is_allowed_is_read() -> None:
    assert isinstance(parse(("[" * DEPTH_MAX + "]" * DEPTH_MAX).encode(), "f.yaml"), Document)


def test_a_rule_is_read_by_its_kind_and_its_check() -> None:
    text = (
        "kind: quorum\nrule: QUO-1\nclause: 8.1\nbasis: stated\nsays: a third\n"
        "check:\n  check: any of\n  checks:\n  - {check: share, who: {}, percent: 30, base: seats}\n"
    )
    rule = fit(parse(text.encode(), "f.yaml"), QuorumRule)
    assert (rule.clause, type(rule.check).__name__) == ("8.1", "AnyOf")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "checks: []",
            "expected check to be one of count, share, distinct, all of, any of, some of; got no check",
        ),
        ("check: al of", "f.yaml:1:8: check: expected check to be one of"),
        ("check: al of", "got al of (did you mean all of?)"),
        ("check: [count]", "got a list of 1"),
    ],
)
def test_a_check_of_no_known_kind_is_told_with_the_kinds(text: str, expected: str) -> None:
    with pytest.raises(Malformed) as caught:
        fit(parse(text.encode(), "f.yaml"), Check)  # type: ignore[arg-type]
    assert expected in str(caught.value)


def test_a_bound_that_is_not_put_into_words_holds_all_the_same() -> None:
    type_ = msgspec.defstruct("Odd", [("even", Annotated[int, msgspec.Meta(multiple_of=2)])])
    assert fit(parse(b"even: 2", "f.yaml"), type_) == type_(2)
    with pytest.raises(Malformed, match="f.yaml:1:1: "):
        fit(parse(b"even: 3", "f.yaml"), type_)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("absent.yaml", "absent.yaml: expected a file that can be read, got: no such file or directory"),
        ("folder", "folder: expected a file, got something else"),
        ("pipe", "pipe: expected a file, got something else"),
        ("a\0b", "expected a file that can be read, got: "),
    ],
)
def test_what_is_no_file_is_told(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / "folder").mkdir()
    if name == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes here")
        os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Malformed) as caught:
        load(tmp_path / name, Body)
    assert expected in str(caught.value)


def test_a_file_is_named_in_the_message_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "minutes.yaml"
    path.write_text("titel: x\n", encoding="utf-8")
    with pytest.raises(Malformed) as caught:
        load(path, Body)
    assert str(caught.value).startswith(f"{path}:1:1: ")


PIECES = st.sampled_from(
    [
        *"abc:-?[]{},#&*!|>'\"%@`~<\\ \n\t",
        "\r\n",
        "- ",
        ": ",
        "---\n",
        "...\n",
        "title",
        "seats",
        "<<",
        "é",
        "\\x41",
    ]
)


def told_of(text: bytes) -> list[str]:
    """Give the lines of the refusal of a file, or none."""
    try:
        fit(parse(text, "f.yaml"), Body)
    except Malformed as error:
        return str(error).splitlines()
    return []


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=tried(400), deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:  # W4
    assert all(line.startswith("f.yaml:") for line in told_of(text.encode()))


@given(st.binary(max_size=200))
@settings(max_examples=tried(200), deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:  # E3
    assert all(line.startswith("f.yaml:") for line in told_of(data))
