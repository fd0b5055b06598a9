from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.examples import ADA
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import BOB, CATH, CHAIR, DAN, constituted, pounds, registered, scope

from ledger.boundaries import boundary
from ledger.facts.delegations import Amended, Granted, Manner, PassedOn, Revoked, Scope, Used
from ledger.facts.fact import TAGS_MAX
from ledger.facts.words import Money
from ledger.findings import Verdict
from ledger.functions import Catalogue
from ledger.links import Chain, Link, Version
from ledger.scopes import exceeds, show, wider
from ledger.tags import tags_of

ROOT, LINK, TWIG, SIBLING = (named("g", name) for name in ("root", "link", "twig", "sibling"))
GIVEN_ON = "2024-01-01"
DAY = "2024-03-25"
LATER = "2024-07-15"


def granted(holds: Scope, to: str = CHAIR, day: str = GIVEN_ON, by: str = "icb") -> tuple[Step, ...]:
    return on(day, Granted(ROOT, f"body:{by}", (to,), "scheme 4.1", holds))


def passed(
    holds: Scope,
    to: str = BOB,
    parent: str = ROOT,
    code: str = LINK,
    day: str = GIVEN_ON,
    *,
    person: str | None = CHAIR,
    recorded: str | None = None,
) -> tuple[Step, ...]:
    return on(day, PassedOn(code, parent, "body:icb", (to,), holds), person=person, recorded=recorded)


def narrowed(holds: Scope, day: str = DAY, code: str = ROOT, recorded: str | None = None) -> tuple[Step, ...]:
    return on(day, Amended(code, "body:icb", holds), recorded=recorded)


def revoked(
    day: str = DAY, code: str = ROOT, by: str = "icb", recorded: str | None = None
) -> tuple[Step, ...]:
    return on(day, Revoked(code, f"body:{by}", sealed("reason")), recorded=recorded)


def used(
    amount: Money | None = None,
    *chain: str,
    day: str = DAY,
    person: str = CHAIR,
    function: str = "grants",
    act: str = "act",
    recorded: str | None = None,
) -> tuple[Step, ...]:
    body = Used(named("a", act), chain or (ROOT,), "body:icb", (person,), function, amount, sealed("matter"))
    return on(day, body, recorded=recorded)


def board(*steps: tuple[Step, ...]) -> Given:
    return given(registered(CHAIR, BOB, CATH, DAN), constituted("icb"), *steps)


def chain(top: Scope, below: Scope) -> Given:
    """Give a grant to the Chair that he has passed on to Bob."""
    return board(granted(top), passed(below))


# --- granted -------------------------------------------------------------------------------------


def test_a_body_grants_authority_and_its_holder_acts() -> None:
    after = board().when(granted(scope())).happens()
    after.when(used()).happens()


def test_a_delegation_is_granted_once() -> None:
    board(granted(scope())).when(granted(scope())).refused_by(
        f"DEL-1 (Remit default): expected an id that no delegation has yet, got {ROOT}"
    )


def test_only_a_body_that_exists_grants() -> None:
    given(registered(CHAIR)).when(granted(scope())).refused_by(
        "BOD-2 (Remit default): expected a body that exists on 2024-01-01, "
        "got icb, which the ledger does not know"
    )


@pytest.mark.parametrize(
    ("party", "sentence"),
    [
        (
            named("p", "nobody"),
            f"PER-2 (Remit default): expected a person whom the ledger knows, got {named('p', 'nobody')}",
        ),
        (
            "body:ghosts",
            (
                "BOD-2 (Remit default): expected a body that exists on 2024-01-01, "
                "got ghosts, which the ledger does not know"
            ),
        ),
        (
            "organisation:ghosts",
            "ORG-2 (Remit default): expected an organisation that the ledger knows, got ghosts",
        ),
    ],
)
def test_nobody_unknown_is_given_authority(party: str, sentence: str) -> None:
    board().when(granted(scope(), to=party)).refused_by(sentence)
    assert sentence in {
        one.sentence() for one in board(granted(scope())).when(passed(scope(onward=0), to=party)).findings
    }


def test_a_body_may_be_given_authority() -> None:
    board().when(granted(scope(), to="body:icb")).happens()


# --- used: who, for whom, when -------------------------------------------------------------------


def test_without_authority_nobody_acts() -> None:  # D1
    (step,) = used()
    board().when(step.departing()).refused_by(
        f"DEL-2 (Remit default): expected a delegation that the ledger knows, got {ROOT}", kind="AUTHORITY"
    )


def test_nobody_acts_by_the_authority_of_another() -> None:  # D1
    board(granted(scope())).when(used(person=BOB)).refused_by(
        f"DEL-8 (Remit default): expected the holder of {ROOT}, got {BOB}", kind="AUTHORITY"
    )


def test_an_act_is_recorded_once() -> None:
    board(granted(scope()), used()).when(used()).refused_by(
        f"DEL-12 (Remit default): expected an id that no act has yet, got {named('a', 'act')}"
    )


def test_an_act_after_it_with_another_id_happens() -> None:
    board(granted(scope()), used()).when(used(act="next")).happens()


@pytest.mark.parametrize("links", [(LINK,), (ROOT, LINK, LINK), (ROOT, ROOT, LINK), (TWIG, LINK)])
def test_an_act_names_its_whole_chain_from_the_root(links: tuple[str, ...]) -> None:  # D6
    (step,) = used(None, *links, person=BOB)
    whole = "DEL-7 (Remit default): expected the chain from its root, whole"
    refusal = f"{whole}, got {' > '.join(links)} for body:icb"
    before = chain(scope(onward=1), scope())
    before.when(step).refused_by(refusal, kind="AUTHORITY")
    before.when(step.departing()).refused_by(refusal, kind="AUTHORITY")


def test_an_act_is_for_the_body_that_gave_the_authority() -> None:  # D13
    body = Used(named("a", "act"), (ROOT,), "body:place", (CHAIR,), "grants", None, sealed("matter"))
    board(granted(scope()), constituted("place")).when(on(DAY, body)).refused_by(
        f"DEL-7 (Remit default): expected the chain from its root, whole, got {ROOT} for body:place",
        kind="AUTHORITY",
    )


def test_authority_that_has_not_begun_is_none() -> None:  # D1, T6
    before = board(granted(scope(), day=DAY))
    before.when(used(day=DAY)).happens()
    before.when(used(day="2024-03-24", recorded=DAY)).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on 2024-03-24, got {ROOT} from {DAY}, not yet begun",
        kind="AUTHORITY",
    )


def test_a_link_that_has_not_begun_stops_the_one_below() -> None:  # D1
    before = board(granted(scope(onward=1), day=DAY)).and_(passed(scope(), day="2024-03-01"))
    before.when(used(None, ROOT, LINK, day="2024-03-24", person=BOB)).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on 2024-03-24, got {ROOT} from {DAY}, not yet begun",
        kind="AUTHORITY",
    )


@pytest.mark.parametrize(
    ("until", "last", "first"),
    [
        ("2024-03-01", "2024-02-29", "2024-03-01"),  # leap day
        ("2024-02-29", "2024-02-28", "2024-02-29"),
        ("2025-03-01", "2025-02-28", "2025-03-01"),
        ("2024-07-01", "2024-06-30T22:59:59.999999Z", "2024-06-30T23:00:00.000000Z"),  # summer midnight
        ("2025-01-01", "2024-12-31T23:59:59.999999Z", "2025-01-01T00:00:00.000000Z"),  # winter midnight
        ("2024-10-27", "2024-10-26T22:59:59.999999Z", "2024-10-26T23:00:00.000000Z"),  # the long day begins
        ("2024-10-28", "2024-10-27T23:59:59.999999Z", "2024-10-28T00:00:00.000000Z"),  # and ends
        ("2024-10-28", "2024-10-27T00:30:00.000000Z", "2024-10-28T00:30:00.000000Z"),  # 01:30 in summer time
        ("2024-10-28", "2024-10-27T01:30:00.000000Z", "2024-10-28T01:30:00.000000Z"),  # 01:30 an hour later
        ("2024-03-31", "2024-03-30T23:59:59.999999Z", "2024-03-31T00:00:00.000000Z"),  # the short day begins
    ],
)
def test_a_term_ends_when_its_day_begins_in_london(until: str, last: str, first: str) -> None:  # D1, T6
    before = board(granted(scope(until=until)))
    before.when(used(day=last)).happens()
    before.when(used(day=first)).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on {until}, "
        f"got {ROOT} from {GIVEN_ON}, until {until} (not included)",
        kind="AUTHORITY",
    )


def test_an_act_within_its_term_that_another_records_after_it_is_a_late_record() -> None:  # T1, T5, T6
    board(granted(scope(until="2024-04-01"))).when(used(day="2024-03-31", recorded=LATER)).happens()


def test_nobody_records_an_act_of_their_own_after_the_term_whatever_day_it_claims() -> None:  # T1, T6
    before = board(granted(scope(until="2024-04-01"), to=ADA))
    before.when(used(day="2024-03-31", recorded="2024-03-31", person=ADA)).happens()
    before.when(used(day="2024-03-31", recorded="2024-04-01", person=ADA)).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on 2024-03-31, "
        f"got {ROOT} from 2024-01-01, until 2024-04-01 (not included)",
        kind="AUTHORITY",
    )


def test_a_revocation_binds_from_its_day() -> None:  # D1, T6
    before = board(granted(scope())).when(revoked(DAY, recorded="2024-03-01")).happens()
    before.when(used(day="2024-03-24")).happens()
    before.when(used(day=DAY)).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on {DAY}, "
        f"got {ROOT} from {GIVEN_ON}, revoked from {DAY}",
        kind="AUTHORITY",
    )


def test_an_act_recorded_after_the_end_was_is_refused_whatever_day_it_claims() -> None:  # T1, T4, D1
    before = board(granted(scope()), revoked(DAY))
    claimed = used(day="2024-02-01", recorded=DAY)
    before.when(claimed).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on 2024-02-01, "
        f"got {ROOT} from {GIVEN_ON}, revoked from {DAY}, known when it was recorded",
        kind="AUTHORITY",
    )
    before.when(claimed[0].departing()).happens("DEL-2 not met")


def test_an_end_recorded_after_the_act_leaves_the_act_as_it_is() -> None:  # T1
    act = used(day=DAY)
    before = board(granted(scope()))
    after = before.when(act).happens().when(revoked("2024-03-01", recorded=LATER)).happens()
    stated: object = act[0].body
    assert after.facts[-2].fact.body == stated


def test_a_revocation_above_stops_everything_below_at_once() -> None:  # D1
    before = board(granted(scope(onward=2)), passed(scope(onward=1)))
    whole = before.and_(passed(scope(), CATH, LINK, TWIG, person=BOB))
    act = used(None, ROOT, LINK, TWIG, person=CATH)
    whole.when(act).happens()
    for code in (ROOT, LINK, TWIG):
        stopped = whole.and_(revoked(code=code)).when(act)
        dead = [one.got for one in stopped.findings if one.verdict is not Verdict.MET]
        assert dead == [f"{code} from {GIVEN_ON}, revoked from {DAY}"]


# --- used: how much, for what --------------------------------------------------------------------


def test_a_matter_outside_the_functions_is_outside_authority() -> None:  # D13
    board(granted(scope("grants", "leases"))).when(used(function="closures")).refused_by(
        f"DEL-9 (scheme 4.1): expected a function of {ROOT}: grants, leases, got closures", kind="AUTHORITY"
    )


def test_one_act_stays_within_its_limit() -> None:  # D5
    before = board(granted(scope(each=pounds(5_000))))
    before.when(used(pounds(5_000))).happens()
    before.when(used(Money(5_000_01, "GBP"))).refused_by(
        f"DEL-10 (scheme 4.1): expected at most GBP 5,000.00 for one act under {ROOT}, got GBP 5,000.01",
        kind="AUTHORITY",
    )


def test_several_acts_together_stay_within_the_limit_in_all() -> None:  # D5
    before = board(granted(scope(total=pounds(10_000))), used(pounds(6_000)))
    before.when(used(pounds(4_000), act="next")).happens()
    before.when(used(Money(4_000_01, "GBP"), act="next")).refused_by(
        f"DEL-11 (scheme 4.1): expected at most GBP 10,000.00 for all acts under {ROOT}, "
        "got GBP 4,000.01 on top of GBP 6,000.00 before",
        kind="AUTHORITY",
    )


def test_what_siblings_spend_is_charged_to_the_link_above_them() -> None:  # D6
    before = board(
        granted(scope(total=pounds(10_000), onward=1)),
        passed(scope(total=pounds(10_000))),
        passed(scope(total=pounds(10_000)), CATH, ROOT, SIBLING),
        used(pounds(6_000), ROOT, LINK, person=BOB),
    )
    before.when(used(pounds(4_000), ROOT, SIBLING, person=CATH, act="next")).happens()
    before.when(used(pounds(5_000), ROOT, SIBLING, person=CATH, act="next")).refused_by(
        f"DEL-11 (scheme 4.1): expected at most GBP 10,000.00 for all acts under {ROOT}, "
        "got GBP 5,000.00 on top of GBP 6,000.00 before",
        kind="AUTHORITY",
    )


def test_the_limits_of_every_link_are_judged_with_their_own_clauses() -> None:  # D6
    (plain,) = passed(scope(each=pounds(100), total=pounds(1_000)))
    cited = replace(plain, clauses=("letter 2", "letter 3"))
    before = board(granted(scope(each=pounds(1_000), total=pounds(1_000), onward=1))).with_(cited)
    over = "got GBP 2,000.00 on top of nothing before"
    before.when(used(pounds(2_000), ROOT, LINK, person=BOB)).refused_by(
        f"DEL-10 (scheme 4.1): expected at most GBP 1,000.00 for one act under {ROOT}, got GBP 2,000.00",
        f"DEL-11 (scheme 4.1): expected at most GBP 1,000.00 for all acts under {ROOT}, {over}",
        f"DEL-10 (letter 2): expected at most GBP 100.00 for one act under {LINK}, got GBP 2,000.00",
        f"DEL-11 (letter 2): expected at most GBP 1,000.00 for all acts under {LINK}, {over}",
        kind="AUTHORITY",
    )


def test_a_link_without_a_clause_is_judged_without_one() -> None:
    before = chain(scope(onward=1), scope(each=pounds(100)))
    before.when(used(pounds(101), ROOT, LINK, person=BOB)).refused_by(
        f"DEL-10 (Remit default): expected at most GBP 100.00 for one act under {LINK}, got GBP 101.00",
        kind="AUTHORITY",
    )


def test_an_act_without_an_amount_says_nothing_against_a_limit_and_is_refused() -> None:  # D5
    board(granted(scope(each=pounds(100), total=pounds(1_000)))).when(used()).refused_by(
        f"DEL-10 (scheme 4.1): expected at most GBP 100.00 for one act under {ROOT}, got no amount",
        f"DEL-11 (scheme 4.1): expected at most GBP 1,000.00 for all acts under {ROOT}, got no amount",
        kind="AUTHORITY",
    )


def test_another_currency_is_within_no_limit() -> None:  # D5
    euros = Money(1_00, "EUR")
    before = board(granted(scope(each=pounds(100), total=pounds(1_000))))
    before.when(used(euros)).refused_by(
        f"DEL-10 (scheme 4.1): expected at most GBP 100.00 for one act under {ROOT}, got EUR 1.00",
        f"DEL-11 (scheme 4.1): expected at most GBP 1,000.00 for all acts under {ROOT}, got EUR 1.00",
        kind="AUTHORITY",
    )


def test_spending_in_one_currency_leaves_the_limit_in_another_alone() -> None:  # D5
    departed = used(Money(900_00, "EUR"))[0].departing()
    before = board(granted(scope(total=pounds(1_000)))).with_(departed)
    before.when(used(pounds(1_000), act="next")).happens()


def test_without_limits_any_amount_is_within_authority() -> None:
    board(granted(scope())).when(used(pounds(10_000_000))).happens()


def test_an_act_outside_authority_that_happened_is_recorded_as_a_departure() -> None:
    (step,) = used(pounds(200), person=BOB, function="closures")
    board(granted(scope(each=pounds(100), total=pounds(150)))).when(step.departing()).happens(
        "DEL-8 not met", "DEL-9 not met", "DEL-10 not met", "DEL-11 not met"
    )


# --- passed on -----------------------------------------------------------------------------------


def test_the_holder_passes_on_what_it_holds_and_that_holder_acts() -> None:  # PLD-1
    before = board(granted(scope(each=pounds(100), onward=1)))
    after = before.when(passed(scope(each=pounds(100)))).happens()
    after.when(used(pounds(100), ROOT, LINK, person=BOB)).happens()


def test_a_delegation_is_passed_on_once_under_an_id() -> None:
    chain(scope(onward=1), scope()).when(passed(scope(), CATH)).refused_by(
        f"DEL-1 (Remit default): expected an id that no delegation has yet, got {LINK}"
    )


WIDER = {
    "functions": (
        scope("sales", "grants", "closures", each=pounds(100), total=pounds(500), until="2025-01-01"),
        "functions closures, sales",
    ),
    "each": (
        scope(each=Money(100_01, "GBP"), total=pounds(500), until="2025-01-01"),
        "GBP 100.01 for one act over GBP 100.00 for one act",
    ),
    "no limit for one act": (
        scope(total=pounds(500), until="2025-01-01"),
        "no limit for one act over GBP 100.00 for one act",
    ),
    "another currency": (
        scope(each=Money(1_00, "EUR"), total=pounds(500), until="2025-01-01"),
        "EUR 1.00 for one act over GBP 100.00 for one act",
    ),
    "total": (
        scope(each=pounds(100), total=pounds(501), until="2025-01-01"),
        "GBP 501.00 for all acts over GBP 500.00 for all acts",
    ),
    "no limit in all": (
        scope(each=pounds(100), until="2025-01-01"),
        "no limit for all acts over GBP 500.00 for all acts",
    ),
    "term": (
        scope(each=pounds(100), total=pounds(500), until="2025-01-02"),
        "a term until 2025-01-02 beyond 2025-01-01",
    ),
    "no term": (
        scope(each=pounds(100), total=pounds(500)),
        "a term until revoked beyond 2025-01-01",
    ),
    "passing on": (
        scope(each=pounds(100), total=pounds(500), until="2025-01-01", onward=1),
        "passing on 1 times more, over 0",
    ),
}
HELD = scope(each=pounds(100), total=pounds(500), until="2025-01-01", onward=1)


@pytest.mark.parametrize(("below", "excess"), WIDER.values(), ids=WIDER)
def test_nothing_is_passed_on_that_is_wider(below: Scope, excess: str) -> None:  # D3
    (step,) = passed(below)
    refusal = f"DEL-5 (Remit default): expected nothing wider than the link above, got {excess}"
    board(granted(HELD)).when(step).refused_by(refusal, kind="AUTHORITY")
    board(granted(HELD)).when(step.departing()).refused_by(refusal, kind="AUTHORITY")


def test_what_is_passed_on_may_be_passed_on_once_less() -> None:  # D3
    board(granted(scope(onward=3))).when(passed(scope(onward=3))).refused_by(
        "DEL-5 (Remit default): expected nothing wider than the link above, "
        "got passing on 3 times more, over 2",
        kind="AUTHORITY",
    )


def test_every_dimension_that_is_wider_is_named() -> None:  # D3
    board(granted(HELD)).when(passed(scope("sales", onward=3))).refused_by(
        "DEL-5 (Remit default): expected nothing wider than the link above, got functions sales; "
        "no limit for one act over GBP 100.00 for one act; "
        "no limit for all acts over GBP 500.00 for all acts; "
        "a term until revoked beyond 2025-01-01; passing on 3 times more, over 0",
        kind="AUTHORITY",
    )


def test_what_may_not_be_passed_on_is_not() -> None:  # D3
    board(granted(scope())).when(passed(scope())).refused_by(
        "DEL-4 (Remit default): expected a delegation that may be passed on, got one that may not",
        kind="AUTHORITY",
    )


def test_passing_on_uses_up_a_step() -> None:  # D3
    before = board(granted(scope(onward=2))).when(passed(scope(onward=1))).happens()
    after = before.when(passed(scope(), CATH, LINK, TWIG, person=BOB)).happens()
    end = named("g", "end")
    after.when(passed(scope(), DAN, TWIG, end, person=CATH)).refused_by(
        "DEL-4 (Remit default): expected a delegation that may be passed on, got one that may not",
        kind="AUTHORITY",
    )


@pytest.mark.parametrize(("person", "said"), [(BOB, BOB), (None, "nobody named")])
def test_only_the_holder_passes_on(person: str | None, said: str) -> None:  # D3
    board(granted(scope(onward=1))).when(passed(scope(), CATH, person=person)).refused_by(
        f"DEL-3 (Remit default): expected the holder of {ROOT} to pass it on, got {said} for body:icb",
        kind="AUTHORITY",
    )


def test_authority_is_passed_on_for_the_body_that_gave_it() -> None:  # D13
    body = PassedOn(LINK, ROOT, "body:place", (BOB,), scope())
    step = on(GIVEN_ON, body, person=CHAIR)
    board(granted(scope(onward=1)), constituted("place")).when(step).refused_by(
        f"DEL-3 (Remit default): expected the holder of {ROOT} to pass it on, got {CHAIR} for body:place",
        kind="AUTHORITY",
    )


@pytest.mark.parametrize("to", [CHAIR, "body:icb"])
def test_nobody_stands_in_a_chain_twice(to: str) -> None:  # D2, D7
    board(granted(scope(onward=1))).when(passed(scope(), to)).refused_by(
        f"DEL-6 (Remit default): expected a new party in the chain, got {to}", kind="AUTHORITY"
    )


def test_a_link_that_would_be_its_own_parent_hangs_on_nothing() -> None:  # D2
    board().when(passed(scope(), CATH, LINK, LINK)).refused_by(
        f"DEL-2 (Remit default): expected a delegation that the ledger knows, got {LINK}", kind="AUTHORITY"
    )


def test_a_cycle_in_the_record_gives_no_authority() -> None:  # D2
    before = board(passed(scope(), BOB, TWIG, LINK), passed(scope(), CATH, LINK, TWIG))
    before.when(used(None, LINK, TWIG, person=BOB)).refused_by(
        f"DEL-2 (Remit default): expected a delegation that the ledger knows, got {TWIG}", kind="AUTHORITY"
    )


def test_a_chain_has_eight_links_at_most_and_an_act_at_its_end_has_room_for_its_tags() -> None:  # D2
    people = [named("p", f"holder{letter}") for letter in "abcdefgh"]
    links = [named("g", f"link{letter}") for letter in "abcdefgh"]
    before = board(
        registered(*people), on(GIVEN_ON, Granted(links[0], "body:icb", (people[0],), "4", scope(onward=8)))
    )
    for depth in range(1, 8):
        step = passed(
            scope(onward=8 - depth), people[depth], links[depth - 1], links[depth], person=people[depth - 1]
        )
        before = before.when(step).happens()
    (act,) = used(pounds(1), *links, person=people[-1])
    before.when(act).happens()
    assert len(boundary(act.act(), before.state()) | set(tags_of(act.body, DAY))) <= TAGS_MAX
    before.when(passed(scope(), CATH, links[-1], TWIG, person=people[-1])).refused_by(
        "DEL-4 (Remit default): expected a delegation that may be passed on, got a chain of 8 links",
        kind="AUTHORITY",
    )


@pytest.mark.parametrize("departing", [False, True])
def test_what_is_revoked_is_not_passed_on_not_even_as_a_departure(*, departing: bool) -> None:  # D1
    (step,) = passed(scope(), day="2024-02-01", recorded=LATER)
    before = board(granted(scope(onward=1)), revoked(DAY))
    before.when(step.departing() if departing else step).refused_by(
        f"DEL-2 (scheme 4.1): expected a link that holds on 2024-02-01, "
        f"got {ROOT} from {GIVEN_ON}, revoked from {DAY}, known when it was recorded",
        kind="AUTHORITY",
    )


# --- narrowed ------------------------------------------------------------------------------------


def test_a_narrower_scope_binds_from_its_day() -> None:  # D3, T6
    before = board(granted(scope(each=pounds(100))))
    after = before.when(narrowed(scope(each=pounds(10)), recorded="2024-03-01")).happens()
    after.when(used(pounds(100), day="2024-03-24")).happens()
    after.when(used(pounds(100), day=DAY)).refused_by(
        f"DEL-10 (scheme 4.1): expected at most GBP 10.00 for one act under {ROOT}, got GBP 100.00",
        kind="AUTHORITY",
    )


def test_once_recorded_a_narrower_scope_binds_whatever_day_is_claimed() -> None:  # T1
    before = board(granted(scope("grants", "leases")), narrowed(scope("leases")))
    before.when(used(day="2024-02-01", recorded=DAY)).refused_by(
        f"DEL-9 (scheme 4.1): expected a function of {ROOT}: leases, got grants", kind="AUTHORITY"
    )


def test_a_narrower_scope_above_binds_below_at_once() -> None:  # D3, D6
    before = chain(scope("grants", "leases", onward=1), scope("grants", "leases"))
    act = used(None, ROOT, LINK, person=BOB)
    before.when(act).happens()
    before.and_(narrowed(scope("leases", onward=1))).when(act).refused_by(
        f"DEL-9 (scheme 4.1): expected a function of {ROOT}: leases, got grants", kind="AUTHORITY"
    )


def test_a_delegation_is_narrowed_again_and_to_the_same() -> None:
    before = board(granted(scope(each=pounds(100), onward=1)))
    same = narrowed(scope(each=pounds(10), onward=1))
    before.when(same).happens().when(same).happens().when(narrowed(scope(each=pounds(5)))).happens()


def test_a_link_is_amended_within_the_one_above_it() -> None:  # D3
    before = chain(scope(each=pounds(10), onward=1), scope(each=pounds(5)))
    wider_ = narrowed(scope(each=pounds(10)), code=LINK)
    before.when(wider_).happens().when(used(pounds(10), ROOT, LINK, person=BOB)).happens()
    before.when(narrowed(scope(each=pounds(11), onward=1), code=LINK)).refused_by(
        "DEL-5 (Remit default): expected nothing wider than the link above, "
        "got GBP 11.00 for one act over GBP 10.00 for one act; passing on 1 times more, over 0",
        kind="AUTHORITY",
    )
    (step,) = narrowed(scope(each=pounds(11)), code=LINK)
    before.when(step.departing()).refused_by(
        "DEL-5 (Remit default): expected nothing wider than the link above, "
        "got GBP 11.00 for one act over GBP 10.00 for one act",
        kind="AUTHORITY",
    )


def test_the_giver_widens_what_it_gave_and_nothing_below_widens_with_it() -> None:  # D3
    before = chain(scope(each=pounds(10), onward=1), scope(each=pounds(10)))
    after = before.when(narrowed(scope(each=pounds(100), onward=1))).happens()
    after.when(used(pounds(100))).happens()
    after.when(used(pounds(11), ROOT, LINK, person=BOB)).refused_by(
        f"DEL-10 (Remit default): expected at most GBP 10.00 for one act under {LINK}, got GBP 11.00",
        kind="AUTHORITY",
    )


def test_what_was_done_before_it_was_widened_stays_within_what_it_was() -> None:  # T1, T6, D14
    after = board(granted(scope(each=pounds(10)))).and_(narrowed(scope(each=pounds(100)), day=LATER))
    after.when(used(pounds(11), day=DAY, recorded=LATER)).refused_by(
        f"DEL-10 (scheme 4.1): expected at most GBP 10.00 for one act under {ROOT}, got GBP 11.00",
        kind="AUTHORITY",
    )


def test_a_narrowing_that_is_still_to_come_is_not_undone_before_it_comes() -> None:  # D3
    before = board(granted(scope(each=pounds(100))), narrowed(scope(each=pounds(10)), LATER, recorded=DAY))
    fifty = before.when(narrowed(scope(each=pounds(50)))).happens()
    fifty.when(used(pounds(50), day=DAY)).happens()
    assert Verdict.NOT_MET in {one.verdict for one in fifty.when(used(pounds(50), day=LATER)).findings}
    after = before.when(narrowed(scope(each=pounds(5)))).happens()
    for day in (DAY, LATER):
        assert Verdict.NOT_MET in {one.verdict for one in after.when(used(pounds(10), day=day)).findings}
        after.when(used(pounds(5), day=day)).happens()


# --- who narrows and revokes ---------------------------------------------------------------------


ENDS = {
    "narrowed": Amended(ROOT, "body:icb", scope()),
    "revoked": Revoked(ROOT, "body:icb", sealed("reason")),
}


@pytest.mark.parametrize("body", ENDS.values(), ids=ENDS)
def test_what_nobody_granted_is_neither_narrowed_nor_revoked(body: Amended | Revoked) -> None:
    (step,) = on(DAY, body)
    board().when(step.departing()).refused_by(
        f"DEL-2 (Remit default): expected a live delegation given by body:icb, got {ROOT}", kind="AUTHORITY"
    )


@pytest.mark.parametrize("body", ENDS.values(), ids=ENDS)
def test_what_another_body_granted_is_neither_narrowed_nor_revoked(body: Amended | Revoked) -> None:  # D13
    before = board(granted(scope(), by="place"), constituted("place"))
    before.when(on(DAY, body)).refused_by(
        f"DEL-2 (Remit default): expected a live delegation given by body:icb, got {ROOT} from {GIVEN_ON}",
        kind="AUTHORITY",
    )


@pytest.mark.parametrize("body", ENDS.values(), ids=ENDS)
def test_what_is_revoked_is_neither_narrowed_nor_revoked_again(body: Amended | Revoked) -> None:
    board(granted(scope()), revoked(DAY)).when(on(DAY, body)).refused_by(
        "DEL-2 (Remit default): expected a live delegation given by body:icb, "
        f"got {ROOT} from {GIVEN_ON}, revoked from {DAY}",
        kind="AUTHORITY",
    )


@pytest.mark.parametrize("body", ENDS.values(), ids=ENDS)
def test_a_body_that_does_not_exist_neither_narrows_nor_revokes(body: Amended | Revoked) -> None:
    outcome = given(granted(scope())).when(on(DAY, body))
    assert outcome.verdict("BOD-2") is Verdict.NOT_MET


def test_a_revocation_still_to_come_is_brought_forward() -> None:
    before = board(granted(scope())).and_(revoked(LATER, recorded="2024-02-01"))
    after = before.when(revoked(DAY)).happens()
    assert after.state().chain.links[ROOT].ended == DAY


def test_of_two_revocations_the_earlier_day_counts() -> None:
    after = board(granted(scope()), revoked(DAY), revoked(LATER))
    assert after.state().chain.links[ROOT].ended == DAY


# --- the pieces ----------------------------------------------------------------------------------


def test_narrowing_or_revoking_what_nobody_granted_changes_nothing() -> None:
    after = board(narrowed(scope()), revoked())
    assert after.state().chain == Chain()


def test_before_any_scope_took_effect_the_first_one_is_shown() -> None:
    link = Link(ROOT, None, "body:icb", (CHAIR,), DAY, (Version(DAY, scope(onward=3), Manner()),))
    assert link.scope("2024-01-01").onward == 3


def test_an_equal_scope_is_not_wider() -> None:
    assert list(wider(HELD, HELD, Catalogue(), deeper=False)) == []


@pytest.mark.parametrize(
    ("amount", "limit", "more"),
    [
        (pounds(2), pounds(2), False),
        (Money(2_01, "GBP"), pounds(2), True),
        (pounds(3), None, False),
        (None, pounds(2), True),
        (Money(1, "EUR"), pounds(2), True),
    ],
)
def test_an_amount_is_more_than_a_limit(
    amount: Money | None,
    limit: Money | None,
    more: bool,  # noqa: FBT001 - the expected answer
) -> None:
    assert exceeds(amount, limit) is more


def test_an_amount_is_shown_with_its_currency() -> None:
    assert [show(Money(2_500_05, "GBP")), show(None)] == ["GBP 2,500.05", "no limit"]
