"""Erasures in a bundle: what they show as erased, and what they must not be believed for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.independent import verifier
from tests.independent.ledgers import Json, Log, spelt
from tests.town import (
    BENS,
    CAI,
    KEY,
    LOG,
    OFFICER,
    ORIGIN,
    OTHER_ID,
    TODAY,
    Town,
    used,
    without_finding,
)

from ledger import bundle as bundles
from ledger.bundle import check
from ledger.ed25519 import key_id
from ledger.errors import BadSignature, Forked, Incomplete, Malformed, Oversized, RemitError, Tampered
from ledger.facts.corrections import Corrected
from ledger.facts.erasing import Erased
from ledger.facts.fact import Fact
from ledger.facts.keys import Enrolled
from ledger.facts.organisations import PersonRegistered
from ledger.facts.words import Words, key_text
from ledger.later import require_one_log
from ledger.replay import recorded
from ledger.sealed import commitments

GROUND = "UK GDPR Art. 17(1)(d)"
ACT, ERASURE = 8, 10


def fact_of(town: Town, number: int) -> Fact:
    (entry,) = town.store.scan(number, number)
    return recorded(entry).fact


def erasing(town: Town, number: int, *paths: str) -> Erased:
    fact = fact_of(town, number)
    return Erased(fact.id, fact.tags[0], paths or ("body.text",), "icp", GROUND)


def erase(town: Town, number: int) -> int:
    return town.do(erasing(town, number), signers=(OFFICER, BENS), on=TODAY).size


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Give a ledger with an act, and a second officer who was enrolled after it."""
    made = Town(tmp_path).found().settle_in()
    made.do(used(1))
    made.do(Enrolled(key_text(BENS.public), CAI, ("record:icp",)), signers=(OFFICER, BENS))
    yield made
    made.close()


def sentence(fits: int) -> str:
    return (
        f"erased by entry {ERASURE} on {TODAY}, ground {GROUND} ({fits} of 2 signatures verified, not judged)"
    )


def test_a_bundle_says_that_the_words_of_its_act_were_erased_since(town: Town) -> None:  # P2
    before = town.bundle(ACT, words=True)
    assert erase(town, ACT) == ERASURE
    checked = check(town.bundle(ACT, words=True), KEY)
    assert (checked.answer, checked.words) == ("yes", {})
    gone = {
        path: checked.later.gone[one]
        for path, one in commitments(checked.act.fact)
        if one in checked.later.gone
    }
    assert list(gone) == ["body.text"]
    (one,) = gone.values()
    assert (one.signers, one.fitting) == (
        tuple(sorted(map(key_id, (OFFICER.public, BENS.public)))),
        (key_id(OFFICER.public),),
    )
    assert one.sentence() == sentence(1)
    earlier = check(before, KEY)
    assert (earlier.answer, earlier.words, earlier.later.gone) == ("yes", {"body.text": "Matter 1"}, {})


def test_the_erasure_itself_can_be_proved_with_all_its_signatures(town: Town) -> None:  # P2
    erase(town, ACT)
    checked = check(town.bundle(ERASURE), KEY)
    assert checked.answer == "yes"
    (_, commitment), *_ = commitments(fact_of(town, ACT))
    assert checked.later.gone[commitment].sentence() == sentence(2)


def test_an_erasure_after_the_signed_head_is_not_in_the_bundle(town: Town) -> None:
    data = town.bundle(ACT)
    erase(town, ACT)
    assert json.loads(data)["later"] == []


def test_words_that_a_correction_repeats_are_erased_with_those_of_the_fact(town: Town) -> None:  # P3
    said = fact_of(town, 4)
    assert isinstance(said.body, PersonRegistered)
    corrected = Corrected(said.id, said.body, None, Words.of("Entered twice"))
    number = town.forge(corrected, change=without_finding)
    town.do(Erased(said.id, said.tags[0], ("body.name",), "icp", GROUND), signers=(OFFICER, BENS), on=TODAY)
    checked = check(town.bundle(number), KEY)
    held = dict(commitments(checked.act.fact))
    assert [path for path, one in held.items() if one in checked.later.gone] == ["body.was.name"]


def test_of_a_copy_from_before_the_erasure_no_words_are_handed_out(town: Town) -> None:  # P2
    number = town.forge(erasing(town, ACT), signers=(OFFICER, BENS), change=without_finding, on=TODAY)
    assert town.store.openings([fact_of(town, ACT).id]) != {}
    data = town.bundle(ACT, words=True)
    assert (number, json.loads(data)["openings"]) == (ERASURE, [])
    assert check(data, KEY).answer == "yes"


def test_words_beside_their_erasure_are_refused(town: Town) -> None:  # P2
    openings = json.loads(town.bundle(ACT, words=True))["openings"]
    erase(town, ACT)
    data = spelt(json.loads(town.bundle(ACT)) | {"openings": openings})
    text = fact_of(town, ACT).id
    refused_by_both(data, Tampered, f"{text} body.text: expected no words, {sentence(1)}")


def test_more_later_entries_than_a_bundle_holds_are_over_a_limit(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase(town, ACT)
    monkeypatch.setattr(bundles, "LATER_MAX", 0)
    with pytest.raises(Oversized, match=r"^bundle: expected at most 0 later entries, got more$"):
        town.bundle(ACT)


# --- what is not believed -------------------------------------------------------------------------


def refused_by_both(data: bytes, kind: type[RemitError], message: str) -> None:
    with pytest.raises(RemitError) as caught:
        check(data, KEY)
    assert (kind, message) == (type(caught.value), str(caught.value))
    assert verifier.verify(data, ORIGIN, LOG.public).kind == kind.kind


def log_of(town: Town, *erasures: int) -> Log:
    """Give the log of a town, open to change, with these entries as the erasures of the bundle of the act."""
    needed = [row["number"] for row in json.loads(town.bundle(ACT))["entries"]]
    log = Log([json.loads(entry.data) for entry in town.store.scan()], {ACT: needed})
    log.later[ACT] = list(erasures)
    return log


def signed_anew(change: Callable[[Json], None], town: Town) -> bytes:
    """Let the officer alone sign an erasure that was changed."""
    erase(town, ACT)
    log = log_of(town, ERASURE)
    fact = log.fact(ERASURE)
    change(fact)
    log.put(ERASURE, fact, (OFFICER,))
    return log.bundle(ACT)


def test_another_fact_among_what_came_later_is_malformed(town: Town) -> None:
    data = log_of(town, 9).bundle(ACT)
    message = (
        "entry 9: expected an erasure, a compromised key or a contest among what came later, got another fact"
    )
    refused_by_both(data, Malformed, message)


def test_an_erasure_of_a_fact_that_is_not_there_is_incomplete(town: Town) -> None:
    town.do(used(2))
    number = erase(town, ERASURE)
    missing = fact_of(town, ERASURE).id
    message = f"entry {number}: expected the fact {missing}, got a bundle without it"
    refused_by_both(log_of(town, number).bundle(ACT), Incomplete, message)


def test_an_erasure_of_the_words_of_a_later_fact_is_false(town: Town) -> None:  # T3
    erase(town, ACT)
    log = log_of(town, ACT)
    links = log.leaves[ERASURE - 1]["links"]
    early = log.leaves[ERASURE - 1] | {"links": dict.fromkeys(links, 0)}
    log.leaves = [*log.leaves[: ACT - 1], early, log.leaves[ACT - 1]]
    log.needed, log.later = {9: [*log.needed[ACT][:-1], 9]}, {9: [ACT]}
    message = "entry 8: expected to erase words of an earlier fact, got those of entry 9"
    refused_by_both(log.bundle(9), Tampered, message)


def test_an_erasure_of_what_is_not_sealed_is_false(town: Town) -> None:  # P3
    def wrong(fact: Json) -> None:
        fact["body"]["paths"] = ["body.amount", "body.text"]

    text = fact_of(town, ACT).id
    message = f"entry {ERASURE}: expected sealed fields of {text}, got body.amount"
    refused_by_both(signed_anew(wrong, town), Tampered, message)


def test_an_erasure_of_another_ledger_is_not_believed(town: Town) -> None:  # H6
    def wrong(fact: Json) -> None:
        fact["ledger"] = OTHER_ID

    message = f"entry {ERASURE}: expected a fact of {fact_of(town, ACT).ledger}, got one of {OTHER_ID}"
    refused_by_both(signed_anew(wrong, town), BadSignature, message)


def test_an_erasure_with_other_tags_is_not_believed(town: Town) -> None:  # H15
    def wrong(fact: Json) -> None:
        fact["relies"] = fact["relies"][1:]

    with pytest.raises(Tampered, match=rf"^entry {ERASURE}: expected links for its tags and no others"):
        check(signed_anew(wrong, town), KEY)


def test_an_erasure_with_a_signature_that_does_not_fit_is_not_believed(town: Town) -> None:  # K4
    erase(town, ACT)
    log = log_of(town, ERASURE)
    for row in log.leaves[ERASURE - 1]["envelope"]["signatures"]:
        row["sig"] = log.leaves[0]["envelope"]["signatures"][0]["sig"]
    with pytest.raises(BadSignature, match=rf"^entry {ERASURE}: expected "):
        check(log.bundle(ACT), KEY)


def test_an_erasure_signed_by_keys_that_are_not_there_is_told_with_none_verified(town: Town) -> None:
    erase(town, ACT)
    log = log_of(town, ERASURE)
    log.put(ERASURE, log.fact(ERASURE), (BENS,))
    checked = check(log.bundle(ACT), KEY)
    (one,) = checked.later.gone.values()
    assert one.sentence().endswith("(0 of 1 signatures verified, not judged)")


def test_an_erasure_that_is_not_in_the_tree_is_not_believed(town: Town) -> None:  # H7
    erase(town, ACT)
    bundle = json.loads(town.bundle(ACT))
    (row,) = bundle["later"]
    row["leaf"]["recorded"] = row["leaf"]["recorded"].replace("T10", "T11")
    with pytest.raises(Tampered, match=rf"^entry {ERASURE}: inclusion proof of leaf 9 of 10: expected root "):
        check(spelt(bundle), KEY)


def test_two_bundles_of_one_log_have_no_two_entries_of_one_number(town: Town) -> None:  # H1
    data = town.bundle(ACT)
    erase(town, ACT)
    mine, theirs = bundles.read(data).leaves, bundles.read(town.bundle(ACT)).leaves
    assert set(theirs) - set(mine) == {ERASURE}
    require_one_log(mine, theirs)
    with pytest.raises(Forked, match=r"^bundles: expected one entry 8 of the log, got two that differ$"):
        require_one_log(mine, theirs | {8: mine[8].replace(b"T10", b"T11")})
