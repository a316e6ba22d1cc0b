"""Use cases of fees: recording what a person paid or got back, and the fees of a class."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.fees import rules, store
from checkin_service.fees.model import FeeEntry
from checkin_service.fees.schemas import FeeBalance, FeeEntryBody, FeeList, NewFeeEntry
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState

RECORDED = "fee.recorded"


@once_per("entry_id")
async def record(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewFeeEntry
) -> FeeEntryBody:
    """A payment with its receipt; after the completion it may decide about the subsidy, which is determined anew."""
    now = resources.clock.now()
    found = await timetable.class_for(resources, subject, class_id)
    existing(await timetable.registration_of(resources.database, body.trainee_id, class_id))
    new = FeeEntry(**body.model_dump(), class_id=class_id, recorded_by=subject.subject_id, recorded_at=now)
    refusal = rules.refusal_of_entry(
        new,
        await store.entries_of_class(resources.database, class_id),
        fee_fen=(await timetable.offer_of(resources, found)).fee_fen,
        today=day_of(now),
    )
    if refusal is not None:
        raise unfit(refusal)
    store.add_entry(unit, new)
    detail = {"entry": str(new.entry_id), "move": new.move.value, "amount_fen": new.amount_fen}
    audit.record(unit, subject, Permission.FEE_RECORD, class_id, at=now, detail=detail)
    if found.state is ClassState.COMPLETED:
        announce(unit, RECORDED, new.trainee_id, {"class_id": str(class_id)}, occurred_at=now)
    return FeeEntryBody.showing(new, stands=True)


async def fees(resources: Resources, subject: Subject, class_id: UUID) -> FeeList:
    """Everything recorded about the fees of a class, for those whose matter it is."""
    found = await timetable.class_for(resources, subject, class_id)
    entries = await store.entries_of_class(resources.database, class_id)
    stands = {each.entry_id for each in rules.standing(entries)}
    people = dict.fromkeys(each.trainee_id for each in entries)
    return FeeList(
        class_id=class_id,
        fee_fen=(await timetable.offer_of(resources, found)).fee_fen,
        entries=[FeeEntryBody.showing(each, stands=each.entry_id in stands) for each in entries],
        balances=[
            FeeBalance(
                trainee_id=each,
                paid_fen=rules.net_fen([entry for entry in entries if entry.trainee_id == each]) or 0,
            )
            for each in people
        ],
    )
