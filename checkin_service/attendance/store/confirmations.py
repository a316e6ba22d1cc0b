"""Confirmations of credited hours, and credited hours by class of evidence."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, func, insert, select

from checkin_service.attendance.model.confirmations import CreditConfirmation
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.tables import counted, credit, credit_confirmation, is_counted
from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.questions import matches

add_credit_confirmation = fragment_of(CreditConfirmation, insert(credit_confirmation))


class _Hours(NamedTuple):
    trainee_id: UUID
    evidence_class: EvidenceClass | None
    hours: int


_hours = select(credit.c.trainee_id, credit.c.evidence_class, counted().label("hours")).where(
    matches(credit, "class_id"), is_counted
)
_BY_CLASS = Statement(
    _hours.where(credit.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid)))).group_by(
        credit.c.trainee_id, credit.c.evidence_class
    ),
    _Hours,
)


async def hours_by_class(
    database: Database, trainee_ids: list[UUID], class_id: UUID
) -> dict[UUID, dict[EvidenceClass, int]]:
    """Credited hours of people in a class by class of evidence, in alphabetical order."""
    found: dict[UUID, dict[EvidenceClass, int]] = defaultdict(dict)
    for row in await database.read(_BY_CLASS, trainee_ids=trainee_ids, class_id=class_id):
        if row.evidence_class is not None:
            found[row.trainee_id][row.evidence_class] = row.hours
    return {trainee_id: dict(sorted(hours.items())) for trainee_id, hours in found.items()}
