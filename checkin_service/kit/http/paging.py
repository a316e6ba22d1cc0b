"""Long lists in pages: the cursor is the id after which the next page begins."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Query

_BEFORE_ALL = UUID(int=0)
_AFTER_ALL = UUID(int=2**128 - 1)

_AT_ONCE = 200
MOST_ITEMS = 5_000
"""A list that is held in memory at once goes no further."""

Item = TypeVar("Item")
Answer = TypeVar("Answer", bound="Sheet")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list is asked for. Ids sort by time, so that a list grows at its end."""

    after: UUID
    limit: int

    @classmethod
    def first(cls, limit: int) -> "PageRequest":
        return cls(_BEFORE_ALL, limit)

    @classmethod
    def latest(cls, before: UUID | None, limit: int) -> "PageRequest":
        """The end of a list, or what came before an id, for those who read it backwards."""
        return cls(before or _AFTER_ALL, limit)

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
    """All items of a list that the service hands out in pages, up to `MOST_ITEMS`."""
    return (await _from(ask, None))[0]


async def _from(
    ask: Callable[[PageRequest], Awaitable[tuple[Sequence[Item], str | None]]], after: UUID | None
) -> tuple[list[Item], str | None]:
    items: list[Item] = []
    cursor: str | None = str(after or _BEFORE_ALL)
    while cursor is not None and len(items) < MOST_ITEMS:
        more, cursor = await ask(PageRequest(UUID(cursor), _AT_ONCE))
        items.extend(more)
    return items, cursor


class Sheet(Protocol):
    """A page of a list as a service answers it."""

    @property
    def next_cursor(self) -> str | None: ...


async def every(ask: Callable[[PageRequest], Awaitable[Answer]], of: Callable[[Answer], Sequence[Item]]) -> list[Item]:
    """The same where the items stand in an answer with its cursor; `of` takes them out of it."""
    return (await part(ask, of))[0]


async def part(
    ask: Callable[[PageRequest], Awaitable[Answer]],
    of: Callable[[Answer], Sequence[Item]],
    after: UUID | None = None,
) -> tuple[list[Item], str | None]:
    """As much of it as is held at once, and the id after which the rest begins where there is any."""

    async def items(page: PageRequest) -> tuple[Sequence[Item], str | None]:
        found = await ask(page)
        return of(found), found.next_cursor

    return await _from(items, after)
