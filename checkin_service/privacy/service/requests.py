"""Requests of people about their own data: asked for by themselves or at the office, listed, copies handed out."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, existing, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import line_of, policy_at
from checkin_service.privacy import rules
from checkin_service.privacy.model import Answered, Asked, Asker, Matter, Outcome, PersonRequest, RequestKind
from checkin_service.privacy.schemas import (
    ErasureStanding,
    HandingOut,
    NewErasureRequest,
    NewPersonRequest,
    PersonRequestAnswer,
    PersonRequestItem,
    PersonRequestPage,
    SignedCopy,
    StaysBody,
)
from checkin_service.privacy.service.copying import signed_copy
from checkin_service.privacy.store import requests as store
from checkin_service.privacy.store import standing

_NOBODYS = Words(
    "您还没有券、班级或登记的人社部门，本系统无人可以受理。请联系发给您邀请码的部门。",
    "No authority has you on its list, so that nobody could answer. Ask the office that gave you the invitation.",
)
_NO_COPY = Words("这不是查阅复制申请。", "This is no request for a copy.")


@once_per("person_request_id")
async def ask(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewPersonRequest) -> PersonRequestAnswer:
    """By staff for somebody at the counter, of whom the authority must know."""
    authority = authority_of(subject)
    await require_theirs(resources, authority, body.trainee_id)
    asked = await asked_for(
        resources,
        body.trainee_id,
        kind=body.kind,
        asker=Asker.AUTHORITY,
        authority=authority,
        by=subject.subject_id,
        person_request_id=body.person_request_id,
        grounds=(body.document_number, body.reason),
    )
    store.add_request(unit, asked)
    detail = {"kind": body.kind.value, "document": body.document_number}
    audit.record(unit, subject, Permission.PERSON_REQUEST_FILE, body.trainee_id, at=asked.asked_at, detail=detail)
    return shown(PersonRequest(**asdict(asked)))


@once_per("person_request_id")
async def ask_own(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewErasureRequest
) -> PersonRequestAnswer:
    """By the person: refused while something is open, with what to do first."""
    trainee_id = subject.subject_id
    refusal = rules.refusal_to_erase(await standing.open_matters(resources.database, trainee_id))
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason="something_open")
    authorities = await standing.authorities_of(resources.database, trainee_id)
    if not authorities:
        raise unfit(_NOBODYS)
    asked = await asked_for(
        resources,
        trainee_id,
        kind=RequestKind.ERASURE,
        asker=Asker.PERSON,
        authority=authorities[0],
        by=trainee_id,
        person_request_id=body.person_request_id,
    )
    store.add_request(unit, asked)
    audit.record(unit, subject, Permission.ERASURE_ASK, trainee_id, at=asked.asked_at)
    return shown(PersonRequest(**asdict(asked)))


async def asked_for(
    resources: Resources,
    trainee_id: UUID,
    *,
    kind: RequestKind,
    asker: Asker,
    authority: str,
    by: UUID,
    person_request_id: UUID,
    grounds: tuple[str | None, str | None] = (None, None),
) -> Asked:
    """The request with its deadline, unless another waits or nobody is left to erase."""
    had = await store.requests_of(resources.database, trainee_id)
    waiting = any(each.is_waiting and each.kind is kind for each in had)
    is_erased = bool(await standing.is_erased(resources.database, trainee_id))
    refusal = rules.refusal_to_ask(is_waiting=waiting and kind is RequestKind.ERASURE, is_erased=is_erased)
    if refusal is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, refusal)
    now = resources.clock.now()
    return Asked(
        trainee_id=trainee_id,
        person_request_id=person_request_id,
        kind=kind,
        asker=asker,
        authority_code=authority,
        document_number=grounds[0],
        reason=grounds[1],
        asked_by=by,
        asked_at=now,
        due_on=rules.due_on(day_of(now), policy_at(authority, now, known_at=now)),
    )


async def hand_out(resources: Resources, subject: Subject, person_request_id: UUID, body: HandingOut) -> SignedCopy:
    """The copy for a request that staff took down; made as often as it is asked for, answered once."""
    found = existing(await store.request_to(resources.database, authority_of(subject), person_request_id))
    if found.kind is not RequestKind.COPY:
        raise unfit(_NO_COPY)
    copy = await signed_copy(resources, found.trainee_id)
    now = resources.clock.now()
    async with resources.database.write() as unit:
        if found.is_waiting:
            store.add_answer(unit, answer_to(found, Outcome.HANDED_OUT, by=subject.subject_id, at=now))
        detail = {"copy": str(person_request_id), "request_id": str(body.request_id)}
        audit.record(unit, subject, Permission.PERSON_REQUEST_FILE, found.trainee_id, at=now, detail=detail)
    return copy


def answer_to(
    found: PersonRequest,
    outcome: Outcome,
    *,
    by: UUID,
    at: datetime,
    document_number: str | None = None,
    reason: str | None = None,
) -> Answered:
    """What is written down about a request that is answered now."""
    return Answered(
        trainee_id=found.trainee_id,
        person_request_id=found.person_request_id,
        outcome=outcome,
        document_number=document_number,
        reason=reason,
        asked_by=found.asked_by,
        decided_by=by,
        decided_at=at,
    )


async def listed(resources: Resources, subject: Subject, page: PageRequest, *, only_waiting: bool) -> PersonRequestPage:
    """Requests to one's own authority, with names as long as there are any."""
    found = await store.requests_to(resources.database, authority_of(subject), page, only_waiting=only_waiting)
    on_page, cursor = page.shown(found, lambda each: each.person_request_id)
    return PersonRequestPage(requests=await _items(resources, on_page), next_cursor=cursor)


async def own_standing(resources: Resources, subject: Subject) -> ErasureStanding:
    """What would go and stay, what stands in the way, and what one has asked for; for the person alone."""
    database, trainee_id = resources.database, subject.subject_id
    open_matters = await standing.open_matters(database, trainee_id)
    return ErasureStanding(
        first=list(map(WordsBody.of, rules.obstacle_words(open_matters))),
        goes=list(map(WordsBody.of, rules.GOES)),
        stays=[StaysBody(what=WordsBody.of(each.what), law=WordsBody.of(each.law)) for each in rules.STAYS],
        requests=[shown(each) for each in await store.requests_of(database, trainee_id)],
    )


async def require_theirs(resources: Resources, authority: str, trainee_id: UUID) -> None:
    """404 unless the person is the authority's matter, or that of one below it."""
    codes = await standing.authorities_of(resources.database, trainee_id)
    if not any(authority in line_of(each) for each in codes):
        raise not_found()


def shown(found: PersonRequest) -> PersonRequestAnswer:
    return PersonRequestAnswer.showing(found)


async def _items(resources: Resources, found: Sequence[PersonRequest]) -> list[PersonRequestItem]:
    people = await identity.people(resources, {each.trainee_id for each in found})
    today = day_of(resources.clock.now())
    return [
        PersonRequestItem.showing(
            each,
            name=people[each.trainee_id].name,
            masked_document=people[each.trainee_id].masked_document,
            is_late=each.is_waiting and today > each.due_on,
            open_matters=await _in_the_way(resources, each),
        )
        for each in found
    ]


async def _in_the_way(resources: Resources, found: PersonRequest) -> list[Matter]:
    if not found.is_waiting or found.kind is not RequestKind.ERASURE:
        return []
    return await standing.open_matters(resources.database, found.trainee_id)
