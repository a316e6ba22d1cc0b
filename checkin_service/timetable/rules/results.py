"""Rules for entering an assessment result as an institution states it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checkin_service.kit.words import Words
from checkin_service.timetable.model import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One person's result, with the certificate that came with it."""

    trainee_id: UUID
    passed: bool
    assessed_on: date
    certificate_number: str | None
    certificate_issued_on: date | None


def result_refusal(
    result: Result,
    registration: Registration | None,
    *,
    first_day: date,
    today: date,
    numbers_taken: Collection[str],
) -> Words | None:
    """Why a result cannot be entered; `None` when it can.

    A certificate number names one person once, and nothing is assessed before the class began or after today.
    """
    if registration is None or not registration.is_active:
        return _NOT_ON_ROSTER
    if not first_day <= result.assessed_on <= today:
        return _ASSESSED_ON.filled(first=first_day, today=today)
    if result.certificate_number is None or result.certificate_issued_on is None:
        return None
    if not result.passed:
        return _CERTIFICATE_WITHOUT_PASS
    if not first_day <= result.certificate_issued_on <= today:
        return _ISSUED_ON.filled(first=first_day, today=today)
    return _NUMBER_TAKEN if result.certificate_number in numbers_taken else None


NUMBER_OF_ANOTHER = Words(
    "该证书编号已登记在他人名下（同一发证地区、同一证书类别的编号不得重复），请核对证书。",
    "This number is another person's: within one issuer and kind a number is given once; compare the certificate.",
)
_NOT_ON_ROSTER = Words("不在本班花名册上。", "Not on the roster of this class.")
_ASSESSED_ON = Words(
    "考核日期须在{first}（开课）至{today}（今日）之间。",
    "The assessment must lie between {first}, when the class began, and {today}, today.",
)
_ISSUED_ON = Words(
    "证书日期须在{first}（开课）至{today}（今日）之间。",
    "The certificate must be issued between {first}, when the class began, and {today}, today.",
)
_CERTIFICATE_WITHOUT_PASS = Words("考核未通过的不能登记证书。", "No certificate goes with a failed assessment.")
_NUMBER_TAKEN = Words("该证书编号已登记过。", "This certificate number has been entered already.")
