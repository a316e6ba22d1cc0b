"""Statements about requests for copies and erasure, and their answers."""

from uuid import UUID

from sqlalchemy import Boolean, Uuid, bindparam, insert, or_, select

from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import alike, matches, question
from checkin_service.privacy.model import Answered, Asked, PersonRequest
from checkin_service.privacy.tables import person_request, person_request_answer

_all = select(
    *person_request.c,
    person_request_answer.c.outcome,
    person_request_answer.c.document_number.label("answer_document"),
    person_request_answer.c.reason.label("answer_reason"),
    person_request_answer.c.decided_by,
    person_request_answer.c.decided_at,
).outerjoin(person_request_answer, alike(person_request_answer, person_request, "trainee_id", "person_request_id"))

add_request = fragment_of(Asked, insert(person_request))
add_answer = fragment_of(Answered, insert(person_request_answer))
"""Once for each request: of two at once the second finds the write refused."""


@question(_all.where(matches(person_request, "trainee_id")).order_by(person_request.c.person_request_id))
async def requests_of(database: Database, trainee_id: UUID) -> list[PersonRequest]:
    """Of one person, oldest first."""


@question(_all.where(matches(person_request, "authority_code", "person_request_id")))
async def request_to(database: Database, authority_code: str, person_request_id: UUID) -> PersonRequest | None: ...


_LISTED = Statement(
    _all.where(
        matches(person_request, "authority_code"),
        person_request.c.person_request_id > bindparam("after", type_=Uuid),
        or_(~bindparam("only_waiting", type_=Boolean), person_request_answer.c.outcome.is_(None)),
    )
    .order_by(person_request.c.person_request_id)
    .limit(bindparam("count")),
    PersonRequest,
)


async def requests_to(
    database: Database, authority_code: str, page: PageRequest, *, only_waiting: bool
) -> list[PersonRequest]:
    """To one authority, oldest first."""
    return await database.read(
        _LISTED, authority_code=authority_code, after=page.after, only_waiting=only_waiting, count=page.fetch
    )
