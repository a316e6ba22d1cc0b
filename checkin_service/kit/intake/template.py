"""Templates to fill in: a workbook whose heading, explanations and example are those of the table's own columns."""

from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from checkin_service.kit.intake.columns import Kind
from checkin_service.kit.intake.table import TableSpec

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}
_MADE_AT = datetime(1980, 1, 1, tzinfo=UTC)
_HEADING_ROW = 3
_MARGIN = 6
"""Room beside the letters of a heading, in letters."""


def template(spec: TableSpec) -> bytes:
    """Title, explanation and example above the heading, where they are read over; the rows below are empty."""
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _MADE_AT, "title": spec.title.zh})
        sheet = book.add_worksheet(spec.title.zh[:31])
        title = book.add_format({"bold": True, "font_size": 14})
        hint = book.add_format({"italic": True, "font_color": "#555555", "text_wrap": True, "valign": "top"})
        heading = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        as_text = book.add_format({"num_format": "@"})
        as_day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(0, 0, f"{spec.title.zh} · {spec.title.en}　{spec.advice.zh} {spec.advice.en}", title)
        for place, column in enumerate(spec.columns):
            is_needed = "必填" if column.is_needed else "可不填"
            sheet.write_string(1, place, f"{is_needed}：{column.kind.value.zh} · {column.heading.en}", hint)
            sheet.write_string(2, place, f"例：{column.example}", hint)
            sheet.write_string(_HEADING_ROW, place, column.heading.zh, heading)
            width = max(len(column.heading.zh), len(column.example)) + _MARGIN
            sheet.set_column(place, place, width, as_day if column.kind is Kind.DAY else as_text)
        _offer_words(book, sheet, spec)
        sheet.freeze_panes(_HEADING_ROW + 1, 0)
    return out.getvalue()


def _offer_words(book: Workbook, sheet: Worksheet, spec: TableSpec) -> None:
    """Lists to choose from; their words stand on a hidden sheet, for a cell's own list is short."""
    chosen = [(place, column.offered) for place, column in enumerate(spec.columns) if column.kind is Kind.WORD]
    if not chosen:
        return
    lists = book.add_worksheet("选项")
    lists.hide()
    for at, (place, words) in enumerate(chosen):
        lists.write_column(0, at, words)
        source = f"=选项!{xl_range_abs(0, at, len(words) - 1, at)}"
        choice = {"validate": "list", "source": source, "ignore_blank": True}
        sheet.data_validation(_HEADING_ROW + 1, place, _HEADING_ROW + spec.most_rows, place, choice)
