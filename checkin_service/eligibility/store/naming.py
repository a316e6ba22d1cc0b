"""What the ids in a determination are called: class, institution and authorities."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import authority, institution
from checkin_service.kit.database import Database, Statement
from checkin_service.timetable.tables import training_class


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassNames:
    class_name: str
    institution: str


_CLASS = Statement(
    select(training_class.c.name.label("class_name"), institution.c.name.label("institution"))
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .where(training_class.c.class_id == bindparam("class_", type_=Uuid))
)
_AUTHORITIES = Statement(
    select(authority.c.authority_code, authority.c.name).where(
        authority.c.authority_code == func.any(bindparam("codes", type_=ARRAY(Text)))
    )
)


async def class_names(database: Database, class_id: UUID) -> ClassNames | None:
    row = await database.read_one(_CLASS, class_=class_id)
    return None if row is None else ClassNames(class_name=row.class_name, institution=row.institution)


async def authority_names(database: Database, codes: set[str]) -> dict[str, str]:
    rows = await database.read(_AUTHORITIES, codes=sorted(codes))
    return {row.authority_code: row.name for row in rows}


_PAYS = Statement(
    select(training_class.c.class_id).where(
        training_class.c.class_id == bindparam("class_", type_=Uuid),
        training_class.c.paying_authority == bindparam("authority", type_=Text),
    )
)


async def pays(database: Database, class_id: UUID, authority_code: str | None) -> bool:
    """Whether the authority pays for the class."""
    return await database.read_one(_PAYS, class_=class_id, authority=authority_code) is not None
