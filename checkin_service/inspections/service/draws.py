"""Draws of inspections: the hash of a seed first, the seed and what it drew from afterwards."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.draws import service as drawing
from checkin_service.draws.model import Draw, DrawPurpose
from checkin_service.inspections import rules, store
from checkin_service.inspections.model import Inspection, InspectionDraw, InspectionKind, Origin
from checkin_service.inspections.schemas import DrawAnswer, DrawPage, NewDraw, NewReveal
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest, every
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import ClassSummary


@once_per("draw_id")
async def announce(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewDraw) -> DrawAnswer:
    """The hash stands in the answer and in the public log; the seed is sealed and in nobody's hands."""
    refuse(rules.due_refusal(body.due_on, day_of(resources.clock.now())), reason="inspection")
    new = InspectionDraw(
        draw_id=body.draw_id,
        authority_code=authority_of(subject),
        due_on=body.due_on,
        reason=body.reason,
        committed_by=subject.subject_id,
    )
    made = await drawing.promise(
        unit,
        resources,
        authority_code=new.authority_code,
        draw_id=new.draw_id,
        purpose=DrawPurpose.INSPECTION,
        terms={"count": body.count},
    )
    store.add_draw(unit, new)
    detail = {"step": "committed", "commitment": made.commitment.hex(), "count": body.count}
    audit.record(unit, subject, Permission.INSPECTION_RUN, new.draw_id, at=made.committed_at, detail=detail)
    return _shown(new, made)


@once_per("request_id", operation="inspection-reveal")
async def reveal(
    unit: UnitOfWork, resources: Resources, subject: Subject, draw_id: UUID, body: NewReveal
) -> DrawAnswer:
    """Among the open classes that the authority supervises now; each that is drawn becomes an inspection."""
    del body
    found = existing(await store.draw_of(resources.database, draw_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    made = (await drawing.draws(resources, found.authority_code, [draw_id]))[draw_id]
    refuse(_REVEALED if made.seed is not None else None, reason="inspection")
    classes = {each.class_id: each for each in await _open_classes(resources, subject)}
    refuse(None if classes else _NOTHING, reason="inspection")
    made = await drawing.reveal(unit, resources, made, classes)
    for class_id in made.drawn or ():
        store.add_inspection(unit, _inspection(resources, subject, found, classes[class_id]))
    detail = {"step": "revealed", "of": len(classes)}
    audit.record(unit, subject, Permission.INSPECTION_RUN, draw_id, at=resources.clock.now(), detail=detail)
    return _shown(found, made)


async def draws(resources: Resources, subject: Subject, page: PageRequest) -> DrawPage:
    """All of one's authority, those never revealed among them."""
    authority = authority_of(subject)
    found = await store.draws_of(resources.database, authority, page)
    listed, cursor = page.shown(found, lambda each: each.draw_id)
    made = await drawing.draws(resources, authority, [each.draw_id for each in listed])
    shown = [_shown(each, made[each.draw_id]) for each in listed]
    return DrawPage(draws=shown, next_cursor=cursor)


async def _open_classes(resources: Resources, subject: Subject) -> list[ClassSummary]:
    found = await every(
        lambda page: timetable.classes(resources, subject, page, state=ClassState.OPEN), lambda page: page.classes
    )
    return [each for each in found if each.supervising_authority == subject.authority_code]


def _inspection(resources: Resources, subject: Subject, draw: InspectionDraw, held: ClassSummary) -> Inspection:
    return Inspection(
        inspection_id=new_id(),
        authority_code=draw.authority_code,
        institution_id=held.institution_id,
        class_id=held.class_id,
        kind=InspectionKind.UNANNOUNCED,
        origin=Origin.DRAWN,
        draw_id=draw.draw_id,
        complaint_id=None,
        due_on=draw.due_on,
        reason=draw.reason,
        planned_by=subject.subject_id,
        planned_at=resources.clock.now(),
    )


def _shown(found: InspectionDraw, made: Draw) -> DrawAnswer:
    return DrawAnswer.showing(
        found,
        commitment=made.commitment.hex(),
        count=made.terms["count"],
        committed_at=made.committed_at,
        seed=None if made.seed is None else made.seed.hex(),
        population=None if made.population is None else list(made.population),
        drawn=None if made.drawn is None else list(made.drawn),
        revealed_at=made.revealed_at,
    )


_REVEALED = Words("已经抽取过。需要再抽的，请另行公布承诺值。", "It has been drawn already; announce another draw.")
_NOTHING = Words("目前没有正在开班的班期可抽。", "No class is open that could be drawn.")
