"""A client that a generator made of the document checks in against a live server, and understands every refusal."""

import importlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.client import Phone
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD, SITE, World, a_world
from tests.conftest import StoppedClock
from tests.contract.generating import python_client
from tests.web.serving import served

NAME = "generated_checkin_client"
KILOMETRES_AWAY = {"longitude": 120.7, "latitude": 30.1}


class Client:
    """The generated package: its operations and models by their names, with or without a token."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.types = importlib.import_module(NAME)
        self.models: ModuleType = importlib.import_module(f"{NAME}.models")

    def ask(self, tag: str, operation: str, *path: Any, token: str | None = None, **given: Any) -> tuple[int, Any]:
        """Status and answer, made by the client alone."""
        module = importlib.import_module(f"{NAME}.api.{tag}.{operation}")
        kind = self.types.Client if token is None else self.types.AuthenticatedClient
        more = {} if token is None else {"token": token}
        with kind(base_url=self._address, **more) as client:
            answer = module.sync_detailed(*path, client=client, **given)
        return int(answer.status_code), answer.parsed

    def make(self, model: str, **fields: Any) -> Any:
        return getattr(self.models, model)(**fields)


@pytest.fixture(scope="module")
def address(assembly: Assembly) -> Iterator[str]:
    with served(create_app(replace(assembly, database_connections=8), with_relay=False)) as at:
        yield at


@pytest.fixture(scope="module")
async def world(address: str, resources: Resources, session_clock: StoppedClock) -> AsyncIterator[World]:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        yield await a_world(resources, client, session_clock, kinds=("targeted", "targeted"))


@pytest.fixture(scope="module")
def generated(app: FastAPI, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("generated")
    assert python_client(app, folder, NAME) == "", "the generator left nothing out and warned of nothing"
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(folder))
        yield folder


@pytest.fixture
def client(generated: Path, address: str) -> Client:
    assert generated.is_dir()
    return Client(address)


@pytest.fixture
def lesson(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    return world


def signed_in(client: Client, phone: Phone) -> str:
    """The phone signs a nonce with its key, as any phone would."""
    status, given = client.ask("access", "new_nonce")
    assert status == 200
    body = client.make(
        "DeviceSignIn",
        device_id=phone.device_id,
        nonce=given.nonce,
        signature=phone._key.signature(given.nonce),
    )
    status, granted = client.ask("identity", "sign_in_device", body=body)
    assert status == 200
    return str(granted.access_token)


def room_code(client: Client, world: World) -> str:
    body = client.make("PasswordSignIn", login=world.instructor.login, password=PASSWORD)
    _, granted = client.ask("access", "sign_in", body=body)
    status, shown = client.ask("check_in", "show_code", world.session(), token=granted.access_token)
    assert status == 200
    return str(shown.code)


def attempt(client: Client, world: World, phone: Phone, code: str, now: datetime, **changes: Any) -> Any:
    """Own PIN and the room's code, from the site or elsewhere."""
    place = client.make(
        "PositionBody",
        datum=client.models.Datum.WGS84,
        accuracy_m=15.0,
        confidence=0.68,
        is_mock=False,
        **changes.pop("place", SITE),
    )
    fields: dict[str, Any] = {
        "attempt_id": new_id(),
        "session_id": world.session(),
        "phase": client.models.Phase.IN,
        "captured_at": now,
        "position": place,
        "person_proof": client.make("PinCodeProofBody", kind="pin_code", pin=phone.pin, code=code),
    }
    return client.make("CheckInRequest", **fields | changes)


async def test_it_checks_in_and_reads_what_it_was_credited(client: Client, lesson: World, clock: StoppedClock) -> None:
    phone = lesson.trainees[0].phone
    token, code = signed_in(client, phone), room_code(client, lesson)
    near = attempt(client, lesson, phone, code, clock.now())
    status, verdict = client.ask("check_in", "check_in", token=token, body=near)
    assert (status, verdict.outcome.value) == (201, "accepted")
    again = client.ask("check_in", "check_in", token=token, body=near)
    assert again == (201, verdict), "the same request gives the same answer"
    far = attempt(client, lesson, phone, code, clock.now(), place=KILOMETRES_AWAY)
    status, verdict = client.ask("check_in", "check_in", token=token, body=far)
    assert (status, verdict.outcome.value) == (201, "refused"), "a refusal is a verdict with its reasons"
    assert "fail" in {each.outcome.value for each in verdict.findings}
    assert verdict.summary.zh
    status, own = client.ask("attendance", "read_own_attendance", token=token)
    assert (status, own.classes[0].attendance.credited_hours) == (200, 4)


async def test_every_refusal_is_a_problem_with_its_words(client: Client, lesson: World, clock: StoppedClock) -> None:
    phone = lesson.trainees[1].phone
    token, code = signed_in(client, phone), room_code(client, lesson)
    body = attempt(client, lesson, phone, code, clock.now())
    expected = {
        401: ("not-signed-in", {"token": "no.token.atall", "body": body}),
        404: (
            "not-found",
            {"token": token, "body": attempt(client, lesson, phone, code, clock.now(), session_id=new_id())},
        ),
        422: (
            "malformed",
            {"token": token, "body": attempt(client, lesson, phone, code, clock.now(), attempt_id=uuid4())},
        ),
    }
    for status, (kind, given) in expected.items():
        found, problem = client.ask("check_in", "check_in", **given)
        assert (found, problem.type_, type(problem).__name__) == (status, f"/problems/{kind}", "Problem")
        assert problem.title != problem.title_en
        assert problem.advice
    status, problem = client.ask("catalogue", "approve_institution", token=token, body=institution(client))
    assert (status, problem.type_) == (403, "/problems/not-permitted")
    client.ask("check_in", "check_in", token=token, body=body)
    other = attempt(
        client, lesson, phone, code, clock.now(), attempt_id=UUID(str(body.attempt_id)), place=KILOMETRES_AWAY
    )
    status, problem = client.ask("check_in", "check_in", token=token, body=other)
    assert (status, problem.type_) == (409, "/problems/id-conflict")


def institution(client: Client) -> Any:
    return client.make("NewInstitution", institution_id=new_id(), name="学校", credit_code="91330602MA2XXXXX0X")
