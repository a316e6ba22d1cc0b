"""Remedies against a denial with their deadlines: appeal in the service, reconsideration, litigation."""

import calendar
from datetime import date, timedelta
from functools import lru_cache

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.remedies import Remedy, RemedyKind
from checkin_service.kit.verdict import OURS, Basis, BasisKind
from checkin_service.kit.workdays import Workdays
from checkin_service.policy.book import PolicyView
from checkin_service.voucher.rules import workdays as workdays_of

_RECONSIDERATION_DAYS = 60
_LITIGATION_MONTHS = 6
_MONTHS = 12

_RECONSIDERATION = Basis(
    kind=BasisKind.STATUTE,
    clause="第二十条",
    document="中华人民共和国行政复议法（2023年修订）",
    quote="自知道或者应当知道该行政行为之日起六十日内提出行政复议申请",
)
_LITIGATION = Basis(
    kind=BasisKind.STATUTE,
    clause="第四十六条",
    document="中华人民共和国行政诉讼法（2017年修正）",
    quote="自知道或者应当知道作出行政行为之日起六个月内提出",
)


def remedies_of(outcome: DeterminationOutcome, *, served_on: date, workdays: Workdays) -> tuple[Remedy, ...]:
    """The remedies against a denial; the day of service itself is not counted, the last day is.

    A last day that nobody works rolls to the next worked one (Civil Code art. 203).

    >>> remedies = remedies_of(DeterminationOutcome.NOT_ELIGIBLE, served_on=date(2022, 8, 31), workdays=Workdays())
    >>> [remedy.until.isoformat() for remedy in remedies]
    ['2022-10-31', '2022-10-31', '2023-02-28']
    """
    if outcome is not DeterminationOutcome.NOT_ELIGIBLE:
        return ()
    in_sixty_days = workdays.next_working(served_on + timedelta(days=_RECONSIDERATION_DAYS))
    in_six_months = workdays.next_working(_months_on(served_on, _LITIGATION_MONTHS))
    return (
        # An appeal to us shall never close before the law's own remedy does.
        Remedy(kind=RemedyKind.APPEAL, until=in_sixty_days, basis=OURS),
        Remedy(kind=RemedyKind.RECONSIDERATION, until=in_sixty_days, basis=_RECONSIDERATION),
        Remedy(kind=RemedyKind.LITIGATION, until=in_six_months, basis=_LITIGATION),
    )


@lru_cache(maxsize=1024)
def remedies_under(view: PolicyView, outcome: DeterminationOutcome, served_on: date) -> tuple[Remedy, ...]:
    """The same by the calendar of a jurisdiction; found once for all who are denied on a day."""
    return remedies_of(outcome, served_on=served_on, workdays=workdays_of(view))


def _months_on(day: date, months: int) -> date:
    """The day of the same number, or the month's last day where it has none (Civil Code art. 202)."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
