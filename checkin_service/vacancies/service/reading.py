"""Use cases of reading: vacancies for those who published them, for everybody, and who asked to be referred."""

import asyncio
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of, reach_of, reads
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.policy.model import prefix_of
from checkin_service.vacancies import store
from checkin_service.vacancies.model import Interest
from checkin_service.vacancies.schemas import (
    InterestedPeople,
    InterestedPerson,
    InterestQuery,
    PublicVacancies,
    VacancyBody,
    VacancyPage,
    VacancySearch,
)
from checkin_service.vacancies.service.asking import TELEPHONE
from checkin_service.vacancies.service.showing import answers, public

_MOST = 100
_ASKED = Limit("vacancies", most=60)


async def vacancy(resources: Resources, subject: Subject, vacancy_id: UUID) -> VacancyBody:
    """For whoever published it, the authority that answers for it and those above."""
    found = existing(await store.vacancy_of(resources.database, vacancy_id))
    is_own = subject.institution_id is not None and subject.institution_id == found.institution_id
    if not is_own and not reads(subject, found.authority_code):
        raise not_found()
    (answer,) = await answers(resources, [found])
    return answer


async def vacancies(resources: Resources, subject: Subject, page: PageRequest) -> VacancyPage:
    """An institution's own, or those that an authority and the ones below it answer for."""
    found = await store.vacancies_of(
        resources.database,
        institution_id=subject.institution_id,
        below=reach_of(subject),
        after=page.after,
        count=page.fetch,
    )
    shown, cursor = page.shown(found, lambda each: each.vacancy_id)
    return VacancyPage(vacancies=await answers(resources, shown), next_cursor=cursor)


async def waiting(resources: Resources, subject: Subject) -> list[VacancyBody]:
    """Vacancies of an authority's institutions that nobody has examined."""
    today = day_of(resources.clock.now())
    return await answers(resources, await store.unexamined(resources.database, authority_of(subject), today))


async def search(resources: Resources, asked: VacancySearch, *, address: str) -> PublicVacancies:
    """The open ones, for everybody."""
    now = resources.clock.now()
    await resources.limits.require_of(_ASKED, address)
    division = None if asked.division is None else prefix_of(asked.division)
    found = await store.open_vacancies(
        resources.database, words=asked.words, division=division, on_day=day_of(now), most=_MOST
    )
    return PublicVacancies(vacancies=[public(each) for each in found])


async def interested(
    resources: Resources, subject: Subject, vacancy_id: UUID, asked: InterestQuery
) -> InterestedPeople:
    """Names for whoever published it, and nobody else; whoever took it back is not among them."""
    found = existing(await store.vacancy_of(resources.database, vacancy_id))
    is_published_here = (
        found.authority_code == subject.authority_code
        if found.institution_id is None
        else found.institution_id == subject.institution_id
    )
    if not is_published_here:
        raise not_found()
    stated = await store.interested_in(resources.database, vacancy_id)
    people = await identity.people(resources, {each.trainee_id for each in stated})
    telephones = await asyncio.to_thread(lambda: [_telephone(resources, each) for each in stated])
    async with resources.database.write() as unit:
        detail = {"purpose": asked.purpose.value, "found": len(people)}
        audit.record(
            unit, subject, Permission.VACANCY_INTERESTED_READ, vacancy_id, at=resources.clock.now(), detail=detail
        )
    return InterestedPeople(
        vacancy_id=vacancy_id,
        people=[
            InterestedPerson(name=people[each.trainee_id].name, telephone=telephone, stated_at=each.stated_at)
            for each, telephone in zip(stated, telephones, strict=True)
            if each.trainee_id in people
        ],
    )


def _telephone(resources: Resources, stated: Interest) -> str | None:
    if stated.telephone_sealed is None:
        return None
    try:
        return resources.sealer.open(stated.trainee_id, TELEPHONE, stated.telephone_sealed).decode()
    except SealBroken:  # The person has been erased.
        return None
