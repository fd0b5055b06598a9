"""House style that can be counted. CONTRIBUTING.md says why."""

from __future__ import annotations

import ast
import io
import os
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE_ROOTS = ("src/ledger", "projections/ledger_projections", "cli/ledger_cli")

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 40

# What is over the bound, with its size and the reason. A size may go down, never up; what has become short
# leaves the list. "src/ledger/a.py": (412, "reason"), "src/ledger/a.py::Class.function": (44, "reason").
LONG: dict[str, tuple[int, str]] = {
    "src/ledger/boundaries.py::_boundary": (55, "one case for each noun"),
}

NOT_WRITTEN_HERE = {".git", ".venv", ".venv-lock", "__pycache__", "build", "dist", "htmlcov", "vectors"}
NOT_WRITTEN_HERE |= {".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"}

ABUSE_CASES = {"H": 15, "T": 6, "K": 9, "E": 8, "D": 16, "S": 9, "W": 11, "P": 3}  # letter: how many
REQUIREMENT = re.compile(
    r"LSC-(?:[1-9]\d?(?:\.[1-9]\d?)?|M[1-9]|S[1-9]|V)|PLA-[1-9](?:\.[1-9]|[a-f])?|(?:PLD|PBP|HIW|SYS)-[1-9]\d?"
)


ANSWERS = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
KINDS = set(re.findall(r"^\| \d+ \| `([A-Z]+)` \|", ANSWERS, re.MULTILINE))


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def modules() -> list[Path]:
    return [path for root in SOURCE_ROOTS for path in sorted((ROOT / root).rglob("*.py"))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """Give name and text of every file that is written by hand."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - NOT_WRITTEN_HERE)
        for path in (Path(folder) / name for name in sorted(names) if not name.startswith(".coverage")):
            raw = path.read_bytes()
            if b"\0" not in raw:
                yield name_of(path), raw.decode("utf-8", errors="replace")


def functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, int]]:
    """Give dotted name and number of lines of every function, at any depth."""
    for node in ast.iter_child_nodes(tree):
        name = within
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{within}.{node.name}".lstrip(".")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name, (node.end_lineno or node.lineno) - node.lineno + 1
        yield from functions(node, name)


def too_long(name: str, source: str) -> dict[str, int]:
    """Give what is over the bounds in one file, itself included, with its number of lines."""
    sizes = {f"{name}::{function}": lines for function, lines in functions(ast.parse(source))}
    found = {place: lines for place, lines in sizes.items() if lines > FUNCTION_LINES_MAX}
    lines_of_file = source.count("\n")
    return found | ({name: lines_of_file} if lines_of_file > FILE_LINES_MAX else {})


def lines_with(pattern: str, text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if re.search(pattern, line)]


def comments_beside_tests(source: str) -> Iterator[str]:
    """Give the comments that stand on the ``def`` lines of tests, where ids are cited."""
    lines = source.splitlines(keepends=True)
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            head = "".join(lines[node.lineno - 1 : node.body[0].lineno - 1])
            for token in tokenize.generate_tokens(io.StringIO(head).readline):
                if token.type == tokenize.COMMENT:
                    yield token.string


def wrong_ids(comment: str) -> list[str]:
    """Give what looks like the id of an abuse case or of a requirement, and is none."""
    wrong = []
    for word in re.findall(r"(?<![\w.-])(?:[A-Z]\d[\w.]*|(?:LSC|PLA|PLD|PBP|HIW|SYS)-[\w.]*)", comment):
        cited = word.rstrip(".")
        if "-" in cited:
            known = REQUIREMENT.fullmatch(cited) is not None
        else:
            known = cited in {f"{cited[0]}{n}" for n in range(1, ABUSE_CASES.get(cited[0], 0) + 1)}
        if not known:
            wrong.append(cited)
    return wrong


def test_no_file_and_no_function_outgrows_its_bound_without_a_reason() -> None:
    found = {}
    for path in modules():
        found.update(too_long(name_of(path), path.read_text(encoding="utf-8")))
    assert {place: lines for place, (lines, _) in LONG.items()} == found
    assert all(reason for _, reason in LONG.values())


def test_a_function_is_measured_from_its_def_line_to_its_last() -> None:
    long = "class A:\n    def f(self):\n" + "        x = 1\n" * FUNCTION_LINES_MAX
    short = "class A:\n    def f(self):\n" + "        x = 1\n" * (FUNCTION_LINES_MAX - 1)
    assert too_long("a.py", long) == {"a.py::A.f": FUNCTION_LINES_MAX + 1}
    assert too_long("a.py", short) == {}


def test_a_file_is_measured_in_lines() -> None:
    assert too_long("a.py", "x = 1\n" * (FILE_LINES_MAX + 1)) == {"a.py": FILE_LINES_MAX + 1}
    assert too_long("a.py", "x = 1\n" * FILE_LINES_MAX) == {}


def test_every_module_says_what_it_is_for() -> None:
    assert modules()
    silent = [name_of(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_bytes()))]
    assert silent == []


def test_nothing_is_left_for_later_in_a_comment() -> None:
    found = {name: lines for name, text in texts() if (lines := lines_with(r"\b(?:TO[D]O|FIX[M]E)\b", text))}
    assert found == {}


def test_no_file_knows_somebodys_home_folder() -> None:
    pattern = r"/(?:[h]ome|[U]sers)/\w|(?<!\w)/[r]oot/|[A-Z]:\\+Users\\"
    found = {name: lines for name, text in texts() if (lines := lines_with(pattern, text))}
    assert found == {}


@pytest.mark.parametrize("name", ["run.in", "run.txt", "test.in", "test.txt", "pkcs11.in", "pkcs11.txt"])
def test_no_requirement_names_a_registry(name: str) -> None:  # W11
    assert lines_with(r"://|index-url|find-links|trusted-host", text_of(f"requirements/{name}")) == []


@pytest.mark.parametrize("name", ["run.txt", "test.txt", "pkcs11.txt"])
def test_every_locked_package_has_one_version_and_a_hash(name: str) -> None:  # W11
    text = re.sub(r"^\s*#.*\n", "", text_of(f"requirements/{name}"), flags=re.MULTILINE)
    entries = re.findall(r"^\S(?:.*\\\n)*.*$", text, flags=re.MULTILINE)
    assert entries
    locked = re.compile(r"[a-z0-9-]+==[^ ;]+(?: ; [^\\]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\\n)?)+")
    assert [entry for entry in entries if not locked.fullmatch(entry)] == []


def test_what_the_project_depends_on_is_what_is_locked() -> None:  # W11
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    needed = {re.split(r"[\[<>=; ]", line)[0] for line in project["dependencies"]}
    asked = re.findall(r"^([\w.-]+)==", text_of("requirements/run.in"), re.MULTILINE)
    assert set(asked) - {"editables", "hatchling"} == needed


def test_the_shell_of_the_core_is_the_same_for_coverage_and_for_imports() -> None:
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    protected = next(contract for contract in contracts if contract["type"] == "protected")
    pure = next(contract for contract in contracts if "sqlalchemy" in contract.get("forbidden_modules", []))
    line = next(line for line in text_of("Makefile").splitlines() if line.startswith("SHELL_OF_CORE"))
    paths = re.findall(r"src/([\w/]+)(?:/\*|\.py)", line)
    omitted = {path.replace("/", ".") for path in paths}
    assert omitted == set(protected["protected_modules"])
    assert omitted == set(protected["allowed_importers"]) - {"ledger_cli", "ledger_projections"}
    assert omitted == {edge.split(" ->")[0].removesuffix(".**") for edge in pure["ignore_imports"]}


def test_every_id_that_a_test_cites_exists() -> None:
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        comments = comments_beside_tests(path.read_text(encoding="utf-8"))
        if wrong := [cited for comment in comments for cited in wrong_ids(comment)]:
            found[name_of(path)] = wrong
    assert found == {}


@pytest.mark.parametrize("comment", ["# H1", "# H15, P3", "# LSC-7.7, LSC-V", "# PLA-7f; HIW-10.", "# UTF-8"])
def test_the_id_of_an_abuse_case_or_of_a_requirement_is_accepted(comment: str) -> None:
    assert wrong_ids(comment) == []


@pytest.mark.parametrize(
    ("comment", "wrong"),
    [
        ("# H16", ["H16"]),
        ("# H0", ["H0"]),
        ("# H01", ["H01"]),
        ("# D4, X1", ["X1"]),
        ("# E4a", ["E4a"]),
        ("# LSC-", ["LSC-"]),
        ("# LSC-7.0", ["LSC-7.0"]),
        ("# PLA-7g", ["PLA-7g"]),
        ("# SYS-01", ["SYS-01"]),
    ],
)
def test_an_id_that_does_not_exist_is_noticed(comment: str, wrong: list[str]) -> None:
    assert wrong_ids(comment) == wrong


def test_only_comments_on_the_def_line_of_a_test_cite() -> None:
    source = "def test_a() -> None:  # H1\n    pass  # H2\ndef test_b(\n    x,\n) -> None:  # H3\n    pass\n"
    assert list(comments_beside_tests(source)) == ["# H1", "# H3"]


# --- docs/abuse-cases.md -----------------------------------------------------------------------------

CASE_ROW = re.compile(r"^\| ([HTKEDSWP]\d+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def citations(source: str) -> set[str]:
    """Give the ids of abuse cases that tests of a file cite."""
    return {
        word
        for comment in comments_beside_tests(source)
        for word in re.findall(r"\b[HTKEDSWP]\d+\b", comment)
    }


def untrue(rows: list[tuple[str, ...]], cited: dict[str, set[str]]) -> list[str]:
    """Give what the page on abuse cases says that is not so: of ids, kinds of answer and tests."""
    wrong = []
    if [row[0] for row in rows] != [
        f"{letter}{n}" for letter, last in ABUSE_CASES.items() for n in range(1, last + 1)
    ]:
        wrong.append("expected every case once, in order")
    for case, _, answer, tests in rows:
        files = re.findall(r"`([^`]+)`", tests)
        if not files or ", ".join(f"`{name}`" for name in files) != tests:
            wrong.append(f"{case}: expected names of tests, got {tests}")
        wrong += [f"{case}: not cited by {name}" for name in files if case not in cited.get(name, set())]
        wrong += [
            f"{case}: no kind of answer: {kind}"
            for kind in re.findall(r"`([^`]+)`", answer)
            if kind not in KINDS
        ]
    return wrong


def test_the_page_on_abuse_cases_is_true() -> None:
    folder = ROOT / "tests"
    cited = {
        path.relative_to(folder).as_posix(): citations(path.read_text(encoding="utf-8"))
        for path in folder.rglob("test_*.py")
    }
    assert untrue(CASE_ROW.findall(text_of("docs/abuse-cases.md")), cited) == []


def test_what_that_page_says_wrongly_is_noticed() -> None:
    rows = CASE_ROW.findall(text_of("docs/abuse-cases.md"))
    every = {name: {row[0] for row in rows} for row in rows for name in re.findall(r"`([^`]+)`", row[3])}
    assert untrue(rows, every) == []
    assert untrue(rows[1:], every) == ["expected every case once, in order"]
    (case, tried, _, tests), rest = rows[0], rows[1:]
    assert untrue([(case, tried, "`BROKEN`", tests), *rest], every) == ["H1: no kind of answer: BROKEN"]
    assert untrue([(case, tried, "`TAMPERED`", "none"), *rest], every) == [
        "H1: expected names of tests, got none"
    ]
    assert untrue([(case, tried, "`TAMPERED`", "`a.py`"), *rest], every) == ["H1: not cited by a.py"]
