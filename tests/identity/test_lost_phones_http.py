"""A lost phone: the authority unbinds it and invites its owner again; it is signed out and believed no longer."""

from datetime import timedelta

import httpx
import pytest

from checkin_service.client.phone import Phone
from checkin_service.client.wire import Refused
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.identities import a_name, a_resident_id
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock

REASON = "手机遗失，本人持身份证到场"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    world = await a_world(resources, client, clock, kinds=("targeted",))
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


async def test_a_new_phone_takes_the_place_of_the_lost_one(
    world: World, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    (trainee,) = world.trainees
    lost = trainee.phone
    answer = await world.officer.invite_again(world.class_id, trainee.trainee_id, reason=REASON)
    assert answer["unbound_device_id"] == str(lost.device_id)
    found = Phone(client, clock, pin="593016")
    await found.bind(answer["invitation"])
    assert found.trainee_id == trainee.trainee_id
    code = await world.instructor.classroom_code(world.session())
    accepted = await found.check_in(world.session(), proof=found.pin_code(code), at=at_the_site())
    assert accepted["outcome"] == "accepted"


async def test_the_lost_phone_gets_no_new_tokens(world: World, clock: StoppedClock) -> None:
    (trainee,) = world.trainees
    await world.officer.invite_again(world.class_id, trainee.trainee_id, reason=REASON)
    clock.move_to(clock.now() + timedelta(minutes=11))
    # Neither its refresh token nor its key renews what has run out.
    with pytest.raises(Refused) as refused:
        await trainee.phone.me()
    assert refused.value.status == 401


async def test_the_lost_phone_reads_nothing_more_although_its_token_is_fresh(world: World) -> None:
    (trainee,) = world.trainees
    await trainee.phone.own_classes()
    await world.officer.invite_again(world.class_id, trainee.trainee_id, reason=REASON)
    for path in ("/v1/me/classes", "/v1/me/attendance", "/v1/me/today", "/v1/me/vouchers"):
        with pytest.raises(Refused) as refused:
            await trainee.phone.get(path)
        assert refused.value.status == 401
    code = await world.instructor.classroom_code(world.session())
    with pytest.raises(Refused) as refused:
        await trainee.phone.claim_code(world.session(), code)
    assert refused.value.status == 404


async def test_what_the_lost_phone_still_sends_is_refused(world: World) -> None:
    (trainee,) = world.trainees
    await trainee.phone.me()  # Its access token is fresh: it lives for ten minutes more.
    await world.officer.invite_again(world.class_id, trainee.trainee_id, reason=REASON)
    code = await world.instructor.classroom_code(world.session())
    answer = await trainee.phone.check_in(world.session(), proof=trainee.phone.pin_code(code), at=at_the_site())
    assert (answer["outcome"], answer["credited_hours"]) == ("refused", 0)
    assert "sender_revoked" in [finding["reason"] for finding in answer["findings"]]


async def test_somebody_without_a_phone_is_invited_as_often_as_needed(
    world: World, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    person = Trainee(a_name(), a_resident_id(), "targeted", Phone(client, clock))
    row = {"trainee_id": person.trainee_id, "name": person.name, "document": person.document}
    await world.admin.submit_roster(world.class_id, [row | {"voucher_kind": person.voucher_kind}])
    for _ in range(2):
        answer = await world.officer.invite_again(world.class_id, person.trainee_id, reason="邀请码过期")
        assert answer["unbound_device_id"] is None
    await person.phone.bind(answer["invitation"])
    assert person.phone.trainee_id == person.trainee_id


async def test_repeating_the_request_gives_the_same_invitation_and_unbinds_nothing_more(
    world: World, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    (trainee,) = world.trainees
    path = f"/v1/classes/{world.class_id}/invitations"
    body = {"request_id": new_id(), "trainee_id": trainee.trainee_id, "reason": REASON}
    first = await world.officer.post(path, body)
    phone = Phone(client, clock)
    await phone.bind(first["invitation"])
    assert await world.officer.post(path, body) == first
    await phone.sign_in()


async def test_the_institution_gets_no_invitation(world: World) -> None:
    path = f"/v1/classes/{world.class_id}/invitations"
    body = {"request_id": new_id(), "trainee_id": world.trainees[0].trainee_id, "reason": REASON}
    with pytest.raises(Refused) as refused:
        await world.admin.post(path, body)
    assert refused.value.status == 403


async def test_nobody_is_invited_to_a_class_they_are_not_in(world: World) -> None:
    with pytest.raises(Refused) as refused:
        await world.officer.invite_again(world.class_id, new_id(), reason=REASON)
    assert refused.value.status == 404
