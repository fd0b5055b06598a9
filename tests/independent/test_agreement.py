"""The program and the independent verifier agree on every bundle, good or damaged.

Where the program judges by the rules (step 7 of the check) the verifier does not follow it: it may accept
what they refuse, and no more. `REMIT_BUNDLES` sets how many bundles the long run takes, `REMIT_SEED` which.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import starmap
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NamedTuple

import pytest
from tests.independent import damages, form, note, shape, signing, verifier
from tests.independent.damages import Case
from tests.independent.ledgers import Log, random_log
from tests.town import KEY, LOG, ORIGIN

from ledger import bundle, envelope, later, merkle, suspects, walks
from ledger.bundle import check
from ledger.errors import RemitError

BY_THE_RULES = re.compile(
    r"entry \d+: expected (?:a fact that the rules allow|its findings as the rules give them|it to rely on )"
)
"""What the program says at step 7."""


class Both(NamedTuple):
    """What the program says of a bundle, what the verifier says, and why.

    Of one that it accepts, each says ``accepted``, and what is contested.
    """

    damage: str
    data: bytes
    program: str
    verifier: str
    why: str

    @property
    def agree(self) -> bool:
        """Say whether both accept, as far as the verifier sees, or refuse with one kind.

        The program compares the bytes of a leaf with the tree before it reads them; the verifier has read
        the whole file by then. So what a stranger changed in a leaf may be of no form for the one, and not
        included for the other.
        """
        if BY_THE_RULES.match(self.why) or self.program == self.verifier:
            return True
        return "inclusion proof of leaf" in self.why and self.verifier in {"FORM", "LIMIT"}


def both(damage: str, data: bytes) -> Both:
    """Ask both."""
    said = verifier.verify(data, ORIGIN, LOG.public)
    ours = accepted(said.contested) if said.accepted else str(said.kind)
    try:
        checked = check(data, KEY)
    except RemitError as error:
        return Both(damage, data, error.kind, ours, str(error))
    return Both(damage, data, accepted(checked.contested), ours, said.why)


def accepted(contested: Mapping[int, int]) -> str:
    """Give the word for a bundle that holds: what a suspect key signed belongs to it (K1)."""
    return f"accepted, contested {dict(sorted(contested.items()))}" if contested else "accepted"


def bundles(random: Random, logs: list[Log], count: int) -> Iterator[tuple[str, bytes]]:
    """Damage bundles of these logs, one in eight not at all."""
    for number in range(count):
        log, other = random.choice(logs), random.choice(logs)
        act, other_act = random.randrange(len(log.leaves)) + 1, random.randrange(len(other.leaves)) + 1
        if number % 8 == 0:
            yield "none", log.bundle(act)
            continue
        damage = random.choice(random.choice((damages.STRANGERS, damages.LOGS)))
        yield damage.__name__, damage(Case(random, log, act, other, other_act))


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> list[Log]:
    return [random_log(seed, tmp_path_factory.mktemp("log")) for seed in range(8)]


def test_both_agree_on_bundles_good_and_damaged(logs: list[Log]) -> None:  # H7 H15 W8
    examined = list(starmap(both, bundles(Random(2026), logs, 2_000)))
    assert [one for one in examined if not one.agree] == []
    assert {one.verifier.partition(" ")[0] for one in examined} == {
        "accepted",
        "accepted,",
        "FORM",
        "LIMIT",
        "SIG",
        "TAMPERED",
        "INCOMPLETE",
    }


def nothing(*_: object) -> frozenset[str]:
    """Check nothing, and find nothing."""
    return frozenset()


CHECKS: tuple[tuple[ModuleType | type, str], ...] = (
    (note, "require_included"),
    (shape, "check"),
    (form, "text"),
    (form, "ascending"),
    (signing, "require_signed"),
    (verifier, "check_founding"),
    (verifier, "check_one_ledger"),
    (verifier, "check_tags"),
    (verifier, "check_links_named"),
    (verifier, "check_order"),
    (verifier, "check_links"),
    (verifier, "check_charged"),
    (verifier, "check_signatures"),
    (verifier, "check_later"),
    (verifier, "check_erasure"),
    (verifier, "check_compromise"),
    (verifier, "contested_of"),
    (verifier, "check_openings"),
    (bundle, "_require_founding"),
    (bundle, "require_links"),
    (bundle, "opened_words"),
    (later, "require_claims"),
    (later, "held"),
    (later, "_require_of_signer"),
    (later, "_fitting"),
    (suspects.Suspects, "among"),
    (walks, "check_tags"),
    (merkle, "verify_inclusion"),
    (envelope, "verify"),
)


@pytest.mark.slow
def test_whichever_of_them_leaves_out_one_check_is_caught(logs: list[Log]) -> None:
    """Were one check of either switched off, the run above would fail: so it does look at each of them."""
    examined = list(bundles(Random(7), logs, 1_000))
    for where, check_of in CHECKS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(where, check_of, nothing)
            assert any(caught(*one) for one in examined), (where.__name__, check_of)


def caught(damage: str, data: bytes) -> bool:
    try:
        return not both(damage, data).agree
    except (AttributeError, KeyError, TypeError, ValueError):
        return True  # it stumbles over what the check would have refused


@pytest.mark.long
def test_both_agree_on_many_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # H7 H15 W8
    wanted, seed = int(os.environ.get("REMIT_BUNDLES", "4000")), int(os.environ.get("REMIT_SEED", "1"))
    totals: Counter[str] = Counter()
    for start in range(0, wanted, 2_000):
        logs = []
        for part in range(4):
            folder = tmp_path / f"{start}-{part}"
            folder.mkdir()
            logs.append(random_log((seed + start) * 4 + part, folder))
        for one in starmap(both, bundles(Random(seed + start), logs, min(2_000, wanted - start))):
            assert one.agree, (seed, start, one)
            rules = ", by the rules alone" if BY_THE_RULES.match(one.why) else ""
            totals[f"{one.program.partition(' {')[0]}{rules}"] += 1
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
    with capsys.disabled():
        sys.stdout.write(f"{wanted} bundles: {dict(totals.most_common())}\n")
