"""The ground a campaign is fought on: rooms of one institution, each with its class, its lessons and its people."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count, product
from random import Random
from typing import Any
from uuid import UUID

import httpx

from checkin_service.client import Phone, Terminal, position
from checkin_service.client.wire import Json
from checkin_service.demo.documents import Document, invented
from checkin_service.demo.plan import Lesson
from checkin_service.demo.stage import AT_SITE, SITE, Stage, a_terminal
from checkin_service.demo.term import at_once
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.civil import CHINA
from checkin_service.kit.clock import Clock, ClockMover
from checkin_service.kit.ids import new_id
from checkin_service.redteam.phones import Said
from geo import Datum, convert, displaced

_STARTS = time(9, 0)
_LASTS = timedelta(hours=3, minutes=15)
_HOURS = 4
_BEFORE = timedelta(minutes=20)
_PREPARED_BEFORE = timedelta(days=3)
_ARRIVE_BEFORE = timedelta(minutes=25)
_CODE_STANDS_S = 10

_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳秀英建国小燕志强丽华海波玉兰文博雪梅庆春"


@dataclass(slots=True)
class Person:
    """Somebody on the roster with a phone of their own (or one that somebody else holds)."""

    trainee_id: UUID
    name: str
    document: Document
    phone: Phone
    voucher_code: str = ""
    memory: dict[str, Any] = field(default_factory=dict)
    """What an attacker keeps from one lesson to the next, such as a fix to replay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A class in its room."""

    class_id: UUID
    site_id: UUID
    radius_m: int
    lessons: Sequence[Lesson]
    people: Sequence[Person]
    terminal: Terminal
    """Reads cards, and is the display of all lessons."""


@dataclass(slots=True, kw_only=True)
class Ground:
    client: httpx.AsyncClient
    stage: Stage
    clock: Clock
    mover: ClockMover
    first_day: date
    draw: Random
    _displays: dict[UUID, Terminal] = field(default_factory=dict)
    _shown: dict[tuple[UUID, int], str] = field(default_factory=dict)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _names: Iterator[tuple[str, str, str]] = field(default_factory=lambda: product(_FAMILY, _GIVEN, _GIVEN))

    async def a_room(
        self, name: str, *, radius_m: int, people: int, lessons: int, moving: bool = False, by_script: bool = False
    ) -> Room:
        """A class with vouchers in use and bound phones, days before its first lesson.

        The phones are proven at the authority's counter, unless a script binds them for people who never go there.
        """
        plan = [self._lesson(number) for number in range(lessons)]
        self.mover.move_to(plan[0].starts_at - _PREPARED_BEFORE)
        site_id = await self._site(name, radius_m)
        crowd = [self._person() for _ in range(people)]
        class_id = await self._class(name, site_id, plan, crowd, moving=moving)
        await self._bind(class_id, crowd, proven=not by_script)
        self.mover.move_to(plan[0].starts_at - _ARRIVE_BEFORE)
        await at_once(self.stage.admin.activate_voucher(class_id, each.voucher_code) for each in crowd)
        terminal = await self._terminal(site_id)
        await at_once(terminal.become_display(each.session_id, at=AT_SITE) for each in plan)
        self._displays |= {each.session_id: terminal for each in plan}
        return Room(
            class_id=class_id, site_id=site_id, radius_m=radius_m, lessons=plan, people=crowd, terminal=terminal
        )

    def come_to(self, lesson: Lesson, *, before: timedelta = _BEFORE) -> None:
        self.mover.move_to(lesson.starts_at - before)

    def pass_time(self, seconds: float) -> None:
        self.mover.move_to(self.clock.now() + timedelta(seconds=seconds))

    async def code(self, lesson: Lesson) -> str:
        """What the display in the room shows at this moment; as long as a code stands, all read the same one."""
        at = (lesson.session_id, int(self.clock.now().timestamp()) // _CODE_STANDS_S)
        async with self._looking:
            if at not in self._shown:
                self._shown[at] = await self._displays[lesson.session_id].display_code(lesson.session_id)
        return self._shown[at]

    async def _site(self, name: str, radius_m: int) -> UUID:
        return await self.stage.officer.approve_site(
            institution_id=self.stage.institution_id,
            name=name,
            address="绍兴市越城区示例路1号",
            longitude=SITE.longitude,
            latitude=SITE.latitude,
            datum=SITE.datum.value,
            radius_m=radius_m,
        )

    async def _class(
        self, name: str, site_id: UUID, plan: Sequence[Lesson], crowd: Sequence[Person], *, moving: bool
    ) -> UUID:
        class_id = await self.stage.admin.apply_for_class(
            name=name,
            project_id=self.stage.project_id,
            teaching_plan="安全用电、线路安装、故障排查。",
            sessions=[each.as_sent(site_id) for each in plan],
            moving_fence=moving,
        )
        await self.stage.admin.give_to_everybody(class_id)
        await self.stage.admin.submit_roster(class_id, [_line(each) for each in crowd])
        await self.stage.admin.record_briefing(class_id)
        await self.stage.officer.decide_opening(class_id, approved=True)
        return class_id

    async def _bind(self, class_id: UUID, crowd: Sequence[Person], *, proven: bool) -> None:
        """Vouchers for all, and a phone each."""
        await self.stage.match(each.document.as_sent() for each in crowd)
        issued = {UUID(each["trainee_id"]): each for each in await self.stage.officer.issue_vouchers(class_id)}
        for each in crowd:
            each.voucher_code = issued[each.trainee_id]["voucher_code"]
        await at_once(self._equip(each, issued[each.trainee_id]["invitation"]) for each in crowd)
        if proven:
            await at_once(self.stage.prove_phone(class_id, each.trainee_id, each.document.as_sent()) for each in crowd)

    async def _terminal(self, site_id: UUID) -> Terminal:
        return await a_terminal(self.client, self.clock, self.mover, self.stage.officials, site_id)

    async def _equip(self, person: Person, invitation: str) -> None:
        await person.phone.bind(invitation)
        await person.phone.consent("location")

    def _person(self) -> Person:
        serial = next(self._numbers)
        draw = Random(f"{self.draw.random()}:{serial}")  # noqa: S311 - invented people
        return Person(
            trainee_id=new_id(),
            name="".join(next(self._names)),
            document=invented(DocumentKind.RESIDENT_ID, serial % 1000, draw),
            phone=Phone(self.client, self.clock),
        )

    def _lesson(self, number: int) -> Lesson:
        starts_at = datetime.combine(self.first_day + timedelta(days=number), _STARTS, CHINA)
        return Lesson(
            session_id=new_id(),
            ordinal=number + 1,
            starts_at=starts_at,
            ends_at=starts_at + _LASTS,
            class_hours=_HOURS,
        )


def fix_of(said: Said, *, home: tuple[float, float] = (0.0, 0.0)) -> Json | None:
    """A model's fix as a phone sends it; `home` is where the person really is, in metres east and north of the site."""
    if not said.has_fix:
        return None
    there = displaced(SITE, east_m=home[0] + said.east_m, north_m=home[1] + said.north_m)
    numbers = convert(there, Datum(said.datum))
    return position(
        longitude=round(numbers.longitude, 6),
        latitude=round(numbers.latitude, 6),
        datum=said.labelled,
        accuracy_m=None if said.accuracy_m is None else round(said.accuracy_m, 1),
        confidence=said.confidence if said.accuracy_m is not None else None,
    )


def _line(person: Person) -> dict[str, object]:
    return {
        "trainee_id": person.trainee_id,
        "name": person.name,
        "document": person.document.as_sent(),
        "voucher_kind": "targeted",
    }
