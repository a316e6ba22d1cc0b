"""Certificates name one person: a number of an issuer and kind is given once, and the name is the registered one."""

import pytest

from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from tests.building.identities import a_resident_id
from tests.building.world import World
from tests.conftest import StoppedClock
from tests.platform.admission import PlatformClient
from tests.platform.test_operations_http import CERTIFICATES, a_certificate, in_class

__all__ = ["in_class"]
QUERIES = "/v1/certificate-queries"


async def test_a_number_of_an_issuer_and_kind_is_one_persons(world: World, platform: PlatformClient) -> None:
    first = a_certificate(world)
    await platform.post(CERTIFICATES, first)
    another = {"request_id": new_id(), "document": a_resident_id(), "name": "赵六"}
    with pytest.raises(Refused) as refused:
        await platform.post(CERTIFICATES, first | another | {"number": first["number"].lower()})
    assert (refused.value.status, refused.value.problem["reason"]) == (422, "number_of_another")
    asked = {"number": first["number"], "name": "赵六"}
    assert (await world.client.post(QUERIES, json=asked)).status_code == 404
    await platform.post(CERTIFICATES, first | {"request_id": new_id(), "level": "三级"})
    for free in ({"region_code": "340100"}, {"kind": "qualification"}):
        await platform.post(CERTIFICATES, first | another | free | {"request_id": new_id()})


async def test_the_name_is_the_registered_persons_in_any_way_of_writing(world: World, platform: PlatformClient) -> None:
    body = a_certificate(world)
    with pytest.raises(Refused) as refused:
        await platform.post(CERTIFICATES, body | {"name": "无此人"})
    assert (refused.value.status, refused.value.problem["reason"]) == (422, "name_differs")
    assert (await world.client.post(QUERIES, json={"number": body["number"], "name": "无此人"})).status_code == 404
    name = world.trainees[0].name
    spaced = f"{name[0]} {name[1:]}"
    await platform.post(CERTIFICATES, body | {"request_id": new_id(), "name": spaced})
    for written in (name, spaced):
        found = await world.client.post(QUERIES, json={"number": body["number"], "name": written})
        assert found.status_code == 200, found.text


async def test_a_certificate_of_a_class_carries_the_occupation_and_two_classes_share_no_number(
    in_class: World, platform: PlatformClient, clock: StoppedClock
) -> None:
    clock.move_to(in_class.starts_at(4))
    today = clock.now().date()
    number = f"S{new_id().hex[-16:]}"
    result = {
        "trainee_id": in_class.trainees[0].trainee_id,
        "passed": True,
        "assessed_on": today,
        "certificate": {"number": number, "kind": "skill_level", "issued_on": today},
    }
    await in_class.admin.record_results(in_class.class_id, [result])
    found = await in_class.client.post(QUERIES, json={"number": number, "name": in_class.trainees[0].name})
    assert found.json()["occupation"] == "电工"
    stolen = a_certificate(in_class, document=a_resident_id(), name="赵六", number=number, region_code="330600")
    with pytest.raises(Refused) as refused:
        await platform.post(CERTIFICATES, stolen)
    assert refused.value.problem["reason"] == "number_of_another"
