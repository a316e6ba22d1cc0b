"""Routes for facts about people from an authority's data matching, and for people's own declarations."""

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility import service
from checkin_service.eligibility.schemas.examinations import ExaminationAnswer, ExaminationRequest
from checkin_service.eligibility.schemas.people import (
    Declaration,
    DeclarationAnswer,
    FactBatch,
    FactBatchAnswer,
    OwnDeclarations,
)
from checkin_service.kit.idempotency import Kept

router = service_router(tag="people")


@router.creates(
    "/person-facts", by=Permission.PERSON_FACT_IMPORT, summary="A batch of an authority's data matching (数据比对)"
)
async def post_person_facts(resources: Res, subject: Subject, body: FactBatch) -> Kept[FactBatchAnswer]:
    """Every row is answered; completed classes of the people concerned are determined again."""
    return await service.record_facts(resources, subject, body)


@router.creates(
    "/examinations",
    by=Permission.EXAMINATION_RECORD,
    summary="An officer's examination of conditions, for a list of people (人工审核)",
)
async def post_examination(resources: Res, subject: Subject, body: ExaminationRequest) -> Kept[ExaminationAnswer]:
    """Where no source answers: who examined what, when and on which document. Data from a source outrank it."""
    return await service.examine(resources, subject, body)


@router.reads("/me/declarations", by=Permission.DECLARATION_MAKE, summary="What you may declare, and have (个人承诺)")
async def list_own_declarations(resources: Res, subject: Subject) -> OwnDeclarations:
    """Conditions of the authorities in whose register you are that nothing can check."""
    return await service.own_declarations(resources, subject)


@router.creates(
    "/me/declarations",
    by=Permission.DECLARATION_MAKE,
    summary="Declare to meet a condition that nothing can check (个人线上承诺)",
)
async def post_declaration(resources: Res, subject: Subject, body: Declaration) -> Kept[DeclarationAnswer]:
    return await service.declare(resources, subject, body)
