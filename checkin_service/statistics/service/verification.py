"""Recomputation of the counters: every share from its person's facts, counters and totals from the shares."""

from collections.abc import AsyncIterator
from uuid import UUID

from checkin_service.kit.database import Database
from checkin_service.statistics.rules.shares import difference, share_of
from checkin_service.statistics.service.seeing import people_seen
from checkin_service.statistics.service.tally import share_from
from checkin_service.statistics.store import counting, proving
from checkin_service.statistics.store.facts import people_after
from checkin_service.statistics.store.proving import Difference

_PAGE = 500


async def number_waiting(database: Database) -> int:
    """News that the counters have not followed yet."""
    return await counting.number_waiting(database)


async def differences(database: Database) -> AsyncIterator[Difference]:
    """Every figure that is not what its facts come to; people of whom there is news on its way are left out."""
    after = UUID(int=0)
    while page := await people_after(database, after=after, count=_PAGE):
        after = page[-1]
        stored = {each.trainee_id: each for each in await counting.shares(database, trainees=page)}
        people = await people_seen(database, page)
        for trainee_id in people.keys() - await proving.awaited(database, trainees=page):
            share = share_from(stored.get(trainee_id))
            for cell, off_by in difference(share_of(people[trainee_id]), share).items():
                yield Difference(f"share of {trainee_id}: {' '.join(map(str, cell))}", off_by)
    for each in await proving.counters_off(database):
        yield each._replace(figure=f"counter {each.figure}")
    for each in await proving.totals_off(database):
        yield each._replace(figure=f"total {each.figure}")
