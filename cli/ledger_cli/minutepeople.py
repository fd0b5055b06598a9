"""Who is who in a minute file: printed names, short names, and the persons whom the ledger knows.

One spelling is one person. A name that the ledger knows once is that person; where it knows several,
the officer says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from ledger_cli.minutefile import Attendee, Minutes, Person
from ledger_cli.yamlfile import near
from ledger_cli.yamlnodes import Faults, shorten

Path_ = tuple[str | int, ...]

PRESENT = {"present", "substitutes"}

UNKNOWN = "p-aaaaaaaaaaaaaaaa"
"""Stands for a person who could not be found; the fault has been noted."""


class Known(msgspec.Struct, frozen=True):
    """What the ledger knows, as far as a minute file needs it.

    Attributes:
        people: the ids of the persons registered under each name.
        organisations: the codes of the organisations.
        members: person and seat (None: not known) of every membership of the body that holds on the day.
        meetings: the ids of the body's meetings by date.
        coming: the ids of those of its meetings that got a date and were not opened yet, by date.
        planned: the ids of the items on the agenda of the meeting, by number.
        chains: the chain of each delegation that the file names, from the root, and who gave it.
    """

    people: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    organisations: frozenset[str] = frozenset()
    members: frozenset[tuple[str, str | None]] = frozenset()
    meetings: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    coming: Mapping[str, str] = msgspec.field(default_factory=dict)
    planned: Mapping[str, str] = msgspec.field(default_factory=dict)
    chains: Mapping[str, tuple[tuple[str, ...], str]] = msgspec.field(default_factory=dict)


class People(msgspec.Struct, frozen=True):
    """The persons of one file.

    Attributes:
        ids: the id of each printed name.
        new: printed name, id and first place of those whom the ledger does not know yet, in file order.
        printed: the printed name of every name in use.
        listed: ids of those on one of the lists, or who came later.
        present: ids of those present: members, substitutes, and who came later.
        known: persons whom the ledger knows and the file does not list, by name.
    """

    ids: Mapping[str, str]
    new: tuple[tuple[str, str, Path_], ...]
    printed: Mapping[str, str]
    listed: frozenset[str]
    present: frozenset[str]
    known: Mapping[str, tuple[str, ...]]

    def id(self, name: str) -> str | None:
        """Give the id of a name that the file explains, or None."""
        return self.ids.get(self.printed.get(name, name))

    def at_meeting(self, name: str, path: Path_, faults: Faults, *, present: bool = False) -> str:
        """Give the id of somebody on one of the three lists, or on the list of those present."""
        person = self.id(name)
        among = self.present if present else self.listed
        if person in among and person is not None:
            return person
        lists = "the list of those present" if present else "one of the lists"
        options = [one for one in (*self.printed, *self.ids) if self.id(one) in among]
        faults.add(path, f"expected somebody on {lists}, got {shorten(name)}{near(name, options)}")
        return UNKNOWN

    def anybody(self, name: str, path: Path_, faults: Faults) -> str:
        """Give the id of somebody in the file or known to the ledger."""
        if person := self.id(name):
            return person
        known = self.known.get(name, ())
        if len(known) == 1:
            return known[0]
        got = f"{shorten(name)}, known {len(known)} times" if known else shorten(name)
        hint = near(name, (*self.printed, *self.ids, *self.known))
        faults.add(path, f"expected somebody whom the file or the ledger names, got {got}{hint}")
        return UNKNOWN


def attendee(entry: str | Attendee) -> Attendee:
    """Give an entry of the list of those in attendance, which may be a bare name."""
    return Attendee(entry) if isinstance(entry, str) else entry


def names_in(minutes: Minutes) -> frozenset[str]:
    """Give every name on the lists of a file, as it stands there."""
    return frozenset(name for name, _ in (*_entries(minutes), *_arrivals(minutes))) | {
        person.name for person in minutes.people
    }


def gather(minutes: Minutes, known: Known, new_id: Callable[[str], str], faults: Faults) -> People:
    """Find out who everybody is; what cannot be settled is noted as a fault."""
    printed = _printed(minutes, faults)
    entries = {person.name: (index, person) for index, person in enumerate(minutes.people)}
    ids: dict[str, str] = {}
    new: list[tuple[str, str, Path_]] = []
    for name, path in _named(minutes, printed):
        if name in ids:
            continue
        index, entry = entries.get(name, (0, None))
        found = _identify(name, entry, known, ("people", index, "id") if entry else path, faults)
        ids[name] = found or new_id("p")
        if found is None:
            new.append((name, ids[name], path))
    listed = _lists(minutes, printed, ids, faults)
    came = frozenset(ids[printed.get(name, name)] for name, _ in _arrivals(minutes))
    return People(
        ids=ids,
        new=tuple(new),
        printed=printed,
        listed=frozenset(listed) | came,
        present=frozenset(one for one, where in listed.items() if where[0] in PRESENT) | came,
        known=known.people,
    )


def _printed(minutes: Minutes, faults: Faults) -> dict[str, str]:
    """Give the printed name for every name that the section of people explains."""
    printed: dict[str, str] = {}
    for index, person in enumerate(minutes.people):
        for name, key in ((person.name, "name"), (person.short, "short")):
            if name is None or (key == "short" and name == person.name):
                continue
            if name in printed:
                faults.add(("people", index, key), f"expected a name once, got {shorten(name)} again")
            printed.setdefault(name, person.name)
    return printed


def _entries(minutes: Minutes) -> list[tuple[str, Path_]]:
    """Give every name on the lists, each person on one of them, with its place."""
    return [
        *((name, ("present", index)) for index, name in enumerate(minutes.present)),
        *((one.person, ("substitutes", index, "person")) for index, one in enumerate(minutes.substitutes)),
        *((attendee(one).name, ("attending", index)) for index, one in enumerate(minutes.attending)),
        *((name, ("apologies", index)) for index, name in enumerate(minutes.apologies)),
        *((name, ("absent", index)) for index, name in enumerate(minutes.absent)),
    ]


def _arrivals(minutes: Minutes) -> list[tuple[str, Path_]]:
    """Give every name of somebody who came during an item, with its place."""
    return [
        (name, ("items", place, "arrived", index))
        for place, item in enumerate(minutes.items)
        for index, name in enumerate(item.arrived)
    ]


def _named(minutes: Minutes, printed: Mapping[str, str]) -> list[tuple[str, Path_]]:
    """Give every person whom the file brings in, by printed name: the lists first, then the section."""
    named = [(printed.get(name, name), path) for name, path in (*_entries(minutes), *_arrivals(minutes))]
    return named + [(person.name, ("people", index)) for index, person in enumerate(minutes.people)]


def _identify(name: str, entry: Person | None, known: Known, path: Path_, faults: Faults) -> str | None:
    """Give the id of a person whom the ledger knows, or None for a new one."""
    same = known.people.get(name, ())
    wanted = entry.id if entry else None
    if wanted == "new":
        return None
    if wanted is not None:
        if not any(wanted in ids for ids in known.people.values()):
            faults.add(path, f"expected the id of a person whom the ledger knows, got {wanted}")
        return wanted
    if len(same) > 1:
        faults.add(
            path,
            f"expected, in people, the id of {shorten(name)} (or new), as the ledger knows {len(same)} "
            f"of that name: {', '.join(same)}; got none",
        )
        return same[0]
    return same[0] if same else None


def _lists(
    minutes: Minutes, printed: Mapping[str, str], ids: Mapping[str, str], faults: Faults
) -> dict[str, Path_]:
    """Give the list and entry of every person; one person on the lists twice is a fault."""
    listed: dict[str, Path_] = {}
    for name, path in _entries(minutes):
        person = ids[printed.get(name, name)]
        if person in listed:
            got = f"{shorten(name)}, also in {listed[person][0]}"
            faults.add(path, f"expected each person once on the lists, got {got}")
        listed.setdefault(person, path)
    return listed
