"""Ed25519 as `docs/formats` asks for it: which keys are admitted, and what a signature is worth."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.independent.form import Json, No, need, unbase64

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


@lru_cache(maxsize=4096)
def admitted(key: bytes) -> bool:
    """Say whether these 32 bytes are a point: encoded canonically, on the curve, not of small order."""
    if len(key) != 32:
        return False
    number = int.from_bytes(key, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return False
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign):
        return False
    for _ in range(3):  # three doublings: times eight
        cross = D * x * x * y * y % P
        x, y = (
            2 * x * y * pow(1 + cross, P - 2, P) % P,
            (y * y + x * x) * pow(1 - cross, P - 2, P) % P,
        )
    return (x, y) != (0, 1)


def key_id(key: bytes) -> str:
    return "ed25519-" + hashlib.sha256(key).hexdigest()[:32]


def public_key(value: Json) -> bytes:
    """Read a public key of a fact. Whether it is admitted is asked when it has signed something."""
    return unbase64(value, 32)


def require_signed(key: bytes, signature: bytes, message: bytes) -> None:
    need(admitted(key), "SIG", "the key is not admitted")
    need(int.from_bytes(signature[32:], "little") < ORDER, "SIG", "S is not below the order of the group")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        raise No("SIG", "the signature is not the key's over these bytes") from None
