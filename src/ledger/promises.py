"""What partners promised each other, as it is judged: follow-ups, targets and recurring duties.

Which tags the judgement of each noun reads, and which folds it looks at, is said here for all of them.
"""

from __future__ import annotations

from typing import assert_never

from ledger import duties, followups, targets
from ledger.acts import Act
from ledger.facts import duties as duties_facts
from ledger.facts import followups as followups_facts
from ledger.facts import targets as targets_facts
from ledger.findings import Finding
from ledger.state import State, acting, placing

Promise = followups_facts.Body | targets_facts.Body | duties_facts.Body
"""What is said of something that somebody is to do."""

Happening = targets_facts.Reported | targets_facts.Closed | duties_facts.Performed
"""What takes place, and so cannot be recorded before its day."""


def boundary(body: Promise, state: State) -> frozenset[str]:
    """Say which tags the judgement reads."""
    if isinstance(body, followups_facts.Body):
        return followups.boundary(body, state.followups, acting(state))
    if isinstance(body, targets_facts.Body):
        return targets.boundary(body, acting(state))
    if isinstance(body, duties_facts.Body):
        return duties.boundary(body, state.duties, placing(state))
    assert_never(body)


def examine(act: Act, body: Promise, state: State) -> tuple[Finding, ...]:
    """Judge what is said of something that somebody is to do."""
    if isinstance(body, followups_facts.Body):
        return followups.examine(act, body, state.followups, acting(state))
    if isinstance(body, targets_facts.Body):
        return tuple(targets.examine(act, body, state.targets, acting(state)))
    if isinstance(body, duties_facts.Body):
        return tuple(duties.examine(act, body, state.duties, placing(state)))
    assert_never(body)
