"""The page that checks a bundle in a browser agrees with the command line, and is one closed file.

Node runs the script that stands in the page. Where the program judges by the rules (step 7) the page does not
follow it: it may accept what they refuse, and no more.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from tests.checker.damages import DAMAGES, Log
from tests.checker.node import ask, script, spelt
from tests.examples import EXAMPLES, fact_of
from tests.town import BENS, CAI, KEY, OFFICER, Town, name, revoked, used, without_finding

from ledger import bundle as bundles
from ledger import canonical, envelope
from ledger.errors import RemitError
from ledger.facts.delegations import Used
from ledger.facts.keys import Enrolled, Revoked
from ledger.facts.organisations import PersonRegistered
from ledger.facts.words import Money, Words, key_text
from ledger.ed25519 import key_id
from ledger.tags import charges_of, tags_of, wire_name
from ledger_cli.checker import page

BY_THE_RULES = re.compile(
    r"entry \d+: expected (?:a fact that the rules allow|its findings as the rules give them|it to rely on )"
)
"""What the program says at step 7."""

TOO_LONG = " of length <= "
"""What the program says of too many members or characters, which are over a limit."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """Give the log of a town with keys that come and go, acts with every total, and a revocation."""
    town = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    town.do(replace(used(1, 10), matter="roads", spend="capital", supplier="a-1"))
    town.do(Enrolled(key_text(BENS.public), CAI, ("own",)), signers=(OFFICER, BENS))
    town.do(PersonRegistered(name("p", 70), Words.of("Zoë O’Neill")))
    town.do(used(2, 20), signers=(BENS,))
    town.do(Revoked(key_id(BENS.public), Words.of("Lost")))
    town.forge(used(3, 30), on="2026-03-31T23:30:00.000000Z", change=without_finding)
    town.do(revoked())
    made = Log.of(town)
    town.close()
    return made


def asked(data: bytes, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of any shape
    return {"data": spelt(data), "trusted": {"line": KEY.encode()}, **more}


def programs(data: bytes) -> tuple[str, str]:
    """Give the kind with which the program refuses a bundle, or ``accepted``, and what it says."""
    try:
        checked = bundles.check(data, KEY)
    except RemitError as error:
        kind = "LIMIT" if TOO_LONG in str(error) else error.kind
        return kind, str(error)
    return "accepted", checked.answer


def disagreements(found: Iterable[tuple[bytes, dict[str, Any]]]) -> list[tuple[bytes, str, str, str]]:
    """Give the bundles on which page and program do not agree, with what each says."""
    wrong = []
    for data, theirs in found:
        kind, why = programs(data)
        if kind != theirs["kind"] and not BY_THE_RULES.match(why):
            wrong.append((data, kind, why, str(theirs)))
    return wrong


def damaged(log: Log, count: int, seed: int) -> Iterator[bytes]:
    """Give random bundles, one in eight of them good."""
    random = Random(seed)
    for number in range(count):
        act = random.randrange(len(log.leaves)) + 1
        yield random.choice(DAMAGES)(random, log, act) if number % 8 else log.bundle(act)


def test_page_and_program_agree_on_1_000_bundles_good_and_damaged(log: Log, tmp_path: Path) -> None:  # H7 H15
    tried = list(damaged(log, 1_000, seed=2026))
    answers = ask(map(asked, tried), tmp_path)
    assert disagreements(zip(tried, answers, strict=True)) == []
    kinds = Counter(one["kind"] for one in answers)
    assert set(kinds) == {"accepted", "FORM", "LIMIT", "SIG", "TAMPERED", "INCOMPLETE"}
    assert kinds["accepted"] > 125
