"""Keys are opened while the program starts; what is wrong with one is said where it is first used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.ledger_cli.conftest import PASSPHRASE
from tests.ledger_cli.desk import Desk

from ledger import keyfiles
from ledger.errors import Refused
from ledger_cli.keyring import Keyring
from ledger_cli.main import COMMANDS, module_of
from ledger_cli.settings import Settings


def settings(*, key: str | None = "officer.key", dry_run: bool = False) -> Settings:
    return Settings("remit.ledger", key=None if key is None else Path(key), dry_run=dry_run)


@pytest.fixture
def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the key files that are opened, as they are."""
    del desk
    seen: list[str] = []
    read = keyfiles.read_private

    def spy(path: Path, word: bytes) -> object:
        seen.append(path.name)
        return read(path, word)

    monkeypatch.setattr(keyfiles, "read_private", spy)
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
    return seen


def test_each_file_is_opened_once(opened: list[str]) -> None:
    keys = Keyring(settings())
    keys.begin()
    assert keys.officer() is keys.officer()
    log = [keyfiles.read_public(Path("remit.ledger.keep/log.key"))]
    assert keys.log(log) == keys.log(log) != ()
    assert sorted(opened) == ["log.key", "officer.key"]


def test_nothing_is_opened_that_is_not_needed(opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Keyring(settings(key=None, dry_run=True)).begin()
    monkeypatch.delenv("REMIT_PASSPHRASE")
    Keyring(settings()).begin()
    assert opened == []


def test_a_wrong_passphrase_is_said_where_the_key_is_used(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REMIT_PASSPHRASE", "another word")
    keys = Keyring(settings())
    keys.begin()
    for use in (keys.officer, lambda: keys.log([b""])):
        with pytest.raises(Refused, match="expected the passphrase of"):
            use()
    assert sorted(opened) == ["log.key", "officer.key"]
    with pytest.raises(click.UsageError, match="expected the officer's key"):
        Keyring(settings(key=None)).officer()


def test_no_command_waits_for_the_store_before_keys_begin_to_open() -> None:
    modules = list(map(module_of, sorted(COMMANDS)))
    script = (
        f"import sys, importlib\nfor name in {modules!r}:\n    importlib.import_module(name)\n"
        "    assert 'sqlalchemy' not in sys.modules, name"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
