"""Signing by a token: nothing that it answers is believed (K3, K8), and no PIN is told (K9)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests import softhsm
from tests.ledger.tokenbinding import PIN, PROTECTED_AUTH, URI, Library, TokenFlag
from tests.ledger.tokenbinding import Token as Held

from ledger import ed25519
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Malformed, Refused, RemitError, StorageError
from ledger.tokens import Place, Token

KEY = PrivateKey.from_seed(b"\x02" * 32)
OTHER = PrivateKey.from_seed(b"\x03" * 32)
MODULE = "?module-path=/opt/token.so"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """Give the one token of the module that the URI names; a key is on it."""
    token = Held()
    token.holds(KEY, "officer", b"\x01")
    monkeypatch.setitem(sys.modules, "pkcs11", Library([token]))
    return token


def pin(token: str) -> str:
    assert token == "the token 'icp'"
    return PIN


def never(token: str) -> str:
    raise AssertionError(f"asked for the PIN of {token}")


def test_a_token_signs_as_a_key_in_memory_does_and_keeps_its_key(held: Held) -> None:  # K9
    token = Token.open(URI, pin)
    assert token.public == KEY.public
    assert token.sign(b"message") == KEY.sign(b"message")
    assert (held.said, PIN in repr(token)) == ([PIN], False)


def test_the_key_is_found_by_label_or_by_id_and_has_to_be_the_only_one(held: Held) -> None:
    held.holds(OTHER, "officer", b"\x02\xff")
    with pytest.raises(StorageError, match="one private Ed25519 key of that name on the token 'icp', got 2"):
        Token.open(URI, pin)
    for query, key in (("id=%02%ff", OTHER), ("object=officer;id=%01", KEY)):
        assert Token.open(f"pkcs11:token=icp;{query};type=private{MODULE}", pin).public == key.public
    with pytest.raises(StorageError, match="got 0"):
        Token.open(f"pkcs11:token=icp;id=%03{MODULE}", pin)


@pytest.mark.parametrize("before", [b"", b"\x04\x20", b"\x03\x21\x00"])
def test_the_public_key_is_read_in_every_form_that_tokens_give_it(held: Held, before: bytes) -> None:
    held.halves.clear()
    held.holds(KEY, "officer", b"\x01", before + KEY.public)
    assert Token.open(URI, pin).public == KEY.public


@pytest.mark.parametrize(
    ("point", "error"),
    [
        (b"\x04\x20" + b"\x01" + b"\x00" * 31, BadSignature),  # K3: a point of small order
        (b"\x04\x41\x04" + b"\x00" * 64, Malformed),  # a point of NIST's curve
        (b"", BadSignature),
    ],
)
def test_a_weak_key_or_one_of_another_curve_is_refused(
    held: Held, point: bytes, error: type[RemitError]
) -> None:
    held.halves.clear()
    held.holds(KEY, "officer", b"\x01", point)
    with pytest.raises(error):
        Token.open(URI, pin)


@pytest.mark.parametrize(
    ("fault", "error", "says"),
    [
        ("other", BadSignature, "signer: expected a signature by .* that does not fit"),  # K8
        ("removed", StorageError, "expected the token 'icp' to answer, got 'DeviceRemoved'"),
    ],
)
def test_what_is_no_signature_of_its_own_key_over_the_message_is_refused(
    held: Held, fault: str, error: type[RemitError], says: str
) -> None:
    held.halves.clear()
    held.holds(KEY, "officer", b"\x01", fault=fault)
    with pytest.raises(error, match=says):
        Token.open(URI, pin).sign(b"message")


def test_the_private_half_of_another_pair_signs_nothing(held: Held) -> None:  # K8
    held.halves.clear()
    held.holds(OTHER, "officer", b"\x01", b"\x04\x20" + KEY.public)
    with pytest.raises(BadSignature):
        Token.open(URI, pin).sign(b"message")


def test_a_wrong_pin_is_tried_once_and_told_to_nobody(held: Held) -> None:  # K9
    with pytest.raises(Refused, match="expected the PIN of the token 'icp', got another") as error:
        Token.open(URI, lambda _: "135790")
    assert (error.value.kind, held.said) == ("SIG", ["135790"])
    assert "135790" not in str(error.value)


def test_who_is_logged_in_already_stays_so(held: Held) -> None:
    first = Token.open(URI, pin)
    assert Token.open(URI, pin) == first
    assert first.sign(b"message") == KEY.sign(b"message")
    assert held.said == [PIN, PIN]


def test_a_token_with_a_pin_pad_asks_for_its_own_pin(held: Held) -> None:  # K9
    held.flags |= TokenFlag.PROTECTED_AUTHENTICATION_PATH
    assert Token.open(URI, never).public == KEY.public
    assert held.said == [PROTECTED_AUTH]


def test_the_pin_may_stand_in_a_file_that_is_closed_to_others(held: Held, tmp_path: Path) -> None:  # K9
    place = tmp_path / "pin"
    uri = f"{URI}&pin-source=file:{place}"
    with pytest.raises(StorageError, match="expected a PIN at"):
        Token.open(uri, never)
    place.write_bytes(f"{PIN}\n".encode())
    place.chmod(0o600)
    assert Token.open(uri.replace("file:", "file://"), never).public == KEY.public
    assert held.said == [PIN]
    place.write_bytes(b"\xff")
    with pytest.raises(Malformed, match="a PIN as text"):
        Token.open(uri, never)
    if os.name == "posix":
        place.chmod(0o640)
        with pytest.raises(StorageError, match="0600 or 0400"):
            Token.open(uri, never)


def test_of_two_tokens_with_one_label_the_serial_number_tells(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = Held(serial=b"0002")
    twin.holds(OTHER, "officer", b"\x01")
    monkeypatch.setitem(sys.modules, "pkcs11", Library([held, twin]))
    with pytest.raises(StorageError, match="the token 'icp' and no other, got 2 tokens"):
        Token.open(URI, pin)
    uri = f"pkcs11:serial=0002;object=officer{MODULE}"
    assert Token.open(uri, lambda named: PIN if named == "the token '0002'" else "").public == OTHER.public


def test_what_is_not_there_is_said(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageError, match="the token 'oak' and no other, got 0 tokens"):
        Token.open(URI.replace("icp", "oak"), pin)
    with pytest.raises(StorageError, match="to answer, got 'PKCS11Error: cannot open shared object file'"):
        Token.open(URI.replace("token.so", "none.so"), pin)
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(
        StorageError, match=r"the extra pkcs11 .*pip install 'remit\[pkcs11\]'.*got no pkcs11"
    ):
        Token.open(URI, pin)
    assert held.said == []


@pytest.mark.parametrize(
    ("uri", "says"),
    [
        ("pkcs11:object=a", "expected module-path"),
        ("pkcs11:object=a?module-path=token.so", "expected module-path with the whole path"),
        (f"pkcs11:token=icp{MODULE}", "expected the object or the id"),
        (f"pkcs11:object=a;type=cert{MODULE}", "of a private key"),
        (f"pkcs11:object=a;object=b{MODULE}", "each once"),
        (f"pkcs11:object{MODULE}", "each once"),
        (f"pkcs11:object=a;model=m{MODULE}", "expected id, object, serial, token, type"),
        (f"pkcs11:object=a{MODULE}&module-name=p11", "expected module-path, pin-source"),
        (f"pkcs11:object=a{MODULE}&pin-source=|secretprogram", "expected pin-source=file:PATH"),
        (f"pkcs11:object=a{MODULE}&pin-value=secret", "expected no PIN in the URI"),  # K9
    ],
)
def test_another_uri_is_refused_and_what_may_be_secret_in_it_is_not_repeated(uri: str, says: str) -> None:
    with pytest.raises(Malformed, match=says) as error:
        Place.parse(uri)
    assert "secret" not in str(error.value)


def test_a_uri_is_read_as_rfc_7512_writes_it() -> None:
    uri = (
        "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;object=my-key%3b;id=%69%95?module-path=/a%26b.so"
    )
    place = Place(Path("/a&b.so"), "The Software PKCS#11 Softtoken", None, "my-key;", b"\x69\x95")
    assert Place.parse(uri) == place
    bare = Place.parse(f"pkcs11:object=a{MODULE}")
    assert (bare.token, bare.named) == (None, "the token 'token.so'")


# --- a real one --------------------------------------------------------------------------------------


def test_softhsm_signs_with_a_key_that_never_leaves_it(tmp_path: Path) -> None:  # K8, K9
    with softhsm.token(tmp_path, "officer") as uri:
        named = uri.replace("KEY", "officer")
        with pytest.raises(Refused, match="got another"):
            Token.open(named, lambda _: "135790")
        token = Token.open(named, lambda _: softhsm.PIN)
        assert token.sign(b"message") == token.sign(b"message")  # sealed text depends on it
        ed25519.verify(token.public, token.sign(b"x" * 60_000), b"x" * 60_000)
        assert Token.open(named, lambda _: softhsm.PIN).public == token.public
        with pytest.raises(StorageError, match="got 0"):
            Token.open(uri, lambda _: softhsm.PIN)
