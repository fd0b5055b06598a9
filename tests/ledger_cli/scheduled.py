"""A desk whose body has rules about notice, papers, publication and how often it meets, and a calendar."""

from __future__ import annotations

from tests.ledger_cli.desk import TERMS, Desk, kept

# After ToR 9.1 (four meetings a year), 9.2 (notice, papers) and 9.4 (publication) of the Lancashire and South
# Cumbria partnership; how long before a meeting notice is given its terms do not say.
RULES = """\
  - {kind: notice, rule: NOT-1, clause: "9.2", basis: reading, says: notice 5 clear days before,
     what: notice, days: 5, unit: clear, urgent_by: [chair]}
  - {kind: notice, rule: NOT-2, clause: "9.2", basis: stated, says: papers 7 working days before,
     what: agenda and papers, days: 7, unit: working}
  - {kind: notice, rule: NOT-3, clause: "9.4", basis: default, says: published 7 working days before,
     what: publication, days: 7, unit: working}
  - {kind: frequency, rule: FRE-1, clause: "9.1", basis: stated, says: at least 4 meetings a year, least: 4}
  - {kind: public, rule: PUB-1, clause: "9.4", basis: stated, says: meetings in public, kinds: [meeting]}
"""
SAID = ("--on", "2026-10-01")


@kept
def ruled(desk: Desk) -> Desk:
    """Put the rules in force, and adopt the bank holidays of England and Wales."""
    text = TERMS.replace('version: "2023"', 'version: "2024"') + RULES
    adopted = desk.record(
        "terms",
        "adopt",
        desk.write("terms-2024.yaml", text),
        "--in-force",
        "2024-01-01",
        "--on",
        "2024-01-01",
    )
    assert adopted.code == 0, adopted.err
    assert desk.record("calendar", "adopt", "icp", "--years", "2024-2028", "--on", "2024-01-01").code == 0
    return desk


def scheduled(desk: Desk, *words: str, date: str = "2027-01-05") -> str:
    """Give a meeting a date, and give its id."""
    said = desk.record("meeting", "schedule", "icp", date, *SAID, "--json", *words)
    assert said.code == 0, said.err
    return str(said.json["meeting"])
