"""Use cases of sanctions against learning platforms: proposed on the platform, an operator's matter (FJ-34)."""

from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import reads
from checkin_service.attendance import store
from checkin_service.attendance.model.learning import LearningPlatform
from checkin_service.attendance.schemas.learning import PlatformSanctions
from checkin_service.catalogue import service as catalogue
from checkin_service.conduct import service as conduct
from checkin_service.conduct.model.sanctions import Party
from checkin_service.conduct.schemas.sanctions import NewPlatformSanction, ProposedSanction
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import line_of
from checkin_service.proposals.schemas import ProposalAnswer


@once_per("sanction_id")
async def propose_sanction(
    unit: UnitOfWork, resources: Resources, subject: Subject, platform_id: UUID, body: NewPlatformSanction
) -> ProposalAnswer:
    """By an officer of the authority that entered the platform; another decides, the operator may appeal."""
    found = existing(await store.platform_of(resources.database, platform_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    operator_id = await _operator(resources, subject, found)
    asked = ProposedSanction(**body.model_dump(), party=Party.PLATFORM, platform_id=platform_id)
    return await conduct.propose_against(unit, resources, subject, operator_id, asked)


async def sanctions_of(resources: Resources, subject: Subject, platform_id: UUID) -> PlatformSanctions:
    """Of one's authority's platforms, and of those of the authorities above it; oldest first."""
    found = existing(await store.platform_of(resources.database, platform_id))
    if found.authority_code not in line_of(str(subject.authority_code)):
        raise not_found()
    return PlatformSanctions(
        platform_id=platform_id, sanctions=await conduct.sanctions_of_platform(resources, platform_id)
    )


async def _operator(resources: Resources, subject: Subject, platform: LearningPlatform) -> UUID:
    """Who answers for the platform; one that another authority supervises is that one's matter."""
    if platform.operator_id is None:
        raise unfit(_NO_OPERATOR)
    held = existing(await catalogue.institution_of(resources, platform.operator_id))
    if not reads(subject, held.authority_code):
        raise unfit(_ELSEWHERE.filled(authority=held.authority_code))
    return held.institution_id


_NO_OPERATOR = Words(
    "该平台没有登记运营单位，无人可以申诉；请改为终止采信该平台。",
    "No operator is registered for this platform, so nobody could appeal; end the platform instead.",
)
_ELSEWHERE = Words(
    "该平台的运营单位由{authority}监管，请由该部门处理，或终止采信该平台。",
    "The operator of this platform is supervised by {authority}; let that authority act, or end the platform.",
)
