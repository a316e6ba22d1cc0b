"""Functions that add a fragment to a unit of work: by parameters, by a value, or by many at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, update_wrapper
from inspect import Parameter, signature
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import ARRAY, Table, bindparam, func, insert, select
from sqlalchemy.sql.elements import ClauseElement

from checkin_service.kit.rows import fields_of, json_adapter
from checkin_service.kit.statement import Compiled, Fragment, UnitOfWork, checked_later

P = ParamSpec("P")
V = TypeVar("V")


def fragment(
    element: ClauseElement, *, must_change_one: bool = False, must_change_each: str | None = None
) -> Callable[[Callable[Concatenate[UnitOfWork, P], None]], Callable[Concatenate[UnitOfWork, P], None]]:
    """A function without a body that adds this statement to a unit; its parameters are those of the statement."""
    made = Fragment(element, must_change_one=must_change_one, must_change_each=must_change_each)

    def decorate(
        declared: Callable[Concatenate[UnitOfWork, P], None],
    ) -> Callable[Concatenate[UnitOfWork, P], None]:
        values_of = arguments_of(made, declared)

        def add(unit: UnitOfWork, /, *args: P.args, **values: P.kwargs) -> None:
            unit.add(made, **values_of(args, values))

        return update_wrapper(add, declared)

    return decorate


def arguments_of(
    made: Compiled, declared: Callable[..., object]
) -> Callable[[Sequence[Any], Mapping[str, Any]], Mapping[str, Any]]:
    """What makes parameters of the arguments after a function's first; it must have those of the statement."""
    parameters = list(signature(declared).parameters.values())[1:]
    names = [each.name for each in parameters if each.kind is Parameter.POSITIONAL_OR_KEYWORD]
    defaults = {each.name: each.default for each in parameters if each.default is not Parameter.empty}

    def check() -> None:
        hints = get_type_hints(declared)
        made.require_types({each.name: hints[each.name] for each in parameters})

    checked_later(check)
    return lambda args, values: {**defaults, **dict(zip(names, args, strict=False)), **values}


def fragment_of(
    kind: type[V], element: ClauseElement, *, must_change_one: bool = False
) -> Callable[[UnitOfWork, V], None]:
    """A function that adds this statement for a value; the parameters of the statement are among its fields."""
    made = Fragment(element, must_change_one=must_change_one)

    @cache
    def fields() -> tuple[tuple[str, ...], dict[str, TypeAdapter[Any]]]:
        """Those that are parameters, and what makes JSON of some of them."""
        hints = {name: hint for name, hint in fields_of(kind).items() if name in made.types}
        made.require_types(hints)
        adapters = {name: adapter for name, hint in hints.items() if (adapter := json_adapter(hint, made.types[name]))}
        return tuple(hints), adapters

    def add(unit: UnitOfWork, new: V) -> None:
        names, adapters = fields()
        values = {name: getattr(new, name) for name in names}
        for name, adapter in adapters.items():
            values[name] = adapter.dump_python(values[name], mode="json")
        unit.add(made, **values)

    checked_later(fields)
    return add


def fragment_of_many(
    kind: type[V], table: Table, columns: Sequence[str] | None = None
) -> Callable[[UnitOfWork, Sequence[V]], None]:
    """A function that inserts any number of values, or none, as one statement; the columns are among their fields."""
    made = insert_many(table, columns)

    @cache
    def names() -> list[str]:
        found = [name for name in fields_of(kind) if name in made.types]
        made.require(found)
        return found

    def add(unit: UnitOfWork, new: Sequence[V]) -> None:
        if new:
            unit.add(made, **{name: [getattr(each, name) for each in new] for name in names()})

    checked_later(names)
    return add


def insert_many(table: Table, columns: Sequence[str] | None = None) -> Fragment:
    """An insert of any number of rows as one statement; each column, or each of these, is given as a list."""
    names = columns or [column.name for column in table.columns]
    lists = (bindparam(name, type_=ARRAY(table.c[name].type)) for name in names)
    rows = func.unnest(*lists).table_valued(*names).render_derived()
    return Fragment(insert(table).from_select(names, select(rows)))
