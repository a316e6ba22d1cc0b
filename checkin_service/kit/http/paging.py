"""Long lists in pages: by the id after which the next page begins, or by words, a column and the number of a page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Generic, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Query

_BEFORE_ALL = UUID(int=0)

_AT_ONCE = 200
MOST_ITEMS = 5_000
"""A part of a list that is held in memory at once goes no further."""

Item = TypeVar("Item")
Made = TypeVar("Made")
Answer = TypeVar("Answer", bound="Sheet")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is asked for. Ids sort by time, so that a list grows at its end."""

    after: UUID
    limit: int

    @classmethod
    def first(cls, limit: int) -> "PageRequest":
        return cls(_BEFORE_ALL, limit)

    @property
    def fetch(self) -> int:
        """One more than is shown: it tells whether anything follows."""
        return self.limit + 1

    def shown(self, items: Sequence[Item], id_of: Callable[[Item], UUID]) -> tuple[list[Item], str | None]:
        """What this page shows of the items fetched, and the cursor of the next page if there is one."""
        page = list(items[: self.limit])
        return page, str(id_of(page[-1])) if len(items) > self.limit else None


async def page_request(
    cursor: Annotated[UUID | None, Query(description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PageRequest:
    return PageRequest(cursor or _BEFORE_ALL, limit)


Page = Annotated[PageRequest, Depends(page_request)]


async def everything(ask: Callable[[PageRequest], Awaitable[tuple[Sequence[Item], str | None]]]) -> list[Item]:
    """All items of a list that the service hands out in pages."""
    return (await _from(ask, None, most=None))[0]


async def _from(
    ask: Callable[[PageRequest], Awaitable[tuple[Sequence[Item], str | None]]], after: UUID | None, *, most: int | None
) -> tuple[list[Item], str | None]:
    items: list[Item] = []
    cursor: str | None = str(after or _BEFORE_ALL)
    while cursor is not None and (most is None or len(items) < most):
        more, cursor = await ask(PageRequest(UUID(cursor), _AT_ONCE))
        items.extend(more)
    return items, cursor


class Sheet(Protocol):
    """A page of a list as a service answers it."""

    @property
    def next_cursor(self) -> str | None: ...


async def every(ask: Callable[[PageRequest], Awaitable[Answer]], of: Callable[[Answer], Sequence[Item]]) -> list[Item]:
    """The same where the items stand in an answer with its cursor; `of` takes them out of it."""
    return (await _from(_of_answers(ask, of), None, most=None))[0]


async def part(
    ask: Callable[[PageRequest], Awaitable[Answer]],
    of: Callable[[Answer], Sequence[Item]],
    after: UUID | None = None,
) -> tuple[list[Item], str | None]:
    """As much of it as is held at once, and the id after which the rest begins where there is any."""
    return await _from(_of_answers(ask, of), after, most=MOST_ITEMS)


def _of_answers(
    ask: Callable[[PageRequest], Awaitable[Answer]], of: Callable[[Answer], Sequence[Item]]
) -> Callable[[PageRequest], Awaitable[tuple[Sequence[Item], str | None]]]:
    async def items(page: PageRequest) -> tuple[Sequence[Item], str | None]:
        found = await ask(page)
        return of(found), found.next_cursor

    return items


# Lists that the database sorts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants of a long list: rows with some words, in the order of a column, and which page of them."""

    words: str = ""
    sort: str | None = None
    """A column by its name; without one, in the order in which the rows were entered."""

    is_descending: bool = False
    page: int = 1
    rows: int = 50
    is_whole: bool = False
    """All pages at once, to be taken along."""

    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """How the words of a column are said to the visitor, of each column that holds few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPart(Generic[Item]):
    """The rows that were wanted, and how many there are."""

    rows: Sequence[Item]
    found: int
    total: int
    page: int
    pages: int
    sorts: frozenset[str]
    """The columns that the list can be sorted by."""

    def of(self, made: Callable[[Item], Made]) -> "ListPart[Made]":
        """The same part with other rows made of these."""
        return ListPart(
            rows=[made(each) for each in self.rows],
            found=self.found,
            total=self.total,
            page=self.page,
            pages=self.pages,
            sorts=self.sorts,
        )
