"""Statements about second factors: authenticator apps, codes on paper, and what two people do about a lost one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, DateTime, Uuid, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from checkin_service.access.tables import factor_recovery, recovery_code, second_factor
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.questions import matches, question

_MOMENT = DateTime(timezone=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """The authenticator app of an account; it counts from the first right code on."""

    staff_id: UUID
    secret: bytes
    begun_at: datetime
    confirmed_at: datetime | None = None
    last_step: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCode:
    code_hash: bytes
    staff_id: UUID
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What one person asked for, because another one lost the app, and what a third one said."""

    recovery_id: UUID
    staff_id: UUID
    reason: str
    asked_by: UUID
    asked_at: datetime
    ruled_by: UUID | None = None
    ruled_at: datetime | None = None
    approved: bool | None = None


@question(select(second_factor).where(matches(second_factor, "staff_id")))
async def factor_of(database: Database, staff_id: UUID) -> Factor | None: ...


_new = upsert(second_factor).values({name: bindparam(name) for name in ("staff_id", "secret", "begun_at")})


@fragment(
    _new.on_conflict_do_update(
        index_elements=["staff_id"],
        set_={"secret": _new.excluded.secret, "begun_at": _new.excluded.begun_at},
        where=second_factor.c.confirmed_at.is_(None),
    ),
    must_change_one=True,
)
def begin(unit: UnitOfWork, *, staff_id: UUID, secret: bytes, begun_at: datetime) -> None:
    """A new secret in place of one that was never confirmed; a confirmed one stays, and the write fails."""


_next_step = or_(second_factor.c.last_step.is_(None), second_factor.c.last_step < bindparam("step", type_=BigInteger))


@fragment(
    update(second_factor)
    .values(
        last_step=bindparam("step", type_=BigInteger),
        confirmed_at=func.coalesce(second_factor.c.confirmed_at, bindparam("at", type_=_MOMENT)),
    )
    .where(matches(second_factor, "staff_id", "secret"), _next_step),
    must_change_one=True,
)
def use_step(unit: UnitOfWork, staff_id: UUID, *, secret: bytes, step: int, at: datetime) -> None:
    """A code serves once: the second of two parallel uses fails the whole write. The first of all confirms the app."""


@fragment(delete(second_factor).where(matches(second_factor, "staff_id")))
def remove(unit: UnitOfWork, staff_id: UUID) -> None: ...


@fragment(delete(recovery_code).where(matches(recovery_code, "staff_id")))
def remove_codes(unit: UnitOfWork, staff_id: UUID) -> None: ...


_add_codes = fragment_of_many(RecoveryCode, recovery_code, ("code_hash", "staff_id"))


def add_codes(unit: UnitOfWork, staff_id: UUID, hashes: Sequence[bytes]) -> None:
    _add_codes(unit, [RecoveryCode(code_hash=each, staff_id=staff_id) for each in hashes])


@question(
    select(func.count())
    .select_from(recovery_code)
    .where(matches(recovery_code, "staff_id"), recovery_code.c.used_at.is_(None))
)
async def codes_left(database: Database, staff_id: UUID) -> int: ...


@question(
    select(func.count())
    .select_from(recovery_code)
    .where(matches(recovery_code, "code_hash", "staff_id"), recovery_code.c.used_at.is_(None))
)
async def codes_like(database: Database, staff_id: UUID, code_hash: bytes) -> int: ...


@fragment(
    update(recovery_code)
    .values(used_at=bindparam("at", type_=_MOMENT))
    .where(matches(recovery_code, "code_hash", "staff_id"), recovery_code.c.used_at.is_(None)),
    must_change_one=True,
)
def use_code(unit: UnitOfWork, code_hash: bytes, staff_id: UUID, *, at: datetime) -> None:
    """A code on paper serves once."""


# Lost ones ---------------------------------------------------------------------------------------------------------

add_recovery = fragment_of(Recovery, insert(factor_recovery))


@question(select(factor_recovery).where(matches(factor_recovery, "staff_id"), factor_recovery.c.ruled_at.is_(None)))
async def waiting_recovery(database: Database, staff_id: UUID) -> Recovery | None: ...


@question(select(factor_recovery).where(matches(factor_recovery, "recovery_id", "staff_id")))
async def recovery_of(database: Database, recovery_id: UUID, staff_id: UUID) -> Recovery | None: ...


@fragment(
    update(factor_recovery)
    .values(
        ruled_by=bindparam("by", type_=Uuid),
        ruled_at=bindparam("at", type_=_MOMENT),
        approved=bindparam("said", type_=Boolean),
    )
    .where(matches(factor_recovery, "recovery_id"), factor_recovery.c.ruled_at.is_(None)),
    must_change_one=True,
)
def rule(unit: UnitOfWork, recovery_id: UUID, *, by: UUID, at: datetime, said: bool) -> None: ...
