"""A well-formed request for every route of policy decisions; their days are long past, so that they change nothing."""

from typing import Any

from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from tests.security.well_formed import Request, Scene, request_for, simple

_DECISIONS = "/v1/policy-decisions"


def _a_decision() -> dict[str, Any]:
    return {
        "decision_id": new_id(),
        "key": "invitation.valid_days",
        "value": 20,
        "document_number": "示人社发〔2020〕1号",
        "document_title": "关于设备绑定邀请的通知",
        "published_on": "2020-06-01",
        "effective_from": "2020-06-01",
        "effective_to": "2020-06-30",
        "quote": "邀请有效期为20天",
        "reason": "试点期间",
    }


simple("GET /v1/policy", lambda _: Request("/v1/policy"))
simple(f"GET {_DECISIONS}", lambda _: Request(_DECISIONS))
simple(f"POST {_DECISIONS}", lambda _: Request(_DECISIONS, _a_decision()))


@request_for("POST /v1/policy-decisions/{decision_id}/repeal")
async def _repeal(scene: Scene, _: Actor) -> Request:
    """Of a decision that nobody has approved: refused by the state of things."""
    proposed = await scene.world.officer.post(_DECISIONS, _a_decision())
    said = {"document_number": "示人社发〔2020〕2号", "document_title": "关于废止的通知", "published_on": "2020-06-20"}
    body = {"repeal_id": new_id(), **said, "repealed_from": "2020-06-25", "quote": "自本日起废止", "reason": "试点结束"}
    return Request(f"{_DECISIONS}/{proposed['decision_id']}/repeal", body)


@request_for("POST /v1/policy-decisions/{decision_id}/ruling")
async def _ruling(scene: Scene, _: Actor) -> Request:
    proposed = await scene.world.officer.post(_DECISIONS, _a_decision())
    path = f"{_DECISIONS}/{proposed['decision_id']}/ruling"
    return Request(path, {"request_id": new_id(), "approved": True, "reason": None})
