"""Well-formed requests of attendance: appeals, corrections, changes of the plan, hours from paper."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from checkin_service.demo.actors.wire import Actor, Refused
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from tests.security.well_formed import Request, Scene, of_class, request_for, simple
from tests.world import World, a_name, a_resident_id


def an_appeal(world: World) -> dict[str, Any]:
    asked = {"appeal_id": new_id(), "session_id": world.session(), "hours": 4}
    return asked | {"reason": "终端断电", "evidence": "同桌可以作证"}


simple("GET /v1/appeals", lambda world: Request("/v1/appeals", query={"class": str(world.class_id)}))
simple("POST /v1/appeals", lambda world: Request("/v1/appeals", an_appeal(world)))
simple(
    "POST /v1/correction-proposals",
    lambda world: Request("/v1/correction-proposals", an_appeal(world) | {"trainee_id": world.trainees[0].trainee_id}),
)
simple(
    "POST /v1/corrections/confirmations",
    lambda world: Request(
        "/v1/corrections/confirmations",
        {"request_id": new_id(), "class_id": world.class_id, "reason": "已抽查录像"}
        | {"trainee_id": world.trainees[0].trainee_id},
    ),
)


simple("GET /v1/classes/{class_id}/plan-changes", lambda world: Request(of_class(world, "/plan-changes")))
simple(
    "POST /v1/classes/{class_id}/plan-changes",
    lambda world: Request(
        of_class(world, "/plan-changes"),
        {"change_id": new_id(), "reason": "台风停课"}
        | {"change": {"kind": "cancelled", "session_id": world.session(3)}},
    ),
)


simple(
    "POST /v1/classes/{class_id}/opening-balances",
    lambda world: Request(
        of_class(world, "/opening-balances"),
        {
            "balance_id": new_id(),
            "source": "纸质签到表第1页",
            "lines": [{"trainee_id": world.trainees[0].trainee_id, "session_id": world.session(), "hours": 4}],
            "public_key": encode(world.terminal.public_key),
            "signature": world.terminal._key.signature("another list"),
        },
    ),
)


def a_leave(world: World) -> dict[str, Any]:
    period = {"starts_at": world.starts_at(4), "ends_at": world.starts_at(4) + timedelta(hours=4)}
    return {"leave_id": new_id(), "class_id": world.class_id, "reason": "就医", **period}


simple("GET /v1/leaves", lambda world: Request("/v1/leaves", query={"class": str(world.class_id)}))
simple("POST /v1/leaves", lambda world: Request("/v1/leaves", a_leave(world)))
simple(
    "POST /v1/leave-records",
    lambda world: Request("/v1/leave-records", a_leave(world) | {"trainee_id": world.trainees[0].trainee_id}),
)
simple(
    "POST /v1/classes/{class_id}/transfers",
    lambda world: Request(
        of_class(world, "/transfers"),
        {"transfer_id": new_id(), "reason": "改上晚班"}
        | {"trainee_id": world.trainees[0].trainee_id, "to_class_id": world.class_id},
    ),
)


@request_for("POST /v1/leaves/decisions")
async def _leave_decision(scene: Scene, actor: Actor) -> Request:
    del actor
    decision = {"leave_id": scene.leave_id, "granted": True, "reason": "情况属实"}
    who = {"request_id": new_id(), "trainee_id": scene.world.trainees[0].trainee_id}
    return Request("/v1/leaves/decisions", who | decision)


simple(
    "POST /v1/learning-platforms",
    lambda world: Request(
        "/v1/learning-platforms",
        {"platform_id": new_id(), "name": "技能学习在线", "public_key": encode(world.terminal.public_key)},
    ),
)
simple("GET /v1/learning-platforms", lambda _: Request("/v1/learning-platforms"))
simple(
    "POST /v1/learning-platforms/{platform_id}/end",
    lambda _: Request(f"/v1/learning-platforms/{new_id()}/end", {"request_id": new_id(), "reason": "合同到期"}),
)
simple("GET /v1/learning-records", lambda world: Request("/v1/learning-records", query={"class": str(world.class_id)}))
simple(
    "POST /v1/learning-records",
    lambda world: Request(
        "/v1/learning-records",
        {
            "record_id": new_id(),
            "session_id": world.session(),
            "platform_id": new_id(),
            "course": "安全用电基础",
            "document": world.trainees[0].document,
            "identified_by": "e_card",
            "started_at": world.starts_at(),
            "ended_at": world.starts_at() + timedelta(minutes=50),
            "minutes": 50,
            "questions": 10,
            "right_answers": 9,
            "signature": world.terminal._key.signature("another statement"),
        },
    ),
)


@request_for("POST /v1/classes/{class_id}/withdrawal")
async def _withdrawal(scene: Scene, actor: Actor) -> Request:
    del actor
    return Request(of_class(scene.world, "/withdrawal"), {"request_id": new_id(), "reason": "已就业"})


@request_for("POST /v1/appeals/decisions")
async def _appeal_decision(scene: Scene, actor: Actor) -> Request:
    del actor
    body = {
        "request_id": new_id(),
        "trainee_id": scene.world.trainees[0].trainee_id,
        "appeal_id": scene.appeal_id,
        "decision": "reject",
        "reason": "录像中无此人",
    }
    return Request("/v1/appeals/decisions", body)


@request_for("GET /v1/check-ins/{attempt_id}/plan.svg")
async def _plan(scene: Scene, _: Actor) -> Request:
    trainee = scene.world.trainees[0].trainee_id
    return Request(f"/v1/check-ins/{scene.attempt_id}/plan.svg", query={"trainee": str(trainee)})


@request_for("POST /v1/classes/{class_id}/invitations")
async def _invitation(scene: Scene, _: Actor) -> Request:
    """For somebody of their own: the others keep their phones."""
    person = {"trainee_id": new_id(), "name": a_name(), "document": a_resident_id(), "voucher_kind": "targeted"}
    with suppress(Refused):  # The class may be over.
        await scene.world.admin.submit_roster(scene.world.class_id, [person])
    body = {"request_id": new_id(), "trainee_id": person["trainee_id"], "reason": "手机遗失"}
    return Request(of_class(scene.world, "/invitations"), body)
