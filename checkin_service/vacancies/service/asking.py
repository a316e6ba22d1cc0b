"""Use cases of asking: a trainee reads which vacancies suit, asks to be referred, and takes it back."""

import asyncio
from collections import defaultdict
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.vacancies import rules, store
from checkin_service.vacancies.model import Interest, Trained, VacancyState
from checkin_service.vacancies.schemas import InterestStated, NewInterest, OwnVacancies, OwnVacancy
from checkin_service.vacancies.service.showing import steps_by_vacancy

TELEPHONE = Purpose(Realm.IDENTITY, "vacancy_telephone")
_MOST = 50


async def own_vacancies(resources: Resources, subject: Subject) -> OwnVacancies:
    """Those that suit, the nearest first, and those the person asked for, however they stand now."""
    today = day_of(resources.clock.now())
    trained = await _trained(resources, subject.subject_id)
    stated = await _stated(resources, subject.subject_id)
    found = await store.fitting(
        resources.database,
        cities=rules.cities_of(trained),
        codes={each.occupation_code for each in trained if each.occupation_code},
        names={rules.folded(each.occupation) for each in trained},
        on_day=today,
        most=_MOST,
    )
    suiting = rules.nearest_first((each for each in found if rules.suits(each, trained)), trained)
    asked = {vacancy_id for vacancy_id, said in stated.items() if rules.is_interested(said)}
    others = await store.vacancies_by_id(resources.database, asked - {each.vacancy_id for each in suiting})
    steps = await steps_by_vacancy(resources, others)
    states = {each.vacancy_id: rules.state_of(each, steps[each.vacancy_id], on=today) for each in others}
    return OwnVacancies(
        vacancies=[
            OwnVacancy.showing(
                each,
                is_open=states.get(each.vacancy_id, VacancyState.OPEN) is VacancyState.OPEN,
                is_interested=each.vacancy_id in asked,
            )
            for each in (*suiting, *others)
        ]
    )


@once_per("request_id", operation=Permission.VACANCY_ASK)
async def state_interest(
    unit: UnitOfWork, resources: Resources, subject: Subject, vacancy_id: UUID, body: NewInterest
) -> InterestStated:
    """Kept as said, with a telephone under the person's own key; the latest word counts."""
    now, trainee_id = resources.clock.now(), subject.subject_id
    found = existing(await store.vacancy_of(resources.database, vacancy_id))
    state = rules.state_of(found, await store.steps_of(resources.database, [vacancy_id]), on=day_of(now))
    before = (await _stated(resources, trainee_id))[vacancy_id]
    trained = await _trained(resources, trainee_id)
    refusal = rules.interest_refusal(found, state, before, trained, is_withdrawal=not body.is_interested)
    if refusal is not None:
        raise unfit(refusal, reason="interest")
    sealed = None
    if body.is_interested and body.telephone is not None:
        said = body.telephone.encode()
        sealed = await asyncio.to_thread(resources.sealer.seal, trainee_id, TELEPHONE, said)
    new = Interest(
        trainee_id=trainee_id,
        vacancy_id=vacancy_id,
        ordinal=len(before) + 1,
        is_withdrawal=not body.is_interested,
        telephone_sealed=sealed,
        stated_at=now,
    )
    store.add_interest(unit, new)
    audit.record(unit, subject, Permission.VACANCY_ASK, vacancy_id, at=now, detail={"interested": body.is_interested})
    return InterestStated(vacancy_id=vacancy_id, is_interested=body.is_interested, stated_at=now)


async def _stated(resources: Resources, trainee_id: UUID) -> defaultdict[UUID, list[Interest]]:
    by_vacancy: defaultdict[UUID, list[Interest]] = defaultdict(list)
    for each in await store.interests_of_trainee(resources.database, trainee_id):
        by_vacancy[each.vacancy_id].append(each)
    return by_vacancy


async def _trained(resources: Resources, trainee_id: UUID) -> list[Trained]:
    """The occupations of the person's classes; a certificate of one is of the same occupation."""
    found = []
    for _, held in await timetable.registrations_of_trainee(resources.database, trainee_id):
        if held.state is ClassState.REJECTED:
            continue
        project = existing(await catalogue.project_of(resources, held.project_id))
        found.append(
            Trained(
                occupation_code=project.occupation_code,
                occupation=project.occupation,
                division=held.supervising_authority,
            )
        )
    return found
