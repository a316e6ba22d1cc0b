"""Bound phones shown to be their person's own, or known by nobody but themselves: over HTTP."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from checkin_service.checkin.service.purging import purge
from checkin_service.client import ECardPlatform, Phone, Refused
from checkin_service.identity.tables import device_origin
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import outbox
from checkin_service.kit.resources import Resources
from tests.building.identities import a_resident_id
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.reading import reading

REASON = "本人持身份证到场，手机在本人手中"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    world = await a_world(resources, client, clock, kinds=("targeted",), proven=False)
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


@pytest.fixture
def trainee(world: World) -> Trainee:
    return world.trainees[0]


async def worth(world: World, trainee: Trainee, phone: Phone | None = None) -> str:
    """The class of the evidence of an honest check-in from the person's phone."""
    sender = phone or trainee.phone
    code = await world.terminal.show_code(world.session(), at=at_the_site())
    answer = await sender.check_in(world.session(), proof=sender.pin_code(code), at=at_the_site())
    assert answer["outcome"] == "accepted"
    return str(answer["evidence"]["evidence_class"])


async def prove(actor: Any, world: World, trainee: Trainee, kind: str, **changes: Any) -> dict[str, Any]:
    body = {
        "request_id": new_id(),
        "trainee_id": trainee.trainee_id,
        "kind": kind,
        "document": None if kind == "call_back" else trainee.document,
        "reason": REASON,
    }
    return dict(await actor.post(f"/v1/classes/{world.class_id}/device-proofs", body | changes))


async def refusal(awaited: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        await awaited
    return refused.value


async def phones(actor: Any, world: World) -> list[dict[str, Any]]:
    return list((await actor.get(f"/v1/classes/{world.class_id}/phones"))["phones"])


async def test_a_phone_bound_by_an_invitation_alone_is_the_weakest_evidence(world: World, trainee: Trainee) -> None:
    assert await worth(world, trainee) == "G"
    (line,) = await phones(world.officer, world)
    assert (line["is_proven"], line["proofs"]) == (False, [])
    assert "自行绑定" in line["meaning"]["zh"]


@pytest.mark.parametrize("kind", ["e_card", "network_identity"])
async def test_a_signed_statement_of_identity_proves_the_phone_in_ones_hand(
    world: World,
    trainee: Trainee,
    clock: StoppedClock,
    e_card_platform: ECardPlatform,
    network_identity: ECardPlatform,
    kind: str,
) -> None:
    platform = e_card_platform if kind == "e_card" else network_identity
    proof = platform.binding(device_id=trainee.phone.device_id, document=trainee.document, at=clock.now(), kind=kind)
    body = {"request_id": new_id(), "proof": proof}
    answer = await trainee.phone.post("/v1/devices/own/proofs", body)
    assert await trainee.phone.post("/v1/devices/own/proofs", body) == answer
    assert await worth(world, trainee) == "B"


@pytest.mark.parametrize("wrong", ["person", "device", "platform", "time"])
async def test_a_statement_about_something_else_proves_nothing(
    world: World,
    trainee: Trainee,
    clock: StoppedClock,
    e_card_platform: ECardPlatform,
    network_identity: ECardPlatform,
    wrong: str,
) -> None:
    platform = network_identity if wrong == "platform" else e_card_platform
    proof = platform.binding(
        device_id=new_id() if wrong == "device" else trainee.phone.device_id,
        document=a_resident_id() if wrong == "person" else trainee.document,
        at=clock.now() - timedelta(hours=1) if wrong == "time" else clock.now(),
    )
    found = await refusal(trainee.phone.post("/v1/devices/own/proofs", {"request_id": new_id(), "proof": proof}))
    assert found.status == 422
    assert await worth(world, trainee) == "G"


async def test_the_binding_itself_can_bring_the_statement(
    world: World, trainee: Trainee, client: httpx.AsyncClient, clock: StoppedClock, e_card_platform: ECardPlatform
) -> None:
    invited = await world.officer.invite_again(world.class_id, trainee.trainee_id, reason=REASON)
    phone = Phone(client, clock)
    foreign = e_card_platform.binding(device_id=phone.device_id, document=a_resident_id(), at=clock.now())
    assert (await refusal(phone.bind(invited["invitation"], proof=foreign))).status == 422
    own = e_card_platform.binding(device_id=phone.device_id, document=trainee.document, at=clock.now())
    await phone.bind(invited["invitation"], proof=own)
    (line,) = await phones(world.admin, world)
    assert (line["device_id"], line["proofs"]) == (str(phone.device_id), ["e_card"])


async def test_the_authoritys_counter_proves_a_phone_with_the_document_on_the_table(
    world: World, trainee: Trainee
) -> None:
    assert (await refusal(prove(world.officer, world, trainee, "counter", document=a_resident_id()))).status == 422
    assert (await refusal(prove(world.officer, world, trainee, "counter", document=None))).status == 422
    await prove(world.officer, world, trainee, "counter")
    assert await worth(world, trainee) == "B"
    assert (await refusal(prove(world.officer, world, trainee, "counter"))).status == 409


async def test_an_institutions_desk_counts_once_the_authority_has_called_back(world: World, trainee: Trainee) -> None:
    assert (await refusal(prove(world.reviewer, world, trainee, "call_back"))).status == 409
    await prove(world.admin, world, trainee, "desk")
    assert await worth(world, trainee) == "G"
    assert "回访" in (await phones(world.admin, world))[0]["meaning"]["zh"]
    await prove(world.reviewer, world, trainee, "call_back")
    (line,) = await phones(world.reviewer, world)
    assert (line["is_proven"], line["proofs"]) == (True, ["call_back", "desk"])


@pytest.mark.parametrize("kind", ["counter", "call_back"])
async def test_an_institution_never_confirms_itself(world: World, trainee: Trainee, kind: str) -> None:
    assert (await refusal(prove(world.admin, world, trainee, kind))).status == 403
    assert (await refusal(prove(world.officer, world, trainee, "desk"))).status == 403
    assert (await refusal(prove(world.instructor, world, trainee, "desk"))).status == 403


async def test_a_phone_that_replaced_another_waits_before_it_counts_as_proven(
    world: World, trainee: Trainee, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    invited = await world.officer.invite_again(world.class_id, trainee.trainee_id, reason=REASON)
    phone = Phone(client, clock)
    clock.advance(seconds=1)
    await phone.bind(invited["invitation"])
    await prove(world.officer, world, trainee, "counter")
    assert await worth(world, trainee, phone) == "G"
    (line,) = await phones(world.officer, world)
    assert not line["is_proven"]
    clock.advance(hours=24)
    assert (await phones(world.officer, world))[0]["is_proven"]


async def test_the_person_hears_of_every_phone_bound_or_unbound(
    world: World, trainee: Trainee, client: httpx.AsyncClient, clock: StoppedClock, resources: Resources
) -> None:
    invited = await world.officer.invite_again(world.class_id, trainee.trainee_id, reason=REASON)
    await Phone(client, clock).bind(invited["invitation"])
    told = reading(select(outbox.c.type).where(outbox.c.trainee_id == trainee.trainee_id).order_by(outbox.c.sequence))
    types = [each.type for each in await resources.database.read(told)]
    assert [each for each in types if each.startswith("device.")] == ["device.bound", "device.unbound", "device.bound"]


async def test_of_the_binding_only_network_and_kind_of_client_are_kept_for_half_a_year(
    world: World, trainee: Trainee, resources: Resources, clock: StoppedClock
) -> None:
    kept = reading(select(device_origin).where(device_origin.c.trainee_id == trainee.trainee_id))
    (row,) = await resources.database.read(kept)
    assert row.agent_family == "other"
    assert row.network_hash != b"127.0.0.0/24"
    (seen_by_institution,) = await phones(world.admin, world)
    assert seen_by_institution["same_network"] is None
    assert (await phones(world.officer, world))[0]["same_network"] == 1
    clock.advance(days=181)
    await purge(resources)
    assert await resources.database.read(kept) == []
