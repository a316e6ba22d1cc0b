"""A repeated request gives the first answer; the same id with another body is a conflict."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from pydantic_core import to_json
from sqlalchemy import Column, DateTime, LargeBinary, Table, Text, Uuid, bindparam, func, insert, select

from checkin_service.kit.database import Database, Fragment, Stale, Statement, UnitOfWork, metadata
from checkin_service.kit.problem import Problem, ProblemKind

answered_request = Table(
    "answered_request",
    metadata,
    Column("caller", Text, primary_key=True, comment="Tenant or subject: ids of others do not collide with ours"),
    Column("request_id", Uuid, primary_key=True),
    Column("body_digest", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False, comment="The first answer, byte for byte"),
    Column("answered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    comment="Answers to requests that create things; distributed by caller",
)

_FIND = Statement(
    select(answered_request.c.body_digest, answered_request.c.answer).where(
        answered_request.c.caller == bindparam("caller"),
        answered_request.c.request_id == bindparam("request_id"),
    )
)
_REMEMBER = Fragment(
    Statement(
        insert(answered_request).values(
            caller=bindparam("caller"),
            request_id=bindparam("request_id"),
            body_digest=bindparam("body_digest"),
            answer=bindparam("answer"),
        )
    )
)


def digest_of(body: BaseModel) -> bytes:
    """SHA-256 over the validated body in canonical form: field order and white space do not matter."""
    return sha256(to_json(body.model_dump(mode="json"))).digest()


async def once(
    database: Database,
    *,
    caller: str,
    request_id: UUID,
    body: BaseModel,
    act: Callable[[UnitOfWork], Awaitable[BaseModel]],
) -> bytes:
    """Run `act` and remember its answer in the same write; on a repeat, return the first answer unchanged.

    `act` adds fragments to the unit and returns the answer; it must not write by itself.
    """
    digest = digest_of(body)
    known = await _known_answer(database, caller, request_id, digest)
    if known is not None:
        return known
    try:
        async with database.write() as unit:
            answer = (await act(unit)).model_dump_json().encode()
            unit.add(_REMEMBER, caller=caller, request_id=request_id, body_digest=digest, answer=answer)
    except (Stale, Problem) as refusal:
        # Either a parallel twin of this request won, and what it did is what stands in the way; or another has.
        known = await _known_answer(database, caller, request_id, digest)
        if known is not None:
            return known
        if isinstance(refusal, Problem):
            raise
        raise Problem(ProblemKind.STATE_CONFLICT) from None
    return answer


async def _known_answer(database: Database, caller: str, request_id: UUID, digest: bytes) -> bytes | None:
    row: Any = await database.read_one(_FIND, caller=caller, request_id=request_id)
    if row is None:
        return None
    if row.body_digest != digest:
        raise Problem(ProblemKind.ID_CONFLICT)
    return bytes(row.answer)
