"""A mistake in a pack is refused at load, with file, line and what to write."""

from pathlib import Path

import pytest

from checkin_service.kit.verdict import BasisKind
from checkin_service.policy.book import load_book
from checkin_service.policy.load import PackInvalid, load_pack
from checkin_service.policy.model import VoucherKind
from tests.policy.pack_text import FILE, HEAD, RATE, refusal

PACK = HEAD + RATE
LINE = f"{FILE}:{HEAD.count(chr(10)) + 2}: "
PLACE = f"{FILE}: [jurisdiction]: "
MEASURES = f"{FILE}: [documents.measures]: "

NEEDS_CLAUSE = "a statute needs clause and quote; write clause = 'SX-23' and the words it stands on"
NO_ID = "is no rule's id, such as SX-23; see policy/clauses.toml"
NO_DAY = "must be a day, such as 2021-07-01 without quotes"
KINDS, BASES = ", ".join(VoucherKind), ", ".join(BasisKind)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            '"attendance.minimum_percent"',
            '"voucher.use_within_month"',
            "unknown key 'voucher.use_within_month'; did you mean voucher.use_within_months?",
        ),
        ('"attendance.minimum_percent"', '"qqq"', "unknown key 'qqq'; the keys are listed in policy/keys"),
        ('"attendance.minimum_percent"', "7", "key must be text"),
        (
            '"attendance.minimum_percent"',
            '"face.failures_free"',
            "face.failures_free holds for the whole country; state it in 000000.toml or nowhere",
        ),
        ('clause = "SX-23"\n', "", NEEDS_CLAUSE),
        ('quote = "个人打卡率"\n', "", NEEDS_CLAUSE),
        ('basis = "statute"\n', "", "write basis"),
        ('basis = "statute"\ndocument = "measures"\n', "", "write basis, document"),
        ('"statute"', '"custom"', f"basis must be one of {BASES}"),
        ('"statute"', '["statute"]', "basis must be text"),
        ('"SX-23"', '"3(6)"', f"clause '3(6)' {NO_ID}"),
        ('"SX-23"', '"SX-99"', f"clause 'SX-99' {NO_ID}"),
        ('"SX-23"', '["SX-23"]', "clause must be text"),
        ('"SX-23"', '"SX-03"', "clause SX-03 is listed as no policy; remove it there (policy/clauses.toml)"),
        ('"SX-23"\n', '"SX-23"\nalso = ["SX-98"]\n', f"also 'SX-98' {NO_ID}"),
        ('"SX-23"\n', '"SX-23"\nalso = [["SX-22"]]\n', f"also ['SX-22'] {NO_ID}"),
        ('"SX-23"\n', '"SX-23"\nalso = "SX-22"\n', "also must be a list of rules' ids, such as ['SX-23']"),
        ('"个人打卡率"', "60", "quote must be text"),
        ('document = "measures"', 'document = "decree"', "document 'decree' is not described; add [documents.decree]"),
        ('document = "measures"', 'document = ["measures"]', "document must be text"),
        ("value = 60", "value = 160", "attendance.minimum_percent = 160: write a number from 1 to 100"),
        ("value = 60", 'value = "60"', "attendance.minimum_percent = '60': write a whole number of percent"),
        ("value = 60", "value = true", "attendance.minimum_percent = True: write a whole number of percent"),
        ("value = 60\n", "", "attendance.minimum_percent = None: write a whole number of percent"),
        ("value = 60", 'value = 60\nvoucher_kind = "free"', f"voucher_kind must be one of {KINDS}"),
        ("value = 60", 'value = 60\nvoucher_kind = ""', "voucher_kind must be text"),
        ("value = 60", "value = 60\nminimum = 50", "minimum means nothing here; remove it"),
        ("value = 60", "value = 60\nb = 5\na = 5", "a, b means nothing here; remove it"),
        (
            "value = 60",
            "value = 60\neffective_to = 2021-06-30",
            "effective_to 2021-06-30 lies before effective_from 2021-07-01",
        ),
        ("value = 60", 'value = 60\npublished_on = "2022-03-25"', f"published_on {NO_DAY}"),
        ("value = 60", "value = 60\neffective_to = 2022-03-25T00:00:00", f"effective_to {NO_DAY}"),
        ("value = 60", 'value = 60\nnote_zh = "说明"', "a note is written in both languages: note_zh and note_en"),
        ("value = 60", 'value = 60\nnote_en = "why"', "a note is written in both languages: note_zh and note_en"),
        ("value = 60", 'value = 60\nnote_zh = ""\nnote_en = "why"', "note_zh must be text"),
        ("value = 60", 'value = 60\nnote_zh = "说明"\nnote_en = 7', "note_en must be text"),
        (
            'basis = "statute"',
            'basis = "not_required"',
            "what is not required has no value; remove `value` or give another basis",
        ),
        ('"statute"', '"operator_default"\nx = 1', "x means nothing here; remove it"),
    ],
)
def test_a_mistake_in_a_value_is_told_with_its_line(before: str, after: str, says: str) -> None:
    assert before in PACK
    assert refusal(PACK.replace(before, after)) == LINE + says


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('code = "330600"', 'code = "3306"', PLACE + "code must be six digits (GB/T 2260), such as 330600"),
        ('code = "330600"', 'code = "3306000"', PLACE + "code must be six digits (GB/T 2260), such as 330600"),
        ('code = "330600"', "code = 330600", PLACE + "code must be text"),
        ('name_en = "Shaoxing"', "", PLACE + "write name_en"),
        ('name_zh = "绍兴市"', "name_zh = 7", PLACE + "name_zh must be text"),
        ('name_en = "Shaoxing"', 'name_en = "Shaoxing"\nname = "x"', PLACE + "name means nothing here; remove it"),
        ("published_on = 2022-03-25\n", "", MEASURES + "write published_on"),
        ("published_on = 2022-03-25", 'published_on = "spring"', MEASURES + f"published_on {NO_DAY}"),
        ("effective_from = 2021-07-01\n\n", "effective_from = 2021\n\n", MEASURES + f"effective_from {NO_DAY}"),
        ('title = "绍兴市职业培训券管理暂行办法"', "title = 7", MEASURES + "title must be text"),
        ('number = "绍市人社发〔2022〕11号"', 'number = ""', MEASURES + "number must be text"),
        ('number = "绍市人社发〔2022〕11号"', "note = 7", MEASURES + "note must be text"),
        ('number = "绍市人社发〔2022〕11号"', "no = 7", MEASURES + "no means nothing here; remove it"),
        ('issued_by = "绍兴市人力资源和社会保障局"', "issued_by = []", MEASURES + "issued_by must be text"),
        ("[documents.operator]", 'clauses = ["SX"]\n[documents.operator]', MEASURES + f"clauses 'SX' {NO_ID}"),
        ("[[value]]", "[[values]]", f"{FILE}: write value"),
        (RATE, "[more]\n[[value]]\n", f"{FILE}: more means nothing here; remove it"),
    ],
)
def test_a_mistake_in_the_heading_names_its_table(before: str, after: str, says: str) -> None:
    assert before in PACK
    assert refusal(PACK.replace(before, after)) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[jurisdiction", f"{FILE}: not TOML: "),
        ('jurisdiction = "330600"\nvalue = []\n[documents]\n', f"{FILE}: [jurisdiction]: write a table, not '330600'"),
        (
            HEAD[: HEAD.index("[doc")] + "[documents]\nx = 1\n[[value]]\n",
            f"{FILE}: [documents.x]: write a table, not 1",
        ),
        ("documents = 1\nvalue = []\n" + HEAD[: HEAD.index("[doc")], f"{FILE}: [documents]: write a table, not 1"),
        ("value = 3\n" + HEAD, f"{FILE}: write each value as a [[value]] of its own"),
        ('value = [{ key = "attendance.credit" }]\n' + HEAD, f"{FILE}: write each value as a [[value]] of its own"),
    ],
)
def test_what_is_no_pack_at_all_is_said_to_be_none(text: str, says: str) -> None:
    assert refusal(text).startswith(says)


def test_the_line_is_that_of_the_value_however_many_come_before_it() -> None:
    wrong = RATE.replace("value = 60", "value = 0").replace("[[value]]", " [[ value ]]")
    line = PACK.count("\n") + 2
    assert refusal(PACK + wrong).startswith(f"{FILE}:{line}: attendance.minimum_percent = 0: ")


def test_an_authority_decision_needs_a_document_with_its_number() -> None:
    decided = PACK.replace('"statute"', '"authority_decision"').replace('"measures"', '"operator"')
    assert refusal(decided) == LINE + "an authority's decision needs a document with its number"


def test_a_quote_needs_its_clause() -> None:
    ours = PACK.replace('"statute"', '"operator_default"').replace('clause = "SX-23"\n', "")
    assert refusal(ours) == LINE + "a quote needs its clause; write clause = 'SX-23'"


def test_a_file_is_named_in_what_is_said_about_it(tmp_path: Path) -> None:
    path = tmp_path / "330600.toml"
    path.write_text(PACK.replace("value = 60", "value = 0"), encoding="utf-8")
    with pytest.raises(PackInvalid, match=r"^330600\.toml:\d+: attendance"):
        load_pack(path)
    with pytest.raises(PackInvalid, match=r"^330600\.toml:"):
        load_book(tmp_path)
