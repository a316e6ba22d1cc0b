"""A well-formed request for every route about institutions, sites, terminals, occupations and projects."""

from base64 import b64encode
from datetime import timedelta

from pydantic_core import to_json

from checkin_service.client import Terminal
from checkin_service.client.machines import stood_at
from checkin_service.client.wire import Actor
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from tests.building.identities import a_credit_code
from tests.building.plans import a_plan, laid
from tests.building.world import World, at_the_site
from tests.security.well_formed import Request, Scene, about, request_for, simple

GROUNDS = {"document_number": "人社检〔2026〕1号", "reason": "现场检查"}
ENTERED = {"name": "一楼门口", "document_number": "人社培〔2026〕12号", "reason": "启用签到设备"}

simple(
    "POST /v1/projects/{project_id}/steps",
    lambda world: Request(
        f"/v1/projects/{world.project_id}/steps",
        {"step_id": new_id(), "change": "suspended", **GROUNDS},
    ),
)
simple("GET /v1/projects/{project_id}/steps", lambda world: Request(f"/v1/projects/{world.project_id}/steps"))
simple("GET /v1/sites/suspicions", lambda _: Request("/v1/sites/suspicions"))
simple("GET /v1/sites/{site_id}/places", lambda world: Request(f"/v1/sites/{world.site_id}/places"))
simple("POST /v1/sites/{site_id}/picture", lambda world: Request(f"/v1/sites/{world.site_id}/picture", laid(a_plan())))


@request_for("GET /v1/sites/{site_id}/picture")
async def _picture(scene: Scene, actor: Actor) -> Request:
    """There is one, whoever asks."""
    del actor
    path = f"/v1/sites/{scene.world.site_id}/picture"
    await scene.world.admin.send("POST", path, content=to_json(laid(a_plan())))
    return Request(path)


simple(
    "GET /v1/sites/near",
    lambda _: Request("/v1/sites/near", query={"longitude": "120.58", "latitude": "30.0", "datum": "gcj02"}),
)
simple(
    "GET /v1/institutions/{institution_id}/qualifications",
    lambda world: Request(f"/v1/institutions/{world.institution_id}/qualifications"),
)
simple(
    "POST /v1/institutions/{institution_id}/qualifications",
    lambda world: Request(
        f"/v1/institutions/{world.institution_id}/qualifications",
        {
            "qualification_id": new_id(),
            "kind": "technical_school",
            "licence_number": "人社民3306号",
            "valid_from": "2020-01-01",
        },
    ),
)
simple(
    "GET /v1/institutions/{institution_id}/standings",
    lambda world: Request(f"/v1/institutions/{world.institution_id}/standings"),
)
simple(
    "POST /v1/institutions/{institution_id}/standings",
    lambda world: Request(
        f"/v1/institutions/{world.institution_id}/standings",
        {"standing_id": new_id(), "standing": "suspended", "document_number": "人社罚〔2026〕1号", "reason": "检查"},
    ),
)
simple(
    "GET /v1/institutions/{institution_id}/conduct",
    lambda world: Request(f"/v1/institutions/{world.institution_id}/conduct"),
)
simple(
    "POST /v1/institutions/{institution_id}/lapses",
    lambda world: Request(
        f"/v1/institutions/{world.institution_id}/lapses",
        {"lapse_id": new_id(), "kind": "quality", "occurred_on": "2020-03-02", **GROUNDS},
    ),
)
simple(
    "POST /v1/institutions/{institution_id}/rectifications",
    lambda world: Request(
        f"/v1/institutions/{world.institution_id}/rectifications",
        {"rectification_id": new_id(), "demands": "补齐讲义", "due_on": "2099-03-02", **GROUNDS},
    ),
)
simple(
    "POST /v1/lapses/{lapse_id}/appeal",
    lambda _: Request(f"/v1/lapses/{new_id()}/appeal", {"request_id": new_id(), "words": "不属实"}),
)
simple(
    "POST /v1/lapses/{lapse_id}/appeal-decision",
    lambda _: Request(
        f"/v1/lapses/{new_id()}/appeal-decision", {"request_id": new_id(), "upheld": True, "reason": "属实"}
    ),
)
simple(
    "POST /v1/institutions/{institution_id}/sanctions",
    lambda world: Request(
        f"/v1/institutions/{world.institution_id}/sanctions",
        {"sanction_id": new_id(), "kind": "warning", "law": "《民办教育促进法》第六十二条", **GROUNDS},
    ),
)
simple(
    "POST /v1/sanctions/{sanction_id}/appeal",
    lambda _: Request(f"/v1/sanctions/{new_id()}/appeal", {"request_id": new_id(), "words": "不属实"}),
)
simple(
    "POST /v1/sanctions/{sanction_id}/appeal-decision",
    lambda _: Request(
        f"/v1/sanctions/{new_id()}/appeal-decision", {"request_id": new_id(), "upheld": True, "reason": "属实"}
    ),
)
simple(
    "POST /v1/rectifications/{rectification_id}/reports",
    lambda _: Request(f"/v1/rectifications/{new_id()}/reports", {"request_id": new_id(), "words": "已整改"}),
)
simple(
    "POST /v1/rectifications/{rectification_id}/decisions",
    lambda _: Request(
        f"/v1/rectifications/{new_id()}/decisions", {"request_id": new_id(), "met": True, "words": "复核通过"}
    ),
)
simple(
    "POST /v1/inspections",
    lambda world: Request(
        "/v1/inspections",
        {
            "inspection_id": new_id(),
            "about": f"class:{world.class_id}",
            "kind": "unannounced",
            "due_on": "2099-03-02",
            "reason": "年度抽查",
        },
    ),
)
simple("GET /v1/me/checks", lambda _: Request("/v1/me/checks"))
simple(
    "POST /v1/me/checks/{session_id}/explanation",
    lambda world: Request(
        f"/v1/me/checks/{world.session()}/explanation", {"request_id": new_id(), "words": "手机没电"}
    ),
)
simple(
    "POST /v1/me/classes/{class_id}/check-time",
    lambda world: Request(f"/v1/me/classes/{world.class_id}/check-time", {"request_id": new_id()}),
)
simple(
    "POST /v1/classes/{class_id}/check-times",
    lambda world: Request(
        f"/v1/classes/{world.class_id}/check-times",
        {"request_id": new_id(), "trainee_id": new_id(), "granted": True},
    ),
)
simple("GET /v1/classes/{class_id}/checks", lambda world: Request(f"/v1/classes/{world.class_id}/checks"))
simple(
    "POST /v1/sessions/{session_id}/headcounts",
    lambda world: Request(
        f"/v1/sessions/{world.session()}/headcounts",
        {"headcount_id": new_id(), "code": "123456", "picture": b64encode(a_plan()).decode()},
    ),
)
simple("GET /v1/sessions/{session_id}/headcounts", lambda world: Request(f"/v1/sessions/{world.session()}/headcounts"))
simple(
    "POST /v1/sessions/{session_id}/headcounts/{headcount_id}/explanation",
    lambda world: Request(
        f"/v1/sessions/{world.session()}/headcounts/{new_id()}/explanation",
        {"request_id": new_id(), "words": "两人去领教材"},
    ),
)
simple("GET /v1/reviewers", lambda _: Request("/v1/reviewers"))
simple("GET /v1/review-disputes", lambda _: Request("/v1/review-disputes"))
simple(
    "POST /v1/review-disputes",
    lambda world: Request(
        "/v1/review-disputes",
        {
            "request_id": new_id(),
            "trainee_id": world.trainees[0].trainee_id,
            "attempt_id": new_id(),
            "decision": "accept",
            "reason": "录像中有本人",
        },
    ),
)
simple("GET /v1/risk", lambda _: Request("/v1/risk"))
simple(
    "POST /v1/risk/{class_id}/group-checks",
    lambda _: Request(
        f"/v1/risk/{new_id()}/group-checks",
        {
            "group_check_id": new_id(),
            "trainee_ids": [new_id(), new_id()],
            "document_number": "越人社查〔2026〕3号",
            "reason": "手机同时绑定",
        },
    ),
)
simple(
    "POST /v1/risk/{class_id}/closing",
    lambda _: Request(f"/v1/risk/{new_id()}/closing", {"request_id": new_id(), "reason": "教师按名册点名"}),
)
simple("GET /v1/inspections", lambda _: Request("/v1/inspections"))
simple("GET /v1/inspections/{inspection_id}", lambda _: Request(f"/v1/inspections/{new_id()}"))
simple(
    "POST /v1/inspections/{inspection_id}/visits",
    lambda _: Request(f"/v1/inspections/{new_id()}/visits", {"request_id": new_id(), "words": "在上课"}),
)
simple(
    "POST /v1/inspections/{inspection_id}/photographs",
    lambda _: Request(
        f"/v1/inspections/{new_id()}/photographs",
        {"photo_id": new_id(), "shows": "room", "picture": b64encode(a_plan()).decode()},
    ),
)
simple(
    "GET /v1/inspections/{inspection_id}/photographs/{photo_id}",
    lambda _: Request(f"/v1/inspections/{new_id()}/photographs/{new_id()}"),
)
simple(
    "POST /v1/inspections/{inspection_id}/result",
    lambda _: Request(
        f"/v1/inspections/{new_id()}/result", {"request_id": new_id(), "result": "passed", "words": "正常"}
    ),
)
simple(
    "POST /v1/inspections/{inspection_id}/statement",
    lambda _: Request(f"/v1/inspections/{new_id()}/statement", {"request_id": new_id(), "words": "无异议"}),
)
simple(
    "POST /v1/inspection-draws",
    lambda _: Request(
        "/v1/inspection-draws", {"draw_id": new_id(), "count": 1, "due_on": "2099-03-02", "reason": "专项检查"}
    ),
)
simple("GET /v1/inspection-draws", lambda _: Request("/v1/inspection-draws"))
simple(
    "POST /v1/inspection-draws/{draw_id}/reveal",
    lambda _: Request(f"/v1/inspection-draws/{new_id()}/reveal", {"request_id": new_id()}),
)
simple(
    "POST /v1/institutions/{institution_id}/changes",
    lambda world: Request(
        f"/v1/institutions/{world.institution_id}/changes",
        {"change_id": new_id(), "name": "更名后的学校", "address": "示例路9号", "evidence": "变更登记通知书"},
    ),
)
simple(
    "GET /v1/institutions/{institution_id}/changes",
    lambda world: Request(f"/v1/institutions/{world.institution_id}/changes"),
)
simple("GET /v1/institution-changes", lambda _: Request("/v1/institution-changes"))
simple(
    "POST /v1/institution-changes/{change_id}/answer",
    lambda _: Request(f"/v1/institution-changes/{new_id()}/answer", {"request_id": new_id(), "approved": True}),
)
simple(
    "POST /v1/institutions",
    lambda _: Request(
        "/v1/institutions", {"institution_id": new_id(), "name": "另一培训学校", "credit_code": a_credit_code()}
    ),
)
simple(
    "POST /v1/occupations",
    lambda _: Request(
        "/v1/occupations",
        {
            "request_id": new_id(),
            "document": "职业目录",
            "rows": [{"occupation_code": f"t-{new_id()}", "name": "电工", "level": "四级", "kind": "operation"}],
        },
    ),
)
simple(
    "POST /v1/intakes/{kind}",
    lambda _: Request(
        "/v1/intakes/occupations",
        {
            "request_id": new_id(),
            "details": {"document": "职业目录"},
            "file": b64encode(f"职业编码,职业（工种）,类别\nt-{new_id()},电工,操作技能型\n".encode()).decode(),
        },
    ),
)
simple("GET /v1/learning-platforms/{platform_id}", lambda _: Request(f"/v1/learning-platforms/{new_id()}"))
simple(
    "POST /v1/learning-platforms/{platform_id}/duty-papers",
    lambda _: Request(
        f"/v1/learning-platforms/{new_id()}/duty-papers",
        {
            "request_id": new_id(),
            "duty": "security",
            "document_number": "网安备〔2026〕12号",
            "shows": "等级保护三级备案证明",
            "seen_on": "2026-03-02",
        },
    ),
)
simple("GET /v1/occupations", lambda _: Request("/v1/occupations"))
simple(
    "POST /v1/projects",
    lambda _: Request(
        "/v1/projects",
        {
            "project_id": new_id(),
            "name": "焊工（五级）",
            "occupation": "焊工",
            "training_type": "certificate",
            "subsidy_fen": 90_000,
        },
    ),
)


@about("POST /v1/sites")
def _site(world: World) -> Request:
    place = {"longitude": 120.6, "latitude": 30.0, "datum": "gcj02", "radius_m": 150}
    body = {"site_id": new_id(), "institution_id": world.institution_id, "name": "分校区", "address": "测试路2号"}
    return Request("/v1/sites", body | place)


@about("POST /v1/sites/{site_id}/places")
def _place(world: World) -> Request:
    body = {
        "request_id": new_id(),
        "longitude": 120.5822,
        "latitude": 29.9972,
        "datum": "wgs84",
        "radius_m": 250,
        "effective_from": world.starts_at().date() + timedelta(days=400),
        "reason": "校门位置改变",
    }
    return Request(f"/v1/sites/{world.site_id}/places", body)


@about("POST /v1/terminals")
def _new_terminal(world: World) -> Request:
    terminal = Terminal(world.client, world.trainees[0].phone._clock)
    body = {"terminal_id": new_id(), "site_id": world.site_id, "public_key": encode(terminal.public_key)}
    return Request("/v1/terminals", body | ENTERED)


simple("GET /v1/terminals/own/lessons", lambda _: Request("/v1/terminals/own/lessons"))
simple(
    "POST /v1/intakes/{kind}/previews",
    lambda _: Request(
        "/v1/intakes/institutions/previews",
        {"request_id": new_id(), "file": b64encode("机构名称,信用代码\n甲校,91110000600037341L\n".encode()).decode()},
    ),
)
simple("GET /v1/intakes", lambda _: Request("/v1/intakes"))
simple("GET /v1/intakes/{kind}/template", lambda _: Request("/v1/intakes/institutions/template"))


simple("GET /v1/moving-fences", lambda _: Request("/v1/moving-fences"))
simple("GET /v1/terminals", lambda _: Request("/v1/terminals"))
simple(
    "POST /v1/terminals/own/reports",
    lambda world: Request(
        "/v1/terminals/own/reports", {"position": at_the_site(), "sent_at": world.trainees[0].phone._clock.now()}
    ),
)


simple(
    "POST /v1/door-pins",
    lambda world: Request("/v1/door-pins", {"invitation": world.trainees[0].invitation, "pin": "480275"}),
)


@about("POST /v1/terminal-pairings")
def _offer(world: World) -> Request:
    terminal, terminal_id = Terminal(world.client, world.trainees[0].phone._clock), new_id()
    body = {"terminal_id": terminal_id, "public_key": encode(terminal.public_key), "position": stood_at(at_the_site())}
    return Request("/v1/terminal-pairings", body | {"signature": terminal._key.signature(f"pair:{terminal_id}")})


@request_for("POST /v1/terminal-pairings/entries")
async def _entry(scene: Scene, actor: Actor) -> Request:
    del actor
    code = await Terminal(scene.world.client, scene.world.trainees[0].phone._clock).offer(at=at_the_site())
    body = {"request_id": new_id(), "site_id": scene.world.site_id, "code": code}
    return Request("/v1/terminal-pairings/entries", body | ENTERED)


@request_for("POST /v1/terminals/{terminal_id}/confirmation")
async def _confirmation(scene: Scene, actor: Actor) -> Request:
    """Of one that the reviewer has entered nothing of."""
    del actor
    terminal = Terminal(scene.world.client, scene.world.trainees[0].phone._clock)
    terminal_id = await scene.world.officer.approve_terminal(
        site_id=scene.world.site_id, public_key=terminal.public_key
    )
    return Request(f"/v1/terminals/{terminal_id}/confirmation", {"request_id": new_id()})
