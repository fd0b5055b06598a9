"""``remit common``: two committees sit in common, each under a quorum and a majority rule of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts import Body, bodies, decisions, meetings, members, terms
from ledger.facts.words import Words
from ledger_cli.termsfile import load_terms

DAY = "2024-03-25"
WEST = "west-committee"
MEETINGS = {"icp": "m-" + "a" * 16, WEST: "m-" + "b" * 16}
ITEMS = {"icp": "i-" + "a" * 16, WEST: "i-" + "b" * 16}
MOTIONS = {"icp": "v-" + "a" * 16, WEST: "v-" + "b" * 16}
DECISION = "d-" + "a" * 16
THOSE, ALL = "for those that agree", "only if all agree"
CIC = "  - {{kind: in common, rule: {}, clause: '4', basis: stated, says: in common, {}}}\n"


def book(body: str, other: str) -> terms.Terms:
    """Give terms: those of the desk, and of the other one with one member quorate and everybody there for."""
    more = CIC.format("CIC-1", f"bodies: [{other}], holds: {THOSE}")
    more += CIC.format("CIC-2", f"bodies: [{other}], holds: {ALL}, matters: [pool]")
    text = TERMS.replace("body: icp", f"body: {body}").replace('version: "2023"', 'version: "2024"')
    text = text.replace("rules:\n", f"matters: [{{matter: pool, title: Pool, clause: '1'}}]\nrules:\n{more}")
    if body == WEST:
        text = text.replace("least: 2}", "least: 1}")
        text = text.replace("base: votes cast, more_than: 1/2", "base: present, at_least: 1/1")
    Path(f"{body}.yaml").write_text(text, encoding="utf-8")
    return load_terms(Path(f"{body}.yaml"))


def votes(desk: Desk, body: str) -> list[Body]:
    """Give a meeting at which Jo votes for the motion and Kim abstains."""
    meeting, item, motion = MEETINGS[body], ITEMS[body], MOTIONS[body]
    cast: tuple[tuple[str, decisions.Choice], ...] = ((desk.jo, "for"), (desk.kim, "abstain"))
    text = Words.of("Pool the budget")
    return [
        meetings.Opened(meeting, body, "meeting", None, Words.of("Town hall")),
        meetings.Attended(meeting, (desk.jo, desk.kim), (), ()),
        meetings.ItemOpened(meeting, item, "1", Words.of("Budget"), None),
        decisions.MotionPut(
            motion, meeting, item, text, moved=False, proposer=None, seconded=False, seconder=None
        ),
        *(decisions.VoteCast(motion, meeting, one, choice, decisions.AS_PUT) for one, choice in cast),
    ]


@pytest.fixture
@kept
def both(desk: Desk) -> Desk:
    """Give two committees at the same item, with the same votes: they carry at one of them only."""
    desk.meets(
        bodies.Constituted(WEST, "Committee of the West", "an order", ("west",)),
        terms.Adopted(book("icp", WEST), "2024-01-01"),
        terms.Adopted(book(WEST, "icp"), "2024-01-01"),
        members.Appointed(WEST, desk.jo, "east", "appointed", "2024-01-01"),
        members.Appointed(WEST, desk.kim, "west", "appointed", "2024-01-01"),
        on="2024-01-01",
    )
    desk.meets(*votes(desk, "icp"), *votes(desk, WEST))
    return desk


def agrees(desk: Desk, code: str) -> None:
    """Have the desk's own body resolve so that it agrees to a question."""
    part = decisions.Part("1", "decision", Words.of("The budget is pooled"), matter="pool", common=code)
    desk.meets(
        decisions.Resolved(DECISION, MEETINGS["icp"], ITEMS["icp"], "vote", (MOTIONS["icp"],), (part,))
    )


def put(desk: Desk, holds: str, *more: str) -> str:
    where = (f"icp={DAY}/1", f"{WEST}={MEETINGS[WEST]}/1")
    said = desk.record(
        "common", "put", *where, "--text", "Pool the budget?", "--holds", holds, *more, "--json"
    )
    assert said.code == 0, said.err
    code: str = said.json["common"]
    return code


def told(desk: Desk, code: str, *more: str) -> tuple[int, list[list[str]], str]:
    said = desk("common", "show", code, *more)
    *rows, last = said.rows
    return said.code, rows, last[0]


def test_the_outcome_stands_only_for_the_organisations_whose_committee_agreed(both: Desk) -> None:  # PBP-4
    code = put(both, THOSE)
    said, unknown = f"Put to hold {THOSE}", "it is not known yet for"
    assert told(both, code) == (
        8,
        [
            ["icp", "", "", "", "", "none yet", ""],
            [WEST, "west", "", "", "", "none yet", ""],
        ],
        f"{said}: it holds for nobody; {unknown} icp (no answer yet) and west ({WEST}: no answer yet).",
    )
    carried = ("--item", "1", "--text", "Pool it", "--way", "vote", "--matter", "pool")
    refused = both.record(
        "motion", "resolve", DAY, WEST, *carried, "--motion", MOTIONS[WEST], "--common", code
    )
    assert (refused.code, "MAJ-1 (ToR 2023 8.2)" in refused.err) == (3, True)
    silent = both.record("motion", "resolve", DAY, "icp", *carried, "--motion", MOTIONS["icp"])
    assert (silent.code, f"expected to say whether the body agrees to {code}" in silent.err) == (
        3,
        True,
    )
    resolved = both.record(
        "motion", "resolve", DAY, "icp", *carried, "--motion", MOTIONS["icp"], "--common", code, "--json"
    )
    assert resolved.code == 0, resolved.err
    assert both.record("common", "decline", code, WEST).code == 0
    assert told(both, code) == (
        0,
        [
            ["icp", "", "yes", "vote; 1 for, 0 against", resolved.json["decision"], "agreed", "valid"],
            [WEST, "west", "yes", "1 for, 0 against", "", "not agreed", ""],
        ],
        f"{said}: it holds for icp; it does not hold for west (west-committee: not agreed).",
    )
    assert told(both, code, "--known-at", str(both.size - 1))[0] == 8
    as_json: Any = both("common", "show", code, "--json").json
    told_ = (as_json["text"], as_json["holds"], as_json["committees"][0]["worth"])
    assert told_ == ("Pool the budget?", THOSE, "valid")


def test_it_holds_only_if_all_agree_where_the_terms_say_so(both: Desk) -> None:  # PBP-4
    where = (f"icp={DAY}/1", f"{WEST}={DAY}/1")
    refused = both.record("common", "put", *where, "--text", "?", "--holds", ALL)
    assert (refused.code, f"got a question to hold {ALL}" in refused.err) == (3, True)
    code = put(both, ALL, "--matter", "pool")
    agrees(both, code)
    shown = both("decision", "show", DECISION)
    assert shown.rows[0][:4] == ["1", "decision", "conditional", WEST]
    assert f"put in common, to hold {ALL}" in shown.out
    (said,) = both("decision", "sentence", DECISION).out.splitlines()
    assert said.endswith(f"(item 1, decision {DECISION}), to hold only if west-committee agree too.")
    assert told(both, code)[0] == 8
    both.record("common", "decline", code, WEST)
    status, rows, sentence = told(both, code)
    assert (status, rows[0][-1]) == (1, "lapsed: not agreed by west-committee")
    assert sentence == (
        f"Put to hold {ALL}: it holds for nobody; it does not hold for "
        f"icp (lapsed: not agreed by {WEST}) and west ({WEST}: not agreed)."
    )
    assert both("decision", "show", DECISION).rows[0][2] == "lapsed: not agreed by west-committee"


def test_what_nobody_can_look_up_is_said(both: Desk) -> None:
    for name in ("k-" + "z" * 16, "nothing"):
        said = both("common", "show", name)
        assert (said.code, "expected a question put in common that the ledger knows" in said.err) == (4, True)
    code = put(both, THOSE)
    strange = both.record("common", "decline", code, "east")
    assert (strange.code, "expected a body to which the question was put" in strange.err) == (4, True)
    one, other = f"icp={DAY}/1", f"{WEST}={DAY}/1"
    for where in ((), (one,), (one, WEST), (one, f"={DAY}/1"), (f"icp={DAY}", other), (f"icp={DAY}/", other)):
        usage = both.record("common", "put", *where, "--text", "?", "--holds", THOSE)
        assert (usage.code, "of BODY=MEETING/ITEM, got" in usage.err) == (2, True), where
    nowhere = both.record("common", "put", f"icp={DAY}/2", other, "--text", "?", "--holds", THOSE)
    expected = f"expected the number of an item of {MEETINGS['icp']}, got '2'"
    assert (nowhere.code, expected in nowhere.err) == (4, True)
