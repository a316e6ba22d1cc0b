"""Statements that resolve the ids in a determination to names: class, institution and authorities."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import authority, institution
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import training_class


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassNames:
    class_name: str
    institution: str


class _Authority(NamedTuple):
    authority_code: str
    name: str


_AUTHORITIES = Statement(
    select(authority.c.authority_code, authority.c.name).where(
        authority.c.authority_code == func.any(bindparam("codes", type_=ARRAY(Text)))
    ),
    _Authority,
)


@question(
    select(training_class.c.name.label("class_name"), institution.c.name.label("institution"))
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .where(matches(training_class, "class_id"))
)
async def class_names(database: Database, class_id: UUID) -> ClassNames | None: ...


async def authority_names(database: Database, codes: set[str]) -> dict[str, str]:
    return dict(await database.read(_AUTHORITIES, codes=sorted(codes)))


_PAYS = Statement(
    select(training_class.c.class_id).where(
        training_class.c.class_id == bindparam("class_", type_=Uuid),
        training_class.c.paying_authority == bindparam("authority", type_=Text),
    ),
    UUID,
)


async def pays(database: Database, class_id: UUID, authority_code: str | None) -> bool:
    """Whether the authority pays for the class."""
    return await database.read_one(_PAYS, class_=class_id, authority=authority_code) is not None
