"""Statements about sign-ins that the national platform asserts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.tables import platform_sign_in
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.kit.verdict import Decision


@question(
    select(platform_sign_in.c.phase)
    .distinct()
    .where(matches(platform_sign_in, "trainee_id", "session_id"), platform_sign_in.c.decision == "accepted")
)
async def phases_of(database: Database, trainee_id: UUID, session_id: UUID) -> frozenset[Phase]:
    """Which phases of a session the platform has attested for a person."""


@fragment(insert(platform_sign_in))
def add_sign_in(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    sign_in_id: UUID,
    class_id: UUID,
    session_id: UUID,
    phase: Phase,
    decision: Decision,
    client_id: UUID,
    signed_at: datetime,
    received_at: datetime,
    report_digest: bytes,
    answer: bytes,
) -> None: ...
