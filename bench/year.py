"""Time every command that a clerk waits for, on a year of a large partnership; start-up is included.

A hundred members, twelve meetings of forty items each, every vote recorded by name: about 50,000 facts.
``python bench/year.py [FOLDER]``: an existing folder is used again.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ledger import ed25519, heads, keyfiles
from ledger.acts import Proposal
from ledger.checkpoint import VerifierKey
from ledger.facts import (
    Body,
    bodies,
    decisions,
    founding,
    interests,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    programme,
    terms,
)
from ledger.facts.words import Words, key_text
from ledger.outbox import Outbox
from ledger.request import FACTS_MAX, Request
from ledger.service import Ledger
from ledger.store import Store
from ledger_cli import ids
from ledger_cli.settings import Settings

ORIGIN = "example.org/year"
BODY = "board"
MEMBERS, MEETINGS, ITEMS = 100, 12, 40
FIRST = "2025-01-01"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of a ledger that is thrown away
BAR = 0.6
TRIES = 3


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Year:
    """A ledger with one year of one body."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(str(folder / "year.ledger"))
        self.key = folder / "officer.key"
        self.make = ids.Maker(ids.new_request())
        self.people = [self.make("p") for _ in range(MEMBERS)]
        self.meetings = [self.make("m") for _ in range(MEETINGS)]
        first = date.fromisoformat(FIRST)
        self.days = [(first + timedelta(days=28 * month + 14)).isoformat() for month in range(MEETINGS)]

    def build(self) -> int:
        """Make the ledger and record the year; give how many facts there are."""
        officer, recovery, log = (ed25519.PrivateKey.generate() for _ in range(3))
        clerk = self.make("p")
        self.settings.folder.mkdir(parents=True, exist_ok=True)
        keyfiles.write_private(self.key, officer, PASSPHRASE.encode(), comment="bench")
        store = Store.create(self.settings.store)
        ledger = Ledger(store, Outbox(self.settings.folder / "outbox"), now)
        founded = founding.Founded(
            ORIGIN,
            key_text(log.public),
            clerk,
            Words.of("Officer"),
            key_text(officer.public),
            key_text(recovery.public),
        )
        ledger.found(_request([Proposal(founded, FIRST)]), ids.new_ledger(), (officer, recovery))
        heads.sign_head(store, self.settings.head_file, VerifierKey(ORIGIN, log.public), log)
        waiting: list[Proposal] = []
        for proposal in self._facts():
            waiting.append(proposal)
            if len(waiting) == FACTS_MAX:
                ledger.record(_request(waiting), (officer,))
                waiting = []
        ledger.record(_request(waiting), (officer,))
        heads.sign_head(store, self.settings.head_file, VerifierKey(ORIGIN, log.public), log)
        size = store.head().size
        store.close()
        return size

    def _facts(self) -> Iterator[Proposal]:
        for body in self._founding():
            yield Proposal(body, FIRST)
        for index, day in enumerate(self.days):
            for body in self._meeting(self.meetings[index], index):
                yield Proposal(body, day)
        coming = programme.Scheduled(self.make("m"), BODY, "2027-03-15", "10 am", None)
        yield Proposal(coming, self.days[-1])

    def _founding(self) -> Iterator[Body]:
        yield organisations.Registered("council", "Council", "council")
        yield bodies.Constituted(BODY, "Board", "an instrument", ("council",))
        yield terms.Adopted(_terms(), FIRST)
        for number, person in enumerate(self.people):
            yield organisations.PersonRegistered(person, Words.of(f"Member {number}"))
            yield members.Appointed(BODY, person, f"seat-{number}", "appointed", FIRST)
        yield offices.Elected(BODY, "chair", self.people[0], "2025", FIRST, None)
        for meeting, day in zip(self.meetings, self.days, strict=True):
            yield programme.Scheduled(meeting, BODY, day, "10 am", None, programme="2025")

    def _meeting(self, meeting: str, index: int) -> Iterator[Body]:
        absent = self.people[index + 1 :: 17]
        present = tuple(person for person in self.people if person not in absent)
        yield meetings.Opened(meeting, BODY, "meeting", "10 am", Words.of("Town hall"))
        yield meetings.Attended(meeting, present, (), tuple(absent))
        yield meetings.Presided(meeting, self.people[0], "chair", "office")
        yield interests.NoneDeclared(meeting)
        for number in range(1, ITEMS + 1):
            yield from self._item(meeting, number, present)
        if index:
            yield minutes.Presented(self.meetings[index - 1], "council", "Cabinet")
        yield meetings.Closed(meeting)

    def _item(self, meeting: str, number: int, present: tuple[str, ...]) -> Iterator[Body]:
        item, motion = self.make("i"), self.make("v")
        yield meetings.ItemOpened(meeting, item, str(number), Words.of(f"Item {number}"), None)
        put = decisions.MotionPut(
            motion, meeting, item, Words.of("That it be so"), moved=True, proposer=present[0],
            seconded=True, seconder=present[1],
        )  # fmt: skip
        yield put
        for person in present:
            yield decisions.VoteCast(motion, meeting, person, "for", decisions.AS_PUT)
        part = decisions.Part("1", "decision", Words.of("It is so"))
        yield decisions.Resolved(self.make("d"), meeting, item, "vote", (motion,), (part,))
        yield decisions.FollowUpNoted(self.make("f"), meeting, item, Words.of("Report back"), "next")

    def commands(self) -> list[tuple[str, ...]]:
        """Give what a clerk types, questions first, then acts of today."""
        last, chair = self.days[-1], "Member 0"
        return [
            ("--help",),
            ("register", BODY, "--on", last),
            ("seat", "list", BODY, "--on", last),
            ("seat", "vacancies", BODY, "--on", last),
            ("member", "numbers", BODY),
            ("office", "show", BODY, "--on", last),
            ("meeting", "list", BODY),
            ("meeting", "show", last, BODY),
            ("meeting", "quorum", last, BODY),
            ("meeting", "template", "2027-03-15", BODY),
            ("agenda", "build", "2027-03-15", BODY),
            ("programme", "show", BODY, "--year", "2025"),
            ("attendance", "table", BODY, "--from", FIRST, "--to", last),
            ("interest", "against", last, BODY),
            ("minutes", "write", last, BODY, "--format", "md"),
            ("decisions", BODY),
            ("timeline", "--first", "40000", "--last", "40050"),
            ("person", "list"),
            ("terms", "show", BODY),
            ("member", "end", BODY, "Member 99", "--reason", "resigned", "--dry-run"),
            ("attendance", "review", BODY, "Member 3", "--by", chair, "--outcome", "excused",
             "--reason", "illness", "--from", FIRST, "--to", last, "--dry-run"),
            ("deputy", "name", BODY, "Member 5", "Officer", "--standing", "--dry-run"),
            ("meeting", "schedule", BODY, "2027-06-15", "--dry-run"),
        ]  # fmt: skip


def _terms() -> terms.Terms:
    seats = tuple(
        terms.Seat(f"seat-{number}", "sector", ("council",), "member", f"Member {number}", "1")
        for number in range(MEMBERS)
    )
    everybody = terms.Filter()
    return terms.Terms(
        body=BODY,
        version="2025",
        title="Terms of reference",
        cited="terms",
        founders=("council",),
        seats=seats,
        offices=(terms.Office("chair", "Chair", "2"),),
        rules=(
            terms.QuorumRule("QUO-1", "3", "stated", "a third", terms.Share(everybody, 33, "seats")),
            terms.VotingRule("VOT-1", "4", "stated", "one vote each", everybody),
            terms.MajorityRule("MAJ-1", "4", "stated", "more than half", "votes cast"),
            terms.AttendanceRule(
                "ATT-1", "5", "stated", "half", percent=50, months=12, reviewed_by=("chair",)
            ),
        ),
    )


def _request(proposals: list[Proposal]) -> Request:
    return Request(ids.new_request(), tuple(proposals), os.urandom(32))


def run(year: Year, command: tuple[str, ...]) -> tuple[float, int]:
    """Run a command as a clerk does; give the seconds (the middle of three) and the exit code."""
    given = dict(
        os.environ, REMIT_STORE=year.settings.store, REMIT_KEY=str(year.key), REMIT_PASSPHRASE=PASSPHRASE
    )
    taken, code = [], 0
    for _ in range(TRIES):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "ledger_cli", *command], env=given, capture_output=True, check=False
        )
        taken.append(time.perf_counter() - start)
        code = done.returncode
        if code not in {0, 1, 8}:
            print(done.stderr.decode()[-300:])
    return statistics.median(taken), code


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch)
        year = Year(folder)
        if not Path(year.settings.store).exists():
            start = time.perf_counter()
            size = year.build()
            each = size / (time.perf_counter() - start)
            print(f"{size:,} facts, judged and recorded at {each:,.0f}/s", flush=True)
        for command in year.commands():
            taken, code = run(year, command)
            slow = "" if taken <= BAR else f"over the bar of {BAR} s"
            print(f"{taken:.2f} s\t{code}\t{' '.join(command)}\t{slow}", flush=True)


if __name__ == "__main__":
    main()
