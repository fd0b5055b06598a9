"""Time every command that a clerk waits for, on a year of a large partnership; start-up is included.

A hundred members, twelve meetings of forty items each, every vote recorded by name: about 50,000 facts.
``python bench/year.py [FOLDER]``: an existing folder is used again. ``--items N``: fewer items, to try it.
``--years N``: so many years up to that one, what was to be done in the earlier ones done. ``--only WORD``:
the commands that begin with it.
"""

from __future__ import annotations

import argparse
import os
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
    deputies,
    followups,
    founding,
    interests,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    programme,
    terms,
    voting,
)
from ledger.facts.filters import Filter
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
FIRST, COMING, EXTRA = "2025-01-01", "2027-03-15", "2026-01-12"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of a ledger that is thrown away
BAR = 0.6
TRIES = 5
ANSWERS = frozenset({0, 1, 8})
DIGEST = "sha256:" + "0" * 64

Dated = tuple[str, Body]
"""A day and what took effect on it."""


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


class Year:
    """A ledger with one year of one body; its ids are the same every time."""

    def __init__(self, folder: Path, items: int = ITEMS, years: int = 1) -> None:
        self.settings = Settings(str(folder / "year.ledger"))
        self.key, self.file = folder / "officer.key", folder / "meeting.yaml"
        self.make = ids.Maker("r-" + "a" * 16)
        self.people = [self.make("p") for _ in range(MEMBERS)]
        held = MEETINGS * years
        self.meetings = [self.make("m") for _ in range(held)]
        self.items = [[self.make("i") for _ in range(items)] for _ in range(held)]
        self.motions = [[self.make("v") for _ in range(items)] for _ in range(held)]
        self.first = after(FIRST, -28 * MEETINGS * (years - 1))
        self.days = [after(self.first, 28 * month + 14) for month in range(held)]
        self.noted: dict[int, list[str]] = {}

    def build(self) -> int:
        """Make the ledger and record the year; give how many facts there are."""
        officer, recovery, log = (ed25519.PrivateKey.generate() for _ in range(3))
        self.settings.folder.mkdir(parents=True, exist_ok=True)
        for place, key in ((self.key, officer), (self.settings.log_key, log)):
            keyfiles.write_private(place, key, PASSPHRASE.encode(), comment="bench")
        self.file.write_text(self._file(), encoding="utf-8")
        store = Store.create(self.settings.store)
        ledger = Ledger(store, Outbox(self.settings.folder / "outbox"), now)
        keys = (key_text(one.public) for one in (log, officer, recovery))
        logs, officers, recoveries = keys
        clerk = Words.of("Officer")
        founded = founding.Founded(ORIGIN, logs, self.make("p"), clerk, officers, recoveries)
        ledger.found(_request([Proposal(founded, self.first)]), ids.new_ledger(), (officer, recovery))
        heads.sign_head(store, self.settings.head_file, VerifierKey(ORIGIN, log.public), log)
        waiting: list[Proposal] = []
        for day, body in self._facts():
            waiting.append(Proposal(body, day))
            if len(waiting) == FACTS_MAX:
                ledger.record(_request(waiting), (officer,))
                waiting = []
        ledger.record(_request(waiting), (officer,))
        heads.sign_head(store, self.settings.head_file, VerifierKey(ORIGIN, log.public), log)
        size = store.head().size
        store.close()
        return size

    def _facts(self) -> Iterator[Dated]:
        for body in (*self._founding(), *self._people()):
            yield self.first, body
        for index, day in enumerate(self.days):
            yield from ((after(day, -14), body) for body in self._agenda(index))
            yield from ((day, body) for body in self._meeting(index))
            yield from ((after(day, 3), body) for body in self._afterwards(index))
        coming = self.make("m")
        yield self.days[-1], programme.Scheduled(coming, BODY, COMING, "10 am", None)
        for number in range(20):
            title, number_ = Words.of(f"Coming item {number}"), str(number + 1)
            item = programme.ItemPlanned(self.make("i"), BODY, coming, title, "other", number_)
            yield self.days[-1], item

    def _founding(self) -> Iterator[Body]:
        yield organisations.Registered("council", "Council", "council")
        yield bodies.Constituted(BODY, "Board", "an instrument", ("council",))
        yield terms.Adopted(_terms(), self.first)
        for meeting, day in zip(self.meetings, self.days, strict=True):
            yield programme.Scheduled(meeting, BODY, day, "10 am", None, programme="2025")

    def _people(self) -> Iterator[Body]:
        for number, person in enumerate(self.people):
            yield organisations.PersonRegistered(person, Words.of(f"Member {number}"))
            nominated = members.Nominated(self.make("n"), BODY, person, f"seat-{number}", "council")
            yield nominated
            yield members.Appointed(
                BODY, person, f"seat-{number}", "appointed", self.first, nomination=nominated.nomination
            )
        yield offices.Elected(BODY, "chair", self.people[0], "2025", self.first, None)
        for number in range(0, MEMBERS, 2):
            stand_in, member = self.make("p"), self.people[number]
            yield organisations.PersonRegistered(stand_in, Words.of(f"Deputy {number}"))
            yield deputies.Nominated(self.make("s"), BODY, member, f"seat-{number}", stand_in)

    def _agenda(self, index: int) -> Iterator[Body]:
        """Give what goes out before a meeting, and what others ask of it."""
        meeting, items = self.meetings[index], tuple(self.items[index])
        for number, item in enumerate(items, 1):
            title = Words.of(f"Item {number}")
            yield programme.ItemPlanned(item, BODY, meeting, title, "other", str(number))
        yield programme.AgendaPublished(meeting, BODY, 1, items)
        for number, item in enumerate(items, 1):
            paper = Words.of(f"Paper {number}")
            yield programme.PaperPublished(self.make("b"), meeting, BODY, item, 1, paper, DIGEST)
        for number in range(4):
            why, asker = Words.of(f"Reason {number}"), Words.of(f"Resident {number}")
            visit, question = self.make("o"), self.make("q")
            yield programme.VisitRequested(visit, BODY, meeting, "council", None, why)
            yield programme.VisitAnswered(visit, BODY, self.people[0], "welcome", why)
            yield programme.QuestionPut(question, BODY, meeting, asker, why)
            yield programme.QuestionAnswered(question, BODY, "in writing", why)

    def _meeting(self, index: int) -> Iterator[Body]:
        meeting, chair = self.meetings[index], self.people[0]
        absent = self.people[index + 1 :: 17]
        present = tuple(person for person in self.people if person not in absent)
        yield meetings.Opened(meeting, BODY, "meeting", "10 am", Words.of("Town hall"))
        yield meetings.Attended(meeting, present, (), tuple(absent))
        yield meetings.Presided(meeting, chair, "chair", "office")
        yield interests.NoneDeclared(meeting)
        for place, item in enumerate(self.items[index]):
            yield from self._item(index, place, present)
            if 0 < index <= len(self.meetings) - MEETINGS and not place:
                yield from (followups.Closed(one, BODY, "done") for one in self.noted[index - 1])
            if index and not place:
                before = self.meetings[index - 1]
                yield minutes.Agreed(meeting, item, before, None)
                yield minutes.Signed(meeting, before, chair)
        yield meetings.Closed(meeting)

    def _item(self, index: int, place: int, present: tuple[str, ...]) -> Iterator[Body]:
        meeting, item, motion = self.meetings[index], self.items[index][place], self.motions[index][place]
        number = str(place + 1)
        yield meetings.ItemOpened(meeting, item, number, Words.of(f"Item {number}"), None)
        text, mover, seconder = Words.of("That it be so"), present[0], present[1]
        yield decisions.MotionPut(motion, meeting, item, text, True, mover, True, seconder)  # noqa: FBT003
        for person in present:
            yield decisions.VoteCast(motion, meeting, person, "for", decisions.AS_PUT)
        part = decisions.Part("1", "decision", Words.of("It is so"))
        yield decisions.Resolved(self.make("d"), meeting, item, "vote", (motion,), (part,))
        follow_up = self.make("f")
        self.noted.setdefault(index, []).append(follow_up)
        yield decisions.FollowUpNoted(follow_up, meeting, item, Words.of("Report back"), "next")

    def _afterwards(self, index: int) -> Iterator[Body]:
        meeting = self.meetings[index]
        for number, item in enumerate(self.items[index], 1):
            told = f"The board talked item {number} over at length. " * 4
            yield minutes.Narrated(meeting, item, "clerk", Words.of(told.strip()))
        yield minutes.Issued(meeting, "draft", 1, DIGEST)
        yield minutes.Presented(meeting, "council", "Cabinet")

    def _file(self) -> str:
        names = ", ".join(f"Member {number}" for number in range(60))
        items = "".join(
            f'  - number: "{number}"\n    title: Item {number}\n    note: It was noted.\n'
            for number in range(1, 9)
        )
        head = f"body: {BODY}\ndate: {EXTRA}\nplace: Town hall\npresent: [{names}]\n"
        return f"{head}interests: none\nitems:\n{items}"

    def commands(self) -> list[tuple[str, ...]]:
        """Give what a clerk types: questions, then acts of today, all but one judged and shown only."""
        recorded = ("person", "register", "A newcomer", "--yes")
        return [*self._questions(), *((*act, "--dry-run") for act in self._acts()), recorded]

    def _questions(self) -> list[tuple[str, ...]]:
        last = self.days[-1]
        return [
            ("--help",),
            ("register", BODY, "--on", last),
            ("seat", "list", BODY, "--on", last),
            ("seat", "vacancies", BODY, "--on", last),
            ("seat", "show", BODY, "seat-7", "--on", last),
            ("member", "numbers", BODY),
            ("member", "nominations", BODY),
            ("person", "list"),
            ("person", "positions", "Member 7"),
            ("office", "show", BODY, "--on", last),
            ("deputy", "list", BODY, "--on", last),
            ("meeting", "list", BODY),
            ("meeting", "show", last, BODY),
            ("meeting", "quorum", last, BODY),
            ("meeting", "template", COMING, BODY),
            ("programme", "show", BODY, "--year", "2025"),
            ("agenda", "build", COMING, BODY),
            ("agenda", "show", last, BODY),
            ("agenda", "plan", BODY),
            ("paper", "list", last, BODY),
            ("visit", "list", BODY),
            ("question", "list", BODY),
            ("attendance", "table", BODY, "--from", FIRST, "--to", last),
            ("interest", "against", last, BODY),
            ("minutes", "write", last, BODY, "--format", "md"),
            ("minutes", "status", last, BODY),
            ("minutes", "presented", BODY),
            ("followup", "list", BODY),
            ("decisions", BODY),
            ("timeline", "--first", "40000", "--last", "40050"),
            ("terms", "show", BODY),
            ("body", "show", BODY),
            ("due", "--on", last),
            ("due", BODY, "--on", last, "--within", "30d"),
            ("status", BODY, "--on", last),
            ("key", "list"),
        ]

    def _acts(self) -> list[tuple[str, ...]]:
        last, motion = self.days[-1], self.motions[-1][-1]
        window = ("--from", FIRST, "--to", last)
        reviewed = ("--outcome", "excused", "--reason", "illness")
        return [
            ("member", "end", BODY, "Member 99", "--reason", "resigned"),
            ("attendance", "review", BODY, "Member 3", "--by", "Member 0", *reviewed, *window),
            ("deputy", "name", BODY, "Member 5", "Officer", "--standing"),
            ("meeting", "schedule", BODY, "2027-06-15"),
            ("vote", "cast", motion, "for", "--person", "Member 7"),
            ("correct", "19", "--set", "organisation=council", "--reason", "misread"),
            ("record", str(self.file)),
        ]


def _terms() -> terms.Terms:
    seats = tuple(
        terms.Seat(f"seat-{number}", "sector", ("council",), "member", f"Member {number}", "1")
        for number in range(MEMBERS)
    )
    everybody = Filter()
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
            terms.MajorityRule(
                rule="MAJ-1",
                clause="4",
                basis="stated",
                says="more than half",
                test=voting.VoteShare("votes cast", more_than="1/2"),
            ),
            terms.AttendanceRule(
                "ATT-1", "5", "stated", "half", percent=50, months=12, reviewed_by=("chair",)
            ),
            terms.MinutesRule("MIN-1", "6", "stated", "to the council", organisations=("council",)),
        ),
    )


def _request(proposals: list[Proposal]) -> Request:
    return Request(ids.new_request(), tuple(proposals), os.urandom(32))


def run(year: Year, *arguments: str, tries: int = TRIES) -> tuple[float, int, str]:
    """Run Python as a clerk's command does; give the seconds, the exit code and the talk.

    Seconds by the clock, as the clerk waits them, the fewest of a few tries: run it on a machine that does
    nothing else meanwhile.
    """
    given = dict(
        os.environ, REMIT_STORE=year.settings.store, REMIT_KEY=str(year.key), REMIT_PASSPHRASE=PASSPHRASE
    )
    given.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed Remit is compiled
    taken, code, told = [], 0, ""
    for _ in range(tries):
        before = time.perf_counter()
        done = subprocess.run([sys.executable, *arguments], env=given, capture_output=True, check=False)
        taken.append(time.perf_counter() - before)
        code, told = done.returncode, done.stderr.decode()
    return min(taken), code, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--items", type=int, default=ITEMS, help="items of each meeting")
    parser.add_argument("--years", type=int, default=1, help="years of meetings")
    parser.add_argument("--only", default="", help="commands that begin with this")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        year = Year(asked.folder or Path(scratch), asked.items, asked.years)
        if not Path(year.settings.store).exists():
            start = time.process_time()
            size = year.build()
            each = size / (time.process_time() - start)
            print(f"{size:,} facts, judged and recorded at {each:,.0f}/s", flush=True)
        taken, *_ = run(year, "-m", "ledger_cli", "register", BODY, tries=1)
        print(f"{taken:.2f} s\t\tthe first question: read models brought up to the log")
        for part in ("sqlalchemy", "ledger_cli.session"):
            taken, *_ = run(year, "-c", f"import {part}")
            print(f"{taken:.2f} s\t\tof every command: import {part}")
        for command in (one for one in year.commands() if " ".join(one).startswith(asked.only)):
            taken, code, told = run(year, "-m", "ledger_cli", *command)
            slow = "" if taken <= BAR else f"over the bar of {BAR} s"
            print(f"{taken:.2f} s\t{code}\t{' '.join(command)}\t{slow}", flush=True)
            if code not in ANSWERS:
                print(told[-300:], flush=True)


if __name__ == "__main__":
    main()
