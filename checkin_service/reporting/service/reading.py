"""An officer's view of reports: whether facts go up, how far, what was refused, and where both sides differ."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.reporting import rules
from checkin_service.reporting.schemas import (
    DayLine,
    DifferenceAnswer,
    Differences,
    RefusedAnswer,
    RefusedReports,
    StandingAnswer,
    SwitchAnswer,
)
from checkin_service.reporting.store import comparing, sending, switches

_SHOWN_DAYS = 31


async def standing_of(resources: Resources, subject: Subject) -> StandingAnswer:
    code, today = authority_of(subject), day_of(resources.clock.now())
    first = today - timedelta(days=_SHOWN_DAYS - 1)
    found = await switches.switches_of(resources.database, code)
    backlog = await sending.backlog(resources.database, code)
    counts = await sending.day_counts(resources.database, code, first=first, last=today)
    compared = {
        (each.day, each.kind): each
        for each in await comparing.latest_comparisons(resources.database, code, first=first)
    }
    counted = {(each.day, each.kind): each for each in counts}
    keys = sorted(counted.keys() | compared.keys(), key=lambda key: (-key[0].toordinal(), rules.RANKS[key[1]]))
    return StandingAnswer(
        is_on=rules.is_on(found),
        has_platform=resources.national_platform is not None,
        switches=list(map(SwitchAnswer.of, reversed(found))),
        waiting=backlog.waiting,
        refused=backlog.refused,
        oldest_at=backlog.oldest_at,
        last_answer_at=backlog.last_answer_at,
        days=[DayLine.of(day, kind, counted.get((day, kind)), compared.get((day, kind))) for day, kind in keys],
    )


async def refused_reports(resources: Resources, subject: Subject) -> RefusedReports:
    found = await sending.refused(resources.database, authority_of(subject))
    names = await _names(resources, [each.trainee_id for each in found])
    return RefusedReports(reports=[RefusedAnswer.showing(each, name=_of(names, each.trainee_id)) for each in found])


async def open_differences(resources: Resources, subject: Subject) -> Differences:
    found = await comparing.open_differences(resources.database, authority_of(subject))
    names = await _names(resources, [each.trainee_id for each in found])
    return Differences(differences=[DifferenceAnswer.showing(each, name=_of(names, each.trainee_id)) for each in found])


async def _names(resources: Resources, trainees: Iterable[UUID | None]) -> dict[UUID, str]:
    people = await identity.people(resources, {each for each in trainees if each is not None})
    return {trainee_id: person.name for trainee_id, person in people.items()}


def _of(names: dict[UUID, str], trainee_id: UUID | None) -> str | None:
    return names.get(trainee_id) if trainee_id else None
