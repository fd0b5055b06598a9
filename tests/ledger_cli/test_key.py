"""``remit key``: enrolled by somebody who may, proved by the key itself, ended by number."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk

from ledger import ed25519, keyfiles

ENROL = ("key", "enrol", "Jo Bloggs", "--key-file", "jo.key")


def keys(desk: Desk) -> dict[str, dict[str, object]]:
    return {row["key"]: row for row in desk("key", "list", "--json").json}


def test_a_new_key_is_made_and_enrolled_with_its_rights(desk: Desk) -> None:
    said = desk.record(*ENROL, "--right", "record:icp", "--right", "own", "--json")
    assert said.code == 0
    assert stat.S_IMODE(Path("jo.key").stat().st_mode) == 0o600
    assert said.json["key"] == ed25519.key_id(keyfiles.read_public(Path("jo.key")))
    row = keys(desk)[said.json["key"]]
    assert (row["name"], row["person"], row["rights"]) == ("Jo Bloggs", desk.jo, "own, record:icp")
    assert (row["from entry"], row["ended by entry"], row["state"]) == (desk.size, None, "live")


def test_a_key_file_that_is_there_is_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    key = ed25519.PrivateKey.generate()
    keyfiles.write_private(Path("jo.key"), key, b"her own", comment="Jo")
    monkeypatch.setenv("REMIT_NEW_PASSPHRASE", "her own")
    assert desk.record(*ENROL, "--right", "own").code == 0
    assert ed25519.key_id(key.public) in keys(desk)


def test_an_enrolment_repeats(desk: Desk) -> None:
    words = (*ENROL, "--right", "own", "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    size = desk.size
    assert (desk.record(*words).json, desk.size) == (first.json, size)


def test_a_key_of_somebody_else_already_is_refused(desk: Desk) -> None:  # K7
    desk.record(*ENROL, "--right", "own")
    said = desk.record("key", "enrol", "Kim Lee", "--key-file", "jo.key", "--right", "own")
    jo = ed25519.key_id(keyfiles.read_public(Path("jo.key")))
    assert said.code == 3
    assert (
        f"KEY-6 (Remit default): expected a key that is nobody's yet and is not the log's, got {jo}"
        in said.err
    )


def test_the_key_of_the_log_is_refused(desk: Desk) -> None:  # K7
    shutil.copy("remit.ledger.keep/log.key", "jo.key")
    said = desk.record(*ENROL, "--right", "own")
    assert said.code == 3
    assert said.err.splitlines()[-1].endswith("is not the log's, got the log key")


def test_a_key_without_the_right_to_enrol_leaves_no_new_file(desk: Desk) -> None:
    desk.record(*ENROL, "--right", "record:icp")
    said = desk.record(
        "key", "enrol", "Kim Lee", "--key-file", "kim.key", "--right", "own", "--key", "jo.key"
    )
    assert said.code == 3
    assert said.err == (
        "refused, no authority: KEY-2 (Remit default): expected a key with the right enrol, "
        "got rights record:icp\n"
    )
    assert not Path("kim.key").exists()
    assert not Path("kim.key.pub").exists()


def test_a_dry_run_makes_no_key_file(desk: Desk) -> None:
    said = desk(*ENROL, "--right", "own", "--dry-run")
    assert (said.code, Path("jo.key").exists()) == (0, False)


def test_the_recovery_key_enrols_and_does_nothing_else(desk: Desk) -> None:
    said = desk.record(*ENROL, "--right", "own", "--key", "recovery.key")
    assert said.code == 0
    other = desk.record("person", "register", "Max Power", "--key", "recovery.key")
    assert other.code == 3
    assert "expected a key with the right record:*, got rights enrol" in other.err


@pytest.mark.parametrize("right", ["all", "record:", "record:ICP", "owner"])
def test_a_right_that_is_none_is_a_usage_error(desk: Desk, right: str) -> None:
    said = desk.record(*ENROL, "--right", right)
    assert said.code == 2
    assert f"expected own, enrol, record:BODY or record:*, got '{right}'" in said.err


def test_a_rotated_key_passes_its_rights_on_and_signs_nothing_more(desk: Desk) -> None:  # K2
    words = ("key", "rotate", "--key-file", "new.key", "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    assert first.code == 0
    old = ed25519.key_id(keyfiles.read_public(Path("officer.key")))
    assert keys(desk)[first.json["key"]]["rights"] == "enrol, own, record:*"
    assert (keys(desk)[old]["ended by entry"], keys(desk)[old]["state"]) == (desk.size, "ended")
    said = desk.record("person", "register", "Max Power")
    assert said.code == 3
    assert said.err == (
        "signature or key: KEY-1 (Remit default): expected a key that is enrolled and not revoked, "
        f"got {old}\n"
    )
    assert desk.record("person", "register", "Max Power", "--key", "new.key").code == 0
    again = desk.record(*words)
    assert (again.code, again.json["entries"]) == (0, first.json["entries"])


def test_a_revoked_key_signs_nothing_more(desk: Desk) -> None:  # T4
    desk.record(*ENROL, "--right", "record:icp")
    jo = ed25519.key_id(keyfiles.read_public(Path("jo.key")))
    words = ("key", "revoke", jo, "--reason", "left", "--request", "r-" + "d" * 16, "--json")
    first = desk.record(*words)
    assert first.code == 0
    assert desk.record(*words).json == first.json
    said = desk.record("member", "end", "icp", "Kim Lee", "--reason", "x", "--key", "jo.key")
    assert (said.code, f"got {jo}" in said.err) == (3, True)
    again = desk.record("key", "revoke", jo, "--reason", "left")
    assert (
        again.err
        == f"signature or key: KEY-5 (Remit default): expected a live key to end, got {jo} not live\n"
    )


def test_a_stolen_key_is_contested_from_a_number_on(desk: Desk) -> None:  # K1
    desk.record(*ENROL, "--right", "own")
    jo = ed25519.key_id(keyfiles.read_public(Path("jo.key")))
    words = ("key", "compromised", jo, "--from", "9", "--reason", "stolen", "--request", "r-" + "d" * 16)
    first = desk.record(*words, "--json")
    assert first.code == 0
    assert keys(desk)[jo]["state"] == "compromised: contested from entry 9 on"
    assert desk.record(*words, "--json").json == first.json


def test_what_is_no_key_id_is_a_usage_error(desk: Desk) -> None:
    said = desk.record("key", "revoke", "jo.key", "--reason", "left")
    assert said.code == 2
    assert "expected the id of a key, ed25519- and 32 hexadecimal digits, got 'jo.key'" in said.err
