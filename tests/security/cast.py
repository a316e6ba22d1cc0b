"""Everybody who may ask: one of each role here, and one of each elsewhere."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer, Phone, Reviewer
from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building.world import PASSWORD, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.eligibility.denial import a_denial
from tests.platform.admission import admitted
from tests.security.attendance_requests import a_leave, an_appeal
from tests.security.well_formed import Scene

ELSEWHERE = "330700"


@dataclass
class Cast:
    """A class, the people of another institution under the same authority, and another authority's."""

    scene: Scene
    roles: dict[str, Actor]

    @property
    def secrets(self) -> set[str]:
        """What the answers to others must not contain; the authority's projects are known to its institutions."""
        world = self.scene.world
        ids = {world.class_id, world.institution_id, world.site_id, self.scene.attempt_id}
        ids |= {session["session_id"] for session in world.sessions}
        ids |= {trainee.trainee_id for trainee in world.trainees}
        people = [text for each in world.trainees for text in (each.name, each.voucher_code, each.document["number"])]
        return {*map(str, ids), *people, world.admin.login, world.instructor.login}


async def the_cast(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> Cast:
    here = await a_world(resources, client, session_clock, kinds=("targeted", "targeted"))
    neighbour = await a_world(resources, client, session_clock)
    officer, reviewer = await _authority_elsewhere(resources, client)
    before, phone = session_clock.now(), here.trainees[0].phone
    # Of another session than the one checked in to: an accepted attempt would end the doubt.
    session_clock.move_to(here.starts_at(1) - timedelta(minutes=5))
    doubtful = await phone.check_in(here.session(1), at=at_the_site(), proof=phone.pin_code("000000"))
    session_clock.move_to(here.starts_at() + timedelta(hours=4))
    appeal = await phone.post("/v1/appeals", an_appeal(here))
    leave = await phone.post("/v1/leaves", a_leave(here))
    session_clock.move_to(before)
    determination_id = await a_denial(resources, here.class_id, here.trainees[0].trainee_id, here.institution_id)
    appealed = await a_denial(resources, here.class_id, here.trainees[1].trainee_id, here.institution_id)
    denial = {"appeal_id": str(new_id()), "determination_id": str(appealed), "reason": "考核成绩登记有误"}
    await here.trainees[1].phone.send("POST", "/v1/eligibility-appeals", content=json.dumps(denial).encode())
    return Cast(
        Scene(
            here,
            doubtful["attempt_id"],
            appeal["appeal_id"],
            determination_id,
            UUID(denial["appeal_id"]),
            UUID(leave["leave_id"]),
        ),
        {
            "nobody": Phone(client, session_clock),
            "trainee": here.trainees[0].phone,
            "other_trainee": neighbour.trainees[0].phone,
            "terminal": here.terminal,
            "other_terminal": neighbour.terminal,
            "admin": here.admin,
            "other_admin": neighbour.admin,
            "instructor": here.instructor,
            "other_instructor": neighbour.instructor,
            "officer": here.officer,
            "other_officer": officer,
            "reviewer": here.reviewer,
            "other_reviewer": reviewer,
            "platform": await admitted(here.officer, here.reviewer, client),
            "other_platform": await admitted(officer, reviewer, client),
        },
    )


async def _authority_elsewhere(resources: Resources, client: httpx.AsyncClient) -> tuple[Officer, Reviewer]:
    tag = new_id().hex[-8:]
    await register_authority(resources, authority_code=ELSEWHERE, name="另一人社局")
    officer = Officer(client, login=f"officer-there-{tag}", password=PASSWORD)
    reviewer = Reviewer(client, login=f"reviewer-there-{tag}", password=PASSWORD)
    for actor, role in ((officer, Role.OFFICER), (reviewer, Role.REVIEWER)):
        await create_authority_staff(
            resources, authority_code=ELSEWHERE, login=actor.login, password=PASSWORD, role=role, display_name="测试"
        )
        await actor.sign_in()
    return officer, reviewer
