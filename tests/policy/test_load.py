"""Packs as they are read: values with days of their own, periods that meet, notes, headings."""

from datetime import date
from pathlib import Path

import pytest

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.load import load_pack, parse_pack
from checkin_service.policy.model import VoucherKind
from tests.policy.pack_text import FILE, HEAD, RATE, refusal


def test_a_value_takes_the_days_of_its_document() -> None:
    (value,) = parse_pack(HEAD + RATE, file=FILE).values
    assert (value.effective_from.isoformat(), value.published_on.isoformat()) == ("2021-07-01", "2022-03-25")
    assert value.basis.document == "绍市人社发〔2022〕11号"
    assert value.unit == "percent"


def test_a_value_may_state_days_of_its_own() -> None:
    text = HEAD + RATE + "effective_from = 2023-01-01\neffective_to = 2023-12-31\npublished_on = 2022-12-01\n"
    (value,) = parse_pack(text, file=FILE).values
    days = (value.effective_from, value.effective_to, value.published_on)
    assert [str(day) for day in days] == ["2023-01-01", "2023-12-31", "2022-12-01"]


def test_a_value_says_whose_it_is_and_what_it_stands_on() -> None:
    (value,) = parse_pack(HEAD + RATE, file=FILE).values
    assert (value.jurisdiction, value.asked_by, value.is_inherited) == ("330600", "330600", False)
    assert (value.key, value.value, value.voucher_kind) == ("attendance.minimum_percent", 60, None)
    assert (value.effective_to, value.note, value.also) == (None, None, ())
    assert value.basis == Basis(
        kind=BasisKind.STATUTE, clause="SX-23", document="绍市人社发〔2022〕11号", quote="个人打卡率"
    )


def test_a_document_without_a_number_is_known_by_its_title() -> None:
    ours = RATE.replace('"statute"', '"operator_default"').replace('"measures"', '"operator"')
    (value,) = parse_pack(HEAD + ours, file=FILE).values
    assert (value.basis.kind, value.basis.document) == (BasisKind.OPERATOR_DEFAULT, "运行方默认值")


def test_a_clause_may_stand_without_a_quote_where_it_is_no_statute() -> None:
    decided = RATE.replace('"statute"', '"authority_decision"').replace('quote = "个人打卡率"\n', "")
    (value,) = parse_pack(HEAD + decided, file=FILE).values
    assert (value.basis.kind, value.basis.clause, value.basis.quote) == (BasisKind.AUTHORITY_DECISION, "SX-23", None)


def test_a_value_may_be_for_one_kind_with_a_note_and_further_clauses() -> None:
    more = 'voucher_kind = "targeted"\nalso = ["SX-22"]\nnote_zh = "说明"\nnote_en = "why"\n'
    (value,) = parse_pack(HEAD + RATE + more, file=FILE).values
    assert (value.voucher_kind, value.clauses, value.note) == (
        VoucherKind.TARGETED,
        ("SX-23", "SX-22"),
        Words("说明", "why"),
    )


def test_what_is_not_required_is_written_without_a_value() -> None:
    text = RATE.replace('"statute"', '"not_required"').replace("value = 60\n", "")
    (value,) = parse_pack(HEAD + text, file=FILE).values
    assert (value.is_required, value.value, value.unit) == (False, None, "percent")


def test_a_pack_is_what_its_file_says(tmp_path: Path) -> None:
    path = tmp_path / "330600.toml"
    path.write_text(HEAD + RATE, encoding="utf-8")
    pack = load_pack(path)
    assert (pack.code, pack.name) == ("330600", Words("绍兴市", "Shaoxing"))
    assert list(pack.documents) == ["measures", "operator"]
    document = pack.documents["measures"]
    assert (document.title, document.number, document.issued_by, document.note) == (
        "绍兴市职业培训券管理暂行办法",
        "绍市人社发〔2022〕11号",
        "绍兴市人力资源和社会保障局",
        None,
    )
    assert (document.published_on, document.effective_from) == (date(2022, 3, 25), date(2021, 7, 1))


def period(percent: int, first: str, last: str | None = None, published: str = "2022-03-25") -> str:
    """The rate of sixty percent with another figure and days of its own."""
    end = f"effective_to = {last}\n" if last else ""
    return f"{RATE.replace('60', str(percent))}effective_from = {first}\n{end}published_on = {published}\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2021-07-01", "2023-01-01"), ("2023-01-01", None)),
        (("2023-01-01", None), ("2021-07-01", "2023-01-01")),
        (("2021-07-01", None), ("2023-01-01", "2023-12-31")),
        (("2023-05-05", "2023-05-05"), ("2023-05-05", "2023-05-05")),
    ],
)
def test_two_values_published_the_same_day_must_not_claim_the_same_day(
    first: tuple[str, str | None], second: tuple[str, str | None]
) -> None:
    text = HEAD + period(60, *first) + period(70, *second)
    one = HEAD.count("\n") + 2
    other = (HEAD + period(60, *first)).count("\n") + 2
    assert refusal(text) == (
        f"{FILE}:{other}: overlaps {FILE}:{one} (attendance.minimum_percent); end one with effective_to"
    )


def test_periods_that_meet_are_no_overlap() -> None:
    text = HEAD + period(60, "2021-07-01", "2022-12-31") + period(70, "2023-01-01")
    assert len(parse_pack(text, file=FILE).values) == 2


def test_a_value_may_hold_for_a_single_day() -> None:
    (value,) = parse_pack(HEAD + period(60, "2023-05-05", "2023-05-05"), file=FILE).values
    assert value.effective_from == value.effective_to == date(2023, 5, 5)


def test_a_later_published_value_may_cover_the_same_days() -> None:
    second = RATE.replace("60", "70") + "published_on = 2023-05-01\n"
    assert len(parse_pack(HEAD + RATE + second, file=FILE).values) == 2


def test_values_of_different_voucher_kinds_do_not_overlap() -> None:
    kinds = [RATE + f'voucher_kind = "{kind}"\n' for kind in ("general", "targeted")]
    assert len(parse_pack(HEAD + "".join(kinds), file=FILE).values) == 2


def test_days_left_out_between_two_values_are_refused() -> None:
    text = HEAD + period(60, "2021-07-01", "2022-12-31") + period(70, "2023-02-01", published="2023-01-15")
    line = text.rindex("[[value]]")
    assert refusal(text) == (
        f"{FILE}:{text[:line].count(chr(10)) + 1}: no value of attendance.minimum_percent "
        "from 2023-01-01 to 2023-01-31; state one, or basis = 'not_required'"
    )


def test_a_single_day_left_out_is_refused_too_whatever_the_order_in_the_file() -> None:
    text = HEAD + period(70, "2023-01-02", published="2023-01-01") + period(60, "2021-07-01", "2022-12-31")
    assert "from 2023-01-01 to 2023-01-01" in refusal(text)


def test_an_earlier_value_may_cover_the_days_between_two_later_ones() -> None:
    text = HEAD + period(60, "2021-07-01", "2023-12-31")
    text += period(70, "2022-01-01", "2022-06-30", published="2022-04-01")
    text += period(80, "2023-01-01", "2024-12-31", published="2022-05-01")
    assert len(parse_pack(text, file=FILE).values) == 3
    assert len(parse_pack(text + period(90, "2025-01-01", published="2022-06-01"), file=FILE).values) == 4


def test_after_a_value_without_end_nothing_is_left_out() -> None:
    text = HEAD + period(60, "2021-07-01") + period(70, "2022-01-01", "2022-06-30", published="2022-04-01")
    text += period(80, "2023-01-01", "2023-06-30", published="2022-05-01")
    assert len(parse_pack(text, file=FILE).values) == 3


def test_a_document_names_the_rules_of_its_heading() -> None:
    text = (HEAD + RATE).replace("[documents.operator]", 'clauses = ["SX-00", "SX-37"]\n\n[documents.operator]')
    documents = parse_pack(text, file=FILE).documents
    assert documents["measures"].clauses == ("SX-00", "SX-37")
    assert documents["operator"].clauses == ()
