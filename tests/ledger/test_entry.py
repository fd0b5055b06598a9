from __future__ import annotations

import hashlib

import pytest

from ledger.entry import Charged, Entry, parse, require_instant, splice
from ledger.errors import Malformed, Oversized

LEAF = (
    b'{"charged":[{"count":2,"tag":"use:g-1","total":5000}],'
    b'"envelope":{"payload":"e30=","payloadType":"text","signatures":[{"keyid":"k","sig":"s"}]},'
    b'"links":{"body:icp":3,"use:g-1":0},"recorded":"2026-11-22T10:00:00.000000Z"}'
)
ENVELOPE = b'{"payload":"e30=","payloadType":"text","signatures":[{"keyid":"k","sig":"s"}]}'
ENTRY = Entry(
    number=7,
    envelope=ENVELOPE,
    recorded="2026-11-22T10:00:00.000000Z",
    links={"use:g-1": 0, "body:icp": 3},
    charged=(Charged("use:g-1", 2, 5_000),),
)


def test_an_entry_is_the_canonical_json_of_its_four_parts() -> None:
    assert ENTRY.data == LEAF


def test_an_entry_is_hashed_as_a_leaf() -> None:  # RFC 6962 section 2.1
    assert ENTRY.hash == hashlib.sha256(b"\x00" + LEAF).digest()


def test_a_leaf_is_read_into_the_entry_that_made_it() -> None:
    assert parse(LEAF, 7) == ENTRY


def test_an_envelope_goes_into_the_leaf_as_it_came() -> None:
    leaf = splice(
        charged=b"[]", envelope=b"\xffnot JSON", links=b"{}", recorded="2026-11-22T10:00:00.000000Z"
    )
    assert leaf == (
        b'{"charged":[],"envelope":\xffnot JSON,"links":{},"recorded":"2026-11-22T10:00:00.000000Z"}'
    )


def changed(old: bytes, new: bytes) -> bytes:
    assert LEAF.count(old) == 1
    return LEAF.replace(old, new)


@pytest.mark.parametrize(
    "leaf",
    [
        pytest.param(LEAF + b"\n", id="a line feed after it"),  # E6
        pytest.param(b" " + LEAF, id="a space before it"),
        pytest.param(b"\xef\xbb\xbf" + LEAF, id="a byte order mark"),  # E3
        pytest.param(LEAF.decode().encode("utf-16"), id="UTF-16"),  # E3
        pytest.param(changed(b'"body:icp":3,"use:g-1":0', b'"use:g-1":0,"body:icp":3'), id="other order"),
        pytest.param(changed(b'"payload":"e30="', b'"payload": "e30="'), id="a space in the envelope"),
        pytest.param(changed(b'"payload":"e30="', b'"payload":"\\u00650="'), id="an escape in the envelope"),
        pytest.param(
            changed(b'"payload":"e30="', b'"payload":"e30=","payload":"e30="'), id="a name twice"
        ),  # E1
        pytest.param(changed(b'"body:icp":3', b'"body:icp":3,"body:icp":3'), id="a link twice"),  # E1
        pytest.param(changed(b'"keyid":"k"', b'"keyid":1'), id="a number in the envelope"),
        pytest.param(changed(b'"keyid":"k"', b'"keyid":[["k"]]'), id="depth in the envelope"),
        pytest.param(changed(ENVELOPE, b'"' + b"x" * 30 + b'"'), id="an envelope that is text"),
        pytest.param(changed(b'"body:icp":3', b'"body:icp":3.0'), id="a fraction"),  # E1
        pytest.param(changed(b'"body:icp":3', b'"body:icp":-0'), id="minus nought"),  # E1
        pytest.param(changed(b'"body:icp":3', b'"body:icp":-1'), id="a link below 0"),
        pytest.param(changed(b'"body:icp":3', b'"body:icp":' + b"9" * 4_301), id="4,301 digits"),  # E2
        pytest.param(changed(b'"body:icp":3', b'"body:icp":NaN'), id="not a number"),  # E1
        pytest.param(changed(b'"body:icp":3', b'"Body ICP":3'), id="a tag of another form"),
        pytest.param(changed(b'"count":2', b'"count":0'), id="a count of 0"),
        pytest.param(changed(b'"total":5000', b'"total":9007199254740992'), id="a total over 2^53-1"),  # E2
        pytest.param(
            changed(b'"total":5000', b'"more":1,"total":5000'), id="an unknown field of a charge"
        ),  # E7
        pytest.param(changed(b',"recorded":', b',"read":1,"recorded":'), id="an unknown field"),  # E7
        pytest.param(changed(b',"recorded":"2026-11-22T10:00:00.000000Z"', b""), id="no time"),
        pytest.param(changed(b'"recorded":"2026', b'"recorded":"26'), id="a short year"),
        pytest.param(changed(b"2026-11-22T10", b"2026-02-30T10"), id="a day that is not"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"", id="nothing"),
        pytest.param(LEAF[:-1], id="cut short"),
    ],
)
def test_any_other_form_of_an_entry_is_refused(leaf: bytes) -> None:  # E6
    with pytest.raises(Malformed, match="^entry 7: expected "):
        parse(leaf, 7)


@pytest.mark.parametrize(
    ("leaf", "message"),
    [
        (
            changed(b'"body:icp":3', b'"body:icp":7'),
            "entry 7: expected a link to an earlier entry for body:icp, got 7",
        ),
        (
            changed(b'"use:g-1":0', b'"use:g-2":0'),
            "entry 7: expected a link for the charged tag use:g-1, got none",
        ),
        (
            changed(b'{"count":2,', b'{"count":1,"tag":"use:g-1","total":1},{"count":2,'),
            "entry 7: expected charges in ascending order of distinct tags, got ",
        ),
    ],
)
def test_what_no_log_writes_is_refused(leaf: bytes, message: str) -> None:
    with pytest.raises(Malformed, match=message):
        parse(leaf, 7)


def test_a_link_may_name_the_entry_just_before() -> None:
    assert parse(changed(b'"body:icp":3', b'"body:icp":6'), 7).links["body:icp"] == 6


def test_an_entry_over_60_000_bytes_is_refused_unread() -> None:  # W8
    leaf = changed(b'"payload":"e30="', b'"payload":"%b"' % (b"x" * (60_004 - len(LEAF))))
    assert len(leaf) == 60_000
    assert len(parse(leaf, 7).data) == 60_000
    with pytest.raises(Oversized, match="entry 7: expected at most 60000 bytes, got 60001"):
        parse(leaf + b"x", 7)


def test_a_hundred_thousand_brackets_are_refused() -> None:  # E4
    with pytest.raises(Oversized, match="entry 7: expected "):
        parse(changed(ENVELOPE, b"[" * 100_000), 7)
    with pytest.raises(Malformed, match="entry 7: expected "):
        parse(changed(ENVELOPE, b"[" * 50_000), 7)


@pytest.mark.parametrize("text", ["2026-11-22T10:00:00.000000Z", "2024-02-29T23:59:59.999999Z"])
def test_a_time_is_utc_to_the_microsecond(text: str) -> None:
    require_instant(text, "here")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22",
        "2026-11-22T10:00:00Z",
        "2026-11-22T10:00:00.000000",
        "2026-11-22T10:00:00.000000+00:00",
        "2026-11-22T10:00:00.000000z",
        "2026-11-22 10:00:00.000000Z",
        "2025-02-29T10:00:00.000000Z",
        "2026-11-22T24:00:00.000000Z",
        "2026-11-22T10:00:60.000000Z",
        "20261122T100000.000000Z",
        "2026-11-22T10:00:00.000000Z ",
    ],
)
def test_any_other_time_is_refused(text: str) -> None:  # T6
    with pytest.raises(Malformed, match="here: expected a time such as 2026-11-22T10:00:00.000000Z, got"):
        require_instant(text, "here")
