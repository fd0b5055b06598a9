"""The envelope of a fact: DSSE v1.0.2 with Ed25519 signatures.

Signed is the pre-authentication encoding of payload type and payload (DSSE protocol, section
"Signature Definition"), so a signature made for anything else never fits a fact. ``keyid`` is a hint;
the registered key decides what is verified.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec

from ledger import canonical, ed25519
from ledger.errors import BadSignature, Malformed
from ledger.facts.fact import Fact
from ledger.facts.words import KeyId

PAYLOAD_TYPE = "application/vnd.remit.fact.v1+json"
SIGNATURES_MAX = 8


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signature, standard base64 of 64 bytes."""

    keyid: KeyId
    sig: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9+/]{86}==\Z")]


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Payload (base64 of the fact's canonical bytes), its type, and 1 to 8 signatures sorted by key."""

    payload: str
    payloadType: str  # noqa: N815 - the name is DSSE's
    signatures: Annotated[tuple[Signature, ...], msgspec.Meta(min_length=1, max_length=SIGNATURES_MAX)]


_envelopes = msgspec.json.Decoder(Envelope)
_facts = msgspec.json.Decoder(Fact)


def pre_authentication(payload: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """Give the bytes that are signed (DSSE: PAE)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign(payload: bytes, signers: Iterable[ed25519.Signer]) -> bytes:
    """Sign canonical payload bytes with every signer and give the canonical envelope."""
    message = pre_authentication(payload)
    signatures = sorted(
        (
            Signature(ed25519.key_id(signer.public), base64.b64encode(signer.sign(message)).decode())
            for signer in signers
        ),
        key=lambda signature: signature.keyid,
    )
    return canonical.encode(Envelope(base64.b64encode(payload).decode(), PAYLOAD_TYPE, tuple(signatures)))


def open_envelope(data: bytes) -> tuple[bytes, tuple[Signature, ...]]:
    """Read the payload and the signatures, without verifying them.

    Raises:
        Malformed: another form, another payload type, keys out of order or twice.
        Oversized: too large.
    """
    envelope = canonical.parse(data, _envelopes, "envelope")
    if envelope.payloadType != PAYLOAD_TYPE:
        raise Malformed(f"envelope: expected payload type {PAYLOAD_TYPE}, got {envelope.payloadType[:80]!a}")
    keys = [signature.keyid for signature in envelope.signatures]
    if sorted(set(keys)) != keys:
        raise Malformed("envelope: expected distinct keys in ascending order, got another order")
    for signature in envelope.signatures:
        canonical.decode_base64(signature.sig, "envelope")
    return canonical.decode_base64(envelope.payload, "envelope"), envelope.signatures


def read_fact(payload: bytes) -> Fact:
    """Read a fact from its canonical bytes.

    Raises:
        Malformed: another form, an unknown field or an unknown type.
        Oversized: too large or too deeply nested.
    """
    return canonical.parse(payload, _facts, "fact")


def verify(payload: bytes, signatures: Iterable[Signature], keys: Mapping[str, bytes]) -> None:
    """Check every signature under the key that is registered by its id.

    Raises:
        BadSignature: there is no signature, a key is not registered, or a signature is not its key's.
    """
    message = pre_authentication(payload)
    given = tuple(signatures)
    if not given:
        raise BadSignature("expected at least 1 signature, got none")
    for signature in given:
        public = keys.get(signature.keyid)
        if public is None:
            raise BadSignature(f"expected a key of the register, got {signature.keyid}")
        ed25519.verify(public, canonical.decode_base64(signature.sig, "envelope"), message)
