"""Files that are wholly there or not there, also after a power cut; and a lock between processes.

Whatever returns from here has been flushed, and so has the folder that names it. An fsync that fails is never
tried again: the pages may be lost though marked clean, so the answer is an error and the process stops.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from ledger.errors import Oversized, StorageError

LOCK_SECONDS_MAX: Final = 30.0

_LOCK_POLL_SECONDS: Final = 0.02
_WRITE_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# Without O_NONBLOCK a named pipe in the place of a file would hang the program.
_READ_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_LOCK_FLAGS: Final = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


def write_new(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Create a file that was not there.

    Raises:
        StorageError: something is there already, or storage fails; then no half-written file stays behind.
    """
    try:
        descriptor = os.open(path, _WRITE_FLAGS, mode)
    except OSError as error:
        _fail("create", path, error)
    try:
        _fill(descriptor, data)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        _fail("write", path, error)


def replace(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put new content in the place of a file, which needs not be there yet, in one step.

    Raises:
        StorageError: storage fails. Then the file holds its old content whole, or its new content whole.
    """
    sibling = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(sibling, _WRITE_FLAGS, mode)
        _fill(descriptor, data)
        sibling.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            sibling.unlink()
        _fail("replace", path, error)


def make_folder(path: Path, mode: int = 0o755) -> None:
    """Make a folder in one that is there; where it is there already, it is left as it is.

    Raises:
        StorageError: something else is there, be it a link to a folder; or storage fails.
    """
    try:
        path.mkdir(mode)
        _sync_folder(path.parent)
    except FileExistsError:
        if path.is_symlink() or not path.is_dir():
            raise StorageError(f"expected a folder at {path}, got something else") from None
    except OSError as error:
        _fail("make", path, error)


@contextmanager
def growing(path: Path, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Lend a stream for a file that was not there; it gets its name once all of it is on disk.

    Raises:
        StorageError: something is there already, or storage fails; then no half-written file stays behind.
    """
    if os.path.lexists(path):
        raise StorageError(f"expected no file at {path}, got one")
    sibling = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(sibling, _WRITE_FLAGS, mode), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        sibling.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        _fail("write", path, error)
    finally:
        with suppress(OSError):
            sibling.unlink(missing_ok=True)


def read(path: Path, bytes_max: int, *, private: bool = False) -> bytes | None:
    """Read a file, or give ``None`` where there is none.

    A ``private`` one must be closed to everybody but its owner. Windows has no such modes and is not asked.

    Raises:
        Oversized: the file has more than ``bytes_max`` bytes.
        StorageError: it is not a regular file, is open to others though private, or cannot be read.
    """
    try:
        descriptor = os.open(path, _READ_FLAGS)
    except FileNotFoundError:
        return None
    except OSError as error:
        _fail("read", path, error)
    try:
        _require_kind(path, os.fstat(descriptor), private=private)
        data = _read_up_to(descriptor, bytes_max + 1)
    except OSError as error:
        _fail("read", path, error)
    finally:
        os.close(descriptor)
    if len(data) > bytes_max:
        raise Oversized(f"expected at most {bytes_max} bytes in {path}, got more")
    return data


@contextmanager
def exclusive(path: Path, seconds_max: float = LOCK_SECONDS_MAX) -> Iterator[None]:
    """Hold the lock that ``path`` stands for; the file stays, since removing it would let two hold it.

    The lock is not re-entrant, and ends with the process that holds it.

    Raises:
        StorageError: somebody else held it for ``seconds_max`` seconds, or the file cannot be opened.
    """
    try:
        descriptor = os.open(path, _LOCK_FLAGS, 0o600)
    except OSError as error:
        _fail("lock", path, error)
    try:
        _wait_for_lock(descriptor, path, seconds_max)
        try:
            yield
        finally:
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def _fail(verb: str, path: Path, error: OSError) -> NoReturn:
    raise StorageError(f"expected to {verb} {path}, got: {error.strerror or error}") from error


def _fill(descriptor: int, data: bytes) -> None:
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_up_to(descriptor: int, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count and (part := os.read(descriptor, count - len(parts))):
        parts += part
    return bytes(parts)


def _require_kind(path: Path, status: os.stat_result, *, private: bool) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(f"expected a regular file at {path}, got something else")
    if private and (found := _mode_open_to_others(status)):
        raise StorageError(f"expected mode 0600 or 0400 on {path}, got {found:04o}")


def _wait_for_lock(descriptor: int, path: Path, seconds_max: float) -> None:
    deadline = time.monotonic() + seconds_max
    while True:
        try:
            if _try_lock(descriptor):
                return
        except OSError as error:
            _fail("lock", path, error)
        if time.monotonic() >= deadline:
            raise StorageError(f"expected the lock {path} within {seconds_max:g} s, got it held")
        time.sleep(_LOCK_POLL_SECONDS)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _sync_folder(folder: Path) -> None:
        """Do nothing: Windows cannot flush a folder."""

    def _mode_open_to_others(_status: os.stat_result) -> int:
        return 0

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _sync_folder(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _mode_open_to_others(_status: os.stat_result) -> int:
        mode = stat.S_IMODE(_status.st_mode)
        return 0 if mode in (0o600, 0o400) else mode

    def _try_lock(descriptor: int) -> bool:
        # flock and not lockf: a POSIX lock is lost when any descriptor of the file closes.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
