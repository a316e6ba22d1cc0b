"""Statements about changes of institutions."""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, insert, select, update

from checkin_service.catalogue.model.changes import AskedChange, ChangeDecision, InstitutionChange
from checkin_service.catalogue.tables import institution, institution_change, institution_change_decision
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import alike, matches, question

add_change = fragment_of(InstitutionChange, insert(institution_change))
add_change_decision = fragment_of(ChangeDecision, insert(institution_change_decision))
"""Once for each change: of two at once the second finds the write refused."""

_asked = select(
    *institution_change.c,
    institution_change_decision.c.approved,
    institution_change_decision.c.reason,
    institution_change_decision.c.decided_at,
).outerjoin(institution_change_decision, alike(institution_change_decision, institution_change, "change_id"))


@fragment(
    update(institution)
    .values(name=bindparam("to_name", type_=Text), address=bindparam("to_address", type_=Text))
    .where(institution.c.institution_id == bindparam("of_institution", type_=Uuid)),
    must_change_one=True,
)
def rename(unit: UnitOfWork, *, of_institution: UUID, to_name: str, to_address: str) -> None: ...


@question(_asked.where(matches(institution_change, "change_id")))
async def change_of(database: Database, change_id: UUID) -> AskedChange | None: ...


@question(_asked.where(matches(institution_change, "institution_id")).order_by(institution_change.c.change_id))
async def changes_of(database: Database, institution_id: UUID) -> list[AskedChange]:
    """Of an institution, oldest first."""


@question(
    _asked.where(matches(institution_change, "authority_code"), institution_change_decision.c.approved.is_(None))
    .order_by(institution_change.c.change_id)
    .limit(500)
)
async def waiting_changes(database: Database, authority_code: str) -> list[AskedChange]:
    """Those that nobody of an authority has decided yet, oldest first."""
