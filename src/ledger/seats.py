"""What the rules of the terms say about one seat: which of them bear on it, and how an answer is cited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from ledger import checks
from ledger.facts.terms import (
    AppointmentRule,
    BalanceRule,
    EligibilityRule,
    LossRule,
    MembershipRule,
    Seat,
    TermRule,
    Terms,
)
from ledger.findings import Finding, Verdict, judge
from ledger.organisations import Directory
from ledger.terms import cited, rules_of

SeatRule = AppointmentRule | EligibilityRule | TermRule | LossRule
R = TypeVar("R", AppointmentRule, EligibilityRule, TermRule, LossRule)

_HOLDER = "the holder"


def named(terms: Terms | None, code: str | None) -> Seat | None:
    """Give the seat of the terms that has the code."""
    return next((seat for seat in terms.seats if seat.seat == code), None) if terms else None


def bears(rule: SeatRule, seat: Seat | None, terms: Terms) -> Verdict:
    """Say whether a rule is about a seat (None: a seat that is not known)."""
    return checks.fits(rule.who, _HOLDER, checks.Room(terms, {_HOLDER: (seat,) if seat else ()}, {}))


def rules_on(kind: type[R], seat: Seat | None, terms: Terms | None) -> tuple[R, ...]:
    """Give the rules of a kind that are about a seat, or may be, in the order of the terms."""
    if terms is None:
        return ()
    of_kind = rules_of(terms, kind)
    return tuple(rule for rule in of_kind if bears(rule, seat, terms) is not Verdict.NOT_MET)


def find(rule: MembershipRule | BalanceRule, terms: Terms, judged: checks.Outcome) -> Finding:
    """Give the finding of a rule of the terms."""
    where = cited(terms, rule)
    return Finding(
        rule.rule, where, judged.verdict, rule.says, judged.got, reading=rule.reading, by=judged.by
    )


def find_on(rule: SeatRule, seat: Seat | None, terms: Terms, judged: checks.Outcome) -> Finding:
    """Give the finding of a rule that is about a seat, or may be: then what is not met is not known."""
    if judged.verdict is Verdict.MET or bears(rule, seat, terms) is Verdict.MET:
        return find(rule, terms, judged)
    got = f"{judged.got}, and whether the rule is about the seat is not known"
    return find(rule, terms, checks.Outcome(Verdict.NOT_KNOWN, got))


def in_order(begins: str, until: str | None) -> Finding:
    """Judge ROL-11: a membership ends after it begins."""
    order = until is None or begins < until
    got = f"{begins} to {until or 'no last day'}"
    return judge("ROL-11", order, "a membership that ends after it begins", got, absolute=True)


def left(
    seat: Seat | None, body: str, day: str, directory: Directory, organisation: str | None = None
) -> Iterator[Finding]:
    """Judge CNC-11: of a seat that is for partners, one, or what took its place, has not left (HIW-6).

    Where it is said for which of them somebody sits, that one has not.
    """
    homes = seat.organisations if seat is not None else ()
    heirs = sorted({one for code in homes for one in directory.heirs(code, day)})
    told = [(one, since) for one in heirs if (since := directory.left_on(body, one, day)) is not None]
    if told:
        filled = (organisation,) if organisation in heirs else homes
        stays = any(directory.partners(body, code, day) for code in filled)
        got = ", ".join(f"{code}, which left {since}" for code, since in told)
        yield judge("CNC-11", stays, "a seat of an organisation that is a partner", got)
