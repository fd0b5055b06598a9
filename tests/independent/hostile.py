"""Bundles made to hurt those who open them. `python -m tests.independent.hostile` measures their cost.

Some are a stranger's; of the others the tree is hashed, and the checkpoint signed, by the log.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.independent.ledgers import Log, random_log, spelt
from tests.town import KEY

from ledger.bundle import BYTES_MAX, ENTRIES_MAX, check
from ledger.errors import RemitError

MANY = 100_000
ROW = b'{"leaf":{},"number":1,"proof":[]}'
HASH = b'"' + b"A" * 43 + b'="'


def file_of(checkpoint: bytes = b'"x"', entries: bytes = ROW, openings: bytes = b"") -> bytes:
    """Write a bundle around these parts."""
    return (
        b'{"act":1,"checkpoint":%s,"entries":[%s],"format":"remit-bundle/2","later":[],"openings":[%s],'
        b'"rotations":[]}'
        % (
            checkpoint,
            entries,
            openings,
        )
    )


def opened(text: str, characters: int = BYTES_MAX) -> bytes:
    """Write openings of such texts, until they have so many characters or the file is full."""
    one = b'{"fact":"r-aaaaaaaaaaaaaaaa/1","path":"body","salt":"AAAAAAAAAAAAAAAAAAAAAA==","text":"%s"}'
    piece = text * (100_000 // len(text.encode()))
    row = one % piece.encode()
    count = min((BYTES_MAX - 1_000) // (len(row) + 1), characters // len(piece))
    return file_of(openings=b",".join([row] * count))


def with_links(log: Log, links: Callable[[int], dict[str, int]]) -> bytes:
    """Let every entry of a log have these links, given its number."""
    other = log.copy()
    for number, leaf in enumerate(other.leaves, 1):
        leaf["links"] = leaf["links"] | links(number)
    return other.bundle(len(other.leaves))


def _nested(log: Log) -> bytes:
    other = log.copy()
    return other.bundle(8, raw=lambda _, leaf: leaf.replace(b'"charged":[', b'"charged":[' + b"[" * 500, 1))


def _deep_proof(log: Log) -> bytes:
    bundle = json.loads(log.bundle(8))
    bundle["entries"][0]["proof"] *= MANY // 4
    return spelt(bundle)


HOSTILE: dict[str, tuple[str, Callable[[Log], bytes]]] = {
    "one byte more than 16 MiB": ("LIMIT", lambda _: b" " * (BYTES_MAX + 1)),
    "a text of 16 MB": ("LIMIT", lambda _: file_of(b'"%s"' % (b"a" * (BYTES_MAX - 200)))),
    "a text of 8 million accents": ("LIMIT", lambda _: file_of(b'"%s"' % ("é".encode() * 8_000_000))),
    "openings of 8 million accents": ("LIMIT", lambda _: opened("é")),
    "openings of 16 MB of combining marks": ("LIMIT", lambda _: opened("a\u0323\u0301")),
    "16 million brackets": ("FORM", lambda _: b"[" * BYTES_MAX),
    "8 million brackets in an entry": (
        "LIMIT",
        lambda _: file_of(entries=ROW.replace(b"{}", b"[" * 8_000_000 + b"]" * 8_000_000)),
    ),
    "100,000 entries": ("LIMIT", lambda _: file_of(entries=b",".join([ROW] * MANY))),
    "as many entries as fit": ("LIMIT", lambda _: file_of(entries=b",".join([ROW] * 490_000))),
    "proofs of 100,000 hashes": (
        "LIMIT",
        lambda _: file_of(entries=ROW.replace(b"[]", b"[" + b",".join([HASH] * MANY) + b"]")),
    ),
    "5,000 entries of nothing": (
        "FORM",
        lambda _: file_of(
            entries=b",".join(b'{"leaf":{},"number":%d,"proof":[]}' % n for n in range(1, ENTRIES_MAX))
        ),
    ),
    "a proof of 100,000 hashes, by the log": ("LIMIT", _deep_proof),
    "100,000 links, by the log": (
        "LIMIT",
        lambda log: with_links(
            log, lambda number: {f"act:{n}": 0 for n in range(MANY)} if number == 1 else {}
        ),
    ),
    "links in a circle, by the log": (
        "FORM",
        lambda log: with_links(log, lambda number: {"founding": 1 + number % len(log.leaves)}),
    ),
    "an entry that links to itself, by the log": (
        "FORM",
        lambda log: with_links(log, lambda number: {"founding": number}),
    ),
    "an entry of 500 levels, by the log": ("LIMIT", _nested),
}


FULL: dict[str, tuple[str, Callable[[Log], bytes]]] = {
    "as much text as openings may have": ("FORM", lambda _: opened("é", 2**20)),
    "as many hashes as fit": (
        "FORM",
        lambda _: file_of(
            entries=b",".join(
                ROW.replace(b"1", b"%d" % n).replace(b"[]", b"[" + b",".join([HASH] * 63) + b"]")
                for n in range(1, 5_000)
            )
        ),
    ),
}
"""What keeps every limit, and is refused only once all of it was read."""


def main() -> None:
    """Measure each in a process of its own, which holds nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        log = random_log(1, Path(folder))
        for name, (_, make) in (HOSTILE | FULL).items():
            file = Path(folder) / "hostile.bundle"
            file.write_bytes(make(log))
            subprocess.run([sys.executable, "-m", "tests.independent.hostile", str(file), name], check=True)


def most_held() -> float:
    """Give the most memory that this process has held, in MB; Linux tells it."""
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(kilobytes) / 1_024


def measure(file: Path, name: str) -> None:
    """Check one file, and print the time of the processor and the memory, the file itself included."""
    before = most_held()
    data = file.read_bytes()
    started = time.process_time()
    try:
        check(data, KEY)
        kind = "accepted"
    except RemitError as error:
        kind = error.kind
    milliseconds = 1_000 * (time.process_time() - started)
    megabytes = most_held() - before
    sys.stdout.write(f"| {name} | {kind} | {milliseconds:.0f} ms | {megabytes:.0f} MB |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]), sys.argv[2])
    else:
        main()
