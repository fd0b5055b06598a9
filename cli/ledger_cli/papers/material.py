"""What minutes are written from: the facts about one meeting, as they stand corrected, with their words.

Implements LSC-9.4: of an item that is exempt or confidential, a public paper gets the number, the summary
for the public, and why it is withheld. Everything else about it is left out here, before anything is
written: what a paper does not get, it cannot show. An item that is withheld now is withheld from what was
known before as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import decisions, interests, meetings, minutes, programme
from ledger.facts.corrections import Corrected
from ledger.replay import recorded
from ledger.suspects import NOTHING, Contested
from ledger_cli import contests, correcting, names, parties, suspicions

if TYPE_CHECKING:
    from ledger.store import Store
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session
    from ledger_projections.views import Views

B = TypeVar("B", bound=msgspec.Struct)

NOTHING_DISPUTED: contests.Contests = {}


class Withheld(msgspec.Struct, frozen=True):
    """Why an item is withheld: its class, and the clause, where one is recorded."""

    access: str
    ground: str | None

    @property
    def why(self) -> str:
        """In words: ``exempt (paragraph 3)``."""
        return f"{self.access} ({self.ground})" if self.ground else self.access


class Agreement(msgspec.Struct, frozen=True):
    """When the minutes were agreed; ``amendment``: None where there was none."""

    day: str
    amendment: str | None


class Next(msgspec.Struct, frozen=True):
    """The date given out for the next meeting."""

    day: str
    time: str | None
    place: str | None


class Material(msgspec.Struct, frozen=True):
    """Everything that a paper about a meeting may show.

    Attributes:
        opened: the fact that the meeting was held.
        facts: those about it, by number, without what is withheld.
        spoken: their words, by fact and path.
        called: the names of persons. ``titles``: of organisations and offices, by code.
        withheld: items that are withheld, or in a full paper are marked, by id.
        corrected: the number of the last correction, by fact.
        agreed: when its minutes were agreed. ``signed``: by whom and when.
        contested: those of the facts that a key signed which somebody else may have had.
        owners: whose each action is, by name, by the id of the action.
        disputed: those that a member contests with the own key.
    """

    opened: Recorded
    body: str
    public: bool
    facts: tuple[Recorded, ...]
    spoken: Mapping[tuple[str, str], str]
    called: Mapping[str, str] = msgspec.field(default_factory=dict)
    titles: Mapping[str, str] = msgspec.field(default_factory=dict)
    offices: Mapping[str, str] = msgspec.field(default_factory=dict)
    withheld: Mapping[str, Withheld] = msgspec.field(default_factory=dict)
    corrected: Mapping[str, int] = msgspec.field(default_factory=dict)
    agreed: tuple[Agreement, ...] = ()
    signed: tuple[tuple[str, str], ...] = ()
    contested: Contested = NOTHING
    coming: Next | None = None
    owners: Mapping[str, str] = msgspec.field(default_factory=dict)
    disputed: contests.Contests = NOTHING_DISPUTED

    def of(self, type_: type[B]) -> Iterator[tuple[Recorded, B]]:
        """Give the facts of a type, with their bodies."""
        for at in self.facts:
            if isinstance(at.fact.body, type_):
                yield at, at.fact.body

    def words(self, at: Recorded, path: str) -> str:
        """Give the words of a field that holds some."""
        return self.spoken.get((at.fact.id, path), names.MISSING)

    def name(self, person: str) -> str:
        """Give the name of a person."""
        return self.called.get(person, names.MISSING)


def gather(session: Session, views: Views, past: Past, meeting: str, *, public: bool) -> Material:
    """Read what a paper about a meeting may show.

    Args:
        session: the open ledger.
        views: the read models, which know the numbers of the facts about a meeting.
        past: the ledger as it stood.
        meeting: its id.
        public: leave out what is withheld from the public.
    """
    every = [recorded(entry) for entry in session.store.entries(views.of_meeting(meeting))]
    known = [at for at in every if at.number <= past.upto]
    facts, spoken = correcting.standing(session.store, known)
    withheld = withheld_in(known)
    if public:
        withheld = {**withheld_in(every), **withheld}
        facts = list(_disclosed(facts, withheld))
        spoken = _words_of(facts, spoken, withheld)
    (opened,) = [at for at in facts if isinstance(at.fact.body, meetings.Opened)]
    code = body_of(opened)
    terms = past.terms(code, opened.day)
    return _named(
        Material(
            opened=opened,
            body=past.body(code).title,
            public=public,
            facts=tuple(facts),
            spoken=spoken,
            offices={one.office: one.title for one in terms.offices} if terms else {},
            withheld=withheld,
            corrected=correcting.numbers(known),
            contested=suspicions.known(past).among(known),
            disputed=contests.known(past),
            coming=_coming(session.store, past, code, opened),
        ),
        session.store,
        past,
        meeting,
    )


def body_of(opened: Recorded) -> str:
    """Give the code of the body that met."""
    return opened.fact.body.body if isinstance(opened.fact.body, meetings.Opened) else ""


def withheld_in(facts: Iterable[Recorded]) -> dict[str, Withheld]:
    """Give the items that are withheld from the public: by their class, or since it was excluded for them.

    Args:
        facts: about one meeting, as they were recorded: the last that was said of an item counts, even
            where the item was withdrawn, and any number that it ever had.
    """
    items: dict[str, meetings.ItemOpened] = {}
    printed: dict[str, list[str]] = {}
    grounds: dict[str, str] = {}
    for at in facts:
        said = at.fact.body
        body = said.body if isinstance(said, Corrected) else said
        match body:
            case meetings.ItemOpened():
                items[body.item] = body
                printed.setdefault(body.item, []).append(body.number)
            case meetings.PublicExcluded():
                grounds |= dict.fromkeys(body.numbers, body.ground)
    found = {}
    for item, body in items.items():
        ground = next((grounds[number] for number in printed[item] if number in grounds), None)
        if body.access != "public" or ground is not None:
            access = "exempt" if body.access == "public" else body.access
            found[item] = Withheld(access, body.ground or ground)
    return found


MEANWHILE = (
    meetings.PresenceChanged,
    meetings.QuorumConfirmed,
    meetings.Presided,
    meetings.Adjourned,
    interests.Declared,
)


def _disclosed(facts: Sequence[Recorded], withheld: Mapping[str, Withheld]) -> Iterator[Recorded]:
    """Give what the public may know: of a withheld item no more than that it was taken, and its summary.

    Whatever was said or moved while a withheld item was the last one taken is left out with it.
    """
    puts = [at.fact.body for at in facts if isinstance(at.fact.body, decisions.MotionPut)]
    motions = {put.motion: put.item for put in puts}
    current: str | None = None
    for at in facts:
        body = at.fact.body
        if isinstance(body, meetings.ItemOpened):
            current = body.item
            if current in withheld:
                bare = msgspec.structs.replace(body, note=None, absent=(), offices=())
                fact = msgspec.structs.replace(at.fact, body=bare, findings=(), departure=None)
                yield replace(at, fact=fact)
                continue
        meanwhile = current in withheld and isinstance(body, MEANWHILE)
        if _item_of(at, motions) not in withheld and not meanwhile:
            yield at


def _words_of(
    facts: Sequence[Recorded], spoken: Mapping[tuple[str, str], str], withheld: Mapping[str, Withheld]
) -> dict[tuple[str, str], str]:
    """Give the words of what the public may know; of a withheld item its summary alone."""
    kept = {at.fact.id for at in facts}
    hidden = {at.fact.id for at in facts if _item_of(at, {}) in withheld}
    return {
        (fact, path): text
        for (fact, path), text in spoken.items()
        if fact in kept and (fact not in hidden or path == "body.summary")
    }


def _item_of(at: Recorded, motions: Mapping[str, str]) -> str | None:
    """Give the item that a fact is about."""
    match at.fact.body:
        case (
            decisions.MotionAmended()
            | decisions.MotionWithdrawn()
            | decisions.VoteCast()
            | decisions.LotDrawn()
            | decisions.VoteTallied()
            | decisions.BallotCast()
            | decisions.BallotCounted()
        ) as body:
            return motions.get(body.motion)
        case meetings.PresenceChanged() as body:
            return body.during
        case (
            meetings.ItemOpened()
            | meetings.QuorumConfirmed()
            | interests.Declared()
            | decisions.MotionPut()
            | decisions.Resolved()
            | decisions.FollowUpNoted()
            | minutes.Narrated()
            | minutes.Agreed()
            | programme.PaperPublished() as body
        ):
            return body.item
        case _:
            return None


def _named(material: Material, store: Store, past: Past, meeting: str) -> Material:
    """Add names, titles, and what became of the minutes."""
    agreed, signed = _became(store, past, meeting, public=material.public)
    persons = names.persons_in(repr([at.fact.body for at in material.facts]))
    persons |= {person for _, person in signed}
    codes = {
        one.organisation
        for _, body in material.of(meetings.Attended)
        for one in body.attending
        if one.organisation is not None
    }
    known = past.state(*(f"organisation:{code}" for code in codes)).directory.organisations if codes else {}
    return replace(
        material,
        called=names.of_persons(store, persons, past.upto),
        titles={code: one.title for code, one in known.items()},
        agreed=agreed,
        signed=signed,
        owners=_owners(material, past),
    )


def _owners(material: Material, past: Past) -> dict[str, str]:
    """Give by name whose each action is now, of those that somebody has."""
    codes = [body.followup for _, body in material.of(decisions.FollowUpNoted)]
    known = past.state(*(f"followup:{code}" for code in codes)).followups.known if codes else {}
    held = {code: one.owner for code, one in known.items() if one.owner is not None}
    return {code: parties.title(past, owner, material.opened.day) or owner for code, owner in held.items()}


def _became(
    store: Store, past: Past, meeting: str, *, public: bool
) -> tuple[tuple[Agreement, ...], tuple[tuple[str, str], ...]]:
    """Say when the minutes of a meeting were agreed, with the amendment, and by whom they were signed.

    An amendment that was agreed at a withheld item is withheld.
    """
    facts, spoken = correcting.standing(store, past.facts(f"minutes:{meeting}"))
    agreed = []
    signed = []
    for at in facts:
        match at.fact.body:
            case minutes.Agreed(of=of) as body if of == meeting:
                text = spoken.get((at.fact.id, "body.amendment"), names.MISSING) if body.amendment else None
                private = public and body.item in withheld_in(past.facts(f"meeting:{body.meeting}"))
                agreed.append(Agreement(at.day, "withheld from the public" if text and private else text))
            case minutes.Signed() as body:
                signed.append((at.day, body.person))
    return tuple(agreed), tuple(signed)


def _coming(store: Store, past: Past, body: str, opened: Recorded) -> Next | None:
    """Give the first date after a meeting that was given out for another one of its body."""
    facts, spoken = correcting.standing(store, past.facts(f"programme:{body}"))
    dates: dict[str, Next] = {}
    for at in facts:
        match at.fact.body:
            case programme.Scheduled() | programme.Moved() as one:
                dates[one.meeting] = Next(one.date, one.time, spoken.get((at.fact.id, "body.place")))
            case programme.Cancelled() as one:
                dates.pop(one.meeting, None)
    later = [one for one in dates.values() if one.day > opened.day]
    return min(later, key=lambda one: one.day, default=None)
