"""The meeting of 25 March 2024, recorded from the shell, asked about and verified, on both databases."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.ledger.store import conftest as places

from ledger import keyfiles
from ledger_cli.main import run

server, schema, where = places.server, places.schema, places.where

PAPERS = Path(__file__).resolve().parents[2] / "cli/ledger_cli/demo/lsc-icp"
MEETING = "meeting-2024-03-25.yaml"


@pytest.fixture
def icp(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found a ledger, constitute the body, adopt the terms of 2023 and record the meeting."""
    shutil.copytree(PAPERS, tmp_path / "icp")
    monkeypatch.chdir(tmp_path / "icp")
    monkeypatch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
    for name, value in {
        "REMIT_STORE": where,
        "REMIT_KEEP": "keep",
        "REMIT_KEY": "officer.key",
        "REMIT_PASSPHRASE": "a passphrase",
    }.items():
        monkeypatch.setenv(name, value)
    assert run(["init", "--origin", "example.org/icp", "--officer", "Ann Clerk"]) == 0
    assert run(["body", "set-up", "setup.yaml", "--yes"]) == 0
    assert run(["terms", "adopt", "terms-2023.yaml", "--in-force", "2023-04-17", "--yes"]) == 0
    assert run(["record", MEETING, "--yes"]) == 0


@pytest.mark.usefixtures("icp")
def test_the_meeting_is_recorded_judged_and_verified(
    capsys: pytest.CaptureFixture[str],
) -> None:  # LSC-8.1 LSC-M1 LSC-M2 LSC-M3 LSC-M4 LSC-M5 LSC-V
    def told(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert run(list(words)) == code
        return capsys.readouterr().out

    people = told("meeting", "show", "2024-03-25", "lsc-icp")
    lists = [line.split("\t")[0] for line in people.splitlines() if re.search(r"\tp-[a-z2-7]{16}\t", line)]
    assert {name: lists.count(name) for name in dict.fromkeys(lists)} == {
        "present": 9,
        "in attendance": 7,
        "apologies": 7,
    }
    resolved = [line.split("\t") for line in told("decisions", "lsc-icp").splitlines()[1:]]
    assert [row[1:3] for row in resolved] == [
        ["29", "1"],
        ["30", "i"],
        ["30", "ii"],
        ["31", "1"],
        ["32", "i"],
        ["32", "ii"],
        ["32", "iii"],
        ["33", "1"],
        ["34", "1"],
        ["35", "1"],
    ]
    quorum = told("meeting", "quorum", "2024-03-25", "lsc-icp", code=8)
    assert "the holder of chair, not named" in quorum
    assert quorum.splitlines()[-1] == "not known"
    assert "Chair (term 2024/25" in told("register", "lsc-icp", "--on", "2024-03-25")
    assert "internally consistent" in told("log", "verify")


@pytest.mark.usefixtures("icp")
def test_the_same_file_again_gives_the_first_receipt(capsys: pytest.CaptureFixture[str]) -> None:  # S7
    capsys.readouterr()
    assert run(["record", MEETING, "--yes"]) == 0

    said = capsys.readouterr()
    assert "entries  20 to 88" in said.out
    assert "was recorded before" in said.err
