"""Devices, consents and face enrolment of trainees."""

from typing import Annotated

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import TokenAnswer
from checkin_service.identity import service
from checkin_service.identity.schemas import (
    ConsentAnswer,
    ConsentDecision,
    ConsentsAnswer,
    ConsentTextAnswer,
    ConsentTextsAnswer,
    DeviceAnswer,
    DeviceSignIn,
    FaceReferenceAnswer,
    NewDevice,
    NewFaceReference,
    Sentence,
)
from checkin_service.kit.http import answer, service_router

router = service_router(tag="identity")


@router.post("/devices", status_code=201, response_model=DeviceAnswer)
async def bind_device(resources: Res, body: NewDevice) -> Response:
    """Bind this phone by the invitation that came with the voucher; the private key never leaves the phone."""
    return answer(await service.bind_device(resources, body), status=201)


@router.post("/tokens/device", response_model=TokenAnswer)
async def sign_in_device(resources: Res, body: DeviceSignIn) -> Response:
    """A trainee signs in: the bound phone signs a nonce from `/v1/tokens/nonce`."""
    return answer(await service.sign_in_device(resources, body))


@router.get("/consent-texts", response_model=ConsentTextsAnswer)
async def consent_texts() -> Response:
    """The current wordings of the separate consents, in Chinese and English."""
    texts = [
        ConsentTextAnswer(
            purpose=text.purpose,
            text_version=text.version,
            title=Sentence(**text.title._asdict()),
            body=Sentence(**text.body._asdict()),
        )
        for text in service.current_texts()
    ]
    return answer(ConsentTextsAnswer(texts=texts))


@router.post("/consents", status_code=201, response_model=ConsentAnswer)
async def decide_consent(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.CONSENT_GIVE))], body: ConsentDecision
) -> Response:
    """Give or withdraw one's own consent; withdrawing the one to the face erases the reference at once."""
    return answer(await service.decide_consent(resources, subject, body), status=201)


@router.get("/consents", response_model=ConsentsAnswer)
async def own_consents(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.CONSENT_READ))]
) -> Response:
    """What one has consented to."""
    return answer(ConsentsAnswer(consents=await service.consents_of(resources, subject.subject_id)))


@router.post("/face-references", status_code=201, response_model=FaceReferenceAnswer)
async def enrol_face(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.FACE_ENROL))], body: NewFaceReference
) -> Response:
    """Enrol one's own face from one to three photos; the photos are discarded, a sealed vector is kept."""
    return answer(await service.enrol_face(resources, subject, body), status=201)
