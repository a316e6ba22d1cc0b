"""Statements about accounts, failed sign-ins, refresh tokens and who did what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Label,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    delete,
    exists,
    func,
    insert,
    not_,
    select,
    table,
    true,
    update,
)

from checkin_service.access.account import StaffAccount
from checkin_service.access.rules import Failures
from checkin_service.access.tables import (
    audit_entry,
    ended_device,
    refresh_token,
    second_factor,
    sign_in_failure,
    staff,
    staff_sign_in,
)
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.questions import matches, question

_MOMENT = DateTime(timezone=True)

# Accounts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorFacts:
    """The authenticator app of an account as it is stored."""

    secret: bytes
    confirmed_at: datetime | None
    last_step: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFacts:
    account: StaffAccount | None
    factor: FactorFacts | None
    own: Failures
    others: Failures
    codes: Failures
    here: Failures
    is_known: bool

    @property
    def has_factor(self) -> bool:
        """One that was confirmed by a first code."""
        return self.factor is not None and self.factor.confirmed_at is not None


_failed = sign_in_failure.c.failed_at
_from_here = sign_in_failure.c.network_hash == bindparam("of_lane", type_=LargeBinary)
_of_late = _failed > bindparam("since", type_=_MOMENT)


def _counted(name: str, condition: ColumnElement[bool]) -> tuple[Label[int], Label[datetime]]:
    return (
        func.count().filter(condition).label(f"{name}_count"),
        func.max(_failed).filter(condition).label(f"{name}_last"),
    )


_of_login = (
    select(
        *_counted("own", _from_here),
        *_counted("others", not_(_from_here)),
        *_counted("codes", sign_in_failure.c.of_code),
    )
    .where(sign_in_failure.c.login_hash == bindparam("of_login_hash", type_=LargeBinary), _of_late)
    .subquery()
)
_of_lane = (
    select(func.count().label("here_count"), func.max(_failed).label("here_last"))
    .where(_from_here, _of_late)
    .subquery()
)
_is_known = exists().where(
    staff_sign_in.c.staff_id == staff.c.staff_id,
    staff_sign_in.c.network == bindparam("of_network", type_=Text),
    staff_sign_in.c.network != "",
)
# The counts are always one row, so that an unknown login costs the same read as a known one.
_SIGN_IN_FACTS = Statement(
    select(
        staff,
        second_factor.c.secret,
        second_factor.c.confirmed_at,
        second_factor.c.last_step,
        *_of_login.c,
        *_of_lane.c,
        _is_known.label("is_known"),
    ).select_from(
        _of_login.join(_of_lane, true())
        .outerjoin(staff, staff.c.login == bindparam("of_login", type_=Text))
        .outerjoin(second_factor, second_factor.c.staff_id == staff.c.staff_id)
    ),
    SignInFacts,
)

# The register of institutions stands above this capability, so its two columns are named here and not imported; the
# answer only ever narrows what an officer may do.
institution = table("institution", column("institution_id", Uuid), column("authority_code", Text))


add_account = fragment_of(StaffAccount, insert(staff))


@question(select(staff).where(matches(staff, "staff_id")))
async def account(database: Database, staff_id: UUID) -> StaffAccount | None: ...


async def sign_in_facts(
    database: Database, login: str, *, login_hash: bytes, lane: bytes, network: str, since: datetime
) -> SignInFacts:
    """The account of a login, if there is one, its second factor, and who has failed with it of late."""
    (found,) = await database.read(
        _SIGN_IN_FACTS, of_login=login, of_login_hash=login_hash, of_lane=lane, of_network=network, since=since
    )
    return found


@question(select(institution.c.authority_code).where(matches(institution, "institution_id")))
async def supervising_authority(database: Database, institution_id: UUID) -> str | None: ...


# Failed sign-ins ---------------------------------------------------------------------------------------------------


@fragment(insert(sign_in_failure))
def _add_failure(
    unit: UnitOfWork,
    *,
    login_hash: bytes,
    failure_id: UUID,
    network_hash: bytes,
    of_code: bool,
    failed_at: datetime,
) -> None: ...


def add_failure(unit: UnitOfWork, login_hash: bytes, *, lane: bytes, of_code: bool, at: datetime) -> None:
    _add_failure(unit, login_hash=login_hash, failure_id=new_id(), network_hash=lane, of_code=of_code, failed_at=at)


@fragment(delete(sign_in_failure).where(matches(sign_in_failure, "login_hash")))
def forget_failures(unit: UnitOfWork, login_hash: bytes) -> None:
    """Whoever got in is the owner, who begins anew."""


@fragment(delete(sign_in_failure).where(_failed <= bindparam("until", type_=_MOMENT)))
def drop_old_failures(unit: UnitOfWork, *, until: datetime) -> None: ...


# Refresh tokens ----------------------------------------------------------------------------------------------------

_relative = refresh_token.alias("relative")


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    family_id: UUID
    subject: dict[str, Any]
    expires_at: datetime
    used_at: datetime | None = None
    is_revoked: bool = False


@question(
    select(
        refresh_token.c.family_id,
        refresh_token.c.subject,
        refresh_token.c.expires_at,
        refresh_token.c.used_at,
        # A token born in the very moment its family was revoked is found out here.
        exists()
        .where(_relative.c.family_id == refresh_token.c.family_id, _relative.c.revoked_at.is_not(None))
        .label("is_revoked"),
    ).where(matches(refresh_token, "token_hash"))
)
async def refresh_token_of(database: Database, token_hash: bytes) -> RefreshToken | None: ...


@fragment(insert(refresh_token))
def _add_token(
    unit: UnitOfWork,
    *,
    token_hash: bytes,
    family_id: UUID,
    subject: dict[str, Any],
    expires_at: datetime,
    used_at: datetime | None = None,
    revoked_at: datetime | None = None,
) -> None: ...


def add_refresh_token(unit: UnitOfWork, token_hash: bytes, token: RefreshToken) -> None:
    _add_token(
        unit, token_hash=token_hash, family_id=token.family_id, subject=token.subject, expires_at=token.expires_at
    )


@fragment(
    update(refresh_token)
    .values(used_at=bindparam("at", type_=_MOMENT))
    .where(
        matches(refresh_token, "token_hash"), refresh_token.c.used_at.is_(None), refresh_token.c.revoked_at.is_(None)
    ),
    must_change_one=True,
)
def use_refresh_token(unit: UnitOfWork, token_hash: bytes, *, at: datetime) -> None:
    """A token serves once: the second of two parallel uses fails the whole write."""


@fragment(
    update(refresh_token)
    .values(revoked_at=bindparam("at", type_=_MOMENT))
    .where(matches(refresh_token, "family_id"), refresh_token.c.revoked_at.is_(None))
)
def revoke_family(unit: UnitOfWork, family_id: UUID, *, at: datetime) -> None: ...


@fragment(
    update(refresh_token)
    .values(revoked_at=bindparam("at", type_=_MOMENT))
    .where(
        refresh_token.c.subject["device"].astext == cast(bindparam("device_id", type_=Uuid), Text),
        refresh_token.c.revoked_at.is_(None),
    )
)
def revoke_device(unit: UnitOfWork, device_id: UUID, *, at: datetime) -> None:
    """Every sign-in from this phone ends."""


@fragment(insert(ended_device))
def end_device(unit: UnitOfWork, *, device_id: UUID, ended_at: datetime) -> None:
    """Access tokens that this phone still holds open nothing from now on."""


@question(select(func.count()).where(matches(ended_device, "device_id")))
async def times_ended(database: Database, *, device_id: UUID) -> int: ...


# The audit trail ---------------------------------------------------------------------------------------------------

_WHO_DID = Statement(
    select(audit_entry.c.subject)
    .distinct()
    .where(
        audit_entry.c.tenant == bindparam("tenant_", type_=Text),
        audit_entry.c.action == bindparam("action_", type_=Text),
        audit_entry.c.object_id == bindparam("object_", type_=Text),
    ),
    str,
)


async def who_did(database: Database, action: str, object_id: str, *, tenant: str) -> set[UUID]:
    """The ids of those who did this to an object, as their tenant's trail has it."""
    subjects = await database.read(_WHO_DID, tenant_=tenant, action_=action, object_=object_id)
    return {UUID(each.partition(":")[2]) for each in subjects}
