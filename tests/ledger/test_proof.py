from __future__ import annotations

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import merkle
from ledger.checkpoint import Checkpoint, VerifierKey, sign
from ledger.errors import BadSignature, Malformed, Oversized, RemitError, Tampered
from ledger.proof import Proof

REPOSITORY = Path(__file__).resolve().parents[2]
SMALL = REPOSITORY / "tests" / "vectors" / "tessera"
LARGE = REPOSITORY.parent / "shared" / "vectors" / "tessera-log"
FORMAT = REPOSITORY / "docs" / "formats" / "checkpoint-and-proof.md"

beside_the_large_set = pytest.mark.skipif(
    not LARGE.is_dir(), reason="the large set of vectors is not beside the repository"
)

LOG_KEY = VerifierKey.parse((SMALL / "log.key").read_text().strip())

# RFC 8032 section 7.1, TEST 1.
PRIVATE = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
KEY = VerifierKey("example.org/partnership", PRIVATE.public_key().public_bytes_raw())
ENTRIES = [b"one", b"two", b"three", b"four", b"five"]
HASH = base64.b64encode(bytes(32)).decode()


def entries(path: Path) -> list[bytes]:
    data, found = path.read_bytes(), []
    while data:
        end = 2 + int.from_bytes(data[:2], "big")
        found.append(data[2:end])
        data = data[end:]
    return found


def path_of(index: int, leaves: list[bytes]) -> tuple[bytes, ...]:
    nodes = dict(merkle.Frontier().extend([merkle.leaf_hash(leaf) for leaf in leaves])[1])
    return merkle.inclusion_proof(index, len(leaves), nodes.__getitem__)


def proved(index: int, size: int) -> Proof:
    leaves = ENTRIES[:size]
    root = merkle.Frontier().extend([merkle.leaf_hash(leaf) for leaf in leaves])[0].root()
    note = sign(Checkpoint(KEY.name, size, root), PRIVATE.sign, KEY)
    return Proof(index, path_of(index, leaves), note)


PROOF = proved(1, 3)


def test_an_entry_is_proved_under_the_checkpoint_of_another_implementation() -> None:
    leaves = entries(SMALL / "entries.5")
    note = (SMALL / "checkpoint.5").read_text(encoding="utf-8")
    for index, entry in enumerate(leaves):
        signed = Proof(index, path_of(index, leaves), note).verify(entry, LOG_KEY)
        assert (signed.checkpoint.size, signed.note) == (5, note)


@beside_the_large_set
@pytest.mark.parametrize("size", range(1, 16))
def test_every_entry_is_proved_under_every_checkpoint_of_another_implementation(size: int) -> None:
    leaves = entries(LARGE / "tile" / "entries" / "000.p" / str(size))
    note = (LARGE / f"checkpoint.{size}").read_text(encoding="utf-8")
    for index, entry in enumerate(leaves):
        proof = Proof.parse(Proof(index, path_of(index, leaves), note).encode())
        assert proof.verify(entry, LOG_KEY).checkpoint.size == size


def test_the_examples_of_the_format_are_exact() -> None:
    mine = FORMAT.read_text("utf-8").partition("## Cosignature")[0]
    key, note, text = (part.split("\n```")[0] for part in mine.split("```text\n")[1:])
    assert VerifierKey.parse(key) == KEY
    assert PROOF.note == note + "\n"
    assert PROOF.encode() == text + "\n"
    Proof.parse(text + "\n").verify(b"two", KEY)


def test_a_proof_is_written_line_by_line() -> None:
    left, right = (base64.b64encode(merkle.leaf_hash(ENTRIES[at])).decode() for at in (0, 2))
    assert PROOF.encode() == f"c2sp.org/tlog-proof@v1\nindex 1\n{left}\n{right}\n\n{PROOF.note}"


def test_extra_data_stands_before_the_index_and_proves_nothing() -> None:
    proof = replace(PROOF, extra=b"\x00extra")
    assert proof.encode().startswith("c2sp.org/tlog-proof@v1\nextra AGV4dHJh\nindex 1\n")
    assert Proof.parse(proof.encode()) == proof
    assert proof.verify(b"two", KEY) == PROOF.verify(b"two", KEY)


def test_the_proof_of_an_only_entry_has_no_hashes() -> None:
    proof = proved(0, 1)
    assert proof.hashes == ()
    assert proof.encode() == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{proof.note}"
    Proof.parse(proof.encode().encode()).verify(b"one", KEY)


def test_the_number_of_an_entry_is_one_more_than_its_index() -> None:
    assert PROOF.number == 2


def test_another_entry_is_refused() -> None:  # H7
    with pytest.raises(Tampered, match=r"^inclusion proof of leaf 1 of 3: expected root "):
        PROOF.verify(b"too", KEY)


def test_another_log_is_refused() -> None:  # H8
    with pytest.raises(BadSignature):
        PROOF.verify(b"two", LOG_KEY)


def test_a_checkpoint_that_is_not_signed_is_refused() -> None:
    with pytest.raises(Malformed):
        replace(PROOF, note=PROOF.note.split("—")[0]).verify(b"two", KEY)


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_no_field_fits_into_another_proof(size: int) -> None:  # H7, H14
    for index in range(size):
        for other in (proved(at, tree) for tree in (2, 3, 4, 5) for at in range(tree)):
            own = proved(index, size)
            own.verify(ENTRIES[index], KEY)
            for mixed in (
                replace(own, index=other.index),
                replace(own, hashes=other.hashes),
                replace(own, note=other.note),
            ):
                if mixed != own:
                    with pytest.raises(Tampered):
                        mixed.verify(ENTRIES[index], KEY)


MALFORMED = {
    "empty": "",
    "another-version": PROOF.encode().replace("@v1", "@v2"),
    "space-after-the-version": PROOF.encode().replace("@v1", "@v1 "),
    "byte-order-mark": "\ufeff" + PROOF.encode(),
    "carriage-returns": PROOF.encode().replace("\n", "\r\n"),
    "header-only": "c2sp.org/tlog-proof@v1\n",
    "end-after-the-hashes": f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH}",
    "no-empty-line": f"c2sp.org/tlog-proof@v1\nindex 0\n{HASH}\n",
    "no-index": f"c2sp.org/tlog-proof@v1\n\n{PROOF.note}",
    "hash-before-the-index": f"c2sp.org/tlog-proof@v1\n{HASH}\nindex 0\n\n{PROOF.note}",
    "extra-after-the-index": f"c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n{PROOF.note}",
    "extra-twice": f"c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\n{PROOF.note}",
    "extra-of-nothing": f"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n{PROOF.note}",
    "extra-with-spare-bits": f"c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\n{PROOF.note}",
    "index-in-capitals": PROOF.encode().replace("index", "Index"),
    "two-spaces": PROOF.encode().replace("index ", "index  "),
    "leading-zero": PROOF.encode().replace("index 1", "index 01"),
    "negative": PROOF.encode().replace("index 1", "index -1"),
    "other-digits": PROOF.encode().replace("index 1", "index \u0661"),
    "short-hash": PROOF.encode().replace("index 1\n", "index 1\nAAAA\n"),
    "hash-without-padding": PROOF.encode().replace("index 1\n", f"index 1\n{HASH[:-1]}\n"),
    "hash-with-spare-bits": PROOF.encode().replace("index 1\n", f"index 1\n{HASH[:-2]}B=\n"),
    "two-hashes-on-a-line": PROOF.encode().replace("index 1\n", f"index 1\n{HASH} {HASH}\n"),
    "lone-surrogate": PROOF.encode() + "\udc80",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        Proof.parse(text)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Malformed, match=r"^proof: expected UTF-8 text, got other bytes$"):
        Proof.parse(PROOF.encode().encode("utf-16"))


@pytest.mark.parametrize(
    "text", ["c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nleaf 1\nindex 1\n\n"]
)
def test_a_missing_index_line_is_named(text: str) -> None:
    with pytest.raises(Malformed, match=r"^proof: expected an index line, got '(leaf 1)?'$"):
        Proof.parse(text)


def test_a_proof_too_deep_for_any_tree_is_refused() -> None:  # W8, H5
    text = f"c2sp.org/tlog-proof@v1\nindex 0\n{(HASH + chr(10)) * 64}\n{PROOF.note}"
    with pytest.raises(Oversized, match=r"^proof: expected at most 63 hashes, got 64$"):
        Proof.parse(text)
    with pytest.raises(Oversized, match=r"^proof: expected at most 63 hashes, got 64$"):
        Proof(0, (bytes(32),) * 64, PROOF.note)
    assert len(Proof.parse(text.replace(HASH + "\n", "", 1)).hashes) == 63


@pytest.mark.parametrize("index", [str(2**56), "9" * 5000])
def test_an_index_beyond_any_tree_is_refused(index: str) -> None:  # W8, E2
    with pytest.raises(Oversized):
        Proof.parse(PROOF.encode().replace("index 1", f"index {index}"))


def test_what_cannot_be_a_proof_is_not_made() -> None:
    with pytest.raises(Malformed, match=r"^proof: expected an index of 0 or more, got -1$"):
        Proof(-1, (), PROOF.note)
    with pytest.raises(Oversized, match=r"^proof: expected an index below 2\*\*56, got 72057594037927936$"):
        Proof(2**56, (), PROOF.note)
    with pytest.raises(Malformed, match=r"^proof: expected hashes of 32 bytes, got one of 31$"):
        Proof(0, (bytes(32), bytes(31)), PROOF.note)


def test_a_proof_over_the_limit_is_neither_read_nor_written() -> None:  # W8
    room = 262_144 - len(PROOF.encode().encode())
    full = replace(PROOF, note=PROOF.note + "x" * room)
    assert Proof.parse(full.encode()) == full
    with pytest.raises(Oversized):
        replace(full, note=full.note + "x").encode()
    with pytest.raises(Oversized, match=r"^proof: expected at most 262144 bytes, got 262145$"):
        Proof.parse(full.encode() + "x")


def test_no_bit_of_a_proof_can_be_turned() -> None:  # H7
    data = PROOF.encode().encode()
    for at in range(len(data)):
        for bit in range(8):
            with pytest.raises(RemitError):
                Proof.parse(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]).verify(b"two", KEY)


def test_no_byte_of_a_proof_can_be_dropped_or_doubled() -> None:  # H7
    data = PROOF.encode().encode()
    for at in range(len(data)):
        with pytest.raises(RemitError):
            Proof.parse(data[:at] + data[at + 1 :]).verify(b"two", KEY)
        with pytest.raises(RemitError):
            Proof.parse(data[: at + 1] + data[at:]).verify(b"two", KEY)


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_junk_is_refused_and_never_a_surprise(junk: str | bytes) -> None:
    with pytest.raises(RemitError):
        Proof.parse(junk)


@given(
    st.integers(0, 2**56 - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple),
    st.text(st.characters(codec="utf-8"), max_size=200),
    st.binary(max_size=100),
)
def test_every_proof_survives_writing_and_reading(
    index: int, hashes: tuple[bytes, ...], note: str, extra: bytes
) -> None:
    proof = Proof(index, hashes, note, extra)
    assert Proof.parse(proof.encode()) == proof
    assert Proof.parse(proof.encode().encode()) == proof
