"""A class that runs now, in real time: two phones have checked in already, the other seats wait for real ones."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx

from checkin_service.client import Phone
from checkin_service.demo.cast import draw_for
from checkin_service.demo.documents import invented
from checkin_service.demo.plan import Lesson, live_lessons
from checkin_service.demo.stage import AT_SITE, SITE, Stage
from checkin_service.demo.term import at_once
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.clock import Clock
from checkin_service.kit.ids import new_id
from checkin_service.policy.model import VoucherKind
from geo import Datum, Position, convert

_FIRST_SERIAL = 900
_NAMES = ("顾小满", "夏立秋", "周大雪", "谷雨生", "白露清")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveClass:
    """What a person needs to take part."""

    class_id: UUID
    session_id: UUID
    open_until: datetime
    place: Position
    invitations: dict[str, str]
    """Unused invitation by name."""


async def open_live_class(client: httpx.AsyncClient, stage: Stage, clock: Clock, *, seed: int) -> LiveClass:
    lessons, roster = live_lessons(clock.now()), _roster(seed)
    class_id = await stage.open_class(
        name="电工（四级）今日班",
        teaching_plan="实操练习：每次课一课时，随到随签。",
        lessons=lessons,
        roster=roster,
    )
    # What nobody has checked gets no voucher.
    await stage.match(each["document"] for each in roster)
    issued = await stage.officer.issue_vouchers(class_id)
    await at_once(stage.admin.activate_voucher(class_id, each["voucher_code"]) for each in issued)
    names = {each["trainee_id"]: each["name"] for each in await stage.officer.roster_of(class_id)}
    invitations = {names[each["trainee_id"]]: str(each["invitation"]) for each in issued}
    place = convert(SITE, Datum.WGS84)
    on_time, in_doubt = _NAMES[:2]
    await stage.show_codes(lessons[0])
    await _check_in(client, stage, clock, lessons[0], invitations.pop(on_time), accuracy_m=12.0)
    await _check_in(
        client, stage, clock, lessons[0], invitations.pop(in_doubt), accuracy_m=2_000.0, code_shown="000000"
    )
    return LiveClass(
        class_id=class_id,
        session_id=lessons[0].session_id,
        open_until=lessons[-1].starts_at,
        place=place,
        invitations=invitations,
    )


async def _check_in(
    client: httpx.AsyncClient,
    stage: Stage,
    clock: Clock,
    lesson: Lesson,
    invitation: str,
    *,
    accuracy_m: float,
    code_shown: str | None = None,
) -> None:
    phone = Phone(client, clock)
    await phone.bind(invitation)
    await phone.consent("location")
    code = code_shown or await stage.terminal.display_code(lesson.session_id)
    await phone.check_in(
        lesson.session_id,
        proof=phone.pin_code(code),
        at=AT_SITE | {"accuracy_m": accuracy_m},
    )


def _roster(seed: int) -> list[dict[str, Any]]:
    draw = draw_for(seed, "live")
    return [
        {
            "trainee_id": new_id(),
            "name": name,
            "document": invented(DocumentKind.RESIDENT_ID, serial, draw).as_sent(),
            "voucher_kind": VoucherKind.TARGETED,
        }
        for serial, name in enumerate(_NAMES, start=_FIRST_SERIAL)
    ]
