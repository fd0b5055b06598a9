from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.ledger_cli.desk import MOTION, Desk, founded, kept

from ledger import keyfiles
from ledger.facts import decisions, meetings
from ledger.facts.words import Words

PASSPHRASE = "correct horse"


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Make one ledger that every test gets a copy of."""
    folder = tmp_path_factory.mktemp("pattern")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
        patch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
        return folder, founded(folder)


@pytest.fixture
def desk(
    pattern: tuple[Path, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    """Give a desk of one's own; the working directory is its folder."""
    folder, people = pattern
    shutil.copytree(folder, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    apart = ("STORE", "KEEP", "NEW_PASSPHRASE", "LOG_PASSPHRASE", "LOG_SIGNER", "SIGNER", "PIN", "DEBUG")
    for name in (f"REMIT_{word}" for word in apart):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REMIT_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("REMIT_KEY", "officer.key")
    monkeypatch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
    return Desk(capsys, **people)


@pytest.fixture
@kept
def sitting(desk: Desk) -> Desk:
    """Open a meeting with Jo and Kim present, Lou in attendance, and a motion."""
    meeting, item = "m-" + "a" * 16, "i-" + "a" * 16
    attending = (meetings.Attendee(desk.lou, None),)
    text = Words.of("That grants be made")
    desk.meets(
        meetings.Opened(meeting, "icp", "meeting", None, Words.of("Town hall")),
        meetings.Attended(meeting, (desk.jo, desk.kim), attending, ()),
        meetings.ItemOpened(meeting, item, "1", Words.of("Grants"), None),
        decisions.MotionPut(
            MOTION, meeting, item, text, moved=False, proposer=None, seconded=False, seconder=None
        ),
    )
    return desk
