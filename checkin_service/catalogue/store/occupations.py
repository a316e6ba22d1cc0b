"""Statements about the register of occupations."""

from collections.abc import Sequence

from sqlalchemy import Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.catalogue.model.registers import Occupation
from checkin_service.catalogue.tables import occupation
from checkin_service.kit.database import Database, fragment_of_many
from checkin_service.kit.questions import question

_LATEST = (
    select(occupation)
    .ext(distinct_on(occupation.c.authority_code, occupation.c.occupation_code, occupation.c.level))
    .order_by(
        occupation.c.authority_code, occupation.c.occupation_code, occupation.c.level, occupation.c.revision.desc()
    )
)

add_occupations = fragment_of_many(Occupation, occupation)


@question(_LATEST.where(occupation.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text)))))
async def occupations_of(database: Database, authorities: Sequence[str]) -> list[Occupation]:
    """The registers of these authorities as they are today, by code and level."""


@question(
    _LATEST.where(
        occupation.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text))),
        occupation.c.occupation_code == bindparam("code", type_=Text),
    )
)
async def occupations_of_code(database: Database, authorities: Sequence[str], code: str) -> list[Occupation]:
    """What these authorities have registered under a code, one entry a level."""
