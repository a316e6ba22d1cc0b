"""Return of budget set aside for a class and never drawn: to other classes, or into the next year (结转)."""

import structlog

from checkin_service.kit.civil import day_of
from checkin_service.kit.resources import Resources
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.store import classes
from checkin_service.voucher.model.vouchers import BudgetBatch
from checkin_service.voucher.service import budgets

_PAGE = 500
_OVER = frozenset({ClassState.COMPLETED, ClassState.REJECTED})
_log = structlog.get_logger(__name__)


async def give_back_unused(resources: Resources) -> int:
    """Every night: the unused rest of each batch whose class is over or whose fiscal year is; how many batches.

    A later determination that earns after all draws on the fund anew.
    """
    given_back, after = 0, None
    while page := await budgets.unused(resources, after=after, count=_PAGE):
        for batch in page:
            given_back += await _is_over(resources, batch) and await budgets.give_back(resources, batch)
        after = page[-1]
    _log.info("budget.given_back", batches=given_back)
    return given_back


async def _is_over(resources: Resources, batch: BudgetBatch) -> bool:
    if batch.fiscal_year < day_of(resources.clock.now()).year:
        return True
    found = await classes.class_of(resources.database, batch.batch_id)
    return found is not None and found.state in _OVER
