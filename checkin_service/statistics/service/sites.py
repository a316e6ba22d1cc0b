"""Training places of a region by their rate of doubts; read of sign-ins, hence of few months."""

from datetime import datetime, time

from checkin_service.kit.civil import CHINA, day_of
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.statistics.rules.doubts import doubt_rate
from checkin_service.statistics.schemas import SiteDoubts, SitesByDoubts
from checkin_service.statistics.service.scope import Scope, month_after, smallest_cell
from checkin_service.statistics.store import sites as store
from checkin_service.statistics.store.sites import SiteSeen

MOST_MONTHS = 3
"""Ours: sign-ins are read one by one, and counters stand for no place."""


async def sites_by_doubts(resources: Resources, scope: Scope) -> SitesByDoubts:
    """The highest rate first; places of which nothing may be said come last."""
    before = month_after(scope.until)
    if (before.year - scope.since.year) * 12 + before.month - scope.since.month > MOST_MONTHS:
        raise unfit(_TOO_LONG.filled(most=MOST_MONTHS))
    smallest = smallest_cell(resources, scope.division)
    found = await store.sites(
        resources.database,
        first_code=scope.first_code,
        last_code=scope.last_code,
        since=datetime.combine(scope.since, time(), CHINA),
        before=datetime.combine(before, time(), CHINA),
        on_day=day_of(resources.clock.now()),
    )
    told = [_told(each, smallest) for each in found]
    told.sort(key=lambda each: (each.per_mille is None, -(each.per_mille or 0), each.institution, each.site))
    return SitesByDoubts(asked=scope.asked, smallest_cell=smallest, sites=told)


def _told(found: SiteSeen, smallest: int) -> SiteDoubts:
    rate = doubt_rate(
        people=found.people,
        signed=found.signed,
        doubted_people=found.doubted_people,
        doubted=found.doubted,
        smallest=smallest,
    )
    return SiteDoubts.showing(found, **rate._asdict())


_TOO_LONG = Words(
    "签到存疑按地点最多查询{most}个月，请缩短起止月份。",
    "Doubts by place are told of {most} months at most; ask for fewer.",
)
