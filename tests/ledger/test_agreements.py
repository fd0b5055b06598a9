"""Agreements: who signs for each party, from when to when they are in force, what is due of them."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace
from tests.examples import DIGEST, NEW, ids_of, terms_of, text_of
from tests.ledger.given import Given, Step, given, named, on, sealed

from ledger.awaiting import NO_DAY, Awaited
from ledger.facts import agreements as facts
from ledger.facts import bodies, keys, offices, organisations, terms
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.inforce import (
    Agreement,
    People,
    awaited,
    begun,
    in_force,
    outstanding,
    refreshed,
    signed_by,
    status,
)
from ledger.state import peopled

AG, NEXT = named("ag", "first"), named("ag", "next")
ANN, BEA, CAL, DEE = (named("p", name) for name in ("ann", "bea", "cal", "dee"))
EAST, WEST, NORTH = (f"organisation:{code}" for code in ("east", "west", "north"))
BOARD = "body:board"
MADE, SIGNED, BEGINS, LAST, OVER = "2017-05-01", "2017-05-20", "2017-06-01", "2020-03-31", "2020-04-01"
MET, MISSED, NOT_KNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_KNOWN

LEADERS = facts.PartyTo(EAST, ("leader", "chief"), 2, "Hosts the programme", "signatories")
WESTERN = facts.PartyTo(WEST, ("leader", "chief"), 1)
CHAIRED = facts.PartyTo(BOARD, ("chair",), 1)
REFRESH = facts.Dated(Due("by 31st March 2018", None, "2018-03-31"), "timeframe")
EXPIRES = facts.Dated(Due("31st March 2020", None, LAST), "timeframe")
FROM = facts.Dated(Due("1 June 2017", BEGINS), "date effective")
UNREAD = facts.Dated(Due("after three years"))
BOARDS = facts.Required(
    "1", BOARD, "terms of reference", "Reports to the partnership", "8", Due("30 June 2017")
)
COUNCILS = facts.Required("2", EAST, "constitution", "Scheme of delegation")

PLAIN = facts.Made(AG, None, "The agreement", "Agreement", None, (LEADERS, WESTERN))
FULL = replace(PLAIN, effective=FROM, refresh=REFRESH, expires=EXPIRES, joining="signatories")


def world() -> Given:
    """Give two councils and a third, four people of whom three have a position, and a board with a chair."""
    codes = (organisations.Registered(code, code, "council") for code in ("east", "west", "north"))
    people = (organisations.PersonRegistered(person, sealed("name")) for person in (ANN, BEA, CAL, DEE))
    places = ((ANN, "east", "leader"), (BEA, "east", "chief"), (CAL, "west", "leader"))
    held = (organisations.Affiliated(*place, "2017-01-01") for place in places)
    board = bodies.Constituted("board", "Board", "agreement")
    chair = offices.Elected("board", "chair", DEE, "2017", "2017-01-01", "2018-01-01")
    return given(on("2017-01-01", *codes, *people, *held, board, chair))


def made(body: facts.Made = PLAIN, day: str = MADE) -> Given:
    return world().and_(on(day, body))


def signs(
    party: str,
    person: str,
    office: str,
    day: str = SIGNED,
    level: facts.Level = "recorded by the clerk",
    **more: str | None,
) -> tuple[Step, ...]:
    recorded = more.pop("recorded", None)
    return on(day, facts.Signed(AG, None, party, person, office, level, **more), recorded=recorded)


ALL = (signs(EAST, ANN, "leader"), signs(EAST, BEA, "chief"), signs(WEST, CAL, "leader", "2017-06-10"))


def one(before: Given, code: str = AG) -> tuple[Agreement, People]:
    state = before.state()
    return state.agreements.known[code], People(state.directory, state.roll, state.bodies)


def answer(before: Given, day: str) -> dict[str, tuple[Verdict, str | None, str]]:
    agreement, people = one(before)
    return {each.rule: (each.verdict, each.clause, each.got) for each in in_force(agreement, day, people)}


def awaits(before: Given, day: str) -> list[Awaited]:
    state = before.state()
    return list(awaited(state.agreements, peopled(state), day))


def standing(before: Given, day: str) -> str:
    agreement, people = one(before)
    return status(agreement, day, people)


# --- what is recorded ----------------------------------------------------------------------------


def test_an_agreement_has_an_id_of_its_own_and_each_party_once_with_offices_enough() -> None:  # HIW-1
    before = world()
    before.when(on(MADE, FULL)).happens().when(on(MADE, FULL)).refused_by(
        f"AGR-1 (Remit default): expected an id that is new, got {AG}"
    )
    twice = replace(PLAIN, parties=(WESTERN, LEADERS, WESTERN))
    before.when(on(MADE, twice)).refused_by(
        f"AGR-2 (Remit default): expected every party once, got {WEST} twice"
    )
    before.when(on(MADE, replace(PLAIN, least=2))).happens()
    before.when(on(MADE, replace(PLAIN, least=3))).refused_by(
        "AGR-2 (Remit default): expected 3 parties that must sign, got 2"
    )
    for offices_, least in ((("chair",), 2), (("chair", "chair"), 1)):
        few = replace(PLAIN, parties=(facts.PartyTo(EAST, offices_, least),))
        before.when(on(MADE, few)).refused_by(
            f"AGR-2 (Remit default): expected {least} offices or more that sign for {EAST}, each once, "
            f"got {', '.join(offices_)}"
        )


def test_parties_bodies_and_what_is_to_change_are_known() -> None:  # PBP-7
    before = world()
    before.when(on(MADE, replace(PLAIN, body="board", requires=(BOARDS, COUNCILS)))).happens()
    nowhere = (
        facts.PartyTo("organisation:nowhere", ("chair",), 1),
        facts.PartyTo("body:nowhere", ("chair",), 1),
    )
    for body, rule in (
        (replace(PLAIN, parties=nowhere[:1]), "ORG-2"),
        (replace(PLAIN, parties=nowhere[1:]), "BOD-2"),
        (replace(PLAIN, body="nowhere"), "AGR-19"),
        (replace(PLAIN, requires=(replace(BOARDS, of="body:nowhere"),)), "AGR-19"),
        (replace(PLAIN, requires=(replace(BOARDS, of="organisation:nowhere"),)), "ORG-2"),
        (replace(PLAIN, requires=(BOARDS, replace(COUNCILS, number="1"))), "AGR-17"),
        (replace(PLAIN, replaces=NEXT), "AGR-18"),
        (replace(PLAIN, replaces=AG), "AGR-18"),
    ):
        findings = before.when(on(MADE, body)).findings
        assert [each.rule for each in findings if each.verdict is not MET] == [rule]


def test_an_agreement_replaces_one_that_was_made_before() -> None:  # HIW-1
    newer = replace(PLAIN, agreement=NEXT, replaces=AG)
    made().when(on(MADE, newer)).happens()
    made().when(on("2017-04-30", newer, recorded=MADE)).refused_by(
        f"AGR-18 (Remit default): expected another agreement to replace, made by 2017-04-30, got {AG}"
    )


def test_what_is_said_of_an_agreement_is_said_of_one_that_was_made_by_then() -> None:
    early = signs(EAST, ANN, "leader", "2017-04-30", recorded=MADE)
    said = "AGR-3 (Remit default): expected an agreement about no body that was made by 2017-04-30"
    made().when(early).refused_by(f"{said}, got {AG}")
    world().when(early).refused_by(f"{said}, got {AG}")
    made().when(signs(EAST, ANN, "leader", MADE)).happens()
    other = replace(PLAIN, body="board")
    made(other).when(signs(EAST, ANN, "leader")).refused_by(
        f"AGR-3 (Remit default): expected an agreement about no body that was made by {SIGNED}, got {AG}"
    )


def test_what_is_said_of_an_agreement_that_nobody_knows_changes_nothing() -> None:
    assert not world().and_(signs(EAST, ANN, "leader")).state().agreements.known


def test_a_party_signs_by_the_offices_that_are_named_for_it() -> None:  # HIW-1
    before = made()
    before.when(signs(EAST, ANN, "leader")).happens().when(signs(EAST, BEA, "chief")).happens()
    before.when(signs(NORTH, ANN, "leader")).refused_by(
        f"AGR-5 (Remit default): expected a party, got {NORTH}, of {EAST}, {WEST}",
        f"AGR-7 (Remit default): expected somebody who is leader at {NORTH} on {SIGNED}, "
        "got no record of that",
    )
    wrong = organisations.Affiliated(ANN, "east", "finance-director", "2017-01-01")
    before.and_(on(MADE, wrong)).when(signs(EAST, ANN, "finance-director")).refused_by(
        f"AGR-6 (Agreement signatories): expected leader or chief to sign for {EAST}, got finance-director"
    )
    wrong = organisations.Affiliated(CAL, "west", "finance-director", "2017-01-01")
    departed = before.and_(on(MADE, wrong)).when(signs(WEST, CAL, "finance-director"))
    departed.refused_by(
        f"AGR-6 (Remit default): expected leader or chief to sign for {WEST}, got finance-director"
    )
    # Recorded all the same, it does not count for the party.
    all_the_same = (
        before.and_(on(MADE, wrong))
        .when(signs(WEST, CAL, "finance-director")[0].departing())
        .happens("AGR-6 not met")
    )
    agreement, people = one(all_the_same)
    assert signed_by(agreement, WESTERN, SIGNED, people).verdict is MISSED


def test_whether_a_signatory_holds_the_office_is_what_the_record_says() -> None:  # HIW-1
    ended = on("2017-05-10", organisations.Unaffiliated(ANN, "east", "leader"))
    said = f"AGR-7 (Remit default): expected somebody who is leader at {EAST} on"
    made().and_(ended).when(signs(EAST, ANN, "leader")).refused_by(f"{said} {SIGNED}, got {ANN}")
    made().and_(ended).when(signs(EAST, ANN, "leader", "2017-05-09", recorded=SIGNED)).happens()
    silent = made().when(signs(EAST, DEE, "leader"))
    silent.refused_by(f"{said} {SIGNED}, got no record of that")
    past = made().when(signs(EAST, DEE, "leader", recorded="2017-05-21"))
    past.happens("AGR-7 not known")
    nobody = made().when(signs(EAST, named("p", "nobody"), "leader"))
    assert nobody.verdict("PER-2") is MISSED


def test_a_body_signs_by_whoever_is_in_its_office() -> None:  # PBP-7
    before = made(replace(PLAIN, parties=(CHAIRED,)))
    before.when(signs(BOARD, DEE, "chair")).happens()
    before.when(signs(BOARD, ANN, "chair")).refused_by(
        f"AGR-7 (Remit default): expected somebody who is chair at {BOARD} on {SIGNED}, got {ANN}"
    )
    deputy = replace(CHAIRED, offices=("deputy",))
    silent = made(replace(PLAIN, parties=(deputy,))).when(signs(BOARD, ANN, "deputy"))
    assert silent.verdict("AGR-7") is NOT_KNOWN
    undated = offices.Elected("board", "deputy", ANN, "2017", None, None)
    silent = made(replace(PLAIN, parties=(deputy,))).and_(on(MADE, undated)).when(signs(BOARD, ANN, "deputy"))
    assert silent.verdict("AGR-7") is NOT_KNOWN


def test_an_own_key_a_scanned_signature_and_the_clerks_record_are_told_apart() -> None:  # HIW-1
    before = made()
    before.when(signs(EAST, ANN, "leader", level="scanned signature", digest=DIGEST)).happens()
    for level, digest in (("scanned signature", None), ("recorded by the clerk", DIGEST)):
        got = f"{level}, {'with' if digest else 'without'} a digest"
        before.when(signs(EAST, ANN, "leader", level=level, digest=digest)).refused_by(  # type: ignore[arg-type]
            f"AGR-8 (Remit default): expected a digest of a scanned signature, and of no other, got {got}"
        )
    (step,) = signs(EAST, ANN, "leader", level="own key")
    before.when(step).refused_by(
        f"AGR-9 (Remit default): expected a key of {ANN} for own acts, got signed with others alone",
        kind="SIG",
    )
    enrolled = on(MADE, keys.Enrolled(text_of(NEW), ANN, ("own",)))
    own = msgspec.structs.replace(step, signers=ids_of(NEW), recorder=ANN)
    before.and_(enrolled).when(own).happens()
    assert before.and_(enrolled).when(step).verdict("AGR-9") is MISSED
    assert before.when(own).verdict("AGR-9") is MISSED


def test_nobody_signs_twice_in_one_office() -> None:  # HIW-1
    before = made().and_(signs(EAST, ANN, "leader"))
    before.when(signs(EAST, ANN, "leader", "2017-05-21")).refused_by(
        f"AGR-10 (Remit default): expected who has not signed in that office yet, got {ANN} again"
    )
    both = organisations.Affiliated(ANN, "east", "chief", "2017-01-01")
    before.and_(on(MADE, both)).when(signs(EAST, ANN, "chief")).happens()


# --- in force ------------------------------------------------------------------------------------


def test_it_is_in_force_when_all_have_signed_and_its_day_has_come() -> None:  # HIW-1
    before = made(FULL)
    two = before.and_(*ALL[:2])
    assert answer(two, "2017-06-10")["AGR-20"] == (
        MISSED,
        None,
        f"1 of 2, without {WEST} (leader: nobody, chief: nobody)",
    )
    every = before.and_(*ALL)
    assert answer(every, "2017-06-09")["AGR-20"][0] is MISSED
    assert answer(every, "2017-06-10") == {
        "AGR-20": (MET, None, "2 of 2"),
        "AGR-21": (MET, "Agreement date effective", "2017-06-10"),
        "AGR-22": (MET, None, "2017-06-10"),
        "AGR-23": (MET, "Agreement timeframe", "2017-06-10"),
    }
    assert [standing(every, day) for day in ("2017-06-09", "2017-06-10")] == [
        "waits for signatures",
        "in force",
    ]
    agreement, people = one(every)
    assert (begun(agreement, "2017-06-09", people), begun(agreement, OVER, people)) == (None, "2017-06-10")


def test_what_is_signed_before_its_day_waits_for_it() -> None:  # HIW-1
    before = made(FULL).and_(*ALL[:2], signs(WEST, CAL, "leader"))
    assert [standing(before, day) for day in ("2017-05-31", BEGINS)] == ["not effective yet", "in force"]
    assert answer(before, "2017-05-31")["AGR-21"] == (MISSED, "Agreement date effective", "2017-05-31")
    agreement, people = one(before)
    assert begun(agreement, LAST, people) == BEGINS


def test_fewer_parties_are_enough_where_the_agreement_says_so() -> None:  # HIW-1
    before = made(replace(PLAIN, least=1, signing="9")).and_(ALL[2])
    assert answer(before, "2017-06-10")["AGR-20"] == (
        MET,
        "Agreement 9",
        f"1 of 2, without {EAST} (leader: nobody, chief: nobody)",
    )
    assert answer(before, "2017-06-09")["AGR-20"][0] is MISSED


def test_one_person_in_two_offices_signs_once() -> None:  # HIW-1
    both = organisations.Affiliated(ANN, "east", "chief", "2017-01-01")
    before = made(replace(PLAIN, parties=(LEADERS,))).and_(
        on(MADE, both), signs(EAST, ANN, "leader"), signs(EAST, ANN, "chief")
    )
    assert standing(before, SIGNED) == "waits for signatures"
    assert standing(before.and_(signs(EAST, BEA, "chief")), SIGNED) == "in force"


def test_who_signed_in_an_office_that_no_record_shows_leaves_it_not_known() -> None:  # HIW-1
    before = made(FULL).and_(*ALL[:2], signs(WEST, DEE, "leader"))
    verdict, _, got = answer(before, BEGINS)["AGR-20"]
    assert (verdict, got) == (
        NOT_KNOWN,
        f"1 of 2, without {WEST} (leader: {DEE}, whose office is not known, chief: nobody)",
    )
    assert standing(before, BEGINS) == "not known"
    shown = before.and_(on("2017-07-01", organisations.Affiliated(DEE, "west", "leader", "2017-01-01")))
    assert standing(shown, BEGINS) == "in force"


def test_without_a_day_it_is_in_force_once_signed_and_without_end() -> None:  # HIW-1
    before = made().and_(*ALL)
    assert answer(before, "2099-01-01")["AGR-21"] == (MET, None, "none stated: once it is signed")
    assert answer(before, "2099-01-01")["AGR-23"] == (MET, None, "none stated")
    agreement, people = one(before)
    assert begun(agreement, "2099-01-01", people) == "2017-06-10"
    assert begun(one(made())[0], "2099-01-01", people) is None


@pytest.mark.parametrize("field", ["effective", "expires"])
def test_a_date_that_is_no_day_is_kept_and_leaves_it_not_known(field: str) -> None:  # SYS-3
    before = made(replace(PLAIN, **{field: UNREAD})).and_(*ALL)
    rule = {"effective": "AGR-21", "expires": "AGR-23"}[field]
    assert answer(before, "2017-07-01")[rule] == (NOT_KNOWN, "Agreement", "a date that is read as no day")
    assert standing(before, "2017-07-01") == "not known"


def test_it_expires_after_its_last_day_unless_it_is_renewed_before() -> None:  # HIW-1
    before = made(FULL).and_(*ALL)
    assert [standing(before, day) for day in (LAST, OVER)] == ["in force", "expired"]
    late = before.when(signs(WEST, CAL, "chief", OVER))
    assert late.finding("AGR-4").got == "expired"
    assert before.when(signs(WEST, CAL, "chief", LAST)).verdict("AGR-4") is MET
    longer = facts.Dated(Due("31 March 2021", None, "2021-03-31"), "1")
    renewed = facts.Renewed(AG, None, sealed("renewed"), (EAST, WEST), longer)
    after = before.when(on(LAST, renewed)).happens()
    assert [standing(after, day) for day in (OVER, "2021-03-31", "2021-04-01")] == ["in force"] * 2 + [
        "expired"
    ]
    before.when(on(OVER, renewed)).refused_by(
        f"AGR-4 (Remit default): expected an agreement that is not over on {OVER}, got expired"
    )
    for due, got in ((EXPIRES, LAST), (UNREAD, "after three years, read as no day")):
        before.when(on("2019-01-01", replace(renewed, expires=due))).refused_by(
            f"AGR-14 (Remit default): expected a last day later than {LAST}, got {got}"
        )
    forever = made().and_(*ALL)
    forever.when(on("2021-03-31", renewed)).happens()
    forever.when(on("2021-04-01", renewed)).refused_by(
        "AGR-14 (Remit default): expected a last day later than 2021-04-01, got 2021-03-31"
    )


def test_it_is_terminated_from_a_day_on() -> None:  # HIW-1
    ends = facts.Ended(AG, None, "terminated", clause="2", reason=sealed("they left"))
    before = made(FULL).and_(*ALL).when(on("2018-01-01", ends)).happens()
    assert [standing(before, day) for day in ("2017-12-31", "2018-01-01")] == ["in force", "terminated"]
    assert answer(before, "2018-01-01")["AGR-22"] == (MISSED, "Agreement 2", "terminated on 2018-01-01")
    again = before.when(on("2018-01-02", ends))
    again.refused_by(
        "AGR-4 (Remit default): expected an agreement that is not over on 2018-01-02, got terminated"
    )
    named_ = made().when(on("2018-01-01", replace(ends, by=NEXT)))
    assert named_.verdict("AGR-15") is MISSED


def test_it_is_replaced_by_one_that_says_so_and_is_in_force() -> None:  # HIW-1, SYS-1
    newer = replace(PLAIN, agreement=NEXT, replaces=AG, parties=(WESTERN, replace(LEADERS, least=1)), least=1)
    ends = facts.Ended(AG, None, "replaced", NEXT)
    signature = facts.Signed(NEXT, None, WEST, CAL, "leader", "recorded by the clerk")
    before = made(FULL).and_(*ALL, on("2019-01-01", newer))
    before.when(on("2019-02-01", ends)).refused_by(
        "AGR-26 (Remit default): expected an agreement that is in force on 2019-02-01, "
        "got waits for signatures"
    )
    signed = before.and_(on("2019-02-01", signature))
    after = signed.when(on("2019-02-01", ends)).happens()
    assert standing(after, "2019-02-01") == "replaced"
    said = "AGR-15 (Remit default): expected an agreement, made by 2019-02-01, that says it replaces this one"
    signed.when(on("2019-02-01", replace(ends, by=None))).refused_by(f"{said}, got none")
    signed.when(on("2019-02-01", replace(ends, by=AG))).refused_by(f"{said}, got {AG}")


def test_that_it_expired_is_recorded_where_its_day_is_not_known() -> None:  # SYS-3
    ends = facts.Ended(AG, None, "expired")
    made(replace(PLAIN, expires=UNREAD)).when(on("2018-01-01", ends)).happens()
    said = "AGR-16 (Remit default): expected one that expires on a date that is read as no day"
    for body, got in ((FULL, "31st March 2020"), (PLAIN, "no day stated")):
        made(body).when(on("2018-01-01", ends)).refused_by(f"{said}: any other expires by itself, got {got}")


# --- who joins, and what is agreed later ---------------------------------------------------------


def test_another_accedes_where_the_agreement_lets_it_and_is_bound_once_it_has_signed() -> None:  # HIW-1
    joins = facts.PartyTo(NORTH, ("leader",), 1)
    before = made(FULL).and_(*ALL)
    after = before.when(on("2018-01-01", facts.Acceded(AG, None, joins))).happens()
    assert standing(after, "2018-01-01") == "in force"
    agreement, people = one(after)
    assert signed_by(agreement, joins, "2018-01-01", people).verdict is MISSED
    place = on("2018-01-01", organisations.Affiliated(DEE, "north", "leader", "2017-01-01"))
    signed = after.and_(place).when(signs(NORTH, DEE, "leader", "2018-01-01")).happens()
    agreement, people = one(signed)
    assert signed_by(agreement, joins, "2018-01-01", people).verdict is MET
    assert after.and_(place).when(signs(NORTH, DEE, "leader", "2017-12-31")).verdict("AGR-5") is MISSED


def test_who_joins_is_new_and_the_agreement_says_that_others_may() -> None:  # HIW-1
    joins, affiliated = facts.Acceded(AG, None, WESTERN), facts.Affiliated(AG, None, NORTH, "Observer")
    before = made(FULL)
    before.when(on("2018-01-01", joins)).refused_by(
        f"AGR-11 (Remit default): expected somebody who has not joined yet, got {WEST}"
    )
    after = before.when(on("2018-01-01", affiliated)).happens()
    after.when(on("2018-01-02", affiliated)).refused_by(
        f"AGR-11 (Remit default): expected somebody who has not joined yet, got {NORTH}"
    )
    after.when(on("2018-01-02", facts.Acceded(AG, None, facts.PartyTo(NORTH, ("leader",), 1)))).happens()
    assert (
        before.when(on("2018-01-01", replace(affiliated, party="organisation:x"))).verdict("ORG-2") is MISSED
    )
    for party, rule in (
        (facts.PartyTo("organisation:x", ("leader",), 1), "ORG-2"),
        (facts.PartyTo(NORTH, ("leader",), 2), "AGR-2"),
    ):
        assert before.when(on("2018-01-01", facts.Acceded(AG, None, party))).verdict(rule) is MISSED
    silent = made().when(on("2018-01-01", affiliated))
    silent.refused_by(
        "AGR-12 (Remit default): expected an agreement that lets others join, got one that does not say"
    )
    made().when(on("2018-01-01", affiliated, recorded="2018-01-02")).happens("AGR-12 not known")


def test_all_parties_agree_to_what_it_says_from_then_on() -> None:  # HIW-1
    later = facts.Dated(Due("by 31 March 2019", None, "2019-03-31"))
    varied = facts.Varied(AG, None, "Deed 1", sealed("later"), (EAST, WEST), later, None, (COUNCILS,))
    before = made(replace(FULL, requires=(BOARDS,)))
    after = before.when(on("2018-01-01", varied)).happens()
    agreement, _ = one(after)
    assert [one.by(day).refresh for one in (agreement,) for day in ("2017-12-31", "2018-01-01")] == [
        REFRESH,
        later,
    ]
    assert agreement.expires == EXPIRES
    assert [(day, each.number) for day, each in agreement.requires] == [(MADE, "1"), ("2018-01-01", "2")]
    before.when(on("2018-01-01", replace(varied, agreed=(EAST,)))).refused_by(
        f"AGR-13 (Remit default): expected all of its parties to agree, got without {WEST}"
    )
    joins = facts.Acceded(AG, None, facts.PartyTo(NORTH, ("leader",), 1))
    joined = before.and_(on("2017-12-01", joins))
    joined.when(on("2018-01-01", varied)).happens()  # not bound before it has signed
    signed = joined.and_(
        on("2017-12-02", facts.Signed(AG, None, NORTH, DEE, "leader", "recorded by the clerk"))
    )
    signed.when(on("2018-01-01", varied)).refused_by(
        f"AGR-13 (Remit default): expected all of its parties to agree, got without {NORTH}"
    )
    signed.when(on("2018-01-01", replace(varied, agreed=(EAST, WEST, NORTH)))).happens()
    before.when(on("2018-01-01", replace(varied, agreed=(EAST, WEST, NORTH)))).refused_by(
        f"AGR-5 (Remit default): expected parties alone to agree, got {NORTH}"
    )
    before.when(on("2018-01-01", replace(varied, requires=(replace(COUNCILS, number="1"),)))).refused_by(
        "AGR-17 (Remit default): expected every change under a number of its own, got 1, 1"
    )
    shorter = replace(varied, refresh=None, expires=later, requires=())
    agreement, _ = one(before.when(on("2018-01-01", shorter)).happens())
    assert (agreement.refresh, agreement.expires) == (REFRESH, later)


def test_a_refresh_that_is_late_is_shown_so_and_ends_nothing() -> None:  # HIW-1
    once = facts.Refreshed(AG, None, sealed("refreshed"), (EAST, WEST))
    before = made(FULL).and_(*ALL)
    in_time = before.when(on("2018-03-31", once)).happens()
    assert refreshed(one(in_time)[0], LAST) == (("2018-03-31", REFRESH, False),)
    late = before.when(on("2018-04-01", once)).happens()
    assert refreshed(one(late)[0], LAST) == (("2018-04-01", REFRESH, True),)
    assert refreshed(one(late)[0], "2018-03-31") == ()
    assert standing(late, "2018-04-01") == "in force"
    assert one(late)[0].refresh is None
    again = late.when(on("2019-04-01", once)).happens()
    assert refreshed(one(again)[0], LAST)[1] == ("2019-04-01", None, None)
    undated = made(replace(FULL, refresh=UNREAD)).when(on("2018-04-01", once)).happens()
    assert refreshed(one(undated)[0], LAST) == (("2018-04-01", UNREAD, None),)


def test_what_was_agreed_last_counts_in_whatever_order_it_is_recorded() -> None:  # HIW-1
    later = facts.Dated(Due("by 31 March 2019", None, "2019-03-31"))
    varied = facts.Varied(AG, None, "Deed 1", sealed("later"), (EAST, WEST), later)
    once = facts.Refreshed(AG, None, sealed("refreshed"), (EAST, WEST))
    before = made(FULL).and_(on("2018-06-01", varied), on("2018-01-01", once, recorded="2018-07-01"))
    agreement, _ = one(before)
    refreshes = [agreement.by(day).refresh for day in ("2017-12-31", "2018-01-01", "2018-06-01")]
    assert refreshes == [REFRESH, None, later]


# --- what has to change elsewhere, and what is due -----------------------------------------------


def adopted(version: str, day: str, body: str = "board") -> tuple[Step, ...]:
    own = msgspec.structs.replace(terms_of(), body=body, version=version, founders=("east",))
    return on(day, terms.Adopted(own, day))


def test_a_change_to_a_bodys_terms_is_outstanding_until_later_terms_show_it() -> None:  # PBP-7
    before = made(replace(FULL, requires=(BOARDS,))).and_(adopted("2016", "2017-04-30"))
    change = facts.ChangeMade(AG, None, "1", "2017", None)
    said = (
        f"AGR-25 (Remit default): expected terms of {BOARD} in force from {MADE} to 2017-09-01, or a document"
    )
    before.when(on("2017-09-01", change)).refused_by(f"{said}, got 2017")
    before.when(on("2017-09-01", replace(change, version="2016"))).refused_by(f"{said}, got 2016")
    before.when(on("2017-09-01", replace(change, version=None))).refused_by(f"{said}, got neither")
    before.and_(adopted("2017", "2017-09-02")).when(
        on("2017-09-01", change, recorded="2017-09-02")
    ).refused_by(f"{said}, got 2017")
    revised = before.and_(adopted("2017", "2017-09-01"))
    revised.when(on("2017-09-01", replace(change, document="Minutes"))).refused_by(f"{said}, got both")
    revised.when(on("2017-09-01", replace(change, version="2018"))).refused_by(f"{said}, got 2018")
    after = revised.when(on("2017-09-01", change)).happens()
    before.and_(adopted("2017", MADE)).when(on("2017-09-01", change)).happens()
    agreement, _ = one(after)
    assert outstanding(agreement, "2017-08-31") == ((MADE, BOARDS),)
    assert outstanding(agreement, "2017-09-01") == ()
    after.when(on("2017-09-02", change)).refused_by(
        "AGR-24 (Remit default): expected a change that the agreement needs and that is outstanding, got 1"
    )
    nothing = before.when(on("2017-09-01", replace(change, number="9")))
    assert [each.rule for each in nothing.findings if each.verdict is not MET] == ["AGR-24"]


def test_a_change_to_a_constitution_elsewhere_is_shown_by_a_document() -> None:  # PBP-7
    before = made(replace(FULL, requires=(COUNCILS,)))
    change = facts.ChangeMade(AG, None, "2", None, "Constitution of July 2017", DIGEST)
    before.when(on("2017-09-01", change)).happens()
    # The terms of a body that has the same code are not those of the organisation.
    named_ = before.and_(
        on(MADE, bodies.Constituted("east", "East", "agreement")), adopted("2017", MADE, "east")
    )
    by_terms = named_.when(on("2017-09-01", replace(change, version="2017", document=None)))
    assert by_terms.verdict("AGR-25") is MISSED


def test_a_signature_is_not_recorded_before_its_day() -> None:  # HIW-1
    assert made().when(signs(EAST, ANN, "leader", recorded=MADE)).verdict("TIM-1") is MISSED
    assert made().when(signs(EAST, ANN, "leader")).verdict("TIM-1") is MET


def test_signatures_are_awaited_by_party_and_office_until_enough_have_signed() -> None:  # HIW-1
    before = made(replace(FULL, body="board"))
    kind = "signature of an agreement"

    def due(history: Given, day: str) -> list[tuple[str, str | None, str | None]]:
        found = [each for each in awaits(history, day) if each.kind == kind]
        assert {each.since for each in found} <= {MADE, SIGNED}
        return [(each.id, each.owner, each.clause) for each in found]

    cited = "Agreement signatories"
    east = [(f"{AG}/{EAST}/{office}", EAST, cited) for office in ("leader", "chief")]
    west = [(f"{AG}/{WEST}/{office}", WEST, "Agreement") for office in ("leader", "chief")]
    assert due(before, "2017-04-30") == []
    assert due(before, MADE) == due(before, LAST) == [*east, *west]
    assert due(before, OVER) == []
    (first, *_) = awaits(before, MADE)
    assert first.due == Due("1 June 2017", None, BEGINS)

    def sign(party: str, person: str, office: str, day: str = SIGNED) -> tuple[Step, ...]:
        return on(day, facts.Signed(AG, "board", party, person, office, "recorded by the clerk"))

    one_ = before.and_(sign(EAST, ANN, "leader"))
    assert due(one_, MADE) == [*east, *west]
    assert due(one_, SIGNED) == [east[1], *west]
    both = one_.and_(sign(WEST, CAL, "leader"))
    assert due(both, SIGNED) == [east[1]], "one of two is enough"
    assert due(both.and_(sign(EAST, BEA, "chief")), SIGNED) == []
    # Of a person whose office is not on record nobody can say that the signature is missing.
    assert due(both.and_(sign(EAST, DEE, "chief")), SIGNED) == []
    wrong = organisations.Unaffiliated(ANN, "east", "leader")
    left = before.and_(on("2017-05-10", wrong), sign(EAST, ANN, "leader"))
    assert due(left, SIGNED) == [*east, *west]
    # One person in both offices is one signature: another has to sign in one of them.
    also = organisations.Affiliated(ANN, "east", "chief")
    alone = before.and_(on("2017-05-10", also), sign(EAST, ANN, "leader"), sign(EAST, ANN, "chief"))
    assert due(alone, SIGNED) == [*east, *west]
    joins = on(SIGNED, facts.Acceded(AG, "board", facts.PartyTo(NORTH, ("leader",), 1)))
    (last,) = [each for each in awaits(both.and_(sign(EAST, BEA, "chief"), joins), LAST) if each.kind == kind]
    assert (last.id, last.due, last.since) == (f"{AG}/{NORTH}/leader", NO_DAY, SIGNED)
    undated = made(PLAIN)
    assert {each.due for each in awaits(undated, MADE)} == {NO_DAY}
    unread = made(replace(PLAIN, effective=UNREAD))
    assert {each.due for each in awaits(unread, MADE)} == {NO_DAY}


def test_refresh_expiry_and_changes_are_awaited_until_they_come_or_it_is_over() -> None:  # HIW-1, PBP-7
    before = made(replace(FULL, body="board", requires=(BOARDS, COUNCILS)))

    def due(history: Given, day: str) -> list[tuple[str, str, str | None]]:
        found = [each for each in awaits(history, day) if each.kind != "signature of an agreement"]
        assert {(each.id.split("/")[0], each.body, each.since) for each in found} <= {(AG, "board", MADE)}
        assert len({(each.kind, each.id) for each in found}) == len(found)
        return [(each.kind.split(" ")[0], each.due.printed, each.owner) for each in found]

    refresh, expiry = ("refresh", "by 31st March 2018", None), ("expiry", "31st March 2020", None)
    changes = [("change", "30 June 2017", BOARD), ("change", "no day is stated", EAST)]
    assert due(before, "2017-04-30") == []
    assert due(before, MADE) == due(before, LAST) == [refresh, expiry, *changes]
    assert due(before, OVER) == []
    done = facts.Refreshed(AG, "board", sealed("refreshed"), (EAST, WEST))
    change = facts.ChangeMade(AG, "board", "2", None, "Constitution")
    after = before.and_(on("2018-01-01", done, change))
    assert due(after, "2017-12-31") == [refresh, expiry, *changes]
    assert due(after, "2018-01-01") == [expiry, changes[0]]
    assert due(made(replace(PLAIN, body="board")), LAST) == []
