"""Tables of the office: filtered, sorted, cut into pages and exported by the address alone, without a script."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Response

from checkin_service.kit.http.routes import attachment
from checkin_service.kit.workbook import MEDIA_TYPE, workbook
from checkin_service.web.texts import Language, Speech
from checkin_service.web.visits import Visit

PAGE_ROWS = 50
_QUERY = 100
"""So many characters of a query are looked at."""
_PARTS = {"before", "cursor"}
"""Where a part of a list longer than what is held at once begins: backwards before an id, or after one."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the key of its heading."""

    word: str
    is_number: bool = False


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
    earlier: str | None = None
    later: str | None = None
    """Before or after which id it goes on, of a list longer than what is held at once."""

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

    def part(self, name: str = "", at: str = "") -> str:
        """The same question to another part of the list, or to its beginning."""
        kept = [pair for pair in self.others if pair[0] not in _PARTS]
        more = [(name, at)] if name else []
        return "?" + urlencode([*kept, *more, *([("q", self.query)] if self.query else [])])

    @property
    def is_part(self) -> bool:
        """Whether it begins where another part ended."""
        return any(name in _PARTS for name, _ in self.others)

    def sorted_by(self, column: int) -> str:
        """The address of the table sorted by a column, and the other way round the second time."""
        again = self.sort == column and not self.is_descending
        return self.address(sort=column, desc="1" if again else "", page=1)


def listed(
    visit: Visit,
    template: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    file: str,
    earlier: str | None = None,
    **values: Any,
) -> Response:
    """A page with the table, or the table as a workbook when the address asks for it."""
    columns, rows = _filled(columns, rows)
    asked = visit.request.query_params
    sort = asked.get("sort", "")
    column = int(sort) if sort.isascii() and sort.isdigit() and int(sort) < len(columns) else None
    is_descending = bool(asked.get("desc"))
    query = _query(visit)
    found = [row for row in rows if _holds(" ".join(cell.text for cell in row), query)]
    if column is not None:
        found.sort(key=lambda row: _order(row[column]), reverse=is_descending)
    if asked.get("export") == "xlsx":
        return _exported(visit, columns, found, file)
    shown = replace(
        _cut(visit, found, len(rows)), columns=columns, sort=column, is_descending=is_descending, earlier=earlier
    )
    return visit.page(template, listing=shown, **values)


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


def _cut(visit: Visit, found: Sequence[Any], total: int) -> Listing:
    """The page of what was found."""
    asked = visit.request.query_params
    pages = max(1, -(-len(found) // PAGE_ROWS))
    number = asked.get("page", "1")
    page = min(max(1, int(number)), pages) if number.isascii() and number.isdigit() else 1
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
        others=[pair for pair in asked.multi_items() if pair[0] not in {"q", "sort", "desc", "page", "done", "lang"}],
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


def _exported(visit: Visit, columns: Sequence[Column], rows: Sequence[Row], file: str) -> Response:
    speech = Speech(Language.of(visit.request))
    heading = [speech(column.word) for column in columns]
    body = workbook({"Sheet1": [heading, *([cell.text for cell in row] for row in rows)]})
    return attachment(body, f"{file}.xlsx", MEDIA_TYPE)
