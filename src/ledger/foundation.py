"""The first entry of a ledger: who founds it, with which keys."""

from __future__ import annotations

from ledger import keys
from ledger.acts import Act
from ledger.facts.founding import Founded
from ledger.facts.words import key_bytes
from ledger.findings import Finding, judge


def examine(act: Act, body: Founded, register: keys.Keys) -> tuple[Finding, ...]:
    """Judge entry 1: on an empty ledger, by three sound keys, signed by officer and recovery key."""
    brought = set(keys.publics_of(body))
    three = {body.officer_key, body.recovery_key, body.log_key}
    return (
        judge(
            "FND-1", register.founded is None, "a ledger without entries", wrong="one founded", absolute=True
        ),
        judge(
            "FND-2",
            len(three) == len((body.officer_key, body.recovery_key, body.log_key)),
            "three different keys: the officer's, the recovery key, the log's",
            wrong="one key twice",
            absolute=True,
        ),
        judge(
            "FND-3",
            brought == set(act.signers),
            "signatures by the officer's key and the recovery key",
            f"{len(act.signers)} signatures",
            kind="SIG",
            absolute=True,
        ),
        judge(
            "FND-4",
            all(keys.weakness(key_bytes(key)) is None for key in three),
            "three sound Ed25519 keys",
            wrong="a key under which one signature fits every message",
            kind="SIG",
            absolute=True,
        ),
    )
