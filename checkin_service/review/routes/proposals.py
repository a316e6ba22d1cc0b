"""Proposals that need two people of an authority (四眼原则)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.proposals.schemas import NewRuling
from checkin_service.review.schemas.proposals import ProposalPage, ProposalRuled
from checkin_service.review.service import proposals

router = service_router(tag="proposals")


@router.reads("/proposals", by=Permission.PROPOSAL_READ, summary="Proposals of one's own authority, oldest first")
async def list_proposals(
    resources: Res, subject: Subject, page: Page, *, waiting: Annotated[bool, Query()] = False
) -> ProposalPage:
    return await proposals.listed(resources, subject, page, only_waiting=waiting)


@router.creates(
    "/proposals/{proposal_id}/ruling",
    by=Permission.PROPOSAL_RULE,
    summary="Approve or refuse what another person has proposed",
)
async def rule_on_proposal(resources: Res, subject: Subject, proposal_id: UUID, body: NewRuling) -> Kept[ProposalRuled]:
    """Approved, it is done at once; whoever proposed it does not rule on it."""
    return await proposals.rule(resources, subject, proposal_id, body)
