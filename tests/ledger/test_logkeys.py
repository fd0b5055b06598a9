"""The log's own key changes: announced under the old one, never merely shown (H8, K5, K7)."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests import examples
from tests.examples import ENROLLED, FOUNDED, LOG, LOG_ROTATED, NEW, OFFICER, OTHER, text_of
from tests.town import KEY, ORIGIN, Town, used
from tests.town import LOG as TOWNS_LOG

from ledger import bundle as bundles
from ledger import bundling, checkpoint, heads, keys, logkeys
from ledger.bundle import Bundle
from ledger.checkpoint import Checkpoint, VerifierKey, open_note
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Malformed, Refused
from ledger.facts import Body
from ledger.facts.keys import LogKeyEnded, LogKeyRotated
from ledger.gather import log_keys
from ledger.keys import Keys
from ledger.logkeys import LogKeys

ENDED = LogKeyEnded(text_of(LOG))
SECOND = PrivateKey.from_seed(b"2" * 32)
STRANGER = PrivateKey.from_seed(b"3" * 32)


def register(*bodies: Body) -> Keys:
    state = Keys()
    for number, body in enumerate((FOUNDED, *bodies), 1):
        assert isinstance(body, keys.KeyFact)
        state = state.evolve(examples.recorded_of(number, body), body)
    return state


def against(body: LogKeyRotated | LogKeyEnded, *before: Body) -> list[tuple[str, str]]:
    act = examples.act_of(body)
    found = keys.examine(act, body, register(*before))
    assert all(one.absolute for one in found)
    return [(one.rule, one.kind) for one in found if one.verdict.value != "met"]


def test_both_keys_sign_heads_until_the_old_one_ends() -> None:
    def signing(*bodies: Body) -> list[bytes]:
        return [key.public for key in register(*bodies).log.signing]

    assert signing() == [LOG.public]
    assert signing(LOG_ROTATED) == [LOG.public, OTHER.public]
    assert signing(LOG_ROTATED, ENDED) == [OTHER.public]


def test_an_announcement_by_both_keys_is_allowed_and_read_with_the_founding() -> None:
    assert against(LOG_ROTATED) == []
    assert {"founding", f"key:{examples.ids_of(OTHER)[0]}"} <= keys.boundary(examples.act_of(LOG_ROTATED))
    assert "founding" in keys.boundary(examples.act_of(ENDED))


@pytest.mark.parametrize("field", ["by_old", "by_new"])
def test_an_announcement_that_one_of_the_keys_did_not_sign_is_refused(field: str) -> None:  # H8
    forged = logkeys.rotation("example.org/icp", NEW, NEW)
    assert against(replace(LOG_ROTATED, **{field: getattr(forged, field)})) == [("KEY-7", "SIG")]


def test_an_announcement_for_another_log_is_refused() -> None:  # H8
    assert against(logkeys.rotation("example.org/other", LOG, OTHER)) == [("KEY-7", "SIG")]


def test_a_key_that_is_not_the_logs_announces_nothing() -> None:  # H8
    assert against(logkeys.rotation("example.org/icp", NEW, OTHER)) == [("KEY-8", "RULE")]


def test_a_key_that_signs_facts_never_signs_heads_nor_the_other_way_round() -> None:  # K7
    assert against(logkeys.rotation("example.org/icp", LOG, NEW), ENROLLED) == [("KEY-6", "RULE")]
    assert against(logkeys.rotation("example.org/icp", OTHER, LOG), LOG_ROTATED, ENDED) == [("KEY-6", "RULE")]
    enrols = replace(ENROLLED, key=text_of(OTHER))
    act = examples.act_of(enrols)
    found = keys.examine(act, enrols, register(LOG_ROTATED))
    assert [one.got for one in found if one.rule == "KEY-6"] == ["the log key"]


def test_one_rotation_ends_before_the_next_begins() -> None:
    again = logkeys.rotation("example.org/icp", OTHER, SECOND)
    assert against(again, LOG_ROTATED) == [("KEY-8", "RULE")]
    assert against(again, LOG_ROTATED, ENDED) == []


def test_only_the_older_of_two_keys_ends() -> None:
    assert against(ENDED) == [("KEY-8", "RULE")]
    assert against(LogKeyEnded(text_of(OTHER)), LOG_ROTATED) == [("KEY-8", "RULE")]
    assert against(ENDED, LOG_ROTATED) == []


def test_the_announcement_can_never_be_read_as_a_checkpoint() -> None:  # K5
    said = logkeys.statement("7", text_of(LOG), text_of(OTHER)).decode()
    line = base64.b64encode(VerifierKey("7", LOG.public).hint + LOG.sign(said.encode())).decode()
    with pytest.raises(BadSignature, match="got 1 of other keys"):
        open_note(f"{said}\n— 7 {line}\n", VerifierKey("remit", LOG.public))
    with pytest.raises(Malformed, match="without space or plus"):
        open_note(f"{said}\n— 7 {line}\n", VerifierKey("7", LOG.public))


def test_a_log_tells_its_keys_among_other_facts_and_each_has_to_be_announced() -> None:  # H8
    found = logkeys.of_log((FOUNDED, ENROLLED, LOG_ROTATED, ENDED))
    assert [one.public for one in found.all] == [LOG.public, OTHER.public]
    assert [one.public for one in found.signing] == [OTHER.public]
    with pytest.raises(BadSignature, match="got one by another"):
        logkeys.of_log((FOUNDED, logkeys.rotation("example.org/icp", NEW, OTHER)))


def test_who_trusts_a_key_follows_announcements_and_nothing_else() -> None:  # H8
    first = VerifierKey("example.org/icp", LOG.public)
    assert [one.public for one in logkeys.follow(first, (LOG_ROTATED,))] == [LOG.public, OTHER.public]
    with pytest.raises(BadSignature, match="got one by another"):
        logkeys.follow(first, (logkeys.rotation("example.org/icp", NEW, OTHER),))
    with pytest.raises(BadSignature):
        logkeys.follow(first, (replace(LOG_ROTATED, new=text_of(NEW)),))


def test_a_key_that_somebody_follows_from_nothing_is_no_log() -> None:
    assert LogKeys().signing == ()


# --- heads and bundles -------------------------------------------------------------------------------


@pytest.fixture
def town(tmp_path: Path) -> Town:
    made = Town(tmp_path).found().settle_in()
    made.do(used(1))
    made.do(logkeys.rotation(ORIGIN, TOWNS_LOG, SECOND))
    return made


def sign(town: Town, *signers: PrivateKey) -> str:
    logs = log_keys(town.store)
    return heads.sign_head(town.store, town.head_file, logs.signing[0], *signers, former=logs.all)


def bundle_of(town: Town, note: str) -> bytes:
    head = open_note(note, *log_keys(town.store).all).checkpoint
    return bundling.make(town.store, 8, head, note, words=False)


NEW_LINE = VerifierKey(ORIGIN, SECOND.public)


def test_heads_of_the_overlap_have_both_lines_and_either_key_opens_them(town: Town) -> None:
    note = sign(town, TOWNS_LOG, SECOND)
    for key in (KEY, NEW_LINE):
        assert open_note(note, key).checkpoint.size == 9
        assert bundles.check(bundle_of(town, note), key).answer == "yes"
    town.close()


def test_after_the_overlap_who_trusts_the_old_key_goes_on_by_the_announcement(town: Town) -> None:  # H8
    town.do(LogKeyEnded(log_keys(town.store).keys[0]))
    note = sign(town, SECOND)
    with pytest.raises(BadSignature):
        open_note(note, KEY)
    data = bundle_of(town, note)
    for key in (KEY, NEW_LINE):
        assert bundles.check(data, key).size == 10
    bare = replace(bundles.read(data), rotations=())
    with pytest.raises(BadSignature, match="got 1 of other keys"):
        bundles.check(bundles.encode(bare), KEY)
    other = VerifierKey(ORIGIN, STRANGER.public)
    with pytest.raises(BadSignature, match="among its keys"):
        bundles.check(data, other)
    town.close()


def test_a_log_that_just_shows_another_key_is_not_followed(town: Town) -> None:  # H8
    note = sign(town, TOWNS_LOG, SECOND)
    head = open_note(note, KEY).checkpoint
    stranger = VerifierKey(ORIGIN, STRANGER.public)
    shown = checkpoint.sign(Checkpoint(ORIGIN, head.size, head.root), STRANGER.sign, stranger)
    bundle: Bundle = bundles.read(bundle_of(town, note))
    with pytest.raises(BadSignature, match="got 1 of other keys"):
        bundles.check(bundles.encode(replace(bundle, checkpoint=shown)), KEY)
    wrong = replace(bundle, rotations=bundle.entries[:1])
    with pytest.raises(Malformed, match="expected rotations of the log key"):
        bundles.check(bundles.encode(wrong), KEY)
    town.close()


def test_the_old_key_alone_signs_nothing_for_who_trusts_the_new_one(town: Town) -> None:
    note = sign(town, TOWNS_LOG)
    with pytest.raises(BadSignature):
        bundles.check(bundle_of(town, note), NEW_LINE)
    town.close()


def test_a_second_line_of_another_log_is_not_written() -> None:
    key = VerifierKey("example.org/a", OFFICER.public)
    note = checkpoint.sign(Checkpoint("example.org/a", 1, b"r" * 32), OFFICER.sign, key)
    with pytest.raises(BadSignature, match="expected origin example.org/b"):
        checkpoint.sign_too(note, OTHER.sign, VerifierKey("example.org/b", OTHER.public))
    with pytest.raises(BadSignature):
        checkpoint.sign_too(note, NEW.sign, VerifierKey("example.org/a", OTHER.public))


def test_a_rotation_needs_the_right_to_enrol(town: Town) -> None:
    body = LogKeyEnded(log_keys(town.store).keys[0])
    with pytest.raises(Refused):
        town.do(body, signers=(STRANGER,))
    town.close()
