"""Attacks on time: old requests sent again, late ones said to be early, and signing in to leave."""

import json
from datetime import timedelta

from checkin_service.client.wire import Json, Refused
from checkin_service.kit.ids import new_id
from checkin_service.redteam.attacks.kinds import Attack, Grade, Scene


async def _request_again(scene: Scene) -> Json:
    """The request of the first lesson under a new id, sent to a later one."""
    phone = scene.person.phone
    kept = scene.person.memory.setdefault(
        "request",
        phone.attempt(scene.lesson.session_id, proof=phone.pin_code(await scene.told_code()), at=scene.at_site()),
    )
    scene.ground.pass_time(40)
    again = json.loads(kept) | {"attempt_id": str(new_id()), "session_id": str(scene.lesson.session_id)}
    response = await phone.send_attempt(json.dumps(again).encode())
    if response.is_error:
        raise Refused.of(response)
    return dict(response.json())


async def _late_said_early(scene: Scene) -> Json:
    """An hour after the start, with a moment of capture that lies in the window."""
    phone = scene.person.phone
    scene.ground.come_to(scene.lesson, before=timedelta(minutes=10))
    body = phone.attempt(scene.lesson.session_id, proof=phone.pin_code(await scene.told_code()), at=scene.at_site())
    scene.ground.come_to(scene.lesson, before=-timedelta(hours=1))
    response = await phone.send_attempt(body)
    if response.is_error:
        raise Refused.of(response)
    return dict(response.json())


async def _the_day_before(scene: Scene) -> Json:
    scene.ground.come_to(scene.lesson, before=timedelta(hours=20))
    return await scene.sign_in(scene.at_site())


async def _sealed(scene: Scene, *, beacon: str | None = None) -> Json:
    """What a phone is made to seal as if it had been in the room ten minutes before the start."""
    phone, lesson = scene.person.phone, scene.lesson
    scene.ground.come_to(lesson, before=timedelta(minutes=10))
    return phone.seal(phone.attempt(lesson.session_id, proof=phone.pin_code(None), at=scene.at_site(), beacon=beacon))


async def _offline_from_home(scene: Scene) -> Json:
    """In the evening, sealed with the phone's clock set back; nothing of the room is in it."""
    kept = await _sealed(scene)
    scene.ground.come_to(scene.lesson, before=-timedelta(hours=9))
    return await scene.person.phone.deliver(kept)


async def _offline_by_told_beacon(scene: Scene) -> Json:
    """Somebody in the room sends the display's QR as a picture; sealed at home, delivered in the evening."""
    scene.ground.come_to(scene.lesson, before=timedelta(minutes=10))
    kept = await _sealed(scene, beacon=scene.room.terminal.beacon(scene.lesson.session_id))
    scene.ground.come_to(scene.lesson, before=-timedelta(hours=9))
    return await scene.person.phone.deliver(kept)


async def _offline_altered(scene: Scene) -> Json:
    """An honest attempt of another lesson's making, its session changed after it was sealed."""
    kept = await _sealed(scene, beacon=scene.room.terminal.beacon(scene.lesson.session_id))
    other = next(each for each in scene.room.lessons if each is not scene.lesson)
    kept["sealed"] = kept["sealed"].replace(str(scene.lesson.session_id), str(other.session_id))
    return await scene.person.phone.deliver(kept)


async def _offline_two_days_late(scene: Scene) -> Json:
    kept = await _sealed(scene, beacon=scene.room.terminal.beacon(scene.lesson.session_id))
    scene.ground.come_to(scene.lesson, before=-timedelta(hours=52))
    return await scene.person.phone.deliver(kept)


async def _sign_in_and_leave(scene: Scene) -> Json:
    """There in the morning, gone a minute later."""
    return await scene.sign_in(scene.at_site())


ATTACKS = (
    Attack(
        name="request_again",
        grade=Grade.NAIVE,
        zh="旧请求换编号重发",
        en="an old request under a new id",
        play=_request_again,
        in_turn=True,
    ),
    Attack(
        name="late_said_early",
        grade=Grade.NAIVE,
        zh="迟到后谎报采集时间",
        en="late, with an early moment of capture",
        play=_late_said_early,
        in_turn=True,
        jumps=True,
    ),
    Attack(
        name="the_day_before",
        grade=Grade.NAIVE,
        zh="提前一天签到",
        en="a day too early",
        play=_the_day_before,
        in_turn=True,
        jumps=True,
    ),
    Attack(
        name="offline_from_home",
        grade=Grade.NAIVE,
        zh="在家离线补签，无现场凭据",
        en="sealed at home as if offline, with nothing of the room",
        play=_offline_from_home,
        in_turn=True,
        jumps=True,
    ),
    Attack(
        name="offline_by_told_beacon",
        grade=Grade.INFORMED,
        zh="在家离线补签，用他人转发的屏幕信标",
        en="sealed at home with the display's beacon sent as a picture",
        play=_offline_by_told_beacon,
        in_turn=True,
        jumps=True,
    ),
    Attack(
        name="offline_altered",
        grade=Grade.NAIVE,
        zh="离线签到封存后改换课次",
        en="an offline attempt whose session was changed after sealing",
        play=_offline_altered,
        in_turn=True,
        jumps=True,
    ),
    Attack(
        name="offline_two_days_late",
        grade=Grade.INFORMED,
        zh="离线签到两天后补交",
        en="an offline attempt delivered two days late",
        play=_offline_two_days_late,
        in_turn=True,
        jumps=True,
    ),
    Attack(
        name="sign_in_and_leave",
        grade=Grade.MIMIC,
        zh="签到后离开",
        en="sign in and leave",
        play=_sign_in_and_leave,
        visible=False,
    ),
)
