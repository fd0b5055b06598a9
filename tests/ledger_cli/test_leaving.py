"""What becomes of seats, members and offices when a partner leaves: no more than is its own (HIW-6)."""

from __future__ import annotations

from msgspec.structs import replace
from tests.ledger.given import Given, on, sealed
from tests.ledger.partnership import BOB, CHAIR, ICP, QUORUM, appointed, partnership, terms_with
from tests.ledger.test_concerns import known, leaves

from ledger.facts import concerns, members, organisations, terms
from ledger_cli.leaving import seats

DAY = "2024-06-03"


def told(before: Given, code: str) -> list[tuple[str, str, str]]:
    return [(one.what, one.which, one.becomes) for one in seats(before.state(), ICP, code, DAY)]


def shared() -> Given:
    """Give the partnership where the first seat is for two councils."""
    own = terms_with(*QUORUM, version="2024")
    first, *rest = own.seats
    wide = replace(own, seats=(replace(first, organisations=("blackburn", "blackpool")), *rest))
    return known().and_(on("2024-01-01", terms.Adopted(wide, "2024-01-01")))


def test_its_member_ends_with_the_office_that_is_held() -> None:  # HIW-6
    assert told(known(), "blackburn") == [
        ("seat", f"lead-one of {ICP}", "vacant, and filled for nobody"),
        ("member", f"{CHAIR} in lead-one of {ICP}", "ends"),
        ("office", f"{CHAIR} as chair", "ends"),
    ]


def test_who_sits_for_another_as_well_keeps_the_office() -> None:  # HIW-6
    both = known().and_(appointed(CHAIR, "lead-three", "2024-01-01"))
    assert [what for what, _, _ in told(both, "blackburn")] == ["seat", "member"]


def test_a_seat_of_several_stays_while_one_of_them_is_a_partner() -> None:  # HIW-6
    assert told(shared(), "blackburn") == [("seat", f"lead-one of {ICP}", "stays, for blackpool")]
    alone = shared().and_(leaves("2024-05-01", asked=False, code="blackpool"))
    assert told(alone, "blackburn")[0] == ("seat", f"lead-one of {ICP}", "vacant, and filled for nobody")


def test_what_took_the_place_of_a_partner_leaves_with_its_seat() -> None:  # HIW-6, SYS-1
    heir = organisations.Registered("wyre", "Wyre", "council")
    merged = on("2024-04-01", heir, organisations.Ended("blackpool", "an order", ("wyre",)))
    before = known().and_(merged)
    assert told(before, "wyre")[:2] == [
        ("seat", f"lead-two of {ICP}", "vacant, and filled for nobody"),
        ("member", f"{BOB} in lead-two of {ICP}", "ends"),
    ]
    assert told(before, "blackpool") == [("seat", f"lead-two of {ICP}", "stays, for wyre")]
    left = on(DAY, concerns.Left("wyre", ICP, asked=False, text=sealed("x")))
    end = members.Ended(ICP, BOB, "lead-two", sealed("left"), "succession")
    vacant = before.and_(on(DAY, end))
    seat = on("2024-07-01", members.Appointed(ICP, BOB, "lead-two", "appointed", "2024-07-01"))
    assert "CNC-11" not in [one.rule for one in vacant.when(seat).findings]
    found = vacant.and_(left).when(seat).finding("CNC-11")
    assert (found.verdict.value, found.got) == ("not met", f"wyre, which left {DAY}")
    assert partnership().state().directory.partners(ICP, "blackpool", DAY) == {"blackpool"}
