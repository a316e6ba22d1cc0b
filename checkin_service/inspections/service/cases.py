"""Cases of inspections: planned by an officer or on a signal, visited with the live roll, concluded, answered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.checkin.model.roll import Seen
from checkin_service.checkin.service import roll
from checkin_service.conduct import service as conduct
from checkin_service.conduct.schemas import NewLapse
from checkin_service.credit import service as credit
from checkin_service.inspections import rules, store
from checkin_service.inspections.model import Counted, Inspection, InspectionStep, Origin, StepKind
from checkin_service.inspections.schemas import (
    DrawnInspections,
    InspectionAnswer,
    InspectionFigures,
    InspectionPage,
    NewInspection,
    NewResult,
    NewStatement,
    NewVisit,
)
from checkin_service.inspections.service.showing import shown, shown_all
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest, every
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.oversight.service import complaints, empty_classes
from checkin_service.policy.model import prefix_of
from checkin_service.timetable import service as timetable
from checkin_service.trust import service as trust


@once_per("inspection_id")
async def plan(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewInspection) -> InspectionAnswer:
    """Of a class or an institution that one's own authority supervises."""
    institution_id = await _institution_of(resources, subject, body)
    await _require_signal(resources, subject, body, institution_id)
    now = resources.clock.now()
    refuse(rules.due_refusal(body.due_on, day_of(now)), reason="inspection")
    new = Inspection(
        **body.model_dump(exclude={"about"}),
        class_id=body.class_id,
        institution_id=institution_id,
        authority_code=authority_of(subject),
        draw_id=None,
        planned_by=subject.subject_id,
        planned_at=now,
    )
    store.add_inspection(unit, new)
    if new.origin is Origin.RISK and new.class_id is not None:
        await trust.follow(unit, resources, subject, new.class_id, inspection_id=new.inspection_id, reason=new.reason)
    detail = {"step": "planned", "origin": new.origin.value}
    audit.record(unit, subject, Permission.INSPECTION_RUN, new.inspection_id, at=now, detail=detail)
    return await shown(resources, subject, new, [])


async def inspections(resources: Resources, subject: Subject, page: PageRequest) -> InspectionPage:
    """An authority's own; an institution's as far as it may know of them."""
    found = await store.inspections_of(
        resources.database, page, authority_code=subject.authority_code, institution_id=subject.institution_id
    )
    listed, cursor = page.shown(found, lambda each: each.inspection_id)
    return InspectionPage(inspections=await shown_all(resources, subject, listed), next_cursor=cursor)


async def due(resources: Resources, subject: Subject) -> list[InspectionAnswer]:
    """One's authority's without a result, those whose day is today or has passed."""
    today = day_of(resources.clock.now())
    found = await store.open_until(resources.database, authority_of(subject), until=today)
    return await shown_all(resources, subject, found)


async def inspection(resources: Resources, subject: Subject, inspection_id: UUID) -> InspectionAnswer:
    found, steps = await theirs(resources, subject, inspection_id)
    return await shown(resources, subject, found, steps)


@once_per("request_id", operation="inspection-visit")
async def visit(
    unit: UnitOfWork, resources: Resources, subject: Subject, inspection_id: UUID, body: NewVisit
) -> InspectionAnswer:
    """Kept with what the roll of the lesson knew at this moment; as many visits as it takes."""
    found, steps = await theirs(resources, subject, inspection_id)
    step = _step(resources, subject, found, steps, StepKind.VISIT, body.words)
    step = replace(step, session_id=body.session_id, headcount=body.headcount)
    if body.session_id is not None:
        known = await roll.roll_of_session(resources, subject, body.session_id)
        if known.session.class_id != found.class_id:
            raise not_found()
        present, doubtful, missing = [known.count(each) for each in (Seen.PRESENT, Seen.DOUBTFUL, Seen.MISSING)]
        step = replace(step, present=present, doubtful=doubtful, missing=missing)
    return await _taken(unit, resources, subject, found, steps, step)


@once_per("request_id", operation="inspection-result")
async def conclude(
    unit: UnitOfWork, resources: Resources, subject: Subject, inspection_id: UUID, body: NewResult
) -> InspectionAnswer:
    """Final. A lapse goes to a second person in the same write."""
    found, steps = await theirs(resources, subject, inspection_id)
    step = _step(resources, subject, found, steps, body.result, body.words)
    if found.origin is Origin.RISK and found.class_id is not None:
        await trust.conclude(
            unit,
            resources,
            subject,
            found.class_id,
            inspection_id=inspection_id,
            is_in_order=body.result is StepKind.PASSED,
            reason=body.words,
        )
    if body.lapse_kind is not None and body.document_number is not None:
        lapse = NewLapse(
            lapse_id=new_id(),
            kind=body.lapse_kind,
            occurred_on=day_of(_last_visit(steps)),
            inspection_id=inspection_id,
            document_number=body.document_number,
            reason=body.words,
        )
        await conduct.found_lapse(unit, resources, subject, found.institution_id, lapse)
    return await _taken(unit, resources, subject, found, steps, step)


@once_per("request_id", operation="inspection-statement")
async def state(
    unit: UnitOfWork, resources: Resources, subject: Subject, inspection_id: UUID, body: NewStatement
) -> InspectionAnswer:
    """By the institution, once."""
    found, steps = await theirs(resources, subject, inspection_id)
    step = _step(resources, subject, found, steps, StepKind.STATEMENT, body.words)
    return await _taken(unit, resources, subject, found, steps, step)


async def last_planned(resources: Resources, subject: Subject) -> dict[UUID, datetime]:
    """When each institution of one's authority was last given an inspection."""
    return dict(await store.last_planned(resources.database, authority_of(subject)))


async def public_counts(resources: Resources, division: str, since: datetime, before: datetime) -> InspectionFigures:
    """How many inspections there were and what came of them, for the public (FJ-33); none that is still to surprise."""
    found = await store.counted(resources.database, reach=prefix_of(division), since=since, before=before)
    return InspectionFigures(
        begun=sum(each.count for each in found),
        concluded=sum(each.count for each in found if each.result),
        wanting=sum(each.count for each in found if each.result is StepKind.WANTING),
        drawn=_drawn(found),
    )


def _drawn(found: Sequence[Counted]) -> DrawnInspections | None:
    """Whoever goes by signals finds what signals look for; those that a seed drew tell of all."""
    ended = [each for each in found if each.origin is Origin.DRAWN and each.result is not None]
    concluded = sum(each.count for each in ended)
    if not concluded:
        return None
    wanting = sum(each.count for each in ended if each.result is StepKind.WANTING)
    low, high = rules.interval(wanting, concluded)
    return DrawnInspections(
        concluded=concluded, wanting=wanting, low_percent=round(100 * low, 1), high_percent=round(100 * high, 1)
    )


async def _institution_of(resources: Resources, subject: Subject, body: NewInspection) -> UUID:
    """Whose it is; 404 for what another authority supervises."""
    if body.class_id is not None:
        held = await timetable.class_for(resources, subject, body.class_id)
        if held.supervising_authority != subject.authority_code:
            raise not_found()
        return held.institution_id
    named = existing(await catalogue.institution_of(resources, existing(body.institution_id)))
    if named.authority_code != subject.authority_code:
        raise not_found()
    return named.institution_id


async def _require_signal(resources: Resources, subject: Subject, body: NewInspection, institution_id: UUID) -> None:
    """A signal that is named is one that was given."""
    if body.complaint_id is not None:
        await complaints.require_own(resources, subject, body.complaint_id)
    if body.origin is Origin.EMPTY_CLASS:
        listed = await every(lambda page: empty_classes(resources, subject, page), lambda page: page.classes)
        refuse(None if body.class_id in {each.class_id for each in listed} else _NO_SIGNAL, reason="inspection")
    if body.origin is Origin.RISK:
        refuse(None if body.class_id is not None else _OF_A_CLASS, reason="inspection")
    if body.origin is Origin.CREDIT:
        refuse(None if await credit.has_low_score(resources, institution_id) else _NOT_LOW, reason="inspection")


async def theirs(
    resources: Resources, subject: Subject, inspection_id: UUID
) -> tuple[Inspection, list[InspectionStep]]:
    """For the authority that inspects, and for the institution as soon as it may know."""
    found = existing(await store.inspection_of(resources.database, inspection_id))
    steps = await store.steps_of(resources.database, [inspection_id])
    if subject.authority_code == found.authority_code:
        return found, steps
    if subject.institution_id != found.institution_id or not rules.may_know(found, steps):
        raise not_found()
    return found, steps


def _step(
    resources: Resources,
    subject: Subject,
    found: Inspection,
    steps: Sequence[InspectionStep],
    kind: StepKind,
    words: str,
) -> InspectionStep:
    refuse(rules.step_refusal(steps, kind), reason="inspection")
    return InspectionStep(
        inspection_id=found.inspection_id,
        ordinal=len(steps) + 1,
        kind=kind,
        session_id=None,
        present=None,
        doubtful=None,
        missing=None,
        headcount=None,
        words=words,
        taken_by=subject.subject_id,
        taken_at=resources.clock.now(),
    )


async def _taken(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    found: Inspection,
    steps: list[InspectionStep],
    step: InspectionStep,
) -> InspectionAnswer:
    store.add_step(unit, step)
    permission = Permission.INSPECTION_ANSWER if subject.institution_id else Permission.INSPECTION_RUN
    audit.record(unit, subject, permission, found.inspection_id, at=step.taken_at, detail={"step": step.kind.value})
    return await shown(resources, subject, found, [*steps, step])


def _last_visit(steps: Sequence[InspectionStep]) -> datetime:
    return max(each.taken_at for each in steps if each.kind is StepKind.VISIT)


_OF_A_CLASS = Words("风险清单列的是班期，请选择班期。", "The risk list is of classes: choose a class.")
_NOT_LOW = Words(
    "该机构目前的信用评分没有低于预警线，请改为计划检查。",
    "The institution's credit score is not below the line now; plan the inspection instead.",
)
_NO_SIGNAL = Words(
    "该班目前没有空转提示，请改为计划检查。", "The class does not look empty now; plan the inspection instead."
)
