"""What a vote has to reach, as data: shares and counts of the votes of some or all, composed.

A class majority is a share of the votes of a class; a veto is that nobody of a class is against; named
concurrence is a count among those named. Which abstentions, silent and absent members speak against a motion
follows from the base: with *votes cast* none do, with *present* or *seats* all of them do.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ledger.facts.filters import Filter, Least
from ledger.facts.words import Code

Fraction = Annotated[str, msgspec.Meta(pattern=r"\A[1-9][0-9]{0,3}/[1-9][0-9]{0,3}\Z")]
"""Part of a whole, as ``2/3``."""

Base = Literal["votes cast", "votes and abstentions", "present", "members", "seats"]
"""What a share is of: votes for and against; these and abstentions; the voters present at the item; members
with a vote on the day; seats with a vote, filled or not."""

Tests = Annotated[tuple["VoteTest", ...], msgspec.Meta(min_length=1, max_length=16)]


class Weight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each voter who fits has so many votes."""

    who: Filter
    votes: Least


class VoteShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="share"):
    """The votes for, of those who fit, are more than (or at least) a fraction of their base.

    ``rounding``: how a number of votes that is not whole is rounded before it is compared. ``weights``: what
    each vote counts; a voter whom none fits has none.
    """

    base: Base
    more_than: Fraction | None = None
    at_least: Fraction | None = None
    who: Filter = Filter()
    rounding: Literal["none", "up", "down", "nearest"] = "none"
    weights: Annotated[tuple[Weight, ...], msgspec.Meta(max_length=64)] = ()


class VoteCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="count"):
    """At least so many of those who fit vote for: named concurrence."""

    who: Filter
    least: Least


class NoneAgainst(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="no veto"):
    """Nobody who fits votes against: each of them has a veto."""

    who: Filter


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Those who fit have so many votes together, cast for what their own votes carry by ``inner``."""

    who: Filter
    votes: Least
    inner: VoteShare


class Blocks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="blocks"):
    """The votes of the blocks that are for are more than (or at least) a fraction of those of all blocks."""

    blocks: Annotated[tuple[Block, ...], msgspec.Meta(min_length=1, max_length=64)]
    more_than: Fraction | None = None
    at_least: Fraction | None = None


class AllTests(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="all of"):
    """Every one of the tests is met."""

    tests: Tests


class AnyTests(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="any of"):
    """At least one of the tests is met."""

    tests: Tests


class SomeTests(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="test", tag="some of"):
    """At least ``least`` of the tests are met."""

    least: Least
    tests: Tests


VoteTest = VoteShare | VoteCount | NoneAgainst | Blocks | AllTests | AnyTests | SomeTests

Method = Literal["plurality", "approval", "ranked pairwise", "score then runoff"]
"""How papers with several options are counted: one cross a paper; any number of crosses; every two options
compared by how many papers rank one before the other; the two with the most points, then the one of them that
more papers put higher."""


class OptionQuorum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option needs a fraction (``3/2``) of a number, or of its square root, in its favour.

    In its favour are its votes; where papers are ranked, those that rank it before the default option.
    """

    at_least: Fraction
    base: Literal["present", "members", "seats"]
    of: Literal["number", "square root"] = "number"


class Cap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At most so many of those chosen belong to the group (None: to any one group)."""

    most: Least
    group: Code | None = None
