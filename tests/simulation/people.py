"""People of a simulation: each with a voucher in use and a leg that pays."""

import random
from datetime import date
from uuid import UUID

from checkin_service.voucher.model.ledger import MAIN_LEG
from checkin_service.voucher.model.vouchers import Fund, Voucher, VoucherKind, VoucherLeg, VoucherState
from tests.simulation.memory import MemoryDatabase

SUBSIDY_FEN = 80_000


def entered(database: MemoryDatabase, dice: random.Random) -> Voucher:
    """Somebody with a voucher in use and a leg that pays."""
    trainee_id, voucher_id = UUID(int=dice.getrandbits(128)), UUID(int=dice.getrandbits(128))
    voucher = Voucher(
        trainee_id=trainee_id,
        voucher_id=voucher_id,
        voucher_code=f"{voucher_id.int % 10**12:012}",
        kind=VoucherKind.TARGETED,
        authority_code="330600",
        graph="330600",
        template_id=None,
        template_version=None,
        fund=Fund.EMPLOYMENT_SUBSIDY,
        state=VoucherState.USED,
        ordinal=3,
        class_id=UUID(int=1),
        institution_id=UUID(int=2),
        obtained_on=date(2026, 3, 2),
        activate_by=date(2026, 6, 2),
        use_by=date(2026, 9, 2),
    )
    database.stored.vouchers[voucher_id] = voucher
    database.stored.legs[voucher_id, MAIN_LEG] = VoucherLeg(
        trainee_id=trainee_id,
        voucher_id=voucher_id,
        leg=MAIN_LEG,
        authority_code="330600",
        batch_id=None,
        fund=Fund.EMPLOYMENT_SUBSIDY,
        fiscal_year=2026,
        payee="institution:2",
        amount_fen=SUBSIDY_FEN,
    )
    return voucher
