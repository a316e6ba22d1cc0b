"""Long lists that the database filters, sorts, counts and cuts, so that a page costs no more than its rows.

A list says once what it selects and what its columns show. Words are looked for in what the columns show, empty
cells come first, and rows that are alike keep the order in which they were entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Numeric,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    extract,
    func,
    or_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.sql.elements import KeyedColumnElement

from checkin_service.kit.connections import a_request
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
_TOTAL = bindparam("total", type_=BigInteger)
_COUNT, _OFFSET = bindparam("list_count", type_=Integer), bindparam("list_offset", type_=BigInteger)
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


class _Find(NamedTuple):
    """A row that is found, by its key, and how many there are."""

    key: UUID
    found: int


class LongList(Generic[R]):
    """One list: its rows, the key that tells them apart, and its columns by the names by which they are asked for.

    Rows are looked for in `element`, or in `narrow` where that takes less: the same rows without what they only show.
    """

    def __init__(
        self,
        element: Select[Any],
        row: type[R],
        *,
        key: KeyedColumnElement[Any],
        columns: Mapping[str, Shown],
        narrow: Select[Any] | None = None,
        latest_first: bool = False,
        or_found_by: Sequence[ColumnElement[bool]] = (),
    ) -> None:
        texts = [each.text for each in columns.values() if each.text is not None]
        holds_all = func.lower(func.concat_ws(" ", *texts)).op("LIKE")(func.all(_WORDS))
        looked_in = element if narrow is None else narrow
        every = looked_in.with_only_columns(key.label("key"), _TOTAL.label("found"), maintain_column_froms=True)
        count = func.count().over().label("found")
        some = looked_in.with_only_columns(key.label("key"), count, maintain_column_froms=True)
        self._all, self._some = every, some.where(or_(holds_all, *or_found_by))
        self._key, self._latest_first = key, latest_first
        self._orders = {name: each.order for name, each in columns.items() if each.order is not None}
        self._compiled: dict[tuple[bool, str | None, bool], Statement[_Find]] = {}
        total = func.count().label("total")
        self._total = Statement(looked_in.with_only_columns(total, maintain_column_froms=True), int)
        self._by_key = Statement(element.where(key == func.any(_KEYS)), row)

    async def part(self, database: Database, wanted: Wanted, **values: Any) -> ListPart[R]:
        """The page that is wanted, or the last one where there are not so many."""
        words = [_pattern(each) for each in wanted.words.split()]
        given = {**values, "words": words, "said": dict(wanted.said)}
        (total,) = await _read(database, self._total, given)
        finds, page = await self._finds(database, wanted, {**given, "total": total})
        found = finds[0].found if finds else 0
        if wanted.is_whole and found > LARGEST_LIST:
            raise unfit(_TOO_LONG.filled(limit=LARGEST_LIST))
        return ListPart(
            rows=await self._rows(database, [each.key for each in finds], given),
            found=found,
            total=total,
            page=page,
            pages=_pages(found, wanted.rows),
            sorts=frozenset(self._orders),
        )

    async def _finds(self, database: Database, wanted: Wanted, given: dict[str, Any]) -> tuple[list[_Find], int]:
        statement = self._ordered(wanted)
        if wanted.is_whole:
            return await _read(database, statement, {**given, "list_offset": 0, "list_count": LARGEST_LIST}), 1
        first = {**given, "list_offset": (wanted.page - 1) * wanted.rows, "list_count": wanted.rows}
        if (finds := await _read(database, statement, first)) or wanted.page == 1:
            return finds, wanted.page
        # There are not so many: the last page instead.
        finds = await _read(database, statement, {**first, "list_offset": 0})
        page = _pages(finds[0].found if finds else 0, wanted.rows)
        if page == 1:
            return finds, page
        return await _read(database, statement, {**first, "list_offset": (page - 1) * wanted.rows}), page

    async def _rows(self, database: Database, keys: Sequence[UUID], given: Mapping[str, Any]) -> list[R]:
        """In the order of their keys, read in portions: nobody else waits for a long list meanwhile."""
        rows: list[R] = []
        for start in range(0, len(keys), _AT_ONCE):
            portion = keys[start : start + _AT_ONCE]
            # Each has the time of a request of its own, so that a whole list may take longer and a stuck one may not.
            with a_request():
                read = await _read(database, self._by_key, {**given, "keys": portion})
            by_key = {getattr(each, self._key.key): each for each in read}
            rows += [by_key[key] for key in portion if key in by_key]
        return rows

    def _ordered(self, wanted: Wanted) -> Statement[_Find]:
        """Compiled when it is first asked for: of most lists few orders ever are."""
        sort = wanted.sort if wanted.sort in self._orders else None
        asked = (bool(wanted.words.split()), sort, wanted.is_descending)
        if asked not in self._compiled:
            order = [self._key.desc() if self._latest_first else self._key.asc()]
            if sort is not None:
                by = self._orders[sort]
                order.insert(0, by.desc().nulls_last() if wanted.is_descending else by.asc().nulls_first())
            sorted_ = (self._some if asked[0] else self._all).order_by(*order)
            self._compiled[asked] = Statement(sorted_.limit(_COUNT).offset(_OFFSET), _Find)
        return self._compiled[asked]


def _pages(found: int, rows: int) -> int:
    return max(1, -(-found // rows))


async def _read(database: Database, statement: Statement[S], given: Mapping[str, Any]) -> list[S]:
    return await database.read(statement, **{name: value for name, value in given.items() if name in statement.types})


def _pattern(word: str) -> str:
    r"""A word as LIKE takes it.

    >>> _pattern("50%_Ä")
    '%50\\%\\_ä%'
    """
    plain = word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
