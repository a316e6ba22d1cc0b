"""Devices, consents, face enrolment and liveness of trainees."""

from uuid import UUID

from fastapi import Request, Response

from checkin_service.access.dependencies import Res, address_of, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import TokenAnswer
from checkin_service.identity import service
from checkin_service.identity.schemas import (
    BindingProofAnswer,
    ChallengeAnswer,
    ConsentAnswer,
    ConsentDecision,
    ConsentsAnswer,
    ConsentTextAnswer,
    ConsentTextsAnswer,
    DeviceAnswer,
    DeviceSignIn,
    DoorPinAnswer,
    FaceReferenceAnswer,
    LivenessAnswer,
    LivenessFrames,
    NewBindingProof,
    NewChallenge,
    NewDevice,
    NewDoorPin,
    NewFaceReference,
    Sentence,
)
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept

router = service_router(tag="identity")


@router.post("/devices", status_code=201, response_model=DeviceAnswer)
async def bind_device(resources: Res, request: Request, body: NewDevice) -> Response:
    """Bind this phone by the invitation that came with the voucher; the private key never leaves the phone."""
    address, agent = address_of(request), request.headers.get("user-agent", "")
    return answer(await service.bind_device(resources, body, address=address, agent=agent), status=201)


@router.creates("/door-pins", by=Permission.DOOR_PIN_SET, summary="Set a PIN for the door, without a phone")
async def set_door_pin(resources: Res, subject: Subject, body: NewDoorPin) -> DoorPinAnswer:
    """By the invitation that came with the voucher, which serves once: for a phone or for the door."""
    return await service.set_door_pin(resources, subject, body)


@router.creates("/devices/own/proofs", by=Permission.DEVICE_BIND)
async def prove_own_device(resources: Res, subject: Subject, body: NewBindingProof) -> Kept[BindingProofAnswer]:
    """Prove the phone in one's hand by the electronic social security card or the national network identity."""
    return await service.prove_own(resources, subject, body)


@router.post("/tokens/device", response_model=TokenAnswer)
async def sign_in_device(resources: Res, request: Request, body: DeviceSignIn) -> Response:
    """A trainee signs in: the bound phone signs a nonce from `/v1/tokens/nonce`."""
    return answer(await service.sign_in_device(resources, body, address=address_of(request)))


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


@router.creates("/consents", by=Permission.CONSENT_GIVE)
async def decide_consent(resources: Res, subject: Subject, body: ConsentDecision) -> Kept[ConsentAnswer]:
    """Give or withdraw one's own consent; withdrawing the one to the face erases the reference at once."""
    return await service.decide_consent(resources, subject, body)


@router.reads("/consents", by=Permission.CONSENT_READ)
async def own_consents(resources: Res, subject: Subject) -> ConsentsAnswer:
    """What one has consented to."""
    return ConsentsAnswer(consents=await service.consents_of(resources, subject.subject_id))


@router.creates("/face-references", by=Permission.FACE_ENROL)
async def enrol_face(resources: Res, subject: Subject, body: NewFaceReference) -> Kept[FaceReferenceAnswer]:
    """Enrol one's own face from one to three photos; the photos are discarded, a sealed vector is kept."""
    return await service.enrol_face(resources, subject, body)


@router.creates("/liveness-challenges", by=Permission.LIVENESS_ANSWER)
async def issue_challenge(resources: Res, subject: Subject, body: NewChallenge) -> Kept[ChallengeAnswer]:
    """Ask where to turn the head: a random order for this person, this phone and this session, for twenty seconds."""
    return await service.issue_challenge(resources, subject, body)


@router.creates("/liveness-challenges/{challenge_id}/frames", by=Permission.LIVENESS_ANSWER)
async def answer_challenge(
    resources: Res, subject: Subject, challenge_id: UUID, body: LivenessFrames
) -> Kept[LivenessAnswer]:
    """Send one photo per turn, once; the answer says what was seen and what even a passed challenge does not stop."""
    return await service.answer_challenge(resources, subject, challenge_id, body)
