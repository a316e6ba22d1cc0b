"""Statements about activations, which are counted by person and calendar year."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.voucher.tables import voucher_activation


@question(select(func.count()).select_from(voucher_activation).where(matches(voucher_activation, "trainee_id", "year")))
async def activations_in_year(database: Database, trainee_id: UUID, year: int) -> int: ...


class _Year(NamedTuple):
    voucher_id: UUID
    year: int


_YEARS = Statement(
    select(voucher_activation.c.voucher_id, voucher_activation.c.year).where(
        voucher_activation.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid)))
    ),
    _Year,
)


async def years_of(database: Database, trainee_ids: Sequence[UUID]) -> dict[UUID, int]:
    """In which calendar year each voucher of these people was activated."""
    return {row.voucher_id: row.year for row in await database.read(_YEARS, trainees=list(trainee_ids))}


@fragment(insert(voucher_activation))
def add_activation(unit: UnitOfWork, *, trainee_id: UUID, voucher_id: UUID, year: int, number: int) -> None: ...
