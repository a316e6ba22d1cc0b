"""The run behind `policy impact`: every determination that counts, and every class not over, under the draft."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from checkin_service import migrate
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.eligibility.service.what_if import Change, Impact, impact_of
from checkin_service.kit.civil import day_of
from checkin_service.kit.money import yuan
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import Book, book
from checkin_service.policy.load import Pack, PackInvalid, load_pack
from checkin_service.policy_decisions.service import currency, proposed
from checkin_service.timetable.service.affected import AffectedClass, affected_classes


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a draft would affect: what has been determined, and what is still going on."""

    impact: Impact
    classes: Sequence[AffectedClass]


def run(draft: Path | UUID, *, listed: int) -> int:
    """`draft` is a file with a pack, or the id of a decision that waits for approval."""
    try:
        wanted = draft if isinstance(draft, UUID) else load_pack(draft)
    except (PackInvalid, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    with database_at_hand() as url:
        migrate.upgrade(url)
        found = asyncio.run(_replayed(Assembly.from_environment(url), wanted))
    if found is None:
        print(_NO_PROPOSAL, file=sys.stderr)
        return 2
    print("\n".join(report(found, listed=listed)))
    return 0


def report(found: Found, *, listed: int) -> Iterator[str]:
    """Counts first, then the determinations and classes concerned, then what this does not mean."""
    impact = found.impact
    yield f"审核 determinations: {impact.examined} · 适用该地规定 under these rules: {impact.concerned}"
    yield f"将改变 would change: {len(impact.changes)}"
    yield from _counts(impact.changes)
    yield from _some([_line(change) for change in impact.changes], listed)
    people = sum(each.held.people for each in found.classes)
    yield f"未结业的班期 classes not over: {len(found.classes)} · 学员 people: {people}"
    yield from _some([_class(each) for each in found.classes], listed)
    yield "未改动任何数据；已结算的案件不因后公布的规定重开。"
    yield "Nothing was changed; settled cases are never reopened by a rule published later."


async def impact_under(resources: Resources, after: Book, jurisdiction: str) -> Found:
    """Whom other rules than the present ones would affect."""
    return Found(
        await impact_of(resources, packs=after, jurisdiction=jurisdiction),
        await affected_classes(resources, before=book(), after=after, jurisdiction=jurisdiction),
    )


async def impact_of_decision(resources: Resources, decision_id: UUID) -> Found | None:
    """Whom a decision that waits for approval would affect; `None` when there is none with this id."""
    decision = await proposed(resources, decision_id)
    if decision is None:
        return None
    after = decision.added_to(book(), entered_on=day_of(resources.clock.now()))
    return await impact_under(resources, after, decision.authority_code)


async def _replayed(assembly: Assembly, wanted: Pack | UUID) -> Found | None:
    async with assembly.opened() as resources:
        await currency.refresh(resources)
        if isinstance(wanted, Pack):
            return await impact_under(resources, book().with_pack(wanted), wanted.code)
        return await impact_of_decision(resources, wanted)


def _some(lines: Sequence[str], listed: int) -> Iterator[str]:
    yield from lines[:listed]
    if len(lines) > listed:
        yield f"… {len(lines) - listed} more; --list N shows them"


def _class(each: AffectedClass) -> str:
    held = each.held
    return f"{held.class_id} {held.name} ({held.state}): {held.people} 人 people; {', '.join(each.keys)}"


def _counts(changes: Sequence[Change]) -> Iterator[str]:
    numbers = Counter((change.before, change.after) for change in changes)
    for (before, after), number in sorted(numbers.items(), key=str):
        fen = sum(change.difference_fen for change in changes if (change.before, change.after) == (before, after))
        yield f"  {before} → {after}: {number} ({yuan(fen)})"


def _line(change: Change) -> str:
    return (
        f"{change.determination_id} trainee {change.trainee_id} class {change.class_id}: "
        f"{change.before} → {change.after} ({yuan(change.difference_fen)}; {', '.join(change.reasons) or '—'})"
    )


_NO_PROPOSAL = "没有这一待批准的决定 · No decision with this id waits for approval"
