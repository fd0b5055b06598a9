"""Facts about authority: given, passed on, narrowed, revoked, used (PROV: actedOnBehalfOf)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import ActId, Clause, Code, Day, DelegationId, Money, Party, PersonId, Sealed

Functions = Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=32)]


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How wide a delegation reaches.

    ``each`` limits one act and ``total`` all acts together; None sets no limit. ``until`` is the first
    day on which it no longer holds; None: until revoked. ``onward`` is how many further links may
    follow: 0 forbids passing on.
    """

    functions: Functions
    each: Money | None
    total: Money | None
    until: Day | None
    onward: Annotated[int, msgspec.Meta(ge=0, le=16)]


class Granted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.granted/1"):
    """From ``on``, ``to`` may act for the body ``by`` within the scope, under the enabling power."""

    delegation: DelegationId
    by: Code
    to: Party
    power: Clause
    scope: Scope


class PassedOn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.passed-on/1"):
    """From ``on``, the holder of ``parent`` lets ``to`` act within a scope no wider than its own."""

    delegation: DelegationId
    parent: DelegationId
    by: Code
    to: Party
    scope: Scope


class Narrowed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.narrowed/1"):
    """From ``on`` the delegation reaches no wider than the new scope."""

    delegation: DelegationId
    by: Code
    scope: Scope


class Revoked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.revoked/1"):
    """From ``on`` the delegation, and every link below it, no longer holds."""

    delegation: DelegationId
    by: Code
    reason: Sealed


class Used(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="delegation.used/1"):
    """The person acted under the delegation, for the body at the root of its chain.

    ``chain`` runs from the root grant down to the delegation used; the amount is charged to each.
    """

    act: ActId
    chain: Annotated[tuple[DelegationId, ...], msgspec.Meta(min_length=1, max_length=16)]
    by: Code
    person: PersonId
    function: Code
    amount: Money | None
    matter: Sealed


Body = Granted | PassedOn | Narrowed | Revoked | Used
