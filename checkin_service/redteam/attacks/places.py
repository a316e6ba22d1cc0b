"""Attacks on the place: invented fixes, true fixes far away, and discs drawn so wide that they reach."""

from checkin_service.client.wire import Json
from checkin_service.redteam.attacks.kinds import Attack, Grade, Scene
from checkin_service.redteam.ground import fix_of
from checkin_service.redteam.phones import HonestPhone, Owner, Said

_HOME_M = 8_000.0
_NEAR_M = 500.0
_ACROSS_TOWN_M = 1_000.0
_ROUNDING = 7


def _invented(scene: Scene, *, jitter_m: float, accuracy_m: float | None = None) -> Json:
    """A fix at the site that no receiver made."""
    east, north = scene.draw.normal(0, jitter_m, 2) if jitter_m else (0.0, 0.0)
    said = Said(east_m=east, north_m=north, accuracy_m=accuracy_m or scene.draw.uniform(8, 30), confidence=0.68)
    return fix_of(said) or {}


def _far(scene: Scene, metres: float, accuracy_m: float | None) -> Json:
    """The truth about somebody who is not there, with an accuracy of the attacker's choice."""
    said = Said(accuracy_m=accuracy_m, confidence=None if accuracy_m is None else 0.68)
    return fix_of(said, home=(scene.room.radius_m + metres, 0.0)) or {}


async def _mock_flagged(scene: Scene) -> Json:
    return await scene.sign_in({**_invented(scene, jitter_m=15), "is_mock": True})


async def _mock_unflagged(scene: Scene) -> Json:
    return await scene.sign_in(_invented(scene, jitter_m=15))


async def _mock_as_honest(scene: Scene) -> Json:
    """A model of an honest phone, a seat of one's own, and people trickle in one by one."""
    scene.ground.pass_time(float(scene.draw.uniform(15, 60)))
    phone = scene.person.memory.setdefault("phone", HonestPhone("indoors", Owner(0.0, 0.0)))
    seat = scene.person.memory.setdefault("seat", tuple(scene.draw.normal(0, 30, 2)))
    return await scene.sign_in(fix_of(phone.fix(scene.draw), home=seat))


async def _same_fix(scene: Scene) -> Json:
    kept = scene.person.memory.setdefault("fix", _invented(scene, jitter_m=15))
    return await scene.sign_in(kept)


async def _same_fix_jittered(scene: Scene) -> Json:
    east, north = scene.draw.normal(0, 4, 2)
    seat = scene.person.memory.setdefault("seat", tuple(scene.draw.normal(0, 30, 2)))
    return await scene.sign_in(fix_of(Said(east_m=east, north_m=north, accuracy_m=15.0, confidence=0.68), home=seat))


async def _wrong_accuracy(scene: Scene) -> Json:
    return await scene.sign_in(_far(scene, _HOME_M, scene.draw.uniform(1_000, 2_500)))


async def _wide_disc(scene: Scene) -> Json:
    return await scene.sign_in(_far(scene, _HOME_M, _HOME_M * 2))


async def _wide_disc_nearby(scene: Scene) -> Json:
    """From across the town: within the reach and the cap of the rule, so that only the code is missing."""
    return await scene.sign_in(_far(scene, _ACROSS_TOWN_M, 480.0))


async def _true_nearby(scene: Scene) -> Json:
    return await scene.sign_in(_far(scene, _NEAR_M, 10.0))


async def _true_far(scene: Scene) -> Json:
    return await scene.sign_in(_far(scene, _HOME_M, 12.0))


async def _without_accuracy(scene: Scene) -> Json:
    return await scene.sign_in(_far(scene, _HOME_M, None))


async def _true_in_other_datum(scene: Scene) -> Json:
    """Half a kilometre away, where the site would lie if its numbers were read in another datum."""
    return await scene.sign_in(fix_of(Said(accuracy_m=12.0, confidence=0.68), home=(400.0, -290.0)))


async def _silence(scene: Scene) -> Json:
    return await scene.sign_in(None)


async def _silence_after_outside(scene: Scene) -> Json:
    """Refused for the place, then no place at all."""
    await _true_far(scene)
    scene.ground.pass_time(25)
    return await scene.sign_in(None)


async def _datum_shopping(scene: Scene) -> Json:
    """Half a kilometre away, and the label that moves the numbers onto the site."""
    said = Said(accuracy_m=12.0, confidence=0.68, labelled="gcj02")
    return await scene.sign_in(fix_of(said, home=(400.0, -290.0)))


ATTACKS = (
    Attack(
        name="mock_flagged",
        grade=Grade.NAIVE,
        zh="虚拟定位，系统带标记",
        en="mock position with its flag",
        play=_mock_flagged,
    ),
    Attack(
        name="mock_unflagged",
        grade=Grade.INFORMED,
        zh="虚拟定位，无标记，他人告知动态码",
        en="mock position without flag, told code",
        play=_mock_unflagged,
        visible=False,
    ),
    Attack(
        name="mock_as_honest",
        grade=Grade.MIMIC,
        zh="虚拟定位，模仿诚实手机的误差和到达时间",
        en="mock position with the errors and arrivals of honest phones, told code",
        play=_mock_as_honest,
        in_turn=True,
        visible=False,
    ),
    Attack(
        name="same_fix",
        grade=Grade.NAIVE,
        zh="每次发送同一定位",
        en="the same fix every day",
        play=_same_fix,
        visible=False,
    ),
    Attack(
        name="same_fix_jittered",
        grade=Grade.INFORMED,
        zh="同一定位加随机偏移",
        en="the same fix, shaken by 4 m",
        play=_same_fix_jittered,
        visible=False,
    ),
    Attack(
        name="wrong_accuracy",
        grade=Grade.INFORMED,
        zh="人在8公里外，谎报精度超限",
        en="8 km away, accuracy beyond the cap",
        play=_wrong_accuracy,
    ),
    Attack(
        name="wide_disc",
        grade=Grade.INFORMED,
        zh="人在8公里外，谎报精度圈覆盖培训点",
        en="8 km away, a disc so wide that it reaches",
        play=_wide_disc,
    ),
    Attack(
        name="wide_disc_nearby",
        grade=Grade.INFORMED,
        zh="人在围栏外1公里，谎报精度圈覆盖培训点，他人告知动态码",
        en="1 km outside, a disc so wide that it reaches, told code",
        play=_wide_disc_nearby,
    ),
    Attack(
        name="true_nearby",
        grade=Grade.NAIVE,
        zh="人在围栏外500米，如实定位，他人告知动态码",
        en="500 m outside, true fix, told code",
        play=_true_nearby,
    ),
    Attack(
        name="true_far",
        grade=Grade.NAIVE,
        zh="人在8公里外，如实定位，他人告知动态码",
        en="8 km away, true fix, told code",
        play=_true_far,
    ),
    Attack(
        name="true_in_other_datum",
        grade=Grade.MIMIC,
        zh="人在约500米外，恰为坐标系误读所指之处，如实定位，他人告知动态码",
        en="500 m away where a wrong datum would put the site, true fix, told code",
        play=_true_in_other_datum,
    ),
    Attack(
        name="without_accuracy",
        grade=Grade.INFORMED,
        zh="人在8公里外，不报精度",
        en="8 km away, no accuracy stated",
        play=_without_accuracy,
    ),
    Attack(
        name="silence",
        grade=Grade.INFORMED,
        zh="不发送定位，他人告知动态码",
        en="no position at all, told code",
        play=_silence,
    ),
    Attack(
        name="silence_after_outside",
        grade=Grade.INFORMED,
        zh="被拒后改为不发送定位",
        en="refused for the place, then silent",
        play=_silence_after_outside,
        in_turn=True,
    ),
    Attack(
        name="datum_shopping",
        grade=Grade.INFORMED,
        zh="谎报坐标系使位置落入围栏",
        en="another datum's label moves the numbers",
        play=_datum_shopping,
    ),
)
