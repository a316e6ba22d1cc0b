"""Looks at what is one person's: entries of the audit trail, and verifications of their vouchers."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, func, literal, literal_column, or_, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.access.model import LOOKS
from checkin_service.access.tables import audit_entry, staff
from checkin_service.catalogue.tables import institution
from checkin_service.checkin.tables import attempt
from checkin_service.eligibility.tables import determination
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import question
from checkin_service.timetable.tables import registration
from checkin_service.voucher.tables import verification, voucher

_own = bindparam("trainee_id", type_=Uuid)


class Look(NamedTuple):
    """One look: by whom, as the trail calls them, and at what."""

    look_id: UUID
    at: datetime
    tenant: str
    subject: str
    action: str
    purpose: str | None


_theirs = union_all(
    select(cast(_own, Text).label("object_id")),
    *(
        select(cast(source.c[name], Text)).where(source.c.trainee_id == _own)
        for source, name in (
            (registration, "class_id"),
            (voucher, "voucher_id"),
            (determination, "determination_id"),
            (attempt, "attempt_id"),
        )
    ),
).subquery("theirs")
_read = (
    select(
        audit_entry.c.entry_id.label("look_id"),
        audit_entry.c.at,
        audit_entry.c.tenant,
        audit_entry.c.subject,
        audit_entry.c.action,
        audit_entry.c.detail["purpose"].astext.label("purpose"),
    )
    .join(_theirs, _theirs.c.object_id == audit_entry.c.object_id)
    .where(
        # Written out, so that the index of looks serves.
        or_(*(audit_entry.c.action == literal_column(f"'{each.value}'") for each in sorted(LOOKS))),
        ~audit_entry.c.subject.startswith("trainee:"),
    )
)
_shown = select(
    verification.c.verification_id,
    verification.c.at,
    verification.c.tenant,
    verification.c.subject,
    literal("voucher:look").label("action"),
    literal(None, Text).label("purpose"),
).where(verification.c.trainee_id == _own, ~verification.c.subject.startswith("trainee:"))
_both = union_all(_read, _shown).subquery("looks")


@question(
    select(_both)
    .where(_both.c.look_id < bindparam("before", type_=Uuid))
    .order_by(_both.c.look_id.desc())
    .limit(bindparam("count"))
)
async def looks_at(database: Database, *, trainee_id: UUID, before: UUID, count: int) -> list[Look]: ...


class _Staff(NamedTuple):
    staff_id: UUID
    role: str


_ROLES = Statement(
    select(staff.c.staff_id, staff.c.role).where(staff.c.staff_id == func.any(bindparam("ids", type_=ARRAY(Uuid)))),
    _Staff,
)


async def roles_of(database: Database, staff_ids: set[UUID]) -> dict[UUID, str]:
    """What these people are, never who."""
    return dict(await database.read(_ROLES, ids=sorted(staff_ids)))


class _Institution(NamedTuple):
    institution_id: UUID
    name: str


_INSTITUTIONS = Statement(
    select(institution.c.institution_id, institution.c.name).where(
        institution.c.institution_id == func.any(bindparam("ids", type_=ARRAY(Uuid)))
    ),
    _Institution,
)


async def institution_names(database: Database, ids: set[UUID]) -> dict[UUID, str]:
    return dict(await database.read(_INSTITUTIONS, ids=sorted(ids)))
