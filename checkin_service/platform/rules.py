"""Pure decisions about admission: what a form must show, who decides on it, and how long keys live."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from checkin_service.kit.words import Words
from checkin_service.platform.model import ApplicationState, CityState, Office, OnboardingApplication

OVERLAP = timedelta(days=7)
"""Rotation: after the next key is issued the earlier ones serve this long, so that nobody has to switch at midnight."""

_PROVINCE_ENDS, _CITY_ENDS, _NATION = "0000", "00", "00"

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


def days_late(day: date, *, apply_by: date | None) -> int | None:
    """By how many days a day lies after the last one to apply; nothing when it does not.

    >>> last = date(2021, 8, 16)
    >>> days_late(date(2021, 8, 19), apply_by=last), days_late(last, apply_by=last), days_late(last, apply_by=None)
    (3, None, None)
    """
    return None if apply_by is None or day <= apply_by else (day - apply_by).days


def is_province(authority_code: str) -> bool:
    """Whether an authority is a province's, which has cities below it.

    >>> is_province("370000"), is_province("370100"), is_province("000000")
    (True, False, False)
    """
    return authority_code.endswith(_PROVINCE_ENDS) and not authority_code.startswith(_NATION)


def cities_of(province: str, codes: Iterable[str]) -> list[str]:
    """Of some authorities the cities of a province, in the order of their codes.

    >>> cities_of("370000", ["370203", "370200", "370000", "330600", "370100", "370200"])
    ['370100', '370200']
    """
    return sorted(
        {code for code in codes if code[:2] == province[:2] and code.endswith(_CITY_ENDS) and not is_province(code)}
    )


def city_state(application: OnboardingApplication | None, *, apply_by: date | None) -> CityState:
    """How far a city has come with its latest form."""
    if application is None:
        return CityState.MISSING
    if application.state is not ApplicationState.FILED:
        return CityState(application.state.value)
    if Office.PROVINCE in application.seals:
        return CityState.SENT_UP
    return CityState.LATE if is_late(application.filled_on, apply_by=apply_by) else CityState.HANDED_IN


def refusal_to_send_up(applications: Sequence[OnboardingApplication], sealed_on: date, *, today: date) -> Words | None:
    """Why forms do not go up together: decided, sent before, without the city's seal, or sealed on a wrong day."""
    for each in applications:
        if each.state is not ApplicationState.FILED or Office.PROVINCE in each.seals:
            return _SENT_BEFORE.filled(applicant=each.applicant)
        if Office.CITY not in each.seals:
            return _NO_CITY_SEAL.filled(applicant=each.applicant)
        if not each.seals[Office.CITY] <= sealed_on <= today:
            return _DAYS
    return None


def refusal_to_decide(application: OnboardingApplication, *, admitted: bool, by: UUID) -> Words | None:
    """Why somebody cannot decide on an application: it takes a second person, and all four seals to admit."""
    if application.state is not ApplicationState.FILED:
        return _DECIDED
    if application.filed_by == by:
        return _SECOND_PERSON
    missing = [office for office in Office if office not in application.seals]
    if admitted and missing:
        zh, en = ("、".join(_OFFICES[each].zh for each in missing), ", ".join(_OFFICES[each].en for each in missing))
        return _SEALS.filled(zh=zh, en=en)
    return None


_DAYS = Words(
    "填表和盖章日期前后矛盾或晚于今天。", "The days of filling in and sealing contradict each other or lie ahead."
)
_DECIDED = Words("该申请已有结论。", "This application has been decided.")
_SECOND_PERSON = Words("须由另一人审批。", "Another person has to decide this.")
_SENT_BEFORE = Words(
    "{applicant}的申请表已报送或已有结论，请从本次报送中去掉。",
    "The form of {applicant} has gone up or been decided already: leave it out.",
)
_NO_CITY_SEAL = Words(
    "{applicant}的申请表没有市级公章，请退回补盖后再报送。",
    "The form of {applicant} lacks the city's seal: have it sealed first.",
)
_SEALS = Words("缺少公章：{zh}。", "Seals are missing: {en}.")
