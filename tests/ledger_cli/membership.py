"""A desk whose body has rules about its membership."""

from __future__ import annotations

from tests.ledger_cli.desk import TERMS, Desk, kept

RULES = """\
  - kind: appointment
    rule: APP-1
    clause: "5.4"
    basis: stated
    says: approval by both councils
    who: {sectors: [nhs]}
    approvals: [{organisations: [east, west]}]
  - kind: eligibility
    rule: ELI-1
    clause: "5.5"
    basis: stated
    says: somebody from there
    who: {sectors: [council]}
  - kind: loss
    rule: LOS-1
    clause: "5.6"
    basis: stated
    says: lost with the position
    who: {sectors: [council]}
  - kind: co-option
    rule: COO-1
    clause: "5.7"
    basis: stated
    says: co-option on a ground of the terms
    grounds: [expertise]
    most: 2
    adjourned: true
    suitable: [chair]
  - kind: balance
    rule: BAL-1
    clause: "5.8"
    basis: stated
    says: two council leaders
    check: {check: count, who: {positions: [leader]}, least: 2}
attendees:
  - {place: finance, organisation: trust, position: director, title: Director of Finance, clause: "5.3"}
"""


@kept
def adopted(desk: Desk) -> Desk:
    """Put the terms with these rules in force from 2024 on."""
    text = TERMS.replace('version: "2023"', 'version: "2024"').replace("ToR 2023", "ToR 2024")
    said = desk.record(
        *("terms", "adopt", desk.write("rules.yaml", text + RULES)),
        *("--in-force", "2024-01-01", "--on", "2024-01-01"),
    )
    assert (said.code, said.err.count("expected")) == (0, 0)
    return desk
