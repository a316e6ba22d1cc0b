"""Tables of separated text (CSV): encodings as spreadsheets write them, separators told apart by the heading."""

import codecs
import csv
import io
from collections.abc import Callable

from checkin_service.kit.intake.grid import MOST_COLUMNS, MOST_ROWS, TOO_LARGE, Allowance, Contents, Grid, unreadable
from checkin_service.kit.words import Words

SEPARATORS = (",", "\t", ";", "，")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4096


def contents(content: bytes, fits: Callable[[Grid], int]) -> Contents:
    """The table under the separator by which most of the heading is found; `fits` counts its columns."""
    text, encoding = decoded(content)
    best = max(SEPARATORS, key=lambda each: fits(_grid(_first_lines(text), each)))
    return Contents(encoding=encoding, sheets=[_grid(text, best)])


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: a byte-order mark, UTF-8, UTF-16 by its zeros, else GB 18030."""
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in [marked] if marked else [*_unmarked(content)]:
        try:
            return content.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise unreadable(UNREADABLE)


def _unmarked(content: bytes) -> list[str]:
    sample = content[:_SAMPLE]
    if b"\0" not in sample:
        return ["utf-8", "gb18030"]
    # Separators and line ends are ASCII: their zeros lie at odd places in little-endian text, else at even ones.
    return ["utf-16-le"] if sample[1::2].count(0) > sample[::2].count(0) else ["utf-16-be"]


def _grid(text: str, separator: str) -> Grid:
    allowance = Allowance()
    rows: dict[int, list[str]] = {}
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            cells = [allowance.taken(_plain(cell)) for cell in row[:MOST_COLUMNS]]
            if any(cells):
                rows[number] = cells
                if len(rows) > MOST_ROWS:
                    raise unreadable(TOO_LARGE, "file_too_large")
    except csv.Error:
        raise unreadable(UNREADABLE) from None
    return Grid(name="", rows=rows)


def _first_lines(text: str) -> str:
    return text[:_SAMPLE].rpartition("\n")[0] or text[:_SAMPLE]


def _plain(cell: str) -> str:
    """The text of a cell that was written as a formula so that a spreadsheet leaves it alone."""
    cell = cell.strip()
    is_quoted = cell.startswith('="') and cell.endswith('"')
    return cell[2:-1] if is_quoted else cell


UNREADABLE = Words(
    "文件无法读取。请在表格软件中“另存为” XLSX 或 CSV UTF-8 后重试；带密码的文件请先取消密码。",
    "The file cannot be read: save it as XLSX or as CSV UTF-8 and try again; take off a password first.",
)
