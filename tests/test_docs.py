"""What the documents say is what the program does: rules, wire names, commands, and the session in README."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import click
import pytest

from ledger import keyfiles
from ledger.facts import Body
from ledger_cli.main import remit, run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
START = next(block.splitlines() for block in BLOCKS if "REMIT_KEY" in block)
YEAR = next(block.splitlines() for block in BLOCKS if "meeting template" in block)
DECIDED = next(block.splitlines() for block in BLOCKS if "terms try" in block)
ASKS = (
    "record",
    "body set-up",
    "terms adopt",
    "calendar adopt",
    "meeting schedule",
    "agenda build",
    "organisation register",
)
"""What asks before it signs."""
RULE = re.compile(r'"([A-Z]{3}-[0-9]{1,2})"')
VARYING = re.compile(
    r"\b(?:[a-z]{1,2}-[a-z2-7]{16}|l-[a-z2-7]{26}|[0-9a-f]{64}|ed25519-[0-9a-f]{32}"
    r"|20[2-9][0-9]-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|20(?:2[6-9]|[3-9][0-9])-[0-9]{2}-[0-9]{2}|[0-9]+ days)\b"
    r"|\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}"
)


def excerpts() -> list[tuple[str, list[str]]]:
    """Give every excerpt of the demonstration in README: its name and its lines."""
    found = re.findall(r"<!-- demo: (\w+) -->\n```console\n(.*?)```\n<!-- /demo -->", README, flags=re.DOTALL)
    return [(name, text.splitlines()) for name, text in found]


def masked(line: str) -> str:
    """Put a sign in the place of what differs from run to run: ids, hashes, the day."""
    return VARYING.sub("~", line).rstrip()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Run the demonstration once and give the lines that it prints."""
    folder = tmp_path_factory.mktemp("demo")
    file = folder / "printed.txt"
    with pytest.MonkeyPatch.context() as patch, file.open("w", encoding="utf-8") as out:
        patch.chdir(folder)
        patch.setattr("sys.stdout", out)
        assert run(["demo", "ledger"]) == 0
    return [masked(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_readme_shows_three_excerpts_of_the_demonstration() -> None:
    assert [name for name, _ in excerpts()] == ["quorum", "refused", "verify"]


@pytest.mark.parametrize(("name", "lines"), excerpts())
def test_what_readme_shows_is_what_the_demonstration_prints(
    name: str, lines: list[str], demonstration: list[str]
) -> None:
    printed = iter(demonstration)

    missing = [line for line in lines if line != "…" and not any(masked(line) == other for other in printed)]

    assert missing == [], name


def test_every_rule_of_the_program_has_its_row_in_the_reference_and_no_other() -> None:
    text = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| ([A-Z]{3}-[0-9]+) \|", text, flags=re.MULTILINE)
    used = {
        rule for path in (ROOT / "src/ledger").glob("*.py") for rule in RULE.findall(path.read_text("utf-8"))
    }

    assert sorted(documented) == sorted(used)


def test_every_wire_name_stands_in_the_format_of_a_fact() -> None:
    text = (ROOT / "docs/formats/fact.md").read_text(encoding="utf-8")
    names = {str(body.__struct_config__.tag) for body in get_args(Body)}

    assert {name for name in names if name not in text} == set()


def test_what_readme_types_to_start_with_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "cli/ledger_cli/demo", tmp_path / "cli/ledger_cli/demo")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REMIT_KEEP", raising=False)
    monkeypatch.setenv("REMIT_PASSPHRASE", "a passphrase")
    for name, value in re.findall(r"(REMIT_\w+)=(\S+)", START[0]):
        monkeypatch.setenv(name, value)
    codes = {}
    for line in (*START[1:], *YEAR, *DECIDED):
        typed = line.removeprefix("$ remit ")
        words = shlex.split(typed)
        codes[typed] = run([*words, "--yes"] if typed.startswith(ASKS) else words)
    capsys.readouterr()

    assert {typed: code for typed, code in codes.items() if code} == {
        "meeting quorum 2024-03-25 lsc-icp": 8,
        'meeting quorum 2030-03-04 lsc-icp --expected "Claire Richardson" --expected "Naz Zaman"': 1,
    }
    assert (tmp_path / "march.yaml").read_text(encoding="utf-8").startswith("# Minutes of lsc-icp")
    assert "<html" in (tmp_path / "march-2024.html").read_text(encoding="utf-8")


def typed_in_drill() -> list[tuple[str, list[str]]]:
    """Give every command of the drill, with the lines that it prints as far as they are shown."""
    text = (ROOT / "docs/reference/backup.md").read_text(encoding="utf-8")
    found: list[tuple[str, list[str]]] = []
    for line in "".join(re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL)).splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def run_as_typed(typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> int:
    """Run a line as a shell would, as far as the drill needs one; what it prints is left to be read."""
    name, *words = shlex.split(typed, comments=True)
    match name:
        case "export":
            for word in words:
                monkeypatch.setenv(*word.split("="))
        case "mkdir":
            Path(words[0]).mkdir()
        case "cp":
            shutil.copy(*words)
        case "mv":
            for word in words[:-1]:
                shutil.move(word, words[-1])
        case _:
            asked = ["--yes"] if " ".join(words).startswith(ASKS) else []
            code = run([*words[: words.index(">") if ">" in words else None], *asked])
            if ">" in words:
                Path(words[-1]).write_text(capsys.readouterr().out, encoding="utf-8")
            return code
    return 0


def test_the_drill_of_losing_a_ledger_ends_as_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:  # H2 S8
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REMIT_KEEP", raising=False)
    monkeypatch.setenv("REMIT_PASSPHRASE", "a passphrase")
    monkeypatch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
    for typed, shown in typed_in_drill():
        code = run_as_typed(typed, monkeypatch, capsys)
        printed = [masked(line) for line in "".join(capsys.readouterr()).splitlines()]
        assert code == int((re.findall(r"# exit (\d+)$", typed) or ["0"])[0]), typed
        assert [line for line in shown if masked(line) not in printed] == [], typed
    assert (tmp_path / "lost/icp.ledger").exists()
    assert (tmp_path / "older/icp.ledger").exists()


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Give every command as the words that call it."""
    context = click.Context(group)
    found: list[tuple[str, ...]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        words = (*path, name)
        found += commands(command, words) if isinstance(command, click.Group) else [words]
    return found


@pytest.mark.parametrize("words", commands(remit), ids=" ".join)
def test_every_command_helps_with_a_worked_example(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, "--help"]) == 0

    assert f"remit {' '.join(words)}" in capsys.readouterr().out.partition("Example:")[2]


def test_every_command_that_readme_types_exists() -> None:
    known = {" ".join(words) for words in commands(remit)}
    typed = [line for block in BLOCKS for line in block.splitlines() if line.startswith("$ remit ")]

    unknown = [
        line
        for line in typed
        if not any(line.removeprefix("$ remit ").startswith(command) for command in known)
    ]

    assert typed
    assert unknown == []
