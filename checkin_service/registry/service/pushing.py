"""Vouchers pushed to approved lists in the background: batch by batch, each batch once, whoever does it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Stale
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.registry.model import Match
from checkin_service.registry.service.matching import refusals
from checkin_service.registry.store import matches as store
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.rules import priority_groups
from checkin_service.voucher.service import elsewhere, persons

BATCH = 10_000
_PATIENCE = "60s"
_NOTHING_LEFT = "quantity_used_up"


async def push_waiting(resources: Resources, *, batch: int = BATCH) -> int:
    """Deal with one batch of the list whose turn it is; how many people that were, none when nobody waits.

    The vouchers and what became of each person are one write: killed at any point, the batch is done again or was
    done, and of two workers at once one finds nothing left to do. While the platform is silent the list waits.
    """
    found = await store.next_to_push(resources.database)
    if found is None:
        return 0
    now = resources.clock.now()
    view = policy_at(found.authority_code, now, known_at=now)
    people = await store.waiting_on(resources.database, found.match_id, most=batch)
    said = await elsewhere.ask(resources, found.authority_code, dict.fromkeys(people, found.voucher_kind), now)
    if elsewhere.is_away(said.values()):
        return 0
    # Counted before anything is judged: whoever is issued a voucher elsewhere meanwhile is judged anew.
    had = await vouchers.numbers_had(resources, people)
    template = (await vouchers.open_issue(resources, view, found.template_id)).template
    against = await refusals(resources, view, found.voucher_kind, people, template=template, now=now, is_asked=True)
    refused = {each: refusal.reason for each, refusal in against.items()}
    fitting = await _first_ones_first(resources, found, view, [each for each in people if each not in refused], now)
    try:
        await _push(resources, found, view, had, fitting, refused, now)
    except Stale:
        return 0
    return len(people)


async def _push(
    resources: Resources,
    match: Match,
    view: PolicyView,
    had: Mapping[UUID, int],
    fitting: Sequence[UUID],
    refused: dict[UUID, str],
    now: datetime,
) -> None:
    """As many as the template and the fund have for; whoever is left over is told why."""
    reason, served = _NOTHING_LEFT, len(fitting)
    while True:
        try:
            await _write(resources, match, view, had, fitting[:served], refused, reason, now)
        except Problem as problem:
            if problem.kind is not ProblemKind.RULE_REFUSED or not served:
                raise
            reason = str(problem.fields.get("reason", "refused"))
            # What is short is told in words for people; half as many until it suffices costs a few reads more.
            served = min(int(problem.fields.get("left", served // 2)), served - 1)
        else:
            return


async def _write(
    resources: Resources,
    match: Match,
    view: PolicyView,
    had: Mapping[UUID, int],
    served: Sequence[UUID],
    refused: dict[UUID, str],
    reason: str,
    now: datetime,
) -> None:
    given = set(served)
    async with resources.database.write(patience=_PATIENCE) as unit:
        if served:
            opened = await vouchers.open_issue(resources, view, match.template_id, had=had)
            new = vouchers.issue_to_all(unit, opened, served, kind=match.voucher_kind, at=now)
            await vouchers.set_aside_for_all(resources, unit, opened, new, batch_id=match.match_id, at=now)
            await vouchers.close_issue(resources, unit, opened, batch_id=match.match_id, at=now)
        store.finish(
            unit,
            of_match=match.match_id,
            trainees=list(had),
            reasons=[None if each in given else refused.get(each, reason) for each in had],
            at=now,
        )


async def _first_ones_first(
    resources: Resources, match: Match, view: PolicyView, people: Sequence[UUID], now: datetime
) -> list[UUID]:
    """Those of the groups to be supported first before the others (SX-08)."""
    files = await persons.files_of(resources.database, people)
    on = day_of(now)
    return sorted(people, key=lambda each: not priority_groups(files[each], view, match.voucher_kind, on=on))
