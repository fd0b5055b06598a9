from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle
from ledger.checkpoint import Checkpoint, SignedCheckpoint, VerifierKey, open_note, sign
from ledger.errors import BadSignature, Malformed, Oversized, RemitError

REPOSITORY = Path(__file__).resolve().parents[2]
SMALL = REPOSITORY / "tests" / "vectors" / "tessera"
LARGE = REPOSITORY.parent / "shared" / "vectors" / "tessera-log"

beside_the_large_set = pytest.mark.skipif(
    not LARGE.is_dir(), reason="the large set of vectors is not beside the repository"
)

LOG_KEY = (SMALL / "log.key").read_text().strip()
NOTE_OF_FIVE = (SMALL / "checkpoint.5").read_bytes()

# The verifier key of the public checksum database of the Go language, as its own tool carries it.
SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

# RFC 8032 section 7.1, the keys of TEST 1 and TEST 2.
PRIVATE = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
OTHER_PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493

KEY = VerifierKey("example.org/partnership", PUBLIC)
ROOT = bytes(range(32))
CHECKPOINT = Checkpoint("example.org/partnership", 42, ROOT)
TEXT = "example.org/partnership\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"


def line(signature: bytes, name: str = KEY.name, hint: bytes = KEY.hint) -> str:
    return f"— {name} {base64.b64encode(hint + signature).decode()}\n"


def signed(text: str) -> str:
    return f"{text}\n{line(PRIVATE.sign(text.encode()))}"


NOTE = signed(TEXT)


def entries(path: Path) -> list[bytes]:
    data, found = path.read_bytes(), []
    while data:
        end = 2 + int.from_bytes(data[:2], "big")
        found.append(data[2:end])
        data = data[end:]
    return found


def root_of(leaves: list[bytes]) -> bytes:
    return merkle.Frontier().extend([merkle.leaf_hash(leaf) for leaf in leaves])[0].root()


def test_the_checkpoint_of_another_implementation_opens() -> None:
    opened = open_note(NOTE_OF_FIVE, VerifierKey.parse(LOG_KEY))
    expected = Checkpoint("example.com/log/testdata", 5, root_of(entries(SMALL / "entries.5")))
    assert opened == SignedCheckpoint(expected, NOTE_OF_FIVE.decode())


@beside_the_large_set
@pytest.mark.parametrize("size", range(1, 16))
def test_every_checkpoint_of_another_implementation_opens(size: int) -> None:
    opened = open_note((LARGE / f"checkpoint.{size}").read_bytes(), VerifierKey.parse(LOG_KEY))
    leaves = entries(LARGE / "tile" / "entries" / "000.p" / str(size))
    assert opened.checkpoint == Checkpoint("example.com/log/testdata", size, root_of(leaves))


@beside_the_large_set
def test_the_checkpoint_of_an_empty_log_is_refused() -> None:
    note = (LARGE / "checkpoint.0").read_bytes()
    with pytest.raises(Malformed, match=r"^checkpoint: expected a tree of 1 entry or more, got 0$"):
        open_note(note, VerifierKey.parse(LOG_KEY))


@pytest.mark.parametrize("text", [LOG_KEY, SUM_KEY])
def test_a_published_verifier_key_is_read_and_written(text: str) -> None:
    key = VerifierKey.parse(text)
    assert key.encode() == text
    assert [key.name, key.hint.hex()] == text.split("+")[:2]


def test_a_checkpoint_is_three_lines() -> None:
    assert CHECKPOINT.text() == TEXT


def test_signing_gives_the_note_of_the_specification() -> None:
    note = sign(CHECKPOINT, PRIVATE.sign, KEY)
    assert note == NOTE
    assert open_note(note, KEY) == SignedCheckpoint(CHECKPOINT, NOTE)


def test_a_note_opens_from_text_as_from_bytes() -> None:
    assert open_note(NOTE.encode(), KEY) == open_note(NOTE, KEY)


def test_the_checkpoint_of_another_log_is_not_signed() -> None:  # H8
    other = Checkpoint("example.org/other", 42, ROOT)
    with pytest.raises(
        BadSignature,
        match=r"^checkpoint: expected origin example\.org/partnership, got example\.org/other$",
    ):
        sign(other, PRIVATE.sign, KEY)


def test_a_wrong_key_or_a_fault_in_signing_does_not_leave_the_house() -> None:  # H11
    def faulty(message: bytes) -> bytes:
        signature = PRIVATE.sign(message)
        return signature[:8] + bytes([signature[8] ^ 4]) + signature[9:]

    with pytest.raises(BadSignature):
        sign(CHECKPOINT, PRIVATE.sign, VerifierKey(KEY.name, OTHER_PUBLIC))
    with pytest.raises(BadSignature):
        sign(CHECKPOINT, faulty, KEY)


@pytest.mark.parametrize(
    ("origin", "size", "root", "error"),
    [
        ("", 1, ROOT, Malformed),
        ("two words", 1, ROOT, Malformed),
        ("one+two", 1, ROOT, Malformed),
        ("lancashire\u0430", 1, ROOT, Malformed),
        ("line\n", 1, ROOT, Malformed),
        ("\x7f", 1, ROOT, Malformed),
        ("a" * 256, 1, ROOT, Oversized),
        ("a", 0, ROOT, Malformed),
        ("a", -1, ROOT, Malformed),
        ("a", 2**56, ROOT, Oversized),
        ("a", 1, ROOT[:31], Malformed),
    ],
)
def test_what_cannot_be_a_checkpoint_is_not_made(
    origin: str, size: int, root: bytes, error: type[RemitError]
) -> None:
    with pytest.raises(error) as caught:
        Checkpoint(origin, size, root)
    assert type(caught.value) is error


def test_the_largest_checkpoint_is_made_and_opened() -> None:
    largest = Checkpoint("!" * 255, 2**56 - 1, ROOT)
    key = VerifierKey("!" * 255, PUBLIC)
    assert open_note(sign(largest, PRIVATE.sign, key), key).checkpoint == largest


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", Malformed),
        ("sum.golang.org+033de0ae", Malformed),
        (SUM_KEY.replace("033de0ae", "033de0af"), Malformed),
        (SUM_KEY.replace("033de0ae", "033DE0AE"), Malformed),
        (SUM_KEY.replace("sum", "sun"), Malformed),
        (SUM_KEY + "\n", Malformed),
        (SUM_KEY[:-1], Malformed),
        (SUM_KEY.replace("/", "_").replace("OuAn8", "OuAn-"), Malformed),
        ("é" + SUM_KEY, Malformed),
        ("a" * 300 + SUM_KEY, Oversized),
        ("+033de0ae+" + SUM_KEY.split("+", 2)[2], Malformed),
        ("sum.golang.org+033de0ae+", BadSignature),
        ("sum.golang.org+033de0ae+AQ==", BadSignature),
        ("sum.golang.org+033de0ae+BM4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", BadSignature),
    ],
    ids=[
        "empty",
        "no-key",
        "another-hint",
        "hint-in-capitals",
        "another-name",
        "line-feed",
        "one-character-less",
        "url-alphabet",
        "name-not-ascii",
        "long-name",
        "no-name",
        "key-of-nothing",
        "key-of-no-bytes",
        "type-of-a-cosignature",
    ],
)
def test_no_other_spelling_of_a_verifier_key_is_read(text: str, error: type[RemitError]) -> None:  # K6
    with pytest.raises(error) as caught:
        VerifierKey.parse(text)
    assert type(caught.value) is error


def test_a_key_of_another_type_is_named_by_its_number() -> None:  # K6
    other = SUM_KEY.replace("+Ac4", "+BM4")
    with pytest.raises(BadSignature, match=r"^verifier key: expected type 01 \(Ed25519\), got 04$"):
        VerifierKey.parse(other)


def test_a_wrong_hint_is_named_with_the_right_one() -> None:
    with pytest.raises(Malformed, match=r"^verifier key: expected hint 033de0ae, got '033de0af'$"):
        VerifierKey.parse(SUM_KEY.replace("033de0ae", "033de0af"))


@pytest.mark.parametrize("public", [bytes(32), b"\x01" + bytes(31)], ids=["order-4", "neutral"])
def test_a_key_under_which_one_signature_fits_all_is_no_verifier_key(public: bytes) -> None:  # K3
    with pytest.raises(BadSignature):
        VerifierKey("example.org/partnership", public)


def resigned(text: str) -> str:
    """Put the good signature under another text."""
    return NOTE.replace(TEXT, text)


def plus_the_group_order(note: str) -> str:
    """Turn S of the signature into S + L, which a careless verifier takes for the same."""
    head, _, encoded = note.rpartition(" ")
    data = base64.b64decode(encoded)
    larger = int.from_bytes(data[36:], "little") + GROUP_ORDER
    return f"{head} {base64.b64encode(data[:36] + larger.to_bytes(32, 'little')).decode()}\n"


BAD_SIGNATURES = {
    "another-size": resigned(TEXT.replace("42", "43")),
    "another-root": resigned(TEXT.replace("AAEC", "AAED")),
    "another-origin": resigned(TEXT.replace("partner", "partnes")),
    "an-extension-line": resigned(TEXT + "extension\n"),
    "byte-order-mark": "\ufeff" + NOTE,
    "another-key": f"{TEXT}\n{line(PRIVATE.sign(TEXT.encode()), hint=b'abcd')}",
    "another-name": f"{TEXT}\n{line(PRIVATE.sign(TEXT.encode()), name='example.org/other')}",
    "another-message": f"{TEXT}\n{line(PRIVATE.sign(b'DSSEv1 4 test 2 {}'))}",
    "one-byte-less": f"{TEXT}\n{line(PRIVATE.sign(TEXT.encode())[:-1])}",
    "one-byte-more": f"{TEXT}\n{line(PRIVATE.sign(TEXT.encode()) + bytes(1))}",
    "scalar-over-the-order": plus_the_group_order(NOTE),
    "a-wrong-one-beside-a-right-one": NOTE + line(bytes(64)),
    "a-right-one-beside-a-wrong-one": f"{TEXT}\n{line(bytes(64))}{line(PRIVATE.sign(TEXT.encode()))}",
    "signed-for-another-log": signed(TEXT.replace("partnership", "other")),
}


@pytest.mark.parametrize("note", BAD_SIGNATURES.values(), ids=BAD_SIGNATURES.keys())
def test_a_note_that_the_key_did_not_sign_so_is_refused(note: str) -> None:  # H8, K4, K5, K6
    with pytest.raises(BadSignature):
        open_note(note, KEY)


def test_a_note_without_the_key_says_which_key_was_expected() -> None:
    with pytest.raises(
        BadSignature, match=r"^signed note: expected a signature of sum\S+, got 1 of other keys$"
    ):
        open_note(NOTE, VerifierKey.parse(SUM_KEY))


MALFORMED_NOTES = {
    "empty": "",
    "text-only": TEXT,
    "no-signature": TEXT + "\n",
    "no-empty-line": TEXT + line(bytes(64)),
    "no-last-line-feed": NOTE[:-1],
    "one-line-feed-more": NOTE + "\n",
    "carriage-returns": NOTE.replace("\n", "\r\n"),
    "a-tab": NOTE.replace("42", "42\t"),
    "a-null": NOTE.replace("42", "42\x00"),
    "a-hyphen-for-the-dash": NOTE.replace("—", "-"),
    "two-spaces": NOTE.replace("— ", "—  "),
    "no-break-space": NOTE.replace("— ", "—\u00a0"),
    "plus-in-the-name": NOTE.replace("— example", "— exam+ple"),
    "no-name": NOTE.replace("— example.org/partnership ", "—  "),
    "a-word-after-the-signature": NOTE[:-1] + " x\n",
    "no-padding": NOTE[:-2] + "\n",
    "spare-bits": f"{TEXT}\n— other.example AQIDBAV=\n",
    "characters-that-base64-has-not": f"{TEXT}\n— other.example AQID*AU=\n",
    "letters-that-ascii-has-not": f"{TEXT}\n— other.example AQIDBÄU=\n",
    "a-hint-and-no-signature": f"{TEXT}\n— other.example AQIDBA==\n",
    "another-line-that-is-none": NOTE + "seen by me\n",
    "lone-surrogate": "\ud800" + NOTE,
}


@pytest.mark.parametrize("note", MALFORMED_NOTES.values(), ids=MALFORMED_NOTES.keys())
def test_what_is_no_signed_note_is_refused(note: str) -> None:  # K4
    with pytest.raises(Malformed):
        open_note(note, KEY)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "latin-1"])
def test_a_note_in_another_encoding_is_refused(encoding: str) -> None:  # E3
    with pytest.raises(Malformed):
        open_note(NOTE.replace("—", "\u00ad").encode(encoding), KEY)


MALFORMED_TEXTS = {
    "two-lines": "example.org/partnership\n42\n",
    "empty-text": "\n",
    "empty-extension": TEXT + "\n" + "extension\n",
    "empty-origin": TEXT.replace("example.org/partnership", ""),
    "space-in-the-origin": TEXT.replace("partnership", "partner ship"),
    "no-size": TEXT.replace("42", ""),
    "leading-zero": TEXT.replace("42", "042"),
    "sign": TEXT.replace("42", "+42"),
    "negative": TEXT.replace("42", "-42"),
    "space": TEXT.replace("42", " 42"),
    "underscore": TEXT.replace("42", "4_2"),
    "other-digits": TEXT.replace("42", "\u0664\u0662"),
    "one-other-digit": TEXT.replace("42", "4\u0662"),
    "hexadecimal": TEXT.replace("42", "0x2a"),
    "fraction": TEXT.replace("42", "42.0"),
    "empty-log": TEXT.replace("42", "0"),
    "short-root": "example.org/partnership\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==\n",
    "spare-bits-in-the-root": TEXT.replace("Hh8=", "Hh9="),
    "no-padding": TEXT.replace("Hh8=", "Hh8"),
}


@pytest.mark.parametrize("text", MALFORMED_TEXTS.values(), ids=MALFORMED_TEXTS.keys())
def test_what_is_no_checkpoint_is_refused_even_if_signed(text: str) -> None:  # E2, E6
    with pytest.raises(Malformed):
        open_note(signed(text), KEY)


@pytest.mark.parametrize("size", [str(2**56), "9" * 17, "1" + "0" * 17, "9" * 5000])
def test_a_log_of_absurd_size_is_refused_even_if_signed(size: str) -> None:  # H5, E2
    with pytest.raises(Oversized):
        open_note(signed(TEXT.replace("42", size)), KEY)


def test_extension_lines_are_signed_and_otherwise_ignored() -> None:
    note = signed(TEXT + "extension\nanother — line\n")
    assert open_note(note, KEY) == SignedCheckpoint(CHECKPOINT, note)


def test_lines_of_unknown_keys_are_skipped() -> None:
    known = line(PRIVATE.sign(TEXT.encode()))
    same_name = line(bytes(64), hint=b"abcd")
    same_hint = line(bytes(64), name="witness.example/ü")
    large = line(bytes(5000), name="witness.example")
    note = f"{TEXT}\n{same_name}{same_hint}{known}{large * 14}"
    assert open_note(note, KEY).checkpoint == CHECKPOINT


def test_a_signature_said_twice_is_one_signature() -> None:
    assert open_note(NOTE + line(PRIVATE.sign(TEXT.encode())), KEY).checkpoint == CHECKPOINT


def test_more_signatures_than_the_limit_are_refused() -> None:  # W8
    other = line(bytes(64), name="witness.example")
    assert open_note(NOTE + other * 63, KEY).checkpoint == CHECKPOINT
    with pytest.raises(Oversized, match=r"^signed note: expected at most 64 signatures, got 65$"):
        open_note(NOTE + other * 64, KEY)


def test_a_note_over_the_limit_is_refused() -> None:  # W8
    start = signed(TEXT + "*\n")
    full = start.replace("*", "*" * (131_073 - len(start.encode())), 1)
    full = signed(full.split("\n\n")[0] + "\n")
    assert len(full.encode()) == 131_072
    assert open_note(full, KEY).checkpoint == CHECKPOINT
    longer, wider = full.replace("*", "**", 1), full.replace("*", "é", 1)
    for note in (longer, longer.encode(), wider, wider.encode()):
        with pytest.raises(Oversized, match=r"^signed note: expected at most 131072 bytes, got 131073$"):
            open_note(note, KEY)


def test_what_a_stranger_wrote_is_quoted_in_ascii() -> None:  # W6
    with pytest.raises(Malformed) as caught:
        open_note(f"{TEXT}\n\u202e\x9b31mred\n", KEY)
    assert str(caught.value) == r"signed note: expected a signature line, got '\u202e\x9b31mred'"


def test_no_bit_of_a_signed_checkpoint_can_be_turned() -> None:  # H1
    data = NOTE.encode()
    for at in range(len(data)):
        for bit in range(8):
            with pytest.raises(RemitError):
                open_note(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :], KEY)


def test_no_byte_of_a_signed_checkpoint_can_be_dropped_or_doubled() -> None:  # H1
    data = NOTE.encode()
    for at in range(len(data)):
        with pytest.raises(RemitError):
            open_note(data[:at] + data[at + 1 :], KEY)
        with pytest.raises(RemitError):
            open_note(data[: at + 1] + data[at:], KEY)


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_junk_is_refused_and_never_a_surprise(junk: str | bytes) -> None:
    with pytest.raises(RemitError):
        open_note(junk, KEY)
    with pytest.raises(RemitError):
        VerifierKey.parse(junk.decode("latin-1") if isinstance(junk, bytes) else junk)


@given(st.text(max_size=100))
def test_a_signed_text_that_is_no_checkpoint_is_refused_and_never_a_surprise(junk: str) -> None:
    with pytest.raises(RemitError):
        open_note(signed(junk.encode("utf-8", "replace").decode() + "\n"), KEY)
