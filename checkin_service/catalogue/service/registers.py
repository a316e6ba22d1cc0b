"""Institutions, terminals and projects: an authority's officer enters them, institutions read their own."""

from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from checkin_service.access import model, tokens
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import TokenAnswer
from checkin_service.access.service import grant_access
from checkin_service.access.signatures import is_signed
from checkin_service.catalogue.model import Enterprise, Institution, Project, Terminal
from checkin_service.catalogue.schemas import (
    EnterpriseAnswer,
    InstitutionAnswer,
    InstitutionPage,
    NewEnterprise,
    NewInstitution,
    NewProject,
    NewTerminal,
    ProjectAnswer,
    ProjectPage,
    TerminalAnswer,
    TerminalSignIn,
)
from checkin_service.catalogue.service.guards import approval, audit_entry, authority_of, require_supervised
from checkin_service.catalogue.service.sites import site_of
from checkin_service.catalogue.store import registers as store
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

Answer = TypeVar("Answer", bound=BaseModel)

_CODE_TAKEN = Words("该统一社会信用代码已登记。", "This unified social credit code is registered already.")


async def register_authority(resources: Resources, *, authority_code: str, name: str) -> None:
    """An authority itself: entered on the server's command line, never over HTTP. Once is enough."""
    if await store.is_authority(resources.database, authority_code):
        return
    try:
        async with resources.database.write() as unit:
            store.add_authority(unit, authority_code=authority_code, name=name, at=resources.clock.now())
    except Stale:
        return  # A parallel twin was faster.


async def approve_institution(resources: Resources, subject: Subject, body: NewInstitution) -> bytes:
    async def act(unit: UnitOfWork) -> InstitutionAnswer:
        if await store.is_credit_code_taken(resources.database, body.credit_code):
            raise Problem(ProblemKind.STATE_CONFLICT, _CODE_TAKEN)
        new = Institution(**body.model_dump(), authority_code=authority_of(subject), **approval(resources, subject))
        store.add_institution(unit, new)
        audit_entry(unit, subject, Permission.INSTITUTION_CREATE, new.institution_id, new)
        return _shown(InstitutionAnswer, new)

    return await once(resources.database, caller=subject.tenant, request_id=body.institution_id, body=body, act=act)


async def approve_enterprise(resources: Resources, subject: Subject, body: NewEnterprise) -> bytes:
    """Entered by the authority that will subsidise it; the institution that trains its workers names it."""

    async def act(unit: UnitOfWork) -> EnterpriseAnswer:
        new = Enterprise(**body.model_dump(), authority_code=authority_of(subject), **approval(resources, subject))
        store.add_enterprise(unit, new)
        audit_entry(unit, subject, Permission.ENTERPRISE_CREATE, new.enterprise_id, new)
        return _shown(EnterpriseAnswer, new)

    return await once(resources.database, caller=subject.tenant, request_id=body.enterprise_id, body=body, act=act)


async def approve_terminal(resources: Resources, subject: Subject, body: NewTerminal) -> bytes:
    async def act(unit: UnitOfWork) -> TerminalAnswer:
        site = await site_of(resources, body.site_id)
        if site is None:
            raise not_found()
        await require_supervised(resources, subject, site.institution_id)
        new = Terminal(
            **body.model_dump(mode="python", include={"terminal_id", "site_id"}),
            public_key=body.public_key,
            institution_id=site.institution_id,
            **approval(resources, subject),
        )
        store.add_terminal(unit, new)
        audit_entry(unit, subject, Permission.TERMINAL_CREATE, new.terminal_id, new)
        return _shown(TerminalAnswer, new)

    return await once(resources.database, caller=subject.tenant, request_id=body.terminal_id, body=body, act=act)


async def approve_project(resources: Resources, subject: Subject, body: NewProject) -> bytes:
    async def act(unit: UnitOfWork) -> ProjectAnswer:
        new = Project(**body.model_dump(), authority_code=authority_of(subject), **approval(resources, subject))
        store.add_project(unit, new)
        audit_entry(unit, subject, Permission.PROJECT_CREATE, new.project_id, new)
        return _shown(ProjectAnswer, new)

    return await once(resources.database, caller=subject.tenant, request_id=body.project_id, body=body, act=act)


async def sign_in_terminal(resources: Resources, body: TerminalSignIn) -> TokenAnswer:
    """An access token for a terminal that signs a fresh nonce; the answer never tells what was wrong."""
    tokens.require_fresh_nonce(resources, body.nonce)
    known = await store.terminal_of(resources.database, body.terminal_id)
    if (
        known is None
        or known.revoked_at is not None
        or not is_signed(body.nonce.encode(), public_key=known.public_key, signature=body.signature)
    ):
        raise Problem(ProblemKind.SIGN_IN_REFUSED)
    return grant_access(
        resources, model.terminal(known.terminal_id, site_id=known.site_id, institution_id=known.institution_id)
    )


async def institutions(resources: Resources, subject: Subject, page: PageRequest) -> InstitutionPage:
    found = await store.institutions_of(resources.database, authority_of(subject), page)
    shown, cursor = page.shown(found, lambda each: each.institution_id)
    return InstitutionPage(institutions=[_shown(InstitutionAnswer, each) for each in shown], next_cursor=cursor)


async def projects(resources: Resources, subject: Subject, page: PageRequest) -> ProjectPage:
    """An authority's own projects; an institution sees those of the authority that supervises it."""
    found = await store.projects_of(resources.database, await _authority_over(resources, subject), page)
    shown, cursor = page.shown(found, lambda each: each.project_id)
    return ProjectPage(projects=[_shown(ProjectAnswer, each) for each in shown], next_cursor=cursor)


async def institution_of(resources: Resources, institution_id: UUID) -> Institution | None:
    return await store.institution_of(resources.database, institution_id)


async def enterprise_of(resources: Resources, enterprise_id: UUID) -> Enterprise | None:
    return await store.enterprise_of(resources.database, enterprise_id)


async def project_of(resources: Resources, project_id: UUID) -> Project | None:
    return await store.project_of(resources.database, project_id)


async def is_authority(resources: Resources, authority_code: str) -> bool:
    return await store.is_authority(resources.database, authority_code)


async def _authority_over(resources: Resources, subject: Subject) -> str:
    if subject.authority_code is not None:
        return subject.authority_code
    own = await store.institution_of(resources.database, subject.institution_id) if subject.institution_id else None
    if own is None:
        raise not_found()
    return own.authority_code


def _shown(answer: type[Answer], entry: object) -> Answer:
    return answer(**{name: getattr(entry, name) for name in answer.model_fields})
