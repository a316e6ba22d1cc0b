"""Admission of platform clients, for the authority whose things they will reach."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.platform.schemas.onboarding import (
    AccessKeyAnswer,
    CitiesOnboarding,
    NewAccessKey,
    NewOnboarding,
    NewTransmittal,
    OnboardingAnswer,
    OnboardingDetails,
    OnboardingPage,
    Revocation,
    RevocationAnswer,
)
from checkin_service.platform.service import keys, onboarding, transmitting
from checkin_service.timetable.schemas import Decision

router = service_router(tag="onboarding")

# Who decides on forms reads them.


@router.creates(
    "/onboarding/applications", by=Permission.ONBOARDING_FILE, summary="Enter an onboarding form (正式入网申请表)"
)
async def file(resources: Res, subject: Subject, body: NewOnboarding) -> Kept[OnboardingAnswer]:
    """With its fields, ticked operations and seals; another person decides on it."""
    return await onboarding.file(resources, subject, body)


@router.reads(
    "/onboarding/applications", by=Permission.ONBOARDING_DECIDE, summary="Onboarding forms of one's authority"
)
async def list_onboarding_applications(resources: Res, subject: Subject, page: Page) -> OnboardingPage:
    return await onboarding.applications(resources, subject, page)


@router.reads(
    "/onboarding/applications/{application_id}",
    by=Permission.ONBOARDING_DECIDE,
    summary="A form with the people it names, and its keys",
)
async def get_application(resources: Res, subject: Subject, application_id: UUID) -> OnboardingDetails:
    return await onboarding.details(resources, subject, application_id)


@router.reads("/onboarding/cities", by=Permission.ONBOARDING_CITIES, summary="Onboarding of a province's cities")
async def list_cities(resources: Res, subject: Subject) -> CitiesOnboarding:
    """Handed in, late or missing, against the last day of the rules (SD-09); a city sees its own line."""
    return await transmitting.cities(resources, subject)


@router.creates(
    "/onboarding/transmittals", by=Permission.ONBOARDING_TRANSMIT, summary="Seal forms and send them up (统一报送)"
)
async def send_up(resources: Res, subject: Subject, body: NewTransmittal) -> Kept[CitiesOnboarding]:
    """By an officer of the province, together and each once; its seal then stands on every one of them."""
    return await transmitting.send_up(resources, subject, body)


@router.creates(
    "/onboarding/applications/{application_id}/decision",
    by=Permission.ONBOARDING_DECIDE,
    summary="Admit or refuse, as a second person",
)
async def decide_on_onboarding(
    resources: Res, subject: Subject, application_id: UUID, body: Decision
) -> Kept[OnboardingAnswer]:
    return await onboarding.decide(resources, subject, application_id, body)


@router.creates(
    "/onboarding/applications/{application_id}/keys",
    by=Permission.ACCESS_KEY_MANAGE,
    summary="Issue an access key, or rotate to the next one",
)
async def issue_key(
    resources: Res, subject: Subject, application_id: UUID, body: NewAccessKey
) -> Kept[AccessKeyAnswer]:
    """For just the ticked operations. Earlier keys of the same form end within seven days."""
    return await keys.issue(resources, subject, application_id, body)


@router.creates(
    "/onboarding/keys/{key_id}/revocation", by=Permission.ACCESS_KEY_MANAGE, summary="Revoke an access key at once"
)
async def revoke_key(resources: Res, subject: Subject, key_id: UUID, body: Revocation) -> Kept[RevocationAnswer]:
    return await keys.revoke(resources, subject, key_id, body)
