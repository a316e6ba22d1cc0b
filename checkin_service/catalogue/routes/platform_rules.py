"""Rules of the online platform over HTTP: published, read by everybody, accepted by institutions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service
from checkin_service.catalogue.schemas.platform_rules import (
    NewPlatformRules,
    NewRulesAcceptance,
    PlatformRulesAnswer,
    PlatformRulesItem,
    PlatformRulesList,
    PublicRules,
)
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept

router = service_router(tag="catalogue")


@router.creates(
    "/platform-rules",
    by=Permission.INSTITUTION_CREATE,
    summary="Publish rules of the online platform (入驻规则、品质控制方案)",
)
async def publish_platform_rules(resources: Res, subject: Subject, body: NewPlatformRules) -> Kept[PlatformRulesAnswer]:
    """From its day on institutions of your place and below accept it before they apply for a class."""
    return await service.publish_rules(resources, subject, body)


@router.reads("/platform-rules", by=Permission.INSTITUTION_LOOK, summary="Versions of these rules")
async def list_platform_rules(resources: Res, subject: Subject) -> PlatformRulesList:
    """An institution reads its own word with them, an authority how many have accepted each."""
    return await service.platform_rules(resources, subject)


@router.creates(
    "/platform-rules/{rules_id}/acceptance", by=Permission.INSTITUTION_KEEP, summary="Accept a version (承诺遵守)"
)
async def accept_platform_rules(
    resources: Res, subject: Subject, rules_id: UUID, body: NewRulesAcceptance
) -> Kept[PlatformRulesItem]:
    """By the institution, of the version that holds."""
    return await service.accept_rules(resources, subject, rules_id, body)


@router.get("/public-rules", response_model=PublicRules, summary="Rules that hold in a place, for everybody")
async def get_public_rules(
    resources: Res, request: Request, division: Annotated[str, Query(pattern="^[0-9]{6}$")]
) -> Response:
    """Without signing in."""
    address = request.client.host if request.client else ""
    return answer(await service.public_rules(resources, division, address=address))
