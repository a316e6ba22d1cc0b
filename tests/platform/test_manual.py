"""The page about the national platform and the code name the same eleven operations."""

import re
from pathlib import Path

from fastapi import FastAPI

from checkin_service.access.model import PERMISSIONS, Role
from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn
from checkin_service.kit.http.schema import StrictModel
from checkin_service.platform.model import OFFERS, Operation
from checkin_service.platform.schemas.batches import InstitutionRow, TraineeRow, VoidRow
from checkin_service.platform.schemas.operations import SettlementRequest
from checkin_service.platform.schemas.returned import ReturnedClass, ReturnedMove, ReturnedProject, ReturnedTemplate
from checkin_service.timetable.schemas.certificates import ReportedCertificate
from tests.security.routes import routes_of

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "platform.md").read_text(encoding="utf-8")

ANNEX = """
    培训券验证扫码 获取培训券状态 批量作废已领培训券 获取用户培训券信息 获取培训券模板列表 添加证书接口
    批量添加培训人员 批量添加培训机构 培训打卡签到 培训券结算 通过二维码获取学员信息
"""
GOES_UP: dict[str, type[StrictModel]] = {
    "批量添加培训机构": InstitutionRow,
    "批量添加培训人员": TraineeRow,
    "批量作废已领培训券": VoidRow,
    "培训打卡签到": AssertedSignIn,
    "添加证书接口": ReportedCertificate,
    "培训券结算": SettlementRequest,
    "ours: template": ReturnedTemplate,
    "ours: project": ReturnedProject,
    "ours: class": ReturnedClass,
    "ours: voucher": ReturnedMove,
}


def test_the_operations_are_those_of_the_annex() -> None:
    assert sorted(offer.title.zh for offer in OFFERS.values()) == sorted(ANNEX.split())
    assert set(OFFERS) == set(Operation)


def test_the_page_lists_each_with_its_call() -> None:
    rows = re.findall(r"^\| (\S+) \| ([^|]+) \| `(GET|POST) (\S+)` \|", MANUAL, re.MULTILINE)
    assert rows == [
        (offer.title.zh, offer.title.en, offer.method, offer.path) for offer in map(OFFERS.__getitem__, Operation)
    ]


def test_the_page_lists_every_field_that_goes_up() -> None:
    rows = re.findall(
        r"^\| (批量\S+|培训打卡签到|添加证书接口|培训券结算|ours: \w+) \| (`[^|]+) \|", MANUAL, re.MULTILINE
    )
    listed = {name: set(re.findall(r"`(\w+)`", fields)) for name, fields in rows}
    assert listed == {name: set(model.model_fields) - {"what"} for name, model in GOES_UP.items()}


def test_the_service_offers_exactly_these(app: FastAPI) -> None:
    offered = {name for name in routes_of(app) if " /v1/platform/" in name}
    assert offered == {f"{offer.method} {offer.path}" for offer in OFFERS.values()}


def test_a_client_can_be_granted_these_and_nothing_else() -> None:
    assert PERMISSIONS[Role.PLATFORM] == {offer.permission for offer in OFFERS.values()}
    for role in set(Role) - {Role.PLATFORM}:
        assert not PERMISSIONS[role] & PERMISSIONS[Role.PLATFORM]
