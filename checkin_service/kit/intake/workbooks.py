"""Workbooks (XLSX) read in one pass: every part is counted while it unpacks, and nothing in it is run or fetched."""

import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from xml.parsers import expat

from checkin_service.kit.intake.grid import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LARGE,
    Allowance,
    Broken,
    Contents,
    Grid,
    Number,
    Row,
    unreadable,
)
from checkin_service.kit.intake.separated import UNREADABLE

_MOST_UNPACKED = 32 * 2**20
_MOST_TAGS = 1_000_000
_MOST_PARTS = 1000
_CHUNK = 64 * 1024
_MOST_MERGED = 5000
_PLAIN_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_LAST_EXACT = 10**15

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, expat.ExpatError)
_BROKEN_OTHERWISE = (EOFError, RuntimeError, OSError, ValueError, KeyError)

Attributes = Mapping[str, str]


def contents(content: bytes) -> Contents:
    """The visible sheets in the workbook's own order."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _Workbook(archive).contents()
    except (*_BROKEN, *_BROKEN_OTHERWISE) as error:
        raise unreadable(UNREADABLE) from error


def is_bomb(content: bytes) -> bool:
    """Whether the directory of an archive is too long to be read at all."""
    return content.count(b"PK\x01\x02") > _MOST_PARTS


class _Workbook:
    """An open workbook with what may still be unpacked of it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._bytes_left, self._tags_left = _MOST_UNPACKED, _MOST_TAGS
        self._allowance = Allowance()

    def contents(self) -> Contents:
        book = next(iter(self._targets("", "_rels/.rels", "officeDocument").values()))
        folder, _, name = book.rpartition("/")
        of_book = f"{folder}/_rels/{name}.rels"
        sheets, since_1904 = self._sheets(book)
        parts = self._targets(folder, of_book, "worksheet")
        texts: list[str] = []
        for part in self._targets(folder, of_book, "sharedStrings").values():
            texts = self._texts(part)
        shown = [(name, parts[key]) for name, key, is_shown in sheets if is_shown and key in parts]
        if not shown:
            raise unreadable(UNREADABLE)
        return Contents(
            encoding="xlsx",
            sheets=[self._grid(name, part, texts, since_1904=since_1904) for name, part in shown],
            hidden=[name for name, _, is_shown in sheets if not is_shown],
        )

    def _targets(self, folder: str, part: str, kind: str) -> dict[str, str]:
        """Parts of a kind by their relationship, their names as the archive has them."""
        found: dict[str, str] = {}

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes["Type"].endswith(f"/{kind}"):
                target = attributes["Target"]
                found[attributes["Id"]] = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")

        self._parse(part, start)
        return found

    def _sheets(self, part: str) -> tuple[list[tuple[str, str, bool]], bool]:
        """Name, relationship and visibility of each sheet, and whether days are counted from 1904."""
        found: list[tuple[str, str, bool]] = []
        epoch: list[bool] = []

        def start(name: str, attributes: Attributes) -> None:
            if name == "workbookPr":
                epoch.append(attributes.get("date1904") in {"1", "true"})
            if name == "sheet":
                key = next(value for label, value in attributes.items() if label.endswith("relationships id"))
                found.append((attributes["name"], key, attributes.get("state", "visible") == "visible"))

        self._parse(part, start)
        return found, any(epoch)

    def _texts(self, part: str) -> list[str]:
        """The shared texts without readings of characters (注音), each cut off where it is too long."""
        texts: list[str] = []
        reader = _TextReader()

        def end(name: str) -> None:
            reader.end(name)
            if name == "si":
                texts.append(reader.taken())

        self._parse(part, reader.start, end, reader.letters)
        return texts

    def _grid(self, name: str, part: str, texts: list[str], *, since_1904: bool) -> Grid:
        sheet = _SheetReader(texts, self._allowance)
        self._parse(part, sheet.start, sheet.end, sheet.letters)
        return Grid(name=name, rows=sheet.filled(), since_1904=since_1904, hidden_rows=frozenset(sheet.hidden))

    def _parse(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        letters: Callable[[str], None] | None = None,
    ) -> None:
        """Feed a part to the handlers, by local names: strict and transitional workbooks differ in the rest."""

        def counted(name: str, attributes: Attributes) -> None:
            self._tags_left -= 1
            if self._tags_left < 0:
                raise unreadable(TOO_LARGE, "file_too_large")
            start(name.rpartition(" ")[2], attributes)

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_document_type
        parser.StartElementHandler = counted
        if end is not None:
            parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
        if letters is not None:
            parser.buffer_text = True
            parser.CharacterDataHandler = letters
        information = self._archive.getinfo(part)
        if information.compress_type not in _PLAIN_PACKING:
            raise unreadable(UNREADABLE)
        with self._archive.open(information) as packed:
            while chunk := packed.read(_CHUNK):
                self._bytes_left -= len(chunk)
                if self._bytes_left < 0:
                    raise unreadable(TOO_LARGE, "file_too_large")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


class _TextReader:
    """Gathers the text runs of an element."""

    def __init__(self) -> None:
        self._runs: list[str] = []
        self._length = self._readings = 0
        self._is_run = False

    def start(self, name: str, _attributes: Attributes) -> None:
        self._readings += name == "rPh"
        self._is_run = name == "t" and not self._readings

    def end(self, name: str) -> None:
        self._readings -= name == "rPh"
        self._is_run = False

    def letters(self, letters: str) -> None:
        if self._is_run and self._length <= LONGEST_CELL:
            self._runs.append(letters[: LONGEST_CELL + 1])
            self._length += len(letters)

    def taken(self) -> str:
        written = "".join(self._runs)[: LONGEST_CELL + 1]
        self._runs, self._length = [], 0
        return written


class _SheetReader:
    """Turns the events of a sheet into rows of cells."""

    def __init__(self, texts: list[str], allowance: Allowance) -> None:
        self._texts, self._allowance = texts, allowance
        self._rows: dict[int, Row] = {}
        self.hidden: set[int] = set()
        self._merged: list[str] = []
        self._number = self._column = 0
        self._type = ""
        self._formula = self._is_value = False
        self._value: list[str] = []
        self._inline = _TextReader()

    def start(self, name: str, attributes: Attributes) -> None:
        self._inline.start(name, attributes)
        if name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._column = -1
            if attributes.get("hidden") in {"1", "true"} and len(self.hidden) < MOST_ROWS:
                self.hidden.add(self._number)
        elif name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(found[1]) if found else self._column + 1
            self._number = int(found[2]) if found else self._number
            self._type, self._formula, self._value = attributes.get("t", "n"), False, []
        elif name == "mergeCell" and len(self._merged) < _MOST_MERGED:
            self._merged.append(attributes["ref"])
        self._formula = self._formula or name == "f"
        self._is_value = name == "v"

    def end(self, name: str) -> None:
        self._inline.end(name)
        self._is_value = False
        if name == "c":
            self._keep()

    def letters(self, letters: str) -> None:
        self._inline.letters(letters)
        if self._is_value and sum(map(len, self._value)) <= LONGEST_CELL:
            self._value.append(letters)

    def filled(self) -> dict[int, Row]:
        """The rows; what is merged downwards stands in every row that it covers, as its reader sees it."""
        for reference in self._merged:
            first, _, last = reference.partition(":")
            start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
            if start is None or end is None or int(start[2]) not in self._rows:
                continue
            column, row = _column(start[1]), self._rows[int(start[2])]
            if column < len(row):
                for number in range(int(start[2]) + 1, min(int(end[2]), int(start[2]) + MOST_ROWS) + 1):
                    if number in self._rows:
                        self._put(number, column, row[column])
        return dict(sorted(self._rows.items()))

    def _keep(self) -> None:
        written = self._inline.taken()
        value = written if self._type == "inlineStr" else "".join(self._value)
        cell = self._allowance.taken(self._read(value.strip()))
        if cell and self._column < MOST_COLUMNS:
            self._put(self._number, self._column, cell)

    def _put(self, number: int, column: int, cell: str) -> None:
        row = self._rows.setdefault(number, [])
        if len(self._rows) > MOST_ROWS:
            raise unreadable(TOO_LARGE, "file_too_large")
        row += [""] * (column + 1 - len(row))
        row[column] = cell

    def _read(self, value: str) -> str:
        """A formula counts as what it last came to; an error, and a formula that was never reckoned, as nothing."""
        if self._type == "e" or (self._formula and not value and self._type != "str"):
            return Broken("cell_is_error")
        if self._type == "s" and value:
            return self._texts[int(value)].strip() if 0 <= int(value) < len(self._texts) else Broken("cell_is_error")
        if self._type == "n" and value:
            return _number(value)
        if self._type == "b":
            return "是" if value == "1" else "否"
        return value


def _number(value: str) -> str:
    """Fifteen digits: what a spreadsheet keeps beyond them is noise of its arithmetic, or lost."""
    number = float(value)
    if abs(number) >= _LAST_EXACT:
        return Broken("number_damaged")
    shown = f"{number:.15g}"
    return Number(f"{number:.15f}".rstrip("0").rstrip(".") if "e" in shown else shown)


def _column(letters: str) -> int:
    """The column of its letters, from 0.

    >>> _column("A"), _column("AA")
    (0, 26)
    """
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _refuse_document_type(*_declared: Any) -> None:
    """Without a document type there are no entities to expand."""
    raise unreadable(UNREADABLE)
