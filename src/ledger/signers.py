"""Signing by another program: one line of JSON to it, one line of JSON back (``docs/reference/keys.md``).

The private key stays where that program keeps it: in an agent, a token, a service. Nothing that it answers is
believed: the key has to be a sound one, and every signature is verified before it is used (K8).
"""

from __future__ import annotations

import base64
import shlex
import subprocess
from dataclasses import dataclass
from typing import Final, Self

import msgspec

from ledger import ed25519
from ledger.canonical import decode_base64
from ledger.errors import BadSignature, Malformed, Oversized, StorageError

SECONDS_MAX: Final = 60
"""Long enough for somebody to touch a token."""

ANSWER_BYTES_MAX: Final = 4_096


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    public: str | None = None
    signature: str | None = None
    error: str | None = None


_answers = msgspec.json.Decoder(_Answer)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that signs; it is started anew for every question, and no shell reads its command line."""

    command: tuple[str, ...]
    public: bytes
    seconds_max: float = SECONDS_MAX

    @classmethod
    def start(cls, command: str, seconds_max: float = SECONDS_MAX) -> Self:
        """Ask a program for its public key.

        Raises:
            Malformed: no command, or an answer of another form.
            StorageError: it cannot be started, fails, or takes too long.
            BadSignature: its key is one that signatures cannot be judged by.
        """
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise Malformed(f"signer: expected a command line, got {command[:80]!a} ({error})") from None
        if not words:
            raise Malformed("signer: expected a command line, got nothing")
        public = decode_base64(
            _asked(words, {"ask": "public"}, seconds_max).public or "", "signer: public key"
        )
        ed25519.admit(public)
        return cls(words, public, seconds_max)

    def sign(self, message: bytes) -> bytes:
        """Give the signature over a message, verified.

        Raises:
            BadSignature: what came back is no signature by the program's own key over this message.
            Malformed: an answer of another form.
            StorageError: the program fails, refuses or takes too long.
        """
        asked = {
            "ask": "sign",
            "public": base64.b64encode(self.public).decode(),
            "message": base64.b64encode(message).decode(),
        }
        answer = _asked(self.command, asked, self.seconds_max)
        signature = decode_base64(answer.signature or "", "signer: signature")
        require_own(self.public, signature, message)
        return signature


def require_own(public: bytes, signature: bytes, message: bytes) -> None:
    """Check what a signer gave: a signature by its own key, over the very bytes that were shown (K8).

    Raises:
        BadSignature: it is none.
    """
    try:
        ed25519.verify(public, signature, message)
    except BadSignature as error:
        raise BadSignature(f"signer: {error}") from None


def _asked(command: tuple[str, ...], question: dict[str, str], seconds_max: float) -> _Answer:
    name = command[0]
    line = msgspec.json.encode(question) + b"\n"
    try:
        # The officer names the program, and no shell reads the line.
        done = subprocess.run(  # noqa: S603
            command, input=line, stdout=subprocess.PIPE, timeout=seconds_max, check=False
        )
    except subprocess.TimeoutExpired:
        raise StorageError(
            f"signer: expected {name} to answer in {seconds_max:g} seconds, got nothing"
        ) from None
    except OSError as error:
        raise StorageError(f"signer: expected to start {name}, got: {error.strerror}") from error
    if done.returncode:
        raise StorageError(f"signer: expected {name} to end with 0, got {done.returncode}")
    if len(done.stdout) > ANSWER_BYTES_MAX:
        raise Oversized(
            f"signer: expected at most {ANSWER_BYTES_MAX} bytes from {name}, got {len(done.stdout)}"
        )
    try:
        answer = _answers.decode(done.stdout)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Malformed(f"signer: expected one line of JSON from {name}, got something else") from None
    if answer.error is not None:
        raise StorageError(f"signer: expected {name} to sign, got its refusal: {answer.error[:200]!a}")
    return answer
