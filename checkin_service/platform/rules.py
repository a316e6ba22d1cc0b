"""Pure decisions about admission: what a form must show, who decides on it, and how long keys live."""

from datetime import date, timedelta
from uuid import UUID

from checkin_service.kit.words import Words
from checkin_service.platform.model import ApplicationState, Office, OnboardingApplication

OVERLAP = timedelta(days=7)
"""Rotation: after the next key is issued the earlier ones serve this long, so that nobody has to switch at midnight."""

_OFFICES = {
    Office.CITY: Words("地市级信息化综合管理机构", "the city's office"),
    Office.PROVINCE: Words("省级信息化综合管理机构", "the province's office"),
    Office.OPERATOR: Words("平台运营机构", "the platform's operator"),
    Office.MINISTRY: Words("人社部信息中心", "the ministry's information centre"),
}


def refusal_to_file(filled_on: date, seals: dict[Office, date], *, today: date) -> Words | None:
    """Why a form cannot be entered: its days must lie in the order in which such things happen."""
    if filled_on > today or any(not filled_on <= sealed_on <= today for sealed_on in seals.values()):
        return _DAYS
    return None


def is_late(filled_on: date, *, apply_by: date | None) -> bool:
    """Whether a form was filled in after the last day to apply, that day included.

    >>> day = date(2021, 8, 16)
    >>> is_late(day, apply_by=day), is_late(date(2021, 8, 17), apply_by=day), is_late(day, apply_by=None)
    (False, True, False)
    """
    return apply_by is not None and filled_on > apply_by


def refusal_to_decide(application: OnboardingApplication, *, admitted: bool, by: UUID) -> Words | None:
    """Why somebody cannot decide on an application: it takes a second person, and all four seals to admit."""
    if application.state is not ApplicationState.FILED:
        return _DECIDED
    if application.filed_by == by:
        return _SECOND_PERSON
    missing = [office for office in Office if office not in application.sealed_on]
    if admitted and missing:
        zh, en = ("、".join(_OFFICES[each].zh for each in missing), ", ".join(_OFFICES[each].en for each in missing))
        return _SEALS.filled(zh=zh, en=en)
    return None


_DAYS = Words(
    "填表和盖章日期前后矛盾或晚于今天。", "The days of filling in and sealing contradict each other or lie ahead."
)
_DECIDED = Words("该申请已有结论。", "This application has been decided.")
_SECOND_PERSON = Words("须由另一人审批。", "Another person has to decide this.")
_SEALS = Words("缺少公章：{zh}。", "Seals are missing: {en}.")
