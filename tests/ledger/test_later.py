"""What was told of keys after an act: its bundle is contested by it, and believes nothing false (K1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.independent import verifier
from tests.independent.ledgers import SECOND, Json, Log
from tests.town import (
    ADA,
    BEN,
    BENS,
    CAI,
    DAY,
    KEY,
    LOG,
    OFFICER,
    ORIGIN,
    OTHER_ID,
    RECOVERY,
    Town,
    revoked,
    used,
    without_finding,
)

from ledger import bundle as bundles
from ledger.bundle import check, with_later
from ledger.ed25519 import key_id
from ledger.errors import BadSignature, Incomplete, Malformed, RemitError, Tampered
from ledger.facts.attesting import Attested, OfMembership
from ledger.facts.contesting import Contested, Withdrawn
from ledger.facts.interests import Registered
from ledger.facts.keys import Compromised, Enrolled
from ledger.facts.organisations import PersonRegistered
from ledger.facts.words import Words, key_text
from ledger.later import later_of
from ledger.replay import recorded

ACT, TOLD = 9, 11
THIEFS = key_id(OFFICER.public)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """Give a ledger with an act by the officer's key, entry 9, and another fact after it."""
    made = Town(tmp_path).found().settle_in()
    made.do(Enrolled(key_text(BENS.public), CAI, ("record:icp",)), signers=(OFFICER, BENS))
    made.do(used(1))
    made.do(PersonRegistered("p-" + "d" * 16, Words.of("Dee")))
    yield made
    made.close()


def tell(town: Town, suspect: int = ACT, key: str = THIEFS) -> int:
    """Tell that somebody else may have had a key; the recovery key, which entry 1 enrols, signs it."""
    return town.do(Compromised(key, suspect, Words.of("Stolen")), signers=(RECOVERY,)).size


def sentence(suspect: int = ACT, fits: int = 1) -> str:
    return (
        f"entry {TOLD} says on {DAY} that somebody else may have had {THIEFS} from entry {suspect} on "
        f"({fits} of 1 signatures verified, not judged)"
    )


def contested_by_both(data: bytes) -> dict[int, int]:
    """Give what is contested, of which both readers say the same."""
    found = dict(check(data, KEY).contested)
    said = verifier.verify(data, ORIGIN, LOG.public)
    assert (said.accepted, said.contested) == (True, found)
    return found


def test_a_bundle_made_after_a_theft_was_told_answers_not_known(town: Town) -> None:  # K1 H15
    before = town.bundle(ACT)
    assert tell(town) == TOLD
    data = town.bundle(ACT)
    assert [row["number"] for row in json.loads(data)["later"]] == [TOLD]
    checked = check(data, KEY)
    assert (checked.answer, contested_by_both(data)) == ("not known", {ACT: ACT})
    (theft,) = checked.later.thefts
    assert (theft.sentence(), theft.signers) == (sentence(), (key_id(RECOVERY.public),))
    assert (check(before, KEY).answer, contested_by_both(before)) == ("yes", {})


@pytest.mark.parametrize(("suspect", "answer"), [(ACT, "not known"), (ACT + 1, "yes")])
def test_what_the_key_signed_before_it_was_suspect_is_beyond_doubt(  # K1
    town: Town, suspect: int, answer: str
) -> None:
    tell(town, suspect)
    checked = check(town.bundle(ACT), KEY)
    assert (checked.answer, len(checked.later.thefts)) == (answer, 1)


def test_an_act_that_rests_on_what_the_key_signed_is_not_known_either(town: Town) -> None:  # K1
    town.do(used(2), signers=(BENS,))
    tell(town, suspect=7)
    data = town.bundle(TOLD)
    assert check(data, KEY).answer == "not known"
    assert set(contested_by_both(data)) == {7, 8}


def test_a_key_that_signed_nothing_that_the_act_rests_on_is_no_matter(town: Town) -> None:  # K1
    town.do(used(2), signers=(BENS,))
    tell(town, suspect=2, key=key_id(BENS.public))
    data = town.bundle(7)
    assert (json.loads(data)["later"], check(data, KEY).answer) == ([], "yes")


def test_of_what_was_told_before_the_act_and_after_it_the_earliest_entry_counts(town: Town) -> None:  # K1
    tell(town, suspect=8)
    number = town.do(used(2), signers=(BENS,)).size
    tell(town, suspect=7)
    data = town.bundle(number)
    assert check(data, KEY).answer == "not known"
    assert contested_by_both(data) == {7: 7, 8: 7}
    rows = json.loads(data)
    assert TOLD in [row["number"] for row in rows["entries"]]
    assert [row["number"] for row in rows["later"]] == [number + 1]


def test_a_departure_that_is_contested_is_not_known(town: Town) -> None:  # K1
    (proposal,) = town.request(used(2, 900)).proposals
    departing = replace(town.request(), proposals=(replace(proposal, departure=Words.of("It was urgent")),))
    number = town.ledger.record(departing, (OFFICER,)).size
    assert check(town.bundle(number), KEY).answer == "yes, as a departure"
    tell(town, suspect=number)
    assert check(town.bundle(number), KEY).answer == "not known"


def test_what_the_rules_do_not_allow_stays_no(town: Town) -> None:  # K1 D1
    town.do(revoked())
    number = town.forge(used(2), change=without_finding)
    tell(town, suspect=number)
    checked = check(town.bundle(number), KEY)
    assert (checked.answer, dict(checked.contested)) == ("no", {number: number})


def test_an_attestation_by_the_key_is_not_known_whatever_it_answers(town: Town) -> None:  # K1
    question = OfMembership("icp", ADA, DAY)
    number = town.do(Attested("icp", question, "no", ("no membership of icp is recorded",))).size
    before = check(town.bundle(number), KEY)
    assert before.answer == "no"
    tell(town, suspect=number)
    newer = check(town.bundle(number), KEY)
    assert (newer.answer, with_later(before, newer).answer) == ("not known", "not known")


# --- taken over by an earlier bundle ----------------------------------------------------------------


def test_an_earlier_bundle_takes_over_what_a_newer_one_tells(town: Town) -> None:  # K1 H15
    before = check(town.bundle(ACT), KEY)
    tell(town)
    taken = with_later(before, check(town.bundle(ACT), KEY))
    assert (taken.answer, dict(taken.contested)) == ("not known", {ACT: ACT})
    assert [one.sentence() for one in taken.later.thefts] == [sentence()]
    assert with_later(taken, before) == taken


def test_the_bundle_of_the_later_entry_itself_tells_it_as_well(town: Town) -> None:  # K1
    before = check(town.bundle(ACT), KEY)
    told = check(town.bundle(tell(town)), KEY)
    assert (told.answer, with_later(before, told).answer) == ("yes", "not known")


def test_an_older_bundle_takes_nothing_back(town: Town) -> None:  # K1
    before = check(town.bundle(ACT), KEY)
    assert with_later(before, before) == before
    tell(town)
    newer = check(town.bundle(ACT), KEY)
    assert with_later(newer, before) == newer


# --- what members contest ------------------------------------------------------------------------


MINE = SECOND
OF_BEN = f"interests:{BEN}"


def recorded_of_ben(town: Town) -> tuple[int, str]:
    """Let the clerk put an interest of Ben's on the register; give its entry and its id."""
    town.do(Enrolled(key_text(MINE.public), BEN, ("own",)), signers=(OFFICER, MINE))
    number = town.do(Registered("t-" + "a" * 16, BEN, None, "land", Words.of("A field"))).size
    return number, recorded(next(town.store.scan(number, number))).fact.id


def objects(town: Town, fact: str) -> int:
    return town.do(Contested(fact, OF_BEN, BEN, Words.of("I sold it")), signers=(MINE,)).size


def test_a_bundle_made_after_a_contest_has_it_and_its_withdrawal_too(town: Town) -> None:  # D15
    number, fact = recorded_of_ben(town)
    before = town.bundle(number)
    assert json.loads(before)["later"] == []
    contest = objects(town, fact)
    data = town.bundle(number)
    assert [row["number"] for row in json.loads(data)["later"]] == [contest]
    checked = check(data, KEY)
    (one,) = checked.later.objections
    # The file has no entry that enrols the key of Ben: nothing more of it is verified.
    assert (one.at.number, one.fitting, checked.answer) == (contest, (), "yes")
    assert verifier.verify(data, ORIGIN, LOG.public).accepted
    back = town.do(Withdrawn(fact, OF_BEN, BEN), signers=(MINE,)).size
    newer = check(town.bundle(number), KEY)
    assert [each.at.number for each in newer.later.objections] == [contest, back]
    assert verifier.verify(town.bundle(number), ORIGIN, LOG.public).accepted
    taken = with_later(check(before, KEY), newer)
    assert [each.at.number for each in taken.later.objections] == [contest, back]
    assert json.loads(town.bundle(ACT))["later"] == [], "of a fact that is not in the file"
    # What a walk leads to stands among the entries, and once.
    own = json.loads(town.bundle(contest))
    assert contest in [row["number"] for row in own["entries"]]
    assert [row["number"] for row in own["later"]] == [back]


def test_a_contest_of_what_is_not_in_the_file_is_not_believed(town: Town) -> None:  # D15, H15
    _, fact = recorded_of_ben(town)
    contest = objects(town, fact)
    message = f"entry {contest}: expected the fact {fact}, got a bundle without it"
    refused_by_both(log_of(town, contest).bundle(ACT), Incomplete, message)


def test_a_contest_of_a_later_fact_is_not_believed(town: Town) -> None:  # D15, H15
    recorded_of_ben(town)
    to_come = "r-" + "z" * 16
    contest = town.forge(Contested(f"{to_come}/1", OF_BEN, BEN, Words.of("x")), signers=(MINE,))
    asked = town.request(Registered("t-" + "b" * 16, BEN, None, "land", Words.of("A house")), id_=to_come)
    number = town.ledger.record(asked, (OFFICER,)).size
    log = log_of(town, act=number)
    log.needed[number].remove(contest)
    log.later[number] = [contest]
    message = f"entry {contest}: expected to contest an earlier fact, got entry {number}"
    told, act = (next(town.store.scan(one, one)) for one in (contest, number))
    with pytest.raises(Tampered, match=message):
        later_of([(told, recorded(told))], number, {number: recorded(act)})
    assert verifier.verify(log.bundle(number), ORIGIN, LOG.public).kind in {"TAMPERED", "INCOMPLETE"}


def test_a_contest_in_another_ledger_is_not_believed(town: Town) -> None:  # D15, H6
    number, fact = recorded_of_ben(town)
    contest = objects(town, fact)
    log = log_of(town, contest, act=number)
    said = log.fact(contest)
    said["ledger"] = OTHER_ID
    log.put(contest, said, (MINE,))
    refused_by_both(log.bundle(number), BadSignature, f"entry {contest}: expected a fact of l-ttt")


# --- what is not believed -------------------------------------------------------------------------


def refused_by_both(data: bytes, kind: type[RemitError], message: str) -> None:
    with pytest.raises(RemitError) as caught:
        check(data, KEY)
    assert kind is type(caught.value)
    assert str(caught.value).startswith(message)
    assert verifier.verify(data, ORIGIN, LOG.public).kind == kind.kind


def log_of(town: Town, *later: int, act: int = ACT) -> Log:
    """Give the log of a town, open to change, with these entries as what came later than an act."""
    needed = [row["number"] for row in json.loads(town.bundle(act))["entries"]]
    leaves = [json.loads(entry.data) for entry in town.store.scan()]
    return Log(leaves, {act: needed}, later={act: list(later)})


def signed_anew(change: Callable[[Json], object], town: Town) -> bytes:
    """Let the recovery key sign what was told of a key, changed."""
    tell(town)
    log = log_of(town, TOLD)
    fact = log.fact(TOLD)
    change(fact)
    log.put(TOLD, fact)
    return log.bundle(ACT)


def test_another_fact_among_what_came_later_is_malformed(town: Town) -> None:
    message = (
        "entry 10: expected an erasure, a compromised key or a contest among what came later, "
        "got another fact"
    )
    refused_by_both(log_of(town, 10).bundle(ACT), Malformed, message)


def test_what_is_told_of_a_key_that_signed_nothing_here_is_incomplete(town: Town) -> None:  # H15
    town.do(used(2), signers=(BENS,))
    number = tell(town, suspect=2, key=key_id(BENS.public))
    message = f"entry {number}: expected a fact signed by {key_id(BENS.public)}, got a bundle without one"
    refused_by_both(log_of(town, number, act=7).bundle(7), Incomplete, message)


def test_what_was_told_before_the_act_has_its_place_among_the_entries(town: Town) -> None:  # H15
    tell(town)
    number = town.do(used(2), signers=(BENS,)).size
    message = f"entry {TOLD}: expected an entry after the act, entry {number}, got one before it"
    refused_by_both(log_of(town, TOLD, act=number).bundle(number), Tampered, message)


def test_what_is_told_in_another_ledger_is_not_believed(town: Town) -> None:  # H6
    data = signed_anew(lambda fact: fact.update(ledger=OTHER_ID), town)
    refused_by_both(data, BadSignature, f"entry {TOLD}: expected a fact of l-ttt")


def test_what_is_told_with_other_tags_is_not_believed(town: Town) -> None:  # H15
    data = signed_anew(lambda fact: fact.update(tags=["act:x"]), town)
    refused_by_both(data, Tampered, f"entry {TOLD}: expected tags ")


def test_what_is_told_with_a_signature_that_does_not_fit_is_not_believed(town: Town) -> None:  # K4
    tell(town)
    log = log_of(town, TOLD)
    (row,) = log.leaves[TOLD - 1]["envelope"]["signatures"]
    row["sig"] = log.leaves[0]["envelope"]["signatures"][0]["sig"]
    refused_by_both(log.bundle(ACT), BadSignature, f"entry {TOLD}: ")


def test_what_is_told_by_a_key_that_is_not_there_counts_with_none_verified(town: Town) -> None:  # K1
    tell(town)
    log = log_of(town, TOLD)
    log.put(TOLD, log.fact(TOLD), (BENS,))
    checked = check(log.bundle(ACT), KEY)
    assert (checked.answer, [one.sentence() for one in checked.later.thefts]) == (
        "not known",
        [sentence(fits=0)],
    )


def test_what_is_told_and_is_not_in_the_tree_is_not_believed(town: Town) -> None:  # H7
    tell(town)
    bundle = bundles.read(town.bundle(ACT))
    (row,) = bundle.later
    wrong = replace(bundle, later=(replace(row, proof=("A" * 43 + "=", *row.proof[1:])),))
    refused_by_both(bundles.encode(wrong), Tampered, f"entry {TOLD}: inclusion proof of leaf 10 of 11: ")


def test_the_tree_is_asked_about_what_was_told_before_any_signature_is(town: Town) -> None:  # H7, W8
    tell(town)
    log = log_of(town, TOLD)
    (row,) = log.leaves[ACT - 1]["envelope"]["signatures"]
    row["sig"] = log.leaves[0]["envelope"]["signatures"][0]["sig"]
    refused_by_both(log.bundle(ACT), BadSignature, f"entry {ACT}: ")
    bundle = bundles.read(log.bundle(ACT))
    (later,) = bundle.later
    wrong = replace(bundle, later=(replace(later, proof=("A" * 43 + "=", *later.proof[1:])),))
    refused_by_both(bundles.encode(wrong), Tampered, f"entry {TOLD}: inclusion proof of leaf 10 of 11: ")
