"""Evidence of a fork: what it shows to a stranger, and every way in which a file must not be believed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace
from tests.ledger.histories import KEY, STRANGER, history

from ledger import canonical, evidence, merkle
from ledger.checkpoint import VerifierKey, open_note
from ledger.comparing import compare
from ledger.errors import BadSignature, Forked, Malformed, Oversized, RemitError, Tampered
from ledger.evidence import Evidence, Grown, text_of

HERE = history(20)
THERE = history(20, other_from=8)


def made(size: int = 20, copied: int = 13) -> bytes:
    """Give evidence that a log has forked."""
    with pytest.raises(Forked) as caught:
        compare(HERE.view("a", size), THERE.view("b", copied), KEY)
    return caught.value.evidence


def read(data: bytes) -> Evidence:
    return msgspec.json.decode(data, type=Evidence)


EQUAL, UNEQUAL = made(20, 20), made(20, 13)
OTHER = read(made(20, 15))


def note(size: int) -> str:
    return text_of(HERE.sign(size).note.encode())


def refused(data: bytes, kind: type[RemitError], message: str, key: VerifierKey = KEY) -> None:
    """Check that a file is refused with this very class and message."""
    with pytest.raises(RemitError) as caught:
        evidence.check(data, key)
    assert (type(caught.value), str(caught.value)) == (kind, message)


def test_evidence_holds_two_heads_an_entry_and_all_that_proves_it() -> None:  # H3
    file = read(UNEQUAL)
    assert file.format == "remit-fork/1"
    assert (file.first, file.second) == (text_of(THERE.sign(13).note.encode()), note(20))
    assert file.grown is not None
    assert file.grown.root == text_of(HERE.root(13))
    assert file.differs is not None
    assert (file.differs.number, file.differs.second.entry) == (8, text_of(b"entry 8"))
    found = evidence.check(UNEQUAL, KEY)
    assert (found.first.size, found.second.size, found.number) == (13, 20, 8)
    assert found.entries == (b"other 8", b"entry 8")


def test_evidence_without_an_entry_shows_the_fork_as_well() -> None:
    for data in (EQUAL, UNEQUAL):
        found = evidence.check(evidence.encode(replace(read(data), differs=None)), KEY)
        assert (found.number, found.first.root != found.had) == (None, True)


def test_evidence_of_another_log_or_by_another_key_is_refused() -> None:  # H6 H8
    for key in (VerifierKey("example.org/other", KEY.public), VerifierKey(KEY.name, STRANGER.public)):
        with pytest.raises(BadSignature) as caught:
            evidence.check(UNEQUAL, key)
        assert caught.value.kind == "SIG"


def test_a_head_that_a_stranger_signed_is_no_evidence() -> None:  # K5
    own = VerifierKey(KEY.name, STRANGER.public)
    forged = text_of(THERE.sign(20, own, STRANGER).note.encode())
    with pytest.raises(BadSignature):
        evidence.check(evidence.encode(replace(read(EQUAL), second=forged)), KEY)


def test_the_same_head_twice_is_no_fork() -> None:
    same = Evidence("remit-fork/1", note(20), note(20), None, None)
    refused(
        evidence.encode(same),
        Tampered,
        f"evidence: expected another root at 20 entries, got {HERE.root(20).hex()} in both histories",
    )


def test_a_log_that_only_grew_has_not_forked() -> None:
    with pytest.raises(Forked) as caught:
        compare(HERE.view("a", 20), THERE.view("b", 13, tree=False), KEY)
    grown = read(caught.value.evidence).grown
    refused(
        evidence.encode(Evidence("remit-fork/1", note(13), note(20), grown, None)),
        Tampered,
        f"evidence: expected another root at 13 entries, got {HERE.root(13).hex()} in both histories",
    )


def test_the_smaller_tree_comes_first() -> None:
    file = read(UNEQUAL)
    swapped = replace(file, first=file.second, second=file.first)
    refused(evidence.encode(swapped), Malformed, "evidence: expected the smaller tree first, got 20, 13")


def test_two_sizes_need_the_growth_between_them_and_one_size_has_none() -> None:
    refused(
        evidence.encode(replace(read(UNEQUAL), grown=None)),
        Malformed,
        "evidence: expected how 13 entries grew to 20, got nothing",
    )
    refused(
        evidence.encode(replace(read(EQUAL), grown=Grown(text_of(bytes(32)), ()))),
        Malformed,
        "evidence: expected no growth between two trees of 20 entries, got one",
    )


def test_an_invented_root_of_the_past_is_refused() -> None:  # H7
    file = read(UNEQUAL)
    assert file.grown is not None
    invented = replace(file, grown=replace(file.grown, root=text_of(b"r" * 32)))
    with pytest.raises(Tampered, match=r"^consistency proof from 13 to 20: expected root "):
        evidence.check(evidence.encode(invented), KEY)


def test_the_same_entry_twice_differs_in_nothing() -> None:
    with pytest.raises(Forked) as caught:
        compare(HERE.view("a", 20), history(20, other_from=9).view("b", 20), KEY)
    file = read(caught.value.evidence)
    one, other = HERE, history(20, other_from=9)
    leaves = [
        evidence.Leaf(
            text_of(merkle.leaf_hash(b"entry 3")),
            None,
            tuple(map(text_of, merkle.inclusion_proof(2, 20, tree.node))),
        )
        for tree in (one, other)
    ]
    refused(
        evidence.encode(replace(file, differs=evidence.Differs(3, *leaves))),
        Tampered,
        "evidence: expected two different entries 3, got the same one twice",
    )


def test_an_entry_that_is_not_that_of_its_hash_is_refused() -> None:  # H7
    file = read(UNEQUAL)
    assert file.differs is not None
    leaf = replace(file.differs.second, entry=text_of(b"entry 9"))
    with pytest.raises(
        Tampered, match=r"^evidence: expected entry 8 with hash [0-9a-f]{64}, got another entry$"
    ):
        evidence.check(evidence.encode(replace(file, differs=replace(file.differs, second=leaf))), KEY)


SWAPS: list[Callable[[Evidence], Evidence]] = [
    lambda file: replace(file, first=OTHER.first),
    lambda file: replace(file, second=OTHER.first),
    lambda file: replace(file, grown=OTHER.grown),
    lambda file: replace(file, differs=OTHER.differs),
    lambda file: replace(file, differs=read(EQUAL).differs),
    lambda file: replace(file, differs=file.differs and replace(file.differs, first=file.differs.second)),
    lambda file: replace(
        file,
        differs=file.differs and replace(file.differs, first=file.differs.second, second=file.differs.first),
    ),
    lambda file: replace(file, differs=file.differs and replace(file.differs, number=9)),
    lambda file: replace(file, differs=file.differs and replace(file.differs, number=14)),
    lambda file: replace(file, differs=file.differs and replace(file.differs, number=21)),
]


@pytest.mark.parametrize("swap", SWAPS)
def test_parts_of_different_evidence_do_not_go_together(swap: Callable[[Evidence], Evidence]) -> None:  # H7
    with pytest.raises((Tampered, Malformed)) as caught:
        evidence.check(evidence.encode(swap(read(UNEQUAL))), KEY)
    assert caught.value.kind in {"TAMPERED", "FORM"}


def test_no_byte_of_evidence_can_change() -> None:  # H1
    for data in (EQUAL, UNEQUAL):
        for at in range(0, len(data), 7):
            changed = bytearray(data)
            changed[at] ^= 1
            with pytest.raises(RemitError):
                evidence.check(bytes(changed), KEY)


@pytest.mark.parametrize("count", [0, 1, 100, -1])
def test_no_part_of_evidence_can_be_cut_off(count: int) -> None:
    with pytest.raises(Malformed):
        evidence.check(UNEQUAL[:count], KEY)


@pytest.mark.parametrize(
    "junk",
    [
        b"{}",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b" " + UNEQUAL,
        UNEQUAL.replace(b"remit-fork/1", b"remit-fork/2"),
        UNEQUAL.replace(b'"grown":{', b'"grown":{"more":1,'),
        UNEQUAL.replace(b'"number":8', b'"number":8.0'),
    ],
)
def test_another_form_is_malformed(junk: bytes) -> None:  # E1 E7
    with pytest.raises(Malformed):
        evidence.check(junk, KEY)


def test_evidence_over_its_limits_is_refused() -> None:  # W8
    with pytest.raises(Oversized):
        evidence.check(b" " * (evidence.BYTES_MAX + 1), KEY)
    many = canonical.encode(
        replace(read(UNEQUAL), grown=Grown(text_of(bytes(32)), (text_of(bytes(32)),) * 64))
    )
    with pytest.raises(Malformed):
        evidence.check(many, KEY)


def test_a_note_that_a_log_filled_with_signs_that_no_text_may_have_is_still_evidence() -> None:  # E5
    ours, copy = HERE.view("a", 20), THERE.view("b", 20)
    assert copy.signed is not None
    strange = copy.signed.note + "— \u202e\u200b AAAAAAAA\n"
    with pytest.raises(Forked) as caught:
        compare(ours, replace(copy, signed=open_note(strange, KEY)), KEY)
    assert evidence.check(caught.value.evidence, KEY).number == 8
