"""Statements about applications for admission, decisions and access keys."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, func, insert, select, update

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, question
from checkin_service.platform.model import AccessKey, OnboardingApplication, OnboardingDecision
from checkin_service.platform.tables import access_key, onboarding_application, onboarding_decision

_MOMENT = DateTime(timezone=True)

_decided = select(onboarding_application, onboarding_decision).outerjoin(
    onboarding_decision, onboarding_decision.c.application_id == onboarding_application.c.application_id
)
_APPLICATIONS = Statement(
    _decided.where(
        matches(onboarding_application, "authority_code"),
        onboarding_application.c.application_id > bindparam("after", type_=Uuid),
    )
    .order_by(onboarding_application.c.application_id)
    .limit(bindparam("fetch")),
    OnboardingApplication,
)


file = fragment_of(OnboardingApplication, insert(onboarding_application))
decide = fragment_of(OnboardingDecision, insert(onboarding_decision))
"""Fails the write when somebody else decided meanwhile."""


@question(_decided.where(matches(onboarding_application, "application_id")))
async def application_of(database: Database, application_id: UUID) -> OnboardingApplication | None: ...


async def applications_of(database: Database, authority_code: str, page: PageRequest) -> list[OnboardingApplication]:
    return await database.read(_APPLICATIONS, authority_code=authority_code, after=page.after, fetch=page.fetch)


# Keys --------------------------------------------------------------------------------------------------------------


_add_key = fragment_of(AccessKey, insert(access_key))


@fragment(
    update(access_key)
    .values(expires_at=func.least(access_key.c.expires_at, bindparam("until", type_=_MOMENT)))
    .where(
        matches(access_key, "application_id"),
        access_key.c.key_id != bindparam("but", type_=Uuid),
        access_key.c.revoked_at.is_(None),
    )
)
def _rotate(unit: UnitOfWork, *, application_id: UUID, but: UUID, until: datetime) -> None: ...


def add_key(unit: UnitOfWork, key: AccessKey, *, earlier_end_at: datetime) -> None:
    """A further key; the earlier ones of the application end at a moment, or when they would have anyway."""
    _add_key(unit, key)
    _rotate(unit, application_id=key.application_id, but=key.key_id, until=earlier_end_at)


@fragment(
    update(access_key)
    .values(revoked_at=bindparam("at", type_=_MOMENT))
    .where(matches(access_key, "key_id"), access_key.c.revoked_at.is_(None)),
    must_change_one=True,
)
def revoke_key(unit: UnitOfWork, key_id: UUID, *, at: datetime) -> None: ...


@question(select(access_key).where(matches(access_key, "key_id")))
async def key_of(database: Database, key_id: UUID) -> AccessKey | None: ...


@question(
    select(access_key)
    .where(matches(access_key, "application_id"))
    .order_by(access_key.c.issued_at, access_key.c.key_id)
)
async def keys_of(database: Database, application_id: UUID) -> Sequence[AccessKey]: ...
