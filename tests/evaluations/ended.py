"""A class of several people that was taught and completed, for those who evaluate it."""

from datetime import timedelta
from typing import Any

import httpx

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import Trainee, World, a_world
from tests.conftest import StoppedClock
from tests.journeys.test_main_job import attend

QUESTIONS = ("teaching", "place", "hours_held", "no_extra_fees")


async def an_ended_class(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, *, people: int, absent: int = 0, **world: Any
) -> World:
    """Everybody but the last `absent` attended, all passed, and the authority approved the completion."""
    made = await a_world(resources, client, clock, kinds=("targeted",) * (people + absent), sessions=1, **world)
    for trainee in made.trainees[:people]:
        await attend(made, trainee, clock, 1)
    await completed(made, clock)
    return made


async def completed(world: World, clock: StoppedClock) -> None:
    clock.move_to(world.starts_at() + timedelta(days=1))
    day = clock.now().date()
    results = [{"trainee_id": each.trainee_id, "passed": True, "assessed_on": day} for each in world.trainees]
    await world.admin.record_results(world.class_id, results)
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)


async def evaluate(world: World, trainee: Trainee, mark: int, **more: Any) -> dict[str, Any]:
    """The same mark for every question."""
    body = {"request_id": new_id(), "marks": dict.fromkeys(QUESTIONS, mark), "words": None} | more
    return dict(await trainee.phone.post(f"/v1/classes/{world.class_id}/evaluation", body))


async def ranked(who: Any, by: str, name: str) -> dict[str, Any] | None:
    """The line of somebody in a ranking."""
    found = await who.get("/v1/satisfaction", by=by)
    return next((dict(each) for each in found["figures"] if each["name"] == name), None)
