"""Activation as a step of its own (SX-12 to SX-14): within three months, without a class; used within six."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx

from checkin_service.access.model import Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee, bearer
from tests.catalogue.registers import a_school
from tests.timetable.term import Term, a_term, a_trainee_row, sessions


async def a_holder(term: Term) -> tuple[Subject, dict[str, Any]]:
    """Somebody who has been given a voucher, and the voucher."""
    person = a_trainee_row()
    (trainee_id,) = await term.enter(person)
    (voucher,) = [each for each in await term.issue() if each["trainee_id"] == trainee_id]
    return replace(a_trainee(), subject_id=UUID(trainee_id)), voucher | {"person": person}


async def activated(term: Term, holder: Subject, voucher: dict[str, Any]) -> httpx.Response:
    path = f"/v1/me/vouchers/{voucher['voucher_id']}/activation"
    return await term.client.post(path, json={}, headers=bearer(term.resources, holder))


async def test_a_class_that_opens_later_uses_a_voucher_activated_in_time(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    first = await a_term(resources, client)
    await first.open()
    holder, voucher = await a_holder(first)
    assert (await activated(first, holder, voucher)).json()["state"] == "activated"
    assert (await activated(first, holder, voucher)).json()["reason"] == "activation_not_separate"
    clock.move_to(datetime(2026, 7, 20, 1, tzinfo=UTC))  # The fifth month of a voucher of 2 March.
    later = datetime(2026, 7, 27, 1, tzinfo=UTC)
    second = await a_term(resources, client, first.school, sessions=sessions(first.school.site_id, starts_at=later))
    await second.open()
    await second.enter(voucher["person"] | {"trainee_id": str(new_id())})
    assert (await second.activate(voucher["voucher_code"]))["voucher_id"] == voucher["voucher_id"]


async def test_a_voucher_nobody_activated_in_three_months_is_dead(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    term = await a_term(resources, client)
    await term.open()
    holder, voucher = await a_holder(term)
    clock.move_to(datetime(2026, 7, 20, 1, tzinfo=UTC))
    refused = await activated(term, holder, voucher)
    assert (refused.status_code, refused.json()["reason"]) == (422, "voucher_expired")


async def test_an_activated_voucher_that_nobody_uses_expires(
    resources: Resources, client: httpx.AsyncClient, clock: Any
) -> None:
    term = await a_term(resources, client)
    await term.open()
    holder, voucher = await a_holder(term)
    assert (await activated(term, holder, voucher)).status_code == 201
    clock.move_to(datetime(2026, 9, 10, 1, tzinfo=UTC))
    (own,) = (await client.get("/v1/me/vouchers", headers=bearer(resources, holder))).json()["vouchers"]
    assert (own["state"], own["may_activate"]) == ("expired", False)


async def test_the_desk_activates_what_is_shown_to_it_and_a_second_voucher_of_the_year_is_over_the_quota(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    """SX-15: the activation counts in the year it happens."""
    term = await a_term(resources, client)
    await term.open()
    holder, voucher = await a_holder(term)
    desk = bearer(resources, term.school.admin)
    shown = await client.post("/v1/vouchers/activations", json={"voucher_code": voucher["voucher_code"]}, headers=desk)
    assert (shown.status_code, shown.json()["state"]) == (201, "activated")
    general = await a_term(resources, client, term.school)
    await general.open()
    again = voucher["person"] | {"trainee_id": str(new_id()), "voucher_kind": "general"}
    await general.enter(again)
    (second,) = await general.issue()
    refused = await activated(general, holder, second)
    assert (refused.status_code, refused.json()["reason"]) == (422, "voucher_quota_reached")


async def test_where_activation_is_no_step_of_its_own_it_is_refused(
    resources: Resources, client: httpx.AsyncClient
) -> None:
    school = await a_school(resources, client, "340100", training_type="graduate_skills_programme")
    term = await a_term(resources, client, school, fee_fen=600_000)
    await term.open()
    holder, voucher = await a_holder(term)
    refused = await activated(term, holder, voucher)
    assert (refused.status_code, refused.json()["reason"]) == (422, "activation_not_separate")
