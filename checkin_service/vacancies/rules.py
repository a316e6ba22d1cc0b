"""Rules of vacancies: how one stands, what may be done to it, and whom it suits (SX-02)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from checkin_service.kit.words import Words
from checkin_service.policy.model import prefix_of
from checkin_service.vacancies.model import Interest, Trained, Vacancy, VacancyState, VacancyStep, VacancyStepKind

Offered = TypeVar("Offered", bound=Vacancy)

MOST_DAYS = 180
"""So far ahead the last day of a vacancy may lie."""
_CITY = 4
"""How many digits of a division's code name its city."""


def state_of(vacancy: Vacancy, steps: Sequence[VacancyStep], *, on: date) -> VacancyState:
    """How a vacancy stands on a day; after its last day it is over by itself."""
    kinds = {each.kind for each in steps}
    if VacancyStepKind.CLOSED in kinds:
        return VacancyState.CLOSED
    if VacancyStepKind.REFUSED in kinds:
        return VacancyState.REFUSED
    if vacancy.valid_until < on:
        return VacancyState.EXPIRED
    is_public = vacancy.institution_id is None or VacancyStepKind.APPROVED in kinds
    return VacancyState.OPEN if is_public else VacancyState.FILED


def entry_refusal(vacancy: Vacancy, *, on: date) -> Words | None:
    """Why a vacancy cannot be entered: outside the authority's places, or with a last day that makes no sense."""
    if not vacancy.division.startswith(prefix_of(vacancy.authority_code)):
        return _ELSEWHERE.filled(authority=vacancy.authority_code)
    latest = on + timedelta(days=MOST_DAYS)
    return None if on <= vacancy.valid_until <= latest else _LAST_DAY.filled(latest=latest.isoformat())


def examination_refusal(state: VacancyState) -> Words | None:
    return None if state is VacancyState.FILED else _NOTHING_WAITS


def closing_refusal(state: VacancyState) -> Words | None:
    """Why a vacancy cannot be ended early: it is over already."""
    return None if state in {VacancyState.FILED, VacancyState.OPEN} else _OVER


def interest_refusal(
    vacancy: Vacancy,
    state: VacancyState,
    before: Sequence[Interest],
    trained: Iterable[Trained],
    *,
    is_withdrawal: bool,
) -> Words | None:
    """Why a person cannot say so: taking back is possible at any time, asking only of an open vacancy that suits."""
    if is_withdrawal:
        return None if is_interested(before) else _NOT_ASKED
    if state is not VacancyState.OPEN:
        return _NOT_OPEN
    if is_interested(before):
        return _ASKED
    return None if suits(vacancy, trained) else _OTHER_OCCUPATION


def is_interested(stated: Sequence[Interest]) -> bool:
    """What somebody said last counts."""
    return bool(stated) and not stated[-1].is_withdrawal


def suits(vacancy: Vacancy, trained: Iterable[Trained]) -> bool:
    """Whether it is of an occupation that somebody was trained for, in the same city.

    Projects older than the register of occupations have no code: of them the name counts.
    """
    return any(
        vacancy.division[:_CITY] == each.division[:_CITY]
        and (vacancy.occupation_code == each.occupation_code or folded(vacancy.occupation) == folded(each.occupation))
        for each in trained
    )


def nearest_first(found: Iterable[Offered], trained: Collection[Trained]) -> list[Offered]:
    """Those of the very division of a class first, then the newest."""
    near = {each.division for each in trained}
    newest = sorted(found, key=lambda each: each.entered_at, reverse=True)
    return sorted(newest, key=lambda each: each.division not in near)


def cities_of(trained: Iterable[Trained]) -> set[str]:
    """What the codes of the divisions begin with where a person looks for work."""
    return {each.division[:_CITY] for each in trained}


def folded(name: str) -> str:
    """An occupation's name without white space and capitals.

    >>> folded("电 工"), folded("CNC 操作工")
    ('电工', 'cnc操作工')
    """
    return "".join(name.split()).casefold()


_ELSEWHERE = Words(
    "工作地点不在{authority}的辖区内，请填写辖区内的行政区划代码，或由当地人社部门发布。",
    "The place of work lies outside {authority}: give a division below it, or let the authority there publish it.",
)
_LAST_DAY = Words(
    "有效期须从今天起，最晚到{latest}。到期后自动下架，可再次发布。",
    "The last day lies between today and {latest}; afterwards the vacancy can be published anew.",
)
_NOTHING_WAITS = Words("该岗位没有待审核的内容。", "Nothing of this vacancy waits to be examined.")
_OVER = Words("该岗位已下架、到期或未通过审核。", "The vacancy is closed, expired or refused already.")
_NOT_OPEN = Words("该岗位已下架或到期，请查看其他岗位。", "The vacancy is over; look at the others.")
_ASKED = Words("您已表示有意向，不必再次提交。", "You have said so already.")
_NOT_ASKED = Words("您没有对该岗位表示过意向，或已撤回。", "You have not asked to be referred here, or took it back.")
_OTHER_OCCUPATION = Words(
    "该岗位与您培训的职业（工种）或所在地区不符，可按所留电话直接联系。",
    "The vacancy is of another occupation or city than your training; call the number it states.",
)
