"""The people of a class in planning: judged as for an entered class, kept sealed until it is sent, then forgotten."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words
from checkin_service.timetable.model import ClassDraft, ClassState, TrainingClass
from checkin_service.timetable.schemas import NewRegistration, PlannedPeople, Roster
from checkin_service.timetable.service import intake
from checkin_service.timetable.service.guards import bad_row, refuse_rows
from checkin_service.timetable.store import drafts as store

KEPT_FOR = timedelta(days=60)
"""How long people of a plan that is never sent stay."""

_SEALED_AS = Purpose(Realm.DRAFT, "planned roster")
_AT_ONCE = 500
_log = structlog.get_logger(__name__)


async def plan(unit: UnitOfWork, resources: Resources, subject: Subject, draft_id: UUID, body: Roster) -> PlannedPeople:
    """The people of a draft as part of a write, in place of those it had; every bad row is named."""
    now = resources.clock.now()
    institution_id = existing(subject.institution_id)
    held = existing(await store.draft_of(resources.database, institution_id, draft_id))
    await require_acceptable(resources, subject, held, body.trainees)
    content = body.model_dump_json().encode()
    new = store.PlannedRoster(
        draft_id=draft_id,
        institution_id=institution_id,
        sealed=await asyncio.to_thread(resources.sealer.seal, draft_id, _SEALED_AS, content),
        people=len(body.trainees),
        kept_at=now,
    )
    store.keep_roster(unit, new)
    audit.record(unit, subject, Permission.ROSTER_WRITE, draft_id, at=now, detail={"planned_people": new.people})
    return PlannedPeople(draft_id=draft_id, people=new.people)


async def require_acceptable(
    resources: Resources, subject: Subject, held: ClassDraft, trainees: Sequence[NewRegistration]
) -> None:
    """Everybody could be entered if the class were applied for as it is planned now."""
    now = resources.clock.now()
    if held.sent_at is not None:
        raise Problem(ProblemKind.STATE_CONFLICT, _SENT)
    planned = await _as_planned(resources, subject, held, now)
    await intake.require_fit(resources, planned, {each.voucher_kind for each in trainees}, now)
    lines = {number: intake.Line(planned, asked) for number, asked in enumerate(trainees, start=1)}
    judged = await intake.judge(resources, lines, now)
    refuse_rows(
        [
            bad_row(number, lines[number].asked.trainee_id, reason, judged.fields.get(number))
            for number, reason in sorted(judged.refusals.items())
        ]
    )


async def summary(resources: Resources, subject: Subject, draft_id: UUID) -> store.PlannedRoster | None:
    """How many people a draft has and since when, without opening anything."""
    return await store.roster_of(resources.database, existing(subject.institution_id), draft_id)


async def summaries(resources: Resources, subject: Subject) -> dict[UUID, int]:
    """How many people each draft of an institution has."""
    counts = await store.people_planned(resources.database, existing(subject.institution_id))
    return {each.draft_id: each.people for each in counts}


async def opened(resources: Resources, subject: Subject, draft_id: UUID) -> Roster | None:
    """The people of a draft; what can no longer be opened has to be sent anew."""
    found = await summary(resources, subject, draft_id)
    if found is None:
        return None
    try:
        content = await asyncio.to_thread(resources.sealer.open, draft_id, _SEALED_AS, found.sealed)
    except SealBroken:
        raise unfit(_UNREADABLE) from None
    return Roster.model_validate_json(content)


async def drop(resources: Resources, subject: Subject, draft_id: UUID) -> None:
    """Forget the people of a draft, in the backups too."""
    await _drop(resources, existing(subject.institution_id), draft_id)


async def drop_old(resources: Resources) -> int:
    """Every night: people of plans that nobody sent; how many plans."""
    before, dropped = resources.clock.now() - KEPT_FOR, 0
    while waiting := await store.rosters_before(resources.database, before, _AT_ONCE):
        for each in waiting:
            await _drop(resources, each.institution_id, each.draft_id)
        dropped += len(waiting)
    _log.info("planned_rosters.dropped", plans=dropped)
    return dropped


async def _drop(resources: Resources, institution_id: UUID, draft_id: UUID) -> None:
    found = await store.roster_of(resources.database, institution_id, draft_id)
    if found is None:
        return
    async with resources.database.write() as unit:
        store.drop_roster(unit, institution_id=institution_id, draft_id=draft_id)
    await asyncio.to_thread(resources.sealer.destroy, draft_id, Realm.DRAFT)


async def _as_planned(resources: Resources, subject: Subject, held: ClassDraft, now: datetime) -> TrainingClass:
    """The class as far as people depend on it: whose it is and what it trains for."""
    institution = existing(await catalogue.institution_of(resources, existing(subject.institution_id)))
    project = await _project(resources, held)
    if project is None:
        raise unfit(_NO_PROJECT)
    authority = institution.authority_code
    return TrainingClass(
        class_id=held.draft_id,
        institution_id=institution.institution_id,
        project_id=project,
        name=str(held.content.get("name", "")),
        teaching_plan="",
        supervising_authority=authority,
        paying_authority=authority,
        counting_authority=authority,
        phases=(),
        proofs=(),
        baseline_hours=0,
        total_hours=0,
        state=ClassState.APPLIED,
        revision=1,
        applied_at=now,
    )


async def _project(resources: Resources, held: ClassDraft) -> UUID | None:
    try:
        project_id = UUID(str(held.content.get("project_id", "")))
    except ValueError:
        return None
    return project_id if await catalogue.project_of(resources, project_id) else None


_SENT = Words("该计划已提交，请在班期的“学员与邀请”中登记学员。", "This plan has been sent: enter people at the class.")
_NO_PROJECT = Words("请先在第一步选择培训项目，再上传花名册。", "Choose the project first, then send the roster.")
_UNREADABLE = Words(
    "草稿中的花名册已无法读取，请回到“花名册”一步重新上传。",
    "The roster of this draft can no longer be read: send it again at the roster step.",
)
