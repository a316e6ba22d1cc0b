"""Attacks by machines: a terminal's key in a script, statements under unknown keys, and statements used again."""

from checkin_service.client import ECardPlatform, Terminal
from checkin_service.client.wire import Json
from checkin_service.kit.ids import new_id
from checkin_service.redteam.attacks.kinds import Attack, Grade, Scene


async def _terminal_script_paced(scene: Scene) -> Json:
    """The same with the seconds that a card and six digits take."""
    return await scene.room.terminal.check_in(scene.lesson.session_id, document=scene.person.document.as_sent())


async def _terminal_script(scene: Scene) -> Json:
    """The terminal says that a card and a PIN were there; no card was, and a second later the next person follows."""
    terminal, attempt_id = scene.room.terminal, new_id()
    challenge = await terminal.challenge(attempt_id, scene.lesson.session_id)
    scene.ground.pass_time(0.04)
    return await terminal.check_in(
        scene.lesson.session_id,
        document=scene.person.document.as_sent(),
        attempt_id=attempt_id,
        challenge=challenge,
    )


async def _unknown_terminal_key(scene: Scene) -> Json:
    await scene.room.terminal.sign_in()
    forger = Terminal(scene.ground.client, scene.ground.clock, takes=scene.ground.mover.pass_time)
    forger.terminal_id = scene.room.terminal.terminal_id
    forger._tokens = scene.room.terminal._tokens  # noqa: SLF001 - a stolen token, another key
    return await forger.check_in(scene.lesson.session_id, document=scene.person.document.as_sent())


async def _unknown_platform_key(scene: Scene) -> Json:
    forger = ECardPlatform(scene.ground.stage.platform.name)
    attempt_id = new_id()
    proof = forger.proof(
        attempt_id=attempt_id,
        session_id=scene.lesson.session_id,
        document=scene.person.document.as_sent(),
        at=scene.ground.clock.now(),
    )
    return await scene.person.phone.check_in(
        scene.lesson.session_id, proof=proof, at=scene.at_site(), attempt_id=attempt_id
    )


async def _another_persons_card(scene: Scene) -> Json:
    """A true assertion about somebody else."""
    other = next(each for each in scene.room.people if each is not scene.person)
    attempt_id = new_id()
    proof = scene.ground.stage.platform.proof(
        attempt_id=attempt_id,
        session_id=scene.lesson.session_id,
        document=other.document.as_sent(),
        at=scene.ground.clock.now(),
    )
    return await scene.person.phone.check_in(
        scene.lesson.session_id, proof=proof, at=scene.at_site(), attempt_id=attempt_id
    )


ATTACKS = (
    Attack(
        name="terminal_script",
        grade=Grade.INFORMED,
        zh="终端密钥脚本代全班打卡",
        en="a terminal's key signs for a whole class",
        play=_terminal_script,
        in_turn=True,
    ),
    Attack(
        name="terminal_script_paced",
        grade=Grade.MIMIC,
        zh="终端密钥脚本按真人节奏代全班打卡",
        en="a terminal's key signs for a whole class at the pace of people",
        play=_terminal_script_paced,
        in_turn=True,
    ),
    Attack(
        name="unknown_terminal_key",
        grade=Grade.NAIVE,
        zh="未登记密钥冒充终端",
        en="a terminal's statement under an unknown key",
        play=_unknown_terminal_key,
        in_turn=True,
    ),
    Attack(
        name="unknown_platform_key",
        grade=Grade.NAIVE,
        zh="伪造电子社保卡声明",
        en="an e-card statement under an unknown key",
        play=_unknown_platform_key,
    ),
    Attack(
        name="another_persons_card",
        grade=Grade.NAIVE,
        zh="用他人电子社保卡声明",
        en="an e-card statement about somebody else",
        play=_another_persons_card,
    ),
)
