"""The composition root of background work: who hears of which event; relay, courier, sealer, tally, and the nights."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from types import MappingProxyType

import structlog

from checkin_service.access.guessing import drop_old as drop_old_sign_ins
from checkin_service.admission.service import offer_places
from checkin_service.attendance.service import nightly_warnings
from checkin_service.checkin.service import checks, group_checks
from checkin_service.checkin.service.purging import purge
from checkin_service.credit import service as credit
from checkin_service.eligibility import service as eligibility
from checkin_service.feed import ledger
from checkin_service.feed.bus import bus_of
from checkin_service.feed.courier import Courier
from checkin_service.feed.guard import Guard
from checkin_service.feed.relay import Relay
from checkin_service.feed.routing import Routing, Together, subscribers_only
from checkin_service.feed.service import drop_delivered
from checkin_service.host.nightly import every_night
from checkin_service.identity.service import BOUND, PROVEN, UNBOUND, index_people
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.outbox import Event
from checkin_service.kit.request_counts import drop_old as drop_old_counts
from checkin_service.kit.resources import Resources
from checkin_service.messages import service as messages
from checkin_service.platform.service.http_client import platform_of
from checkin_service.privacy.service.retention import end_what_is_over
from checkin_service.registry.service import push_waiting
from checkin_service.reporting import service as reporting
from checkin_service.review.service.second_looks import draw_second_looks
from checkin_service.review.service.site_suspicions import examine_sites
from checkin_service.settlement.service import at_once, standing
from checkin_service.statistics.service.tally import Tally
from checkin_service.timetable import service as timetable
from checkin_service.timetable.service import planned_rosters
from checkin_service.transparency.service.sealer import Sealer
from checkin_service.trust.service import look_at_classes
from checkin_service.voucher.service.news import RETURNED_BY_BANK
from checkin_service.voucher.service.news import TYPES as VOUCHER_NEWS

_log = structlog.get_logger(__name__)

_determine = Together(eligibility.determine_for)


def _told(handler: Together) -> Together:
    """What an event leads to, and a message to whom it concerns, in one write."""

    async def handle(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
        await handler.handle(resources, unit, events)
        await messages.tell(resources, unit, events)

    return Together(handle)


_TELL = Together(messages.tell)

_ACTED_ON: Routing = MappingProxyType(
    {
        # An appeal filed after the completion leaves the money where it is: its decision determines anew.
        "appeal.decided": _determine,
        "appeal.filed": subscribers_only,
        "application.decided": subscribers_only,
        "attendance.at_risk": subscribers_only,
        "attendance.changed": _determine,
        "attendance.out_of_reach": subscribers_only,
        "certificate.entered": subscribers_only,
        "check.begun": subscribers_only,
        "checkin.doubtful": subscribers_only,
        "checkin.refused": subscribers_only,
        "class.completed": _determine,
        "correction.confirmed": _determine,
        **dict.fromkeys((BOUND, PROVEN, UNBOUND), subscribers_only),
        "credit.confirmed": _determine,
        "eligibility.appeal_dismissed": subscribers_only,
        "eligibility.appeal_upheld": _determine,
        "eligibility.determined": Together(ledger.follow),
        "eligibility.doubt_decided": _determine,
        "fee.recorded": _determine,
        "leave.decided": subscribers_only,
        "person.facts_changed": _determine,
        "person.corrected": Together(eligibility.follow_corrections),
        **dict.fromkeys(("person.correction_asked", "person.correction_refused"), subscribers_only),
        "question.answered": subscribers_only,
        "recording.kept": _determine,
        "registration.transferred": subscribers_only,
        "registration.withdrawn": ledger.withdraw,
        "result.recorded": _determine,
        "review.credited": subscribers_only,
        "review.decided": _determine,
        at_once.ACCOUNT_STATED: at_once.settle,
        "voucher.activated": ledger.reserve,
        "voucher.ended": ledger.release,
        "voucher.payable": at_once.settle,
        **dict.fromkeys((*sorted(VOUCHER_NEWS), RETURNED_BY_BANK), subscribers_only),
        **dict.fromkeys(("voucher.request_refused", "voucher.payment_refused"), Together(standing.follow_again)),
    }
)
"""What the service itself does about each event, if anything."""

ROUTING: Routing = MappingProxyType(
    dict(_ACTED_ON)
    | {
        type_: _told(handler) if isinstance(handler := _ACTED_ON.get(type_), Together) else _TELL
        for type_ in sorted(messages.TYPES)
    }
)
"""The same, and who is told of it."""


_EXPIRES_EVERY_S = 3600
_LOOKS_FOR_LISTS_EVERY_S = 2
_SENDS_EVERY_S = 2
_OFFERS_EVERY_S = 10
_CHECKS_EVERY_S = 5
_PLANS_CHECKS_EVERY_S = 300


NIGHTLY: Sequence[Callable[[Resources], Awaitable[object]]] = (
    examine_sites,
    look_at_classes,
    draw_second_looks,
    checks.reveal_checks,
    group_checks.reveal_groups,
    purge,
    end_what_is_over,
    timetable.give_back_unused,
    planned_rosters.drop_old,
    nightly_warnings.warn_those_at_risk,
    messages.tell_of_expiry,
    index_people,
    reporting.collect_registers,
    reporting.compare_recent,
    credit.compute_all,
    drop_old_sign_ins,
    drop_old_counts,
    drop_delivered,
)
"""What is done at three in the morning; deletions among it are named in docs/privacy.md."""


async def background(resources: Resources, stop: asyncio.Event) -> None:
    """Everything that is done beside answering requests, until told to stop."""
    nights = (every_night(partial(act, resources), resources.clock, stop) for act in NIGHTLY)
    steady = (
        _steadily(push_waiting, resources, stop, every_s=_LOOKS_FOR_LISTS_EVERY_S),
        _steadily(offer_places, resources, stop, every_s=_OFFERS_EVERY_S),
        _steadily(checks.plan_checks, resources, stop, every_s=_PLANS_CHECKS_EVERY_S),
        _steadily(checks.hold_checks, resources, stop, every_s=_CHECKS_EVERY_S),
        _steadily(group_checks.hold_groups, resources, stop, every_s=_CHECKS_EVERY_S),
        _steadily(messages.send_waiting, resources, stop, every_s=_SENDS_EVERY_S),
    )
    await asyncio.gather(relay(resources, stop), _expire(resources, stop), *steady, *nights)


async def relay(resources: Resources, stop: asyncio.Event) -> None:
    """Deliver the outbox, inside and out, seal the log and keep the counters until told to stop."""
    guard = Guard(allows_loopback=resources.is_development)
    async with bus_of(resources) as bus, platform_of(resources) as platform, asyncio.TaskGroup() as tasks:
        tasks.create_task(Relay(resources, ROUTING, notes=(reporting.note,)).run(stop))
        tasks.create_task(Courier(resources, guard, bus=bus).run(stop))
        tasks.create_task(reporting.Courier(resources, platform).run(stop))
        tasks.create_task(Sealer(resources).run(stop))
        tasks.create_task(Tally(resources).run(stop))


async def _expire(resources: Resources, stop: asyncio.Event) -> None:
    """Once an hour; a voucher past its day is refused anyway, even when this is late."""
    while not stop.is_set():
        try:
            await timetable.expire_due(resources)
        except Exception:  # noqa: BLE001 - the next hour tries again; deliveries must go on
            _log.exception("expiry.stumbled")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _EXPIRES_EVERY_S)


async def _steadily(
    act: Callable[[Resources], Awaitable[int]], resources: Resources, stop: asyncio.Event, *, every_s: float
) -> None:
    """Batch after batch while something waits: for a voucher, for a place that became free, or to go out."""
    while not stop.is_set():
        dealt_with = 0
        try:
            dealt_with = await act(resources)
        except Exception:  # noqa: BLE001 - the next round tries again; deliveries must go on
            _log.exception("steadily.stumbled")
        if not dealt_with:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every_s)
