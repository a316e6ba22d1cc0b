"""Periods of vouchers: calendar months, the last day included, moved on from a public holiday."""

import calendar
from datetime import date

from checkin_service.kit.workdays import Workdays
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind

_MONTHS = 12


def last_day(obtained_on: date, months: int) -> date:
    """The last day of a period of calendar months, that day included (Civil Code art. 201 and 202).

    The day of the same number ends it; where the month has none, its last day does.

    >>> last_day(date(2022, 8, 31), 3)
    datetime.date(2022, 11, 30)
    >>> last_day(date(2023, 11, 29), 3)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(obtained_on.month - 1 + months, _MONTHS)
    year, month = obtained_on.year + years, month + 1
    return date(year, month, min(obtained_on.day, calendar.monthrange(year, month)[1]))


def periods(obtained_on: date, *, activate_within_months: int | None, use_within_months: int) -> tuple[date, date]:
    """The last day to activate and the last day to use; both count from obtaining (取得; SX-12, SX-13).

    Where no activation is asked for, the time to use is the only one.

    >>> periods(date(2022, 3, 1), activate_within_months=3, use_within_months=6)
    (datetime.date(2022, 6, 1), datetime.date(2022, 9, 1))
    """
    use_by = last_day(obtained_on, use_within_months)
    if activate_within_months is None:
        return use_by, use_by
    return min(last_day(obtained_on, activate_within_months), use_by), use_by


def periods_under(
    view: PolicyView, kind: VoucherKind, obtained_on: date, *, on_template: int | None = None
) -> tuple[date, date]:
    """The last day to activate and the last day to use, as the jurisdiction sets and moves them (SX-12, SX-13).

    The months on the template shorten the time to use and never lengthen it; they set it where no rule does (MP-05,
    MP-10). Raises `PolicyUnknown` where neither does.
    """
    months = view.value("voucher.activate_within_months", kind)
    activate_by, use_by = periods(
        obtained_on,
        activate_within_months=months.integer if months.is_required else None,
        use_within_months=_use_months(view, kind, on_template),
    )
    return rolled(activate_by, view, kind), rolled(use_by, view, kind)


def _use_months(view: PolicyView, kind: VoucherKind, on_template: int | None) -> int:
    if view.unknown([("voucher.use_within_months", kind)]) and on_template is not None and sets_period(view, kind):
        return on_template
    months = view.value("voucher.use_within_months", kind).integer
    return months if on_template is None else min(months, on_template)


def sets_period(view: PolicyView, kind: VoucherKind) -> bool:
    """Whether the text leaves the time to use to the voucher's template (MP-05)."""
    return view.value("voucher.use_period_set_by", kind).text == "template"


def rolled(last: date, view: PolicyView, kind: VoucherKind) -> date:
    """The day a period really ends: a last day off moves to the next working day (Civil Code art. 203).

    Whether only public holidays move it, or every day off, or none, is the value `voucher.last_day_rolls`.
    """
    days, mode = workdays(view), view.value("voucher.last_day_rolls", kind).text
    moves = days.is_public_holiday(last) or (mode == "after_days_off" and not days.is_working(last))
    return days.next_working(last) if moves and mode != "never" else last


def workdays(view: PolicyView) -> Workdays:
    """The calendar of the jurisdiction: the State Council's, with the authority's own days."""
    return Workdays(
        extra_days_off=view.value("calendar.extra_days_off").days,
        extra_working_days=view.value("calendar.extra_working_days").days,
    )


def completed_in_time(*, trained_until: date, use_by: date) -> bool:
    """Whether training ended within the voucher's period (FJ-13); when a certificate came plays no part.

    >>> completed_in_time(trained_until=date(2022, 6, 1), use_by=date(2022, 6, 1))
    True
    """
    return trained_until <= use_by
