"""Signing by a token behind PKCS#11: the private key never leaves it (the extra ``remit[pkcs11]``).

A URI of RFC 7512 names the token and the key on it, which signs by ``CKM_EDDSA`` (PKCS #11 3.1, section 6.3).
Nothing that it answers is believed: the key has to be a sound one, and every signature is verified before it
is used (K3, K8). A PIN stands in no command line, no message and no representation (K9).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import unquote, unquote_to_bytes

import msgspec

from ledger import durable, ed25519
from ledger.errors import Malformed, Refused, StorageError
from ledger.signers import require_own

SCHEME: Final = "pkcs11:"

_PIN_BYTES_MAX: Final = 256
_PATH: Final = frozenset({"token", "serial", "object", "id", "type"})
_QUERY: Final = frozenset({"module-path", "pin-source"})
_POINTS: Final = (b"\x04\x20", b"\x03\x21\x00", b"")
"""What may stand before the 32 bytes of a key: an octet string, a bit string, nothing."""


class Place(msgspec.Struct, frozen=True):
    """Where a key is: the module that speaks with the token, the token, and the key on it.

    Attributes:
        module: the library of the token's maker.
        token, serial: label and serial number; None: any.
        object, id: label and id of the key; None: any, and not both.
        pin: the file of the PIN; None: it is asked for.
    """

    module: Path
    token: str | None = None
    serial: str | None = None
    object: str | None = None
    id: bytes | None = None
    pin: Path | None = None

    @property
    def named(self) -> str:
        """The token, as messages name it."""
        return f"the token {self.token or self.serial or self.module.name!a}"

    @classmethod
    def parse(cls, uri: str) -> Self:
        """Read a URI of RFC 7512.

        Raises:
            Malformed: another form, an attribute that Remit does not read, or a PIN in the URI itself.
        """
        path, _, query = uri.removeprefix(SCHEME).partition("?")
        asked, more = _attributes(path, ";", _PATH), _attributes(query, "&", _QUERY)
        module, pin = unquote(more.get("module-path", "")), unquote(more.get("pin-source", ""))
        if not Path(module).root:
            raise Malformed("signer: expected module-path with the whole path of a module in the URI")
        if pin and not pin.startswith("file:"):
            raise Malformed("signer: expected pin-source=file:PATH in the URI, got another")
        if asked.get("type", "private") != "private" or not asked.keys() & {"object", "id"}:
            raise Malformed("signer: expected the object or the id of a private key in the URI")
        text = {name: unquote(asked[name]) for name in ("token", "serial", "object") if name in asked}
        number = unquote_to_bytes(asked["id"]) if "id" in asked else None
        file = Path(pin.removeprefix("file:").removeprefix("//")) if pin else None
        return cls(Path(module), **text, id=number, pin=file)


@dataclass(frozen=True, slots=True)
class Token:
    """A key on a token to which this process is logged in."""

    place: Place
    public: bytes
    _key: Any = field(repr=False, compare=False)
    _binding: Any = field(repr=False, compare=False)

    @classmethod
    def open(cls, uri: str, ask: Callable[[str], str]) -> Self:
        """Log in to a token, and find the key there.

        Args:
            uri: which key of which token (RFC 7512).
            ask: gives the PIN of a token, which is named, where neither the URI nor a PIN pad does.

        Raises:
            Malformed: the URI is of another form, or the key there is.
            Refused: the PIN is another (kind ``SIG``).
            StorageError: the extra is not installed, or there is no such token, or no such key on it, or the
                token fails.
            BadSignature: the key is one that signatures cannot be judged by.
        """
        place = Place.parse(uri)
        binding = _loaded()
        with _speaking(binding, place):
            token = _token(binding, place)
            session = _session(binding, token, place, ask)
            key = _key(binding, session, place, binding.ObjectClass.PRIVATE_KEY)
            other = _key(binding, session, place, binding.ObjectClass.PUBLIC_KEY)
            point = bytes(other[binding.Attribute.EC_POINT])
        public = point[-ed25519.PUBLIC_KEY_BYTES :]
        if point not in {before + public for before in _POINTS}:
            raise Malformed(f"signer: expected an Ed25519 key on {place.named}, got {len(point)} bytes")
        ed25519.admit(public)
        return cls(place, public, key, binding)

    def sign(self, message: bytes) -> bytes:
        """Give the signature over a message, verified.

        Raises:
            BadSignature: what came back is no signature by the key over this message.
            StorageError: the token fails or refuses.
        """
        with _speaking(self._binding, self.place):
            signature = bytes(self._key.sign(message, mechanism=self._binding.Mechanism.EDDSA))
        require_own(self.public, signature, message)
        return signature


def _attributes(part: str, between: str, known: frozenset[str]) -> dict[str, str]:
    """Read the attributes of a part of the URI; no value is told in a message, for it may be a secret."""
    found: dict[str, str] = {}
    for one in part.split(between) if part else ():
        name, is_, value = one.partition("=")
        if name == "pin-value":
            raise Malformed("signer: expected no PIN in the URI, where others can read it: use pin-source")
        if not is_ or name not in known or name in found:
            raise Malformed(f"signer: expected {', '.join(sorted(known))} in the URI, each once, got another")
        found[name] = value
    return found


def _loaded() -> Any:  # noqa: ANN401 - the library is an extra, and its types with it
    try:
        import pkcs11  # noqa: PLC0415 - the extra, where a token is asked for
    except ImportError as error:
        raise StorageError(
            f"signer: expected the extra pkcs11 for tokens (pip install 'remit[pkcs11]'), got no {error.name}"
        ) from None
    return pkcs11


@contextmanager
def _speaking(binding: Any, place: Place) -> Iterator[None]:  # noqa: ANN401 - the same
    """Turn what the library raises into what Remit says."""
    try:
        yield
    except (binding.PinIncorrect, binding.PinInvalid, binding.PinLenRange):
        raise Refused(f"signer: expected the PIN of {place.named}, got another", kind="SIG") from None
    except binding.PKCS11Error as error:
        told = f"{type(error).__name__}: {error}".removesuffix(": ")
        raise StorageError(f"signer: expected {place.named} to answer, got {told[:200]!a}") from None


def _token(binding: Any, place: Place) -> Any:  # noqa: ANN401 - the same
    serial = None if place.serial is None else place.serial.encode()
    found = list(binding.lib(str(place.module)).get_tokens(token_label=place.token, token_serial=serial))
    if len(found) != 1:
        raise StorageError(f"signer: expected {place.named} and no other, got {len(found)} tokens")
    return found[0]


def _session(binding: Any, token: Any, place: Place, ask: Callable[[str], str]) -> Any:  # noqa: ANN401
    """Log in. Whoever is logged in already in this process stays so, as PKCS#11 has it (section 5.6)."""
    pad = token.flags & binding.TokenFlag.PROTECTED_AUTHENTICATION_PATH
    try:
        return token.open(user_pin=binding.PROTECTED_AUTH if pad else _pin(place, ask))
    except binding.UserAlreadyLoggedIn:
        return token.open()


def _pin(place: Place, ask: Callable[[str], str]) -> str:
    if place.pin is None:
        return ask(place.named)
    data = durable.read(place.pin, _PIN_BYTES_MAX, private=True)
    if data is None:
        raise StorageError(f"signer: expected a PIN at {place.pin}, got no file")
    try:
        return data.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Malformed(f"signer: expected a PIN as text at {place.pin}, got other bytes") from None


def _key(binding: Any, session: Any, place: Place, kind: Any) -> Any:  # noqa: ANN401 - the same
    wanted = {binding.Attribute.CLASS: kind, binding.Attribute.KEY_TYPE: binding.KeyType.EC_EDWARDS}
    named = {binding.Attribute.LABEL: place.object, binding.Attribute.ID: place.id}
    wanted |= {name: value for name, value in named.items() if value is not None}
    found = list(session.get_objects(wanted))
    if len(found) != 1:
        half = "public" if kind == binding.ObjectClass.PUBLIC_KEY else "private"
        raise StorageError(
            f"signer: expected one {half} Ed25519 key of that name on {place.named}, got {len(found)}"
        )
    return found[0]
