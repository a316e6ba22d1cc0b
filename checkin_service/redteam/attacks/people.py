"""Attacks on the person: phones bound by others, many phones in one hand, wrong PINs, and victims locked out."""

from contextlib import suppress

import httpx

from checkin_service.client import Phone
from checkin_service.client.wire import Json, Refused
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from checkin_service.redteam.attacks.kinds import Attack, Grade, Scene

_ONE_HAND_S = 0.4


async def _one_hand(scene: Scene) -> Json:
    """A bag of phones in the room, one after another."""
    scene.ground.pass_time(_ONE_HAND_S)
    return await scene.sign_in(scene.at_site())


async def _one_hand_paced(scene: Scene) -> Json:
    """The same bag of phones, with pauses between them."""
    scene.ground.pass_time(float(scene.draw.uniform(6, 25)))
    return await scene.sign_in(scene.at_site())


async def _foreign_binding_at_desk(scene: Scene) -> Json:
    """The institution's own desk says that it saw everybody's document; the authority has called nobody back."""
    if scene.person.memory.setdefault("said", scene.lesson) is scene.lesson:
        body = {
            "request_id": new_id(),
            "trainee_id": scene.person.trainee_id,
            "kind": "desk",
            "document": scene.person.document.as_sent(),
            "reason": "本人持证件到窗口。",
        }
        await scene.ground.stage.admin.post(f"/v1/classes/{scene.room.class_id}/device-proofs", body)
    return await scene.sign_in(scene.at_site())


async def _foreign_binding(scene: Scene) -> Json:
    """Whoever holds the invitations binds all phones by a script and signs in for people who know nothing of it."""
    return await scene.sign_in(scene.at_site())


async def _lent_phone(scene: Scene) -> Json:
    """A colleague takes phone and PIN along."""
    scene.ground.pass_time(float(scene.draw.uniform(15, 60)))
    return await scene.sign_in(scene.at_site())


async def _one_key_for_two(scene: Scene) -> Json:
    """A device farm: the key of one bound phone is offered for another person."""
    other = next(each for each in scene.room.people if each is not scene.person)
    farm = Phone(scene.ground.client, scene.ground.clock)
    farm._key = scene.person.phone._key  # noqa: SLF001 - an attacker copies keys
    invited = await scene.ground.stage.officer.invite_again(scene.room.class_id, other.trainee_id, reason="手机丢失")
    await farm.bind(invited["invitation"])
    await farm.consent("location")
    proof = farm.pin_code(await scene.told_code())
    return await farm.check_in(scene.lesson.session_id, proof=proof, at=scene.at_site())


async def _wrong_pin(scene: Scene) -> Json:
    """A found phone, and a PIN that is not known."""
    proof = {"kind": "pin_code", "pin": "739164", "code": await scene.told_code()}
    return await scene.person.phone.check_in(scene.lesson.session_id, proof=proof, at=scene.at_site())


async def _locked_out(scene: Scene) -> Json:
    """Five forged statements about a victim; succeeds when the victim's own honest check-in is not accepted."""
    terminal = scene.room.terminal
    for _ in range(5):
        with suppress(Refused):
            await terminal.check_in(
                scene.lesson.session_id, document=scene.person.document.as_sent(), claims={"aud": encode(b"forged")}
            )
    own = await scene.sign_in(scene.at_site())
    return {"outcome": "refused"} if own["outcome"] == "accepted" else {"outcome": "accepted"}


async def _as_somebody_else(scene: Scene) -> Json:
    """A body that names another person's trainee id is not even read."""
    other = next(each for each in scene.room.people if each is not scene.person)
    body = scene.person.phone.attempt(
        scene.lesson.session_id, proof=scene.person.phone.pin_code(await scene.told_code()), at=scene.at_site()
    )
    forged = body.replace(b'"attempt_id"', f'"trainee_id":"{other.trainee_id}","attempt_id"'.encode())
    response: httpx.Response = await scene.person.phone.send_attempt(forged)
    if response.is_error:
        raise Refused.of(response)
    return dict(response.json())


ATTACKS = (
    Attack(
        name="one_hand",
        grade=Grade.NAIVE,
        zh="一人操作多部手机",
        en="many phones in one hand",
        play=_one_hand,
        in_turn=True,
        visible=False,
    ),
    Attack(
        name="one_hand_paced",
        grade=Grade.INFORMED,
        zh="一人操作多部手机，间隔数秒至数十秒",
        en="many phones in one hand, with pauses",
        play=_one_hand_paced,
        in_turn=True,
        visible=False,
    ),
    Attack(
        name="foreign_binding",
        grade=Grade.INFORMED,
        zh="脚本代绑手机后签到",
        en="phones bound by a script for others",
        play=_foreign_binding,
        by_script=True,
    ),
    Attack(
        name="foreign_binding_at_desk",
        grade=Grade.MIMIC,
        zh="脚本代绑手机，培训机构窗口自称已核验证件",
        en="phones bound by a script, and the institution's desk says it saw the documents",
        play=_foreign_binding_at_desk,
        by_script=True,
    ),
    Attack(
        name="lent_phone",
        grade=Grade.MIMIC,
        zh="手机和PIN借予他人",
        en="phone and PIN lent",
        play=_lent_phone,
        in_turn=True,
        visible=False,
    ),
    Attack(
        name="one_key_for_two",
        grade=Grade.INFORMED,
        zh="同一设备密钥绑定两人",
        en="one device key for two people",
        play=_one_key_for_two,
        in_turn=True,
    ),
    Attack(
        name="wrong_pin", grade=Grade.NAIVE, zh="他人手机，PIN不明", en="another's phone, PIN unknown", play=_wrong_pin
    ),
    Attack(
        name="locked_out",
        grade=Grade.INFORMED,
        zh="伪造声明锁住他人",
        en="a victim locked out by forged statements",
        play=_locked_out,
        in_turn=True,
    ),
    Attack(
        name="as_somebody_else",
        grade=Grade.NAIVE,
        zh="请求中冒名他人",
        en="another person's id in the body",
        play=_as_somebody_else,
    ),
)
