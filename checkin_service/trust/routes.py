"""The authority's list of where to look."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.checkin.schemas.group_checks import NewGroupCheck
from checkin_service.kit.idempotency import Kept
from checkin_service.proposals.schemas import ProposalAnswer
from checkin_service.trust import service
from checkin_service.trust.schemas import NewRiskClosing, RiskClass, RiskList

router = service_router(tag="catalogue")


@router.reads("/risk", by=Permission.RISK_READ, summary="Classes to look at (风险清单), the oddest first")
async def list_risk(resources: Res, subject: Subject) -> RiskList:
    """Signals over many check-ins, with figures and honest explanations; a note, never a verdict."""
    return await service.risk_list(resources, subject)


@router.creates("/risk/{class_id}/closing", by=Permission.RISK_CLOSE, summary="Say why a class looks so")
async def close_risk(resources: Res, subject: Subject, class_id: UUID, body: NewRiskClosing) -> Kept[RiskClass]:
    """It leaves the list until the next look at the class."""
    return await service.close(resources, subject, class_id, body)


@router.creates(
    "/risk/{class_id}/group-checks", by=Permission.RISK_CLOSE, summary="Propose to ask suspected people at once"
)
async def propose_group_check(
    resources: Res, subject: Subject, class_id: UUID, body: NewGroupCheck
) -> Kept[ProposalAnswer]:
    """In the next lesson, at a moment that a committed seed draws, once a second person has approved."""
    return await service.propose_group(resources, subject, class_id, body)
