from __future__ import annotations

from pathlib import Path

import pytest

from ledger.errors import Malformed
from ledger_cli.termsfile import load_terms

GOOD = """\
body: icp
version: "2024"
title: Terms of the forum
cited: terms
founders: [blackpool]
seats:
  - seat: one
    sector: councils
    organisations: [blackpool]
    position: elected-member
    title: Seat one
    clause: 7.10
  - seat: two
    sector: nhs
    organisations: []
    position: director
    title: Seat two
    clause: no
    exists: not known
offices:
  - {office: chair, title: Chair, clause: 7.8}
rules:
  - kind: quorum
    rule: QUO-1
    clause: 8.1
    basis: reading
    says: a third of the seats
    check: {check: share, who: {sectors: [councils]}, percent: 30, base: seats}
    reading: Of all seats.
    others:
      - reading: Of the seats that are filled.
        check: {check: share, who: {}, percent: 30, base: filled seats}
  - kind: majority
    rule: MAJ-1
    clause: 10.3
    basis: stated
    says: more than half of the votes cast
    test: {test: share, base: votes cast, more_than: 1/2}
    casting: [chair]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def fault(tmp_path: Path, old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(Malformed) as caught:
        load_terms(path)
    return str(caught.value).replace(f"{path}:", "")


def test_a_file_of_terms_mirrors_the_struct(tmp_path: Path) -> None:  # LSC-V
    terms = load_terms(written(tmp_path, GOOD))
    assert [(seat.seat, seat.clause, seat.exists) for seat in terms.seats] == [
        ("one", "7.10", "known"),
        ("two", "no", "not known"),
    ]
    assert [(rule.rule, rule.clause, rule.basis) for rule in terms.rules] == [
        ("QUO-1", "8.1", "reading"),
        ("MAJ-1", "10.3", "stated"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("seat: two", "seat: one", "13:11: seat one is given 2 times"),
        ("rule: MAJ-1", "rule: QUO-1", "34:11: rule QUO-1 is given 2 times"),
        ("{sectors: [councils]}", "{sectors: [council]}", "28:43: QUO-1: no seat or office of the terms has"),
        ("share, who: {}", "share, who: {offices: [vice]}", "QUO-1: no seat or office of the terms has"),
        ("casting: [chair]", "casting: [mayor]", "39:15: MAJ-1: no office of the terms is mayor"),
        ("kind: quorum", "kind: quorom", "23:11: rules, entry 1, kind: expected kind to be one of quorum"),
        ("30, base: seats", "130, base: seats", "check, percent: expected at most 100, got 130"),
        ("basis: stated", "basis: states", "expected one of default, reading, stated, got states"),
        ("rule: MAJ-1", "rule: Maj-1", "expected the id of a rule, like QUO-1, got Maj-1"),
        ("title: Seat one", "title: |\n      a\n      b", "11:12: seats, entry 1, title: expected one line"),
    ],
)  # fmt: skip
def test_a_fault_of_terms_is_told_at_its_place(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:  # W4
    assert expected in fault(tmp_path, old, new)


def test_terms_without_a_quorum_are_refused_where_the_rules_begin(tmp_path: Path) -> None:
    begin, end = GOOD.index("  - kind: quorum"), GOOD.index("  - kind: majority")
    path = written(tmp_path, GOOD[:begin] + GOOD[end:])
    with pytest.raises(Malformed) as caught:
        load_terms(path)
    assert str(caught.value) == f"{path}:23:3: no quorum rule: an empty quorum would let anybody decide"


def test_all_problems_of_sense_are_told_together(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("[chair]", "[mayor]").replace("seat: two", "seat: one"))
    with pytest.raises(Malformed) as caught:
        load_terms(path)
    assert len(str(caught.value).splitlines()) == 2
