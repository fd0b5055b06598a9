"""A file of an agreement: who signs for whom, dates as printed, what else has to change (HIW-1, PBP-7)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from ledger.facts.agreements import Dated, Few, Kind, Made, PartyTo, Required, Stages
from ledger.facts.words import AgreementId, Clause, Code, Due, Partner, PartNumber, Printed, Title
from ledger_cli.duedates import due_of
from ledger_cli.yamlfile import load


class DateIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A date as the agreement prints it, where it stands, and what is wrong with it in print."""

    date: Printed
    clause: Clause | None = None
    doubt: Printed | None = None


class PartyIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A party; all of the offices sign where ``least`` does not say how many of them."""

    party: Partner
    signs: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=8)]
    least: Few | None = None
    role: Title | None = None
    clause: Clause | None = None


class ChangeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the agreement needs somebody to change."""

    number: PartNumber
    of: Partner
    what: Kind
    says: Title
    clause: Clause | None = None
    due: Printed | None = None
    doubt: Printed | None = None


ChangesIn = Annotated[tuple[ChangeIn, ...], msgspec.Meta(max_length=16)]


class AgreementIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agreement as a clerk writes it down."""

    title: Title
    cited: Title
    parties: Annotated[tuple[PartyIn, ...], msgspec.Meta(min_length=1, max_length=32)]
    body: Code | None = None
    kind: Code | None = None
    least: Few | None = None
    signing: Clause | None = None
    effective: DateIn | None = None
    refresh: DateIn | None = None
    expires: DateIn | None = None
    joining: Clause | None = None
    replaces: AgreementId | None = None
    requires: ChangesIn = ()
    stages: Stages = ()


def load_agreement(path: Path, agreement: str) -> Made:
    """Read a file as an agreement of this id.

    Raises:
        Malformed: not an agreement; one line a fault, with its place.
        Oversized: over a limit.
    """
    read = load(path, AgreementIn).value
    return Made(
        agreement,
        read.body,
        read.title,
        read.cited,
        read.kind,
        tuple(
            PartyTo(one.party, one.signs, one.least or len(one.signs), one.role, one.clause)
            for one in read.parties
        ),
        read.least,
        read.signing,
        None if read.effective is None else _beginning(read.effective),
        _dated(read.refresh),
        _dated(read.expires),
        read.joining,
        read.replaces,
        tuple(_required(one) for one in read.requires),
        read.stages,
    )


def load_changes(path: Path) -> tuple[Required, ...]:
    """Read a file as a list of what an agreement needs others to change.

    Raises:
        Malformed: not such a list; one line a fault, with its place.
        Oversized: over a limit.
    """
    return tuple(_required(one) for one in load(path, ChangesIn).value)


def load_stages(path: Path) -> Stages:
    """Read a file as a list of the stages of a dispute, written as in terms.

    Raises:
        Malformed: not such a list; one line a fault, with its place.
        Oversized: over a limit.
    """
    return load(path, Stages).value


def dated(printed: str | None, clause: str | None) -> Dated | None:
    """Read a date as printed, with its clause; None where there is none."""
    return None if printed is None else Dated(due_of(printed), clause)


def _dated(read: DateIn | None) -> Dated | None:
    return None if read is None else Dated(due_of(read.date, read.doubt), read.clause)


def _beginning(read: DateIn) -> Dated:
    """Read the day on which something begins: of a day that is printed without "from", that day."""
    due = due_of(read.date, read.doubt)
    first = due.first or due_of(f"from {read.date}").first
    return Dated(Due(read.date, first, None, read.doubt), read.clause)


def _required(read: ChangeIn) -> Required:
    due = None if read.due is None else due_of(read.due, read.doubt)
    return Required(read.number, read.of, read.what, read.says, read.clause, due)
