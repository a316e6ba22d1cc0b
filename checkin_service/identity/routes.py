"""Devices, consents, face enrolment and liveness of trainees."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import TokenAnswer
from checkin_service.identity import service
from checkin_service.identity.schemas import (
    ChallengeAnswer,
    ConsentAnswer,
    ConsentDecision,
    ConsentsAnswer,
    ConsentTextAnswer,
    ConsentTextsAnswer,
    DeviceAnswer,
    DeviceSignIn,
    FaceReferenceAnswer,
    LivenessAnswer,
    LivenessFrames,
    NewChallenge,
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


@router.post("/liveness-challenges", status_code=201, response_model=ChallengeAnswer)
async def issue_challenge(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.LIVENESS_ANSWER))], body: NewChallenge
) -> Response:
    """Ask where to turn the head: a random order for this person, this phone and this session, for twenty seconds."""
    return answer(await service.issue_challenge(resources, subject, body), status=201)


@router.post("/liveness-challenges/{challenge_id}/frames", status_code=201, response_model=LivenessAnswer)
async def answer_challenge(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.LIVENESS_ANSWER))],
    challenge_id: UUID,
    body: LivenessFrames,
) -> Response:
    """Send one photo per turn, once; the answer says what was seen and what even a passed challenge does not stop."""
    return answer(await service.answer_challenge(resources, subject, challenge_id, body), status=201)
