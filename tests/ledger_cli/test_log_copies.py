"""``remit log publish``, ``compare`` and ``evidence``: what a partner's copy says of the ledger."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.ledger.store.conftest import schema, server
from tests.ledger_cli.desk import Desk

__all__ = ["schema", "server"]


@pytest.fixture
def line(desk: Desk) -> str:
    """Give the log to trust, as one line."""
    log: str = desk("log", "show", "--json").json["log"]
    return log


def registered(desk: Desk, code: str) -> None:
    """Record one more entry."""
    assert desk.record("organisation", "register", code, code.title(), "--kind", "council").code == 0


def kept(desk: Desk, name: str) -> str:
    return desk.write(name, desk("log", "checkpoint").out)


def elsewhere(desk: Desk, *codes: str) -> Path:
    """Let a copy of everything, keys included, go on by itself and publish; give its folder."""
    other = Path("../other").resolve()
    shutil.copytree(".", other)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(other)
        for code in codes:
            registered(desk, code)
        kept(desk, "kept")
        assert desk("log", "publish", "public", "--entries").code == 0
    return other


def test_a_log_is_published_and_published_again(desk: Desk, line: str) -> None:
    said = desk("log", "publish", "public", "--json")
    assert said.code == 0
    assert {key: said.json[key] for key in ("folder", "log", "size", "new files", "entries")} == {
        "folder": "public",
        "log": line,
        "size": desk.size,
        "new files": 1,
        "entries": "not published",
    }
    again = desk("log", "publish", "public", "--entries")
    assert (again.code, "entries    published" in again.out) == (0, True)
    assert desk("log", "publish", "public", "--json").json["new files"] == 0


def test_no_word_of_sealed_text_is_published(desk: Desk) -> None:  # P1
    assert desk("log", "publish", "public", "--entries").code == 0
    published = b"".join(path.read_bytes() for path in Path("public").rglob("*") if path.is_file())
    assert b"Jo Bloggs" in Path("remit.ledger").read_bytes()
    assert b"Jo Bloggs" not in published
    assert b"body" in published


def test_without_a_signed_head_nothing_is_published(desk: Desk) -> None:
    Path("remit.ledger.keep/log.key").unlink()
    Path("remit.ledger.keep/head").unlink()
    said = desk("log", "publish", "public")
    assert (said.code, said.err.startswith("storage: expected a signed head in ")) == (6, True)
    assert not Path("public").exists()


def test_a_copy_is_the_same_or_behind(desk: Desk) -> None:
    size = desk.size
    kept(desk, "kept")
    desk("log", "publish", "public")
    shutil.copy("remit.ledger", "copy.ledger")
    for place in ("public", "kept", "copy.ledger"):
        said = desk("log", "compare", place)
        assert (said.code, said.out.startswith(f"same: {size} entries, root ")) == (0, True), place
    registered(desk, "north")
    for place in ("public", "kept", "copy.ledger"):
        said = desk("log", "compare", place)
        assert (said.code, said.out) == (
            0,
            f"behind by 1: the copy ends with entry {size}, and the ledger goes on to entry {size + 1}\n",
        ), place
    found = desk("log", "compare", "kept", "--json").json
    assert (found["answer"], found["by"], found["entries"]) == ("behind", 1, size + 1)
    assert list(Path().glob("*.evidence")) == []


def test_a_copy_is_ahead_of_a_partner_who_has_no_log_key(desk: Desk) -> None:
    size = desk.size
    Path("partner").mkdir()
    shutil.copy("remit.ledger", "partner/icp.ledger")
    registered(desk, "north")
    kept(desk, "kept")
    desk("log", "publish", "public")
    for place in ("public", "remit.ledger"):
        said = desk("log", "compare", place, "--store", "partner/icp.ledger")
        ahead = f"ahead by 1: the ledger ends with entry {size}, and the copy goes on to entry {size + 1}\n"
        assert (said.code, said.out) == (0, ahead), place
    said = desk("log", "compare", "kept", "--store", "partner/icp.ledger")
    assert (said.code, said.out.startswith(f"not known: the copy ends with entry {size + 1} and ")) == (
        8,
        True,
    )


def test_where_the_log_key_is_a_copy_that_is_ahead_shows_a_restored_ledger(desk: Desk) -> None:  # H2
    size = desk.size
    shutil.copytree(".", "../old")
    registered(desk, "north")
    kept(desk, "kept")
    desk("log", "publish", "public")
    for place in ("public", "kept"):
        said = desk("log", "compare", place, "--store", "../old/remit.ledger")
        assert said.code == 6
        assert said.err == (
            f"storage: expected a ledger of at least {size + 1} entries where the log key is kept, got "
            f"{size}: an older copy was restored\n"
        )


def test_a_ledger_that_is_older_than_its_head_file_compares_nothing(desk: Desk) -> None:  # H2
    kept(desk, "kept")
    shutil.copy("remit.ledger", "old.ledger")
    registered(desk, "north")
    shutil.copytree("remit.ledger.keep", "old.ledger.keep")
    said = desk("log", "compare", "kept", "--store", "old.ledger")
    assert (said.code, said.err.endswith("an older copy was restored\n")) == (6, True)


@pytest.mark.parametrize("place", ["public", "kept", "remit.ledger"])
def test_a_fork_is_told_with_its_evidence(desk: Desk, line: str, place: str) -> None:  # H1 H3
    size = desk.size
    other = elsewhere(desk, "south")
    registered(desk, "north")
    said = desk("log", "compare", str(other / place))
    file = f"fork-{size + 1}.evidence"
    assert said.code == 7
    assert said.err.startswith(
        f"forked: {other / place}: expected the history of this ledger, got another one"
    )
    assert said.err.endswith(
        f"; the evidence is in {file}, to be checked with remit log evidence {file} --log LINE\n"
    )
    told = desk("log", "evidence", file, "--log", line)
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0] == "the key of example.org/icp has signed two histories that contradict each other"
    assert lines[1].startswith(f"one checkpoint says: {size + 1} entries, root ")
    shown = [one for one in lines if one.startswith(f"entry {size + 1} is in ")]
    if place == "kept":
        assert shown == []
    else:
        assert [one.split("  fact ")[0] for one in shown] == [
            f"entry {size + 1} is in one: organisation.registered/1",
            f"entry {size + 1} is in the other: organisation.registered/1",
        ]


def test_a_fork_between_trees_of_two_sizes_is_told(desk: Desk, line: str) -> None:  # H3
    size = desk.size
    other = elsewhere(desk, "south", "far-south")
    registered(desk, "north")
    assert desk("log", "compare", str(other / "public")).code == 7
    told = desk("log", "evidence", f"fork-{size + 1}.evidence", "--log", line)
    assert told.code == 0
    assert f"and its tree grew from one of {size + 1} entries with root " in told.out
    found = desk("log", "evidence", f"fork-{size + 1}.evidence", "--log", line, "--json").json
    assert (found["answer"], found["origin"], found["entry"]) == ("forked", "example.org/icp", size + 1)
    assert [head["size"] for head in found["checkpoints"]] == [size + 1, size + 2]


def test_publishing_into_the_folder_of_another_history_is_a_fork(desk: Desk) -> None:  # H3
    other = elsewhere(desk, "south")
    registered(desk, "north")
    said = desk("log", "publish", str(other / "public"))
    assert (said.code, said.err.startswith("forked: ")) == (7, True)
    assert len(list(Path().glob("fork-*.evidence"))) == 1


def test_evidence_that_is_there_already_stays(desk: Desk) -> None:
    size = desk.size
    other = elsewhere(desk, "south")
    registered(desk, "north")
    desk.write(f"fork-{size + 1}.evidence", "of another fork")
    for _ in range(2):
        assert (
            f"the evidence is in fork-{size + 1}-2.evidence"
            in desk("log", "compare", str(other / "kept")).err
        )
    assert Path(f"fork-{size + 1}.evidence").read_text(encoding="utf-8") == "of another fork"
    assert len(list(Path().glob("fork-*.evidence"))) == 2


def test_a_fork_is_told_though_its_evidence_cannot_be_kept(desk: Desk) -> None:
    size = desk.size
    other = elsewhere(desk, "south")
    registered(desk, "north")
    Path(f"fork-{size + 1}.evidence").mkdir()
    said = desk("log", "compare", str(other / "kept"))
    assert (said.code, "; its evidence could not be kept: expected " in said.err) == (7, True)


def test_another_history_without_a_signed_head_is_tampered(desk: Desk) -> None:  # H1
    other = elsewhere(desk, "south")
    registered(desk, "north")
    shutil.rmtree(other / "remit.ledger.keep")
    said = desk("log", "compare", str(other / "remit.ledger"))
    assert (said.code, said.err.startswith("tampered: ")) == (7, True)
    assert said.err.endswith(f"{other / 'remit.ledger'} has none\n")


def test_a_kept_checkpoint_stands_for_the_head_file_that_a_partner_has_not(desk: Desk) -> None:  # H3
    size = desk.size
    other = elsewhere(desk, "south")
    registered(desk, "north")
    mine = kept(desk, "mine")
    Path("partner").mkdir()
    shutil.copy("remit.ledger", "partner/icp.ledger")
    command = ("log", "compare", str(other / "kept"), "--store", "partner/icp.ledger")
    assert desk(*command).err.startswith("tampered: ")
    said = desk(*command, "--checkpoint", mine)
    assert (said.code, said.err.startswith("forked: ")) == (7, True)
    said = desk(*command, "--checkpoint", str(other / "kept"))
    assert (said.code, said.err.startswith(f"tampered: this ledger: expected {size + 1} entries")) == (
        7,
        True,
    )


def test_a_copy_that_contradicts_itself_is_tampered(desk: Desk) -> None:  # H1 H7
    desk("log", "publish", "public")
    tile = Path(f"public/tile/0/000.p/{desk.size}")
    tile.write_bytes(b"\0" + tile.read_bytes()[1:])
    said = desk("log", "compare", "public")
    assert (said.code, said.err.startswith("tampered: tiles of ")) == (7, True)
    assert list(Path().glob("*.evidence")) == []


def test_a_copied_ledger_whose_tree_is_not_that_of_its_entries_is_tampered(desk: Desk) -> None:  # H1 S5
    shutil.copy("remit.ledger", "copy.ledger")
    with sqlite3.connect("copy.ledger") as database:
        database.execute("UPDATE ledger_entry SET recorded = '2020-01-01T00:00:00.000000Z' WHERE number = 5")
    database.close()
    said = desk("log", "compare", "copy.ledger")
    assert (said.code, said.err.startswith("tampered: node of level 0 and index 4: ")) == (7, True)


def test_a_copied_ledger_that_is_shorter_than_its_own_head_is_tampered(desk: Desk) -> None:  # H2
    shutil.copy("remit.ledger", "copy.ledger")
    registered(desk, "north")
    shutil.copytree("remit.ledger.keep", "copy.ledger.keep")
    said = desk("log", "compare", "copy.ledger")
    assert (said.code, said.err.startswith(f"tampered: copy.ledger: expected {desk.size} entries ")) == (
        7,
        True,
    )


def test_a_copy_on_postgresql_is_compared_as_a_file_is(desk: Desk, schema: str, line: str) -> None:  # H1 H3
    size = desk.size
    shutil.copytree("remit.ledger.keep", "before")
    assert desk("backup", "a.backup").code == 0
    assert desk("restore", "a.backup", "--store", schema, "--keep", "pg.keep").code == 0
    assert desk("log", "compare", schema).out.startswith(f"same: {size} entries, root ")
    registered(desk, "north")
    assert desk("log", "compare", schema).out.startswith("behind by 1: ")
    note = kept(desk, "mine")
    for name in ("log.key", "head"):
        shutil.copy(f"before/{name}", f"pg.keep/{name}")
    own = ("--store", schema, "--keep", "pg.keep")
    said = desk.record("organisation", "register", "south", "South", "--kind", "council", *own)
    assert said.code == 0, said.err
    said = desk("log", "compare", schema)
    assert (said.code, said.err.startswith("tampered: postgresql://"), "@" in said.err) == (7, True, False)
    said = desk("log", "compare", schema, "--copy-head", "pg.keep/head")
    assert (said.code, said.err.startswith("forked: postgresql://")) == (7, True)
    assert desk("log", "evidence", f"fork-{size + 1}.evidence", "--log", line).code == 0
    said = desk("log", "compare", schema, "--copy-head", note)
    assert (said.code, said.err.startswith("tampered: postgresql://")) == (7, True)


def test_an_address_where_no_ledger_is_is_no_copy(desk: Desk) -> None:
    said = desk("log", "compare", "postgresql://officer:s3cret@127.0.0.1:1/x")
    assert (said.code, "s3cret" in said.err) == (6, False)


def test_a_copy_of_another_log_is_refused(desk: Desk, line: str) -> None:  # H6 H8
    files = ("--key-file", "o.key", "--recovery-file", "r.key")
    own = ("--store", "other.ledger")
    assert desk("init", "--origin", "example.org/other", "--officer", "Bo", *files, *own).code == 0
    desk.write("kept", desk("log", "checkpoint", "--store", "other.ledger").out)
    assert desk("log", "publish", "public", "--store", "other.ledger").code == 0
    for place in ("other.ledger", "kept", "public"):
        said = desk("log", "compare", place)
        assert (said.code, said.err.startswith("signature or key: ")) == (7, True), place
    other = desk("log", "show", "--json", "--store", "other.ledger").json["log"]
    shutil.rmtree("other.ledger.keep")
    said = desk("log", "compare", "other.ledger")
    assert (said.code, said.err) == (7, f"signature or key: entry 1: expected the log {line}, got {other}\n")
    assert desk("log", "compare", "public", "--log", other).code == 7
    assert desk("log", "compare", "remit.ledger", "--log", line).code == 0


@pytest.mark.parametrize("content", [b"junk", b"", b"\xff", None])
def test_what_is_no_copy_is_malformed(desk: Desk, content: bytes | None) -> None:
    if content is not None:
        Path("junk").write_bytes(content)
    assert desk("log", "compare", "junk").code == 4
    Path("empty").mkdir()
    assert desk("log", "compare", "empty").code == 4


def test_a_database_that_is_no_ledger_is_no_copy(desk: Desk) -> None:  # W9
    with sqlite3.connect("strange.db") as database:
        database.execute("CREATE TABLE t (x)")
    database.close()
    assert desk("log", "compare", "strange.db").code == 6
    Path("strange.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5_000)
    assert desk("log", "compare", "strange.db").code == 6


def test_evidence_that_shows_no_fork_is_refused(desk: Desk, line: str) -> None:  # H7
    other = elsewhere(desk, "south")
    registered(desk, "north")
    desk("log", "compare", str(other / "public"))
    (file,) = Path().glob("fork-*.evidence")
    content = json.loads(file.read_text(encoding="utf-8"))
    for field, value in (("second", content["first"]), ("differs", {**content["differs"], "number": 1})):
        changed = json.dumps({**content, field: value}, separators=(",", ":"), sort_keys=True)
        said = desk("log", "evidence", desk.write("changed", changed), "--log", line)
        assert (said.code, said.out) == (7, ""), field
    strange = line.replace("example.org/icp", "example.org/ic")
    assert desk("log", "evidence", str(file), "--log", strange).code == 4
    assert desk("log", "evidence", desk.write("junk", "junk"), "--log", line).code == 4
    assert desk("log", "evidence", "nothing", "--log", line).code == 4
    assert desk("log", "evidence", str(file)).code == 2
