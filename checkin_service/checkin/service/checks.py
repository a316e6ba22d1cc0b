"""Unannounced checks: a class's seed committed to before its lessons, each check at its moment, the seed at the end."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from pydantic import TypeAdapter

from checkin_service.checkin.model.checks import CheckPlan, CheckTerms, Lesson, PersonCheck, Undrawn
from checkin_service.checkin.rules import checks as rules
from checkin_service.checkin.store import checks as store
from checkin_service.draws import service as drawing
from checkin_service.draws.model import Draw, DrawPurpose
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at

BEGUN = "check.begun"
"""The person is asked to confirm that they are there; nobody is told before."""

_log = structlog.get_logger(__name__)
_TERMS = TypeAdapter(CheckTerms)


async def plan_checks(resources: Resources) -> int:
    """A seed, promised by its hash, for every open class that has none; how many."""
    planned = 0
    for each in await store.undrawn(resources.database, now=resources.clock.now()):
        try:
            planned += await _plan(resources, each)
        except Stale:
            _log.info("checks.planned_elsewhere", class_id=str(each.class_id))
    return planned


async def _plan(resources: Resources, found: Undrawn) -> int:
    now = resources.clock.now()
    policy = policy_at(found.authority_code, now, known_at=now)
    terms = rules.terms_of(found.class_id, found.sessions, policy)
    if terms is None:
        return 0
    plan = CheckPlan(class_id=found.class_id, draw_id=new_id(), authority_code=found.authority_code)
    async with resources.database.write() as unit:
        await drawing.promise(
            unit,
            resources,
            authority_code=plan.authority_code,
            draw_id=plan.draw_id,
            purpose=DrawPurpose.CHECKS,
            terms=_TERMS.dump_python(terms, mode="json"),
        )
        store.add_plan(unit, plan)
    return 1


async def hold_checks(resources: Resources) -> int:
    """Begin every check whose moment has come; how many."""
    begun = 0
    for lesson in await store.going_on(resources.database, now=resources.clock.now()):
        try:
            begun += await _hold(resources, lesson)
        except Stale:
            _log.info("checks.held_elsewhere", session_id=str(lesson.session_id))
    return begun


async def _hold(resources: Resources, lesson: Lesson) -> int:
    now = resources.clock.now()
    draw = (await drawing.draws(resources, lesson.authority_code, [lesson.draw_id]))[lesson.draw_id]
    terms = _TERMS.validate_python(draw.terms)
    seed = await drawing.seed_of(resources, draw)
    found = await asyncio.to_thread(rules.due, seed, lesson, terms, now)
    if not found:
        return 0
    async with resources.database.write() as unit:
        add_begun(unit, found, now)
    return len(found)


def add_begun(unit: UnitOfWork, found: Sequence[PersonCheck], now: datetime) -> None:
    """Checks that begin now, each told to the person and to nobody else."""
    for each in found:
        store.add_check(unit, each)
        payload = {
            "class_id": str(each.class_id),
            "session_id": str(each.session_id),
            "answer_until": each.closes_at.isoformat(),
        }
        announce(unit, BEGUN, each.trainee_id, payload, occurred_at=now)


async def reveal_checks(resources: Resources) -> int:
    """By night, of classes whose lessons are over, the seeds; how many."""
    now, revealed = resources.clock.now(), 0
    waiting = {each.draw_id: each for each in await drawing.unrevealed_anywhere(resources, DrawPurpose.CHECKS)}
    for each in await store.over(resources.database, list(waiting), now=now):
        try:
            revealed += await _reveal(resources, waiting[each.draw_id], each.people)
        except Stale:
            _log.info("checks.revealed_elsewhere", class_id=str(each.class_id))
    return revealed


async def _reveal(resources: Resources, draw: Draw, people: list[UUID] | None) -> int:
    async with resources.database.write() as unit:
        await drawing.reveal(unit, resources, draw, people or ())
    return 1
