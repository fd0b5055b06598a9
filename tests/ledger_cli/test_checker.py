"""The page that checks a bundle in a browser agrees with the command line, and is one closed file.

Node runs the script that stands in the page. Where the program judges by the rules (step 7) the page does not
follow it: it may accept what they refuse, and no more.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from tests.checker import damages
from tests.checker.damages import DAMAGES, SECOND, Log
from tests.checker.node import ask, script, spelt
from tests.examples import EXAMPLES, fact_of
from tests.town import (
    BENS,
    CAI,
    DAY,
    KEY,
    OFFICER,
    RECOVERY,
    TODAY,
    Town,
    name,
    revoked,
    used,
    without_finding,
)

from ledger import bundle as bundles
from ledger import canonical, suspects
from ledger import policy as policies
from ledger.acts import london_day
from ledger.caveats import not_proved
from ledger.checkpoint import SignedCheckpoint, VerifierKey, open_note
from ledger.cosignature import CosignerKey, cosign
from ledger.ed25519 import PrivateKey, key_id
from ledger.errors import RemitError, StorageError
from ledger.facts import Body
from ledger.facts.attesting import Answer, Attested, OfMembership
from ledger.facts.delegations import Used
from ledger.facts.erasing import Erased
from ledger.facts.keys import Compromised, Enrolled, Revoked
from ledger.facts.organisations import PersonRegistered, Registered
from ledger.facts.words import Money, Words, key_text
from ledger.replay import recorded as read_recorded
from ledger.tags import charges_of, tags_of, wire_name
from ledger_cli import checkedtext
from ledger_cli.checker import page
from ledger_cli.commands.bundle import command

BY_THE_RULES = re.compile(
    r"entry \d+: expected (?:a fact that the rules allow|its findings as the rules give them|it to rely on )"
)
"""What the program says at step 7."""

TOO_LONG = " of length <= "
"""What the program says of too many members or characters, which are over a limit."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """Give the log of a town with keys that come, go and are stolen, acts with every total, an erasure."""
    town = Town(tmp_path_factory.mktemp("town")).found().settle_in()
    town.do(Registered("a-1", "A firm", "firm"))
    town.do(replace(used(1, 10), matter="roads", spend="capital", supplier="a-1"))
    town.do(Enrolled(key_text(BENS.public), CAI, ("own",)), signers=(OFFICER, BENS))
    town.do(PersonRegistered(name("p", 70), Words.of("Zoë O’Neill")))
    town.do(used(2, 20), signers=(BENS,))
    town.do(Revoked(key_id(BENS.public), Words.of("Lost")))
    town.forge(used(3, 30), on="2026-03-31T23:30:00.000000Z", change=without_finding)
    town.do(revoked())
    town.do(Enrolled(key_text(SECOND.public), CAI, ("record:icp",)), signers=(OFFICER, SECOND))
    said = read_recorded(next(town.store.scan(9, 9))).fact
    erased = Erased(said.id, said.tags[0], ("body.text",), "icp", "UK GDPR Art. 17(1)(d)")
    town.do(erased, signers=(OFFICER, SECOND), on=TODAY)
    town.do(Compromised(key_id(SECOND.public), 15, Words.of("Stolen")))
    town.do(PersonRegistered(name("p", 71), Words.of("Ivy")))
    town.do(Compromised(key_id(OFFICER.public), 9, Words.of("Stolen")), signers=(RECOVERY,))
    made = Log.of(town)
    town.close()
    return made


def asked(data: bytes, **more: Any) -> dict[str, Any]:
    return {"data": spelt(data), "trusted": {"line": KEY.encode()}, **more}


def programs(data: bytes) -> tuple[str, str]:
    """Give the kind with which the program refuses a bundle, or ``accepted``, and what it says."""
    try:
        checked = bundles.check(data, KEY)
    except RemitError as error:
        kind = "LIMIT" if TOO_LONG in str(error) else error.kind
        return kind, str(error)
    told = [*suspects.told(checked.contested), *(one.sentence() for one in checked.later.thefts)]
    return "accepted", "\n".join(told)


class Tried(NamedTuple):
    """A bundle, and what the program says of it."""

    data: bytes
    kind: str
    why: str


def disagreements(tried: Iterable[Tried], answers: Iterable[dict[str, Any]]) -> list[tuple[Tried, str]]:
    """Give the bundles on which page and program do not agree, with what the page says."""
    return [
        (one, str(theirs))
        for one, theirs in zip(tried, answers, strict=True)
        if (one.kind != theirs["kind"] and not BY_THE_RULES.match(one.why))
        or (one.kind == "accepted" == theirs["kind"] and one.why != "\n".join(theirs["told"]))
    ]


def damaged(log: Log, count: int, seed: int) -> Iterator[Tried]:
    """Give random bundles, one in eight of them good."""
    random = Random(seed)
    for number in range(count):
        act = random.randrange(len(log.leaves)) + 1
        data = random.choice(DAMAGES)(random, log, act) if number % 8 else log.bundle(act)
        yield Tried(data, *programs(data))


@pytest.fixture(scope="module")
def tried(log: Log) -> list[Tried]:
    return list(damaged(log, 1_000, seed=2026))


@pytest.mark.slow
def test_page_and_program_agree_on_1_000_bundles_good_and_damaged(  # H7 H15
    tried: list[Tried], tmp_path: Path
) -> None:
    answers = ask((asked(one.data) for one in tried), tmp_path)
    assert disagreements(tried, answers) == []
    kinds = Counter(one["kind"] for one in answers)
    assert set(kinds) == {"accepted", "FORM", "LIMIT", "SIG", "TAMPERED", "INCOMPLETE"}
    assert kinds["accepted"] > 125


def test_page_and_program_say_the_same_of_a_good_bundle(log: Log, tmp_path: Path) -> None:
    acts = range(1, len(log.leaves) + 1)
    good = [log.bundle(act) for act in acts]
    good[3] = damages.spelt(json.loads(good[3]) | {"openings": []})
    answers = ask((asked(data) for data in good), tmp_path)
    for act, data, theirs in zip(acts, good, answers, strict=True):
        ours = bundles.check(data, KEY)
        assert theirs["judged"] == [*(at.number for at in ours.rests_on), act]
        assert theirs["words"] == dict(ours.words)
        assert theirs["closed"] == checkedtext.closed(ours)
        assert theirs["steps"] == [step.detail for step in ours.steps[:6]]
        assert theirs["left"] == list(not_proved())
        assert theirs["contested"] == {str(number): since for number, since in ours.contested.items()}
        assert theirs["told"] == [
            *suspects.told(ours.contested),
            *(one.sentence() for one in ours.later.thefts),
        ]
        # These facts carry no finding.
        assert theirs["recorded"] == ("not known" if ours.contested else "yes")
    assert {one["recorded"] for one in answers} == {"yes", "not known"}
    told = [text for one in answers for text in one["closed"].values()]
    assert any("(1 of 2 signatures verified, not judged)" in text for text in told)
    assert any(text == checkedtext.NOT_OPENED for text in told)


def test_an_act_over_its_limit_that_is_recorded_so_is_never_a_plain_yes(tmp_path: Path) -> None:
    town = Town(tmp_path).found().settle_in()
    request = town.request(used(1, 900))
    (proposal,) = request.proposals
    urgent = replace(proposal, departure=Words.of("It was urgent"))
    number = town.ledger.record(replace(request, proposals=(urgent,)), (OFFICER,)).size
    (theirs,) = ask([asked(town.bundle(number, words=True))], tmp_path)
    town.close()
    assert theirs["recorded"] == "yes, as a departure"
    assert theirs["words"]["departure"] == "It was urgent"


@pytest.mark.parametrize("told", ["no", "not known", "yes, as a departure", "yes"])
def test_of_an_attestation_the_page_tells_what_it_answers(tmp_path: Path, told: Answer) -> None:
    town = Town(tmp_path).found().settle_in()
    question = OfMembership("icp", CAI, DAY)
    number = town.forge(Attested("icp", question, told, ("nothing",)), change=without_finding)
    (theirs,) = ask([asked(town.bundle(number))], tmp_path)
    town.close()
    assert (theirs["kind"], theirs["recorded"]) == ("accepted", told)


def every_byte(data: bytes, values: Callable[[int], list[int]]) -> Iterator[dict[str, Any]]:
    return (asked(data, at=at, bytes=values(byte)) for at, byte in enumerate(data))


def differing(
    data: bytes, requests: Iterable[dict[str, Any]], answers: Iterable[dict[str, Any]]
) -> list[str]:
    """Give every change of a byte of which page and program do not say the same, or which both accept."""
    wrong = []
    for request, answer in zip(requests, answers, strict=True):
        for byte, theirs in zip(request["bytes"], answer["kinds"], strict=True):
            changed = bytearray(data)
            changed[request["at"]] = byte
            ours, why = programs(bytes(changed))
            if ours == "accepted" or ours != theirs:
                wrong.append(f"{request['at']} {byte}: {ours} ({why}), {theirs}")
    return wrong


@pytest.mark.slow
def test_page_and_program_refuse_a_change_of_each_byte_alike(log: Log, tmp_path: Path) -> None:  # H7 E6
    data = log.bundle(1)
    tried = list(every_byte(data, lambda byte: [byte ^ 1]))
    assert differing(data, tried, ask(tried, tmp_path)) == []
    assert len(tried) == len(data)


@pytest.mark.long
def test_page_and_program_refuse_every_change_of_each_byte_alike(log: Log, tmp_path: Path) -> None:  # H7 E6
    data = log.bundle(1)
    tried = list(every_byte(data, lambda byte: [one for one in range(256) if one != byte]))
    for start in range(0, len(tried), 100):
        some = tried[start : start + 100]
        assert differing(data, some, ask(some, tmp_path)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "cut",
    ["requireIncluded", "requireTags", "requireTotals", "fittingOf", "requireSigned", "requireOfSigner"],
)
def test_a_page_that_leaves_out_one_check_is_caught(tried: list[Tried], tmp_path: Path, cut: str) -> None:
    """Were a check cut out, the comparison above would fail: so it does look at each of them."""
    some = [one for one in tried if one.kind in {"TAMPERED", "SIG"}][:120]
    whole = script()
    holed = re.sub(rf"function {cut}\(.*\) {{\n", lambda found: f"{found[0]}  return;\n", whole, count=1)
    assert holed != whole
    assert disagreements(some, ask((asked(one.data) for one in some), tmp_path, holed)) != []


# --- facts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2026-03-31", "2026-04-01", "2026-03-31T23:30:00.000000Z"])
def test_the_page_finds_every_type_of_fact_by_the_tags_of_the_program(tmp_path: Path, day: str) -> None:
    bodies = [*EXAMPLES]
    for body in EXAMPLES:
        names = body.__struct_fields__
        bodies += [other for one in names if (other := without(body, one)) is not None]
        if isinstance(body, Used):
            parts = {"matter": "roads", "project": None, "supplier": "a.b-1"}
            bodies += [replace(body, amount=Money(5, "EUR"), spend=one, **parts) for one in (None, "capital")]
    facts = [replace(fact_of(body), on=day) for body in bodies]
    requests = ({"fact": True, "data": spelt(canonical.encode(fact))} for fact in facts)
    for fact, theirs in zip(facts, ask(requests, tmp_path), strict=True):
        kind = wire_name(type(fact.body))
        on = london_day(day)
        charges = [{"amount": one.amount, "tag": one.tag} for one in charges_of(fact.body, on)]
        expected = {"kind": "accepted", "tags": list(tags_of(fact.body, on)), "charges": charges}
        assert (kind, theirs) == (kind, expected)


def without(body: Body, field: str) -> Body | None:
    """Give a body without one of its values, where there may be none."""
    whole: object = body
    for empty in (None, ()):
        changed = replace(body, **{field: empty})
        if changed != whole and readable(changed):
            return changed
    return None


def readable(body: Body) -> bool:
    try:
        msgspec.json.decode(canonical.encode(body), type=type(body))
    except msgspec.ValidationError:
        return False
    return True


# --- policies ---------------------------------------------------------------------------------------

NOW = 1_790_000_000
DAY_SECONDS = 86_400


def cosigned(data: bytes, *seen: tuple[str, int]) -> bytes:
    """Let these witnesses cosign the checkpoint of a bundle, each at a time."""
    value = json.loads(data)
    for witness, time in seen:
        signed = SignedCheckpoint(open_note(value["checkpoint"], KEY).checkpoint, value["checkpoint"])
        value["checkpoint"] += cosign(signed, time, SEEDS[witness].sign, WITNESSES[witness])
    return damages.spelt(value)


SEEDS = {one: PrivateKey.from_seed(bytes([40 + at]) * 32) for at, one in enumerate(("a", "b", "c/replayed"))}
WITNESSES = {one: CosignerKey(f"{one[0]}.example/w{one[1:]}", key.public) for one, key in SEEDS.items()}
BOTH = "".join(f"witness {one[0]} {key.encode()}\n" for one, key in WITNESSES.items())
POLICIES = (
    "",
    f"{BOTH}quorum none\n",
    f"{BOTH}quorum a\n",
    f"{BOTH}group g 2 a b\nquorum g\nage 30\n",
    f"{BOTH}group g any a c\nquorum g\n",
    f"# a board's own\n{BOTH}quorum c\nage 1\n",
    f"log {KEY.encode()}\n{BOTH}quorum a\n",
    f"log {VerifierKey('example.org/other', BENS.public).encode()}\n{BOTH}quorum a\n",
    f"{BOTH}group g 3 a b\nquorum g\n",
    f"{BOTH}group g 01 a b\nquorum g\n",
    f"{BOTH}quorum x\n",
    f"{BOTH}",
    f"{BOTH}quorum none\nage 1\n",
    f"{BOTH}{BOTH}quorum a\n",
    f"witness a {KEY.encode()}\nquorum a\n",
    "quorum none\x0b\n",
    "group g 1 a\nquorum g\n",
    "#" * 70_000,
)


def by_policy(data: bytes, text: str) -> str:
    """Give the kind with which the command line refuses a bundle by a policy, or ``accepted``."""
    try:
        policy = policies.parse(text) if text else None
        checked = bundles.check(data, KEY)
        if policy is not None:
            policies.require_log(policy, checked.logs, checked.signed.note)
            policies.judge(checked.signed, policy, NOW).require()
    except RemitError as error:
        return error.kind
    return "accepted"


def test_page_and_program_agree_on_what_witnesses_have_seen(log: Log, tmp_path: Path) -> None:  # H2 H10
    good = log.bundle(3)
    old, ahead = NOW - 40 * DAY_SECONDS, NOW + 2 * DAY_SECONDS
    seen = ((), (("a", NOW),), (("a", old), ("b", NOW)), (("a", NOW), ("b", NOW), ("c/replayed", old)))
    made = [cosigned(good, *one) for one in (*seen, (("a", ahead),), (("c/replayed", NOW), ("a", old)))]
    forged = json.loads(made[1])
    forged["checkpoint"] += forged["checkpoint"].splitlines()[-1].replace("A", "B") + "\n"
    pairs = [(data, text) for data in (*made, damages.spelt(forged)) for text in POLICIES]
    answers = ask((asked(data, policy=text, now=NOW) for data, text in pairs), tmp_path)
    expected = [by_policy(*pair) for pair in pairs]
    assert [one["kind"] for one in answers] == expected
    assert set(expected) == {"accepted", "FORM", "LIMIT", "SIG", "UNWITNESSED", "STALE"}


@pytest.mark.parametrize(
    ("trusted", "kind"),
    [
        ({"line": KEY.encode()}, "accepted"),
        ({"origin": KEY.name, "key": key_text(KEY.public)}, "accepted"),
        ({"origin": "example.org/other", "key": key_text(KEY.public)}, "SIG"),
        ({"origin": KEY.name, "key": key_text(BENS.public)}, "SIG"),
        ({"origin": KEY.name, "key": key_text(b"\x01" + b"\x00" * 31)}, "SIG"),  # small order: K2
        ({"line": KEY.encode().replace("+", " ", 1)}, "FORM"),
        ({"line": ""}, "FORM"),
    ],
)
def test_the_log_to_trust_comes_from_the_reader_alone(  # H8
    log: Log, tmp_path: Path, trusted: dict[str, str], kind: str
) -> None:
    (answer,) = ask([asked(log.bundle(2)) | {"trusted": trusted}], tmp_path)
    assert answer["kind"] == kind


# --- the page ---------------------------------------------------------------------------------------


def test_the_page_is_one_file_that_runs_its_own_script_and_loads_nothing() -> None:  # W1
    html = page().decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    hashes = {}
    for part in ("script", "style"):
        ((_, text),) = re.findall(rf"<({part})>(.*?)</{part}>", html, flags=re.DOTALL)
        hashes[part] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{hashes['script']}'; style-src 'sha256-{hashes['style']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|fetch\(", html
    )
    assert not re.search(r"\b(?:src|href|action)=|https?://(?!json-schema)|@import|url\(", html)
    assert page() == page()


def test_the_page_is_written_to_hand_to_a_board(tmp_path: Path) -> None:
    file = tmp_path / "check.html"
    done = CliRunner().invoke(command, ["page", "-o", str(file)])
    assert done.exit_code == 0
    assert file.read_bytes() == page()
    assert hashlib.sha256(page()).hexdigest() in done.output


def test_a_page_that_cannot_be_written_is_a_failure_of_storage(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^expected to write the page to "):
        command.main(["page", "-o", str(tmp_path / "no" / "check.html")], standalone_mode=False)
