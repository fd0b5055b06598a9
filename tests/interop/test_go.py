"""What Remit publishes, read by the packages of the Go checksum database: only where Go and they are at hand.

Debian has them as ``golang-go`` and ``golang-golang-x-mod-dev``. ``GOPATH`` says where the source of
``golang.org/x/mod`` is, in ``src`` there; without it Debian's place is looked at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.ledger.store.making import batch, fact
from tests.town import KEY, LOG, ORIGIN
from tests.witnessed import EAST_KEY, WEST_KEY, seen

from ledger import checkpoint, publishing
from ledger.checkpoint import Checkpoint, open_note
from ledger.store import Store

SOURCE = Path(__file__).with_name("tilereader") / "main.go"
GOPATH = Path(os.environ.get("GOPATH", "/usr/share/gocode"))
GO = shutil.which("go")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(GO is None, reason="there is no Go on this machine"),
    pytest.mark.skipif(
        not (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir(), reason="golang.org/x/mod is not at hand"
    ),
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the program that reads a published folder."""
    folder = tmp_path_factory.mktemp("go")
    settings = {"GO111MODULE": "off", "GOPATH": str(GOPATH), "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    program = folder / "tilereader"
    words = [str(GO), "build", "-o", str(program), str(SOURCE)]
    subprocess.run(words, check=True, env={**os.environ, **settings})
    return program


def published(folder: Path, sizes: Sequence[int], *, cosigned: bool = False) -> Path:
    """Publish a log at one size after another, with entries; what they say does not matter to a reader."""
    with Store.create(folder / "log.ledger") as store:
        for size in sizes:
            while (have := store.head().size) < size:
                facts = [fact("all:1") for _ in range(min(100, size - have))]
                store.append(batch(f"r-{have}", *facts))
            head = store.head()
            note = checkpoint.sign(Checkpoint(ORIGIN, head.size, head.root), LOG.sign, KEY)
            signed = open_note(note, KEY)
            signed = seen(signed, EAST_KEY, WEST_KEY) if cosigned else signed
            publishing.publish(store, signed, (KEY,), folder / "public", entries=True)
    return folder / "public"


def read(reader: Path, folder: Path) -> tuple[int, str]:
    words = [str(reader), str(folder), KEY.encode()]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout or done.stderr).strip()


@pytest.mark.parametrize("sizes", [(1,), (255,), (256,), (257,), (1, 255, 256, 257, 700)])
def test_go_reads_what_is_published(tmp_path: Path, reader: Path, sizes: tuple[int, ...]) -> None:
    code, told = read(reader, published(tmp_path, sizes))
    assert (code, told.startswith(f"size {sizes[-1]}, "), f" {sizes[-1]} entries proved" in told) == (
        0,
        True,
        True,
    ), told


@pytest.mark.long
def test_go_reads_a_log_of_three_levels(tmp_path: Path, reader: Path) -> None:
    code, told = read(reader, published(tmp_path, (257, 70_000)))
    assert (code, " 70000 entries proved, 12 trees" in told) == (0, True), told


def test_go_passes_over_the_cosignatures_of_witnesses(tmp_path: Path, reader: Path) -> None:
    code, told = read(reader, published(tmp_path, (3,), cosigned=True))
    assert (code, told.endswith("2 signatures of others")) == (0, True), told


@pytest.mark.parametrize("name", ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000"])
def test_go_refuses_a_file_with_other_bytes(tmp_path: Path, reader: Path, name: str) -> None:  # H1
    folder = published(tmp_path, (257,))
    assert read(reader, folder)[0] == 0
    place = folder / name
    data = bytearray(place.read_bytes())
    data[9] ^= 1
    place.write_bytes(data)
    code, told = read(reader, folder)
    assert (code, "no such file" in told) == (1, False), told


@pytest.mark.parametrize("name", ["tile/0/0000", "tile/0/x000/000", "tile/00/000", "tile/0/000.p/256"])
def test_go_refuses_another_spelling_of_a_name(tmp_path: Path, reader: Path, name: str) -> None:
    folder = published(tmp_path, (257,))
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "tile/0/000", place)
    code, told = read(reader, folder)
    assert (code, "malformed tile path" in told) == (1, True), told


def test_go_refuses_a_head_that_another_key_signed(tmp_path: Path, reader: Path) -> None:  # H8
    folder = published(tmp_path, (3,))
    note = (folder / "checkpoint").read_text(encoding="utf-8")
    (folder / "checkpoint").write_text(note.replace("\n3\n", "\n2\n"), encoding="utf-8")
    code, told = read(reader, folder)
    assert (code, "invalid signature" in told) == (1, True), told
