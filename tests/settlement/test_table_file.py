"""Files that people upload: what spreadsheets write is read, what is hostile is refused."""

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from checkin_service.settlement.spreadsheet import workbook
from checkin_service.settlement.table_file import FORMULA, Unreadable, rows_of

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def packed(sheet: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"xl/worksheets/sheet1.xml": sheet, **parts}.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_csv_is_read_in_the_two_encodings_of_chinese_spreadsheets() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert rows_of("行号,结果\r\n1,已拨付\r\n".encode(encoding)) == [["行号", "结果"], ["1", "已拨付"]]


def test_what_a_spreadsheet_program_writes_is_read_back_with_its_gaps() -> None:
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["行号", "结果"])
        sheet.write_row(2, 1, ["已拨付"])
        sheet.write_number(3, 0, 7)
        sheet.write_formula(4, 0, "=1+1")
    assert rows_of(out.getvalue()) == [["行号", "结果"], [], ["", "已拨付"], ["7"], [FORMULA]]


def test_our_own_workbook_is_read_back() -> None:
    assert rows_of(workbook({"表": [["唯一码", 3], ["=A1", "&<"]]})) == [["唯一码", "3"], ["=A1", "&<"]]


def test_the_readings_of_characters_are_no_part_of_the_text() -> None:
    cell = '<row><c t="inlineStr"><is><t>行</t><rPh sb="0" eb="1"><t>háng</t></rPh><t>号</t></is></c></row>'
    assert rows_of(packed(SHEET.format(cell))) == [["行号"]]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and nothing else",
        packed("<not closed"),
        packed('<!DOCTYPE x [<!ENTITY a "b">]>' + SHEET.format("")),
        packed(SHEET.format('<row r="9999999"/>')),
        packed(SHEET.format("<row>" + "<c/>" * 600_000 + "</row>")),
        packed(SHEET.format('<row r="2"/><row r="1"/>')),
        packed(SHEET.format('<row r="x"/>')),
        packed(" " * (17 * 2**20)),
        packed(SHEET.format("<row/>" * 5001)),
        ("1\n" * 5001).encode(),
        b'"not closed',
        b"\xff\xfe\xff\x00\x80",
    ],
)
def test_a_hostile_or_broken_file_is_refused_before_it_costs_anything(content: bytes) -> None:
    with pytest.raises(Unreadable):
        rows_of(content)


def test_a_damaged_workbook_is_refused_wherever_the_damage_is() -> None:
    whole = packed(SHEET.format('<row><c t="inlineStr"><is><t>行号</t></is></c></row>'))
    for place in range(30, len(whole), 7):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        with suppress(Unreadable):
            rows_of(damaged)


def test_a_workbook_without_a_sheet_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "")
    with pytest.raises(Unreadable):
        rows_of(out.getvalue())


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda rest: b"PK\x03\x04" + rest))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    rows: Any
    try:
        rows = rows_of(content)
    except Unreadable:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)


def test_a_workbook_whose_packing_is_broken_is_refused_whatever_packs_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format("<row/>" * 99))
    broken = bytearray(out.getvalue())
    start = broken.index(b"sheet1.xml") + len("sheet1.xml")
    broken[start + 9 : start + 40] = b"\xff" * 31
    with pytest.raises(Unreadable):
        rows_of(bytes(broken))
