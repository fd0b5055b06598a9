"""Cosignatures: byte for byte as C2SP tlog-cosignature has them, and never taken for anything else."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.witnessed import EAST, EAST_KEY, LOG, NOW, REPLAY_KEY, WEST, WEST_KEY, Log, seen

from ledger.checkpoint import SignedCheckpoint, VerifierKey, open_note
from ledger.cosignature import TIME_MAX, CosignerKey, add, cosign, times
from ledger.errors import BadSignature, Malformed, Oversized, RemitError
from ledger.policy import parse

SIGNED = Log().signed(3)
TEXT = SIGNED.note.split("\n\n")[0] + "\n"

# The cosignature in the specification's own example, and the time that its example of a message gives.
PUBLISHED = (
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
)


def by_hand(name: str, seed: bytes, time: int, text: str) -> str:
    """Write a cosignature with nothing but a hash and an Ed25519 signature."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    hint = hashlib.sha256(name.encode() + b"\n\x04" + public).digest()[:4]
    signature = key.sign(b"cosignature/v1\ntime %d\n" % time + text.encode())
    return f"— {name} {base64.b64encode(hint + time.to_bytes(8, 'big') + signature).decode()}\n"


def examples() -> tuple[str, str, str]:
    """Give the examples of the format: the key of a witness, a cosigned note, a policy."""
    text = (Path(__file__).resolve().parents[2] / "docs/formats/checkpoint-and-proof.md").read_text("utf-8")
    blocks = re.findall(r"```text\n(.*?)```", text.partition("## Cosignature")[2], flags=re.DOTALL)
    return blocks[0], blocks[1], blocks[2]


def with_lines(*lines: str) -> SignedCheckpoint:
    return SignedCheckpoint(SIGNED.checkpoint, SIGNED.note + "".join(lines))


def test_a_cosignature_is_the_bytes_of_the_specification() -> None:
    expected = by_hand("east.example/witness", b"e" * 32, NOW, TEXT)
    assert expected == cosign(SIGNED, NOW, EAST.sign, EAST_KEY)
    assert times(with_lines(expected), [EAST_KEY]) == {EAST_KEY: NOW}


def test_the_bytes_of_the_format_are_those_of_the_program() -> None:
    key, note, policy = examples()
    log = parse(policy).logs[0]
    # RFC 8032 section 7.1, the seed of TEST 2.
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    text, _, _ = note.partition("\n\n")
    assert note.splitlines(keepends=True)[-1] == by_hand("east.example/witness", seed, NOW, f"{text}\n")
    witness = CosignerKey.parse(key.strip())
    assert times(open_note(note, log), [witness]) == {witness: NOW}
    assert parse(policy).met({"own", "east"})


def test_the_published_example_has_its_time_where_we_read_it() -> None:
    data = base64.b64decode(PUBLISHED)
    assert (len(data), int.from_bytes(data[4:12], "big")) == (4 + 8 + 64, 1679315147)


def test_the_key_of_a_witness_is_one_line_of_type_04() -> None:
    name, hint, encoded = EAST_KEY.encode().split("+", 2)
    data = base64.b64decode(encoded)
    assert (name, data) == ("east.example/witness", b"\x04" + EAST.public)
    assert hint == hashlib.sha256(b"east.example/witness\n" + data).hexdigest()[:8]
    assert CosignerKey.parse(EAST_KEY.encode()) == EAST_KEY
    assert (EAST_KEY.replays, REPLAY_KEY.replays) == (False, True)


def test_a_log_key_is_no_witness_key_and_a_witness_key_is_no_log_key() -> None:  # K5
    with pytest.raises(
        BadSignature, match=r"^witness key: expected type 04 \(Ed25519 of a witness\), got 01$"
    ):
        CosignerKey.parse(Log().key.encode())
    with pytest.raises(BadSignature, match=r"^verifier key: expected type 01 \(Ed25519\), got 04$"):
        VerifierKey.parse(EAST_KEY.encode())


def test_a_key_under_which_one_signature_fits_all_is_no_witness_key() -> None:  # K3
    with pytest.raises(BadSignature):
        CosignerKey("east.example/witness", bytes(32))


def test_a_plain_signature_of_the_same_key_is_no_cosignature() -> None:  # K5
    plain = EAST_KEY.hint + NOW.to_bytes(8, "big") + EAST.sign(TEXT.encode())
    line = f"— {EAST_KEY.name} {base64.b64encode(plain).decode()}\n"
    with pytest.raises(BadSignature, match=r"^cosignature of east.example/witness: "):
        times(with_lines(line), [EAST_KEY])


def test_a_cosignature_is_no_signature_of_a_log_of_the_same_key() -> None:  # K5, K7
    log = VerifierKey("east.example/witness", EAST.public)
    line = by_hand("east.example/witness", b"e" * 32, NOW, TEXT)
    with pytest.raises(BadSignature, match="expected a signature of"):
        open_note(f"{TEXT}\n{line}", log)


@pytest.mark.parametrize(
    ("time", "size"),
    [(NOW + 1, 3), (NOW, 4)],
    ids=["another-time", "another-tree"],
)
def test_a_cosignature_of_another_time_or_tree_does_not_hold(time: int, size: int) -> None:  # H7
    other = Log().signed(size)
    good = base64.b64decode(cosign(other, NOW, EAST.sign, EAST_KEY).split(" ")[2])
    data = good[:4] + time.to_bytes(8, "big") + good[12:]
    line = f"— {EAST_KEY.name} {base64.b64encode(data).decode()}\n"
    with pytest.raises(BadSignature, match="got one that does not fit"):
        times(with_lines(line), [EAST_KEY])


@pytest.mark.parametrize("count", [0, 63, 71, 73])
def test_a_cosignature_of_another_length_does_not_hold(count: int) -> None:
    line = f"— {EAST_KEY.name} {base64.b64encode(EAST_KEY.hint + bytes(count or 1)).decode()}\n"
    with pytest.raises(BadSignature, match="expected a time and a signature of 64 bytes"):
        times(with_lines(line), [EAST_KEY])


def test_the_largest_time_holds_and_one_more_does_not() -> None:
    assert times(with_lines(by_hand(EAST_KEY.name, b"e" * 32, TIME_MAX, TEXT)), [EAST_KEY])
    with pytest.raises(BadSignature, match=r"expected a time up to 2\*\*63 - 1, got 9223372036854775808"):
        times(with_lines(by_hand(EAST_KEY.name, b"e" * 32, TIME_MAX + 1, TEXT)), [EAST_KEY])


@pytest.mark.parametrize("time", [-1, TIME_MAX + 1])
def test_a_time_that_cannot_be_written_is_not_signed(time: int) -> None:
    with pytest.raises(Malformed, match="expected a time from 0"):
        cosign(SIGNED, time, EAST.sign, EAST_KEY)


def test_a_wrong_key_does_not_leave_the_house() -> None:  # H11
    with pytest.raises(BadSignature):
        cosign(SIGNED, NOW, WEST.sign, EAST_KEY)


def test_lines_of_unknown_witnesses_are_skipped_and_the_newest_of_a_known_one_counts() -> None:
    note = seen(seen(seen(SIGNED, EAST_KEY), EAST_KEY, at=NOW + 5), WEST_KEY)
    assert times(note, [EAST_KEY]) == {EAST_KEY: NOW + 5}
    assert times(SIGNED, [EAST_KEY]) == {}


def test_the_log_is_read_past_the_lines_of_witnesses() -> None:
    note = seen(SIGNED, EAST_KEY, WEST_KEY)
    assert open_note(note.note, Log().key).checkpoint == SIGNED.checkpoint


def test_what_a_witness_answers_is_put_into_the_note_and_strangers_are_left_out() -> None:
    lines = cosign(SIGNED, NOW, EAST.sign, EAST_KEY) + cosign(SIGNED, NOW, WEST.sign, WEST_KEY)
    assert add(SIGNED, lines, [EAST_KEY]).note == SIGNED.note + cosign(SIGNED, NOW, EAST.sign, EAST_KEY)


def test_a_newer_cosignature_takes_the_place_of_an_older_one_whatever_comes_first() -> None:
    old, new = (cosign(SIGNED, at, EAST.sign, EAST_KEY) for at in (NOW, NOW + 1))
    for lines in (old + new, new + old):
        assert add(SIGNED, lines, [EAST_KEY]).note == SIGNED.note + new
    assert add(add(SIGNED, new, [EAST_KEY]), old, [EAST_KEY]).note == SIGNED.note + new


def test_a_witness_that_is_named_like_the_log_is_written_once() -> None:
    key = CosignerKey(Log().key.name, EAST.public)
    once = add(SIGNED, cosign(SIGNED, NOW, EAST.sign, key), [key])
    assert add(once, "", [key]) == once
    assert open_note(once.note, Log().key).checkpoint == SIGNED.checkpoint


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ("junk\n", Malformed),
        ("— east.example/witness AAAA", Malformed),
        ("\n— east.example/witness AQIDBAU=\n", Malformed),
        (f"— {EAST_KEY.name} {base64.b64encode(EAST_KEY.hint + bytes(72)).decode()}\n", BadSignature),
        ("— other.example AQIDBAU=\n" * 64, Oversized),
    ],
    ids=["junk", "no-line-feed", "an-empty-line", "a-wrong-signature", "too-many"],
)
def test_what_is_no_cosignature_is_not_put_into_a_note(lines: str, error: type[RemitError]) -> None:  # W7
    with pytest.raises(error) as caught:
        add(SIGNED, lines, [EAST_KEY])
    assert type(caught.value) is error


def test_no_bit_of_a_cosigned_note_can_be_turned() -> None:  # H1
    note = seen(SIGNED, EAST_KEY).note.encode()
    for at in range(len(note)):
        turned = note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]
        try:
            opened = open_note(turned, Log().key)
            assert times(opened, [EAST_KEY]) == {}  # its name or hint: then it is somebody else's
        except RemitError:
            continue
        assert at > len(SIGNED.note.encode()), "the part that the log signed"


def test_the_log_that_signs_is_not_its_own_witness() -> None:  # K7
    own = CosignerKey("example.org/log", LOG.public)
    assert times(SIGNED, [own]) == {}
