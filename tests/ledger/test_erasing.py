"""Erasure: what may go, by whom, and what stays."""

from __future__ import annotations

from msgspec.structs import replace
from tests.examples import ADA, NEW, OFFICER, OTHER, RECOVERY, SEAL, ids_of, text_of
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    GUEST,
    ICP,
    MEETING,
    MET,
    RULES,
    STRANGER,
    attended,
    constituted,
    item,
    opened,
    partnership,
    put,
    votes,
)

from ledger.erasing import Told, openings_of
from ledger.facts import (
    bodies,
    corrections,
    decisions,
    delegations,
    erasing,
    keys,
    members,
    offices,
    organisations,
    programme,
)
from ledger.facts.terms import RetentionRule, Rule
from ledger.findings import Verdict

DAY = "2026-01-02"
GROUND = "UK GDPR Art. 17(1)(d)"
BOTH = ids_of(OFFICER, OTHER)
KEEP = RetentionRule(
    rule="RET-1", clause="12.4", basis="stated", says="names are kept for two years", months=24
)


def ledger(*steps: tuple[Step, ...], rules: tuple[Rule, ...] = ()) -> Given:
    """Give a partnership with a second officer, and a third whose key does her own acts only."""
    enrolled = (
        keys.Enrolled(text_of(OTHER), GUEST, ("record:icp",)),
        keys.Enrolled(text_of(NEW), STRANGER, ("own", "record:place")),
    )
    return partnership(*RULES, *rules).and_(on("2023-06-01", *enrolled), *steps)


def spoken() -> Given:
    return ledger(opened(), attended(CHAIR, BOB, DAN), item(), put(), votes("for", BOB))


def of(before: Given, type_: type[object], person: str | None = None) -> str:
    """Give the id of the last fact of a type, of a person."""
    found = [at.fact for at in before.facts if type(at.fact.body) is type_]
    return [one.id for one in found if person in (None, getattr(one.body, "person", None))][-1]


def erasing_(
    of_: str,
    tag: str,
    *paths: str,
    by: str = ICP,
    person: str | None = None,
    served: tuple[str, ...] = (),
    day: str = DAY,
) -> Step:
    (step,) = on(day, erasing.Erased(of_, tag, paths, by, GROUND, person, served))
    return replace(step, signers=BOTH)


def motion(before: Given, *paths: str, tag: str = f"motion:{named('v', 'motion')}") -> Step:
    return erasing_(of(before, decisions.MotionPut), tag, *(paths or ("body.text",)))


def name(before: Given, person: str = CATH, served: tuple[str, ...] = (ICP,), day: str = DAY) -> Outcome:
    said = of(before, organisations.PersonRegistered, person)
    return before.when(erasing_(said, f"person:{person}", "body.name", served=served, day=day))


# --- what goes -----------------------------------------------------------------------------------


def test_two_officers_erase_the_words_of_a_motion_and_the_skeleton_stays() -> None:  # P3
    after = spoken().when(motion(spoken())).happens()
    (known,) = after.state().erasures.known.items()
    assert known == ((of(after, decisions.MotionPut), "body.text"), (DAY, GROUND))
    assert after.state().motions == spoken().state().motions


def test_what_is_not_sealed_cannot_be_erased() -> None:  # P3
    before = spoken()
    text = of(before, decisions.MotionPut)
    for path in ("body.moved", "body.item", "departure", "body.text.commitment"):
        before.when(motion(before, path)).refused_by(
            f"ERA-2 (Remit default): expected fields of {text} with words of their own (body.text), "
            f"in order, got {path}"
        )


def test_a_field_is_named_once() -> None:
    twice = motion(spoken(), "body.text", "body.text")
    assert spoken().when(twice).verdict("ERA-2") is Verdict.NOT_MET


def test_the_words_of_a_vote_are_those_of_the_motion() -> None:  # P3
    before = spoken()
    vote = erasing_(of(before, decisions.VoteCast), f"votes:{named('v', 'motion')}", "body.text")
    assert "(it has none)" in before.when(vote).finding("ERA-2").expected


def test_only_a_fact_that_carries_the_tag_is_erased() -> None:  # D7
    before = spoken()
    step = motion(before, tag=f"roll:{ICP}")
    text = of(before, decisions.MotionPut)
    before.when(step).refused_by(
        f"ERA-1 (Remit default): expected a fact {text} that carries roll:icp, got none"
    )
    unknown = erasing_(f"{named('r', 'nothing')}/1", f"roll:{ICP}", "body.text")
    assert before.when(unknown).verdict("ERA-1") is Verdict.NOT_MET


def test_words_go_once() -> None:
    after = spoken().when(motion(spoken())).happens()
    after.when(motion(after)).refused_by(
        "ERA-3 (Remit default): expected words that are still there, got body.text"
    )


def test_words_go_on_the_day_on_which_it_is_recorded() -> None:
    (late,) = on("2026-01-01", motion(spoken()).body, recorded=DAY)
    assert spoken().when(replace(late, signers=BOTH)).verdict("ERA-6") is Verdict.NOT_MET
    assert spoken().when(motion(spoken())).verdict("ERA-6") is Verdict.MET


# --- by whom -------------------------------------------------------------------------------------


def test_one_signature_is_not_enough_nor_are_two_of_one_person() -> None:  # P3
    before = spoken().and_(on("2023-06-01", keys.Enrolled(text_of(RECOVERY), ADA, ("record:*",))))
    expected = "ERA-4 (Remit default): expected signatures of two persons who may record for icp, got "
    for signers in (ids_of(OFFICER), ids_of(OFFICER, RECOVERY)):
        step = replace(motion(before), signers=signers)
        before.when(step).refused_by(f"{expected}{ADA}", kind="AUTHORITY")


def test_both_may_record_for_the_body() -> None:  # P3
    before = spoken()
    step = replace(motion(before), signers=ids_of(OFFICER, NEW))
    assert before.when(step).verdict("ERA-4") is Verdict.NOT_MET
    assert before.when(motion(before)).verdict("ERA-4") is Verdict.MET


def test_nobody_signs_for_the_erasure_of_their_own_words() -> None:  # D7
    before = spoken()
    mine = replace(motion(before), body=replace(motion(before).body, person=GUEST))
    before.when(mine).refused_by(
        "ERA-5 (Remit default): expected signatures of others than the person whose words or data they are, "
        f"got {GUEST}"
    )


def test_whose_words_they_are_need_not_be_said() -> None:  # D7
    own = organisations.PersonRegistered(named("p", "new"), sealed("name"))
    before = ledger(on(MET, own, person=ADA))
    acted = erasing_(of(before, organisations.PersonRegistered), f"person:{own.person}", "body.name")
    assert before.when(acted).verdict("ERA-5") is Verdict.NOT_MET
    assert name(before, GUEST, ()).verdict("ERA-5") is Verdict.NOT_MET
    assert name(before, STRANGER, ()).verdict("ERA-5") is Verdict.MET
    officer = erasing_(before.facts[0].fact.id, "founding", "body.name")
    assert before.when(officer).verdict("ERA-5") is Verdict.NOT_MET


def test_a_body_erases_what_it_recorded_itself() -> None:  # P3
    place = constituted("place")
    right = on("2023-06-02", keys.Enrolled(text_of(RECOVERY), BOB, ("record:*",)))
    before = spoken().and_(place, right)
    step = replace(motion(before).body, body="place")
    theirs = replace(motion(before), body=step, signers=ids_of(OFFICER, RECOVERY))
    before.when(theirs).refused_by(
        "ERA-7 (Remit default): expected an act of icp, as the fact was, got place"
    )


def test_the_body_that_took_the_place_of_another_erases_its_words() -> None:
    ended = bodies.Ended(ICP, "an order", ("place",))
    right = on("2023-06-02", keys.Enrolled(text_of(RECOVERY), BOB, ("record:*",)))
    before = spoken().and_(constituted("place"), right, on("2025-01-01", ended))
    step = replace(motion(before).body, body="place")
    before.when(replace(motion(before), body=step, signers=ids_of(OFFICER, RECOVERY))).happens()


def test_a_meeting_that_is_to_come_is_of_its_body() -> None:
    place = programme.Scheduled(MEETING, ICP, "2026-07-15", None, sealed("town hall"))
    before = ledger(on(MET, place))
    step = erasing_(of(before, programme.Scheduled), f"meeting:{MEETING}", "body.place")
    assert before.when(step).verdict("ERA-7") is Verdict.MET


def test_what_an_organisation_gave_by_itself_any_body_may_erase() -> None:
    given_ = delegations.Suspended(named("g", "root"), "organisation:icb", sealed("reason"))
    before = ledger(on(MET, given_))
    step = erasing_(of(before, delegations.Suspended), f"delegation:{named('g', 'root')}", "body.reason")
    assert before.when(step).verdict("ERA-7") is Verdict.MET


def test_who_is_named_is_known() -> None:
    step = motion(spoken())
    named_ = replace(step, body=replace(step.body, person=named("p", "nobody")))
    assert spoken().when(named_).verdict("PER-2") is Verdict.NOT_MET


# --- names ---------------------------------------------------------------------------------------


def left(*rules: Rule, day: str = "2024-01-02") -> Given:
    return ledger(on(day, members.Ended(ICP, CATH, "lead-three", SEAL)), rules=rules)


def test_the_name_of_a_former_member_is_kept_for_the_months_that_the_terms_give() -> None:  # P3
    before = left(KEEP)
    kept = name(before, day="2026-01-01")
    kept.refused_by(
        "ERA-8 (ToR 12.4): expected a name that is kept no longer: 24 months from 2024-01-02, to 2026-01-02, "
        "got 2026-01-01"
    )
    name(before, day="2026-01-02").happens()


def test_the_name_of_a_member_is_kept() -> None:  # P3
    name(ledger(rules=(KEEP,))).refused_by(
        f"ERA-8 (ToR 12.4): expected the name of somebody who serves icp no more, got {CATH}"
    )


def test_a_membership_with_an_end_to_come_has_not_ended() -> None:
    until = members.Appointed(ICP, GUEST, None, "appointed", "2023-05-01", until="2027-05-01")
    before = ledger(on(MET, until), rules=(KEEP,))
    outcome = before.when(
        replace(
            erasing_(
                of(before, organisations.PersonRegistered, GUEST),
                f"person:{GUEST}",
                "body.name",
                served=(ICP,),
            ),
            signers=ids_of(OFFICER, NEW),
        )
    )
    assert outcome.verdict("ERA-8") is Verdict.NOT_MET


def test_an_office_counts_as_service() -> None:  # P3
    before = ledger(
        on("2024-01-02", members.Ended(ICP, CHAIR, "lead-one", SEAL)),
        on("2025-06-01", offices.OfficeEnded(ICP, "chair", CHAIR, SEAL)),
        rules=(KEEP,),
    )
    assert name(before, CHAIR).verdict("ERA-8") is Verdict.NOT_MET
    assert name(before, CHAIR, day="2027-06-01").verdict("ERA-8") is Verdict.MET


def test_where_the_terms_do_not_say_how_long_it_is_not_known() -> None:  # P3
    outcome = name(left())
    assert outcome.verdict("ERA-8") is Verdict.NOT_KNOWN
    outcome.refused_by(
        "ERA-8 (Remit default): expected terms of icp that say how long names are kept, got none that say it"
    )


def test_the_name_of_somebody_who_never_served_may_go() -> None:
    before = ledger(rules=(KEEP,))
    assert [one for one in name(before, STRANGER).findings if one.rule == "ERA-8"] == []
    name(before, STRANGER).happens()


def test_words_about_a_member_that_are_no_name_may_go() -> None:
    before = ledger(on(MET, members.Ended(ICP, BOB, "lead-two", SEAL)), rules=(KEEP,))
    step = erasing_(of(before, members.Ended), f"roll:{ICP}", "body.reason", person=BOB, served=(ICP,))
    before.when(step).happens()


# --- corrections ---------------------------------------------------------------------------------


def corrected(instead: organisations.PersonRegistered | None) -> tuple[Given, str]:
    before = ledger(rules=(KEEP,))
    said = of(before, organisations.PersonRegistered, CATH)
    was = organisations.PersonRegistered(CATH, sealed(CATH))
    fact = corrections.Corrected(said, was, instead, sealed("why"))
    return before.and_(on("2023-07-01", fact)), said


def test_the_former_name_and_the_one_in_its_place_are_erased_each_where_it_is_opened() -> None:
    before, said = corrected(organisations.PersonRegistered(CATH, sealed("Catherine")))
    again = corrections.Corrected(
        said,
        organisations.PersonRegistered(CATH, sealed("Catherine")),
        organisations.PersonRegistered(CATH, sealed("Cathryn")),
        sealed("why"),
    )
    before = before.and_(on("2023-07-02", again))
    found = before.state().told.find(said)
    assert found is not None
    assert found.body == organisations.PersonRegistered(CATH, sealed(CATH))
    assert name(before).verdict("ERA-2") is Verdict.MET
    assert name(before).verdict("ERA-8") is Verdict.NOT_MET
    later = erasing_(
        of(before, corrections.Corrected), f"person:{CATH}", "body.body.name", person=CATH, served=(ICP,)
    )
    assert before.when(later).verdict("ERA-2") is Verdict.MET
    assert before.when(later).verdict("ERA-8") is Verdict.NOT_MET


def test_the_words_of_a_fact_that_was_withdrawn_can_go() -> None:
    before, _ = corrected(None)
    assert name(before).verdict("ERA-2") is Verdict.MET


def test_a_correction_opens_what_it_says_anew_alone() -> None:
    was = programme.Scheduled(MEETING, ICP, "2024-07-15", None, sealed("town hall"))
    instead = replace(was, date="2024-07-16")
    correction = corrections.Corrected(f"{named('r', 'request')}/1", was, instead, sealed("why"))
    (step,) = on(MET, correction)
    assert list(openings_of(step.at(2).fact)) == ["body.reason"]


# --- the folds -----------------------------------------------------------------------------------


def test_every_fact_that_was_read_is_found_by_its_id() -> None:
    told = Told()
    facts = spoken().facts
    for at in facts:
        told = told.with_(at)
    assert [told.find(at.fact.id) for at in facts] == [at.fact for at in facts]
    assert told.find(f"{named('r', 'nothing')}/1") is None
    assert len(told.runs) <= len(facts).bit_length()
