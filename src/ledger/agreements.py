"""Agreements as they are recorded: made, signed, joined, varied, refreshed, renewed, ended.

Implements HIW-1 (each party signs by its named office-holders; others may join), PBP-7 (changes elsewhere
that an agreement needs) and SYS-1 (replaced by another). ``inforce`` answers whether one is in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

import msgspec

from ledger.acts import Act
from ledger.facts import agreements as facts
from ledger.findings import Finding, Verdict, all_of, judge
from ledger.inforce import Agreement, Agreements, People, bound, holds_office, in_force, is_over, status
from ledger.keys import Keys
from ledger.places import Places
from ledger.terms import Rulebooks, problems_of_stages

ALL = "all of its parties"


class Beside(msgspec.Struct, frozen=True):
    """What agreements are judged beside."""

    people: People
    rulebooks: Rulebooks
    keys: Keys


def boundary(body: facts.Body, agreements: Agreements, beside: Beside) -> frozenset[str]:
    """Say which tags the judgement reads; of a known agreement, who has the places of its parties too.

    Of a change made to terms, the terms once it is known whose.
    """
    places = beside.people.places
    tags = {f"agreement:{body.agreement}"} | ({f"body:{body.body}"} if body.body else set())
    match body:
        case facts.Made():
            tags |= {one.party for one in body.parties} | {one.of for one in body.requires}
            tags |= {f"agreement:{body.replaces}"} if body.replaces else set()
        case facts.Signed():
            tags |= {f"person:{body.person}"} | _tags_of(body) | _bound(body.agreement, agreements, places)
        case facts.Acceded():
            tags |= {body.joins.party, *_bound(body.agreement, agreements, places)}
        case facts.Affiliated():
            tags |= {body.party, *_bound(body.agreement, agreements, places)}
        case facts.Varied():
            tags |= {one.of for one in body.requires} | _bound(body.agreement, agreements, places)
        case facts.Refreshed() | facts.Renewed():
            tags |= _bound(body.agreement, agreements, places)
        case facts.Ended():
            tags |= _tags_of_ended(body, agreements, places)
        case facts.ChangeMade():
            one = agreements.known.get(body.agreement)
            required = _required(one, body.number, "9999-12-31") if one is not None else None
            kind, _, code = required[1].of.partition(":") if required is not None else ("", "", "")
            tags |= {f"terms:{code}"} if kind == "body" else set()
        case _:
            assert_never(body)
    return frozenset(tags)


def _bound(agreement: str | None, agreements: Agreements, places: Places) -> frozenset[str]:
    """Say which tags tell who has the places of the parties to an agreement."""
    one = agreements.known.get(agreement or "")
    return places.tags(each.party for each in one.parties) if one is not None else frozenset()


def _tags_of(body: facts.Signed) -> set[str]:
    """Say which tags tell whether somebody holds the office in which a signature is."""
    kind, _, code = body.party.partition(":")
    return {body.party, f"roll:{code}" if kind == "body" else f"affiliations:{body.person}"}


def _tags_of_ended(body: facts.Ended, agreements: Agreements, places: Places) -> set[str]:
    """Say which tags tell whether an agreement is replaced: who signed the new one, who its parties are."""
    new = agreements.known.get(body.by or "")
    tags = {f"agreement:{body.by}"} if body.by else set()
    if new is not None:
        tags |= _bound(body.agreement, agreements, places) | _bound(body.by, agreements, places)
        for _, each in new.said(facts.Signed):
            tags |= _tags_of(each)
    return tags


def examine(act: Act, body: facts.Body, agreements: Agreements, beside: Beside) -> tuple[Finding, ...]:
    """Judge what is stated about an agreement."""
    one = agreements.known.get(body.agreement)
    if isinstance(body, facts.Made):
        fresh = judge("AGR-1", one is None, "an id that is new", body.agreement, absolute=True)
        return (fresh, *_examine_made(act, body, agreements, beside))
    begun = one is not None and one.day <= act.day and one.made.body == body.body
    expected = f"an agreement about {body.body or 'no body'} that was made by {act.day}"
    known = judge("AGR-3", begun, expected, body.agreement, absolute=True)
    if one is None:
        return (known,)
    over = is_over(one, act.day)
    open_ = judge(
        "AGR-4", over is None, f"an agreement that is not over on {act.day}", over or "one that is not"
    )
    return (known, open_, *_examine_later(act, body, one.by(act.day), agreements, beside))


def _examine_later(
    act: Act, body: facts.Later, one: Agreement, agreements: Agreements, beside: Beside
) -> Iterator[Finding]:
    """Judge what is said of an agreement as it stood on the day."""
    match body:
        case facts.Signed():
            yield from _examine_signed(act, body, one, beside)
        case facts.Acceded() | facts.Affiliated():
            yield from _examine_joining(act, body, one, beside)
        case facts.Varied() | facts.Refreshed() | facts.Renewed():
            yield from _examine_agreeing(act, body, one, beside)
        case facts.Ended():
            yield from _examine_ended(act, body, one, agreements, beside)
        case facts.ChangeMade():
            yield from _examine_change(act, body, one, beside)
        case _:
            assert_never(body)


def _examine_made(act: Act, body: facts.Made, agreements: Agreements, beside: Beside) -> Iterator[Finding]:
    """Judge AGR-2: parties, each once, with a rule for signing that can be met; AGR-17: what it needs."""
    codes = [one.party for one in body.parties]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    got = f"{', '.join(twice)} twice" if twice else f"{len(codes)}"
    yield judge("AGR-2", not twice, "every party once", got, absolute=True)
    if body.least is not None:
        most = body.least <= len(codes)
        yield judge("AGR-2", most, f"{body.least} parties that must sign", f"{len(codes)}", absolute=True)
    for party in body.parties:
        yield from _examine_party(act, party, beside)
    if body.body is not None:
        yield _require_known(f"body:{body.body}", beside)
    if body.replaces is not None:
        old = agreements.known.get(body.replaces)
        by_then = old is not None and old.day <= act.day
        expected = f"another agreement to replace, made by {act.day}"
        yield judge("AGR-18", by_then, expected, body.replaces, absolute=True)
    yield from _examine_required(body.requires, (), beside)
    yield from _examine_stages(body.stages)


def _examine_stages(stages: facts.Stages | None) -> Iterator[Finding]:
    """Judge AGR-29: the stages of a dispute make sense, as those of terms have to."""
    if stages:
        faults = "; ".join(problems_of_stages(stages))
        expected = f"stages that make sense: {', '.join(one.stage for one in stages)}"
        yield judge("AGR-29", not faults, expected, wrong=faults, absolute=True)


def _examine_party(act: Act, party: facts.PartyTo, beside: Beside) -> Iterator[Finding]:
    offices = len(set(party.offices))
    enough = offices == len(party.offices) and party.least <= offices
    expected = f"{party.least} offices or more that sign for {party.party}, each once"
    yield judge("AGR-2", enough, expected, ", ".join(party.offices), absolute=True)
    yield from beside.people.places.require(party.party, act.day)


def _require_known(party: str, beside: Beside) -> Finding:
    """Judge AGR-19: the ledger knows a body, which may be constituted later, or ORG-2: an organisation."""
    kind, _, code = party.partition(":")
    if kind == "body":
        known = code in beside.people.bodies.known
        return judge("AGR-19", known, "a body that the ledger knows", code, absolute=True)
    return beside.people.directory.require_organisation(code)


def _examine_required(
    requires: Sequence[facts.Required], before: Sequence[str], beside: Beside
) -> Iterator[Finding]:
    numbers = [*before, *(one.number for one in requires)]
    if requires:
        once = len(set(numbers)) == len(numbers)
        yield judge(
            "AGR-17", once, "every change under a number of its own", ", ".join(numbers), absolute=True
        )
    for one in requires:
        yield _require_known(one.of, beside)


def _examine_signed(act: Act, body: facts.Signed, one: Agreement, beside: Beside) -> Iterator[Finding]:
    """Judge a signature: AGR-5 for a party, AGR-6 and AGR-7 in an office, AGR-8 and AGR-9 by its level."""
    held = one.of(body.party, act.day, beside.people.places)
    names = ", ".join(one.parties_on(act.day, beside.people.places))
    yield judge("AGR-5", bool(held), "a party", f"{body.party}, of {names or 'nobody'}", absolute=True)
    yield beside.people.directory.require_person(body.person)
    if held:
        clause = one.cite(held[0].clause)
        offices = list(dict.fromkeys(office for party in held for office in party.offices))
        signs = body.office in offices
        expected = f"{' or '.join(offices)} to sign for {body.party}"
        yield judge("AGR-6", signs, expected, body.office, clause=clause)
    holds = holds_office(body.party, body.office, body.person, act.day, beside.people)
    got = "no record of that" if holds is Verdict.NOT_KNOWN else body.person
    expected = f"somebody who is {body.office} at {body.party} on {act.day}"
    yield Finding("AGR-7", None, holds, expected, got)
    scanned = body.level == "scanned signature"
    digest = scanned is (body.digest is not None)
    expected = "a digest of a scanned signature, and of no other"
    got = f"{body.level}, {'with' if body.digest else 'without'} a digest"
    yield judge("AGR-8", digest, expected, got, absolute=True)
    if body.level == "own key":
        live = [holder for signer in act.signers if (holder := beside.keys.live(signer)) is not None]
        own = any(holder.person == body.person and "own" in holder.rights for holder in live)
        got = "signed with it" if own else "signed with others alone"
        expected = f"a key of {body.person} for own acts"
        yield judge("AGR-9", own, expected, got, kind="SIG", absolute=True)
    key = (body.party, body.office, body.person)
    before = any((each.party, each.office, each.person) == key for _, each in one.said(facts.Signed))
    got = f"{body.person} again" if before else body.person
    yield judge("AGR-10", not before, "who has not signed in that office yet", got, absolute=True)


def _examine_joining(
    act: Act, body: facts.Acceded | facts.Affiliated, one: Agreement, beside: Beside
) -> Iterator[Finding]:
    """Judge AGR-11: somebody new joins; AGR-12: the agreement lets others join, or does not say."""
    code = body.joins.party if isinstance(body, facts.Acceded) else body.party
    inside = {each.party for each in one.parties} | set(one.parties_on(act.day, beside.people.places))
    if isinstance(body, facts.Affiliated):
        inside |= {each.party for _, each in one.said(facts.Affiliated)}
    yield judge("AGR-11", code not in inside, "somebody who has not joined yet", code, absolute=True)
    allowed = None if one.made.joining is None else True
    got = "one that does not say" if allowed is None else "one that does"
    clause = one.cite(one.made.joining)
    yield judge("AGR-12", allowed, "an agreement that lets others join", got, clause=clause)
    if isinstance(body, facts.Acceded):
        yield from _examine_party(act, body.joins, beside)
    else:
        yield from beside.people.places.require(code, act.day)


def _examine_agreeing(act: Act, body: facts.Agreeing, one: Agreement, beside: Beside) -> Iterator[Finding]:
    """Judge AGR-13: whom it binds agreed; AGR-5: none but parties did; AGR-14: it is renewed until later."""
    parties = one.parties_on(act.day, beside.people.places)
    others = [code for code in body.agreed if code not in parties]
    got = ", ".join(others) or "none but parties"
    yield judge("AGR-5", not others, "parties alone to agree", got, absolute=True)
    left = [code for code in bound(one, act.day, beside.people) if code not in body.agreed]
    got = f"without {', '.join(left)}" if left else "all of them"
    got = got if body.agreed else "nobody"
    yield judge("AGR-13", bool(body.agreed) and not left, f"{ALL} to agree", got)
    if isinstance(body, facts.Varied):
        numbers = [each.number for _, each in one.requires]
        yield from _examine_required(body.requires, numbers, beside)
        yield from _examine_stages(body.stages)
    if isinstance(body, facts.Renewed):
        old, new = (None if each is None else each.due.last for each in (one.expires, body.expires))
        later = new is not None and act.day <= new and (old is None or old < new)
        got = new or f"{body.expires.due.printed}, read as no day"
        yield judge("AGR-14", later, f"a last day later than {old or act.day}", got, absolute=True)


def _examine_ended(
    act: Act, body: facts.Ended, one: Agreement, agreements: Agreements, beside: Beside
) -> Iterator[Finding]:
    """Judge AGR-15: replaced by an agreement that says so; AGR-16: expired, its day not known."""
    new = agreements.known.get(body.by or "")
    if body.how == "replaced" or body.by is not None:
        named = new is not None and new.made.replaces == body.agreement and body.how == "replaced"
        named = named and new is not None and new.day <= act.day
        expected = f"an agreement, made by {act.day}, that says it replaces this one"
        yield judge("AGR-15", named, expected, body.by or "none", absolute=True)
        if named and new is not None:
            yield from _examine_replaced(act, one, new, beside)
    if body.how == "expired":
        stated = one.expires
        got = stated.due.printed if stated is not None else "no day stated"
        undated = stated is not None and stated.due.last is None
        expected = "one that expires on a date that is read as no day: any other expires by itself"
        yield judge("AGR-16", undated, expected, got, absolute=True)


def _examine_replaced(act: Act, one: Agreement, new: Agreement, beside: Beside) -> Iterator[Finding]:
    """Judge AGR-26: what replaces an agreement is in force; AGR-27: all parties of the old are in it."""
    stands = all_of(each.verdict for each in in_force(new, act.day, beside.people))
    got = status(new, act.day, beside.people)
    yield Finding("AGR-26", None, stands, f"an agreement that is in force on {act.day}", got)
    places = beside.people.places
    inside = new.by(act.day).parties_on(act.day, places)
    left = [party for party in one.parties_on(act.day, places) if party not in inside]
    got = f"without {', '.join(left)}" if left else "all of them"
    yield judge("AGR-27", not left, "the parties of the one that it replaces in it", got)


def _required(one: Agreement, number: str, on: str) -> tuple[str, facts.Required] | None:
    """Give what it needs others to change under a number, with the day since which it does."""
    return next((each for each in one.by(on).requires if each[1].number == number), None)


def _examine_change(act: Act, body: facts.ChangeMade, one: Agreement, beside: Beside) -> Iterator[Finding]:
    """Judge AGR-24: a change that is outstanding; AGR-25: shown by later terms of the body, or a document."""
    found = _required(one, body.number, act.day)
    open_ = found is not None and one.change(body.number) is None
    yield judge(
        "AGR-24",
        open_,
        "a change that the agreement needs and that is outstanding",
        body.number,
        absolute=True,
    )
    if found is None:
        return
    since, required = found
    kind, _, code = required.of.partition(":")
    if body.version is None:
        shown, got = body.document is not None, body.document or "neither"
    else:
        versions = beside.rulebooks.adopted.get(code, ()) if kind == "body" else ()
        shown = body.document is None and any(
            each.terms.version == body.version and since <= each.in_force <= act.day for each in versions
        )
        got = body.version if body.document is None else "both"
    expected = f"terms of {required.of} in force from {since} to {act.day}, or a document"
    yield judge("AGR-25", shown, expected, got, absolute=True)
