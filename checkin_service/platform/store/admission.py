"""Statements about applications for admission, decisions and access keys."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, func, insert, select, update

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.kit.paging import PageRequest
from checkin_service.platform.model import AccessKey, Office, OnboardingApplication, OnboardingDecision, Operation
from checkin_service.platform.tables import access_key, onboarding_application, onboarding_decision

_MOMENT = DateTime(timezone=True)

_FILE = Fragment(Statement(insert(onboarding_application)))
_DECIDE = Fragment(Statement(insert(onboarding_decision)))
_decided = select(
    onboarding_application,
    onboarding_decision.c.admitted,
    onboarding_decision.c.reason,
    onboarding_decision.c.decided_by,
    onboarding_decision.c.decided_at,
).outerjoin(onboarding_decision, onboarding_decision.c.application_id == onboarding_application.c.application_id)
_APPLICATION = Statement(_decided.where(onboarding_application.c.application_id == bindparam("application_id")))
_APPLICATIONS = Statement(
    _decided.where(
        onboarding_application.c.authority_code == bindparam("authority_code"),
        onboarding_application.c.application_id > bindparam("after", type_=Uuid),
    )
    .order_by(onboarding_application.c.application_id)
    .limit(bindparam("fetch"))
)


def file(unit: UnitOfWork, new: OnboardingApplication) -> None:
    values = {column.name: getattr(new, column.name) for column in onboarding_application.columns}
    values["operations"] = [each.value for each in new.operations]
    values["sealed_on"] = {office.value: day.isoformat() for office, day in new.sealed_on.items()}
    values |= {name: list(values[name]) for name in ("voucher_kinds", "voucher_forms")}
    unit.add(_FILE, **values)


def decide(unit: UnitOfWork, decision: OnboardingDecision) -> None:
    """Fails the write when somebody else decided meanwhile."""
    unit.add(_DECIDE, **{column.name: getattr(decision, column.name) for column in onboarding_decision.columns})


async def application_of(database: Database, application_id: UUID) -> OnboardingApplication | None:
    row = await database.read_one(_APPLICATION, application_id=application_id)
    return None if row is None else _application(row)


async def applications_of(database: Database, authority_code: str, page: PageRequest) -> list[OnboardingApplication]:
    rows = await database.read(_APPLICATIONS, authority_code=authority_code, after=page.after, fetch=page.fetch)
    return list(map(_application, rows))


# Keys --------------------------------------------------------------------------------------------------------------

_ADD_KEY = Fragment(Statement(insert(access_key)))
_KEY = Statement(select(access_key).where(access_key.c.key_id == bindparam("key_id")))
_KEYS = Statement(
    select(access_key)
    .where(access_key.c.application_id == bindparam("application_id"))
    .order_by(access_key.c.issued_at, access_key.c.key_id)
)
_ROTATE = Fragment(
    Statement(
        update(access_key)
        .values(expires_at=func.least(access_key.c.expires_at, bindparam("until", type_=_MOMENT)))
        .where(
            access_key.c.application_id == bindparam("of_application", type_=Uuid),
            access_key.c.key_id != bindparam("but", type_=Uuid),
            access_key.c.revoked_at.is_(None),
        )
    )
)
_REVOKE = Fragment(
    Statement(
        update(access_key)
        .values(revoked_at=bindparam("at", type_=_MOMENT))
        .where(access_key.c.key_id == bindparam("of_key", type_=Uuid), access_key.c.revoked_at.is_(None))
    ),
    must_change_one=True,
)


def add_key(unit: UnitOfWork, key: AccessKey, *, earlier_end_at: datetime) -> None:
    """A further key; the earlier ones of the application end at a moment, or when they would have anyway."""
    unit.add(_ADD_KEY, **{column.name: getattr(key, column.name) for column in access_key.columns})
    unit.add(_ROTATE, of_application=key.application_id, but=key.key_id, until=earlier_end_at)


def revoke_key(unit: UnitOfWork, key_id: UUID, *, at: datetime) -> None:
    unit.add(_REVOKE, of_key=key_id, at=at)


async def key_of(database: Database, key_id: UUID) -> AccessKey | None:
    row = await database.read_one(_KEY, key_id=key_id)
    return None if row is None else _key(row)


async def keys_of(database: Database, application_id: UUID) -> Sequence[AccessKey]:
    return [_key(row) for row in await database.read(_KEYS, application_id=application_id)]


def _key(row: Row) -> AccessKey:
    return AccessKey(**row._asdict() | {"secret_hash": bytes(row.secret_hash)})


def _application(row: Row) -> OnboardingApplication:
    values = {column.name: getattr(row, column.name) for column in onboarding_application.columns}
    values |= {
        "operations": tuple(map(Operation, row.operations)),
        "sealed_on": {Office(office): date.fromisoformat(day) for office, day in row.sealed_on.items()},
        "voucher_kinds": tuple(row.voucher_kinds),
        "voucher_forms": tuple(row.voucher_forms),
        "people_sealed": bytes(row.people_sealed),
    }
    decision = None
    if row.decided_by is not None:
        names = ("application_id", "admitted", "reason", "decided_by", "decided_at")
        decision = OnboardingDecision(**{name: getattr(row, name) for name in names})
    return OnboardingApplication(**values, decision=decision)
