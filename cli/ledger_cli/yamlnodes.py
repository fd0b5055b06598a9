"""Bytes of a YAML 1.2 file to a tree of values that know their place, within limits.

Whatever one reader may take for something that another does not is refused: tags, anchors, aliases,
merge keys, names given twice, directives, a second document. Scalars stay text; what they mean is for
the type that is expected there, so that ``no``, ``8.10`` and ``2024-03-25`` are never anything else.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ledger.canonical import check_text
from ledger.errors import Malformed, Oversized

BYTES_MAX = 1_048_576
DEPTH_MAX = 32
NODES_MAX = 100_000
LINE_MAX = 20_000
"""Longest line in characters: the scanner takes time by the square of a line of exclamation marks."""

FAULTS_SHOWN = 20

_BRACKETS = re.compile(rf"(?:[\[{{][ \t\r\n]*){{{DEPTH_MAX + 1}}}")
_HINTS = (
    ("mapping values are not allowed here", "expected a text with a colon and a space to stand in quotes"),
    ("found character '\\t'", "expected spaces, got a tab"),
    ("expected <block end>", "expected entries of one list or section to begin in the same column"),
    ("found unexpected end of stream", "expected the closing quote, got the end of the file"),
    ("cannot start any token", "expected a text that begins with @, `, % or another sign to stand in quotes"),
    ("could not find expected ':'", "expected the name of a field and a colon"),
)


class Place(NamedTuple):
    """A line and a column, both from 1; of a spreadsheet, the row and column of a cell of the sheet."""

    line: int
    column: int
    sheet: str = ""

    def said(self, name: str) -> str:
        """Say the place in a file: ``minutes.yaml:4:10``, ``minutes.xlsx:Items!B4``."""
        if not self.sheet:
            return f"{name}:{self.line}:{self.column}"
        return f"{name}:{self.sheet}!{_letters(self.column)}{self.line}"


def _letters(column: int) -> str:
    """Give the letters of a column of a spreadsheet: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Fault(NamedTuple):
    """What is wrong, and where."""

    place: Place
    message: str


class Scalar(msgspec.Struct, frozen=True):
    """A piece of text. ``plain``: it stands without quotes and is no block."""

    place: Place
    text: str
    plain: bool = False

    @property
    def empty(self) -> bool:
        """Nothing stands there, or a word of YAML that says so."""
        return self.plain and self.text in {"", "~", "null"}


class Entries(msgspec.Struct, frozen=True):
    """A list."""

    place: Place
    values: tuple[Node, ...]


class Fields(msgspec.Struct, frozen=True):
    """Values by name, and where each name stands."""

    place: Place
    values: dict[str, Node]
    names: dict[str, Place]


Node = Scalar | Entries | Fields


class Document(msgspec.Struct, frozen=True):
    """A file as a tree, by the name under which messages speak of it."""

    name: str
    root: Node

    def find(self, path: Sequence[str | int]) -> Node:
        """Give the value at a path, or the nearest one above it that is there."""
        node = self.root
        for step in path:
            below = _below(node, step)
            if below is None:
                break
            node = below
        return node


def _below(node: Node, step: str | int) -> Node | None:
    match node, step:
        case Fields(), str():
            return node.values.get(step)
        case Entries(), int():
            return node.values[step] if step < len(node.values) else None
        case _:
            return None


class Faults(msgspec.Struct):
    """The faults of one file, collected so that they can be told together."""

    document: Document
    found: list[Fault] = msgspec.field(default_factory=list)

    def add(self, path: Sequence[str | int], message: str) -> None:
        """Note a fault of the value at a path."""
        said = f"{spell(path)}: {message}" if path else message
        self.found.append(Fault(self.document.find(path).place, said))

    def settle(self) -> None:
        """Raise what has been found.

        Raises:
            Malformed: with one line a fault, in the order of the file.
        """
        if self.found:
            refuse(self.document.name, self.found)


def spell(path: Sequence[str | int]) -> str:
    """Say a path as an officer would: ``rules, entry 3, check``."""
    return ", ".join(f"entry {step + 1}" if isinstance(step, int) else step for step in path)


def refuse(name: str, faults: Sequence[Fault]) -> NoReturn:
    """Tell the faults of a file, one a line, in the order of their places.

    Raises:
        Malformed: always.
    """
    told = [
        f"{place.said(name)}: {message}"
        for place, message in sorted(dict.fromkeys(faults), key=_in_order)[:FAULTS_SHOWN]
    ]
    if len(faults) > FAULTS_SHOWN:
        told.append(f"{name}: and {len(faults) - FAULTS_SHOWN} more")
    raise Malformed("\n".join(told))


def _in_order(fault: Fault) -> tuple[str, int, int, str]:
    return fault.place.sheet, fault.place.line, fault.place.column, fault.message


def read(path: Path) -> Document:
    """Read a file into a tree.

    Raises:
        Malformed: not a file that can be read, or not the YAML that is accepted.
        Oversized: over a limit.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Malformed(f"{path}: expected a file, got something else")
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise Malformed(f"{path}: expected a file that can be read, got: {reason}") from None
    return parse(data, str(path))


def parse(data: bytes, name: str) -> Document:
    """Read the bytes of a file into a tree.

    Raises:
        Malformed: not the YAML that is accepted; one line a fault.
        Oversized: over a limit of size, depth or number.
    """
    text = _decode(data, name)
    _check_characters(text, name)
    composer = _Composer(name, text)
    document = Document(name, composer.compose())
    if composer.faults:
        refuse(name, composer.faults)
    return document


def _decode(data: bytes, name: str) -> str:
    if len(data) > BYTES_MAX:
        raise Oversized(f"{name}: expected at most {BYTES_MAX} bytes, got more")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        mark = "UTF-8 with a byte order mark" if data[0] == 0xEF else "UTF-16"  # noqa: PLR2004 - the byte above
        raise Malformed(f"{name}:1:1: expected UTF-8 without a byte order mark, got {mark}")
    try:
        return data.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise Malformed(f"{name}:{line}:{column}: expected UTF-8, got byte {data[error.start]:02x}") from None


def _check_characters(text: str, name: str) -> None:
    """Refuse what no field may hold, before the scanner has to look at it."""
    if nested := _BRACKETS.search(text):
        place = text.count("\n", 0, nested.start() + len(nested.group().rstrip())) + 1
        raise Oversized(f"{name}:{place}:1: expected at most {DEPTH_MAX} levels, got more")
    faults = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.removesuffix("\r").replace("\t", " ")
        if len(line) > LINE_MAX:
            got = f"expected at most {LINE_MAX} characters a line, got {len(line)}"
            raise Oversized(f"{name}:{number}:1: {got}")
        if fault := _deceit(line, f"{name}:{number}"):
            faults.append(Fault(Place(number, _column(line)), fault))
    if faults:
        refuse(name, faults)


def _deceit(text: str, where: str) -> str | None:
    """Say what is wrong with the characters of a text, or nothing.

    Raises:
        Oversized: a run of combining marks that would take long to print.
    """
    try:
        check_text(text, where, lines=True)
    except Oversized:
        raise
    except Malformed as error:
        return str(error).removeprefix(f"{where}: ")
    return None


def _column(line: str) -> int:
    """Give the column of the first character that is wrong by itself, else of the first beyond ASCII."""
    for column, character in enumerate(line, 1):
        if _deceit(character, "") is not None:
            return column
    return next(column for column, character in enumerate(line, 1) if not character.isascii())


_OPENING = (AliasEvent, ScalarEvent, SequenceStartEvent, MappingStartEvent)


class _Composer:
    """Builds the tree from the events of the parser; faults that leave the rest readable are collected."""

    def __init__(self, name: str, text: str) -> None:
        self.faults: list[Fault] = []
        self._name = name
        self._events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
        self._nodes = 0
        self._last = Place(1, 1)

    def compose(self) -> Node:
        """Give the root; an empty file is an empty scalar."""
        root: Node | None = None
        while (event := self._next()) is not None:
            if isinstance(event, DocumentStartEvent):
                self._check_start(event, root)
            elif isinstance(event, _OPENING):
                root = self._node(event, 1)
        return root or Scalar(Place(1, 1), "", plain=True)

    def _next(self) -> Event | None:
        try:
            event = next(self._events, None)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(mark.line + 1, mark.column + 1) if mark else self._last
            self._stop(place, _syntax(str(error.problem or error.context)))
        except (YAMLError, ValueError, OverflowError) as error:
            self._stop(self._last, _syntax(str(error)))
        if event is not None:
            self._last = Place(event.start_mark.line + 1, event.start_mark.column + 1)
        return event

    def _stop(self, place: Place, message: str) -> NoReturn:
        refuse(self._name, [*self.faults, Fault(place, message)])

    def _check_start(self, event: DocumentStartEvent, root: Node | None) -> None:
        if root is not None:
            self._stop(self._last, "expected one document, got a second")
        if event.version or event.tags:
            self.faults.append(Fault(self._last, "expected no directive, got one that begins with %"))

    def _node(self, event: Event | None, depth: int) -> Node:
        place = self._last
        self._nodes += 1
        for number, most, what in ((self._nodes, NODES_MAX, "values"), (depth, DEPTH_MAX, "levels")):
            if number > most:
                where = f"{self._name}:{place.line}:{place.column}"
                raise Oversized(f"{where}: expected at most {most} {what}, got more")
        if not isinstance(event, _OPENING):
            self._stop(place, "expected a value, got none")
        if isinstance(event, AliasEvent):
            self.faults.append(Fault(place, "expected no alias, got one (*): write the value out"))
            return Scalar(place, "", plain=True)
        if event.anchor is not None:
            self.faults.append(Fault(place, "expected no anchor, got one (&)"))
        if event.ctag is not None:
            self.faults.append(Fault(place, "expected no tag, got one (!)"))
        if isinstance(event, ScalarEvent):
            return self._scalar(event, place)
        if isinstance(event, SequenceStartEvent):
            return self._entries(place, depth)
        return self._fields(place, depth)

    def _scalar(self, event: ScalarEvent, place: Place) -> Scalar:
        block = event.style in {"|", ">"}
        text = event.value.rstrip("\n") if block else event.value
        if fault := _deceit(text, f"{self._name}:{place.line}:{place.column}"):
            self.faults.append(Fault(place, fault))
        return Scalar(place, text, plain=event.style is None)

    def _note(self, node: Node, message: str) -> None:
        self.faults.append(Fault(node.place, message))

    def _entries(self, place: Place, depth: int) -> Entries:
        values = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            values.append(self._node(event, depth + 1))
        return Entries(place, tuple(values))

    def _fields(self, place: Place, depth: int) -> Fields:
        fields = Fields(place, {}, {})
        while not isinstance(event := self._next(), MappingEndEvent):
            name = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if not isinstance(name, Scalar):
                self._note(name, "expected a word for the name of a field, got a list or section")
            elif name.text == "<<":
                self._note(name, "expected no merge key (<<): write the values out")
            elif name.text in fields.values:
                first = fields.names[name.text].line
                self._note(name, f"expected {shorten(name.text)} once, got it again: first in line {first}")
            else:
                fields.values[name.text] = value
                fields.names[name.text] = name.place
        return fields


def shorten(text: str) -> str:
    """Give a text as a message can hold it: one line, at most 60 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"  # noqa: PLR2004 - the number of the docstring


def _syntax(problem: str) -> str:
    for part, said in _HINTS:
        if part in problem:
            return said
    return f"expected YAML, got: {shorten(problem)}"
