"""The authority's desk for faces: changes that it approves, and one face under two names."""

from base64 import b64encode
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from checkin_service.access.model import Role
from checkin_service.access.service import create_authority_staff
from checkin_service.access.tables import audit_entry
from checkin_service.catalogue.service import register_authority
from checkin_service.client import Officer, Refused, Reviewer, face
from checkin_service.identity.tables import face_reference
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.building import faces_material
from tests.building.world import PASSWORD, Trainee, World, a_world, at_the_site
from tests.conftest import StoppedClock
from tests.tools.reading import reading

SEEDS = count(9000)


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    """Two faces among four people: the first three were enrolled by Eileen Collins, the last by Grace Hopper."""
    made = await a_world(resources, client, session_clock, kinds=("targeted",) * 5)
    for number, trainee in enumerate(made.trainees[:4]):
        await trainee.phone.consent("face")
        portrait = faces_material.hopper if number == 3 else faces_material.collins
        await trainee.phone.enrol_face([portrait(next(SEEDS)) for _ in range(3)])
    return made


@pytest.fixture
def in_class(world: World, clock: StoppedClock) -> World:
    clock.move_to(world.starts_at())
    return world


@pytest.fixture
async def elsewhere(resources: Resources, client: httpx.AsyncClient) -> tuple[Officer, Reviewer]:
    """The officer and the reviewer of another authority."""
    await register_authority(resources, authority_code="330700", name="另一人社局")
    officials = (
        Officer(client, login=f"o-{new_id()}", password=PASSWORD),
        Reviewer(client, login=f"r-{new_id()}", password=PASSWORD),
    )
    for official, role in zip(officials, (Role.OFFICER, Role.REVIEWER), strict=True):
        await create_authority_staff(
            resources,
            authority_code="330700",
            login=official.login,
            password=PASSWORD,
            role=role,
            display_name="测试",
        )
        await official.sign_in()
    return officials


def a_change(world: World, photo: bytes | None = None) -> dict[str, Any]:
    photos = [b64encode(photo or faces_material.hopper(next(SEEDS))).decode()]
    return {"change_id": new_id(), "class_id": world.class_id, "reason": "面部有变化，多次不通过", "photos": photos}


async def waiting(reviewer: Reviewer) -> dict[str, str]:
    """Whose changes wait for the authority; those of other tests among them."""
    return {each["change_id"]: each["trainee_name"] for each in await reviewer.all_of("/v1/face-changes", "changes")}


def a_decision(trainee: Trainee, *, approved: bool = True) -> dict[str, Any]:
    return {
        "request_id": new_id(),
        "trainee_id": trainee.trainee_id,
        "approved": approved,
        "reason": "已到窗口核验身份证原件",
    }


async def result_of(world: World, trainee: Trainee, photo: bytes) -> str:
    answer = await trainee.phone.check_in(world.session(), at=at_the_site(), proof=face(photo))
    return str(next(each for each in answer["findings"] if each["check"] == "person")["reason"])


async def audited(resources: Resources, action: str, object_id: object) -> list[Any]:
    return await resources.database.read(
        reading(
            select(audit_entry.c.subject, audit_entry.c.detail).where(
                audit_entry.c.action == action, audit_entry.c.object_id == str(object_id)
            )
        )
    )


async def origins_of(resources: Resources, trainee_id: UUID) -> list[str]:
    """Where each reference of a person came from, the oldest first."""
    asked = select(face_reference.c.ordinal, face_reference.c.origin).where(face_reference.c.trainee_id == trainee_id)
    rows = await resources.database.read(reading(asked.order_by(face_reference.c.ordinal)))
    return [row.origin for row in rows]


async def test_another_face_counts_only_once_an_authority_has_approved_it(
    in_class: World, resources: Resources
) -> None:
    trainee, change = in_class.trainees[0], a_change(in_class)
    await trainee.phone.post("/v1/face-changes", change)
    assert await result_of(in_class, trainee, faces_material.collins(next(SEEDS))) == "face_match"
    assert (await waiting(in_class.reviewer))[str(change["change_id"])] == trainee.name
    path = f"/v1/face-changes/{change['change_id']}/decision"
    decision = a_decision(trainee)
    first = await in_class.reviewer.post(path, decision)
    assert await in_class.reviewer.post(path, decision) == first
    assert await result_of(in_class, trainee, faces_material.hopper(next(SEEDS))) == "face_match"
    assert str(change["change_id"]) not in await waiting(in_class.reviewer)
    assert await audited(resources, "identity:face:enrol", change["change_id"])
    assert await audited(resources, "identity:face-change:decide", change["change_id"])
    with pytest.raises(Refused) as again:
        await in_class.reviewer.post(path, a_decision(trainee, approved=False))
    assert again.value.status == 404
    origins = await origins_of(resources, trainee.trainee_id)
    assert (origins[0], origins[-1]) == ("enrolment", "change")


async def test_a_refused_change_changes_nothing_and_leaves_no_vector(in_class: World) -> None:
    trainee, change = in_class.trainees[1], a_change(in_class)
    await trainee.phone.post("/v1/face-changes", change)
    with pytest.raises(Refused) as twice:
        await trainee.phone.post("/v1/face-changes", a_change(in_class))
    assert twice.value.status == 409
    path = f"/v1/face-changes/{change['change_id']}/decision"
    await in_class.reviewer.post(path, a_decision(trainee, approved=False))
    assert await result_of(in_class, trainee, faces_material.collins(next(SEEDS))) == "face_match"


async def test_nobody_but_the_supervising_authority_decides(
    in_class: World, elsewhere: tuple[Officer, Reviewer]
) -> None:
    trainee, change = in_class.trainees[1], a_change(in_class)
    await trainee.phone.post("/v1/face-changes", change)
    path = f"/v1/face-changes/{change['change_id']}/decision"
    for actor in (in_class.admin, in_class.officer, trainee.phone):
        with pytest.raises(Refused) as refused:
            await actor.post(path, a_decision(trainee))
        assert refused.value.status == 403
    _, reviewer_elsewhere = elsewhere
    assert str(change["change_id"]) not in await waiting(reviewer_elsewhere)
    with pytest.raises(Refused) as foreign:
        await reviewer_elsewhere.post(path, a_decision(trainee))
    assert foreign.value.status == 404
    await in_class.reviewer.post(path, a_decision(trainee, approved=False))


async def test_a_change_is_asked_for_in_a_class_of_ones_own_and_after_an_enrolment(
    in_class: World, resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    other = await a_world(resources, client, clock)
    with pytest.raises(Refused) as foreign:
        await in_class.trainees[2].phone.post("/v1/face-changes", a_change(other))
    assert foreign.value.status == 404
    never_enrolled = in_class.trainees[4]
    await never_enrolled.phone.consent("face")
    with pytest.raises(Refused) as nothing:
        await never_enrolled.phone.post("/v1/face-changes", a_change(in_class))
    assert nothing.value.status == 409


async def test_withdrawing_the_consent_ends_a_waiting_change(in_class: World) -> None:
    trainee, change = in_class.trainees[2], a_change(in_class)
    await trainee.phone.post("/v1/face-changes", change)
    withdrawal = {"request_id": new_id(), "purpose": "face", "given": False, "text_version": "2026-01"}
    await trainee.phone.post("/v1/consents", withdrawal)
    with pytest.raises(Refused) as gone:
        await in_class.reviewer.post(f"/v1/face-changes/{change['change_id']}/decision", a_decision(trainee))
    assert gone.value.status == 404
    # Who consents again comes back the same way: by a change that the authority approves.
    await trainee.phone.consent("face")
    back = a_change(in_class, faces_material.collins(next(SEEDS)))
    await trainee.phone.post("/v1/face-changes", back)
    await in_class.reviewer.post(f"/v1/face-changes/{back['change_id']}/decision", a_decision(trainee))
    assert await result_of(in_class, trainee, faces_material.collins(next(SEEDS))) == "face_match"


def a_search(institution_id: UUID) -> dict[str, Any]:
    return {"search_id": new_id(), "institution_id": institution_id, "reason": "举报冒名参训"}


async def test_one_face_under_two_names_is_found_by_a_deliberate_search_only(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    world = await a_world(resources, client, clock, kinds=("targeted",) * 4)
    for number, trainee in enumerate(world.trainees[:3]):
        await trainee.phone.consent("face")
        portrait = faces_material.hopper if number == 2 else faces_material.collins
        await trainee.phone.enrol_face([portrait(next(SEEDS)) for _ in range(3)])
    search = a_search(world.institution_id)
    found = await world.officer.post("/v1/face-searches", search)
    assert (found["people"], found["comparisons"], found["left_out"]) == (3, 3, 1)
    (pair,) = found["pairs"]
    assert {pair["trainee_id"], pair["other_trainee_id"]} == {str(each.trainee_id) for each in world.trainees[:2]}
    assert await world.officer.post("/v1/face-searches", search) == found
    (entry,) = await audited(resources, "checkin:face-search:run", world.institution_id)
    assert entry.detail == {"reason": "举报冒名参训", "people": 3, "pairs": 1}


async def test_the_same_face_at_two_institutions_is_joined_by_no_search(
    resources: Resources, client: httpx.AsyncClient, clock: StoppedClock
) -> None:
    worlds = [await a_world(resources, client, clock, kinds=("targeted",) * 2) for _ in range(2)]
    assert worlds[0].institution_id != worlds[1].institution_id
    for world in worlds:
        trainee = world.trainees[0]
        await trainee.phone.consent("face")
        await trainee.phone.enrol_face([faces_material.collins(next(SEEDS)) for _ in range(3)])
    for world in worlds:
        found = await world.officer.post("/v1/face-searches", a_search(world.institution_id))
        assert (found["people"], found["comparisons"], found["pairs"]) == (1, 0, [])


async def test_a_search_needs_the_supervising_officer_and_a_reason(
    in_class: World, elsewhere: tuple[Officer, Reviewer]
) -> None:
    for actor in (in_class.admin, in_class.instructor, in_class.reviewer, in_class.trainees[0].phone):
        with pytest.raises(Refused) as refused:
            await actor.post("/v1/face-searches", a_search(in_class.institution_id))
        assert refused.value.status == 403
    with pytest.raises(Refused) as foreign:
        await elsewhere[0].post("/v1/face-searches", a_search(in_class.institution_id))
    assert foreign.value.status == 404
    with pytest.raises(Refused) as no_reason:
        await in_class.officer.post("/v1/face-searches", {**a_search(in_class.institution_id), "reason": " "})
    assert no_reason.value.status == 422
