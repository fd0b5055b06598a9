from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    GUEST,
    ICP,
    ITEM,
    MEETING,
    MET,
    MOTION,
    NEXT_ITEM,
    RULES,
    appointed,
    attended,
    item,
    opened,
    partnership,
    put,
    terms_with,
    votes,
)

from ledger.conflicts import (
    Conflict,
    against,
    allows,
    boundary_of_vote,
    examine_count,
    may_vote,
    represents,
)
from ledger.facts.decisions import Choice, VoteTallied
from ledger.facts.interests import Declared, Dispensed, Effect, Ended, InterestKind, RegimeAdopted, Registered
from ledger.facts.meetings import PresenceChanged
from ledger.facts.members import Appointed, CoOpted
from ledger.facts.members import Ended as MembershipEnded
from ledger.facts.terms import Adopted, InterestRule, Rule, Seat
from ledger.findings import Finding, Verdict
from ledger.interests import Barred, Interest, Register
from ledger.members import Membership, Roll

BARRING, LIFTING = "s.31(4) Localism Act 2011", "s.33 Localism Act 2011"
KINDS = (
    InterestKind("pecuniary", "Disclosable pecuniary interest", BARRING, speaks=False, votes=False),
    InterestKind("near", "Other registrable interest", "Code B.7", speaks=True, votes=False),
    InterestKind("personal", "Personal interest", "Code B.4", speaks=True, votes=True),
    InterestKind(
        "seated", "Interest that lets vote, away from the table", "Code B.9", speaks=True, votes=True
    ),
)
MANAGED = (InterestKind("financial", "Financial interest", "Policy 7", speaks=None, votes=None),)
SHOP, OTHER = named("t", "shop"), named("v", "other")
BOTH = frozenset({"blackpool", "icb"})


def regime(organisation: str = "blackpool", kinds: tuple[InterestKind, ...] = KINDS) -> tuple[Step, ...]:
    return on("2023-01-02", RegimeAdopted(organisation, "Code of conduct", kinds, LIFTING))


def entry(person: str = BOB, **changes: Any) -> tuple[Step, ...]:
    body = Registered(SHOP, person, "blackpool", "pecuniary", sealed("a shop"), ("market",))
    return on("2023-06-01", msgspec.structs.replace(body, **changes))


def declares(
    effect: Effect, kind: str | None = "pecuniary", person: str = BOB, about: str | None = ITEM, **rest: Any
) -> tuple[Step, ...]:
    body = Declared(MEETING, about, person, sealed("nature"), effect, kind=kind)
    return on(MET, msgspec.structs.replace(body, **rest))


def sits(*steps: tuple[Step, ...]) -> Given:
    """Give the meeting with Bob, of Blackpool, and Dan, of the board, after these facts."""
    present = attended(CHAIR, BOB, DAN, attending=(GUEST,))
    return partnership().and_(*steps, opened(), present, item(), item(NEXT_ITEM, "2"))


# --- what must follow a declaration --------------------------------------------------------------


@pytest.mark.parametrize("effect", ["noted", "speaks"])
def test_a_councillor_with_a_pecuniary_interest_withdraws(effect: Effect) -> None:  # LSC-12, D10
    before = sits(regime())
    before.when(declares(effect)).refused_by(
        f"DCL-4 ({BARRING}): expected the member to withdraw (pecuniary under the regime of blackpool), "
        f"got {effect}"
    )
    before.when(declares(effect)[0].departing()).happens("DCL-4 not met")
    before.when(declares("withdraws")).happens()


def test_who_may_speak_and_not_vote_does_not_stay_to_vote() -> None:  # LSC-12
    before = sits(regime())
    before.when(declares("noted", "near")).refused_by(
        "DCL-4 (Code B.7): expected the member to speak at most (near under the regime of blackpool), "
        "got noted"
    )
    for effect in ("speaks", "withdraws"):
        before.when(declares(effect, "near")).happens()


def test_what_bars_nothing_is_noted() -> None:  # LSC-12
    finding = sits(regime()).when(declares("noted", "personal")).finding("DCL-4")
    assert finding.sentence() == (
        "DCL-4 (Code B.4): expected the interest to be noted at least "
        "(personal under the regime of blackpool), got noted"
    )
    assert finding.verdict is Verdict.MET


@pytest.mark.parametrize("effect", ["noted", "speaks", "withdraws"])
def test_where_whoever_presides_decides_anything_may_follow(effect: Effect) -> None:  # LSC-12
    sits(regime("icb", MANAGED)).when(declares(effect, "financial", DAN)).happens()


@pytest.mark.parametrize("effect", ["noted", "speaks"])
def test_without_a_regime_on_record_what_may_follow_is_not_known(effect: Effect) -> None:  # LSC-12
    before = sits()
    step = declares(effect)
    before.when(step).refused_by(
        "DCL-4 (Remit default): expected a regime that says what may follow, "
        f"got {effect}, but no regime of blackpool is on record for {MET}"
    )
    before.when(on(MET, step[0].body, recorded="2024-03-26")).happens("DCL-4 not known")
    before.when(declares("withdraws")).happens()


def test_a_dispensation_lets_the_member_speak_and_vote() -> None:  # LSC-12
    given_ = on("2024-03-01", Dispensed(BOB, "blackpool", LIFTING, speaks=True, votes=True))
    finding = sits(regime(), given_).when(declares("noted")).finding("DCL-4")
    assert (finding.verdict, finding.clause) == (Verdict.MET, LIFTING)
    to_speak = on("2024-03-01", Dispensed(BOB, "blackpool", LIFTING, speaks=True, votes=False))
    verdicts = [sits(regime(), to_speak).when(declares(one)).verdict("DCL-4") for one in ("noted", "speaks")]
    assert verdicts == [Verdict.NOT_MET, Verdict.MET]


def test_the_regime_is_the_members_and_not_the_meetings() -> None:  # LSC-12
    before = sits(regime(), regime("icb", MANAGED))
    before.when(declares("noted", "financial", DAN)).happens()
    assert before.when(declares("noted", "pecuniary", BOB)).verdict("DCL-4") is Verdict.NOT_MET


def test_who_sits_for_two_is_bound_by_both() -> None:  # LSC-12, PBP-10
    second = on("2024-01-01", Appointed(ICP, BOB, None, "appointed", "2024-01-01", organisation="icb"))
    lenient = regime("icb", (msgspec.structs.replace(KINDS[0], speaks=True, votes=True),))
    for first, other in ((regime(), lenient), (lenient, regime())):
        found = sits(first, other, second).when(declares("noted")).finding("DCL-4")
        assert (found.verdict, found.clause) == (Verdict.NOT_MET, BARRING)


def test_a_declaration_under_another_regime_is_bound_by_that_too() -> None:  # LSC-12, PBP-10
    before = sits(
        regime(kinds=(msgspec.structs.replace(KINDS[0], speaks=True, votes=True),)), regime("school")
    )
    assert before.when(declares("noted")).verdict("DCL-4") is Verdict.MET
    assert before.when(declares("noted", regime="school")).verdict("DCL-4") is Verdict.NOT_MET


def test_somebody_in_attendance_is_bound_by_the_regime_that_is_named_alone() -> None:  # LSC-12
    before = sits(regime())
    assert "DCL-4" not in [one.rule for one in before.when(declares("noted", person=GUEST)).findings]
    under = before.when(declares("noted", person=GUEST, regime="blackpool"))
    assert under.verdict("DCL-4") is Verdict.NOT_MET


def test_where_the_terms_say_so_the_bodys_own_regime_binds_every_member() -> None:  # LSC-12
    own = InterestRule(rule="INT-1", clause="12", basis="stated", says="the host's code", regime="the body's")
    hosted = msgspec.structs.replace(terms_with(*RULES, own, version="2024"), founders=("blackburn",))
    adopted = on("2024-01-01", Adopted(hosted, "2024-01-01"))
    found = sits(regime("blackburn"), adopted).when(declares("noted")).finding("DCL-4")
    assert (found.verdict, found.clause) == (Verdict.NOT_MET, BARRING)


def test_whoever_came_in_the_place_of_a_member_is_bound_as_the_member_is() -> None:  # LSC-12
    place = on(MET, PresenceChanged(MEETING, GUEST, "arrived", member=BOB))
    found = sits(regime()).and_(place).when(declares("noted", person=GUEST)).finding("DCL-4")
    assert (found.verdict, found.clause) == (Verdict.NOT_MET, BARRING)


# --- the entry of the register -------------------------------------------------------------------


def test_what_a_declaration_leaves_out_stands_in_the_register() -> None:  # LSC-12
    before = sits(regime(), entry())
    assert before.when(declares("noted", None, interest=SHOP)).finding("DCL-4").clause == BARRING
    assert before.when(declares("noted", "personal", interest=SHOP)).verdict("DCL-4") is Verdict.MET
    guest = sits(regime(), entry(GUEST)).when(declares("noted", None, GUEST, interest=SHOP))
    assert guest.finding("DCL-4").clause == BARRING


def test_an_interest_that_is_named_is_on_the_register() -> None:
    sits(regime(), entry(DAN)).when(declares("withdraws", interest=SHOP)).refused_by(
        f"DCL-5 (Remit default): expected an interest on the register of {BOB} on {MET}, "
        f"got {SHOP}, which is not on it"
    )


def test_an_interest_that_has_ended_can_only_be_named_as_a_departure() -> None:
    before = sits(regime(), entry(), on("2024-01-01", Ended(SHOP, BOB)))
    outcome = before.when(declares("withdraws", interest=SHOP)[0].departing())
    outcome.happens("DCL-5 not met")


def test_at_a_meeting_that_nobody_knows_nothing_is_declared() -> None:
    partnership().when(declares("noted")).refused_by(
        f"MTG-2 (Remit default): expected an open record of a meeting on {MET}, "
        f"got {MEETING}, which the ledger does not know"
    )


# --- declared after the vote ---------------------------------------------------------------------


def late(*motions: str, about: str | None = ITEM) -> tuple[Step, ...]:
    return declares("withdraws", about=about, motions=motions)


@pytest.mark.parametrize(
    ("mine", "counted", "without"),
    [
        ("for", "3 for and 1 against", "2 for and 1 against"),
        ("against", "2 for and 2 against", "2 for and 1 against"),
        ("abstain", "2 for and 1 against", "2 for and 1 against"),
    ],
)
def test_a_late_declaration_shows_the_count_with_and_without_the_vote(
    mine: Choice, counted: str, without: str
) -> None:  # D10
    before = sits(regime()).and_(put(), votes("for", DAN, CHAIR), votes("against", CATH), votes(mine, BOB))
    before.when(late(MOTION)).refused_by(
        "DCL-6 (Remit default): expected an interest that is declared before the vote, "
        f"got a vote {mine} on {MOTION} by {BOB}: {counted} with it, {without} without it"
    )
    before.when(late(MOTION)[0].departing()).happens("DCL-6 not met")
    before.when(late(MOTION, about=None)[0].departing()).happens("DCL-6 not met")


def test_a_casting_vote_counts_twice_in_a_late_declaration() -> None:  # D10
    before = sits(regime("blackburn")).and_(put(), votes("for", CHAIR), votes("against", BOB))
    before = before.and_(votes("for", CHAIR, casting=True))
    body = msgspec.structs.replace(late(MOTION)[0].body, person=CHAIR)
    assert before.when(on(MET, body)).finding("DCL-6").got == (
        f"a vote for and for on {MOTION} by {CHAIR}: "
        "2 for and 1 against with it, 0 for and 1 against without it"
    )


def test_where_the_numbers_do_not_fit_the_count_is_not_known() -> None:  # D10
    tally = on(MET, VoteTallied(MOTION, MEETING, 0, 0, 0))
    found = sits(regime()).and_(put(), votes("for", BOB), tally).when(late(MOTION)).finding("DCL-6")
    assert found.got.endswith(f"by {BOB}: with or without it, the numbers are not known")


@pytest.mark.parametrize(
    ("motion", "about"),
    [(OTHER, ITEM), (MOTION, NEXT_ITEM), (named("v", "silent"), ITEM)],
    ids=["no motion", "another item", "not voted on"],
)
def test_a_motion_on_which_the_member_did_not_vote_is_none_to_name(motion: str, about: str) -> None:  # D10
    before = sits(regime()).and_(put(), put(named("v", "silent")), votes("for", BOB))
    outcome = before.when(late(motion, about=about))
    outcome.refused_by(
        "DCL-6 (Remit default): expected an interest that is declared before the vote, "
        f"got {motion}, no motion of this item on which {BOB} voted"
    )
    assert outcome.finding("DCL-6").absolute


# --- the vote of somebody who declared -----------------------------------------------------------


def entitled(before: Given, person: str = BOB, about: str = ITEM) -> Finding | None:
    state = before.state()
    in_force = state.terms.in_force(ICP, MET)
    sitting = state.sittings.known[MEETING]
    return may_vote(sitting, about, person, state.roll, in_force, state.register)


def read_for_vote(before: Given, person: str = BOB, about: str = ITEM) -> frozenset[str]:
    state = before.state()
    in_force = state.terms.in_force(ICP, MET)
    sitting = state.sittings.known[MEETING]
    return boundary_of_vote(sitting, about, person, state.roll, in_force, state.register)


@pytest.mark.parametrize(
    ("effect", "kind", "expected"),
    [
        ("noted", "personal", Verdict.MET),
        ("noted", "near", Verdict.NOT_MET),
        ("noted", None, Verdict.NOT_KNOWN),
        ("speaks", "personal", Verdict.NOT_MET),
        ("withdraws", "personal", Verdict.NOT_MET),
    ],
)
def test_who_declared_an_interest_that_bars_the_vote_does_not_vote(
    effect: Effect, kind: str | None, expected: Verdict
) -> None:  # D10, LSC-12
    found = entitled(sits(regime()).and_(declares(effect, kind)))
    assert found is not None
    assert found.verdict is expected


def test_the_vote_of_a_member_whom_an_interest_bars_is_answered_with_the_clause() -> None:  # D10, LSC-12
    found = entitled(sits(regime()).and_(declares("speaks", "near"), declares("noted", "personal")))
    assert found is not None
    assert found.sentence() == (
        "DCL-8 (Code B.7): expected a vote by a member whom no declared interest bars, "
        f"got {BOB}, who declared an interest (speaks): near under the regime of blackpool"
    )


def test_where_whoever_presides_let_it_be_noted_the_member_votes() -> None:  # LSC-12
    found = entitled(sits(regime("icb", MANAGED)).and_(declares("noted", "financial", DAN)), DAN)
    assert found is not None
    assert found.verdict is Verdict.MET


def test_an_interest_in_the_whole_business_bars_the_vote_at_every_item() -> None:  # D10
    everywhere = sits(regime()).and_(declares("speaks", about=None))
    here = sits(regime()).and_(declares("speaks"))
    found = [entitled(one, about=about) is None for one in (everywhere, here) for about in (ITEM, NEXT_ITEM)]
    assert found == [False, False, False, True]


def test_who_declared_nothing_is_not_asked_and_nothing_more_is_read() -> None:  # D10
    before = sits(regime()).and_(declares("speaks"))
    assert entitled(before, DAN) is None
    assert read_for_vote(before, DAN) == frozenset()


def test_the_vote_of_somebody_who_declared_reads_the_register_and_every_regime() -> None:  # D10
    before = sits(regime()).and_(declares("noted", regime="icb"))
    assert read_for_vote(before) == {f"interests:{BOB}", "regime:blackpool", "regime:icb"}


def test_every_regime_that_could_bind_is_read() -> None:  # D10
    own = InterestRule(rule="INT-1", clause="12", basis="stated", says="the host's code", regime="the body's")
    second = on(
        "2024-01-01", Appointed(ICP, BOB, "university", "appointed", "2024-01-01", organisation="alliance")
    )
    before = sits(regime(), entry(regime="school"), second).and_(declares("noted", interest=SHOP))
    codes = {"blackpool", "alliance", "college", "school"}
    assert read_for_vote(before) == {f"interests:{BOB}", *(f"regime:{code}" for code in codes)}
    adopted = on("2024-01-01", Adopted(terms_with(*RULES, own, version="2024"), "2024-01-01"))
    more = {"blackburn", "lancashire", "icb"}
    assert read_for_vote(before.and_(adopted)) - read_for_vote(before) == {f"regime:{code}" for code in more}


def test_a_resolution_finds_every_vote_that_an_interest_bars() -> None:  # D10
    cast = (votes("for", BOB, DAN), votes("against", CHAIR))
    casting = votes("for", CHAIR, casting=True)
    before = sits(regime()).and_(put(), *cast, casting, declares("speaks", "near"))
    state = before.state()
    sitting, in_force = state.sittings.known[MEETING], state.terms.in_force(ICP, MET)
    ballot = state.motions.ballots[MOTION]
    (found,) = examine_count(sitting, MOTION, ballot, state.roll, in_force, state.register)
    assert (found.rule, found.verdict, found.clause) == ("DCL-8", Verdict.NOT_MET, "Code B.7")
    assert found.got == (
        f"{BOB}, who declared an interest (speaks): near under the regime of blackpool; "
        f"{MOTION}: 3 for and 1 against with it, 2 for and 1 against without it"
    )


def test_a_resolution_asks_whoever_gave_the_casting_vote_alone() -> None:  # D10
    before = sits(regime("blackburn")).and_(put(), votes("for", CHAIR, casting=True))
    state = before.and_(declares("speaks", "near", CHAIR)).state()
    sitting, in_force = state.sittings.known[MEETING], state.terms.in_force(ICP, MET)
    ballot = state.motions.ballots[MOTION]
    (found,) = examine_count(sitting, MOTION, ballot, state.roll, in_force, state.register)
    assert found.got.startswith(f"{CHAIR}, who declared an interest (speaks)")


# --- which organisations a member represents -----------------------------------------------------


def who(before: Given, person: str = BOB, named_: str | None = None, day: str = MET) -> set[str | None]:
    state = before.state()
    return set(represents(state.roll, ICP, person, day, state.terms.in_force(ICP, day), named_))


def test_a_member_represents_the_organisation_of_the_seat() -> None:  # LSC-12
    assert who(partnership()) == {"blackpool"}
    assert who(partnership(), named_="icb") == {"blackpool"}


def test_a_membership_that_names_its_organisation_needs_no_seat() -> None:  # LSC-12
    body = Appointed(ICP, GUEST, "university", "appointed", "2023-01-01", organisation="alliance")
    assert who(partnership().and_(on("2023-01-01", body)), GUEST) == {"alliance"}


def test_who_is_no_member_represents_nobody() -> None:
    assert who(partnership(), GUEST) == set()
    left = on("2024-01-01", MembershipEnded(ICP, BOB, "lead-two", sealed("left")))
    assert who(partnership().and_(left)) == set()


def test_without_a_seat_or_terms_the_organisation_is_not_known() -> None:  # LSC-12
    assert who(partnership().and_(appointed(GUEST, None)), GUEST) == {None}
    assert who(partnership(), day="2023-04-01") == set()
    early = on("2022-01-01", Appointed(ICP, GUEST, "lead-one", "appointed", "2022-01-01"))
    assert who(partnership().and_(early), GUEST, day="2022-06-01") == {None}
    assert who(partnership().and_(early), GUEST, "icb", day="2022-06-01") == {"icb"}


def test_who_may_have_been_a_member_already_is_bound_as_one() -> None:  # LSC-12
    shown = on("2024-06-01", Appointed(ICP, GUEST, "lead-one", "not known", None))
    assert who(partnership().and_(shown), GUEST) == {"blackburn"}


def test_a_stated_seat_counts_over_one_that_is_not_stated() -> None:  # LSC-12
    assert who(partnership().and_(appointed(BOB, None))) == {"blackpool"}


def test_a_co_opted_member_represents_the_organisation_that_is_named() -> None:  # LSC-12
    body = CoOpted(ICP, GUEST, "expertise", sealed("why"), voting=False, quorum=False, organisation="college")
    assert who(partnership().and_(on("2024-01-01", body)), GUEST) == {"college"}


def with_terms(*rules: Rule, **changes: Any) -> Given:
    terms = msgspec.structs.replace(terms_with(*RULES, *rules, version="2024"), **changes)
    return partnership().and_(on("2024-01-01", Adopted(terms, "2024-01-01")))


def test_of_several_organisations_of_a_seat_the_one_named_is_meant() -> None:  # LSC-12
    seat = Seat("lead-two", "local-government", ("blackpool", "icb"), "councillor", "Lead", "7.2")
    before = with_terms(seats=(seat,))
    assert [who(before, named_=one) for one in (None, "icb", "college")] == [{None}, {"icb"}, {None}]


def test_under_the_bodys_own_regime_every_member_is_bound_by_its_founder() -> None:  # LSC-12
    own = InterestRule(rule="INT-1", clause="12", basis="stated", says="the host's code", regime="the body's")
    theirs = InterestRule(rule="INT-1", clause="12", basis="stated", says="each by its own")
    assert who(with_terms(own, founders=("blackburn",))) == {"blackburn"}
    assert who(with_terms(own, founders=("blackburn",)), GUEST) == set()
    assert who(with_terms(own)) == {None}
    assert who(with_terms(own), named_="icb") == {"icb"}
    assert who(with_terms(theirs, founders=("blackburn",))) == {"blackpool"}


# --- what may follow -----------------------------------------------------------------------------

ANSWERS = st.sampled_from([True, False, None])
BARRED = st.builds(
    Barred, ANSWERS, ANSWERS, st.sampled_from([True, False, None]), st.booleans(), st.none(), st.just("why")
)
STRICTER: Mapping[bool | None, int] = {False: 0, None: 1, True: 2}


@drawn(BARRED)
def test_what_may_follow_only_grows_when_the_member_does_less(barred: Barred) -> None:  # LSC-12
    order = [STRICTER[allows(effect, barred)] for effect in ("noted", "speaks", "withdraws")]
    assert order == sorted(order)
    assert order[-1] == STRICTER[True]


@drawn(BARRED)
def test_nothing_follows_that_is_barred_and_nothing_is_guessed(barred: Barred) -> None:  # LSC-12
    for effect, asked in (("noted", {barred.speaks, barred.votes}), ("speaks", {barred.speaks})):
        found = allows(effect, barred)  # type: ignore[arg-type]
        assert (found is False) == (False in asked or barred.stays is False)
        assert (found is None) == (found is not False and None in asked and not barred.known)


def test_who_must_leave_the_room_withdraws() -> None:  # LSC-12
    leaves = (msgspec.structs.replace(KINDS[2], stays=False),)
    before = sits(regime(kinds=leaves))
    verdicts = [before.when(declares(one, "personal")).verdict("DCL-4") for one in ("speaks", "withdraws")]
    assert verdicts == [Verdict.NOT_MET, Verdict.MET]


# --- before the meeting --------------------------------------------------------------------------


def conflicts(before: Given, items: Mapping[str, tuple[str, ...]], day: str = MET) -> tuple[Conflict, ...]:
    state = before.state()
    return against(ICP, day, items, state.roll, state.terms.in_force(ICP, day), state.register)


def test_an_item_that_concerns_a_registered_interest_is_a_conflict() -> None:  # LSC-12
    before = partnership().and_(regime(), entry(about=("market", "harbour", "roads")))
    found = conflicts(before, {ITEM: ("harbour", "market", "parks"), NEXT_ITEM: ("parks",)})
    (one,) = found
    assert (one.person, one.member, one.item, one.about) == (BOB, True, ITEM, ("harbour", "market"))
    assert (one.barred.speaks, one.barred.votes, one.barred.clause) == (False, False, BARRING)
    assert one.interest.registered.interest == SHOP


def test_an_interest_is_a_conflict_while_it_holds_and_its_holder_is_a_member() -> None:  # LSC-12
    market = {ITEM: ("market",)}
    before = partnership().and_(regime(), entry(), entry(GUEST))
    assert [len(conflicts(before, market, day)) for day in ("2023-05-31", "2023-06-01")] == [0, 1]
    assert conflicts(before.and_(on("2024-01-01", Ended(SHOP, BOB))), market) == ()
    left = on("2024-01-01", MembershipEnded(ICP, BOB, "lead-two", sealed("left")))
    assert conflicts(before.and_(left), market) == ()


def test_whether_somebody_is_a_member_may_not_be_known() -> None:  # LSC-12
    shown = on("2024-06-01", Appointed(ICP, GUEST, None, "not known", None))
    (one,) = conflicts(partnership().and_(regime(), entry(GUEST), shown), {ITEM: ("market",)})
    assert (one.person, one.member, one.barred.votes) == (GUEST, None, False)


def test_the_regime_of_the_entry_and_the_members_own_both_bind() -> None:  # LSC-12, PBP-10
    strict = partnership().and_(regime("school"), entry(regime="school"))
    (one,) = conflicts(strict, {ITEM: ("market",)})
    assert (one.barred.votes, one.barred.known, one.barred.clause) == (False, False, BARRING)
    (none,) = conflicts(partnership().and_(entry(regime=None)), {ITEM: ("market",)})
    assert none.barred.why == f"no regime of blackpool is on record for {MET}"


CODES = st.sets(st.sampled_from(["market", "harbour", "roads"]), max_size=2)


@drawn(
    st.lists(st.tuples(st.sampled_from([BOB, CATH, GUEST]), CODES, st.booleans()), max_size=5),
    st.dictionaries(st.sampled_from([ITEM, NEXT_ITEM, OTHER]), CODES, max_size=3),
)
def test_conflicts_are_exactly_the_pairs_that_share_a_code(
    entries: list[tuple[str, set[str], bool]], items: dict[str, set[str]]
) -> None:  # LSC-12
    register = Register()
    by_person: dict[str, tuple[Interest, ...]] = {}
    for number, (person, codes, over) in enumerate(entries):
        body = Registered(named("t", f"{'abcde'[number]}"), person, None, "k", sealed("x"), tuple(codes))
        one = Interest(body, "2024-01-01", "2024-02-01" if over else None)
        by_person[person] = (*by_person.get(person, ()), one)
    register = Register({}, by_person)
    roll = Roll(
        tuple(Membership(ICP, one, None, "appointed", "2023-01-01", began=True) for one in (BOB, CATH))
    )
    agenda = {item_: tuple(codes) for item_, codes in items.items()}
    found = against(ICP, MET, agenda, roll, None, register)
    expected = {
        (item_, person, named("t", "abcde"[number]))
        for number, (person, codes, over) in enumerate(entries)
        for item_, about in items.items()
        if codes & about and not over and person != GUEST
    }
    assert {(one.item, one.person, one.interest.registered.interest) for one in found} == expected
    assert len(found) == len(expected)
    assert [one.item for one in found] == sorted((one.item for one in found), key=list(agenda).index)


# --- deputies --------------------------------------------------------------------------------------


def test_a_deputy_is_held_against_the_interests_of_the_member_who_is_replaced() -> None:  # LSC-12, D10
    place = on(MET, PresenceChanged(MEETING, GUEST, "arrived", member=BOB))
    before = sits(regime()).and_(place)
    assert entitled(before, GUEST) is None
    withdrew = before.and_(declares("withdraws"), put())
    found = withdrew.when(votes("for", GUEST)).finding("DCL-8")
    assert found.sentence() == (
        "DCL-8 (Remit default): expected a vote by a member whom no declared interest bars, got "
        f"{GUEST}, in the place of {BOB}, who declared an interest (withdraws): "
        "pecuniary under the regime of blackpool"
    )
    assert found.verdict is Verdict.NOT_MET
    # What bars no vote of the member bars none of the deputy; nor does what was declared at another item.
    free = before.and_(declares("noted", "personal"))
    assert [one.verdict for one in (entitled(free, GUEST),) if one] == [Verdict.MET]
    assert entitled(before.and_(declares("withdraws", about=NEXT_ITEM)), GUEST) is None
    assert entitled(before.and_(declares("withdraws")), DAN) is None, "who replaces nobody"


def test_a_deputys_own_interests_count_as_well_and_the_strictest_answer_is_given() -> None:  # LSC-12, D10
    place = on(MET, PresenceChanged(MEETING, GUEST, "arrived", member=BOB))
    both = sits(regime()).and_(place, declares("noted", "personal"), declares("withdraws", person=GUEST))
    found = entitled(both, GUEST)
    assert found is not None
    assert (found.verdict, found.clause) == (Verdict.NOT_MET, BARRING)
    assert found.got.startswith(f"{GUEST}, who declared an interest (withdraws)")
