"""Draws of inspections: the hash of a seed first, the seed and what it drew from afterwards."""

import asyncio
import secrets
from dataclasses import replace
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.inspections import rules, store
from checkin_service.inspections.model import Commitment, Draw, Inspection, InspectionKind, Origin, Reveal
from checkin_service.inspections.schemas import DrawAnswer, DrawPage, NewDraw, NewReveal
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest, every
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose
from checkin_service.kit.words import Words
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import ClassSummary

SEED = Purpose(Realm.EVIDENCE, "inspection_seed")
_SEED_BYTES = 32


@once_per("draw_id")
async def announce(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewDraw) -> DrawAnswer:
    """The hash stands in the answer and in the audit trail; the seed is sealed and in nobody's hands."""
    now, seed = resources.clock.now(), secrets.token_bytes(_SEED_BYTES)
    refuse(rules.due_refusal(body.due_on, day_of(now)), reason="inspection")
    new = Commitment(
        **body.model_dump(),
        authority_code=authority_of(subject),
        commitment=rules.committed(seed),
        seed_sealed=await asyncio.to_thread(resources.sealer.seal, body.draw_id, SEED, seed),
        committed_by=subject.subject_id,
        committed_at=now,
    )
    store.add_commitment(unit, new)
    detail = {"step": "committed", "commitment": new.commitment.hex(), "count": new.count}
    audit.record(unit, subject, Permission.INSPECTION_RUN, new.draw_id, at=now, detail=detail)
    return _shown(Draw(**{name: getattr(new, name) for name in Commitment.__dataclass_fields__}))


@once_per("request_id", operation="inspection-reveal")
async def reveal(
    unit: UnitOfWork, resources: Resources, subject: Subject, draw_id: UUID, body: NewReveal
) -> DrawAnswer:
    """Among the open classes that the authority supervises now; each that is drawn becomes an inspection."""
    del body
    found = existing(await store.draw_of(resources.database, draw_id))
    if found.authority_code != subject.authority_code:
        raise not_found()
    refuse(_REVEALED if found.seed is not None else None, reason="inspection")
    classes = {each.class_id: each for each in await _open_classes(resources, subject)}
    refuse(None if classes else _NOTHING, reason="inspection")
    now = resources.clock.now()
    seed = await asyncio.to_thread(resources.sealer.open, draw_id, SEED, found.seed_sealed)
    population = sorted(classes)
    store.add_reveal(
        unit,
        Reveal(draw_id=draw_id, seed=seed, population=population, revealed_by=subject.subject_id, revealed_at=now),
    )
    for class_id in rules.drawn(seed, population, found.count):
        store.add_inspection(unit, _inspection(resources, subject, found, classes[class_id]))
    detail = {"step": "revealed", "seed": seed.hex(), "of": len(population)}
    audit.record(unit, subject, Permission.INSPECTION_RUN, draw_id, at=now, detail=detail)
    return _shown(replace(found, seed=seed, population=population, revealed_at=now))


async def draws(resources: Resources, subject: Subject, page: PageRequest) -> DrawPage:
    """All of one's authority, those never revealed among them."""
    found = await store.draws_of(resources.database, authority_of(subject), page)
    listed, cursor = page.shown(found, lambda each: each.draw_id)
    return DrawPage(draws=[_shown(each) for each in listed], next_cursor=cursor)


async def _open_classes(resources: Resources, subject: Subject) -> list[ClassSummary]:
    found = await every(
        lambda page: timetable.classes(resources, subject, page, state=ClassState.OPEN), lambda page: page.classes
    )
    return [each for each in found if each.supervising_authority == subject.authority_code]


def _inspection(resources: Resources, subject: Subject, draw: Draw, held: ClassSummary) -> Inspection:
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


def _shown(found: Draw) -> DrawAnswer:
    chosen = None
    if found.seed is not None and found.population is not None:
        chosen = rules.drawn(found.seed, found.population, found.count)
    return DrawAnswer.showing(
        found,
        commitment=found.commitment.hex(),
        seed=None if found.seed is None else found.seed.hex(),
        population=None if found.population is None else sorted(found.population),
        drawn=chosen,
    )


_REVEALED = Words("已经抽取过。需要再抽的，请另行公布承诺值。", "It has been drawn already; announce another draw.")
_NOTHING = Words("目前没有正在开班的班期可抽。", "No class is open that could be drawn.")
