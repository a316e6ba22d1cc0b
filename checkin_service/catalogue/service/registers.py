"""Institutions, enterprises and projects: an authority's officer enters them, institutions read their own."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of, reach_of
from checkin_service.catalogue.model.registers import Enterprise, Institution, Project, Qualification
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.schemas import (
    EnterpriseAnswer,
    InstitutionAnswer,
    InstitutionPage,
    NewEnterprise,
    NewInstitution,
    NewProject,
    ProjectAnswer,
    ProjectPage,
)
from checkin_service.catalogue.schemas.qualifications import NewQualification, QualificationAnswer, Qualifications
from checkin_service.catalogue.service.guards import (
    approval,
    audit_entry,
    authority_over,
    require_readable,
    require_supervised,
)
from checkin_service.catalogue.service.occupations import named_by
from checkin_service.catalogue.service.project_steps import project_standings
from checkin_service.catalogue.store import registers as store
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

_CODE_TAKEN = Words("该统一社会信用代码已登记。", "This unified social credit code is registered already.")


async def register_authority(resources: Resources, *, authority_code: str, name: str) -> None:
    """An authority itself: entered on the server's command line, never over HTTP. Once is enough."""
    if await store.is_authority(resources.database, authority_code):
        return
    try:
        async with resources.database.write() as unit:
            store.add_authority(unit, authority_code=authority_code, name=name, created_at=resources.clock.now())
    except Stale:
        return  # A parallel twin was faster.


@once_per("institution_id")
async def approve_institution(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewInstitution
) -> InstitutionAnswer:
    if await store.is_credit_code_taken(resources.database, body.credit_code):
        raise Problem(ProblemKind.STATE_CONFLICT, _CODE_TAKEN)
    new = Institution(**body.model_dump(), authority_code=authority_of(subject), **approval(resources, subject))
    store.add_institution(unit, new)
    audit_entry(unit, subject, Permission.INSTITUTION_CREATE, new.institution_id, new)
    return InstitutionAnswer.showing(new)


@once_per("qualification_id")
async def enter_qualification(
    unit: UnitOfWork, resources: Resources, subject: Subject, institution_id: UUID, body: NewQualification
) -> QualificationAnswer:
    """What the supervising authority examined of an institution; it decides who may teach practice (FJ-22)."""
    await require_supervised(resources, subject, institution_id)
    new = Qualification(**body.model_dump(), institution_id=institution_id, **approval(resources, subject))
    store.add_qualification(unit, new)
    audit_entry(unit, subject, Permission.INSTITUTION_CREATE, new.qualification_id, new)
    return QualificationAnswer.showing(new)


async def qualifications(resources: Resources, subject: Subject, institution_id: UUID) -> Qualifications:
    """All that was entered of an institution of one's own, oldest first."""
    await require_readable(resources, subject, institution_id)
    found = await store.qualifications_of(resources.database, institution_id)
    return Qualifications(institution_id=institution_id, qualifications=list(map(QualificationAnswer.showing, found)))


async def qualification_on(resources: Resources, institution_id: UUID, on: date) -> Qualification | None:
    """The one that holds on a day: the latest entered decides."""
    found = await store.qualifications_of(resources.database, institution_id)
    return next((each for each in reversed(found) if each.holds(on)), None)


@once_per("enterprise_id")
async def approve_enterprise(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewEnterprise
) -> EnterpriseAnswer:
    """Entered by the authority that will subsidise it; the institution that trains its workers names it."""
    new = Enterprise(**body.model_dump(), authority_code=authority_of(subject), **approval(resources, subject))
    store.add_enterprise(unit, new)
    audit_entry(unit, subject, Permission.ENTERPRISE_CREATE, new.enterprise_id, new)
    return EnterpriseAnswer.showing(new)


@once_per("project_id")
async def approve_project(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewProject) -> ProjectAnswer:
    named = await named_by(resources, subject, body)
    new = Project(
        **body.model_dump(exclude={"level"}),
        level=body.level or (named.level if named and named.level else None),
        occupation_kind=named.kind if named else None,
        authority_code=authority_of(subject),
        **approval(resources, subject),
    )
    store.add_project(unit, new)
    audit_entry(unit, subject, Permission.PROJECT_CREATE, new.project_id, new)
    return ProjectAnswer.showing(new, standing=Standing.ACTIVE)


async def institutions(resources: Resources, subject: Subject, page: PageRequest) -> InstitutionPage:
    found = await store.institutions_of(resources.database, existing(reach_of(subject)), page)
    shown, cursor = page.shown(found, lambda each: each.institution_id)
    return InstitutionPage(institutions=[InstitutionAnswer.showing(each) for each in shown], next_cursor=cursor)


async def enterprises(resources: Resources, subject: Subject, page: PageRequest) -> tuple[list[Enterprise], str | None]:
    """Those that an authority has entered, and where the next page begins."""
    found = await store.enterprises_of(resources.database, authority_of(subject), page)
    return page.shown(found, lambda each: each.enterprise_id)


async def projects(resources: Resources, subject: Subject, page: PageRequest) -> ProjectPage:
    """An authority's own projects; an institution sees those of the authority that supervises it."""
    found = await store.projects_of(resources.database, await authority_over(resources, subject), page)
    shown, cursor = page.shown(found, lambda each: each.project_id)
    stand = await project_standings(resources, [each.project_id for each in shown])
    answers = [ProjectAnswer.showing(each, standing=stand[each.project_id]) for each in shown]
    return ProjectPage(projects=answers, next_cursor=cursor)


async def listed_institutions(resources: Resources, subject: Subject, wanted: Wanted) -> ListPart[Institution]:
    """The same as `institutions`, searched and sorted."""
    return await store.INSTITUTIONS.part(resources.database, wanted, reach=existing(reach_of(subject)))


async def listed_enterprises(resources: Resources, subject: Subject, wanted: Wanted) -> ListPart[Enterprise]:
    return await store.ENTERPRISES.part(resources.database, wanted, authority_code=authority_of(subject))


async def listed_projects(resources: Resources, subject: Subject, wanted: Wanted) -> ListPart[Project]:
    over = await authority_over(resources, subject)
    return await store.PROJECTS.part(resources.database, wanted, authority_code=over)


async def institution_of(resources: Resources, institution_id: UUID) -> Institution | None:
    return await store.institution_of(resources.database, institution_id)


async def institution_names(resources: Resources, institution_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these institutions are called."""
    return dict(await store.names_of(resources.database, institution_ids))


async def project_names(resources: Resources, project_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these projects are called."""
    return dict(await store.project_names_of(resources.database, list(project_ids)))


async def enterprise_of(resources: Resources, enterprise_id: UUID) -> Enterprise | None:
    return await store.enterprise_of(resources.database, enterprise_id)


async def project_of(resources: Resources, project_id: UUID) -> Project | None:
    return await store.project_of(resources.database, project_id)


async def is_authority(resources: Resources, authority_code: str) -> bool:
    return await store.is_authority(resources.database, authority_code)
