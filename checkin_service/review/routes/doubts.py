"""The review queue over HTTP: doubts, appeals, plans of a fix, suspicions about sites."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.schemas.appeals import AppealDecided, AppealDecisionRequest
from checkin_service.checkin.schemas.attempts import ReviewAnswer, ReviewPage, ReviewRequest
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import drawing
from checkin_service.kit.idempotency import Kept
from checkin_service.review.schemas.second_looks import (
    DisputeList,
    DisputeRuled,
    NewDisputeRuling,
    NewOpening,
    ReviewerList,
    ReviewOpened,
)
from checkin_service.review.schemas.site_suspicions import SuspicionList
from checkin_service.review.service import appeals, doubts, plan_drawings, reviewers, second_looks, site_suspicions

router = service_router(tag="check-in")


@router.hands_out(
    "/check-ins/{attempt_id}/plan.svg",
    by=Permission.PLAN_READ,
    media=["image/svg+xml"],
    summary="A plan of the fix and the fence",
)
async def show_plan(
    resources: Res,
    subject: Subject,
    attempt_id: UUID,
    trainee: Annotated[UUID | None, Query(description="Whose attempt; needed by a reviewer")] = None,
) -> Response:
    """For the person and for the reviewer of the supervising authority; every look is on record."""
    return drawing(await plan_drawings.plan_of(resources, subject, attempt_id, trainee_id=trainee))


@router.reads("/sites/suspicions", by=Permission.SITE_READ, summary="Sites that may have been entered in another datum")
async def list_suspicions(resources: Res, subject: Subject) -> SuspicionList:
    """What the nightly examination suspects about your sites; a proposal for people to check."""
    return await site_suspicions.suspicions(resources, subject)


@router.reads("/reviews", by=Permission.REVIEW_READ, summary="Doubtful attempts waiting for a reviewer (人工复核)")
async def list_reviews(
    resources: Res, subject: Subject, page: Page, class_id: Annotated[UUID | None, Query(alias="class")] = None
) -> ReviewPage:
    return await doubts.open_doubts(resources, subject, class_id=class_id, page=page)


@router.creates(
    "/reviews/openings", by=Permission.REVIEW_DECIDE, summary="Open the evidence of a doubt before deciding it"
)
async def open_review(resources: Res, subject: Subject, body: NewOpening) -> Kept[ReviewOpened]:
    return await second_looks.open_evidence(resources, subject, body)


@router.creates("/reviews", by=Permission.REVIEW_DECIDE, summary="Decide a doubt")
async def decide_review(resources: Res, subject: Subject, body: ReviewRequest) -> Kept[ReviewAnswer]:
    """Once its evidence has been opened. Some decisions are made again by another person, who does not know it."""
    return await doubts.decide(resources, subject, body)


@router.creates("/appeals/decisions", by=Permission.APPEAL_DECIDE, summary="Decide an appeal")
async def decide_appeal(resources: Res, subject: Subject, body: AppealDecisionRequest) -> Kept[AppealDecided]:
    """By neither who filed it nor who rejected the check-in; accepted hours are credited as corrected ones."""
    return await appeals.decide(resources, subject, body)


@router.reads(
    "/review-disputes", by=Permission.REVIEW_RULE, summary="What two reviewers decided differently (复核分歧)"
)
async def list_disputes(resources: Res, subject: Subject) -> DisputeList:
    return await second_looks.disputes(resources, subject)


@router.creates("/review-disputes", by=Permission.REVIEW_RULE, summary="End a dispute between reviewers")
async def rule_on_dispute(resources: Res, subject: Subject, body: NewDisputeRuling) -> Kept[DisputeRuled]:
    """By a third person, final."""
    return await second_looks.rule(resources, subject, body)


@router.reads("/reviewers", by=Permission.REVIEWER_READ, summary="Figures of reviewers (复核质量)")
async def list_reviewers(resources: Res, subject: Subject) -> ReviewerList:
    """How much, how fast, how often accepted, and how alike with who decided the same unknowing (Cohen's kappa)."""
    return await reviewers.reviewers(resources, subject)
