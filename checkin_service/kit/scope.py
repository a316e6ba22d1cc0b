"""Scopes, whose rows a unit of work may touch: the second wall, which the database holds (decision 0020).

A request begins as nobody, for whom the tables behind the wall are empty; its verified token says who it is. What no
request asked for is done in a name of its own.
"""

from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import NamedTuple, TypeVar

SETTINGS = ("checkin.trainee", "checkin.institution", "checkin.authority", "checkin.work")
"""What policies of tables ask, in the order of a scope's values; all are set each time, so that none is left over."""
SET = "SELECT " + ", ".join(f"set_config('{name}', ${place}, true)" for place, name in enumerate(SETTINGS, start=1))
"""For the transaction alone, so that a pooler may give the connection to anybody afterwards."""

_PLANNED_ONCE = ", set_config('plan_cache_mode', 'force_generic_plan', true)"
# What reads rows once and shows them to several would show somebody what another's scope had let through.
_ONE_BY_ONE = ", ".join(
    f"set_config('enable_{each}', 'off', true)" for each in ("hashjoin", "mergejoin", "material", "memoize", "hashagg")
)

T = TypeVar("T")


class Work(StrEnum):
    """In whose name rows of several tenants are touched; each name has its reason in decision 0020."""

    CARD_CHECK_IN = "card-check-in"
    INSTITUTION = "institution"
    OPERATOR = "operator"
    PLACES = "places"
    PUBLIC = "public"
    SERVER = "server"
    SHOWN_VOUCHER = "shown-voucher"
    USED_ELSEWHERE = "used-elsewhere"
    WORKER = "worker"


class Scope:
    """One of: a person, an institution, an authority with all below its prefix, a work with a name."""

    __slots__ = ("values",)

    def __init__(self, *, trainee: str = "", institution: str = "", authority: str = "", work: str = "") -> None:
        texts = (trainee, institution, authority, work)
        if sum(map(bool, texts)) > 1:
            raise ValueError("a scope is of one kind")
        self.values: Sequence[bytes] = [each.encode() for each in texts]


class Setting(NamedTuple):
    """What is set for one transaction, by the message that then asks."""

    name: bytes
    """Of its prepared statement, on every connection that has set it."""
    sql: bytes
    values: Sequence[bytes]

    @classmethod
    def of(cls, scope: Scope, *, plans_once: bool = False) -> "Setting":
        """`plans_once`: the statement is planned for whatever may be asked, and not each time for what is."""
        return (
            cls(b"once", f"{SET}{_PLANNED_ONCE}".encode(), scope.values)
            if plans_once
            else cls(b"scope", SET.encode(), scope.values)
        )


FOR_MANY = Setting(b"many", f"SELECT {_ONE_BY_ONE}{_PLANNED_ONCE}".encode(), [])
"""For a statement that sets the scope of each who asks as their turn comes."""


class _Request:
    """Nobody, until a token is verified."""

    scope: Scope | None = None


_REQUEST: ContextVar[_Request | None] = ContextVar("request", default=None)
_ACTING: ContextVar[Scope | None] = ContextVar("acting", default=None)
OF_WORK = {each: Scope(work=each.value) for each in Work}


@contextmanager
def as_nobody() -> Iterator[None]:
    """A request; whoever turns out to ask it is told by `act_for`."""
    token = _REQUEST.set(_Request())
    try:
        yield
    finally:
        _REQUEST.reset(token)


def act_for(scope: Scope) -> None:
    """From here on this request is asked by them. Called where a token or key was verified, and nowhere else."""
    request = _REQUEST.get()
    if request is not None:
        request.scope = scope


@contextmanager
def acting_as(work: Work) -> Iterator[None]:
    """What is read and written in this block reaches over tenants, for the reason that the name stands for."""
    token = _ACTING.set(OF_WORK[work])
    try:
        yield
    finally:
        _ACTING.reset(token)


async def in_the_name_of(work: Work, done: Awaitable[T]) -> T:
    """The same for the whole of something awaited."""
    with acting_as(work):
        return await done


def scope_now(own: Work | None) -> Scope | None:
    """Whose rows are touched now; outside of requests what the process said of itself."""
    acting = _ACTING.get()
    if acting is not None:
        return acting
    request = _REQUEST.get()
    if request is not None:
        return request.scope
    return None if own is None else OF_WORK[own]
