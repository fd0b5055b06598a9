"""What somebody tries where successions meet promises, disputes, concerns, risks and deputies: it is not so.

Each test is an abuse, with the case beside it that is due; the answer is that of the order, or of a default.
"""

from __future__ import annotations

from msgspec.structs import replace
from tests.examples import EXAMPLES
from tests.ledger import test_concerns as cn
from tests.ledger import test_conflicts as cf
from tests.ledger import test_disputed_acts as da
from tests.ledger import test_disputes as dp
from tests.ledger import test_mandates as mn
from tests.ledger import test_places as pl
from tests.ledger import test_risks as rk
from tests.ledger import test_stages as st
from tests.ledger.given import Given, Outcome, Step, gather, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    GUEST,
    ICP,
    ITEM,
    MEETING,
    MET,
    MOTION,
    NEXT_ITEM,
    QUORUM,
    RESOLUTION,
    STRANGER,
    VOTING,
    WAYS,
    constituted,
    pounds,
    put,
    resolves,
    terms_with,
    votes,
)
from tests.ledger.test_outcomes import OTHER, part

from ledger import concerns, disputes, risks
from ledger.facts import agreements as agreements_facts
from ledger.facts import concerns as concerns_facts
from ledger.facts import decisions, members, organisations, terms
from ledger.facts import disputes as disputes_facts
from ledger.facts import leads as leads_facts
from ledger.facts import risks as risks_facts
from ledger.facts.delegations import Granted, Scope, Used
from ledger.facts.meetings import PresenceChanged
from ledger.facts.risks import Bearer, Bearing
from ledger.findings import Verdict
from ledger.state import disputing, placing
from ledger.tags import tags_of

MISSED, UNKNOWN = Verdict.NOT_MET, Verdict.NOT_KNOWN


def against(said: Outcome) -> list[str]:
    """Give the rules that are not met."""
    return [one.rule for one in said.findings if one.verdict is MISSED]


def council(code: str, day: str = "2023-01-02") -> tuple[Step, ...]:
    return on(day, organisations.Registered(code, code, "council"))


def ended(
    code: str, *to: str, day: str = "2024-04-20", passing: tuple[organisations.Passing, ...] = ()
) -> tuple[Step, ...]:
    return on(day, organisations.Ended(code, "an order", to, passing))


# --- concerns ------------------------------------------------------------------------------------

PUT = cn.puts(due=None)


def test_a_concern_goes_on_only_as_a_dispute_against_who_has_the_place_by_now() -> None:  # HIW-6, SYS-1
    before = cn.known().and_(council("wyre"), council("fylde"), PUT)
    mine = dp.raises(("organisation:blackpool",), ("organisation:wyre",), None, day="2024-04-25")
    new = before.and_(ended("blackburn", "wyre"), mine)
    new.when(cn.goes_on("dispute", cn.DP)).happens()
    old = before.and_(dp.raises((cn.EAST,), (cn.WEST,), None), ended("blackburn", "wyre"))
    old.when(cn.goes_on("dispute", cn.DP)).happens()
    apart = (organisations.Passing(cn.CN, ("wyre",)), organisations.Passing(cn.DP, ("fylde",)))
    split = before.and_(
        dp.raises((cn.EAST,), (cn.WEST,), None), ended("blackburn", "wyre", "fylde", passing=apart)
    )
    assert against(split.when(cn.goes_on("dispute", cn.DP))) == ["CNC-6"]


def test_a_concern_about_nobody_any_more_goes_on_to_nothing_and_is_answered_by_nobody() -> None:  # SYS-1
    gone = cn.known().and_(cn.puts(), dp.raises((cn.EAST,), (cn.WEST,), None), ended("blackburn"))
    assert "CNC-16" in against(gone.when(cn.goes_on("asking to leave")))
    assert "CNC-16" in against(gone.when(cn.goes_on("dispute", cn.DP)))
    assert against(gone.when(cn.answers("2024-04-21"))) == ["CNC-16"]
    gone.when(cn.answers("2024-04-19")).happens()
    gone.when(cn.closes()).happens()


def test_who_rejoined_has_not_been_asked_to_leave_until_it_is_asked_again() -> None:  # HIW-6
    back = on("2024-08-01", concerns_facts.Rejoined("blackburn", ICP, None, None, sealed("back")))
    before = cn.known().and_(*cn.IN_EXTREMIS, cn.asks(), cn.leaves(), back)
    state = before.state()
    kinds = [one.kind for one in concerns.awaited(state.concerns, placing(state), "2024-09-01")]
    assert "asked to leave" not in kinds
    assert against(before.when(cn.leaves("2024-09-01"))) == ["CNC-10"]
    before.when(cn.leaves("2024-09-01", asked=False)).happens()
    anew = before.and_(cn.asks("2024-08-20"))
    anew.when(cn.leaves("2024-09-01")).happens()
    state = anew.state()
    kinds = [one.kind for one in concerns.awaited(state.concerns, placing(state), "2024-09-01")]
    assert kinds == ["asked to leave"]


def test_nobody_rejoins_by_an_agreement_that_is_not_signed_since_or_is_over() -> None:  # PLA-4.4, HIW-1
    code = pl.ABOUT.agreement

    def signs(day: str) -> tuple[Step, ...]:
        return on(day, agreements_facts.Signed(code, ICP, pl.TRUST, pl.CAL, "chair", "recorded by the clerk"))

    first = agreements_facts.Signed(code, ICP, pl.CCG, pl.ANN, "officer", "recorded by the clerk")
    made = pl.agreed(on("2023-03-01", pl.ABOUT, first))
    gone = on("2023-05-02", concerns_facts.Left("trust", ICP, asked=False, text=sealed("we go")))
    assert against(made.and_(gone).when(pl.rejoins(agreement=code))) == ["CNC-13"]
    # What it signed before it left admits it to nothing: it left in spite of that.
    assert against(made.and_(signs("2023-04-01"), gone).when(pl.rejoins(agreement=code))) == ["CNC-13"]
    since = made.and_(gone, signs("2023-07-01"))
    since.when(pl.rejoins(agreement=code)).happens()
    alone = pl.agreed(on("2023-03-01", pl.ABOUT)).and_(gone, signs("2023-07-01"))
    assert against(alone.when(pl.rejoins(agreement=code))) == ["CNC-13"]
    over = since.and_(on("2023-07-15", agreements_facts.Ended(code, ICP, "terminated")))
    assert against(over.when(pl.rejoins(agreement=code))) == ["CNC-13"]


def test_a_seat_of_several_is_not_filled_for_the_one_that_left() -> None:  # HIW-6
    own = terms_with(*QUORUM, VOTING, WAYS, version="2025")
    first, *rest = own.seats
    wide = replace(own, seats=(replace(first, organisations=("blackburn", "blackpool")), *rest))
    end = members.Ended(ICP, named("p", "chair"), "lead-one", sealed("left"), "succession")
    before = cn.known().and_(on(cn.GONE, terms.Adopted(wide, cn.GONE), end), cn.leaves())
    body = members.Appointed(ICP, STRANGER, "lead-one", "appointed", "2024-07-01")
    before.when(on("2024-07-01", replace(body, organisation="blackpool"))).happens()
    assert against(before.when(on("2024-07-01", replace(body, organisation="blackburn")))) == ["CNC-11"]


def test_who_left_gives_no_mandate_until_it_is_a_partner_again() -> None:  # HIW-6, LSC-S6
    gone = on("2024-01-02", concerns_facts.Left("blackpool", ICP, asked=False, text=sealed("we go")))
    back = on("2024-01-10", concerns_facts.Rejoined("blackpool", ICP, None, None, sealed("back")))
    before = mn.known().and_(gone)
    found = before.when(mn.mandate()).finding("MAN-2")
    assert (found.verdict, found.got) == (MISSED, "blackpool, which left 2024-01-02")
    before.and_(back).when(mn.mandate()).happens()


# --- disputes ------------------------------------------------------------------------------------


def test_who_withdrew_in_the_place_of_another_does_not_join_again() -> None:  # PLA-8, SYS-1
    before = dp.known(*dp.STAGES).and_(
        council("wyre"), dp.raises(), dp.joins(dp.THIRD), ended("blackburn", "wyre")
    )
    wyre = "organisation:wyre"
    body = disputes_facts.Withdrawn(dp.DP, ICP, RESOLUTION, None, wyre, None, dp.WEST)
    gone = before.and_(on(dp.PLACED, body))
    for side in ("by", "against"):
        assert against(gone.when(dp.joins(wyre, side, dp.HEARD))) == ["DSP-13"]
    # What had withdrawn before it ended left nothing to who took its place.
    early = dp.known(*dp.STAGES).and_(
        council("wyre"), dp.raises(), dp.joins(dp.THIRD), dp.withdraws(day="2024-04-10")
    )
    early.and_(ended("blackburn", "wyre")).when(dp.joins(wyre, "by", dp.HEARD)).happens()


def test_the_effect_of_an_act_for_another_body_is_not_held() -> None:  # PLA-8
    root, other = named("g", "other"), named("a", "other")
    grant = on("2024-01-01", Granted(root, "body:board", (BOB,), "scheme 4.1", Scope(("roads",))))
    used = Used(other, (root,), "body:board", (BOB,), "roads", pounds(180), sealed("text"))
    before = da.of_bob(da.HELD).and_(constituted("board"), grant, on(MET, used))
    assert against(before.when(dp.raises(decision=other, holds=True))) == ["DSP-23"]
    before.when(dp.raises(decision=da.BY_BOB, holds=True)).happens()
    before.when(dp.raises(decision=other)).happens()


def test_an_act_is_not_rescinded_by_what_only_notes_something() -> None:  # PLA-8
    talks = (dp.raises(decision=da.BY_BOB), dp.opens("talks", dp.WEST, dp.TALKED, da.BY_BOB))
    both = (dp.steps("talks", "agreed", each, "2024-05-01") for each in (dp.EAST, dp.WEST))
    agreed = da.of_bob().and_(*talks, *both)
    noting = decisions.Resolved(OTHER, MEETING, ITEM, "consensus", (), (part(kind="note"),))
    noted = agreed.and_(on("2024-06-03", noting))
    for outcome in ("amended", "rescinded"):
        found = noted.when(dp.settles(outcome, OTHER, decision=da.BY_BOB))
        assert against(found) == ["DSP-18"]
    noted.when(dp.settles("confirmed", OTHER, decision=da.BY_BOB)).happens()


def test_a_dispute_under_an_agreement_lapses_by_its_stages_whatever_terms_there_are() -> None:  # PLA-8
    before = st.pact().and_(st.under(), dp.opens("good-faith", dp.WEST, dp.TALKED))
    bare = Given(tuple(one for one in before.facts if not isinstance(one.fact.body, terms.Adopted)))
    assert [
        one.rule for one in bare.when(dp.lapses("2024-06-01")).findings if one.verdict is not Verdict.MET
    ] == []
    assert against(bare.when(dp.lapses(dp.TALKED))) == ["DSP-16"]


def test_who_joins_where_no_terms_say_who_is_a_partner_is_not_known_to_be_one() -> None:  # PLA-8
    before = dp.known(*dp.STAGES, resolved=False).and_(dp.raises(decision=None))
    bare = Given(tuple(one for one in before.facts if not isinstance(one.fact.body, terms.Adopted)))
    body = disputes_facts.Joined(dp.DP, ICP, None, None, dp.HOSPICE, "by")
    found = bare.when(on(dp.TALKED, body))
    assert [one.rule for one in found.findings if one.verdict is UNKNOWN] == ["TER-1"]


def test_a_stage_is_awaited_of_who_has_the_place_of_who_opened_it() -> None:  # PLA-8, SYS-1
    before = dp.known(*dp.STAGES).and_(council("wyre"), *dp.TALKING, ended("blackburn", "wyre"))
    beside = disputing(before.state())
    for day, owner in (("2024-04-19", dp.WEST), ("2024-04-20", "organisation:wyre")):
        (one,) = disputes.awaited(beside, day)
        assert one.owner == owner


# --- promises ------------------------------------------------------------------------------------


def test_the_last_who_still_has_a_place_in_a_duty_does_not_leave_it_to_nobody() -> None:  # HIW-5, SYS-1
    before = pl.known().and_(pl.sets(), pl.ends())
    assert against(before.when(pl.changes("2023-05-02", left=(pl.TRUST,)))) == ["DTY-7"]
    before.when(pl.changes("2023-05-02", (pl.ICB,), (pl.TRUST,))).happens()
    before.when(pl.changes("2023-05-02", left=(pl.CCG,))).happens()
    passed = pl.known().and_(pl.sets(), pl.ends("icb"))
    passed.when(pl.changes("2023-05-02", left=(pl.TRUST,))).happens()


def test_who_has_a_place_in_a_duty_does_not_join_it_again() -> None:  # HIW-5, SYS-1
    before = pl.known().and_(pl.sets(), pl.ends("icb"))
    assert against(before.when(pl.changes("2023-05-02", (pl.ICB,)))) == ["DTY-7"]
    lapsed = pl.known().and_(pl.sets(), pl.ends("icb", passing=pl.lapses(pl.DT)))
    lapsed.when(pl.changes("2023-05-02", (pl.ICB,))).happens()


def test_nobody_at_all_agrees_to_vary_an_agreement_whose_places_all_lapsed() -> None:  # SYS-1, HIW-1
    before = pl.agreed(pl.over(), on("2023-04-01", organisations.Ended("trust", pl.ORDER)))
    body = agreements_facts.Refreshed(pl.AG, None, sealed("looked at"), ())
    assert against(before.when(on("2023-05-02", body))) == ["AGR-13"]


def test_nobody_s_place_is_lost_in_a_circle_of_orders() -> None:  # SYS-1
    before = pl.known().and_(pl.ends("icb"))
    assert against(before.when(pl.ends("ccg", code="icb", day="2022-06-01"))) == ["SUC-1"]
    longer = before.and_(pl.ends("second", code="icb", day=pl.LATER))
    assert against(longer.when(pl.ends("ccg", code="second", day="2022-06-01"))) == ["SUC-1"]


# --- risks ---------------------------------------------------------------------------------------


def test_a_review_of_a_risk_is_awaited_of_who_has_the_place_of_its_owner() -> None:  # PBP-6, SYS-1
    before = rk.known().and_(council("wyre"), rk.raises())
    for end, owner in (
        (ended("blackburn", "wyre"), "organisation:wyre"),
        (ended("blackburn"), None),
        (ended("blackburn", "wyre", passing=(organisations.Passing(rk.R),)), None),
    ):
        state = before.and_(end).state()
        (one,) = risks.awaited(state.risks, placing(state), "2024-04-20")
        assert one.owner == owner
        (one,) = risks.awaited(state.risks, placing(state), "2024-04-19")
        assert one.owner == rk.BLACKBURN
    hospice = "organisation:hospice"
    later = before.and_(rk.assigns(Bearing(Bearer(hospice)))).state().risks.known[rk.R]
    assert later.ever == {rk.BLACKBURN, rk.BLACKPOOL, rk.ICB, hospice}


def test_what_is_said_of_leads_and_risks_is_read_by_no_judgement_of_authority() -> None:  # HIW-10, PBP-6
    own = {"lead", "leads", "risk", "risks"}
    for body in EXAMPLES:
        if isinstance(body, leads_facts.Body | risks_facts.Body):
            assert {tag.partition(":")[0] for tag in tags_of(body, MET)} <= own
    used = da.of_bob().facts[-1].fact.body
    rounds = gather(on(MET, used)[0].act(), da.of_bob().facts[:-1])[1]
    assert rounds
    assert own.isdisjoint(tag.partition(":")[0] for tags in rounds for tag in tags)


# --- deputies ------------------------------------------------------------------------------------


def test_who_came_for_two_members_is_held_against_the_interests_of_each_at_the_item() -> None:  # LSC-12, D10
    first = on(MET, PresenceChanged(MEETING, GUEST, "arrived", ITEM, member=BOB))
    away = on(MET, PresenceChanged(MEETING, GUEST, "left"))
    second = on(MET, PresenceChanged(MEETING, GUEST, "arrived", NEXT_ITEM, member=CATH))
    before = cf.sits(cf.regime()).and_(first, put(), votes("for", GUEST), away, second)
    late = before.and_(cf.declares("withdraws"))
    assert "DCL-8" in against(late.when(resolves("vote", MOTION)))
    assert cf.entitled(late, GUEST, NEXT_ITEM) is None
    assert "DCL-8" not in against(before.when(resolves("vote", MOTION)))


def test_an_interest_that_is_declared_after_a_deputy_voted_is_found_late() -> None:  # LSC-12, D10
    place = on(MET, PresenceChanged(MEETING, GUEST, "arrived", member=BOB))
    voted = cf.sits(cf.regime()).and_(place, put(), votes("for", GUEST))
    late = voted.when(cf.declares("withdraws", motions=(MOTION,))).finding("DCL-6")
    assert (late.verdict, late.absolute) == (MISSED, False)
    assert f"a vote for on {MOTION} by {GUEST}, in the place of {BOB}: " in late.got
    nobody = cf.sits(cf.regime()).and_(put(), votes("for", GUEST))
    assert nobody.when(cf.declares("withdraws", motions=(MOTION,))).finding("DCL-6").absolute
