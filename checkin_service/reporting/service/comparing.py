"""Comparing what went up with what the platform has, by day and kind; nothing here is changed by what is found."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform.schemas.returned import DayAsked, DayRowsAsked
from checkin_service.platform.service.http_client import platform_of
from checkin_service.platform.service.port import PlatformRefused, PlatformUnavailable, ReturnChannel
from checkin_service.reporting import rules
from checkin_service.reporting.model import Comparison, Difference, DifferenceKind, Line, ReportKind, Tally
from checkin_service.reporting.schemas import ComparisonAnswer, DayToCompare
from checkin_service.reporting.service.switching import reporting_authorities
from checkin_service.reporting.store import comparing as store
from checkin_service.reporting.store import facts as fact_store
from checkin_service.reporting.store.facts import LiveRow
from checkin_service.voucher.model.vouchers import NOTHING_HAD, VoucherState
from checkin_service.voucher.rules import DEAD

_log = structlog.get_logger(__name__)

_RECENT_DAYS = 7
_PAGE = 200
_AT_ONCE = 8
_FIRST = UUID(int=0)


async def compare_recent(resources: Resources) -> int:
    """Every night: the days of the last week, and the vouchers that live here; how many days agreed to be compared."""
    compared = 0
    async with platform_of(resources) as platform:
        if platform is None:
            return 0
        today = day_of(resources.clock.now())
        for code in await reporting_authorities(resources):
            try:
                for back in range(1, _RECENT_DAYS + 1):
                    await compare_day(resources, platform, code, today - timedelta(days=back))
                    compared += 1
                await compare_vouchers(resources, platform, code)
            except (PlatformUnavailable, PlatformRefused) as error:
                _log.warning("reporting.not_compared", authority=code, error=type(error).__name__)
    return compared


@once_per("request_id", operation="compare")
async def compare_now(unit: UnitOfWork, resources: Resources, subject: Subject, body: DayToCompare) -> ComparisonAnswer:
    """An officer compares a day at once."""
    code, now = authority_of(subject), resources.clock.now()
    if body.day > day_of(now):
        raise unfit(_AHEAD)
    async with platform_of(resources) as platform:
        if platform is None:
            raise unfit(_NO_PLATFORM)
        try:
            found = await compare_day(resources, platform, code, body.day)
        except (PlatformUnavailable, PlatformRefused):
            raise unfit(_AWAY) from None
    audit.record(unit, subject, Permission.REPORTING_HANDLE, str(body.day), at=now, detail={"differences": len(found)})
    return ComparisonAnswer(day=body.day, differences=len(found))


async def compare_day(
    resources: Resources, platform: ReturnChannel, authority_code: str, day: date
) -> list[Difference]:
    """Counts and digests of each kind, ours beside theirs; of kinds that differ, fact by fact. The new differences."""
    ours = defaultdict[ReportKind, list[store.AnsweredRow]](list)
    for each in await store.answered_of_day(resources.database, authority_code, day):
        ours[each.kind].append(each)
    asked = DayAsked(authority_code=authority_code, day=day)
    totals = {each.kind: Tally(each.count, each.digest) for each in (await platform.day_totals(asked)).totals}
    on_their_way = await store.unanswered_of_day(resources.database, authority_code, day)
    now, ordinal = resources.clock.now(), await store.latest_ordinal(resources.database, authority_code, day) + 1
    comparisons, found = [], list[Difference]()
    for kind in ReportKind:
        lines = [Line(each.report_id, each.value) for each in ours[kind]]
        here, there = rules.tally_of(lines), totals.get(kind.value, Tally(0, ""))
        if not here.count and not there.count:
            continue
        comparisons.append(
            Comparison(
                authority_code=authority_code,
                day=day,
                ordinal=ordinal,
                kind=kind,
                our_count=here.count,
                our_digest=here.digest,
                their_count=there.count,
                their_digest=there.digest,
                compared_at=now,
            )
        )
        if here != there:
            rows = (await platform.day_rows(DayRowsAsked(authority_code=authority_code, day=day, kind=kind))).rows
            # What is still on its way may be there already: that is no difference yet.
            theirs = [Line(each.row_id, each.value) for each in rows if each.row_id not in on_their_way]
            people = {each.report_id: each.trainee_id for each in ours[kind]}
            found += [
                _difference(authority_code, kind, day, people.get(difference[0]), difference, at=now)
                for difference in rules.differences_between(lines, theirs)
            ]
    return await _keep(resources, authority_code, comparisons, found)


async def compare_vouchers(resources: Resources, platform: ReturnChannel, authority_code: str) -> list[Difference]:
    """Vouchers that live here and that the platform no longer honours: shown as differences, never applied."""
    found, after = list[Difference](), _FIRST
    while True:
        rows = await fact_store.live_vouchers(
            resources.database, authority_code, after=after, dead=sorted(DEAD), count=_PAGE
        )
        if not rows:
            return await _keep(resources, authority_code, [], found)
        found += await _dead_there(resources, platform, authority_code, rows)
        after = rows[-1].voucher_id


async def _dead_there(
    resources: Resources, platform: ReturnChannel, authority_code: str, rows: Sequence[LiveRow]
) -> list[Difference]:
    turns, now = asyncio.Semaphore(_AT_ONCE), resources.clock.now()

    async def state_there(row: LiveRow) -> VoucherState | None:
        async with turns:
            try:
                return (await platform.voucher_status(row.voucher_code)).state
            except PlatformRefused:
                return None  # It does not know the code: the comparison of days says so.

    states = await asyncio.gather(*map(state_there, rows))
    return [
        _difference(
            authority_code,
            ReportKind.VOUCHER_VOIDED,
            day_of(now),
            row.trainee_id,
            (
                row.voucher_id,
                DifferenceKind.VOIDED_ELSEWHERE,
                f"{row.voucher_code} {row.state}",
                f"{row.voucher_code} {state}",
            ),
            at=now,
        )
        for row, state in zip(rows, states, strict=True)
        if state is not None and state in NOTHING_HAD - {VoucherState.RELEASED}
    ]


def _difference(
    authority_code: str,
    kind: ReportKind,
    day: date,
    trainee_id: UUID | None,
    found: tuple[UUID, DifferenceKind, str | None, str | None],
    *,
    at: datetime,
) -> Difference:
    report_id, how, ours, theirs = found
    return Difference(
        authority_code=authority_code,
        difference_id=rules.difference_id_of(report_id, how, ours, theirs),
        kind=how,
        report_kind=kind,
        report_id=report_id,
        trainee_id=trainee_id,
        day=day,
        ours=ours,
        theirs=theirs,
        found_at=at,
    )


async def _keep(
    resources: Resources, authority_code: str, comparisons: Sequence[Comparison], found: Sequence[Difference]
) -> list[Difference]:
    known = await store.known(resources.database, authority_code)
    new = [each for each in found if each.difference_id not in known]
    async with resources.database.write() as unit:
        store.add_comparisons(unit, comparisons)
        store.add_differences(unit, new)
    return new


_AHEAD = Words("不能对今天以后的日期对账。", "A day to come cannot be compared.")
_NO_PLATFORM = Words(
    "尚未配置部平台地址，不能在线对账；请用 Excel 上报和导入结果。",
    "No national platform is configured: report by Excel and import its answers.",
)
_AWAY = Words("部平台暂时没有应答，请稍后再对账。", "The national platform does not answer: compare again later.")
