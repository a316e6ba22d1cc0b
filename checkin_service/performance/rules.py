"""Rules of performance reports: whose project it is, for which year, and how far a target was reached (SX-35)."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from checkin_service.kit.words import Words
from checkin_service.performance.model import TARGETS


def filing_refusal(*, year: int, today: date, is_of_sector: bool, sector: str | None) -> Words | None:
    """Why a report cannot be filed: the year has not come, or no sector authority has the project.

    >>> filing_refusal(year=2027, today=date(2026, 3, 2), is_of_sector=False, sector=None).en
    'The year 2027 has not begun; report on 2026 or an earlier year.'
    """
    if year > today.year:
        return _FUTURE.filled(year=year, today=today.year)
    return _NO_SECTOR if is_of_sector and sector is None else None


def reached(figures: Mapping[str, int], targets: Mapping[str, int]) -> dict[str, Fraction | None]:
    """How much of each target was reached, exactly; nothing where no target was set.

    >>> reached({"trained": 90, "certified": 3, "paid_fen": 0},
    ...     {"target_people": 120, "target_certified": 0, "target_paid_fen": 100})["trained"]
    Fraction(3, 4)
    """
    return {
        figure: Fraction(figures.get(figure, 0), targets[target]) if targets[target] else None
        for figure, target in TARGETS.items()
    }


_FUTURE = Words(
    "{year}年还没有开始，请填报{today}年或以前的年度。",
    "The year {year} has not begun; report on {today} or an earlier year.",
)
_NO_SECTOR = Words(
    "本项目没有行业主管部门，由人社部门填报。",
    "The project has no sector authority; the authority for human resources reports on it.",
)
