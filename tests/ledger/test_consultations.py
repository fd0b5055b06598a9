"""Who was asked before a change, who answered, and whether the duty to ask was met."""

from __future__ import annotations

import msgspec
import pytest
from tests.examples import NEW, ids_of, text_of
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import (
    BOB,
    CATH,
    CHAIR,
    DAN,
    FAY,
    GUS,
    HAL,
    ICP,
    MET,
    QUORUM,
    RESOLUTION,
    VOTING,
    WAYS,
    attended,
    constituted,
    item,
    opened,
    partnership,
    registered,
    resolves,
    terms_with,
)

from ledger.acts import Recorded
from ledger.awaiting import NO_DAY
from ledger.consultations import Consultations, awaited, duty
from ledger.facts import consultations as facts
from ledger.facts import keys, organisations, programme, terms
from ledger.findings import Finding, Verdict

ASKED, LAST, LATER = "2024-02-01", "2024-02-29", "2024-04-02"
U = named("u", "beds")
NOT_KNOWN, MISSED = Verdict.NOT_KNOWN, Verdict.NOT_MET
COUNCIL = "organisation:blackburn"
OTHERS = tuple(f"organisation:{code}" for code in ("blackpool", "lancashire", "icb"))
"""Whom Blackburn asks: the other founders of the partnership."""

IN_TIME = terms.ConsultationRule(
    rule="TME-1", clause="8", basis="reading", says="time is allowed", reading="until a day that is stated"
)
CONSIDERED = msgspec.structs.replace(IN_TIME, rule="INV-1", clause="4.3", impact=True)
TEN_DAYS = msgspec.structs.replace(IN_TIME, rule="TEN-1", clause="9", says="ten days", days=10)
MATTERS = tuple(terms.Matter(code, code, "2") for code in ("beds", "roads"))


def known(*rules: terms.Rule, matters: tuple[terms.Matter, ...] = MATTERS) -> Given:
    """Give the partnership and its founders; its terms have these rules on consultation."""
    own = terms_with(*QUORUM, WAYS, VOTING, *rules, version="2024")
    adopted = terms.Adopted(msgspec.structs.replace(own, matters=matters), "2024-01-01")
    codes = ("blackburn", "blackpool", "lancashire", "icb", "hospice")
    councils = (organisations.Registered(one, one, "council") for one in codes)
    return partnership().and_(on("2023-01-05", *councils), constituted("board"), on("2024-01-01", adopted))


def asks(
    *parties: str,
    until: str | None = LAST,
    day: str = ASKED,
    impact: bool = True,
    matter: str | None = None,
    under: str | None = ICP,
    by: str = "blackburn",
    recorded: str | None = None,
) -> tuple[Step, ...]:
    considered = sealed("fewer beds elsewhere") if impact else None
    body = facts.Opened(U, by, under, sealed("close beds"), considered, matter, parties or OTHERS, until)
    return on(day, body, recorded=recorded)


def answers(
    party: str = "organisation:icb", day: str = "2024-02-10", under: str | None = ICP
) -> tuple[Step, ...]:
    return on(day, facts.Answered(U, under, party, sealed("we agree")))


def ends(
    decided: str | None = None,
    day: str = "2024-03-10",
    resolution: str | None = None,
    under: str | None = ICP,
) -> tuple[Step, ...]:
    return on(day, facts.Ended(U, under, sealed("beds are closed"), decided, resolution))


def duties(before: Given, day: str = "2025-01-01") -> tuple[Finding, ...]:
    state = before.state()
    one = state.consultations.known[U]
    bound = state.terms.in_force(one.opened.under or "", one.day)
    return duty(one, bound, state.directory, state.programme.days(ICP, day), day)


def told(before: Given, day: str = "2025-01-01") -> tuple[Verdict, str]:
    (found,) = duties(before, day)
    return found.verdict, found.got


# --- what is recorded ----------------------------------------------------------------------------


def test_a_party_that_was_asked_answers_until_the_consultation_ends() -> None:  # PLA-4.3
    before = known().when(asks()).happens()
    before = before.when(answers()).happens().when(answers(day="2024-02-11")).happens()
    one = before.when(ends("2024-03-05")).happens().state().consultations.known[U]
    assert [day for day, _ in one.answered] == ["2024-02-10", "2024-02-11"]
    assert one.ended is not None
    assert (one.ended[0], one.ended[1].decided) == ("2024-03-10", "2024-03-05")
    assert one.by("2024-02-10").answered == one.answered[:1]
    assert one.by("2024-03-09").ended is None
    assert one.by("2024-03-10") == one


def test_who_was_not_asked_or_comes_after_the_end_answers_only_as_a_departure() -> None:  # PLA-4.3
    before = known().and_(asks(), ends())
    three = "organisation:blackpool, organisation:lancashire, organisation:icb"
    late = before.when(answers(day="2024-03-10"))
    late.refused_by(
        "CON-5 (Remit default): expected a party that was asked, before the end, "
        f"got organisation:icb, of {three}, ended 2024-03-10"
    )
    before.when(answers(day="2024-03-09")).happens()
    stranger = known().and_(asks()).when(answers("organisation:hospice"))
    stranger.refused_by(
        "CON-5 (Remit default): expected a party that was asked, before the end, "
        f"got organisation:hospice, of {three}"
    )
    known().and_(asks()).when(answers("organisation:hospice")[0].departing()).happens("CON-5 not met")


def test_a_consultation_ends_once_and_begins_before_it_ends() -> None:  # PLA-4.3
    before = known().and_(asks())
    before.when(ends(day=ASKED)).happens()
    early = before.when(ends(day="2024-01-31"))
    early.refused_by(
        f"CON-4 (Remit default): expected a consultation under icp that was opened by 2024-01-31, got {U}"
    )
    for elsewhere in (answers(under=None), ends(day=LATER, under="board")):
        assert before.when(elsewhere).verdict("CON-4") is MISSED
    again = before.and_(ends()).when(ends(day="2024-03-11"))
    again.refused_by(
        f"CON-6 (Remit default): expected a consultation that is open, got {U}, ended 2024-03-10"
    )
    for nobody in (answers(), ends()):
        outcome = known().when(nobody)
        assert outcome.finding("CON-4").absolute
        assert outcome.verdict("CON-4") is MISSED


def test_a_consultation_has_an_id_of_its_own_and_asks_others_until_a_day_to_come() -> None:
    before = known()
    again = before.and_(asks()).when(asks())
    again.refused_by(f"CON-1 (Remit default): expected an id that is new, got {U}")
    for parties in ((COUNCIL,), (OTHERS[0], OTHERS[0])):
        before.when(asks(*parties)).refused_by(
            "CON-2 (Remit default): expected others than blackburn, each once, got " + ", ".join(parties)
        )
    before.when(asks(until="2024-01-31")).refused_by(
        "CON-3 (Remit default): expected time until 2024-02-01 or later, got 2024-01-31"
    )
    before.when(asks(until=ASKED)).happens()
    before.when(asks(until=None)).happens()


def test_who_asks_and_who_is_asked_are_known() -> None:
    before = known()
    before.when(asks("body:board", under=None)).happens()
    for step, rule in (
        (asks(by="nobody"), "ORG-2"),
        (asks("organisation:nobody"), "ORG-2"),
        (asks("body:nobody"), "BOD-2"),
        (asks(under="nobody"), "BOD-2"),
    ):
        findings = before.when(step).findings
        assert [one.rule for one in findings if one.verdict is MISSED] == [rule]


def test_the_decision_that_is_named_was_taken_on_the_day_that_is_stated() -> None:  # PLA-4.3
    before = known().and_(
        asks(), opened(), attended(CHAIR, BOB, CATH, DAN, FAY, GUS, HAL), item(), resolves("consensus")
    )
    before.when(ends(MET, MET, RESOLUTION)).happens()
    wrong = {
        (LATER, LATER, RESOLUTION): f"a resolution taken on {LATER}, got {RESOLUTION}, taken on {MET}",
        (None, LATER, RESOLUTION): f"a resolution taken on a day that is stated, got {RESOLUTION}, "
        f"taken on {MET}",
        (LATER, LATER, U.replace("u-", "d-")): f"a resolution taken on {LATER}, got {U.replace('u-', 'd-')}, "
        "which the ledger does not know",
    }
    for (decided, day, resolution), sentence in wrong.items():
        before.when(ends(decided, day, resolution)).refused_by(f"CON-8 (Remit default): expected {sentence}")
    early = before.when(ends(LATER, MET))
    early.refused_by(f"CON-7 (Remit default): expected a decision taken by {MET}, got {LATER}")


def test_what_is_said_of_an_unknown_consultation_changes_nothing() -> None:
    state = known().and_(answers(), ends()).state()
    assert state.consultations == known().state().consultations


def test_nothing_is_asked_answered_or_ended_before_its_day() -> None:  # T2
    outcome = known().when(asks(recorded="2024-01-31"))
    assert outcome.verdict("TIM-1") is MISSED


def test_a_key_for_the_body_named_records_all_of_it_and_no_other_does() -> None:
    enrols = on("2023-06-01", keys.Enrolled(text_of(NEW), BOB, ("record:board",)))
    before = known().and_(registered(BOB), enrols)
    mine = (asks(under="board"), answers(under="board"), ends(under="board"))
    for step in (*mine, asks(), answers(), ends()):
        own = msgspec.structs.replace(step[0], signers=ids_of(NEW), recorder=BOB)
        assert before.when(own).verdict("KEY-2") is Verdict.of(step in mine)


# --- whether the duty was met --------------------------------------------------------------------


def test_a_duty_names_its_clause_and_how_it_is_read() -> None:  # HIW-9
    (found,) = duties(known(IN_TIME).and_(asks(), ends("2024-03-01")))
    assert (found.rule, found.clause, found.expected) == ("TME-1", "ToR 8", "time is allowed")
    assert (found.reading, found.absolute) == ("until a day that is stated", False)
    assert (found.verdict, found.got) == (
        Verdict.MET,
        f"3 of 3 asked; asked {ASKED}, time until {LAST}, decided 2024-03-01",
    )


@pytest.mark.parametrize(
    ("until", "decided", "expected"),
    [
        (LAST, "2024-03-01", Verdict.MET),
        (LAST, LAST, MISSED),  # the day until which there is time is theirs
        (LAST, "2024-01-31", MISSED),
        (None, "2024-02-02", NOT_KNOWN),  # the source gives no number, and nobody stated a day
        (None, ASKED, MISSED),
        (None, "2024-01-31", MISSED),
    ],
)
def test_where_no_number_is_given_time_is_allowed_until_the_day_that_was_stated(
    until: str | None, decided: str, expected: Verdict
) -> None:  # HIW-9
    verdict, got = told(known(IN_TIME).and_(asks(until=until), ends(decided)))
    assert verdict is expected
    said = f"time until {until}" if until else "no day stated"
    assert got == f"3 of 3 asked; asked {ASKED}, {said}, decided {decided}"


@pytest.mark.parametrize(
    ("until", "decided", "expected", "counted"),
    [
        (None, "2024-02-11", Verdict.MET, 10),
        (None, "2024-02-10", MISSED, 9),
        ("2024-02-10", "2024-03-01", Verdict.MET, 10),
        ("2024-02-09", "2024-03-01", MISSED, 9),
        (LAST, "2024-02-11", Verdict.MET, 10),
    ],
)
def test_days_run_from_asking_to_the_day_before_the_decision_or_to_the_day_stated(
    until: str | None, decided: str, expected: Verdict, counted: int
) -> None:  # HIW-9
    verdict, got = told(known(TEN_DAYS).and_(asks(until=until), ends(decided)))
    assert (verdict, got.split(": ")[1]) == (expected, f"{counted} of 10 calendar days")


def test_their_time_is_over_on_the_day_after_the_last_one_or_on_that_of_the_decision() -> None:  # HIW-9
    for until, end, expected in (
        (None, (), None),
        (LAST, (), "2024-03-01"),
        (LAST, ends(day="2024-02-10"), "2024-02-11"),
        (LAST, ends("2024-02-09"), "2024-02-09"),
        (LAST, ends("2024-03-09"), "2024-03-01"),
    ):
        assert known().and_(asks(until=until), end).state().consultations.known[U].over == expected


def test_while_it_is_open_a_duty_is_missed_or_not_known_never_met() -> None:  # HIW-9
    assert told(known(IN_TIME).and_(asks())) == (
        NOT_KNOWN,
        f"3 of 3 asked; asked {ASKED}, time until {LAST}, still open",
    )
    assert told(known(TEN_DAYS).and_(asks()))[0] is NOT_KNOWN
    verdict, got = told(known(TEN_DAYS).and_(asks(until=None)))
    assert (verdict, got.split(": ")[1]) == (NOT_KNOWN, "not known of 10 calendar days")
    assert told(known(TEN_DAYS).and_(asks(until="2024-02-09")))[0] is MISSED
    closed = known(IN_TIME).and_(asks(), ends("2024-03-01"))
    assert told(closed, "2024-03-09")[0] is NOT_KNOWN
    assert told(closed, "2024-03-10")[0] is Verdict.MET


def test_what_was_not_decided_when_it_ended_was_not_decided_too_early() -> None:  # HIW-9
    on_the_last_day = known(IN_TIME).and_(asks(), ends(day=LAST))
    assert told(on_the_last_day) == (
        Verdict.MET,
        f"3 of 3 asked; asked {ASKED}, time until {LAST}, ended {LAST} without a decision",
    )
    assert told(known(IN_TIME).and_(asks(), ends(day="2024-02-28")))[0] is NOT_KNOWN
    assert told(known(TEN_DAYS).and_(asks(), ends(day="2024-02-09")))[0] is NOT_KNOWN


def test_working_days_are_counted_by_the_calendar_of_the_body() -> None:  # HIW-9
    working = msgspec.structs.replace(TEN_DAYS, unit="working")
    # From Thursday 1 February 2024 ten working days end with Wednesday 14 February.
    asked = known(working).and_(asks(until=None))
    assert told(asked.and_(ends("2024-02-15"))) == (
        NOT_KNOWN,
        f"3 of 3 asked; asked {ASKED}, no day stated, decided 2024-02-15: not known of 10 working days",
    )
    calendar = programme.CalendarAdopted(ICP, "England and Wales", "2024-01-01", "2024-12-31", (), "Act")
    adopted = asked.and_(on("2024-01-02", calendar))
    assert told(adopted.and_(ends("2024-02-15")))[0] is Verdict.MET
    assert told(adopted.and_(ends("2024-02-14")))[0] is MISSED


def test_everybody_else_is_asked_and_the_impact_on_them_is_considered() -> None:  # PLA-4.3
    two = OTHERS[:2]
    verdict, got = told(known(IN_TIME).and_(asks(*two), ends("2024-03-01")))
    assert (verdict, got.split("; ")[0]) == (MISSED, "2 of 3 asked, not organisation:icb")
    bare = known(CONSIDERED).and_(asks(impact=False), ends("2024-03-01"))
    assert told(bare)[0] is MISSED
    assert "; no impact on the others stated; " in told(bare)[1]
    verdict, got = told(known(CONSIDERED).and_(asks(), ends("2024-03-01")))
    assert (verdict, "; the impact on the others considered; " in got) == (Verdict.MET, True)
    assert told(known(IN_TIME).and_(asks(impact=False), ends("2024-03-01")))[0] is Verdict.MET


def test_a_rule_may_name_whom_to_ask() -> None:  # HIW-9
    boards = msgspec.structs.replace(IN_TIME, parties=("body:board", COUNCIL, "organisation:hospice"))
    asked = asks("body:board", "organisation:hospice")
    assert told(known(boards).and_(asked, ends("2024-03-01")))[0] is Verdict.MET
    verdict, got = told(known(boards).and_(asks("organisation:hospice"), ends("2024-03-01")))
    assert (verdict, got.split("; ")[0]) == (MISSED, "1 of 2 asked, not body:board")


def test_who_has_taken_a_place_or_represents_another_is_asked_instead() -> None:  # PLA-3, SYS-1
    voice = on(
        "2023-01-06",
        organisations.Registered("helpline", "Helpline", "public-voice"),
        organisations.Registered("voice", "Voice", "public-voice", (), "helpline"),
        organisations.Ended("icb", "an order", ("hospice", "voice")),
        organisations.Ended("lancashire", "an order", ()),
    )
    before = known(IN_TIME).and_(voice)
    by_helpline = ("organisation:blackpool", "organisation:hospice", "organisation:helpline")
    assert told(before.and_(asks(*by_helpline), ends("2024-03-01")))[0] is Verdict.MET
    verdict, got = told(before.and_(asks(), ends("2024-03-01")))
    left = "not organisation:hospice, organisation:voice"
    assert (verdict, got.split("; ")[0]) == (MISSED, f"1 of 3 asked, {left}")
    own = before.and_(asks("organisation:blackpool", "organisation:hospice", by="helpline"))
    assert told(own)[1].split("; ")[0] == "2 of 3 asked, not organisation:blackburn"


def test_a_rule_on_some_matters_bears_on_those_alone() -> None:  # PLA-4.3
    beds = msgspec.structs.replace(IN_TIME, matters=("beds",))
    early = ends("2024-02-02")
    assert told(known(beds).and_(asks(matter="beds"), early))[0] is MISSED
    assert duties(known(beds).and_(asks(matter="roads"), early)) == ()
    for matter in (None, "bedding"):
        verdict, got = told(known(beds).and_(asks(matter=matter), early))
        assert (verdict, got.endswith("; whether the rule is about it is not known")) == (NOT_KNOWN, True)
        assert told(known(beds).and_(asks(matter=matter), ends("2024-03-01")))[0] is Verdict.MET


def test_without_a_body_there_is_no_duty_and_without_its_terms_it_is_not_known() -> None:
    assert duties(known(IN_TIME).and_(asks(under=None))) == ()
    assert duties(known().and_(asks())) == ()
    (found,) = duties(known(IN_TIME).and_(asks(under="board")))
    assert (found.rule, found.verdict) == ("TER-1", NOT_KNOWN)


def test_what_was_recorded_after_its_day_says_so() -> None:
    late = known(IN_TIME).and_(asks(recorded="2024-06-01"), ends("2024-03-01"))
    assert f"; asked {ASKED} (recorded 2024-06-01), " in told(late)[1]


def test_a_duty_refuses_nothing() -> None:  # PLA-4.3, HIW-9
    before = known(IN_TIME, CONSIDERED).when(asks(OTHERS[0], until=None, impact=False)).happens()
    after = before.when(ends("2024-01-31")).happens()
    assert [one.verdict for one in duties(after)] == [MISSED, MISSED]


def test_answers_are_awaited_until_their_day_and_the_end_until_it_comes() -> None:  # PLA-4.3
    fold = opened_with(until=LAST)
    answered = fold.evolve(*step(2, "2024-02-10", facts.Answered(U, "icp", OTHERS[0], sealed("no"))))
    ended = answered.evolve(*step(3, LATER, facts.Ended(U, "icp", sealed("open"), None, None)))

    def kinds(state: Consultations, on: str) -> list[tuple[str, str | None, str]]:
        return [(one.kind, one.owner, one.due.printed) for one in awaited(state, on)]

    end = ("consultation", COUNCIL, LAST)
    assert kinds(ended, "2024-01-31") == []
    assert kinds(ended, ASKED) == [*(("answer to a consultation", one, LAST) for one in OTHERS), end]
    assert kinds(ended, LAST) == [*(("answer to a consultation", one, LAST) for one in OTHERS[1:]), end]
    assert kinds(ended, "2024-03-01") == [end]
    assert kinds(ended, LATER) == []


def test_without_a_day_answers_are_awaited_until_the_end() -> None:  # PLA-4.3
    (*answers, end) = awaited(opened_with(until=None), "2025-01-01")

    assert [one.owner for one in answers] == list(OTHERS)
    assert {one.due for one in (*answers, end)} == {NO_DAY}


def opened_with(until: str | None) -> Consultations:
    return Consultations().evolve(
        *step(1, ASKED, facts.Opened(U, "blackburn", "icp", sealed("beds"), None, None, OTHERS, until))
    )


def step(number: int, day: str, body: facts.Body) -> tuple[Recorded, facts.Body]:
    (one,) = on(day, body)
    return one.at(number), body
