"""Facts about bodies: boards, committees, forums, groups (W3C ORG: OrganizationalUnit, Role)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Clause, Code, PassingId, Printed, ResolutionId, Title

Codes = Annotated[tuple[Code, ...], msgspec.Meta(max_length=16)]


class Constituted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="body.constituted/2"):
    """From ``on`` the body exists, by the instrument, established by its founders.

    ``instrument`` is the enactment or agreement that constitutes it; ``parents`` are the bodies that
    it reports to; ``remit`` says in one line what it is for; ``resolution`` is the parent's, where a
    parent had to agree first.
    """

    body: Code
    title: Title
    instrument: Clause
    founders: Codes = ()
    parents: Codes = ()
    kind: Code | None = None
    remit: Title | None = None
    resolution: ResolutionId | None = None


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="body.ended/2"):
    """From ``on`` the body no longer exists, by the order cited.

    ``successors`` take over what passes on; ``passing`` names the delegations and the allocations of money
    that pass to the first of them, ``funds`` the funds that it keeps from then on. Everything else that it
    held or gave lapses.
    """

    body: Code
    order: Clause
    successors: Codes = ()
    passing: Annotated[tuple[PassingId, ...], msgspec.Meta(max_length=32)] = ()
    funds: Annotated[tuple[Code, ...], msgspec.Meta(max_length=8)] = ()


class RoleTaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="body.role-taken/1"):
    """From ``on`` the body acts in a role, for the time being where ``interim``; ``review`` as printed.

    A review that is overdue is shown; it ends nothing.
    """

    body: Code
    role: Code
    title: Title
    interim: bool
    review: Printed | None = None


class RoleEnded(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="body.role-ended/1"):
    """From ``on`` the body no longer acts in the role."""

    body: Code
    role: Code


Constitution = Constituted | RoleTaken | RoleEnded
Body = Constitution | Ended
