"""Moves to another class, and what was earned in the class that is left."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import insert, select

from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.model.leave import ClassTransfer
from checkin_service.attendance.tables import counted, credit, is_counted, registration_transfer
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.questions import matches


class _Hours(NamedTuple):
    session_id: UUID
    mode: CreditMode
    hours: int


_BY_MODE = Statement(
    select(credit.c.session_id, credit.c.mode, counted().label("hours"))
    .where(matches(credit, "trainee_id", "class_id"), is_counted)
    .group_by(credit.c.session_id, credit.c.mode),
    _Hours,
)


add_transfer = fragment_of(ClassTransfer, insert(registration_transfer))
"""A class is left once: a second transfer out of it finds the write refused."""


async def hours_by_mode(database: Database, trainee_id: UUID, class_id: UUID) -> dict[tuple[UUID, CreditMode], int]:
    """Class hours credited to a trainee in a class, by session and evidence."""
    rows = await database.read(_BY_MODE, trainee_id=trainee_id, class_id=class_id)
    return {(row.session_id, row.mode): row.hours for row in rows}


class _Class(NamedTuple):
    evidence_class: EvidenceClass | None


_CLASSES = Statement(
    select(credit.c.evidence_class)
    .distinct()
    .where(
        matches(credit, "trainee_id", "class_id"),
        credit.c.mode != CreditMode.CORRECTED.value,
        credit.c.mode != CreditMode.IMPORTED.value,
    ),
    _Class,
)


async def classes_of(database: Database, trainee_id: UUID, class_id: UUID) -> set[EvidenceClass]:
    """Classes of evidence of the class hours that may go along."""
    rows = await database.read(_CLASSES, trainee_id=trainee_id, class_id=class_id)
    return {row.evidence_class for row in rows if row.evidence_class is not None}
