"""The waiting list: a place that becomes free is offered to whoever waits first, until a moment, then to the next."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.admission import rules
from checkin_service.admission.model import Application, ApplicationState, Queue
from checkin_service.admission.schemas import ApplicationAnswer, PlaceTaken
from checkin_service.admission.service.examining import announce_answer
from checkin_service.admission.store import applications as store
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at

_BATCH = 200


async def offer_places(resources: Resources) -> int:
    """Offers whose time has passed go to the next, and every free place to the first who waits; how many of both."""
    now = resources.clock.now()
    done = 0
    for each in await store.not_taken(resources.database, now=now, most=_BATCH):
        done += await _decided(resources, each, ApplicationState.LAPSED)
    for queue in await store.queues(resources.database, now=now):
        done += await _offer_in(resources, queue)
    return done


async def _offer_in(resources: Resources, queue: Queue) -> int:
    if not queue.free:
        return 0
    waiting = await store.first_waiting(resources.database, queue.class_id, most=queue.free)
    return sum([await _decided(resources, each, ApplicationState.PLACE_OFFERED, queue) for each in waiting])


async def _decided(
    resources: Resources, application: Application, state: ApplicationState, queue: Queue | None = None
) -> int:
    """One step of one application, with its news; of two processes at once one finds it done."""
    now = resources.clock.now()
    until = None
    if queue is not None:
        view = policy_at(queue.paying_authority, now, known_at=now)
        until = rules.offered_until(queue, view, now=now)
    try:
        async with resources.database.write() as unit:
            store.add_decision(unit, application, state, reason=None, by=None, at=now, until=until)
            announce_answer(unit, application, state, at=now, until=until)
    except Stale:
        return 0
    return 1


@once_per("request_id", operation="place-taken")
async def take_place(
    unit: UnitOfWork, resources: Resources, subject: Subject, application_id: UUID, body: PlaceTaken
) -> ApplicationAnswer:
    """The place offered is kept until the institution has examined the person as it examines everybody."""
    del body  # Its id makes sending it twice harmless.
    now = resources.clock.now()
    found = await store.application_of(resources.database, subject.subject_id, application_id)
    if found is None:
        raise not_found()
    refusal = rules.refusal_to_take(found, now=now)
    if refusal is not None:
        raise unfit(refusal)
    state = ApplicationState.PLACE_TAKEN
    store.add_decision(unit, found, state, reason=None, by=subject.subject_id, at=now)
    audit.record(unit, subject, Permission.PLACE_APPLY, application_id, at=now, detail={"state": state.value})
    answer = ApplicationAnswer.of(found)
    return answer.model_copy(update={"state": state, "decided_at": now, "offered_until": None})
