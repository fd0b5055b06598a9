"""Given these facts, when somebody does this, then it happens, or it is refused with these sentences.

Every act is judged twice: on all the facts, and on those alone that its boundary asks for, read as the
service reads them. The findings must be the same, so every test here is a test of tags as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from tests.examples import ADA, FOUNDED, LEDGER, OFFICER, RECOVERY, SEAL, ids_of

from ledger import canonical, envelope, replay
from ledger.acts import Act, Recorded, london_day
from ledger.boundaries import ROUNDS_MAX, boundary
from ledger.errors import Refused
from ledger.facts import Body
from ledger.facts.corrections import Corrected
from ledger.facts.fact import Acted, Fact
from ledger.facts.words import Sealed
from ledger.findings import Finding, Verdict
from ledger.judge import decide, examine
from ledger.state import State
from ledger.tags import TOTALS, charges_of, tags_of

FOUNDING_DAY = "2020-01-01"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"
RULE = re.compile(r"^\| ([A-Z]{3}-\d+) \| .* \| ([A-Z]+) \| (.+) \|$", re.MULTILINE)
RULES = {
    rule: (kind, absolute) for rule, kind, absolute in RULE.findall(REFERENCE.read_text(encoding="utf-8"))
}
"""What the reference says about every rule: its kind, and whether nothing departs from it."""

FAILURE = re.compile(
    # A list without names, or a value that there is not.
    r"^\s|\s$|\s,|\s\s|\bNone\b|\b(?:by|of|part|until) ?$"
    # What is one too many.
    r"|\b(?:a second|another|twice|already|beside|several|both or neither|settled before)\b"
    # What was to be otherwise.
    r"|\bwhich (?:has|is not|ended|nobody|the|it)\b|\b(?:did|does|do|may|was|were) not\b|, not \d"
    r"|\bnot (?:live|enrolled|asked|reported|signing|known to be)\b|\bno signature\b|\bsomething else\b"
    r"|\bnobody asked\b|\bwho is there\b|\btaken in public\b|\blapsed\b|\bone of them at most\b"
    r"|\bsays nothing\b|\bthe same again\b|\bother person\b|\bmay not\b|\brecorded as (?:ended|closed)\b"
)
"""Words that say what was found where a rule is not met: said of one that is met they are false."""


def belies(finding: Finding) -> bool:
    """Say whether a finding that is met shows in its ``got`` what is true only of one that is not."""
    return finding.verdict is Verdict.MET and FAILURE.search(finding.got) is not None


def named(prefix: str, name: str) -> str:
    """Give an id that a reader can tell from others: ``p-cathaaaaaaaaaaaa``."""
    return f"{prefix}-{name:a<16}"


def sealed(text: str) -> Sealed:
    """Give a commitment that differs from text to text."""
    return Sealed(text.encode().hex().rjust(64, "0"))


class Step(msgspec.Struct, frozen=True):
    """One act with its day, the instant at which it is recorded, and who signs."""

    body: Body
    on: str
    recorded: str
    acted: Acted = Acted()
    clauses: tuple[str, ...] = ()
    departure: Sealed | None = None
    signers: tuple[str, ...] = ids_of(OFFICER)
    recorder: str = ADA

    def departing(self, reason: Sealed = SEAL) -> Step:
        """Record it although a rule speaks against it."""
        return replace(self, departure=reason)

    def act(self) -> Act:
        return Act.of(self.at(1))

    def at(self, number: int) -> Recorded:
        """Give the fact in its place; it has been written and read as a ledger does."""
        fact = Fact(
            ledger=LEDGER,
            id=f"{named('r', 'request')}/{number}",
            on=self.on,
            acted=self.acted,
            recorder=self.recorder,
            clauses=self.clauses,
            tags=tags_of(self.body, london_day(self.on)),
            relies=(),
            charges=charges_of(self.body, london_day(self.on)),
            evidence=(),
            findings=(),
            departure=self.departure,
            body=self.body,
        )
        return Recorded(number, self.recorded, envelope.read_fact(canonical.encode(fact)), self.signers)


def on(when: str, *bodies: Body, recorded: str | None = None, person: str | None = None) -> tuple[Step, ...]:
    """Say that these took effect on a day or at an instant, recorded the same day unless said.

    Args:
        when: the day, or an instant in UTC.
        bodies: what took effect, in this order.
        recorded: the day or instant at which the ledger takes it.
        person: who acted.
    """
    taken = recorded or when
    instant = taken if "T" in taken else f"{taken}T12:00:00.000000Z"
    return tuple(Step(body, when, instant, Acted(person)) for body in bodies)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the judge says about an act on what came before it."""

    before: Given
    step: Step
    findings: tuple[Finding, ...]

    def finding(self, rule: str) -> Finding:
        """Give the one finding of a rule."""
        (found,) = [finding for finding in self.findings if finding.rule == rule]
        return found

    def verdict(self, rule: str) -> Verdict:
        """Give the answer of the one finding of a rule."""
        return self.finding(rule).verdict

    def happens(self, *noting: str) -> Given:
        """Expect that the act is recorded and shows these findings for ever, by rule and verdict."""
        noted = decide(self.step.act(), self.findings)
        assert tuple(f"{one.rule} {one.verdict}" for one in noted) == noting
        return self.before.with_(self.step)

    def refused_by(self, *sentences: str, kind: str = "RULE") -> None:
        """Expect that the act is refused, with exactly these sentences and this kind of answer.

        Each rule must be of the kind, and as absolute, as the reference says.
        """
        with pytest.raises(Refused) as caught:
            decide(self.step.act(), self.findings)
        assert str(caught.value).splitlines() == list(sentences)
        assert caught.value.kind == kind
        for finding in self.findings:
            if finding.verdict is not Verdict.MET and finding.rule in RULES:
                expected, absolute = RULES[finding.rule]
                assert (finding.rule, finding.kind) == (finding.rule, expected)
                assert finding.absolute or absolute != "yes", f"{finding.rule} can be departed from"


@dataclass(frozen=True, slots=True)
class Given:
    """The facts of a ledger, in their order."""

    facts: tuple[Recorded, ...] = ()

    def with_(self, *steps: Step) -> Given:
        """Add facts; nobody judges them."""
        first = len(self.facts) + 1
        return Given((*self.facts, *(step.at(first + index) for index, step in enumerate(steps))))

    def and_(self, *steps: Iterable[Step]) -> Given:
        """Add facts in groups; nobody judges them."""
        return self.with_(*(step for group in steps for step in group))

    def state(self) -> State:
        """Fold every fact."""
        return fold(self.facts).charged(totals(self.facts))

    def when(self, act: Step | tuple[Step, ...]) -> Outcome:
        """Judge one act."""
        (step,) = act if isinstance(act, tuple) else (act,)
        judged = step.act()
        findings = examine(judged, self.state(), before(judged, self.facts))
        read, _ = gather(judged, self.facts)
        rest, _ = gather(judged, self.facts, without=True)
        again = examine(judged, read, rest if isinstance(judged.body, Corrected) else None)
        assert again == findings, "the boundary leaves out something that counts"
        assert [one.sentence() for one in findings if belies(one)] == [], "met, with words of failure"
        return Outcome(self, step, findings)


def given(*steps: Iterable[Step]) -> Given:
    """Give a founded ledger with these facts."""
    signers = ids_of(OFFICER, RECOVERY)
    founded = Step(FOUNDED, FOUNDING_DAY, f"{FOUNDING_DAY}T12:00:00.000000Z", signers=signers)
    return Given().with_(founded).and_(*steps)


def fold(facts: Iterable[Recorded]) -> State:
    """Fold facts as they stand corrected, each taking the place of what it corrects."""
    return replay.fold(facts)


def totals(facts: Iterable[Recorded]) -> Mapping[str, int]:
    """Give the running total of every tag that was charged."""
    spent: dict[str, int] = {}
    for fact in facts:
        for charge in fact.fact.charges:
            spent[charge.tag] = spent.get(charge.tag, 0) + charge.amount
    return spent


def before(act: Act, facts: Iterable[Recorded]) -> State | None:
    """Fold all but the fact that a correction corrects."""
    if not isinstance(act.body, Corrected):
        return None
    corrects = act.body.corrects
    return fold(fact for fact in facts if fact.fact.id != corrects)


def gather(
    act: Act, facts: tuple[Recorded, ...], *, without: bool = False
) -> tuple[State, list[frozenset[str]]]:
    """Read by tags until the boundary stops growing; of a running total read the last entry alone.

    Args:
        act: what is judged.
        facts: all that there are.
        without: fold what was read but for the fact that a correction corrects.

    Returns:
        the state that was read, and the boundary of every round.
    """
    rounds: list[frozenset[str]] = []
    state = State()
    while not rounds or boundary(act, state) != rounds[-1]:
        rounds.append(boundary(act, state))
        assert len(rounds) <= ROUNDS_MAX
        tags = {tag for tag in rounds[-1] if not tag.startswith(TOTALS)}
        wanted = {fact.number for fact in facts if tags & set(fact.fact.tags)}
        last = {tag: fact for fact in facts for tag in fact.fact.tags if tag in rounds[-1] - tags}
        wanted |= {fact.number for fact in last.values()}
        spent = {tag: total for tag, total in totals(facts).items() if tag in last}
        read = [fact for fact in facts if fact.number in wanted]
        state = fold(read).charged(spent)
    return (before(act, read) or state) if without else state, rounds
