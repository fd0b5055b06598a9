"""The roll of a body: who is a member in which seat, and who holds which office, on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import members as facts
from ledger.facts import offices
from ledger.facts.terms import Seat


class Membership(msgspec.Struct, frozen=True):
    """One person in one seat (None: which seat is not known) from a day to a day, half open.

    Attributes:
        since: the first day known; ``began`` says whether it is the day on which it began.
        ended: the first day on which it no longer holds; None: it has no end yet.
        until: the first day after its term, where one is stated; with ``carries_over`` it holds on
            until somebody else is appointed to the seat.
        awaits: it holds only once the person has taken up the seat.
        own: the place of a co-opted member, which is no seat of the terms.
        nomination: the one that it followed.
    """

    body: str
    person: str
    seat: str | None
    kind: str
    since: str
    began: bool
    ended: str | None = None
    until: str | None = None
    carries_over: bool = False
    awaits: bool = False
    organisation: str | None = None
    own: Seat | None = None
    nomination: str | None = None

    @property
    def stated(self) -> str | None:
        """The first day after the period for which it is stated, whether or not it was carried over."""
        return min((end for end in (self.ended, self.until) if end is not None), default=None)

    @property
    def ends(self) -> str | None:
        """The first day on which it no longer holds, by an end that is recorded or by its term."""
        by_term = None if self.carries_over else self.until
        ends = [end for end in (self.ended, by_term) if end is not None]
        return min(ends, default=None)

    def holds(self, day: str) -> bool | None:
        """Say whether the person is a member in this seat on the day; None where it is not known."""
        ends = self.ends
        if self.awaits or (ends is not None and day >= ends):
            return False
        if day >= self.since:
            return True
        return False if self.began else None


class Tenure(msgspec.Struct, frozen=True):
    """One person in one office. ``begins`` and ``ends`` are None where the record does not say.

    ``chosen`` is the day of the election. ``acting``: the person acts in it, because of a vacancy or an
    absence. ``left``: the day on which an end was recorded, beside the end of its term.
    """

    body: str
    office: str
    person: str
    term: str
    chosen: str
    begins: str | None
    ends: str | None
    acting: str | None = None
    left: str | None = None


class Absence(msgspec.Struct, frozen=True):
    """The holder of an office is away from it, from a day to a day, half open; None: until further notice.

    ``back``: that the holder was there again on that day was recorded, and not only expected.
    """

    body: str
    office: str
    person: str
    since: str
    until: str | None
    back: bool = False

    def holds(self, day: str) -> bool:
        """Say whether the person is away on the day."""
        return self.since <= day and (self.until is None or day < self.until)


class Attendance(msgspec.Struct, frozen=True):
    """One person who attends a body regularly without being a member, from a day to a day, half open."""

    body: str
    person: str
    place: str | None
    organisation: str | None
    since: str
    ended: str | None = None

    def holds(self, day: str) -> bool:
        """Say whether the person attends regularly on the day."""
        return self.since <= day and (self.ended is None or day < self.ended)


class Roll(msgspec.Struct, frozen=True):
    """Memberships, tenures, regular attendees and absences, in the order in which they were recorded."""

    memberships: tuple[Membership, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    attendees: tuple[Attendance, ...] = ()
    absences: tuple[Absence, ...] = ()

    def evolve(self, at: Recorded, body: facts.Roll | offices.Body) -> Roll:
        """Fold one fact in. Never refuses: it already happened."""
        if isinstance(body, offices.OfAbsence):
            return replace(self, absences=_absences(self.absences, at.day, body))
        if isinstance(body, offices.OfTenure):
            return replace(self, tenures=_tenures(self.tenures, at.day, body))
        match body:
            case facts.Appointed() | facts.CoOpted():
                new = _membership(at.day, body)
                return replace(self, memberships=(*map(_replaced_by(new), self.memberships), new))
            case facts.TakenUp() | facts.Ended():
                key = (body.body, body.person, body.seat)
                kept = tuple(
                    _changed(one, at.day, body) if (one.body, one.person, one.seat) == key else one
                    for one in self.memberships
                )
                return replace(self, memberships=kept)
            case facts.AttendeeNamed():
                named = Attendance(body.body, body.person, body.place, body.organisation, at.day)
                return replace(self, attendees=(*self.attendees, named))
            case facts.AttendeeEnded():
                left = tuple(
                    replace(one, ended=at.day)
                    if (one.body, one.person) == (body.body, body.person) and one.holds(at.day)
                    else one
                    for one in self.attendees
                )
                return replace(self, attendees=left)
            case _:
                assert_never(body)

    def of(self, body: str, person: str) -> tuple[Membership, ...]:
        """Give every membership of the person in the body."""
        return tuple(one for one in self.memberships if one.person == person and one.body == body)

    def attending(self, body: str, person: str) -> tuple[Attendance, ...]:
        """Give every regular attendance of the person at the body."""
        return tuple(one for one in self.attendees if (one.body, one.person) == (body, person))

    def on(self, body: str, day: str) -> tuple[Membership, ...]:
        """Give the memberships that are known to hold on the day."""
        return tuple(one for one in self.memberships if one.body == body and one.holds(day))

    def is_member(self, body: str, person: str, day: str) -> bool | None:
        """Say whether the person is a member of the body on the day; None where it is not known."""
        answers = {one.holds(day) for one in self.of(body, person)}
        if True in answers:
            return True
        return None if None in answers else False

    def holder(self, body: str, office: str, day: str) -> str | None:
        """Give the person who is known to hold the office on the day, or None."""
        return self._in_office(body, office, day, acting=False)

    def acting(self, body: str, office: str, day: str) -> str | None:
        """Give the person who is known to act in the office on the day, or None."""
        return self._in_office(body, office, day, acting=True)

    def in_office(self, body: str, office: str, person: str, day: str) -> bool | None:
        """Say whether the person holds the office, or acts in it, on the day; None: not known from when."""
        if person in {self.holder(body, office, day), self.acting(body, office, day)}:
            return True
        undated = any(
            one.begins is None and (one.ends is None or day < one.ends)
            for one in self.tenures
            if (one.body, one.office, one.person) == (body, office, person)
        )
        return None if undated else False

    def away(self, body: str, office: str, day: str) -> Absence | None:
        """Give the absence of whoever is known to hold the office on the day, or None."""
        key = (body, office, self.holder(body, office, day))
        found = [one for one in self.absences if (one.body, one.office, one.person) == key and one.holds(day)]
        return found[-1] if found else None

    def back(self, body: str, office: str, day: str) -> bool:
        """Say whether the last that is known of the holder by the day is to be there again."""
        key = (body, office, self.holder(body, office, day))
        found = [
            one for one in self.absences if (one.body, one.office, one.person) == key and one.since <= day
        ]
        last = max(found, key=lambda one: one.since, default=None)
        return last is not None and last.back and not last.holds(day)

    def left(self, body: str, offices: Collection[str], person: str, day: str) -> str | None:
        """Give the day on which a person's last tenure of these offices was ended, if that was by the day."""
        held = [
            one for one in self.tenures if (one.body, one.person) == (body, person) and one.office in offices
        ]
        days = [one.left for one in held]
        if not days or any(left is None or left > day for left in days):
            return None
        return max(filter(None, days))

    def _in_office(self, body: str, office: str, day: str, *, acting: bool) -> str | None:
        held = [
            one.person
            for one in self.tenures
            if (one.body, one.office, one.acting is not None) == (body, office, acting)
            and one.begins is not None
            and one.begins <= day
            and (one.ends is None or day < one.ends)
            # A vacancy that has been filled is none any more.
            and (one.acting != "vacancy" or self.holder(body, office, day) is None)
        ]
        return held[-1] if held else None


def _membership(day: str, body: facts.Appointed | facts.CoOpted) -> Membership:
    if isinstance(body, facts.CoOpted):
        organisations = (body.organisation,) if body.organisation else ()
        sector = body.sector or "co-opted"
        own = Seat(
            "co-opted",
            sector,
            organisations,
            "co-opted",
            "Co-opted",
            "-",
            voting=body.voting,
            quorum=body.quorum,
        )
        return Membership(
            body.body,
            body.person,
            None,
            "co-opted",
            day,
            began=True,
            until=body.until,
            organisation=body.organisation,
            own=own,
        )
    return Membership(
        body.body,
        body.person,
        body.seat,
        body.kind,
        body.began or day,
        began=body.began is not None,
        until=body.until,
        carries_over=body.carries_over,
        awaits=body.takes_up,
        organisation=body.organisation,
        nomination=body.nomination,
    )


def _replaced_by(new: Membership) -> Callable[[Membership], Membership]:
    """Give what a new membership does to another: one that is carried over ends when it is replaced."""

    def change(one: Membership) -> Membership:
        same = new.seat is not None and (one.body, one.seat) == (new.body, new.seat)
        carried = one.carries_over and one.until is not None and one.ended is None
        if same and carried and one.person != new.person and one.since <= new.since:
            return replace(one, ended=max(new.since, one.until or new.since))
        return one

    return change


def _changed(one: Membership, day: str, body: facts.TakenUp | facts.Ended) -> Membership:
    if isinstance(body, facts.TakenUp):
        return replace(one, awaits=False, since=max(one.since, day), began=True) if one.awaits else one
    open_ = one.awaits or one.holds(day) is not False
    return replace(one, ended=day) if open_ else one


def _absences(absences: tuple[Absence, ...], day: str, body: offices.OfAbsence) -> tuple[Absence, ...]:
    if isinstance(body, offices.Away):
        return (*absences, Absence(body.body, body.office, body.person, day, body.until))
    key = (body.body, body.office, body.person)
    return tuple(
        replace(one, until=day, back=True)
        if (one.body, one.office, one.person) == key and one.holds(day)
        else one
        for one in absences
    )


def _tenures(tenures: tuple[Tenure, ...], day: str, body: offices.OfTenure) -> tuple[Tenure, ...]:
    match body:
        case offices.Elected():
            held = Tenure(body.body, body.office, body.person, body.term, day, body.begins, body.ends)
            return (*tenures, held)
        case offices.ActingUp():
            acts = Tenure(
                body.body, body.office, body.person, body.because, day, day, body.until, body.because
            )
            return (*tenures, acts)
        case offices.OfficeEnded() | offices.ActingEnded():
            ended = ended_by(tenures, day, body)
            return tuple(replace(one, ends=day, left=day) if one in ended else one for one in tenures)
        case _:
            assert_never(body)


def ended_by(
    tenures: Iterable[Tenure], day: str, body: offices.OfficeEnded | offices.ActingEnded
) -> tuple[Tenure, ...]:
    """Give what an end on a day ends: tenures not over that may have begun; if none has, the next to begin.

    A tenure without a stated beginning may have begun from its election on. A later term of the same person
    stays, however late the end of an earlier one is recorded.
    """
    key = (body.body, body.office, body.person, isinstance(body, offices.ActingEnded))
    first = {
        one: one.begins or one.chosen
        for one in tenures
        if (one.body, one.office, one.person, one.acting is not None) == key
        and (one.ends is None or day < one.ends)
    }
    by = max(day, min(first.values(), default=day))
    return tuple(one for one, begins in first.items() if begins <= by)
