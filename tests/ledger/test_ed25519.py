from __future__ import annotations

import copy
import hashlib
import json
import pickle
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger import ed25519
from ledger.errors import BadSignature, Malformed

REPOSITORY = Path(__file__).resolve().parents[2]
SMALL = json.loads((REPOSITORY / "tests" / "vectors" / "ed25519.json").read_text(encoding="utf-8"))
LARGE = REPOSITORY.parent / "shared" / "vectors" / "wycheproof-ed25519.json"

RFC_8032 = SMALL["rfc8032"]["cases"]
SMALL_ORDER = [bytes.fromhex(point) for point in SMALL["small_order"]["canonical"]]
SMALL_ORDER_NOT_CANONICAL = [bytes.fromhex(point) for point in SMALL["small_order"]["not_canonical"]]

# RFC 8032 section 5.1.
FIELD = 2**255 - 19
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = 37095705934669439343138083508754565189542113879843219016388785533085940283555

SEED = bytes.fromhex(RFC_8032[1]["secret"])
KEY = ed25519.PrivateKey.from_seed(SEED)


def wycheproof_answer(public: str, case: dict[str, Any]) -> str:
    try:
        ed25519.verify(bytes.fromhex(public), bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
    except BadSignature:
        return "invalid"
    return "valid"


@pytest.mark.parametrize("case", RFC_8032, ids=lambda case: str(case["name"]))
def test_a_seed_gives_the_key_and_the_signature_of_the_rfc(case: dict[str, str]) -> None:
    key = ed25519.PrivateKey.from_seed(bytes.fromhex(case["secret"]))
    message = bytes.fromhex(case["message"])
    assert case["public"] == key.public.hex()
    assert case["signature"] == key.sign(message).hex()
    ed25519.verify(key.public, bytes.fromhex(case["signature"]), message)


@pytest.mark.parametrize("case", SMALL["wycheproof"]["cases"], ids=lambda case: str(case["tcId"]))
def test_the_published_cases_are_answered_as_published(case: dict[str, Any]) -> None:  # K4
    assert case["result"] == wycheproof_answer(case["pk"], case)


@pytest.mark.skipif(not LARGE.is_file(), reason="the large set of vectors is not beside the repository")
def test_every_wycheproof_case_is_answered_as_published() -> None:  # K4
    groups = json.loads(LARGE.read_text(encoding="utf-8"))["testGroups"]
    cases = [(group["publicKey"]["pk"], case) for group in groups for case in group["tests"]]
    assert len(cases) == 151
    wrong = [case["tcId"] for public, case in cases if wycheproof_answer(public, case) != case["result"]]
    assert wrong == []


@pytest.mark.parametrize("public", SMALL_ORDER, ids=bytes.hex)
def test_a_key_of_small_order_is_not_admitted(public: bytes) -> None:  # K3
    with pytest.raises(BadSignature, match="expected a public key of large order, got " + public.hex()):
        ed25519.admit(public)


@pytest.mark.parametrize("public", SMALL_ORDER_NOT_CANONICAL, ids=bytes.hex)
def test_a_second_encoding_of_a_point_of_small_order_is_not_admitted(public: bytes) -> None:  # K3
    with pytest.raises(BadSignature, match="public key (of large order|in its canonical encoding)"):
        ed25519.admit(public)


@pytest.mark.parametrize("y", range(FIELD, 2**255), ids=lambda y: f"p+{y - FIELD}")
def test_a_key_that_is_not_reduced_is_not_admitted(y: int) -> None:  # K3
    for sign in (0, 2**255):
        with pytest.raises(BadSignature, match="canonical encoding"):
            ed25519.admit((y + sign).to_bytes(32, "little"))


@pytest.mark.parametrize("public", [*SMALL_ORDER, *SMALL_ORDER_NOT_CANONICAL], ids=bytes.hex)
def test_no_signature_that_fits_every_message_is_accepted(public: bytes) -> None:  # K3
    # With R the identity and S = 0 the equation SB = R + kA reads 0 = kA, which such a key fulfils.
    signature = SMALL_ORDER[0] + bytes(32)
    for message in range(16):
        with pytest.raises(BadSignature, match="expected a public key"):
            ed25519.verify(public, signature, bytes([message]))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_not_admitted(length: int) -> None:  # K3
    with pytest.raises(BadSignature, match=f"expected a public key of 32 bytes, got {length}"):
        ed25519.admit(KEY.public[:1] * length)


def test_a_key_that_is_not_on_the_curve_is_not_admitted() -> None:  # K3
    with pytest.raises(BadSignature, match="expected a public key on the curve, got 02000000"):
        ed25519.admit((2).to_bytes(32, "little"))


@given(st.integers(min_value=2, max_value=FIELD - 2), st.sampled_from([0, 2**255]))
def test_a_key_is_admitted_exactly_when_the_rfc_can_decode_it(y: int, sign: int) -> None:
    public = (y + sign).to_bytes(32, "little")
    assume(public not in SMALL_ORDER)
    # RFC 8032 section 5.1.3: a candidate root, and whether it, or its product with sqrt(-1), is one.
    u, v = (y * y - 1) % FIELD, (CURVE_D * y * y + 1) % FIELD
    x = u * pow(v, 3, FIELD) * pow(u * pow(v, 7, FIELD), (FIELD - 5) // 8, FIELD) % FIELD
    decodable = v * x * x % FIELD in (u, FIELD - u)
    if decodable:
        ed25519.admit(public)
    else:
        with pytest.raises(BadSignature, match="on the curve"):
            ed25519.admit(public)


def test_a_refused_key_is_refused_again() -> None:  # K3
    for _ in range(2):
        with pytest.raises(BadSignature):
            ed25519.admit(SMALL_ORDER[0])


@pytest.mark.parametrize("times", [1, 2, 7])
def test_a_signature_with_the_group_order_added_is_refused(times: int) -> None:  # K4
    signature = KEY.sign(b"resolved")
    s = int.from_bytes(signature[32:], "little") + times * GROUP_ORDER
    with pytest.raises(BadSignature, match="expected a signature whose S is below the group order"):
        ed25519.verify(KEY.public, signature[:32] + s.to_bytes(32, "little"), b"resolved")


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_a_signature_of_another_length_is_refused(length: int) -> None:  # K4
    with pytest.raises(BadSignature, match=f"expected a signature of 64 bytes, got {length}"):
        ed25519.verify(KEY.public, (KEY.sign(b"resolved") * 2)[:length], b"resolved")


def test_a_signature_over_another_message_is_refused() -> None:
    with pytest.raises(BadSignature, match="expected a signature by ed25519-[0-9a-f]{32}, got one"):
        ed25519.verify(KEY.public, KEY.sign(b"resolved"), b"not resolved")


def test_a_signature_by_another_key_is_refused() -> None:
    with pytest.raises(BadSignature, match=ed25519.key_id(KEY.public)):
        ed25519.verify(KEY.public, ed25519.PrivateKey.generate().sign(b"resolved"), b"resolved")


def test_the_id_of_a_key_is_half_the_digest_of_its_bytes() -> None:
    expected = "ed25519-" + hashlib.sha256(KEY.public).hexdigest()[:32]
    assert expected == ed25519.key_id(KEY.public)
    assert len(expected) == 40


def test_a_new_key_is_another_each_time_and_signs() -> None:
    one, two = ed25519.PrivateKey.generate(), ed25519.PrivateKey.generate()
    assert one.public != two.public
    ed25519.verify(one.public, one.sign(b""), b"")


def test_two_private_keys_of_one_seed_are_equal() -> None:
    assert ed25519.PrivateKey.from_seed(SEED) == KEY
    assert hash(ed25519.PrivateKey.from_seed(SEED)) == hash(KEY)
    assert ed25519.PrivateKey.generate() != KEY


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_seed_of_another_length_is_refused_without_showing_it(length: int) -> None:  # K9
    seed = (b"\xa5\x5a" * 32)[:length]
    with pytest.raises(Malformed, match=f"^expected a seed of 32 bytes, got {length}$") as caught:
        ed25519.PrivateKey.from_seed(seed)
    shown = "".join(traceback.format_exception(caught.value))
    assert length == 0 or (repr(seed) not in shown and seed.hex() not in shown)


def test_no_text_about_a_private_key_holds_its_secret() -> None:  # K9
    texts = [repr(KEY), str(KEY), f"{KEY}", repr([KEY]), repr(KEY.handle), str(copy.copy(KEY))]
    with pytest.raises(TypeError) as caught:
        KEY.sign("not bytes")  # type: ignore[arg-type]
    trace = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    texts.append("".join(trace.format()))
    for text in texts:
        assert SEED.hex() not in text
        assert repr(SEED)[2:-1] not in text
        assert str(list(SEED))[1:-1] not in text
    assert repr(KEY) == f"PrivateKey(public={KEY.public!r})"


def test_a_private_key_cannot_be_pickled() -> None:  # K9
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
