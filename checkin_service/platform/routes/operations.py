"""The eleven operations of the national platform (SD annex 2), each for clients admitted to just that one."""

from typing import Annotated

from fastapi import Depends, Path, Response

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Subject
from checkin_service.checkin.asserted import record_asserted
from checkin_service.checkin.asserted_schemas import AssertedSignIn, SignInAnswer
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page
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
from checkin_service.settlement.schemas import ApplicationAnswer
from checkin_service.timetable.certificate_schemas import CertificateAnswer, ReportedCertificate
from checkin_service.voucher.schemas import TemplatePage, VoucherAnswer

router = service_router(tag="platform", prefix="")


def _titled(operation: Operation) -> str:
    title = OFFERS[operation].title
    return f"{title.zh} · {title.en}"


def _path(operation: Operation) -> str:
    return OFFERS[operation].path


@router.post(_path(Operation.VERIFY_VOUCHER), status_code=201, summary=_titled(Operation.VERIFY_VOUCHER))
async def verify_voucher(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.VERIFY_VOUCHER))], body: ScannedVoucher
) -> VoucherVerification:
    """By its code or by the live QR; every look is remembered (验券记录)."""
    return await asking.verify(resources, client, body)


@router.get(_path(Operation.VOUCHER_STATUS), summary=_titled(Operation.VOUCHER_STATUS))
async def voucher_status(
    resources: Res,
    client: Annotated[Subject, Depends(admitted(Operation.VOUCHER_STATUS))],
    voucher_code: Annotated[str, Path(max_length=40)],
) -> VoucherAnswer:
    """As it is today, expiry included."""
    return await asking.status(resources, client, voucher_code)


@router.post(
    _path(Operation.VOID_VOUCHERS),
    status_code=201,
    response_model=BatchAnswer,
    summary=_titled(Operation.VOID_VOUCHERS),
)
async def void_vouchers(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.VOID_VOUCHERS))], body: Reasoned
) -> Response:
    """Rows name voucher codes."""
    return answer(await adding.voids(resources, client, body), status=201)


@router.post(_path(Operation.USER_VOUCHERS), status_code=201, summary=_titled(Operation.USER_VOUCHERS))
async def user_vouchers(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.USER_VOUCHERS))], body: PersonQuery
) -> PersonVouchers:
    """A POST, because an identity number stands in no address."""
    return await asking.of_person(resources, client, body)


@router.get(_path(Operation.LIST_TEMPLATES), summary=_titled(Operation.LIST_TEMPLATES))
async def list_templates(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.LIST_TEMPLATES))], page: Page
) -> TemplatePage:
    """The present templates, with what is left of each."""
    return await asking.templates(resources, client, page)


@router.post(
    _path(Operation.ADD_CERTIFICATE),
    status_code=201,
    response_model=CertificateAnswer,
    summary=_titled(Operation.ADD_CERTIFICATE),
)
async def add_certificate(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.ADD_CERTIFICATE))], body: ReportedCertificate
) -> Response:
    """Of a class here, or of another region with the subsidy paid there: nobody is paid twice (MP-19)."""
    return answer(await asking.add_certificate(resources, client, body), status=201)


@router.post(
    _path(Operation.ADD_TRAINEES), status_code=201, response_model=BatchAnswer, summary=_titled(Operation.ADD_TRAINEES)
)
async def add_trainees(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.ADD_TRAINEES))], body: Batch
) -> Response:
    """Rows are people for rosters: class, name, document and kind of voucher."""
    return answer(await adding.trainees(resources, client, body), status=201)


@router.post(
    _path(Operation.ADD_INSTITUTIONS),
    status_code=201,
    response_model=BatchAnswer,
    summary=_titled(Operation.ADD_INSTITUTIONS),
)
async def add_institutions(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.ADD_INSTITUTIONS))], body: Batch
) -> Response:
    """Rows are institutions with the coordinates of their place; the datum is named."""
    return answer(await adding.institutions(resources, client, body), status=201)


@router.post(_path(Operation.SIGN_IN), status_code=201, response_model=SignInAnswer, summary=_titled(Operation.SIGN_IN))
async def sign_in(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.SIGN_IN))], body: AssertedSignIn
) -> Response:
    """Received as asserted by the platform: recorded as that, credited as that if policy counts it, shown apart."""
    return answer(await record_asserted(resources, client, body), status=201)


@router.post(
    _path(Operation.SETTLE_VOUCHERS),
    status_code=201,
    response_model=ApplicationAnswer,
    summary=_titled(Operation.SETTLE_VOUCHERS),
)
async def settle_vouchers(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.SETTLE_VOUCHERS))], body: SettlementRequest
) -> Response:
    """Codes become an application; two people of the authority review and approve it."""
    return answer(await asking.settle(resources, client, body), status=201)


@router.post(_path(Operation.TRAINEE_BY_QR), status_code=201, summary=_titled(Operation.TRAINEE_BY_QR))
async def trainee_by_qr(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.TRAINEE_BY_QR))], body: QrQuery
) -> TraineeByQr:
    """While the QR lives; the document is masked."""
    return await asking.by_qr(resources, client, body)
