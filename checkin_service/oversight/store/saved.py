"""Statements about saved queries, each of one account."""

from uuid import UUID

from sqlalchemy import Text, bindparam, delete, insert, select, update

from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question
from checkin_service.oversight.model.saved import SavedQuery
from checkin_service.oversight.tables import saved_query

add_query = fragment_of(SavedQuery, insert(saved_query))
"""Of two at once under one name one finds it taken."""

_own = matches(saved_query, "staff_id", "query_id")


@question(select(saved_query).where(matches(saved_query, "staff_id")).order_by(saved_query.c.name))
async def queries_of(database: Database, staff_id: UUID) -> list[SavedQuery]: ...


@question(select(saved_query).where(_own))
async def query_of(database: Database, staff_id: UUID, query_id: UUID) -> SavedQuery | None: ...


@fragment(update(saved_query).values(name=bindparam("new_name", type_=Text)).where(_own), must_change_one=True)
def rename(unit: UnitOfWork, staff_id: UUID, query_id: UUID, *, new_name: str) -> None: ...


@fragment(delete(saved_query).where(_own), must_change_one=True)
def remove(unit: UnitOfWork, staff_id: UUID, query_id: UUID) -> None: ...
