"""A sample of decisions that anybody can draw again: by the hash of a seed and a decision's id.

``docs/reference/audit.md`` gives the rule, so that another program, or a shell, finds the same sample.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from ledger.errors import Malformed
from ledger_cli.output import clean

SEED_MAX = 1_000


def rank(seed: str, decision: str) -> str:
    """Give SHA-256, in hexadecimal, over the seed in UTF-8, a line feed, and the id of a decision."""
    return hashlib.sha256(f"{seed}\n{decision}".encode()).hexdigest()


def draw(seed: str, decisions: Iterable[str], size: int) -> list[tuple[str, str]]:
    """Give rank and id of the decisions with the lowest ranks, from the lowest on; of fewer, all of them."""
    return sorted((rank(seed, one), one) for one in set(decisions))[:size]


def require_seed(seed: str) -> None:
    """Refuse a seed that would not stand on paper as it was used.

    Raises:
        Malformed: an empty one, one with characters that cannot be seen or written, a very long one.
    """
    seen = seed.strip() and clean(seed) == seed and not {"\n", "\t"} & set(seed)
    if not seen or len(seed) > SEED_MAX:
        expected = f"a seed of 1 to {SEED_MAX} characters that can all be seen"
        raise Malformed(f"expected {expected}, got {seed[:80]!a}")
