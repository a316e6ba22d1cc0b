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
simple("POST /v1/me/erasure", lambda _: Request("/v1/me/erasure", {"person_request_id": new_id()}))
simple("GET /v1/me/erasure", lambda _: Request("/v1/me/erasure"))
simple("GET /v1/me/copy", lambda _: Request("/v1/me/copy"))
simple(
    "POST /v1/person-requests",
    lambda world: Request(
        "/v1/person-requests",
        {
            "person_request_id": new_id(),
            "trainee_id": world.trainees[0].trainee_id,
            "kind": "copy",
            "document_number": "个人信息申请单〔2026〕7号",
            "reason": "本人持身份证到窗口申请",
        },
    ),
)
simple("GET /v1/person-requests", lambda _: Request("/v1/person-requests"))
simple(
    "POST /v1/person-requests/{person_request_id}/copy",
    lambda _: Request(f"/v1/person-requests/{new_id()}/copy", {"request_id": new_id()}),
)
simple(
    "POST /v1/person-requests/{person_request_id}/decision",
    lambda _: Request(
        f"/v1/person-requests/{new_id()}/decision",
        {"request_id": new_id(), "approved": False, "reason": "本人未到场"},
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
A_COURSE = {
    "title": "电工安全基础",
    "occupation": "电工",
    "taught": "offline",
    "class_hours": 40,
    "summary": "安全用电、触电急救",
    "units": [{"title": "安全用电", "class_hours": 40}],
    "resources": [{"kind": "video", "title": "第一讲", "link": "https://course.example.cn/1"}],
}
simple("POST /v1/training-course-searches", lambda _: Request("/v1/training-course-searches", {"words": "电工"}))
simple("POST /v1/training-courses", lambda _: Request("/v1/training-courses", {"course_id": new_id(), **A_COURSE}))
simple("GET /v1/training-courses", lambda _: Request("/v1/training-courses"))
simple("GET /v1/training-courses/{course_id}", lambda _: Request(f"/v1/training-courses/{new_id()}"))
simple(
    "POST /v1/training-courses/{course_id}/versions",
    lambda _: Request(
        f"/v1/training-courses/{new_id()}/versions", {"request_id": new_id(), "reason": "教材更新", **A_COURSE}
    ),
)
simple(
    "POST /v1/training-courses/{course_id}/examinations",
    lambda _: Request(
        f"/v1/training-courses/{new_id()}/examinations", {"request_id": new_id(), "version": 1, "approved": True}
    ),
)
simple(
    "POST /v1/training-courses/{course_id}/standings",
    lambda _: Request(
        f"/v1/training-courses/{new_id()}/standings", {"request_id": new_id(), "to": "closed", "reason": "停办"}
    ),
)
simple(
    "POST /v1/me/classes/{class_id}/questions",
    lambda world: Request(
        f"/v1/me/classes/{world.class_id}/questions", {"question_id": new_id(), "text": "接线图在哪里下载？"}
    ),
)
simple("GET /v1/me/classes/{class_id}/questions", lambda world: Request(f"/v1/me/classes/{world.class_id}/questions"))
simple(
    "POST /v1/me/questions/{question_id}/entries",
    lambda _: Request(f"/v1/me/questions/{new_id()}/entries", {"request_id": new_id(), "text": "找到了"}),
)
simple("GET /v1/classes/{class_id}/questions", lambda world: Request(of_class(world, "/questions")))
simple(
    "POST /v1/questions/{question_id}/answers",
    lambda world: Request(
        f"/v1/questions/{new_id()}/answers",
        {"request_id": new_id(), "trainee_id": world.trainees[0].trainee_id, "text": "在课程库"},
    ),
)
A_VACANCY = {
    "employer": "示例电气有限公司",
    "occupation_code": "6-29-03-01",
    "division": "330602",
    "place": "示例路1号",
    "posts": 3,
    "wage": "每月5000–7000元",
    "telephone": "0575-85110000",
    "valid_until": "2026-06-30",
}
simple("POST /v1/vacancy-searches", lambda _: Request("/v1/vacancy-searches", {"words": "电工"}))
simple("POST /v1/vacancies", lambda _: Request("/v1/vacancies", {"vacancy_id": new_id(), **A_VACANCY}))
simple("GET /v1/vacancies", lambda _: Request("/v1/vacancies"))
simple("GET /v1/vacancies/{vacancy_id}", lambda _: Request(f"/v1/vacancies/{new_id()}"))
simple(
    "POST /v1/vacancies/{vacancy_id}/examination",
    lambda _: Request(f"/v1/vacancies/{new_id()}/examination", {"request_id": new_id(), "approved": True}),
)
simple(
    "POST /v1/vacancies/{vacancy_id}/end",
    lambda _: Request(f"/v1/vacancies/{new_id()}/end", {"request_id": new_id(), "reason": "已招满"}),
)
simple(
    "POST /v1/vacancies/{vacancy_id}/interested",
    lambda _: Request(f"/v1/vacancies/{new_id()}/interested", {"purpose": "contact"}),
)
simple("GET /v1/me/vacancies", lambda _: Request("/v1/me/vacancies"))
simple(
    "POST /v1/me/vacancies/{vacancy_id}/interest",
    lambda _: Request(
        f"/v1/me/vacancies/{new_id()}/interest", {"request_id": new_id(), "is_interested": True, "consented": True}
    ),
)
simple("GET /v1/unrecorded-classes", lambda _: Request("/v1/unrecorded-classes"))
simple("GET /v1/classes/{class_id}/recordings", lambda world: Request(of_class(world, "/recordings")))
simple(
    "POST /v1/classes/{class_id}/recordings",
    lambda world: Request(
        of_class(world, "/recordings"),
        {
            "request_id": new_id(),
            "recordings": [
                {
                    "session_id": world.session(),
                    "link": "https://video.example.cn/lessons/1",
                    "starts_at": "2026-03-02T08:55:00+08:00",
                    "ends_at": "2026-03-02T12:05:00+08:00",
                }
            ],
        },
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
