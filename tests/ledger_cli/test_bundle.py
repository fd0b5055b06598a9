"""``remit bundle``: one file, checked with no database against a log that was named somewhere else."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ledger_cli.authority import act, grant, passed
from tests.ledger_cli.desk import Desk, kept

from ledger.facts.delegations import Used


@pytest.fixture
@kept
def acted(desk: Desk) -> Desk:
    """Give a desk with an act under a chain of two links: entry 14."""
    assert act(desk, passed(desk, grant(desk))).code == 0
    return desk


def log(desk: Desk) -> dict[str, str]:
    """Give what was told out of band."""
    found: dict[str, str] = desk("log", "show", "--json").json
    return found


def made(desk: Desk, *more: str) -> str:
    """Make the bundle of the act."""
    assert desk("bundle", "make", "14", "-o", "act.bundle", *more).code == 0
    return "act.bundle"


def alone(file: str) -> None:
    """Leave nothing but the file."""
    for path in Path().iterdir():
        if path.is_file() and path.name != file:
            path.unlink()
    assert not Path("remit.ledger").exists()


def test_an_act_is_proved_from_the_file_alone(acted: Desk) -> None:
    known, name = log(acted), acted.last_of(Used).act
    file = made(acted, "--words")
    alone(file)
    said = acted("bundle", "check", file, "--origin", known["origin"], "--log-key", known["log key"])
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert [line[:3] for line in lines[:7]] == [f"{number}  " for number in range(1, 8)]
    assert lines[8].startswith(f"the act: entry 14  delegation.used/3  {name}  on 2024-03-01  recorded ")
    assert "  text: Food bank" in lines
    assert any(
        line.startswith(
            "  met: DEL-11 (s.75 NHS Act 2006): expected at most GBP 20,000.00 for all acts under "
        )
        and line.endswith(", got GBP 400.00 on top of nothing before")
        for line in lines
    )
    assert "it rests on:" in lines
    assert "  what the act is worth today: a later fact may have changed it" in lines
    assert lines[-1] == "answer: yes"


def test_what_is_proved_is_said_in_sentences(acted: Desk) -> None:
    known, used = log(acted), acted.last_of(Used)
    grant_, link = used.chain
    said = acted("bundle", "check", made(acted, "--words"), "--log", known["log"]).out
    proves = said.partition("this proves:\n")[2].partition("it rests on:\n")[0].splitlines()
    who = used.persons[0]
    assert proves[0] == (
        f"  {who} did this, {used.act}, for body:icp on 2024-03-01: grants, GBP 400.00, “Food bank” "
        "(entry 14)"
    )
    assert proves[1].startswith(f"  {grant_}: body:icp gave it to p-")
    assert proves[1].endswith(", under s.75 NHS Act 2006 (entry 12)")
    assert proves[2].startswith(f"  {link}: passed on under {grant_} to {who} on ")
    limits = [line for line in proves if line.startswith("  within the limit: ")]
    assert len(limits) == 4
    assert limits[1] == (
        f"  within the limit: at most GBP 20,000.00 for all acts under {grant_}; it came to GBP 400.00 on "
        "top of nothing before (DEL-11, s.75 NHS Act 2006)"
    )
    assert proves[-1] == "  witnessed by nobody that you named: no policy was given"


def test_every_hash_of_a_check_is_explained(acted: Desk) -> None:
    known, file = log(acted), made(acted, "--words")
    found = acted("bundle", "check", file, "--log", known["log"], "--explain", "--json").json
    explained = {step["number"]: step["explained"] for step in found["steps"]}
    assert list(explained) == [1, 2, 3, 4, 5, 6, 7]
    data = Path(file).read_bytes()
    bundle = json.loads(data)
    assert f"SHA-256 of the file: {hashlib.sha256(data).hexdigest()}" in explained[1]
    root = base64.b64decode(bundle["checkpoint"].split("\n")[2]).hex()
    assert explained[3].count(f"  which is the root of the checkpoint: {root}") == len(bundle["entries"])
    for row in bundle["entries"]:
        leaf = json.dumps(row["leaf"], sort_keys=True, separators=(",", ":")).encode()
        node = hashlib.sha256(b"\0" + leaf).digest()
        assert f"  = {node.hex()}" in explained[3]
        payload = base64.b64decode(row["leaf"]["envelope"]["payload"])
        kind = row["leaf"]["envelope"]["payloadType"].encode()
        message = b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)
        assert f"  = {hashlib.sha256(message).hexdigest()}" in explained[6]
    climbed(explained[3], root)
    used = acted.last_of(Used)
    assert f"  use:{used.chain[0]}:gbp: 0 after 0 (entry 0) + 40000 = 40000 after 1" in explained[6]
    assert any(line.startswith(f"delegation:{used.chain[0]}: 14 → ") for line in explained[5])
    assert any(line.startswith("entry 14, r-") and line.endswith(" met") for line in explained[7])


def climbed(lines: list[str], root: str) -> None:
    """Go every way to the root again, by what the lines say."""
    node, with_ = "", ""
    for at, line in enumerate(lines):
        word, value = line.split()[0], line.split()[-1]
        if word == "with":
            with_ = value
        elif word == "=" and "with" in lines[at - 1]:
            own, other = bytes.fromhex(node), bytes.fromhex(with_)
            pair = other + own if "the hash on its left" in lines[at - 2] else own + other
            assert value == hashlib.sha256(b"\1" + pair).hexdigest()
            node = value
        elif word == "=":
            node = value
        elif word == "which":
            assert node == root


def test_an_opened_text_is_explained_by_its_commitment(acted: Desk) -> None:
    known = log(acted)
    said = acted("bundle", "check", made(acted, "--words"), "--log", known["log"], "--explain").out
    text = acted.last_of(Used).text
    assert text is not None
    assert f"each after its length in 4 bytes = {text.commitment}" in said


def test_a_newer_bundle_has_to_hold_and_to_show_the_same_log(acted: Desk) -> None:  # H1
    known, file = log(acted), made(acted)
    data = json.loads(Path(file).read_bytes())
    data["checkpoint"] = data["checkpoint"].replace("14", "15", 1)
    Path("other.bundle").write_text(
        json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    )
    said = acted("bundle", "check", file, "--log", known["log"], "--later", "other.bundle")
    assert (said.code, said.err.startswith("signature or key: ")) == (7, True)
    assert acted("bundle", "check", file, "--log", known["log"], "--later", file).code == 0


def test_the_log_may_be_named_in_one_line(acted: Desk) -> None:
    known = log(acted)
    assert acted("bundle", "check", made(acted), "--log", known["log"]).code == 0


@pytest.mark.parametrize("missing", [(), ("--origin", "example.org/icp"), ("--log-key", "AAAA")])
def test_without_a_log_to_trust_nothing_is_checked(acted: Desk, missing: tuple[str, ...]) -> None:
    said = acted("bundle", "check", made(acted), *missing)
    assert said.code == 2
    assert "expected the log to trust: --origin and --log-key, or --log LINE" in said.err


def test_two_ways_to_name_the_log_are_one_too_many(acted: Desk) -> None:
    known = log(acted)
    said = acted("bundle", "check", made(acted), "--log", known["log"], "--origin", known["origin"])
    assert said.code == 2


def test_another_origin_or_key_is_not_believed(acted: Desk) -> None:  # H8
    known, file = log(acted), made(acted)
    said = acted("bundle", "check", file, "--origin", "example.org/other", "--log-key", known["log key"])
    assert (said.code, said.err.startswith("signature or key: signed note: expected a signature of ")) == (
        7,
        True,
    )
    said = acted("bundle", "check", file, "--origin", known["origin"], "--log-key", "A" * 43 + "=")
    assert said.code == 7
    said = acted("bundle", "check", file, "--origin", known["origin"], "--log-key", "*")
    assert said.code == 2


def test_an_omitted_entry_is_incomplete(acted: Desk) -> None:  # H15
    known, file = log(acted), made(acted)
    bundle = json.loads(Path(file).read_bytes())
    bundle["entries"] = [one for one in bundle["entries"] if one["number"] != 12]
    text = json.dumps(bundle, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    Path(file).write_text(text, encoding="utf-8")
    said = acted("bundle", "check", file, "--log", known["log"])
    assert said.code == 7
    assert said.err.startswith(
        "incomplete: entry 14: expected entry 12, the one before it with delegation:g-"
    )


def test_a_changed_byte_is_found(acted: Desk) -> None:  # H7
    known, file = log(acted), made(acted)
    data = Path(file).read_bytes()
    place = data.index(b'"recorded":"2') + 20
    Path(file).write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    said = acted("bundle", "check", file, "--log", known["log"])
    assert (said.code, said.err.startswith("tampered: entry 1: ")) == (7, True)


def test_an_act_that_is_recorded_as_a_departure_is_not_a_plain_yes(desk: Desk) -> None:
    known, child = log(desk), passed(desk, grant(desk))
    act(desk, child, "GBP 600.00", "--departure", "The boiler burst")
    said = desk("bundle", "check", made(desk), "--log", known["log"])
    assert said.code == 1
    assert said.out.endswith(
        "answer: yes, as a departure\na rule speaks against the act, and it is recorded so\n"
    )


def test_the_answer_in_json(acted: Desk) -> None:
    known = log(acted)
    found = acted("bundle", "check", made(acted, "--words"), "--log", known["log"], "--json").json
    assert (found["answer"], found["size"]) == ("yes", 14)
    assert [step["number"] for step in found["steps"]] == [1, 2, 3, 4, 5, 6, 7]
    assert found["words"] == {"body.text": "Food bank"}
    assert {one["answer"] for one in found["findings"]} == {"met"}
    assert len(found["does not prove"]) == 6
    assert found["does not prove"][0].startswith("that its words may still be kept: ")
    assert found["erased"] == {}
    assert all("explained" not in step for step in found["steps"])


def test_a_bundle_is_asked_for_by_number_or_by_what_the_entry_made(acted: Desk) -> None:
    used = acted.last_of(Used)
    numbers = [
        acted("bundle", "make", what, "-o", "a.bundle", "--json").json["act"]
        for what in ("14", used.act, used.chain[0], used.chain[1])
    ]
    assert numbers == [14, 14, 12, 13]


@pytest.mark.parametrize("what", ["a-" + "z" * 16, "0", "grants", "p-" + "a" * 16])
def test_what_is_no_entry_has_no_bundle(acted: Desk, what: str) -> None:
    said = acted("bundle", "make", what)
    assert (said.code, said.err) == (
        4,
        (
            "malformed: expected the number of an entry, or the id of an act, decision or delegation that "
            f"the ledger knows, got '{what}'\n"
        ),
    )


def test_a_number_beyond_the_log_is_incomplete(acted: Desk) -> None:
    said = acted("bundle", "make", "15")
    assert (said.code, said.err) == (
        7,
        "incomplete: expected an entry up to 14, the size of the checkpoint, got 15\n",
    )


def test_the_bundle_is_written_beside_you_under_its_number(acted: Desk) -> None:
    found = acted("bundle", "make", "14", "--json").json
    assert (found["file"], found["answer"]) == ("entry-14.bundle", "yes")
    assert Path("entry-14.bundle").stat().st_size == found["bytes"]


def test_without_the_log_key_the_last_signed_head_has_to_cover_the_act(acted: Desk) -> None:
    Path("remit.ledger.keep/log.key").unlink()
    assert acted("bundle", "make", "14").code == 0
    acted.record("organisation", "register", "north", "North", "--kind", "council")
    assert acted("bundle", "make", "15").code == 7
    Path("remit.ledger.keep/head").unlink()
    said = acted("bundle", "make", "14")
    assert (said.code, "expected a signed head in " in said.err) == (6, True)


def test_a_place_that_cannot_be_written_is_told(acted: Desk) -> None:
    said = acted("bundle", "make", "14", "-o", "nowhere/act.bundle")
    assert (said.code, said.err) == (
        6,
        "storage: expected to write the bundle to nowhere/act.bundle, got: No such file or directory\n",
    )


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe", b"{}", b"remit"])
def test_what_is_no_bundle_is_malformed(acted: Desk, junk: bytes) -> None:
    known = log(acted)
    Path("junk").write_bytes(junk)
    said = acted("bundle", "check", "junk", "--log", known["log"])
    assert (said.code, said.err.startswith("malformed: bundle: expected canonical JSON, got: ")) == (4, True)


def test_a_file_that_is_not_there_is_malformed(acted: Desk) -> None:
    known = log(acted)
    said = acted("bundle", "check", "nowhere", "--log", known["log"])
    assert (said.code, said.err) == (
        4,
        "malformed: nowhere: expected a file that can be read, got: No such file or directory\n",
    )


def test_a_check_needs_no_database_library() -> None:
    script = (
        "import sys; import ledger_cli.commands.bundle; "
        "print([name for name in ('sqlalchemy', 'rich', 'eventsourcing', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
