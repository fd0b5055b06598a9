"""The policy that a reader hands in: read from its file, put to a checkpoint, and told in plain lines."""

from __future__ import annotations

from pathlib import Path

import click

from ledger import policy as policies
from ledger.checkpoint import SignedCheckpoint
from ledger.errors import BadSignature, Malformed
from ledger.policy import Judgement, Policy, instant
from ledger_cli.parameters import INSTANT
from ledger_cli.settings import seconds

TITLE = "the checkpoint is seen by the witnesses that the policy asks for"

policy_option = click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="Your policy: the witnesses that you trust, and how many must have seen it, how lately.",
)
at_option = click.option(
    "--at",
    type=INSTANT,
    help="The instant, or the day, that the age in the policy is measured from.  [default: now]",
)


def read_bytes(path: Path, bytes_max: int) -> bytes:
    """Read a file, one byte past a limit at most.

    Raises:
        Malformed: not a file that can be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(bytes_max + 1)
    except OSError as error:
        raise Malformed(f"{path}: expected a file that can be read, got: {error.strerror}") from None


def read(path: Path) -> Policy:
    """Read a policy.

    Raises:
        Malformed, Oversized, BadSignature: it is none; the message names file and line.
    """
    try:
        return policies.parse(read_bytes(path, policies.BYTES_MAX))
    except (Malformed, BadSignature) as error:
        raise type(error)(f"{path}: {error}") from None


def judge(signed: SignedCheckpoint, policy: Policy, at: int | None) -> Judgement:
    """Put a policy to a checkpoint that is signed by its log.

    Raises:
        BadSignature: a cosignature does not hold.
        Unwitnessed: too few witnesses of the policy have seen it.
        Stale: enough have, but not lately enough.
    """
    found = policies.judge(signed, policy, seconds() if at is None else at)
    found.require()
    return found


def told(found: Judgement) -> str:
    """Say in one line who has seen a checkpoint, and when."""
    if not found.seen:
        return "nobody, and the policy asks for nobody" if found.met else "nobody"
    return ", ".join(_seen(one) for one in found.seen)


def record(found: Judgement) -> list[dict[str, object]]:
    """Give the cosignatures as values."""
    return [
        {
            "witness": one.name,
            "key": one.key.encode(),
            "at": instant(one.time),
            "replayed": one.key.replays,
            "counts": one.counts,
        }
        for one in found.seen
    ]


def _seen(one: policies.Seen) -> str:
    counts = "" if one.counts == "yes" else f", {one.counts}"
    return f"{one.name} ({'replayed' if one.key.replays else 'seen'} {instant(one.time)}{counts})"
