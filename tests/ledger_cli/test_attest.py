"""``remit attest``: what the record answers to a board, proved offline by a bundle."""

from __future__ import annotations

import pytest
from tests.ledger_cli.authority import act, grant, passed
from tests.ledger_cli.desk import Desk, kept

from ledger.facts.attesting import Attested
from ledger.facts.delegations import Used


@pytest.fixture
@kept
def acted(desk: Desk) -> Desk:
    """Give a desk with an act under a chain of two links."""
    assert act(desk, passed(desk, grant(desk))).code == 0
    return desk


def proved(desk: Desk, *question: str, code: int = 0) -> str:
    """Attest, bundle, and check the bundle with nothing but the line of the log; give what is said."""
    said = desk.record("attest", *question, "--json")
    assert said.code == 0, said.err
    number = str(said.json["size"])
    assert f"to prove it: remit bundle make {number}" in said.err
    assert desk("bundle", "make", number, "-o", "proof.bundle").code == 0
    line = desk("log", "show", "--json").json["log"]
    checked = desk("bundle", "check", "proof.bundle", "--log", line)
    assert (checked.code, checked.err) == (code, "")
    return checked.out


def test_an_act_is_proved_to_have_been_within_authority(acted: Desk) -> None:  # H15
    name = acted.last_of(Used).act
    said = proved(acted, "act", name)
    assert f"attested of the act {name}, as it stood on 2" in said
    assert "within authority" in said
    proves = said.partition("this proves:\n")[2].partition("it rests on:\n")[0]
    assert f" did this, {name}, for body:icp on 2024-03-01: grants, GBP 400.00, its words sealed" in proves
    assert "within the limit: at most GBP 20,000.00 for all acts under " in proves
    assert "speaks against attesting it" in proves
    assert said.splitlines()[-1] == "answer: yes"


def test_a_delegation_that_was_revoked_is_proved_to_hold_no_more(acted: Desk) -> None:  # H15, D1
    link = acted.last_of(Used).chain[-1]
    assert proved(acted, "delegation", link).splitlines()[-1] == "answer: yes"
    assert acted.record("delegation", "revoke", link, "--reason", "over").code == 0
    said = proved(acted, "delegation", link, code=1)
    assert "revoked from" in said
    assert said.splitlines()[-1] == "answer: no"


def test_a_membership_and_a_decision_are_attested(sitting: Desk) -> None:
    said = proved(sitting, "membership", "icp", "Jo Bloggs", "--on", "2024-03-25")
    assert said.endswith("answer: yes\n")
    assert f"  member.appointed/2 of {sitting.jo} on " in said
    resolve = ("motion", "resolve", "2024-03-25", "icp", "--item", "1", "--text", "A grant")
    made = sitting.record(*resolve, "--way", "consensus", "--departure", "as minuted", "--json")
    decision = made.json["decision"]
    said = proved(sitting, "decision", decision)
    assert "part 1: valid" in said
    assert f"  icp decided this, {decision}, on 2024-03-25, by consensus (entry " in said
    assert "  it was quorate: " in said
    assert sitting.record("decision", "rescind", decision, "--reason", "an error").code == 0
    said = proved(sitting, "decision", decision, code=1)
    assert "part 1: rescinded" in said
    assert "  of it was recorded: decision.changed/" in said
    assert sitting.last_of(Attested).question.day <= "2026-12-31"


def test_what_the_ledger_does_not_know_is_not_attested(acted: Desk) -> None:
    assert acted.record("attest", "delegation", "g-aaaaaaaaaaaaaaaa").code == 4
    assert acted.record("attest", "act", "a-aaaaaaaaaaaaaaaa").code == 4
    assert acted.record("attest", "membership", "nobody", "Jo Bloggs").code == 4
