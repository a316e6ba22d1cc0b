"""Workbooks of plain tables (XLSX), the same bytes for the same content; what looks like a formula stays a text."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from checkin_service.kit.civil import CHINA

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | Decimal | datetime | None

# Text is text whatever it looks like: neither formulas nor links nor numbers are guessed.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_MADE_AT = datetime(1980, 1, 1, tzinfo=UTC)
_COLUMN_WIDTH = 18


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A file with one sheet for each name; moments are shown by the clock in China."""
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _MADE_AT})
        formats = {
            Decimal: book.add_format({"num_format": "#,##0.00"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, max(map(len, rows), default=1) - 1, _COLUMN_WIDTH)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, at, column, cell, formats)
    return out.getvalue()


def _write(sheet: Worksheet, at: int, column: int, cell: Cell, formats: Mapping[type, Format]) -> None:
    if isinstance(cell, str):
        sheet.write_string(at, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(at, column, cell.astimezone(CHINA).replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, Decimal):
        sheet.write_number(at, column, cell, formats[Decimal])
    elif cell is not None:
        sheet.write_number(at, column, cell)
