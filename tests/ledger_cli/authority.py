"""What the tests of delegation, authority and bundle share: a chain of two links on a desk."""

from __future__ import annotations

from tests.ledger_cli.desk import Desk, Said

POWER = "s.75 NHS Act 2006"


def grant(desk: Desk, *more: str) -> str:
    """Let Jo make grants of up to GBP 2,500.00, GBP 20,000.00 in all; give the id."""
    words = ("delegation", "grant", "--by", "icp", "--to", "Jo Bloggs", "--function", "grants")
    limits = ("--each", "GBP 2500.00", "--total", "GBP 20000.00", "--onward", "1", "--power", POWER)
    said = desk.record(*words, *limits, "--on", "2024-01-01", "--json", *more)
    assert said.code == 0, said.err
    return str(said.json["delegation"])


def passed(desk: Desk, parent: str, *more: str) -> str:
    """Let Kim make grants of up to GBP 500.00 under Jo's delegation; give the id."""
    words = (
        "delegation",
        "pass",
        parent,
        "--to",
        "Kim Lee",
        "--each",
        "GBP 500.00",
        "--clause",
        "Scheme 3.2",
    )
    said = desk.record(*words, "--on", "2024-02-01", "--json", *more)
    assert said.code == 0, said.err
    return str(said.json["delegation"])


def act(desk: Desk, delegation: str, amount: str = "GBP 400.00", *more: str) -> Said:
    """Record a grant under a delegation."""
    words = ("delegation", "act", delegation, "--function", "grants", "--amount", amount)
    return desk.record(*words, "--text", "Food bank", "--on", "2024-03-01", *more)
