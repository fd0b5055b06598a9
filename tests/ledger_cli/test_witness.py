"""``remit witness`` and ``remit log witness``: a ledger, a partner that watches it, a board with a policy."""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.ledger_cli.board import Board, serving
from tests.ledger_cli.desk import Desk, Said

from ledger.checkpoint import VerifierKey, open_note
from ledger.cosignature import CosignerKey
from ledger.ed25519 import PrivateKey
from ledger.errors import Malformed
from ledger.witnessing import BODY_BYTES_MAX
from ledger_cli import witnessclient, witnessserver


def verified(desk: Desk, *more: str) -> Said:
    return desk("log", "verify", *more)


def test_cosignatures_are_collected_over_the_network_and_shown_in_a_bundle(desk: Desk) -> None:
    board = Board(desk, "east", "west")
    with serving("east") as (east, told), serving("west") as (west, _):
        policy = board.policy(
            "group both all east west\nquorum both", {"east": east, "west": west + "/"}, age="age 7"
        )
        said = desk("log", "witness", "--policy", policy)
        assert said.code == 0, said.err
        board.grow("north")
        assert desk("log", "witness", "--policy", policy, "--json").json["quorum"] == "both: met"
    assert [line.split()[0] for line in told] == ["200", "200"]
    made = desk("bundle", "make", "3", "-o", "a.bundle", "--json").json
    assert made["cosigned"] == "by witnesses"
    found = desk("bundle", "check", "a.bundle", "--policy", policy, "--json").json
    assert (found["witnessed"], [one["witness"] for one in found["seen by"]]) == (True, ["east", "west"])
    assert found["steps"][7]["title"] == "the checkpoint is seen by the witnesses that the policy asks for"
    left = found["does not prove"]
    assert (len(left), any("complete as linked by the log" in line for line in left)) == (4, True)
    plain = desk("bundle", "check", "a.bundle", "--log", board.log)
    assert "no policy named the witnesses that must have seen it" in plain.out


def test_a_log_that_witnesses_have_seen_is_verified_up_to_there(desk: Desk) -> None:
    board = Board(desk, "east")
    policy = board.policy("quorum east")
    assert board.carry("east", policy).code == 0
    size = desk.size
    said = verified(desk, "--policy", policy)
    assert (said.code, f"\nverified up to entry {size}, resting on" in said.out) == (0, True)
    assert "no witness" not in said.out
    board.grow("north")
    said = verified(desk, "--policy", policy)
    assert f"entries {size + 1} to {size + 1}: internally consistent, seen by no witness yet" in said.out
    assert "no witness has seen this log" in verified(desk).out
    found = verified(desk, "--policy", policy, "--json").json
    assert (found["answer"], found["witnessed"]) == (f"verified up to entry {size}", True)
    given = Path(f"remit.ledger.keep/head.cosigned/{size:017}")
    shutil.copy(given, "kept")
    shutil.rmtree(given.parent)
    assert verified(desk, "--policy", policy).code == 7
    assert verified(desk, "--policy", policy, "--checkpoint", "kept").code == 0


def test_a_policy_that_asks_for_nobody_verifies_nothing(desk: Desk) -> None:  # H1
    policy = desk.write("none.policy", "quorum none\n")
    kept = desk.write("kept", desk("log", "checkpoint").out)
    said = verified(desk, "--policy", policy, "--checkpoint", kept)
    assert (said.code, "internally consistent" in said.out, "verified" in said.out) == (0, True, False)
    assert "no witness has seen this log" in said.out


def test_too_few_witnesses_are_unwitnessed(desk: Desk) -> None:  # H3
    board = Board(desk, "east", "west")
    policy = board.policy("group both all east west\nquorum both")
    said = verified(desk, "--policy", policy)
    assert (said.code, said.err.startswith("unwitnessed: expected a checkpoint that witnesses")) == (7, True)
    asked = desk("log", "witness", "--policy", policy)
    assert asked.code == 7
    assert ["seen", "by", "nobody"] in [line.split() for line in asked.out.splitlines()]
    assert "a witness without an address is asked by a file: remit log witness --export FILE" in asked.err
    assert board.carry("east", policy).code == 0
    assert desk("bundle", "make", "3", "-o", "a.bundle").code == 0
    for words in (("log", "verify"), ("bundle", "check", "a.bundle")):
        said = desk(*words, "--policy", policy)
        expected = "unwitnessed: expected cosignatures that meet the quorum both, got east at "
        assert (said.code, said.err.startswith(expected)) == (7, True)
    assert board.carry("west", policy).code == 0
    assert verified(desk, "--policy", policy).code == 0


def test_a_frozen_head_is_stale(desk: Desk) -> None:  # H4
    board = Board(desk, "east")
    policy = board.policy("quorum east", age="age 7")
    assert board.carry("east", policy).code == 0
    assert desk("bundle", "make", "3", "-o", "a.bundle").code == 0
    for words in (("log", "verify"), ("bundle", "check", "a.bundle")):
        assert desk(*words, "--policy", policy).code == 0
        said = desk(*words, "--policy", policy, "--at", "2100-01-01")
        assert (said.code, said.err.startswith("stale: expected cosignatures of the last 7 days ")) == (
            7,
            True,
        )
        said = desk(*words, "--policy", policy, "--at", "2000-01-01T00:00:00Z")
        assert (said.code, said.err.startswith("unwitnessed: ")) == (7, True)
        assert desk(*words, "--policy", policy, "--at", "yesterday").code == 2


def test_history_that_changed_after_a_witness_saw_it_is_a_fork(desk: Desk) -> None:  # H1, H2
    board = Board(desk, "east")
    policy = board.policy("quorum east")
    shutil.copytree(".", "../other")
    board.grow("north")
    assert board.carry("east", policy).code == 0
    cosigned = Path(f"remit.ledger.keep/head.cosigned/{desk.size:017}").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("../other")
        board.grow("south")
        Path("note").write_bytes(cosigned)
        said = verified(desk, "--policy", "../desk/board.policy", "--checkpoint", "note")
        assert (said.code, said.err.startswith("forked: note: expected ")) == (7, True)
        said = desk("log", "witness", "--policy", "../desk/board.policy", "--import", "note")
        assert (said.code, said.err.startswith("forked: expected the tree of ")) == (7, True)
        old = str(desk.size)
        assert desk("log", "witness", "--export", "req", "--old", old).code == 0
        said = desk("witness", "cosign", "../desk/east", "req")
        assert (said.code, said.err.startswith("forked: expected the tree of ")) == (7, True)
    (fork,) = Path("east").glob("logs/*/fork-*.evidence")
    found = json.loads(fork.read_bytes())
    notes = [base64.b64decode(found[name]) for name in ("first", "second")]
    roots = {open_note(note, VerifierKey.parse(board.log)).checkpoint.root for note in notes}
    assert len(roots) == 2
    assert "; FORKED: " in desk("witness", "show", "east").out


def test_a_witness_that_saw_another_history_is_an_alarm_over_the_network(desk: Desk) -> None:  # H2, H3
    board = Board(desk, "east", "west")
    shutil.copytree(".", "../other")
    with serving("east") as (east, _), serving("west") as (west, _):
        policy = board.policy(
            "group any-of-them any east west\nquorum any-of-them", {"east": east, "west": west}
        )
        shutil.copy(policy, "../other/board.policy")
        only_east = board.desk.write(
            "east.policy", Path(policy).read_text(encoding="utf-8").replace(f" {west}", "")
        )
        board.grow("north")
        assert desk("log", "witness", "--policy", only_east).code == 0
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir("../other")
            said = desk("log", "witness", "--policy", "board.policy")
            assert (said.code, "an older copy was restored" in said.err) == (6, True)
            board.grow("south")
            said = desk("log", "witness", "--policy", "board.policy")
            assert (said.code, "\nforked: " in said.err, "got one that saw another" in said.err) == (
                7,
                True,
                True,
            )
            assert "west (seen " in said.out
            board.grow("further")
            said = desk("log", "witness", "--policy", "board.policy")
            assert (said.code, "got one that saw another up to " in said.err) == (7, True)


def test_by_file_a_witness_says_from_which_size_it_wants_to_be_asked(desk: Desk) -> None:  # H13
    board = Board(desk, "east")
    policy = board.policy("quorum east")
    assert board.carry("east", policy).code == 0
    size = desk.size
    board.grow("north")
    assert desk("log", "witness", "--export", "req").code == 0
    said = desk("witness", "cosign", "east", "req")
    assert (said.code, said.err) == (
        5,
        f"try again: expected a request from size {size}, the last one cosigned, got one from 0\n",
    )
    assert board.carry("east", policy).code == 0
    assert desk("log", "witness", "--export", "req", "--old", str(size + 2)).code == 4
    assert desk("log", "witness", "--export", "nowhere/req").code == 6


def test_a_replayed_copy_takes_the_caveat_away(desk: Desk) -> None:
    board = Board(desk, "east")
    policy = board.policy("group east-both all east east-replayed\nquorum east-both")
    assert board.carry("east", policy).code == 0
    assert verified(desk, "--policy", policy).code == 7
    shutil.copy("remit.ledger", "copy.ledger")
    said = desk("witness", "replay", "east", "req", "--store", "copy.ledger", "-o", "back")
    assert said.code == 0, said.err
    assert desk("log", "witness", "--policy", policy, "--import", "back").code == 0
    desk("bundle", "make", "3", "-o", "a.bundle")
    found = desk("bundle", "check", "a.bundle", "--policy", policy)
    assert (found.code, "complete as linked by the log" in found.out) == (0, False)
    assert "east (seen " in found.out
    assert "east-replayed (replayed " in found.out
    with serving("east") as (east, _):
        url = ("--url", f"east={east}", "--url", f"east-replayed={east}")
        shutil.rmtree("remit.ledger.keep/head.cosigned")
        assert desk("log", "witness", "--policy", policy, *url).code == 0


def test_a_copy_of_something_else_is_not_attested(desk: Desk) -> None:  # H1, H6
    board = Board(desk, "east")
    shutil.copy("remit.ledger", "short.ledger")
    shutil.copytree(".", "../other")
    board.grow("north")
    assert desk("log", "witness", "--export", "req").code == 0
    said = desk("witness", "replay", "east", "req", "--store", "short.ledger")
    assert (said.code, said.err.startswith("incomplete: expected a copy of ")) == (7, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("../other")
        board.grow("south")
    said = desk("witness", "replay", "east", "req", "--store", "../other/remit.ledger")
    assert (said.code, said.err.startswith("tampered: expected a copy whose root at ")) == (7, True)
    assert not Path("req.cosigned").exists()


def test_a_copy_that_parted_from_what_the_witness_saw_is_evidence(desk: Desk) -> None:  # H1, H3
    board = Board(desk, "east")
    shutil.copytree(".", "../other")
    board.grow("north")
    assert board.carry("east", board.policy("quorum east")).code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("../other")
        board.grow("south")
        board.grow("further")
        assert desk("log", "witness", "--export", "req").code == 0
    said = desk("witness", "replay", "east", "../other/req", "--store", "../other/remit.ledger")
    assert (said.code, said.err.startswith("forked: expected the tree of ")) == (7, True)
    (fork,) = Path("east").glob("logs/*/fork-*.evidence")
    assert json.loads(fork.read_bytes())["grown"]["proof"]


def test_what_is_published_carries_the_cosignatures_that_were_collected(desk: Desk) -> None:  # H3, H4
    board = Board(desk, "east")
    policy = board.policy("quorum east", age="age 7")
    assert desk("log", "publish", "public", "--json").json["cosigned"].startswith("by nobody")
    public = Path("public/checkpoint")
    kept = public.read_text(encoding="utf-8")
    assert desk("log", "verify", "--policy", policy, "--checkpoint", str(public)).code == 7
    assert board.carry("east", policy).code == 0
    said = desk("log", "publish", "public", "--json").json
    assert (said["cosigned"], said["new files"]) == ("by witnesses", 0)
    assert public.read_text(encoding="utf-8").startswith(kept)
    assert desk("log", "verify", "--policy", policy, "--checkpoint", str(public)).code == 0
    assert desk("log", "compare", "public").out.startswith("same: ")
    board.grow("north")
    assert desk("log", "publish", "public", "--json").json["cosigned"].startswith("by nobody")
    told = desk("log", "verify", "--policy", policy, "--checkpoint", str(public))
    assert (told.code, told.err.startswith("unwitnessed: ")) == (7, True)


def test_the_last_cosigned_head_may_be_proved_against_later(desk: Desk) -> None:
    board = Board(desk, "east")
    assert desk("bundle", "make", "3", "--witnessed").code == 7
    policy = board.policy("quorum east")
    board.carry("east", policy)
    size = desk.size
    board.grow("north")
    plain = desk("bundle", "make", "3", "-o", "a.bundle", "--json").json
    assert (plain["size"], plain["cosigned"]) == (
        size + 1,
        "by nobody: remit log witness asks for cosignatures",
    )
    assert desk("bundle", "check", "a.bundle", "--policy", policy).code == 7
    assert desk("bundle", "make", "3", "-o", "a.bundle", "--witnessed", "--json").json["size"] == size
    assert desk("bundle", "check", "a.bundle", "--policy", policy).code == 0
    assert desk("bundle", "make", str(size + 1), "--witnessed").code == 7


def test_the_log_of_the_policy_is_the_one_that_counts(desk: Desk) -> None:  # H8
    board = Board(desk, "east")
    policy = board.policy("quorum east")
    board.carry("east", policy)
    desk("bundle", "make", "3", "-o", "a.bundle")
    other = VerifierKey("example.org/icp", PrivateKey.from_seed(b"x" * 32).public).encode()
    text = Path(policy).read_text(encoding="utf-8")
    wrong = desk.write("wrong.policy", text.replace(board.log, other))
    two = desk.write("two.policy", f"log {other}\n{text}")
    for words in (("log", "verify"), ("log", "witness")):
        said = desk(*words, "--policy", wrong)
        assert (said.code, said.err.startswith("signature or key: policy: expected one of the logs ")) == (
            7,
            True,
        )
    assert desk("bundle", "check", "a.bundle", "--policy", wrong).code == 7
    assert desk("bundle", "check", "a.bundle", "--policy", wrong, "--log", board.log).code == 7
    assert desk("bundle", "check", "a.bundle", "--policy", two).code == 2
    assert desk("bundle", "check", "a.bundle", "--policy", two, "--log", board.log).code == 0
    assert desk("bundle", "check", "a.bundle", "--policy", "nowhere").code == 4
    said = desk("bundle", "check", "a.bundle", "--policy", desk.write("junk", "quorum east\n"))
    assert (said.code, said.err.startswith("malformed: junk: policy line 1: ")) == (4, True)


def test_a_witness_refuses_a_log_that_starts_afresh(desk: Desk) -> None:  # H8, K7
    board = Board(desk, "east")
    assert desk("witness", "trust", "east", board.log, "--json").json["watched"] == "already"
    renamed = VerifierKey("example.org/renamed", VerifierKey.parse(board.log).public).encode()
    assert desk("witness", "trust", "east", renamed).code == 3
    own = CosignerKey.parse(board.lines["east"]["seen"])
    assert desk("witness", "trust", "east", VerifierKey("example.org/own", own.public).encode()).code == 3
    assert desk("witness", "trust", "east", board.lines["east"]["seen"]).code == 7
    assert desk("witness", "init", "east", "--name", "x").code == 6
    assert desk("witness", "show", "nowhere").code == 6
    assert desk("witness", "cosign", "east", desk.write("junk", "junk")).code == 4


def test_how_cosignatures_are_asked_for_has_one_meaning(desk: Desk) -> None:
    policy = Board(desk, "east").policy("quorum east")
    for words in (
        (),
        ("--policy", policy, "--export", "a", "--import", "b"),
        ("--import", "a"),
        ("--policy", policy, "--export", "a", "--to", "nobody"),
        ("--policy", policy, "--url", "nobody=https://x.example"),
        ("--policy", policy, "--url", "https://x.example"),
    ):
        assert desk("log", "witness", *words).code == 2, words
    note = desk.write("note", desk("log", "checkpoint").out)
    said = desk("log", "witness", "--policy", policy, "--import", note)
    assert (
        said.code,
        said.err.endswith("expected a cosignature by a witness of the policy, got none\n"),
    ) == (7, True)


@pytest.mark.parametrize(
    "url",
    [
        "http://witness.example",
        "http://localhost.example",
        "http://127.0.0.1@witness.example",
        "https://user:word@witness.example",
        "https://witness.example/?to=http://localhost",
        "https://witness.example/#x",
        "https://witness.example:port",
        "https://[witness",
        "https://",
        "ftp://witness.example",
        "file:///etc/passwd",
        "https://witness.example/a b",
        "https://witness.example/\r\nX: y",
        "https://wïtness.example",
        "",
    ],
)
def test_only_safe_addresses_are_asked(url: str) -> None:  # W10
    with pytest.raises(Malformed):
        witnessclient.require_url(url)


def test_safe_addresses_are_these() -> None:  # W10
    for url in (
        "https://witness.example",
        "https://witness.example:8443/a/b",
        "http://localhost:1",
        "http://[::1]:1",
    ):
        assert witnessclient.require_url(url + "/") == url


class Strange(BaseHTTPRequestHandler):
    """A server that is no witness, or not an honest one."""

    answer = (200, "")
    asked: list[str] = []  # noqa: RUF012 - what came in, for all requests of a test

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        Strange.asked.append(self.path)
        status, text = Strange.answer
        self.send_response(status)
        if status in {301, 302, 307, 308}:
            self.send_header("Location", text)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self) -> None:
        Strange.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the library
        """Say nothing."""


@contextmanager
def strange(status: int, text: str) -> Iterator[str]:
    Strange.answer = (status, text)
    Strange.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Strange) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "text", "told"),
    [
        (302, "/elsewhere", "got: status 302"),
        (307, "/elsewhere", "got: status 307"),
        (200, "junk\n", "expected a signature line"),
        (200, "", ""),
        (200, "x" * 140_000, "expected an answer of at most"),
        (404, "", "it does not know this log"),
        (422, "", "got: status 422"),
        (409, "many\n", "expected a decimal number"),
        (409, "0\n", "got another size each time"),
        (500, "<html>", "got: status 500"),
    ],
)
def test_what_does_not_answer_as_a_witness_is_no_witness(
    desk: Desk, status: int, text: str, told: str
) -> None:  # W10, W7, H14
    board = Board(desk, "east")
    with strange(status, text) as url:
        said = desk("log", "witness", "--policy", board.policy("quorum east", {"east": url}))
    assert (said.code, told in said.err) == (7, True)
    assert said.err.splitlines()[-1].startswith(
        "unwitnessed: expected cosignatures that meet the quorum east, got none"
    )
    assert set(Strange.asked) == {"/add-checkpoint"}


def test_a_witness_that_is_not_there_does_not_keep_the_others_from_being_asked(desk: Desk) -> None:
    board = Board(desk, "east", "west")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with serving("west") as (west, _):
            policy = board.policy("group g any east west\nquorum g", {"east": gone, "west": west})
            said = desk("log", "witness", "--policy", policy)
    assert (said.code, said.err.startswith(f"no cosignature from {gone}: ")) == (0, True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Path]]:
    """Make a certificate for a host, and the key to it; the certificate is its own authority."""
    folder = tmp_path_factory.mktemp("tls")

    def certified(host: str) -> tuple[Path, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a witness of a test")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        places = (folder / f"{host}.pem", folder / f"{host}.key")
        places[0].write_bytes(made.public_bytes(Encoding.PEM))
        places[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return places

    return certified


@contextmanager
def secured(url: str, certificate: Path, key: Path) -> Iterator[str]:
    """Stand before a server, as the web server of a witness does, and speak https; give that address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Before(Strange):
        def do_POST(self) -> None:
            Strange.asked.append(f"https {self.path}")
            data = self.rfile.read(int(self.headers["Content-Length"]))
            connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
            connection.request("POST", self.path, data)
            answer = connection.getresponse()
            text = answer.read()
            self.send_response(answer.status)
            if answer.headers["Location"]:
                self.send_header("Location", answer.headers["Location"])
            self.end_headers()
            self.wfile.write(text)
            connection.close()

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing of a client that does not trust the certificate."""

    Strange.asked.clear()
    with Server(("127.0.0.1", 0), Before) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"https://localhost:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_witness_is_asked_over_https(
    desk: Desk, authority: Callable[[str], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:  # W10
    board = Board(desk, "east")
    places = authority("localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(places[0]))
    with serving("east") as (east, told), secured(east, *places) as url:
        policy = board.policy("quorum east", {"east": url})
        said = desk("log", "witness", "--policy", policy)
        assert said.code == 0, said.err
        board.grow("north")
        assert desk("log", "witness", "--policy", policy, "--json").json["quorum"] == "east: met"
    assert [line[:3] for line in told] == ["200", "200"]


@pytest.mark.parametrize("trusted", ["nobody", "another authority", "another host"])
def test_a_witness_whose_certificate_does_not_hold_is_not_asked(
    desk: Desk,
    authority: Callable[[str], tuple[Path, Path]],
    monkeypatch: pytest.MonkeyPatch,
    trusted: str,
) -> None:  # W10
    board = Board(desk, "east")
    other = authority("witness.example")
    places = other if trusted == "another host" else authority("localhost")
    if trusted != "nobody":
        monkeypatch.setenv("SSL_CERT_FILE", str(other[0]))
    with serving("east") as (east, told), secured(east, *places) as url:
        said = desk("log", "witness", "--policy", board.policy("quorum east", {"east": url}))
    why = "is not valid for 'localhost'" if trusted == "another host" else "self-signed certificate"
    assert (said.code, why in said.err.replace("self signed", "self-signed")) == (7, True), said.err
    assert said.err.splitlines()[-1].startswith("unwitnessed: ")
    assert (told, Strange.asked) == ([], [])


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed_over_https_either(
    desk: Desk,
    authority: Callable[[str], tuple[Path, Path]],
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:  # W10
    board = Board(desk, "east")
    places = authority("localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(places[0]))
    with (
        serving("east") as (east, told),
        strange(status, f"{east}/add-checkpoint") as before,
        secured(before, *places) as url,
    ):
        said = desk("log", "witness", "--policy", board.policy("quorum east", {"east": url}))
    assert (said.code, f"got: status {status}" in said.err) == (7, True)
    assert (told, Strange.asked) == ([], ["https /add-checkpoint", "/add-checkpoint"])


def raw(url: str, data: bytes, *, end: bool = False) -> bytes:
    """Send bytes and give all that comes back."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(data)
        if end:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
        return answer


def test_the_network_sees_a_status_and_nothing_else(desk: Desk) -> None:  # W7, W10
    Board(desk, "east")
    with serving("east") as (url, told):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        for method, path, body, status in (
            ("POST", "/add-checkpoint", b"junk", 400),
            ("POST", "/../../etc/passwd", b"junk", 404),
            ("GET", "/add-checkpoint", None, 405),
            ("PUT", "/add-checkpoint", None, 501),
        ):
            connection.request(method, path, body)
            answer = connection.getresponse()
            text = answer.read()
            assert (answer.status, answer.headers["Content-Type"]) == (status, "text/plain; charset=utf-8")
            assert len(text) < 80
            assert b"junk" not in text
            assert "Python" not in answer.headers["Server"]
            connection.close()
        head = b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n"
        assert b" 411 " in raw(url, head + b"\r\n")
        assert b" 411 " in raw(url, head + b"Content-Length: -1\r\n\r\n")
        assert b" 411 " in raw(url, head + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert b" 413 " in raw(url, head + b"Content-Length: %d\r\n\r\n" % (BODY_BYTES_MAX + 1))
        assert raw(url, b"\x1b[31m junk\r\n\r\n") == b"malformed request\n"
        assert raw(url, head + b"Content-Length: 40\r\n\r\nshort", end=True) == b""
    assert all("\x1b" not in line for line in told)


def test_there_is_no_session_that_a_page_of_somebody_else_could_use(desk: Desk) -> None:  # W2
    Board(desk, "east")
    with serving("east") as (url, _):
        connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
        strange = {"Origin": "https://elsewhere.example", "Cookie": "session=1", "Authorization": "Bearer x"}
        unknown = "old 0\n\nelsewhere.example/log\n1\n" + "A" * 43 + "=\n\n— elsewhere.example/log AAAAAAAA\n"
        for method, path, body in (
            ("POST", "/add-checkpoint", unknown),
            ("OPTIONS", "/add-checkpoint", None),
        ):
            answers = []
            for headers in ({}, strange):
                connection.request(method, path, body and body.encode(), headers)
                answer = connection.getresponse()
                answers.append((answer.status, answer.read()))
                assert [name for name in answer.headers if name.lower().startswith("access-control")] == []
                assert answer.headers["Set-Cookie"] is None
                connection.close()
            assert answers[0] == answers[1]
            assert answers[0][0] in {404, 501}


def test_trouble_of_the_witness_is_told_to_its_operator_only(desk: Desk) -> None:  # W10
    board = Board(desk, "east")
    (place,) = Path("east").glob("logs/*/log")
    with serving("east") as (url, told):
        place.write_text("junk", encoding="utf-8")
        said = desk("log", "witness", "--policy", board.policy("quorum east", {"east": url}))
    assert (said.code, "got: status 500" in said.err, str(place) in said.err) == (7, True, False)
    assert told[0].startswith("500: ")


def test_a_connection_ends_after_its_time_however_slowly_it_speaks(desk: Desk) -> None:  # W7
    Board(desk, "east")
    with serving("east", seconds_max=0.3) as (url, _):
        assert raw(url, b"POST /add-checkpoint HTTP/1.1\r\n") == b""


def test_more_connections_than_there_is_room_for_are_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:  # W7
    Board(desk, "east")
    monkeypatch.setattr(witnessserver, "CONNECTIONS_MAX", 1)
    with serving("east") as (url, _):
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as first:
            first.sendall(b"POST /add-checkpoint HTTP/1.1\r\n")
            assert raw(url, b"") == b""
            first.sendall(b"\r\n")
            assert b" 411 " in first.recv(65_536)


def test_serving_says_where_and_stops_when_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Board(desk, "east")

    def stopped(_server: witnessserver.Server, *_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(witnessserver.Server, "serve_forever", stopped)
    said = desk("witness", "serve", "east", "--port", "0")
    assert (said.code, said.err.startswith("listening on 127.0.0.1 port ")) == (0, True)
    assert said.err.endswith("stopped\n")
