"""Events on their way to subscribers over HTTP: signed, in order, tried again, never lost, never to strangers."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer
from checkin_service.feed import service
from checkin_service.feed.courier import Courier, pause_after
from checkin_service.feed.guard import Guard
from checkin_service.feed.messages import signed_message
from checkin_service.feed.model import ATTEMPTS_LIMIT, Delivery
from checkin_service.feed.store import subscribers
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.news import deliver_all
from tests.building.world import PASSWORD, World, a_world, at_the_site
from tests.conftest import StoppedClock

Heard = list[dict[str, Any]]


class Endpoint:
    """A subscriber's side, without a network: remembers what it took, and fails as told."""

    def __init__(self) -> None:
        self.heard: Heard = []
        self.requests: list[httpx.Request] = []
        self.refuses: Callable[[dict[str, Any]], bool] = lambda _: False

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        event = json.loads(request.content)
        self.requests.append(request)
        if self.refuses(event):
            return httpx.Response(500)
        self.heard.append(event)
        return httpx.Response(204, headers={"content-length": "0"})

    @property
    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self))


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> AsyncIterator[World]:
    world = await a_world(resources, client, clock, kinds=("targeted", "targeted"))
    # What other tests left waiting, and whom they left listening, is not news of this one.
    await deliver_all(resources)
    await end_all(resources)
    yield world
    await end_all(resources)


async def end_all(resources: Resources) -> None:
    for standing in (await service.status(resources))[1]:
        async with resources.database.write() as unit:
            subscribers.end(
                unit,
                subscriber_id=standing.subscriber.subscriber_id,
                authority_code=standing.subscriber.authority_code,
                at=resources.clock.now(),
            )


async def subscribe(world: World, *types: str, url: str = "https://93.184.216.34/hook") -> UUID:
    subscriber_id = new_id()
    await world.officer.post("/v1/subscribers", {"subscriber_id": subscriber_id, "url": url, "types": list(types)})
    return subscriber_id


async def attend(world: World, clock: StoppedClock, session: int = 0) -> None:
    clock.move_to(world.starts_at(session) - timedelta(minutes=5))
    for trainee in world.trainees:
        code = await world.instructor.classroom_code(world.session(session))
        await trainee.phone.check_in(world.session(session), proof=trainee.phone.pin_code(code), at=at_the_site())


async def deliver(resources: Resources, endpoint: Endpoint, *, times: int = 4) -> None:
    await deliver_all(resources)
    async with endpoint.client as client:
        for _ in range(times):
            await Courier(resources, Guard()).deliver(client)


async def test_a_subscriber_hears_a_cloud_event_that_it_can_verify(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await subscribe(world, "attendance.changed")
    await attend(world, clock)
    endpoint = Endpoint()
    await deliver(resources, endpoint)
    assert len(endpoint.heard) == 2
    request, event = endpoint.requests[0], endpoint.heard[0]
    assert request.headers["content-type"].startswith("application/cloudevents+json")
    assert event["specversion"] == "1.0"
    assert event["type"] == "attendance.changed"
    assert event["data"]["credited_hours"] == 4
    key = (await world.officer.get("/v1/subscribers"))["public_key"].removeprefix("whpk_")
    public_key = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
    signatures = dict(each.split(",", 1) for each in request.headers["webhook-signature"].split())
    signature = signatures["v1a"]
    signed = f"{event['id']}.{request.headers['webhook-timestamp']}.".encode() + request.content
    assert list(signatures) == ["v1a", "v1"]
    public_key.verify(base64.b64decode(signature), signed)
    with pytest.raises(InvalidSignature):
        public_key.verify(base64.b64decode(signature), signed + b" ")


async def test_the_reference_library_verifies_what_arrives_with_the_secret_of_its_subscriber_alone(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    one = await subscribe(world, "attendance.changed")
    other = await subscribe(world, "attendance.changed", url="https://93.184.216.34/other")
    secrets = {each: (await line_of(world, each))["secret"] for each in (one, other)}
    assert len(set(secrets.values())) == 2
    assert all(each.startswith("whsec_") for each in secrets.values())
    await attend(world, clock)
    endpoint = Endpoint()
    await deliver(resources, endpoint)
    request = next(each for each in endpoint.requests if each.url.path == "/hook")
    # The library looks at the machine's own clock, and the tests' clock stands still elsewhere.
    headers, body = verifiable(request, resources, one)
    assert Webhook(secrets[one]).verify(body, headers)["type"] == "attendance.changed"
    for secret, sent in ((secrets[other], body), (secrets[one], body.replace(b"attendance", b"Attendance"))):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(sent, headers)


async def test_the_secret_stands_in_no_answer_that_is_kept(world: World) -> None:
    """Answers to writing requests are stored as they were given."""
    subscriber_id = new_id()
    body = {"subscriber_id": subscriber_id, "url": "https://93.184.216.34/", "types": ["attendance.changed"]}
    entered = await world.officer.post("/v1/subscribers", body)
    ended = await world.officer.post(f"/v1/subscribers/{subscriber_id}/end", {"request_id": new_id(), "reason": "更换"})
    assert "whsec_" not in json.dumps([entered, ended])


def verifiable(request: httpx.Request, resources: Resources, subscriber_id: UUID) -> tuple[dict[str, str], bytes]:
    """What arrived, signed by the same code for this very moment."""
    event = json.loads(request.content)
    delivery = Delivery(
        trainee_id=UUID(event["partitionkey"]),
        event_id=UUID(event["id"]),
        subscriber_id=subscriber_id,
        sequence=int(event["sequence"]),
        attempts=0,
        type=event["type"],
        payload=event["data"],
        occurred_at=datetime.fromisoformat(event["time"]),
    )
    body, headers = signed_message(delivery, resources.signing.feed, now=datetime.now(UTC), subscriber_id=subscriber_id)
    assert body == request.content
    return headers, body


async def test_nobody_hears_what_they_did_not_ask_for(world: World, resources: Resources, clock: StoppedClock) -> None:
    await subscribe(world, "class.completed")
    await attend(world, clock)
    endpoint = Endpoint()
    await deliver(resources, endpoint)
    assert endpoint.heard == []


async def test_another_authority_hears_nothing_of_this_class(
    world: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    await register_authority(resources, authority_code="330700", name="另一人社局")
    officer = Officer(client, login=f"officer-{new_id().hex[-10:]}", password=PASSWORD)
    await create_authority_staff(
        resources,
        authority_code="330700",
        login=officer.login,
        password=PASSWORD,
        role=Role.OFFICER,
        display_name="测试",
    )
    await officer.sign_in()
    body = {"subscriber_id": new_id(), "url": "https://93.184.216.34/", "types": ["attendance.changed"]}
    await officer.post("/v1/subscribers", body)
    await attend(world, clock)
    endpoint = Endpoint()
    await deliver(resources, endpoint)
    assert endpoint.heard == []


async def test_a_failure_holds_back_that_trainees_later_events_only(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await subscribe(world, "attendance.changed")
    await attend(world, clock, 0)
    await attend(world, clock, 1)
    unlucky, endpoint = str(world.trainees[0].trainee_id), Endpoint()
    endpoint.refuses = lambda event: bool(event["partitionkey"] == unlucky)
    await deliver(resources, endpoint)
    assert {event["partitionkey"] for event in endpoint.heard} == {str(world.trainees[1].trainee_id)}
    endpoint.refuses = lambda _: False
    clock.advance(hours=1)
    await deliver(resources, endpoint)
    of_unlucky = [event["data"]["credited_hours"] for event in endpoint.heard if event["partitionkey"] == unlucky]
    assert of_unlucky == [4, 8]


async def line_of(world: World, subscriber_id: UUID) -> dict[str, Any]:
    """A subscriber as its authority sees it, whoever else has subscribed there."""
    lines = (await world.officer.get("/v1/subscribers"))["subscribers"]
    return next(dict(each) for each in lines if each["subscriber_id"] == str(subscriber_id))


async def test_what_failed_too_often_is_visible_and_can_be_replayed(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    subscriber_id = await subscribe(world, "attendance.changed")
    await attend(world, clock)
    endpoint = Endpoint()
    endpoint.refuses = lambda _: True
    for _ in range(ATTEMPTS_LIMIT):
        await deliver(resources, endpoint, times=1)
        clock.advance(hours=2)
    tried = len(endpoint.requests)
    await deliver(resources, endpoint)
    assert len(endpoint.requests) == tried == 2 * ATTEMPTS_LIMIT
    line = await line_of(world, subscriber_id)
    assert (line["waiting"], line["dead"], line["last_error"]) == (2, 2, "HTTP 500")
    endpoint.refuses = lambda _: False
    await service.replay(resources, subscriber_id=subscriber_id)
    await deliver(resources, endpoint)
    assert len(endpoint.heard) == 2


async def test_a_name_that_leads_inside_is_never_connected_to(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    async def rebound(host: str, port: int) -> list[str]:
        assert host
        assert port
        return ["10.0.0.7"]

    subscriber_id = await subscribe(world, "attendance.changed", url="https://example.com/")
    await attend(world, clock)
    await deliver_all(resources)
    endpoint = Endpoint()
    async with endpoint.client as client:
        await Courier(resources, Guard(resolve=rebound)).deliver(client)
    assert endpoint.requests == []
    line = await line_of(world, subscriber_id)
    assert line["last_error"].startswith("refused")


async def test_a_redirect_is_a_failure_and_not_followed(
    world: World, resources: Resources, clock: StoppedClock
) -> None:
    await subscribe(world, "attendance.changed")
    await attend(world, clock)
    await deliver_all(resources)
    asked = []

    async def redirects(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(307, headers={"location": "http://169.254.169.254/", "content-length": "0"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(redirects)) as client:
        assert await Courier(resources, Guard()).deliver(client) == 0
    assert set(asked) == {"93.184.216.34"}


async def test_an_ended_subscriber_hears_nothing_more(world: World, resources: Resources, clock: StoppedClock) -> None:
    subscriber_id = await subscribe(world, "attendance.changed")
    await attend(world, clock)
    await deliver_all(resources)
    body = {"request_id": new_id(), "reason": "系统更换"}
    await world.officer.post(f"/v1/subscribers/{subscriber_id}/end", body)
    endpoint = Endpoint()
    await deliver(resources, endpoint)
    assert endpoint.heard == []
    listed = (await world.officer.get("/v1/subscribers"))["subscribers"]
    assert str(subscriber_id) not in {each["subscriber_id"] for each in listed}


async def test_an_address_inside_is_not_even_taken(world: World) -> None:
    body = {"subscriber_id": new_id(), "url": "http://10.0.0.1/", "types": ["class.completed"]}
    answer = await world.officer.send("POST", "/v1/subscribers", content=json.dumps(body, default=str).encode())
    assert answer.status_code == 422


def test_pauses_double_and_end_within_hours() -> None:
    assert timedelta(seconds=1) <= pause_after(0) <= timedelta(seconds=3)
    assert timedelta(minutes=30) <= pause_after(19) <= timedelta(minutes=90)
