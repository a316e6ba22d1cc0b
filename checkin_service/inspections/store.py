"""Statements about inspections and draws."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, DateTime, Text, Uuid, and_, bindparam, exists, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.inspections.model import (
    Counted,
    Inspection,
    InspectionDraw,
    InspectionPhoto,
    InspectionStep,
    PhotoNote,
)
from checkin_service.inspections.tables import inspection, inspection_draw, inspection_photo, inspection_step
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, question

add_inspection = fragment_of(Inspection, insert(inspection))
add_step = fragment_of(InspectionStep, insert(inspection_step))
add_photo = fragment_of(InspectionPhoto, insert(inspection_photo))
add_draw = fragment_of(InspectionDraw, insert(inspection_draw))


@question(select(inspection).where(matches(inspection, "inspection_id")))
async def inspection_of(database: Database, inspection_id: UUID) -> Inspection | None: ...


_may_be_known = or_(
    inspection.c.kind == "regular",
    exists().where(inspection_step.c.inspection_id == inspection.c.inspection_id, inspection_step.c.kind == "visit"),
)
"""`rules.may_know`, asked of many: neither a cursor nor a count tells of an unannounced one."""

_LISTED = Statement(
    select(inspection)
    .where(
        or_(
            inspection.c.authority_code == bindparam("authority_code", type_=Text),
            and_(inspection.c.institution_id == bindparam("institution_id", type_=Uuid), _may_be_known),
        ),
        inspection.c.inspection_id > bindparam("after", type_=Uuid),
    )
    .order_by(inspection.c.inspection_id)
    .limit(bindparam("fetch")),
    Inspection,
)


async def inspections_of(
    database: Database, page: PageRequest, *, authority_code: str | None, institution_id: UUID | None
) -> list[Inspection]:
    """Of an authority, or of an institution those it may know of, whichever is given, oldest first."""
    return await database.read(
        _LISTED, authority_code=authority_code, institution_id=institution_id, after=page.after, fetch=page.fetch
    )


_is_concluded = exists().where(
    inspection_step.c.inspection_id == inspection.c.inspection_id,
    or_(inspection_step.c.kind == "passed", inspection_step.c.kind == "wanting"),
)


@question(
    select(inspection)
    .where(
        matches(inspection, "authority_code"),
        inspection.c.due_on <= bindparam("until", type_=Date),
        ~_is_concluded,
    )
    .order_by(inspection.c.due_on, inspection.c.inspection_id)
    .limit(500)
)
async def open_until(database: Database, authority_code: str, *, until: date) -> list[Inspection]:
    """Of an authority those without a result whose day has come or gone, the longest overdue first."""


class _LastPlanned(NamedTuple):
    institution_id: UUID
    planned_at: datetime


@question(
    select(inspection.c.institution_id, func.max(inspection.c.planned_at).label("planned_at"))
    .where(matches(inspection, "authority_code"))
    .group_by(inspection.c.institution_id)
)
async def last_planned(database: Database, authority_code: str) -> list[_LastPlanned]: ...


@question(
    select(inspection_step)
    .where(inspection_step.c.inspection_id == func.any(bindparam("inspection_ids", type_=ARRAY(Uuid))))
    .order_by(inspection_step.c.inspection_id, inspection_step.c.ordinal)
)
async def steps_of(database: Database, inspection_ids: Collection[UUID]) -> list[InspectionStep]: ...


@question(
    select(
        inspection_photo.c.photo_id,
        inspection_photo.c.inspection_id,
        inspection_photo.c.ordinal,
        inspection_photo.c.shows,
        inspection_photo.c.digest,
        (inspection_photo.c.sealed != b"").label("is_kept"),
        inspection_photo.c.taken_at,
    )
    .where(inspection_photo.c.inspection_id == func.any(bindparam("inspection_ids", type_=ARRAY(Uuid))))
    .order_by(inspection_photo.c.inspection_id, inspection_photo.c.ordinal, inspection_photo.c.photo_id)
)
async def photos_of(database: Database, inspection_ids: Collection[UUID]) -> list[PhotoNote]:
    """Without the pictures, which one opens one by one."""


@question(
    select(inspection_photo).where(matches(inspection_photo, "inspection_id"), matches(inspection_photo, "photo_id"))
)
async def photo_of(database: Database, inspection_id: UUID, photo_id: UUID) -> InspectionPhoto | None: ...


@question(select(inspection_draw).where(matches(inspection_draw, "draw_id")))
async def draw_of(database: Database, draw_id: UUID) -> InspectionDraw | None: ...


_DRAWS = Statement(
    select(inspection_draw)
    .where(matches(inspection_draw, "authority_code"), inspection_draw.c.draw_id > bindparam("after", type_=Uuid))
    .order_by(inspection_draw.c.draw_id)
    .limit(bindparam("fetch")),
    InspectionDraw,
)


async def draws_of(database: Database, authority_code: str, page: PageRequest) -> list[InspectionDraw]:
    """Of an authority, oldest first."""
    return await database.read(_DRAWS, authority_code=authority_code, after=page.after, fetch=page.fetch)


_result = (
    select(inspection_step.c.kind)
    .where(
        inspection_step.c.inspection_id == inspection.c.inspection_id,
        or_(inspection_step.c.kind == "passed", inspection_step.c.kind == "wanting"),
    )
    .scalar_subquery()
)
_moment = DateTime(timezone=True)


@question(
    select(inspection.c.origin, _result.label("result"), func.count().label("count"))
    .where(
        inspection.c.authority_code.startswith(bindparam("reach", type_=Text)),
        inspection.c.planned_at >= bindparam("since", type_=_moment),
        inspection.c.planned_at < bindparam("before", type_=_moment),
        _may_be_known,
    )
    .group_by(inspection.c.origin, _result)
)
async def counted(database: Database, *, reach: str, since: datetime, before: datetime) -> list[Counted]:
    """By origin and result, of every authority whose code begins so; for the public, so only what is known."""
