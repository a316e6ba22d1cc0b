"""Nobody at an institution raises a rate: hundreds of things they may try, in any order, change no counter."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic_core import to_json
from sqlalchemy import select

from checkin_service.attendance.tables import attendance, credit
from checkin_service.checkin.tables import presence, review
from checkin_service.client import Terminal
from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.timetable.tables import class_session, registration, training_class
from tests.building.world import PASSWORD, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.security.attendance_requests import an_appeal
from tests.security.well_formed import REQUESTS, Request, Scene, card_proof
from tests.tools.reading import reading

STEPS = 90
_WHAT_COUNTS = [reading(select(table)) for table in (attendance, credit, presence, review)]
_TOTALS = reading(
    select(training_class.c.class_id, training_class.c.total_hours).where(training_class.c.opened_at.is_not(None))
)
_PLANNED = reading(
    select(class_session.c.session_id, class_session.c.class_id, class_session.c.class_hours, class_session.c.starts_at)
    .join(training_class, training_class.c.class_id == class_session.c.class_id)
    .where(training_class.c.opened_at.is_not(None))
)

Rates = list[list[Any]]


async def rates(resources: Resources) -> Rates:
    """Everything an attendance rate is made of: hours credited, and the plan they are measured against."""
    read = [await resources.database.read(statement) for statement in (*_WHAT_COUNTS, _TOTALS, _PLANNED)]
    return [sorted(map(tuple, rows), key=repr) for rows in read]


@pytest.fixture(scope="module")
async def school(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> Scene:
    """A class in which one trainee has been credited, one is in doubt, and one never came."""
    world, before = await a_world(resources, client, session_clock, kinds=("targeted",) * 3), session_clock.now()
    session_clock.move_to(world.starts_at() - timedelta(minutes=5))
    came, in_doubt, _ = world.trainees
    code = await world.instructor.classroom_code(world.session())
    credited = await came.phone.check_in(world.session(), at=at_the_site(), proof=came.phone.pin_code(code))
    assert credited["credited_hours"] == 4
    doubtful = await in_doubt.phone.check_in(
        world.session(), at=at_the_site(is_mock=True), proof=in_doubt.phone.pin_code(code)
    )
    assert doubtful["outcome"] == "doubtful"
    session_clock.move_to(world.starts_at() + timedelta(hours=4))
    proposal = an_appeal(world) | {"trainee_id": in_doubt.trainee_id}
    proposed = await world.admin.post("/v1/correction-proposals", proposal)
    session_clock.move_to(before)
    # Requests about the first trainee shall be about the one in doubt, whom the institution would like to help.
    world.trainees[:] = [in_doubt, came, world.trainees[2]]
    return Scene(world, doubtful["attempt_id"], proposed["appeal_id"])


class Walk:
    """One seeded walk of the institution's people through everything they can send."""

    def __init__(self, school: Scene, clock: StoppedClock, seed: int) -> None:
        self._school, self._clock = school, clock
        self._draw = random.Random(seed)
        world = school.world
        self._people: list[Actor] = [world.admin, world.instructor]
        self._tricks: list[Callable[[Actor], Awaitable[Request]]] = [
            self._any_route,
            self._any_route,
            self._check_in_with_the_code_on_the_screen,
            self._check_in_as_if_it_were_the_terminal,
            self._accept_the_doubt,
            self._propose_a_correction,
            self._accept_ones_own_proposal,
            self._results_for_everybody,
            self._the_same_class_with_fewer_hours,
            self._own_reviewer,
        ]

    async def step(self) -> httpx.Response:
        self._clock.advance(minutes=self._draw.choice([0, 0, 1, 5, 30]))
        actor, trick = self._draw.choice(self._people), self._draw.choice(self._tricks)
        asked = await trick(actor)
        method = "GET" if asked.body is None else "POST"
        return await actor.send(method, asked.path, content=asked.content, query=asked.query)

    async def _any_route(self, actor: Actor) -> Request:
        # Signing in as somebody else is no action of an institution; signing out would end the walk; and the QR of a
        # scan is made by the trainee's own phone.
        routes = sorted(route for route in REQUESTS if "/tokens/" not in route and not route.endswith("/scans"))
        return await REQUESTS[self._draw.choice(routes)](self._school, actor)

    async def _check_in_with_the_code_on_the_screen(self, actor: Actor) -> Request:
        asked = await REQUESTS["POST /v1/check-ins"](self._school, actor)
        return Request(asked.path, (asked.body or {}) | {"trainee_id": self._school.world.trainees[0].trainee_id})

    async def _check_in_as_if_it_were_the_terminal(self, actor: Actor) -> Request:
        asked = await REQUESTS["POST /v1/check-ins"](self._school, actor)
        body = (asked.body or {}) | {"position": None}
        return Request(asked.path, body | {"person_proof": self._by_a_terminal_of_ones_own(body)})

    async def _accept_the_doubt(self, actor: Actor) -> Request:
        asked = await REQUESTS["POST /v1/reviews"](self._school, actor)
        return Request(asked.path, (asked.body or {}) | {"decision": "accept", "reason": "我说在就在"})

    async def _propose_a_correction(self, actor: Actor) -> Request:
        del actor
        asked = await REQUESTS["POST /v1/correction-proposals"](self._school, self._people[0])
        trainee = self._draw.choice(self._school.world.trainees)
        return Request(asked.path, (asked.body or {}) | {"trainee_id": trainee.trainee_id})

    async def _accept_ones_own_proposal(self, actor: Actor) -> Request:
        asked = await REQUESTS["POST /v1/appeals/decisions"](self._school, actor)
        return Request(asked.path, (asked.body or {}) | {"decision": "accept", "reason": "我说在就在"})

    async def _results_for_everybody(self, actor: Actor) -> Request:
        del actor
        world, day = self._school.world, self._clock.now().date()
        results = [
            {"trainee_id": each.trainee_id, "passed": True, "score": "100", "assessed_on": day}
            for each in world.trainees
        ]
        body = {"request_id": new_id(), "results": results}
        return Request(f"/v1/classes/{world.class_id}/assessments", body)

    async def _the_same_class_with_fewer_hours(self, actor: Actor) -> Request:
        asked = await REQUESTS["POST /v1/classes"](self._school, actor)
        return Request(asked.path, (asked.body or {}) | {"class_id": self._school.world.class_id})

    async def _own_reviewer(self, actor: Actor) -> Request:
        asked = await REQUESTS["POST /v1/staff"](self._school, actor)
        role = self._draw.choice(["reviewer", "officer", "instructor", "trainee"])
        return Request(asked.path, (asked.body or {}) | {"role": role, "password": PASSWORD})

    def _by_a_terminal_of_ones_own(self, body: dict[str, Any]) -> dict[str, Any]:
        world = self._school.world
        built = Terminal(world.client, self._clock)
        built.terminal_id = world.terminal.terminal_id
        return card_proof(world, built, body)


@pytest.mark.parametrize("seed", [20260302, 330602, 64])
async def test_no_walk_of_an_institution_changes_a_rate(
    school: Scene, resources: Resources, clock: StoppedClock, seed: int
) -> None:
    clock.move_to(school.world.starts_at() - timedelta(minutes=10))
    walk, before = Walk(school, clock, seed), await rates(resources)
    seen = set()
    for _ in range(STEPS):
        answer = await walk.step()
        assert answer.status_code < 500
        seen.add(answer.status_code)
        assert await rates(resources) == before, answer.request.url
    # The walk went somewhere: some things were done, others refused.
    assert seen & {200, 201}
    assert 403 in seen


async def test_a_roster_entry_begins_at_nothing(school: Scene, clock: StoppedClock) -> None:
    clock.move_to(school.world.starts_at())
    asked = await REQUESTS["POST /v1/classes/{class_id}/roster"](school, school.world.admin)
    assert (await school.world.admin.send("POST", asked.path, content=to_json(asked.body))).status_code == 201
    shown = await school.world.admin.attendance_of(school.world.class_id)
    newest = max(shown["trainees"], key=lambda each: each["trainee_id"])
    assert newest["attendance"]["credited_hours"] == 0


async def test_nothing_ever_removes_a_registration(resources: Resources, school: Scene) -> None:
    """A rate is not raised either by striking off whoever never came."""
    rows = await resources.database.read(reading(select(registration.c.trainee_id, registration.c.withdrawn_at)))
    standing = {row.trainee_id for row in rows if row.withdrawn_at is None}
    assert {each.trainee_id for each in school.world.trainees} <= standing
