"""A YAML file into a typed struct, with every fault told at its line and column, in an officer's words.

The type that is expected decides what a scalar means: text where text is expected (``no`` stays
``no``, ``8.10`` stays ``8.10``), a whole number, ``true`` or ``false``, nothing, one of a few words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Final, Generic, TypeVar, get_type_hints

import msgspec
from msgspec import inspect

from ledger.facts import decisions, meetings, words
from ledger_cli.yamlnodes import (
    Document,
    Entries,
    Fault,
    Faults,
    Fields,
    Node,
    Scalar,
    read,
    refuse,
    shorten,
    spell,
)

_seen: dict[object, inspect.Type] = {}

T = TypeVar("T")
Path_ = tuple[str | int, ...]

LINES: Final = {"lines": True}
"""Marks a text that may have several lines: ``Meta(extra=LINES)``."""

_INTEGER = re.compile(r"\A[-+]?(?:0|[1-9][0-9]{0,15})\Z")
_LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTH = {"true": True, "false": False}
_NOTHING: Final = object()
"""Stands for a value that could not be read; the fault has been noted."""


class Loaded(msgspec.Struct, Generic[T], frozen=True):
    """A value, and the file that it was read from: for what can only be told later."""

    value: T
    document: Document


def load(path: Path, type_: type[T]) -> Loaded[T]:
    """Read a file as a struct.

    Raises:
        Malformed: not a file, not YAML, or not of the type; one line a fault.
        Oversized: over a limit.
    """
    document = read(path)
    return Loaded(fit(document, type_), document)


def fit(document: Document, type_: type[T]) -> T:
    """Read a tree as a struct.

    Raises:
        Malformed: not of the type; one line a fault.
    """
    faults = Faults(document)
    data = _Fitter(faults).fit(document.root, _seen_as(type_), ())
    faults.settle()
    try:
        return msgspec.convert(data, type_, strict=True)
    except msgspec.ValidationError as error:
        refuse(document.name, [Fault(document.root.place, str(error))])


def _seen_as(type_: object) -> inspect.Type:
    """Give a type as msgspec sees it, which takes a while, and once is enough."""
    if type_ not in _seen:
        _seen[type_] = inspect.type_info(type_)
    return _seen[type_]


def near(word: str, options: Iterable[str]) -> str:
    """Give `` (did you mean …?)`` where one of the options is close, else nothing."""
    close = get_close_matches(word, list(options), 1)
    return f" (did you mean {close[0]}?)" if close else ""


class _Fitter:
    """Turns nodes into plain data of an expected type and notes what does not fit."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def fit(self, node: Node, type_: inspect.Type, path: Path_) -> object:
        """Give the data for a node, or note its faults."""
        options, lines = _options(type_)
        if isinstance(node, Scalar):
            return self._scalar(node, options, path, lines=lines)
        if isinstance(node, Entries):
            lists = [one for one in options if isinstance(one, inspect.VarTupleType)]
            return self._entries(node, lists[0], path) if lists else self._other(node, options, path)
        structs = [one for one in options if isinstance(one, inspect.StructType)]
        if not structs:
            return self._other(node, options, path)
        struct = self._tagged(node, structs, path) if structs[0].tag_field else structs[0]
        return _NOTHING if struct is None else self._struct(node, struct, path)

    def _fault(self, path: Path_, message: str) -> object:
        self._faults.add(path, message)
        return _NOTHING

    def _other(self, node: Node, options: list[inspect.Type], path: Path_) -> object:
        return self._fault(path, f"expected {_expected(options)}, got {_got(node)}")

    def _tagged(
        self, node: Fields, structs: list[inspect.StructType], path: Path_
    ) -> inspect.StructType | None:
        name = str(structs[0].tag_field)
        tags = {str(struct.tag): struct for struct in structs}
        value = node.values.get(name)
        if isinstance(value, Scalar) and value.text in tags:
            return tags[value.text]
        expected = f"expected {name} to be one of {', '.join(tags)}"
        if value is None:
            self._fault(path, f"{expected}; got no {name}")
        else:
            hint = near(value.text, tags) if isinstance(value, Scalar) else ""
            self._fault((*path, name), f"{expected}; got {_got(value)}{hint}")
        return None

    def _struct(self, node: Fields, struct: inspect.StructType, path: Path_) -> object:
        fields = {one.encode_name: one for one in struct.fields}
        data: dict[str, object] = {}
        for name, value in node.values.items():
            if name in fields:
                data[name] = self.fit(value, fields[name].type, (*path, name))
            elif name == struct.tag_field:
                data[name] = struct.tag
            else:
                got = f"{shorten(name) or 'an empty name'}{near(name, fields)}"
                where = f"{spell(path)}: " if path else ""
                message = f"{where}expected one of the fields {', '.join(fields)}; got {got}"
                self._faults.found.append(Fault(node.names[name], message))
        missing = [one.encode_name for one in struct.fields if one.required and one.encode_name not in data]
        if missing:
            self._fault(path, f"expected the field{'s' * (len(missing) > 1)} {', '.join(missing)}, got none")
        return data

    def _entries(self, node: Entries, type_: inspect.VarTupleType, path: Path_) -> object:
        least, most = type_.min_length or 0, type_.max_length
        if len(node.values) < least:
            return self._fault(path, f"expected at least {least} in the list, got {len(node.values)}")
        if most is not None and len(node.values) > most:
            return self._fault(path, f"expected at most {most} in the list, got {len(node.values)}")
        return [self.fit(value, type_.item_type, (*path, index)) for index, value in enumerate(node.values)]

    def _scalar(self, node: Scalar, options: list[inspect.Type], path: Path_, *, lines: bool) -> object:
        choices = _choices(options)
        for one in options:
            match one:
                case inspect.NoneType() if node.empty:
                    return None
                case inspect.BoolType() if node.plain and node.text in _TRUTH:
                    return _TRUTH[node.text]
                case inspect.LiteralType() if node.text in choices:
                    return node.text
                case inspect.IntType() if node.plain and _INTEGER.fullmatch(node.text):
                    return self._integer(int(node.text), one, path)
        for one in options:
            if isinstance(one, inspect.StrType) and not node.empty:
                return self._text(node.text, one, path, lines=lines)
        got = f"{_got(node)}{near(node.text, choices)}"
        return self._fault(path, f"expected {_expected(options)}, got {got}")

    def _integer(self, number: int, type_: inspect.IntType, path: Path_) -> object:
        if type_.ge is not None and number < type_.ge:
            return self._fault(path, f"expected at least {type_.ge}, got {number}")
        if type_.le is not None and number > type_.le:
            return self._fault(path, f"expected at most {type_.le}, got {number}")
        return number

    def _text(self, text: str, type_: inspect.StrType, path: Path_, *, lines: bool) -> object:
        if not text.strip():
            return self._fault(path, f"expected {_words(type_)}, got an empty text")
        if "\n" in text and not lines:
            return self._fault(path, "expected one line, got several")
        if type_.max_length is not None and len(text) > type_.max_length:
            return self._fault(path, f"expected at most {type_.max_length} characters, got {len(text)}")
        if type_.pattern and not re.search(type_.pattern, text):
            hint = ", which no calendar has" if type_.pattern == _DAY and _LIKE_A_DAY.fullmatch(text) else ""
            return self._fault(path, f"expected {_words(type_)}, got {shorten(text)}{hint}")
        return text


def _options(type_: inspect.Type) -> tuple[list[inspect.Type], bool]:
    """Give what a type allows, without the wrappers, and whether its text may have several lines."""
    if isinstance(type_, inspect.Metadata):
        options, lines = _options(type_.type)
        return options, lines or bool((type_.extra or {}).get("lines"))
    if isinstance(type_, inspect.UnionType):
        inner = [_options(one) for one in type_.types]
        return [one for options, _ in inner for one in options], any(lines for _, lines in inner)
    return [type_], False


def _choices(options: Iterable[inspect.Type]) -> list[str]:
    """Give the words that a type lists one by one."""
    return [str(value) for one in options if isinstance(one, inspect.LiteralType) for value in one.values]


def _pattern(alias: object) -> str:
    (type_,), _ = _options(inspect.type_info(alias))
    return str(getattr(type_, "pattern", None))


_DAY = _pattern(words.Day)
_PART = get_type_hints(decisions.Part, include_extras=True)
_FORMS = {
    _DAY: "a date like 2024-03-25",
    _pattern(words.Code): "a code of small letters, digits and hyphens, like lsc-icp",
    _pattern(words.PersonId): "the id of a person, like p- and 16 letters and digits",
    _pattern(words.Partner): "an organisation or a body, like organisation:lsc-icb",
    _pattern(words.AllocationId): "the id of an allocation, like w- and 16 letters and digits",
    _pattern(words.AgreementId): "the id of an agreement, like ag- and 16 letters and digits",
    _pattern(words.RuleId): "the id of a rule, like QUO-1",
    _pattern(words.Digest): "sha256: and 64 hexadecimal digits",
    _pattern(meetings.ItemNumber): "the number of an item, like 31 or 4.2",
    _pattern(_PART["number"]): "the number of a part, like i or 1",
}


def _expected(options: Iterable[inspect.Type]) -> str:
    """Say what one of several types expects; that a field may be left out goes without saying."""
    wanted = (_words(one) for one in options if not isinstance(one, inspect.NoneType))
    return " or ".join(dict.fromkeys(wanted))


_WORDS: dict[type[inspect.Type], str] = {
    inspect.IntType: "a whole number",
    inspect.BoolType: "true or false",
    inspect.VarTupleType: "a list, with a hyphen before each entry",
}


def _words(type_: inspect.Type) -> str:
    """Say what a type expects."""
    match type_:
        case inspect.StrType():
            return _FORMS.get(type_.pattern or "", "text")
        case inspect.LiteralType():
            return ("one of " if len(type_.values) > 1 else "") + ", ".join(map(str, type_.values))
        case inspect.StructType():
            return f"the fields {', '.join(one.encode_name for one in type_.fields)}"
        case _:
            return _WORDS.get(type(type_), "nothing")


def _got(node: Node) -> str:
    match node:
        case Scalar():
            if node.empty or not node.text.strip():
                return "nothing"
            return shorten(node.text) if node.plain else f"the text {shorten(node.text)}"
        case Entries():
            return f"a list of {len(node.values)}"
        case Fields():
            return f"the fields {shorten(', '.join(node.values))}" if node.values else "no fields"
