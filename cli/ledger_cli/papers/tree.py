"""What a paper says, in its order, before it is put into any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``label`` stands before it: the number of a part, ``Action``, ``Motion``."""

    role: Role
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under a heading; ``number`` is that of an item, as printed."""

    title: str
    lines: tuple[Line, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
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
