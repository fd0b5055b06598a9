"""The sentences of minutes: how a date, a vote, a resolution or an interest is put into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ledger.facts import decisions, interests, meetings

WAYS: dict[decisions.Way, str] = {
    "consensus": "by consensus",
    "unanimous": "unanimously",
    "consent": "by consent",
    "lazy consensus": "by lazy consensus, as nobody objected",
    "vote": "on a vote",
    "by office-holders": "by office-holders, as it was urgent",
    "not recorded": "in a way that is not recorded",
}
EFFECTS: dict[str, str] = {
    "noted": "the interest was noted",
    "speaks": "stayed and spoke",
    "withdraws": "withdrew",
}
CHANGES: dict[str, str] = {
    "arrived": "arrived",
    "left": "left the meeting",
    "withdrew": "withdrew",
    "returned": "returned",
}
GIVEN: dict[decisions.How, str] = {
    "show": "by show of hands",
    "roll call": "by roll call",
    "ballot": "by ballot",
    "secret ballot": "by secret ballot",
    "not recorded": "",
}
HOW: dict[str, str] = {"office": "", "acting": "acting as ", "chosen": "chosen by those present"}


def day(text: str) -> str:
    """Write a day as people read it: ``25 March 2024``."""
    found = date.fromisoformat(text)
    return f"{found.day} {found:%B %Y}"


def listed(names: Iterable[str]) -> str:
    """Join names: ``A, B and C``."""
    every = list(names)
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def moved(body: decisions.MotionPut, proposer: str | None, seconder: str | None) -> str:
    """Say who moved and who seconded, where that is recorded."""
    said = []
    for done, name, verb in ((body.moved, proposer, "moved"), (body.seconded, seconder, "seconded")):
        if name is not None:
            said.append(f"{verb} by {name}")
        elif done:
            said.append(f"{verb}, by whom is not recorded")
    return "; ".join(said)


def tally(body: decisions.VoteTallied) -> str:
    """Say the numbers that were announced; one that is not recorded reads so."""
    numbers = (
        ("for", body.votes_for),
        ("against", body.votes_against),
        ("abstained", body.abstained),
    )
    said = ", ".join(f"{name} {'not recorded' if count is None else count}" for name, count in numbers)
    return f"{said} ({GIVEN[body.how]})" if GIVEN[body.how] else said


def ballot(body: decisions.BallotCounted) -> str:
    """Say the totals that were announced, or how papers were marked."""
    if body.totals:
        said = ", ".join(f"{one.option} {one.number}" for one in body.totals)
    else:
        said = "; ".join(f"{one.papers} marked {marks(one.marks)}" for one in body.papers)
    return f"{said} ({GIVEN[body.how]})" if GIVEN[body.how] else said


def marks(marked: Sequence[decisions.Mark]) -> str:
    """Say how a paper is marked."""
    return ", ".join(f"{one.option} {one.number}" for one in marked) or "blank"


def votes(cast: Sequence[tuple[decisions.VoteCast, str]]) -> list[str]:
    """Say how each person voted, and the casting vote."""
    lines = []
    for choice, title in (("for", "For"), ("against", "Against"), ("abstain", "Abstained")):
        named = [name for body, name in cast if body.choice == choice and not body.casting]
        if named:
            lines.append(f"{title} ({len(named)}): {listed(named)}")
    lines += [f"Casting vote, {body.choice}: {name}" for body, name in cast if body.casting]
    return lines


def interest(body: interests.Declared, name: str, number: str | None, nature: str) -> str:
    """Say what was declared and what followed."""
    where = f"item {number}" if number else "the business of the meeting"
    kind = f" ({body.kind})" if body.kind else ""
    return f"{name}, in {where}{kind}: {nature}; {EFFECTS[body.effect]}"


def quorate(body: meetings.QuorumConfirmed, name: str) -> str:
    """Say what whoever presided said of the quorum."""
    return f"{name} confirmed that the meeting was {'' if body.quorate else 'not '}quorate"


def presided(body: meetings.Presided, name: str, office: str | None) -> str:
    """Say who presided, and how that came about."""
    if body.how == "chosen":
        return f"{name}, {HOW['chosen']}"
    return f"{name} ({HOW[body.how]}{office})" if office else name
