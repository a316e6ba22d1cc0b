"""Tables of the office: filtered, sorted, cut into pages and exported by the address alone, without a script."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode

from fastapi import Response

from checkin_service.kit.http.paging import ListPart, Wanted
from checkin_service.web.taking import TAKEN_FOR, purposes, taken_along
from checkin_service.web.texts import Language, Speech
from checkin_service.web.visits import Visit

PAGE_ROWS = 50
_EXPORTED_AT_ONCE = 500
_QUERY = 100
"""So many characters of a query are looked at."""
_DIGITS = 10
_PART = "cursor"
"""After which id a part of a list begins that is longer than what is held at once."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the key of its heading."""

    word: str
    is_number: bool = False

    @property
    def name(self) -> str:
        """By which a list that the database sorts knows it.

        >>> Column("books.credit_code").name
        'credit_code'
        """
        return self.word.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, perhaps a link, perhaps as a chip of a tone; `order` sorts where text does not."""

    text: str
    href: str = ""
    tone: str = ""
    order: Any = None


Row = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The part of a table that the address asks for."""

    columns: Sequence[Column]
    rows: Sequence[Any]
    found: int
    total: int
    query: str
    sort: int | None
    is_descending: bool
    page: int
    pages: int
    others: Sequence[tuple[str, str]] = field(default=())
    later: str | None = None
    """After which id it goes on, of a list longer than what is held at once."""

    purposes: Sequence[tuple[str, str]] = ()
    """What the whole list may be taken along for."""
    sorts: Collection[str] | None = None
    """The columns by which it can be sorted; none: all."""

    def may_sort(self, column: Column) -> bool:
        return self.sorts is None or column.name in self.sorts

    def address(self, **changes: object) -> str:
        """The same table, asked for otherwise."""
        asked: dict[str, object] = {
            "q": self.query,
            "sort": self.sort,
            "desc": "1" if self.is_descending else "",
            "page": self.page,
        }
        asked |= changes
        # Zero is the first column.
        kept = [(name, str(value)) for name, value in asked.items() if value is not None and value != ""]
        return "?" + urlencode([*self.others, *kept])

    def part(self, after: str = "") -> str:
        """The same question to another part of the list, or to its beginning."""
        kept = [pair for pair in self.others if pair[0] != _PART]
        more = [(_PART, after)] if after else []
        return "?" + urlencode([*kept, *more, *([("q", self.query)] if self.query else [])])

    @property
    def is_part(self) -> bool:
        """Whether it begins where another part ended."""
        return any(name == _PART for name, _ in self.others)

    def sorted_by(self, column: int) -> str:
        """The address of the table sorted by a column, and the other way round the second time."""
        again = self.sort == column and not self.is_descending
        return self.address(sort=column, desc="1" if again else "", page=1)


async def listed(
    visit: Visit,
    template: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    file: str,
    **values: Any,
) -> Response:
    """A page with the table, or the table as a workbook when the address asks for it."""
    columns, rows = _filled(columns, rows)
    column, is_descending, query = _sort(visit, columns), _is_descending(visit), _query(visit)
    found = [row for row in rows if _holds(" ".join(cell.text for cell in row), query)]
    if column is not None:
        found.sort(key=lambda row: _order(row[column]), reverse=is_descending)
    if _is_export(visit):
        return await _exported(visit, columns, found, file)
    shown = replace(_cut(visit, found, len(rows)), columns=columns, sort=column, is_descending=is_descending)
    return visit.page(template, listing=shown, **values)


class Source(NamedTuple):
    """A list that the database answers: how it is asked, and the cells of its rows."""

    ask: Callable[[Wanted], Awaitable[ListPart[Any]]]
    show: Callable[[Sequence[Any]], Awaitable[Sequence[Row]]]
    said: Mapping[str, Mapping[str, str]] = {}
    """How the words of a column are said, of each column that holds few."""


async def answered(
    visit: Visit,
    template: str,
    columns: Sequence[Column],
    source: Source,
    *,
    file: str,
    without: Collection[str] = (),
    **values: Any,
) -> Response:
    """A page with the part of a long list that the database found, or all that it finds as a workbook.

    `without` names columns that say nothing to this visitor.
    """
    kept = [number for number, column in enumerate(columns) if column.name not in without]
    columns = [columns[number] for number in kept]
    column = _sort(visit, columns)
    wanted = _wanted(visit, None if column is None else columns[column].name, source.said)
    part = await source.ask(wanted)
    rows = [[row[number] for number in kept] for row in await _shown(source, part.rows)]
    if wanted.is_whole:
        return await _exported(visit, columns, rows, file)
    listing = Listing(
        columns=columns,
        rows=rows,
        found=part.found,
        total=part.total,
        query=wanted.words,
        sort=column if wanted.sort in part.sorts else None,
        is_descending=wanted.is_descending,
        page=part.page,
        pages=part.pages,
        others=_others(visit),
        sorts=part.sorts,
        purposes=purposes(visit),
    )
    return visit.page(template, listing=listing, **values)


def _wanted(visit: Visit, sort: str | None, said: Mapping[str, Mapping[str, str]]) -> Wanted:
    return Wanted(
        words=_query(visit),
        sort=sort,
        is_descending=_is_descending(visit),
        page=_page(visit),
        rows=PAGE_ROWS,
        is_whole=_is_export(visit),
        said=said,
    )


async def _shown(source: Source, found: Sequence[Any]) -> list[Row]:
    rows: list[Row] = []
    for start in range(0, len(found), _EXPORTED_AT_ONCE):
        rows += await source.show(found[start : start + _EXPORTED_AT_ONCE])
        # Making many rows takes a while, in which others are served.
        await asyncio.sleep(0)
    return rows


def sifted(
    visit: Visit,
    items: Iterable[Item],
    words: Callable[[Item], Iterable[str | None]],
    *,
    later: str | None = None,
) -> Listing:
    """Cards instead of rows: those that hold the words which the address asks for, one page of them."""
    kept, query = list(items), _query(visit)
    found = [each for each in kept if _holds(" ".join(word for word in words(each) if word), query)]
    return replace(_cut(visit, found, len(kept)), later=later)


def found_by(path: str, words: str) -> str:
    """The address of a list that holds only what has these words.

    >>> found_by("/proposals", "王芳")
    '/proposals?q=%E7%8E%8B%E8%8A%B3'
    """
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'q': words[:_QUERY]})}"


def _query(visit: Visit) -> str:
    return visit.request.query_params.get("q", "").strip()[:_QUERY]


def _sort(visit: Visit, columns: Sequence[Column]) -> int | None:
    sort = visit.request.query_params.get("sort", "")
    return int(sort) if _is_small(sort) and int(sort) < len(columns) else None


def _is_descending(visit: Visit) -> bool:
    return bool(visit.request.query_params.get("desc"))


def _page(visit: Visit) -> int:
    number = visit.request.query_params.get("page", "1")
    return max(1, int(number)) if _is_small(number) else 1


def _is_small(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < _DIGITS


def _is_export(visit: Visit) -> bool:
    return visit.request.query_params.get("export") == "xlsx"


def _others(visit: Visit) -> list[tuple[str, str]]:
    """What else the address says."""
    asked = visit.request.query_params.multi_items()
    return [pair for pair in asked if pair[0] not in {"q", "sort", "desc", "page", "done", "lang", "export", TAKEN_FOR}]


def _cut(visit: Visit, found: Sequence[Any], total: int) -> Listing:
    """The page of what was found."""
    pages = max(1, -(-len(found) // PAGE_ROWS))
    page = min(_page(visit), pages)
    return Listing(
        columns=(),
        rows=found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
        found=len(found),
        total=total,
        query=_query(visit),
        sort=None,
        is_descending=False,
        page=page,
        pages=pages,
        others=_others(visit),
        purposes=purposes(visit),
    )


def _filled(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Sequence[Column], Sequence[Row]]:
    """Without the columns in which nobody has anything: a school's own list needs no institution in each row.

    >>> _filled([Column("name"), Column("institution")], [(Cell("王芳"), Cell(""))])[0]
    [Column(word='name', is_number=False)]
    """
    kept = [number for number in range(len(columns)) if not rows or any(row[number].text for row in rows)]
    return [columns[number] for number in kept], [[row[number] for number in kept] for row in rows]


def _holds(words: str, query: str) -> bool:
    text = words.casefold()
    return all(part in text for part in query.casefold().split())


def _order(cell: Cell) -> tuple[bool, Any]:
    """Empty cells first; the rest by what sorts them."""
    value = cell.text if cell.order is None else cell.order
    return value not in ("", None), value


async def _exported(visit: Visit, columns: Sequence[Column], rows: Sequence[Row], file: str) -> Response:
    speech = Speech(Language.of(visit.request))
    heading = [speech(column.word) for column in columns]
    return await taken_along(visit, [heading, *([cell.text for cell in row] for row in rows)], file)
