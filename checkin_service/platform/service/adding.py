"""批量添加培训人员, 批量添加培训机构, 批量作废已领培训券: rows of batches, judged by the services they concern."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.service.many import Entries, Judged
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform.model import Operation
from checkin_service.platform.schemas.batches import Batch, BatchAnswer, InstitutionRow, Reasoned, TraineeRow, VoidRow
from checkin_service.platform.service.batches import Refusals, run
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.service import intake
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Voucher

_MOST_CLASSES = 500
_TOO_MANY_CLASSES = Words("一批最多涉及500个班期。", "A batch concerns 500 classes at most.")


async def trainees(resources: Resources, client: Subject, body: Batch) -> Kept[BatchAnswer]:
    return await run(resources, client, Operation.ADD_TRAINEES, body, TraineeRow, _Trainees(resources, client))


async def institutions(resources: Resources, client: Subject, body: Batch) -> Kept[BatchAnswer]:
    return await run(
        resources, client, Operation.ADD_INSTITUTIONS, body, InstitutionRow, _Institutions(resources, client)
    )


async def voids(resources: Resources, client: Subject, body: Reasoned) -> Kept[BatchAnswer]:
    return await run(resources, client, Operation.VOID_VOUCHERS, body, VoidRow, _Voids(resources, client, body.reason))


class _Trainees:
    def __init__(self, resources: Resources, client: Subject) -> None:
        self._resources, self._client = resources, client
        self._now: datetime = resources.clock.now()
        self._intake = intake.Intake(rows={}, refusals={}, holders={})

    async def judge(self, rows: Mapping[int, TraineeRow]) -> Refusals:
        wanted: defaultdict[UUID, set[VoucherKind]] = defaultdict(set)
        for row in rows.values():
            wanted[row.class_id].add(row.voucher_kind)
        if len(wanted) > _MOST_CLASSES:
            return dict.fromkeys(rows, _TOO_MANY_CLASSES)
        found, closed = await intake.classes_for_roster(self._resources, self._client, wanted, self._now)
        lines = {number: intake.Line(found[row.class_id], row) for number, row in rows.items() if row.class_id in found}
        self._intake = await intake.judge(self._resources, lines, self._now)
        refused = {number: closed[row.class_id] for number, row in rows.items() if row.class_id in closed}
        return refused | dict(self._intake.refusals)

    async def apply(self, unit: UnitOfWork, rows: Mapping[int, TraineeRow]) -> Mapping[int, UUID]:
        return await intake.add(self._resources, unit, self._intake, rows.keys(), self._now)


class _Institutions:
    def __init__(self, resources: Resources, client: Subject) -> None:
        self._resources, self._client = resources, client
        self._entries: Entries = {}
        self._judged = Judged(places={}, refusals={})

    async def judge(self, rows: Mapping[int, InstitutionRow]) -> Refusals:
        self._entries = {number: (row.institution, row.site) for number, row in rows.items()}
        self._judged = await catalogue.judge_institutions(self._resources, self._client, self._entries)
        return self._judged.refusals

    async def apply(self, unit: UnitOfWork, rows: Mapping[int, InstitutionRow]) -> Mapping[int, UUID]:
        entries = {number: self._entries[number] for number in rows}
        reached = [
            (row.institution_id, row.telephone, row.address) for row in rows.values() if row.telephone is not None
        ]
        catalogue.add_first_contacts(self._resources, unit, self._client, reached)
        return catalogue.add_institutions(self._resources, unit, self._client, entries, self._judged)


class _Voids:
    def __init__(self, resources: Resources, client: Subject, reason: str) -> None:
        self._resources, self._client, self._reason = resources, client, reason
        self._now: datetime = resources.clock.now()
        self._found: dict[int, Voucher] = {}

    async def judge(self, rows: Mapping[int, VoidRow]) -> Refusals:
        numbers = list(rows)
        codes = [row.voucher_code for row in rows.values()]
        found, refusals = await vouchers.voidable(self._resources, self._client, codes, at=self._now)
        self._found = {numbers[position]: voucher for position, voucher in found.items()}
        return {numbers[position]: refusal.words for position, refusal in refusals.items()}

    async def apply(self, unit: UnitOfWork, rows: Mapping[int, VoidRow]) -> Mapping[int, UUID]:
        found = {number: self._found[number] for number in rows}
        vouchers.void_all(unit, list(found.values()), actor=self._client, reason=self._reason, at=self._now)
        return {number: voucher.voucher_id for number, voucher in found.items()}
