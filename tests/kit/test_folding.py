"""Text as people type it: whatever nobody sees, and however wide it is, the same thing means the same."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.identity.model import DocumentKind
from checkin_service.identity.rules.documents import canonical
from checkin_service.identity.rules.names import name_key, tidy_name
from checkin_service.kit.intake import folding
from checkin_service.kit.words import Wrong
from checkin_service.voucher.model import codes

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202d\u202e\u200e\u2066"
SPACES = " \u00a0\u3000\u2009\u202f"
NUMBER = "33060219900307233X"


def wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


@given(place=st.integers(0, 18), character=st.sampled_from(INVISIBLE + SPACES + "-–—－"))
def test_a_number_means_the_same_with_anything_unseen_anywhere_in_it(place: int, character: str) -> None:
    typed = NUMBER[:place] + character + NUMBER[place:]
    assert canonical(DocumentKind.RESIDENT_ID, typed) == NUMBER
    assert canonical(DocumentKind.RESIDENT_ID, wide(typed).lower()) == NUMBER


@given(place=st.integers(0, 21), character=st.sampled_from(INVISIBLE + SPACES + "-–—－"))
def test_a_voucher_code_means_the_same_too(place: int, character: str) -> None:
    code = "000000000000000000001"
    assert codes.normalised(wide(code[:place] + character + code[place:])) == code


@given(place=st.integers(0, 4), character=st.sampled_from("\u200b\u2060\ufeff\u00ad\u200e\ufe00\U000e0100"))
def test_a_name_is_the_same_name_with_anything_unseen_in_it(place: int, character: str) -> None:
    name = "欧阳娜娜"
    assert name_key(name[:place] + character + name[place:]) == name_key(name)


@pytest.mark.parametrize("name", ["\uf91d\u200b芳", "王\u00a0芳", "\ufeff欧阳〇", "阿依古丽\u2022买买提"])
def test_a_name_is_kept_in_letters_that_everybody_can_see(name: str) -> None:
    kept = tidy_name(name)
    assert kept is not None
    assert not set(kept) & set(INVISIBLE + "\u00a0\uf91d\u2022")


def test_joiners_stay_where_a_script_writes_with_them() -> None:
    persian = "می\u200cخواهم"
    assert folding.text(persian) == persian
    assert folding.text("张\u200d三") == "张三"


@given(st.text("王Ｘx〇é\u0301e-—－ \u3000\u200b\u200d\uf91dﬁ１1ß·", max_size=20))
def test_folding_twice_is_folding_once(typed: str) -> None:
    for fold in (folding.text, folding.code, folding.dashed):
        assert fold(fold(typed)) == fold(typed)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("1500", 150_000), ("1,500.00", 150_000), ("１５００．５", 150_050), ("¥ 0.05", 5), ("1500元", 150_000)],
)
def test_an_amount_is_read_to_the_fen(typed: str, fen: int) -> None:
    assert folding.fen(typed) == fen


@pytest.mark.parametrize("typed", ["1,5", "15,00", "1.234", "-5", "1 500,00", "", "一百", "1e3", "0x10", "١٥"])
def test_what_could_be_another_amount_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Wrong) as refused:
        folding.fen(typed)
    assert "元" in refused.value.words.zh


@pytest.mark.parametrize("typed", ["1.5", "", "一", "1,00", "3.30602E+17", "½"])
def test_a_fraction_is_no_whole_number(typed: str) -> None:
    with pytest.raises(Wrong):
        folding.whole(typed)


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_is_read_in_every_way_of_writing_it(on: date) -> None:
    written = [
        on.isoformat(),
        f"{on.year}/{on.month}/{on.day}",
        f"{on.year}.{on.month}.{on.day}",
        f"{on.year}年{on.month}月{on.day}日",
        f"{on:%Y%m%d}",
        f"{on.isoformat()} 00:00:00",
    ]
    assert {folding.day(each) for each in written} == {on}
    assert folding.day_of_serial(Decimal((on - date(1899, 12, 30)).days)) == on


@pytest.mark.parametrize("typed", ["2026-02-30", "02/03/2026", "2026-13-01", "明天", "2026-3"])
def test_what_is_no_day_or_could_be_two_is_refused(typed: str) -> None:
    with pytest.raises(Wrong):
        folding.day(typed)
