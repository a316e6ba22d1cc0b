"""Verification of attendance: counters and credits are recomputed from the facts and compared."""

from collections.abc import AsyncIterator

from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import CounterDifference, UnfoundedCredit
from checkin_service.attendance.model.learning import LearningRecord
from checkin_service.attendance.service.sealed_statements import is_well_founded
from checkin_service.kit.database import Database
from checkin_service.kit.keyring import Realm
from checkin_service.kit.sealing import Sealer


async def counter_differences(database: Database) -> list[CounterDifference]:
    """Every counter that is not what its facts come to."""
    return await store.counter_differences(database)


async def number_of_counters(database: Database) -> int:
    return await store.number_of_counters(database)


async def unfounded_credits(database: Database, sealer: Sealer | None) -> AsyncIterator[UnfoundedCredit]:
    """Credits without the decision, list, record or transfer they name; records that count what they cannot."""
    async for found in store.unfounded_credits(database):
        yield found
    earlier: list[LearningRecord] = []
    async for record, public_key in store.accepted_records(database):
        if earlier and earlier[0].trainee_id != record.trainee_id:
            earlier = []
        if sealer is not None:
            await sealer.ready(Realm.EVIDENCE, record.trainee_id)
        if not is_well_founded(record, public_key=public_key, sealer=sealer):
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
