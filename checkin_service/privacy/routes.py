"""People's rights over what is held about them: copies and erasure, by phone and at the office (个人信息权利)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.idempotency import Kept
from checkin_service.privacy import service
from checkin_service.privacy.schemas import (
    ErasureStanding,
    HandingOut,
    NewErasureRequest,
    NewPersonRequest,
    PersonRequestAnswer,
    PersonRequestDecision,
    PersonRequestPage,
    SignedCopy,
)

router = service_router(tag="people")


@router.reads("/me/copy", by=Permission.COPY_OWN, summary="Everything that is held about you, signed (查阅复制)")
async def get_own_copy(resources: Res, subject: Subject) -> SignedCopy:
    return await service.own_copy(resources, subject)


@router.reads("/me/erasure", by=Permission.ERASURE_ASK, summary="What erasing would take away, and what stays by law")
async def get_own_erasure(resources: Res, subject: Subject) -> ErasureStanding:
    """With what to do first, and what became of earlier requests."""
    return await service.own_standing(resources, subject)


@router.creates("/me/erasure", by=Permission.ERASURE_ASK, summary="Ask to be erased (删除)")
async def ask_own_erasure(resources: Res, subject: Subject, body: NewErasureRequest) -> Kept[PersonRequestAnswer]:
    """Somebody of your authority answers until the day told; a live voucher or an open case comes first."""
    return await service.ask_own(resources, subject, body)


@router.creates(
    "/person-requests",
    by=Permission.PERSON_REQUEST_FILE,
    summary="Take down what somebody asks about their own data (个人信息申请)",
)
async def file_person_request(resources: Res, subject: Subject, body: NewPersonRequest) -> Kept[PersonRequestAnswer]:
    """Of people whose matter is one's own authority's; an erasure waits for another person."""
    return await service.ask(resources, subject, body)


@router.reads(
    "/person-requests", by=Permission.PERSON_REQUEST_FILE, summary="Requests to one's authority, oldest first"
)
async def list_person_requests(
    resources: Res, subject: Subject, page: Page, *, waiting: Annotated[bool, Query()] = False
) -> PersonRequestPage:
    return await service.listed(resources, subject, page, only_waiting=waiting)


@router.reads(
    "/person-requests/{person_request_id}/copy",
    by=Permission.PERSON_REQUEST_FILE,
    method="POST",
    summary="The copy that somebody asked for at the office",
)
async def hand_out_copy(resources: Res, subject: Subject, person_request_id: UUID, body: HandingOut) -> SignedCopy:
    """Handing it out answers the request; each time is written down."""
    return await service.hand_out(resources, subject, person_request_id, body)


@router.creates(
    "/person-requests/{person_request_id}/decision",
    by=Permission.PERSON_REQUEST_DECIDE,
    summary="Erase somebody, or say why not (第二人)",
)
async def decide_person_request(
    resources: Res, subject: Subject, person_request_id: UUID, body: PersonRequestDecision
) -> Kept[PersonRequestAnswer]:
    """By another person than who took it down; it cannot be undone."""
    return await service.decide(resources, subject, person_request_id, body)
