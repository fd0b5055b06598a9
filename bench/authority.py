"""Time the questions of authority, asked again and again inside one process, over a large scheme.

10,000 instruments over 200 functions, held by 400 persons, and 100,000 acts under them.
``python bench/authority.py [FOLDER]``: an existing folder is used again.
``--instruments`` and ``--acts``: fewer, to try it.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ledger import ed25519
from ledger.acts import Proposal
from ledger.facts import Body, bodies, delegations, founding, functions, organisations
from ledger.facts.fact import Acted
from ledger.facts.words import Money, Words, key_text
from ledger.findings import Verdict
from ledger.gather import Seen
from ledger.outbox import Outbox
from ledger.request import Request
from ledger.service import Ledger
from ledger.store import Store
from ledger_cli import asking, authorities, ids
from ledger_cli.lookups import Past

GIVERS = tuple(f"board-{one}" for one in "abcdefgh")
HEADS, PARTS, PERSONS = 20, 9, 400
ASKED, BAR = 400, 0.050
BATCH = 1_000
SINCE, DAY = "2024-04-01", "2024-06-03"


class Scheme:
    """A ledger with a scheme of delegation, and who recorded it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.random = folder, random.Random(1)  # noqa: S311 - the same scheme each time
        self.holders: dict[str, str] = {}
        self.codes = [f"head-{one}" for one in range(HEADS)]
        self.codes += [f"{head}.part-{one}" for head in self.codes[:HEADS] for one in range(PARTS)]

    def build(self, instruments: int, acts: int) -> None:
        store = Store.create(str(self.folder / "ledger.db"))
        self.officer, recovery, log = (ed25519.PrivateKey.generate() for _ in range(3))
        self.ledger = Ledger(store, Outbox(self.folder / "outbox"), _now)
        make = ids.Maker(ids.new_request())
        self.clerk = make("p")
        people = [make("p") for _ in range(PERSONS)]
        keys = [key_text(one.public) for one in (log, self.officer, recovery)]
        founded = founding.Founded("example.org/scheme", keys[0], self.clerk, Words.of("Clerk"), *keys[1:])
        self.ledger.found(self._request((founded,), SINCE), ids.new_ledger(), (self.officer, recovery))
        self._record(SINCE, [bodies.Constituted(one, one, "an Act") for one in GIVERS])
        self._record(SINCE, [organisations.PersonRegistered(one, Words.of(one)) for one in people])
        above = {one: one.partition(".")[0] if "." in one else None for one in self.codes}
        listed = [functions.Function(one, one, above[one]) for one in self.codes]
        self._record(SINCE, [functions.Listed(GIVERS[0], tuple(listed[at : at + 100])) for at in (0, 100)])
        given = list(self._instruments(instruments, people))
        self._record(SINCE, given)
        print(f"{len(given)} instruments recorded", flush=True)
        self._record(DAY, self._acts(acts, [one for one in given if isinstance(one, delegations.Granted)]))

    def _instruments(self, count: int, people: Sequence[str]) -> Iterator[Body]:
        make, roots = ids.Maker(ids.new_request()), []
        for at in range(count):
            holder, money = self.random.choice(people), Money(10**7, "GBP")
            limits = (
                delegations.Limit(money, "one act"),
                delegations.Limit(Money(10**12, "GBP"), "financial year"),
            )
            if at % 5 or not roots:
                scope = delegations.Scope((self.random.choice(self.codes),), limits, onward=1)
                giver = f"body:{self.random.choice(GIVERS)}"
                granted = delegations.Granted(make("g"), giver, (holder,), "scheme 4", scope)
                roots.append(granted)
                self.holders[granted.delegation] = holder
                yield granted
            else:
                above = self.random.choice(
                    [one for one in self.random.choices(roots, k=4) if one.to != (holder,)]
                )
                scope = delegations.Scope(above.scope.functions, limits)
                yield delegations.PassedOn(make("g"), above.delegation, above.by, (holder,), scope)

    def _acts(self, count: int, given: Sequence[delegations.Granted]) -> Iterator[Body]:
        make = ids.Maker(ids.new_request())
        for _ in range(count):
            one = self.random.choice(given)
            amount, text = Money(self.random.randint(1, 10**6), "GBP"), Words.of("an act")
            yield delegations.Used(
                make("a"), (one.delegation,), one.by, one.to, one.scope.functions[0], amount, text
            )

    def _record(self, day: str, made: Any) -> None:  # noqa: ANN401 - facts of any kind
        page: list[Body] = []
        for body in made:
            page.append(body)
            if len(page) == BATCH:
                self.ledger.record(self._request(page, day), (self.officer,))
                page = []
        if page:
            self.ledger.record(self._request(page, day), (self.officer,))

    def _request(self, made: Sequence[Body], day: str) -> Request:
        proposals = tuple(Proposal(body, day, Acted(person=self._actor(body))) for body in made)
        return Request(ids.new_request(), proposals, os.urandom(32))

    def _actor(self, body: Body) -> str:
        """Say who acts: whoever uses authority, or passes it on."""
        match body:
            case delegations.Used():
                return body.persons[0]
            case delegations.PassedOn():
                return self.holders[body.parent]
        return self.clerk


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def ask(store: Store, scheme: Scheme) -> None:
    """Ask who may, and whether somebody may, again and again; half of those who are asked about may."""
    session: Any = SimpleNamespace(store=store, seen=Seen(), settings=SimpleNamespace(as_json=True))
    past = Past(session)
    given = [one for _, one in past.every(delegations.Granted)]
    begun = time.perf_counter()
    for code in scheme.codes:
        _who(session, code, "")
    cold = (time.perf_counter() - begun) / len(scheme.codes)
    print(
        f"authority who\t{cold * 1000:.1f} ms each, of a function not asked for since the log grew",
        flush=True,
    )
    for title, question in (("authority check", _check), ("authority who", _who)):
        taken, yes = [], 0
        for at in range(ASKED):
            granted = scheme.random.choice(given)
            function = granted.scope.functions[0] if at % 2 else scheme.random.choice(scheme.codes)
            begun = time.perf_counter()
            yes += question(session, function, granted.to[0])
            taken.append(time.perf_counter() - begun)
        taken = taken[ASKED // 10 :]
        middle, high = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        print(
            f"{title}\t{middle * 1000:.1f} ms\tp95 {high * 1000:.1f} ms\tbar {BAR * 1000:.0f} ms\t{yes} yes",
            flush=True,
        )


def _check(session: Any, function: str, person: str) -> bool:  # noqa: ANN401 - a session as far as it is asked for
    asked = asking.Asked(asking.Whom(person, (person,), person), function, Money(10**6, "GBP"), DAY)
    known = authorities.read(session, asked, (), asked.parties)
    return any(one.verdict is Verdict.MET for one in authorities.candidates(asked, known))


def _who(session: Any, function: str, _: str) -> bool:  # noqa: ANN401 - a session as far as it is asked for
    asked = asking.Asked(asking.Whom("anybody", (), None), function, Money(10**6, "GBP"), DAY)
    catalogue = Past(session).state("functions").functions.on(DAY)
    return bool(authorities.everybody(session, asked, catalogue))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--instruments", type=int, default=10_000)
    parser.add_argument("--acts", type=int, default=100_000)
    args = parser.parse_args()
    folder = args.folder or Path(tempfile.mkdtemp(prefix="remit-bench-"))
    scheme = Scheme(folder)
    if not (folder / "ledger.db").exists():
        folder.mkdir(parents=True, exist_ok=True)
        scheme.build(args.instruments, args.acts)
    with Store.open(str(folder / "ledger.db")) as store:
        print(f"{store.head().size} facts", flush=True)
        ask(store, scheme)


if __name__ == "__main__":
    main()
