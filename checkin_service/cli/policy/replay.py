"""The run behind `policy impact`: every stored determination that counts, judged again under the draft."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from checkin_service import migrate
from checkin_service.assembly import Assembly, database_at_hand
from checkin_service.eligibility.what_if import Change, Impact, impact_of
from checkin_service.kit.money import yuan
from checkin_service.policy.book import book
from checkin_service.policy.load import Pack, PackInvalid, load_pack


def run(draft: Path, *, listed: int) -> int:
    try:
        pack = load_pack(draft)
    except (PackInvalid, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    with database_at_hand() as url:
        migrate.upgrade(url)
        found = asyncio.run(_replayed(Assembly.from_environment(url), pack))
    print("\n".join(report(found, listed=listed)))
    return 0


def report(found: Impact, *, listed: int) -> Iterator[str]:
    """Counts first, then the determinations concerned, then what this does not mean."""
    yield f"审核 determinations: {found.examined} · 适用该地规定 under these rules: {found.concerned}"
    yield f"将改变 would change: {len(found.changes)}"
    yield from _counts(found.changes)
    yield from (_line(change) for change in found.changes[:listed])
    if len(found.changes) > listed:
        yield f"… {len(found.changes) - listed} more; --list N shows them"
    yield "未改动任何数据；已结算的案件不因后公布的规定重开。"
    yield "Nothing was changed; settled cases are never reopened by a rule published later."


async def _replayed(assembly: Assembly, pack: Pack) -> Impact:
    async with assembly.opened() as resources:
        return await impact_of(resources, packs=book().with_pack(pack), jurisdiction=pack.code)


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
