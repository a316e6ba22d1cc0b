"""A small world over HTTP: an authority, an institution, an open class, and people with phones in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import (
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
from tests.building.accounts import stated
from tests.building.honest import honest_facts
from tests.building.identities import a_credit_code, a_name, a_resident_id

AUTHORITY = "330600"
PASSWORD = "plum-rain-over-kuaiji"
SITE = {"longitude": 120.5821, "latitude": 29.9971}
SUBSIDY_FEN = 150_000
REGISTERED_OCCUPATIONS = "35"
"""Fujian tells occupations apart by its register (FJ-20)."""
TRAINED_FOR = {"34": "graduate_skills_programme", "37": "pre_job"}
"""Where vouchers are for other kinds of training than certificates: one of them (AH-02, SD-07)."""
ROSTER_AFTER_OPENING = "34"
"""Anhui enters people once the opening is approved (AH-12)."""


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
    instructor_id: UUID

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
    proven: bool = True,
    fee_fen: int = SUBSIDY_FEN,
    online: bool = False,
) -> World:
    """An open class beginning in an hour, with one trainee per voucher kind, vouchers in use, phones bound.

    Phones are shown at the authority's counter, unless not `proven`: bound by their invitations alone.
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
    project_id = await officer.approve_project(
        name="电工（四级）",
        occupation="电工",
        subsidy_fen=SUBSIDY_FEN,
        fee_fen=fee_fen,
        training_type=TRAINED_FOR.get(authority[:2], "certificate"),
        occupation_code=await _occupation(officer) if authority.startswith(REGISTERED_OCCUPATIONS) else None,
    )
    admin = InstitutionAdmin(client, login=f"admin-{tag}", password=PASSWORD)
    instructor = Instructor(client, login=f"teach-{tag}", password=PASSWORD)
    await officer.create_admin(login=admin.login, password=PASSWORD, display_name="教务", institution_id=institution_id)
    await admin.sign_in()
    await stated(resources, f"institution:{institution_id}")
    if authority.startswith(ROSTER_AFTER_OPENING):  # Where an institution's entry holds its telephone (AH-06).
        reached = {"contact_id": new_id(), "telephone": "0551-62810012", "place": "教学楼一楼", "hours": None}
        await admin.post("/v1/contacts", reached)
    teacher_id = await admin.create_instructor(
        login=instructor.login, password=PASSWORD, display_name="教员", institution_id=institution_id
    )
    await instructor.sign_in()
    terminal = await a_terminal(client, clock, officer, reviewer, site_id=site_id, at=_door(site or {}))
    delivery = {"delivery": "online"} if online else {}
    plan = [_a_session(number, clock.now(), site_id) | delivery for number in range(sessions)]
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
    await admin.assign_instructors(class_id, [teacher_id])
    world = World(
        client,
        officer,
        reviewer,
        admin,
        instructor,
        terminal,
        institution_id,
        site_id,
        project_id,
        class_id,
        plan,
        [],
        teacher_id,
    )
    for kind in kinds:
        world.trainees.append(Trainee(a_name(), a_resident_id(), kind, Phone(client, clock)))
    await _open(world, is_roster_first=not authority.startswith(ROSTER_AFTER_OPENING))
    await _enter(world, authority)
    if proven:
        for each in world.trainees:
            await show_at_the_counter(world.officer, world.class_id, each)
    return world


def _door(site: dict[str, Any]) -> dict[str, Any]:
    """Where its devices stand: at the site's point."""
    return at_the_site(**{name: site[name] for name in ("longitude", "latitude", "datum") if name in site})


async def a_terminal(
    client: httpx.AsyncClient,
    clock: Any,
    officer: Officer,
    reviewer: Reviewer,
    *,
    site_id: UUID,
    at: dict[str, Any] | None = None,
    confirmed: bool = True,
) -> Terminal:
    """A device at a site, entered by one person of the authority and confirmed by another."""

    async def takes(seconds: float) -> None:
        clock.advance(seconds=seconds)

    terminal = Terminal(client, clock, takes=takes)
    terminal_id = await officer.approve_terminal(site_id=site_id, public_key=terminal.public_key, at=at)
    if confirmed:
        await reviewer.confirm_terminal(terminal_id)
    await terminal.go_into_service(terminal_id)
    return terminal


async def _occupation(officer: Officer) -> str:
    """The code of an occupation of knowledge, entered in the officer's register."""
    code = f"test-{new_id().hex[-8:]}"
    row = {"occupation_code": code, "name": "电工", "level": "", "kind": "knowledge"}
    await officer.post("/v1/occupations", {"request_id": new_id(), "document": "职业目录", "rows": [row]})
    return code


async def _open(world: World, *, is_roster_first: bool) -> None:
    """The opening after roster and briefing, or the roster after the opening, as the place wants it."""
    await world.admin.record_briefing(world.class_id)
    if not is_roster_first:
        await world.officer.decide_opening(world.class_id)
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
    if is_roster_first:
        await world.officer.decide_opening(world.class_id)


async def _enter(world: World, authority: str) -> None:
    await match(world.officer, [each.document for each in world.trainees], place=authority)
    vouchers = {UUID(each["trainee_id"]): each for each in await world.officer.issue_vouchers(world.class_id)}
    for each in world.trainees:
        issued = vouchers[each.trainee_id]
        each.voucher_code, each.invitation = issued["voucher_code"], issued["invitation"]
        await each.phone.bind(each.invitation)
        await each.phone.consent("location")
        await world.admin.activate_voucher(world.class_id, each.voucher_code)


async def show_at_the_counter(officer: Officer, class_id: UUID, trainee: Trainee) -> None:
    """The person came with the document they are registered with, and with their phone."""
    body = {
        "request_id": new_id(),
        "trainee_id": trainee.trainee_id,
        "kind": "counter",
        "document": trainee.document,
        "reason": "本人持身份证到窗口，手机在本人手中",
    }
    await officer.post(f"/v1/classes/{class_id}/device-proofs", body)


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


async def match(officer: Officer, documents: Sequence[Any], *, place: str) -> None:
    """Data matching under which these people meet every condition."""
    facts = [{"document": document, **fact} for document in documents for fact in honest_facts(place)]
    for start in range(0, len(facts), 500):
        batch = {"batch_id": new_id(), "source": "社保比对", "facts": facts[start : start + 500]}
        await officer.post("/v1/person-facts", batch)


async def approve(world: World, proposal_id: object) -> dict[str, Any]:
    """The second person of the authority says yes; what came of it."""
    ruled = await world.reviewer.post(f"/v1/proposals/{proposal_id}/ruling", {"request_id": new_id(), "approved": True})
    return dict(ruled["outcome"])
