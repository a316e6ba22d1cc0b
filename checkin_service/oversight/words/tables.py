"""Lists of determinations as CSV and XLSX: typed, and no cell that a spreadsheet would take for a formula."""

import csv
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import StringIO

from checkin_service.eligibility.model.canonical import canonical
from checkin_service.kit.civil import CHINA
from checkin_service.kit.workbook import MEDIA_TYPE, Cell, workbook
from checkin_service.oversight.words.marks import MARK

HEAD = (
    "审核编号",
    "姓名",
    "证件号码",
    "人员编号",
    "班期",
    "培训机构",
    "属地监管",
    "发券补贴",
    "统计口径",
    "培训券",
    "唯一码",
    "结论",
    "计入课时",
    "总课时",
    "补贴金额（元）",
    "审核时间",
    "文书 SHA-256",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MEDIA = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: MEDIA_TYPE,
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file holds, by whom and what for; its digest names the file's content whatever the format."""

    said: Mapping[str, str | int]

    @property
    def sha256(self) -> str:
        return sha256(canonical(dict(self.said))).hexdigest()


def rows_digest(rows: Sequence[Sequence[Cell]]) -> str:
    """SHA-256 over the rows as lines of canonical JSON, so that CSV and XLSX of one list agree."""
    lines = (canonical([_written(cell) for cell in row]) + b"\n" for row in rows)
    return sha256(b"".join(lines)).hexdigest()


def file_of(kind: FileKind, rows: Sequence[Sequence[Cell]], manifest: Manifest) -> bytes:
    marked = [*rows, *marks(manifest, len(HEAD))]
    return _csv(marked) if kind is FileKind.CSV else _xlsx(marked, manifest)


def marks(manifest: Manifest, columns: int) -> list[tuple[Cell, ...]]:
    """The line that marks a file, below the rows of its table and as wide as they are; none of an unmarked file."""
    said = manifest.said.get(MARK)
    return [] if said is None else [(said, *[None] * (columns - 1))]


def kept_of(manifest: Manifest) -> dict[str, str | int]:
    """What the trail keeps of a manifest: not the mark, which names a person."""
    return {name: value for name, value in manifest.said.items() if name != MARK}


def content_digest(content: bytes) -> str:
    """For the header of the same name (RFC 9530)."""
    return f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe says that it is text.

    >>> harmless("=1+1"), harmless("王芳")
    ("'=1+1", '王芳')
    """
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA_STARTS) else text


def _csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    # The mark in front tells Excel that this is UTF-8.
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: Cell) -> str:
    return harmless(cell) if isinstance(cell, str) else _written(cell) or ""


def _written(cell: Cell) -> str | None:
    if isinstance(cell, datetime):
        return cell.astimezone(CHINA).isoformat(timespec="seconds")
    return None if cell is None else str(cell)


def _xlsx(rows: Sequence[Sequence[Cell]], manifest: Manifest) -> bytes:
    said = [*manifest.said.items(), ("manifest_sha256", manifest.sha256)]
    return workbook({"审核结果": [HEAD, *rows], "清单说明": said})
