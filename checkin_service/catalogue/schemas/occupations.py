"""Wire shapes of the register of occupations."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from checkin_service.catalogue.model.registers import OccupationKind
from checkin_service.kit.http.schema import FILE_BYTES, CleanText, DashedText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"

OccupationCode = Annotated[DashedText, Field(min_length=1, max_length=200, examples=["6-29-03-01"])]


class OccupationRow(StrictModel):
    """职业（工种）at a level."""

    occupation_code: OccupationCode
    name: ShortText = Field(examples=["电工"])
    level: Annotated[CleanText, Field(max_length=200)] = Field(default="", examples=["四级"])
    kind: OccupationKind = Field(description="知识技能型 knowledge, 操作技能型 operation (FJ-20)")


class OccupationsImport(StrictModel, most_bytes=FILE_BYTES):
    """Rows of the register of occupations, all or none; a row that is known already and differs corrects it."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    document: ShortText = Field(
        description="The publication they are taken from", examples=["职业分类大典（2022年版）"]
    )
    rows: Annotated[list[OccupationRow], Field(min_length=1, max_length=10_000)]


class OccupationsImported(StrictModel):
    document: str
    added: int
    corrected: int
    unchanged: int


class OccupationAnswer(OccupationRow):
    authority_code: str
    document: str
    imported_at: datetime


class Occupations(StrictModel):
    occupations: list[OccupationAnswer]
