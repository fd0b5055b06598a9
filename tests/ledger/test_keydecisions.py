"""The forward plan: what is key is announced in time, or excepted as the terms allow."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import pytest
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
    ITEM,
    MAJORITY,
    MEETING,
    MET,
    QUORUM,
    RESOLUTION,
    STRANGER,
    VOTING,
    WAYS,
    attended,
    constituted,
    elected,
    item,
    opened,
    partnership,
    registered,
    terms_with,
)

from ledger.boundaries import boundary
from ledger.facts import functions, keydecisions, offices, programme, terms
from ledger.facts.decisions import Kind, Part, Resolved
from ledger.facts.fact import Noted
from ledger.findings import Verdict
from ledger.keydecisions import earliest

QUORATE = (CHAIR, BOB, CATH, DAN, FAY, GUS, HAL)
KEY, OTHER = named("e", "key"), named("e", "other")
WATCH, WATCHER = "overview", named("p", "watcher")
"""The body that scrutinises, and its chair."""

IN_TIME, LATE = "2024-02-25", "2024-02-26"
"""28 clear days before 25 March 2024: reg. 9 counts neither that of the notice nor that of the decision."""

RULE = terms.KeyRule(
    rule="PLN-1",
    clause="16.2",
    basis="stated",
    says="a key decision announced 28 clear days before",
    matters=("strategy",),
    notice=28,
    exception=5,
    urgent_by=("chair",),
    call_in=5,
    scrutiny=WATCH,
    least=3,
)
MATTERS = tuple(terms.Matter(code, code, "16.1") for code in ("strategy", "roads"))
BANK_HOLIDAYS = programme.CalendarAdopted(
    ICP, "England and Wales", "2024-01-01", "2024-12-31", ("2024-03-29", "2024-04-01"), "Act"
)


def cabinet(rule: terms.KeyRule | None = RULE, **more: Any) -> Given:
    """Give a body with a rule on key decisions, and one that scrutinises it, with a chair."""
    keyed = () if rule is None else (msgspec.structs.replace(rule, **more),)
    made = msgspec.structs.replace(
        terms_with(*QUORUM, VOTING, WAYS, MAJORITY, *keyed, version="2024"), matters=MATTERS
    )
    chair = offices.Elected(WATCH, "chair", WATCHER, "2023/24", "2023-05-01", None)
    return partnership().and_(
        on("2023-05-02", terms.Adopted(made, "2023-05-02")),
        constituted(WATCH),
        registered(WATCHER),
        on("2023-05-01", chair),
    )


def announced(
    day: str = IN_TIME, key: str = KEY, matter: str = "strategy", of: str = ICP
) -> tuple[Step, ...]:
    return on(day, keydecisions.Announced(key, of, matter, sealed("what"), "March 2024"))


def withdrawn(day: str, key: str = KEY) -> tuple[Step, ...]:
    return on(day, keydecisions.Withdrawn(key, ICP, sealed("why")))


def excepted(why: keydecisions.Exception_, day: str, by: str | None = WATCHER) -> tuple[Step, ...]:
    return on(day, keydecisions.Excepted(KEY, ICP, why, by, sealed("why")))


def decides(
    key: str | None = KEY, matter: str | None = "strategy", kind: Kind = "decision"
) -> tuple[Step, ...]:
    part = Part("1", kind, sealed("part"), matter=matter, key=key)
    return on(MET, Resolved(RESOLUTION, MEETING, ITEM, "consensus", (), (part,)))


def meets(given: Given) -> Given:
    return given.and_(opened(), attended(*QUORATE), item())


def noted(given: Given, rule: str, verdict: Literal["not met", "not known"]) -> Given:
    """Give the same facts, with a finding noted on the last."""
    last = given.facts[-1]
    fact = msgspec.structs.replace(last.fact, findings=(Noted(rule, "ToR 16.2", verdict),))
    return Given((*given.facts[:-1], msgspec.structs.replace(last, fact=fact)))


def refusal(got: str, rule: str = "KDE-1 (ToR 16.2)") -> str:
    return f"{rule}: expected {RULE.says}, got part 1, {got}"


# --- the forward plan ----------------------------------------------------------------------------


def test_a_key_decision_is_announced_28_clear_days_before() -> None:  # LSC-9.2
    meets(cabinet().when(announced(IN_TIME)).happens()).when(decides()).happens()
    late = meets(cabinet().when(announced(LATE)).happens())
    late.when(decides()).refused_by(refusal(f"{told(LATE)}"))


def told(day: str) -> str:
    return f"announced {day} for {MET}, latest day {IN_TIME}"


def test_what_was_decided_too_soon_is_recorded_as_a_departure() -> None:
    (step,) = decides()
    meets(cabinet().and_(announced(LATE))).when(step.departing()).happens("KDE-1 not met")


def test_without_an_announcement_nothing_key_is_decided() -> None:
    before = meets(cabinet().and_(announced(), announced(key=OTHER, matter="roads")))
    before.when(decides(None)).refused_by(refusal("which was not announced"))
    nobody = named("e", "nobody")
    before.when(decides(nobody)).refused_by(refusal(f"{nobody}, which nobody announced"))
    before.when(decides(OTHER)).refused_by(refusal(f"{OTHER}, on roads"))
    before.when(decides(kind="in principle")).happens()
    before.when(decides(None, kind="in principle")).refused_by(refusal("which was not announced"))


def test_an_announcement_of_another_body_or_of_a_later_day_does_not_count() -> None:
    another = meets(cabinet().and_(announced(of=WATCH)))
    another.when(decides()).refused_by(refusal(f"{KEY}, of {WATCH}"))
    later = meets(cabinet().and_(on("2024-03-26", announced()[0].body)))
    later.when(decides()).refused_by(refusal(f"{KEY}, announced 2024-03-26"))


def test_what_was_withdrawn_by_the_day_does_not_count() -> None:
    before = cabinet().and_(announced())
    on_the_day = meets(before.when(withdrawn(MET)).happens())
    on_the_day.when(decides()).refused_by(refusal(f"{KEY}, withdrawn {MET}"))
    meets(before.and_(withdrawn("2024-03-26"))).when(decides()).happens()


def test_what_is_not_key_or_decides_nothing_needs_no_announcement() -> None:
    before = meets(cabinet())
    before.when(decides(None, "roads")).happens()
    before.when(decides(None, kind="recommendation")).happens()
    before.when(decides(None, kind="note")).happens()
    meets(cabinet(None)).when(decides(None, None)).happens()


def test_of_a_decision_on_a_matter_that_is_not_said_it_is_not_known_whether_it_is_key() -> None:
    found = meets(cabinet()).when(decides(None, None)).finding("KDE-1")
    assert (found.verdict, found.clause, found.got) == (
        Verdict.NOT_KNOWN,
        "ToR 16.2",
        "part 1, a decision on a matter that is not said",
    )


def test_a_part_that_names_an_announcement_names_one_of_the_body_on_its_matter() -> None:
    before = meets(cabinet().and_(announced(MET, matter="roads")))
    before.when(decides(KEY, "roads")).happens()
    before.when(decides(KEY, "strategy", "recommendation")).refused_by(
        f"KDE-1 (Remit default): expected an announcement by icp of what part 1 is about, got {KEY}, on roads"
    )


def test_days_that_no_calendar_covers_are_not_known() -> None:
    working = meets(cabinet(unit="working").and_(announced()))
    assert working.when(decides()).verdict("KDE-1") is Verdict.NOT_KNOWN
    known = meets(cabinet(unit="working").and_(on("2024-01-01", BANK_HOLIDAYS), announced("2024-02-14")))
    known.when(decides()).happens()
    # 28 working days before 25 March, which does not count itself: the first of them is 14 February.
    late = meets(cabinet(unit="working").and_(on("2024-01-01", BANK_HOLIDAYS), announced("2024-02-15")))
    assert late.when(decides()).verdict("KDE-1") is Verdict.NOT_MET


def test_an_announcement_is_new_and_on_a_matter_of_the_terms() -> None:
    after = cabinet().when(announced()).happens()
    after.when(announced()).refused_by(f"KDE-2 (Remit default): expected an id that is new, got {KEY}")
    after.when(announced(key=OTHER, matter="health")).refused_by(
        "DEC-16 (Remit default): expected a matter that the terms in force name, got health"
    )


def test_a_function_under_a_key_matter_is_announced_by_its_own_code() -> None:  # LSC-9.2, LSC-S6
    roads = [functions.Function("roads", "Roads"), functions.Function("roads.close", "Close", "roads")]
    tree = on("2023-01-01", functions.Listed(ICP, (*roads, functions.Function("health", "Health"))))
    before = cabinet(matters=("roads",)).and_(tree)
    (step,) = announced(matter="roads.close")
    assert "functions" in boundary(step.act(), before.state())
    before.when(step).happens()
    assert before.when(announced(matter="health")).verdict("DEC-16") is Verdict.NOT_MET
    assert cabinet(matters=("roads",)).when(step).verdict("DEC-16") is Verdict.NOT_MET


def test_what_is_withdrawn_is_on_the_plan_of_the_body() -> None:
    expected = f"KDE-3 (Remit default): expected an entry of the forward plan of {ICP} on 2024-03-01"
    before = cabinet().and_(announced())
    after = before.when(withdrawn("2024-03-01")).happens()
    after.when(withdrawn("2024-03-01")).refused_by(f"{expected}, got {KEY}, withdrawn 2024-03-01")
    nobody = named("e", "nobody")
    before.when(withdrawn("2024-03-01", nobody)).refused_by(
        f"{expected}, got {nobody}, which nobody announced"
    )
    assert before.and_(withdrawn("2024-03-01", nobody)).state().plan == before.state().plan


# --- exceptions ----------------------------------------------------------------------------------

SHORT, TOO_SHORT = "2024-03-19", "2024-03-20"
"""5 clear days before 25 March 2024: reg. 10."""


def test_a_general_exception_is_told_5_clear_days_before() -> None:
    before = cabinet().and_(announced(SHORT))
    meets(before.when(excepted("general exception", SHORT)).happens()).when(decides()).happens()
    late = meets(before.and_(excepted("general exception", TOO_SHORT)))
    late.when(decides()).refused_by(refusal(f"{told(SHORT)}; general exception on 2024-03-20, not met"))


def test_of_a_general_exception_the_chair_that_the_terms_name_is_told() -> None:
    before = cabinet().and_(announced(SHORT))
    expected = "KDE-5 (ToR 16.2): expected the chair of overview to be told"
    before.when(excepted("general exception", SHORT, CHAIR)).refused_by(f"{expected}, got {CHAIR}")
    before.when(excepted("general exception", SHORT, None)).refused_by(f"{expected}, got nobody named")
    silent = noted(before.and_(excepted("general exception", SHORT, None)), "KDE-5", "not known")
    assert meets(silent).when(decides()).verdict("KDE-1") is Verdict.NOT_KNOWN


def test_special_urgency_is_agreed_by_the_chair_that_scrutinises_and_by_nobody_else() -> None:
    before = cabinet().and_(announced(MET))
    agreed = before.when(excepted("special urgency", MET)).happens()
    meets(agreed).when(decides()).happens()
    expected = "KDE-5 (ToR 16.2): expected special urgency agreed by the chair of overview"
    # The chair of the body itself is not the chair that scrutinises it.
    before.when(excepted("special urgency", MET, CHAIR)).refused_by(f"{expected}, got {CHAIR}")
    before.when(excepted("special urgency", MET, None)).refused_by(f"{expected}, got nobody named")
    before.when(excepted("special urgency", MET, named("p", "nobody"))).refused_by(
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {named('p', 'nobody')}",
        f"{expected}, got {named('p', 'nobody')}",
    )
    departed = noted(before.and_(excepted("special urgency", MET, CHAIR)), "KDE-5", "not met")
    meets(departed).when(decides()).refused_by(refusal(f"{told(MET)}; special urgency on {MET}, not met"))


def test_urgency_agreed_after_the_decision_does_not_count() -> None:
    before = meets(cabinet().and_(announced(MET), excepted("special urgency", "2024-03-26")))
    assert before.when(decides()).verdict("KDE-1") is Verdict.NOT_MET


def test_where_nobody_scrutinises_an_office_of_the_body_itself_agrees() -> None:
    own = cabinet(scrutiny=None, call_in=None).and_(announced(MET))
    own.when(excepted("special urgency", MET, CHAIR)).happens()
    own.when(excepted("special urgency", MET, BOB)).refused_by(
        f"KDE-5 (ToR 16.2): expected special urgency agreed by the chair of icp, got {BOB}"
    )
    undated = own.and_(elected(BOB, begins=None))
    assert undated.when(excepted("special urgency", MET, BOB)).verdict("KDE-5") is Verdict.NOT_KNOWN


@pytest.mark.parametrize(
    ("why", "gone"), [("general exception", {"exception": None}), ("special urgency", {"urgent_by": ()})]
)
def test_an_exception_that_the_terms_do_not_know_helps_nobody(
    why: keydecisions.Exception_, gone: dict[str, Any]
) -> None:
    before = cabinet(**gone).and_(announced("2024-03-01"))
    before.when(excepted(why, "2024-03-01")).refused_by(
        f"KDE-4 (ToR 16.2): expected terms that provide for {why} on the matter, got none"
    )
    if why == "general exception":
        after = meets(before.and_(excepted(why, "2024-03-01")))
        assert after.when(decides()).verdict("KDE-1") is Verdict.NOT_MET


def test_an_exception_is_from_an_entry_on_a_key_matter() -> None:
    cabinet().when(excepted("special urgency", MET)).refused_by(
        f"KDE-3 (Remit default): expected an entry of the forward plan of {ICP} on {MET}, "
        f"got {KEY}, which nobody announced",
        "KDE-4 (Remit default): expected terms that provide for special urgency on the matter, got none",
    )
    roads = cabinet().and_(announced(matter="roads"))
    assert roads.when(excepted("special urgency", MET)).verdict("KDE-4") is Verdict.NOT_MET
    untold = cabinet(urgent_by=()).and_(announced(SHORT))
    untold.when(excepted("general exception", SHORT, None)).happens()


def test_without_terms_nothing_is_known_of_exceptions() -> None:
    early = partnership().and_(on("2023-02-01", announced()[0].body))
    assert early.when(excepted("special urgency", "2023-02-02")).verdict("TER-1") is Verdict.NOT_KNOWN


# --- the first day -------------------------------------------------------------------------------


def first(given: Given, day: str = MET, **more: Any) -> str | None:
    state, rule = given.state(), msgspec.structs.replace(RULE, **more)
    return earliest(state.plan.entries[KEY], rule, state.programme.days(ICP, day), day).day


def test_the_first_day_on_which_it_may_be_decided_is_that_of_its_notice_or_exception() -> None:
    before = cabinet().and_(announced())
    assert first(before) == MET
    assert first(before, unit="working") is None
    urgent = before.and_(excepted("special urgency", "2024-03-02"))
    assert (first(urgent), first(urgent, "2024-03-01")) == ("2024-03-02", MET)
    general = before.and_(excepted("general exception", "2024-03-02"))
    assert (first(general), first(general, exception=None)) == ("2024-03-08", MET)
    wrong = noted(before.and_(excepted("special urgency", "2024-03-02", STRANGER)), "KDE-5", "not met")
    assert first(wrong) == MET


# --- the rule itself -----------------------------------------------------------------------------


def test_a_rule_on_key_decisions_makes_sense() -> None:
    def adopts(*rules: terms.Rule) -> tuple[Step, ...]:
        made = msgspec.structs.replace(terms_with(*QUORUM, *rules, version="2025"), matters=MATTERS)
        return on(MET, terms.Adopted(made, MET))

    def refused(*rules: terms.Rule) -> str:
        return cabinet().when(adopts(*rules)).finding("TER-3").got

    cabinet().when(adopts(RULE)).happens()
    assert (
        refused(msgspec.structs.replace(RULE, matters=("health",)))
        == "PLN-1: no matter of the terms is health"
    )
    assert refused(msgspec.structs.replace(RULE, scrutiny=None)) == (
        "PLN-1: no body is named whose members may call a decision in"
    )
    own = msgspec.structs.replace(RULE, scrutiny=None, call_in=None, urgent_by=("mayor",))
    assert refused(own) == "PLN-1: no office of the terms is mayor"
    assert refused(RULE, msgspec.structs.replace(RULE, rule="PLN-2")) == (
        "2 rules say what is announced and called in on strategy"
    )
