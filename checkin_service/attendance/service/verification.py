"""Verification of attendance: counters and credits are recomputed from the facts and compared."""

from collections.abc import AsyncIterator

from checkin_service.access.signatures import is_signed
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import CounterDifference, UnfoundedCredit
from checkin_service.attendance.model.learning import LearningRecord
from checkin_service.kit.database import Database


async def counter_differences(database: Database) -> list[CounterDifference]:
    """Every counter that is not what its facts come to."""
    return await store.counter_differences(database)


async def number_of_counters(database: Database) -> int:
    return await store.number_of_counters(database)


async def unfounded_credits(database: Database) -> AsyncIterator[UnfoundedCredit]:
    """Credits without the decision, list, record or transfer they name; records that count what they cannot."""
    async for found in store.unfounded_credits(database):
        yield found
    earlier: list[LearningRecord] = []
    async for record, public_key in store.accepted_records(database):
        if earlier and earlier[0].trainee_id != record.trainee_id:
            earlier = []
        signed = record.statement_sha256.hex().encode()
        if not is_signed(signed, public_key=public_key, signature=record.signature):
            yield _fault("record_not_signed", record)
        if not rules.is_countable(record, earlier):
            yield _fault("record_counts_too_much", record)
        earlier.append(record)


def _fault(fault: str, record: LearningRecord) -> UnfoundedCredit:
    return UnfoundedCredit(
        fault=fault,
        trainee_id=record.trainee_id,
        class_id=record.class_id,
        session_id=record.session_id,
        evidence_id=record.record_id,
    )
