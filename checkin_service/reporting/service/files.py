"""Excel as the other way (MP-36): the rows that the interface would send in a file, and the platform's answers."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.identity import service as identity
from checkin_service.identity.model import Written
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import OURS
from checkin_service.kit.words import Words
from checkin_service.kit.workbook import Cell, workbook
from checkin_service.oversight.words.tables import Manifest, content_digest, rows_digest
from checkin_service.platform.schemas.batches import Batch
from checkin_service.platform.schemas.operations import SettlementRequest
from checkin_service.platform.schemas.returned import ReturnedRow
from checkin_service.reporting import rules, words
from checkin_service.reporting.model import Due, FactKey, ReportKind, ReportStep, Step
from checkin_service.reporting.schemas import FileAsked, TakenAnswers
from checkin_service.reporting.service.asking import Gone, request_for
from checkin_service.reporting.service.gathering import Gathered, gathered
from checkin_service.reporting.service.switching import reporting_authorities
from checkin_service.reporting.store import sending as store

_MOST_ROWS = 10_000
_OWN = frozenset({"batch_id", "sign_in_id", "request_id", "row_id", "application_id", "partial", "authority_code"})
_LEFT_OUT = frozenset({"what", "areas", "is_subsidised", "region_code", "level", "position"})


class File(NamedTuple):
    """A workbook with what the trail keeps about it."""

    content: bytes
    digest: str
    manifest: Manifest


class Answered(NamedTuple):
    """What the platform said of one report, in a row of a file."""

    report_id: UUID
    taken: bool
    reason: str | None


async def workbook_of(resources: Resources, subject: Subject, body: FileAsked) -> File:
    """Facts of a kind on some days, each under its report's number; who took them and what for stays on record."""
    code, now = authority_of(subject), resources.clock.now()
    if code not in await reporting_authorities(resources):
        raise by_law(_SWITCHED_OFF, OURS)
    found = await store.of_days(
        resources.database, code, body.kind, first=body.first, last=body.last, count=_MOST_ROWS + 1
    )
    if len(found) > _MOST_ROWS:
        raise unfit(_TOO_MANY)
    rows = await _rows(resources, code, body.kind, found)
    manifest = Manifest(
        {
            "部门": code,
            "数据": words.KINDS[body.kind],
            "起止": f"{body.first}–{body.last}",
            "行数": len(rows) - 1,
            "用途": body.purpose,
            "导出人": subject.name,
            "导出时间": now.isoformat(timespec="seconds"),
            "提示": "仅限向部平台上报使用，不得另作他用或外传",
            "rows_sha256": rows_digest(rows),
        }
    )
    said: list[Sequence[Cell]] = [*manifest.said.items(), ("manifest_sha256", manifest.sha256)]
    content = await asyncio.to_thread(workbook, {words.KINDS[body.kind]: rows, "导出说明": said})
    async with resources.database.write() as unit:
        detail = {"kind": body.kind.value, "rows": len(rows) - 1, "purpose": body.purpose}
        # Keyed: a plain digest of a list with names could be tried out.
        stamp = resources.lookup.of(manifest.sha256).hex()
        detail |= {"first": str(body.first), "last": str(body.last), "manifest_stamp": stamp}
        audit.record(unit, subject, Permission.REPORTING_HANDLE, new_id(), at=now, detail=detail)
    return File(content, content_digest(content), manifest)


async def _rows(resources: Resources, code: str, kind: ReportKind, found: Sequence[Due]) -> list[list[Cell]]:
    trainees = sorted({each.trainee_id for each in found if each.trainee_id is not None})
    objects = [each.object_id for each in found]
    owed = await gathered(
        resources.database,
        authorities=[code],
        trainees=trainees,
        on=day_of(resources.clock.now()),
        classes=objects if kind is ReportKind.TRAINING_CLASS else (),
        sites=objects if kind is ReportKind.INSTITUTION else (),
        projects=objects if kind is ReportKind.PROJECT else (),
    )
    people = await identity.written(resources, trainees)
    waiting = await store.waiting_among(resources.database, code, [each.report_id for each in found])
    lines = []
    for report in found:
        key = FactKey(report.kind, report.trainee_id, report.object_id, report.part)
        person = people.get(report.trainee_id) if report.trainee_id else None
        state = words.STATES["owed" if report.report_id in waiting else "answered"]
        facts = owed.get(code, {})
        fact = facts.get(key) or facts.get(rules.first_of(key))
        lines.append((report, state, _flat(code, report.report_id, fact, person)))
    fields = sorted({name for _, _, line in lines for name in line})
    head: list[Cell] = [words.NUMBER, words.DAY, words.STATE, *(words.HEADINGS.get(name, name) for name in fields)]
    return [head] + [
        [report.report_id.hex, report.day.isoformat(), state, *(line.get(name) for name in fields)]
        for report, state, line in lines
    ]


def _flat(code: str, report_id: UUID, found: Gathered | None, person: Written | None) -> dict[str, Cell]:
    """The request as cells; of somebody erased, and of a fact that no form takes, nothing but the number."""
    if found is None:
        return {}
    try:
        request = request_for(code, report_id, found.row, person)
    except (Gone, ValidationError):
        return {}
    shown = request.model_dump(mode="json")
    match request:
        case Batch():
            shown = {**shown.pop("rows")[0], **shown}
        case ReturnedRow():
            shown = shown.pop("content")
        case SettlementRequest():
            shown = {"voucher_code": shown["voucher_codes"][0]}
        case _:
            pass
    return dict(_cells(shown))


def _cells(shown: Mapping[str, Any], before: str = "") -> list[tuple[str, Cell]]:
    found: list[tuple[str, Cell]] = []
    for name, value in shown.items():
        if name in _OWN or name in _LEFT_OUT:
            continue
        if isinstance(value, Mapping):
            found += _cells(value, f"{before}{name}.")
        elif value is not None:
            found.append((f"{before}{name}", str(value)))
    return found


async def unanswered_among(resources: Resources, subject: Subject, reports: Sequence[UUID]) -> set[UUID]:
    """Those of some reports of one's authority that have no answer yet."""
    return set(await store.waiting_among(resources.database, authority_of(subject), list(reports)))


async def take_answers(
    unit: UnitOfWork, resources: Resources, subject: Subject, request_id: UUID, rows: Sequence[Answered]
) -> TakenAnswers:
    """What the platform said of each row of such a file: taken, or refused with its words, as over the interface."""
    code, now = authority_of(subject), resources.clock.now()
    steps_taken = await store.waiting_among(resources.database, code, [each.report_id for each in rows])
    steps = [
        ReportStep(
            authority_code=code,
            report_id=each.report_id,
            ordinal=steps_taken[each.report_id] + 1,
            step=Step.ANSWERED if each.taken else Step.REFUSED,
            words_zh=each.reason,
            words_en=None,
            taken_by=subject.subject_id,
            taken_at=now,
        )
        for each in rows
    ]
    store.keep_last_steps(unit, code, [each for each in steps if each.step is Step.ANSWERED])
    store.keep_steps(unit, code, [each for each in steps if each.step is Step.REFUSED], refused=True)
    taken = sum(each.taken for each in rows)
    detail = {"answered": taken, "refused": len(rows) - taken}
    audit.record(unit, subject, Permission.REPORTING_HANDLE, request_id, at=now, detail=detail)
    return TakenAnswers(answered=taken, refused=len(rows) - taken)


_SWITCHED_OFF = Words(
    "本单位未开启上报，数据不得导出；请先由两人开启上报。",
    "This authority does not report, so nothing of it leaves in a file either: let two people switch it on first.",
)
_TOO_MANY = Words("一次最多导出1万行，请缩短起止日期。", "A file holds ten thousand rows at most: ask for fewer days.")
