"""Worlds of the cases of a jurisdiction: its authorities with their officers and money, and its schools."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import httpx

from checkin_service.access import tokens
from checkin_service.access.model import Role, Subject, authority_staff, institution_staff
from checkin_service.catalogue.service import register_authority
from checkin_service.client import ECardPlatform
from checkin_service.client.wire import Actor, Json
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import Shelf, going_by
from tests.building.identities import a_credit_code
from tests.building.world import SITE
from tests.conftest import StoppedClock

FUND = "employment_subsidy_fund"
GRANTED_FEN = 10**10
FOUNDED_ON = date(2021, 8, 10)
_USE = {"voucher.use_within_months": 6}
DECIDED: dict[str, dict[str, Any]] = {
    "370100": _USE,
    "370200": _USE,
    "110100": _USE | {"eligibility.criteria": ["assessment_passed", "voucher_used"]},
}
"""What the text leaves to the city and the city has decided, two of its people entering it."""
WITHOUT_LICENCE = "无证"
"""How the name of a school begins whose qualification nobody has entered."""
WITHOUT_TELEPHONE = "无电话"
"""How the name of a school begins that has stated no telephone."""
KINDS = {"电工": "operation", "焊工": "operation", "育婴员": "knowledge", "保育员": "knowledge"}
CODES = {name: f"9-99-00-{number:02}" for number, name in enumerate(KINDS, start=1)}
"""Invented codes of the occupations of the cases, 操作技能型 and 知识技能型, which every authority imports."""


class Seat(Actor):
    """Somebody of the staff, with a token for whatever the time is."""

    def __init__(self, client: httpx.AsyncClient, resources: Resources, subject: Subject) -> None:
        super().__init__(client)
        self._resources = resources
        self._subject = subject

    async def _new_tokens(self) -> Json:
        return {"access_token": tokens.issue(self._resources, self._subject)}


@dataclass
class Authority:
    code: str
    officer: Seat
    second: Seat
    reviewer: Seat
    funded: set[tuple[str, int]] = field(default_factory=set)


@dataclass
class School:
    institution_id: UUID
    site_id: UUID
    admin: Seat
    instructor: Seat


@dataclass
class Worlds:
    """All jurisdictions at one service; what a case needs of one is made when the first case asks for it."""

    client: httpx.AsyncClient
    resources: Resources
    shelf: Shelf
    clock: StoppedClock
    e_cards: ECardPlatform
    authorities: dict[str, Authority] = field(default_factory=dict)
    schools: dict[tuple[str, str], School] = field(default_factory=dict)

    def seat(self, subject: Subject) -> Seat:
        return Seat(self.client, self.resources, subject)

    async def seated(self, subject: Subject) -> Seat:
        seat = self.seat(subject)
        await seat.sign_in()
        return seat

    @contextmanager
    def rules(self) -> Iterator[None]:
        """What the application delivers behind requests goes by the rules that its authorities have decided."""
        with going_by(self.shelf):
            yield

    async def authority(self, code: str) -> Authority:
        if code not in self.authorities:
            with self._before_all_cases():
                self.authorities[code] = await self._founded(code)
        return self.authorities[code]

    @contextmanager
    def _before_all_cases(self) -> Iterator[None]:
        """What a world has it had before any case, whichever case is the first to ask for it."""
        now = self.clock.now()
        self.clock.move_to(morning(FOUNDED_ON))
        yield
        self.clock.move_to(now)

    async def _founded(self, code: str) -> Authority:
        await register_authority(self.resources, authority_code=code, name=f"{code}人力资源和社会保障局")
        staff = [authority_staff(new_id(), role=role, authority_code=code) for role in _ROLES]
        officer, second, reviewer = [await self.seated(each) for each in staff]
        made = Authority(code, officer, second, reviewer)
        await made.officer.post("/v1/occupations", _occupations())
        for key, value in DECIDED.get(code, {}).items():
            await self.decide(made, key, value, second=made.second)
        return made

    async def decide(self, authority: Authority, key: str, value: Any, *, second: Seat) -> None:
        proposed = await authority.officer.post("/v1/policy-decisions", _decision(key, value))
        ruling = {"request_id": new_id(), "approved": True}
        await second.post(f"/v1/policy-decisions/{proposed['decision_id']}/ruling", ruling)

    async def fund(self, authority: Authority, on: date, *, fen: int = GRANTED_FEN, fund: str = FUND) -> None:
        """A budget of the year, once; where vouchers need none it does no harm."""
        if (fund, on.year) not in authority.funded:
            authority.funded.add((fund, on.year))
            grant = {"request_id": new_id(), "kind": "grant", "fund": fund, "fiscal_year": on.year, "amount_fen": fen}
            await authority.officer.post("/v1/budgets", grant | {"document": "财社〔2026〕3号"})

    async def school(self, code: str, name: str) -> School:
        if (code, name) not in self.schools:
            officer = (await self.authority(code)).officer
            own, site_id = new_id(), new_id()
            institution = {"institution_id": own, "name": f"{code}{name}", "credit_code": a_credit_code()}
            await officer.post("/v1/institutions", institution)
            site = {"site_id": site_id, "institution_id": own, "name": "主校区", "address": "示例路1号"}
            await officer.post("/v1/sites", site | {"datum": "wgs84", "radius_m": 200} | SITE)
            if not name.startswith(WITHOUT_LICENCE):
                await officer.post(f"/v1/institutions/{own}/qualifications", _licence())
            roles = (Role.INSTITUTION_ADMIN, Role.INSTRUCTOR)
            seats = [await self.seated(institution_staff(new_id(), role=role, institution_id=own)) for role in roles]
            account = {"account_id": new_id(), "holder": name, "bank": "示例银行", "number": "6222000011112222"}
            await seats[0].post("/v1/settlements/accounts", account)
            if not name.startswith(WITHOUT_TELEPHONE):
                contact = {"contact_id": new_id(), "telephone": "0575-85112233", "place": "示例路1号", "hours": None}
                await seats[0].post("/v1/contacts", contact)
            self.schools[code, name] = School(own, site_id, *seats)
        return self.schools[code, name]


_ROLES = (Role.OFFICER, Role.OFFICER, Role.REVIEWER)


def _licence() -> dict[str, Any]:
    """What the authority has found the institution to be and to be licensed for (FJ-22)."""
    licence = {"kind": "technical_school", "licence_number": "人社民3501024000012号", "valid_from": "2020-01-01"}
    return {"qualification_id": new_id()} | licence


def _occupations() -> dict[str, Any]:
    rows = [{"occupation_code": CODES[name], "name": name, "kind": kind} for name, kind in KINDS.items()]
    return {"request_id": new_id(), "document": "职业目录（测试）", "rows": rows}


def _decision(key: str, value: Any) -> dict[str, Any]:
    return {
        "decision_id": new_id(),
        "key": key,
        "value": value,
        "document_number": "示人社发〔2020〕3号",
        "document_title": "关于职业培训券有关事项的通知",
        "published_on": FOUNDED_ON,
        "effective_from": FOUNDED_ON,
        "quote": "职业培训券自领取之日起6个月内使用",
        "reason": "上级文件未作规定",
    }


def morning(day: date) -> datetime:
    """Eight o'clock in China."""
    return datetime.combine(day, time(0), tzinfo=UTC)
