"""Whatever a stranger hands in is read, or refused with a kind of Remit: nothing else leaves a parser.

Good files are damaged at random, and junk is made from the signs that a form is made of. `REMIT_FUZZ` sets
how many examples each target takes; what the long runs came to is in `docs/proof.md`.
"""

from __future__ import annotations

import base64
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.town import KEY, LOG, OFFICER, Town, used

from ledger import bundle, envelope, keyfiles, merkle
from ledger import entry as entries
from ledger.checkpoint import VerifierKey, open_note
from ledger.errors import Malformed, RemitError
from ledger.functions import Catalogue
from ledger.proof import Proof
from ledger_cli import schemecells, schemesheet, sheets, spreadsheets
from ledger_cli.minutefile import Minutes, load_minutes
from ledger_cli.papers.tree import Grid
from ledger_cli.setupfile import load_setup
from ledger_cli.termsfile import load_terms
from ledger_cli.yamlfile import fit

DEMO = Path(__file__).resolve().parents[2] / "cli" / "ledger_cli" / "demo"
EXAMPLES_MAX = int(os.environ.get("REMIT_FUZZ", "40"))
PASSPHRASE = b"correct horse"

# Hypothesis warns of a long example before it shows it: as an error, that would hide what failed.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

fuzzed = settings(
    max_examples=EXAMPLES_MAX,
    deadline=None,
    derandomize=EXAMPLES_MAX <= 40,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)

PIECES = (
    *(
        b"",
        b"\0",
        b"\n",
        b"\n\n",
        b" ",
        b'"',
        b"\\",
        b"\\u0000",
        b"\\ud800",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b",",
    ),
    *(
        b"-",
        b"- ",
        b"+",
        b"=",
        b"#",
        b"&a",
        b"*a",
        b"!!python/object:os.system ",
        b"<<: ",
        b"| ",
        b"? ",
        b"%",
    ),
    *(b"0", b"1", b"-1", b"9" * 30, b"1e400", b"0x10", b"null", b"~", b"true", b"no", b"NaN", b"2024-02-30"),
    *(
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
        b"\xe2\x80\x8b",
        b"e\xcc\x81",
        b"\xcc\x81" * 40,
        b"\xed\xa0\x80",
    ),
    *(b"[" * 2_000, b"a" * 70_000, b"\xf0\x9f\x98\x80", b"\xe2\x80\x94 ", b"\r\n", b"\t", b"\x1b[31m"),
)
Change: TypeAlias = tuple[int, float, float, bytes]
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.floats(0, 1, exclude_max=True),
        st.floats(0, 1, exclude_max=True),
        st.sampled_from(PIECES) | st.binary(max_size=4),
    ),
    min_size=1,
    max_size=4,
)


def damaged(data: bytes, changes: list[Change]) -> bytes:
    """Flip, cut, put in, copy and exchange parts of good bytes."""
    for way, one, two, piece in changes:
        low, high = sorted((int(one * len(data)), int(two * len(data))))
        if way == 0:
            data = data[:low] + piece + data[low:]
        elif way == 1:
            data = data[:low] + piece + data[low + len(piece) :]
        elif way == 2:
            data = data[:low] + data[min(high, low + 40) :]
        elif way == 3:
            data = data[:high] + data[low:high][:200] + data[high:]
        else:
            data = data[:low] + data[low : high + 1][::-1] + data[high + 1 :]
    return data


JUNK = st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=12).map(b"".join)


def bytes_like(*good: bytes) -> st.SearchStrategy[bytes]:
    """Give damaged copies of good bytes, and junk."""
    return st.tuples(st.sampled_from(good), CHANGES).map(lambda pair: damaged(*pair)) | JUNK


KINDS = {"FORM", "LIMIT", "SIG", "TAMPERED", "INCOMPLETE", "STORE"}


def kind_of(read: Callable[[], object]) -> str | None:
    """Let a parser read: it may accept, and it may refuse with a kind of Remit; no other error is caught."""
    try:
        read()
    except RemitError as error:
        return error.kind if str(error) else "a refusal without a word"
    return None


def only_ours(read: Callable[[], object]) -> None:
    """Check that a parser accepts, or refuses with a kind of Remit and a message."""
    assert kind_of(read) in {None, *KINDS}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    made.do(used(1))
    yield made
    made.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzzed")


def test_a_bundle(town: Town) -> None:  # W8 E1 E2 E3
    good = town.bundle(8, words=True)

    @fuzzed
    @given(bytes_like(good, town.bundle(1, words=True)))
    def run(data: bytes) -> None:
        only_ours(lambda: bundle.check(data, KEY))

    run()


def test_an_entry_an_envelope_and_a_fact(town: Town) -> None:  # E1 E2 E3 E7
    (entry,) = town.store.scan(8, 8)
    payload = envelope.open_envelope(entry.envelope)[0]

    @fuzzed
    @given(bytes_like(entry.data), bytes_like(entry.envelope), bytes_like(payload))
    def run(leaf: bytes, signed: bytes, fact: bytes) -> None:
        only_ours(lambda: entries.parse(leaf, 8))
        only_ours(lambda: envelope.open_envelope(signed))
        only_ours(lambda: envelope.read_fact(fact))

    run()


def test_a_checkpoint(town: Town) -> None:  # W8
    @fuzzed
    @given(bytes_like(town.sign().encode()))
    def run(data: bytes) -> None:
        only_ours(lambda: open_note(data, KEY))
        only_ours(lambda: open_note(data.decode("utf-8", "surrogateescape"), KEY))

    run()


def test_an_inclusion_proof(town: Town) -> None:  # H14 W8
    note = town.sign()
    size = town.checkpoint(note).size
    ids = merkle.inclusion_nodes(7, size)
    hashes = merkle.inclusion_proof(7, size, town.store.nodes(set(ids)).__getitem__)
    (entry,) = town.store.scan(8, 8)
    good = Proof(7, hashes, note)
    good.verify(entry.data, KEY)

    @fuzzed
    @given(bytes_like(good.encode().encode(), Proof(7, hashes, note, b"more").encode().encode()))
    def run(data: bytes) -> None:
        only_ours(lambda: Proof.parse(data).verify(entry.data, KEY))

    run()


def test_a_verifier_key() -> None:  # K3 H8
    @fuzzed
    @given(bytes_like(KEY.encode().encode()))
    def run(data: bytes) -> None:
        only_ours(lambda: VerifierKey.parse(data.decode("utf-8", "surrogateescape")))
        only_ours(lambda: VerifierKey("example.org/town", data))

    run()


def test_key_files(place: Path) -> None:  # K9
    file = place / "key"
    keyfiles.write_private(file, OFFICER, PASSPHRASE, comment="Ada")
    private, public = file.read_bytes(), keyfiles.public_path(file).read_bytes()
    begin, end = private.splitlines()[0] + b"\n", b"\n" + private.splitlines()[-1] + b"\n"
    blob = base64.b64decode(b"".join(private.splitlines()[1:-1]))
    # One round of bcrypt in the place of many: what it costs is not what this is about.
    quick = blob.replace(keyfiles.BCRYPT_ROUNDS.to_bytes(4, "big"), (1).to_bytes(4, "big"), 1)

    @fuzzed
    @given(bytes_like(quick), bytes_like(begin + base64.b64encode(quick) + end), bytes_like(public))
    def run(inner: bytes, outer: bytes, shown: bytes) -> None:
        for data in (begin + base64.b64encode(inner) + end, outer):
            file.write_bytes(data)
            only_ours(lambda: keyfiles.read_private(file, PASSPHRASE))
        keyfiles.public_path(file).write_bytes(shown)
        only_ours(lambda: keyfiles.read_public(file))

    run()


@pytest.mark.parametrize(
    ("load", "name"),
    [(load_minutes, "meeting"), (load_terms, "terms"), (load_setup, "setup")],
    ids=["minutes", "terms", "set-up"],
)
def test_files_in_yaml(load: Callable[[Path], object], name: str, place: Path) -> None:  # W4 E4
    file = place / f"{name}.yaml"
    good = (DEMO / "example" / f"{name}.yaml").read_bytes()

    @fuzzed
    @given(bytes_like(good))
    def run(data: bytes) -> None:
        file.write_bytes(data)
        only_ours(lambda: load(file))

    run()


MINUTE_SHEETS = {
    "Meeting": Grid(
        sheets.COLUMNS["Meeting"],
        (("body", "board"), ("date", "2024-09-02"), ("time", "2 pm"), ("place", "Hall")),
    ),
    "People": Grid(sheets.COLUMNS["People"], (("Ann Mayor", "present", "", "", "", ""),)),
    "Items": Grid(sheets.COLUMNS["Items"], (("1", "Grants", *[""] * 9),)),
    "Motions": Grid(sheets.COLUMNS["Motions"], (("1", "That it be so", "Ann Mayor", "", "", "", ""),)),
    "Decisions": Grid(sheets.COLUMNS["Decisions"], (("1", "1", "decision", "Agreed", *[""] * 5),)),
}
SCHEME_SHEETS = schemesheet.grids(
    [{"function": "grants", "to": "body:board", "each": "GBP 500", "kind": "delegated"}]
)


def minutes_of(file: Path) -> object:
    return fit(sheets.read(file), Minutes)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("load", "grids"),
    [(minutes_of, MINUTE_SHEETS), (schemesheet.Table, SCHEME_SHEETS)],
    ids=["minutes", "scheme"],
)
def test_spreadsheets(load: Callable[[Path], object], grids: dict[str, Grid], place: Path) -> None:  # W3 W5
    file = place / "sheet.xlsx"
    good = spreadsheets.write(grids)
    parts = unpacked(good)
    inner = st.tuples(st.sampled_from(sorted(parts)), CHANGES).map(
        lambda pair: packed(parts | {pair[0]: damaged(parts[pair[0]], pair[1])})
    )

    @fuzzed
    @given(bytes_like(good), inner)
    def run(outer: bytes, part: bytes) -> None:
        for data in (outer, part):
            file.write_bytes(data)
            only_ours(lambda: load(file))

    run()


CELLS = st.text(max_size=12) | JUNK.map(lambda data: data.decode("utf-8", "replace")[:300])


@pytest.mark.parametrize(
    ("load", "grids"),
    [(minutes_of, MINUTE_SHEETS), (schemesheet.Table, SCHEME_SHEETS)],
    ids=["minutes", "scheme"],
)
def test_cells_of_spreadsheets(
    load: Callable[[Path], object], grids: dict[str, Grid], place: Path
) -> None:  # E5 E8
    file = place / "cells.xlsx"
    names = sorted(grids)

    @fuzzed
    @given(st.sampled_from(names), st.lists(st.lists(CELLS, max_size=6), max_size=4), st.booleans())
    def run(name: str, rows: list[list[str]], heads: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        columns = grids[name].columns
        cut = tuple(tuple(row[: len(columns)]) for row in rows)
        head = columns if heads else tuple(rows[0][: len(columns)]) if rows and rows[0] else columns
        file.write_bytes(spreadsheets.write({**grids, name: Grid(head, cut)}))
        only_ours(lambda: load(file))

    run()


def test_every_kind_of_cell_of_a_scheme() -> None:  # E5 E8
    def unknown(text: str) -> str:
        raise Malformed(f"expected somebody known, got {text[:80]!r}")

    reader = schemecells.Reader(Catalogue(), {}, unknown, unknown)
    good = (
        "grants",
        "GBP 500",
        "2025-03-31",
        "yes",
        "4.1; 4.2",
        "body:board=30",
        "funded=It is",
        "reg 7",
        "0",
        "3",
    )
    texts = st.tuples(st.sampled_from(good), CHANGES).map(
        lambda pair: damaged(pair[0].encode(), pair[1]).decode("utf-8", "replace")
    )

    @fuzzed
    @given(
        st.sampled_from([one for one in schemesheet.COLUMNS if one not in {"reason", "as of"}]), texts | CELLS
    )
    def run(column: str, text: str) -> None:
        only_ours(lambda: reader.value(column, text))

    run()


def test_the_targets_are_hit_by_what_is_good(town: Town, place: Path) -> None:
    """A target that refuses everything would never be surprised."""
    assert bundle.check(town.bundle(8), KEY).answer == "yes"
    file = place / "good.xlsx"
    file.write_bytes(spreadsheets.write(SCHEME_SHEETS))
    assert len(schemesheet.Table(file).rows) == 1
    file.write_bytes(spreadsheets.write(MINUTE_SHEETS))
    minutes_of(file)
    for load, name in ((load_minutes, "meeting"), (load_terms, "terms"), (load_setup, "setup")):
        load(DEMO / "example" / f"{name}.yaml")
    assert KEY.public == LOG.public
