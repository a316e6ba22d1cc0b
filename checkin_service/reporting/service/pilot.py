"""The tasks that the ministry's plan sets a region on trial, each shown by a record or a figure (MP-36)."""

from datetime import timedelta

from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.resources import Resources
from checkin_service.reporting import rules
from checkin_service.reporting.schemas import PilotAnswer, SignInChoice
from checkin_service.reporting.store import pilot as store
from checkin_service.reporting.store import sending, switches
from checkin_service.voucher.rules import graph_of

_YEAR = timedelta(days=366)
_LAG_DAYS = 7
_MINUTE_S = 60
_SETTLED = ("completed", "payable", "requested", "approved", "disbursed", "written_off")


async def pilot_of(resources: Resources, subject: Subject) -> PilotAnswer:
    """Of one's own authority: 业务流程, 签到认证环节, 全员实名制, 全程电子化, 准实时回流."""
    code, now = authority_of(subject), resources.clock.now()
    graph, since = graph_of(code), now - _YEAR
    chosen = await store.chosen(resources.database, code, since=since)
    people = await store.people(resources.database, code, since=since)
    hours = await store.hours(resources.database, code, since=since)
    lag = await sending.lag(resources.database, code, since=now - timedelta(days=_LAG_DAYS))
    return PilotAnswer(
        pack=WordsBody.of(graph.name),
        flow=[*map(str, (*graph.issuing, *graph.arrival)), *_SETTLED],
        sign_in=[
            SignInChoice(phases=list(each.phases), proofs=list(each.proofs), classes=each.classes) for each in chosen
        ],
        people=people.people,
        people_proven=people.people_proven,
        hours=hours.hours,
        electronic_hours=hours.electronic_hours,
        is_on=rules.is_on(await switches.switches_of(resources.database, code)),
        lag_days=_LAG_DAYS,
        answered=lag.answered,
        median_minutes=_minutes(lag.median_s),
        slowest_minutes=_minutes(lag.slowest_s),
    )


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / _MINUTE_S, 1)
