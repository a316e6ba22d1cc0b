"""A well-formed request for every route about what is recorded and corrected of people."""

from checkin_service.kit.ids import new_id
from tests.security.well_formed import Request, of_class, simple

simple(
    "POST /v1/person-corrections",
    lambda world: Request(
        "/v1/person-corrections",
        {
            "correction_id": new_id(),
            "class_id": world.class_id,
            "document": world.trainees[0].document,
            "right_name": "王芳",
            "evidence": "居民身份证原件已核",
            "reason": "首次录入时误写",
        },
    ),
)
simple("GET /v1/person-corrections", lambda _: Request("/v1/person-corrections"))
simple(
    "POST /v1/person-corrections/{correction_id}/decision",
    lambda world: Request(
        f"/v1/person-corrections/{new_id()}/decision",
        {
            "request_id": new_id(),
            "trainee_id": world.trainees[0].trainee_id,
            "approved": False,
            "reason": "与证件不符",
        },
    ),
)
simple("GET /v1/classes/{class_id}/preparation", lambda world: Request(of_class(world, "/preparation")))
simple(
    "POST /v1/classes/{class_id}/briefings",
    lambda world: Request(
        of_class(world, "/briefings"),
        {"briefing_id": new_id(), "items": ["voucher_briefing"], "evidence": "行前教育签到表"},
    ),
)
simple("GET /v1/classes/{class_id}/fees", lambda world: Request(of_class(world, "/fees")))
simple(
    "POST /v1/classes/{class_id}/fees",
    lambda world: Request(
        of_class(world, "/fees"),
        {
            "entry_id": new_id(),
            "trainee_id": world.trainees[0].trainee_id,
            "move": "paid",
            "amount_fen": 50_000,
            "receipt_number": "No.2026-0153",
            "moved_on": "2026-03-02",
        },
    ),
)
simple(
    "POST /v1/classes/{class_id}/instructors",
    lambda world: Request(
        of_class(world, "/instructors"), {"request_id": new_id(), "instructors": [world.instructor_id]}
    ),
)
simple("GET /v1/classes/{class_id}/instructors", lambda world: Request(of_class(world, "/instructors")))
simple(
    "POST /v1/classes/{class_id}/registration-checks",
    lambda world: Request(
        of_class(world, "/registration-checks"),
        {
            "check_id": new_id(),
            "items": ["identity"],
            "evidence": "身份证原件",
            "trainees": [world.trainees[0].trainee_id],
        },
    ),
)
