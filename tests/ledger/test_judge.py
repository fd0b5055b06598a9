from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace
from tests.examples import (
    ADA,
    AGREEMENT,
    ANNOUNCED,
    BEN,
    CAI,
    COMMON,
    CONCERN,
    CONSULTATION,
    DEPUTY,
    DISPUTE,
    DUTY,
    EARLIER,
    ENROLLED,
    EXAMPLES,
    FOUNDED,
    LATER,
    LEAD,
    NEW,
    NOMINATION,
    OFFICER,
    OLD_AGREEMENT,
    OTHER,
    QUESTION,
    RECOVERY,
    REQUEST,
    RISK,
    ROTATED,
    SEAL,
    TARGET,
    VISIT,
    act_of,
    ids_of,
    recorded_of,
    terms_of,
    text_of,
    wire_name,
)
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CHAIR,
    DAN,
    FAY,
    GUS,
    ITEM,
    MEETING,
    MET,
    attended,
    constituted,
    item,
    opened,
    partnership,
    put,
    registered,
    resolves,
    scope,
    votes,
)
from tests.ledger.test_tags import WINDOWS

from ledger.boundaries import boundary
from ledger.errors import Refused
from ledger.facts import (
    Body,
    attesting,
    contesting,
    delegations,
    founding,
    funds,
    keys,
    meetings,
    minutes,
    organisations,
    programme,
    terms,
)
from ledger.facts.filters import Filter
from ledger.facts.words import key_text
from ledger.findings import Finding, Verdict
from ledger.judge import decide
from ledger.state import State, readers

DAY = "2024-03-25"
PERSON = organisations.PersonRegistered(BEN, sealed("name"))


def signed(step: tuple[Step, ...], *signers: str, recorder: str = ADA) -> Step:
    (one,) = step
    return replace(one, signers=signers, recorder=recorder)


# --- decide --------------------------------------------------------------------------------------


def finding(rule: str, verdict: Verdict, **more: object) -> Finding:
    made = Finding(rule, None, verdict, "this", "that")
    return replace(made, **more)


TODAY = act_of(PERSON, OFFICER, on="2026-11-22")
YESTERDAY = act_of(PERSON, OFFICER, on="2026-11-21")


def test_what_no_rule_speaks_against_shows_nothing() -> None:
    assert decide(TODAY, (finding("ORG-1", Verdict.MET),)) == ()


def test_a_refusal_says_everything_that_speaks_against_the_act() -> None:
    findings = (
        finding("ORG-1", Verdict.NOT_MET),
        finding("ORG-2", Verdict.MET),
        finding("PER-1", Verdict.NOT_MET),
    )
    with pytest.raises(Refused) as caught:
        decide(TODAY, findings)
    assert str(caught.value) == (
        "ORG-1 (Remit default): expected this, got that\nPER-1 (Remit default): expected this, got that"
    )
    assert (caught.value.kind, caught.value.exit_code) == ("RULE", 3)


def test_want_of_authority_gives_a_refusal_its_kind() -> None:
    findings = (
        finding("ORG-1", Verdict.NOT_MET),
        finding("DEL-2", Verdict.NOT_MET, kind="AUTHORITY"),
        finding("KEY-1", Verdict.NOT_MET, kind="SIG"),
    )
    with pytest.raises(Refused) as caught:
        decide(TODAY, findings)
    assert caught.value.kind == "AUTHORITY"


def test_not_known_stops_an_act_of_today_and_is_shown_with_one_of_the_past() -> None:
    unknown = (finding("QUO-1", Verdict.NOT_KNOWN, clause="ToR 8.1"),)
    with pytest.raises(Refused, match="QUO-1"):
        decide(TODAY, unknown)
    (noted,) = decide(YESTERDAY, unknown)
    assert (noted.rule, noted.clause, noted.verdict) == ("QUO-1", "ToR 8.1", "not known")


def test_a_departure_shows_what_speaks_against_it() -> None:
    against = (finding("QUO-1", Verdict.NOT_MET), finding("QUO-2", Verdict.NOT_KNOWN))
    noted = decide(replace(TODAY, departure=SEAL), against)
    assert [(one.rule, one.verdict) for one in noted] == [("QUO-1", "not met"), ("QUO-2", "not known")]


@pytest.mark.parametrize("verdict", [Verdict.NOT_MET, Verdict.NOT_KNOWN])
def test_no_departure_and_no_past_helps_where_an_act_would_make_no_sense(verdict: Verdict) -> None:
    with pytest.raises(Refused):
        decide(replace(YESTERDAY, departure=SEAL), (finding("ORG-1", verdict, absolute=True),))


# --- the day -------------------------------------------------------------------------------------


def test_nothing_is_recorded_before_it_took_place() -> None:  # T2
    tomorrow = on("2024-03-26", meetings.Opened(MEETING, "icp", "meeting", None, SEAL), recorded=DAY)
    given(constituted()).when(tomorrow[0].departing()).refused_by(
        "TIM-1 (Remit default): expected a day up to 2024-03-25, got 2024-03-26"
    )


def test_authority_that_is_still_to_come_is_not_used_by_claiming_a_later_day() -> None:  # T2, D1
    grant = delegations.Granted(named("g", "root"), "body:icp", (BOB,), "scheme 4.1", scope())
    use = delegations.Used(named("a", "act"), (named("g", "root"),), "body:icp", (BOB,), "grants", None, SEAL)
    before = given(registered(BOB), constituted(), on("2030-01-01", grant, recorded=DAY))
    before.when(on("2030-01-01", use, recorded=DAY)).refused_by(
        "TIM-1 (Remit default): expected a day up to 2024-03-25, got 2030-01-01"
    )


def test_what_is_arranged_may_lie_ahead() -> None:
    adopted = terms.Adopted(terms_of(body="icp"), "2025-01-01")
    given(constituted()).when(on("2024-09-01", adopted, recorded=DAY)).happens()


def test_the_day_on_which_something_is_recorded_is_counted_in_london() -> None:  # T2, T6
    half_past_midnight = on("2024-07-15", meetings.Opened(MEETING, "icp", "meeting", None, SEAL))[0]
    before = given(constituted())
    before.when(replace(half_past_midnight, recorded="2024-07-14T23:00:00.000000Z")).happens()
    early = replace(half_past_midnight, recorded="2024-07-14T22:59:59.999999Z")
    assert before.when(early).verdict("TIM-1") is Verdict.NOT_MET


# --- the founding --------------------------------------------------------------------------------

FIRST = Step(FOUNDED, DAY, f"{DAY}T12:00:00.000000Z", signers=ids_of(OFFICER, RECOVERY))


def test_a_ledger_is_founded_once() -> None:
    after = Given().when(FIRST).happens()
    assert after.state().keys.founded == FOUNDED
    after.when(FIRST).refused_by("FND-1 (Remit default): expected a ledger without entries, got one founded")


@pytest.mark.parametrize(
    ("twice", "signers"),
    [
        ({"recovery_key": text_of(OFFICER)}, ids_of(OFFICER)),
        ({"log_key": text_of(OFFICER)}, ids_of(OFFICER, RECOVERY)),
        ({"log_key": text_of(RECOVERY)}, ids_of(OFFICER, RECOVERY)),
    ],
)
def test_officer_recovery_and_log_have_three_keys(
    twice: dict[str, str], signers: tuple[str, ...]
) -> None:  # K7
    body = msgspec.structs.replace(FOUNDED, **twice)
    Given().when(replace(FIRST, body=body, signers=signers)).refused_by(
        "FND-2 (Remit default): expected three different keys: the officer's, the recovery key, the log's, "
        "got one key twice"
    )


def test_a_log_key_of_small_order_founds_nothing() -> None:  # K3
    neutral = key_text(bytes([1]) + bytes(31))  # y = 1: RFC 8032 section 5.1, the neutral element
    body = msgspec.structs.replace(FOUNDED, log_key=neutral)
    Given().when(replace(FIRST, body=body)).refused_by(
        "FND-4 (Remit default): expected three sound Ed25519 keys, "
        "got a key under which one signature fits every message",
        kind="SIG",
    )


@pytest.mark.parametrize("signers", [ids_of(OFFICER), ids_of(RECOVERY), ids_of(OFFICER, RECOVERY, OTHER)])
def test_the_founding_is_signed_by_both_keys_and_no_other(signers: tuple[str, ...]) -> None:  # K7
    Given().when(replace(FIRST, signers=signers)).refused_by(
        "FND-3 (Remit default): expected signatures by the officer's key and the recovery key, "
        f"got {len(signers)} signatures",
        kind="SIG",
    )


def test_nothing_but_the_founding_comes_first() -> None:
    refused = Given().when(on(DAY, PERSON))
    against = [one.rule for one in refused.findings if one.verdict is not Verdict.MET]
    assert against == ["KEY-1", "KEY-2", "KEY-3"]


# --- keys ----------------------------------------------------------------------------------------

ENROLS = signed(on(DAY, ENROLLED), *ids_of(OFFICER, NEW))


def test_a_key_is_enrolled_for_a_person_whom_the_ledger_knows() -> None:
    given(on(DAY, PERSON)).when(ENROLS).happens()
    given().when(ENROLS).refused_by(
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {BEN}"
    )


def test_a_key_is_enrolled_once() -> None:  # K7
    before = given(on(DAY, PERSON)).with_(ENROLS)
    before.when(ENROLS).refused_by(
        "KEY-6 (Remit default): expected a key that is nobody's yet and is not the log's, "
        f"got {ids_of(NEW)[0]} enrolled already"
    )


def test_a_rotated_key_signs_nothing_more_and_the_new_one_does() -> None:  # K2
    rotates = signed(on(DAY, ROTATED), *ids_of(OFFICER, NEW))
    after = given().when(rotates).happens()
    after.when(signed(on(DAY, PERSON), *ids_of(NEW))).happens()
    assert after.when(on(DAY, PERSON)).verdict("KEY-1") is Verdict.NOT_MET


def test_a_revoked_key_signs_nothing_more_whatever_day_is_claimed() -> None:  # T4
    mine = keys.Revoked(ids_of(NEW)[0], sealed("lost"))
    before = given(on(DAY, PERSON)).with_(ENROLS)
    act = opened(day="2024-03-26")
    late = signed(act, *ids_of(NEW), recorder=BEN)
    start = before.and_(constituted())
    start.when(late).happens()
    start.and_(on("2024-03-27", mine)).when(late).refused_by(
        "KEY-1 (Remit default): expected signatures by keys that are enrolled and not revoked, "
        f"got {ids_of(NEW)[0]} revoked or not enrolled",
        "KEY-2 (Remit default): expected a key with the right record:icp, got rights none",
        f"KEY-3 (Remit default): expected the recorder to be a person whose key signs, got {BEN} as recorder",
        kind="SIG",
    )


def test_a_key_is_ended_once() -> None:
    ends = on(DAY, keys.Revoked(ids_of(NEW)[0], sealed("gone")))
    after = given(on(DAY, PERSON)).with_(ENROLS).when(ends).happens()
    after.when(ends).refused_by(
        f"KEY-5 (Remit default): expected a live key to end, got {ids_of(NEW)[0]} not live", kind="SIG"
    )


def test_a_member_casts_a_vote_with_a_key_for_own_acts_and_records_nothing_else() -> None:
    enrols = keys.Enrolled(text_of(NEW), BOB, ("own",))
    before = partnership().with_(signed(on(DAY, enrols), *ids_of(OFFICER, NEW)))
    sitting = before.and_(opened(), attended(CHAIR, BOB), item(), put())
    sitting.when(signed(votes("for", BOB), *ids_of(NEW), recorder=BOB)).happens()
    for step, right in ((votes("for", CHAIR), "record:icp or own"), (resolves("consensus"), "record:icp")):
        refused = sitting.when(signed(step, *ids_of(NEW), recorder=BOB)).finding("KEY-2")
        assert refused.sentence() == (
            f"KEY-2 (Remit default): expected a key with the right {right}, got rights own"
        )


# --- terms ---------------------------------------------------------------------------------------


def test_terms_are_drafted_and_adopted_once_in_a_version() -> None:  # LSC-V
    drafted, adopted = (on(DAY, body) for body in (terms.Drafted(terms_of()), terms.Adopted(terms_of(), DAY)))
    after = given(constituted()).when(drafted).happens().when(adopted).happens()
    for again in (drafted, adopted):
        after.when(again).refused_by("TER-2 (Remit default): expected a version that is new, got 2026")


def test_a_decision_is_judged_by_the_terms_in_force_on_its_day() -> None:  # LSC-V, D14
    anybody = terms.QuorumRule("QUO-9", "8.9", "stated", "somebody", terms.Count(Filter(), 1))
    before = partnership().and_(opened(), attended(BOB), item())
    revised = on(MET, terms.Adopted(terms_of(version="2024", rules=(anybody,)), "2024-03-26"))
    assert "QUO-1" in {one.rule for one in before.and_(revised).when(resolves("consensus")).findings}
    at_once = on(MET, terms.Adopted(terms_of(version="2024", rules=(anybody,)), MET))
    before.and_(at_once).when(resolves("consensus")).happens()


# --- which tags are read -------------------------------------------------------------------------

KEY, FRESH = ids_of(OFFICER)[0], ids_of(NEW)[0]
M, V, D, F, G, A, W, X, TAKEN = (f"{letter}-{'a' * 16}" for letter in "mvdfgawxi")
PART = "w-" + "b" * 16
LOWER = "g-" + "b" * 16
LATER_DECISION, CLAIM = "d-" + "b" * 16, "c-" + "a" * 16
READ = {
    "ledger.founded/1": "founding",
    "key.enrolled/1": f"founding key:{FRESH} person:{BEN}",
    "key.rotated/1": f"founding key:{KEY} key:{FRESH}",
    "key.revoked/1": f"key:{KEY}",
    "key.compromised/1": f"key:{KEY}",
    "log-key.rotated/1": f"founding key:{ids_of(OTHER)[0]}",
    "log-key.ended/1": "founding",
    "organisation.registered/1": "organisation:councils organisation:east-council organisation:north-council",
    "person.registered/1": f"person:{BEN}",
    "affiliation.stated/1": f"affiliations:{BEN} organisation:east-council person:{BEN}",
    "affiliation.ended/1": f"affiliations:{BEN} organisation:east-council person:{BEN}",
    "organisation.ended/2": "organisation:east-council organisation:west-council",
    "body.constituted/2": "body:icp organisation:east-council",
    "body.role-taken/1": "body:icp",
    "body.role-ended/1": "body:icp",
    "body.ended/2": (
        f"allocation:{W} allocations:icp body:icp body:place-board delegation:{G} fund:pool programme:icp "
        "roll:icp"
    ),
    "terms.drafted/4": "body:icp terms:icp",
    "terms.adopted/4": "body:icp terms:icp",
    "member.appointed/2": f"body:icp person:{BEN} roll:icp terms:icp",
    "member.nominated/1": (
        f"body:icp nomination:{NOMINATION} organisation:east-council person:{BEN} terms:icp"
    ),
    "nomination.approved/1": f"body:icp nomination:{NOMINATION} organisation:east-council terms:icp",
    "nomination.declined/1": f"body:icp nomination:{NOMINATION} organisation:west-council terms:icp",
    "member.took-up/1": f"body:icp person:{BEN} roll:icp terms:icp",
    "member.co-opted/1": f"body:icp meeting:{M} person:{CAI} roll:icp terms:icp",
    "member.ended/2": f"body:icp person:{BEN} roll:icp terms:icp",
    "attendee.named/1": f"body:icp organisation:east-council person:{CAI} roll:icp terms:icp",
    "attendee.ended/1": f"body:icp person:{CAI} roll:icp terms:icp",
    "mandate.given/1": f"body:icp mandates:icp organisation:east-council person:{BEN} roll:icp terms:icp",
    "mandate.ended/1": f"body:icp mandates:icp organisation:east-council person:{BEN} roll:icp terms:icp",
    "attendance.reviewed/1": f"body:icp person:{BEN} person:{CAI} roll:icp terms:icp",
    "office.elected/2": f"body:icp person:{BEN} roll:icp terms:icp",
    "office.ended/1": f"body:icp person:{BEN} roll:icp terms:icp",
    "office.acting/1": f"body:icp person:{BEN} roll:icp terms:icp",
    "office.acting-ended/1": f"body:icp person:{BEN} roll:icp terms:icp",
    "office.away/1": f"body:icp person:{BEN} roll:icp terms:icp",
    "office.returned/1": f"body:icp person:{BEN} roll:icp terms:icp",
    "deputy.nominated/1": (
        f"body:icp deputies:icp deputy:{DEPUTY} meeting:{M} person:{BEN} person:{CAI} roll:icp terms:icp"
    ),
    "deputy.approved/1": f"body:icp deputies:icp person:{BEN} roll:icp terms:icp",
    "deputy.declined/1": f"body:icp deputies:icp person:{BEN} roll:icp terms:icp",
    "deputy.prepared/1": "body:icp deputies:icp roll:icp terms:icp",
    "deputy.ended/1": "body:icp deputies:icp roll:icp terms:icp",
    "calendar.adopted/1": "body:icp",
    "meeting.scheduled/2": f"body:icp meeting:{LATER} terms:icp",
    "meeting.moved/1": f"body:icp meeting:{LATER}",
    "meeting.called/1": f"body:icp calendar:icp meeting:{LATER} person:{ADA} roll:icp terms:icp",
    "meeting.cancelled/1": f"body:icp meeting:{LATER}",
    "agenda.item-planned/1": f"body:icp item:{TAKEN} terms:icp",
    "agenda.item-placed/1": f"agenda:{M} body:icp item:{TAKEN} meeting:{M} plan:icp terms:icp",
    "agenda.item-withdrawn/1": f"agenda:{M} body:icp item:{TAKEN} meeting:{M} plan:icp terms:icp",
    "agenda.published/1": f"agenda:{M} body:icp calendar:icp meeting:{M} plan:icp roll:icp terms:icp",
    "paper.published/1": (
        f"agenda:{M} body:icp calendar:icp meeting:{M} papers:{M} plan:icp roll:icp terms:icp"
    ),
    "visit.requested/1": f"body:icp meeting:{M} organisation:east-council person:{CAI} visit:{VISIT}",
    "visit.answered/1": f"body:icp person:{ADA} visit:{VISIT}",
    "question.put/1": f"body:icp meeting:{M} question:{QUESTION}",
    "question.answered/1": f"body:icp meeting:{M} question:{QUESTION}",
    "meeting.opened/2": f"body:icp meeting:{M}",
    "meeting.virtual-agreed/1": f"meeting:{M} person:{ADA}",
    "meeting.attended/2": (
        f"deputies:icp meeting:{M} organisation:east-council person:{ADA} person:{BEN} "
        f"person:{CAI} roll:icp terms:icp"
    ),
    "meeting.presided/1": f"deputies:icp meeting:{M} roll:icp terms:icp",
    "quorum.confirmed/1": f"deputies:icp meeting:{M} roll:icp terms:icp",
    "public.excluded/1": f"meeting:{M}",
    "item.opened/2": f"meeting:{M} terms:icp",
    "presence.changed/1": f"deputies:icp meeting:{M} person:{BEN} roll:icp terms:icp",
    "meeting.adjourned/1": f"deputies:icp meeting:{M} roll:icp terms:icp",
    "meeting.resumed/1": f"meeting:{M} body:icp",
    "regime.adopted/1": "organisation:east-council regime:east-council",
    "interest.registered/1": f"interests:{BEN} organisation:east-council person:{BEN} regime:east-council",
    "dispensation.granted/1": f"interests:{BEN} organisation:east-council person:{BEN} regime:east-council",
    "interest.ended/1": f"interests:{BEN} person:{BEN}",
    "interest.declared/2": f"interests:{BEN} meeting:{M} roll:icp terms:icp",
    "interest.none-declared/1": f"meeting:{M}",
    "minutes.agreed/1": f"meeting:{M} meeting:{EARLIER} minutes:{EARLIER}",
    "minutes.narrated/1": f"meeting:{M} narrative:{M}",
    "minutes.issued/1": f"meeting:{M} minutes:{M}",
    "minutes.signed/1": f"meeting:{M} meeting:{EARLIER} minutes:{EARLIER} person:{ADA}",
    "minutes.presented/1": f"meeting:{M} minutes:{M} organisation:east-council terms:icp",
    "meeting.closed/1": f"meeting:{M}",
    "motion.put/3": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp",
    "motion.amended/1": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp",
    "motion.withdrawn/1": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp",
    "consensus.found/1": f"consensus:{TAKEN} deputies:icp meeting:{M} roll:icp terms:icp",
    "consensus.disputed/1": f"consensus:{TAKEN} deputies:icp meeting:{M} roll:icp terms:icp",
    "lot.drawn/2": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp votes:{V}",
    "vote.cast/1": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp vote:{V}/{BEN}",
    "vote.tallied/2": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp votes:{V}",
    "ballot.cast/1": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp vote:{V}/{BEN}",
    "ballot.counted/1": f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp votes:{V}",
    "resolution.passed/5": (
        f"common:{COMMON} commons:{TAKEN} consensus:{TAKEN} decision:{D} "
        f"deputies:icp meeting:{M} motion:{V} roll:icp terms:icp votes:{V}"
    ),
    "followup.noted/1": f"deputies:icp followup:{F} meeting:{M} roll:icp terms:icp",
    "recommendation.answered/2": f"body:icp decision:{D} organisation:east-council subject:{D}",
    "recommendation.considered/1": (
        f"body:icp decision:{D} decision:{LATER_DECISION} subject:{D} subject:{LATER_DECISION}"
    ),
    "condition.settled/1": f"body:icp decision:{D} subject:{D}",
    "decision.changed/2": (
        f"body:icp decision:{D} decision:{LATER_DECISION} subject:{D} subject:{LATER_DECISION} terms:icp"
    ),
    "defect.found/1": f"body:icp decision:{D} subject:{D}",
    "decision.reported/2": f"body:icp decision:{D} meeting:{M} subject:{D}",
    "faith.viewed/1": f"body:icp decision:{D} person:{ADA} subject:{D}",
    "decision.claimed/1": f"body:icp claim:{CLAIM} person:{BEN}",
    "claim.traced/1": f"body:icp claim:{CLAIM} decision:{D}",
    "common.put/1": f"common:{COMMON} meeting:{M} meeting:{EARLIER} terms:icp terms:place-board",
    "common.declined/1": f"common:{COMMON} meeting:{M}",
    "announcement.made/1": f"announced:{ANNOUNCED} body:icp functions terms:icp",
    "announcement.excepted/1": f"announced:{ANNOUNCED} body:icp person:{BEN} terms:icp",
    "announcement.withdrawn/1": f"announced:{ANNOUNCED} body:icp",
    "decision.published/2": f"body:icp decision:{D} subject:{D}",
    "decision.called-in/2": (
        f"body:icp calendar:icp decision:{D} person:{BEN} person:{CAI} subject:{D} terms:icp"
    ),
    "callin.ended/2": f"body:icp decision:{D} subject:{D}",
    "followup.assigned/1": f"body:icp followup:{F} organisation:east-council",
    "followup.slipped/1": f"body:icp followup:{F}",
    "followup.closed/2": f"body:icp followup:{F} meeting:{M}",
    "target.set/1": f"body:icp organisation:east-council target:{TARGET}",
    "target.owned/1": f"body:icp body:place-board target:{TARGET}",
    "target.reported/1": f"body:icp meeting:{M} target:{TARGET}",
    "target.moved/1": f"body:icp target:{TARGET}",
    "target.closed/1": f"body:icp decision:{D} subject:{D} target:{TARGET}",
    "duty.set/1": f"body:icp body:place-board duty:{DUTY} organisation:east-council",
    "duty.performed/1": f"body:icp duty:{DUTY}",
    "duty.parties-changed/1": f"body:icp body:place-board duty:{DUTY}",
    "duty.ended/1": f"body:icp duty:{DUTY}",
    "consultation.opened/1": (
        f"body:icp consultation:{CONSULTATION} organisation:east-council organisation:west-council"
    ),
    "consultation.answered/1": f"consultation:{CONSULTATION}",
    "consultation.ended/1": f"consultation:{CONSULTATION} decision:{D}",
    "agreement.made/2": (
        f"agreement:{AGREEMENT} agreement:{OLD_AGREEMENT} body:icp body:place-board organisation:east-council"
    ),
    "agreement.signed/1": (
        f"affiliations:{BEN} agreement:{AGREEMENT} body:icp organisation:east-council person:{BEN}"
    ),
    "agreement.acceded/1": f"agreement:{AGREEMENT} body:icp organisation:west-council",
    "agreement.affiliated/1": f"agreement:{AGREEMENT} body:icp organisation:north-council",
    "agreement.varied/2": f"agreement:{AGREEMENT} body:icp body:place-board",
    "agreement.refreshed/1": f"agreement:{AGREEMENT} body:icp",
    "agreement.renewed/1": f"agreement:{AGREEMENT} body:icp",
    "agreement.change-made/1": f"agreement:{AGREEMENT} body:icp",
    "agreement.ended/1": f"agreement:{AGREEMENT} agreement:ag-{'c' * 16} body:icp",
    "dispute.raised/2": (
        f"agreement:{AGREEMENT} body:icp decision:{D} dispute:{DISPUTE} organisation:east-council "
        f"organisation:west-council subject:{D} terms:icp"
    ),
    "dispute.joined/2": f"body:icp dispute:{DISPUTE} organisation:north-council terms:icp",
    "dispute.stage-opened/2": (
        f"affiliations:{BEN} body:icp calendar:icp decision:{D} dispute:{DISPUTE} person:{BEN} roll:icp "
        f"subject:{D} terms:icp"
    ),
    "dispute.step-taken/2": (
        f"affiliations:{BEN} body:icp calendar:icp dispute:{DISPUTE} person:{BEN} roll:icp terms:icp"
    ),
    "dispute.statement-made/1": f"body:icp dispute:{DISPUTE} organisation:east-council terms:icp",
    "dispute.withdrawn/2": f"body:icp dispute:{DISPUTE} organisation:east-council terms:icp",
    "dispute.lapsed/2": f"body:icp calendar:icp dispute:{DISPUTE} terms:icp",
    "dispute.settled/2": (
        f"body:icp calendar:icp decision:{D} decision:{LATER_DECISION} dispute:{DISPUTE} subject:{D} "
        f"subject:{LATER_DECISION} terms:icp"
    ),
    "concern.raised/1": (
        f"body:icp concern:{CONCERN} organisation:east-council organisation:west-council terms:icp"
    ),
    "concern.answered/1": f"body:icp concern:{CONCERN}",
    "concern.closed/1": f"body:icp concern:{CONCERN}",
    "concern.escalated/1": f"body:icp concern:{CONCERN} dispute:{DISPUTE}",
    "partner.asked-to-leave/1": (
        f"body:icp concern:{CONCERN} decision:{D} organisation:west-council subject:{D} terms:icp"
    ),
    "partner.left/1": "body:icp organisation:west-council partners:icp terms:icp",
    "risk.raised/1": f"body:icp body:place-board organisation:east-council risk:{RISK}",
    "risk.assigned/1": f"body:icp organisation:west-council risk:{RISK}",
    "risk.scored/1": f"body:icp risk:{RISK}",
    "risk.reviewed/1": f"body:icp meeting:{M} risk:{RISK}",
    "risk.accepted/1": f"body:icp person:{BEN} risk:{RISK}",
    "risk.shared/1": f"body:icp decision:{D} organisation:east-council risk:{RISK} subject:{D}",
    "risk.closed/1": f"body:icp decision:{D} risk:{RISK} subject:{D}",
    "lead.sought/1": f"body:icp body:place-board lead:{LEAD} organisation:east-council",
    "lead.designated/1": f"body:icp lead:{LEAD} organisation:west-council person:{BEN}",
    "lead.ended/1": f"body:icp lead:{LEAD}",
    "lead.withdrawn/1": f"body:icp lead:{LEAD}",
    "partner.rejoined/1": (
        f"agreement:{AGREEMENT} body:icp decision:{D} organisation:west-council subject:{D}"
    ),
    "standing.attested/1": f"body:icp decision:{D} subject:{D}",
    "functions.listed/1": "body:icp functions",
    "function.ended/1": "body:icp functions",
    "delegation.granted/3": f"body:icp body:place-board delegation:{G} functions",
    "delegation.passed-on/3": (
        f"body:icp body:place-board delegation:{G} delegation:{LOWER} functions person:{BEN}"
    ),
    "delegation.amended/2": f"body:icp delegation:{G} delegation:{LOWER} functions",
    "delegation.revoked/2": f"body:icp delegation:{G} delegation:{LOWER} functions",
    "delegation.suspended/1": f"body:icp delegation:{G} delegation:{LOWER} functions",
    "delegation.resumed/1": f"body:icp delegation:{G} delegation:{LOWER} functions",
    "delegation.accepted/1": f"body:icp delegation:{G} delegation:{LOWER} functions person:{BEN}",
    "delegation.reported/2": (
        f"act:{A} body:icp body:place-board delegation:{G} delegation:{LOWER} functions meeting:{M}"
    ),
    "delegation.ratified/1": f"act:{A} body:icp decision:{D} subject:{A} subject:{D}",
    "power.stated/1": "power:s-101",
    "fund.opened/2": (
        "body:icp body:place-board functions fund:pool organisation:east-council organisation:west-council "
        f"person:{BEN}"
    ),
    "fund.varied/1": (
        "body:icp body:place-board functions fund:pool organisation:east-council organisation:west-council "
        f"person:{BEN}"
    ),
    "contribution.agreed/1": "body:icp fund:pool organisation:east-council",
    "contribution.paid/1": "body:icp fund:pool organisation:east-council",
    "allocation.made/2": f"allocation:{W} body:icp body:place body:place-board fund:pool",
    "allocation.changed/1": f"allocation:{W} allocation:{PART} body:icp fund:pool",
    "allocation.lapsed/1": f"allocation:{W} allocation:{PART} body:icp fund:pool",
    "commitment.made/2": (
        f"act:{A} allocation:{W} body:icp commitment:{X} commitments:{A} decision:{D} functions fund:pool "
        f"meeting:{M} subject:{D}"
    ),
    "commitment.released/2": f"allocation:{W} body:icp commitment:{X} fund:pool",
    "payment.made/1": f"allocation:{W} body:icp commitment:{X} fund:pool",
    "record.contested/1": f"contested:{REQUEST}/1 key:{ids_of(OFFICER)[0]} meeting:{M}",
    "record.contest-withdrawn/1": f"contested:{REQUEST}/1 meeting:{M}",
    "words.erased/1": f"body:icp erased:{REQUEST}/1 person:{BEN} roll:icp terms:icp",
    "fact.corrected/1": f"body:icp person:{BEN} roll:icp terms:icp",
    "delegation.used/3": " ".join(
        (
            f"act:{A} announced:{ANNOUNCED} body:icp body:place-board delegation:{G} delegation:{LOWER}",
            "organisation:firm",
            f"functions interests:{BEN} person:{BEN} reserved:body:icp terms:icp",
            *(f"use:{link}{window}:gbp" for link in (G, LOWER) for window in WINDOWS),
        )
    ),
}


def test_every_type_says_what_it_reads() -> None:
    assert set(READ) == {wire_name(body) for body in EXAMPLES}


@pytest.mark.parametrize("body", EXAMPLES, ids=wire_name)
def test_a_judgement_reads_the_signers_and_what_the_act_touches(body: Body) -> None:
    state = State()
    for number, one in enumerate(EXAMPLES, 1):
        if isinstance(one, meetings.Opened | delegations.Granted | delegations.PassedOn | funds.Allocated):
            state = state.evolve(recorded_of(number, one, OFFICER))
    expected = {*READ[wire_name(body)].split(), f"key:{ids_of(OTHER)[0]}"}
    assert boundary(act_of(body, OTHER), state) == expected


def test_a_judgement_finds_the_body_of_a_meeting_and_the_chain_of_a_delegation_by_reading() -> None:
    attendance = next(body for body in EXAMPLES if isinstance(body, meetings.Attended))
    narrowing = next(body for body in EXAMPLES if isinstance(body, delegations.Amended))
    assert "roll:icp" not in boundary(act_of(attendance, OTHER), State())
    assert f"delegation:{G}" not in boundary(act_of(narrowing, OTHER), State())


def test_a_casting_vote_reads_every_vote() -> None:
    body = next(step.body for step in votes("for", CHAIR, casting=True))
    assert f"votes:{named('v', 'motion')}" in boundary(act_of(body, OTHER), State())


def test_minutes_of_a_meeting_that_the_ledger_does_not_know_are_found_by_the_one_that_agreed_them() -> None:
    body = minutes.Agreed(MEETING, ITEM, None, None)
    assert boundary(act_of(body), State()) == {f"meeting:{MEETING}", f"minutes:{MEETING}"}


# --- folding -------------------------------------------------------------------------------------


def test_every_type_changes_what_is_judged() -> None:
    alone = {attesting.Attested, contesting.Contested, contesting.Withdrawn}
    assert {type(body) for body in EXAMPLES} == {*readers(), *alone}, "which change nothing"
    assert readers()[founding.Founded] == ("keys", "directory")


def test_a_fact_that_nobody_judges_by_leaves_the_state_as_it_is() -> None:
    state = given(constituted()).state()
    scheduled = on(DAY, programme.Scheduled(MEETING, "icp", "2024-07-15", None, None))[0].at(9)
    assert state.evolve(scheduled) != state


def test_totals_are_taken_over_as_they_stand_after_an_entry() -> None:
    state = State().charged({"use:a": 1, "use:b": 2}).charged({"use:a": 5})
    assert state.totals == {"use:a": 5, "use:b": 2}


def test_a_quorum_that_was_met_is_shown_by_whom() -> None:  # LSC-8.1
    before = partnership().and_(opened(), attended(CHAIR, BOB, DAN, FAY, GUS), item())
    assert before.when(resolves("consensus")).finding("QUO-2").by == (CHAIR,)
