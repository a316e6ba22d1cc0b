"""A well-formed request for every route of the register of people and of its channels."""

from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from tests.building.identities import a_credit_code, a_resident_id
from tests.security.well_formed import Request, of_class, simple

simple("GET /v1/people", lambda _: Request("/v1/people"))
simple("GET /v1/claim-channels", lambda _: Request("/v1/claim-channels"))
simple(
    "POST /v1/people",
    lambda _: Request(
        "/v1/people",
        {"batch_id": new_id(), "source": "核实名单", "people": [{"name": "王芳", "document": a_resident_id()}]},
    ),
)
simple(
    "POST /v1/people/own",
    lambda _: Request("/v1/people/own", {"request_id": new_id(), "channel_id": new_id(), "assertion": "a.b.c"}),
)
simple(
    "POST /v1/claim-channels",
    lambda world: Request(
        "/v1/claim-channels",
        {
            "channel_id": new_id(),
            "kind": "alipay",
            "name": "市民中心",
            "issuer": f"channel-{new_id().hex[-8:]}",
            "public_key": encode(SigningKey().public_key),
            "opens_on": world.starts_at().date(),
        },
    ),
)
simple(
    "POST /v1/claim-channels/{channel_id}/closing",
    lambda world: Request(
        f"/v1/claim-channels/{new_id()}/closing", {"request_id": new_id(), "closes_on": world.starts_at().date()}
    ),
)
simple("GET /v1/person-matches", lambda _: Request("/v1/person-matches"))
simple("GET /v1/person-matches/{match_id}", lambda _: Request(f"/v1/person-matches/{new_id()}"))
simple(
    "POST /v1/person-matches/preview",
    lambda _: Request("/v1/person-matches/preview", {"query": {}, "voucher_kind": "general"}),
)
simple(
    "POST /v1/person-matches",
    lambda _: Request(
        "/v1/person-matches", {"match_id": new_id(), "name": "失业人员", "query": {}, "voucher_kind": "general"}
    ),
)
simple(
    "POST /v1/person-matches/{match_id}/ruling",
    lambda _: Request(
        f"/v1/person-matches/{new_id()}/ruling", {"request_id": new_id(), "approved": True, "reason": None}
    ),
)
simple(
    "POST /v1/me/voucher-applications",
    lambda world: Request(
        "/v1/me/voucher-applications",
        {"request_id": new_id(), "template_id": new_id(), "proof": {"kind": "pin", "pin": world.trainees[0].phone.pin}},
    ),
)
simple(
    "POST /v1/channel-claims",
    lambda _: Request("/v1/channel-claims", {"request_id": new_id(), "channel_id": new_id(), "assertion": "a.b.c"}),
)
simple(
    "POST /v1/complaints",
    lambda _: Request(
        "/v1/complaints",
        {"complaint_id": new_id(), "authority_code": "330600", "about": "某培训学校", "text": "只签到不上课"},
    ),
)
simple(
    "POST /v1/institution-applications",
    lambda _: Request(
        "/v1/institution-applications",
        {
            "application_id": new_id(),
            "authority_code": "330600",
            "name": "示例职业培训学校",
            "credit_code": a_credit_code(),
            "kind": "vocational_school",
            "licence_number": "人社民3306024000012号",
            "valid_from": "2025-01-01",
            "address": "绍兴市越城区示例路1号",
            "telephone": "0575-00000000",
            "longitude": 120.5821,
            "latitude": 29.9971,
            "datum": "wgs84",
            "papers": ["消防验收意见书〔2026〕3号"],
        },
    ),
)
simple(
    "POST /v1/institution-application-queries",
    lambda _: Request("/v1/institution-application-queries", {"receipt": "0000-0000"}),
)
simple("GET /v1/institution-applications", lambda _: Request("/v1/institution-applications"))
simple(
    "POST /v1/institution-applications/{application_id}/decisions",
    lambda _: Request(
        f"/v1/institution-applications/{new_id()}/decisions",
        {"decision_id": new_id(), "admitted": True, "document_number": "9号", "reason": "材料齐全"},
    ),
)
simple("POST /v1/complaint-queries", lambda _: Request("/v1/complaint-queries", {"receipt": "0000-0000"}))
simple("GET /v1/complaints", lambda _: Request("/v1/complaints"))
simple(
    "POST /v1/complaints/{complaint_id}/steps",
    lambda _: Request(f"/v1/complaints/{new_id()}/steps", {"request_id": new_id(), "state": "accepted"}),
)
simple(
    "POST /v1/complaints/{complaint_id}/assignment",
    lambda _: Request(f"/v1/complaints/{new_id()}/assignment", {"request_id": new_id(), "staff_id": new_id()}),
)
simple(
    "POST /v1/complaints/{complaint_id}/reading",
    lambda _: Request(f"/v1/complaints/{new_id()}/reading", {"purpose": "complaint"}),
)
simple("POST /v1/courses", lambda _: Request("/v1/courses", {"words": "没有这样的课", "division": None, "here": None}))
simple(
    "POST /v1/classes/{class_id}/offer",
    lambda world: Request(of_class(world, "/offer"), {"request_id": new_id(), "places": 0}),
)
simple("GET /v1/classes/{class_id}/applications", lambda world: Request(of_class(world, "/applications")))
simple(
    "POST /v1/classes/{class_id}/applications",
    lambda _: Request(f"/v1/classes/{new_id()}/applications", {"application_id": new_id(), "voucher_id": new_id()}),
)
simple(
    "POST /v1/applications/{application_id}/decision",
    lambda _: Request(
        f"/v1/applications/{new_id()}/decision", {"request_id": new_id(), "state": "refused", "reason": "名额已满"}
    ),
)
simple("GET /v1/me/applications", lambda _: Request("/v1/me/applications"))
simple(
    "POST /v1/me/applications/{application_id}/withdrawal",
    lambda _: Request(f"/v1/me/applications/{new_id()}/withdrawal", {"request_id": new_id()}),
)
simple("GET /v1/me/messages", lambda _: Request("/v1/me/messages"))
simple(
    "POST /v1/me/messages/reading",
    lambda world: Request("/v1/me/messages/reading", {"request_id": new_id(), "until": world.starts_at()}),
)
simple(
    "POST /v1/me/message-contact",
    lambda _: Request("/v1/me/message-contact", {"request_id": new_id(), "mobile": "13800001234", "silenced": []}),
)
simple(
    "POST /v1/me/applications/{application_id}/place",
    lambda _: Request(f"/v1/me/applications/{new_id()}/place", {"request_id": new_id()}),
)
simple(
    "POST /v1/me/pin",
    lambda world: Request(
        "/v1/me/pin",
        # The new one is the old one: whoever's phone it is signs in with it afterwards as before.
        {"request_id": new_id(), "pin": world.trainees[0].phone.pin, "new_pin": world.trainees[0].phone.pin},
    ),
)
simple(
    "POST /v1/me/vouchers/{voucher_id}/deduction",
    lambda world: Request(
        f"/v1/me/vouchers/{new_id()}/deduction",
        {"request_id": new_id(), "class_id": world.class_id, "assertion": "a.b.c"},
    ),
)
simple("GET /v1/me/looks", lambda _: Request("/v1/me/looks"))
simple("GET /v1/me/offices", lambda _: Request("/v1/me/offices"))
simple("GET /v1/sector-plans", lambda _: Request("/v1/sector-plans"))
simple(
    "POST /v1/sector-plans",
    lambda world: Request(
        "/v1/sector-plans",
        {
            "plan_id": new_id(),
            "project_id": world.project_id,
            "document_number": "绍市建〔2026〕8号",
            "training_plan": "建筑工人培训",
            "subsidy_fen": 150_000,
            "documents": [a_resident_id()],
        },
    ),
)
simple("GET /v1/contacts", lambda _: Request("/v1/contacts"))
simple(
    "POST /v1/contacts",
    lambda _: Request(
        "/v1/contacts", {"contact_id": new_id(), "telephone": "0575-85112233", "place": "测试路1号二楼", "hours": None}
    ),
)
simple("GET /v1/me/voucher-offers", lambda _: Request("/v1/me/voucher-offers"))
simple("GET /v1/me/declarations", lambda _: Request("/v1/me/declarations"))
