from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import BOB, CHAIR, ICP, MET, RULES, constituted, opened, partnership

from ledger.agendas import Agendas, Place, Planned, order
from ledger.facts import meetings, programme, terms
from ledger.facts.programme import AgendaPublished, ItemPlaced, ItemPlanned, ItemWithdrawn, PaperPublished

JULY = named("m", "july")
"""Meets on 15 July 2024; seven working days before it is Thursday 4 July."""
AUTUMN, ELSEWHERE, NOWHERE = named("m", "autumn"), named("m", "elsewhere"), named("m", "nowhere")
ONE, TWO, THREE, FOUR = (named("i", name) for name in ("one", "two", "three", "four"))
PACK = named("b", "pack")
DIGEST = "sha256:" + "a" * 64
SET = "2024-06-03"
"""The day on which the agenda is put together."""
IN_TIME, LATE = "2024-07-04", "2024-07-05"

PAPERS = terms.NoticeRule(
    rule="NOT-2",
    clause="9.2",
    basis="stated",
    says="agenda and papers at least 7 working days before",
    what="agenda and papers",
    days=7,
    unit="working",
)
ONLINE = terms.NoticeRule(
    rule="NOT-3",
    clause="9.4",
    basis="stated",
    says="published at least 7 working days ahead",
    what="publication",
    days=7,
    unit="working",
)
NOTICE = terms.NoticeRule(
    rule="NOT-1", clause="9.2", basis="default", says="notice", what="notice", days=99, unit="calendar"
)
URGENT = msgspec.structs.replace(NOTICE, rule="NOT-4", days=0, urgent_by=("chair",))
OPEN = terms.PublicRule(
    rule="PUB-1",
    clause="9.4",
    basis="stated",
    says="in public but for three kinds of information",
    kinds=("meeting",),
    grounds=("9.4(a)", "9.4(b)"),
)
CALENDAR = programme.CalendarAdopted(ICP, "England", "2024-01-01", "2024-12-31", ("2024-08-26",), "Act")


def icp(*rules: terms.Rule, calendar: bool = True) -> Given:
    """Give a partnership with a meeting in July and one in autumn, and another body with one of its own."""
    scheduled = (
        programme.Scheduled(JULY, ICP, "2024-07-15", None, None),
        programme.Scheduled(AUTUMN, ICP, "2024-09-30", None, None),
        programme.Scheduled(ELSEWHERE, "other", "2024-07-15", None, None),
    )
    adopted = on(SET, CALENDAR) if calendar else ()
    return partnership(*RULES, *rules).and_(constituted("other"), on(SET, *scheduled), adopted)


def planned(
    item: str = ONE, meeting: str | None = JULY, number: str | None = "1", **more: object
) -> ItemPlanned:
    plain = ItemPlanned(item, ICP, meeting, sealed(item), "other", number)
    return msgspec.structs.replace(plain, **more)


def closed(item: str = ONE, ground: str = "9.4(a)") -> ItemPlanned:
    return planned(item, access="exempt", ground=ground, summary=sealed("a contract"))


def placed(item: str = ONE, meeting: str = JULY, number: str | None = "1") -> ItemPlaced:
    return ItemPlaced(item, ICP, meeting, number)


def withdrawn(item: str = ONE, meeting: str | None = JULY) -> ItemWithdrawn:
    return ItemWithdrawn(item, ICP, meeting, sealed("reason"))


def published(*items: str, version: int = 1) -> AgendaPublished:
    return AgendaPublished(JULY, ICP, version, items or (ONE,))


def paper(version: int = 1, item: str | None = ONE, **more: object) -> PaperPublished:
    plain = PaperPublished(PACK, JULY, ICP, item, version, sealed("pack"), DIGEST)
    return msgspec.structs.replace(plain, **more)


def called(day: str, *, urgent: bool = True, by: str = CHAIR) -> tuple[Step, ...]:
    return on(day, programme.Called(JULY, ICP, urgent=urgent, by=by))


def with_agenda(*rules: terms.Rule, calendar: bool = True) -> Given:
    """Give an agenda of one item."""
    return icp(*rules, calendar=calendar).and_(on(SET, planned()))


# --- items ---------------------------------------------------------------------------------------


def test_an_item_is_planned_placed_on_an_agenda_and_moved_to_another() -> None:  # LSC-M5
    plan = icp().when(on(SET, planned(meeting=None, number=None, due="autumn"))).happens()
    assert plan.state().agendas.agenda(None) == (ONE,)
    july = plan.when(on(SET, placed())).happens()
    assert (july.state().agendas.agenda(JULY), july.state().agendas.agenda(None)) == ((ONE,), ())
    moved = july.when(on(SET, placed(meeting=AUTUMN, number="7a"))).happens()
    agendas = moved.state().agendas
    assert (agendas.agenda(JULY), agendas.agenda(AUTUMN)) == ((), (ONE,))
    assert agendas.items[ONE] == Planned(
        planned(meeting=None, number=None, due="autumn"), AUTUMN, "7a", withdrawn=False
    )


def test_the_id_of_an_item_is_new() -> None:
    with_agenda().when(on(SET, planned(meeting=None))).refused_by(
        f"AGD-1 (Remit default): expected an id that no item has yet, got {ONE}"
    )


def test_an_item_that_was_placed_before_its_planning_is_read_is_there_all_the_same() -> None:
    agendas = Agendas().evolve(on(SET, placed())[0].at(1), placed())
    assert (agendas.agenda(JULY), agendas.items) == ((ONE,), {})


def test_an_item_that_nobody_planned_is_not_placed() -> None:
    icp().when(on(SET, placed())).refused_by(
        f"AGD-2 (Remit default): expected an item of icp, not withdrawn, got {ONE}, "
        "which the ledger does not know"
    )


def test_an_item_of_another_body_is_not_placed() -> None:
    other = ItemPlanned(ONE, "other", None, sealed("title"), "other")
    icp().and_(on(SET, other)).when(on(SET, placed())).refused_by(
        "AGD-2 (Remit default): expected an item of icp, not withdrawn, got one of other on the forward plan"
    )


def test_a_withdrawn_item_is_neither_placed_nor_withdrawn_again() -> None:
    gone = with_agenda().when(on(SET, withdrawn())).happens()
    assert gone.state().agendas.agenda(JULY) == ()
    gone.when(on(SET, placed())).refused_by(
        f"AGD-2 (Remit default): expected an item of icp, not withdrawn, got {ONE}, which was withdrawn"
    )
    gone.when(on(SET, withdrawn())).refused_by(
        f"AGD-2 (Remit default): expected an item of icp on the agenda of {JULY}, not withdrawn, "
        f"got {ONE}, which was withdrawn"
    )


def test_an_item_is_withdrawn_from_where_it_stands() -> None:
    with_agenda().when(on(SET, withdrawn(meeting=None))).refused_by(
        "AGD-2 (Remit default): expected an item of icp on the forward plan, not withdrawn, "
        f"got one of icp on the agenda of {JULY}"
    )
    plan = icp().and_(on(SET, planned(meeting=None)))
    assert plan.when(on(SET, withdrawn(meeting=None))).happens().state().agendas.agenda(None) == ()


def test_a_withdrawal_whose_item_was_not_read_is_kept() -> None:
    agendas = Agendas().evolve(on(SET, withdrawn())[0].at(1), withdrawn())
    assert agendas.places == {ONE: Place(JULY, None, withdrawn=True)}


@pytest.mark.parametrize(
    ("meeting", "got"),
    [(ELSEWHERE, f"{ELSEWHERE}, of other"), (NOWHERE, f"{NOWHERE}, which the ledger does not know")],
)
def test_an_item_goes_on_the_agenda_of_a_meeting_of_its_body(meeting: str, got: str) -> None:
    sentence = f"AGD-8 (Remit default): expected a meeting of icp, got {got}"
    icp().when(on(SET, planned(meeting=meeting))).refused_by(sentence)
    with_agenda().when(on(SET, placed(meeting=meeting))).refused_by(sentence)


def test_an_item_does_not_go_on_the_agenda_of_a_cancelled_meeting() -> None:
    cancelled = on("2024-06-10", programme.Cancelled(JULY, ICP, sealed("why")))
    past = icp().and_(cancelled)
    past.when(on("2024-06-10", planned())).refused_by(
        "AGD-9 (Remit default): expected a meeting to come on 2024-06-10, got one cancelled on 2024-06-10"
    )
    past.when(on("2024-06-09", planned(), recorded="2024-06-11")).happens()


def test_an_item_does_not_go_on_the_agenda_of_a_meeting_that_was_opened() -> None:
    held = partnership().and_(opened())
    march = planned(meeting=named("m", "march"))
    held.when(on(MET, march)).refused_by(
        "AGD-9 (Remit default): expected a meeting to come on 2024-03-25, got one opened on 2024-03-25"
    )
    held.when(on("2024-03-11", march, recorded="2024-03-26")).happens()


def test_a_number_stands_once_on_an_agenda() -> None:  # SYS-3
    again = with_agenda().when(on(SET, planned(TWO)))
    again.refused_by("AGD-10 (Remit default): expected a number that no other item of the agenda has, got 1")
    printed = with_agenda().when(on(SET, planned(TWO))[0].departing()).happens("AGD-10 not met")
    assert printed.state().agendas.agenda(JULY) == (ONE, TWO)


def test_a_number_is_free_again_once_its_item_has_moved() -> None:
    moved = with_agenda().and_(on(SET, placed(meeting=AUTUMN)))
    moved.when(on(SET, planned(TWO))).happens()
    with_agenda().and_(on(SET, withdrawn())).when(on(SET, planned(TWO))).happens()


def test_an_item_keeps_its_number_and_items_without_numbers_do_not_clash() -> None:
    with_agenda().when(on(SET, placed())).happens()
    icp().and_(on(SET, planned(number=None))).when(on(SET, planned(TWO, number=None))).happens()


# --- what is withheld ----------------------------------------------------------------------------


def test_what_is_withheld_has_a_ground_and_a_summary() -> None:  # LSC-9.4
    icp(OPEN).when(on(SET, closed())).happens()
    icp().when(on(SET, closed(ground="any"))).happens()
    bare = planned(access="confidential")
    icp(OPEN).when(on(SET, bare)).refused_by(
        "AGD-3 (Remit default): expected both a ground and a public summary of what is confidential, "
        "got neither"
    )
    half = msgspec.structs.replace(closed(), summary=None)
    icp().when(on(SET, half)).refused_by(
        "AGD-3 (Remit default): expected both a ground and a public summary of what is exempt, got ground"
    )


def test_what_is_public_has_neither_ground_nor_summary() -> None:  # LSC-9.4
    open_ = msgspec.structs.replace(closed(), access="public")
    icp(OPEN).when(on(SET, open_)).refused_by(
        "AGD-3 (Remit default): expected neither a ground nor a public summary of what is public, "
        "got ground and summary"
    )


def test_the_terms_say_on_which_grounds_something_is_exempt() -> None:  # LSC-9.4
    sentence = "PUB-1 (ToR 9.4): expected in public but for three kinds of information, got 12A"
    icp(OPEN).when(on(SET, closed(ground="12A"))).refused_by(sentence)
    exempt = paper(access="exempt", ground="12A", summary=sealed("a contract"))
    with_agenda(OPEN).when(on(SET, exempt)).refused_by(sentence)
    with_agenda(OPEN).when(on(SET, msgspec.structs.replace(exempt, access="confidential"))).happens()
    free = msgspec.structs.replace(OPEN, grounds=())
    icp(free).when(on(SET, closed(ground="12A"))).happens()


# --- agendas -------------------------------------------------------------------------------------


def test_an_agenda_goes_out_in_versions() -> None:  # LSC-9.2
    first = with_agenda().when(on(SET, published())).happens()
    first.when(on(SET, published())).refused_by(
        f"AGD-4 (Remit default): expected version 2, of items on the agenda of {JULY}, each once, "
        "got version 1"
    )
    both = first.and_(on(SET, planned(TWO, number="2")))
    second = both.when(on("2024-06-04", published(ONE, TWO, version=2))).happens()
    assert second.state().agendas.agendas[JULY] == (
        (SET, published()),
        ("2024-06-04", published(ONE, TWO, version=2)),
    )


def test_an_agenda_lists_items_that_are_on_it_once() -> None:
    before = with_agenda().and_(
        on(SET, planned(TWO, AUTUMN), planned(THREE, number="3"), placed(THREE, AUTUMN))
    )
    before.when(on(SET, published(ONE, ONE, TWO, THREE))).refused_by(
        f"AGD-4 (Remit default): expected version 1, of items on the agenda of {JULY}, each once, "
        f"got {TWO}, which is not on it; {THREE}, which is not on it; {ONE} twice"
    )


def test_an_agenda_lists_its_items_in_the_order_of_their_numbers() -> None:  # SYS-3
    numbers = {ONE: "1", TWO: "10", THREE: "9", FOUR: None}
    before = icp().and_(on(SET, *(planned(item, number=number) for item, number in numbers.items())))
    before.when(on(SET, published(ONE, THREE, TWO, FOUR))).happens()
    wrong = before.when(on(SET, published(FOUR, ONE, TWO, THREE)))
    wrong.refused_by(
        "AGD-11 (Remit default): expected items in the order of their numbers, got no number, 1, 10, 9"
    )


PARTS = st.tuples(st.integers(0, 9_999), st.integers(0, 999), st.sampled_from(["", "a", "b", "z"]))


@for_all(st.lists(PARTS, unique=True), st.randoms())
def test_numbers_stand_as_a_clerk_would_write_them(parts: list[tuple[int, int, str]], chance: Random) -> None:
    printed = [f"{whole}{f'.{part}' if part else ''}{letter}" for whole, part, letter in sorted(parts)]
    mixed: list[str | None] = [*printed, None]
    chance.shuffle(mixed)
    assert sorted(mixed, key=order) == [*printed, None]


# --- papers --------------------------------------------------------------------------------------


def test_a_paper_goes_out_in_versions_and_supplements() -> None:  # LSC-9.2
    first = with_agenda().when(on(SET, paper())).happens()
    second = first.when(on(SET, paper(2, None))).happens()
    assert [one.version for _, one in second.state().agendas.papers[JULY]] == [1, 2]
    second.when(on(SET, paper(2))).refused_by(
        f"AGD-5 (Remit default): expected version 3, for an item on the agenda of {JULY}, got version 2"
    )
    another = paper(paper=named("b", "other"))
    second.when(on(SET, another)).happens()


def test_a_paper_is_for_an_item_of_the_agenda() -> None:
    with_agenda().and_(on(SET, placed(meeting=AUTUMN))).when(on(SET, paper())).refused_by(
        f"AGD-5 (Remit default): expected version 1, for an item on the agenda of {JULY}, "
        f"got {ONE}, which is not on it"
    )


@pytest.mark.parametrize("body", [published(), paper()])
def test_nothing_goes_out_before_its_day(body: AgendaPublished | PaperPublished) -> None:
    with_agenda().when(on("2024-06-05", body, recorded="2024-06-04")).refused_by(
        "TIM-1 (Remit default): expected a day up to 2024-06-04, got 2024-06-05"
    )


# --- in time -------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [published(), paper()])
def test_what_goes_out_seven_working_days_before_is_in_time(  # LSC-9.2, LSC-9.4
    body: AgendaPublished | PaperPublished,
) -> None:
    before = with_agenda(NOTICE, PAPERS, ONLINE)
    before.when(on(IN_TIME, body)).happens()
    before.when(on(LATE, body)).refused_by(
        "NOT-2 (ToR 9.2): expected agenda and papers at least 7 working days before, got "
        "agenda and papers on 2024-07-05 for 2024-07-15, latest day 2024-07-04",
        "NOT-3 (ToR 9.4): expected published at least 7 working days ahead, got "
        "publication on 2024-07-05 for 2024-07-15, latest day 2024-07-04",
    )


def test_a_late_paper_is_recorded_as_a_departure() -> None:  # LSC-9.2
    late = with_agenda(PAPERS).when(on(LATE, paper())[0].departing())
    late.happens("NOT-2 not met")


def test_what_is_withheld_is_issued_and_not_published() -> None:  # LSC-9.4
    hidden = paper(access="exempt", ground="9.4(a)", summary=sealed("a contract"))
    late = with_agenda(PAPERS, ONLINE, OPEN).when(on(LATE, hidden))
    assert [one.rule for one in late.findings if one.rule.startswith("NOT")] == ["NOT-2"]


def test_without_a_calendar_it_is_not_known_whether_a_paper_is_in_time() -> None:  # LSC-9.2
    before = with_agenda(PAPERS, calendar=False)
    before.when(on(IN_TIME, paper())).refused_by(
        "NOT-2 (ToR 9.2): expected agenda and papers at least 7 working days before, got "
        "agenda and papers on 2024-07-04 for 2024-07-15, "
        "latest day not known: no adopted calendar covers 2024-07-14"
    )
    before.when(on(IN_TIME, paper(), recorded="2024-07-08")).happens("NOT-2 not known")


def test_lateness_follows_an_urgent_call() -> None:  # LSC-9.2
    agenda = with_agenda(PAPERS, URGENT)
    urgent = agenda.and_(called("2024-07-05"))
    late = urgent.when(on("2024-07-08", paper()))
    late.happens()
    assert late.finding("NOT-2").got == (
        "agenda and papers on 2024-07-08 for 2024-07-15, latest day 2024-07-04; "
        "the meeting was called urgently on 2024-07-05"
    )
    assert urgent.when(on(IN_TIME, paper())).finding("NOT-2").got.endswith("latest day 2024-07-04")
    for other in (
        agenda.and_(called("2024-07-09")),
        agenda.and_(called("2024-07-05", urgent=False)),
        agenda.and_(called("2024-07-05", by=BOB)),
        with_agenda(PAPERS).and_(called("2024-07-05")),
    ):
        assert other.when(on("2024-07-08", paper())).verdict("NOT-2").value == "not met"


def test_papers_of_a_meeting_that_moved_are_in_time_for_its_new_date() -> None:  # LSC-9.1, LSC-9.2
    moved = on("2024-06-20", programme.Moved(JULY, ICP, "2024-07-29", None, None, sealed("why")))
    with_agenda(PAPERS).and_(moved).when(on("2024-07-18", paper())).happens()


def test_papers_of_a_meeting_that_had_no_date_before_are_judged_by_the_day_on_which_it_was_held() -> None:
    march = named("m", "march")
    calendar = on("2024-01-02", CALENDAR)
    held = partnership(*RULES, PAPERS).and_(calendar, opened())
    body = PaperPublished(PACK, march, ICP, None, 1, sealed("pack"), DIGEST)
    held.when(on("2024-03-14", body, recorded="2024-03-26")).happens()
    late = held.when(on("2024-03-15", body, recorded="2024-03-26"))
    assert late.verdict("NOT-2").value == "not met"


def test_papers_of_an_unknown_meeting_are_refused_for_that_alone() -> None:
    body = paper(item=None, meeting=NOWHERE)
    icp(PAPERS).when(on(SET, body)).refused_by(
        f"AGD-8 (Remit default): expected a meeting of icp, got {NOWHERE}, which the ledger does not know"
    )


def test_without_terms_nothing_asks_for_days() -> None:
    item = ItemPlanned(ONE, "other", ELSEWHERE, sealed("title"), "other")
    body = AgendaPublished(ELSEWHERE, "other", 1, (ONE,))
    icp().and_(on(SET, item)).when(on("2024-07-15", body)).happens()


def test_a_body_that_does_not_exist_plans_nothing() -> None:
    body = ItemPlanned(ONE, "nobody", None, sealed("title"), "other")
    icp().when(on(SET, body)).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2024-06-03, "
        "got nobody, which the ledger does not know"
    )


def test_a_meeting_without_a_date_before_is_one_of_the_body_that_opened_it() -> None:
    held = partnership().and_(opened(), constituted("other"))
    body = ItemPlanned(ONE, "other", named("m", "march"), sealed("title"), "other")
    held.when(on("2024-03-11", body, recorded=MET)).refused_by(
        f"AGD-8 (Remit default): expected a meeting of other, got {named('m', 'march')}, of icp"
    )
    assert isinstance(held.facts[-2].fact.body, meetings.Opened)


def test_nothing_goes_out_for_a_meeting_that_was_cancelled() -> None:  # LSC-9.2
    off = with_agenda().and_(on("2024-06-20", programme.Cancelled(JULY, ICP, sealed("why"))))
    expected = "AGD-13 (Remit default): expected a meeting that was not cancelled"
    refusal = f"{expected}, got {JULY}, cancelled on 2024-06-20"
    off.when(on("2024-06-20", paper())).refused_by(refusal)
    published = AgendaPublished(JULY, ICP, 1, (ONE,))
    off.when(on("2024-06-20", published)).refused_by(refusal)
    off.when(on("2024-06-19", paper(), recorded="2024-06-21")).happens()
