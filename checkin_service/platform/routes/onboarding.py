"""Admission of platform clients, for the authority whose things they will reach."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page
from checkin_service.platform.schemas.onboarding import (
    AccessKeyAnswer,
    NewAccessKey,
    NewOnboarding,
    OnboardingAnswer,
    OnboardingDetails,
    OnboardingPage,
    Revocation,
    RevocationAnswer,
)
from checkin_service.platform.service import keys, onboarding
from checkin_service.timetable.schemas import Decision

router = service_router(tag="onboarding")

# Who decides on forms reads them.
Reader = Annotated[Subject, Depends(allow(Permission.ONBOARDING_DECIDE))]
KeyManager = Annotated[Subject, Depends(allow(Permission.ACCESS_KEY_MANAGE))]


@router.post(
    "/onboarding/applications",
    status_code=201,
    response_model=OnboardingAnswer,
    summary="Enter an onboarding form (正式入网申请表)",
)
async def file(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ONBOARDING_FILE))], body: NewOnboarding
) -> Response:
    """With its fields, ticked operations and seals; another person decides on it."""
    return answer(await onboarding.file(resources, subject, body), status=201)


@router.get("/onboarding/applications", summary="Onboarding forms of one's authority")
async def list_applications(resources: Res, subject: Reader, page: Page) -> OnboardingPage:
    return await onboarding.applications(resources, subject, page)


@router.get("/onboarding/applications/{application_id}", summary="A form with the people it names, and its keys")
async def get_application(resources: Res, subject: Reader, application_id: UUID) -> OnboardingDetails:
    return await onboarding.details(resources, subject, application_id)


@router.post(
    "/onboarding/applications/{application_id}/decision",
    status_code=201,
    response_model=OnboardingAnswer,
    summary="Admit or refuse, as a second person",
)
async def decide(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.ONBOARDING_DECIDE))],
    application_id: UUID,
    body: Decision,
) -> Response:
    return answer(await onboarding.decide(resources, subject, application_id, body), status=201)


@router.post(
    "/onboarding/applications/{application_id}/keys",
    status_code=201,
    response_model=AccessKeyAnswer,
    summary="Issue an access key, or rotate to the next one",
)
async def issue_key(resources: Res, subject: KeyManager, application_id: UUID, body: NewAccessKey) -> Response:
    """For just the ticked operations. Earlier keys of the same form end within seven days."""
    return answer(await keys.issue(resources, subject, application_id, body), status=201)


@router.post(
    "/onboarding/keys/{key_id}/revocation",
    status_code=201,
    response_model=RevocationAnswer,
    summary="Revoke an access key at once",
)
async def revoke_key(resources: Res, subject: KeyManager, key_id: UUID, body: Revocation) -> Response:
    return answer(await keys.revoke(resources, subject, key_id, body), status=201)
