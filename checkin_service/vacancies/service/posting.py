"""Use cases of posting: a vacancy is entered, examined where an institution entered it, and ended early."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Institution
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.vacancies import rules, store
from checkin_service.vacancies.model import PostedVacancy, VacancyStep, VacancyStepKind
from checkin_service.vacancies.schemas import NewVacancy, NewVacancyEnd, NewVacancyExamination, VacancyBody
from checkin_service.vacancies.service.showing import shown


@once_per("vacancy_id")
async def enter(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewVacancy) -> VacancyBody:
    """By an authority or one of its institutions; its occupation is one of the register."""
    now = resources.clock.now()
    publisher = await _publisher(resources, subject)
    named = await catalogue.registered_occupation(resources, publisher.authority_code, body.occupation_code, body.level)
    new = PostedVacancy(
        **body.model_dump(),
        authority_code=publisher.authority_code,
        institution_id=subject.institution_id,
        occupation=named.name,
        entered_by=subject.subject_id,
        entered_at=now,
        publisher=publisher.name,
        interested=0,
    )
    _refuse(rules.entry_refusal(new, on=day_of(now)))
    store.add_vacancy(unit, new)
    audit.record(unit, subject, Permission.VACANCY_ENTER, new.vacancy_id, at=now)
    return shown(new, [], on=day_of(now))


@once_per("request_id", operation="vacancy-examination")
async def examine(
    unit: UnitOfWork, resources: Resources, subject: Subject, vacancy_id: UUID, body: NewVacancyExamination
) -> VacancyBody:
    """By one person of the authority of the institution that entered it."""
    found, steps = await _answered_for(resources, subject, vacancy_id)
    _refuse(rules.examination_refusal(rules.state_of(found, steps, on=day_of(resources.clock.now()))))
    kind = VacancyStepKind.APPROVED if body.approved else VacancyStepKind.REFUSED
    return _step(unit, resources, subject, found, steps, kind, body.reason, Permission.VACANCY_EXAMINE)


@once_per("request_id", operation="vacancy-end")
async def end(
    unit: UnitOfWork, resources: Resources, subject: Subject, vacancy_id: UUID, body: NewVacancyEnd
) -> VacancyBody:
    """By whoever entered it, or by the authority that answers for it."""
    found, steps = await _answered_for(resources, subject, vacancy_id)
    _refuse(rules.closing_refusal(rules.state_of(found, steps, on=day_of(resources.clock.now()))))
    return _step(unit, resources, subject, found, steps, VacancyStepKind.CLOSED, body.reason, Permission.VACANCY_ENTER)


async def _publisher(resources: Resources, subject: Subject) -> Institution | store.Named:
    """Whoever publishes it, with the authority that answers for it."""
    if subject.institution_id is None:
        return existing(await store.authority_of(resources.database, authority_of(subject)))
    await catalogue.require_active(resources, subject.institution_id)
    return existing(await catalogue.institution_of(resources, subject.institution_id))


async def _answered_for(
    resources: Resources, subject: Subject, vacancy_id: UUID
) -> tuple[PostedVacancy, list[VacancyStep]]:
    found = existing(await store.vacancy_of(resources.database, vacancy_id))
    is_own = subject.institution_id is not None and found.institution_id == subject.institution_id
    if not is_own and found.authority_code != subject.authority_code:
        raise not_found()
    return found, await store.steps_of(resources.database, [vacancy_id])


def _step(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    found: PostedVacancy,
    steps: list[VacancyStep],
    kind: VacancyStepKind,
    reason: str | None,
    permission: Permission,
) -> VacancyBody:
    now = resources.clock.now()
    step = VacancyStep(
        vacancy_id=found.vacancy_id,
        ordinal=len(steps) + 1,
        kind=kind,
        reason=reason,
        taken_by=subject.subject_id,
        taken_at=now,
    )
    store.add_step(unit, step)
    tenant = f"institution:{found.institution_id}" if found.institution_id else None
    audit.record(unit, subject, permission, found.vacancy_id, at=now, tenant=tenant, detail={"step": kind.value})
    return shown(found, [*steps, step], on=day_of(now))


def _refuse(refusal: Words | None) -> None:
    if refusal is not None:
        raise unfit(refusal, reason="vacancy")
