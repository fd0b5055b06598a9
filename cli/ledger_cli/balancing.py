"""The balance that terms ask of a membership: judged when asked for, and warned about when lost.

Implements PLD-3 and PBP-8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import membership
from ledger.findings import Finding, Verdict
from ledger_cli.lookups import Past
from ledger_cli.output import say

if TYPE_CHECKING:
    from ledger.store import Receipt
    from ledger_cli.session import Session


def judged(past: Past, body: str, day: str) -> tuple[Finding, ...] | None:
    """Judge every balance that the terms of the day ask for; None: no terms are known to be in force."""
    state = past.state(f"roll:{body}", f"terms:{body}")
    terms = state.terms.in_force(body, day)
    return None if terms is None else membership.balance(state.roll, body, terms, day)


def warn(session: Session, receipt: Receipt | None, body: str, day: str) -> None:
    """Warn of every balance that a request lost; nothing is warned of that was lost before."""
    if receipt is None:
        return
    lost = [one for one in judged(Past(session, receipt.size), body, day) or () if _is_lost(one)]
    if lost:
        earlier = judged(Past(session, receipt.first - 1), body, day) or ()
        before = {one.rule for one in earlier if _is_lost(one)}
        for finding in lost:
            if finding.rule not in before:
                say(f"warning: balance lost on {day}: {session.spell(finding.sentence())}")


def _is_lost(finding: Finding) -> bool:
    return finding.verdict is Verdict.NOT_MET
