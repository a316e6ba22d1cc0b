"""Erasing a person: the keys are destroyed, what names or finds them goes."""

import asyncio
from datetime import date, datetime
from uuid import UUID

from checkin_service.access import service as access
from checkin_service.identity.store import erasing, persons
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources

REALMS = (Realm.IDENTITY, Realm.EVIDENCE, Realm.FACE)
"""All that a person has a key in."""


async def erase(
    resources: Resources,
    unit: UnitOfWork,
    trainee_id: UUID,
    *,
    at: datetime,
    keeps_document: bool,
    kept_birth: date | None,
) -> None:
    """Part of a write; the keys go before it: should it fail, it is asked for again, never the other way round.

    With `keeps_document` the keyed hash of the document stays, so that the same person is known again; `kept_birth`
    is all that is left of the date of birth.
    """
    device_id = await persons.bound_device(resources.database, trainee_id)
    await asyncio.to_thread(resources.sealer.destroy, trainee_id, *REALMS)
    erasing.erase(unit, trainee_id, kept_birth=kept_birth, at=at)
    if device_id is not None:
        access.end_sign_ins(unit, device_id=device_id, at=at)
    if not keeps_document:
        erasing.forget_document(unit, of_trainee=trainee_id)
