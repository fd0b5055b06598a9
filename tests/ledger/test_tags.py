from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from tests import examples
from tests.examples import LINK, POUNDS, ROOT, SEAL

from ledger import tags
from ledger.facts import (
    Body,
    bodies,
    consultations,
    corrections,
    decisions,
    delegations,
    disputes,
    founding,
    funds,
    keys,
    minutes,
    outcomes,
    programme,
)
from ledger.facts.fact import Charge, Fact
from ledger.facts.words import Money, Tag

EVERY: tuple[Any, ...] = examples.EXAMPLES
"""Not as ``Body``: of a union so large, each line that looks into one takes seconds to check."""
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "fact.md").read_text(encoding="utf-8")
TEMPLATES = {
    name: re.findall(r"`([^`]+)`", cell)
    for name, cell in re.findall(r"^\| `([a-z-]+\.[a-z-]+/\d+)` \| (.+) \|$", PAGE, re.MULTILINE)
}
LONGEST = "z" * 64
WINDOWS = (
    "",
    "/month.2026-11",
    "/quarter.2026-4",
    "/calendar.2026",
    "/year.2026",
    "/capital",
    "/year.2026.capital",
    "/matter.beds",
    "/project.ward",
    "/supplier.firm",
)
"""What the example of an act is charged to, of each link: it is of 20 November 2026."""

LATER = "v-" + "b" * 16


def filled(template: str, body: msgspec.Struct) -> list[str]:
    """Fill in one tag of the page on formats: ``<field>``, ``<id of field>``, ``<each of field>``."""
    found = re.search(r"<(?:(id|each) of )?([\w.]+)>", template)
    if found is None:
        return [template]
    how, path = found.groups()
    values: list[Any] = [body]
    for field in path.split("."):
        under = (getattr(value, field) for value in values)
        values = [one for value in under for one in (value if isinstance(value, tuple) else (value,))]
    values = [value for value in values if value is not None]
    if how == "id":
        digest = hashlib.sha256(base64.b64decode(values[0])).hexdigest()
        values = [f"ed25519-{digest[:32]}"]
    texts = (value.lower() if path.endswith("currency") else value for value in values)
    return [tag for text in texts for tag in filled(template.replace(found.group(), text), body)]


def expected_tags(body: msgspec.Struct) -> tuple[str, ...]:
    """Give the tags of a body as the page on formats has them."""
    templates = TEMPLATES[examples.wire_name(body)]
    match body:
        case minutes.Agreed():
            assert templates == ["minutes:<of>", "of", "null", "minutes:<meeting>"]
            templates = templates[:1] if body.of else templates[-1:]
        case programme.ItemPlanned() | programme.ItemWithdrawn():
            assert templates[2:4] == ["meeting", "null"]
            templates = templates[:2] if body.meeting else templates[4:]
        case consultations.Opened():
            assert templates[2:] == ["under", "null", "consultation:<consultation>"]
            templates = templates[:2] if body.under else templates[4:]
        case _ if isinstance(body, disputes.OfCourse):
            assert templates[-2:] == ["decision", "subject:<decision>"]
            templates = [*templates[:-2], *(templates[-1:] if body.decision else ())]
        case funds.Allocated() | funds.AllocationChanged() | funds.AllocationLapsed():
            assert templates[2:4] == ["parent", "null"]
            held = templates[6:]
            templates = [*(templates[:2] if body.parent else templates[4:6]), *held]
        case decisions.Resolved():
            assert templates[3:] == ["urgent", "urgent:<urgent>"]
            templates = [*templates[:3], *(templates[4:] if body.urgent else ())]
        case outcomes.Changed():
            assert templates[1:] == ["by", "urgent:<body>"]
            templates = [*templates[:1], *(templates[2:] if body.by else ())]
        case funds.Committed() | funds.Released():
            assert templates[2:] == ["act", "commitments:<act>"]
            templates = [*templates[:2], *(templates[3:] if body.act else ())]
        case bodies.Ended():
            assert templates[2:5] == ["passing", "delegation:", "allocation:"]
            assert templates[6:] == ["successors", "allocations:", "funds:"]
            kinds = {"g": templates[3], "w": templates[4]}
            passing = [f"{kinds[one[0]]}{one}" for one in body.passing]
            theirs = [f"{one}{body.successors[0]}" for one in templates[7:]]
            templates = [*templates[:2], *passing, templates[5], *theirs]
        case corrections.Corrected():
            assert templates == ["was", "body"]
            after = expected_tags(body.body) if body.body is not None else ()
            return tuple(sorted({*expected_tags(body.was), *after}))
        case delegations.Granted():
            assert templates[3:] == ["kind", "reserved", "reserved:<by>"]
            templates = [*templates[:3], *(templates[5:] if body.kind == "reserved" else ())]
        case delegations.Used():
            assert templates[1:] == ["acts:", "chain", "resolution", "subject:<resolution>"]
            charged = [f"use:{link}{window}:gbp" for link in body.chain for window in WINDOWS]
            decided = [templates[4]] if body.resolution else []
            acts = [templates[0], f"acts:{body.chain[-1]}", *decided]
            templates = [*acts, *(charged if body.amount else ())]
    return tuple(sorted({tag for template in templates for tag in filled(template, body)}))


def used(chain: tuple[str, ...], amount: Money | None) -> delegations.Used:
    plain = delegations.Used(examples.ACT, chain, "body:icp", (examples.BEN,), "grants", amount, SEAL)
    return msgspec.structs.replace(plain, spend="capital", matter="beds", project="ward", supplier="firm")


def test_the_page_on_formats_has_a_row_for_every_type() -> None:
    assert sorted(TEMPLATES) == sorted(type_.__struct_config__.tag for type_ in get_args(Body))


def test_there_is_an_example_of_every_type() -> None:
    assert {type(body) for body in examples.EXAMPLES} == set(get_args(Body))


@pytest.mark.parametrize("body", examples.EXAMPLES, ids=examples.wire_name)
def test_a_fact_is_found_by_the_tags_of_the_page_on_formats(body: Body) -> None:
    assert expected_tags(body) == tags.tags_of(body, examples.DAY)


@pytest.mark.parametrize(
    "body",
    [
        minutes.Agreed(examples.MEETING, examples.ITEM, None, None),
        outcomes.Changed(examples.RESOLUTION, "icp", "contested", SEAL),
        used((ROOT, LINK), None),
        used((ROOT, ROOT), POUNDS),
        decisions.Resolved(examples.RESOLUTION, examples.MEETING, examples.ITEM, "consensus", (), ()),
        decisions.Resolved(
            examples.RESOLUTION, examples.MEETING, examples.ITEM, "vote", (LATER, examples.MOTION), ()
        ),
    ],
)
def test_what_is_left_out_or_given_twice_is_no_tag(body: Body) -> None:
    assert expected_tags(body) == tags.tags_of(body, examples.DAY)


def longest(body: msgspec.Struct) -> msgspec.Struct:
    """Give the same body with every code and party as long as it may be."""
    if isinstance(body, corrections.Corrected):
        return body
    if isinstance(body, delegations.OfGiver):
        party: Any = f"organisation:{LONGEST}"
        to = {"to": (party,)} if isinstance(body, delegations.Given) else {}
        return msgspec.structs.replace(body, by=party, **to)
    fields = {"body", "organisation", "to", "by"} & set(body.__struct_fields__)
    longer = dict.fromkeys(fields, LONGEST)
    return msgspec.structs.replace(body, **longer)


@pytest.mark.parametrize("body", examples.EXAMPLES, ids=examples.wire_name)
def test_every_tag_is_ascii_of_at_most_128_bytes_and_in_order(body: Body) -> None:
    decoder = msgspec.json.Decoder(tuple[Tag, ...])
    both: tuple[Any, ...] = (body, longest(body))
    for one in both:
        found = tags.tags_of(one, examples.DAY)
        assert found
        assert list(found) == sorted(set(found))
        assert decoder.decode(msgspec.json.encode(found)) == found
        assert max(len(tag.encode("ascii")) for tag in found) <= 128


def test_no_name_or_title_stands_in_a_tag() -> None:  # P1, P3
    titled = [body for body in EVERY if "title" in body.__struct_fields__]
    assert titled
    for body in titled:
        renamed = msgspec.structs.replace(body, title="Another title")
        assert tags.tags_of(renamed, examples.DAY) == tags.tags_of(body, examples.DAY)


def test_the_founding_is_found_by_both_its_keys_but_not_by_the_log_key() -> None:
    found = tags.tags_of(examples.FOUNDED, examples.DAY)
    assert tags.FOUNDING in found
    assert tags.key_tag(examples.FOUNDED.officer_key) in found
    assert tags.key_tag(examples.FOUNDED.recovery_key) in found
    assert tags.key_tag(examples.FOUNDED.log_key) not in found
    of_the_log = founding.Founded | keys.OfLog  # what the ledger rests on
    others = [body for body in EVERY if not isinstance(body, of_the_log)]
    assert [body for body in others if tags.FOUNDING in tags.tags_of(body, examples.DAY)] == []


def test_an_act_is_charged_to_every_link_of_its_chain() -> None:  # D6
    charges = tags.charges_of(used((LINK, ROOT), POUNDS), examples.DAY)
    charged = (f"use:{link}{window}:gbp" for link in (ROOT, LINK) for window in WINDOWS)
    assert charges == tuple(Charge(tag, 250_000_00) for tag in sorted(charged))


def test_an_act_is_charged_once_to_a_link_that_is_named_twice() -> None:
    charged = (f"use:{ROOT}{window}:gbp" for window in WINDOWS)
    assert tags.charges_of(used((ROOT, ROOT), POUNDS), examples.DAY) == tuple(
        Charge(tag, 250_000_00) for tag in sorted(charged)
    )


@pytest.mark.parametrize(
    ("day", "year"), [("2026-03-31", "2025"), ("2026-04-01", "2026"), ("2027-01-01", "2026")]
)
def test_a_financial_year_begins_on_1_april(day: str, year: str) -> None:
    assert f"use:{ROOT}/year.{year}:gbp" in tags.tags_of(used((ROOT,), POUNDS), day)


def test_amounts_in_two_currencies_are_charged_apart() -> None:  # E8
    euros = tags.charges_of(used((ROOT,), Money(100, "EUR")), examples.DAY)
    charged = (f"use:{ROOT}{window}:eur" for window in WINDOWS)
    assert euros == tuple(Charge(tag, 100) for tag in sorted(charged))
    assert tags.use_tags(used((ROOT, LINK), None), examples.DAY) == ()


def test_nothing_but_an_act_with_an_amount_is_charged() -> None:
    charged = [examples.wire_name(body) for body in examples.EXAMPLES if tags.charges_of(body, examples.DAY)]
    assert charged == ["delegation.used/3"]
    assert tags.charges_of(used((ROOT,), None), examples.DAY) == ()


def test_only_tags_of_uses_carry_totals() -> None:
    for body in examples.EXAMPLES:
        for charge in tags.charges_of(body, examples.DAY):
            assert charge.tag.startswith(tags.TOTALS)
            assert charge.tag in tags.tags_of(body, examples.DAY)


def test_a_fact_holds_no_more_than_64_tags() -> None:
    fact = examples.fact_of(examples.EXAMPLES[-1])
    decoder = msgspec.json.Decoder(Fact)
    for name in ("tags", "relies"):
        many = tuple(f"body:b{number:02}" for number in range(65))
        most = msgspec.json.encode(msgspec.structs.replace(fact, **{name: many[:64]}))
        assert len(getattr(decoder.decode(most), name)) == 64
        with pytest.raises(msgspec.ValidationError, match=name):
            decoder.decode(msgspec.json.encode(msgspec.structs.replace(fact, **{name: many})))
