"""The log's key, and a new key, in a program or a token: what holds it signs, and no file has it (K8, H8)."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from tests import softhsm
from tests.ledger.tokenbinding import PIN, Library, Token
from tests.ledger_cli.conftest import PASSPHRASE
from tests.ledger_cli.desk import Desk, done

from ledger import ed25519, keyfiles
from ledger.checkpoint import read_note

SAMPLE = str(Path(__file__).parents[1] / "ledger" / "signerprogram.py")
HEAD = Path("remit.ledger.keep/head")


def program(seed: int, fault: str = "") -> str:
    return shlex.join([sys.executable, SAMPLE, fault, str(seed)])


def key_of(seed: int) -> ed25519.PrivateKey:
    return ed25519.PrivateKey.from_seed(bytes([seed]) * 32)


def lines_of_head() -> int:
    return len(read_note(HEAD.read_text(encoding="utf-8")).signatures)


ENROL = ("key", "enrol", "Jo Bloggs", "--right", "record:*")


def test_a_new_key_that_a_program_holds_signs_its_own_enrolment(desk: Desk) -> None:  # K8
    said = desk.record(*ENROL, "--new-signer", program(2), "--json")
    assert (said.code, said.json["key"]) == (0, ed25519.key_id(key_of(2).public)), said.err
    size = desk.size
    other = desk.record(*ENROL, "--new-signer", program(3, "other"))
    assert (other.code, desk.size) == (7, size)
    assert desk.record(*ENROL).code == 2
    assert desk.record(*ENROL, "--new-signer", program(3), "--key-file", "jo.key").code == 2


def test_a_key_in_one_program_is_rotated_to_a_key_in_another(desk: Desk) -> None:  # K2
    desk.record(*ENROL, "--new-signer", program(2))
    rotate = ("key", "rotate", "--signer", program(2), "--new-signer", program(3))
    said = desk.record(*rotate)
    assert (said.code, f"from now on sign with {program(3)}" in said.err) == (0, True), said.err
    assert desk.record("person", "register", "Max Power", "--signer", program(3)).code == 0
    old = desk.record("person", "register", "Ivy Low", "--signer", program(2))
    assert (old.code, "KEY-1" in old.err) == (3, True)


def test_the_log_key_moves_into_a_program_with_both_lines_during_the_overlap(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:  # H8
    old = desk("log", "show", "--json").json["log"]
    said = desk.record("log", "rotate", "--new-signer", program(4))
    assert (said.code, lines_of_head()) == (0, 2), said.err
    without = desk.record("person", "register", "Max Power", "--json")
    assert (without.code, "not signed" in without.json["head"]) == (0, True)
    by = ("--log-signer", program(4))
    assert desk.record("person", "register", "Ivy Low", *by, "--json").json["head"] == "signed"
    assert lines_of_head() == 2
    assert desk.record("log", "end-rotation", *by).code == 0
    assert lines_of_head() == 1
    monkeypatch.setenv("REMIT_LOG_SIGNER", f"{program(5)}\n{program(4)}")
    Path("remit.ledger.keep/log.key").unlink()
    assert desk.record("person", "register", "Sam Oak", "--json").json["head"] == "signed"
    assert desk("log", "checkpoint").code == 0
    assert desk("log", "verify", "--log", old).code == 0


def test_nothing_is_recorded_while_what_signs_heads_is_not_there(desk: Desk) -> None:
    size = desk.size
    gone = desk.record("person", "register", "Max Power", "--log-signer", "/none/there")
    assert (gone.code, desk.size) == (6, size)
    weak = desk.record("person", "register", "Max Power", "--log-signer", program(2, "weak"))
    assert (weak.code, desk.size) == (7, size)  # K3


def test_what_holds_another_key_signs_no_head(desk: Desk) -> None:  # K8
    before = HEAD.read_text(encoding="utf-8")
    Path("remit.ledger.keep/log.key").unlink()
    said = desk("log", "checkpoint", "--log-signer", program(4))
    assert (said.code, "by --log-signer, got not all of them" in said.err) == (6, True)
    assert desk("log", "checkpoint").code == 6
    assert HEAD.read_text(encoding="utf-8") == before


def test_a_ledger_is_made_whose_log_key_is_in_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
    done(["init", "--origin", "example.org/icp", "--officer", "Ann Clerk", "--log-signer", program(4)])
    desk = Desk(capsys, "", "", "", "")
    assert not (HEAD.parent / "log.key").exists()
    assert (
        desk("log", "show", "--json").json["log key"] in desk("log", "verify").out + desk("log", "show").out
    )
    by = ("--key", "officer.key", "--log-signer", program(4))
    assert desk.record("person", "register", "Max Power", *by, "--json").json["head"] == "signed"
    HEAD.unlink()
    gone = desk.record("person", "register", "Ivy Low", *by)
    assert (gone.code, "expected the head file" in gone.err) == (6, True)
    twice = ("--log-signer", program(4), "--log-signer", program(5))
    assert desk("init", "--origin", "example.org/a", "--officer", "A", "--store", "b", *twice).code == 2


# --- tokens ------------------------------------------------------------------------------------------


def test_a_token_signs_for_the_officer_and_for_the_log_and_tells_no_pin(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:  # K8, K9
    token = Token()
    token.holds(key_of(2), "officer", b"\x01")
    token.holds(key_of(4), "log", b"\x02")
    monkeypatch.setitem(sys.modules, "pkcs11", Library([token]))
    uri = "pkcs11:token=icp;object={}?module-path=/opt/token.so"
    officer, log = uri.format("officer"), uri.format("log")
    asked = desk.record(*ENROL, "--new-signer", officer)
    assert (asked.code, "expected REMIT_PIN or a pin-source for the token 'icp'" in asked.err) == (2, True)
    monkeypatch.setenv("REMIT_PIN", "135790")
    wrong = desk.record(*ENROL, "--new-signer", officer)
    assert (wrong.code, token.said) == (3, ["135790"])
    monkeypatch.setenv("REMIT_PIN", PIN)
    said = [
        wrong,
        desk.record(*ENROL, "--new-signer", officer),
        desk.record("log", "rotate", "--new-signer", log),
        desk.record("log", "end-rotation", "--log-signer", log),
        desk.record("person", "register", "Max Power", "--signer", officer, "--log-signer", log, "--json"),
        desk.record("person", "register", "Ivy Low", "--signer", f"{officer}&pin-value={PIN}"),
    ]
    assert [one.code for one in said] == [3, 0, 0, 0, 0, 4]
    assert (desk.last.recorder, said[4].json["head"]) == (desk.jo, "signed")
    assert not any(word in one.out + one.err for one in said for word in (PIN, "135790"))


def test_softhsm_signs_for_the_officer_and_for_the_log(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # K8, H8
    old = desk("log", "show", "--json").json["log"]
    with softhsm.token(tmp_path, "officer", "log") as uri:
        officer, log = (uri.replace("KEY", key) for key in ("officer", "log"))
        monkeypatch.setenv("REMIT_PIN", softhsm.PIN)
        said = [
            desk.record(*ENROL, "--new-signer", officer),
            desk.record("log", "rotate", "--new-signer", log),
            desk.record("log", "end-rotation", "--log-signer", log),
            desk.record(
                "person", "register", "Max Power", "--signer", officer, "--log-signer", log, "--json"
            ),
        ]
        assert [(one.code, one.err) for one in said if one.code] == []
    assert (desk.last.recorder, said[-1].json["head"]) == (desk.jo, "signed")
    assert desk("log", "verify", "--log", old).code == 0
