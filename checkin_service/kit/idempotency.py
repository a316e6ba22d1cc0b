"""A repeated request gives the first answer; the same id with another body is a conflict."""

import hmac
from collections.abc import Awaitable, Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, SerializeAsAny
from pydantic_core import to_json
from sqlalchemy import Column, DateTime, LargeBinary, Text, Uuid, bindparam, func, insert, select

from checkin_service.kit.database import Database, Stale, Statement, UnitOfWork, fragment, table
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources

Answer = TypeVar("Answer", bound=BaseModel)
Asked = ParamSpec("Asked")


class Caller(Protocol):
    """Whoever asks; requests of one tenant share their ids."""

    @property
    def tenant(self) -> str: ...


Asking = TypeVar("Asking", bound=Caller)


class Kept(bytes, Generic[Answer]):
    """The first answer to a request as JSON, byte for byte as it is kept and sent again."""


class About(BaseModel):
    """A request with the thing it is about: the same id about another thing, or to do something else, is another."""

    operation: str
    object_id: UUID
    body: SerializeAsAny[BaseModel]


answered_request = table(
    "answered_request",
    Column("caller", Text, primary_key=True, comment="Tenant or subject: ids of others do not collide with ours"),
    Column("request_id", Uuid, primary_key=True),
    Column(
        "body_digest",
        LargeBinary,
        nullable=False,
        comment="Keyed: a name or number in a short request could be guessed; empty of those before that",
    ),
    Column("answer", LargeBinary, nullable=False, comment="The first answer, byte for byte"),
    Column("answered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    comment="Answers to requests that create things; distributed by caller",
)


class _Known(NamedTuple):
    body_digest: bytes
    answer: bytes


_FIND = Statement(
    select(answered_request.c.body_digest, answered_request.c.answer).where(
        answered_request.c.caller == bindparam("caller"),
        answered_request.c.request_id == bindparam("request_id"),
    ),
    _Known,
)


@fragment(
    insert(answered_request).values(
        {name: bindparam(name) for name in ("caller", "request_id", "body_digest", "answer")},
    )
)
def _remember(unit: UnitOfWork, *, caller: str, request_id: UUID, body_digest: bytes, answer: bytes) -> None: ...


def digest_of(body: BaseModel) -> bytes:
    """SHA-256 over the validated body in canonical form: field order and white space do not matter.

    Never kept as it is: a body may be so short that whoever knows the rest of it guesses the name or number in it.
    """
    return sha256(to_json(body.model_dump(mode="json"))).digest()


def stamp_of(database: Database, body: BaseModel) -> bytes:
    """What is kept of a request, to know it again: its digest under a key that no copy of the database holds."""
    return database.digests.of(digest_of(body))


def is_same(database: Database, kept: bytes, stamp: bytes) -> bool:
    """Whether a request is the one that was kept; rows that the log has sealed before there was a key hold none."""
    return hmac.compare_digest(kept, stamp) or hmac.compare_digest(database.digests.of(kept), stamp)


async def once(
    database: Database,
    *,
    caller: str,
    request_id: UUID,
    body: BaseModel,
    act: Callable[[UnitOfWork], Awaitable[Answer]],
    patience: str | None = None,
) -> Kept[Answer]:
    """Run `act` and remember its answer in the same write; on a repeat, return the first answer unchanged.

    `act` adds fragments to the unit and returns the answer; it must not write by itself.
    """
    # Not the bytes that came: a client that builds the same request anew may order its fields otherwise.
    digest = stamp_of(database, body)
    known: Kept[Answer] | None = await _known_answer(database, caller, request_id, digest)
    if known is not None:
        return known
    try:
        async with database.write(patience=patience, may_repeat=True) as unit:
            answer: Kept[Answer] = Kept((await act(unit)).model_dump_json().encode())
            _remember(unit, caller=caller, request_id=request_id, body_digest=digest, answer=answer)
    except (Stale, Problem) as refusal:
        # Either a parallel twin of this request won, and what it did is what stands in the way; or another has.
        known = await _known_answer(database, caller, request_id, digest)
        if known is not None:
            return known
        if isinstance(refusal, Problem):
            raise
        raise Problem(ProblemKind.STATE_CONFLICT) from None
    return answer


def once_per(
    id_field: str, *, operation: str = ""
) -> Callable[
    [Callable[Concatenate[UnitOfWork, Resources, Asking, Asked], Awaitable[Answer]]],
    Callable[Concatenate[Resources, Asking, Asked], Awaitable[Kept[Answer]]],
]:
    """Makes a use case answer once per id that its body carries in `id_field`; see `once`.

    The use case takes the unit of work, the resources, who asks, the id of the thing its path names, if any, and the
    body. Where a path names something, `operation` tells apart what else is asked about the same thing.
    """

    def decorated(
        act: Callable[Concatenate[UnitOfWork, Resources, Asking, Asked], Awaitable[Answer]],
    ) -> Callable[Concatenate[Resources, Asking, Asked], Awaitable[Kept[Answer]]]:
        @wraps(act)
        async def asked_once(
            resources: Resources, subject: Asking, /, *args: Asked.args, **more: Asked.kwargs
        ) -> Kept[Answer]:
            *about, body = cast("tuple[Any, ...]", args)
            return await once(
                resources.database,
                caller=subject.tenant,
                request_id=getattr(body, id_field),
                body=About(operation=operation, object_id=about[0], body=body) if about else body,
                act=lambda unit: act(unit, resources, subject, *args, **more),
            )

        return asked_once

    return decorated


def undecorated(use_case: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The use case below `once_per`, to be a part of a larger write that is itself answered once."""
    return cast("Callable[..., Awaitable[Any]]", use_case.__wrapped__)  # type: ignore[attr-defined]


async def _known_answer(database: Database, caller: str, request_id: UUID, digest: bytes) -> Kept[Any] | None:
    known = await database.read_one(_FIND, caller=caller, request_id=request_id)
    if known is None:
        return None
    # The same id for something else is a mistake of the caller's; the answer to the first would hide it.
    # Those that were answered before digests had a key have lost theirs, and are answered as they were.
    if known.body_digest and not is_same(database, known.body_digest, digest):
        raise Problem(ProblemKind.ID_CONFLICT)
    return Kept(known.answer)
