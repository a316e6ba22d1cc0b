"""Wire shapes of a trainee's own view of their classes."""

from datetime import date
from uuid import UUID

from pydantic import Field

from checkin_service.kit.http.schema import StrictModel
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import SessionAnswer, WindowBody
from checkin_service.voucher.model.vouchers import VoucherState


class OwnSession(SessionAnswer):
    site_name: str
    address: str
    windows: list[WindowBody]
    scan_valid_s: int = Field(description="How long a live QR that the phone signs for this session is believed")


class OwnVoucher(StrictModel):
    voucher_code: str
    state: VoucherState
    activate_by: date
    use_by: date


class OwnClass(StrictModel):
    class_id: UUID
    name: str
    institution_name: str
    state: ClassState
    total_hours: int
    proofs: list[str]
    voucher_kind: VoucherKind
    voucher: OwnVoucher | None
    sessions: list[OwnSession]


class OwnClasses(StrictModel):
    classes: list[OwnClass]
