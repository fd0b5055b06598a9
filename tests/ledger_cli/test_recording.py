"""What holds for every command that records; and what is no date or no ledger, for every command."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.ledger_cli.desk import MINUTES, MOTION, TERMS, Desk

from ledger import envelope
from ledger.facts import decisions
from ledger.store import backend
from ledger_cli.main import run
from ledger_cli.session import Session
from ledger_cli.settings import Settings

RECORDING = {
    "person register": ("person", "register", "Max Power"),
    "body constitute": ("body", "constitute", "forum", "The forum", "--instrument", "clause 4"),
    "member appoint": ("member", "appoint", "icp", "Lou May", "--seat", "trust"),
    "member end": ("member", "end", "icp", "Kim Lee", "--reason", "moved"),
    "office elect": ("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "2024/25"),
    "terms draft": ("terms", "draft", "next.yaml"),
    "terms adopt": ("terms", "adopt", "next.yaml", "--in-force", "2025-01-01"),
    "key enrol": ("key", "enrol", "Jo Bloggs", "--key-file", "jo.key", "--right", "own"),
    "key rotate": ("key", "rotate", "--key-file", "new.key"),
    "record": ("record", "minutes.yaml"),
    "vote cast": ("vote", "cast", MOTION, "for", "--person", "Jo Bloggs"),
}


@pytest.fixture(params=RECORDING, ids=lambda name: name.replace(" ", "-"))
def words(request: pytest.FixtureRequest, sitting: Desk) -> tuple[str, ...]:
    sitting.write("next.yaml", TERMS.replace('"2023"', '"2025"'))
    sitting.write("minutes.yaml", MINUTES.replace("2024-03-25", "2024-04-25"))
    return RECORDING[request.param]


def test_it_happens_and_answers_in_json(sitting: Desk, words: tuple[str, ...]) -> None:
    size = sitting.size
    said = sitting.record(*words, "--json")
    assert said.code == 0
    assert said.json["size"] == sitting.size > size
    assert said.json["head"] == "signed"


def test_without_a_terminal_nobody_is_asked(sitting: Desk, words: tuple[str, ...]) -> None:
    size = sitting.size
    said = sitting(*words)
    assert (said.code, sitting.size) == (2, size)
    assert said.err.splitlines()[-1] == "Error: expected --yes where there is no terminal to ask at"
    assert list(Path("remit.ledger.keep").glob("drafts/*")) == []
    assert [path for path in Path().glob("*.key") if path.name not in {"officer.key", "recovery.key"}] == []


def test_a_dry_run_records_nothing(sitting: Desk, words: tuple[str, ...]) -> None:
    size = sitting.size
    said = sitting(*words, "--dry-run")
    assert (said.code, sitting.size, said.out) == (0, size, "")
    assert said.err.endswith("dry run: nothing was signed and nothing was recorded\n")
    assert list(Path("remit.ledger.keep/outbox").glob("r-*")) == []


def test_a_wrong_passphrase_is_refused(  # K9
    sitting: Desk,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REMIT_PASSPHRASE", "another word")
    size = sitting.size
    said = sitting.record(*words)
    assert (said.code, sitting.size) == (3, size)
    assert said.err == (
        "signature or key: expected the passphrase of officer.key, got another (or the file is damaged)\n"
    )


def test_a_key_of_another_ledger_is_refused(  # H6
    sitting: Desk,
    words: tuple[str, ...],
    tmp_path: Path,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    files = ["--key-file", str(other / "officer.key"), "--recovery-file", str(other / "recovery.key")]
    assert (
        run(["init", "--origin", "example.org/x", "--officer", "X", "--store", str(other / "l"), *files]) == 0
    )
    size = sitting.size
    said = sitting.record(*words, "--key", str(other / "officer.key"))
    assert (said.code, sitting.size) == (3, size)
    assert "expected a key that is enrolled" in said.err


def test_without_a_key_it_is_a_usage_error(
    sitting: Desk,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REMIT_KEY")
    said = sitting.record(*words)
    assert said.code == 2
    assert said.err.splitlines()[-1] == "Error: expected the officer's key: --key FILE, or REMIT_KEY"


def test_a_locked_database_is_a_storage_error(  # S2
    sitting: Desk,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ledger.store.sqlite.LOCK_SECONDS", 0)
    monkeypatch.setattr(backend, "LOCK_SECONDS", 0)
    other = sqlite3.connect("remit.ledger")
    other.execute("BEGIN EXCLUSIVE")
    try:
        said = sitting.record(*words)
    finally:
        other.close()
    assert said.code == 6
    assert said.err.splitlines()[-1].startswith("storage: ")


@pytest.mark.parametrize("day", ["2026", "31/02/2024", "2024-02-31", "20240225", "yesterday", "2024-W08-1"])
@pytest.mark.parametrize(
    "words",
    [
        ("person", "register", "Max Power", "--on"),
        ("member", "appoint", "icp", "Lou May", "--began"),
        ("office", "elect", "icp", "chair", "Jo Bloggs", "--term", "x", "--ends"),
        ("terms", "adopt", "terms.yaml", "--in-force"),
        ("seat", "list", "icp", "--on"),
    ],
)
def test_what_is_no_date_is_a_usage_error(desk: Desk, words: tuple[str, ...], day: str) -> None:
    said = desk(*words, day)
    assert said.code == 2
    assert said.err.splitlines()[-1] == (
        f"Error: Invalid value for '{words[-1]}': expected a date like 2024-03-25, got '{day}'"
    )


@pytest.mark.parametrize("file", [b"", b"not a ledger", b"SQLite format 3\x00" + bytes(100)])
def test_a_file_that_is_no_ledger_is_a_storage_error(desk: Desk, file: bytes) -> None:
    Path("other").write_bytes(file)
    said = desk("person", "list", "--store", "other")
    assert said.code == 6
    assert said.err.startswith("storage: other: expected ")


def test_a_ledger_that_is_not_there_is_a_storage_error(desk: Desk) -> None:
    shutil.rmtree("remit.ledger.keep")
    said = desk("person", "list", "--store", "none")
    assert (said.code, said.err.startswith("storage: ")) == (6, True)


def test_nothing_is_recorded_into_an_older_copy_that_was_restored(desk: Desk) -> None:  # H2, S8
    shutil.copy("remit.ledger", "older.ledger")
    assert desk.record("person", "register", "Max Power").code == 0
    shutil.copy("older.ledger", "remit.ledger")
    size = desk.size
    said = desk.record("person", "register", "Eve Other")
    assert (said.code, desk.size) == (6, size)
    assert said.err.endswith("an older copy was restored\n")


def test_nothing_is_recorded_where_the_head_file_is_gone(desk: Desk) -> None:  # H2
    Path("remit.ledger.keep/head").unlink()
    size = desk.size
    said = desk.record("person", "register", "Eve Other")
    assert (said.code, desk.size) == (6, size)
    assert said.err == (
        "storage: expected the head file remit.ledger.keep/head, got none; restore it, or name a checkpoint "
        "with remit log checkpoint --trust\n"
    )


def test_a_machine_without_the_log_key_needs_no_head_file(desk: Desk) -> None:
    for name in ("head", "log.key", "log.key.pub"):
        Path("remit.ledger.keep", name).unlink()
    assert desk.record("person", "register", "Eve Other").code == 0


def test_nothing_is_recorded_into_another_history(desk: Desk) -> None:  # H1, H2
    shutil.copy("remit.ledger", "older.ledger")
    shutil.copytree("remit.ledger.keep", "older.keep")
    assert desk.record("person", "register", "Max Power").code == 0
    kept = Path("remit.ledger.keep/head").read_bytes()
    shutil.copy("older.ledger", "remit.ledger")
    shutil.copy("older.keep/head", "remit.ledger.keep/head")
    assert desk.record("person", "register", "Eve Other").code == 0
    Path("remit.ledger.keep/head").write_bytes(kept)
    size = desk.size
    said = desk.record("person", "register", "Lee Third")
    assert (said.code, desk.size) == (6, size)
    assert "expected the log signed before" in said.err


def test_a_reason_to_depart_from_nothing_is_not_kept(desk: Desk) -> None:
    said = desk.record("person", "register", "Max Power", "--departure", "just in case")
    assert said.code == 0
    assert desk.last.departure is None
    assert "Max Power" in desk("person", "list").out
    assert "just in case" not in desk("timeline").out


def test_what_is_shown_is_what_is_signed_and_what_a_bundle_shows(sitting: Desk) -> None:  # K8
    put = (
        "motion",
        "put",
        "2024-03-25",
        "icp",
        "--item",
        "1",
        "--text",
        "That the hall be let",
        "--seconded-by",
    )
    words = (*put, "Kim Lee", "--request", "r-" + "e" * 16)
    shown = sitting(*words, "--dry-run").err
    assert sitting.record(*words).code == 0
    with Session(Settings("remit.ledger")) as session:
        (entry,) = session.store.scan(session.store.head().size)
    payload, _ = envelope.open_envelope(entry.envelope)
    digest = hashlib.sha256(hashlib.sha256(payload).digest()).hexdigest()
    assert f"what will be signed has the digest sha256:{digest}\n" in shown
    body = sitting.last_of(decisions.MotionPut)
    for told in (f"motion {body.motion}", f"item {body.item}", "text “That the hall be let”", sitting.kim):
        assert told in shown
    other = sitting(*put, "Jo Bloggs", "--request", "r-" + "e" * 16, "--dry-run").err
    assert digest not in other
    assert sitting("bundle", "make", str(entry.number), "--words", "-o", "put.bundle").code == 0
    found = sitting("bundle", "check", "put.bundle", "--log", sitting("log", "show", "--json").json["log"])
    assert "  text: That the hall be let\n" in found.out
