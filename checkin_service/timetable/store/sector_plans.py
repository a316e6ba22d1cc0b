"""Every statement about what sector authorities file."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import LargeBinary, Uuid, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement, fragment_of, fragment_of_many
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.model import SectorPlan
from checkin_service.timetable.tables import sector_plan, sector_plan_person


class NamedPerson(NamedTuple):
    plan_id: UUID
    document_hash: bytes


add_plan = fragment_of(SectorPlan, insert(sector_plan))
add_people = fragment_of_many(NamedPerson, sector_plan_person)

_PLANS = Statement(
    select(sector_plan)
    .where(matches(sector_plan, "authority_code"), sector_plan.c.plan_id > bindparam("after", type_=Uuid))
    .order_by(sector_plan.c.plan_id)
    .limit(bindparam("fetch")),
    SectorPlan,
)


@question(
    select(sector_plan)
    .where(matches(sector_plan, "project_id"))
    .order_by(sector_plan.c.filed_at.desc(), sector_plan.c.plan_id.desc())
    .limit(1)
)
async def latest_plan_of(database: Database, project_id: UUID) -> SectorPlan | None: ...


@question(
    select(sector_plan_person.c.document_hash).where(
        matches(sector_plan_person, "plan_id"),
        sector_plan_person.c.document_hash == func.any(bindparam("document_hashes", type_=ARRAY(LargeBinary))),
    )
)
async def named_in(database: Database, plan_id: UUID, document_hashes: Collection[bytes]) -> set[bytes]:
    """Which of these documents a plan names."""


async def plans_of(database: Database, authority_code: str, page: PageRequest) -> list[SectorPlan]:
    return await database.read(_PLANS, authority_code=authority_code, after=page.after, fetch=page.fetch)
