"""The money of funds and budgets at every level, on any day: allocated, passed down, committed, drawn, left.

All arithmetic is in integer minor units. At every level and on every day what was allocated is what was
passed down, committed, drawn beyond its commitments, and left; below nothing, a level is over. Who holds a
level is whoever it was given to, or succeeded that body; of what lapsed, who holds the level above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from ledger.acts import Recorded
from ledger.facts import bodies as bodies_facts
from ledger.facts import funds as facts
from ledger.facts.words import Money

B = TypeVar("B", bound=facts.Body)
Key = tuple[str, str, str | None]
"""An allocation, its fund, and the allocation that it takes from, if any."""


class Fund(msgspec.Struct, frozen=True):
    """A pooled fund or an aligned budget as it stands: what is agreed to go into it, and what went."""

    opened: facts.FundOpened
    day: str
    agreed: tuple[tuple[str, facts.ContributionAgreed], ...] = ()
    paid: tuple[tuple[str, facts.ContributionPaid], ...] = ()
    varied: tuple[tuple[str, facts.FundVaried], ...] = ()

    def terms(self, day: str) -> facts.Terms:
        """Give what the fund is on the day: as it was opened, or as it was varied last."""
        return _standing(self.varied, day) or self.opened

    def sources(self, day: str) -> tuple[facts.ContributionAgreed, ...]:
        """Give what is agreed on the day: of each organisation and source what was agreed last."""
        told: dict[tuple[str, str], list[tuple[str, facts.ContributionAgreed]]] = {}
        for since, body in self.agreed:
            told.setdefault((body.organisation, body.source), []).append((since, body))
        standing = (_standing(changes, day) for changes in told.values())
        return tuple(one for one in standing if one is not None)

    def paid_in(self, day: str) -> Mapping[str, int]:
        """Give what each organisation has paid in by the day."""
        sums: dict[str, int] = {}
        for since, body in self.paid:
            if since <= day:
                sums[body.organisation] = sums.get(body.organisation, 0) + body.amount.minor
        return sums


class Level(msgspec.Struct, frozen=True):
    """One allocation as it stands; ``amounts`` in the order in which they were recorded."""

    made: facts.Allocated
    day: str
    amounts: tuple[tuple[str, facts.Given], ...]
    lapses: tuple[tuple[str, facts.AllocationLapsed], ...] = ()

    def amount(self, day: str) -> int:
        """Give what is allocated on the day; once it lapsed, no more than what stayed of it."""
        last = self.last(day)
        kept = [_minor(body.amount) for since, body in self.lapses if since <= day]
        return min([_minor(last.amount), *kept]) if last is not None else 0

    def last(self, day: str) -> facts.Given | None:
        """Give what was last said of its amount by the day; None: it was not made by then."""
        return _standing(self.amounts, day)

    def lapsed(self, day: str) -> str | None:
        """Give since when it has lapsed, if it has by the day."""
        return min((since for since, _ in self.lapses if since <= day), default=None)


class Commitment(msgspec.Struct, frozen=True):
    """One commitment as it stands."""

    made: facts.Committed
    day: str
    released: tuple[tuple[str, facts.Released], ...] = ()
    paid: tuple[tuple[str, int], ...] = ()

    def committed(self, day: str) -> int:
        """Give what is committed on the day: what was, without what was released."""
        made = self.made.amount.minor if self.day <= day else 0
        return made - sum(body.amount.minor for since, body in self.released if since <= day)

    def drawn(self, day: str) -> int:
        """Give what was drawn by the day."""
        return sum(minor for since, minor in self.paid if since <= day)

    def beyond(self, day: str) -> int:
        """Give what was drawn by the day beyond the commitment."""
        return max(0, self.drawn(day) - self.committed(day))


class Position(msgspec.Struct, frozen=True):
    """How one level stands on a day, in minor units."""

    allocated: int = 0
    passed: int = 0
    committed: int = 0
    drawn: int = 0
    beyond: int = 0

    @property
    def left(self) -> int:
        """What may still be passed down or committed; below nothing where the level is over."""
        return self.allocated - self.passed - self.committed - self.beyond

    @property
    def over(self) -> int:
        """By how much the level is over what it was allocated."""
        return max(0, -self.left)


class Funds(msgspec.Struct, frozen=True):
    """The funds, allocations and commitments that the facts read tell of.

    Allocations are kept by their id and what they take from, commitments by their id and allocation: the tags
    by which all facts of one are found. ``passed``, by the tag of an allocation or a
    fund, has the bodies that succeeded others: day, before, after.
    """

    known: Mapping[str, Fund] = msgspec.field(default_factory=dict)
    levels: Mapping[Key, Level] = msgspec.field(default_factory=dict)
    commitments: Mapping[tuple[str, str], Commitment] = msgspec.field(default_factory=dict)
    passed: Mapping[str, tuple[tuple[str, str, str], ...]] = msgspec.field(default_factory=dict)

    def evolve(self, at: Recorded, body: facts.Body | bodies_facts.Ended) -> Funds:
        """Fold one fact in. Never refuses: it already happened."""
        if not isinstance(body, bodies_facts.Ended):
            return self.after(at.day, body)
        passed = dict(self.passed)
        for tag in money_passing(body):
            passed[tag] = (*passed.get(tag, ()), (at.day, body.body, body.successors[0]))
        return replace(self, passed=passed)

    def after(self, day: str, body: facts.Body) -> Funds:
        """Give how things stand once this has happened; what is new has an id that is new."""
        if isinstance(body, facts.OfFund):
            return self._after_fund(day, body)
        if isinstance(body, facts.OfLevel):
            key = (body.allocation, body.fund, body.parent)
            level = self.levels.get(key)
            if isinstance(body, facts.Allocated):
                level = level or Level(body, day, ((day, body),))
            elif level is None:
                return self
            elif isinstance(body, facts.AllocationLapsed):
                level = replace(level, lapses=(*level.lapses, (day, body)))
            else:
                level = replace(level, amounts=(*level.amounts, (day, body)))
            return replace(self, levels={**self.levels, key: level})
        return self._after_commitment(day, body)

    def _after_fund(self, day: str, body: facts.OfFund) -> Funds:
        fund = self.known.get(body.fund)
        if isinstance(body, facts.FundOpened):
            fund = fund or Fund(body, day)
        elif fund is None:
            return self
        elif isinstance(body, facts.FundVaried):
            fund = replace(fund, varied=(*fund.varied, (day, body)))
        elif isinstance(body, facts.ContributionAgreed):
            fund = replace(fund, agreed=(*fund.agreed, (day, body)))
        else:
            fund = replace(fund, paid=(*fund.paid, (day, body)))
        return replace(self, known={**self.known, body.fund: fund})

    def _after_commitment(self, day: str, body: facts.OfCommitment) -> Funds:
        key = (body.commitment, body.allocation)
        one = self.commitments.get(key)
        if isinstance(body, facts.Committed):
            one = one or Commitment(body, day)
        elif one is None:
            return self
        elif isinstance(body, facts.Released):
            one = replace(one, released=(*one.released, (day, body)))
        else:
            one = replace(one, paid=(*one.paid, (day, body.amount.minor)))
        return replace(self, commitments={**self.commitments, key: one})

    def level(self, allocation: str) -> Level | None:
        """Give an allocation by its id."""
        return next((one for key, one in self.levels.items() if key[0] == allocation), None)

    def keeper(self, fund: str, day: str) -> str | None:
        """Give the body that keeps a fund on a day: the one that opened it, or that succeeded it."""
        known = self.known.get(fund)
        return None if known is None else self._succeeded(f"fund:{fund}", known.opened.by, day)

    def holder(self, allocation: str, day: str) -> str | None:
        """Give the body that holds an allocation on a day; of one that lapsed whoever holds the level above.

        None: nobody is known to; above the top of an aligned budget stands its owner, which is no body.
        """
        level, met = self.level(allocation), set[str]()
        while level is not None and level.lapsed(day) and level.made.allocation not in met:
            made = level.made
            met.add(made.allocation)
            if made.parent is None:
                known = self.known.get(made.fund)
                pooled = known is not None and known.opened.kind == "pooled"
                return self.keeper(made.fund, day) if pooled else None
            level = self.level(made.parent)
        if level is None:
            return None
        return self._succeeded(f"allocation:{level.made.allocation}", level.made.to, day)

    def above_lapsed(self, allocation: str) -> frozenset[str]:
        """Give the allocations above one, as far as one after the other lapsed: they tell who holds it."""
        level, found = self.level(allocation), set[str]()
        while level is not None and level.lapses and level.made.parent not in {None, *found}:
            found.add(str(level.made.parent))
            level = self.level(str(level.made.parent))
        return frozenset(found)

    def held(self, body: str, day: str) -> tuple[Level, ...]:
        """Give the allocations that a body holds on a day and that have not lapsed."""
        return tuple(
            one
            for one in self.levels.values()
            if one.day <= day and not one.lapsed(day) and self.holder(one.made.allocation, day) == body
        )

    def kept(self, level: Level, day: str) -> int:
        """Give what stays of an allocation that lapses: the most that is used of it on any day from then on.

        It is no more than the allocation has on the day, also where it is over.
        """
        told = (self.position(level.made.fund, level.made.allocation, one) for one in self.days(day))
        return min(level.amount(day), max(one.allocated - one.left for one in told))

    def by_act(self, act: str, currency: str, day: str) -> int:
        """Give what all commitments by one act come to on a day."""
        its = (one for one in self.commitments.values() if one.made.act == act)
        return sum(one.committed(day) for one in its if one.made.amount.currency == currency)

    def _succeeded(self, tag: str, body: str, day: str) -> str:
        for since, before, after in self.passed.get(tag, ()):
            if since <= day and body == before:
                body = after
        return body

    def below(self, fund: str, parent: str | None) -> tuple[Level, ...]:
        """Give what takes from an allocation, or from the fund itself, in the order of recording."""
        return tuple(one for (_, of, above), one in self.levels.items() if _takes(of, above, fund, parent))

    def position(self, fund: str, allocation: str | None, day: str) -> Position:
        """Say how an allocation, or the fund itself (None), stands on a day."""
        passed = sum(one.amount(day) for one in self.below(fund, allocation))
        if allocation is None:
            known = self.known.get(fund)
            agreed = sum(_minor(one.amount) for one in known.sources(day)) if known is not None else 0
            return Position(agreed, passed)
        level = self.level(allocation)
        own = [one for (_, of), one in self.commitments.items() if of == allocation]
        return Position(
            level.amount(day) if level is not None else 0,
            passed,
            sum(one.committed(day) for one in own),
            sum(one.drawn(day) for one in own),
            sum(one.beyond(day) for one in own),
        )

    def tree(self, fund: str) -> Iterator[tuple[int, Level]]:
        """Give every allocation of a fund with how deep it stands: each before what takes from it."""
        met: set[str] = set()
        waiting = [(1, one) for one in reversed(self.below(fund, None))]
        while waiting:
            depth, level = waiting.pop()
            code = level.made.allocation
            if code in met:
                continue
            met.add(code)
            yield depth, level
            waiting += [(depth + 1, one) for one in reversed(self.below(fund, code))]

    def whole(self, fund: str, day: str) -> Position:
        """Say how a fund stands as a whole: what is left at one level covers what is over at another."""
        found = [self.position(fund, one.made.allocation, day) for _, one in self.tree(fund)]
        return Position(
            self.position(fund, None, day).allocated,
            0,
            sum(one.committed for one in found),
            sum(one.drawn for one in found),
            sum(one.beyond for one in found),
        )

    def days(self, since: str) -> tuple[str, ...]:
        """Give a day and every later day on which an amount changes."""
        found = {since}
        for fund in self.known.values():
            found |= {day for day, _ in fund.agreed}
        for level in self.levels.values():
            found |= {day for day, _ in (*level.amounts, *level.lapses)}
        for one in self.commitments.values():
            found |= {one.day, *(day for day, _ in one.released), *(day for day, _ in one.paid)}
        return tuple(sorted(day for day in found if day >= since))


def apportion(minor: int, parts: Sequence[int]) -> tuple[int, ...]:
    """Share an amount out by parts, by largest remainder; of equal remainders the first gets the unit.

    The shares sum to the amount, and none is a whole unit away from its exact share.
    """
    whole = sum(parts)
    shares = [minor * part // whole for part in parts]
    rest = sorted(range(len(parts)), key=lambda index: -(minor * parts[index] % whole))
    for index in rest[: minor - sum(shares)]:
        shares[index] += 1
    return tuple(shares)


def money_passing(body: bodies_facts.Ended) -> tuple[str, ...]:
    """Give, by their tags, the allocations and funds that pass to the first successor of a body."""
    if not body.successors:
        return ()
    allocations = (f"allocation:{one}" for one in body.passing if one.startswith("w-"))
    return (*allocations, *(f"fund:{one}" for one in body.funds))


def _takes(of: str, above: str | None, fund: str, parent: str | None) -> bool:
    """Say whether an allocation takes from this parent; without one, from the fund."""
    return above == parent and (parent is not None or of == fund)


def _minor(amount: Money | None) -> int:
    return 0 if amount is None else amount.minor


def _standing(changes: Sequence[tuple[str, B]], day: str) -> B | None:
    """Give what is in effect on a day: the last to take effect by then, of one day the last recorded."""
    effective = [one for one in reversed(changes) if one[0] <= day]
    return max(effective, key=lambda one: one[0])[1] if effective else None
