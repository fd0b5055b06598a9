"""Policies: what a board writes down about witnesses, and what a checkpoint is worth by it."""

from __future__ import annotations

import pytest
from tests.witnessed import (
    DAY,
    EAST,
    EAST_KEY,
    NORTH_KEY,
    NOW,
    REPLAY_KEY,
    WEST_KEY,
    Log,
    seen,
)

from ledger.caveats import NOT_PROVED, not_proved
from ledger.checkpoint import VerifierKey, open_note
from ledger.cosignature import CosignerKey
from ledger.ed25519 import PrivateKey
from ledger.errors import BadSignature, Malformed, Oversized, Stale, Unwitnessed
from ledger.policy import AHEAD_SECONDS_MAX, Group, Policy, Witness, instant, judge, parse, require_log

KEY = Log().key
LOG_LINE = f"log {KEY.encode()}\n"
EAST_LINE = f"witness east {EAST_KEY.encode()} https://east.example/\n"
WEST_LINE = f"witness west {WEST_KEY.encode()}\n"
NORTH_LINE = f"witness north {NORTH_KEY.encode()}\n"
REPLAY_LINE = f"witness replayed {REPLAY_KEY.encode()}\n"
WITNESSES = EAST_LINE + WEST_LINE + NORTH_LINE

BOARD = f"""\
# The board's own witness, and one of the two others; nothing older than a week.
{LOG_LINE}
\t{EAST_LINE}{WEST_LINE}{NORTH_LINE}
group others any  west\tnorth
group seen all east others \t
quorum seen
age 7
"""

SIGNED = Log().signed(5)


def test_a_policy_is_read_as_a_board_writes_it() -> None:
    policy = parse(BOARD)
    assert policy.logs == (KEY,)
    assert policy.witnesses == (
        Witness("east", EAST_KEY, "https://east.example/"),
        Witness("west", WEST_KEY),
        Witness("north", NORTH_KEY),
    )
    assert policy.groups == (Group("others", 1, ("west", "north")), Group("seen", 2, ("east", "others")))
    assert (policy.quorum, policy.age) == ("seen", 7)
    assert policy.keys == (EAST_KEY, WEST_KEY, NORTH_KEY)
    assert parse(BOARD.encode()) == policy


def test_names_are_bytes_and_may_be_any_words() -> None:
    policy = parse(EAST_LINE.replace("witness east", "witness Röthlisberger") + "quorum Röthlisberger")
    assert policy.witnesses[0].name == "Röthlisberger"


def test_its_own_witness_and_one_of_the_others_are_asked_for() -> None:
    policy = parse(BOARD)
    for names in (set[str](), {"east"}, {"west", "north"}):
        assert not policy.met(names)
    for names in ({"east", "north"}, {"east", "west"}, {"east", "west", "north"}):
        assert policy.met(names)


@pytest.mark.parametrize(("threshold", "needed"), [("any", 1), ("1", 1), ("2", 2), ("3", 3), ("all", 3)])
def test_a_threshold_is_met_by_just_so_many(threshold: str, needed: int) -> None:
    policy = parse(f"{WITNESSES}group all-of-them {threshold} east west north\nquorum all-of-them\n")
    names = ["east", "west", "north"]
    assert not policy.met(set(names[: needed - 1]))
    assert policy.met(set(names[:needed]))


def test_a_policy_may_ask_for_nobody() -> None:
    found = judge(SIGNED, parse("quorum none\n"), NOW)
    found.require()
    assert (found.met, found.witnessed, found.replayed, found.seen) == (True, False, False, ())


def test_enough_witnesses_satisfy_it_and_one_less_does_not() -> None:  # H3
    policy = parse(BOARD)
    found = judge(seen(SIGNED, EAST_KEY, NORTH_KEY), policy, NOW)
    found.require()
    assert (found.witnessed, found.missing) == (True, ("west",))
    assert [(one.name, one.time, one.counts) for one in found.seen] == [
        ("east", NOW, "yes"),
        ("north", NOW, "yes"),
    ]
    with pytest.raises(
        Unwitnessed,
        match=r"^expected cosignatures that meet the quorum seen, got east at 2026-09-21T14:13:20Z$",
    ):
        judge(seen(SIGNED, EAST_KEY), policy, NOW).require()
    with pytest.raises(Unwitnessed, match=r"quorum seen, got none$"):
        judge(SIGNED, policy, NOW).require()


def test_a_frozen_head_is_stale_the_second_after_its_age() -> None:  # H4
    policy, note = parse(BOARD), seen(SIGNED, EAST_KEY, NORTH_KEY)
    judge(note, policy, NOW + 7 * DAY).require()
    found = judge(note, policy, NOW + 7 * DAY + 1)
    assert (found.met, found.stale, found.witnessed) == (True, True, False)
    assert [one.counts for one in found.seen] == ["older than the policy allows"] * 2
    with pytest.raises(
        Stale, match=r"^expected cosignatures of the last 7 days that meet the quorum seen, got "
    ):
        found.require()


def test_one_witness_cannot_keep_a_frozen_head_fresh_for_a_quorum() -> None:  # H4
    note = seen(seen(SIGNED, EAST_KEY, NORTH_KEY), EAST_KEY, at=NOW + 30 * DAY)
    with pytest.raises(Stale):
        judge(note, parse(BOARD), NOW + 30 * DAY).require()


def test_without_an_age_nothing_is_stale() -> None:
    policy = parse(BOARD.replace("age 7\n", ""))
    judge(seen(SIGNED, EAST_KEY, NORTH_KEY), policy, NOW + 10_000 * DAY).require()


def test_a_cosignature_from_the_future_counts_for_nothing() -> None:  # H4
    policy, note = parse(BOARD), seen(SIGNED, EAST_KEY, NORTH_KEY)
    judge(note, policy, NOW - AHEAD_SECONDS_MAX).require()
    found = judge(note, policy, NOW - AHEAD_SECONDS_MAX - 1)
    assert [one.counts for one in found.seen] == ["in the future"] * 2
    with pytest.raises(Unwitnessed):
        found.require()


def test_a_replay_counts_only_where_the_quorum_cannot_be_met_without_it() -> None:
    both = seen(SIGNED, EAST_KEY, REPLAY_KEY)
    asked = parse(f"{EAST_LINE}{REPLAY_LINE}group both all east replayed\nquorum both\n")
    either = parse(f"{EAST_LINE}{REPLAY_LINE}group either any east replayed\nquorum either\n")
    assert (asked.replayed, either.replayed) == (True, False)
    assert (judge(both, asked, NOW).replayed, judge(both, either, NOW).replayed) == (True, False)
    assert not judge(seen(SIGNED, EAST_KEY), asked, NOW).replayed
    stale = parse(f"{EAST_LINE}{REPLAY_LINE}group both all east replayed\nquorum both\nage 1\n")
    assert not judge(both, stale, NOW + 2 * DAY).replayed


def test_what_is_not_proved_shrinks_with_what_witnesses_said() -> None:
    assert not_proved() == NOT_PROVED
    assert not_proved(witnessed=True) == (NOT_PROVED[0], NOT_PROVED[1], *NOT_PROVED[3:])
    assert not_proved(witnessed=True, replayed=True) == (NOT_PROVED[0], *NOT_PROVED[3:])
    assert "complete as linked by the log" in NOT_PROVED[1]


def test_a_forged_cosignature_is_a_wrong_signature_and_not_a_missing_one() -> None:  # K5
    forged = CosignerKey(EAST_KEY.name, EAST.public)
    note = seen(SIGNED, EAST_KEY).note.replace(SIGNED.note, Log().signed(6).note)
    signed = open_note(note, KEY)
    with pytest.raises(BadSignature, match=r"^cosignature of east.example/witness: "):
        judge(signed, parse(BOARD), NOW)
    assert forged == EAST_KEY


def test_a_log_is_taken_that_the_policy_lists_and_no_other() -> None:  # H8
    other = Log(origin="example.org/other", key=PrivateKey.from_seed(b"M" * 32)).key
    for listed in ([KEY], [other, KEY], []):
        require_log(listing(*listed), [KEY], SIGNED.note)
        require_log(listing(*listed), [KEY])
    with pytest.raises(BadSignature, match="policy: expected one of the logs example.org/other"):
        require_log(listing(other), [KEY])


def test_a_policy_goes_on_from_the_key_that_it_lists_and_never_back() -> None:  # H8
    new = Log(key=PrivateKey.from_seed(b"M" * 32))
    way, after = [KEY, new.key], new.signed(5).note
    for listed in (KEY, new.key):
        require_log(listing(listed), way, after)
    require_log(listing(KEY), way, SIGNED.note)
    # What the old key signs alone is nothing to a board that lists the new key alone: it may be stolen.
    with pytest.raises(BadSignature, match="expected a signature of"):
        require_log(listing(new.key), way, SIGNED.note)


def listing(*logs: VerifierKey) -> Policy:
    return parse("".join(f"log {one.encode()}\n" for one in logs) + "quorum none\n")


def test_a_time_is_told_as_an_instant_as_far_as_there_is_one() -> None:
    assert instant(0) == "1970-01-01T00:00:00Z"
    assert instant(2**63 - 1) == f"second {2**63 - 1}"


OTHER_TYPE = "log sum.golang.org+033de0ae+BM4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

WRONG = {
    "empty": ("", "policy: expected a quorum line, got none"),
    "no-quorum": (WITNESSES, "policy: expected a quorum line, got none"),
    "two-quorums": (EAST_LINE + "quorum east\nquorum east\n", "policy line 3: expected log KEY, witness"),
    "two-ages": (EAST_LINE + "quorum east\nage 1\nage 1\n", "policy line 4: expected log KEY, witness"),
    "unknown-word": ("witnesses east\n", "policy line 1: expected log KEY, witness"),
    "capitals": ("Quorum none\n", "policy line 1: expected log KEY, witness"),
    "no-key": ("witness east\n", "policy line 1: expected log KEY, witness"),
    "quorum-before-witness": (
        "quorum east\n" + EAST_LINE,
        "policy line 1: expected a witness or group of a line",
    ),
    "group-before-member": ("group g any east\n", "policy line 1: expected a witness or group of a line"),
    "group-of-nobody": ("group g any\n", "policy line 1: expected log KEY, witness"),
    "group-of-itself": ("group g any g\n", "policy line 1: expected a witness or group of a line"),
    "none-as-a-member": ("group g any none\n", "policy line 1: expected a witness or group of a line"),
    "none-as-a-name": (
        EAST_LINE.replace("witness east", "witness none"),
        "policy line 1: expected a new name",
    ),
    "a-name-twice": (EAST_LINE + WEST_LINE.replace("west", "east", 1), "policy line 2: expected a new name"),
    "a-group-named-like-a-witness": (
        EAST_LINE + "group east any east\n",
        "policy line 2: expected a new name",
    ),
    "a-member-twice": (
        EAST_LINE + "group g 2 east east\n",
        "policy line 2: expected each name in one group once",
    ),
    "a-member-of-two-groups": (
        WITNESSES + "group g any east\ngroup h any east\n",
        "policy line 5: expected each name in one group once, got 'east' again",
    ),
    "threshold-of-nothing": (
        EAST_LINE + "group g 0 east\n",
        "policy line 2: expected a threshold from 1 to 1",
    ),
    "threshold-above": (EAST_LINE + "group g 2 east\n", "policy line 2: expected a threshold from 1 to 1"),
    "threshold-with-a-zero": (
        EAST_LINE + "group g 01 east\n",
        "policy line 2: threshold of a group: expected a",
    ),
    "the-same-log": (LOG_LINE + LOG_LINE, "policy line 2: expected each key once, got the same log again"),
    "the-same-log-renamed": (
        LOG_LINE + f"log {VerifierKey('example.org/renamed', KEY.public).encode()}\n",
        "policy line 2: expected each key once, got the same log again",
    ),
    "the-same-witness-renamed": (
        EAST_LINE + f"witness b {CosignerKey('b.example', EAST.public).encode()}\n",
        "policy line 2: expected each key once, got the same witness again",
    ),
    "a-log-that-is-its-own-witness": (
        LOG_LINE + f"witness own {CosignerKey('own.example', KEY.public).encode()}\nquorum own\n",
        "policy: expected keys of logs and keys of witnesses, got one key for both",
    ),
    "age-of-nobody": ("quorum none\nage 7\n", "policy: expected witnesses in the quorum beside an age"),
    "age-of-no-days": ("age 0\n", "policy line 1: expected an age from 1 to 36500 days, got 0"),
    "age-of-centuries": ("age 36501\n", "policy line 1: expected an age from 1 to 36500 days, got 36501"),
    "age-in-words": ("age week\n", "policy line 1: age: expected a decimal number"),
    "carriage-return": (
        "quorum none\r\n",
        r"policy line 1: expected no control character but tab and line feed",
    ),
    "a-null": ("quorum none\x00\n", r"policy line 1: expected no control character but tab and line feed"),
    "no-break-space": ("quorum\u00a0none\n", "policy line 1: expected log KEY, witness"),
    "latin-1": ("quorum none # \xe9\n".encode("latin-1"), "policy: expected UTF-8 text"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_policy_is_refused_with_its_line(text: str | bytes, message: str) -> None:  # K7
    with pytest.raises(Malformed) as caught:
        parse(text)
    assert str(caught.value).startswith(message)


def test_a_key_of_another_kind_is_refused_with_its_line() -> None:  # K5
    with pytest.raises(BadSignature, match=r"^policy line 2: verifier key: expected type 01"):
        parse(f"quorum none\n{OTHER_TYPE}\n")
    with pytest.raises(BadSignature, match=r"^policy line 1: witness key: expected type 04"):
        parse(f"witness own {KEY.encode()}\n")


def lines_of(kind: str, count: int) -> str:
    keys = [Log(leaves=1, key=key).key for key in map(numbered, range(count))]
    if kind == "log":
        return "".join(f"log {key.encode()}\n" for key in keys)
    witnesses = [CosignerKey(f"w{at}.example", key.public) for at, key in enumerate(keys)]
    return "".join(f"witness w{at} {key.encode()}\n" for at, key in enumerate(witnesses))


def numbered(number: int) -> PrivateKey:
    """Give the private key of a number."""
    return PrivateKey.from_seed(number.to_bytes(32, "big"))


@pytest.mark.parametrize("kind", ["log", "witness"])
def test_sixty_four_of_a_kind_are_read_and_one_more_is_not(kind: str) -> None:  # W7
    assert parse(lines_of(kind, 64) + "quorum none\n").quorum == "none"
    with pytest.raises(Oversized, match=r"^policy line 65: expected at most 64 logs, witnesses or groups"):
        parse(lines_of(kind, 65) + "quorum none\n")


def test_sixty_four_groups_are_read_and_one_more_is_not() -> None:  # W7
    groups = "group g0 any east\n" + "".join(f"group g{at} any g{at - 1}\n" for at in range(1, 64))
    assert parse(EAST_LINE + groups + "quorum g63\n").met({"east"})
    with pytest.raises(Oversized, match=r"^policy line 66: "):
        parse(EAST_LINE + groups + "group g64 any g63\nquorum g64\n")


def test_a_file_over_the_limit_is_refused() -> None:  # W7
    full = "quorum none\n" + "#" * (65_536 - 12)
    assert parse(full).quorum == "none"
    with pytest.raises(Oversized, match="^policy: expected at most 65536 bytes, got 65537"):
        parse(full + "#")
