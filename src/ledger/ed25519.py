"""Ed25519 signatures, read strictly: RFC 8032 section 5.1 with every freedom of encoding taken away.

A library that takes any 32 bytes for a public key lets somebody enrol a point of small order, and then one
signature fits every message. So a key is admitted before it is used, and a signature that has a second
encoding is refused. Whatever passes here also passes any other verifier that follows RFC 8032.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.errors import BadSignature, Malformed

PUBLIC_KEY_BYTES: Final = 32
SEED_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
GROUP_ORDER: Final = 2**252 + 27742317777372353535851937790883648493

_FIELD: Final = 2**255 - 19
_CURVE_D: Final = -121665 * pow(121666, -1, _FIELD) % _FIELD
_ADMITTED_KEYS_MAX: Final = 4096

# A point of order 8 has this y; its mirror image has the other sign. A y names a point and its negative, and
# both have one order, so five values of y stand for all eight points whose order divides 8.
_ORDER_8_Y: Final = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER_Y: Final = frozenset({0, 1, _FIELD - 1, _ORDER_8_Y, _FIELD - _ORDER_8_Y})


class Signer(Protocol):
    """Whatever signs: a key in memory here, a token or a service elsewhere."""

    @property
    def public(self) -> bytes:
        """Give the 32 bytes of the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Give the 64 bytes of the signature over ``message``."""
        ...


@dataclass(frozen=True, slots=True)  # a Struct shows and compares every field
class PrivateKey:
    """A private key in memory; neither its repr nor its errors hold a secret byte.

    Two are equal when their public keys are.
    """

    handle: Ed25519PrivateKey = field(repr=False, compare=False)
    public: bytes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "public", self.handle.public_key().public_bytes_raw())

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Make the key of a seed (the *private key* of RFC 8032).

        Raises:
            Malformed: the seed is not of 32 bytes.
        """
        if len(seed) != SEED_BYTES:
            raise Malformed(f"expected a seed of {SEED_BYTES} bytes, got {len(seed)}")
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the randomness of the operating system."""
        return cls(Ed25519PrivateKey.generate())

    def sign(self, message: bytes) -> bytes:
        """Give the 64 bytes of the signature over ``message``, the same ones each time."""
        return self.handle.sign(message)


def key_id(public: bytes) -> str:
    """Name a public key in a hint or a message; what is trusted is the key itself."""
    return f"ed25519-{hashlib.sha256(public).hexdigest()[:32]}"


@lru_cache(maxsize=_ADMITTED_KEYS_MAX)
def admit(public: bytes) -> None:
    """Check that a public key is one that signatures can be judged by.

    Raises:
        BadSignature: the key is not of 32 bytes, not the one encoding of its point (RFC 8032 section 5.1.3),
            of small order, or not on the curve.
    """
    if len(public) != PUBLIC_KEY_BYTES:
        raise BadSignature(f"expected a public key of {PUBLIC_KEY_BYTES} bytes, got {len(public)}")
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _FIELD:
        raise BadSignature(f"expected a public key in its canonical encoding, got {public.hex()}")
    if y in _SMALL_ORDER_Y:
        raise BadSignature(f"expected a public key of large order, got {public.hex()}")
    # x² = (y² − 1) / (dy² + 1); a quotient is a square exactly when the product is (Euler's criterion).
    x_squared_times_square = (y * y - 1) * (_CURVE_D * y * y + 1)
    if pow(x_squared_times_square, (_FIELD - 1) // 2, _FIELD) != 1:
        raise BadSignature(f"expected a public key on the curve, got {public.hex()}")


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Check one signature by one key, without cofactor and with one encoding only (RFC 8032 section 5.1.7).

    Raises:
        BadSignature: the key is not admitted, or the signature is not of 64 bytes, has a second encoding, or
            is not by this key over this message.
    """
    admit(public)
    if len(signature) != SIGNATURE_BYTES:
        raise BadSignature(f"expected a signature of {SIGNATURE_BYTES} bytes, got {len(signature)}")
    if int.from_bytes(signature[32:], "little") >= GROUP_ORDER:
        raise BadSignature("expected a signature whose S is below the group order, got a malleated one")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature as error:
        raise BadSignature(f"expected a signature by {key_id(public)}, got one that does not fit") from error
