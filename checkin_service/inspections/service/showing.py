"""Inspections as they are shown: in names, and to institutions without what betrays who complained."""

from collections.abc import Sequence
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.inspections import rules, store
from checkin_service.inspections.model import Inspection, InspectionStep, PhotoNote, StepKind
from checkin_service.inspections.schemas import InspectionAnswer, InspectionStepAnswer, PhotoAnswer
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.timetable import service as timetable


async def shown_all(resources: Resources, subject: Subject, found: Sequence[Inspection]) -> list[InspectionAnswer]:
    """Those that somebody has been given."""
    steps: dict[UUID, list[InspectionStep]] = {each.inspection_id: [] for each in found}
    for step in await store.steps_of(resources.database, list(steps)):
        steps[step.inspection_id].append(step)
    photos = await store.photos_of(resources.database, list(steps))
    return [await _shown(resources, subject, each, steps[each.inspection_id], photos) for each in found]


async def shown(
    resources: Resources,
    subject: Subject,
    found: Inspection,
    steps: Sequence[InspectionStep],
    photos: Sequence[PhotoNote] | None = None,
) -> InspectionAnswer:
    """With the photographs that are given, or those that are kept."""
    if photos is None:
        photos = await store.photos_of(resources.database, [found.inspection_id])
    return await _shown(resources, subject, found, steps, photos)


async def _shown(
    resources: Resources,
    subject: Subject,
    found: Inspection,
    steps: Sequence[InspectionStep],
    photos: Sequence[PhotoNote],
) -> InspectionAnswer:
    now = resources.clock.now()
    names = await catalogue.institution_names(resources, [found.institution_id])
    held = await timetable.class_for(resources, subject, found.class_id) if found.class_id else None
    basis = rules.basis_of(found.kind, policy_at(found.authority_code, found.planned_at, known_at=found.planned_at))
    is_inside = subject.institution_id is None
    return InspectionAnswer.showing(
        found,
        institution=names[found.institution_id],
        class_name=held.name if held else None,
        # Whom a complaint came from could be guessed from what it is about.
        origin=found.origin if is_inside else None,
        complaint_id=found.complaint_id if is_inside else None,
        draw_id=found.draw_id if is_inside else None,
        reason=found.reason if is_inside else None,
        is_overdue=rules.is_overdue(found, steps, now),
        result=next((each.kind for each in steps if each.kind in {StepKind.PASSED, StepKind.WANTING}), None),
        basis=basis.kind.value,
        clause=basis.clause,
        steps=[_step(each, photos) for each in steps],
    )


def _step(step: InspectionStep, photos: Sequence[PhotoNote]) -> InspectionStepAnswer:
    of_it = [each for each in photos if (each.inspection_id, each.ordinal) == (step.inspection_id, step.ordinal)]
    taken = [PhotoAnswer.showing(each, sha256=each.digest.hex()) for each in of_it]
    return InspectionStepAnswer.showing(step, heads_lacking=rules.heads_lacking(step), photos=taken)
