"""A well-formed request for every route about evaluations, credit scores and rules of the platform."""

from checkin_service.kit.ids import new_id
from tests.security.well_formed import Request, of_class, simple

MARKS = dict.fromkeys(("teaching", "place", "hours_held", "no_extra_fees"), 5)

simple("GET /v1/me/evaluations", lambda _: Request("/v1/me/evaluations"))
simple(
    "POST /v1/classes/{class_id}/evaluation",
    lambda world: Request(of_class(world, "/evaluation"), {"request_id": new_id(), "marks": MARKS, "words": "很好"}),
)
simple(
    "POST /v1/classes/{class_id}/evaluation/withdrawal",
    lambda world: Request(of_class(world, "/evaluation/withdrawal"), {"request_id": new_id()}),
)
simple("GET /v1/satisfaction", lambda _: Request("/v1/satisfaction", query={"by": "class"}))
simple("GET /v1/classes/{class_id}/evaluation-words", lambda world: Request(of_class(world, "/evaluation-words")))
simple(
    "GET /v1/institutions/{institution_id}/credit",
    lambda world: Request(f"/v1/institutions/{world.institution_id}/credit"),
)
simple(
    "POST /v1/institutions/{institution_id}/credit-scores",
    lambda world: Request(f"/v1/institutions/{world.institution_id}/credit-scores", {"request_id": new_id()}),
)
simple(
    "POST /v1/credit-scores/{score_id}/appeal",
    lambda _: Request(f"/v1/credit-scores/{new_id()}/appeal", {"request_id": new_id(), "words": "有误"}),
)
simple(
    "POST /v1/credit-scores/{score_id}/appeal-decision",
    lambda _: Request(
        f"/v1/credit-scores/{new_id()}/appeal-decision",
        {"request_id": new_id(), "upheld": True, "set_aside": ["lapses"], "until": "2026-06-30", "reason": "属实"},
    ),
)
simple("GET /v1/public-institutions", lambda _: Request("/v1/public-institutions", query={"division": "330600"}))
simple("GET /v1/public-credit", lambda _: Request("/v1/public-credit", query={"division": "330600"}))
simple(
    "POST /v1/performance-reports",
    lambda world: Request(
        "/v1/performance-reports",
        {
            "report_id": new_id(),
            "project_id": world.project_id,
            "year": 2026,
            "document_number": "绩〔2026〕1号",
            "target_people": 10,
            "target_certified": 8,
            "target_paid_fen": 100_000,
            "rating": "good",
            "assessment": "完成目标",
        },
    ),
)
simple("GET /v1/performance-reports", lambda _: Request("/v1/performance-reports", query={"year": "2026"}))
simple("GET /v1/performance-reports/{report_id}/paper", lambda _: Request(f"/v1/performance-reports/{new_id()}/paper"))
simple(
    "POST /v1/platform-rules",
    lambda _: Request(
        "/v1/platform-rules",
        {
            "rules_id": new_id(),
            "kind": "admission",
            "title": "入驻规则",
            "text": "权责",
            "effective_from": "2099-03-02",
            "document_number": "1号",
        },
    ),
)
simple("GET /v1/platform-rules", lambda _: Request("/v1/platform-rules"))
simple(
    "POST /v1/platform-rules/{rules_id}/acceptance",
    lambda _: Request(f"/v1/platform-rules/{new_id()}/acceptance", {"request_id": new_id()}),
)
simple("GET /v1/public-rules", lambda _: Request("/v1/public-rules", query={"division": "330600"}))
