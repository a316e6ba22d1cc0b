"""Statements about the steps of projects."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.catalogue.model.project_steps import ProjectStep
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.tables import project, project_step
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question

add_step = fragment_of(ProjectStep, insert(project_step))
"""Of two at once one finds its ordinal taken."""


@fragment(
    update(project).values(name=bindparam("new_name", type_=Text)).where(matches(project, "project_id")),
    must_change_one=True,
)
def rename(unit: UnitOfWork, project_id: UUID, *, new_name: str) -> None: ...


@question(select(project_step).where(matches(project_step, "project_id")).order_by(project_step.c.ordinal))
async def steps_of(database: Database, project_id: UUID) -> list[ProjectStep]:
    """Every decision about a project, oldest first."""


class _Stands(NamedTuple):
    project_id: UUID
    standing: Standing


@question(
    select(project_step.c.project_id, project_step.c.standing)
    .ext(distinct_on(project_step.c.project_id))
    .where(project_step.c.project_id == func.any(bindparam("project_ids", type_=ARRAY(Uuid))))
    .order_by(project_step.c.project_id, project_step.c.ordinal.desc())
)
async def latest_of(database: Database, project_ids: Collection[UUID]) -> list[_Stands]: ...
