"""Tables of people: rosters, results with certificates, and facts from an authority's data matching."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from checkin_service.access.model import Permission
from checkin_service.eligibility.schemas.people import FactBatch, FactBatchAnswer, FactRow
from checkin_service.eligibility.service import record_facts
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind, IdentityDocument
from checkin_service.identity.rules.documents import canonical
from checkin_service.identity.rules.names import name_key
from checkin_service.intake.service.people_tables import FACTS, PERSONS, PLANNED_ROSTER, RESULTS, ROSTER, VOUCHER_KIND
from checkin_service.intake.service.use import Job, Use
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import undecorated
from checkin_service.kit.ids import derived_id
from checkin_service.kit.intake.columns import EMPTY, Column
from checkin_service.kit.intake.table import Fault, Table, require_none
from checkin_service.kit.words import Words
from checkin_service.registry import service as registry
from checkin_service.registry.schemas.people import PersonList, PersonListAnswer, PersonRow
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas import (
    NewRegistration,
    NewResult,
    PlannedPeople,
    Results,
    ResultsAnswer,
    Roster,
    RosterAnswer,
)
from checkin_service.timetable.service import planned_rosters


async def _enter_roster(unit: UnitOfWork, job: Job) -> RosterAnswer:
    return await timetable.enter(unit, job.resources, job.subject, job.aim, _roster(job))


async def _plan_roster(unit: UnitOfWork, job: Job) -> PlannedPeople:
    return await planned_rosters.plan(unit, job.resources, job.subject, job.aim, _roster(job))


def _roster(job: Job) -> Roster:
    default = job.details["voucher_kind"]
    numbers = [each for each, values in job.table.rows.items() if not (values["voucher_kind"] or default)]
    require_none([job.table.fault(each, "voucher_kind", "empty", EMPTY) for each in numbers])

    def fields(number: int, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "trainee_id": derived_id(job.request_id, number),
            "name": values["name"],
            "document": {"kind": values["document_kind"] or DocumentKind.RESIDENT_ID, "number": values["number"]},
            "voucher_kind": values["voucher_kind"] or default,
        }

    return Roster(request_id=job.request_id, trainees=job.table.bodies(NewRegistration, fields))


async def _enter_persons(unit: UnitOfWork, job: Job) -> PersonListAnswer:
    def fields(_number: int, values: dict[str, Any]) -> dict[str, Any]:
        kind = values["document_kind"] or DocumentKind.RESIDENT_ID
        return {"name": values["name"], "document": {"kind": kind, "number": values["number"]}}

    people = job.table.bodies(PersonRow, fields)
    body = PersonList(batch_id=job.request_id, source=job.details["source"], people=people)
    answer = await registry.enter_people(unit, job.resources, job.subject, body)
    numbers = job.table.numbers
    require_none(
        [
            job.table.fault(numbers[each.row - 1], "number", "refused", Words(each.reason.zh, each.reason.en))
            for each in answer.rows
            if each.reason is not None
        ]
    )
    return answer


async def _record_results(unit: UnitOfWork, job: Job) -> ResultsAnswer:
    people = await _on_roster(job)
    partial = [
        each
        for each, values in job.table.rows.items()
        if len({values[field] is None for field in ("certificate", "certificate_kind", "issued_on")}) > 1
    ]
    require_none([job.table.fault(each, "certificate", "certificate_partial", _PARTIAL) for each in partial])

    def fields(number: int, values: dict[str, Any]) -> dict[str, Any]:
        certificate = {
            "number": values["certificate"],
            "kind": values["certificate_kind"],
            "issued_on": values["issued_on"],
        }
        return {
            **{name: values[name] for name in ("passed", "score", "assessed_on", "part")},
            "trainee_id": people[number],
            "certificate": certificate if values["certificate"] else None,
        }

    body = Results(request_id=job.request_id, results=job.table.bodies(NewResult, fields))
    answer: ResultsAnswer = await undecorated(timetable.record_results)(unit, job.resources, job.subject, job.aim, body)
    return answer


async def _on_roster(job: Job) -> dict[int, UUID]:
    """Who is meant by each row: by document, and by any way of writing the name (see `name_key`)."""
    documents = {number: _document(values) for number, values in job.table.rows.items()}
    holders = await identity.persons_by_documents(job.resources, documents.values())
    roster = await timetable.people_on_roster(job.resources, job.subject, job.aim)
    known = await identity.people(job.resources, roster)
    spelt = await identity.spellings(job.resources, list(known))
    people: dict[int, UUID] = {}
    faults: list[Fault] = []
    for number, document in documents.items():
        trainee_id = holders.get((document.kind, document.number))
        if trainee_id is None or trainee_id not in known:
            faults.append(job.table.fault(number, "number", "not_on_roster", _NOT_ON_ROSTER))
            continue
        keys = spelt.get(trainee_id, frozenset()) | {name_key(known[trainee_id].name)}
        if name_key(job.table.rows[number]["name"]) not in keys:
            faults.append(job.table.fault(number, "name", "other_name", _OTHER_NAME))
        people[number] = trainee_id
    require_none(faults)
    return people


async def _record_facts(unit: UnitOfWork, job: Job) -> FactBatchAnswer:
    def fields(_number: int, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "document": {"kind": values["document_kind"] or DocumentKind.RESIDENT_ID, "number": values["number"]},
            "holds": values["holds"] is not False,
            **{name: values[name] for name in ("kind", "since", "until", "place")},
        }

    rows = job.table.bodies(FactRow, fields)
    # A file may hold more than one request takes; every row has been looked at.
    batch = FactBatch.model_construct(batch_id=job.request_id, source=job.details["source"], facts=rows)
    answer: FactBatchAnswer = await undecorated(record_facts)(unit, job.resources, job.subject, batch)
    return answer


def _unknown_people(table: Table, answer: BaseModel) -> list[Fault]:
    if not isinstance(answer, FactBatchAnswer):
        return []
    numbers = table.numbers
    return [
        table.fault(numbers[each.row - 1], "number", each.status, _UNKNOWN_PERSON)
        for each in answer.rows
        if each.status == "unknown_person"
    ]


def _document(values: Mapping[str, Any]) -> IdentityDocument:
    kind = DocumentKind(values["document_kind"] or DocumentKind.RESIDENT_ID)
    return IdentityDocument(kind=kind, number=canonical(kind, values["number"]), born_on=None)


_PARTIAL = Words(
    "证书编号、证书类型和发证日期须同时填写。", "Number, kind and day of a certificate are given together."
)
_NOT_ON_ROSTER = Words(
    "本班花名册上没有此证件号码，请核对。", "Nobody on the roster of the class has this document; compare it."
)
_OTHER_NAME = Words("姓名与花名册上此证件的姓名不一致。", "The roster has another name for this document.")
_UNKNOWN_PERSON = Words(
    "本部门没有此人，这一行不会记录。", "This person is not known here; the row will not be recorded."
)
_SOURCE = Column(field="source", heading=Words("数据来源", "Source"), example="省社保比对 2026-03")

_CLASS = Words("班期", "class")
_PLAN = Words("开班计划", "planned class")

PEOPLE = (
    Use(spec=ROSTER, permission=Permission.ROSTER_WRITE, act=_enter_roster, target=_CLASS, asks=(VOUCHER_KIND,)),
    Use(
        spec=PLANNED_ROSTER,
        permission=Permission.CLASS_APPLY,
        act=_plan_roster,
        target=_PLAN,
        asks=(VOUCHER_KIND,),
        is_listed=False,
    ),
    Use(spec=PERSONS, permission=Permission.PERSON_ENTER, act=_enter_persons, asks=(_SOURCE,)),
    Use(spec=RESULTS, permission=Permission.ASSESSMENT_RECORD, act=_record_results, target=_CLASS),
    Use(
        spec=FACTS,
        permission=Permission.PERSON_FACT_IMPORT,
        act=_record_facts,
        asks=(_SOURCE,),
        warnings=_unknown_people,
    ),
)
"""Rosters and results of a class, and facts about people."""
