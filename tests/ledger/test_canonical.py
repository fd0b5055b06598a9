from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests import examples

from ledger import canonical, envelope
from ledger.errors import Malformed, Oversized, RemitError
from ledger.facts.words import Integer

JCS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "jcs"

# Unicode 16.0, DerivedCoreProperties.txt: Default_Ignorable_Code_Point (what is not shown).
NOT_SHOWN = [
    *[(0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5)],
    *[(0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)],
    *[(0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3)],
    *[(0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)],
]
# More that deceives: C0, DEL, C1, line and paragraph separators, annotations, noncharacters of plane 0.
DECEIVING = [(0x00, 0x1F), (0x7F, 0x9F), (0x2028, 0x2029), (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF)]
# Unicode 16.0, PropList.txt: Bidi_Control.
DIRECTION = [(0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)]

FORBIDDEN = [
    chr(code) for first, last in NOT_SHOWN + DECEIVING + DIRECTION for code in range(first, last + 1)
]

# Overlays have a combining class and compose with nothing, so any number of them is NFC.
OVERLAY = "\u0334"


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    number: Integer = 0


LINES = msgspec.json.Decoder(Line)
ANYTHING = msgspec.json.Decoder()


def read(data: bytes, *, lines: bool = False) -> Line:
    texts = (lambda one: (one.text,)) if lines else None
    return canonical.parse(data, LINES, "line", texts=texts)


def line(text: str) -> bytes:
    return b'{"number":0,"text":"%b"}' % text.encode()


def kind_of(data: bytes) -> str:
    with pytest.raises(RemitError) as caught:
        read(data)
    return caught.value.kind


def granted(**changes: Any) -> bytes:
    """Give a delegation as canonical bytes, with something of its scope changed."""
    body = next(body for body in examples.EXAMPLES if examples.wire_name(body) == "delegation.granted/3")
    fact = msgspec.to_builtins(examples.fact_of(body))
    fact["body"]["scope"] |= changes
    return json.dumps(fact, sort_keys=True, separators=(",", ":")).encode()


def test_names_are_sorted_and_nothing_is_between_the_tokens() -> None:
    assert canonical.encode(Line('é\\"/', -7)) == r'{"number":-7,"text":"é\\\"/"}'.encode()


def test_what_was_written_is_read_again() -> None:
    written = Line('Ó Néill’s "£250" – C:\\new\\"', 2**53 - 1)
    assert read(canonical.encode(written)) == written


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"number":0,"number":0,"text":""}', id="duplicate name"),
        pytest.param(b'{"number":1,"number":0,"text":""}', id="duplicate name, other value"),
        pytest.param(b'{"number":NaN,"text":""}', id="NaN"),
        pytest.param(b'{"number":Infinity,"text":""}', id="Infinity"),
        pytest.param(b'{"number":-Infinity,"text":""}', id="-Infinity"),
        pytest.param(b'{"number":1e400,"text":""}', id="1e400"),
        pytest.param(b'{"number":-0,"text":""}', id="-0"),
        pytest.param(b'{"number":1.0,"text":""}', id="1.0"),
        pytest.param(b'{"number":1e0,"text":""}', id="1e0"),
        pytest.param(b'{"number":01,"text":""}', id="01"),
        pytest.param(b'{"number":+1,"text":""}', id="+1"),
        pytest.param(b'{"number":"1","text":""}', id="a number as text"),
        pytest.param(b'{"number":true,"text":""}', id="a truth for a number"),
        pytest.param(b'{"number":0,"text":null}', id="null for text"),
    ],
)
def test_json_that_two_readers_may_read_differently_is_refused(data: bytes) -> None:  # E1
    assert kind_of(data) == "FORM"


@pytest.mark.parametrize("digits", [str(2**53), str(-(2**53)), str(2**63), str(2**64), "9" * 25, "9" * 4301])
def test_an_integer_that_not_every_reader_keeps_is_refused(digits: str) -> None:  # E2
    assert kind_of(b'{"number":%b,"text":""}' % digits.encode()) == "FORM"


@pytest.mark.parametrize("number", [2**53 - 1, -(2**53 - 1)])
def test_the_largest_integers_are_read(number: int) -> None:  # E2
    assert read(canonical.encode(Line("", number))).number == number


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_than_utf_8_is_refused(encoding: str) -> None:  # E3
    assert kind_of('{"number":0,"text":""}'.encode(encoding)) == "FORM"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"\xff", id="no UTF-8"),
        pytest.param(b"\xc0\xaf", id="overlong"),
        pytest.param(b"\xf5\x80\x80\x80", id="beyond Unicode"),
        pytest.param(b"\xed\xa0\x80", id="surrogate in UTF-8"),
        pytest.param(b"\\ud800", id="lone surrogate"),
        pytest.param(b"\\udc00", id="lone low surrogate"),
        pytest.param(b"\\ud83d\\ude02", id="surrogate pair for a character"),
        pytest.param(b"\xe2\x82", id="cut short"),
    ],
)
def test_text_that_is_no_utf_8_is_refused(text: bytes) -> None:  # E3
    assert kind_of(b'{"number":0,"text":"%b"}' % text) == "FORM"


def test_a_hundred_thousand_brackets_are_refused_by_their_size() -> None:  # E4
    assert kind_of(b"[" * 100_000) == "LIMIT"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"[" * 59_000, id="unclosed"),
        pytest.param(b"[" * 29_000 + b"]" * 29_000, id="closed"),
        pytest.param(b'{"a":' * 11_000 + b"1" + b"}" * 4_000, id="objects"),
        pytest.param(b'["]",' * 10_000, id="closing brackets in text"),
    ],
)
def test_deep_nesting_within_the_size_is_refused_by_its_depth(data: bytes) -> None:  # E4
    with pytest.raises(Oversized, match="line: expected at most 32 arrays and objects in each other"):
        read(data)
    with pytest.raises(Oversized, match="at most 32 arrays"):
        canonical.parse(data, ANYTHING, "line")


def test_deep_nesting_in_a_larger_file_is_refused_where_the_decoder_gives_up() -> None:  # E4, W8
    holder = msgspec.json.Decoder(tuple[msgspec.Raw, ...])
    for decoder in (ANYTHING, holder):
        with pytest.raises(Oversized, match="file: expected a shallow value, got one too deeply nested"):
            canonical.parse(b"[" * 100_000, decoder, "file", bytes_max=2**24)


def test_thirty_two_levels_are_read_and_thirty_three_are_not() -> None:  # E4
    deepest = b"[" * 32 + b"]" * 32
    assert canonical.encode(canonical.parse(deepest, ANYTHING, "value")) == deepest
    beside = b"[{}," + deepest[1:]
    assert canonical.encode(canonical.parse(beside, ANYTHING, "value")) == beside
    for deeper in (b"[" + deepest + b"]", b"[{}," + deepest + b"]"):
        with pytest.raises(Oversized, match="value: expected at most 32 arrays"):
            canonical.parse(deeper, ANYTHING, "value")


def test_many_brackets_beside_each_other_or_in_text_are_not_deep() -> None:
    wide = b"[" + b",".join([b"{}"] * 100) + b"]"
    assert canonical.encode(canonical.parse(wide, ANYTHING, "value")) == wide
    quoted = Line("[" * 40 + '"[\\' + "{" * 40)
    assert read(canonical.encode(quoted)) == quoted


def test_an_escape_at_the_end_of_unclosed_text_is_refused() -> None:
    assert kind_of(b"{}" * 40 + b'"[[[\\') == "FORM"


def test_a_quarter_of_a_megabyte_of_combining_marks_is_refused_by_its_size() -> None:  # E4
    assert kind_of(line("a" + "\u0301" * 128 * 1024)) == "LIMIT"


def test_thirty_combining_marks_in_a_row_are_read_and_thirty_one_are_not() -> None:  # E4
    assert read(line("q" + OVERLAY * 30)).text == "q" + OVERLAY * 30
    with pytest.raises(Oversized, match="line: expected at most 30 combining marks in a row, got more"):
        read(line("q" + OVERLAY * 31))
    assert read(line(("q" + OVERLAY * 30) * 3)).text == ("q" + OVERLAY * 30) * 3


def test_the_size_is_the_only_limit_of_a_plain_text() -> None:
    most = Line("x" * (canonical.BYTES_MAX - len(line(""))))
    assert read(canonical.encode(most)) == most
    with pytest.raises(Oversized, match="line: expected at most 60000 bytes, got 60001"):
        read(canonical.encode(Line(most.text + "x")))
    with pytest.raises(Oversized, match="expected at most 10 bytes, got 22"):
        canonical.parse(line(""), LINES, "line", bytes_max=10)


@pytest.mark.parametrize("text", ["A\u030a", "e\u0301", "\u212b", "\u1100\u1161", "q\u0323\u0307\u0323"])
def test_text_that_is_not_in_normal_form_c_is_refused(text: str) -> None:  # E5
    assert unicodedata.normalize("NFC", text) != text
    with pytest.raises(Malformed, match="line: expected text in Unicode normal form C, got another form"):
        read(line(text))
    assert read(line(unicodedata.normalize("NFC", text))).number == 0


def test_no_character_that_is_not_seen_is_accepted() -> None:  # E5
    accepted = []
    for character in FORBIDDEN:
        try:
            canonical.check_text(f"a{character}b", "name")
        except Malformed:
            continue
        accepted.append(f"U+{ord(character):04X}")
    assert accepted == []


@pytest.mark.parametrize("character", ["\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff", "\U000e0041"])
def test_a_character_that_is_not_seen_is_refused_where_json_would_take_it(character: str) -> None:  # E5
    with pytest.raises(Malformed, match="expected text without control, direction or zero-width characters"):
        read(line(character))


def test_the_message_names_the_character_and_where_it_stands() -> None:  # E5
    with pytest.raises(Malformed, match=r"^name: expected text without .*, got U\+202E at character 4$"):
        canonical.check_text("pay\u202eyap", "name")


def test_a_lone_surrogate_is_refused_in_what_somebody_wrote() -> None:  # E3
    with pytest.raises(Malformed, match=r"got U\+D800"):
        canonical.check_text("a\ud800", "note")


@pytest.mark.parametrize("text", ["", "Integrated Care Partnership", "Ó Néill’s £5 – “naïve”", "日本", "😀"])
def test_ordinary_text_is_accepted(text: str) -> None:
    canonical.check_text(text, "title")


def test_a_note_may_have_lines_and_a_title_may_not() -> None:
    canonical.check_text("first\nsecond", "note", lines=True)
    with pytest.raises(Malformed, match=r"got U\+000A at character 6"):
        canonical.check_text("first\nsecond", "title")
    for text in ("first\tsecond", "first\r\nsecond", "é\x0b"):
        with pytest.raises(Malformed, match="expected text without control"):
            canonical.check_text(text, "note", lines=True)


@pytest.mark.parametrize(
    "escape", [r"\n", r"\t", r"\b", r"\u000a", r"\u0041", r"\/", r"\u00e9", r"\\\n", r"a\\\\\t"]
)
def test_an_escape_other_than_of_quote_and_backslash_is_refused(escape: str) -> None:  # E6
    with pytest.raises(Malformed, match="line: expected text without control characters, got an escape"):
        read(line(escape))


def test_a_backslash_before_a_letter_is_text() -> None:
    assert read(line(r"C:\\new\\table")).text == r"C:\new\table"


def test_a_file_of_notes_may_escape_line_feeds_and_nothing_else() -> None:
    assert read(line(r"first\nsecond\\n"), lines=True).text == "first\nsecond\\n"
    for escape in (r"\t", r"\u000a", r"\n\r"):
        with pytest.raises(Malformed):
            read(line(escape), lines=True)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"text":"","number":0}', id="another order"),
        pytest.param(b'{"number":0, "text":""}', id="space"),
        pytest.param(b'{"number":0,"text":""}\n', id="line feed at the end"),
        pytest.param(b' {"number":0,"text":""}', id="space at the beginning"),
        pytest.param(b'{"text":""}', id="a default left out"),
        pytest.param(b'{"number":0,"text":""}{}', id="something behind"),
        pytest.param(b'{"number":0,"text":"",}', id="comma at the end"),
        pytest.param(b'[0,""]', id="an array"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"null", id="null"),
    ],
)
def test_another_form_of_the_same_value_is_refused(data: bytes) -> None:  # E6
    assert kind_of(data) == "FORM"


def test_an_unknown_field_is_refused() -> None:  # E7
    with pytest.raises(Malformed, match="line: expected canonical JSON, got: .*unknown field"):
        read(b'{"more":1,"number":0,"text":""}')


def test_a_message_about_junk_holds_no_terminal_escape() -> None:  # W6
    with pytest.raises(Malformed) as caught:
        read(b'{"\\u001b[2J%b":1}' % ("x" * 1000).encode())
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_a_fact_of_an_unknown_kind_or_version_is_refused() -> None:  # E7
    for known, other in ((b"granted/3", b"granted/2"), (b"delegation.granted/3", b"delegation.forged/1")):
        with pytest.raises(Malformed, match="fact: expected canonical JSON, got: "):
            envelope.read_fact(granted().replace(known, other))
    assert envelope.read_fact(granted()).ledger == examples.LEDGER


@pytest.mark.parametrize(
    "each",
    [
        pytest.param({"minor": 100}, id="no currency"),
        pytest.param({"currency": "GBP"}, id="no amount"),
        pytest.param({"minor": -1, "currency": "GBP"}, id="negative"),
        pytest.param({"minor": 0, "currency": "GBP"}, id="zero"),
        pytest.param({"minor": 250.5, "currency": "GBP"}, id="a fraction"),
        pytest.param({"minor": "100", "currency": "GBP"}, id="text"),
        pytest.param({"minor": 100, "currency": "gbp"}, id="small letters"),
        pytest.param({"minor": 100, "currency": "£"}, id="a sign"),
        pytest.param({"pounds": 100, "currency": "GBP"}, id="pounds for pence"),
        pytest.param({"minor": 2**53, "currency": "GBP"}, id="too large"),
        pytest.param(100, id="a bare number"),
        pytest.param(100.0, id="a bare float"),
    ],
)
def test_money_that_is_not_in_minor_units_of_a_currency_is_refused(each: object) -> None:  # E8, E1
    with pytest.raises(Malformed) as caught:
        envelope.read_fact(granted(each=each))
    assert caught.value.kind == "FORM"


@pytest.mark.parametrize("percent", [-1, 0, 101, 30.5])
def test_a_percentage_outside_one_to_a_hundred_is_refused(percent: float) -> None:  # E8
    adopted = next(body for body in examples.EXAMPLES if examples.wire_name(body) == "terms.adopted/4")
    fact = msgspec.to_builtins(examples.fact_of(adopted))
    share = {"base": "seats", "check": "share", "percent": 30, "who": msgspec.to_builtins(examples.QUORUM)}
    share["who"] = fact["body"]["terms"]["rules"][0]["check"]["who"]
    fact["body"]["terms"]["rules"][0]["check"] = share
    read: object = envelope.read_fact(canonical.encode(fact)).body
    assert read != adopted
    share["percent"] = percent
    with pytest.raises(Malformed, match="percent"):
        envelope.read_fact(canonical.encode(fact))


@pytest.mark.skipif(not JCS.is_dir(), reason="the vectors of RFC 8785 are not beside the repository")
@pytest.mark.parametrize("name", ["arrays", "structures", "unicode"])
def test_the_published_vectors_with_ascii_names_and_integers_come_out_as_published(name: str) -> None:  # E6
    given = (JCS / "input" / f"{name}.json").read_bytes()
    expected = (JCS / "output" / f"{name}.json").read_bytes()
    value = json.loads(given, parse_float=lambda text: int(float(text)))
    assert canonical.encode(value) == expected
    with pytest.raises(Malformed):
        canonical.parse(given, ANYTHING, name)


@pytest.mark.skipif(not JCS.is_dir(), reason="the vectors of RFC 8785 are not beside the repository")
def test_of_the_published_forms_those_are_read_that_hold_no_escapes_and_are_nfc() -> None:  # E6, E5
    read_again = []
    for path in sorted((JCS / "output").glob("*.json")):
        try:
            canonical.parse(path.read_bytes(), ANYTHING, path.stem)
        except Malformed:
            continue
        read_again.append(path.stem)
    assert read_again == ["arrays", "french"]
