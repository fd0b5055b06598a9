"""Mandates: what a member may agree at the table for the organisation that it represents (LSC-S6)."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from tests.ledger.given import FOUNDING_DAY, Given, Step, given, on, sealed
from tests.ledger.partnership import (
    BOB,
    ICP,
    QUORUM,
    STRANGER,
    appointed,
    constituted,
    partnership,
    pounds,
    registered,
    terms_with,
)

from ledger.facts import members, organisations, terms
from ledger.facts.members import Appointed, CoOpted, Mandated, MandateEnded
from ledger.facts.words import Money
from ledger.findings import Verdict
from ledger.mandates import Answer, may

GIVEN = "2024-01-15"
NOW = "2024-03-25"
ORGANISATIONS = ("blackpool", "lancashire", "icb", "alliance")


def known(*steps: tuple[Step, ...]) -> Given:
    """Give the partnership and the organisations that its seats are for."""
    named = (organisations.Registered(code, code, "council") for code in ORGANISATIONS)
    return partnership().and_(on("2023-01-01", *named), *steps)


def mandate(
    *functions: str,
    person: str = BOB,
    organisation: str = "blackpool",
    each: Money | None = None,
    until: str | None = None,
    day: str = GIVEN,
) -> tuple[Step, ...]:
    return on(day, Mandated(ICP, person, organisation, functions or ("grants",), each, until))


def ended(day: str, person: str = BOB, organisation: str = "blackpool") -> tuple[Step, ...]:
    return on(day, MandateEnded(ICP, person, organisation))


def asked(
    before: Given, function: str = "grants", amount: Money | None = None, day: str = NOW, person: str = BOB
) -> Answer:
    state = before.state()
    return may(state.mandates, state.roll, ICP, person, function, amount, day)


def verdict(before: Given, function: str = "grants", amount: Money | None = None, day: str = NOW) -> Verdict:
    return asked(before, function, amount, day).verdict


# --- given ---------------------------------------------------------------------------------------


def test_a_member_gets_a_mandate_from_its_organisation() -> None:  # LSC-S6, PLA-7a
    after = known().when(mandate("grants", "staff", each=pounds(250_000), until="2025-01-01")).happens()
    (one,) = after.state().mandates.given
    assert (one.since, one.ends, one.given.each) == (GIVEN, "2025-01-01", pounds(250_000))
    after.when(mandate("grants")).happens()


def test_a_mandate_for_another_organisation_is_refused_with_the_seats_clause() -> None:  # LSC-S6, PLA-7a
    known().when(mandate(organisation="lancashire")).refused_by(
        "MAN-2 (ToR 7.2): expected the organisation that the member represents, "
        "got lancashire, where blackpool is represented"
    )
    (step,) = mandate(organisation="lancashire")
    known().when(step.departing()).happens("MAN-2 not met")


def test_who_is_no_member_gets_no_mandate() -> None:  # LSC-S6
    known().when(mandate(person=STRANGER)).refused_by(
        f"MAN-1 (Remit default): expected a member of icp on {GIVEN}, got {STRANGER}",
        "MAN-2 (Remit default): expected the organisation that the member represents, "
        "got blackpool, where no organisation is represented",
    )
    left = on("2024-01-15", members.Ended(ICP, BOB, "lead-two", sealed("reason")))
    assert known(left).when(mandate()).verdict("MAN-1") is Verdict.NOT_MET
    assert known(left).when(mandate(day="2024-01-14")).verdict("MAN-1") is Verdict.MET


def test_persons_and_organisations_must_be_known() -> None:
    known().when(mandate(organisation="nobody")).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got nobody",
        "MAN-2 (ToR 7.2): expected the organisation that the member represents, "
        "got nobody, where blackpool is represented",
    )


def bare(*steps: tuple[Step, ...]) -> Given:
    named = (organisations.Registered(code, code, "council") for code in ORGANISATIONS)
    return given(registered(BOB), constituted(), on("2023-01-01", *named), *steps)


def test_an_appointment_that_names_the_organisation_decides() -> None:  # PLA-7a
    said = Appointed(ICP, BOB, "lead-two", "appointed", "2023-05-01", organisation="lancashire")
    adopted = on("2023-04-17", terms.Adopted(terms_with(*QUORUM), "2023-04-17"))
    before = bare(adopted, on("2023-05-01", said))
    before.when(mandate(organisation="lancashire")).happens()
    assert before.when(mandate(organisation="blackpool")).verdict("MAN-2") is Verdict.NOT_MET


def test_a_seat_for_one_of_several_organisations_takes_each_of_them() -> None:
    made = terms_with(*QUORUM)
    wider = tuple(
        msgspec.structs.replace(one, organisations=ORGANISATIONS[:2]) if one.seat == "lead-two" else one
        for one in made.seats
    )
    adopted = on("2023-04-17", terms.Adopted(msgspec.structs.replace(made, seats=wider), "2023-04-17"))
    before = bare(adopted, appointed(BOB, "lead-two"))
    for organisation in ORGANISATIONS[:2]:
        before.when(mandate(organisation=organisation)).happens()
    before.when(mandate(organisation="icb")).refused_by(
        "MAN-2 (ToR 7.2): expected the organisation that the member represents, "
        "got icb, where blackpool or lancashire is represented"
    )


def test_a_co_opted_member_speaks_for_whom_it_was_co_opted_for() -> None:
    co_opted = CoOpted(
        ICP, BOB, "expertise", sealed("why"), voting=False, quorum=False, organisation="alliance"
    )
    bare(on("2023-06-01", co_opted)).when(mandate(organisation="alliance")).happens()
    assert bare(on("2023-06-01", co_opted)).when(mandate()).verdict("MAN-2") is Verdict.NOT_MET


def test_where_no_organisation_is_said_whom_a_member_represents_is_not_known() -> None:  # SYS-3
    before = bare(appointed(BOB, "lead-two"))
    before.when(mandate()).refused_by(
        "MAN-2 (Remit default): expected the organisation that the member represents, "
        "got blackpool, where no organisation is represented"
    )
    (late,) = on(GIVEN, mandate()[0].body, recorded="2024-06-01")
    before.when(late).happens("MAN-2 not known")


def test_a_membership_that_may_have_begun_leaves_both_answers_open() -> None:  # SYS-3
    said = Appointed(ICP, BOB, None, "appointed", None, organisation="blackpool")
    before = bare(on(NOW, said))
    outcome = before.when(mandate())
    assert (outcome.verdict("MAN-1"), outcome.verdict("MAN-2")) == (Verdict.NOT_KNOWN, Verdict.NOT_KNOWN)
    other = before.when(mandate(organisation="icb"))
    assert (other.verdict("MAN-1"), other.verdict("MAN-2")) == (Verdict.NOT_KNOWN, Verdict.NOT_MET)


# --- ended ---------------------------------------------------------------------------------------


def test_a_mandate_ends_on_the_day_and_not_twice() -> None:  # LSC-S6
    before = known(mandate())
    after = before.when(ended("2024-03-25")).happens()
    assert [verdict(after, day=day) for day in ("2024-03-24", "2024-03-25")] == [Verdict.MET, Verdict.NOT_MET]
    after.when(ended("2024-03-26")).refused_by(
        f"MAN-3 (Remit default): expected a mandate that holds on 2024-03-26, got {BOB} for blackpool"
    )


@pytest.mark.parametrize(
    "end",
    [
        ended("2024-01-14"),
        ended("2024-09-01"),
        ended(NOW, organisation="lancashire"),
        ended(NOW, person=STRANGER),
    ],
)
def test_only_a_mandate_that_holds_can_end(end: tuple[Step, ...]) -> None:
    outcome = known(mandate(until="2024-09-01")).when(end)
    assert outcome.verdict("MAN-3") is Verdict.NOT_MET
    assert outcome.finding("MAN-3").absolute


def test_an_end_recorded_late_leaves_a_later_mandate_alone() -> None:
    before = known(mandate(until="2024-03-01"), mandate(day="2024-06-01"))
    after = before.when(ended("2024-02-01")).happens()
    days = ("2024-01-31", "2024-02-01", "2024-06-01")
    assert [verdict(after, day=day) for day in days] == [Verdict.MET, Verdict.NOT_MET, Verdict.MET]
    assert [one.ends for one in after.state().mandates.given] == ["2024-02-01", None]


# --- may -----------------------------------------------------------------------------------------


def test_without_a_mandate_on_record_the_answer_is_not_known_and_never_yes() -> None:  # LSC-S6, HIW-8
    for before in (known(), known(mandate("staff")), known(mandate(day="2024-03-26"))):
        assert asked(before) == Answer(Verdict.NOT_KNOWN, "no mandate on record")


def test_a_limit_binds_to_the_penny_and_in_its_currency() -> None:  # LSC-S6, HIW-8
    before = known(mandate(each=pounds(250_000)))
    (one,) = before.state().mandates.given
    assert asked(before, amount=pounds(250_000)) == Answer(Verdict.MET, "within the mandate", (one,))
    over_it = Money(250_000_01, "GBP")
    assert asked(before, amount=over_it) == Answer(Verdict.NOT_MET, "over the limit", (one,))
    assert verdict(before, amount=Money(1, "EUR")) is Verdict.NOT_MET
    unsaid = asked(before)
    assert (unsaid.verdict, unsaid.mandates) == (Verdict.NOT_KNOWN, (one,))
    assert unsaid.because == "the mandate has a limit, and no amount is said"


def test_a_mandate_without_a_limit_has_none() -> None:
    assert verdict(known(mandate()), amount=pounds(10_000_000)) is Verdict.MET
    assert verdict(known(mandate())) is Verdict.MET


def test_a_mandate_holds_from_its_day_up_to_its_term() -> None:  # LSC-S6
    before = known(mandate(until="2024-03-25"))
    days = ("2024-01-14", "2024-01-15", "2024-03-24", "2024-03-25")
    assert [verdict(before, day=day) for day in days] == [
        Verdict.NOT_KNOWN,
        Verdict.MET,
        Verdict.MET,
        Verdict.NOT_MET,
    ]
    assert asked(before, day="2024-03-25").because == "the mandate ended 2024-03-25"


def test_the_last_mandate_binds_for_what_it_names_and_while_it_holds() -> None:
    before = known(
        mandate("grants", "staff", each=pounds(10)),
        mandate("grants", each=pounds(500), until="2024-04-01", day="2024-02-01"),
    )
    assert verdict(before, "grants", pounds(500)) is Verdict.MET
    assert verdict(before, "staff", pounds(500)) is Verdict.NOT_MET
    assert verdict(before, "grants", pounds(500), day="2024-04-01") is Verdict.NOT_MET
    assert verdict(before, "grants", pounds(10), day="2024-04-01") is Verdict.MET


def test_of_mandates_for_two_organisations_one_is_enough() -> None:
    both = known(
        mandate(each=pounds(10)), mandate(organisation="icb", each=pounds(500)), mandate("staff", day=NOW)
    )
    answer = asked(both, amount=pounds(100))
    assert (answer.verdict, [one.given.organisation for one in answer.mandates]) == (Verdict.MET, ["icb"])
    neither = asked(both, amount=pounds(501))
    assert (neither.verdict, len(neither.mandates)) == (Verdict.NOT_MET, 2)


def test_who_is_no_longer_a_member_agrees_nothing_whatever_the_mandate() -> None:  # LSC-S6
    left = on("2024-03-01", members.Ended(ICP, BOB, "lead-two", sealed("reason")))
    answer = asked(known(mandate(), left))
    assert answer == Answer(Verdict.NOT_MET, "no member of icp on 2024-03-25")
    assert asked(known(), person=STRANGER).verdict is Verdict.NOT_MET


def test_where_membership_is_not_known_a_mandate_is_not_enough() -> None:  # SYS-3
    before = bare(appointed(BOB, None, None), mandate())
    assert verdict(before) is Verdict.MET
    answer = asked(before, day="2024-03-24")
    assert (answer.verdict, len(answer.mandates)) == (Verdict.NOT_KNOWN, 1)
    assert answer.because == "not known whether a member of icp on 2024-03-24"


def test_the_mandates_of_others_are_not_ones_own() -> None:
    others = known(mandate(person=STRANGER), on(GIVEN, Mandated("other", BOB, "blackpool", ("grants",))))
    assert verdict(others) is Verdict.NOT_KNOWN


steps = st.lists(
    st.one_of(
        st.builds(
            mandate,
            st.sampled_from(("grants", "staff")),
            each=st.none() | st.integers(1, 3).map(pounds),
            until=st.none() | st.integers(1, 9).map("2024-02-0{}".format),
            day=st.integers(1, 9).map("2024-02-0{}".format),
        ),
        st.integers(1, 9).map("2024-02-0{}".format).map(ended),
    ),
    max_size=5,
)


@over(steps, st.integers(1, 9).map("2024-02-0{}".format), st.integers(1, 3).map(pounds))
def test_the_answer_is_what_going_through_the_record_backwards_gives(
    record: list[tuple[Step, ...]], day: str, amount: Money
) -> None:
    """Begin with the mandate of the last day; the first on the matter that holds then says yes or no."""
    bodies = [(one.on, one.body) for (one,) in record]
    expected = Verdict.NOT_KNOWN
    in_order = sorted(enumerate(bodies), key=lambda one: (one[1][0], one[0]), reverse=True)
    for place, (since, body) in in_order:
        if not isinstance(body, Mandated) or "grants" not in body.functions or since > day:
            continue
        until = body.until or "9"
        for then, later in bodies[place + 1 :]:
            if isinstance(later, MandateEnded) and since <= then < until:
                until = then
        if day < until:
            limit = body.each
            expected = Verdict.of(limit is None or amount.minor <= limit.minor)
            break
        expected = Verdict.NOT_MET
    assert verdict(_MEMBER.and_(*record), amount=amount, day=day) is expected


_MEMBER = given(registered(BOB), constituted(day=FOUNDING_DAY), appointed(BOB, "lead-two"))


def test_of_several_mandates_the_one_of_the_last_day_binds_however_late_one_is_recorded() -> (
    None
):  # LSC-S6, T1
    narrow = mandate("grants", each=pounds(10), day="2024-02-01")
    (wide,) = mandate("grants", each=pounds(1_000), day="2024-01-20")
    before = known(narrow, on("2024-01-20", wide.body, recorded="2024-03-01"))
    assert verdict(before, amount=pounds(500)) is Verdict.NOT_MET
    assert verdict(before, amount=pounds(500), day="2024-01-31") is Verdict.MET


def test_an_organisation_that_ended_gives_no_mandate() -> None:  # LSC-S6, SYS-1
    before = known(on("2024-01-10", organisations.Ended("blackpool", "order")))
    found = before.when(mandate("grants")).finding("MAN-2")
    assert (found.verdict, found.got) == (Verdict.NOT_MET, "blackpool, which ended 2024-01-10")
    assert before.when(mandate("grants", day="2024-01-09")).verdict("MAN-2") is Verdict.MET
