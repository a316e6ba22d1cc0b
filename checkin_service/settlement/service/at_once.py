"""Settling at once (实时结算): what is earned is ordered to be paid without an application (FJ-14, FJ-24, FJ-28)."""

from uuid import UUID

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.kit.resources import Resources
from checkin_service.settlement.model import Application, ApplicationState, Mode
from checkin_service.settlement.service.applying import add_application, mode_of, repeated_benefits, require_unfrozen
from checkin_service.settlement.service.ordering import add_table, orders_for
from checkin_service.settlement.service.payees import without_account
from checkin_service.settlement.service.standing import unearned
from checkin_service.voucher.model.vouchers import VoucherEvent, VoucherState
from checkin_service.voucher.service import settling

_ACTOR = "settlement"
ACCOUNT_STATED = "settlement.account_stated"
"""News of a voucher that waited for its payee's account."""


async def settle(resources: Resources, unit: UnitOfWork, event: Event) -> None:
    """`voucher.payable`: in packs of real time the payment is ordered; elsewhere somebody applies for it.

    A freeze lets the event wait: it is tried again, and shown as dead until somebody lifts the freeze and replays it.
    """
    claims = await settling.claims_of(resources, [(event.trainee_id, UUID(event.payload["voucher_id"]))])
    voucher = next(iter(claims.vouchers.values()))
    now = resources.clock.now()
    authority = claims.payer(voucher.voucher_id)
    if voucher.state is not VoucherState.PAYABLE or mode_of(authority, now) is not Mode.REAL_TIME:
        return
    await require_unfrozen(resources, claims)
    if await unearned(resources, claims):
        return  # A later determination is on its way to the ledger.
    if await repeated_benefits(resources, claims):
        return  # The voucher stays payable: a person looks at it, and applies once the other region has corrected.
    table_id = new_id()
    orders = await orders_for(resources, claims, table_id, authority, at=now)
    if await without_account(resources, orders, authority, at=now):
        return  # The voucher stays payable until the payee states an account, which is news of its own.
    application = Application(
        application_id=new_id(),
        authority_code=authority,
        mode=Mode.REAL_TIME,
        state=ApplicationState.ORDERED,
        applicant=_ACTOR,
        vouchers=1,
        total_fen=claims.amount_fen(voucher.voucher_id),
        submitted_by=None,
        submitted_at=now,
    )
    events = [VoucherEvent.REQUESTED, VoucherEvent.APPROVED]
    add_application(unit, application, claims, events=events, actor=_ACTOR)
    add_table(unit, table_id, authority, orders, by=None, at=now)
