"""Bundles of a small ledger, good and damaged: by a stranger on the way, or by the log that signed them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

from tests.town import BENS, KEY, LOG, OFFICER, ORIGIN, OTHER_ID, RECOVERY, Town

from ledger import checkpoint, merkle
from ledger.checkpoint import Checkpoint
from ledger.ed25519 import PrivateKey, key_id
from ledger.envelope import sign

Json: TypeAlias = Any

SECOND = PrivateKey.from_seed(b"2" * 32)
KEYS = {key_id(one.public): one for one in (OFFICER, RECOVERY, BENS, SECOND)}
JUNK: tuple[Json, ...] = (None, True, 0, 1, -1, 2**53, "", "x", "é", "e\u0301", "\u200b", [], {}, "A" * 44)


def spelt(value: Json) -> bytes:
    """Give canonical JSON of values whose names are ASCII."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@dataclass
class Log:
    """The entries of a log, each open to change, and which of them a bundle of each act takes."""

    leaves: list[Json]
    needed: dict[int, list[int]] = field(default_factory=dict)
    openings: dict[int, list[Json]] = field(default_factory=dict)
    later: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, town: Town) -> Log:
        """Read the log of a town."""
        log = cls([json.loads(entry.data) for entry in town.store.scan()])
        for number in range(1, len(log.leaves) + 1):
            bundle = json.loads(town.bundle(number, words=True))
            log.needed[number] = [row["number"] for row in bundle["entries"]]
            log.openings[number] = bundle["openings"]
            log.later[number] = [row["number"] for row in bundle["later"]]
        return log

    def copy(self) -> Log:
        return Log(json.loads(json.dumps(self.leaves)), self.needed, self.openings, self.later)

    def fact(self, number: int) -> Json:
        return json.loads(base64.b64decode(self.leaves[number - 1]["envelope"]["payload"]))

    def put(self, number: int, fact: bytes, keys: Sequence[PrivateKey] = ()) -> None:
        """Let an entry hold other bytes of a fact, signed by the keys that signed it before, or by others."""
        own = [KEYS[one["keyid"]] for one in self.leaves[number - 1]["envelope"]["signatures"]]
        self.leaves[number - 1]["envelope"] = json.loads(sign(fact, keys or own))

    def bundle(self, act: int, numbers: Sequence[int] = ()) -> bytes:
        """Sign the log as it is now, and make the bundle of these entries, or of those that belong."""
        leaves = [spelt(leaf) for leaf in self.leaves]
        frontier, complete = merkle.Frontier().extend([merkle.leaf_hash(leaf) for leaf in leaves])
        nodes, size = dict(complete), len(leaves)

        def row(number: int) -> Json:
            proof = merkle.inclusion_proof(number - 1, size, nodes.__getitem__)
            hashes = [base64.b64encode(one).decode() for one in proof]
            return {"leaf": self.leaves[number - 1], "number": number, "proof": hashes}

        note = checkpoint.sign(Checkpoint(ORIGIN, size, frontier.root()), LOG.sign, KEY)
        rows = [row(number) for number in numbers or self.needed[act]]
        parts = {"act": act, "checkpoint": note, "entries": rows, "openings": self.openings[act]}
        later = [row(number) for number in self.later.get(act, [])]
        return spelt({"format": "remit-bundle/2", "later": later, "rotations": [], **parts})


def change(random: Random, value: Json) -> None:
    """Change, drop, double or add a value anywhere in JSON."""
    holders = [value]
    for one in holders:
        inner = one.values() if isinstance(one, dict) else one
        holders.extend(each for each in inner if isinstance(each, dict | list) and each)
    holder = random.choice(holders)
    at = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    way = random.randrange(4)
    if way == 0:
        del holder[at]
    elif way == 1 and isinstance(holder, dict):
        holder[random.choice(("extra", "", "type", "é"))] = holder[at]
    elif way == 1:
        holder.insert(random.randrange(len(holder) + 1), holder[at])
    elif way == 2 and type(holder[at]) is int:
        holder[at] += random.choice((-1, 1, 2**53))
    elif way == 2 and isinstance(holder[at], str):
        place = random.randrange(len(holder[at]) + 1)
        holder[at] = holder[at][:place] + random.choice("aA0=/+ \n\u0301\u202e") + holder[at][place + 1 :]
    else:
        holder[at] = random.choice(JUNK)


def _bytes(random: Random, log: Log, act: int) -> bytes:
    data = bytearray(log.bundle(act))
    at = random.randrange(len(data))
    way = random.randrange(4)
    if way == 0:
        data[at] ^= 1 << random.randrange(8)
    elif way == 1:
        del data[at : at + random.choice((1, 2, 50, 100_000))]
    elif way == 2:
        data[at:at] = random.choice((b" ", b"\n", b"0", b'"', b"\xff", b"{", b"\xe2\x80\x8b"))
    else:
        data[at] = random.randrange(256)
    return bytes(data)


def _anywhere(random: Random, log: Log, act: int) -> bytes:
    value = json.loads(log.bundle(act))
    for part in random.choice((["entries", "checkpoint", "act", "format"], ["entries"])):
        held = {part: value[part]}
        change(random, held)
        value |= held
        if part not in held:
            del value[part]
    return spelt(value)


def _swapped(random: Random, log: Log, act: int) -> bytes:
    """Put a part of one entry in the place of that of another."""
    value = json.loads(log.bundle(act))
    row, taken = random.choice(value["entries"]), random.choice(value["entries"])
    name = random.choice(("leaf", "proof", "number", "links", "charged", "envelope", "recorded"))
    one, other = (row, taken) if name in row else (row["leaf"], taken["leaf"])
    one[name] = other[name]
    return spelt(value)


def _dropped(random: Random, log: Log, act: int) -> bytes:
    numbers = list(log.needed[act])
    del numbers[random.randrange(len(numbers))]
    return log.bundle(act, numbers or [act])


def _link(random: Random, log: Log, act: int) -> bytes:
    other, at = log.copy(), random.choice(log.needed[act])
    relied = log.fact(at)["relies"]
    links = other.leaves[at - 1]["links"]
    if random.random() < 0.2 or not relied:
        links[random.choice(("roll:icp", "extra", "UPPER", "act:x"))] = 0
    else:
        links[random.choice(relied)] = random.choice((0, at, at - 1, 1, random.randrange(at + 2)))
    return other.bundle(act)


def _total(random: Random, log: Log, act: int) -> bytes:
    other = log.copy()
    charging = [number for number in log.needed[act] if log.leaves[number - 1]["charged"]]
    for number in charging[-1:]:
        row = random.choice(other.leaves[number - 1]["charged"])
        row[random.choice(("count", "total"))] += random.choice((-1, 1, 100))
    return other.bundle(act)


def _fact(random: Random, log: Log, act: int) -> bytes:
    """Let the officer sign a fact that differs anywhere, is found by other tags, or is of another ledger."""
    other, at = log.copy(), random.choice(log.needed[act])
    fact = other.fact(at)
    way = random.randrange(4)
    if way == 0:
        change(random, fact)
    elif way == 1:
        change(random, fact["body"])
    elif way == 2:
        change(random, fact[random.choice(("tags", "relies"))])
    else:
        fact["ledger"] = OTHER_ID
    other.put(at, spelt(fact))
    return other.bundle(act)


def _payload(random: Random, log: Log, act: int) -> bytes:
    """Let the officer sign a fact in another spelling."""
    other, at = log.copy(), random.choice(log.needed[act])
    fact = spelt(other.fact(at))
    ways = (
        fact + b" ",
        fact.replace(b'"body"', b'"b\\u006fdy"', 1),
        fact.replace(b'"acted":', b'"acted":null,"acted":', 1),
        b"\xef\xbb\xbf" + fact,
        fact[:-1],
        b"[" * 40 + b"]" * 40,
        fact[:-1] + b',"z":"' + b"a" * 60_000 + b'"}',
    )
    other.put(at, random.choice(ways[:6]))
    return other.bundle(act)


def _signature(random: Random, log: Log, act: int) -> bytes:
    other, at = log.copy(), random.choice(log.needed[act])
    envelope = other.leaves[at - 1]["envelope"]
    row = random.choice(envelope["signatures"])
    way = random.randrange(4)
    if way == 0:
        other.put(at, spelt(other.fact(at)), random.sample(list(KEYS.values()), random.choice((1, 2))))
    elif way == 1:
        row["sig"] = random.choice(other.leaves[0]["envelope"]["signatures"])["sig"]
    elif way == 2:
        envelope["signatures"] = random.choice(([], [row, row]))
    else:
        change(random, envelope)
    return other.bundle(act)


def _leaf(random: Random, log: Log, act: int) -> bytes:
    """Change an entry anywhere but in its links, or let its time go back."""
    other, at = log.copy(), random.choice(log.needed[act])
    part = {name: value for name, value in other.leaves[at - 1].items() if name != "links"}
    if random.random() < 0.3:
        part["recorded"] = random.choice(("2026-11-01T10:00:00.000000Z", "2026-02-30T10:00:00.000000Z"))
    else:
        change(random, part)
    other.leaves[at - 1] = {"links": other.leaves[at - 1]["links"], **part}
    return other.bundle(act)


def _opening(random: Random, log: Log, act: int) -> bytes:
    value = json.loads(log.bundle(act))
    for one in value["openings"][:1]:
        way = random.randrange(3)
        if way == 0:
            one["text"] += random.choice(("\n", " ", "é", "e\u0301", "\t", "\u0300" * 31))
        elif way == 1:
            one["salt"] = base64.b64encode(b"0" * 16).decode()
        else:
            one["path"] = random.choice(("body", "departure", "body.text.commitment", "body.0"))
    return spelt(value)


def _checkpoint(random: Random, log: Log, act: int) -> bytes:
    """Write the checkpoint otherwise, signed by the log as well, or with more signature lines."""
    value = json.loads(log.bundle(act))
    text, _, line = value["checkpoint"].partition("\n\n")
    origin, size, root = text.split("\n")
    hint = base64.b64decode(line.split(" ")[2])[:4]
    sizes = ("0", f"0{size}", str(int(size) + 1), str(2**56), str(10**20))
    other = random.choice(
        (
            *(f"{origin}\n{one}\n{root}\n" for one in sizes),
            f"{origin}\n{size}\n{root}\nan extension\n",
            f"{origin}\n{size}\n{'A' * 43}=\n",
            f"{origin}\n{size}\n{root[:-2]}=\n",
            f"example.org/other\n{size}\n{root}\n",
            f"{origin}\n{size}\n",
            f"{origin}\n{size}\n{root}\n\n",
        )
    )
    ours = f"— {origin} {base64.b64encode(hint + LOG.sign(other.encode())).decode()}\n"
    wrong = f"— {origin} {base64.b64encode(hint + b'0' * 64).decode()}\n"
    foreign = f"— witness.example {base64.b64encode(b'1234' + b'0' * 64).decode()}\n"
    more = (
        wrong,
        foreign,
        foreign * 64,
        f"- {foreign[2:]}",
        "\n",
        "— a AAAA\n",
        "— wit\u00a0ness AAAAAAAA\n",
    )
    good = f"{text}\n\n{line}"
    value["checkpoint"] = random.choice((f"{other}\n{ours}", good + random.choice(more)))
    return spelt(value)


def _later(random: Random, log: Log, act: int) -> bytes:
    """Let the log say what is false of what came later, or another entry stand there."""
    told = [one for one, later in log.later.items() if later]
    act = random.choice(told)
    other, at = log.copy(), random.choice(log.later[act])
    way = random.randrange(5)
    if way == 0:
        value = json.loads(log.bundle(act))
        value["later"] = random.choice(([value["entries"][-1]], value["later"] * 2))
        return spelt(value)
    if way == 1:
        for row in other.leaves[at - 1]["envelope"]["signatures"]:
            row["sig"] = other.leaves[0]["envelope"]["signatures"][0]["sig"]
        return other.bundle(act)
    if way == 2:
        other.leaves[at - 1]["links"]["act:x"] = 0
        return other.bundle(act)
    fact = other.fact(at)
    if way == 3 and "key" in fact["body"]:
        fact["body"]["key"] = f"ed25519-{random.choice(('0', 'f')) * 32}"
    elif way == 3:
        fact["body"]["paths"] = [random.choice(("body.amount", "departure", "body.text.commitment"))]
    else:
        fact[random.choice(("ledger", "tags"))] = random.choice((OTHER_ID, ["act:x"]))
    other.put(at, spelt(fact))
    return other.bundle(act)


Damage: TypeAlias = Callable[[Random, Log, int], bytes]

DAMAGES: tuple[Damage, ...] = (
    *(_bytes, _bytes, _anywhere, _anywhere, _swapped, _dropped, _link, _total, _fact, _fact),
    *(_payload, _signature, _leaf, _opening, _checkpoint, _later),
)
