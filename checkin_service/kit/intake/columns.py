"""Columns of a table that people fill in: headings, kinds of value, and what a cell of each kind is read as."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from checkin_service.kit.intake import folding
from checkin_service.kit.intake.grid import Broken, Number
from checkin_service.kit.words import Words, Wrong

YES_OR_NO: dict[str, bool] = dict.fromkeys(("是", "1", "1.0", "有", "真", "√", "✓", "y", "yes", "true"), True) | (
    dict.fromkeys(("否", "0", "0.0", "无", "假", "×", "✗", "x", "n", "no", "false"), False)
)


class Kind(Enum):
    """What stands in the cells of a column; the words are those of a template."""

    TEXT = Words("文字", "text")
    CODE = Words("号码（按文本填写）", "a code, as text")
    DASHED = Words("编码（按文本填写）", "a code with its dashes, as text")
    WHOLE = Words("整数", "a whole number")
    MONEY = Words("金额（元）", "an amount in yuan")
    DAY = Words("日期，如 2026-03-02", "a day, such as 2026-03-02")
    WORD = Words("从列表中选择", "one of a list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by the name of its field; its headings are the Chinese and the English one, and others in use."""

    field: str
    heading: Words
    kind: Kind = Kind.TEXT
    also: tuple[str, ...] = ()
    is_needed: bool = True
    """Whether the table must have it and every row must fill it."""
    words: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Of `Kind.WORD`: each word with its value; the first word of a value is the one that a template offers."""
    example: str = ""

    @property
    def headings(self) -> frozenset[str]:
        return frozenset(map(folding.word, (self.field, *self.heading, *self.also)))

    @property
    def offered(self) -> list[str]:
        """One word for each value."""
        first: dict[Any, str] = {}
        for word, value in self.words.items():
            first.setdefault(value, word)
        return list(first.values())

    def value(self, cell: str, *, since_1904: bool = False) -> Any:
        """What the cell says, `None` where it is empty; `Wrong` where it cannot be of this kind."""
        if isinstance(cell, Broken):
            raise Wrong(BROKEN[str(cell)], str(cell))
        if not folding.text(cell):
            if self.is_needed:
                raise Wrong(EMPTY, "empty")
            return None
        if self.kind is Kind.WORD:
            return self._word(cell)
        if self.kind is Kind.DAY and isinstance(cell, Number):
            return _by_serial(cell, since_1904=since_1904)
        return _READ[self.kind](cell)

    def _word(self, cell: str) -> Any:
        wanted = folding.word(cell)
        for word, value in self.words.items():
            if folding.word(word) == wanted:
                return value
        raise Wrong(UNKNOWN_WORD.filled(words="、".join(self.offered)), "unknown_word")


def _by_serial(cell: str, *, since_1904: bool) -> date:
    """A day that the file keeps as a number; eight digits are one that was typed."""
    if "." not in cell and len(cell) == len("20260302"):
        return folding.day(cell)
    return folding.day_of_serial(Decimal(cell), since_1904=since_1904)


_READ: Mapping[Kind, Callable[[str], Any]] = {
    Kind.TEXT: lambda cell: folding.text(cell).removeprefix("'"),
    Kind.CODE: lambda cell: folding.code(folding.exact(cell)),
    Kind.DASHED: lambda cell: folding.dashed(folding.exact(cell)),
    Kind.WHOLE: folding.whole,
    Kind.MONEY: folding.fen,
    Kind.DAY: folding.day,
}

EMPTY = Words("此格必填。", "This cell must be filled in.")
UNKNOWN_WORD = Words("请填写：{words}。", "Enter one of: {words}.")
BROKEN = {
    "number_damaged": folding.DAMAGED,
    "cell_too_long": Words("内容过长，最多4096字。", "A cell holds 4,096 characters at most."),
    "cell_is_error": Words(
        "此格的公式没有结果。请粘贴为数值后重试。", "The formula of this cell has no result: paste its value instead."
    ),
}
"""What is wrong with a cell that has no value."""
