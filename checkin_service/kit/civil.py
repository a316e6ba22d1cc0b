"""Civil time: where days begin and end; unlike the clock it reads nothing, so rules may use it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
"""The civil time of every jurisdiction served. Days are counted here; moments are stored in UTC."""


def day_of(moment: datetime) -> date:
    """The civil day in China that a moment belongs to.

    >>> day_of(datetime.fromisoformat("2026-03-01T16:00:00+00:00")).isoformat()
    '2026-03-02'
    """
    return moment.astimezone(CHINA).date()
