"""``remit decision``: what a decision is worth, and what became of it (LSC-10.5, PLA-7b, SYS-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.outcomes import (
    Answer,
    Answered,
    Change,
    Changed,
    Claimed,
    Considered,
    Defect,
    DefectFound,
    GoodFaithViewed,
    Settled,
    Traced,
)
from ledger.facts.words import Words
from ledger_cli import ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json
from ledger_cli.parameters import DAY
from ledger_cli.proposing import propose
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.facts import Body
    from ledger.instruments import Instrument
    from ledger.standing import Standing
    from ledger_cli.deciding import Decision
    from ledger_cli.session import Session

NOT_KNOWN = 8
_part = click.option("--part", default="1", show_default=True, help="The part, by its number.")
_some_part = click.option("--part", help="This part only, by its number.  [default: all of it]")
_reason = click.option("--reason", required=True, help="Why; kept sealed.")
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")


@click.group()
def command() -> None:
    """What a decision is worth, and what became of it."""


def _submit(session: Session, body: Body, on: str | None) -> None:
    session.submit([propose(session.settings, body, on or today())], request_id(session.settings))


def _body(session: Session, resolution: str) -> str:
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    return deciding.body_of(Past(session), resolution)


@command.command()
@click.argument("decision")
@on_day
@known_then
@answering
def show(session: Session, decision: str, on: str | None, known_at: str | None) -> int:
    """Say what each part of DECISION is worth on a day, and the facts that say so.

    Of a part that was taken under a delegation: who gave it, by what power, and who was there for the giver.

    \b
    Example:
      remit decision show d-mnbqk3jz5x2c4d7e --on 2024-07-15
    """
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = deciding.read(past, decision, on or today())
    under = deciding.under(past, found)
    if session.settings.as_json:
        on_these = [deciding.considered(one) for one in found.considered]
        parts = zip(found.resolved.parts, found.worth, strict=True)
        told = [
            {**_spelled(session, one, part.kind), "under": deciding.spelled(session, under.get(one.part))}
            for part, one in parts
        ]
        emit_json([{**one, "recommendations": on_these} for one in told])
    else:
        _print(session, found, under.values())
    return NOT_KNOWN if any(one.worth == "not known" for one in found.worth) else 0


def _print(session: Session, found: Decision, under: Iterable[Instrument]) -> None:
    from ledger_cli import deciding

    rows = [
        (one.part, part.kind, one.worth, ", ".join(one.awaited), "; ".join(one.beside))
        for part, one in zip(found.resolved.parts, found.worth, strict=True)
    ]
    title = f"{found.resolved.resolution}, {found.body}, {found.at.day}, item {found.item}"
    emit(Table(("part", "kind", "worth", "awaited", "beside it"), rows, title), as_json=False)
    grounds = sorted({(one.number, one.day, one.said) for part in found.worth for one in part.grounds})
    for number, day, said in grounds:
        answer(f"entry {number}  {day}  {session.spell(said)}")
    for one in under:
        answer(session.spell(deciding.instrument(one)))
    for each in found.considered:
        answer(f"on the recommendation {each.resolution}, part {each.part}, of {each.body}: {each.answer}")


def _spelled(session: Session, one: Standing, kind: str) -> dict[str, object]:
    grounds = [
        {"entry": each.number, "on": each.day, "said": session.spell(each.said)} for each in one.grounds
    ]
    told = {"part": one.part, "kind": kind, "worth": one.worth, "awaited": list(one.awaited)}
    return {**told, "beside": list(one.beside), "grounds": grounds}


@command.command()
@click.argument("decision")
@_some_part
@on_day
@known_then
@answering
def sentence(session: Session, decision: str, part: str | None, on: str | None, known_at: str | None) -> None:
    """Give the sentence that says what DECISION is worth, to paste under a paper's recommendation.

    \b
    Example:
      remit decision sentence d-mnbqk3jz5x2c4d7e
    """
    from ledger.errors import Malformed
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = deciding.read(past, decision, on or today())
    title = past.body(found.body).title
    wanted = [
        one for one in zip(found.resolved.parts, found.worth, strict=True) if part in {None, one[0].number}
    ]
    if not wanted:
        parts = ", ".join(one.number for one in found.resolved.parts)
        raise Malformed(f"expected a part of {decision} ({parts}), got {part}")
    for one, worth in wanted:
        answer(session.spell(deciding.sentence(found, one, worth, title)))


@command.command("answer")
@click.argument("decision")
@click.argument("organisation")
@click.argument("said", type=click.Choice(get_args(Answer)))
@_part
@click.option("--text", help="What it answered; kept sealed.")
@_when
@recording
def answer_(
    session: Session,
    decision: str,
    organisation: str,
    said: Answer,
    part: str,
    text: str | None,
    on: str | None,
) -> None:
    """Record what ORGANISATION answered to a recommendation.

    \b
    Example:
      remit decision answer d-mnbqk3jz5x2c4d7e lsc-icb accepted --on 2024-04-20
    """
    words = None if text is None else Words.of(text)
    fact = Answered(decision, _body(session, decision), part, organisation, said, words)
    _submit(session, fact, on)


@command.command()
@click.argument("decision")
@click.argument("said", type=click.Choice(get_args(Answer)))
@click.option("--by", required=True, metavar="DECISION", help="The decision that another body took on it.")
@_part
@_when
@recording
def consider(session: Session, decision: str, said: Answer, by: str, part: str, on: str | None) -> None:
    """Record that another body decided on a recommendation, DECISION, by a decision of its own.

    \b
    Example:
      remit decision consider d-mnbqk3jz5x2c4d7e accepted --by d-aaaaaaaaaaaaaaaa
    """
    fact = Considered(decision, _body(session, decision), part, _body(session, by), by, said)
    _submit(session, fact, on)


@command.command()
@click.argument("decision")
@_part
@click.option("--met/--not-met", required=True, help="Was the condition met, or can it be met no more?")
@click.option("--how", required=True, help="By what; kept sealed.")
@_when
@recording
def settle(session: Session, decision: str, part: str, met: bool, how: str, on: str | None) -> None:
    """Record that the condition of a part was met, or that it lapsed.

    \b
    Example:
      remit decision settle d-mnbqk3jz5x2c4d7e --part 1 --met --how "every partner approved it"
    """
    _submit(session, Settled(decision, _body(session, decision), part, met, Words.of(how)), on)


_CHANGES: dict[str, tuple[Change, str, str]] = {
    "ratify": (
        "ratified",
        "Record that a later decision ratified DECISION.",
        "by",
    ),
    "supersede": ("superseded", "Record that a later decision took the place of DECISION.", "by"),
    "rescind": ("rescinded", "Record that DECISION was rescinded.", "by"),
    "contest": ("contested", "Record that DECISION is contested.", ""),
    "end-contest": ("contest ended", "Record that DECISION is contested no more.", ""),
    "set-aside": ("set aside", "Record that a court or body set DECISION aside.", "authority"),
}


def _changing(name: str, change: Change, told: str, more: str) -> Callable[..., None]:
    def run(
        session: Session,
        decision: str,
        part: str | None,
        reason: str,
        on: str | None,
        by: str | None = None,
        authority: str | None = None,
    ) -> None:
        fact = Changed(decision, _body(session, decision), change, Words.of(reason), part, by, authority)
        _submit(session, fact, on)

    example = {"by": " --by d-aaaaaaaaaaaaaaaa", "authority": ' --by "High Court"'}.get(more, "")
    run.__doc__ = (
        f'{told}\n\n\b\nExample:\n  remit decision {name} d-mnbqk3jz5x2c4d7e{example} --reason "why"\n'
    )
    made = recording(run)
    if more == "by":
        needed = name in {"supersede", "ratify"}
        made = click.option("--by", metavar="DECISION", required=needed, help="The later decision.")(made)
    if more == "authority":
        made = click.option("--by", "authority", required=True, help="The court or body, as it is called.")(
            made
        )
    for option in (_when, _reason, _some_part, click.argument("decision")):
        made = option(made)
    return made


for _name, (_change, _told, _more) in _CHANGES.items():
    command.command(_name)(_changing(_name, _change, _told, _more))


@command.command()
@click.argument("decision")
@click.argument("kind", type=click.Choice(get_args(Defect)))
@click.option("--text", required=True, help="What was wrong; kept sealed.")
@_when
@recording
def defect(session: Session, decision: str, kind: Defect, text: str, on: str | None) -> None:
    """Record a defect in how DECISION was taken that was discovered afterwards.

    \b
    Example:
      remit decision defect d-mnbqk3jz5x2c4d7e "calling of the meeting" --text "one member got no notice"
    """
    _submit(session, DefectFound(decision, _body(session, decision), kind, Words.of(text)), on)


@command.command("good-faith")
@click.argument("decision")
@click.argument("kind", type=click.Choice(get_args(Defect)))
@click.option("--by", required=True, metavar="PERSON", help="Whose view it is: an id or a name.")
@click.option("--yes-it-was/--no", "good", required=True, help="Was the decision taken in good faith?")
@click.option("--text", required=True, help="The view; kept sealed.")
@_when
@recording
def good_faith(
    session: Session, decision: str, kind: Defect, by: str, good: bool, text: str, on: str | None
) -> None:
    """Record a named person's view whether DECISION, with a defect, was taken in good faith.

    \b
    Example:
      remit decision good-faith d-mnbqk3jz5x2c4d7e vacancy --by "Ann Clerk" --yes-it-was --text "nobody knew"
    """
    from ledger_cli import people

    person = people.find(session.store, by)
    fact = GoodFaithViewed(decision, _body(session, decision), kind, person, good, Words.of(text))
    _submit(session, fact, on)


@command.command()
@click.argument("body")
@click.option("--text", required=True, help="What people say was decided; kept sealed.")
@click.option("--taken", help="When, as they say.")
@click.option("--by", metavar="PERSON", help="Who says so: an id or a name.")
@_when
@recording
def claim(session: Session, body: str, text: str, taken: str | None, by: str | None, on: str | None) -> None:
    """Record that people say BODY decided something of which no record shows.

    \b
    Example:
      remit decision claim lsc-icp --text "a workshop in July was agreed" --taken "March 2024"
    """
    from ledger_cli import people

    request = request_id(session.settings)
    made = ids.Maker(request)("c")
    who = None if by is None else people.find(session.store, by)
    fact = Claimed(made, body, Words.of(text), taken, who)
    session.submit([propose(session.settings, fact, on or today())], request, made={"claim": made})


@command.command()
@click.argument("claim")
@click.argument("decision")
@_when
@recording
def trace(session: Session, claim: str, decision: str, on: str | None) -> None:
    """Record that the record of a CLAIM was found: it is DECISION.

    \b
    Example:
      remit decision trace c-mnbqk3jz5x2c4d7e d-aaaaaaaaaaaaaaaa
    """
    _submit(session, Traced(claim, _body(session, decision), decision), on)


@command.command()
@click.argument("body")
@known_then
@answering
def claims(session: Session, body: str, known_at: str | None) -> int:
    """List what people say BODY decided: claimed with no record, or known only since.

    \b
    Example:
      remit decision claims lsc-icp
    """
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    past.body(body)
    told = [(at, one) for at, one in past.every(Claimed) if one.body == body]
    traced = {one.claim: (at.day, one.resolution) for at, one in past.every(Traced)}
    words, rows = past.words(at for at, _ in told), []
    for at, one in told:
        found = traced.get(one.claim)
        state = "claimed, no record" if found is None else f"known only since {found[0]}"
        text = words.read(at.fact.id, "body.text", one.text)
        rows.append((one.claim, at.day, text, one.taken, state, None if found is None else found[1]))
    columns = ("claim", "on", "what", "taken", "state", "decision")
    emit(Table(columns, rows, f"{body}: claims"), as_json=session.settings.as_json)
    return NOT_KNOWN if any(row[-1] is None for row in rows) else 0
