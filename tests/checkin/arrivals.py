"""A site whose coordinates were typed from a map, and the honest people who come to the school itself."""

import random
from datetime import timedelta
from typing import Any

import httpx

from checkin_service.kit.resources import Resources
from geo import Datum, Position, convert, displaced
from tests.building.world import SITE, World, a_world, at_the_site
from tests.conftest import StoppedClock

SCHOOL = Position(**SITE, datum=Datum.WGS84)
ON_THE_MAP = convert(SCHOOL, Datum.GCJ02)
MISTYPED = {"longitude": ON_THE_MAP.longitude, "latitude": ON_THE_MAP.latitude, "datum": "wgs84"}
"""The school's numbers from a Gaode map, declared as GPS: some hundred metres off."""


async def a_class_at_a_mistyped_site(
    people: int, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, **options: Any
) -> World:
    return await a_world(resources, client, clock, kinds=("targeted",) * people, **{"site": MISTYPED, **options})


async def everybody_arrives(world: World, clock: StoppedClock, *, at: Position = SCHOOL, session: int = 0) -> None:
    """Everybody comes to the school, with the errors of honest phones."""
    chance = random.Random(7)
    clock.move_to(world.starts_at(session) - timedelta(minutes=10))
    code = await world.instructor.classroom_code(world.session(session))
    for trainee in world.trainees:
        place = displaced(at, east_m=chance.gauss(0, 8), north_m=chance.gauss(0, 8))
        fix = at_the_site(longitude=place.longitude, latitude=place.latitude, accuracy_m=12.0)
        await trainee.phone.check_in(world.session(session), proof=trainee.phone.pin_code(code), at=fix)
