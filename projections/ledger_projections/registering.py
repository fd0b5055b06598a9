"""What facts change in the register of members, in its own words: rows and their changes.

It says of every membership what ``ledger.members.Roll`` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, assert_never

from ledger.acts import Recorded
from ledger.facts import (
    agreements,
    attesting,
    bodies,
    common,
    concerns,
    consultations,
    contesting,
    corrections,
    decisions,
    delegations,
    deputies,
    disputes,
    duties,
    erasing,
    followups,
    founding,
    functions,
    funds,
    interests,
    keydecisions,
    keys,
    leads,
    meetings,
    members,
    minutes,
    offices,
    organisations,
    outcomes,
    programme,
    risks,
    targets,
    terms,
)
from ledger_projections.projection import (
    Add,
    Amend,
    Operation,
    Values,
    integer,
    replaced,
    text,
    types_in,
    view,
)

Unread = (
    keys.Body
    | organisations.Registered
    | organisations.Ended
    | organisations.Affiliated
    | organisations.Unaffiliated
    | bodies.Body
    | terms.Body
    | members.Nomination
    | members.Mandate
    | members.AttendanceReviewed
    | offices.OfAbsence
    | deputies.Body
    | programme.Body
    | meetings.Body
    | interests.Body
    | minutes.Body
    | decisions.Body
    | outcomes.Body
    | erasing.Body
    | contesting.Body
    | common.Body
    | keydecisions.Body
    | followups.Body
    | targets.Body
    | duties.Body
    | consultations.Body
    | agreements.Body
    | disputes.Body
    | concerns.Body
    | risks.Body
    | leads.Body
    | functions.Body
    | delegations.Body
    | funds.Body
    | attesting.Body
)
"""Facts that change nobody's place. A new type of fact is read here or added to these."""

_UNREAD = types_in(Unread)

persons = view("view_person", text("person", key=True), text("fact"), text("path"), found_by="person")

memberships = view(
    "view_member",
    integer("number", key=True),
    text("fact"),
    text("body"),
    text("person"),
    text("seat", null=True),
    text("place"),
    text("kind"),
    text("organisation", null=True),
    integer("began"),
    integer("awaits"),
    integer("carries_over"),
    text("term_ends", null=True),
    text("replaced", null=True),
    integer("corrected_by", null=True),
    integer("ended_number", null=True),
    text("ended_fact", null=True),
    found_by="place",
    indexes=("body until",),
)
"""``until`` is the recorded end; the term (``term_ends``) and a successor (``replaced``) may end it too."""

tenures = view(
    "view_office",
    integer("number", key=True),
    text("fact"),
    text("body"),
    text("office"),
    text("person"),
    text("term"),
    text("elected"),
    integer("acting"),
    integer("corrected_by", null=True),
    integer("ended_number", null=True),
    text("ended_fact", null=True),
    found_by="person",
    indexes=("body until",),
)

regulars = view(
    "view_attendee",
    integer("number", key=True),
    text("fact"),
    text("body"),
    text("person"),
    text("place", null=True),
    text("organisation", null=True),
    found_by="person",
    indexes=("body until",),
)


class AmendWhen(Amend, frozen=True, kw_only=True):
    """Amends those rows only that a further condition picks, which no match of values can say."""

    when: Callable[[Values], bool]

    def picks(self, rows: Iterable[Values]) -> list[Values]:
        """Pick the rows that match and lie within the days, and for which the condition holds."""
        return [row for row in Amend.picks(self, rows) if self.when(row)]


class EndTenure(Amend, frozen=True, kw_only=True):
    """Ends the tenures that may have begun by a day; where none has, the one that begins next."""

    day: str

    def picks(self, rows: Iterable[Values]) -> list[Values]:
        """Pick by the day of the beginning, or of the election where no beginning is stated."""
        open_ = [(str(row["since"] or row["elected"]), row) for row in Amend.picks(self, rows)]
        by = max(self.day, min((begins for begins, _ in open_), default=self.day))
        return [row for begins, row in open_ if begins <= by]


def apply(at: Recorded) -> Sequence[Operation]:  # noqa: PLR0911 - one case a type
    """Say what a fact changes in the register, a correction apart."""
    body = at.fact.body
    if type(body) in _UNREAD or isinstance(body, Unread | corrections.Corrected):  # the second narrows
        return ()
    match body:
        case founding.Founded():
            return _named(at, body.officer)
        case organisations.PersonRegistered():
            return _named(at, body.person)
        case members.Appointed():
            return (*_replacing(at, body), Add(memberships, membership_row(at, body)))
        case members.CoOpted():
            return (Add(memberships, co_option_row(at, body)),)
        case members.TakenUp():
            return _taking_up(at, body)
        case members.Ended():
            place = {**place_of(body.body, body.seat, body.person), "person": body.person}
            return (AmendWhen(memberships, place, _ending(at), when=_open(at.day)),)
        case members.AttendeeNamed():
            return (Add(regulars, _attendee(at, body)),)
        case members.AttendeeEnded():
            attends = {"person": body.person, "body": body.body}
            return (Amend(regulars, attends, {"until": at.day}, beyond=at.day, begun=at.day),)
        case offices.Elected() | offices.ActingUp():
            return (Add(tenures, tenure_row(at, body)),)
        case offices.OfficeEnded() | offices.ActingEnded():
            acting = int(isinstance(body, offices.ActingEnded))
            held: Values = {
                "person": body.person,
                "body": body.body,
                "office": body.office,
                "acting": acting,
            }
            return (EndTenure(tenures, held, _ending(at), beyond=at.day, day=at.day),)
        case _:
            assert_never(body)


def _named(at: Recorded, person: str) -> Sequence[Operation]:
    row = {"person": person, "fact": at.fact.id, "path": "body.name", "since": at.day, "until": None}
    return replaced(persons, "person", row)


def place_of(body: str, seat: str | None, person: str) -> Values:
    """Say where a membership is found: by its seat, or by its person where no seat is known."""
    return {"place": f"{body}/{person if seat is None else seat}", "body": body, "seat": seat}


def _replacing(at: Recorded, body: members.Appointed) -> Sequence[Operation]:
    """End what was carried over until somebody else is appointed to the seat."""
    if body.seat is None:
        return ()
    carried: Values = {"carries_over": 1, "until": None, "replaced": None}
    match = {**place_of(body.body, body.seat, body.person), **carried}
    since = body.began or at.day
    told: Values = {"replaced": since, "ended_number": at.number, "ended_fact": at.fact.id}

    def by_another(row: Values) -> bool:
        return row["term_ends"] is not None and row["person"] != body.person

    return (AmendWhen(memberships, match, told, begun=since, when=by_another),)


def _taking_up(at: Recorded, body: members.TakenUp) -> Sequence[Operation]:
    awaiting = {**place_of(body.body, body.seat, body.person), "person": body.person, "awaits": 1}
    taken = {"awaits": 0, "began": 1}
    return (
        Amend(memberships, awaiting, {**taken, "since": at.day}, begun=at.day),
        Amend(memberships, awaiting, taken),
    )


def membership_row(at: Recorded, body: members.Appointed) -> Values:
    return {
        **_member_row(at, body),
        **place_of(body.body, body.seat, body.person),
        "kind": body.kind,
        "began": int(body.began is not None),
        "awaits": int(body.takes_up),
        "carries_over": int(body.carries_over),
        "since": body.began or at.day,
    }


def co_option_row(at: Recorded, body: members.CoOpted) -> Values:
    return {
        **_member_row(at, body),
        **place_of(body.body, None, body.person),
        "kind": "co-opted",
        "began": 1,
        "awaits": 0,
        "carries_over": 0,
        "since": at.day,
    }


def _member_row(at: Recorded, body: members.Appointed | members.CoOpted) -> Values:
    return {
        "number": at.number,
        "fact": at.fact.id,
        "person": body.person,
        "organisation": body.organisation,
        "term_ends": body.until,
        "replaced": None,
        "corrected_by": None,
        "until": None,
        "ended_number": None,
        "ended_fact": None,
    }


def _open(day: str) -> Callable[[Values], bool]:
    """Pick the memberships that an end on the day ends: one that holds then, or is not taken up yet."""

    def picks(row: Values) -> bool:
        return (
            bool(row["awaits"]) or holds(str(row["since"]), bool(row["began"]), ends(row), day) is not False
        )

    return picks


def ends(row: Mapping[str, Any]) -> str | None:
    """Give the first day on which a membership no longer holds, by an end, a successor or its term."""
    term_ends, replaced = row["term_ends"], row["replaced"]
    by_term = None if row["carries_over"] else term_ends
    by_another = None if replaced is None else max(replaced, term_ends)
    return min((end for end in (row["until"], by_another, by_term) if end is not None), default=None)


def holds(since: str | None, began: bool, until: str | None, day: str) -> bool | None:  # noqa: FBT001 - one column
    """Say whether something holds on the day; None where its beginning is not known."""
    if until is not None and day >= until:
        return False
    if since is not None and day >= since:
        return True
    return False if began else None


def tenure_row(at: Recorded, body: offices.Elected | offices.ActingUp) -> Values:
    if isinstance(body, offices.Elected):
        term, since, until = body.term, body.begins, body.ends
    else:
        term, since, until = body.because, at.day, body.until
    return {
        "number": at.number,
        "fact": at.fact.id,
        "body": body.body,
        "office": body.office,
        "person": body.person,
        "term": term,
        "elected": at.day,
        "acting": int(isinstance(body, offices.ActingUp)),
        "since": since,
        "until": until,
        "corrected_by": None,
        "ended_number": None,
        "ended_fact": None,
    }


def _attendee(at: Recorded, body: members.AttendeeNamed) -> Values:
    return {
        "number": at.number,
        "fact": at.fact.id,
        "body": body.body,
        "person": body.person,
        "place": body.place,
        "organisation": body.organisation,
        "since": at.day,
        "until": None,
    }


def _ending(at: Recorded) -> Values:
    return {"until": at.day, "ended_number": at.number, "ended_fact": at.fact.id}
