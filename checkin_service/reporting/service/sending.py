"""The courier to the national platform: what is due goes up, at least once, and its answers are kept.

What a report rests on has been answered before it goes. A report that left stays in the queue until the platform
answers: killed in between, or with the answer lost, it goes again under the same id, and the platform counts it once.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog
from prometheus_client import Gauge
from pydantic import ValidationError

from checkin_service.identity import service as identity
from checkin_service.identity.model import Written
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import Stale
from checkin_service.kit.http.observe import DELIVERIES, LATEST, REGISTRY
from checkin_service.kit.http.schema import StrictModel
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform.service.port import PlatformRefused, PlatformUnavailable, ReturnChannel
from checkin_service.reporting import rules
from checkin_service.reporting.model import Due, FactKey, ReportKind, ReportStep, Step
from checkin_service.reporting.service.asking import Gone, asking, request_for
from checkin_service.reporting.service.collecting import collect
from checkin_service.reporting.service.gathering import Gathered, gathered
from checkin_service.reporting.service.switching import reporting_authorities
from checkin_service.reporting.store import sending as store

_log = structlog.get_logger(__name__)

_BATCH = 100
_AT_ONCE = 8
_LOOK_EVERY_S = 2.0
_LOCKED_OUT = frozenset({401, 403})
_TROUBLE = 500

_gauge = partial(Gauge, registry=REGISTRY, multiprocess_mode=LATEST)
BACKLOG = _gauge("checkin_platform_backlog", "Reports that the platform has not answered")
REFUSED = _gauge("checkin_platform_refused", "Reports that the platform refused and nobody settled")
BACKLOG_AGE = _gauge("checkin_platform_backlog_age_seconds", "Age of the oldest unanswered report of any authority")

Outcome = tuple[Step, Words | None] | None
"""Answered, or refused with the platform's words; none where nobody knows."""


class Courier:
    """Sends until it is told to stop; `deliver` is one pass over all authorities that report."""

    def __init__(self, resources: Resources, platform: ReturnChannel | None) -> None:
        self._resources = resources
        self._platform = platform
        self._failures = 0
        self._rests_until = float("-inf")

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            done = 0
            try:
                done = await collect(self._resources) + await self.deliver()
                await self._measure()
            except Stale:
                pass  # Another worker was faster with one of these reports.
            except Problem as problem:
                _log.warning("reporting.waits_for_database", problem=problem.kind.slug)
            except Exception:  # noqa: BLE001 - a courier that dies in silence would stop all reports
                _log.exception("reporting.stumbled")
            if not done:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _LOOK_EVERY_S)

    async def deliver(self) -> int:
        """One batch of every authority; how many reports were answered, one way or the other."""
        if self._platform is None or self._rests_until > asyncio.get_running_loop().time():
            return 0
        answered = 0
        for code in await reporting_authorities(self._resources):
            answered += await self._serve(self._platform, code)
        return answered

    async def _serve(self, platform: ReturnChannel, code: str) -> int:
        due = await store.due(self._resources.database, code, count=_BATCH)
        if not due:
            return 0
        await self._note_sent(code, due)
        outcomes = await _sent(platform, code, due, *await self._rows(code, due))
        self._rest_if_away(outcomes)
        return await self._note(code, due, outcomes)

    async def _rows(self, code: str, due: Sequence[Due]) -> tuple[Mapping[FactKey, Gathered], Mapping[UUID, Written]]:
        trainees = sorted({each.trainee_id for each in due if each.trainee_id is not None})
        today = day_of(self._resources.clock.now())
        owed = await gathered(
            self._resources.database,
            authorities=[code],
            trainees=trainees,
            on=today,
            classes=[each.object_id for each in due if each.kind is ReportKind.TRAINING_CLASS],
            sites=[each.object_id for each in due if each.kind is ReportKind.INSTITUTION],
            projects=[each.object_id for each in due if each.kind is ReportKind.PROJECT],
        )
        return owed.get(code, {}), await identity.written(self._resources, trainees)

    async def _note_sent(self, code: str, due: Sequence[Due]) -> None:
        """Written before anything leaves: what was never noted as sent never left."""
        now = self._resources.clock.now()
        first = [_step(each, Step.SENT, now, after=0) for each in due if each.attempts == 0]
        async with self._resources.database.write() as unit:
            store.tried(unit, code, [each.report_id for each in due])
            store.keep_steps(unit, code, first)

    async def _note(self, code: str, due: Sequence[Due], outcomes: Sequence[Outcome]) -> int:
        now = self._resources.clock.now()
        known = [(each, outcome) for each, outcome in zip(due, outcomes, strict=True) if outcome is not None]
        steps = [_step(each, step, now, words=words, after=each.attempts == 0) for each, (step, words) in known]
        if steps:
            async with self._resources.database.write() as unit:
                store.keep_last_steps(unit, code, [each for each in steps if each.step is Step.ANSWERED])
                store.keep_steps(unit, code, [each for each in steps if each.step is Step.REFUSED], refused=True)
        for step, count in Counter(each.step for each in steps).items():
            DELIVERIES.labels("platform", step.value).inc(count)
        return len(steps)

    def _rest_if_away(self, outcomes: Sequence[Outcome]) -> None:
        """Nothing at all arrives there: the rest need not be tried in vain at once."""
        if any(each is not None for each in outcomes):
            self._failures = 0
            return
        self._failures += 1
        rest_s = rules.rest_after(self._failures).total_seconds()
        self._rests_until = asyncio.get_running_loop().time() + rest_s
        _log.warning("reporting.platform_away", failures=self._failures, rests_s=rest_s)

    async def _measure(self) -> None:
        now, waiting, refused, oldest = self._resources.clock.now(), 0, 0, None
        for code in await reporting_authorities(self._resources):
            found = await store.backlog(self._resources.database, code)
            waiting, refused = waiting + found.waiting, refused + found.refused
            oldest = min(filter(None, (oldest, found.oldest_at)), default=None)
        BACKLOG.set(waiting)
        REFUSED.set(refused)
        BACKLOG_AGE.set((now - oldest).total_seconds() if oldest else 0)


async def _sent(
    platform: ReturnChannel,
    code: str,
    due: Sequence[Due],
    rows: Mapping[FactKey, Gathered],
    people: Mapping[UUID, Written],
) -> list[Outcome]:
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(report: Due) -> Outcome:
        key = FactKey(report.kind, report.trainee_id, report.object_id, report.part)
        found = rows.get(key) or rows.get(rules.first_of(key))
        if found is None:
            return Step.REFUSED, _NO_FACT
        try:
            person = people.get(report.trainee_id) if report.trainee_id else None
            request = request_for(code, report.report_id, found.row, person)
        except Gone:
            return Step.REFUSED, _ERASED
        except ValidationError as error:
            fields = ", ".join(str(each["loc"][-1]) for each in error.errors(include_input=False) if each["loc"])
            return Step.REFUSED, _UNFIT.filled(fields=fields)
        async with turns:
            return await _outcome(platform, request)

    return list(await asyncio.gather(*map(one, due)))


async def _outcome(platform: ReturnChannel, request: StrictModel) -> Outcome:
    try:
        await asking(request)(platform)
    except PlatformUnavailable:
        return None
    except PlatformRefused as refused:
        # A key that opens nothing and a server in trouble say nothing about the report.
        if refused.status in _LOCKED_OUT or refused.status >= _TROUBLE:
            _log.warning("reporting.locked_out", status=refused.status)
            return None
        return Step.REFUSED, _own_words(refused)
    return Step.ANSWERED, None


def _own_words(refused: PlatformRefused) -> Words:
    """As the platform put it; of a batch what it said of the row."""
    for row in refused.rows if isinstance(refused.rows, list) else []:
        reason = row.get("reason") if isinstance(row, dict) else None
        if isinstance(reason, dict) and reason.get("zh"):
            return Words(str(reason["zh"])[:400], str(reason.get("en", ""))[:400])
    said = refused.words
    return Words(said.zh[:400] or f"{refused.status} {refused.kind}", said.en[:400] or f"{refused.status}")


def _step(report: Due, step: Step, at: datetime, *, words: Words | None = None, after: int) -> ReportStep:
    return ReportStep(
        authority_code=report.authority_code,
        report_id=report.report_id,
        ordinal=report.steps + 1 + after,
        step=step,
        words_zh=words.zh if words else None,
        words_en=words.en if words else None,
        taken_at=at,
    )


_NO_FACT = Words(
    "本系统中已没有这条数据，请核对后注明原因办结。", "The fact is no longer here: look into it and settle the report."
)
_ERASED = Words("此人的个人信息已删除，无法上报，请注明原因办结。", "The person has been erased: settle the report.")
_UNFIT = Words("数据不符合上报格式（{fields}），请更正后重新上报。", "It does not fit the form ({fields}): correct it.")
