"""Messages over HTTP: told once, counted until read, sent where the person wants them, and nobody else's business."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic_core import to_json

from checkin_service.client import Phone
from checkin_service.feed.relay import Relay
from checkin_service.host.message_folder import MessageFolder
from checkin_service.kit.ids import new_id
from checkin_service.kit.messenger import Note, NotSent, Push
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.messages import service as messages
from checkin_service.worker import ROUTING
from tests.building.news import deliver_all
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.registry.builders import an_open_channel
from tests.registry.test_claims_http import ANHUI, a_known_person, an_office, pushed

pytestmark = pytest.mark.usefixtures("nothing_waiting")

MOBILE = "13800001234"


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> World:
    made = await a_world(resources, client, clock)
    await deliver_all(resources)
    return made


@pytest.fixture
async def sending(resources: Resources, tmp_path: Path) -> Resources:
    return replace(resources, messenger=MessageFolder(tmp_path / "sent"))


async def told(phone: Phone) -> list[dict[str, Any]]:
    return list((await phone.get("/v1/me/messages"))["messages"])


async def post(phone: Phone, path: str, **body: Any) -> httpx.Response:
    answer: httpx.Response = await phone.send("POST", path, content=to_json({"request_id": new_id()} | body))
    return answer


async def happens(resources: Resources, trainee_id: Any, type_: str, **payload: Any) -> None:
    # News of vouchers says of which.
    about = {"voucher_id": str(new_id())} if type_.startswith("voucher.") else {}
    async with resources.database.write() as unit:
        announce(unit, type_, trainee_id, about | payload, occurred_at=resources.clock.now())


async def deliver(resources: Resources) -> None:
    relay = Relay(resources, ROUTING)
    while await relay.deliver_batch():
        pass


def sent(folder: Path) -> list[dict[str, str]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted((folder / "sent").glob("*.json"))]


async def test_a_pushed_voucher_is_a_message_counted_until_it_is_read(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    office = await an_office(resources, client, ANHUI)
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    await deliver_all(resources)
    (one,) = await told(phone)
    assert (one["kind"], one["section"], one["is_new"]) == ("voucher_arrived", "vouchers", True)
    assert "有效" in one["sentence"]["zh"]
    assert person["name"] not in str(one)
    assert (await phone.get("/v1/me/today"))["new_messages"] == 1
    assert (await post(phone, "/v1/me/messages/reading", until=one["told_at"])).status_code == 201
    assert (await phone.get("/v1/me/today"))["new_messages"] == 0
    assert [each["is_new"] for each in await told(phone)] == [False]


async def test_reading_reaches_no_further_than_now_and_never_goes_back(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    phone = world.trainees[0].phone
    until = (await post(phone, "/v1/me/messages/reading", until="2099-01-01T00:00:00Z")).json()["until"]
    assert until.startswith(clock.now().isoformat()[:16])
    await post(phone, "/v1/me/messages/reading", until="2020-01-01T00:00:00Z")
    clock.advance(minutes=1)
    await happens(resources, world.trainees[0].trainee_id, "attendance.at_risk", may_miss_hours=2)
    await deliver_all(resources)
    assert (await phone.get("/v1/me/today"))["new_messages"] == 1


async def test_an_event_that_is_delivered_again_tells_nobody_twice(world: World, resources: Resources) -> None:
    trainee = world.trainees[0]
    await happens(resources, trainee.trainee_id, "voucher.payment_refused", class_id=str(world.class_id))
    await deliver_all(resources)
    await deliver_all(resources)
    found = [each for each in await told(trainee.phone) if each["kind"] == "not_paid"]
    assert [each["class_name"] for each in found] == [(await trainee.phone.get("/v1/me/today"))["classes"][0]["name"]]


async def test_whoever_holds_a_voucher_near_its_end_is_told_twice_and_not_oftener(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    office = await an_office(resources, client, ANHUI)
    person, phone = await a_known_person(office, await an_open_channel(office), clock)
    await pushed(office, person)
    (voucher,) = (await phone.get("/v1/me/vouchers"))["vouchers"]
    for days, expected in ((20, 0), (14, 1), (13, 1), (3, 2), (2, 2)):
        clock.move_to(clock.now().fromisoformat(f"{voucher['activate_by']}T03:00:00+08:00") - timedelta(days=days))
        await messages.tell_of_expiry(resources)
        await phone.sign_in()
        kinds = [each["kind"] for each in await told(phone) if each["kind"].startswith("voucher_expires")]
        assert len(kinds) == expected, days
    assert set(kinds) == {"voucher_expires", "voucher_expires_soon"}


async def test_a_message_goes_by_sms_to_the_number_the_person_gave_and_once(
    world: World, sending: Resources, tmp_path: Path
) -> None:
    trainee = world.trainees[0]
    kept = await post(trainee.phone, "/v1/me/message-contact", mobile=MOBILE, silenced=["rate_at_risk"])
    assert kept.json() == {"masked_mobile": "138****1234", "silenced": ["rate_at_risk"]}
    assert MOBILE not in str(await trainee.phone.get("/v1/me/messages"))
    await happens(sending, trainee.trainee_id, "attendance.at_risk", may_miss_hours=2)
    await happens(sending, trainee.trainee_id, "voucher.payment_refused")
    await deliver(sending)
    while await messages.send_waiting(sending):
        pass
    (one,) = [each for each in sent(tmp_path) if each["to"] == MOBILE]
    assert one["text"] == "【职业培训券】您培训券的补贴没有付成，正在重新办理。"
    assert trainee.name not in one["text"]
    assert await messages.send_waiting(sending) == 0


async def test_a_number_taken_back_gets_nothing_any_more(world: World, sending: Resources, tmp_path: Path) -> None:
    trainee = world.trainees[0]
    await post(trainee.phone, "/v1/me/message-contact", mobile=MOBILE, silenced=[])
    await happens(sending, trainee.trainee_id, "voucher.payment_refused")
    await deliver(sending)
    await post(trainee.phone, "/v1/me/message-contact", mobile=None, silenced=[])
    await messages.send_waiting(sending)
    assert sent(tmp_path) == []
    assert (await trainee.phone.get("/v1/me/messages"))["masked_mobile"] is None


async def test_what_the_law_wants_told_cannot_be_silenced(world: World) -> None:
    phone = world.trainees[0].phone
    assert (await post(phone, "/v1/me/message-contact", mobile=MOBILE, silenced=["subsidy_denied"])).status_code == 422
    assert (await post(phone, "/v1/me/message-contact", mobile="12345", silenced=[])).status_code == 422


class Down:
    """A provider that takes nothing."""

    def __init__(self) -> None:
        self.asked = 0

    async def send(self, note: Note | Push) -> None:
        self.asked += 1
        assert MOBILE not in repr(note)
        raise NotSent


async def test_what_a_provider_does_not_take_waits_longer_each_time_and_is_not_lost(
    world: World, resources: Resources, clock: StoppedClock, tmp_path: Path
) -> None:
    trainee, down = world.trainees[0], Down()
    failing = replace(resources, messenger=down)
    await post(trainee.phone, "/v1/me/message-contact", mobile=MOBILE, silenced=[])
    await happens(failing, trainee.trainee_id, "voucher.payment_refused")
    await deliver(failing)
    assert await messages.send_waiting(failing) == 0
    assert await messages.send_waiting(failing) == 0
    assert down.asked == 1
    clock.advance(seconds=31)
    assert await messages.send_waiting(replace(resources, messenger=MessageFolder(tmp_path / "sent"))) == 1
    assert len(sent(tmp_path)) == 1


async def test_without_a_provider_nothing_waits(world: World, resources: Resources) -> None:
    trainee = world.trainees[0]
    await post(trainee.phone, "/v1/me/message-contact", mobile=MOBILE, silenced=[])
    await happens(resources, trainee.trainee_id, "voucher.payment_refused")
    await deliver_all(resources)
    assert await messages.send_waiting(resources) == 0
    assert (await trainee.phone.get("/v1/me/messages"))["is_sent_out"] is False


async def test_a_folder_that_cannot_be_written_says_so_and_repeats_replace_themselves(tmp_path: Path) -> None:
    note = Note(note_id="one", mobile=MOBILE, text="您好")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotSent):
        await MessageFolder(tmp_path / "file" / "sent").send(note)
    folder = MessageFolder(tmp_path / "sent")
    await folder.send(note)
    await folder.send(note)
    assert len(list((tmp_path / "sent").iterdir())) == 1


async def test_a_channel_that_knows_the_person_shows_messages_too_and_another_does_not_exist(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock, sending: Resources, tmp_path: Path
) -> None:
    office = await an_office(resources, client, ANHUI)
    channel, other = await an_open_channel(office), await an_open_channel(office)
    _, phone = await a_known_person(office, channel, clock)
    (offered,) = (await phone.get("/v1/me/messages"))["channels"]
    assert (offered["channel_id"], offered["chosen"]) == (channel.channel_id, False)
    strange = await post(phone, "/v1/me/message-contact", mobile=None, channel_id=other.channel_id, silenced=[])
    assert strange.status_code == 404
    chosen = await post(phone, "/v1/me/message-contact", mobile=None, channel_id=channel.channel_id, silenced=[])
    assert chosen.status_code == 201
    await happens(sending, phone.trainee_id, "voucher.payment_refused")
    await deliver(sending)
    assert await messages.send_waiting(sending) == 1
    (pushed,) = sent(tmp_path)
    assert (pushed["channel"], pushed["to"]) == (channel.issuer, str(phone.trainee_id))
    await office.done(
        f"claim-channels/{channel.channel_id}/closing",
        {"request_id": str(new_id()), "closes_on": clock.now().date().isoformat()},
    )
    clock.advance(days=1)
    await phone.sign_in()
    assert (await phone.get("/v1/me/messages"))["channels"] == []
