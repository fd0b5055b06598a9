from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger import durable
from ledger.errors import Oversized, StorageError

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes, links or folder flushes")

WRITERS: list[Callable[[Path, bytes], None]] = [durable.write_new, durable.replace]
each_writer = pytest.mark.parametrize("write", WRITERS, ids=["write_new", "replace"])


@contextmanager
def file_size_at_most(count: int) -> Iterator[None]:
    """Let every write beyond ``count`` bytes fail, as on a full disk: first a short write, then an error."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def refuse_fsync(monkeypatch: pytest.MonkeyPatch, number: int) -> list[int]:
    """Let the fsync of that number fail, and give the list that every fsync is noted in."""
    calls: list[int] = []
    fsync = os.fsync

    def failing(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == number:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    return calls


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@each_writer
def test_what_is_written_is_read(write: Callable[[Path, bytes], None], tmp_path: Path) -> None:
    data = bytes(range(256)) + b"\r\n\x1a\n"
    write(tmp_path / "a", data)
    assert data == durable.read(tmp_path / "a", len(data))
    assert names(tmp_path) == ["a"]


@on_posix
@each_writer
def test_a_file_is_closed_to_others_whatever_the_umask(
    write: Callable[[Path, bytes], None], tmp_path: Path
) -> None:  # K9
    before = os.umask(0)
    try:
        write(tmp_path / "a", b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@on_posix
def test_a_replaced_file_gets_the_mode_that_was_asked_for(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "a", b"1", mode=0o644)
    durable.replace(tmp_path / "a", b"2", mode=0o600)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "a", b"1")
    with pytest.raises(StorageError, match="expected to create .*a, got: File exists"):
        durable.write_new(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"1"


@on_posix
def test_a_new_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageError, match="File exists"):
        durable.write_new(tmp_path / "link", b"1")
    assert not (tmp_path / "elsewhere").exists()


@on_posix
@each_writer
def test_a_disk_that_fills_up_leaves_nothing_half_written(
    write: Callable[[Path, bytes], None], tmp_path: Path
) -> None:  # S2
    with (
        file_size_at_most(100),
        pytest.raises(StorageError, match="expected to (write|replace) .*a, got: File"),
    ):
        write(tmp_path / "a", b"x" * 101)
    assert names(tmp_path) == []
    write(tmp_path / "a", b"x" * 101)
    assert (tmp_path / "a").read_bytes() == b"x" * 101


@on_posix
def test_a_disk_that_fills_up_leaves_the_old_content_whole(tmp_path: Path) -> None:  # S1, S2
    durable.write_new(tmp_path / "a", b"old")
    with file_size_at_most(100), pytest.raises(StorageError):
        durable.replace(tmp_path / "a", b"x" * 101)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


@each_writer
def test_an_fsync_that_fails_is_an_error_and_is_not_tried_again(
    write: Callable[[Path, bytes], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S2
    calls = refuse_fsync(monkeypatch, number=1)
    with pytest.raises(StorageError, match="Input/output error"):
        write(tmp_path / "a", b"1")
    assert len(calls) == 1
    assert names(tmp_path) == []


@on_posix
def test_a_folder_that_cannot_be_flushed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S2
    (tmp_path / "a").write_bytes(b"old")
    calls = refuse_fsync(monkeypatch, number=2)
    with pytest.raises(StorageError, match="Input/output error"):
        durable.replace(tmp_path / "a", b"new")
    assert len(calls) == 2
    assert names(tmp_path) == ["a"]


@on_posix
@each_writer
def test_the_file_is_flushed_before_it_is_named_and_the_folder_after(
    write: Callable[[Path, bytes], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S1
    seen: list[tuple[str, bool]] = []

    def noting(descriptor: int) -> None:
        status = os.fstat(descriptor)
        kind = "folder" if stat.S_ISDIR(status.st_mode) else f"file of {status.st_size} bytes"
        seen.append((kind, (tmp_path / "a").exists()))

    monkeypatch.setattr(os, "fsync", noting)
    write(tmp_path / "a", b"12345")
    named_at_once = write is durable.write_new
    assert seen == [("file of 5 bytes", named_at_once), ("folder", True)]


def test_a_short_write_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:3]))
    durable.write_new(tmp_path / "a", b"12345678")
    assert (tmp_path / "a").read_bytes() == b"12345678"


def test_a_short_read_is_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    durable.write_new(tmp_path / "a", b"12345678")
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, count: read(descriptor, min(count, 3)))
    assert durable.read(tmp_path / "a", 8) == b"12345678"


@each_writer
def test_a_folder_that_is_not_there_is_a_storage_error(
    write: Callable[[Path, bytes], None], tmp_path: Path
) -> None:  # S2
    with pytest.raises(StorageError, match="got: No such file or directory"):
        write(tmp_path / "none" / "a", b"1")


def test_a_file_that_is_not_there_reads_as_none(tmp_path: Path) -> None:
    assert durable.read(tmp_path / "a", 8) is None


def test_a_file_in_the_place_of_a_folder_is_a_storage_error(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "a", b"1")
    with pytest.raises(StorageError, match="expected to read .*b, got: Not a directory"):
        durable.read(tmp_path / "a" / "b", 8)


def test_a_read_that_fails_is_a_storage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # S2
    def failing(_descriptor: int, _count: int) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    durable.write_new(tmp_path / "a", b"1")
    monkeypatch.setattr(os, "read", failing)
    with pytest.raises(StorageError, match="expected to read .*a, got: Input/output error"):
        durable.read(tmp_path / "a", 8)


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "a", b"12345678")
    assert durable.read(tmp_path / "a", 8) == b"12345678"
    with pytest.raises(Oversized, match="expected at most 7 bytes in .*a, got more"):
        durable.read(tmp_path / "a", 7)


@on_posix
def test_a_folder_and_a_named_pipe_are_no_files_and_do_not_hang(tmp_path: Path) -> None:
    getattr(os, "mkfifo")(tmp_path / "pipe")  # noqa: B009 - mypy knows that Windows has none
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(StorageError, match="expected a regular file at .*, got something else"):
            durable.read(path, 8)


@on_posix
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o660, 0o700, 0o601, 0o200, 0o4600])
def test_a_private_file_of_another_mode_is_not_read(mode: int, tmp_path: Path) -> None:  # K9
    durable.write_new(tmp_path / "a", b"1")
    (tmp_path / "a").chmod(mode)
    with pytest.raises(StorageError, match=rf"expected mode 0600 or 0400 on .*a, got {mode:04o}"):
        durable.read(tmp_path / "a", 8, private=True)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_private_file_that_only_its_owner_may_open_is_read(mode: int, tmp_path: Path) -> None:  # K9
    durable.write_new(tmp_path / "a", b"1")
    (tmp_path / "a").chmod(mode)
    assert durable.read(tmp_path / "a", 8, private=True) == b"1"


def test_a_lock_keeps_others_out_until_it_is_released(tmp_path: Path) -> None:
    with (
        durable.exclusive(tmp_path / "lock"),
        pytest.raises(StorageError, match=r"expected the lock .*lock within 0.1 s, got it held"),
        durable.exclusive(tmp_path / "lock", seconds_max=0.1),
    ):
        pytest.fail("two hold one lock")
    with durable.exclusive(tmp_path / "lock", seconds_max=0):
        assert (tmp_path / "lock").exists()


def test_whoever_waits_gets_the_lock_when_it_is_released(tmp_path: Path) -> None:
    held, order = threading.Event(), list[str]()

    def first() -> None:
        with durable.exclusive(tmp_path / "lock"):
            held.set()
            time.sleep(0.1)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(timeout=10)
    with durable.exclusive(tmp_path / "lock"):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_an_error_inside_releases_the_lock_and_stays_itself(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="the caller's own"), durable.exclusive(tmp_path / "lock"):
        raise OSError("the caller's own")
    with durable.exclusive(tmp_path / "lock", seconds_max=0):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:  # S1
    program = (
        "import sys, time, pathlib; from ledger import durable\n"
        "with durable.exclusive(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    source = str(Path(durable.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "lock")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": source},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        with pytest.raises(StorageError, match="got it held"), durable.exclusive(tmp_path / "lock", 0.05):
            pytest.fail("two processes hold one lock")
        process.kill()
        process.wait()
    with durable.exclusive(tmp_path / "lock", seconds_max=5):
        pass


def test_a_lock_in_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:  # S2
    with (
        pytest.raises(StorageError, match="expected to lock .*lock, got: No such file or directory"),
        durable.exclusive(tmp_path / "none" / "lock"),
    ):
        pytest.fail("no lock, but held")


@on_posix
def test_a_file_system_without_locks_is_a_storage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S3
    def failing(_descriptor: int, _operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", failing)
    with (
        pytest.raises(StorageError, match="expected to lock .*lock, got: No locks available"),
        durable.exclusive(tmp_path / "lock"),
    ):
        pytest.fail("no lock, but held")


def test_a_folder_is_made_once_and_left_as_it_is(tmp_path: Path) -> None:
    durable.make_folder(tmp_path / "a")
    durable.write_new(tmp_path / "a" / "b", b"1")
    durable.make_folder(tmp_path / "a")
    assert names(tmp_path / "a") == ["b"]


@on_posix
def test_a_link_or_a_file_is_not_taken_for_a_folder(tmp_path: Path) -> None:  # W3
    durable.make_folder(tmp_path / "a")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    durable.write_new(tmp_path / "file", b"1")
    for name in ("link", "file"):
        with pytest.raises(StorageError, match=r"^expected a folder at .*, got something else$"):
            durable.make_folder(tmp_path / name)


def test_a_folder_is_made_in_one_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^expected to make "):
        durable.make_folder(tmp_path / "a" / "b")


def test_a_file_that_grows_has_its_name_when_it_is_whole(tmp_path: Path) -> None:  # S1
    with durable.growing(tmp_path / "a") as stream:
        stream.write(b"1" * 100_000)
        assert not (tmp_path / "a").exists()
        stream.write(b"2")
    assert (tmp_path / "a").read_bytes() == b"1" * 100_000 + b"2"
    assert names(tmp_path) == ["a"]


@on_posix
def test_a_file_that_grows_is_closed_to_others(tmp_path: Path) -> None:  # K9
    with durable.growing(tmp_path / "a") as stream:
        stream.write(b"1")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_nothing_is_left_of_a_file_that_did_not_grow_up(tmp_path: Path) -> None:
    with pytest.raises(OverflowError), durable.growing(tmp_path / "a") as stream:
        stream.write((256).to_bytes(1, "big"))
    assert names(tmp_path) == []


def test_a_file_does_not_grow_over_another(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "a", b"1")
    with (
        pytest.raises(StorageError, match=r"^expected no file at .*a, got one$"),
        durable.growing(tmp_path / "a"),
    ):
        pass
    assert (tmp_path / "a").read_bytes() == b"1"


@on_posix
def test_a_full_disk_leaves_nothing_of_a_file_that_grows(tmp_path: Path) -> None:  # S2
    with (
        file_size_at_most(10_000),
        pytest.raises(StorageError, match=r"^expected to write .*a, got: File too large$"),
        durable.growing(tmp_path / "a") as stream,
    ):
        stream.write(b"1" * 100_000)
    assert names(tmp_path) == []


@on_posix
@pytest.mark.parametrize("number", [1, 2])
def test_an_fsync_that_fails_is_told_while_a_file_grows(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S2
    calls = refuse_fsync(monkeypatch, number)
    with pytest.raises(StorageError, match="expected to write"), durable.growing(tmp_path / "a") as stream:
        stream.write(b"1")
    assert len(calls) == number
