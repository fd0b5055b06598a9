"""What the documents say of every type of fact is what the program does: form, tags, charges."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from tests.examples import EXAMPLES, fact_of
from tests.independent import form, shape, signing, tags, verifier
from tests.independent.form import No
from tests.independent.ledgers import spelt

from ledger import canonical, envelope
from ledger.errors import RemitError
from ledger.facts import Body
from ledger.facts.delegations import Spend, Used
from ledger.facts.words import Money
from ledger.tags import charges_of, tags_of, wire_name

DAY = "2026-03-31"


def as_json(body: Body) -> dict[str, Any]:
    return dict(json.loads(canonical.encode(body)))


def test_the_documents_have_a_row_of_tags_for_every_type() -> None:  # E7
    assert {wire_name(type(body)) for body in EXAMPLES} == set(tags.table())


@pytest.mark.parametrize("body", EXAMPLES, ids=lambda body: wire_name(type(body)))
def test_the_tags_of_the_documents_are_those_of_the_program(body: Body) -> None:
    found = tags.tags_of(as_json(body), form.day_or_instant(DAY))
    assert sorted(found) == list(tags_of(body, DAY))


@pytest.mark.parametrize("day", ["2026-03-31", "2026-04-01", "2026-03-31T23:30:00.000000Z"])
@pytest.mark.parametrize("spend", [None, "capital"])
def test_the_charges_of_the_documents_are_those_of_the_program(day: str, spend: Spend | None) -> None:  # D5
    (used,) = (body for body in EXAMPLES if isinstance(body, Used))
    body = replace(
        used, amount=Money(500, "EUR"), spend=spend, matter="roads", project=None, supplier="a.b-1"
    )
    found = sorted(tags.uses_of(as_json(body), form.day_or_instant(day)).items())
    london = "2026-04-01" if "T" in day else day
    assert found == [(one.tag, one.amount) for one in charges_of(body, london)]


@pytest.mark.parametrize("body", EXAMPLES, ids=lambda body: wire_name(type(body)))
def test_a_fact_that_is_changed_anywhere_has_the_form_for_both_or_for_neither(body: Body) -> None:  # E7
    random = Random(wire_name(type(body)))
    good = canonical.encode(fact_of(body))
    assert refusals(good) == (None, None)
    for _ in range(40):
        data = changed(random, good)
        ours, theirs = refusals(data)
        assert ours == theirs, data


def refusals(data: bytes) -> tuple[str | None, str | None]:
    """Give the kind with which each reader refuses a fact, or None where it does not."""
    ours = theirs = None
    try:
        shape.check(form.parse(data, 60_000), {"$ref": "#/$defs/Fact"})
    except No as no:
        ours = no.kind
    try:
        envelope.read_fact(data)
    except RemitError as error:
        theirs = error.kind
    return ours, theirs


JUNK: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1,
    2**53 - 1,
    "",
    "x",
    "é",
    "2026-02-30",
    [],
    {},
    ["x"],
    {"x": 1},
    "a" * 500,
)


def changed(random: Random, data: bytes) -> bytes:
    """Change one value somewhere in a fact, drop it, double it or add another."""
    fact = json.loads(data)
    holders: list[Any] = [fact]
    for one in holders:
        values = one.values() if isinstance(one, dict) else one
        holders.extend(inner for inner in values if isinstance(inner, dict | list) and inner)
    holder = random.choice(holders)
    at = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    way = random.randrange(4)
    if way == 0:
        del holder[at]
    elif way == 1 and isinstance(holder, dict):
        holder["extra"] = holder[at]
    elif way == 1:
        holder.extend([holder[at]] * random.choice((1, 70)))
    elif way == 2 and isinstance(holder[at], str):
        text = holder[at]
        place = random.randrange(len(text) + 1)
        holder[at] = text[:place] + random.choice('aZ0-/: \u0301\u200b\\"\n') + text[place + 1 :]
    else:
        holder[at] = random.choice(JUNK)
    return spelt(fact)


def test_the_example_of_the_documents_holds() -> None:  # K5
    page = tags.PAGE.read_text(encoding="utf-8")
    value = dict(re.findall(r"^\| ([^|]+) \| `([^`]+)` \|$", page, flags=re.MULTILINE))
    data = page.split("```json\n")[1].split("```")[0].replace("\n", "").encode()
    fact = form.parse(data, 60_000)
    shape.check(fact, {"$ref": "#/$defs/Fact"})
    assert hashlib.sha256(data).hexdigest() == value["SHA-256 of the fact"]
    key = signing.public_key(value["public key"])
    assert signing.key_id(key) == value["keyid"]
    assert len(verifier.before_signing(data)) == int(value["bytes that are signed"])
    signing.require_signed(key, form.unbase64(value["sig"], 64), verifier.before_signing(data))
    opening = {
        "fact": value["fact"],
        "path": value["path"],
        "salt": base64.b64encode(bytes.fromhex(value["salt"])).decode(),
        "text": value["text"],
    }
    assert verifier.commitment(value["ledger"], opening) == fact["body"]["name"]["commitment"]
