"""``remit scheme import``, ``export`` and ``template``: a scheme out to a spreadsheet, edited, and back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.ledger_cli.desk import Desk, Said, founded

from ledger import keyfiles
from ledger.acts import Proposal
from ledger.errors import Malformed
from ledger.facts import delegations as facts
from ledger.facts.bodies import Constituted
from ledger.facts.fact import Acted
from ledger.facts.functions import Function, Listed
from ledger.facts.words import Money, Words
from ledger.functions import Catalogue
from ledger.links import Chain, Link, Version
from ledger.replay import recorded
from ledger_cli import delegating, ids, schemecells, schemeplan, schemesheet
from ledger_cli.session import Session
from ledger_cli.settings import Settings

xlsxwriter = pytest.importorskip("xlsxwriter")
calamine = pytest.importorskip("python_calamine")

EAST, ICP, BOARD, CHAIR = "organisation:east", "body:icp", "body:board", "office:icp/chair"
RICH, PLAIN, PASSED, HELD, GONE, OTHER, ADVICE = (f"g-{letter * 16}" for letter in "abcdefg")
TREE = (
    Function("beds", "Community beds"),
    Function("beds.close", "Close beds", "beds"),
    Function("grants", "Grants"),
    Function("staff", "Staff"),
)
DAY, LATER = "2024-04-01", "2024-06-01"
BY = ("--by", "icp", "--power", "s.75", "--on", DAY)
COLUMNS = ("function", "to", "each", "year", "total", "until", "onward", "approval", "clause")


def pounds(amount: int, over: Any = "one act", **more: Any) -> facts.Limit:  # noqa: ANN401 - as a limit has it
    return facts.Limit(Money(amount * 100, "GBP"), over, **more)


WIDE = facts.Scope(
    functions=("grants", "beds"),
    limits=(
        pounds(2_500),
        pounds(5_000, "all acts", of="project", spend="capital", tax="without"),
        pounds(20_000, "financial year"),
        pounds(1_250_000, "all acts"),
    ),
    until="2030-04-01",
    onward=2,
    excluded=("beds.close",),
    above=Money(500_50, "GBP"),
    onward_to=("office", "person"),
)
PLAIN_LIMITS = (pounds(2_500), pounds(20_000, "financial year"), pounds(1_250_000, "all acts"))
MANNER = facts.Manner(
    acting=2,
    approval=(BOARD,),
    consulting=(EAST,),
    conditions=(
        facts.Condition("funded", "The budget is agreed; or waived"),
        facts.Condition("safe", "It is safe = checked"),
    ),
    duties=(facts.Duty(BOARD, 30),),
    records=("reasons", "interests"),
    regime="reg 7",
    review="2025-01-31",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Make one ledger whose scheme has every kind of cell."""
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMIT_PASSPHRASE", "correct horse")
        patch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
        people = founded(folder)
        patch.chdir(folder)
        patch.setenv("REMIT_KEY", "officer.key")
        scheme(Desk(None, **people))  # type: ignore[arg-type]
    return folder, people


def scheme(desk: Desk) -> None:
    """Give what holds: all that a grant can say, a plain one passed on, one accepted, and what does not."""
    power = facts.PowerStated("s-75", "s.75 NHS Act 2006", ("council",), ("person", "office"))
    desk.meets(
        Constituted("board", "The board", "s.1", ("east", "west")),
        Listed("icp", TREE),
        power,
        on="2023-01-01",
    )
    rich = facts.Granted(
        RICH, BOARD, (desk.jo, CHAIR), "s.75", WIDE, MANNER, "authorised", "instead", "agreement",
        enabling="s-75",
    )  # fmt: skip
    limited = facts.Scope(("grants",), (pounds(2_500),), onward=1)
    plain = facts.Granted(PLAIN, ICP, (desk.jo,), "s.76", limited)
    passed = facts.PassedOn(PASSED, PLAIN, ICP, (desk.kim,), facts.Scope(("grants",), (pounds(500),)))
    held = facts.Granted(
        HELD, ICP, (desk.kim,), "s.76", facts.Scope(("staff",)), facts.Manner(acceptance=True)
    )
    gone = facts.Granted(GONE, ICP, (desk.lou,), "s.76", facts.Scope(("staff",)))
    other = facts.Granted(OTHER, EAST, (EAST,), "s.77", facts.Scope(("beds.close",)), kind="reserved")
    advice = facts.Granted(ADVICE, ICP, (desk.lou,), "s.76", facts.Scope(("beds",)), kind="advisory")
    ended = facts.Revoked(GONE, ICP, Words.of("over"))
    said = [
        Proposal(rich, DAY, clauses=("4.1", "4.2")),
        Proposal(passed, DAY, Acted(person=desk.jo)),
        *(
            Proposal(one, DAY)
            for one in (held, facts.Accepted(HELD, ICP, desk.kim, accepted=True), gone, ended, other, advice)
        ),
    ]
    settings = Settings("remit.ledger", key=Path("officer.key"), yes=True)
    with Session(settings) as session:
        session.submit([Proposal(plain, DAY), *said], ids.new_request())


@pytest.fixture
def at(
    town: tuple[Path, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    folder, people = town
    shutil.copytree(folder, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    monkeypatch.setenv("REMIT_PASSPHRASE", "correct horse")
    monkeypatch.setenv("REMIT_KEY", "officer.key")
    monkeypatch.setattr(keyfiles, "BCRYPT_ROUNDS", 1)
    return Desk(capsys, **people)


def book(*rows: Sequence[str], columns: Sequence[str] = COLUMNS, **more: Sequence[Sequence[str]]) -> str:
    """Write a spreadsheet of delegations."""
    sheets: Mapping[str, Sequence[Sequence[str]]] = {"Grants": (columns, *rows), **more}
    with xlsxwriter.Workbook("grants.xlsx") as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for line, row in enumerate(lines):
                sheet.write_row(line, 0, row)
    return "grants.xlsx"


def exported(desk: Desk, *words: str, on: str = DAY) -> dict[str, dict[str, str]]:
    """Export the scheme and read the rows, by delegation."""
    Path("out.xlsx").unlink(missing_ok=True)
    said = desk("scheme", "export", "out.xlsx", "--on", on, *words)
    assert said.code == 0, said.err
    heads, *rows = calamine.CalamineWorkbook.from_path("out.xlsx").get_sheet_by_name("Scheme").to_python()
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    return {row["delegation"]: row for row in found}


def imported(desk: Desk, *rows: Mapping[str, str], on: str = DAY, by: tuple[str, ...] = ()) -> Said:
    """Import rows under the headings of the first."""
    columns = tuple(rows[0])
    name = book(*(tuple(row.get(one, "") for one in columns) for row in rows), columns=columns)
    return desk.record("scheme", "import", name, "--on", on, *by)


def bodies(desk: Desk, since: int) -> list[Any]:
    """Give what was recorded since a number."""
    with Session(Settings("remit.ledger")) as session:
        return [at.fact.body for at in map(recorded, session.store.scan(since + 1, desk.size))]


# --- out, and back without edits -----------------------------------------------------------------


def test_an_export_says_all_of_what_holds_as_a_grant_says_it(at: Desk) -> None:  # PBP-2
    found = exported(at)
    assert list(found) == [PLAIN, RICH, PASSED, HELD, OTHER, ADVICE]
    assert found[RICH] == dict.fromkeys(schemesheet.COLUMNS, "") | {
        "function": "grants; beds",
        "excluded": "beds.close",
        "to": f"Jo Bloggs; {CHAIR}",
        "each": "GBP 2500.00",
        "year": "GBP 20000.00",
        "total": "GBP 1250000.00",
        "limits": "GBP 5,000.00 for all acts of one project, capital, without tax",
        "above": "GBP 500.50",
        "until": "2030-04-01",
        "onward": "2",
        "onward to": "office; person",
        "acting": "2",
        "approval": BOARD,
        "consulting": EAST,
        "conditions": "funded=The budget is agreed; or waived; safe=It is safe = checked",
        "reports": f"{BOARD}=30",
        "records": "reasons; interests",
        "regime": "reg 7",
        "review": "2025-01-31",
        "kind": "authorised",
        "instead": "yes",
        "by": BOARD,
        "power": "s.75",
        "enabling": "s-75",
        "source": "agreement",
        "clause": "4.1; 4.2",
        "delegation": RICH,
        "as of": f"{at.size} on {DAY}",
    }
    assert (found[PASSED]["parent"], found[PASSED]["kind"], found[PASSED]["to"]) == (PLAIN, "", "Kim Lee")
    assert (found[HELD]["acceptance"], found[OTHER]["kind"]) == ("yes", "reserved")
    assert list(exported(at, "--by", "icp")) == [PLAIN, PASSED, HELD, ADVICE]
    assert list(exported(at, on="2024-03-31")) == []
    assert at("scheme", "export", "out.xlsx").code == 2


def test_an_export_that_nobody_edited_changes_nothing(at: Desk) -> None:  # PBP-2
    size = at.size
    exported(at)
    said = at.record("scheme", "import", "out.xlsx", "--on", DAY)
    assert (said.code, at.size, said.out) == (0, size, ""), said.err
    assert f"unchanged: {PLAIN}, {RICH}, {HELD}, {OTHER}, {ADVICE}, {PASSED}" in said.err
    assert at.record("scheme", "import", "out.xlsx", "--on", DAY, "--json").json == {
        "delegations": "",
        "amended": "",
        "revoked": "",
    }


def test_what_says_the_same_in_other_words_changes_nothing(at: Desk) -> None:
    size, row = at.size, exported(at)[RICH]
    said = imported(
        at,
        {
            **row,
            "function": "beds; grants;",
            "each": "GBP 2500",
            "to": f"{CHAIR}; {at.jo}",
            "instead": "TRUE",
            "kind": "Authorised",
            "onward to": "person; office",
        },
    )
    assert (said.code, at.size) == (0, size), said.err


def test_a_person_whose_name_another_has_is_written_by_id(at: Desk) -> None:
    at.record("person", "register", "Lou May")
    size, rows = at.size, exported(at)
    assert (rows[ADVICE]["to"], rows[HELD]["to"]) == (at.lou, "Kim Lee")
    assert imported(at, *rows.values()).code == 0
    assert at.size == size


def test_who_holds_the_link_above_gave_the_one_below() -> None:  # PBP-2
    version = Version(DAY, facts.Scope(("grants",)), facts.ALONE)
    root = Link(PLAIN, None, EAST, (BOARD,), DAY, (version,))
    under = Link(PASSED, PLAIN, EAST, (CHAIR,), DAY, (version,))
    chain = Chain({PLAIN: root, PASSED: under})
    assert [one for one in (root, under) if schemeplan.gave(one, BOARD, chain, DAY)] == [under]
    assert [one for one in (root, under) if schemeplan.gave(one, EAST, chain, DAY)] == [root, under]
    assert [one for one in (root, under) if schemeplan.gave(one, None, chain, DAY)] == [root, under]
    assert not schemeplan.gave(under, ICP, chain, DAY)


ONES = st.sampled_from(("grants", "beds", "beds.close", "staff"))
MONEY = st.builds(Money, st.integers(1, 9_999_999_999_999), st.sampled_from(("GBP", "EUR", "USD")))
PARTY = st.sampled_from((EAST, ICP, BOARD, CHAIR, "p-" + "a" * 16))
WORDS = (
    st.text("abc =;.,'\"-", min_size=1, max_size=12)
    .map(lambda one: f"x{one}x")
    .filter(lambda one: not re.search(r";\s*[a-z0-9.-]+=", one))
)
"""Words in which no other condition seems to begin."""

SCOPES = st.builds(
    facts.Scope,
    st.lists(ONES, min_size=1, max_size=3, unique=True).map(tuple),
    st.lists(
        st.builds(
            facts.Limit,
            MONEY,
            st.sampled_from(("one act", "financial year", "all acts")),
            st.sampled_from(("everything", "matter", "project", "supplier")),
            st.sampled_from((None, "capital", "revenue")),
            st.sampled_from((None, "with", "without")),
        ),
        max_size=4,
        unique=True,
    ).map(tuple),
    st.none() | st.just("2030-01-01"),
    st.integers(0, 8),
    st.lists(ONES, max_size=2, unique=True).map(tuple),
    st.none() | MONEY,
    st.lists(st.sampled_from(get_args(facts.PartyKind)), max_size=4, unique=True).map(tuple),
)
MANNERS = st.builds(
    facts.Manner,
    st.integers(1, 8),
    st.lists(PARTY, max_size=3, unique=True).map(tuple),
    st.lists(PARTY, max_size=3, unique=True).map(tuple),
    st.lists(st.builds(facts.Condition, ONES, WORDS), max_size=3, unique_by=lambda one: one.condition).map(
        tuple
    ),
    st.lists(st.builds(facts.Duty, PARTY, st.integers(0, 3650)), max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from(get_args(facts.Record)), max_size=3, unique=True).map(tuple),
    st.none() | WORDS,
    st.booleans(),
    st.none() | st.just("2030-01-01"),
)


@given(SCOPES, MANNERS)
def test_what_the_cells_say_is_read_as_what_they_were_written_from(
    scope: facts.Scope, manner: facts.Manner
) -> None:  # PBP-2
    link = Link(RICH, None, BOARD, (EAST,), DAY, (Version(DAY, scope, manner),))
    values = schemecells.values_of(link, DAY)
    texts = schemecells.texts_of(values, str)
    reader = schemecells.Reader(Catalogue(), {}, str, str)
    read = {column: reader.value(column, text) for column, text in texts.items()}
    changed = {one: read[one] for one in read if one not in schemecells.FIXED}
    made = schemecells.scope_of(read, changed, facts.Scope(()))
    assert set(made.limits) == set(scope.limits)
    assert (made.functions, made.until, made.above) == (scope.functions, scope.until, scope.above)
    assert (made.excluded, made.onward, made.onward_to) == (scope.excluded, scope.onward, scope.onward_to)
    assert schemecells.manner_of(changed, facts.ALONE) == manner


# --- edited --------------------------------------------------------------------------------------


def test_one_edited_limit_is_exactly_one_amendment(at: Desk) -> None:  # PBP-2
    size, rows = at.size, exported(at)
    rows[PLAIN]["each"] = "GBP 1000.00"
    said = imported(at, *rows.values())
    assert said.code == 0, said.err
    amended = facts.Scope(("grants",), (pounds(1_000),), onward=1)
    assert bodies(at, size) == [facts.Amended(PLAIN, ICP, amended)]
    lines = said.err.splitlines()
    assert f"amended: {PLAIN} (row 2): each GBP 2500.00 > GBP 1000.00" in lines
    assert f"  affects {PASSED}, passed on to Kim Lee ({at.kim}) from {DAY}" in lines
    assert f"unchanged: {RICH}, {HELD}, {OTHER}, {ADVICE}, {PASSED}" in lines


@pytest.mark.parametrize(
    ("column", "text", "field", "value"),
    [
        ("function", "grants", "functions", ("grants",)),
        ("excluded", "", "excluded", ()),
        ("above", "GBP 600.00", "above", Money(600_00, "GBP")),
        ("until", "", "until", None),
        ("onward", "", "onward", 0),
        ("onward to", "body", "onward_to", ("body",)),
        ("limits", "", "limits", PLAIN_LIMITS),
        ("acting", "1", "acting", 1),
        ("approval", CHAIR, "approval", (CHAIR,)),
        ("consulting", "", "consulting", ()),
        ("conditions", "funded=Yes; ", "conditions", (facts.Condition("funded", "Yes"),)),
        ("reports", "Kim Lee=7", "duties", None),
        ("records", "alternatives", "records", ("alternatives",)),
        ("regime", "reg 8", "regime", "reg 8"),
        ("acceptance", "yes", "acceptance", True),
        ("review", "2026-01-31", "review", "2026-01-31"),
    ],
)  # fmt: skip
def test_each_cell_amends_what_it_says_and_nothing_else(
    at: Desk, column: str, text: str, field: str, value: object
) -> None:  # PBP-2
    size, row = at.size, exported(at)[RICH]
    said = imported(at, {**row, column: text})
    assert said.code == 0, said.err
    (body,) = bodies(at, size)
    wanted = (facts.Duty(at.kim, 7),) if value is None and field == "duties" else value
    scope, manner = WIDE, None
    if field in facts.Scope.__struct_fields__:
        scope = replace(WIDE, **{field: wanted})
    else:
        manner = replace(MANNER, **{field: wanted})
    assert body == facts.Amended(RICH, BOARD, scope, manner)
    assert at.last.clauses == ("4.1", "4.2")


def test_new_amended_and_revoked_are_one_request_and_the_same_file_is_the_same(at: Desk) -> None:  # PBP-2
    size, rows = at.size, exported(at, "--by", "icp")
    rows[PASSED]["each"] = "GBP 3000.00"
    rows[PLAIN]["each"] = "GBP 4000.00"
    rows[HELD] |= {"change": "revoke", "reason": "The post has ended."}
    new = {"function": "staff", "to": "Lou May", "power": "s.78", "kind": "advisory"}
    mine = (rows[PASSED], rows[PLAIN], rows[HELD], new)
    name = book(
        *(tuple(row.get(one, "") for one in schemesheet.COLUMNS) for row in mine), columns=schemesheet.COLUMNS
    )
    words = ("scheme", "import", name, "--by", "icp", "--on", DAY, "--json")
    said = at.record(*words)
    assert said.code == 0, said.err
    above, revoked, given_, below = bodies(at, size)
    assert (above.delegation, above.scope.limits) == (PLAIN, (pounds(4_000),))
    assert (below.delegation, below.scope.limits) == (PASSED, (pounds(3_000),))
    assert (type(revoked), revoked.delegation) == (facts.Revoked, HELD)
    asked = facts.Granted(said.json["delegations"], ICP, (at.lou,), "s.78", facts.Scope(("staff",)))
    assert given_ == replace(asked, kind="advisory")
    assert (said.json["amended"], said.json["revoked"]) == (f"{PLAIN}, {PASSED}", HELD)
    assert f"revoked: {HELD} (row 4): The post has ended." in said.err
    assert f"not in the file, and left as they are: {ADVICE}" in said.err
    again = at.record(*words)
    assert (again.json["root"], at.size) == (said.json["root"], size + 4), again.err
    assert ("recorded already" in again.err, "amended:" in again.err) == (True, False)
    other = imported(at, *mine[:3])
    assert (other.code, at.size) == (0, size + 4), other.err


def test_nothing_that_came_since_the_export_is_undone(at: Desk) -> None:  # PBP-2
    rows = exported(at)
    wider = facts.Amended(PLAIN, ICP, facts.Scope(("grants",), (pounds(9_000),), onward=1))
    at.meets(wider, on=LATER)
    size = at.size
    said = imported(at, *rows.values())
    assert (said.code, at.size) == (0, size), said.err
    rows[PLAIN]["each"] = "GBP 1000.00"
    early, late = imported(at, *rows.values()), imported(at, *rows.values(), on=LATER)
    assert (early.code, late.code, at.size) == (4, 4, size)
    assert f"grants.xlsx:Grants!AH2: expected {PLAIN} as it was at {rows[PLAIN]['as of']}, got" in early.err
    assert "a change from 2024-06-01 that is recorded already" in early.err
    assert f"a change recorded since at entry {size}: export it again" in late.err
    stale = exported(at)
    stale[PLAIN]["each"] = "GBP 1000.00"
    other = imported(at, stale[PLAIN], on=LATER)
    assert (other.code, "another version on 2024-06-01" in other.err) == (4, True)
    fresh = exported(at, on=LATER)
    assert fresh[PLAIN]["each"] == "GBP 9000.00"
    fresh[PLAIN]["each"] = "GBP 1000.00"
    assert imported(at, fresh[PLAIN], on=LATER).code == 0
    rows[PASSED] |= {"change": "revoke", "reason": "x"}
    assert imported(at, rows[PASSED], on=LATER).code == 0


@pytest.mark.parametrize("text", ["", "7", "x on y", "9999 on 2024-04-01"])
def test_a_row_that_changes_something_says_up_to_where_the_ledger_was_read(at: Desk, text: str) -> None:
    size, row = at.size, exported(at)[PLAIN]
    said = imported(
        at, {"as of": text, "each": "GBP 1.00", **{k: row[k] for k in ("function", "to", "delegation")}}
    )
    assert (said.code, at.size) == (4, size)
    assert (
        f"Grants!A2: expected as the export writes it, the last entry that was read, {size} at most"
        in said.err
    )


@pytest.mark.parametrize(
    ("cells", "where", "message"),
    [
        ({"to": "Kim Lee"}, "to", f"expected Jo Bloggs; {CHAIR}, for no amendment changes it (revoke this"),
        ({"kind": ""}, "kind", "expected authorised, for no amendment changes it"),
        ({"power": "s.2"}, "power", "expected s.75, for no amendment changes it"),
        ({"by": "icp"}, "by", "expected body:board, for no amendment changes it"),
        ({"parent": PLAIN}, "parent", "expected nothing, for no amendment changes it"),
        ({"clause": ""}, "clause", "got nothing"),
        ({"until": DAY}, "until", f"expected a day after {DAY}, from which the row counts, got {DAY}"),
        ({"function": ""}, "function", "expected a function, got an empty cell"),
        ({"change": "end"}, "change", "expected revoke, got 'end'"),
        ({"change": "revoke"}, "reason", "expected why it is revoked, got an empty cell"),
        ({"change": "revoke", "reason": "x", "to": "Kim Lee"}, "to", "for no amendment changes it"),
        ({"reason": "x"}, "reason", "expected a reason beside revoke"),
        ({"delegation": "g-" + "z" * 16}, "delegation", "expected a delegation that the ledger knows"),
        ({"limits": "; ".join(f"GBP {n}.00 for one act" for n in range(1, 9))}, "function", "expected what"),
        ({"resolution": "D1", "each": "GBP 1.00"}, "resolution", "expected a decision by its id"),
    ],
)  # fmt: skip
def test_what_cannot_be_amended_is_told_by_its_cell(
    at: Desk, cells: dict[str, str], where: str, message: str
) -> None:  # W4
    size, row = at.size, exported(at)[RICH]
    said = imported(at, {**row, **cells})
    number = schemesheet.COLUMNS.index(where)
    letters = f"{'A' if number >= 26 else ''}{chr(ord('A') + number % 26)}"
    assert (said.code, at.size) == (4, size)
    assert f"grants.xlsx:Grants!{letters}2: " in said.err, said.err
    assert message in said.err, said.err


def test_a_delegation_stands_in_one_row_and_one_that_is_over_is_left_alone(at: Desk) -> None:
    size, row = at.size, exported(at)[PLAIN]
    said = imported(at, row, row)
    assert (said.code, "!AG3: expected each id once, got the one of row 2" in said.err) == (4, True), said.err
    over = {"function": "staff", "to": "Lou May", "delegation": GONE, "change": "revoke", "reason": "x"}
    assert (imported(at, over).code, at.size) == (0, size)


# --- new -----------------------------------------------------------------------------------------

GOOD = (
    ("grants; beds", "Jo Bloggs", "GBP 2500.00", "", "GBP 9000.00", "2025-04-01", "1", CHAIR, "4.1; 4.2"),
    ("grants", f"{CHAIR}; {BOARD}", "", "GBP 100.00", "", "", "", "", ""),
)


def test_every_row_of_a_spreadsheet_becomes_a_grant_of_one_request(at: Desk) -> None:  # PBP-2
    size = at.size
    said = at.record("scheme", "import", book(*GOOD), *BY, "--source", "constitution", "--json")
    assert (said.code, at.size) == (0, size + 2), said.err
    one, other = bodies(at, size)
    wide = facts.Scope(("grants", "beds"), (pounds(2_500), pounds(9_000, "all acts")), "2025-04-01", 1)
    first, second = said.json["delegations"].split(", ")
    manner = facts.Manner(approval=(CHAIR,))
    assert one == facts.Granted(first, ICP, (at.jo,), "s.75", wide, manner, source="constitution")
    scope = facts.Scope(("grants",), (pounds(100, "financial year"),))
    assert other == facts.Granted(second, ICP, (CHAIR, BOARD), "s.75", scope, source="constitution")
    again = at.record("scheme", "import", "grants.xlsx", *BY, "--source", "constitution", "--json")
    assert (again.json["delegations"], at.size) == (said.json["delegations"], size + 2)
    twice = at.record("scheme", "import", "grants.xlsx", *BY[:-1], LATER, "--source", "constitution")
    assert (twice.code, f"got what {first} says already" in twice.err) == (4, True), twice.err


def test_a_row_says_all_that_a_grant_says(at: Desk) -> None:  # PBP-2
    size, row = at.size, exported(at)[RICH]
    said = imported(at, {**row, "delegation": "", "Onward-To": "", "above": "GBP 700.00"} | {"as of": ""})
    assert said.code == 4
    del row["delegation"]
    said = imported(at, {**row, "above": "GBP 700.00"})
    assert said.code == 0, said.err
    (body,) = bodies(at, size)
    replaced = replace(WIDE, above=Money(700_00, "GBP"))
    assert set(body.scope.limits) == set(WIDE.limits)
    assert replace(body.scope, limits=()) == replace(replaced, limits=())
    assert body.manner == MANNER
    assert (body.kind, body.keeps, body.source, body.enabling) == (
        "authorised",
        "instead",
        "agreement",
        "s-75",
    )
    assert (body.to, body.power, at.last.clauses) == ((at.jo, CHAIR), "s.75", ("4.1", "4.2"))


def test_a_dry_run_shows_what_it_would_give_and_records_nothing(at: Desk) -> None:
    size = at.size
    said = at("scheme", "import", book(*GOOD), *BY, "--dry-run")
    assert (said.code, at.size) == (0, size)
    assert said.err.count("delegation granted") == 2
    assert said.err.count("new: g-") == 2


def test_a_row_passes_on_the_delegation_of_its_parent(at: Desk) -> None:  # PBP-2
    size = at.size
    row = {"function": "grants", "to": "Lou May", "each": "GBP 100.00", "parent": PLAIN}
    said = imported(at, row)
    assert said.code == 0, said.err
    (body,) = bodies(at, size)
    scope = facts.Scope(("grants",), (pounds(100),))
    assert body == facts.PassedOn(body.delegation, PLAIN, ICP, (at.lou,), scope)
    assert at.last.acted.person == at.jo
    for column, text, message in (
        ("kind", "advisory", "expected nothing, for it is that of the delegation passed on"),
        ("by", "board", f"expected {ICP}, who gives the delegation passed on"),
        ("person", "Nobody", "expected one person"),
        ("to", "; ".join(f"body:b{n}" for n in range(9)), "expected a body"),
    ):
        wrong = imported(at, {**row, "each": "GBP 90.00", "person": "", column: text})
        assert (wrong.code, message in wrong.err) == (4, True), wrong.err


@pytest.mark.parametrize(
    ("cells", "place", "rule"),
    [
        ({"each": "GBP 9000.00"}, "D3", "DEL-5"),
        ({"to": "Jo Bloggs"}, "B3", "DEL-6"),
        ({"person": "Lou May"}, "D3", "DEL-3"),
        ({"resolution": "d-" + "a" * 16, "parent": "", "by": "icp", "power": "s.1"}, "F3", "DEL-21"),
    ],
)
def test_a_rule_that_speaks_against_a_row_is_told_by_its_cell_and_nothing_is_recorded(
    at: Desk, cells: dict[str, str], place: str, rule: str
) -> None:  # PBP-2
    size = at.size
    columns = ("function", "to", "each", "parent", "person", "resolution", "by", "power")
    good = dict.fromkeys(columns, "") | {"function": "staff", "to": CHAIR, "by": "icp", "power": "s.1"}
    row = dict.fromkeys(columns, "") | {
        "function": "grants",
        "to": "Lou May",
        "each": "GBP 9.00",
        "parent": PLAIN,
    }
    said = imported(at, good, {**row, **cells})
    assert (said.code, at.size) == (3, size), said.err
    assert f"grants.xlsx:Grants!{place}: {rule} (" in said.err, said.err


def test_an_amendment_that_a_rule_speaks_against_is_told_by_its_cell(at: Desk) -> None:  # PBP-2
    size, row = at.size, exported(at)[PASSED]
    said = imported(at, {**row, "each": "GBP 9000.00"})
    assert (said.code, at.size) == (3, size)
    assert "grants.xlsx:Grants!AB2: DEL-5 (" in said.err, said.err


def test_everything_that_is_wrong_is_told_by_its_cell_and_nothing_is_recorded(at: Desk) -> None:  # W4
    size = at.size
    wrong = ("grnts", "Jo Blogs", "2500", "x", "GBP 0", "1 April", "17", "body:none", "")
    empty = ("", "", "", "", "", "", "", "", "4.1")
    late = ("grants", CHAIR, "", "", "", DAY, "", "", "")
    said = at.record("scheme", "import", book(GOOD[0], wrong, empty, late, GOOD[0]), *BY)
    assert (said.code, at.size) == (4, size)
    lines = said.err.removeprefix("malformed: ").replace("grants.xlsx:Grants!", "").splitlines()
    found = dict(line.partition(", got")[0].split(": expected ") for line in lines if ": " in line)
    assert found == {
        "A3": "a function of the catalogue",
        "B3": "one person whom the ledger knows by id or exact name",
        "C3": "an amount like 'GBP 2500.00'",
        "D3": "an amount like 'GBP 2500.00'",
        "E3": "an amount above nothing",
        "F3": "a date like 2024-03-25",
        "G3": "how often it may be passed on, 0 to 8",
        "H3": "a body, an office of one or an organisation that the ledger knows",
        "A4": "a function",
        "B4": "a party",
        "F5": f"a day after {DAY}, from which the row counts",
        "A6": "a delegation that is not given yet",
    }


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"by": ""}, "!C2: expected who gives it, here or as --by, got an empty cell"),
        ({"power": ""}, "!D2: expected the power that lets it be given, here or as --power, got"),
        ({"limits": "GBP 0.00 for one act"}, "!E2: expected a limit above nothing that can be counted"),
        ({"limits": f"GBP {'9' * 5000}.00 for one act"}, "!E2: expected a limit like"),
        ({"limits": "GBP 9.00"}, "!E2: expected a limit like"),
        ({"conditions": "x y=z"}, "!F2: expected a condition like funded=The budget is agreed"),
        ({"conditions": "funded="}, "!F2: expected a condition like funded=The budget is agreed"),
        ({"reports": "body:board=3651"}, "!G2: expected who is told within how many days"),
        ({"reports": f"body:board={'9' * 5000}"}, "!G2: expected who is told within how many days"),
        ({"acting": "0"}, "!H2: expected how many act together, 1 to 8, got '0'"),
        ({"acceptance": "maybe"}, "!I2: expected yes or no or true or false, got 'maybe'"),
        ({"to": "; ".join(["body:board", "body:icp", EAST] + [f"office:icp/o{n}" for n in range(6)])},
         "!A2: expected at most 8 parties"),
        ({"change": "revoke", "reason": "x"}, "!A2: expected the id of what is revoked, got an empty cell"),
    ],
)  # fmt: skip
def test_a_new_row_that_no_grant_can_hold_is_told_by_its_cell(
    at: Desk, cells: dict[str, str], message: str
) -> None:  # W4
    size = at.size
    columns = ("function", "to", "by", "power", "limits", "conditions", "reports", "acting", "acceptance")
    row = dict.fromkeys(columns, "") | {"function": "staff", "to": CHAIR, "by": "icp", "power": "s.1"}
    said = imported(at, {**row, **cells})
    assert (said.code, at.size) == (4, size), said.err
    assert message in said.err, said.err


def test_after_a_hundred_faults_no_further_row_is_read(at: Desk) -> None:  # W4
    said = at.record("scheme", "import", book(*[("grnts", CHAIR)] * 150, columns=("function", "to")), *BY)
    assert (said.code, said.err.splitlines()[-1]) == (4, "grants.xlsx: and 81 more")


@pytest.mark.parametrize(
    ("rows", "columns", "more", "message"),
    [
        ((GOOD[0],), ("function", "to", "limit"), {}, "Grants!C1: expected one of function, excluded, to"),
        ((GOOD[0],), ("function", "to", "to"), {}, "Grants!C1: expected one of function, excluded, to"),
        ((("grants",),), ("function",), {}, "Grants!A1: expected the headings function, to, got no to"),
        ((), ("function", "to"), {}, "Grants!A2: expected at least one row, got none"),
        ((("grants", CHAIR, "x"),), ("function", "to"), {}, "!C2: expected nothing in a column without"),
        ((GOOD[0],), COLUMNS, {"Notes": (("x",),)}, "xlsx: expected one sheet beside Columns, got Gr"),
        ((("a b", CHAIR),), ("function", "to"), {}, "Grants!A2: expected a function by its code, like"),
        ((("grants", CHAIR, "\u202e"),), ("function", "to", "clause"), {}, "C2: the cell: expected text"),
        ((("grants", CHAIR, "x" * 999),), ("function", "to", "clause"), {}, "Grants!C2: expected a clause"),
    ],
)  # fmt: skip
def test_a_sheet_of_another_form_is_malformed(
    at: Desk,
    rows: Sequence[Sequence[str]],
    columns: Sequence[str],
    more: dict[str, Sequence[Sequence[str]]],
    message: str,
) -> None:  # W4
    size = at.size
    said = at.record("scheme", "import", book(*rows, columns=columns, **more), *BY)
    assert (said.code, at.size, message in said.err) == (4, size, True), said.err


def test_a_template_has_the_headings_explains_each_and_is_not_written_over(at: Desk) -> None:
    assert at("scheme", "template", "empty.xlsx").code == 0
    read = calamine.CalamineWorkbook.from_path("empty.xlsx")
    assert read.sheet_names == ["Scheme", "Columns"]
    assert read.get_sheet_by_name("Scheme").to_python() == [list(schemesheet.COLUMNS)]
    explained = read.get_sheet_by_name("Columns").to_python()
    assert [row[0] for row in explained[1:]] == list(schemesheet.COLUMNS)
    assert all(says and example for _, says, example in explained)
    assert at("scheme", "template", "empty.xlsx").code == 2
    said = at.record("scheme", "import", "empty.xlsx", *BY)
    assert (said.code, "expected at least one row" in said.err) == (4, True)


def test_each_example_of_the_template_can_be_read() -> None:  # W4
    reader = schemecells.Reader(Catalogue(), {"g-mnbqk3jz5x2c4d7e": None}, str, str)  # type: ignore[dict-item]
    for heading, _, example in schemesheet.HELP:
        if heading not in {"reason", "as of"}:
            assert reader.value(heading, example), heading


def test_a_limit_that_no_fact_can_hold_is_malformed() -> None:  # W4
    with pytest.raises(Malformed, match="expected a limit above nothing"):
        delegating.limit_of("GBP 0.00 for one act")
