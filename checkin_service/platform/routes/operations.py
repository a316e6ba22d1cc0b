"""The eleven operations of the national platform (SD annex 2), each for clients admitted to just that one."""

from typing import Annotated

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Subject
from checkin_service.checkin.asserted import record_asserted
from checkin_service.checkin.asserted_schemas import AssertedSignIn, SignInAnswer
from checkin_service.kit.http import answer, service_router
from checkin_service.platform.dependencies import admitted
from checkin_service.platform.model import OFFERS, Operation
from checkin_service.platform.schemas.batches import Batch, BatchAnswer, Reasoned
from checkin_service.platform.service import adding

router = service_router(tag="platform", prefix="")


def _titled(operation: Operation) -> str:
    title = OFFERS[operation].title
    return f"{title.zh} · {title.en}"


def _path(operation: Operation) -> str:
    return OFFERS[operation].path


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


@router.post(
    _path(Operation.SIGN_IN), status_code=201, response_model=SignInAnswer, summary=_titled(Operation.SIGN_IN)
)
async def sign_in(
    resources: Res, client: Annotated[Subject, Depends(admitted(Operation.SIGN_IN))], body: AssertedSignIn
) -> Response:
    """Received as asserted by the platform: recorded as that, credited as that if policy counts it, shown apart."""
    return answer(await record_asserted(resources, client, body), status=201)
