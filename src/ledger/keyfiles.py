"""Key files: a private key behind a passphrase, in OpenSSH's format, and its public key beside it.

The format is OpenSSH's ``PROTOCOL.key`` (openssh-key-v1, bcrypt, AES-256), so ``ssh-keygen`` makes, shows and
re-encrypts these files. A private key is never written without a passphrase, nor read from a file that others
may open.
"""

from __future__ import annotations

import base64
import binascii
from contextlib import suppress
from pathlib import Path
from typing import Final, cast

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, load_ssh_private_key

from ledger import durable, ed25519
from ledger.errors import Malformed, Refused, StorageError

BCRYPT_ROUNDS: Final = 24
BCRYPT_ROUNDS_MAX: Final = 512
PASSPHRASE_BYTES_MAX: Final = 72
COMMENT_CHARACTERS_MAX: Final = 200

_FILE_BYTES_MAX: Final = 16_384
_BEGIN: Final = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_END: Final = b"-----END OPENSSH PRIVATE KEY-----"
_MAGIC: Final = b"openssh-key-v1\0"
_KEY_TYPE: Final = b"ssh-ed25519"


def write_private(path: Path, key: ed25519.PrivateKey, passphrase: bytes, *, comment: str) -> None:
    """Write a new private key to ``path`` (mode 0600) and its public key to ``<path>.pub``.

    The public file comes first, so that a private file never stands alone. The comment stands in it, for all
    to read: the name of a person or of a place.

    Raises:
        Malformed: an empty or too long passphrase, or a comment that is not one line of text.
        StorageError: one of the two files is there already, or storage fails; then neither is left.
    """
    _require_passphrase(passphrase)
    if len(comment) > COMMENT_CHARACTERS_MAX or not comment.isprintable():
        raise Malformed(f"expected a line of at most {COMMENT_CHARACTERS_MAX} signs as comment, got another")
    words = (_KEY_TYPE, base64.b64encode(_public_blob(key.public)), comment.encode())
    encryption = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(BCRYPT_ROUNDS).build(passphrase)
    private = key.handle.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption)
    durable.write_new(public_path(path), b" ".join(words).rstrip() + b"\n", mode=0o644)
    try:
        durable.write_new(path, private)
    except StorageError:
        with suppress(OSError):
            public_path(path).unlink()
        raise


def read_private(path: Path, passphrase: bytes) -> ed25519.PrivateKey:
    """Read a private key that is encrypted with a passphrase.

    Raises:
        StorageError: there is no file, or somebody but its owner may open it (POSIX only).
        Malformed: the file is not an OpenSSH key file of one encrypted Ed25519 key, its two halves differ, or
            the passphrase is empty or too long.
        Refused: the passphrase is another (kind ``SIG``). A damaged secret part may look the same.
    """
    _require_passphrase(passphrase)
    data = durable.read(path, _FILE_BYTES_MAX, private=True)
    if data is None:
        raise StorageError(f"expected a private key at {path}, got no file")
    public = _public_of(path, data)
    try:
        handle = load_ssh_private_key(data, passphrase)
    except UnsupportedAlgorithm as error:
        raise Malformed(f"expected a cipher of OpenSSH's in {path}, got an unknown one") from error
    except ValueError as error:
        message = f"expected the passphrase of {path}, got another (or the file is damaged)"
        raise Refused(message, kind="SIG") from error
    # The part in the clear named this kind, and a secret part of another has just been refused.
    key = ed25519.PrivateKey(cast("Ed25519PrivateKey", handle))
    # AES-CTR notices no change, so a damaged secret part may decrypt to some other key.
    if key.public != public:
        raise Malformed(f"expected the private half of {ed25519.key_id(public)} in {path}, got a damaged one")
    return key


def read_public(path: Path) -> bytes:
    """Read the public key of ``<path>.pub``, or of ``path`` itself where it ends in ``.pub``.

    Raises:
        StorageError: there is no file, or it cannot be read.
        Malformed: it is not one line of the form ``ssh-ed25519 BASE64 comment``.
        BadSignature: the key is one that signatures cannot be judged by.
    """
    place = path if path.suffix == ".pub" else public_path(path)
    data = durable.read(place, _FILE_BYTES_MAX)
    if data is None:
        raise StorageError(f"expected a public key at {place}, got no file")
    lines = data.splitlines()
    words = lines[0].split(maxsplit=2) if len(lines) == 1 else []
    if len(words) < 2 or words[0] != _KEY_TYPE:  # noqa: PLR2004 - kind and key
        raise Malformed(f"expected one line 'ssh-ed25519 BASE64 comment' in {place}, got something else")
    public = _decode(place, words[1])[-ed25519.PUBLIC_KEY_BYTES :]
    if base64.b64encode(_public_blob(public)) != words[1]:
        raise Malformed(f"expected an Ed25519 public key in {place}, got another or one encoded otherwise")
    ed25519.admit(public)
    return public


def public_path(path: Path) -> Path:
    """Give the place of the public key that belongs to a private one."""
    return path.with_name(f"{path.name}.pub")


def _require_passphrase(passphrase: bytes) -> None:
    if not 0 < len(passphrase) <= PASSPHRASE_BYTES_MAX:
        raise Malformed(f"expected a passphrase of 1 to {PASSPHRASE_BYTES_MAX} bytes, got {len(passphrase)}")


def _public_of(path: Path, data: bytes) -> bytes:
    """Check what stands in the clear, before the work that the file asks for, and give the public key.

    Only then does a failure to decrypt mean the passphrase; and a file that asks for a million rounds of
    bcrypt does not stop the program for hours.
    """
    body = data.strip()
    if not (body.startswith(_BEGIN) and body.endswith(_END)):
        raise Malformed(f"expected an OpenSSH private key at {path}, got something else")
    blob = _decode(path, b"".join(body.removeprefix(_BEGIN).removesuffix(_END).split()))
    fields = _Fields(path, blob.removeprefix(_MAGIC) if blob.startswith(_MAGIC) else b"")
    fields.string()
    derivation, options = fields.string(), _Fields(path, fields.string())
    if derivation != b"bcrypt":
        raise Malformed(f"expected a private key behind a passphrase in {path}, got one without")
    options.string()
    rounds, keys = options.number(), fields.number()
    if not 0 < rounds <= BCRYPT_ROUNDS_MAX:
        raise Malformed(f"expected 1 to {BCRYPT_ROUNDS_MAX} rounds of bcrypt in {path}, got {rounds}")
    blob = fields.string()
    public = blob[-ed25519.PUBLIC_KEY_BYTES :]
    if keys != 1 or blob != _public_blob(public):
        raise Malformed(f"expected one Ed25519 key in {path}, got something else")
    return public


def _decode(path: Path, text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Malformed(f"expected base64 in {path}, got something else") from error


def _public_blob(public: bytes) -> bytes:
    """Give a public key as OpenSSH writes it (RFC 8709 section 4): kind and key, each after its length."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in (_KEY_TYPE, public))


class _Fields:
    """The fields of an OpenSSH blob, read one after the other (RFC 4251 section 5)."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        self._rest = data

    def number(self) -> int:
        return int.from_bytes(self._take(4), "big")

    def string(self) -> bytes:
        return self._take(self.number())

    def _take(self, count: int) -> bytes:
        taken, self._rest = self._rest[:count], self._rest[count:]
        if len(taken) < count:
            raise Malformed(f"expected a whole private key in {self._path}, got part of one")
        return taken
