"""Signing by another program: nothing that it answers is believed (K3, K8)."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from ledger import ed25519
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Malformed, Oversized, RemitError, StorageError
from ledger.signers import Program

SAMPLE = Path(__file__).with_name("signerprogram.py")
KEY = PrivateKey.from_seed(b"\x02" * 32)


def command(fault: str = "") -> str:
    return shlex.join([sys.executable, str(SAMPLE), *([fault] if fault else [])])


def test_a_program_signs_as_a_key_in_memory_does() -> None:
    program = Program.start(command())
    assert program.public == KEY.public
    assert program.sign(b"message") == KEY.sign(b"message")
    ed25519.verify(program.public, program.sign(b""), b"")


@pytest.mark.parametrize(
    ("fault", "error", "says"),
    [
        ("other", BadSignature, "got one that does not fit"),  # K8: what was shown is what is signed
        ("fails", StorageError, "expected .* to end with 0, got 3"),
        ("refuses", StorageError, "got its refusal: 'the token is not there'"),
        ("junk", Malformed, "expected one line of JSON"),
        ("large", Oversized, "expected at most 4096 bytes"),
    ],
)
def test_what_is_no_signature_of_its_own_key_over_the_message_is_refused(
    fault: str, error: type[RemitError], says: str
) -> None:
    program = Program.start(command(fault))
    with pytest.raises(error, match=says):
        program.sign(b"message")


def test_a_program_that_says_nothing_is_waited_for_only_so_long() -> None:
    program = Program(tuple(shlex.split(command("slow"))), KEY.public, 0.5)
    with pytest.raises(StorageError, match="to answer in 0.5 seconds"):
        program.sign(b"message")


def test_a_weak_key_of_a_program_is_refused() -> None:  # K3
    with pytest.raises(BadSignature, match="large order"):
        Program.start(command("weak"))


@pytest.mark.parametrize(
    ("line", "error"), [("", Malformed), ("'", Malformed), ("/none/there", StorageError)]
)
def test_what_cannot_be_started_is_said(line: str, error: type[RemitError]) -> None:
    with pytest.raises(error, match="signer: expected"):
        Program.start(line)
