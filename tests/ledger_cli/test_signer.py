"""``--signer``: the officer's key is in another program; and no secret is ever printed (K9)."""

from __future__ import annotations

import base64
import shlex
import sys
import traceback
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_ssh_private_key
from tests.ledger_cli.conftest import PASSPHRASE
from tests.ledger_cli.desk import Desk, Said

from ledger import ed25519, keyfiles

PROGRAM = shlex.join([sys.executable, str(Path(__file__).parents[1] / "ledger" / "signerprogram.py")])
KEY = ed25519.PrivateKey.from_seed(b"\x02" * 32)


def test_another_program_signs_in_the_place_of_a_key_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyfiles.write_private(Path("jo.key"), KEY, PASSPHRASE.encode(), comment="Jo")
    enrol = ("key", "enrol", "Jo Bloggs", "--key-file", "jo.key", "--right", "record:*")
    assert desk.record(*enrol).code == 0
    Path("jo.key").unlink()
    monkeypatch.delenv("REMIT_KEY")
    said = desk.record("person", "register", "Max Power", "--signer", PROGRAM)
    assert said.code == 0, said.err
    assert desk.last.recorder == desk.jo
    other = desk.record("person", "register", "Ivy Low", "--signer", f"{PROGRAM} other")
    assert (other.code, "signer: expected a signature by" in other.err) == (7, True)
    assert desk.record("person", "register", "Ivy Low", "--signer", f"{PROGRAM} refuses").code == 6
    assert desk("log", "verify").code == 0


def secrets() -> list[str]:
    """Give the passphrase, and every form in which a private key might be printed."""
    found = [PASSPHRASE]
    for path in (*Path().glob("*.key"), *Path("remit.ledger.keep").glob("*.key")):
        key = load_ssh_private_key(path.read_bytes(), PASSPHRASE.encode())
        raw = key.private_bytes_raw()  # type: ignore[union-attr]
        found += [raw.hex(), base64.b64encode(raw).decode()[:40], repr(raw)[2:-1]]
    return found


def test_no_secret_is_printed_by_any_command_about_keys_nor_in_a_traceback(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:  # K9
    monkeypatch.setenv("REMIT_DEBUG", "1")
    jo = ("--key-file", "jo.key", "--right", "own")
    said: list[Said] = [
        desk.record("key", "enrol", "Jo Bloggs", *jo, "--json"),
        desk.record("key", "enrol", "Kim Lee", *jo),
        desk("key", "enrol", "Kim Lee", "--key-file", "kim.key", "--right", "own", "--dry-run"),
        desk("key", "list", "--json"),
        desk.record("key", "rotate", "--key-file", "officer-2.key"),
        desk.record("log", "rotate", "--key", "officer-2.key"),
        desk.record("log", "end-rotation", "--key", "officer-2.key"),
        desk("log", "show"),
        desk("log", "verify"),
        desk.record("person", "register", "Max Power"),
    ]
    words = secrets()
    monkeypatch.setenv("REMIT_PASSPHRASE", "another word")
    said.append(desk.record("person", "register", "Max Power", "--key", "officer-2.key"))
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(ed25519.PrivateKey, "sign", broken)
    with pytest.raises(RuntimeError) as bug:
        desk.record("person", "register", "Max Power", "--key", "officer-2.key")
    said.append(Said(70, "", "".join(traceback.format_exception(bug.value))))
    assert [one.code for one in said] == [0, 3, 0, 0, 0, 0, 0, 0, 0, 3, 3, 70]
    assert len(words) == 1 + 3 * 6
    for one in said:
        for word in words:
            assert word not in one.out + one.err
