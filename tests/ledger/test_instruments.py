"""Under which instrument a part was taken, and who was there for the body that gave it (PBP-3)."""

from __future__ import annotations

import msgspec
import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    CHAIR,
    DAN,
    EVE,
    FAY,
    GUEST,
    GUS,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    RULES,
    STRANGER,
    constituted,
    item,
    opened,
    partnership,
    scope,
    terms_with,
)

from ledger.facts import delegations, deputies, interests, meetings, members, organisations, terms
from ledger.facts.decisions import Part, Resolved
from ledger.facts.meetings import Substitute
from ledger.findings import Verdict
from ledger.instruments import Instrument, instruments
from ledger.presence import Beside
from ledger.sittings import There

GRANT, LOWER = named("g", "grant"), named("g", "lower")
UNDER = (Part("1", "decision", sealed("beds"), under=GRANT), Part("2", "note", sealed("news")))


def granted(to: str = "body:icp", by: str = "icb-board", code: str = GRANT) -> tuple[Step, ...]:
    return on("2023-06-01", delegations.Granted(code, f"body:{by}", (to,), "s.65Z5 NHS Act 2006", scope()))


def met(
    *parts: Part, founders: tuple[str, ...] = ("icb",), people: tuple[str, ...] = (CHAIR, DAN, FAY)
) -> Given:
    """Give a meeting of the partnership that resolved, in part under what a board of the ICB delegated."""
    known = (organisations.Registered(one, one, "nhs-body") for one in ("icb", "lancashire"))
    lists = meetings.Attended(MEETING, people, (), (), (Substitute(STRANGER, EVE),))
    named_ = deputies.Nominated(named("s", "eve"), ICP, EVE, "board-two", STRANGER, meeting=MEETING)
    return partnership().and_(
        on("2023-01-03", *known),
        constituted("icb-board", founders=founders),
        granted(),
        on(MET, named_),
        opened(),
        on(MET, lists),
        item(),
        on(MET, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), parts or UNDER)),
    )


def shown(before: Given) -> tuple[Instrument, ...]:
    state = before.state()
    folds = (state.bodies, state.directory, state.roll, state.deputies, state.programme, state.terms)
    sitting = state.sittings.known[MEETING]
    return instruments(state.motions.resolved[RESOLUTION], sitting, state.chain, Beside(*folds))


def test_a_part_shows_its_instrument_who_gave_it_and_who_was_there_for_the_giver() -> None:  # PBP-3
    (one,) = shown(met())
    assert (one.part, one.delegation, one.giver, one.organisations) == (
        "1",
        GRANT,
        "body:icb-board",
        ("icb",),
    )
    assert [(link.delegation, link.power) for link in one.links] == [(GRANT, "s.65Z5 NHS Act 2006")]
    # The Chair sits for a council; Eve was away, and her deputy is there in her place.
    assert one.there == (There(DAN, DAN), There(FAY, FAY), There(STRANGER, EVE))
    assert one.unsure == ()


def test_who_withdrew_from_the_item_was_not_there_for_anybody() -> None:  # PBP-3
    gone = on(MET, interests.Declared(MEETING, ITEM, DAN, sealed("his firm"), "withdraws"))
    assert DAN not in {one.person for one in shown(met().and_(gone))[0].there}


def test_who_has_left_a_seat_of_the_giver_is_there_for_it_no_more() -> None:  # PBP-3
    moved = on(
        "2023-09-01",
        members.Ended(ICP, DAN, "board-one", sealed("new post")),
        members.Appointed(ICP, DAN, "vcfse-one", "appointed", None),
    )
    assert There(DAN, DAN) not in shown(met().and_(moved))[0].there


def test_a_chain_is_shown_to_its_root_and_what_is_not_known_whole_is_not() -> None:  # PBP-3
    passed = on(
        "2023-06-02", delegations.PassedOn(LOWER, GRANT, "body:icb-board", ("body:icp",), scope()), person=DAN
    )
    (one,) = shown(met(Part("1", "decision", sealed("beds"), under=LOWER)).and_(passed))
    assert ([link.delegation for link in one.links], one.giver) == ([GRANT, LOWER], "body:icb-board")
    nobody = named("g", "nobody")
    (unknown,) = shown(met(Part("1", "decision", sealed("beds"), under=nobody)))
    assert unknown == Instrument("1", nobody)
    orphan = on("2023-06-02", delegations.PassedOn(LOWER, nobody, "body:icb-board", ("body:icp",), scope()))
    (half,) = shown(met(Part("1", "decision", sealed("beds"), under=LOWER)).and_(orphan))
    assert half == Instrument("1", LOWER)


def test_a_deputy_for_one_seat_is_there_for_the_organisation_of_that_seat_alone() -> None:  # PBP-3
    also = on(
        "2023-05-04", members.Appointed(ICP, EVE, "vcfse-one", "appointed", None, organisation="alliance")
    )
    assert There(STRANGER, EVE) not in shown(met(founders=("alliance",)).and_(also))[0].there
    both = met(founders=("alliance",), people=(EVE,)).and_(also)
    assert There(EVE, EVE) in shown(both)[0].there


def test_where_nobody_founded_the_giver_it_is_not_known_who_was_there_for_it() -> None:  # PBP-3
    (one,) = shown(met(founders=()))
    assert (one.organisations, one.there) == ((), ())
    assert [each.person for each in one.unsure] == [CHAIR, DAN, FAY, STRANGER]
    (other,) = shown(met().and_(granted(by="nobody")))
    assert (other.giver, other.organisations, other.there) == ("body:nobody", (), ())


def test_what_took_the_place_of_a_founder_is_there_in_its_stead() -> None:  # PBP-3, SYS-1
    ended = on("2023-03-01", organisations.Ended("lancashire", "an order", ("icb",)))
    (one,) = shown(met(founders=("lancashire",)).and_(ended))
    assert one.organisations == ("icb", "lancashire")
    assert DAN in {each.person for each in one.there}


def seated(filled_by: tuple[str, ...], organisation: str | None = None) -> Given:
    """Give the meeting with a seat of Dan's that these organisations may fill."""
    usual = terms_with(*RULES, version="2024")
    place = terms.Seat("place", "nhs", filled_by, "director", "Place", "7.2")
    wider = terms.Adopted(msgspec.structs.replace(usual, seats=(*usual.seats, place)), "2023-05-02")
    sits = members.Appointed(ICP, GUS, "place", "appointed", "2023-05-03", organisation=organisation)
    left = members.Ended(ICP, GUS, "vcfse-one", sealed("new post"))
    before = met(people=(GUS,))
    return before.and_(on("2023-05-02", wider), on("2023-05-03", left, sits))


@pytest.mark.parametrize(
    ("filled_by", "organisation", "expected"),
    [
        (("icb",), None, Verdict.MET),
        (("icb", "college"), None, Verdict.NOT_KNOWN),
        (("icb", "college"), "icb", Verdict.MET),
        (("icb", "college"), "college", Verdict.NOT_MET),
        (("college",), None, Verdict.NOT_MET),
        ((), None, Verdict.NOT_MET),  # a seat that is no organisation's
    ],
)
def test_a_seat_that_several_organisations_may_fill_is_not_known_to_be_the_givers(
    filled_by: tuple[str, ...], organisation: str | None, expected: Verdict
) -> None:  # PBP-3
    (one,) = shown(seated(filled_by, organisation))
    gus = There(GUS, GUS)
    assert (gus in one.there, gus in one.unsure) == (expected is Verdict.MET, expected is Verdict.NOT_KNOWN)


def test_without_terms_or_a_known_seat_it_is_not_known_whose_member_somebody_is() -> None:  # PBP-3
    state = met().state()
    folds = (state.bodies, state.directory, state.roll, state.deputies, state.programme)
    sitting, resolved = state.sittings.known[MEETING], state.motions.resolved[RESOLUTION]
    (one,) = instruments(resolved, sitting, state.chain, Beside(*folds))
    assert (one.there, len(one.unsure)) == ((), 4)
    unseated = on("2023-05-04", members.Appointed(ICP, GUEST, None, "appointed", None))
    assert There(GUEST, GUEST) in shown(met(people=(GUEST,)).and_(unseated))[0].unsure
