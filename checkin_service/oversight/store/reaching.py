"""The offices that a person may have to do with: those of their classes, their vouchers and their entries."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, literal, select, union

from checkin_service.catalogue.tables import authority, institution
from checkin_service.kit.database import Database
from checkin_service.kit.questions import question
from checkin_service.oversight.model import OfficeKind
from checkin_service.registry.tables import person_entry
from checkin_service.timetable.tables import registration, training_class
from checkin_service.voucher.tables import voucher


class Office(NamedTuple):
    kind: OfficeKind
    name: str
    tenant: str


_own = bindparam("trainee_id", type_=Uuid)
_own_classes = (
    select(training_class.c.class_id)
    .join(registration, registration.c.class_id == training_class.c.class_id)
    .where(registration.c.trainee_id == _own)
)
_codes = union(
    select(voucher.c.authority_code).where(voucher.c.trainee_id == _own),
    select(person_entry.c.authority_code).where(person_entry.c.trainee_id == _own),
    select(training_class.c.paying_authority).where(training_class.c.class_id.in_(_own_classes)),
    select(training_class.c.supervising_authority).where(training_class.c.class_id.in_(_own_classes)),
).subquery("code")
_authorities = select(
    literal("authority", Text).label("kind"),
    authority.c.name.label("name"),
    literal("authority:", Text).concat(authority.c.authority_code).label("tenant"),
).where(authority.c.authority_code.in_(select(_codes.c.authority_code)))
_institutions = select(
    literal("institution", Text).label("kind"),
    institution.c.name.label("name"),
    literal("institution:", Text).concat(cast(institution.c.institution_id, Text)).label("tenant"),
).where(
    institution.c.institution_id.in_(
        select(training_class.c.institution_id).where(training_class.c.class_id.in_(_own_classes))
    )
)


@question(union(_authorities, _institutions).order_by("kind", "name"))
async def offices_of(database: Database, trainee_id: UUID) -> list[Office]:
    """Authorities first."""
