"""Random ledgers to be verified, and a log that can be written anew by whoever has its keys."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import msgspec
from tests.town import (
    BEN,
    BENS,
    CAI,
    DAY,
    GRANT,
    LOG,
    OFFICER,
    ORIGIN,
    PASSED,
    RECOVERY,
    TODAY,
    Town,
    name,
    revoked,
    used,
    without_finding,
)

from ledger import checkpoint, merkle
from ledger.checkpoint import Checkpoint
from ledger.ed25519 import PrivateKey, key_id
from ledger.erasing import openings_of
from ledger.errors import Refused
from ledger.facts import Body, corrections, decisions, delegations, meetings, members
from ledger.facts.contesting import Contested, Withdrawn
from ledger.facts.erasing import Erased
from ledger.facts.keys import Compromised, Enrolled, Revoked, Rotated
from ledger.facts.organisations import PersonRegistered, Registered
from ledger.facts.words import Money, Words, key_text
from ledger.replay import recorded

Json: TypeAlias = dict[str, Any]

CAIS, THIEFS, BENS_NEXT, SECOND = (PrivateKey.from_seed(bytes([number]) * 32) for number in (31, 32, 33, 34))
KEYS = {key_id(one.public): one for one in (OFFICER, RECOVERY, BENS, CAIS, THIEFS, BENS_NEXT, SECOND)}
PAYLOAD_TYPE = b"application/vnd.remit.fact.v1+json"


def spelt(value: Any) -> bytes:  # noqa: ANN401 - JSON of any shape
    """Give canonical JSON of values whose names are ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def signed(fact: bytes, keys: Sequence[PrivateKey]) -> Json:
    """Give the envelope of the bytes of a fact."""
    message = b"DSSEv1 %d %s %d %s" % (len(PAYLOAD_TYPE), PAYLOAD_TYPE, len(fact), fact)
    signatures = [
        {"keyid": key_id(key.public), "sig": base64.b64encode(key.sign(message)).decode()} for key in keys
    ]
    return {
        "payload": base64.b64encode(fact).decode(),
        "payloadType": PAYLOAD_TYPE.decode(),
        "signatures": sorted(signatures, key=lambda one: one["keyid"]),
    }


@dataclass
class Log:
    """The leaves of a log as objects, each open to change, and what a bundle of each entry takes.

    ``told`` are all erasures and compromised keys of the log; ``kept`` the words of each entry as they were
    before any.
    """

    leaves: list[Json]
    needed: dict[int, list[int]] = field(default_factory=dict)
    openings: dict[int, list[Json]] = field(default_factory=dict)
    later: dict[int, list[int]] = field(default_factory=dict)
    told: list[int] = field(default_factory=list)
    kept: dict[int, list[Json]] = field(default_factory=dict)

    def copy(self) -> Log:
        """Give one that can be changed."""
        return replace(self, leaves=json.loads(json.dumps(self.leaves)))

    def fact(self, number: int) -> Json:
        """Read the fact of an entry."""
        return dict(json.loads(base64.b64decode(self.leaves[number - 1]["envelope"]["payload"])))

    def put(self, number: int, fact: Json, keys: Sequence[PrivateKey] = ()) -> None:
        """Let an entry hold another fact, signed by the keys that signed the first one, or by others."""
        envelope = self.leaves[number - 1]["envelope"]
        own = [KEYS[one["keyid"]] for one in envelope["signatures"]]
        self.leaves[number - 1]["envelope"] = signed(spelt(fact), keys or own)

    def bundle(
        self,
        act: int,
        numbers: Sequence[int] = (),
        origin: str = ORIGIN,
        key: PrivateKey = LOG,
        raw: Callable[[int, bytes], bytes] = lambda _, leaf: leaf,
    ) -> bytes:
        """Sign the log as it is now, and make a bundle of these entries, or of those that belong."""
        leaves = {number: raw(number, spelt(leaf)) for number, leaf in enumerate(self.leaves, 1)}
        frontier, complete = merkle.Frontier().extend([merkle.leaf_hash(leaf) for leaf in leaves.values()])
        nodes, size = dict(complete), len(leaves)
        trusted = checkpoint.VerifierKey(origin, key.public)
        note = checkpoint.sign(Checkpoint(origin, size, frontier.root()), key.sign, trusted)

        def row(number: int) -> bytes:
            proof = merkle.inclusion_proof(number - 1, size, nodes.__getitem__)
            hashes = [base64.b64encode(one).decode() for one in proof]
            return b'{"leaf":%s,"number":%d,"proof":%s}' % (leaves[number], number, spelt(hashes))

        return (
            b'{"act":%d,"checkpoint":%s,"entries":[%s],"format":"remit-bundle/2","later":[%s],'
            b'"openings":%s,"rotations":[]}'
            % (
                act,
                spelt(note),
                b",".join(map(row, numbers or self.needed[act])),
                b",".join(map(row, self.later.get(act, []))),
                spelt(self.openings.get(act, [])),
            )
        )


def random_log(seed: int, folder: Path) -> Log:
    """Let a town live for a while, mostly by its rules, and give its log."""
    random = Random(seed)
    town = Town(folder).found().settle_in()
    for number in range(random.randrange(1, 4)):
        town.do(
            msgspec.structs.replace(used(number, random.randrange(1, 160)), matter="roads", spend="capital")
        )
    if seed % 2 == 0:
        town.do(Enrolled(key_text(SECOND.public), CAI, ("record:icp",)), signers=(OFFICER, SECOND))
    kept: dict[int, list[Json]] = {}
    happenings = [random.choice(HAPPENINGS) for _ in range(random.randrange(6, 14))]
    happenings += [_erased] if seed % 2 == 0 else []
    happenings += [_stolen] if seed % 4 in {0, 1} else []
    for step, happening in enumerate(happenings):
        size = town.store.head().size
        for number in set(range(1, size + 1)) - set(kept):
            kept[number] = json.loads(town.bundle(number, words=True))["openings"]
        body, more = happening(random, step, town)
        try:
            town.do(body, **more)
        except Refused:
            _forge_or_depart(random, town, body, more)
    log = Log([json.loads(entry.data) for entry in town.store.scan()], kept=kept)
    log.told = [at.number for at in map(recorded, town.store.scan()) if isinstance(at.fact.body, LATER)]
    for number in range(1, len(log.leaves) + 1):
        made = json.loads(town.bundle(number, words=True))
        assert made["entries"][-1]["leaf"] == log.leaves[number - 1]
        log.needed[number] = [row["number"] for row in made["entries"]]
        log.openings[number] = made["openings"]
        kept.setdefault(number, made["openings"])
        log.later[number] = [row["number"] for row in made["later"]]
    town.close()
    return log


def _forge_or_depart(random: Random, town: Town, body: Body, more: dict[str, Any]) -> None:
    """Record what the rules refuse as a departure, or as a log would that does not judge, or not at all."""
    way = random.choice(("depart", "forge", "leave"))
    if way == "forge":
        town.forge(body, change=without_finding, signers=more.get("signers", (OFFICER,)))
    if way == "depart":
        request = town.request(body, acted=more.get("acted"))
        (proposal,) = request.proposals
        urgent = msgspec.structs.replace(proposal, departure=Words.of("It was urgent"))
        try:
            departing = msgspec.structs.replace(request, proposals=(urgent,))
            town.ledger.record(departing, more.get("signers", (OFFICER,)))
        except Refused:
            return


Happening: TypeAlias = tuple[Body, dict[str, Any]]


def _use(random: Random, step: int, town: Town) -> Happening:
    del town
    chain = random.choice(((GRANT, PASSED), (GRANT, PASSED), (GRANT,), (PASSED,)))
    pounds = random.choice((1, 60, 100, 499, 900))
    act = used(100 + step, pounds, chain, BEN if chain == (GRANT,) else CAI)
    named = {word: f"{word}-{random.randrange(2)}" for word in ("matter", "project", "supplier")}
    kept = {word: code for word, code in named.items() if random.random() < 0.5}
    spend = random.choice((None, "capital", "revenue"))
    amount = random.choice((act.amount, act.amount, act.amount, None))
    signers = random.choice(((OFFICER,), (OFFICER,), (BENS,), (CAIS,), (OFFICER, CAIS)))
    on = random.choice((DAY, DAY, "2026-03-31T23:30:00.000000Z", "2026-11-01"))
    changed = msgspec.structs.replace(act, **kept, spend=spend, amount=amount)
    return changed, {"signers": signers, "on": on}


def _keys(random: Random, step: int, town: Town) -> Happening:
    del step, town
    bens, cais = key_id(BENS.public), key_id(CAIS.public)
    rotated = Rotated(bens, key_text(BENS_NEXT.public), BEN, ("own",))
    return random.choice(
        (
            (Enrolled(key_text(BENS.public), BEN, ("own",)), {"signers": (OFFICER, BENS)}),
            (Enrolled(key_text(CAIS.public), CAI, ("own",)), {"signers": (OFFICER, CAIS)}),
            (rotated, {"signers": (BENS, BENS_NEXT)}),
            (Revoked(random.choice((bens, cais)), Words.of("Lost")), {}),
            (Compromised(cais, 3, Words.of("Stolen")), {}),
        )
    )


def _delegation(random: Random, step: int, town: Town) -> Happening:
    del town
    one = random.choice((GRANT, PASSED))
    other = delegations.Granted(name("g", 500 + step), "body:icp", (BEN,), "s.75", _scope(random))
    return random.choice(
        (
            (delegations.Suspended(one, "body:icp", Words.of("A review")), {}),
            (delegations.Resumed(one, "body:icp"), {}),
            (revoked(one), {}),
            (other, {}),
            (other, {}),
        )
    )


def _scope(random: Random) -> delegations.Scope:
    limit = delegations.Limit(Money(random.randrange(1, 10_000_00), "GBP"), "one act")
    return delegations.Scope(("grants",), (limit,), "2027-04-01", random.randrange(2))


def _people(random: Random, step: int, town: Town) -> Happening:
    person = name("p", 700 + step)
    correctable = [
        (at.fact.id, at.fact.body)
        for at in map(recorded, town.store.scan())
        if isinstance(at.fact.body, members.Appointed)
    ]
    appointed = members.Appointed("icp", random.choice((BEN, CAI)), None, "appointed", None)
    if correctable and random.random() < 0.7:
        which, was = random.choice(correctable)
        return corrections.Corrected(which, was, random.choice((appointed, None)), Words.of("A mistake")), {}
    ended = members.Ended("icp", CAI, None, Words.of("moved away"), "resigned")
    registered = Registered(f"org-{step}", "Ōrganisation “Œ”", "charity")
    met = meetings.Opened(name("m", step), "icp", "meeting", None, Words.of("The hall"))
    known = PersonRegistered(person, Words.of("Zoë O’Neill"))
    return random.choice((appointed, appointed, ended, registered, known, met)), {}


def _sitting(random: Random, step: int, town: Town) -> Happening:
    meeting, item = name("m", random.randrange(step + 1)), name("i", 1)
    del town
    part = decisions.Part("1", "decision", Words.of("Agreed"))
    return random.choice(
        (
            (meetings.Attended(meeting, (CAI,), (), ()), {}),
            (meetings.ItemOpened(meeting, item, "1", Words.of("Grants"), None), {}),
            (decisions.Resolved(name("d", step), meeting, item, "consensus", (), (part,)), {}),
            (delegations.Accepted(PASSED, "body:icp", CAI, accepted=True), {}),
        )
    )


def _erased(random: Random, step: int, town: Town) -> Happening:
    """Erase words, more often than not by two who may record for the body."""
    del step
    sealed = [at.fact for at in map(recorded, town.store.scan()) if openings_of(at.fact)]
    of = random.choice(sealed)
    body = Erased(of.id, of.tags[0], tuple(sorted(openings_of(of))), "icp", "UK GDPR Art. 17(1)(d)")
    return body, {"signers": random.choice(((OFFICER, SECOND), (OFFICER, SECOND), (OFFICER,))), "on": TODAY}


def _stolen(random: Random, step: int, town: Town) -> Happening:
    """Tell that somebody else had the officer's key; nothing is recorded with it after that."""
    del step
    suspect = random.randrange(2, town.store.head().size + 1)
    return Compromised(key_id(OFFICER.public), suspect, Words.of("Stolen")), {"signers": (RECOVERY,)}


LATER = Erased | Compromised | Contested | Withdrawn
"""What a bundle has of what came later."""

HAPPENINGS: tuple[Callable[[Random, int, Town], Happening], ...] = (
    *(_use, _use, _use, _keys, _keys),
    *(_delegation, _people, _people, _sitting, _erased, _erased),
)
