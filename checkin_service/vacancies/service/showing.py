"""Vacancies as answers show them: with how they stand and what became of each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.vacancies import rules, store
from checkin_service.vacancies.model import PostedVacancy, VacancyStep
from checkin_service.vacancies.schemas import PublicVacancy, VacancyBody, VacancyStepBody


async def steps_by_vacancy(resources: Resources, found: Sequence[PostedVacancy]) -> dict[UUID, list[VacancyStep]]:
    by_vacancy: defaultdict[UUID, list[VacancyStep]] = defaultdict(list)
    for step in await store.steps_of(resources.database, [each.vacancy_id for each in found]):
        by_vacancy[step.vacancy_id].append(step)
    return by_vacancy


async def answers(resources: Resources, found: Sequence[PostedVacancy]) -> list[VacancyBody]:
    today, steps = day_of(resources.clock.now()), await steps_by_vacancy(resources, found)
    return [shown(each, steps[each.vacancy_id], on=today) for each in found]


def shown(found: PostedVacancy, steps: Sequence[VacancyStep], *, on: date) -> VacancyBody:
    return VacancyBody.showing(
        found, state=rules.state_of(found, steps, on=on), steps=[VacancyStepBody.showing(each) for each in steps]
    )


def public(found: PostedVacancy) -> PublicVacancy:
    return PublicVacancy.showing(found)
