"""The terms and the meeting of 25 March 2024 of the partnership, against what its pack prints."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

import ledger_cli
from ledger import judge, sealed, terms
from ledger import state as state_module
from ledger.acts import Act, Proposal, Recorded
from ledger.facts import (
    bodies,
    decisions,
    interests,
    meetings,
    minutes,
    offices,
    organisations,
    programme,
)
from ledger.facts.fact import Acted, Fact
from ledger.facts.filters import Filter
from ledger.facts.terms import (
    Adopted,
    Count,
    GoodFaithRule,
    MajorityRule,
    PowerRule,
    QuorumRule,
    Terms,
    TextRule,
)
from ledger.facts.voting import VoteShare
from ledger.facts.words import Words
from ledger.findings import Finding, Verdict
from ledger.rooms import quorum
from ledger_cli.minutefile import load_minutes
from ledger_cli.minutes import Known, expand
from ledger_cli.setupfile import expand_setup, load_setup
from ledger_cli.termsfile import load_terms

FOLDER = Path(ledger_cli.__file__).parent / "demo" / "lsc-icp"
DAY = "2024-03-25"
MET, NOT_KNOWN = Verdict.MET, Verdict.NOT_KNOWN
RULES = [f"QUO-{number}" for number in range(1, 8)]

B = TypeVar("B")


@pytest.fixture(scope="module")
def revision() -> Terms:
    return load_terms(FOLDER / "terms-revision.yaml")


@pytest.fixture(scope="module")
def before() -> Terms:
    return load_terms(FOLDER / "terms-2023.yaml")


def counting() -> Callable[[str], str]:
    numbers = itertools.count()
    letters = "abcdefghijklmnopqrstuvwxyz"

    def new_id(prefix: str) -> str:
        number = next(numbers)
        return f"{prefix}-{'z' * 14}{letters[number // 26]}{letters[number % 26]}"

    return new_id


@dataclass(frozen=True)
class Meeting:
    """The meeting as proposed, folded into a state, with what was found on the way."""

    proposals: tuple[Proposal, ...]
    state: state_module.State
    findings: tuple[tuple[Fact, Finding], ...]

    def names(self) -> dict[str, str]:
        return {
            one.body.person: one.body.name.text
            for one in self.proposals
            if isinstance(one.body, organisations.PersonRegistered) and isinstance(one.body.name, Words)
        }

    def of(self, type_: type[B]) -> list[B]:
        return [one.body for one in self.proposals if isinstance(one.body, type_)]

    def item(self, number: str) -> str:
        return next(one.item for one in self.of(meetings.ItemOpened) if one.number == number)

    def quorum(self, number: str, under: Terms) -> dict[str, Finding]:
        (sitting,) = self.state.sittings.known.values()
        return {one.rule: one for one in quorum(sitting, self.item(number), under, self.state.roll)}


def folded(proposals: tuple[Proposal, ...]) -> Iterator[tuple[state_module.State, Fact, Finding | None]]:
    """Fold proposals one after another, judging each as recorded two years later."""
    state = state_module.State()
    for number, proposal in enumerate(proposals, 1):
        act = Act(proposal.body, proposal.on, "2026-07-01", "p-officerofficerof", (), proposal.acted)
        draft = Fact(
            ledger="l-" + "a" * 26,
            id=f"r-{'a' * 16}/{number}",
            on=proposal.on,
            acted=Acted(),
            recorder="p-officerofficerof",
            clauses=(),
            tags=("x",),
            relies=(),
            charges=(),
            evidence=proposal.evidence,
            findings=(),
            departure=None,
            body=proposal.body,
        )
        fact, _ = sealed.seal(draft, draft.ledger, draft.id, b"seed")
        for finding in judge.examine(act, state):
            if not finding.rule.startswith("KEY-"):
                yield state, fact, finding
        state = state.evolve(Recorded(number, "2026-07-01T10:00:00.000000Z", fact, ()))
        yield state, fact, None


@pytest.fixture(scope="module")
def meeting(before: Terms) -> Meeting:
    setup = expand_setup(load_setup(FOLDER / "setup.yaml"), frozenset())
    codes = frozenset(
        one.body.organisation for one in setup if isinstance(one.body, organisations.Registered)
    )
    adopted = Proposal(Adopted(before, before.approved or ""), before.approved or "")
    placed = expand(load_minutes(FOLDER / f"meeting-{DAY}.yaml"), Known(organisations=codes), counting())
    told = tuple(one.proposal for one in placed)
    steps = list(folded((*setup, adopted, *told)))
    found = tuple((fact, finding) for _, fact, finding in steps if finding is not None)
    return Meeting(told, steps[-1][0], found)


def verdicts(findings: dict[str, Finding]) -> dict[str, Verdict]:
    return {rule: finding.verdict for rule, finding in findings.items()}


def test_seven_founders_established_it_under_a_named_statute() -> None:  # LSC-1.1
    *registered, last = expand_setup(load_setup(FOLDER / "setup.yaml"), frozenset())
    body = last.body
    assert isinstance(body, bodies.Constituted)
    kinds = Counter(
        one.body.kind
        for one in registered
        if isinstance(one.body, organisations.Registered) and one.body.organisation in body.founders
    )
    assert kinds == {"nhs-body": 1, "council": 6}
    assert body.instrument == "s.116ZA Local Government and Public Involvement in Health Act 2007"
    assert last.clauses == ("terms of reference 1.1",)


def test_two_founders_have_no_seat_and_the_terms_say_so(revision: Terms, before: Terms) -> None:  # LSC-1.1
    expected = ["founder north-yorkshire has no seat", "founder cumberland has no seat"]
    for version in (revision, before):
        assert [one for one in terms.remarks(version) if one.startswith("founder")] == expected


def test_the_revision_has_26_seats_by_sector(revision: Terms) -> None:  # LSC-7.2
    sectors = Counter(seat.sector for seat in revision.seats)
    assert sectors == {
        "local-government": 6,
        "nhs-icb": 3,
        "providers-primary-care": 1,
        "providers-mental-health": 1,
        "providers-acute-and-community": 1,
        "place-based-partnerships": 4,
        "vcfse": 2,
        "public-patients-and-communities": 2,
        "business": 1,
        "hospices": 1,
        "higher-education": 1,
        "childrens-services": 1,
        "adult-social-care": 1,
        "public-health-collaborative": 1,
    }
    assert (sectors.total(), {seat.exists for seat in revision.seats}) == (26, {"known"})


def test_before_it_there_were_22_or_23_not_known(revision: Terms, before: Terms) -> None:  # LSC-7.2
    added = {seat.seat for seat in revision.seats} - {seat.seat for seat in before.seats}
    assert added == {"icb-non-executive", "public-health", "adult-social-care"}
    unsure = [seat.position for seat in before.seats if seat.exists == "not known"]
    assert (len(before.seats), unsure) == (23, ["chief-operating-officer"])
    assert "number of seats: 22 to 23, not known" in list(terms.remarks(before))


def test_the_revision_is_a_draft_and_the_terms_of_2023_were_approved(
    revision: Terms, before: Terms
) -> None:  # LSC-V
    assert (revision.approved, revision.review) == (None, "May 2024")
    assert (before.approved, before.review) == ("2023-04-17", "May 2024")
    assert (revision.version, before.version) == ("2024-revision", "2023")


def test_what_the_pack_does_not_print_of_2023_is_never_called_stated(before: Terms) -> None:  # LSC-V
    assert {rule.basis for rule in before.rules} == {"reading"}
    doubted = {doubt.clause for doubt in before.doubts}
    assert {"8.1", "7.8, 7.9", "7.2", "7.3"} <= doubted


def test_the_paragraph_on_co_option_came_with_the_revision(revision: Terms, before: Terms) -> None:  # LSC-7.6
    assert [rule.rule for rule in revision.rules if rule.clause == "7.6"] == ["MEM-3"]
    assert [rule.rule for rule in before.rules if rule.clause == "7.6"] == []


def test_each_line_of_the_quorum_clause_is_a_rule(revision: Terms) -> None:  # LSC-8.1
    rules = [rule for rule in revision.rules if isinstance(rule, QuorumRule)]
    assert [(rule.rule, rule.clause, rule.basis) for rule in rules] == [
        ("QUO-1", "8.1", "reading"),
        ("QUO-2", "8.1", "stated"),
        ("QUO-3", "8.1", "reading"),
        ("QUO-4", "8.1", "stated"),
        ("QUO-5", "8.1", "reading"),
        ("QUO-6", "8.1", "stated"),
        ("QUO-7", "8.1", "reading"),
    ]
    for rule in rules:
        assert (rule.basis == "reading") == bool(rule.reading) == bool(rule.others)


def test_founder_members_are_organisations_with_their_representatives_beside(
    revision: Terms,
) -> None:  # LSC-8.1
    rule = next(rule for rule in revision.rules if rule.rule == "QUO-3")
    assert isinstance(rule, QuorumRule)
    assert rule.check == Count(Filter(founder=True), 3, "organisations")
    assert [other.check for other in rule.others] == [Count(Filter(founder=True), 3, "persons")]


def test_the_chair_has_the_casting_vote_on_votes_cast(revision: Terms) -> None:  # LSC-10.3
    (majority,) = (rule for rule in revision.rules if isinstance(rule, MajorityRule))
    assert (majority.clause, majority.test, majority.casting) == (
        "10.3",
        VoteShare("votes cast", more_than="1/2"),
        ("chair",),
    )
    doubted = [doubt.says for doubt in revision.doubts if doubt.clause == "10.3"]
    assert any("presides" in says for says in doubted)


def test_what_the_terms_say_of_membership_and_meetings_is_checked(
    revision: Terms,
) -> None:  # LSC-7.4, LSC-7.5, LSC-7.6, LSC-7.7, LSC-7.8, LSC-7.9, LSC-8.2, LSC-8.3, LSC-8.5, LSC-9.1, LSC-12
    kinds = {rule.clause: str(type(rule).__struct_config__.tag) for rule in revision.rules}
    assert {
        "7.4": "appointment",
        "7.5": "attendance",
        "7.6": "co-option",
        "7.7, 8.4": "deputy",
        "7.8": "office",
        "7.9": "office",
        "8.2": "virtual",
        "8.3, 8.5": "quoracy",
        "9.1": "frequency",
        "9.3": "minutes",
        "9.4, 6.4": "public",
        "12.1": "interests",
        "12.2": "standing items",
    }.items() <= kinds.items()
    assert [one.position for one in revision.attendees][-1] == "strategy-lead"  # LSC-7.3


def test_beyond_its_strategy_and_its_own_business_it_can_only_recommend(
    revision: Terms, meeting: Meeting
) -> None:  # LSC-3.1
    (power,) = (rule for rule in revision.rules if isinstance(rule, PowerRule))
    assert (power.clause, power.own) == ("4.3", ("strategy", "proceedings"))
    found = [(fact.body, one) for fact, one in meeting.findings if one.rule == "SCO-2"]
    doubted = {
        body.item
        for body, one in found
        if isinstance(body, decisions.Resolved) and one.verdict is not Verdict.MET
    }
    numbers = {one.item: one.number for one in meeting.of(meetings.ItemOpened)}
    # The next steps of the development session, AskSARA, the National Academy: no power is on record.
    assert {numbers[item] for item in doubted} == {"31", "33", "35"}


def test_what_is_kept_in_words_is_shown_as_not_checked(revision: Terms) -> None:  # LSC-10.4
    kept = {rule.clause for rule in revision.rules if isinstance(rule, TextRule)}
    assert kept == {"3.1, 4.4", "2.2, 5.1, 5.6", "7.10", "10.4", "11.1"}
    remarks = list(terms.remarks(revision))
    assert "MAJ-2 (10.4) is kept in words and not checked" in remarks


def test_good_faith_cures_three_defects_that_are_found_afterwards(revision: Terms) -> None:  # LSC-10.5
    (rule,) = (rule for rule in revision.rules if isinstance(rule, GoodFaithRule))
    assert (rule.clause, rule.cures) == (
        "10.5",
        ("vacancy", "calling of the meeting", "appointment of a member"),
    )


def test_nine_were_present_seven_attended_and_seven_apologised(meeting: Meeting) -> None:  # LSC-M1
    (attended,) = meeting.of(meetings.Attended)
    called = meeting.names()
    assert [called[person] for person in attended.present] == [
        "County Councillor Michael Green",
        "Angela Allen",
        "Cllr Patricia Bell",
        "Howerd Booth",
        "Councillor Neal Brookes",
        "Claire Richardson",
        "Councillor Damian Talbot",
        "Louise Taylor",
        "Naz Zaman",
    ]
    assert [(called[one.person], one.organisation) for one in attended.attending] == [
        ("Polly Patel", "chorley"),
        ("Jane Cass", "lsc-icb"),
        ("Craig Harris", "lsc-icb"),
        ("Victoria Tomlinson", "lsc-icb"),
        ("Deborah Gent", "lancashire"),
        ("Claire Niebieski", "lsc-icb"),
        ("Josh Mynott", "lancashire"),
    ]
    assert [called[person] for person in attended.apologies] == [
        "Councillor Alistair Bradley",
        "Councillor Stephen Atkinson",
        "StJohn Crean",
        "Tracy Hopkins",
        "Dr Geoff Joliffe",
        "Kevin Lavery",
        "Jo Rycroft Malone",
    ]


def test_ten_minutes_were_taken_in_order(meeting: Meeting) -> None:  # LSC-M1, LSC-12
    assert [item.number for item in meeting.of(meetings.ItemOpened)] == [
        str(number) for number in range(27, 37)
    ]
    assert len(meeting.of(interests.NoneDeclared)) == 1


def test_earlier_minutes_were_agreed_with_an_amendment(meeting: Meeting) -> None:  # LSC-M2
    (agreed,) = meeting.of(minutes.Agreed)
    assert (agreed.item, agreed.of) == (meeting.item("29"), None)
    assert isinstance(agreed.amendment, Words)


def test_every_resolution_has_its_parts_and_the_way_that_is_recorded(meeting: Meeting) -> None:  # LSC-M3
    numbers = {meeting.item(str(number)): number for number in range(27, 37)}
    told = [
        (
            numbers[one.item],
            one.way,
            [(part.number, part.kind, part.condition is not None) for part in one.parts],
        )
        for one in meeting.of(decisions.Resolved)
    ]
    assert told == [
        (29, "not recorded", [("1", "decision", False)]),
        (30, "not recorded", [("i", "welcome", False), ("ii", "decision", False)]),
        (31, "not recorded", [("1", "decision", False)]),
        (32, "not recorded", [("i", "decision", False)]),
        (32, "unanimous", [("ii", "election", False), ("iii", "election", False)]),
        (33, "not recorded", [("1", "in principle", True)]),
        (34, "not recorded", [("1", "support", False)]),
        (35, "not recorded", [("1", "in principle", False)]),
    ]


def test_two_were_elected_for_a_term_as_printed_on_nominations_without_names(
    meeting: Meeting,
) -> None:  # LSC-M4
    called = meeting.names()
    told = [
        (called[one.person], one.office, one.term, one.begins, one.ends)
        for one in meeting.of(offices.Elected)
    ]
    assert told == [
        ("Councillor Damian Talbot", "chair", "2024/25", None, None),
        ("Angela Allen", "deputy-chair", "2024/25", None, None),
    ]
    motions = meeting.of(decisions.MotionPut)
    assert [(one.moved, one.proposer, one.seconded, one.seconder) for one in motions] == [
        (True, None, True, None)
    ] * 2


def test_the_next_date_was_given_out_without_a_venue(meeting: Meeting) -> None:  # LSC-9.1
    (scheduled,) = meeting.of(programme.Scheduled)
    assert (scheduled.date, scheduled.time) == ("2024-06-24", "10am")
    assert isinstance(scheduled.place, Words)
    assert scheduled.place.text == "to be confirmed"


def test_seats_are_known_on_the_day_only_where_the_minutes_state_them(meeting: Meeting) -> None:  # LSC-7.2
    called = meeting.names()
    on_the_day = {called[one.person]: one.seat for one in meeting.state.roll.on("lsc-icp", DAY) if one.seat}
    assert on_the_day == {
        "County Councillor Michael Green": "council-lancashire",
        "Louise Taylor": "place-director-1",
    }
    later = {
        called[one.person]: one.seat for one in meeting.state.roll.on("lsc-icp", "2024-06-05") if one.seat
    }
    assert later == {
        **on_the_day,
        "Claire Richardson": "place-director-2",
        "Howerd Booth": "hospices",
        "Councillor Damian Talbot": "council-blackburn-with-darwen",
    }
    assert len({one.person for one in meeting.state.roll.on("lsc-icp", DAY)}) == 9


def test_nothing_in_the_minutes_is_refused_and_only_the_unknown_is_noted(meeting: Meeting) -> None:  # LSC-V
    against = [(fact.body, one) for fact, one in meeting.findings if one.verdict is Verdict.NOT_MET]
    assert against == []
    noted = {one.rule for _, one in meeting.findings if one.verdict is NOT_KNOWN}
    assert noted == {"MEM-1", "QUO-2", "QUO-3", "QUO-5", "QUO-7", "SCO-2", "WAY-1"}


@pytest.mark.parametrize("number", ["29", "30", "32", "33", "34", "35"])
def test_whether_it_was_quorate_is_not_known_under_either_version(
    meeting: Meeting, before: Terms, revision: Terms, number: str
) -> None:  # LSC-8.1
    expected = dict(zip(RULES, [MET, NOT_KNOWN, NOT_KNOWN, MET, NOT_KNOWN, MET, NOT_KNOWN], strict=True))
    assert verdicts(meeting.quorum(number, before)) == expected
    assert verdicts(meeting.quorum(number, revision)) == expected


def test_at_item_31_chair_and_deputy_were_there_without_names(
    meeting: Meeting, before: Terms, revision: Terms
) -> None:  # LSC-8.1
    for version in (before, revision):
        found = meeting.quorum("31", version)
        assert (found["QUO-2"].verdict, found["QUO-2"].by) == (MET, ("chair", "deputy-chair"))
        others = {rule: verdict for rule, verdict in verdicts(found).items() if rule != "QUO-2"}
        assert others == {
            rule: one for rule, one in verdicts(meeting.quorum("30", version)).items() if rule != "QUO-2"
        }


def test_nine_are_thirty_per_cent_of_22_23_or_26_seats(
    meeting: Meeting, before: Terms, revision: Terms
) -> None:  # LSC-8.1
    found = meeting.quorum("30", before)["QUO-1"]
    assert "9 of 22 to 23 seats" in found.got
    assert [(other.reading, other.verdict) for other in found.others] == [
        ("Thirty per cent of the seats that are filled.", MET)
    ]
    assert "9 of 26 seats" in meeting.quorum("30", revision)["QUO-1"].got


def test_the_director_is_the_one_whom_the_minutes_name(meeting: Meeting, before: Terms) -> None:  # LSC-8.1
    found = meeting.quorum("30", before)
    called = meeting.names()
    assert [called[person] for person in found["QUO-6"].by] == ["Louise Taylor"]
    assert [called[person] for person in found["QUO-4"].by] == ["County Councillor Michael Green"]


def test_a_director_represents_the_icb_under_the_wider_reading_only(
    meeting: Meeting, before: Terms
) -> None:  # LSC-8.1
    found = meeting.quorum("30", before)["QUO-5"]
    assert (found.verdict, [other.verdict for other in found.others]) == (NOT_KNOWN, [MET])


def test_the_clause_is_cited_with_the_version(
    meeting: Meeting, before: Terms, revision: Terms
) -> None:  # LSC-V
    assert meeting.quorum("30", before)["QUO-1"].clause == "terms of reference (2023) 8.1"
    assert meeting.quorum("30", revision)["QUO-1"].clause == "terms of reference (revision of July 2024) 8.1"
