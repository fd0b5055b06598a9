"""What somebody tries who wants more authority than was given: it is refused, and what is due happens."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    EVE,
    ICP,
    ITEM,
    MEETING,
    MET,
    RESOLUTION,
    attended,
    constituted,
    item,
    opened,
    partnership,
    pounds,
    scope,
)
from tests.ledger.test_keyacts import called, done, ended, published, ratified
from tests.ledger.test_uses import (
    DAY,
    GIVEN_ON,
    GIVER,
    LATER,
    LINK,
    OFFICE,
    POWER,
    ROOT,
    board,
    body_decides,
    granted,
    used,
)

from ledger.facts import bodies, interests, organisations, outcomes
from ledger.facts.decisions import Part, Resolved
from ledger.facts.delegations import (
    Accepted,
    Amended,
    Approval,
    Duty,
    Granted,
    Manner,
    PassedOn,
    Ratified,
    Reported,
    Resumed,
    Revoked,
    Scope,
    Suspended,
    Used,
)
from ledger.findings import Verdict

OTHERS = f"body:{ICP}"
TWIG, ACT = named("g", "twig"), named("a", "act")


def against(said: Outcome) -> set[str]:
    """Give the rules that are not met."""
    return {one.rule for one in said.findings if one.verdict is Verdict.NOT_MET}


# --- who says it ---------------------------------------------------------------------------------


def test_only_its_giver_lets_a_suspended_delegation_hold_again() -> None:  # D13
    before = board(granted(BOB), on("2024-03-01", Suspended(ROOT, GIVER, sealed("why"))))
    before.when(on("2024-04-01", Resumed(ROOT, OTHERS))).refused_by(
        f"DEL-2 (Remit default): expected a delegation given by {OTHERS} that is suspended, got {ROOT}",
        kind="AUTHORITY",
    )
    before.when(on("2024-04-01", Resumed(ROOT, GIVER))).happens()


def test_another_body_does_not_say_that_it_was_accepted() -> None:  # D13
    before = board(granted(BOB, manner=Manner(acceptance=True)))
    before.when(on("2024-02-01", Accepted(ROOT, OTHERS, BOB, accepted=True))).refused_by(
        f"DEL-15 (Remit default): expected one of those to whom {OTHERS} gave {ROOT}, got {BOB}"
    )
    before.when(on("2024-02-01", Accepted(ROOT, GIVER, BOB, accepted=True))).happens()


def reports(
    by: str = GIVER, day: str = MET, meeting: str | None = None, to: str = OTHERS
) -> tuple[Step, ...]:
    return on(day, Reported(ROOT, by, (ACT,), to, meeting))


def test_a_report_is_the_givers_after_the_act_at_a_meeting_that_was_held() -> None:  # D16
    before = board(
        granted(BOB, manner=Manner(duties=(Duty(OTHERS, 10),))), used(BOB, day="2024-03-01"), opened()
    )
    expected = f"DEL-16 (Remit default): expected acts under {ROOT}, given by"
    before.when(reports(OTHERS)).refused_by(f"{expected} {OTHERS}, done by {MET}, got {ACT}")
    before.when(reports(day="2024-02-29")).refused_by(f"{expected} {GIVER}, done by 2024-02-29, got {ACT}")
    before.when(reports(day="2024-03-01")).happens()
    held = "DEL-16 (Remit default): expected a meeting of"
    nowhere = named("m", "nowhere")
    before.when(reports(meeting=nowhere)).refused_by(f"{held} {OTHERS} held by {MET}, got {nowhere}")
    early = before.when(reports(meeting=MEETING, day="2024-03-24"))
    early.refused_by(f"{held} {OTHERS} held by 2024-03-24, got {MEETING}")
    before.when(reports(meeting=MEETING, to=GIVER)).refused_by(f"{held} {GIVER} held by {MET}, got {MEETING}")
    before.when(reports(meeting=MEETING)).happens()


# --- suspended and revoked -------------------------------------------------------------------------


def stops(day: str, recorded: str | None = None) -> tuple[Step, ...]:
    return on(day, Suspended(ROOT, GIVER, sealed("why")), recorded=recorded)


def test_a_suspension_that_is_still_to_come_outlasts_the_end_of_an_earlier_one() -> None:  # D1
    before = board(granted(BOB), stops("2024-05-01", "2024-01-05"), stops("2024-02-01"))
    again = before.when(on("2024-03-01", Resumed(ROOT, GIVER))).happens()
    again.when(used(BOB, day="2024-04-30")).happens()
    again.when(used(BOB, day="2024-05-01")).refused_by(
        "DEL-2 (scheme 4.1): expected a link that holds on 2024-05-01, "
        f"got {ROOT} from {GIVEN_ON}, suspended from 2024-05-01",
        kind="AUTHORITY",
    )
    again.when(on("2024-05-02", Resumed(ROOT, GIVER))).happens().when(used(BOB, day="2024-05-02")).happens()


def test_what_is_suspended_or_not_accepted_yet_is_revoked_without_letting_it_hold_first() -> None:  # D1
    (ends,) = on("2024-03-01", Revoked(ROOT, GIVER, sealed("why")))
    board(granted(BOB), stops("2024-02-01")).when(ends).happens()
    offered = board(granted(BOB, manner=Manner(acceptance=True)))
    gone = offered.when(ends).happens().and_(on("2024-03-02", Accepted(ROOT, GIVER, BOB, accepted=True)))
    assert against(gone.when(used(BOB))) == {"DEL-2"}
    narrower = on("2024-03-01", Amended(ROOT, GIVER, scope()))
    assert against(offered.when(narrower)) == {"DEL-2"}
    assert against(board(granted(BOB), stops("2024-02-01")).when(narrower)) == {"DEL-2"}


def test_a_duty_or_acceptance_that_comes_later_is_not_undone_before_it_comes() -> None:  # D16, D1
    def amended(day: str, manner: Manner, recorded: str | None = None) -> tuple[Step, ...]:
        return on(day, Amended(ROOT, GIVER, scope(), manner), recorded=recorded)

    reported = Manner(duties=(Duty(OTHERS, 10),))
    before = board(
        granted(BOB),
        amended("2024-03-01", reported, "2024-01-05"),
        amended("2024-02-01", Manner()),
        used(BOB, day="2024-02-15"),
    )
    before.when(used(BOB, act="next", day="2024-02-29")).happens()
    assert against(before.when(used(BOB, act="next", day="2024-03-01"))) == {"DEL-29"}
    told = before.when(reports(day="2024-03-01")).happens()
    told.when(used(BOB, act="next", day="2024-03-01")).happens()
    agreed = Manner(acceptance=True)
    offered = board(
        granted(BOB), amended("2024-03-01", agreed, "2024-01-05"), amended("2024-02-01", Manner())
    )
    offered.when(used(BOB, day="2024-02-29")).happens()
    assert against(offered.when(used(BOB, day="2024-03-01"))) == {"DEL-2"}


def test_a_manner_that_is_still_to_come_does_not_come_sooner_by_another_amendment() -> None:  # D3, D7
    freely = on(LATER, Amended(ROOT, GIVER, scope(), Manner()), recorded="2024-01-05")
    wider_ = on("2024-03-01", Amended(ROOT, GIVER, scope(each=pounds(100))))
    before = board(granted(BOB, manner=Manner(approval=(OFFICE,))), freely).when(wider_).happens()
    assert against(before.when(used(BOB, amount=pounds(1)))) == {"DEL-25"}
    before.when(used(BOB, amount=pounds(1), approvals=(Approval(OFFICE, CHAIR),))).happens()
    # Both bind once that has come: what was amended since still asks for the approval.
    assert against(before.when(used(BOB, amount=pounds(1), day=LATER))) == {"DEL-25"}


# --- passed on -----------------------------------------------------------------------------------


def passes(
    *to: str, holds: Scope | None = None, parent: str = ROOT, person: str = BOB, day: str = DAY, **more: Any
) -> tuple[Step, ...]:
    code = LINK if parent == ROOT else TWIG
    return on(day, PassedOn(code, parent, GIVER, to, holds or scope()), person=person, **more)


def test_a_power_reaches_nobody_else_by_being_passed_on() -> None:  # PBP-7, PBP-9, D3
    kinds = {"east": "council", "west": "council", "federation": "gp-federation"}
    known = on("2020-01-01", *(organisations.Registered(one, one, kind) for one, kind in kinds.items()))
    council = partnership().and_(known, constituted("icb", founders=("east",)), on("2023-01-01", POWER))
    before = council.and_(granted(OFFICE, holds=scope(onward=1), enabling="s-101"))
    before.when(passes("organisation:federation", person=CHAIR)).refused_by(
        "DEL-22 (s.101 Local Government Act 1972): expected a delegate that the power reaches: body, office, "
        "organisation, council, got organisation:federation, a gp-federation",
        kind="AUTHORITY",
    )
    before.when(passes("organisation:west", person=CHAIR)).happens()
    stated = council.and_(granted(OFFICE, holds=scope(onward=1)))
    stated.when(passes("organisation:federation", person=CHAIR)).happens()
    unknown = council.and_(granted(OFFICE, holds=scope(onward=1), enabling="s-75"))
    unknown.when(passes("organisation:federation", person=CHAIR)).happens()


def test_what_the_giver_lets_be_passed_on_no_more_goes_no_further() -> None:  # D3
    before = board(granted(BOB, holds=scope(onward=2)), passes(CATH, holds=scope(onward=1), day=GIVEN_ON))
    before.when(passes(DAN, parent=LINK, person=CATH)).happens()
    expected = "DEL-4 (Remit default): expected a delegation that may be passed on, got one that may not"
    for onward in (0, 1):
        less = on("2024-02-01", Amended(ROOT, GIVER, scope(onward=onward)))
        before.and_(less).when(passes(DAN, parent=LINK, person=CATH)).refused_by(expected, kind="AUTHORITY")
    enough = on("2024-02-01", Amended(ROOT, GIVER, scope(onward=2)))
    before.and_(enough).when(passes(DAN, parent=LINK, person=CATH)).happens()
    offices = on("2024-02-01", Amended(ROOT, GIVER, replace(scope(onward=2), onward_to=("office",))))
    before.and_(offices).when(passes(DAN, parent=LINK, person=CATH)).refused_by(
        "DEL-4 (Remit default): expected parties of the kinds that it may go to: office, got person",
        kind="AUTHORITY",
    )
    before.and_(offices).when(passes(OFFICE, parent=LINK, person=CATH)).happens()


def test_nothing_is_passed_on_for_a_day_on_which_that_was_not_allowed_yet() -> None:  # D3, T6, D14
    before = board(granted(BOB), on("2024-03-01", Amended(ROOT, GIVER, scope(onward=1))))
    before.when(passes(CATH, day="2024-02-29", recorded="2024-04-01")).refused_by(
        "DEL-4 (Remit default): expected a delegation that may be passed on, got one that may not",
        kind="AUTHORITY",
    )
    before.when(passes(CATH, day="2024-03-01", recorded="2024-04-01")).happens()


# --- what another body left ----------------------------------------------------------------------

KEPT = named("g", "kept")


def ends(body: str, *passing: str, to: str = "icb", day: str = "2024-02-01") -> tuple[Step, ...]:
    return on(day, bodies.Ended(body, "Order 2024", (to,), passing))


def keeps(body: str) -> tuple[Step, ...]:
    return on(GIVEN_ON, Granted(KEPT, f"body:{body}", (f"body:{body}",), "SO 3", scope(), kind="reserved"))


def test_what_was_reserved_stays_so_with_the_body_that_it_passed_to() -> None:  # D13, PLA-4.4
    refusal = f"DEL-24 (SO 3): expected a function that {GIVER} has not reserved, got grants"
    old = board(constituted("old"), keeps("old"))
    both = old.and_(granted(BOB, by="body:old"), ends("old", ROOT, KEPT))
    both.when(used(BOB)).refused_by(refusal, kind="AUTHORITY")
    own = old.and_(granted(BOB), ends("old", KEPT))
    own.when(used(BOB)).refused_by(refusal, kind="AUTHORITY")
    own.when(used(BOB, day="2024-01-31", recorded="2024-03-01")).happens()
    # Through two hands; and what did not pass on is reserved no more.
    twice = board(constituted("old"), constituted("mid"), granted(BOB), keeps("old"))
    passed = twice.and_(ends("old", KEPT, to="mid", day="2024-01-20"), ends("mid", KEPT))
    passed.when(used(BOB)).refused_by(refusal, kind="AUTHORITY")
    old.and_(granted(BOB), ends("old")).when(used(BOB)).happens()


def test_nobody_acts_by_what_a_body_passed_on_that_is_no_more() -> None:  # D1, SYS-1
    below = passes(BOB, day=GIVEN_ON)
    before = board(constituted("mid"), constituted("heir"), granted("body:mid", holds=scope(onward=2)), below)
    gone = before.and_(on("2024-02-01", bodies.Ended("mid", "Order 2024")))
    gone.when(used(BOB, chain=(ROOT, LINK), day="2024-01-31", recorded="2024-03-01")).happens()
    gone.when(used(BOB, chain=(ROOT, LINK))).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on {DAY}, "
        f"got {ROOT} from {GIVEN_ON}, held by body:mid, which exists no more",
        kind="AUTHORITY",
    )
    before.and_(ends("mid", ROOT, to="heir")).when(used(BOB, chain=(ROOT, LINK))).happens()
    # Nor is it passed on; of several holders enough remain; an organisation ends as a body does.
    two = board(constituted("mid"), granted("body:mid", CATH, holds=scope(onward=2)), below)
    ended = on("2024-02-01", bodies.Ended("mid", "Order 2024"))
    two.and_(ended).when(used(BOB, chain=(ROOT, LINK))).happens()
    further = board(
        constituted("mid"),
        granted("body:mid", holds=scope(onward=2)),
        passes(BOB, holds=scope(onward=1), day=GIVEN_ON),
    )
    further.when(passes(DAN, parent=LINK)).happens()
    assert against(further.and_(ended).when(passes(DAN, parent=LINK))) == {"DEL-2"}
    east = on("2020-01-01", organisations.Registered("east", "East", "council"))
    by_east = board(east, granted("organisation:east"), below)
    by_east.when(used(BOB, chain=(ROOT, LINK))).happens()
    over = on("2024-02-01", organisations.Ended("east", "Order 2024"))
    assert against(by_east.and_(over).when(used(BOB, chain=(ROOT, LINK)))) == {"DEL-2"}


# --- approved ------------------------------------------------------------------------------------


def test_no_body_approves_what_it_does_itself() -> None:  # D7
    own = board(granted(OTHERS, manner=Manner(approval=(OTHERS,))), *body_decides())
    approved = (Approval(OTHERS, None, RESOLUTION),)
    acted = own.when(used(day=MET, resolution=RESOLUTION, part="1", approvals=approved))
    assert acted.verdict("DEL-25") is Verdict.NOT_MET
    other = board(granted(BOB, manner=Manner(approval=(OTHERS,))), *body_decides())
    assert other.when(used(BOB, day=MET, approvals=approved)).verdict("DEL-25") is not Verdict.NOT_MET


def test_nobody_approves_for_her_own_benefit() -> None:  # D7
    firms = on("2020-01-01", *(organisations.Registered(one, one, "firm") for one in ("firm", "other")))
    before = board(firms, granted(BOB, manner=Manner(approval=(OFFICE,))))
    approved = (Approval(OFFICE, CHAIR),)
    before.when(used(BOB, payee=CHAIR, approvals=approved)).refused_by(
        "DEL-30 (Remit default): expected a payment to somebody else than who acts or approves, "
        f"got one to {CHAIR}"
    )
    before.when(used(BOB, payee=CATH, approvals=approved)).happens()
    shop = interests.Registered(named("t", "shop"), CHAIR, None, "pecuniary", sealed("owns it"), ("firm",))
    has = before.and_(on("2024-02-01", shop))
    has.when(used(BOB, supplier="firm", approvals=approved)).refused_by(
        "DEL-30 (Remit default): expected who acts or approves to have no interest in it, "
        f"got {CHAIR}, in firm"
    )
    has.when(used(BOB, supplier="other", approvals=approved)).happens()


def test_an_act_does_not_take_its_words_from_a_part_of_nothing() -> None:  # DEL-33
    before = board(granted(BOB))
    bare = Used(ACT, (ROOT,), GIVER, (BOB,), "grants", None, part="1")
    assert against(before.when(on(DAY, bare))) == {"DEL-33"}
    before.when(on(DAY, replace(bare, text=sealed("text")))).happens()


# --- ratified ------------------------------------------------------------------------------------


def beyond(day: str) -> Given:
    """Give an act beyond the limit, done for a body that decided something on the day of its meeting."""
    (over,) = used(BOB, amount=pounds(101), day=day, by=OTHERS)
    start = board(granted(BOB, holds=scope(each=pounds(100)), by=OTHERS), *body_decides())
    return start.with_(over.departing())


def takes_over(day: str, by: str = RESOLUTION) -> tuple[Step, ...]:
    return on(day, Ratified(ACT, OTHERS, by))


def test_no_decision_ratifies_what_was_done_after_it() -> None:  # D14
    assert "DEL-31" not in against(beyond(MET).when(takes_over("2024-04-02")))
    late = beyond("2024-03-26").when(takes_over("2024-04-02"))
    sentence = "DEL-31 (Remit default): expected another decision that ratifies, taken on or after 2024-03-26"
    assert f"{sentence}, got {RESOLUTION}" in {one.sentence() for one in late.findings}
    assert "DEL-31" in against(late)


def test_what_only_notes_or_waits_for_a_condition_ratifies_nothing() -> None:  # D14
    kinds = (Part("1", "note", sealed("p")), Part("1", "decision", sealed("p"), condition=sealed("if")))
    for part in kinds:
        said = Resolved(named("d", "other"), MEETING, ITEM, "consensus", (), (part,))
        before = beyond("2024-03-01").and_(on(MET, said))
        assert "DEL-31" in against(before.when(takes_over("2024-04-02", named("d", "other"))))


def test_nobody_ratifies_an_act_by_the_decision_by_which_it_was_done() -> None:  # D14
    start = board(constituted("old"), granted(OTHERS, by="body:old"), *body_decides())
    passed = start.and_(used(day=MET, by="body:old", resolution=RESOLUTION, part="1"))
    now_its_own = passed.and_(ends("old", ROOT, to=ICP, day="2024-03-26"))
    assert "DEL-31" in against(now_its_own.when(takes_over("2024-04-02")))


def test_what_was_referred_back_is_taken_over_by_a_decision_after_that() -> None:  # LSC-9.2, D14
    back = done(published(), called(), ended("referred back"))
    for day, refused in (("2024-04-09", True), ("2024-04-10", False)):
        part = Part("1", "decision", sealed("p"))
        sat = (opened(day=day), on(day, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,))))
        assert ("DEL-31" in against(back.and_(*sat).when(ratified()))) is refused
    released = done(published(), called(), ended("released"), opened())
    decided = on(MET, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,)))
    assert "DEL-31" not in against(released.and_(decided).when(ratified()))


# --- what a body decided -------------------------------------------------------------------------


def test_what_a_body_only_notes_or_recommends_approves_and_gives_nothing() -> None:  # D7, PLA-7c, D3
    for kind in ("note", "recommendation", "decision"):
        said = on(MET, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (Part("1", kind, sealed("p")),)))
        sat = (opened(), attended(CHAIR, BOB, CATH, DAN, EVE), item(), said)
        before = board(granted(BOB, manner=Manner(approval=(OTHERS,))), *sat)
        acted = before.when(used(BOB, day=MET, approvals=(Approval(OTHERS, None, RESOLUTION),)))
        grant = Granted(ROOT, OTHERS, (BOB,), "ToR 4", scope(), resolution=RESOLUTION)
        given_ = board(*sat).when(on(MET, grant))
        held = board(granted(OTHERS, holds=scope(onward=1)), *sat)
        passing = held.when(on(MET, PassedOn(LINK, ROOT, GIVER, (BOB,), scope(), resolution=RESOLUTION)))
        judged = (acted.verdict("DEL-25"), given_.verdict("DEL-21"), passing.verdict("DEL-3"))
        assert all((one is Verdict.NOT_MET) is (kind != "decision") for one in judged)


def test_a_decision_that_does_not_stand_ratifies_nothing_not_even_as_a_departure() -> None:  # D14
    undone = outcomes.Changed(RESOLUTION, ICP, "rescinded", sealed("why"))
    before = beyond(MET).and_(on("2024-04-01", undone))
    (step,) = takes_over("2024-04-02")
    before.when(step.departing()).refused_by(
        f"DEL-21 (Remit default): expected a decision of {OTHERS} by which it is ratified, taken by "
        f"2024-04-02, which stands, got {RESOLUTION}",
        kind="AUTHORITY",
    )
