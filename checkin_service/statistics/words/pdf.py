"""The figures of a place on paper: the tables of the workbook, and what the file holds, with its digest."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from reportlab.platypus import Flowable

from checkin_service.kit.printing import WIDE, Foot, gap, paragraph, printed, table
from checkin_service.kit.workbook import Cell

TITLE = "职业培训券统计"
MOST_ROWS = 200
"""Of one table: paper for more than a few pages is not read, and the workbook holds them all."""
_WIDTH_MM, _FIRST_MM = 273.0, 30.0
_MARGIN_MM = 12
_CUT = "共{rows}行，本件列出前{most}行和合计，其余见工作簿。"


def pdf_of(lead: str, sheets: Mapping[str, Sequence[Sequence[Cell]]], said: Mapping[str, str], *, foot: str) -> bytes:
    """Each sheet as a section, then what the file says of itself; `foot` stands on each page."""
    return printed(_story(lead, sheets, said), title=TITLE, foot=Foot(foot), page_size=WIDE, margin_mm=_MARGIN_MM)


def _story(lead: str, sheets: Mapping[str, Sequence[Sequence[Cell]]], said: Mapping[str, str]) -> Iterator[Flowable]:
    yield paragraph(TITLE, "title")
    yield paragraph(lead, "lead")
    for name, rows in sheets.items():
        yield paragraph(name, "section")
        yield _table(rows)
        if len(rows) - 2 > MOST_ROWS:
            yield paragraph(_CUT.format(rows=len(rows) - 2, most=MOST_ROWS), "fine")
        yield gap(3)
    yield paragraph("清单说明", "section")
    yield table([tuple(paragraph(each, "fine") for each in pair) for pair in said.items()], 60, _WIDTH_MM - 60)


def _table(rows: Sequence[Sequence[Cell]]) -> Flowable:
    """Heading, the first rows, and the total, which is the last."""
    shown = rows if len(rows) - 2 <= MOST_ROWS else [*rows[: MOST_ROWS + 1], rows[-1]]
    others = max(len(rows[0]) - 1, 1)
    width = (_WIDTH_MM - _FIRST_MM) / others
    cells = [[paragraph(_written(cell), "small") for cell in row] for row in shown]
    return table(cells, _FIRST_MM, *[width] * (len(rows[0]) - 1), repeat=1)


def _written(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return "" if cell is None else str(cell)
