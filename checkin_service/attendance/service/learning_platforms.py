"""Use cases of learning platforms: two people of an authority enter those it believes, and one ends them."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.learning import LearningPlatform
from checkin_service.attendance.schemas.learning import NewPlatform, PlatformBody, PlatformEnd, Platforms
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import line_of, policy_at
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer


@once_per("platform_id")
async def propose(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewPlatform) -> ProposalAnswer:
    """By an officer; somebody answers for every platform, and nothing it signs is believed before it is approved."""
    if await catalogue.institution_of(resources, body.operator_id) is None:
        raise not_found(_NO_OPERATOR)
    now, authority = resources.clock.now(), str(subject.authority_code)
    refuse(rules.refusal_to_admit(policy_at(authority, now, known_at=now), body.duties))
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.LEARNING_PLATFORM,
        proposal_id=body.platform_id,
        about=body.platform_id,
        permission=Permission.PLATFORM_MANAGE,
    )


async def carry_out(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> PlatformBody:
    """Approved by a second person; a platform of a province serves the classes of its cities."""
    now, body = resources.clock.now(), proposal.request_as(NewPlatform)
    new = LearningPlatform(
        platform_id=body.platform_id,
        authority_code=proposal.authority_code,
        name=body.name,
        operator_id=body.operator_id,
        public_key=body.public_key,
        registered_by=proposal.proposed_by,
        registered_at=now,
    )
    store.add_platform(unit, new)
    audit.record(unit, subject, Permission.PLATFORM_MANAGE, new.platform_id, at=now)
    return PlatformBody.showing(new)


async def entered(resources: Resources, subject: Subject) -> Platforms:
    """One's authority's platforms, and those of the authorities above it."""
    found = await store.platforms_of(resources.database, list(line_of(str(subject.authority_code))))
    return Platforms(platforms=[PlatformBody.showing(each) for each in found])


async def name_of(resources: Resources, platform_id: UUID) -> str | None:
    found = await store.platform_of(resources.database, platform_id)
    return found.name if found else None


@once_per("request_id", operation="end")
async def end(
    unit: UnitOfWork, resources: Resources, subject: Subject, platform_id: UUID, body: PlatformEnd
) -> PlatformBody:
    """What was credited before stays: the facts are as they were."""
    now = resources.clock.now()
    found = await store.platform_of(resources.database, platform_id)
    if found is None or found.authority_code != subject.authority_code or found.ended_at is not None:
        raise not_found()
    store.end_platform(unit, platform_id, at=now)
    detail = {"ended": True, "reason": body.reason}
    audit.record(unit, subject, Permission.PLATFORM_MANAGE, platform_id, at=now, detail=detail)
    return PlatformBody.showing(found).model_copy(update={"ended_at": now})


_NO_OPERATOR = Words(
    "没有登记这一运营单位：请先登记机构，再录入其平台。",
    "No such operator is registered: enter the institution first, then its platform.",
)
