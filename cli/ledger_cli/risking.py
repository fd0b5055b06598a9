"""Risks as the command line reads and shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ledger.errors import Malformed
from ledger.facts import risks as facts
from ledger.risks import borne, percent, product, summed
from ledger.scopes import show
from ledger_cli import asking, ids, parties, succeeding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.acts import Recorded
    from ledger.risks import Risk
    from ledger_cli.lookups import Past, Words
    from ledger_cli.output import Cell

_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))? ?%", re.ASCII)
_SCALE = re.compile(r"([1-5]) ?x ?([1-5])", re.ASCII)
_MONEY = re.compile(r"£[0-9].*|[A-Z]{3} [0-9].*", re.ASCII)
NOT_SAID = "not stated"


def bearer_of(text: str) -> facts.Bearer:
    """Read who bears a part: ``east``, ``body:board=12.5%``, ``east=60%+£6000``, ``east=a third``.

    Raises:
        Malformed: no party, a share of nothing or of more than the whole, or two shares.
    """
    name, _, parts = text.partition("=")
    party = parties.partner(name)
    share, printed, amount = None, None, None
    pieces = tuple(filter(None, (one.strip() for one in parts.split("+"))))
    sizes = [one for one in pieces if not _MONEY.fullmatch(one)]
    if len(sizes) > 1 or len(pieces) - len(sizes) > 1:
        raise Malformed(f"expected a share, an amount, or both joined by +, got {parts[:80]!a}")
    for piece in pieces:
        found = _PERCENT.fullmatch(piece)
        if piece not in sizes:
            amount = asking.amount_of(piece)
        elif found is None:
            printed = piece
        else:
            share = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if share is not None and not 1 <= share <= facts.WHOLE:
        raise Malformed(f"expected a share above 0 % and up to 100 %, got {parts[:80]!a}")
    return facts.Bearer(party, share, printed, amount)


def bearing_of(owner: str | None, contributors: Iterable[str]) -> facts.Bearing:
    """Read who owns a risk and who contributes."""
    return facts.Bearing(None if owner is None else bearer_of(owner), tuple(map(bearer_of, contributors)))


def score_of(text: str) -> facts.Score:
    """Read a score: ``4x5`` is likelihood times impact; any other text is the score as printed."""
    found = _SCALE.fullmatch(text)
    return facts.Score(printed=text) if found is None else facts.Score(int(found[1]), int(found[2]))


def spelled(bearer: facts.Bearer) -> str:
    """Say who bears a part, and how large that is as it is stated."""
    size = ", ".join(filter(None, (_share(bearer), show(bearer.amount) if bearer.amount else None)))
    return f"{bearer.party}: {size}" if size else bearer.party


def _share(bearer: facts.Bearer) -> str | None:
    return bearer.printed if bearer.share is None else percent(bearer.share)


def score(one: facts.Score | None) -> str | None:
    """Say a score: ``4 x 5 = 20``, or as printed."""
    if one is None:
        return None
    result = product(one)
    scale = None if result is None else f"{one.likelihood} x {one.impact} = {result}"
    return " ".join(filter(None, (scale, f"({one.printed})" if scale and one.printed else one.printed)))


def shares(bearers: Iterable[facts.Bearer]) -> str | None:
    """Say what stated shares come to; None: nobody bears a part."""
    every = tuple(bearers)
    if not every:
        return None
    found = summed(every)
    if not found.stated:
        return NOT_SAID
    told = f"{percent(found.stated)} stated"
    told += f", {percent(found.left)} not stated" if found.left > 0 else ""
    told += f", {percent(-found.left)} more than the whole" if found.left < 0 else ""
    return told + (f"; no share in percent: {', '.join(found.silent)}" if found.silent else "")


def parts(bearers: Iterable[facts.Bearer], role: str | None = None) -> list[tuple[Cell, ...]]:
    """Give a row for each who bears a part: who, as what, which share, how much; nothing is worked out."""
    return [
        (one.party, role, _share(one) or NOT_SAID, show(one.amount) if one.amount else None)
        for one in bearers
    ]


def shown(past: Past, every: Iterable[Risk], day: str) -> Iterator[facts.Bearing]:
    """Give who bears what as it is shown on a day: who has the owner's place, which contributors ended."""
    bearings = {one.raised.risk: one.bearing(day) for one in every}
    known = succeeding.places(past, {one.party for bearing in bearings.values() for one in borne(bearing)})
    for code, one in bearings.items():
        owner = one.owner and replace(one.owner, party=known.said(one.owner.party, code, day))
        others = (replace(each, party=succeeding.ended(known, each.party, day)) for each in one.contributors)
        yield facts.Bearing(owner, tuple(others))


def everybody(bearing: facts.Bearing) -> list[tuple[Cell, ...]]:
    """Give a row for the owner and for each who contributes."""
    owner = (bearing.owner,) if bearing.owner is not None else ()
    return [*parts(owner, "owner"), *parts(bearing.contributors, "contributes")]


def listed(past: Past, body: str, day: str) -> list[tuple[Risk, str]]:
    """Give every risk that was raised for a body by a day, with its words, in the order of recording."""
    return [one for one in _risks(past, f"risks:{body}") if one[0].day <= day]


def find(past: Past, code: str) -> tuple[Risk, str]:
    """Give a risk by its id, with its words.

    Raises:
        Malformed: there is none.
    """
    from ledger_cli.lookups import unknown

    found = _risks(past, f"risk:{code}") if ids.is_id("rk", code) else []
    if not found:
        unknown("a risk that the ledger knows", code[:80], ())
    return found[0]


def _risks(past: Past, tag: str) -> list[tuple[Risk, str]]:
    raised = {at.fact.body.risk: at for at in past.facts(tag) if isinstance(at.fact.body, facts.Raised)}
    known = past.state(*(f"risk:{code}" for code in raised)).risks.known if raised else {}
    words = past.words(raised.values())
    return [
        (one, words.read(raised[code].fact.id, "body.text", one.raised.text) or "")
        for code, one in known.items()
        if code in raised
    ]


def course(past: Past, code: str, day: str) -> list[tuple[Cell, ...]]:
    """Give what was said of a risk by a day, in the order of recording: day, what, detail, words."""
    said = [at for at in past.facts(f"risk:{code}") if at.day <= day]
    words = past.words(said)
    return [(at.day, *_said(at, past, day), _words(at, words)) for at in said]


def _words(at: Recorded, words: Words) -> str | None:
    return words.read(at.fact.id, "body.text", getattr(at.fact.body, "text", None))


def _said(  # noqa: PLR0911 - one case a type
    at: Recorded, past: Past, day: str
) -> tuple[str, str | None]:
    from ledger_cli.duedates import spelled as dated

    match at.fact.body:
        case facts.Raised() | facts.Assigned() as body:
            what = "raised" if isinstance(body, facts.Raised) else "assigned"
            return what, "; ".join(map(spelled, borne(body.bearing))) or "nobody"
        case facts.Scored() as body:
            return "scored", f"{body.mitigation} mitigation: {score(body.score)}"
        case facts.Reviewed() as body:
            at_ = f" at {body.meeting}" if body.meeting is not None else ""
            return "reviewed", f"next {dated(body.review) or NOT_SAID}{at_}"
        case facts.Accepted() as body:
            by = (
                body.person and past.names([body.person])[body.person],
                body.resolution and worth(past, body, day),
            )
            return "accepted", ", ".join(filter(None, by))
        case facts.Shared() as body:
            return f"{body.what} shared", worth(past, body, day)
        case facts.Closed() as body:
            return "closed", worth(past, body, day) if body.resolution else None
    return at.fact.id, None


def worth(past: Past, body: facts.Accepted | facts.Shared | facts.Closed, day: str) -> str:
    """Name the decision that something goes by, with what it is worth on a day."""
    from ledger.standing import worth_of_all
    from ledger_cli import deciding

    named = body.resolution or ""
    try:
        found = deciding.read(past, named, day)
    except Malformed:
        return f"{named} (not on record)"
    return f"{named} ({worth_of_all(found.worth, found.resolved)})"


def enacted(past: Past, one: Risk, day: str) -> list[tuple[Cell, ...]]:
    """Give a row for every part of what was shared by a day, of what whole, by which decision worth what."""
    return [
        (on, body.what, row[0], *row[2:], _whole(body), worth(past, body, day))
        for on, body in one.told(facts.Shared, day)
        for row in parts(body.parts)
    ]


def _whole(body: facts.Shared) -> str | None:
    """Say what is shared in money, and what the shares come to."""
    return "; ".join(filter(None, (show(body.whole) if body.whole else None, shares(body.parts)))) or None
