"""What becomes of the minutes of a meeting: narrated, given out, agreed, signed, presented."""

from __future__ import annotations

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CHAIR,
    GUS,
    ICP,
    ITEM,
    MEETING,
    MET,
    RULES,
    STRANGER,
    attended,
    constituted,
    item,
    opened,
    partnership,
    resolves,
)

from ledger.facts import meetings, minutes, organisations, terms
from ledger.findings import Verdict

JUNE, JUNE_ITEM, JUNE_DAY = named("m", "june"), named("i", "june"), "2024-06-24"
AFTER = "2024-04-08"
DIGEST = "sha256:" + "a" * 64
PRESENTED = terms.MinutesRule(
    rule="MIN-9", clause="9.3", basis="stated", says="each founder receives it", organisations=("icb",)
)


def met(*rules: terms.Rule, closed: bool = True) -> Given:
    """Give a meeting in March with an item, and one in June with another, still open."""
    end = on(MET, meetings.Closed(MEETING)) if closed else ()
    facts = (opened(), attended(CHAIR, BOB, GUS), item(), end)
    known = on("2023-01-01", *(organisations.Registered(one, one, "nhs-body") for one in ("icb", "college")))
    return partnership(*(RULES + rules if rules else ())).and_(known, *facts, june())


def june(body: str = ICP, day: str = JUNE_DAY, meeting: str = JUNE) -> tuple[Step, ...]:
    place = sealed("town hall")
    opening = meetings.Opened(meeting, body, "meeting", None, place)
    return on(
        day,
        opening,
        meetings.Attended(meeting, (CHAIR, BOB, GUS), (), ()),
        meetings.ItemOpened(meeting, JUNE_ITEM, "1", sealed("minutes"), None),
    )


def narrated(about: str | None = ITEM, meeting: str = MEETING, day: str = AFTER) -> tuple[Step, ...]:
    return on(day, minutes.Narrated(meeting, about, "clerk", sealed("words")))


def issued(version: int, stage: str = "draft", day: str = AFTER) -> tuple[Step, ...]:
    given_out = minutes.Issued(MEETING, "draft", version, DIGEST)
    return on(day, given_out if stage == "draft" else msgspec.structs.replace(given_out, stage="notes"))


def agreed(of: str | None = MEETING, day: str = JUNE_DAY, at: str = JUNE) -> tuple[Step, ...]:
    return on(day, minutes.Agreed(at, JUNE_ITEM, of, sealed("amendment"), (f"{named('r', 'request')}/1",)))


def signed(person: str = CHAIR, day: str = JUNE_DAY, at: str = JUNE) -> tuple[Step, ...]:
    return on(day, minutes.Signed(at, MEETING, person))


def presented(
    organisation: str = "icb", to: str = "Board", day: str = AFTER, meeting: str = MEETING
) -> tuple[Step, ...]:
    return on(day, minutes.Presented(meeting, organisation, to))


# --- narrated --------------------------------------------------------------------------------------


def test_an_item_of_a_closed_meeting_is_narrated_and_again() -> None:  # LSC-9.2
    after = met().when(narrated()).happens().when(narrated(None)).happens().when(narrated()).happens()

    told = after.state().minutes.of(MEETING).narrated

    assert [(day, one.item) for day, one in told] == [(AFTER, ITEM), (AFTER, None), (AFTER, ITEM)]


def test_a_narrative_is_of_a_meeting_that_was_held() -> None:  # LSC-9.2
    expected = f"MIN-1 (Remit default): expected a meeting held by {AFTER}, got"
    met().when(narrated(None, named("m", "nowhere"))).refused_by(
        f"{expected} {named('m', 'nowhere')}, which the ledger does not know"
    )
    met().when(narrated(None, JUNE)).refused_by(f"{expected} a meeting on {JUNE_DAY}")


def test_a_narrative_is_of_an_item_of_that_meeting() -> None:  # LSC-9.2
    met().when(narrated(JUNE_ITEM)).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {JUNE_ITEM}"
    )


# --- given out -------------------------------------------------------------------------------------


def test_versions_ascend_by_one_a_stage() -> None:  # LSC-9.2
    after = met().when(issued(1, "notes")).happens().when(issued(1)).happens().when(issued(2)).happens()

    record = after.state().minutes.of(MEETING)

    assert (record.version("notes"), record.version("draft")) == (1, 2)


@pytest.mark.parametrize("version", [1, 3])
def test_a_version_twice_or_left_out_is_refused(version: int) -> None:  # LSC-9.2
    met().and_(issued(1)).when(issued(version)).refused_by(
        f"MIN-4 (Remit default): expected version 2 of the draft, got version {version}"
    )


def test_no_minutes_are_given_out_before_their_meeting() -> None:  # LSC-9.2
    met().when(issued(1, day="2024-03-24")).refused_by(
        f"MIN-1 (Remit default): expected a meeting held by 2024-03-24, got a meeting on {MET}"
    )


# --- agreed ----------------------------------------------------------------------------------------


def test_minutes_of_the_last_meeting_are_agreed_subject_to_an_amendment() -> None:  # LSC-M2
    after = met().when(agreed()).happens()

    ((day, body),) = after.state().minutes.of(MEETING).agreed

    assert (day, body.meeting, body.amendment) == (JUNE_DAY, JUNE, sealed("amendment"))


def test_minutes_that_were_agreed_are_agreed_again_only_as_a_departure() -> None:  # LSC-M2
    again = agreed()
    expected = "MIN-7 (Remit default): expected minutes that were not agreed before, got minutes agreed on"
    met().and_(agreed()).when(again).refused_by(f"{expected} {JUNE_DAY}")
    (step,) = again
    met().and_(agreed()).when(step.departing()).happens("MIN-7 not met")


def test_minutes_of_a_meeting_that_the_ledger_does_not_know_are_agreed() -> None:  # LSC-M2, SYS-3
    after = met().when(agreed(None)).happens().when(agreed(None)).happens()

    assert after.state().minutes.known == {}


def test_minutes_are_agreed_later_by_the_body_that_met() -> None:  # LSC-M2
    expected = "MIN-5 (Remit default): expected minutes of an earlier meeting of icp, got"
    met().when(agreed(named("m", "nowhere"))).refused_by(
        f"{expected} a meeting that the ledger does not know"
    )
    met().when(agreed(JUNE)).refused_by(f"{expected} those of icp on {JUNE_DAY}")
    later = june(day="2024-09-09", meeting=named("m", "later"))
    met().and_(later).when(agreed(named("m", "later"))).refused_by(f"{expected} those of icp on 2024-09-09")
    others = june("place", "2024-01-15", named("m", "place"))
    met().and_(constituted("place"), others).when(agreed(named("m", "place"))).refused_by(
        f"{expected} those of place on 2024-01-15"
    )


def test_minutes_are_agreed_at_an_item_of_an_open_meeting() -> None:  # LSC-M2
    nowhere = named("m", "nowhere")
    met().when(agreed(at=nowhere)).refused_by(
        f"MTG-2 (Remit default): expected an open record of a meeting on {JUNE_DAY}, "
        f"got {nowhere}, which the ledger does not know"
    )
    met().when(on(JUNE_DAY, minutes.Agreed(JUNE, ITEM, MEETING, None))).refused_by(
        f"MTG-5 (Remit default): expected an item of this meeting, got {ITEM}"
    )


# --- signed ----------------------------------------------------------------------------------------

PRESIDED = on(JUNE_DAY, meetings.Presided(JUNE, CHAIR, "chair", "office"))


def test_whoever_presided_signs_the_agreed_minutes_even_when_the_record_is_closed() -> None:  # LSC-9.2
    end = on(JUNE_DAY, meetings.Closed(JUNE))
    after = met().and_(PRESIDED, agreed(), end).when(signed()).happens()

    ((day, body),) = after.state().minutes.of(MEETING).signed

    assert (day, body.person) == (JUNE_DAY, CHAIR)


def test_minutes_that_were_not_agreed_are_not_signed() -> None:  # LSC-9.2
    met().and_(PRESIDED).when(signed()).refused_by(
        f"MIN-2 (Remit default): expected minutes that were agreed by {JUNE_DAY}, "
        "got minutes that were not agreed"
    )


def test_minutes_are_not_signed_before_they_are_agreed() -> None:  # LSC-9.2
    may = named("m", "may")
    held = june(day="2024-05-13", meeting=may)
    presided = on("2024-05-13", meetings.Presided(may, CHAIR, "chair", "office"))
    met().and_(held, presided, agreed()).when(signed(day="2024-05-13", at=may)).refused_by(
        "MIN-2 (Remit default): expected minutes that were agreed by 2024-05-13, "
        f"got minutes agreed on {JUNE_DAY}"
    )


def test_somebody_who_did_not_preside_does_not_sign() -> None:  # LSC-9.2
    met().and_(PRESIDED, agreed()).when(signed(BOB)).refused_by(
        "MIN-6 (Remit default): expected the signature of whoever presided at this meeting, "
        f"got {BOB}, where {CHAIR} presided"
    )


def test_where_nobody_is_recorded_to_have_presided_the_signature_is_not_known_to_be_right() -> (
    None
):  # LSC-9.2
    outcome = met().and_(agreed()).when(signed())
    assert outcome.verdict("MIN-6") is Verdict.NOT_KNOWN
    outcome.refused_by(
        "MIN-6 (Remit default): expected the signature of whoever presided at this meeting, "
        f"got {CHAIR}, where nobody is recorded to have presided"
    )
    (late,) = on(JUNE_DAY, minutes.Signed(JUNE, MEETING, CHAIR), recorded="2024-07-01")
    met().and_(agreed()).when(late).happens("MIN-6 not known")


def test_minutes_are_signed_at_a_meeting_on_its_day_by_somebody_known() -> None:  # LSC-9.2
    met().and_(PRESIDED, agreed()).when(signed(day="2024-06-25")).refused_by(
        f"MIN-1 (Remit default): expected a meeting held on 2024-06-25, got a meeting on {JUNE_DAY}"
    )
    nobody, nowhere = named("p", "nobody"), named("m", "nowhere")
    outcome = met().and_(agreed()).when(signed(nobody, at=nowhere))
    assert outcome.finding("PER-2").verdict is Verdict.NOT_MET
    assert outcome.finding("MIN-1").got == f"{nowhere}, which the ledger does not know"


# --- presented -------------------------------------------------------------------------------------


def test_the_record_is_presented_to_a_founder_that_the_terms_name() -> None:  # LSC-9.3
    after = met(PRESENTED).when(presented()).happens().when(presented(to="Committee")).happens()

    received = after.state().minutes.of(MEETING).presented

    assert [(day, one.organisation, one.to) for day, one in received] == [
        (AFTER, "icb", "Board"),
        (AFTER, "icb", "Committee"),
    ]


def test_another_organisation_is_against_the_terms() -> None:  # LSC-9.3
    met(PRESENTED).when(presented("college")).refused_by(
        "MIN-9 (ToR 9.3): expected each founder receives it, got college"
    )


def test_where_the_terms_are_silent_any_organisation_receives_it() -> None:  # LSC-9.3
    met().when(presented("college")).happens()


def test_where_no_terms_are_known_any_organisation_receives_it() -> None:  # LSC-9.3
    before = june(day="2023-02-01", meeting=named("m", "before"))
    met(PRESENTED).and_(before).when(presented("college", meeting=named("m", "before"))).happens()


def test_one_board_receives_a_record_once() -> None:  # LSC-9.3
    met().and_(presented()).when(presented(day="2024-05-01")).refused_by(
        "MIN-3 (Remit default): expected a board of icb that has not received this record before, "
        f"got one that received it on {AFTER}"
    )


def test_only_a_known_organisation_receives_the_record_of_a_meeting_that_was_held() -> None:  # LSC-9.3
    met().when(presented("nowhere")).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got nowhere"
    )
    met().when(presented(day="2024-03-01")).refused_by(
        f"MIN-1 (Remit default): expected a meeting held by 2024-03-01, got a meeting on {MET}"
    )
    unknown = met().when(presented(meeting=named("m", "nowhere")))
    assert unknown.finding("MIN-1").verdict is Verdict.NOT_MET


# --- and what was decided --------------------------------------------------------------------------


def test_a_decision_holds_from_when_it_was_made_whatever_becomes_of_the_minutes() -> None:  # LSC-9.2
    decided = met(closed=False).and_(resolves("consensus"), on(MET, meetings.Closed(MEETING)))
    minuted = decided.and_(narrated(), issued(1), agreed(), signed(STRANGER), presented())

    assert minuted.state().motions == decided.state().motions
    assert decided.state().motions.resolved


def test_minutes_are_not_signed_at_a_meeting_of_another_body() -> None:  # LSC-M2
    other = named("m", "board")
    before = met().and_(
        june(),
        on(JUNE_DAY, minutes.Agreed(JUNE, JUNE_ITEM, MEETING, None)),
        constituted("board"),
        on("2024-07-01", meetings.Opened(other, "board", "meeting", None, sealed("hall"))),
        on("2024-07-01", meetings.Attended(other, (STRANGER,), (), ())),
        on("2024-07-01", meetings.Presided(other, STRANGER, None, "chosen")),
    )
    before.when(on("2024-07-01", minutes.Signed(other, MEETING, STRANGER))).refused_by(
        "MIN-5 (Remit default): expected minutes of a meeting of the same body, got those of icp"
    )
