"""A mistake in a pack is refused at load, with file, line and what to write."""

import pytest

from checkin_service.kit.verdict import BasisKind
from checkin_service.policy.load import PackInvalid, parse_pack

HEAD = """
[jurisdiction]
code = "330600"
name_zh = "绍兴市"
name_en = "Shaoxing"

[documents.measures]
title = "绍兴市职业培训券管理暂行办法"
number = "绍市人社发〔2022〕11号"
issued_by = "绍兴市人力资源和社会保障局"
published_on = 2022-03-25
effective_from = 2021-07-01

[documents.operator]
title = "运行方默认值"
issued_by = "运行方"
published_on = 2021-07-01
effective_from = 2021-07-01
"""
RATE = """
[[value]]
key = "attendance.minimum_percent"
value = 60
basis = "statute"
document = "measures"
clause = "SX-23"
quote = "个人打卡率"
"""


def refusal(text: str) -> str:
    with pytest.raises(PackInvalid) as caught:
        parse_pack(text, file="330600.toml")
    return str(caught.value)


def test_a_value_takes_the_days_of_its_document() -> None:
    (value,) = parse_pack(HEAD + RATE, file="330600.toml").values
    assert (value.effective_from.isoformat(), value.published_on.isoformat()) == ("2021-07-01", "2022-03-25")
    assert value.basis.document == "绍市人社发〔2022〕11号"
    assert value.unit == "percent"


def test_a_value_may_state_days_of_its_own() -> None:
    text = HEAD + RATE + "effective_from = 2023-01-01\neffective_to = 2023-12-31\npublished_on = 2022-12-01\n"
    (value,) = parse_pack(text, file="330600.toml").values
    days = (value.effective_from, value.effective_to, value.published_on)
    assert [str(day) for day in days] == ["2023-01-01", "2023-12-31", "2022-12-01"]


def test_a_mistake_names_the_file_and_the_line_of_its_value() -> None:
    message = refusal(
        HEAD + RATE + '\n[[value]]\nkey = "attendance.minimum"\nbasis = "statute"\ndocument = "measures"\n'
    )
    line = (HEAD + RATE).count("\n") + 2
    assert message.startswith(f"330600.toml:{line}: unknown key 'attendance.minimum'; did you mean attendance.")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('clause = "SX-23"\n', "", "a statute needs clause and quote"),
        ('quote = "个人打卡率"\n', "", "a statute needs clause and quote"),
        ('basis = "statute"\n', "", "write basis"),
        ('"statute"', '"custom"', "basis must be one of statute"),
        ('"SX-23"', '"3(6)"', "clause '3(6)' is no rule's id, such as SX-23"),
        ('"SX-23"', '"SX-99"', "see policy/clauses.toml"),
        ('"SX-23"', '"SX-03"', "SX-03 is listed as no policy"),
        ('clause = "SX-23"\n', 'clause = "SX-23"\nalso = ["SX-98"]\n', "also 'SX-98' is no rule's id"),
        ('clause = "SX-23"\n', 'clause = "SX-23"\nalso = "SX-22"\n', "also must be a list of rules' ids"),
        ('document = "measures"', 'document = "decree"', "add [documents.decree]"),
        ("value = 60", "value = 160", "write a number from 1 to 100"),
        ("value = 60", 'value = "60"', "write a whole number of percent"),
        ("value = 60", "value = true", "write a whole number of percent"),
        ("value = 60\n", "", "write a whole number of percent"),
        ("value = 60", 'value = 60\nvoucher_kind = "free"', "voucher_kind must be one of general, targeted"),
        ("value = 60", "value = 60\nminimum = 50", "minimum means nothing here"),
        ("value = 60", "value = 60\neffective_to = 2020-01-01", "lies before effective_from"),
        ("value = 60", 'value = 60\npublished_on = "2022-03-25"', "must be a day"),
        ("value = 60", 'value = 60\nnote_zh = "说明"', "written in both languages"),
        ('basis = "statute"', 'basis = "not_required"', "what is not required has no value"),
        ('code = "330600"', 'code = "3306"', "code must be six digits"),
        ("published_on = 2022-03-25\n", "", "write published_on"),
        ("published_on = 2022-03-25", 'published_on = "spring"', "must be a day"),
        ('title = "绍兴市职业培训券管理暂行办法"', "title = 7", "title must be text"),
        ('title = "绍兴市职业培训券管理暂行办法"', 'title = "绍兴"\nclauses = ["SX"]', "clauses 'SX' is no rule's id"),
        ("[[value]]", "[[values]]", "write value"),
        ("[jurisdiction]", "[jurisdiction", "not TOML"),
    ],
)
def test_each_mistake_is_told(before: str, after: str, says: str) -> None:
    text = HEAD + RATE
    assert before in text
    assert says in refusal(text.replace(before, after))


def test_an_authority_decision_needs_a_numbered_document() -> None:
    text = HEAD + RATE.replace('"statute"', '"authority_decision"')
    assert parse_pack(text, file="330600.toml").values[0].basis.kind is BasisKind.AUTHORITY_DECISION
    assert "document with its number" in refusal(text.replace('document = "measures"', 'document = "operator"'))


def test_values_written_in_one_line_are_refused() -> None:
    assert "a [[value]] of its own" in refusal('value = [{ key = "attendance.credit" }]\n' + HEAD)


def test_two_values_published_the_same_day_must_not_overlap() -> None:
    first = RATE + "effective_to = 2023-01-01\n"
    second = RATE.replace("60", "70") + "effective_from = 2023-01-01\n"
    assert "overlaps 330600.toml:" in refusal(HEAD + first + second)


def test_periods_that_meet_are_no_overlap() -> None:
    first = RATE + "effective_to = 2022-12-31\n"
    second = RATE.replace("60", "70") + "effective_from = 2023-01-01\n"
    assert len(parse_pack(HEAD + first + second, file="330600.toml").values) == 2


def test_a_later_published_value_may_cover_the_same_days() -> None:
    second = RATE.replace("60", "70") + "published_on = 2023-05-01\n"
    assert len(parse_pack(HEAD + RATE + second, file="330600.toml").values) == 2


def test_values_of_different_voucher_kinds_do_not_overlap() -> None:
    kinds = [RATE + f'voucher_kind = "{kind}"\n' for kind in ("general", "targeted")]
    assert len(parse_pack(HEAD + "".join(kinds), file="330600.toml").values) == 2


def test_days_left_out_between_two_values_are_refused() -> None:
    first = RATE + "effective_to = 2022-12-31\n"
    second = RATE + "effective_from = 2023-02-01\npublished_on = 2023-01-15\n"
    assert "no value of attendance.minimum_percent from 2023-01-01 to 2023-01-31" in refusal(HEAD + first + second)


def test_a_quote_needs_its_clause() -> None:
    ours = RATE.replace('"statute"', '"operator_default"').replace('clause = "SX-23"\n', "")
    assert "a quote needs its clause" in refusal(HEAD + ours)


def test_a_document_names_the_rules_of_its_heading() -> None:
    text = (HEAD + RATE).replace("[documents.operator]", 'clauses = ["SX-00", "SX-37"]\n\n[documents.operator]')
    documents = parse_pack(text, file="330600.toml").documents
    assert documents["measures"].clauses == ("SX-00", "SX-37")
    assert documents["operator"].clauses == ()
