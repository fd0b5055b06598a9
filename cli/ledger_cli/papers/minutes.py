"""Minutes of a meeting, from the facts alone: heading, lists, interests, items in their order, the record.

Implements LSC-M1 (three lists), LSC-M2 (agreed subject to an amendment), LSC-9.2, LSC-10.4, SYS-3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.acts import Recorded
from ledger.facts import decisions, interests, meetings, minutes
from ledger.suspects import told as contested_told
from ledger_cli.looking import doubts
from ledger_cli.papers import sentences
from ledger_cli.papers.material import Material
from ledger_cli.papers.tree import Line, Paper, Section
from ledger_projections.projection import Wording
from ledger_projections.reading import days_late

KINDS = {"notes": "Notes", "draft": "Draft minutes", "confirmed": "Minutes"}
NOT_PUBLIC = "Not for publication: with the items that are withheld from the public"


def write(material: Material, stage: str) -> Paper:
    """Write the minutes of a meeting.

    Args:
        material: what they may show.
        stage: ``notes``, ``draft`` or ``confirmed``.
    """
    lines = _Lines(material)
    sections = (
        *_lists(material),
        Section("Declarations of interest", tuple(_interests(material))),
        Section("Quorum", tuple(_quorum(material))),
        *lines.sections(),
        Section("Next meeting", (Line("text", _coming(material)),)),
        Section("The record", tuple(_record(material, stage))),
    )
    shown = tuple(section for section in sections if section.lines or section.number)
    return Paper(KINDS[stage], material.body, material.public, tuple(_particulars(material, stage)), shown)


def extract(material: Material, resolution: str) -> Paper:
    """Write out one resolution with its item and its votes, for the board of a founder (LSC-10.4)."""
    at, body = next(
        ((at, body) for at, body in material.of(decisions.Resolved) if body.resolution == resolution),
        (None, None),
    )
    lines = _Lines(material)
    particulars = [*_particulars(material, "confirmed"), ("Decision", resolution)]
    if at is None or body is None:
        text = "This decision was taken at an item that is withheld from the public."
        return _extract(material, particulars, (Section("Withheld", (Line("withheld", text),)),))
    particulars.append(("Entry", f"{at.number}: prove it with remit bundle make {at.number}"))
    number, title = lines.heading(body.item)
    decided = Section(title, tuple(lines.resolution(at, body)), number)
    notes = Section("The record", tuple(_doubts(material, [at])))
    quorum = Section("Quorum", tuple(_quorum(material)))
    return _extract(material, particulars, (decided, quorum, *((notes,) if notes.lines else ())))


def _extract(material: Material, particulars: list[tuple[str, str]], sections: tuple[Section, ...]) -> Paper:
    return Paper("Extract from the minutes", material.body, material.public, tuple(particulars), sections)


def _particulars(material: Material, stage: str) -> Iterator[tuple[str, str]]:
    opened, body = material.opened, material.opened.fact.body
    if isinstance(body, meetings.Opened):
        yield "Date", sentences.day(opened.day)
        if body.time is not None:
            yield "Time", body.time
        yield "Place", material.words(opened, "body.place")
        yield "Kind", body.kind
        if body.until is not None:
            yield "Replies by", sentences.day(body.until)
        if body.reason is not None:
            yield "Urgent because", material.words(opened, "body.reason")
    chairs = dict.fromkeys(
        sentences.presided(one, material.name(one.person), material.offices.get(one.office or "", one.office))
        for _, one in material.of(meetings.Presided)
    )
    yield "Presiding", "; ".join(chairs) or "not recorded"
    if stage == "confirmed" and material.agreed:
        yield (
            "Agreed as a correct record",
            sentences.listed(sentences.day(one.day) for one in material.agreed),
        )
    if not material.public:
        yield "Access", NOT_PUBLIC


def _lists(material: Material) -> Iterator[Section]:
    """Give the lists, each with the words that committee clerks use."""
    for at, body in material.of(meetings.Attended):
        elsewhere = set(body.virtual)

        def said(person: str, how: str = "", elsewhere: set[str] = elsewhere) -> Line:
            text = material.name(person) + how + (", virtual" if person in elsewhere else "")
            return Line("person", text)

        others = [
            said(one.person, f", {material.titles.get(one.organisation, one.organisation)}")
            if one.organisation
            else said(one.person)
            for one in body.attending
        ]
        in_place = [
            said(one.person, f", substitute for {material.name(one.member)}") for one in body.substitutes
        ]
        yield Section("Present", tuple(map(said, body.present)))
        yield Section("Present as substitute", tuple(in_place))
        yield Section("In attendance", tuple(others))
        yield Section("Apologies", tuple(map(said, body.apologies)))
        yield Section("Absent", tuple(map(said, body.absent)))
        if at.fact.id in material.corrected:
            entry = material.corrected[at.fact.id]
            yield Section("Note", (Line("note", f"The lists are as corrected by entry {entry}."),))


def _interests(material: Material) -> Iterator[Line]:
    numbers = {body.item: body.number for _, body in material.of(meetings.ItemOpened)}
    found = False
    for at in material.facts:
        match at.fact.body:
            case interests.NoneDeclared():
                found = True
                yield Line("text", "Interests were asked for; none was declared.")
            case interests.Declared() as body:
                found = True
                nature, number = material.words(at, "body.nature"), numbers.get(body.item or "")
                yield Line("interest", sentences.interest(body, material.name(body.person), number, nature))
    if not found:
        yield Line("text", "No declaration is recorded.")


def _quorum(material: Material) -> Iterator[Line]:
    numbers = {body.item: body.number for _, body in material.of(meetings.ItemOpened)}
    confirmed = list(material.of(meetings.QuorumConfirmed))
    for _, body in confirmed:
        where = f" for item {numbers[body.item]}" if body.item in numbers else ""
        yield Line("text", f"{sentences.quorate(body, material.name(body.person))}{where}.")
    if not confirmed:
        yield Line("text", "No statement about the quorum is recorded.")


def _coming(material: Material) -> str:
    coming = material.coming
    if coming is None:
        return "No date is recorded."
    return ", ".join(part for part in (sentences.day(coming.day), coming.time, coming.place) if part)


def _record(material: Material, stage: str) -> Iterator[Line]:
    """Say what became of the minutes, and what stands against anything in them."""
    for one in material.agreed:
        subject = f", subject to this amendment: {one.amendment}" if one.amendment else ""
        yield Line("note", f"Agreed as a correct record on {sentences.day(one.day)}{subject}")
    if not material.agreed and stage != "notes":
        yield Line("note", "These minutes have not been agreed as a correct record.")
    for when, person in material.signed:
        yield Line("note", f"Signed by {material.name(person)} on {sentences.day(when)}")
    yield from _doubts(material, material.facts)


def _doubts(material: Material, facts: Iterable[Recorded]) -> Iterator[Line]:
    """Say what was recorded late, against a rule, or without its being known that the rule was kept.

    And what is contested because of the key that signed it (K1).
    """
    business = [
        at
        for at in facts
        if isinstance(at.fact.body, meetings.Body | interests.Body | decisions.Body | minutes.Agreed)
    ]
    late = {days_late(at) for at in business}
    if any(late):
        days = " to ".join(map(str, sorted({min(late), max(late)})))
        yield Line("note", f"Recorded {days} day{'' if days == '1' else 's'} late.")
    entries: dict[str, list[str]] = {}
    for at in business:
        reason = None if at.fact.departure is None else Wording(at.fact.id, "departure")
        found = {} if reason is None else {reason: material.words(at, "departure")}
        told = doubts(at.fact.findings, None, reason, found)
        if told:
            entries.setdefault("; ".join(told), []).append(str(at.number))
    for text, numbers in entries.items():
        which = f"Entries {sentences.listed(numbers)}" if len(numbers) > 1 else f"Entry {numbers[0]}"
        yield Line("note", f"{which}: {text}")
    for at in business:
        for one in material.disputed.get(at.fact.id, ()):
            yield Line("note", f"Entry {at.number}: {one.said(material.name(one.person))}")
    shown = {number for at in business for number in (at.number, material.corrected.get(at.fact.id, 0))}
    contested = {number: since for number, since in material.contested.items() if number in shown}
    yield from (Line("note", f"{one[:1].upper()}{one[1:]}") for one in contested_told(contested))


class _Lines:
    """The items in their order, each with what was said, put, voted and resolved."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._motions = {body.motion: (at, body) for at, body in material.of(decisions.MotionPut)}
        self._at_item: dict[str, list[Recorded]] = {}
        for at in material.facts:
            if (item := getattr(at.fact.body, "item", None)) is not None:
                self._at_item.setdefault(item, []).append(at)
        self._votes: dict[str, list[tuple[decisions.VoteCast, str]]] = {}
        for _, vote in material.of(decisions.VoteCast):
            self._votes.setdefault(vote.motion, []).append((vote, material.name(vote.person)))
        self._tallies: dict[str, list[decisions.VoteTallied]] = {}
        for _, tally in material.of(decisions.VoteTallied):
            self._tallies.setdefault(tally.motion, []).append(tally)
        self._ballots: dict[str, list[str]] = {}
        for _, paper in material.of(decisions.BallotCast):
            how = f"{material.name(paper.person)}: {sentences.marks(paper.marks)}"
            told = f"{how} (casting vote)" if paper.casting else how
            self._ballots.setdefault(paper.motion, []).append(told)
        for _, counted in material.of(decisions.BallotCounted):
            self._ballots.setdefault(counted.motion, []).append(sentences.ballot(counted))
        for at, drawn in material.of(decisions.LotDrawn):
            by = f", drawn by {material.name(drawn.by)}" if drawn.by else ""
            fell = f"The lot fell on {drawn.choice}{by}: {material.words(at, 'body.how')}"
            self._ballots.setdefault(drawn.motion, []).append(fell)
        self._resolved = {motion for _, body in material.of(decisions.Resolved) for motion in body.motions}

    def heading(self, item: str) -> tuple[str, str]:
        """Give number and title of an item; of a withheld one what the public may read."""
        for at, body in self._material.of(meetings.ItemOpened):
            if body.item == item:
                return body.number, self._title(at, body)
        return "", "An item that is not recorded"

    def sections(self) -> Iterator[Section]:
        """Give every item, and before the first what concerns the meeting as a whole."""
        moves = self._moves()
        whole = [line for at in self._material.facts for line in self._whole(at)] + moves.get("", [])
        if whole:
            yield Section("The meeting", tuple(whole))
        for at, body in self._material.of(meetings.ItemOpened):
            lines = (*self._opening(at, body), *self._item(body.item), *moves.get(body.item, ()))
            yield Section(self._title(at, body), lines, body.number)

    def resolution(self, at: Recorded, body: decisions.Resolved) -> Iterator[Line]:
        """Give a resolution: its motions and votes, then its numbered parts."""
        material = self._material
        for motion in body.motions:
            if motion in self._motions:
                yield from self._motion(*self._motions[motion])
        yield Line("resolution", f"Resolved {sentences.WAYS[body.way]} (decision {body.resolution})")
        for index, part in enumerate(body.parts):
            label = f"({part.number})" if len(body.parts) > 1 else ""
            kind = f"{part.kind[:1].upper()}{part.kind[1:]}"
            yield Line("part", f"{kind}: {material.words(at, f'body.parts.{index}.text')}", label)
            if part.chosen:
                yield Line("part", f"Chosen: {sentences.listed(part.chosen)}", label)
            if part.condition is not None:
                condition = material.words(at, f"body.parts.{index}.condition")
                yield Line("part", f"Subject to: {condition}", label)

    def _title(self, at: Recorded, body: meetings.ItemOpened) -> str:
        if not self._hidden(body.item):
            return self._material.words(at, "body.title")
        return (
            self._material.words(at, "body.summary")
            if body.summary
            else "An item for which no summary is given"
        )

    def _hidden(self, item: str) -> bool:
        return self._material.public and item in self._material.withheld

    def _opening(self, at: Recorded, body: meetings.ItemOpened) -> Iterator[Line]:
        """Give what stands under the title of an item: why it is withheld, who was absent, the note."""
        material = self._material
        if body.item in material.withheld:
            how = "withheld from the public" if material.public else "not for publication"
            yield Line("withheld", f"This item is {how}: {material.withheld[body.item].why}.")
        if self._hidden(body.item):
            return
        if at.fact.id in material.corrected:
            yield Line("note", f"This item is as corrected by entry {material.corrected[at.fact.id]}.")
        if body.absent:
            yield Line("text", f"Absent for this item: {sentences.listed(map(material.name, body.absent))}")
        if body.offices:
            titles = (material.offices.get(office, office) for office in body.offices)
            yield Line("text", f"Shown to be there without a name: {sentences.listed(titles)}")
        if body.note is not None:
            yield Line("text", material.words(at, "body.note"))

    def _item(self, item: str) -> Iterator[Line]:
        """Give what happened at an item, in the order of recording."""
        for at in self._at_item.get(item, ()):
            match body := at.fact.body:
                case minutes.Narrated():
                    yield self._narrated(at, body)
                case minutes.Agreed():
                    yield from self._agreed(at, body)
                case decisions.MotionPut() if body.motion not in self._resolved:
                    yield from self._motion(at, body)
                case decisions.Resolved():
                    yield from self.resolution(at, body)
                case decisions.FollowUpNoted():
                    whose = self._material.owners.get(body.followup)
                    said = ", ".join(
                        (*([whose] if whose else []), *([f"due {body.due}"] if body.due else []))
                    )
                    text = self._material.words(at, "body.text")
                    yield Line("follow-up", f"{text} ({said})" if said else text, "Action")

    def _narrated(self, at: Recorded, body: minutes.Narrated) -> Line:
        text = self._material.words(at, "body.text")
        return Line("chair", text, "Comment of the Chair") if body.voice == "chair" else Line("text", text)

    def _agreed(self, at: Recorded, body: minutes.Agreed) -> Iterator[Line]:
        if body.amendment is None:
            yield Line("text", "The minutes of the earlier meeting were agreed as a correct record.")
            return
        amendment = self._material.words(at, "body.amendment")
        agreed = "The minutes of the earlier meeting were agreed as a correct record"
        yield Line("text", f"{agreed}, subject to this amendment: {amendment}")

    def _motion(self, at: Recorded, body: decisions.MotionPut) -> Iterator[Line]:
        material = self._material
        named = (None if one is None else material.name(one) for one in (body.proposer, body.seconder))
        by = sentences.moved(body, *named)
        yield Line("motion", f"{material.words(at, 'body.text')}{f' ({by})' if by else ''}", "Motion")
        if body.reconsiders is not None:
            asked = sentences.listed(map(material.name, body.asked_by))
            for_it = f", as asked for by {asked}" if asked else ""
            yield Line("text", f"This puts again what decision {body.reconsiders} decided{for_it}.")
        cast = sentences.votes(self._votes.get(body.motion, ()))
        yield from (Line("vote", line, "Vote") for line in cast)
        for one in self._tallies.get(body.motion, ()):
            yield Line("vote", sentences.tally(one), "Vote")
        for index, option in enumerate(body.options):
            yield Line("text", f"{option.option}: {material.words(at, f'body.options.{index}.text')}")
        for told in self._ballots.get(body.motion, ()):
            yield Line("vote", told, "Ballot")
        if body.motion not in self._resolved:
            yield Line("text", "No resolution on this motion is recorded.")

    def _moves(self) -> dict[str, list[Line]]:
        """Give who came or went, by the item during which or after which that was; "" before the first."""
        current = ""
        moves: dict[str, list[Line]] = {}
        for at in self._material.facts:
            if isinstance(body := at.fact.body, meetings.ItemOpened):
                current = body.item
            elif (line := self._between(at)) is not None:
                moves.setdefault(getattr(body, "during", None) or current, []).append(line)
        return moves

    def _between(self, at: Recorded) -> Line | None:
        """Say who came or went, and that the meeting was adjourned or went on."""
        material = self._material
        match at.fact.body:
            case meetings.PresenceChanged() as body:
                place = f" in the place of {material.name(body.member)}" if body.member else ""
                how = ", virtual" if body.virtual else ""
                during = " during this item" if body.during else ""
                said = f"{material.name(body.person)} {sentences.CHANGES[body.change]}{place}{during}{how}."
                return Line("text", said)
            case meetings.Adjourned() as body:
                until = f" until {sentences.day(body.until)}" if body.until else ""
                why = ", as it was not quorate" if body.why == "inquorate" else ""
                return Line(
                    "text", f"The meeting was adjourned{until}{why}: {material.words(at, 'body.reason')}"
                )
            case meetings.Resumed():
                return Line("text", f"The meeting went on, on {sentences.day(at.day)}.")
            case _:
                return None

    def _whole(self, at: Recorded) -> Iterator[Line]:
        """Give what concerns the whole meeting: its narrative, that the public was excluded."""
        match at.fact.body:
            case minutes.Narrated(item=None) as body:
                yield self._narrated(at, body)
            case meetings.PublicExcluded() as body:
                interest = self._material.words(at, "body.interest")
                yield Line(
                    "text",
                    f"The public was excluded for item {sentences.listed(body.numbers)}, "
                    f"on the ground of {body.ground}: {interest}",
                )
            case meetings.VirtualAgreed() as body:
                by = f" by {self._material.name(body.by)}" if body.by else ""
                yield Line("text", f"It was agreed{by} beforehand that members may attend virtually.")
