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
    ),
    Attack(
        name="late_said_early",
        grade=Grade.NAIVE,
        zh="迟到后谎报采集时间",
        en="late, with an early moment of capture",
        play=_late_said_early,
        jumps=True,
    ),
    Attack(
        name="the_day_before",
        grade=Grade.NAIVE,
        zh="提前一天签到",
        en="a day too early",
        play=_the_day_before,
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
