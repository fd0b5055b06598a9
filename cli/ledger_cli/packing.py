"""Archives with another name, spreadsheets and Word documents: how much they unpack to, seen beforehand."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ledger.errors import Malformed


def unpacked_size(path: Path, what: str) -> int:
    """Add up what the parts of an archive say that they unpack to.

    Args:
        path: the file, which anybody may have written.
        what: what it should be, for the message.

    Raises:
        Malformed: it cannot be read, or its table of contents makes no sense.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (
        OSError,
        zipfile.BadZipFile,
        NotImplementedError,  # a version of the format that nobody has written yet
        ValueError,  # a name that is not the UTF-8 that it says it is
    ) as error:
        raise Malformed(f"{path}: expected {what}, got: {str(error).lower()}") from None
