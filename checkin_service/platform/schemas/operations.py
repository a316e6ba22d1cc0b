"""Wire shapes of the operations that concern one voucher, one person or one application."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.identity.model import DocumentKind
from checkin_service.kit.http.schema import LIST_BYTES, CleanText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.timetable.schemas import NewDocument
from checkin_service.voucher.schemas import VoucherAnswer


class ScannedVoucher(StrictModel):
    """培训券验证扫码: the code or the live QR, and who scanned it (SD-13)."""

    shown: CleanText = Field(min_length=1, max_length=120, description="唯一码 or the QR on the holder's screen")
    operator_id: CleanText = Field(
        min_length=1, max_length=64, description="The platform's own id of the identified administrator; no name"
    )


class VoucherVerification(StrictModel):
    is_valid: bool = Field(description="Whether it can still serve: neither used up, expired nor void")
    voucher: VoucherAnswer


class PersonQuery(StrictModel):
    """获取用户培训券信息: whose; a number never stands in an address."""

    document: NewDocument


class PersonVouchers(StrictModel):
    vouchers: list[VoucherAnswer]


class QrQuery(StrictModel):
    """通过二维码获取学员信息."""

    qr: CleanText = Field(min_length=1, max_length=120, description="The live QR on the holder's screen")


class TraineeByQr(StrictModel):
    trainee_id: UUID
    name: str
    document_kind: DocumentKind
    masked_document: str
    voucher: VoucherAnswer
    class_ids: list[UUID] = Field(description="Classes of the authority in which the person is registered")


class SettlementRequest(StrictModel, most_bytes=LIST_BYTES):
    """培训券结算: verified codes for an application, all or none; two people of the authority still decide on it."""

    application_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    voucher_codes: Annotated[
        list[Annotated[CleanText, Field(min_length=1, max_length=40)]], Field(min_length=1, max_length=500)
    ]
