"""Statements about sign-ins of staff: begun, seen, ended, and listed for their owner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, delete, insert, select, update

from checkin_service.access.tables import staff_sign_in
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question

_MOMENT = DateTime(timezone=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One sign-in of an account, with whatever descends from it."""

    sign_in_id: UUID
    staff_id: UUID
    network: str
    device: str
    with_code: bool
    begun_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


add_sign_in = fragment_of(SignIn, insert(staff_sign_in))

_still_on = staff_sign_in.c.ended_at.is_(None)


@question(
    select(staff_sign_in)
    .where(matches(staff_sign_in, "staff_id"), _still_on, staff_sign_in.c.begun_at > bindparam("since", type_=_MOMENT))
    .order_by(staff_sign_in.c.seen_at.desc(), staff_sign_in.c.sign_in_id)
)
async def sign_ins_of(database: Database, staff_id: UUID, *, since: datetime) -> list[SignIn]:
    """Those that go on, the latest first."""


@fragment(
    update(staff_sign_in)
    .values(seen_at=bindparam("at", type_=_MOMENT))
    .where(matches(staff_sign_in, "sign_in_id"), _still_on)
)
def see(unit: UnitOfWork, sign_in_id: UUID, *, at: datetime) -> None: ...


@fragment(
    update(staff_sign_in)
    .values(ended_at=bindparam("at", type_=_MOMENT))
    .where(matches(staff_sign_in, "sign_in_id"), _still_on)
)
def end_one(unit: UnitOfWork, sign_in_id: UUID, *, at: datetime) -> None: ...


@fragment(
    update(staff_sign_in)
    .values(ended_at=bindparam("at", type_=_MOMENT))
    .where(
        matches(staff_sign_in, "staff_id"),
        _still_on,
        staff_sign_in.c.sign_in_id.is_distinct_from(bindparam("but", type_=Uuid)),
    )
)
def end_all(unit: UnitOfWork, staff_id: UUID, *, at: datetime, but: UUID | None) -> None:
    """Every sign-in of an account, or every other one."""


@fragment(delete(staff_sign_in).where(staff_sign_in.c.seen_at <= bindparam("until", type_=_MOMENT)))
def drop_old(unit: UnitOfWork, *, until: datetime) -> None: ...
