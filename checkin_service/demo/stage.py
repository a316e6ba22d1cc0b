"""The set-up of a demonstration: an authority's officials, an institution with site and terminal, a project."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import httpx
from stdnum.cn import uscc

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import (
    ECardPlatform,
    InstitutionAdmin,
    Instructor,
    Officer,
    Reviewer,
    Terminal,
    position,
)
from checkin_service.demo.plan import Lesson
from checkin_service.kit.clock import Clock, ClockMover
from checkin_service.kit.resources import Resources
from geo import Datum, Position, convert

AUTHORITY = "330600"
SUBSIDY_FEN = 150_000
SITE = Position(longitude=120.5862, latitude=29.9948, datum=Datum.GCJ02)
RADIUS_M = 200
_ON_PHONES = convert(SITE, Datum.WGS84)
AT_SITE = position(longitude=_ON_PHONES.longitude, latitude=_ON_PHONES.latitude)
"""As a phone there reports it: in WGS-84, although the site was entered from a map."""

_AUTHORITY_NAME = "绍兴市人力资源和社会保障局"
_INSTITUTION_NAME = "会稽示例职业培训学校"
_FACTS_AT_ONCE = 500
_INSURED_SINCE = "2015-01-01"
_CREDIT_CODE_BODY = "52330600MJ8765432"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officials:
    """The first accounts of the authority; they cannot be made over HTTP."""

    officer: Officer
    second: Officer
    """Whom the first has not invited: one begins, the other approves."""
    reviewer: Reviewer

    @classmethod
    def with_new_passwords(cls, client: httpx.AsyncClient) -> "Officials":
        return cls(
            officer=Officer(client, login="officer", password=new_password()),
            second=Officer(client, login="officer2", password=new_password()),
            reviewer=Reviewer(client, login="reviewer", password=new_password()),
        )

    async def create_accounts(self, resources: Resources) -> None:
        """What an administrator does once on the server itself."""
        await register_authority(resources, authority_code=AUTHORITY, name=_AUTHORITY_NAME)
        people = (
            (self.officer, Role.OFFICER, "沈经办"),
            (self.second, Role.OFFICER, "钱经办"),
            (self.reviewer, Role.REVIEWER, "骆复核"),
        )
        for person, role, name in people:
            await create_authority_staff(
                resources,
                authority_code=AUTHORITY,
                login=person.login,
                password=person.password,
                role=role,
                display_name=name,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    officials: Officials
    admin: InstitutionAdmin
    instructor: Instructor
    terminal: Terminal
    platform: ECardPlatform
    institution_id: UUID
    site_id: UUID
    project_id: UUID

    @property
    def officer(self) -> Officer:
        return self.officials.officer

    @property
    def reviewer(self) -> Reviewer:
        return self.officials.reviewer

    async def open_class(
        self, *, name: str, teaching_plan: str, lessons: Sequence[Lesson], roster: Sequence[dict[str, object]]
    ) -> UUID:
        """Applied for with its timetable, filled with its roster, briefed, and approved."""
        class_id = await self.admin.apply_for_class(
            name=name,
            project_id=self.project_id,
            teaching_plan=teaching_plan,
            sessions=[lesson.as_sent(self.site_id) for lesson in lessons],
        )
        await self.admin.give_to_everybody(class_id)
        await self.admin.submit_roster(class_id, roster)
        await self.admin.record_briefing(class_id)
        await self.officer.decide_opening(class_id, approved=True)
        return class_id

    async def match(self, documents: Iterable[Mapping[str, str]]) -> None:
        """数据比对: all these people have been insured here for years, and none is a civil servant."""
        facts = [fact for document in documents for fact in _matched(document)]
        for first in range(0, len(facts), _FACTS_AT_ONCE):
            await self.officer.match(source="省社保数据比对", facts=facts[first : first + _FACTS_AT_ONCE])

    async def show_codes(self, lesson: Lesson) -> None:
        """The terminal stands in the room and shows the code of this session from now on."""
        await self.terminal.become_display(lesson.session_id, at=AT_SITE)

    async def prove_phone(self, class_id: UUID, trainee_id: UUID, document: Mapping[str, str]) -> None:
        """The person comes to the authority's counter with the document and the phone in their hand."""
        await self.officer.prove_phone(class_id, trainee_id, document=document, reason="本人持证件和手机到窗口。")


async def set_up(
    client: httpx.AsyncClient, clock: Clock, mover: ClockMover, officials: Officials, platform: ECardPlatform
) -> Stage:
    """The officer enters institution, site, terminal and project; the institution's people get their accounts."""
    officer = officials.officer
    await officer.sign_in()
    await officials.reviewer.sign_in()
    institution_id = await officer.approve_institution(
        name=_INSTITUTION_NAME, credit_code=_CREDIT_CODE_BODY + uscc.calc_check_digit(_CREDIT_CODE_BODY)
    )
    site_id = await officer.approve_site(
        institution_id=institution_id,
        name="实训楼二楼",
        address="绍兴市越城区示例路1号",
        longitude=SITE.longitude,
        latitude=SITE.latitude,
        datum=SITE.datum.value,
        radius_m=RADIUS_M,
    )
    project_id = await officer.approve_project(name="电工（四级）技能培训", occupation="电工", subsidy_fen=SUBSIDY_FEN)
    admin, instructor = await _institution_people(client, officer, institution_id)
    return Stage(
        officials=officials,
        admin=admin,
        instructor=instructor,
        terminal=await a_terminal(client, clock, mover, officials, site_id),
        platform=platform,
        institution_id=institution_id,
        site_id=site_id,
        project_id=project_id,
    )


def _matched(document: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {"document": document, "kind": "unemployment_insurance", "since": _INSURED_SINCE, "place": AUTHORITY},
        {"document": document, "kind": "establishment", "since": _INSURED_SINCE, "holds": False},
    ]


def new_password() -> str:
    return secrets.token_urlsafe(12)


async def _institution_people(
    client: httpx.AsyncClient, officer: Officer, institution_id: UUID
) -> tuple[InstitutionAdmin, Instructor]:
    admin = InstitutionAdmin(client, login="school", password=new_password())
    await officer.create_admin(
        login=admin.login, password=admin.password, display_name="秦校长", institution_id=institution_id
    )
    await admin.sign_in()
    instructor = Instructor(client, login="teacher", password=new_password())
    await admin.create_instructor(
        login=instructor.login, password=instructor.password, display_name="陆老师", institution_id=institution_id
    )
    await instructor.sign_in()
    return admin, instructor


async def a_terminal(
    client: httpx.AsyncClient, clock: Clock, mover: ClockMover, officials: Officials, site_id: UUID
) -> Terminal:
    """At the site, entered by the officer and confirmed by the reviewer."""
    terminal = Terminal(client, clock, takes=mover.pass_time)
    entered = await officials.officer.approve_terminal(site_id=site_id, public_key=terminal.public_key, at=AT_SITE)
    await officials.reviewer.confirm_terminal(entered)
    await terminal.go_into_service(entered)
    return terminal
