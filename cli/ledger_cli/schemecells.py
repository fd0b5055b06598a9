"""What the cells of a scheme say: each field of a delegation as text, and read from text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, get_args

import click
import msgspec
from msgspec.structs import replace

from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.words import Clause, Code, Money, ResolutionId
from ledger.functions import Catalogue
from ledger.links import Link
from ledger.scopes import show, spelled
from ledger_cli.delegating import condition_of, duty_of, limit_of
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.parties import giver
from ledger_cli.yamlfile import near

T = TypeVar("T")
Values = Mapping[str, Any]
"""What a delegation says, by heading."""

OF_SCOPE = {
    "function": "functions", "excluded": "excluded", "above": "above", "until": "until",
    "onward": "onward", "onward to": "onward_to",
}  # fmt: skip
OF_LIMITS = {"each": "one act", "year": "financial year", "total": "all acts", "limits": None}
OF_MANNER = {
    "acting": "acting", "approval": "approval", "consulting": "consulting", "conditions": "conditions",
    "reports": "duties", "records": "records", "regime": "regime", "acceptance": "acceptance",
    "review": "review",
}  # fmt: skip
OF_POWER = ("kind", "instead", "power", "enabling", "source")
"""What a grant says, and a link that is passed on does not."""

FIXED = ("to", "by", *OF_POWER, "clause", "parent")
"""What no amendment changes."""

SAYS = (*OF_SCOPE, *OF_LIMITS, *OF_MANNER, *FIXED)

_MANY = {
    "function", "excluded", "to", "limits", "onward to", "approval", "consulting", "conditions", "reports",
    "records", "clause",
}  # fmt: skip
_PARTIES = {"to", "approval", "consulting"}
_NEXT = re.compile(r";(?=\s*[a-z0-9.-]+=\S)")
"""Where another condition begins: the words of one may hold a semicolon."""


def empty(column: str) -> Any:  # noqa: ANN401 - whatever the column holds
    """Give what an empty cell says."""
    if column in _MANY:
        return ()
    return {"onward": 0, "acting": 1, "instead": False, "acceptance": False}.get(column)


def alike(one: object, other: object) -> bool:
    """Tell whether two values say the same: the order of several does not matter."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) == set(other)
    return one == other


# --- out -----------------------------------------------------------------------------------------


def values_of(link: Link, day: str) -> dict[str, Any]:
    """Give what a delegation says on a day, by heading."""
    version, granted = link.version(day), link.granted
    scope, manner = version.scope, version.manner
    plain, others = _plain(scope.limits)
    found = {column: getattr(scope, field) for column, field in OF_SCOPE.items()}
    found |= {column: plain.get(over) for column, over in OF_LIMITS.items()} | {"limits": others}
    found |= {column: getattr(manner, field) for column, field in OF_MANNER.items()}
    found |= {"to": link.holders(day), "by": link.giver(day), "clause": link.clauses, "parent": link.parent}
    found |= {one: getattr(granted, one, None) for one in OF_POWER}
    return found | {"instead": granted is not None and granted.keeps == "instead"}


def _plain(limits: Sequence[facts.Limit]) -> tuple[dict[str | None, Money], tuple[facts.Limit, ...]]:
    """Give the limits that have a column of their own, the first of each, and the others."""
    found: dict[str | None, Money] = {}
    others = []
    for one in limits:
        if one == facts.Limit(one.amount, one.over) and one.over not in found:
            found[one.over] = one.amount
        else:
            others.append(one)
    return found, tuple(others)


def texts_of(values: Values, spell: Callable[[str], str]) -> dict[str, str]:
    """Give the cells that say so; ``spell`` writes a party."""
    return {column: _text(column, value, spell) for column, value in values.items()}


def _text(column: str, value: object, spell: Callable[[str], str]) -> str:  # noqa: PLR0911 - one case a kind
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case tuple():
            return "; ".join(_text(column, one, spell) for one in value)
        case Money():
            return show(value).replace(",", "")
        case facts.Limit():
            return spelled(value)
        case facts.Condition():
            return f"{value.condition}={value.says}"
        case facts.Duty():
            return f"{'notify ' if value.what == 'notify' else ''}{spell(value.to)}={value.within}"
        case str() if column in _PARTIES:
            return spell(value)
        case _:
            return str(value)


# --- in ------------------------------------------------------------------------------------------


class Reader:
    """Reads what stands in a cell, by its heading."""

    def __init__(
        self,
        catalogue: Catalogue,
        links: Mapping[str, Link],
        party: Callable[[str], str],
        person: Callable[[str], str],
    ) -> None:
        """Say what is known: functions (none: any code passes), delegations, parties and persons by text."""
        self._catalogue = catalogue
        self._links = links
        self._party = _once(party)
        kinds = get_args(facts.PartyKind)
        self._ways: Mapping[str, Callable[[str], Any]] = {
            **dict.fromkeys(("function", "excluded"), self._function),
            **dict.fromkeys(_PARTIES, self._party),
            **dict.fromkeys(("each", "year", "total", "above"), lambda text: _parameter(AMOUNT, text)),
            **dict.fromkeys(("until", "review"), lambda text: _parameter(DAY, text)),
            **dict.fromkeys(("instead", "acceptance"), _yes),
            **dict.fromkeys(("clause", "regime", "power"), lambda text: _convert(text, Clause, "a clause")),
            **dict.fromkeys(("parent", "delegation"), self._delegation),
            "limits": limit_of,
            "onward": lambda text: _count(text, "how often it may be passed on", 0, 8),
            "acting": lambda text: _count(text, "how many act together", 1, 8),
            "onward to": lambda text: _choice(text, kinds),
            "conditions": condition_of,
            "reports": self._duty,
            "records": lambda text: _choice(text, get_args(facts.Record)),
            "kind": lambda text: _choice(text, get_args(facts.Kind)),
            "source": lambda text: _choice(text, get_args(facts.Source)),
            "enabling": lambda text: _convert(text, Code, "a power by its code, like s-75"),
            "resolution": lambda text: _convert(
                text, ResolutionId, "a decision by its id, d-mnbqk3jz5x2c4d7e"
            ),
            "by": lambda text: self._party(giver(text)),
            "person": person,
            "change": lambda text: _choice(text, ("revoke",)),
        }

    def value(self, column: str, text: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """Give what a cell says.

        Raises:
            Malformed: nothing that can stand there.
        """
        if not text:
            return empty(column)
        read = self._ways[column]
        if column not in _MANY:
            return read(text)
        # Conditions are the only cells in which a semicolon can be part of what is said.
        parts = _NEXT.split(text.rstrip("; ")) if column == "conditions" else text.split(";")
        found = dict.fromkeys(one.strip() for one in parts)
        return tuple(dict.fromkeys(read(one) for one in found if one))

    def _function(self, text: str) -> str:
        code = _convert(text, Code, "a function by its code, like grants")
        if not self._catalogue.names(code):
            known = [one for one in self._catalogue.known if self._catalogue.listed(one)]
            raise Malformed(f"expected a function of the catalogue, got {code}{near(code, known)}")
        return code

    def _duty(self, text: str) -> facts.Duty:
        told = text.removeprefix("notify ")
        return duty_of(told, self._party, "report" if told == text else "notify")

    def _delegation(self, text: str) -> str:
        if text not in self._links:
            expected = "a delegation that the ledger knows"
            raise Malformed(f"expected {expected}, got {text[:80]!r}{near(text, self._links)}")
        return text


def _once(read: Callable[[str], T]) -> Callable[[str], T]:
    """Ask once for each text, whether there is an answer or not."""
    known: dict[str, T | Malformed] = {}

    def ask(text: str) -> T:
        if text not in known:
            try:
                known[text] = read(text)
            except Malformed as error:
                known[text] = error
        found = known[text]
        if isinstance(found, Malformed):
            raise found
        return found

    return ask


def _convert(text: str, kind: Any, expected: str) -> str:  # noqa: ANN401 - an annotated type
    try:
        return str(msgspec.convert(text, kind))
    except msgspec.ValidationError:
        raise Malformed(f"expected {expected}, got {text[:80]!r}") from None


def _parameter(kind: click.ParamType[T], text: str) -> T:
    """Read a value as the command line does."""
    try:
        return kind.convert(text, None, None)
    except click.BadParameter as error:
        raise Malformed(error.message) from None


def _count(text: str, what: str, least: int, most: int) -> int:
    if not (re.fullmatch(r"[0-9]{1,2}", text) and least <= int(text) <= most):
        raise Malformed(f"expected {what}, {least} to {most}, got {text[:80]!r}")
    return int(text)


def _choice(text: str, among: Sequence[str]) -> str:
    if text.lower() not in among:
        raise Malformed(f"expected {' or '.join(among)}, got {text[:80]!r}")
    return text.lower()


def _yes(text: str) -> bool:
    return _choice(text, ("yes", "no", "true", "false")) in {"yes", "true"}


# --- together ------------------------------------------------------------------------------------


def scope_of(values: Values, changed: Values, base: facts.Scope) -> facts.Scope:
    """Give a scope with what changed; ``values`` is all that it says now.

    Raises:
        Malformed: not a scope that a fact can hold.
    """
    fields = {OF_SCOPE[one]: value for one, value in changed.items() if one in OF_SCOPE}
    if any(one in OF_LIMITS for one in changed):
        plain = ((values[one], over) for one, over in OF_LIMITS.items() if over is not None)
        limits = (facts.Limit(amount, over) for amount, over in plain if amount is not None)  # type: ignore[arg-type]
        fields["limits"] = (*limits, *values["limits"])
    return _fitting(replace(base, **fields), facts.Scope)


def manner_of(changed: Values, base: facts.Manner) -> facts.Manner:
    """Give a manner with what changed.

    Raises:
        Malformed: not a manner that a fact can hold.
    """
    fields = {OF_MANNER[one]: value for one, value in changed.items() if one in OF_MANNER}
    return _fitting(replace(base, **fields), facts.Manner)


def _fitting(made: T, kind: type[T]) -> T:
    try:
        return msgspec.convert(msgspec.to_builtins(made), kind)
    except msgspec.ValidationError as error:
        raise Malformed(f"expected what one delegation can hold, got: {error}") from None
