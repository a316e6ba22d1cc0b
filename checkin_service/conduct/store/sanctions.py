"""Statements about sanctions."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, insert
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.conduct.model.sanctions import Imposed, Sanction, SanctionAppeal, SanctionAppealDecision
from checkin_service.conduct.store.appeals import undecided, with_appeal
from checkin_service.conduct.tables import sanction, sanction_appeal, sanction_appeal_decision
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import matches, question

_TABLES = (sanction, sanction_appeal, sanction_appeal_decision, "sanction_id")
_sanctions = with_appeal(*_TABLES)

add_sanction = fragment_of(Imposed, insert(sanction))
add_appeal = fragment_of(SanctionAppeal, insert(sanction_appeal))
"""Once for each sanction: of two at once the second finds the write refused."""
add_appeal_decision = fragment_of(SanctionAppealDecision, insert(sanction_appeal_decision))


@question(_sanctions.where(matches(sanction, "sanction_id")))
async def sanction_of(database: Database, sanction_id: UUID) -> Sanction | None: ...


@question(_sanctions.where(matches(sanction, "institution_id")).order_by(sanction.c.decided_at, sanction.c.sanction_id))
async def sanctions_of(database: Database, institution_id: UUID) -> list[Sanction]:
    """Of an institution, oldest first."""


@question(
    _sanctions.where(sanction.c.instructor_id == func.any(bindparam("instructor_ids", type_=ARRAY(Uuid)))).order_by(
        sanction.c.decided_at, sanction.c.sanction_id
    )
)
async def of_instructors(database: Database, instructor_ids: Collection[UUID]) -> list[Sanction]:
    """For the deeds of these instructors, oldest first."""


@question(_sanctions.where(matches(sanction, "platform_id")).order_by(sanction.c.decided_at, sanction.c.sanction_id))
async def of_platform(database: Database, platform_id: UUID) -> list[Sanction]:
    """For the deeds of a platform, oldest first."""


@question(undecided(*_TABLES))
async def appealed(database: Database, authority_code: str) -> list[Sanction]:
    """Sanctions with an appeal that nobody of an authority has decided, oldest appeal first."""
