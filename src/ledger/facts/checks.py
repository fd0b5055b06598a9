"""Checks on who is there, and the rules of terms that ask for them: the small registry of DESIGN.

A rule says whether it is *stated* by its clause, a *reading* of it (with the other readings kept beside it)
or a *default* of Remit. There is no expression language; what cannot be expressed is a ``text`` rule.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.filters import Filter, Least
from ledger.facts.ruled import Basis, Ruled
from ledger.facts.words import Clause, RuleId, Title


class Count(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="count"):
    """At least ``least`` distinct persons (or organisations) among those present fit the filter."""

    who: Filter
    least: Least
    of: Literal["persons", "organisations"] = "persons"


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="share"):
    """Those present who fit the filter are at least ``percent`` of the base."""

    who: Filter
    percent: Annotated[int, msgspec.Meta(ge=1, le=100)]
    base: Literal["seats", "filled seats"]


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a distinct check."""

    who: Filter
    least: Least = 1


class Distinct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="distinct"):
    """Every need is met, and no person is counted under two of them."""

    needs: Annotated[tuple[Need, ...], msgspec.Meta(min_length=1, max_length=16)]


class AllOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="all of"):
    """Every one of the checks is met."""

    checks: Annotated[tuple[Check, ...], msgspec.Meta(min_length=1, max_length=16)]


class AnyOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="any of"):
    """At least one of the checks is met."""

    checks: Annotated[tuple[Check, ...], msgspec.Meta(min_length=1, max_length=16)]


class SomeOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="check", tag="some of"):
    """At least ``least`` of the checks are met."""

    least: Least
    checks: Annotated[tuple[Check, ...], msgspec.Meta(min_length=1, max_length=16)]


Check = Count | Share | Distinct | AllOf | AnyOf | SomeOf


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another way to read the clause, judged and shown beside the one chosen."""

    reading: Title
    check: Check


class QuorumRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="quorum"):
    """What must hold, at an item, for the body to decide."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    check: Check
    reading: Title | None = None
    others: Annotated[tuple[Reading, ...], msgspec.Meta(max_length=8)] = ()


class BalanceRule(Ruled, frozen=True, kw_only=True, tag_field="kind", tag="balance"):
    """The membership as a whole keeps a balance: shown, and warned about when lost."""

    check: Check


class VotingRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="voting"):
    """Who has a vote: members in attendance who fit the filter, one vote each."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
    who: Filter


class TextRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="text"):
    """A rule that is kept in words and shown as not checked."""

    rule: RuleId
    clause: Clause
    basis: Basis
    says: Title
