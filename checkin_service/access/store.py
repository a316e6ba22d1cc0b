"""Statements about accounts, failed sign-ins and refresh tokens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Text, Uuid, bindparam, column, delete, exists, func, select, table, update

from checkin_service.access.account import StaffAccount
from checkin_service.access.model import Role
from checkin_service.access.tables import refresh_token, sign_in_failure, staff
from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork
from checkin_service.kit.ids import new_id

_MOMENT = DateTime(timezone=True)

# Accounts ----------------------------------------------------------------------------------------------------------

_ACCOUNT = Statement(select(staff).where(staff.c.staff_id == bindparam("staff_id")))
_INSERT_ACCOUNT = Fragment(Statement(staff.insert()))

_recent = (
    select(func.count().label("failures"), func.max(sign_in_failure.c.failed_at).label("last_failed_at"))
    .where(
        sign_in_failure.c.login == bindparam("of_login", type_=Text),
        sign_in_failure.c.failed_at > bindparam("since", type_=_MOMENT),
    )
    .subquery()
)
# The count is always one row, so that an unknown login costs the same read as a known one.
_SIGN_IN_FACTS = Statement(
    select(_recent.c.failures, _recent.c.last_failed_at, staff).select_from(
        _recent.outerjoin(staff, staff.c.login == bindparam("of_login", type_=Text))
    )
)

# The register of institutions stands above this capability, so its two columns are named here and not imported; the
# answer only ever narrows what an officer may do.
_institution = table("institution", column("institution_id", Uuid), column("authority_code", Text))
_SUPERVISING_AUTHORITY = Statement(
    select(_institution.c.authority_code).where(
        _institution.c.institution_id == bindparam("of_institution", type_=Uuid)
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFacts:
    account: StaffAccount | None
    failures: int
    last_failed_at: datetime | None


async def account(database: Database, staff_id: UUID) -> StaffAccount | None:
    row = await database.read_one(_ACCOUNT, staff_id=staff_id)
    return _account(row) if row else None


async def sign_in_facts(database: Database, login: str, *, since: datetime) -> SignInFacts:
    """The account of a login, if there is one, and how often it was guessed wrongly of late."""
    row = await database.read_one(_SIGN_IN_FACTS, of_login=login, since=since)
    if row is None:
        return SignInFacts(account=None, failures=0, last_failed_at=None)
    known = _account(row) if row.staff_id else None
    return SignInFacts(account=known, failures=row.failures, last_failed_at=row.last_failed_at)


async def supervising_authority(database: Database, institution_id: UUID) -> str | None:
    row = await database.read_one(_SUPERVISING_AUTHORITY, of_institution=institution_id)
    return row.authority_code if row else None


def add_account(unit: UnitOfWork, account: StaffAccount) -> None:
    unit.add(
        _INSERT_ACCOUNT,
        staff_id=account.staff_id,
        login=account.login,
        password_hash=account.password_hash,
        display_name=account.display_name,
        role=account.role.value,
        authority_code=account.authority_code,
        institution_id=account.institution_id,
        created_at=account.created_at,
        disabled_at=account.disabled_at,
    )


def _account(row: Any) -> StaffAccount:
    return StaffAccount(
        staff_id=row.staff_id,
        login=row.login,
        password_hash=row.password_hash,
        display_name=row.display_name,
        role=Role(row.role),
        authority_code=row.authority_code,
        institution_id=row.institution_id,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )


# Failed sign-ins ---------------------------------------------------------------------------------------------------

_INSERT_FAILURE = Fragment(Statement(sign_in_failure.insert()))
_FORGET_FAILURES = Fragment(
    Statement(
        delete(sign_in_failure).where(
            sign_in_failure.c.login == bindparam("of_login", type_=Text),
            sign_in_failure.c.failed_at <= bindparam("until", type_=_MOMENT),
        )
    )
)


def add_failure(unit: UnitOfWork, login: str, *, at: datetime) -> None:
    unit.add(_INSERT_FAILURE, login=login, failure_id=new_id(), failed_at=at)


def forget_failures(unit: UnitOfWork, login: str, *, until: datetime) -> None:
    unit.add(_FORGET_FAILURES, of_login=login, until=until)


# Refresh tokens ----------------------------------------------------------------------------------------------------

_relative = refresh_token.alias("relative")
_FIND_TOKEN = Statement(
    select(
        refresh_token.c.family_id,
        refresh_token.c.subject,
        refresh_token.c.expires_at,
        refresh_token.c.used_at,
        # A token born in the very moment its family was revoked is found out here.
        exists()
        .where(_relative.c.family_id == refresh_token.c.family_id, _relative.c.revoked_at.is_not(None))
        .label("is_revoked"),
    ).where(refresh_token.c.token_hash == bindparam("of_hash", type_=LargeBinary))
)
_INSERT_TOKEN = Fragment(Statement(refresh_token.insert()))
_USE_TOKEN = Fragment(
    Statement(
        update(refresh_token)
        .values(used_at=bindparam("at", type_=_MOMENT))
        .where(
            refresh_token.c.token_hash == bindparam("of_hash", type_=LargeBinary),
            refresh_token.c.used_at.is_(None),
            refresh_token.c.revoked_at.is_(None),
        )
    ),
    must_change_one=True,
)
_REVOKE_FAMILY = Fragment(
    Statement(
        update(refresh_token)
        .values(revoked_at=bindparam("at", type_=_MOMENT))
        .where(
            refresh_token.c.family_id == bindparam("of_family", type_=Uuid),
            refresh_token.c.revoked_at.is_(None),
        )
    )
)


_REVOKE_DEVICE = Fragment(
    Statement(
        update(refresh_token)
        .values(revoked_at=bindparam("at", type_=_MOMENT))
        .where(
            refresh_token.c.subject["device"].astext == bindparam("of_device", type_=Text),
            refresh_token.c.revoked_at.is_(None),
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    family_id: UUID
    subject: dict[str, Any]
    expires_at: datetime
    used_at: datetime | None = None
    is_revoked: bool = False


async def refresh_token_of(database: Database, token_hash: bytes) -> RefreshToken | None:
    row = await database.read_one(_FIND_TOKEN, of_hash=token_hash)
    return RefreshToken(**row._asdict()) if row else None


def add_refresh_token(unit: UnitOfWork, token_hash: bytes, token: RefreshToken) -> None:
    unit.add(
        _INSERT_TOKEN,
        token_hash=token_hash,
        family_id=token.family_id,
        subject=token.subject,
        expires_at=token.expires_at,
        used_at=None,
        revoked_at=None,
    )


def use_refresh_token(unit: UnitOfWork, token_hash: bytes, *, at: datetime) -> None:
    """A token serves once: the second of two parallel uses fails the whole write."""
    unit.add(_USE_TOKEN, of_hash=token_hash, at=at)


def revoke_family(unit: UnitOfWork, family_id: UUID, *, at: datetime) -> None:
    unit.add(_REVOKE_FAMILY, of_family=family_id, at=at)


def revoke_device(unit: UnitOfWork, device_id: UUID, *, at: datetime) -> None:
    """Every sign-in from this phone ends."""
    unit.add(_REVOKE_DEVICE, of_device=str(device_id), at=at)
