"""A filled-in table: found under its heading whatever stands above, each cell read, each fault named in its place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ValidationError

from checkin_service.kit.http.reasons import reason_of
from checkin_service.kit.intake import folding, separated, workbooks
from checkin_service.kit.intake.columns import Column
from checkin_service.kit.intake.grid import TOO_LARGE, Contents, Grid, Row, unreadable
from checkin_service.kit.intake.lookalikes import no_table
from checkin_service.kit.intake.notes import HIDDEN, REMARK, is_remark, letter_of, twins
from checkin_service.kit.problem import Problem
from checkin_service.kit.refusal import unfit
from checkin_service.kit.words import Words, Wrong

Model = TypeVar("Model", bound=BaseModel)

IN_PLACE = "bad_rows"
"""The reason of a refusal that names its rows by their numbers in the file."""
MOST_LISTED = 20
"""Faults that an answer lists; the rest is counted."""

_HEADING_WITHIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A kind of table that can be taken in."""

    name: str
    title: Words
    columns: tuple[Column, ...]
    most_rows: int
    advice: Words
    """What somebody who fills it in should know beside the columns."""

    def column_of(self, field: str) -> Column | None:
        return next((each for each in self.columns if each.field == field), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in a cell, or in a row; never what it says."""

    row: int
    """The number at the spreadsheet's left edge."""
    column: str = ""
    """The letter at its top, where one cell is concerned."""
    heading: str = ""
    code: str
    words: Words

    def shown(self) -> dict[str, Any]:
        found = {"row": self.row, "column": self.column, "heading": self.heading, "code": self.code}
        return found | {"zh": self.words.zh, "en": self.words.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What was read of a file."""

    spec: TableSpec
    sheet: str
    encoding: str
    heading_row: int
    letters: Mapping[str, str]
    """The letter of the column by the field it fills."""
    ignored: Sequence[str]
    """Headings that say nothing here."""
    hidden: Sequence[str]
    """Sheets that were not read because they are hidden."""
    rows: Mapping[int, dict[str, Any]]
    """Values by field, under the number of the row; rows with a fault lack the values that are wrong."""
    faults: Sequence[Fault]
    notes: Sequence[Fault] = ()
    """What deserves a look before the table is confirmed: rows that a spreadsheet hides, lines below that are no rows,
    a second column of the same heading."""

    @property
    def numbers(self) -> list[int]:
        return list(self.rows)

    @property
    def sound(self) -> Self:
        """The rows that could be read whole; what is wrong with them can still be found while others are broken."""
        broken = {each.row for each in self.faults}
        return replace(self, rows={n: row for n, row in self.rows.items() if n not in broken}, faults=())

    def fault(self, row: int, field: str, code: str, words: Words) -> Fault:
        """A fault in the cell that fills a field, or in the row if no column does."""
        column = self.spec.column_of(field)
        heading = column.heading.zh if column else ""
        return Fault(row=row, column=self.letters.get(field, ""), heading=heading, code=code, words=words)

    def bodies(self, model: type[Model], fields: Callable[[int, dict[str, Any]], dict[str, Any]]) -> list[Model]:
        """Each row as the item of a request that it stands for; refused whole, with every fault in its place."""
        faults, found = list(self.faults), list[Model]()
        for number, values in self.sound.rows.items():
            try:
                found.append(model.model_validate(fields(number, values)))
            except ValidationError as error:
                faults += [
                    self.fault(number, str(each["loc"][-1]) if each["loc"] else "", *reason_of(each))
                    for each in error.errors()
                ]
        require_none(faults)
        return found

    def by_row(self, problem: Problem) -> Problem:
        """A refusal that counts rows from 1, as one that names them by their number in the file."""
        numbers = self.numbers
        rows = problem.fields.get("rows") or []
        if not rows or problem.fields.get("reason") == IN_PLACE:
            return problem
        return refusal(
            [self.fault(numbers[each["row"] - 1], each.get("field") or "", *_reason_of(each)) for each in rows]
        )


def read(content: bytes, spec: TableSpec) -> Table:
    """The table of the first visible sheet that has its heading; another sheet with the same heading is refused."""
    found = _contents(content, spec)
    headed = [(sheet, number) for sheet in found.sheets if (number := _heading(sheet, spec)) is not None]
    if not headed:
        raise _no_heading(found, spec)
    if len(headed) > 1:
        names = "、".join(sheet.name for sheet, _ in headed)
        raise unfit(_MANY_SHEETS.filled(names=names), reason="many_sheets")
    (sheet, number), *_ = headed
    return _table(sheet, number, spec, found)


def require_none(faults: Sequence[Fault]) -> None:
    if faults:
        raise refusal(faults)


def refusal(faults: Sequence[Fault], *, beside: Problem | None = None) -> Problem:
    """Nothing was kept: the first faults in their places, and how many there are, with those of a refusal beside."""
    others: Mapping[str, Any] = beside.fields if beside is not None else {"faults": 0, "rows": []}
    count = len(faults) + others["faults"]
    shown = sorted(
        [*(each.shown() for each in faults), *others["rows"]], key=lambda each: (each["row"], each["column"])
    )
    return unfit(_BAD_ROWS.filled(count=count), reason=IN_PLACE, faults=count, rows=shown[:MOST_LISTED])


def _contents(content: bytes, spec: TableSpec) -> Contents:
    if (words := no_table(content)) is not None:
        raise unreadable(words)
    if not content.startswith(b"PK"):
        return separated.contents(content, lambda grid: _most_headings(grid, spec))
    if workbooks.is_bomb(content):
        raise unreadable(TOO_LARGE, "file_too_large")
    return workbooks.contents(content)


def _table(sheet: Grid, heading_row: int, spec: TableSpec, found: Contents) -> Table:
    heading = sheet.rows[heading_row]
    places = _places(heading, spec)
    filled = {number: row for number, row in sheet.rows.items() if number > heading_row and _has_any(row, places)}
    needed = [places[column.field] for column in spec.columns if column.is_needed]
    below = {number for number, row in filled.items() if is_remark(row, needed)}
    rows = {n: row for n, row in filled.items() if n not in below and not _repeats(row, heading, places)}
    if not rows:
        raise unfit(_NO_ROWS, reason="no_rows")
    if len(rows) > spec.most_rows:
        words = _TOO_MANY.filled(most=spec.most_rows, count=len(rows))
        raise unfit(words, reason="too_many_rows")
    faults: list[Fault] = []
    values = {
        number: dict(_values(number, row, places, spec, faults, since_1904=sheet.since_1904))
        for number, row in rows.items()
    }
    return Table(
        spec=spec,
        sheet=sheet.name,
        encoding=found.encoding,
        heading_row=heading_row,
        letters={field: letter_of(place) for field, place in places.items()},
        ignored=[cell for place, cell in enumerate(heading) if cell and place not in places.values()],
        hidden=found.hidden,
        rows=values,
        faults=faults,
        notes=[
            *(
                Fault(row=heading_row, column=letter_of(place), heading=heading[place], code="twin_column", words=words)
                for place, words in twins(heading, places.values())
            ),
            *(Fault(row=number, code="row_hidden", words=HIDDEN) for number in rows if number in sheet.hidden_rows),
            *(Fault(row=number, code="row_is_remark", words=REMARK) for number in sorted(below)),
        ],
    )


def _values(
    number: int, row: Row, places: Mapping[str, int], spec: TableSpec, faults: list[Fault], *, since_1904: bool
) -> Iterator[tuple[str, Any]]:
    for column in spec.columns:
        place = places.get(column.field)
        if place is None:
            yield column.field, None
            continue
        try:
            yield column.field, column.value(row[place] if place < len(row) else "", since_1904=since_1904)
        except Wrong as wrong:
            faults.append(
                Fault(
                    row=number,
                    column=letter_of(place),
                    heading=column.heading.zh,
                    code=wrong.code,
                    words=wrong.words,
                )
            )


def _heading(sheet: Grid, spec: TableSpec) -> int | None:
    """The first row that has every needed column."""
    needed = {column.field for column in spec.columns if column.is_needed}
    return next((number for number, row in _first_rows(sheet) if needed <= _places(row, spec).keys()), None)


def _most_headings(sheet: Grid, spec: TableSpec) -> int:
    return max((len(_places(row, spec)) for _, row in _first_rows(sheet)), default=0)


def _first_rows(sheet: Grid) -> list[tuple[int, Row]]:
    return [(number, row) for number, row in sheet.rows.items() if number <= _HEADING_WITHIN]


def _places(row: Row, spec: TableSpec) -> dict[str, int]:
    """Where the columns stand; of two with the same heading the first counts."""
    folded = [_folded(cell) for cell in row]
    found: dict[str, int] = {}
    for column in spec.columns:
        place = next((at for at, names in enumerate(folded) if names & column.headings), None)
        if place is not None and place not in found.values():
            found[column.field] = place
    return found


def _folded(cell: str) -> frozenset[str]:
    """A heading as it is, and without what stands in brackets behind it, such as 必填 or 元."""
    name = folding.word(cell)
    return frozenset({name, name.partition("(")[0] or name})


def _has_any(row: Row, places: Mapping[str, int]) -> bool:
    return any(folding.text(row[place]) for place in places.values() if place < len(row))


def _repeats(row: Row, heading: Row, places: Mapping[str, int]) -> bool:
    """Whether the heading stands here again, as on every printed page."""
    return all(
        place < len(row) and folding.word(row[place]) == folding.word(heading[place]) for place in places.values()
    )


def _no_heading(found: Contents, spec: TableSpec) -> Problem:
    """What is missing where most of the heading stands."""
    rows = [row for sheet in found.sheets for _, row in _first_rows(sheet)]
    there: dict[str, int] = max((_places(row, spec) for row in rows), key=len, default={})
    missing = [each.heading.zh for each in spec.columns if each.is_needed and each.field not in there]
    words = _NO_COLUMN.filled(columns="、".join(missing))
    return unfit(words, reason="column_missing", columns=missing)


def _reason_of(row: Mapping[str, Any]) -> tuple[str, Words]:
    reason = row.get("reason")
    if isinstance(reason, Mapping):
        return row.get("code", "refused"), Words(reason["zh"], reason["en"])
    return str(reason), Words(row["zh"], row["en"])


_NO_COLUMN = Words(
    "前20行没有找到表头，缺少：{columns}。请使用模板，或补上这些列。",
    "The heading was not found in the first 20 rows; it lacks: {columns}. Use the template, or add these columns.",
)
_MANY_SHEETS = Words(
    "多个工作表都有同样的表头：{names}。请合并到一个工作表后重试。",
    "Several sheets have the same heading: {names}. Bring them together in one.",
)
_BAD_ROWS = Words("文件中有{count}处需要改正，未保存任何内容。", "{count} cell(s) need correction; nothing was kept.")
_NO_ROWS = Words("表头下面没有数据行。", "There are no rows below the heading.")
_TOO_MANY = Words("最多{most}行，文件中有{count}行。", "{most} rows at most; the file has {count}.")
