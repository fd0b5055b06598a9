from __future__ import annotations

import base64
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace
from tests import examples
from tests.examples import ADA, BEN, CAI, ENROLLED, FOUNDED, LOG, NEW, OFFICER, OTHER, RECOVERY, ROTATED, SEAL

from ledger import ed25519, envelope, judge, keys, tags
from ledger import state as state_module
from ledger.acts import Act
from ledger.errors import BadSignature, Refused
from ledger.facts import Body, bodies, decisions, delegations, founding, meetings, organisations
from ledger.facts import keys as facts
from ledger.facts.fact import Acted
from ledger.findings import Finding, Verdict
from ledger.keys import Holder, Keys

OFFICER_ID, RECOVERY_ID, LOG_ID, NEW_ID, OTHER_ID = examples.ids_of(OFFICER, RECOVERY, LOG, NEW, OTHER)

CLOSED = meetings.Closed(examples.MEETING)
VOTE = decisions.VoteCast(examples.MOTION, examples.MEETING, BEN, "for", SEAL)
REVOKED = facts.Revoked(OFFICER_ID, SEAL)
COMPROMISED = facts.Compromised(OFFICER_ID, 3, SEAL)


def register(*rest: facts.Enrolled | facts.Rotated | facts.Revoked | facts.Compromised) -> Keys:
    """Give the register after the founding and what came after it, numbered from 2 on."""
    state = Keys().evolve(examples.recorded_of(1, FOUNDED), FOUNDED)
    for number, body in enumerate(rest, 2):
        state = state.evolve(examples.recorded_of(number, body), body)
    return state


def enrolled(*rights: str, person: str = BEN, key: ed25519.PrivateKey = NEW) -> facts.Enrolled:
    return facts.Enrolled(examples.text_of(key), person, rights)


def against(findings: tuple[Finding, ...]) -> dict[str, str]:
    """Give rule and kind of every finding that is not met."""
    assert all(finding.absolute for finding in findings)
    return {finding.rule: finding.kind for finding in findings if finding.verdict is not Verdict.MET}


def signed(act: Act, state: Keys, body: str | None = "icp") -> dict[str, str]:
    return against(keys.examine_signers(act, state, body))


def judged(act: Act, state: Keys) -> dict[str, str]:
    """Give what speaks against a fact about keys: its signers, then the fact."""
    body = act.body
    assert isinstance(body, facts.Enrolled | facts.Rotated | facts.Revoked | facts.Compromised)
    return signed(act, state, None) | against(keys.examine(act, body, state))


# --- the register ----------------------------------------------------------------------------------


def test_a_founded_ledger_has_an_officer_who_may_do_everything_and_a_key_that_may_enrol() -> None:
    state = register()
    assert state.founded == FOUNDED
    assert state.holders == {
        OFFICER_ID: Holder(OFFICER.public, ADA, ("enrol", "own", "record:*"), 1),
        RECOVERY_ID: Holder(RECOVERY.public, ADA, ("enrol",), 1),
    }
    assert state.publics() == {OFFICER_ID: OFFICER.public, RECOVERY_ID: RECOVERY.public}


def test_a_key_that_is_enrolled_speaks_for_its_person_within_its_rights() -> None:
    assert register(ENROLLED).live(NEW_ID) == Holder(NEW.public, BEN, ("own", "record:icp"), 2)


def test_a_key_that_is_rotated_hands_person_and_rights_on() -> None:  # K2
    state = register(ROTATED)
    assert state.live(OFFICER_ID) is None
    assert state.holders[OFFICER_ID].until == 2
    assert state.live(NEW_ID) == Holder(NEW.public, ADA, ("enrol", "own", "record:*"), 2)
    assert state.publics() == {RECOVERY_ID: RECOVERY.public, NEW_ID: NEW.public}


def test_a_key_that_is_revoked_is_kept_with_the_number_at_which_it_ended() -> None:
    state = register(ENROLLED, REVOKED)
    assert state.holders[OFFICER_ID] == replace(register().holders[OFFICER_ID], until=3)
    assert OFFICER_ID not in state.publics()


def test_a_compromised_key_is_ended_and_suspect_from_a_number_on() -> None:  # K1
    holder = register(COMPROMISED).holders[OFFICER_ID]
    assert (holder.since, holder.until, holder.suspect) == (1, 2, 3)


def test_what_ended_a_key_first_stays_its_end() -> None:
    holder = register(COMPROMISED, REVOKED).holders[OFFICER_ID]
    assert (holder.until, holder.suspect) == (2, 3)
    holder = register(REVOKED, COMPROMISED).holders[OFFICER_ID]
    assert (holder.until, holder.suspect) == (2, 3)


def test_history_about_a_key_that_was_not_read_still_replays() -> None:
    unread = facts.Revoked(OTHER_ID, SEAL)
    assert register(unread) == register()
    assert Keys().evolve(examples.recorded_of(9, ROTATED), ROTATED).live(NEW_ID) is not None


def test_a_key_that_nobody_enrolled_is_not_live() -> None:
    assert register().live(OTHER_ID) is None


# --- what is read ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (CLOSED, set()),
        (ENROLLED, {f"key:{NEW_ID}", "founding", f"person:{BEN}"}),
        (ROTATED, {f"key:{OFFICER_ID}", f"key:{NEW_ID}", "founding"}),
        (REVOKED, {f"key:{OFFICER_ID}"}),
        (COMPROMISED, {f"key:{OFFICER_ID}"}),
    ],
)
def test_the_keys_that_sign_and_the_keys_spoken_of_are_read(body: Body, more: set[str]) -> None:
    act = examples.act_of(body, OTHER, RECOVERY)
    assert keys.boundary(act) == {f"key:{OTHER_ID}", f"key:{RECOVERY_ID}"} | more


def test_every_fact_that_changes_a_key_is_found_by_what_is_read_for_its_signatures() -> None:
    read = keys.boundary(examples.act_of(CLOSED, OFFICER))
    for body in (FOUNDED, ROTATED, REVOKED, COMPROMISED):
        assert read & set(tags.tags_of(body, examples.DAY))


def test_only_a_founding_an_enrolment_and_a_rotation_bring_keys() -> None:
    bringing = {
        examples.wire_name(body): set(keys.publics_of(body))
        for body in examples.EXAMPLES
        if keys.publics_of(body)
    }
    assert bringing == {
        "ledger.founded/1": {OFFICER_ID, RECOVERY_ID},
        "key.enrolled/1": {NEW_ID},
        "key.rotated/1": {NEW_ID},
    }
    assert keys.publics_of(ENROLLED) == {NEW_ID: NEW.public}


# --- signers ---------------------------------------------------------------------------------------


def test_an_officer_records_for_every_body() -> None:
    assert signed(examples.act_of(CLOSED, OFFICER), register()) == {}
    assert signed(examples.act_of(CLOSED, OFFICER), register(), None) == {}


def test_a_clerk_records_for_its_own_body_only() -> None:  # D13
    state = register(enrolled("record:icp"))
    act = examples.act_of(CLOSED, NEW, recorder=BEN)
    assert signed(act, state, "icp") == {}
    assert signed(act, state, "place-board") == {"KEY-2": "AUTHORITY"}


def test_a_clerk_of_some_body_records_what_is_of_no_body() -> None:
    act = examples.act_of(organisations.PersonRegistered(CAI, SEAL), NEW, recorder=BEN)
    assert signed(act, register(enrolled("record:icp")), None) == {}
    assert signed(act, register(enrolled("own", "enrol")), None) == {"KEY-2": "AUTHORITY"}


def test_a_member_does_own_acts_and_nobody_elses() -> None:  # D15
    state = register(enrolled("own"))
    assert signed(examples.act_of(VOTE, NEW, recorder=BEN), state) == {}
    other = replace(examples.act_of(VOTE, NEW, recorder=BEN), body=msgspec.structs.replace(VOTE, person=CAI))
    assert signed(other, state) == {"KEY-2": "AUTHORITY"}
    assert signed(examples.act_of(CLOSED, NEW, recorder=BEN), state) == {"KEY-2": "AUTHORITY"}


@pytest.mark.parametrize("type_", get_args(keys.OwnAct), ids=lambda type_: type_.__name__)
def test_every_own_act_is_done_with_the_right_to_own_acts(type_: type[Body]) -> None:
    every: tuple[Any, ...] = examples.EXAMPLES
    body = next(body for body in every if type(body) is type_)
    act = examples.act_of(body, NEW, recorder=BEN, acted=Acted(person=BEN))
    assert signed(act, register(enrolled("own"))) == {}
    assert signed(act, register(enrolled("enrol"))) == {"KEY-2": "AUTHORITY"}
    assert signed(act, register(enrolled("own", person=CAI))) == {"KEY-2": "AUTHORITY", "KEY-3": "SIG"}


def test_passing_on_is_the_act_of_the_person_who_is_said_to_act() -> None:
    body = next(body for body in examples.EXAMPLES if isinstance(body, delegations.PassedOn))
    state = register(enrolled("own"))
    for acted in (Acted(), Acted(person=CAI)):
        act = examples.act_of(body, NEW, recorder=BEN, acted=acted)
        assert signed(act, state) == {"KEY-2": "AUTHORITY"}


def test_the_message_names_the_right_that_is_needed_and_the_rights_that_are_held() -> None:
    def said(act: Act, state: Keys, body: str | None) -> str:
        return keys.examine_signers(act, state, body)[1].sentence()

    member = register(enrolled("own", "enrol"))
    assert said(examples.act_of(CLOSED, NEW, recorder=BEN), member, "icp") == (
        "KEY-2 (Remit default): expected a key with the right record:icp, got rights enrol, own"
    )
    stranger = examples.act_of(VOTE, OTHER, recorder=BEN)
    assert said(stranger, member, None) == (
        "KEY-2 (Remit default): expected a key with the right record:* or own, got rights none"
    )


def test_a_key_that_nobody_enrolled_signs_nothing() -> None:  # K6
    act = examples.act_of(CLOSED, OTHER)
    findings = keys.examine_signers(act, register(), "icp")
    assert against(findings) == {"KEY-1": "SIG", "KEY-2": "AUTHORITY", "KEY-3": "SIG"}
    assert findings[0].got == f"{OTHER_ID} revoked or not enrolled"


def test_an_act_without_signatures_is_refused() -> None:  # K6
    findings = keys.examine_signers(examples.act_of(CLOSED), register(), "icp")
    assert against(findings) == {"KEY-1": "SIG", "KEY-2": "AUTHORITY", "KEY-3": "SIG"}
    assert findings[0].got == "no key revoked or not enrolled"


def test_one_key_that_is_not_live_spoils_the_others() -> None:  # K6
    findings = keys.examine_signers(examples.act_of(CLOSED, OFFICER, OTHER), register(), "icp")
    assert against(findings) == {"KEY-1": "SIG"}
    assert findings[0].got == f"{OTHER_ID} revoked or not enrolled"


@pytest.mark.parametrize("end", [REVOKED, COMPROMISED, ROTATED], ids=examples.wire_name)
def test_a_key_that_ended_signs_nothing_whatever_day_it_claims(
    end: facts.Revoked | facts.Compromised | facts.Rotated,
) -> None:  # T4, K2
    state = register(end)
    for day in ("2020-01-01", "2026-11-20T09:00:00.000000Z"):
        act = examples.act_of(CLOSED, OFFICER, on=day)
        assert signed(act, state) == {"KEY-1": "SIG", "KEY-2": "AUTHORITY", "KEY-3": "SIG"}
    message = examples.EXAMPLES[0]
    payload, given = envelope.open_envelope(
        envelope.sign(msgspec.json.encode(examples.fact_of(message), order="sorted"), [OFFICER])
    )
    with pytest.raises(BadSignature, match=f"expected a key of the register, got {OFFICER_ID}"):
        envelope.verify(payload, given, state.publics())


def test_the_recorder_is_a_person_whose_key_signs() -> None:  # K7
    act = examples.act_of(CLOSED, OFFICER, recorder=BEN)
    findings = keys.examine_signers(act, register(ENROLLED), "icp")
    assert against(findings) == {"KEY-3": "SIG"}
    assert findings[2].got == f"{BEN} as recorder"


# --- enrolling -------------------------------------------------------------------------------------


def test_a_key_is_enrolled_under_the_signatures_of_an_enroller_and_of_itself() -> None:
    for enroller in (OFFICER, RECOVERY):
        assert judged(examples.act_of(ENROLLED, enroller, NEW), register()) == {}


def test_a_key_is_not_enrolled_without_proof_of_possession() -> None:  # K7
    act = examples.act_of(ENROLLED, OFFICER)
    assert judged(act, register()) == {"KEY-4": "SIG"}
    assert keys.examine(act, ENROLLED, register())[0].got == f"no signature by {NEW_ID}"


def test_a_key_does_not_enrol_itself() -> None:  # K7
    act = examples.act_of(ENROLLED, NEW, recorder=BEN)
    assert judged(act, register()) == {"KEY-1": "SIG", "KEY-2": "AUTHORITY", "KEY-3": "SIG"}


def test_a_key_is_enrolled_by_nobody_without_the_right_to_enrol() -> None:
    state = register(enrolled("own", "record:*", key=OTHER))
    act = examples.act_of(ENROLLED, OTHER, NEW, recorder=BEN)
    assert judged(act, state) == {"KEY-2": "AUTHORITY"}


@pytest.mark.parametrize("state", [register(ENROLLED), register(ENROLLED, facts.Revoked(NEW_ID, SEAL))])
def test_a_key_that_is_or_was_somebodys_is_not_enrolled_again(state: Keys) -> None:  # K7
    for person in (BEN, CAI):
        body = enrolled("own", person=person)
        findings = keys.examine(examples.act_of(body, OFFICER, NEW), body, state)
        assert against(findings) == {"KEY-6": "RULE"}
        assert findings[1].got == f"{NEW_ID} enrolled already"


def test_the_key_of_the_log_is_nobodys() -> None:  # K7
    body = enrolled("own", key=LOG)
    findings = keys.examine(examples.act_of(body, OFFICER, LOG), body, register())
    assert against(findings) == {"KEY-6": "RULE"}
    assert findings[1].got == "the log key"
    rotated = facts.Rotated(OFFICER_ID, examples.text_of(LOG), ADA, keys.FOUNDER_RIGHTS)
    assert judged(examples.act_of(rotated, OFFICER, LOG), register()) == {"KEY-6": "RULE"}


# The identity, a point of order 2, the two of order 4, y = p + 1, and a y that is not on the curve.
@pytest.mark.parametrize(
    "public",
    [
        (1).to_bytes(32, "little"),
        (2**255 - 20).to_bytes(32, "little"),
        bytes(32),
        (2**255).to_bytes(32, "little"),
        (2**255 - 18).to_bytes(32, "little"),
        (2).to_bytes(32, "little"),
    ],
    ids=bytes.hex,
)
def test_a_key_that_one_signature_fits_for_every_message_is_not_enrolled(public: bytes) -> None:  # K3
    key = base64.b64encode(public).decode()
    for body in (
        facts.Enrolled(key, BEN, ("own",)),
        facts.Rotated(OFFICER_ID, key, ADA, keys.FOUNDER_RIGHTS),
    ):
        act = replace(examples.act_of(body, OFFICER), signers=(OFFICER_ID, ed25519.key_id(public)))
        assert judged(act, register()) == {"KEY-4": "SIG"}
        assert keys.examine(act, body, register())[0].got.startswith("expected a public key")


# --- rotating, revoking ----------------------------------------------------------------------------


def test_a_rotation_is_signed_by_the_old_key_and_by_the_new_one() -> None:  # K2
    assert judged(examples.act_of(ROTATED, OFFICER, NEW), register()) == {}
    assert judged(examples.act_of(ROTATED, OFFICER), register()) == {"KEY-4": "SIG"}
    assert judged(examples.act_of(ROTATED, RECOVERY, NEW), register()) == {"KEY-5": "SIG"}
    alone = {"KEY-1": "SIG", "KEY-2": "AUTHORITY", "KEY-3": "SIG", "KEY-5": "SIG"}
    assert judged(examples.act_of(ROTATED, NEW), register()) == alone


def test_a_member_rotates_the_own_key_without_the_right_to_enrol() -> None:  # K2
    state = register(enrolled("own"))
    body = facts.Rotated(NEW_ID, examples.text_of(OTHER), BEN, ("own",))
    assert judged(examples.act_of(body, NEW, OTHER, recorder=BEN), state) == {}


@pytest.mark.parametrize(
    "body",
    [
        facts.Rotated(NEW_ID, examples.text_of(OTHER), CAI, ("own",)),
        facts.Rotated(NEW_ID, examples.text_of(OTHER), BEN, ("enrol", "own")),
        facts.Rotated(NEW_ID, examples.text_of(OTHER), BEN, ("record:*",)),
    ],
)
def test_a_rotation_passes_on_no_other_person_and_no_more_rights(body: facts.Rotated) -> None:  # D3
    act = examples.act_of(body, NEW, OTHER, recorder=BEN)
    findings = keys.examine(act, body, register(enrolled("own")))
    assert against(findings) == {"KEY-5": "SIG"}
    assert findings[2].got == "other person or rights"


def test_of_two_rotations_of_one_key_the_second_is_refused() -> None:  # K2
    again = facts.Rotated(OFFICER_ID, examples.text_of(OTHER), ADA, keys.FOUNDER_RIGHTS)
    act = examples.act_of(again, OFFICER, OTHER)
    assert judged(act, register(ROTATED)) == {"KEY-1": "SIG", "KEY-3": "SIG", "KEY-5": "SIG"}
    assert keys.examine(act, again, register(ROTATED))[2].got == f"{OFFICER_ID} not live or not signing"


def test_a_key_is_not_rotated_into_one_that_is_somebodys() -> None:  # K7
    body = facts.Rotated(OFFICER_ID, examples.text_of(RECOVERY), ADA, keys.FOUNDER_RIGHTS)
    assert judged(examples.act_of(body, OFFICER, RECOVERY), register()) == {"KEY-6": "RULE"}


@pytest.mark.parametrize("body", [REVOKED, COMPROMISED], ids=examples.wire_name)
def test_a_live_key_is_ended_by_whoever_may_enrol(body: facts.Revoked | facts.Compromised) -> None:  # K1
    assert judged(examples.act_of(body, RECOVERY), register()) == {}
    clerk = register(enrolled("own", "record:*"))
    assert judged(examples.act_of(body, NEW, recorder=BEN), clerk) == {"KEY-2": "AUTHORITY"}


def test_a_key_that_is_not_live_is_not_revoked_again() -> None:
    act = examples.act_of(REVOKED, RECOVERY)
    for state in (register(REVOKED), register(ROTATED)):
        findings = keys.examine(act, REVOKED, state)
        assert against(findings) == {"KEY-5": "SIG"}
        assert findings[0].got == f"{OFFICER_ID} not live"
    unknown = facts.Revoked(OTHER_ID, SEAL)
    assert against(keys.examine(examples.act_of(unknown, OFFICER), unknown, register())) == {"KEY-5": "SIG"}


def test_a_theft_is_recorded_also_of_a_key_that_has_ended() -> None:  # K1
    act = examples.act_of(COMPROMISED, RECOVERY)
    for state in (register(REVOKED), register(ROTATED), register(COMPROMISED)):
        assert against(keys.examine(act, COMPROMISED, state)) == {}
    unknown = facts.Compromised(OTHER_ID, 3, SEAL)
    assert against(keys.examine(act, unknown, register())) == {"KEY-5": "SIG"}


@pytest.mark.parametrize(("first", "second"), [(3, 2), (2, 3)])
def test_the_earliest_number_that_is_suspect_counts(first: int, second: int) -> None:  # K1
    thefts = (facts.Compromised(OFFICER_ID, first, SEAL), facts.Compromised(OFFICER_ID, second, SEAL))
    assert register(*thefts).holders[OFFICER_ID].suspect == 2


# --- founding --------------------------------------------------------------------------------------


def founded(**changes: str) -> founding.Founded:
    return msgspec.structs.replace(FOUNDED, **changes)


def test_a_ledger_is_founded_under_the_signatures_of_officer_and_recovery_key() -> None:
    findings = judge.examine(examples.act_of(FOUNDED, OFFICER, RECOVERY), state_module.State())
    assert against(findings) == {}
    for signers in ((OFFICER,), (RECOVERY,), (), (OFFICER, RECOVERY, LOG), (OFFICER, OTHER)):
        act = examples.act_of(FOUNDED, *signers)
        assert against(judge.examine(act, state_module.State())) == {"FND-3": "SIG"}
        with pytest.raises(Refused, match="FND-3 .*: expected signatures by the officer's key") as caught:
            judge.decide(act, judge.examine(act, state_module.State()))
        assert caught.value.kind == "SIG"


@pytest.mark.parametrize(
    ("body", "signers"),
    [
        (founded(log_key=FOUNDED.officer_key), (OFFICER, RECOVERY)),
        (founded(log_key=FOUNDED.recovery_key), (OFFICER, RECOVERY)),
        (founded(recovery_key=FOUNDED.officer_key), (OFFICER,)),
    ],
)
def test_one_key_is_not_two_of_officer_recovery_and_log(
    body: founding.Founded, signers: tuple[ed25519.PrivateKey, ...]
) -> None:  # K7
    findings = judge.examine(examples.act_of(body, *signers), state_module.State())
    assert against(findings) == {"FND-2": "RULE"}


def test_a_log_key_under_which_one_signature_fits_all_founds_nothing() -> None:  # K3
    body = founded(log_key=base64.b64encode(bytes([1]) + bytes(31)).decode())
    findings = judge.examine(examples.act_of(body, OFFICER, RECOVERY), state_module.State())
    assert against(findings) == {"FND-4": "SIG"}


def test_a_second_text_of_one_key_is_no_second_key() -> None:  # K4, K7
    text = FOUNDED.officer_key
    respelt = text[:42] + chr(ord(text[42]) + 1) + "="
    assert base64.b64decode(respelt) == base64.b64decode(text)
    data = msgspec.json.encode(founded(recovery_key=respelt))
    with pytest.raises(msgspec.ValidationError, match="recovery_key"):
        msgspec.json.decode(data, type=founding.Founded)


def test_a_ledger_is_founded_once() -> None:
    state = state_module.State().evolve(examples.recorded_of(1, FOUNDED))
    findings = judge.examine(examples.act_of(FOUNDED, OFFICER, RECOVERY), state)
    assert against(findings) == {"FND-1": "RULE"}


# --- whose act it is -------------------------------------------------------------------------------


def test_the_body_whose_act_it_is_follows_from_the_fact_or_from_its_meeting() -> None:
    of_no_body = {
        "ledger.founded/1",
        "key.enrolled/1",
        "key.rotated/1",
        "key.revoked/1",
        "key.compromised/1",
        "log-key.rotated/1",
        "log-key.ended/1",
        "organisation.registered/1",
        "organisation.ended/2",
        "person.registered/1",
        "affiliation.stated/1",
        "affiliation.ended/1",
        "regime.adopted/1",
        "interest.registered/1",
        "interest.ended/1",
        "dispensation.granted/1",
        "power.stated/1",
        "record.contested/1",
        "record.contest-withdrawn/1",
    }
    for body in examples.EXAMPLES:
        named = isinstance(getattr(body, "body", None), str) or isinstance(body, delegations.Body)
        at_meeting = "meeting" in body.__struct_fields__ and not named
        expected = None if examples.wire_name(body) in of_no_body else "place-board" if at_meeting else "icp"
        assert expected == keys.body_of(body, "place-board"), examples.wire_name(body)
        if at_meeting:
            assert keys.body_of(body, None) is None
    constituted = bodies.Constituted("new-board", "New Board", "Clause 1")
    assert keys.body_of(constituted, None) == "new-board"
