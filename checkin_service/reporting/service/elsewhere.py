"""Before a voucher is issued the platform is asked for the person's vouchers elsewhere (获取用户培训券信息, MP-19).

Only for an authority that two people have let report, and only where the platform has an address: by Excel nobody can
be asked. A platform that is silent once is left alone, and everybody it was not asked about counts as unanswered.
"""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog

from checkin_service.identity import service as identity
from checkin_service.identity.model import Written
from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.kit.resources import Resources
from checkin_service.platform.schemas.operations import PersonQuery
from checkin_service.platform.service.http_client import platform_of
from checkin_service.platform.service.port import NationalPlatform, PlatformRefused, PlatformUnavailable
from checkin_service.reporting import rules
from checkin_service.reporting.service.switching import reporting_authorities
from checkin_service.timetable.schemas import NewDocument
from checkin_service.voucher import service as vouchers

_log = structlog.get_logger(__name__)

_AT_ONCE = 8
_PATIENCE_S = 20.0
_UNKNOWN = 404


async def ask_elsewhere(
    resources: Resources, authority_code: str, trainee_ids: Sequence[UUID]
) -> Mapping[UUID, SaidElsewhere]:
    """What the platform says of each; empty where this authority asks nobody."""
    if not trainee_ids or authority_code not in await reporting_authorities(resources):
        return {}
    async with platform_of(resources) as platform:
        return {} if platform is None else await said_by(platform, resources, trainee_ids)


async def said_by(
    platform: NationalPlatform, resources: Resources, trainee_ids: Sequence[UUID]
) -> dict[UUID, SaidElsewhere]:
    people = await identity.written(resources, trainee_ids)
    held = await vouchers.vouchers_of(resources, list(trainee_ids))
    said = dict.fromkeys(trainee_ids, SaidElsewhere.SILENT)
    turns, is_away = asyncio.Semaphore(_AT_ONCE), asyncio.Event()

    async def one(trainee_id: UUID, person: Written) -> None:
        async with turns:
            if is_away.is_set():
                return
            try:
                ours = {each.voucher_code for each in held[trainee_id]}
                said[trainee_id] = await _said_of(platform, person, ours)
            except PlatformRefused as refused:  # Of this one; it may answer about the next.
                _log.warning("reporting.not_asked", error=type(refused).__name__)
            except PlatformUnavailable as error:
                is_away.set()
                _log.warning("reporting.not_asked", error=type(error).__name__)

    try:
        async with asyncio.timeout(_PATIENCE_S):
            await asyncio.gather(*(one(trainee_id, person) for trainee_id, person in people.items()))
    except TimeoutError:
        _log.warning("reporting.not_asked", error="TimeoutError")
    return said


async def _said_of(platform: NationalPlatform, person: Written, ours: set[str]) -> SaidElsewhere:
    try:
        answer = await platform.user_vouchers(PersonQuery(document=NewDocument(kind=person.kind, number=person.number)))
    except PlatformRefused as refused:
        if refused.status == _UNKNOWN:  # It knows nobody of this document.
            return SaidElsewhere.NONE
        raise
    states = [each.state for each in answer.vouchers if each.voucher_code not in ours]
    return SaidElsewhere.LIVE if rules.lives(states) else SaidElsewhere.NONE
