"""MP-13 over HTTP: a voucher deducted from afar by the e-card, where lessons are online and the rules know this way."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.access.model import Subject
from checkin_service.client import ECardPlatform
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee, bearer
from tests.catalogue.registers import a_school
from tests.timetable.term import Term, a_term, a_trainee_row, sessions


async def a_class(resources: Resources, client: httpx.AsyncClient, *, online: bool) -> Term:
    school = await a_school(resources, client)
    plan = [each | ({"delivery": "online"} if online else {}) for each in sessions(school.site_id)]
    term = await a_term(resources, client, school, sessions=plan)
    await term.open()
    return term


async def a_holder(term: Term) -> tuple[Subject, dict[str, Any], dict[str, str]]:
    row = a_trainee_row()
    (trainee_id,) = await term.enter(row)
    (voucher,) = [each for each in await term.issue() if each["trainee_id"] == trainee_id]
    return replace(a_trainee(), subject_id=UUID(trainee_id)), voucher, row["document"]


@pytest.fixture
def platform(e_card_platform: ECardPlatform) -> ECardPlatform:
    return e_card_platform


async def deducted(
    term: Term, holder: Subject, voucher: dict[str, Any], assertion: str, request_id: str = ""
) -> httpx.Response:
    body = {"request_id": request_id or str(new_id()), "class_id": term.class_id, "assertion": assertion}
    path = f"/v1/me/vouchers/{voucher['voucher_id']}/deduction"
    return await term.client.post(path, json=body, headers=bearer(term.resources, holder))


def stated(platform: ECardPlatform, term: Term, voucher: dict[str, Any], document: dict[str, str]) -> str:
    voucher_id, class_id = UUID(voucher["voucher_id"]), UUID(term.class_id)
    now = term.resources.clock.now()
    return platform.deduction(voucher_id=voucher_id, class_id=class_id, document=document, at=now)


async def test_whoever_the_e_card_has_checked_uses_the_voucher_online_and_the_institution_reads_of_it(
    resources: Resources, client: httpx.AsyncClient, platform: ECardPlatform
) -> None:
    term = await a_class(resources, client, online=True)
    holder, voucher, document = await a_holder(term)
    statement, request_id = stated(platform, term, voucher, document), str(new_id())
    first = await deducted(term, holder, voucher, statement, request_id)
    assert (first.status_code, first.json()["voucher_id"]) == (201, voucher["voucher_id"])
    assert (await deducted(term, holder, voucher, statement, request_id)).content == first.content
    again = await deducted(term, holder, voucher, stated(platform, term, voucher, document))
    assert again.status_code == 409
    headers = bearer(resources, term.school.admin)
    seen = (await client.get("/v1/verifications", headers=headers)).json()["verifications"]
    assert sorted((each["way"], each["purpose"], each["is_valid"]) for each in seen) == [
        ("e_card", "activate", False),
        ("e_card", "activate", True),
    ]


async def test_a_statement_about_another_voucher_or_person_or_a_forged_one_uses_nothing(
    resources: Resources, client: httpx.AsyncClient, platform: ECardPlatform
) -> None:
    term = await a_class(resources, client, online=True)
    holder, voucher, document = await a_holder(term)
    _, theirs, other = await a_holder(term)
    cases = {
        "other_voucher_id": stated(platform, term, theirs, document),
        "other_person": stated(platform, term, voucher, other),
        "bad_signature": stated(ECardPlatform(platform.name), term, voucher, document),
        "other_purpose": str(platform.claim(document=document, at=resources.clock.now())["assertion"]),
    }
    for reason, assertion in cases.items():
        refused = await deducted(term, holder, voucher, assertion)
        assert (refused.status_code, refused.json()["reason"]) == (422, reason)
    (own,) = (await client.get("/v1/me/vouchers", headers=bearer(resources, holder))).json()["vouchers"]
    assert own["state"] == "issued"


async def test_where_nothing_is_taught_online_the_voucher_is_shown_at_the_desk(
    resources: Resources, client: httpx.AsyncClient, platform: ECardPlatform
) -> None:
    term = await a_class(resources, client, online=False)
    holder, voucher, document = await a_holder(term)
    refused = await deducted(term, holder, voucher, stated(platform, term, voucher, document))
    assert (refused.status_code, refused.json()["clause"]) == (422, "MP-12")


async def test_somebody_elses_voucher_or_class_does_not_exist(
    resources: Resources, client: httpx.AsyncClient, platform: ECardPlatform
) -> None:
    term, elsewhere = await a_class(resources, client, online=True), await a_class(resources, client, online=True)
    holder, voucher, document = await a_holder(term)
    stranger, _, _ = await a_holder(elsewhere)
    assert (await deducted(term, stranger, voucher, stated(platform, term, voucher, document))).status_code == 404
    other_class = stated(platform, elsewhere, voucher, document)
    assert (await deducted(elsewhere, holder, voucher, other_class)).status_code == 404
