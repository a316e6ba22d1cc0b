"""The frame of every batch: each row validated and judged, all or none unless asked otherwise, once per batch id."""

import asyncio
from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from checkin_service.access import audit
from checkin_service.access.model import Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import StrictModel, WordsBody, field_errors
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform.model import OFFERS, Operation
from checkin_service.platform.schemas.batches import Batch, BatchAnswer, FieldError, Keyed, RowAnswer, RowState

Row = TypeVar("Row", bound=StrictModel)
Row_contra = TypeVar("Row_contra", bound=StrictModel, contravariant=True)

_PATIENCE = "60s"

Refusals = Mapping[int, Words]
"""Why rows cannot be taken, by their number."""


class Work(Protocol[Row_contra]):
    """What an operation does with the rows of a batch; rows are numbered from 1."""

    async def judge(self, rows: Mapping[int, Row_contra]) -> Refusals:
        """Which of the well-formed rows cannot be taken; nothing is written."""
        ...

    async def apply(self, unit: UnitOfWork, rows: Mapping[int, Row_contra]) -> Mapping[int, UUID]:
        """Add the rows to the write; what each became."""
        ...


class _Sorted(Generic[Row]):
    """The rows of a batch by what is to be answered to each."""

    def __init__(self, rows: dict[int, Row], malformed: dict[int, list[FieldError]], count: int) -> None:
        self.rows = rows
        self.malformed = malformed
        self.count = count
        self.refusals: Refusals = {}

    @property
    def sound(self) -> dict[int, Row]:
        return {number: row for number, row in self.rows.items() if number not in self.refusals}

    def answers(self, done: Mapping[int, UUID] | None) -> list[RowAnswer]:
        """One for each row, in order; without `done` nothing was written."""
        return [self._answer(number, done) for number in range(1, self.count + 1)]

    def _answer(self, number: int, done: Mapping[int, UUID] | None) -> RowAnswer:
        if number in self.malformed:
            return RowAnswer(row=number, state=RowState.REFUSED, errors=self.malformed[number])
        if number in self.refusals:
            return RowAnswer(row=number, state=RowState.REFUSED, reason=WordsBody.of(self.refusals[number]))
        if done is None:
            return RowAnswer(row=number, state=RowState.NOT_DONE)
        return RowAnswer(row=number, state=RowState.DONE, id=done.get(number))


async def run(
    resources: Resources, client: Subject, operation: Operation, body: Batch, row: type[Row], work: Work[Row]
) -> Kept[BatchAnswer]:
    """The answer to every row. Refused as a whole, the batch leaves nothing and its id may be used again."""

    async def act(unit: UnitOfWork) -> BatchAnswer:
        batch = await asyncio.to_thread(_sorted, body, row)
        batch.refusals = await work.judge(batch.rows)
        if not body.partial:
            _require_all(batch)
        sound = batch.sound
        done = await work.apply(unit, sound) if sound else {}
        audit.record(
            unit,
            client,
            OFFERS[operation].permission,
            body.batch_id,
            at=resources.clock.now(),
            detail={"rows": batch.count, "done": len(sound)},
        )
        return BatchAnswer(
            batch_id=body.batch_id, done=len(sound), refused=batch.count - len(sound), rows=batch.answers(done)
        )

    asked = keyed(resources, operation, body)
    return await once(
        resources.database,
        caller=client.name,
        request_id=body.batch_id,
        body=asked,
        act=act,
        patience=_PATIENCE,
    )


def keyed(resources: Resources, operation: str, body: StrictModel) -> Keyed:
    return Keyed(operation=operation, keyed_digest=resources.lookup.of(body.model_dump_json()).hex())


def _sorted(body: Batch, row: type[Row]) -> _Sorted[Row]:
    adapter = TypeAdapter(row)
    rows: dict[int, Row] = {}
    malformed: dict[int, list[FieldError]] = {}
    for number, raw in enumerate(body.rows, start=1):
        try:
            rows[number] = adapter.validate_json(to_json(raw))
        except ValidationError as error:
            faults = field_errors(error.errors(include_input=False, include_url=False))
            malformed[number] = [FieldError(**each) for each in faults]
    return _Sorted(rows, malformed, len(body.rows))


def _require_all(batch: _Sorted[Row]) -> None:
    bad = len(batch.malformed) + len(batch.refusals)
    if not bad:
        return
    kind = ProblemKind.MALFORMED if batch.malformed else ProblemKind.RULE_REFUSED
    rows = [each.model_dump(mode="json", exclude_none=True) for each in batch.answers(None)]
    raise Problem(kind, _BAD_ROWS.filled(count=bad), fields={"rows": rows})


_BAD_ROWS = Words("有{count}行不能处理，未保存任何内容。", "{count} row(s) cannot be taken; nothing was kept.")
