from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from tests import examples
from tests.ledger.partnership import MAJORITY, WAYS

from ledger import terms
from ledger.bodies import Bodies
from ledger.facts import bodies as bodies_facts
from ledger.facts import terms as facts
from ledger.facts.filters import Filter
from ledger.facts.terms import (
    AllOf,
    AnyOf,
    Check,
    Count,
    Distinct,
    Doubt,
    Need,
    Office,
    OfficeRule,
    QuorumRule,
    Reading,
    Rule,
    Share,
    SomeOf,
    Terms,
    TextRule,
    VotingRule,
)
from ledger.facts.voting import (
    AllTests,
    AnyTests,
    Block,
    Blocks,
    Method,
    NoneAgainst,
    OptionQuorum,
    SomeTests,
    VoteCount,
    VoteShare,
    VoteTest,
    Weight,
)
from ledger.findings import Finding, Verdict
from ledger.terms import Rulebooks

CONSTITUTED = bodies_facts.Constituted("icp", "Integrated Care Partnership", "Clause 1")
KNOWN = Bodies().evolve(examples.recorded_of(1, CONSTITUTED), CONSTITUTED)

TERMS = examples.terms_of()


def version(name: str) -> Terms:
    return examples.terms_of(version=name)


def books(*bodies: facts.Drafted | facts.Adopted) -> Rulebooks:
    """Give the rulebooks after facts numbered from 1 on."""
    state = Rulebooks()
    for number, body in enumerate(bodies, 1):
        state = state.evolve(examples.recorded_of(number, body), body)
    return state


def against(
    body: facts.Drafted | facts.Adopted, rulebooks: Rulebooks | None = None, known: Bodies = KNOWN
) -> dict[str, str]:
    """Give rule and what was got of every finding that is not met."""
    act = examples.act_of(body, examples.OFFICER)
    findings = terms.examine(act, body, rulebooks or Rulebooks(), known)
    assert all(finding.absolute for finding in findings)
    return {finding.rule: finding.got for finding in findings if finding.verdict is not Verdict.MET}


def quorum(check: Check, *others: Check, rule: str = "QUO-1") -> QuorumRule:
    readings = tuple(Reading("another", other) for other in others)
    return QuorumRule(rule, "8.1", "stated", "a quorum", check, others=readings)


def faults(*rules: Rule) -> list[str]:
    """Give the problems of terms with these rules beside a sound quorum rule."""
    sound = quorum(Count(Filter(), 1), rule="QUO-9")
    return list(terms.problems(examples.terms_of(rules=(*rules, sound))))


def nested(depth: int) -> Check:
    check: Check = Count(Filter(), 1)
    for level in range(depth - 1):
        check = (AllOf((check,)), AnyOf((check,)), SomeOf(1, (check,)))[level % 3]
    return check


def test_the_version_in_force_is_the_last_that_came_into_force_by_the_day() -> None:
    first, second = version("2024"), version("2026")
    state = books(facts.Adopted(first, "2024-07-15"), facts.Adopted(second, "2026-04-01"))
    assert state.in_force("icp", "2024-07-14") is None
    assert state.in_force("icp", "2024-07-15") == first
    assert state.in_force("icp", "2026-03-31") == first
    assert state.in_force("icp", "2026-04-01") == second
    assert state.in_force("place-board", "2026-04-01") is None


def test_terms_adopted_later_for_an_earlier_day_leave_the_later_ones_in_force() -> None:  # D14
    later, earlier = version("2026"), version("2024")
    state = books(facts.Adopted(later, "2026-04-01"), facts.Adopted(earlier, "2024-07-15"))
    assert state.in_force("icp", "2026-05-01") == later
    assert state.in_force("icp", "2025-01-01") == earlier


def test_of_two_versions_from_one_day_on_the_number_decides() -> None:
    first, second = version("a"), version("b")
    state = books(facts.Adopted(first, "2026-04-01"), facts.Adopted(second, "2026-04-01"))
    assert state.in_force("icp", "2026-04-01") == second


def test_a_draft_binds_nobody() -> None:
    state = books(facts.Drafted(TERMS))
    assert state.in_force("icp", "2026-12-31") is None
    assert state.drafts == {"icp": (TERMS,)}


def test_versions_of_two_bodies_are_kept_apart() -> None:
    other = examples.terms_of(body="place-board")
    state = books(facts.Adopted(TERMS, "2026-04-01"), facts.Adopted(other, "2026-04-01"))
    assert state.in_force("place-board", "2026-04-01") == other
    assert state.in_force("icp", "2026-04-01") == TERMS


@pytest.mark.parametrize("body", [facts.Drafted(TERMS), facts.Adopted(TERMS, "2026-04-01")])
def test_the_body_and_all_its_terms_are_read(body: facts.Drafted | facts.Adopted) -> None:
    assert terms.boundary(body) == {"body:icp", "terms:icp"}


def test_terms_are_drafted_and_then_adopted() -> None:
    draft, adopted = facts.Drafted(TERMS), facts.Adopted(TERMS, "2026-04-01")
    assert against(draft) == {}
    assert against(adopted) == {}
    assert against(adopted, books(draft)) == {}


def test_terms_of_a_body_that_is_not_known_are_refused() -> None:
    assert list(against(facts.Adopted(TERMS, "2026-04-01"), known=Bodies())) == ["BOD-2"]


def test_a_version_is_adopted_once_and_drafted_before() -> None:
    draft, adopted = facts.Drafted(TERMS), facts.Adopted(TERMS, "2026-04-01")
    assert against(adopted, books(adopted)) == {"TER-2": "2026"}
    assert against(draft, books(draft)) == {"TER-2": "2026"}
    assert against(draft, books(adopted)) == {"TER-2": "2026"}
    assert against(facts.Drafted(version("2027")), books(draft, adopted)) == {}


def test_terms_that_cannot_be_used_are_refused_with_every_fault() -> None:
    broken = examples.terms_of(
        examples.seat(), examples.seat(), offices=(), rules=(quorum(Count(Filter(offices=("chair",)), 1)),)
    )
    expected = "seat chair is given 2 times; QUO-1: no seat or office of the terms has offices chair"
    assert against(facts.Adopted(broken, "2026-04-01")) == {"TER-3": expected}


def test_sound_terms_have_no_problem() -> None:
    assert list(terms.problems(TERMS)) == []


def test_an_id_that_is_given_twice_is_a_problem() -> None:
    chair = Office("chair", "Chair", "6.1")
    seat, rule = examples.seat(), examples.QUORUM
    broken = examples.terms_of(seat, seat, offices=(chair, chair), rules=(rule, rule, rule))
    assert list(terms.problems(broken)) == [
        "seat chair is given 2 times",
        "office chair is given 2 times",
        "rule QUO-1 is given 3 times",
    ]


@pytest.mark.parametrize(
    ("who", "name"),
    [
        (Filter(seats=("nobody",)), "seats nobody"),
        (Filter(sectors=("nobody",)), "sectors nobody"),
        (Filter(positions=("nobody",)), "positions nobody"),
        (Filter(organisations=("nobody",)), "organisations nobody"),
        (Filter(offices=("nobody",)), "offices nobody"),
    ],
)
def test_a_name_that_means_nothing_is_a_problem_wherever_it_stands(who: Filter, name: str) -> None:
    expected = [f"QUO-1: no seat or office of the terms has {name}"]
    sound = Count(Filter(), 1)
    checks: tuple[Check, ...] = (
        Count(who, 1),
        Share(who, 30, "seats"),
        Distinct((Need(Filter()), Need(who))),
        AllOf((sound, Count(who, 1))),
        AnyOf((sound, AllOf((Share(who, 30, "seats"),)))),
        SomeOf(1, (sound, Count(who, 1))),
    )
    for check in checks:
        assert faults(quorum(check)) == expected
        assert faults(quorum(sound, check)) == expected
    assert faults(VotingRule("QUO-1", "10.2", "stated", "one vote each", who)) == expected


@pytest.mark.parametrize("wrap", [lambda check: check, lambda check: AllOf((check,))])
def test_more_checks_than_there_are_cannot_be_met(wrap: Callable[[Check], Check]) -> None:
    sound = Count(Filter(), 1)
    assert faults(quorum(wrap(SomeOf(3, (sound, sound))))) == ["QUO-1: some of asks for 3 of 2 checks"]
    assert faults(quorum(wrap(SomeOf(2, (sound, sound))))) == []


def test_names_that_mean_something_are_no_problem() -> None:
    who = Filter(("chair",), ("council",), ("east-council",), ("councillor",), ("chair",), founder=True)
    assert faults(quorum(Count(who, 1)), VotingRule("VOT-1", "10.2", "stated", "one vote each", who)) == []


def test_a_rotation_among_unknown_seats_is_a_problem() -> None:  # LSC-7.8
    rule = OfficeRule(
        "CHR-1", "7.8", "stated", "in turn", office="chair", way="rotation", who=Filter(),
        rotation=("chair", "nobody"),
    )  # fmt: skip
    assert faults(rule) == ["CHR-1: no seat of the terms is nobody"]


def test_a_casting_vote_of_an_unknown_office_is_a_problem() -> None:
    rule = msgspec.structs.replace(MAJORITY, casting=("chair", "mayor"))
    assert faults(rule) == ["MAJ-1: no office of the terms is mayor"]


def test_rules_without_names_have_no_problem() -> None:
    ways = msgspec.structs.replace(WAYS, ways=("consensus", "vote"))
    text = TextRule("TXT-1", "11", "stated", "Members act in good faith")
    assert faults(ways, MAJORITY, text) == []


def test_terms_without_a_quorum_rule_are_refused() -> None:
    voting = VotingRule("VOT-1", "10.2", "stated", "one vote each", Filter())
    assert list(terms.problems(examples.terms_of(rules=(voting,)))) == [
        "no quorum rule: an empty quorum would let anybody decide"
    ]


@pytest.mark.parametrize("name", ["seats", "rules"])
def test_terms_without_seats_or_rules_are_no_terms(name: str) -> None:
    data = msgspec.json.encode(msgspec.structs.replace(TERMS, **{name: ()}))
    with pytest.raises(msgspec.ValidationError, match=name):
        msgspec.json.decode(data, type=Terms)


@pytest.mark.parametrize("check", [AllOf(()), AnyOf(()), SomeOf(1, ()), Distinct(()), Count(Filter(), 0)])
def test_a_check_that_asks_for_nothing_is_no_check(check: Check) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(check), type=Check)


def test_checks_are_composed_eight_deep_and_no_deeper() -> None:  # E4
    assert faults(quorum(nested(8))) == []
    assert faults(quorum(nested(9))) == ["QUO-1: checks within checks 9 deep, not 8 at most"]
    assert faults(quorum(nested(1), nested(400))) == ["QUO-1: checks within checks 400 deep, not 8 at most"]


def test_what_makes_terms_hard_to_use_is_remarked_on() -> None:
    given = examples.terms_of(
        examples.seat(),
        examples.seat("doubtful", exists="not known"),
        founders=("east-council", "icb"),
        rules=(examples.QUORUM, TextRule("TXT-1", "11", "stated", "Members act in good faith")),
        doubts=(Doubt("5.1", "The list of seats is printed twice"),),
    )
    assert list(terms.remarks(given)) == [
        "founder icb has no seat",
        "number of seats: 1 to 2, not known",
        "TXT-1 (11) is kept in words and not checked",
    ]
    assert list(terms.remarks(TERMS)) == []


def test_a_body_without_terms_in_force_is_told_so() -> None:
    expected = Finding(
        "TER-1",
        None,
        Verdict.NOT_KNOWN,
        "terms of icp in force on 2026-04-01",
        "none that the ledger knows",
    )
    assert expected == terms.missing("icp", "2026-04-01")


def test_where_no_terms_are_in_force_there_are_no_rules() -> None:
    assert terms.rules(None) == ()
    assert terms.rules(TERMS) == TERMS.rules


# --- what carries a vote -------------------------------------------------------------------------

MATTER = facts.Matter("budget", "The budget", "4")


def vote_faults(*rules: Rule, matters: tuple[facts.Matter, ...] = (MATTER,)) -> list[str]:
    sound = quorum(Count(Filter(), 1), rule="QUO-9")
    return list(terms.problems(examples.terms_of(rules=(*rules, sound), matters=matters)))


def carried(test: VoteTest) -> facts.MajorityRule:
    return msgspec.structs.replace(MAJORITY, test=test)


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        (VoteShare("present"), "expected more_than or at_least, one of the two"),
        (VoteShare("present", "1/2", "1/2"), "expected more_than or at_least, one of the two"),
        (VoteShare("present", at_least="3/2"), "no vote is at least 3/2 of its base"),
        (VoteShare("present", more_than="2/2"), "no vote is more than 2/2 of its base"),
        (
            Blocks((Block(Filter(), 1, VoteShare("present")),), more_than="1/2"),
            "expected more_than or at_least, one of the two",
        ),
        (
            Blocks(
                (Block(Filter(), 1, VoteShare("present", "1/2", who=Filter(founder=True))),), more_than="1/2"
            ),
            "a block says who is in it, its inner test does not",
        ),
        (SomeTests(2, (VoteCount(Filter(), 1),)), "some of asks for 2 of 1 tests"),
        (VoteCount(Filter(sectors=("fire",)), 1), "no seat or office of the terms has sectors fire"),
        (NoneAgainst(Filter(sectors=("fire",))), "no seat or office of the terms has sectors fire"),
        (
            VoteShare("present", "1/2", weights=(Weight(Filter(sectors=("fire",)), 2),)),
            "no seat or office of the terms has sectors fire",
        ),
        (
            Blocks((Block(Filter(sectors=("fire",)), 1, VoteShare("present", "1/2")),), at_least="1/1"),
            "no seat or office of the terms has sectors fire",
        ),
    ],
)
def test_a_test_that_cannot_be_met_is_a_problem(test: VoteTest, fault: str) -> None:
    assert vote_faults(carried(test)) == [f"MAJ-1: {fault}"]
    assert vote_faults(carried(AllTests((test,)))) == [f"MAJ-1: {fault}"]


def test_tests_within_tests_have_a_bound() -> None:
    deep: VoteTest = VoteCount(Filter(), 1)
    for _ in range(8):
        deep = AnyTests((deep,))
    assert vote_faults(carried(deep)) == ["MAJ-1: tests within tests more than 8 deep"]
    assert isinstance(deep, AnyTests)
    assert vote_faults(carried(deep.tests[0])) == []


def test_every_matter_has_one_rule_and_every_rule_a_matter() -> None:
    own = msgspec.structs.replace(MAJORITY, rule="MAJ-2", matters=("budget",))
    assert vote_faults(MAJORITY, own) == []
    again = msgspec.structs.replace(own, rule="MAJ-3")
    assert vote_faults(MAJORITY, own, again) == ["2 rules say what carries a vote on budget"]
    both = msgspec.structs.replace(WAYS, rule="WAY-2")
    assert vote_faults(MAJORITY, WAYS, both) == ["2 rules say how the body decides on every other matter"]
    assert vote_faults(WAYS) == ["WAY-1: no rule says what carries a vote on every other matter"]
    ways = msgspec.structs.replace(WAYS, matters=("budget",))
    assert vote_faults(ways, own) == []
    assert vote_faults(msgspec.structs.replace(WAYS, ways=("consensus",))) == []


def choice(method: Method = "plurality", rule: str = "CHO-1", **more: object) -> facts.ChoiceRule:
    return facts.ChoiceRule(rule=rule, clause="9", basis="stated", says="so", method=method, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (choice(ratio="3/1"), "a ratio is of papers that are ranked, to a default option, and at least 1/1"),
        (
            choice("ranked pairwise", ratio="3/1"),
            "a ratio is of papers that are ranked, to a default option, and at least 1/1",
        ),
        (
            choice("ranked pairwise", default="none", ratio="1/3"),
            "a ratio is of papers that are ranked, to a default option, and at least 1/1",
        ),
        (
            choice("ranked pairwise", quorum=OptionQuorum("1/2", "members")),
            "a quorum of ranked papers is of those that rank an option before the default",
        ),
        (
            choice("score then runoff", more_than="1/2"),
            "more_than is a share of papers with crosses, not of score then runoff",
        ),
        (
            choice(quorum=OptionQuorum("3/2", "members")),
            "no option has 3/2 of the number of members in its favour",
        ),
        (choice(more_than="2/2"), "no option has more than 2/2 of the papers"),
        (choice(casting=("mayor",)), "no office of the terms is mayor"),
        (choice(matters=("roads",)), "no matter of the terms is roads"),
    ],
)
def test_a_choice_that_cannot_be_made_is_a_problem(rule: facts.ChoiceRule, fault: str) -> None:
    assert vote_faults(rule) == [f"CHO-1: {fault}"]


def test_no_more_offices_act_together_than_there_are() -> None:
    urgent = facts.UrgentRule(
        rule="URG-1", clause="9", basis="stated", says="so", offices=("chair",), then="report", least=2
    )
    assert vote_faults(urgent) == ["URG-1: asks for 2 of 1 offices"]


def test_one_rule_says_how_options_are_chosen() -> None:
    assert vote_faults(choice(), choice(rule="CHO-2")) == [
        "2 rules say how options are chosen on every other matter"
    ]
    # A matter on which papers alone are marked needs no majority.
    assert vote_faults(choice(), WAYS) == []
    sound = choice("ranked pairwise", default="none", ratio="3/1", quorum=OptionQuorum("1/2", "members"))
    assert vote_faults(sound) == []


def test_every_matter_has_a_way_and_silence_a_rule() -> None:
    roads = msgspec.structs.replace(MATTER, matter="roads")
    own = msgspec.structs.replace(WAYS, matters=("budget",), ways=("consensus",))
    assert vote_faults(own, matters=(MATTER, roads)) == ["no rule says how the body decides on roads"]
    other = msgspec.structs.replace(own, rule="WAY-2", matters=None)
    assert vote_faults(own, other, matters=(MATTER, roads)) == []
    lazy = msgspec.structs.replace(other, ways=("lazy consensus",))
    fault = "WAY-2: no rule lets silence consent on "
    assert vote_faults(lazy) == [f"{fault}budget", f"{fault}every other matter"]
    written = facts.WrittenRule(rule="WRI-1", clause="9", basis="stated", says="so", days=5)
    assert vote_faults(lazy, written) == [f"{fault}budget", f"{fault}every other matter"]
    assert vote_faults(lazy, msgspec.structs.replace(written, silence="consents")) == []


def test_a_matter_is_named_by_the_terms_once() -> None:
    rules = (
        msgspec.structs.replace(MAJORITY, barred=("roads",)),
        msgspec.structs.replace(WAYS, found_by=("mayor",)),
        facts.PowerRule(rule="SCO-1", clause="4", basis="stated", says="own", own=("roads",)),
        facts.ChangeRule(rule="CHA-1", clause="4", basis="stated", says="so", matter="roads"),
        facts.ConsultationRule(rule="INV-1", clause="4", basis="stated", says="ask", matters=("roads",)),
    )
    assert vote_faults(*rules) == [
        "WAY-1: no office of the terms is mayor",
        "MAJ-1: no matter of the terms is roads",
        "SCO-1: no matter of the terms is roads",
        "CHA-1: no matter of the terms is roads",
        "INV-1: no matter of the terms is roads",
    ]
    assert vote_faults(matters=(MATTER, MATTER)) == ["matter budget is given 2 times"]


def test_a_rule_on_consultation_has_somebody_to_ask() -> None:  # PLA-4.3
    ask = facts.ConsultationRule(rule="INV-1", clause="4.3", basis="stated", says="ask", days=10)
    alone = examples.terms_of(rules=(examples.QUORUM, ask), founders=())
    assert list(terms.problems(alone)) == ["INV-1: nobody to ask, neither parties nor founders"]
    named = msgspec.structs.replace(ask, parties=("body:board",))
    assert list(terms.problems(examples.terms_of(rules=(examples.QUORUM, named), founders=()))) == []
    assert list(terms.problems(examples.terms_of(rules=(examples.QUORUM, ask)))) == []


SAID: dict[str, Any] = {"rule": "ODD-1", "clause": "9", "basis": "stated", "says": "so"}


@pytest.mark.parametrize(
    "rule",
    [
        facts.PresidingRule(offices=("mayor",), otherwise="not said", **SAID),
        facts.QuoracyRule(offices=("mayor",), **SAID),
        facts.CooptionRule(grounds=("expertise",), suitable=("mayor",), **SAID),
        facts.DeputyRule(who=Filter(), named_by="member", approved_by=("mayor",), **SAID),
        facts.NoticeRule(what="notice", days=5, unit="clear", urgent_by=("mayor",), **SAID),
        facts.AttendanceRule(percent=50, months=12, reviewed_by=("mayor",), **SAID),
    ],
    ids=lambda rule: type(rule).__name__,
)
def test_an_office_that_a_rule_names_is_one_of_the_terms(rule: facts.Rule) -> None:
    assert "ODD-1: no office of the terms is mayor" in vote_faults(rule)
