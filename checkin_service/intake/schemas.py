"""Wire shapes of tables taken in."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import FILE_BYTES, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId

MOST_BYTES = 3 * 2**20

Detail = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]


class FilledTable(StrictModel, most_bytes=FILE_BYTES):
    """A filled table: XLSX, or CSV in UTF-8, GB 18030 or UTF-16, separated by commas, tabs or semicolons."""

    request_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    target: UUID | None = Field(default=None, description="What the table is about, such as the class of a roster")
    details: Annotated[dict[Detail, ShortText], Field(max_length=8)] = Field(
        default={}, description="What is stated once for all rows", examples=[{"voucher_kind": "定向券"}]
    )
    file: Annotated[
        str,
        Field(min_length=4, max_length=MOST_BYTES * 4 // 3, pattern="^[A-Za-z0-9+/]+={0,2}$", description="In base64"),
    ]


class ColumnBody(StrictModel):
    field: str
    heading: WordsBody
    kind: WordsBody
    is_needed: bool
    words: list[str] = Field(description="Of a column that takes one of a list")
    example: str


class KindBody(StrictModel):
    """A kind of table that one may send."""

    kind: str
    title: WordsBody
    advice: WordsBody
    target: WordsBody | None
    details: list[ColumnBody]
    columns: list[ColumnBody]
    most_rows: int


class Kinds(StrictModel):
    kinds: list[KindBody]


class UsedColumn(StrictModel):
    letter: str
    field: str


class PlaceBody(StrictModel):
    """What is wrong, or deserves a look, in a place of the file; never what it says."""

    row: int = Field(description="The number at the spreadsheet's left edge")
    column: str = Field(description="The letter at its top; empty where the whole row is meant")
    heading: str
    code: str
    zh: str
    en: str


class Preview(StrictModel):
    """What confirming would do. Nothing has been kept."""

    kind: str
    sheet: str
    encoding: str
    heading_row: int
    columns: list[UsedColumn]
    ignored: list[str] = Field(description="Headings that say nothing here")
    hidden: list[str] = Field(description="Sheets that were not read because they are hidden")
    rows: int
    faults: int = Field(description="How many places have to be corrected; only without any can it be confirmed")
    listed: list[PlaceBody] = Field(description="The first twenty of them")
    warnings: list[PlaceBody]
    result: dict[str, Any] | None = Field(description="What would be answered")


class Taken(StrictModel):
    kind: str
    rows: int
    result: dict[str, Any]
