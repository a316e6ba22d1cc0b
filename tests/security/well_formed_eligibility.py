"""Well-formed requests about determinations, people's facts and appeals."""

from checkin_service.demo.actors.wire import Actor
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
