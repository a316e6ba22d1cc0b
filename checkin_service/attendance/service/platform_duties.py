"""Use cases of a platform's duties: an authority sees each shown by use or paper, and records papers it has seen."""

from datetime import timedelta
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.learning import DutyPaper, LearningPlatform, OperatorDuty, PlatformUse
from checkin_service.attendance.schemas.learning import (
    DutyBody,
    DutyPaperBody,
    NewDutyPaper,
    NewPlatform,
    PlatformBody,
    PlatformDuties,
)
from checkin_service.attendance.words.duties import in_use
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.standing import Standing
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import line_of
from checkin_service.policy.wording import NAMES
from checkin_service.proposals import service as proposals
from checkin_service.timetable import service as timetable

_YEAR = timedelta(days=366)


async def duties_of(resources: Resources, subject: Subject, platform_id: UUID) -> PlatformDuties:
    """Of one's authority's platforms, and of those of the authorities above it."""
    found = await store.platform_of(resources.database, platform_id)
    if found is None or found.authority_code not in line_of(str(subject.authority_code)):
        raise not_found()
    return await _shown(resources, found, await store.duty_papers(resources.database, platform_id))


@once_per("request_id", operation="duty-paper")
async def record_paper(
    unit: UnitOfWork, resources: Resources, subject: Subject, platform_id: UUID, body: NewDutyPaper
) -> PlatformDuties:
    """By an officer of the authority that entered the platform."""
    now, found = resources.clock.now(), await store.platform_of(resources.database, platform_id)
    if found is None or found.authority_code != subject.authority_code:
        raise not_found()
    refusal = rules.paper_refusal(body.seen_on, on=day_of(now))
    if refusal is not None:
        raise unfit(refusal, reason="seen_on")
    before = await store.duty_papers(resources.database, platform_id)
    new = DutyPaper(
        platform_id=platform_id,
        ordinal=len(before) + 1,
        duty=body.duty,
        document_number=body.document_number,
        shows=body.shows,
        seen_on=body.seen_on,
        recorded_by=subject.subject_id,
        recorded_at=now,
    )
    store.add_duty_paper(unit, new)
    detail = {"duty": body.duty.value, "document": body.document_number}
    audit.record(unit, subject, Permission.PLATFORM_MANAGE, platform_id, at=now, detail=detail)
    return await _shown(resources, found, [*before, new])


async def _shown(resources: Resources, found: LearningPlatform, papers: list[DutyPaper]) -> PlatformDuties:
    use = await store.platform_use(resources.database, found.platform_id, since=resources.clock.now() - _YEAR)
    teaching = await timetable.institutions_teaching(resources, use.classes)
    active = [each for each in teaching if await catalogue.standing_of(resources, each) is Standing.ACTIVE]
    entered = await proposals.approved(resources, found.authority_code, found.platform_id)
    taken_on = set(entered.request_as(NewPlatform).duties) if entered else set()
    operator = await catalogue.institution_of(resources, found.operator_id) if found.operator_id else None
    return PlatformDuties(
        platform=PlatformBody.showing(found),
        operator=operator.name if operator else None,
        document_number=entered.document_number if entered else None,
        duties=[
            _duty(each, use, papers, is_taken_on=each in taken_on, institutions=len(teaching), active=len(active))
            for each in OperatorDuty
        ],
    )


def _duty(
    duty: OperatorDuty, use: PlatformUse, papers: list[DutyPaper], *, is_taken_on: bool, institutions: int, active: int
) -> DutyBody:
    is_seen, own = rules.seen_in_use(duty, use), [each for each in papers if each.duty is duty]
    sentence = in_use(duty, use, institutions=institutions, active=active) if is_seen else None
    return DutyBody(
        duty=duty,
        words=WordsBody.of(NAMES[duty]),
        is_taken_on=is_taken_on,
        in_use=WordsBody.of(sentence) if sentence else None,
        papers=[DutyPaperBody.showing(each) for each in own],
        has_record=is_seen or bool(own),
    )
