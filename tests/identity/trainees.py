"""Builders of registered trainees with invitations and phones. All names and numbers are invented."""

from datetime import timedelta
from uuid import UUID

import httpx

from checkin_service.access import model
from checkin_service.access.model import Subject
from checkin_service.identity import service
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import Phone
from tests.building.identities import a_passport


async def register(resources: Resources, *, name: str = "王芳", number: str | None = None) -> UUID:
    trainee_id, now = new_id(), resources.clock.now()
    kept, document = service.vet(name=name, kind=DocumentKind.PASSPORT, number=number or a_passport()["number"], at=now)
    async with resources.database.write() as unit:
        await service.register_persons(resources, unit, [service.NewPerson(trainee_id, kept, document)], at=now)
    return trainee_id


async def invite(resources: Resources, trainee_id: UUID, **life: float) -> str:
    expires_at = resources.clock.now() + timedelta(**(life or {"days": 30}))
    async with resources.database.write() as unit:
        return service.invite(resources, unit, trainee_id=trainee_id, expires_at=expires_at)


async def a_bound_trainee(resources: Resources, client: httpx.AsyncClient) -> tuple[Subject, Phone]:
    """A registered trainee whose phone is bound."""
    trainee_id, phone = await register(resources), Phone()
    bound = await client.post("/v1/devices", json=phone.binding(await invite(resources, trainee_id)))
    assert bound.status_code == 201, bound.text
    return model.trainee(trainee_id, device_id=phone.device_id), phone
