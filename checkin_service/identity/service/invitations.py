"""Sealed invitations: an answer that holds one is remembered without letting a copy of it bind a phone."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from uuid import UUID

from checkin_service.identity.service.devices import invite
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.policy.book import PolicyView

_SEALED_AS = Purpose(Realm.IDENTITY, "invitation")


async def sealed_invitation(
    resources: Resources, unit: UnitOfWork, trainee_id: UUID, policy: PolicyView, *, now: datetime
) -> tuple[str, datetime]:
    """The new code, sealed, and its last moment."""
    expires_at = now + timedelta(days=policy.value("invitation.valid_days").integer)
    code = invite(resources, unit, trainee_id=trainee_id, expires_at=expires_at)
    await resources.sealer.ready(_SEALED_AS.realm, trainee_id, make=True)
    return urlsafe_b64encode(resources.sealer.seal(trainee_id, _SEALED_AS, code.encode())).decode(), expires_at


def opened_invitation(resources: Resources, trainee_id: UUID, sealed: str) -> str | None:
    """The code; none once the person has been erased."""
    try:
        return resources.sealer.open(trainee_id, _SEALED_AS, urlsafe_b64decode(sealed)).decode()
    except SealBroken:
        return None
