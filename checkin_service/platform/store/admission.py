"""Statements about applications for admission, decisions and access keys."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import authority
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import alike, matches, question
from checkin_service.platform.model import (
    AccessKey,
    OnboardingApplication,
    OnboardingDecision,
    Transmittal,
    TransmittedForm,
)
from checkin_service.platform.tables import (
    access_key,
    onboarding_application,
    onboarding_decision,
    onboarding_transmittal,
    transmitted_form,
)

_MOMENT = DateTime(timezone=True)

_transmitted_on = (
    select(onboarding_transmittal.c.sealed_on)
    .join(transmitted_form, alike(transmitted_form, onboarding_transmittal, "transmittal_id"))
    .where(transmitted_form.c.application_id == onboarding_application.c.application_id)
    .correlate(onboarding_application)
    .scalar_subquery()
    .label("transmitted_on")
)
_decided = select(onboarding_application, onboarding_decision, _transmitted_on).outerjoin(
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


# The province's step ---------------------------------------------------------------------------------------------


add_transmittal = fragment_of(Transmittal, insert(onboarding_transmittal))
add_forms = fragment_of_many(TransmittedForm, transmitted_form)
"""Fails the write when one of them went up meanwhile."""


@question(
    _decided.where(
        onboarding_application.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text)))
    ).order_by(
        onboarding_application.c.authority_code,
        onboarding_application.c.filed_at,
        onboarding_application.c.application_id,
    )
)
async def applications_under(database: Database, authorities: Sequence[str]) -> list[OnboardingApplication]:
    """The forms of some authorities, of each the oldest first."""


class NamedAuthority(NamedTuple):
    authority_code: str
    name: str


@question(
    select(authority.c.authority_code, authority.c.name)
    .where(authority.c.authority_code.startswith(bindparam("prefix", type_=Text)))
    .order_by(authority.c.authority_code)
)
async def authorities_below(database: Database, prefix: str) -> list[NamedAuthority]: ...


class SentUp(NamedTuple):
    """A transmittal with how many forms it holds."""

    transmittal_id: UUID
    document_number: str
    sealed_on: date
    sent_at: datetime
    forms: int


@question(
    select(
        onboarding_transmittal.c.transmittal_id,
        onboarding_transmittal.c.document_number,
        onboarding_transmittal.c.sealed_on,
        onboarding_transmittal.c.sent_at,
        select(func.count())
        .where(alike(transmitted_form, onboarding_transmittal, "transmittal_id"))
        .correlate(onboarding_transmittal)
        .scalar_subquery()
        .label("forms"),
    )
    .where(matches(onboarding_transmittal, "authority_code"))
    .order_by(onboarding_transmittal.c.transmittal_id.desc())
)
async def transmittals_of(database: Database, authority_code: str) -> list[SentUp]:
    """What a province has sent up, the latest first."""


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
