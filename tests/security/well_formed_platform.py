"""A well-formed request for every route of the platform and of admission to it."""

from typing import Any
from uuid import UUID

from checkin_service.client.wire import Actor
from checkin_service.kit.ids import new_id
from tests.building.world import World
from tests.platform.admission import a_form, decide, issue_key
from tests.platform.rows import a_batch, a_trainee, an_institution
from tests.security.well_formed import Request, Scene, request_for, simple

_APPLICATIONS = "/v1/onboarding/applications"


async def _filed(world: World) -> UUID:
    form = a_form()
    await world.officer.post(_APPLICATIONS, form)
    return UUID(str(form["application_id"]))


def _batch(*rows: dict[str, Any], **further: Any) -> dict[str, Any]:
    return a_batch(*rows, **further)


simple(f"GET {_APPLICATIONS}", lambda _: Request(_APPLICATIONS))
simple(f"POST {_APPLICATIONS}", lambda _: Request(_APPLICATIONS, a_form()))


@request_for("GET /v1/onboarding/applications/{application_id}")
async def _form(scene: Scene, _: Actor) -> Request:
    return Request(f"{_APPLICATIONS}/{await _filed(scene.world)}")


@request_for("POST /v1/onboarding/applications/{application_id}/decision")
async def _decision(scene: Scene, _: Actor) -> Request:
    path = f"{_APPLICATIONS}/{await _filed(scene.world)}/decision"
    return Request(path, {"request_id": new_id(), "approved": True, "reason": None})


@request_for("POST /v1/onboarding/applications/{application_id}/keys")
async def _key(scene: Scene, _: Actor) -> Request:
    return Request(f"{_APPLICATIONS}/{await _filed(scene.world)}/keys", {"key_id": new_id()})


@request_for("POST /v1/onboarding/keys/{key_id}/revocation")
async def _revocation(scene: Scene, _: Actor) -> Request:
    application_id = await _filed(scene.world)
    await decide(scene.world.reviewer, application_id)
    key_id = (await issue_key(scene.world.officer, application_id))["key_id"]
    return Request(f"/v1/onboarding/keys/{key_id}/revocation", {"request_id": new_id(), "reason": "接口人员变动"})


simple(
    "POST /v1/platform/voucher-verifications",
    lambda world: Request(
        "/v1/platform/voucher-verifications", {"shown": world.trainees[0].voucher_code, "operator_id": "admin-17"}
    ),
)
simple(
    "GET /v1/platform/vouchers/{voucher_code}/status",
    lambda world: Request(f"/v1/platform/vouchers/{world.trainees[0].voucher_code}/status"),
)
simple(
    "POST /v1/platform/voucher-voids",
    lambda _: Request(
        "/v1/platform/voucher-voids", _batch({"voucher_code": "D9NP1EFFX9N5DCRX8BGMS"}, reason="信息录入错误")
    ),
)
simple(
    "POST /v1/platform/user-vouchers",
    lambda world: Request("/v1/platform/user-vouchers", {"document": world.trainees[0].document}),
)
simple("GET /v1/platform/voucher-templates", lambda _: Request("/v1/platform/voucher-templates"))
simple(
    "POST /v1/platform/certificates",
    lambda world: Request(
        "/v1/platform/certificates",
        {
            "request_id": new_id(),
            "document": world.trainees[0].document,
            "name": world.trainees[0].name,
            "number": f"S{new_id().hex[-16:]}",
            "kind": "skill_level",
            "occupation": "焊工",
            "issued_on": "2026-03-01",
            "region_code": "370100",
        },
    ),
)
simple(
    "POST /v1/platform/trainees",
    lambda world: Request("/v1/platform/trainees", _batch(a_trainee(world.class_id))),
)
simple("POST /v1/platform/institutions", lambda _: Request("/v1/platform/institutions", _batch(an_institution())))
simple(
    "POST /v1/platform/sign-ins",
    lambda world: Request(
        "/v1/platform/sign-ins",
        {
            "sign_in_id": new_id(),
            "session_id": world.session(),
            "document": world.trainees[0].document,
            "signed_at": world.starts_at(),
        },
    ),
)
simple(
    "POST /v1/platform/settlements",
    lambda world: Request(
        "/v1/platform/settlements",
        {"application_id": new_id(), "voucher_codes": [world.trainees[0].voucher_code]},
    ),
)


@request_for("POST /v1/platform/trainees-by-qr")
async def _by_qr(scene: Scene, _: Actor) -> Request:
    trainee = scene.world.trainees[0]
    voucher_id = (await scene.world.officer.voucher(trainee.voucher_code))["voucher_id"]
    shown = await trainee.phone.get(f"/v1/me/vouchers/{voucher_id}/qr")
    return Request("/v1/platform/trainees-by-qr", {"qr": shown["token"]})


simple(
    "POST /v1/certificate-files",
    lambda world: Request("/v1/certificate-files", {"number": "S0", "name": world.trainees[0].name}),
)
simple(
    "POST /v1/certificate-file-checks",
    lambda _: Request("/v1/certificate-file-checks", {"document": "{}", "signature": "A" * 86}),
)
simple(
    "POST /v1/certificate-queries",
    lambda world: Request("/v1/certificate-queries", {"number": "S0", "name": world.trainees[0].name}),
)


simple("GET /v1/onboarding/cities", lambda _: Request("/v1/onboarding/cities"))
simple(
    "POST /v1/onboarding/transmittals",
    lambda _: Request(
        "/v1/onboarding/transmittals",
        {
            "transmittal_id": new_id(),
            "document_number": "鲁人社函〔2021〕60号",
            "sealed_on": "2026-03-01",
            "applications": [new_id()],
        },
    ),
)
