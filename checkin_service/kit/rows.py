"""Rows as values: the class that a statement's rows become, held against its columns when the statement is made.

A row is one value of one column, or a named tuple or dataclass with a field for each column. A field that is itself
such a class takes as many columns as it has fields; where it may be `None`, it is when all of them are NULL.
Enumerations, tuples and sets are made from what PostgreSQL sends, and lists of classes from JSON; nothing else is.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, ColumnElement, FromClause, Join, Label, SelectBase
from sqlalchemy.types import TypeEngine

from checkin_service.kit.packed import Packed

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Selected:
    """A column as a statement selects it."""

    name: str
    type: TypeEngine[Any]
    place: int
    is_nullable: bool
    """The table's column may be NULL."""
    is_joined: bool
    """An outer join may find no row to take it from."""


def maker_of(statement: SelectBase, kind: type[R]) -> Callable[[Sequence[Any]], R]:
    """What makes a value of a row; `TypeError` unless the fields are the selected columns, by name and type.

    The columns of a named tuple or of a class with classes in it come in the order of its fields.
    """
    joined = {source for each in getattr(statement, "get_final_froms", list)() for source in _outer(each)}
    columns = [_selected(each, place, joined) for place, each in enumerate(statement.selected_columns)]
    known: dict[str, Any] = {}
    if _is_record(kind):
        made = _record(kind, columns, known)
    else:
        if len(columns) != 1:
            raise TypeError(f"{kind.__name__} is one column, not {_names(columns)}")
        made = _leaf(kind, columns[0], known, kind.__name__, is_absent=False)
    # Only field names of our own classes enter the text; it is made once, as dataclasses make theirs.
    return cast("Callable[[Sequence[Any]], R]", eval(f"lambda row: {made}", known))  # noqa: S307


def fits(hint: object, kind: TypeEngine[Any]) -> bool:
    """Whether values of a column's type are what an annotation says; one that says nothing else fits all."""
    found = kind.python_type
    hint = getattr(hint, "__supertype__", hint)
    wanted = get_origin(hint) or hint
    if wanted in {Any, object} or found is object:  # JSON may be anything.
        return True
    if wanted is Literal:
        return found is str
    if found is list:
        return isinstance(wanted, type) and issubclass(wanted, Iterable)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return issubclass(wanted, found)
    return wanted is found


def json_adapter(hint: object, kind: TypeEngine[Any]) -> TypeAdapter[Any] | None:
    """What turns JSON into values and back, unless an annotation is content with JSON as it is."""
    return TypeAdapter(cast("Any", hint)) if isinstance(kind, JSON) and not _is_plain(hint) else None


def _is_plain(hint: object) -> bool:
    return hint in {Any, object, str, dict, list} or (bool(get_args(hint)) and all(map(_is_plain, get_args(hint))))


def without_none(hint: object) -> tuple[object, bool]:
    """An annotation without its `None`, and whether it had one."""
    if get_origin(hint) not in {Union, UnionType}:
        return hint, False
    others = tuple(each for each in get_args(hint) if each is not NoneType)
    return others[0] if len(others) == 1 else object, len(others) < len(get_args(hint))


def fields_of(kind: type) -> Mapping[str, object]:
    """The fields of a named tuple or dataclass, in order, with their annotations."""
    names = (
        [each.name for each in fields(kind) if each.init] if is_dataclass(kind) else list(getattr(kind, "_fields", ()))
    )
    hints = get_type_hints(kind)
    return {name: hints.get(name, Any) for name in names}


def _is_record(kind: object) -> bool:
    return isinstance(kind, type) and (is_dataclass(kind) or hasattr(kind, "_fields"))


def _outer(source: FromClause, *, is_outer: bool = False) -> Iterator[FromClause]:
    """The tables that a join takes along when it finds a row in them, and does without otherwise."""
    if isinstance(source, Join):
        yield from _outer(source.left, is_outer=is_outer or source.full)
        yield from _outer(source.right, is_outer=is_outer or source.isouter or source.full)
    elif is_outer:
        yield source


def _selected(column: ColumnElement[Any], place: int, joined: Collection[FromClause]) -> _Selected:
    inner = column.element if isinstance(column, Label) else column
    is_column = isinstance(inner, Column)
    return _Selected(
        name=getattr(column, "name", "") or "",
        type=column.type,
        place=place,
        is_nullable=is_column and bool(inner.nullable),
        is_joined=getattr(inner, "table", None) in joined,
    )


def _record(
    kind: type, columns: Sequence[_Selected], known: dict[str, Any], prefix: str = "", *, is_absent: bool = False
) -> str:
    """The expression that makes a value of these columns."""
    held = fields_of(kind)
    if sum(map(_width, held.values())) != len(columns):
        raise TypeError(f"{kind.__name__} holds {_names(held)}, the statement selects {_names(columns)}")
    if is_dataclass(kind) and all(_width(hint) == 1 for hint in held.values()):
        # Its fields are named when it is made, so their order says nothing.
        order = {said: place for place, name in enumerate(held) for said in (prefix + name, name)}
        columns = sorted(columns, key=lambda column: order.get(column.name, len(order)))
    made, rest = [], list(columns)
    for name, hint in held.items():
        own, rest = rest[: _width(hint)], rest[_width(hint) :]
        inner, may_be_none = without_none(hint)
        if _is_record(inner):
            value = _record(cast("type", inner), own, known, f"{name}_", is_absent=is_absent or may_be_none)
            nothing = " is ".join(f"row[{column.place}]" for column in own)
            made.append(f"{name}={f'None if {nothing} is None else {value}' if may_be_none else value}")
            continue
        if own[0].name not in {name, prefix + name}:
            raise TypeError(f"{kind.__name__} holds {_names(held)}, the statement selects {_names(columns)}")
        made.append(f"{name}={_leaf(hint, own[0], known, f'{kind.__name__}.{name}', is_absent=is_absent)}")
    called = f"make{len(known)}"
    known[called] = kind
    return f"{called}({', '.join(made)})"


def _leaf(hint: object, column: _Selected, known: dict[str, Any], said: str, *, is_absent: bool) -> str:
    inner, may_be_none = without_none(hint)
    if not fits(inner, column.type):
        raise TypeError(f"{said} is {hint}, the column is {column.type!r}")
    is_nullable = column.is_nullable or (column.is_joined and not is_absent)
    if is_nullable and not may_be_none and inner not in {Any, object}:
        raise TypeError(f"{said} is {hint}, the column may be NULL")
    value = f"row[{column.place}]"
    adapter = json_adapter(inner, column.type)
    convert = _conversion(inner) if adapter is None else adapter.validate_python
    if isinstance(column.type, Packed):
        convert = column.type.packing.unpacked
    if convert is None:
        return value
    called = f"convert{column.place}"
    known[called] = convert
    return f"(None if {value} is None else {called}({value}))" if may_be_none else f"{called}({value})"


def _conversion(hint: object) -> Callable[[Any], Any] | None:
    wanted = get_origin(hint) or hint
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted
    if wanted is not tuple and wanted is not frozenset:
        return None
    collect: Callable[[Any], Any] = wanted
    item = _conversion(get_args(hint)[0])
    return collect if item is None else lambda values: collect(map(item, values))


def _width(hint: object) -> int:
    """How many columns a field takes."""
    inner, _ = without_none(hint)
    return sum(map(_width, fields_of(cast("type", inner)).values())) if _is_record(inner) else 1


def _names(of: Sequence[_Selected] | Mapping[str, object]) -> str:
    return f"({', '.join(each if isinstance(each, str) else each.name for each in of)})"
