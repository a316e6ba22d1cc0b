"""What authorities' data say of people, and what people declare themselves."""

from typing import Annotated

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import service
from checkin_service.eligibility.schemas.people import Declaration, DeclarationAnswer, FactBatch, FactBatchAnswer
from checkin_service.kit.http import answer, service_router

router = service_router(tag="people")


@router.post(
    "/person-facts",
    summary="A batch of an authority's data matching (数据比对)",
    status_code=201,
    response_model=None,
    responses={201: {"model": FactBatchAnswer}},
)
async def post_person_facts(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.PERSON_FACT_IMPORT))], body: FactBatch
) -> Response:
    """Every row is answered; completed classes of the people concerned are determined again."""
    return answer(await service.record_facts(resources, subject, body), status=201)


@router.post(
    "/me/declarations",
    summary="Declare to meet a condition that nothing can check (个人线上承诺)",
    status_code=201,
    response_model=None,
    responses={201: {"model": DeclarationAnswer}},
)
async def post_declaration(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.DECLARATION_MAKE))], body: Declaration
) -> Response:
    return answer(await service.declare(resources, subject, body), status=201)
