"""Well-formed requests about determinations, people's facts and appeals."""

from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from tests.security.well_formed import Request, Scene, of_class, request_for, simple


@request_for("GET /v1/eligibility/{determination_id}")
async def _determination(scene: Scene, actor: Actor) -> Request:
    del actor
    return Request(f"/v1/eligibility/{scene.determination_id}", query={"purpose": "supervision"})


@request_for("GET /v1/eligibility/{determination_id}/sheet.pdf")
async def _sheet(scene: Scene, actor: Actor) -> Request:
    del actor
    return Request(f"/v1/eligibility/{scene.determination_id}/sheet.pdf")


simple(
    "POST /v1/help/searches",
    lambda world: Request("/v1/help/searches", {"purpose": "complaint", "wanted": world.trainees[0].name}),
)
simple(
    "GET /v1/help/people/{trainee_id}",
    lambda world: Request(f"/v1/help/people/{world.trainees[0].trainee_id}", query={"purpose": "complaint"}),
)
simple(
    "POST /v1/saved-queries", lambda _: Request("/v1/saved-queries", {"query_id": new_id(), "name": new_id().hex[-12:]})
)
simple("GET /v1/saved-queries", lambda _: Request("/v1/saved-queries"))
simple(
    "POST /v1/saved-queries/{query_id}/runs",
    lambda _: Request(f"/v1/saved-queries/{new_id()}/runs", {"purpose": "supervision"}),
)
simple(
    "POST /v1/saved-queries/{query_id}/name",
    lambda _: Request(f"/v1/saved-queries/{new_id()}/name", {"request_id": new_id(), "name": "三月"}),
)
simple(
    "POST /v1/saved-queries/{query_id}/deletion",
    lambda _: Request(f"/v1/saved-queries/{new_id()}/deletion", {"request_id": new_id()}),
)
simple("POST /v1/looks", lambda _: Request("/v1/looks", {"purpose": "inspection"}))
simple("POST /v1/eligibility/searches", lambda _: Request("/v1/eligibility/searches", {"purpose": "supervision"}))
simple(
    "POST /v1/eligibility/exports",
    lambda _: Request("/v1/eligibility/exports", {"purpose": "supervision", "format": "csv"}),
)
simple(
    "POST /v1/eligibility/voucher-lists",
    lambda _: Request(
        "/v1/eligibility/voucher-lists", {"purpose": "payment", "voucher_codes": ["D9NP1EFFX9N5DCRX8BGMS"]}
    ),
)


@request_for("POST /v1/person-facts")
async def _person_facts(scene: Scene, actor: Actor) -> Request:
    del actor
    document = scene.world.trainees[0].document
    fact = {"document": document, "kind": "employment", "since": "2020-01-01", "place": "330602"}
    return Request("/v1/person-facts", {"batch_id": new_id(), "source": "数据比对", "facts": [fact]})


@request_for("POST /v1/me/declarations")
async def _declaration(scene: Scene, actor: Actor) -> Request:
    del scene, actor
    return Request("/v1/me/declarations", {"request_id": new_id(), "condition": "labour_contract", "given": True})


@request_for("POST /v1/eligibility-appeals")
async def _appeal(scene: Scene, actor: Actor) -> Request:
    del actor
    body = {"appeal_id": new_id(), "determination_id": scene.determination_id, "reason": "考核成绩登记有误"}
    return Request("/v1/eligibility-appeals", body)


@request_for("POST /v1/eligibility-appeals/{appeal_id}/decision")
async def _appeal_decision(scene: Scene, actor: Actor) -> Request:
    del actor
    body = {"request_id": new_id(), "upheld": False, "criteria": [], "reason": "成绩单核对无误"}
    return Request(f"/v1/eligibility-appeals/{scene.denial_appeal_id}/decision", body)


simple("GET /v1/eligibility-appeals", lambda _: Request("/v1/eligibility-appeals"))
simple(
    "POST /v1/classes/{class_id}/publication",
    lambda world: Request(of_class(world, "/publication"), {"publication_id": new_id()}),
)
simple(
    "POST /v1/classes/{class_id}/publication/paper",
    lambda world: Request(of_class(world, "/publication/paper"), {"publication_id": new_id()}),
)


simple("GET /v1/doubts", lambda _: Request("/v1/doubts"))


@request_for("POST /v1/examinations")
async def _examination(scene: Scene, actor: Actor) -> Request:
    del actor
    body = {
        "examination_id": new_id(),
        "people": [scene.world.trainees[0].trainee_id],
        "conditions": [{"condition": "on_establishment", "holds": False}],
        "examined_on": "2020-01-01",
        "document": "编制查询函复函",
        "reason": "不在编",
    }
    return Request("/v1/examinations", body)


@request_for("POST /v1/doubts/{determination_id}/decisions")
async def _doubt_decision(scene: Scene, actor: Actor) -> Request:
    del actor
    body = {
        "decision_id": new_id(),
        "criterion": "payer",
        "met": True,
        "reason": "调阅档案核实",
        "document": "绍人社核〔2026〕12号",
    }
    return Request(f"/v1/doubts/{scene.determination_id}/decisions", body)


@request_for("POST /v1/doubt-decisions/{decision_id}/confirmation")
async def _doubt_confirmation(scene: Scene, actor: Actor) -> Request:
    del scene, actor
    body = {"request_id": new_id(), "confirmed": True}
    return Request(f"/v1/doubt-decisions/{new_id()}/confirmation", body)
