"""A minute file: one whole meeting as a governance officer writes it down, by names and not by ids.

Implements LSC-M1 to LSC-M5: three lists, minutes agreed with an amendment, resolutions in parts,
elections with their terms as printed, follow-ups. ``minutes.expand`` turns a file into facts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from ledger.facts import decisions, delegations, meetings, members, programme
from ledger.facts.words import (
    AllocationId,
    AnnouncementId,
    Clause,
    Code,
    CommonId,
    Day,
    DelegationId,
    FactId,
    InterestId,
    PartNumber,
    Party,
    Printed,
    ResolutionId,
)
from ledger_cli.setupfile import Organisation, Source
from ledger_cli.yamlfile import LINES, Loaded, load

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=20_000, extra=LINES)]
Id = Annotated[str, msgspec.Meta(pattern=r"\A(?:new|p-[a-z2-7]{16})\Z")]
Names = Annotated[tuple[Name, ...], msgspec.Meta(max_length=200)]


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody at the meeting: the name as printed, the short name used in the file, the membership.

    ``id`` is needed where the ledger knows several people of that name: ``new`` for yet another one.
    ``member`` records that the person is a member by the meeting at the latest, ``seat`` in which seat
    where a source says so, ``stated`` by which later day that source says so, ``began`` since when,
    and ``where`` the place in the source.
    """

    name: Name
    short: Name | None = None
    id: Id | None = None
    member: bool = False
    seat: Code | None = None
    kind: members.Kind = "not known"
    began: Day | None = None
    stated: Day | None = None
    where: Clause | None = None


class Attendee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody in attendance, with the organisation where the minutes name it."""

    name: Name
    organisation: Code | None = None


class Substitution(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for"}):
    """Somebody present in the place of a member."""

    person: Name
    for_: Name


class Presiding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who presided: in an office, acting in it, or chosen by those present."""

    person: Name
    office: Code | None = None
    how: Literal["office", "acting", "chosen"] = "office"


class Excluded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public was excluded for these items, on a ground, with the view taken of the public interest."""

    items: Annotated[tuple[meetings.ItemNumber, ...], msgspec.Meta(min_length=1, max_length=64)]
    ground: Clause
    interest: Text


class Interest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declared interest; without an item it is in the meeting's business.

    ``regime`` is the organisation under whose regime it was declared, where that is not the member's own;
    ``kind`` its kind there; ``interest`` the id of the entry of the standing register.
    """

    person: Name
    nature: Text
    item: meetings.ItemNumber | None = None
    effect: Literal["noted", "speaks", "withdraws"] = "noted"
    kind: Code | None = None
    regime: Code | None = None
    interest: InterestId | None = None


class Casting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The casting vote on equal votes; to abstain is to decline it."""

    person: Name
    choice: decisions.Choice


class Votes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"for_": "for"}):
    """Votes by name, or the numbers that were announced."""

    for_: Names | decisions.Votes | None = None
    against: Names | decisions.Votes | None = None
    abstained: Names | decisions.Votes | None = None
    casting: Casting | None = None
    how: decisions.How | None = None


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of several options, by a short code; of a candidate the person."""

    option: Code
    text: Text
    person: Name | None = None
    group: Code | None = None


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paper as it was marked, by whom or how many like it; ``casting``: it broke a tie.

    An option alone is a cross.
    """

    marks: Annotated[tuple[Code | decisions.Mark, ...], msgspec.Meta(max_length=32)]
    person: Name | None = None
    papers: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 1
    casting: bool = False


class Papers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was voted among options: papers with or without names, or the totals that were announced."""

    papers: Annotated[tuple[Paper, ...], msgspec.Meta(max_length=400)] = ()
    totals: Annotated[tuple[decisions.Total, ...], msgspec.Meta(max_length=32)] = ()
    cast: decisions.Votes | None = None
    how: decisions.How | None = None


class Motion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A motion or nomination. ``moved: true``: it was proposed, and the minutes do not say by whom.

    With ``options`` it asks which of them, for how many ``places``, and is decided by ``ballot``. It may put
    a decision again, asked for by members.
    """

    text: Text
    moved: Name | bool = False
    seconded: Name | bool = False
    votes: Votes | Literal["unanimous"] | None = None
    matter: Code | None = None
    options: Annotated[tuple[Option, ...], msgspec.Meta(max_length=32)] = ()
    places: decisions.Places = 1
    ballot: Papers | None = None
    reconsiders: ResolutionId | None = None
    asked_by: Annotated[tuple[Name, ...], msgspec.Meta(max_length=64)] = ()


class Election(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is elected to which office, for a term as printed; days only where they are stated."""

    person: Name
    office: Code
    term: Printed
    begins: Day | None = None
    ends: Day | None = None


class Approved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who approved before: the ``party`` by a person, or by a decision of its own."""

    party: Party
    person: Name | None = None
    decision: ResolutionId | None = None


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is done by a part under a delegation: for how much (``GBP 2500.00``), of what, asked of whom."""

    amount: Name | None = None
    spend: delegations.Spend | None = None
    tax: delegations.Tax | None = None
    part_of: Code | None = None
    project: Code | None = None
    supplier: Code | None = None
    payee: Name | None = None
    approved: Annotated[tuple[Approved, ...], msgspec.Meta(max_length=8)] = ()
    consulted: Annotated[tuple[Party, ...], msgspec.Meta(max_length=8)] = ()
    met: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    reasons: Text | None = None
    alternatives: Text | None = None
    interests: Text | None = None


class Commitment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money of an allocation that the body commits by the part: how much, and what for.

    ``amount`` is written as ``GBP 2500.00``; ``function`` is a code of the catalogue.
    """

    allocation: AllocationId
    amount: Name
    text: Text
    function: Code | None = None


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of a resolution, by its number; ``condition`` is what it is still subject to, by ``due``.

    ``matter`` is a class of matters of the terms, ``under`` the delegation by which the body decides, ``to``
    the organisations to which a recommendation goes, ``key`` the entry of the forward plan that announced it,
    ``common`` the question put in common to which the body agrees by it. ``act`` says what is done under the
    delegation, ``commits`` what it commits of the money that the body holds.
    """

    kind: decisions.Kind
    text: Text
    number: PartNumber = "1"
    condition: Text | None = None
    due: Day | None = None
    matter: Code | None = None
    under: DelegationId | None = None
    to: Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)] = ()
    chosen: Annotated[tuple[Code, ...], msgspec.Meta(max_length=32)] = ()
    key: AnnouncementId | None = None
    common: CommonId | None = None
    elects: Election | None = None
    act: Act | None = None
    commits: Commitment | Annotated[tuple[Commitment, ...], msgspec.Meta(max_length=16)] | None = None

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """The commitments, whether one is written or a list."""
        if self.commits is None:
            return ()
        return self.commits if isinstance(self.commits, tuple) else (self.commits,)


class Resolution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was resolved, on which motions, and how the body came to it where that is recorded."""

    parts: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1, max_length=32)]
    motions: Annotated[tuple[Motion, ...], msgspec.Meta(max_length=16)] = ()
    way: decisions.Way | None = None


class Earlier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes of an earlier meeting, agreed at an item; ``of`` is its date where it is known.

    ``corrects`` are ids of facts that the amendment speaks about.
    """

    of: Day | None = None
    amendment: Text | None = None
    corrects: Annotated[tuple[FactId, ...], msgspec.Meta(max_length=16)] = ()


class FollowUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to be done; ``due`` as printed, ``owner`` a person by name, or a party by its code."""

    text: Text
    due: Printed | None = None
    owner: Annotated[str, msgspec.Meta(min_length=1, max_length=300)] | None = None


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item, in the order in which it was taken.

    ``offices`` are offices whose holders the minutes show to have been there without naming them.
    ``motions`` are those on which nothing was resolved; the others stand in their resolution.
    ``arrived`` came during the item and count for it; ``left`` went during it and count until its end;
    ``withdrew`` and ``returned`` likewise. An item that is exempt or confidential has the ``ground`` and
    a ``summary`` for the public. ``narrative`` and ``chair`` are words of the clerk and of the Chair.
    ``departure`` is why what a rule speaks against is recorded all the same, for this item alone.
    """

    number: meetings.ItemNumber
    title: Text
    note: Text | None = None
    access: programme.Access = "public"
    ground: Clause | None = None
    summary: Text | None = None
    absent: Names = ()
    arrived: Names = ()
    left: Names = ()
    withdrew: Names = ()
    returned: Names = ()
    offices: meetings.Offices = ()
    narrative: Text | None = None
    chair: Text | None = None
    departure: Text | None = None
    minutes: Earlier | None = None
    motions: Annotated[tuple[Motion, ...], msgspec.Meta(max_length=16)] = ()
    resolved: Resolution | Annotated[tuple[Resolution, ...], msgspec.Meta(max_length=32)] | None = None
    follow_ups: Annotated[tuple[FollowUp, ...], msgspec.Meta(max_length=32)] = ()

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        """The resolutions, whether one is written or a list."""
        if self.resolved is None:
            return ()
        return self.resolved if isinstance(self.resolved, tuple) else (self.resolved,)


class Next(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The date given out for the next meeting."""

    date: Day
    time: Printed | None = None
    place: Text | None = None


class Minutes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One meeting of one body. ``another`` admits a second meeting of the body on its day.

    ``present`` are the members who were there at the opening, ``substitutes`` those there for members;
    ``virtual`` are those of both who attended from elsewhere, ``virtual_agreed`` says that this had been
    agreed before. ``quorate`` is what whoever presided confirmed.
    """

    body: Code
    date: Day
    place: Text
    present: Names
    items: Annotated[tuple[Item, ...], msgspec.Meta(min_length=1, max_length=200)]
    time: Printed | None = None
    kind: Literal["meeting", "development session", "workshop"] = "meeting"
    another: bool = False
    source: Source | None = None
    organisations: Annotated[tuple[Organisation, ...], msgspec.Meta(max_length=100)] = ()
    people: Annotated[tuple[Person, ...], msgspec.Meta(max_length=400)] = ()
    attending: Annotated[tuple[Name | Attendee, ...], msgspec.Meta(max_length=200)] = ()
    apologies: Names = ()
    substitutes: Annotated[tuple[Substitution, ...], msgspec.Meta(max_length=200)] = ()
    absent: Names = ()
    virtual: Names = ()
    virtual_agreed: bool = False
    presiding: Name | Presiding | None = None
    quorate: bool | None = None
    excluded: Annotated[tuple[Excluded, ...], msgspec.Meta(max_length=32)] = ()
    interests: Literal["none"] | Annotated[tuple[Interest, ...], msgspec.Meta(max_length=200)] | None = None
    next_meeting: Next | None = None


MinuteFile = Loaded[Minutes]


def load_minutes(path: Path) -> MinuteFile:
    """Read a minute file.

    Raises:
        Malformed: not a minute file; one line a fault, with its place.
        Oversized: over a limit.
    """
    return load(path, Minutes)
