"""The use case of deciding an appeal: attendance decides, this capability knows who rejected the check-in before."""

from functools import partial

from checkin_service.access.model import Subject
from checkin_service.attendance import corrections
from checkin_service.attendance.appeal_schemas import AppealDecisionRequest
from checkin_service.checkin import review_store
from checkin_service.kit.resources import Resources


async def decide(resources: Resources, subject: Subject, body: AppealDecisionRequest) -> bytes:
    """By another person than who rejected the check-in that the appeal is about."""
    rejecters = partial(review_store.rejecters, resources.database)
    return await corrections.decide(resources, subject, body, rejecters=rejecters)
