"""``remit backup`` and ``remit restore``: what comes back, and what a restored ledger may not do yet."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk

from ledger.checkpoint import VerifierKey
from ledger.ed25519 import PrivateKey

HERE = ("--store", "new.ledger")
NORTH = ("organisation", "register", "north", "North", "--kind", "council")
SOUTH = ("organisation", "register", "south", "South", "--kind", "council")


@pytest.fixture
def saved(desk: Desk) -> Desk:
    """Give a desk with a backup of its eleven entries."""
    assert desk("backup", "a.remit-backup").code == 0
    return desk


def test_a_backup_says_what_it_holds(desk: Desk) -> None:
    known = desk("log", "show", "--json").json
    said = desk("backup", "a.remit-backup", "--json")
    file = Path("a.remit-backup")
    assert (said.code, said.err) == (0, "")
    assert said.json == {
        "backup": "a.remit-backup",
        "entries": 11,
        "root": known["root"],
        "texts": 4,
        "signed": 11,
        "bytes": file.stat().st_size,
    }
    lines = gzip.decompress(file.read_bytes())
    assert (b"Jo Bloggs" in lines, b"PRIVATE KEY" in lines) == (True, False)


def test_a_backup_is_not_written_over_another_nor_where_it_cannot_be(saved: Desk) -> None:
    assert saved("backup", "a.remit-backup").code == 6
    assert saved("backup", "nowhere/a.remit-backup").code == 6


def test_an_older_copy_is_not_backed_up(saved: Desk) -> None:  # H2
    shutil.copy("remit.ledger", "older.ledger")
    saved.record(*NORTH)
    said = saved("backup", "b.remit-backup", "--store", "older.ledger", "--keep", "remit.ledger.keep")
    assert (said.code, said.err.endswith("an older copy was restored\n")) == (6, True)
    assert not Path("b.remit-backup").exists()


def test_a_backup_without_a_signed_head_says_so(desk: Desk) -> None:
    Path("remit.ledger.keep/head").unlink()
    said = desk("backup", "a.remit-backup", "--json")
    assert (said.code, said.json["signed"]) == (0, None)
    assert said.err == "no signed head is kept on this machine, so the backup has none inside\n"
    assert desk("restore", "a.remit-backup", *HERE, "--json").json["signed"] == "no head inside"


def test_a_restored_ledger_has_the_same_root_and_can_be_read(saved: Desk) -> None:
    known = saved("log", "show", "--json").json
    said = saved("restore", "a.remit-backup", *HERE, "--log", known["log"], "--json")
    assert said.code == 0
    assert said.json == {
        "ledger": known["ledger"],
        "log": known["log"],
        "rests on": "the log that you gave",
        "entries": 11,
        "root": known["root"],
        "texts": 4,
        "signed": 11,
    }
    assert f"root over all entries is that of the head: {known['root']}" in saved("log", "verify", *HERE).out
    assert saved("timeline", *HERE).rows == saved("timeline").rows


def test_a_restored_ledger_neither_records_nor_signs_yet(saved: Desk) -> None:  # H2 S8
    said = saved("restore", "a.remit-backup", *HERE)
    assert (said.code, "remit log checkpoint --trust FILE" in said.err) == (0, True)
    refused = (
        "storage: expected the head file new.ledger.keep/head, got none; restore it, or name a checkpoint "
        "with remit log checkpoint --trust\n"
    )
    said = saved.record(*NORTH, *HERE)  # without a log key, too
    assert (said.code, said.err) == (6, refused)
    shutil.copy("remit.ledger.keep/log.key", "new.ledger.keep/log.key")
    assert saved.record(*NORTH, *HERE).err == refused
    assert saved("log", "checkpoint", *HERE).err == refused
    assert saved("log", "verify", *HERE).code == 0


def test_the_head_file_or_a_checkpoint_lets_it_go_on(saved: Desk) -> None:  # H2
    note = saved.write("kept", saved("log", "checkpoint").out)
    for place, by in (("one.ledger", "head"), ("two.ledger", "checkpoint")):
        here = ("--store", place)
        assert saved("restore", "a.remit-backup", *here).code == 0
        shutil.copy("remit.ledger.keep/log.key", f"{place}.keep/log.key")
        if by == "head":
            shutil.copy("remit.ledger.keep/head", f"{place}.keep/head")
        else:
            assert saved("log", "checkpoint", "--trust", note, *here).code == 0
        assert "signed" in saved.record(*NORTH, *here).out
        assert not Path(f"{place}.keep/head.awaited").exists()
        assert saved("log", "verify", "--checkpoint", note, *here).code == 0


def test_a_backup_that_is_older_than_a_checkpoint_stays_unsigned(saved: Desk) -> None:  # H2 S8
    saved.record(*NORTH)
    newer = saved.write("newer", saved("log", "checkpoint").out)
    assert saved("restore", "a.remit-backup", *HERE).code == 0
    shutil.copy("remit.ledger.keep/log.key", "new.ledger.keep/log.key")
    said = saved("log", "checkpoint", "--trust", newer, *HERE)
    assert (said.code, said.err.endswith("an older copy was restored\n")) == (6, True)
    assert saved.record(*SOUTH, *HERE).code == 6


def test_a_backup_that_is_older_than_the_head_file_beside_it_is_told_at_once(saved: Desk) -> None:  # H2 S8
    saved.record(*NORTH)
    Path("remit.ledger").rename("lost.ledger")
    said = saved("restore", "a.remit-backup")
    assert (said.code, said.err.endswith("an older copy was restored\n")) == (6, True)
    assert saved("timeline").code == 0
    assert saved.record(*SOUTH).code == 6


def test_beside_the_head_file_that_it_extends_a_restored_ledger_goes_on(saved: Desk) -> None:
    Path("remit.ledger").rename("lost.ledger")
    said = saved("restore", "a.remit-backup")
    assert (said.code, said.err) == (0, "")
    assert saved.record(*NORTH).code == 0


def test_a_ledger_is_restored_only_where_none_is(saved: Desk) -> None:
    said = saved("restore", "a.remit-backup")
    assert (said.code, said.err) == (6, "storage: remit.ledger: expected no file, got one\n")
    assert saved.record(*NORTH).code == 0


def test_what_is_no_backup_leaves_nothing_that_waits_for_a_head(saved: Desk) -> None:  # W9
    said = saved("restore", "remit.ledger", *HERE)
    assert (said.code, said.err.startswith("malformed: remit.ledger: expected a whole gzip file")) == (
        4,
        True,
    )
    assert not Path("new.ledger.keep/head.awaited").exists()
    assert saved("timeline", *HERE).code == 6


def test_a_backup_can_be_checked_alone(saved: Desk) -> None:
    said = saved("restore", "a.remit-backup", "--check", *HERE)
    assert (said.code, "entries   11" in said.out) == (0, True)
    assert not Path("new.ledger").exists()
    assert not Path("new.ledger.keep").exists()
    other = VerifierKey("example.org/icp", PrivateKey.from_seed(b"x" * 32).public).encode()
    assert saved("restore", "a.remit-backup", "--check", "--log", other).code == 7  # H8


def test_no_more_comes_out_of_a_backup_than_may(saved: Desk) -> None:  # W3
    said = saved("restore", "a.remit-backup", *HERE, "--unpacked-max", "5000")
    expected = "over a limit: a.remit-backup: expected at most 5000 bytes unpacked, got more\n"
    assert (said.code, said.err) == (4, expected)


def test_a_terminal_is_told_how_far_a_backup_has_come(saved: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger_cli.output.LONG", 1)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert saved("backup", "b.remit-backup").err == "\r11 of 11 entries\n"
    size = Path("b.remit-backup").stat().st_size
    assert saved("restore", "b.remit-backup", "--check").err == f"\r{size:,} of {size:,} bytes\n"
