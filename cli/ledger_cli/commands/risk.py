"""``remit risk``: whose each risk is, who contributes, in which shares, what became of it (PBP-6, PLD-7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.facts import risks as facts
from ledger.facts.words import Words
from ledger_cli import duedates, ids
from ledger_cli.options import answering, recording
from ledger_cli.output import Cell, Table, emit, emit_json, emit_record
from ledger_cli.parameters import DAY
from ledger_cli.proposing import submit
from ledger_cli.questions import known_then, on_day
from ledger_cli.settings import request_id, today

if TYPE_CHECKING:
    from ledger.risks import Risk
    from ledger_cli.session import Session

_COLUMNS = ("risk", "what", "owner", "contributors", "shares", "before", "after", "review", "stands")
_BEARERS = ("party", "as", "share", "amount")
_SHARED = ("on", "what", "party", "share", "amount", "of", "by the decision")
_COURSE = ("on", "what", "detail", "text")
_when = click.option("--on", type=DAY, help="The day of it.  [default: today]")
_decision = click.option("--decision", metavar="ID", help="The decision of the body that says so.")


@click.group()
def command() -> None:
    """Risks of a partnership: owners, contributors, shares, scores, reviews."""


def _bearing(function: Any) -> Any:  # noqa: ANN401 - an option takes and gives what click makes of a command
    """Let an owner and contributors be named, with their shares where these are stated."""
    options = (
        click.option("--owner", metavar="PARTY[=SHARE]", help="Which partner owns it: east, body:board=40%."),
        click.option(
            "--contributor",
            "contributors",
            multiple=True,
            metavar="PARTY[=SHARE]",
            help="Who contributes to mitigating it: west=12.5%, west=60%+£6000, west='a third'.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _dates(function: Any) -> Any:  # noqa: ANN401 - an option takes and gives what click makes of a command
    """Let a review be given as printed, with the days that it means where Remit cannot tell."""
    options = (
        click.option("--review", "due", metavar="TEXT", help='The next review, as printed: "by June 2024".'),
        click.option(
            "--first", type=DAY, help="The first day that is meant, where --review does not say it."
        ),
        click.option("--last", type=DAY, help="The last day that is meant, where --review does not say it."),
        click.option("--doubt", metavar="TEXT", help="What is wrong in print."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _body_of(session: Session, risk: str) -> str:
    from ledger_cli import risking
    from ledger_cli.lookups import Past

    return risking.find(Past(session), risk)[0].raised.body


@command.command("raise")
@click.argument("body")
@click.option("--text", required=True, help="What may happen; kept sealed.")
@_bearing
@_dates
@_when
@recording
def raise_(
    session: Session,
    body: str,
    text: str,
    owner: str | None,
    contributors: tuple[str, ...],
    due: str | None,
    first: str | None,
    last: str | None,
    doubt: str | None,
    on: str | None,
) -> None:
    """Put a risk on the register of BODY. Shares that are not stated stay so: none is worked out.

    \b
    Example:
      remit risk raise leaders-forum --text "Too few beds in winter" --owner elht=50% \\
        --contributor lancashire=30% --contributor bwd-ccg --review "by June 2021"
    """
    from ledger_cli import risking

    request = request_id(session.settings)
    made = ids.Maker(request)("rk")
    bearing, review = risking.bearing_of(owner, contributors), duedates.dated(due, first, last, doubt)
    fact = facts.Raised(made, body, Words.of(text), bearing, review)
    submit(session, on, fact, request=request, made={"risk": made})


@command.command()
@click.argument("risk")
@_bearing
@_when
@recording
def assign(
    session: Session, risk: str, owner: str | None, contributors: tuple[str, ...], on: str | None
) -> None:
    """Record who owns RISK and who contributes from a day on, whoever did before.

    \b
    Example:
      remit risk assign rk-mnbqk3jz5x2c4d7e --owner lancashire --contributor elht=40%
    """
    from ledger_cli import risking

    body = _body_of(session, risk)
    submit(session, on, facts.Assigned(risk, body, risking.bearing_of(owner, contributors)))


@command.command()
@click.argument("risk")
@click.option("--before", metavar="4x5", help="Likelihood x impact before it is mitigated, or as printed.")
@click.option("--after", metavar="2x5", help="Likelihood x impact after it is mitigated, or as printed.")
@_when
@recording
def score(session: Session, risk: str, before: str | None, after: str | None, on: str | None) -> None:
    """Record how large RISK is, before it is mitigated and after; each of the two from 1 to 5.

    \b
    Example:
      remit risk score rk-mnbqk3jz5x2c4d7e --before 4x5 --after 2x5
    """
    from ledger_cli import risking

    if before is None and after is None:
        raise click.UsageError("expected --before, --after or both, got neither")
    body = _body_of(session, risk)
    said: tuple[tuple[facts.Mitigation, str | None], ...] = (("before", before), ("after", after))
    scored = [
        facts.Scored(risk, body, when, risking.score_of(text)) for when, text in said if text is not None
    ]
    submit(session, on, *scored)


@command.command()
@click.argument("risk")
@click.option("--text", required=True, help="What was found; kept sealed.")
@_dates
@click.option("--meeting", metavar="ID", help="The id of the meeting at which it was reviewed.")
@_when
@recording
def review(
    session: Session,
    risk: str,
    text: str,
    due: str | None,
    first: str | None,
    last: str | None,
    doubt: str | None,
    meeting: str | None,
    on: str | None,
) -> None:
    """Record that RISK was looked at again, and when it is next; without --review none is named.

    \b
    Example:
      remit risk review rk-mnbqk3jz5x2c4d7e --text "Ten beds were found" --review 2021-09-02
    """
    body, next_ = _body_of(session, risk), duedates.dated(due, first, last, doubt)
    submit(session, on, facts.Reviewed(risk, body, Words.of(text), next_, meeting))


@command.command()
@click.argument("risk")
@click.option("--text", required=True, help="Why; kept sealed.")
@_decision
@click.option("--by", metavar="PERSON", help="Who accepts it, where no decision does.")
@_when
@recording
def accept(
    session: Session, risk: str, text: str, decision: str | None, by: str | None, on: str | None
) -> None:
    """Record that RISK is accepted as it is, by a decision of the body or by a person; it stays open.

    \b
    Example:
      remit risk accept rk-mnbqk3jz5x2c4d7e --decision d-mnbqk3jz5x2c4d7e --text "nothing more can be done"
    """
    from ledger_cli import people

    body = _body_of(session, risk)
    person = None if by is None else people.find(session.store, by)
    submit(session, on, facts.Accepted(risk, body, Words.of(text), decision, person))


@command.command()
@click.argument("risk")
@click.option("--decision", metavar="ID", required=True, help="The decision of the body that enacts it.")
@click.option(
    "--part",
    "parts",
    multiple=True,
    required=True,
    metavar="PARTY[=SHARE]",
    help="Who has which part: east=60%, east=60%+£6000, east='a third'.",
)
@click.option("--gain", is_flag=True, help="A gain is shared, not a loss.")
@click.option("--whole", metavar="AMOUNT", help="What is shared, in money, where that is stated.")
@click.option("--text", help="What is shared, and how; kept sealed.")
@_when
@recording
def share(
    session: Session,
    risk: str,
    decision: str,
    parts: tuple[str, ...],
    gain: bool,
    whole: str | None,
    text: str | None,
    on: str | None,
) -> None:
    """Record that a decision enacts how a loss by RISK, or a gain, is shared.

    \b
    Example:
      remit risk share rk-mnbqk3jz5x2c4d7e --decision d-mnbqk3jz5x2c4d7e \\
        --part elht=60%+£6000 --part lancashire=40% --whole £10000
    """
    from ledger_cli import asking, risking

    body, words = _body_of(session, risk), None if text is None else Words.of(text)
    every, amount = tuple(map(risking.bearer_of, parts)), asking.amount_of(whole)
    fact = facts.Shared(risk, body, "gain" if gain else "loss", every, decision, amount, words)
    submit(session, on, fact)


@command.command()
@click.argument("risk")
@click.option("--text", required=True, help="Why it is no risk any more; kept sealed.")
@_decision
@_when
@recording
def close(session: Session, risk: str, text: str, decision: str | None, on: str | None) -> None:
    """Record that RISK is no risk any more.

    \b
    Example:
      remit risk close rk-mnbqk3jz5x2c4d7e --text "the ward was opened"
    """
    submit(session, on, facts.Closed(risk, _body_of(session, risk), Words.of(text), decision))


@command.command("list")
@click.argument("body")
@click.option("--open", "open_only", is_flag=True, help="Only what is not closed.")
@on_day
@known_then
@answering
def list_(session: Session, body: str, open_only: bool, on: str | None, known_at: str | None) -> int:
    """Show the register of risks of BODY on a day: whose each is, how large, when it is reviewed.

    Exit code 0: no review is overdue; 1: one is; 8: of one it is not known.

    \b
    Example:
      remit risk list leaders-forum --on 2021-07-01
    """
    from ledger.awaiting import stage
    from ledger_cli import risking
    from ledger_cli.lookups import Past

    past, day = Past(session, known_at), on or today()
    past.body(body)
    every = risking.listed(past, body, day)
    shown = [(one, text) for one, text in every if not open_only or one.stage(day) != "closed"]
    bearings = risking.shown(past, (one for one, _ in shown), day)
    rows = [_row(one, text, bearing, day) for (one, text), bearing in zip(shown, bearings, strict=True)]
    emit(Table(_COLUMNS, rows, f"{body}: risks on {day}"), as_json=session.settings.as_json)
    states = {stage(one.review(day), day) for one, _ in every if one.stage(day) != "closed"}
    return 1 if "overdue" in states else 8 if "not known" in states else 0


def _row(one: Risk, text: str, bearing: facts.Bearing, day: str) -> tuple[Cell, ...]:
    from ledger.risks import borne
    from ledger_cli import risking

    contributors = "; ".join(map(risking.spelled, bearing.contributors)) or None
    owner = risking.NOT_SAID if bearing.owner is None else risking.spelled(bearing.owner)
    scores = (risking.score(one.score("before", day)), risking.score(one.score("after", day)))
    shares = risking.shares(borne(bearing))
    return (one.raised.risk, text, owner, contributors, shares, *scores, _review(one, day), one.stage(day))


def _review(one: Risk, day: str) -> str | None:
    """Give the next review as printed, and that it is overdue; of what is closed there is none."""
    from ledger.awaiting import stage
    from ledger_cli.duedates import spelled

    due = one.review(day)
    if due is None or one.stage(day) == "closed":
        return None
    told = stage(due, day)
    return f"{spelled(due)}, {told}" if told in {"overdue", "not known"} else spelled(due)


@command.command()
@click.argument("risk")
@on_day
@known_then
@answering
def show(session: Session, risk: str, on: str | None, known_at: str | None) -> None:
    """Show one RISK: who bears which part as stated, what was shared by which decision, and its course.

    \b
    Example:
      remit risk show rk-mnbqk3jz5x2c4d7e --on 2021-07-01
    """
    from ledger_cli import risking
    from ledger_cli.lookups import Past, unknown

    past, day = Past(session, known_at), on or today()
    one, text = risking.find(past, risk)
    if one.day > day:
        unknown(f"a risk that was raised by {day}", f"{risk}, raised {one.day}", ())
    (bearing,) = risking.shown(past, (one,), day)
    record = {
        "body": one.raised.body,
        "raised": one.day,
        **dict(zip(_COLUMNS, _row(one, text, bearing, day), strict=True)),
    }
    tables = (
        Table(_BEARERS, risking.everybody(bearing), "Who bears which part, as stated"),
        Table(_SHARED, risking.enacted(past, one, day), "What is shared"),
        Table(_COURSE, risking.course(past, risk, day), "Course"),
    )
    if session.settings.as_json:
        names = ("bearers", "enacted", "course")
        told = ([dict(zip(each.columns, row, strict=True)) for row in each.rows] for each in tables)
        emit_json({**record, **dict(zip(names, told, strict=True))})
        return
    emit_record(record, as_json=False)
    for table in tables:
        if table.rows:
            emit(table, as_json=False)
