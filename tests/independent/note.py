"""The signed checkpoint and the tree, from `docs/formats/checkpoint-and-proof.md` alone."""

from __future__ import annotations

import hashlib
import re

from tests.independent.form import need, unbase64
from tests.independent.signing import require_signed

NOTE_MAX = 131_072
LINES_MAX = 64
HASHES_MAX = 63
SIZE_MAX = 2**56 - 1


def open_checkpoint(note: str, origin: str, keys: list[bytes]) -> tuple[int, bytes]:
    """Give size and root of a note that one of `keys` signed for `origin`."""
    need(len(note.encode()) <= NOTE_MAX, "LIMIT", "a note of too many bytes")
    need(not re.search(r"[\x00-\x09\x0b-\x1f]", note), "FORM", "a control character in a note")
    head, empty, lines = note.rpartition("\n\n")
    need(empty and lines.endswith("\n"), "FORM", "no empty line, or no last line feed")
    signed = head + "\n"
    spelt = lines[:-1].split("\n")
    need(len(spelt) <= LINES_MAX, "LIMIT", "too many signature lines")
    hints = {hashlib.sha256(origin.encode() + b"\n\x01" + key).digest()[:4]: key for key in keys}
    ours = []
    for line in spelt:
        parts = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        need(parts, "FORM", "a signature line of another form")
        assert parts is not None
        data = unbase64(parts[2])
        need(len(data) >= 5, "FORM", "a signature of too few bytes")
        if parts[1] == origin and data[:4] in hints:
            ours.append((hints[data[:4]], data[4:]))
    need(ours, "SIG", "no signature of the log")
    for key, signature in ours:
        need(len(signature) == 64, "SIG", "a signature of the log that is not of 64 bytes")
        require_signed(key, signature, signed.encode())
    return _statement(signed[:-1].split("\n"), origin)


def _statement(lines: list[str], origin: str) -> tuple[int, bytes]:
    need(len(lines) >= 3 and all(lines), "FORM", "a checkpoint has three lines, and no empty one")
    need(lines[0] == origin, "SIG", "another origin")
    need(re.fullmatch(r"[1-9][0-9]*", lines[1]), "FORM", "the size is no decimal from 1")
    need(len(lines[1]) < 20 and int(lines[1]) <= SIZE_MAX, "LIMIT", "a size of 2^56 or more")
    return int(lines[1]), unbase64(lines[2], 32)


def require_included(leaf: bytes, number: int, proof: list[bytes], size: int, root: bytes) -> None:
    """Go up from the leaf as the page says."""
    need(1 <= number <= size, "TAMPERED", "an index outside the tree")
    index, last, hashes = number - 1, size - 1, iter(proof)
    node = hashlib.sha256(b"\0" + leaf).digest()
    while last:
        if index % 2 or index < last:
            other = next(hashes, None)
            need(other is not None, "TAMPERED", "too few hashes")
            assert other is not None
            node = hashlib.sha256(b"\1" + (other + node if index % 2 else node + other)).digest()
        index, last = index // 2, last // 2
    need(next(hashes, None) is None, "TAMPERED", "too many hashes")
    need(node == root, "TAMPERED", "another root")


def require_consistent(first: int, second: int, roots: tuple[bytes, bytes], proof: list[bytes]) -> None:
    """Check the hashes of RFC 6962 section 2.1.2, from the last complete subtree of the first tree up."""
    need(first >= 1, "FORM", "a first size of 0")
    need(len(proof) <= HASHES_MAX, "LIMIT", "too many hashes")
    need(first <= second, "TAMPERED", "a tree that shrank")
    if first == second:
        need(not proof and roots[0] == roots[1], "TAMPERED", "equal sizes take no hash, and equal roots")
        return
    index, last = first - 1, second - 1
    while index % 2:
        index, last = index // 2, last // 2
    hashes = iter(proof)
    old = new = next(hashes, b"") if index else roots[0]
    while last:
        if index % 2 or index < last:
            other = next(hashes, None)
            need(other is not None, "TAMPERED", "too few hashes")
            assert other is not None
            if index % 2:
                old = hashlib.sha256(b"\1" + other + old).digest()
                new = hashlib.sha256(b"\1" + other + new).digest()
            else:
                new = hashlib.sha256(b"\1" + new + other).digest()
        index, last = index // 2, last // 2
    need(next(hashes, None) is None, "TAMPERED", "too many hashes")
    need((old, new) == roots, "TAMPERED", "another root")
