"""Statements about the standing of institutions."""

from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.catalogue.model.standing import StandingDecision
from checkin_service.catalogue.tables import institution_standing
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import matches, question

add_decision = fragment_of(StandingDecision, insert(institution_standing))
"""Of two at once one finds its ordinal taken."""


@question(
    select(institution_standing)
    .where(matches(institution_standing, "institution_id"))
    .order_by(institution_standing.c.ordinal)
)
async def decisions_on(database: Database, institution_id: UUID) -> list[StandingDecision]:
    """Every decision about an institution, oldest first."""
