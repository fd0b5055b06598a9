"""Ways in which a bundle is damaged: by a stranger on its way, or by the log that wrote it.

A stranger changes the file; a hostile log has the key of the log, and those of the officers as well. What it
writes is hashed and signed anew, so that only what an entry says can give it away.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple, TypeAlias

from tests.independent.ledgers import KEYS, THIEFS, Json, Log, spelt
from tests.town import LOG, ORIGIN

from ledger.ed25519 import GROUP_ORDER


class Case(NamedTuple):
    """A log, the number of an act in it, another log to take parts from, and the entry to damage, if any."""

    random: Random
    log: Log
    act: int
    other: Log
    other_act: int
    at: int = 0


JUNK: tuple[Any, ...] = (None, True, 0, 1, -1, 2**53, "", "x", "é", "e\u0301", "\u200b", [], {}, "A" * 44)


def some(case: Case) -> int:
    """Choose an entry of the bundle."""
    return case.at or case.random.choice(case.log.needed[case.act])


# --- by a stranger ----------------------------------------------------------------------------------


def _bytes(case: Case) -> bytes:
    data = bytearray(case.log.bundle(case.act))
    random = case.random
    at = random.randrange(len(data))
    way = random.randrange(5)
    if way == 0:
        data[at] ^= 1 << random.randrange(8)
    elif way == 1:
        del data[at:]
    elif way == 2:
        del data[at : at + random.choice((1, 1, 2, 50))]
    elif way == 3:
        data[at:at] = random.choice((b" ", b"\n", b"0", b'"', b"\xff", b"{", b"\xe2\x80\x8b"))
    else:
        data[at] = random.randrange(256)
    return bytes(data)


def _spelling(case: Case) -> bytes:
    """Write the same values another way."""
    value = json.loads(case.log.bundle(case.act))
    way = case.random.randrange(5)
    if way == 0:
        return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    if way == 1:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()[::1] + b"\n"
    if way == 2:
        return b"\xef\xbb\xbf" + spelt(value)
    if way == 3:
        return json.dumps(value, separators=(",", ":"), sort_keys=True).encode().replace(b"/", b"\\/")
    return spelt(value).replace(b'"act":%d' % case.act, b'"act":%d.0' % case.act, 1)


def _anywhere(case: Case) -> bytes:
    """Change, drop, double or add a value anywhere in the file, and write it in its one form."""
    value = json.loads(case.log.bundle(case.act))
    _change(case.random, value)
    return spelt(value)


def _change(random: Random, value: Json) -> None:
    holders: list[Any] = [value]
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


def _swapped(case: Case) -> bytes:
    """Put parts of another good bundle in the place of its own, or parts of one entry in that of another."""
    mine = json.loads(case.log.bundle(case.act))
    others = json.loads(case.other.bundle(case.other_act))
    if case.random.random() < 0.4:
        name = case.random.choice(list(mine))
        mine[name] = others[name]
        return spelt(mine)
    rows = case.random.choice((mine["entries"], others["entries"]))
    row, taken = case.random.choice(mine["entries"]), case.random.choice(rows)
    name = case.random.choice(("leaf", "proof", "number", "links", "charged", "envelope", "recorded", "row"))
    if name == "row":
        row.update(taken)
    elif name in row:
        row[name] = taken[name]
    else:
        row["leaf"][name] = taken["leaf"][name]
    return spelt(mine)


def _dropped(case: Case) -> bytes:
    numbers = list(case.log.needed[case.act])
    for _ in range(case.random.choice((1, 1, 2))):
        if len(numbers) > 1:
            numbers.pop(case.random.randrange(len(numbers)))
    return case.log.bundle(case.act, numbers)


def _later(case: Case) -> bytes:
    """Let other entries stand among what came later."""
    bundle = json.loads(case.log.bundle(case.act))
    later = bundle["later"]
    way = case.random.randrange(5)
    if way == 0 and later:
        later.pop(case.random.randrange(len(later)))
    elif way == 1:
        later.append(case.random.choice(bundle["entries"]))
    elif way == 2:
        every = json.loads(case.log.bundle(case.act, range(1, len(case.log.leaves) + 1)))["entries"]
        bundle["later"] = [every[number - 1] for number in case.log.told]
    elif way == 3:
        bundle["later"] = json.loads(case.other.bundle(case.other_act))["later"]
    else:
        later.extend(later)
    return spelt(bundle)


def _unerased(case: Case) -> bytes:
    """Hand out, beside an erasure, words that it says are gone."""
    bundle = json.loads(case.log.bundle(case.act))
    bundle["openings"] = case.log.kept[case.act]
    return spelt(bundle)


def _everything(case: Case) -> bytes:
    """Put in entries that the act does not rest on; nothing is wrong with that, unless they follow it."""
    last = case.random.choice((case.act, case.act, len(case.log.leaves)))
    return case.log.bundle(case.act, range(1, last + 1))


def _stranger(case: Case) -> bytes:
    origin, key = case.random.choice((("example.org/other", LOG), (ORIGIN, THIEFS)))
    return case.log.bundle(case.act, origin=origin, key=key)


# --- by the log -------------------------------------------------------------------------------------


def _link(case: Case) -> bytes:
    log, at = case.log.copy(), some(case)
    links = log.leaves[at - 1]["links"]
    tag = case.random.choice(list(links))
    way = case.random.randrange(6)
    if way == 0:
        del links[tag]
    elif way == 1:
        links[case.random.choice(("roll:icp", "extra", "UPPER", "act:x"))] = 0
    else:
        links[tag] = case.random.choice((0, at, at - 1, max(1, at - 2), 1, case.random.randrange(at + 2)))
    return log.bundle(case.act)


def _skipped(case: Case) -> bytes:
    """Link past an entry, as if it had never been; sometimes it is in the file all the same."""
    log, gone = case.log.copy(), some(case)
    fact = log.fact(gone)
    tags = fact["tags"] if case.random.random() < 0.6 else [case.random.choice(fact["tags"])]
    for leaf in log.leaves[gone:]:
        for tag in tags:
            if leaf["links"].get(tag) == gone:
                leaf["links"][tag] = log.leaves[gone - 1]["links"][tag]
    numbers = [one for one in log.needed[case.act] if one != gone or case.random.random() < 0.3]
    return log.bundle(case.act, numbers or [case.act])


def _total(case: Case) -> bytes:
    """Let a total be false, of an act under a delegation or of what was charged before it."""
    log = case.log.copy()
    charging = [number for number, leaf in enumerate(log.leaves, 1) if leaf["charged"]]
    act = case.random.choice(charging)
    before = [number for number in log.needed[act] if number in charging]
    charged = log.leaves[case.random.choice(before) - 1]["charged"]
    row = case.random.choice(charged)
    way = case.random.randrange(4)
    if way == 0:
        charged.remove(row)
    elif way == 1:
        charged.reverse()
    else:
        row[case.random.choice(("count", "total"))] += case.random.choice((-1, 1, 100))
    return log.bundle(act)


def _signed_tags(case: Case) -> bytes:
    """Let the officer sign a fact that is found by other tags, or says that it relies on others."""
    log, at = case.log.copy(), some(case)
    fact = log.fact(at)
    name = case.random.choice(("tags", "relies", "relies", "charges"))
    links = log.leaves[at - 1]["links"]
    if fact[name] and case.random.random() < 0.7:
        gone = fact[name].pop(case.random.randrange(len(fact[name])))
        if name != "charges" and gone not in fact["tags"] + fact["relies"]:
            links.pop(gone)
    elif name == "charges":
        fact[name].append({"amount": 1, "tag": "use:x"})
    else:
        fact[name] = sorted({*fact[name], "act:x"}, reverse=case.random.random() < 0.3)
        links.setdefault("act:x", 0)
    log.put(at, fact)
    return log.bundle(case.act)


def _signed_fact(case: Case) -> bytes:
    """Let the officer sign a fact that differs anywhere."""
    log, at = case.log.copy(), some(case)
    fact = log.fact(at)
    _change(case.random, fact if case.random.random() < 0.4 else fact["body"])
    log.put(at, fact)
    return log.bundle(case.act)


def _signature(case: Case) -> bytes:
    """Sign with other keys, for other bytes, twice, not at all, or in the second way that a signature has."""
    log, at = case.log.copy(), some(case)
    envelope = log.leaves[at - 1]["envelope"]
    row = case.random.choice(envelope["signatures"])
    way = case.random.randrange(8)
    if way < 3:
        count = case.random.choice((1, 1, 2))
        log.put(at, log.fact(at), case.random.sample(list(KEYS.values()), count))
    elif way == 3:
        other = log.leaves[some(case) - 1]["envelope"]["signatures"]
        row["sig"] = case.random.choice(other)["sig"]
    elif way == 4:
        data = base64.b64decode(row["sig"])
        higher = int.from_bytes(data[32:], "little") + GROUP_ORDER
        row["sig"] = base64.b64encode(data[:32] + higher.to_bytes(32, "little")).decode()
    elif way == 5:
        envelope["signatures"] = case.random.choice(([], [row, row], [row] * 9))
    elif way == 6:
        row["keyid"] = case.random.choice((*KEYS, "ed25519-" + "0" * 32, "rsa-1", row["keyid"].upper()))
    else:
        _change(case.random, envelope)
    return log.bundle(case.act)


def _unsigned(case: Case) -> bytes:
    """Let the signatures be those of other bytes."""
    log, at = case.log.copy(), some(case)
    for row in log.leaves[at - 1]["envelope"]["signatures"]:
        row["sig"] = log.leaves[0]["envelope"]["signatures"][0]["sig"]
    return log.bundle(case.act)


def _later_entry(case: Case) -> bytes:
    """Let it be an erasure, or what is told of a key, that the log damages."""
    acts = [act for act, later in case.log.later.items() if later]
    if not acts:
        return case.log.bundle(case.act)
    act = case.random.choice(acts)
    damage = case.random.choice((_link, _signed_tags, _signed_fact, _signature, _unsigned, _ledger))
    return damage(case._replace(act=act, at=case.random.choice(case.log.later[act])))


def _payload(case: Case) -> bytes:
    """Sign a fact in another spelling."""
    log, at = case.log.copy(), some(case)
    fact = spelt(log.fact(at))
    other = case.random.choice(
        (
            fact + b" ",
            fact.replace(b":", b": ", 1),
            fact.replace(b'"body"', b'"b\\u006fdy"', 1),
            fact.replace(b'"acted":', b'"acted":null,"acted":', 1),
            fact.replace(b'"behalf":null,', b"", 1),
            b"\xef\xbb\xbf" + fact,
            fact.replace(b'"recorder"', b'"recorder\xff"', 1),
            fact[:-1],
            b"[" * 40 + b"]" * 40,
            fact[:-1] + b',"z":"' + b"a" * 60_000 + b'"}',
        )
    )
    envelope = log.leaves[at - 1]["envelope"]
    envelope["payload"] = base64.b64encode(other).decode()
    return log.bundle(case.act)


def _leaf(case: Case) -> bytes:
    """Change an entry anywhere but in its fact."""
    log, at = case.log.copy(), some(case)
    _change(case.random, log.leaves[at - 1])
    return log.bundle(case.act)


def _spelt_leaf(case: Case) -> bytes:
    """Hash and sign an entry in another spelling."""
    at = some(case)
    swap = case.random.choice(
        ((b'"links"', b' "links"'), (b'"links":', b'"links":{},"links":'), (b"recorded", b"rec\\u006frded"))
    )
    return case.log.bundle(case.act, raw=lambda n, leaf: leaf.replace(*swap, 1) if n == at else leaf)


def _moved(case: Case) -> bytes:
    """Exchange two entries of the log, or let a time go back."""
    log = case.log.copy()
    one, two = some(case), some(case)
    if case.random.random() < 0.5:
        log.leaves[one - 1], log.leaves[two - 1] = log.leaves[two - 1], log.leaves[one - 1]
    else:
        log.leaves[one - 1]["recorded"] = case.random.choice(
            (log.leaves[two - 1]["recorded"], "2026-11-01T10:00:00.000000Z", "2026-02-30T10:00:00.000000Z")
        )
    return log.bundle(case.act)


def _ledger(case: Case) -> bytes:
    log, at = case.log.copy(), some(case)
    fact = log.fact(at)
    fact["ledger"] = "l-" + "u" * 26
    log.put(at, fact)
    return log.bundle(case.act)


def _grafted(case: Case) -> bytes:
    """Let the log hold an entry of another ledger, or the same fact twice."""
    log, at = case.log.copy(), some(case)
    log.leaves[at - 1] = case.random.choice(case.random.choice((case.other, case.log)).leaves)
    return log.bundle(case.act)


def _checkpoint(case: Case) -> bytes:
    """Write the checkpoint otherwise; where the text changes, the log signs it."""
    bundle = json.loads(case.log.bundle(case.act))
    text, _, line = bundle["checkpoint"].partition("\n\n")
    origin, size, root = text.split("\n")
    hint = base64.b64decode(line.split(" ")[2])[:4]
    other = case.random.choice(
        (
            f"{origin}\n{size}\n{root}\nan extension\n",
            f"{origin}\n{int(size) + 1}\n{root}\n",
            f"{origin}\n{max(1, int(size) - 1)}\n{root}\n",
            f"{origin}\n0{size}\n{root}\n",
            f"{origin}\n0\n{root}\n",
            f"{origin}\n{2**56}\n{root}\n",
            f"{origin}\n{10**20}\n{root}\n",
            f"{origin}\n{size}\n{'A' * 43}=\n",
            f"{origin}\n{size}\n{root[:-2]}=\n",
            f"example.org/other\n{size}\n{root}\n",
            f"{origin}\n{size}\n",
            f"{origin}\n{size}\n{root}\n\n",
        )
    )
    signature = base64.b64encode(hint + LOG.sign(other.encode())).decode()
    wrong = base64.b64encode(hint + b"0" * 64).decode()
    foreign = base64.b64encode(b"1234" + b"0" * 64).decode()
    short = base64.b64encode(hint + b"0").decode()
    good, ours = f"{text}\n\n{line}", f"— {origin} {signature}\n"
    way = case.random.randrange(12)
    if way < 6:
        bundle["checkpoint"] = f"{other}\n{ours}"
    else:
        more = (
            f"— witness.example {foreign}\n",
            f"— {origin} {wrong}\n",
            f"— {origin} {foreign}\n",
            f"— {origin} {short}\n",
            f"- {origin} {foreign}\n",
            f"— wit\u00a0ness {foreign}\n",
            f"— witness.example {foreign}\n" * 63,
            f"— witness.example {foreign}\n" * 64,
            "\n",
            "— a AAAA\n",
            "— witness.example " + "AAAA" * 30_000 + "\n",
        )
        bundle["checkpoint"] = good + case.random.choice(more)
    return spelt(bundle)


def _opening(case: Case) -> bytes:
    bundle = json.loads(case.log.bundle(case.act))
    others = json.loads(case.other.bundle(case.other_act))["openings"]
    openings = bundle["openings"]
    if not openings:
        bundle["openings"] = others
        return spelt(bundle)
    one = case.random.choice(openings)
    way = case.random.randrange(4)
    if way == 0:
        one["text"] += case.random.choice(("\n", " ", "é", "e\u0301", "\t", "x" * 100_001, "̀" * 31))
    elif way == 1:
        one["salt"] = base64.b64encode(b"0" * 16).decode()
    elif way == 2:
        one["path"] = case.random.choice(("body", "body.", "departure", "body.text.commitment", "", "body.0"))
    else:
        openings.append(one)
    return spelt(bundle)


Damage: TypeAlias = Callable[[Case], bytes]

STRANGERS: tuple[Damage, ...] = (
    *(_bytes, _bytes, _spelling, _anywhere, _anywhere, _swapped, _swapped),
    *(_dropped, _everything, _stranger, _opening, _later, _later, _unerased),
)
LOGS: tuple[Damage, ...] = (
    *(_link, _link, _skipped, _skipped, _total, _signed_tags, _signed_tags, _signed_fact, _signed_fact),
    *(
        _later_entry,
        _later_entry,
        _signature,
        _signature,
        _payload,
        _leaf,
        _spelt_leaf,
        _moved,
        _ledger,
        _grafted,
        _checkpoint,
    ),
)
