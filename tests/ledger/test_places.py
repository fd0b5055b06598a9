"""Who has the place of an organisation that ended: in agreements, duties, targets, disputes, answers."""

from __future__ import annotations

import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import ICP, RESOLUTION, constituted, partnership
from tests.ledger.test_outcomes import part, resolved, worths

from ledger import concerns, disputes, duties, followups, inforce, targets
from ledger.disputed import Dispute, said
from ledger.facts import agreements as agreements_facts
from ledger.facts import bodies, organisations, outcomes
from ledger.facts import concerns as concerns_facts
from ledger.facts import disputes as disputes_facts
from ledger.facts import duties as duties_facts
from ledger.facts import followups as followups_facts
from ledger.facts import targets as targets_facts
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.places import Places
from ledger.state import disputing, peopled, placing

CCG, ICB, TRUST, SECOND = (f"organisation:{code}" for code in ("ccg", "icb", "trust", "second"))
AG, DT, TG, DP, CN = (
    named("ag", "one"),
    named("dt", "share"),
    named("tg", "plan"),
    named("dp", "ward"),
    named("cn", "x"),
)
ANN, BEA, CAL = (named("p", name) for name in ("ann", "bea", "cal"))
START, DAY, LATER = "2022-04-01", "2022-07-01", "2022-09-01"
ORDER = "Health and Care Act 2022"
SENTENCE = "(Remit default): expected"


def known() -> Given:
    codes = (organisations.Registered(code, code, "nhs-body") for code in ("ccg", "icb", "trust", "second"))
    people = (organisations.PersonRegistered(one, sealed("name")) for one in (ANN, BEA, CAL))
    held = ((ANN, "ccg", "officer"), (BEA, "icb", "officer"), (CAL, "trust", "chair"))
    places = (organisations.Affiliated(*one, "2022-01-01") for one in held)
    return partnership().and_(on("2023-01-05", *codes), on("2022-01-02", *people, *places))


def ends(
    *successors: str, passing: tuple[organisations.Passing, ...] = (), code: str = "ccg", day: str = DAY
) -> tuple[Step, ...]:
    return on(day, organisations.Ended(code, ORDER, successors, passing), recorded="2023-05-01")


def lapses(what: str) -> tuple[organisations.Passing, ...]:
    return (organisations.Passing(what),)


# --- who has a place -----------------------------------------------------------------------------


def test_successors_have_every_place_from_the_day_of_the_order() -> None:  # SYS-1
    places = placing(known().and_(ends("icb", "second")).state())
    assert places.holders(CCG, DT, "2022-06-30") == (CCG,)
    assert places.holders(CCG, DT, DAY) == (ICB, SECOND)
    assert places.line(CCG, DT, DAY) == (CCG, ICB, SECOND)
    assert places.said(CCG, DT, "2022-06-30") == CCG
    assert places.said(CCG, DT, DAY) == f"{ICB}, {SECOND}, in place of {CCG}"
    assert places.now((CCG, ICB, TRUST), DT, DAY) == (ICB, SECOND, TRUST)


def test_the_order_passes_one_thing_to_one_alone_and_lets_another_lapse() -> None:  # SYS-1
    told = (organisations.Passing(DT, ("second",)), organisations.Passing(TG))
    places = placing(known().and_(ends("icb", "second", passing=told)).state())
    assert [places.holders(CCG, of, DAY) for of in (AG, DT, TG)] == [(ICB, SECOND), (SECOND,), ()]
    assert places.said(CCG, TG, DAY) == f"lapsed: {CCG} ended {DAY}"
    assert (places.owner(CCG, TG, DAY), places.owner(None, TG, DAY)) == (None, None)
    assert places.owner(CCG, AG, DAY) == f"{ICB}, {SECOND}"


def test_without_a_successor_every_place_lapses() -> None:  # SYS-1
    places = placing(known().and_(ends()).state())
    assert places.holders(CCG, DT, DAY) == ()
    assert places.holders(ANN, DT, DAY) == (ANN,)


def test_a_place_passes_on_again_and_a_body_s_passes_to_what_succeeded_it() -> None:  # SYS-1
    board = bodies.Ended("board", "clause 4", ("place",))
    before = known().and_(constituted("board"), constituted("place"), ends("icb"))
    places = placing(before.and_(on(LATER, board), ends("second", code="icb", day=LATER)).state())
    assert places.holders(CCG, DT, "2022-08-31") == (ICB,)
    assert places.holders(CCG, DT, LATER) == (SECOND,)
    assert places.said(CCG, DT, LATER) == f"{SECOND}, in place of {CCG}"
    assert places.holders("body:board", DT, LATER) == ("body:place",)
    both = placing(known().and_(ends("icb", "second"), ends("second", code="icb", day=LATER)).state())
    assert both.holders(CCG, DT, LATER) == (SECOND,)
    assert places.holders("office:board/chair", DT, LATER) == ("office:board/chair",)
    assert places.tags((CCG, "body:board", ANN)) == {CCG, ICB, SECOND, "body:board", "body:place"}


def test_the_order_names_each_thing_once_and_for_successors_of_its_own() -> None:  # SYS-1
    before = known()
    told = f"SUC-6 {SENTENCE} each thing once, for successors that the order names: icb, got {DT} for"
    strange = (organisations.Passing(DT, ("trust",)),)
    before.when(ends("icb", passing=strange)).refused_by(f"{told} trust")
    twice = (organisations.Passing(DT, ("icb",)), organisations.Passing(DT))
    before.when(ends("icb", passing=twice)).refused_by(f"{told} icb", f"{told} nobody")
    before.when(ends("icb", passing=twice[:1])).happens()
    nobody = (organisations.Passing(DT, ("icb",)),)
    before.when(ends(passing=nobody)).refused_by(
        f"SUC-6 {SENTENCE} each thing once, for successors that the order names: none, got {DT} for icb"
    )


# --- duties --------------------------------------------------------------------------------------


def sets(*parties: str, every: duties_facts.Every = "month") -> tuple[Step, ...]:
    body = duties_facts.Set(DT, ICP, parties or (CCG, TRUST), sealed("share"), every, "2022-04")
    return on("2023-01-05", body)


def performs(party: str, period: str, day: str) -> tuple[Step, ...]:
    return on(day, duties_facts.Performed(DT, ICP, party, period), recorded="2023-05-01")


def changes(
    day: str, joined: tuple[str, ...] = (), left: tuple[str, ...] = (), recorded: str = "2023-05-02"
) -> tuple[Step, ...]:
    return on(day, duties_facts.PartiesChanged(DT, ICP, joined, left, sealed("why"), "7"), recorded=recorded)


def told(before: Given, day: str) -> dict[str, list[tuple[str, str]]]:
    state, found = before.state(), dict[str, list[tuple[str, str]]]()
    for one in state.duties.known[DT].answers(day, placing(state)):
        found.setdefault(one.party, []).append((one.period[5:], one.state))
    return found


def test_a_duty_passes_on_from_the_day_and_the_months_before_stay() -> None:  # SYS-1, HIW-5
    before = known().and_(sets(), performs(CCG, "2022-04", "2022-04-30"), ends("icb"))
    after = before.and_(performs(ICB, "2022-07", "2022-07-31"))
    assert told(after, "2022-08-01") == {
        CCG: [("04", "met"), ("05", "missed"), ("06", "missed")],
        TRUST: [
            ("04", "missed"),
            ("05", "missed"),
            ("06", "missed"),
            ("07", "missed"),
            ("08", "not yet due"),
        ],
        ICB: [("07", "met"), ("08", "not yet due")],
    }
    state = after.state()
    owed = [one.id for one in duties.awaited(state.duties, placing(state), "2023-01-05")]
    assert [one for one in owed if "ccg" in one] == []
    assert f"{DT}/{ICB}/2022-08" in owed


def test_a_duty_that_the_order_lets_lapse_is_owed_by_nobody() -> None:  # SYS-1
    before = known().and_(sets(), ends("icb", passing=lapses(DT)))
    assert list(told(before, LATER)) == [CCG, TRUST]
    assert told(before, LATER)[CCG][-1] == ("06", "missed")


def test_who_ended_does_nothing_more_and_who_is_no_successor_does_it_for_nobody() -> None:  # SYS-1
    before = known().and_(sets(CCG), ends("icb"))
    expected = f"DTY-4 {SENTENCE} a party of {DT}, and the first month of a period that has begun by"
    for party, period in ((CCG, "2022-07"), (CCG, "2022-06"), (SECOND, "2022-07"), (ICB, "2022-06")):
        before.when(performs(party, period, "2023-02-01")).refused_by(
            f"{expected} 2023-02-01, got {party}, {period}"
        )
    before.when(performs(ICB, "2022-07", "2023-02-01")).happens()


def test_what_the_first_did_in_a_period_counts_for_who_took_its_place_in_it() -> None:  # SYS-1
    before = known().and_(sets(CCG, TRUST, every="quarter"), ends("icb", "second", day="2022-08-15"))
    done = before.and_(performs(CCG, "2022-07", "2022-07-20"))
    assert [told(done, LATER)[one] for one in (ICB, SECOND)] == [[("07", "met")]] * 2
    # What one of two successors does is not done by the other.
    one = before.and_(performs(ICB, "2022-07", "2022-08-20"))
    assert [told(one, LATER)[who] for who in (ICB, SECOND)] == [[("07", "met")], [("07", "not yet due")]]


def test_who_has_two_places_has_done_it_once_it_is_done_for_both() -> None:  # SYS-1
    two = known().and_(sets(CCG, TRUST, every="quarter"), performs(CCG, "2022-07", "2022-07-20"))
    two = two.and_(ends("icb", day="2022-08-15"), ends("icb", code="trust", day="2022-08-15"))
    assert told(two, LATER)[ICB] == [("07", "not yet due")]
    both = two.and_(performs(ICB, "2022-07", "2022-08-31"))
    assert told(both, "2022-10-01")[ICB] == [("07", "met"), ("10", "not yet due")]


def test_who_joins_or_leaves_a_duty_changes_nothing_of_the_months_before() -> None:  # HIW-5
    before = known().and_(sets(CCG), changes("2022-06-30", (TRUST,)), changes(DAY, left=(CCG,)))
    assert told(before, "2022-08-01") == {
        CCG: [("04", "missed"), ("05", "missed"), ("06", "missed")],
        TRUST: [("06", "missed"), ("07", "missed"), ("08", "not yet due")],
    }
    assert told(before, "2022-06-29") == {CCG: [("04", "missed"), ("05", "missed"), ("06", "not yet due")]}
    # What it owed before it left, it may still do; who left on the last day of a month no longer owes that.
    before.when(performs(CCG, "2022-05", "2023-02-01")).happens()
    earlier = known().and_(sets(CCG), changes("2022-06-30", (TRUST,), (CCG,)))
    assert told(earlier, DAY)[CCG] == [("04", "missed"), ("05", "missed")]


@pytest.mark.parametrize(
    ("joined", "left"),
    [((), ()), ((CCG,), ()), ((), (SECOND,)), ((), (CCG, TRUST)), ((ICB, ICB), ()), ((ICB,), (ICB,))],
)
def test_parties_leave_others_join_and_one_is_left(joined: tuple[str, ...], left: tuple[str, ...]) -> None:
    outcome = known().and_(sets()).when(changes("2023-05-02", joined, left))
    assert outcome.verdict("DTY-7") is Verdict.NOT_MET


def test_a_duty_is_given_to_who_exists_and_while_it_holds() -> None:  # HIW-5, SYS-1
    before = known().and_(sets())
    before.when(changes("2023-05-02", (ICB,), (TRUST,))).happens()
    before.when(changes("2023-05-02", (f"body:{ICP}",))).happens()
    nobody = before.when(changes("2023-05-02", ("body:none",))).findings
    assert [one.rule for one in nobody if one.verdict is Verdict.NOT_MET] == ["BOD-2"]
    gone = before.and_(ends(code="second"))
    gone.when(changes("2023-05-02", (SECOND,))).refused_by(
        f"SUC-7 {SENTENCE} an organisation that exists on 2023-05-02, got second, which ended {DAY}"
    )
    over = before.and_(on("2023-04-01", duties_facts.Ended(DT, ICP, sealed("x"))))
    assert over.when(changes("2023-05-02", (ICB,))).verdict("DTY-6") is Verdict.NOT_MET


# --- agreements ----------------------------------------------------------------------------------

MADE = agreements_facts.Made(
    AG,
    None,
    "The agreement",
    "Agreement",
    None,
    (
        agreements_facts.PartyTo(CCG, ("officer",), 1, None, "2"),
        agreements_facts.PartyTo(TRUST, ("chair",), 1),
    ),
    joining="4",
    requires=(agreements_facts.Required("1", CCG, "other", "A lead"),),
)


def agreed(*after: tuple[Step, ...]) -> Given:
    return known().and_(on("2023-01-06", MADE), *after)


def signs(party: str, person: str, office: str = "officer", day: str = "2023-05-02") -> tuple[Step, ...]:
    return on(day, agreements_facts.Signed(AG, None, party, person, office, "recorded by the clerk"))


def over(*successors: str, passing: tuple[organisations.Passing, ...] = ()) -> tuple[Step, ...]:
    return on("2023-04-01", organisations.Ended("ccg", ORDER, successors, passing))


def test_the_successor_is_party_in_its_stead_and_what_was_signed_stays_signed() -> None:  # SYS-1, HIW-1
    before = agreed(signs(CCG, ANN, day="2023-03-31"), over("icb"))
    state = before.state()
    one, people = state.agreements.known[AG], peopled(state)
    assert one.parties_on("2023-03-31", people.places) == (CCG, TRUST)
    assert one.parties_on("2023-04-01", people.places) == (ICB, TRUST)
    party = inforce.signed_by(one, one.parties[0], "2023-05-02", people)
    assert (party.verdict, [each.signed.party for each in party.signatures]) == (Verdict.MET, [CCG])
    owed = {each.kind: each.owner for each in inforce.awaited(state.agreements, people, "2023-05-02")}
    assert owed == {"change that an agreement needs": ICB, "signature of an agreement": TRUST}


def test_who_took_the_place_signs_in_it_and_an_officer_of_who_ended_does_not() -> None:  # SYS-1, HIW-1
    before = agreed(over("icb"))
    gone = before.when(signs(CCG, ANN))
    assert gone.finding("AGR-5").sentence() == f"AGR-5 {SENTENCE} a party, got {CCG}, of {ICB}, {TRUST}"
    assert gone.verdict("AGR-7") is Verdict.NOT_MET
    assert before.when(signs(SECOND, BEA)).verdict("AGR-5") is Verdict.NOT_MET
    assert before.when(signs(ICB, BEA, "chair")).verdict("AGR-6") is Verdict.NOT_MET
    after = before.when(signs(ICB, BEA)).happens()
    state = after.and_(signs(TRUST, CAL, "chair")).state()
    people = peopled(state)
    assert inforce.is_signed(state.agreements.known[AG], "2023-05-02", people).verdict is Verdict.MET


def test_a_place_that_lapsed_is_signed_by_nobody_and_agrees_to_nothing() -> None:  # SYS-1
    before = agreed(over("icb", passing=lapses(AG)))
    before.when(signs(ICB, BEA)).refused_by(f"AGR-5 {SENTENCE} a party, got {ICB}, of {TRUST}")
    refreshed = agreements_facts.Refreshed(AG, None, sealed("looked at"), (TRUST,))
    before.when(on("2023-05-02", refreshed)).happens()
    assert agreed(over("icb")).when(on("2023-05-02", refreshed)).verdict("AGR-13") is Verdict.NOT_MET
    alone = agreed(over(), on("2023-04-01", organisations.Ended("trust", ORDER)))
    alone.when(signs(ICB, BEA)).refused_by(f"AGR-5 {SENTENCE} a party, got {ICB}, of nobody")


def test_who_has_a_place_does_not_join_again_and_who_ended_does_not_join() -> None:  # SYS-1, HIW-1
    def joins(party: str) -> tuple[Step, ...]:
        return on(
            "2023-05-02", agreements_facts.Acceded(AG, None, agreements_facts.PartyTo(party, ("chair",), 1))
        )

    before = agreed(over("icb"))
    assert before.when(joins(ICB)).verdict("AGR-11") is Verdict.NOT_MET
    assert before.when(joins(SECOND)).verdict("AGR-11") is Verdict.MET
    assert before.and_(ends(code="second")).when(joins(SECOND)).verdict("SUC-7") is Verdict.NOT_MET


def test_an_agreement_is_replaced_by_one_that_a_successor_signed() -> None:  # SYS-1
    newer = agreements_facts.Made(named("ag", "two"), None, "Next", "Next", None, MADE.parties, replaces=AG)
    signed = [
        agreements_facts.Signed(newer.agreement, None, party, person, office, "recorded by the clerk")
        for party, person, office in ((ICB, BEA, "officer"), (TRUST, CAL, "chair"))
    ]
    before = agreed(on("2023-03-01", newer), over("icb"))
    end = on("2023-05-02", agreements_facts.Ended(AG, None, "replaced", newer.agreement))
    assert before.and_(on("2023-05-01", signed[1])).when(end).verdict("AGR-26") is Verdict.NOT_MET
    before.and_(on("2023-05-01", *signed)).when(end).happens()


# --- targets, follow-ups -------------------------------------------------------------------------


def test_whoever_takes_the_place_of_its_owner_is_to_do_a_target() -> None:  # SYS-1, HIW-3
    target = targets_facts.Set(TG, ICP, sealed("one plan"), None, CCG)
    before = known().and_(on("2023-01-05", target))
    for end, owner in ((over("icb"), ICB), (over("icb", passing=lapses(TG)), None), (over(), None)):
        state = before.and_(end).state()
        (one,) = targets.awaited(state.targets, placing(state), "2023-04-01")
        assert one.owner == owner
        (one,) = targets.awaited(state.targets, placing(state), "2023-03-31")
        assert one.owner == CCG
    assert state.targets.known[TG].owners == (CCG,)
    owned = on("2023-05-02", targets_facts.Owned(TG, ICP, CCG))
    before.and_(over("icb")).when(owned).refused_by(
        f"SUC-7 {SENTENCE} an organisation that exists on 2023-05-02, got ccg, which ended 2023-04-01"
    )
    assert before.and_(
        over("icb"), on("2023-05-02", targets_facts.Owned(TG, ICP, None))
    ).state().targets.known[TG].owners == (CCG, None)


# --- disputes, concerns --------------------------------------------------------------------------


def raised(*after: tuple[Step, ...]) -> Given:
    body = disputes_facts.Raised(DP, ICP, (CCG,), (TRUST,), None, None, holds=False, text=sealed("x"))
    return known().and_(on("2023-01-06", body), *after)


def withdraws(party: str, place: str | None = None) -> tuple[Step, ...]:
    return on("2023-05-02", disputes_facts.Withdrawn(DP, ICP, None, None, party, None, place))


def dispute(before: Given) -> Dispute:
    return before.state().disputes.known[DP]


def test_who_took_the_place_of_a_party_is_in_the_dispute_and_withdraws_in_it() -> None:  # SYS-1, PLA-8
    def states(party: str) -> tuple[Step, ...]:
        return on(
            "2023-05-02", disputes_facts.StatementMade(DP, ICP, party, confidential=False, text=sealed("y"))
        )

    before = raised(over("icb"))
    assert dispute(before).everybody("2023-05-02", placing(before.state())) == (ICB, TRUST)
    before.when(states(ICB)).happens()
    before.when(states(CCG)).refused_by(
        f"DSP-14 {SENTENCE} a party to the dispute, got {CCG}, of {ICB}, {TRUST}"
    )
    pursues = f"DSP-14 {SENTENCE} a party that pursues the dispute, got"
    before.when(withdraws(CCG)).refused_by(f"{pursues} {CCG}, of {ICB}")
    before.when(withdraws(SECOND, CCG)).refused_by(f"{pursues} {SECOND}, of {ICB}")
    before.when(withdraws(ICB)).refused_by(f"{pursues} {ICB}, of {ICB}")
    after = before.when(withdraws(ICB, CCG)).happens()
    assert dispute(before).over is None
    assert dispute(after).over == ("2023-05-02", withdraws(ICB, CCG)[0].body)
    joined = disputes_facts.Joined(DP, ICP, None, None, ICB, "by")
    assert before.when(on("2023-05-02", joined)).verdict("DSP-13") is Verdict.NOT_MET


def test_a_dispute_under_an_agreement_is_raised_by_whoever_has_the_place_of_a_party() -> None:  # SYS-1, PLA-8
    def under(party: str) -> tuple[Step, ...]:
        fact = disputes_facts.Raised(
            DP, ICP, (party,), (TRUST,), None, None, holds=False, text=sealed("x"), agreement=AG
        )
        return on("2023-05-02", fact)

    trust = signs(TRUST, CAL, "chair", "2023-03-31")
    standing = f"DSP-3 {SENTENCE} a party that signed {AG} by 2023-05-02, or the body itself, got"
    unsigned = agreed(trust, over("icb"))
    late = f"DSP-25 {SENTENCE} {AG} to be in force on 2023-05-02, got 2 of 2 parties to have signed"
    unsigned.when(under(ICB)).refused_by(
        f"{late}: 1 of 2, without {CCG} (officer: nobody)", f"{standing} {ICB}"
    )
    unsigned.and_(signs(ICB, BEA, day="2023-05-01")).when(under(ICB)).happens()
    before = agreed(signs(CCG, ANN, day="2023-03-31"), trust, over("icb"))
    before.when(under(ICB)).happens()
    before.when(under(CCG)).refused_by(f"{standing} {CCG}")


def test_nobody_is_awaited_to_sign_for_a_place_that_lapsed() -> None:  # SYS-1, HIW-1
    before = agreed(over("icb", passing=lapses(AG)))
    for day, owed in (("2023-03-31", {CCG, TRUST}), ("2023-04-01", {TRUST})):
        found = inforce.awaited(before.state().agreements, peopled(before.state()), day)
        assert {one.owner for one in found if one.kind == "signature of an agreement"} == owed


def test_a_dispute_whose_last_place_lapsed_is_shown_with_nobody() -> None:  # SYS-1
    before = raised(over("icb", passing=lapses(DP)))
    before.when(withdraws(ICB, CCG)).refused_by(
        f"DSP-14 {SENTENCE} a party that pursues the dispute, got {ICB}, of nobody"
    )
    (owed,) = disputes.awaited(disputing(before.state()), "2023-05-02")
    assert (owed.kind, owed.owner) == ("dispute to be settled", None)


def test_a_withdrawal_in_the_place_of_another_says_so() -> None:  # SYS-1
    (step,) = withdraws(ICB, CCG)
    assert isinstance(step.body, disputes_facts.Withdrawn)
    assert said(step.body) == f"dispute withdrawn by {ICB}, in place of {CCG}"


def test_who_took_the_place_answers_a_concern_and_where_it_lapsed_nobody_does() -> None:  # SYS-1, HIW-6
    body = concerns_facts.Raised(CN, ICP, "ccg", (TRUST,), sealed("x"), sealed("y"), Due("by May 2023"))
    before = known().and_(on("2023-01-06", body))
    owners = []
    for end in (over("icb"), over("icb", passing=lapses(CN)), over()):
        state = before.and_(end).state()
        owners.append([one.owner for one in concerns.awaited(state.concerns, placing(state), "2023-04-01")])
    assert owners == [[ICB], [], []]
    on_ = concerns_facts.Escalated(CN, ICP, "asking to leave", None, sealed("x"))
    asked = before.and_(over("icb"), on("2023-05-01", on_))

    def asks(code: str) -> tuple[Step, ...]:
        due = Due("by June 2023")
        return on("2023-05-02", concerns_facts.AskedToLeave(code, ICP, CN, None, sealed("go"), due))

    assert asked.when(asks("icb")).verdict("CNC-8") is Verdict.MET
    assert asked.when(asks("ccg")).verdict("CNC-8") is Verdict.NOT_MET
    # An organisation that ended is not awaited to leave; who took its place was not asked.
    gone = before.and_(on("2023-02-01", on_), on("2023-02-02", asks("ccg")[0].body), over("icb")).state()
    kinds = {
        day: [one.kind for one in concerns.awaited(gone.concerns, placing(gone), day)]
        for day in ("2023-03-31", "2023-04-01")
    }
    assert kinds == {
        "2023-03-31": ["answer to a concern", "asked to leave"],
        "2023-04-01": ["answer to a concern"],
    }


# --- answers to recommendations ------------------------------------------------------------------


def test_who_took_the_place_answers_what_was_recommended_to_the_first() -> None:  # SYS-1, PLA-7b
    asked = part("recommendation", to=("east", "west"))
    more = organisations.Registered("icb", "icb", "nhs-body")
    end = organisations.Ended("east", ORDER, ("icb",))
    before = resolved(asked).and_(on("2024-04-01", more, end))

    def answers(who: str, place: str | None = None) -> tuple[Step, ...]:
        body = outcomes.Answered(RESOLUTION, ICP, "1", who, "accepted", None, place)
        return on("2024-04-20", body)

    expected = f"OUT-4 {SENTENCE} who has the place of east on 2024-04-20, got"
    before.when(answers("east")).refused_by(f"{expected} east")
    before.when(answers("west", "east")).refused_by(f"{expected} west")
    assert before.when(answers("icb")).verdict("OUT-4") is Verdict.NOT_MET
    after = before.when(answers("icb", "east")).happens()
    assert [one.awaited for one in worths(before, "2024-04-20")] == [("east", "west")]
    assert [one.awaited for one in worths(after, "2024-04-20")] == [("west",)]


def test_nothing_read_means_that_everybody_exists() -> None:
    assert Places().holders(CCG, DT, DAY) == (CCG,)


# --- rejoining -----------------------------------------------------------------------------------


def left(*after: tuple[Step, ...]) -> Given:
    gone = concerns_facts.Left("trust", ICP, asked=False, text=sealed("we go"))
    return agreed(on("2023-05-02", gone), *after)


def rejoins(
    resolution: str | None = None, agreement: str | None = None, code: str = "trust", day: str = "2023-08-01"
) -> tuple[Step, ...]:
    return on(day, concerns_facts.Rejoined(code, ICP, resolution, agreement, sealed("back")))


ABOUT = agreements_facts.Made(
    named("ag", "two"), ICP, "Next", "Next", None, MADE.parties, joining="signatories"
)


def signed_again() -> tuple[Step, ...]:
    held = ((CCG, ANN, "officer"), (TRUST, CAL, "chair"))
    bodies = (
        agreements_facts.Signed(ABOUT.agreement, ICP, *one, level="recorded by the clerk") for one in held
    )
    return on("2023-06-02", *bodies)


def test_a_partner_that_left_rejoins_under_an_agreement_that_lets_others_join() -> None:  # PLA-4.4, HIW-1
    before = left(on("2023-06-01", ABOUT), signed_again())
    after = before.when(rejoins(agreement=ABOUT.agreement)).happens()
    directory = after.state().directory
    days = ("2023-05-01", "2023-05-02", "2023-07-31", "2023-08-01")
    assert [directory.left_on(ICP, "trust", day) for day in days] == [None, "2023-05-02", "2023-05-02", None]
    again = on("2023-09-01", concerns_facts.Left("trust", ICP, asked=False, text=sealed("x")))
    assert after.and_(again).state().directory.left_on(ICP, "trust", "2023-09-01") == "2023-09-01"
    same = after.and_(on("2023-08-01", again[0].body)).state().directory
    assert same.left_on(ICP, "trust", "2023-08-01") == "2023-08-01"


def test_nobody_rejoins_without_having_left_or_without_being_admitted() -> None:  # PLA-4.4
    before = left(on("2023-06-01", ABOUT), signed_again())
    expected = (
        f"expected a decision of {ICP}, or an agreement in force that lets others join, which trust signed "
        "since it left, got"
    )
    before.when(rejoins()).refused_by(f"CNC-13 (Remit default): {expected} neither")
    # One that is about another body, and one to which it is no party.
    before.when(rejoins(agreement=AG)).refused_by(f"CNC-13 (Agreement 4): {expected} {AG}")
    assert before.when(rejoins(agreement=named("ag", "none"))).verdict("CNC-13") is Verdict.NOT_MET
    early = rejoins(agreement=ABOUT.agreement, day="2023-05-31")
    assert before.when(early).verdict("CNC-13") is Verdict.NOT_MET
    other = rejoins(agreement=ABOUT.agreement, code="second")
    before.when(other).refused_by(
        f"CNC-12 {SENTENCE} an organisation that left {ICP} by 2023-08-01, got second",
        f"CNC-13 (Next signatories): {expected.replace('trust', 'second')} {ABOUT.agreement}",
    )
    unknown = rejoins(named("d", "none"))
    before.when(unknown).refused_by(
        f"CNC-9 {SENTENCE} a decision of {ICP} taken by 2023-08-01, got {named('d', 'none')}"
    )


def test_a_partner_rejoins_by_a_decision_of_the_body() -> None:  # PLA-4.4
    gone = concerns_facts.Left("east", ICP, asked=False, text=sealed("we go"))
    before = resolved().and_(on("2023-12-01", gone))
    before.when(rejoins(RESOLUTION, code="east", day="2024-04-20")).happens()
    early = before.when(rejoins(RESOLUTION, code="east", day="2024-01-01"))
    assert early.verdict("CNC-9") is Verdict.NOT_MET


def test_a_follow_up_is_given_to_who_exists() -> None:  # SYS-1, LSC-M5
    body = followups_facts.Assigned(named("f", "one"), ICP, CCG)
    found = known().and_(over("icb")).when(on("2023-05-02", body))
    assert found.verdict("SUC-7") is Verdict.NOT_MET
    assert followups.FollowUps().known == {}
