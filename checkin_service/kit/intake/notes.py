"""Notes on a table that can be read: hidden rows, lines that are no rows, columns of one heading."""

import string
from collections.abc import Collection, Iterator, Sequence

from checkin_service.kit.intake import folding
from checkin_service.kit.intake.grid import Row
from checkin_service.kit.words import Words

_REMARKS = ("合计", "总计", "小计", "共计", "备注", "说明", "注", "填表", "制表", "审核", "经办", "负责人", "单位盖章")


def is_remark(row: Row, needed: Sequence[int]) -> bool:
    """A line for people below a list, such as 合计 or 填表人: it begins so, and lacks what every row must have."""
    if len(needed) < 2 or all(place < len(row) and folding.text(row[place]) for place in needed):  # noqa: PLR2004
        return False
    first = next((folding.word(cell) for cell in row if folding.text(cell)), "")
    return first.startswith(_REMARKS)


def twins(heading: Row, places: Collection[int]) -> Iterator[tuple[int, Words]]:
    """Columns whose heading is that of another: the first is read, and nobody should have to guess which."""
    for used in places:
        for place, cell in enumerate(heading):
            if place not in places and cell and folding.word(cell) == folding.word(heading[used]):
                yield place, _TWIN.filled(read=letter_of(used))


def letter_of(place: int) -> str:
    """The letters at the top of a column, counted from 0.

    >>> letter_of(0), letter_of(27)
    ('A', 'AB')
    """
    before, rest = divmod(place, 26)
    return (letter_of(before - 1) if before else "") + string.ascii_uppercase[rest]


HIDDEN = Words(
    "这一行在表格中是隐藏的，也会读取。不要的请删除后重新上传。",
    "The spreadsheet hides this row; it is read all the same. Delete it and send the table anew if it is not meant.",
)
REMARK = Words("这一行像是合计或说明，不读取。", "This looks like a total or a remark and is not read.")
_TWIN = Words(
    "与 {read} 列表头相同，只读取 {read} 列。不对的请删去多余的列后重新上传。",
    "The same heading as column {read}, which alone is read. Delete the column that is not meant.",
)
