"""Workbooks: sheets, the same bytes each time, and text that stays text."""

import io
import zipfile
from xml.etree import ElementTree as ET

from checkin_service.kit.workbook import workbook


def test_a_workbook_has_its_sheets_and_is_the_same_each_time() -> None:
    sheets: dict[str, list[list[str | int]]] = {
        "拨付明细": [["序号", "金额"], [1, 150_000]],
        "汇总": [["合计", 150_000]],
    }
    file = workbook(sheets)
    assert file == workbook(sheets)
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        for name in book.namelist():
            ET.fromstring(book.read(name))  # noqa: S314 - made by ourselves a line above
        assert "拨付明细" in book.read("xl/workbook.xml").decode()
        assert "<v>150000</v>" in book.read("xl/worksheets/sheet1.xml").decode()


def test_what_looks_like_a_formula_or_markup_stays_a_text() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook({"a": [["=1+1", "<b>&"]]}))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "&lt;b&gt;&amp;" in sheet
