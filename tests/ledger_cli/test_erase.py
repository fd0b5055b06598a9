"""``remit erase``: the words go from everything that the program keeps, and the rest stays."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from tests.ledger_cli.desk import Desk

from ledger.facts import meetings, organisations, programme
from ledger.facts.words import Words
from ledger_cli import sweeping

CANARY = "Zq7canary was ill with the flu"
GROUND = "UK GDPR Art. 17(1)(d)"
MARCH, ITEM = "m-" + "a" * 16, "i-" + "a" * 16


@pytest.fixture
def two(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Enrol a second officer, and hold a meeting with a canary in a note."""
    desk.meets(
        meetings.Opened(MARCH, "icp", "meeting", None, Words.of("Town hall")),
        meetings.Attended(MARCH, (desk.jo, desk.kim), (), ()),
        meetings.ItemOpened(MARCH, ITEM, "1", Words.of("Grants"), Words.of(CANARY)),
    )
    monkeypatch.setenv("REMIT_SECOND_PASSPHRASE", "correct horse")
    right = ("--right", "record:icp", "--key-file", "second.key")
    assert desk.record("key", "enrol", desk.lou, *right).code == 0
    return desk


def number_of(desk: Desk, type_: str) -> str:
    return next(row[0] for row in desk("timeline").rows if row[3].startswith(type_))


def erase(desk: Desk, *arguments: str) -> tuple[int, str]:
    said = desk.record("erase", *arguments, "--ground", GROUND, "--second-key", "second.key")
    return said.code, said.err


def holders(*canaries: str) -> list[str]:
    """Give every file in the folder that has one of these texts, as UTF-8, base64, UTF-16 or zipped."""
    return [str(path.relative_to(Path.cwd())) for path in sweeping.found(Path.cwd(), canaries, deep=True)]


def test_erased_words_are_in_no_file_and_the_rest_stays(two: Desk) -> None:  # P2, P3
    keep = Path("remit.ledger.keep")
    for folder in ("drafts", "outbox"):
        (keep / folder).mkdir(exist_ok=True)
    Path(keep, "drafts", "half.yaml").write_text(f"note: Zq7canary was ill\n  with the flu\n{CANARY}")
    saved = json.dumps({"openings": [{"text": CANARY}]})
    Path(keep, "outbox", "refused-r-" + "b" * 16 + ".json").write_text(saved)
    for view in (("timeline",), ("decisions", "list", "icp"), ("register", "show", "icp")):
        two(*view)
    item = number_of(two, "item.opened")
    assert two("bundle", "make", item, "--words", "-o", "../old.bundle").code == 0
    assert CANARY in two("minutes", "write", MARCH).out
    assert holders(CANARY) == [
        "remit.ledger",
        *sorted(str(one) for one in keep.glob("*/*") if one.name != "lock"),
    ]
    code, err = erase(two, item, "note")
    assert (code, holders(CANARY)) == (0, [])
    assert f"removed with it: {keep}/drafts/half.yaml" in err
    assert holders("Zq7canary") == []
    written = two("minutes", "write", MARCH).out
    shown = "[erased" in written.replace("\\", "") and GROUND in written.replace("\\", "")
    assert (shown, "Grants" in written, CANARY in written) == (True, True, False)
    assert two("minutes", "write", MARCH, "--format", "docx", "--out", "minutes.docx").code == 0
    assert holders(CANARY) == []
    verified = two("log", "verify", "--json")
    assert verified.code == 0
    assert verified.json["without words"] == []
    assert [one.split()[1] for one in verified.json["erased"]] == ["body.note"]
    log = two("log", "show", "--json").json["log"]
    old = two("bundle", "check", "../old.bundle", "--log", log)
    assert (old.code, CANARY in old.out) == (0, True)  # what its holder has
    made = two("bundle", "make", item, "--words", "-o", "new.bundle")
    assert (made.code, "without note: [erased" in made.err) == (0, True)
    new = two("bundle", "check", "new.bundle", "--log", log)
    assert (new.code, "  title: Grants" in new.out) == (0, True)
    (gone,) = [line for line in new.out.splitlines() if line.startswith("  note: ")]
    assert gone.startswith("  note: erased by entry ")
    assert gone.endswith(f", ground {GROUND} (1 of 2 signatures verified, not judged)")
    assert CANARY not in new.out
    since = two("bundle", "check", "../old.bundle", "--log", log, "--later", "new.bundle")
    assert (since.code, CANARY in since.out) == (0, False)
    assert f"{gone}; this file still has the words" in since.out
    told = two("bundle", "check", "../old.bundle", "--log", log, "--later", "new.bundle", "--json").json
    assert (list(told["erased"]), told["not opened"], told["words"]) == (
        ["body.note"],
        [],
        {"body.title": "Grants"},
    )
    assert holders(CANARY) == []


def test_a_copy_from_before_is_erased_again(two: Desk) -> None:  # P2
    item = number_of(two, "item.opened")
    words = Path("words.db")
    shutil.copy("remit.ledger", words)
    assert erase(two, item, "note", "--request", "r-" + "z" * 16)[0] == 0
    with sqlite3.connect("remit.ledger") as connection:
        connection.execute("ATTACH ? AS before", (str(words),))
        connection.execute("INSERT OR IGNORE INTO ledger_opening SELECT * FROM before.ledger_opening")
    connection.close()
    words.unlink()
    assert holders(CANARY) == ["remit.ledger"]
    said = two("log", "verify")
    assert (said.code, holders(CANARY)) == (0, [])
    assert "erased again: 1 text" in said.err
    assert "1 erased" in said.out
    again = erase(two, item, "note", "--request", "r-" + "z" * 16)
    assert again[0] == 0
    assert erase(two, item, "note")[0] == 3


def test_one_officer_alone_erases_nothing_and_no_field_but_a_sealed_one(two: Desk) -> None:  # P3
    item = number_of(two, "item.opened")
    options = ("--ground", GROUND, "--second-key", "officer.key")
    said = two.record("erase", item, "note", *options)
    assert (said.code, "ERA-4" in said.err) == (3, True)
    said = two.record("erase", item, "number", *options)
    assert (said.code, "with words of their own (title, note), got body.number" in said.err) == (4, True)
    assert CANARY in two("minutes", "write", MARCH).out


def test_nobody_erases_their_own_name(two: Desk) -> None:  # D7
    lou = [row[0] for row in two("timeline").rows if row[3].startswith("person.registered")][2]
    code, err = erase(two, lou, "name", "--body", "icp")
    assert (code, "ERA-5" in err) == (3, True)


def test_a_name_goes_with_its_correction_but_not_while_its_holder_serves(two: Desk) -> None:  # P3
    assert two.record("person", "register", "Zq7visitor Smyth").code == 0
    said = two.last_of(organisations.PersonRegistered).person
    number = str(two.size)
    assert two.record("correct", number, "--set", "name=Zq7visitor Smith", "--reason", "misspelt").code == 0
    assert erase(two, number, "name", "--body", "icp", "--person", said)[0] == 0
    assert holders("Zq7visitor") == []
    assert "[erased" in dict(row[:2] for row in two("person", "list").rows)[said]
    jo = number_of(two, "person.registered")
    code, err = erase(two, jo, "name", "--body", "icp")
    assert (code, "ERA-8" in err, "serves icp no more" in err) == (3, True, True)


def test_the_same_words_elsewhere_are_told(two: Desk) -> None:  # P2
    two.meets(programme.ItemPlanned("i-" + "c" * 16, "icp", None, Words.of(f"About: {CANARY}"), "other"))
    code, err = erase(two, number_of(two, "item.opened"), "note")
    assert (code, "the same words stand in r-" in err) == (0, True)


@pytest.mark.parametrize("shift", range(3))
def test_words_are_found_in_every_form(shift: int, tmp_path: Path) -> None:  # P2
    for length in (len(CANARY), len(CANARY) - 1, len(CANARY) - 2):
        text = CANARY[:length]
        data = base64.b64encode(b"x" * shift + text.encode() + b"yz")
        assert sweeping.holds(data, [text])
    assert sweeping.holds(CANARY.encode("utf-16-le"), [CANARY])
    assert sweeping.holds(json.dumps("Łódź canary").encode(), ["Łódź canary"])
    assert sweeping.holds(b"note: Zq7canary was\n    ill with\n the flu", [CANARY])
    assert not sweeping.holds(b"the", ["the"])
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", f"<p>{CANARY}</p>")
    assert list(sweeping.found(tmp_path, [CANARY], deep=False)) == [tmp_path / "a.docx"]


def test_a_backup_that_still_holds_the_words_is_named(two: Desk) -> None:  # P2
    assert two("backup", "monday.remit-backup").code == 0
    assert holders(CANARY) == ["monday.remit-backup", "remit.ledger"]
    code, err = erase(two, number_of(two, "item.opened"), "note")
    assert (code, holders(CANARY)) == (0, ["monday.remit-backup"])
    assert "still holds the words, and is yours to destroy: " in err
    assert "monday.remit-backup" in err
    assert two("backup", "tuesday.remit-backup").code == 0
    assert holders(CANARY) == ["monday.remit-backup"]


def test_a_backup_is_looked_through_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # P2
    monkeypatch.setattr(sweeping, "PIECE", 1_000)
    monkeypatch.setattr(sweeping, "OVERLAP", len(CANARY))
    for place in range(980, 1_020):
        packed = gzip.compress(b"x" * place + CANARY.encode() + b"y" * 5_000)
        (tmp_path / "a.remit-backup").write_bytes(packed)
        assert list(sweeping.found(tmp_path, [CANARY], deep=False)) == [tmp_path / "a.remit-backup"]
    (tmp_path / "a.remit-backup").write_bytes(packed[:-20] + b"junk")
    assert list(sweeping.found(tmp_path, ["something else"], deep=False)) == []
