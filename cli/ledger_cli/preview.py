"""What is shown before signing: the facts in words, what the rules say about them, and their digest.

Somebody who is asked to sign sees every field of every fact, with the words that will be sealed and the
digest of exactly what will be signed. A script, which is not asked, sees how many facts of which type.
Either way every finding that is not met, or not known, is shown once, with the facts that it is about.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ledger import canonical, scopes
from ledger.facts.decisions import Cast, FollowUpNoted
from ledger.facts.delegations import Limit
from ledger.facts.followups import Slipped
from ledger.facts.risks import Score
from ledger.facts.words import Due, Money, Sealed
from ledger.findings import Finding, Verdict
from ledger.request import Judged, Judgement
from ledger.store import Store
from ledger.tags import wire_name
from ledger_cli import names
from ledger_cli.duedates import due_of
from ledger_cli.output import say


def show(judgement: Judgement, store: Store, *, full: bool) -> None:
    """Show a judged request, every fact of it or a count, and the findings that a reader must see."""
    known = names.of_persons(store, names.persons_in(repr(judgement.judged))) | names.in_openings(judgement)
    words = {(one.fact, one.path): one.text for one in judgement.openings}
    for line in _facts(judgement, words) if full else _count(judgement):
        say(names.spell(line, known))
    for line in (*_findings(judgement), *_unread(judgement)):
        say(names.spell(line, known))
    if full:
        say(f"what will be signed has the digest sha256:{_digest(judgement)}")


def _digest(judgement: Judgement) -> str:
    """Digest the payloads as the request's own digest does."""
    payloads = (canonical.encode(one.fact) for one in judgement.judged)
    return hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in payloads)).hexdigest()


def _count(judgement: Judgement) -> Iterator[str]:
    counted = Counter(_type(one) for one in judgement.judged)
    total = "1 fact" if len(judgement.judged) == 1 else f"{len(judgement.judged)} facts"
    yield f"{total}: " + ", ".join(f"{count} {name}" for name, count in counted.items())


def _facts(judgement: Judgement, words: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for number, one in enumerate(judgement.judged, 1):
        fields = _fields(one.fact.body, one.fact.id, "body", words)
        told = "; ".join(f"{name} {text}" for name, text in fields)
        yield f"{number:>3}  {one.fact.on}  {_type(one)}: {told}"
        details = [f"clause {clause}" for clause in one.fact.clauses]
        details += [f"from {paper.title}, {paper.place}" for paper in one.fact.evidence]
        if one.fact.acted.person:
            details.append(f"by {one.fact.acted.person}")
        if one.fact.departure:
            details.append(f"a departure: {words.get((one.fact.id, 'departure'), '')}")
        if details:
            yield f"     {'; '.join(details)}"


def _fields(
    value: msgspec.Struct, fact: str, path: str, words: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    """Give every field that says something, by its name, with sealed text in words."""
    for name in value.__struct_fields__:
        text = _text(getattr(value, name), fact, f"{path}.{name}", words)
        if text and not (isinstance(value, Cast) and name == "text"):  # the words of the motion
            yield name.replace("_", " "), text


def _text(value: object, fact: str, path: str, words: Mapping[tuple[str, str], str]) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, Sealed):
        return f"“{words.get((fact, path), 'sealed')}”"
    if isinstance(value, Money | Limit):
        return scopes.show(value) if isinstance(value, Money) else scopes.spelled(value)
    if isinstance(value, tuple):
        parts = [_text(item, fact, f"{path}.{index}", words) for index, item in enumerate(value)]
        return ", ".join(part for part in parts if part)
    if isinstance(value, msgspec.Struct):
        told = "; ".join(f"{name} {text}" for name, text in _fields(value, fact, path, words))
        return f"({told})"
    return "yes" if value is True else str(value)


def _findings(judgement: Judgement) -> Iterator[str]:
    """Give a block for every finding that is not simply met, with the facts that it is about."""
    about: dict[Finding, list[int]] = {}
    for number, one in enumerate(judgement.judged, 1):
        for finding in one.findings:
            if finding.verdict is not Verdict.MET:
                about.setdefault(finding, []).append(number)
    for finding, numbers in about.items():
        facts = f"fact{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"
        first, *others = _told(finding)
        yield from (f"{first}  [{facts}]", *others)


def _unread(judgement: Judgement) -> Iterator[str]:
    """Give a line for what is kept as printed: a date read as no day, never overdue, and a score (SYS-3)."""
    about: dict[str, list[str]] = {}
    for number, one in enumerate(judgement.judged, 1):
        for due in _dates(one.fact.body):
            if due.first is None and due.last is None:
                about.setdefault(due.printed, []).append(str(number))
    for number, one in enumerate(judgement.judged, 1):
        score = getattr(one.fact.body, "score", None)
        if isinstance(score, Score) and score.likelihood is None:
            told = f"“{score.printed}” is kept as printed, and no product is worked out"
            yield f"not read as a score from 1x1 to 5x5: {told}  [fact {number}]"
    for printed, numbers in about.items():
        facts = f"fact{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
        yield f"not read as a day: “{printed}” is kept as printed, and will never be overdue  [{facts}]"


def _dates(value: object) -> Iterator[Due]:
    """Give every date, as its source prints it, that stands in a fact."""
    if isinstance(value, Due):
        yield value
    elif isinstance(value, FollowUpNoted | Slipped):
        yield from () if value.due is None else (due_of(value.due),)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _dates(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _dates(item)


def lines_of(findings: Iterable[Finding]) -> list[str]:
    """Give the lines of every finding that is not simply met, with its other readings."""
    return [line for finding in findings if finding.verdict is not Verdict.MET for line in _told(finding)]


def _told(finding: Finding) -> Iterator[str]:
    yield f"{finding.verdict.value}: {finding.sentence()}"
    for other in finding.others:
        yield f"    read as “{other.reading.rstrip('.')}”: {other.verdict.value}, {other.got}"


def _type(one: Judged) -> str:
    return plain(wire_name(type(one.fact.body)))


def plain(name: str) -> str:
    """Say the type of a fact in words: ``risk.raised/1`` is ``risk raised``."""
    return name.partition("/")[0].replace(".", " ").replace("-", " ")
