"""Use case of an officer's examination: conditions that no source answers, looked at for many people at once."""

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.eligibility.schemas.examinations import ExaminationAnswer, ExaminationRequest
from checkin_service.eligibility.service.people import announce_changes
from checkin_service.eligibility.store import concerned
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.voucher.service import persons
from checkin_service.voucher.service.persons import Examination

_NAMED_TWICE = Words("同一人或同一条件列了两次。", "A person or a condition is named twice.")
_IN_FUTURE = Words("审核日期不能晚于今天。", "The day of the examination lies in the future.")


@once_per("examination_id")
async def examine(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: ExaminationRequest
) -> ExaminationAnswer:
    """Recorded with document and reason; completed classes of the people concerned are determined again."""
    authority_code, now = authority_of(subject), resources.clock.now()
    _require_sound(body, resources)
    ours = await concerned.people_of(resources.database, authority_code, set(body.people))
    persons.add_examinations(unit, sorted(ours), _examinations(body, subject, authority_code), at=now)
    count = await announce_changes(resources, unit, ours)
    detail = {"people": len(ours), "conditions": [each.condition for each in body.conditions]}
    audit.record(unit, subject, Permission.EXAMINATION_RECORD, body.examination_id, at=now, detail=detail)
    return ExaminationAnswer(
        examination_id=body.examination_id,
        people=len(ours),
        unknown_rows=[row for row, each in enumerate(body.people, start=1) if each not in ours],
        determined_again=count,
    )


def _require_sound(body: ExaminationRequest, resources: Resources) -> None:
    conditions = [each.condition for each in body.conditions]
    if len(set(conditions)) < len(conditions) or len(set(body.people)) < len(body.people):
        raise unfit(_NAMED_TWICE)
    if body.examined_on > day_of(resources.clock.now()):
        raise unfit(_IN_FUTURE)


def _examinations(body: ExaminationRequest, subject: Subject, authority_code: str) -> list[Examination]:
    return [
        Examination(
            examination_id=body.examination_id,
            condition=each.condition,
            holds=each.holds,
            examined_on=body.examined_on,
            document=body.document,
            reason=body.reason,
            authority_code=authority_code,
            examined_by=subject.subject_id,
        )
        for each in body.conditions
    ]
