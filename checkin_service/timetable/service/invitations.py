"""Invitations to bind a phone: they travel with the voucher, and again when a phone is lost or the time ran out."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import About, Kept, once
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.timetable.schemas.invitations import InvitationAnswer, InvitationRequest
from checkin_service.timetable.service.guards import require_paying
from checkin_service.timetable.service.reading import class_for
from checkin_service.timetable.store import registrations


async def invite_again(
    resources: Resources, subject: Subject, class_id: UUID, body: InvitationRequest
) -> Kept[InvitationAnswer]:
    """For somebody whose phone is lost or whose invitation ran out: the old phone is unbound and signed out at once."""

    async def act(unit: UnitOfWork) -> InvitationAnswer:
        now = resources.clock.now()
        found = await class_for(resources, subject, class_id)
        require_paying(subject, found)
        if await registrations.registration_of(resources.database, body.trainee_id, class_id) is None:
            raise not_found()
        policy = policy_at(found.paying_authority, now, known_at=now)
        unbound = await identity.unbind(resources, unit, trainee_id=body.trainee_id, at=now)
        invitation, expires_at = await identity.sealed_invitation(resources, unit, body.trainee_id, policy, now=now)
        audit.record(
            unit,
            subject,
            Permission.DEVICE_REPLACE,
            body.trainee_id,
            at=now,
            detail={"class_id": str(class_id), "unbound": unbound and str(unbound), "reason": body.reason},
        )
        return InvitationAnswer(
            trainee_id=body.trainee_id,
            unbound_device_id=unbound,
            invitation=invitation,
            invitation_expires_at=expires_at,
        )

    asked = About(operation="invitation", object_id=class_id, body=body)
    kept = await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)
    answer = InvitationAnswer.model_validate_json(kept)
    await resources.sealer.ready(Realm.IDENTITY, answer.trainee_id)
    code = answer.invitation and identity.opened_invitation(resources, answer.trainee_id, answer.invitation)
    return Kept(answer.model_copy(update={"invitation": code}).model_dump_json().encode())
