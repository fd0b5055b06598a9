"""Reviews of terms in force and of the roles that bodies have taken on (LSC-V, PLD-4)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.awaiting import Awaited
from ledger_cli.duedates import due_of
from ledger_cli.dues.ground import Ground, Row


def rows(ground: Ground) -> Iterator[Row]:
    """Give the reviews that are printed; one that is overdue ends nothing."""
    for code in ground.codes:
        terms = ground.terms(code)
        if terms is not None and terms.review is not None:
            since = next(
                one.in_force for one in ground.state.terms.adopted[code] if one.terms.version == terms.version
            )
            id_, owner = f"{code}.{terms.version}", f"body:{code}"
            awaited = Awaited("review of terms", id_, code, due_of(terms.review), owner, since)
            yield Row(awaited, f"review of the terms {terms.version}", "remit terms adopt FILE", terms.cited)
    for role in ground.state.bodies.roles:
        taken = role.taken
        if taken.review is not None and role.holds(ground.day):
            id_, owner = f"{taken.body}.{taken.role}.{role.since}", f"body:{taken.body}"
            awaited = Awaited("review of a role", id_, taken.body, due_of(taken.review), owner, role.since)
            settle = f"remit body end-role {taken.body} {taken.role}"
            yield Row(awaited, f"review of the role of {taken.title}", settle)
