"""Leads of workstreams and services: what is sought, who is designated, what nobody has."""

from __future__ import annotations

import pytest
from tests.ledger.given import Given, Step, named, on, sealed
from tests.ledger.partnership import BOB, CHAIR, DAN, GUS, ICP, constituted, partnership

from ledger.awaiting import NO_DAY, Awaited
from ledger.facts import leads as facts
from ledger.facts import organisations
from ledger.facts.words import Due
from ledger.findings import Verdict
from ledger.holders import acts_for
from ledger.leads import Lead, awaited
from ledger.state import State, acting

L = named("ld", "urgent")
SOUGHT, LATER = "2024-01-10", "2024-06-24"
TRIAD = (
    facts.Designation("sponsor", "Chief officer sponsor"),
    facts.Designation("professional-lead", "Clinical or professional lead"),
    facts.Designation("executive-lead", "Executive lead"),
)
BLACKBURN, ICB = "organisation:blackburn", "organisation:icb"
JUNE = Due("by 30 June 2024", None, "2024-06-30")


def known() -> Given:
    steps = (organisations.Registered(code, code, "nhs") for code in ("blackburn", "icb"))
    return partnership().and_(on("2023-01-05", *steps), constituted("board"))


def seeks(
    designations: tuple[facts.Designation, ...] = TRIAD,
    accountable: tuple[str, ...] = (BLACKBURN, ICB),
    due: Due | None = JUNE,
    body: str = ICP,
) -> tuple[Step, ...]:
    sought = facts.Sought(L, body, "urgent", "Urgent care", designations, accountable, "Leadership", due)
    return on(SOUGHT, sought)


def designates(
    person: str, designation: str = "sponsor", day: str = "2024-02-01", home: str = "icb", body: str = ICP
) -> tuple[Step, ...]:
    return on(day, facts.Designated(L, body, designation, person, home))


def ends(person: str, day: str = LATER, designation: str = "sponsor") -> tuple[Step, ...]:
    return on(day, facts.Ended(L, ICP, designation, person, sealed("a new post")))


def withdraws(day: str = LATER) -> tuple[Step, ...]:
    return on(day, facts.Withdrawn(L, ICP, sealed("the workstream is over")))


def lead(before: Given) -> Lead:
    return before.state().leads.known[L]


def gaps(before: Given, day: str) -> list[str]:
    return [one.designation for one in lead(before).gaps(day)]


# --- who leads, and what nobody has --------------------------------------------------------------


def test_a_triad_has_gaps_until_all_three_are_designated() -> None:  # PLD-5
    before = known().when(seeks()).happens()
    assert gaps(before, "2024-01-09") == []
    assert gaps(before, SOUGHT) == ["sponsor", "professional-lead", "executive-lead"]
    before = before.when(designates(BOB)).happens().when(designates(DAN, "professional-lead")).happens()
    assert (gaps(before, "2024-01-31"), gaps(before, "2024-02-01")) == (
        ["sponsor", "professional-lead", "executive-lead"],
        ["executive-lead"],
    )
    before = before.when(designates(GUS, "executive-lead", "2024-03-01")).happens()
    assert gaps(before, "2024-03-01") == []
    (held,) = lead(before).who("sponsor", LATER)
    assert (held.designated.person, held.designated.organisation, held.since) == (BOB, "icb", "2024-02-01")


def test_a_gap_opens_when_somebody_gives_a_designation_up() -> None:  # PLD-5
    before = known().and_(seeks(TRIAD[:1]), designates(BOB)).when(ends(BOB)).happens()
    assert (gaps(before, "2024-06-23"), gaps(before, LATER)) == ([], ["sponsor"])
    after = before.when(designates(DAN, day=LATER)).happens()
    assert [held.designated.person for held in lead(after).who("sponsor", LATER)] == [DAN]
    assert [held.designated.person for held in lead(after).who("sponsor", "2024-06-23")] == [BOB]


def test_nobody_leads_what_is_not_sought_any_more() -> None:  # PLD-5
    before = known().and_(seeks(), designates(BOB)).when(withdraws()).happens()
    assert [len(lead(before).who("sponsor", day)) for day in ("2024-06-23", LATER)] == [1, 0]
    assert (len(gaps(before, "2024-06-23")), gaps(before, LATER)) == (2, [])


def test_who_was_designated_again_gives_up_the_last_designation_alone() -> None:
    before = known().and_(
        seeks(), designates(BOB), ends(BOB, "2024-03-01"), designates(BOB, day="2024-04-01")
    )
    again = lead(before.and_(ends(BOB)))
    first, second = again.held
    assert (first.ended, second.ended) == ("2024-03-01", LATER)
    assert [again.left("sponsor", day) for day in ("2024-02-29", "2024-03-01", LATER)] == [
        None,
        "2024-03-01",
        LATER,
    ]


# --- what is recorded ----------------------------------------------------------------------------


def test_what_is_sought_is_new_and_names_everybody_once() -> None:  # PLD-5, HIW-10
    known().and_(seeks()).when(seeks()).refused_by(
        f"LED-1 (Remit default): expected an id that is new, got {L}"
    )
    named_once = "designations, and those to whom a lead answers, named once each"
    sentence = f"LED-2 (Remit default): expected {named_once}, got "
    known().when(seeks((TRIAD[0], TRIAD[0]))).refused_by(f"{sentence}sponsor, sponsor")
    known().when(seeks(accountable=(ICB, ICB))).refused_by(f"{sentence}{ICB}, {ICB}")
    wrong = Due("July to June 2024", "2024-07-01", "2024-06-30")
    assert known().when(seeks(due=wrong)).verdict("LED-7") is Verdict.NOT_MET
    assert known().when(seeks()).finding("LED-1").verdict is Verdict.MET


def test_what_is_said_of_leads_is_said_of_what_is_sought() -> None:  # PLD-5
    before = known().and_(seeks())
    sentence = "LED-3 (Remit default): expected leads that are sought under {} by {}, got {}"
    unknown = sentence.format(ICP, "2024-02-01", f"{L}, which the ledger does not know")
    known().when(designates(BOB)).refused_by(unknown)
    sought = f"{L}, sought under icp on {SOUGHT}"
    early = designates(BOB, day="2024-01-09")
    before.when(early).refused_by(sentence.format(ICP, "2024-01-09", sought))
    before.when(designates(BOB, day=SOUGHT)).happens()
    elsewhere = sentence.format("board", "2024-02-01", sought)
    before.when(designates(BOB, body="board")).refused_by(elsewhere)
    over = before.and_(withdraws())
    for step in (designates(BOB), withdraws("2024-07-01")):
        assert over.when(step).finding("LED-3").got == f"{L}, withdrawn on {LATER}"
        assert over.when(step).verdict("LED-3") is Verdict.NOT_MET


def test_one_person_at_a_time_has_a_designation_that_is_sought() -> None:  # PLD-5, HIW-10
    before = known().and_(seeks(), designates(BOB))
    before.when(designates(DAN, "deputy")).refused_by(
        "LED-4 (Remit default): expected one of sponsor, professional-lead, executive-lead, got deputy"
    )
    sentence = "LED-5 (Remit default): expected nobody who has the designation sponsor, got "
    before.when(designates(DAN, day="2024-03-01")).refused_by(f"{sentence}{BOB}")
    before.when(designates(DAN, day="2024-01-20")).refused_by(f"{sentence}{BOB}")
    before.when(designates(DAN, day="2024-03-01")[0].departing()).happens("LED-5 not met")
    ended = before.and_(ends(BOB, "2024-03-01"))
    ended.when(designates(DAN, day="2024-03-01")).happens()
    assert ended.when(designates(DAN, day="2024-02-29")).verdict("LED-5") is Verdict.NOT_MET
    # One person may have two of them: no source says otherwise.
    before.when(designates(BOB, "executive-lead")).happens()


def test_who_gives_a_designation_up_has_it() -> None:  # PLD-5
    before = known().and_(seeks(), designates(BOB))
    sentence = "LED-6 (Remit default): expected somebody who has the designation {} by {}, got {}"
    before.when(ends(DAN)).refused_by(sentence.format("sponsor", LATER, DAN))
    before.when(ends(BOB, "2024-01-31")).refused_by(sentence.format("sponsor", "2024-01-31", BOB))
    other = ends(BOB, designation="executive-lead")
    before.when(other).refused_by(sentence.format("executive-lead", LATER, BOB))
    ended = before.when(ends(BOB, "2024-02-01")).happens()
    assert ended.when(ends(BOB)).verdict("LED-6") is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("step", "rule"),
    [
        (seeks(accountable=("organisation:nobody",)), "ORG-2"),
        (seeks(accountable=("body:nobody",)), "BOD-2"),
        (designates(BOB, home="nobody"), "ORG-2"),
        (designates(named("p", "nobody")), "PER-2"),
    ],
)
def test_who_is_named_is_known(step: tuple[Step, ...], rule: str) -> None:
    before = known() if isinstance(step[0].body, facts.Sought) else known().and_(seeks())
    found = before.when(step).findings
    assert Verdict.NOT_MET in [one.verdict for one in found if one.rule == rule]


def test_what_is_said_of_unknown_leads_changes_nothing() -> None:
    assert known().and_(designates(BOB)).state().leads == known().state().leads


# --- what it is worth, and what is awaited -------------------------------------------------------


def test_a_designation_gives_no_authority() -> None:  # PLD-5, HIW-10, HIW-2
    def but(state: State) -> list[object]:
        """Give every fold but that of leads and of what may be erased."""
        names = State.__struct_fields__
        return [getattr(state, name) for name in names if name not in {"leads", "told"}]

    without = known().state()
    before = known().and_(seeks(), designates(BOB, "executive-lead"), designates(CHAIR))
    assert but(before.state()) == but(without), "nothing else reads it"
    for party in ("body:icp", "office:icp/executive-lead", DAN):
        acts = acts_for(party, BOB, None, LATER, acting(before.state()))
        assert acts is acts_for(party, BOB, None, LATER, acting(without))
        assert acts is not Verdict.MET


def test_a_designation_that_nobody_has_is_awaited() -> None:  # PLD-5, HIW-10
    before = known().and_(seeks(TRIAD[:2]), designates(BOB), ends(BOB))
    state = before.state().leads
    assert list(awaited(state, "2024-01-09")) == []
    sponsor, professional = (f"{L}/{one.designation}" for one in TRIAD[:2])
    due = Awaited("lead", professional, ICP, JUNE, None, SOUGHT, "Leadership")
    assert list(awaited(state, SOUGHT)) == [
        Awaited("lead", sponsor, ICP, JUNE, None, SOUGHT, "Leadership"),
        due,
    ]
    assert list(awaited(state, "2024-02-01")) == [due]
    again = Awaited("lead", sponsor, ICP, NO_DAY, None, LATER, "Leadership")
    assert list(awaited(state, LATER)) == [again, due]
    undated = known().and_(seeks(TRIAD[:1], due=None)).state().leads
    assert [one.due for one in awaited(undated, SOUGHT)] == [NO_DAY]
