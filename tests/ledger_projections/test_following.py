"""Following the log: pages, places, other versions, other logs, two followers at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from tests.examples import BEN, EXAMPLES, SEAL
from tests.ledger_projections.making import ListedLog, Said, unknown_type

from ledger.entry import Entry
from ledger.errors import Conflict, Malformed, Oversized, StorageError, Tampered
from ledger.facts import members
from ledger_projections import following
from ledger_projections.database import Database
from ledger_projections.following import follow, places, prepare
from ledger_projections.register import REGISTER
from ledger_projections.timeline import TIMELINE
from ledger_projections.views import PROJECTIONS, Views


def reached(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return {name: place.position for name, place in places(connection, PROJECTIONS).items()}


def tell(database: Database, statement: str) -> None:
    with database.writing() as connection:
        connection.execute(text(statement))


def test_read_models_follow_the_log_as_it_grows(views: Views) -> None:
    log = ListedLog(*EXAMPLES[:10])
    assert views.follow(log) == 10
    log.add(*EXAMPLES[10:])
    assert views.follow(log) == len(EXAMPLES)
    assert views.follow(log) == len(EXAMPLES)
    assert len(list(views.timeline())) == len(EXAMPLES)


def test_the_log_is_read_page_by_page(views: Views, database: Database) -> None:
    log = ListedLog(*EXAMPLES[:10])
    heard: list[tuple[int, int]] = []
    follow(database, log, PROJECTIONS, page=4, told=lambda at, of: heard.append((at, of)))
    assert log.scans == [(1, 4), (5, 8), (9, 10)]
    assert heard == [(4, 10), (8, 10), (10, 10)]
    assert views.position == 10


def test_an_unknown_type_of_fact_stops_the_read_models_before_it(database: Database) -> None:
    prepare(database, PROJECTIONS)
    log = ListedLog(*EXAMPLES[:5])
    log.entries.append(unknown_type(6))
    with pytest.raises(Malformed, match="expected canonical JSON, got: Invalid value 'member.promoted/1'"):
        follow(database, log, PROJECTIONS, page=5)
    assert reached(database) == dict.fromkeys(("register", "decisions", "timeline"), 5)


def test_rows_and_place_are_written_together_or_not_at_all(
    views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Oversized("power cut")

    log = ListedLog(*EXAMPLES)
    with monkeypatch.context() as broken:
        broken.setattr(following, "_reach", fail)
        with pytest.raises(Oversized):
            views.follow(log)
    assert (views.position, list(views.timeline())) == (0, [])
    views.follow(log)
    assert views.require_undrifted(log) == views.digests()


def test_another_version_is_dropped_and_rebuilt_and_the_others_stay(database: Database, views: Views) -> None:
    log = ListedLog(*EXAMPLES)
    views.follow(log)
    right = views.digests()
    tell(database, "UPDATE view_tracking SET version = 0 WHERE name = 'register'")
    tell(database, "DROP TABLE view_member")
    again = Views(database)
    assert reached(database) == {"register": 0, "decisions": len(EXAMPLES), "timeline": len(EXAMPLES)}
    assert again.follow(log) == len(EXAMPLES)
    assert again.digests() == right


def test_a_newer_version_in_the_code_rebuilds_too(database: Database, views: Views) -> None:
    views.follow(ListedLog(*EXAMPLES))
    prepare(database, (replace(REGISTER, version=REGISTER.version + 1), TIMELINE))
    assert reached(database) == {"register": 0, "decisions": len(EXAMPLES), "timeline": len(EXAMPLES)}


def test_a_read_model_that_lags_catches_up_and_then_goes_with_the_others(
    database: Database, views: Views
) -> None:
    log = ListedLog(*EXAMPLES[:12])
    follow(database, log, PROJECTIONS, upto=5)
    tell(database, "UPDATE view_tracking SET version = 0 WHERE name = 'timeline'")
    log.scans.clear()
    prepare(database, PROJECTIONS)
    follow(database, log, PROJECTIONS, page=4)
    assert log.scans == [(5, 5), (1, 4), (5, 5), (6, 9), (10, 12)]  # the first: is it the same log?
    assert views.require_undrifted(log) == views.digests()


@pytest.mark.parametrize("table", ["view_tracking", "view_decision", "view_event", "view_person"])
def test_a_read_model_can_be_deleted_at_any_time_without_loss(
    database: Database, views: Views, table: str
) -> None:
    log = ListedLog(*EXAMPLES)
    views.follow(log)
    right = views.digests()
    tell(database, f"DROP TABLE {table}")
    again = Views(database)
    again.follow(log)
    assert again.digests() == right


def test_a_read_model_that_is_ahead_of_the_log_is_refused(views: Views) -> None:  # H2, S6
    log = ListedLog(*EXAMPLES)
    views.follow(log)
    message = f"read model register: expected a log of at least {len(EXAMPLES)} entries, got 3"
    with pytest.raises(Tampered, match=message):
        views.follow(log.first(3))


def test_a_read_model_of_another_log_is_refused(views: Views) -> None:  # S6
    log = ListedLog(*EXAMPLES)
    views.follow(log)
    other = log.with_other(len(EXAMPLES), Said(EXAMPLES[0]))
    with pytest.raises(Tampered, match=f"expected entry {len(EXAMPLES)} to be {log.entries[-1].hash.hex()}"):
        views.follow(other)
    assert views.rebuild(other) == len(EXAMPLES)


class Short(ListedLog):
    """A log that gives fewer entries than it says it has."""

    def scan(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        yield from list(super().scan(first, last))[:-1]


def test_a_log_that_gives_fewer_entries_than_it_has_is_refused(views: Views) -> None:
    with pytest.raises(Tampered, match="expected entries 1 to 2, got 1"):
        views.follow(Short(*EXAMPLES[:2]))
    with pytest.raises(Tampered, match="expected entries 1 to 1, got none"):
        views.follow(Short(*EXAMPLES[:1]))
    assert views.position == 0


class Overtaken(ListedLog):
    """A log that another process follows while this one reads it."""

    def __init__(self, database: Database) -> None:
        super().__init__(*EXAMPLES)
        self.other: Database | None = database

    def scan(self, first: int = 1, last: int | None = None) -> Iterator[Entry]:
        other, self.other = self.other, None
        if other is not None:
            follow(other, self, PROJECTIONS, upto=7)
        yield from super().scan(first, last)


def test_two_followers_write_each_fact_once(views: Views, database: Database) -> None:
    log = Overtaken(database)
    views.follow(log)
    assert [one.number for one in views.timeline()] == list(range(1, len(EXAMPLES) + 1))
    assert log.scans[-1][0] == 8
    assert views.require_undrifted(log) == views.digests()


def test_what_one_page_begins_another_can_end(views: Views, database: Database) -> None:
    log = ListedLog(members.Appointed("icp", BEN, None, "appointed", None))
    log.add(*(EXAMPLES[:5]), members.Ended("icp", BEN, None, SEAL))
    for page in (1, 3, 7, 100):
        views.rebuild(ListedLog())
        follow(database, log, PROJECTIONS, page=page)
        (member,) = views.register("icp").members
        assert (member.number, member.until, member.known_from) == (1, "2026-11-20", 7)


def test_a_read_model_deleted_while_it_is_followed_is_a_conflict(views: Views, database: Database) -> None:
    tell(database, "DELETE FROM view_tracking")
    with pytest.raises(Conflict, match="read model register: expected its place, got none"):
        views.follow(ListedLog(*EXAMPLES))


def test_a_database_that_fails_is_a_storage_error(views: Views, database: Database) -> None:
    tell(database, "DROP TABLE view_event")
    with pytest.raises(StorageError, match="no such table: view_event"):
        views.follow(ListedLog(*EXAMPLES))
