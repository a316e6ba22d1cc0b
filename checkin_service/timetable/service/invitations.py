"""Invitations to bind a phone: they travel with the voucher, and again when a phone is lost or the time ran out."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.schemas import ForClass
from checkin_service.timetable.schemas.invitations import InvitationAnswer, InvitationRequest
from checkin_service.timetable.service.guards import require_paying
from checkin_service.timetable.service.reading import civil_day, class_for, policy_of
from checkin_service.timetable.store import registrations

_SEALED_AS = Purpose(Realm.IDENTITY, "invitation")


def invite(
    resources: Resources, unit: UnitOfWork, trainee_id: UUID, policy: PolicyView, *, now: datetime
) -> tuple[str, datetime]:
    """The new code, sealed, and its last moment: an answer is remembered without letting a copy of it bind a phone."""
    expires_at = now + timedelta(days=policy.value("invitation.valid_days").integer)
    code = identity.invite(resources, unit, trainee_id=trainee_id, expires_at=expires_at)
    return urlsafe_b64encode(resources.sealer.seal(trainee_id, _SEALED_AS, code.encode())).decode(), expires_at


def opened(resources: Resources, trainee_id: UUID, sealed: str) -> str | None:
    """The code; none once the person has been erased."""
    try:
        return resources.sealer.open(trainee_id, _SEALED_AS, urlsafe_b64decode(sealed)).decode()
    except SealBroken:
        return None


async def invite_again(resources: Resources, subject: Subject, class_id: UUID, body: InvitationRequest) -> bytes:
    """For somebody whose phone is lost or whose invitation ran out: the old phone is unbound and signed out at once."""

    async def act(unit: UnitOfWork) -> InvitationAnswer:
        now = resources.clock.now()
        found = await class_for(resources, subject, class_id)
        require_paying(subject, found)
        if await registrations.registration_of(resources.database, body.trainee_id, class_id) is None:
            raise not_found()
        policy = policy_of(found.paying_authority, on=civil_day(now), now=now)
        unbound = await identity.unbind(resources, unit, trainee_id=body.trainee_id, at=now)
        invitation, expires_at = invite(resources, unit, body.trainee_id, policy, now=now)
        audit.record(
            unit,
            subject=subject,
            action=Permission.DEVICE_REPLACE,
            object_id=body.trainee_id,
            at=now,
            detail={"class_id": str(class_id), "unbound": unbound and str(unbound), "reason": body.reason},
        )
        return InvitationAnswer(
            trainee_id=body.trainee_id,
            unbound_device_id=unbound,
            invitation=invitation,
            invitation_expires_at=expires_at,
        )

    asked = ForClass(operation="invitation", class_id=class_id, body=body)
    kept = await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)
    answer = InvitationAnswer.model_validate_json(kept)
    code = answer.invitation and opened(resources, answer.trainee_id, answer.invitation)
    return answer.model_copy(update={"invitation": code}).model_dump_json().encode()
