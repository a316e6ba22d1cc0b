"""Long lists are fetched sheet after sheet, and nothing of them is cut off in silence."""

from dataclasses import dataclass
from uuid import UUID

from checkin_service.kit.http.paging import MOST_ITEMS, PageRequest, every, part


@dataclass(frozen=True)
class Sheet:
    numbers: list[int]
    next_cursor: str | None


def counting_to(last: int, page: PageRequest) -> Sheet:
    first = page.after.int + 1
    numbers, cursor = page.shown(range(first, min(last, page.after.int + page.fetch) + 1), lambda each: UUID(int=each))
    return Sheet(numbers, cursor)


async def test_all_of_a_list_is_fetched() -> None:
    async def ask(page: PageRequest) -> Sheet:
        return counting_to(453, page)

    assert await every(ask, lambda sheet: sheet.numbers) == list(range(1, 454))


async def test_all_of_it_is_all_however_long_it_is() -> None:
    async def ask(page: PageRequest) -> Sheet:
        return counting_to(MOST_ITEMS + 3, page)

    assert len(await every(ask, lambda sheet: sheet.numbers)) == MOST_ITEMS + 3


async def test_a_list_without_end_is_left_at_the_most_that_is_held_at_once() -> None:
    async def ask(page: PageRequest) -> Sheet:
        return counting_to(10**9, page)

    assert len((await part(ask, lambda sheet: sheet.numbers))[0]) == MOST_ITEMS


async def test_what_is_more_goes_on_where_the_part_before_ended() -> None:
    async def ask(page: PageRequest) -> Sheet:
        return counting_to(MOST_ITEMS + 3, page)

    first, cursor = await part(ask, lambda sheet: sheet.numbers)
    assert cursor is not None
    rest, end = await part(ask, lambda sheet: sheet.numbers, UUID(cursor))
    assert (first + rest, end) == (list(range(1, MOST_ITEMS + 4)), None)
