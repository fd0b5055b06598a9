"""What a witness may cosign: the statuses of C2SP tlog-witness, one test for each."""

from __future__ import annotations

import base64

import pytest
from tests.witnessed import EAST_KEY, Log, seen

from ledger.checkpoint import Checkpoint, sign
from ledger.errors import (
    BadSignature,
    Conflict,
    Forked,
    Malformed,
    Oversized,
    Refused,
    RemitError,
    StorageError,
    Tampered,
)
from ledger.witnessing import BODY_BYTES_MAX, encode, parse, require_growth, status_of

LOG = Log()
LOGS = {LOG.key.name: LOG.key}


def kept(size: int) -> Checkpoint:
    return LOG.signed(size).checkpoint


def asked(old: int, size: int, log: Log = LOG) -> str:
    return encode(old, log.proof(old, size), log.signed(size).note)


def test_a_request_is_an_old_size_a_proof_and_a_note() -> None:
    hashes = "".join(f"{base64.b64encode(one).decode()}\n" for one in LOG.proof(3, 7))
    assert asked(3, 7) == f"old 3\n{hashes}\n{LOG.signed(7).note}"
    assert asked(0, 7) == f"old 0\n\n{LOG.signed(7).note}"


def test_a_request_is_read_from_text_as_from_bytes_and_its_note_may_have_other_lines() -> None:
    request = parse(asked(3, 7), LOGS)
    assert (request.old, request.proof, request.signed) == (3, LOG.proof(3, 7), LOG.signed(7))
    assert parse(asked(3, 7).encode(), LOGS) == request
    cosigned = seen(LOG.signed(7), EAST_KEY)
    assert parse(encode(0, (), cosigned.note), LOGS).signed == cosigned


@pytest.mark.parametrize(("old", "size"), [(0, 1), (0, 7), (1, 7), (3, 7), (7, 7), (7, 40), (32, 40)])
def test_what_grew_is_cosigned(old: int, size: int) -> None:
    require_growth(parse(asked(old, size), LOGS), kept(old) if old else None)


def refusal(text: str, last: Checkpoint | None) -> RemitError:
    with pytest.raises(RemitError) as caught:
        require_growth(parse(text, LOGS), last)
    return caught.value


CASES = {
    "400-no-form": ("old 3", None, Malformed, 400),
    "400-no-old-size": (asked(0, 7).replace("old 0", "size 0"), None, Malformed, 400),
    "400-no-decimal": (asked(0, 7).replace("old 0", "old 00"), None, Malformed, 400),
    "400-no-base64": (asked(3, 7).replace("=\n", "\n", 1), kept(3), Malformed, 400),
    "400-short-hash": (encode(3, (b"short",), LOG.signed(7).note), kept(3), Malformed, 400),
    "400-no-note": ("old 0\n\nnothing\n", None, Malformed, 400),
    "400-carriage-returns": (asked(0, 7).replace("\n", "\r\n"), None, Malformed, 400),
    "400-old-above-the-size": (asked(0, 7).replace("old 0", "old 8"), kept(8), Malformed, 400),
    "403-another-key": (asked(0, 7, Log(key=type(LOG.signer).from_seed(b"x" * 32))), None, BadSignature, 403),
    "404-another-origin": (asked(0, 7, Log(origin="example.org/other")), None, Refused, 404),
    "409-from-nothing": (asked(0, 7), kept(3), Conflict, 409),
    "409-from-another-size": (asked(5, 7), kept(3), Conflict, 409),
    "409-never-seen": (asked(3, 7), None, Conflict, 409),
    "409-shrunk": (asked(3, 5), kept(7), Conflict, 409),
    "409-another-tree": (asked(7, 7, Log(turn=5)), kept(7), Forked, 409),
    "409-another-tree-from-nothing": (asked(0, 7, Log(turn=5)), kept(7), Forked, 409),
    "422-wrong-proof": (encode(3, LOG.proof(2, 7), LOG.signed(7).note), kept(3), Tampered, 422),
    "422-no-proof": (encode(3, (), LOG.signed(7).note), kept(3), Tampered, 422),
    "422-another-history": (asked(3, 7, Log(turn=2)), kept(3), Tampered, 422),
    "422-proof-from-nothing": (encode(0, (bytes(32),), LOG.signed(7).note), None, Tampered, 422),
    "422-proof-of-nothing": (encode(7, (bytes(32),), LOG.signed(7).note), kept(7), Tampered, 422),
}


@pytest.mark.parametrize(("text", "last", "error", "status"), CASES.values(), ids=CASES.keys())
def test_a_refusal_has_the_status_of_the_protocol(
    text: str, last: Checkpoint | None, error: type[RemitError], status: int
) -> None:  # H3, H5, H8, H13, H14
    refused = refusal(text, last)
    assert (type(refused), status_of(refused)) == (error, status)


def test_trouble_of_its_own_is_500() -> None:
    assert status_of(StorageError("full")) == 500


def test_an_absurd_size_needs_a_proof_and_the_log_recovers() -> None:  # H5
    absurd = Checkpoint(LOG.key.name, 2**56 - 1, bytes(32))
    note = sign(absurd, LOG.signer.sign, LOG.key)
    assert type(refusal(encode(3, (bytes(32),) * 63, note), kept(3))) is Tampered
    assert type(refusal(encode(3, (), note), kept(3))) is Tampered
    require_growth(parse(asked(3, 7), LOGS), kept(3))


def test_a_proof_of_more_than_63_lines_is_over_the_limit() -> None:  # H5, W7
    with pytest.raises(Oversized, match="expected a proof of at most 63 lines, got 64"):
        parse(encode(3, (bytes(32),) * 64, LOG.signed(7).note), LOGS)
    assert type(refusal(encode(3, (bytes(32),) * 63, LOG.signed(7).note), kept(3))) is Tampered


def test_a_request_over_the_limit_is_not_read() -> None:  # W7
    with pytest.raises(Oversized):
        parse(asked(0, 7) + " " * BODY_BYTES_MAX, LOGS)


def test_a_fork_names_both_trees() -> None:  # H3
    other = Log(turn=5)
    assert str(refusal(asked(7, 7, other), kept(7))) == (
        f"expected the tree of 7 entries with root {LOG.root(7).hex()}, as cosigned before, "
        f"got one of as many with root {other.root(7).hex()}"
    )
