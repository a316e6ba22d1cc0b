"""Statements that list credits without the decision, list, record or transfer they should rest on, in pages."""

from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Text, Uuid, and_, bindparam, cast, exists, func, literal, select
from sqlalchemy import union_all as all_of
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.attendance.model.credits import UnfoundedCredit
from checkin_service.attendance.model.learning import LearningRecord
from checkin_service.attendance.tables import (
    HOUR_BITS,
    appeal,
    correction_decision,
    credit,
    learning_platform,
    learning_record,
    opening_balance,
    registration_transfer,
    total,
)
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.questions import alike

_FIRST, _LAST = UUID(int=0), UUID(int=2**128 - 1)
_PAGE = 20_000

_ATTENDED = ("located", "scanned", "online")
"""Modes of credit that rest on a check-in, which the capability above traces."""

_after, _upto = bindparam("after", type_=Uuid), bindparam("upto", type_=Uuid)
_BOUND = Statement(
    select(credit.c.trainee_id)
    .where(credit.c.trainee_id > _after)
    .order_by(credit.c.trainee_id)
    .offset(_PAGE)
    .limit(1),
    UUID,
)
_rests = (
    select(
        credit.c.trainee_id,
        credit.c.class_id,
        credit.c.session_id,
        credit.c.mode,
        credit.c.attempt_id,
        total(HOUR_BITS).label("hours"),
    )
    .where(credit.c.trainee_id > _after, credit.c.trainee_id <= _upto)
    .where(*(credit.c.mode != mode for mode in _ATTENDED))
    .group_by(credit.c.trainee_id, credit.c.class_id, credit.c.session_id, credit.c.mode, credit.c.attempt_id)
    .cte("rests")
)
_is_decided = exists().where(
    appeal.c.trainee_id == _rests.c.trainee_id,
    appeal.c.appeal_id == _rests.c.attempt_id,
    appeal.c.session_id == _rests.c.session_id,
    appeal.c.hours >= _rests.c.hours,
    alike(correction_decision, appeal, "trainee_id", "appeal_id"),
    correction_decision.c.accepted,
)
_line = func.jsonb_build_object(
    literal("trainee_id", String), _rests.c.trainee_id, literal("session_id", String), _rests.c.session_id
).op("||")(func.jsonb_build_object(literal("hours", String), _rests.c.hours))
_is_listed = exists().where(
    opening_balance.c.balance_id == _rests.c.attempt_id,
    opening_balance.c.class_id == _rests.c.class_id,
    opening_balance.c.lines.op("@>")(cast(func.jsonb_build_array(_line), JSONB)),
)
_is_recorded = exists().where(
    learning_record.c.trainee_id == _rests.c.trainee_id,
    learning_record.c.record_id == _rests.c.attempt_id,
    learning_record.c.session_id == _rests.c.session_id,
    learning_record.c.credited_hours == _rests.c.hours,
    learning_record.c.accepted,
)
_is_taken_along = exists().where(
    registration_transfer.c.trainee_id == _rests.c.trainee_id,
    registration_transfer.c.transfer_id == _rests.c.attempt_id,
    registration_transfer.c.to_class_id == _rests.c.class_id,
)
_of_record = exists().where(
    _rests.c.trainee_id == learning_record.c.trainee_id, _rests.c.attempt_id == learning_record.c.record_id
)
_along = (
    select(func.coalesce(func.sum(_rests.c.hours), 0))
    .where(
        _rests.c.trainee_id == registration_transfer.c.trainee_id,
        _rests.c.attempt_id == registration_transfer.c.transfer_id,
    )
    .scalar_subquery()
)


def _without(fault: str, mode: str, is_founded: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return select(
        cast(literal(fault), Text).label("fault"),
        _rests.c.trainee_id,
        _rests.c.class_id,
        _rests.c.session_id,
        _rests.c.attempt_id.label("evidence_id"),
    ).where(_rests.c.mode == mode, ~is_founded)


_UNFOUNDED = Statement(
    all_of(
        _without("correction_without_decision", "corrected", _is_decided),
        _without("import_without_opening_balance", "imported", _is_listed),
        _without("learnt_without_record", "self_paced", _is_recorded),
        _without("taken_along_without_transfer", "transferred", _is_taken_along),
        select(
            cast(literal("record_without_credit"), Text),
            learning_record.c.trainee_id,
            learning_record.c.class_id,
            learning_record.c.session_id,
            learning_record.c.record_id,
        ).where(
            and_(learning_record.c.trainee_id > _after, learning_record.c.trainee_id <= _upto),
            learning_record.c.credited_hours > 0,
            ~_of_record,
        ),
        select(
            cast(literal("transfer_without_its_hours"), Text),
            registration_transfer.c.trainee_id,
            registration_transfer.c.to_class_id,
            registration_transfer.c.to_class_id,
            registration_transfer.c.transfer_id,
        ).where(
            and_(registration_transfer.c.trainee_id > _after, registration_transfer.c.trainee_id <= _upto),
            registration_transfer.c.hours != _along,
        ),
    ),
    UnfoundedCredit,
)


class _Signed(NamedTuple):
    record: LearningRecord
    public_key: bytes


_RECORDS = Statement(
    select(learning_record, learning_platform.c.public_key)
    .join(learning_platform, learning_platform.c.platform_id == learning_record.c.platform_id)
    .where(learning_record.c.trainee_id > _after, learning_record.c.trainee_id <= _upto, learning_record.c.accepted)
    .order_by(learning_record.c.trainee_id, learning_record.c.ordinal),
    _Signed,
)


async def unfounded_credits(database: Database) -> AsyncIterator[UnfoundedCredit]:
    """Every credit of a decision, list, record or transfer that is not there, and the other way round."""
    async for after, upto in _pages(database):
        for row in await database.read(_UNFOUNDED, after=after, upto=upto):
            yield row


async def accepted_records(database: Database) -> AsyncIterator[tuple[LearningRecord, bytes]]:
    """Every accepted record with its platform's key, person by person in the order they came."""
    async for after, upto in _pages(database):
        for row in await database.read(_RECORDS, after=after, upto=upto):
            yield row


async def _pages(database: Database) -> AsyncIterator[tuple[UUID, UUID]]:
    after = _FIRST
    while True:
        bound = await database.read_one(_BOUND, after=after)
        upto = bound or _LAST
        yield after, upto
        if bound is None:
            return
        after = upto
