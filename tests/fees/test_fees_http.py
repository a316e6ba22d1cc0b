"""Fees over HTTP: who records and reads them, what proof they need, and that nothing recorded is changed."""

from typing import Any

import httpx
import pytest

from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from tests.access.people import a_trainee, bearer
from tests.catalogue.registers import a_school
from tests.timetable.term import Term, a_trainee_row, an_application


@pytest.fixture
async def term(client: httpx.AsyncClient, resources: Resources) -> Term:
    school = await a_school(resources, client)
    application = an_application(school, fee_fen=200_000)
    answer = await client.post("/v1/classes", json=application, headers=bearer(resources, school.admin))
    assert answer.status_code == 201, answer.text
    return Term(client, resources, school, application["class_id"])


def paid(trainee_id: str, **changed: Any) -> dict[str, Any]:
    return {
        "entry_id": str(new_id()),
        "trainee_id": trainee_id,
        "move": "paid",
        "amount_fen": 50_000,
        "receipt_number": f"R{new_id()}",
        "moved_on": "2026-03-02",
    } | changed


async def somebody(term: Term) -> str:
    entered = await term.done(term.school.admin, "roster", {"trainees": [a_trainee_row()]})
    return str(entered["trainees"][0]["trainee_id"])


async def send(term: Term, body: dict[str, Any], by: Any = None) -> httpx.Response:
    headers = bearer(term.resources, by or term.school.admin)
    return await term.client.post(f"/v1/classes/{term.class_id}/fees", json=body, headers=headers)


async def test_a_payment_is_recorded_with_its_receipt_and_read_by_the_authority(term: Term) -> None:
    trainee_id = await somebody(term)
    body = paid(trainee_id, receipt_number="No.7")
    assert (await send(term, body)).status_code == 201
    found = (await term.get(term.school.officer, "/fees")).json()
    assert found["fee_fen"] == 200_000
    assert found["balances"] == [{"trainee_id": trainee_id, "paid_fen": 50_000}]
    (entry,) = found["entries"]
    assert (entry["receipt_number"], entry["recorded_by"]) == ("No.7", str(term.school.admin.subject_id))


async def test_a_correction_is_a_further_entry_and_the_first_is_kept(term: Term) -> None:
    trainee_id = await somebody(term)
    first = paid(trainee_id)
    await send(term, first)
    right = paid(trainee_id, amount_fen=30_000, corrects=first["entry_id"], reason="金额录错")
    assert (await send(term, right)).status_code == 201
    found = (await term.get(term.school.admin, "/fees")).json()
    assert [(each["amount_fen"], each["stands"]) for each in found["entries"]] == [(50_000, False), (30_000, True)]
    assert found["balances"][0]["paid_fen"] == 30_000
    again = await send(term, paid(trainee_id, corrects=first["entry_id"], reason="再改"))
    assert (again.status_code, "要更正的记录不存在" in again.text) == (422, True)


async def test_more_is_not_given_back_than_was_paid(term: Term) -> None:
    trainee_id = await somebody(term)
    refused = await send(term, paid(trainee_id, move="returned"))
    assert refused.status_code == 422
    assert "¥500.00" in refused.text


async def test_a_correction_says_why(term: Term) -> None:
    trainee_id = await somebody(term)
    refused = await send(term, paid(trainee_id, corrects=str(new_id())))
    assert (refused.status_code, "更正须写明原因" in refused.text) == (422, True)


async def test_nobody_pays_for_a_class_they_are_not_in(term: Term) -> None:
    assert (await send(term, paid(str(new_id())))).status_code == 404


async def test_another_institution_and_the_trainee_record_nothing(term: Term) -> None:
    trainee_id = await somebody(term)
    other = await a_school(term.resources, term.client)
    assert (await send(term, paid(trainee_id), other.admin)).status_code == 404
    assert (await send(term, paid(trainee_id), a_trainee())).status_code == 403
