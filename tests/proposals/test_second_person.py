"""A second person is another person: an account that comes from the first one's hands says no second word."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest

from checkin_service.access import accounts
from checkin_service.access.account import StaffAccount
from checkin_service.access.model import Role, Subject
from checkin_service.access.schemas import Invitation, PasswordByLink
from checkin_service.catalogue.service import register_authority
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.proposals.rules import refusal_of_origins
from tests.access.people import bearer
from tests.building.policies import with_values

AUTHORITY = "330683"


class Office:
    """An authority whose first accounts the operator opened on the server."""

    def __init__(self, client: httpx.AsyncClient, resources: Resources) -> None:
        self.client, self.resources = client, resources

    async def founder(self) -> Subject:
        await register_authority(self.resources, authority_code=AUTHORITY, name="嵊州市人社局")
        account = StaffAccount(
            staff_id=new_id(),
            login=f"first-{new_id().hex[-10:]}",
            password_hash="",
            display_name="沈经办",
            role=Role.OFFICER,
            authority_code=AUTHORITY,
            institution_id=None,
            created_at=self.resources.clock.now(),
        )
        return await self._begun(await accounts.begin(self.resources, account.subject, account))

    async def invited_by(self, inviter: Subject) -> Subject:
        body = Invitation(staff_id=new_id(), login=f"next-{new_id().hex[-10:]}", display_name="同事", role=Role.OFFICER)
        return await self._begun(await accounts.invite(self.resources, inviter, body))

    async def reset(self, by: Subject, whom: Subject) -> None:
        await self._begun(await accounts.reset(self.resources, by, whom.subject_id, request_id=new_id()))

    async def _begun(self, invited: accounts.Invited) -> Subject:
        body = PasswordByLink.model_validate({"link": invited.link, "password": "plum-rain-over-kuaiji"})
        await accounts.set_password(self.resources, body)
        return invited.account.subject

    async def post(self, by: Subject, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self.client.post(path, json=body, headers=bearer(self.resources, by))

    async def frozen(self, by: Subject) -> str:
        body = {"request_id": str(new_id()), "object": f"institution:{new_id()}", "reason": "举报核查"}
        answer = await self.post(by, "/v1/payment-freezes", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["freeze_id"])

    async def lift(self, by: Subject, freeze_id: str) -> httpx.Response:
        return await self.post(by, f"/v1/payment-freezes/{freeze_id}/lift", {"reason": "查无实据"})


@pytest.fixture
def office(client: httpx.AsyncClient, resources: Resources) -> Office:
    return Office(client, resources)


async def test_two_accounts_of_the_operator_are_two_people(office: Office) -> None:
    one, other = await office.founder(), await office.founder()
    assert (await office.lift(other, await office.frozen(one))).status_code == 204


async def test_whoever_froze_does_not_lift_and_is_told_so_like_everywhere(office: Office) -> None:
    one = await office.founder()
    refused = await office.lift(one, await office.frozen(one))
    assert (refused.status_code, refused.json()["reason"]) == (422, "second_person_needed")


async def test_an_account_invited_by_the_first_person_is_no_second_one_and_neither_is_the_inviter(
    office: Office,
) -> None:
    one = await office.founder()
    own = await office.invited_by(one)
    for first, second in ((one, own), (own, one)):
        refused = await office.lift(second, await office.frozen(first))
        assert (refused.status_code, refused.json()["reason"]) == (422, "second_person_not_independent")
        assert "checkin-service staff invite" in refused.text


async def test_two_accounts_of_one_inviter_are_no_two_people_however_far_back(office: Office) -> None:
    one, other = await office.founder(), await office.founder()
    near = await office.invited_by(one)
    far = await office.invited_by(await office.invited_by(one))
    assert (await office.lift(far, await office.frozen(near))).status_code == 422
    assert (await office.lift(await office.invited_by(other), await office.frozen(near))).status_code == 204


async def test_who_gave_an_account_a_new_password_may_be_playing_it(office: Office) -> None:
    one, other = await office.founder(), await office.founder()
    await office.reset(one, other)
    assert (await office.lift(other, await office.frozen(one))).status_code == 422


async def test_policy_decisions_go_by_the_same_rule(office: Office) -> None:
    one, other = await office.founder(), await office.founder()
    own = await office.invited_by(one)
    decision = {
        "decision_id": str(new_id()),
        "key": "site.radius_max_m",
        "value": 800,
        "document_number": "嵊人社发〔2026〕3号",
        "document_title": "关于培训地点的通知",
        "published_on": "2026-03-01",
        "effective_from": "2026-03-01",
        "quote": "有效半径不超过800米",
        "reason": "校区较大",
    }
    assert (await office.post(one, "/v1/policy-decisions", decision)).status_code == 201
    path = f"/v1/policy-decisions/{decision['decision_id']}/ruling"
    for by, status in ((own, 422), (other, 201)):
        answer = await office.post(by, path, {"request_id": str(new_id()), "approved": True})
        assert answer.status_code == status, answer.text


_DAY = date(2026, 3, 2)
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize(
    ("own", "others", "independent", "not_invited"),
    [
        ({B}, {A: {A}}, True, True),
        ({B, A}, {A: {A}}, False, False),
        ({B}, {A: {A, B}}, False, False),
        ({B, C}, {A: {A, C}}, False, True),
        ({B}, {}, True, True),
    ],
)
def test_an_authority_may_ask_for_less_but_never_for_nothing(
    own: set[UUID], others: dict[UUID, set[UUID]], *, independent: bool, not_invited: bool
) -> None:
    of_others = {each: frozenset(origin) for each, origin in others.items()}
    on = book().at("330600", on=_DAY, known_on=_DAY)
    for word, expected in (("independent", independent), ("not_invited", not_invited)):
        view = with_values(on, {"staff.second_person": word})
        assert (refusal_of_origins(view, B, frozenset(own), of_others) is None) is expected
