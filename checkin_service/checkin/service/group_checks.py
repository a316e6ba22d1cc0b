"""A suspected group asked at once: planned when two people agree, asked at a drawn moment; then the seed is known."""

import asyncio
from collections.abc import Collection
from uuid import UUID

import structlog
from pydantic import TypeAdapter

from checkin_service.access.model import Subject
from checkin_service.checkin.model.checks import CheckTerms, Lesson
from checkin_service.checkin.model.group_checks import GroupCheck, GroupOutcome, GroupOver
from checkin_service.checkin.rules import checks as rules
from checkin_service.checkin.schemas.group_checks import GroupCheckAnswer, NewGroupCheck
from checkin_service.checkin.service.checks import add_begun
from checkin_service.checkin.store import group_checks as store
from checkin_service.draws import service as drawing
from checkin_service.draws.model import Draw, DrawPurpose
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.proposals.model import Proposal
from checkin_service.timetable import service as timetable

_log = structlog.get_logger(__name__)
_TERMS = TypeAdapter(CheckTerms)


async def require_group(resources: Resources, class_id: UUID, body: NewGroupCheck) -> None:
    """Refuse people who are not in the class, or too few to be a group."""
    roster = await timetable.roster_of(resources.database, class_id)
    present = [each.trainee_id for each in roster if each.is_active]
    refuse(rules.group_refusal(body.trainee_ids, present), reason="group_check")


async def carry_out(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> GroupCheckAnswer:
    """Approved by a second person: a seed is promised, which says when in the next lesson they are asked."""
    del subject
    body, now = proposal.request_as(NewGroupCheck), resources.clock.now()
    await require_group(resources, proposal.about, body)
    terms = rules.group_terms(proposal.about, policy_at(proposal.authority_code, now, known_at=now))
    group = GroupCheck(
        draw_id=proposal.proposal_id,
        class_id=proposal.about,
        authority_code=proposal.authority_code,
        trainee_ids=sorted(set(body.trainee_ids)),
        planned_at=now,
    )
    await drawing.promise(
        unit,
        resources,
        authority_code=group.authority_code,
        draw_id=group.draw_id,
        purpose=DrawPurpose.GROUP_CHECK,
        terms=_TERMS.dump_python(terms, mode="json"),
    )
    store.add_group(unit, group)
    return GroupCheckAnswer(group_check_id=group.draw_id, class_id=group.class_id, people=len(group.trainee_ids))


async def hold_groups(resources: Resources) -> int:
    """Ask every group whose moment has come; how many people."""
    begun = 0
    for lesson in await store.groups_going_on(resources.database, now=resources.clock.now()):
        try:
            begun += await _hold(resources, lesson)
        except Stale:
            _log.info("group_checks.held_elsewhere", session_id=str(lesson.session_id))
    return begun


async def _hold(resources: Resources, lesson: Lesson) -> int:
    now = resources.clock.now()
    draw = (await drawing.draws(resources, lesson.authority_code, [lesson.draw_id]))[lesson.draw_id]
    seed = await drawing.seed_of(resources, draw)
    found = await asyncio.to_thread(rules.group_due, seed, lesson, _TERMS.validate_python(draw.terms), now)
    if not found:
        return 0
    async with resources.database.write() as unit:
        add_begun(unit, found, now)
    return len(found)


async def reveal_groups(resources: Resources) -> int:
    """By night, of groups that were asked, or never will be, the seeds; how many."""
    now, revealed = resources.clock.now(), 0
    waiting = {each.draw_id: each for each in await drawing.unrevealed_anywhere(resources, DrawPurpose.GROUP_CHECK)}
    for each in await store.over(resources.database, list(waiting), now=now):
        try:
            revealed += await _reveal(resources, waiting[each.draw_id], each)
        except Stale:
            _log.info("group_checks.revealed_elsewhere", draw_id=str(each.draw_id))
    return revealed


async def _reveal(resources: Resources, draw: Draw, group: GroupOver) -> int:
    async with resources.database.write() as unit:
        await drawing.reveal(unit, resources, draw, group.people)
    return 1


async def outcomes(resources: Resources, class_ids: Collection[UUID]) -> list[GroupOutcome]:
    """How groups of these classes came out, as counts."""
    return await store.outcomes(resources.database, list(class_ids))
