"""Hours on weak evidence: the determination waits for a person, and what a person says about them ends that."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.eligibility.rules.recompute import check
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import an_officer, bearer
from tests.building.news import deliver_all
from tests.building.stored import StoredWorld, a_stored_world


async def completed(resources: Resources, *classes: str | None) -> StoredWorld:
    """A class whose trainee has passed, credited one session of four hours for each class of evidence."""
    world = await a_stored_world(resources, attended=0)
    for session, evidence_class in enumerate(classes):
        await world.attend(session, evidence_class=evidence_class)
    await world.assess(passed=True)
    await world.complete()
    await deliver_all(resources)
    return world


async def document_of(client: httpx.AsyncClient, world: StoredWorld) -> dict[str, Any]:
    answer = await client.get(
        "/v1/eligibility", params={"class": str(world.class_id)}, headers=bearer(world.resources, world.officer)
    )
    (found,) = answer.json()["determinations"]
    (checked,) = check(answer.content)
    assert checked.faults == ()
    return dict(found["document"])


def share_in(document: dict[str, Any]) -> dict[str, Any] | None:
    return next((each for each in document["criteria"] if each["criterion"] == "evidence_share"), None)


async def confirm(client: httpx.AsyncClient, world: StoredWorld, by: Any, **changes: Any) -> httpx.Response:
    body = {
        "request_id": str(new_id()),
        "kind": "visit",
        "session_ids": [str(each) for each in world.session_ids],
        "trainee_ids": [str(world.trainee_id)],
        "reason": "实地检查，当场核对花名册",
    }
    return await client.post(
        f"/v1/classes/{world.class_id}/credit-confirmations", json=body | changes, headers=bearer(world.resources, by)
    )


async def test_the_document_says_what_the_hours_rest_on(client: httpx.AsyncClient, resources: Resources) -> None:
    document = await document_of(client, await completed(resources, "A", "B", "C"))
    assert document["outcome"] == "eligible"
    assert document["evidence"]["hours"] == {"A": 4, "B": 4, "C": 4}
    assert document["evidence"]["sentence"]["en"] == "12 of 20: A 4, B 4, C 4"
    share = share_in(document)
    assert share is not None
    assert (share["outcome"], share["arithmetic"]) == ("note", "4/12 <= 2/5")


async def test_hours_from_before_classes_were_kept_are_judged_as_ever(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    document = await document_of(client, await completed(resources, None, None, None))
    assert (document["outcome"], share_in(document)) == ("eligible", None)


@pytest.mark.parametrize("kind", ["visit", "headcount", "decision"])
async def test_too_many_weak_hours_wait_for_a_person_and_end_with_what_the_person_says(
    client: httpx.AsyncClient, resources: Resources, kind: str
) -> None:
    world = await completed(resources, "B", "C", "D")
    waiting = await document_of(client, world)
    share = share_in(waiting)
    assert share is not None
    assert (waiting["outcome"], share["reason"]) == ("doubtful", "evidence_share_large")
    assert share["arithmetic"] == "8/12 > 2/5"
    # One session confirmed leaves four of twelve hours: not above the share any more.
    answer = await confirm(client, world, world.officer, kind=kind, session_ids=[str(world.session_ids[2])])
    assert (answer.status_code, answer.json()["confirmations"]) == (201, 1)
    await deliver_all(resources)
    settled = await document_of(client, world)
    assert settled["outcome"] == "eligible"
    assert settled["facts"]["sessions"][2]["evidence"] == {"classes": {"D": 4}, "confirmed_by": [kind]}


async def test_only_the_supervising_authority_confirms_and_only_for_its_class(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    world = await completed(resources, "D", "D", "D")
    assert (await confirm(client, world, world.admin)).status_code == 403
    assert (await confirm(client, world, world.holder)).status_code == 403
    assert (await confirm(client, world, an_officer("340000"))).status_code == 404
    for changes in ({"session_ids": [str(new_id())]}, {"trainee_ids": [str(UUID(int=7))]}):
        assert (await confirm(client, world, world.officer, **changes)).status_code == 422
    assert (await confirm(client, world, world.officer, kind="display")).status_code == 422
    assert (await document_of(client, world))["outcome"] == "doubtful"
