"""What a bundle proves, in sentences: each with its clause and its entries, and nothing that is not there."""

from __future__ import annotations

from msgspec.structs import replace
from tests.examples import NEW, ids_of, text_of
from tests.ledger.given import Given, Step, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    EVE,
    FAY,
    GUS,
    ICP,
    MEETING,
    MET,
    MOTION,
    RESOLUTION,
    RULES,
    STRANGER,
    attended,
    item,
    opened,
    partnership,
    put,
    resolves,
    votes,
    withdraws,
)
from tests.ledger.test_deputies import RULE, approving, naming

from ledger.bundle import Checked
from ledger.checkpoint import Checkpoint, SignedCheckpoint
from ledger.facts import decisions, interests, keys, meetings
from ledger.facts.contesting import Contested
from ledger.facts.fact import Evidence
from ledger.facts.programme import Called, Scheduled
from ledger.gone import Gone
from ledger.later import Later
from ledger.policy import Judgement
from ledger.sealed import commitments
from ledger_cli import checkedtext, proved

CALLED = (
    on("2024-02-01", Scheduled(MEETING, ICP, MET, None, None)),
    on("2024-03-01", Called(MEETING, ICP)),
)
THERE = (CHAIR, CATH, DAN, EVE, FAY, GUS)


def checked(before: Given, act: tuple[Step, ...]) -> Checked:
    """Give what a check finds of a bundle of this act that rests on all the facts before it."""
    outcome = before.when(act)
    at = outcome.step.at(len(before.facts) + 1)
    signed = SignedCheckpoint(Checkpoint("example.org/icp", at.number, bytes(32)), "")
    judgements = {at.number: outcome.findings}
    found = Checked("yes", (), at, outcome.findings, before.facts, signed, {}, ())
    return replace(found, judgements=judgements)


def entry(before: Given, type_: type, person: str | None = None) -> int:
    """Give the number of the last fact of a type, of a person."""
    found = [at for at in before.facts if isinstance(at.fact.body, type_)]
    return [at.number for at in found if person in (None, getattr(at.fact.body, "person", None))][-1]


def sitting(*steps: tuple[Step, ...], present: tuple[str, ...] = THERE) -> Given:
    """Give a called meeting at which a deputy stands in for Bob, whom Bob named and the Chair approved."""
    substitute = meetings.Substitute(STRANGER, BOB)
    lists = on(MET, meetings.Attended(MEETING, present, (), (), (substitute,)))
    before = partnership(*RULES, RULE).and_(*CALLED, naming(), approving(), opened(), lists)
    return before.and_(on(MET, interests.NoneDeclared(MEETING)), item(), *steps)


def test_a_decision_is_said_with_notice_deputies_votes_quorum_and_majority() -> None:  # LSC-7.7
    before = sitting(put(), votes("for", CHAIR, CATH, STRANGER), votes("against", DAN))
    said = proved.sentences(checked(before, resolves("vote", MOTION)), None)
    number = len(before.facts) + 1
    assert said[0] == f"{ICP} decided this, {RESOLUTION}, on {MET}, by vote (entry {number})"
    assert said[1] == "part 1 is of the kind decision: its words sealed"
    assert f"notice of it was given on 2024-03-01 (entry {entry(before, Called)})" in said
    assert f"it was taken at a meeting of {ICP} on {MET} (entry {entry(before, meetings.Opened)})" in said
    lists = entry(before, meetings.Attended)
    assert f"6 members were present, and deputies: {STRANGER} for {BOB} (entry {lists})" in said
    deputy = next(line for line in said if " was named as the deputy of " in line)
    assert deputy.startswith(f"{STRANGER} was named as the deputy of {BOB} on 2024-03-01 (entry ")
    assert f"approved by {CHAIR} (entry " in deputy
    assert (
        f"interests were asked for, and none was declared (entry {entry(before, interests.NoneDeclared)})"
        in said
    )
    cast = {one: entry(before, decisions.VoteCast, one) for one in (CHAIR, CATH, STRANGER, DAN)}
    assert f"voted for: {', '.join(f'{one} (entry {cast[one]})' for one in (CHAIR, CATH, STRANGER))}" in said
    assert f"voted against: {DAN} (entry {cast[DAN]})" in said
    quorate = [line for line in said if line.startswith("it was quorate: ")]
    assert quorate
    assert all(" 8.1, entry " in line for line in quorate)
    assert said[-1] == "witnessed by nobody that you named: no policy was given"


def test_a_vote_of_a_deputy_says_in_whose_place_it_was_given() -> None:  # LSC-7.7
    before = sitting(put())
    found = checked(before, votes("for", STRANGER))
    said = proved.sentences(found, None)
    lists = entry(before, meetings.Attended)
    assert said[0] == (
        f"{STRANGER} in the place of {BOB} (entry {lists}) voted for on {MOTION}, on {MET} "
        f"(entry {len(before.facts) + 1})"
    )
    assert f"{STRANGER} was named as the deputy of {BOB}" in said[1]


def test_a_vote_that_the_voter_did_not_sign_never_looks_signed() -> None:  # D15
    own = on("2023-06-01", keys.Enrolled(text_of(NEW), DAN, ("own",)))
    (signed,) = votes("against", DAN)
    by_dan = (replace(signed, signers=ids_of(NEW), recorder=DAN),)
    before = sitting(own, put(), votes("for", CHAIR, CATH), by_dan)
    (contest,) = on(MET, Contested(before.facts[-2].fact.id, f"votes:{MOTION}", CATH, sealed("against")))
    said = proved.sentences(checked(before.with_(contest), resolves("vote", MOTION)), None)
    cast = {one: entry(before, decisions.VoteCast, one) for one in (CHAIR, CATH, DAN)}
    by_clerk = ", ".join(f"{one} (entry {cast[one]})" for one in (CHAIR, CATH))
    assert f"recorded by the clerk, not signed by the voter: {by_clerk}" in said
    assert f"signed with the own key: {DAN} (entry {cast[DAN]})" in said
    number = len(before.facts) + 1
    assert f"of entry {cast[CATH]}: contested by the member {CATH} (own key), entry {number}" in said
    start = sitting(own, put())
    assert f"the vote of {DAN} was signed with the own key" in proved.sentences(checked(start, by_dan), None)
    scanned = checked(start, votes("for", DAN))
    paper = replace(scanned.act.fact, evidence=(Evidence("signed slip"),))
    scanned = replace(scanned, act=replace(scanned.act, fact=paper))
    line = f"the vote of {DAN} was recorded by the clerk, not signed by the voter; it names signed slip"
    assert line in proved.sentences(scanned, None)


def test_a_deputy_whom_nobody_approved_is_said_to_have_no_approval() -> None:  # LSC-7.7
    substitute = meetings.Substitute(STRANGER, BOB)
    lists = on(MET, meetings.Attended(MEETING, THERE, (), (), (substitute,)))
    before = partnership(*RULES, RULE).and_(*CALLED, naming(), opened(), lists, item(), put())
    said = proved.sentences(checked(before, votes("for", STRANGER)), None)
    assert said[1].endswith(", with no approval in the file")


def test_too_few_members_are_not_said_to_be_a_quorum() -> None:
    before = partnership().and_(opened(), attended(CHAIR), item())
    said = proved.sentences(checked(before, resolves("consensus")), None)
    assert any(line.startswith("it was not quorate: ") for line in said)
    assert not any(line.startswith("it was quorate: ") for line in said if "QUO-1" in line)
    against = [line for line in said if line.startswith("a rule speaks against it: ")]
    assert any("QUO-1 (" in line for line in against)
    assert not any(line.startswith("none of the ") for line in said)


def test_what_is_not_in_the_file_is_not_proved() -> None:
    before = partnership().and_(opened(), attended(*THERE), item())
    found = checked(before, resolves("consensus"))
    assert not any("notice" in line or "interests" in line for line in proved.sentences(found, None)[:5])
    gaps = proved.gaps(found)
    assert "that notice of the meeting was given: no fact in this file says so" in gaps
    assert "that interests were asked for at the meeting: no fact in this file says so" in gaps
    assert not any(line.startswith("who was at the meeting") for line in gaps)
    whole = proved.gaps(checked(sitting(), resolves("consensus")))
    assert not any(line.endswith("no fact in this file says so") for line in whole)


def test_a_member_who_withdraws_for_an_interest_is_named() -> None:
    before = sitting(withdraws(GUS))
    said = proved.sentences(checked(before, resolves("consensus")), None)
    declared = entry(before, interests.Declared)
    assert f"{GUS} declared an interest, and withdraws (entry {declared})" in said


def test_erased_words_are_not_said_though_the_file_has_them() -> None:  # P2
    found = checked(sitting(), resolves("consensus"))
    words = {"body.parts.0.text": "To buy the hall"}
    said = proved.sentences(replace(found, words=words), None)
    assert said[1] == "part 1 is of the kind decision: “To buy the hall”"
    ((_, commitment),) = commitments(found.act.fact)
    gone = {commitment: Gone(99, "2026-01-02", "UK GDPR Art. 17(1)(d)", ("a", "b"), ())}
    erased = replace(found, words=words, later=Later(gone))
    assert proved.sentences(erased, None)[1] == "part 1 is of the kind decision: its words sealed"
    assert checkedtext.closed(erased) == {
        "body.parts.0.text": "erased by entry 99 on 2026-01-02, ground UK GDPR Art. 17(1)(d) "
        "(0 of 2 signatures verified, not judged); this file still has the words"
    }


def test_a_policy_without_witnesses_proves_no_witness() -> None:
    seen = Judgement((), (), "none", None, met=True, stale=False, replayed=False)
    said = proved.sentences(checked(sitting(), resolves("consensus")), seen)
    assert said[-1] == "witnessed by nobody: your policy asks for no witness"
