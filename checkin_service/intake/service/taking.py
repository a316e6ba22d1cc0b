"""The use cases of a filled table: its template, the preview in which nothing is kept, and the confirmation."""

import asyncio
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from checkin_service.access.model import Subject
from checkin_service.intake.schemas import FilledTable, PlaceBody, Preview, Taken, UsedColumn
from checkin_service.intake.service.use import Job, Use
from checkin_service.intake.service.uses import USES
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.intake.grid import unreadable
from checkin_service.kit.intake.separated import UNREADABLE
from checkin_service.kit.intake.table import IN_PLACE, MOST_LISTED, Table, read, refusal
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words, Wrong

_PATIENCE = "60s"


class Asked(BaseModel):
    """What makes two confirmations the same; the file by a keyed digest, for a plain one could be guessed."""

    kind: str
    target: UUID | None
    details: dict[str, str]
    keyed_digest: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a preview has read, for a page that shows it, and what is to be said about it."""

    table: Table
    preview: Preview


def use_of(kind: str, subject: Subject) -> Use:
    """The use of a kind, for somebody who may send such tables."""
    use = existing(USES.get(kind))
    if not subject.may(use.permission):
        raise Problem(ProblemKind.NOT_PERMITTED)
    return use


async def preview(resources: Resources, subject: Subject, kind: str, body: FilledTable) -> Look:
    """The table as confirming it would take it, by the same use case; its write is never executed."""
    job, use = await _job(resources, subject, kind, body)
    answer: BaseModel | None = None
    faults: list[dict[str, Any]] = []
    count = 0
    try:
        answer = await _taken(use, UnitOfWork(), job)
    except Problem as refused:
        if refused.fields.get("reason") != IN_PLACE:
            raise
        faults, count = refused.fields["rows"], refused.fields["faults"]
    warnings = [*job.table.notes, *(use.warnings(job.table, answer) if answer is not None else [])]
    return Look(
        job.table, _shown(use, job.table, faults, count, warnings=[each.shown() for each in warnings], answer=answer)
    )


async def confirm(resources: Resources, subject: Subject, kind: str, body: FilledTable) -> Kept[Taken]:
    """All rows or none; sent again, it gives the first answer."""
    job, use = await _job(resources, subject, kind, body)

    async def act(unit: UnitOfWork) -> Taken:
        answer = await _taken(use, unit, job)
        return Taken(kind=kind, rows=len(job.table.rows), result=answer.model_dump(mode="json"))

    digest = resources.lookup.of(sha256(body.file.encode()).hexdigest()).hex()
    asked = Asked(kind=kind, target=body.target, details=dict(body.details), keyed_digest=digest)
    return await once(
        resources.database,
        caller=subject.tenant,
        request_id=body.request_id,
        body=asked,
        act=act,
        patience=_PATIENCE,
    )


async def _taken(use: Use, unit: UnitOfWork, job: Job) -> BaseModel:
    """What the use case makes of the table; a refusal names all that is wrong in it, whoever has found it."""
    if not job.table.faults:
        try:
            return await use.act(unit, job)
        except Problem as problem:
            raise job.table.by_row(problem) from None
    raise refusal(job.table.faults, beside=await _wrong_in_sound_rows(use, job))


async def _wrong_in_sound_rows(use: Use, job: Job) -> Problem | None:
    """What the use case finds wrong in the rows that could be read; what it says of the whole list waits for all."""
    sound = job.table.sound
    if not sound.rows:
        return None
    try:
        await use.act(UnitOfWork(), job._replace(table=sound))
    except Problem as problem:
        found = sound.by_row(problem)
        return found if found.fields.get("reason") == IN_PLACE else None
    return None


async def _job(resources: Resources, subject: Subject, kind: str, body: FilledTable) -> tuple[Job, Use]:
    use = use_of(kind, subject)
    try:
        content = b64decode(body.file, validate=True)
    except ValueError:
        raise unreadable(UNREADABLE) from None
    if use.target is not None and body.target is None:
        words = _NO_TARGET.filled(zh=use.target.zh, en=use.target.en)
        raise unfit(words, reason="target_missing")
    details = _details(use, body.details)
    table = await asyncio.to_thread(read, content, use.spec)
    return Job(resources, subject, body.request_id, body.target, details, table), use


def _details(use: Use, given: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in use.asks:
        try:
            found[column.field] = column.value(given.get(column.field, ""))
        except Wrong as wrong:
            words = Words(f"{column.heading.zh}：{wrong.words.zh}", f"{column.heading.en}: {wrong.words.en}")
            raise unfit(words, reason="detail_wrong", detail=column.field) from None
    return found


def _shown(
    use: Use,
    table: Table,
    faults: list[dict[str, Any]],
    count: int,
    *,
    warnings: list[dict[str, Any]],
    answer: BaseModel | None,
) -> Preview:
    return Preview(
        kind=use.spec.name,
        sheet=table.sheet,
        encoding=table.encoding,
        heading_row=table.heading_row,
        columns=[UsedColumn(letter=letter, field=field) for field, letter in table.letters.items()],
        ignored=list(table.ignored),
        hidden=list(table.hidden),
        rows=len(table.rows),
        faults=count,
        listed=[PlaceBody(**each) for each in faults[:MOST_LISTED]],
        warnings=[PlaceBody(**each) for each in warnings[:MOST_LISTED]],
        result=answer.model_dump(mode="json") if answer is not None else None,
    )


_NO_TARGET = Words("请选择{zh}。", "Choose the {en}.")
