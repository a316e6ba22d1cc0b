"""Identity documents: canonical form, check digits, and the date of birth that a number states.

Resident identity numbers follow GB 11643-1999, with the check digit of ISO 7064 MOD 11-2. The county in the first six
digits is not looked up: it is the county of registration under the codes of that year, and lists of counties refuse
people who were registered in ones renamed since.
"""

import re
from collections.abc import Callable
from datetime import date

from stdnum.iso7064 import mod_11_2

from checkin_service.identity.model import DocumentKind, IdentityDocument
from checkin_service.kit.intake import folding
from checkin_service.kit.words import Words

_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")
_PERMIT_REGIONS = frozenset({"810000", "820000", "830000"})
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_HONG_KONG_OR_MACAO_PERMIT = re.compile(r"[HM][0-9]{8}([0-9]{2})?")
_TAIWAN_PERMIT = re.compile(r"[0-9]{8}")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,20}")
_PERMANENT_CARD_OF_2004 = re.compile(r"[A-Z]{3}[0-9]{12}")
_MOST_SHOWN = 4

_WRONG_FORM = Words(
    "证件号码格式不正确，请照证件核对；居民身份证号码为18位。",
    "The number does not have the form of this kind of document; that of a resident identity card has 18 digits.",
)
_WRONG_CHECK_DIGIT = Words(
    "证件号码校验位不正确，请核对每一位。", "The check digit does not fit; compare every digit with the document."
)
_NO_DATE = Words("证件号码中的出生日期不正确。", "The date of birth in the number is not possible.")


class DocumentRefused(ValueError):
    """The number cannot belong to a document of this kind; `reason` says why, without repeating it."""

    def __init__(self, reason: Words) -> None:
        super().__init__(reason.en)
        self.reason = reason


def checked(kind: DocumentKind, number: str, *, today: date) -> IdentityDocument:
    """The document in canonical form, or `DocumentRefused` with the reason.

    >>> checked(DocumentKind.RESIDENT_ID, "330602199003072337", today=date(2026, 3, 2)).born_on
    datetime.date(1990, 3, 7)
    """
    number = canonical(kind, number)
    born_on = _CHECKS[kind](number)
    if born_on is not None and not date(1900, 1, 1) <= born_on <= today:
        raise DocumentRefused(_NO_DATE)
    return IdentityDocument(kind=kind, number=number, born_on=born_on)


def canonical(kind: str, number: str) -> str:
    """Half width, upper case, no separators; a travel permit's count of renewals is not part of the person's number.

    >>> canonical("resident_id", "33060219900307２３３ｘ")
    '33060219900307233X'
    >>> canonical("mainland_travel_permit", "h12345678 01")
    'H12345678'
    """
    text = folding.code(number)
    if kind == DocumentKind.MAINLAND_TRAVEL_PERMIT and _HONG_KONG_OR_MACAO_PERMIT.fullmatch(text):
        return text[:9]
    return text


def masked(number: str) -> str:
    """What staff see of a number: its end, a third of it at most.

    >>> masked("330602199003072337"), masked("E1234567")
    ('**************2337', '******67')
    """
    shown = min(_MOST_SHOWN, len(number) // 3)
    return "*" * (len(number) - shown) + number[len(number) - shown :]


def _resident_id(number: str) -> date:
    _require(bool(_EIGHTEEN.fullmatch(number) and _PROVINCE.match(number)), _WRONG_FORM)
    return _checked_birth_date(number)


def _residence_permit(number: str) -> date:
    _require(bool(_EIGHTEEN.fullmatch(number)) and number[:6] in _PERMIT_REGIONS, _WRONG_FORM)
    return _checked_birth_date(number)


def _mainland_travel_permit(number: str) -> None:
    _require(bool(_HONG_KONG_OR_MACAO_PERMIT.fullmatch(number) or _TAIWAN_PERMIT.fullmatch(number)), _WRONG_FORM)


def _passport(number: str) -> None:
    _require(bool(_PASSPORT.fullmatch(number)), _WRONG_FORM)


def _foreign_permanent(number: str) -> date | None:
    """The card since 2023 has 18 digits beginning with 9; the earlier one tells only two digits of the year."""
    if _PERMANENT_CARD_OF_2004.fullmatch(number):
        return None
    _require(bool(_EIGHTEEN.fullmatch(number)) and number.startswith("9"), _WRONG_FORM)
    return _checked_birth_date(number)


def _checked_birth_date(number: str) -> date:
    _require(mod_11_2.is_valid(number), _WRONG_CHECK_DIGIT)
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise DocumentRefused(_NO_DATE) from None


def _require(condition: bool, reason: Words) -> None:  # noqa: FBT001 - the sentence is the condition
    if not condition:
        raise DocumentRefused(reason)


_CHECKS: dict[DocumentKind, Callable[[str], date | None]] = {
    DocumentKind.RESIDENT_ID: _resident_id,
    DocumentKind.RESIDENCE_PERMIT: _residence_permit,
    DocumentKind.MAINLAND_TRAVEL_PERMIT: _mainland_travel_permit,
    DocumentKind.PASSPORT: _passport,
    DocumentKind.FOREIGN_PERMANENT: _foreign_permanent,
}
