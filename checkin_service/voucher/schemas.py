"""Wire shapes of vouchers and of the ledger's totals."""

from datetime import date
from uuid import UUID

from checkin_service.kit.schema import StrictModel
from checkin_service.voucher.ledger import LedgerTotals
from checkin_service.voucher.model import Voucher, VoucherKind, VoucherState


class VoucherAnswer(StrictModel):
    voucher_id: UUID
    voucher_code: str
    kind: VoucherKind
    state: VoucherState
    authority_code: str
    class_id: UUID | None
    obtained_on: date
    activate_by: date
    use_by: date

    @classmethod
    def of(cls, voucher: Voucher, state: VoucherState) -> "VoucherAnswer":
        return cls(
            voucher_id=voucher.voucher_id,
            voucher_code=voucher.voucher_code,
            kind=voucher.kind,
            state=state,
            authority_code=voucher.authority_code,
            class_id=voucher.class_id,
            obtained_on=voucher.obtained_on,
            activate_by=voucher.activate_by,
            use_by=voucher.use_by,
        )


class LedgerAnswer(StrictModel):
    authority_code: str
    reserved_fen: int
    payable_fen: int
    released_fen: int
    open_fen: int
    balanced: bool

    @classmethod
    def of(cls, totals: LedgerTotals) -> "LedgerAnswer":
        return cls(
            authority_code=totals.authority_code,
            reserved_fen=totals.reserved_fen,
            payable_fen=totals.payable_fen,
            released_fen=totals.released_fen,
            open_fen=totals.open_fen,
            balanced=totals.balanced,
        )
