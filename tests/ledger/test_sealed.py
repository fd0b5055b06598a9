from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests import examples
from tests.examples import LEDGER, OTHER_LEDGER, REQUEST

from ledger import canonical, envelope, sealed
from ledger.errors import Malformed, Oversized, Tampered
from ledger.facts import Body, decisions, delegations, meetings, organisations
from ledger.facts.words import Sealed, Words
from ledger.sealed import Opening

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "fact.md").read_text(encoding="utf-8")
EXAMPLE = dict(re.findall(r"^\| ([\w\d -]+) \| `([^`]+)` \|$", PAGE, re.MULTILINE))

SEED = bytes(range(32))
FACT = REQUEST + "/1"
OPENING = Opening(FACT, "body.name", bytes(16), "Anne O’Neill")


def resolved(*texts: str) -> Body:
    """Give a resolution of several parts, the last one conditional, not yet sealed."""
    parts = [decisions.Part(str(number), "decision", Words.of(text)) for number, text in enumerate(texts, 1)]
    last = decisions.Part("9", "decision", Words.of("the last part"), Words.of("subject to consent"))
    way: decisions.Way = "consensus"
    return decisions.Resolved(examples.RESOLUTION, examples.MEETING, examples.ITEM, way, (), (*parts, last))


def test_a_commitment_is_what_the_page_on_formats_says() -> None:  # P1
    framed = bytes.fromhex(re.search(r"```text\n(0000000e [^`]+)```", PAGE)[1])  # type: ignore[index]
    pieces = ["remit-sealed/1", *(EXAMPLE[name] for name in ("ledger", "fact", "path", "text"))]
    assert framed == b"".join(len(piece.encode()).to_bytes(4, "big") + piece.encode() for piece in pieces)
    salt = bytes.fromhex(EXAMPLE["salt"])
    expected = hmac.new(salt, framed, "sha256").hexdigest()
    assert expected == EXAMPLE["commitment"]
    opening = Opening(EXAMPLE["fact"], EXAMPLE["path"], salt, EXAMPLE["text"])
    assert sealed.commitment(EXAMPLE["ledger"], opening) == expected


def test_a_salt_is_what_the_page_on_formats_says() -> None:
    seed = bytes.fromhex(EXAMPLE["seed"])
    expected = hmac.new(seed, f"{EXAMPLE['fact']} {EXAMPLE['path']}".encode(), "sha256").digest()[:16]
    assert expected.hex() == EXAMPLE["salt"]
    person = organisations.PersonRegistered("p-exampleperson234", Words.of(EXAMPLE["text"]))
    fact, openings = sealed.seal(examples.fact_of(person), EXAMPLE["ledger"], EXAMPLE["fact"], seed)
    assert openings == (Opening(EXAMPLE["fact"], EXAMPLE["path"], expected, EXAMPLE["text"]),)
    assert fact.body == organisations.PersonRegistered(person.person, Sealed(EXAMPLE["commitment"]))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: replace(one, fact=REQUEST + "/2"), id="fact"),
        pytest.param(lambda one: replace(one, path="body.reason"), id="path"),
        pytest.param(lambda one: replace(one, salt=bytes(15) + b"\1"), id="salt"),
        pytest.param(lambda one: replace(one, text="Anne O'Neill"), id="text"),
        pytest.param(lambda one: replace(one, path="body.nam", text="eAnne O’Neill"), id="path and text"),
        pytest.param(lambda one: replace(one, fact=REQUEST, path="/1body.name"), id="fact and path"),
    ],
)
def test_the_same_text_elsewhere_has_another_commitment(change: Callable[[Opening], Opening]) -> None:  # P1
    assert sealed.commitment(LEDGER, change(OPENING)) != sealed.commitment(LEDGER, OPENING)


def test_the_same_text_in_another_ledger_has_another_commitment() -> None:  # P1, P3
    assert sealed.commitment(OTHER_LEDGER, OPENING) != sealed.commitment(LEDGER, OPENING)


def test_a_commitment_shows_nothing_that_a_guess_could_be_tried_on() -> None:  # P1
    # Without the salt a guess of the name is worth nothing: every salt gives another commitment.
    got = {sealed.commitment(LEDGER, replace(OPENING, salt=bytes([n] * 16))) for n in range(100)}
    assert len(got) == 100
    assert sealed.SALT_BYTES * 8 == 128


def test_every_sealed_field_is_found_by_its_path_at_any_depth() -> None:
    fact = examples.fact_of(resolved("first part", "second part"), departure=Words.of("the hall flooded"))
    done, openings = sealed.seal(fact, LEDGER, FACT, SEED)
    texts = {
        "departure": "the hall flooded",
        "body.parts.0.text": "first part",
        "body.parts.1.text": "second part",
        "body.parts.2.text": "the last part",
        "body.parts.2.condition": "subject to consent",
    }
    assert {opening.path: opening.text for opening in openings} == texts
    assert len({opening.salt for opening in openings}) == len(texts)
    assert dict(sealed.commitments(done)) == {
        opening.path: sealed.commitment(LEDGER, opening) for opening in openings
    }
    assert [path for path, _ in sealed.commitments(done)] == [opening.path for opening in openings]


@pytest.mark.parametrize("body", examples.EXAMPLES, ids=examples.wire_name)
def test_no_words_survive_sealing(body: Body) -> None:  # P2
    def spoken(value: object) -> object:
        """Put words in the place of every commitment."""
        if isinstance(value, Sealed):
            return Words.of("Zaphod was late")
        if isinstance(value, tuple):
            return tuple(spoken(item) for item in value)
        fields = getattr(value, "__struct_fields__", None)
        return (
            value
            if fields is None
            else type(value)(**{name: spoken(getattr(value, name)) for name in fields})
        )

    fact = examples.fact_of(body)
    with_words = spoken(fact)
    assert isinstance(with_words, type(fact))
    done, openings = sealed.seal(with_words, LEDGER, FACT, SEED)
    data = canonical.encode(done)
    assert b"Zaphod" not in data
    assert envelope.read_fact(data) == done
    assert len(openings) == len(list(sealed.commitments(fact)))
    for opening, (path, commitment) in zip(openings, sealed.commitments(done), strict=True):
        assert opening.path == path
        sealed.verify_opening(LEDGER, opening, commitment)


def test_words_that_are_not_sealed_are_never_a_fact() -> None:  # P2
    data = canonical.encode(examples.fact_of(organisations.PersonRegistered(examples.BEN, Words.of("Ben"))))
    with pytest.raises(Malformed, match="fact: expected canonical JSON, got: .*unknown field `text`"):
        envelope.read_fact(data)


def test_what_is_sealed_already_stays_as_it_is() -> None:
    vote = decisions.VoteCast(examples.MOTION, examples.MEETING, examples.BEN, "for", decisions.AS_PUT)
    fact = examples.fact_of(vote)
    assert sealed.seal(fact, LEDGER, FACT, SEED) == (fact, ())


def test_sealing_a_second_time_gives_the_same_bytes() -> None:  # S7
    fact = examples.fact_of(resolved("first part"))
    assert sealed.seal(fact, LEDGER, FACT, SEED) == sealed.seal(fact, LEDGER, FACT, SEED)


def test_another_request_has_other_salts() -> None:  # P1
    fact = examples.fact_of(resolved("first part"))
    _, one = sealed.seal(fact, LEDGER, FACT, SEED)
    _, other_seed = sealed.seal(fact, LEDGER, FACT, bytes(32))
    _, other_fact = sealed.seal(fact, LEDGER, REQUEST + "/2", SEED)
    assert len({opening.salt for opening in (*one, *other_seed, *other_fact)}) == 3 * len(one)


def test_an_empty_struct_has_no_commitments() -> None:
    assert list(sealed.commitments(meetings.Closed(examples.MEETING))) == []
    assert list(sealed.commitments(Sealed("5" * 64))) == [("", "5" * 64)]


@pytest.mark.parametrize("text", ["pay\u202eyap", "tab\there", "e\u0301", "\ud800"])
def test_words_that_deceive_are_refused_before_they_are_sealed(text: str) -> None:  # E5
    fact = examples.fact_of(delegations.Revoked(examples.ROOT, "body:icp", Words.of(text)))
    with pytest.raises(Malformed, match="body.reason: expected text"):
        sealed.seal(fact, LEDGER, FACT, SEED)


def test_a_note_of_several_lines_can_be_sealed() -> None:
    fact = examples.fact_of(delegations.Revoked(examples.ROOT, "body:icp", Words.of("first\nsecond")))
    assert sealed.seal(fact, LEDGER, FACT, SEED)[1][0].text == "first\nsecond"


def test_a_text_of_a_hundred_thousand_bytes_is_sealed_and_a_longer_one_is_not() -> None:  # E4
    for text in ("x" * 100_000, "é" * 50_000):
        fact = examples.fact_of(delegations.Revoked(examples.ROOT, "body:icp", Words.of(text)))
        assert sealed.seal(fact, LEDGER, FACT, SEED)[1][0].text == text
        longer = examples.fact_of(delegations.Revoked(examples.ROOT, "body:icp", Words.of(text + "x")))
        with pytest.raises(Oversized, match="body.reason: expected at most 100000 bytes of text, got more"):
            sealed.seal(longer, LEDGER, FACT, SEED)


def test_an_opening_that_fits_is_accepted() -> None:
    sealed.verify_opening(LEDGER, OPENING, sealed.commitment(LEDGER, OPENING))


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(replace(OPENING, text="Ann O’Neill"), id="another text"),
        pytest.param(replace(OPENING, salt=bytes(15) + b"\1"), id="another salt"),
        pytest.param(replace(OPENING, path="body.names"), id="another field"),
        pytest.param(replace(OPENING, fact=REQUEST + "/2"), id="another fact"),
    ],
)
def test_an_opening_of_something_else_is_tampered_with(forged: Opening) -> None:  # H7
    expected = f"{forged.fact} {forged.path}: expected the text that was sealed, got another"
    with pytest.raises(Tampered, match=re.escape(expected)):
        sealed.verify_opening(LEDGER, forged, sealed.commitment(LEDGER, OPENING))


def test_an_opening_from_another_ledger_is_tampered_with() -> None:  # H6
    with pytest.raises(Tampered):
        sealed.verify_opening(OTHER_LEDGER, OPENING, sealed.commitment(LEDGER, OPENING))


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17), bytes(32)])
def test_a_salt_of_another_length_is_refused_even_where_it_fits(salt: bytes) -> None:  # P1
    # HMAC fills a short key up with zeros, so 15 bytes of zero give the commitment of 16.
    short = replace(OPENING, salt=salt)
    with pytest.raises(Tampered):
        sealed.verify_opening(LEDGER, short, sealed.commitment(LEDGER, short))


def test_what_holds_no_sealed_text_has_no_commitments() -> None:
    assert list(sealed.commitments(3)) == []
