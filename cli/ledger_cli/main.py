"""The command line of Remit: ``remit NOUN VERB``.

Commands are imported when they are called, so that ``--help`` and the checks start at once.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys

import click

from ledger.errors import RemitError
from ledger_cli.output import say, use_utf8

COMMANDS = {
    "agenda": "What is to be taken at a meeting, and what is planned.",
    "agreement": "Agreements between partners: who signed, what is in force, what is due.",
    "attendance": "Who was at the meetings, and whose attendance is to be reviewed.",
    "attest": "Attest what the record answers to a board, so that a bundle can prove it.",
    "authority": "Who may do this, up to how much, and by whose authority?",
    "backup": "The whole ledger as one file, while others record.",
    "body": "Boards, committees, forums: what constitutes them.",
    "bundle": "One file that proves one act to somebody who trusts nobody.",
    "calendar": "Working days: adopt a calendar, and count back from a meeting.",
    "common": "Committees in common: one question, an answer of each of them.",
    "concern": "Concerns over a partner: put with evidence, answered, closed or taken further.",
    "consultation": "Who was asked before a change, and was the duty to ask met?",
    "contest": "Say with your own key that what was recorded of you is not so.",
    "correct": "Say what a fact should have said.",
    "decision": "What a decision is worth, and what became of it.",
    "decisions": "What was resolved, at which item, and how.",
    "delegation": "Give authority, pass it on, amend, suspend, revoke it, act under it.",
    "demo": "A real public meeting, from the first key to the proof.",
    "deputy": "Who may stand in for which member, and what a deputy may do.",
    "due": "Everything that has a date: overdue, to come, undated; as a calendar too.",
    "dispute": "Disputes between partners: raised, taken through their stages, settled.",
    "duty": "What each partner does in every period, and was it done?",
    "erase": "Destroy the words behind a field, on a legal ground; the fact stays.",
    "disclose": "A redacted extract for a freedom of information request.",
    "findings": "Every departure, defect and not-known of a period, by clause.",
    "followup": "What falls out of items, until it is done.",
    "function": "The catalogue of functions: what authority is given for, in plain words.",
    "fund": "Pooled funds and aligned budgets: what went in, what is left at every level.",
    "init": "Make a ledger.",
    "interest": "Regimes, registered interests, dispensations, declarations, conflicts.",
    "key": "Whose keys sign, and what they may do.",
    "key-decision": "What the forward plan announces, and exceptions from its notice.",
    "lead": "Who leads workstreams and services, and which designations nobody has.",
    "log": "Verify the whole log; sign its head; publish it, compare copies, ask witnesses.",
    "mandate": "What members may agree for the organisations that they represent.",
    "meeting": "Meetings, who was there, and whether they were quorate.",
    "member": "Appoint members and end their membership.",
    "minutes": "Minutes: written from the record, given out, signed, presented.",
    "motion": "Put a motion, amend it, withdraw it; find consensus, resolve.",
    "office": "Elect to offices and end a tenure.",
    "organisation": "The organisations that the ledger knows.",
    "paper": "What went out for a meeting, and whether in time.",
    "partner": "What a partner holds, asking it to leave, and what follows when it does.",
    "person": "The persons that the ledger knows.",
    "programme": "The year's meetings: their dates, what moved, who was told in time.",
    "question": "What the public asks, and what it is told.",
    "rebuild": "Make the read models anew from the log.",
    "record": "Record a whole meeting from a file.",
    "register": "Who was a member on a day, in which seat and office.",
    "restore": "Make a ledger again from a backup, after replaying all of it.",
    "report": "The evidence of a year for a governance statement.",
    "risk": "Risks of a partnership: owners, contributors, shares, scores, reviews.",
    "sample": "A reproducible sample of decisions, with the questions to ask of each.",
    "scheme": "The scheme of delegation: who may decide each function, gaps and overlaps.",
    "seat": "The seats of a body, and who holds them.",
    "status": "Where a body stands on a day, on one screen.",
    "target": "What partners said they would do, by when, and what became of it.",
    "terms": "Terms of reference: check, draft, adopt, show.",
    "timeline": "Every fact in its order.",
    "written": "Decisions in writing between meetings.",
    "visit": "Partners who ask to attend, and the answers.",
    "vote": "Votes on a motion: cast, announced, drawn by lot.",
    "witness": "Be a witness to the ledger of somebody else.",
}


def module_of(command: str) -> str:
    """Give the module of a command: ``key-decision`` is in ``key_decision``."""
    return f"ledger_cli.commands.{command.replace('-', '_')}"


class _Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(module_of(cmd_name))
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit codes: 0 yes or done; 1 no; 2 usage; 3 refused; 4 malformed; 5 try again; 6 storage; "
    "7 proof fails; 8 not known; 70 a bug in Remit.",
)
@click.version_option(package_name="remit", prog_name="remit")
def remit() -> None:
    """A signed ledger of who decided what, and under whose authority.

    \b
    Begin with:  remit demo
    Or with:     remit init --origin example.org/icp --officer "Ann Clerk"
    """


_GARBAGE = 50_000
"""New objects between two searches for cycles: starting up makes many objects and no garbage."""


def main() -> None:
    """Run a command; turn every known no into one message and its exit code."""
    use_utf8()
    gc.set_threshold(_GARBAGE)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and give its exit code."""
    try:
        code = remit.main(args=arguments, standalone_mode=False)
    except click.Abort:
        say("stopped: nothing was recorded")
        return click.UsageError.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except RemitError as error:
        say(f"{_HEADINGS.get(error.kind, error.kind.lower())}: {error}")
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("REMIT_DEBUG"):
            raise
        say(f"a bug in Remit: {type(error).__name__}; set REMIT_DEBUG=1 to see where, and please report it")
        return RemitError.exit_code
    return code if isinstance(code, int) else 0


_HEADINGS = {
    "FORM": "malformed",
    "LIMIT": "over a limit",
    "RULE": "refused",
    "AUTHORITY": "refused, no authority",
    "SIG": "signature or key",
    "CONFLICT": "try again",
    "STORE": "storage",
}
