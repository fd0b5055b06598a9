"""Asking the read models: days and numbers, digests, drift, rebuilding meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from tests.examples import BEN, EXAMPLES, SEAL
from tests.ledger_projections.making import ListedLog, Said

from ledger.errors import Conflict, Malformed, StorageError, Tampered
from ledger.facts import members
from ledger_projections import views as views_module
from ledger_projections.database import Database
from ledger_projections.views import Views


def recorded_at(*instants: str) -> ListedLog:
    return ListedLog(*(Said(EXAMPLES[0], recorded=instant) for instant in instants))


def test_known_at_a_day_is_the_last_entry_recorded_by_the_end_of_that_day_in_london(views: Views) -> None:
    views.follow(
        recorded_at(
            "2024-06-29T10:00:00.000000Z",
            "2024-06-30T22:59:59.999999Z",
            "2024-06-30T23:00:00.000000Z",  # midnight in summer time
            "2024-12-31T23:59:59.999999Z",
            "2025-01-01T00:00:00.000000Z",
        )
    )
    days = ("2024-06-28", "2024-06-29", "2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01")
    assert [views.known_at(day) for day in days] == [0, 1, 2, 3, 4, 5]
    assert views.known_at("2999-12-31") == 5


def test_known_at_nothing_in_particular_is_the_last_entry(views: Views) -> None:
    assert views.known_at(None) == 0
    views.follow(ListedLog(*EXAMPLES))
    assert views.known_at(None) == len(EXAMPLES)


@pytest.mark.parametrize("number", [-1, 4])
def test_a_number_that_the_ledger_has_not_reached_is_refused(views: Views, number: int) -> None:
    views.follow(ListedLog(*EXAMPLES[:3]))
    with pytest.raises(Malformed, match=f"expected the number of an entry, at most 3, got {number}"):
        views.register("icp", known_at=number)


@pytest.mark.parametrize(
    "day", ["2026", "31/02/2024", "2024-02-30", "20240325", "2024-W13-1", "", "2024-3-25"]
)
def test_what_is_not_a_day_is_refused(views: Views, day: str) -> None:
    for ask in (
        lambda: views.register("icp", day),
        lambda: views.decisions("icp", on=day),
        lambda: views.timeline(known_at=day),
    ):
        with pytest.raises(Malformed, match="expected a day such as 2024-03-25, got '"):
            ask()


DRIFTS = {
    "a row altered": ("register", "UPDATE view_member SET seat = 'chief'"),
    "a row left out": ("timeline", "DELETE FROM view_event WHERE number = 9"),
    "a row twice": (
        "decisions",
        (
            "INSERT INTO view_item SELECT number, item, '', '9', fact, path, NULL, since, until, 32, NULL "
            "FROM view_item"
        ),
    ),
    "known too long": ("register", "UPDATE view_member SET known_to = NULL"),
    "in effect too long": ("register", "UPDATE view_member SET until = NULL"),
    "a finding hidden": ("decisions", "UPDATE view_decision SET findings = '[{}]'"),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_drift_from_the_log_is_found(views: Views, database: Database, drift: str) -> None:  # S6
    name, statement = DRIFTS[drift]
    log = ListedLog(*EXAMPLES, members.Ended("icp", BEN, "chair", SEAL))
    views.follow(log)
    right = views.require_undrifted(log)
    with database.writing() as connection:
        connection.execute(text(statement))
    with pytest.raises(Tampered, match=f"read model {name}: expected digest {right[name]}"):
        views.require_undrifted(log)
    views.rebuild(log)
    assert views.require_undrifted(log) == right


def test_the_digest_at_a_number_is_that_of_the_log_as_it_was(views: Views) -> None:
    log = ListedLog(*EXAMPLES, members.Ended("icp", BEN, "chair", SEAL))
    views.follow(log)
    late = views.digests(known_at=12)
    views.rebuild(log.first(12))
    assert views.digests() == late


def test_digests_are_taken_in_pages(views: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    views.follow(ListedLog(*EXAMPLES))
    whole = views.digests()
    monkeypatch.setattr("ledger_projections.digests.PAGE", 2)
    assert views.digests() == whole


def test_a_question_that_a_rebuild_overtakes_is_a_conflict(
    views: Views, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_module, "PAGE", 2)
    log = ListedLog(*EXAMPLES[:6])
    views.follow(log)
    lines = views.timeline()
    assert [next(lines).number, next(lines).number] == [1, 2]
    views.rebuild(log.first(3))
    with pytest.raises(Conflict, match="expected read models up to entry 6, got 3: they are being rebuilt"):
        next(lines)


def test_read_models_of_a_ledger_that_is_not_there_are_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="expected the file of a ledger, got none"):
        Views.open(tmp_path / "none.db")


def test_read_models_in_a_file_that_is_no_database_are_a_storage_error(tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"no database" * 100)
    with pytest.raises(StorageError, match="file is not a database"):
        Views.open(junk)
