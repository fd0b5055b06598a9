"""Whether a body had the power for what it decided: of its own, or under a delegation by an act.

A delegation says how much and how: that is judged in the act that is recorded with the decision. Until one
is, what a decision under a delegation is worth is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.acts import Recorded
from ledger.aftermath import About, Known, disputed, is_act, part_of, waits
from ledger.facts.decisions import Part
from ledger.facts.delegations import Ratified, Used
from ledger.facts.disputes import OfCourse
from ledger.facts.fact import Noted
from ledger.facts.keydecisions import AfterDecision
from ledger.facts.terms import PowerRule, Terms, UrgentRule
from ledger.findings import Verdict
from ledger.links import BEYOND
from ledger.resolutions import exercises_power, own_matters, within_power
from ledger.terms import rules_of

OUTSIDE = "appears outside authority"
UNDELEGATED = frozenset({"DEL-2", "DEL-8", "DEL-23", "DEC-24"})
"""What speaks against the authority of a part that was taken under a delegation."""


def of_part(told: Sequence[Known], part: Part) -> tuple[Known, ...]:
    """Give what is said of a part, or of the decision as a whole; of acts, those that were done by it."""
    about = [one for one in told if part_of(one.body) in {None, part.number}]
    acts = {one.body.act for one in about if isinstance(one.body, Used)}
    return tuple(one for one in about if act_of(one.body) in {None, *acts})


def act_of(body: About) -> str | None:
    """Give the act that was ratified, published, called in or disputed; None: it is of none."""
    if isinstance(body, Ratified):
        return body.act
    decision = body.decision if isinstance(body, AfterDecision | OfCourse) else None
    return decision if decision is not None and is_act(decision) else None


def held_up(mine: Sequence[Known]) -> str | None:
    """Say for what an act by which a part was done waits; None: for nothing."""
    acts = dict.fromkeys(act_of(one.body) for one in mine)
    about = ([one for one in mine if act_of(one.body) == act] for act in acts if act)
    return next(
        filter(None, (waits(told, None) or ("disputed" if disputed(told) else None) for told in about)), None
    )


def not_of_acts(mine: Sequence[Known]) -> tuple[Known, ...]:
    """Give what is said of the decision itself, and not of an act by which it was done."""
    return tuple(one for one in mine if act_of(one.body) is None)


def by_power(
    at: Recorded, part: Part, terms: Terms | None, mine: Sequence[Known], others: Mapping[str, str]
) -> str | None:
    """Say what a part is worth for want of power; None: nothing on the record says that it was wanting."""
    if not exercises_power(part):
        return None
    against = {one.rule for one in at.fact.findings if one.verdict == "not met"}
    urgent = {"DEC-38", *(rule.rule for rule in rules_of(terms, UrgentRule))}
    if urgent & against:
        return OUTSIDE
    if part.under is not None:
        taken_over = [one.body for one in mine if isinstance(one.body, Ratified)]
        if taken_over:
            last = taken_over[-1]
            worth = others.get(last.resolution)
            lost = f" in {last.resolution} ({worth})" if worth is not None and not lasts(worth) else ""
            return f"ratified by {last.by}{lost}"
        return OUTSIDE if UNDELEGATED & against else by_act(part, mine)[0]
    powers = {rule.rule for rule in rules_of(terms, PowerRule)}
    without = within_power(part, own_matters(terms)) is Verdict.NOT_MET and powers & against
    return OUTSIDE if without else None


def by_act(part: Part, mine: Sequence[Known]) -> tuple[str | None, tuple[str, ...]]:
    """Say what the act makes of a part that decides under a delegation, and why.

    None: it was within what was delegated.
    """
    if part.under is None or not exercises_power(part):
        return None, ()
    done = next((one for one in mine if isinstance(one.body, Used)), None)
    if done is None:
        return "not known", (f"no act under {part.under} is recorded: its limits are not judged",)
    doubts = tuple(noted(one) for one in done.findings)
    if any(one.verdict == "not met" and one.rule in BEYOND for one in done.findings):
        return OUTSIDE, doubts
    verdicts = {one.verdict for one in done.findings}
    shown = "not known" if "not known" in verdicts else "valid, with a departure shown"
    return (shown if verdicts else None), doubts


def holds(worth: str) -> bool:
    """Say whether a decision of this worth is good, whatever is shown beside it."""
    return worth == "ratified" or worth.startswith("valid")


def lasts(worth: str) -> bool:
    """Say whether what a decision did to another one lasts: it decides, in principle at least, or asks."""
    return holds(worth) or worth == "in principle" or worth.startswith("recommendation")


def noted(one: Noted) -> str:
    """Spell a finding as it stands beside what it speaks against: ``not met (DEL-10, scheme 4.1)``."""
    return f"{one.verdict} ({f'{one.rule}, {one.clause}' if one.clause else one.rule})"
