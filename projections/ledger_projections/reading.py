"""What several read models take from a fact in its place."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec

from ledger.acts import Recorded, london_day
from ledger.facts.fact import Noted

_noted = msgspec.json.Decoder(tuple[Noted, ...])


@lru_cache(maxsize=1024)
def recorded_day(instant: str) -> str:
    """Give the day in Europe/London on which the ledger took a fact; a request has one instant."""
    return london_day(instant)


def days_late(at: Recorded) -> int:
    """Give how many days after its day a fact was recorded."""
    return _days_between(at.day, recorded_day(at.recorded))


@lru_cache(maxsize=1024)
def _days_between(day: str, taken: str) -> int:
    return max(0, (date.fromisoformat(taken) - date.fromisoformat(day)).days)


def noted_text(findings: tuple[Noted, ...]) -> str:
    """Write what a fact shows for ever into one column."""
    return msgspec.json.encode(findings).decode() if findings else "[]"


def noted(text: str) -> tuple[Noted, ...]:
    """Read the findings of a column."""
    return () if text == "[]" else _noted.decode(text)
