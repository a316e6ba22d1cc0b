"""Statements about many vouchers at once."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, cast, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Fragment, Statement, UnitOfWork, rows_of
from checkin_service.voucher.model import Voucher, VoucherLeg, VoucherMove
from checkin_service.voucher.store.asked import asked, is_asked_for, parameters
from checkin_service.voucher.store.money import as_leg
from checkin_service.voucher.store.vouchers import as_voucher
from checkin_service.voucher.tables import voucher, voucher_code, voucher_event, voucher_leg

_EVENT_COLUMNS = tuple(voucher_event.columns)
_ADD_EVENTS = rows_of(voucher_event)
_moved = (
    func.unnest(
        bindparam("of_trainees", type_=ARRAY(Uuid)),
        bindparam("of_vouchers", type_=ARRAY(Uuid)),
        bindparam("to_states", type_=ARRAY(Text)),
        bindparam("to_ordinals", type_=ARRAY(Integer)),
    )
    .table_valued("moved_trainee", "moved_voucher", "moved_state", "moved_ordinal")
    .render_derived("moved")
)
_MOVE_ALL = Fragment(
    Statement(
        update(voucher)
        .values(state=_moved.c.moved_state, ordinal=_moved.c.moved_ordinal)
        .where(
            voucher.c.trainee_id == cast(_moved.c.moved_trainee, Uuid),
            voucher.c.voucher_id == cast(_moved.c.moved_voucher, Uuid),
        )
    )
)


def move_all(unit: UnitOfWork, moves: Sequence[Sequence[VoucherMove]]) -> None:
    """Many vouchers moved at once; a voucher that moved in between holds the same ordinal, and the write fails."""
    if not moves:
        return
    steps = [step for each in moves for step in each]
    unit.add(_ADD_EVENTS, **{each.name: [getattr(step, each.name) for step in steps] for each in _EVENT_COLUMNS})
    last = [each[-1] for each in moves]
    unit.add(
        _MOVE_ALL,
        of_trainees=[move.trainee_id for move in last],
        of_vouchers=[move.voucher_id for move in last],
        to_states=[move.state.value for move in last],
        to_ordinals=[move.ordinal for move in last],
    )


_OF_CODES = Statement(
    select(voucher)
    .join(
        voucher_code,
        (voucher_code.c.trainee_id == voucher.c.trainee_id) & (voucher_code.c.voucher_id == voucher.c.voucher_id),
    )
    .where(voucher_code.c.voucher_code == func.any(bindparam("codes", type_=ARRAY(Text))))
)
_OF_IDS = Statement(select(voucher).join(asked, is_asked_for(voucher.c)))


async def vouchers_by_codes(database: Database, codes: Sequence[str]) -> dict[str, Voucher]:
    rows = await database.read(_OF_CODES, codes=list(codes))
    return {row.voucher_code: as_voucher(row) for row in rows}


async def vouchers_by_ids(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> dict[UUID, Voucher]:
    rows = await database.read(_OF_IDS, **parameters(trainee_ids, voucher_ids))
    return {row.voucher_id: as_voucher(row) for row in rows}


_LEGS_OF = Statement(
    select(voucher_leg)
    .join(asked, is_asked_for(voucher_leg.c))
    .order_by(voucher_leg.c.trainee_id, voucher_leg.c.voucher_id, voucher_leg.c.leg)
)


async def legs_of_many(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> dict[UUID, list[VoucherLeg]]:
    """The legs of each voucher."""
    found: dict[UUID, list[VoucherLeg]] = {voucher_id: [] for voucher_id in voucher_ids}
    for row in await database.read(_LEGS_OF, **parameters(trainee_ids, voucher_ids)):
        found[row.voucher_id].append(as_leg(row))
    return found
