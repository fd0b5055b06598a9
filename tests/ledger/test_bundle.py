"""Bundles: what a stranger believes, and every way in which a file must not be believed."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from tests.examples import scope_of
from tests.town import (
    BEN,
    BENS,
    CAI,
    DAY,
    GRANT,
    KEY,
    LEDGER_ID,
    LOG,
    OFFICER,
    ORIGIN,
    OTHER_ID,
    PASSED,
    Town,
    name,
    revoked,
    used,
    without_finding,
)

from ledger import bundle as bundles
from ledger import bundling, canonical, caveats, checkpoint, merkle
from ledger.bundle import Bundle, Opened, Proven, check
from ledger.checkpoint import Checkpoint, VerifierKey
from ledger.ed25519 import PrivateKey, key_id
from ledger.entry import Entry
from ledger.errors import BadSignature, Incomplete, Malformed, Oversized, RemitError, Tampered
from ledger.facts import corrections, decisions, meetings, members
from ledger.facts import delegations as facts
from ledger.facts.fact import Charge, Fact, Noted
from ledger.facts.keys import Enrolled
from ledger.facts.keys import Revoked as KeyRevoked
from ledger.facts.organisations import Registered
from ledger.facts.words import Money, Sealed, Words, key_text
from ledger.replay import recorded as read_recorded
from ledger.store import Pending

ACT = 8
TOTAL = f"use:{GRANT}:gbp"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a ledger that no test adds to: seven entries of foundations, and two acts."""
    made = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    made.do(used(1))
    made.do(used(2, 50))
    yield made
    made.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Town]:
    """Give a ledger of the test's own, with the same foundations and no act."""
    made = Town(tmp_path).found().settle_in()
    yield made
    made.close()


def read(data: bytes) -> Bundle:
    return msgspec.json.decode(data, type=Bundle)


def altered(data: bytes, **changes: object) -> bytes:
    return canonical.encode(msgspec.structs.replace(read(data), **changes))


def without(data: bytes, *numbers: int) -> bytes:
    return altered(data, entries=tuple(one for one in read(data).entries if one.number not in numbers))


def proven(data: bytes, number: int) -> Proven:
    return next(one for one in read(data).entries if one.number == number)


def with_entry(data: bytes, other: Proven) -> bytes:
    kept = [one for one in read(data).entries if one.number != other.number]
    return altered(data, entries=tuple(sorted([*kept, other], key=lambda one: one.number)))


def rewritten(town: Town, changed: Mapping[int, Entry], act: int) -> bytes:
    """Sign a log in which some entries are others, and make the bundle of all of it up to the act."""
    log = [changed.get(entry.number, entry) for entry in town.store.scan()]
    frontier, complete = merkle.Frontier().extend([entry.hash for entry in log])
    nodes = dict(complete)
    note = checkpoint.sign(Checkpoint(ORIGIN, len(log), frontier.root()), LOG.sign, KEY)
    entries = tuple(
        Proven(
            entry.number,
            msgspec.Raw(entry.data),
            tuple(
                base64.b64encode(one).decode()
                for one in merkle.inclusion_proof(entry.number - 1, len(log), nodes.__getitem__)
            ),
        )
        for entry in log[:act]
    )
    return bundles.encode(Bundle("remit-bundle/2", act, note, entries))


def entry_at(town: Town, number: int) -> Entry:
    (entry,) = town.store.scan(number, number)
    return entry


def refused_with(kind: type[RemitError], message: str, data: bytes, key: VerifierKey = KEY) -> None:
    """Check that a bundle is refused with this class and exactly this message."""
    with pytest.raises(RemitError) as caught:
        check(data, key)
    assert (kind, message) == (type(caught.value), str(caught.value))


def test_an_act_under_a_chain_of_two_links_is_proved_from_one_file(town: Town) -> None:
    checked = check(town.bundle(ACT, words=True), KEY)
    assert checked.answer == "yes"
    assert [step.number for step in checked.steps] == [1, 2, 3, 4, 5, 6, 7]
    assert [at.number for at in checked.rests_on] == [1, 2, 3, 4, 5, 6, 7]
    assert (checked.act.number, checked.size) == (ACT, 9)
    assert checked.words == {"body.text": "Matter 1"}
    assert {finding.verdict.value for finding in checked.findings} == {"met"}


def test_the_second_act_is_judged_by_what_the_first_has_spent(town: Town) -> None:
    checked = check(town.bundle(9), KEY)
    totals = [one.got for one in checked.findings if one.rule == "DEL-11"]
    assert totals == ["GBP 50.00 on top of GBP 100.00 before"] * 2
    assert [at.number for at in checked.rests_on] == [1, 2, 3, 4, 5, 6, 7]


def test_a_bundle_without_words_shows_none(town: Town) -> None:
    assert check(town.bundle(ACT), KEY).words == {}


def test_the_founding_itself_can_be_proved(town: Town) -> None:
    checked = check(town.bundle(1), KEY)
    assert (checked.answer, checked.rests_on) == ("yes", ())


def test_a_bundle_is_small(town: Town) -> None:
    assert len(town.bundle(ACT, words=True)) < 64 * 1024


def test_an_act_by_a_key_that_was_enrolled_later_leads_back_to_the_founding(own: Town) -> None:
    own.do(Enrolled(key_text(BENS.public), CAI, ("own",)), signers=(OFFICER, BENS))
    receipt = own.do(used(1), signers=(BENS,))
    assert check(own.bundle(receipt.size), KEY).answer == "yes"


def departing(town: Town) -> int:
    """Record an act over its limit, as a departure."""
    request = town.request(used(1, 900))
    (proposal,) = request.proposals
    request = replace(request, proposals=(replace(proposal, departure=Words.of("It was urgent")),))
    return town.ledger.record(request, (OFFICER,)).size


def test_an_act_that_is_recorded_as_a_departure_is_never_a_plain_yes(own: Town) -> None:
    checked = check(own.bundle(departing(own), words=True), KEY)
    assert checked.answer == "yes, as a departure"
    assert checked.words["departure"] == "It was urgent"


def test_what_was_not_known_when_it_was_recorded_is_not_known_now(own: Town) -> None:
    meeting, item = name("m", 1), name("i", 1)
    own.do(meetings.Opened(meeting, "icp", "meeting", None, Words.of("The hall")))
    own.do(members.Appointed("icp", CAI, None, "appointed", None))
    own.do(meetings.Attended(meeting, (CAI,), (), ()))
    own.do(meetings.ItemOpened(meeting, item, "1", Words.of("Grants"), None))
    part = decisions.Part("1", "decision", Words.of("Agreed"))
    receipt = own.do(decisions.Resolved(name("d", 1), meeting, item, "consensus", (), (part,)))
    checked = check(own.bundle(receipt.size), KEY)
    assert checked.answer == "not known"
    assert [one.rule for one in checked.findings if one.verdict.value == "not known"] == ["TER-1"]


def test_an_act_before_the_revocation_stays_proved_and_says_what_it_does_not_show(own: Town) -> None:
    act = own.do(used(1)).size
    own.do(revoked())
    assert check(own.bundle(act), KEY).answer == "yes"
    assert "what the act is worth today: a later fact may have changed it" in caveats.not_proved()


def test_a_revocation_that_is_left_out_is_missed(own: Town) -> None:  # H15
    own.do(revoked())
    number = own.forge(used(1), change=without_finding)
    refused_with(
        Incomplete,
        f"entry 9: expected entry 8, the one before it with delegation:{GRANT}, got a bundle without it",
        without(own.bundle(number), 8),
    )


def test_an_act_that_the_log_took_after_the_revocation_is_no(own: Town) -> None:  # D1
    own.do(revoked())
    checked = check(own.bundle(own.forge(used(1), change=without_finding)), KEY)
    assert checked.answer == "no"
    against = [one.sentence() for one in checked.findings if one.verdict.value == "not met"]
    got = f"got {GRANT} from {DAY}, revoked from {DAY}"
    assert against == [f"DEL-2 (s.75 NHS Act 2006): expected a link that holds on {DAY}, {got}"]


def hidden(pending: Pending) -> Pending:
    """Index a revocation so that nothing links to it."""
    return replace(pending, tags=(), relies=tuple({*pending.tags, *pending.relies}))


def test_a_false_link_and_the_entry_that_it_skips_are_evidence_against_the_log(own: Town) -> None:  # H15
    skipped = own.forge(revoked(), index=hidden)
    number = own.forge(used(1))
    data, other = own.bundle(number), own.bundle(skipped)
    refused_with(
        Tampered,
        f"entry 9: expected delegation:{GRANT} to link to entry 8, got 6: a false link",
        with_entry(data, proven(other, skipped)),
    )
    assert check(data, KEY).answer == "yes"
    assert any("complete as linked by the log" in line for line in caveats.not_proved())


def test_a_link_to_an_entry_without_the_tag_is_found(own: Town) -> None:  # H15
    own.do(used(1))
    act = entry_at(own, ACT)
    other = msgspec.structs.replace(act, links={**act.links, f"delegation:{PASSED}": 6})
    refused_with(
        Tampered,
        f"entry 8: expected delegation:{PASSED} to link to entry 7, got 6: a false link",
        rewritten(own, {ACT: other}, ACT),
    )
    other = msgspec.structs.replace(act, links={**act.links, f"act:{name('a', 1)}": 7})
    refused_with(
        Tampered,
        f"entry 8: expected a link to an entry that carries act:{name('a', 1)}, got entry 7",
        rewritten(own, {ACT: other}, ACT),
    )


def test_a_tag_that_is_missing_from_relies_is_found(own: Town) -> None:  # H15
    def silent(fact: Fact) -> Fact:
        relies = tuple(tag for tag in fact.relies if tag != f"delegation:{GRANT}")
        return msgspec.structs.replace(fact, relies=relies)

    number = own.forge(used(1), change=silent)
    refused_with(
        Incomplete,
        f"entry 8: expected it to rely on delegation:{GRANT}, got a fact that does not",
        own.bundle(number),
    )


def test_a_swapped_proof_is_found(town: Town) -> None:  # H7 H14
    data = town.bundle(ACT)
    third, fourth = proven(data, 3), proven(data, 4)
    with pytest.raises(
        Tampered, match=r"^entry 3: inclusion proof of leaf 2 of 9: expected root \w{64}, got \w{64}$"
    ):
        check(with_entry(data, msgspec.structs.replace(third, proof=fourth.proof)), KEY)


def test_a_swapped_leaf_is_found(town: Town) -> None:  # H7
    data = town.bundle(ACT)
    third, fourth = proven(data, 3), proven(data, 4)
    with pytest.raises(
        Tampered, match=r"^entry 3: inclusion proof of leaf 2 of 9: expected root \w{64}, got \w{64}$"
    ):
        check(with_entry(data, msgspec.structs.replace(third, leaf=fourth.leaf)), KEY)


def test_a_size_that_is_taken_from_another_checkpoint_is_found(own: Town) -> None:  # H7 H14
    own.do(used(1))
    early = own.bundle(ACT)
    own.do(used(2))
    late = own.bundle(ACT)
    swapped = altered(early, checkpoint=read(late).checkpoint)
    refused_with(Tampered, "entry 1: inclusion proof of leaf 0 of 9: expected 4 hashes, got 3", swapped)
    swapped = altered(late, checkpoint=read(early).checkpoint)
    refused_with(Tampered, "entry 1: inclusion proof of leaf 0 of 8: expected 3 hashes, got 4", swapped)


def test_an_entry_beyond_the_checkpoint_is_found(own: Town) -> None:  # H14
    early = own.bundle(7)
    own.do(used(1))
    late = own.bundle(ACT)
    data = altered(with_entry(early, proven(late, ACT)), act=ACT)
    refused_with(Tampered, "entry 8: expected a number up to 7, the checkpoint's size", data)


def test_an_entry_of_another_log_is_found(own: Town, town: Town) -> None:  # H6 H7
    own.do(Registered("other", "Other", "council"))
    own.do(Registered("third", "Third", "council"))
    data = with_entry(town.bundle(ACT), proven(own.bundle(8), 8))
    with pytest.raises(
        Tampered, match=r"^entry 8: inclusion proof of leaf 7 of 9: expected root \w{64}, got"
    ):
        check(data, KEY)


def test_a_fact_of_another_ledger_in_this_log_is_found(own: Town) -> None:  # H6
    number = own.forge(used(1), change=lambda fact: msgspec.structs.replace(fact, ledger=OTHER_ID))
    refused_with(
        BadSignature,
        f"bundle: expected facts of one ledger, got {LEDGER_ID}, {OTHER_ID}",
        own.bundle(number),
    )


def test_a_ledger_that_binds_another_log_is_found(tmp_path: Path) -> None:  # H6 H8
    other = Town(tmp_path, origin="example.org/other").found()
    data = other.bundle(1)
    note = checkpoint.sign(replace(other.checkpoint(other.sign()), origin=ORIGIN), LOG.sign, KEY)
    refused_with(
        BadSignature,
        f"entry 1: expected it to bind the log {KEY.encode()}, got another",
        altered(data, checkpoint=note),
    )
    other.close()


def test_a_log_that_changes_its_name_or_key_is_not_believed(town: Town) -> None:  # H8
    data = town.bundle(ACT)
    renamed = VerifierKey("example.org/village", LOG.public)
    stranger = VerifierKey(ORIGIN, PrivateKey.from_seed(b"x" * 32).public)
    for key in (renamed, stranger):
        message = f"signed note: expected a signature of {key.encode()}, got 1 of other keys"
        refused_with(BadSignature, message, data, key)


def test_a_bundle_without_the_founding_is_incomplete(town: Town) -> None:
    refused_with(
        Incomplete,
        "bundle: expected entry 1, which founds the ledger, got a bundle without it",
        without(town.bundle(ACT), 1),
    )


def test_a_log_that_begins_with_anything_else_is_found(tmp_path: Path) -> None:
    bare = Town(tmp_path)
    number = bare.forge(Registered("council", "Council", "council"), change=without_finding)
    refused_with(
        Tampered,
        f"entry 1: expected the founding of the ledger, got {name('r', 1)}/1",
        bare.bundle(number),
    )
    bare.close()


def test_a_second_founding_founds_nothing(own: Town) -> None:  # K7
    thief = PrivateKey.from_seed(b"t" * 32)
    _, founded = own.ledger.founding()
    stolen, other = key_text(thief.public), key_text(BENS.public)
    body = msgspec.structs.replace(founded, officer_key=stolen, recovery_key=other)
    own.forge(body, signers=(thief, BENS), change=without_finding)
    number = own.forge(used(1), signers=(thief,), change=without_finding)
    refused_with(
        Tampered,
        "entry 8: expected a fact that the rules allow, got: "
        "FND-1 (Remit default): expected a ledger without entries, got one founded",
        own.bundle(number),
    )


def test_an_act_that_rests_on_an_unlawful_link_is_not_believed(own: Town) -> None:  # D3
    wide = scope_of(("grants",), Money(9_000_00, "GBP"), None, None, 0)
    link = "g-" + "c" * 16
    forged = facts.PassedOn(link, GRANT, "body:icp", (CAI,), wide)
    at = own.forge(forged, change=without_finding)
    number = own.forge(used(1, 8_000, chain=(GRANT, link)), change=without_finding)
    with pytest.raises(Tampered, match=rf"^entry {at}: expected a fact that the rules allow, got: DEL-3 "):
        check(own.bundle(number), KEY)


def test_a_finding_that_the_fact_keeps_silent_about_is_found(own: Town) -> None:
    def silent(fact: Fact) -> Fact:
        return msgspec.structs.replace(fact, departure=Sealed("5" * 64), findings=())

    number = own.forge(used(1, 900), change=silent)
    refused_with(
        Tampered,
        "entry 8: expected its findings as the rules give them, got others",
        own.bundle(number),
    )


def test_a_finding_that_a_judged_fact_makes_up_is_found(own: Town) -> None:
    at = own.forge(
        facts.Granted(
            "g-" + "d" * 16, "body:icp", (CAI,), "s.75", scope_of(("grants",), None, None, None, 0)
        ),
        change=lambda fact: msgspec.structs.replace(fact, findings=(Noted("DEL-1", None, "not known"),)),
    )
    number = own.forge(used(1, chain=("g-" + "d" * 16,)))
    refused_with(
        Tampered,
        f"entry {at}: expected its findings as the rules give them, got others",
        own.bundle(number),
    )


def test_a_signature_by_a_key_of_nobody_is_found(own: Town) -> None:  # K6
    nobody = PrivateKey.from_seed(b"n" * 32)
    number = own.forge(used(1), signers=(nobody,), change=without_finding)
    refused_with(
        BadSignature,
        f"entry 8: expected a key of the register, got {key_id(nobody.public)}",
        own.bundle(number),
    )


def test_a_signature_by_a_revoked_key_is_found_whatever_day_it_claims(own: Town) -> None:  # T4
    own.do(Enrolled(key_text(BENS.public), CAI, ("own",)), signers=(OFFICER, BENS))
    own.do(KeyRevoked(key_id(BENS.public), Words.of("Lost")))
    number = own.forge(used(1), signers=(BENS,), change=without_finding, on="2026-01-01")
    refused_with(
        BadSignature,
        f"entry 10: expected a key of the register, got {key_id(BENS.public)}",
        own.bundle(number),
    )


def test_a_signature_for_other_bytes_is_found(own: Town) -> None:  # H1
    own.do(used(1))
    own.do(used(2))
    first, second = entry_at(own, 8), entry_at(own, 9)
    given = msgspec.json.decode(first.envelope)
    given["signatures"] = msgspec.json.decode(second.envelope)["signatures"]
    other = msgspec.structs.replace(first, envelope=canonical.encode(given))
    with pytest.raises(BadSignature, match=r"^entry 8: expected "):
        check(rewritten(own, {8: other}, 8), KEY)


def test_tags_that_are_not_those_of_the_body_are_found(own: Town) -> None:
    def other(fact: Fact) -> Fact:
        tags = tuple(sorted({*fact.tags, "act:a-extra"}))
        return msgspec.structs.replace(fact, tags=tags)

    number = own.forge(used(1), change=other)
    with pytest.raises(Tampered, match=rf"^entry 8: expected tags act:{name('a', 1)}, acts:"):
        check(own.bundle(number), KEY)


def test_charges_that_are_not_those_of_the_body_are_found(own: Town) -> None:  # D5
    def cheaper(fact: Fact) -> Fact:
        return msgspec.structs.replace(fact, charges=tuple(Charge(one.tag, 1) for one in fact.charges))

    number = own.forge(used(1), change=cheaper)
    refused_with(Tampered, "entry 8: expected the charges of its body, got 10 others", own.bundle(number))


def test_links_for_tags_that_the_fact_does_not_name_are_found(own: Town) -> None:
    def more(pending: Pending) -> Pending:
        return replace(pending, relies=(*pending.relies, "roll:icp"))

    number = own.forge(used(1), index=more)
    refused_with(Tampered, "entry 8: expected links for its tags and no others, got 23", own.bundle(number))


def test_a_total_that_the_log_leaves_out_is_found(own: Town) -> None:  # D5
    number = own.forge(used(1), index=lambda pending: replace(pending, charges=()))
    refused_with(
        Tampered, "entry 8: expected totals for its charges and no others, got 0", own.bundle(number)
    )


def test_a_total_that_does_not_add_up_is_found(own: Town) -> None:  # D5
    def cheaper(pending: Pending) -> Pending:
        return replace(pending, charges=tuple((tag, 1) for tag, _ in pending.charges))

    own.do(used(1))
    number = own.forge(used(2), index=cheaper)
    refused_with(
        Tampered,
        f"entry 9: expected use:{GRANT}/calendar.2026:gbp to stand at 20000 after 2 charges, "
        "got 10001 after 2",
        own.bundle(number),
    )


def test_a_time_that_goes_back_is_found(own: Town) -> None:  # T3
    own.do(used(1))
    other = msgspec.structs.replace(entry_at(own, ACT), recorded="2026-11-01T10:00:00.000000Z")
    refused_with(
        Tampered,
        f"entry 8: expected a time from {entry_at(own, 7).recorded} on, got 2026-11-01T10:00:00.000000Z",
        rewritten(own, {ACT: other}, ACT),
    )


def test_an_opening_with_another_text_is_found(town: Town) -> None:  # P1
    data = town.bundle(ACT, words=True)
    (opened,) = read(data).openings
    other = msgspec.structs.replace(opened, text="Matter 2")
    refused_with(
        Tampered,
        f"{opened.fact} body.text: expected the text that was sealed, got another",
        altered(data, openings=(other,)),
    )


def test_an_opening_of_nothing_in_the_bundle_is_found(town: Town) -> None:
    data = town.bundle(ACT)
    other = Opened("r-" + "z" * 16 + "/1", "body.text", base64.b64encode(b"s" * 16).decode(), "Words")
    refused_with(
        Tampered,
        f"bundle: expected openings of its own facts, got one of {other.fact} body.text",
        altered(data, openings=(other,)),
    )


def test_the_words_of_another_fact_are_checked_and_not_shown_as_the_acts(town: Town) -> None:
    founding = town.bundle(1, words=True)
    data = altered(town.bundle(ACT), openings=read(founding).openings)
    assert check(data, KEY).words == {}


def test_entries_out_of_order_or_twice_are_malformed(town: Town) -> None:
    data = town.bundle(ACT)
    message = "bundle: expected entries in ascending order, once each, got another order"
    entries = read(data).entries
    refused_with(Malformed, message, altered(data, entries=entries[::-1]))
    refused_with(Malformed, message, altered(data, entries=(*entries, entries[-1])))


def test_a_bundle_without_its_act_is_incomplete(town: Town) -> None:
    message = "bundle: expected the act, entry 8, got a bundle without it"
    refused_with(Incomplete, message, without(town.bundle(ACT), ACT))


def test_a_bundle_that_points_at_another_of_its_entries_is_malformed(town: Town) -> None:  # H7
    message = "bundle: expected nothing after the act, entry 7, got entry 8"
    refused_with(Malformed, message, altered(town.bundle(ACT), act=7))


@pytest.mark.parametrize("junk", [b"", b"{}", b"\xff\xfe{", b"[" * 100_000, b'{"format":"remit-bundle/2"}'])
def test_what_is_no_bundle_is_malformed(junk: bytes) -> None:  # E4 E7 W8
    with pytest.raises(Malformed):
        check(junk, KEY)


def test_a_huge_bundle_is_over_a_limit() -> None:  # W8
    refused_with(
        Oversized,
        "bundle: expected at most 16777216 bytes, got 16777217",
        b" " * (bundles.BYTES_MAX + 1),
    )


@pytest.mark.parametrize(("count", "kind"), [(63, Tampered), (64, Oversized)])
def test_a_proof_of_more_hashes_than_any_tree_asks_for_is_over_a_limit(  # W8
    town: Town, count: int, kind: type[RemitError]
) -> None:
    data = town.bundle(ACT)
    deep = msgspec.structs.replace(proven(data, 3), proof=("A" * 43 + "=",) * count)
    with pytest.raises(RemitError) as caught:
        check(with_entry(data, deep), KEY)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("count", "message"),
    [(5_000, "in ascending order"), (5_001, "of length <= 5000"), (6_065, "at most 5000 entries")],
)
def test_a_bundle_of_more_entries_than_allowed_is_over_a_limit(  # W8
    town: Town, count: int, message: str
) -> None:
    data = town.bundle(1)
    many = altered(data, entries=read(data).entries * count)
    with pytest.raises(Malformed, match=message):
        check(many, KEY)


def test_openings_of_more_text_than_allowed_are_over_a_limit(  # W8
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = town.bundle(ACT, words=True)
    (opened,) = read(data).openings
    monkeypatch.setattr(bundles, "TEXTS_MAX", len(opened.text))
    assert check(data, KEY).words == {"body.text": opened.text}
    monkeypatch.setattr(bundles, "TEXTS_MAX", len(opened.text) - 1)
    message = "bundle: expected openings of at most 7 characters in all, got more"
    refused_with(Oversized, message, data)
    with pytest.raises(Oversized, match=f"^{message}$"):
        town.bundle(ACT, words=True)


@pytest.mark.parametrize("char", ["²", r"\n", r"\\\n", r"\u0000", "\x7f"])
def test_an_entry_that_is_not_of_visible_ascii_is_malformed(town: Town, char: str) -> None:  # E5
    data = town.bundle(ACT)
    third = proven(data, 3)
    other = msgspec.Raw(bytes(third.leaf).replace(b'"recorded":"2', f'"recorded":"{char}'.encode()))
    message = "bundle: expected entries of visible ASCII and spaces, got other characters"
    refused_with(Malformed, message, with_entry(data, msgspec.structs.replace(third, leaf=other)))


@pytest.mark.parametrize("leaf", [b"[]", b"3", b'"entry"', b"null"])
def test_a_leaf_that_is_no_object_is_malformed(town: Town, leaf: bytes) -> None:  # E7 W8
    data = town.bundle(ACT)
    third = proven(data, 3)
    other = msgspec.Raw(leaf)
    message = "bundle: expected each leaf to be an object, got another form"
    refused_with(Malformed, message, with_entry(data, msgspec.structs.replace(third, leaf=other)))


def test_a_false_link_is_found_where_nothing_walks_it_too(own: Town) -> None:  # H15
    own.do(used(1))
    own.do(used(2))
    tag = f"acts:{PASSED}"
    act = entry_at(own, 9)
    assert tag in {*act.links} - {*read_recorded(act).fact.relies}
    other = msgspec.structs.replace(act, links={**act.links, tag: 0})
    refused_with(
        Tampered,
        f"entry 9: expected {tag} to link to entry 8, got 0: a false link",
        with_entry(rewritten(own, {9: other}, 9), proven(rewritten(own, {9: other}, 9), 8)),
    )


def test_a_bundle_that_would_be_huge_is_not_made(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "BYTES_MAX", 100)
    with pytest.raises(Oversized, match=r"^bundle: expected at most 100 bytes, got \d+$"):
        town.bundle(ACT)


def test_an_act_that_rests_on_too_much_is_not_bundled(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "ENTRIES_MAX", 3)
    with pytest.raises(Oversized, match=r"^bundle: expected at most 3 entries, got more$"):
        town.bundle(ACT)


def test_an_act_after_the_signed_head_is_not_bundled(own: Town) -> None:
    note = own.sign()
    own.do(used(1))
    message = r"^expected an entry up to 7, the size of the checkpoint, got 8$"
    with pytest.raises(Incomplete, match=message):
        bundling.make(own.store, ACT, own.checkpoint(note), note, words=False)


def believed_with_one_bit_changed(data: bytes) -> list[int]:
    """Flip a bit of every byte, and give the places where the file is believed all the same."""
    seeded = random.Random(8)
    believed = []
    for place in range(len(data)):
        other = bytearray(data)
        other[place] ^= 1 << seeded.randrange(8)
        try:
            check(bytes(other), KEY)
        except RemitError:
            continue
        believed.append(place)
    return believed


def test_a_change_of_any_byte_is_found(town: Town) -> None:  # H7 E6
    assert believed_with_one_bit_changed(town.bundle(4, words=True)) == []


@pytest.mark.slow
def test_a_change_of_any_byte_of_a_large_bundle_is_found(town: Town) -> None:  # H7 E6
    assert believed_with_one_bit_changed(town.bundle(ACT, words=True)) == []


@pytest.mark.parametrize("part", ["proof", "salt"])
def test_a_second_spelling_of_the_same_bytes_is_found(town: Town, part: str) -> None:  # K4 E6
    data = town.bundle(ACT, words=True)
    found = read(data).openings[0].salt if part == "salt" else proven(data, 3).proof[0]
    text = found.rstrip("=")
    other = text[:-1] + chr(ord(text[-1]) + 1) + found[len(text) :]
    assert base64.b64decode(other) == base64.b64decode(found)
    expected = {
        "proof": "hashes of 32 bytes in standard base64, got another form",
        "salt": "canonical JSON, got: ",
    }
    with pytest.raises(Malformed, match=f"^bundle: expected {expected[part]}"):
        check(data.replace(found.encode(), other.encode()), KEY)


def test_every_pair_of_parts_that_is_swapped_between_two_good_bundles_is_found(  # H7
    own: Town, town: Town
) -> None:
    own.do(used(1))
    own.do(used(2, 60))
    good, other = town.bundle(ACT, words=True), own.bundle(ACT, words=True)
    assert read(good).openings != ()
    for part in ("checkpoint", "entries"):
        with pytest.raises(RemitError):
            check(altered(good, **{part: getattr(read(other), part)}), KEY)


def test_an_act_is_judged_on_facts_as_they_stood_corrected(own: Town) -> None:  # D1
    was = members.Appointed("icp", CAI, None, "appointed", None)
    wrong = members.Appointed("icp", BEN, None, "appointed", None)
    own.do(wrong)
    fact = read_recorded(next(own.store.scan(own.store.head().size))).fact
    own.do(corrections.Corrected(fact.id, wrong, was, Words.of("another person")))
    ended = own.do(members.Ended("icp", CAI, None, Words.of("moved away"), "resigned")).size
    checked = check(own.bundle(ended), KEY)
    assert checked.answer == "yes"
    assert {ended - 2, ended - 1} <= {at.number for at in checked.rests_on}
