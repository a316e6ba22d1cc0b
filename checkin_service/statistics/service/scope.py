"""The scope of a question: place, role and months, held against what the subject may see."""

from dataclasses import dataclass
from datetime import date, timedelta

from checkin_service.access.model import Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import book
from checkin_service.policy.model import prefix_of
from checkin_service.statistics.model import Role
from checkin_service.statistics.schemas import Asked

_CODE_DIGITS = 6
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A place with everything below it, in one role, over some months."""

    division: str
    role: Role
    since: date
    until: date

    @property
    def prefix(self) -> str:
        return prefix_of(self.division)

    @property
    def first_code(self) -> str:
        return self.prefix.ljust(_CODE_DIGITS, "0")

    @property
    def last_code(self) -> str:
        return self.prefix.ljust(_CODE_DIGITS, "9")

    @property
    def digits_below(self) -> int:
        """How many digits tell the divisions below it apart: provinces, cities, counties."""
        return min(len(self.prefix) + 2, _CODE_DIGITS)

    @property
    def asked(self) -> Asked:
        return Asked(division=self.division, role=self.role, since=said(self.since), until=said(self.until))


def scope_of(
    resources: Resources,
    subject: Subject,
    *,
    division: str | None,
    role: Role,
    since: str | None = None,
    until: str | None = None,
) -> Scope:
    """Nothing said: one's own place, this month. A place that is not one's own or below it is not found."""
    own = subject.authority_code
    if own is None or not (division or own).startswith(prefix_of(own)):
        raise not_found()
    return _scope(resources, division or own, role, since, until)


def public_scope(resources: Resources, *, division: str, since: str | None, until: str | None) -> Scope:
    """Any place, counted where the vouchers were issued."""
    return _scope(resources, division, Role.PAYING, since, until)


def said(month: date) -> str:
    return f"{month:%Y-%m}"


def month_from(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def month_after(month: date) -> date:
    """The first day of the month after.

    >>> month_after(date(2026, 12, 1)).isoformat()
    '2027-01-01'
    """
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _scope(resources: Resources, division: str, role: Role, since: str | None, until: str | None) -> Scope:
    last = month_from(until) if until else day_of(resources.clock.now()).replace(day=1)
    first = month_from(since) if since else last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 1 <= months <= _MOST_MONTHS:
        raise Problem(ProblemKind.MALFORMED, _PERIOD.filled(most=_MOST_MONTHS))
    return Scope(division=division, role=role, since=first, until=last)


def smallest_cell(resources: Resources, division: str) -> int:
    """How many people there must be before their number is said."""
    view = book().at(division, on=day_of(resources.clock.now()))
    return view.value("statistics.smallest_cell").integer


_PERIOD = Words(
    "起始月份不得晚于截止月份，且不超过 {most} 个月。", "The first month comes before the last, {most} months at most."
)
