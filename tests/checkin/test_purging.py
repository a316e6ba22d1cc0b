"""Traces of photos go after half a year; apart from the other tests, since it is everybody's traces that go."""

import httpx
from sqlalchemy import func, select

from checkin_service.checkin.service.purging import purge
from checkin_service.identity.tables import face_photo
from checkin_service.kit.resources import Resources
from tests.building import faces_material
from tests.building.world import a_world
from tests.conftest import StoppedClock
from tests.tools.reading import reading


async def test_traces_of_photos_are_purged_after_half_a_year(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    trainee = (await a_world(resources, client, clock)).trainees[0]
    await trainee.phone.consent("face")
    await trainee.phone.enrol_face([faces_material.collins(number) for number in range(3)])
    seen = reading(
        select(func.count().label("photos"))
        .select_from(face_photo)
        .where(face_photo.c.trainee_id == trainee.trainee_id)
    )
    await purge(resources)
    assert (await resources.database.read(seen))[0].photos == 3
    clock.advance(days=181)
    await purge(resources)
    assert (await resources.database.read(seen))[0].photos == 0
