"""Questions to the database: functions without a body, each of which is one read, and the conditions they share.

What a function returns says what its rows become and how many there are; its parameters are those of the statement.
Both are compared with the statement as `kit.statement` says.
"""

from collections.abc import Callable, Coroutine, Sequence
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import ColumnElement, FromClause, SelectBase, and_, bindparam, or_

from checkin_service.kit.database import Database
from checkin_service.kit.fragments import arguments_of
from checkin_service.kit.rows import without_none
from checkin_service.kit.statement import Statement

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Asked = Callable[Concatenate[Database, P], Coroutine[Any, Any, T]]


def question(element: SelectBase) -> Callable[[Asked[P, T]], Asked[P, T]]:
    """A function without a body that reads this statement.

    `list[R]` or another collection returns all rows, `R | None` the first if there is one, `R` the only one.
    """

    def decorate(declared: Asked[P, T]) -> Asked[P, T]:
        row, answer = _answer(get_type_hints(declared)["return"])
        made = Statement(element, row)
        values_of = arguments_of(made, declared)

        async def ask(database: Database, /, *args: P.args, **values: P.kwargs) -> Any:
            return answer(await database.read(made, **values_of(args, values)))

        return update_wrapper(ask, declared)

    return decorate


def _answer(hint: Any) -> tuple[type[Any], Callable[[list[Any]], Any]]:
    """The class of the rows, and what is made of all of them."""
    collection = get_origin(hint)
    if collection in _COLLECTIONS:
        return get_args(hint)[0], _COLLECTIONS[collection]
    kind, may_be_none = without_none(hint)
    if kind is object or not isinstance(kind, type):
        raise TypeError(f"{hint} is no row")
    return kind, _first if may_be_none else _only


def _all(rows: list[R]) -> list[R]:
    return rows


def _first(rows: list[R]) -> R | None:
    return rows[0] if rows else None


def _only(rows: list[R]) -> R:
    (row,) = rows
    return row


_COLLECTIONS: dict[Any, Callable[[list[Any]], Any]] = {list: _all, Sequence: _all, set: set, frozenset: frozenset}


def matches(source: FromClause, *names: str) -> ColumnElement[bool]:
    """Columns are what the parameters of the same names say."""
    return and_(*(source.c[name] == bindparam(name, type_=source.c[name].type) for name in names))


def matches_if_given(source: FromClause, name: str) -> ColumnElement[bool]:
    """A column is what the parameter of the same name says, unless that is NULL."""
    return or_(bindparam(name, type_=source.c[name].type).is_(None), matches(source, name))


def alike(one: FromClause, other: FromClause, *names: str) -> ColumnElement[bool]:
    """Columns of these names are the same in both."""
    return and_(*(one.c[name] == other.c[name] for name in names))
