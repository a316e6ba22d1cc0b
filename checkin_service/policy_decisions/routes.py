"""Decisions on policy over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.policy_decisions import service
from checkin_service.policy_decisions.schemas import (
    DecisionAnswer,
    DecisionPage,
    NewDecision,
    NewRepeal,
    PolicyAnswer,
)
from checkin_service.proposals.schemas import NewRuling

router = service_router(tag="policy")


@router.creates(
    "/policy-decisions",
    by=Permission.POLICY_PROPOSE,
    summary="Enter an authority's decision on a value of policy (政策决定)",
)
async def propose_decision(resources: Res, subject: Subject, body: NewDecision) -> Kept[DecisionAnswer]:
    """It changes nothing until another member of the authority's staff approves it; a statute is not overridden."""
    return await service.propose(resources, subject, body)


@router.creates(
    "/policy-decisions/{decision_id}/repeal",
    by=Permission.POLICY_PROPOSE,
    summary="Propose to repeal a decision (废止)",
)
async def propose_repeal(resources: Res, subject: Subject, decision_id: UUID, body: NewRepeal) -> Kept[DecisionAnswer]:
    """Ruled on like any other decision; what was judged before the repeal was known stays as it was judged."""
    return await service.propose_repeal(resources, subject, decision_id, body)


@router.creates("/policy-decisions/{decision_id}/ruling", by=Permission.POLICY_RULE)
async def rule_on_decision(
    resources: Res, subject: Subject, decision_id: UUID, body: NewRuling
) -> Kept[DecisionAnswer]:
    """Approve or refuse, by another person than the one who proposed; approved, it holds from its day on."""
    return await service.rule(resources, subject, decision_id, body)


@router.reads("/policy-decisions", by=Permission.POLICY_READ)
async def list_decisions(
    resources: Res,
    subject: Subject,
    page: Page,
    key: Annotated[str | None, Query(max_length=200, description="Of this value alone")] = None,
) -> DecisionPage:
    """Every decision of your authority, and what the authorities above it have approved."""
    return await service.history(resources, subject, page, key=key)


@router.reads("/policy", by=Permission.POLICY_READ, summary="What is in force at your authority (现行规定)")
async def read_policy(
    resources: Res,
    subject: Subject,
    on: Annotated[date | None, Query(description="The day asked about; today when absent")] = None,
    known_on: Annotated[date | None, Query(description="Only what was known by this day; today when absent")] = None,
) -> PolicyAnswer:
    """Every value with its source, what nobody has decided, and how to decide it."""
    return service.in_force(resources, subject, on=on, known_on=known_on)
