"""What stands in for the library ``pkcs11`` in tests: a token in memory, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, Flag, auto

from ledger.ed25519 import PrivateKey

URI = "pkcs11:token=icp;object=officer?module-path=/opt/token.so"
PIN = "246810"
PROTECTED_AUTH = object()


class PKCS11Error(RuntimeError):
    pass


class PinIncorrect(PKCS11Error):
    pass


class PinInvalid(PKCS11Error):
    pass


class PinLenRange(PKCS11Error):
    pass


class UserAlreadyLoggedIn(PKCS11Error):
    pass


class DeviceRemoved(PKCS11Error):
    pass


class Attribute(Enum):
    CLASS, KEY_TYPE, LABEL, ID, EC_POINT = range(5)


class ObjectClass(Enum):
    PUBLIC_KEY, PRIVATE_KEY = range(2)


class KeyType(Enum):
    EC, EC_EDWARDS = range(2)


class Mechanism(Enum):
    ECDSA, EDDSA = range(2)


class TokenFlag(Flag):
    USER_PIN_INITIALIZED = auto()
    PROTECTED_AUTHENTICATION_PATH = auto()


@dataclass
class Half:
    """One half of a pair on the token; of the private half, no attribute is given."""

    key: PrivateKey
    told: dict[Attribute, object]
    fault: str = ""

    def __getitem__(self, attribute: Attribute) -> object:
        if self.told[Attribute.CLASS] is ObjectClass.PRIVATE_KEY:
            raise AssertionError("a private key was asked for")
        return self.told[attribute]

    def sign(self, message: bytes, mechanism: Mechanism) -> bytes:
        assert mechanism is Mechanism.EDDSA
        if self.fault == "removed":
            raise DeviceRemoved
        return self.key.sign(b"something else" if self.fault == "other" else message)


@dataclass
class Session:
    halves: list[Half]

    def get_objects(self, wanted: Mapping[Attribute, object]) -> Iterator[Half]:
        return (one for one in self.halves if wanted.items() <= one.told.items())


@dataclass
class Token:
    """A token with one pair of keys, at least."""

    label: str = "icp"
    serial: bytes = b"0001"
    flags: TokenFlag = TokenFlag.USER_PIN_INITIALIZED
    halves: list[Half] = field(default_factory=list)
    said: list[object] = field(default_factory=list)
    logged_in: bool = False

    def open(self, user_pin: object = None) -> Session:
        if user_pin is not None:
            self.said.append(user_pin)
            if self.logged_in:
                raise UserAlreadyLoggedIn
            if user_pin not in {PIN, PROTECTED_AUTH}:
                raise PinIncorrect
            self.logged_in = True
        return Session(self.halves if self.logged_in else [])

    def holds(
        self, key: PrivateKey, object_: str, number: bytes, point: bytes | None = None, fault: str = ""
    ) -> None:
        """Put a pair of keys on the token."""
        named = {Attribute.KEY_TYPE: KeyType.EC_EDWARDS, Attribute.LABEL: object_, Attribute.ID: number}
        point = b"\x04\x20" + key.public if point is None else point
        public = {**named, Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.EC_POINT: point}
        private = {**named, Attribute.CLASS: ObjectClass.PRIVATE_KEY}
        self.halves += [Half(key, public, fault), Half(key, private, fault)]


@dataclass
class Library:
    """The library, as it stands in ``sys.modules``, with some tokens in the slots of one module."""

    tokens: list[Token]
    PKCS11Error = PKCS11Error
    PinIncorrect = PinIncorrect
    PinInvalid = PinInvalid
    PinLenRange = PinLenRange
    UserAlreadyLoggedIn = UserAlreadyLoggedIn
    Attribute = Attribute
    ObjectClass = ObjectClass
    KeyType = KeyType
    Mechanism = Mechanism
    TokenFlag = TokenFlag
    PROTECTED_AUTH = PROTECTED_AUTH

    def lib(self, path: str) -> Library:
        if not path.endswith("token.so"):
            raise PKCS11Error("cannot open shared object file")
        return self

    def get_tokens(self, token_label: str | None, token_serial: bytes | None) -> Iterator[Token]:
        for one in self.tokens:
            if token_label in {None, one.label} and token_serial in {None, one.serial}:
                yield one
