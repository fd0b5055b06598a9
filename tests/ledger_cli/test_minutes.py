from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, get_args

import pytest
from msgspec.structs import replace

from ledger.acts import Proposal
from ledger.errors import Malformed, Oversized
from ledger.facts import (
    decisions,
    delegations,
    funds,
    interests,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    programme,
)
from ledger.facts.organisations import PersonRegistered as Registered
from ledger.facts.words import Money, Sealed, Words
from ledger_cli import minutes as minutes_module
from ledger_cli.minutefile import Minutes, load_minutes
from ledger_cli.minutes import Known, expand
from ledger_cli.papers import sentences
from ledger_cli.yamlfile import Loaded, fit
from ledger_cli.yamlnodes import parse

HEAD = """\
body: icp
date: 2024-03-25
place: Town Hall
present: [Ann Able, Bob Baker]
attending: [Cy Clerk]
apologies: [Di Dean]
"""
ITEM = """\
items:
- number: 1
  title: Start
"""
GRANT, ROOT = f"g-{'a' * 16}", f"g-{'r' * 16}"
ANN, BOB = "p-annannannannanna", "p-bobbobbobbobbobb"
KNOWN = Known(
    people={"Ann Able": (ANN,), "Bob Baker": (BOB,)}, members=frozenset({(ANN, "one"), (BOB, None)})
)

B = TypeVar("B")


def counting() -> Callable[[str], str]:
    numbers = itertools.count()
    letters = "abcdefghijklmnopqrstuvwxyz"

    def new_id(prefix: str) -> str:
        number = next(numbers)
        return f"{prefix}-{'z' * 14}{letters[number // 26]}{letters[number % 26]}"

    return new_id


def expanded(text: str, known: Known = KNOWN) -> tuple[Proposal, ...]:
    document = parse(text.encode(), "m.yaml")
    placed = expand(Loaded(fit(document, Minutes), document), known, counting())
    return tuple(one.proposal for one in placed)


def fault(text: str, known: Known = KNOWN) -> str:
    with pytest.raises(Malformed) as caught:
        expanded(text, known)
    return str(caught.value)


def only(type_: type[B], proposals: tuple[Proposal, ...]) -> list[B]:
    return [one.body for one in proposals if isinstance(one.body, type_)]


def said(sealed: Sealed | None) -> str:
    assert isinstance(sealed, Words)
    return sealed.text


def resolved(inside: str) -> str:
    return HEAD + ITEM + "  resolved:\n" + "".join(f"    {line}\n" for line in inside.splitlines())


MOTION = "motions:\n- text: That it be so\n  moved: Ann Able\n  seconded: true\n  votes: {votes}\nparts:\n- {{kind: decision, text: So be it}}"  # noqa: E501 - one motion


def test_a_meeting_is_told_in_the_order_in_which_it_is_recorded() -> None:  # LSC-M1
    told = [type(one.body).__name__ for one in expanded(HEAD + ITEM)]
    assert told == [
        "PersonRegistered", "PersonRegistered", "Opened", "Attended", "ItemOpened", "Closed",
    ]  # fmt: skip


def test_the_three_lists_stay_apart() -> None:  # LSC-M1
    proposals = expanded(HEAD + ITEM)
    cy, di = (one.person for one in only(organisations.PersonRegistered, proposals))
    (attended,) = only(meetings.Attended, proposals)
    assert (attended.present, attended.apologies) == ((ANN, BOB), (di,))
    assert attended.attending == (meetings.Attendee(cy, None),)


def test_everything_happened_on_the_day_of_the_meeting_and_rests_on_the_source() -> None:
    source = "source: {title: The pack, place: page 3}\n"
    proposals = expanded(HEAD + source + ITEM)
    assert {one.on for one in proposals} == {"2024-03-25"}
    places = [(one.evidence[0].title, one.evidence[0].place) for one in proposals]
    assert places[0] == ("The pack", "page 3")
    assert places[-2] == ("The pack", "page 3, minute 1")


def test_the_same_file_gives_the_same_proposals() -> None:
    assert expanded(HEAD + ITEM) == expanded(HEAD + ITEM)


def test_a_name_that_the_ledger_does_not_know_is_registered_once() -> None:
    proposals = expanded(HEAD + ITEM + "  absent: [Ann Able]\n  note: about Cy Clerk\n", Known())
    names = [said(one.name) for one in only(organisations.PersonRegistered, proposals)]
    assert names == ["Ann Able", "Bob Baker", "Cy Clerk", "Di Dean"]


def test_a_printed_name_keeps_its_honorific_and_may_be_called_by_a_short_one() -> None:
    text = (
        HEAD.replace("Ann Able", "Councillor Ann Able")
        + "people: [{name: Councillor Ann Able, short: Ann}]\n"
    )
    proposals = expanded(text + ITEM + "  absent: [Ann]\n", Known())
    first = only(organisations.PersonRegistered, proposals)[0]
    (item,) = only(meetings.ItemOpened, proposals)
    assert (said(first.name), item.absent) == ("Councillor Ann Able", (first.person,))


def test_a_name_that_the_ledger_knows_twice_needs_an_id() -> None:
    known = Known(people={"Ann Able": (ANN, BOB)})
    told = fault(HEAD + ITEM, known)
    assert told == (
        "m.yaml:4:11: present, entry 1: expected, in people, the id of Ann Able (or new), "
        f"as the ledger knows 2 of that name: {ANN}, {BOB}; got none"
    )
    (attended,) = only(
        meetings.Attended, expanded(f"{HEAD}people: [{{name: Ann Able, id: {BOB}}}]\n{ITEM}", known)
    )
    assert attended.present[0] == BOB


def test_another_person_of_a_known_name_is_registered_as_new() -> None:
    proposals = expanded(f"{HEAD}people: [{{name: Ann Able, id: new}}]\n{ITEM}")
    assert "Ann Able" in [said(one.name) for one in only(organisations.PersonRegistered, proposals)]


def test_an_id_that_the_ledger_does_not_know_is_refused() -> None:
    told = fault(f"{HEAD}people: [{{name: Cy Clerk, id: p-cccccccccccccccc}}]\n{ITEM}")
    assert (
        "people, entry 1, id: expected the id of a person whom the ledger knows, got p-cccccccccccccccc"
        in told
    )


def test_two_people_of_one_spelling_are_refused() -> None:
    told = fault(f"{HEAD}people: [{{name: Ann Able}}, {{name: Ann Bell, short: Ann Able}}]\n{ITEM}")
    assert "people, entry 2, short: expected a name once, got Ann Able again" in told


def test_one_person_on_two_lists_is_refused_with_the_place() -> None:
    told = fault(HEAD.replace("[Di Dean]", "[Bob Baker]") + ITEM)
    assert told == (
        "m.yaml:6:13: apologies, entry 1: expected each person once on the lists, "
        "got Bob Baker, also in present"
    )


def test_a_vote_by_somebody_on_no_list_is_refused_with_near_names() -> None:
    told = fault(resolved(MOTION.format(votes="{for: [Ann Abel, Bob Baker]}")))
    assert told == (
        "m.yaml:15:21: items, entry 1, resolved, motions, entry 1, votes, for, entry 1: "
        "expected somebody on one of the lists, got Ann Abel (did you mean Ann Able?)"
    )


def test_a_known_person_who_is_on_no_list_does_not_vote() -> None:
    known = Known(people={**KNOWN.people, "Eve East": ("p-eveeveeveeveevee",)}, members=KNOWN.members)
    told = fault(resolved(MOTION.format(votes="{for: [Eve East]}")), known)
    assert "expected somebody on one of the lists, got Eve East" in told


def test_a_vote_by_somebody_in_attendance_is_left_to_the_rules() -> None:  # LSC-7.3
    proposals = expanded(resolved(MOTION.format(votes="{for: [Cy Clerk]}")))
    (vote,) = only(decisions.VoteCast, proposals)
    assert vote.person == only(organisations.PersonRegistered, proposals)[0].person


def test_votes_by_name_are_cast_one_by_one_on_the_text_as_put() -> None:  # LSC-10.2
    proposals = expanded(resolved(MOTION.format(votes="{for: [Ann Able], abstained: [Bob Baker]}")))
    votes = only(decisions.VoteCast, proposals)
    (motion,) = only(decisions.MotionPut, proposals)
    (passed,) = only(decisions.Resolved, proposals)
    assert [(one.person, one.choice, one.text) for one in votes] == [
        (ANN, "for", decisions.AS_PUT),
        (BOB, "abstain", decisions.AS_PUT),
    ]
    assert {one.motion for one in votes} == {motion.motion} == set(passed.motions)
    assert (motion.proposer, motion.seconded, motion.seconder, passed.way) == (ANN, True, None, "vote")
    assert [one.acted.person for one in proposals if isinstance(one.body, decisions.VoteCast)] == [ANN, BOB]


def test_a_casting_vote_follows_the_votes() -> None:  # LSC-10.3
    votes = "{for: [Ann Able], against: [Bob Baker], casting: {person: Ann Able, choice: for}}"
    cast = only(decisions.VoteCast, expanded(resolved(MOTION.format(votes=votes))))
    assert [(one.person, one.casting) for one in cast] == [(ANN, False), (BOB, False), (ANN, True)]


def test_announced_numbers_stay_numbers_and_missing_ones_stay_unknown() -> None:
    (tally,) = only(decisions.VoteTallied, expanded(resolved(MOTION.format(votes="{for: 7, against: 0}"))))
    assert (tally.votes_for, tally.votes_against, tally.abstained) == (7, 0, None)


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ("{for: [Ann Able], against: 1}", "votes: expected names or numbers, got both"),
        ("{}", "votes: expected names or numbers, got neither"),
        (
            "unanimus",
            "votes: expected the fields for, against, abstained, casting, how or unanimous, got unanimus",
        ),
        ("{for: -1}", "votes, for: expected at least 0, got -1"),
    ],
)
def test_a_result_that_cannot_be_is_refused(votes: str, expected: str) -> None:
    assert expected in fault(resolved(MOTION.format(votes=votes)))


def test_unanimous_is_a_way_and_no_number() -> None:  # LSC-6.2, LSC-M4
    proposals = expanded(resolved(MOTION.format(votes="unanimous")))
    (passed,) = only(decisions.Resolved, proposals)
    assert passed.way == "unanimous"
    assert only(decisions.VoteTallied, proposals) == []


def test_a_way_that_its_motions_contradict_is_refused() -> None:
    told = fault(resolved(MOTION.format(votes="unanimous") + "\nway: vote"))
    assert "resolved, way: expected unanimous, as its motions say, got vote" in told


def test_a_resolution_without_a_word_on_how_is_not_recorded() -> None:
    (passed,) = only(decisions.Resolved, expanded(resolved("parts: [{kind: note, text: Noted}]")))
    assert (passed.way, passed.motions, passed.parts[0].number) == ("not recorded", (), "1")


def test_a_motion_that_led_to_nothing_stands_alone() -> None:
    text = f"{HEAD}{ITEM}  motions: [{{text: That it be so, votes: {{for: 1, against: 5}}}}]\n"
    told = [type(one.body).__name__ for one in expanded(text)]
    assert told[-3:] == ["MotionPut", "VoteTallied", "Closed"]
    assert "votes: expected unanimous within a resolution only" in fault(
        f"{HEAD}{ITEM}  motions: [{{text: That it be so, votes: unanimous}}]\n"
    )


def test_parts_keep_their_numbers_kinds_and_conditions() -> None:  # LSC-M3
    parts = (
        "parts:\n- {number: i, kind: welcome, text: Good}\n"
        "- {number: ii, kind: in principle, text: Yes, condition: If all agree}"
    )
    (passed,) = only(decisions.Resolved, expanded(resolved(parts)))
    assert [(part.number, part.kind) for part in passed.parts] == [("i", "welcome"), ("ii", "in principle")]
    assert (passed.parts[0].condition, said(passed.parts[1].condition)) == (None, "If all agree")


def test_a_part_under_a_delegation_says_what_is_done_by_it() -> None:  # PBP-3
    known = replace(KNOWN, chains={GRANT: ((ROOT, GRANT), "body:icb")})
    act = (
        "amount: GBP 180000.00, spend: revenue, tax: without, part_of: beds, supplier: firm, project: ward, "
        "payee: Di Dean, approved: [{party: 'office:icb/chair', person: Di Dean}], "
        "consulted: ['body:forum'], met: [tendered], reasons: It is full, alternatives: None, interests: None"
    )
    part = f"{{number: ii, kind: decision, text: Yes, matter: beds, under: {GRANT}, act: {{{act}}}}}"
    proposals = expanded(resolved(f"parts: [{part}]"), known)
    (passed,), (used,) = only(decisions.Resolved, proposals), only(delegations.Used, proposals)
    assert (used.resolution, used.part, used.chain) == (passed.resolution, "ii", (ROOT, GRANT))
    assert (used.by, used.persons, used.function) == ("body:icb", (), "beds")
    assert used.amount == Money(180_000_00, "GBP")
    assert (used.spend, used.tax, used.matter) == ("revenue", "without", "beds")
    assert (used.project, used.supplier, used.met) == ("ward", "firm", ("tendered",))
    (approval,) = used.approvals
    assert (approval.party, approval.person, used.payee) == ("office:icb/chair", used.payee, approval.person)
    assert used.consulted == ("body:forum",)
    assert (used.text, said(used.reasons), said(used.alternatives)) == (None, "It is full", "None")
    (bare,) = only(delegations.Used, expanded(resolved(f"parts: [{part.partition(', act')[0]}}}]"), known))
    assert bare.amount is None


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (
            "kind: decision, under: g-bbbbbbbbbbbbbbbb, matter: beds",
            "expected a delegation that the ledger knows",
        ),
        ("kind: decision, under: g-aaaaaaaaaaaaaaaa", "expected a matter with it"),
        (
            "kind: decision, matter: beds, act: {amount: GBP 2.00}",
            "expected a decision under a delegation with it",
        ),
        (
            "kind: note, under: g-aaaaaaaaaaaaaaaa, act: {amount: GBP 2.00}",
            "expected a decision under a delegation",
        ),
        ("kind: decision, under: g-aaaaaaaaaaaaaaaa, matter: beds, act: {amount: 2.00}", "amount"),
    ],
)
def test_what_is_wrong_with_an_act_is_told_where_it_stands(part: str, expected: str) -> None:
    known = replace(KNOWN, chains={GRANT: ((GRANT,), "body:icb")})
    assert expected in fault(resolved(f"parts: [{{text: Yes, {part}}}]"), known)


def test_a_part_names_what_its_matter_delegation_and_announcement_are() -> None:
    part = "{kind: decision, text: Yes, matter: strategy, under: g-aaaaaaaaaaaaaaaa, key: e-aaaaaaaaaaaaaaaa}"
    known = replace(KNOWN, chains={GRANT: ((GRANT,), "body:icb")})
    proposals = expanded(resolved(f"parts: [{part}]"), known)
    (passed,) = only(decisions.Resolved, proposals)
    (one,) = passed.parts
    assert (one.matter, one.under, one.key) == ("strategy", f"g-{'a' * 16}", f"e-{'a' * 16}")
    assert "expected" in fault(resolved("parts: [{kind: decision, text: Yes, key: x}]"))


ELECTION = "parts: [{{kind: {kind}, text: Elected{elects}}}]"


def test_an_election_follows_its_resolution_with_the_term_as_printed() -> None:  # LSC-M4
    elects = ", elects: {person: Di Dean, office: chair, term: 2024/25}"
    proposals = expanded(resolved(ELECTION.format(kind="election", elects=elects)))
    assert [type(one.body).__name__ for one in proposals][-3:] == ["Resolved", "Elected", "Closed"]
    (elected,) = only(offices.Elected, proposals)
    assert (elected.office, elected.term, elected.begins, elected.ends) == ("chair", "2024/25", None, None)


@pytest.mark.parametrize(
    ("kind", "elects", "expected"),
    [
        (
            "election",
            "",
            "parts, entry 1: expected elects with person, office and term, or chosen with",
        ),
        (
            "decision",
            ", elects: {person: Di Dean, office: chair, term: x}",
            "expected kind: election with it",
        ),
        (
            "election",
            ", elects: {person: Dy Dean, office: chair, term: x}",
            "expected somebody whom the file or the ledger names, got Dy Dean (did you mean Di Dean?)",
        ),
    ],
)
def test_an_election_that_does_not_fit_is_refused(kind: str, elects: str, expected: str) -> None:
    assert expected in fault(resolved(ELECTION.format(kind=kind, elects=elects)))


COMMITTED = "parts: [{{kind: {kind}, text: Yes, commits: {commits}}}]"
BEDS = "{{allocation: w-aaaaaaaaaaaaaaaa, amount: {amount}, text: Twelve beds, function: beds}}"


def test_what_a_meeting_commits_follows_its_resolution() -> None:  # PLD-1
    one = BEDS.format(amount="GBP 2500.00")
    for commits, count in ((one, 1), (f"[{one}, {one}]", 2)):
        proposals = expanded(resolved(COMMITTED.format(kind="decision", commits=commits)))
        kinds = [type(one.body).__name__ for one in proposals]
        assert kinds[-count - 2 :] == ["Resolved", *["Committed"] * count, "Closed"]
        (passed,), made = only(decisions.Resolved, proposals), only(funds.Committed, proposals)
        assert len({body.commitment for body in made}) == count
        assert {(body.by, body.allocation, body.amount, body.function) for body in made} == {
            ("icp", f"w-{'a' * 16}", Money(2_500_00, "GBP"), "beds")
        }
        assert {body.resolution for body in made} == {passed.resolution}
        assert said(made[0].text) == "Twelve beds"


@pytest.mark.parametrize(
    ("kind", "amount", "expected"),
    [
        ("recommendation", "GBP 1.00", "expected kind: decision with it, got recommendation"),
        ("decision", "2500", "expected an amount like 'GBP 2500.00', got '2500'"),
        ("decision", "GBP 0.00", "expected an amount above nothing, got 'GBP 0.00'"),
    ],
)
def test_a_commitment_that_does_not_fit_is_refused(kind: str, amount: str, expected: str) -> None:
    commits = BEDS.format(amount=f'"{amount}"')
    assert expected in fault(resolved(COMMITTED.format(kind=kind, commits=commits)))


def test_somebody_who_is_absent_can_be_elected() -> None:
    known = Known(people={"Eve East": ("p-eveeveeveeveevee",), "Fay": (ANN, BOB)})
    elects = ", elects: {person: Eve East, office: chair, term: a year}"
    (elected,) = only(
        offices.Elected, expanded(resolved(ELECTION.format(kind="election", elects=elects)), known)
    )
    assert elected.person == "p-eveeveeveeveevee"
    twice = elects.replace("Eve East", "Fay")
    assert "got Fay, known 2 times" in fault(resolved(ELECTION.format(kind="election", elects=twice)), known)


def test_no_interest_declared_is_a_fact() -> None:  # LSC-12
    assert len(only(interests.NoneDeclared, expanded(HEAD + "interests: none\n" + ITEM))) == 1
    assert only(interests.NoneDeclared, expanded(HEAD + ITEM)) == []


def test_an_interest_in_an_item_is_told_once_the_item_is_open() -> None:  # LSC-12
    declared = (
        "interests:\n- {person: Ann Able, nature: Owns the shop, item: 1, effect: withdraws}\n"
        "- {person: Bob Baker, nature: In general}\n"
    )
    proposals = expanded(HEAD + declared + ITEM)
    told = [type(one.body).__name__ for one in proposals]
    assert told[3:] == ["Attended", "Declared", "ItemOpened", "Declared", "Closed"]
    general, own = only(interests.Declared, proposals)
    (item,) = only(meetings.ItemOpened, proposals)
    assert (general.person, general.item, general.effect) == (BOB, None, "noted")
    assert (own.person, own.item, own.effect) == (ANN, item.item, "withdraws")


def test_an_interest_in_an_item_that_was_not_taken_is_refused() -> None:
    told = fault(HEAD + "interests: [{person: Ann Able, nature: x, item: 9}]\n" + ITEM)
    assert "interests, entry 1, item: expected the number of an item of this meeting, got 9" in told


def test_earlier_minutes_are_linked_where_the_ledger_knows_the_meeting() -> None:  # LSC-M2
    text = HEAD + ITEM + "  minutes: {of: 2024-01-15, amendment: Something was left out}\n"
    known = Known(meetings={"2024-01-15": ("m-aaaaaaaaaaaaaaaa",)})
    (agreed,) = only(minutes.Agreed, expanded(text, known))
    assert (agreed.of, said(agreed.amendment)) == ("m-aaaaaaaaaaaaaaaa", "Something was left out")
    (unknown,) = only(minutes.Agreed, expanded(text))
    assert unknown.of is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2024-01-15",
            "minutes, of: expected one meeting on that day, got 2: m-aaaaaaaaaaaaaaaa, m-bbbbbbbbbbbbbbbb",
        ),
        ("2024-03-25", "minutes, of: expected a day before 2024-03-25, got 2024-03-25"),
        ("2024-02-30", "minutes, of: expected a date like 2024-03-25, got 2024-02-30"),
    ],
)
def test_earlier_minutes_that_cannot_be_found_are_refused(day: str, expected: str) -> None:
    known = Known(meetings={"2024-01-15": ("m-aaaaaaaaaaaaaaaa", "m-bbbbbbbbbbbbbbbb")})
    assert expected in fault(HEAD + ITEM + f"  minutes: {{of: {day}}}\n", known)


def test_only_members_present_can_be_absent_from_an_item() -> None:
    told = fault(HEAD + ITEM + "  absent: [Cy Clerk]\n")
    assert (
        "items, entry 1, absent, entry 1: expected somebody on the list of those present, got Cy Clerk"
        in told
    )


def test_offices_shown_to_be_there_are_kept_without_names() -> None:  # LSC-8.1
    (item,) = only(meetings.ItemOpened, expanded(HEAD + ITEM + "  offices: [chair, deputy-chair]\n"))
    assert item.offices == ("chair", "deputy-chair")


def test_follow_ups_are_noted_with_what_is_due_as_printed() -> None:  # LSC-M5
    (noted,) = only(
        decisions.FollowUpNoted,
        expanded(HEAD + ITEM + "  follow_ups: [{text: A report, due: next spring}]\n"),
    )
    assert (said(noted.text), noted.due) == ("A report", "next spring")


def test_the_next_date_is_scheduled_before_the_meeting_closes() -> None:  # LSC-9.1
    proposals = expanded(HEAD + "next_meeting: {date: 2024-06-24, time: 10am}\n" + ITEM)
    assert [type(one.body).__name__ for one in proposals][-2:] == ["Scheduled", "Closed"]
    (scheduled,) = only(programme.Scheduled, proposals)
    assert (scheduled.date, scheduled.time, scheduled.place) == ("2024-06-24", "10am", None)


def test_nobody_becomes_a_member_whom_the_file_does_not_call_one() -> None:
    assert only(members.Appointed, expanded(HEAD + ITEM, Known())) == []


def test_a_member_comes_in_by_a_seat_or_without_one() -> None:  # LSC-7.2
    bob = "{name: Bob Baker, member: true, seat: two, where: page 9}"
    people = f"people: [{{name: Ann Able, member: true}}, {bob}]\n"
    proposals = expanded(HEAD + "source: {title: The pack}\n" + people + ITEM, Known())
    appointed = [one for one in proposals if isinstance(one.body, members.Appointed)]
    assert [one.body.seat for one in appointed if isinstance(one.body, members.Appointed)] == [None, "two"]
    assert [one.evidence[0].place for one in appointed] == [None, "page 9"]


def test_a_seat_stated_for_a_later_day_is_not_known_at_the_meeting() -> None:  # LSC-7.2
    people = "people: [{name: Ann Able, member: true, seat: two, stated: 2024-06-05}]\n"
    told = [
        (one.on, one.body.seat)
        for one in expanded(HEAD + people + ITEM, Known())
        if isinstance(one.body, members.Appointed)
    ]
    assert told == [("2024-03-25", None), ("2024-06-05", "two")]


def test_a_member_is_not_appointed_again_but_a_seat_may_be_learned() -> None:
    people = "people: [{name: Ann Able, member: true}, {name: Bob Baker, member: true, seat: two}]\n"
    appointed = only(members.Appointed, expanded(HEAD + people + ITEM))
    assert [(one.person, one.seat) for one in appointed] == [(BOB, "two")]


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("{name: Ann Able, seat: two}", "people, entry 1, seat: expected member: true with a seat, got none"),
        (
            "{name: Ann Able, where: page 3}",
            "people, entry 1, where: expected a source for the place, got none",
        ),
        (
            "{name: Ann Able, member: true, began: 2024-03-26}",
            "people, entry 1, began: expected a day up to 2024-03-25, got 2024-03-26",
        ),
    ],
)
def test_a_membership_that_does_not_fit_is_refused(person: str, expected: str) -> None:
    assert expected in fault(f"{HEAD}people: [{person}]\n{ITEM}")


def test_an_organisation_of_somebody_in_attendance_must_be_named() -> None:
    attending = HEAD.replace("[Cy Clerk]", "[{name: Cy Clerk, organisation: chorly}]")
    told = fault(
        attending + "organisations: [{code: chorley, title: Chorley Council, kind: council}]\n" + ITEM
    )
    assert told == (
        "m.yaml:5:44: attending, entry 1, organisation: expected an organisation that the ledger or the file "
        "names, got chorly (did you mean chorley?)"
    )


def test_an_organisation_that_the_ledger_knows_is_not_registered_again() -> None:
    text = (
        HEAD
        + "organisations: [{code: a, title: A, kind: council}, {code: b, title: B, kind: council}]\n"
        + ITEM
    )
    proposals = expanded(text, Known(organisations=frozenset({"a"})))
    assert [one.organisation for one in only(organisations.Registered, proposals)] == ["b"]


def test_a_day_on_which_the_ledger_knows_a_meeting_needs_a_word() -> None:
    known = Known(meetings={"2024-03-25": ("m-aaaaaaaaaaaaaaaa",)})
    assert fault(HEAD + ITEM, known) == (
        "m.yaml:2:7: date: expected a day without a meeting of icp in the ledger (or another: true), "
        "got 2024-03-25, recorded as m-aaaaaaaaaaaaaaaa"
    )
    assert expanded(HEAD + "another: true\n" + ITEM, known)


def test_a_number_of_an_item_is_given_once() -> None:
    told = fault(HEAD + ITEM + "- {number: 1, title: Again}\n")
    assert "items, entry 2, number: expected each number once, got 1 again" in told


def test_faults_of_sense_are_told_together() -> None:
    told = fault(HEAD + "interests: [{person: Xu, nature: x}]\n" + ITEM + "  absent: [Yi]\n").splitlines()
    assert [line.split(": ")[0] for line in told] == ["m.yaml:7:22", "m.yaml:11:12"]


def test_more_facts_than_one_request_holds_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minutes_module, "FACTS_MAX", 5)
    with pytest.raises(Oversized, match="m.yaml: expected at most 5 facts, got 6"):
        expanded(HEAD + ITEM)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "date: 2024-03-25",
            "date: 31/02/2024",
            ":2:7: date: expected a date like 2024-03-25, got 31/02/2024",
        ),
        ("date: 2024-03-25", "date: 2026", ":2:7: date: expected a date like 2024-03-25, got 2026"),
        ("place: Town Hall\n", "", ":1:1: expected the field place, got none"),
        ("present:", "presents:", "got presents (did you mean present?)"),
        (
            "[Cy Clerk]",
            "[{name: Cy Clerk, organization: x}]",
            "got organization (did you mean organisation?)",
        ),
    ],
)
def test_a_malformed_minute_file_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    path = tmp_path / "meeting.yaml"
    path.write_text((HEAD + ITEM).replace(old, new), encoding="utf-8")
    with pytest.raises(Malformed) as caught:
        load_minutes(path)
    assert expected in str(caught.value)


def test_a_substitute_is_present_in_the_place_of_a_member() -> None:  # LSC-7.7, LSC-M1
    proposals = expanded(
        HEAD + "substitutes: [{person: Eve East, for: Di Dean}]\nvirtual: [Eve East]\n" + ITEM
    )
    (attended,) = only(meetings.Attended, proposals)
    di, eve = attended.apologies[0], attended.substitutes[0].person
    assert attended.substitutes == (meetings.Substitute(eve, di),)
    assert (attended.virtual, eve in attended.present) == ((eve,), False)


def test_a_substitute_for_somebody_whom_nobody_names_is_refused_at_its_place() -> None:  # LSC-7.7
    told = fault(HEAD + "substitutes: [{person: Eve East, for: Nobody}]\n" + ITEM)
    assert told.startswith("m.yaml:7:39: substitutes, entry 1, for: expected somebody whom the file")


def test_who_is_absent_without_apologies_is_listed_apart() -> None:  # LSC-M1
    (attended,) = only(meetings.Attended, expanded(HEAD + "absent: [Fay Ford]\n" + ITEM))
    assert len(attended.absent) == 1
    assert fault(HEAD + "absent: [Di Dean]\n" + ITEM).startswith(
        "m.yaml:7:10: absent, entry 1: expected each"
    )


def test_virtual_attendance_that_was_agreed_is_stated_before_the_meeting_opens() -> None:  # LSC-8.2
    proposals = expanded(HEAD + "virtual_agreed: true\nvirtual: [Ann Able]\n" + ITEM)
    told = [type(one.body).__name__ for one in proposals]
    assert told.index("VirtualAgreed") == told.index("Opened") - 1


def test_whoever_presided_confirms_the_quorum_after_the_interests() -> None:  # LSC-8.3
    proposals = expanded(HEAD + "presiding: Ann Able\nquorate: true\ninterests: none\n" + ITEM)
    told = [type(one.body).__name__ for one in proposals if not isinstance(one.body, Registered)]
    assert told[1:] == ["Attended", "Presided", "NoneDeclared", "QuorumConfirmed", "ItemOpened", "Closed"]
    (presided,) = only(meetings.Presided, proposals)
    assert (presided.person, presided.office, presided.how) == (ANN, "chair", "office")
    (confirmed,) = only(meetings.QuorumConfirmed, proposals)
    assert (confirmed.person, confirmed.quorate) == (ANN, True)


def test_somebody_may_preside_acting_or_chosen() -> None:  # LSC-8.1
    text = HEAD + "presiding: {person: Bob Baker, office: chair, how: acting}\n" + ITEM
    (presided,) = only(meetings.Presided, expanded(text))
    assert (presided.person, presided.office, presided.how) == (BOB, "chair", "acting")


def test_a_quorum_is_confirmed_by_somebody() -> None:  # LSC-8.3
    told = fault(HEAD + "quorate: true\n" + ITEM)
    assert told == ("m.yaml:7:10: quorate: expected presiding with it, as that person confirms, got none")


def test_who_comes_and_goes_during_an_item_is_told_after_it_opens() -> None:  # LSC-8.1
    text = (
        HEAD
        + ITEM
        + "  arrived: [Eve East]\n  left: [Ann Able]\n- {number: 2, title: More, absent: [Ann Able]}\n"
    )
    proposals = expanded(text)
    came, went = only(meetings.PresenceChanged, proposals)
    first, _ = only(meetings.ItemOpened, proposals)
    assert (came.change, came.during, went.change, went.person) == ("arrived", first.item, "left", ANN)
    (attended,) = only(meetings.Attended, proposals)
    assert came.person not in attended.present


def test_an_item_that_is_not_public_has_its_ground_and_a_summary() -> None:  # LSC-9.4
    text = (
        HEAD + "excluded: [{items: [1], ground: paragraph 3, interest: It outweighs}]\n" + ITEM
        + "  access: exempt\n  ground: paragraph 3\n  summary: A contract\n"
    )  # fmt: skip
    proposals = expanded(text)
    (excluded,) = only(meetings.PublicExcluded, proposals)
    (item,) = only(meetings.ItemOpened, proposals)
    assert (excluded.numbers, excluded.ground) == (("1",), "paragraph 3")
    assert (item.access, item.ground, item.summary) == ("exempt", "paragraph 3", Words.of("A contract"))


def test_the_words_of_the_clerk_and_of_the_chair_stand_with_the_item() -> None:  # LSC-9.2
    text = HEAD + ITEM + "  narrative: Much was said.\n  chair: Well put.\n"
    told = [(one.voice, one.text) for one in only(minutes.Narrated, expanded(text))]
    assert told == [("clerk", Words.of("Much was said.")), ("chair", Words.of("Well put."))]


def test_a_departure_of_one_item_touches_no_other() -> None:
    text = HEAD + ITEM + "  departure: The roll was lost\n  resolved: {parts: [{kind: note, text: A}]}\n"
    text += "- {number: 2, title: More}\n"
    departing = [type(one.body).__name__ for one in expanded(text) if one.departure is not None]
    assert departing == ["ItemOpened", "Resolved"]


def test_an_amendment_names_the_facts_that_it_speaks_about() -> None:  # LSC-M2
    text = HEAD + ITEM + "  minutes: {of: 2024-01-22, amendment: Also, corrects: [r-aaaaaaaaaaaaaaaa/3]}\n"
    (agreed,) = only(minutes.Agreed, expanded(text))
    assert agreed.corrects == ("r-aaaaaaaaaaaaaaaa/3",)


def test_a_meeting_that_had_a_date_keeps_its_id_and_a_date_given_out_is_not_given_twice() -> None:  # LSC-9.1
    march, june = "m-marchmarchmarchm", "m-junejunejunejune"
    known = replace(KNOWN, coming={"2024-03-25": march, "2024-06-24": june})
    text = HEAD + ITEM + "next_meeting: {date: 2024-06-24}\n"
    proposals = expanded(text, known)
    (opened,) = only(meetings.Opened, proposals)
    assert (opened.meeting, only(programme.Scheduled, proposals)) == (march, [])
    other = expanded(HEAD + ITEM + "next_meeting: {date: 2024-07-15}\n", known)
    assert [one.date for one in only(programme.Scheduled, other)] == ["2024-07-15"]


def test_an_interest_is_declared_under_a_regime_and_from_the_register() -> None:  # LSC-12
    interest = "t-aaaaaaaaaaaaaaaa"
    fields = f"kind: pecuniary, regime: east, interest: {interest}"
    text = f"interests: [{{person: Ann Able, nature: A shop, {fields}}}]\n"
    (declared,) = only(interests.Declared, expanded(HEAD + text + ITEM))
    assert (declared.kind, declared.regime, declared.interest) == ("pecuniary", "east", interest)


def test_minutes_have_words_for_every_way_of_deciding() -> None:
    assert set(sentences.WAYS) == set(get_args(decisions.Way))
