"""The same at the server's command line, for operators: a person found by document, a copy, an erasure asked for."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from checkin_service.access import accounts, audit
from checkin_service.access.model import Permission
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import Problem, existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.privacy.model import Asker, Outcome, PersonRequest, RequestKind
from checkin_service.privacy.schemas import SignedCopy
from checkin_service.privacy.service.copying import signed_copy
from checkin_service.privacy.service.deciding import carry_out
from checkin_service.privacy.service.requests import answer_to, asked_for, require_theirs
from checkin_service.privacy.store import requests as store

_MOST = 1_000
_NOBODY = Words("本部门没有此证件号码的人员，请核对号码。", "Nobody of your authority has this number: compare it.")


async def find(resources: Resources, authority: str, number: str) -> UUID:
    """Whoever of the authority has a document with this number; nobody of another is anybody here."""
    for kind in DocumentKind:
        found = await identity.person_by_document(resources, kind, number)
        if found is not None:
            with suppress(Problem):
                await require_theirs(resources, authority, found)
                return found
    raise unfit(_NOBODY)


async def waiting(resources: Resources, authority: str) -> Sequence[PersonRequest]:
    """Requests that nobody has answered, oldest first."""
    return await store.requests_to(resources.database, authority, PageRequest.first(_MOST), only_waiting=True)


async def export(
    resources: Resources, authority: str, trainee_id: UUID, *, document_number: str, reason: str
) -> SignedCopy:
    """A copy made at the server, as a request that is answered with it."""
    await require_theirs(resources, authority, trainee_id)
    asked = await asked_for(
        resources,
        trainee_id,
        kind=RequestKind.COPY,
        asker=Asker.OPERATOR,
        authority=authority,
        by=accounts.OPERATOR,
        person_request_id=new_id(),
        grounds=(document_number, reason),
    )
    copy = await signed_copy(resources, trainee_id)
    async with resources.database.write() as unit:
        store.add_request(unit, asked)
        made = PersonRequest(**asdict(asked))
        store.add_answer(unit, answer_to(made, Outcome.HANDED_OUT, by=accounts.OPERATOR, at=asked.asked_at))
        _record(unit, authority, trainee_id, asked.asked_at, {"kind": "copy", "document": document_number})
    return copy


async def erase(
    resources: Resources, authority: str, person_request_id: UUID, *, document_number: str, reason: str
) -> PersonRequest:
    """The operator as the second person on a request that the person or the authority's staff made."""
    found = existing(await store.request_to(resources.database, authority, person_request_id))
    grounds = (document_number, reason)
    async with resources.database.write() as unit:
        answered = await carry_out(unit, resources, found, Outcome.ERASED, by=accounts.OPERATOR, grounds=grounds)
        detail = {"outcome": "erased", "document": document_number}
        _record(unit, authority, found.trainee_id, existing(answered.decided_at), detail)
    return answered


def _record(unit: UnitOfWork, authority: str, trainee_id: UUID, at: datetime, detail: Mapping[str, object]) -> None:
    audit.record_at_the_server(
        unit, Permission.PERSON_REQUEST_DECIDE, trainee_id, tenant=f"authority:{authority}", at=at, detail=detail
    )
