"""The queries of a store, the same on both databases; a list goes in as one JSON value, however long."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Self

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Text,
    bindparam,
    cast,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.operators import OperatorType

from ledger.store.tables import entries, head, meta, nodes, openings, requests, tags


class _Elements(GenericFunction[Any]):
    """The elements of a JSON list, one a row, in a column ``value``."""

    name = "elements"
    inherit_cache = True


@compiles(_Elements, "sqlite")
def _elements_on_sqlite(element: _Elements, compiler: SQLCompiler, **arguments: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **arguments)})"


@compiles(_Elements, "postgresql")
def _elements_on_postgresql(element: _Elements, compiler: SQLCompiler, **arguments: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **arguments)} AS JSON))"


class _Among(GenericFunction[bool]):
    """Whether a column is among the elements of a list.

    PostgreSQL looks every element up in the index only where the list is an array; of a subquery it
    guesses a size, and reads the whole table.
    """

    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """Stand as it is in a condition: SQLite would get ``= 1`` behind it, and leave the index aside."""
        del against
        return self


@compiles(_Among, "sqlite")
def _among_on_sqlite(element: _Among, compiler: SQLCompiler, **arguments: Any) -> str:
    column, elements = (compiler.process(clause, **arguments) for clause in element.clauses)
    return f"{column} IN {elements}"


@compiles(_Among, "postgresql")
def _among_on_postgresql(element: _Among, compiler: SQLCompiler, **arguments: Any) -> str:
    column, elements = (compiler.process(clause, **arguments) for clause in element.clauses)
    return f"{column} = ANY (ARRAY{elements})"


_each = _Elements(bindparam("values", type_=Text())).table_valued("value", name="each")
_values = select(_each.c.value).scalar_subquery()
_numbers = select(cast(_each.c.value, BigInteger)).scalar_subquery()
_columns = (entries.c.number, entries.c.envelope, entries.c.recorded, entries.c.links, entries.c.charged)
_pair = cast(_each.c.value, Text().with_variant(JSON(), "postgresql"))
_after = bindparam("after", type_=BigInteger())
_upto = bindparam("upto", type_=BigInteger())
_page = bindparam("page", type_=BigInteger())
_none = literal_column("0", BigInteger())  # SQLAlchemy gives SQLite an offset in any case, but as a value

HEAD = select(head.c.size, head.c.frontier, head.c.root).where(head.c.id == literal_column("1"))
LOCK_HEAD = HEAD.with_for_update()
GROW_HEAD = (
    update(head)
    .where(head.c.id == literal_column("1"))
    .values({name: bindparam(f"new_{name}") for name in ("size", "frontier", "root")})
)

REQUEST = select(requests.c.digest, requests.c.first, requests.c.count).where(
    requests.c.id == bindparam("request")
)
FIRSTS = select(requests.c.id, requests.c.first).where(_Among(requests.c.id, _values))
RECORDED = select(entries.c.recorded).where(entries.c.number == bindparam("number"))
CHARGED = select(entries.c.number, entries.c.charged).where(_Among(entries.c.number, _numbers))
LATEST = select(
    _each.c.value,
    select(func.max(tags.c.number)).where(tags.c.tag == _each.c.value).scalar_subquery(),
)
"""For each value, a tag, the number of the last entry that carries it: one step down the index."""

TAGGED = (
    select(tags.c.number)
    .where(_Among(tags.c.tag, _values), tags.c.number > _after, tags.c.number <= _upto)
    .distinct()
    .order_by(tags.c.number)
    .limit(_page)
    .offset(_none)
)
ENTRIES = select(*_columns).where(_Among(entries.c.number, _numbers)).order_by(entries.c.number)
SCAN = (
    select(*_columns)
    .where(entries.c.number > _after, entries.c.number <= _upto)
    .order_by(entries.c.number)
    .limit(_page)
    .offset(_none)
)
OF_TYPES = (
    select(*_columns)
    .where(_Among(entries.c.type, _values), entries.c.number > _after, entries.c.number <= _upto)
    .order_by(entries.c.number)
    .limit(_page)
    .offset(_none)
)
LAST = select(
    _each.c.value,
    select(func.max(tags.c.number))
    .where(tags.c.tag == _each.c.value, tags.c.number <= _upto)
    .scalar_subquery(),
)
"""The same, of the entries up to a number."""

CARRIED = select(tags.c.tag, tags.c.number).where(
    tags.c.tag == _pair.op("->>")(literal_column("0")),
    tags.c.number == cast(_pair.op("->>")(literal_column("1")), BigInteger),
)
"""For each value, a pair of tag and number, that pair where the entry carries the tag."""
NODES = select(nodes.c.id, nodes.c.hash).where(_Among(nodes.c.id, _numbers))
OPENINGS = select(openings).where(_Among(openings.c.fact, _values))
SAYING = select(openings.c.fact).where(openings.c.path == bindparam("path"), _Among(openings.c.text, _values))
CONTAINING = (
    select(openings.c.fact, openings.c.path)
    .where(openings.c.text.ilike(bindparam("pattern"), escape="!"))
    .order_by(openings.c.fact, openings.c.path)
)
ERASE_OPENING = delete(openings).where(openings.c.fact == bindparam("of"), openings.c.path == bindparam("at"))
META = select(meta.c.name, meta.c.value)

ADD_ENTRIES, ADD_TAGS, ADD_NODES = insert(entries), insert(tags), insert(nodes)
ADD_REQUEST, ADD_OPENINGS, ADD_META, ADD_HEAD = insert(requests), insert(openings), insert(meta), insert(head)


def listed(values: Iterable[str | int | tuple[str, int]]) -> str:
    """Write values as the one parameter ``values`` takes."""
    return json.dumps(list(values))
