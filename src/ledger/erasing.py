"""Erasure: the words of a sealed field are destroyed on a legal ground, by two people; the fact stays.

Only what is sealed can go: votes, numbers, days and codes cannot. Nobody erases their own words, and the
name of somebody who served a body in public is kept for as long as the body's terms say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from ledger import sealed
from ledger.acts import Act, Recorded
from ledger.days import months_after
from ledger.facts import erasing as facts
from ledger.facts import founding, organisations
from ledger.facts.corrections import Corrected, first_said, meeting_of
from ledger.facts.decisions import Cast
from ledger.facts.fact import Fact
from ledger.facts.terms import RetentionRule
from ledger.findings import Finding, Verdict, judge
from ledger.keys import Keys, body_of
from ledger.meetings import Beside
from ledger.sittings import Sittings
from ledger.terms import cited, rules_of

SIGNERS_MIN = 2
"""Persons who sign an erasure: neither alone can make words disappear."""


class Erasures(msgspec.Struct, frozen=True):
    """Which words were erased, by fact id and path, with the day and the ground."""

    known: Mapping[tuple[str, str], tuple[str, str]] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Erased) -> Erasures:
        """Fold one fact in. Never refuses: it already happened."""
        return Erasures({**self.known, **{(body.of, path): (at.day, body.ground) for path in body.paths}})


class Told(msgspec.Struct, frozen=True):
    """Every fact that was read, so that one can be found by its id.

    ``runs`` grow as a binary counter does: taking in so many facts copies each of them a few times only.
    """

    runs: tuple[tuple[Recorded, ...], ...] = ()

    def with_(self, at: Recorded) -> Told:
        """Take one fact in."""
        last: tuple[Recorded, ...] = (at,)
        runs = self.runs
        while runs and len(runs[-1]) <= len(last):
            last, runs = (*runs[-1], *last), runs[:-1]
        return Told((*runs, last))

    @property
    def every(self) -> tuple[Recorded, ...]:
        """Every fact that was read, by number."""
        return tuple(one for run in self.runs for one in run)

    def find(self, fact: str) -> Fact | None:
        """Give a fact as it was first told; one that was withdrawn by what its correction says of it."""
        every = [at.fact for at in self.every]
        for one in every:
            if isinstance(one.body, Corrected) and one.body.corrects == fact:
                body = one.body.was
                told = (original for original in every if original.id == fact)
                return replace(next(told, replace(one, id=fact, departure=None)), body=body)
        return next((one for one in every if one.id == fact), None)


def openings_of(fact: Fact) -> dict[str, str]:
    """Give the commitments of a fact by path, but for those whose words another fact opens.

    A vote repeats the commitment of its motion; a correction repeats what it leaves as it was.
    """
    held = dict(sealed.commitments(fact))
    if isinstance(fact.body, Cast):
        del held["body.text"]
    if not isinstance(fact.body, Corrected):
        return held
    was = {path.removeprefix("body.was."): path for path in held if path.startswith("body.was.")}
    kept = [
        f"body.body.{field}" for field, path in was.items() if held.get(f"body.body.{field}") == held[path]
    ]
    return {path: one for path, one in held.items() if path not in {*was.values(), *kept}}


def boundary(act: Act, body: facts.Erased, told: Told, sittings: Sittings, beside: Beside) -> frozenset[str]:
    """Say which tags the judgement reads; of a fact that is known, its meeting and whose act it was too."""
    tags = {f"erased:{body.of}", body.found, f"body:{body.body}"}
    tags |= {f"{what}:{code}" for code in body.served for what in ("roll", "terms")}
    tags |= {f"person:{body.person}"} if body.person is not None else set()
    said = told.find(body.of)
    if said is None or body.found not in said.tags:
        return frozenset(tags)
    meeting = meeting_of(said.body)
    tags |= {f"meeting:{meeting}"} if meeting is not None else set()
    whose = _whose(said, sittings, beside)
    heirs = beside.bodies.heirs(whose, act.day) if whose is not None else ()
    return frozenset(tags | {f"body:{heir}" for heir in heirs})


def examine(
    act: Act,
    body: facts.Erased,
    told: Told,
    erasures: Erasures,
    keys: Keys,
    sittings: Sittings,
    beside: Beside,
) -> Iterator[Finding]:
    """Judge an erasure: what goes (ERA-1 to 3), by whom (4, 5), when (6), of whose (7), names (8)."""
    yield beside.bodies.require(body.body, act.day)
    if body.person is not None:
        yield beside.directory.require_person(body.person)
    said = told.find(body.of)
    found = said is not None and body.found in said.tags
    yield judge("ERA-1", found, f"a fact {body.of} that carries {body.found}", wrong="none", absolute=True)
    yield judge(
        "ERA-6",
        act.day == act.recorded,
        f"the day on which the words go, {act.recorded}",
        act.day,
        absolute=True,
    )
    if said is None or not found:
        return
    opened = openings_of(said)
    loose = [path for path in body.paths if path not in opened]
    ordered = list(body.paths) == sorted(set(body.paths))
    expected = f"fields of {body.of} with words of their own ({', '.join(opened) or 'it has none'}), in order"
    yield judge("ERA-2", ordered and not loose, expected, ", ".join(loose or body.paths), absolute=True)
    gone = [path for path in body.paths if (body.of, path) in erasures.known]
    yield judge("ERA-3", not gone, "words that are still there", ", ".join(gone), absolute=True)
    yield from _examine_signers(act, body, said, keys)
    yield _examine_whose(act, body, said, sittings, beside)
    yield from _examine_names(act, body, said, beside)


def _examine_signers(act: Act, body: facts.Erased, said: Fact, keys: Keys) -> Iterator[Finding]:
    holders = [holder for signer in act.signers if (holder := keys.live(signer)) is not None]
    needed = {"record:*", f"record:{body.body}"}
    able = sorted({holder.person for holder in holders if needed & set(holder.rights)})
    yield judge(
        "ERA-4",
        len(able) >= SIGNERS_MIN,
        f"signatures of two persons who may record for {body.body}",
        ", ".join(able) or "none",
        kind="AUTHORITY",
        absolute=True,
    )
    own = sorted({holder.person for holder in holders} & _persons(body, said))
    expected = "signatures of others than the person whose words or data they are"
    yield judge("ERA-5", not own, expected, ", ".join(own), absolute=True)


def _examine_whose(act: Act, body: facts.Erased, said: Fact, sittings: Sittings, beside: Beside) -> Finding:
    """Judge ERA-7: the body erases what it recorded; what is of no body, any may erase."""
    whose = _whose(said, sittings, beside)
    own = whose is None or body.body in beside.bodies.heirs(whose, act.day)
    return judge("ERA-7", own, f"an act of {whose or body.body}, as the fact was", body.body, absolute=True)


def _examine_names(act: Act, body: facts.Erased, said: Fact, beside: Beside) -> Iterator[Finding]:
    """Judge ERA-8: the name of somebody who serves, or served, is kept for the months that the terms give."""
    registered = _registered(said)
    if registered is None or registered[1] not in body.paths:
        return
    person, _ = registered
    for code in body.served:
        ends = [one.ends for one in beside.roll.of(code, person)]
        ends += [one.ends for one in beside.roll.tenures if (one.body, one.person) == (code, person)]
        if not ends:
            continue
        terms = beside.terms.in_force(code, act.day)
        rules = rules_of(terms, RetentionRule)
        clause = cited(terms, rules[0]) if terms is not None and rules else None
        last = [end for end in ends if end is not None]
        if len(last) < len(ends) or max(last) > act.day:
            expected = f"the name of somebody who serves {code} no more"
            yield Finding("ERA-8", clause, Verdict.NOT_MET, expected, person)
        elif not rules:
            expected = f"terms of {code} that say how long names are kept"
            yield Finding("ERA-8", None, Verdict.NOT_KNOWN, expected, "none that say it")
        else:
            until = months_after(max(last), rules[0].months)
            expected = f"a name that is kept no longer: {rules[0].months} months from {max(last)}, to {until}"
            yield Finding("ERA-8", clause, Verdict.of(act.day >= until), expected, act.day)


def _registered(said: Fact) -> tuple[str, str] | None:
    """Give the person whose name a fact registers or corrects, and its path."""
    match said.body:
        case founding.Founded():
            return said.body.officer, "body.name"
        case organisations.PersonRegistered():
            return said.body.person, "body.name"
        case Corrected(was=organisations.PersonRegistered(person=person)):
            return person, "body.body.name"
        case _:
            return None


def _persons(body: facts.Erased, said: Fact) -> set[str | None]:
    """Give whose words or data they are: as stated, and as the fact itself says."""
    registered = _registered(said)
    named = getattr(first_said(said.body), "person", None)
    return {body.person, said.acted.person, named, registered and registered[0]}


def _whose(said: Fact, sittings: Sittings, beside: Beside) -> str | None:
    """Give the body whose act a fact was; None: nobody's in particular, or that of an organisation alone."""
    meeting = meeting_of(said.body)
    coming = beside.programme.meetings.get(meeting or "")
    held_by = sittings.body_of(meeting) or (coming.scheduled.body if coming else None)
    whose = body_of(said.body, held_by)
    return None if whose is None or whose.startswith("organisation:") else whose
