"""A scheme in a spreadsheet beside the one that the ledger holds: what is new, amended, revoked, left alone.

A row with the id of a delegation is compared with it cell by cell. What the ledger learned of it after the
sheet was written is never undone: such a row is refused. Implements PBP-2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from ledger.acts import Proposal
from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.fact import Acted
from ledger.facts.words import Words
from ledger.links import Chain, Link
from ledger.reaches import reach
from ledger_cli.proposing import NOBODY
from ledger_cli.schemecells import (
    FIXED,
    OF_POWER,
    SAYS,
    Reader,
    Values,
    alike,
    empty,
    manner_of,
    scope_of,
    texts_of,
    values_of,
)  # fmt: skip
from ledger_cli.schemes import Read
from ledger_cli.schemesheet import Row, Table

Propose = Callable[[facts.Body, Acted], Proposal]

_AS_OF = re.compile(r"(?P<number>[0-9]{1,15}) on (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})")
FAULTS_MAX = 100
"""After so many faults no further row is read: each may search all names for one alike."""

_NOT_COMPARED = {"clause", "source", "enabling"}
"""What does not make two delegations different ones."""

_RULES = {
    "DEL-3": "parent", "DEL-4": "to", "DEL-5": "parent", "DEL-6": "to", "DEL-13": "to", "DEL-17": "to",
    "DEL-18": "function", "DEL-19": "limits", "DEL-20": "to", "DEL-21": "resolution", "DEL-22": "enabling",
}  # fmt: skip
"""The cell to look at first, by the rule that speaks against a row."""


class Given(msgspec.Struct, frozen=True):
    """What a sheet is read for: the day, and what stands for a cell that is empty."""

    day: str
    empty: Mapping[str, str | None]


class Step(msgspec.Struct, frozen=True):
    """What a row comes to; ``proposal`` None: it says what the ledger says."""

    line: int
    what: Literal["new", "amended", "revoked", "unchanged"]
    delegation: str
    says: str = ""
    proposal: Proposal | None = None
    depth: int = 0


def as_of(number: int, day: str) -> str:
    """Write up to where a ledger was read, and for which day."""
    return f"{number} on {day}"


def cell_of(rule: str) -> str:
    """Give the heading of the cell to look at for a rule; the first of the row where there is none."""
    return _RULES.get(rule, "delegation" if rule == "DEL-2" else "")


def live(read: Read, day: str) -> tuple[Link, ...]:
    """Give the delegations that somebody holds on a day, in the order in which they were given."""
    chain, gone = read.state.chain, read.gone(day)
    return tuple(
        link
        for link in chain.links.values()
        if any(cell.state == "live" for cell in reach(chain.up_from(link.delegation), day, gone).cells)
    )


def gave(link: Link, party: str | None, chain: Chain, day: str) -> bool:
    """Say whether a party (None: anybody) gave a delegation: at its root, or as holder of the one above."""
    above = chain.links.get(link.parent or "")
    return party in {None, link.giver(day)} or (above is not None and party in above.holders(day))


def below(chain: Chain) -> Mapping[str, list[Link]]:
    """Give the links that hang below each delegation and are not revoked."""
    found: dict[str, list[Link]] = {}
    for link in chain.links.values():
        for above in chain.up_from(link.delegation)[:-1] if link.ended is None else ():
            found.setdefault(above.delegation, []).append(link)
    return found


class Planner:
    """Compares the rows of a sheet with the delegations of a ledger; what is wrong is noted by cell."""

    def __init__(
        self,
        table: Table,
        read: Read,
        reader: Reader,
        spell: Callable[[str], str],
        given: Given,
        propose: Propose,
        new_id: Callable[[], str],
    ) -> None:
        """Wire a planner.

        Args:
            table: the rows.
            read: what the ledger knows.
            reader: reads a cell.
            spell: writes a party as the export does.
            given: the day, and what stands for an empty cell.
            propose: makes a proposal of a body and of who acted.
            new_id: gives the id of a new delegation.
        """
        self._table = table
        self._read = read
        self._chain = read.state.chain
        self._reader = reader
        self._spell = spell
        self._empty = {"kind": "delegated", **given.empty}
        self._day = given.day
        self._propose = propose
        self._new_id = new_id
        self._seen: dict[str, int] = {}
        self._said: dict[Hashable, str] = {}

    def steps(self) -> tuple[Step, ...]:
        """Give what each row comes to, what is above before what is below.

        Raises:
            Malformed: something is wrong; one line a cell.
        """
        for link in live(self._read, self._day):
            self._said[_key(values_of(link, self._day))] = link.delegation
        found: list[Step] = []
        for row in self._table.rows:
            found += self._step(row)
            if self._table.faults > FAULTS_MAX:
                break
        self._table.settle()
        return tuple(sorted(found, key=lambda step: step.depth))

    def _step(self, row: Row) -> Iterator[Step]:
        """Read one row; a row with a fault gives nothing."""
        before = self._table.faults
        delegation = self._cell(row, "delegation")
        if self._cell(row, "change") is None and row.text("reason"):
            self._table.fault(row, "reason", "expected a reason beside revoke in the column change alone")
        if self._table.faults > before:
            return
        step = self._new(row) if delegation is None else self._known(row, self._chain.links[delegation])
        if step is not None and self._table.faults == before:
            yield step

    def _cell(self, row: Row, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """Read a cell; where it is wrong, that is noted and it counts as empty."""
        text = row.text(column) or self._empty.get(column) or ""
        try:
            return self._reader.value(column, text)
        except Malformed as error:
            self._table.fault(row, column, str(error))
            return empty(column)

    # --- a row without an id ---------------------------------------------------------------------

    def _new(self, row: Row) -> Step | None:
        before = self._table.faults
        if row.text("change"):
            self._table.fault(row, "delegation", "expected the id of what is revoked, got an empty cell")
        for column, what in (("function", "function"), ("to", "party")):
            if not row.text(column).strip("; "):
                self._table.fault(row, column, f"expected a {what}, got an empty cell")
        parent = self._cell(row, "parent")
        values = self._values(row, passed=parent is not None)
        self._check_until(row, values["until"])
        if self._table.faults > before:
            return None
        body, acted = self._granted(row, values) if parent is None else self._passed(row, values)
        if body is None or self._twice(row, values):
            return None
        proposal = replace(self._propose(body, acted), clauses=values["clause"])
        says = f"{', '.join(values['function'])} to {', '.join(values['to'])}"
        depth = 0 if parent is None else len(self._chain.up_from(parent))
        return Step(row.line, "new", body.delegation, says, proposal, depth)

    def _values(self, row: Row, *, passed: bool) -> Values:
        """Give all that a row says; what is passed on has no power, kind or source of its own."""
        values: dict[str, Any] = {}
        for column in SAYS:
            if passed and column in (*OF_POWER, "by"):
                if column != "by" and row.text(column):
                    got = row.text(column)[:80]
                    message = f"expected nothing, for it is that of the delegation passed on, got {got!r}"
                    self._table.fault(row, column, message)
                values[column] = None
            else:
                values[column] = self._cell(row, column)
        return {**values, "instead": bool(values["instead"])}

    def _granted(self, row: Row, values: Values) -> tuple[facts.Granted | None, Acted]:
        for column, what in (("by", "who gives it"), ("power", "the power that lets it be given")):
            if not values[column]:
                message = f"expected {what}, here or as --{column}, got an empty cell"
                self._table.fault(row, column, message)
        wide = self._wide(row, values)
        if wide is None or not (values["by"] and values["power"]):
            return None, NOBODY
        body = facts.Granted(
            self._new_id(), values["by"], values["to"], values["power"], *wide,
            kind=values["kind"],
            keeps="instead" if values["instead"] else "beside",
            source=values["source"],
            resolution=self._cell(row, "resolution"),
            enabling=values["enabling"],
        )  # fmt: skip
        return body, NOBODY

    def _passed(self, row: Row, values: Values) -> tuple[facts.PassedOn | None, Acted]:
        above = self._chain.links[values["parent"]]
        by, holders = above.giver(self._day), above.holders(self._day)
        if row.text("by") and self._cell(row, "by") != by:
            got = row.text("by")[:80]
            self._table.fault(row, "by", f"expected {by}, who gives the delegation passed on, got {got!r}")
        alone = holders[0] if len(holders) == 1 and holders[0].startswith("p-") else None
        who = self._cell(row, "person") or alone
        wide = self._wide(row, values)
        if wide is None:
            return None, NOBODY
        resolution = self._cell(row, "resolution")
        body = facts.PassedOn(
            self._new_id(), above.delegation, by, values["to"], *wide, resolution=resolution
        )
        return body, Acted(person=who) if who else NOBODY

    def _wide(self, row: Row, values: Values) -> tuple[facts.Scope, facts.Manner] | None:
        try:
            msgspec.convert(msgspec.to_builtins(values["to"]), facts.To)
            return scope_of(values, values, facts.Scope(())), manner_of(values, facts.ALONE)
        except (Malformed, msgspec.ValidationError) as error:
            told = str(error) if isinstance(error, Malformed) else f"expected at most 8 parties, got: {error}"
            self._table.fault(row, "", told)
            return None

    def _twice(self, row: Row, values: Values) -> bool:
        """Note a row that says what another one says, or what the ledger holds already."""
        by = values["by"] or self._chain.links[values["parent"]].giver(self._day)
        said = self._said.setdefault(_key({**values, "by": by}), f"row {row.line}")
        if said == f"row {row.line}":
            return False
        message = f"expected a delegation that is not given yet, got what {said} says already"
        self._table.fault(row, "delegation", message)
        return True

    def _check_until(self, row: Row, until: str | None) -> None:
        if until is not None and until <= self._day:
            message = f"expected a day after {self._day}, from which the row counts, got {until}"
            self._table.fault(row, "until", message)

    # --- a row with an id ------------------------------------------------------------------------

    def _known(self, row: Row, link: Link) -> Step | None:
        first = self._seen.setdefault(link.delegation, row.line)
        if first != row.line:
            self._table.fault(row, "delegation", f"expected each id once, got the one of row {first}")
        was = values_of(link, self._day)
        cells = texts_of(was, self._spell)
        for column in FIXED:
            self._check_fixed(row, column, was, cells)
        if self._cell(row, "change") == "revoke":
            return self._revoked(row, link)
        return self._amended(row, link, was, cells)

    def _differs(self, row: Row, column: str, was: Values, cells: Mapping[str, str]) -> bool:
        """Tell whether a cell says something else than the ledger; one that is not there says nothing."""
        if column not in self._table.headings or row.text(column) == cells[column].strip():
            return False
        return not alike(self._cell(row, column), was[column])

    def _check_fixed(self, row: Row, column: str, was: Values, cells: Mapping[str, str]) -> None:
        if self._differs(row, column, was, cells):
            message = (
                f"expected {cells[column] or 'nothing'}, for no amendment changes it (revoke this delegation "
                f"and give another in a new row), got {row.text(column)[:80] or 'nothing'}"
            )
            self._table.fault(row, column, message)

    def _revoked(self, row: Row, link: Link) -> Step | None:
        if link.ended is not None and link.ended <= self._day:
            return self._step_of(row, link, "unchanged")
        self._check_unmoved(row, link)
        reason = row.text("reason")
        if not reason:
            self._table.fault(row, "reason", "expected why it is revoked, got an empty cell")
            return None
        body = facts.Revoked(link.delegation, link.giver(self._day), Words.of(reason))
        return self._step_of(row, link, "revoked", reason, body)

    def _amended(self, row: Row, link: Link, was: Values, cells: Mapping[str, str]) -> Step | None:
        columns = [one for one in SAYS if one not in FIXED and self._differs(row, one, was, cells)]
        changed = {one: self._cell(row, one) for one in columns}
        now = link.version(self._day)
        if "function" in changed and not changed["function"]:
            self._table.fault(row, "function", "expected a function, got an empty cell")
            return None
        try:
            scope = scope_of({**was, **changed}, changed, now.scope)
            manner = manner_of(changed, now.manner)
        except Malformed as error:
            self._table.fault(row, "", str(error))
            return None
        if (scope, manner) == (now.scope, now.manner):
            return self._step_of(row, link, "unchanged")
        self._check_unmoved(row, link)
        if "until" in changed:
            self._check_until(row, changed["until"])
        says = "; ".join(f"{one} {cells[one] or 'nothing'} > {row.text(one) or 'nothing'}" for one in columns)
        resolution = self._cell(row, "resolution")
        how = None if manner == now.manner else manner
        body = facts.Amended(link.delegation, link.giver(self._day), scope, how, resolution)
        return self._step_of(row, link, "amended", says, body)

    def _step_of(
        self,
        row: Row,
        link: Link,
        what: Literal["amended", "revoked", "unchanged"],
        says: str = "",
        body: facts.Amended | facts.Revoked | None = None,
    ) -> Step:
        proposal = None if body is None else replace(self._propose(body, NOBODY), clauses=link.clauses)
        depth = len(self._chain.up_from(link.delegation)) - 1
        return Step(row.line, what, link.delegation, says, proposal, depth)

    def _check_unmoved(self, row: Row, link: Link) -> None:
        """Note a row that would undo what the ledger learned of a delegation since the sheet was written."""
        text, upto = row.text("as of"), self._read.past.upto
        found = _AS_OF.fullmatch(text)
        if found is None or int(found["number"]) > upto:
            expected = f"as the export writes it, the last entry that was read, {upto} at most, and a day"
            self._table.fault(row, "as of", f"expected {expected}, got {text[:80] or 'an empty cell'}")
            return
        later = [one.since for one in link.versions if one.since > self._day]
        numbers = [one.number for one in self._read.past.facts(f"delegation:{link.delegation}")]
        if later:
            got = f"a change from {min(later)} that is recorded already: export and import it for that day"
        elif max(numbers) > int(found["number"]):
            got = f"a change recorded since at entry {max(numbers)}: export it again"
        elif link.version(found["day"]) != link.version(self._day):
            got = f"another version on {self._day}: export it again for that day"
        else:
            return
        self._table.fault(row, "as of", f"expected {link.delegation} as it was at {text}, got {got}")


def _key(values: Values) -> Hashable:
    """Give what makes a delegation another one than the next."""
    said: Iterable[tuple[str, Any]] = values.items()
    return frozenset(
        (column, frozenset(value) if isinstance(value, tuple) else value)
        for column, value in said
        if column not in _NOT_COMPARED
    )
