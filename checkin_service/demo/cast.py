"""The cast of a demonstration class: invented people, each with a role, drawn from a seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from random import Random

from checkin_service.demo.documents import Document, invented
from checkin_service.identity.model import DocumentKind
from checkin_service.identity.rules.people import is_trivial_pin
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.proofs import ProofKind

FEWEST_TRAINEES, MOST_TRAINEES = 12, 500
MOST_SESSIONS = 400

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任"
_GIVEN_NAMES = (
    "伟芳", "秀英", "建国", "小燕", "志强", "丽华", "海波", "玉兰", "文博", "雪梅", "国庆", "春花", "俊杰", "静怡",
    "立新", "桂香", "浩然", "美玲", "永福", "晓东", "佳琪", "振华", "淑珍", "宇航", "红霞", "明亮", "雨桐", "德胜",
    "金凤", "思远", "巧云", "家栋", "慧敏", "长青", "若男", "兴旺", "彩虹", "子涵", "爱莲", "鹏飞",
)  # fmt: skip


class Role(StrEnum):
    """The parts of the play."""

    HONEST = "honest"
    FAR_AWAY = "far_away"
    WRONG_FACE = "wrong_face"
    REPLAYER = "replayer"
    BROKEN_GPS_RECOVERS = "broken_gps_recovers"
    BROKEN_GPS = "broken_gps"
    NO_PHONE = "no_phone"
    EXACTLY_60_PERCENT = "exactly_60_percent"
    JUST_BELOW_60_PERCENT = "just_below_60_percent"
    FAILS_ASSESSMENT = "fails_assessment"
    GENERAL_VOUCHER = "general_voucher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a role asks of whoever plays it."""

    presence: Callable[[int], int]
    """At how many of so many sessions they are there and check in."""

    proof: ProofKind = ProofKind.PIN_CODE
    portrait: str | None = None
    """Whose public-domain portrait is their face."""

    passes: bool = True
    certified: bool = False
    voucher_kind: VoucherKind = VoucherKind.TARGETED


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the cast."""

    number: int
    name: str
    role: Role
    part: Part
    document: Document
    pin: str = field(repr=False)
    attends: frozenset[int]
    """Ordinals of the sessions at which they are there."""


def cast_of(*, trainees: int, sessions: int, seed: int) -> list[Member]:
    """The whole class: every role once, the rest honest. Each person's draws depend on seed and number alone."""
    names = _names(seed)
    return [
        _member(number, role, part, names, sessions=sessions, seed=seed)
        for number, (role, part) in enumerate(_parts(trainees), start=1)
    ]


def draw_for(seed: int, *subject: object) -> Random:
    """A source of chance of its own for each subject, so that no draw depends on the order of others."""
    return Random(":".join(map(str, (seed, *subject))))  # noqa: S311 - a play, not a secret


def _all(sessions: int) -> int:
    return sessions


_PARTS: dict[Role, Part] = {
    Role.FAR_AWAY: Part(presence=_all),
    Role.WRONG_FACE: Part(presence=_all, proof=ProofKind.FACE, portrait="hopper"),
    Role.REPLAYER: Part(presence=lambda sessions: sessions * 2 // 5),
    Role.BROKEN_GPS_RECOVERS: Part(presence=_all, proof=ProofKind.E_CARD, certified=True),
    Role.BROKEN_GPS: Part(presence=_all, proof=ProofKind.E_CARD),
    Role.NO_PHONE: Part(presence=_all, proof=ProofKind.CARD_PIN, certified=True),
    Role.EXACTLY_60_PERCENT: Part(presence=lambda sessions: sessions * 3 // 5),
    Role.JUST_BELOW_60_PERCENT: Part(presence=lambda sessions: sessions * 3 // 5 - 1, certified=True),
    Role.FAILS_ASSESSMENT: Part(presence=lambda sessions: sessions * 4 // 5, passes=False),
    Role.GENERAL_VOUCHER: Part(
        presence=lambda sessions: max(1, sessions // 10),
        proof=ProofKind.E_CARD,
        certified=True,
        voucher_kind=VoucherKind.GENERAL,
    ),
}

_HONEST = Part(presence=_all, certified=True)
_HONEST_BY_FACE = Part(presence=_all, proof=ProofKind.FACE, portrait="collins", certified=True)
_HONEST_BY_E_CARD = Part(presence=_all, proof=ProofKind.E_CARD, certified=True)

# A class is more than resident identity cards and names of two or three characters.
_UNUSUAL: dict[Role, tuple[str, DocumentKind]] = {
    Role.BROKEN_GPS_RECOVERS: ("李㛃", DocumentKind.RESIDENT_ID),
    Role.NO_PHONE: ("阿依古丽·买买提", DocumentKind.RESIDENT_ID),
    Role.EXACTLY_60_PERCENT: ("Anna Nowak", DocumentKind.PASSPORT),
    Role.JUST_BELOW_60_PERCENT: ("金敏雅", DocumentKind.FOREIGN_PERMANENT),
    Role.FAILS_ASSESSMENT: ("欧阳伟文", DocumentKind.MAINLAND_TRAVEL_PERMIT),
    Role.GENERAL_VOUCHER: ("黄嘉慧", DocumentKind.RESIDENCE_PERMIT),
}


def _parts(trainees: int) -> Iterator[tuple[Role, Part]]:
    yield Role.HONEST, _HONEST_BY_FACE
    yield from _PARTS.items()
    for number in range(trainees - len(_PARTS) - 1):
        yield Role.HONEST, _HONEST_BY_E_CARD if number % 4 == 1 else _HONEST


def _names(seed: int) -> list[str]:
    names = [surname + given for surname, given in product(_SURNAMES, _GIVEN_NAMES)]
    draw_for(seed, "names").shuffle(names)
    return names


def _member(number: int, role: Role, part: Part, names: list[str], *, sessions: int, seed: int) -> Member:
    draw = draw_for(seed, "member", number)
    name, kind = _UNUSUAL.get(role, (names[number], DocumentKind.RESIDENT_ID))
    return Member(
        number=number,
        name=name,
        role=role,
        part=part,
        document=invented(kind, number, draw),
        pin=_pin(draw),
        attends=_attended(role, part, sessions, draw),
    )


def _attended(role: Role, part: Part, sessions: int, draw: Random) -> frozenset[int]:
    present = part.presence(sessions)
    if role is Role.REPLAYER:
        return frozenset(range(1, present + 1))  # First there is something to replay.
    if role is Role.HONEST:
        present -= draw.randint(0, sessions // 5)  # Honest people fall ill, too.
    return frozenset(draw.sample(range(1, sessions + 1), present))


def _pin(draw: Random) -> str:
    while is_trivial_pin(pin := f"{draw.randrange(10**6):06d}"):
        pass
    return pin
