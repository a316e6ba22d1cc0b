"""Filing of a sector authority's training (行业主管部门报送), and who may take part in it."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Project
from checkin_service.identity import service as identity
from checkin_service.identity.rules.documents import DocumentRefused, checked
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import Refused, refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.timetable import rules
from checkin_service.timetable.model import SectorPlan, TrainingClass
from checkin_service.timetable.schemas import NewDocument
from checkin_service.timetable.schemas.sector_plans import (
    NewSectorPlan,
    SecretPlan,
    SectorPlanAnswer,
    SectorPlanPage,
)
from checkin_service.timetable.store import sector_plans as store

Key = TypeVar("Key", bound=Hashable)


async def file_plan(resources: Resources, subject: Subject, body: NewSectorPlan) -> Kept[SectorPlanAnswer]:
    """Of a project that the authority has entered as one of a sector authority; the latest filed holds."""

    async def act(unit: UnitOfWork) -> SectorPlanAnswer:
        now, project = resources.clock.now(), await _project(resources, subject, body.project_id)
        _require_possible(body.documents, day_of(now))
        hashes = {identity.document_hash(resources, each.kind, each.number) for each in body.documents}
        new = SectorPlan(
            **body.model_dump(exclude={"documents"}),
            authority_code=project.authority_code,
            people=len(hashes),
            filed_by=subject.subject_id,
            filed_at=now,
        )
        store.add_plan(unit, new)
        store.add_people(unit, [store.NamedPerson(new.plan_id, each) for each in sorted(hashes)])
        detail = {"project_id": str(new.project_id), "people": new.people, "document_number": new.document_number}
        audit.record(unit, subject, Permission.SECTOR_PLAN_FILE, new.plan_id, at=now, detail=detail)
        return _answer(new, project)

    asked = SecretPlan(plan_id=body.plan_id, keyed_digest=resources.lookup.of(body.model_dump_json()).hex())
    return await once(resources.database, caller=subject.tenant, request_id=body.plan_id, body=asked, act=act)


async def plans(resources: Resources, subject: Subject, page: PageRequest) -> SectorPlanPage:
    """What has been filed with one's own authority."""
    found, cursor = page.shown(
        await store.plans_of(resources.database, authority_of(subject), page), lambda each: each.plan_id
    )
    shown = [_answer(each, existing(await catalogue.project_of(resources, each.project_id))) for each in found]
    return SectorPlanPage(plans=shown, next_cursor=cursor)


async def require_filed(resources: Resources, found: TrainingClass, now: datetime) -> None:
    """Refuse to begin training of a sector authority that has not filed it (SX-10)."""
    project = existing(await catalogue.project_of(resources, found.project_id))
    if project.sector is not None:
        filed = await store.latest_plan_of(resources.database, project.project_id)
        refuse(
            rules.filing_refusal(_policy(project, now), filed, sector=project.sector, subsidy_fen=project.subsidy_fen)
        )


async def not_named(
    resources: Resources, found: TrainingClass, documents: Mapping[Key, Collection[bytes]], now: datetime
) -> dict[Key, Refused]:
    """Who of these people, known by the hashes of their documents, cannot take part in such training (SX-10)."""
    project = existing(await catalogue.project_of(resources, found.project_id))
    if project.sector is None or not documents:
        return {}
    filed = await store.latest_plan_of(resources.database, project.project_id)
    asked = {each for of_one in documents.values() for each in of_one}
    named = await store.named_in(resources.database, filed.plan_id, asked) if filed else set[bytes]()
    view, sector = _policy(project, now), project.sector
    refused = {
        key: rules.person_refusal(view, sector=sector, is_named=not named.isdisjoint(of_one))
        for key, of_one in documents.items()
    }
    return {key: refusal for key, refusal in refused.items() if refusal is not None}


async def require_named(resources: Resources, found: TrainingClass, trainee_id: UUID, now: datetime) -> None:
    """The same of somebody whom the service knows already."""
    hashes = await identity.document_hashes(resources, [trainee_id])
    for refusal in (await not_named(resources, found, hashes, now)).values():
        refuse(refusal)


def _policy(project: Project, now: datetime) -> PolicyView:
    """The rules of the authority with whom it is filed: the one that has entered the project."""
    return policy_at(project.authority_code, now, known_at=now)


async def _project(resources: Resources, subject: Subject, project_id: UUID) -> Project:
    project = await catalogue.project_of(resources, project_id)
    if project is None or project.authority_code != authority_of(subject):
        raise not_found(_NO_PROJECT)
    if project.sector is None:
        raise unfit(_NO_SECTOR)
    return project


def _require_possible(documents: Sequence[NewDocument], today: date) -> None:
    """A sector authority answers for its people's data being right: numbers that cannot be are named by their row."""
    bad = []
    for row, each in enumerate(documents, start=1):
        try:
            checked(each.kind, each.number, today=today)
        except DocumentRefused as refused:
            bad.append({"row": row, "reason": WordsBody.of(refused.reason).model_dump()})
    if bad:
        raise unfit(_BAD_ROWS.filled(count=len(bad)), rows=bad)


def _answer(plan: SectorPlan, project: Project) -> SectorPlanAnswer:
    return SectorPlanAnswer.showing(plan, project_name=project.name, sector=project.sector or "")


_BAD_ROWS = Words(
    "名单中有{count}行的证件号码需要改正，未保存任何内容。",
    "{count} document(s) on the list need correction; nothing was kept.",
)
_NO_PROJECT = Words("没有找到该培训项目。", "No such training project.")
_NO_SECTOR = Words(
    "该项目没有登记由行业主管部门实施。请人社部门另登记项目并填写行业主管部门。",
    "The project is not entered as one of a sector authority. The authority enters a project that names it.",
)
