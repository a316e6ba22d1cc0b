"""The eleven operations of the national platform (SD annex 2), each for clients admitted to just that one."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Path

from checkin_service.access.dependencies import Handler, Res, service_router
from checkin_service.access.model import Subject
from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn, SignInAnswer
from checkin_service.checkin.service.platform_sign_ins import record_asserted
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.platform.dependencies import admitted
from checkin_service.platform.model import OFFERS, Operation
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
from checkin_service.platform.service import adding, asking
from checkin_service.settlement.schemas.applications import ApplicationAnswer
from checkin_service.timetable.schemas.certificates import CertificateAnswer, ReportedCertificate
from checkin_service.voucher.schemas import TemplatePage, VoucherAnswer

router = service_router(tag="platform", prefix="")


def _serves(
    route: Callable[..., Callable[[Handler], Handler]], operation: Operation, **more: Any
) -> Callable[[Handler], Handler]:
    """A route at the path, for the clients and under the title that the operation has."""
    offer = OFFERS[operation]
    return route(offer.path, by=admitted(operation), summary=f"{offer.title.zh} · {offer.title.en}", **more)


@_serves(router.creates, Operation.VERIFY_VOUCHER)
async def verify_voucher(resources: Res, subject: Subject, body: ScannedVoucher) -> VoucherVerification:
    """By its code or by the live QR; every look is remembered (验券记录)."""
    return await asking.verify(resources, subject, body)


@_serves(router.reads, Operation.VOUCHER_STATUS)
async def voucher_status(
    resources: Res, subject: Subject, voucher_code: Annotated[str, Path(max_length=40)]
) -> VoucherAnswer:
    """As it is today, expiry included."""
    return await asking.status(resources, subject, voucher_code)


@_serves(router.creates, Operation.VOID_VOUCHERS)
async def void_vouchers(resources: Res, subject: Subject, body: Reasoned) -> Kept[BatchAnswer]:
    """Rows name voucher codes."""
    return await adding.voids(resources, subject, body)


@_serves(router.creates, Operation.USER_VOUCHERS)
async def user_vouchers(resources: Res, subject: Subject, body: PersonQuery) -> PersonVouchers:
    """A POST, because an identity number stands in no address."""
    return await asking.of_person(resources, subject, body)


@_serves(router.reads, Operation.LIST_TEMPLATES)
async def list_platform_templates(resources: Res, subject: Subject, page: Page) -> TemplatePage:
    """The present templates, with what is left of each."""
    return await asking.templates(resources, subject, page)


@_serves(router.creates, Operation.ADD_CERTIFICATE)
async def add_certificate(resources: Res, subject: Subject, body: ReportedCertificate) -> Kept[CertificateAnswer]:
    """Of a class here, or of another region with the subsidy paid there: nobody is paid twice (MP-19)."""
    return await asking.add_certificate(resources, subject, body)


@_serves(router.creates, Operation.ADD_TRAINEES)
async def add_trainees(resources: Res, subject: Subject, body: Batch) -> Kept[BatchAnswer]:
    """Rows are people for rosters: class, name, document and kind of voucher."""
    return await adding.trainees(resources, subject, body)


@_serves(router.creates, Operation.ADD_INSTITUTIONS)
async def add_institutions(resources: Res, subject: Subject, body: Batch) -> Kept[BatchAnswer]:
    """Rows are institutions with the coordinates of their place; the datum is named."""
    return await adding.institutions(resources, subject, body)


@_serves(router.creates, Operation.SIGN_IN, response_model=SignInAnswer)
async def platform_sign_in(resources: Res, subject: Subject, body: AssertedSignIn) -> bytes:
    """Received as asserted by the platform: recorded as that, credited as that if policy counts it, shown apart."""
    return await record_asserted(resources, subject, body)


@_serves(router.creates, Operation.SETTLE_VOUCHERS)
async def settle_vouchers(resources: Res, subject: Subject, body: SettlementRequest) -> Kept[ApplicationAnswer]:
    """Codes become an application; two people of the authority review and approve it."""
    return await asking.settle(resources, subject, body)


@_serves(router.creates, Operation.TRAINEE_BY_QR)
async def trainee_by_qr(resources: Res, subject: Subject, body: QrQuery) -> TraineeByQr:
    """While the QR lives; the document is masked."""
    return await asking.by_qr(resources, subject, body)
