"""Events on the message bus: a real NATS server gets every one of them, once in effect, and may be away meanwhile."""

import asyncio
import base64
import json
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import nats
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from checkin_service.cli.system import server as program
from checkin_service.feed import service
from checkin_service.feed.bus import Bus, bus_of
from checkin_service.feed.courier import Courier
from checkin_service.feed.guard import Guard
from checkin_service.feed.model import BUS_ID, Standing
from checkin_service.feed.store import subscribers
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import MessageBus, Resources
from tests.building.news import deliver_all
from tests.building.world import World, a_world
from tests.conftest import StoppedClock

pytestmark = pytest.mark.skipif(
    program("nats-server") is None, reason="no nats-server: `make servers` fetches one from Debian's packages"
)


class Server:
    """A NATS server that keeps its streams in a folder, and can be stopped and started on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[None]:
        arguments = [
            str(program("nats-server")),
            "-js",
            "-a",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-sd",
            str(self.folder),
        ]
        process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._wait()
            yield
        finally:
            process.kill()
            process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                assert time.monotonic() < deadline, "the NATS server does not start"
                time.sleep(0.05)
            else:
                return


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path)


@pytest.fixture
async def world(resources: Resources, client: httpx.AsyncClient, clock: StoppedClock) -> AsyncIterator[World]:
    world = await a_world(resources, client, clock, kinds=("targeted", "targeted"))
    await deliver_all(resources)
    yield world
    await service.forget_bus(resources)


def with_bus(resources: Resources, server: Server) -> Resources:
    return replace(resources, message_bus=MessageBus(url=server.url, stream="CHECKIN"))


async def courier_pass(resources: Resources, bus: Bus | None) -> int:
    async with httpx.AsyncClient() as client:
        return await Courier(resources, Guard(), bus=bus).deliver(client)


async def bus_standing(resources: Resources) -> Standing:
    _, standings = await service.status(resources)
    return next(each for each in standings if each.subscriber.subscriber_id == BUS_ID)


async def messages_of(server: Server) -> list[Any]:
    client = await nats.connect(server.url)
    try:
        pulled = await client.jetstream().pull_subscribe("checkin.>", durable="reader")
        found: list[Any] = []
        while True:
            try:
                batch = await pulled.fetch(100, timeout=0.5)
            except TimeoutError:
                return found
            for message in batch:
                await message.ack()
            found += batch
    finally:
        await client.close()


async def test_the_bus_gets_every_event_signed_and_named(world: World, resources: Resources, server: Server) -> None:
    with server.running():
        async with bus_of(with_bus(resources, server)) as bus:
            await courier_pass(resources, bus)
            trainee = world.trainees[0].trainee_id
            # It concerns no class, so no authority hears of it; the operator's bus does.
            await an_event(resources, trainee, "attendance.at_risk", {})
            await deliver_all(resources)
            assert await courier_pass(resources, bus) == 1
        (message,) = await messages_of(server)
    assert message.subject == "checkin.attendance.at_risk"
    event = json.loads(message.data)
    assert (event["specversion"], event["partitionkey"]) == ("1.0", str(trainee))
    assert message.headers["Nats-Msg-Id"] == event["id"] == message.headers["webhook-id"]
    signed = f"{event['id']}.{message.headers['webhook-timestamp']}.".encode() + message.data
    signature = base64.b64decode(message.headers["webhook-signature"].removeprefix("v1a,"))
    Ed25519PublicKey.from_public_bytes(resources.signing.feed.public_key).verify(signature, signed)


async def test_what_is_sent_again_is_kept_once(world: World, resources: Resources, server: Server) -> None:
    with server.running():
        async with bus_of(with_bus(resources, server)) as bus:
            assert bus is not None
            await courier_pass(resources, bus)
            await an_event(resources, world.trainees[0].trainee_id, "attendance.at_risk", {})
            await deliver_all(resources)
            now = resources.clock.now()
            batch = await subscribers.due(resources.database, BUS_ID, now=now, count=10)
            # The courier was killed after the server took it and before the row went.
            assert await bus.send(batch, now=now) == [None]
            assert await courier_pass(resources, bus) == 1
        assert len(await messages_of(server)) == 1


async def test_a_server_that_is_away_costs_no_attempts_and_loses_nothing(
    world: World, resources: Resources, server: Server
) -> None:
    async with bus_of(with_bus(resources, server)) as bus:
        assert await courier_pass(resources, bus) == 0
        people = [trainee.trainee_id for trainee in world.trainees]
        for number in range(3):
            for person in people:
                await an_event(resources, person, "attendance.at_risk", {"number": number})
        await deliver_all(resources)
        assert await courier_pass(resources, bus) == 0
        standing = await bus_standing(resources)
        assert (standing.waiting, standing.last_error) == (6, None)
        with server.running():
            while await courier_pass(resources, bus):
                continue
        # It was stopped without warning, and has everything when it is back.
        assert (await bus_standing(resources)).waiting == 0
        with server.running():
            events = [json.loads(message.data) for message in await messages_of(server)]
    for person in people:
        assert [each["data"]["number"] for each in events if each["partitionkey"] == str(person)] == [0, 1, 2]


async def test_a_connection_that_broke_is_made_again(world: World, resources: Resources, server: Server) -> None:
    async with bus_of(with_bus(resources, server)) as bus:
        for _ in range(2):
            with server.running():
                await courier_pass(resources, bus)
                await an_event(resources, world.trainees[0].trainee_id, "attendance.at_risk", {})
                await deliver_all(resources)
                assert await courier_pass(resources, bus) == 1
            await asyncio.sleep(0.1)


async def test_a_bus_that_is_gone_for_good_is_forgotten(world: World, resources: Resources, server: Server) -> None:
    async with bus_of(with_bus(resources, server)) as bus:
        await courier_pass(resources, bus)
        await an_event(resources, world.trainees[0].trainee_id, "attendance.at_risk", {})
        await deliver_all(resources)
    assert await service.forget_bus(resources)
    assert not await service.forget_bus(resources)
    _, standings = await service.status(resources)
    assert BUS_ID not in {each.subscriber.subscriber_id for each in standings}


async def test_no_authority_sees_the_bus(world: World, resources: Resources, server: Server) -> None:
    async with bus_of(with_bus(resources, server)) as bus:
        await courier_pass(resources, bus)
    shown = await world.officer.get("/v1/subscribers")
    assert str(BUS_ID) not in str(shown)


async def an_event(resources: Resources, trainee_id: UUID, type_: str, payload: dict[str, Any]) -> None:
    async with resources.database.write() as unit:
        announce(unit, type_=type_, trainee_id=trainee_id, payload=payload, occurred_at=resources.clock.now())
