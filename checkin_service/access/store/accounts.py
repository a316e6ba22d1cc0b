"""Statements about the life of accounts: links that set a password, end and return, who was seen when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, and_, bindparam, cast, column, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.access.account import StaffAccount
from checkin_service.access.store import institution
from checkin_service.access.tables import refresh_token, staff, staff_link, staff_sign_in
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question

_MOMENT = DateTime(timezone=True)


@question(
    select(staff.c.staff_id.label("ended"))
    .where(staff.c.disabled_at > bindparam("since", type_=_MOMENT))
    .union_all(select(staff_sign_in.c.sign_in_id).where(staff_sign_in.c.ended_at > bindparam("since", type_=_MOMENT)))
)
async def ended_lately(database: Database, *, since: datetime) -> list[UUID]:
    """Accounts and sign-ins that ended after a moment: what ended earlier has no token that is still good."""


@question(
    select(staff)
    .outerjoin(institution, institution.c.institution_id == staff.c.institution_id)
    .where(
        or_(
            staff.c.authority_code == bindparam("of_authority", type_=Text),
            institution.c.authority_code == bindparam("of_authority", type_=Text),
            staff.c.institution_id == bindparam("of_institution", type_=Uuid),
        )
    )
    .order_by(staff.c.disabled_at.is_not(None), staff.c.authority_code.is_(None), staff.c.display_name)
)
async def accounts_of(
    database: Database, *, of_authority: str | None, of_institution: UUID | None
) -> list[StaffAccount]:
    """The accounts of an authority and of the institutions that it supervises, or of one institution."""


_this_account = update(staff).where(matches(staff, "staff_id"))


@fragment(_this_account.values(disabled_at=bindparam("at", type_=_MOMENT)), must_change_one=True)
def set_disabled(unit: UnitOfWork, staff_id: UUID, *, at: datetime | None) -> None:
    """Ended at a moment, or with None come back."""


@fragment(_this_account.values(password_hash=bindparam("hashed", type_=Text)), must_change_one=True)
def set_password(unit: UnitOfWork, staff_id: UUID, *, hashed: str) -> None: ...


@fragment(_this_account.values(last_seen_at=bindparam("at", type_=_MOMENT)), must_change_one=True)
def see(unit: UnitOfWork, staff_id: UUID, *, at: datetime) -> None: ...


# Links that set a password -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLink:
    link_hash: bytes
    staff_id: UUID
    made_by: UUID | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    replaced_at: datetime | None = None


class Origin(NamedTuple):
    account: UUID
    through: UUID


add_link = fragment_of(StaffLink, insert(staff_link))


@question(select(staff_link).where(matches(staff_link, "link_hash")))
async def link_of(database: Database, link_hash: bytes) -> StaffLink | None: ...


_still_good = (staff_link.c.used_at.is_(None), staff_link.c.replaced_at.is_(None))


@fragment(
    update(staff_link)
    .values(replaced_at=bindparam("at", type_=_MOMENT))
    .where(matches(staff_link, "staff_id"), *_still_good)
)
def replace_links(unit: UnitOfWork, staff_id: UUID, *, at: datetime) -> None:
    """No earlier link of the account serves any more."""


@fragment(
    update(staff_link)
    .values(used_at=bindparam("at", type_=_MOMENT))
    .where(matches(staff_link, "link_hash"), *_still_good),
    must_change_one=True,
)
def use_link(unit: UnitOfWork, link_hash: bytes, *, at: datetime) -> None:
    """A link serves once: the second of two parallel uses fails the whole write."""


_asked = (
    func.unnest(bindparam("accounts", type_=ARRAY(Uuid))).table_valued(column("account", Uuid)).render_derived("asked")
)
_origin = select(_asked.c.account, _asked.c.account.label("through")).cte("origin", recursive=True)
_origin = _origin.union(
    select(_origin.c.account, staff_link.c.made_by)
    .join(staff_link, staff_link.c.staff_id == _origin.c.through)
    .join(staff, and_(staff.c.staff_id == staff_link.c.staff_id, staff.c.authority_code.is_not(None)))
    .where(staff_link.c.used_at.is_not(None), staff_link.c.made_by.is_not(None))
)
_ORIGINS = Statement(select(_origin.c.account, _origin.c.through), Origin)


async def origins(database: Database, accounts: Collection[UUID]) -> list[Origin]:
    """Of each account itself and everybody of the authority through whose links it came to be, however far back."""
    return await database.read(_ORIGINS, accounts=list(accounts))


@fragment(
    update(refresh_token)
    .values(revoked_at=bindparam("at", type_=_MOMENT))
    .where(
        refresh_token.c.subject["kind"].astext == "staff",
        refresh_token.c.subject["id"].astext == cast(bindparam("of_staff", type_=Uuid), Text),
        refresh_token.c.revoked_at.is_(None),
        refresh_token.c.family_id.is_distinct_from(bindparam("but", type_=Uuid)),
    )
)
def revoke_staff(unit: UnitOfWork, of_staff: UUID, *, at: datetime, but: UUID | None) -> None:
    """Every sign-in of an account ends, or every other one."""
