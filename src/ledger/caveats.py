"""What a proof leaves open, however well it holds; witnesses close some of it."""

from __future__ import annotations

from itertools import compress

NOT_PROVED = (
    "that the facts were true when they were recorded",
    (
        "that the log links every entry: until somebody who replayed it has witnessed it, "
        "the walks are complete as linked by the log"
    ),
    "that the log shows everybody the same history: no policy named the witnesses that must have seen it",
    "what the act is worth today: a later fact may have changed it",
    (
        "that nobody else had a key that signed: an entry that says so may have been left out of this file, "
        "or have come since; what the key signed is contested then, and a newer bundle of the act shows it"
    ),
)
"""What no bundle can show by itself."""


def not_proved(*, witnessed: bool = False, replayed: bool = False) -> tuple[str, ...]:
    """Say what is left open.

    Args:
        witnessed: the checkpoint satisfies a policy that asks for witnesses.
        replayed: that policy cannot be met without a witness that replayed the log.
    """
    return tuple(compress(NOT_PROVED, (True, not replayed, not witnessed, True, True)))
