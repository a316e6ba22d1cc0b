"""Self-paced learning over HTTP (自主学习): platforms of an authority, records of a trainee."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.schemas.learning import (
    LearningAnswer,
    LearningRecords,
    NewDutyPaper,
    NewLearningRecord,
    NewPlatform,
    PlatformBody,
    PlatformDuties,
    PlatformEnd,
    Platforms,
    PlatformSanctions,
)
from checkin_service.attendance.service import (
    learning_platforms,
    learning_records,
    platform_duties,
    platform_sanctions,
)
from checkin_service.conduct.schemas.sanctions import NewPlatformSanction
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.proposals.schemas import ProposalAnswer

router = service_router(tag="learning")


@router.creates("/learning-platforms", by=Permission.PLATFORM_MANAGE, summary="Propose a learning platform")
async def propose_platform(resources: Res, subject: Subject, body: NewPlatform) -> Kept[ProposalAnswer]:
    """Once a second person approves, what it signs is believed in the classes of this authority and those below."""
    return await learning_platforms.propose(resources, subject, body)


@router.reads("/learning-platforms", by=Permission.PLATFORM_MANAGE, summary="Learning platforms of one's authority")
async def list_platforms(resources: Res, subject: Subject) -> Platforms:
    return await learning_platforms.entered(resources, subject)


@router.creates(
    "/learning-platforms/{platform_id}/end", by=Permission.PLATFORM_MANAGE, summary="End a learning platform"
)
async def end_platform(resources: Res, subject: Subject, platform_id: UUID, body: PlatformEnd) -> Kept[PlatformBody]:
    """From now on nothing that it signs is believed; what was credited before stays."""
    return await learning_platforms.end(resources, subject, platform_id, body)


@router.reads(
    "/learning-platforms/{platform_id}", by=Permission.PLATFORM_MANAGE, summary="A platform's duties (运营方职责)"
)
async def get_platform(resources: Res, subject: Subject, platform_id: UUID) -> PlatformDuties:
    """The six of its operator (FJ-30), each shown by its use or by a paper, or said to have no record."""
    return await platform_duties.duties_of(resources, subject, platform_id)


@router.creates(
    "/learning-platforms/{platform_id}/duty-papers",
    by=Permission.PLATFORM_MANAGE,
    summary="Record a paper about a duty",
)
async def record_duty_paper(
    resources: Res, subject: Subject, platform_id: UUID, body: NewDutyPaper
) -> Kept[PlatformDuties]:
    """As an officer has seen it: onboarding rules, a security filing, a report."""
    return await platform_duties.record_paper(resources, subject, platform_id, body)


@router.creates(
    "/learning-platforms/{platform_id}/sanctions",
    by=Permission.CONDUCT_JUDGE,
    summary="Propose a sanction of a platform (警告、取消承训资格、移交)",
)
async def propose_platform_sanction(
    resources: Res, subject: Subject, platform_id: UUID, body: NewPlatformSanction
) -> Kept[ProposalAnswer]:
    """Once a second person approves, what a disqualified platform signs counts in no class that opens from then on."""
    return await platform_sanctions.propose_sanction(resources, subject, platform_id, body)


@router.reads(
    "/learning-platforms/{platform_id}/sanctions", by=Permission.PLATFORM_MANAGE, summary="Sanctions of a platform"
)
async def list_platform_sanctions(resources: Res, subject: Subject, platform_id: UUID) -> PlatformSanctions:
    """Oldest first; its operator reads and appeals them as its own (`/institutions/{institution_id}/conduct`)."""
    return await platform_sanctions.sanctions_of(resources, subject, platform_id)


@router.creates("/learning-records", by=Permission.LEARNING_RECORD, summary="Send a learning record (自主学习)")
async def send_record(resources: Res, subject: Subject, body: NewLearningRecord) -> Kept[LearningAnswer]:
    """By the trainee's own device, signed by the platform: the one alone counts nothing, nor does the other."""
    return await learning_records.record(resources, subject, body)


@router.reads("/learning-records", by=Permission.LEARNING_READ, summary="Learning records of a class, oldest first")
async def list_records(
    resources: Res, subject: Subject, page: Page, class_id: Annotated[UUID, Query(alias="class")]
) -> LearningRecords:
    """One's own, or all of a class that is one's matter."""
    return await learning_records.learning_records_visible_to(resources, subject, class_id, page)
