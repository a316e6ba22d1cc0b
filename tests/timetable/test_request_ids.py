"""Request ids and what they stand for."""

import httpx
import pytest

from checkin_service.client import Refused
from checkin_service.kit.idempotency import About, digest_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.timetable.schemas import Application
from tests.building.world import a_world
from tests.conftest import StoppedClock


async def test_a_request_id_used_for_another_operation_is_a_conflict(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock)
    decision = {"request_id": new_id(), "approved": True, "reason": None}
    with pytest.raises(Refused) as opening_again:
        await world.officer.post(f"/v1/classes/{world.class_id}/opening", decision)
    assert opening_again.value.problem["type"] == "/problems/state-conflict"
    application = {"request_id": new_id()}
    await world.officer.post(f"/v1/classes/{world.class_id}/vouchers", application)
    again = {**application, "request_id": application["request_id"]}
    await world.officer.post(f"/v1/classes/{world.class_id}/vouchers", again)
    other = await a_world(resources, client, clock)
    with pytest.raises(Refused) as elsewhere:
        await world.officer.post(f"/v1/classes/{other.class_id}/vouchers", application)
    assert elsewhere.value.status in (404, 409)


def test_two_operations_with_the_same_body_are_two_requests() -> None:
    class_id, body = new_id(), Application(request_id=new_id())
    one = About(operation="opening", object_id=class_id, body=body)
    other = About(operation="completion", object_id=class_id, body=body)
    assert digest_of(one) != digest_of(other)
