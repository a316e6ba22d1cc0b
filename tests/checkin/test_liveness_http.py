"""A liveness challenge over HTTP: for one person, phone and session, answered once, serving one check-in."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import numpy as np
import pytest
from pydantic_core import to_json

from biometrics import Box, FaceLocation, Frame, Turn
from checkin_service.access import model
from checkin_service.client import Refused, face
from checkin_service.identity import service as identity
from checkin_service.identity.schemas import LivenessFrames
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from tests.building import faces_material
from tests.building.world import Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock

SEEDS = count(5000)
TURNED = {"ahead": 0.0, "left": 0.3, "right": -0.3}


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> AsyncIterator[World]:
    before = session_clock.now()
    made = await a_world(resources, client, session_clock, kinds=("targeted",) * 3)
    for trainee in made.trainees:
        await trainee.phone.consent("face")
        await trainee.phone.enrol_face([faces_material.collins(number) for number in range(3)])
    yield made
    session_clock.move_to(before)


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at())
    return world


class TurningFaces:
    """A pool that sees in each frame the turn asked for, in the photo's face: portraits do not turn their heads."""

    def __init__(self, pool: Any, turns: Sequence[str]) -> None:
        self._pool = pool
        self._turns = turns

    async def run(self, function: Callable[..., list[Frame]], /, *arguments: object) -> list[Frame]:
        seen = await self._pool.run(function, *arguments)
        return [
            replace(frame, face=_turned(TURNED[turn])) if isinstance(frame, Frame) else frame
            for frame, turn in zip(seen, self._turns, strict=False)
        ]


def _turned(turn: float) -> FaceLocation:
    left, right = np.array([100.0, 100.0]), np.array([200.0, 100.0])
    nose = np.array([150.0 + 100 * turn, 160.0])
    return FaceLocation(Box(60, 40, 240, 220), left, right, nose, landmarks=np.array([left, right, nose]))


async def challenge(world: World, trainee: Trainee, session: UUID | None = None) -> dict[str, Any]:
    body = {"challenge_id": new_id(), "session_id": session or world.session()}
    return dict(await trainee.phone.post("/v1/liveness-challenges", body))


def frames_for(asked: dict[str, Any], photo: Callable[[int], bytes] = faces_material.collins) -> dict[str, Any]:
    frames = [b64encode(photo(next(SEEDS))).decode() for _ in asked["turns"]]
    return {"answer_id": new_id(), "nonce": asked["nonce"], "frames": frames}


async def answered(
    resources: Resources, trainee: Trainee, asked: dict[str, Any], body: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The answer to somebody who turns as asked."""
    turning = replace(resources, faces=TurningFaces(resources.faces, asked["turns"]))  # type: ignore[arg-type]
    subject = model.trainee(trainee.trainee_id, device_id=trainee.phone.device_id)
    sent = LivenessFrames.model_validate_json(to_json(body or frames_for(asked)))
    return dict(json.loads(await identity.answer_challenge(turning, subject, UUID(asked["challenge_id"]), sent)))


async def check_in(world: World, trainee: Trainee, challenge_id: str | None) -> dict[str, Any]:
    proof = {**face(faces_material.collins(next(SEEDS))), "challenge_id": challenge_id}
    return await trainee.phone.check_in(world.session(), at=at_the_site(), proof=proof)


def liveness(answer: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in answer["findings"] if each["check"] == "liveness")


async def test_a_challenge_is_random_short_and_starts_ahead(in_class: World) -> None:
    asked = [await challenge(in_class, in_class.trainees[0]) for _ in range(4)]
    assert len({each["nonce"] for each in asked}) == 4
    assert all(each["turns"][0] == "ahead" and set(each["turns"]) <= set(Turn) for each in asked)
    issued, expires = (datetime.fromisoformat(asked[0][name]) for name in ("issued_at", "expires_at"))
    assert (expires - issued).total_seconds() == 20


async def test_who_turns_as_asked_passes_and_the_check_in_carries_it(in_class: World, resources: Resources) -> None:
    trainee = in_class.trainees[0]
    asked = await challenge(in_class, trainee)
    report = await answered(resources, trainee, asked)
    assert report["passed"]
    assert (report["label"], report["same_person"]) == ("challenge_passed", "match")
    assert len(report["steps"]) == len(asked["turns"])
    assert report["does_not_stop"]["zh"]
    assert any("video" in attack for attack in report["does_not_stop"]["en"])
    answer = await check_in(in_class, trainee, asked["challenge_id"])
    assert (answer["outcome"], liveness(answer)["reason"]) == ("accepted", "liveness_passed")


async def test_a_passed_challenge_serves_one_check_in(in_class: World, resources: Resources) -> None:
    trainee = in_class.trainees[0]
    asked = await challenge(in_class, trainee)
    await answered(resources, trainee, asked)
    assert liveness(await check_in(in_class, trainee, asked["challenge_id"]))["reason"] == "liveness_passed"
    again = liveness(await check_in(in_class, trainee, asked["challenge_id"]))
    assert again["measured"] == {"label": "no_pad", "fault": "used"}


async def test_a_passed_challenge_serves_for_two_minutes(
    in_class: World, resources: Resources, clock: StoppedClock
) -> None:
    trainee = in_class.trainees[0]
    asked = await challenge(in_class, trainee)
    await answered(resources, trainee, asked)
    clock.advance(seconds=121)
    assert liveness(await check_in(in_class, trainee, asked["challenge_id"]))["measured"]["fault"] == "too_old"


async def test_a_challenge_for_another_session_does_not_serve(in_class: World, resources: Resources) -> None:
    trainee = in_class.trainees[0]
    asked = await challenge(in_class, trainee, in_class.session(1))
    await answered(resources, trainee, asked)
    assert liveness(await check_in(in_class, trainee, asked["challenge_id"]))["measured"]["fault"] == "other_session"


async def test_another_persons_challenge_is_nobodys(in_class: World, resources: Resources) -> None:
    owner, other = in_class.trainees[0], in_class.trainees[1]
    asked = await challenge(in_class, owner)
    with pytest.raises(Refused) as refused:
        await other.phone.post(f"/v1/liveness-challenges/{asked['challenge_id']}/frames", frames_for(asked))
    assert refused.value.status == 404
    await answered(resources, owner, asked)
    assert liveness(await check_in(in_class, other, asked["challenge_id"]))["measured"]["fault"] == "unknown"


async def test_somebody_else_who_turns_does_not_vouch_for_the_photo(in_class: World, resources: Resources) -> None:
    trainee = in_class.trainees[1]
    asked = await challenge(in_class, trainee)
    report = await answered(resources, trainee, asked, frames_for(asked, faces_material.hopper))
    assert report["same_person"] != "match"
    answer = await check_in(in_class, trainee, asked["challenge_id"])
    assert (answer["outcome"], liveness(answer)["reason"]) == ("doubtful", "liveness_other_person")


async def test_frames_that_do_not_turn_fail_and_are_labelled(in_class: World) -> None:
    trainee = in_class.trainees[2]
    asked = await challenge(in_class, trainee)
    path = f"/v1/liveness-challenges/{asked['challenge_id']}/frames"
    report = await trainee.phone.post(path, frames_for(asked))
    assert (report["passed"], report["label"]) == (False, "challenge_failed")
    assert liveness(await check_in(in_class, trainee, asked["challenge_id"]))["reason"] == "liveness_failed"


async def test_a_challenge_is_answered_once_and_in_time(in_class: World, clock: StoppedClock) -> None:
    trainee = in_class.trainees[2]
    asked = await challenge(in_class, trainee)
    path, body = f"/v1/liveness-challenges/{asked['challenge_id']}/frames", frames_for(asked)
    first = await trainee.phone.post(path, body)
    assert await trainee.phone.post(path, body) == first
    with pytest.raises(Refused) as again:
        await trainee.phone.post(path, frames_for(asked))
    assert again.value.status == 409
    late = await challenge(in_class, trainee)
    clock.advance(seconds=20.001)
    with pytest.raises(Refused) as too_late:
        await trainee.phone.post(f"/v1/liveness-challenges/{late['challenge_id']}/frames", frames_for(late))
    assert too_late.value.status == 409


async def test_frames_with_another_nonce_never_pass(in_class: World, resources: Resources) -> None:
    trainee = in_class.trainees[2]
    asked = await challenge(in_class, trainee)
    report = await answered(resources, trainee, asked, {**frames_for(asked), "nonce": "0" * 32})
    assert (report["passed"], report["faults"]) == (False, ["other_nonce"])


async def test_a_broken_frame_is_malformed_and_uses_nothing_up(in_class: World, resources: Resources) -> None:
    trainee = in_class.trainees[2]
    asked = await challenge(in_class, trainee)
    broken = frames_for(asked)
    broken["frames"][1] = b64encode(b"no photo").decode()
    with pytest.raises(Problem) as refused:
        await answered(resources, trainee, asked, broken)
    assert refused.value.kind is ProblemKind.MALFORMED
    assert (await answered(resources, trainee, asked))["passed"]


async def test_without_consent_there_is_no_challenge(resources: Resources, client: httpx.AsyncClient) -> None:
    made = await a_world(resources, client, resources.clock)
    with pytest.raises(Refused) as refused:
        await challenge(made, made.trainees[0])
    assert refused.value.status == 403
