"""Where the file of a ledger may lie: on a disk of this machine, whose locks and flushes do what they say.

SQLite says of network file systems that their locks cannot be relied on. Two machines then write at once.
"""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path

from ledger.errors import StorageError

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "davfs", "webdav"}
NETWORK |= {"fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs", "fuse.gcsfuse", "fuse.glusterfs"}
"""Kinds of file system, as Linux names them, that are somewhere else."""

MOUNTS = Path("/proc/self/mountinfo")

DRIVE_REMOTE = 4
"""What Windows calls a drive that is somewhere else."""


def require_local(path: Path) -> None:
    """Refuse a file on a network file system. Where the system does not say, nothing is refused.

    Raises:
        StorageError: the file lies, or would lie, on another machine.
    """
    kind = _on_windows(path.resolve()) if sys.platform == "win32" else _on_linux(path.resolve())
    if kind in NETWORK:
        raise StorageError(
            f"{path}: expected a disk of this machine, got a network file system ({kind}), "
            "whose locks are not to be relied on; use PostgreSQL to write from several machines"
        )


def kind_of(place: str, mounts: str) -> str:
    """Give the kind of file system that an absolute path lies on, by the mounts as ``proc(5)`` lists them."""
    found, kind = "", ""
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if not dash or len(fields) < 5:  # noqa: PLR2004 - the mount point is the fifth
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(found):
            found, kind = point, after.split(" ")[0]
    return kind


def _on_linux(path: Path) -> str:
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return kind_of(str(path), mounts)


def _on_windows(path: Path) -> str:
    drive: int = ctypes.windll.kernel32.GetDriveTypeW(path.anchor)  # type: ignore[attr-defined,unused-ignore]
    return "smbfs" if drive == DRIVE_REMOTE or path.anchor.startswith("\\\\") else ""
