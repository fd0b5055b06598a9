"""Minutes that are to be agreed, signed, or presented to those whom the terms name (LSC-M2, LSC-9.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.awaiting import NO_DAY, Awaited, by
from ledger.facts import minutes as facts
from ledger.facts.words import Due
from ledger.minutes import rule_of
from ledger.terms import cited
from ledger_cli.dues.ground import Ground, Held, Row


def rows(ground: Ground) -> Iterator[Row]:
    """Give, of every meeting held, what is left to be done with its minutes: at the next meeting."""
    agreed = {body.of for _, body in ground.by_then(facts.Agreed)}
    signed = {body.of for _, body in ground.by_then(facts.Signed)}
    received: dict[str, set[str]] = {}
    for _, body in ground.by_then(facts.Presented):
        received.setdefault(body.meeting, set()).add(body.organisation)
    nexts = {code: ground.next_meeting(code) for code in ground.codes}
    for meeting, one in ground.held.items():
        if one.opened.kind != "meeting":
            continue
        code, coming = one.opened.body, nexts[one.opened.body]
        due = Due("the next meeting, which has no date") if coming is None else by(coming[0])
        at = "MEETING" if coming is None else coming[1]
        if meeting not in agreed:
            awaited = Awaited("minutes to agree", meeting, code, due, f"body:{code}", one.day)
            settle = "remit record FILE"
            yield Row(awaited, f"minutes of {one.day} to be agreed", settle)
        elif meeting not in signed:
            awaited = Awaited("minutes to sign", meeting, code, due, f"body:{code}", one.day)
            settle = f"remit minutes sign {at} --of {meeting}"
            yield Row(awaited, f"minutes of {one.day} to be signed", settle)
        yield from _presented(ground, meeting, one, received.get(meeting, set()))


def _presented(ground: Ground, meeting: str, one: Held, received: set[str]) -> Iterator[Row]:
    code, terms = one.opened.body, ground.terms(one.opened.body, one.day)
    rule = rule_of(terms)
    if rule is None:
        return
    left = [organisation for organisation in rule.organisations if organisation not in received]
    if left:
        awaited = Awaited("minutes to present", meeting, code, NO_DAY, f"body:{code}", one.day)
        what = f"minutes of {one.day} to be presented to {', '.join(left)}"
        settle = f"remit minutes present {meeting} {left[0]} --to BOARD"
        yield Row(awaited, what, settle, cited(terms, rule))
