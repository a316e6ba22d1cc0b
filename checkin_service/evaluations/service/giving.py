"""Use cases of those who evaluate: their classes, giving an evaluation, replacing it once, taking it back."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.service.standing import own_hours
from checkin_service.catalogue import service as catalogue
from checkin_service.evaluations import rules, store
from checkin_service.evaluations.model import Evaluation, Stand
from checkin_service.evaluations.schemas import (
    EvaluationWithdrawal,
    NewEvaluation,
    OwnEvaluation,
    OwnEvaluations,
    Question,
)
from checkin_service.evaluations.words import QUESTIONS
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState, OwnRegistration, TrainingClass

WORDS = Purpose(Realm.IDENTITY, "evaluation")


async def own(resources: Resources, subject: Subject) -> OwnEvaluations:
    """The completed classes in which class hours of one's own count, newest first."""
    found = await timetable.registrations_of_trainee(resources.database, subject.subject_id)
    hours = await own_hours(resources, subject.subject_id)
    given = await store.evaluations_of(resources.database, subject.subject_id)
    completed = [
        each.training_class for each in found if _is_completed(each) and hours.get(each.training_class.class_id)
    ]
    names = await catalogue.institution_names(resources, [each.institution_id for each in completed])
    shown = [
        await _shown(resources, each, names[each.institution_id], _of_class(given, each.class_id)) for each in completed
    ]
    smallest = max(
        (_policy(resources, each).value("evaluation.smallest_group").integer for each in completed), default=0
    )
    return OwnEvaluations(smallest_group=smallest, classes=shown)


@once_per("request_id", operation="evaluation")
async def give(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewEvaluation
) -> OwnEvaluation:
    """By the person alone, with the phone's own token; a second one takes the place of the first, once."""
    held = await _own_class(resources, subject, class_id)
    before = _of_class(await store.evaluations_of(resources.database, subject.subject_id), class_id)
    policy, today = _policy(resources, held), day_of(resources.clock.now())
    hours = await own_hours(resources, subject.subject_id)
    refuse(
        rules.refusal_of(
            before,
            credited_hours=hours.get(class_id, 0),
            last_day=_last_day(held, before, policy),
            today=today,
            policy=policy,
        )
        or rules.marks_refusal(list(body.marks), policy.value("evaluation.questions").names, policy),
        reason="evaluation",
    )
    sealed = None
    if body.words is not None:
        sealed = await asyncio.to_thread(resources.sealer.seal, subject.subject_id, WORDS, body.words.encode())
    return await _added(unit, resources, subject, held, before, marks=dict(body.marks), words_sealed=sealed)


@once_per("request_id", operation="evaluation-withdrawal")
async def withdraw(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: EvaluationWithdrawal
) -> OwnEvaluation:
    """Taken back, it counts no more; that there was one stays on record."""
    del body
    held = await _own_class(resources, subject, class_id)
    before = _of_class(await store.evaluations_of(resources.database, subject.subject_id), class_id)
    policy, today = _policy(resources, held), day_of(resources.clock.now())
    refuse(rules.withdrawal_refusal(before, today=today, policy=policy), reason="evaluation")
    return await _added(unit, resources, subject, held, before, marks={}, words_sealed=None)


async def _added(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    held: TrainingClass,
    before: Sequence[Evaluation],
    *,
    marks: dict[str, int],
    words_sealed: bytes | None,
) -> OwnEvaluation:
    now = resources.clock.now()
    new = Evaluation(
        trainee_id=subject.subject_id,
        class_id=held.class_id,
        ordinal=len(before) + 1,
        institution_id=held.institution_id,
        project_id=held.project_id,
        authority_code=held.supervising_authority,
        marks=marks,
        words_sealed=words_sealed,
        given_at=now,
        closes_on=_last_day(held, before, _policy(resources, held)),
    )
    store.add_evaluation(unit, new)
    audit.record(unit, subject, Permission.EVALUATION_GIVE, held.class_id, at=now, detail={"ordinal": new.ordinal})
    names = await catalogue.institution_names(resources, [held.institution_id])
    return await _shown(resources, held, names[held.institution_id], [*before, new])


async def _own_class(resources: Resources, subject: Subject, class_id: UUID) -> TrainingClass:
    found = existing(await timetable.registration_with_class(resources.database, subject.subject_id, class_id))
    if not _is_completed(found):
        raise unfit(_NOT_COMPLETED)
    return found.training_class


def _is_completed(found: OwnRegistration) -> bool:
    return found.registration.is_active and found.training_class.state is ClassState.COMPLETED


def _of_class(given: Sequence[Evaluation], class_id: UUID) -> list[Evaluation]:
    return [each for each in given if each.class_id == class_id]


def _last_day(held: TrainingClass, before: Sequence[Evaluation], policy: PolicyView) -> date:
    """As it was told with the first one; whoever has given none goes by the policy of today."""
    return before[0].closes_on if before else rules.closes_on(existing(held.completed_at), policy)


def _policy(resources: Resources, held: TrainingClass) -> PolicyView:
    return timetable.policy_of_class(held, now=resources.clock.now())


async def _shown(
    resources: Resources, held: TrainingClass, institution: str, before: Sequence[Evaluation]
) -> OwnEvaluation:
    policy, today = _policy(resources, held), day_of(resources.clock.now())
    last_day = _last_day(held, before, policy)
    stand = rules.stand_of(before, last_day=last_day, today=today)
    until = rules.replaced_until(before[0].given_at, policy) if before else last_day
    may_replace = stand is Stand.GIVEN and today <= until
    latest = before[-1] if before else None
    return OwnEvaluation(
        class_id=held.class_id,
        name=held.name,
        institution=institution,
        stand=stand,
        questions=[
            Question(name=each, words=WordsBody.of(QUESTIONS[each]))
            for each in policy.value("evaluation.questions").names
        ],
        until=until,
        may_give=stand is Stand.OPEN or may_replace,
        may_withdraw=may_replace,
        marks=dict(latest.marks) if latest and latest.marks else None,
        words=await _opened(resources, latest),
    )


async def _opened(resources: Resources, found: Evaluation | None) -> str | None:
    if found is None or found.words_sealed is None:
        return None
    try:
        opened = await asyncio.to_thread(resources.sealer.open, found.trainee_id, WORDS, found.words_sealed)
    except SealBroken:
        return None
    return opened.decode()


_NOT_COMPLETED = Words(
    "班期结业后，本班学员才能评价。", "A class is evaluated once it is completed, by those who stayed on its roster."
)
