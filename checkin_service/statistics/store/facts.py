"""The facts of some people that are counted, each kind one read by their keys; never the attempts of anybody else."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Uuid,
    bindparam,
    case,
    func,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.attendance.tables import counted, credit, is_counted
from checkin_service.checkin.tables import attempt, platform_sign_in, scan
from checkin_service.identity.tables import trainee
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, question
from checkin_service.registry.tables import claim_channel, voucher_claim
from checkin_service.statistics.model import DESK, PHONE
from checkin_service.timetable.tables import certificate, class_session, registration, training_class
from checkin_service.voucher.tables import fact_withdrawal, person_fact, transfer, voucher, voucher_event


def _theirs(table: FromClause) -> ColumnElement[bool]:
    return table.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid)))


@question(
    select(trainee.c.trainee_id)
    .where(trainee.c.trainee_id > bindparam("after", type_=Uuid))
    .order_by(trainee.c.trainee_id)
    .limit(bindparam("count", type_=Integer))
)
async def people_after(database: Database, *, after: UUID, count: int) -> list[UUID]:
    """Everybody, in pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BornRow:
    trainee_id: UUID
    born_on: date | None


@question(select(trainee.c.trainee_id, trainee.c.born_on).where(_theirs(trainee)))
async def births(database: Database, *, trainees: list[UUID]) -> list[BornRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    trainee_id: UUID
    kind: str
    holds: bool
    since: date
    until: date | None


@question(
    select(person_fact.c.trainee_id, person_fact.c.kind, person_fact.c.holds, person_fact.c.since, person_fact.c.until)
    .outerjoin(fact_withdrawal, alike(fact_withdrawal, person_fact, "trainee_id", "fact_id"))
    .where(_theirs(person_fact), fact_withdrawal.c.fact_id.is_(None))
)
async def facts(database: Database, *, trainees: list[UUID]) -> list[FactRow]:
    """What sources say and have not taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """The first time a voucher took a step."""

    trainee_id: UUID
    voucher_id: UUID
    kind: str
    authority_code: str
    graph: str
    class_id: UUID | None
    channel: str
    event: str
    first_at: datetime


_CHANNEL = case((voucher_claim.c.voucher_id.is_(None), DESK), else_=func.coalesce(claim_channel.c.kind, PHONE)).label(
    "channel"
)
_VOUCHER = (
    voucher.c.trainee_id,
    voucher.c.voucher_id,
    voucher.c.kind,
    voucher.c.authority_code,
    voucher.c.graph,
    voucher.c.class_id,
)


@question(
    select(*_VOUCHER, _CHANNEL, voucher_event.c.event, func.min(voucher_event.c.at).label("first_at"))
    .join(voucher_event, alike(voucher_event, voucher, "trainee_id", "voucher_id"))
    .outerjoin(voucher_claim, alike(voucher_claim, voucher, "trainee_id", "voucher_id"))
    .outerjoin(claim_channel, claim_channel.c.channel_id == voucher_claim.c.channel_id)
    .where(_theirs(voucher))
    .group_by(*_VOUCHER, voucher_claim.c.voucher_id, claim_channel.c.kind, voucher_event.c.event)
)
async def steps(database: Database, *, trainees: list[UUID]) -> list[StepRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    trainee_id: UUID
    voucher_id: UUID
    kind: str
    authority_code: str
    fund: str
    amount_fen: int
    at: datetime


@question(
    select(
        transfer.c.trainee_id,
        transfer.c.voucher_id,
        transfer.c.kind,
        transfer.c.authority_code,
        func.coalesce(transfer.c.fund, "").label("fund"),
        transfer.c.amount_fen,
        transfer.c.at,
    ).where(_theirs(transfer))
)
async def money(database: Database, *, trainees: list[UUID]) -> list[MoneyRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A person on a roster, and whose the class is."""

    trainee_id: UUID
    class_id: UUID
    voucher_kind: str
    voucher_id: UUID | None
    is_withdrawn: bool


@question(
    select(
        registration.c.trainee_id,
        registration.c.class_id,
        registration.c.voucher_kind,
        registration.c.voucher_id,
        registration.c.withdrawn_at.is_not(None).label("is_withdrawn"),
    ).where(_theirs(registration))
)
async def places(database: Database, *, trainees: list[UUID]) -> list[PlaceRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRow:
    trainee_id: UUID
    class_id: UUID
    starts_at: datetime
    hours: int
    is_transferred: bool


_IS_TRANSFERRED = (credit.c.mode == "transferred").label("is_transferred")


@question(
    select(
        credit.c.trainee_id,
        credit.c.class_id,
        class_session.c.starts_at,
        counted().label("hours"),
        _IS_TRANSFERRED,
    )
    .join(class_session, class_session.c.session_id == credit.c.session_id)
    .where(_theirs(credit), is_counted)
    .group_by(credit.c.trainee_id, credit.c.class_id, class_session.c.session_id, _IS_TRANSFERRED)
)
async def lessons(database: Database, *, trainees: list[UUID]) -> list[LessonRow]:
    """Class hours that count, by lesson."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    trainee_id: UUID
    class_id: UUID
    issued_on: date


@question(select(certificate.c.trainee_id, certificate.c.class_id, certificate.c.issued_on).where(_theirs(certificate)))
async def certificates(database: Database, *, trainees: list[UUID]) -> list[CertificateRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    trainee_id: UUID
    class_id: UUID
    decision: str
    received_at: datetime


@question(
    union_all(
        *(
            select(table.c.trainee_id, table.c.class_id, table.c.decision, table.c.received_at).where(
                _theirs(table), table.c.decision != "accepted"
            )
            for table in (attempt, scan, platform_sign_in)
        )
    )
)
async def judged(database: Database, *, trainees: list[UUID]) -> list[JudgedRow]:
    """Their check-ins that were doubtful or refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    class_id: UUID
    supervising_authority: str
    paying_authority: str
    counting_authority: str
    institution_id: UUID
    project_id: UUID
    is_of_enterprise: bool


@question(
    select(
        training_class.c.class_id,
        training_class.c.supervising_authority,
        training_class.c.paying_authority,
        training_class.c.counting_authority,
        training_class.c.institution_id,
        training_class.c.project_id,
        training_class.c.enterprise_id.is_not(None).label("is_of_enterprise"),
    ).where(training_class.c.class_id == func.any(bindparam("classes", type_=ARRAY(Uuid))))
)
async def classes(database: Database, *, classes: list[UUID]) -> list[ClassRow]: ...
