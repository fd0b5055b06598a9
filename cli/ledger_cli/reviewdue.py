"""Whose attendance is to be reviewed on a day, as `remit attendance` and `remit due` tell it (LSC-7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.findings import Verdict

if TYPE_CHECKING:
    from ledger.attendance import Standing
    from ledger.members import Roll
    from ledger.reviews import Reviews


def members_of(roll: Roll, body: str, day: str) -> list[str]:
    """Give everybody who is, or may be, a member on a day."""
    return list(
        dict.fromkeys(
            one.person for one in roll.memberships if one.body == body and one.holds(day) is not False
        )
    )


def answer_of(one: Standing, made: Reviews, body: str, day: str) -> tuple[str, str | None]:
    """Say how somebody stands, and on which day a review looked at the last meeting missed."""
    if one.now is Verdict.MET:
        return "not below", None
    last = one.figures.last_missed or day
    looked_at = made.looked_at(body, one.figures.person, last, day)
    if looked_at is not None:
        return "reviewed", looked_at
    return ("due" if one.now is Verdict.NOT_MET else "not known"), None
