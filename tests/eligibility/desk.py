"""A class of five people that has ended, each of them in another doubt, and the officers who can decide."""

import json
from datetime import timedelta
from typing import Any

import httpx

from checkin_service.access.model import Role, Subject, authority_staff
from checkin_service.eligibility.rules import recompute
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import bearer
from tests.building.news import deliver_all
from tests.building.world import AUTHORITY, Trainee, World, a_world
from tests.conftest import StoppedClock
from tests.journeys.test_main_job import attend

KINDS = ("targeted", "targeted", "general", "general", "targeted")


class Desk:
    """An ended class whose five people are each in another doubt."""

    def __init__(self, world: World, resources: Resources, client: httpx.AsyncClient) -> None:
        self.world, self.resources, self.client = world, resources, client
        self.retired, self.unchecked, self.other_kind, self.elsewhere, self.appealing = world.trainees
        self.decider, self.confirmer = (
            authority_staff(new_id(), role=Role.REVIEWER, authority_code=AUTHORITY) for _ in range(2)
        )

    async def post(self, subject: Subject, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self.client.post(f"/v1{path}", json=body, headers=bearer(self.resources, subject))

    async def queue(self) -> dict[str, dict[str, Any]]:
        """The open doubts of the class by person."""
        answer = await self.client.get(
            "/v1/doubts", params={"class": str(self.world.class_id)}, headers=bearer(self.resources, self.decider)
        )
        assert answer.status_code == 200, answer.text
        return {each["trainee_id"]: each for each in answer.json()["doubts"]}

    async def doubt_of(self, trainee: Trainee) -> dict[str, Any]:
        return (await self.queue())[str(trainee.trainee_id)]

    async def decide(self, trainee: Trainee, *, met: bool, by: Subject | None = None) -> httpx.Response:
        doubt = await self.doubt_of(trainee)
        body = {
            "decision_id": str(new_id()),
            "criterion": doubt["criterion"],
            "met": met,
            "reason": "调阅档案核实",
            "document": "绍人社核〔2026〕12号",
        }
        return await self.post(by or self.decider, f"/doubts/{doubt['determination_id']}/decisions", body)

    async def confirm(self, decision: Any, *, by: Subject | None = None, **said: Any) -> httpx.Response:
        body = {"request_id": str(new_id()), "confirmed": True} | said
        path = f"/doubt-decisions/{decision['decision_id']}/confirmation"
        return await self.post(by or self.confirmer, path, body)

    async def determination(self, trainee: Trainee) -> dict[str, Any]:
        (found,) = await self.world.officer.eligibility(voucher_code=trainee.voucher_code)
        assert [each.faults for each in recompute.check(json.dumps(found).encode())] == [()]
        return dict(found)

    async def say(self, trainee: Trainee, kind: str, **changes: Any) -> None:
        fact = {"document": trainee.document, "kind": kind, "since": "2021-01-01"} | changes
        await self.world.officer.match(source="补充比对", facts=[fact])
        await deliver_all(self.resources)


async def a_desk(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> Desk:
    world = await a_world(resources, client, clock, kinds=KINDS, sessions=1)
    for trainee in world.trainees:
        await attend(world, trainee, clock, 1)
    clock.move_to(world.starts_at() + timedelta(days=1))
    day = clock.now().date()

    def result(trainee: Trainee) -> dict[str, Any]:
        kind = "skill_level" if trainee is world.trainees[2] else "qualification"
        certificate = {"number": f"S{new_id().hex[-12:]}", "kind": kind, "issued_on": day}
        row = {"trainee_id": trainee.trainee_id, "passed": True, "assessed_on": day}
        return row | ({"certificate": certificate} if trainee.voucher_kind == "general" else {})

    await world.admin.record_results(world.class_id, [result(each) for each in world.trainees])
    made = Desk(world, resources, client)
    await made.say(made.retired, "retirement")
    await made.say(made.appealing, "retirement")
    await made.say(made.elsewhere, "unemployment_insurance", place="330100")
    # The source takes back what it said of one person: nobody has checked them any more.
    taken_back = {"document": made.unchecked.document, "kind": "establishment", "since": "2010-01-01", "holds": False}
    await world.officer.match(source="社保比对", facts=[{**taken_back, "withdraw": True}])
    await world.admin.apply_for_completion(world.class_id)
    await world.officer.decide_completion(world.class_id)
    await deliver_all(resources)
    return made
