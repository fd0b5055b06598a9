"""How many examples a law is tried on: all of them where CI=true, a third of them where somebody waits."""

from __future__ import annotations

import os


def tried(usual: int) -> int:
    """Give the number of examples here."""
    return usual if os.environ.get("CI") == "true" else usual // 3
