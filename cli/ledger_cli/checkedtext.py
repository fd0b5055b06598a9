"""What the check of a bundle found, in lines for people and as values for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import suspects
from ledger.caveats import not_proved
from ledger.facts.attesting import Attested
from ledger.sealed import commitments
from ledger.tags import wire_name
from ledger_cli import policies, proved
from ledger_cli.output import answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.acts import Recorded
    from ledger.bundle import Checked
    from ledger.gone import Gone
    from ledger.policy import Judgement

NOT_OPENED = "not opened: whether it was erased since, a newer bundle of the act shows"

SINCE = "that its words may still be kept: whether they were erased since, a newer bundle of the act shows"

Explained = dict[int, list[str]]
"""The lines that explain a step, by its number."""


def tell(checked: Checked, seen: Judgement | None, explained: Explained, words: list[str]) -> None:
    """Print what was found: every step, what is proved, and what is not."""
    for number, title, detail in _steps(checked, seen):
        answer(f"{number}  {title}: {detail}")
        for line in explained.get(number, ()):
            answer(f"     {line}")
    answer("")
    answer(f"the act: {line_of(checked.act)}")
    for path, text in sorted(_shown(checked).items()):
        answer(f"  {path.removeprefix('body.')}: {text}")
    for line in words:
        answer(f"     {line}")
    for path, text in sorted(closed(checked).items()):
        answer(f"  {path.removeprefix('body.')}: {text}")
    for finding in checked.findings:
        answer(f"  {finding.verdict.value}: {finding.sentence()}")
    for line in (*_attested(checked), *suspects.told(checked.contested), *_thefts(checked)):
        answer(f"  {line}")
    answer("this proves:")
    for line in proved.sentences(checked, seen):
        answer(f"  {line}")
    answer("it rests on:")
    for at in checked.rests_on:
        answer(f"  {line_of(at)}")
    answer("this does not prove:")
    for line in _left(checked, seen):
        answer(f"  {line}")
    answer("")
    answer(f"answer: {checked.answer}")
    if checked.answer == "yes, as a departure":
        answer("a rule speaks against the act, and it is recorded so")
    if checked.contested:
        answer("somebody else may have had a key that signed the act, or what it rests on")


def record(checked: Checked, seen: Judgement | None, explained: Explained) -> dict[str, object]:
    """Give what was found as values."""
    names = ("number", "title", "detail")
    steps = [dict(zip(names, step, strict=True)) for step in _steps(checked, seen)]
    for step in steps if explained else ():
        step["explained"] = explained[int(str(step["number"]))]
    return {
        "answer": checked.answer,
        "steps": steps,
        "witnessed": seen is not None and seen.witnessed,
        "seen by": policies.record(seen) if seen is not None else [],
        "act": line_of(checked.act),
        "attested": list(_attested(checked)),
        "words": dict(_shown(checked)),
        "erased": {path: told for path, told in closed(checked).items() if told != NOT_OPENED},
        "not opened": [path for path, told in closed(checked).items() if told == NOT_OPENED],
        "findings": [
            {
                "rule": one.rule,
                "clause": one.clause,
                "answer": one.verdict.value,
                "expected": one.expected,
                "got": one.got,
            }
            for one in checked.findings
        ],
        "contested": list(suspects.told(checked.contested)),
        "told later of keys": list(_thefts(checked)),
        "proves": list(proved.sentences(checked, seen)),
        "rests on": [line_of(at) for at in checked.rests_on],
        "does not prove": list(_left(checked, seen)),
        "size": checked.size,
    }


def closed(checked: Checked) -> dict[str, str]:
    """Say of every sealed field of the act that is not shown whether it was erased, as far as is known."""
    shown = _shown(checked)
    return {
        path: _told(checked, path, checked.later.gone.get(commitment))
        for path, commitment in sorted(commitments(checked.act.fact))
        if path not in shown
    }


def _told(checked: Checked, path: str, gone: Gone | None) -> str:
    if gone is None:
        return NOT_OPENED
    return gone.sentence() + ("; this file still has the words" if path in checked.words else "")


def _shown(checked: Checked) -> Mapping[str, str]:
    """Give the words that the file has, but for those that a newer bundle says are erased."""
    held = dict(commitments(checked.act.fact))
    return {path: text for path, text in checked.words.items() if held[path] not in checked.later.gone}


def _steps(checked: Checked, seen: Judgement | None) -> list[tuple[int, str, str]]:
    steps = [(step.number, step.title, step.detail) for step in checked.steps]
    return steps if seen is None else [*steps, (len(steps) + 1, policies.TITLE, policies.told(seen))]


def _left(checked: Checked, seen: Judgement | None) -> tuple[str, ...]:
    """Say what is not proved: of this act, and of any."""
    witnessed, replayed = (seen.witnessed, seen.replayed) if seen is not None else (False, False)
    own = (*proved.gaps(checked), *((SINCE,) if _shown(checked) else ()))
    return (*own, *not_proved(witnessed=witnessed, replayed=replayed))


def _thefts(checked: Checked) -> tuple[str, ...]:
    """Say what was told, after the act, of keys that signed it or what it rests on."""
    signers = {signer for at in (*checked.rests_on, checked.act) for signer in at.signers}
    return tuple(one.sentence() for one in checked.later.thefts if one.key in signers)


def _attested(checked: Checked) -> tuple[str, ...]:
    """Say what is attested: the question, and the answer that was computed again from the facts."""
    body = checked.act.fact.body
    if not isinstance(body, Attested):
        return ()
    asked = body.question
    subject = " in ".join(getattr(asked, field) for field in reversed(asked.__struct_fields__[:-1]))
    about = str(asked.__struct_config__.tag)
    return (f"attested of the {about} {subject}, as it stood on {asked.day}: {body.answer}", *body.said)


def line_of(at: Recorded) -> str:
    """Give a fact in one line."""
    body = at.fact.body
    named = (getattr(body, field, None) for field in ("act", "delegation", "resolution", "person", "body"))
    name = next((f"  {one}" for one in named if one), "")
    kind = wire_name(type(body))
    return f"entry {at.number}  {kind}{name}  on {at.fact.on}  recorded {at.recorded}"
