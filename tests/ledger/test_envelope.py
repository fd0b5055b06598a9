from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests import examples
from tests.examples import LEDGER, NEW, OFFICER, OTHER, OTHER_LEDGER, RECOVERY

from ledger import canonical, checkpoint, ed25519, envelope
from ledger.errors import BadSignature, Malformed, Oversized

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "fact.md").read_text(encoding="utf-8")
EXAMPLE = dict(re.findall(r"^\| ([\w\d -]+) \| `([^`]+)` \|$", PAGE, re.MULTILINE))

# RFC 8032 section 7.1, test 1.
RFC_8032 = ed25519.PrivateKey.from_seed(
    bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
)
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493  # RFC 8032 section 5.1

FACT = examples.fact_of(examples.EXAMPLES[-1])
PAYLOAD = canonical.encode(FACT)
ENVELOPE = envelope.sign(PAYLOAD, [OFFICER, NEW])
PUBLICS = {ed25519.key_id(key.public): key.public for key in (OFFICER, NEW)}


def changed(data: bytes = ENVELOPE, **changes: Any) -> bytes:
    """Give the canonical bytes of an envelope with some members replaced."""
    return canonical.encode(json.loads(data) | changes)


def signatures(*keys: ed25519.PrivateKey) -> list[dict[str, str]]:
    """Give signatures over the payload, in the order of the keys given."""
    message = envelope.pre_authentication(PAYLOAD)
    return [
        {"keyid": ed25519.key_id(key.public), "sig": base64.b64encode(key.sign(message)).decode()}
        for key in keys
    ]


def check(data: bytes) -> None:
    """Open an envelope and verify it."""
    payload, given = envelope.open_envelope(data)
    envelope.verify(payload, given, PUBLICS)


def test_the_bytes_that_are_signed_are_those_of_the_published_example() -> None:
    # github.com/secure-systems-lab/dsse, protocol.md, "Test Vectors".
    expected = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert envelope.pre_authentication(b"hello world", "http://example.com/HelloWorld") == expected


def test_lengths_are_counted_in_bytes() -> None:
    assert envelope.pre_authentication("é".encode(), "ü") == "DSSEv1 2 ü 2 é".encode()
    assert envelope.pre_authentication(b"", "") == b"DSSEv1 0  0 "


def test_fact_and_envelope_are_those_of_the_page_on_formats() -> None:
    payload = re.search(r"```json\n([^`]+)```", PAGE)[1].replace("\n", "").encode()  # type: ignore[index]
    assert len(payload) == int(EXAMPLE["bytes of the fact"])
    assert hashlib.sha256(payload).hexdigest() == EXAMPLE["SHA-256 of the fact"]
    assert canonical.encode(envelope.read_fact(payload)) == payload
    head = re.search(r"```text\n(DSSEv1 [^`]+)\n```", PAGE)[1].encode()  # type: ignore[index]
    assert len(head + b" " + payload) == int(EXAMPLE["bytes that are signed"])
    signature = RFC_8032.sign(head + b" " + payload)
    assert base64.b64encode(signature).decode() == EXAMPLE["sig"]
    assert base64.b64encode(RFC_8032.public).decode() == EXAMPLE["public key"]
    assert "ed25519-" + hashlib.sha256(RFC_8032.public).hexdigest()[:32] == EXAMPLE["keyid"]
    expected = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": "application/vnd.remit.fact.v1+json",
        "signatures": [{"keyid": EXAMPLE["keyid"], "sig": EXAMPLE["sig"]}],
    }
    signed = envelope.sign(payload, [RFC_8032])
    assert signed == json.dumps(expected, sort_keys=True, separators=(",", ":")).encode()
    given = envelope.open_envelope(signed)
    assert given[0] == payload
    envelope.verify(*given, {EXAMPLE["keyid"]: RFC_8032.public})


def test_what_was_signed_is_read_and_verified() -> None:
    payload, given = envelope.open_envelope(ENVELOPE)
    assert payload == PAYLOAD
    assert [one.keyid for one in given] == sorted(PUBLICS)
    assert envelope.read_fact(payload) == FACT
    check(ENVELOPE)


def test_the_order_of_the_signers_makes_no_difference() -> None:
    assert envelope.sign(PAYLOAD, [NEW, OFFICER]) == ENVELOPE


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"ledger": OTHER_LEDGER}, id="another ledger"),
        pytest.param({"id": examples.REQUEST + "/2"}, id="another place in the request"),
        pytest.param({"recorder": examples.CAI}, id="another recorder"),
        pytest.param({"on": "2026-11-21"}, id="another day"),
        pytest.param({"relies": ("body:icp",)}, id="another boundary"),
        pytest.param({"charges": ()}, id="no charges"),
        pytest.param({"body": examples.EXAMPLES[0]}, id="another body"),
    ],
)
def test_a_signature_does_not_fit_the_fact_replayed_elsewhere(changes: dict[str, Any]) -> None:  # H6
    elsewhere = canonical.encode(msgspec.structs.replace(FACT, **changes))
    data = changed(payload=base64.b64encode(elsewhere).decode())
    with pytest.raises(BadSignature, match="expected a signature by ed25519-"):
        check(data)


def test_the_id_of_the_ledger_is_inside_the_signed_bytes() -> None:  # H6
    assert f'"ledger":"{LEDGER}"'.encode() in envelope.pre_authentication(PAYLOAD)


def test_a_signature_of_another_protocol_does_not_fit_a_fact() -> None:  # K5
    text = checkpoint.Checkpoint("example.org/icp", 7, hashlib.sha256(b"").digest()).text()
    for message in (PAYLOAD, text.encode(), envelope.pre_authentication(PAYLOAD, "text/plain"), b"login: 5"):
        sig = base64.b64encode(OFFICER.sign(message)).decode()
        data = changed(signatures=[{"keyid": ed25519.key_id(OFFICER.public), "sig": sig}])
        with pytest.raises(BadSignature):
            check(data)


def test_a_signature_over_a_fact_does_not_fit_a_checkpoint() -> None:  # K5
    text = checkpoint.Checkpoint("example.org/icp", 7, hashlib.sha256(b"").digest()).text().encode()
    signature = OFFICER.sign(envelope.pre_authentication(text))
    with pytest.raises(BadSignature):
        ed25519.verify(OFFICER.public, signature, text)


@pytest.mark.parametrize("other", ["application/json", "", "application/vnd.remit.fact.v2+json", "\x1b[2J"])
def test_another_payload_type_is_refused(other: str) -> None:  # K5, E7
    with pytest.raises(Malformed):
        envelope.open_envelope(changed(payloadType=other))


def test_the_message_about_another_payload_type_is_ascii_and_short() -> None:  # W6
    with pytest.raises(Malformed, match=r"expected payload type application/vnd.remit.fact.v1") as caught:
        envelope.open_envelope(changed(payloadType="я" * 500))
    assert str(caught.value).isascii()
    assert len(str(caught.value)) < 700


def test_a_signature_with_the_group_order_added_is_refused() -> None:  # K4
    (one,) = signatures(OFFICER)
    signature = base64.b64decode(one["sig"])
    s = int.from_bytes(signature[32:], "little") + GROUP_ORDER
    forged = base64.b64encode(signature[:32] + s.to_bytes(32, "little")).decode()
    with pytest.raises(BadSignature, match="expected a signature whose S is below the group order"):
        check(changed(signatures=[one | {"sig": forged}]))


def test_spare_bits_of_base64_are_refused() -> None:  # K4
    (one,) = signatures(OFFICER)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet.index(one["sig"][85])
    forged = one["sig"][:85] + alphabet[last + 1] + "=="
    assert base64.b64decode(forged) == base64.b64decode(one["sig"])
    with pytest.raises(Malformed, match="envelope: expected the one base64 form of its bytes, got "):
        envelope.open_envelope(changed(signatures=[one | {"sig": forged}]))


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param("é", id="no ASCII"),
        pytest.param("e30", id="no padding"),
        pytest.param("e31=", id="spare bits"),
        pytest.param("e30==", id="too much padding"),
        pytest.param("e3 0=", id="a space"),
        pytest.param("_-8=", id="another alphabet"),
        pytest.param("=", id="padding only"),
        pytest.param("e30=e30=", id="two"),
    ],
)
def test_a_payload_that_is_not_the_one_base64_form_is_refused(payload: str) -> None:  # K4
    with pytest.raises(Malformed, match="envelope: expected (standard base64|the one base64 form)"):
        envelope.open_envelope(changed(payload=payload))


@pytest.mark.parametrize(
    "sig",
    [
        pytest.param("", id="empty"),
        pytest.param("A" * 88, id="65 bytes and more"),
        pytest.param("A" * 84, id="63 bytes"),
        pytest.param("-" * 86 + "==", id="another alphabet"),
        pytest.param("00" * 64, id="hexadecimal"),
    ],
)
def test_a_signature_that_is_not_64_bytes_of_base64_is_refused(sig: str) -> None:  # K4
    (one,) = signatures(OFFICER)
    with pytest.raises(Malformed):
        envelope.open_envelope(changed(signatures=[one | {"sig": sig}]))


@pytest.mark.parametrize(
    "keyid",
    [
        pytest.param(ed25519.key_id(OFFICER.public).upper(), id="capital letters"),
        pytest.param("rsa-" + "0" * 32, id="another algorithm"),
        pytest.param("ed25519-" + "0" * 64, id="too long"),
        pytest.param("", id="none"),
    ],
)
def test_a_key_id_of_another_form_is_refused(keyid: str) -> None:  # K4, K6
    with pytest.raises(Malformed):
        envelope.open_envelope(changed(signatures=[{"keyid": keyid, "sig": signatures(OFFICER)[0]["sig"]}]))


def test_a_field_that_names_an_algorithm_is_refused() -> None:  # K6, E7
    (one,) = signatures(OFFICER)
    for more in ({"alg": "none"}, {"cert": ""}):
        with pytest.raises(Malformed, match="unknown field"):
            envelope.open_envelope(changed(signatures=[one | more]))


def test_an_envelope_without_signatures_is_refused() -> None:  # K6
    with pytest.raises(Malformed, match="length"):
        envelope.open_envelope(changed(signatures=[]))
    with pytest.raises(BadSignature, match="expected at least 1 signature, got none"):
        envelope.verify(PAYLOAD, (), PUBLICS)


def test_a_signer_who_signs_twice_is_refused() -> None:  # K6
    message = "envelope: expected distinct keys in ascending order, got another order"
    with pytest.raises(Malformed, match=message):
        envelope.open_envelope(changed(signatures=signatures(OFFICER, OFFICER)))


def test_signatures_in_another_order_are_refused() -> None:  # E6
    swapped = json.loads(ENVELOPE)["signatures"][::-1]
    with pytest.raises(Malformed, match="expected distinct keys in ascending order"):
        envelope.open_envelope(changed(signatures=swapped))


def test_eight_signatures_are_read_and_nine_are_not() -> None:  # K6
    keys = [ed25519.PrivateKey.from_seed(bytes([number]) * 32) for number in range(100, 109)]
    assert len(envelope.open_envelope(envelope.sign(PAYLOAD, keys[:8]))[1]) == 8
    with pytest.raises(Malformed, match="length"):
        envelope.open_envelope(envelope.sign(PAYLOAD, keys))


def test_a_key_that_is_not_registered_is_refused() -> None:  # K6
    expected = f"expected a key of the register, got {ed25519.key_id(OTHER.public)}"
    with pytest.raises(BadSignature, match=expected):
        check(envelope.sign(PAYLOAD, [OFFICER, OTHER]))


def test_the_registered_key_counts_and_not_the_hint() -> None:  # K6
    claimed = signatures(OTHER)[0] | {"keyid": ed25519.key_id(OFFICER.public)}
    with pytest.raises(BadSignature, match=f"expected a signature by {ed25519.key_id(OFFICER.public)}"):
        check(changed(signatures=[claimed]))


def test_one_wrong_signature_among_right_ones_is_refused() -> None:  # K6
    one, other = json.loads(ENVELOPE)["signatures"]
    wrong = other | {"sig": signatures(RECOVERY)[0]["sig"]}
    with pytest.raises(BadSignature, match=f"expected a signature by {other['keyid']}"):
        check(changed(signatures=[one, wrong]))


def test_a_registered_key_of_small_order_signs_nothing() -> None:  # K3
    identity = (1).to_bytes(32, "little")
    forged = {"keyid": ed25519.key_id(identity), "sig": base64.b64encode(identity + bytes(32)).decode()}
    payload, given = envelope.open_envelope(changed(signatures=[forged]))
    with pytest.raises(BadSignature, match="expected a public key of large order"):
        envelope.verify(payload, given, {ed25519.key_id(identity): identity})


def test_an_envelope_over_the_limit_is_refused() -> None:  # E4
    with pytest.raises(Oversized, match="envelope: expected at most 60000 bytes"):
        envelope.open_envelope(changed(payload="A" * 60_000))


def test_a_fact_that_is_not_canonical_is_refused_whoever_signed_it() -> None:  # E6
    spaced = PAYLOAD.replace(b'"on":', b'"on": ')
    payload, given = envelope.open_envelope(envelope.sign(spaced, [OFFICER]))
    envelope.verify(payload, given, PUBLICS)
    with pytest.raises(Malformed, match="fact: expected canonical JSON"):
        envelope.read_fact(payload)
