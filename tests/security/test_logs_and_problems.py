"""Nothing personal in logs, problem documents or figures, over a whole journey with its mishaps."""

import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any, get_args
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.access import service as access
from checkin_service.client import ECardPlatform, face
from checkin_service.feed.relay import Relay
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.worker import ROUTING
from tests.building import faces_material
from tests.building.identities import a_name, a_resident_id
from tests.building.operator import OPERATOR
from tests.building.world import PASSWORD, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.security.hostile import refused
from tests.security.routes import routes_of

_SECRET_FIELDS = re.compile(r'"(access_token|refresh_token|invitation|voucher_code|nonce|code)":"([^"]+)"')


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, down to the libraries' own remarks, in the form in which it leaves the process."""
    root = logging.getLogger()
    (handler,) = [each for each in root.handlers if type(each) is logging.StreamHandler]
    written, level = io.StringIO(), root.level
    stream = handler.setStream(written)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    if stream is not None:
        handler.setStream(stream)


class Eavesdropper(httpx.ASGITransport):
    """Notes every secret that the service hands out, and every problem document."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app=app, raise_app_exceptions=False)
        self.secrets: set[str] = set()
        self.problems: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        text = (await response.aread()).decode()
        self.secrets |= {value for _, value in _SECRET_FIELDS.findall(text)}
        if "problem" in response.headers.get("content-type", ""):
            self.problems.append(text)
        return response


@pytest.fixture
async def eavesdropper(app: FastAPI) -> AsyncIterator[tuple[Eavesdropper, httpx.AsyncClient]]:
    transport = Eavesdropper(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield transport, client


async def journey(resources: Resources, world: World, clock: StoppedClock, platform: ECardPlatform) -> None:
    """Three people through a class, with everything that may go wrong on the way."""
    clock.move_to(world.starts_at() - timedelta(minutes=5))
    by_face, by_pin, by_card = world.trainees
    await by_face.phone.consent("face")
    await by_face.phone.enrol_face([faces_material.collins()])
    for photo in (faces_material.collins(2), faces_material.hopper(), faces_material.landscape(), b"no photo"):
        attempt = by_face.phone.attempt(world.session(), at=at_the_site(), proof=face(photo))
        await by_face.phone.send_attempt(attempt)
    code = await world.instructor.classroom_code(world.session())
    for pin in ("730518", by_pin.phone.pin):
        proof = by_pin.phone.pin_code(code) | {"pin": pin}
        await by_pin.phone.check_in(world.session(), at=at_the_site(accuracy_m=None), proof=proof)
    await world.terminal.check_in(world.session(), document=by_card.document)
    attempt_id = new_id()
    stolen = platform.proof(attempt_id=attempt_id, session_id=world.session(), document=by_pin.document, at=clock.now())
    await by_card.phone.check_in(world.session(), at=at_the_site(), proof=stolen, attempt_id=attempt_id)
    review, *_ = await world.reviewer.open_reviews(world.class_id)
    await world.reviewer.decide(review, decision="accept", reason="视频核实在场")
    await Relay(resources, ROUTING).deliver_batch()


async def mishaps(world: World, document: dict[str, str]) -> None:
    """Requests that are refused, with personal data wherever it can stand."""
    number, client = document["number"], world.client
    child = {"trainee_id": str(new_id()), "name": "王小明2", "document": document, "voucher_kind": "targeted"}
    roster = {"request_id": str(new_id()), "trainees": [child]}
    await world.admin.send("POST", f"/v1/classes/{world.class_id}/roster", content=json.dumps(roster).encode())
    await world.admin.send("POST", "/v1/classes", content=json.dumps({number: number}).encode())
    await client.get(f"/v1/trainees/{number}", params={"name": "王小明"})
    await client.get(f"/{number}", headers={"X-Correlation-Id": number, "User-Agent": number})
    await client.get(f"/v1/vouchers/{number}", headers={"Authorization": f"Bearer {number}"})
    await client.post("/v1/tokens/password", json={"login": "wang.xiaoming", "password": number})
    await client.post("/v1/tokens/password", json={"login": number, "password": PASSWORD})
    await client.post("/v1/tokens/refresh", json={"refresh_token": number})


async def test_a_whole_journey_leaves_nothing_personal_in_the_log(
    eavesdropper: tuple[Eavesdropper, httpx.AsyncClient],
    resources: Resources,
    clock: StoppedClock,
    e_card_platform: ECardPlatform,
    log: io.StringIO,
) -> None:
    transport, client = eavesdropper
    world = await a_world(resources, client, clock, kinds=("targeted", "general", "targeted"))
    await journey(resources, world, clock, e_card_platform)
    stranger = a_resident_id()
    await mishaps(world, stranger)
    written = log.getvalue()
    assert len(written.splitlines()) > 50
    # The digits of a moment or an id may happen to be those of a PIN.
    said = re.sub(r'"(timestamp|correlation_id)": "[^"]*"', "", written)
    people = [text for each in world.trainees for text in (each.name, each.document["number"], each.voucher_code)]
    credentials = [PASSWORD, "480275", "730518", world.admin.login, "wang.xiaoming"]
    for secret in {*transport.secrets, *people, *credentials, "王小明", stranger["number"]}:
        assert secret not in said
    assert "/9j/" not in written
    for line in written.splitlines():
        json.loads(line)


async def test_problem_documents_repeat_nothing_personal(
    eavesdropper: tuple[Eavesdropper, httpx.AsyncClient],
    resources: Resources,
    clock: StoppedClock,
    app: FastAPI,
) -> None:
    transport, client = eavesdropper
    world, stranger = await a_world(resources, client, clock), a_resident_id()
    await mishaps(world, stranger)
    assert len(transport.problems) >= 8
    templates = {route.split()[1] for route in routes_of(app)}
    for text in transport.problems:
        for secret in (stranger["number"], "王小明", "wang.xiaoming", PASSWORD, str(world.class_id)):
            assert secret not in text
        assert json.loads(text)["instance"] in templates | {"/"}


async def test_a_crash_tells_the_client_nothing_and_the_log_no_number(
    world: World, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = a_resident_id()["number"]

    async def crash(*_: Any) -> None:
        raise RuntimeError(f"no row for {number} in person_sealed")

    await world.admin.me()
    monkeypatch.setattr(access, "me", crash)
    answer = await world.admin.send("GET", "/v1/me")
    problem = refused(answer, 500)
    assert problem["type"] == "/problems/internal"
    assert "person_sealed" not in answer.text
    (line,) = [json.loads(each) for each in log.getvalue().splitlines() if json.loads(each)["event"] == "crash"]
    assert line["correlation_id"] == answer.headers["x-correlation-id"]
    assert "RuntimeError" in line["exception"]
    assert number not in log.getvalue()


async def test_figures_hold_routes_and_no_ids(client: httpx.AsyncClient, world: World) -> None:
    await world.admin.roster_of(world.class_id)
    await client.get(f"/v1/nowhere/{a_name()}")
    figures = (await client.get("/metrics", headers=OPERATOR)).text
    assert 'route="/v1/classes/{class_id}/roster"' in figures
    assert 'route="unmatched"' in figures
    assert str(world.class_id) not in figures
    assert "nowhere" not in figures


NO_NAMES = {
    *(
        "voucher_code",
        "key",
        "known_on",
        "cursor",
        "limit",
        "state",
        "open",
        "waiting",
        "kind",
        "paper",
        "purpose",
        "format",
    ),
    *("division", "role", "since", "until", "on", "by", "sha256", "occupation", "authority", "voucher", "year"),
}
"""What a path or query may hold besides ids: codes, days, places of the register and words of our own."""
OF_A_PLACE = {"GET /v1/sites/near": {"longitude", "latitude", "datum"}}
"""A place somebody looks around, which need not be theirs; the documentation asks for two decimals, a kilometre."""


def test_no_path_asks_for_personal_data(app: FastAPI) -> None:
    """Paths and queries stand in the logs of every proxy: they may hold ids, and codes that are no names."""
    for name, route in routes_of(app).items():
        parameters = [*route.dependant.path_params, *route.dependant.query_params]
        nested = [each for inner in route.dependant.dependencies for each in inner.query_params]
        free = {each.alias for each in (*parameters, *nested) if UUID not in _kinds(each.field_info.annotation)}
        assert free <= NO_NAMES | OF_A_PLACE.get(name, set()), name


def _kinds(annotation: object) -> tuple[object, ...]:
    """The type, or those of a union."""
    return get_args(annotation) or (annotation,)
