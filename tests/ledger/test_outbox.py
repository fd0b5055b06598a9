"""The outbox: signed requests lie here until their receipts are in hand."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ledger.errors import StorageError
from ledger.outbox import Outbox
from ledger.sealed import Opening

FIRST, SECOND = "r-" + "a" * 16, "r-" + "b" * 16
OPENING = Opening(f"{FIRST}/1", "body.name", b"s" * 16, "Zoë")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    made = Outbox(tmp_path / "outbox")
    with made.held():
        made.put(FIRST, (b"{}", b"{ }"), (OPENING,))
    return made


def test_what_is_put_comes_back_byte_for_byte(outbox: Outbox) -> None:
    assert list(outbox.pending()) == [(FIRST, (b"{}", b"{ }"), (OPENING,))]


def test_requests_come_in_the_order_of_their_ids(outbox: Outbox) -> None:
    with outbox.held():
        outbox.put(SECOND, (b"{}",), ())
    assert [request for request, _, _ in outbox.pending()] == [FIRST, SECOND]


def test_a_request_whose_receipt_is_in_hand_is_forgotten(outbox: Outbox) -> None:
    outbox.remove(FIRST)
    outbox.remove(FIRST)
    assert list(outbox.pending()) == []


def test_what_is_set_aside_is_kept_and_not_tried_again(outbox: Outbox, tmp_path: Path) -> None:
    outbox.set_aside(FIRST)
    assert list(outbox.pending()) == []
    assert (tmp_path / "outbox" / f"refused-{FIRST}.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_reads_what_lies_there(outbox: Outbox, tmp_path: Path) -> None:  # K9
    folder = tmp_path / "outbox"
    assert list(outbox.pending())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{FIRST}.json").stat().st_mode) == 0o600


def test_a_half_written_file_is_swept_away(outbox: Outbox, tmp_path: Path) -> None:  # S1
    stray = tmp_path / "outbox" / f".{SECOND}.json.half"
    stray.write_bytes(b"{")
    with outbox.held():
        assert not stray.exists()
    assert [request for request, _, _ in outbox.pending()] == [FIRST]


def test_an_outbox_that_nobody_has_used_is_empty(tmp_path: Path) -> None:
    assert list(Outbox(tmp_path / "none").pending()) == []


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"{",
        b'"\xff"',
        b"[1]",
        b'{"request":"r-x","envelopes":["e30="],"openings":[]}',
        b'{"request":"r-aaaaaaaaaaaaaaaa","envelopes":[],"openings":[]}',
        b'{"request":"r-aaaaaaaaaaaaaaaa","envelopes":["*"],"openings":[]}',
        b'{"request":"r-aaaaaaaaaaaaaaaa","envelopes":["e30="],"openings":[],"more":1}',
        b'{"request":"r-aaaaaaaaaaaaaaaa","envelopes":["e30="],"openings":[{"fact":"f","path":"p","salt":"x"}]}',
    ],
)
def test_a_file_that_the_outbox_did_not_write_stops_it(outbox: Outbox, tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "outbox" / f"{FIRST}.json"
    path.write_bytes(junk)
    path.chmod(0o600)
    with pytest.raises(StorageError) as caught:
        list(outbox.pending())
    assert str(caught.value).startswith(f"expected a signed request in {path}, got: ")


def test_a_place_where_no_folder_can_be_made_is_told(tmp_path: Path) -> None:  # S2
    (tmp_path / "file").write_bytes(b"")
    outbox = Outbox(tmp_path / "file" / "outbox")
    with pytest.raises(StorageError, match=r"^expected a folder for the outbox at "), outbox.held():
        pass
