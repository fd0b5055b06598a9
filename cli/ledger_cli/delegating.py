"""The options of a delegation: how wide it reaches, and how it is exercised."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import click
import msgspec
from msgspec.structs import replace

from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.words import Money
from ledger.scopes import permits
from ledger_cli.output import say
from ledger_cli.parameters import AMOUNT, DAY
from ledger_cli.parties import party
from ledger_cli.questions import on_day

if TYPE_CHECKING:
    from ledger.links import Version
    from ledger_cli.session import Session

F = TypeVar("F", bound=Callable[..., Any])

_LIMIT = re.compile(
    r"(?P<amount>[A-Z]{3} [0-9,]{1,20}\.[0-9]{2}) for "
    r"(?P<over>one act|a month|a quarter|a calendar year|a financial year|all acts)"
    r"(?: of one (?P<of>matter|project|supplier))?"
    r"(?:, (?P<spend>capital|revenue))?(?:, (?P<tax>with|without) tax)?"
)
DAYS_MAX = 3650
"""Most days within which an act is reported."""

_LIKE = "GBP 5000.00 for all acts of one project, capital, without tax"
_SCOPE = (
    click.option("--function", "functions", multiple=True, metavar="CODE", help="What may be done: grants."),
    click.option("--excluded", multiple=True, metavar="CODE", help="A part of that which may not."),
    click.option("--each", type=AMOUNT, help="The limit of one act: 'GBP 2500.00'."),
    click.option("--year", type=AMOUNT, help="The limit of a financial year, from 1 April."),
    click.option("--total", type=AMOUNT, help="The limit of all acts together."),
    click.option("--limit", "limits", multiple=True, metavar="TEXT", help=f"Any limit: '{_LIKE}'."),
    click.option("--above", type=AMOUNT, help="Acts of more than this alone."),
    click.option("--until", type=DAY, help="The first day on which it no longer holds."),
    click.option("--onward", type=click.IntRange(0, 8), help="How often it may be passed on."),
    click.option(
        "--onward-to", multiple=True, type=click.Choice(get_args(facts.PartyKind)), help="To whom alone."
    ),
)
_MANNER = (
    click.option("--acting", type=click.IntRange(1, 8), help="How many of them act together."),
    click.option("--approval", multiple=True, metavar="PARTY", help="Who has to approve before each act."),
    click.option("--consulting", multiple=True, metavar="PARTY", help="Who has to be asked before each act."),
    click.option("--condition", "conditions", multiple=True, metavar="CODE=WORDS", help="What has to be so."),
    click.option("--report", "reports", multiple=True, metavar="PARTY=DAYS", help="To whom it is reported."),
    click.option("--notify", "notices", multiple=True, metavar="PARTY=DAYS", help="Who is told."),
    click.option(
        "--records", multiple=True, type=click.Choice(get_args(facts.Record)), help="What has to be recorded."
    ),
    click.option("--regime", help="The clause by which that is recorded."),
    click.option("--acceptance", is_flag=True, default=None, help="It holds once it is accepted."),
    click.option("--review", type=DAY, help="When it is due for review."),
)


class Wide(msgspec.Struct, frozen=True):
    """What was given of a scope; None or empty: nothing was."""

    functions: tuple[str, ...]
    excluded: tuple[str, ...]
    each: Money | None
    year: Money | None
    total: Money | None
    limits: tuple[str, ...]
    above: Money | None
    until: str | None
    onward: int | None
    onward_to: tuple[facts.PartyKind, ...]

    def scope(self, before: facts.Scope | None = None) -> facts.Scope:
        """Make a scope; what is not said stays as it was before.

        Raises:
            Malformed: no function, a limit in another form, or not a scope that a fact can hold.
        """
        base = before or facts.Scope(())
        said = [*self._plain(), *map(limit_of, self.limits)]
        windows = {(one.over, one.of, one.spend): one for one in said}
        kept = [windows.pop((one.over, one.of, one.spend), one) for one in base.limits]
        made = facts.Scope(
            functions=tuple(dict.fromkeys(self.functions)) or base.functions,
            limits=(*kept, *windows.values()),
            until=self.until or base.until,
            onward=base.onward if self.onward is None else self.onward,
            excluded=tuple(dict.fromkeys((*base.excluded, *self.excluded))),
            above=self.above or base.above,
            onward_to=self.onward_to or base.onward_to,
        )
        try:
            return msgspec.convert(msgspec.to_builtins(made), facts.Scope)
        except msgspec.ValidationError as error:
            raise Malformed(f"expected functions named by codes like grants, got: {error}") from None

    def _plain(self) -> list[facts.Limit]:
        windows = (("one act", self.each), ("financial year", self.year), ("all acts", self.total))
        return [facts.Limit(amount, over) for over, amount in windows if amount is not None]  # type: ignore[arg-type]


class Exercised(msgspec.Struct, frozen=True):
    """What was given of a manner; None or empty: nothing was."""

    acting: int | None
    approval: tuple[str, ...]
    consulting: tuple[str, ...]
    conditions: tuple[str, ...]
    reports: tuple[str, ...]
    notices: tuple[str, ...]
    records: tuple[facts.Record, ...]
    regime: str | None
    acceptance: bool | None
    review: str | None

    def manner(self, session: Session, before: facts.Manner = facts.ALONE) -> facts.Manner:
        """Make a manner; what is not said stays as it was before.

        Raises:
            Malformed: a condition or a report in another form.
        """
        known = partial(party, session)
        return facts.Manner(
            acting=self.acting or before.acting,
            approval=tuple(map(known, self.approval)) or before.approval,
            consulting=tuple(map(known, self.consulting)) or before.consulting,
            conditions=tuple(map(condition_of, self.conditions)) or before.conditions,
            duties=(
                *self._duties(known, self.reports, "report", before),
                *self._duties(known, self.notices, "notify", before),
            ),
            records=self.records or before.records,
            regime=self.regime or before.regime,
            acceptance=before.acceptance if self.acceptance is None else self.acceptance,
            review=self.review or before.review,
        )

    @staticmethod
    def _duties(
        known: Callable[[str], str], said: tuple[str, ...], what: facts.Told, before: facts.Manner
    ) -> tuple[facts.Duty, ...]:
        kept = tuple(one for one in before.duties if one.what == what)
        return tuple(duty_of(one, known, what) for one in said) or kept


def dated(function: F) -> F:
    """Give a command its day, and the clauses that it rests on."""
    clause = click.option("--clause", "clauses", multiple=True, help="The clause that it rests on.")
    return on_day(clause(function))


def scoped(function: F) -> F:
    """Give a command the options of a scope, gathered as ``wide``."""
    return gathered(function, _SCOPE, "wide", Wide)


def exercised(function: F) -> F:
    """Give a command the options of a manner, gathered as ``how``."""
    return gathered(function, _MANNER, "how", Exercised)


def gathered(function: F, options: tuple[Callable[..., Any], ...], name: str, kind: type[Any]) -> F:
    """Give a command options that reach it as one value of a kind, under one name."""

    @wraps(function)
    def gather(*args: Any, **given: Any) -> Any:  # noqa: ANN401 - whatever the command takes and gives
        fields = {field: given.pop(field) for field in kind.__struct_fields__ if field in given}
        return function(*args, **given, **{name: kind(**fields)})

    put: Any = gather
    for option in reversed(options):
        put = option(put)
    made: F = put
    return made


def limit_of(text: str) -> facts.Limit:
    """Read a limit, as it is shown.

    Raises:
        Malformed: another text.
    """
    found = _LIMIT.fullmatch(text)
    if found is None:
        raise Malformed(f"expected a limit like {_LIKE!r}, got {text[:120]!r}")
    currency, _, number = found["amount"].partition(" ")
    minor = int(number.replace(",", "").replace(".", ""))
    named = {name: value for name, value in found.groupdict().items() if value and name != "amount"}
    named["over"] = named["over"].removeprefix("a ")
    try:
        return msgspec.convert({"amount": {"minor": minor, "currency": currency}, **named}, facts.Limit)
    except msgspec.ValidationError:
        raise Malformed(f"expected a limit above nothing that can be counted, got {text[:120]!r}") from None


def remark(session: Session, body: facts.Granted, day: str) -> None:
    """Say of what is given which functions the catalogue does not know, and what its giver reserved."""
    from ledger_cli.lookups import Past
    from ledger_cli.yamlfile import near

    by, scope = body.by, body.scope
    state = Past(session).state("functions", f"reserved:{by}")
    catalogue = state.functions.on(day)
    for code in (*scope.functions, *scope.excluded):
        if not catalogue.names(code):
            say(f"the catalogue has no function {code} on {day}{near(code, catalogue.known)}")
    for kept in state.chain.reserved(by, day):
        over = [one for one in scope.functions if permits(kept.scope(day), one, catalogue)]
        if over and body.kind != "reserved":
            say(f"{by} reserved {', '.join(over)} ({kept.delegation}): until that ends nobody else may do it")


def condition_of(text: str) -> facts.Condition:
    """Read a condition: ``funded=The budget is agreed``.

    Raises:
        Malformed: another text.
    """
    code, _, says = text.partition("=")
    try:
        return msgspec.convert({"condition": code, "says": says}, facts.Condition)
    except msgspec.ValidationError:
        expected = "a condition like funded=The budget is agreed"
        raise Malformed(f"expected {expected}, got {text[:80]!r}") from None


def duty_of(text: str, known: Callable[[str], str], what: facts.Told = "report") -> facts.Duty:
    """Read who gets a report of acts, or notice of them, within how many days: ``body:board=30``.

    Raises:
        Malformed: another text, or a party that ``known`` does not know.
    """
    to, _, days = text.rpartition("=")
    if not (to and re.fullmatch(r"[0-9]{1,4}", days) and int(days) <= DAYS_MAX):
        raise Malformed(f"expected who is told within how many days, like body:board=30, got {text[:80]!r}")
    return facts.Duty(known(to), int(days), what)


Part = Literal["limit", "term", "band", "excluded", "review"]


def lifted(parts: tuple[Part, ...], now: Version) -> tuple[facts.Scope, facts.Manner]:
    """Give what a delegation says without some parts of it."""
    plain: dict[Part, dict[str, Any]] = {
        "limit": {"limits": ()},
        "term": {"until": None},
        "band": {"above": None},
        "excluded": {"excluded": ()},
    }
    scope = now.scope
    for part in parts:
        scope = replace(scope, **plain.get(part, {}))
    return scope, replace(now.manner, review=None) if "review" in parts else now.manner
