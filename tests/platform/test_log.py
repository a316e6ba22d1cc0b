"""Assertions of the platform in the log of facts, and their hours beside the counter."""

import json
from datetime import timedelta

from checkin_service.attendance.store.proving import counter_differences
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient
from tests.transparency.conftest import lines_of, seal_all


async def test_an_asserted_sign_in_is_sealed_and_its_hours_agree(
    world: World, platform: PlatformClient, resources: Resources, clock: StoppedClock
) -> None:
    clock.move_to(world.starts_at())
    body = {
        "sign_in_id": new_id(),
        "session_id": world.session(),
        "document": world.trainees[0].document,
        "signed_at": world.starts_at() - timedelta(minutes=5),
        "place_agrees": True,
    }
    assert (await platform.post("/v1/platform/sign-ins", body))["verdict"]["credited_hours"] == 4
    mine = [each for each in await counter_differences(resources.database) if each.class_id == world.class_id]
    assert mine == []
    await seal_all(resources)
    lines = map(json.loads, await lines_of(resources, world))
    kinds = [each["kind"] for each in lines if each["what"] == "entry"]
    assert kinds.count("platform_sign_in") == 1
