"""A national platform as a province asks it: the eleven operations as a port, whoever answers behind it."""

from typing import Protocol

from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn, SignInAnswer
from checkin_service.kit.words import Words
from checkin_service.platform.schemas.batches import Batch, BatchAnswer, Reasoned
from checkin_service.platform.schemas.operations import (
    PersonQuery,
    PersonVouchers,
    QrQuery,
    ScannedVoucher,
    SettlementRequest,
    TraineeByQr,
    VoucherVerification,
)
from checkin_service.platform.schemas.returned import (
    DayAsked,
    DayRows,
    DayRowsAsked,
    DayTotals,
    ReturnedAnswer,
    ReturnedRow,
)
from checkin_service.settlement.schemas.applications import ApplicationAnswer
from checkin_service.timetable.schemas.certificates import CertificateAnswer, ReportedCertificate
from checkin_service.voucher.schemas import TemplatePage, VoucherAnswer


class PlatformRefused(Exception):
    """The platform understood and said no; `words` are its own, `rows` its answers to a batch."""

    def __init__(self, status: int, kind: str, words: Words, rows: object = None) -> None:
        super().__init__(f"{status} {kind}: {words.en}")
        self.status = status
        self.kind = kind
        self.words = words
        self.rows = rows


class PlatformUnavailable(Exception):
    """Nobody knows whether it was done: send it again under the same id, it counts once."""


class NationalPlatform(Protocol):
    """The boxes of the onboarding form, in its order."""

    async def verify_voucher(self, body: ScannedVoucher) -> VoucherVerification:
        """培训券验证扫码."""
        ...

    async def voucher_status(self, voucher_code: str) -> VoucherAnswer:
        """获取培训券状态."""
        ...

    async def void_vouchers(self, body: Reasoned) -> BatchAnswer:
        """批量作废已领培训券."""
        ...

    async def user_vouchers(self, body: PersonQuery) -> PersonVouchers:
        """获取用户培训券信息."""
        ...

    async def list_templates(self, *, cursor: str | None = None) -> TemplatePage:
        """获取培训券模板列表."""
        ...

    async def add_certificate(self, body: ReportedCertificate) -> CertificateAnswer:
        """添加证书接口."""
        ...

    async def add_trainees(self, body: Batch) -> BatchAnswer:
        """批量添加培训人员."""
        ...

    async def add_institutions(self, body: Batch) -> BatchAnswer:
        """批量添加培训机构."""
        ...

    async def sign_in(self, body: AssertedSignIn) -> SignInAnswer:
        """培训打卡签到."""
        ...

    async def settle_vouchers(self, body: SettlementRequest) -> ApplicationAnswer:
        """培训券结算."""
        ...

    async def trainee_by_qr(self, body: QrQuery) -> TraineeByQr:
        """通过二维码获取学员信息."""
        ...


class ReturnChannel(NationalPlatform, Protocol):
    """The eleven operations and, in a form of our own, what the way up needs beyond them (MP-36)."""

    async def take_returned(self, body: ReturnedRow) -> ReturnedAnswer:
        """数据回流: a fact for which the form has no box."""
        ...

    async def day_totals(self, body: DayAsked) -> DayTotals:
        """对账: how many facts of each kind the platform has of a day."""
        ...

    async def day_rows(self, body: DayRowsAsked) -> DayRows:
        """Which they are, once the totals differ."""
        ...
