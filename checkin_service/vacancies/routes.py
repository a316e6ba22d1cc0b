"""Vacancies and referrals over HTTP."""

from uuid import UUID

from fastapi import Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept
from checkin_service.vacancies import service
from checkin_service.vacancies.schemas import (
    InterestedPeople,
    InterestQuery,
    InterestStated,
    NewInterest,
    NewVacancy,
    NewVacancyEnd,
    NewVacancyExamination,
    OwnVacancies,
    PublicVacancies,
    VacancyBody,
    VacancyPage,
    VacancySearch,
)

router = service_router(tag="vacancies")


@router.post("/vacancy-searches", response_model=PublicVacancies, summary="Vacancies, for all (岗位信息)")
async def search_vacancies(resources: Res, request: Request, body: VacancySearch) -> Response:
    """Open vacancies, the newest first, without signing in; none names a person."""
    address = request.client.host if request.client else ""
    return answer(await service.search(resources, body, address=address))


@router.creates("/vacancies", by=Permission.VACANCY_ENTER, summary="Enter a vacancy (发布岗位)")
async def enter_vacancy(resources: Res, subject: Subject, body: NewVacancy) -> Kept[VacancyBody]:
    """By an authority, open at once; by an institution, open once its authority has approved it."""
    return await service.enter(resources, subject, body)


@router.reads("/vacancies", by=Permission.VACANCY_READ, summary="Vacancies entered")
async def list_vacancies(resources: Res, subject: Subject, page: Page) -> VacancyPage:
    """An institution's own, or those that an authority and the ones below it answer for."""
    return await service.vacancies(resources, subject, page)


@router.reads("/vacancies/{vacancy_id}", by=Permission.VACANCY_READ, summary="A vacancy with its history")
async def get_vacancy(resources: Res, subject: Subject, vacancy_id: UUID) -> VacancyBody:
    return await service.vacancy(resources, subject, vacancy_id)


@router.creates(
    "/vacancies/{vacancy_id}/examination", by=Permission.VACANCY_EXAMINE, summary="Examine a vacancy (岗位审核)"
)
async def examine_vacancy(
    resources: Res, subject: Subject, vacancy_id: UUID, body: NewVacancyExamination
) -> Kept[VacancyBody]:
    """By one person of the authority; nobody outside sees it before."""
    return await service.examine(resources, subject, vacancy_id, body)


@router.creates("/vacancies/{vacancy_id}/end", by=Permission.VACANCY_ENTER, summary="End a vacancy early (下架)")
async def end_vacancy(resources: Res, subject: Subject, vacancy_id: UUID, body: NewVacancyEnd) -> Kept[VacancyBody]:
    """By whoever published it, or by the authority that answers for it."""
    return await service.end(resources, subject, vacancy_id, body)


@router.reads(
    "/vacancies/{vacancy_id}/interested",
    by=Permission.VACANCY_INTERESTED_READ,
    method="POST",
    summary="Who asked to be referred (意向名单)",
)
async def read_interested(resources: Res, subject: Subject, vacancy_id: UUID, body: InterestQuery) -> InterestedPeople:
    """For whoever published it; the purpose and how many were read stand in the audit trail."""
    return await service.interested(resources, subject, vacancy_id, body)


@router.reads("/me/vacancies", by=Permission.VACANCY_ASK, summary="Vacancies that suit you (就业推介)")
async def own_vacancies(resources: Res, subject: Subject) -> OwnVacancies:
    """Of the occupation and city of a class of yours, the nearest first; nothing about you leaves."""
    return await service.own_vacancies(resources, subject)


@router.creates(
    "/me/vacancies/{vacancy_id}/interest", by=Permission.VACANCY_ASK, summary="Be referred, or take it back (意向)"
)
async def state_interest(resources: Res, subject: Subject, vacancy_id: UUID, body: NewInterest) -> Kept[InterestStated]:
    """With your consent whoever published the vacancy reads your name, until you take it back."""
    return await service.state_interest(resources, subject, vacancy_id, body)
