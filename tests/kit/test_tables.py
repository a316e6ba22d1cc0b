"""Tables in files: found under their heading, read as they were meant, refused in their place, bounded throughout."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from checkin_service.intake.service import USES
from checkin_service.kit.intake.columns import Column, Kind
from checkin_service.kit.intake.table import Table, TableSpec, read
from checkin_service.kit.intake.template import template
from checkin_service.kit.problem import Problem
from checkin_service.kit.words import Words

SPEC = TableSpec(
    name="people",
    title=Words("人员", "People"),
    columns=(
        Column(field="name", heading=Words("姓名", "Name")),
        Column(field="number", heading=Words("证件号码", "Document number"), kind=Kind.CODE),
        Column(field="hours", heading=Words("课时", "Hours"), kind=Kind.WHOLE, is_needed=False),
        Column(field="on", heading=Words("日期", "Day"), kind=Kind.DAY, is_needed=False),
        Column(field="fen", heading=Words("金额（元）", "Yuan"), kind=Kind.MONEY, is_needed=False),
    ),
    most_rows=600,
    advice=Words("", ""),
)
HEAD = ["姓名", "证件号码", "课时", "日期", "金额（元）"]
ROWS = [["王芳", "330602199003072330", "4", "2026-03-02", "1500.5"], ["李雷", "E1234567", "", "", ""]]


def separated(rows: list[list[str]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "".join(separator.join(row) + "\r\n" for row in rows).encode(encoding)


def book(fill: Callable[[Workbook], None]) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as made:
        fill(made)
    return out.getvalue()


def one_sheet(rows: list[list[Any]]) -> bytes:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return book(fill)


def said(content: bytes, spec: TableSpec = SPEC) -> tuple[str, Any]:
    """Why a file is refused, and what is said about it."""
    with pytest.raises(Problem) as refused:
        read(content, spec)
    assert refused.value.detail is not None
    assert refused.value.detail.zh
    return str(refused.value.fields["reason"]), refused.value.detail.zh


def test_one_table_is_read_the_same_from_every_way_of_saving_it() -> None:
    found = [
        read(content, SPEC).rows
        for content in (
            one_sheet([HEAD, *ROWS]),
            separated([HEAD, *ROWS], encoding="utf-8-sig"),
            separated([HEAD, *ROWS], encoding="utf-8"),
            separated([HEAD, *ROWS], encoding="gb18030"),
            separated([HEAD, *ROWS], "\t", encoding="utf-16"),
            separated([HEAD, *ROWS], encoding="utf-16-le"),
            separated([HEAD, *ROWS], encoding="utf-16-be"),
            separated([HEAD, *ROWS], ";"),
            separated([HEAD, *ROWS], "，"),
        )
    ]
    assert all(each == found[0] for each in found)
    assert found[0][2]["fen"] == 150_050
    assert found[0][3]["hours"] is None


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_each_template_is_filled_in_below_its_example_and_read_back(use: Any) -> None:
    """As somebody does who overwrites nothing: the example's values in the first free row."""
    spec = use.spec
    names = zipfile.ZipFile(io.BytesIO(template(spec))).namelist()
    assert "xl/worksheets/sheet1.xml" in names
    assert said(template(spec), spec)[0] == "no_rows"
    examples = [column.example for column in spec.columns]
    rows = [["标题"], ["说明"], ["例"], [column.heading.zh for column in spec.columns], examples]
    table = read(one_sheet(rows), spec)
    assert (table.heading_row, table.numbers, table.faults) == (4, [5], [])


def test_titles_columns_in_any_order_stars_and_spaces_are_read_over() -> None:
    rows = [
        ["绍兴市××职业培训学校2026年春季班学员花名册"],
        [],
        ["序号", "证件号码*", " 姓 名 ", "联系电话", "課时", "课时（节）"],
        ["1", "３３０６０２１９９００３０７２３３０", "王\u200b芳", "", "", "4.0"],
        ["2", "", "", "", "", ""],
    ]
    table = read(separated(rows), SPEC)
    assert (table.heading_row, table.numbers) == (3, [4])
    assert table.rows[4]["number"] == "330602199003072330"
    assert (table.rows[4]["name"], table.rows[4]["hours"]) == ("王芳", 4)
    assert list(table.ignored) == ["序号", "联系电话", "課时"]
    assert table.letters == {"name": "C", "number": "B", "hours": "F"}


def test_english_headings_and_the_names_of_the_fields_are_headings() -> None:
    assert read(separated([["Name", "number"], ["A B", "E1234567"]]), SPEC).rows[2]["name"] == "A B"


def test_a_hidden_sheet_is_not_read_and_is_named() -> None:
    def fill(made: Workbook) -> None:
        for name, rows in (("去年", [HEAD, ["旧人", "E1"]]), ("今年", [HEAD, *ROWS]), ("说明", [["姓名"]])):
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        made.get_worksheet_by_name("去年").hide()
        made.get_worksheet_by_name("今年").activate()

    table = read(book(fill), SPEC)
    assert (table.sheet, list(table.hidden), len(table.rows)) == ("今年", ["去年"], 2)


def test_two_sheets_with_the_same_heading_are_not_guessed_between() -> None:
    def fill(made: Workbook) -> None:
        for name in ("一班", "二班"):
            made.add_worksheet(name).write_row(0, 0, HEAD)
            made.get_worksheet_by_name(name).write_row(1, 0, ROWS[0])

    reason, zh = said(book(fill))
    assert reason == "many_sheets"
    assert "一班、二班" in zh


def test_what_is_merged_downwards_stands_in_every_row() -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.merge_range("A1:E1", "花名册")
        sheet.write_row(1, 0, HEAD)
        sheet.write_row(2, 1, ["E1234567", "", "", ""])
        sheet.write_row(3, 1, ["E1234568", "", "", ""])
        sheet.merge_range("A3:A4", "王芳")

    assert [each["name"] for each in read(book(fill), SPEC).rows.values()] == ["王芳", "王芳"]


def test_days_and_numbers_that_the_file_keeps_as_numbers_are_what_they_show() -> None:
    table = read(one_sheet([HEAD, ["王芳", 330602, 4.0, 46083, 1500.1], ["李雷", "E1", 4, 20260302, 0.1 + 0.2]]), SPEC)
    assert [str(each["on"]) for each in table.rows.values()] == ["2026-03-02", "2026-03-02"]
    assert [each["fen"] for each in table.rows.values()] == [150_010, 30]
    assert (table.rows[2]["number"], table.rows[2]["hours"]) == ("330602", 4)


@pytest.mark.parametrize(
    "content",
    [
        one_sheet([HEAD, ["王芳", 330602199003072330, "", "", ""]]),
        separated([HEAD, ["王芳", "3.30602E+17", "", "", ""]]),
    ],
)
def test_a_number_whose_end_a_spreadsheet_has_lost_is_refused_with_what_to_do(content: bytes) -> None:
    (fault,) = read(content, SPEC).faults
    assert (fault.row, fault.column, fault.heading, fault.code) == (2, "B", "证件号码", "number_damaged")
    assert "文本" in fault.words.zh


def test_texts_that_were_written_to_stay_texts_are_read_without_the_mark() -> None:
    rows = [HEAD, ["王芳", "'330602199003072330", "", "", ""], ["李雷", '"=""330602199003072330"""', "", "", ""]]
    assert {each["number"] for each in read(separated(rows), SPEC).rows.values()} == {"330602199003072330"}


def test_a_formula_is_what_it_came_to_and_an_error_is_named() -> None:
    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 0, '="王"&"芳"', value="王芳")
        sheet.write_row(1, 1, ["E1234567"])
        sheet.write_row(2, 1, ["E1234568"])
        sheet.write_formula(2, 0, "=1/0", value="#DIV/0!")

    table = read(book(fill), SPEC)
    assert table.rows[2]["name"] == "王芳"
    assert [(each.row, each.column, each.code) for each in table.faults] == [(3, "A", "cell_is_error")]


@settings(max_examples=30, deadline=None)
@given(above=st.integers(0, 15), gap=st.integers(0, 5))
def test_rows_are_named_by_the_number_at_the_spreadsheets_left_edge(above: int, gap: int) -> None:
    rows = [*[["标题"]] * above, HEAD, *[[]] * gap, ["王芳", "", "x", "", ""]]
    for content in (separated(rows), one_sheet(rows)):
        faults = read(content, SPEC).faults
        assert {(each.row, each.column) for each in faults} == {(above + gap + 2, "B"), (above + gap + 2, "C")}


def test_a_heading_that_is_not_there_is_named() -> None:
    reason, zh = said(separated([["姓名", "电话"], ["王芳", "1"]]))
    assert reason == "column_missing"
    assert "证件号码" in zh
    assert "姓名" not in zh


def test_a_table_repeats_its_heading_on_printed_pages_and_ends_somewhere() -> None:
    assert len(read(separated([HEAD, ROWS[0], HEAD, ROWS[1]]), SPEC).rows) == 2
    assert said(separated([HEAD, *[ROWS[0]] * 601]))[0] == "too_many_rows"


# Hostile files -----------------------------------------------------------------------------------------------------

SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"
RELATIONS = (
    '<Relationships xmlns="r"><Relationship Id="s" Type="x/worksheet" Target="sheet.xml"/>'
    '<Relationship Id="t" Type="x/sharedStrings" Target="texts.xml"/></Relationships>'
)


def packed(sheet: str, texts: str = "<sst/>", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    parts = {
        "_rels/.rels": '<Relationships><Relationship Id="b" Type="x/officeDocument" Target="x/b.xml"/></Relationships>',
        "x/b.xml": '<w xmlns:q="a/relationships"><sheets><sheet name="a" q:id="s"/></sheets></w>',
        "x/_rels/b.xml.rels": RELATIONS,
        "x/sheet.xml": sheet,
        "x/texts.xml": texts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def heading_cells() -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in HEAD[:2]) + "</row>"


def test_readings_of_characters_are_no_part_of_the_text() -> None:
    cells = '<row><c t="inlineStr"><is><t>王</t><rPh><t>wáng</t></rPh><t>芳</t></is></c><c t="str"><v>E1</v></c></row>'
    assert read(packed(SHEET.format(heading_cells() + cells)), SPEC).rows[2]["name"] == "王芳"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0 an old workbook, or one with a password",
        b"PK\x03\x04 and nothing else",
        packed("<not closed"),
        packed('<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET.format("")),
        packed(SHEET.format("<row>" + "<c/>" * 1_100_000 + "</row>")),
        packed(SHEET.format('<row r="x"/>')),
        packed(" " * (33 * 2**20)),
        packed(SHEET.format('<row><c t="s"><v>0</v></c></row>' * 12_002), "<sst><si><t>a</t></si></sst>"),
        packed(SHEET.format('<row><c t="s"><v>0</v></c></row>' * 3000), f"<sst><si><t>{'字' * 4000}</t></si></sst>"),
        packed(SHEET.format(heading_cells()), packing=zipfile.ZIP_LZMA),
        b"PK\x03\x04" + b"PK\x01\x02" * 5000,
        ("1\n" * 12_001).encode(),
        b"\xff\xfe\xff\x00\x80",
    ],
    ids=range(14),
)
def test_a_hostile_or_broken_file_is_refused_in_words(content: bytes) -> None:
    assert said(content)[0] in {"file_unreadable", "file_too_large", "column_missing"}


def test_cells_at_opposite_corners_cost_nothing() -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert said(packed(SHEET.format(corners)))[0] == "column_missing"


_HOSTILE = """
import resource, sys
from pathlib import Path
from checkin_service.kit.intake.table import read
from checkin_service.kit.problem import Problem
from checkin_service.kit.intake.columns import Column
from checkin_service.kit.intake.table import TableSpec
from checkin_service.kit.words import Words
columns = (Column(field="name", heading=Words("姓名", "Name")), Column(field="number", heading=Words("证件", "Number")))
spec = TableSpec(name="people", title=Words("", ""), columns=columns, most_rows=500, advice=Words("", ""))
content = Path(sys.argv[1]).read_bytes()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read(content, spec)
except Problem as refused:
    assert refused.fields["reason"] in {"file_too_large", "file_unreadable", "column_missing"}, refused.fields
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    "sheet_and_texts",
    [
        (SHEET.format('<row><c t="s"><v>0</v></c></row>' * 1500), f"<sst><si><t>{'a' * 15_000_000}</t></si></sst>"),
        (SHEET.format("<row/>"), "<sst>" + "<si><t>abcdefgh</t></si>" * 900_000 + "</sst>"),
        (" " * (400 * 2**20), "<sst/>"),
    ],
    ids=["one long text in many cells", "many texts", "a part that unpacks to 400 MB"],
)
def test_what_unpacks_without_end_stays_within_a_quarter_gigabyte(
    sheet_and_texts: tuple[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(packed(*sheet_and_texts))
    assert path.stat().st_size < 4 * 2**20
    told = subprocess.run(
        [sys.executable, "-c", _HOSTILE, path], capture_output=True, text=True, check=True, timeout=300
    )
    assert int(told.stdout) * 1024 < 256 * 2**20


def test_a_damaged_workbook_is_read_or_refused_wherever_the_damage_is() -> None:
    whole = packed(SHEET.format(heading_cells() + '<row><c t="str"><v>王芳</v></c></row>'))
    for place in range(0, len(whole), 7):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        with suppress(Problem):
            read(damaged, SPEC)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    try:
        table: Table = read(content, SPEC)
    except Problem:
        return
    assert table.rows
