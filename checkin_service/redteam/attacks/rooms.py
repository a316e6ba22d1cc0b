"""Attacks on the room's proof: codes told on, fetched elsewhere, old or guessed, and QR codes sent as pictures."""

from datetime import timedelta
from uuid import UUID

from checkin_service.client.wire import Json
from checkin_service.redteam.attacks.kinds import Attack, Grade, Scene
from checkin_service.redteam.ground import fix_of
from checkin_service.redteam.phones import Said


async def _relayed(scene: Scene) -> Json:
    """A video call shows the screen; the phone at home invents its place."""
    code = await scene.told_code()
    scene.ground.pass_time(scene.draw.uniform(5, 9))
    return await scene.sign_in(scene.at_site(), code=code)


async def _relayed_late(scene: Scene) -> Json:
    code = await scene.told_code()
    scene.ground.pass_time(45)
    return await scene.sign_in(scene.at_site(), code=code)


async def _remote_code(scene: Scene) -> Json:
    """A member of staff asks for the code at home, hours before the lesson; it is tried when the lesson begins."""
    scene.ground.come_to(scene.lesson, before=timedelta(hours=5))
    code = await scene.ground.stage.instructor.classroom_code(scene.lesson.session_id)
    scene.ground.come_to(scene.lesson)
    return await scene.sign_in(scene.at_site(), code=code)


async def _remote_code_in_class(scene: Scene) -> Json:
    """A member of staff reads the code on a screen at home while the lesson opens, and tells it on."""
    code = await scene.ground.stage.instructor.classroom_code(scene.lesson.session_id)
    return await scene.sign_in(scene.at_site(), code=code)


async def _guessed(scene: Scene) -> Json:
    return await scene.sign_in(scene.at_site(), code=f"{scene.draw.integers(10**6):06d}")


async def _forwarded_bare_qr(scene: Scene) -> Json:
    """Neither fix nor code in it: the picture alone."""
    return await _scanned(scene, scene.person.phone.live_qr(scene.lesson.session_id))


async def _forwarded_qr_with_fix(scene: Scene) -> Json:
    """With a told code and an invented fix of the site."""
    claim = await scene.person.phone.claim_code(scene.lesson.session_id, await scene.told_code())
    at, claim_id = scene.at_site(), UUID(claim["claim_id"])
    return await _scanned(scene, scene.person.phone.live_qr(scene.lesson.session_id, at=at, claim_id=claim_id))


async def _scanned(scene: Scene, qr: str) -> Json:
    """At the school, where the picture arrives within the seconds that a message takes."""
    scene.ground.pass_time(scene.draw.uniform(3, 12))
    return await scene.ground.stage.admin.scan(scene.lesson.session_id, qr, at=scene.at_site())


async def _forwarded_qr(scene: Scene) -> Json:
    """With a told code and no fix of its own the QR goes as a picture to the school, where it is scanned."""
    claim = await scene.person.phone.claim_code(scene.lesson.session_id, await scene.told_code())
    qr = scene.person.phone.live_qr(scene.lesson.session_id, claim_id=UUID(claim["claim_id"]))
    return await _scanned(scene, qr)


async def _moving_fence(scene: Scene) -> Json:
    """The instructor carries the fence home by typing numbers; everybody follows."""
    home = (6_000.0, 6_500.0)
    carried = fix_of(Said(accuracy_m=10.0, confidence=0.68), home=home) or {}
    if scene.person is scene.room.people[0]:
        await scene.ground.stage.instructor.place_fence(scene.lesson.session_id, carried)
    return await scene.sign_in(carried)


ATTACKS = (
    Attack(
        name="relayed_code",
        grade=Grade.MIMIC,
        zh="视频转发动态码，虚拟定位",
        en="code relayed by video, mock position",
        play=_relayed,
        in_turn=True,
        visible=False,
    ),
    Attack(
        name="relayed_late",
        grade=Grade.NAIVE,
        zh="转发的动态码45秒后使用",
        en="relayed code used after 45 s",
        play=_relayed_late,
        in_turn=True,
    ),
    Attack(
        name="remote_code",
        grade=Grade.INFORMED,
        zh="工作人员提前5小时在他处取码",
        en="staff fetches the code elsewhere, 5 h before",
        play=_remote_code,
        in_turn=True,
        jumps=True,
    ),
    Attack(
        name="remote_code_in_class",
        grade=Grade.INFORMED,
        zh="工作人员课前在他处屏幕取码并转告，虚拟定位",
        en="staff reads the code on a screen elsewhere as the lesson opens, mock position",
        play=_remote_code_in_class,
    ),
    Attack(name="guessed_code", grade=Grade.NAIVE, zh="猜动态码", en="guessed code", play=_guessed),
    Attack(
        name="forwarded_bare_qr",
        grade=Grade.NAIVE,
        zh="实时二维码截图转发后扫码，无动态码",
        en="live QR without the code, sent on as a picture and scanned",
        play=_forwarded_bare_qr,
        in_turn=True,
    ),
    Attack(
        name="forwarded_qr_with_fix",
        grade=Grade.MIMIC,
        zh="实时二维码截图转发后扫码，内含虚拟定位和他人告知的动态码",
        en="live QR with a mock position and a told code, sent on as a picture and scanned",
        play=_forwarded_qr_with_fix,
        in_turn=True,
    ),
    Attack(
        name="forwarded_qr",
        grade=Grade.INFORMED,
        zh="实时二维码截图转发后扫码",
        en="live QR sent on as a picture and scanned",
        play=_forwarded_qr,
        in_turn=True,
    ),
    Attack(
        name="moving_fence",
        grade=Grade.INFORMED,
        zh="教员虚报移动围栏",
        en="instructor types a fence 9 km away",
        play=_moving_fence,
        in_turn=True,
        moving=True,
    ),
)
