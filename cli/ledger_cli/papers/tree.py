"""What a paper says, in its order, before it is put into any format."""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal[
    "text",
    "person",
    "interest",
    "motion",
    "vote",
    "resolution",
    "part",
    "follow-up",
    "chair",
    "withheld",
    "note",
]


class Line(msgspec.Struct, frozen=True):
    """One paragraph. ``label`` stands before it: the number of a part, ``Action``, ``Motion``."""

    role: Role
    text: str
    label: str = ""


class Grid(msgspec.Struct, frozen=True):
    """A table: the headings of its columns, and its rows, a cell for each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(msgspec.Struct, frozen=True):
    """Paragraphs under a heading, then a table; ``number`` is that of an item, as printed."""

    title: str
    lines: tuple[Line, ...]
    number: str = ""
    grid: Grid | None = None


class Paper(msgspec.Struct, frozen=True):
    """A whole paper.

    Attributes:
        kind: ``Draft minutes``.
        title: the title of the body.
        public: nothing in it is withheld from the public; what is, is left out and said to be.
        particulars: name and value of what stands at the head: date, place.
        sections: in their order.
    """

    kind: str
    title: str
    public: bool
    particulars: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
