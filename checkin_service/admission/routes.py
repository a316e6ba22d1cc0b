"""Offers, the public list of courses, and applications over HTTP."""

from uuid import UUID

from fastapi import Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.admission import service
from checkin_service.admission.schemas import (
    Applicants,
    ApplicationAnswer,
    ApplicationRuling,
    ApplicationWithdrawal,
    CourseList,
    CourseQuery,
    NewApplication,
    Offer,
    OfferAnswer,
    OwnApplications,
    PlaceTaken,
)
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept

router = service_router(tag="admission")


@router.post("/courses", response_model=CourseList, summary="Search the courses offered (培训目录检索)")
async def search_courses(resources: Res, request: Request, body: CourseQuery) -> Response:
    """For everybody, without signing in; nearest first where one says where one is, which is kept nowhere."""
    address = request.client.host if request.client else ""
    return answer(await service.courses(resources, body, address=address))


@router.creates("/classes/{class_id}/offer", by=Permission.CLASS_OFFER, summary="Offer a class to the public (招生)")
async def offer(resources: Res, subject: Subject, class_id: UUID, body: Offer) -> Kept[OfferAnswer]:
    return await service.offer(resources, subject, class_id, body)


@router.creates("/classes/{class_id}/applications", by=Permission.PLACE_APPLY, summary="Apply for a place (报名)")
async def apply_for_class(
    resources: Res, subject: Subject, class_id: UUID, body: NewApplication
) -> Kept[ApplicationAnswer]:
    """With a voucher of one's own; what nothing can check is declared with it (个人线上承诺)."""
    return await service.apply(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/applications", by=Permission.APPLICATION_DECIDE, summary="Who has applied")
async def list_applicants(resources: Res, subject: Subject, class_id: UUID) -> Applicants:
    """For the institution of the class: names, masked documents, and how each voucher stands today."""
    return await service.applicants(resources, subject, class_id)


@router.creates(
    "/applications/{application_id}/decision",
    by=Permission.APPLICATION_DECIDE,
    summary="Accept, refuse, or put on the waiting list",
)
async def decide_on_application(
    resources: Res, subject: Subject, application_id: UUID, body: ApplicationRuling
) -> Kept[ApplicationAnswer]:
    """Accepted, the person is on the roster; what was examined and by which documents is recorded with it."""
    return await service.decide(resources, subject, application_id, body)


@router.reads("/me/applications", by=Permission.PLACE_APPLY, summary="Your own applications (我的报名)")
async def own_applications(resources: Res, subject: Subject) -> OwnApplications:
    return await service.own_applications(resources, subject)


@router.creates("/me/applications/{application_id}/withdrawal", by=Permission.PLACE_APPLY, summary="Withdraw one")
async def withdraw_application(
    resources: Res, subject: Subject, application_id: UUID, body: ApplicationWithdrawal
) -> Kept[ApplicationAnswer]:
    return await service.withdraw(resources, subject, application_id, body)


@router.creates(
    "/me/applications/{application_id}/place", by=Permission.PLACE_APPLY, summary="Take a place that became free (递补)"
)
async def take_place(
    resources: Res, subject: Subject, application_id: UUID, body: PlaceTaken
) -> Kept[ApplicationAnswer]:
    """Whoever waits first is offered it, until a moment; the institution then examines as it examines everybody."""
    return await service.take_place(resources, subject, application_id, body)
