"""What is shown before signing: the facts as they will be signed, and what the rules say about them."""

from __future__ import annotations

import hashlib
import re

from ledger import canonical
from ledger.findings import Finding, Verdict
from ledger.request import Judged, Judgement
from ledger.store import Store
from ledger_cli import names
from ledger_cli.output import say


def show(judgement: Judgement, store: Store) -> None:
    """Show every fact of a request with its digest, its sealed words and what speaks against it."""
    known = names.of_persons(store, names.persons_in(repr(judgement.judged)))
    known |= names.in_openings(judgement)
    words = {(one.fact, one.path): one.text for one in judgement.openings}
    for one in judgement.judged:
        payload = canonical.encode(one.fact)
        say(
            f"{one.fact.id}  {_type(one)}  on {one.fact.on}  "
            f"sha256:{hashlib.sha256(payload).hexdigest()[:16]}…"
        )
        for (fact, path), text in words.items():
            if fact == one.fact.id:
                say(f"    {path.removeprefix('body.')}: {text}")
        for line in lines_of(one.findings):
            say(f"    {names.spell(line, known)}")


def lines_of(findings: tuple[Finding, ...]) -> list[str]:
    """Give a line for every finding that is not simply met, with its other readings."""
    lines = []
    for finding in findings:
        if finding.verdict is Verdict.MET:
            continue
        lines.append(f"{finding.verdict.value}: {finding.sentence()}")
        lines.extend(
            f"  read as “{other.reading}”: {other.verdict.value}, {other.got}" for other in finding.others
        )
    return lines


def _type(one: Judged) -> str:
    found = re.search(rb'"type":"([a-z.-]+/[0-9]+)"', canonical.encode(one.fact.body))
    return found[1].decode() if found else ""
