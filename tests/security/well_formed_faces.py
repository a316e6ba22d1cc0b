"""A well-formed request for every route about consents and faces."""

from checkin_service.kit.ids import new_id
from tests.security.well_formed import Request, simple

_PNG = "iVBORw0KGgo="

simple(
    "POST /v1/consents",
    lambda _: Request(
        "/v1/consents",
        {"request_id": new_id(), "purpose": "location", "given": True, "text_version": "2026-01"},
    ),
)
simple(
    "POST /v1/face-references",
    lambda _: Request("/v1/face-references", {"reference_id": new_id(), "photos": [_PNG]}),
)
simple(
    "POST /v1/liveness-challenges",
    lambda world: Request("/v1/liveness-challenges", {"challenge_id": new_id(), "session_id": world.session()}),
)
simple(
    "POST /v1/liveness-challenges/{challenge_id}/frames",
    lambda _: Request(
        f"/v1/liveness-challenges/{new_id()}/frames", {"answer_id": new_id(), "nonce": "0" * 32, "frames": [_PNG]}
    ),
)
simple(
    "POST /v1/face-changes",
    lambda world: Request(
        "/v1/face-changes",
        {"change_id": new_id(), "class_id": world.class_id, "reason": "面部有变化", "photos": [_PNG]},
    ),
)
simple("GET /v1/face-changes", lambda _: Request("/v1/face-changes"))
simple(
    "POST /v1/face-changes/{change_id}/decision",
    lambda world: Request(
        f"/v1/face-changes/{new_id()}/decision",
        {
            "request_id": new_id(),
            "trainee_id": world.trainees[0].trainee_id,
            "approved": True,
            "reason": "已到窗口核验身份证原件",
        },
    ),
)
simple(
    "POST /v1/face-releases",
    lambda world: Request(
        "/v1/face-releases",
        {"request_id": new_id(), "trainee_id": world.trainees[0].trainee_id, "reason": "已到窗口核验身份证原件"},
    ),
)
simple(
    "POST /v1/face-searches",
    lambda world: Request(
        "/v1/face-searches", {"search_id": new_id(), "institution_id": world.institution_id, "reason": "举报冒名参训"}
    ),
)
