"""``remit log verify``: the log replayed, held against what was kept and what witnesses saw, step by step."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ledger import policy as policies_of_core
from ledger.checkpoint import SignedCheckpoint, VerifierKey, open_note
from ledger.cosigned import Cosigned
from ledger.errors import Unwitnessed
from ledger.logkeys import LogKeys
from ledger.policy import Judgement, Policy
from ledger.store import Store
from ledger.suspects import contested
from ledger_cli import erasures, policies, verification
from ledger_cli.output import answer, emit_json, say
from ledger_cli.settings import Settings, seconds
from ledger_cli.verification import Replayed

Step = tuple[int, str, str]


class Kept(msgspec.Struct, frozen=True):
    """A signed checkpoint that somebody kept, and what to call it."""

    name: str
    note: str


class Trust(msgspec.Struct, frozen=True):
    """What whoever verifies brings along, from elsewhere than the ledger.

    Attributes:
        log: the log to trust.
        kept: a checkpoint that was kept.
        policy: the witnesses to trust.
        at: the instant that the age in the policy is measured from; None is now.
    """

    log: VerifierKey | None
    kept: Kept | None
    policy: Policy | None
    at: int | None


class Seen(msgspec.Struct, frozen=True):
    """A checkpoint, and what the policy says of it."""

    signed: SignedCheckpoint
    judgement: Judgement


class Verified(msgspec.Struct, frozen=True):
    """What a replay found, step by step, and by whose word."""

    key: VerifierKey
    replayed: Replayed
    steps: tuple[Step, ...]
    trusted: bool
    kept: SignedCheckpoint | None
    seen: Seen | None

    @property
    def answers(self) -> list[str]:
        """Say what it is worth: nothing is called verified that no witness was asked for."""
        if self.seen is None or not self.seen.judgement.witnessed:
            return ["internally consistent", "no witness has seen this log"]
        size, last = self.seen.signed.checkpoint.size, self.replayed.audit.size
        after = f"entries {size + 1} to {last}: internally consistent, seen by no witness yet"
        return [f"verified up to entry {size}", *([after] if last > size else [])]


def verify(settings: Settings, trust: Trust, told: Callable[[int, int], None]) -> Verified:
    """Replay every entry, and hold the log against every head that somebody signed, kept or saw.

    Raises:
        ProofFailed: something does not hold; the kind says what.
        StorageError: no ledger, or an older copy of it.
        Malformed: what was kept is no signed checkpoint.
    """
    with Store.open(settings.store) as store:
        logs = verification.log_of(store)
        verification.require_log(logs, trust.log)
        listed = trust.policy.logs if trust.policy is not None else ()
        given = trust.log or next((one for one in logs.all if one in listed), None)
        kept = open_note(trust.kept.note, *logs.all) if trust.kept is not None else None
        seen = _seen(settings, logs, trust, kept)
        note = settings.head_file.read()
        last = open_note(note, *logs.all) if note is not None else None
        signed = [one for one in (kept, last, seen.signed if seen else None) if one is not None]
        found = verification.replay(store, store.head(), [one.checkpoint.size for one in signed], told)
        if gone := erasures.again(store):
            say(erasures.told(gone))
            found.opened -= len(gone)
            found.erased += [" ".join(one) for one in gone]
    steps = _steps(found)
    if last is not None:
        verification.require_extension(found, last.checkpoint, "the last signed head", ours=True)
    steps.append((8, "the log extends the last head that it signed", _told_of(last)))
    if kept is not None and trust.kept is not None:
        verification.require_extension(found, kept.checkpoint, trust.kept.name, ours=False)
        steps.append((9, "the log extends the checkpoint that you gave", _told_of(kept)))
    if seen is not None:
        verification.require_extension(found, seen.signed.checkpoint, "the cosigned head", ours=False)
        seen.judgement.require()
        detail = f"{_told_of(seen.signed)}: {policies.told(seen.judgement)}"
        steps.append((len(steps) + 1, policies.TITLE, detail))
    key = given or logs.all[0]
    return Verified(key, found, tuple(steps), given is not None, kept, seen)


def show(found: Verified, *, as_json: bool) -> None:
    """Print the steps and the answer."""
    rests = "the origin and key that you gave" if found.trusted else "the origin and key that entry 1 states"
    if as_json:
        emit_json(_record(found, rests))
        return
    for number, title, detail in found.steps:
        answer(f"{number}  {title}: {detail}")
        if number == 7:  # noqa: PLR2004 - the step about openings
            for one in found.replayed.closed:
                answer(f"   without its words: {one}")
    first, *more = found.answers
    answer(f"{first}, resting on {rests}: {found.key.encode()}")
    for line in more:
        answer(line)


def _record(found: Verified, rests: str) -> dict[str, object]:
    return {
        "answer": found.answers[0],
        "witnessed": found.seen is not None and found.seen.judgement.witnessed,
        "seen by": policies.record(found.seen.judgement) if found.seen is not None else [],
        "rests on": rests,
        "log": found.key.encode(),
        "entries": found.replayed.audit.size,
        "root": found.replayed.audit.root().hex(),
        "extends": found.kept.checkpoint.size if found.kept is not None else None,
        "steps": [dict(zip(("number", "title", "detail"), step, strict=True)) for step in found.steps],
        "erased": found.replayed.erased,
        "without words": found.replayed.closed,
        "contested": sum(found.replayed.contested.values()),
    }


def _steps(found: Replayed) -> list[Step]:
    signatures, links = (
        f"{found.audit.signatures} signatures{_contested(found)}",
        f"{found.tags} links, {found.charges} totals",
    )
    opened = f"{found.opened} of {found.commitments}"
    opened += f", {len(found.erased)} erased" if found.erased else ""
    opened += f", {len(found.closed)} without their words" if found.closed else ""
    return [
        (1, "every entry, envelope and fact is in its one canonical form", f"{found.audit.size} entries"),
        (2, "every fact is of this ledger, in its place, with its tags and charges", found.audit.ledger),
        (3, "every link and total is what the entries before say", links),
        (4, "every signature is by a key that was live at its number", signatures),
        (5, "the root over all entries is that of the head", found.audit.root().hex()),
        (6, "every stored node of the tree is that of the entries", f"{found.nodes} nodes"),
        (7, "every opening is the one that its fact commits to", opened),
    ]


def _contested(found: Replayed) -> str:
    """Count what is contested; none of it is removed, and every signature holds."""
    return "".join(
        f", {count} {'entry' if count == 1 else 'entries'} {contested(since)}"
        for since, count in sorted(found.contested.items())
    )


def _told_of(signed: SignedCheckpoint | None) -> str:
    if signed is None:
        return "not compared, there is none on this machine"
    return f"{signed.checkpoint.size} entries, {signed.checkpoint.root.hex()}"


def _seen(settings: Settings, logs: LogKeys, trust: Trust, kept: SignedCheckpoint | None) -> Seen | None:
    """Put a policy to the checkpoint that was given, else to the best that was collected.

    Raises:
        BadSignature: the policy lists other logs, or a cosignature does not hold.
        Unwitnessed: nothing has been cosigned.
    """
    if trust.policy is None:
        return None
    policies_of_core.require_log(trust.policy, logs.all)
    now = seconds() if trust.at is None else trust.at
    signed = kept or Cosigned(settings.cosigned, logs.signing[0], logs.all).best(trust.policy, now)
    if signed is None:
        raise Unwitnessed(
            "expected a checkpoint that witnesses have cosigned, got none; give one: --checkpoint"
        )
    policies_of_core.require_log(trust.policy, logs.all, signed.note)
    return Seen(signed, policies_of_core.judge(signed, trust.policy, now))
