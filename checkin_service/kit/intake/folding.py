"""Text as people type, paste and scan it, in the one form in which the service works with it."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from checkin_service.kit.words import Words, Wrong

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of text around stay, for somebody to refuse them."""
_JOINERS = "\u200c\u200d"
_LAST_LATIN, _FIRST_IDEOGRAPH, _LAST_IDEOGRAPH = "\u02ff", "\u2e80", "\u9fff"
_MINUS = frozenset("−ー")
"""Signs that serve as dashes without being ones to Unicode."""
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_AMOUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")
_WHOLE = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.0+)?")
_DAY = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))"
    r"(?:[T ]?0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = range(3654, 73_051)
"""Days that a spreadsheet counts from 1910 to 2099: other numbers are no days."""

DAMAGED = Words(
    "号码被表格软件当作数字保存，末几位已丢失。请把该列设为“文本”格式，再照原件重新填写。",
    "A spreadsheet kept this as a number and its last digits are lost: format the column as text and enter it anew.",
)
NO_WHOLE = Words("应为整数。", "This must be a whole number.")
NO_AMOUNT = Words("金额请填元，最多两位小数，如 1200.50。", "Enter yuan with at most two decimals, such as 1200.50.")
NO_DAY = Words("日期请写成 2026-03-02。", "Write the day as 2026-03-02.")


def text(typed: str) -> str:
    r"""The same letters without what nobody sees: invisible characters go, spaces of any kind are spaces.

    Joiners stay where a script writes with them. Compatibility ideographs become the letter they stand for.

    >>> text("\ufeff王\u200b芳\u00a0"), text("\uf91d")
    ('王芳', '欄')
    """
    if typed.isascii():
        return typed.strip()
    plain = "".join(map(_seen, unicodedata.normalize("NFC", typed)))
    joined = "".join(each for at, each in enumerate(plain) if each not in _JOINERS or _joins(plain, at))
    return unicodedata.normalize("NFC", joined).strip()


def code(typed: str) -> str:
    r"""A code or number that has no dashes or spaces of its own: half width, upper case.

    >>> code(" ３３０６-0219 9003\u200b07２３３ｘ"), code("'6222 0000")
    ('33060219900307233X', '62220000')
    """
    return unicodedata.normalize("NFKC", dashed(typed).replace("-", ""))


def dashed(typed: str) -> str:
    """A code whose dashes belong to it, as those of occupations and of some certificates do.

    >>> dashed("６－29–03—01 "), dashed("s00 12")
    ('6-29-03-01', 'S0012')
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).upper())
    return unicodedata.normalize("NFKC", "".join(map(_of_code, plain))).removeprefix("'")


def exact(typed: str) -> str:
    """The code as it is, unless a spreadsheet has made a number of it and lost its end, as in `3.30602E+17`."""
    if _SCIENTIFIC.fullmatch(typed):
        raise Wrong(DAMAGED, "number_damaged")
    return typed


def word(typed: str) -> str:
    """What headings and words of a list are compared by: width, case, spaces, stars, colons make no difference.

    >>> word(" 唯 一 码* "), word("Ｎａｍｅ：")
    ('唯一码', 'name')
    """
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(each for each in plain if each not in "*:;" and unicodedata.category(each)[0] not in "ZC")


def whole(typed: str) -> int:
    """A whole number however it is written.

    >>> [whole(each) for each in ("1", "１", "1.0", "1,000", " 7 ")]
    [1, 1, 1, 1000, 7]
    """
    found = _WHOLE.fullmatch(_digits(typed))
    if found is None:
        raise Wrong(NO_WHOLE, "no_whole_number")
    return int(found[1] + found[2].replace(",", ""))


def fen(typed: str) -> int:
    """Yuan as somebody types them, to the fen; never by way of a float. A comma groups thousands in its place.

    >>> [fen(each) for each in ("1200", "1,200.5", "￥0.05", " 3.10 ", "1，500元")]
    [120000, 120050, 5, 310, 150000]
    """
    found = _AMOUNT.fullmatch(_digits(typed).lstrip("¥").removesuffix("元"))
    if found is None:
        raise Wrong(NO_AMOUNT, "no_amount")
    return int(Decimal(f"{found[1].replace(',', '')}.{found[2] or '0'}") * 100)


def day(typed: str) -> date:
    """A day as people and spreadsheets write it.

    >>> [str(day(each)) for each in ("2021/7/1", "2021年7月1日", "20210701", "2021-07-01 00:00:00", "２０２１.7.1")]
    ['2021-07-01', '2021-07-01', '2021-07-01', '2021-07-01', '2021-07-01']
    """
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text(typed)))
    if found is None:
        raise Wrong(NO_DAY, "no_day")
    year, *rest = (int(each) for each in found.groups() if each is not None)
    try:
        return date(year, *rest)
    except ValueError:
        raise Wrong(NO_DAY, "no_day") from None


def day_of_serial(serial: Decimal, *, since_1904: bool = False) -> date:
    """The day that a spreadsheet keeps as a number.

    >>> str(day_of_serial(Decimal("44378"))), str(day_of_serial(Decimal("42916"), since_1904=True))
    ('2021-07-01', '2021-07-01')
    """
    whole_days = int(serial)
    if whole_days not in _SERIALS or serial != whole_days:
        raise Wrong(NO_DAY, "no_day")
    return (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=whole_days)


def _seen(each: str) -> str:
    kind = unicodedata.category(each)
    is_unseen = kind == "Cf" and each not in _OVERRIDES and each not in _JOINERS
    return " " if kind == "Zs" else "" if is_unseen else each


def _joins(plain: str, at: int) -> bool:
    """Latin letters, ideographs and spaces are never written with a joiner between them."""
    before, after = plain[max(at - 1, 0) : at], plain[at + 1 : at + 2]
    return bool(before and after) and not any(
        each <= _LAST_LATIN or _FIRST_IDEOGRAPH <= each <= _LAST_IDEOGRAPH or each in _JOINERS
        for each in before + after
    )


def _of_code(each: str) -> str:
    kind = unicodedata.category(each)
    if kind == "Pd" or each in _MINUS:
        return "-"
    return "" if kind[0] in "ZC" else each


def _digits(typed: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", typed) if unicodedata.category(each)[0] not in "ZC")
