"""The conduct of each role at a session: the attempts it sends, and its answer to a doubt."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from uuid import UUID

from checkin_service.client import Phone, face, position
from checkin_service.client.wire import Json, decoded
from checkin_service.demo import portraits
from checkin_service.demo.cast import Member, Role, draw_for
from checkin_service.demo.plan import Lesson
from checkin_service.demo.stage import SITE, Stage
from checkin_service.kit.clock import Clock
from checkin_service.kit.ids import new_id
from checkin_service.policy.proofs import ProofKind
from geo import Datum, convert, displaced

FAR_M = 5_000.0
BROKEN_ACCURACY_M = 2_000.0

_STEPS_FROM_CENTRE_M = 20.0
_PHOTOS_TRIED = 3


class Unfaithful(Exception):
    """The service answered a repeated request with other bytes than the first time."""


@dataclass(slots=True, kw_only=True)
class Trainee:
    """A member of the cast with what they carry; whoever has no phone carries a card."""

    member: Member
    trainee_id: UUID
    phone: Phone | None = None
    last_sent: bytes = b""
    last_answer: bytes = b""

    @property
    def own_phone(self) -> Phone:
        if self.phone is None:
            raise LookupError(f"{self.member.role} has no phone")
        return self.phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A session about to begin."""

    stage: Stage
    lesson: Lesson
    clock: Clock
    seed: int

    @property
    def session_id(self) -> UUID:
        return self.lesson.session_id

    def draw(self, trainee: Trainee) -> Random:
        return draw_for(self.seed, trainee.member.number, self.lesson.ordinal)

    async def code(self) -> str:
        """Read off the display in the room."""
        return await self.stage.terminal.display_code(self.session_id)

    def e_card(self, trainee: Trainee, attempt_id: UUID) -> Json:
        return self.stage.platform.proof(
            attempt_id=attempt_id,
            session_id=self.session_id,
            document=trainee.member.document.as_sent(),
            at=self.clock.now(),
        )


async def attend(trainee: Trainee, door: Door) -> list[Json]:
    """What this person does at this session, and the verdict on every new attempt."""
    return await _CONDUCT.get(trainee.member.role, _honestly)(trainee, door)


async def _honestly(trainee: Trainee, door: Door) -> list[Json]:
    if trainee.member.part.proof is ProofKind.FACE:
        return await _by_face(trainee, door)
    if trainee.member.part.proof is ProofKind.E_CARD:
        return [await _by_e_card(trainee, door, at=_noisy_fix(door.draw(trainee)))]
    return [await _by_pin(trainee, door, at=_noisy_fix(door.draw(trainee)))]


async def _by_pin(trainee: Trainee, door: Door, *, at: Json) -> Json:
    phone = trainee.own_phone
    return await phone.check_in(door.session_id, proof=phone.pin_code(await door.code()), at=at)


async def _by_e_card(trainee: Trainee, door: Door, *, at: Json, classroom_code: str | None = None) -> Json:
    attempt_id = new_id()
    return await trainee.own_phone.check_in(
        door.session_id,
        proof=door.e_card(trainee, attempt_id),
        at=at,
        classroom_code=classroom_code,
        attempt_id=attempt_id,
    )


async def _by_face(trainee: Trainee, door: Door) -> list[Json]:
    """A doubtful photo is taken again, as the advice says."""
    verdicts: list[Json] = []
    for number in range(_PHOTOS_TRIED):
        photo = await _photo(trainee.member.part.portrait, door.lesson.ordinal * _PHOTOS_TRIED + number, door.seed)
        fix = _noisy_fix(door.draw(trainee))
        verdicts.append(await trainee.own_phone.check_in(door.session_id, proof=face(photo), at=fix))
        if verdicts[-1]["outcome"] == "accepted":
            break
    return verdicts


async def _from_far_away(trainee: Trainee, door: Door) -> list[Json]:
    """Somebody in the room passes the code on; the phone is five kilometres away."""
    draw = door.draw(trainee)
    return [await _by_pin(trainee, door, at=_fix(east_m=FAR_M, accuracy_m=draw.uniform(8, 30)))]


async def _with_another_face(trainee: Trainee, door: Door) -> list[Json]:
    photo = await _photo("collins", door.lesson.ordinal, door.seed)
    fix = _noisy_fix(door.draw(trainee))
    return [await trainee.own_phone.check_in(door.session_id, proof=face(photo), at=fix)]


async def _by_replay(trainee: Trainee, door: Door) -> list[Json]:
    """There at first; later the old request is sent again, as it was and under a new attempt id."""
    phone = trainee.own_phone
    if door.lesson.ordinal in trainee.member.attends:
        fix = _noisy_fix(door.draw(trainee))
        trainee.last_sent = phone.attempt(door.session_id, proof=phone.pin_code(await door.code()), at=fix)
        response = await phone.send_attempt(trainee.last_sent)
        trainee.last_answer = response.content
    else:
        disguised = json.loads(trainee.last_sent) | {"attempt_id": str(new_id())}
        response = await phone.send_attempt(json.dumps(disguised).encode())
    repeated = await phone.send_attempt(trainee.last_sent)
    if repeated.content != trainee.last_answer:
        raise Unfaithful("a repeated request got another answer than the first time")
    return [decoded(response)]


async def _with_broken_gps(trainee: Trainee, door: Door) -> list[Json]:
    return [await _by_e_card(trainee, door, at=_broken_fix(door.draw(trainee)))]


async def _with_broken_gps_and_code(trainee: Trainee, door: Door) -> list[Json]:
    fix = _broken_fix(door.draw(trainee))
    doubtful = await _by_e_card(trainee, door, at=fix)
    return [doubtful, await _by_e_card(trainee, door, at=fix, classroom_code=await door.code())]


async def _by_card(trainee: Trainee, door: Door) -> list[Json]:
    return [await door.stage.terminal.check_in(door.session_id, document=trainee.member.document.as_sent())]


_CONDUCT: dict[Role, Callable[[Trainee, Door], Awaitable[list[Json]]]] = {
    Role.FAR_AWAY: _from_far_away,
    Role.WRONG_FACE: _with_another_face,
    Role.REPLAYER: _by_replay,
    Role.BROKEN_GPS: _with_broken_gps,
    Role.BROKEN_GPS_RECOVERS: _with_broken_gps_and_code,
    Role.NO_PHONE: _by_card,
}


def _noisy_fix(draw: Random) -> Json:
    """In the building, as well as a phone indoors can tell."""
    return _fix(
        east_m=draw.gauss(0, _STEPS_FROM_CENTRE_M),
        north_m=draw.gauss(0, _STEPS_FROM_CENTRE_M),
        accuracy_m=draw.uniform(8, 40),
    )


def _broken_fix(draw: Random) -> Json:
    """A fix from a mobile mast somewhere near: it neither shows nor denies that the phone is there."""
    return _fix(east_m=draw.uniform(300, 900), north_m=draw.uniform(-900, -300), accuracy_m=BROKEN_ACCURACY_M)


def _fix(*, east_m: float, north_m: float = 0.0, accuracy_m: float) -> Json:
    place = convert(displaced(SITE, east_m=east_m, north_m=north_m), Datum.WGS84)
    return position(
        longitude=round(place.longitude, 6),
        latitude=round(place.latitude, 6),
        accuracy_m=round(accuracy_m, 1),
    )


async def _photo(portrait: str | None, number: int, seed: int) -> bytes:
    """Drawing a photo is work for a thread: other phones go on meanwhile."""
    if portrait is None:
        raise LookupError("this member has no portrait")
    return await asyncio.to_thread(portraits.photo, portrait, abs(seed) * 10_000 + number)
