"""A backup: the log as lines of canonical text, with the words behind it, whatever database it was in.

Implements ``remit-backup/1`` (``docs/formats/backup.md``). A backup states nothing that is believed: whoever
reads one replays it as an auditor does, and holds it against the signed head that it carries.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Literal

import msgspec

from ledger import canonical, checkpoint, logkeys, sealed
from ledger import entry as entries
from ledger.acts import Recorded
from ledger.audit import Audit
from ledger.checkpoint import Checkpoint, VerifierKey
from ledger.entry import Entry
from ledger.errors import BadSignature, Malformed, Oversized, Tampered
from ledger.facts import founding, keys
from ledger.facts.words import Number
from ledger.logkeys import LogKeys
from ledger.sealed import Opening

FORMAT: Final = "remit-backup/1"

LINE_BYTES_MAX = 262_144
"""Room for the longest text, 100,000 bytes, each of them escaped."""

_ENTRY, _WORDS = b'{"charged":', b'{"fact":'

_Root = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Salt = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9+/]{21}[AQgw]==\Z")]


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line: the last signed head of the ledger, or null where the machine kept none."""

    format: Literal["remit-backup/1"]
    head: str | None


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What opens one sealed field of the entry above."""

    fact: str
    path: str
    salt: _Salt
    text: str


def _note_of(header: _Header) -> tuple[str, ...]:
    return (header.head,) if header.head is not None else ()


def _text_of(words: _Words) -> tuple[str, ...]:
    return (words.text,)


class _End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last line: what was written, so that a file that was cut off is noticed."""

    entries: Number
    openings: Annotated[int, msgspec.Meta(ge=0)]
    root: _Root


class Item(msgspec.Struct):
    """One entry that held, its fact, and the words of it that the backup has."""

    entry: Entry
    at: Recorded
    commitments: dict[str, str]
    openings: list[Opening] = msgspec.field(default_factory=list)


class Replay(msgspec.Struct):
    """How far the replay of a backup has come.

    Attributes:
        audit: the entries so far.
        logs: origin and keys of the log, as entry 1 binds them and each key announces the next.
        signed: the signed head inside; its root is verified once its size is reached, its signature with the
            last line, by the keys of the log.
        openings: how many texts were opened.
        note: the note of that head, as the first line has it.
    """

    audit: Audit = msgspec.field(default_factory=Audit)
    logs: LogKeys = LogKeys()
    signed: Checkpoint | None = None
    openings: int = 0
    note: str | None = None
    _lines: int = 0

    def items(self, lines: Iterator[bytes], log: VerifierKey | None = None) -> Iterator[Item]:
        """Give every entry of a backup once it holds, in order; nothing is proved before the last is given.

        Args:
            lines: of the backup, each with its line feed.
            log: the log that somebody was told to trust; entry 1 binds it, or announcements lead to it.

        Raises:
            Malformed: a line is not in its one form, of an unknown type, or not in its place.
            Oversized: a line is too long.
            BadSignature: the log is another, or a signature or its key does not hold.
            Tampered: an entry, a text, the signed head or the last line claims what is not so.
        """
        self.note = self._header(lines)
        held: Item | None = None
        while (line := self._next(lines)).startswith((_ENTRY, _WORDS)):
            if held is not None and line.startswith(_WORDS):
                self._open(line, held)
                continue
            if held is not None:
                yield held
            held = self._entry(line)
        if held is not None:
            yield held
        self._finish(line, lines)
        self._require_log(log)

    def _header(self, lines: Iterator[bytes]) -> str | None:
        line = self._next(lines)
        where = "backup line 1"
        return canonical.parse(line, _headers, where, bytes_max=LINE_BYTES_MAX, texts=_note_of).head

    def _next(self, lines: Iterator[bytes]) -> bytes:
        line = next(lines, b"")
        self._lines += 1
        where = f"backup line {self._lines}"
        if len(line) > LINE_BYTES_MAX:
            raise Oversized(f"{where}: expected at most {LINE_BYTES_MAX} bytes, got more")
        if not line.endswith(b"\n"):
            raise Malformed(f"{where}: expected a line up to the last one, got the end of the file")
        return line[:-1]

    def _entry(self, line: bytes) -> Item:
        entry = entries.parse(line, self.audit.size + 1)
        at = self.audit.take(entry)
        body = at.fact.body
        if isinstance(body, founding.Founded):
            self.signed = checkpoint.claimed(self.note) if self.note is not None else None
        if isinstance(body, founding.Founded | keys.OfLog):
            self._bind(body)
        if self.signed is not None and self.signed.size == entry.number:
            root = self.audit.root()
            if root != self.signed.root:
                raise Tampered(
                    f"signed head in the backup: expected {entry.number} entries with root "
                    f"{self.signed.root.hex()}, got root {root.hex()}"
                )
        return Item(entry, at, dict(sealed.commitments(at.fact)))

    def _bind(self, body: founding.Founded | keys.OfLog) -> None:
        if isinstance(body, keys.LogKeyRotated):
            logkeys.follow(self.logs.all[-1], (body,))
        self.logs = self.logs.evolve(body)

    def _require_log(self, log: VerifierKey | None) -> None:
        found = self.logs.all
        if log is not None and log not in found:
            raise BadSignature(f"entry 1: expected the log {log.encode()}, got {found[0].encode()}")
        if self.note is not None:
            checkpoint.open_note(self.note, *found)

    def _open(self, line: bytes, held: Item) -> None:
        where = f"backup line {self._lines}"
        words = canonical.parse(line, _words, where, bytes_max=LINE_BYTES_MAX, texts=_text_of)
        fact = held.at.fact
        last = held.openings[-1].path if held.openings else ""
        if words.fact != fact.id or words.path <= last:
            raise Malformed(f"{where}: expected words of {fact.id} in order of their paths, got others")
        opening = Opening(words.fact, words.path, base64.b64decode(words.salt), words.text)
        commitment = held.commitments.get(words.path)
        if commitment is None:
            raise Tampered(
                f"{fact.id} {words.path}: expected a text that its fact commits to, got one that it does not"
            )
        sealed.verify_opening(fact.ledger, opening, commitment)
        held.openings.append(opening)
        self.openings += 1

    def _finish(self, line: bytes, lines: Iterator[bytes]) -> None:
        where = f"backup line {self._lines}"
        end = canonical.parse(line, _ends, where)
        if next(lines, None) is not None:
            raise Malformed(f"{where}: expected the end of the file after the last line, got more")
        got = _End(self.audit.size, self.openings, self.audit.root().hex())
        if end != got:
            raise Tampered(f"{where}: expected {_say(end)}, got {_say(got)}")
        if self.signed is not None and self.signed.size > self.audit.size:
            raise Tampered(
                f"signed head in the backup: expected {self.signed.size} entries, got {self.audit.size}"
            )


_headers = msgspec.json.Decoder(_Header)
_words = msgspec.json.Decoder(_Words)
_ends = msgspec.json.Decoder(_End)


def first_line(head: str | None) -> bytes:
    """Give the first line of a backup, with the last signed head of the ledger."""
    return canonical.encode(_Header(FORMAT, head)) + b"\n"


def lines_of(entry: Entry, openings: Iterable[Opening]) -> Iterator[bytes]:
    """Give the lines of one entry: the leaf as it was hashed, and the words of its fact."""
    yield entry.data + b"\n"
    for one in sorted(openings, key=lambda opening: opening.path):
        salt = base64.b64encode(one.salt).decode()
        yield canonical.encode(_Words(one.fact, one.path, salt, one.text)) + b"\n"


def last_line(size: int, openings: int, root: bytes) -> bytes:
    """Give the last line of a backup."""
    return canonical.encode(_End(size, openings, root.hex())) + b"\n"


def _say(end: _End) -> str:
    return f"{end.entries} entries with {end.openings} texts and root {end.root}"
