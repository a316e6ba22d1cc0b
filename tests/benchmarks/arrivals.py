"""Check-ins nobody has sent before: one of each trainee per session, ready as bytes, all of which must be accepted."""

import itertools
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import jwt
from pydantic_core import from_json, to_json

from checkin_service.access import model, tokens
from checkin_service.checkin.rules.classroom_code import code_of, window_number
from checkin_service.client import face
from checkin_service.demo.portraits import photo
from checkin_service.kit.ids import new_id
from tests.benchmarks import floor
from tests.benchmarks.load import Burst, post
from tests.benchmarks.stage import PORTRAIT, Stage
from tests.building.world import SITE, Trainee, at_the_site

_CODE_WINDOW_S = 10
_HOURS_OF_A_SESSION = 4


class NotTheSameWork(Exception):
    """Something was answered otherwise than by an acceptance: the figures would compare different work."""


class Arrivals:
    """The trainees of a stage, five minutes before one session after the other."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.sessions_used = 0
        # A photo serves once; the first of all was the enrolment's.
        self._photos = itertools.count(1)

    def by_pin(self) -> list[bytes]:
        """Everybody, with the own PIN and the classroom code on the screen."""
        return [self.sent_by(trainee, make()) for trainee, make in self.one_by_one()]

    def one_by_one(self) -> list[tuple[Trainee, Callable[[], bytes]]]:
        """The same people with the bodies they send, made when they are wanted: with the code on the screen then."""
        session_id, _ = self._next_session()

        def made(number: int, trainee: Trainee) -> bytes:
            window = window_number(self._stage.resources.clock.now(), _CODE_WINDOW_S)
            code = code_of(self._stage.resources.code_key, session_id, window)
            proof = trainee.phone.pin_code(code)
            return trainee.phone.attempt(session_id, proof=proof, at=at_the_site(**_seat(number)))

        return [(trainee, partial(made, number, trainee)) for number, trainee in enumerate(self._stage.world.trainees)]

    def sent_by(self, trainee: Trainee, body: bytes) -> bytes:
        """A request with a token of now."""
        subject = model.trainee(trainee.trainee_id, device_id=trainee.phone.device_id)
        return post("/v1/check-ins", body, token=tokens.issue(self._stage.resources, subject))

    def by_face(self) -> list[bytes]:
        """Those who have a face reference, each with another photo."""
        session_id, _ = self._next_session()
        return self.faces_for(session_id)

    def faces_for(self, session_id: UUID) -> list[bytes]:
        """The same for a session that is under way."""
        people = self._stage.world.trainees[: self._stage.faces]
        return [
            self._request(trainee, session_id, number, face(photo(PORTRAIT, seed=next(self._photos))))
            for number, trainee in enumerate(people)
        ]

    def _next_session(self) -> tuple[UUID, datetime]:
        number, self.sessions_used = self.sessions_used, self.sessions_used + 1
        self._stage.mover.move_to(self._stage.world.starts_at(number) - timedelta(minutes=5))
        return self._stage.world.session(number), self._stage.resources.clock.now()

    def _request(self, trainee: Trainee, session_id: UUID, number: int, proof: dict[str, Any]) -> bytes:
        return self.sent_by(trainee, trainee.phone.attempt(session_id, proof=proof, at=at_the_site(**_seat(number))))


def at_the_floor(count: int) -> list[bytes]:
    """As many check-ins for the floor."""
    token = jwt.encode({"sub": str(new_id()), "exp": time.time() + 600}, floor.TOKEN_KEY, "HS256")
    return [post("/check-ins", to_json(body), token=token) for body in _floor_bodies(count)]


def require_accepted(burst: Burst) -> None:
    """Every answer is an acceptance that credited the session."""
    answers = [from_json(body) for body in burst.bodies]
    for answer in answers:
        if answer.get("outcome") != "accepted" or answer["credited_hours"] != _HOURS_OF_A_SESSION:
            raise NotTheSameWork(answer)


def require_created(burst: Burst) -> None:
    if any(status != 201 for status in burst.statuses):
        raise NotTheSameWork(burst.bodies[0])


def _floor_bodies(count: int) -> Iterator[dict[str, Any]]:
    session_id = new_id()
    for number in range(count):
        yield {
            "attempt_id": new_id(),
            "session_id": session_id,
            "captured_at": datetime.now(UTC),
            **_seat(number),
        }


def _seat(number: int) -> dict[str, float]:
    """People sit in different places: hardly two fixes are alike."""
    return {
        "longitude": SITE["longitude"] + number % 20 * 1e-5,
        "latitude": SITE["latitude"] + number % 17 * 1e-5,
    }
