"""A table as it lies in a file: cells at their places, before anybody knows what the columns mean."""

from dataclasses import dataclass, field

from checkin_service.kit.problem import Problem
from checkin_service.kit.refusal import unfit
from checkin_service.kit.words import Words

MOST_ROWS, MOST_COLUMNS = 12_000, 64
LONGEST_CELL = 4096
MOST_TEXT = 4_000_000
"""Characters of a whole table, repeated texts counted as often as they stand there."""


class Number(str):
    """A number cell as a spreadsheet shows it: fifteen digits, for it keeps no more."""

    __slots__ = ()


class Broken(str):
    """A cell without a usable value; the text is the code of what is wrong with it."""

    __slots__ = ()


Row = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet; rows by the number at the spreadsheet's left edge, those without anything left out."""

    name: str
    rows: dict[int, Row]
    since_1904: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """Rows that a spreadsheet does not show, as a filter leaves them; they are read all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a file shows: one table of a CSV, or the visible sheets of a workbook in its own order."""

    encoding: str
    sheets: list[Grid]
    hidden: list[str] = field(default_factory=list)


class Allowance:
    """Counts the text of a table while it is read, and stops before it is too much."""

    def __init__(self) -> None:
        self._left = MOST_TEXT

    def taken(self, cell: str) -> str:
        self._left -= len(cell)
        if self._left < 0:
            raise unreadable(TOO_LARGE, "file_too_large")
        return Broken("cell_too_long") if len(cell) > LONGEST_CELL else cell


def unreadable(words: Words, reason: str = "file_unreadable") -> Problem:
    return unfit(words, reason=reason)


TOO_LARGE = Words(
    "文件过大：一张表最多12000行、400万字。请分成几个文件。",
    "The file is too large: a table has 12,000 rows and 4 million characters at most. Send it in parts.",
)
"""Said wherever reading stops for want of room."""
