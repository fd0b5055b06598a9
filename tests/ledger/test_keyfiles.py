from __future__ import annotations

import base64
import errno
import os
import shutil
import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ledger import durable, ed25519, keyfiles
from ledger.errors import BadSignature, Malformed, Oversized, Refused, RemitError, StorageError

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
with_ssh_keygen = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")

# RFC 8032 section 7.1, TEST 2.
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
KEY = ed25519.PrivateKey.from_seed(SEED)
PASSPHRASE = b"a quorum is four members"
BEGIN, END = "-----BEGIN OPENSSH PRIVATE KEY-----\n", "-----END OPENSSH PRIVATE KEY-----\n"
PUBLIC_BLOB = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + KEY.public


def openssh(rounds: int = 1, passphrase: bytes = PASSPHRASE) -> bytes:
    """Give a key file as OpenSSH writes it, cheap to open."""
    encryption = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(rounds).build(passphrase)
    return KEY.handle.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption)


def blob_of(file: bytes) -> bytes:
    return base64.b64decode(b"".join(file.splitlines()[1:-1]))


def file_of(blob: bytes) -> bytes:
    return f"{BEGIN}{base64.encodebytes(blob).decode()}{END}".encode()


def place(folder: Path, data: bytes) -> Path:
    path = folder / "key"
    path.unlink(missing_ok=True)
    durable.write_new(path, data)
    return path


def ssh_keygen(*arguments: str) -> str:
    return subprocess.run(["ssh-keygen", *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "clerk"
    keyfiles.write_private(path, KEY, PASSPHRASE, comment="Clerk to the Board")
    return path


def test_a_key_is_read_as_it_was_written(written: Path) -> None:
    assert keyfiles.read_private(written, PASSPHRASE) == KEY
    assert keyfiles.read_public(written) == KEY.public
    assert keyfiles.read_public(keyfiles.public_path(written)) == KEY.public


def test_the_public_file_is_one_line_of_openssh(written: Path) -> None:
    expected = (
        KEY.handle.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        + b" Clerk to the Board\n"
    )
    assert expected == keyfiles.public_path(written).read_bytes()


def test_the_private_file_asks_for_as_much_work_as_openssh_does(written: Path) -> None:
    fields = blob_of(written.read_bytes()).removeprefix(b"openssh-key-v1\0")
    assert fields.startswith(b"\0\0\0\x0aaes256-ctr\0\0\0\x06bcrypt\0\0\0\x18\0\0\0\x10")
    after_salt = fields.index(b"bcrypt") + len(b"bcrypt") + 4 + 4 + 16
    assert int.from_bytes(fields[after_salt : after_salt + 4], "big") == 24


@on_posix
def test_a_private_file_is_closed_to_others_from_its_first_moment(written: Path) -> None:  # K9
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


@on_posix
def test_a_public_file_may_be_read_by_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        keyfiles.write_private(tmp_path / "key", KEY, PASSPHRASE, comment="")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key.pub").stat().st_mode) == 0o644


@with_ssh_keygen
def test_openssh_reads_what_is_written(written: Path) -> None:
    line = ssh_keygen("-y", "-P", PASSPHRASE.decode(), "-f", str(written))
    assert line.split()[:2] == keyfiles.public_path(written).read_text(encoding="utf-8").split()[:2]


@with_ssh_keygen
def test_what_openssh_writes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "key"
    ssh_keygen("-q", "-t", "ed25519", "-a", "1", "-N", "secret", "-C", "a member", "-f", str(path))
    assert keyfiles.read_private(path, b"secret").public == keyfiles.read_public(path)


def test_a_public_file_needs_no_comment(tmp_path: Path) -> None:
    keyfiles.write_private(tmp_path / "key", KEY, PASSPHRASE, comment="")
    assert len(keyfiles.public_path(tmp_path / "key").read_bytes().split()) == 2
    assert keyfiles.read_public(tmp_path / "key") == KEY.public


@pytest.mark.parametrize("name", ["key", "key.pub"])
def test_a_key_file_is_not_written_over(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"somebody's key")
    with pytest.raises(StorageError, match=f"expected to create .*{name}, got: File exists"):
        keyfiles.write_private(tmp_path / "key", KEY, PASSPHRASE, comment="")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"somebody's key"


def test_a_write_that_fails_leaves_neither_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # S2
    write_new = durable.write_new

    def failing(path: Path, data: bytes, mode: int = 0o600) -> None:
        if path.suffix != ".pub":
            raise StorageError(f"expected to write {path}, got: {os.strerror(errno.ENOSPC)}")
        write_new(path, data, mode)

    monkeypatch.setattr(durable, "write_new", failing)
    with pytest.raises(StorageError, match="No space left"):
        keyfiles.write_private(tmp_path / "key", KEY, PASSPHRASE, comment="")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("passphrase", [b"", b"x" * 73], ids=["empty", "long"])
def test_a_passphrase_that_protects_nothing_or_would_be_cut_is_refused(
    passphrase: bytes, tmp_path: Path
) -> None:
    message = f"expected a passphrase of 1 to 72 bytes, got {len(passphrase)}"
    with pytest.raises(Malformed, match=message):
        keyfiles.write_private(tmp_path / "key", KEY, passphrase, comment="")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Malformed, match=message):
        keyfiles.read_private(place(tmp_path, openssh()), passphrase)


@pytest.mark.parametrize(
    "comment", ["a\nssh-ed25519 AAAA", "\x1b[2J", "\u202e", "\ud800", "x" * 201], ids=ascii
)
def test_a_comment_that_is_not_one_line_of_text_is_refused(comment: str, tmp_path: Path) -> None:  # W6
    with pytest.raises(Malformed, match="expected a line of at most 200 signs as comment, got another"):
        keyfiles.write_private(tmp_path / "key", KEY, PASSPHRASE, comment=comment)
    assert list(tmp_path.iterdir()) == []


@on_posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o700])
def test_a_private_file_that_others_may_open_is_not_loaded(mode: int, tmp_path: Path) -> None:  # K9
    path = place(tmp_path, openssh())
    path.chmod(mode)
    with pytest.raises(StorageError, match=f"expected mode 0600 or 0400 on .*key, got {mode:04o}"):
        keyfiles.read_private(path, PASSPHRASE)
    path.chmod(0o400)
    assert keyfiles.read_private(path, PASSPHRASE) == KEY


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="expected a private key at .*key, got no file"):
        keyfiles.read_private(tmp_path / "key", PASSPHRASE)
    with pytest.raises(StorageError, match=r"expected a public key at .*key.pub, got no file"):
        keyfiles.read_public(tmp_path / "key")


def test_another_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="expected the passphrase of .*key, got another") as caught:
        keyfiles.read_private(place(tmp_path, openssh()), b"a quorum is three members")
    assert caught.value.kind == "SIG"


def test_a_key_without_a_passphrase_is_refused(tmp_path: Path) -> None:  # K9
    data = KEY.handle.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    with pytest.raises(
        Malformed, match="expected a private key behind a passphrase in .*key, got one without"
    ):
        keyfiles.read_private(place(tmp_path, data), PASSPHRASE)


@pytest.mark.parametrize("rounds", [0, 513, 2**32 - 1])
def test_a_file_that_asks_for_too_much_work_is_refused_at_once(rounds: int, tmp_path: Path) -> None:  # W7
    blob = openssh(rounds=1)
    parts = blob_of(blob)
    at = parts.index(b"bcrypt") + len(b"bcrypt") + 4 + 4 + 16
    data = file_of(parts[:at] + rounds.to_bytes(4, "big") + parts[at + 4 :])
    with pytest.raises(Malformed, match=f"expected 1 to 512 rounds of bcrypt in .*key, got {rounds}"):
        keyfiles.read_private(place(tmp_path, data), PASSPHRASE)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:  # K6
    encryption = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(1).build(PASSPHRASE)
    data = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.OpenSSH, encryption
    )
    with pytest.raises(Malformed, match="expected one Ed25519 key in .*key, got something else"):
        keyfiles.read_private(place(tmp_path, data), PASSPHRASE)


def test_a_cipher_that_is_not_known_is_refused(tmp_path: Path) -> None:  # K6
    data = file_of(blob_of(openssh()).replace(b"aes256-ctr", b"rot13-ctr!", 1))
    with pytest.raises(Malformed, match="expected a cipher of OpenSSH's in .*key, got an unknown one"):
        keyfiles.read_private(place(tmp_path, data), PASSPHRASE)


PKCS_8 = KEY.handle.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE))


@pytest.mark.parametrize("data", [b"", b"\0" * 100, PKCS_8, BEGIN.encode(), openssh() + b"and more"])
def test_what_is_not_an_openssh_key_file_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="expected an OpenSSH private key at .*key, got something else"):
        keyfiles.read_private(place(tmp_path, data), PASSPHRASE)


@pytest.mark.parametrize("content", ["", "AAAA\n", "b3BlbnNzaC1rZXktdjEA\n", "b3BlbnNzaC1rZXktdjEAAAA\n="])
def test_a_key_file_without_a_whole_key_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="expected a whole private key in .*key, got part of one"):
        keyfiles.read_private(place(tmp_path, f"{BEGIN}{content}{END}".encode()), PASSPHRASE)


@pytest.mark.parametrize("content", ["not base64 at all\n", END + BEGIN, "A\n"])
def test_a_key_file_that_is_not_base64_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="expected base64 in .*key, got something else"):
        keyfiles.read_private(place(tmp_path, f"{BEGIN}{content}{END}".encode()), PASSPHRASE)


def test_a_private_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Oversized, match="expected at most 16384 bytes in .*key, got more"):
        keyfiles.read_private(place(tmp_path, openssh() + b"\n" * 16_384), PASSPHRASE)


def test_a_key_file_that_is_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    blob = blob_of(openssh())
    for length in range(0, len(blob), 3):
        with pytest.raises((Malformed, Refused), match="^expected "):
            keyfiles.read_private(place(tmp_path, file_of(blob[:length])), PASSPHRASE)


def test_a_key_file_with_a_byte_changed_gives_the_key_or_a_refusal(tmp_path: Path) -> None:  # H11
    blob = bytearray(blob_of(openssh()))
    refused = 0
    for at in range(0, len(blob), 4):
        blob[at] ^= 0x81
        try:
            key = keyfiles.read_private(place(tmp_path, file_of(bytes(blob))), PASSPHRASE)
        except RemitError:
            refused += 1
        else:
            assert key == KEY
        blob[at] ^= 0x81
    assert refused > len(blob) // 8


def test_a_damaged_seed_does_not_pass_for_another_key(tmp_path: Path) -> None:  # H11
    blob = bytearray(blob_of(openssh()))
    # The secret part: two check numbers, kind, public key, then seed and public key (OpenSSH, PROTOCOL.key).
    secret_part = blob.index(PUBLIC_BLOB) + len(PUBLIC_BLOB) + 4
    blob[secret_part + 8 + len(PUBLIC_BLOB) + 4] ^= 1
    message = f"expected the private half of {ed25519.key_id(KEY.public)} in .*key, got a damaged one"
    with pytest.raises(Malformed, match=message):
        keyfiles.read_private(place(tmp_path, file_of(bytes(blob))), PASSPHRASE)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 not-base64",
        "ssh-ed25519 \u00e9\u00e9\u00e9\u00e9",
        "ssh-rsa " + base64.b64encode(PUBLIC_BLOB).decode(),
        "ssh-ed25519 " + base64.b64encode(PUBLIC_BLOB + b"\0").decode(),
        "ssh-ed25519 " + base64.b64encode(PUBLIC_BLOB[:-1]).decode(),
        "ssh-ed25519 " + base64.b64encode(PUBLIC_BLOB.replace(b"ed25519", b"ed25518")).decode(),
        "ssh-ed25519 " + base64.b64encode(KEY.public).decode(),
        'command="x" ssh-ed25519 ' + base64.b64encode(PUBLIC_BLOB).decode(),
        2 * ("ssh-ed25519 " + base64.b64encode(PUBLIC_BLOB).decode() + "\n"),
    ],
    ids=[
        "empty",
        "no key",
        "short",
        "junk",
        "not ASCII",
        "kind",
        "longer",
        "cut",
        "inner kind",
        "bare",
        "options",
        "two",
    ],
)
def test_what_is_not_one_public_key_line_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_text(line, encoding="utf-8")
    with pytest.raises(Malformed, match="^expected "):
        keyfiles.read_public(tmp_path / "key")


def test_spare_bits_of_base64_are_refused(tmp_path: Path) -> None:  # K4
    # 51 bytes fill their base64; a blob that is one byte shorter, as of no key at all, would have spare bits.
    assert len(PUBLIC_BLOB) == 51
    line = base64.b64encode(PUBLIC_BLOB[:-1]).decode()
    assert base64.b64decode(line[:-2] + chr(ord(line[-2]) + 1) + "=") == PUBLIC_BLOB[:-1]
    (tmp_path / "key.pub").write_text(f"ssh-ed25519 {line[:-2]}{chr(ord(line[-2]) + 1)}=", encoding="utf-8")
    with pytest.raises(Malformed, match="expected an Ed25519 public key"):
        keyfiles.read_public(tmp_path / "key")


def test_a_public_file_with_a_key_of_small_order_is_refused(tmp_path: Path) -> None:  # K3
    blob = PUBLIC_BLOB[:-32] + b"\x01" + bytes(31)
    (tmp_path / "key.pub").write_text(f"ssh-ed25519 {base64.b64encode(blob).decode()} x", encoding="utf-8")
    with pytest.raises(BadSignature, match="expected a public key of large order"):
        keyfiles.read_public(tmp_path / "key")


def test_no_file_and_no_error_shows_a_secret(written: Path, tmp_path: Path) -> None:  # K9
    texts = [written.read_bytes(), keyfiles.public_path(written).read_bytes(), blob_of(written.read_bytes())]
    for passphrase in (b"another", PASSPHRASE[:-1]):
        with pytest.raises(Refused) as caught:
            keyfiles.read_private(place(tmp_path, openssh()), passphrase)
        texts.append("".join(traceback.format_exception(caught.value)).encode())
    with pytest.raises(StorageError) as existing:
        keyfiles.write_private(written, KEY, PASSPHRASE, comment="")
    texts.append("".join(traceback.format_exception(existing.value)).encode())
    for text in texts:
        for secret in (SEED, SEED.hex().encode(), base64.b64encode(SEED), repr(SEED).encode(), PASSPHRASE):
            assert secret not in text


def test_a_key_that_was_generated_elsewhere_is_the_same_key(tmp_path: Path) -> None:
    handle = Ed25519PrivateKey.generate()
    encryption = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(1).build(PASSPHRASE)
    path = place(tmp_path, handle.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, encryption))
    assert keyfiles.read_private(path, PASSPHRASE).public == handle.public_key().public_bytes_raw()
