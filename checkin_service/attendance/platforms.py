"""Use cases of learning platforms: an authority enters those whose statements it believes, and ends them."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import store
from checkin_service.attendance.learning_schemas import NewPlatform, PlatformBody, PlatformEnd, Platforms
from checkin_service.attendance.learnt import LearningPlatform
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.schema import StrictModel
from checkin_service.policy.book import line_of


class _End(StrictModel):
    platform_id: UUID
    body: PlatformEnd


async def enter(resources: Resources, subject: Subject, body: NewPlatform) -> bytes:
    """By an officer; a platform of a province serves the classes of its cities."""

    async def act(unit: UnitOfWork) -> PlatformBody:
        now = resources.clock.now()
        if body.operator_id is not None and await catalogue.institution_of(resources, body.operator_id) is None:
            raise not_found()
        new = LearningPlatform(
            platform_id=body.platform_id,
            authority_code=str(subject.authority_code),
            name=body.name,
            operator_id=body.operator_id,
            public_key=body.public_key,
            registered_by=subject.subject_id,
            registered_at=now,
        )
        store.add_platform(unit, new)
        audit.record(unit, subject=subject, action=Permission.PLATFORM_MANAGE, object_id=new.platform_id, at=now)
        return _body(new)

    return await once(resources.database, caller=subject.tenant, request_id=body.platform_id, body=body, act=act)


async def entered(resources: Resources, subject: Subject) -> Platforms:
    """One's authority's platforms, and those of the authorities above it."""
    found = await store.platforms_of(resources.database, list(line_of(str(subject.authority_code))))
    return Platforms(platforms=[_body(each) for each in found])


async def end(resources: Resources, subject: Subject, platform_id: UUID, body: PlatformEnd) -> bytes:
    """What was credited before stays: the facts are as they were."""

    async def act(unit: UnitOfWork) -> PlatformBody:
        now = resources.clock.now()
        found = await store.platform_of(resources.database, platform_id)
        if found is None or found.authority_code != subject.authority_code or found.ended_at is not None:
            raise not_found()
        store.end_platform(unit, platform_id, at=now)
        detail = {"ended": True, "reason": body.reason}
        audit.record(
            unit, subject=subject, action=Permission.PLATFORM_MANAGE, object_id=platform_id, at=now, detail=detail
        )
        return _body(found).model_copy(update={"ended_at": now})

    asked = _End(platform_id=platform_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)


def _body(found: LearningPlatform) -> PlatformBody:
    return PlatformBody(**{name: getattr(found, name) for name in PlatformBody.model_fields})
