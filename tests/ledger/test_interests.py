from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from tests.ledger.given import Given, Step, given, named, on, sealed
from tests.ledger.partnership import BOB, CATH, STRANGER, registered

from ledger.facts.interests import Dispensed, Ended, InterestKind, RegimeAdopted, Registered
from ledger.facts.organisations import Registered as OrganisationRegistered
from ledger.findings import Verdict
from ledger.interests import Barred, Register, bars

BARRING, LIFTING = "s.31(4) Localism Act 2011", "s.33 Localism Act 2011"
PECUNIARY = InterestKind("pecuniary", "Disclosable pecuniary interest", BARRING, speaks=False, votes=False)
PERSONAL = InterestKind("personal", "Personal interest", "Code 4", speaks=True, votes=True)
MANAGED = InterestKind("financial", "Financial interest", "Policy 7", speaks=None, votes=None)
DAY = "2024-03-25"
SHOP, FARM = named("t", "shop"), named("t", "farm")


def regime(organisation: str = "council", day: str = "2023-01-02", **changes: Any) -> tuple[Step, ...]:
    adopted = RegimeAdopted(organisation, "Code of conduct", (PECUNIARY, PERSONAL), LIFTING)
    return on(day, msgspec.structs.replace(adopted, **changes))


def entry(interest: str = SHOP, day: str = "2023-06-01", **changes: Any) -> tuple[Step, ...]:
    body = Registered(interest, BOB, "council", "pecuniary", sealed("a shop"), ("market",))
    return on(day, msgspec.structs.replace(body, **changes))


def dispensed(day: str = "2024-01-10", **changes: Any) -> tuple[Step, ...]:
    body = Dispensed(BOB, "council", LIFTING, speaks=True, votes=True)
    return on(day, msgspec.structs.replace(body, **changes))


def known(*steps: Sequence[Step]) -> Given:
    homes = (OrganisationRegistered(code, code, "council") for code in ("council", "trust"))
    return given(registered(BOB, CATH), on("2023-01-01", *homes), *steps)


def allowed(
    before: Given, *regimes: str | None, kind: str | None = "pecuniary", day: str = DAY, **rest: Any
) -> Barred:
    return bars(before.state().register, BOB, regimes, kind, rest.get("interest"), day)


# --- regimes -------------------------------------------------------------------------------------


def test_an_organisation_adopts_a_regime_and_later_another() -> None:  # LSC-12
    first = known().when(regime()).happens()
    after = first.when(regime(day="2024-01-01", dispensation=None)).happens()
    register = after.state().register
    assert register.regime("council", "2023-01-01") is None
    assert register.regime("council", "2023-12-31") == regime()[0].body
    assert register.regime("council", "2024-01-01") == regime(dispensation=None)[0].body
    assert register.regime("trust", "2024-01-01") is None


def test_of_two_regimes_of_one_day_the_later_recorded_holds() -> None:  # LSC-12
    after = known(regime(), regime(kinds=(PERSONAL,)))
    assert after.state().register.regime("council", "2023-01-02") == regime(kinds=(PERSONAL,))[0].body


def test_a_regime_recorded_late_holds_from_its_own_day() -> None:  # LSC-12
    after = known(regime(day="2024-01-01", kinds=(PERSONAL,)), regime(day="2023-01-02"))
    assert after.state().register.regime("council", DAY) == regime(kinds=(PERSONAL,))[0].body


def test_a_regime_is_one_of_an_organisation_that_is_known() -> None:
    known().when(regime("strangers")).refused_by(
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got strangers"
    )


def test_a_regime_has_each_kind_once() -> None:  # LSC-12
    known().when(regime(kinds=(PERSONAL, PECUNIARY, PERSONAL))).refused_by(
        "DCL-1 (Remit default): expected each kind of interest once, got personal twice"
    )


# --- the standing register -----------------------------------------------------------------------


def test_an_interest_stands_in_the_register_from_its_day_until_it_ends() -> None:  # LSC-12
    after = known(regime()).when(entry()).happens().when(on("2024-02-01", Ended(SHOP, BOB))).happens()
    (one,) = after.state().register.entries[BOB]
    assert [one.holds(day) for day in ("2023-05-31", "2023-06-01", "2024-01-31", "2024-02-01")] == [
        False,
        True,
        True,
        False,
    ]


def test_the_end_of_one_interest_leaves_the_others() -> None:
    after = known(regime(), entry(), entry(FARM)).when(on("2024-02-01", Ended(SHOP, BOB))).happens()
    assert [one.ended for one in after.state().register.entries[BOB]] == ["2024-02-01", None]


def test_an_interest_has_an_id_of_its_own() -> None:
    known(regime(), entry()).when(entry()).refused_by(
        f"DCL-2 (Remit default): expected an id that no interest has yet, got {SHOP}"
    )


def test_an_interest_is_of_a_kind_that_the_regime_of_its_day_has() -> None:  # LSC-12
    before = known(regime())
    before.when(entry(kind="financial")).refused_by(
        "DCL-7 (Remit default): expected a kind of interest under the regime of council on 2023-06-01, "
        "got financial, of pecuniary, personal"
    )
    before.when(entry(kind="financial")[0].departing()).happens("DCL-7 not met")


def test_without_a_regime_on_record_the_kind_is_not_known() -> None:  # LSC-12
    before = known(regime(day="2023-06-02"))
    before.when(entry()).refused_by(
        "DCL-7 (Remit default): expected a kind of interest under the regime of council on 2023-06-01, "
        "got pecuniary, and no regime on record"
    )
    late = on("2023-06-01", entry()[0].body, recorded="2023-06-03")
    before.when(late).happens("DCL-7 not known")


def test_an_interest_that_no_regime_asks_for_is_registered_all_the_same() -> None:
    known().when(entry(regime=None, kind="loyalty")).happens()


def test_whoever_registers_is_known_and_so_is_the_organisation() -> None:
    known(regime()).when(entry(person=STRANGER, regime="strangers")).refused_by(
        f"PER-2 (Remit default): expected a person whom the ledger knows, got {STRANGER}",
        "ORG-2 (Remit default): expected an organisation that the ledger knows, got strangers",
        "DCL-7 (Remit default): expected a kind of interest under the regime of strangers on 2023-06-01, "
        "got pecuniary, and no regime on record",
    )


@pytest.mark.parametrize(
    "end",
    [
        on("2024-03-01", Ended(SHOP, BOB)),
        on("2024-03-01", Ended(FARM, BOB)),
        on("2024-03-01", Ended(named("t", "barn"), CATH)),
        on("2023-05-31", Ended(named("t", "barn"), BOB)),
    ],
    ids=["ended before", "not registered", "somebody else's", "not begun"],
)
def test_only_an_interest_that_has_not_ended_ends(end: tuple[Step]) -> None:
    barn = named("t", "barn")
    before = known(regime(), entry(), entry(barn), on("2024-02-01", Ended(SHOP, BOB)))
    before.when(end).refused_by(
        f"DCL-2 (Remit default): expected an interest that has not ended, got {end[0].body.interest}"  # type: ignore[union-attr]
    )


def test_an_end_that_was_recorded_twice_is_the_first() -> None:
    ends = (on(day, Ended(SHOP, BOB)) for day in ("2024-02-01", "2024-03-01"))
    (one,) = known(entry(), *ends).state().register.entries[BOB]
    assert one.ended == "2024-02-01"


# --- dispensations -------------------------------------------------------------------------------


def test_a_dispensation_is_given_by_the_organisation_of_the_regime_under_its_clause() -> None:  # LSC-12
    known(regime(), entry()).when(dispensed(interest=SHOP)).happens().when(dispensed()).happens()


def test_a_dispensation_cites_the_clause_of_the_regime() -> None:  # LSC-12
    known(regime()).when(dispensed(clause="s.28")).refused_by(
        f"DCL-3 ({LIFTING}): expected a dispensation under the regime of council, got s.28"
    )


def test_a_regime_without_such_a_clause_gives_no_dispensation() -> None:  # LSC-12
    known(regime(dispensation=None)).when(dispensed()).refused_by(
        "DCL-3 (Remit default): expected a dispensation under the regime of council, "
        f"got {LIFTING}, and a regime that provides for no dispensation"
    )


def test_without_a_regime_on_record_a_dispensation_is_not_known() -> None:  # LSC-12
    known().when(dispensed()).refused_by(
        "DCL-3 (Remit default): expected a dispensation under the regime of council, "
        f"got {LIFTING}, and no regime of council on record"
    )


def test_an_organisation_dispenses_from_its_own_regime_only() -> None:  # LSC-12
    known(regime(), regime("trust"), entry()).when(dispensed(by="trust", interest=SHOP)).refused_by(
        f"DCL-3 ({LIFTING}): expected a dispensation under the regime of trust, "
        "got one by trust for an interest under the regime of council"
    )


def test_an_interest_of_no_regime_is_dispensed_by_whoever_may() -> None:
    known(regime(), entry(regime=None)).when(dispensed(interest=SHOP)).happens()


def test_a_dispensation_is_for_an_interest_on_the_register() -> None:
    outcome = known(regime()).when(dispensed(interest=SHOP))
    outcome.refused_by(
        f"DCL-5 (Remit default): expected an interest on the register of {BOB} on 2024-01-10, "
        f"got {SHOP}, which is not on it"
    )
    assert outcome.finding("DCL-5").absolute


def test_a_dispensation_for_an_interest_that_has_ended_can_only_be_a_departure() -> None:
    before = known(regime(), entry(), on("2023-12-01", Ended(SHOP, BOB)))
    before.when(dispensed(interest=SHOP)).refused_by(
        f"DCL-5 (Remit default): expected an interest on the register of {BOB} on 2024-01-10, "
        f"got {SHOP}, which ended 2023-12-01"
    )
    before.when(dispensed(interest=SHOP)[0].departing()).happens("DCL-5 not met")


def test_a_dispensation_for_an_interest_to_come_is_too_early() -> None:
    early = known(regime(), entry()).when(dispensed("2023-05-31", interest=SHOP))
    assert early.finding("DCL-5").got == f"{SHOP}, on it from 2023-06-01"
    assert early.verdict("DCL-5") is Verdict.NOT_MET


# --- what an interest bars -----------------------------------------------------------------------


def test_a_disclosable_pecuniary_interest_bars_discussion_and_vote() -> None:  # LSC-12, D10
    assert allowed(known(regime()), "council") == Barred(
        speaks=False,
        votes=False,
        stays=None,
        known=True,
        clause=BARRING,
        why="pecuniary under the regime of council",
    )


def test_at_an_nhs_body_whoever_presides_decides() -> None:  # LSC-12
    found = allowed(known(regime("trust", kinds=(MANAGED,))), "trust", kind="financial")
    assert (found.speaks, found.votes, found.known, found.clause) == (None, None, True, "Policy 7")


def test_the_strictest_regime_wins() -> None:  # LSC-12, PBP-10
    before = known(
        regime(kinds=(PERSONAL,)),
        regime("trust", kinds=(msgspec.structs.replace(PECUNIARY, kind="personal"),)),
    )
    assert (
        allowed(before, "council", kind="personal").votes,
        allowed(before, "trust", kind="personal").votes,
    ) == (
        True,
        False,
    )
    both = allowed(before, "council", "trust", kind="personal")
    assert (both.speaks, both.votes, both.clause) == (False, False, BARRING)


@pytest.mark.parametrize(
    ("regimes", "kind", "why"),
    [
        ((None,), "personal", "the organisation represented is not known"),
        (("trust",), "personal", "no regime of trust is on record for 2024-03-25"),
        (("council",), None, "the kind of interest is not stated under the regime of council"),
        (("council",), "financial", "financial is no kind of interest under the regime of council"),
        ((), "personal", "no regime that binds is known"),
        (("council", "trust"), "personal", "no regime of trust is on record for 2024-03-25"),
    ],
)
def test_what_is_missing_is_told(
    regimes: tuple[str | None, ...], kind: str | None, why: str
) -> None:  # LSC-12
    found = allowed(known(regime()), *regimes, kind=kind)
    assert found == Barred(speaks=None, votes=None, stays=found.stays, known=False, clause=None, why=why)


def test_what_is_missing_is_told_before_what_whoever_presides_decides() -> None:  # LSC-12
    found = allowed(known(regime(kinds=(MANAGED,))), "council", "trust", kind="financial")
    assert (found.votes, found.known, found.clause) == (None, False, None)
    assert found.why == "no regime of trust is on record for 2024-03-25"


def test_a_bar_that_is_known_stands_whatever_else_is_not() -> None:  # LSC-12
    found = allowed(known(regime()), "council", "trust", None)
    assert (found.speaks, found.votes, found.known, found.clause) == (False, False, False, BARRING)


def test_a_dispensation_lifts_the_bar_while_it_holds() -> None:  # LSC-12
    before = known(
        regime(kinds=(msgspec.structs.replace(PECUNIARY, stays=False),)), dispensed(until="2024-04-01")
    )
    days = ("2024-01-09", "2024-01-10", "2024-03-31", "2024-04-01")
    assert [allowed(before, "council", day=day).votes for day in days] == [False, True, True, False]
    found = allowed(before, "council")
    assert (found.speaks, found.votes, found.stays, found.clause) == (True, True, True, LIFTING)
    assert found.why == f"pecuniary under the regime of council, dispensed under {LIFTING}"


def test_a_dispensation_to_speak_leaves_the_bar_on_the_vote() -> None:  # LSC-12
    found = allowed(known(regime(), dispensed(votes=False)), "council")
    assert (found.speaks, found.votes, found.stays, found.clause) == (True, False, True, BARRING)


def test_a_dispensation_for_one_interest_lifts_no_other() -> None:  # LSC-12
    before = known(regime(), entry(), entry(FARM), dispensed(interest=SHOP))
    votes = [allowed(before, "council", interest=one).votes for one in (SHOP, FARM, None)]
    assert votes == [True, False, False]


def test_a_dispensation_of_one_organisation_lifts_no_bar_of_another() -> None:  # LSC-12
    before = known(regime(), regime("trust"), dispensed())
    assert allowed(before, "council").votes is True
    assert allowed(before, "council", "trust").votes is False


@pytest.mark.parametrize("changes", [{"clause": "s.28"}, {"by": "trust"}])
def test_a_dispensation_without_power_lifts_nothing(changes: dict[str, str]) -> None:  # LSC-12
    assert allowed(known(regime(), dispensed(**changes)), "council").votes is False


def test_a_dispensation_outlives_the_regime_under_which_it_was_given() -> None:  # LSC-12
    before = known(regime(), dispensed(), regime(day="2024-02-01", dispensation="s.40"))
    assert allowed(before, "council").votes is True


def test_a_dispensation_of_somebody_else_lifts_nothing() -> None:
    assert allowed(known(regime(), dispensed(person=CATH)), "council").votes is False


ANSWERS = st.sampled_from([True, False, None])
CODES = ("a", "b", "c")


@drawn(
    st.dictionaries(st.sampled_from(CODES), st.tuples(ANSWERS, ANSWERS)),
    st.sets(st.sampled_from((*CODES, None))),
    st.lists(st.tuples(st.sampled_from(CODES), st.booleans(), st.booleans()), max_size=3),
)
def test_an_answer_is_yes_only_where_every_regime_says_so_and_no_where_one_does(
    adopted: dict[str, tuple[bool | None, bool | None]],
    binding: set[str | None],
    lifted: list[tuple[str, bool, bool]],
) -> None:  # LSC-12
    regimes = {
        code: (("2023-01-01", RegimeAdopted(code, code, (InterestKind("k", "k", code, *answer),), "lift")),)
        for code, answer in adopted.items()
    }
    given_ = tuple(("2023-01-01", Dispensed(BOB, by, "lift", speaks, votes)) for by, speaks, votes in lifted)
    found = bars(Register(regimes, {}, {BOB: given_}), BOB, binding, "k", None, DAY)

    def says(code: str | None, which: int) -> str:
        if code not in adopted:
            return "not known"
        if any(by == code and may[which] for by, *may in lifted):
            return "yes"
        return {True: "yes", False: "no", None: "presiding"}[adopted[code][which]]

    for which, got in enumerate((found.speaks, found.votes)):
        said = {says(code, which) for code in binding}
        if "no" in said:
            assert got is False
        elif "not known" in said or not said:
            assert (got, found.known) == (None, False)
        elif "presiding" in said:
            assert (got, found.known) == (None, True)
        else:
            assert (got, found.known) == (True, True)
