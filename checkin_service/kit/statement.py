"""Statements written in SQLAlchemy Core, compiled once; writes composed of several into one.

A write of several capabilities stays one statement: each store hands out *fragments*, a unit of work composes them
into one `WITH` statement.
"""

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from sqlalchemy import ARRAY, Table, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.elements import BindParameter, ClauseElement
from sqlalchemy.types import TypeEngine

Row = Any
"""A named tuple of the selected columns; `store` functions turn it into a model value."""

# PostgreSQL's own placeholders ($1): nothing is left to translate when a statement is sent.
_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_PLACEHOLDER = re.compile(r"\$(\d+)")


class Statement:
    """A SQLAlchemy Core statement compiled once to SQL text and the order of its parameters."""

    __slots__ = ("_converters", "_defaults", "_names", "_row", "sql")

    def __init__(self, element: ClauseElement) -> None:
        compiled = element.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        binds: Mapping[BindParameter[Any], str] = compiled.bind_names  # type: ignore[attr-defined]
        self._defaults: dict[str, Any] = {name: bind.value for bind, name in binds.items() if not bind.required}
        self._converters = {
            name: converter for bind, name in binds.items() if (converter := _converter(bind.type)) is not None
        }
        self._row: Callable[[Sequence[Any]], Row] | None = None

    @property
    def parameter_count(self) -> int:
        return len(self._names)

    def place_of(self, name: str) -> int:
        """The number of the placeholder that stands for a parameter."""
        return self._names.index(name) + 1

    def parameters(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the placeholders."""
        values = {**self._defaults, **given}
        for name, convert in self._converters.items():
            if values[name] is not None:
                values[name] = convert(values[name])
        return [values[name] for name in self._names]

    def rows(self, cursor: "psycopg.AsyncCursor[Any]", found: Sequence[Sequence[Any]]) -> list[Row]:
        """Named tuples; their type is learnt from the first result."""
        if self._row is None:
            names = [column.name for column in cursor.description or ()]
            row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc] # noqa: PYI024 - the names come with the result
            self._row = row._make
        return list(map(self._row, found))


def _converter(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    return cast("Callable[[Any], Any] | None", kind.dialect_impl(_DIALECT).bind_processor(_DIALECT))


@dataclass(frozen=True, slots=True)
class Fragment:
    """One part of a composed write, which fails as a whole unless this part touches as many rows as it must."""

    statement: Statement
    must_change_one: bool = False
    must_change_each: str | None = None
    """The parameter whose list has an item for each row to be touched."""


def rows_of(table: Table) -> Fragment:
    """An insert of any number of rows as one statement; each column is given as a list."""
    names = [column.name for column in table.columns]
    lists = (bindparam(column.name, type_=ARRAY(column.type)) for column in table.columns)
    rows = func.unnest(*lists).table_valued(*names).render_derived()
    return Fragment(Statement(insert(table).from_select(names, select(rows))))


class UnitOfWork:
    """Collects the fragments of one use case; they become one statement when the `write()` block ends."""

    def __init__(self) -> None:
        self._parts: list[tuple[Fragment, Mapping[str, Any]]] = []

    def add(self, fragment: Fragment, **values: Any) -> None:
        self._parts.append((fragment, values))

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def composed(self) -> tuple[str, list[Any]]:
        sql = _composed_sql(tuple([fragment for fragment, _ in self._parts]))
        return sql, [value for fragment, given in self._parts for value in fragment.statement.parameters(given)]


class Claim:
    """Rows that nobody else works on meanwhile, and the units of work that will be written together."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self._units: list[UnitOfWork] = []

    def add(self, unit: UnitOfWork) -> None:
        """Written after the units added before it."""
        if not unit.is_empty:
            self._units.append(unit)

    def composed(self) -> list[tuple[str, list[Any]]]:
        return [unit.composed() for unit in self._units]


_composed: dict[tuple[int, ...], tuple[tuple[Fragment, ...], str]] = {}
_COMPOSED_LIMIT = 512


def _composed_sql(fragments: tuple[Fragment, ...]) -> str:
    key = tuple(map(id, fragments))
    known = _composed.get(key)
    if known is None:
        if len(_composed) >= _COMPOSED_LIMIT:
            _composed.clear()
        # The fragments are kept beside their text so that an id is never taken over by another object.
        known = _composed[key] = (fragments, _compose(fragments))
    return known[1]


def _compose(fragments: Sequence[Fragment]) -> str:
    parts, guards, before = [], ["1 AS written"], 0
    for number, fragment in enumerate(fragments):
        sql, wanted = _renumbered(fragment.statement.sql, before), _wanted(fragment, before)
        before += fragment.statement.parameter_count
        if wanted:
            sql += " RETURNING 1"
            # Division by zero is the only way one statement can refuse itself when not as many rows changed as must.
            guards.append(f"1 / (SELECT (count(*) = {wanted})::int FROM part{number}) AS part{number}")  # noqa: S608 - our own words only
        parts.append(f"part{number} AS ({sql})")
    # Both lists hold compiled statements and our own words; values travel as parameters.
    return f"WITH {', '.join(parts)} SELECT {', '.join(guards)}"


def _wanted(fragment: Fragment, before: int) -> str | None:
    """How many rows must change, in SQL."""
    if fragment.must_change_each is not None:
        return f"cardinality(${fragment.statement.place_of(fragment.must_change_each) + before})"
    return "1" if fragment.must_change_one else None


def _renumbered(sql: str, before: int) -> str:
    return _PLACEHOLDER.sub(lambda found: f"${int(found[1]) + before}", sql)
