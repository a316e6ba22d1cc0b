"""Long lists that the database filters, sorts, counts and cuts, so that a page costs no more than its rows.

A list says once what it selects and what its columns show. Words are looked for in what the columns show, empty
cells come first, and rows that are alike keep the order in which they were entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Numeric, Select, Text, Uuid, bindparam, cast, extract, func, or_
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.sql.elements import KeyedColumnElement

from checkin_service.kit.database import Database
from checkin_service.kit.http.paging import ListPart, Wanted
from checkin_service.kit.refusal import unfit
from checkin_service.kit.statement import Statement
from checkin_service.kit.words import Words

R = TypeVar("R")
S = TypeVar("S")

LARGEST_LIST = 100_000
"""So many rows are exported at once."""
_WORDS = bindparam("words", type_=ARRAY(Text))
_SAID = bindparam("said", type_=JSONB)
_KEYS = bindparam("keys", type_=ARRAY(Uuid))
_DAYS = 'YYYY-MM-DD FMYYYY"年"FMMM"月"FMDD"日" FMDD Mon YYYY'
_AT_ONCE = 1_000
_FEN = 100
_TOO_LONG = Words(
    "超过{limit}行，请先筛选，分几次导出。", "More than {limit} rows: filter the list and export it in several files."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a column shows, for words to be looked for in, and what it is sorted by."""

    text: ColumnElement[Any] | None
    order: ColumnElement[Any] | None


def text(column: ColumnElement[Any]) -> Shown:
    return Shown(column, column.collate("C"))


def number(column: ColumnElement[Any]) -> Shown:
    return Shown(cast(column, Text), column)


def money(column: ColumnElement[Any]) -> Shown:
    """Whole fen, shown in yuan."""
    return Shown(func.to_char(cast(column, Numeric) / _FEN, "FM999,999,999,990.00"), column)


def day(moment: ColumnElement[Any]) -> Shown:
    """The civil day in China, in the ways in which it is written."""
    return Shown(func.to_char(func.timezone("Asia/Shanghai", moment), _DAYS), moment)


def age(moment: ColumnElement[Any]) -> Shown:
    """How long ago it was: the youngest first."""
    return Shown(None, -extract("epoch", moment))


def word(column: ColumnElement[Any], *, of: str) -> Shown:
    """One of a few words of our own, as `Wanted.said` tells them to the visitor under the name of the column."""
    said = func.jsonb_extract_path_text(_SAID, of, column)
    return Shown(said, said)


class LongList(Generic[R]):
    """One list: its rows, the key that tells them apart, and its columns by the names by which they are asked for."""

    def __init__(
        self,
        element: Select[Any],
        row: type[R],
        *,
        key: KeyedColumnElement[Any],
        columns: Mapping[str, Shown],
        latest_first: bool = False,
        or_found_by: Sequence[ColumnElement[bool]] = (),
    ) -> None:
        texts = [each.text for each in columns.values() if each.text is not None]
        holds_all = func.lower(func.concat_ws(" ", *texts)).op("LIKE")(func.all(_WORDS))
        self._row, self._key, self._all = row, key, element
        self._found = element.where(or_(holds_all, *or_found_by))
        self._orders = {name: each.order for name, each in columns.items() if each.order is not None}
        self._latest_first = latest_first
        self._compiled: dict[tuple[bool, str | None, bool], _Order[R]] = {}
        self._totals = {is_found: _count(self._found if is_found else element) for is_found in (False, True)}
        self._by_key = Statement(element.where(key == func.any(_KEYS)), row)

    async def part(self, database: Database, wanted: Wanted, **values: Any) -> ListPart[R]:
        """The page that is wanted, or the last one where there are not so many."""
        words = wanted.words.split()
        given = values | {"words": list(map(_pattern, words)), "said": dict(wanted.said)}
        (total,) = await _read(database, self._totals[False], given)
        (found,) = await _read(database, self._totals[True], given) if words else (total,)
        pages = max(1, -(-found // wanted.rows))
        page = min(wanted.page, pages)
        order = self._order(wanted, is_found=bool(words))
        if wanted.is_whole:
            rows = await self._whole(database, order, given, found)
        else:
            cut = {"list_offset": (page - 1) * wanted.rows, "list_count": wanted.rows}
            rows = await _read(database, order.rows, given | cut)
        return ListPart(rows=rows, found=found, total=total, page=page, pages=pages, sorts=frozenset(self._orders))

    async def _whole(self, database: Database, order: "_Order[R]", given: Mapping[str, Any], found: int) -> list[R]:
        """All that is found, in one order, read in portions: nobody else waits for a long list meanwhile."""
        if found > LARGEST_LIST:
            raise unfit(_TOO_LONG.filled(limit=LARGEST_LIST))
        rows: list[R] = []
        keys = await _read(database, order.keys, {**given, "list_offset": 0, "list_count": LARGEST_LIST})
        for start in range(0, len(keys), _AT_ONCE):
            portion = keys[start : start + _AT_ONCE]
            read = await _read(database, self._by_key, {**given, "keys": portion})
            by_key = {getattr(each, self._key.key): each for each in read}
            rows += [by_key[key] for key in portion if key in by_key]
        return rows

    def _order(self, wanted: Wanted, *, is_found: bool) -> "_Order[R]":
        """Compiled when it is first asked for: of most lists few orders ever are."""
        asked = (is_found, wanted.sort if wanted.sort in self._orders else None, wanted.is_descending)
        if asked not in self._compiled:
            rows = self._found if is_found else self._all
            keys = rows.with_only_columns(self._key, maintain_column_froms=True)
            sort, turned = asked[1:]
            self._compiled[asked] = _Order(
                Statement(self._cut(rows, sort, turned), self._row), Statement(self._cut(keys, sort, turned), UUID)
            )
        return self._compiled[asked]

    def _cut(self, element: Select[Any], sort: str | None, is_descending: bool) -> Select[Any]:  # noqa: FBT001
        order = [self._key.desc() if self._latest_first else self._key.asc()]
        if sort is not None:
            by = self._orders[sort]
            order.insert(0, by.desc().nulls_last() if is_descending else by.asc().nulls_first())
        cut = element.order_by(*order).limit(bindparam("list_count", type_=Integer))
        return cut.offset(bindparam("list_offset", type_=Integer))


class _Order(NamedTuple, Generic[R]):
    """The statements of one order: rows of a page, and the keys of all."""

    rows: Statement[R]
    keys: Statement[UUID]


def _count(element: Select[Any]) -> Statement[int]:
    return Statement(element.with_only_columns(func.count().label("total"), maintain_column_froms=True), int)


async def _read(database: Database, statement: Statement[S], given: Mapping[str, Any]) -> list[S]:
    return await database.read(statement, **{name: value for name, value in given.items() if name in statement.types})


def _pattern(word: str) -> str:
    r"""A word as LIKE takes it.

    >>> _pattern("50%_Ä")
    '%50\\%\\_ä%'
    """
    plain = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
