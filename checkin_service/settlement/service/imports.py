"""Files instead of rows: the treasury's answer and verified codes, as CSV or XLSX; every bad line is named."""

import asyncio
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError

from checkin_service.access.model import Subject
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.schema import StrictModel
from checkin_service.kit.words import Words
from checkin_service.settlement.schemas import ApplicationFile, NewApplication, Results, ResultsFile
from checkin_service.settlement.service import applying, results
from checkin_service.settlement.table_file import Unreadable, rows_of

Model = TypeVar("Model", bound=StrictModel)
Numbered = list[tuple[int, dict[str, str]]]

_NUMBER = re.compile("[0-9]{1,9}")

_RESULT_COLUMNS = MappingProxyType(
    {
        "line": ("行号", "序号", "line"),
        "paid": ("结果", "拨付结果", "result"),
        "reference": ("凭证号", "reference"),
        "reason": ("原因", "说明", "reason"),
    }
)
_CODE_COLUMNS = MappingProxyType({"voucher_code": ("唯一码", "券码", "voucher_code")})
_PAID = MappingProxyType(
    dict.fromkeys(("已拨付", "拨付成功", "成功", "paid"), True)
    | dict.fromkeys(("未拨付", "拨付失败", "失败", "not_paid"), False)
)


async def results_of(resources: Resources, subject: Subject, table_id: UUID, body: ResultsFile) -> bytes:
    """What the treasury answered, as it sends it; a line it did not pay is one that can be settled again."""
    lines = await asyncio.to_thread(_table, body.file, _RESULT_COLUMNS, needed={"line", "paid"})
    rows = [
        {
            "line": int(each["line"]) if _NUMBER.fullmatch(each["line"]) else each["line"],
            "paid": _PAID.get(each["paid"].lower(), each["paid"]),
            "reference": each["reference"] or None,
            "reason": each["reason"] or None,
        }
        for _, each in lines
    ]
    read = _validated(Results, {"request_id": body.request_id, "rows": rows}, "rows", lines)
    return await results.record_results(resources, subject, table_id, read)


async def application_of(resources: Resources, subject: Subject, body: ApplicationFile) -> bytes:
    """批量导入券码 from a file into an application (SD-14)."""
    lines = await asyncio.to_thread(_table, body.file, _CODE_COLUMNS, needed={"voucher_code"})
    given = {
        "application_id": body.application_id,
        "authority_code": body.authority_code,
        "voucher_codes": [each["voucher_code"] for _, each in lines],
    }
    return await applying.apply(resources, subject, _validated(NewApplication, given, "voucher_codes", lines))


def _table(file: str, columns: Mapping[str, Sequence[str]], *, needed: set[str]) -> Numbered:
    """The rows below the heading, each with its number in the file; rows without anything in them are left out."""
    try:
        found = rows_of(b64decode(file, validate=True))
    except (Unreadable, ValueError) as error:
        raise Problem(ProblemKind.RULE_REFUSED, _UNREADABLE, fields={"reason": "file_unreadable"}) from error
    heading = [cell.lower() for cell in found[0]] if found else []
    places = {
        name: next((heading.index(each) for each in aliases if each in heading), None)
        for name, aliases in columns.items()
    }
    if missing := sorted(name for name in needed if places[name] is None):
        named = [columns[name][0] for name in missing]
        words = _NO_COLUMN.filled(columns="、".join(named))
        raise Problem(ProblemKind.RULE_REFUSED, words, fields={"reason": "column_missing", "columns": named})
    return [(number, dict(_cells(row, places))) for number, row in enumerate(found[1:], start=2) if any(row)]


def _cells(row: Sequence[str], places: Mapping[str, int | None]) -> Iterator[tuple[str, str]]:
    for name, place in places.items():
        yield name, row[place] if place is not None and place < len(row) else ""


def _validated(model: type[Model], given: dict[str, Any], list_name: str, lines: Numbered) -> Model:
    """The body a client would have sent; what is wrong is named by the row of the file it stands in."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        rows = [
            {"row": lines[each["loc"][1]][0], "column": str(each["loc"][-1]), "reason": each["type"]}
            for each in error.errors()
            if each["loc"][0] == list_name and len(each["loc"]) > 1 and isinstance(each["loc"][1], int)
        ]
        words = _BAD_ROWS.filled(count=len(rows)) if rows else _TOO_FEW_OR_MANY
        raise Problem(ProblemKind.RULE_REFUSED, words, fields={"reason": "bad_rows", "rows": rows}) from None


_UNREADABLE = Words(
    "文件无法读取，请使用 CSV（UTF-8 或 GB 18030）或 XLSX。",
    "The file cannot be read: send CSV (UTF-8 or GB 18030) or XLSX.",
)
_NO_COLUMN = Words("表头缺少：{columns}。", "The heading lacks: {columns}.")
_BAD_ROWS = Words("文件中有{count}处需要改正，未保存任何内容。", "{count} cell(s) need correction; nothing was kept.")
_TOO_FEW_OR_MANY = Words("文件中没有数据行，或行数过多。", "The file holds no rows, or too many.")
