"""Statements written in SQLAlchemy Core, compiled once; writes composed of several into one.

A read names the class its rows become. A write of several capabilities stays one statement: each store hands out
*fragments*, a unit of work composes them into one `WITH` statement. A statement is compiled, and compared with what is
declared about it, when it is first used: a process uses few of the hundreds there are. `check_all` does it for all that
were imported, which a test asks for; the rest is the type checker's. Reads that are functions without a body are
`kit.questions`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Generic, ParamSpec, TypeVar, cast
from weakref import WeakSet

from sqlalchemy import Boolean, Integer, SelectBase, String
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg, PGDialect_psycopg
from sqlalchemy.sql.elements import BindParameter, ClauseElement
from sqlalchemy.types import TypeEngine

from checkin_service.kit.rows import fits, maker_of, without_none
from checkin_service.kit.scope import Work


class _Compiler(PGCompiler_psycopg):
    """Words and numbers of the statement itself are part of its text: only what is asked about travels."""

    def visit_bindparam(self, bindparam: Any, **more: Any) -> Any:  # type: ignore[override]
        is_plain = isinstance(bindparam.type, (String, Integer, Boolean)) and bindparam.value is not None
        is_own = is_plain and bindparam.unique and not bindparam.required
        return super().visit_bindparam(bindparam, **{**more, "literal_binds": True} if is_own else more)  # type: ignore[no-untyped-call]


class _Dialect(PGDialect_psycopg):
    statement_compiler = _Compiler


# PostgreSQL's own placeholders ($1): nothing is left to translate when a statement is sent.
_DIALECT = _Dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_PLACEHOLDER = re.compile(r"\$(\d+)")
P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
V = TypeVar("V")


_unchecked: list[Callable[[], object]] = []
_declared: "WeakSet[Compiled]" = WeakSet()


def checked_later(check: Callable[[], object]) -> None:
    """What `check_all` asks: `TypeError` where a statement is not what is declared about it."""
    _unchecked.append(check)


def check_all() -> None:
    """Compile every statement that there is, and compare those declared since the last time with their declarations."""
    for each in list(_declared):
        each.compile()
    while _unchecked:
        _unchecked.pop()()


class Compiled:
    """A SQLAlchemy Core statement compiled once to SQL text and the order of its parameters, when first asked."""

    __slots__ = ("__weakref__", "_asked", "_converters", "_defaults", "_element", "_names", "sql", "types")

    sql: str
    types: Mapping[str, TypeEngine[Any]]
    _asked: AbstractSet[str]
    _names: tuple[str, ...]
    _defaults: dict[str, Any]
    _converters: dict[str, Callable[[Any], Any]]

    def __init__(self, element: ClauseElement) -> None:
        self._element: ClauseElement | None = element
        _declared.add(self)

    def __getattr__(self, name: str) -> Any:
        """Of a slot that is still empty."""
        if name.startswith("__") or self._element is None:
            raise AttributeError(name)
        self.compile()
        return getattr(self, name)

    def compile(self) -> None:
        if self._element is not None:
            self._compile(self._element)
            self._element = None

    def _compile(self, element: ClauseElement) -> None:
        compiled = element.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self._names = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        binds: Mapping[BindParameter[Any], str] = compiled.bind_names  # type: ignore[attr-defined]
        self.types = {name: bind.type for bind, name in binds.items()}
        self._defaults = {name: bind.value for bind, name in binds.items() if not bind.required}
        self._asked = self.types.keys() - self._defaults.keys()
        self._converters = {
            name: converter for bind, name in binds.items() if (converter := _converter(bind.type)) is not None
        }

    @property
    def parameter_count(self) -> int:
        return len(self._names)

    def kinds(self) -> list[str]:
        """PostgreSQL's types of the parameters, in the order of the placeholders."""
        return [self.types[name].compile(dialect=_DIALECT) for name in self._names]

    def place_of(self, name: str) -> int:
        """The number of the placeholder that stands for a parameter."""
        return self._names.index(name) + 1

    def parameters(self, given: Mapping[str, Any]) -> list[Any]:
        """The values in the order of the placeholders; `TypeError` when one is missing or has no place."""
        # Mostly what must be given is all that is given.
        if given.keys() != self._asked and not self._asked <= given.keys() <= self.types.keys():
            self.require(given.keys())
        values = given
        if self._defaults or self._converters:
            values = {**self._defaults, **given}
            for name, convert in self._converters.items():
                if values[name] is not None:
                    values[name] = convert(values[name])
        return [values[name] for name in self._names]

    def require(self, names: Collection[str]) -> None:
        """`TypeError` unless these are the parameters."""
        missing, unknown = sorted(self._asked - set(names)), sorted(set(names) - self.types.keys())
        if missing or unknown:
            raise TypeError(f"parameters missing: {missing}, unknown: {unknown}\n{self.sql}")

    def require_types(self, hints: Mapping[str, object]) -> None:
        """`TypeError` unless annotations name the parameters and say what they are."""
        self.require(hints.keys())
        for name, hint in hints.items():
            if not fits(without_none(hint)[0], self.types[name]):
                raise TypeError(f"parameter {name} is {hint}, the column is {self.types[name]!r}\n{self.sql}")


class Statement(Compiled, Generic[R_co]):
    """A read and the class of its rows: a value for one column, or a named tuple or dataclass of several.

    Answers travel as text unless asked for `in_binary`, which suits bytes and moments, of which a text is twice as long
    and has to be written and read; a type of an extension, such as a geography, would come as bytes that nobody reads.
    """

    __slots__ = ("_make", "_row", "gathers", "in_binary")

    _make: Callable[[Sequence[Any]], R_co]

    def __init__(self, element: SelectBase, row: type[R_co], *, in_binary: bool = False, gathers: bool = False) -> None:
        """One that `gathers` is asked for many together where many ask, and planned once for whatever is asked."""
        super().__init__(element)
        self.in_binary = in_binary
        self.gathers = gathers
        self._row = row

    def _compile(self, element: ClauseElement) -> None:
        super()._compile(element)
        self._make = maker_of(cast("SelectBase", element), self._row)

    def rows(self, found: Iterable[Sequence[Any]]) -> list[R_co]:
        return list(map(self._make, found))


def _converter(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    return cast("Callable[[Any], Any] | None", kind.dialect_impl(_DIALECT).bind_processor(_DIALECT))


class Fragment(Compiled):
    """One part of a composed write, which fails as a whole unless this part touches as many rows as it must."""

    __slots__ = ("must_change_each", "must_change_one")

    def __init__(
        self, element: ClauseElement, *, must_change_one: bool = False, must_change_each: str | None = None
    ) -> None:
        """`must_change_each` names the parameter whose list has an item for each row to be touched."""
        super().__init__(element)
        self.must_change_one = must_change_one
        self.must_change_each = must_change_each


class UnitOfWork:
    """Collects the fragments of one use case; they become one statement when the `write()` block ends."""

    def __init__(self) -> None:
        self._parts: list[tuple[Fragment, Sequence[Any]]] = []
        self.work: Work | None = None
        """In whose name it is written, where the scope of whoever asked does not reach."""

    def add(self, fragment: Fragment, /, **values: Any) -> None:
        self._parts.append((fragment, fragment.parameters(values)))

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def composed(self) -> tuple[str, list[Any]]:
        sql = _composed_sql(tuple([fragment for fragment, _ in self._parts]))
        return sql, [value for _, values in self._parts for value in values]


class Claim(Generic[R]):
    """Rows that nobody else works on meanwhile, and the units of work that will be written together."""

    def __init__(self, rows: list[R]) -> None:
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
        sql, wanted = _renumbered(fragment.sql, before), _wanted(fragment, before)
        before += fragment.parameter_count
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
        return f"cardinality(${fragment.place_of(fragment.must_change_each) + before})"
    return "1" if fragment.must_change_one else None


def _renumbered(sql: str, before: int) -> str:
    return _PLACEHOLDER.sub(lambda found: f"${int(found[1]) + before}", sql)
