"""Facts as they stand corrected, with their words, and what an officer sets a field of one to.

The words of a field that a correction did not touch are still those of the fact that first said them, or of
an earlier correction: such a field keeps its commitment, and by its commitment its words are found. Whoever
looks up a corrected name or title reads the original and its corrections together (they carry the same tags)
and asks ``standing``.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from ledger import sealed
from ledger.acts import Recorded
from ledger.corrections import amended
from ledger.errors import Malformed
from ledger.facts.corrections import Correctable, Corrected
from ledger.facts.words import PersonId, Sealed, Words
from ledger.store import Store
from ledger.tags import wire_name
from ledger_cli import sealedwords

Spoken = dict[tuple[str, str], str]
"""Words by fact and path, of facts as they stand corrected."""

NOTHING = frozenset({"", "none"})
YES = {"yes": True, "no": False}


def standing(store: Store, found: Iterable[Recorded]) -> tuple[list[Recorded], Spoken]:
    """Give facts as they stand corrected by those among them, and the words that are left of them."""
    facts = list(found)
    read = sealedwords.of(store, [at.fact for at in facts])
    if not any(isinstance(at.fact.body, Corrected) for at in facts):
        return facts, read
    told = {fact for fact, _ in read}
    spoken = {
        commitment: read[at.fact.id, path]
        for at in facts
        if at.fact.id in told
        for path, commitment in sealed.commitments(at.fact)
        if (at.fact.id, path) in read
    }
    now = amended(facts)
    return now, {
        (at.fact.id, path): spoken[commitment]
        for at in now
        for path, commitment in sealed.commitments(at.fact)
        if commitment in spoken
    }


def numbers(found: Iterable[Recorded]) -> dict[str, int]:
    """Give, for every fact that was corrected, the number of its last correction."""
    return {at.fact.body.corrects: at.number for at in found if isinstance(at.fact.body, Corrected)}


def changed(body: Correctable, settings: Iterable[str], find: Callable[[str], str]) -> Correctable:
    """Give a body with fields set to what an officer typed.

    Args:
        body: as it stands.
        settings: each ``field=value``; ``none`` or nothing empties a field that may be empty.
        find: gives the id of a person for a name.

    Raises:
        Malformed: a field that there is not, or a value that it cannot hold.
    """
    hints = get_type_hints(type(body), include_extras=True)
    given: dict[str, object] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        field = name.strip().replace(" ", "_").replace("-", "_")
        if not equals or field not in hints:
            raise Malformed(
                f"expected FIELD=VALUE with a field of {wire_name(type(body))} "
                f"({', '.join(hints)}), got {setting[:80]!a}"
            )
        if field in given:
            raise Malformed(f"expected {field} once, got it again")
        given[field] = _value(hints[field], text.strip(), field, find)
    return msgspec.structs.replace(body, **given)


def _value(hint: Any, text: str, field: str, find: Callable[[str], str]) -> object:  # noqa: ANN401, PLR0911 - a type
    options = get_args(hint) if get_origin(hint) in {Union, types.UnionType} else (hint,)
    if type(None) in options and text in NOTHING:
        return None
    kind = next(one for one in options if one is not type(None))
    if kind is Sealed:
        return Words.of(text)
    if kind is bool:
        if text not in YES:
            raise Malformed(f"{field}: expected yes or no, got {text[:80]!a}")
        return YES[text]
    if kind == PersonId:
        return find(text)
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(bare) is tuple:
        inner = get_args(bare)[0]
        parts = () if text in NOTHING else text.split(",")
        return tuple(_value(inner, part.strip(), field, find) for part in parts)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return _struct(bare, text, field, find)
    try:
        return msgspec.convert(text, kind)
    except msgspec.ValidationError as error:
        raise Malformed(f"{field}: {_lower(str(error))}, got {text[:80]!a}") from None


def _struct(kind: type[msgspec.Struct], text: str, field: str, find: Callable[[str], str]) -> msgspec.Struct:
    """Read the parts of a small struct, separated by slashes: ``Lou May/trust``."""
    hints = get_type_hints(kind, include_extras=True)
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > len(hints):
        raise Malformed(f"{field}: expected {'/'.join(hints)}, got {text[:80]!a}")
    parts += [""] * (len(hints) - len(parts))
    values = (_value(hint, part, field, find) for hint, part in zip(hints.values(), parts, strict=True))
    return kind(*values)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
