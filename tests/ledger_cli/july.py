"""A desk with a meeting to come, on Monday 15 July 2024: seven working days before it is Thursday 4 July."""

from __future__ import annotations

from tests.ledger_cli.desk import TERMS, Desk, kept

from ledger.facts import programme
from ledger.facts.words import Words

JULY = "m-" + "j" * 16
CLOSED = "m-" + "k" * 16
"""A meeting on 16 July that is not held in public."""

COMING = """\
  - kind: notice
    rule: NOT-2
    clause: "9.2"
    basis: stated
    says: agenda and papers at least 7 working days before
    what: agenda and papers
    days: 7
    unit: working
  - kind: notice
    rule: NOT-4
    clause: "9.2"
    basis: stated
    says: notice, at short notice where the Chair deems it urgent
    what: notice
    days: 0
    unit: calendar
    urgent_by: [chair]
  - kind: public
    rule: PUB-1
    clause: "9.4"
    basis: stated
    says: in public, except where information is confidential or sensitive
    kinds: [meeting]
    grounds: ["9.4"]
  - kind: interests
    rule: INT-1
    clause: "12.2"
    basis: stated
    says: declarations at the beginning of each meeting
"""


def adopt(desk: Desk, *rules: str) -> None:
    """Adopt terms with these rules beside the usual ones."""
    text = TERMS.replace('version: "2023"', 'version: "2024"').replace("ToR 2023", "ToR 2024")
    file = desk.write("terms-2024.yaml", text + "".join(rules))
    said = desk.record("terms", "adopt", file, "--in-force", "2024-01-01", "--on", "2024-01-01")
    assert said.code == 0, said.err


@kept
def july(desk: Desk, *rules: str) -> Desk:
    """Adopt terms with rules about agendas, and a calendar, and set the dates."""
    adopt(desk, *(rules or (COMING,)))
    days = programme.CalendarAdopted("icp", "England", "2024-01-01", "2024-12-31", ("2024-08-26",), "Act")
    private = programme.Scheduled(CLOSED, "icp", "2024-07-16", None, None, public=False, kind="workshop")
    scheduled = programme.Scheduled(JULY, "icp", "2024-07-15", "10 am", Words.of("Town hall"))
    desk.meets(days, scheduled, private, on="2024-06-03")
    return desk


def made(desk: Desk, *arguments: str) -> str:
    """Run a command that records and give the id that it made."""
    said = desk.record(*arguments, "--json")
    assert said.code == 0, said.err
    return str(next(iter(said.json.values())))
