"""Use case of deciding an appeal: attendance decides it, and whoever rejected the check-in may not."""

from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.attendance.schemas.appeals import AppealDecided, AppealDecisionRequest
from checkin_service.attendance.service import corrections
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.resources import Resources
from checkin_service.review.store import doubts


async def decide(resources: Resources, subject: Subject, body: AppealDecisionRequest) -> Kept[AppealDecided]:
    """By another person than who rejected the check-in that the appeal is about."""
    session_id = await corrections.session_of_appeal(resources, body.trainee_id, body.appeal_id)
    rejected_by: frozenset[UUID] = frozenset()
    if session_id is not None:
        rejected_by = await doubts.rejecters(resources.database, body.trainee_id, session_id)
    return await corrections.decide(resources, subject, body, rejected_by=rejected_by)
