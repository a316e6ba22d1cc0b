"""Statements about vouchers, their history and who has looked at them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, Text, Uuid, bindparam, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, question
from checkin_service.voucher.model.vouchers import Verification, Voucher, VoucherMove, VoucherState
from checkin_service.voucher.tables import verification, voucher, voucher_code, voucher_event


@question(
    select(voucher)
    .join(
        voucher_code,
        (voucher_code.c.trainee_id == voucher.c.trainee_id) & (voucher_code.c.voucher_id == voucher.c.voucher_id),
    )
    .where(voucher_code.c.voucher_code == bindparam("code", type_=Text))
)
async def voucher_by_code(database: Database, code: str) -> Voucher | None: ...


@question(select(voucher).where(matches(voucher, "trainee_id", "voucher_id")))
async def voucher_of(database: Database, trainee_id: UUID, voucher_id: UUID) -> Voucher | None: ...


@question(
    select(voucher)
    .where(voucher.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))))
    .order_by(voucher.c.trainee_id, voucher.c.voucher_id)
)
async def vouchers_of(database: Database, trainee_ids: Sequence[UUID]) -> list[Voucher]:
    """All vouchers ever issued to these people, oldest first for each."""


_add = fragment_of(Voucher, insert(voucher))
_add_code = fragment_of(Voucher, insert(voucher_code))


def add_voucher(unit: UnitOfWork, new: Voucher) -> None:
    """A new voucher and its code; a code that exists already makes the write stale."""
    _add(unit, new)
    _add_code(unit, new)


add_move = fragment_of(VoucherMove, insert(voucher_event))


_IS_AS_READ = (
    (voucher.c.trainee_id == bindparam("of_trainee"))
    & (voucher.c.voucher_id == bindparam("of_voucher"))
    & (voucher.c.ordinal == bindparam("from_ordinal", type_=Integer))
)


@fragment(
    update(voucher)
    .values(
        state=bindparam("to_state", type_=Text),
        ordinal=bindparam("to_ordinal", type_=Integer),
        class_id=bindparam("in_class", type_=Uuid),
        institution_id=bindparam("by_institution", type_=Uuid),
    )
    # Guarded by the day as well: a voucher past its last day is refused by the database too.
    .where(_IS_AS_READ, voucher.c.use_by >= bindparam("on", type_=Date)),
    must_change_one=True,
)
def _put_to_use(
    unit: UnitOfWork,
    *,
    of_trainee: UUID,
    of_voucher: UUID,
    from_ordinal: int,
    to_state: VoucherState,
    to_ordinal: int,
    in_class: UUID,
    by_institution: UUID | None,
    on: date,
) -> None: ...


def put_to_use(
    unit: UnitOfWork, read: Voucher, last: VoucherMove, *, class_id: UUID, institution_id: UUID | None, on: date
) -> None:
    """The voucher as `last` leaves it, unless it has moved since it was read."""
    _put_to_use(
        unit,
        of_trainee=read.trainee_id,
        of_voucher=read.voucher_id,
        from_ordinal=read.ordinal,
        to_state=last.state,
        to_ordinal=last.ordinal,
        in_class=class_id,
        by_institution=institution_id,
        on=on,
    )


@fragment(
    update(voucher)
    .values(
        state=bindparam("to_state", type_=Text),
        ordinal=bindparam("to_ordinal", type_=Integer),
        institution_id=bindparam("by_institution", type_=Uuid),
    )
    .where(_IS_AS_READ),
    must_change_one=True,
)
def _move(
    unit: UnitOfWork,
    *,
    of_trainee: UUID,
    of_voucher: UUID,
    from_ordinal: int,
    to_state: VoucherState,
    to_ordinal: int,
    by_institution: UUID | None,
) -> None: ...


def hold(unit: UnitOfWork, read: Voucher, last: VoucherMove, *, institution_id: UUID | None) -> None:
    """The voucher held by an institution, or by nobody again, unless it has moved since it was read."""
    _move(
        unit,
        of_trainee=read.trainee_id,
        of_voucher=read.voucher_id,
        from_ordinal=read.ordinal,
        to_state=last.state,
        to_ordinal=last.ordinal,
        by_institution=institution_id,
    )


def move_to(unit: UnitOfWork, read: Voucher, last: VoucherMove) -> None:
    """The voucher as `last` leaves it, unless it has moved since it was read."""
    hold(unit, read, last, institution_id=read.institution_id)


@fragment(
    update(voucher)
    .values(class_id=bindparam("to_class", type_=Uuid), institution_id=bindparam("to_institution", type_=Uuid))
    .where(
        _IS_AS_READ,
        voucher.c.class_id == bindparam("from_class", type_=Uuid),
        voucher.c.state == VoucherState.USED.value,
    ),
    must_change_one=True,
)
def _change_class(
    unit: UnitOfWork,
    *,
    of_trainee: UUID,
    of_voucher: UUID,
    from_ordinal: int,
    from_class: UUID | None,
    to_class: UUID,
    to_institution: UUID,
) -> None: ...


def change_class(unit: UnitOfWork, read: Voucher, *, class_id: UUID, institution_id: UUID) -> None:
    """The voucher in use in another class, unless it has moved since it was read."""
    _change_class(
        unit,
        of_trainee=read.trainee_id,
        of_voucher=read.voucher_id,
        from_ordinal=read.ordinal,
        from_class=read.class_id,
        to_class=class_id,
        to_institution=institution_id,
    )


def _a_page(*conditions: ColumnElement[bool]) -> Statement[Voucher]:
    """Vouchers of which all this is true, person by person, `count` of them after the one named."""
    place = (voucher.c.trainee_id, voucher.c.voucher_id)
    is_after = tuple_(*place) > tuple_(bindparam("after_trainee", type_=Uuid), bindparam("after_voucher", type_=Uuid))
    chosen = select(voucher).where(*conditions, is_after).order_by(*place)
    return Statement(chosen.limit(bindparam("count", type_=Integer)), Voucher)


_ON = bindparam("on", type_=Date)
_IN_STATES = voucher.c.state == func.any(bindparam("states", type_=ARRAY(Text)))
_DUE = _a_page(_IN_STATES, or_(voucher.c.use_by < _ON, voucher.c.activate_by < _ON))
_ENDING = _a_page(_IN_STATES, voucher.c.use_by >= _ON, voucher.c.activate_by <= bindparam("until", type_=Date))
_IN_TRAINING_PAST = _a_page(
    voucher.c.state == VoucherState.USED.value,
    voucher.c.graph == func.any(bindparam("graphs", type_=ARRAY(Text))),
    voucher.c.use_by < _ON,
)


async def due_to_expire(
    database: Database, *, states: Collection[VoucherState], on: date, after: tuple[UUID, UUID], count: int
) -> list[Voucher]:
    """Vouchers before use one of whose days has passed, a page of them; whether they are expired is the rule's."""
    return await database.read(
        _DUE, states=[*map(str, states)], on=on, after_trainee=after[0], after_voucher=after[1], count=count
    )


async def ending(
    database: Database,
    *,
    states: Collection[VoucherState],
    on: date,
    until: date,
    after: tuple[UUID, UUID],
    count: int,
) -> list[Voucher]:
    """Vouchers in these states that have not ended and have to be activated by a day, a page of them."""
    return await database.read(
        _ENDING,
        states=[*map(str, states)],
        on=on,
        until=until,
        after_trainee=after[0],
        after_voucher=after[1],
        count=count,
    )


async def in_training_past(
    database: Database, *, graphs: Collection[str], on: date, after: tuple[UUID, UUID], count: int
) -> list[Voucher]:
    """Vouchers of these packs that are in training though their last day has passed, a page of them."""
    return await database.read(
        _IN_TRAINING_PAST, graphs=list(graphs), on=on, after_trainee=after[0], after_voucher=after[1], count=count
    )


add_verification = fragment_of(Verification, insert(verification))


_VERIFICATIONS = Statement(
    select(verification)
    .where(
        verification.c.tenant == bindparam("of_tenant", type_=Text),
        verification.c.verification_id > bindparam("after", type_=Uuid),
    )
    .order_by(verification.c.verification_id)
    .limit(bindparam("count", type_=Integer)),
    Verification,
)


async def verifications_by(database: Database, tenant: str, page: PageRequest) -> list[Verification]:
    """What a tenant has verified, oldest first."""
    return await database.read(_VERIFICATIONS, of_tenant=tenant, after=page.after, count=page.fetch)


@question(
    select(verification)
    .where(matches(verification, "trainee_id", "voucher_id"))
    .order_by(verification.c.verification_id)
)
async def verifications_of(database: Database, trainee_id: UUID, voucher_id: UUID) -> list[Verification]: ...


@question(
    select(voucher_event).where(matches(voucher_event, "trainee_id", "voucher_id")).order_by(voucher_event.c.ordinal)
)
async def history(database: Database, trainee_id: UUID, voucher_id: UUID) -> list[VoucherMove]:
    """Every move of a voucher, oldest first."""
