"""Statements about many vouchers at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, cast, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of_many
from checkin_service.kit.questions import matches, question
from checkin_service.voucher.model.vouchers import Voucher, VoucherLeg, VoucherMove, VoucherState
from checkin_service.voucher.store.asked import asked, is_asked_for, parameters
from checkin_service.voucher.tables import voucher, voucher_code, voucher_event, voucher_leg, voucher_turn

_moved = (
    func.unnest(
        bindparam("trainees", type_=ARRAY(Uuid)),
        bindparam("vouchers", type_=ARRAY(Uuid)),
        bindparam("states", type_=ARRAY(Text)),
        bindparam("ordinals", type_=ARRAY(Integer)),
    )
    .table_valued("moved_trainee", "moved_voucher", "moved_state", "moved_ordinal")
    .render_derived("moved")
)


@fragment(
    update(voucher)
    .values(state=_moved.c.moved_state, ordinal=_moved.c.moved_ordinal)
    .where(
        voucher.c.trainee_id == cast(_moved.c.moved_trainee, Uuid),
        voucher.c.voucher_id == cast(_moved.c.moved_voucher, Uuid),
    )
)
def _move_all(
    unit: UnitOfWork, *, trainees: list[UUID], vouchers: list[UUID], states: list[VoucherState], ordinals: list[int]
) -> None: ...


_add_moves = fragment_of_many(VoucherMove, voucher_event)
_add_vouchers = fragment_of_many(Voucher, voucher)
_add_codes = fragment_of_many(Voucher, voucher_code, ["voucher_code", "trainee_id", "voucher_id"])


def add_vouchers(unit: UnitOfWork, new: Sequence[Voucher], moves: Sequence[Sequence[VoucherMove]]) -> None:
    """Any number of new vouchers with their codes and first moves; a code that exists makes the write stale."""
    _add_vouchers(unit, new)
    _add_codes(unit, new)
    _add_moves(unit, [step for each in moves for step in each])


@dataclass(frozen=True, slots=True)
class _Turn:
    trainee_id: UUID
    turn: int
    voucher_id: UUID


_add_turns = fragment_of_many(_Turn, voucher_turn)


def take_turns(unit: UnitOfWork, new: Sequence[Voucher], had: Mapping[UUID, int]) -> None:
    """Each person's next voucher; where one is taken already, another issue came first, and the write is stale."""
    _add_turns(unit, [_Turn(each.trainee_id, had[each.trainee_id] + 1, each.voucher_id) for each in new])


def move_all(unit: UnitOfWork, moves: Sequence[Sequence[VoucherMove]]) -> None:
    """Many vouchers moved at once; a voucher that moved in between holds the same ordinal, and the write fails."""
    if not moves:
        return
    _add_moves(unit, [step for each in moves for step in each])
    last = [each[-1] for each in moves]
    _move_all(
        unit,
        trainees=[move.trainee_id for move in last],
        vouchers=[move.voucher_id for move in last],
        states=[move.state for move in last],
        ordinals=[move.ordinal for move in last],
    )


_OF_CODES = Statement(
    select(voucher)
    .join(
        voucher_code,
        (voucher_code.c.trainee_id == voucher.c.trainee_id) & (voucher_code.c.voucher_id == voucher.c.voucher_id),
    )
    .where(voucher_code.c.voucher_code == func.any(bindparam("codes", type_=ARRAY(Text)))),
    Voucher,
)
_OF_IDS = Statement(select(voucher).join(asked, is_asked_for(voucher.c)), Voucher)


async def vouchers_by_codes(database: Database, codes: Sequence[str]) -> dict[str, Voucher]:
    return {each.voucher_code: each for each in await database.read(_OF_CODES, codes=list(codes))}


async def vouchers_by_ids(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> dict[UUID, Voucher]:
    found = await database.read(_OF_IDS, **parameters(trainee_ids, voucher_ids))
    return {each.voucher_id: each for each in found}


_LEGS_OF = Statement(
    select(voucher_leg)
    .join(asked, is_asked_for(voucher_leg.c))
    .order_by(voucher_leg.c.trainee_id, voucher_leg.c.voucher_id, voucher_leg.c.leg),
    VoucherLeg,
)


async def legs_of_many(
    database: Database, trainee_ids: Sequence[UUID], voucher_ids: Sequence[UUID]
) -> dict[UUID, list[VoucherLeg]]:
    """The legs of each voucher."""
    found: dict[UUID, list[VoucherLeg]] = {voucher_id: [] for voucher_id in voucher_ids}
    for leg in await database.read(_LEGS_OF, **parameters(trainee_ids, voucher_ids)):
        found[leg.voucher_id].append(leg)
    return found


@question(
    select(voucher)
    .distinct()
    .join(
        voucher_leg,
        (voucher_leg.c.trainee_id == voucher.c.trainee_id) & (voucher_leg.c.voucher_id == voucher.c.voucher_id),
    )
    .where(matches(voucher_leg, "payee"), voucher.c.state == VoucherState.PAYABLE.value)
    .order_by(voucher.c.voucher_id)
)
async def payable_to(database: Database, payee: str) -> list[Voucher]:
    """Vouchers that wait to be settled, of which some leg goes to this payee."""
