"""A well-formed request for every route of vouchers, budgets, settlement and scans."""

from typing import Any
from uuid import UUID

from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from tests.building.identities import a_credit_code
from tests.building.world import AUTHORITY, World, at_the_site
from tests.security.well_formed import Request, Scene, request_for, simple

_FUND = "employment_subsidy_fund"
_NONE = UUID("01997c3e-7a00-7c3d-9f00-0123456789ab")
_OF_AUTHORITY = {"authority": AUTHORITY}


def _code(world: World) -> str:
    return world.trainees[0].voucher_code


async def _voucher_id(world: World) -> str:
    return str((await world.officer.get(f"/v1/vouchers/{_code(world)}"))["voucher_id"])


def _template() -> dict[str, Any]:
    return {
        "request_id": new_id(),
        "template_id": new_id(),
        "name": "电工定向券",
        "content": "电工四级",
        "kind": "targeted",
        "form": "credit",
        "fund": _FUND,
        "people": "就业困难人员",
        "quantity": 10,
    }


def _budget(kind: str) -> dict[str, Any]:
    of = {"request_id": new_id(), "fund": _FUND, "fiscal_year": 2031, "document": "测试财社1号"}
    return of | ({} if kind == "carried" else {"kind": kind, "amount_fen": 100})


def _settled(world: World) -> dict[str, Any]:
    return {"application_id": new_id(), "authority_code": AUTHORITY, "voucher_codes": [_code(world)]}


def _rate() -> dict[str, Any]:
    row = {
        "occupation": f"电工{new_id().hex[-8:]}",
        "level": "四级",
        "group_name": "就业困难人员",
        "training_type": "certificate",
        "amount_fen": 150_000,
        "effective_from": "2026-01-01",
    }
    return {"request_id": new_id(), "document": "测试补贴标准", "published_on": "2026-01-01", "rows": [row]}


def _enterprise() -> dict[str, Any]:
    return {"enterprise_id": new_id(), "name": "测试企业", "credit_code": a_credit_code()}


simple("POST /v1/enterprises", lambda _: Request("/v1/enterprises", _enterprise()))
simple("GET /v1/vouchers/{voucher_code}/history", lambda world: Request(f"/v1/vouchers/{_code(world)}/history"))
simple("GET /v1/me/vouchers", lambda _: Request("/v1/me/vouchers"))
simple("GET /v1/verifications", lambda _: Request("/v1/verifications"))
simple(
    "POST /v1/vouchers/activations",
    lambda world: Request("/v1/vouchers/activations", {"voucher_code": _code(world)}),
)
simple("POST /v1/vouchers/holds", lambda world: Request("/v1/vouchers/holds", {"voucher_code": _code(world)}))
simple("POST /v1/vouchers/hold-ends", lambda world: Request("/v1/vouchers/hold-ends", {"voucher_code": _code(world)}))
simple(
    "POST /v1/vouchers/voids",
    lambda _: Request("/v1/vouchers/voids", {"voucher_codes": ["0" * 20 + "1"], "reason": "测试"}),
)
simple(
    "POST /v1/vouchers/{voucher_code}/return",
    lambda world: Request(f"/v1/vouchers/{_code(world)}/return", {"reason": "不参加了"}),
)
simple("POST /v1/voucher-templates", lambda _: Request("/v1/voucher-templates", _template()))
simple("GET /v1/voucher-templates", lambda _: Request("/v1/voucher-templates", query=_OF_AUTHORITY))
simple("POST /v1/subsidy-rates", lambda _: Request("/v1/subsidy-rates", _rate()))
simple("GET /v1/subsidy-rates", lambda _: Request("/v1/subsidy-rates", query=_OF_AUTHORITY))
simple("POST /v1/budgets", lambda _: Request("/v1/budgets", _budget("grant")))
simple("POST /v1/budgets/carry-over", lambda _: Request("/v1/budgets/carry-over", _budget("carried")))
simple("GET /v1/budgets", lambda _: Request("/v1/budgets"))
simple(
    "POST /v1/payment-freezes",
    lambda _: Request("/v1/payment-freezes", {"request_id": new_id(), "object": f"class:{new_id()}", "reason": "调查"}),
)
simple(
    "POST /v1/payment-freezes/{freeze_id}/lift",
    lambda _: Request(f"/v1/payment-freezes/{_NONE}/lift", {"reason": "查清"}),
)
simple("POST /v1/settlements/applications", lambda world: Request("/v1/settlements/applications", _settled(world)))
simple("GET /v1/settlements/applications", lambda _: Request("/v1/settlements/applications"))
for _step in ("review", "approval"):
    _path = f"/v1/settlements/applications/{_NONE}/{_step}"
    _body = {"request_id": new_id(), "approved": True, "reason": None}
    simple(
        f"POST /v1/settlements/applications/{{application_id}}/{_step}",
        lambda _, path=_path, body=_body: Request(path, body),  # type: ignore[misc]
    )
simple(
    "POST /v1/settlements/payment-tables", lambda _: Request("/v1/settlements/payment-tables", {"table_id": new_id()})
)
simple("GET /v1/settlements/payment-tables", lambda _: Request("/v1/settlements/payment-tables"))
_TABLE = f"/v1/settlements/payment-tables/{_NONE}"
simple("GET /v1/settlements/payment-tables/{table_id}", lambda _: Request(_TABLE))
simple("GET /v1/settlements/payment-tables/{table_id}/pdf", lambda _: Request(f"{_TABLE}/pdf"))
simple("GET /v1/settlements/payment-tables/{table_id}/workbook", lambda _: Request(f"{_TABLE}/workbook"))
simple(
    "POST /v1/settlements/payment-tables/{table_id}/results",
    lambda _: Request(f"{_TABLE}/results", {"request_id": new_id(), "rows": [{"line": 1, "paid": True}]}),
)
simple(
    "POST /v1/settlements/payment-tables/{table_id}/returns",
    lambda _: Request(f"{_TABLE}/returns", {"request_id": new_id(), "rows": [{"line": 1, "reason": "退汇"}]}),
)
simple(
    "POST /v1/settlements/claw-backs",
    lambda world: Request(
        "/v1/settlements/claw-backs",
        {
            "claw_back_id": new_id(),
            "voucher_code": _code(world),
            "decision_number": "测人社追〔2026〕2号",
            "liability": "培训机构负全部责任",
            "reason": "虚假培训",
        },
    ),
)
simple("GET /v1/settlements/claw-backs", lambda _: Request("/v1/settlements/claw-backs"))
simple(
    "POST /v1/settlements/claw-backs/{claw_back_id}/ruling",
    lambda _: Request(
        f"/v1/settlements/claw-backs/{_NONE}/ruling", {"request_id": new_id(), "approved": True, "reason": "已核对"}
    ),
)
simple(
    "POST /v1/settlements/accounts",
    lambda _: Request(
        "/v1/settlements/accounts",
        {"account_id": new_id(), "holder": "测试户名", "bank": "测试银行", "number": "6222000011112222"},
    ),
)


@request_for("POST /v1/settlements/enterprise-accounts")
async def _enterprise_account(scene: Scene, actor: Actor) -> Request:
    del actor
    enterprise = await scene.world.officer.post("/v1/enterprises", _enterprise())
    body = {"account_id": new_id(), "enterprise_id": enterprise["enterprise_id"], "holder": "测试企业"}
    return Request("/v1/settlements/enterprise-accounts", body | {"bank": "测试银行", "number": "6222000011112222"})


@request_for("GET /v1/me/vouchers/{voucher_id}/qr")
async def _qr(scene: Scene, actor: Actor) -> Request:
    del actor
    return Request(f"/v1/me/vouchers/{await _voucher_id(scene.world)}/qr")


@request_for("POST /v1/me/vouchers/{voucher_id}/claim")
async def _claim(scene: Scene, actor: Actor) -> Request:
    del actor
    proof = {"kind": "pin", "pin": scene.world.trainees[0].phone.pin}
    path = f"/v1/me/vouchers/{await _voucher_id(scene.world)}/claim"
    return Request(path, {"request_id": new_id(), "proof": proof})


@request_for("POST /v1/me/vouchers/{voucher_id}/activation")
async def _activation(scene: Scene, actor: Actor) -> Request:
    del actor
    return Request(f"/v1/me/vouchers/{await _voucher_id(scene.world)}/activation")


@request_for("GET /v1/me/vouchers/{voucher_id}/exchanges")
async def _exchange_choices(scene: Scene, actor: Actor) -> Request:
    del actor
    return Request(f"/v1/me/vouchers/{await _voucher_id(scene.world)}/exchanges")


@request_for("POST /v1/vouchers/{voucher_code}/exchange")
async def _exchange(scene: Scene, actor: Actor) -> Request:
    del actor
    template = await scene.world.officer.post("/v1/voucher-templates", _template())
    body = {"template_id": template["template_id"], "reason": "换券"}
    return Request(f"/v1/vouchers/{_code(scene.world)}/exchange", body)


@request_for("POST /v1/sessions/{session_id}/scans")
async def _scan(scene: Scene, actor: Actor) -> Request:
    del actor
    world = scene.world
    qr = world.trainees[0].phone.live_qr(world.session(), at=at_the_site())
    return Request(f"/v1/sessions/{world.session()}/scans", {"scan_id": new_id(), "qr": qr, "position": at_the_site()})


simple("GET /v1/papers/{sha256}", lambda _: Request(f"/v1/papers/{'ab' * 32}"))
