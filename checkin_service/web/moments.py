"""Days and times as people in China read them, in either language."""

from datetime import datetime

from checkin_service.kit.civil import CHINA
from checkin_service.web.texts import Language

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: datetime, language: Language) -> str:
    """The civil day.

    >>> from datetime import UTC
    >>> moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    >>> day(moment, Language.ZH), day(moment, Language.EN)
    ('2026年3月2日 周一', 'Mon 2 Mar 2026')
    """
    here = moment.astimezone(CHINA)
    if language is Language.EN:
        return f"{_EN_DAYS[here.weekday()]} {here.day} {_EN_MONTHS[here.month - 1]} {here.year}"
    return f"{here.year}年{here.month}月{here.day}日 周{_ZH_DAYS[here.weekday()]}"


def hour(moment: datetime) -> str:
    """The time of day.

    >>> from datetime import UTC
    >>> hour(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    '07:30'
    """
    return moment.astimezone(CHINA).strftime("%H:%M")


def clock(moment: datetime) -> str:
    """The time of day to the second, for what changes while one looks.

    >>> from datetime import UTC
    >>> clock(datetime(2026, 3, 1, 23, 30, 5, tzinfo=UTC))
    '07:30:05'
    """
    return moment.astimezone(CHINA).strftime("%H:%M:%S")


def short_day(moment: datetime) -> str:
    """Month and day, for the heads of narrow columns.

    >>> from datetime import UTC
    >>> short_day(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    '3/2'
    """
    here = moment.astimezone(CHINA)
    return f"{here.month}/{here.day}"


def day_and_hour(moment: datetime, language: Language) -> str:
    return f"{day(moment, language)} {hour(moment)}"


def written(text: str, language: Language) -> str:
    """Day and time of a moment as stored documents write it (ISO 8601)."""
    return day_and_hour(datetime.fromisoformat(text), language)
