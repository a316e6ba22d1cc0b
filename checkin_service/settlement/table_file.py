"""Reading a table that somebody uploads: CSV, or the first sheet of a workbook (XLSX), within limits.

Nothing in a file is ever run or fetched: a formula counts as an unreadable cell, a document type is refused, and no
part of a workbook unpacks to more than the limit.
"""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

FORMULA = "\ufffd"
"""What stands in the place of a formula: no field takes it."""

_PART_LIMIT = 16 * 2**20
_TAG_LIMIT = 500_000
_ROW_LIMIT = 5000
_COLUMN_LIMIT = 64
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]{1,4})\.xml")
_REFERENCE = re.compile("([A-Z]{1,3})[0-9]+")


class Unreadable(Exception):
    """The file is no table that can be read."""


def rows_of(content: bytes) -> list[list[str]]:
    r"""Every row as texts, empty rows too, so that their numbers are those of the file.

    >>> rows_of("行号,结果\n1,已拨付".encode())
    [['行号', '结果'], ['1', '已拨付']]
    """
    rows: list[list[str]] = []
    for row in _workbook(content) if content.startswith(b"PK") else _csv(content):
        if len(rows) == _ROW_LIMIT:
            raise Unreadable("too many rows")
        rows.append([cell.strip().removeprefix("'") for cell in row[:_COLUMN_LIMIT]])
    return rows


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    try:
        yield from csv.reader(io.StringIO(_text(content), newline=""), strict=True)
    except csv.Error as error:
        raise Unreadable("no CSV") from error


def _text(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Chinese computers write (GB 18030)."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("neither UTF-8 nor GB 18030")


def _workbook(content: bytes) -> Iterator[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = sorted(filter(_SHEET.fullmatch, archive.namelist()), key=_number)
            if not sheets:
                raise Unreadable("a workbook without a sheet")
            shared = _shared(archive) if "xl/sharedStrings.xml" in archive.namelist() else []
            yield from _sheet(_part(archive, sheets[0]), shared)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        RuntimeError,
        OSError,
        ET.ParseError,
        ValueError,
    ) as error:
        raise Unreadable("no workbook") from error


def _number(name: str) -> int:
    found = _SHEET.fullmatch(name)
    return int(found[1]) if found else 0


def _part(archive: zipfile.ZipFile, name: str) -> ET.Element:
    with archive.open(name) as packed:
        content = packed.read(_PART_LIMIT + 1)
    # What is parsed takes thirty times its room where it is nothing but tags.
    if len(content) > _PART_LIMIT or content.count(b"<") > _TAG_LIMIT:
        raise Unreadable("a part of the workbook is too large")
    text = content.decode("utf-8-sig")
    if "<!" in text.replace("<!--", "").replace("<![CDATA[", ""):
        raise Unreadable("a workbook with a document type")  # Without one there are no entities to expand.
    return ET.fromstring(text)  # noqa: S314 - size and document type have been looked at


def _shared(archive: zipfile.ZipFile) -> list[str]:
    root = _part(archive, "xl/sharedStrings.xml")
    return [_written(item) for item in root.iter(f"{_NAMESPACE}si")]


def _sheet(root: ET.Element, shared: Sequence[str]) -> Iterator[list[str]]:
    before = 0
    for row in root.iter(f"{_NAMESPACE}row"):
        number = int(row.get("r", before + 1))
        if not before < number <= _ROW_LIMIT:
            raise Unreadable("rows out of order, or too many")
        yield from ([] for _ in range(number - before - 1))
        yield _row(row, shared)
        before = number


def _row(row: ET.Element, shared: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_NAMESPACE}c"):
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(reference[1]) if reference else len(cells)
        if column >= _COLUMN_LIMIT:
            break
        cells += [""] * (column + 1 - len(cells))
        cells[column] = _value(cell, shared)
    return cells


def _column(letters: str) -> int:
    """The column of its letters, from 0.

    >>> _column("A"), _column("AA")
    (0, 26)
    """
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _value(cell: ET.Element, shared: Sequence[str]) -> str:
    if cell.find(f"{_NAMESPACE}f") is not None:
        return FORMULA
    if cell.get("t") == "inlineStr":
        return _written(cell)
    value = cell.findtext(f"{_NAMESPACE}v", "")
    if cell.get("t") == "s":
        number = int(value)
        return shared[number] if 0 <= number < len(shared) else FORMULA
    return value


def _written(element: ET.Element) -> str:
    """All text runs; the readings of characters (注音) beside them are left out."""
    readings = {id(run) for reading in element.iter(f"{_NAMESPACE}rPh") for run in reading.iter(f"{_NAMESPACE}t")}
    return "".join(run.text or "" for run in element.iter(f"{_NAMESPACE}t") if id(run) not in readings)
