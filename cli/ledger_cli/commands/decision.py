"""``remit decision``: what a decision is worth, and what became of it (LSC-10.5, PLA-7b, SYS-2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, get_args

import click

from ledger.facts.outcomes import (
    Answer,
    Answered,
    Change,
    Changed,
    Considered,
    Defect,
    DefectFound,
    GoodFaithViewed,
    Settled,
)
from ledger.facts.words import Words
from ledger_cli.aboutdecision import body_of, part_, reason_, some_part, when
from ledger_cli.callingin import call_in, end_call_in, publish
from ledger_cli.claiming import claim, claims, trace
from ledger_cli.options import answering, recording
from ledger_cli.output import Table, answer, emit, emit_json
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import today
from ledger_cli.urgently import report, urgent

if TYPE_CHECKING:
    from ledger.instruments import Instrument
    from ledger.standing import Standing
    from ledger_cli.deciding import Decision
    from ledger_cli.session import Session

NOT_KNOWN = 8


@click.group()
def command() -> None:
    """What a decision is worth, and what became of it."""


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
    from ledger_cli import contests, deciding
    from ledger_cli.lookups import Past

    past = Past(session, known_at)
    found = deciding.read(past, decision, on or today())
    under = deciding.under(past, found)
    resolved = found.resolved
    about = (f"meeting:{resolved.meeting}", *(f"votes:{motion}" for motion in resolved.motions))
    disputed = contests.lines(contests.known(past), past.facts(*about))
    if session.settings.as_json:
        on_these = [deciding.considered(one) for one in found.considered]
        parts = zip(found.resolved.parts, found.worth, strict=True)
        texts = deciding.texts(past, found)
        told = [
            {
                **_spelled(session, one, part.kind),
                "text": texts[one.part],
                "under": deciding.spelled(session, under.get(one.part)),
            }
            for part, one in parts
        ]
        emit_json([{**one, "recommendations": on_these, "contested": disputed} for one in told])
    else:
        _print(session, found, under.values(), deciding.texts(past, found))
        for line in disputed:
            answer(session.spell(line))
    return NOT_KNOWN if any(one.worth == "not known" for one in found.worth) else 0


def _print(
    session: Session,
    found: Decision,
    under: Iterable[Instrument],
    texts: Mapping[str, str],
) -> None:
    from ledger_cli import deciding

    rows = [
        (one.part, part.kind, one.worth, ", ".join(one.awaited), "; ".join(one.beside))
        for part, one in zip(found.resolved.parts, found.worth, strict=True)
    ]
    title = f"{found.resolved.resolution}, {found.body}, {found.at.day}, item {found.item}"
    emit(Table(("part", "kind", "worth", "awaited", "beside it"), rows, title), as_json=False)
    for one in found.worth:
        answer(f"part {one.part}: {texts[one.part]}")
    for one in found.worth:
        if one.not_before is not None:
            answer(f"part {one.part}: not to be implemented before {one.not_before}")
    grounds = sorted({(one.number, one.day, one.said) for part in found.worth for one in part.grounds})
    for number, day, said in grounds:
        answer(f"entry {number}  {day}  {session.spell(said)}")
    for each in under:
        answer(session.spell(deciding.instrument(each)))
    for on in found.considered:
        answer(f"on the recommendation {on.resolution}, part {on.part}, of {on.body}: {on.answer}")


def _spelled(session: Session, one: Standing, kind: str) -> dict[str, object]:
    grounds = [
        {"entry": each.number, "on": each.day, "said": session.spell(each.said)} for each in one.grounds
    ]
    told = {"part": one.part, "kind": kind, "worth": one.worth, "awaited": list(one.awaited)}
    return {**told, "not_before": one.not_before, "beside": list(one.beside), "grounds": grounds}


@command.command()
@click.argument("decision")
@some_part
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
@part_
@click.option("--text", help="What it answered; kept sealed.")
@when
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
    """Record what ORGANISATION answered to a recommendation, in the place of one that ended too.

    \b
    Example:
      remit decision answer d-mnbqk3jz5x2c4d7e lsc-icb accepted --on 2024-04-20
    """
    from ledger_cli import succeeding
    from ledger_cli.lookups import Past

    words = None if text is None else Words.of(text)
    past, body = Past(session), body_of(session, decision)
    resolved = past.state(f"decision:{decision}").motions.resolved.get(decision)
    asked = [code for one in (resolved.parts if resolved else ()) if one.number == part for code in one.to]
    held = [f"organisation:{code}" for code in asked]
    known = succeeding.places(past, held)
    for_ = succeeding.taken(known, f"organisation:{organisation}", held, decision, on or today())
    about = (decision, body, part, organisation, said, words)
    submit(session, on, *(Answered(*about, place.partition(":")[2] if place else None) for place in for_))


@command.command()
@click.argument("decision")
@click.argument("said", type=click.Choice(get_args(Answer)))
@click.option("--by", required=True, metavar="DECISION", help="The decision that another body took on it.")
@part_
@when
@recording
def consider(session: Session, decision: str, said: Answer, by: str, part: str, on: str | None) -> None:
    """Record that another body decided on a recommendation, DECISION, by a decision of its own.

    \b
    Example:
      remit decision consider d-mnbqk3jz5x2c4d7e accepted --by d-aaaaaaaaaaaaaaaa
    """
    fact = Considered(decision, body_of(session, decision), part, body_of(session, by), by, said)
    submit(session, on, fact)


@command.command()
@click.argument("decision")
@part_
@click.option("--met/--not-met", required=True, help="Was the condition met, or can it be met no more?")
@click.option("--how", required=True, help="By what; kept sealed.")
@when
@recording
def settle(session: Session, decision: str, part: str, met: bool, how: str, on: str | None) -> None:
    """Record that the condition of a part was met, or that it lapsed.

    \b
    Example:
      remit decision settle d-mnbqk3jz5x2c4d7e --part 1 --met --how "every partner approved it"
    """
    submit(session, on, Settled(decision, body_of(session, decision), part, met, Words.of(how)))


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
        fact = Changed(decision, body_of(session, decision), change, Words.of(reason), part, by, authority)
        submit(session, on, fact)

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
    for option in (when, reason_, some_part, click.argument("decision")):
        made = option(made)
    return made


for _name, (_change, _told, _more) in _CHANGES.items():
    command.command(_name)(_changing(_name, _change, _told, _more))


@command.command()
@click.argument("decision")
@click.argument("kind", type=click.Choice(get_args(Defect)))
@click.option("--text", required=True, help="What was wrong; kept sealed.")
@when
@recording
def defect(session: Session, decision: str, kind: Defect, text: str, on: str | None) -> None:
    """Record a defect in how DECISION was taken that was discovered afterwards.

    \b
    Example:
      remit decision defect d-mnbqk3jz5x2c4d7e "calling of the meeting" --text "one member got no notice"
    """
    submit(session, on, DefectFound(decision, body_of(session, decision), kind, Words.of(text)))


@command.command("good-faith")
@click.argument("decision")
@click.argument("kind", type=click.Choice(get_args(Defect)))
@click.option("--by", required=True, metavar="PERSON", help="Whose view it is: an id or a name.")
@click.option("--yes-it-was/--no", "good", required=True, help="Was the decision taken in good faith?")
@click.option("--text", required=True, help="The view; kept sealed.")
@when
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
    fact = GoodFaithViewed(decision, body_of(session, decision), kind, person, good, Words.of(text))
    submit(session, on, fact)


for _one in (claim, trace, claims, publish, call_in, end_call_in, urgent, report):
    command.add_command(_one)
