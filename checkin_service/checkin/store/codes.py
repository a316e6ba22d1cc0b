"""Statements about classroom codes: which have served a person, which were wrong, and what a claim is judged by."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, cast, exists, func, insert, literal, or_, select

from checkin_service.checkin.tables import attempt, code_use, scan, wrong_code_claim
from checkin_service.identity.tables import device
from checkin_service.kit.database import Database, UnitOfWork, fragment
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import class_session, registration, training_class

_device = bindparam("device_id", type_=Uuid)

used_windows = (
    select(func.array_agg(code_use.c.code_window))
    .where(code_use.c.trainee_id == registration.c.trainee_id, code_use.c.session_id == class_session.c.session_id)
    .scalar_subquery()
)
_wrong_claims = (
    select(func.count())
    .where(
        wrong_code_claim.c.trainee_id == registration.c.trainee_id,
        wrong_code_claim.c.session_id == class_session.c.session_id,
        wrong_code_claim.c.device_id == _device,
    )
    .scalar_subquery()
)
_wrong_in_attempts = (
    select(func.count())
    .where(
        attempt.c.trainee_id == registration.c.trainee_id,
        attempt.c.session_id == class_session.c.session_id,
        attempt.c.wrong_code,
        attempt.c.sender == literal("device:") + cast(_device, Text),
    )
    .scalar_subquery()
)
wrong_codes = _wrong_claims + _wrong_in_attempts
"""Of the asking device in the session, whichever way they were sent."""

failed_at = (
    select(func.array_agg(attempt.c.received_at))
    .where(
        attempt.c.trainee_id == registration.c.trainee_id,
        attempt.c.received_at > bindparam("failures_since", type_=DateTime(timezone=True)),
        attempt.c.person_failed,
        # Each channel by itself: what goes wrong at one terminal takes neither the phone nor another terminal.
        matches(attempt, "proof"),
        matches(attempt, "sender"),
    )
    .select_from(attempt)
    .scalar_subquery()
)
is_claim_used = or_(
    *(
        exists().where(table.c.trainee_id == registration.c.trainee_id, matches(table, "claim_id"))
        for table in (attempt, scan)
    )
)


class ClaimSituation(NamedTuple):
    """What is known when a code is to be exchanged."""

    supervising_authority: str
    starts_at: datetime
    used_windows: list[int] | None
    wrong_codes: int


@question(
    select(
        training_class.c.supervising_authority,
        class_session.c.starts_at,
        used_windows.label("used_windows"),
        wrong_codes.label("wrong_codes"),
    )
    .select_from(class_session)
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .join(registration, registration.c.class_id == class_session.c.class_id)
    .join(device, device.c.trainee_id == registration.c.trainee_id)
    .where(
        matches(class_session, "session_id"),
        matches(registration, "trainee_id"),
        device.c.device_id == _device,
        device.c.revoked_at.is_(None),
    )
)
async def claim_situation(
    database: Database, *, session_id: UUID, trainee_id: UUID, device_id: UUID
) -> ClaimSituation | None:
    """`None` unless the person is registered in the class and this is their phone."""


@fragment(insert(wrong_code_claim))
def add_wrong_claim(
    unit: UnitOfWork, *, trainee_id: UUID, claim_id: UUID, session_id: UUID, device_id: UUID, claimed_at: datetime
) -> None: ...
