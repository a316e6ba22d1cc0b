"""Vouchers in training that were not completed in time (FJ-13): only the timetable knows when training ended."""

from datetime import date, datetime
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.timetable.store import classes
from checkin_service.voucher import rules
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import ExpiryCause, Voucher

_PAGE = 500
_BEFORE_ALL = UUID(int=0)


async def expire_due(resources: Resources) -> int:
    """Write down every expiry whose day has come, of each cause; how many vouchers that were."""
    now = resources.clock.now()
    expired, after = await vouchers.expire_due(resources), (_BEFORE_ALL, _BEFORE_ALL)
    while page := await vouchers.unfinished(resources, on=day_of(now), after=after, count=_PAGE):
        ended = await _ended_on(resources, page)
        for voucher in page:
            if _is_late(voucher, ended, now):
                cause = ExpiryCause.TRAINING_NOT_COMPLETED
                expired += await vouchers.expire(resources, voucher, cause, at=now)
        after = (page[-1].trainee_id, page[-1].voucher_id)
    return expired


def _is_late(voucher: Voucher, ended: dict[UUID, date | None], now: datetime) -> bool:
    """Training held in time counts, whenever its completion is approved; a class without an end is late."""
    last = ended.get(voucher.class_id) if voucher.class_id else None
    trained_until = last or day_of(now)
    return not rules.completed_in_time(trained_until=trained_until, use_by=voucher.use_by)


async def _ended_on(resources: Resources, page: list[Voucher]) -> dict[UUID, date | None]:
    """The day of the last session held, by class."""
    ids = {voucher.class_id for voucher in page if voucher.class_id is not None}
    found: dict[UUID, date | None] = {}
    for session in await classes.sessions_of(resources.database, ids):
        if session.cancelled_at is None:
            day, known = day_of(session.ends_at), found.get(session.class_id)
            found[session.class_id] = day if known is None else max(day, known)
    return found
