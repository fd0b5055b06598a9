"""Laws over random histories: rebuilt, followed in pieces and as of a number agree, and with the fold."""

from __future__ import annotations

from itertools import accumulate, product
from typing import Literal, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.examples import FOUNDED, ITEM, MOTION, SEAL
from tests.laws import tried
from tests.ledger_projections.making import ListedLog, Said

from ledger.entry import Entry
from ledger.facts import Body, decisions, meetings, members, offices, organisations
from ledger.members import Roll
from ledger.replay import recorded
from ledger_projections.database import scratch
from ledger_projections.following import follow
from ledger_projections.register import Attendee, Member, Tenure, numbers
from ledger_projections.views import PROJECTIONS, Views

History: TypeAlias = list[Said]

BODIES = ("icp", "place-board")
PEOPLE = tuple(f"p-{letter * 16}" for letter in "abcd")
MEETINGS = tuple(f"m-{letter * 16}" for letter in "ab")
RESOLUTIONS = tuple(f"d-{letter * 16}" for letter in "abc")

days = st.integers(1, 28).map("2024-02-{:02}".format)
maybe_days = st.none() | days
few_days = st.integers(1, 5).map("2024-02-{:02}".format)
maybe_few_days = st.none() | few_days
few = st.sampled_from(PEOPLE[:2])
bodies, people, sittings = map(st.sampled_from, (BODIES, PEOPLE, MEETINGS))
seats = st.sampled_from((None, "seat-1", "seat-2"))
kinds: st.SearchStrategy[members.Kind] = st.sampled_from(("appointed", "co-opted", "interim"))
parts = st.builds(
    decisions.Part,
    st.sampled_from("12"),
    st.sampled_from(("decision", "note")),
    st.just(SEAL),
    st.none() | st.just(SEAL),
)


def memberships(
    bodies: st.SearchStrategy[str],
    people: st.SearchStrategy[str],
    seats: st.SearchStrategy[str | None],
    maybe_days: st.SearchStrategy[str | None],
) -> st.SearchStrategy[Body]:
    """Give facts that change a roll: terms that end or are carried over, seats to be taken up, attendees."""
    flags = st.booleans()
    organisations_ = st.sampled_from((None, "east"))
    offices_ = st.sampled_from(("chair", "deputy-chair"))
    because: st.SearchStrategy[Literal["vacancy", "absence"]] = st.sampled_from(("vacancy", "absence"))
    return st.one_of(
        st.builds(
            members.Appointed,
            bodies,
            people,
            seats,
            kinds,
            maybe_days,
            until=maybe_days,
            carries_over=flags,
            takes_up=flags,
            organisation=organisations_,
        ),
        st.builds(
            members.CoOpted,
            bodies,
            people,
            st.just("expertise"),
            st.just(SEAL),
            voting=flags,
            quorum=flags,
            until=maybe_days,
            organisation=organisations_,
        ),
        st.builds(members.TakenUp, bodies, people, st.sampled_from(("seat-1", "seat-2"))),
        st.builds(members.Ended, bodies, people, seats, st.just(SEAL)),
        st.builds(members.AttendeeNamed, bodies, people, st.none() | st.just("guest"), organisations_),
        st.builds(members.AttendeeEnded, bodies, people),
        st.builds(offices.Elected, bodies, offices_, people, st.just("2024/25"), maybe_days, maybe_days),
        st.builds(offices.OfficeEnded, bodies, offices_, people, st.just(SEAL)),
        st.builds(offices.ActingUp, bodies, offices_, people, because, maybe_days),
        st.builds(offices.ActingEnded, bodies, offices_, people),
    )


of_members = memberships(bodies, people, seats, maybe_days)
others: st.SearchStrategy[Body] = st.one_of(
    st.builds(organisations.PersonRegistered, people, st.just(SEAL)),
    st.just(FOUNDED),
    st.builds(meetings.Opened, sittings, bodies, st.just("meeting"), st.none(), st.just(SEAL)),
    st.builds(meetings.ItemOpened, sittings, st.just(ITEM), st.just("31"), st.just(SEAL), st.none()),
    st.builds(
        decisions.Resolved,
        st.sampled_from(RESOLUTIONS),
        sittings,
        st.just(ITEM),
        st.just("vote"),
        st.just((MOTION,)),
        st.lists(parts, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(decisions.VoteCast, st.just(MOTION), sittings, people, st.just("for"), st.just(SEAL)),
)
histories: st.SearchStrategy[History] = st.lists(
    st.builds(Said, of_members | others, on=days), min_size=1, max_size=40
)
dense: st.SearchStrategy[History] = st.lists(
    st.builds(
        Said, memberships(st.just("icp"), few, st.sampled_from((None, "seat-1")), maybe_few_days), on=few_days
    ),
    min_size=4,
    max_size=12,
)
"""Few people and days, so that appointments and ends of one person meet."""

lengths = st.lists(st.integers(1, 9), min_size=1, max_size=10)


@given(histories, lengths, st.integers(1, 7))
@settings(max_examples=tried(40), deadline=None)
def test_followed_in_pieces_and_rebuilt_agree(history: History, pieces: list[int], page: int) -> None:  # S6
    log = ListedLog(*history)
    with scratch() as database:
        views = Views(database)
        for size in accumulate(pieces):
            follow(database, log.first(size), PROJECTIONS, page=page)
        follow(database, log, PROJECTIONS, page=page)
        followed = views.digests()
        views.rebuild(log)
        assert views.digests() == followed


@given(histories, st.data())
@settings(max_examples=tried(40), deadline=None)
def test_as_known_at_a_number_is_what_the_first_entries_make(history: History, data: st.DataObject) -> None:
    log = ListedLog(*history)
    number = data.draw(st.integers(0, len(history)), label="number")
    on, body = data.draw(maybe_days, label="on"), data.draw(bodies, label="body")
    with scratch() as database, scratch() as earlier:
        views, then = Views(database), Views(earlier)
        views.follow(log)
        then.follow(log.first(number))
        assert views.digests(number) == then.digests()
        asked, expected = views.register(body, on, number), then.register(body, on)
        assert forgetting(asked.members, number) == list(expected.members)
        assert forgetting(asked.offices, number) == list(expected.offices)
        assert forgetting(asked.attendees, number) == list(expected.attendees)
        assert [one.fact for one in views.decisions(body, known_at=number)] == [
            one.fact for one in then.decisions(body)
        ]
        assert list(views.timeline(body, known_at=number)) == list(then.timeline(body))


@given(histories, days)
@settings(max_examples=tried(40), deadline=None)
def test_the_register_agrees_with_the_fold_that_judges(history: History, day: str) -> None:
    log = ListedLog(*history)
    roll = Roll()
    for entry in log.entries:
        roll = grown(roll, entry)
    with scratch() as database:
        views = Views(database)
        views.follow(log)
        for body in BODIES:
            require_agreement(views, roll, body, day, len(history))


@given(dense)
@settings(max_examples=tried(80), deadline=None)
def test_the_register_agrees_with_the_fold_at_every_number_on_every_day(history: History) -> None:
    log = ListedLog(*history)
    roll = Roll()
    with scratch() as database:
        views = Views(database)
        views.follow(log)
        for entry in log.entries:
            roll = grown(roll, entry)
            for day in ("2024-02-01", "2024-02-03", "2024-02-05"):
                require_agreement(views, roll, "icp", day, entry.number)


def grown(roll: Roll, entry: Entry) -> Roll:
    at = recorded(entry)
    return roll.evolve(at, at.fact.body) if isinstance(at.fact.body, (members.Roll | offices.Body)) else roll


def require_agreement(views: Views, roll: Roll, body: str, day: str, number: int) -> None:
    """Compare all that was known of a body, and what the register shows on a day, with the fold."""
    whole, register = views.register(body, None, number), views.register(body, day, number)
    memberships = [one for one in roll.memberships if one.body == body]
    tenures = [one for one in roll.tenures if one.body == body]
    attendees = [one for one in roll.attendees if one.body == body]
    assert list(map(shown, whole.members)) == [
        (one.person, one.seat, one.kind, one.since, one.began, one.ends, one.awaits, one.organisation)
        for one in memberships
    ]
    assert [(one.term_ends, one.carries_over) for one in whole.members] == [
        (one.until, one.carries_over) for one in memberships
    ]
    assert [
        (one.office, one.person, one.term, one.since, one.until, one.acting) for one in whole.offices
    ] == [(one.office, one.person, one.term, one.begins, one.ends, one.acting is not None) for one in tenures]
    assert [(one.person, one.place, one.organisation, one.since, one.until) for one in whole.attendees] == [
        (one.person, one.place, one.organisation, one.since, one.ended) for one in attendees
    ]
    assert [(one.person, one.since, one.until, one.holds(day)) for one in register.members] == [
        (one.person, one.since, one.ends, one.holds(day))
        for one in memberships
        if one.holds(day) is not False
    ]
    assert [(one.person, one.since, one.until) for one in register.offices] == [
        (one.person, one.begins, one.ends)
        for one in tenures
        if (one.begins is None or one.begins <= day) and (one.ends is None or day < one.ends)
        # Nobody acts any more where a vacancy has been filled.
        if one.acting != "vacancy" or roll.holder(body, one.office, day) is None
    ]
    assert [(one.person, one.since, one.until) for one in register.attendees] == [
        (one.person, one.since, one.ended)
        for one in attendees
        if one.since <= day and (one.ended is None or day < one.ended)
    ]
    for office, acting in product(("chair", "deputy-chair"), (False, True)):
        asked = roll.acting if acting else roll.holder
        held = [
            one.person
            for one in register.offices
            if (one.office, one.acting) == (office, acting) and one.holds(day)
        ]
        assert (held[-1] if held else None) == asked(body, office, day)
    require_same_numbers(whole.members, roll, body, day)


def shown(one: Member) -> tuple[object, ...]:
    return (
        one.person,
        one.seat,
        one.kind,
        one.since,
        one.began,
        one.until,
        one.awaits,
        one.organisation,
    )


def require_same_numbers(found: tuple[Member, ...], roll: Roll, body: str, day: str) -> None:
    """Compare the number of members over time with a count of everybody on the day."""
    answers = [roll.is_member(body, person, day) for person in PEOPLE]
    by_then = [one for one in numbers(found) if one.day <= day]
    if by_then:
        assert (by_then[-1].sure, by_then[-1].unsure) == (answers.count(True), answers.count(None))
    else:
        assert True not in answers


def forgetting(
    rows: tuple[Member, ...] | tuple[Tenure, ...] | tuple[Attendee, ...], number: int
) -> list[object]:
    """Give rows as they looked before anybody told otherwise."""
    return [replace(one, known_to=None) if (one.known_to or 0) > number else one for one in rows]
