"""A well-formed request for every route of the API, about one world's things."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import to_json

from checkin_service.client import InstitutionAdmin, Phone, Terminal
from checkin_service.client.wire import Actor, Refused
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from tests.building.identities import a_name, a_resident_id
from tests.building.world import AUTHORITY, PASSWORD, World, at_the_site


class Request(NamedTuple):
    """What is sent; the path holds the world's own ids."""

    path: str
    body: dict[str, Any] | None = None
    query: dict[str, str] | None = None

    @property
    def content(self) -> bytes | None:
        return None if self.body is None else to_json(self.body)


class Scene(NamedTuple):
    """What requests are about."""

    world: World
    attempt_id: UUID = UUID(int=0)
    appeal_id: UUID = UUID(int=0)
    determination_id: UUID = UUID(int=0)
    denial_appeal_id: UUID = UUID(int=0)
    leave_id: UUID = UUID(int=0)


Made = Callable[[Scene, Actor], Awaitable[Request]]
REQUESTS: dict[str, Made] = {}
"""Route → a request about the scene's things, well formed whoever sends it."""


def request_for(route: str) -> Callable[[Made], Made]:
    def keep(made: Made) -> Made:
        REQUESTS[route] = made
        return made

    return keep


def simple(route: str, make: Callable[[World], Request]) -> None:
    async def made(scene: Scene, actor: Actor) -> Request:
        del actor
        return make(scene.world)

    REQUESTS[route] = made


def about(route: str) -> Callable[[Callable[[World], Request]], None]:
    return lambda make: simple(route, make)


def of_class(world: World, rest: str = "") -> str:
    return f"/v1/classes/{world.class_id}{rest}"


def _decision() -> dict[str, Any]:
    return {"request_id": new_id(), "approved": True, "reason": None}


@about("POST /v1/tokens/password")
def _password(world: World) -> Request:
    return Request("/v1/tokens/password", {"login": world.admin.login, "password": PASSWORD})


@request_for("POST /v1/tokens/device")
async def _device(scene: Scene, actor: Actor) -> Request:
    del actor
    return await _signed(scene.world, "/v1/tokens/device", "device_id", scene.world.trainees[0].phone)


@request_for("POST /v1/tokens/terminal")
async def _terminal(scene: Scene, actor: Actor) -> Request:
    del actor
    return await _signed(scene.world, "/v1/tokens/terminal", "terminal_id", scene.world.terminal)


@request_for("POST /v1/tokens/device/today")
async def _sign_in_for_today(scene: Scene, actor: Actor) -> Request:
    del actor
    return await _signed(scene.world, "/v1/tokens/device/today", "device_id", scene.world.trainees[0].phone)


async def _signed(world: World, path: str, name: str, holder: Phone | Terminal) -> Request:
    nonce = (await world.client.post("/v1/tokens/nonce")).json()["nonce"]
    return Request(path, {name: getattr(holder, name), "nonce": nonce, "signature": holder._key.signature(nonce)})


@request_for("POST /v1/tokens/refresh")
async def _refresh(scene: Scene, actor: Actor) -> Request:
    del actor
    login = {"login": scene.world.instructor.login, "password": PASSWORD}
    signed_in = await scene.world.client.post("/v1/tokens/password", json=login)
    return Request("/v1/tokens/refresh", {"refresh_token": signed_in.json()["refresh_token"]})


_LISTS = ("classes", "consent-texts", "consents", "institutions", "me", "projects", "reviews", "sites", "subscribers")
for _each in (
    *_LISTS,
    "log/checkpoints",
    "me/attendance",
    "me/classes",
    "me/record",
    "me/record.pdf",
    "me/subsidies",
    "me/today",
):
    simple(f"GET /v1/{_each}", lambda _, path=f"/v1/{_each}": Request(path))  # type: ignore[misc]
simple("POST /v1/subscribers", lambda _: Request("/v1/subscribers", _subscription()))
simple(
    "POST /v1/sessions/{session_id}/fences",
    lambda world: Request(f"/v1/sessions/{world.session()}/fences", {"fence_id": new_id(), **at_the_site()}),
)
simple("POST /v1/tokens/nonce", lambda _: Request("/v1/tokens/nonce"))
simple("POST /v1/tokens/revocation", lambda _: Request("/v1/tokens/revocation", {"refresh_token": "nobody-has-this"}))
simple("GET /v1/classes/{class_id}", lambda world: Request(of_class(world)))
simple("GET /v1/classes/{class_id}/roster", lambda world: Request(of_class(world, "/roster")))
simple("GET /v1/classes/{class_id}/papers/{paper}", lambda world: Request(of_class(world, "/papers/roster")))
simple("GET /v1/empty-classes", lambda _: Request("/v1/empty-classes"))
simple("GET /v1/classes/{class_id}/attendance", lambda world: Request(of_class(world, "/attendance")))
simple("GET /v1/me/sessions/{session_id}", lambda world: Request(f"/v1/me/sessions/{world.session()}"))
simple("GET /v1/sessions/{session_id}/code", lambda world: Request(f"/v1/sessions/{world.session()}/code"))
simple("GET /v1/vouchers/{voucher_code}", lambda world: Request(f"/v1/vouchers/{world.trainees[0].voucher_code}"))
simple("GET /v1/ledger", lambda _: Request("/v1/ledger", query={"authority": AUTHORITY}))
simple("GET /v1/eligibility", lambda world: Request("/v1/eligibility", query={"class": str(world.class_id)}))
simple("POST /v1/classes/{class_id}/opening", lambda world: Request(of_class(world, "/opening"), _decision()))
simple("POST /v1/classes/{class_id}/completion", lambda world: Request(of_class(world, "/completion"), _decision()))
simple(
    "POST /v1/classes/{class_id}/vouchers",
    lambda world: Request(of_class(world, "/vouchers"), {"request_id": new_id()}),
)
simple(
    "POST /v1/classes/{class_id}/completion-application",
    lambda world: Request(of_class(world, "/completion-application"), {"request_id": new_id()}),
)
simple(
    "POST /v1/classes/{class_id}/activations",
    lambda world: Request(
        of_class(world, "/activations"), {"request_id": new_id(), "voucher_code": world.trainees[0].voucher_code}
    ),
)


@about("POST /v1/devices")
def _bind(world: World) -> Request:
    phone, invitation = Phone(world.client, world.trainees[0].phone._clock), world.trainees[0].invitation
    body = {
        "device_id": phone.device_id,
        "invitation": invitation,
        "public_key": encode(phone._key.public_key),
        "pin": phone.pin,
        "signature": phone._key.signature(invitation),
    }
    return Request("/v1/devices", body)


@request_for("POST /v1/staff")
async def _staff(scene: Scene, actor: Actor) -> Request:
    world = scene.world
    body = {
        "staff_id": new_id(),
        "login": f"more-{new_id().hex[-12:]}",
        "password": PASSWORD,
        "display_name": "王芳",
        "role": "instructor" if isinstance(actor, InstitutionAdmin) else "institution_admin",
        "institution_id": world.institution_id,
    }
    return Request("/v1/staff", body)


@about("POST /v1/classes")
def _class(world: World) -> Request:
    starts_at = world.starts_at() + timedelta(days=30)
    session = {
        "session_id": new_id(),
        "ordinal": 1,
        "site_id": world.site_id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "class_hours": 4,
    }
    body = {
        "class_id": new_id(),
        "name": "电工又一班",
        "project_id": world.project_id,
        "teaching_plan": "安全用电",
        "sessions": [session],
        "proofs": ["pin_code", "e_card"],
        "paying_authority": None,
        "counting_authority": None,
    }
    return Request("/v1/classes", body)


@about("POST /v1/classes/{class_id}/roster")
def _roster(world: World) -> Request:
    person = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    return Request(of_class(world, "/roster"), {"request_id": new_id(), "trainees": [person]})


@about("POST /v1/classes/{class_id}/assessments")
def _assessments(world: World) -> Request:
    day = world.starts_at().date()
    result = {
        "trainee_id": world.trainees[1].trainee_id,
        "passed": True,
        "score": "82",
        "assessed_on": day,
        "certificate": {"number": f"S{new_id().hex[-12:]}", "kind": "skill_level", "issued_on": day},
    }
    return Request(of_class(world, "/assessments"), {"request_id": new_id(), "results": [result]})


async def _code_on_the_screen(world: World) -> str:
    """The classroom code, or a guess while none is shown."""
    try:
        return await world.instructor.classroom_code(world.session())
    except Refused:
        return "000000"


@request_for("POST /v1/check-ins")
async def _check_in(scene: Scene, actor: Actor) -> Request:
    world = scene.world
    code = await _code_on_the_screen(world)
    body = {
        "attempt_id": new_id(),
        "session_id": world.session(),
        "phase": "in",
        "captured_at": world.starts_at(),
        "position": at_the_site(),
        "person_proof": world.trainees[0].phone.pin_code(code),
        "classroom_code": code,
    }
    if isinstance(actor, Terminal):
        body |= {"position": None, "person_proof": card_proof(world, actor, body), "classroom_code": None}
    return Request("/v1/check-ins", body)


@request_for("POST /v1/reviews")
async def _review(scene: Scene, actor: Actor) -> Request:
    attempt = {"trainee_id": scene.world.trainees[0].trainee_id, "attempt_id": scene.attempt_id}
    if actor is scene.world.reviewer:
        # Where the attempt is made up there is nothing to open, and the body is refused before that matters.
        with suppress(Refused):
            await scene.world.reviewer.open_evidence(attempt)
    body = attempt | {"request_id": new_id(), "decision": "reject", "reason": "视频中无此人"}
    return Request("/v1/reviews", body)


@request_for("POST /v1/reviews/openings")
async def _review_opening(scene: Scene, actor: Actor) -> Request:
    del actor
    body = {"trainee_id": scene.world.trainees[0].trainee_id, "attempt_id": scene.attempt_id}
    return Request("/v1/reviews/openings", body | {"request_id": new_id()})


def card_proof(
    world: World, terminal: Terminal, body: dict[str, Any], *, answering: str = "bm90IG91cnM", **changes: Any
) -> dict[str, Any]:
    """A terminal's statement about the first trainee's card, for the attempt in `body`, with claims changed."""
    document = world.trainees[0].document
    claims = {
        "attempt_id": str(body["attempt_id"]),
        "session_id": str(body["session_id"]),
        "phase": body["phase"],
        "document_kind": document["kind"],
        "document_number": document["number"],
        "pin_verified": True,
        "challenge": answering,
        "iat": int(terminal._clock.now().timestamp()),
    }
    return {
        "kind": "card_pin",
        "terminal_id": terminal.terminal_id,
        "challenge": answering,
        "assertion": terminal._key.assertion(claims | changes),
    }


@request_for("GET /v1/check-ins/{attempt_id}")
async def _attempt(scene: Scene, actor: Actor) -> Request:
    del actor
    trainee = scene.world.trainees[0].trainee_id
    return Request(f"/v1/check-ins/{scene.attempt_id}", query={"trainee": str(trainee)})


@request_for("GET /v1/check-ins/{attempt_id}/photo")
async def _photo(scene: Scene, actor: Actor) -> Request:
    del actor
    trainee = scene.world.trainees[0].trainee_id
    return Request(f"/v1/check-ins/{scene.attempt_id}/photo", query={"trainee": str(trainee)})


@request_for("GET /v1/check-ins/{attempt_id}/receipt")
async def _receipt(scene: Scene, _: Actor) -> Request:
    return Request(f"/v1/check-ins/{scene.attempt_id}/receipt")


def _subscription() -> dict[str, Any]:
    return {"subscriber_id": new_id(), "url": "https://example.com/", "types": ["class.completed"]}


@request_for("POST /v1/subscribers/{subscriber_id}/end")
async def _end_subscriber(scene: Scene, _: Actor) -> Request:
    body = _subscription()
    await scene.world.officer.post("/v1/subscribers", body)
    return Request(f"/v1/subscribers/{body['subscriber_id']}/end", {"request_id": new_id(), "reason": "系统更换"})
