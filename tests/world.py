"""A small world over HTTP: an authority, an institution, an open class, and people with phones in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from stdnum.cn import ric, uscc

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.demo.actors import (
    InstitutionAdmin,
    Instructor,
    Officer,
    Phone,
    Reviewer,
    Terminal,
    position,
)
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources

AUTHORITY = "330600"
PASSWORD = "plum-rain-over-kuaiji"
SITE = {"longitude": 120.5821, "latitude": 29.9971}
SUBSIDY_FEN = 150_000

_numbers = iter(range(1, 10**6))


def a_resident_id(number: int | None = None) -> dict[str, str]:
    """An invented resident identity card with a valid check digit, of a district code that exists."""
    serial = next(_numbers) if number is None else number
    born = datetime(1980, 1, 1, tzinfo=UTC) + timedelta(days=serial // 900)
    body = f"330602{born:%Y%m%d}{serial % 900 + 100:03d}"
    return {"kind": "resident_id", "number": body + ric.calc_check_digit(body + "0")}


def a_name() -> str:
    digits = str(next(_numbers)).translate(str.maketrans("0123456789", "零一二三四五六七八九"))
    return f"学员{digits}"


def a_credit_code() -> str:
    body = f"91330600MA{next(_numbers):07d}"
    return body + uscc.calc_check_digit(body)


@dataclass
class Trainee:
    name: str
    document: dict[str, str]
    voucher_kind: str
    phone: Phone
    trainee_id: UUID = field(default_factory=new_id)
    voucher_code: str = ""
    invitation: str = ""


@dataclass
class World:
    """Everybody in one open class."""

    client: httpx.AsyncClient
    officer: Officer
    reviewer: Reviewer
    admin: InstitutionAdmin
    instructor: Instructor
    terminal: Terminal
    institution_id: UUID
    site_id: UUID
    project_id: UUID
    class_id: UUID
    sessions: list[dict[str, Any]]
    trainees: list[Trainee]

    def session(self, number: int = 0) -> UUID:
        return UUID(str(self.sessions[number]["session_id"]))

    def starts_at(self, number: int = 0) -> datetime:
        moment: datetime = self.sessions[number]["starts_at"]
        return moment


def at_the_site(**changes: Any) -> dict[str, Any]:
    return position(**{**SITE, **changes})


async def a_world(
    resources: Resources,
    client: httpx.AsyncClient,
    clock: Any,
    *,
    kinds: tuple[str, ...] = ("targeted",),
    sessions: int = 5,
    authority: str = AUTHORITY,
    proofs: tuple[str, ...] | None = None,
    moving_fence: bool = False,
    site: dict[str, Any] | None = None,
    learning_hours: int = 0,
) -> World:
    """An open class beginning in an hour, with one trainee per voucher kind, vouchers in use, phones bound.

    With `learning_hours` a last session is self-paced, from the beginning of the class for thirty days.
    """
    tag = new_id().hex[-10:]
    await register_authority(resources, authority_code=authority, name="测试人社局")
    officer = Officer(client, login=f"officer-{tag}", password=PASSWORD)
    reviewer = Reviewer(client, login=f"reviewer-{tag}", password=PASSWORD)
    for actor, role in ((officer, Role.OFFICER), (reviewer, Role.REVIEWER)):
        await create_authority_staff(
            resources, authority_code=authority, login=actor.login, password=PASSWORD, role=role, display_name="测试"
        )
        await actor.sign_in()
    institution_id = await officer.approve_institution(name=f"测试培训学校{tag}", credit_code=a_credit_code())
    place: dict[str, Any] = {"datum": "wgs84", "radius_m": 200, **SITE, **(site or {})}
    site_id = await officer.approve_site(institution_id=institution_id, name="主校区", address="测试路1号", **place)
    project_id = await officer.approve_project(name="电工（四级）", occupation="电工", subsidy_fen=SUBSIDY_FEN)
    admin = InstitutionAdmin(client, login=f"admin-{tag}", password=PASSWORD)
    instructor = Instructor(client, login=f"teach-{tag}", password=PASSWORD)
    await officer.create_admin(login=admin.login, password=PASSWORD, display_name="教务", institution_id=institution_id)
    await admin.sign_in()
    await admin.create_instructor(
        login=instructor.login, password=PASSWORD, display_name="教员", institution_id=institution_id
    )
    await instructor.sign_in()
    terminal = Terminal(client, clock)
    await terminal.go_into_service(await officer.approve_terminal(site_id=site_id, public_key=terminal.public_key))
    plan = [_a_session(number, clock.now(), site_id) for number in range(sessions)]
    if learning_hours:
        plan.append(_a_self_paced_session(sessions, clock.now(), site_id, learning_hours))
    class_id = await admin.apply_for_class(
        name=f"电工{tag}班",
        project_id=project_id,
        teaching_plan="安全用电、线路安装、考核",
        sessions=plan,
        proofs=proofs,
        moving_fence=moving_fence,
    )
    await officer.decide_opening(class_id)
    world = World(
        client, officer, reviewer, admin, instructor, terminal, institution_id, site_id, project_id, class_id, plan, []
    )
    for kind in kinds:
        world.trainees.append(Trainee(a_name(), a_resident_id(), kind, Phone(client, clock)))
    await _enter(world)
    return world


async def _enter(world: World) -> None:
    await world.admin.submit_roster(
        world.class_id,
        [
            {
                "trainee_id": each.trainee_id,
                "name": each.name,
                "document": each.document,
                "voucher_kind": each.voucher_kind,
            }
            for each in world.trainees
        ],
    )
    vouchers = {UUID(each["trainee_id"]): each for each in await world.officer.issue_vouchers(world.class_id)}
    for each in world.trainees:
        issued = vouchers[each.trainee_id]
        each.voucher_code, each.invitation = issued["voucher_code"], issued["invitation"]
        await each.phone.bind(each.invitation)
        await each.phone.consent("location")
        await world.admin.activate_voucher(world.class_id, each.voucher_code)


def _a_session(number: int, now: datetime, site_id: UUID) -> dict[str, Any]:
    starts_at = now + timedelta(hours=1, days=number)
    return {
        "session_id": new_id(),
        "ordinal": number + 1,
        "site_id": site_id,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "class_hours": 4,
    }


def _a_self_paced_session(number: int, now: datetime, site_id: UUID, class_hours: int) -> dict[str, Any]:
    session = _a_session(number, now, site_id)
    period = {"starts_at": now, "ends_at": now + timedelta(days=30)}
    return session | period | {"class_hours": class_hours, "delivery": "self_paced", "part": "theory"}
