"""``remit dispute``: raised between partners, taken through its stages, settled (PLA-8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from ledger.facts import disputes as facts
from ledger.facts.words import Words
from ledger.findings import DEFAULT
from ledger_cli import ids, parties
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, answer, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.disputed import Dispute
    from ledger.facts import Body
    from ledger.state import State
    from ledger_cli.lookups import Past
    from ledger_cli.session import Session

_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")
_text = click.option("--text", help="What was said; kept sealed.")
_COLUMNS = ("dispute", "raised", "by", "against", "about", "stands", "effect held")


@click.group()
def command() -> None:
    """Disputes between partners: raise, take through the stages of the terms, settle."""


def _find(session: Session, dispute: str) -> Dispute:
    from ledger_cli import disputing
    from ledger_cli.lookups import Past

    return disputing.find(Past(session), dispute)[0]


@command.command("raise")
@click.argument("body")
@click.option("--by", "by", multiple=True, required=True, metavar="CODE", help="Who raises it; or body:CODE.")
@click.option("--against", multiple=True, required=True, metavar="CODE", help="Against whom; or body:CODE.")
@click.option("--decision", metavar="ID", help="The decision or act that is disputed.  [default: conduct]")
@click.option("--part", help="This part of it only, by its number.")
@click.option("--holds", is_flag=True, help="It holds the effect of the decision.")
@click.option("--agreement", metavar="ID", help="The agreement under which it is raised.")
@click.option("--text", required=True, help="What it is about; kept sealed.")
@_when
@recording
def raise_(
    session: Session,
    body: str,
    by: tuple[str, ...],
    against: tuple[str, ...],
    decision: str | None,
    part: str | None,
    holds: bool,
    agreement: str | None,
    text: str,
    on: str | None,
) -> None:
    """Raise a dispute between partners under the terms of BODY, or between parties under an agreement.

    It goes through the stages of the agreement, where that has any, else through those of the terms.

    \b
    Example:
      remit dispute raise leaders-forum --by elht --against lscft --decision d-mnbqk3jz5x2c4d7e \\
        --text "We were not asked"
    """
    request = request_id(session.settings)
    made = ids.Maker(request)("dp")
    ours, theirs = (tuple(map(parties.partner, codes)) for codes in (by, against))
    fact = facts.Raised(made, body, ours, theirs, decision, part, holds, Words.of(text), agreement)
    day = on or today()
    submit(session, day, fact, request=request, made={"dispute": made})


@command.command()
@click.argument("dispute")
@click.argument("partner")
@click.option("--side", type=click.Choice(get_args(facts.Side)), default="by", show_default=True)
@_when
@recording
def join(session: Session, dispute: str, partner: str, side: facts.Side, on: str | None) -> None:
    """Record that PARTNER joins a dispute, on the side of those by whom or against whom it was raised.

    \b
    Example:
      remit dispute join dp-mnbqk3jz5x2c4d7e lancashire --side against
    """
    one = _find(session, dispute).raised
    party = parties.partner(partner)
    submit(session, on, facts.Joined(dispute, one.body, one.decision, one.part, party, side))


@command.command()
@click.argument("dispute")
@click.argument("stage")
@click.option("--by", required=True, metavar="WHO", help="Who convenes it: a person, CODE or body:CODE.")
@click.option("--due", metavar="WHEN", help="When it is to be over, as it is said: by 31 May 2024.")
@click.option("--holds", is_flag=True, help="The effect of the decision is held in it.")
@_when
@recording
def stage(
    session: Session, dispute: str, stage: str, by: str, due: str | None, holds: bool, on: str | None
) -> None:
    """Open a STAGE of the terms, once the one before has failed or its time is over.

    \b
    Example:
      remit dispute stage dp-mnbqk3jz5x2c4d7e process --by "Ann Ash" --due "by 31 May 2024"
    """
    from ledger_cli.duedates import due_of

    one = _find(session, dispute).raised
    until = None if due is None else due_of(due)
    convener = parties.partner_or_person(session, by)
    fact = facts.StageOpened(dispute, one.body, one.decision, one.part, stage, convener, holds, until)
    submit(session, on, fact)


@command.command()
@click.argument("dispute")
@click.argument("step", type=click.Choice(get_args(facts.Step)))
@click.option("--by", required=True, metavar="WHO", help="Who took it: a person, CODE or body:CODE.")
@click.option("--stage", help="The stage.  [default: the one that it is in]")
@_text
@_when
@recording
def step(
    session: Session,
    dispute: str,
    step: facts.Step,
    by: str,
    stage: str | None,
    text: str | None,
    on: str | None,
) -> None:
    """Record a STEP in the stage that a dispute is in.

    What has failed is over; so is what both sides, or whoever convened it, say is agreed.

    \b
    Example:
      remit dispute step dp-mnbqk3jz5x2c4d7e failed --by elht --text "No common ground"
    """
    from ledger.state import placing
    from ledger_cli import disputing, succeeding
    from ledger_cli.lookups import Past

    one, state = disputing.find(Past(session), dispute)
    if stage is None and one.stage is None:
        stands = disputing.status(one, state, on or today())
        raise click.UsageError(f"expected a dispute that is in a stage, got {dispute}, {stands}")
    named = stage or (one.stage.opened.stage if one.stage is not None else "")
    words = None if text is None else Words.of(text)
    who, both = parties.partner_or_person(session, by), (*one.parties("by"), *one.parties("against"))
    held = succeeding.taken(placing(state), who, both, dispute, on or today())
    about = (dispute, one.raised.body, named, step, who, words)
    submit(session, on, *(facts.StepTaken(*about, place) for place in held))


@command.command()
@click.argument("dispute")
@click.argument("partner")
@click.option("--text", required=True, help="What it states; kept sealed.")
@click.option("--confidential", is_flag=True, help="Shown only to whoever asks for it.")
@_when
@recording
def statement(
    session: Session, dispute: str, partner: str, text: str, confidential: bool, on: str | None
) -> None:
    """Record a statement of PARTNER in a dispute.

    \b
    Example:
      remit dispute statement dp-mnbqk3jz5x2c4d7e elht --text "We wrote twice" --confidential
    """
    body = _find(session, dispute).raised.body
    party = parties.partner(partner)
    submit(session, on, facts.StatementMade(dispute, body, party, confidential, Words.of(text)))


@command.command()
@click.argument("dispute")
@click.argument("partner")
@_text
@_when
@recording
def withdraw(session: Session, dispute: str, partner: str, text: str | None, on: str | None) -> None:
    """Record that PARTNER pursues a dispute no longer; once nobody does, it is over.

    Who took the place of a party that ended withdraws in its place.

    \b
    Example:
      remit dispute withdraw dp-mnbqk3jz5x2c4d7e elht
    """
    from ledger.state import placing
    from ledger_cli import disputing, succeeding
    from ledger_cli.lookups import Past

    found, state = disputing.find(Past(session), dispute)
    one, words, party = found.raised, None if text is None else Words.of(text), parties.partner(partner)
    held = succeeding.taken(placing(state), party, found.parties("by"), dispute, on or today())
    about = (dispute, one.body, one.decision, one.part, party, words)
    submit(session, on, *(facts.Withdrawn(*about, place) for place in held))


@command.command()
@click.argument("dispute")
@_text
@_when
@recording
def lapse(session: Session, dispute: str, text: str | None, on: str | None) -> None:
    """Record that a dispute is over because nobody moved it on.

    \b
    Example:
      remit dispute lapse dp-mnbqk3jz5x2c4d7e
    """
    one = _find(session, dispute).raised
    words = None if text is None else Words.of(text)
    submit(session, on, facts.Lapsed(dispute, one.body, one.decision, one.part, words))


@command.command()
@click.argument("dispute")
@click.argument("outcome", type=click.Choice(get_args(facts.Outcome)))
@click.option("--text", required=True, help="How it was settled; kept sealed.")
@click.option("--resolution", metavar="ID", help="The resolution that carries it out.")
@_when
@recording
def settle(
    session: Session,
    dispute: str,
    outcome: facts.Outcome,
    text: str,
    resolution: str | None,
    on: str | None,
) -> None:
    """Settle a dispute; what amends or rescinds the decision is a resolution, recorded with it.

    \b
    Example:
      remit dispute settle dp-mnbqk3jz5x2c4d7e rescinded --resolution d-aaaaaaaaaaaaaaaa \\
        --text "Agreed in the Chair's process"
    """
    from ledger.aftermath import is_act
    from ledger.disputes import CARRIED_OUT
    from ledger.facts.outcomes import Changed
    from ledger_cli import deciding
    from ledger_cli.lookups import Past

    one = _find(session, dispute).raised
    fact = facts.Settled(dispute, one.body, one.decision, one.part, outcome, resolution, Words.of(text))
    change = CARRIED_OUT.get(outcome)
    bodies: list[Body] = [fact]
    decided = one.decision is not None and not is_act(one.decision)
    if change is not None and resolution is not None and one.decision is not None and decided:
        past = Past(session)
        told = past.state(f"subject:{one.decision}").outcomes.about.get(one.decision, ())
        made = {(each.body.change, each.body.by) for each in told if isinstance(each.body, Changed)}
        if (change, resolution) not in made:
            of = deciding.body_of(past, one.decision)
            carried = Changed(one.decision, of, change, Words.of(text), one.part, resolution)
            bodies.insert(0, carried)
    submit(session, on, *bodies)


@command.command()
@click.argument("dispute")
@click.option("--confidential", is_flag=True, help="With the words of confidential statements.")
@on_day
@known_then
@answering
def show(session: Session, dispute: str, confidential: bool, on: str | None, known_at: str | None) -> None:
    """Show a dispute: its parties, its stages with their steps and limits, statements, how it ended.

    \b
    Example:
      remit dispute show dp-mnbqk3jz5x2c4d7e --on 2021-09-30
    """
    from ledger_cli import disputing
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    known, state = disputing.find(past, dispute)
    if known.day > day:
        unknown(f"a dispute that was raised by {day}", f"{dispute}, raised {known.day}", ())
    one = known.by(day)
    told = _record(one, state, day)
    course = _course(session, past, one, day, confidential=confidential)
    columns = ("on", "stage", "what", "by", "text")
    if session.settings.as_json:
        emit_json({**told, "course": [dict(zip(columns, row, strict=True)) for row in course]})
        return
    emit_record(told, as_json=False)
    emit(Table(columns, course, "Course"), as_json=False)
    _cite(one, state)


def _record(one: Dispute, state: State, day: str) -> dict[str, object]:
    from ledger_cli import disputing

    raised = one.raised
    return {
        "dispute": raised.dispute,
        "body": raised.body,
        "by": disputing.named(one, "by", state, day),
        "against": disputing.named(one, "against", state, day),
        "about": _about(one),
        "agreement": raised.agreement,
        "stages of": disputing.stages_of(one, state),
        "raised": f"{one.day}, entry {one.number}",
        "stands": disputing.status(one, state, day),
        "effect held": "yes" if one.holds else "no",
    }


def _about(one: Dispute) -> str:
    part = f", part {one.raised.part}" if one.raised.part else ""
    return f"{one.raised.decision}{part}" if one.raised.decision else "conduct"


def _course(
    session: Session, past: Past, one: Dispute, day: str, *, confidential: bool
) -> list[tuple[Cell, ...]]:
    from ledger_cli import disputing

    code = one.raised.dispute
    said = [at for at in past.facts(f"dispute:{code}", f"statements:{code}") if at.day <= day]
    words = past.words(said)
    rows: list[tuple[Cell, ...]] = []
    for at in said:
        body = at.fact.body
        text = getattr(body, "text", None)
        shown = words.read(at.fact.id, "body.text", text)
        if isinstance(body, facts.StatementMade) and body.confidential and not confidential:
            shown = "(confidential)"
        stage = getattr(body, "stage", None)
        rows.append((at.day, stage, disputing.what(body), session.spell(disputing.by(body)), shown))
    return rows


def _cite(one: Dispute, state: State) -> None:
    """Say what is said of every stage, with the clause, and what is a default of Remit."""
    from ledger.state import disputing

    course = disputing(state).course(one)
    for rule in course.rules if course is not None else ():
        where = course.cite(rule) if course is not None else None
        answer(f"stage {rule.stage}: {rule.rule} ({where or DEFAULT}): {rule.says}")
    if course is not None and course.rules and all(rule.order is None for rule in course.rules):
        answer("their order: Remit default")


@command.command("list")
@click.argument("body")
@on_day
@known_then
@answering
def list_(session: Session, body: str, on: str | None, known_at: str | None) -> None:
    """List the disputes under the terms of BODY, and how each stands.

    \b
    Example:
      remit dispute list leaders-forum
    """
    from ledger_cli import disputing
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    state = disputing.read(past, past.state(f"disputes:{body}").disputes.known)
    rows: list[tuple[Cell, ...]] = []
    for code, known in state.disputes.known.items():
        if known.day > day:
            continue
        one = known.by(day)
        parties = (disputing.named(one, "by", state, day), disputing.named(one, "against", state, day))
        held = "yes" if one.holds else "no"
        rows.append((code, one.day, *parties, _about(one), disputing.status(one, state, day), held))
    emit(Table(_COLUMNS, rows, f"{body}: disputes by {day}"), as_json=session.settings.as_json)
