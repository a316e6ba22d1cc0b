"""Self-paced learning over HTTP (自主学习): platforms of an authority, records of a trainee."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import learning, platforms
from checkin_service.attendance.learning_schemas import (
    LearningAnswer,
    LearningRecords,
    NewLearningRecord,
    NewPlatform,
    PlatformBody,
    PlatformEnd,
    Platforms,
)
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page

router = service_router(tag="learning")


@router.post(
    "/learning-platforms",
    status_code=201,
    response_model=None,
    responses={201: {"model": PlatformBody}},
    summary="Enter a learning platform",
)
async def enter_platform(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.PLATFORM_MANAGE))], body: NewPlatform
) -> Response:
    """By an officer: what it signs about a person is believed in the classes of this authority and those below."""
    return answer(await platforms.enter(resources, subject, body), status=201)


@router.get("/learning-platforms", summary="Learning platforms of one's authority")
async def list_platforms(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.PLATFORM_MANAGE))]
) -> Platforms:
    return await platforms.entered(resources, subject)


@router.post(
    "/learning-platforms/{platform_id}/end",
    status_code=201,
    response_model=None,
    responses={201: {"model": PlatformBody}},
    summary="End a learning platform",
)
async def end_platform(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.PLATFORM_MANAGE))],
    platform_id: UUID,
    body: PlatformEnd,
) -> Response:
    """From now on nothing that it signs is believed; what was credited before stays."""
    return answer(await platforms.end(resources, subject, platform_id, body), status=201)


@router.post(
    "/learning-records",
    status_code=201,
    response_model=None,
    responses={201: {"model": LearningAnswer}},
    summary="Send a learning record (自主学习)",
)
async def send_record(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.LEARNING_RECORD))], body: NewLearningRecord
) -> Response:
    """By the trainee's own device, signed by the platform: the one alone counts nothing, nor does the other."""
    return answer(await learning.record(resources, subject, body), status=201)


@router.get("/learning-records", summary="Learning records of a class, oldest first")
async def list_records(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.LEARNING_READ))],
    page: Page,
    class_id: Annotated[UUID, Query(alias="class")],
) -> LearningRecords:
    """One's own, or all of a class that is one's matter."""
    return await learning.readable(resources, subject, class_id, page)
