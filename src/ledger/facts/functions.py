"""Facts about functions: the classes of matters that authority is given in, by code and in plain words."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ledger.facts.words import Code, Title


class Function(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of matters: a code, a title, and ``also``, the other words that people use for it.

    ``under`` is the wider function that it is part of, or None where it is part of none.
    """

    function: Code
    title: Title
    under: Code | None = None
    also: Annotated[tuple[Title, ...], msgspec.Meta(max_length=16)] = ()


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="functions.listed/1"):
    """From ``on`` the catalogue has these functions, in these words; one that it had stays in its place."""

    by: Code
    functions: Annotated[tuple[Function, ...], msgspec.Meta(min_length=1, max_length=200)]


class Ended(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="function.ended/1"):
    """From ``on`` the catalogue offers the function no more; what names it can still be read."""

    by: Code
    function: Code


Body = Listed | Ended
