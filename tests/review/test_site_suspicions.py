"""The nightly examination: a site entered in the wrong datum is found by the honest people it refuses."""

from datetime import date
from typing import Any

import httpx
import pytest

from checkin_service.checkin.words.findings import mix_up
from checkin_service.kit.resources import Resources
from checkin_service.review.service.site_suspicions import examine_sites
from geo import Datum, Position, Suspect, Suspicion, displaced, distance_m
from tests.building.world import World, a_world
from tests.checkin.arrivals import SCHOOL, a_class_at_a_mistyped_site, everybody_arrives
from tests.conftest import StoppedClock


async def suspected(actor: Any, world: World) -> list[dict[str, Any]]:
    listed = (await actor.get("/v1/sites/suspicions"))["suspicions"]
    return [each for each in listed if each["site_id"] == str(world.site_id)]


async def test_a_site_typed_from_a_gaode_map_is_found_and_both_sides_see_it(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_at_a_mistyped_site(8, resources, client, clock)
    await everybody_arrives(world, clock)
    assert await suspected(world.officer, world) == []
    await examine_sites(resources)
    (found,) = await suspected(world.officer, world)
    assert (found["suspect"], found["declared"], found["actual"], found["people"]) == ("site", "wgs84", "gcj02", 8)
    assert 300 < found["displacement_m"] < 700
    assert found["residual_m"] < found["limit_m"]
    corrected = Position(longitude=found["longitude"], latitude=found["latitude"], datum=Datum(found["datum"]))
    assert distance_m(corrected, SCHOOL) < 0.01
    assert "高德" in found["sentence"]["zh"]
    assert "Gaode" in found["sentence"]["en"]
    assert await suspected(world.admin, world) == [found]
    assert await suspected(world.instructor, world) == [found]


async def test_another_institution_and_another_authority_see_nothing_of_it(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_at_a_mistyped_site(8, resources, client, clock)
    await everybody_arrives(world, clock)
    await examine_sites(resources)
    neighbour = await a_world(resources, client, clock)
    elsewhere = await a_world(resources, client, clock, authority="330602")
    assert await suspected(neighbour.admin, world) == []
    assert await suspected(elsewhere.officer, world) == []
    for actor in (world.trainees[0].phone, world.reviewer, world.terminal):
        assert (await actor.send("GET", "/v1/sites/suspicions")).status_code == 403


async def test_a_corrected_site_starts_clean(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_at_a_mistyped_site(8, resources, client, clock)
    await everybody_arrives(world, clock)
    await examine_sites(resources)
    (found,) = await suspected(world.officer, world)
    proposal = {name: found[name] for name in ("longitude", "latitude", "datum")}
    await world.officer.change_site(
        world.site_id,
        effective_from=world.starts_at(1).date(),
        reason="坐标原取自高德地图",
        radius_m=200,
        **proposal,
    )
    assert await suspected(world.officer, world) == []
    await everybody_arrives(world, clock, session=1)
    await examine_sites(resources)
    assert await suspected(world.officer, world) == []


async def test_seven_people_are_too_few(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> None:
    world = await a_class_at_a_mistyped_site(7, resources, client, clock)
    for session in (0, 1):
        await everybody_arrives(world, clock, session=session)
    await examine_sites(resources)
    assert await suspected(world.officer, world) == []


async def test_a_class_held_elsewhere_is_not_taken_for_a_mix_up(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_at_a_mistyped_site(8, resources, client, clock)
    await everybody_arrives(world, clock, at=displaced(SCHOOL, east_m=900, north_m=-400))
    await examine_sites(resources)
    assert await suspected(world.officer, world) == []


async def test_a_class_around_its_instructor_says_nothing_about_the_site(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_at_a_mistyped_site(8, resources, client, clock, moving_fence=True)
    await everybody_arrives(world, clock)
    await examine_sites(resources)
    assert await suspected(world.officer, world) == []


async def test_a_suspicion_that_is_not_found_again_fades_and_one_that_is_stays(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_class_at_a_mistyped_site(8, resources, client, clock)
    await everybody_arrives(world, clock)
    for _ in range(2):
        await examine_sites(resources)
    clock.advance(days=6)
    assert len(await suspected(world.officer, world)) == 1
    await examine_sites(resources)
    (found,) = await suspected(world.officer, world)
    assert date.fromisoformat(found["found_on"]) == clock.now().date()
    clock.advance(days=30)
    await examine_sites(resources)
    assert await suspected(world.officer, world) == []


@pytest.mark.parametrize("suspect", list(Suspect))
@pytest.mark.parametrize("declared", list(Datum))
def test_every_suspicion_has_a_sentence(suspect: Suspect, declared: Datum) -> None:
    words = mix_up(
        Suspicion(
            suspect=suspect,
            declared=declared,
            actual=Datum.BD09,
            corrected_site=SCHOOL,
            displacement_m=512.3,
            residual_m=4.0,
            limit_m=20.0,
            fixes_used=9,
        )
    )
    for text in words:
        assert "512" in text
        assert "9" in text
        assert "{" not in text
