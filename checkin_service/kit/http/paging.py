"""Long lists in pages: the cursor is the id after which the next page begins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Query

_BEFORE_ALL = UUID(int=0)

Item = TypeVar("Item")


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
