"""Statements that empty what capabilities beside `identity` hold of a person whose keys are gone."""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, delete, null, update

from checkin_service.attendance.tables import appeal, leave_request
from checkin_service.checkin.tables import attempt, evidence_photo, scan
from checkin_service.kit.database import Fragment, UnitOfWork
from checkin_service.kit.idempotency import answered_request
from checkin_service.messages.tables import message_contact, message_dispatch, message_reading

_OF_TRAINEE = bindparam("of_trainee", type_=Uuid)

_GO = tuple(
    Fragment(delete(source).where(source.c.trainee_id == _OF_TRAINEE))
    for source in (evidence_photo, message_contact, message_dispatch, message_reading)
)
_EMPTIED = tuple(
    Fragment(
        update(source)
        .values(evidence_sealed=null())
        .where(source.c.trainee_id == _OF_TRAINEE, source.c.evidence_sealed.is_not(None))
    )
    for source in (appeal, attempt, leave_request, scan)
)
"""The fact and its commitment stay: the evidence beside it is what law lets go."""
_ANSWERS = Fragment(delete(answered_request).where(answered_request.c.caller == bindparam("caller", type_=Text)))


def empty(unit: UnitOfWork, trainee_id: UUID) -> None:
    for each in (*_GO, *_EMPTIED):
        unit.add(each, of_trainee=trainee_id)
    unit.add(_ANSWERS, caller=f"trainee:{trainee_id}")
