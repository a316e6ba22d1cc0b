"""Well-formed requests of attendance: appeals, corrections, changes of the plan, hours from paper."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from checkin_service.client import InstitutionAdmin, Terminal
from checkin_service.client.wire import Actor, Refused
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from tests.building.identities import a_name, a_resident_id
from tests.building.world import World, at_the_site
from tests.security.well_formed import Request, Scene, of_class, request_for, simple


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
simple(
    "POST /v1/classes/{class_id}/credit-confirmations",
    lambda world: Request(
        of_class(world, "/credit-confirmations"),
        {"request_id": new_id(), "kind": "visit", "reason": "实地检查", "session_ids": [world.session(0)]}
        | {"trainee_ids": [world.trainees[0].trainee_id]},
    ),
)


simple("GET /v1/classes/{class_id}/phones", lambda world: Request(of_class(world, "/phones")))
simple(
    "POST /v1/devices/own/proofs",
    lambda _: Request(
        "/v1/devices/own/proofs", {"request_id": new_id(), "proof": {"kind": "e_card", "assertion": "e30.e30.c2ln"}}
    ),
)
simple(
    "POST /v1/sessions/{session_id}/code-claims",
    lambda world: Request(f"/v1/sessions/{world.session()}/code-claims", {"claim_id": new_id(), "code": "123456"}),
)
simple(
    "POST /v1/sessions/{session_id}/displays",
    lambda world: Request(
        f"/v1/sessions/{world.session()}/displays", {"request_id": new_id(), "position": at_the_site()}
    ),
)
simple(
    "GET /v1/sessions/{session_id}/display-code", lambda world: Request(f"/v1/sessions/{world.session()}/display-code")
)
simple(
    "POST /v1/card-challenges",
    lambda world: Request("/v1/card-challenges", {"attempt_id": new_id(), "session_id": world.session()}),
)


@request_for("POST /v1/terminals/{terminal_id}/end")
async def _end_of_a_terminal(scene: Scene, actor: Actor) -> Request:
    """Of one that nobody else needs."""
    del actor
    world = scene.world
    terminal = Terminal(world.client, world.trainees[0].phone._clock)
    terminal_id = await world.officer.approve_terminal(site_id=world.site_id, public_key=terminal.public_key)
    return Request(f"/v1/terminals/{terminal_id}/end", {"request_id": new_id(), "reason": "终端被盗"})


simple("GET /v1/classes/{class_id}/plan-changes", lambda world: Request(of_class(world, "/plan-changes")))
simple(
    "POST /v1/classes/{class_id}/plan-changes",
    lambda world: Request(
        of_class(world, "/plan-changes"),
        {"change_id": new_id(), "reason": "台风停课"}
        | {"change": {"kind": "cancelled", "session_id": world.session(3)}},
    ),
)


_GROUNDS = {"document_number": "示人社培〔2026〕8号", "reason": "情况属实"}

simple(
    "POST /v1/classes/{class_id}/opening-balances",
    lambda world: Request(
        of_class(world, "/opening-balances"),
        {
            "balance_id": new_id(),
            "source": "纸质签到表第1页",
            "lines": [{"trainee_id": world.trainees[0].trainee_id, "session_id": world.session(), "hours": 4}],
            **_GROUNDS,
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
        {"transfer_id": new_id(), **_GROUNDS}
        | {"trainee_id": world.trainees[0].trainee_id, "to_class_id": world.class_id},
    ),
)


@request_for("POST /v1/leaves/decisions")
async def _leave_decision(scene: Scene, actor: Actor) -> Request:
    del actor
    decision = {"leave_id": scene.leave_id, "granted": True, "reason": "情况属实"}
    who = {"request_id": new_id(), "trainee_id": scene.world.trainees[0].trainee_id}
    return Request("/v1/leaves/decisions", who | decision)


def _a_platform(world: World) -> dict[str, Any]:
    said = {"platform_id": new_id(), "name": "技能学习在线", "public_key": encode(world.terminal.public_key)}
    return said | {"operator_id": world.institution_id, **_GROUNDS}


simple("GET /v1/proposals", lambda _: Request("/v1/proposals"))


@request_for("POST /v1/proposals/{proposal_id}/ruling")
async def _ruling_on_a_proposal(scene: Scene, actor: Actor) -> Request:
    """Proposed by the officer, who does not rule on it."""
    del actor
    proposed = await scene.world.officer.post("/v1/learning-platforms", _a_platform(scene.world))
    path = f"/v1/proposals/{proposed['proposal_id']}/ruling"
    return Request(path, {"request_id": new_id(), "approved": True, "reason": None})


simple(
    "POST /v1/learning-platforms",
    lambda world: Request(
        "/v1/learning-platforms",
        _a_platform(world),
    ),
)
simple(
    "GET /v1/learning-platforms/{platform_id}/sanctions",
    lambda _: Request(f"/v1/learning-platforms/{new_id()}/sanctions"),
)
simple(
    "POST /v1/learning-platforms/{platform_id}/sanctions",
    lambda _: Request(
        f"/v1/learning-platforms/{new_id()}/sanctions",
        {
            "sanction_id": new_id(),
            "kind": "warning",
            "law": "《民办教育促进法》第六十二条",
            "document_number": "9号",
            "reason": "查实",
        },
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


@request_for("POST /v1/classes/{class_id}/device-proofs")
async def _device_proof(scene: Scene, actor: Actor) -> Request:
    trainee = scene.world.trainees[0]
    body = {
        "request_id": new_id(),
        "trainee_id": trainee.trainee_id,
        "kind": "desk" if isinstance(actor, InstitutionAdmin) else "counter",
        "document": trainee.document,
        "reason": "本人持身份证到场",
    }
    return Request(of_class(scene.world, "/device-proofs"), body)


@request_for("POST /v1/offline-check-ins")
async def _sealed(scene: Scene, _: Actor) -> Request:
    world, phone = scene.world, scene.world.trainees[0].phone
    made = phone.attempt(world.session(), proof=phone.pin_code("123456"), at=None)
    return Request("/v1/offline-check-ins", phone.seal(made))
