"""Words that somebody put into the database are not shown as if they had been signed."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from tests.ledger_cli.desk import Desk

from ledger.errors import Tampered
from ledger.replay import recorded
from ledger_cli import sealedwords
from ledger_cli.session import Session
from ledger_cli.settings import Settings


def swap(statement: str) -> None:
    with closing(sqlite3.connect("remit.ledger")) as database, database:
        assert database.execute(statement).rowcount == 1


@pytest.mark.parametrize(
    "words", [("person", "list"), ("register", "icp"), ("meeting", "show", "2024-03-25", "icp")]
)
def test_a_name_that_was_changed_in_the_database_is_found(
    sitting: Desk, words: tuple[str, ...]
) -> None:  # H1
    if words[0] == "meeting":
        words = ("meeting", "show", "m-" + "a" * 16)
    swap("UPDATE ledger_opening SET text = 'Eve Other' WHERE text = 'Jo Bloggs'")
    said = sitting(*words)
    assert said.code == 7
    assert "body.name: expected the text that was sealed, got another" in said.err


def test_a_person_is_not_found_by_a_name_that_was_put_in(desk: Desk) -> None:  # H1
    swap("UPDATE ledger_opening SET text = 'Eve Other' WHERE text = 'Jo Bloggs'")
    said = desk("authority", "check", "grants", "--by", "Eve Other")
    assert said.code == 7


def test_words_under_a_path_that_the_fact_does_not_seal_are_found(desk: Desk) -> None:  # H7
    swap("UPDATE ledger_opening SET path = 'body.motto' WHERE text = 'Jo Bloggs'")
    said = desk("person", "list")
    assert said.code == 7
    assert "body.motto: expected words that the fact commits to, got others" in said.err


def test_a_person_whose_name_is_gone_is_listed_all_the_same(desk: Desk) -> None:
    swap("DELETE FROM ledger_opening WHERE text = 'Jo Bloggs'")
    said = desk("person", "list")
    assert said.code == 0
    assert "words missing" in said.out


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("r-" + "z" * 16 + "/1", "expected the request that words belong to, got none"),
        ("r-" + "a" * 16 + "/999", "expected the fact that words belong to, got none"),
    ],
    ids=["no request", "no fact"],
)
@pytest.mark.usefixtures("desk")
def test_words_of_a_fact_that_is_not_there_are_found(fact: str, message: str) -> None:  # H7
    swap(f"UPDATE ledger_opening SET fact = '{fact}' WHERE text = 'Jo Bloggs'")
    with Session(Settings("remit.ledger")) as session, pytest.raises(Tampered, match=message):
        sealedwords.read(session.store, [fact])


def test_words_of_another_fact_are_found(desk: Desk) -> None:  # H7
    last = desk.size
    with Session(Settings("remit.ledger")) as session:
        request = recorded(next(session.store.scan(last, last))).fact.id.split("/")[0]
    swap(f"UPDATE ledger_request SET first = first - 1 WHERE id = '{request}'")
    swap(f"UPDATE ledger_opening SET fact = '{request}/1' WHERE text = 'Jo Bloggs'")
    with (
        Session(Settings("remit.ledger")) as session,
        pytest.raises(Tampered, match="words belong to, got r-"),
    ):
        sealedwords.read(session.store, [f"{request}/1"])
