"""What somebody tries who wants a promise to look kept, a dispute settled, an agreement in force: it is not.

Each test is an abuse, with the case beside it that is due; the answer is that of the terms or of a default.
"""

from __future__ import annotations

from msgspec.structs import replace
from tests.examples import DIGEST, NEW, ids_of, text_of
from tests.ledger import test_agreements as ag
from tests.ledger import test_concerns as cn
from tests.ledger import test_disputes as dp
from tests.ledger import test_duties as dt
from tests.ledger import test_followups as fu
from tests.ledger import test_targets as tg
from tests.ledger.given import Given, Outcome, Step, named, on, sealed
from tests.ledger.partnership import (
    CATH,
    DAN,
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
)
from tests.ledger.test_outcomes import OTHER, QUORATE, changed, part, worth

from ledger.disputed import told_of
from ledger.facts import (
    agreements,
    bodies,
    concerns,
    corrections,
    decisions,
    disputes,
    duties,
    keys,
    meetings,
    organisations,
    outcomes,
    targets,
)
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.inforce import begun
from ledger.state import placing

MISSED, UNKNOWN = Verdict.NOT_MET, Verdict.NOT_KNOWN
WEST, EAST, THIRD, BOARD = dp.WEST, dp.EAST, dp.THIRD, dp.BOARD
NOW = "2024-07-15"


def against(said: Outcome) -> list[str]:
    """Give the rules that are not met."""
    return [one.rule for one in said.findings if one.verdict is MISSED]


def doubts(said: Outcome) -> list[str]:
    """Give the rules of which it is not known whether they are met."""
    return [one.rule for one in said.findings if one.verdict is UNKNOWN]


def late(steps: tuple[Step, ...], recorded: str = NOW) -> Step:
    """Give the one act, recorded on a later day than its own."""
    (step,) = steps
    return replace(step, recorded=f"{recorded}T12:00:00.000000Z")


# --- disputes: days ------------------------------------------------------------------------------


def test_a_stage_is_not_opened_for_a_day_on_which_the_one_before_was_open_still() -> None:  # PLA-8, T1
    before = dp.known(*dp.STAGES).and_(*dp.FAILED)
    assert "DSP-21" in against(before.when(late(dp.opens("place-group", BOARD, "2024-04-10"))))
    before.when(late(dp.opens("place-group", BOARD, dp.PLACED))).happens()


def test_a_stage_is_not_opened_before_the_one_that_it_follows() -> None:  # PLA-8, T1
    short = dp.known(*dp.STAGES).and_(*dp.TRIED)
    assert "DSP-21" in against(short.when(late(dp.opens("process", CATH, "2024-05-10"))))


def test_a_dispute_is_not_settled_on_a_day_before_it_was_agreed() -> None:  # PLA-8, T1
    agreed = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.agree("talks", dp.PLACED))
    assert "DSP-21" in against(agreed.when(late(dp.settles("confirmed", day="2024-04-10"))))
    agreed.when(dp.settles("confirmed", day=dp.PLACED)).happens()


def test_a_dispute_that_went_on_did_not_lapse_before_that() -> None:  # PLA-8, T1
    before = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.opens("place-group", BOARD, dp.PLACED))
    assert "DSP-21" in against(before.when(late(dp.lapses("2024-04-20"))))


def test_the_last_who_pursues_a_dispute_does_not_withdraw_before_another_joined() -> None:  # PLA-8, T1
    before = dp.known(*dp.STAGES).and_(dp.raises(), dp.joins(THIRD, day=dp.HEARD))
    assert "DSP-21" in against(before.when(late(dp.withdraws(day=dp.PLACED))))
    before.when(dp.withdraws(day=dp.HEARD)).happens()


def test_who_was_not_in_a_dispute_yet_took_no_step_and_made_no_statement_then() -> None:  # PLA-8, T1
    before = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.joins(THIRD, day=dp.PLACED))
    assert "DSP-15" in against(before.when(late(dp.steps("talks", "offered", THIRD, "2024-04-10"))))
    said = disputes.StatementMade(dp.DP, ICP, THIRD, confidential=False, text=sealed("x"))
    assert "DSP-14" in against(before.when(late(on("2024-04-10", said))))
    assert "DSP-14" in against(before.when(late(dp.withdraws(THIRD, "2024-04-10"))))
    before.when(on(dp.PLACED, said)).happens()


def test_a_step_that_is_told_late_does_not_move_the_day_on_which_a_stage_failed() -> None:  # PLA-8, T1
    before = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.steps("talks", "met", WEST, dp.HEARD))
    assert "DSP-21" in against(before.when(late(dp.steps("talks", "failed", EAST, dp.PLACED))))
    odd = before.and_(dp.steps("talks", "failed", EAST, dp.PLACED)).state().disputes.known[dp.DP]
    assert list(told_of(odd, dp.AFTER))[1] == f"talks: opened {dp.TALKED} by {WEST}, failed {dp.PLACED}"


def test_one_side_alone_neither_agrees_nor_shuts_a_stage() -> None:  # PLA-8
    alone = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.steps("talks", "agreed", WEST, dp.PLACED))
    assert against(alone.when(dp.settles("confirmed"))) == ["DSP-20"]
    again = alone.and_(dp.joins(THIRD, day=dp.PLACED), dp.steps("talks", "agreed", THIRD, dp.PLACED))
    assert against(again.when(dp.settles("confirmed"))) == ["DSP-20"]
    failed = alone.when(dp.steps("talks", "failed", EAST, dp.HEARD)).happens()
    failed.when(dp.opens("place-group", BOARD, dp.HEARD)).happens()
    both = alone.when(dp.steps("talks", "agreed", EAST, dp.HEARD)).happens()
    both.when(dp.settles("confirmed")).happens()
    assert against(both.when(late(dp.settles("confirmed", day=dp.PLACED)))) == ["DSP-21"]
    convened = dp.known(*dp.STAGES).and_(*dp.PLACED_)
    one = convened.and_(dp.steps("place-group", "agreed", EAST, dp.HEARD))
    assert against(one.when(dp.settles("confirmed"))) == ["DSP-20"]
    convened.and_(dp.steps("place-group", "agreed", BOARD, dp.HEARD)).when(dp.settles("confirmed")).happens()


def test_who_opened_a_stage_and_withdrew_agrees_to_nothing_more() -> None:  # PLA-8
    before = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.joins(THIRD), dp.withdraws())
    assert "DSP-15" in against(before.when(dp.steps("talks", "agreed", WEST, dp.HEARD)))
    said = before.and_(dp.steps("talks", "agreed", WEST, dp.HEARD))
    assert "DSP-20" in against(said.when(dp.settles("confirmed")))


def test_a_member_of_a_group_that_is_a_party_does_not_convene_by_the_seat_held() -> None:  # PLA-3, PLA-8
    heir = organisations.Registered("wyre", "Wyre", "council", ("blackburn",))
    merged = on("2024-04-01", heir, organisations.Ended("lancashire", "an order", ("wyre",)))
    before = dp.known(*dp.STAGES).and_(*dp.FAILED)
    before.when(dp.opens("place-group", CATH, dp.PLACED)).happens()
    # Cath sits for Lancashire; what took its place belongs to a group that is a party.
    assert "DSP-9" in against(before.and_(merged).when(dp.opens("place-group", CATH, dp.PLACED)))


def test_a_stage_has_no_time_limit_that_is_past_when_it_is_opened() -> None:  # PLA-8
    before = dp.known(*dp.STAGES).and_(dp.raises())
    past = Due("at once", None, dp.RAISED)
    assert "DSP-22" in against(before.when(dp.opens("talks", WEST, dp.TALKED, due=past)))
    before.when(dp.opens("talks", WEST, dp.TALKED, due=Due("today", None, dp.TALKED))).happens()


# --- disputes: who -------------------------------------------------------------------------------


def test_a_convener_does_not_become_a_party_and_convene_on() -> None:  # PLA-8
    before = dp.known(*dp.STAGES).and_(*dp.PLACED_)
    assert "DSP-9" in against(before.when(dp.joins(BOARD, "against", dp.HEARD)))
    before.when(dp.joins(THIRD, "against", dp.HEARD)).happens()
    by_person = dp.known(*dp.STAGES).and_(*dp.FAILED, dp.opens("place-group", DAN, dp.PLACED))
    assert "DSP-9" in against(by_person.when(dp.joins(BOARD, "against", dp.HEARD)))
    dp.known(*dp.STAGES).and_(*dp.TALKING).when(dp.joins(BOARD)).happens()


def test_who_comes_from_what_became_a_party_convenes_nothing() -> None:  # PLA-8, SYS-1
    heir = organisations.Registered("wyre", "Wyre", "council")
    ended = organisations.Ended("lancashire", "an order", ("wyre",))
    before = dp.known(*dp.STAGES).and_(
        on("2024-04-01", heir, ended),
        dp.raises(("organisation:wyre",)),
        dp.opens("talks", "organisation:wyre", dp.TALKED),
        dp.steps("talks", "failed", EAST, dp.PLACED),
    )
    # Cath sits for Lancashire, which is Wyre now.
    assert "DSP-9" in against(before.when(dp.opens("place-group", CATH, dp.PLACED)))
    assert "DSP-9" in against(before.when(dp.opens("place-group", THIRD, dp.PLACED)))


def test_a_body_or_organisation_that_is_no_more_convenes_nothing() -> None:  # PLA-8, SYS-1
    before = dp.known(*dp.STAGES).and_(*dp.FAILED, constituted("board"))
    before.when(dp.opens("place-group", "body:board", dp.PLACED)).happens()
    gone = before.and_(on("2024-04-20", bodies.Ended("board", "an order", (), ())))
    assert "DSP-8" in against(gone.when(dp.opens("place-group", "body:board", dp.PLACED)))
    gone = before.and_(on("2024-04-20", organisations.Ended("icb", "an order", ())))
    assert "DSP-8" in against(gone.when(dp.opens("place-group", BOARD, dp.PLACED)))


def test_what_takes_the_place_of_a_partner_has_no_standing_before_that() -> None:  # PLA-8, SYS-1, T1
    heir = organisations.Registered("wyre", "Wyre", "council")
    ended = on("2024-06-01", organisations.Ended("blackburn", "an order", ("wyre",)))
    before = dp.known(*dp.STAGES).and_(on("2024-04-01", heir), ended)
    assert "DSP-3" in against(before.when(late(dp.raises(("organisation:wyre",)))))
    before.when(dp.raises(("organisation:wyre",), day="2024-06-01")).happens()


def test_what_takes_the_place_of_a_partner_that_left_or_belongs_to_one_has_no_standing() -> None:  # HIW-6
    heir = organisations.Registered("wyre", "Wyre", "council")
    ended = organisations.Ended("blackburn", "an order", ("wyre",))
    member = organisations.Registered("fylde", "Fylde", "council", ("blackburn",))
    left = on("2024-03-30", concerns.Left("blackburn", ICP, asked=False, text=sealed("why")))
    before = dp.known(*dp.STAGES).and_(left, on("2024-04-01", heir, member))
    assert "DSP-3" in against(before.when(dp.raises(("organisation:fylde",))))
    before = before.and_(on("2024-04-01", ended))
    assert "DSP-3" in against(before.when(dp.raises(("organisation:wyre",))))
    # It has taken the place of another as well, which is a partner still.
    both = before.and_(on("2024-04-01", organisations.Ended("lancashire", "an order", ("wyre",))))
    both.when(dp.raises(("organisation:wyre",))).happens()


# --- disputes: what they hold, how they end ------------------------------------------------------


def test_a_dispute_under_one_body_does_not_hold_a_decision_of_another() -> None:  # PLA-8, D13
    holds = replace(dp.TALKS, holds=True)
    elsewhere = named("m", "board")
    here = (
        *on(MET, meetings.Opened(elsewhere, "board", "meeting", None, sealed("hall"))),
        *on(MET, decisions.Resolved(OTHER, elsewhere, ITEM, "consensus", (), (part(),))),
    )
    before = dp.known(holds).and_(constituted("board"), here)
    (step,) = dp.raises(decision=OTHER, holds=True)
    assert "DSP-23" in against(before.when(step))
    before.when(dp.raises(decision=OTHER)).happens()
    before.when(dp.raises(holds=True)).happens()
    raised = before.and_(dp.raises(decision=OTHER))
    assert "DSP-23" in against(raised.when(dp.opens("talks", WEST, dp.TALKED, OTHER, holds=True)))


def test_what_undid_one_part_carries_out_nothing_about_another() -> None:  # PLA-8
    two = decisions.Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part(), part(number="2")))
    here = (opened(), attended(*QUORATE), item(), on(MET, two), dp.taken(OTHER, dp.HEARD))
    stages = replace(dp.TALKS, days=None)

    def outcome(of: str | None, undone: str | None, kind: disputes.Outcome = "rescinded") -> list[str]:
        change: outcomes.Change = "rescinded" if kind == "rescinded" else "superseded"
        talked = disputes.StageOpened(dp.DP, ICP, RESOLUTION, of, "talks", WEST, holds=False)
        before = dp.known(stages, resolved=False).and_(
            *here,
            dp.raises(part=of),
            on(dp.TALKED, talked),
            dp.agree("talks", dp.PLACED),
            changed(change, dp.HEARD, by=OTHER, part=undone),
        )
        settled = disputes.Settled(dp.DP, ICP, RESOLUTION, of, kind, OTHER, sealed("how"))
        return against(before.when(on(dp.AFTER, settled)))

    assert outcome("2", "1") == outcome("2", "1", "amended") == ["DSP-18"]
    assert outcome("2", "2") == outcome("2", None) == []
    assert outcome(None, "1") == ["DSP-18"]
    assert outcome(None, "1", "amended") == outcome(None, None) == []


def test_a_resolution_that_was_undone_itself_carries_out_nothing() -> None:  # PLA-8
    agreed = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.agree("talks", dp.PLACED))
    done = agreed.and_(dp.taken(OTHER, dp.HEARD), changed("rescinded", dp.HEARD, by=OTHER))
    done.when(dp.settles("rescinded", OTHER)).happens()
    undone = done.and_(changed("rescinded", dp.HEARD, code=OTHER))
    assert "DSP-18" in against(undone.when(dp.settles("rescinded", OTHER)))


def test_of_what_was_raised_without_known_terms_it_is_not_known_how_it_may_end() -> None:  # PLA-8
    early = partnership().and_(dp.raises(decision=None, day="2023-03-01"))
    assert "TER-1" in doubts(early.when(late(dp.settles("resolved", day="2023-04-01", decision=None))))
    lapsed = disputes.Lapsed(dp.DP, ICP, None, None)
    assert "TER-1" in doubts(early.when(late(on("2023-04-01", lapsed))))


def test_what_was_held_on_its_day_is_nothing_to_rest_on_however_late_that_is_recorded() -> None:  # PLA-8, T1
    later = dp.known(*dp.STAGES).and_(dp.taken(OTHER, dp.PLACED))
    on_other = disputes.Raised(dp.DP, ICP, (WEST,), (EAST,), OTHER, None, holds=True, text=sealed("x"))
    over = disputes.Withdrawn(dp.DP, ICP, OTHER, None, WEST)
    held = later.and_(on(dp.HEARD, on_other), on("2024-06-20", over))
    assert "OUT-7" in against(held.when(late(changed("rescinded", "2024-06-10", by=OTHER))))
    held.when(changed("rescinded", "2024-06-20", by=OTHER)).happens()
    held.when(late(changed("rescinded", "2024-06-02", by=OTHER))).happens()


def test_a_dispute_does_not_hold_again_what_it_is_over_about() -> None:  # PLA-8
    before = dp.known(*dp.STAGES).and_(dp.raises(holds=True), dp.withdraws())
    opens = before.when(dp.opens("process", CATH, dp.HEARD, holds=True))
    assert "DSP-5" in against(opens)
    assert worth(before).worth == "valid"


# --- concerns, and who leaves --------------------------------------------------------------------


def test_a_partner_has_not_answered_before_it_did() -> None:  # HIW-6, T1
    before = cn.known().and_(cn.puts(), cn.answers())
    assert "CNC-7" in against(before.when(late(cn.goes_on("asking to leave", day="2024-04-10"))))


def test_an_answer_is_not_awaited_by_a_day_that_is_past() -> None:  # HIW-6
    for due in (Due("yesterday", None, "2024-04-01"), Due("this or that", "2024-05-02", "2024-05-01")):
        assert "CNC-14" in against(cn.known().when(cn.puts(due=due)))
    cn.known().when(cn.puts(due=Due("today", None, cn.PUT))).happens()
    asked = cn.known().and_(*cn.IN_EXTREMIS)
    assert "CNC-14" in against(asked.when(cn.asks(due=Due("before", None, "2024-04-30"))))


def test_a_concern_goes_on_as_no_dispute_that_is_over() -> None:  # HIW-6
    open_ = cn.known().and_(cn.puts(), dp.raises((EAST,), (WEST,), None))
    open_.when(cn.goes_on("dispute", cn.DP)).happens()
    gone = open_.and_(on("2024-04-20", disputes.Withdrawn(cn.DP, ICP, None, None, EAST)))
    assert "CNC-6" in against(gone.when(cn.goes_on("dispute", cn.DP)))
    gone.when(late(cn.goes_on("dispute", cn.DP, "2024-04-19"))).happens()


def test_a_body_that_is_not_the_partnership_puts_no_concern() -> None:  # HIW-6
    before = cn.known().and_(constituted("board"))
    assert "CNC-3" in against(before.when(cn.puts(("body:board",))))
    before.when(cn.puts((f"body:{ICP}",))).happens()


def test_no_concern_is_put_by_or_about_what_is_no_partner_any_more() -> None:  # HIW-6, SYS-1
    ended = organisations.Ended("blackburn", "an order", ("wyre",))
    heir = organisations.Registered("wyre", "Wyre", "council")
    before = cn.known().and_(on("2024-01-01", heir), on(cn.SAID, ended))
    assert "CNC-3" in against(before.when(cn.puts(day=cn.ASKED, due=None)))
    assert "CNC-3" in against(before.when(cn.puts((cn.WEST,), "blackpool", None, cn.ASKED)))
    assert "CNC-3" in against(before.when(late(cn.puts(about="wyre", due=None))))
    before.when(cn.puts(about="wyre", due=None, day=cn.SAID)).happens()
    left = cn.known().and_(on("2024-01-01", heir), cn.leaves("2024-02-01", asked=False), on(cn.SAID, ended))
    assert "CNC-3" in against(left.when(cn.puts(about="wyre", due=None, day=cn.ASKED)))


def test_no_partner_is_asked_to_leave_by_a_decision_that_does_not_stand_or_decides_nothing() -> None:  # HIW-6
    before = cn.known().and_(dp.taken(RESOLUTION), *cn.IN_EXTREMIS)
    before.when(cn.asks(resolution=RESOLUTION)).happens()
    undone = before.and_(changed("rescinded", "2024-04-20"))
    assert "CNC-15" in against(undone.when(cn.asks(resolution=RESOLUTION)))
    noted = decisions.Resolved(OTHER, MEETING, ITEM, "consensus", (), (part("note"),))
    only = before.and_(on(MET, noted))
    assert "CNC-15" in against(only.when(cn.asks(resolution=OTHER)))


# --- agreements ----------------------------------------------------------------------------------

NEWER = replace(ag.PLAIN, agreement=ag.NEXT, replaces=ag.AG)
REPLACED = agreements.Ended(ag.AG, None, "replaced", ag.NEXT)


def signs_newer(party: str, person: str, office: str, day: str = "2019-02-01") -> tuple[Step, ...]:
    return on(day, agreements.Signed(ag.NEXT, None, party, person, office, "recorded by the clerk"))


BOTH = (
    *signs_newer(ag.EAST, ag.ANN, "leader"),
    *signs_newer(ag.EAST, ag.BEA, "chief"),
    *signs_newer(ag.WEST, ag.CAL, "leader"),
)


def replacing(newer: agreements.Made = NEWER, *signed: Step) -> Given:
    return ag.made(ag.FULL).and_(*ag.ALL, on("2019-01-01", newer), signed)


def test_an_agreement_is_not_replaced_by_one_that_is_not_in_force() -> None:  # HIW-1
    ends = on("2019-03-01", REPLACED)
    replacing(NEWER, *BOTH).when(ends).happens()
    later = replace(NEWER, effective=agreements.Dated(Due("1 April 2019", "2019-04-01")))
    assert "AGR-26" in against(replacing(later, *BOTH).when(ends))
    unread = replace(NEWER, effective=ag.UNREAD)
    assert "AGR-26" in doubts(replacing(unread, *BOTH).when(ends))
    gone = on("2019-02-15", agreements.Ended(ag.NEXT, None, "terminated"))
    assert "AGR-26" in against(replacing(NEWER, *BOTH).and_(gone).when(ends))
    assert "AGR-26" in against(replacing(NEWER, *BOTH[1:]).when(ends))


def test_no_signature_in_an_office_not_held_lets_one_agreement_replace_another() -> None:  # HIW-1
    ends = on("2019-03-01", REPLACED)
    by_stranger = signs_newer(ag.WEST, ag.DEE, "leader")
    assert "AGR-26" in doubts(replacing(NEWER, *BOTH[:2], *by_stranger).when(ends))
    ended = on("2019-01-15", organisations.Unaffiliated(ag.CAL, "west", "leader"))
    assert "AGR-26" in against(replacing(NEWER, *BOTH).and_(ended).when(ends))
    # A signature dated after the day does not count on it.
    assert "AGR-26" in against(replacing(NEWER, *BOTH).when(late(on("2019-01-31", REPLACED), "2019-03-01")))


def test_one_party_alone_does_not_replace_what_it_agreed_with_others() -> None:  # HIW-1
    alone = replace(NEWER, parties=(ag.WESTERN,))
    ends = on("2019-03-01", REPLACED)
    assert "AGR-27" in against(replacing(alone, *BOTH[2:]).when(ends))
    # What took the place of a party is one, and one that is no more is not missed.
    heir = organisations.Registered("wyre", "Wyre", "council")
    for heirs in (("wyre",), ()):
        gone = on("2018-12-01", heir, organisations.Ended("east", "an order", heirs))
        theirs = organisations.Affiliated(ag.DEE, "wyre", "leader", "2018-12-01")
        parties = (ag.WESTERN, agreements.PartyTo("organisation:wyre", ("leader",), 1))
        after = replace(NEWER, parties=parties)
        signed = (*BOTH[2:], *signs_newer("organisation:wyre", ag.DEE, "leader"))
        before = ag.made(ag.FULL).and_(
            *ag.ALL, gone, on("2018-12-01", theirs), on("2019-01-01", after), signed
        )
        before.when(ends).happens()
        without = ag.made(ag.FULL).and_(*ag.ALL, gone, on("2019-01-01", alone), BOTH[2:])
        assert ("AGR-27" in against(without.when(ends))) is bool(heirs)


def test_nobody_signs_for_an_organisation_or_body_that_is_no_more() -> None:  # HIW-1, SYS-1
    gone = on("2017-05-10", organisations.Ended("west", "an order", ()))
    before = ag.made().and_(gone)
    assert "AGR-7" in against(before.when(ag.signs(ag.WEST, ag.CAL, "leader")))
    before.when(late(ag.signs(ag.WEST, ag.CAL, "leader", "2017-05-09"), "2017-05-20")).happens()
    signed = ag.made().and_(*ag.ALL, gone)
    assert ag.standing(signed, "2017-07-01") == "waits for signatures"
    board = replace(ag.PLAIN, parties=(ag.CHAIRED,))
    ended = on("2017-05-10", bodies.Ended("board", "an order", (), ()))
    assert "AGR-5" in against(ag.made(board).and_(ended).when(ag.signs(ag.BOARD, ag.DEE, "chair")))


def test_before_the_first_who_is_known_to_hold_an_office_it_is_not_known_who_did() -> None:  # HIW-1
    board = replace(ag.PLAIN, parties=(ag.CHAIRED,))
    before = ag.made(board, "2016-12-01")
    for person in (ag.ANN, ag.DEE):
        signed = late(ag.signs(ag.BOARD, person, "chair", "2016-12-31"), "2017-05-20")
        assert "AGR-7" in doubts(before.when(signed))
    assert "AGR-7" in against(
        before.when(ag.signs(ag.BOARD, ag.ANN, "chair", "2017-01-01", recorded=ag.SIGNED))
    )
    vacant = ag.signs(ag.BOARD, ag.DEE, "chair", "2018-01-01")
    assert "AGR-7" in against(before.when(vacant))


def test_no_agreement_is_made_with_or_joined_by_what_is_no_more() -> None:  # HIW-1, SYS-1
    gone = on("2017-04-01", organisations.Ended("west", "an order", ()))
    assert "SUC-7" in against(ag.world().and_(gone).when(on(ag.MADE, ag.PLAIN)))
    north = on("2017-06-15", organisations.Ended("north", "an order", ()))
    before = ag.made(ag.FULL).and_(*ag.ALL, north)
    joins = agreements.Acceded(ag.AG, None, agreements.PartyTo(ag.NORTH, ("leader",), 1))
    assert "SUC-7" in against(before.when(on("2018-01-01", joins)))
    before.when(late(on("2017-06-14", joins), "2018-01-01")).happens()
    beside = agreements.Affiliated(ag.AG, None, ag.NORTH)
    assert "SUC-7" in against(before.when(on("2018-01-01", beside)))


def test_a_key_that_may_only_record_is_no_signature_of_its_holder() -> None:  # HIW-1, K6
    (step,) = ag.signs(ag.EAST, ag.ANN, "leader", level="own key")
    step = replace(step, signers=ids_of(NEW), recorder=ag.ANN)
    enrolled = on(ag.MADE, keys.Enrolled(text_of(NEW), ag.ANN, ("record:*",)))
    assert "AGR-9" in against(ag.made().and_(enrolled).when(step))
    own = on(ag.MADE, keys.Enrolled(text_of(NEW), ag.ANN, ("own",)))
    ag.made().and_(own).when(step).happens()


def test_terms_from_before_a_deed_do_not_show_what_the_deed_needs() -> None:  # PBP-7, D14
    deed = agreements.Varied(
        ag.AG, None, "Deed", sealed("x"), (ag.EAST, ag.WEST), requires=(replace(ag.BOARDS, number="3"),)
    )
    before = ag.made(ag.FULL).and_(ag.adopted("2017", "2017-09-01"), on("2018-01-01", deed))
    change = agreements.ChangeMade(ag.AG, None, "3", "2017", None)
    assert "AGR-25" in against(before.when(on("2018-02-01", change)))
    revised = before.and_(ag.adopted("2018", "2018-01-01"))
    revised.when(on("2018-02-01", replace(change, version="2018"))).happens()


def test_what_was_signed_only_after_it_had_expired_was_never_in_force() -> None:  # HIW-1
    before = ag.made(ag.FULL).and_(*ag.ALL[:2], ag.signs(ag.WEST, ag.CAL, "leader", ag.OVER))
    agreement, people = ag.one(before)
    assert begun(agreement, "2021-01-01", people) is None
    in_time = ag.made(ag.FULL).and_(*ag.ALL[:2], ag.signs(ag.WEST, ag.CAL, "leader", ag.LAST))
    agreement, people = ag.one(in_time)
    assert begun(agreement, "2021-01-01", people) == ag.LAST


def test_who_joined_but_is_not_heard_leaves_a_deed_open() -> None:  # HIW-1
    joined = ag.made(ag.FULL).and_(
        *ag.ALL,
        on("2017-12-30", organisations.Affiliated(ag.DEE, "north", "leader", "2017-01-01")),
        on("2018-01-01", agreements.Acceded(ag.AG, None, agreements.PartyTo(ag.NORTH, ("leader",), 1))),
        ag.signs(ag.NORTH, ag.DEE, "leader", "2018-01-01"),
    )
    deed = agreements.Varied(ag.AG, None, "Deed", sealed("x"), (ag.EAST, ag.WEST))
    assert "AGR-13" in against(joined.when(on("2018-01-02", deed)))
    joined.when(late(on("2017-12-31", deed), "2018-01-02")).happens()
    twice = replace(deed, agreed=(ag.EAST, ag.EAST))
    assert "AGR-13" in against(joined.when(late(on("2017-12-31", twice), "2018-01-02")))


def test_two_in_one_office_or_one_in_two_do_not_sign_for_both_offices() -> None:  # HIW-1
    other = organisations.Affiliated(ag.DEE, "east", "leader", "2017-01-01")
    both = ag.made(ag.FULL).and_(
        on(ag.MADE, other),
        ag.signs(ag.EAST, ag.ANN, "leader"),
        ag.signs(ag.EAST, ag.DEE, "leader"),
        ag.ALL[2],
    )
    assert ag.standing(both, "2017-07-01") == "waits for signatures"
    expired = ag.made(ag.FULL).and_(*ag.ALL)
    north = agreements.Acceded(ag.AG, None, agreements.PartyTo(ag.NORTH, ("leader",), 1))
    assert "AGR-4" in against(expired.when(on(ag.OVER, north)))


# --- targets, follow-ups -------------------------------------------------------------------------


def test_a_decision_that_only_notes_drops_no_target() -> None:  # HIW-3, D14
    before = tg.known().and_(tg.sets(), opened(), attended(*QUORATE), item())
    noted = before.and_(
        on(MET, decisions.Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part("note"),)))
    )
    assert "TGT-6" in against(noted.when(tg.dropped(RESOLUTION)))
    decided = before.and_(on(MET, decisions.Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part(),))))
    decided.when(tg.dropped(RESOLUTION)).happens()


def test_what_is_no_more_is_not_made_to_do_anything() -> None:  # PLA-4.4, SYS-1
    gone = on("2024-01-15", organisations.Ended("blackburn", "an order", ()))
    before = tg.known().and_(tg.sets(), gone)
    assert "SUC-7" in against(before.when(tg.owns(tg.COUNCIL)))
    before.when(late(tg.owns(tg.COUNCIL, "2024-01-14"))).happens()
    assert "SUC-7" in against(tg.known().and_(gone).when(tg.sets(owner=tg.COUNCIL, day="2024-01-15")))
    council = organisations.Registered("blackburn", "b", "council")
    action = fu.noted().and_(on("2024-01-01", council), gone)
    assert "SUC-7" in against(action.when(fu.assigns(tg.COUNCIL)))


def test_a_slip_or_an_owner_told_late_does_not_take_the_place_of_a_later_one() -> None:  # LSC-M5, T1
    before = fu.noted().and_(fu.slips("August", "2024-06-24"), fu.slips("July", "2024-05-01"))
    one = before.state().followups.known[fu.ACTION]
    assert (one.due, one.by("2024-06-01").due) == ("August", "July")
    assert [day for day, _ in one.slipped] == ["2024-05-01", "2024-06-24"]
    owned = fu.noted().and_(fu.assigns("body:board", "2024-06-01"), fu.assigns(f"body:{ICP}", "2024-04-02"))
    one = owned.state().followups.known[fu.ACTION]
    assert (one.owner, one.by("2024-05-01").owner) == ("body:board", f"body:{ICP}")


def test_no_action_is_done_before_its_day() -> None:  # LSC-M5, T2
    (ahead,) = on("2024-06-24", fu.closes()[0].body, recorded="2024-06-23")
    assert "TIM-1" in against(fu.noted().when(ahead))


def test_nobody_closes_what_another_body_is_to_do() -> None:  # LSC-M5, HIW-3, D13
    assert "FUP-1" in against(fu.noted().when(fu.closes(body="board")))
    other = targets.Closed(tg.T, "board", "done", None, (DIGEST,))
    assert "TGT-2" in against(tg.known().and_(tg.sets()).when(on(tg.LATER, other)))


# --- duties --------------------------------------------------------------------------------------


def test_nothing_is_owed_for_a_period_that_was_over_before_the_duty_began() -> None:  # HIW-5
    assert "DTY-8" in against(dt.known().when(dt.sets(first="2023-12")))
    dt.known().when(dt.sets(first="2024-01")).happens()
    dt.known().when(dt.sets(first="2023-11", every="quarter")).happens()


def test_nobody_owes_a_duty_when_it_is_no_more_or_has_left() -> None:  # HIW-5, HIW-6, SYS-1
    before = dt.known().and_(dt.sets())
    left = concerns.Left("icb", ICP, asked=False, text=sealed("x"))
    for ends in (
        (organisations.Ended("icb", "an order", ()),),
        (left, duties.PartiesChanged(dt.D, ICP, (), (dt.ICB,), sealed("x"))),
    ):
        after = before.and_(on("2024-02-15", *ends))
        state = after.state()
        told = [
            (one.period, one.state)
            for one in state.duties.known[dt.D].answers("2024-05-01", placing(state))
            if one.party == dt.ICB
        ]
        assert told == [("2024-01", "missed")]
        assert "DTY-4" in against(after.when(dt.performs("2024-03", "2024-03-31")))
    after.when(dt.performs("2024-01", "2024-03-31")).happens()  # what it missed before it left


# --- what was safe -------------------------------------------------------------------------------


def test_what_is_corrected_or_told_later_of_a_position_counts_for_a_signature() -> None:  # HIW-1, T1
    signed = ag.made(ag.FULL).and_(*ag.ALL)
    assert ag.standing(signed, "2017-06-10") == "in force"
    ended = on("2017-06-05", organisations.Unaffiliated(ag.CAL, "west", "leader"), recorded=NOW)
    assert ag.standing(signed.and_(ended), "2017-06-10") == "waits for signatures"
    was = organisations.Affiliated(ag.CAL, "west", "leader", "2017-01-01")
    (at,) = (one for one in signed.facts if one.fact.body == was)
    # Given's facts share a request: the one that is corrected gets an id of its own.
    own = replace(at, fact=replace(at.fact, id=f"{named('r', 'other')}/1"))
    facts = tuple(own if one is at else one for one in signed.facts)
    later = corrections.Corrected(own.fact.id, was, replace(was, began="2017-06-11"), sealed("typo"))
    corrected = Given(facts).and_(on("2017-01-01", later, recorded=NOW))
    assert ag.standing(corrected, "2017-06-10") == "waits for signatures"


def test_who_joined_does_not_make_up_for_who_has_not_signed() -> None:  # HIW-1
    least = replace(ag.FULL, least=2)
    joins = agreements.Acceded(ag.AG, None, agreements.PartyTo(ag.NORTH, ("leader",), 1))
    place = organisations.Affiliated(ag.DEE, "north", "leader", "2017-01-01")
    before = ag.made(least).and_(ag.ALL[2], on("2017-06-11", place, joins))
    signed = before.and_(ag.signs(ag.NORTH, ag.DEE, "leader", "2017-06-12"))
    assert ag.standing(signed, "2017-07-01") == "waits for signatures"


def test_a_time_limit_ends_with_its_last_day_in_london() -> None:  # PLA-8, T6
    before = dp.known(*dp.STAGES).and_(*dp.TALKING)
    for instant, due in (("2024-04-17T22:59:59.999999Z", ["DSP-7"]), ("2024-04-17T23:00:00.000000Z", [])):
        assert against(before.when(dp.opens("place-group", BOARD, instant))) == due
    without = dp.known(*dp.STAGES).and_(*dp.PLACED_)
    assert against(without.when(dp.opens("process", CATH, "2025-05-01"))) == ["DSP-7"]


def test_a_late_joiner_gives_a_stage_no_more_time() -> None:  # PLA-8
    before = dp.known(*dp.STAGES).and_(*dp.TALKING, dp.joins(THIRD, day="2024-04-17"))
    before.when(dp.opens("place-group", BOARD, "2024-04-18")).happens()


def test_a_partner_is_asked_once_and_leaves_once() -> None:  # HIW-6
    gone = cn.known().and_(*cn.IN_EXTREMIS, cn.asks(), cn.leaves())
    assert against(gone.when(cn.asks("2024-07-01"))) == ["CNC-3"]
    assert against(gone.when(cn.leaves("2024-07-01"))) == ["CNC-3"]


def test_what_was_done_in_a_leap_february_is_in_time_on_its_last_day() -> None:  # HIW-5, T6
    before = dt.known().and_(dt.sets(first="2024-02"))
    for day, state in (("2024-02-29", "met"), ("2024-03-01", "late")):
        done = before.when(dt.performs("2024-02", day)).happens()
        assert dt.told(done, "2024-12-31")[0] == ("2024-02", state)
